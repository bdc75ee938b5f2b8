/** Every row of the troubleshooting tables that Sigma and the data platforms publish, by what reaches the program. */
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../../../src/main/net/retry-after.ts';
import { cannotRenew } from '../../../src/main/oauth/grants/grant-view.ts';
import { grantedScopes } from '../../../src/main/oauth/grants/granted-scopes.ts';
import { authorizationError } from '../../../src/main/oauth/sign-in/authorization-error.ts';
import type { ServerRules, TokenUse } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { tokenError } from '../../../src/main/oauth/tokens/token-error.ts';
import { databricks } from '../../../src/main/providers/databricks.ts';
import { entra } from '../../../src/main/providers/entra.ts';
import { google } from '../../../src/main/providers/google.ts';
import { oidc } from '../../../src/main/providers/oidc.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import { explainSigmaError } from '../../../src/main/sigma/embed-errors.ts';
import type { AppError, ErrorCode } from '../../../src/shared/errors.ts';
import type { AuthorizationServer } from '../../../src/shared/profile/servers.ts';
import { en } from '../../../src/shared/text/en.ts';
import { errorText } from '../../../src/shared/text/error-text.ts';

const oidcAt = (metadataUrl: string) => oidc.authorizationServer({ provider: 'oidc', metadataUrl, audience: null });
/** The rules of one server of each kind that has some. */
const servers = {
  databricks: databricks.authorizationServer({
    provider: 'databricks',
    host: 'https://adb-1.2.azuredatabricks.net',
    level: 'workspace',
    accountId: null,
  }),
  account: databricks.authorizationServer({
    provider: 'databricks',
    host: 'https://adb-1.2.azuredatabricks.net',
    level: 'account',
    accountId: '11aa-22',
  }),
  entra: entra.authorizationServer({
    provider: 'entra',
    authority: 'https://login.microsoftonline.com',
    tenant: 'common',
  }),
  entraByUrl: oidcAt('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration'),
  /** By its metadata URI any server may be meant. */
  byUrl: oidcAt('https://acme.okta.com/.well-known/openid-configuration'),
  google: google.authorizationServer({ provider: 'google', issuer: 'https://accounts.google.com' }),
} satisfies Record<string, ServerRules>;

const atAuthorization = (error: string, description = '', rules: ServerRules = {}) =>
  authorizationError(error, description, rules);
const atToken = (use: TokenUse, status: number, error: string, error_description = '', rules: ServerRules = {}) =>
  tokenError({ status, headers: new Headers(), body: JSON.stringify({ error, error_description }) }, use, 0, [], rules);
const fromSigma = (message: string, code = 'EINVAL') => explainSigmaError(code, message);

test.each<[row: string, error: AppError, code: ErrorCode, remedy: RegExp]>([
  // 004
  ['redirect_uri_mismatch', atAuthorization('redirect_uri_mismatch'), 'redirect_uri_mismatch', /add the redirect URLs/],
  [
    'invalid_scope',
    atAuthorization('invalid_scope'),
    'authorization_invalid_scope',
    /grant the application the scopes.*or remove/,
  ],
  [
    'consent_required',
    atAuthorization('consent_required'),
    'authorization_interaction_required',
    /add the scope "offline_access"/,
  ],
  [
    'consent on every query: no refresh token',
    cannotRenew({ requestedScopes: ['sql'] }, { refreshScope: 'offline_access' }),
    'renewal_unavailable',
    /add the scope "offline_access"/,
  ],
  ['scopes differ', missingScope('oidc'), 'scopes_missing', /the two lists must agree/],
  [
    'Databricks (OIDC): 401 Unauthorized, at the exchange',
    atToken('exchange', 401, 'invalid_grant'),
    'exchange_rejected',
    /federation policy/,
  ],
  [
    'Databricks (OIDC): 401 Unauthorized, at a query',
    fromSigma('401 Unauthorized', 'EACCES'),
    'data_sign_in_refused',
    /federation policy/,
  ],
  [
    'BigQuery: Permission denied',
    fromSigma('BigQuery: Permission denied'),
    'data_access_denied',
    /roles\/bigquery\.dataViewer/,
  ],
  [
    'BigQuery, in its own words',
    fromSigma('Access Denied: Table a:b.c: User does not have permission'),
    'data_access_denied',
    /roles\/bigquery\.dataViewer/,
  ],
  // 000
  [
    'ver 1.1',
    fromSigma('connection_oauth_tokens is only supported in ver 1.1'),
    'sigma_version_unsupported',
    /version 1\.1/,
  ],
  ['invalid encrypted token', fromSigma('Invalid encrypted token'), 'sigma_secret_wrong', /embed secret/],
  [
    'sign in to view',
    fromSigma('Sign in to view this connection'),
    'sigma_connection_sign_in',
    /Set both to workspace/,
  ],
  [
    'personal accounts, from Sigma',
    fromSigma('Personal Microsoft accounts are not supported'),
    'sigma_personal_account',
    /workspace/,
  ],
  [
    'personal accounts, from the server',
    atAuthorization('access_denied', 'Personal Microsoft accounts are not supported', servers.databricks),
    'sigma_personal_account',
    /workspace/,
  ],
  // 002: without offline_access; claims; refresh tokens past their lifetime
  [
    'offline_access asked for and not given',
    cannotRenew({ requestedScopes: ['offline_access'] }, { refreshScope: 'offline_access' }),
    'renewal_unavailable',
    /allow refresh tokens/,
  ],
  ['refresh token TTL is over', atToken('refresh', 400, 'invalid_grant'), 'grant_dead', /Sign in again/],
  ['a key that is not the registered one', atToken('code', 401, 'invalid_client'), 'client_rejected', /client secret/],
])('%s', (_, error, code, remedy) => {
  expect(error.code).toBe(code);
  expect(errorText(en, error).remedy).toMatch(remedy);
});

