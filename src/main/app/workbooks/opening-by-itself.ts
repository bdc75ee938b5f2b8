/**
 * Opens the workbook that opens by itself, as soon as it can be opened. The page of the window would do the same once it has
 * been told of the state, drawn it and asked; a workbook of which everything is known waits for none of that.
 */
import type { Situation } from '../../../shared/commands.ts';
import { codeOf } from '../../../shared/errors.ts';
import { workbookToOpen } from '../../../shared/opens-by-itself.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';

export interface OpeningByItselfOptions {
  /** What a window shows now, and where the person is in it. */
  situationOf(windowId: string): Pick<Situation, 'state' | 'view'>;
  /** @throws AppError */
  open(workbookId: string, windowId: string): void;
  readonly choices: Pick<Choices, 'get'>;
  readonly log: Pick<Log, 'warn'>;
}

export interface OpeningByItself {
  /** Where nothing opens by itself in a window, or the person is elsewhere, nothing is done. Never throws. */
  openIn(windowId: string): void;
  /**
   * Opens the workbook with which the window that was used last begins, where one does: its page finds it there. To be called
   * after all is restored; not where something else is to be opened. @param windowId null: there is no window
   */
  openFirst(windowId: string | null): void;
}

export function createOpeningByItself({ situationOf, open, choices, log }: OpeningByItselfOptions): OpeningByItself {
  function openIn(windowId: string): void {
    const { state, view } = situationOf(windowId);
    const workbookId = workbookToOpen(state);
    // A wall loads what it shows by itself, and under another screen nobody waits for a workbook.
    if (workbookId === null || view !== 'home' || state.window.wall !== null) return;
    try {
      open(workbookId, windowId);
    } catch (error) {
      // The page of the window tries in its turn, and shows why it cannot be.
      log.warn('workbook.not-opened', { code: codeOf(error) });
    }
  }
  return {
    openIn,
    openFirst(windowId) {
      if (windowId !== null && choices.get('atStart') !== 'startPage') openIn(windowId);
    },
  };
}
