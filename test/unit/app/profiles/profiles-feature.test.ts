/** Profiles as windows see and change them, over a real vault in memory and files on the disk. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfilesFeature } from '../../../../src/main/app/profiles/profiles-feature.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault } from '../../../../src/main/vault/vault.ts';
import type { EnvImportReport } from '../../../../src/shared/env-import-report.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import type { SetUpOffer } from '../../../../src/shared/set-up-file.ts';
import type { ProfileQuestion } from '../../../../src/shared/text/change-text.ts';
import { draftFor, newDraft, quickStart, silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const elsewhere = { windowId: 'window-2', kind: 'viewer' } as const;

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-profiles-'));
  file = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function profilesFixture() {
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => {},
  });
  const memory = createMemoryVault();
  const vault = { ...memory, mode: 'encrypted' } as const;
  const noticed: AppError[] = [];
  const world = { chosenFile: null as string | null, changes: 0, cancelFailure: null as AppError | null, agrees: true };
  const asked: ProfileQuestion[] = [];
  const savedIn: string[] = [];
  const feature = createProfilesFeature({
    randomUuid: randomUUID,
    profiles,
    vault,
    secrets: createSecrets({ vault, log: silentLog }),
    connections: { fits: () => true, boundToSigma: (grant) => grant },
    keeper: { forget: async () => {} },
    allowLoopbackHttp: false,
    notices: { add: (error) => void noticed.push(error) },
    system: {
      chooseEnvFile: async () => world.chosenFile,
      chooseSetUpFile: async () => null,
      confirmChange: async (question) => {
        asked.push(question);
        return world.agrees;
      },
    },
    log: silentLog,
    cancelSignIns: async () => {
      if (world.cancelFailure) throw world.cancelFailure;
    },
    onProfileChanging: () => {},
    onProfileKept: () => {},
    onSavedIn: (windowId) => void savedIn.push(windowId),
    onChange: () => {
      world.changes += 1;
    },
  });
  const save = async (name: string, window: typeof here | typeof elsewhere = here) =>
    (await feature.handlers['profiles.save']({ ...newDraft, name }, window)).profileId;
  const shown = () => feature.sharedState().profiles;
  const profileIn = (windowId: string) => feature.windowState(windowId).profileId;
  return { feature, profiles, memory, noticed, asked, savedIn, world, save, shown, profileIn };
}

/** The profile that a QuickStart file made. */
const profileIdOf = (answer: EnvImportReport | SetUpOffer | null) =>
  answer && 'profileId' in answer ? answer.profileId : null;

test('the window hears of what it saved before it is answered, and of nothing that was not saved', async () => {
  const { feature, savedIn, save } = await profilesFixture();
  await save('Trips');
  expect(savedIn).toEqual([here.windowId]);
  const unknown = { ...newDraft, id: '00000000-0000-4000-8000-000000000000' };
  await expect(Promise.resolve(feature.handlers['profiles.save'](unknown, here))).rejects.toThrow();
  expect(savedIn).toEqual([here.windowId]);
});

describe('without a profile', () => {
  test('windows work with none', async () => {
    const { shown, profileIn } = await profilesFixture();
    expect(shown()).toEqual([]);
    expect(profileIn(here.windowId)).toBeNull();
  });
});

