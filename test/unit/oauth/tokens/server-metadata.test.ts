import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { retryAfterMs } from '../../../../src/main/net/retry-after.ts';
import type { AuthorizationServerAddress } from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../../../src/main/oauth/tokens/server-metadata.ts';
import type { AppError } from '../../../../src/shared/errors.ts';

const ISSUER = 'https://as.example/tenant';
const metadata = {
  issuer: ISSUER,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
};
const address: AuthorizationServerAddress = {
  issuer: ISSUER,
  metadataUrls: ['https://as.example/one', 'https://as.example/two'],
  fixedEndpoints: null,
};

const other = {
  issuer: 'https://other.example',
  authorization_endpoint: 'https://other.example/authorize',
  token_endpoint: 'https://other.example/token',
};

/** A source that asks servers which answer as the test says; what is no response is metadata. */
function asking(answer: (url: string) => Response | object, uptime: () => number = () => 0) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const lines: string[] = [];
  const source = createMetadataSource({
    fetch: async (url, init) => {
      asked.push({ url, init });
      const given = answer(url);
      return given instanceof Response ? given : Response.json(given);
    },
    allowLoopbackHttp: false,
    now: () => 0,
    uptime,
    log: createLog({ write: (line) => lines.push(line), now: () => 0 }),
  });
  return { source, asked, lines };
}

const refusal = (answer: (url: string) => Response | object, changes: Partial<AuthorizationServerAddress> = {}) =>
  asking(answer)
    .source.find({ ...address, ...changes })
    .then(
      () => {
        throw new Error('It was found.');
      },
      (error: AppError) => error,
    );

test('metadata is asked for as JSON, without a redirect, and without a signal where there is none', async () => {
  const { source, asked } = asking(() => metadata);
  await source.find(address);
  expect(asked).toEqual([
    { url: 'https://as.example/one', init: { headers: { accept: 'application/json' }, redirect: 'manual' } },
  ]);
});

test('what is found is everything that the server said', async () => {
  const more = { ...metadata, scopes_supported: ['a'], revocation_endpoint: 'https://as.example/revoke' };
  expect(await asking(() => more).source.find(address)).toEqual(more);
});

test('what was found is kept for an hour, for each issuer by itself', async () => {
  let uptime = 0;
  const { source, asked } = asking(
    (url) => (url.startsWith('https://other') ? { ...metadata, ...other } : metadata),
    () => uptime,
  );
  const found = await source.find(address);
  uptime = 3_599_999;
  expect(await source.find(address)).toBe(found);
  await source.find({ ...address, issuer: other.issuer, metadataUrls: ['https://other.example/one'] });
  expect(asked).toHaveLength(2);
  uptime = 3_600_000;
  await source.find(address);
  expect(asked).toHaveLength(3);
});

test('what was found at another address of the same issuer does not stand in for a corrected one', async () => {
  const { source } = asking((url) => ({ ...metadata, jwks_uri: `${url}/keys` }));
  const at = async (metadataUrl: string) => (await source.find({ ...address, metadataUrls: [metadataUrl] })).jwks_uri;
  expect(await at('https://as.example/wrong')).toBe('https://as.example/wrong/keys');
  expect(await at('https://as.example/right')).toBe('https://as.example/right/keys');
});

test.each([
  ['https://company.example/sso/metadata?session=secret', 'HTTP 301 → https://company.example/sso/metadata'],
  ['/moved#there', 'HTTP 301 → https://as.example/moved'],
  ['javascript:alert(1)', 'HTTP 301'],
  ['https://', 'HTTP 301'],
])('a redirect to %s is not followed, and its place is named', async (location, said) => {
  const { code, values } = await refusal(() => new Response(null, { status: 301, headers: { location } }));
  expect(code).toBe('metadata_invalid');
  expect(values.account).toBe(`https://as.example/one: ${said}; https://as.example/two: ${said}`);
});

test('every request is let go of with its caller', async () => {
  const { source, asked } = asking(() => metadata);
  const { signal } = new AbortController();
  await source.find(address, signal);
  expect(asked).toMatchObject([{ init: { signal } }]);
});

