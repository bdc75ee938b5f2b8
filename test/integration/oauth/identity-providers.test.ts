import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { obtainServiceAccountGrant } from '../../../src/main/oauth/sign-in/client-credentials.ts';
import type { ExchangeTarget } from '../../../src/main/oauth/sign-in/sign-in-request.ts';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { databricks } from '../../../src/main/providers/databricks.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import {
  type AuthorizationServer,
  startAuthorizationServer,
} from '../../../standins/authorization-server/authorization-server.ts';
import { FLAVOURS } from '../../../standins/identity-provider/types.ts';
import { startIdentityFixture } from '../../support/identity-fixture.ts';

const AZURE_DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation';
const scopesOf = {
  okta: ['session:role-any', 'openid', 'email', 'profile', 'offline_access'],
  auth0: ['session:role-any', 'openid', 'email', 'profile', 'offline_access'],
  ping: ['session:role-any', 'openid', 'email', 'profile', 'offline_access'],
  entra: [AZURE_DATABRICKS, 'openid', 'email', 'profile', 'offline_access'],
  google: ['https://www.googleapis.com/auth/bigquery', 'openid', 'email'],
};

describe.each(FLAVOURS)('%s', (flavour) => {
  let fixture: Awaited<ReturnType<typeof startIdentityFixture>>;
  let client: OAuthClient;
  beforeAll(async () => {
    fixture = await startIdentityFixture(flavour);
    client = { clientId: fixture.idp.clients.public.clientId, authentication: { method: 'none' } };
  });
  afterAll(() => fixture.stop());
  beforeEach(() => {
    const { idp } = fixture;
    idp.controlHandlers.setBehaviour({
      issueIdTokens: true,
      emailVerified: true,
      grantOnlyScopes: null,
      thinIdTokens: false,
    });
    idp.controlHandlers.clearFaults({});
    idp.controlHandlers.clearJournal({});
  });

  test('signs a person in, knows them by the ID token, and renews', async () => {
    const request = fixture.requestFor(client, scopesOf[flavour], { claimNames: ['email', 'department', 'shoe_size'] });
    const grant = await fixture.signIn(request, 'Chiara Lind');
    expect(grant).toMatchObject({
      flow: 'authorization_code',
      person: { userName: 'chiara.lind@example.com' },
      claims: { email: 'chiara.lind@example.com', department: 'Sales', shoe_size: null },
      server: {
        issuer: fixture.idp.issuer,
        tokenEndpoint: fixture.idp.endpoints.token,
        jwksUri: fixture.idp.endpoints.jwks,
      },
    });
    expect(grant.refreshToken).not.toBeNull();
    const renewed = await fixture.tokenClient.refreshGrant(grant, client);
    expect(fixture.idp.introspect(renewed.accessToken)).toMatchObject({ active: true });
  });

  const askedForUserInfo = async () => (await fixture.idp.controlHandlers.journal({ endpoint: 'userinfo' })).length;

  test('is not asked for UserInfo where the ID token says all', async () => {
    const request = fixture.requestFor(client, scopesOf[flavour], { claimNames: ['email', 'department', 'groups'] });
    const grant = await fixture.signIn(request, 'Chiara Lind');
    expect(grant.claims).toMatchObject({ department: 'Sales' });
    expect(await askedForUserInfo()).toBe(0);
  });

  test('with thin ID tokens is asked for UserInfo, once for a sign-in and its renewals', async () => {
    fixture.idp.controlHandlers.setBehaviour({ thinIdTokens: true });
    const claimNames = ['department', 'groups', 'email', 'shoe_size'];
    const grant = await fixture.signIn(fixture.requestFor(client, scopesOf[flavour], { claimNames }), 'Chiara Lind');
    expect(grant).toMatchObject({
      person: { userName: 'chiara.lind@example.com' },
      claims: { department: 'Sales', email: 'chiara.lind@example.com', shoe_size: null },
    });
    // Google was not asked for the profile.
    if (flavour !== 'google') expect(grant.person).toMatchObject({ displayName: 'Chiara Lind', lastName: 'Lind' });
    expect(grant.claims.groups).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(grant.identityProblems).toBeUndefined();
    const renewed = await fixture.tokenClient.refreshGrant(grant, client);
    expect(renewed).toMatchObject({ person: grant.person, claims: grant.claims });
    expect(await askedForUserInfo()).toBe(1);
  });

  test('with thin ID tokens and a UserInfo that refuses keeps the sign-in, and says what was said', async () => {
    fixture.idp.controlHandlers.setBehaviour({ thinIdTokens: true });
    const error = { code: 'InvalidAuthenticationToken', message: 'Access token validation failure. Invalid audience.' };
    fixture.idp.controlHandlers.failNext({ endpoint: 'userinfo', status: 401, body: { error }, times: 1, delayMs: 0 });
    const grant = await fixture.signIn(fixture.requestFor(client, scopesOf[flavour], { claimNames: ['department'] }));
    const problem = { code: 'user_info_failed', values: { reason: 'refused', status: 401 } };
    expect(grant.identityProblems?.claims.department).toMatchObject(problem);
    expect(String(grant.identityProblems?.claims.department?.values.said)).toContain('Invalid audience.');
    // Okta and Entra leave the sign-in name in the ID token, and that is an address.
    const isNamed = flavour === 'okta' || flavour === 'entra';
    expect(grant.person?.userName ?? null).toBe(isNamed ? 'ada.moreno@example.com' : null);
    expect(grant.identityProblems?.person === undefined).toBe(isNamed);
    expect(fixture.idp.introspect(grant.accessToken)).toMatchObject({ active: true });
  });

  test('that has not verified the address is told so, by the ID token and by UserInfo', async () => {
    for (const thinIdTokens of [false, true]) {
      fixture.idp.controlHandlers.setBehaviour({ emailVerified: false, thinIdTokens });
      const request = fixture.requestFor(client, scopesOf[flavour], { claimNames: ['email'] });
      const grant = await fixture.signIn(request);
      const problem = { code: 'email_unverified', values: { address: 'ada.moreno@example.com' } };
      expect(grant.claims.email).toBeNull();
      expect(grant.identityProblems?.claims.email).toMatchObject(problem);
      const isNamed = thinIdTokens && (flavour === 'okta' || flavour === 'entra');
      if (!isNamed) expect(grant).toMatchObject({ person: null, identityProblems: { person: problem } });
    }
  });

  test('with new signing keys is believed after one more look', async () => {
    await fixture.signIn(fixture.requestFor(client, scopesOf[flavour]));
    await fixture.idp.rotateKeys({ keepOld: false });
    const grant = await fixture.signIn(fixture.requestFor(client, scopesOf[flavour]));
    expect(grant.person?.userName).toBe('ada.moreno@example.com');
  });

  test('without an ID token knows no person', async () => {
    fixture.idp.controlHandlers.setBehaviour({ issueIdTokens: false });
    expect((await fixture.signIn(fixture.requestFor(client, scopesOf[flavour]))).person).toBeNull();
  });

  test('that granted too little is told where it is granted, and its tokens are given back', async () => {
    fixture.idp.controlHandlers.setBehaviour({ grantOnlyScopes: ['openid', 'email', 'offline_access'] });
    const revoked: Grant[] = [];
    const signIn = fixture.signIn(fixture.requestFor(client, scopesOf[flavour]), 'Ada Moreno', {
      revoke: (grant) => void revoked.push(grant),
    });
    await expect(signIn).rejects.toMatchObject({
      code: 'scopes_missing',
      message: expect.stringContaining(`Not granted: ${scopesOf[flavour][0]}. Ask an administrator to allow them in`),
    });
    expect(revoked).toHaveLength(1);
    if (fixture.idp.endpoints.revoke === null) return;
    // Both of Google's tokens die with the first of them, and the second is then refused.
    await fixture.tokenClient.revokeGrant(revoked[0] as Grant, client);
    expect(fixture.idp.introspect(revoked[0]?.accessToken ?? '')).toMatchObject({ active: false });
  });
});

