/** One connection in the set-up form: what a choice brings, what is asked for, and what a change ends. */
import { describe, expect, test } from 'vitest';
import { signInAgainSentence } from '../../../src/renderer/model/sign-in-again.ts';
import { checkForm } from '../../../src/renderer/set-up/check-form.ts';
import {
  chooseAuthentication,
  choosePattern,
  chooseProvider,
  clientAuthentications,
} from '../../../src/renderer/set-up/connection-choices.ts';
import {
  type ConnectionValues,
  connectionDraft,
  emptyConnection,
} from '../../../src/renderer/set-up/connection-values.ts';
import { emptyForm, type FormValues, formOf } from '../../../src/renderer/set-up/form-values.ts';
import {
  patterns,
  providersFor,
  registerSteps,
  scopeTemplates,
  usualLabel,
  usualRedirects,
  usualScopes,
} from '../../../src/renderer/set-up/patterns.ts';
import { rebindingsOf, withKeptSecret } from '../../../src/renderer/set-up/rebinding.ts';
import { Profile } from '../../../src/shared/profile/profile.ts';
import { accountConsole, databricksRegion } from '../../../src/shared/providers/databricks-hosts.ts';
import { entraCloud, entraFields } from '../../../src/shared/providers/entra.ts';
import { flavourName } from '../../../src/shared/providers/oidc-flavour.ts';
import type { GrantView } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';
import { setUps } from '../../support/ui/connection-fixtures.ts';

const checked = (values: FormValues) => checkForm(values, en);
const named = Object.entries(setUps);
const having = (values: ConnectionValues, patch: Partial<ConnectionValues>): ConnectionValues => ({
  ...values,
  ...patch,
});
const one = (view: (typeof setUps)[keyof typeof setUps]): ConnectionValues => {
  const [connection] = formOf(view).connections;
  if (!connection) throw new Error('The fixture has a connection.');
  return connection;
};
const withConnection = (connection: ConnectionValues, form: FormValues = formOf(setUps.databricks)): FormValues => ({
  ...form,
  connections: [connection],
});
const problem = (connection: ConnectionValues, field: string, form?: FormValues) =>
  checked(withConnection(connection, form)).problems.get(`connections.${connection.key}.${field}`);

describe('every provider and pattern goes into the form and comes back', () => {
  test.each(named)('%s', (_, view) => {
    expect(Profile.safeParse(view.profile).success).toBe(true);
    const { draft, problems } = checked(formOf(view));
    expect([...problems]).toEqual([]);
    expect(draft).toEqual({
      ...view.profile,
      embedSecret: null,
      connections: view.profile.connections.map((connection) => ({ ...connection, clientSecret: null })),
    });
  });

  test('and nothing of it counts as a change', () => {
    for (const [name, view] of named) expect(rebindingsOf(one(view), one(view)), name).toEqual([]);
  });
});

