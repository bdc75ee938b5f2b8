/** At every endpoint, what the server says reaches the person, or the log where nobody waits; and no token with it. */
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { findIdentity } from '../../../../src/main/oauth/sign-in/identity.ts';
import type {
  AuthorizationServerAddress,
  OAuthClient,
} from '../../../../src/main/oauth/tokens/authorization-server.ts';
import { createIdTokenVerifier } from '../../../../src/main/oauth/tokens/id-token.ts';
import { createMetadataSource } from '../../../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenRequests } from '../../../../src/main/oauth/tokens/token-request.ts';
import { databricks } from '../../../../src/main/providers/databricks.ts';
import { oidc } from '../../../../src/main/providers/oidc.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { errorText } from '../../../../src/shared/text/error-text.ts';
import { unsignedJwt } from '../../../support/hostile-fixture.ts';

const SENT = 'plainword';
const blocked = {
  error_code: '403',
  message: `Source IP address: 203.0.113.7 is blocked by Databricks IP ACL for workspace: 12345 (${SENT})`,
};
/** What a gateway in front of a server sends, with the token that it was sent. */
const page = `<!doctype html><title>Request rejected</title><h1>The filter refused ${SENT}</h1>`;
const asPage = { headers: { 'content-type': 'text/html; charset=utf-8' } };

const lines: string[] = [];
const options = {
  now: () => 0,
  uptime: () => 0,
  allowLoopbackHttp: false,
  log: createLog({ write: (line) => lines.push(line), now: () => 0 }),
};
const at = databricks.authorizationServer({
  provider: 'databricks',
  host: 'https://dbc-1.cloud.databricks.com',
  level: 'workspace',
  accountId: null,
});
const byUrl = oidc.authorizationServer({
  provider: 'oidc',
  metadataUrl: 'https://id.example/.well-known/openid-configuration',
  audience: null,
});

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('It did not fail in a way of ours.');
  expect(JSON.stringify(error.toView())).not.toContain(SENT);
  return error;
}

describe('the token endpoint', () => {
  const client: OAuthClient = { clientId: 'client', authentication: { method: 'none' } };
  const asking = (answer: Response, rules: AuthorizationServerAddress = at) => ({
    server: { issuer: 'https://as.example' },
    client,
    rules,
    sent: [SENT],
    jwksUri: null,
    subject: null,
    send: async () => answer,
    check: () => Promise.reject(new Error('Nothing is checked here.')),
  });
  const requests = createTokenRequests({ ...options, fetch: () => Promise.reject(new Error('Nothing is fetched.')) });

  test.each(['code', 'refresh', 'client_credentials', 'exchange'] as const)('says why it refuses (%s)', async (use) => {
    const error = await failureOf(requests.requestToken(use, asking(Response.json(blocked, { status: 403 }))));
    expect(error.message).toContain('203.0.113.7 is blocked by Databricks IP ACL');
    expect(error.code).toBe('access_from_here_refused');
    expect(errorText(en, error).remedy).toMatch(/VPN.*IP access list/);
    const filtered = await failureOf(
      requests.requestToken(use, asking(new Response(page, { ...asPage, status: 403 }))),
    );
    expect(filtered.message).toContain('Request rejected: The filter refused [redacted]');
  });

  test('says so also with 200, in a form of its own and on a page', async () => {
    const own = Response.json({ error: 'bad_refresh_token', error_description: 'It is over.' });
    const refused = await failureOf(requests.requestToken('code', asking(own)));
    expect(refused.message).toBe('The server answered HTTP 200. It is over. (bad_refresh_token)');
    const login = await failureOf(requests.requestToken('refresh', asking(new Response(page, asPage))));
    expect(login.values).toMatchObject({ reason: 'notJson', said: 'Request rejected: The filter refused [redacted]' });
  });

  test('says why it does not revoke', async () => {
    const request = asking(new Response('{"message":"not now"}', { status: 400 }));
    const error = await failureOf(requests.requestRevocation(request));
    expect(error.message).toBe('The server answered HTTP 400. not now');
  });

  test('is read in the encoding that it says', async () => {
    const latin = new Uint8Array([...Buffer.from('{"message":"nicht erlaubt f'), 0xfc, ...Buffer.from('r Sie"}')]);
    const answer = new Response(latin, { status: 400, headers: { 'content-type': 'application/json;charset=latin1' } });
    expect((await failureOf(requests.requestToken('code', asking(answer)))).message).toContain('für Sie');
  });
});

