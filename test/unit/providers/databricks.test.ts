import { describe, expect, test } from 'vitest';
import { databricks } from '../../../src/main/providers/databricks.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import type { DatabricksServer } from '../../../src/shared/profile/servers.ts';
import { cloudOf } from '../../../src/shared/providers/databricks-hosts.ts';

const server = (host: string, accountId: string | null = null): DatabricksServer => ({
  provider: 'databricks',
  host,
  level: accountId === null ? 'workspace' : 'account',
  accountId,
});

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
    vendorError: expect.any(Function),
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
      metadataUrls: [`${base}/.well-known/openid-configuration`],
      fixedEndpoints: { authorization_endpoint: `${base}/v1/authorize`, token_endpoint: `${base}/v1/token` },
      vendorError: expect.any(Function),
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

test('the registry knows Databricks', () => {
  expect(providerOf(server('https://dbc-1.cloud.databricks.com'))).toBe(databricks);
});