describe('a server of which every address is busy', () => {
  test('is busy, for as long as the last one says', async () => {
    const metadataUrls = [...address.metadataUrls, 'https://as.example/three'];
    const answer = (url: string) => {
      const isLast = url === 'https://as.example/three';
      return new Response('', { status: isLast ? 429 : 503, headers: { 'retry-after': isLast ? '7' : '60' } });
    };
    const error = await refusal(answer, { metadataUrls });
    expect(error.code).toBe('server_busy');
    expect(error.values).toMatchObject({
      reason: 'metadata',
      host: 'as.example',
      account: 'https://as.example/one: HTTP 503; https://as.example/two: HTTP 503; https://as.example/three: HTTP 429',
    });
    expect(retryAfterMs(error)).toBe(7_000);
  });

  test('may say nothing of a wait', async () => {
    const error = await refusal(() => new Response('', { status: 500 }));
    expect([error.code, retryAfterMs(error)]).toEqual(['server_busy', null]);
  });

  test.each([404, 499])('is not busy when one address answers %i', async (status) => {
    const error = await refusal((url) => new Response('', { status: url === 'https://as.example/one' ? status : 503 }));
    expect(error.code).toBe('metadata_invalid');
  });

  test('is not busy when one address answers with something else than metadata', async () => {
    const error = await refusal((url) =>
      url === 'https://as.example/one' ? new Response('<html>') : new Response('', { status: 503 }),
    );
    expect(error.code).toBe('metadata_invalid');
    expect(error.message).toContain('https://as.example/one: HTTP 200; https://as.example/two: HTTP 503');
  });
});

test('a server without any address to ask and without documented endpoints is not busy', async () => {
  expect((await refusal(() => metadata, { metadataUrls: [] })).code).toBe('metadata_invalid');
});

describe('documented endpoints', () => {
  const fixedEndpoints = { authorization_endpoint: 'https://as.example/a', token_endpoint: 'https://as.example/t' };

  test('that stand in for metadata are told to the log', async () => {
    const { source, lines } = asking(() => new Response('', { status: 404 }));
    expect(await source.find({ ...address, fixedEndpoints })).toEqual({ issuer: ISSUER, ...fixedEndpoints });
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['metadata.fixed-endpoints-used']);
  });

  test('are nothing to tell where the server has no metadata', async () => {
    const { source, asked, lines } = asking(() => metadata);
    await source.find({ ...address, metadataUrls: [], fixedEndpoints });
    expect([asked, lines]).toEqual([[], []]);
  });
});

describe('the issuer that metadata states', () => {
  const OTHER = 'https://as.example/other';

  test('may be another one that its provider accepts', async () => {
    const { source } = asking(() => ({ ...metadata, issuer: OTHER }));
    const found = await source.find({ ...address, acceptsIssuer: (stated) => stated === OTHER });
    expect(found.issuer).toBe(OTHER);
  });

  test('may be its own where its provider accepts others', async () => {
    const found = await asking(() => metadata).source.find({ ...address, acceptsIssuer: () => false });
    expect(found.issuer).toBe(ISSUER);
  });

  test.each<[string, Partial<AuthorizationServerAddress>]>([
    ['that its provider does not accept', { acceptsIssuer: () => false }],
    ['without rules of its provider', {}],
  ])('is refused %s, and named', async (_, changes) => {
    const error = await refusal(() => ({ ...metadata, issuer: OTHER }), changes);
    expect(error.code).toBe('metadata_issuer_mismatch');
    expect(error.values).toEqual({ reason: 'other', issuer: ISSUER, host: 'as.example', stated: OTHER });
  });

  test.each<[string, Response | object]>([
    ['not an address', { ...metadata, issuer: 'as' }],
    ['a number', { ...metadata, issuer: 7 }],
    ['not there', { ...metadata, issuer: undefined }],
    ['in no JSON', new Response('<html>')],
    ['in null', new Response('null')],
    ['in a text', new Response('"issuer"')],
  ])('that is %s is never accepted by a provider that accepts all', async (_, body) => {
    const asked: string[] = [];
    const error = await refusal(() => (body instanceof Response ? body.clone() : body), {
      acceptsIssuer: (stated) => {
        asked.push(stated);
        return true;
      },
    });
    expect(['metadata_invalid', 'metadata_issuer_mismatch']).toContain(error.code);
    expect(asked).toEqual([]);
  });
});