describe('Auth0, which has to be told the API', () => {
  let fixture: Awaited<ReturnType<typeof startIdentityFixture>>;
  beforeAll(async () => {
    fixture = await startIdentityFixture('auth0');
  });
  afterAll(() => fixture.stop());

  test('gives no scope of an API that is not named', async () => {
    const client: OAuthClient = {
      clientId: fixture.idp.clients.public.clientId,
      authentication: { method: 'none' },
    };
    const signIn = fixture.signIn(fixture.requestFor(client, scopesOf.auth0, { audience: null }));
    await expect(signIn).rejects.toMatchObject({ code: 'scopes_missing' });
  });

  test('gives a machine its token, and the next one, for the API that it names', async () => {
    const { machine } = fixture.idp.clients;
    const client: OAuthClient = {
      clientId: machine.clientId,
      authentication: { method: 'client_secret_post', clientSecret: machine.clientSecret },
    };
    const provider = providerOf(fixture.server);
    const obtain = (audience: string | null) =>
      obtainServiceAccountGrant(fixture, {
        connectionId: 'machine',
        server: provider.authorizationServer(fixture.server),
        client,
        scopes: ['session:role-any'],
        audience,
        scopeRules: provider.scopes,
        identityUrl: null,
      });
    await expect(obtain(null)).rejects.toThrow('No audience parameter was provided');
    const grant = await obtain(provider.audience(fixture.server));
    const renewed = await fixture.tokenClient.refreshGrant(grant, client);
    expect(renewed.accessToken).not.toBe(grant.accessToken);
    expect(fixture.idp.introspect(renewed.accessToken)).toMatchObject({ active: true });
  });
});

