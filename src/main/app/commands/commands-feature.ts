/** Commands: whether one applies in a window, and having it done there or by the window itself. */

import { type CommandId, commandOf, type MainCommandId, type Situation } from '../../../shared/commands.ts';
import { AppError, asAppError, isChosen } from '../../../shared/errors.ts';
import type { CommandAsk } from '../../../shared/state.ts';
import { tabCommands } from '../../../shared/tab-commands.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';

/** How main does a command in a window, to what it is to be done to. */
export type CommandDoer = (windowId: string, argument: string | undefined) => void | Promise<void>;

export interface CommandsFeatureOptions {
  situationOf(windowId: string): Situation;
  readonly doers: Readonly<Record<MainCommandId, CommandDoer>>;
  readonly notices: Pick<Notices, 'addPassing'>;
  onChange(): void;
}

export interface CommandsFeature extends Feature<'commands.run', never, 'asks'> {
  /** Has a command done that a menu or a key asks for; nothing where it does not apply. What goes wrong becomes a notice. */
  run(windowId: string, id: CommandId, argument?: string): Promise<void>;
  /** A workbook was opened that nobody chose in the window: it is shown, unless a form would be left by that. */
  showWorkbook(windowId: string): void;
}

/** A window follows each within a moment; so many may come before that. */
const MOST_ASKS = 8;

/** After these that main has done, the window shows what came of it. */
const shownByWindow: ReadonlySet<CommandId> = new Set([
  'openWorkbook',
  'selectProfile',
  // For who hears the window: nothing of it is seen.
  'copyLink',
  'copyLinkWithFilters',
  'copyPicture',
  ...(Object.keys(tabCommands) as (keyof typeof tabCommands)[]),
]);

export function createCommandsFeature(options: CommandsFeatureOptions): CommandsFeature {
  const asks = new Map<string, readonly CommandAsk[]>();
  let serial = 0;

  const applies = (windowId: string, id: CommandId, argument?: string) =>
    commandOf(id).applies(options.situationOf(windowId), argument);

  function ask(windowId: string, id: CommandId, argument: string | undefined): void {
    serial += 1;
    const next = { serial, id, argument: argument ?? null };
    asks.set(windowId, [...(asks.get(windowId) ?? []), next].slice(-MOST_ASKS));
    options.onChange();
  }

  async function perform(windowId: string, id: CommandId, argument: string | undefined): Promise<void> {
    if (!isDoneByMain(id)) return ask(windowId, id, argument);
    await options.doers[id](windowId, argument);
    if (shownByWindow.has(id)) ask(windowId, id, argument);
  }

  return {
    handlers: {
      async 'commands.run'({ id, argument }, { windowId }) {
        if (!applies(windowId, id, argument)) throw new AppError('request_refused', { reason: 'notNow' });
        await perform(windowId, id, argument);
      },
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ asks: [...(asks.get(windowId) ?? [])] }),
    async run(windowId, id, argument) {
      if (!applies(windowId, id, argument)) return;
      try {
        await perform(windowId, id, argument);
      } catch (error) {
        const known = asAppError(error, 'command');
        if (!isChosen(known.code)) options.notices.addPassing(known);
      }
    },
    showWorkbook(windowId) {
      if (options.situationOf(windowId).view !== 'set-up') ask(windowId, 'openWorkbook', undefined);
    },
    windowClosed: (windowId) => void asks.delete(windowId),
  };
}

const isDoneByMain = (id: CommandId): id is MainCommandId => commandOf(id).doneBy === 'main';
