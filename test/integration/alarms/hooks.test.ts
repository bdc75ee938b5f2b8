/** Who is told of alarms outside of the program: an address over real sockets, and a program of the computer. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAddressHook } from '../../../src/main/app/alarms/address-hook.ts';
import type { Alarm } from '../../../src/main/app/alarms/alarm-rules.ts';
import { createCommandHook } from '../../../src/main/app/alarms/command-hook.ts';
import { type HookDocument, hookDocument } from '../../../src/main/app/alarms/hook-document.ts';
import type { Hook } from '../../../src/main/app/alarms/hook-line.ts';
import { openUntoldDocuments } from '../../../src/main/app/alarms/untold-documents.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import { cut, type HostileServer, json, redirect, silent, startHostileServer } from '../../support/hostile-server.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const alarm: Alarm = {
  id: 'alarm-1',
  key: 'renewal connection-1',
  kind: 'renewal',
  profileId: 'profile-1',
  connectionId: 'connection-1',
  reason: 'server_busy',
  since: Date.UTC(2026, 5, 1),
  isOfLastRun: false,
};
const documentOf = (event: HookDocument['event'], id = 'alarm-1') =>
  hookDocument(
    { ...alarm, id },
    { version: '1', platform: 'linux x64', installation: 'copy', event, provider: 'databricks', now: alarm.since },
  );
const bodyOf = ({ text }: { readonly text: string }): HookDocument => JSON.parse(text.split('\n').at(-1) ?? '');

let hooks: Hook[] = [];
/** How long was to be waited; nobody waits for it here. */
let waits: number[] = [];
const setTimer = (action: () => void, delayMs: number) => {
  waits.push(delayMs);
  const timer = setTimeout(action, 1);
  return () => clearTimeout(timer);
};
beforeEach(() => {
  [hooks, waits] = [[], []];
});
afterEach(async () => {
  await Promise.all(hooks.map((hook) => hook.close()));
});