describe('a choice brings what it needs and keeps what a person entered', () => {
  test('a pattern offers only those who can serve it', () => {
    expect(Object.fromEntries(patterns.map((pattern) => [pattern, [...providersFor(pattern)].sort()]))).toEqual({
      authorization_code: ['databricks', 'entra', 'google', 'oidc', 'snowflake'],
      identity: ['databricks', 'entra', 'google', 'oidc'],
      token_exchange: ['entra', 'oidc'],
      client_credentials: ['databricks', 'entra', 'oidc'],
    });
  });

  test.each(patterns)(
    '%s: usual scopes of every provider are there, without a refresh token for machines',
    (pattern) => {
      for (const provider of providersFor(pattern)) {
        const scopes = usualScopes(pattern, provider).split(' ').filter(Boolean);
        expect(scopes.length, provider).toBeGreaterThan(0);
        if (pattern === 'client_credentials') {
          expect(scopes.filter((scope) => ['offline_access', 'refresh_token', 'openid'].includes(scope))).toEqual([]);
        }
      }
    },
  );

  test('scopes, redirect URL and name follow while they are untouched', () => {
    const start = emptyConnection();
    const snowflake = having(start, chooseProvider(start, 'snowflake'));
    expect(snowflake).toMatchObject({ scopes: 'session:role-any refresh_token', label: 'Snowflake' });
    expect(snowflake.redirectUris).toBe('http://localhost:3000/auth/snowflake/callback');
    const back = having(snowflake, chooseProvider(snowflake, 'databricks'));
    expect(back).toMatchObject({ scopes: start.scopes, redirectUris: start.redirectUris, label: 'Databricks' });
  });

  test('every kind of server has a redirect URL of its own', () => {
    const kinds = providersFor('authorization_code');
    expect(new Set(kinds.map(usualRedirects)).size).toBe(kinds.length);
  });

  test('and stay once they were made someone’s own', () => {
    const own = { scopes: 'sql custom', label: 'Lakehouse', redirectUris: 'http://localhost:4000/back' };
    const edited = having(emptyConnection(), own);
    expect(having(edited, chooseProvider(edited, 'entra'))).toMatchObject(own);
    expect(having(edited, choosePattern(edited, 'client_credentials'))).toMatchObject(own);
  });

  test('a pattern that the provider cannot serve brings one that can', () => {
    const snowflake = one(setUps.snowflake);
    expect(choosePattern(snowflake, 'token_exchange').provider).toBe('oidc');
    expect(choosePattern(snowflake, 'client_credentials').provider).toBe('databricks');
    expect(choosePattern(one(setUps.entra), 'token_exchange').provider).toBe('entra');
  });

  test('a machine cannot be public, and a key goes where none is taken', () => {
    const open = having(emptyConnection(), { clientAuthentication: 'none' });
    expect(choosePattern(open, 'client_credentials').clientAuthentication).toBe('automatic');
    expect(clientAuthentications('client_credentials', 'databricks')).not.toContain('none');
    const keyed = one(setUps['oidc-private-key']);
    expect(chooseProvider(keyed, 'snowflake')).toMatchObject({ clientAuthentication: 'automatic', algorithm: '' });
  });

  test('an identity-only connection has no Sigma connection ID, any other needs one', () => {
    const person = having(one(setUps.entra), { sigmaConnectionId: '' });
    expect(problem(person, 'sigmaConnectionId')).toBe('Enter the connection ID.');
    const identity = having(person, choosePattern(person, 'identity'));
    expect(problem(identity, 'sigmaConnectionId')).toBeUndefined();
    expect(connectionDraft(identity).sigmaConnectionId).toBeNull();
  });
});

test('a choice that is taken back leaves a saved connection as it was', () => {
  for (const [name, view] of named) {
    const saved = one(view);
    for (const provider of providersFor(saved.pattern)) {
      const away = having(saved, chooseProvider(saved, provider, saved));
      const back = having(away, chooseProvider(away, saved.provider, saved));
      expect(connectionDraft(back), `${name} by way of ${provider}`).toEqual(connectionDraft(saved));
    }
  }
});

describe('what an administrator registers', () => {
  const names = (...parts: Parameters<typeof registerSteps>) => registerSteps(...parts).map(({ name }) => name);

  test('steps about data are for sign-ins that read data', () => {
    expect(names('authorization_code', 'entra', 'oidc')).toContain('databricksPermission');
    expect(names('identity', 'entra', 'oidc')).not.toContain('databricksPermission');
    expect(names('identity', 'google', 'oidc')).toEqual(['createClient', 'testing']);
  });

  test('a federation policy is for an exchange too, and not for saying who the person is', () => {
    expect(names('token_exchange', 'oidc', 'oidc')).toContain('databricks');
    expect(names('token_exchange', 'oidc', 'oidc')).not.toContain('snowflake');
    expect(names('identity', 'oidc', 'oidc')).not.toContain('databricks');
  });

  test('steps for service accounts are for them alone, where a provider has such', () => {
    expect(names('client_credentials', 'databricks', 'oidc')).toEqual(['serviceAccount']);
    expect(names('authorization_code', 'databricks', 'oidc')).not.toContain('serviceAccount');
    expect(names('client_credentials', 'entra', 'oidc')).toHaveLength(4);
  });

  test('a step of one product goes with that product, and with an unknown one', () => {
    expect(names('authorization_code', 'oidc', 'auth0')).toContain('createApi');
    expect(names('authorization_code', 'oidc', 'oidc')).toContain('createApi');
    expect(names('authorization_code', 'oidc', 'okta')).not.toContain('createApi');
  });
});

