import { expect, test } from 'vitest';
import { openWorkbookZooms } from '../../../src/main/settings/workbook-zooms.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

test('one that is not understood costs itself and no other, also where another is set', async () => {
  const settings = createFakeStore();
  await settings.assign({ workbookZooms: { a: 1.5, b: 9, c: '2', d: null } });
  const zooms = openWorkbookZooms(settings);
  expect(zooms.all()).toEqual({ a: 1.5 });
  await zooms.set('e', 2);
  expect(settings.get('workbookZooms')).toEqual({ a: 1.5, e: 2 });
});

test.each(['nonsense', [1], 7, null])('what is no list of factors is nothing: %j', async (stored) => {
  const settings = createFakeStore();
  await settings.assign({ workbookZooms: stored });
  expect(openWorkbookZooms(settings).all()).toEqual({});
});
