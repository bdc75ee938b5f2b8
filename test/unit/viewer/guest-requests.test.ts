/** What a guest's session sends, over a stand-in for Electron's requests. */
import { describe, expect, test } from 'vitest';
import { type GuestRequestsOptions, limitRequests } from '../../../src/main/viewer/guest-requests.ts';

const sigma = 'https://app.sigmacomputing.com';
const guestId = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
const hostPage = `sightglass-embed://frame/${guestId}`;
const CONTENTS = 7;

const host = { url: hostPage, origin: 'sightglass-embed://frame', parent: null };
const workbook = { url: `${sigma}/w`, origin: sigma, parent: host };
const plugIn = { url: 'https://plugin.example/', origin: 'https://plugin.example', parent: workbook };

function requestsFixture(changes: Partial<GuestRequestsOptions> = {}) {
  let listener: (details: object, callback: (answer: unknown) => void) => void = () => {};
  const world = {
    wanted: true,
    replays: [] as string[],
    navigatedAway: [] as string[],
    logged: [] as unknown[][],
  };
  const requests = limitRequests({
    session: { webRequest: { onBeforeRequest: (given: never) => (listener = given) } } as never,
    sigmaOrigin: () => sigma,
    guestOfContents: (id) => (id === CONTENTS ? guestId : null),
    isWanted: () => world.wanted,
    onReplayStopped: (id) => void world.replays.push(id),
    onNavigatedAway: (id) => void world.navigatedAway.push(id),
    allowsDevTools: false,
    log: { warn: (...line) => void world.logged.push(line) },
    ...changes,
  });
  /** Sends a request of the workbook's frame, unless told otherwise. */
  const send = (id: number, url: string, details: object = {}) => {
    const all = { id, url, resourceType: 'subFrame', webContentsId: CONTENTS, frame: workbook, ...details };
    return new Promise<unknown>((resolve) => listener(all, resolve));
  };
  return { requests, send, world };
}

const signed = (jwt: string) => `${sigma}/w?:embed=true&:jwt=${jwt}`;
const soon = (jwt: string) => Promise.resolve(signed(jwt));

describe('the request for a workbook', () => {
  test('goes to the signed URL, once; the host page never had it', async () => {
    const { requests, send } = requestsFixture();
    requests.expect(guestId, soon('one'));
    expect(await send(1, `${sigma}/w`)).toEqual({ redirectURL: signed('one') });
    expect(await send(1, signed('one'))).toEqual({});
    expect(await send(2, `${sigma}/w`)).toEqual({});
  });

  test('waits until its URL is signed', async () => {
    const { requests, send } = requestsFixture();
    let sign = (_url: string): void => undefined;
    requests.expect(guestId, new Promise((resolve) => (sign = resolve)));
    const answers: unknown[] = [];
    const sent = send(1, `${sigma}/w`).then((answer) => answers.push(answer));
    await Promise.resolve();
    expect(answers).toEqual([]);
    sign(signed('one'));
    await sent;
    expect(answers).toEqual([{ redirectURL: signed('one') }]);
    expect(await send(1, signed('one'))).toEqual({});
  });

  test('is stopped when nothing can be signed, and the next one that is expected is not', async () => {
    const { requests, send, world } = requestsFixture();
    requests.expect(guestId, Promise.reject(new Error('not signed')));
    expect(await send(1, `${sigma}/w`)).toEqual({ cancel: true });
    requests.expect(guestId, soon('two'));
    expect(await send(2, `${sigma}/w`)).toEqual({ redirectURL: signed('two') });
    expect(world.navigatedAway).toEqual([]);
  });

  test('may be redirected by Sigma, which is the same request going on', async () => {
    const { requests, send, world } = requestsFixture();
    requests.expect(guestId, soon('one'));
    await send(1, `${sigma}/w`);
    for (const _times of [1, 2]) expect(await send(1, signed('one'))).toEqual({});
    expect(world.replays).toEqual([]);
  });

  test('is stopped the second time, and the pane hears of it', async () => {
    const { requests, send, world } = requestsFixture();
    requests.expect(guestId, soon('one'));
    await send(1, `${sigma}/w`);
    await send(1, signed('one'));
    expect(await send(2, signed('one'))).toEqual({ cancel: true });
    expect(await send(3, signed('one'))).toEqual({ cancel: true });
    expect(world.replays).toEqual([guestId, guestId]);
    requests.expect(guestId, soon('two'));
    expect(await send(4, `${sigma}/w`)).toEqual({ redirectURL: signed('two') });
    expect(await send(4, signed('two'))).toEqual({});
  });

  test('is stopped when it brings a token that main did not give it', async () => {
    const { send, world } = requestsFixture();
    expect(await send(1, signed('foreign'))).toEqual({ cancel: true });
    expect(world.replays).toEqual([guestId]);
  });

  test('gets nothing in other contents, in a frame further down, or for anything but a frame', async () => {
    const { requests, send } = requestsFixture();
    requests.expect(guestId, soon('one'));
    expect(await send(1, `${sigma}/w`, { webContentsId: 8 })).toEqual({ cancel: true });
    expect(await send(2, `${sigma}/w`, { webContentsId: undefined })).toEqual({ cancel: true });
    expect(await send(3, `${sigma}/w`, { frame: plugIn })).toEqual({});
    expect(await send(4, `${sigma}/w`, { resourceType: 'image' })).toEqual({});
    expect(await send(5, `${sigma}/w`)).toEqual({ redirectURL: signed('one') });
  });

  test('of a guest that is given up is forgotten when the next one comes', async () => {
    const { requests, send, world } = requestsFixture();
    requests.expect(guestId, soon('one'));
    world.wanted = false;
    requests.expect('0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c22', soon('two'));
    expect(await send(1, `${sigma}/w`)).toEqual({});
  });

  test('that leads elsewhere is stopped, and the pane hears that its workbook is gone', async () => {
    const { send, world } = requestsFixture();
    expect(await send(1, 'https://elsewhere.example/')).toEqual({ cancel: true });
    expect(world.navigatedAway).toEqual([guestId]);
    expect(await send(2, 'http://elsewhere.example/', { frame: plugIn })).toEqual({ cancel: true });
    expect(world.navigatedAway).toHaveLength(1);
  });
});

