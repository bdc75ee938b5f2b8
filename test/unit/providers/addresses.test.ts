import { describe, expect, test } from 'vitest';
import { entra } from '../../../src/main/providers/entra.ts';
import { google } from '../../../src/main/providers/google.ts';
import { oidc } from '../../../src/main/providers/oidc.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import { snowflake } from '../../../src/main/providers/snowflake.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { AuthorizationServer, OidcServer } from '../../../src/shared/profile/servers.ts';
import { providerTemplates } from '../../../src/shared/providers/catalog.ts';
import { oidcFlavour } from '../../../src/shared/providers/oidc-flavour.ts';
import { en } from '../../../src/shared/text/en.ts';
import { errorText } from '../../../src/shared/text/error-text.ts';

const DIRECTORY = '6f2b8c1e-93d4-4f0a-8a57-0c1d2e3f4a5b';
const entraServer = (tenant: string, authority = 'https://login.microsoftonline.com') =>
  ({ provider: 'entra', authority, tenant }) as const;
const oidcServer = (metadataUrl: string) => ({ provider: 'oidc', metadataUrl, audience: null }) as const;

test.each<[string, AuthorizationServer, string, string[]]>([
  [
    'Entra',
    entraServer(DIRECTORY),
    `https://login.microsoftonline.com/${DIRECTORY}/v2.0`,
    [`https://login.microsoftonline.com/${DIRECTORY}/v2.0/.well-known/openid-configuration`],
  ],
  [
    'Entra of the US government',
    entraServer(DIRECTORY, 'https://login.microsoftonline.us/'),
    `https://login.microsoftonline.us/${DIRECTORY}/v2.0`,
    [`https://login.microsoftonline.us/${DIRECTORY}/v2.0/.well-known/openid-configuration`],
  ],
  [
    'Okta',
    oidcServer('https://acme.okta.com/oauth2/default/.well-known/openid-configuration'),
    'https://acme.okta.com/oauth2/default',
    ['https://acme.okta.com/oauth2/default/.well-known/openid-configuration'],
  ],
  [
    'Auth0',
    oidcServer('https://acme.eu.auth0.com/.well-known/openid-configuration'),
    'https://acme.eu.auth0.com',
    ['https://acme.eu.auth0.com/.well-known/openid-configuration'],
  ],
  [
    'a server by RFC 8414, its path behind the well-known part',
    oidcServer('https://id.example/.well-known/oauth-authorization-server/tenant'),
    'https://id.example/tenant',
    ['https://id.example/.well-known/oauth-authorization-server/tenant'],
  ],
  [
    'Entra by its metadata URI',
    oidcServer(`https://login.microsoftonline.com/${DIRECTORY}/v2.0/.well-known/openid-configuration`),
    `https://login.microsoftonline.com/${DIRECTORY}/v2.0`,
    [`https://login.microsoftonline.com/${DIRECTORY}/v2.0/.well-known/openid-configuration`],
  ],
  [
    'another version of Entra by its metadata URI',
    oidcServer('https://login.microsoftonline.com/acme/.well-known/openid-configuration'),
    'https://login.microsoftonline.com/acme',
    ['https://login.microsoftonline.com/acme/.well-known/openid-configuration'],
  ],
  [
    'a path at Entra that is no directory',
    oidcServer('https://login.microsoftonline.com/a/b/v2.0/.well-known/openid-configuration'),
    'https://login.microsoftonline.com/a/b/v2.0',
    ['https://login.microsoftonline.com/a/b/v2.0/.well-known/openid-configuration'],
  ],
  [
    'a server whose metadata URI ends with a slash',
    oidcServer('https://id.example/.well-known/oauth-authorization-server/'),
    'https://id.example',
    ['https://id.example/.well-known/oauth-authorization-server/'],
  ],
  [
    'Snowflake',
    { provider: 'snowflake', accountUrl: 'https://a-b.snowflakecomputing.com/' },
    'https://a-b.snowflakecomputing.com',
    [],
  ],
  [
    'Google',
    { provider: 'google', issuer: 'https://accounts.google.com' },
    'https://accounts.google.com',
    ['https://accounts.google.com/.well-known/openid-configuration'],
  ],
])('%s is found where it should be', (_, server, issuer, metadataUrls) => {
  expect(providerOf(server).authorizationServer(server)).toMatchObject({ issuer, metadataUrls });
});

