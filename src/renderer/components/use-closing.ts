/** A window that is closed, or a program that is quit, over a form in which something was typed: the person is asked first. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '../bridge/request.ts';
import { useApp } from '../context/app-context.tsx';

export interface Closing {
  /** Something wants to close the window, and waits for the answer. */
  readonly isAsked: boolean;
  stay(): void;
  close(): void;
}

/** @param isChanged whether there is something to lose */
export function useClosing(isChanged: boolean): Closing {
  const { bridge } = useApp();
  const [isAsked, setIsAsked] = useState(false);
  const isAgreed = useRef(false);
  useEffect(() => {
    if (!isChanged) return;
    // Main lets the window go without a question when the computer shuts down.
    const hold = (event: BeforeUnloadEvent) => {
      if (isAgreed.current) return;
      event.preventDefault();
      setIsAsked(true);
    };
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [isChanged]);
  const stay = useCallback(() => {
    setIsAsked(false);
    // The dialog closes first of all, whatever the answer is.
    queueMicrotask(() => {
      if (!isAgreed.current) void request(() => bridge.windows.stay());
    });
  }, [bridge]);
  const close = useCallback(() => {
    isAgreed.current = true;
    window.close();
  }, []);
  return { isAsked, stay, close };
}
