import { describe, expect, test } from 'vitest';
import { readDatabricksConfig } from '../../../src/main/providers/databricks-host.ts';
import type { AppError } from '../../../src/shared/errors.ts';

const ORIGIN = 'https://acme.databricks.com';
const ACCOUNT = '11aa-22';
const read = (document: unknown, accountId: string | null = null, origin = ORIGIN) =>
  readDatabricksConfig(document, origin, accountId);

describe('a host says where people sign in:', () => {
  const unified = `${ORIGIN}/oidc/accounts/{account_id}`;
  test.each<[string, object, string | null, object]>([
    [
      'at the workspace',
      { oidc_endpoint: `${ORIGIN}/oidc`, account_id: ACCOUNT, workspace_id: '7', cloud: 'AWS', host_type: 'workspace' },
      null,
      { accountId: null, workspaceId: '7' },
    ],
    [
      'at the workspace, and nothing more',
      { oidc_endpoint: `${ORIGIN}/oidc` },
      null,
      { accountId: null, workspaceId: null },
    ],
    [
      'at the workspace, with slashes',
      { oidc_endpoint: `${ORIGIN}/oidc//` },
      null,
      { accountId: null, workspaceId: null },
    ],
    [
      'in other letters',
      { oidc_endpoint: 'HTTPS://ACME.databricks.com:443/oidc' },
      null,
      { accountId: null, workspaceId: null },
    ],
    [
      'at its account',
      { oidc_endpoint: unified, account_id: ACCOUNT, host_type: 'unified' },
      null,
      { accountId: ACCOUNT, workspaceId: null },
    ],
    [
      'at its account, which is written out',
      { oidc_endpoint: `${ORIGIN}/oidc/accounts/${ACCOUNT}` },
      null,
      { accountId: ACCOUNT, workspaceId: null },
    ],
    ['at the account of the profile', { oidc_endpoint: unified }, ACCOUNT, { accountId: ACCOUNT, workspaceId: null }],
    [
      'at the account of the profile, as the host writes it',
      { oidc_endpoint: unified, account_id: ACCOUNT },
      ACCOUNT.toUpperCase(),
      { accountId: ACCOUNT, workspaceId: null },
    ],
    [
      'with numbers for ids, and fields that nobody knows',
      { oidc_endpoint: unified, account_id: ACCOUNT, workspace_id: 6436897454825492, cloud: 5, more: [] },
      null,
      { accountId: ACCOUNT, workspaceId: '6436897454825492' },
    ],
    [
      'with ids that are empty',
      { oidc_endpoint: `${ORIGIN}/oidc`, account_id: '', workspace_id: null },
      null,
      { accountId: null, workspaceId: null },
    ],
  ])('%s', (_, document, accountId, told) => {
    expect(read(document, accountId)).toEqual(told);
  });

  test.each([[null], [undefined], ['https://evil.example/oidc'], [7], [true], [[]], [[{ oidc_endpoint: 'x' }]], [{}]])(
    '%j says nothing',
    (document) => {
      expect(read(document)).toBeNull();
    },
  );
  test.each([[''], [null]])('an address that is %j says nothing', (oidc_endpoint) => {
    expect(read({ oidc_endpoint, account_id: ACCOUNT })).toBeNull();
  });

  test('a host of this computer speaks plain http', () => {
    const origin = 'http://127.0.0.1:4000';
    expect(read({ oidc_endpoint: `${origin}/oidc` }, null, origin)).toEqual({ accountId: null, workspaceId: null });
  });
});