describe('an endpoint in metadata', () => {
  const refused = (name: string, endpoint: unknown, changes: Partial<AuthorizationServerAddress> = {}) =>
    refusal(() => ({ ...metadata, [name]: endpoint }), changes).then(({ code, values }) => ({ code, values }));

  test.each(['authorization_endpoint', 'token_endpoint', 'revocation_endpoint', 'jwks_uri'])(
    'is on the server itself: %s',
    async (name) => {
      expect(await refused(name, 'https://evil.example/x')).toEqual({
        code: 'metadata_endpoint_untrusted',
        values: { reason: 'elsewhere', name, host: 'as.example', otherHost: 'evil.example' },
      });
    },
  );

  test('may be on an origin that its provider vouches for, and on no other', async () => {
    const endpointOrigins = ['https://keys.example'];
    const { source } = asking(() => ({ ...metadata, jwks_uri: 'https://keys.example/keys' }));
    expect(await source.find({ ...address, endpointOrigins })).toMatchObject({ jwks_uri: 'https://keys.example/keys' });
    const elsewhere = await refused('jwks_uri', 'https://keys.example:8443/keys', { endpointOrigins });
    expect(elsewhere.values).toMatchObject({ reason: 'elsewhere' });
  });

  test.each<[string, unknown, string]>([
    ['revocation_endpoint', 7, 'noAddress'],
    ['jwks_uri', ['https://as.example/keys'], 'noAddress'],
    ['token_endpoint', 'http://as.example/token', 'notHttps'],
    ['token_endpoint', 'https://user@as.example/token', 'notHttps'],
    ['authorization_endpoint', 'https://as.example/authorize#x', 'holdsFragment'],
  ])('(%s) must not be %j', async (name, endpoint, reason) => {
    expect(await refused(name, endpoint)).toEqual({
      code: 'metadata_endpoint_untrusted',
      values: { reason, name, host: 'as.example' },
    });
  });

  test.each(['authorization_endpoint', 'token_endpoint'])('has to be there: %s', async (name) => {
    expect(await refused(name, undefined)).toEqual({
      code: 'metadata_invalid',
      values: { reason: 'noEndpoints', host: 'as.example' },
    });
  });
});

describe('metadata that states another name of its server', () => {
  const named = 'https://id.example/tenant';
  const alias: AuthorizationServerAddress = {
    issuer: named,
    metadataUrls: ['https://id.example/metadata'],
    endpointOrigins: ['https://as.example'],
    fixedEndpoints: null,
  };
  const aliasOf = (stated: string) => (stated === named ? alias : null);
  const here = { ...metadata, issuer: named, token_endpoint: 'https://evil.example/token' };
  const there = {
    issuer: named,
    authorization_endpoint: 'https://id.example/authorize',
    token_endpoint: 'https://as.example/token',
  };
  const both = (atItsName: () => Response | object) => (url: string) =>
    url.startsWith('https://id.example') ? atItsName() : here;

  test('is taken from the address of that name, and nothing of the first answer counts', async () => {
    const { source, asked, lines } = asking(both(() => there));
    expect(await source.find({ ...address, aliasOf })).toEqual(there);
    expect(asked.map(({ url }) => url)).toEqual(['https://as.example/one', 'https://id.example/metadata']);
    expect(lines.join()).toContain('metadata.alias-asked');
    // And kept for the address that was asked for.
    await source.find({ ...address, aliasOf });
    expect(asked).toHaveLength(2);
  });

  test.each<[string, () => Response | object]>([
    ['says so too, but of a third', () => ({ ...there, issuer: 'https://third.example/tenant' })],
    ['says so of the first', () => ({ ...there, issuer: ISSUER })],
    ['has nothing', () => new Response('', { status: 404 })],
    ['has a page', () => new Response('<html>')],
  ])('is another server where that address %s', async (_, atItsName) => {
    expect(await refusal(both(atItsName), { aliasOf })).toMatchObject({ code: 'metadata_issuer_mismatch' });
  });

  test('is held to the rules for endpoints under that name', async () => {
    const away = { ...there, token_endpoint: 'https://evil.example/token' };
    expect(
      await refusal(
        both(() => away),
        { aliasOf },
      ),
    ).toMatchObject({
      code: 'metadata_endpoint_untrusted',
      values: { name: 'token_endpoint', host: 'id.example', otherHost: 'evil.example' },
    });
  });

  test('is another server where its provider knows of no such name, and it is not asked', async () => {
    for (const changes of [{}, { aliasOf: () => null }]) {
      const { source, asked } = asking(both(() => there));
      await expect(source.find({ ...address, ...changes })).rejects.toMatchObject({
        code: 'metadata_issuer_mismatch',
        values: { reason: 'other', stated: named },
      });
      expect(asked).toHaveLength(1);
    }
  });
});

