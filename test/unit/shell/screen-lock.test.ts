import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchScreenLock } from '../../../src/main/shell/screen-lock.ts';

function watching() {
  const system = { state: 'active' };
  const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleState: () => system.state });
  let times = 0;
  const lock = watchScreenLock({
    powerMonitor: powerMonitor as never,
    onLocked: () => {
      times += 1;
    },
  });
  return { powerMonitor, system, lock, times: () => times };
}

test('a locked screen is told once, until it is unlocked', () => {
  const { powerMonitor, system, lock, times } = watching();
  powerMonitor.emit('lock-screen');
  powerMonitor.emit('lock-screen');
  // The system itself may know it only a moment later.
  lock.look();
  powerMonitor.emit('lock-screen');
  system.state = 'locked';
  lock.look();
  expect(times()).toBe(1);
  system.state = 'active';
  powerMonitor.emit('unlock-screen');
  powerMonitor.emit('lock-screen');
  expect(times()).toBe(2);
});

test('a system without an event for it is asked', () => {
  const { system, lock, times } = watching();
  lock.look();
  expect(times()).toBe(0);
  system.state = 'locked';
  lock.look();
  lock.look();
  expect(times()).toBe(1);
  system.state = 'idle';
  lock.look();
  system.state = 'locked';
  lock.look();
  expect(times()).toBe(2);
});

test('stopped, it tells nothing more', () => {
  const { powerMonitor, lock, times } = watching();
  lock.stop();
  powerMonitor.emit('lock-screen');
  expect(times()).toBe(0);
});
