/** The rules of a guest session, over a session that keeps its handlers for the test to call. */
import type { Session } from 'electron';
import { describe, expect, test } from 'vitest';
import { prepareGuestSession } from '../../../src/main/viewer/guest-session.ts';
import { createGuestSessions } from '../../../src/main/viewer/guest-sessions.ts';
import { AppError } from '../../../src/shared/errors.ts';

const sigma = 'https://app.sigmacomputing.com';
const evil = 'https://evil.example';
const guestId = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
const hostPage = `sightglass-embed://frame/${guestId}`;
const CONTENTS = 7;

type Handler = (...args: never[]) => unknown;

/** A session of Electron, as far as it is used. */
function fakeSession() {
  const handlers = new Map<string, Handler>();
  const keep = (name: string) => (handler: Handler) => void handlers.set(name, handler);
  let spellChecker = true;
  const session = {
    setSpellCheckerEnabled: (enabled: boolean) => {
      spellChecker = enabled;
    },
    protocol: { handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler) },
    setPermissionRequestHandler: keep('permission request'),
    setPermissionCheckHandler: keep('permission check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display media'),
    on: (event: string, handler: Handler) => void handlers.set(event, handler),
    webRequest: { onBeforeRequest: keep('before request'), onHeadersReceived: keep('headers received') },
  } as unknown as Session;
  const call = (name: string, ...args: unknown[]): unknown => {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`no handler: ${name}`);
    return handler(...(args as never[]));
  };
  /** Calls a handler that answers by a callback, and gives its answer. */
  const answerOf = (name: string, ...args: unknown[]): unknown => {
    let answer: unknown = 'no answer';
    call(name, ...args, (given: unknown) => {
      answer = given;
    });
    return answer;
  };
  /** The same for one that may answer later. */
  const whenAnswered = (name: string, ...args: unknown[]) =>
    new Promise<unknown>((resolve) => call(name, ...args, resolve));
  return { session, call, answerOf, whenAnswered, hasSpellChecker: () => spellChecker };
}

function prepared(sigmaOrigin: string | null = sigma) {
  const fake = fakeSession();
  const world = {
    sigmaOrigin,
    isActive: true,
    uptime: 0,
    asked: [] as string[],
    failure: null as AppError | null,
    said: [] as unknown[],
    logged: [] as [string, unknown][],
    downloads: [] as string[],
    takesDownloads: true,
  };
  prepareGuestSession({
    session: fake.session,
    sigmaOrigin: () => world.sigmaOrigin,
    sigmaOriginOf: (id) => (id === guestId ? world.sigmaOrigin : null),
    takeDownload: (id, item) => {
      world.downloads.push(`${id} ${item.getFilename()}`);
      return world.takesDownloads;
    },
    requestGuest: async (id) => {
      world.asked.push(id);
      if (world.failure) throw world.failure;
      return { url: `${sigma}/w?:embed=true&:jwt=a.b.c` };
    },
    guestOfContents: (id) => (id === CONTENTS ? guestId : null),
    isWanted: () => true,
    isActive: (id) => id === guestId && world.isActive,
    uptime: () => world.uptime,
    onReplayStopped: () => {},
    onNavigatedAway: () => {},
    onRefused: (error) => void world.said.push(error.toView()),
    allowsDevTools: false,
    log: { warn: (event, fields) => world.logged.push([event, fields]) },
  });
  const load = (url: string, method = 'GET') => fake.call('sightglass-embed', { url, method }) as Promise<Response>;
  return { ...fake, world, load };
}

describe('the host page', () => {
  const frame = { parent: { parent: null, url: hostPage, origin: 'x' }, url: '', origin: 'x' };
  const request = (id: number) => ({
    id,
    url: `${sigma}/w`,
    resourceType: 'subFrame',
    webContentsId: CONTENTS,
    frame,
  });

  test('leads to a fresh signed URL at every request, and does not hold it', async () => {
    const { load, whenAnswered, world } = prepared();
    for (const times of [1, 2]) {
      const page = await load(hostPage);
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain('jwt');
      expect(world.asked).toHaveLength(times);
      expect(await whenAnswered('before request', request(times))).toEqual({
        redirectURL: `${sigma}/w?:embed=true&:jwt=a.b.c`,
      });
    }
    expect(world.asked).toEqual([guestId, guestId]);
  });

  test.each([
    ['another method', hostPage, 'POST'],
    ['an id that is none', 'sightglass-embed://frame/other', 'GET'],
    ['another host', `sightglass-embed://elsewhere/${guestId}`, 'GET'],
    ['a query', `${hostPage}?x=1`, 'GET'],
  ])('is not there for %s, and nothing is signed', async (_case, url, method) => {
    const { load, world } = prepared();
    const page = await load(url, method);
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain('jwt');
    expect(world.asked).toEqual([]);
  });

  test('is not there for a guest that nobody knows', async () => {
    const { load, world } = prepared();
    const page = await load('sightglass-embed://frame/0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c12');
    expect(page.status).toBe(404);
    expect(world.asked).toEqual([]);
  });

  test('is there before anything is signed; its workbook waits, and never comes when nothing can be signed', async () => {
    const { load, whenAnswered, world } = prepared();
    world.failure = new AppError('sigma_failed', { reason: 'sigmaSays', said: 'the reason' });
    const page = await load(hostPage);
    expect(page.status).toBe(200);
    expect(await page.text()).not.toContain('the reason');
    expect(await whenAnswered('before request', request(1))).toEqual({ cancel: true });
  });
});

