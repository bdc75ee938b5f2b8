import * as oauth from 'oauth4webapi';
import { describe, expect, test } from 'vitest';
import type { OAuthClient, ServerRules } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import type { SecretMethod } from '../../../../src/main/oauth/tokens/client-authentication.ts';
import { createTokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import { grantAt } from '../../../support/grants.ts';

const secret = 'top-secret_1';
const automatic: OAuthClient = {
  clientId: 'my-client',
  authentication: { method: 'automatic', clientSecret: secret, key: null },
};
const both = ['client_secret_basic', 'client_secret_post'];

const json = (status: number, body: object): Response => Response.json(body, { status });
const invalidClient = (): Response => json(401, { error: 'invalid_client', error_description: 'Who is this?' });
const tokens = (): Response => json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 60 });

interface Asked {
  readonly url: string;
  /** Where the secret was; `none` where it was nowhere. */
  readonly by: SecretMethod | 'none';
  readonly form: URLSearchParams;
}

/** A token client, and what a server that answers as the test says was asked. */
function talkingTo(answer: (asked: Asked, count: number) => Response) {
  const asked: Asked[] = [];
  const tokenClient = createTokenClient({
    now: () => 1_000_000,
    uptime: () => 5_000,
    allowLoopbackHttp: false,
    fetch: async (url, init) => {
      const form = new URLSearchParams(String(init?.body ?? ''));
      const inHeader = new Headers(init?.headers).has('authorization');
      const by = inHeader ? 'client_secret_basic' : form.has('client_secret') ? 'client_secret_post' : 'none';
      asked.push({ url, by, form });
      return answer({ url, by, form }, asked.length);
    },
  });
  return { tokenClient, asked, places: () => asked.map(({ by }) => by) };
}

/** A server at which the client is registered for one of the two. */
const registeredFor =
  (method: SecretMethod, refusal = invalidClient) =>
  ({ by }: Asked): Response =>
    by === method ? tokens() : refusal();

const serverWith = (supported: readonly string[] | null) => ({
  issuer: 'https://as.example',
  token_endpoint: 'https://as.example/token',
  ...(supported && { token_endpoint_auth_methods_supported: [...supported] }),
});
const machine = (client: OAuthClient = automatic, supported: readonly string[] | null = both) => ({
  server: serverWith(supported),
  client,
  scopes: ['all-apis'],
  audience: null,
});
const code = (client: OAuthClient = automatic) => ({
  server: serverWith(both),
  client,
  callbackParameters: oauth.validateAuthResponse(
    serverWith(null),
    { client_id: client.clientId },
    new URLSearchParams({ code: 'c', state: 's' }),
    's',
  ),
  redirectUri: 'http://localhost:1/callback',
  codeVerifier: 'v'.repeat(43),
  nonce: null,
  jwksUri: null,
});
const grantWith = (more: object = {}) => {
  const grant = grantAt(0, { clientId: automatic.clientId });
  return { ...grant, server: { ...grant.server, authenticationMethods: both, ...more } };
};

