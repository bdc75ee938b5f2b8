/** What is refused because it cannot work, at every border that takes a draft. */
import { describe, expect, test } from 'vitest';
import { Profile, ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { holdsInvisible } from '../../../../src/shared/profile/visible-text.ts';
import { finance, research } from '../../../support/ui/fixtures.ts';

const draftOf = (view: typeof finance = finance) => {
  const { profile } = structuredClone(view) as typeof finance;
  return {
    ...profile,
    embedSecret: null as string | null,
    connections: profile.connections.map((connection) => ({ ...connection, clientSecret: null as string | null })),
  };
};
/** `{ path: fault }` of a draft that was changed in one way. */
function faults(change: (draft: ReturnType<typeof draftOf>) => void, view = finance): Record<string, string> {
  const draft = draftOf(view);
  change(draft);
  const issues = ProfileDraft.safeParse(draft).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join('.'), message]));
}
const withServer = (server: object) => faults((draft) => Object.assign(draft.connections[0] ?? {}, { server }));
const databricks = (host: string, level = 'automatic', accountId: string | null = null) =>
  withServer({ provider: 'databricks', host, level, accountId });

test('what works is taken', () => {
  expect(faults(() => {})).toEqual({});
  expect(faults(() => {}, research)).toEqual({});
});

describe('a workspace', () => {
  test.each([
    'https://dbc-1234abcd-5678.cloud.databricks.com',
    'https://adb-1234567890123456.7.azuredatabricks.net',
    'https://1234567890123456.7.gcp.databricks.com',
    'https://acme.databricks.com',
    'https://databricks.example.com',
    'https://databricks.corp',
    'https://databricks.internal',
    'https://mydatabricks.com',
    'https://adb-1.databricks.us',
    'https://adb-1.7.databricks.azure.cn',
    'https://adb-1.7.privatelink.azuredatabricks.net',
    'http://127.0.0.1:8080',
    'http://localhost:8080',
    'https://[2001:db8::1]',
  ])('may be at %s', (host) => {
    expect(databricks(host)).toEqual({});
  });

  test.each([
    ['https://nope', 'incompleteHost'],
    ['https://dbc-1.cloud.databrick.com', 'misspelt'],
    ['https://dbc-1.cloud.databricks.net', 'misspelt'],
    ['https://adb-1.7.azuredatabricks.com', 'misspelt'],
    ['https://adb-1.7.azuredatabrick.net', 'misspelt'],
    ['https://dbc-1.clouddatabricks.com', 'misspelt'],
    ['https://dbc-1.cloud.datbricks.com', 'misspelt'],
    ['https://app.sigmacomputing.com', 'otherProduct'],
    ['https://myorg-myaccount.snowflakecomputing.com', 'otherProduct'],
    ['https://login.microsoftonline.com', 'otherProduct'],
    ['https://portal.azure.com', 'otherProduct'],
    ['https://accounts.google.com', 'otherProduct'],
    ['https://example.okta.com', 'otherProduct'],
    ['https://login.databricks.com', 'notAWorkspace'],
    ['https://www.databricks.com', 'notAWorkspace'],
    ['https://docs.databricks.com', 'notAWorkspace'],
    ['https://cloud.databricks.com', 'notAWorkspace'],
    ['https://azuredatabricks.net', 'notAWorkspace'],
  ])('is not at %s', (host, fault) => {
    expect(databricks(host)).toEqual({ 'connections.0.server.host': fault });
  });

  test.each(['accounts.cloud.databricks.com', 'accounts.azuredatabricks.net', 'accounts.gcp.databricks.com'])(
    'is not the account console %s, which is good for an account',
    (host) => {
      expect(databricks(`https://${host}`, 'workspace')).toEqual({ 'connections.0.server.host': 'consoleAsWorkspace' });
      expect(databricks(`https://${host}`, 'account', 'a-1')).toEqual({});
    },
  );
});

test.each([
  [{ provider: 'snowflake', accountUrl: 'https://dbc-1.cloud.databricks.com' }, 'accountUrl', 'otherProduct'],
  [{ provider: 'snowflake', accountUrl: 'https://a.snowflakecomputting.com' }, 'accountUrl', 'misspelt'],
  [{ provider: 'snowflake', accountUrl: 'https://app.snowflake.com' }, 'accountUrl', 'notAnAccountUrl'],
  [{ provider: 'entra', authority: 'https://example.okta.com', tenant: 't' }, 'authority', 'otherProduct'],
  [{ provider: 'google', issuer: 'https://app.sigmacomputing.com' }, 'issuer', 'otherProduct'],
  [
    {
      provider: 'oidc',
      metadataUrl: 'https://app.sigmacomputing.com/.well-known/openid-configuration',
      audience: null,
    },
    'metadataUrl',
    'otherProduct',
  ],
  [{ provider: 'google', issuer: 'https://accounts' }, 'issuer', 'incompleteHost'],
])('a server of another product, or of none: %j', (server, field, fault) => {
  expect(withServer(server)).toEqual({ [`connections.0.server.${field}`]: fault });
});

