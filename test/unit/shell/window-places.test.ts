/** Which windows there are and where each stands, as a start finds it. */
import { describe, expect, test } from 'vitest';
import { MOST_WINDOWS, openWindowPlaces } from '../../../src/main/shell/window-places.ts';

const bounds = { x: 10, y: 20, width: 900, height: 700 };
const moved = { ...bounds, x: 300, isMaximized: true };

function places(stored: Record<string, unknown> = {}) {
  const values: Record<string, unknown> = { ...stored };
  const warnings: unknown[] = [];
  let isFull = false;
  const store = {
    get: (key: string) => structuredClone(values[key]),
    async assign(next: Readonly<Record<string, unknown>>) {
      if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      Object.assign(values, structuredClone(next));
    },
  };
  const log = { warn: (event: string, fields: unknown) => void warnings.push([event, fields]) } as never;
  return {
    values,
    warnings,
    open: () => openWindowPlaces(store, log),
    fill: () => {
      isFull = true;
    },
  };
}

describe('the windows of the last run', () => {
  test('are none at the first start, whose window opens where it wants', () => {
    const own = places().open();
    expect([own.ofLastRun(), own.boundsOf('first')]).toEqual([[], undefined]);
  });

  test('are one without a name after an earlier version, which kept its bounds alone', () => {
    const own = places({ windowBounds: bounds }).open();
    expect([own.ofLastRun(), own.boundsOf('first')]).toEqual([[], bounds]);
  });

  test('come in the order of their use, each where it stood', () => {
    const file = places();
    const before = file.open();
    for (const id of ['one', 'two', 'three']) before.opened(id);
    before.keep('one', moved);
    before.keep('two', bounds);
    before.used('one');
    const after = file.open();
    expect(after.ofLastRun()).toEqual(['one', 'three', 'two']);
    expect([after.boundsOf('one'), after.boundsOf('two'), after.boundsOf('three')]).toEqual([moved, bounds, null]);
    // An earlier version opens its one window there.
    expect(file.values.windowBounds).toEqual(moved);
  });

  test('are without the one that was closed by hand', () => {
    const file = places();
    const before = file.open();
    before.opened('one', bounds);
    before.opened('two', moved);
    before.closed('two');
    before.keep('two', bounds);
    expect(file.open().ofLastRun()).toEqual(['one']);
    expect(file.values.windowBounds).toEqual(bounds);
  });

  test('are written once for each thing that is different', () => {
    const file = places({ windows: [{ windowId: 'one', bounds }] });
    const own = file.open();
    file.fill();
    own.opened('one');
    own.used('one');
    own.closed('another');
    expect(file.warnings).toEqual([]);
  });

  test.each([
    ['no list', 'x', []],
    ['one that is not understood', [{ windowId: 7 }, { windowId: 'two', bounds: 'x' }], ['two']],
    [
      'the same one twice',
      [
        { windowId: 'two', bounds },
        { windowId: 'two', bounds: moved },
      ],
      ['two'],
    ],
    ['too many', Array.from({ length: 100 }, (_one, at) => ({ windowId: `w${at}`, bounds })), null],
  ])('survive a file with %s', (_case, windows, expected) => {
    const own = places({ windows }).open().ofLastRun();
    if (expected) expect(own).toEqual(expected);
    else expect(own).toHaveLength(MOST_WINDOWS);
  });
});

test('what cannot be written is logged without a name', async () => {
  const file = places();
  const own = file.open();
  file.fill();
  own.opened('one');
  await new Promise((resolve) => setImmediate(resolve));
  expect(file.warnings).toEqual([['window.bounds-not-kept', { code: 'ENOSPC' }]]);
});
