import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { retryAfterMs } from '../../../../src/main/net/retry-after.ts';
import type {
  AuthorizationServerAddress,
  HostMetadata,
  LocatedServer,
} from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createServerLocator } from '../../../../src/main/oauth/tokens/host-metadata.ts';
import { AppError } from '../../../../src/shared/errors.ts';

const URL_OF_HOST = 'https://host.example/about';
const usual: AuthorizationServerAddress = { issuer: 'https://host.example', metadataUrls: [], fixedEndpoints: null };
const found: LocatedServer = { server: { ...usual, issuer: 'https://host.example/found' }, identityUrl: null };

/** A locator, and a host that answers as the test says; what is no response is sent as JSON. */
function asking(answer: () => unknown, read: HostMetadata['read'] = (document) => (document === null ? null : found)) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const lines: string[] = [];
  const clock = { uptime: 0 };
  const locator = createServerLocator({
    fetch: async (url, init) => {
      asked.push({ url, init });
      const given = answer();
      return given instanceof Response ? given : Response.json(given);
    },
    allowLoopbackHttp: false,
    now: () => 0,
    uptime: () => clock.uptime,
    log: createLog({ write: (line) => lines.push(line), now: () => 0 }),
  });
  const locate = (changes: Partial<HostMetadata> = {}, signal?: AbortSignal) =>
    locator.locate({ ...usual, hostMetadata: { url: URL_OF_HOST, read, mayName: () => false, ...changes } }, signal);
  return { locator, locate, asked, lines, clock };
}

test('a server that no host names is not asked about', async () => {
  const { locator, asked } = asking(() => ({}));
  expect(await locator.locate(usual)).toBeNull();
  expect(asked).toEqual([]);
});

test('a host is asked for JSON, without following it elsewhere, and is let go of with the caller', async () => {
  const { signal } = new AbortController();
  const { locate, asked, lines } = asking(() => ({ said: 1 }));
  expect(await locate({}, signal)).toBe(found);
  expect(asked).toEqual([
    { url: URL_OF_HOST, init: { headers: { accept: 'application/json' }, redirect: 'manual', signal } },
  ]);
  expect(lines.join()).toContain('metadata.host-told');
});

test('null is not there when what the host sent is read', async () => {
  const read: unknown[] = [];
  await asking(
    () => ({ said: 1, account_id: null, places: [null, { name: null }] }),
    (document) => {
      read.push(document);
      return found;
    },
  ).locate();
  expect(read).toEqual([{ said: 1, places: [{}] }]);
});

test('what is read is what the host sent', async () => {
  const read: unknown[] = [];
  await asking(
    () => ({ said: 1 }),
    (document) => {
      read.push(document);
      return found;
    },
  ).locate();
  expect(read).toEqual([{ said: 1 }]);
});

describe('a host does not tell', () => {
  test.each<[string, () => Response]>([
    ['404', () => new Response('', { status: 404 })],
    ['401', () => Response.json({ oidc_endpoint: 'x' }, { status: 401 })],
    ['403', () => Response.json({ oidc_endpoint: 'x' }, { status: 403 })],
    ['a redirect', () => new Response('', { status: 302, headers: { location: 'https://evil.example/about' } })],
    ['another success', () => Response.json({ oidc_endpoint: 'x' }, { status: 203 })],
    ['its page for people', () => new Response('<!doctype html><title>Sign in</title>')],
    ['nothing', () => new Response('')],
    ['JSON that breaks off', () => new Response('{"oidc_endpoint": "')],
    ['null', () => Response.json(null)],
  ])('that answers with %s', async (_, answer) => {
    const { locate, asked, lines } = asking(answer);
    expect(await locate()).toBeNull();
    expect(asked).toHaveLength(1);
    expect(lines.join()).toContain('metadata.host-silent');
  });

  test('and is asked again at the next sign-in, so that it is heard as soon as it does', async () => {
    const answers: unknown[] = [new Response('', { status: 404 }), { said: 1 }];
    const { locate } = asking(() => answers.shift());
    expect([await locate(), await locate()]).toEqual([null, found]);
  });
});

describe('a host that is busy', () => {
  test.each([429, 500, 502, 503])('with %i is not guessed about', async (status) => {
    const error = await asking(() => new Response('', { status, headers: { 'retry-after': '7' } }))
      .locate()
      .then(
        () => expect.unreachable(),
        (thrown: AppError) => thrown,
      );
    expect([error.code, error.values, retryAfterMs(error)]).toEqual([
      'server_busy',
      { reason: 'metadata', host: 'host.example', account: `${URL_OF_HOST}: HTTP ${status}` },
      7_000,
    ]);
  });

  test('may say nothing of a wait', async () => {
    const error = await asking(() => new Response('', { status: 503 }))
      .locate()
      .then(
        () => expect.unreachable(),
        (thrown: AppError) => thrown,
      );
    expect(retryAfterMs(error)).toBeNull();
  });
});

test('a network that fails is said as it is, and forgotten', async () => {
  const offline = new AppError('offline', { reason: 'unreachable', host: 'host.example', systemCode: 'ENOTFOUND' });
  const answers: (() => unknown)[] = [
    () => {
      throw offline;
    },
    () => ({ said: 1 }),
  ];
  const { locate } = asking(() => answers.shift()?.());
  await expect(locate()).rejects.toBe(offline);
  expect(await locate()).toBe(found);
});

test('a host without https is not asked', async () => {
  const { locate, asked } = asking(() => ({}));
  await expect(locate({ url: 'http://host.example/about' })).rejects.toMatchObject({ code: 'insecure_server' });
  expect(asked).toEqual([]);
});

describe('what a host told', () => {
  test('is kept for an hour, for each host by itself', async () => {
    const { locate, asked, clock } = asking(() => ({ said: 1 }));
    await locate();
    clock.uptime = 3_599_999;
    await locate();
    await locate({ url: 'https://other.example/about' });
    expect(asked).toHaveLength(2);
    clock.uptime = 3_600_000;
    await locate();
    expect(asked).toHaveLength(3);
  });

  test('is read anew for each profile', async () => {
    const { locate, asked } = asking(() => ({ said: 1 }));
    await locate();
    const refused = new AppError('metadata_invalid', { reason: 'noAccount', host: 'host.example' });
    const read = () => {
      throw refused;
    };
    await expect(locate({ read })).rejects.toBe(refused);
    expect(asked).toHaveLength(1);
  });

  test('is not kept when it was refused, so that it can be put right', async () => {
    const refused = new AppError('metadata_invalid', { reason: 'noAccount', host: 'host.example' });
    const outcomes = [refused, found];
    const read = () => {
      const outcome = outcomes.shift();
      if (outcome instanceof AppError || !outcome) throw outcome;
      return outcome;
    };
    const { locate, asked } = asking(() => ({ said: 1 }), read);
    await expect(locate()).rejects.toBe(refused);
    expect(await locate()).toBe(found);
    expect(asked).toHaveLength(2);
  });
});
