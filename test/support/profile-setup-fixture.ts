/** The set-up of profiles over a vault in memory, with gates and faults. */
import { randomUUID } from 'node:crypto';
import { createConnections } from '../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../src/main/app/profiles/profile-setup.ts';
import { openProfiles } from '../../src/main/settings/profiles.ts';
import { createMemoryVault, type EntryName } from '../../src/main/vault/vault.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { Profile } from '../../src/shared/profile/profile.ts';
import type { ProfileQuestion } from '../../src/shared/text/change-text.ts';
import { grantAt } from './grants.ts';
import { grantFingerprint, grantServer, newDraft, silentLog } from './profiles.ts';
import { createFakeStore, createGate } from './vault-fakes.ts';

/** A set-up whose keeper only writes down what it is told, with one profile in it and a person signed in. */
export async function profileSetupFixture() {
  const vault = createMemoryVault();
  const happened: string[] = [];
  /** How many grants were being forgotten at a time, at most. */
  const forgetting = { atOnce: 0 };
  let underWay = 0;
  /** What a person was asked, and what they answer; once that is used up, yes. */
  const asked: ProfileQuestion[] = [];
  const answers: boolean[] = [];
  const faults = { forget: false, isLocked: false, putsUntilFull: Number.POSITIVE_INFINITY };
  const gates = {
    confirm: createGate(),
    cancel: createGate(),
    forget: createGate(),
    put: createGate(),
    settings: createGate(),
  };
  const watched = {
    ...vault,
    get: async (name: EntryName) => {
      if (faults.isLocked) throw new AppError('vault_locked', { reason: 'notRead' });
      return vault.get(name);
    },
    put: async (name: EntryName, secret: string) => {
      faults.putsUntilFull -= 1;
      if (faults.putsUntilFull === -1)
        throw new AppError('vault_write_failed', { reason: 'systemAnswered', systemCode: 'ENOSPC' });
      await gates.put.pass();
      happened.push(`put ${name.split('/')[0]}`);
      await vault.put(name, secret);
    },
  };
  const secrets = createSecrets({ vault: watched, log: silentLog });
  const settings = createFakeStore();
  const { assign } = settings;
  settings.assign = async (values) => {
    await gates.settings.pass();
    await assign(values);
    happened.push('stored profiles');
  };
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections: createConnections({ profiles, secrets }),
    keeper: {
      forget: async (id) => {
        underWay += 1;
        forgetting.atOnce = Math.max(forgetting.atOnce, underWay);
        await gates.forget.pass();
        underWay -= 1;
        happened.push('forgot');
        if (faults.forget) throw new AppError('vault_write_failed', { reason: 'systemAnswered', systemCode: 'ENOSPC' });
        await vault.remove(`grant/${id}`);
      },
    },
    allowLoopbackHttp: false,
    system: {
      confirmChange: async (question) => {
        await gates.confirm.pass();
        asked.push(question);
        return answers.shift() ?? true;
      },
    },
    cancelSignIns: async (ids) => {
      await gates.cancel.pass();
      happened.push(`cancelled ${ids.join()}`);
    },
    onProfileChanging: () => void happened.push('closed'),
    onProfileKept: () => void happened.push('kept'),
  });
  const profile = await setup.save(newDraft);
  const connectionId = profile.connections[0]?.id ?? '';
  await secrets.saveGrant(grantAt(1, { connectionId, server: grantServer, fingerprint: grantFingerprint }));
  happened.length = 0;
  const stored = async () => ({
    embed: JSON.parse((await vault.get(`embed-secret/${profile.id}`)) ?? 'null')?.secret ?? null,
    client: JSON.parse((await vault.get(`client-secret/${connectionId}`)) ?? 'null')?.secret ?? null,
    signedIn: vault.has(`grant/${connectionId}`),
    host: hostOf(profiles.find(profile.id)),
  });
  return {
    setup,
    profiles,
    secrets,
    profile,
    connectionId,
    asked,
    answers,
    happened,
    forgetting,
    faults,
    gates,
    stored,
    vault,
    settings,
  };
}

export const hostOf = (profile: Profile | null) => {
  const server = profile?.connections[0]?.server;
  return server?.provider === 'databricks' ? server.host : undefined;
};

/** What is stored for the profile before anything is changed. */
export const asBefore = {
  embed: 'embed-secret-one',
  client: 'client-secret-one',
  signedIn: true,
  host: 'https://old.example',
};
