/**
 * The present moment by the time of the servers, in milliseconds since the epoch, again every `everyMs`. What counts down
 * was named by them, and the clock of this computer may be wrong.
 */
import { useEffect, useState } from 'react';
import { useApp } from './app-context.tsx';

export function useNow(everyMs = 1_000): number {
  const { clockAheadMs } = useApp().state;
  const [wall, setWall] = useState(() => Date.now());
  useEffect(() => {
    setWall(Date.now());
    const timer = setInterval(() => setWall(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return wall - clockAheadMs;
}
