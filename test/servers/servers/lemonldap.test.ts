/** The program's sign-in at a LemonLDAP::NG. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { failureOf, hasChromium, openProgram, publicClient } from '../program.ts';
import { hasDebianServers } from './debian.ts';
import { person, signInAnd, startLemonLdap } from './lemonldap-server.ts';

const scopes = ['openid', 'email', 'profile', 'offline_access'];
const applications = {
  sightglass: { asksForConsent: true },
  thin: { claimsInIdToken: false },
  plain: { secret: 'topsecret' },
  'my-client_1': { secret: 'top-secret_1' },
  symmetric: { secret: 'topsecret', algorithm: 'HS256' },
} as const;

describe.skipIf(!hasChromium || !hasDebianServers)('LemonLDAP::NG', () => {
  let program: Awaited<ReturnType<typeof openProgram>>;
  let server: Awaited<ReturnType<typeof startLemonLdap>>;

  beforeAll(async () => {
    program = await openProgram();
    server = await startLemonLdap(applications, program.redirectUris);
  });
  afterAll(async () => {
    await program?.close();
    await server?.stop();
  });

  const signIn = (client: OAuthClient, act = signInAnd()) =>
    program.signIn(program.requestFor(server.metadataUrl, client, scopes), act);
  const bySecret = (clientId: keyof typeof applications, method: 'client_secret_post' | 'client_secret_basic') => {
    const { secret } = applications[clientId] as { secret: string };
    return { clientId, authentication: { method, clientSecret: secret } };
  };
  const allow = 'button.positive';

  test('signs in after its question for consent, and renews with a refresh token that stays', async () => {
    const client = publicClient('sightglass');
    const grant = await signIn(client, signInAnd(allow));
    expect(grant.person?.userName).toBe(person.email);
    const renewed = await program.renew(grant, client);
    expect(renewed.accessToken).not.toBe(grant.accessToken);
    expect((await program.renew(renewed, client)).person?.userName).toBe(person.email);
  });

  test('takes a secret in the body and in the header, and no other one', async () => {
    for (const method of ['client_secret_post', 'client_secret_basic'] as const) {
      expect((await signIn(bySecret('plain', method))).person?.userName).toBe(person.email);
    }
    const wrong = { clientId: 'plain', authentication: { method: 'client_secret_post', clientSecret: 'x' } } as const;
    await expect(signIn(wrong)).rejects.toMatchObject({ code: 'client_rejected' });
  });

  test('takes a secret with a hyphen in the body', async () => {
    const grant = await signIn(bySecret('my-client_1', 'client_secret_post'));
    expect(grant.person?.userName).toBe(person.email);
  });

  test('is asked for UserInfo, for the address that is not in the ID token', async () => {
    expect((await signIn(publicClient('thin'))).person?.userName).toBe(person.email);
  });

  test('sends a hyphen in the header as it is', async () => {
    const grant = await signIn(bySecret('my-client_1', 'client_secret_basic'));
    expect(grant.person?.userName).toBe(person.email);
  });

  test('knows a refresh token of which the server says invalid_request', async () => {
    const client = bySecret('plain', 'client_secret_post');
    const grant = await signIn(client);
    server.forgetSessions();
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('says that ID tokens signed with HS256 are the matter, and not the clock', async () => {
    const text = await failureOf(signIn(bySecret('symmetric', 'client_secret_post')));
    expect(text).toContain('HS256');
    expect(text).not.toContain('clock');
  });
});
