/** Downloads, over items that a test moves on by hand. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { DownloadEdges, DownloadSource, ReceivedItem } from '../../../../src/main/app/downloads/download-parts.ts';
import { createDownloadsFeature } from '../../../../src/main/app/downloads/downloads-feature.ts';
import type { DownloadAct } from '../../../../src/shared/downloads.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { noDownloads } from '../../../support/no-downloads.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const source: DownloadSource = {
  guestId: 'guest',
  paneId: 'pane',
  profileId: 'profile',
  title: 'NYC taxi',
  sessionExpiresAt: null,
};
const caller = { windowId: 'main', kind: 'viewer' } as const;

/** An item of Electron that does what the test says. */
function fakeItem(name = 'trips.csv') {
  const world = { received: 0, total: 100, isPaused: false, canResume: false, path: '', did: [] as string[] };
  let updated = (_event: unknown, _state: 'progressing' | 'interrupted') => {};
  let done = (_event: unknown, _state: 'completed' | 'cancelled' | 'interrupted') => {};
  const item: ReceivedItem = {
    getFilename: () => name,
    getMimeType: () => 'text/csv',
    getReceivedBytes: () => world.received,
    getTotalBytes: () => world.total,
    isPaused: () => world.isPaused,
    canResume: () => world.canResume,
    pause() {
      world.did.push('pause');
      world.isPaused = true;
      updated(null, 'progressing');
    },
    resume() {
      world.did.push('resume');
      world.isPaused = false;
      world.canResume = false;
      updated(null, 'progressing');
    },
    cancel() {
      world.did.push('cancel');
      done(null, 'cancelled');
    },
    setSavePath: (path) => {
      world.path = path;
    },
    on: (_name, listener) => {
      updated = listener;
    },
    once: (_name, listener) => {
      done = listener;
    },
  };
  return {
    item,
    world,
    receive(bytes: number) {
      world.received += bytes;
      updated(null, 'progressing');
    },
    interrupt() {
      world.canResume = true;
      updated(null, 'interrupted');
    },
    end: (state: 'completed' | 'interrupted') => done(null, state),
  };
}

function opened(changes: Partial<DownloadEdges> = {}) {
  const clock = createVirtualClock();
  const world = {
    isOnline: true,
    source: source as DownloadSource | null,
    held: [] as string[],
    said: [] as unknown[],
    logged: [] as unknown[],
    shares: [] as unknown[],
    leftovers: [] as string[],
    did: [] as string[],
    ids: 0,
    changes: 0,
  };
  const feature = createDownloadsFeature({
    edges: {
      ...noDownloads,
      removeLeftover: async (path) => void world.leftovers.push(path),
      showProgress: (share, isPaused) => void world.shares.push(isPaused ? `${share} paused` : share),
      open: async (path) => world.did.push(`open ${path}`) > 0,
      showInFolder: (path) => void world.did.push(`show ${path}`),
      drag: async (path, windowId) => void world.did.push(`drag ${path} out of ${windowId}`),
      ...changes,
    },
    sourceOf: () => world.source,
    holdsGuest: (guestId, isHeld) => void world.held.push(`${guestId} ${isHeld ? 'held' : 'free'}`),
    nameOfFiles: 'Export',
    isOnline: () => world.isOnline,
    notices: { addPassing: (error: AppError) => void world.said.push(error.toView()) },
    timers: clock,
    now: () => new Date(2026, 10, 27).getTime(),
    randomUuid: () => `${String(++world.ids).padStart(8, '0')}-id`,
    log: { info: (...line) => void world.logged.push(line), warn: (...line) => void world.logged.push(line) },
    onChange: () => {
      world.changes += 1;
    },
  });
  const list = () => feature.sharedState().downloads;
  const act = async (wanted: DownloadAct, at = 0) =>
    await feature.handlers['downloads.act']({ downloadId: list()[at]?.downloadId ?? '', act: wanted }, caller);
  const drag = async (downloadId = list()[0]?.downloadId ?? '') =>
    await feature.handlers['downloads.drag']({ downloadId }, caller);
  return { feature, world, clock, list, act, drag };
}

