/** What the page of a workbook answers to a look is bounded, and may be anything. */
import { describe, expect, test } from 'vitest';
import { ask, createFrameLooks, FrameLook } from '../../../src/main/viewer/frame-look.ts';
import { focusScript, LOOK_SCRIPT, placeScript } from '../../../src/main/viewer/frame-scripts.ts';
import { restingLook } from '../../support/frame-look.ts';

const path = { anchor: 'table', steps: [['DIV', 1]] };
const calm = {
  ...restingLook,
  scrolls: [{ path, top: 33, left: 0 }],
  focus: { path, caret: [2, 2], mark: 7, isPlain: false },
  named: ['chart-1'],
};
const answering = (answer: unknown) => ({ executeJavaScript: async () => answer });
const look = (answer: unknown) => ask(answering(answer), 'script', FrameLook, 1_000);

describe('a look into a page', () => {
  test('is what the page answers', async () => {
    expect(await look(JSON.stringify(calm))).toEqual(calm);
  });

  test.each([
    ['nothing', undefined],
    ['an object, and no text', calm],
    ['what is no JSON', '{'],
    ['too much', JSON.stringify({ ...calm, more: 'x'.repeat(70_000) })],
    ['too many places', JSON.stringify({ ...calm, scrolls: Array.from({ length: 41 }, () => calm.scrolls[0]) })],
    ['a place beyond every page', JSON.stringify({ ...calm, scrolls: [{ path, top: 1e12, left: 0 }] })],
    ['a place that is no number', JSON.stringify({ ...calm, scrolls: [{ path, top: '33', left: 0 }] })],
    [
      'an element that is named by a script',
      JSON.stringify({ ...calm, focus: { ...calm.focus, path: { anchor: '");x("', steps: [] } } }),
    ],
    [
      'a tag that is a script',
      JSON.stringify({ ...calm, focus: { ...calm.focus, path: { anchor: null, steps: [['<x>', 0]] } } }),
    ],
    ['an id that is too long', JSON.stringify({ ...calm, named: ['x'.repeat(257)] })],
  ])('is nothing when the page answers with %s', async (_what, answer) => {
    expect(await look(answer)).toBeNull();
  });

  test('is nothing when the page throws, or its frame is gone', async () => {
    const gone = { executeJavaScript: () => Promise.reject(new Error('gone')) };
    expect(await ask(gone, 'script', FrameLook, 1_000)).toBeNull();
    const disposed = {
      executeJavaScript: () => {
        throw new Error('disposed');
      },
    };
    expect(await ask(disposed, 'script', FrameLook, 1_000)).toBeNull();
  });

  test('is nothing when the page does not answer', async () => {
    const silent = { executeJavaScript: () => new Promise<unknown>(() => {}) };
    expect(await ask(silent, 'script', FrameLook, 1)).toBeNull();
  });
});

describe('what had the focus in a workbook', () => {
  const focus = { path: { anchor: 'name', steps: [] }, caret: null, mark: null, isPlain: false };

  function setUp() {
    const focused: string[] = [];
    const guest = (guestId: string) => ({
      mainFrame: {
        frames: [
          {
            url: 'https://sigma.example/acme/workbook/Trips-1',
            async executeJavaScript() {
              focused.push(guestId);
              return 'true';
            },
          },
        ],
      },
    });
    return { focused, looks: createFrameLooks((guestId) => guest(guestId) as never) };
  }

  test('has it again once the window has handed it to the guest, and only there', () => {
    const { focused, looks } = setUp();
    looks.focus('new', focus);
    looks.handedOver('other');
    expect(focused).toEqual([]);
    looks.handedOver('new');
    expect(focused).toEqual(['new']);
    looks.handedOver('new');
    expect(focused).toEqual(['new']);
  });

  test('has it at once where the guest has the focus of the window already', () => {
    const { focused, looks } = setUp();
    looks.handedOver('new');
    looks.focus('new', focus);
    expect(focused).toEqual(['new']);
  });
});

describe('the scripts', () => {
  let focused = 0;
  /** Runs one in a page that has nothing in it and answers with what it likes. */
  function run(script: string, stringify: (value: unknown) => unknown = (value) => JSON.stringify(value)): unknown {
    let hasFocus = false;
    const field = { tagName: 'INPUT', value: '', focus() {}, setSelectionRange() {} };
    const page = {
      window: {
        addEventListener() {},
        focus: () => {
          hasFocus = true;
          focused += 1;
        },
      },
      document: {
        documentElement: { addEventListener() {} },
        body: {},
        activeElement: null,
        hasFocus: () => hasFocus,
        querySelector: () => null,
        querySelectorAll: () => [],
        elementFromPoint: () => null,
        getElementById: () => field,
      },
      CSS: { supports: () => true },
      getSelection: () => null,
      innerWidth: 1_000,
      innerHeight: 1_000,
      JSON: { stringify },
      setTimeout: (action: () => void) => action(),
      String: () => 'x'.repeat(1_000_000),
    };
    return new Function(...Object.keys(page), `return ${script}`)(...Object.values(page));
  }
  const nothing = '{"scrolls":[],"focus":null,"hover":null}';

  test('answer with what main takes', async () => {
    expect(FrameLook.safeParse(JSON.parse(String(run(LOOK_SCRIPT)))).success).toBe(true);
    expect(JSON.parse(String(await run(placeScript(nothing))))).toEqual({ away: 0, isSameText: true });
  });

  test('have the keys go to the page, also where nothing in it had them', async () => {
    focused = 0;
    expect(await run(focusScript('null'))).toBe('true');
    expect(focused).toBe(1);
  });

  test.each([
    ['a text that is too long', 'x'.repeat(65_537)],
    ['what is no text', { length: 1 }],
  ])('hand main nothing where the page makes them answer with %s', async (_what, answer) => {
    expect(run(LOOK_SCRIPT, () => answer)).toBeNull();
    expect(await run(placeScript(nothing), () => answer)).toBeNull();
    const focus = { path: { anchor: 'name', steps: [] }, caret: [1, 1], mark: 1, isPlain: false };
    expect(await run(focusScript(JSON.stringify(focus)))).toBe('false');
  });
});
