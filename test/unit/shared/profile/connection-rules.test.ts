/** The rules about a connection that the main process and the set-up form share. */
import { describe, expect, test } from 'vitest';
import { connectionFingerprint } from '../../../../src/main/app/profiles/connections.ts';
import { providerOf } from '../../../../src/main/providers/registry.ts';
import type { Connection } from '../../../../src/shared/profile/connection.ts';
import {
  credentialKind,
  needsCredential,
  rebindings,
  secretDestination,
} from '../../../../src/shared/profile/connection-rules.ts';
import type { AuthorizationServer, DatabricksServer } from '../../../../src/shared/profile/servers.ts';

const key = { algorithm: 'RS256', keyId: null } as const;
const person = 'authorization_code';
const machine = 'client_credentials';

describe('the credential of a connection', () => {
  test.each([
    ['none', null, person, 'none', false],
    ['client_secret_post', null, person, 'secret', true],
    ['client_secret_basic', key, person, 'secret', true],
    ['private_key_jwt', key, person, 'key', true],
    // The schema asks for a way to sign; until there is one, a key is wanted all the same.
    ['private_key_jwt', null, person, 'key', true],
    ['automatic', null, person, 'secret', false],
    ['automatic', null, machine, 'secret', true],
    ['automatic', key, person, 'key', true],
    ['automatic', key, machine, 'key', true],
  ] as const)('%s, signing %j, %s: %s, needed: %s', (clientAuthentication, signingKey, flow, kind, isNeeded) => {
    expect(credentialKind({ clientAuthentication, signingKey })).toBe(kind);
    expect(needsCredential({ clientAuthentication, signingKey, flow })).toBe(isNeeded);
  });
});

const databricks = (changes: Partial<DatabricksServer> = {}): DatabricksServer => ({
  provider: 'databricks',
  host: 'https://dbc-1.cloud.databricks.com',
  level: 'workspace',
  accountId: null,
  ...changes,
});
const atAccount = { level: 'account', accountId: 'a' } as const;

const servers: readonly (readonly [name: string, server: AuthorizationServer, origin: string])[] = [
  ['a workspace', databricks(), 'https://dbc-1.cloud.databricks.com'],
  ['an account', databricks(atAccount), 'https://accounts.cloud.databricks.com'],
  [
    'an account in Azure',
    databricks({ ...atAccount, host: 'https://adb-1.2.azuredatabricks.net' }),
    'https://accounts.azuredatabricks.net',
  ],
  [
    'an account at a name of its own',
    databricks({ ...atAccount, host: 'https://lake.example:8443' }),
    'https://lake.example:8443',
  ],
  ['an account on this computer', databricks({ ...atAccount, host: 'http://127.0.0.1:9' }), 'http://127.0.0.1:9'],
  [
    'Entra',
    { provider: 'entra', authority: 'https://login.microsoftonline.us', tenant: 'acme.com' },
    'https://login.microsoftonline.us',
  ],
  [
    'Okta',
    {
      provider: 'oidc',
      metadataUrl: 'https://acme.okta.com/oauth2/default/.well-known/openid-configuration',
      audience: null,
    },
    'https://acme.okta.com',
  ],
  [
    'Entra by its metadata',
    {
      provider: 'oidc',
      metadataUrl: 'https://login.microsoftonline.com/acme.com/v2.0/.well-known/openid-configuration',
      audience: null,
    },
    'https://login.microsoftonline.com',
  ],
  [
    'Snowflake',
    { provider: 'snowflake', accountUrl: 'https://a.snowflakecomputing.com' },
    'https://a.snowflakecomputing.com',
  ],
  ['Google', { provider: 'google', issuer: 'https://accounts.google.com' }, 'https://accounts.google.com'],
];

