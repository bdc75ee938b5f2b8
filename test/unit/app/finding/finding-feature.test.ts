/** What is looked for in a pane: asked again in another guest, and gone with the pane. */
import { expect, test } from 'vitest';
import { createFindingFeature } from '../../../../src/main/app/finding/finding-feature.ts';
import type { PaneView } from '../../../../src/shared/state.ts';

const caller = { windowId: 'main', kind: 'viewer' } as const;

function opened() {
  const world = {
    active: 'one' as string | null,
    phase: 'ready' as PaneView['phase'],
    asked: [] as string[],
    changes: 0,
  };
  const feature = createFindingFeature({
    panes: {
      views: (windowId) =>
        windowId === 'main' && world.active !== null
          ? [
              {
                paneId: 'pane',
                phase: world.phase,
                guests: [{ guestId: world.active, role: 'active' }],
              } as unknown as PaneView,
            ]
          : [],
    },
    findIn: (guestId, words, step) => void world.asked.push(`${step} "${words}" in ${guestId}`),
    stopFindingIn: (guestId) => void world.asked.push(`stop in ${guestId}`),
    onChange: () => {
      world.changes += 1;
    },
  });
  const find = (words: string, step: 'first' | 'next' | 'previous') =>
    feature.handlers['finding.find']({ paneId: 'pane', words, step }, caller);
  const found = (windowId = 'main') => feature.windowState(windowId).found;
  return { feature, world, find, found };
}

test('words are looked for, counted and gone through', () => {
  const { feature, world, find, found } = opened();
  find('fare', 'first');
  expect(found()).toEqual([{ paneId: 'pane', at: 0, count: null }]);
  feature.matched('one', { at: 1, count: 3 });
  expect(found()).toEqual([{ paneId: 'pane', at: 1, count: 3 }]);
  find('fare', 'next');
  expect(found()).toEqual([{ paneId: 'pane', at: 1, count: 3 }]);
  expect(world.asked).toEqual(['first "fare" in one', 'next "fare" in one']);
});

test('other words begin anew, whatever the step', () => {
  const { world, find } = opened();
  find('fare', 'first');
  find('trip', 'next');
  expect(world.asked.at(-1)).toBe('first "trip" in one');
});

test('no window is told of the words, and no other one of anything', () => {
  const { find, found } = opened();
  find('a secret word', 'first');
  expect(JSON.stringify(found())).not.toContain('secret');
  expect(found('other')).toEqual([]);
});

test('the guest that takes over is asked again, once', () => {
  const { feature, world, find, found } = opened();
  find('fare', 'first');
  feature.matched('one', { at: 2, count: 3 });
  world.active = 'two';
  feature.follow();
  feature.follow();
  expect(world.asked).toEqual(['first "fare" in one', 'first "fare" in two']);
  feature.matched('one', { at: 3, count: 9 });
  expect(found()).toEqual([{ paneId: 'pane', at: 2, count: 3 }]);
  feature.matched('two', { at: 1, count: 4 });
  expect(found()).toEqual([{ paneId: 'pane', at: 1, count: 4 }]);
});

test('where the workbook is loaded again, as after a crash, it is asked once it is there', () => {
  const { feature, world, find } = opened();
  find('fare', 'first');
  world.active = 'two';
  world.phase = 'loading';
  feature.follow();
  expect(world.asked).toEqual(['first "fare" in one']);
  world.phase = 'ready';
  feature.follow();
  feature.follow();
  expect(world.asked).toEqual(['first "fare" in one', 'first "fare" in two']);
});

test('a pane that is gone, as after a sign-out, leaves nothing', () => {
  const { feature, world, find, found } = opened();
  find('fare', 'first');
  world.active = null;
  feature.follow();
  expect(found()).toEqual([]);
  expect(() => find('fare', 'first')).toThrow(expect.objectContaining({ code: 'request_refused' }));
});

test('what is given up is given up in the guest, by its own window alone', () => {
  const { feature, world, find, found } = opened();
  find('fare', 'first');
  feature.handlers['finding.stop']({ paneId: 'pane' }, { windowId: 'other', kind: 'viewer' });
  expect(found()).toHaveLength(1);
  feature.handlers['finding.stop']({ paneId: 'pane' }, caller);
  expect(found()).toEqual([]);
  expect(world.asked.at(-1)).toBe('stop in one');
});

test('a window that closes takes what it looked for with it', () => {
  const { feature, find, found } = opened();
  find('fare', 'first');
  feature.windowClosed?.('main');
  expect(found()).toEqual([]);
});
