/** Leads a person to what they were told of: the window, the tab, and what of the window shows it. */
import type { CommandId } from '../../../shared/commands.ts';
import type { Timers } from '../../async/timers.ts';
import type { Commands } from '../commands/commands-of-program.ts';
import type { NotifyingEdges } from './notifying-edges.ts';
import type { Place } from './worth-telling.ts';

interface Leader {
  readonly notifying: Pick<NotifyingEdges, 'comeForward' | 'current' | 'windows'>;
  readonly commands: Commands;
  readonly timers: Pick<Timers, 'setTimer'>;
}

/** A tab that is chosen is before the person within a moment; one that was asleep loads first. */
const TRY_EVERY_MS = 200;
const MOST_TRIES = 100;

export function goTo(place: Place, leader: Leader): void {
  const { notifying, commands } = leader;
  const windowId = windowOf(place, leader);
  notifying.comeForward(windowId ?? undefined);
  if (windowId === null) return;
  if (place.kind === 'profile') {
    void commands.run(windowId, 'selectProfile', place.profileId);
    return;
  }
  if (place.kind === 'window') return;
  const { tabs } = commands.situationOf(windowId).state.window;
  // The tab may be closed by now: then the window as it is has to do, which may have downloads too.
  const tab = tabs.find(({ paneId }) => paneId === place.paneId);
  if (tab) void commands.run(windowId, 'goToTab', tab.tabId);
  if (place.kind === 'downloads') runOnceThere(windowId, tab?.paneId ?? null, 'showDownloads', leader);
  else if (tab && place.isAlert) runOnceThere(windowId, tab.paneId, 'showAlerts', leader);
}

/** The window that a place is in; what is in none, or in one that has closed, is shown in the one that was used last. */
function windowOf(place: Place, { notifying, commands }: Omit<Leader, 'timers'>): string | null {
  const stateOf = (windowId: string) => commands.situationOf(windowId).state.window;
  if (place.kind === 'window') return notifying.windows().find((id) => id === place.windowId) ?? notifying.current();
  const isIn = (windowId: string) =>
    place.kind === 'profile'
      ? stateOf(windowId).profileId === place.profileId
      : stateOf(windowId).tabs.some(({ paneId }) => paneId === place.paneId);
  const current = notifying.current();
  if (current === null || isIn(current)) return current;
  return notifying.windows().find(isIn) ?? current;
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
