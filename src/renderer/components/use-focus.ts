/** Ties the focus of a window to its rules: it is never lost, and F6 moves it between the areas of the window. */
import { useEffect, useRef } from 'react';
import { type FocusKeeper, keepFocus } from './keep-focus.ts';

/** @param areaSteps see `WindowState`: what main counts since the window was opened */
export function useFocus(areaSteps: number): void {
  const keeper = useRef<FocusKeeper | null>(null);
  const followed = useRef(areaSteps);
  useEffect(() => {
    const kept = keepFocus(document);
    keeper.current = kept;
    return kept.stop;
  }, []);
  useEffect(() => {
    const step = areaSteps > followed.current ? 1 : -1;
    for (; followed.current !== areaSteps; followed.current += step) keeper.current?.moveArea(step);
  }, [areaSteps]);
}
