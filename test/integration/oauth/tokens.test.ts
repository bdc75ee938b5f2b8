import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log/log.ts';
import { retryAfterMs } from '../../../src/main/net/retry-after.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { createGrantKeeper } from '../../../src/main/oauth/grants/grant-keeper.ts';
import { lifetimeSeconds } from '../../../src/main/oauth/tokens/token-response.ts';
import { databricks } from '../../../src/main/providers/databricks.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import { defaultBehaviour, defaultLifetimes } from '../../../standins/authorization-server/authorization-server.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { arrive, startSigningIn } from '../../support/signing-in.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.as.controlHandlers.setBehaviour({ ...defaultBehaviour });
  fixture.as.controlHandlers.setLifetimes({ ...defaultLifetimes });
  fixture.as.controlHandlers.clearFaults({});
});

async function signedIn(client = fixture.publicClient): Promise<Grant> {
  const { all } = fixture.signIns(async (url) => void (await arrive(await visitAs(url, 'Ada Moreno'))));
  const grant = await all.start(fixture.requestFor({ client })).result;
  await all.dispose();
  return grant;
}

const active = (grant: Grant) => fixture.as.introspect(grant.accessToken).active;

describe('a refresh', () => {
  test.each(['public', 'confidential'] as const)(
    'of a %s client brings new tokens; the old refresh token is dead',
    async (kind) => {
      const client = kind === 'public' ? fixture.publicClient : fixture.confidentialClient;
      const first = await signedIn(client);
      const second = await fixture.tokenClient.refreshGrant(first, client);
      expect(second.accessToken).not.toBe(first.accessToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(second).toMatchObject({ person: first.person, signedInAt: first.signedInAt, scopes: first.scopes });
      expect(active(second)).toBe(true);
      const third = await fixture.tokenClient.refreshGrant(second, client);
      expect(active(third)).toBe(true);
      await expect(fixture.tokenClient.refreshGrant(first, client)).rejects.toMatchObject({ code: 'grant_dead' });
      // Reuse is how theft shows (RFC 9700 section 4.14.2): the whole grant is gone.
      await expect(fixture.tokenClient.refreshGrant(third, client)).rejects.toMatchObject({ code: 'grant_dead' });
    },
  );

  test('without a new refresh token keeps the old one', async () => {
    fixture.as.controlHandlers.setBehaviour({ rotateRefreshTokens: false, returnRefreshToken: false });
    const first = await signedIn();
    const second = await fixture.tokenClient.refreshGrant(first, fixture.publicClient);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect((await fixture.tokenClient.refreshGrant(second, fixture.publicClient)).refreshToken).toBe(
      first.refreshToken,
    );
  });

  test('understands a lifetime that is a string', async () => {
    fixture.as.controlHandlers.setBehaviour({ expiresInAsString: true });
    const grant = await fixture.tokenClient.refreshGrant(await signedIn(), fixture.publicClient);
    expect(grant.expiresAt - grant.obtainedAt).toBe(3_600_000);
  });

  test.each(['invalid_grant', 'invalid_request'] as const)(
    'of a revoked grant, answered with %s, is final',
    async (deadRefreshToken) => {
      fixture.as.controlHandlers.setBehaviour({ deadRefreshToken });
      const grant = await signedIn();
      fixture.as.controlHandlers.revokeGrants({});
      const rules = { server: databricks.authorizationServer(fixture.server), exchange: null };
      await expect(fixture.tokenClient.refreshGrant(grant, fixture.publicClient, { rules })).rejects.toMatchObject({
        code: 'grant_dead',
        message: expect.stringContaining('Refresh token is invalid'),
      });
    },
  );

  test('with a wrong client secret is not final', async () => {
    const grant = await signedIn(fixture.confidentialClient);
    const { clientId } = fixture.confidentialClient;
    const wrong = { clientId, authentication: { method: 'client_secret_post', clientSecret: 'dose0' } } as const;
    await expect(fixture.tokenClient.refreshGrant(grant, wrong)).rejects.toMatchObject({ code: 'client_rejected' });
    expect(active(await fixture.tokenClient.refreshGrant(grant, fixture.confidentialClient))).toBe(true);
  });

  const answers: [string, object, string][] = [
    ['busy', { status: 503, headers: { 'retry-after': '17' }, body: 'busy' }, 'server_busy'],
    ['throttling', { status: 429, headers: { 'retry-after': '17' }, body: {} }, 'server_busy'],
    ['sending HTML with 200', { status: 200, body: '<html>Log in to the Wi-Fi</html>' }, 'token_response_invalid'],
    ['redirecting', { status: 302, headers: { location: 'https://portal.example/' }, body: '' }, 'renewal_refused'],
    ['behind a filter', { status: 403, body: '<html>This category is blocked</html>' }, 'renewal_refused'],
    ['sending no token', { status: 200, body: { token_type: 'bearer' } }, 'token_response_invalid'],
    ['sending a list', { status: 200, body: [] }, 'token_response_invalid'],
    [
      'sending another kind of token',
      { status: 200, body: { access_token: 'a', token_type: 'mac' } },
      'token_response_invalid',
    ],
    [
      'sending a DPoP token',
      { status: 200, body: { access_token: 'a', token_type: 'DPoP' } },
      'token_response_invalid',
    ],
    [
      'sending a spent token',
      { status: 200, body: { access_token: 'a', token_type: 'Bearer', expires_in: 0 } },
      'token_response_invalid',
    ],
    ['cutting the connection', { cut: 'before' }, 'offline'],
  ];
  test.each(answers)('from a server that is %s fails as it should', async (_, fault, code) => {
    const grant = await signedIn();
    fixture.as.controlHandlers.failNext({ endpoint: 'token', times: 1, delayMs: 0, ...fault });
    const error = await fixture.tokenClient
      .refreshGrant(grant, fixture.publicClient)
      .catch((reason: AppError) => reason);
    expect(error).toMatchObject({ code });
    if (code === 'server_busy') expect(retryAfterMs(error as AppError)).toBe(17_000);
    expect((error as AppError).message).not.toContain(grant.refreshToken);
    expect(active(await fixture.tokenClient.refreshGrant(grant, fixture.publicClient))).toBe(true);
  });

  test('without a lifetime in the answer assumes an hour, and says that it does', async () => {
    const grant = await signedIn();
    const body = { access_token: 'opaque', token_type: 'bearer', id_token: 'not even one' };
    fixture.as.controlHandlers.failNext({ endpoint: 'token', times: 1, delayMs: 0, status: 200, body });
    const renewed = await fixture.tokenClient.refreshGrant(grant, fixture.publicClient);
    expect(renewed).toMatchObject({ lifetimeAssumed: true, accessToken: 'opaque', refreshToken: grant.refreshToken });
    expect(renewed.expiresAt - renewed.obtainedAt).toBe(3_600_000);
  });

  test('without a refresh token is not tried', async () => {
    const grant = { ...(await signedIn()), refreshToken: null };
    await expect(fixture.tokenClient.refreshGrant(grant, fixture.publicClient)).rejects.toMatchObject({
      code: 'renewal_unavailable',
    });
  });
});

test.each([
  [3600, 3600],
  ['3600', 3600],
  ['3599.9', 3599],
  [undefined, null],
  [null, null],
  [10 ** 9, 86_400],
])('a lifetime of %j is %j seconds', (sent, seconds) => {
  expect(lifetimeSeconds(sent)).toBe(seconds);
});
test.each([0, -1, Number.NaN, '', '0', '-5', '1h', '1e3', true, {}, []])('a lifetime of %j is refused', (sent) => {
  expect(() => lifetimeSeconds(sent)).toThrow(expect.objectContaining({ code: 'token_response_invalid' }));
});

describe('revocation (RFC 7009)', () => {
  test('ends the grant at the server', async () => {
    const grant = await signedIn(fixture.confidentialClient);
    expect(grant.server.revocationEndpoint).toBe(`${fixture.as.origin}/oidc/v1/revoke`);
    await fixture.tokenClient.revokeGrant(grant, fixture.confidentialClient);
    expect(active(grant)).toBe(false);
    await expect(fixture.tokenClient.refreshGrant(grant, fixture.confidentialClient)).rejects.toMatchObject({
      code: 'grant_dead',
    });
  });

  test('is left alone where the server does not advertise it', async () => {
    fixture.as.controlHandlers.setBehaviour({ advertiseRevocation: false });
    const grant = await signedIn();
    expect(grant.server.revocationEndpoint).toBeNull();
    await fixture.tokenClient.revokeGrant(grant, fixture.publicClient);
    expect(active(grant)).toBe(true);
  });
});

test('the keeper and a real server: many ask, one refresh, and every rotation is stored before it is used', async () => {
  const clock = createVirtualClock(Date.now());
  const store = new Map<string, Grant>();
  const keeper = createGrantKeeper({
    ...clock,
    random: Math.random,
    load: async (id) => store.get(id) ?? null,
    save: async (grant) => void store.set(grant.connectionId, grant),
    remove: async (id) => void store.delete(id),
    refresh: (grant) => fixture.tokenClient.refreshGrant(grant, fixture.publicClient),
    revoke: (grant) => fixture.tokenClient.revokeGrant(grant, fixture.publicClient),
    onChange: () => undefined,
    onEvent: () => undefined,
    log: createLog({ write: () => undefined, now: Date.now }),
  });
  const grant = await signedIn();
  await keeper.adopt(grant);
  fixture.as.controlHandlers.clearJournal({});
  for (let round = 1; round <= 3; round += 1) {
    const together = await Promise.all(Array.from({ length: 20 }, () => keeper.renew('connection')));
    expect(new Set(together.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(store.get('connection')).toEqual(together[0]);
    expect(fixture.as.controlHandlers.journal({ endpoint: 'token' })).toHaveLength(round);
  }
  const last = await keeper.fresh('connection');
  await keeper.forget('connection');
  await expect.poll(() => active(last)).toBe(false);
  await keeper.dispose();
});
