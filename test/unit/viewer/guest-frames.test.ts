/** The frames of a guest: how deep one stands, and when the process of the workbook is gone. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { depthOf, placeOf, watchWorkbookProcess } from '../../../src/main/viewer/guest-frames.ts';

type Frame = Parameters<typeof depthOf>[0];
const within = (parent: Frame): Frame => ({ parent }) as Frame;

describe('the depth of a frame', () => {
  const host = within(null);
  const workbook = within(host);
  test.each([
    { what: 'the host page', frame: host, depth: 0 },
    { what: 'the workbook in it', frame: workbook, depth: 1 },
    { what: 'a plug-in in that', frame: within(workbook), depth: 2 },
    { what: 'a page in the plug-in', frame: within(within(workbook)), depth: 3 },
    { what: 'a frame that is gone', frame: null, depth: null },
    { what: 'a frame that was not found', frame: undefined, depth: null },
  ])('of $what is $depth', ({ frame, depth }) => {
    expect(depthOf(frame)).toBe(depth);
  });
});

describe('the place of a frame', () => {
  const frame = (url: string, origin: string, parent: Frame): Frame => ({ url, origin, parent }) as Frame;
  const host = frame('sightglass-embed://frame/x', 'sightglass-embed://frame', null as unknown as Frame);
  const workbook = frame('https://sigma.example/w', 'https://sigma.example', host);
  const plugIn = frame('https://plugin.example/', 'https://plugin.example', workbook);

  test('names the page at the top, and whose the frame in that page is', () => {
    const { url: hostPage } = host as { url: string };
    expect(placeOf(host)).toEqual({ depth: 0, hostPage, workbookOrigin: null });
    expect(placeOf(workbook)).toEqual({ depth: 1, hostPage, workbookOrigin: 'https://sigma.example' });
    expect(placeOf(plugIn)).toEqual({ depth: 2, hostPage, workbookOrigin: 'https://sigma.example' });
  });

  /** A frame that is gone, as far as this property is concerned. */
  const without = (property: 'parent' | 'url' | 'origin', of: Frame): Frame =>
    Object.defineProperty({ ...of } as NonNullable<Frame>, property, {
      get: () => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    });

  test.each([
    ['the frame itself is gone', without('parent', workbook)],
    [
      'the frame around it is gone',
      frame('https://plugin.example/', 'https://plugin.example', without('parent', workbook)),
    ],
    ['the page at the top is gone', frame('https://sigma.example/w', 'https://sigma.example', without('url', host))],
    ['the workbook is gone', frame('https://plugin.example/', 'https://plugin.example', without('origin', workbook))],
  ])('is unknown where %s, and nothing is thrown', (_case, gone) => {
    expect(placeOf(gone)).toBeNull();
    expect(depthOf(gone)).toBeNull();
  });
});

