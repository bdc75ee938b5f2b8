/** Every row of the tables of refusals: the code, the remedy, who has to act, and what becomes of the sign-in. */
import { describe, expect, test } from 'vitest';
import { endsGrant } from '../../../src/main/oauth/grants/renewal-rules.ts';
import { authorizationError } from '../../../src/main/oauth/sign-in/authorization-error.ts';
import type { ServerRules, TokenUse } from '../../../src/main/oauth/tokens/authorization-server.ts';
import { tokenError } from '../../../src/main/oauth/tokens/token-error.ts';
import { providerOf } from '../../../src/main/providers/registry.ts';
import { sandboxRemedies } from '../../../src/main/shell/refused-start.ts';
import { explainSigmaError } from '../../../src/main/sigma/embed-errors.ts';
import { type AppError, errorClasses, isMendedInSetUp } from '../../../src/shared/errors.ts';
import type { AuthorizationServer } from '../../../src/shared/profile/servers.ts';
import { en } from '../../../src/shared/text/en.ts';
import { errorText } from '../../../src/shared/text/error-text.ts';
import { type Actor, type RefusalTable, refusalTables, sigmaRefusals } from '../../support/refusals.ts';

const rulesOf = (server: AuthorizationServer): ServerRules =>
  providerOf<AuthorizationServer>(server).authorizationServer(server);
const oidcAt = (host: string): ServerRules =>
  rulesOf({ provider: 'oidc', metadataUrl: `https://${host}/.well-known/openid-configuration`, audience: null });

const servers: Readonly<Record<RefusalTable['server'], ServerRules>> = {
  databricks: rulesOf({
    provider: 'databricks',
    host: 'https://dbc-1.cloud.databricks.com',
    level: 'workspace',
    accountId: null,
  }),
  entra: rulesOf({ provider: 'entra', authority: 'https://login.microsoftonline.com', tenant: 'acme.example' }),
  okta: oidcAt('acme.okta.com'),
  auth0: oidcAt('acme.eu.auth0.com'),
  ping: oidcAt('auth.pingone.eu'),
  google: rulesOf({ provider: 'google', issuer: 'https://accounts.google.com' }),
  snowflake: rulesOf({ provider: 'snowflake', accountUrl: 'https://a-b.snowflakecomputing.com' }),
};

function refused(use: TokenUse | 'authorization', status: number, error: string, says: string, rules: ServerRules) {
  if (use === 'authorization') return authorizationError(error, says, rules);
  // In the shape of RFC 6749, and of the APIs for what is a name or number of theirs.
  const isOfApi = /^(?:\d|[A-Z])/.test(error);
  const body = JSON.stringify(isOfApi ? { code: error, message: says } : { error, error_description: says });
  return tokenError({ status, headers: new Headers(), body }, use, 0, [], rules);
}

/** Who has to act, by what the person reads. */
function actorOf({ code, values }: AppError): Actor {
  if (code === 'server_busy' || code === 'authorization_server_error') return 'nobody';
  const { remedy } = errorText(en, { code, values });
  if (/^Ask (?:an?|its|the) /.test(remedy)) return 'administrator';
  return isMendedInSetUp(code) && /^(?:Check|Enter|Take|Choose|Set|Read|The|In the profile)/.test(remedy)
    ? 'administrator'
    : 'person';
}

const flat = refusalTables.flatMap(({ product, server, groups }) =>
  groups.flatMap(({ use, status = 400, rows }) => rows.map((row) => ({ product, server, use, status, row }))),
);

test.each(flat)('$product, $use: $row.0 $row.1 means what its row says', ({ server, use, status, row }) => {
  const [error, says, code, remedy, who] = row;
  const failure = refused(use, status, error, says, servers[server]);
  expect(failure.code).toBe(code);
  const usual = servers[server].remedies?.[code] ?? null;
  expect(failure.values.remedy ?? null).toBe(remedy ?? usual);
  expect(actorOf(failure)).toBe(who);
  expect(failure.message).toContain(says);
});

