import { describe, expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { OAuthClient, Refusal, ServerRules } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createTokenClient } from '../../../../src/main/oauth/tokens/token-client.ts';
import { grantAt } from '../../../support/grants.ts';

const NOW = 1_000_000;
const client: OAuthClient = { clientId: 'client', authentication: { method: 'none' } };

interface Sent {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly signal: AbortSignal | null;
}

/** A token client of servers that answer as the test says, and what was sent to them. */
function sending(answer: (sent: Sent) => Response) {
  const sent: Sent[] = [];
  const tokenClient = createTokenClient({
    now: () => NOW,
    allowLoopbackHttp: false,
    fetch: async (url, init) => {
      const one = { url, form: new URLSearchParams(String(init?.body)), signal: init?.signal ?? null };
      sent.push(one);
      return answer(one);
    },
  });
  return { tokenClient, sent };
}

const tokens = (more: object = {}): Response =>
  Response.json({ access_token: 'new', token_type: 'Bearer', expires_in: 60, ...more });
const done = (): Response => new Response(null, { status: 200 });

const server = { ...grantAt(0).server, revocationEndpoint: 'https://as.example/revoke' };
const exchange = {
  issuer: 'https://platform.example',
  tokenEndpoint: 'https://platform.example/token',
  revocationEndpoint: 'https://platform.example/revoke',
  clientId: 'exchanging',
  scopes: ['all-apis'],
};
const exchanged: Partial<Grant> = { flow: 'token_exchange', server, exchange };
const ofServiceAccount: Partial<Grant> = {
  flow: 'client_credentials',
  refreshToken: null,
  audience: 'api',
  requestedScopes: ['a', 'b'],
};

test('a lifetime counts from before the request, however long the answer takes', async () => {
  let now = NOW;
  const tokenClient = createTokenClient({
    now: () => now,
    allowLoopbackHttp: false,
    fetch: async () => {
      now += 25_000;
      return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 60 });
    },
  });
  const renewed = await tokenClient.refreshGrant(grantAt(0), client);
  expect(renewed).toMatchObject({ obtainedAt: 1_000_000, expiresAt: 1_060_000 });
});

describe('a revocation', () => {
  const told = (sent: readonly Sent[]) =>
    sent.map(({ url, form }) => [url, form.get('token'), form.get('token_type_hint'), form.get('client_id')]);

  test('takes both tokens to the server that gave them, each under its name', async () => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, { server }), client);
    expect(told(sent)).toEqual([
      ['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client'],
      ['https://as.example/revoke', 'access-0', 'access_token', 'client'],
    ]);
  });

  test('after an exchange, takes each token to its own server alone', async () => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, exchanged), client);
    expect(told(sent)).toEqual([
      ['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client'],
      ['https://platform.example/revoke', 'access-0', 'access_token', 'exchanging'],
    ]);
  });

  test.each<[string, Partial<typeof exchange> | { clientId: null } | { revocationEndpoint: null }]>([
    ['without a client at the exchanging server', { clientId: null }],
    ['of which the exchanging server advertises no revocation', { revocationEndpoint: null }],
  ])('after an exchange %s, leaves the exchanged token alone', async (_, changes) => {
    const { tokenClient, sent } = sending(done);
    await tokenClient.revokeGrant(grantAt(0, { ...exchanged, exchange: { ...exchange, ...changes } }), client);
    expect(told(sent)).toEqual([['https://as.example/revoke', 'refresh-0', 'refresh_token', 'client']]);
  });

  test.each(['refresh_token', 'access_token'])('whose %s fails says so after both were tried', async (failing) => {
    const { tokenClient, sent } = sending(({ form }) =>
      form.get('token_type_hint') === failing ? new Response('', { status: 503 }) : done(),
    );
    const revoked = tokenClient.revokeGrant(grantAt(0, { server }), client);
    await expect(revoked).rejects.toMatchObject({ code: 'server_busy' });
    expect(sent).toHaveLength(2);
  });
});

