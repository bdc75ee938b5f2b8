import { randomUUID } from 'node:crypto';
import { exportPKCS8, generateKeyPair } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { createConnections } from '../../../../src/main/app/profiles/connections.ts';
import { createSecrets } from '../../../../src/main/app/profiles/profile-secrets.ts';
import { createProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import { createWorkbookSessions } from '../../../../src/main/app/workbooks/workbook-sessions.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import type { SignRequest } from '../../../../src/main/sigma/signer.ts';
import { createMemoryVault } from '../../../../src/main/vault/vault.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import { appearanceOf } from '../../../../src/shared/profile/embed-parameters.ts';
import { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { grantAt } from '../../../support/grants.ts';
import { silentLog, viewingUser } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

type DraftConnection = ProfileDraft['connections'][number];

const connection = (changes: Partial<DraftConnection> = {}): DraftConnection => ({
  id: null,
  label: 'Okta',
  sigmaConnectionId: 'sigma-1',
  isForOrganisation: false,
  server: {
    provider: 'oidc',
    metadataUrl: 'https://acme.okta.com/oauth2/default/.well-known/openid-configuration',
    audience: null,
  },
  flow: 'authorization_code',
  exchange: null,
  clientId: 'app',
  clientAuthentication: 'none',
  signingKey: null,
  scopes: ['session:role-any', 'offline_access'],
  redirectUris: ['http://localhost:3000/auth/callback'],
  clientSecret: null,
  ...changes,
});

const draftWith = (...connections: DraftConnection[]): ProfileDraft =>
  ProfileDraft.parse({
    id: null,
    name: 'Wall',
    embedClientId: 'embed',
    embedSecret: 'embed-secret',
    user: viewingUser,
    sessionSeconds: 3_600,
    workbooks: [{ id: null, title: 'Trips', url: 'https://app.sigmacomputing.com/org/workbook/Trips-1' }],
    connections,
  });

let house: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  house = await open();
});

async function open() {
  const vault = createMemoryVault();
  const profiles = await openProfiles({
    settings: createFakeStore(),
    hasDamagedFile: false,
    randomUuid: randomUUID,
    onDamaged: () => undefined,
  });
  const secrets = createSecrets({ vault, log: silentLog });
  const connections = createConnections({ profiles, secrets });
  const forgotten: string[] = [];
  const kept: string[] = [];
  const setup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper: {
      forget: async (id) => {
        forgotten.push(id);
        await secrets.removeGrant(id);
      },
    },
    system: { confirmChange: async () => true },
    allowLoopbackHttp: false,
    cancelSignIns: async () => undefined,
    onProfileChanging: () => undefined,
    onProfileKept: (id) => kept.push(id),
  });

  /** Saves the draft as the one profile, with a change to its connection. */
  async function change(changes: Partial<DraftConnection>, user: Partial<ProfileDraft['user']> = {}) {
    const [profile] = profiles.all();
    const [before] = profile?.connections ?? [];
    if (!profile || !before) throw new Error('Nothing to change.');
    return setup.save(
      ProfileDraft.parse({
        ...profile,
        user: { ...profile.user, ...user },
        embedSecret: null,
        connections: [{ ...before, clientSecret: null, ...changes }],
      }),
    );
  }

  /** A grant as the sign-in would have stored it. */
  async function signedIn(connection: Connection, claims = {}) {
    const { flow, clientId, scopes } = connection;
    const request = await connections.signInRequest(connection.id);
    const { fingerprintOf } = await import('../../../../src/main/oauth/grants/grant-purpose.ts');
    const exchange = request.exchange ? { ...request.exchange, issuer: request.exchange.server.issuer } : null;
    const { audience = null, recipient = '' } = request;
    const { issuer } = request.server;
    const fingerprint = fingerprintOf({ flow, issuer, clientId, scopes, audience, exchange, recipient });
    await secrets.saveGrant(grantAt(0, { connectionId: connection.id, flow, fingerprint, claims }));
  }
  return { setup, profiles, vault, secrets, connections, forgotten, kept, change, signedIn };
}

