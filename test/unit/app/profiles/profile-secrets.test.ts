/** The secrets of profiles in the vault: changed together, or not at all. */
import { beforeEach, describe, expect, test } from 'vitest';
import { boundSecret, createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import type { LogFields } from '../../../../src/main/log/log.ts';
import { createMemoryVault, type EntryName } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';
import { silentLog } from '../../../support/profiles.ts';

function setUp() {
  const memory = createMemoryVault();
  /** What each call for a name fails with. */
  const faults = { get: new Map<EntryName, Error>(), put: new Map<EntryName, Error>() };
  const warned: [string, LogFields | undefined][] = [];
  const vault: typeof memory = {
    ...memory,
    async get(name) {
      const fault = faults.get.get(name);
      if (fault) throw fault;
      return memory.get(name);
    },
    async put(name, secret) {
      const fault = faults.put.get(name);
      if (fault) throw fault;
      await memory.put(name, secret);
    },
  };
  const log = { ...silentLog, warn: (event: string, fields?: LogFields) => void warned.push([event, fields]) };
  return { memory, faults, warned, secrets: createSecrets({ vault, log }) };
}

const locked = new AppError('vault_locked', { reason: 'notRead' });
const full = new AppError('vault_write_failed', { reason: 'systemAnswered', systemCode: 'ENOSPC' });
const done = async () => {};

let house = setUp();
beforeEach(() => {
  house = setUp();
});

describe('a change', () => {
  test('stores, replaces and removes, and then does what belongs to it', async () => {
    const { memory, secrets } = house;
    await memory.put('embed-secret/b', 'earlier');
    await memory.put('embed-secret/c', 'useless');
    let seen: unknown[] = [];
    await secrets.change(
      [
        ['embed-secret/a', 'new'],
        ['embed-secret/b', 'later'],
        ['embed-secret/c', null],
      ],
      async () => {
        seen = [await memory.get('embed-secret/a'), await memory.get('embed-secret/b'), memory.has('embed-secret/c')];
      },
    );
    expect(seen).toEqual(['new', 'later', false]);
  });

  test('that fails puts back what was there, and takes away what was not', async () => {
    const { memory, secrets, warned } = house;
    await memory.put('embed-secret/b', 'earlier');
    await memory.put('embed-secret/c', 'still wanted');
    const failing = secrets.change(
      [
        ['embed-secret/a', 'new'],
        ['embed-secret/b', 'later'],
        ['embed-secret/c', null],
      ],
      () => Promise.reject(full),
    );
    await expect(failing).rejects.toBe(full);
    expect(memory.names().sort()).toEqual(['embed-secret/b', 'embed-secret/c']);
    expect(await memory.get('embed-secret/b')).toBe('earlier');
    expect(await memory.get('embed-secret/c')).toBe('still wanted');
    expect(warned).toEqual([]);
  });

  test('that cannot be put back says so, in the log too, and goes on with the others', async () => {
    const { memory, secrets, faults, warned } = house;
    await memory.put('embed-secret/a', 'of a');
    await memory.put('embed-secret/b', 'of b');
    const reason = new AppError('settings_write_failed', { reason: 'systemAnswered', systemCode: 'EROFS' });
    const failing = secrets.change(
      [
        ['embed-secret/a', 'new'],
        ['embed-secret/b', 'new'],
      ],
      async () => {
        faults.put.set('embed-secret/a', full);
        throw reason;
      },
    );
    await expect(failing).rejects.toMatchObject({
      code: 'secrets_half_changed',
      values: { cause: 'settings_write_failed' },
      cause: reason,
    });
    expect(await memory.get('embed-secret/b')).toBe('of b');
    expect(warned).toEqual([['vault.secret-not-put-back', { entry: 'embed-secret/a', code: 'vault_write_failed' }]]);
  });

  test('that stores something is not begun while the keychain is locked', async () => {
    const { memory, secrets, faults } = house;
    await memory.put('embed-secret/b', 'earlier');
    faults.get.set('embed-secret/b', locked);
    let isCommitted = false;
    const changing = secrets.change(
      [
        ['embed-secret/a', 'new'],
        ['embed-secret/b', null],
      ],
      async () => {
        isCommitted = true;
      },
    );
    await expect(changing).rejects.toBe(locked);
    expect([memory.names(), isCommitted]).toEqual([['embed-secret/b'], false]);
  });

  test('that only takes away is made while the keychain is locked', async () => {
    const { memory, secrets, faults } = house;
    await memory.put('embed-secret/b', 'earlier');
    faults.get.set('embed-secret/b', locked);
    await secrets.change([['embed-secret/b', null]], done);
    expect(memory.names()).toEqual([]);
  });

  test('goes on over an entry that is unreadable for another reason, and says when that cannot be put back', async () => {
    const { memory, secrets, faults } = house;
    await memory.put('embed-secret/b', 'earlier');
    faults.get.set('embed-secret/b', full);
    const changing = secrets.change([['embed-secret/b', 'new']], () => Promise.reject(full));
    await expect(changing).rejects.toMatchObject({ code: 'secrets_half_changed', cause: full });
    expect(await memory.get('embed-secret/b')).toBe('new');
  });

  test('says too that a secret is gone for good which a locked keychain did not let it read', async () => {
    const { memory, secrets, faults } = house;
    await memory.put('embed-secret/b', 'earlier');
    faults.get.set('embed-secret/b', locked);
    const removing = secrets.change([['embed-secret/b', null]], () => Promise.reject(full));
    await expect(removing).rejects.toMatchObject({ code: 'secrets_half_changed', cause: full });
  });

  test('says nothing of the kind when it failed before it came to what cannot be read', async () => {
    const { memory, secrets, faults } = house;
    await memory.put('embed-secret/b', 'earlier');
    faults.get.set('embed-secret/b', full);
    faults.put.set('embed-secret/a', full);
    const changing = secrets.change(
      [
        ['embed-secret/a', 'new'],
        ['embed-secret/b', 'new'],
      ],
      done,
    );
    await expect(changing).rejects.toBe(full);
    expect(await memory.get('embed-secret/b')).toBe('earlier');
  });
});

describe('a secret that is asked for', () => {
  test('and is not there is missing, by its kind', async () => {
    const { secrets } = house;
    await expect(secrets.embedSecret('p', 'https://sigma.example')).rejects.toMatchObject({
      code: 'secret_missing',
      values: { reason: 'embedSecretNotStored' },
    });
    await expect(secrets.clientSecret('c', 'there')).rejects.toMatchObject({
      code: 'secret_missing',
      values: { reason: 'clientSecretNotStored' },
    });
    expect([secrets.hasEmbedSecret('p'), secrets.hasClientSecret('c')]).toEqual([false, false]);
  });

  test('is given to the destination that it was stored for, and to no other', async () => {
    const { memory, secrets } = house;
    await memory.put('client-secret/c', boundSecret('there', 'secret'));
    expect(secrets.hasClientSecret('c')).toBe(true);
    expect(await secrets.clientSecret('c', 'there')).toBe('secret');
    await expect(secrets.clientSecret('c', 'elsewhere')).rejects.toMatchObject({
      values: { reason: 'forAnotherApplication' },
    });
  });

  test.each(['plain', '{"secret":"x"}', 'null'])('and is stored as %s goes nowhere', async (stored) => {
    await house.memory.put('client-secret/c', stored);
    await expect(house.secrets.clientSecret('c', '')).rejects.toMatchObject({
      values: { reason: 'forAnotherApplication' },
    });
  });

  test('of a profile signs for the Sigma that it was entered for, and for no other', async () => {
    await house.memory.put('embed-secret/p', boundSecret('https://sigma.example', 'the secret'));
    expect(await house.secrets.embedSecret('p', 'https://sigma.example')).toBe('the secret');
    expect(house.secrets.hasEmbedSecret('p')).toBe(true);
    await expect(house.secrets.embedSecret('p', 'https://evil.example')).rejects.toMatchObject({
      code: 'secret_missing',
      values: { reason: 'sigmaChanged' },
    });
  });

  test('of a profile that an earlier version stored is bound to the Sigma that it signs for first', async () => {
    await house.memory.put('embed-secret/p', 'the secret');
    expect(await house.secrets.embedSecret('p', 'https://sigma.example')).toBe('the secret');
    expect(await house.secrets.embedSecret('p', 'https://sigma.example')).toBe('the secret');
    await expect(house.secrets.embedSecret('p', 'https://evil.example')).rejects.toMatchObject({
      values: { reason: 'sigmaChanged' },
    });
  });

  test('of a profile signs all the same while it cannot be bound, and that is logged', async () => {
    await house.memory.put('embed-secret/p', 'the secret');
    house.faults.put.set('embed-secret/p', full);
    expect(await house.secrets.embedSecret('p', 'https://sigma.example')).toBe('the secret');
    expect(house.warned).toEqual([['vault.secret-not-bound', { entry: 'embed-secret/p', code: 'vault_write_failed' }]]);
  });
});

describe('a grant', () => {
  test('comes back as it was saved, and is gone when it is removed', async () => {
    const { secrets } = house;
    const grant = grantAt(1, { connectionId: 'c' });
    expect(await secrets.loadGrant('c')).toBeNull();
    await secrets.saveGrant(grant);
    expect(await secrets.loadGrant('c')).toEqual(grant);
    await secrets.removeGrant('c');
    expect(await secrets.loadGrant('c')).toBeNull();
  });

  test('of another version is damaged', async () => {
    await house.memory.put('grant/c', '{"formatVersion":1}');
    await expect(house.secrets.loadGrant('c')).rejects.toMatchObject({
      code: 'vault_entry_damaged',
      message: 'The stored sign-in is from another version.',
    });
  });
});
