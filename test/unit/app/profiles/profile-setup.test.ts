/** Setting profiles up, changing them and removing them. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { Profile, ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { asBefore, profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { draftFor, newDraft, otherServer, withConnection } from '../../../support/profiles.ts';

let house: Awaited<ReturnType<typeof profileSetupFixture>>;
beforeEach(async () => {
  house = await profileSetupFixture();
});

describe('changing the server of a connection', () => {
  test('lets go of the old grant before the new secret is there to be sent with it', async () => {
    const draft = withConnection(draftFor(house.profile), { server: otherServer, clientSecret: 'client-secret-two' });
    await house.setup.save(draft);
    expect(house.happened).toEqual([
      `cancelled ${house.connectionId}`,
      'closed',
      'forgot',
      'put client-secret',
      'stored profiles',
      'closed',
      'kept',
    ]);
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
  expect(house.happened).toEqual([`cancelled ${house.connectionId}`, 'closed', 'forgot', 'stored profiles', 'closed']);
  expect(house.vault.names()).toEqual([]);
  await expect(house.setup.remove(house.profile.id)).rejects.toMatchObject({
    code: 'profile_missing',
    message: 'The profile was removed already.',
  });
});

describe('a grant that is stored for a profile', () => {
  const change = () => house.setup.save({ ...draftFor(house.profile), name: 'Other', sessionSeconds: 900 });

  test('by another version does not keep it from being changed, and goes', async () => {
    await house.vault.put(`grant/${house.connectionId}`, '{"formatVersion":1}');
    await change();
    expect(house.happened).toContain('forgot');
    expect(await house.stored()).toMatchObject({ signedIn: false });
  });

  test('and cannot be read now keeps it from being changed', async () => {
    house.faults.isLocked = true;
    await expect(change()).rejects.toMatchObject({ code: 'vault_locked' });
    expect(house.happened).not.toContain('forgot');
    expect(house.profiles.find(house.profile.id)?.name).toBe('Databricks');
  });
});

describe('saving a profile', () => {
  test('as it is, or with another name, closes nothing and touches no sign-in', async () => {
    const draft = draftFor(house.profile);
    await house.setup.save(draft);
    await house.setup.save({ ...draft, name: 'Other' });
    expect(house.happened).toEqual(['stored profiles', 'stored profiles']);
    expect(house.profiles.find(house.profile.id)?.name).toBe('Other');
    expect(await house.stored()).toEqual(asBefore);
  });

  test('written in another way, or in another order, closes nothing, and what secrets are bound to stays', async () => {
    const draft = draftFor(house.profile);
    const [connection] = draft.connections;
    const [workbook] = draft.workbooks;
    if (!connection || !workbook) throw new Error('nothing to write otherwise');
    await house.setup.save({
      ...withConnection(draft, {
        server: { ...otherServer, host: 'https://OLD.example/', accountId: '11aa-22' },
        scopes: connection.scopes.toReversed(),
      }),
      name: 'Other',
      workbooks: [{ ...workbook, url: `${workbook.url.replace('app.sigma', 'APP.sigma')}/` }],
    });
    expect(house.happened).toEqual(['stored profiles']);
    expect(house.profiles.find(house.profile.id)).toEqual({ ...house.profile, name: 'Other' });
    expect(await house.stored()).toEqual(asBefore);
  });

  test('with another secret does close what it is open in', async () => {
    await house.setup.save({ ...draftFor(house.profile), embedSecret: 'another-embed-secret' });
    expect(house.happened).toContain('closed');
  });
});

describe('a connection that leaves its profile', () => {
  test('takes its grant and its secret along, and those of the others stay', async () => {
    const draft = draftFor(house.profile);
    const [first] = draft.connections;
    if (!first) throw new Error('no connection');
    const second = { ...first, id: null, sigmaConnectionId: 'second', clientSecret: 'client-secret-b' };
    const grown = await house.setup.save({ ...draft, connections: [first, second] });
    const added = grown.connections[1]?.id;
    expect(house.vault.has(`client-secret/${added}`)).toBe(true);
    expect(house.happened).not.toContain('forgot');
    const shrunk = draftFor(grown);
    await house.setup.save({ ...shrunk, connections: shrunk.connections.slice(0, 1) });
    expect(house.happened.filter((what) => what === 'forgot')).toHaveLength(1);
    expect(house.vault.has(`client-secret/${added}`)).toBe(false);
    expect(await house.stored()).toEqual(asBefore);
  });
});

test.each([
  ['workbook', { workbooks: [{ id: null, title: 'Trips', url: 'http://localhost:1/w' }] }],
  [
    'server',
    withConnection(newDraft, {
      server: { provider: 'databricks', host: 'http://localhost:1', level: 'workspace', accountId: null },
    }),
  ],
] as const)('an address of a %s without encryption is refused', async (_what, changes) => {
  await expect(house.setup.save({ ...newDraft, ...changes } as ProfileDraft)).rejects.toMatchObject({
    code: 'insecure_server',
  });
  expect(house.profiles.all()).toHaveLength(1);
});

test('a new profile needs its embed secret', async () => {
  await expect(house.setup.save({ ...newDraft, embedSecret: null })).rejects.toMatchObject({
    code: 'secret_missing',
    message: 'Enter the embed secret.',
  });
  await house.vault.remove(`embed-secret/${house.profile.id}`);
  await expect(house.setup.save(draftFor(house.profile))).rejects.toMatchObject({ message: 'Enter the embed secret.' });
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
  const made = [house.setup.saveMade(make, 'always'), house.setup.saveMade(make, 'always')];
  await house.setup.close();
  expect(seen).toEqual([1, 2]);
  const [first, second] = await Promise.all(made);
  expect(first?.profile.id).not.toBe(second?.profile.id);
  expect(house.profiles.selected()?.id).toBe(second?.profile.id);
});