describe('what of an application is asked for', () => {
  const RSA = { algorithm: 'RS256', keyId: null } as const;
  test.each<[string, Partial<DraftConnection>, string | null]>([
    ['a public client: nothing', {}, null],
    ['automatic, for a person: nothing', { clientAuthentication: 'automatic' }, null],
    ['a secret', { clientAuthentication: 'client_secret_basic' }, 'Enter the client secret of Okta.'],
    ['a key', { clientAuthentication: 'private_key_jwt', signingKey: RSA }, 'Enter the private key of Okta.'],
    [
      'automatic with a way to sign',
      { clientAuthentication: 'automatic', signingKey: RSA },
      'Enter the private key of Okta.',
    ],
    [
      'automatic, for a machine',
      { clientAuthentication: 'automatic', flow: 'client_credentials' },
      'Enter the client secret of Okta.',
    ],
  ])('%s', async (_, changes, message) => {
    const saved = house.setup.save(draftWith(connection(changes)));
    if (message === null) await saved;
    else await expect(saved).rejects.toMatchObject({ code: 'secret_missing', message });
  });

  test('a key that cannot sign as asked is refused before anything is kept', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const clientSecret = await exportPKCS8(privateKey);
    const draft = draftWith(connection({ clientAuthentication: 'private_key_jwt', signingKey: RSA, clientSecret }));
    await expect(house.setup.save(draft)).rejects.toMatchObject({ code: 'private_key_invalid' });
    expect(house.profiles.all()).toEqual([]);
  });

  test('a secret is of no use where a key is wanted now, and the other way round', async () => {
    await house.setup.save(draftWith(connection({ clientAuthentication: 'client_secret_basic', clientSecret: 's' })));
    await expect(house.change({ clientAuthentication: 'private_key_jwt', signingKey: RSA })).rejects.toMatchObject({
      code: 'secret_missing',
    });
    await house.change({ clientAuthentication: 'client_secret_post' });
    const [{ id = '' } = {}] = house.connections.all();
    expect(house.secrets.hasClientSecret(id)).toBe(true);
    await house.change({ clientAuthentication: 'automatic', signingKey: null });
    expect(await house.connections.clientOf(house.connections.find(id).connection)).toEqual({
      clientId: 'app',
      authentication: { method: 'automatic', clientSecret: 's', key: null },
    });
    await house.change({ clientAuthentication: 'none' });
    expect(house.secrets.hasClientSecret(id)).toBe(false);
  });

  test('a secret is told to no other than the server and application that it was entered for', async () => {
    await house.setup.save(draftWith(connection({ clientAuthentication: 'client_secret_basic', clientSecret: 's' })));
    const [saved] = house.connections.all();
    if (!saved) throw new Error('no connection');
    const { id, server } = saved;
    expect((await house.connections.clientOf(saved)).authentication).toMatchObject({ clientSecret: 's' });
    // As after an interruption between vault and settings, in either order.
    const elsewhere = { ...server, metadataUrl: 'https://evil.example/.well-known/openid-configuration' };
    for (const other of [
      { ...saved, server: elsewhere },
      { ...saved, clientId: 'another' },
    ] as Connection[]) {
      await expect(house.connections.clientOf(other)).rejects.toMatchObject({ code: 'secret_missing' });
    }
    expect(house.secrets.hasClientSecret(id)).toBe(true);
    // As an earlier version stored it.
    await house.vault.put(`client-secret/${id}`, 'plain');
    const failure = await house.connections.clientOf(saved).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'secret_missing', message: expect.not.stringContaining('plain') });
  });

  test('every address has to be secure, that of an exchange too', async () => {
    const exchange = {
      server: { provider: 'databricks', host: 'http://localhost:1', level: 'workspace', accountId: null } as const,
      clientId: null,
      scopes: ['all-apis'],
    };
    const draft = draftWith(connection({ flow: 'token_exchange', exchange }));
    await expect(house.setup.save(draft)).rejects.toMatchObject({ code: 'insecure_server' });
  });
});

