import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLifecycle } from '../../../src/main/shell/lifecycle.ts';
import { held } from '../../support/held.ts';

/** The part of Electron's `app` that the lifecycle uses; it quits as Electron does, by asking `will-quit` first. */
function fakeApp() {
  const emitter = new EventEmitter();
  const relaunches: { args: string[]; execPath?: string }[] = [];
  const relaunched: string[][] = [];
  let ended = 0;
  const quit = () => {
    let isPrevented = false;
    emitter.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) ended += 1;
  };
  const relaunch = (options: { args: string[]; execPath?: string }) => {
    relaunches.push(options);
    relaunched.push(options.args);
  };
  const app = Object.assign(emitter, { quit, relaunch });
  return { app: app as never, quit, relaunched, relaunches, ended: () => ended };
}

function living(platform: NodeJS.Platform = 'linux', executable?: string) {
  const fake = fakeApp();
  const failures: unknown[] = [];
  const lifecycle = createLifecycle({
    app: fake.app,
    argv: ['/app', '--flag'],
    ...(executable === undefined ? {} : { executable }),
    platform,
    onTaskFailed: (error) => failures.push(error),
  });
  return { ...fake, lifecycle, failures };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('closing', () => {
  test('waits for every task, then for the last ones, and ends once', async () => {
    const { lifecycle, quit, ended } = living();
    const happened: string[] = [];
    const [save, write] = [held(), held()];
    lifecycle.onClosing(async () => {
      await save.released;
      happened.push('saved');
    });
    lifecycle.onClosing(() => void happened.push('stopped'));
    lifecycle.onClosed(async () => {
      happened.push('writing');
      await write.released;
    });
    lifecycle.running();
    expect([lifecycle.phase(), lifecycle.isEnding()]).toEqual(['running', false]);
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect([lifecycle.phase(), lifecycle.isEnding()]).toEqual(['closing', true]);
    expect(happened).toEqual(['stopped']);
    save.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual(['stopped', 'saved', 'writing']);
    expect(ended()).toBe(0);
    write.release();
    await vi.advanceTimersByTimeAsync(0);
    expect([lifecycle.phase(), lifecycle.isEnding(), ended()]).toEqual(['closed', true, 1]);
  });

  test('goes on when it is asked again, without beginning again', async () => {
    const { lifecycle, quit, ended } = living();
    const task = held();
    let times = 0;
    lifecycle.onClosing(() => {
      times += 1;
      return task.released;
    });
    quit();
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect([times, ended()]).toEqual([1, 0]);
    task.release();
    await vi.advanceTimersByTimeAsync(0);
    expect([times, ended()]).toEqual([1, 1]);
  });

  test('goes on after a task that fails, and reports it', async () => {
    const { lifecycle, quit, ended, failures } = living();
    let isDone = false;
    lifecycle.onClosing(() => {
      throw new Error('at once');
    });
    lifecycle.onClosing(async () => {
      throw new Error('later');
    });
    lifecycle.onClosed(() => {
      isDone = true;
    });
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect(failures.map(String)).toEqual(['Error: at once', 'Error: later']);
    expect([isDone, ended()]).toEqual([true, 1]);
  });

  test('does not wait longer than two seconds for the last lines', async () => {
    const { lifecycle, quit, ended } = living();
    lifecycle.onClosed(() => new Promise(() => {}));
    quit();
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(1_999);
    expect([lifecycle.phase(), ended()]).toEqual(['closing', 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(lifecycle.phase()).toBe('closed');
    await vi.runOnlyPendingTimersAsync();
    expect(ended()).toBe(1);
  });
});

describe('the end of the session', () => {
  test('closes by itself, and does not wait longer than two seconds for what is under way', async () => {
    const { lifecycle, ended } = living();
    const happened: string[] = [];
    lifecycle.onClosing(() => new Promise(() => {}));
    lifecycle.onClosing(() => void happened.push('saved'));
    lifecycle.onClosed(() => void happened.push('written'));
    lifecycle.endOfSession();
    await vi.advanceTimersByTimeAsync(1_999);
    expect([lifecycle.phase(), happened, ended()]).toEqual(['closing', ['saved'], 0]);
    await vi.advanceTimersByTimeAsync(1);
    await vi.runOnlyPendingTimersAsync();
    expect([lifecycle.phase(), happened, ended()]).toEqual(['closed', ['saved', 'written'], 1]);
  });

  test('is held up by nothing on macOS, which would give up shutting down, and for two seconds elsewhere', async () => {
    for (const [platform, endedAtOnce] of [
      ['darwin', 1],
      ['linux', 0],
    ] as const) {
      const { lifecycle, quit, ended } = living(platform);
      lifecycle.onClosing(() => new Promise(() => {}));
      lifecycle.endOfSession();
      quit();
      expect([platform, ended()]).toEqual([platform, endedAtOnce]);
    }
    const { quit, ended } = living('darwin');
    quit();
    expect(ended()).toBe(0);
  });

  test('waits for nothing when all is done', async () => {
    const { lifecycle, ended } = living();
    lifecycle.onClosing(async () => {});
    lifecycle.endOfSession();
    await vi.advanceTimersByTimeAsync(0);
    expect([lifecycle.phase(), ended()]).toEqual(['closed', 1]);
  });

  test('cuts a closing short that a person began, and begins none anew', async () => {
    const { lifecycle, quit, ended } = living();
    let times = 0;
    lifecycle.onClosing(() => {
      times += 1;
      return new Promise(() => {});
    });
    quit();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ended()).toBe(0);
    lifecycle.endOfSession();
    lifecycle.endOfSession();
    quit();
    await vi.advanceTimersByTimeAsync(2_000);
    await vi.runOnlyPendingTimersAsync();
    expect([times, ended()]).toEqual([1, 1]);
  });
});

test('starts that come while the program closes lead to one new start, which does what each of them asked for', async () => {
  const { lifecycle, quit, relaunched, ended } = living();
  const task = held();
  lifecycle.onClosing(() => task.released);
  quit();
  lifecycle.restart([{ kind: 'come-forward' }, { kind: 'import-env', file: '/x/.env' }]);
  lifecycle.restart([{ kind: 'come-forward' }]);
  lifecycle.restart([{ kind: 'come-forward' }, { kind: 'import-env', file: '/y/.env' }]);
  task.release();
  await vi.advanceTimersByTimeAsync(0);
  expect([relaunched, ended()]).toEqual([[['--flag', '--import-env=/x/.env', '--import-env=/y/.env']], 1]);
});

test('a start that comes while the session of the person ends is not repeated after it', async () => {
  for (const platform of ['darwin', 'linux'] as const) {
    const { lifecycle, quit, relaunched, ended } = living(platform);
    lifecycle.restart([{ kind: 'come-forward' }]);
    lifecycle.endOfSession();
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect(relaunched).toEqual([]);
    expect(ended()).toBeGreaterThan(0);
  }
});

test('a start that is done only after the closing began does not undo the closing', async () => {
  const { lifecycle, quit } = living();
  const task = held();
  lifecycle.onClosing(() => task.released);
  quit();
  lifecycle.running();
  expect([lifecycle.phase(), lifecycle.isEnding()]).toEqual(['closing', true]);
  task.release();
  await vi.advanceTimersByTimeAsync(0);
  expect(lifecycle.phase()).toBe('closed');
});

describe('what is done at the end', () => {
  test('is done when everything is finished, before the last lines of the log, and fails for itself alone', async () => {
    const { lifecycle, quit, ended, failures } = living();
    const happened: string[] = [];
    const save = held();
    lifecycle.onClosing(() => save.released);
    lifecycle.onEnd(() => {
      throw new Error('no room');
    });
    lifecycle.onEnd(() => void happened.push('put in place'));
    lifecycle.onClosed(() => void happened.push('written'));
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect(happened).toEqual([]);
    save.release();
    await vi.advanceTimersByTimeAsync(0);
    expect([happened, failures.length, ended()]).toEqual([['put in place', 'written'], 1, 1]);
  });

  test('may ask for a new start, which runs what the program was made from', async () => {
    const { lifecycle, quit, relaunches } = living('linux', '/home/ben/Sightglass.AppImage');
    lifecycle.onEnd(() => lifecycle.restart([]));
    quit();
    await vi.advanceTimersByTimeAsync(0);
    expect(relaunches).toEqual([{ args: ['--flag'], execPath: '/home/ben/Sightglass.AppImage' }]);
  });

  test('is left out when the session of the person ends', async () => {
    const { lifecycle } = living();
    let times = 0;
    lifecycle.onEnd(() => {
      times += 1;
    });
    lifecycle.endOfSession();
    await vi.advanceTimersByTimeAsync(5_000);
    expect([times, lifecycle.phase()]).toEqual([0, 'closed']);
  });
});