function missingScope(provider: AuthorizationServer['provider']): AppError {
  const { scopes } = providerOf({ provider } as AuthorizationServer);
  try {
    grantedScopes(['session:role-any'], 'openid', scopes);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('It was accepted.');
}

test.each<[AuthorizationServer['provider'], RegExp]>([
  ['databricks', /App connections, Access scopes/],
  ['entra', /App registrations, API permissions/],
  ['oidc', /access policies of the authorization server/],
  ['snowflake', /security integration/],
  ['google', /Data access/],
])('missing scopes are named with the place where an administrator of %s grants them', (provider, place) => {
  expect(missingScope(provider).message).toMatch(/^Not granted: session:role-any\./);
  expect(missingScope(provider).message).toMatch(place);
});

describe("Microsoft's numbers", () => {
  test.each<[string, ErrorCode]>([
    [
      "AADSTS50011: The redirect URI 'http://localhost:3000' specified in the request does not match",
      'redirect_uri_mismatch',
    ],
    [
      'AADSTS65001: The user or administrator has not consented to use the application',
      'authorization_interaction_required',
    ],
    ['AADSTS90094: An administrator must grant consent', 'authorization_interaction_required'],
    ["AADSTS70011: The provided value for the input parameter 'scope' is not valid", 'authorization_invalid_scope'],
    ['AADSTS500011: The resource principal named x was not found', 'authorization_invalid_scope'],
    ['AADSTS700016: Application with identifier x was not found in the directory', 'client_rejected'],
    ['AADSTS7000215: Invalid client secret provided', 'client_rejected'],
    ['AADSTS7000218: The request body must contain client_assertion or client_secret', 'client_rejected'],
    ['AADSTS50105: The signed in user is not assigned to a role for the application', 'authorization_denied'],
    ['AADSTS65004: User declined to consent', 'authorization_denied'],
    ['AADSTS500200: User account is a personal Microsoft account', 'sigma_personal_account'],
  ])('%s', (description, code) => {
    for (const rules of [servers.entra, servers.entraByUrl, servers.byUrl, servers.databricks, servers.account]) {
      expect(atAuthorization('invalid_request', description, rules).code).toBe(code);
      expect(atToken('code', 400, 'invalid_request', description, rules).code).toBe(code);
    }
  });

  test('mean nothing at a server that has nothing to do with Microsoft', () => {
    expect(atAuthorization('access_denied', 'AADSTS70011', servers.google).code).toBe('authorization_denied');
    expect(atToken('code', 400, 'invalid_request', 'AADSTS70011').code).toBe('token_request_rejected');
  });

  test('a number that is not known leaves the error as it is', () => {
    expect(atAuthorization('access_denied', 'AADSTS999999: something', servers.entra).code).toBe(
      'authorization_denied',
    );
    expect(atAuthorization('access_denied', 'AADSTS50011x', servers.entra).code).toBe('authorization_denied');
  });

  const withEntra = [servers.entra, servers.entraByUrl, servers.byUrl, servers.databricks, servers.account];

  test.each([
    ['AADSTS50196: The server terminated an operation because it encountered a client request loop', 'server_busy'],
    ['AADSTS90033: A transient error has occurred. Please try again', 'server_busy'],
    ['AADSTS90024: A transient error has occurred', 'server_busy'],
    ['AADSTS90055: There are too many incoming requests', 'server_busy'],
    ['AADSTS90012: The request has timed out', 'server_busy'],
    ['AADSTS50033: A transient error', 'server_busy'],
    ['AADSTS7000222: The provided client secret keys are expired', 'client_rejected'],
    ['AADSTS700016: Application with identifier x was not found in the directory', 'client_rejected'],
    ['AADSTS500011: The resource principal named x was not found', 'authorization_invalid_scope'],
    ['AADSTS999999: The sign-in failed, see AADSTS50196: a client request loop', 'server_busy'],
  ])('a refresh that is refused with %s has not ended', (description, code) => {
    for (const rules of withEntra) {
      for (const error of ['interaction_required', 'invalid_grant', 'login_required', 'consent_required']) {
        expect(atToken('refresh', 400, error, description, rules).code).toBe(code);
      }
    }
  });

  test.each(['AADSTS50105: not assigned to a role', 'AADSTS50173: The provided grant has expired', 'AADSTS700082', ''])(
    'a refresh that is refused with "%s" has ended',
    (description) => {
      for (const rules of withEntra) {
        expect(atToken('refresh', 400, 'invalid_grant', description, rules).code).toBe('grant_dead');
      }
    },
  );

  test('a wait that is asked for beside a number that says busy is kept', () => {
    const answer = {
      status: 400,
      headers: new Headers({ 'retry-after': '7' }),
      body: JSON.stringify({ error: 'invalid_grant', error_description: 'AADSTS50196: a client request loop' }),
    };
    expect(retryAfterMs(tokenError(answer, 'refresh', 0, [], servers.entra))).toBe(7_000);
  });

  test('a refresh that needs the person has ended', () => {
    for (const error of ['interaction_required', 'invalid_grant', 'login_required', 'consent_required']) {
      expect(atToken('refresh', 400, error, 'AADSTS65001: consent is missing', servers.entra).code).toBe('grant_dead');
    }
  });
});

describe('a redirect URL that does not match, in the words of servers that send it back', () => {
  test.each<[string, string]>([
    ['invalid_request', "The 'redirect_uri' parameter must be a Login redirect URI; it does not match"],
    ['invalid_grant', 'redirect_uri mismatch'],
    ['invalid_request', 'Invalid redirect uri'],
    ['invalid_request', 'Redirect URL is not registered for this client'],
    ['unauthorized_client', 'Mismatching redirect URI.'],
  ])('%s: %s', (error, description) => {
    expect(atToken('code', 400, error, description).code).toBe('redirect_uri_mismatch');
  });

  test('where the browser alone sees it, the time-out says where to look', () => {
    expect(en.errors.sign_in_timed_out.remedy).toMatch(/redirect_uri_mismatch, AADSTS50011/);
  });
});

test('a service account, an exchange and a revocation are refused in their own words', () => {
  expect(atToken('client_credentials', 400, 'invalid_grant').code).toBe('client_rejected');
  expect(atToken('client_credentials', 401, 'invalid_client').code).toBe('client_rejected');
  expect(atToken('client_credentials', 400, 'invalid_scope').code).toBe('authorization_invalid_scope');
  expect(atToken('exchange', 400, 'invalid_request', 'subject token expired').code).toBe('exchange_rejected');
  expect(atToken('exchange', 400, 'invalid_scope').code).toBe('authorization_invalid_scope');
  expect(atToken('exchange', 503, '').code).toBe('server_busy');
  expect(atToken('code', 401, 'access_denied', 'Unauthorized').code).toBe('client_rejected');
});

test('what was sent is not shown, even when the server repeats it', () => {
  const body = JSON.stringify({ error: 'invalid_grant', error_description: 'the code abcd"efgh is not good' });
  const { message } = tokenError({ status: 400, headers: new Headers(), body }, 'code', 0, ['abcd"efgh', '']);
  expect(message).toBe('The server answered HTTP 400. the code [redacted] is not good (invalid_grant)');
});

describe('what only one kind of server says', () => {
  test.each<[string, ServerRules, string, ErrorCode, ErrorCode]>([
    ['admin_policy_enforced', servers.google, '', 'authorization_denied', 'authorization_failed'],
    ['org_internal', servers.google, '', 'authorization_denied', 'authorization_failed'],
    ['org_internal', servers.databricks, '', 'authorization_denied', 'authorization_failed'],
    ['org_internal', servers.byUrl, '', 'authorization_denied', 'authorization_failed'],
    ['access_denied', servers.databricks, 'No matching federation policy', 'exchange_rejected', 'authorization_denied'],
    ['access_denied', servers.account, 'no matching policy', 'exchange_rejected', 'authorization_denied'],
    ['E0000047', servers.byUrl, 'API call exceeded rate limit', 'server_busy', 'authorization_failed'],
  ])('%s of some servers means more than it says', (error, rules, description, code, otherwise) => {
    expect(atAuthorization(error, description, rules).code).toBe(code);
    expect(atAuthorization(error, description).code).toBe(otherwise);
  });

  test('a dead refresh token of Databricks is known at a refresh alone', () => {
    const said = 'Refresh token is invalid.';
    for (const rules of [servers.databricks, servers.account, servers.byUrl]) {
      expect(atToken('refresh', 401, 'invalid_request', said, rules).code).toBe('grant_dead');
      expect(atToken('code', 401, 'invalid_request', said, rules).code).toBe('token_request_rejected');
    }
  });

  test('is not looked for in a revocation, which has no other way to go', () => {
    expect(atToken('revocation', 400, 'invalid_request', 'AADSTS70011', servers.entra).code).toBe(
      'token_request_rejected',
    );
  });
});