describe('a grant is forgotten when its connection', () => {
  test.each<[string, Partial<DraftConnection>, boolean]>([
    ['is only called something else', { label: 'Other' }, false],
    ['belongs to another Sigma connection', { sigmaConnectionId: 'sigma-2' }, false],
    ['asks for the same scopes in another order', { scopes: ['offline_access', 'session:role-any'] }, false],
    ['asks for other scopes', { scopes: ['session:role-any'] }, true],
    ['has another client', { clientId: 'other' }, true],
    ['has another server', { server: { provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' } }, true],
  ])('%s: %s', async (_, changes, gone) => {
    const profile = await house.setup.save(draftWith(connection()));
    const [before] = profile.connections;
    await house.signedIn(before as Connection);
    await house.change(changes);
    expect(house.forgotten).toEqual(gone ? [before?.id] : []);
    // An order says nothing, so that nothing begins anew.
    expect(house.kept).toHaveLength(_.includes('order') ? 1 : 2);
  });

  test('is asked for a claim that the grant does not know', async () => {
    const profile = await house.setup.save(draftWith(connection()));
    const [before] = profile.connections;
    await house.signedIn(before as Connection, { region: 'EMEA' });
    await house.change({}, { attributes: [{ attribute: 'Region', claim: 'region' }] });
    expect(house.forgotten).toEqual([]);
    await house.change({}, { attributes: [{ attribute: 'Region', claim: 'region' }], teamsClaim: 'groups' });
    expect(house.forgotten).toEqual([before?.id]);
  });
});

describe('a workbook with several connections', () => {
  async function opening(grants: Record<string, 'held' | AppError>) {
    const profile = await house.setup.save(
      draftWith(
        connection({ label: 'Okta' }),
        connection({ label: 'Snowflake', sigmaConnectionId: 'sigma-2' }),
        connection({ label: 'Who', sigmaConnectionId: null }),
      ),
    );
    const signed: SignRequest[] = [];
    const labelOf = (id: string) => profile.connections.find((known) => known.id === id)?.label ?? '';
    const sessions = createWorkbookSessions({
      profiles: house.profiles,
      keeper: {
        view: () => {
          throw new Error('not asked');
        },
        fresh: async (id) => {
          const state = grants[labelOf(id)] ?? 'held';
          if (state !== 'held') throw state;
          return grantAt(0, { connectionId: id, accessToken: `access of ${labelOf(id)}` });
        },
      },
      signer: {
        sign: async (request) => {
          signed.push(request);
          return {} as never;
        },
      },
      appearance: () => appearanceOf(false, 'en'),
      partitions: { of: () => 'partition' },
      allowLoopbackHttp: false,
    });
    const target = sessions.targetOf(profile.workbooks[0]?.id ?? '', 'main');
    return { signed, done: sessions.sign(target, {}) };
  }
  const missing = () =>
    new AppError('grant_missing', { reason: 'said', said: 'There is no sign-in for this connection.' });

  test('opens with the tokens of all that Sigma knows', async () => {
    const { signed, done } = await opening({});
    await done;
    expect(signed[0]?.grants.map(({ use, accessToken }) => [use, accessToken])).toEqual([
      [{ kind: 'connection', sigmaConnectionId: 'sigma-1' }, 'access of Okta'],
      [{ kind: 'connection', sigmaConnectionId: 'sigma-2' }, 'access of Snowflake'],
      [{ kind: 'none' }, 'access of Who'],
    ]);
  });

  test('names every connection that is still to be signed in to', async () => {
    const { done } = await opening({ Okta: missing(), Who: missing() });
    await expect(done).rejects.toMatchObject({ code: 'grant_missing', message: 'Sign in to Okta and Who.' });
  });

  test('passes on what else is wrong with one', async () => {
    const { done } = await opening({ Snowflake: new AppError('grant_dead', { reason: 'said', said: 'revoked' }) });
    await expect(done).rejects.toMatchObject({ code: 'grant_dead' });
  });
});
