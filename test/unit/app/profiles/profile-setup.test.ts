import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault, type EntryName } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { Profile, ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { grantAt } from '../../../support/grants.ts';
import {
  draftFor,
  grantFingerprint,
  grantServer,
  newDraft,
  otherServer,
  silentLog,
  withConnection,
} from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

/** A set-up whose keeper only writes down what it is told, with one profile in it and somebody signed in. */
async function setUp() {
  const vault = createMemoryVault();
  const happened: string[] = [];
  const faults = { forget: false, putsUntilFull: Number.POSITIVE_INFINITY };
  const watched = {
    ...vault,
    put: async (name: EntryName, secret: string) => {
      faults.putsUntilFull -= 1;
      if (faults.putsUntilFull === -1) throw new AppError('vault_write_failed', 'The disk is full.');
      happened.push(`put ${name.split('/')[0]}`);
      await vault.put(name, secret);
    },
  };
  const secrets = createSecrets({ vault: watched, log: silentLog });
  const settings = createFakeStore();
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections: createConnections({ profiles, secrets }),
    keeper: {
      forget: async (id) => {
        happened.push('forgot');
        if (faults.forget) throw new AppError('vault_write_failed', 'The disk is full.');
        await vault.remove(`grant/${id}`);
      },
    },
    allowLoopbackHttp: false,
    cancelSignIns: async () => void happened.push('cancelled'),
    onProfileChanging: () => void happened.push('closed'),
    onProfileKept: () => {},
  });
  const profile = await setup.save(newDraft);
  const connectionId = profile.connections[0]?.id ?? '';
  await secrets.saveGrant(grantAt(1, { connectionId, server: grantServer, fingerprint: grantFingerprint }));
  happened.length = 0;
  const stored = async () => ({
    embed: await vault.get(`embed-secret/${profile.id}`),
    client: JSON.parse((await vault.get(`client-secret/${connectionId}`)) ?? 'null')?.secret ?? null,
    signedIn: vault.has(`grant/${connectionId}`),
    host: hostOf(profiles.find(profile.id)),
  });
  return { setup, profiles, profile, connectionId, happened, faults, stored, vault, settings };
}

const hostOf = (profile: Profile | null) => {
  const server = profile?.connections[0]?.server;
  return server?.provider === 'databricks' ? server.host : undefined;
};

let house: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => {
  house = await setUp();
});

const asBefore = {
  embed: 'embed-secret-one',
  client: 'client-secret-one',
  signedIn: true,
  host: 'https://old.example',
};

describe('changing the server of a connection', () => {
  test('lets go of the old grant before the new secret is there to be sent with it', async () => {
    const draft = withConnection(draftFor(house.profile), { server: otherServer, clientSecret: 'client-secret-two' });
    await house.setup.save(draft);
    expect(house.happened).toEqual(['cancelled', 'closed', 'forgot', 'put client-secret', 'closed']);
    expect(await house.stored()).toMatchObject({
      client: 'client-secret-two',
      signedIn: false,
      host: 'https://new.example',
    });
  });

  test.each([
    ['host', { server: otherServer }],
    ['level', { server: { ...otherServer, host: 'https://a.cloud.databricks.com', level: 'account', accountId: 'x' } }],
    ['client ID', { clientId: 'another' }],
  ] as const)('with another %s does not take the stored secret there', async (_what, changes) => {
    await expect(house.setup.save(withConnection(draftFor(house.profile), changes))).rejects.toMatchObject({
      code: 'secret_missing',
      message: expect.stringContaining('Lake changed its server or client ID'),
    });
    expect(house.happened).toEqual([]);
    expect(await house.stored()).toEqual(asBefore);
  });

  test('keeps secret and grant when neither is concerned', async () => {
    await house.setup.save({ ...withConnection(draftFor(house.profile), { label: 'Sea' }), name: 'Other' });
    expect(house.happened).not.toContain('forgot');
    expect(await house.stored()).toEqual(asBefore);
  });

  test('takes the secret of a client away that no longer has one', async () => {
    await house.setup.save(withConnection(draftFor(house.profile), { clientAuthentication: 'none' }));
    expect(await house.stored()).toMatchObject({ client: null, signedIn: true });
  });
});