test('Snowflake publishes no metadata: its endpoints are fixed', () => {
  const address = snowflake.authorizationServer({
    provider: 'snowflake',
    accountUrl: 'https://a.snowflakecomputing.com',
  });
  expect(address.fixedEndpoints).toEqual({
    authorization_endpoint: 'https://a.snowflakecomputing.com/oauth/authorize',
    token_endpoint: 'https://a.snowflakecomputing.com/oauth/token-request',
  });
});

describe('the issuer that metadata may state', () => {
  const other = '11111111-2222-3333-4444-555555555555';
  const host = 'https://login.microsoftonline.com';
  test.each<[string, AuthorizationServer, string, boolean]>([
    ['a directory by ID: itself', entraServer(DIRECTORY), `${host}/${DIRECTORY}/v2.0`, true],
    ['a directory by ID: itself in capitals', entraServer(DIRECTORY.toUpperCase()), `${host}/${DIRECTORY}/v2.0`, true],
    ['a directory by ID: no other', entraServer(DIRECTORY), `${host}/${other}/v2.0`, false],
    ['a directory by ID: no placeholder', entraServer(DIRECTORY), `${host}/{tenantid}/v2.0`, false],
    ['a directory by domain: its ID', entraServer('acme.onmicrosoft.com'), `${host}/${other}/v2.0`, true],
    ['a directory by domain: no placeholder', entraServer('acme.onmicrosoft.com'), `${host}/{tenantid}/v2.0`, false],
    ['organizations: the placeholder', entraServer('organizations'), `${host}/{tenantid}/v2.0`, true],
    ['common: the placeholder', entraServer('common'), `${host}/{tenantid}/v2.0`, true],
    [
      'a directory by domain: no other host',
      entraServer('acme.example'),
      `https://login.microsoftonline.net/${other}/v2.0`,
      false,
    ],
    ['a directory by domain: no other version', entraServer('acme.example'), `${host}/${other}/v1.0`, false],
    ['a directory by domain: no longer host', entraServer('acme.example'), `${host}x${other}/v2.0`, false],
    [
      'no Entra, for all its path',
      oidcServer('https://id.example/common/v2.0/.well-known/openid-configuration'),
      'https://id.example/{tenantid}/v2.0',
      false,
    ],
    ['common: no other host', entraServer('common'), `https://evil.example/{tenantid}/v2.0`, false],
    [
      'another name of its cloud',
      entraServer(DIRECTORY, 'https://login.windows.net'),
      `${host}/${DIRECTORY}/v2.0`,
      true,
    ],
    [
      'another name of its cloud, turned round',
      entraServer(DIRECTORY),
      `https://login.microsoft.com/${DIRECTORY}/v2.0`,
      true,
    ],
    [
      'another name of its cloud: no other directory',
      entraServer(DIRECTORY, 'https://login.windows.net'),
      `${host}/${other}/v2.0`,
      false,
    ],
    [
      'another name of its cloud, by domain',
      entraServer('acme.example', 'https://login.windows.net'),
      `${host}/${other}/v2.0`,
      true,
    ],
    [
      'another name of its cloud: the placeholder',
      entraServer('common', 'https://login.windows.net'),
      `${host}/{tenantid}/v2.0`,
      true,
    ],
    [
      'China by its older name',
      entraServer(DIRECTORY, 'https://login.chinacloudapi.cn'),
      `https://login.partner.microsoftonline.cn/${DIRECTORY}/v2.0`,
      true,
    ],
    [
      'the US government by its older name',
      entraServer(DIRECTORY, 'https://login.usgovcloudapi.net'),
      `https://login.microsoftonline.us/${DIRECTORY}/v2.0`,
      true,
    ],
    [
      'no other cloud: China',
      entraServer(DIRECTORY),
      `https://login.partner.microsoftonline.cn/${DIRECTORY}/v2.0`,
      false,
    ],
    [
      'no other cloud: the US government',
      entraServer(DIRECTORY),
      `https://login.microsoftonline.us/${DIRECTORY}/v2.0`,
      false,
    ],
    [
      'no other cloud: from the US government',
      entraServer(DIRECTORY, 'https://login.microsoftonline.us'),
      `${host}/${DIRECTORY}/v2.0`,
      false,
    ],
    [
      'no other cloud: from China',
      entraServer(DIRECTORY, 'https://login.chinacloudapi.cn'),
      `${host}/${DIRECTORY}/v2.0`,
      false,
    ],
    ['no name over http', entraServer(DIRECTORY), `http://login.windows.net/${DIRECTORY}/v2.0`, false],
    ['no name with a port', entraServer(DIRECTORY), `https://login.windows.net:8443/${DIRECTORY}/v2.0`, false],
    [
      'no name for a name of a company',
      entraServer(DIRECTORY, 'https://login.acme.example'),
      `${host}/${DIRECTORY}/v2.0`,
      false,
    ],
    ['no older issuer where v2.0 was asked', entraServer(DIRECTORY), `https://sts.windows.net/${DIRECTORY}/`, false],
    [
      'the older issuer by the older metadata URI',
      oidcServer(`${host}/${DIRECTORY}/.well-known/openid-configuration`),
      `https://sts.windows.net/${DIRECTORY}/`,
      true,
    ],
    [
      'the older issuer: the placeholder',
      oidcServer(`${host}/common/.well-known/openid-configuration`),
      'https://sts.windows.net/{tenantid}/',
      true,
    ],
    [
      'the older issuer: no other directory',
      oidcServer(`${host}/${DIRECTORY}/.well-known/openid-configuration`),
      `https://sts.windows.net/${other}/`,
      false,
    ],
    [
      'the older issuer: not v2.0',
      oidcServer(`${host}/${DIRECTORY}/.well-known/openid-configuration`),
      `${host}/${DIRECTORY}/v2.0`,
      false,
    ],
    [
      'another name by its metadata URI',
      oidcServer(`https://login.windows.net/${DIRECTORY}/v2.0/.well-known/openid-configuration`),
      `${host}/${DIRECTORY}/v2.0`,
      true,
    ],
    ['common: nothing behind the path', entraServer('common'), `${host}/${other}/x/v2.0`, false],
    [
      'Auth0: with its slash',
      oidcServer('https://a.auth0.com/.well-known/openid-configuration'),
      'https://a.auth0.com/',
      true,
    ],
    [
      'OIDC: as derived',
      oidcServer('https://id.example/t/.well-known/openid-configuration'),
      'https://id.example/t',
      true,
    ],
    [
      'OIDC: no neighbour',
      oidcServer('https://id.example/t/.well-known/openid-configuration'),
      'https://id.example/u',
      false,
    ],
    [
      'Entra by URI: the placeholder',
      oidcServer(`${host}/common/v2.0/.well-known/openid-configuration`),
      `${host}/{tenantid}/v2.0`,
      true,
    ],
  ])('%s', (_, server, stated, accepted) => {
    expect(providerOf(server).authorizationServer(server).acceptsIssuer?.(stated)).toBe(accepted);
  });
});