test.each([
  ['https://dbc-1.cloud.databricks.com/sql/dashboards/1', 'otherProduct'],
  ['https://app.sigmacomputer.com/acme/workbook/Trips-4kX9', 'misspelt'],
  ['https://nope/acme/workbook/Trips-4kX9', 'incompleteHost'],
  ['https://app.sigmacomputing.com/login', 'notOfAWorkbook'],
  ['https://app.sigmacomputing.com/acme/login', 'notOfAWorkbook'],
  ['https://app.sigmacomputing.com/acme/admin/connections', 'notOfAWorkbook'],
  ['https://app.sigmacomputing.com/acme/connections/x', 'notOfAWorkbook'],
])('a workbook is not at %s', (url, fault) => {
  const found = faults((draft) => {
    draft.workbooks = draft.workbooks.slice(0, 1).map((workbook) => ({ ...workbook, url }));
  });
  expect(found).toEqual({ 'workbooks.0.url': fault });
});

test('two workbooks that open as the same are one, and at another page they are two', () => {
  const twice = (options: object) =>
    faults((draft) => {
      const [one] = draft.workbooks;
      if (!one) throw new Error('The fixture has a workbook.');
      const other = { ...one, id: crypto.randomUUID(), url: `${one.url}`, options: { ...one.options, ...options } };
      draft.workbooks = [one, other];
    });
  expect(twice({})).toEqual({ 'workbooks.1.url': 'workbookTwice' });
  expect(twice({ page: 'p2' })).toEqual({});
});

test.each([
  { provider: 'oidc', metadataUrl: 'https://sso/.well-known/openid-configuration', audience: null },
  { provider: 'entra', authority: 'https://login.microsoftonline.com', tenant: 'eyeclinic.onmicrosoft.com' },
  { provider: 'snowflake', accountUrl: 'https://acme.us-east-1.privatelink.snowflakecomputing.com' },
  { provider: 'snowflake', accountUrl: 'https://acme.snowflakecomputing.mil' },
])('a server of a company, a government or a network of its own is one: %j', (server) => {
  expect(withServer(server)).toEqual({});
});

const secrets = [
  'dosex7hq2mnb41',
  `dose${'0123456789abcdef'.repeat(2)}`,
  `dapi${'0123456789abcdef'.repeat(2)}`,
  'GOCSPX-abcdefghijk',
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
  'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc',
  '-----BEGIN PRIVATE KEY----- MII',
];

describe('a secret in the open', () => {
  test.each(secrets)('is refused in every field that is none: %s', (secret) => {
    for (const field of ['name', 'embedClientId', 'tenant']) {
      const found = faults((draft) => Object.assign(draft, { [field]: secret }));
      expect([field, Object.values(found).length]).toEqual([field, 1]);
    }
    expect(faults((draft) => Object.assign(draft, { name: secret }))).toEqual({ name: 'secretInPlain' });
    const label = faults((draft) => Object.assign(draft.connections[0] ?? {}, { label: secret.slice(0, 80) }));
    expect(label).toEqual({ 'connections.0.label': 'secretInPlain' });
  });

  test.each(['dose1', 'dose_abc', 'dosexyz', `dose${'a'.repeat(32)}`])(
    'is known by its beginning as a client ID: %s',
    (secret) => {
      expect(faults((draft) => Object.assign(draft, { embedClientId: secret }))).toEqual({
        embedClientId: 'secretInPlain',
      });
      expect(faults((draft) => Object.assign(draft.connections[0] ?? {}, { clientId: secret }))).toEqual({
        'connections.0.clientId': 'secretInPlain',
      });
    },
  );

  test('is not seen where a name only begins so', () => {
    for (const name of [
      'Dose response',
      'Dosenverordnung',
      'Doses 2024',
      'Dose',
      'dosetracker2',
      'eyeclinic.example.org',
    ]) {
      expect(faults((draft) => Object.assign(draft, { name }))).toEqual({});
    }
    const metadataUrl = 'https://sso.example.com/realms/a/.well-known/openid-configuration';
    const server = { provider: 'oidc', metadataUrl, audience: null };
    expect(
      faults((draft) => Object.assign(draft.connections[0] ?? {}, { server, clientId: 'dosetracker', scopes: ['a'] })),
    ).toEqual({});
  });
});

