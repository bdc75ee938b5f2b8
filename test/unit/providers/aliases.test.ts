/** Servers that are known by several names: what is found under each, and whose names are nobody else's. */
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/main/log/log.ts';
import { createMetadataSource } from '../../../src/main/oauth/tokens/server-metadata.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import type { AuthorizationServer } from '../../../src/shared/profile/servers.ts';
import { unsignedJwt } from '../../support/hostile-fixture.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';

/** Asks a server of a profile, in a world in which these addresses answer with this metadata. */
function finding(server: AuthorizationServer, world: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const source = createMetadataSource({
    fetch: async (url) => {
      asked.push(url);
      return world[url] ? Response.json(world[url]) : new Response('', { status: 404 });
    },
    allowLoopbackHttp: false,
    now: () => 0,
    uptime: () => 0,
    log: createLog({ write: () => undefined, now: () => 0 }),
  });
  const address = providerOf<AuthorizationServer>(server).authorizationServer(server);
  return { asked, found: source.find(address) };
}

describe('Microsoft', () => {
  const metadataAt = (issuer: string, endpoints: string, graph: string) => ({
    issuer: `${issuer}/${TENANT}/v2.0`,
    authorization_endpoint: `${endpoints}/${TENANT}/oauth2/v2.0/authorize`,
    token_endpoint: `${endpoints}/${TENANT}/oauth2/v2.0/token`,
    jwks_uri: `${endpoints}/${TENANT}/discovery/v2.0/keys`,
    userinfo_endpoint: `${graph}/oidc/userinfo`,
  });
  const china = { login: 'https://login.chinacloudapi.cn', partner: 'https://login.partner.microsoftonline.cn' };
  const graphOfChina = 'https://microsoftgraph.chinacloudapi.cn';
  const world = 'https://login.microsoftonline.com';
  const government = 'https://login.microsoftonline.us';

  test.each<[string, object]>([
    [world, metadataAt(world, world, 'https://graph.microsoft.com')],
    ['https://login.windows.net', metadataAt(world, world, 'https://graph.microsoft.com')],
    ['https://login.windows.net', metadataAt(world, 'https://login.windows.net', 'https://graph.microsoft.com')],
    [world, metadataAt('https://login.windows.net', world, 'https://graph.microsoft.com')],
    [china.login, metadataAt(china.partner, china.login, graphOfChina)],
    [china.partner, metadataAt(china.partner, china.login, graphOfChina)],
    ['https://login.usgovcloudapi.net', metadataAt(government, government, 'https://graph.microsoft.us')],
  ])('is one server under the names of its cloud: %s', async (authority, metadata) => {
    const base = `${authority}/${TENANT}/v2.0`;
    const url = `${base}/.well-known/openid-configuration`;
    for (const server of [
      { provider: 'entra', authority, tenant: TENANT } as const,
      { provider: 'oidc', metadataUrl: url, audience: null } as const,
    ]) {
      const { found, asked } = finding(server, { [url]: metadata });
      expect(await found).toEqual(metadata);
      expect(asked).toEqual([url]);
    }
  });

  test.each<[string, string, object, string]>([
    ['a name of another cloud', world, metadataAt(government, world, world), 'metadata_issuer_mismatch'],
    ['a name of China', world, metadataAt(china.partner, world, world), 'metadata_issuer_mismatch'],
    ['a name of the world', china.login, metadataAt(world, china.login, graphOfChina), 'metadata_issuer_mismatch'],
    ['endpoints in another cloud', world, metadataAt(world, government, world), 'metadata_endpoint_untrusted'],
    [
      'endpoints at Graph',
      world,
      metadataAt(world, 'https://graph.microsoft.com', world),
      'metadata_endpoint_untrusted',
    ],
    [
      'a name of nobody',
      world,
      metadataAt('https://login.windows.net.evil.example', world, world),
      'metadata_issuer_mismatch',
    ],
  ])('is not one server with %s', async (_, authority, metadata, code) => {
    const url = `${authority}/${TENANT}/v2.0/.well-known/openid-configuration`;
    const { found, asked } = finding({ provider: 'entra', authority, tenant: TENANT }, { [url]: metadata });
    await expect(found).rejects.toMatchObject({ code });
    expect(asked).toEqual([url]);
  });

  test('is asked for UserInfo at the Graph of its own cloud and at no other', async () => {
    const url = `${world}/${TENANT}/v2.0/.well-known/openid-configuration`;
    const metadata = metadataAt(world, world, graphOfChina);
    const server = await finding({ provider: 'entra', authority: world, tenant: TENANT }, { [url]: metadata }).found;
    expect(server).not.toHaveProperty('userinfo_endpoint');
    expect(server.untrustedUserInfo).toBe(`${graphOfChina}/oidc/userinfo`);
  });
});

