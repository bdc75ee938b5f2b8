/** What of the bar goes into its menu, where a narrow window or large text leaves no room for it. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { CommandId } from '../../shared/commands.ts';

/** `some`: what can be done elsewhere as well. `most`: all but who looks, and the two menus. */
export type BarFold = 'none' | 'some' | 'most';

/** Below these widths, in rem, so that larger text counts as a narrower window. Tabs need more room than one title. */
const SOME_REM = 26;
const SOME_BESIDE_TABS_REM = 36;
const MOST_REM = 20;
/** What the button of the list at the side takes. */
const RAIL_REM = 3;

export function foldAt(rem: number, { hasTabs, hasRail }: Pick<Shown, 'hasTabs' | 'hasRail'>): BarFold {
  const some = (hasTabs ? SOME_BESIDE_TABS_REM : SOME_REM) + (hasRail ? RAIL_REM : 0);
  return rem < MOST_REM ? 'most' : rem < some ? 'some' : 'none';
}

interface Shown {
  readonly hasTabs: boolean;
  readonly hasRail: boolean;
  readonly hasNewTab: boolean;
  readonly isZoomed: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

/** The commands that stand in the menu instead of in the bar, in the order of the bar. */
export function foldedCommands(
  fold: BarFold,
  { hasRail, hasNewTab, isZoomed, canGoBack, canGoForward }: Omit<Shown, 'hasTabs'>,
): readonly CommandId[] {
  if (fold === 'none') return [];
  const isMost = fold === 'most';
  return [
    ...(hasRail ? (['showRail'] as const) : []),
    ...(hasNewTab ? (['newTab'] as const) : []),
    ...(isMost && isZoomed ? (['actualSize'] as const) : []),
    ...(isMost ? (['refreshData'] as const) : []),
    ...(canGoBack ? (['goBack'] as const) : []),
    ...(canGoForward ? (['goForward'] as const) : []),
    'reloadWorkbook',
    'showDetails',
  ];
}

/** Measured before anything is painted, so that nothing jumps. */
export function useBarFold(bar: RefObject<HTMLElement | null>, shown: Pick<Shown, 'hasTabs' | 'hasRail'>): BarFold {
  const [rem, setRem] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const measure = () => {
      const rootSize = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      // To the half: a window that is drawn to another size is not to be painted anew for each pixel.
      setRem(Math.floor((2 * element.clientWidth) / rootSize) / 2);
    };
    measure();
    // The height of the bar follows the size of text, so that a change of that is noticed as well.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [bar]);
  return foldAt(rem, shown);
}
