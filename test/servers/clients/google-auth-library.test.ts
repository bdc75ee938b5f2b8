/** Google's own library for Node, unmodified, against the stand-in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIGQUERY_SCOPE } from '../../../standins/identity-provider/flavours.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { reachedOut } from '../only-loopback.ts';
import { loadOlder } from '../packages.ts';

interface Credentials {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope: string;
}
interface Client {
  generateCodeVerifierAsync(): Promise<{ codeVerifier: string; codeChallenge: string }>;
  generateAuthUrl(options: Record<string, unknown>): string;
  getToken(options: { code: string; codeVerifier: string }): Promise<{ tokens: Credentials }>;
  setCredentials(credentials: Partial<Credentials>): void;
  refreshAccessToken(): Promise<{ credentials: Credentials }>;
  revokeToken(token: string): Promise<{ status: number }>;
}
interface Library {
  OAuth2Client: new (options: Record<string, unknown>) => Client;
}

const redirectUri = 'http://localhost:3000/auth/callback';
let google: IdentityProvider;

beforeAll(async () => {
  google = await startIdentityProvider({ flavour: 'google', redirectUris: [redirectUri] });
});
afterAll(async () => {
  await google.stop();
  expect(reachedOut).toEqual([]);
});

async function signIn(client: { clientId: string; clientSecret?: string }) {
  const { OAuth2Client } = loadOlder<Library>('google-auth-library');
  const { authorize, token, revoke } = google.endpoints;
  const library = new OAuth2Client({
    ...client,
    redirectUri,
    endpoints: { oauth2AuthBaseUrl: authorize, oauth2TokenUrl: token, oauth2RevokeUrl: revoke },
    ...(client.clientSecret ? {} : { clientAuthentication: 'None' }),
  });
  const { codeVerifier, codeChallenge } = await library.generateCodeVerifierAsync();
  const url = library.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent',
    scope: ['openid', 'email', BIGQUERY_SCOPE],
    code_challenge_method: 'S256',
    code_challenge: codeChallenge,
  });
  const code = new URL(await visitAs(url, 'Ben Okafor')).searchParams.get('code') ?? '';
  const { tokens } = await library.getToken({ code, codeVerifier });
  library.setCredentials(tokens);
  return { library, tokens };
}

describe('google-auth-library', () => {
  test.each(['public', 'secretPost'] as const)('signs in, renews, and ends it by the token alone: %s', async (kind) => {
    const { library, tokens } = await signIn(google.clients[kind]);
    expect(google.introspect(tokens.access_token)).toMatchObject({ active: true, authority: 'google' });
    expect(tokens.scope.split(' ')).toContain(BIGQUERY_SCOPE);
    const { credentials } = await library.refreshAccessToken();
    expect(credentials.access_token).not.toBe(tokens.access_token);
    expect((await library.revokeToken(credentials.access_token)).status).toBe(200);
    expect(google.introspect(credentials.access_token)).toMatchObject({ active: false });
    await expect(library.refreshAccessToken()).rejects.toThrow('invalid_grant');
  });
});
