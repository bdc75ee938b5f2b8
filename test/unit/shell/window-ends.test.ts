/** What becomes of windows that close. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createWindowEnds } from '../../../src/main/shell/window-ends.ts';

function world(...open: string[]) {
  const app = new EventEmitter();
  const w = {
    open: [...open],
    asking: [] as string[],
    isEnding: false,
    done: [] as string[],
    /** @returns whether Electron goes on and closes all windows */
    quit() {
      let isHeld = false;
      app.emit('before-quit', {
        preventDefault() {
          isHeld = true;
        },
      });
      return !isHeld;
    },
    closed(windowId: string) {
      w.open = w.open.filter((id) => id !== windowId);
      const comesBack = ends.comesBack();
      ends.closed(windowId);
      return comesBack;
    },
    stays: () => ends.stays(),
    isQuitting: () => ends.isQuitting(),
  };
  const ends = createWindowEnds({
    app: Object.assign(app, { quit: () => void w.done.push('quit') }) as never,
    windows: {
      ids: () => w.open,
      byUse: () => w.open.toReversed(),
      comeForward: (id) => void w.done.push(`forward ${id}`),
      close: (id) => void w.done.push(`close ${id}`),
    },
    isEnding: () => w.isEnding,
    mayAsk: (id) => w.asking.includes(id),
  });
  return w;
}

test('one of several windows that is closed goes for good, and the last one comes back', () => {
  const w = world('one', 'two');
  expect([w.closed('one'), w.closed('two')]).toEqual([false, true]);
});

describe('a program that is quit', () => {
  test('closes all windows, which come back', () => {
    const w = world('one', 'two');
    expect(w.quit()).toBe(true);
    expect([w.closed('one'), w.closed('two')]).toEqual([true, true]);
  });

  test('closes first the window that asks something, and the others when that has gone', () => {
    const w = world('one', 'two', 'three');
    w.asking = ['one'];
    expect([w.quit(), w.done]).toEqual([false, ['forward one', 'close one']]);
    expect(w.closed('one')).toBe(true);
    expect(w.done.at(-1)).toBe('quit');
    expect(w.quit()).toBe(true);
    expect(w.closed('two')).toBe(true);
  });

  test('goes on where the person stays, with all of its windows', () => {
    const w = world('one', 'two');
    w.asking = ['two'];
    w.quit();
    w.stays();
    expect([w.isQuitting(), w.open]).toEqual([false, ['one', 'two']]);
    expect(w.closed('two')).toBe(false);
    expect(w.done).not.toContain('quit');
  });

  test('asks nothing when the session at the computer ends, and a single window asks for itself', () => {
    const ending = world('one', 'two');
    Object.assign(ending, { asking: ['one'], isEnding: true });
    expect([ending.quit(), ending.done]).toEqual([true, []]);
    const single = world('one');
    single.asking = ['one'];
    expect([single.quit(), single.done]).toEqual([true, []]);
  });
});