describe('metadata', () => {
  const find = (answer: () => Response, address: AuthorizationServerAddress = byUrl) =>
    failureOf(createMetadataSource({ ...options, fetch: async () => answer() }).find(address));

  test('says why it is not given, and nothing of Databricks to others', async () => {
    const error = await find(() => Response.json({ detail: 'No such tenant.' }, { status: 404 }));
    expect(error.message).toContain('openid-configuration: HTTP 404 No such tenant.');
    expect(errorText(en, error).remedy).toContain('with or without a slash at its end');
    expect(errorText(en, error).remedy).not.toMatch(/Databricks|workspace/);
    expect((await find(() => new Response(page.replace(SENT, 'this'), asPage))).message).toContain(
      'HTTP 200 Request rejected',
    );
    expect((await find(() => new Response(page.replace(SENT, 'this'), { ...asPage, status: 503 }))).message).toContain(
      'HTTP 503 Request rejected',
    );
  });

  test('of Databricks says that the network is not let in, and where its host belongs', async () => {
    const withoutFixed = { ...at, fixedEndpoints: null };
    const refused = await find(
      () => Response.json({ ...blocked, message: blocked.message.replace(SENT, '') }, { status: 403 }),
      withoutFixed,
    );
    expect(refused).toMatchObject({ code: 'access_from_here_refused', values: { remedy: 'databricksNetwork' } });
    const missing = await find(() => new Response('', { status: 404 }), withoutFixed);
    expect(errorText(en, missing).remedy).toContain('the host of your workspace');
  });

  test('behind a filter for networks says that, at any server', async () => {
    const refused = await find(() => new Response('<h1>Your IP address is blocked</h1>', { ...asPage, status: 403 }));
    expect(refused.code).toBe('access_from_here_refused');
    expect(refused.values.remedy).toBeUndefined();
    expect(refused.message).toContain('HTTP 403 Your IP address is blocked');
  });

  test('of another name has a remedy for it', async () => {
    const other = { issuer: 'https://other.example', authorization_endpoint: 'x', token_endpoint: 'y' };
    const error = await find(() => Response.json(other));
    expect(error.code).toBe('metadata_issuer_mismatch');
    expect(errorText(en, error).remedy).not.toMatch(/workspace|account/);
    const own = await find(() => Response.json(other), { ...at, acceptsIssuer: () => false });
    expect(errorText(en, own).remedy).toMatch(/level \(workspace or account\)/);
  });

  test('of a host goes into the log, where the usual address is used instead', async () => {
    const hostMetadata = { url: 'https://host.example/about', read: () => null, mayName: () => false };
    const source = createMetadataSource({
      ...options,
      fetch: async () => new Response(page.replace(SENT, 'this'), { ...asPage, status: 403 }),
    });
    lines.length = 0;
    expect(await source.locate({ ...byUrl, hostMetadata })).toBeNull();
    expect(lines.join()).toContain('"said":"Request rejected: The filter refused');
    const busy = createMetadataSource({
      ...options,
      fetch: async () => Response.json({ message: 'Maintenance.' }, { status: 503 }),
    });
    const error = await failureOf(busy.locate({ ...byUrl, hostMetadata }));
    expect(error.message).toContain('https://host.example/about: HTTP 503 Maintenance.');
  });
});

describe('keys', () => {
  const verify = (answer: Response) =>
    failureOf(
      createIdTokenVerifier({ ...options, fetch: async () => answer }).verify({
        idToken: unsignedJwt({ alg: 'RS256' }, {}, 'x'),
        accessToken: 'access',
        jwksUri: 'https://as.example/keys',
      }),
    );

  test('say why they are not given', async () => {
    const refused = await verify(Response.json({ message: 'Forbidden here.' }, { status: 403 }));
    expect(refused.message).toBe('as.example sent no keys (HTTP 403). Forbidden here.');
    const busy = await verify(new Response(page.replace(SENT, 'this'), { ...asPage, status: 503 }));
    expect(busy.message).toContain('as.example answered HTTP 503 for its keys. Request rejected');
    const filtered = await verify(Response.json({ message: 'Your IP is blocked.' }, { status: 403 }));
    expect(filtered.code).toBe('access_from_here_refused');
    expect(filtered.message).toContain('Your IP is blocked.');
    expect((await verify(new Response('', { status: 404 }))).message).toBe('as.example sent no keys (HTTP 404).');
  });
});

test('SCIM Me says why it names nobody, to whoever needs the name and in the log, without the token', async () => {
  lines.length = 0;
  const request = { identityUrl: 'https://dbc.example/Me', accessToken: SENT, claims: null };
  const fetch = async () => Response.json(blocked, { status: 403 });
  const { person, problem } = await findIdentity({ fetch, log: options.log }, request);
  expect(person).toBeNull();
  expect(problem?.message).toMatch(/^dbc\.example did not say who you are \(SCIM Me: HTTP 403\)\. Source IP address/);
  expect(JSON.stringify(problem?.toView())).not.toContain(SENT);
  expect(lines.join()).toContain('is blocked by Databricks IP ACL');
  expect(lines.join()).not.toContain(SENT);
});
