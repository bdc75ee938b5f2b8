/** The commands of the program, over its features. */
import type { CommandId, Situation } from '../../../shared/commands.ts';
import type { PaneView } from '../../../shared/state.ts';
import type { ShownState } from '../../../shared/state-change.ts';
import type { Log } from '../../log/log.ts';
import type { StepDirection } from '../../viewer/guest-history.ts';
import type { Features } from '../features.ts';
import type { KeptWindows } from '../kept-windows.ts';
import type { LinkCopies } from '../links/copy-link.ts';
import type { OpenByLink } from '../links/open-by-link.ts';
import type { Notices } from '../notices.ts';
import type { Signal } from '../signal.ts';
import { createCommandDoers, type DesktopDeeds } from './command-doers.ts';
import { type CommandsFeature, createCommandsFeature } from './commands-feature.ts';

/** What the desktop sees of commands. */
export interface Commands {
  situationOf(windowId: string): Situation;
  /** What goes wrong becomes a notice. */
  run(windowId: string, id: CommandId, argument?: string): Promise<void>;
}

export interface CommandsOfProgramOptions {
  readonly features: Features & { readonly keptWindows: Pick<KeptWindows, 'viewOf'> };
  readonly links: Pick<OpenByLink, 'openChosen'>;
  readonly linkCopies: LinkCopies;
  /** A link was followed in a window. */
  readonly followed: Pick<Signal<string>, 'on'>;
  readonly desktop: DesktopDeeds;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly log: Pick<Log, 'warn'>;
  stepIn(guestId: string, direction: StepDirection): void;
  stateOf(windowId: string): ShownState;
  onChange(): void;
}

export function createCommandsOfProgram(options: CommandsOfProgramOptions): CommandsFeature & Commands {
  const { features, stateOf } = options;
  const { panes } = features.workbooks;

  function shownPane(windowId: string): PaneView | null {
    const guestId = panes.shownGuest(windowId);
    const holds = ({ guests }: PaneView) => guests.some((guest) => guest.guestId === guestId);
    return guestId === null ? null : (panes.views(windowId).find(holds) ?? null);
  }
  const situationOf = (windowId: string): Situation => ({
    state: stateOf(windowId),
    view: features.keptWindows.viewOf(windowId),
    pane: shownPane(windowId),
  });
  const doers = createCommandDoers({ ...options, ...features, shownPane });
  const commands = createCommandsFeature({ ...options, doers, situationOf });
  options.followed.on(commands.showWorkbook);
  return { ...commands, situationOf };
}
