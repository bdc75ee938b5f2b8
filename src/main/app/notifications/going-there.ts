/** Leads a person to what they were told of: the window, the tab, and what of the window shows it. */
import type { CommandId } from '../../../shared/commands.ts';
import type { Timers } from '../../async/timers.ts';
import type { Commands } from '../commands/commands-of-program.ts';
import type { NotifyingEdges } from './notifying-edges.ts';
import type { Place } from './worth-telling.ts';

interface Leader {
  readonly notifying: Pick<NotifyingEdges, 'comeForward' | 'current'>;
  readonly commands: Commands;
  readonly timers: Pick<Timers, 'setTimer'>;
}

/** A tab that is chosen is before the person within a moment; one that was asleep loads first. */
const TRY_EVERY_MS = 200;
const MOST_TRIES = 100;

export function goTo(place: Place, leader: Leader): void {
  const { notifying, commands } = leader;
  notifying.comeForward();
  const windowId = place.kind === 'workbook' ? place.windowId : notifying.current();
  if (windowId === null) return;
  if (place.kind === 'profile') {
    void commands.run(windowId, 'selectProfile', place.profileId);
    return;
  }
  const { tabs } = commands.situationOf(windowId).state.window;
  // The tab may be closed by now: then the window as it is has to do, which may have downloads too.
  const tab = tabs.find(({ paneId }) => paneId === place.paneId);
  if (tab) void commands.run(windowId, 'goToTab', tab.tabId);
  if (place.kind === 'downloads') runOnceThere(windowId, tab?.paneId ?? null, 'showDownloads', leader);
  else if (tab && place.isAlert) runOnceThere(windowId, tab.paneId, 'showAlerts', leader);
}

/** @param paneId what has to be before the person; null: whatever is */
function runOnceThere(
  windowId: string,
  paneId: string | null,
  command: CommandId,
  { commands, timers }: Omit<Leader, 'notifying'>,
  triesLeft = MOST_TRIES,
): void {
  const { pane } = commands.situationOf(windowId);
  if (pane !== null && (paneId === null || pane.paneId === paneId) && pane.phase === 'ready') {
    void commands.run(windowId, command);
  } else if (triesLeft > 0) {
    const again = () => runOnceThere(windowId, paneId, command, { commands, timers }, triesLeft - 1);
    timers.setTimer(again, TRY_EVERY_MS);
  }
}