describe('a window', () => {
  test('goes to the profile that it saves; one that has chosen stays with its choice', async () => {
    const { save, profileIn, world } = await profilesFixture();
    const first = await save('First', here);
    expect(world.changes).toBe(1);
    const second = await save('Second', elsewhere);
    expect([profileIn('window-1'), profileIn('window-2'), profileIn('a new one')]).toEqual([first, second, second]);
  });

  test('that chooses a profile is alone with it until another one is opened', async () => {
    const { feature, save, profileIn, world } = await profilesFixture();
    const first = await save('First', here);
    const second = await save('Second', elsewhere);
    const before = world.changes;
    await feature.handlers['profiles.select']({ profileId: first }, elsewhere);
    expect(world.changes).toBe(before + 1);
    expect([profileIn('window-2'), profileIn('a new one')]).toEqual([first, first]);
    await feature.handlers['profiles.select']({ profileId: second }, here);
    expect([profileIn('window-1'), profileIn('window-2')]).toEqual([second, first]);
  });

  test('that chooses a profile that is gone stays where it is', async () => {
    const { feature, save, profileIn } = await profilesFixture();
    const first = await save('First');
    const gone = { profileId: 'gone' };
    await expect(feature.handlers['profiles.select'](gone, here)).rejects.toMatchObject({ code: 'profile_missing' });
    expect(profileIn(here.windowId)).toBe(first);
  });

  test('whose profile is removed works with the one that is left', async () => {
    const { feature, save, profileIn, shown, world } = await profilesFixture();
    const first = await save('First', here);
    const second = await save('Second', elsewhere);
    const before = world.changes;
    await feature.handlers['profiles.remove']({ profileId: first }, elsewhere);
    expect(world.changes).toBe(before + 1);
    expect(shown().map(({ profile }) => profile.id)).toEqual([second]);
    expect(profileIn(here.windowId)).toBe(second);
  });

  test('that closes has its choice forgotten', async () => {
    const { feature, save, profileIn } = await profilesFixture();
    const first = await save('First', here);
    const second = await save('Second', elsewhere);
    feature.windowClosed?.('window-2');
    expect(profileIn(here.windowId)).toBe(first);
    feature.windowClosed?.(here.windowId);
    expect(profileIn(here.windowId)).toBe(second);
  });
});

test('all windows see which secrets a profile has, and no secret', async () => {
  const { feature, save, shown, memory } = await profilesFixture();
  await save('First');
  const [{ profile } = { profile: null }] = shown();
  const connection = profile?.connections[0]?.id;
  expect(shown()).toMatchObject([{ hasEmbedSecret: true, clientSecrets: [connection] }]);
  expect(JSON.stringify(shown())).not.toContain('secret-one');
  await memory.remove(`client-secret/${connection}`);
  await memory.remove(`embed-secret/${profile?.id}`);
  expect(shown()).toMatchObject([{ hasEmbedSecret: false, clientSecrets: [] }]);
  expect(feature.windowState(here.windowId)).not.toHaveProperty('profiles');
});

test('secrets of profiles that are gone are taken away at the start', async () => {
  const { feature, save, memory } = await profilesFixture();
  const profileId = await save('First');
  await memory.put('embed-secret/gone', 'x');
  await feature.restore?.();
  expect(memory.has('embed-secret/gone')).toBe(false);
  expect(memory.has(`embed-secret/${profileId}`)).toBe(true);
});

