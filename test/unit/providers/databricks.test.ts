import { describe, expect, test } from 'vitest';
import { databricks } from '../../../src/main/providers/databricks.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import type { DatabricksServer } from '../../../src/shared/profile/servers.ts';
import {
  accountConsoles,
  cloudOf,
  needsAccountId,
  readPastedAddress,
} from '../../../src/shared/providers/databricks-hosts.ts';

const server = (host: string, accountId: string | null = null): DatabricksServer => ({
  provider: 'databricks',
  host,
  level: accountId === null ? 'workspace' : 'account',
  accountId,
});

/** Its own words and what to do about them; the table of refusals shows what they mean. */
const ownRules = {
  vendorError: expect.any(Function),
  remedies: {
    client_rejected: 'databricksClient',
    identity_unknown: 'databricksIdentity',
    metadata_invalid: 'databricksAddress',
    metadata_issuer_mismatch: 'databricksLevel',
  },
};

test.each([
  ['https://dbc-1.cloud.databricks.com'],
  ['https://adb-1.2.azuredatabricks.net/'],
  ['https://1.2.gcp.databricks.com'],
  ['http://127.0.0.1:4000'],
])('a workspace (%s) is its own authorization server, with metadata in three places', (host) => {
  const { origin } = new URL(host);
  expect(databricks.authorizationServer(server(host))).toEqual({
    issuer: `${origin}/oidc`,
    metadataUrls: [
      `${origin}/oidc/.well-known/oauth-authorization-server`,
      `${origin}/oidc/.well-known/openid-configuration`,
      `${origin}/oidc/v1/.well-known/openid-configuration`,
    ],
    fixedEndpoints: {
      authorization_endpoint: `${origin}/oidc/v1/authorize`,
      token_endpoint: `${origin}/oidc/v1/token`,
    },
    ...ownRules,
  });
});

