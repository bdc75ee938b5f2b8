/** Snowflake's own OAuth refuses what Snowflake refuses, and answers in its shapes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Snowflake, startSnowflake } from '../../../standins/authorization-server/snowflake.ts';
import { ask, asPublic, authorize, bySecretInBody, bySecretInHeader, signInAt } from '../../support/identity-client.ts';

let house: Snowflake;
const scope = 'session:role-any refresh_token';

beforeAll(async () => {
  house = await startSnowflake({ redirectUris: ['http://localhost:3000/callback'] });
});
afterAll(() => house.stop());

const signIn = (scopes = scope, person = 'Ada Moreno') => {
  const { confidential } = house.clients;
  return signInAt(house, confidential.clientId, bySecretInHeader(confidential), scopes, { person });
};
const refresh = (token: unknown) =>
  ask(house, bySecretInHeader(house.clients.confidential), {
    grant_type: 'refresh_token',
    refresh_token: String(token),
  });

test('publishes no metadata at all', async () => {
  for (const name of ['openid-configuration', 'oauth-authorization-server']) {
    expect((await fetch(`${house.origin}/.well-known/${name}`)).status).toBe(404);
  }
});

describe('token answers', () => {
  test('name the user, hold no ID token, and last ten minutes', async () => {
    const tokens = await signIn();
    expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 600, scope });
    expect(tokens).toMatchObject({ username: 'ada.moreno@example.com', refresh_token_expires_in: 7_776_000 });
    expect(tokens).not.toHaveProperty('id_token');
    expect(house.introspect(tokens.access_token)).toMatchObject({
      active: true,
      authority: 'snowflake',
      person: { displayName: 'Ada Moreno' },
    });
  });

  test('hold a refresh token for the scope refresh_token alone', async () => {
    expect(await signIn('session:role:ANALYST')).not.toHaveProperty('refresh_token');
    expect(await signIn('session:role:ANALYST refresh_token')).toHaveProperty('refresh_token');
  });

  test('to a refresh hold no new refresh token, and the old one goes on working', async () => {
    const { refresh_token } = await signIn();
    for (let time = 0; time < 2; time += 1) {
      const renewed = await refresh(refresh_token);
      expect(renewed.status).toBe(200);
      expect(renewed).not.toHaveProperty('refresh_token');
    }
  });

  test("are given for a secret in the header and for one in the body, where Snowflake's own driver puts it", async () => {
    const { confidential } = house.clients;
    for (const proof of [bySecretInHeader(confidential), bySecretInBody(confidential)]) {
      expect((await signInAt(house, confidential.clientId, proof, scope)).status).toBe(200);
    }
  });

  test('hold refresh tokens that can be used once, if the client asks for them with the code', async () => {
    const { confidential } = house.clients;
    const body = { client_id: confidential.clientId, client_secret: confidential.clientSecret };
    const proof = { body: { ...body, enable_single_use_refresh_tokens: 'true' } };
    const { refresh_token: first } = await signInAt(house, confidential.clientId, proof, scope);
    const renewed = await refresh(first);
    expect(renewed).toMatchObject({ status: 200, refresh_token: expect.any(String) });
    expect(renewed.refresh_token).not.toBe(first);
    expect(await refresh(first)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await refresh(renewed.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  test('serve public clients too', async () => {
    const { public: client } = house.clients;
    expect((await signInAt(house, client.clientId, asPublic(client), scope)).status).toBe(200);
  });
});

describe('refusals', () => {
  test.each([
    ['an unknown scope', 'sql', '390308: The requested scope is invalid.'],
    ['OpenID Connect', 'openid session:role-any', '390308: The requested scope is invalid.'],
    [
      'a role that is not granted',
      'session:role:CFO',
      '390308: The role requested in the connection, CFO, is not granted',
    ],
    ['a blocked role', 'session:role:ACCOUNTADMIN', '390308: The role ACCOUNTADMIN is blocked'],
  ])('%s', async (_, scopes, description) => {
    const answer = await authorize(house, house.clients.confidential.clientId, scopes);
    expect(answer.get('error')).toBe('invalid_scope');
    expect(answer.get('error_description')).toContain(description);
    expect(answer.get('state')).toBe('state-of-the-test');
  });

  test('a redirect address that is not registered', async () => {
    const change = { redirect_uri: 'http://localhost:3001/callback' };
    await expect(authorize(house, house.clients.public.clientId, scope, change)).rejects.toThrow(/^400/);
  });

  test('a dead refresh token', async () => {
    const { refresh_token, access_token } = await signIn();
    await house.controls.revokeGrants();
    expect(await refresh(refresh_token)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      success: false,
      data: null,
      message: expect.stringContaining('expired or revoked'),
    });
    expect(house.introspect(access_token)).toEqual({ active: false, reason: 'unknown' });
  });

  test.each([
    ['a wrong secret', () => bySecretInHeader({ ...house.clients.confidential, clientSecret: 'wrong' })],
    ['a wrong secret in the body', () => bySecretInBody({ ...house.clients.confidential, clientSecret: 'wrong' })],
    ['no secret', () => asPublic(house.clients.confidential)],
  ])('%s', async (_, proof) => {
    const { refresh_token } = await signIn();
    const answer = await ask(house, proof(), { grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(answer).toMatchObject({ status: 401, error: 'invalid_client', message: 'This is an invalid client.' });
  });
});

test('counts, fails and journals like the others', async () => {
  await house.controls.clearJournal();
  await house.controls.failNext({ endpoint: 'token', status: 500 });
  await refresh('any').catch(() => null);
  expect(await house.controls.journal()).toMatchObject([{ endpoint: 'token', faulted: true, level: null }]);
  expect((await house.controls.counters()).accessTokensIssued).toBeGreaterThan(0);
});