test('endpoints on other origins are trusted for Google alone', () => {
  const origins = (issuer: string) => google.authorizationServer({ provider: 'google', issuer }).endpointOrigins;
  expect(origins('https://accounts.google.com')).toEqual([
    'https://oauth2.googleapis.com',
    'https://www.googleapis.com',
    'https://openidconnect.googleapis.com',
  ]);
  expect(origins('https://accounts.google.com.example')).toEqual([]);
});

describe('what an authorization request needs besides', () => {
  const url = (host: string) => oidcServer(`https://${host}/.well-known/openid-configuration`);
  test.each<[string, AuthorizationServer, string[], object]>([
    [
      'Google',
      { provider: 'google', issuer: 'https://accounts.google.com' },
      [],
      { access_type: 'offline', prompt: 'consent' },
    ],
    ['a strict server', url('id.example'), ['openid', 'offline_access'], { prompt: 'consent' }],
    ['a strict server without offline access', url('id.example'), ['openid'], {}],
    ['Okta', url('acme.okta.com'), ['openid', 'offline_access'], {}],
    ['Entra', entraServer(DIRECTORY), ['offline_access'], {}],
    ['Snowflake', { provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' }, ['refresh_token'], {}],
  ])('%s', (_, server, scopes, parameters) => {
    expect(providerOf(server).authorizationParameters(server, scopes)).toEqual(parameters);
  });
});

describe('which account to use is asked', () => {
  const url = (host: string) => oidcServer(`https://${host}/.well-known/openid-configuration`);
  const entraByMetadata = url('login.microsoftonline.com');
  test.each<[string, AuthorizationServer, string[], string | null]>([
    ['at Entra by a choice', entraServer(DIRECTORY), [], 'select_account'],
    ['at Entra by its metadata by a choice', entraByMetadata, ['openid'], 'select_account'],
    ['at Google by a choice', { provider: 'google', issuer: 'https://accounts.google.com' }, [], 'select_account'],
    ['at Okta by a login', url('acme.okta.com'), [], 'login'],
    ['at Auth0 by a login', url('acme.eu.auth0.com'), [], 'login'],
    ['at Ping by a login', url('auth.pingone.eu'), [], 'login'],
    ['at any OpenID provider by a login', url('id.example'), ['openid'], 'login'],
    ['not at a server that may be none', url('id.example'), ['all'], null],
    ['not at Snowflake', { provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' }, [], null],
    [
      'not at Databricks',
      { provider: 'databricks', host: 'https://dbc.cloud.databricks.com', level: 'workspace', accountId: null },
      ['all-apis', 'openid'],
      null,
    ],
  ])('%s', (_, server, scopes, prompt) => {
    expect(providerOf(server).accountPrompt(server, scopes)).toBe(prompt);
  });
});

describe('scopes that come back under another name', () => {
  const databricks = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
  test.each<[string, AuthorizationServer['provider'], string, string[], boolean]>([
    ['any role, answered with one', 'snowflake', 'session:role-any', ['session:role:ANALYST'], true],
    ['any role, not answered', 'snowflake', 'session:role-any', ['refresh_token'], false],
    ['a role in other letters', 'snowflake', 'session:role:analyst', ['session:role:ANALYST'], true],
    ['another role', 'snowflake', 'session:role:ADMIN', ['session:role:ANALYST'], false],
    ['the default scopes of a resource', 'entra', `${databricks}/.default`, [`${databricks}/user_impersonation`], true],
    ['those of another resource', 'entra', `${databricks}/.default`, ['https://graph.microsoft.com/User.Read'], false],
    [
      'any role, answered among others',
      'snowflake',
      'session:role-any',
      ['refresh_token', 'session:role:ANALYST'],
      true,
    ],
    ['a role among others', 'snowflake', 'session:role:analyst', ['refresh_token', 'session:role:ANALYST'], true],
    [
      'a scope in other letters',
      'entra',
      `${databricks}/user_impersonation`,
      [`${databricks}/User_Impersonation`],
      true,
    ],
    ['a scope among others', 'entra', 'api/read', ['openid', 'api/read'], true],
    ['the default scopes among others', 'entra', 'api/.default', ['openid', 'api/read'], true],
    ['a longer scope', 'entra', 'api/user_impersonation', ['api/user_impersonation_all'], false],
    ['those of a resource with the same beginning', 'entra', 'api://one/.default', ['api://two/read'], false],
    ['one scope of a resource', 'entra', `${databricks}/user_impersonation`, [`${databricks}/other`], false],
    ["Google's long names", 'google', 'email', ['https://www.googleapis.com/auth/userinfo.email'], true],
    ['BigQuery', 'google', 'https://www.googleapis.com/auth/bigquery', ['openid'], false],
    ['Databricks', 'databricks', 'all-apis', ['sql'], false],
  ])('%s', (_, provider, requested, granted, covered) => {
    const example = { provider } as AuthorizationServer;
    expect(providerOf(example).scopes.covers(requested, granted)).toBe(covered);
  });
});

test('where any directory may sign in, only a proven sign-in name counts', () => {
  expect(entra.userNameClaims(entraServer('organizations'))).toEqual(['preferred_username']);
  expect(entra.userNameClaims(entraServer(DIRECTORY))).toEqual(['email', 'preferred_username']);
  const byUrl = oidcServer('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration');
  expect(oidc.userNameClaims(byUrl)).toEqual(['preferred_username']);
});

test('Snowflake names the person in its answer and in no claim', () => {
  expect(snowflake.userNameClaims({ provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' })).toEqual(
    [],
  );
  expect(snowflake.userNameField).toBe('username');
});

describe('what any server may pass on of another', () => {
  const server = oidcServer('https://id.example/.well-known/openid-configuration');
  test.each([
    ['of Entra', '', 'AADSTS65004: declined', 'authorization_denied'],
    ['of Entra, by words', '', 'AADSTS99999: A personal Microsoft account is not supported', 'sigma_personal_account'],
    ['of Entra, by words in the plural', '', 'Personal Microsoft accounts are not supported', 'sigma_personal_account'],
    ['of Google', 'org_internal', '', 'authorization_denied'],
    ['of Okta', '', 'User is not assigned to the client application.', 'authorization_denied'],
    ['of Auth0', 'mfa_required', '', 'authorization_interaction_required'],
    ['of Databricks, which exchanges nowhere else', '', 'No matching policy', null],
    ['of none', 'invalid_request', 'AADSTS99999: unknown', null],
  ])('%s', (_, error, description, code) => {
    const { vendorError } = oidc.authorizationServer(server);
    expect(vendorError?.({ use: 'code', status: 400, error, description })?.code ?? null).toBe(code);
  });
});

describe('client assertions', () => {
  test('Entra names certificates by thumbprint and wants its token endpoint as audience', () => {
    const sha1 = 'AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD';
    expect(entra.assertion(entraServer(DIRECTORY), sha1)).toEqual({
      audience: 'token_endpoint',
      header: { kid: sha1, x5t: 'qrvM3e7_ABEiM0RVZneImaq7zN0' },
    });
    expect(Object.keys(entra.assertion(entraServer(DIRECTORY), 'ab'.repeat(32)).header)).toEqual(['kid', 'x5t#S256']);
    expect(entra.assertion(entraServer(DIRECTORY), null).header).toEqual({});
  });

  test.each([
    ['letters before', `x${'a'.repeat(39)}`],
    ['letters behind', `${'a'.repeat(39)}x`],
    ['letters, as long as SHA-256', `x${'a'.repeat(63)}`],
    ['another length', 'ab12'],
  ])('Entra is told a key with %s by its name alone', (_, keyId) => {
    expect(entra.assertion(entraServer(DIRECTORY), keyId).header).toEqual({ kid: keyId });
  });

  test('Entra by its metadata URI is told of certificates like Entra', () => {
    const byUrl = oidcServer(`https://login.microsoftonline.com/${DIRECTORY}/v2.0/.well-known/openid-configuration`);
    const thumbprint = 'ab'.repeat(20);
    expect(oidc.assertion(byUrl, thumbprint)).toEqual(entra.assertion(entraServer(DIRECTORY), thumbprint));
  });

  test('a key without a name is named nowhere', () => {
    const server = { provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' } as const;
    expect(snowflake.assertion(server, null)).toEqual({ audience: 'issuer', header: {} });
  });

  test.each([
    ['https://acme.okta.com/oauth2/default', 'token_endpoint'],
    ['https://acme.auth0.com', 'issuer'],
    ['https://id.example', 'issuer'],
  ])('%s wants its %s as audience', (base, audience) => {
    expect(oidc.assertion(oidcServer(`${base}/.well-known/openid-configuration`), 'k')).toEqual({
      audience,
      header: { kid: 'k' },
    });
  });
});

test.each([
  ['https://login.microsoftonline.com/x/v2.0/.well-known/openid-configuration', 'entra'],
  ['https://login.microsoftonline.us/x/v2.0/.well-known/openid-configuration', 'entra'],
  ['https://acme.okta.com/.well-known/openid-configuration', 'okta'],
  ['https://acme.oktapreview.com/.well-known/openid-configuration', 'okta'],
  ['https://ACME.Eu.Auth0.com/.well-known/openid-configuration', 'auth0'],
  ['https://auth.pingone.com/env/as/.well-known/openid-configuration', 'ping'],
  ['https://auth.pingone.eu/env/as/.well-known/openid-configuration', 'ping'],
  ['https://auth.pingone.com.au/env/as/.well-known/openid-configuration', 'ping'],
  ['https://sso.pingidentity.com/.well-known/openid-configuration', 'ping'],
  ['https://evilokta.com/.well-known/openid-configuration', 'oidc'],
  ['https://okta.com.example.org/.well-known/openid-configuration', 'oidc'],
  ['https://login.microsoftonline.com.example.org/', 'oidc'],
  ['half an addr', 'oidc'],
  ['', 'oidc'],
])('%s is %s', (url, flavour) => {
  expect(oidcFlavour(url)).toBe(flavour);
});

test.each([
  ['https://login.windows.net/x/v2.0/.well-known/openid-configuration', 'entra'],
  ['https://login.chinacloudapi.cn/x/v2.0/.well-known/openid-configuration', 'entra'],
  ['https://login.usgovcloudapi.net/x/v2.0/.well-known/openid-configuration', 'entra'],
  ['https://evil.login.windows.net/', 'oidc'],
])('another name of Microsoft is Microsoft: %s is %s', (url, flavour) => {
  expect(oidcFlavour(url)).toBe(flavour);
});

describe("Microsoft's other addresses", () => {
  const addressIn = (authority: string) => entra.authorizationServer(entraServer(DIRECTORY, authority));

  test('endpoints may be at every name of the cloud, UserInfo at its Graph, and nothing in another cloud', () => {
    const { endpointOrigins, userInfoOrigins } = addressIn('https://login.chinacloudapi.cn');
    expect(endpointOrigins).toEqual(['https://login.partner.microsoftonline.cn', 'https://login.chinacloudapi.cn']);
    expect(userInfoOrigins).toEqual(['https://microsoftgraph.chinacloudapi.cn']);
    expect(addressIn('https://login.windows.net')).toMatchObject({
      endpointOrigins: expect.arrayContaining(['https://login.microsoftonline.com']),
      userInfoOrigins: ['https://graph.microsoft.com'],
    });
    expect(addressIn('https://login.acme.example')).toMatchObject({ endpointOrigins: [], userInfoOrigins: [] });
  });

  const databricksScope = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation';
  test.each<[string, string[], boolean]>([
    ['about the person alone', ['openid', 'email', 'profile', 'offline_access'], true],
    ['of Graph', ['openid', 'User.Read', 'https://graph.microsoft.com/Mail.Read'], true],
    ['of Graph by its number', ['openid', '00000003-0000-0000-c000-000000000000/User.Read'], true],
    ['of Databricks', ['openid', databricksScope], false],
    ['of BigQuery', ['openid', 'https://bigquery.googleapis.com/.default'], false],
    ['of Snowflake', ['openid', 'api://snowflake/session:role-any'], false],
    ['of a service that is named like Graph', ['openid', 'https://graph.microsoft.com.evil.example/x'], false],
  ])('Graph is shown a token with scopes %s: %s', (_, scopes, isShown) => {
    const { isForUserInfo } = addressIn('https://login.microsoftonline.com');
    expect(isForUserInfo?.(scopes, 'https://graph.microsoft.com/oidc/userinfo')).toBe(isShown);
    // Whatever is not Graph is at the server itself, whose tokens they are.
    expect(isForUserInfo?.(scopes, 'https://login.microsoftonline.com/userinfo')).toBe(true);
  });
});

describe('the other name of a server with a custom domain', () => {
  const okta = oidcServer('https://acme.okta.com/oauth2/default/.well-known/openid-configuration');
  const auth0 = oidcServer('https://acme.eu.auth0.com/.well-known/openid-configuration');
  const custom = oidcServer('https://id.acme.example/oauth2/default/.well-known/openid-configuration');
  const aliasOf = (server: OidcServer, stated: string) => oidc.authorizationServer(server).aliasOf?.(stated) ?? null;

  test.each([
    [okta, 'https://id.acme.example/oauth2/default'],
    [custom, 'https://acme.okta.com/oauth2/default'],
    [custom, 'https://acme.oktapreview.com/oauth2/default'],
  ])('%j, %s: is believed at its own metadata address', (server, stated) => {
    const alias = aliasOf(server, stated);
    expect(alias).toMatchObject({
      issuer: stated,
      metadataUrls: [`${stated}/.well-known/openid-configuration`],
      endpointOrigins: [new URL(server.metadataUrl).origin],
      fixedEndpoints: null,
    });
    // There, only its own name counts, and it is not led on.
    expect(alias?.acceptsIssuer?.(stated)).toBe(true);
    expect(alias?.acceptsIssuer?.(stated.replace('https://', 'https://other.'))).toBe(false);
    expect(alias).not.toHaveProperty('aliasOf');
  });

  test('with a slash at its end, as Auth0 has it', () => {
    const alias = aliasOf(auth0, 'https://login.acme.example/');
    expect(alias?.metadataUrls).toEqual(['https://login.acme.example/.well-known/openid-configuration']);
    expect(alias?.acceptsIssuer?.('https://login.acme.example/')).toBe(true);
  });

  test.each([
    ['another path', okta, 'https://id.acme.example/oauth2/other'],
    ['no path', okta, 'https://id.acme.example'],
    ['another customer of the product', okta, 'https://evil.okta.com/oauth2/default'],
    ['another product', okta, 'https://login.microsoftonline.com/oauth2/default'],
    ['a query', okta, 'https://id.acme.example/oauth2/default?x'],
    ['a fragment', okta, 'https://id.acme.example/oauth2/default#x'],
    ['http', okta, 'http://id.acme.example/oauth2/default'],
    ['no address', okta, 'id.acme.example'],
    ['its own host', okta, 'https://acme.okta.com/oauth2/default/'],
    ['two names that are at no product', custom, 'https://sso.acme.example/oauth2/default'],
    ['a name that only looks like the product', custom, 'https://evilokta.com/oauth2/default'],
  ])('is nothing with %s', (_, server, stated) => {
    expect(aliasOf(server, stated)).toBeNull();
  });

  test('is nothing at any other provider', () => {
    for (const address of [
      entra.authorizationServer(entraServer(DIRECTORY)),
      google.authorizationServer({ provider: 'google', issuer: 'https://accounts.google.com' }),
    ]) {
      expect(address.aliasOf).toBeUndefined();
    }
  });
});

describe('templates for the set-up form', () => {
  const all = Object.values(providerTemplates);
  test.each(all.map((template) => [template.kind, template] as const))('%s agree with the provider', (_, template) => {
    const { dispensable, place } = providerOf({ provider: template.kind } as AuthorizationServer).scopes;
    expect(place).toBe(template.kind);
    expect(errorText(en, new AppError('scopes_missing', { missing: 'x', place })).detail).toContain(
      en.providers[template.kind].scopesPlace,
    );
    if (template.refreshScope !== null) expect(dispensable).toContain(template.refreshScope);
    for (const { scopes } of template.scopes)
      for (const scope of scopes) expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
  });

  test('the scopes that the set-up guides of Sigma and the data platforms name are among them', () => {
    const offered = all.flatMap(({ scopes }) => scopes.map((template) => template.scopes.join(' ')));
    for (const documented of [
      'all-apis offline_access',
      '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/user_impersonation offline_access',
      'https://bigquery.googleapis.com/.default offline_access',
      'session:role-any openid email profile offline_access',
      'session:role-any refresh_token',
    ]) {
      expect(offered).toContain(documented);
    }
  });
});
