/** Tells the styles how high something is that lies over the page, so that nothing comes to lie beneath it. */
import { useCallback, useRef } from 'react';

/** @returns to be given to the element as its `ref`; the property is 0 while there is none */
export function useHeight(property: '--foot' | '--notices'): (element: HTMLElement | null) => void {
  const observer = useRef<ResizeObserver | null>(null);
  return useCallback(
    (element) => {
      const { style } = document.documentElement;
      observer.current?.disconnect();
      observer.current = null;
      if (!element) {
        style.removeProperty(property);
        return;
      }
      observer.current = new ResizeObserver(() => style.setProperty(property, `${element.offsetHeight}px`));
      observer.current.observe(element);
    },
    [property],
  );
}
