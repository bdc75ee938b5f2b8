import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchSessionEnd } from '../../../src/main/shell/session-end.ts';

/** An event of Electron that somebody might hold up. */
function event() {
  let isHeld = false;
  const preventDefault = () => {
    isHeld = true;
  };
  return { preventDefault, isHeld: () => isHeld };
}

test('a shutdown, and the end that Windows tells any window of, are passed on and never held up', () => {
  const app = new EventEmitter();
  const powerMonitor = new EventEmitter();
  const told: string[] = [];
  watchSessionEnd({ app: app as never, powerMonitor: powerMonitor as never, onEnd: () => told.push('end') });
  const windows = [new EventEmitter(), new EventEmitter()];
  for (const window of windows) app.emit('browser-window-created', {}, window);
  const events = [event(), event(), event(), event()];
  powerMonitor.emit('shutdown', events[0]);
  expect(told).toHaveLength(1);
  // Another program may still stop it, so that nothing is begun yet.
  windows[1]?.emit('query-session-end', events[1]);
  expect(told).toHaveLength(1);
  windows.forEach((window, index) => void window.emit('session-end', events[index + 2]));
  expect(told).toHaveLength(3);
  expect(events.map(({ isHeld }) => isHeld())).toEqual([false, false, false, false]);
});
