/** What is written on a wallboard besides its picture. */
import type { PaneView } from '../../shared/state.ts';
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