describe('every other request', () => {
  test.each([
    ['a download', { resourceType: 'other', frame: undefined }, 'https://evil.example/?data=x'],
    ['a whole page', { resourceType: 'mainFrame', frame: host }, 'file:///etc/passwd'],
    ['a picture in the host page', { resourceType: 'image', frame: host }, 'https://evil.example/?data=x'],
    [
      'a ping of a frame that is gone',
      {
        resourceType: 'ping',
        frame: {
          get parent(): never {
            throw new Error('Render frame was disposed before WebFrameMain could be accessed');
          },
        },
      },
      'https://evil.example/?data=x',
    ],
  ])('is not sent when no workbook needs it: %s', async (_case, details, url) => {
    const { send } = requestsFixture();
    expect(await send(1, url, details)).toEqual({ cancel: true });
  });

  test('is sent for what a workbook shows', async () => {
    const { send, world } = requestsFixture();
    expect(await send(1, 'https://cdn.example/x.js', { resourceType: 'script' })).toEqual({});
    expect(await send(2, 'https://plugin.example/', { frame: plugIn })).toEqual({});
    expect(await send(3, `${sigma}/api`, { resourceType: 'xhr', frame: undefined, webContentsId: undefined })).toEqual(
      {},
    );
    expect(world.logged).toEqual([]);
  });

  test('that is refused is in the log once for each kind, by its origin, never by its whole address', async () => {
    const { send, world } = requestsFixture();
    for (const path of ['one', 'two'])
      await send(1, `https://evil.example/${path}`, { resourceType: 'other', frame: null });
    await send(2, 'https://evil.example/', { resourceType: 'ping', frame: null });
    await send(3, 'nonsense', { resourceType: 'ping', frame: null });
    expect(world.logged).toEqual([
      ['guest.request-refused', { resourceType: 'other', origin: 'https://evil.example' }],
      ['guest.request-refused', { resourceType: 'ping', origin: 'https://evil.example' }],
      ['guest.request-refused', { resourceType: 'ping', origin: 'unknown' }],
    ]);
    for (let count = 0; count < 200; count += 1) {
      await send(4, `https://${count}.example/`, { resourceType: 'ping', frame: null });
    }
    expect(world.logged).toHaveLength(100);
  });

  test('of the page of the tools of developers is sent where developers may look into guests', async () => {
    const details = { resourceType: 'mainFrame', webContentsId: 9, frame: { ...host, url: '' } };
    const address = 'devtools://devtools/bundled/devtools_app.html';
    expect(await requestsFixture({ allowsDevTools: true }).send(1, address, details)).toEqual({});
    expect(await requestsFixture().send(1, address, details)).toEqual({ cancel: true });
    const ofGuest = { ...details, webContentsId: CONTENTS };
    expect(await requestsFixture({ allowsDevTools: true }).send(1, address, ofGuest)).toEqual({ cancel: true });
  });
});
