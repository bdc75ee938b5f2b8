/** The identity provider answers and refuses as each of the five products does. */
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  AZURE_DATABRICKS,
  BIGQUERY_SCOPE,
  DATA_PLATFORM_API,
  ENTRA_TENANT,
  PING_ENVIRONMENT,
} from '../../../standins/identity-provider/flavours.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { FLAVOURS, type Flavour } from '../../../standins/identity-provider/types.ts';
import { ask, asPublic, authorize, bySecretInBody, post, signInAt } from '../../support/identity-client.ts';

const redirectUri = 'http://localhost:3000/auth/databricks/callback';
const houses = {} as Record<Flavour, IdentityProvider>;

beforeAll(async () => {
  for (const flavour of FLAVOURS)
    houses[flavour] = await startIdentityProvider({ flavour, redirectUris: [redirectUri] });
});
afterAll(() => Promise.all(FLAVOURS.map((flavour) => houses[flavour].stop())));
beforeEach(() => Promise.all(FLAVOURS.map((flavour) => houses[flavour].controls.clearFaults())));

const scopeOf: Record<Flavour, string> = {
  okta: 'openid email profile groups offline_access session:role-any',
  auth0: 'openid email profile offline_access session:role-any',
  ping: 'openid email profile offline_access session:role-any',
  entra: `openid email profile offline_access ${AZURE_DATABRICKS}/user_impersonation`,
  google: `openid email profile ${BIGQUERY_SCOPE}`,
};
const stay = { access_type: 'offline', prompt: 'consent' };
const parametersOf: Partial<Record<Flavour, Record<string, string>>> = {
  google: stay,
  auth0: { audience: DATA_PLATFORM_API },
};
const signIn = (house: IdentityProvider, person?: string, scope = scopeOf[house.flavour]) =>
  signInAt(house, house.clients.public.clientId, asPublic(house.clients.public), scope, {
    ...(person ? { person } : {}),
    parameters: parametersOf[house.flavour] ?? {},
  });
const refresh = (house: IdentityProvider, refresh_token: unknown) =>
  ask(house, asPublic(house.clients.public), { grant_type: 'refresh_token', refresh_token: String(refresh_token) });
const metadataOf = async (house: IdentityProvider) =>
  (await (await fetch(house.metadataUrl)).json()) as Record<string, unknown>;

