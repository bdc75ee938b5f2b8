/** Moments at which a clock or a connection may have moved without us: sleep, lock, network. */
import type { Net, PowerMonitor } from 'electron';
import type { Clock } from '../async/clock.ts';

export type WakeReason = 'resume' | 'unlock' | 'network-up';

export interface WakeEventsOptions extends Pick<Clock, 'uptime'> {
  readonly powerMonitor: PowerMonitor;
  readonly net: Pick<Net, 'isOnline'>;
  onWake(reason: WakeReason): void;
  onOnlineChanged(online: boolean): void;
  /** Every few seconds. */
  onLook(): void;
}

/** Electron has no event for the network in the main process, so it is looked at this often; it costs microseconds. */
const LOOK_MS = 3_000;
/** Not every system says that it slept. A look that comes so much too late says it as well: timers stood still. */
const SLEPT_MS = 30_000;

/** Starts watching; answers with the function that stops it. */
export function watchWakeEvents(options: WakeEventsOptions): () => void {
  const { powerMonitor, net, uptime, onWake } = options;
  let lookedAt = uptime();
  const onResume = () => {
    lookedAt = uptime();
    onWake('resume');
  };
  const onUnlock = () => onWake('unlock');
  powerMonitor.on('resume', onResume);
  powerMonitor.on('unlock-screen', onUnlock);

  let online = net.isOnline();
  const timer = setInterval(() => {
    if (uptime() - lookedAt > LOOK_MS + SLEPT_MS) onWake('resume');
    lookedAt = uptime();
    options.onLook();
    const isOnline = net.isOnline();
    if (isOnline === online) return;
    online = isOnline;
    options.onOnlineChanged(online);
    if (online) onWake('network-up');
  }, LOOK_MS);

  return () => {
    powerMonitor.off('resume', onResume);
    powerMonitor.off('unlock-screen', onUnlock);
    clearInterval(timer);
  };
}