describe('where a client secret goes', () => {
  test.each(servers)('%s: the origin that the provider signs people in at', (_name, server, origin) => {
    expect(secretDestination({ server, clientId: 'app' })).toBe(`${origin} app`);
    expect(origin).toBe(new URL(providerOf(server).authorizationServer(server).issuer).origin);
  });

  test('is another place for another application, and the same for blanks around its name', () => {
    const at = (clientId: string) => secretDestination({ server: databricks(), clientId });
    expect(at('one')).not.toBe(at('two'));
    expect(at(' one ')).toBe(at('one'));
  });

  test('is as much as a half-filled form knows', () => {
    expect(secretDestination({ server: databricks({ host: '' }), clientId: '' })).toBe(' ');
    expect(secretDestination({ server: databricks({ ...atAccount, host: 'half an addr' }), clientId: 'c' })).toBe(
      'half an addr c',
    );
  });
});

describe('what a change of a connection takes from its grants', () => {
  const sigma = {
    embedClientId: 'embed',
    tenant: null,
    workbooks: [{ url: 'https://app.sigmacomputing.com/acme/workbook/1' }],
  };
  const exchange = { server: databricks(), clientId: null, scopes: ['all-apis', 'sql'] };
  const before: Connection = {
    id: '2daf1c3e-6a51-4f7e-9d3c-2f1f6f9f4c13',
    label: 'Okta',
    sigmaConnectionId: 'sigma',
    isForOrganisation: false,
    server: { provider: 'oidc', metadataUrl: 'https://acme.okta.com/.well-known/openid-configuration', audience: null },
    flow: 'token_exchange',
    exchange,
    clientId: 'app',
    clientAuthentication: 'none',
    signingKey: null,
    scopes: ['openid', 'offline_access'],
    redirectUris: ['http://localhost:3000/auth/oidc/callback'],
  };
  const forOrganisation = { sigmaConnectionId: null, isForOrganisation: true };
  const cases: readonly (readonly [name: string, changes: Partial<Connection>, expected: readonly string[]])[] = [
    ['nothing', {}, []],
    ['a name', { label: 'Other' }, []],
    ['the connection of Sigma', { sigmaConnectionId: 'other' }, []],
    ['whether Sigma gets a token at all', { sigmaConnectionId: null }, ['flow']],
    ['that the whole organisation gets the token', forOrganisation, ['organisation']],
    ['redirect URLs', { redirectUris: ['http://localhost:1/a'] }, []],
    ['how the application proves itself', { clientAuthentication: 'client_secret_post' }, []],
    ['the order of scopes', { scopes: ['offline_access', 'openid'] }, []],
    ['the order of exchanged scopes', { exchange: { ...exchange, scopes: ['sql', 'all-apis'] } }, []],
    ['a scope more', { scopes: [...before.scopes, 'email'] }, ['scopes']],
    ['another client', { clientId: 'other' }, ['client']],
    ['another server', { server: databricks() }, ['server']],
    ['another audience', { server: { ...before.server, audience: 'api' } as AuthorizationServer }, ['server']],
    ['another exchange', { exchange: { ...exchange, scopes: ['sql'] } }, ['exchange']],
    ['another workspace to ask', { exchange: { ...exchange, server: databricks({ workspaceId: '7' }) } }, []],
    ['another account of the exchange', { exchange: { ...exchange, server: databricks(atAccount) } }, ['exchange']],
    ['another exchanging application', { exchange: { ...exchange, clientId: 'x' } }, ['exchange']],
    ['no exchange any more', { flow: 'authorization_code', exchange: null }, ['flow', 'exchange']],
    ['everything', { flow: 'client_credentials', clientId: 'x', scopes: ['sql'] }, ['flow', 'client', 'scopes']],
  ];

  test.each(cases)('%s', (_name, changes, expected) => {
    expect(rebindings(before, { ...before, ...changes })).toEqual(expected);
  });

  test.each(cases)('%s: as the fingerprint of a grant has it', (_name, changes, expected) => {
    const isSame = connectionFingerprint(before, sigma) === connectionFingerprint({ ...before, ...changes }, sigma);
    expect(isSame).toBe(expected.length === 0);
  });
});
