/** The last pictures of workbooks: whose they are, how many there are, and when they go. */
import { expect, test } from 'vitest';
import { createLastPictures } from '../../../../src/main/app/pictures/last-pictures.ts';

const addressOf = (text: string) => `data:image/png;base64,${Buffer.from(text).toString('base64')}`;
const plain = () => createLastPictures(async (guestId) => Buffer.from(guestId));

test('a picture is kept for its tab, the newest one, and given as an address', async () => {
  const pictures = plain();
  expect(await pictures.of('tab')).toBeNull();
  await pictures.keep('tab', 'profile', 'one');
  await pictures.keep('tab', 'profile', 'two');
  expect(await pictures.of('tab')).toBe(addressOf('two'));
  pictures.drop('tab');
  expect(await pictures.of('tab')).toBeNull();
});

test('one that is being taken is waited for', async () => {
  let taken = (_image: Uint8Array) => {};
  const pictures = createLastPictures(
    () =>
      new Promise((resolve) => {
        taken = resolve;
      }),
  );
  const kept = pictures.keep('tab', 'profile', 'guest');
  const asked = pictures.of('tab');
  taken(Buffer.from('late'));
  expect(await asked).toBe(addressOf('late'));
  await kept;
});

test('what is taken of a person who is gone meanwhile is nobody’s', async () => {
  let taken = (_image: Uint8Array) => {};
  const pictures = createLastPictures(
    () =>
      new Promise((resolve) => {
        taken = resolve;
      }),
  );
  const kept = pictures.keep('tab', 'profile', 'guest');
  const asked = pictures.of('tab');
  pictures.forget('profile');
  taken(Buffer.from('secret'));
  await kept;
  expect(await asked).toBeNull();
  expect(await pictures.of('tab')).toBeNull();
});

test('with a person all of theirs go, and those of others stay', async () => {
  const pictures = plain();
  await pictures.keep('a', 'one', 'guest-a');
  await pictures.keep('b', 'two', 'guest-b');
  pictures.forget('one');
  expect(await pictures.of('a')).toBeNull();
  expect(await pictures.of('b')).toBe(addressOf('guest-b'));
});

test('those of tabs that are closed go', async () => {
  const pictures = plain();
  await pictures.keep('a', 'one', 'guest-a');
  await pictures.keep('b', 'one', 'guest-b');
  pictures.retain(new Set(['b']));
  expect([await pictures.of('a'), await pictures.of('b')]).toEqual([null, addressOf('guest-b')]);
});

test('a guest that has no picture leaves the one before, and none where there was none', async () => {
  const images: (Uint8Array | null)[] = [Buffer.from('before'), null];
  const pictures = createLastPictures(async () => images.shift() ?? null);
  await pictures.keep('tab', 'profile', 'guest');
  await pictures.keep('tab', 'profile', 'crashed');
  expect(await pictures.of('tab')).toBe(addressOf('before'));
  await pictures.keep('other', 'profile', 'crashed');
  expect(await pictures.of('other')).toBeNull();
  const failing = createLastPictures(() => Promise.reject(new Error('gone')));
  await failing.keep('tab', 'profile', 'guest');
  expect(await failing.of('tab')).toBeNull();
});

test('of more than there is room for, the oldest go', async () => {
  const pictures = createLastPictures(async () => new Uint8Array(7_000_000));
  for (const tabId of ['a', 'b', 'c']) await pictures.keep(tabId, 'profile', tabId);
  expect(await pictures.of('a')).toBeNull();
  expect(await pictures.of('b')).not.toBeNull();
  expect(await pictures.of('c')).not.toBeNull();
});

test('one that could not be written is none, and the log says so', async () => {
  const warned: unknown[] = [];
  const failing = () => Promise.reject(Object.assign(new Error(), { code: 'thread_ended' }));
  const pictures = createLastPictures(failing, { warn: (...line) => void warned.push(line) });
  await pictures.keep('tab', 'profile', 'guest');
  expect(await pictures.of('tab')).toBeNull();
  expect(warned).toEqual([['picture.not-written', { systemCode: 'thread_ended' }]]);
});
