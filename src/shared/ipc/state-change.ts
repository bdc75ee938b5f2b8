/**
 * A change of the state as it crosses to a window. Each part is checked by its own schema of `state.ts`; a part that is added
 * there is sent without a line here.
 */

import { DownloadView } from '../downloads.ts';
import { GrantView, PaneView, ProfileView, ProgramState, TabView, WindowState } from '../state.ts';
import { z } from '../zod.ts';

/** Of a list whose items have ids: what came or is different, by key, and the keys of all in order where that is different. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ order: z.array(z.string()).nullable(), changed: z.array(z.tuple([z.string(), item])) });

/** Laid out as `AppState` is. A part that is not named is as it was. */
export const StateChange = ProgramState.extend({
  profiles: listOf(ProfileView),
  grants: listOf(GrantView),
  downloads: listOf(DownloadView),
})
  .partial()
  .extend({
    /** Of the state that it makes. */
    revision: z.number(),
    /** Of the only state that it can be applied to: what main told this window before. */
    follows: z.number(),
    window: WindowState.omit({ windowId: true, kind: true })
      .extend({ panes: listOf(PaneView), tabs: listOf(TabView) })
      .partial(),
  });
export type StateChange = z.infer<typeof StateChange>;
