/** The authorization server refuses what Databricks refuses, and renews as Databricks renews. */
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DemoServices, startDemoServices, visitAs } from '../../../standins/demo-services.ts';
import {
  askForTokens,
  authorizationUrl,
  endpointsOf,
  newVerifier,
  refresh,
  signIn,
} from '../../support/stand-in-client.ts';

let services: DemoServices;
const redirectUri = 'http://localhost:3000/auth/databricks/callback';

beforeAll(async () => {
  services = await startDemoServices({ redirectUris: [redirectUri, 'http://localhost:8020'] });
});
afterAll(() => services.stop());
afterEach(() => vi.useRealTimers());
beforeEach(async () => {
  await services.controls.authorizationServer.clearFaults();
  await services.controls.authorizationServer.setLifetimes({ accessTokenSeconds: 3600, sessionSeconds: null });
});

const getJson = async (url: string) => (await fetch(url)).json() as Promise<Record<string, unknown>>;

describe('metadata', () => {
  test('is found at all three workspace paths, and says the same at each', async () => {
    const { origin } = services.authorizationServer;
    const all = await Promise.all(
      [
        '/oidc/.well-known/oauth-authorization-server',
        '/oidc/.well-known/openid-configuration',
        '/oidc/v1/.well-known/openid-configuration',
      ].map((path) => getJson(`${origin}${path}`)),
    );
    for (const metadata of all) {
      expect(metadata).toEqual(all[0]);
      expect(metadata).toMatchObject({
        issuer: `${origin}/oidc`,
        authorization_endpoint: `${origin}/oidc/v1/authorize`,
        token_endpoint: `${origin}/oidc/v1/token`,
        revocation_endpoint: `${origin}/oidc/v1/revoke`,
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      });
    }
  });

  test('has an issuer of its own at account level', async () => {
    const { origin, accountId } = services.authorizationServer;
    const issuer = `${origin}/oidc/accounts/${accountId}`;
    for (const name of ['openid-configuration', 'oauth-authorization-server']) {
      expect(await getJson(`${issuer}/.well-known/${name}`)).toMatchObject({
        issuer,
        authorization_endpoint: `${issuer}/v1/authorize`,
        token_endpoint: `${issuer}/v1/token`,
      });
    }
  });

  test('leaves revocation out on request', async () => {
    const { authorizationServer: control } = services.controls;
    await control.setBehaviour({ advertiseRevocation: false });
    const metadata = await getJson(`${services.authorizationServer.origin}/oidc/.well-known/openid-configuration`);
    await control.setBehaviour({ advertiseRevocation: true });
    expect(metadata).not.toHaveProperty('revocation_endpoint');
  });
});

describe("what Databricks' own driver relies on", () => {
  const driverUrl = (level: 'workspace' | 'account') => {
    const { issuers } = services.authorizationServer;
    return authorizationUrl(services, {}, level).replace(
      `${issuers[level]}/v1/authorize`,
      `${issuers[level]}/oauth2/v2.0/authorize`,
    );
  };

  test('a second address to authorize at, of the workspace alone', async () => {
    expect(new URL(await visitAs(driverUrl('workspace'), 'Ada Moreno')).searchParams.has('code')).toBe(true);
    await expect(visitAs(driverUrl('account'), 'Ada Moreno')).rejects.toThrow(/^404/);
  });

  test('access tokens that are JWTs, of people and of machines, whose `exp` is when they end', async () => {
    const { servicePrincipal } = services.authorizationServer.clients;
    const people = await signIn(services, 'Ada Moreno');
    const machines = await askForTokens(endpointsOf(services).token, {
      grant_type: 'client_credentials',
      scope: 'all-apis',
      client_id: servicePrincipal.clientId,
      client_secret: servicePrincipal.clientSecret,
    });
    const subjects = ['ada.moreno@example.com', servicePrincipal.clientId];
    for (const [index, { access_token }] of [people, machines].entries()) {
      const { exp = 0, sub } = decodeJwt(access_token);
      expect(sub).toBe(subjects[index]);
      expect(services.authorizationServer.introspect(access_token)).toMatchObject({
        active: true,
        expiresAt: exp * 1000,
      });
      // As long as the real ones, since they end up in an address.
      expect(access_token.length).toBeGreaterThan(800);
    }
  });
});

