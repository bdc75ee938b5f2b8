/** The program's sign-in at a django-oauth-toolkit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { failureOf, hasChromium, openProgram, publicClient } from '../program.ts';
import { hasDebianServers } from './debian.ts';
import { person, signInAnd, startDjango } from './django-server.ts';

const scopes = ['openid', 'email', 'profile', 'offline_access'];
const applications = {
  sightglass: {},
  // It decodes what comes in the header, as RFC 6749 section 2.3.1 wants it.
  'conf-id_1.x': { secret: 'topsecret+/= %&:x' },
  symmetric: { secret: 'topsecret', algorithm: 'HS256' },
} as const;

describe.skipIf(!hasChromium || !hasDebianServers)('django-oauth-toolkit', () => {
  let program: Awaited<ReturnType<typeof openProgram>>;
  let server: Awaited<ReturnType<typeof startDjango>>;

  beforeAll(async () => {
    program = await openProgram();
    server = await startDjango(applications, { redirectUris: program.redirectUris, scopes });
  });
  afterAll(async () => {
    await program?.close();
    await server?.stop();
  });

  const signIn = (
    client: OAuthClient,
    { act = signInAnd('Authorize'), wanted = scopes, at = server.metadataUrl } = {},
  ) => program.signIn(program.requestFor(at, client, wanted), act);
  const bySecret = (clientId: keyof typeof applications, method: 'client_secret_post' | 'client_secret_basic') => {
    const { secret } = applications[clientId] as { secret: string };
    return { clientId, authentication: { method, clientSecret: secret } };
  };

  test('signs in, renews, and knows a refresh token that was used before', async () => {
    const client = publicClient('sightglass');
    const grant = await signIn(client);
    expect(grant.person?.userName).toBe(person.email);
    const renewed = await program.renew(grant, client);
    expect(renewed.refreshToken).not.toBe(grant.refreshToken);
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test.each(['client_secret_post', 'client_secret_basic'] as const)(
    'takes a secret of any letters by %s',
    async (way) => {
      const client = bySecret('conf-id_1.x', way);
      const grant = await signIn(client);
      expect((await program.renew(grant, client)).person?.userName).toBe(person.email);
    },
  );

  test('refuses another secret', async () => {
    const client = bySecret('conf-id_1.x', 'client_secret_basic');
    const wrong = { ...client, authentication: { ...client.authentication, clientSecret: 'x' } };
    await expect(signIn(wrong)).rejects.toMatchObject({ code: 'client_rejected' });
  });

  test('says that access was denied, and which scope is not known', async () => {
    const client = publicClient('sightglass');
    await expect(signIn(client, { act: signInAnd('Cancel') })).rejects.toMatchObject({ code: 'authorization_denied' });
    const unknown = signIn(client, {
      wanted: [...scopes, 'nonsense'],
      // It asks who it is, and has nothing to ask for after it.
      act: async (page) => {
        await page.getByLabel('Username').fill(person.login);
        await page.getByLabel('Password').fill(person.password);
        await page.getByRole('button', { name: 'Log in' }).click();
      },
    });
    await expect(unknown).rejects.toMatchObject({ code: 'authorization_invalid_scope' });
  });

  test('says that ID tokens signed with HS256 are the matter, and not the clock', async () => {
    const text = await failureOf(signIn(bySecret('symmetric', 'client_secret_post')));
    expect(text).toContain('HS256');
    expect(text).not.toContain('clock');
  });

  test('does not speak of a workspace where a metadata URI is not found', async () => {
    // Another one keeps the metadata of the sign-ins before.
    const fresh = await openProgram();
    const { metadataUrlWithoutSlash } = server;
    const request = fresh.requestFor(metadataUrlWithoutSlash, publicClient('sightglass'), scopes);
    const text = await failureOf(fresh.signIn(request, async () => undefined));
    await fresh.close();
    expect(text).toContain('HTTP 404');
    expect(text).not.toContain('workspace');
  });

  test('does not speak of Databricks where a secret is wrong', async () => {
    const wrong = { method: 'client_secret_post', clientSecret: 'x' } as const;
    const text = await failureOf(signIn({ clientId: 'conf-id_1.x', authentication: wrong }));
    expect(text).toContain('invalid_client');
    expect(text).not.toContain('Databricks');
  });
});
