/** What is written on a wallboard besides its picture. */
import type { AppErrorView } from '../../shared/errors.ts';
import type { AppState, PaneView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { WallView } from '../../shared/wall.ts';
import { clockTime } from './clocks.ts';

/** Data that is older than this is marked, even where nothing is known to be wrong. */
const OLD_MS = 15 * 60_000;

/** The age of what hangs there, where it is older than it should be; null while nothing has to be said of it. */
export function ageOnWall(pane: PaneView | null, now: number, text: Text): string | null {
  const asOf = pane?.data.asOf ?? null;
  if (pane === null || asOf === null) return null;
  const isOld = pane.phase === 'failed' || now - asOf >= OLD_MS;
  return isOld ? format(text.wall.dataOf, { time: clockTime(asOf, now, text) }) : null;
}

/** What is wanted or waited for; null while all is well. Without a picture there is always a word. */
export function wordOnWall({ hasPicture, lacks, shownPaneId }: WallView, text: Text): string | null {
  if (lacks !== null) return text.wall.lacks[lacks];
  if (hasPicture) return null;
  return shownPaneId === null ? text.wall.comes : text.wall.comesBack;
}

const reasons = { 'sign-in': 'signIn', network: 'network', answer: 'answer' } as const;

/**
 * What whoever comes to a wall in trouble may look for the cause of; null while all is well. What a workbook said of itself goes
 * before what the wall as a whole waits for.
 */
export function troubleOnWall(
  { window }: Pick<AppState, 'window'>,
  pane: PaneView | null,
  now: number,
  text: Text,
): AppErrorView | null {
  const { wall, panes } = window;
  if (wall === null || wall.lacks === 'workbooks') return null;
  if (wall.lacks === 'network' || wall.lacks === 'sign-in') return troubleBecause(reasons[wall.lacks]);
  const failed = [pane, ...panes].find((one) => one?.phase === 'failed' && one.error !== null);
  if (failed?.error) return failed.error;
  const isOld = wall.lacks === 'answer' || ageOnWall(pane, now, text) !== null;
  return isOld ? troubleBecause('answer') : null;
}

const troubleBecause = (reason: (typeof reasons)[keyof typeof reasons]): AppErrorView => ({
  code: 'wall_in_trouble',
  values: { reason },
});