test('another Sigma does not get what was signed for the first', async () => {
  const workbooks = house.profile.workbooks.map((workbook) => ({
    ...workbook,
    url: 'https://evil.example/org/Trips-1',
  }));
  await expect(house.setup.save({ ...draftFor(house.profile), workbooks })).rejects.toMatchObject({
    code: 'secret_missing',
    message: expect.stringContaining('Enter the embed secret again'),
  });
  await house.setup.save({ ...draftFor(house.profile), workbooks, embedSecret: 'embed-secret-two' });
  expect(await house.stored()).toMatchObject({ embed: 'embed-secret-two' });
});

describe('a draft with ids', () => {
  const connectionsOf = (draft: ProfileDraft, id: string) => withConnection(draft, { id }).connections;

  test('of another profile is refused, whether it is new or not', async () => {
    const other = await house.setup.save({ ...newDraft, name: 'Other' });
    const [otherConnection] = other.connections;
    const [otherWorkbook] = other.workbooks;
    const stolen = connectionsOf(newDraft, otherConnection?.id ?? '');
    for (const draft of [
      { ...newDraft, connections: stolen },
      { ...draftFor(house.profile), connections: stolen },
      { ...draftFor(house.profile), workbooks: [{ ...newDraft.workbooks[0], id: otherWorkbook?.id }] },
    ]) {
      await expect(house.setup.save(draft as ProfileDraft)).rejects.toMatchObject({ code: 'profile_missing' });
    }
  });

  test('that come twice is refused', async () => {
    const [connection] = draftFor(house.profile).connections;
    if (!connection) throw new Error('no connection');
    const connections = [connection, { ...connection, sigmaConnectionId: 'second' }];
    await expect(house.setup.save({ ...draftFor(house.profile), connections })).rejects.toMatchObject({
      code: 'profile_missing',
    });
  });
});

describe('a change that fails on its way', () => {
  const change = () =>
    withConnection(
      { ...draftFor(house.profile), embedSecret: 'embed-secret-two' },
      { server: otherServer, clientSecret: 'client-secret-two' },
    );

  test('because the old grant stays stores nothing', async () => {
    house.faults.forget = true;
    await expect(house.setup.save(change())).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(await house.stored()).toEqual(asBefore);
  });

  test('because the settings did not take it puts the secrets back', async () => {
    house.settings.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(house.setup.save(change())).rejects.toMatchObject({ code: 'settings_write_failed' });
    expect(await house.stored()).toEqual({ ...asBefore, signedIn: false });
  });

  test('does not take away what another one brought that came after it', async () => {
    house.settings.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const failing = house.setup
      .save({ ...draftFor(house.profile), name: 'One', embedSecret: 'embed-secret-one' })
      .finally(() => {
        house.settings.failWith = null;
      });
    const following = house.setup.save({ ...draftFor(house.profile), name: 'Two', embedSecret: 'embed-secret-two' });
    await expect(failing).rejects.toMatchObject({ code: 'settings_write_failed' });
    await following;
    expect(house.profiles.all().map(({ name }) => name)).toEqual(['Two']);
    expect(await house.stored()).toMatchObject({ embed: 'embed-secret-two' });
  });

  test('because a secret was not taken puts the others back', async () => {
    house.faults.putsUntilFull = 1;
    await expect(house.setup.save(change())).rejects.toMatchObject({ code: 'vault_write_failed' });
    expect(await house.stored()).toEqual({ ...asBefore, signedIn: false });
  });
});

test('removing a profile ends its sign-in, and leaves nothing in the vault', async () => {
  await house.setup.remove(house.profile.id);
  expect(house.happened).toEqual(['cancelled', 'closed', 'forgot', 'closed']);
  expect(house.vault.names()).toEqual([]);
});

test('a profile takes each connection of Sigma once', () => {
  const draft = { ...newDraft, connections: [...newDraft.connections, ...newDraft.connections] };
  const fault = { path: ['connections', 1, 'sigmaConnectionId'] };
  expect(ProfileDraft.safeParse(draft).error?.issues).toMatchObject([fault]);
  const connections = draft.connections.map((connection) => ({ ...connection, id: randomUUID() }));
  expect(Profile.safeParse({ ...house.profile, connections }).error?.issues).toMatchObject([fault]);
});

test('a draft is made in its turn, of what the one before it left', async () => {
  const seen: number[] = [];
  const make = (existing: readonly Profile[]) => {
    seen.push(existing.length);
    return { draft: newDraft };
  };
  const made = [house.setup.saveMade(make), house.setup.saveMade(make)];
  await house.setup.settled();
  expect(seen).toEqual([1, 2]);
  const [first, second] = await Promise.all(made);
  expect(first?.profile.id).not.toBe(second?.profile.id);
  expect(house.profiles.selected()?.id).toBe(second?.profile.id);
});