test('an empty address of what a server need not have says that it has none', async () => {
  const nothing = { jwks_uri: '', revocation_endpoint: '', userinfo_endpoint: '' };
  const { source } = asking(() => ({ ...metadata, ...nothing }));
  expect(await source.find(address)).toEqual(metadata);
});

test('null says nothing, wherever it stands', async () => {
  const nothing = { jwks_uri: null, revocation_endpoint: null, userinfo_endpoint: null, scopes_supported: ['a', null] };
  const { source } = asking(() => ({ ...metadata, ...nothing, authorization_response_iss_parameter_supported: null }));
  expect(await source.find(address)).toEqual({ ...metadata, scopes_supported: ['a'] });
});

describe('the UserInfo endpoint in metadata', () => {
  const asked = (userinfo_endpoint: unknown, changes: Partial<AuthorizationServerAddress> = {}) =>
    asking(() => ({ ...metadata, userinfo_endpoint })).source.find({ ...address, ...changes });

  test('is taken on the server itself, and on an origin that its provider vouches for', async () => {
    expect(await asked('https://as.example/me')).toMatchObject({ userinfo_endpoint: 'https://as.example/me' });
    for (const name of ['userInfoOrigins', 'endpointOrigins']) {
      const found = await asked('https://people.example/me', { [name]: ['https://people.example'] });
      expect(found).toMatchObject({ userinfo_endpoint: 'https://people.example/me' });
    }
  });

  test('does not make other endpoints good at its own origin', async () => {
    const elsewhere = { ...metadata, token_endpoint: 'https://people.example/token' };
    expect(await refusal(() => elsewhere, { userInfoOrigins: ['https://people.example'] })).toMatchObject({
      code: 'metadata_endpoint_untrusted',
      values: { name: 'token_endpoint', reason: 'elsewhere' },
    });
  });

  test.each<[unknown]>([
    ['https://evil.example/me'],
    ['https://as.example.evil.example/me'],
    ['https://as.example:8443/me'],
    ['http://as.example/me'],
    ['https://user@as.example/me'],
    ['javascript:alert(1)'],
    ['https://as.example/me#x'],
    ['/me'],
    [['https://as.example/me']],
    [7],
  ])('is left out where it is %j, and the rest stands', async (endpoint) => {
    const { source, lines } = asking(() => ({ ...metadata, userinfo_endpoint: endpoint }));
    const found = await source.find(address);
    expect(found).toMatchObject(metadata);
    expect(found).not.toHaveProperty('userinfo_endpoint');
    expect(found.untrustedUserInfo).toBe(String(endpoint));
    expect(lines.join()).toContain('metadata.userinfo-untrusted');
  });
});

describe('what a server says of PKCE', () => {
  const found = (methods: unknown) =>
    asking(() => ({ ...metadata, code_challenge_methods_supported: methods })).source.find(address);

  test.each([[['S256']], [['plain', 'S256']], [undefined], [null]])('%j will do', async (methods) => {
    expect((await found(methods)).issuer).toBe(ISSUER);
  });

  test.each([[[]], [['plain']], ['S256'], [[null]]])('%j will not', async (methods) => {
    await expect(found(methods)).rejects.toMatchObject({ code: 'pkce_unsupported' });
  });
});
