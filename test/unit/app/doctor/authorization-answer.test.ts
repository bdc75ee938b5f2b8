import { describe, expect, test } from 'vitest';
import { askAuthorization } from '../../../../src/main/app/doctor/authorization-answer.ts';
import { createSecrets } from '../../../../src/main/oauth/sign-in/sign-in-steps.ts';
import { providerOf } from '../../../../src/main/providers/registry.ts';
import type { AuthorizationServer } from '../../../../src/shared/profile/servers.ts';

const redirectUri = 'http://localhost:3000/callback';
const oidc = (metadataUrl: string): AuthorizationServer => ({ provider: 'oidc', metadataUrl, audience: null });
const databricks: AuthorizationServer = {
  provider: 'databricks',
  host: 'https://dbc-1.cloud.databricks.com',
  level: 'workspace',
  accountId: null,
};
const entra: AuthorizationServer = {
  provider: 'entra',
  authority: 'https://login.microsoftonline.com',
  tenant: 'contoso.com',
};
const google: AuthorizationServer = { provider: 'google', issuer: 'https://accounts.google.com' };
const okta = oidc('https://acme.okta.com/.well-known/openid-configuration');
const auth0 = oidc('https://acme.eu.auth0.com/.well-known/openid-configuration');

interface Given {
  readonly status: number;
  readonly body?: string;
  readonly location?: string;
}

async function ask(server: AuthorizationServer, { status, body = '', location }: Given) {
  const asked: { url: URL; init: RequestInit | undefined }[] = [];
  const request = {
    connectionId: 'one',
    server: providerOf(server).authorizationServer(server),
    client: { clientId: 'client', authentication: { method: 'none' } },
    scopes: ['openid', 'sql'],
    redirectUris: [redirectUri],
    extraParameters: { prompt: 'consent' },
    identityUrl: null,
  } as const;
  const answer = await askAuthorization({
    fetch: async (url, init) => {
      asked.push({ url: new URL(url), init });
      const headers = { 'content-type': 'text/html; charset=utf-8', ...(location && { location }) };
      return new Response(body, { status, headers });
    },
    request,
    server: {
      issuer: 'https://one.example',
      authorization_endpoint: 'https://one.example/authorize',
      token_endpoint: '',
    },
    redirectUri,
    secrets: createSecrets(request),
    signal: new AbortController().signal,
  });
  return { answer, asked };
}

describe('what an authorization endpoint says without a person', () => {
  test('is asked once, as a sign-in asks, for no page at all and without a secret or a cookie', async () => {
    const { asked } = await ask(okta, { status: 302, location: `${redirectUri}?error=login_required` });
    expect(asked).toHaveLength(1);
    const { url, init } = asked[0] ?? {};
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      prompt: 'none',
      redirect_uri: redirectUri,
      client_id: 'client',
      scope: 'openid sql',
      code_challenge_method: 'S256',
    });
    expect(init?.redirect).toBe('manual');
    expect(Object.keys(init?.headers ?? {})).toEqual(['accept']);
  });

  test.each([
    ['login_required', '?error=login_required&state=s'],
    ['interaction_required in a fragment', '#error=interaction_required&state=s'],
    ['consent_required', '?error=consent_required'],
    ['nothing wrong', '?code=c'],
  ])('leading back with %s takes the redirect URL', async (_, rest) => {
    const { answer } = await ask(okta, { status: 302, location: redirectUri + rest });
    expect(answer).toEqual({ kind: 'led-back', error: null });
  });

  test('leading back with another error takes the redirect URL and refuses the rest', async () => {
    const { answer } = await ask(okta, { status: 303, location: `${redirectUri}?error=invalid_scope` });
    expect(answer).toMatchObject({ kind: 'led-back', error: { code: 'authorization_invalid_scope' } });
  });

  test.each([
    ['http://localhost:3001/callback?error=login_required'],
    ['http://localhost:3000/other?error=login_required'],
    ['https://login.one.example/?next=http://localhost:3000/callback'],
  ])('leading to %s is a page, and not ours', async (location) => {
    const { answer } = await ask(databricks, { status: 302, location });
    expect(answer).toEqual({ kind: 'page', status: 302 });
  });

  test.each<[string, AuthorizationServer, Given, string | undefined]>([
    [
      'Databricks',
      databricks,
      { status: 400, body: `redirect_uri '${redirectUri}' not registered for OAuth application 'client'` },
      undefined,
    ],
    [
      'Entra ID, with 200',
      entra,
      {
        status: 200,
        body: '<html><title>Sign in to your account</title><script>$Config={"strServiceExceptionMessage":"AADSTS50011: The redirect URI specified in the request does not match"}</script>',
      },
      'entraRedirect',
    ],
    [
      'Okta',
      okta,
      {
        status: 400,
        body: '<title>Okta</title><h2>400</h2><p>Bad Request</p><p>The &#39;redirect_uri&#39; parameter must be a Login redirect URI in the client app settings</p>',
      },
      'oktaRedirect',
    ],
    [
      'Auth0',
      auth0,
      { status: 403, body: '<h1>Oops!, something went wrong</h1><pre>Callback URL mismatch.</pre>' },
      'auth0Redirect',
    ],
    [
      'Google',
      google,
      {
        status: 302,
        location: `https://accounts.google.com/signin/oauth/error?authError=${encodeURIComponent(Buffer.from("\n\x15redirect_uri_mismatch\x12 You can't sign in: redirect_uri mismatch").toString('base64'))}`,
      },
      undefined,
    ],
    [
      'any other server',
      oidc('https://id.example/.well-known/openid-configuration'),
      { status: 400, body: '<main><h1>Error</h1><p class="x">Invalid redirect_uri</p></main>' },
      undefined,
    ],
  ])('is understood when %s refuses the redirect URL', async (_, server, given, remedy) => {
    const { answer } = await ask(server, given);
    expect(answer).toMatchObject({ kind: 'refused', error: { code: 'redirect_uri_mismatch' } });
    if (remedy) expect(answer).toMatchObject({ error: { values: { remedy } } });
  });

  test('is understood when the application is not known', async () => {
    const { answer } = await ask(okta, { status: 401, body: '<h1>Sign-in failed</h1><code>invalid_client</code>' });
    expect(answer).toMatchObject({ kind: 'refused', error: { code: 'client_rejected' } });
  });

  test('a sign-in page is no refusal, although its form speaks of an invalid redirect_uri', async () => {
    const body = '<form><input name="redirect_uri"></form><template>Invalid redirect_uri</template>';
    expect((await ask(okta, { status: 200, body })).answer).toEqual({ kind: 'page', status: 200 });
  });

  test('a refusal without words that are known stays unknown', async () => {
    expect((await ask(okta, { status: 403, body: '<h1>Forbidden</h1>' })).answer).toEqual({
      kind: 'page',
      status: 403,
    });
  });
});
