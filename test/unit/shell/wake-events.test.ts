import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchWakeEvents } from '../../../src/main/shell/wake-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching({ isOnline = true } = {}) {
  const powerMonitor = new EventEmitter();
  const network = { isOnline };
  const happened: string[] = [];
  const stop = watchWakeEvents({
    powerMonitor: powerMonitor as never,
    net: { isOnline: () => network.isOnline },
    onWake: (reason) => void happened.push(reason),
    onOnlineChanged: (online) => void happened.push(online ? 'online' : 'offline'),
  });
  return { powerMonitor, network, happened, stop };
}

test('waking from sleep and unlocking the screen are told at once', () => {
  const { powerMonitor, happened } = watching();
  powerMonitor.emit('resume');
  powerMonitor.emit('unlock-screen');
  powerMonitor.emit('lock-screen');
  expect(happened).toEqual(['resume', 'unlock']);
});

test('a network that comes or goes is noticed within three seconds, and only one that comes is a wake', () => {
  const { network, happened } = watching();
  vi.advanceTimersByTime(30_000);
  expect(happened).toEqual([]);
  network.isOnline = false;
  vi.advanceTimersByTime(3_000);
  expect(happened).toEqual(['offline']);
  vi.advanceTimersByTime(30_000);
  network.isOnline = true;
  vi.advanceTimersByTime(3_000);
  expect(happened).toEqual(['offline', 'online', 'network-up']);
});

test('a start without a network notices it when it comes', () => {
  const { network, happened } = watching({ isOnline: false });
  vi.advanceTimersByTime(30_000);
  expect(happened).toEqual([]);
  network.isOnline = true;
  vi.advanceTimersByTime(3_000);
  expect(happened).toEqual(['online', 'network-up']);
});

test('nothing is told any more once the watch is stopped', () => {
  const { powerMonitor, network, happened, stop } = watching();
  stop();
  powerMonitor.emit('resume');
  powerMonitor.emit('unlock-screen');
  network.isOnline = false;
  vi.advanceTimersByTime(30_000);
  expect(happened).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
