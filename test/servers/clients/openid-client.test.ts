/** A certified client of OpenID Connect, with its strictest checks, against every stand-in that has metadata. */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startAuthorizationServer } from '../../../standins/authorization-server/authorization-server.ts';
import { BIGQUERY_SCOPE, DATA_PLATFORM_API } from '../../../standins/identity-provider/flavours.ts';
import { startIdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { FLAVOURS, type Flavour } from '../../../standins/identity-provider/types.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { reachedOut } from '../only-loopback.ts';
import { load } from '../packages.ts';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  claims(): { sub: string; email?: string } | undefined;
}
interface Configuration {
  serverMetadata(): { issuer: string; userinfo_endpoint?: string; revocation_endpoint?: string };
}
interface Library {
  allowInsecureRequests: unknown;
  enableNonRepudiationChecks: unknown;
  discovery(server: URL, clientId: string, metadata: unknown, auth: unknown, options: unknown): Promise<Configuration>;
  None(): unknown;
  ClientSecretPost(secret: string): unknown;
  randomPKCECodeVerifier(): string;
  calculatePKCECodeChallenge(verifier: string): Promise<string>;
  randomState(): string;
  randomNonce(): string;
  buildAuthorizationUrl(configuration: Configuration, parameters: Record<string, string>): URL;
  authorizationCodeGrant(configuration: Configuration, url: URL, checks: Record<string, unknown>): Promise<Tokens>;
  refreshTokenGrant(configuration: Configuration, refreshToken: string): Promise<Tokens>;
  fetchUserInfo(configuration: Configuration, accessToken: string, subject: string): Promise<Record<string, unknown>>;
  tokenRevocation(configuration: Configuration, token: string, parameters?: Record<string, string>): Promise<void>;
}

const redirectUri = 'http://localhost:3000/auth/callback';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => expect(reachedOut).toEqual([]));

interface Client {
  readonly clientId: string;
  readonly clientSecret?: string;
}

async function signIn(metadataUrl: string, client: Client, parameters: Record<string, string>) {
  const library = await load<Library>('openid-client');
  const auth = client.clientSecret ? library.ClientSecretPost(client.clientSecret) : library.None();
  const execute = [library.allowInsecureRequests, library.enableNonRepudiationChecks];
  const server = await library.discovery(new URL(metadataUrl), client.clientId, undefined, auth, { execute });
  const pkceCodeVerifier = library.randomPKCECodeVerifier();
  const [expectedState, nonce] = [library.randomState(), library.randomNonce()];
  const identity = parameters.scope?.includes('openid');
  const url = library.buildAuthorizationUrl(server, {
    redirect_uri: redirectUri,
    code_challenge: await library.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    ...(identity ? { nonce } : {}),
    ...parameters,
  });
  const callback = new URL(await visitAs(url.href, 'Ada Moreno'));
  const checks = { pkceCodeVerifier, expectedState, ...(identity ? { expectedNonce: nonce } : {}) };
  const tokens = await library.authorizationCodeGrant(server, callback, checks);
  return { library, server, tokens };
}

const scope = 'openid email profile offline_access';
const parametersOf: Partial<Record<Flavour, Record<string, string>>> = {
  google: { scope: `openid email ${BIGQUERY_SCOPE}`, access_type: 'offline', prompt: 'consent' },
  auth0: { scope, audience: DATA_PLATFORM_API },
};

describe.each(FLAVOURS)('openid-client at %s', (flavour) => {
  test.each(['public', 'secretPost'] as const)('signs in, renews, asks who it is, and signs out: %s', async (kind) => {
    const provider = await startIdentityProvider({
      flavour,
      redirectUris: [redirectUri],
      behaviour: { thinIdTokens: true },
    });
    stops.push(provider.stop);
    const client = provider.clients[kind];
    const { library, server, tokens } = await signIn(provider.metadataUrl, client, parametersOf[flavour] ?? { scope });
    const { sub = '', email } = tokens.claims() ?? {};
    expect(email).toBeUndefined();
    const person = await library.fetchUserInfo(server, tokens.access_token, sub);
    expect(person).toMatchObject({ sub, email: 'ada.moreno@example.com', email_verified: true });

    const renewed = await library.refreshTokenGrant(server, tokens.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokens.access_token);
    const last = renewed.refresh_token ?? tokens.refresh_token ?? '';
    if (server.serverMetadata().revocation_endpoint) await library.tokenRevocation(server, last);
    else await provider.controls.revokeGrants();
    await expect(library.refreshTokenGrant(server, last)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('openid-client at Databricks', () => {
  test.each([
    ['workspace', 'all-apis offline_access'],
    ['account', 'all-apis offline_access'],
    ['workspace', 'openid email profile sql offline_access'],
  ] as const)('signs in, renews, and signs out: %s level, %s', async (level, scopes) => {
    const as = await startAuthorizationServer({
      port: 0,
      redirectUris: [redirectUri],
      lifetimes: {},
      behaviour: {},
      answerControl: async () => undefined,
    });
    stops.push(as.stop);
    for (const client of [as.clients.public, as.clients.confidential]) {
      const metadata = `${as.issuers[level]}/.well-known/openid-configuration`;
      const { library, server, tokens } = await signIn(metadata, client, { scope: scopes });
      expect(tokens.claims()?.email).toBe(scopes.includes('openid') ? 'ada.moreno@example.com' : undefined);
      const renewed = await library.refreshTokenGrant(server, tokens.refresh_token ?? '');
      await library.tokenRevocation(server, renewed.refresh_token ?? '');
      await expect(library.refreshTokenGrant(server, renewed.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      });
      expect(as.introspect(renewed.access_token)).toMatchObject({ active: false });
    }
  });
});