const atRenewals = flat.filter(({ row }) => row[5] !== null);
test.each(atRenewals)('$product: a sign-in whose renewal meets $row.0 $row.1 $row.5', ({ server, status, row }) => {
  const [error, says, , remedy, , renewal] = row;
  const failure = refused('refresh', status, error, says, servers[server]);
  expect(endsGrant(failure, { token: { obtainedAt: 0, expiresAt: 1 }, refusals: 0 }, 0)).toBe(renewal === 'ends');
  // What is to be done about it does not depend on when it is met.
  if (remedy !== null) expect(failure.values.remedy).toBe(remedy);
});

test('each number of Microsoft stands in one row, and there are more than forty', () => {
  const numbers = flat.flatMap(({ row }) => /AADSTS\d+/.exec(row[1])?.[0] ?? []);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.length).toBeGreaterThan(40);
});

test.each(sigmaRefusals)('Sigma: %s %s means what its row says', (code, says, ours, remedy, who) => {
  const failure = explainSigmaError(code === '' ? undefined : code, says === '' ? undefined : says);
  expect(failure.code).toBe(ours);
  expect(failure.values.remedy ?? null).toBe(remedy);
  expect(actorOf(failure)).toBe(who);
});

describe('remedies belong to their product', () => {
  /** The first word of the name of a remedy says whose it is. */
  const productOf = (remedy: string): string => /^[a-z0-9]+/.exec(remedy)?.[0] ?? '';
  const named: Readonly<Record<string, RegExp>> = {
    databricks: /Databricks/i,
    entra: /Entra|Microsoft/i,
    okta: /Okta/i,
    auth0: /Auth0/i,
    ping: /\bPing/,
    google: /Google|BigQuery/i,
    snowflake: /Snowflake/i,
  };

  test('what everybody may read names no product', () => {
    // These two are about one product, whoever reads them.
    const ofOne = new Set(['exchange_rejected', 'sigma_personal_account']);
    const all = Object.entries(en.errors).filter(([code]) => !ofOne.has(code));
    for (const [code, { title, remedy }] of all) {
      for (const name of Object.values(named)) expect(`${title} ${remedy}`, code).not.toMatch(name);
    }
  });

  test('what is for one product names no other', () => {
    for (const [name, remedy] of Object.entries(en.remedies)) {
      const own = productOf(name);
      for (const [product, pattern] of Object.entries(named)) {
        const isOwn = product === own || (product === 'google' && own === 'big');
        if (!isOwn) expect(remedy, name).not.toMatch(pattern);
      }
    }
  });

  test.each(flat)('$product says nothing of another: $row.0 $row.1', ({ server, use, status, row }) => {
    for (const [name, rules] of Object.entries(servers)) {
      const failure = refused(use, status, row[0], row[1], rules);
      const remedy = String(failure.values.remedy ?? '');
      // What Entra and Google alone say, and a server at a company's own domain, may be passed on by another.
      const isPassedOn = server === 'entra' || server === 'google';
      if (remedy !== '' && !isPassedOn) expect(productOf(remedy)).toBe(name);
    }
  });

  test.each([
    ['authorization', 'unauthorized', 'No.', 'authorization_denied'],
    ['authorization', 'too_many_attempts', '', 'authorization_denied'],
    ['code', 'mfa_required', '', 'authorization_interaction_required'],
    ['code', 'invalid_dpop_proof', '', 'token_request_rejected'],
    ['code', 'unauthorized_client', 'Client not allowed for grant_type x', 'token_request_rejected'],
  ] as const)(
    'what several products say (%s: %s) has no remedy of one where none is known',
    (use, error, says, code) => {
      const failure = refused(use, 400, error, says, oidcAt('login.acme.example'));
      expect(failure.code).toBe(code);
      expect(failure.values.remedy).toBeUndefined();
    },
  );

  test('what one product alone says is known at a domain of the company', () => {
    const says = 'User is not assigned to the client application.';
    const failure = refused('authorization', 400, 'access_denied', says, oidcAt('login.acme.example'));
    expect(failure.values.remedy).toBe('oktaAssignment');
  });

  test('Databricks by its metadata URI is Databricks', () => {
    const says = 'Source IP address: 203.0.113.7 is blocked by Databricks IP ACL for workspace: 1';
    const failure = refused('refresh', 403, '403', says, oidcAt('dbc-1.cloud.databricks.com/oidc'));
    expect(failure.values.remedy).toBe('databricksNetwork');
    const passedOn = refused('code', 400, 'x', 'AADSTS50105: x', oidcAt('dbc-1.cloud.databricks.com/oidc'));
    expect(passedOn.code).toBe('authorization_denied');
    expect(passedOn.values.remedy).toBeUndefined();
  });

  test.each([
    ['entra', 'AADSTS90002: Tenant not found', '', 'metadata_invalid', 'entraDirectory'],
    ['okta', 'Not found: Resource not found: x (AuthorizationServer)', 'E0000007', 'metadata_invalid', 'oktaServer'],
    ['ping', 'Unable to find environment with ID', 'NOT_FOUND', 'metadata_invalid', 'pingEnvironment'],
    ['databricks', 'is blocked by Databricks IP ACL', '403', 'access_from_here_refused', 'databricksNetwork'],
  ] as const)('metadata of %s: %s', (server, description, error, code, remedy) => {
    const known = servers[server].vendorError?.({ use: 'metadata', status: 400, error, description });
    expect(known).toEqual({ code, remedy });
  });

  test('what Entra says through Databricks keeps its meaning and not its remedy', () => {
    const failure = refused('code', 400, 'invalid_grant', 'AADSTS50105: not assigned', servers.databricks);
    expect(failure.code).toBe('authorization_denied');
    expect(failure.values.remedy).toBeUndefined();
  });

  test('what Entra says of its own application through another product has no remedy of Entra', () => {
    const says = 'AADSTS7000222: The provided client secret keys are expired';
    for (const server of ['okta', 'auth0', 'ping', 'databricks'] as const) {
      const { code, values } = refused('code', 400, 'access_denied', says, servers[server]);
      expect(code).toBe('client_rejected');
      expect(values.remedy).toBe(server === 'databricks' ? 'databricksClient' : undefined);
      // What the person can do is the same, whoever passes it on.
      const blocked = refused('code', 400, 'access_denied', 'AADSTS50076: second factor', servers[server]);
      expect(blocked.values.remedy).toBe(server === 'databricks' ? undefined : 'entraSecondFactor');
      expect(refused('code', 400, 'x', 'AADSTS500200: personal', servers[server]).code).toBe('sigma_personal_account');
    }
  });

  test('every remedy is given by something', () => {
    const given = new Set([
      ...flat.map(({ row }) => row[3]),
      ...sigmaRefusals.map((row) => row[3]),
      ...Object.values(servers).flatMap(({ remedies = {}, algorithmRemedy }) => [
        ...Object.values(remedies),
        algorithmRemedy,
      ]),
      // Of a start without a sandbox
      ...Object.values(sandboxRemedies),
      // Of certificates
      'certificateTime',
      'certificateName',
      'noSafeConnection',
      // Of ID tokens, and of metadata
      'idTokenAlgorithm',
      'idTokenUnencrypted',
      'idTokenTime',
      'meRefused',
      'oktaServer',
      'pingEnvironment',
      // Of tests of a set-up, and of sign-ins that a window starts without end
      'waitAndRepeat',
      'testLess',
      // Of a part of a window whose file is not there any more
      'startProgramAgain',
      // Of a file of settings that was damaged
      'chooseSettingsAgain',
    ]);
    expect(Object.keys(en.remedies).filter((name) => !given.has(name as never))).toEqual([]);
  });

  test('every code of a row is one of ours', () => {
    for (const { row } of flat) expect(Object.keys(errorClasses)).toContain(row[2]);
  });
});
