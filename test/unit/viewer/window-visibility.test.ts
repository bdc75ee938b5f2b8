/** When a window counts as seen, and when somebody works in it. */
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { watchFocus, watchVisibility } from '../../../src/main/viewer/window-visibility.ts';

test('a window is seen unless it is hidden or minimised', () => {
  const state = { visible: true, minimized: false };
  const listeners = new Map<string, () => void>();
  const window = {
    isVisible: () => state.visible,
    isMinimized: () => state.minimized,
    on: (event: string, listener: () => void) => void listeners.set(event, listener),
  } as unknown as BrowserWindow;
  const told: boolean[] = [];
  watchVisibility(window, (isVisible) => told.push(isVisible));
  expect(told).toEqual([]);
  for (const [event, change] of [
    ['show', {}],
    ['minimize', { minimized: true }],
    ['restore', { minimized: false }],
    ['hide', { visible: false }],
    ['show', { visible: true }],
  ] as const) {
    Object.assign(state, change);
    listeners.get(event)?.();
  }
  expect(told).toEqual([true, false, true, false, true]);
});

test('somebody works in a window that has the focus', () => {
  const listeners = new Map<string, () => void>();
  const on = (event: string, listener: () => void) => void listeners.set(event, listener);
  const told: boolean[] = [];
  watchFocus({ on } as unknown as BrowserWindow, (isFocused) => told.push(isFocused));
  expect(told).toEqual([]);
  listeners.get('blur')?.();
  listeners.get('focus')?.();
  expect(told).toEqual([false, true]);
});
