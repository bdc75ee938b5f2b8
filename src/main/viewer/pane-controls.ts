/** The controls of a pane, for who keeps those of two panes alike. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Variables } from '../../shared/sigma/fields.ts';
import type { Guest } from './guest.ts';
import { documentOf } from './view-state.ts';

/** What the controls of a pane hold. */
export interface HeldControls {
  /** Another one: the document was loaded again, or another one is there. */
  readonly load: string;
  readonly values: Variables;
}

export interface PaneControls {
  /** Null while what a workbook reports may be a step on its way to where the person was. */
  controlsOf(paneId: string): HeldControls | null;
  /** Says something to the workbook on screen that no person asked for, and no more than that; to a pane that is gone, nothing. */
  say(paneId: string, command: SigmaCommand): void;
}

export const paneControls = (find: (paneId: string) => { activeGuest(): Guest } | undefined): PaneControls => ({
  controlsOf(paneId) {
    const guest = find(paneId)?.activeGuest();
    if (!guest?.isSettled()) return null;
    return { load: `${guest.guestId} ${documentOf(guest.view)}`, values: guest.view.variables };
  },
  say: (paneId, command) => find(paneId)?.activeGuest().say(command),
});
