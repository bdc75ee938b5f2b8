/** How a wall is, for those who watch over it. Pure. */
import type { WallView } from '../../../shared/wall.ts';
import type { WallMemory } from './wall-rules.ts';

export interface WallPlaceOf {
  readonly windowId: string;
  readonly profileId: string | null;
}

export interface WallStanding extends WallPlaceOf, Pick<WallView, 'hasPicture' | 'lacks'> {
  readonly tabs: number;
  /** How many of them did not come, again and again. */
  readonly failing: number;
}

/** One that failed so often in a row has been tried for a minute or more. */
const FAILED_AGAIN = 4;

export function standingOf(
  place: WallPlaceOf,
  { hasPicture, lacks }: WallView,
  tabs: readonly { readonly tabId: string }[],
  { failed }: Pick<WallMemory, 'failed'>,
): WallStanding {
  const failing = tabs.filter(({ tabId }) => (failed[tabId]?.times ?? 0) >= FAILED_AGAIN).length;
  return { ...place, hasPicture, lacks, tabs: tabs.length, failing };
}
