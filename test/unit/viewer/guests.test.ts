/** Guests over a stand-in for Electron: who is admitted, with which options, and which messages count. */
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createGuests, type GuestsOptions } from '../../../src/main/viewer/guests.ts';
import { embedHostChannels } from '../../../src/shared/embed-host-names.ts';
import { plainImage } from '../../support/plain-image.ts';
import { settled } from '../../support/virtual-clock.ts';

const first = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c11';
const second = '0b8f1c3e-6a51-4f7e-9d3c-2f1f6f9f4c22';
const sigma = 'https://app.sigmacomputing.com';
const pageOf = (guestId: string) => `sightglass-embed://frame/${guestId}`;

type Frame = {
  parent: Frame | null;
  url?: string;
  origin?: string;
  frames?: Frame[];
  send?: (...message: unknown[]) => void;
  executeJavaScript?: (code: string) => Promise<unknown>;
};

let contentsIds = 0;
/** Web contents of a guest, as far as they are used. */
function fakeContents() {
  const emitter = new EventEmitter();
  const sent: unknown[][] = [];
  const mainFrame: Frame = {
    parent: null,
    frames: [],
    send: (...message) => void sent.push(message),
    // A person pressed something once, and nothing lately.
    executeJavaScript: async (code) => code === 'navigator.userActivation.hasBeenActive',
  };
  let opener: (details: { url: string; postBody?: object }) => { action: string } = () => ({ action: 'allow' });
  contentsIds += 1;
  return Object.assign(emitter, {
    id: contentsIds,
    mainFrame,
    sent,
    navigationHistory: {
      canGoBack: () => false,
      canGoForward: () => false,
      clear: () => {},
      goBack: () => {},
      goForward: () => {},
    },
    loadURL: () => 'loaded',
    pictures: 0,
    async capturePage(): Promise<unknown> {
      this.pictures += 1;
      return plainImage('picture');
    },
    findInPage: (words: string, options: unknown) => void sent.push(['find', words, options]),
    stopFindInPage: (action: string) => void sent.push(['stop finding', action]),
    isDestroyed: () => false,
    isCrashed: () => false,
    getType: () => 'webview',
    setWindowOpenHandler: (handler: typeof opener) => {
      opener = handler;
    },
    open: (url: string, postBody?: object) => opener({ url, ...(postBody && { postBody }) }),
  });
}
type FakeContents = ReturnType<typeof fakeContents>;