describe('a secret whose place nobody chose', () => {
  test.each([
    ['the code of a sign-in', 'client_secret_post', (c: Client) => c.exchangeCode(code())],
    ['the code of a sign-in', 'client_secret_basic', (c: Client) => c.exchangeCode(code())],
    ['a renewal', 'client_secret_post', (c: Client) => c.refreshGrant(grantWith(), automatic)],
    ['client credentials', 'client_secret_post', (c: Client) => c.requestClientCredentials(machine())],
  ] as const)('is tried in the other one when it is refused: %s, %s', async (_, method, ask) => {
    const { tokenClient, asked, places } = talkingTo(registeredFor(method));
    await expect(ask(tokenClient)).resolves.toMatchObject({ accessToken: 'a' });
    expect(places()).toEqual(method === 'client_secret_post' ? both : ['client_secret_basic']);
    expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['https://as.example/token']));
    // The rest of the request is the same, and no secret is in two places.
    const rest = asked.map(({ form }) => [...form].filter(([name]) => !name.startsWith('client_')));
    expect(new Set(rest.map(String)).size).toBe(1);
  });

  test.each([
    ['400 invalid_client', () => json(400, { error: 'invalid_client' })],
    ['401 and nothing more', () => new Response('', { status: 401 })],
    ['401 in another shape', () => json(401, { error: 'access_denied' })],
    [
      'words that name the method',
      () => json(400, { error: 'unauthorized_client', error_description: 'use client_secret_post' }),
    ],
    ['200 with an error', () => json(200, { error: 'incorrect_client_credentials' })],
    ['401 with an error of its own', () => json(401, { error: 'unauthorized' })],
    [
      'words about the method',
      () => json(400, { error: 'invalid_request', error_description: 'Unsupported client authentication method' }),
    ],
    ['a missing parameter', () => json(400, { error: 'invalid_request', error_description: 'client_id is required' })],
    ['a missing parameter', () => json(400, { error: 'invalid_request', message: 'Missing parameter: client_secret' })],
  ])('is tried in the other one after %s', async (_, refusal) => {
    const { tokenClient } = talkingTo(registeredFor('client_secret_post', refusal));
    await expect(tokenClient.requestClientCredentials(machine())).resolves.toMatchObject({ accessToken: 'a' });
  });

  test.each([
    ['400 invalid_grant', 400, { error: 'invalid_grant', error_description: 'not issued to client_secret_post' }],
    ['400 invalid_scope', 400, { error: 'invalid_scope' }],
    ['400 invalid_request about something else', 400, { error: 'invalid_request', error_description: 'scope missing' }],
    ['429', 429, { error: 'invalid_client' }],
    ['503', 503, { error: 'invalid_client' }],
  ])('is not tried again after %s', async (_, status, body) => {
    const { tokenClient, places } = talkingTo(() => json(status, body));
    await expect(tokenClient.exchangeCode(code())).rejects.toThrow();
    expect(places()).toEqual(['client_secret_basic']);
  });

  test('is not taken elsewhere when the answer is lost', async () => {
    const { tokenClient, places } = talkingTo(() => {
      throw new TypeError('fetch failed');
    });
    await expect(tokenClient.exchangeCode(code())).rejects.toThrow();
    expect(places()).toEqual(['client_secret_basic']);
  });

  test.each([
    ['the server does not say', null, both],
    ['the server speaks of no secrets', ['none', 'private_key_jwt'], both],
    ['both are offered', both, both],
    ['only the header is offered', ['client_secret_basic'], ['client_secret_basic']],
    ['only the body is offered', ['client_secret_post'], ['client_secret_post']],
  ])('is tried in the other one unless the metadata rules that out: %s', async (_, supported, expected) => {
    const { tokenClient, places } = talkingTo(invalidClient);
    await expect(tokenClient.requestClientCredentials(machine(automatic, supported))).rejects.toThrow();
    expect(places()).toEqual(expected);
  });

  test('is tried in the other one against the metadata where the refusal names it', async () => {
    const refusal = () => json(401, { error: 'invalid_client', error_description: 'Use the Authorization header.' });
    const { tokenClient } = talkingTo(registeredFor('client_secret_basic', refusal));
    const asked = machine(automatic, ['client_secret_post']);
    await expect(tokenClient.requestClientCredentials(asked)).resolves.toMatchObject({ accessToken: 'a' });
  });
});