describe('Okta with a custom domain', () => {
  const WELL_KNOWN = '/.well-known/openid-configuration';
  const product = 'https://acme.okta.com/oauth2/default';
  const custom = 'https://id.acme.example/oauth2/default';
  const metadataOf = (issuer: string, endpoints = issuer) => ({
    issuer,
    authorization_endpoint: `${endpoints}/v1/authorize`,
    token_endpoint: `${endpoints}/v1/token`,
    jwks_uri: `${endpoints}/v1/keys`,
    userinfo_endpoint: `${endpoints}/v1/userinfo`,
  });
  const at = (base: string): AuthorizationServer => ({
    provider: 'oidc',
    metadataUrl: `${base}${WELL_KNOWN}`,
    audience: null,
  });

  test.each([
    [product, custom],
    [custom, product],
  ])('that was entered as %s is %s where both addresses say so', async (entered, stated) => {
    const { found, asked } = finding(at(entered), {
      [entered + WELL_KNOWN]: metadataOf(stated, entered),
      [stated + WELL_KNOWN]: metadataOf(stated),
    });
    expect(await found).toEqual(metadataOf(stated));
    expect(asked).toEqual([entered + WELL_KNOWN, stated + WELL_KNOWN]);
  });

  test.each<[string, string, string, object | null]>([
    ['the other address says nothing', product, custom, null],
    ['the other address is another server', product, custom, metadataOf(product)],
    ['the other address leads on', product, custom, metadataOf('https://third.example/oauth2/default')],
    [
      'the other address is another customer',
      product,
      'https://evil.okta.com/oauth2/default',
      metadataOf('https://evil.okta.com/oauth2/default'),
    ],
    [
      'the other address is another path',
      product,
      'https://id.acme.example/oauth2/x',
      metadataOf('https://id.acme.example/oauth2/x'),
    ],
    [
      'neither address is known to have two names',
      custom,
      'https://sso.acme.example/oauth2/default',
      metadataOf('https://sso.acme.example/oauth2/default'),
    ],
  ])('is nobody else where %s', async (_, entered, stated, there) => {
    const { found } = finding(at(entered), {
      [entered + WELL_KNOWN]: metadataOf(stated, entered),
      ...(there ? { [stated + WELL_KNOWN]: there } : {}),
    });
    await expect(found).rejects.toMatchObject({ code: 'metadata_issuer_mismatch' });
  });

  test('has its endpoints at one of its two names', async () => {
    const evil = metadataOf(custom, 'https://evil.example');
    const { found } = finding(at(product), {
      [product + WELL_KNOWN]: metadataOf(custom, product),
      [custom + WELL_KNOWN]: evil,
    });
    await expect(found).rejects.toMatchObject({ code: 'metadata_endpoint_untrusted' });
  });
});

describe('Google', () => {
  const GOOGLE = 'https://accounts.google.com';
  const rulesOf = (issuer: string) =>
    providerOf<AuthorizationServer>(google(issuer)).authorizationServer(google(issuer));
  const google = (issuer: string) => ({ provider: 'google', issuer }) as const;

  test.each(['accounts.google.com', GOOGLE])('is one server under its old name and its new one: %s', (iss) => {
    const { issuerOfIdToken, issuerOfResponse } = rulesOf(GOOGLE);
    expect(issuerOfIdToken?.(GOOGLE, unsignedJwt({ alg: 'RS256' }, { iss }))).toBe(iss);
    expect(issuerOfResponse?.(GOOGLE, iss)).toBe(iss);
  });

  test.each(['http://accounts.google.com', 'accounts.google.com.evil.example', 'evil.example', 7, null])(
    'has no other name: %j',
    (iss) => {
      const { issuerOfIdToken, issuerOfResponse } = rulesOf(GOOGLE);
      expect(issuerOfIdToken?.(GOOGLE, unsignedJwt({ alg: 'RS256' }, { iss }))).toBe(GOOGLE);
      expect(issuerOfIdToken?.(GOOGLE, 'no.jwt')).toBe(GOOGLE);
      expect(issuerOfResponse?.(GOOGLE, String(iss))).toBe(GOOGLE);
    },
  );

  test('lends its old name to nobody', () => {
    expect(rulesOf('https://accounts.example').issuerOfIdToken).toBeUndefined();
    expect(rulesOf('https://accounts.example').issuerOfResponse).toBeUndefined();
  });
});