function setUp() {
  const app = new EventEmitter();
  const ipcMain = new EventEmitter();
  const world = {
    now: 0,
    prepared: [] as string[],
    opened: [] as string[],
    told: [] as unknown[][],
    inPlace: [] as unknown[][],
    logged: [] as [string, unknown?][],
    said: [] as unknown[],
    hasLoaded: true,
    isActive: true,
    allowsDevTools: false,
    timers: [] as { action: () => void; delayMs: number }[],
    failedFrame: { parent: { parent: null } } as Frame | undefined,
  };
  const tell =
    (name: string) =>
    (...args: unknown[]) =>
      void world.told.push([name, ...args]);
  const guests = createGuests({
    app: app as unknown as GuestsOptions['app'],
    ipcMain: ipcMain as unknown as GuestsOptions['ipcMain'],
    frameById: () => world.failedFrame as never,
    chosenKeys: () => ({}),
    preload: '/preload.cjs',
    isKnownGuest: (guestId, partition, windowId) =>
      (guestId === first || guestId === second) && partition === 'partition' && windowId === 'main',
    prepareSession: (partition) => void world.prepared.push(partition),
    sigmaOriginOf: (guestId) => (guestId === first ? sigma : null),
    openExternal: (url) => void world.opened.push(url),
    onEvent: tell('event'),
    onMatches: tell('matches'),
    onSteps: tell('steps'),
    onOpened: tell('opened'),
    onInPlace: (...args) => void world.inPlace.push(args),
    onEscape: () => {},
    onKeyPressed: tell('key'),
    onCommandPressed: tell('command'),
    onGone: tell('gone'),
    onLoadFailed: tell('load failed'),
    hasLoaded: () => world.hasLoaded,
    isActive: () => world.isActive,
    onReplayStopped: tell('replay stopped'),
    onInterrupted: tell('interrupted'),
    onNavigatedAway: tell('navigated away'),
    onRefused: (error) => world.said.push(error.toView()),
    get allowsDevTools() {
      return world.allowsDevTools;
    },
    uptime: () => world.now,
    log: {
      info: (...line) => void world.logged.push(line),
      warn: (...line) => void world.logged.push(line),
    },
    setTimer: (action, delayMs) => {
      world.timers.push({ action, delayMs });
      return () => {};
    },
  });

  /** The page of each window. */
  const pages = new Map<string, FakeContents>();

  function openWindow(windowId: string) {
    const webContents = fakeContents();
    pages.set(windowId, webContents);
    guests.admitInto({ webContents } as unknown as Parameters<typeof guests.admitInto>[0], windowId);
    /** What the page of the window asks for; answers with what Electron would go on with, or null when refused. */
    return (asked: Record<string, string>) => {
      let refused = false;
      const preferences: Record<string, unknown> = { nodeIntegration: true, preload: '/evil.js', webSecurity: false };
      const params: Record<string, string> = { instanceId: '1', httpreferrer: 'x', ...asked };
      const event = {
        preventDefault: () => {
          refused = true;
        },
      };
      webContents.emit('will-attach-webview', event, preferences, params);
      if (refused) return null;
      const contents = fakeContents();
      app.emit('web-contents-created', {}, contents);
      webContents.emit('did-attach-webview', {}, contents);
      return { preferences, params, contents };
    };
  }

  /** Attaches a guest to the window `main` and lets it ask for its host page. */
  function attached(guestId = first): FakeContents {
    const admitted = attach({ src: pageOf(guestId), partition: 'partition' });
    if (!admitted) throw new Error('refused');
    admitted.contents.emit('did-start-navigation', { isMainFrame: true, url: pageOf(guestId) });
    admitted.contents.mainFrame.url = pageOf(guestId);
    return admitted.contents;
  }
  const attach = openWindow('main');

  const message = (
    contents: FakeContents,
    payload: unknown,
    senderFrame: Frame | null = contents.mainFrame,
    channel: string = embedHostChannels.event,
  ) => ipcMain.emit(channel, { sender: contents, senderFrame }, payload);
  return { guests, world, pages, openWindow, attach, attached, message };
}

let { guests, world, pages, openWindow, attach, attached, message } = setUp();
beforeEach(() => {
  ({ guests, world, pages, openWindow, attach, attached, message } = setUp());
});

describe('a guest that is attached', () => {
  test('gets the options that main writes, whatever the page asked for', () => {
    const admitted = attach({ src: pageOf(first), partition: 'partition', preload: '/evil.js', nodeintegration: 'on' });
    expect(admitted?.preferences).toEqual({
      preload: '/preload.cjs',
      partition: 'partition',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      devTools: false,
    });
    expect(admitted?.params).toEqual({ src: pageOf(first), partition: 'partition', instanceId: '1' });
  });

  test.each([
    ['an id that was not given out', { src: pageOf(first.replace('11', '33')), partition: 'partition' }],
    ['another address', { src: 'https://evil.example/', partition: 'partition' }],
    ['no address', { partition: 'partition' }],
    ['another partition', { src: pageOf(first), partition: 'another' }],
    ['no partition', { src: pageOf(first) }],
  ])('is refused with %s, and no session is prepared for it', (_case, asked) => {
    expect(attach(asked as Record<string, string>)).toBeNull();
    expect(world.prepared).toEqual([]);
    expect(world.logged).toEqual([['guest.attach-refused']]);
  });

  test('is refused in another window than its own', () => {
    const asked = { src: pageOf(first), partition: 'partition' };
    expect(openWindow('another')(asked)).toBeNull();
    expect(world.prepared).toEqual([]);
    // And the attempt does not use its id up.
    expect(attach(asked)).not.toBeNull();
  });

  test('is admitted once', () => {
    const asked = { src: pageOf(first), partition: 'partition' };
    expect(attach(asked)).not.toBeNull();
    expect(attach(asked)).toBeNull();
    expect(world.prepared).toEqual(['partition']);
  });

  test('does not tell its window any address', () => {
    const webContents = new EventEmitter();
    guests.admitInto({ webContents } as unknown as Parameters<typeof guests.admitInto>[0], 'main');
    const contents = fakeContents();
    const heard: string[] = [];
    for (const name of ['did-navigate', 'will-redirect', 'console-message', 'did-fail-load', 'did-start-navigation']) {
      contents.on(name, () => heard.push(name));
    }
    webContents.emit('did-attach-webview', {}, contents);
    contents.emit('did-navigate', {}, pageOf(first));
    contents.emit('will-redirect', { url: pageOf(first), isMainFrame: true, preventDefault: () => {} });
    contents.emit('console-message', {}, 0, 'said');
    contents.emit('did-fail-load', {}, -2, 'ERR', pageOf(first), true, 1, 1);
    contents.emit('did-start-navigation', { isMainFrame: true, url: pageOf(first) });
    expect(heard).toEqual([]);
    // Our own listeners came after.
    expect(guests.guestOfContents(contents.id)).toBe(first);
  });

  test('is heard by whoever listened to the window before guests were admitted into it', () => {
    const webContents = new EventEmitter();
    const heard: string[] = [];
    webContents.on('did-attach-webview', (_event, guest: EventEmitter) => {
      guest.on('context-menu', () => heard.push('right click'));
    });
    guests.admitInto({ webContents } as unknown as Parameters<typeof guests.admitInto>[0], 'main');
    const contents = fakeContents();
    webContents.emit('did-attach-webview', {}, contents);
    contents.emit('context-menu');
    expect(heard).toEqual(['right click']);
  });

  test('does for its window nothing that leads out of it, and the log says once what was asked', () => {
    const contents = attached();
    expect(contents.loadURL()).toBe('');
    contents.loadURL();
    expect(world.logged).toEqual([['guest.method-refused', { method: 'loadURL' }]]);
  });

  test('lets developers look into it where they may', () => {
    world.allowsDevTools = true;
    expect(attach({ src: pageOf(first), partition: 'partition' })?.preferences).toMatchObject({ devTools: true });
  });

  test('may not open windows even before it is attached', () => {
    const contents = fakeContents();
    const app = new EventEmitter();
    createGuests({ app, ipcMain: new EventEmitter() } as unknown as GuestsOptions);
    app.emit('web-contents-created', {}, contents);
    expect(contents.open('https://docs.example/')).toEqual({ action: 'deny' });
  });
});

