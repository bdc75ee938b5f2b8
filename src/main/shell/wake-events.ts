/** Moments at which a clock or a connection may have moved without us: sleep, lock, network. */
import type { Net, PowerMonitor } from 'electron';

export type WakeReason = 'resume' | 'unlock' | 'network-up';

export interface WakeEventsOptions {
  readonly powerMonitor: PowerMonitor;
  readonly net: Pick<Net, 'isOnline'>;
  onWake(reason: WakeReason): void;
  onOnlineChanged(online: boolean): void;
}

/** Electron has no event for the network in the main process, so it is looked at this often; it costs microseconds. */
const NETWORK_LOOK_MS = 3_000;

/** Starts watching; answers with the function that stops it. */
export function watchWakeEvents({ powerMonitor, net, onWake, onOnlineChanged }: WakeEventsOptions): () => void {
  const onResume = () => onWake('resume');
  const onUnlock = () => onWake('unlock');
  powerMonitor.on('resume', onResume);
  powerMonitor.on('unlock-screen', onUnlock);

  let online = net.isOnline();
  const timer = setInterval(() => {
    const now = net.isOnline();
    if (now === online) return;
    online = now;
    onOnlineChanged(online);
    if (online) onWake('network-up');
  }, NETWORK_LOOK_MS);

  return () => {
    powerMonitor.off('resume', onResume);
    powerMonitor.off('unlock-screen', onUnlock);
    clearInterval(timer);
  };
}
