/** The names of entries, and the vault of a computer without a keychain. */
import { expect, test } from 'vitest';
import { createMemoryVault, isEntryName, kindOfEntry } from '../../../src/main/vault/vault.ts';

test.each([
  ['grant/a', true],
  ['embed-secret/a/b', true],
  ['client-secret/a', true],
  ['grant/', false],
  ['grant', false],
  ['my-grant/a', false],
  ['secret/a', false],
  ['', false],
])('%s is the name of an entry: %s', (name, expected) => {
  expect(isEntryName(name)).toBe(expected);
});

test('an entry is of the kind that its name begins with', () => {
  expect(kindOfEntry('grant/embed-secret/x')).toBe('grant');
  expect(kindOfEntry('embed-secret/grant/x')).toBe('embedSecret');
  expect(kindOfEntry('client-secret/grant/x')).toBe('clientSecret');
});

test('a vault in memory holds what it was given, and says that nothing encrypts it', async () => {
  const vault = createMemoryVault();
  expect([vault.mode, vault.backend]).toEqual(['memory', 'none']);
  await vault.put('grant/one', 'first');
  await vault.put('grant/one', 'second');
  await vault.put('embed-secret/p', 'secret');
  expect(await vault.get('grant/one')).toBe('second');
  expect(vault.names()).toEqual(['grant/one', 'embed-secret/p']);
  await vault.remove('grant/one');
  expect(vault.has('grant/one')).toBe(false);
  expect(await vault.get('grant/one')).toBeNull();
  expect(vault.has('embed-secret/p')).toBe(true);
});
