import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createToldStates } from '../../../src/main/app/told-states.ts';
import { createWindows } from '../../../src/main/shell/windows.ts';
import type { StateChange } from '../../../src/shared/ipc/state-change.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const OUR_PAGE = 'sightglass-app://app/index.html';

/** A window as far as `windows.ts` uses it: what it was sent, and what was done to it. */
class FakeWindow extends EventEmitter {
  readonly sent: StateChange[] = [];
  readonly done: string[] = [];
  isGone = false;
  isSmall = false;
  readonly webContents = {
    mainFrame: { url: OUR_PAGE },
    send: (_channel: string, change: StateChange) => void this.sent.push(change),
  };
  isDestroyed = () => this.isGone;
  isMinimized = () => this.isSmall;
  restore = () => void this.done.push('restore');
  show = () => void this.done.push('show');
  focus = () => void this.done.push('focus');
  close() {
    this.isGone = true;
    this.emit('closed');
  }
}

/** Windows that each have asked for their state, which is then another one. */
function desktop(later: (state: AppState) => object = (state) => ({ ...state, online: !state.online })) {
  const made: FakeWindow[] = [];
  const closed: string[] = [];
  const errors: unknown[] = [];
  let count = 0;
  let isLater = false;
  const told = createToldStates({
    stateFor(windowId) {
      const state = fixtures['signed-out'](testNow);
      const own = { ...state, window: { ...state.window, windowId, profileId: `of ${windowId}` } };
      return (isLater ? later(own) : own) as AppState;
    },
    onChange: () => windows.changed(),
    log: { error: (event, fields) => errors.push([event, fields]) },
  });
  const windows = createWindows({
    create: () => {
      const window = new FakeWindow();
      made.push(window);
      return window as never;
    },
    changesFor: told.changes,
    onClosed: (windowId) => closed.push(windowId),
    randomUuid: () => `window-${++count}`,
  });
  return {
    windows,
    made,
    closed,
    errors,
    /** Something is different in all of them. */
    async change() {
      for (const windowId of windows.ids()) told.whole({ windowId, kind: 'viewer' });
      isLater = true;
      windows.changed();
      windows.changed();
      await turn();
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('who asks', () => {
  const sentBy = (window: FakeWindow, senderFrame: unknown = window.webContents.mainFrame) =>
    ({ sender: window.webContents, senderFrame }) as never;

  test('is the window whose main frame shows our page', () => {
    const { windows, made } = desktop();
    const ids = [windows.open('viewer'), windows.open('viewer')];
    expect(made.map((window) => windows.callerOf(sentBy(window))?.windowId)).toEqual(ids);
  });

  test('is none of ours for another frame, another page, a stranger, or a window that is gone', () => {
    const { windows, made } = desktop();
    windows.open('viewer');
    const [window] = made as [FakeWindow];
    expect(windows.callerOf(sentBy(window))).not.toBeNull();
    expect(windows.callerOf(sentBy(window, { url: OUR_PAGE }))).toBeNull();
    expect(windows.callerOf(sentBy(window, null))).toBeNull();
    const disposed = {
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    };
    expect(windows.callerOf(sentBy(window, disposed))).toBeNull();
    expect(windows.callerOf(sentBy(new FakeWindow()))).toBeNull();
    window.webContents.mainFrame.url = 'https://sigma.example/';
    expect(windows.callerOf(sentBy(window))).toBeNull();
    window.webContents.mainFrame.url = OUR_PAGE;
    window.isGone = true;
    expect(windows.callerOf(sentBy(window))).toBeNull();
  });
});

test('a window whose page is gone is no fault, and the others are told all the same', async () => {
  const { windows, made, change } = desktop();
  for (const _times of [1, 2]) windows.open('viewer');
  const [gone, other] = made as [FakeWindow, FakeWindow];
  gone.webContents.send = () => {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  };
  await change();
  expect(other.sent).toHaveLength(1);
});

test('a window that is going is told nothing', async () => {
  const { windows, made, change } = desktop();
  windows.open('viewer');
  if (made[0]) made[0].isGone = true;
  await change();
  expect(made[0]?.sent).toEqual([]);
});

test('a window that was used twice is one window', () => {
  const { windows, made } = desktop();
  const [first, second] = [windows.open('viewer'), windows.open('viewer')];
  made[0]?.emit('focus');
  made[0]?.emit('focus');
  made[0]?.close();
  expect([windows.current(), windows.ids()]).toEqual([second, [second]]);
  expect(first).not.toBe(second);
});

describe('what windows are told', () => {
  test('is what is different in each, once for all changes of a turn', async () => {
    const { windows, made, change } = desktop((state) => ({
      ...state,
      window: { ...state.window, profileId: `later ${state.window.windowId}` },
    }));
    const ids = [windows.open('viewer'), windows.open('viewer')];
    await change();
    expect(made.map(({ sent }) => sent)).toEqual(
      ids.map((id) => [{ revision: 2, follows: 1, window: { profileId: `later ${id}` } }]),
    );
  });

  test('is nothing where nothing is different', async () => {
    const { windows, made, change } = desktop((state) => structuredClone(state));
    windows.open('viewer');
    await change();
    expect(made[0]?.sent).toEqual([]);
  });

  test('holds nothing that the contract does not name', async () => {
    const { windows, made, change } = desktop((state) => ({
      ...state,
      signedUrl: 'https://x/?:jwt=y',
      vault: { ...state.vault, signedUrl: 'https://x/?:jwt=y' },
    }));
    windows.open('viewer');
    await change();
    expect(made[0]?.sent).toHaveLength(1);
    expect(JSON.stringify(made[0]?.sent)).not.toContain(':jwt');
  });

  test('is not sent when it does not have the shape of the contract, and that is logged without its values', async () => {
    const { windows, made, errors, change } = desktop((state) => ({ ...state, online: 'a secret' }));
    windows.open('viewer');
    await change();
    expect(made[0]?.sent).toEqual([]);
    expect(errors).toEqual([['window.state-refused', { faults: ['online'] }]]);
  });

  test('stops with the window', async () => {
    const { windows, made, closed, change } = desktop();
    const [first, second] = [windows.open('viewer'), windows.open('viewer')];
    made[0]?.close();
    expect(closed).toEqual([first]);
    expect(windows.ids()).toEqual([second]);
    await change();
    expect(made.map(({ sent }) => sent.length)).toEqual([0, 1]);
  });
});

describe('the window that comes forward', () => {
  test('is the one that was used last, also when it was minimised', () => {
    const { windows, made } = desktop();
    const [first, second] = [windows.open('viewer'), windows.open('viewer')];
    expect(windows.current()).toBe(second);
    made[0]?.emit('focus');
    expect(windows.current()).toBe(first);
    if (made[0]) made[0].isSmall = true;
    windows.comeForward();
    expect(made.map(({ done }) => done)).toEqual([['restore', 'show', 'focus'], []]);
    made[0]?.close();
    expect(windows.current()).toBe(second);
    windows.comeForward();
    expect(made[1]?.done).toEqual(['show', 'focus']);
  });

  test('is the one that something concerns, and the one that was used last where that is gone', () => {
    const { windows, made } = desktop();
    const [first] = [windows.open('viewer'), windows.open('viewer')];
    windows.comeForward(first);
    windows.comeForward('gone');
    expect(made.map(({ done }) => done)).toEqual([
      ['show', 'focus'],
      ['show', 'focus'],
    ]);
  });

  test('is not one that was opened behind it, under the id that it had before', () => {
    const { windows } = desktop();
    const first = windows.open('viewer');
    expect(windows.open('viewer', { windowId: 'of last run', isBehind: true })).toBe('of last run');
    expect(windows.open('viewer', { windowId: 'another', isBehind: true })).toBe('another');
    expect(windows.byUse()).toEqual([first, 'of last run', 'another']);
    expect(windows.ids()).toEqual([first, 'of last run', 'another']);
  });

  test('is none when none is open', () => {
    const { windows, made } = desktop();
    windows.open('viewer');
    made[0]?.close();
    windows.comeForward();
    expect([windows.current(), made[0]?.done]).toEqual([null, []]);
  });
});
