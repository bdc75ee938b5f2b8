import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { untilAborted } from '../../../src/main/async/until-aborted.ts';
import type { Grant } from '../../../src/main/oauth/grants/grant.ts';
import { SIGN_IN_LIMIT_MS, type SignIn } from '../../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { OAuthClient } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { defaultBehaviour } from '../../../standins/authorization-server/authorization-server.ts';
import { visitAs } from '../../../standins/scripted-browser.ts';
import { gate } from '../../support/keeping-grants.ts';
import { arrive, startSigningIn, visit } from '../../support/signing-in.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let fixture: Awaited<ReturnType<typeof startSigningIn>>;
beforeAll(async () => {
  fixture = await startSigningIn();
});
afterAll(() => fixture.stop());
beforeEach(() => {
  fixture.as.controlHandlers.setBehaviour({ ...defaultBehaviour });
  fixture.as.controlHandlers.clearFaults({});
  fixture.as.controlHandlers.clearJournal({});
});

/** A browser whose address the test gets to see, and which does nothing by itself. */
function watchedBrowser() {
  let opened: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    opened = resolve;
  });
  return { url, open: async (address: string) => opened(address) };
}

describe('a sign-in', () => {
  test.each(['public', 'confidential'] as const)(
    'of a %s client ends with a stored grant and a calm page',
    async (kind) => {
      const browser = watchedBrowser();
      const { all, stored, phases, lines, clock } = fixture.signIns(browser.open);
      const client = kind === 'public' ? fixture.publicClient : fixture.confidentialClient;
      const signIn = all.start(fixture.requestFor({ client }));
      expect(all.current()).toBe(signIn);
      const url = await browser.url;
      expect(signIn.link()).toBe(url);
      const callback = await visitAs(url, 'Ada Moreno');
      const { redirect, page, pageUrl } = await arrive(callback);
      const grant = await signIn.result;

      expect(grant).toMatchObject({
        connectionId: 'connection',
        scopes: ['all-apis', 'offline_access'],
        lifetimeAssumed: false,
        clientId: client.clientId,
        person: { id: '7100000000000001', userName: 'ada.moreno@example.com', displayName: 'Ada Moreno' },
        server: { issuer: `${fixture.as.origin}/oidc`, tokenEndpoint: `${fixture.as.origin}/oidc/v1/token` },
      });
      expect(grant.expiresAt - grant.obtainedAt).toBe(3_600_000);
      expect(fixture.as.introspect(grant.accessToken)).toMatchObject({ active: true });
      expect(stored).toEqual([grant]);
      expect(phases).toEqual(['preparing', 'waiting-for-browser', 'exchanging']);
      expect(all.current()).toBeNull();
      expect(signIn.link()).toBeNull();

      expect(redirect.status).toBe(303);
      expect(pageUrl).toMatch(/^http:\/\/localhost:\d+\/signed-in\/[\w-]{22}$/);
      expect(page.status).toBe(200);
      expect(page.body).toContain('You are signed in');
      for (const { headers } of [redirect, page]) {
        expect(headers).toMatchObject({
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          connection: 'close',
        });
      }
      const query = new URL(callback).searchParams;
      for (const secret of [query.get('code'), query.get('state'), grant.accessToken, grant.refreshToken]) {
        expect(`${lines.join()}${page.body}${pageUrl}`).not.toContain(secret);
      }

      // A browser that asks again gets the same page, until the listener closes.
      expect((await arrive(callback)).page.body).toBe(page.body);
      await clock.advance(3_000);
      await expect(visit(pageUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    },
  );

  test('at account level goes to the account', async () => {
    const { as } = fixture;
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const { issuers } = as;
    const signIn = all.start(
      fixture.requestFor({
        server: {
          issuer: issuers.account,
          metadataUrls: [`${issuers.account}/.well-known/openid-configuration`],
          fixedEndpoints: null,
        },
      }),
    );
    await arrive(await visitAs(await browser.url, 'Ben Okafor'));
    expect((await signIn.result).server.issuer).toBe(issuers.account);
    await all.dispose();
  });

  test('with OpenID Connect scopes checks the ID token, and knows the person from it where SCIM is closed', async () => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    fixture.as.controlHandlers.failNext({ endpoint: 'me', status: 403, body: {}, times: 1, delayMs: 0 });
    const signIn = all.start(fixture.requestFor({ scopes: ['sql', 'openid', 'email', 'profile'] }));
    const url = await browser.url;
    expect(new URL(url).searchParams.get('nonce')).toMatch(/^[\w-]{43}$/);
    await arrive(await visitAs(url, 'Chiara Lind'));
    const grant = await signIn.result;
    expect(grant.person).toMatchObject({ userName: 'chiara.lind@example.com', displayName: 'Chiara Lind' });
    expect(grant.refreshToken).toBeNull();
    await all.dispose();
  });

  test('is not shown as done before the grant is stored', async () => {
    const browser = watchedBrowser();
    let store: () => void = () => undefined;
    let storing = false;
    const { all } = fixture.signIns(browser.open, {
      storeGrant: () => {
        storing = true;
        return new Promise<void>((resolve) => {
          store = resolve;
        });
      },
    });
    const signIn = all.start(fixture.requestFor());
    const callback = await visitAs(await browser.url, 'Ada Moreno');
    let shown = false;
    const page = arrive(callback).then((arrived) => {
      shown = true;
      return arrived.page;
    });
    await expect.poll(() => storing).toBe(true);
    // Another request all the way there and back, and still no page.
    expect((await visit(new URL('/x', callback).href)).status).toBe(404);
    expect(shown).toBe(false);
    // Too late to cancel: the store has the grant in its hands.
    all.cancel();
    store();
    expect((await page).body).toContain('You are signed in');
    await signIn.result;
    await all.dispose();
  });

  test('goes on without a browser, since the link can be copied', async () => {
    const { all, browserFailures, lines } = fixture.signIns(() => Promise.reject(new Error('no browser')));
    const signIn = all.start(fixture.requestFor());
    await expect.poll(() => browserFailures.length).toBe(1);
    expect(browserFailures[0]?.code).toBe('browser_not_opened');
    await arrive(await visitAs(signIn.link() ?? '', 'Ada Moreno'));
    await signIn.result;
    expect(lines.join()).not.toContain('state=');
    await all.dispose();
  });
});

describe('what does not belong to the sign-in changes nothing', () => {
  test('wrong state, path, host, method, or parameters given twice', async () => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    const url = await browser.url;
    const state = new URL(url).searchParams.get('state') ?? '';
    const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
    const { port } = new URL(redirectUri);
    const answered = async (expected: number, type: string, address: string, options = {}) => {
      const { status, headers, body } = await visit(address, options);
      expect({ status, type: headers['content-type'] }).toEqual({ status: expected, type: `${type}; charset=utf-8` });
      return body;
    };
    const refused = async (expected: number, address: string, options = {}) =>
      expect(await answered(expected, 'text/plain', address, options)).not.toContain('<');
    /** What a person may be looking at is told on a page; nothing of what was brought is on it. */
    const told = async (expected: number, address: string, options = {}) => {
      const body = await answered(expected, 'text/html', address, options);
      expect(body).toContain('This answer does not fit the sign-in');
      expect(body).not.toContain(state);
    };
    await told(400, `${redirectUri}?code=x&state=wrong`);
    await told(400, `${redirectUri}?code=x`);
    await told(400, `${redirectUri}?code=x&state=${state}x`);
    await told(400, `${redirectUri}?error=access_denied&state=`);
    await told(400, `${redirectUri}?code=x&state=${state}&state=${state}`);
    await told(400, redirectUri);
    await told(404, `http://localhost:${port}/?code=x&state=${state}`);
    await told(404, `${redirectUri}/?code=x&state=${state}`);
    await refused(404, `http://localhost:${port}/favicon.ico`);
    await refused(404, `http://localhost:${port}/signed-in/guess`);
    await told(404, redirectUri, { target: `${redirectUri}?code=x&state=${state}` });
    await told(405, `${redirectUri}?code=x&state=${state}`, { method: 'POST' });
    await refused(405, `${redirectUri}?code=x&state=${state}`, { method: 'OPTIONS' });
    expect((await visit(`${redirectUri}?code=x&state=${state}`, { method: 'HEAD' })).status).toBe(405);
    await refused(421, `${redirectUri}?code=x&state=${state}`, { host: `evil.example:${port}` });
    await told(421, `${redirectUri}?code=x&state=${state}`, { host: `127.0.0.1:${port}` });
    await refused(421, `${redirectUri}?code=x&state=${state}`, { host: 'localhost' });
    await Promise.all(Array.from({ length: 100 }, () => visit(`${redirectUri}?state=flood`)));
    expect(signIn.phase()).toBe('waiting-for-browser');
    await arrive(await visitAs(url, 'Ada Moreno'));
    await signIn.result;
    await all.dispose();
  });

  test('headers without end are cut off', async () => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    const redirectUri = new URL(await browser.url).searchParams.get('redirect_uri') ?? '';
    const outcome = await visit(`${redirectUri}?x=${'y'.repeat(60_000)}`).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([431, 'ECONNRESET', 'EPIPE']).toContain(outcome);
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  });
});