describe('a QuickStart file', () => {
  test('that a person chose becomes the profile of the window that asked, and is reported to it', async () => {
    const { feature, save, profileIn, world, noticed, shown } = await profilesFixture();
    await save('First', here);
    await save('Second', elsewhere);
    const stays = profileIn('window-2');
    writeFileSync(file, quickStart);
    world.chosenFile = file;
    const before = world.changes;
    const report = await feature.handlers['profiles.importEnv'](undefined, here);
    expect(report).toMatchObject({ profileName: 'Databricks', changes: null });
    expect(world.changes).toBe(before + 1);
    expect(shown()).toHaveLength(3);
    expect([profileIn('window-1'), profileIn('window-2')]).toEqual([profileIdOf(report), stays]);
    expect(noticed).toEqual([]);
  });

  test('that a person brought to a window comes to the same, and the answer holds no secret', async () => {
    const { feature, shown, profileIn, noticed, memory } = await profilesFixture();
    const bytes = Buffer.from(quickStart);
    const report = await feature.handlers['profiles.importEnvContent']({ bytes }, here);
    expect(report).toMatchObject({ profileName: 'Databricks', changes: null });
    expect(JSON.stringify([report, shown()])).not.toContain('the-embed-secret');
    expect(await memory.get(`embed-secret/${profileIdOf(report)}`)).toContain('the-embed-secret');
    expect(profileIn(here.windowId)).toBe(profileIdOf(report));
    expect(noticed).toEqual([]);
  });

  test('that a person brought to a window and that is no set-up is a failure of the request alone', async () => {
    const { feature, shown, noticed } = await profilesFixture();
    const bytes = Buffer.from('SECRET=the-embed-secret');
    const refused = await Promise.resolve(feature.handlers['profiles.importEnvContent']({ bytes }, here)).then(
      () => null,
      (error: AppError) => error,
    );
    expect(refused?.code).toBe('env_incomplete');
    expect(JSON.stringify([refused?.message, refused?.values])).not.toContain('the-embed-secret');
    expect([shown(), noticed]).toEqual([[], []]);
  });

  test('that no person chose changes nothing', async () => {
    const { feature, shown, world } = await profilesFixture();
    expect(await feature.handlers['profiles.importEnv'](undefined, here)).toBeNull();
    expect(shown()).toEqual([]);
    expect(world.changes).toBe(0);
  });

  test('that a person chose and that cannot be imported is a failure of the request alone', async () => {
    const { feature, world, noticed } = await profilesFixture();
    world.chosenFile = file;
    await expect(feature.handlers['profiles.importEnv'](undefined, here)).rejects.toMatchObject({
      code: 'env_unreadable',
    });
    expect(noticed).toEqual([]);
  });

  test('named for this start is imported, and no window is told more', async () => {
    const { feature, noticed, shown, profileIn } = await profilesFixture();
    writeFileSync(file, quickStart);
    await feature.importEnv(file, 'this start');
    expect(shown()).toHaveLength(1);
    expect(profileIn(here.windowId)).toBe(shown()[0]?.profile.id);
    expect(noticed).toEqual([]);
  });

  test('named by a later start is told of, since any program can have named it; said again, it changes nothing', async () => {
    const { feature, noticed, memory, shown } = await profilesFixture();
    writeFileSync(file, quickStart);
    await feature.importEnv(file, 'a later start');
    const stored = memory.names();
    await feature.importEnv(file, 'a later start');
    expect(noticed.map(({ code, values }) => [code, values.reason, values.profileName])).toEqual([
      ['env_imported', 'addedByLaterStart', 'Databricks'],
    ]);
    expect(noticed[0]?.values).toMatchObject({
      email: 'ada@example.com',
      remarks: ['fallbackEmail', 'publicClient'],
    });
    expect(shown()).toHaveLength(1);
    expect(memory.names()).toEqual(stored);
  });

  test.each(['this start', 'a later start'] as const)('of %s that changes a profile says what, by name', async (by) => {
    const { feature, noticed, asked, memory, shown } = await profilesFixture();
    writeFileSync(file, quickStart);
    await feature.importEnv(file, 'this start');
    const changed = quickStart.replace('ACCOUNT_TYPE=View', 'ACCOUNT_TYPE=Pro').replace('SECRET=the', 'SECRET=another');
    writeFileSync(file, `${changed}SESSION_LENGTH=600\nTEAMS=Sales\n`);
    await feature.importEnv(file, by);
    await feature.importEnv(file, by);
    expect(noticed).toHaveLength(1);
    expect(noticed[0]?.message).toContain(
      'Account type: “View” → “Pro”. Teams: “Sales” (new). Session length in seconds: “3600” → “600”. Embed secret: replaced.',
    );
    expect(noticed[0]?.message).not.toContain('the-embed-secret');
    expect(await memory.get(`embed-secret/${shown()[0]?.profile.id}`)).toContain('"another-embed-secret"');
    expect(asked).toEqual([]);
  });

  test.each(['this start', 'a later start'] as const)('of %s that names another person is asked about', async (by) => {
    const { feature, noticed, asked, world, shown } = await profilesFixture();
    writeFileSync(file, quickStart);
    await feature.importEnv(file, 'this start');
    writeFileSync(file, quickStart.replace('ada@', 'ceo@').replace('=View', '=Pro'));
    world.agrees = false;
    await feature.importEnv(file, by);
    expect(asked).toEqual([
      {
        about: 'person',
        profileName: 'Databricks',
        changes: [{ field: 'fallbackEmail', before: 'ada@example.com', after: 'ceo@example.com' }],
      },
    ]);
    expect(shown()[0]?.profile.user).toMatchObject({ fallbackEmail: 'ada@example.com', accountType: 'View' });
    expect(noticed).toEqual([]);
    world.agrees = true;
    await feature.importEnv(file, by);
    expect(shown()[0]?.profile.user).toMatchObject({ fallbackEmail: 'ceo@example.com', accountType: 'Pro' });
  });

  test('takes nobody from the profile that they work with, unless they asked for it themselves', async () => {
    const { feature, save, profileIn, profiles, world, shown } = await profilesFixture();
    writeFileSync(file, quickStart);
    const first = await save('First', here);
    await feature.importEnv(file, 'a later start');
    expect(shown()).toHaveLength(2);
    expect([profileIn(here.windowId), profileIn('a new one')]).toEqual([first, first]);
    writeFileSync(file, `${quickStart}TEAMS=Sales\n`);
    for (const by of ['this start', 'a later start'] as const) await feature.importEnv(file, by);
    expect([profileIn(here.windowId), profileIn('a new one')]).toEqual([first, first]);
    // Unchanged, but a person chose it.
    world.chosenFile = file;
    const report = await feature.handlers['profiles.importEnv'](undefined, here);
    expect([profileIn(here.windowId), profiles.selected()?.id]).toEqual([profileIdOf(report), profileIdOf(report)]);
  });

  test('that a person chose and then did not agree to counts as not chosen', async () => {
    const { feature, asked, world, shown } = await profilesFixture();
    writeFileSync(file, quickStart);
    world.chosenFile = file;
    await feature.handlers['profiles.importEnv'](undefined, here);
    const before = shown();
    writeFileSync(file, quickStart.replace('app.sigmacomputing.com', 'evil.example'));
    world.agrees = false;
    expect(await feature.handlers['profiles.importEnv'](undefined, here)).toBeNull();
    expect(asked).toMatchObject([
      {
        about: 'sigma',
        changes: [
          { field: 'sigmaAddress', before: 'https://app.sigmacomputing.com', after: 'https://evil.example' },
          { field: 'workbook', after: null },
        ],
      },
    ]);
    expect(shown()).toEqual(before);
    // Agreed to, the workbooks of the earlier Sigma are gone with it: a profile has one.
    world.agrees = true;
    expect(await feature.handlers['profiles.importEnv'](undefined, here)).toMatchObject({
      changes: expect.arrayContaining([expect.stringMatching(/^sigmaAddress\n/)]),
    });
    expect(shown()[0]?.profile.workbooks.map(({ url }) => url)).toEqual(['https://evil.example/org/workbook/Trips-1']);
  });

  test.each(['this start', 'a later start'] as const)('of %s that cannot be imported is told of', async (by) => {
    const { feature, noticed, shown } = await profilesFixture();
    await feature.importEnv(file, by);
    expect(noticed.map(({ code }) => code)).toEqual(['env_unreadable']);
    expect(shown()).toEqual([]);
  });

  test('whose import fails in an unforeseen way is told of, without what the failing code held', async () => {
    const { feature, noticed, profiles } = await profilesFixture();
    writeFileSync(file, quickStart);
    profiles.all = () => {
      throw new TypeError('the-embed-secret');
    };
    await feature.importEnv(file, 'this start');
    expect(noticed.map(({ code, values }) => [code, values])).toEqual([
      ['internal', { reason: 'envImport', kind: 'TypeError' }],
    ]);
  });
});

test('the program closes only when a profile that is being saved is saved', async () => {
  const { feature, memory, save, profiles } = await profilesFixture();
  const profileId = await save('First');
  const profile = profiles.find(profileId);
  if (!profile) throw new Error('no profile');
  const saving = feature.handlers['profiles.save']({ ...draftFor(profile), name: 'New', embedSecret: 'two' }, here);
  await feature.close?.();
  expect(profiles.find(profileId)?.name).toBe('New');
  expect(await memory.get(`embed-secret/${profileId}`)).toContain('"two"');
  await saving;
});
