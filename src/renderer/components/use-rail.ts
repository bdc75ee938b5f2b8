/** The list of workbooks at the side: whether it is open, and whether it lies over the workbook. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { settingIn } from '../../shared/settings.ts';
import { useApp } from '../context/app-context.tsx';

/** So wide a window has to be for both, in rem: larger text counts as a narrower window. As in `rail.css`. */
const WIDE_REM = 60;

export interface RailControl {
  readonly isOpen: boolean;
  /** Over the workbook: then it closes as soon as something is chosen. */
  readonly isOver: boolean;
  toggle(): void;
  close(): void;
  /** What the person folded (true) or unfolded, by the key of a group, as long as the window is there. */
  readonly folds: ReadonlyMap<string, boolean>;
  fold(key: string, isFolded: boolean): void;
}

export function useRail(): RailControl {
  const { bridge, state, ask } = useApp();
  const isChosen = settingIn(state.settings, 'rail');
  const isOver = useIsNarrow();
  const [isOpenOver, setOpenOver] = useState(false);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  useEffect(() => {
    if (!isOver) setOpenOver(false);
  }, [isOver]);

  const isOpen = isOver ? isOpenOver : isChosen;
  const open = useCallback(
    (next: boolean) => {
      if (isOver) setOpenOver(next);
      else void ask(() => bridge.settings.set({ id: 'rail', value: next }));
    },
    [isOver, bridge, ask],
  );
  const fold = useCallback(
    (key: string, isFolded: boolean) => setFolds((known) => new Map(known).set(key, isFolded)),
    [],
  );
  return useMemo(
    () => ({ isOpen, isOver, toggle: () => open(!isOpen), close: () => open(false), folds, fold }),
    [isOpen, isOver, open, folds, fold],
  );
}

function isNarrow(): boolean {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return window.innerWidth < WIDE_REM * rem;
}

function useIsNarrow(): boolean {
  const [narrow, setNarrow] = useState(isNarrow);
  useEffect(() => {
    const look = () => setNarrow(isNarrow());
    look();
    window.addEventListener('resize', look);
    // The size of text is chosen there.
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
    return () => {
      window.removeEventListener('resize', look);
      observer.disconnect();
    };
  }, []);
  return narrow;
}