describe('a sign-in that does not succeed', () => {
  const start = async (changes = {}, person = 'Ada Moreno', tamper = (callback: string) => callback) => {
    const browser = watchedBrowser();
    const { all, stored } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor(changes));
    const { page } = await arrive(tamper(await visitAs(await browser.url, person)));
    const error = await signIn.result.then(
      () => null,
      (reason: unknown) => reason,
    );
    await all.dispose();
    expect(stored).toEqual([]);
    return { error, page };
  };

  test('because the person said no', async () => {
    const { error, page } = await start({}, 'cancel');
    expect(error).toMatchObject({ code: 'authorization_denied', message: 'The person denied access. (access_denied)' });
    expect(page.body).toContain('Access was denied');
    expect(page.body).toContain('<code>authorization_denied</code>');
  });

  test('because the answer names another server (RFC 9207)', async () => {
    const { error } = await start({}, 'Ada Moreno', (callback) => {
      const url = new URL(callback);
      url.searchParams.set('iss', 'https://evil.example');
      return url.href;
    });
    expect(error).toMatchObject({ code: 'authorization_issuer_mismatch' });
    expect(fixture.as.controlHandlers.journal({ endpoint: 'token' })).toEqual([]);
  });

  test('because the answer names no server although it should', async () => {
    const { error } = await start({}, 'Ada Moreno', (callback) => {
      const url = new URL(callback);
      url.searchParams.delete('iss');
      return url.href;
    });
    expect(error).toMatchObject({ code: 'authorization_issuer_mismatch' });
  });

  test('because the answer holds two codes', async () => {
    const { error } = await start({}, 'Ada Moreno', (callback) => `${callback}&code=other`);
    expect(error).toMatchObject({ code: 'authorization_response_invalid' });
  });

  test('because a scope was not granted', async () => {
    fixture.as.controlHandlers.setBehaviour({ grantOnlyScopes: ['openid', 'sql'] });
    const { error } = await start({ scopes: ['all-apis', 'sql'] });
    expect(error).toMatchObject({ code: 'scopes_missing', message: expect.stringMatching(/^Not granted: all-apis\./) });
  });

  test('because the client secret is wrong', async () => {
    const client = {
      ...fixture.confidentialClient,
      authentication: { method: 'client_secret_post', clientSecret: 'dose0' },
    };
    const { error, page } = await start({ client });
    expect(error).toMatchObject({ code: 'client_rejected' });
    expect(page.body).toContain('client_rejected');
  });

  test('because the token endpoint breaks down, saying how it answered', async () => {
    fixture.as.controlHandlers.failNext({ endpoint: 'token', status: 503, body: '<b>down</b>', times: 1, delayMs: 0 });
    const { error, page } = await start();
    expect(error).toMatchObject({ code: 'server_busy' });
    expect(page.body).not.toContain('<b>down');
  });

  test('because the connection is cut during the exchange', async () => {
    fixture.as.controlHandlers.failNext({ endpoint: 'token', cut: 'before', times: 1, delayMs: 0 });
    expect((await start()).error).toMatchObject({ code: 'offline' });
  });

  test('because the redirect URI is not registered: the browser shows it, and the sign-in waits', async () => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const [redirectUri = ''] = fixture.redirectUris;
    const signIn = all.start(fixture.requestFor({ redirectUris: [redirectUri.replace('/callback', '/other')] }));
    await expect(visitAs(await browser.url, 'Ada Moreno')).rejects.toThrow('redirect_uri');
    expect(signIn.phase()).toBe('waiting-for-browser');
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  });

  test('because no browser came within five minutes; the port is free afterwards', async () => {
    const browser = watchedBrowser();
    const { all, clock } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    const redirectUri = new URL(await browser.url).searchParams.get('redirect_uri') ?? '';
    await clock.advance(SIGN_IN_LIMIT_MS - 1);
    expect(all.current()).toBe(signIn);
    await clock.advance(1);
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_timed_out' });
    expect(signIn.deadline - signIn.startedAt).toBe(SIGN_IN_LIMIT_MS);
    await expect(visit(redirectUri)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('has as much time left as before when its first answer corrects the clock', async () => {
    const browser = watchedBrowser();
    const clock = createVirtualClock();
    const { all } = fixture.signIns(browser.open, clock);
    const signIn = all.start(fixture.requestFor());
    await browser.url;
    await clock.advance(60_000);
    clock.jump(24 * 3_600_000);
    expect(signIn.deadline - clock.now()).toBe(SIGN_IN_LIMIT_MS - 60_000);
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  });

  test('because it was cancelled while the exchange was under way; the waiting browser is told', async () => {
    const browser = watchedBrowser();
    const { all, stored } = fixture.signIns(browser.open);
    fixture.as.controlHandlers.failNext({ endpoint: 'token', times: 1, delayMs: 60_000 });
    const signIn = all.start(fixture.requestFor());
    const callback = await visitAs(await browser.url, 'Ada Moreno');
    const { headers } = await visit(callback);
    const page = visit(new URL(String(headers.location), callback).href);
    await expect.poll(() => signIn.phase()).toBe('exchanging');
    // The page's request has to arrive before the listener closes.
    await visit(new URL('/x', callback).href);
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    expect((await page).body).toContain('The sign-in was cancelled');
    expect(stored).toEqual([]);
  });

  test('because the store refused the grant', async () => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open, { storeGrant: () => Promise.reject(new Error('EROFS')) });
    const signIn = all.start(fixture.requestFor());
    const { page } = await arrive(await visitAs(await browser.url, 'Ada Moreno'));
    await expect(signIn.result).rejects.toMatchObject({ code: 'internal' });
    expect(page.body).not.toContain('You are signed in');
    await all.dispose();
  });
});