describe('the process of a workbook', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watching() {
    const contents = { mainFrame: { frames: [] as unknown[] }, isDestroyed: () => false };
    let ended = 0;
    const stop = watchWorkbookProcess(contents as never, () => {
      ended += 1;
    });
    /** Lets the watch look once more. */
    const look = () => void vi.advanceTimersByTime(2_000);
    return { contents, stop, look, ended: () => ended };
  }
  const living = () => ({ detached: false, processId: 5, url: 'https://sigma.example/w' });

  test('that lives is not told of', () => {
    const { contents, look, ended } = watching();
    contents.mainFrame.frames = [living()];
    look();
    look();
    expect(ended()).toBe(0);
  });

  test('that Sigma has not answered yet has not ended when its page comes', () => {
    const { contents, look, ended } = watching();
    const waiting = { ...living(), url: '' };
    contents.mainFrame.frames = [waiting];
    look();
    // Its place is taken by the page of the workbook, in another process.
    waiting.detached = true;
    contents.mainFrame.frames = [living()];
    look();
    look();
    expect(ended()).toBe(0);
  });

  const disposed = (): never => {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  };
  /** As Electron shows a frame whose process ended, or in whose place another stands. */
  const gone = () =>
    Object.defineProperties(
      { detached: true },
      { processId: { get: disposed }, osProcessId: { get: disposed }, url: { get: disposed } },
    );
  const becomes = (frame: object, other: object) =>
    void Object.defineProperties(frame, Object.getOwnPropertyDescriptors(other));

  test.each([
    ['has no number any more', { processId: -1 }],
    ['has a number, and the computer none for it', { processId: 5, osProcessId: 0 }],
    ['cannot be looked at', gone()],
  ])('has ended when its frame %s, and is told of once', (_how, dead) => {
    const { contents, look, ended } = watching();
    const workbook = living();
    contents.mainFrame.frames = [workbook];
    look();
    becomes(workbook, dead);
    look();
    expect(ended()).toBe(1);
    look();
    expect(ended()).toBe(1);
  });

  test('has ended when its frame stays away, and is told of once', () => {
    const { contents, look, ended } = watching();
    contents.mainFrame.frames = [living()];
    look();
    contents.mainFrame.frames = [];
    look();
    expect(ended()).toBe(0);
    look();
    expect(ended()).toBe(1);
    look();
    look();
    expect(ended()).toBe(1);
  });

  test('that was over before anybody looked has ended all the same', () => {
    const { contents, look, ended } = watching();
    contents.mainFrame.frames = [gone()];
    look();
    look();
    expect(ended()).toBe(1);
  });

  test.each([
    ['its page led on to another', () => [living()]],
    ['its host page was loaded again, and waits for Sigma', () => [{ ...living(), url: '' }]],
    ['its host page was loaded again, and has no frame yet', () => []],
  ])('has not ended when another frame takes the place of the first: %s', (_how, next) => {
    const { contents, look, ended } = watching();
    const first = living();
    contents.mainFrame.frames = [first];
    look();
    becomes(first, gone());
    contents.mainFrame.frames = next();
    look();
    contents.mainFrame.frames = [living()];
    look();
    look();
    expect(ended()).toBe(0);
  });

  test('has not ended, whatever Electron calls its frame, while it can be asked', () => {
    const { contents, look, ended } = watching();
    contents.mainFrame.frames = [{ ...living(), detached: true, osProcessId: 4711 }];
    for (const _times of [1, 2, 3]) look();
    expect(ended()).toBe(0);
  });

  test('of a host page without a workbook is not missed', () => {
    const { look, ended } = watching();
    for (const _times of [1, 2, 3]) look();
    expect(ended()).toBe(0);
  });

  test('whose number is zero lives', () => {
    const { contents, look, ended } = watching();
    contents.mainFrame.frames = [{ detached: false, processId: 0 }];
    look();
    look();
    expect(ended()).toBe(0);
  });

  test('that ended and came back is watched again', () => {
    const { contents, look, ended } = watching();
    for (const times of [1, 2]) {
      const workbook = living();
      contents.mainFrame.frames = [workbook];
      look();
      workbook.processId = -1;
      look();
      expect(ended()).toBe(times);
      contents.mainFrame.frames = [];
      look();
    }
  });

  test('of a host page whose own process has ended is no fault, however long that lasts, and is watched again after', () => {
    const { contents, look, ended } = watching();
    const host = contents.mainFrame;
    Object.defineProperty(contents, 'mainFrame', {
      configurable: true,
      get: () => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    });
    for (const _times of [1, 2, 3]) look();
    expect(ended()).toBe(0);
    Object.defineProperty(contents, 'mainFrame', { value: host });
    const workbook = living();
    host.frames = [workbook];
    look();
    workbook.processId = -1;
    look();
    expect(ended()).toBe(1);
  });

  test('of contents that are gone is not looked at', () => {
    const { contents, look, ended } = watching();
    const workbook = living();
    contents.mainFrame.frames = [workbook];
    look();
    workbook.processId = -1;
    contents.isDestroyed = () => true;
    look();
    expect(ended()).toBe(0);
  });

  test('is not looked at any more once the watch is stopped', () => {
    const { stop } = watching();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