describe('a renewal', () => {
  test('leaves alone a refresh token that comes with an exchange: the company’s is the one to rely on', async () => {
    const { tokenClient, sent } = sending(({ url }) =>
      tokens({ refresh_token: url.startsWith(exchange.issuer) ? 'of the platform' : 'of the company' }),
    );
    const renewed = await tokenClient.refreshGrant(grantAt(0, exchanged), client);
    expect(renewed.refreshToken).toBe('of the company');
    expect(sent.map(({ form }) => form.get('client_id'))).toEqual(['client', 'exchanging']);
    expect(sent[1]?.form.get('subject_token_type')).toBe('urn:ietf:params:oauth:token-type:access_token');
  });

  test('tells of the rotated refresh token before the exchange begins', async () => {
    const { tokenClient, sent } = sending(() => tokens({ refresh_token: 'rotated' }));
    const requestsBefore: number[] = [];
    await tokenClient.refreshGrant(grantAt(0, exchanged), client, {
      onRotated: async (rotated) => {
        expect(rotated.refreshToken).toBe('rotated');
        requestsBefore.push(sent.length);
      },
    });
    expect(requestsBefore).toEqual([1]);
    expect(sent).toHaveLength(2);
  });

  test('of a service account asks for the same scopes and the same API again', async () => {
    const { tokenClient, sent } = sending(() => tokens());
    const renewed = await tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client);
    expect(renewed).toMatchObject({ accessToken: 'new', expiresAt: NOW + 60_000 });
    expect(Object.fromEntries(sent[0]?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'api',
    });
  });
});

test('every request is let go of with its caller', async () => {
  const { signal } = new AbortController();
  const { tokenClient, sent } = sending(() => tokens({ refresh_token: 'rotated' }));
  await tokenClient.refreshGrant(grantAt(0, exchanged), client, { signal });
  await tokenClient.revokeGrant(grantAt(0, exchanged), client, signal);
  await tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client, { signal });
  expect(sent).toHaveLength(5);
  expect(sent.every((one) => one.signal === signal)).toBe(true);
});

describe('what one kind of server says', () => {
  const refusal = () => Response.json({ error: 'own_error', error_description: 'own words' }, { status: 400 });
  const ruled = (code: 'authorization_denied' | 'client_rejected') => {
    const asked: Refusal[] = [];
    const rules: ServerRules = {
      vendorError: (refused) => {
        asked.push(refused);
        return code;
      },
    };
    return { asked, rules };
  };

  test('is asked of the server of the grant at a refresh, and of the exchanging one at an exchange', async () => {
    const first = ruled('authorization_denied');
    const second = ruled('client_rejected');
    const rules = { server: first.rules, exchange: second.rules };
    const atRefresh = sending(refusal).tokenClient.refreshGrant(grantAt(0, exchanged), client, { rules });
    await expect(atRefresh).rejects.toMatchObject({ code: 'authorization_denied' });
    expect(first.asked).toEqual([{ use: 'refresh', status: 400, error: 'own_error', description: 'own words' }]);
    expect(second.asked).toEqual([]);
    const { tokenClient } = sending(({ url }) => (url.startsWith(exchange.issuer) ? refusal() : tokens()));
    const atExchange = tokenClient.refreshGrant(grantAt(0, exchanged), client, { rules });
    await expect(atExchange).rejects.toMatchObject({ code: 'client_rejected' });
    expect(second.asked).toEqual([{ use: 'exchange', status: 400, error: 'own_error', description: 'own words' }]);
  });

  test('is asked for the grant of a service account too', async () => {
    const { rules } = ruled('client_rejected');
    const { tokenClient } = sending(refusal);
    const renewed = tokenClient.refreshGrant(grantAt(0, ofServiceAccount), client, {
      rules: { server: rules, exchange: null },
    });
    await expect(renewed).rejects.toMatchObject({ code: 'client_rejected' });
  });
});
