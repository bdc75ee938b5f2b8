/** What interrupted removals left in the vault goes, and nothing that a profile may still want. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { orphanedEntries, removeOrphanedSecrets } from '../../../../src/main/app/profiles/orphaned-secrets.ts';
import type { LogFields } from '../../../../src/main/log/log.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault, type Vault } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { newDraft, silentLog, withConnection } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

let profile: Profile;
let publicClient: Profile;
beforeEach(async () => {
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  profile = profiles.prepare(newDraft);
  publicClient = profiles.prepare(withConnection(newDraft, { clientAuthentication: 'none' }));
});

const connectionOf = ({ connections }: Profile) => connections[0]?.id ?? '';

/** Every entry of a profile with one connection. */
const entriesOf = (owner: Profile) =>
  [`embed-secret/${owner.id}`, `grant/${connectionOf(owner)}`, `client-secret/${connectionOf(owner)}`] as const;

const orphan = 'embed-secret/of-a-profile-that-was-removed';

/** A vault with all that the profile needs, and an orphan; and a log that is kept. */
async function setUp(changes: Partial<Vault> = {}, all: readonly Profile[] = [profile], areWhole = true) {
  const vault: Vault = { ...createMemoryVault(), mode: 'encrypted', ...changes };
  for (const name of [...entriesOf(profile), orphan] as const) await vault.put(name, 'x');
  const logged: [string, LogFields | undefined][] = [];
  const write = (event: string, fields?: LogFields) => void logged.push([event, fields]);
  await removeOrphanedSecrets({
    vault,
    profiles: { all: () => all, areWhole: () => areWhole },
    log: { ...silentLog, info: write, warn: write },
  });
  return { names: vault.names(), logged };
}

test('an orphan goes, and what a profile uses stays', async () => {
  const { names, logged } = await setUp();
  expect(names).toEqual([...entriesOf(profile)]);
  expect(logged).toEqual([['vault.pruned', { count: 1 }]]);
});

describe('everything stays', () => {
  const everything = () => [...entriesOf(profile), orphan];

  test('when the profiles are all gone: their settings were more probably lost', async () => {
    expect(await setUp({}, [])).toEqual({ names: everything(), logged: [] });
  });

  test('while a profile could not be understood and may want it', async () => {
    expect(await setUp({}, [profile], false)).toEqual({ names: everything(), logged: [] });
  });

  test('in a vault that is in memory', async () => {
    expect(await setUp({ mode: 'memory' })).toEqual({ names: everything(), logged: [] });
  });

  test('that the vault does not let go, and the log says so', async () => {
    const fault = new AppError('vault_write_failed', { reason: 'systemAnswered', systemCode: 'EROFS' });
    expect(await setUp({ remove: () => Promise.reject(fault) })).toEqual({
      names: everything(),
      logged: [['vault.not-pruned', { code: 'vault_write_failed' }]],
    });
  });
});

test('a vault without orphans is not written to, and nothing is logged', async () => {
  const vault: Vault = {
    ...createMemoryVault(),
    mode: 'encrypted',
    remove: () => Promise.reject(new Error('nothing may be removed')),
  };
  for (const name of entriesOf(profile)) await vault.put(name, 'x');
  const logged: string[] = [];
  const write = (event: string) => void logged.push(event);
  await removeOrphanedSecrets({
    vault,
    profiles: { all: () => [profile], areWhole: () => true },
    log: { ...silentLog, info: write, warn: write },
  });
  expect(logged).toEqual([]);
});

test('the secret of an application that has none any more is an orphan, its grant is not', () => {
  const names = [...entriesOf(profile), ...entriesOf(publicClient)];
  expect(orphanedEntries(names, [profile, publicClient])).toEqual([`client-secret/${connectionOf(publicClient)}`]);
});
