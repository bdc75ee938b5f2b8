/** The program's sign-in at a better-auth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { reachedOut } from '../only-loopback.ts';
import { type Act, hasChromium, openProgram, publicClient } from '../program.ts';
import { person, signInAnd, startBetterAuth } from './better-auth-server.ts';

const scopes = ['openid', 'email', 'profile', 'offline_access'];

describe.skipIf(!hasChromium)('better-auth with its OAuth provider', () => {
  let program: Awaited<ReturnType<typeof openProgram>>;
  /** One as it is out of the box, and one that an administrator told to put the address into ID tokens. */
  let plain: Awaited<ReturnType<typeof startBetterAuth>>;
  let server: Awaited<ReturnType<typeof startBetterAuth>>;

  beforeAll(async () => {
    program = await openProgram();
    const { redirectUris } = program;
    plain = await startBetterAuth({ redirectUris });
    server = await startBetterAuth({ redirectUris, emailInIdTokens: true });
  });
  afterAll(async () => {
    await program?.close();
    await server?.stop();
    await plain?.stop();
    expect(reachedOut).toEqual([]);
  });

  const signIn = (client: OAuthClient, { at = server, act = signInAnd('Allow') as Act, wanted = scopes } = {}) =>
    program.signIn(program.requestFor(at.metadataUrl, client, wanted), act);

  test('signs in, renews, and knows a refresh token that was used before', async () => {
    const client = publicClient((await server.register('none')).clientId);
    const grant = await signIn(client);
    expect(grant.person?.userName).toBe(person.email);
    expect(grant.scopes).toEqual(expect.arrayContaining(scopes));
    const renewed = await program.renew(grant, client);
    expect(renewed.accessToken).not.toBe(grant.accessToken);
    expect(renewed.refreshToken).not.toBe(grant.refreshToken);
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
    // The server ends all that came from a token that was used twice.
    await expect(program.renew(renewed, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test.each(['client_secret_post', 'client_secret_basic'] as const)(
    'takes a secret by %s, and no other',
    async (method) => {
      const { clientId, clientSecret } = await server.register(method);
      const client = { clientId, authentication: { method, clientSecret } };
      const grant = await signIn(client);
      expect((await program.renew(grant, client)).person?.userName).toBe(person.email);
      const wrong = { clientId, authentication: { method, clientSecret: `${clientSecret}x` } };
      await expect(signIn(wrong)).rejects.toMatchObject({ code: 'client_rejected' });
    },
  );

  test('knows a refresh token that has expired', async () => {
    const client = publicClient((await server.register('none')).clientId);
    const grant = await signIn(client);
    server.expireRefreshTokens();
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('ends the sign-in at the server when a person signs out', async () => {
    const client = publicClient((await server.register('none')).clientId);
    const grant = await signIn(client);
    // The access token dies with the other one; this server then calls it unknown.
    await program.signOut(grant, client);
    await expect(program.renew(grant, client)).rejects.toMatchObject({ code: 'grant_dead' });
  });

  test('says that access was denied, and which scope is not known', async () => {
    const client = publicClient((await server.register('none')).clientId);
    await expect(signIn(client, { act: signInAnd('Deny') })).rejects.toMatchObject({ code: 'authorization_denied' });
    await expect(signIn(client, { wanted: [...scopes, 'nonsense'], act: async () => undefined })).rejects.toMatchObject(
      {
        code: 'authorization_invalid_scope',
        message: expect.stringContaining('nonsense'),
      },
    );
  });

  test('is asked for UserInfo, for the address that is not in the ID token, and has to have verified it', async () => {
    const client = publicClient((await plain.register('none')).clientId);
    const unverified = await signIn(client, { at: plain });
    expect(unverified).toMatchObject({
      person: null,
      identityProblems: { person: { code: 'email_unverified', values: { address: person.email } } },
    });
    plain.verifyEmail();
    const grant = await signIn(client, { at: plain });
    expect(grant.person).toMatchObject({ userName: person.email, displayName: person.name });
    expect(grant.identityProblems).toBeUndefined();
  });

  test('tries the other way for its secret, where the server knows two and the client one', async () => {
    const { clientId, clientSecret } = await server.register('client_secret_post');
    const grant = await signIn({ clientId, authentication: { method: 'automatic', clientSecret, key: null } });
    expect(grant.person?.userName).toBe(person.email);
  });
});
