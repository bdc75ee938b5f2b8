import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { watchFirstStart } from '../../../src/main/shell/put-back.ts';
import { beginTrial, takeFailure } from '../../../src/main/shell/trial.ts';
import type { EngineUpdate } from '../../../src/main/shell/update-engine.ts';
import { createUpdater, type UpdaterOptions } from '../../../src/main/shell/updater.ts';
import { AppError } from '../../../src/shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-updater-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha512 = createHash('sha512').update('new').digest('base64');
const wanted: EngineUpdate = {
  version: '1.1.0',
  url: 'https://updates.example.com',
  files: [{ url: 'x.AppImage', sha512, size: 3 }],
};

/** The updater with an engine that brings this, and with an AppImage. */
function updater(brought = 'new', change: Partial<UpdaterOptions> = {}) {
  const updates = join(folder, 'updates');
  const image = join(folder, 'x.AppImage');
  writeFileSync(image, 'old');
  const told: string[] = [];
  const started: string[] = [];
  const opened: boolean[] = [];
  const world = { failing: null as Error | null };
  const created = createUpdater({
    kind: 'appimage',
    version: '1.0.0',
    folder: updates,
    resources: folder,
    image,
    log: { info: (event) => told.push(event), warn: (event) => told.push(event), error: (event) => told.push(event) },
    startAgain: () => started.push('again'),
    quit: () => {},
    loadEngine: async () => async (_update, withDifferences) => {
      opened.push(withDifferences);
      return {
        async fetch() {
          if (world.failing && withDifferences) throw world.failing;
          mkdirSync(join(updates, 'fetched/pending'), { recursive: true });
          const path = join(updates, 'fetched/pending/x.AppImage');
          writeFileSync(path, brought);
          return path;
        },
        install: (isStarted) => started.push(`installer ${isStarted}`),
      };
    },
    ...change,
  });
  const fetch = () => created.fetch(wanted, { onProgress: () => {}, signal: new AbortController().signal });
  const begin = (version = '1.1.0') => beginTrial({ folder: updates, version, boot: 'b' });
  return { ...created, fetch, image, updates, told, started, opened, world, begin };
}

describe('an AppImage', () => {
  test('is put in place at the end when it was fetched, and what was there is kept', async () => {
    const { fetch, atEnd, programEnds, image, updates, started, told } = updater();
    await fetch();
    atEnd('installed');
    programEnds();
    expect(readFileSync(image, 'utf8')).toBe('new');
    expect(readFileSync(join(updates, '1.0.0.kept'), 'utf8')).toBe('old');
    expect(started).toEqual([]);
    expect(told).toEqual(['updates.installed']);
  });

  test('is started afterwards when the person wanted it now', async () => {
    const { fetch, atEnd, programEnds, started } = updater();
    await fetch();
    atEnd('installed-and-started');
    programEnds();
    programEnds();
    expect(started).toEqual(['again']);
  });

  test('is left alone unless it was said otherwise, and when nothing was fetched', async () => {
    const left = updater();
    await left.fetch();
    left.programEnds();
    const nothing = updater();
    nothing.atEnd('installed');
    nothing.programEnds();
    expect([readFileSync(left.image, 'utf8'), readFileSync(nothing.image, 'utf8')]).toEqual(['old', 'old']);
  });

  test('is looked at once more before it is put in place', async () => {
    const { fetch, atEnd, programEnds, image, updates, told, begin } = updater();
    await fetch();
    atEnd('installed');
    writeFileSync(join(updates, 'fetched/pending/x.AppImage'), 'another');
    programEnds();
    expect(readFileSync(image, 'utf8')).toBe('old');
    expect(told).toEqual(['updates.not-installed']);
    // No version is on trial that was never put in place.
    expect([begin().verdict, begin().verdict, begin().verdict]).toEqual([null, null, null]);
  });

  test('that cannot be put in place is told of once, and whoever wanted a restart gets one', async () => {
    for (const [end, again] of [
      ['installed', []],
      ['installed-and-started', ['again']],
    ] as const) {
      const { fetch, atEnd, programEnds, image, updates, started } = updater();
      await fetch();
      atEnd(end);
      rmSync(image);
      mkdirSync(image);
      programEnds();
      rmSync(image, { recursive: true });
      expect(started).toEqual(again);
      expect([takeFailure(updates), takeFailure(updates)]).toEqual([{ systemCode: 'EISDIR' }, null]);
    }
  });

  test('that is not what its description names is refused and removed', async () => {
    const { fetch, updates } = updater('other');
    await expect(fetch()).rejects.toMatchObject({ code: 'update_untrusted', values: { reason: 'hash' } });
    expect(readdirSync(join(updates, 'fetched/pending'))).toEqual([]);
  });

  test('is fetched whole where a server that knows no ranges sent too much', async () => {
    const { fetch, opened, world } = updater();
    world.failing = new AppError('update_untrusted', { reason: 'size' });
    await fetch();
    expect(opened).toEqual([true, false]);
  });

  test('is not fetched a second time after any other failure', async () => {
    const { fetch, opened, world } = updater();
    world.failing = Object.assign(new Error(), { code: 'ENOSPC' });
    await expect(fetch()).rejects.toMatchObject({ code: 'update_not_fetched', values: { reason: 'disk' } });
    expect(opened).toEqual([true]);
  });
});