test('what is no guest opens windows as its own rules say', () => {
  const app = new EventEmitter();
  createGuests({ app, ipcMain: new EventEmitter() } as unknown as GuestsOptions);
  const contents = Object.assign(fakeContents(), { getType: () => 'window' });
  app.emit('web-contents-created', {}, contents);
  expect(contents.open('https://docs.example/')).toEqual({ action: 'allow' });
});

describe('the picture of a guest', () => {
  test('is taken by main, though the page around the guest can take none', async () => {
    const contents = attached();
    let ends = 0;
    const wholePicture = () => guests.whenPictureIsWhole(first, () => (ends += 1));
    expect(contents.capturePage()).toBe('');
    wholePicture();
    await settled();
    // The limit, and the second picture.
    expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([5_000, 120]);
    world.timers[1]?.action();
    await settled();
    expect([ends, contents.pictures]).toEqual([1, 2]);
    contents.emit('destroyed');
    wholePicture();
    expect([ends, contents.pictures]).toEqual([2, 2]);
  });
});

describe('messages', () => {
  const event = { type: 'workbook:dataloaded' };

  test('of a host page reach its pane, commands reach the workbook', () => {
    const contents = attached();
    message(contents, event);
    expect(world.told).toEqual([['event', first, event]]);
    guests.send(first, { type: 'workbook:variables:list' });
    guests.send(second, { type: 'workbook:variables:list' });
    expect(contents.sent).toEqual([[embedHostChannels.command, { type: 'workbook:variables:list' }]]);
  });

  test('of a page that makes room for another guest are dropped, and those of the new one are taken', () => {
    const contents = attached();
    expect(guests.loadInPlaceOf(first, second)).toBe(true);
    expect(contents.sent).toEqual([[embedHostChannels.again, pageOf(second)]]);
    message(contents, event);
    contents.mainFrame.url = pageOf(second);
    message(contents, event);
    expect(world.told).toEqual([
      ['opened', second],
      ['event', second, event],
    ]);
    expect(world.logged).toEqual([]);
    expect(guests.guestOfContents(contents.id)).toBe(second);
    expect([first, second].map(guests.contentsOf)).toEqual([undefined, contents]);
    expect(guests.loadInPlaceOf(first, second)).toBe(false);
  });

  test('of a guest that is to load in place are signed for before its page hears of it', () => {
    const contents = Object.assign(attached(), { session: 'session' });
    const order: string[] = [];
    world.inPlace.push = (args) => order.push(`signing for ${args}`);
    contents.mainFrame.send = (channel) => void order.push(`${channel}`);
    guests.loadInPlaceOf(first, second);
    expect(order).toEqual([`signing for ${second},session`, embedHostChannels.again]);
  });

  test('are refused from any other frame, page or shape', () => {
    const contents = attached();
    message(contents, event, { parent: contents.mainFrame, url: pageOf(first) });
    message(contents, event, null);
    message(fakeContents(), event);
    message(contents, { type: 'workbook:dataloaded ' });
    message(contents, { type: 'workbook:exploreKey:onchange', exploreKey: 1 });
    contents.mainFrame.url = pageOf(second);
    message(contents, event);
    expect(world.told).toEqual([]);
    expect(world.logged.map(([, fields]) => fields)).toEqual([
      { reason: 'sender' },
      { reason: 'sender' },
      { reason: 'sender' },
      { reason: 'shape' },
      { reason: 'shape' },
      { reason: 'sender' },
    ]);
  });

  test('that are not known, and fields that are not, are written down once and do no harm', () => {
    const contents = attached();
    const told = (payload: object) => message(contents, payload, contents.mainFrame, embedHostChannels.dropped);
    for (let time = 0; time < 2; time += 1) {
      told({ type: 'workbook:future:onchange', why: 'unknown' });
      message(contents, { ...event, future: [1] });
    }
    message(contents, { type: 'x', why: 'unknown' }, null, embedHostChannels.dropped);
    expect(world.told).toEqual([event, event].map((known) => ['event', first, known]));
    expect(world.logged).toEqual([
      ['guest.message-unknown', { why: 'unknown', type: 'workbook:future:onchange', field: null }],
      ['guest.message-unknown', { why: 'field', type: event.type, field: 'future' }],
      ['guest.message-refused', { reason: 'sender' }],
    ]);
  });

  test('are dropped from the two hundredth of a second on, for that page alone', () => {
    const [contents, other] = [attached(first), attached(second)];
    for (let count = 0; count < 300; count += 1) message(contents, event);
    message(other, event);
    expect(world.told.filter(([, id]) => id === first)).toHaveLength(199);
    expect(world.told.filter(([, id]) => id === second)).toHaveLength(1);
    expect(world.logged).toEqual([['guest.flood', { contentsId: contents.id }]]);
    world.now = 1_000;
    message(contents, event);
    expect(world.told.filter(([, id]) => id === first)).toHaveLength(200);
  });

  test('reach the contents that were admitted for the guest, wherever those or others are led later', () => {
    const [own, other] = [attached(first), attached(second)];
    other.emit('did-start-navigation', { isMainFrame: true, url: pageOf(first) });
    own.emit('did-start-navigation', { isMainFrame: true, url: pageOf(second) });
    guests.send(first, { type: 'workbook:variables:list' });
    expect(own.sent).toHaveLength(1);
    expect(other.sent).toEqual([]);
    expect([own, other].map(({ id }) => guests.guestOfContents(id))).toEqual([first, second]);
  });

  test('to and from a host page whose process has ended go nowhere, and nothing is thrown', () => {
    const contents = attached();
    Object.defineProperty(contents, 'mainFrame', {
      get: () => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    });
    guests.send(first, { type: 'workbook:variables:list' });
    message(contents, event, { parent: null, url: pageOf(first) });
    expect(world.told).toEqual([]);
    expect(world.logged).toEqual([['guest.message-refused', { reason: 'sender' }]]);
  });

  test('go nowhere once the guest is gone', () => {
    const contents = attached();
    contents.emit('destroyed');
    guests.send(first, { type: 'workbook:variables:list' });
    message(contents, event);
    expect(contents.sent).toEqual([]);
    expect(world.told).toEqual([]);
    expect(guests.guestOfContents(contents.id)).toBeNull();
  });
});

