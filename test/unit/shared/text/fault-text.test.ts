/** What is wrong with a field, as a whole sentence. */
import { describe, expect, test } from 'vitest';
import { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { changeItem } from '../../../../src/shared/text/change-text.ts';
import type { FieldFault } from '../../../../src/shared/text/en.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { errorText } from '../../../../src/shared/text/error-text.ts';
import { faultOf, faultText } from '../../../../src/shared/text/fault-text.ts';
import { pseudoText } from '../../../../src/shared/text/pseudo.ts';
import { newDraft } from '../../../support/profiles.ts';

const faults = Object.keys(en.fieldFaults) as FieldFault[];

describe('the sentence of a fault', () => {
  test.each([
    ['missing', ['name'], 'Enter a name.'],
    ['missing', ['connections', 0, 'clientId'], 'Enter the client ID.'],
    ['missing', ['connections', 1, 'exchange', 'scopes'], 'Enter at least one scope.'],
    ['missing', ['connections', 0, 'server', 'accountId'], 'The account level needs the account ID.'],
    ['missing', ['user', 'attributes', 2, 'claim'], 'Enter the claim.'],
    ['tooLong', ['name'], 'A name is too long.'],
    ['tooLong', ['user', 'teams', 3], 'A team is too long.'],
    ['tooLong', ['connections', 0, 'server', 'host'], 'This is too long.'],
    ['spaces', ['embedClientId'], 'A client ID holds no spaces.'],
    ['spaces', ['connections', 0, 'sigmaConnectionId'], 'A connection ID holds no spaces.'],
    ['oneSigma', ['workbooks'], 'All workbooks of a profile must come from the same Sigma address.'],
    [
      'notLoopback',
      ['connections', 0, 'redirectUris', 1],
      'Enter a loopback address with a port, such as http://localhost:3000/auth/databricks/callback',
    ],
  ] as const)('%s at %j: %s', (fault, path, sentence) => {
    expect(faultText(en, fault, path)).toBe(sentence);
  });

  test.each(faults)('%s is whole for any field, also for one without a sentence of its own', (fault) => {
    for (const path of [['anything'], [0], [], ['toString']]) {
      const sentence = faultText(en, fault, path);
      expect(sentence).toMatch(/^[A-Z]/);
      expect(sentence).not.toMatch(/[{}]/);
    }
  });

  test('comes in the language of the window', () => {
    expect(faultText(pseudoText(en), 'missing', ['name'])).not.toBe(faultText(en, 'missing', ['name']));
  });

  test('of a rule that is not ours says no more than that', () => {
    expect(faultOf(en, 'Invalid input: expected string, received undefined')).toBe('invalid');
    expect(faultOf(en, 'toString')).toBe('invalid');
    expect(faultOf(en, 'notHttps')).toBe('notHttps');
  });
});

describe('every rule of a profile', () => {
  const [workbook] = newDraft.workbooks;
  const [connection] = newDraft.connections;
  const long = 'x'.repeat(3_000);
  const withWorkbook = (changes: object) => ({ ...newDraft, workbooks: [{ ...workbook, ...changes }] });
  const withRefresh = (changes: object) => withWorkbook({ refresh: changes });
  const refresh = ['workbooks', 0, 'refresh'] as const;
  const withConnection = (changes: object) => ({ ...newDraft, connections: [{ ...connection, ...changes }] });
  const withServer = (changes: object) => withConnection({ server: { ...connection?.server, ...changes } });
  const withUser = (changes: object) => ({ ...newDraft, user: { ...newDraft.user, ...changes } });
  const oidc = { provider: 'oidc', metadataUrl: 'https://a.example/.well-known/openid-configuration', audience: null };

  test.each<[name: string, draft: object, fault: FieldFault, path: readonly (string | number)[]]>([
    ['no name', { ...newDraft, name: ' ' }, 'missing', ['name']],
    ['a long name', { ...newDraft, name: long }, 'tooLong', ['name']],
    ['a name of two lines', { ...newDraft, name: 'a\nb' }, 'unusableCharacters', ['name']],
    ['blanks in the client ID', { ...newDraft, embedClientId: 'a b' }, 'spaces', ['embedClientId']],
    ['a session of half seconds', { ...newDraft, sessionSeconds: 90.5 }, 'notWholeSeconds', ['sessionSeconds']],
    ['no session length', { ...newDraft, sessionSeconds: Number.NaN }, 'notWholeSeconds', ['sessionSeconds']],
    ['a short session', { ...newDraft, sessionSeconds: 59 }, 'tooFewSeconds', ['sessionSeconds']],
    ['a long session', { ...newDraft, sessionSeconds: 2_592_001 }, 'tooManySeconds', ['sessionSeconds']],
    ['no workbook', { ...newDraft, workbooks: [] }, 'missing', ['workbooks']],
    ['no connection', { ...newDraft, connections: [] }, 'missing', ['connections']],
    ['an empty secret', { ...newDraft, embedSecret: '' }, 'missing', ['embedSecret']],
    ['a workbook without https', withWorkbook({ url: 'http://a.example/w' }), 'notHttps', ['workbooks', 0, 'url']],
    ['a workbook with a login', withWorkbook({ url: 'https://me@a.example/w' }), 'notHttps', ['workbooks', 0, 'url']],
    ['a host for a workbook', withWorkbook({ url: 'https://a.example' }), 'notAWorkbook', ['workbooks', 0, 'url']],
    ['a query', withWorkbook({ url: 'https://a.example/w?x=1' }), 'queryOrFragment', ['workbooks', 0, 'url']],
    ['a fragment', withWorkbook({ url: 'https://a.example/w#x' }), 'queryOrFragment', ['workbooks', 0, 'url']],
    ['a long address', withWorkbook({ url: `https://a.example/${long}` }), 'tooLong', ['workbooks', 0, 'url']],
    [
      'two Sigmas',
      { ...newDraft, workbooks: [workbook, { ...workbook, url: 'https://other.example/org/workbook/w' }] },
      'oneSigma',
      ['workbooks'],
    ],
    ['refreshes every half minute', withRefresh({ everyMinutes: 0.5 }), 'notMinutes', [...refresh, 'everyMinutes']],
    ['refreshes every zero minutes', withRefresh({ everyMinutes: 0 }), 'notMinutes', [...refresh, 'everyMinutes']],
    ['refreshes after days', withRefresh({ everyMinutes: 1_441 }), 'notMinutes', [...refresh, 'everyMinutes']],
    ['no number of minutes', withRefresh({ everyMinutes: Number.NaN }), 'notMinutes', [...refresh, 'everyMinutes']],
    ['a budget of nothing', withRefresh({ mostPerHour: 0 }), 'notPerHour', [...refresh, 'mostPerHour']],
    ['a budget without end', withRefresh({ mostPerHour: 61 }), 'notPerHour', [...refresh, 'mostPerHour']],
    ['no budget', withRefresh({ mostPerHour: Number.NaN }), 'notPerHour', [...refresh, 'mostPerHour']],
    ['an address for a person', withUser({ email: 'a b' }), 'notAnEmail', ['user', 'email']],
    [
      'a hidden character in an address',
      withUser({ email: 'a\u200bb@c.example' }),
      'unusableCharacters',
      ['user', 'email'],
    ],
    ['a team without a name', withUser({ teams: ['a', ''] }), 'missing', ['user', 'teams', 1]],
    ['a path behind the host', withServer({ host: 'https://a.example/x' }), 'notAHost', ['server', 'host']],
    ['an account without ID', withServer({ level: 'account' }), 'missing', ['server', 'accountId']],
    ['an account ID', withServer({ accountId: 'a b' }), 'notAnAccountId', ['server', 'accountId']],
    ['a level', withServer({ level: 'galaxy' }), 'notALevel', ['server', 'level']],
    [
      'a directory',
      withConnection({ server: { provider: 'entra', authority: 'https://login.example', tenant: 'a/b' } }),
      'notATenant',
      ['server', 'tenant'],
    ],
    [
      'metadata',
      withConnection({ server: { ...oidc, metadataUrl: 'https://a.example' } }),
      'notMetadata',
      ['server', 'metadataUrl'],
    ],
    ['an audience', withConnection({ server: { ...oidc, audience: 'a b' } }), 'spaces', ['server', 'audience']],
    ['no scope', withConnection({ scopes: [] }), 'missing', ['scopes']],
    ['too many scopes', withConnection({ scopes: Array(33).fill('a') }), 'tooLong', ['scopes']],
    ['a scope of two', withConnection({ scopes: ['a b'] }), 'notAScope', ['scopes', 0]],
    ['no redirect URL', withConnection({ redirectUris: [] }), 'missing', ['redirectUris']],
    ['a redirect elsewhere', withConnection({ redirectUris: ['http://x:1/a'] }), 'notLoopback', ['redirectUris', 0]],
    [
      'a redirect without port',
      withConnection({ redirectUris: ['http://localhost/a'] }),
      'notLoopback',
      ['redirectUris', 0],
    ],
    ['no exchange', withConnection({ flow: 'token_exchange' }), 'missing', ['exchange']],
    ['no way to sign', withConnection({ clientAuthentication: 'private_key_jwt' }), 'missing', ['signingKey']],
    [
      'a machine that proves nothing',
      withConnection({ flow: 'client_credentials', clientAuthentication: 'none' }),
      'missing',
      ['clientAuthentication'],
    ],
    [
      'a machine without a connection of Sigma',
      withConnection({ flow: 'client_credentials', sigmaConnectionId: null }),
      'missing',
      ['sigmaConnectionId'],
    ],
    [
      'one connection of Sigma twice',
      { ...newDraft, connections: [connection, connection] },
      'takenTwice',
      ['connections', 1, 'sigmaConnectionId'],
    ],
  ])('%s', (_name, draft, fault, path) => {
    const [issue] = ProfileDraft.safeParse(draft).error?.issues ?? [];
    expect(issue?.message).toBe(fault);
    expect(issue?.path.slice(-path.length)).toEqual(path);
  });

  test('allows a machine an account of its own, and a person none', () => {
    const machine = withConnection({ flow: 'client_credentials', clientAuthentication: 'client_secret_post' });
    expect(ProfileDraft.safeParse(machine).success).toBe(true);
    expect(ProfileDraft.safeParse(withConnection({ sigmaConnectionId: null })).success).toBe(true);
  });
});

test('faults of values that have names of their own are said one after the other', () => {
  const values = {
    reason: 'faulty',
    faults: ['SESSION_LENGTH sessionSeconds tooFewSeconds', 'EMAIL user.email notAnEmail', 'X y.0.z of-no-kind'],
  };
  expect(errorText(en, { code: 'env_incomplete', values }).detail).toBe(
    'SESSION_LENGTH: Enter at least 60 seconds. EMAIL: Enter an e-mail address without spaces. X: This value cannot be used.',
  );
});

test('remarks on an import are said behind what was imported, and unknown ones not at all', () => {
  const values = { reason: 'addedByThisStart', profileName: 'Trips', email: 'ada@example.com' };
  const said = (remarks: string[]) => errorText(en, { code: 'env_imported', values: { ...values, remarks } }).detail;
  const what = 'This start added the profile "Trips".';
  expect(said([])).toBe(what);
  expect(said(['toString'])).toBe(what);
  expect(said(['fallbackEmail', 'publicClient'])).toBe(
    `${what} Sigma sees each person’s own address. Only a person whom the sign-in names in no way appears as ada@example.com (EMAIL), as in the QuickStart. Leave EMAIL empty to refuse such a sign-in. The file has no client secret, so the connection is set up as a public client.`,
  );
});

test('changes of a profile are said by name, and those that this version does not know not at all', () => {
  const said = (changes: string[]) =>
    errorText(en, {
      code: 'env_imported',
      values: { reason: 'changedByThisStart', profileName: 'T', changes, remarks: [] },
    }).detail;
  const known = changeItem({ field: 'accountType', before: 'View', after: 'Pro' });
  expect(said([known])).toBe('This start changed the profile "T". Account type: “View” → “Pro”.');
  expect(said(['toString\n1\n2', '', 'later\n1\n2'])).toBe('This start changed the profile "T".');
});