describe('an installer of Windows', () => {
  test('is started at the end, and kept for the version after it', async () => {
    const { fetch, atEnd, programEnds, started, updates, begin } = updater('new', { kind: 'nsis', image: null });
    await fetch();
    atEnd('installed');
    programEnds();
    expect(started).toEqual(['installer false']);
    expect(readFileSync(join(updates, '1.1.0.exe'), 'utf8')).toBe('new');
    // What installed the version before came from somewhere else: there is nothing to put back.
    begin();
    begin();
    expect(begin().verdict).toBe(null);
  });

  test('is looked at once more before it is started', async () => {
    const { fetch, atEnd, programEnds, started, updates, told, begin } = updater('new', { kind: 'nsis', image: null });
    await fetch();
    atEnd('installed');
    writeFileSync(join(updates, 'fetched/pending/x.AppImage'), 'another');
    programEnds();
    expect([started, told]).toEqual([[], ['updates.not-installed']]);
    expect(begin().verdict).toBe(null);
  });

  test('is what the next version is put back with', async () => {
    const first = updater('new', { kind: 'nsis', image: null });
    await first.fetch();
    first.atEnd('installed');
    first.programEnds();
    first.begin().proven();
    const second = updater('new', { kind: 'nsis', image: null, version: '1.1.0' });
    await second.fetch();
    second.atEnd('installed');
    second.programEnds();
    second.begin();
    second.begin();
    expect(second.begin().verdict?.kept).toEqual({ file: '1.1.0.exe', sha512 });
  });
});

test('on macOS only a start afterwards is asked for: the rest Squirrel has done', async () => {
  for (const [end, outcome] of [
    ['installed', []],
    ['installed-and-started', ['installer true']],
  ] as const) {
    const { fetch, atEnd, programEnds, started } = updater('new', { kind: 'mac', image: null });
    await fetch();
    atEnd(end);
    programEnds();
    expect(started).toEqual(outcome);
  }
});

describe('the start after it', () => {
  /** A start of the new version, as far as index.ts takes it. */
  function start(image: string | null, version = '1.1.0') {
    const relaunched: unknown[] = [];
    const spawned: unknown[][] = [];
    const told: string[] = [];
    let left = 0;
    const app = Object.assign(new EventEmitter(), {
      relaunch: (options: unknown) => relaunched.push(options),
      getVersion: () => version,
    });
    const going = watchFirstStart({
      app: app as never,
      folder: join(folder, 'updates'),
      image,
      argv: ['/app', '--started-again', '--flag'],
      log: { warn: (event) => told.push(event), error: (event) => told.push(event) },
      spawn: ((...given: unknown[]) => {
        spawned.push(given);
        return { unref: () => {} };
      }) as never,
      leave: () => {
        left += 1;
      },
    });
    const openWindow = () => {
      const window = Object.assign(new EventEmitter(), { webContents: new EventEmitter() });
      app.emit('browser-window-created', {}, window);
      return window;
    };
    return { going, relaunched, spawned, told, left, openWindow };
  }

  async function installed() {
    const made = updater();
    await made.fetch();
    made.atEnd('installed');
    made.programEnds();
    return made;
  }

  test('goes on while there is nothing against it', async () => {
    const { image } = await installed();
    expect(start(image).going).not.toBe(null);
    expect(readFileSync(image, 'utf8')).toBe('new');
  });

  test('puts the version before back after two that failed, starts that, and does so once', async () => {
    const { image } = await installed();
    start(image).going?.failed();
    start(image).going?.failed();
    const third = start(image);
    expect(third.going).toBe(null);
    expect([third.left, third.relaunched]).toEqual([1, [{ execPath: image, args: ['--flag'] }]]);
    expect(readFileSync(image, 'utf8')).toBe('old');
    expect(start(image, '1.0.0').going).not.toBe(null);
    expect(start(image, '1.0.0').going).not.toBe(null);
    expect(start(image, '1.0.0').going).not.toBe(null);
  });

  test('exchanges nothing where it cannot be told', async () => {
    const { image, updates } = await installed();
    start(image).going?.failed();
    start(image).going?.failed();
    mkdirSync(join(updates, 'rolled-back.json/x'), { recursive: true });
    const third = start(image);
    expect(third.told).toEqual(['updates.not-put-back']);
    expect(readFileSync(image, 'utf8')).toBe('new');
  });

  test('leaves the version in place by its program and a window that was painted or loaded, and not by one that is only shown', async () => {
    type Started = ReturnType<typeof start>;
    type Step = (window: ReturnType<Started['openWindow']>, going: Started['going']) => void;
    const painted: Step = (window) => window.emit('ready-to-show');
    const loaded: Step = (window) => window.webContents.emit('did-finish-load');
    const shown: Step = (window) => window.emit('show');
    const program: Step = (_window, going) => going?.started();
    const cases: readonly (readonly [steps: readonly Step[], stays: string])[] = [
      [[painted, program], 'new'],
      [[program, painted], 'new'],
      [[loaded, program], 'new'],
      [[shown, program], 'old'],
      // Its program never came.
      [[painted, loaded], 'old'],
    ];
    for (const [steps, stays] of cases) {
      const { image } = await installed();
      for (let times = 0; times < 2; times += 1) {
        const { going, openWindow } = start(image);
        const window = openWindow();
        for (const step of steps) step(window, going);
      }
      start(image);
      expect(readFileSync(image, 'utf8')).toBe(stays);
    }
  });

  test('goes on where what was kept is not what it was, and does not look again', async () => {
    const { image, updates } = await installed();
    writeFileSync(join(updates, '1.0.0.kept'), 'something else');
    start(image).going?.failed();
    start(image).going?.failed();
    const third = start(image);
    expect(third.going).not.toBe(null);
    expect(third.told).toEqual(['updates.not-put-back']);
    expect(readFileSync(image, 'utf8')).toBe('new');
    expect(readdirSync(updates)).not.toContain('rolled-back.json');
    expect(start(image).told).toEqual([]);
  });
});