describe('an address', () => {
  let server: HostileServer;
  // Long enough for a server that answers on a busy computer, and short enough to wait for one that never does.
  const fetch = createFetch({ allowLoopbackHttp: true, timeouts: { request: 2_000 } });
  beforeEach(async () => {
    server = await startHostileServer();
  });
  afterEach(() => server.stop());

  function open(mostWaiting?: number, store = createFakeStore()): Hook {
    const hook = createAddressHook({
      ...openUntoldDocuments({ store, log: { warn: () => undefined } }, 'address'),
      url: `${server.origin}/hook`,
      fetch,
      now: Date.now,
      random: () => 0.5,
      setTimer,
      ...(mostWaiting !== undefined && { mostWaiting }),
    });
    hooks.push(hook);
    return hook;
  }
  const told = () => server.received('/hook').map((one) => `${bodyOf(one).event} ${bodyOf(one).alarm.id}`);
  const emptied = (hook: Hook) => vi.waitFor(() => expect(hook.view().waiting).toBe(0), 20_000);

  test('is told of each by one POST, in order', async () => {
    server.answer('/hook', json({}));
    const hook = open();
    hook.take(documentOf('raised'));
    hook.take(documentOf('ended'));
    await emptied(hook);
    expect(told()).toEqual(['raised alarm-1', 'ended alarm-1']);
    const [first] = server.received('/hook');
    expect(first?.method).toBe('POST');
    expect(first?.text).toContain('application/json');
    expect(first && bodyOf(first)).toEqual({
      schema: 1,
      program: 'sightglass',
      version: '1',
      platform: 'linux x64',
      installation: 'copy',
      event: 'raised',
      time: '2026-06-01T00:00:00.000Z',
      alarm: {
        id: 'alarm-1',
        kind: 'renewal',
        since: '2026-06-01T00:00:00.000Z',
        reason: 'server_busy',
        profileId: 'profile-1',
        connectionId: 'connection-1',
        provider: 'databricks',
      },
    });
    expect(hook.view()).toEqual({ waiting: 0, dropped: 0, problem: null });
  });

  test.each([
    ['refuses', json({}, { status: 503 }), 'HTTP 503'],
    ['hangs up', cut, 'offline'],
    ['never answers', silent, 'offline'],
  ])('that %s is tried again, ever more rarely, and is told in the end', async (_name, answer, problem) => {
    let left = 3;
    const problems: (string | null)[] = [];
    const hook = open();
    server.answer('/hook', (received, response) => {
      left -= 1;
      problems.push(hook.view().problem);
      return left >= 0 ? answer(received, response) : json({})(received, response);
    });
    hook.take(documentOf('raised'));
    await emptied(hook);
    expect(problems).toEqual([null, problem, problem, problem]);
    expect(told()).toEqual(Array(4).fill('raised alarm-1'));
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    expect(hook.view().problem).toBe(null);
  });

  test('that asks to be left alone is', async () => {
    let isFirst = true;
    server.answer('/hook', (received, response) => {
      const answer = isFirst ? json({}, { status: 429, headers: { 'retry-after': '60' } }) : json({});
      isFirst = false;
      return answer(received, response);
    });
    const hook = open();
    hook.take(documentOf('raised'));
    await emptied(hook);
    expect(waits).toEqual([60_000]);
  });

  test('that leads elsewhere is not followed: nothing is sent there', async () => {
    let isFirst = true;
    server.answer('/elsewhere', json({}));
    server.answer('/hook', (received, response) => {
      const answer = isFirst ? redirect(`${server.origin}/elsewhere`, 307) : json({});
      isFirst = false;
      return answer(received, response);
    });
    const hook = open();
    hook.take(documentOf('raised'));
    await emptied(hook);
    expect(server.received('/elsewhere')).toEqual([]);
    expect(told()).toHaveLength(2);
  });

  test('that is away for long gets the newest, and what went is counted', async () => {
    server.answer('/hook', silent);
    const hook = open(3);
    for (const id of ['a', 'b', 'c', 'd', 'e']) hook.take(documentOf('raised', id));
    expect(hook.view()).toMatchObject({ waiting: 3, dropped: 2 });
    server.reset();
    server.answer('/hook', json({}));
    await emptied(hook);
    // The one that was on its way then may have been sent before it went.
    expect(told().slice(-3)).toEqual(['raised c', 'raised d', 'raised e']);
  });

  test('that is away when the program ends, or crashes, is told by the next run: in order, and of nothing twice', async () => {
    let isAway = false;
    server.answer('/hook', (received, response) => (isAway ? json({}, { status: 503 }) : json({}))(received, response));
    const store = createFakeStore();
    const first = open(undefined, store);
    first.take(documentOf('raised', 'a'));
    await emptied(first);
    isAway = true;
    first.take(documentOf('ended', 'a'));
    first.take(documentOf('raised', 'b'));
    await vi.waitFor(() => expect(first.view().problem).toBe('HTTP 503'), 20_000);
    // What a crash leaves: the values as they are now. It is not closed.
    const left = createFakeStore(new Map(store.values));
    await first.close();
    server.reset();
    isAway = false;
    server.answer('/hook', json({}));
    const second = open(undefined, left);
    expect(second.view().waiting).toBe(2);
    second.begin();
    second.take(documentOf('ended', 'b'));
    await emptied(second);
    expect(told()).toEqual(['ended a', 'raised b', 'ended b']);
    expect(left.values.get('untoldToAddress')).toEqual([]);
    expect(open(undefined, left).view().waiting).toBe(0);
  });
});