describe('permissions', () => {
  const asked = (permission: string, origin: string, from = prepared()) => {
    let answer: unknown;
    from.call('permission request', null, permission, (given: unknown) => (answer = given), { requestingUrl: origin });
    return { answer, logged: from.world.logged };
  };

  test.each(['fullscreen', 'clipboard-sanitized-write'])('give %s to Sigma alone', (permission) => {
    expect(asked(permission, `${sigma}/w`)).toEqual({ answer: true, logged: [] });
    expect(asked(permission, `${evil}/w`)).toEqual({
      answer: false,
      logged: [['guest.permission-refused', { permission }]],
    });
    const { call } = prepared();
    expect(call('permission check', null, permission, sigma)).toBe(true);
    expect(call('permission check', null, permission, evil)).toBe(false);
  });

  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'display-capture', 'local-network'])(
    'give %s to none, not even to Sigma',
    (permission) => {
      expect(asked(permission, sigma).answer).toBe(false);
      expect(prepared().call('permission check', null, permission, sigma)).toBe(false);
    },
  );

  test('give no devices, no screens, and no spell checker, which would ask a server', () => {
    const { call, answerOf, hasSpellChecker } = prepared();
    expect(call('device', { deviceType: 'usb' })).toBe(false);
    expect(answerOf('display media', {})).toEqual({});
    expect(hasSpellChecker()).toBe(false);
  });

  test('give nothing while no workbook is open in the session, and look again each time', () => {
    const one = prepared(null);
    expect(one.call('permission check', null, 'fullscreen', sigma)).toBe(false);
    expect(one.call('permission check', null, 'fullscreen', 'null')).toBe(false);
    one.world.sigmaOrigin = sigma;
    expect(one.call('permission check', null, 'fullscreen', sigma)).toBe(true);
    expect(one.call('permission check', null, 'fullscreen', evil)).toBe(false);
  });
});