describe('a company sign-in that is exchanged at Databricks (RFC 8693)', () => {
  let fixture: Awaited<ReturnType<typeof startIdentityFixture>>;
  let platform: AuthorizationServer;
  let client: OAuthClient;
  let exchange: ExchangeTarget;
  let identityUrl: string | null;
  beforeAll(async () => {
    fixture = await startIdentityFixture('okta');
    const { clientId } = fixture.idp.clients.public;
    client = { clientId, authentication: { method: 'none' } };
    platform = await startAuthorizationServer({
      port: 0,
      redirectUris: [],
      lifetimes: {},
      behaviour: {},
      answerControl: async () => undefined,
    });
    const server = { provider: 'databricks', host: platform.origin, level: 'workspace', accountId: null } as const;
    exchange = {
      server: databricks.authorizationServer(server),
      clientId: null,
      scopes: ['all-apis'],
      scopeRules: databricks.scopes,
    };
    identityUrl = databricks.identityUrl(server);
  });
  afterAll(async () => {
    await fixture.stop();
    await platform.stop();
  });
  beforeEach(() => {
    const { issuer, clients } = fixture.idp;
    const policy = { issuer, audiences: [clients.public.clientId], subjectClaim: 'email' };
    platform.controlHandlers.setFederation({ policies: [policy] });
    platform.controlHandlers.clearFaults({});
    fixture.idp.controlHandlers.clearJournal({});
  });

  const SCOPES = ['openid', 'email', 'profile', 'offline_access'];
  const signIn = (person = 'Ada Moreno') =>
    fixture.signIn(fixture.requestFor(client, SCOPES, { exchange, identityUrl }), person);

  test('asks the person once; the grant carries the token of Databricks and the refresh token of the company', async () => {
    const grant = await signIn();
    expect(platform.introspect(grant.accessToken)).toMatchObject({
      active: true,
      person: { userName: 'ada.moreno@example.com' },
    });
    expect(grant).toMatchObject({
      flow: 'token_exchange',
      scopes: ['all-apis'],
      person: { userName: 'ada.moreno@example.com' },
      server: { issuer: fixture.idp.issuer },
      exchange: { issuer: `${platform.origin}/oidc`, clientId: null },
    });
    expect(fixture.idp.introspect(grant.accessToken).active).toBe(false);
  });

  test('with thin ID tokens is asked for UserInfo with its own token, and Databricks still says who it is', async () => {
    const { issuer, clients } = fixture.idp;
    const policy = { issuer, audiences: [clients.public.clientId], subjectClaim: 'preferred_username' };
    platform.controlHandlers.setFederation({ policies: [policy] });
    fixture.idp.controlHandlers.setBehaviour({ thinIdTokens: true });
    const claimNames = ['department', 'region'];
    const request = fixture.requestFor(client, SCOPES, { exchange, identityUrl, claimNames });
    const grant = await fixture.signIn(request, 'Ben Okafor').finally(() => {
      fixture.idp.controlHandlers.setBehaviour({ thinIdTokens: false });
    });
    expect(grant).toMatchObject({
      person: { userName: 'ben.okafor@example.com' },
      claims: { department: 'Fleet', region: 'Long Island' },
    });
    const asked = await fixture.idp.controlHandlers.journal({ endpoint: 'userinfo' });
    expect(asked).toMatchObject([{ status: 200 }]);
  });

  test('renews through both, without a browser', async () => {
    const first = await signIn();
    const rotated: (string | null)[] = [];
    const second = await fixture.tokenClient.refreshGrant(first, client, {
      onRotated: async ({ refreshToken }) => void rotated.push(refreshToken),
    });
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(platform.introspect(second.accessToken)).toMatchObject({ active: true });
    expect(rotated).toEqual([second.refreshToken]);
    const third = await fixture.tokenClient.refreshGrant(second, client);
    expect(platform.introspect(third.accessToken)).toMatchObject({ active: true });
    const authorizations = fixture.idp.controlHandlers.journal({ endpoint: 'authorize' });
    expect((await authorizations).filter(({ path }) => path.endsWith('/authorize')).length).toBeLessThanOrEqual(1);
  });

  test('hands out the rotated refresh token before an exchange that fails', async () => {
    const first = await signIn();
    platform.controlHandlers.failNext({ endpoint: 'token', status: 503, body: '', times: 1, delayMs: 0 });
    let kept = first;
    const failing = fixture.tokenClient.refreshGrant(first, client, {
      onRotated: async (grant) => {
        kept = grant;
      },
    });
    await expect(failing).rejects.toMatchObject({ code: 'server_busy' });
    expect(kept.accessToken).toBe(first.accessToken);
    const renewed = await fixture.tokenClient.refreshGrant(kept, client);
    expect(platform.introspect(renewed.accessToken)).toMatchObject({ active: true });
  });

  test('without a federation policy says what is missing', async () => {
    platform.controlHandlers.setFederation({ policies: [] });
    await expect(signIn()).rejects.toMatchObject({
      code: 'exchange_rejected',
      message: expect.stringContaining('No federation policy trusts the issuer'),
    });
  });

  test('of a person that Databricks does not know says so too', async () => {
    const { issuer, clients } = fixture.idp;
    const policy = { issuer, audiences: [clients.public.clientId], subjectClaim: 'nothing' };
    platform.controlHandlers.setFederation({ policies: [policy] });
    await expect(signIn()).rejects.toMatchObject({ code: 'exchange_rejected' });
  });

  test('ends at the company when the person signs out', async () => {
    const grant = await signIn();
    await fixture.tokenClient.revokeGrant(grant, client);
    await expect(fixture.tokenClient.refreshGrant(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });
});
