/** One company sign-in, its token exchanged for the data platform's (RFC 8693): the platform's answers, and the provider's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/shared/errors.ts';
import {
  createSigner,
  expectRefused,
  expectSignedIn,
  type HostileFixture,
  type Outcome,
  paths,
  type Scene,
  type Script,
  signedBy,
  startHostileFixture,
} from '../../support/hostile-fixture.ts';
import { type Answer, cut, endless, html, json, raw, redirect } from '../../support/hostile-server.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

const platformToken = (changes: object = {}) =>
  json({
    access_token: 'token-of-the-platform',
    token_type: 'Bearer',
    expires_in: 3_600,
    scope: 'all-apis',
    ...changes,
  });
const EXCHANGE = { scopes: ['openid', 'email', 'offline_access'], exchange: () => platformToken() } satisfies Script;
const exchanges = ({ scene }: Outcome) => scene.other.received(paths.token);

test('only the ID token goes to the platform, and only the platform’s token is used', async () => {
  const outcome = await fixture.attempt(EXCHANGE);
  const grant = expectSignedIn(outcome);
  expect(grant.accessToken).toBe('token-of-the-platform');
  const [request, ...more] = exchanges(outcome);
  expect(more).toEqual([]);
  expect([...(request?.form.keys() ?? [])].sort()).toEqual([
    'grant_type',
    'scope',
    'subject_token',
    'subject_token_type',
  ]);
  expect(request?.form.get('subject_token')).toMatch(/^eyJ/);
});

describe('a platform that answers the exchange with', () => {
  const refusal = (status: number, error: string) =>
    json({ error, error_description: 'The <b>reason</b>.' }, { status });
  test.each<[string, ErrorCode, (scene: Scene) => Answer]>([
    ['invalid_grant', 'exchange_rejected', () => refusal(400, 'invalid_grant')],
    ['invalid_request', 'exchange_rejected', () => refusal(400, 'invalid_request')],
    ['invalid_target', 'exchange_rejected', () => refusal(400, 'invalid_target')],
    ['unauthorized_client', 'exchange_rejected', () => refusal(401, 'unauthorized_client')],
    ['invalid_client', 'client_rejected', () => refusal(401, 'invalid_client')],
    ['invalid_scope', 'authorization_invalid_scope', () => refusal(400, 'invalid_scope')],
    ['503', 'server_busy', () => html('', { status: 503 })],
    ['fewer scopes', 'scopes_missing', () => platformToken({ scope: 'sql' })],
    ['a spent token', 'token_response_invalid', () => platformToken({ expires_in: 0 })],
    ['another kind of token', 'token_response_invalid', () => platformToken({ token_type: 'N_A' })],
    ['a page', 'token_response_invalid', () => html('<h1>Log in</h1>')],
    ['a redirect to another server', 'exchange_rejected', ({ elsewhere }) => redirect(`${elsewhere.origin}/`, 307)],
    ['a redirect to the provider', 'exchange_rejected', ({ as }) => redirect(`${as.origin}${paths.token}`, 308)],
    ['more than it can ever send', 'response_too_large', () => endless()],
    ['a cut connection', 'offline', () => cut],
  ])('%s', async (_, code, exchange) => {
    const outcome = await fixture.attempt({ ...EXCHANGE, exchange });
    expectRefused(outcome, code, true);
    expect(exchanges(outcome)).toHaveLength(1);
    // What the provider gave is given back.
    const given = outcome.scene.as.received(paths.revoke).map(({ form }) => form.get('token'));
    expect(given).toContain(outcome.scene.issued.refreshToken);
  });
});

describe('a platform that says of itself', () => {
  test.each<[string, ErrorCode, (scene: Scene) => Answer]>([
    ['another issuer', 'metadata_issuer_mismatch', ({ issuer, other }) => json(described(other.origin, { issuer }))],
    [
      'a token endpoint elsewhere',
      'metadata_endpoint_untrusted',
      ({ other, elsewhere }) => json(described(other.origin, { token_endpoint: `${elsewhere.origin}/token` })),
    ],
    [
      'the provider’s token endpoint',
      'metadata_endpoint_untrusted',
      ({ other, as }) => json(described(other.origin, { token_endpoint: `${as.origin}${paths.token}` })),
    ],
    ['nothing', 'metadata_invalid', () => raw('', 'text/plain', { status: 404 })],
  ])('%s: the browser is not even opened', async (_, code, metadataOfOther) => {
    const outcome = await fixture.attempt({ ...EXCHANGE, metadataOfOther });
    expectRefused(outcome, code, false);
    expect(outcome.scene.as.received(paths.authorize)).toEqual([]);
    expect(exchanges(outcome)).toEqual([]);
  });

  const described = (origin: string, changes: object) => ({
    issuer: `${origin}/as`,
    authorization_endpoint: `${origin}${paths.authorize}`,
    token_endpoint: `${origin}${paths.token}`,
    ...changes,
  });
});

test('an ID token that is not genuine is not exchanged', async () => {
  const forger = await createSigner('key-1');
  const outcome = await fixture.attempt({ ...EXCHANGE, idToken: (claims) => signedBy(claims, forger) });
  expectRefused(outcome, 'id_token_invalid', true);
  expect(exchanges(outcome)).toEqual([]);
});

describe('a renewal through the exchange', () => {
  /** Renews with an ID token of these claims; says what went to the platform. */
  async function renew(claims: (scene: Scene) => Record<string, unknown>, signer = fixture.signer) {
    const running = fixture.program();
    const outcome = await fixture.attempt(EXCHANGE, running);
    const grant = expectSignedIn(outcome);
    const { scene } = outcome;
    const nowS = Math.floor(Date.now() / 1_000);
    const honest = { iss: scene.issuer, aud: scene.client.clientId, sub: '7', iat: nowS, exp: nowS + 600 };
    const idToken = await signedBy({ ...honest, ...claims(scene) }, signer);
    scene.as.answer(paths.token, json({ access_token: 'next', token_type: 'Bearer', id_token: idToken }));
    const before = exchanges(outcome).length;
    const error = await running.tokenClient.refreshGrant(grant, scene.client).then(
      () => null,
      (reason: unknown) => reason,
    );
    await running.stop();
    if (error !== null) expect(error).toBeInstanceOf(AppError);
    return { code: (error as AppError | null)?.code ?? null, sent: exchanges(outcome).length - before };
  }

  test('goes to the platform with the new ID token', async () => {
    expect(await renew(() => ({}))).toEqual({ code: null, sent: 1 });
  });

  // OpenID Connect Core section 12.2
  const bad: readonly [string, (scene: Scene) => Record<string, unknown>][] = [
    ['for another audience', () => ({ aud: 'another-app' })],
    ['of another issuer', ({ otherIssuer }) => ({ iss: otherIssuer })],
    ['of another person', () => ({ sub: '8' })],
    ['that is over', () => ({ exp: 1_000, iat: 1 })],
  ];
  test.each(bad)('does not exchange an ID token %s', async (_, claims) => {
    expect(await renew(claims)).toEqual({ code: 'id_token_invalid', sent: 0 });
  });

  test('does not exchange an ID token that is not genuine', async () => {
    expect(await renew(() => ({}), await createSigner('key-1'))).toEqual({ code: 'id_token_invalid', sent: 0 });
  });
});
