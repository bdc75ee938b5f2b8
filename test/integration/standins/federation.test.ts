/** Databricks takes a company's tokens for its own as its federation policy says, and refuses all others. */
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import type { IdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { asPublic, bySecretInHeader, post, signInAt } from '../../support/identity-client.ts';
import { endpointsOf, type Level } from '../../support/stand-in-client.ts';

let services: DemoServices;
let house: IdentityProvider;

beforeAll(async () => {
  services = await startDemoServices({ extras: { identityProvider: 'okta' } });
  house = services.identityProvider as IdentityProvider;
});
afterAll(() => services.stop());

const policy = () => ({
  issuer: house.issuer,
  audiences: [house.clients.public.clientId],
  subjectClaim: 'email',
});
beforeEach(() => services.controls.authorizationServer.setFederation({ policies: [policy()] }));

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

const signIn = (person = 'Ada Moreno') =>
  signInAt(house, house.clients.public.clientId, asPublic(house.clients.public), 'openid email', { person });

function exchange(subject_token: string, change: Record<string, string> = {}, level: Level = 'workspace') {
  const form = { grant_type: GRANT, subject_token, subject_token_type: JWT, scope: 'all-apis', ...change };
  return post(endpointsOf(services, level).token, form);
}

/** A token like the company's, signed with another key. */
async function forge(alg: 'RS256' | 'PS256' = 'RS256', claims: Record<string, unknown> = {}) {
  const { privateKey } = await generateKeyPair(alg);
  const about = { iss: house.issuer, aud: policy().audiences, email: 'ada.moreno@example.com' };
  return new SignJWT({ ...about, ...claims }).setProtectedHeader({ alg }).setExpirationTime('5m').sign(privateKey);
}

describe('an exchange', () => {
  test.each(['workspace', 'account'] as const)('at %s level gives a token of the same person', async (level) => {
    const answer = await exchange((await signIn('Ben Okafor')).id_token ?? '', {}, level);
    expect(answer).toMatchObject({
      status: 200,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'all-apis',
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    expect(answer).not.toHaveProperty('refresh_token');
    expect(services.authorizationServer.introspect(answer.access_token)).toMatchObject({
      active: true,
      level,
      person: { displayName: 'Ben Okafor' },
    });
  });

  test('takes access tokens too, where the policy names their audience', async () => {
    const { access_token } = await signIn();
    expect((await exchange(access_token)).status).toBe(401);
    await services.controls.authorizationServer.setFederation({
      policies: [{ ...policy(), audiences: ['api://default'] }],
    });
    expect((await exchange(access_token)).status).toBe(200);
  });

  test('takes a client along, which then has to prove itself', async () => {
    const { id_token = '' } = await signIn();
    const { confidential, public: open } = services.authorizationServer.clients;
    expect((await exchange(id_token, { client_id: open.clientId })).status).toBe(200);
    expect(await exchange(id_token, { client_id: confidential.clientId })).toMatchObject({ error: 'invalid_client' });
    const form = { grant_type: GRANT, subject_token: id_token, subject_token_type: JWT, scope: 'all-apis' };
    expect((await post(endpointsOf(services).token, form, bySecretInHeader(confidential).headers)).status).toBe(200);
  });

  test('follows a change of keys', async () => {
    const before = await signIn();
    await house.rotateKeys({ keepOld: false });
    expect((await exchange((await signIn()).id_token ?? '')).status).toBe(200);
    expect(before.id_token).toBeTruthy();
  });

  test('is journaled with the person, and without a token', async () => {
    await services.controls.authorizationServer.clearJournal();
    const { id_token = '' } = await signIn();
    const { access_token } = await exchange(id_token);
    const journal = await services.controls.authorizationServer.journal({ endpoint: 'token' });
    expect(journal).toMatchObject([{ grantType: GRANT, userName: 'ada.moreno@example.com', succeeded: true }]);
    for (const secret of [id_token, access_token]) expect(JSON.stringify(journal)).not.toContain(secret);
  });
});

describe('what is refused', () => {
  test.each<[string, () => ReturnType<typeof exchange>, number, string, RegExp]>([
    [
      'another type of token',
      async () =>
        exchange((await signIn()).id_token ?? '', {
          subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        }),
      400,
      'invalid_request',
      /subject_token_type/,
    ],
    ['something that is no JWT', () => exchange('opaque'), 400, 'invalid_request', /not a JSON web token/],
    ['no token', () => exchange(''), 400, 'invalid_request', /subject_token/],
    ['another algorithm', async () => exchange(await forge('PS256')), 400, 'invalid_request', /RS256 or ES256/],
    ['another key', async () => exchange(await forge()), 400, 'invalid_grant', /signature/],
    [
      'another issuer',
      async () => exchange(await forge('RS256', { iss: 'https://evil.example' })),
      401,
      'invalid_grant',
      /^Databricks \(OIDC\): 401 Unauthorized\. No federation policy trusts the issuer/,
    ],
    [
      'an empty scope',
      async () => exchange((await signIn()).id_token ?? '', { scope: 'offline_access' }),
      400,
      'invalid_scope',
      /all-apis/,
    ],
  ])('%s', async (_, ask, status, error, description) => {
    const answer = await ask();
    expect(answer).toMatchObject({ status, error });
    expect(answer.error_description).toMatch(description);
    expect(answer).not.toHaveProperty('access_token');
  });

  test.each<[string, () => Parameters<typeof services.controls.authorizationServer.setFederation>[0], RegExp]>([
    ['no policy at all', () => ({ policies: [] }), /No federation policy/],
    ['a policy for another audience', () => ({ policies: [{ ...policy(), audiences: ['other'] }] }), /audience/],
    [
      'a policy for a claim that names no person',
      () => ({ policies: [{ ...policy(), subjectClaim: 'department' }] }),
      /claim department/,
    ],
  ])('everybody, by %s', async (_, policies, description) => {
    await services.controls.authorizationServer.setFederation(policies());
    const answer = await exchange((await signIn()).id_token ?? '');
    expect(answer).toMatchObject({ status: 401, error: 'invalid_grant' });
    expect(answer.error_description).toMatch(/^Databricks \(OIDC\): 401 Unauthorized/);
    expect(answer.error_description).toMatch(description);
  });

  test('a client that may not exchange', async () => {
    const { clientId: client_id, clientSecret: client_secret } = services.authorizationServer.clients.servicePrincipal;
    const answer = await exchange((await signIn()).id_token ?? '', { client_id, client_secret });
    expect(answer).toMatchObject({ status: 400, error: 'invalid_request' });
  });
});