describe('an id in the place of a secret', () => {
  const withSecret = (clientSecret: string, server?: object) =>
    faults((draft) => Object.assign(draft.connections[0] ?? {}, { clientSecret, ...(server && { server }) }));
  const id = '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11';

  test('is refused where it is certain', () => {
    const at = { 'connections.0.clientSecret': 'idAsSecret' };
    expect(withSecret(id)).toEqual(at);
    expect(withSecret(finance.profile.connections[0]?.clientId ?? '')).toEqual(at);
    expect(withSecret(id, { provider: 'entra', authority: 'https://login.microsoftonline.com', tenant: 't' })).toEqual(
      at,
    );
    const google = { provider: 'google', issuer: 'https://accounts.google.com' };
    expect(withSecret('1-a.apps.googleusercontent.com', google)).toEqual(at);
    expect(faults((draft) => Object.assign(draft, { embedSecret: draft.embedClientId }))).toEqual({
      embedSecret: 'idAsSecret',
    });
    expect(faults((draft) => Object.assign(draft, { embedSecret: secrets[0] }))).toEqual({
      embedSecret: 'otherSecret',
    });
  });

  test('is taken where secrets may look so', () => {
    const metadataUrl = 'https://sso.example.com/realms/a/.well-known/openid-configuration';
    expect(withSecret(id, { provider: 'oidc', metadataUrl, audience: null })).toEqual({});
    expect(withSecret(`dose${'0'.repeat(32)}`)).toEqual({});
  });
});

test.each([
  [{ sigmaConnectionId: 'https://app.sigmacomputing.com/acme/connections/x' }, 'notAConnectionId'],
  [{ sigmaConnectionId: 'a/b' }, 'notAConnectionId'],
])('the id of a connection is no address: %j', (patch, fault) => {
  const found = faults((draft) => Object.assign(draft.connections[0] ?? {}, patch));
  expect(found).toEqual({ 'connections.0.sigmaConnectionId': fault });
});

test('several teams are not one', () => {
  expect(faults((draft) => Object.assign(draft.user, { teams: ['a;b'] }))).toEqual({ 'user.teams.0': 'severalTeams' });
});

describe('what nobody sees', () => {
  const unseen = [
    '\u202e',
    '\u2066',
    '\u200e',
    '\u200b',
    '\ufeff',
    '\u00ad',
    '\u00a0',
    '\u2028',
    '\u0085',
    '\ue000',
    '\u{e0041}',
  ];

  test.each(unseen.map((character) => [`U+${character.codePointAt(0)?.toString(16)}`, character]))(
    'is refused in every text: %s',
    (_, character) => {
      const text = `a${character}b`;
      const places: readonly (readonly [string, (draft: ReturnType<typeof draftOf>) => void])[] = [
        ['name', (draft) => Object.assign(draft, { name: text })],
        ['user.accountType', (draft) => Object.assign(draft.user, { accountType: text })],
        ['user.teams.0', (draft) => Object.assign(draft.user, { teams: [text] })],
        [
          'user.fixedAttributes.0.value',
          (draft) =>
            Object.assign(draft.user, {
              fixedAttributes: [{ attribute: 'x', value: text }],
            }),
        ],
        ['workbooks.0.title', (draft) => Object.assign(draft.workbooks[0] ?? {}, { title: text })],
        ['connections.0.label', (draft) => Object.assign(draft.connections[0] ?? {}, { label: text })],
      ];
      for (const [path, change] of places) {
        expect(faults(change)).toEqual({ [path]: 'unusableCharacters' });
      }
    },
  );

  test.each([
    'می\u200cخواهم',
    'क्\u200dष',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    '\u2764\ufe0f',
    '\u{1f3f3}\ufe0f\u200d\u{1f308}',
  ])('but is spelling in %s', (name) => {
    expect(holdsInvisible(name)).toBe(false);
    expect(faults((draft) => Object.assign(draft, { name }))).toEqual({});
  });

  test.each(['a\u200cb', 'а\u200cб', 'Ada\u200d', '\u200dAda', 'Ada\ufe0f'])('and is none in %j', (name) => {
    expect(holdsInvisible(name)).toBe(true);
  });

  test('may be in the value of a control, which is one of the data', () => {
    const controls = [{ id: 'Region', value: 'North\u00a0West' }];
    const found = faults((draft) => {
      Object.assign(draft.workbooks[0] ?? {}, { options: { ...draft.workbooks[0]?.options, controls } });
    });
    expect(found).toEqual({});
  });
});

test('a stored profile of an earlier version is read as it is', () => {
  const stored = { ...finance.profile, name: 'Fin\u202eance' };
  expect(Profile.parse(stored).name).toBe('Fin\u202eance');
});

describe('a redirect URL', () => {
  const at = (port: string) =>
    faults((draft) => Object.assign(draft.connections[0] ?? {}, { redirectUris: [`http://localhost:${port}/cb`] }));
  test.each(['3000', '8080', '1024', '65535', '6001'])('may be at port %s', (port) => {
    expect(at(port)).toEqual({});
  });
  test.each(['0', '22', '5060', '6000', '6667', '10080', '06000'])(
    'is refused at port %s, to which no browser goes',
    (port) => {
      expect(at(port)).toEqual({ 'connections.0.redirectUris.0': 'blockedPort' });
    },
  );
});
