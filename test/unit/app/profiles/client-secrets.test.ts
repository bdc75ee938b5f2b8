/** What becomes of the secret or key of an application when its connection changes. */
import { exportPKCS8, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { profileSetupFixture } from '../../../support/profile-setup-fixture.ts';
import { draftFor, newDraft, otherServer, withConnection } from '../../../support/profiles.ts';

let house: Awaited<ReturnType<typeof profileSetupFixture>>;
beforeEach(async () => {
  house = await profileSetupFixture();
});

const ES256 = { algorithm: 'ES256', keyId: null } as const;
const change = (changes: Parameters<typeof withConnection>[1]) =>
  house.setup.save(withConnection(draftFor(house.profile), changes));
const clientSecret = async () => (await house.stored()).client;

/** The connection signs with a key from now on. @returns the key */
async function useKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = (await exportPKCS8(privateKey)).trim();
  const changed = { clientAuthentication: 'private_key_jwt', signingKey: ES256, clientSecret: key } as const;
  house.profile = await change(changed);
  return key;
}

test('a key takes the place of the secret', async () => {
  const key = await useKey();
  expect(await clientSecret()).toBe(key);
});

test('a key of another algorithm than is signed with is refused, and the secret stays', async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const wrong = { clientAuthentication: 'private_key_jwt', signingKey: ES256 } as const;
  await expect(change({ ...wrong, clientSecret: await exportPKCS8(privateKey) })).rejects.toMatchObject({
    code: 'private_key_invalid',
  });
  expect(await clientSecret()).toBe('client-secret-one');
});

test('a key does not go to another server either', async () => {
  const key = await useKey();
  await expect(change({ server: otherServer })).rejects.toMatchObject({
    code: 'secret_missing',
    message:
      'Lake changed its server or client ID, and the stored private key belongs to the earlier one. Enter the private key again.',
  });
  expect(await clientSecret()).toBe(key);
});

test('a secret that changes with its server is named as one', async () => {
  await expect(change({ server: otherServer })).rejects.toMatchObject({
    message:
      'Lake changed its server or client ID, and the stored client secret belongs to the earlier one. Enter the client secret again.',
  });
});

describe('where nothing has to be proved', () => {
  test('the key of before goes, and none is asked for', async () => {
    await useKey();
    await change({ clientAuthentication: 'automatic', signingKey: null });
    expect(await clientSecret()).toBeNull();
  });

  test('the secret of before stays as long as it may be used', async () => {
    await change({ clientAuthentication: 'automatic' });
    expect(await clientSecret()).toBe('client-secret-one');
  });

  test('a secret that was entered all the same is not stored', async () => {
    await change({ clientAuthentication: 'none', clientSecret: 'by mistake' });
    expect(await clientSecret()).toBeNull();
    const fresh = await house.setup.save(withConnection(newDraft, { clientAuthentication: 'none' }));
    expect(house.vault.has(`client-secret/${fresh.connections[0]?.id}`)).toBe(false);
  });

  test('another server is no matter', async () => {
    house.profile = await change({ clientAuthentication: 'none' });
    house.profile = await change({ server: otherServer });
    expect(await house.stored()).toMatchObject({ client: null, host: 'https://new.example' });
  });
});

test('of two connections, each has its own secret, and one alone changes', async () => {
  const [first] = draftFor(house.profile).connections;
  if (!first) throw new Error('no connection');
  const second = { ...first, id: null, sigmaConnectionId: 'second', label: 'Sea', clientSecret: 'of the second' };
  const grown = await house.setup.save({ ...draftFor(house.profile), connections: [second, first] });
  const added = grown.connections[0]?.id;
  const secretOfSecond = async () => JSON.parse((await house.vault.get(`client-secret/${added}`)) ?? 'null')?.secret;
  expect([await clientSecret(), await secretOfSecond()]).toEqual(['client-secret-one', 'of the second']);
  const [one, other] = draftFor(grown).connections;
  if (!one || !other) throw new Error('no connections');
  const connections = [
    { ...one, clientSecret: 'newer' },
    { ...other, clientAuthentication: 'none' as const },
  ];
  await house.setup.save({ ...draftFor(grown), connections });
  expect([await clientSecret(), await secretOfSecond()]).toEqual([null, 'newer']);
});