test('tokens that the store refuses are given back, with the client that they were given to', async () => {
  const revoked: [Grant, OAuthClient][] = [];
  const { all } = fixture.signIns(async (url) => void (await arrive(await visitAs(url, 'Ada Moreno'))), {
    storeGrant: () => Promise.reject(new Error('EROFS')),
    revoke: (grant, client) => void revoked.push([grant, client]),
  });
  await expect(all.start(fixture.requestFor()).result).rejects.toMatchObject({ code: 'internal' });
  expect(revoked).toEqual([[expect.objectContaining({ refreshToken: expect.any(String) }), fixture.publicClient]]);
  await all.dispose();
});

test('a sign-in waits for revocations under way before it does anything', async () => {
  const happened: string[] = [];
  const ended = gate<void>();
  const { all } = fixture.signIns(async () => void happened.push('browser'), {
    async revocationsEnded() {
      happened.push('waits');
      await ended.passed;
      happened.push('ended');
    },
    onPhase: (_, phase) => happened.push(phase),
  });
  const signIn = all.start(fixture.requestFor());
  await expect.poll(() => happened).toEqual(['preparing', 'waits']);
  ended.open();
  await expect.poll(() => happened).toContain('browser');
  expect(happened).toEqual(['preparing', 'waits', 'ended', 'waiting-for-browser', 'browser']);
  all.cancel();
  await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  await all.dispose();
});