describe('what a provider begins with', () => {
  test('scopes of the use that is wanted, and of no other', () => {
    const names = (...parts: Parameters<typeof scopeTemplates>) => scopeTemplates(...parts).map(({ name }) => name);
    expect(names('authorization_code', 'entra')).toEqual([
      'azureDatabricks',
      'azureDatabricksWithIdentity',
      'bigQuery',
    ]);
    expect(names('identity', 'entra')).toEqual(['identity']);
    expect(names('client_credentials', 'entra')).toEqual(['serviceAccount']);
    // Databricks has no template for identities of its own, and an OpenID Connect server none for service accounts.
    expect(scopeTemplates('identity', 'databricks')[0]?.scopes).toEqual([
      'openid',
      'email',
      'profile',
      'offline_access',
    ]);
    expect(scopeTemplates('client_credentials', 'oidc')[0]?.scopes).toEqual(['session:role-any']);
  });

  test('the name of what people sign in to: the data, or the identity provider', () => {
    expect([usualLabel('authorization_code', 'entra'), usualLabel('identity', 'entra')]).toEqual([
      'Azure Databricks',
      'Microsoft',
    ]);
    expect(usualLabel('token_exchange', 'oidc')).toBe('');
  });
});

describe('how the application proves itself', () => {
  const start = one(setUps.oidc);
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----';

  test('automatic takes a secret or none, but a machine has to have one', () => {
    expect(problem(start, 'clientSecret')).toBeUndefined();
    const machine = having(start, choosePattern(start, 'client_credentials'));
    expect(problem(machine, 'clientSecret')).toBe('Enter the client secret: a machine has to prove itself.');
  });

  test('a key is sent in the place of the secret, with its algorithm', () => {
    const keyed = having(start, {
      ...chooseAuthentication('private_key_jwt', start),
      privateKey: ` ${pem}\n`,
      keyId: 'k1',
    });
    expect(connectionDraft(keyed)).toMatchObject({
      clientSecret: pem,
      signingKey: { algorithm: 'RS256', keyId: 'k1' },
      clientAuthentication: 'private_key_jwt',
    });
    const back = having(keyed, chooseAuthentication('client_secret_post', keyed));
    expect(connectionDraft(back)).toMatchObject({ clientSecret: null, signingKey: null });
  });

  test.each([
    ['', 'Paste the private key.'],
    [pem.replaceAll('PRIVATE', 'RSA PRIVATE'), /^This key has another form. Convert it/],
    [pem.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'), /^This key has a passphrase/],
    [pem.replaceAll('PRIVATE', 'PUBLIC'), /^This is the public half/],
    ['MIIB', /^Paste the whole key/],
  ])('a key that cannot be used is named: %s', (privateKey, sentence) => {
    const keyed = having(start, { ...chooseAuthentication('private_key_jwt', start), privateKey });
    expect(problem(keyed, 'clientSecret')).toMatch(sentence);
  });

  test('a stored secret does not pass for a key, nor the other way round', () => {
    const secret = one(setUps.google);
    expect(problem(having(secret, chooseAuthentication('private_key_jwt', secret)), 'clientSecret')).toBe(
      'Paste the private key.',
    );
    const key = one(setUps['oidc-private-key']);
    expect(problem(having(key, chooseAuthentication('client_secret_post', key)), 'clientSecret')).toBe(
      'Enter the client secret.',
    );
  });
});

describe('what each form asks for', () => {
  test.each([
    ['entra', 'server.tenant'],
    ['oidc', 'server.metadataUrl'],
    ['snowflake', 'server.accountUrl'],
    ['databricks', 'server.host'],
  ] as const)('%s without %s', (provider, field) => {
    const start = emptyConnection();
    const empty = having(start, chooseProvider(start, provider));
    expect(problem(empty, field)).toMatch(/^Enter /);
    // What is missing is named; how an address begins is another fault.
    expect(problem(empty, field)).not.toBe(en.fieldFaults.notHttps);
  });

  test('Google asks for the client alone', () => {
    const start = emptyConnection();
    const google = having(start, chooseProvider(start, 'google'));
    const { problems } = checked(withConnection(google));
    expect([...problems.keys()].map((name) => name.split('.').at(-1)).sort()).toEqual([
      'clientId',
      'sigmaConnectionId',
    ]);
  });

  test('an exchange asks for the workspace, and for the account ID at its level', () => {
    const start = one(setUps.exchange);
    const empty = having(start, { exchange: { ...start.exchange, host: '', level: 'account' } });
    expect(problem(empty, 'exchange.server.host')).toMatch(/^Enter the address/);
    expect(problem(empty, 'exchange.server.accountId')).toBe('The account level needs the account ID.');
    expect(problem(having(start, { exchange: { ...start.exchange, scopes: '' } }), 'exchange.scopes')).toBe(
      'Enter at least one scope.',
    );
  });

  test('a machine alone needs an address for Sigma', () => {
    const form = { ...formOf(setUps.machine), email: '' };
    expect(checked(form).problems.get('user.email')).toBe('Enter an address: a machine has none of its own.');
  });

  test('half a mapping is pointed at, an empty one is left out', () => {
    const form = formOf(setUps.identity);
    const rows = [
      ...form.attributes,
      { key: 'empty', claim: '', attribute: ' ' },
      { key: 'half', claim: 'x', attribute: '' },
    ];
    const { problems } = checked({ ...form, attributes: rows });
    expect([...problems]).toEqual([['user.attributes.half.attribute', 'Enter the attribute.']]);
    const { draft } = checked({ ...form, attributes: rows.slice(0, 3) });
    expect(draft?.user).toMatchObject({ attributes: [{ attribute: 'Region' }, { attribute: 'Cost center' }] });
  });

  test('the first form a person sees is still the simple one', () => {
    const [connection] = emptyForm().connections;
    expect(connection).toMatchObject({ pattern: 'authorization_code', provider: 'databricks' });
  });
});

test('what ends the sign-ins is what a grant is bound to, and nothing else', () => {
  const saved = one(setUps.exchange);
  const changed = (patch: Partial<ConnectionValues>) => rebindingsOf(saved, having(saved, patch));
  expect(changed({ label: 'Other', sigmaConnectionId: 'x', redirectUris: 'http://localhost:1/a' })).toEqual([]);
  expect(changed({ scopes: [...saved.scopes.split(' ')].reverse().join('  ') })).toEqual([]);
  expect(changed({ clientSecret: 'new' })).toEqual([]);
  expect(changed({ scopes: 'openid' })).toEqual(['scopes']);
  expect(changed({ clientId: 'other' })).toEqual(['client']);
  expect(changed({ metadataUrl: 'https://acme.auth0.com/.well-known/openid-configuration' })).toEqual(['server']);
  expect(changed({ exchange: { ...saved.exchange, scopes: 'sql' } })).toEqual(['exchange']);
  expect(changed(choosePattern(saved, 'authorization_code'))[0]).toBe('flow');
});

describe('a stored secret', () => {
  const stored = (saved: ConnectionValues, patch: Partial<ConnectionValues>) =>
    withKeptSecret(having(saved, patch), saved).stored;

  test('stays with its server and application, whatever else changes', () => {
    const saved = { ...one(setUps.databricks), stored: 'secret' as const };
    expect(stored(saved, { label: 'Other', scopes: 'sql', host: ` ${saved.host}/ ` })).toBe('secret');
    expect(stored(saved, { host: 'https://dbc-other.cloud.databricks.com' })).toBe('other');
    expect(stored(saved, { clientId: 'other' })).toBe('other');
    expect(stored(saved, { level: 'account', accountId: 'a' })).toBe('other');
    expect(stored(saved, chooseProvider(saved, 'entra'))).toBe('other');
    expect(stored({ ...saved, stored: null }, { clientId: 'other' })).toBeNull();
    // Back again, it is there again.
    const there = withKeptSecret(having(saved, { clientId: 'other' }), saved);
    expect(withKeptSecret(having(there, { clientId: saved.clientId }), saved).stored).toBe('secret');
  });

  test('is that of the account, not of one workspace, where people sign in there', () => {
    const saved: ConnectionValues = {
      ...one(setUps.databricks),
      level: 'account',
      accountId: 'a',
      host: 'https://dbc-1.cloud.databricks.com',
      stored: 'secret',
    };
    expect(stored(saved, { host: 'https://dbc-2.cloud.databricks.com' })).toBe('secret');
    expect(stored(saved, { host: 'https://adb-1.2.azuredatabricks.net' })).toBe('other');
  });

  test('that is kept no longer is asked for where one is needed', () => {
    const machine = { ...one(setUps.machine), stored: 'secret' as const };
    expect(problem(machine, 'clientSecret')).toBeUndefined();
    const moved = withKeptSecret(having(machine, { clientId: 'other' }), machine);
    expect(problem(moved, 'clientSecret')).toBe('Enter the secret of this application.');
    const person = { ...one(setUps.databricks), stored: 'secret' as const };
    const other = withKeptSecret(having(person, { clientId: 'other' }), person);
    expect(problem(other, 'clientSecret')).toMatch(/^Enter the secret of this application, or choose/);
    // A key is of no use where a secret is wanted, wherever it may go.
    const withKey = { ...person, stored: 'key' as const, clientAuthentication: 'private_key_jwt' as const };
    const without = { clientId: 'other', ...chooseAuthentication('automatic', withKey) };
    expect(problem(withKeptSecret(having(withKey, without), withKey), 'clientSecret')).toBeUndefined();
    expect(problem(having(other, { clientAuthentication: 'none' }), 'clientSecret')).toBeUndefined();
  });
});

describe('what is recognised by its host', () => {
  test.each([
    ['https://dbc-1.cloud.databricks.com', 'AWS'],
    ['https://adb-1.2.azuredatabricks.net', 'Azure'],
    ['https://1.2.gcp.databricks.com', 'Google Cloud'],
    ['https://dbc-1.cloud.databricks.us', 'AWS GovCloud'],
    ['https://dbc-1.cloud.databricks.mil', 'AWS GovCloud (DoD)'],
    ['https://adb-1.2.databricks.azure.us', 'Azure Government'],
    ['https://adb-1.2.databricks.azure.cn', 'Azure China'],
    ['https://azuredatabricks.net.example.com', null],
    ['half an addr', null],
  ])('%s is on %s', (host, cloud) => {
    const region = databricksRegion(host);
    expect(region && en.providers.databricks.clouds[region]).toBe(cloud);
  });

  test('the account console goes with the cloud', () => {
    expect(accountConsole('https://adb-1.2.azuredatabricks.net')).toBe('accounts.azuredatabricks.net');
    expect(accountConsole('https://databricks.example.com')).toBeNull();
  });

  test('the flavour of an identity provider', () => {
    expect(flavourName('https://acme.okta.com/.well-known/openid-configuration')).toBe('Okta');
    expect(flavourName('https://id.example.com/.well-known/openid-configuration')).toBeNull();
  });

  test('Entra’s tenant is read off its metadata URI', () => {
    expect(entraFields('https://login.microsoftonline.com/acme.com/v2.0/.well-known/openid-configuration')).toEqual({
      authority: 'https://login.microsoftonline.com',
      tenant: 'acme.com',
    });
    expect(entraFields('https://acme.okta.com/x')).toBeNull();
  });

  test('a national cloud of Entra', () => {
    expect(entraCloud('https://login.microsoftonline.us')).toBe('usGovernment');
    expect(entraCloud('https://login.microsoftonline.com')).toBeNull();
  });
});

test('a sign-in that cannot renew itself says when it ends and why', () => {
  const now = new Date(2026, 2, 4, 16, 45).getTime();
  const grant: GrantView = {
    connectionId: 'a',
    status: 'signed-in',
    person: null,
    scopes: [],
    expiresAt: now + 55 * 60_000,
    renewsAt: null,
    lastRenewedAt: null,
    renewable: false,
    isServiceAccount: false,
    isAtRest: false,
    isIdentityIncomplete: false,
    problem: null,
  };
  const [asks] = setUps.databricks.profile.connections;
  const [google] = setUps.google.profile.connections;
  const [snowflake] = setUps.snowflake.profile.connections;
  const said = (connection: typeof asks, patch: Partial<GrantView> = {}) =>
    signInAgainSentence({ ...grant, ...patch }, connection, now, en);
  expect(said(asks && { ...asks, scopes: ['sql'] })).toBe(
    'You will have to sign in again at 17:40, because the connection does not ask for offline_access.',
  );
  expect(said(asks)).toBe('You will have to sign in again at 17:40, because the server gave no refresh token.');
  expect(said(google)).toMatch(/because the server gave no refresh token\.$/);
  expect(said(snowflake && { ...snowflake, scopes: ['session:role-any'] })).toMatch(
    /does not ask for refresh_token\.$/,
  );
  expect(said(asks, { expiresAt: null })).toMatch(/^You will have to sign in again when this session ends, because/);
  expect([said(asks, { renewable: true }), said(asks, { isServiceAccount: true }), said(undefined)]).toEqual([
    null,
    null,
    null,
  ]);
});
