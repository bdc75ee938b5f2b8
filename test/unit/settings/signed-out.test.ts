import { expect, test } from 'vitest';
import { openSignedOut } from '../../../src/main/settings/signed-out.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

test('a sign-out is known after a restart, until somebody has signed in', async () => {
  const settings = createFakeStore();
  await openSignedOut(settings).change({ add: ['a', 'b'] }, ['a', 'b', 'c']);
  const later = openSignedOut(settings);
  expect(['a', 'b', 'c'].filter(later.has)).toEqual(['a', 'b']);
  await later.change({ remove: 'a' }, ['a', 'b', 'c']);
  expect(openSignedOut(settings).has('a')).toBe(false);
  expect(openSignedOut(settings).has('b')).toBe(true);
});

test('what is gone, or not understood, is forgotten', async () => {
  const settings = createFakeStore();
  const signedOut = openSignedOut(settings);
  await signedOut.change({ add: ['a', 'gone'] }, ['a']);
  expect(signedOut.has('gone')).toBe(false);
  await settings.assign({ signedOut: 'nonsense' });
  expect(openSignedOut(settings).has('a')).toBe(false);
});

test('one that is not understood costs itself and no other', async () => {
  const settings = createFakeStore();
  await settings.assign({ signedOut: [null, 'a', { id: 'b' }] });
  expect(openSignedOut(settings).has('a')).toBe(true);
});

test('a sign-out that cannot be stored is known all the same', async () => {
  const settings = { ...createFakeStore(), assign: () => Promise.reject(new Error('disk full')) };
  const signedOut = openSignedOut(settings);
  await expect(signedOut.change({ add: ['a'] }, ['a'])).rejects.toThrow('disk full');
  expect(signedOut.has('a')).toBe(true);
});