describe('the account console that goes with a workspace', () => {
  test.each([
    ['https://dbc-1.cloud.databricks.com', 'https://accounts.cloud.databricks.com'],
    ['https://accounts.cloud.databricks.com', 'https://accounts.cloud.databricks.com'],
    ['https://adb-1.2.azuredatabricks.net', 'https://accounts.azuredatabricks.net'],
    ['https://1.2.gcp.databricks.com', 'https://accounts.gcp.databricks.com'],
    ['https://dbc-1.cloud.databricks.us', 'https://accounts.cloud.databricks.us'],
    ['https://dbc-1.cloud.databricks.mil', 'https://accounts-dod.cloud.databricks.mil'],
    ['https://adb-1.2.databricks.azure.us', 'https://accounts.azuredatabricks.us'],
    ['https://adb-1.2.databricks.azure.cn', 'https://accounts.azuredatabricks.cn'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['https://databricks.corp.example', 'https://databricks.corp.example'],
  ])('%s goes to %s', (host, console) => {
    const base = `${console}/oidc/accounts/11aa-22`;
    expect(databricks.authorizationServer(server(host, '11aa-22'))).toEqual({
      issuer: base,
      metadataUrls: [`${base}/.well-known/openid-configuration`, `${base}/.well-known/oauth-authorization-server`],
      fixedEndpoints: { authorization_endpoint: `${base}/v1/authorize`, token_endpoint: `${base}/v1/token` },
      ...ownRules,
    });
  });
});

test.each([
  ['dbc-1.cloud.databricks.com', 'aws'],
  ['DBC-1.CLOUD.DATABRICKS.COM', 'aws'],
  ['dbc-1.cloud.databricks.us', 'aws'],
  ['adb-1.2.azuredatabricks.net', 'azure'],
  ['adb-1.2.databricks.azure.us', 'azure'],
  ['adb-1.2.databricks.azure.cn', 'azure'],
  ['1.2.gcp.databricks.com', 'gcp'],
  ['evilazuredatabricks.net', null],
  ['xcloud.databricks.com', null],
  ['dbc-1.cloud.databricks.com.example.org', null],
  ['databricks.com', null],
  ['localhost', null],
])('%s runs on %s', (host, cloud) => {
  expect(cloudOf(host)).toBe(cloud);
});

test('identity is asked of the workspace, whichever level signs in', () => {
  const me = 'https://dbc-1.cloud.databricks.com/api/2.0/preview/scim/v2/Me';
  expect(databricks.identityUrl(server('https://dbc-1.cloud.databricks.com'))).toBe(me);
  expect(databricks.identityUrl(server('https://dbc-1.cloud.databricks.com/', 'a'))).toBe(me);
});

describe('a host that is to say itself where people sign in', () => {
  const asked = (host: string, changes: Partial<DatabricksServer> = {}) => {
    const address = databricks.authorizationServer({
      provider: 'databricks',
      host,
      level: 'automatic',
      accountId: null,
      ...changes,
    });
    const { hostMetadata } = address;
    if (!hostMetadata) throw new Error('It is not asked.');
    return { address, hostMetadata };
  };
  const HOST = 'https://acme.databricks.com';
  const me = `${HOST}/api/2.0/preview/scim/v2/Me`;

  test('is asked at a place of its own', () => {
    expect(asked(`${HOST}/`).hostMetadata.url).toBe(`${HOST}/.well-known/databricks-config`);
  });

  test('is not asked where an administrator chose', () => {
    expect(databricks.authorizationServer(server(HOST)).hostMetadata).toBeUndefined();
    expect(databricks.authorizationServer(server(HOST, '11aa-22')).hostMetadata).toBeUndefined();
  });

  test('is a workspace as long as it does not tell', () => {
    const { hostMetadata: _, ...usual } = asked(HOST).address;
    expect(usual).toEqual({
      ...databricks.authorizationServer(server(HOST)),
      ...ownRules,
    });
    expect(asked(HOST).hostMetadata.read(null)).toBeNull();
  });

  test.each([
    'https://accounts.cloud.databricks.com',
    'https://accounts.azuredatabricks.net',
    'https://accounts.gcp.databricks.com',
    'https://accounts.cloud.databricks.us',
    'https://accounts-dod.cloud.databricks.mil',
  ])('is an account console as long as it does not tell, where its name says so: %s', (host) => {
    expect(asked(host, { accountId: '11aa-22' }).address.issuer).toBe(`${host}/oidc/accounts/11aa-22`);
  });

  test('that is a workspace is asked who the person is, for its own workspace', () => {
    const told = asked(HOST).hostMetadata.read({ oidc_endpoint: `${HOST}/oidc`, workspace_id: '7' });
    expect(told).toEqual({
      server: { ...databricks.authorizationServer(server(HOST)), vendorError: expect.any(Function) },
      identityUrl: me,
      identityHeaders: { 'x-databricks-workspace-id': '7' },
    });
  });

  const unified = { oidc_endpoint: `${HOST}/oidc/accounts/{account_id}`, account_id: '11aa-22' };
  test('of several workspaces signs people in at its account', () => {
    const told = asked(HOST).hostMetadata.read(unified);
    const base = `${HOST}/oidc/accounts/11aa-22`;
    expect(told?.server).toEqual({
      issuer: base,
      metadataUrls: [`${base}/.well-known/openid-configuration`, `${base}/.well-known/oauth-authorization-server`],
      fixedEndpoints: { authorization_endpoint: `${base}/v1/authorize`, token_endpoint: `${base}/v1/token` },
      ...ownRules,
    });
  });

  test('of several workspaces is asked who the person is only for one of them', () => {
    expect(asked(HOST).hostMetadata.read(unified)).toMatchObject({ identityUrl: null });
    expect(asked(HOST, { workspaceId: '7' }).hostMetadata.read(unified)).toMatchObject({
      identityUrl: me,
      identityHeaders: { 'x-databricks-workspace-id': '7' },
    });
    // The profile may know better than the host.
    expect(asked(HOST, { workspaceId: '7' }).hostMetadata.read({ ...unified, workspace_id: '8' })).toMatchObject({
      identityHeaders: { 'x-databricks-workspace-id': '7' },
    });
  });

  test('of another account than the profile names is refused', () => {
    expect(() => asked(HOST, { accountId: 'other' }).hostMetadata.read(unified)).toThrow(
      expect.objectContaining({ code: 'metadata_issuer_mismatch' }),
    );
  });

  test.each<[string, string | null, boolean]>([
    [`${HOST}/oidc`, null, true],
    [`${HOST}/oidc`, '11aa-22', true],
    [`${HOST}/oidc/accounts/11aa-22`, null, true],
    [`${HOST}/oidc/accounts/11aa-22`, '11AA-22', true],
    [`${HOST}/oidc/accounts/11aa-22`, '33cc-44', false],
    [`${HOST}/oidc/accounts/`, null, false],
    [`${HOST}/oidc/accounts/a/b`, null, false],
    [`${HOST}/oidc/`, null, false],
    [`${HOST}.evil.example/oidc`, null, false],
    ['https://accounts.cloud.databricks.com/oidc/accounts/11aa-22', null, false],
  ])('may have named %s where the profile says %s: %s', (issuer, accountId, expected) => {
    expect(asked(HOST, { accountId }).hostMetadata.mayName(issuer)).toBe(expected);
  });
});

test('the workspace of the profile goes along at every level', () => {
  const host = 'https://acme.databricks.com';
  expect(databricks.identityHeaders?.(server(host))).toEqual({});
  expect(databricks.identityHeaders?.({ ...server(host, 'a'), workspaceId: '7' })).toEqual({
    'x-databricks-workspace-id': '7',
  });
});

describe('an address as a browser shows it', () => {
  test.each<[string, object | null]>([
    [
      'https://acme.databricks.com/?o=6436897454825492',
      { host: 'https://acme.databricks.com', workspaceId: '6436897454825492' },
    ],
    ['https://acme.databricks.com/browse?w=ws-1&o=7#x', { host: 'https://acme.databricks.com', workspaceId: 'ws-1' }],
    [
      'https://dbc-1.cloud.databricks.com/sql/warehouses/ab?o=7',
      { host: 'https://dbc-1.cloud.databricks.com', workspaceId: '7' },
    ],
    [
      'https://accounts.cloud.databricks.com/workspaces?account_id=11aa-22',
      { host: 'https://accounts.cloud.databricks.com', accountId: '11aa-22' },
    ],
    [
      'https://adb-1.2.azuredatabricks.net/?a=11aa-22&workspace_id=7',
      { host: 'https://adb-1.2.azuredatabricks.net', accountId: '11aa-22', workspaceId: '7' },
    ],
    ['https://ADB-1.2.azuredatabricks.net', { host: 'https://adb-1.2.azuredatabricks.net' }],
    ['https://acme.databricks.com.evil.example/?o=7', null],
    ['https://databricks.corp.example/?o=7', null],
    ['http://acme.databricks.com/?o=7', null],
    ['acme.databricks.com', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(readPastedAddress(text)).toEqual(expected);
  });
});

test.each<[string, string, boolean]>([
  ['account', 'https://dbc-1.cloud.databricks.com', true],
  ['automatic', 'https://dbc-1.cloud.databricks.com', false],
  ['automatic', 'https://accounts.cloud.databricks.com', true],
  ['automatic', 'https://ACCOUNTS.azuredatabricks.net/', true],
  ['automatic', 'https://accounts.example', false],
  ['automatic', '', false],
  ['workspace', 'https://accounts.cloud.databricks.com', false],
])('at level %s of %s, an account id is needed: %s', (level, host, expected) => {
  expect(needsAccountId({ level, host })).toBe(expected);
});

test('the consoles that are offered are those of the public clouds', () => {
  expect(accountConsoles).toEqual([
    { cloud: 'aws', address: 'https://accounts.cloud.databricks.com' },
    { cloud: 'azure', address: 'https://accounts.azuredatabricks.net' },
    { cloud: 'gcp', address: 'https://accounts.gcp.databricks.com' },
  ]);
});

test('the registry knows Databricks', () => {
  expect(providerOf(server('https://dbc-1.cloud.databricks.com'))).toBe(databricks);
});