describe('authorization', () => {
  test.each([
    ['another port', 'http://localhost:3001/auth/databricks/callback'],
    ['another name of this computer', 'http://127.0.0.1:3000/auth/databricks/callback'],
    ['a slash too many', `${redirectUri}/`],
    ['a query too many', `${redirectUri}?a=b`],
    ['no redirect URI at all', null],
  ])('refuses %s without redirecting', async (_, redirect_uri) => {
    const { public: open, confidential } = services.authorizationServer.clients;
    for (const { clientId } of [open, confidential]) {
      const url = authorizationUrl(services, { redirect_uri, client_id: clientId });
      await expect(visitAs(url, 'Ada Moreno')).rejects.toThrow(/^400/);
    }
  });

  test('takes every registered redirect URI exactly as written', async () => {
    const url = await visitAs(authorizationUrl(services, { redirect_uri: 'http://localhost:8020' }), 'Ada Moreno');
    expect(url).toMatch(/^http:\/\/localhost:8020\/?\?code=/);
  });

  test.each([
    ['no PKCE', { code_challenge: null, code_challenge_method: null }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['a method left out, which means plain', { code_challenge_method: null }],
  ])('refuses %s', async (_, change) => {
    const { public: open, confidential } = services.authorizationServer.clients;
    for (const { clientId } of [open, confidential]) {
      const url = new URL(await visitAs(authorizationUrl(services, { ...change, client_id: clientId }), 'Ada Moreno'));
      expect(url.searchParams.get('error')).toBe('invalid_request');
      expect(url.searchParams.has('code')).toBe(false);
    }
  });

  test('answers with state and issuer, and says access_denied when the person cancels', async () => {
    const answer = new URL(await visitAs(authorizationUrl(services), 'cancel'));
    expect(Object.fromEntries(answer.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'state-of-the-test',
      iss: services.authorizationServer.issuers.workspace,
    });
  });

  test('asks anew who it is at every sign-in', async () => {
    await signIn(services, 'Ada Moreno');
    const second = await signIn(services, 'Ben Okafor');
    expect(services.authorizationServer.introspect(second.access_token)).toMatchObject({
      active: true,
      person: { displayName: 'Ben Okafor' },
    });
  });
});

describe('tokens', () => {
  test.each(['workspace', 'account'] as const)(
    'are issued at %s level with an ID token that says who',
    async (level) => {
      const tokens = await signIn(services, 'Chiara Lind', { level });
      const { issuer } = endpointsOf(services, level);
      expect(tokens).toMatchObject({
        status: 200,
        expires_in: 3600,
        scope: 'all-apis sql offline_access openid email',
      });
      expect(services.authorizationServer.introspect(tokens.access_token)).toMatchObject({ active: true, level });
      const { payload } = await jwtVerify(tokens.id_token ?? '', createRemoteJWKSet(new URL(`${issuer}/jwks.json`)), {
        issuer,
        audience: services.authorizationServer.clients.public.clientId,
      });
      expect(payload.email).toBe('chiara.lind@example.com');
    },
  );

  test('include a refresh token exactly when offline_access was granted', async () => {
    expect(await signIn(services, 'Ada Moreno', { scope: 'sql' })).not.toHaveProperty('refresh_token');
    expect(await signIn(services, 'Ada Moreno', { scope: 'sql offline_access' })).toHaveProperty('refresh_token');
  });

  test('are refused to a confidential client without its secret, and to a wrong verifier', async () => {
    const { clients } = services.authorizationServer;
    expect(clients.confidential.clientSecret).toMatch(/^dose/);
    expect(await signIn(services, 'Ada Moreno', { confidential: true })).toMatchObject({ status: 200 });
    const exchange = async (client: Record<string, string>, code_verifier: string, challenge: string) => {
      const url = authorizationUrl(services, { client_id: client.client_id ?? '', code_challenge: challenge });
      const code = new URL(await visitAs(url, 'Ada Moreno')).searchParams.get('code') ?? '';
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier, ...client };
      return askForTokens(endpointsOf(services).token, form);
    };
    const { verifier, challenge } = newVerifier();
    const confidential = { client_id: clients.confidential.clientId };
    expect(await exchange({ ...confidential, client_secret: 'dose0' }, verifier, challenge)).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    expect(await exchange(confidential, verifier, challenge)).toMatchObject({
      error: expect.stringMatching(/invalid_/),
    });
    expect(await exchange({ client_id: clients.public.clientId }, newVerifier().verifier, challenge)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
    });
  });

  test('of a code that is used twice are all revoked', async () => {
    const { verifier, challenge } = newVerifier();
    const url = authorizationUrl(services, { code_challenge: challenge });
    const form = {
      grant_type: 'authorization_code',
      code: new URL(await visitAs(url, 'Ada Moreno')).searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: services.authorizationServer.clients.public.clientId,
    };
    const first = await askForTokens(endpointsOf(services).token, form);
    expect(await askForTokens(endpointsOf(services).token, form)).toMatchObject({ error: 'invalid_grant' });
    expect(services.authorizationServer.introspect(first.access_token)).toMatchObject({ active: false });
  });

  test('grant fewer scopes when the person grants fewer', async () => {
    await services.controls.authorizationServer.setBehaviour({ grantOnlyScopes: ['sql', 'offline_access'] });
    const tokens = await signIn(services, 'Ada Moreno');
    await services.controls.authorizationServer.setBehaviour({ grantOnlyScopes: null });
    expect(tokens.scope).toBe('sql offline_access');
    const me = await fetch(`${services.authorizationServer.origin}/api/2.0/preview/scim/v2/Me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(me.status).toBe(403);
  });
});

describe('renewal', () => {
  test('rotates the refresh token, and ends the grant when an old one comes back', async () => {
    const first = await signIn(services, 'Ada Moreno');
    const second = await refresh(services, first.refresh_token ?? '');
    expect(second.status).toBe(200);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(services.authorizationServer.introspect(second.access_token)).toMatchObject({ active: true });

    expect(await refresh(services, first.refresh_token ?? '')).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: expect.stringContaining('Refresh token is invalid'),
    });
    expect(await refresh(services, second.refresh_token ?? '')).toMatchObject({ error: 'invalid_grant' });
    expect(services.authorizationServer.introspect(second.access_token)).toMatchObject({ active: false });
  });

  test('can be told to answer like the other Databricks', async () => {
    const { authorizationServer: control } = services.controls;
    await control.setBehaviour({ rotateRefreshTokens: false, returnRefreshToken: false, expiresInAsString: true });
    const first = await signIn(services, 'Ada Moreno');
    const second = await refresh(services, first.refresh_token ?? '');
    expect(second).not.toHaveProperty('refresh_token');
    expect(second.expires_in).toBe('3600');
    expect((await refresh(services, first.refresh_token ?? '')).status).toBe(200);

    await control.setBehaviour({ deadRefreshToken: 'invalid_request' });
    expect(await refresh(services, 'never-issued')).toMatchObject({ status: 401, error: 'invalid_request' });
    await control.setBehaviour({
      rotateRefreshTokens: true,
      returnRefreshToken: true,
      expiresInAsString: false,
      deadRefreshToken: 'invalid_grant',
    });
  });

  test('ends with the session, however often it happened', async () => {
    await services.controls.authorizationServer.setLifetimes({ sessionSeconds: 1000 });
    const first = await signIn(services, 'Ada Moreno');
    await services.controls.authorizationServer.shiftClock({ seconds: 600 });
    const second = await refresh(services, first.refresh_token ?? '');
    expect(second.status).toBe(200);
    await services.controls.authorizationServer.shiftClock({ seconds: 600 });
    expect(await refresh(services, second.refresh_token ?? '')).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('who am I', () => {
  const me = (token: string) =>
    fetch(`${services.authorizationServer.origin}/api/2.0/preview/scim/v2/Me`, {
      headers: { authorization: `Bearer ${token}` },
    });

  test('knows the person, and refuses unknown and expired tokens', async () => {
    const { access_token } = await signIn(services, 'Ben Okafor');
    expect(await (await me(access_token)).json()).toMatchObject({
      id: '7100000000000002',
      userName: 'ben.okafor@example.com',
      displayName: 'Ben Okafor',
    });
    expect((await me('unknown')).status).toBe(401);
    await services.controls.authorizationServer.shiftClock({ seconds: 3601 });
    expect((await me(access_token)).status).toBe(401);
    expect(services.authorizationServer.introspect(access_token)).toEqual({ active: false, reason: 'expired' });
  });

  test('lets a token live exactly as long as its lifetime says', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await services.controls.authorizationServer.setLifetimes({ accessTokenSeconds: 3 });
    const { access_token, expires_in } = await signIn(services, 'Ben Okafor');
    expect(expires_in).toBe(3);
    vi.advanceTimersByTime(1_500);
    expect((await me(access_token)).status).toBe(200);
    vi.advanceTimersByTime(1_500);
    expect((await me(access_token)).status).toBe(401);
  });

  test('can be told to count all sign-ins of a person as one grant', async () => {
    const { authorizationServer: control } = services.controls;
    const revoke = (token: string) =>
      fetch(endpointsOf(services).revoke, {
        method: 'POST',
        body: new URLSearchParams({ token, client_id: services.authorizationServer.clients.public.clientId }),
      });
    const isActive = (token: string) => services.authorizationServer.introspect(token).active;
    const alone = await signIn(services, 'Ben Okafor');
    await revoke((await signIn(services, 'Ben Okafor')).refresh_token ?? '');
    expect(isActive(alone.access_token)).toBe(true);

    await control.setBehaviour({ oneGrantPerPerson: true });
    const first = await signIn(services, 'Ben Okafor');
    const ofAnother = await signIn(services, 'Ada Moreno');
    const second = await signIn(services, 'Ben Okafor');
    expect(isActive(first.access_token)).toBe(true);
    await revoke(second.refresh_token ?? '');
    expect([first, second, ofAnother].map(({ access_token }) => isActive(access_token))).toEqual([false, false, true]);
    await control.setBehaviour({ oneGrantPerPerson: false });
  });

  test('refuses a token that its client revoked', async () => {
    const { access_token, refresh_token = '' } = await signIn(services, 'Ben Okafor');
    const form = { token: refresh_token, client_id: services.authorizationServer.clients.public.clientId };
    const before = (await services.controls.authorizationServer.counters()).tokensRevoked;
    const answer = await fetch(endpointsOf(services).revoke, { method: 'POST', body: new URLSearchParams(form) });
    expect(answer.status).toBe(200);
    expect((await me(access_token)).status).toBe(401);
    expect((await services.controls.authorizationServer.counters()).tokensRevoked).toBe(before + 2);
  });
});