describe.runIf(process.platform !== 'win32')('a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-hook-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program that writes down how it was called. */
  function script(name: string, lines: string): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${lines}\n`);
    chmodSync(path, 0o700);
    return path;
  }
  function open(command: readonly [string, ...string[]], limitMs?: number, store = createFakeStore()): Hook {
    const hook = createCommandHook({
      ...openUntoldDocuments({ store, log: { warn: () => undefined } }, 'command'),
      command,
      environment: { PATH: '/usr/bin:/bin' },
      random: () => 0.5,
      // Here time is as long as it is.
      setTimer(action, delayMs) {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
      ...(limitMs !== undefined && { limitMs }),
    });
    hooks.push(hook);
    return hook;
  }
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const emptied = (hook: Hook) => vi.waitFor(() => expect(hook.view().waiting).toBe(0), 10_000);

  test('gets the document on its standard input, and its arguments as they are: no shell reads them', async () => {
    const path = script('tell', `printf '%s\\n' "$@" > "${folder}/arguments"; cat > "${folder}/input"`);
    const tricky = [`$(touch ${folder}/ran)`, '; touch x', '`id`', '* "two words"'];
    const hook = open([path, ...tricky]);
    hook.take(documentOf('raised'));
    await emptied(hook);
    expect(read('arguments').split('\n').slice(0, -1)).toEqual(tricky);
    expect(JSON.parse(read('input'))).toEqual(documentOf('raised'));
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect(hook.view()).toEqual({ waiting: 0, dropped: 0, problem: null });
  });

  test('gets nothing of our environment', async () => {
    process.env.SIGHTGLASS_TEST_SECRET = 'a very secret thing';
    try {
      const hook = open([script('tell', `env > "${folder}/env"`)]);
      hook.take(documentOf('raised'));
      await emptied(hook);
    } finally {
      delete process.env.SIGHTGLASS_TEST_SECRET;
    }
    expect(read('env')).not.toContain('secret');
    // What a shell makes for itself is in it too.
    expect(read('env')).toContain('PATH=/usr/bin:/bin');
    expect(read('env')).not.toMatch(/^(HOME|USER|XDG_|DBUS_)/m);
  });

  test('is one at a time', async () => {
    const path = script(
      'tell',
      `mkdir "${folder}/lock" || echo overlap >> "${folder}/overlap"; sleep 0.05; rmdir "${folder}/lock"; echo x >> "${folder}/times"`,
    );
    const hook = open([path]);
    for (const id of ['a', 'b', 'c']) hook.take(documentOf('raised', id));
    await emptied(hook);
    expect(read('times')).toBe('x\nx\nx\n');
    expect(existsSync(join(folder, 'overlap'))).toBe(false);
  });

  test('that takes too long is ended, with what it started, and the next is told', async () => {
    const path = script(
      'tell',
      `if [ ! -e "${folder}/first" ]; then touch "${folder}/first"; sleep 600; fi; touch "${folder}/second"`,
    );
    const hook = open([path], 300);
    hook.take(documentOf('raised', 'a'));
    hook.take(documentOf('raised', 'b'));
    await emptied(hook);
    expect(existsSync(join(folder, 'second'))).toBe(true);
    expect(hook.view()).toEqual({ waiting: 0, dropped: 1, problem: null });
  });

  test('that was under way when the program crashed is not started again for it; what waited behind it is told', async () => {
    const path = script(
      'tell',
      `cat >> "${folder}/told"; if [ ! -e "${folder}/first" ]; then touch "${folder}/first"; sleep 600; fi`,
    );
    const store = createFakeStore();
    const first = open([path], 60_000, store);
    first.take(documentOf('raised', 'a'));
    first.take(documentOf('raised', 'b'));
    await vi.waitFor(() => expect(existsSync(join(folder, 'first'))).toBe(true), 10_000);
    const left = createFakeStore(new Map(store.values));
    const second = open([path], 60_000, left);
    second.begin();
    await emptied(second);
    const ids = read('told')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).alarm.id);
    expect(ids).toEqual(['a', 'b']);
  }, 30_000);

  test.each([
    ['ends badly', () => script('tell', 'exit 3'), 'exit 3'],
    ['is not there', () => join(folder, 'nothing'), 'ENOENT'],
    ['does not read', () => script('tell', 'exec 0<&-; exit 0'), null],
  ])('that %s stops nothing', async (_name, path, problem) => {
    const hook = open([path()]);
    hook.take(documentOf('raised'));
    await emptied(hook);
    expect(hook.view()).toEqual({ waiting: 0, dropped: problem === null ? 0 : 1, problem });
  });
});
