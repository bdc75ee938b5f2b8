/** Whether there is room for two workbooks side by side. */
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Each has 20 rem then where the two have the same: about the narrowest that Sigma's pages are made for. */
const LEAST_REM = 40;

export function useRoom(element: RefObject<HTMLElement | null>): boolean {
  const [hasRoom, setHasRoom] = useState(true);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setHasRoom(measured.clientWidth >= LEAST_REM * rem);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return hasRoom;
}