describe('a sign-in that is cancelled', () => {
  test('while its listener opens opens no browser', async () => {
    const opened: string[] = [];
    const { all, phases } = fixture.signIns(async (url) => void opened.push(url));
    const signIn = all.start({
      ...fixture.requestFor(),
      get redirectUris() {
        all.cancel();
        return fixture.redirectUris;
      },
    });
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    expect(opened).toEqual([]);
    expect(phases).toEqual(['preparing']);
    await all.dispose();
  });

  test('while the metadata does not come ends at once', async () => {
    const asked: string[] = [];
    const { all } = fixture.signIns(async () => undefined, {
      metadata: {
        locate: async () => null,
        find: ({ issuer }, signal) => {
          asked.push(issuer);
          return untilAborted(new Promise<never>(() => undefined), signal ?? new AbortController().signal);
        },
      },
    });
    const signIn = all.start(fixture.requestFor());
    await expect.poll(() => asked).toHaveLength(1);
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    await all.dispose();
  });
});

test('no more than 128 connections are held at a time, and the newest stay', async () => {
  const browser = watchedBrowser();
  const { all } = fixture.signIns(browser.open);
  const signIn = all.start(fixture.requestFor());
  const redirectUri = new URL(await browser.url).searchParams.get('redirect_uri') ?? '';
  const sockets: Socket[] = [];
  for (let count = 0; count < 160; count += 1) {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(redirectUri).port) });
    socket.on('error', () => undefined).resume();
    await once(socket, 'connect');
    sockets.push(socket);
  }
  // Before the limit of five seconds for headers would end them all.
  await expect.poll(() => sockets.filter(({ closed }) => closed).length, { timeout: 3_000 }).toBe(32);
  expect(sockets.slice(-100).filter(({ closed }) => closed)).toEqual([]);
  all.cancel();
  await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
  await expect.poll(() => sockets.every(({ closed }) => closed)).toBe(true);
});