test('whether a person pressed something is known of a guest that is there, and of no other', async () => {
  const contents = attached();
  expect(await guests.wasPressed(first)).toBe(false);
  contents.mainFrame.executeJavaScript = async (code) => code === 'navigator.userActivation.isActive';
  expect(await guests.wasPressed(first)).toBe(true);
  expect(await guests.wasPressed(second)).toBe(false);
  contents.emit('destroyed');
  expect(await guests.wasPressed(first)).toBe(false);
});

describe('a guest that goes elsewhere', () => {
  const host: Frame = { parent: null, url: pageOf(first), origin: 'sightglass-embed://frame' };
  const workbook: Frame = { parent: host, url: `${sigma}/w`, origin: sigma };
  const plugin: Frame & { url: string } = {
    parent: workbook,
    url: 'https://plugin.example/',
    origin: 'https://plugin.example',
  };

  interface Step {
    readonly url: string;
    readonly frame: Frame | null;
    readonly initiator?: Frame | null;
    readonly by?: 'will-frame-navigate' | 'will-redirect';
  }
  const navigate = (contents: FakeContents, { url, frame, initiator, by = 'will-frame-navigate' }: Step) => {
    let prevented = false;
    contents.emit(by, {
      url,
      frame,
      isMainFrame: frame === host,
      ...(initiator !== undefined && { initiator }),
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented ? 'refused' : 'allowed';
  };

  test.each(['will-frame-navigate', 'will-redirect'] as const)(
    'stays on its host page, and the workbook on Sigma: %s',
    (by) => {
      const contents = attached();
      const led = (frame: Frame, url: string) => navigate(contents, { url, frame, by });
      expect(led(host, pageOf(first))).toBe('allowed');
      expect(led(host, pageOf(second))).toBe('refused');
      expect(led(host, `${sigma}/w`)).toBe('refused');
      expect(led(workbook, `${sigma}/w`)).toBe('allowed');
      expect(led(plugin, 'https://plugin.example/')).toBe('allowed');
      expect(world.opened).toEqual([]);
      expect(led(plugin, 'http://plugin.example/')).toBe('refused');
    },
  );

  test.each([
    ['the workbook itself', workbook, workbook],
    ['the page around it', host, workbook],
    ['the workbook, from a plug-in in it', workbook, plugin],
    ['the workbook, by something that is gone', workbook, null],
  ])('is opened outside, and costs no workbook: %s', async (_case, frame, initiator) => {
    const contents = attached();
    expect(navigate(contents, { url: 'mailto:help@example.com', frame, initiator })).toBe('refused');
    await settled();
    expect(world.opened).toEqual(['mailto:help@example.com']);
    expect(world.told).toEqual([]);
    expect(world.said).toEqual([]);
  });

  test.each([
    ['a page of a plug-in', 'https://plugin.example/', 'mailto:help@example.com', true],
    ['one without encryption', 'https://plugin.example/', 'http://docs.example/', true],
    ['a frame that was made to send a mail', '', 'mailto:help@example.com', true],
    ['a frame that is being filled', '', 'http://docs.example/', false],
    ['an empty frame', 'about:blank', 'data:text/html,x', false],
  ])('further down is opened outside when a person pressed it: %s', async (_case, url, to, isOpened) => {
    const contents = attached();
    contents.mainFrame.executeJavaScript = async () => true;
    expect(navigate(contents, { url: to, frame: { ...plugin, url } })).toBe('refused');
    await settled();
    expect(world.opened).toEqual(isOpened ? [to] : []);
    expect(world.said).toEqual([]);
    expect(world.told).toEqual([]);
  });

  test.each(['will-frame-navigate', 'will-redirect'] as const)(
    'further down goes nowhere when nobody pressed anything: %s',
    async (by) => {
      const contents = attached();
      contents.mainFrame.executeJavaScript = async () => false;
      for (const url of ['http://docs.example/', 'mailto:help@example.com', 'ms-msdt:x', 'data:text/html,x']) {
        for (const frame of [plugin, { ...plugin, url: '' }, null]) {
          expect(navigate(contents, { url, frame, initiator: workbook, by })).toBe('refused');
        }
      }
      await settled();
      expect(world.opened).toEqual([]);
      expect(world.said).toEqual([]);
    },
  );

  test('is opened nowhere out of a standby, which nobody sees', async () => {
    const contents = attached();
    world.isActive = false;
    expect(navigate(contents, { url: 'https://docs.example/', frame: workbook })).toBe('refused');
    expect(contents.open('https://docs.example/')).toEqual({ action: 'deny' });
    await settled();
    expect(world.opened).toEqual([]);
    expect(world.said).toEqual([]);
  });

  test('is opened nowhere when nobody ever pressed anything in it, as on a wall', async () => {
    const contents = attached();
    contents.mainFrame.executeJavaScript = async () => false;
    expect(navigate(contents, { url: 'https://docs.example/', frame: workbook })).toBe('refused');
    expect(contents.open('https://docs.example/')).toEqual({ action: 'deny' });
    await settled();
    expect(world.opened).toEqual([]);
    expect(world.said).toEqual([]);
    expect(world.told).toEqual([]);
  });

  test('for ever does not fill the log', () => {
    const contents = attached();
    for (let times = 0; times < 1_000; times += 1)
      navigate(contents, { url: 'https://docs.example/', frame: workbook });
    expect(world.logged).toHaveLength(20);
  });

  test('is opened outside after Sigma sent a link on', async () => {
    const contents = attached();
    expect(navigate(contents, { url: 'https://docs.example/', frame: workbook, by: 'will-redirect' })).toBe('refused');
    await settled();
    expect(world.opened).toEqual(['https://docs.example/']);
    expect(world.told).toEqual([]);
  });

  test('hands a link out of the workbook to the system, unless it is not safe', async () => {
    const contents = attached();
    expect(navigate(contents, { url: 'https://docs.example/', frame: workbook })).toBe('refused');
    expect(navigate(contents, { url: 'file:///etc/passwd', frame: workbook })).toBe('refused');
    expect(contents.open('https://docs.example/new')).toEqual({ action: 'deny' });
    expect(contents.open(`https://evil.example/?:jwt=a.b.c`)).toEqual({ action: 'deny' });
    expect(contents.open('https://docs.example/form', {})).toEqual({ action: 'deny' });
    await settled();
    expect(world.opened).toEqual(['https://docs.example/', 'https://docs.example/new']);
    expect(world.logged.filter(([event]) => event === 'guest.link-refused')).toEqual([
      ['guest.link-refused', { protocol: 'file:' }],
      ['guest.link-refused', { protocol: 'https:' }],
      ['guest.link-refused', { protocol: 'none' }],
    ]);
    expect(world.said).toMatchObject([
      { values: { reason: 'kind', kind: 'file' } },
      { values: { reason: 'kind', kind: 'https' } },
      { values: { reason: 'form' } },
    ]);
  });

  test('says a word about a link that Chromium refuses by itself', async () => {
    const contents = attached();
    contents.emit('console-message', {}, 3, 'Not allowed to load local resource: file:///etc/passwd');
    contents.emit('console-message', { message: 'Not allowed to load local resource: blob:https://x/y' });
    await settled();
    expect(world.said).toMatchObject([{ values: { kind: 'file' } }, { values: { kind: 'blob' } }]);
  });

  test.each([
    ['the host page', host],
    ['a frame that somebody else put into it', { ...workbook, origin: 'sightglass-embed://frame' }],
    ['a frame in such a frame', { ...plugin, parent: { ...workbook, origin: 'null' } }],
  ])('by the hand of %s is stopped, and opened nowhere', async (_case, initiator) => {
    const contents = attached();
    for (const frame of [host, workbook, initiator]) {
      expect(navigate(contents, { url: 'http://evil.example/?data=x', frame, initiator })).toBe('refused');
    }
    await settled();
    expect(world.opened).toEqual([]);
    expect(world.told).toEqual([]);
  });

  /** Whether a person pressed something lately, as the host page knows it. */
  const pressed = (contents: FakeContents, answer: () => Promise<unknown>) => {
    world.hasLoaded = false;
    contents.mainFrame.executeJavaScript = answer;
  };

  test('while it loads, by a link that a person pressed, is opened outside, and the pane loads anew', async () => {
    const contents = attached();
    pressed(contents, async () => true);
    expect(navigate(contents, { url: 'https://docs.example/', frame: workbook })).toBe('refused');
    await settled();
    expect(world.opened).toEqual(['https://docs.example/']);
    expect(world.told).toEqual([['interrupted', first]]);
  });

  test('while it loads, by the host page, was sent on by a server alone', async () => {
    const contents = attached();
    pressed(contents, async () => true);
    const step = { url: 'https://login.example/', frame: workbook, initiator: host };
    expect(navigate(contents, step)).toBe('refused');
    expect(world.told).toEqual([]);
    expect(navigate(contents, { ...step, by: 'will-redirect' })).toBe('refused');
    await settled();
    expect(world.told).toEqual([['navigated away', first]]);
    expect(world.opened).toEqual([]);
  });

  test.each([
    ['nobody pressed anything', async () => false],
    ['its host page is gone', () => Promise.reject(new Error('Render frame was disposed'))],
    ['its host page says something else', async () => 'true'],
  ])('while it loads, and %s, was sent on by Sigma', async (_case, answer) => {
    const contents = attached();
    pressed(contents, answer);
    for (const by of ['will-frame-navigate', 'will-redirect'] as const) {
      expect(navigate(contents, { url: 'https://login.example/', frame: workbook, by })).toBe('refused');
    }
    await settled();
    expect(world.opened).toEqual([]);
    expect(world.told).toEqual([
      ['navigated away', first],
      ['navigated away', first],
    ]);
  });

  test('without being asked, to an empty page, has lost its workbook', async () => {
    const contents = attached();
    const arrived = (url: string, isMainFrame: boolean) =>
      contents.emit('did-frame-navigate', {}, url, 200, 'OK', isMainFrame, 1, 2);
    world.failedFrame = workbook;
    arrived(`${sigma}/w`, false);
    arrived(pageOf(first), true);
    expect(world.told).toEqual([]);
    arrived('about:blank', false);
    arrived('about:blank', true);
    await settled();
    expect(world.told).toEqual([
      ['navigated away', first],
      ['navigated away', first],
    ]);
    for (const elsewhere of [plugin, undefined]) {
      world.failedFrame = elsewhere;
      arrived('about:blank', false);
    }
    await settled();
    expect(world.told).toHaveLength(2);
  });

  test('by a press that empties its page or has it reload itself, comes back without counting as lost', async () => {
    const contents = attached();
    contents.mainFrame.executeJavaScript = async () => true;
    world.failedFrame = workbook;
    contents.emit('did-frame-navigate', {}, 'about:blank', 200, 'OK', false, 1, 2);
    await guests.replayStopped(first);
    await settled();
    expect(world.told).toEqual([
      ['interrupted', first],
      ['interrupted', first],
    ]);
  });

  test.each([
    ['nobody pressed anything', true, async () => false],
    ['it had no workbook yet', false, async () => true],
  ])('by reloading itself counts as lost when %s', async (_case, hasLoaded, answer) => {
    const contents = attached();
    world.hasLoaded = hasLoaded;
    contents.mainFrame.executeJavaScript = answer;
    await guests.replayStopped(first);
    await guests.replayStopped(second);
    expect(world.told).toEqual([
      ['replay stopped', first],
      ['replay stopped', second],
    ]);
  });

  test('shows nothing whose Sigma is not known', () => {
    expect(navigate(attached(second), { url: `${sigma}/w`, frame: workbook })).toBe('refused');
    expect(world.opened).toEqual([]);
  });
});

describe('what becomes of a guest', () => {
  const failLoad = (contents: FakeContents, code: number, isMainFrame = false) =>
    contents.emit('did-fail-load', {}, code, 'ERR_NAME', isMainFrame ? pageOf(first) : `${sigma}/w`, isMainFrame, 1, 2);

  test('is told: keys, the end of its process, loads that fail', () => {
    const contents = attached();
    contents.emit('before-input-event', {}, { type: 'keyDown' });
    contents.emit('before-input-event', {}, { type: 'keyUp' });
    contents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    contents.emit('render-process-gone', {}, { reason: 'oom' });
    failLoad(contents, -105);
    expect(world.told).toEqual([
      ['key', first],
      ['gone', first, 'oom'],
      ['load failed', first, 'ERR_NAME'],
    ]);
  });

  test('is told of the key for new data, which nothing else gets then', () => {
    const contents = attached();
    let taken = 0;
    const event = {
      preventDefault: () => {
        taken += 1;
      },
    };
    const plain = { type: 'keyDown', key: 'F5', control: false, shift: false, alt: false, meta: false };
    contents.emit('before-input-event', event, plain);
    expect(world.told).toEqual([
      ['key', first],
      ['command', first, 'refreshData'],
    ]);
    expect(taken).toBe(1);
    for (const other of [
      { ...plain, type: 'keyUp' },
      { ...plain, key: 'F7' },
      { ...plain, control: true },
      { ...plain, shift: true },
      { ...plain, alt: true },
      { ...plain, meta: true },
    ])
      contents.emit('before-input-event', event, other);
    expect(world.told.filter(([name]) => name === 'command')).toHaveLength(1);
    expect(taken).toBe(1);
  });

  test('is told of the keys that lead to the areas around it, which nothing else gets then', () => {
    const contents = attached();
    let taken = 0;
    const event = {
      preventDefault: () => {
        taken += 1;
      },
    };
    const plain = { type: 'keyDown', key: 'F6', control: false, shift: false, alt: false, meta: false };
    contents.emit('before-input-event', event, plain);
    contents.emit('before-input-event', event, { ...plain, shift: true });
    contents.emit('before-input-event', event, { ...plain, control: true });
    contents.emit('before-input-event', event, { ...plain, type: 'keyUp' });
    expect(world.told.filter(([name]) => name === 'command')).toEqual([
      ['command', first, 'nextArea'],
      ['command', first, 'previousArea'],
    ]);
    expect(taken).toBe(2);
  });

  test('is told of keys that go down alone', () => {
    const contents = attached();
    contents.emit('before-input-event', {}, { type: 'keyUp' });
    contents.emit('before-input-event', {}, { type: 'rawKeyDown' });
    expect(world.told).toEqual([]);
  });

  test('is told nothing before its host page was requested, for no pane is known then', () => {
    const admitted = attach({ src: pageOf(first), partition: 'partition' });
    const contents = admitted?.contents as FakeContents;
    contents.emit('did-start-navigation', { isMainFrame: true, url: 'about:blank' });
    contents.emit('before-input-event', {}, { type: 'keyDown' });
    contents.emit('render-process-gone', {}, { reason: 'oom' });
    failLoad(contents, -105);
    expect(world.told).toEqual([]);
    expect(guests.guestOfContents(contents.id)).toBeNull();
  });

  test('stays the same one, wherever the frames inside it go', () => {
    const contents = attached(first);
    contents.emit('did-start-navigation', { isMainFrame: false, url: pageOf(second) });
    contents.emit('did-start-navigation', { isMainFrame: true, url: `${sigma}/w` });
    expect(guests.guestOfContents(contents.id)).toBe(first);
    contents.emit('before-input-event', {}, { type: 'keyDown' });
    expect(world.told).toEqual([['key', first]]);
  });

  test.each([
    ['the load was replaced by another', -3, {}],
    ['our own rules stopped it', -20, {}],
    ['it was the host page, which fails for a reason that the pane knows', -105, { isMainFrame: true }],
    ['it was a plug-in further down', -105, { frame: { parent: { parent: { parent: null } } } }],
    ['the frame is gone', -105, { frame: undefined }],
  ])('is not told when %s', (_case, code, changes: { isMainFrame?: boolean; frame?: Frame | undefined }) => {
    const contents = attached();
    if ('frame' in changes) world.failedFrame = changes.frame;
    failLoad(contents, code, changes.isMainFrame);
    expect(world.told).toEqual([]);
  });

  test('is told that it shows another page than its own, which our rules stopped', () => {
    const contents = attached();
    contents.emit('did-fail-load', {}, -20, 'ERR', 'https://evil.example/', true, 1, 2);
    expect(world.told).toEqual([['navigated away', first]]);
  });

  test('is told when its element is taken out of a page that lives on', async () => {
    const contents = attached();
    contents.emit('destroyed');
    await settled();
    expect(world.told).toEqual([['gone', first, 'removed']]);
  });

  test.each(['isDestroyed', 'isCrashed'] as const)('is not told when it goes with its window: %s', async (how) => {
    const contents = attached();
    contents.emit('destroyed');
    Object.assign(pages.get('main') as FakeContents, { [how]: () => true });
    await settled();
    expect(world.told).toEqual([]);
  });

  test('is noticed when the process of the workbook in it ends', () => {
    vi.useFakeTimers();
    try {
      const contents = attached();
      const workbook = { parent: contents.mainFrame, detached: false, processId: 5 };
      vi.advanceTimersByTime(4_000);
      contents.mainFrame.frames = [workbook as Frame];
      vi.advanceTimersByTime(4_000);
      expect(world.told).toEqual([]);
      workbook.processId = -1;
      vi.advanceTimersByTime(2_000);
      expect(world.told).toEqual([['gone', first, 'crashed']]);
      contents.mainFrame.frames = [];
      vi.advanceTimersByTime(60_000);
      expect(world.told).toHaveLength(1);
      contents.emit('destroyed');
      vi.runAllTicks();
      vi.advanceTimersByTime(0);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