describe('a renewal whose application is refused in the first place', () => {
  test.each<[string, () => Response, string]>([
    ['nothing at all', () => new Response('', { status: 400 }), 'client_rejected'],
    ['an error of its own', () => json(400, { error: 'invalid_request' }), 'client_rejected'],
    ['a page', () => new Response('<html>no</html>', { status: 403 }), 'client_rejected'],
    ['that the token is over', () => json(400, { error: 'invalid_grant' }), 'grant_dead'],
    [
      'that the token is over, in words',
      () => json(401, { error: 'invalid_request', error_description: 'The refresh token is invalid.' }),
      'grant_dead',
    ],
    ['that it is busy', () => json(503, {}), 'server_busy'],
  ])('and in the other with %s', async (_, second, code) => {
    const { tokenClient, places } = talkingTo(({ by }) =>
      by === 'client_secret_basic' ? json(401, { error: 'invalid_client', error_description: 'expired' }) : second(),
    );
    await expect(tokenClient.refreshGrant(grantWith(), automatic)).rejects.toMatchObject({ code });
    expect(places()).toEqual(both);
  });
});

type Client = ReturnType<typeof createTokenClient>;

describe('what worked', () => {
  test('is where the next request begins, for this server and client', async () => {
    const { tokenClient, places } = talkingTo(registeredFor('client_secret_post'));
    await tokenClient.requestClientCredentials(machine());
    await tokenClient.requestClientCredentials(machine());
    await tokenClient.requestClientCredentials(machine({ ...automatic, clientId: 'another' }));
    const [basic, post] = ['client_secret_basic', 'client_secret_post'];
    expect(places()).toEqual([basic, post, post, basic, post]);
  });

  test('goes with the grant, so that a program that starts anew begins there', async () => {
    const first = talkingTo(registeredFor('client_secret_post'));
    const renewed = await first.tokenClient.refreshGrant(grantWith(), automatic);
    expect(renewed.server.secretMethod).toBe('client_secret_post');
    const later = talkingTo(registeredFor('client_secret_post'));
    await later.tokenClient.refreshGrant(renewed, automatic);
    await later.tokenClient.revokeGrant(
      { ...renewed, server: { ...renewed.server, revocationEndpoint: 'https://as.example/revoke' } },
      automatic,
    );
    expect(new Set(later.places())).toEqual(new Set(['client_secret_post']));
  });

  test('is not forgotten for one answer that passes', async () => {
    let isDown = false;
    const { tokenClient, places } = talkingTo((asked) =>
      isDown ? invalidClient() : registeredFor('client_secret_post')(asked),
    );
    await tokenClient.requestClientCredentials(machine());
    isDown = true;
    await expect(tokenClient.requestClientCredentials(machine())).rejects.toThrow();
    isDown = false;
    await tokenClient.requestClientCredentials(machine());
    expect(places().at(-1)).toBe('client_secret_post');
  });

  test('is not proven by a page that answers 200', async () => {
    const login = () => new Response('<p>Log in to this network</p>', { headers: { 'content-type': 'text/html' } });
    const { tokenClient, places } = talkingTo((_, count) => [invalidClient, login, tokens][count - 1]?.() ?? tokens());
    await expect(tokenClient.requestClientCredentials(machine())).rejects.toMatchObject({
      code: 'token_response_invalid',
    });
    await tokenClient.requestClientCredentials(machine());
    expect(places()).toEqual([...both, 'client_secret_basic']);
  });
});

