import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { openProfiles } from '../../../src/main/settings/profiles.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { usualOptions } from '../../../src/shared/profile/workbook-options.ts';
import { viewingUser } from '../../support/profiles.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const draft: ProfileDraft = {
  id: null,
  name: 'Databricks',
  embedClientId: 'client',
  embedSecret: 'the-embed-secret',
  user: viewingUser,
  tenant: null,
  evalConnectionId: null,
  sessionSeconds: 3_600,
  workbooks: [
    { id: null, title: 'Trips', url: 'https://app.sigmacomputing.com/org/workbook/Trips-1', options: usualOptions },
  ],
  connections: [
    {
      id: null,
      label: 'Databricks',
      isForOrganisation: false,
      sigmaConnectionId: 'connection',
      server: {
        provider: 'databricks',
        host: 'https://dbc-1.cloud.databricks.com',
        level: 'workspace',
        accountId: null,
      },
      flow: 'authorization_code',
      exchange: null,
      signingKey: null,
      clientId: 'app',
      clientAuthentication: 'client_secret_post',
      clientSecret: 'dose-client-secret',
      scopes: ['all-apis'],
      redirectUris: ['http://localhost:3000/auth/databricks/callback'],
    },
  ],
};

describe('profiles', () => {
  let settings = createFakeStore();
  let damaged = 0;
  let takenBack = 0;
  let notSaved: unknown[] = [];
  const open = () =>
    openProfiles({
      settings,
      hasDamagedFile: false,
      randomUuid: randomUUID,
      onDamaged(count) {
        damaged += count;
      },
      onTakenBack(count) {
        takenBack += count;
      },
      onNotSaved: (error) => void notSaved.push(error),
    });
  beforeEach(() => {
    settings = createFakeStore();
    damaged = 0;
    takenBack = 0;
    notSaved = [];
  });

  test('survive a restart with their ids', async () => {
    const profiles = await open();
    const profile = profiles.prepare(draft);
    await profiles.keep(profile);
    expect((await open()).all()).toEqual([profile]);
    expect((await open()).selected()).toEqual(profile);
  });

  test('keep no secret in the settings', async () => {
    const profiles = await open();
    await profiles.keep(profiles.prepare(draft));
    const text = JSON.stringify([...settings.values]);
    expect(text).not.toContain('the-embed-secret');
    expect(text).not.toContain('dose-client-secret');
  });

  test('change in their place', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await profiles.keep(first);
    await profiles.keep(second);
    await profiles.keep({ ...first, name: 'Changed' });
    expect(profiles.all().map(({ name }) => name)).toEqual(['Changed', 'Second']);
  });

  test('refuse a draft for a profile that is gone', async () => {
    const profiles = await open();
    const prepare = () => profiles.prepare({ ...draft, id: randomUUID() });
    expect(prepare).toThrowError(expect.objectContaining({ code: 'profile_missing' }));
  });

  test('select another when the selected one goes', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await profiles.keep(first);
    await profiles.keep(second);
    await profiles.select(second.id);
    expect(profiles.selected()?.name).toBe('Second');
    await profiles.remove(second.id);
    expect(profiles.selected()?.id).toBe(first.id);
  });

  test('are read once, and selecting is remembered over a restart', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await profiles.keep(first);
    await profiles.keep(second);
    await profiles.select(second.id);
    expect((await open()).selected()?.id).toBe(second.id);
    settings.values.clear();
    expect(profiles.selected()?.id).toBe(second.id);
    expect(profiles.all()).toHaveLength(2);
  });

  test('stay as they are when a change could not be stored, and go on', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await profiles.keep(first);
    await profiles.keep(second);
    settings.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const failure = {
      code: 'settings_write_failed',
      message: 'The operating system answered ENOSPC.',
      cause: settings.failWith,
    };
    await expect(profiles.select(first.id)).rejects.toMatchObject(failure);
    await expect(profiles.keep({ ...first, name: 'Changed' })).rejects.toMatchObject(failure);
    await expect(profiles.remove(second.id)).rejects.toMatchObject(failure);
    expect(profiles.selected()).toEqual(second);
    expect(profiles.all()).toEqual([first, second]);
    settings.failWith = null;
    await profiles.remove(first.id);
    expect(profiles.all()).toEqual([second]);
  });

  test('keep aside what they cannot understand, and go on with the rest', async () => {
    const profiles = await open();
    const good = profiles.prepare(draft);
    await profiles.keep(good);
    await settings.set('profiles', [good, { id: 'broken' }]);
    expect((await open()).all()).toEqual([good]);
    expect(damaged).toBe(1);
    expect(settings.get('damagedProfiles')).toEqual([{ id: 'broken' }]);
    expect((await open()).areWhole()).toBe(false);
    expect(damaged).toBe(1);
  });

  test('lose none of what they cannot understand on a full disk', async () => {
    const profiles = await open();
    const good = profiles.prepare(draft);
    await profiles.keep(good);
    await settings.set('profiles', [good, { id: 'broken' }]);
    settings.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const later = await open();
    expect(later.all()).toEqual([good]);
    expect(settings.get('profiles')).toEqual([good, { id: 'broken' }]);
    settings.failWith = null;
    await later.keep({ ...good, name: 'Changed' });
    expect(settings.get('damagedProfiles')).toEqual([{ id: 'broken' }]);
    expect(settings.get('profiles')).toEqual([{ ...good, name: 'Changed' }]);
  });

  test('are not whole while a settings file that could not be read lies beside theirs', async () => {
    const options = { settings, randomUuid: randomUUID, onDamaged: () => {} };
    expect((await openProfiles({ ...options, hasDamagedFile: true })).areWhole()).toBe(false);
    expect((await openProfiles({ ...options, hasDamagedFile: false })).areWhole()).toBe(true);
  });

  test('keep aside a list that is none, and what earlier starts kept aside', async () => {
    await settings.assign({ profiles: { id: 'broken' }, damagedProfiles: [{ id: 'earlier' }] });
    const profiles = await open();
    expect(profiles.all()).toEqual([]);
    expect(damaged).toBe(1);
    expect(settings.get('damagedProfiles')).toEqual([{ id: 'earlier' }, { id: 'broken' }]);
    expect(settings.get('profiles')).toEqual([]);
  });

  test('come back when they can be understood, with their ids, and nothing of them stays aside', async () => {
    const profiles = await open();
    const [known, aside] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Aside' })];
    const later = { ...aside, sessionSeconds: 'of a newer version' };
    await settings.assign({ profiles: [known], damagedProfiles: [later, aside], selectedProfileId: known.id });
    const next = await open();
    expect(next.all()).toEqual([known, aside]);
    expect([takenBack, damaged, next.areWhole(), next.selected()?.id]).toEqual([1, 0, false, known.id]);
    expect([settings.get('profiles'), settings.get('damagedProfiles')]).toEqual([[known, aside], [later]]);
    // The last one goes back as well, and from then on everything is whole.
    await settings.assign({ profiles: [known], damagedProfiles: [aside] });
    expect((await open()).areWhole()).toBe(true);
    expect(settings.get('damagedProfiles')).toEqual([]);
    expect((await open()).all()).toEqual([known, aside]);
    expect(takenBack).toBe(2);
  });

  test('that share an id with another one are kept aside: they would share its secrets and sign-ins', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    const [one] = first.connections;
    if (!one) throw new Error('no connection');
    const others = [
      { ...second, id: first.id },
      { ...second, connections: first.connections },
      { ...second, workbooks: first.workbooks },
      { ...second, connections: [...second.connections, { ...second.connections[0], sigmaConnectionId: 'other' }] },
    ];
    await settings.assign({ profiles: [first, ...others], damagedProfiles: [first] });
    const next = await open();
    expect(next.all()).toEqual([first]);
    expect(damaged).toBe(4);
    expect(settings.get('damagedProfiles')).toEqual([first, ...others]);
    expect(next.areWhole()).toBe(false);
  });

  test('that are taken back while the disk is full are there, and it is told', async () => {
    const aside = (await open()).prepare(draft);
    await settings.assign({ profiles: [], damagedProfiles: [aside] });
    settings.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const next = await open();
    expect(next.all()).toEqual([aside]);
    expect(notSaved).toMatchObject([{ code: 'settings_write_failed' }]);
    settings.failWith = null;
    await next.select(aside.id);
    expect([settings.get('profiles'), settings.get('damagedProfiles')]).toEqual([[aside], []]);
  });

  test('keep aside what is kept aside in no list', async () => {
    await settings.assign({ profiles: [], damagedProfiles: { id: 'earlier' } });
    const profiles = await open();
    const profile = profiles.prepare(draft);
    await profiles.keep(profile);
    expect(settings.get('damagedProfiles')).toEqual([{ id: 'earlier' }]);
    expect(profiles.areWhole()).toBe(false);
  });

  test('write nothing when there is nothing to keep aside, and no selection until there is one', async () => {
    const first = await open();
    expect([...settings.values.keys()]).toEqual([]);
    expect([first.all(), first.selected(), damaged, first.areWhole()]).toEqual([[], null, 0, true]);
    await first.remove(randomUUID());
    expect([...settings.values]).toEqual([['profiles', []]]);
  });

  test('select the first while the selected one is unknown', async () => {
    const profiles = await open();
    const [one, two] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await profiles.keep(one);
    await profiles.keep(two);
    for (const stored of [randomUUID(), 42, null]) {
      await settings.set('selectedProfileId', stored);
      expect((await open()).selected()?.id).toBe(one.id);
    }
  });

  test('do not select one that is gone, and keep their selection', async () => {
    const profiles = await open();
    await profiles.keep(profiles.prepare(draft));
    const before = profiles.selected();
    await expect(profiles.select(randomUUID())).rejects.toMatchObject({
      code: 'profile_missing',
      message: 'The profile was removed.',
    });
    expect(profiles.selected()).toEqual(before);
  });

  test('keep the ids that a draft has, and give new ones to what is new', async () => {
    const profiles = await open();
    const first = profiles.prepare(draft);
    await profiles.keep(first);
    const [connection] = draft.connections;
    const [workbook] = draft.workbooks;
    if (!connection || !workbook) throw new Error('no draft');
    const changed = profiles.prepare({
      ...draft,
      id: first.id,
      workbooks: [{ ...workbook, id: first.workbooks[0]?.id ?? null }, workbook],
      connections: [
        { ...connection, id: first.connections[0]?.id ?? null },
        { ...connection, sigmaConnectionId: 'second' },
      ],
    });
    expect(changed.id).toBe(first.id);
    expect(changed.workbooks[0]?.id).toBe(first.workbooks[0]?.id);
    expect(changed.connections[0]?.id).toBe(first.connections[0]?.id);
    const all = [changed, ...changed.workbooks, ...changed.connections].map(({ id }) => id);
    expect(new Set(all).size).toBe(5);
  });

  test('that nobody changes stay as they were stored, by an earlier version or by a later one', async () => {
    const of = (name: string) => ({ ...draft, name, id: randomUUID() });
    const first = await open();
    const { tenant: _tenant, evalConnectionId: _swap, ...earlier } = first.prepare({ ...of('Earlier'), id: null });
    const [workbook] = earlier.workbooks;
    const [connection] = earlier.connections;
    const { options: _options, ...plain } = workbook ?? {};
    const { isForOrganisation: _use, ...bound } = connection ?? {};
    const ofEarlier = { ...earlier, workbooks: [plain], connections: [bound] };
    const ofLater = {
      ...first.prepare({ ...of('Later'), id: null }),
      mood: 'sunny',
      workbooks: [
        { ...first.prepare({ ...of('Later'), id: null }).workbooks[0], options: { ...usualOptions, zoom: 2 } },
      ],
    };
    await settings.assign({ profiles: [ofEarlier, ofLater] });

    const profiles = await open();
    expect([damaged, profiles.all()[0]?.tenant, profiles.all()[0]?.workbooks[0]?.options]).toEqual([
      0,
      null,
      usualOptions,
    ]);
    await profiles.select(ofLater.id);
    expect(settings.get('profiles')).toEqual([ofEarlier, ofLater]);
    // What is changed is of this version from then on, and the other is left alone.
    const [changed] = profiles.all();
    if (!changed) throw new Error('nothing was understood');
    await profiles.keep({ ...changed, name: 'Changed' });
    expect(settings.get('profiles')).toEqual([{ ...changed, name: 'Changed' }, ofLater]);
  });

  test('lose none of two that are kept at once', async () => {
    const profiles = await open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    await Promise.all([profiles.keep(first), profiles.keep(second)]);
    expect((await open()).all()).toEqual([first, second]);
  });
});
