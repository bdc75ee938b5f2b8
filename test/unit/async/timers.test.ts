import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_TIMER_MS, systemTimers } from '../../../src/main/async/timers.ts';
import { waitAtMost } from '../../../src/main/async/wait-at-most.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a timer calls once, when its time has come', () => {
  const action = vi.fn();
  systemTimers.setTimer(action, 1_000);
  vi.advanceTimersByTime(999);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(action).toHaveBeenCalledOnce();
});

test('a timer that was stopped does not call, and may be stopped again', () => {
  const action = vi.fn();
  const stop = systemTimers.setTimer(action, 1_000);
  stop();
  stop();
  vi.advanceTimersByTime(5_000);
  expect(action).not.toHaveBeenCalled();
});

test('a delay that is too long for a timer is cut, and not turned into none', () => {
  const action = vi.fn();
  systemTimers.setTimer(action, 40 * 24 * 60 * 60_000);
  vi.advanceTimersByTime(MAX_TIMER_MS - 1);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledOnce();
});

test('waiting ends with the work, and leaves no timer behind', async () => {
  await waitAtMost(10_000, Promise.resolve());
  await waitAtMost(10_000, Promise.reject(new Error('no')));
  expect(vi.getTimerCount()).toBe(0);
});

test('waiting ends at its limit when the work does not', async () => {
  let isOver = false;
  const waited = waitAtMost(10_000, new Promise(() => undefined)).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(9_999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waited;
});