test('a second sign-in replaces the first, on the same port', async () => {
  const urls: string[] = [];
  const { all } = fixture.signIns(async (url) => void urls.push(url));
  const first = all.start(fixture.requestFor());
  await expect.poll(() => urls.length).toBe(1);
  const second = all.start(fixture.requestFor());
  await expect(first.result).rejects.toMatchObject({ code: 'sign_in_replaced' });
  expect(all.current()).toBe(second);
  await expect.poll(() => urls.length).toBe(2);
  const [portOfFirst, portOfSecond] = urls.map((url) => new URL(url).searchParams.get('redirect_uri'));
  expect(portOfSecond).toBe(portOfFirst);
  const late = await visit(await visitAs(urls[0] ?? '', 'Ben Okafor'));
  expect(late.status).toBe(400);
  await arrive(await visitAs(urls[1] ?? '', 'Ada Moreno'));
  expect((await second.result).person?.displayName).toBe('Ada Moreno');
  await all.dispose();
});

test('a sign-in that is replaced while it opens its listener leaves the port to the one that took over', async () => {
  const browser = watchedBrowser();
  const { all } = fixture.signIns(browser.open);
  let second: SignIn | null = null;
  const first = all.start({
    ...fixture.requestFor(),
    // Read when the listener is about to open: from here on the first sign-in looks for its end only afterwards.
    get redirectUris() {
      second ??= all.start(fixture.requestFor());
      return fixture.redirectUris;
    },
  });
  await expect(first.result).rejects.toMatchObject({ code: 'sign_in_replaced' });
  expect(new URL(await browser.url).searchParams.get('redirect_uri')).toBe(fixture.redirectUris[0]);
  expect(all.current()).toBe(second);
  await all.dispose();
});