describe('downloads', () => {
  const isRefused = (url: string, from = prepared()) => {
    let refused = false;
    from.call(
      'will-download',
      {
        preventDefault: () => {
          refused = true;
        },
      },
      { getURL: () => url, getFilename: () => 'a.csv' },
      { id: CONTENTS },
    );
    expect(from.world.logged.map(([event]) => event)).toEqual(refused ? ['guest.download-refused'] : []);
    expect(from.world.said).toHaveLength(refused ? 1 : 0);
    return refused;
  };

  test.each([
    [`blob:${sigma}/5b6f1a3e`, false],
    [`${sigma}/export.csv`, false],
    [`blob:${evil}/5b6f1a3e`, true],
    [`${evil}/export.csv`, true],
    ['data:text/plain,x', true],
    ['nonsense', true],
  ])('of %s are refused: %s', (url, refused) => {
    expect(isRefused(url)).toBe(refused);
  });

  test('of a guest that is gone by then are refused, and nobody is told', () => {
    const { call, world } = prepared();
    let refused = 0;
    const event = {
      preventDefault: () => {
        refused += 1;
      },
    };
    call('will-download', event, { getURL: () => `${sigma}/export.csv` }, null);
    expect(refused).toBe(1);
    expect(world.said).toEqual([]);
  });

  test('are refused while no workbook is open', () => {
    expect(isRefused(`${sigma}/export.csv`, prepared(null))).toBe(true);
  });

  test('of the workbook are taken where they are wanted, and others are asked about by nobody', () => {
    const { call, world } = prepared();
    let refused = 0;
    const event = {
      preventDefault: () => {
        refused += 1;
      },
    };
    const item = (url: string) => ({ getURL: () => url, getFilename: () => 'Fares a day.csv' });
    call('will-download', event, item(`blob:${sigma}/5b6f1a3e`), { id: CONTENTS });
    expect(world.downloads).toEqual([`${guestId} Fares a day.csv`]);
    expect(refused).toBe(0);
    call('will-download', event, item(`${evil}/x`), { id: CONTENTS });
    expect(world.downloads).toHaveLength(1);
    world.takesDownloads = false;
    call('will-download', event, item(`${sigma}/x`), { id: CONTENTS });
    expect(refused).toBe(2);
  });

  test('are named in the log and to the person by their origin, never by their whole address', () => {
    const { call, world } = prepared();
    call(
      'will-download',
      { preventDefault: () => {} },
      { getURL: () => `${evil}/secret?:jwt=a.b.c` },
      { id: CONTENTS },
    );
    expect(world.logged).toEqual([['guest.download-refused', { origin: evil }]]);
    expect(world.said).toEqual([{ code: 'download_refused', values: { reason: 'elsewhere', origin: evil } }]);
  });

  test.each(['data:text/csv,x', 'blob:null/5b6f1a3e', 'nonsense'])('of %s are said to be of nobody', (url) => {
    const { call, world } = prepared();
    call('will-download', { preventDefault: () => {} }, { getURL: () => url }, { id: CONTENTS });
    expect(world.said).toEqual([{ code: 'download_refused', values: { reason: 'ofNobody' } }]);
  });

  test.each([
    ['a standby', false, CONTENTS],
    ['what is no guest', true, 8],
  ])('that nobody can have asked for are refused without a word: those of %s', (_case, isActive, id) => {
    const { call, world } = prepared();
    world.isActive = isActive;
    let refused = 0;
    const event = {
      preventDefault: () => {
        refused += 1;
      },
    };
    for (const url of [`blob:${sigma}/5b6f1a3e`, `${evil}/x`])
      call('will-download', event, { getURL: () => url }, { id });
    expect(refused).toBe(2);
    expect(world.said).toEqual([]);
  });

  test('and permissions that are asked for without end do not fill the log', () => {
    const { call, world } = prepared();
    for (let times = 0; times < 1_000; times += 1) {
      call('will-download', { preventDefault: () => {} }, { getURL: () => `${evil}/${times}` }, { id: CONTENTS });
      call('permission request', null, 'geolocation', () => {}, { requestingUrl: sigma });
    }
    expect(world.logged.length).toBeLessThanOrEqual(40);
    world.uptime = 60_000;
    call('will-download', { preventDefault: () => {} }, { getURL: () => evil }, { id: CONTENTS });
    expect(world.said).toHaveLength(21);
  });
});

describe('framing', () => {
  const responseHeaders = { 'X-Frame-Options': ['DENY'], kept: ['as it is'] };
  const received = (changes: object, from = prepared()) =>
    from.answerOf('headers received', {
      url: `${sigma}/w`,
      resourceType: 'subFrame',
      frame: { parent: { parent: null } },
      responseHeaders,
      ...changes,
    });

  test('is allowed to the host page', () => {
    expect(received({})).toEqual({ responseHeaders: { kept: ['as it is'] } });
  });

  test.each([
    ['Sigma inside a page of others', { frame: { parent: { parent: {} } } }],
    ['a page that is in no other', { frame: { parent: null } }],
    ['a frame that is gone', { frame: null }],
    ['another origin in the host page', { url: `${evil}/w` }],
    ['a whole page', { resourceType: 'mainFrame' }],
    ['an answer without headers', { responseHeaders: undefined }],
  ])('stays as it was for %s', (_case, changes) => {
    expect(received(changes)).toEqual({});
  });

  test('stays as it was while no workbook is open', () => {
    expect(received({}, prepared(null))).toEqual({});
  });
});

describe('the sessions of all partitions', () => {
  test('are prepared once each, with the Sigma of their own workbooks', () => {
    const fakes: Record<string, ReturnType<typeof fakeSession>> = { one: fakeSession(), two: fakeSession() };
    const asked: string[] = [];
    const sessions = createGuestSessions({
      sessionOf(partition) {
        asked.push(partition);
        return (fakes[partition] ?? fakeSession()).session;
      },
      sigmaOriginOfPartition: (partition) => `https://${partition}.example`,
      sigmaOriginOf: () => sigma,
      requestGuest: async () => ({ url: sigma }),
      guestOfContents: () => null,
      isWanted: () => true,
      isActive: () => true,
      takeDownload: () => true,
      uptime: () => 0,
      onReplayStopped: () => {},
      onNavigatedAway: () => {},
      onRefused: () => {},
      allowsDevTools: false,
      log: { warn: () => {} },
    });
    for (const partition of ['one', 'two', 'one', 'two']) sessions.prepare(partition);
    expect(asked).toEqual(['one', 'two']);
    const mayShowFullScreen = (partition: string, origin: string) =>
      fakes[partition]?.call('permission check', null, 'fullscreen', origin);
    expect(mayShowFullScreen('one', 'https://one.example')).toBe(true);
    expect(mayShowFullScreen('two', 'https://one.example')).toBe(false);
  });
});