describe('the error at the end names', () => {
  const chosen = (method: SecretMethod): OAuthClient => ({
    clientId: 'my-client',
    authentication: { method, clientSecret: secret },
  });

  test.each<[string, OAuthClient, string, string[]]>([
    ['the header', chosen('client_secret_basic'), 'in the header (client_secret_basic)', ['client_secret_basic']],
    ['the body', chosen('client_secret_post'), 'in the body (client_secret_post)', ['client_secret_post']],
    ['both', automatic, 'in the header (client_secret_basic) and in the body (client_secret_post)', both],
    ['neither', { clientId: 'my-client', authentication: { method: 'none' } }, 'has no secret here', ['none']],
    [
      'neither, where there is none to choose a place for',
      { clientId: 'my-client', authentication: { method: 'automatic', clientSecret: null, key: null } },
      'has no secret here',
      ['none'],
    ],
  ])('%s, and what a person chose is tried in no other way', async (_, client, words, expected) => {
    const { tokenClient, places } = talkingTo(invalidClient);
    const asked = expect(tokenClient.exchangeCode(code(client))).rejects;
    await asked.toMatchObject({ code: 'client_rejected', message: expect.stringContaining(words) });
    expect(places()).toEqual(expected);
  });

  test('what the server said of the secret, rather than of its place', async () => {
    const { tokenClient } = talkingTo(({ by }) =>
      json(401, {
        error: 'invalid_client',
        error_description:
          by === 'client_secret_basic' ? 'registered for client_secret_post' : 'The secret has expired.',
      }),
    );
    await expect(tokenClient.exchangeCode(code())).rejects.toMatchObject({
      code: 'client_rejected',
      message: expect.stringContaining('The secret has expired.'),
    });
  });

  test.each([
    ['in both places', both],
    ['in the one that there is', ['client_secret_basic']],
  ])('what to do about a refusal that is known, when it was refused %s', async (_, supported) => {
    const { tokenClient, places } = talkingTo(invalidClient);
    const rules: ServerRules = {
      vendorError: () => ({ code: 'client_rejected', remedy: 'entraSecretExpired' }),
      remedies: { client_rejected: 'entraClient' },
    };
    await expect(
      tokenClient.requestClientCredentials({ ...machine(automatic, supported), rules }),
    ).rejects.toMatchObject({ code: 'client_rejected', values: { remedy: 'entraSecretExpired' } });
    expect(places()).toEqual(supported);
  });

  test('no secret, though the server repeats it in every form', async () => {
    const basic = btoa(`my-client:${secret}`);
    const { tokenClient } = talkingTo(() =>
      json(401, { error: 'invalid_client', error_description: `not ${secret}, not Basic ${basic}` }),
    );
    const failure: Error = await tokenClient.exchangeCode(code()).then(
      () => new Error('signed in'),
      (error) => error,
    );
    expect(failure.message).toContain('invalid_client');
    expect(failure.message).not.toContain(secret);
    expect(failure.message).not.toContain(basic);
  });
});

describe('a server that takes a code for used when it refuses the client', () => {
  const burning = (method: SecretMethod | null) => {
    const isUsed = new Set<string>();
    return ({ by, form }: Asked): Response => {
      const one = form.get('code') ?? '';
      if (isUsed.has(one)) return json(400, { error: 'invalid_grant', error_description: 'code was used' });
      isUsed.add(one);
      return by === method ? tokens() : invalidClient();
    };
  };
  const sign = (client: Client, value: string) => {
    const request = code();
    request.callbackParameters.set('code', value);
    return client.exchangeCode(request);
  };

  test('is said to have used it up, and the next sign-in begins in the other place', async () => {
    const { tokenClient, places } = talkingTo(burning('client_secret_post'));
    await expect(sign(tokenClient, 'one')).rejects.toMatchObject({
      code: 'code_rejected',
      message: expect.stringContaining('The next sign-in begins with the body.'),
    });
    await expect(sign(tokenClient, 'two')).resolves.toMatchObject({ accessToken: 'a' });
    expect(places()).toEqual([...both, 'client_secret_post']);
  });

  test('is said to refuse the application once both places were refused', async () => {
    const { tokenClient, places } = talkingTo(burning(null));
    await expect(sign(tokenClient, 'one')).rejects.toMatchObject({ code: 'code_rejected' });
    await expect(sign(tokenClient, 'two')).rejects.toMatchObject({
      code: 'client_rejected',
      message: expect.stringContaining('in the header (client_secret_basic) and in the body (client_secret_post)'),
    });
    expect(places()).toEqual([...both, 'client_secret_post']);
  });
});

test('a revocation is tried in the other place too', async () => {
  const { tokenClient, places } = talkingTo(({ by }) =>
    by === 'client_secret_post' ? new Response(null, { status: 200 }) : invalidClient(),
  );
  await tokenClient.revokeGrant(
    { ...grantWith({ revocationEndpoint: 'https://as.example/revoke' }), refreshToken: null },
    automatic,
  );
  expect(places()).toEqual(both);
});
