/** The control channel: faults, clocks, grants and journals, from this process and from another. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Control, connectControl, type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { endpointsOf, refresh, signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
let control: Control;

beforeAll(async () => {
  services = await startDemoServices();
  control = connectControl(services.control);
});
afterAll(() => services.stop());
beforeEach(async () => {
  await control.authorizationServer.clearFaults();
  await control.authorizationServer.clearJournal();
});

const metadataUrl = () => `${services.authorizationServer.issuers.workspace}/.well-known/openid-configuration`;

describe('the channel', () => {
  test('refuses a request without the key, or with another one', async () => {
    await expect(connectControl({ ...services.control, key: 'wrong' }).sigma.counters()).rejects.toThrow(/key/);
    expect((await fetch(services.control.url, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('refuses calls and inputs that it does not know', async () => {
    const ask = async (body: unknown) =>
      (
        await fetch(services.control.url, {
          method: 'POST',
          headers: { 'x-control-key': services.control.key },
          body: JSON.stringify(body),
        })
      ).status;
    expect(await ask({ call: 'sigma.explode' })).toBe(400);
    expect(await ask({ call: 'constructor' })).toBe(400);
    expect(await ask({ call: 'authorizationServer.failNext', with: { endpoint: 'nowhere' } })).toBe(400);
    expect(await ask({ call: 'sigma.counters' })).toBe(200);
  });
});

describe('faults', () => {
  test('fail the next calls to one endpoint with status, body and headers', async () => {
    const fault = { endpoint: 'token', times: 2, status: 503, body: { busy: true }, headers: { 'retry-after': '7' } };
    await control.authorizationServer.failNext(fault as { endpoint: 'token' });
    expect((await fetch(metadataUrl())).status).toBe(200);
    for (let call = 0; call < 2; call += 1) {
      const answer = await fetch(endpointsOf(services).token, { method: 'POST' });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('7');
      expect(await answer.json()).toEqual({ busy: true });
    }
    expect((await fetch(endpointsOf(services).token, { method: 'POST' })).status).toBe(400);
  });

  test('delay an answer without changing it', async () => {
    await control.authorizationServer.failNext({ endpoint: 'metadata', delayMs: 1_000 });
    const order: string[] = [];
    const delayed = fetch(metadataUrl()).then((response) => {
      order.push('metadata');
      return response;
    });
    await fetch(`${services.authorizationServer.issuers.workspace}/jwks.json`).then(() => order.push('jwks'));
    const metadata = (await (await delayed).json()) as { issuer: string };
    expect(metadata.issuer).toBe(services.authorizationServer.issuers.workspace);
    expect(order).toEqual(['jwks', 'metadata']);
  });

  test('cut the connection before the request counts', async () => {
    const tokens = await signIn(services, 'Ada Moreno');
    await control.authorizationServer.failNext({ endpoint: 'token', cut: 'before' });
    await expect(refresh(services, tokens.refresh_token ?? '')).rejects.toThrow();
    expect((await refresh(services, tokens.refresh_token ?? '')).status).toBe(200);
  });

  test('lose the answer after the request has counted', async () => {
    const tokens = await signIn(services, 'Ada Moreno');
    await control.authorizationServer.failNext({ endpoint: 'token', cut: 'after' });
    await expect(refresh(services, tokens.refresh_token ?? '')).rejects.toThrow();
    expect(await refresh(services, tokens.refresh_token ?? '')).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('grants', () => {
  test('of one person end without touching those of others', async () => {
    const ada = await signIn(services, 'Ada Moreno');
    const ben = await signIn(services, 'Ben Okafor', { level: 'account' });
    expect(await control.authorizationServer.revokeGrants({ userName: 'ada.moreno@example.com' })).toMatchObject({
      revokedTokens: expect.any(Number),
    });
    expect(await refresh(services, ada.refresh_token ?? '')).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(services, ben.refresh_token ?? '', 'account')).status).toBe(200);
  });

  test('age by the seconds that the clock is moved, and later ones do not', async () => {
    const before = await signIn(services, 'Ada Moreno');
    await control.authorizationServer.shiftClock({ seconds: 4000 });
    const after = await signIn(services, 'Ada Moreno');
    const { introspect } = services.authorizationServer;
    expect(introspect(before.access_token)).toEqual({ active: false, reason: 'expired' });
    expect(introspect(after.access_token)).toMatchObject({ active: true });
    expect((await refresh(services, before.refresh_token ?? '')).status).toBe(200);
  });
});

describe('the journal', () => {
  test('says what was asked and whether it succeeded, and holds no token', async () => {
    const tokens = await signIn(services, 'Ada Moreno');
    await refresh(services, tokens.refresh_token ?? '');
    await refresh(services, 'never-issued');
    await control.authorizationServer.failNext({ endpoint: 'token', status: 500 });
    await refresh(services, 'never-issued').catch(() => null);
    const journal = await control.authorizationServer.journal({ endpoint: 'token' });
    const { clientId } = services.authorizationServer.clients.public;
    expect(
      journal.map(({ grantType, succeeded, error, faulted }) => ({ grantType, succeeded, error, faulted })),
    ).toEqual([
      { grantType: 'authorization_code', succeeded: true, error: null, faulted: false },
      { grantType: 'refresh_token', succeeded: true, error: null, faulted: false },
      { grantType: 'refresh_token', succeeded: false, error: 'invalid_grant', faulted: false },
      { grantType: 'refresh_token', succeeded: false, error: 'http_500', faulted: true },
    ]);
    for (const entry of journal) expect(entry).toMatchObject({ clientId, level: 'workspace', method: 'POST' });
    expect(journal[0]).toMatchObject({ userName: 'ada.moreno@example.com', status: 200, path: '/oidc/v1/token' });
    const everything = JSON.stringify(await control.authorizationServer.journal());
    for (const secret of [tokens.access_token, tokens.refresh_token ?? '', tokens.id_token ?? '']) {
      expect(everything).not.toContain(secret);
    }
  });
});
