/** Profiles that are handed from one computer to another by a file, over two vaults in memory and a real file. */
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfilesFeature } from '../../../../src/main/app/profiles/profiles-feature.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import { createMemoryVault } from '../../../../src/main/vault/vault.ts';
import { secretDestination } from '../../../../src/shared/profile/connection-rules.ts';
import { sigmaOrigin } from '../../../../src/shared/profile/sigma.ts';
import type { SetUpOffer, TypedSecrets } from '../../../../src/shared/set-up-file.ts';
import { draftFor, newDraft, silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const passphrase = 'tulip ferry granite';
const nothing: TypedSecrets = { embedSecret: null, clientSecrets: [] };

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-handing-out-'));
  file = join(folder, 'Trips.sightglass');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A computer with Sightglass on it. */
async function computer() {
  const settings = createFakeStore();
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const vault = { ...createMemoryVault(), mode: 'encrypted' } as const;
  const secrets = createSecrets({ vault, log: silentLog });
  const asked: string[] = [];
  const world = { place: file as string | null, agrees: true };
  const { handlers, windowState } = createProfilesFeature({
    randomUuid: randomUUID,
    profiles,
    vault,
    secrets,
    connections: { fits: () => true, boundToSigma: (grant) => grant },
    keeper: { forget: async () => {} },
    allowLoopbackHttp: false,
    notices: { add: () => {} },
    system: {
      chooseEnvFile: async () => file,
      chooseSetUpFile: async (name) => {
        asked.push(name);
        return world.place;
      },
      confirmChange: async ({ about }) => {
        asked.push(about);
        return world.agrees;
      },
    },
    log: silentLog,
    cancelSignIns: async () => {},
    onProfileChanging: () => {},
    onProfileKept: () => {},
    onSavedIn: () => {},
    onChange: () => {},
  });
  const offered = async (): Promise<SetUpOffer> => {
    const answer = await handlers['profiles.importEnv'](undefined, here);
    if (!answer || !('preview' in answer)) throw new Error('No set-up file was offered.');
    return answer;
  };
  return {
    profiles,
    secrets,
    asked,
    world,
    offered,
    shownIn: () => windowState(here.windowId).profileId,
    save: async (draft = newDraft) => (await handlers['profiles.save'](draft, here)).profileId,
    handOut: async (profileId: string, sealing: { passphrase: string; typed: TypedSecrets } | null) =>
      handlers['profiles.saveSetUp']({ profileId, sealing }, here),
    take: async (words: string | null = null, typed = nothing) =>
      handlers['profiles.takeSetUp']({ bytes: (await offered()).bytes, passphrase: words, typed }, here),
    duplicate: async (profileId: string, name: string) => handlers['profiles.duplicate']({ profileId, name }, here),
  };
}

type Computer = Awaited<ReturnType<typeof computer>>;

/** The secrets of the profile that `newDraft` makes, as an administrator types them. */
function typedFor({ profiles }: Computer, changes: Partial<TypedSecrets> = {}): TypedSecrets {
  const connectionId = profiles.all()[0]?.connections[0]?.id ?? '';
  return {
    embedSecret: newDraft.embedSecret,
    clientSecrets: [{ connectionId, secret: newDraft.connections[0]?.clientSecret ?? '' }],
    ...changes,
  };
}

/** Changes a file in which nobody was to change anything. */
async function rewrite(change: (text: string) => string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(file, change(readFileSync(file, 'utf8')));
}

describe('a file with secrets', () => {
  test('sets the profile up on another computer: the same ids, the same secrets for the same places', async () => {
    const theirs = await computer();
    const id = await theirs.save();
    expect(await theirs.handOut(id, { passphrase, typed: typedFor(theirs) })).toEqual({ isSaved: true });
    expect(theirs.asked).toEqual([`${newDraft.name}.sightglass`]);

    const mine = await computer();
    const { preview } = await mine.offered();
    expect(preview).toMatchObject({
      profileName: newDraft.name,
      sigma: 'https://app.sigma.example',
      workbooks: ['Trips'],
      connections: [{ label: 'Lake', address: 'https://old.example' }],
      isThere: false,
      isSealed: true,
      missing: { embedSecret: false, clientSecrets: [] },
    });
    // To look at a file changes nothing.
    expect(mine.profiles.all()).toEqual([]);
    expect(await mine.take(passphrase)).toMatchObject({ profileId: id, changes: null });
    const [profile] = mine.profiles.all();
    if (!profile) throw new Error('The profile is not there.');
    expect(profile).toEqual(theirs.profiles.find(id));
    expect(mine.shownIn()).toBe(id);
    expect(await mine.secrets.embedSecret(id, sigmaOrigin(profile))).toBe(newDraft.embedSecret);
    const [connection] = profile.connections;
    if (!connection) throw new Error('The connection is not there.');
    expect(await mine.secrets.clientSecret(connection.id, secretDestination(connection))).toBe('client-secret-one');
  });

  test('holds none of them in the clear, nor the passphrase, and others cannot read it', async () => {
    const theirs = await computer();
    await theirs.handOut(await theirs.save(), { passphrase, typed: typedFor(theirs) });
    const text = readFileSync(file, 'utf8');
    for (const secret of ['embed-secret-one', 'client-secret-one', passphrase]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    }
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(['Trips.sightglass']);
  });

  test('is another one each time', async () => {
    const theirs = await computer();
    const id = await theirs.save();
    const sealed = async () => {
      await theirs.handOut(id, { passphrase, typed: typedFor(theirs) });
      return JSON.parse(readFileSync(file, 'utf8')).sealed as Record<string, string>;
    };
    const [one, other] = [await sealed(), await sealed()];
    for (const part of ['salt', 'iv', 'tag', 'data']) expect(one[part], part).not.toBe(other[part]);
  });

  test('opens with a passphrase that is composed otherwise', async () => {
    const theirs = await computer();
    await theirs.handOut(await theirs.save(), { passphrase: 'fünf grüne äpfel', typed: typedFor(theirs) });
    const mine = await computer();
    await mine.take('fünf grüne äpfel'.normalize('NFD'));
    expect(mine.profiles.all()).toHaveLength(1);
  });

  test.each<[what: string, words: string, change: (text: string) => string]>([
    ['another passphrase', 'tulip ferry Granite', (text) => text],
    ['the address of Sigma', passphrase, (text) => text.replaceAll('app.sigma.example', 'app.sigma.invalid')],
    [
      'the server that gets the client secret',
      passphrase,
      (text) => text.replace('https://old.example', 'https://bad.example'),
    ],
    ['who Sigma sees', passphrase, (text) => text.replace('"email": null', '"email": "boss@example.com"')],
    [
      'which connections have a secret',
      passphrase,
      (text) => text.replace(/"clientSecrets": \[[^\]]*\]/, '"clientSecrets": []'),
    ],
    [
      'a byte of what is sealed',
      passphrase,
      (text) => text.replace(/"data": "(.)/, (_, first) => `"data": "${first === 'A' ? 'B' : 'A'}`),
    ],
  ])('opens nothing when %s is another', async (_what, words, change) => {
    const theirs = await computer();
    await theirs.handOut(await theirs.save(), { passphrase, typed: typedFor(theirs) });
    await rewrite(change);
    const mine = await computer();
    await expect(mine.take(words)).rejects.toMatchObject({ code: 'passphrase_wrong' });
    expect(mine.profiles.all()).toEqual([]);
  });

  test.each<[what: string, changes: Partial<TypedSecrets>, values: object]>([
    ['embed secret is another', { embedSecret: 'guessed' }, { reason: 'embedSecret', label: newDraft.name }],
    ['embed secret is missing', { embedSecret: null }, { reason: 'embedSecret', label: newDraft.name }],
    ['client secret is missing', { clientSecrets: [] }, { reason: 'clientSecret', label: 'Lake' }],
  ])('is not written where the typed %s: what is stored is never used in its place', async (_what, changes, values) => {
    const theirs = await computer();
    const id = await theirs.save();
    const sealing = { passphrase, typed: typedFor(theirs, changes) };
    await expect(theirs.handOut(id, sealing)).rejects.toMatchObject({ code: 'secret_differs', values });
    expect(theirs.asked).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a file without secrets', () => {
  async function handedOut() {
    const theirs = await computer();
    const id = await theirs.save();
    await theirs.handOut(id, null);
    return { theirs, id, connectionId: theirs.profiles.find(id)?.connections[0]?.id ?? '' };
  }

  test('asks for those that the profile needs, and takes what was typed', async () => {
    const { id, connectionId } = await handedOut();
    const mine = await computer();
    const { preview } = await mine.offered();
    expect(preview.isSealed).toBe(false);
    expect(preview.missing).toEqual({
      embedSecret: true,
      clientSecrets: [{ connectionId, label: 'Lake', kind: 'secret' }],
    });
    await expect(mine.take()).rejects.toMatchObject({ code: 'secret_missing' });
    expect(mine.profiles.all()).toEqual([]);
    await mine.take(null, { embedSecret: 'mine', clientSecrets: [{ connectionId, secret: 'mine too' }] });
    expect(await mine.secrets.embedSecret(id, 'https://app.sigma.example')).toBe('mine');
  });

  test('brings a profile that is here up to date with the secrets that are here', async () => {
    const { theirs, id } = await handedOut();
    const mine = await computer();
    await mine.take(null, typedFor(theirs));
    const known = theirs.profiles.find(id);
    if (!known) throw new Error('The profile is not there.');
    await theirs.save({ ...draftFor(known), name: 'Trips of 2026', sessionSeconds: 1_800 });
    await theirs.handOut(id, null);
    const { preview } = await mine.offered();
    expect(preview).toMatchObject({ isThere: true, missing: { embedSecret: false, clientSecrets: [] } });
    const { changes } = await mine.take();
    expect(changes).toHaveLength(1);
    expect(mine.profiles.all()).toEqual([theirs.profiles.find(id)]);
  });

  test('whose Sigma is another one is asked about, and changes nothing where the answer is no', async () => {
    const { theirs, id } = await handedOut();
    const mine = await computer();
    await mine.take(null, typedFor(theirs));
    await rewrite((text) => text.replaceAll('app.sigma.example', 'other.sigma.example'));
    const { preview } = await mine.offered();
    // The secret that is here is for the Sigma that was there.
    expect(preview.missing.embedSecret).toBe(true);
    mine.world.agrees = false;
    await expect(mine.take(null, typedFor(theirs))).rejects.toMatchObject({ code: 'change_declined' });
    expect(mine.asked).toEqual(['sigma']);
    expect(mine.profiles.find(id)).toEqual(theirs.profiles.find(id));
  });

  test.each(['workbooks', 'connections'] as const)('with ids of %s of another profile is refused', async (kind) => {
    const { id } = await handedOut();
    const mine = await computer();
    await mine.save({ ...newDraft, name: 'Mine' });
    const own = mine.profiles.all()[0]?.[kind][0]?.id ?? '';
    const [profile] = [JSON.parse(readFileSync(file, 'utf8')).profile as Record<typeof kind, { id: string }[]>];
    await rewrite((text) => text.replaceAll(profile[kind][0]?.id ?? '', own));
    const typed = { embedSecret: 'a', clientSecrets: [{ connectionId: own, secret: 'b' }] };
    await expect(mine.take(null, typed)).rejects.toMatchObject({ code: 'profile_missing' });
    expect(mine.profiles.find(id)).toBeNull();
  });

  test('in which one id stands for two things is refused', async () => {
    const { id } = await handedOut();
    const { profile } = JSON.parse(readFileSync(file, 'utf8')) as { profile: { workbooks: { id: string }[] } };
    await rewrite((text) => text.replaceAll(profile.workbooks[0]?.id ?? '', id));
    const mine = await computer();
    const typed = { embedSecret: 'a', clientSecrets: [] };
    await expect(mine.take(null, typed)).rejects.toMatchObject({ code: 'profile_missing' });
  });
});

describe('a file that is no set-up file of this version', () => {
  test.each([
    ['{', { reason: 'notWhole' }],
    ['{"name": "package"}', { reason: 'anotherKind' }],
    ['{"sightglassSetUp": 2}', { reason: 'anotherVersion' }],
    ['{"sightglassSetUp": 1, "profile": {}, "clientSecrets": []}', { reason: 'faulty' }],
  ])('is refused: %s', async (text, values) => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(file, text);
    const mine = await computer();
    await expect(mine.offered()).rejects.toMatchObject({ code: 'set_up_unreadable', values });
  });
});

describe('a place', () => {
  test.each([
    ['Finance', 'Finance'],
    ['A/B: "C" | D?', 'A B C D'],
    ['../..\u202e', 'Sightglass'],
    ['CON', '_CON'],
  ])('is asked for under a name that every system takes: “%s” is %s', async (name, fileName) => {
    const theirs = await computer();
    await theirs.handOut(await theirs.save({ ...newDraft, name }), null);
    expect(theirs.asked).toEqual([`${fileName}.sightglass`]);
  });

  test('that nobody names gets no file', async () => {
    const theirs = await computer();
    theirs.world.place = null;
    expect(await theirs.handOut(await theirs.save(), null)).toEqual({ isSaved: false });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is never written into what lies beside it, and is for its owner alone', async () => {
    const theirs = await computer();
    const another = join(folder, 'another');
    writeFileSync(another, 'of somebody else', { mode: 0o644 });
    linkSync(another, `${file}.partial`);
    await theirs.handOut(await theirs.save(), null);
    expect(readFileSync(another, 'utf8')).toBe('of somebody else');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['Trips.sightglass', 'another']);
  });

  test('that cannot be written is told, and nothing half-written stays there', async () => {
    const theirs = await computer();
    mkdirSync(file);
    const id = await theirs.save();
    await expect(theirs.handOut(id, null)).rejects.toMatchObject({ code: 'set_up_not_saved' });
    expect(readdirSync(folder)).toEqual(['Trips.sightglass']);
  });
});

test('a copy has ids of its own, and the secrets for the same places', async () => {
  const mine = await computer();
  const id = await mine.save();
  const { profileId } = await mine.duplicate(id, 'Trips (copy)');
  const [original, copy] = mine.profiles.all();
  if (!original || !copy) throw new Error('There is no copy.');
  expect(copy.id).toBe(profileId);
  expect(copy.name).toBe('Trips (copy)');
  const ids = [original, copy].flatMap((one) => [one, ...one.workbooks, ...one.connections]).map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await mine.secrets.embedSecret(copy.id, sigmaOrigin(copy))).toBe(newDraft.embedSecret);
  const [connection] = copy.connections;
  if (!connection) throw new Error('The connection is not there.');
  expect(await mine.secrets.clientSecret(connection.id, secretDestination(connection))).toBe('client-secret-one');
  expect(mine.shownIn()).toBe(profileId);
});
