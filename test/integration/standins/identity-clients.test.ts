/** Every client proves itself the one way that it is registered for. */
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityProvider, startIdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import {
  ask,
  asPublic,
  authorize,
  byKey,
  bySecretInBody,
  bySecretInHeader,
  signInAt,
} from '../../support/identity-client.ts';

const redirectUri = 'http://localhost:3000/auth/databricks/callback';
const scope = 'openid offline_access session:role-any';
let okta: IdentityProvider;

beforeAll(async () => {
  okta = await startIdentityProvider({ flavour: 'okta', redirectUris: [redirectUri] });
});
afterAll(() => okta.stop());

describe('clients', () => {
  test.each(['RS256', 'PS256', 'ES256'] as const)('prove themselves with a key: %s', async (algorithm) => {
    const house = okta;
    const client = house.clients.privateKey[algorithm];
    const proof = () => byKey(client, house.endpoints.token);
    const tokens = await signInAt(house, client.clientId, await proof(), scope);
    expect(tokens.status).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    expect((await ask(house, await proof(), form)).status).toBe(200);
  });

  test('prove themselves with a secret in the body or in the header, as registered', async () => {
    const { secretPost, secretBasic } = okta.clients;
    expect((await signInAt(okta, secretPost.clientId, bySecretInBody(secretPost), 'openid')).status).toBe(200);
    expect((await signInAt(okta, secretBasic.clientId, bySecretInHeader(secretBasic), 'openid')).status).toBe(200);
    const crossed = await signInAt(okta, secretBasic.clientId, asPublic(secretBasic), 'openid');
    expect(crossed).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  test.each<[string, (house: IdentityProvider) => ReturnType<typeof byKey>]>([
    ['another audience', ({ clients }) => byKey(clients.machineKey, 'https://elsewhere.example')],
    ['a stale assertion', ({ clients, issuer }) => byKey(clients.machineKey, issuer, { exp: 1 })],
    [
      'the key of another client',
      ({ clients, issuer }) => byKey({ ...clients.privateKey.RS256, clientId: clients.machineKey.clientId }, issuer),
    ],
    ['another issuer', ({ clients, issuer }) => byKey(clients.machineKey, issuer, { iss: 'somebody' })],
  ])('are refused with %s', async (_, proof) => {
    const answer = await ask(okta, await proof(okta), { grant_type: 'client_credentials', scope: 'sql' });
    expect(answer).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  test('cannot use an assertion twice', async () => {
    const house = okta;
    const proof = await byKey(house.clients.machineKey, house.issuer);
    const form = { grant_type: 'client_credentials', scope: 'sql' };
    expect((await ask(house, proof, form)).status).toBe(200);
    expect(await ask(house, proof, form)).toMatchObject({ error: 'invalid_client' });
  });

  test('that are machines get tokens without a person and without a refresh token', async () => {
    const house = okta;
    const proof = bySecretInHeader(house.clients.machine);
    const tokens = await ask(house, proof, { grant_type: 'client_credentials', scope: 'all-apis' });
    expect(tokens).toMatchObject({ status: 200, scope: 'all-apis' });
    expect(tokens).not.toHaveProperty('refresh_token');
    const { clientId } = house.clients.machine;
    expect(house.introspect(tokens.access_token)).toMatchObject({ active: true, person: null, clientId });
    const person = await ask(house, bySecretInBody(house.clients.secretPost), { grant_type: 'client_credentials' });
    expect(person.status).toBe(400);
  });

  test('are registered only for the methods that the server knows', async () => {
    const house = await startIdentityProvider({
      flavour: 'okta',
      redirectUris: [redirectUri],
      tokenEndpointAuthMethods: ['private_key_jwt'],
    });
    expect(
      ((await (await fetch(house.metadataUrl)).json()) as { token_endpoint_auth_methods_supported: unknown })
        .token_endpoint_auth_methods_supported,
    ).toEqual(['private_key_jwt']);
    await expect(authorize(house, house.clients.public.clientId, 'openid')).rejects.toThrow(/^400/);
    await house.stop();
  });

  test('with keys of their own are registered by the public halves', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const client = {
      clientId: 'ours',
      algorithm: 'ES256',
      keyId: 'our-key',
      privateKey: await exportPKCS8(pair.privateKey),
    } as const;
    const house = await startIdentityProvider({
      flavour: 'ping',
      redirectUris: [redirectUri],
      clients: { privateKey: { ...okta.clients.privateKey, ES256: client } },
      assertionKeys: { ES256: { ...(await exportJWK(pair.publicKey)), kid: client.keyId } },
    });
    const tokens = await signInAt(house, 'ours', await byKey(client, house.issuer), 'openid');
    expect(tokens.status).toBe(200);
    await house.stop();
  });
});