test('a tab that was closed before its page does not hold the port for long', async () => {
  const browser = watchedBrowser();
  const { all, clock } = fixture.signIns(browser.open);
  const signIn = all.start(fixture.requestFor());
  const callback = await visitAs(await browser.url, 'Ada Moreno');
  expect((await visit(callback)).status).toBe(303);
  await signIn.result;
  await clock.advance(29_999);
  expect((await visit(new URL('/x', callback).href)).status).toBe(404);
  await clock.advance(1);
  await expect(visit(callback)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('three sign-ins started at once leave the last one running', async () => {
  const browser = watchedBrowser();
  const { all } = fixture.signIns(browser.open);
  const started = [all.start(fixture.requestFor()), all.start(fixture.requestFor()), all.start(fixture.requestFor())];
  const outcome = Promise.allSettled(started.map(({ result }) => result));
  await arrive(await visitAs(await browser.url, 'Ada Moreno'));
  const codes = (await outcome).map((one) => (one.status === 'rejected' ? one.reason.code : 'signed in'));
  expect(codes).toEqual(['sign_in_replaced', 'sign_in_replaced', 'signed in']);
  await all.dispose();
});

describe('ports', () => {
  const occupy = async (uri: string | undefined, host: string) => {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: Number(new URL(uri ?? '').port), host, ipv6Only: host === '::1' }, resolve);
    });
    return () => new Promise((resolve) => server.close(resolve));
  };

  test('a port that is taken sends the browser to the next', async () => {
    const free = await occupy(fixture.redirectUris[0], '127.0.0.1');
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    await arrive(await visitAs(await browser.url, 'Ada Moreno'));
    await signIn.result;
    expect(new URL(await browser.url).searchParams.get('redirect_uri')).toBe(fixture.redirectUris[1]);
    await all.dispose();
    await free();
  });

  test('a port that is taken on ::1 alone counts as taken: the browser may go there first', async (context) => {
    const free = await occupy(fixture.redirectUris[0], '::1').catch(() => null);
    if (!free) return context.skip('This computer has no IPv6.');
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    expect(new URL(await browser.url).searchParams.get('redirect_uri')).toBe(fixture.redirectUris[1]);
    // And the free half of it was let go again.
    await (await occupy(fixture.redirectUris[0], '127.0.0.1'))();
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    await free();
  });

  test('the listener answers on ::1 as on 127.0.0.1, and on no other address', async (context) => {
    const browser = watchedBrowser();
    const { all } = fixture.signIns(browser.open);
    const signIn = all.start(fixture.requestFor());
    const redirectUri = new URL(await browser.url).searchParams.get('redirect_uri') ?? '';
    const elsewhere = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address } of elsewhere.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      await expect(visit(redirectUri, { address })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
    const hasIpv6 = elsewhere.some(({ address }) => address === '::1');
    if (hasIpv6) expect((await visit(redirectUri, { address: '::1' })).status).toBe(400);
    all.cancel();
    await expect(signIn.result).rejects.toMatchObject({ code: 'sign_in_cancelled' });
    if (!hasIpv6) context.skip('This computer has no IPv6.');
  });

  test('all taken is said with their numbers', async () => {
    const freed = await Promise.all(fixture.redirectUris.map((uri) => occupy(uri, '127.0.0.1')));
    const { all } = fixture.signIns(async () => undefined);
    const ports = fixture.redirectUris.map((uri) => new URL(uri).port).join(', ');
    await expect(all.start(fixture.requestFor()).result).rejects.toMatchObject({
      code: 'redirect_ports_busy',
      message: `Tried in this order: ${ports}.`,
    });
    for (const free of freed) await free();
  });
});