describe('a download', () => {
  let one: ReturnType<typeof opened>;
  let file: ReturnType<typeof fakeItem>;
  beforeEach(() => {
    one = opened();
    file = fakeItem();
    expect(one.feature.begin('guest', file.item)).toBe(true);
  });

  test('is received under a name of its own, beside the one that it gets', () => {
    expect(file.world.path).toBe('/downloads/NYC taxi - trips 2026-11-27.csv.00000001.part');
    expect(one.list()).toMatchObject([
      { name: 'NYC taxi - trips 2026-11-27.csv', status: 'running', totalBytes: null },
    ]);
    expect(one.world.held).toEqual(['guest held']);
  });

  test('tells how far it is, and not with every byte', async () => {
    const before = one.world.changes;
    for (let times = 0; times < 10; times += 1) file.receive(1);
    expect(one.world.changes).toBe(before);
    await one.clock.advance(250);
    expect(one.world.changes).toBe(before + 1);
    expect(one.list()).toMatchObject([{ receivedBytes: 10, totalBytes: 100 }]);
    expect(one.world.shares.at(-1)).toBe(0.1);
  });

  test('is done when it is in its place, under the name that it got there', async () => {
    const other = opened({ settle: async (_received, _folder, nameOf) => nameOf(2) });
    other.feature.begin('guest', file.item);
    file.receive(100);
    file.end('completed');
    expect(other.list()).toMatchObject([{ status: 'running' }]);
    await settled();
    expect(other.list()).toMatchObject([
      { status: 'done', name: 'NYC taxi - trips 2026-11-27 (2).csv', mayOpen: true },
    ]);
    expect(other.world.held).toEqual(['guest held', 'guest free']);
    expect(other.world.shares.at(-1)).toBeNull();
    await other.act('open');
    await other.act('show');
    const path = '/downloads/NYC taxi - trips 2026-11-27 (2).csv';
    expect(other.world.did).toEqual([`open ${path}`, `show ${path}`]);
    await other.act('remove');
    expect(other.list()).toEqual([]);
  });

  test('is dragged out of the window that asks once it is whole, and never before', async () => {
    const refused = { code: 'request_refused', values: { reason: 'notNow' } };
    await expect(one.drag()).rejects.toMatchObject(refused);
    await expect(one.drag('nobody-knows')).rejects.toMatchObject(refused);
    file.end('completed');
    await settled();
    await one.drag();
    expect(one.world.did).toEqual(['drag /downloads/NYC taxi - trips 2026-11-27.csv out of main']);
    const [{ downloadId } = { downloadId: '' }] = one.list();
    one.feature.forget('profile');
    await expect(one.drag(downloadId)).rejects.toMatchObject(refused);
    expect(one.world.did).toHaveLength(1);
  });

  test('that is no longer where it was is not dragged, and its row says so', async () => {
    const other = opened({ isThere: async () => false });
    other.feature.begin('guest', file.item);
    file.end('completed');
    await settled();
    await other.drag();
    expect(other.world.did).toEqual([]);
    expect(other.list()).toMatchObject([{ status: 'done', error: { code: 'download_gone' } }]);
  });

  test('that broke off is not dragged', async () => {
    file.end('interrupted');
    await settled();
    expect(one.list()).toMatchObject([{ status: 'failed' }]);
    await expect(one.drag()).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('rests and goes on as a person wants, and keeps nobody from a renewal while it rests', async () => {
    await one.act('pause');
    expect(one.list()).toMatchObject([{ status: 'paused' }]);
    expect(one.world.shares.at(-1)).toMatch(/paused$/);
    expect(one.world.held.at(-1)).toBe('guest free');
    await one.act('resume');
    expect(one.list()).toMatchObject([{ status: 'running' }]);
    expect(one.world.held.at(-1)).toBe('guest held');
    expect(file.world.did).toEqual(['pause', 'resume']);
  });

  test('that is given up leaves neither a row nor a part', async () => {
    await one.act('cancel');
    expect(one.list()).toEqual([]);
    expect(one.world.leftovers).toEqual([file.world.path]);
    expect(one.world.held.at(-1)).toBe('guest free');
  });

  test.each(['open', 'show', 'remove', 'resume'] as const)('that runs is not to %s', async (act) => {
    await expect(one.act(act)).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('that broke off and can go on says so, and does', async () => {
    one.world.isOnline = false;
    file.receive(40);
    file.interrupt();
    await settled();
    expect(one.list()).toMatchObject([
      {
        status: 'failed',
        mayResume: true,
        receivedBytes: 40,
        error: { code: 'download_broken_off', values: { reason: 'offline' } },
      },
    ]);
    expect(one.world.held.at(-1)).toBe('guest free');
    await one.act('resume');
    expect(one.list()).toMatchObject([{ status: 'running', error: null }]);
  });

  test('that broke off and is taken from the list leaves no part', async () => {
    file.interrupt();
    await settled();
    await one.act('remove');
    expect(file.world.did).toEqual(['cancel']);
    expect(one.list()).toEqual([]);
    expect(one.world.leftovers).toEqual([file.world.path]);
  });

  test('goes with the sign-in of its person, and no other one does', () => {
    one.feature.forget('another');
    expect(one.list()).toHaveLength(1);
    one.feature.forget('profile');
    expect(one.list()).toEqual([]);
    expect(file.world.did).toEqual(['cancel']);
    expect(one.world.leftovers).toEqual([file.world.path]);
    expect(one.world.shares.at(-1)).toBeNull();
  });

  test('ends with the program', async () => {
    await one.feature.close?.();
    expect(file.world.did).toEqual(['cancel']);
  });

  test('is named in no log', async () => {
    file.end('interrupted');
    await settled();
    expect(JSON.stringify(one.world.logged)).not.toContain('taxi');
  });
});

describe('what went wrong', () => {
  const endedWith = async (edges: Partial<DownloadEdges>, world: object = {}) => {
    const one = opened(edges);
    Object.assign(one.world, world);
    const file = fakeItem();
    one.feature.begin('guest', file.item);
    file.end('interrupted');
    await settled();
    const [view] = one.list();
    return [view?.status, view?.error?.code, view?.error?.values.reason];
  };

  test.each([
    ['full', 'download_no_room', undefined],
    ['missing', 'download_folder_unusable', 'missing'],
    ['notWritable', 'download_folder_unusable', 'notWritable'],
  ] as const)('with a folder that is %s is told', async (fault, code, reason) => {
    expect(await endedWith({ faultOf: async () => fault })).toEqual(['failed', code, reason]);
  });

  test('with the network, the session or the server is told', async () => {
    expect(await endedWith({}, { isOnline: false })).toEqual(['failed', 'download_broken_off', 'offline']);
    const over = { source: { ...source, sessionExpiresAt: 1 } };
    expect(await endedWith({}, over)).toEqual(['failed', 'download_session_over', undefined]);
    expect(await endedWith({})).toEqual(['failed', 'download_broken_off', 'server']);
  });

  test('on the way into its place leaves no part', async () => {
    const one = opened({
      settle: async () => Promise.reject(new Error('ENOSPC')),
      faultOf: async () => 'full',
    });
    const file = fakeItem();
    one.feature.begin('guest', file.item);
    file.end('completed');
    await settled();
    expect(one.list()).toMatchObject([{ status: 'failed', error: { code: 'download_no_room' } }]);
    expect(one.world.leftovers).toEqual([file.world.path]);
  });

  const isGone: Partial<DownloadEdges> = { isThere: async () => false };
  const hasNoProgram: Partial<DownloadEdges> = { open: async () => false };
  test.each([
    [isGone, 'open', 'download_gone'],
    [isGone, 'show', 'download_gone'],
    [hasNoProgram, 'open', 'download_not_opened'],
  ] as const)('with the file afterwards is told in its row: %#', async (edges, act, code) => {
    const one = opened(edges);
    const file = fakeItem();
    one.feature.begin('guest', file.item);
    file.end('completed');
    await settled();
    await one.act(act);
    expect(one.list()).toMatchObject([{ status: 'done', error: { code } }]);
  });
});

test('a program is refused, and told of', () => {
  const one = opened();
  expect(one.feature.begin('guest', fakeItem('trips.csv.exe').item)).toBe(false);
  expect(one.world.said).toEqual([{ code: 'download_refused', values: { reason: 'program', kind: 'exe' } }]);
  expect(one.list()).toEqual([]);
});

test('what a guest saves that is gone is refused', () => {
  const one = opened();
  one.world.source = null;
  expect(one.feature.begin('guest', fakeItem().item)).toBe(false);
});

test('a kind that is not known to be data is shown in its folder and not opened', async () => {
  const one = opened();
  const file = fakeItem('trips.zip');
  one.feature.begin('guest', file.item);
  file.end('completed');
  await settled();
  expect(one.list()).toMatchObject([{ status: 'done', mayOpen: false }]);
  await expect(one.act('open')).rejects.toMatchObject({ code: 'request_refused' });
});

test('of many that are over the oldest go; one that runs stays', async () => {
  const one = opened();
  one.feature.begin('guest', fakeItem('runs.csv').item);
  for (let count = 0; count < 60; count += 1) {
    const file = fakeItem(`${count}.csv`);
    one.feature.begin('guest', file.item);
    file.end('completed');
    await settled();
  }
  expect(one.list()).toHaveLength(50);
  expect(one.list().at(-1)?.name).toContain('runs');
});
