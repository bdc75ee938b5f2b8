import { describe, expect, test } from 'vitest';
import { entra } from '../../../src/main/providers/entra.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import type { AuthorizationServer } from '../../../src/shared/profile/servers.ts';
import { unsignedJwt } from '../../support/hostile-fixture.ts';

const AUTHORITY = 'https://login.microsoftonline.com';
const DIRECTORY = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const OTHER = '8eb1a4d2-0c5f-4d59-9f3e-1a2b3c4d5e6f';
const TEMPLATE = `${AUTHORITY}/{tenantid}/v2.0`;
const issuerIn = (directory: string) => `${AUTHORITY}/${directory}/v2.0`;
const tokenOf = (claims: object) => unsignedJwt({ alg: 'RS256' }, claims, 'x');

const common: AuthorizationServer = { provider: 'entra', authority: AUTHORITY, tenant: 'common' };
const byUrl: AuthorizationServer = {
  provider: 'oidc',
  metadataUrl: `${AUTHORITY}/common/v2.0/.well-known/openid-configuration`,
  audience: null,
};

describe.each([
  ['Entra', common],
  ['Entra by its metadata URI', byUrl],
] as const)('%s for several directories', (_, server) => {
  const { issuerOfIdToken, issuerOfResponse } = providerOf<AuthorizationServer>(server).authorizationServer(server);

  test('an ID token is to name the directory that stands in it', () => {
    expect(issuerOfIdToken?.(TEMPLATE, tokenOf({ tid: DIRECTORY }))).toBe(issuerIn(DIRECTORY));
  });

  test.each([
    ['names no directory', tokenOf({})],
    ['names something else than a directory', tokenOf({ tid: 'evil' })],
    ['names a directory with more before it', tokenOf({ tid: `evil/${DIRECTORY}` })],
    ['names a directory with more behind it', tokenOf({ tid: `${DIRECTORY}/evil` })],
    ['names a directory in a list', tokenOf({ tid: [DIRECTORY] })],
    ['is no token at all', 'x'],
  ])('an ID token that %s can name no issuer that is accepted', (_name, idToken) => {
    expect(issuerOfIdToken?.(TEMPLATE, idToken)).toBe(TEMPLATE);
  });

  test('an ID token changes nothing where the metadata names a directory', () => {
    expect(issuerOfIdToken?.(issuerIn(OTHER), tokenOf({ tid: DIRECTORY }))).toBe(issuerIn(OTHER));
  });

  test.each([issuerIn(DIRECTORY), issuerIn(DIRECTORY.toUpperCase())])('a response may come from %s', (stated) => {
    expect(issuerOfResponse?.(TEMPLATE, stated)).toBe(stated);
  });

  test.each([
    `https://evil.example/${DIRECTORY}/v2.0`,
    // As long as Microsoft's own name, so that only its letters tell them apart.
    `https://login.microsoftonline.net/${DIRECTORY}/v2.0`,
    `${AUTHORITY}/${DIRECTORY}/v1.0`,
    `${AUTHORITY}/evil/v2.0`,
    `${AUTHORITY}/x${DIRECTORY}/v2.0`,
    `${AUTHORITY}/${DIRECTORY}x/v2.0`,
    `${AUTHORITY}/${DIRECTORY}`,
    `${AUTHORITY}/v2.0`,
    `${AUTHORITY}/${DIRECTORY}/v2.0/`,
    'nothing',
    '',
  ])('a response may not come from %s', (stated) => {
    expect(issuerOfResponse?.(TEMPLATE, stated)).toBe(TEMPLATE);
  });

  test('a response of another directory does not do where the metadata names one', () => {
    expect(issuerOfResponse?.(issuerIn(OTHER), issuerIn(DIRECTORY))).toBe(issuerIn(OTHER));
  });
});

test('no other server has issuers that depend on an answer, but for the old name of Google', () => {
  const others: AuthorizationServer[] = [
    { provider: 'databricks', host: 'https://dbc-1.cloud.databricks.com', level: 'workspace', accountId: null },
    { provider: 'oidc', metadataUrl: 'https://acme.okta.com/.well-known/openid-configuration', audience: null },
    { provider: 'google', issuer: 'https://accounts.example' },
    { provider: 'snowflake', accountUrl: 'https://a-b.snowflakecomputing.com' },
  ];
  for (const server of others) {
    const address = providerOf<AuthorizationServer>(server).authorizationServer(server);
    expect([address.issuerOfIdToken, address.issuerOfResponse]).toEqual([undefined, undefined]);
  }
  expect(entra.authorizationServer({ provider: 'entra', authority: AUTHORITY, tenant: DIRECTORY })).toMatchObject({
    issuerOfIdToken: expect.any(Function),
    issuerOfResponse: expect.any(Function),
  });
});

describe("Entra's word on the address (xms_edov)", () => {
  test.each<[unknown, readonly string[]]>([
    [undefined, []],
    [null, []],
    [true, []],
    ['true', []],
    [1, []],
    ['1', []],
    [false, ['email']],
    ['false', ['email']],
    [0, ['email']],
    ['0', ['email']],
    [[], ['email']],
  ])('%j leaves unproven: %j', (xms_edov, unproven) => {
    expect(entra.unprovenClaims?.({ xms_edov })).toEqual(unproven);
    expect(providerOf(byUrl).unprovenClaims?.({ xms_edov })).toEqual(unproven);
  });
});
