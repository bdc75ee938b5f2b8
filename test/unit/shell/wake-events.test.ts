import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchWakeEvents } from '../../../src/main/shell/wake-events.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watching({ isOnline = true } = {}) {
  const powerMonitor = new EventEmitter();
  const network = { isOnline };
  const happened: string[] = [];
  const clock = createVirtualClock();
  let looks = 0;
  const stop = watchWakeEvents({
    powerMonitor: powerMonitor as never,
    net: { isOnline: () => network.isOnline },
    onWake: (reason) => void happened.push(reason),
    onOnlineChanged: (online) => void happened.push(online ? 'online' : 'offline'),
    uptime: () => clock.uptime() + Date.now(),
    onLook: () => {
      looks += 1;
    },
  });
  return { powerMonitor, network, happened, clock, looks: () => looks, stop };
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

test('a sleep that the system does not tell of is noticed by the clock that goes on in it', () => {
  const { clock, happened } = watching();
  clock.sleep(3_600_000);
  vi.advanceTimersByTime(30_000);
  expect(happened).toEqual(['resume']);
});

test('a sleep that the system tells of is told once', () => {
  const { clock, powerMonitor, happened } = watching();
  clock.sleep(3_600_000);
  powerMonitor.emit('resume');
  vi.advanceTimersByTime(30_000);
  expect(happened).toEqual(['resume']);
});

test('the clock can be looked at every three seconds', () => {
  const { looks } = watching();
  vi.advanceTimersByTime(30_000);
  expect(looks()).toBe(10);
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