describe('refused is', () => {
  const refusal = (document: unknown, accountId: string | null = null, origin = ORIGIN): AppError => {
    try {
      read(document, accountId, origin);
    } catch (error) {
      return error as AppError;
    }
    throw new Error('It was believed.');
  };
  const at = (oidc_endpoint: unknown, more: object = {}) => ({ oidc_endpoint, account_id: ACCOUNT, ...more });

  test.each<[string, unknown, string]>([
    ['another host', 'https://evil.example/oidc', 'elsewhere'],
    ['another host of the same domain', 'https://dbc-1.cloud.databricks.com/oidc', 'elsewhere'],
    ['the account console of the same cloud', 'https://accounts.cloud.databricks.com/oidc/accounts/a', 'elsewhere'],
    ['a host that only begins like it', 'https://acme.databricks.com.evil.example/oidc', 'elsewhere'],
    ['a host below it', 'https://x.acme.databricks.com/oidc', 'elsewhere'],
    ['another port', 'https://acme.databricks.com:8443/oidc', 'elsewhere'],
    ['its name before another host', 'https://acme.databricks.com@evil.example/oidc', 'elsewhere'],
    ['credentials in the address', 'https://a:b@acme.databricks.com/oidc', 'elsewhere'],
    ['a user in the address', 'https://a@acme.databricks.com/oidc', 'elsewhere'],
    ['a password in the address', 'https://:b@acme.databricks.com/oidc', 'elsewhere'],
    ['its name before a backslash', 'https://evil.example\\@acme.databricks.com/oidc', 'elsewhere'],
    ['plain http', 'http://acme.databricks.com/oidc', 'notHttps'],
    ['another scheme', 'javascript:alert(1)', 'notHttps'],
    ['a file', 'file:///oidc', 'notHttps'],
    ['no address', 'oidc', 'noAddress'],
    ['a path alone', '/oidc', 'noAddress'],
    ['no path', `${ORIGIN}`, 'unknownPlace'],
    ['another path', `${ORIGIN}/driver-proxy/o/7/cluster/8080`, 'unknownPlace'],
    ['a longer path', `${ORIGIN}/oidc/accounts/${ACCOUNT}/more`, 'unknownPlace'],
    ['a path that leads out', `${ORIGIN}/oidc/accounts/../../files`, 'unknownPlace'],
    ['a path that leads out when decoded', `${ORIGIN}/oidc/accounts/..%2f..%2ffiles`, 'unknownPlace'],
    ['an account without a name', `${ORIGIN}/oidc/accounts/`, 'unknownPlace'],
    ['another placeholder', `${ORIGIN}/oidc/accounts/{tenant}`, 'unknownPlace'],
    ['a placeholder among other letters', `${ORIGIN}/oidc/accounts/x{account_id}`, 'unknownPlace'],
    ['a placeholder in another place', `${ORIGIN}/{account_id}`, 'unknownPlace'],
    ['a query', `${ORIGIN}/oidc?next=https://evil.example`, 'unknownPlace'],
    ['a fragment', `${ORIGIN}/oidc#x`, 'unknownPlace'],
  ])('%s', (_, endpoint, reason) => {
    const error = refusal(at(endpoint));
    expect(error.code).toBe('metadata_endpoint_untrusted');
    expect(error.values).toMatchObject({ reason, name: 'oidc_endpoint', host: 'acme.databricks.com' });
  });

  test.each<[string, RegExp]>([
    ['https://evil.example/oidc', /another server: evil\.example\./],
    [`${ORIGIN}/files/x`, /people sign in: \/files\/x\./],
    [`${ORIGIN}/oidc/accounts/a%2fb`, /people sign in: \/oidc\/accounts\/a%2fb\./],
    [`${ORIGIN}/oidc?a=b`, /people sign in: https:\/\/acme\.databricks\.com\/oidc\?a=b\./],
  ])('%s, by its name', (endpoint, message) => {
    expect(refusal(at(endpoint)).message).toMatch(message);
  });

  test('a long address, of which only the beginning is said', () => {
    const { message } = refusal(at(`${ORIGIN}/${'x'.repeat(1_900)}`));
    expect(message.length).toBeLessThan(400);
  });

  test('a placeholder in the name of the host', () => {
    expect(refusal(at('https://{account_id}.evil.example/oidc')).code).toBe('metadata_endpoint_untrusted');
  });

  test('https at a host of this computer that speaks plain http', () => {
    const error = refusal(at('https://127.0.0.1:4000/oidc'), null, 'http://127.0.0.1:4000');
    expect(error.code).toBe('metadata_endpoint_untrusted');
  });

  test.each<[string, object]>([
    ['oidc_endpoint', at(7)],
    ['oidc_endpoint', at(['https://acme.databricks.com/oidc'])],
    ['oidc_endpoint', at(`${ORIGIN}/${'x'.repeat(2_048)}`)],
    ['account_id', at(`${ORIGIN}/oidc`, { account_id: {} })],
    ['account_id', at(`${ORIGIN}/oidc`, { account_id: 'a/../b' })],
    ['account_id', at(`${ORIGIN}/oidc`, { account_id: 'a'.repeat(65) })],
    ['workspace_id', at(`${ORIGIN}/oidc`, { workspace_id: '7\r\nauthorization: Basic x' })],
    ['workspace_id', at(`${ORIGIN}/oidc`, { workspace_id: 2 ** 60 })],
    ['workspace_id', at(`${ORIGIN}/oidc`, { workspace_id: 7.5 })],
  ])('%s that is not what it should be', (name, document) => {
    const error = refusal(document);
    expect([error.code, error.values]).toMatchObject(['metadata_invalid', { reason: 'unreadableHost', name }]);
    expect(error.message).toContain(`acme.databricks.com says of itself cannot be read: ${name} is not`);
  });

  test('an account that nobody names', () => {
    const error = refusal({ oidc_endpoint: `${ORIGIN}/oidc/accounts/{account_id}` });
    expect([error.code, error.values]).toMatchObject(['metadata_invalid', { reason: 'noAccount' }]);
  });

  test.each<[string, object]>([
    ['a workspace of another account', at(`${ORIGIN}/oidc`)],
    ['a host of another account', at(`${ORIGIN}/oidc/accounts/{account_id}`)],
    ['another account in the path', { oidc_endpoint: `${ORIGIN}/oidc/accounts/${ACCOUNT}` }],
  ])('%s than the one of the profile', (_, document) => {
    const error = refusal(document, '33cc-44');
    expect([error.code, error.values]).toMatchObject([
      'metadata_issuer_mismatch',
      { reason: 'otherAccount', stated: ACCOUNT, expected: '33cc-44' },
    ]);
    expect(error.message).toBe('acme.databricks.com belongs to the account 11aa-22, and not to 33cc-44.');
  });

  test('an account in the path that is not the one beside it', () => {
    expect(refusal(at(`${ORIGIN}/oidc/accounts/33cc-44`)).code).toBe('metadata_issuer_mismatch');
  });
});
