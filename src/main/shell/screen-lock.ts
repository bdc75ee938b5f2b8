/** Tells that the screen was locked, once for each time. */
import type { PowerMonitor } from 'electron';

export interface ScreenLockOptions {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleState'>;
  onLocked(): void;
}

export interface ScreenLock {
  /** To be called every few seconds: Linux has no event for it, and what it knows can only be asked. */
  look(): void;
  stop(): void;
}

/** A threshold that makes no difference here, in seconds. */
const LONG_AGO_S = 86_400;

export function watchScreenLock({ powerMonitor, onLocked }: ScreenLockOptions): ScreenLock {
  /** By which way it is known; null while it is not locked. */
  let knownBy: 'event' | 'look' | null = null;
  function locked(by: 'event' | 'look'): void {
    const wasKnown = knownBy !== null;
    knownBy ??= by;
    if (!wasKnown) onLocked();
  }
  const onLock = () => locked('event');
  const onUnlock = () => {
    knownBy = null;
  };
  powerMonitor.on('lock-screen', onLock);
  powerMonitor.on('unlock-screen', onUnlock);
  return {
    look() {
      if (powerMonitor.getSystemIdleState(LONG_AGO_S) === 'locked') locked('look');
      // What an event has said only an event takes back: a look may come before the system knows it itself.
      else if (knownBy === 'look') knownBy = null;
    },
    stop() {
      powerMonitor.off('lock-screen', onLock);
      powerMonitor.off('unlock-screen', onUnlock);
    },
  };
}
