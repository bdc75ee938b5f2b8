/** Recent and pinned workbooks: ids alone, bounded, and gone with their workbooks. */
import { expect, test } from 'vitest';
import { MOST_PINNED, MOST_RECENT, openWorkbookShelf } from '../../../src/main/settings/workbook-shelf.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const all = () => true;

test('the workbook that was opened last comes first, and each stands there once', async () => {
  const settings = createFakeStore();
  const shelf = openWorkbookShelf(settings);
  for (const id of ['a', 'b', 'a', 'c']) await shelf.opened(id);
  expect(shelf.read(all).recent).toEqual(['c', 'a', 'b']);
  // As after a restart.
  expect(openWorkbookShelf(settings).read(all).recent).toEqual(['c', 'a', 'b']);
});

test('the oldest are forgotten', async () => {
  const shelf = openWorkbookShelf(createFakeStore());
  for (let number = 0; number < 300; number += 1) {
    await shelf.opened(`w${number}`);
    await shelf.pin(`w${number}`);
  }
  const { recent, pinned } = shelf.read(all);
  expect([recent.length, recent[0]]).toEqual([MOST_RECENT, 'w299']);
  expect([pinned.length, pinned[0]]).toEqual([MOST_PINNED, 'w0']);
});

test('what is pinned stays in its order until it is unpinned', async () => {
  const settings = createFakeStore();
  const shelf = openWorkbookShelf(settings);
  for (const id of ['b', 'a', 'b']) await shelf.pin(id);
  expect(openWorkbookShelf(settings).read(all).pinned).toEqual(['b', 'a']);
  await shelf.unpin('b');
  expect(openWorkbookShelf(settings).read(all).pinned).toEqual(['a']);
});

test('what is gone is not shown, and is forgotten when that is asked for', async () => {
  const settings = createFakeStore();
  const shelf = openWorkbookShelf(settings);
  await shelf.opened('gone');
  await shelf.opened('here');
  await shelf.pin('gone');
  const isHere = (id: string) => id === 'here';
  expect(shelf.read(isHere)).toEqual({ recent: ['here'], pinned: [] });
  expect(JSON.stringify(settings.get('workbookShelf'))).toContain('gone');
  await shelf.keepOnly(isHere);
  expect(JSON.stringify(settings.get('workbookShelf'))).not.toContain('gone');
});

test.each([
  'nonsense',
  { recent: 'a', pinned: [1] },
  { recent: [null], pinned: ['x'.repeat(129)] },
  { recent: Array.from({ length: 5_000 }, (_, index) => `${index}`) },
])('what is not understood is nothing: %#', async (stored) => {
  const settings = createFakeStore();
  await settings.assign({ workbookShelf: stored });
  expect(openWorkbookShelf(settings).read(all)).toEqual({ recent: [], pinned: [] });
});

test('one that is not understood costs itself and no other', async () => {
  const settings = createFakeStore();
  await settings.assign({ workbookShelf: { recent: ['a', 1, 'b'], pinned: [{ id: 'c' }, 'd'] } });
  expect(openWorkbookShelf(settings).read(all)).toEqual({ recent: ['a', 'b'], pinned: ['d'] });
});

test('what cannot be stored is known all the same', async () => {
  const shelf = openWorkbookShelf({ ...createFakeStore(), assign: () => Promise.reject(new Error('disk full')) });
  await expect(shelf.pin('a')).rejects.toThrow('disk full');
  expect(shelf.read(all).pinned).toEqual(['a']);
});
