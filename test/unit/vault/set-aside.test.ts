/** What is kept of entries that could not be read, one version of each name. */
import { beforeEach, describe, expect, test } from 'vitest';
import { seal } from '../../../src/main/vault/seal.ts';
import { createSetAside, takeBackReadable } from '../../../src/main/vault/set-aside.ts';
import { createFakeKeychain, createFakeStore, createGate, withSlowDeletions } from '../../support/vault-fakes.ts';
import { settled } from '../../support/virtual-clock.ts';

describe('what is set aside', () => {
  let store = createFakeStore();
  let setAside = createSetAside(store);
  beforeEach(() => {
    store = createFakeStore();
    setAside = createSetAside(store);
  });

  test('leaves the versions of other names alone, when it is kept and when it is forgotten', async () => {
    await setAside.keep('grant/one', 'a', 1_000);
    await setAside.keep('grant/two', 'b', 1_001);
    await setAside.keep('grant/one', 'c', 1_002);
    expect([...store.values]).toEqual([
      ['grant/two@1001', 'b'],
      ['grant/one@1002', 'c'],
    ]);
    await setAside.forget('grant/one');
    expect([...store.values.keys()]).toEqual(['grant/two@1001']);
  });

  test('is the newest of its name by time, whatever else is there and in whatever order', () => {
    const versions = ['grant/one@900', 'grant/one@1000', 'grant/one@99', 'grant/two@2000'];
    for (const key of versions) store.values.set(key, `stored as ${key}`);
    expect(setAside.newest('grant/one')).toBe('stored as grant/one@1000');
    expect(setAside.newest('grant/two')).toBe('stored as grant/two@2000');
    expect(setAside.newest('grant/three')).toBeUndefined();
  });

  test('names each entry once, and nothing that is not an entry', () => {
    for (const key of [
      'grant/one@1',
      'grant/one@2',
      'embed-secret/p@3',
      'grant/@4',
      'other/one@5',
      'grant/one',
      'grant/x@6y',
      'grant/y@',
    ])
      store.values.set(key, 'x');
    expect(setAside.names()).toEqual(['grant/one', 'embed-secret/p']);
  });

  test('is there before the earlier version goes', async () => {
    await setAside.keep('grant/one', 'earlier', 1);
    store.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(setAside.keep('grant/one', 'later', 2)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect([...store.values]).toEqual([['grant/one@1', 'earlier']]);
  });

  test.each(['keep', 'forget'] as const)('is done with its deletions when it says so (%s)', async (call) => {
    const gate = createGate();
    withSlowDeletions(store, gate);
    store.values.set('grant/one@1', 'x');
    gate.hold();
    let isDone = false;
    const done = (call === 'keep' ? setAside.keep('grant/one', 'y', 2) : setAside.forget('grant/one')).then(() => {
      isDone = true;
    });
    await settled();
    expect(isDone).toBe(false);
    gate.open();
    await done;
    expect(store.values.has('grant/one@1')).toBe(false);
  });
});

test('one version that cannot go does not keep the others', async () => {
  const store = createFakeStore();
  for (const key of ['grant/one@1', 'grant/one@2']) store.values.set(key, 'x');
  const remove = store.delete;
  const full = new Error('full');
  store.delete = (key) => (key === 'grant/one@1' ? Promise.reject(full) : remove(key));
  await expect(createSetAside(store).forget('grant/one')).rejects.toBe(full);
  expect([...store.values.keys()]).toEqual(['grant/one@1']);
});

describe('taking back', () => {
  test('goes on behind an entry that cannot be read', async () => {
    const keychain = createFakeKeychain();
    const [entries, aside] = [createFakeStore(), createFakeStore()];
    aside.values.set('grant/one@1', 'AAAA');
    aside.values.set('grant/two@1', await seal(keychain, 'grant/two', 'secret of two'));
    await takeBackReadable(keychain, entries, createSetAside(aside));
    expect([...entries.values.keys()]).toEqual(['grant/two']);
    expect([...aside.values.keys()]).toEqual(['grant/one@1']);
  });

  test('does not believe an entry that was moved to another name', async () => {
    const keychain = createFakeKeychain();
    const [entries, aside] = [createFakeStore(), createFakeStore()];
    aside.values.set('embed-secret/p@1', await seal(keychain, 'grant/two', 'secret of two'));
    await takeBackReadable(keychain, entries, createSetAside(aside));
    expect(entries.values.size).toBe(0);
    expect(aside.values.size).toBe(1);
  });

  test('is done with its deletions when it says so', async () => {
    const keychain = createFakeKeychain();
    const gate = createGate();
    const aside = withSlowDeletions(createFakeStore(), gate);
    aside.values.set('grant/one@1', await seal(keychain, 'grant/one', 'secret'));
    gate.hold();
    let isDone = false;
    const done = takeBackReadable(keychain, createFakeStore(), createSetAside(aside)).then(() => {
      isDone = true;
    });
    await settled();
    expect(isDone).toBe(false);
    gate.open();
    await done;
    expect(aside.values.size).toBe(0);
  });
});