describe.each(FLAVOURS)('%s', (flavour) => {
  const paths: Record<Flavour, [issuer: string, authorize: string, token: string, jwks: string]> = {
    okta: ['/oauth2/default', '/oauth2/default/v1/authorize', '/oauth2/default/v1/token', '/oauth2/default/v1/keys'],
    auth0: ['/', '/authorize', '/oauth/token', '/.well-known/jwks.json'],
    ping: ['', '/authorize', '/token', '/jwks'].map((path) => `/${PING_ENVIRONMENT}/as${path}`) as never,
    entra: ['/v2.0', '/oauth2/v2.0/authorize', '/oauth2/v2.0/token', '/discovery/v2.0/keys'].map(
      (path) => `/${ENTRA_TENANT}${path}`,
    ) as never,
    google: ['', '/o/oauth2/v2/auth', '/token', '/oauth2/v3/certs'],
  };

  test('says in its metadata where everything is', async () => {
    const house = houses[flavour];
    const [issuer, authorization, token, jwks] = paths[flavour];
    const { origin, tokenOrigin } = house;
    expect(await metadataOf(house)).toMatchObject({
      issuer: `${origin}${issuer}`,
      authorization_endpoint: `${origin}${authorization}`,
      token_endpoint: `${tokenOrigin}${token}`,
      jwks_uri: `${tokenOrigin}${jwks}`,
    });
    expect(house.issuer).toBe(`${origin}${issuer}`);
    expect(tokenOrigin === origin).toBe(flavour !== 'google');
    expect(house.metadataUrl).toBe(`${house.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  });

  test('signs people in, with an ID token that says who they are and fits the access token', async () => {
    const house = houses[flavour];
    const tokens = await signIn(house, 'Ben Okafor');
    expect(tokens).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600 });
    const keys = createRemoteJWKSet(new URL(house.endpoints.jwks));
    const { payload } = await jwtVerify(tokens.id_token ?? '', keys, {
      issuer: house.issuer,
      audience: house.clients.public.clientId,
    });
    expect(payload).toMatchObject({
      email: 'ben.okafor@example.com',
      email_verified: true,
      name: 'Ben Okafor',
      groups: ['Sales_People', 'Fleet'],
      department: 'Fleet',
      region: 'Long Island',
    });
    const half = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    const hashed = flavour !== 'auth0' && flavour !== 'entra';
    expect(payload.at_hash).toBe(hashed ? half.toString('base64url') : undefined);
    expect(house.introspect(tokens.access_token)).toMatchObject({
      active: true,
      authority: flavour,
      person: { displayName: 'Ben Okafor' },
    });
    expect(house.issuedTokens()).toContain(tokens.access_token);
  });

  test('tells at UserInfo who an access token belongs to, and refuses others', async () => {
    const house = houses[flavour];
    const { userInfo } = house.endpoints;
    expect((await metadataOf(house)).userinfo_endpoint).toBe(userInfo);
    expect(new URL(userInfo).origin === house.origin).toBe(flavour !== 'entra' && flavour !== 'google');
    const ask = (token: string) => fetch(userInfo, { headers: { authorization: `Bearer ${token}` } });
    const tokens = await signIn(house, 'Ben Okafor');
    expect(await (await ask(tokens.access_token)).json()).toMatchObject({
      sub: decodeJwt(tokens.id_token ?? '').sub,
      email: 'ben.okafor@example.com',
      email_verified: true,
      groups: ['Sales_People', 'Fleet'],
    });
    expect((await ask('unknown')).status).toBe(401);
    await house.controls.revokeGrants({ userName: 'ben.okafor@example.com' });
    expect((await ask(tokens.access_token)).status).toBe(401);
  });

  test('can be set to ID tokens that say little, while UserInfo says all', async () => {
    const house = houses[flavour];
    await house.controls.setBehaviour({ thinIdTokens: true });
    const { id_token = '', access_token } = await signIn(house);
    await house.controls.setBehaviour({ thinIdTokens: false });
    const claims = decodeJwt(id_token);
    expect(claims.sub).toBe('7100000000000001');
    for (const name of ['email', 'groups', 'department']) expect(claims).not.toHaveProperty(name);
    expect('preferred_username' in claims).toBe(flavour === 'okta' || flavour === 'entra');
    const answer = await fetch(house.endpoints.userInfo, { headers: { authorization: `Bearer ${access_token}` } });
    expect(await answer.json()).toMatchObject({ sub: claims.sub, email: 'ada.moreno@example.com' });
  });

  test('renews, until the grant is revoked, and then says so in its own words', async () => {
    const house = houses[flavour];
    const tokens = await signIn(house);
    const renewed = await refresh(house, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    if (flavour === 'google') expect(renewed).not.toHaveProperty('refresh_token');
    await house.controls.revokeGrants({ userName: 'ada.moreno@example.com' });
    const words: Record<Flavour, [number, RegExp]> = {
      okta: [400, /invalid or expired/],
      auth0: [403, /Unknown or invalid refresh token/],
      ping: [400, /expired, revoked or does not exist/],
      entra: [400, /^AADSTS700082/],
      google: [400, /Token has been expired or revoked/],
    };
    const [status, description] = words[flavour];
    const dead = await refresh(house, renewed.refresh_token ?? tokens.refresh_token);
    expect(dead).toMatchObject({ status, error: 'invalid_grant' });
    expect(dead.error_description).toMatch(description);
    expect(house.introspect(renewed.access_token)).toEqual({ active: false, reason: 'unknown' });
  });

  test('takes a wrong secret for a wrong client, in its own words', async () => {
    const house = houses[flavour];
    const { secretPost } = house.clients;
    const wrong = bySecretInBody({ ...secretPost, clientSecret: 'wrong' });
    const answer = await ask(house, wrong, { grant_type: 'refresh_token', refresh_token: 'any' });
    expect(answer).toMatchObject({ status: 401, error: flavour === 'auth0' ? 'access_denied' : 'invalid_client' });
  });

  test('revokes both tokens where it can, and does not advertise it where it cannot', async () => {
    const house = houses[flavour];
    const tokens = await signIn(house);
    const { revoke } = house.endpoints;
    expect((await metadataOf(house)).revocation_endpoint).toBe(revoke ?? undefined);
    if (revoke === null) return;
    const token = { token: tokens.access_token, client_id: house.clients.public.clientId };
    expect((await post(revoke, token)).status).toBe(200);
    expect(house.introspect(tokens.access_token)).toMatchObject({ active: false });
    await post(revoke, { ...token, token: tokens.refresh_token ?? '' });
    expect(await refresh(house, tokens.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  test('refuses other redirect addresses, other paths and requests without PKCE', async () => {
    const house = houses[flavour];
    const { clientId } = house.clients.public;
    for (const redirect_uri of ['http://localhost:3000/other', 'http://127.0.0.1:3000/auth/databricks/callback']) {
      await expect(authorize(house, clientId, 'openid', { redirect_uri })).rejects.toThrow(/^400/);
    }
    const otherPort = authorize(house, clientId, 'openid', {
      redirect_uri: 'http://localhost:3999/auth/databricks/callback',
    });
    if (flavour === 'entra' || flavour === 'google') expect((await otherPort).has('code')).toBe(true);
    else await expect(otherPort).rejects.toThrow(/^400/);
    const bare = await authorize(house, clientId, 'openid', { code_challenge: null, code_challenge_method: null });
    expect(bare.get('error')).toBe('invalid_request');
    for (const path of ['/', '/oauth2/v1/token', '/.well-known/nothing']) {
      expect((await fetch(`${house.origin}${path}`)).status).toBe(404);
    }
  });

  test('names itself in its answers when it says that it does', async () => {
    const house = houses[flavour];
    const answer = await authorize(house, house.clients.public.clientId, 'openid');
    const advertised = (await metadataOf(house)).authorization_response_iss_parameter_supported === true;
    expect(advertised).toBe(!['auth0', 'entra'].includes(flavour));
    expect(answer.get('iss')).toBe(advertised ? house.issuer : null);
  });
});

describe('of one product alone', () => {
  test('Google revokes a token by itself, in the body or in the query, and with it the whole sign-in', async () => {
    const house = houses.google;
    const revoke = house.endpoints.revoke ?? '';
    const first = await signIn(house);
    expect((await fetch(`${revoke}?token=${first.access_token}`, { method: 'POST' })).status).toBe(200);
    expect(await refresh(house, first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    const second = await signIn(house);
    expect(await post(revoke, { token: second.refresh_token ?? '' })).toMatchObject({ status: 200 });
    expect(house.introspect(second.access_token)).toMatchObject({ active: false });
    const dead = await post(revoke, { token: second.access_token });
    expect(dead).toMatchObject({ status: 400, error: 'invalid_token' });
  });

  test('Entra names the directory and the object of a person, in ID tokens and to those who ask for client_info', async () => {
    const house = houses.entra;
    const { public: client } = house.clients;
    const proof = { body: { client_id: client.clientId, client_info: '1' } };
    const tokens = await signInAt(house, client.clientId, proof, scopeOf.entra);
    const { tid, oid, ver } = decodeJwt(tokens.id_token ?? '');
    expect({ tid, ver }).toEqual({ tid: ENTRA_TENANT, ver: '2.0' });
    expect(oid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const { client_info } = tokens as unknown as { client_info: string };
    expect(JSON.parse(Buffer.from(client_info, 'base64url').toString())).toEqual({ uid: oid, utid: tid });
    expect(await signIn(house)).not.toHaveProperty('client_info');
    expect(decodeJwt((await signIn(houses.okta)).id_token ?? '')).not.toHaveProperty('tid');
  });
});

describe('scopes', () => {
  test.each<[Flavour, string, RegExp | null]>([
    ['okta', 'openid nonsense', /not configured for the authorization server/],
    ['ping', 'openid nonsense', /May not request scopes/],
    ['entra', 'openid nonsense', /^AADSTS70011/],
    ['google', 'openid offline_access', /invalid=\[offline_access\]/],
    ['auth0', 'openid nonsense', null],
  ])('that %s does not know: %s', async (flavour, scope, description) => {
    const house = houses[flavour];
    const answer = await authorize(house, house.clients.public.clientId, scope);
    expect(answer.get('error')).toBe(description === null ? null : 'invalid_scope');
    if (description) expect(answer.get('error_description')).toMatch(description);
  });

  test('are answered without openid and offline_access by Entra', async () => {
    expect((await signIn(houses.entra)).scope).toBe(`email profile ${AZURE_DATABRICKS}/user_impersonation`);
    expect((await signIn(houses.okta)).scope.split(' ')).toContain('openid');
  });

  test('of an API are given by Auth0 to those who name the API', async () => {
    const { auth0: house } = houses;
    const { public: client, machine } = house.clients;
    const unnamed = await signInAt(house, client.clientId, asPublic(client), scopeOf.auth0);
    expect(unnamed).toMatchObject({ status: 200, scope: 'openid email profile offline_access' });
    expect((await signIn(house)).scope).toBe(scopeOf.auth0);
    const asMachine = (form: Record<string, string>) =>
      ask(house, bySecretInBody(machine), { grant_type: 'client_credentials', scope: 'session:role-any', ...form });
    expect(await asMachine({})).toMatchObject({ status: 403, error: 'access_denied' });
    expect(await asMachine({ audience: DATA_PLATFORM_API })).toMatchObject({ status: 200, scope: 'session:role-any' });
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['neither', {}, false],
    ['access_type alone', { access_type: 'offline' }, false],
    ['prompt alone', { prompt: 'consent' }, false],
    ['both', stay, true],
  ])('give a refresh token from Google for %s', async (_, parameters, expected) => {
    const { public: client } = houses.google.clients;
    const tokens = await signInAt(houses.google, client.clientId, asPublic(client), scopeOf.google, { parameters });
    expect(tokens.status).toBe(200);
    expect('refresh_token' in tokens).toBe(expected);
  });

  test('give no refresh token without offline_access', async () => {
    expect(await signIn(houses.okta, undefined, 'openid session:role-any')).not.toHaveProperty('refresh_token');
  });
});

describe('control', () => {
  test('changes the key, with the old one published or not', async () => {
    const house = houses.okta;
    const before = await signIn(house);
    const kid = (token: string | undefined) => decodeProtectedHeader(token ?? '').kid;
    const published = async () =>
      ((await (await fetch(house.endpoints.jwks)).json()) as { keys: { kid: string }[] }).keys.map((key) => key.kid);
    const { keyId } = await house.rotateKeys();
    const after = await signIn(house);
    expect(kid(after.id_token)).toBe(keyId);
    expect(kid(after.access_token)).toBe(keyId);
    expect(await published()).toEqual(expect.arrayContaining([keyId, kid(before.id_token)]));
    await house.controls.rotateKeys({ keepOld: false });
    expect(await published()).not.toContain(keyId);
    expect((await refresh(house, after.refresh_token)).status).toBe(200);
  });

  test('changes what is answered', async () => {
    const house = houses.ping;
    await house.controls.setBehaviour({ issueIdTokens: false, answerScopes: false, emailVerified: false });
    const bare = await signIn(house);
    expect(bare).not.toHaveProperty('id_token');
    expect(bare).not.toHaveProperty('scope');
    await house.controls.setBehaviour({
      issueIdTokens: true,
      answerScopes: true,
      grantOnlyScopes: ['openid', 'email'],
    });
    const fewer = await signIn(house);
    expect(fewer.scope).toBe('openid email');
    expect(decodeJwt(fewer.id_token ?? '').email_verified).toBe(false);
    const refuseSignIn = { error: 'consent_required', error_description: 'AADSTS65001: no consent' };
    await house.controls.setBehaviour({ grantOnlyScopes: null, emailVerified: true, refuseSignIn });
    await expect(signIn(house)).rejects.toThrow('consent_required: AADSTS65001');
    await house.controls.setBehaviour({ refuseSignIn: null });
  });

  test('fails requests, moves the clock, and keeps a journal without a token in it', async () => {
    const house = houses.entra;
    await house.controls.clearJournal();
    const tokens = await signIn(house);
    await house.controls.failNext({ endpoint: 'token', status: 503, body: { error: 'temporarily_unavailable' } });
    expect((await refresh(house, tokens.refresh_token)).status).toBe(503);
    await house.controls.shiftClock({ seconds: 3601 });
    expect(house.introspect(tokens.access_token)).toEqual({ active: false, reason: 'expired' });
    const journal = await house.controls.journal({ endpoint: 'token' });
    expect(journal).toMatchObject([
      { grantType: 'authorization_code', userName: 'ada.moreno@example.com', level: null, succeeded: true },
      { grantType: 'refresh_token', faulted: true, status: 503 },
    ]);
    const everything = JSON.stringify(await house.controls.journal());
    for (const secret of [tokens.access_token, tokens.refresh_token]) expect(everything).not.toContain(secret);
  });
});
