import { describe, expect, test } from 'vitest';
import { readEnv } from '../../../../src/main/app/profiles/read-env.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const complete = {
  CLIENT_ID: 'client',
  SECRET: 'the-embed-secret',
  EMAIL: 'sales_person@example.com',
  ACCOUNT_TYPE: 'View',
  TEAMS: 'Sales_People',
  SESSION_LENGTH: '1800',
  DATABRICKS_OAUTH_BASE_URL: 'https://app.sigmacomputing.com/org/workbook/Use-Case-Databricks-with-OAuth-6w2cUiJl',
  DATABRICKS_OAUTH_EMAIL: '',
  DATABRICKS_OAUTH_ACCOUNT_TYPE: '',
  DATABRICKS_OAUTH_TEAMS: '',
  DATABRICKS_HOST: 'https://dbc-1234567890-1234.cloud.databricks.com',
  DATABRICKS_ACCOUNT_ID: '12345678-1234-1234-1234-123456789012',
  DATABRICKS_OAUTH_CLIENT_ID: '12345678-1234-1234-1234-123456789abc',
  DATABRICKS_OAUTH_CLIENT_SECRET: 'dose1234567890abcdef1234567890abcdef',
  DATABRICKS_REDIRECT_URI: 'http://localhost:3000/auth/databricks/callback',
  DATABRICKS_AUTH_LEVEL: 'workspace',
  DATABRICKS_CONNECTION_ID: 'ABCdef123GHI456jkl789MNO012pqr',
};

const file = (changes: Partial<Record<keyof typeof complete, string | null>> = {}) =>
  Object.entries({ ...complete, ...changes })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

const faults = (text: string) => {
  try {
    readEnv(text);
  } catch (error) {
    return error as { code: string; message: string; values: object };
  }
  throw new Error('it was accepted');
};

describe('QuickStart .env', () => {
  test('is read without what nobody sees around a value, and without a full stop behind a host', () => {
    const { draft } = readEnv(
      file({
        CLIENT_ID: 'client\u200b',
        SECRET: '\ufeffthe-embed-secret\u2060',
        DATABRICKS_OAUTH_BASE_URL: complete.DATABRICKS_OAUTH_BASE_URL.replace('.com/', '.com./'),
        DATABRICKS_HOST: `${complete.DATABRICKS_HOST}.`,
      }),
    );
    expect(draft).toEqual(readEnv(file()).draft);
  });

  test('says once what is wrong with a name', () => {
    expect(faults(file({ CLIENT_ID: 'cli\u200bent' })).values).toMatchObject({
      faults: ['CLIENT_ID embedClientId unusableCharacters'],
    });
  });

  test('becomes a profile', () => {
    expect(readEnv(file()).draft).toMatchObject({
      id: null,
      embedClientId: 'client',
      embedSecret: 'the-embed-secret',
      user: {
        kind: 'embed',
        email: null,
        fallbackEmail: 'sales_person@example.com',
        accountType: 'View',
        teams: ['Sales_People'],
      },
      sessionSeconds: 1_800,
      workbooks: [{ title: 'Use Case Databricks with OAuth', url: complete.DATABRICKS_OAUTH_BASE_URL }],
      connections: [
        {
          sigmaConnectionId: 'ABCdef123GHI456jkl789MNO012pqr',
          server: { provider: 'databricks', host: complete.DATABRICKS_HOST, level: 'workspace' },
          clientId: complete.DATABRICKS_OAUTH_CLIENT_ID,
          clientAuthentication: 'client_secret_post',
          clientSecret: complete.DATABRICKS_OAUTH_CLIENT_SECRET,
          scopes: ['all-apis', 'offline_access'],
          redirectUris: [complete.DATABRICKS_REDIRECT_URI],
        },
      ],
    });
  });

  test("prefers the QuickStart's own values, unless they are blank", () => {
    const { draft } = readEnv(
      file({
        DATABRICKS_OAUTH_EMAIL: 'own@example.com',
        DATABRICKS_OAUTH_ACCOUNT_TYPE: '  ',
        DATABRICKS_OAUTH_TEAMS: 'One, Two ,,Three',
      }),
    );
    expect(draft.user).toMatchObject({
      kind: 'embed',
      fallbackEmail: 'own@example.com',
      accountType: 'View',
      teams: ['One', 'Two', 'Three'],
    });
  });

  test('shows Sigma each person’s own address, and that of the file only where nobody is named', () => {
    const { draft, remarks } = readEnv(file());
    expect(draft.user).toMatchObject({ email: null, fallbackEmail: 'sales_person@example.com' });
    expect(remarks).toEqual([{ code: 'fallbackEmail', values: { email: 'sales_person@example.com' } }]);
    expect(readEnv(file({ EMAIL: '' })).draft.user).not.toHaveProperty('fallbackEmail');
  });

  test('takes back what an earlier version made of the address: one person for everyone', () => {
    const first = readEnv(file()).draft;
    const existing = (user: object) =>
      [
        { ...first, id: '00000000-0000-4000-8000-000000000007', user: { ...first.user, ...user } },
      ] as unknown as Profile[];
    const userBy = (user: object, changes = {}) => readEnv(file(changes), existing(user)).draft.user;
    expect(userBy({ email: 'sales_person@example.com', fallbackEmail: undefined })).toEqual(first.user);
    expect(userBy({ differentAddresses: 'allowed' }, { EMAIL: '' })).toEqual(
      expect.not.objectContaining({ fallbackEmail: expect.anything() }),
    );
  });

  test('remarks on nothing when the file names no person and has a secret', () => {
    expect(readEnv(file({ EMAIL: '' })).remarks).toEqual([]);
  });

  test.each([
    ['soon', 3_600, true],
    ['0', 3_600, true],
    ['1800s', 1_800, true],
    ['2592001', 2_592_000, true],
    ['1800', 1_800, false],
    ['2592000', 2_592_000, false],
  ])('reads the session length "%s" as the QuickStart does: %i seconds', (said, seconds, isRemarked) => {
    const { draft, remarks } = readEnv(file({ SESSION_LENGTH: said, EMAIL: '' }));
    expect(draft.sessionSeconds).toBe(seconds);
    expect(remarks).toEqual(isRemarked ? [{ code: 'sessionLength', values: { seconds } }] : []);
  });

  test.each([
    ['workspace', 'workspace', false],
    ['Workspace', 'workspace', false],
    ['account', 'account', false],
    ['automatic', 'automatic', false],
    ['ACCOUNT', 'account', false],
    ['galaxy', 'workspace', true],
  ])('reads the level "%s" as the QuickStart does: %s', (said, level, isRemarked) => {
    const { draft, remarks } = readEnv(file({ DATABRICKS_AUTH_LEVEL: said, EMAIL: '' }));
    expect(draft.connections[0]?.server).toMatchObject({ level });
    expect(remarks).toEqual(isRemarked ? [{ code: 'level', values: {} }] : []);
  });

  test.each([
    'export SECRET=the-embed-secret',
    'SECRET = the-embed-secret',
    '  SECRET=the-embed-secret   ',
    'SECRET="the-embed-secret"  # the second one',
    "SECRET='the-embed-secret'",
    'SECRET=`the-embed-secret`',
    'SECRET=the-embed-secret # of Sigma',
    'SECRET: the-embed-secret',
    'SECRET=an earlier one\nSECRET=the-embed-secret',
    'OTHER="one\nSECRET=not this\n"\nSECRET=the-embed-secret',
    '\ufeffSECRET=the-embed-secret',
  ])('is read as leniently as the QuickStart reads it: %j', (line) => {
    expect(readEnv(`${line}\n${file({ SECRET: null })}`).draft.embedSecret).toBe('the-embed-secret');
  });

  test.each([
    ['http://dbc-1.cloud.databricks.com', 'https://dbc-1.cloud.databricks.com'],
    ['HTTPS://DBC-1.cloud.databricks.com/?o=12#x', 'https://dbc-1.cloud.databricks.com'],
    ['dbc-1.cloud.databricks.com/', 'https://dbc-1.cloud.databricks.com'],
    ['http://localhost:8123', 'http://localhost:8123'],
  ])('reads the host %s', (said, host) => {
    expect(readEnv(file({ DATABRICKS_HOST: said })).draft.connections[0]?.server).toMatchObject({ host });
  });

  test('takes a value of blanks for none', () => {
    expect(readEnv(file({ DATABRICKS_OAUTH_ACCOUNT_TYPE: '"  "' })).draft.user).toMatchObject({ accountType: 'View' });
  });

  test('reads quotes, comments and hosts without a scheme', () => {
    const text = `# shared\n${file({ DATABRICKS_HOST: 'dbc-1.cloud.databricks.com/', SECRET: '"quoted # secret"' })}\nOTHER=1`;
    const { draft } = readEnv(text);
    expect(draft.connections[0]?.server).toMatchObject({ host: 'https://dbc-1.cloud.databricks.com' });
    expect(draft.embedSecret).toBe('quoted # secret');
  });

  test('sets up a public client when there is no client secret', () => {
    const { draft, remarks } = readEnv(file({ DATABRICKS_OAUTH_CLIENT_SECRET: null }));
    expect(draft.connections[0]).toMatchObject({ clientAuthentication: 'none', clientSecret: null });
    expect(remarks).toContainEqual({ code: 'publicClient', values: {} });
  });

  test('has defaults for what may be left out', () => {
    const { draft } = readEnv(
      file({
        SESSION_LENGTH: null,
        DATABRICKS_AUTH_LEVEL: null,
        DATABRICKS_REDIRECT_URI: null,
        ACCOUNT_TYPE: null,
        TEAMS: null,
      }),
    );
    expect(draft.user).toMatchObject({ accountType: 'View', teams: [] });
    expect(draft.sessionSeconds).toBe(3_600);
    expect(draft.connections[0]?.server).toMatchObject({ level: 'workspace' });
    expect(draft.connections[0]?.redirectUris).toEqual(['http://localhost:3000/auth/databricks/callback']);
  });

  test('names every name that is missing at once', () => {
    const { code, message } = faults('EMAIL=a@b.c\nDATABRICKS_AUTH_LEVEL=workspace');
    expect(code).toBe('env_incomplete');
    for (const name of ['CLIENT_ID', 'SECRET', 'DATABRICKS_OAUTH_BASE_URL', 'DATABRICKS_HOST']) {
      expect(message).toContain(name);
    }
  });

  test('counts blanks as nothing', () => {
    expect(faults(file({ SECRET: '"  "' }))).toMatchObject({
      values: { reason: 'missing', names: ['SECRET'] },
      message: 'These names have no value: SECRET.',
    });
  });

  test('names names that look like the missing ones, and no value that stands where a name does', () => {
    expect(faults(`${file({ SECRET: null })}\nSECERT=x\ndose1234567890abcdef==`).message).toBe(
      'These names have no value: SECRET. The file has other names that look like misspelt ones: SECERT → SECRET.',
    );
    expect(faults(`${file({ SECRET: null })}\nclient_secret=x`).message).toContain('client_secret → SECRET');
    expect(faults(`${file({ SECRET: null })}\nSECRET1a2b3c4d5e6f=`).message).not.toContain('1a2b');
  });

  test('is called one of another QuickStart where it is, with what is missing', () => {
    const series1 = 'BASE_URL=https://aws-api.sigmacomputing.com/v2\nCLIENT_ID=a\nSECRET=b\nVIEW_TEAMS=Embed_Users';
    expect(faults(series1).message).toBe(
      'The file is of another QuickStart: it has no names of the one with Databricks OAuth. These have no value: DATABRICKS_OAUTH_BASE_URL, DATABRICKS_HOST, DATABRICKS_OAUTH_CLIENT_ID and DATABRICKS_CONNECTION_ID.',
    );
    expect(faults('EVENTS_BASE_URL=https://app.sigmacomputing.com/x').code).toBe('env_incomplete');
  });

  test.each([
    [{ CLIENT_ID: 'your-sigma-client-id-here' }, 'CLIENT_ID'],
    [{ SECRET: '<your secret>' }, 'SECRET'],
    [{ SECRET: 'change-me' }, 'SECRET'],
    [{ DATABRICKS_OAUTH_CLIENT_SECRET: 'xxxxxxxx' }, 'DATABRICKS_OAUTH_CLIENT_SECRET'],
    [{ DATABRICKS_CONNECTION_ID: 'your_connection_id_here' }, 'DATABRICKS_CONNECTION_ID'],
    [{ DATABRICKS_HOST: 'https://your-workspace.cloud.databricks.com' }, 'DATABRICKS_HOST'],
    [
      { DATABRICKS_OAUTH_BASE_URL: 'https://app.sigmacomputing.com/{org-slug}/workbook/W-1' },
      'DATABRICKS_OAUTH_BASE_URL',
    ],
    [
      { DATABRICKS_OAUTH_BASE_URL: 'https://app.sigmacomputing.com/your-org/workbook/W-1' },
      'DATABRICKS_OAUTH_BASE_URL',
    ],
  ])('is not taken with the example in it: %j', (changes, name) => {
    expect(faults(file(changes))).toMatchObject({ values: { reason: 'placeholders', names: [name] } });
  });

  test('says by name what it does not use', () => {
    const rest = [
      'PORT=3000',
      'DATABRICKS_SESSION_SECRET=change-this-to-random-string-in-production',
      'EVENTS_TEAMS=A',
      'EVENTS_EMAIL=a@example.com',
      'CONNECTION_SWAPPING_eval_connection_id=x',
      'REACT_SDK_BASE_URL=',
      'TEAM=Sales',
      'ORG_SLUG=acme',
      'page_id=p1',
      'dose1234567890abcdef==',
    ].join('\n');
    expect(readEnv(`${file({ EMAIL: '', TEAMS: '' })}\n${rest}`).remarks).toEqual([
      { code: 'misspelt', values: { misspelt: ['TEAM → TEAMS'] } },
      { code: 'notUsed', values: { unused: ['page_id', 'ORG_SLUG'] } },
      { code: 'otherQuickStarts', values: { otherQuickStarts: ['EVENTS_…', 'CONNECTION_SWAPPING_…'] } },
      { code: 'ofServer', values: { serverNames: ['PORT', 'DATABRICKS_SESSION_SECRET'] } },
    ]);
  });

  test('says of each value what is wrong with it', () => {
    expect(faults(file({ SESSION_LENGTH: '59', EMAIL: 'nobody', CLIENT_ID: 'a b' })).message.split('. ')).toEqual([
      'CLIENT_ID: A client ID holds no spaces',
      'EMAIL: Enter an e-mail address without spaces',
      expect.stringMatching(/^SESSION_LENGTH: /),
    ]);
  });

  test.each([
    [{ CLIENT_ID: 'a b' }, 'CLIENT_ID'],
    [{ SECRET: 'x'.repeat(20_000) }, 'SECRET'],
    [{ ACCOUNT_TYPE: 'x'.repeat(100) }, 'ACCOUNT_TYPE'],
    [{ TEAMS: 'x'.repeat(200) }, 'TEAMS'],
    [{ DATABRICKS_ACCOUNT_ID: 'a b' }, 'DATABRICKS_ACCOUNT_ID'],
    [{ DATABRICKS_OAUTH_CLIENT_ID: 'a b' }, 'DATABRICKS_OAUTH_CLIENT_ID'],
    [{ DATABRICKS_OAUTH_CLIENT_SECRET: 'x'.repeat(20_000) }, 'DATABRICKS_OAUTH_CLIENT_SECRET'],
    [{ DATABRICKS_CONNECTION_ID: 'a b' }, 'DATABRICKS_CONNECTION_ID'],
    [{ SESSION_LENGTH: '59' }, 'SESSION_LENGTH'],
    [{ SESSION_LENGTH: '-3600' }, 'SESSION_LENGTH'],
    [{ DATABRICKS_HOST: 'ftp://dbc-1.cloud.databricks.com' }, 'DATABRICKS_HOST'],
    [{ DATABRICKS_OAUTH_EMAIL: 'nobody' }, 'DATABRICKS_OAUTH_EMAIL'],
    [{ DATABRICKS_OAUTH_TEAMS: 'x'.repeat(200) }, 'DATABRICKS_OAUTH_TEAMS'],
    [{ DATABRICKS_AUTH_LEVEL: 'account', DATABRICKS_ACCOUNT_ID: null }, 'DATABRICKS_ACCOUNT_ID'],
    [{ DATABRICKS_REDIRECT_URI: 'https://example.com/callback' }, 'DATABRICKS_REDIRECT_URI'],
    [{ EMAIL: 'nobody' }, 'EMAIL'],
    [{ EMAIL: 'some\u200bbody@example.com' }, 'EMAIL'],
    [{ EMAIL: 'somebody@example.com\u202e' }, 'EMAIL'],
    [{ DATABRICKS_OAUTH_BASE_URL: 'app.sigmacomputing.com/x' }, 'DATABRICKS_OAUTH_BASE_URL'],
  ] as const)('refuses %j and names %s', (changes, name) => {
    const { code, message } = faults(file(changes));
    expect(code).toBe('env_incomplete');
    expect(message).toMatch(new RegExp(`^${name}: [A-Z]`));
  });

  test('quotes no value in its errors', () => {
    const { message } = faults(
      file({ SESSION_LENGTH: '7', DATABRICKS_HOST: 'ftp://the-embed-secret', CLIENT_ID: 'the-embed-secret x' }),
    );
    expect(message).not.toContain('the-embed-secret');
  });

  test('brings an existing profile up to date instead of doubling it', async () => {
    let ids = 0;
    const profiles = await openProfiles({
      settings: createFakeStore(),
      hasDamagedFile: false,
      randomUuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
      onDamaged: () => {},
    });
    const first = profiles.prepare(readEnv(file()).draft);
    await profiles.keep(first);
    const again = readEnv(
      file({ DATABRICKS_OAUTH_BASE_URL: 'https://app.sigmacomputing.com/org/workbook/Other-1' }),
      profiles.all(),
    );
    const second = profiles.prepare(again.draft);
    expect(second.id).toBe(first.id);
    expect(second.connections.map(({ id }) => id)).toEqual(first.connections.map(({ id }) => id));
    expect(second.workbooks).toHaveLength(2);
  });

  test('knows a workbook whose address is written in other letters', () => {
    const { draft } = readEnv(file());
    const [workbook] = draft.workbooks;
    if (!workbook) throw new Error('no workbook');
    const known = { ...workbook, id: '00000000-0000-4000-8000-000000000001' };
    const existing = { ...draft, id: '00000000-0000-4000-8000-000000000002', workbooks: [known] } as unknown as Profile;
    const written = workbook.url.replace('https://app.sigmacomputing.com/', 'https://App.SigmaComputing.com:443/');
    expect(readEnv(file({ DATABRICKS_OAUTH_BASE_URL: written }), [existing]).draft.workbooks).toEqual([known]);
  });

  test('leaves the level alone when it names none, and never the workspace that is asked', () => {
    const existing = (server: object): Profile => {
      const { draft } = readEnv(file());
      const connections = draft.connections.map((row) => ({
        ...row,
        id: '00000000-0000-4000-8000-000000000006',
        server: { ...row.server, ...server },
      }));
      return { ...draft, id: '00000000-0000-4000-8000-000000000007', connections } as unknown as Profile;
    };
    const serverOf = (changes: Record<string, string | null>, server: object) =>
      readEnv(file(changes), [existing(server)]).draft.connections[0]?.server;
    const account = { level: 'account', accountId: '11aa-22', workspaceId: '7' };
    const silent = { DATABRICKS_AUTH_LEVEL: null, DATABRICKS_ACCOUNT_ID: null };
    expect(serverOf(silent, account)).toMatchObject(account);
    expect(serverOf(silent, { level: 'workspace', accountId: null })).toMatchObject({ level: 'workspace' });
    expect(serverOf({ DATABRICKS_AUTH_LEVEL: 'workspace' }, account)).toMatchObject({
      level: 'workspace',
      workspaceId: '7',
    });
    expect(serverOf({ DATABRICKS_AUTH_LEVEL: 'automatic' }, account)).toMatchObject({ level: 'automatic' });
  });

  test('names another host, and the workspace of the earlier one goes with it; the account stays a condition', () => {
    const first = readEnv(file()).draft;
    const withServer = (server: object) =>
      ({
        ...first,
        id: '00000000-0000-4000-8000-000000000007',
        connections: first.connections.map((row) => ({ ...row, id: '00000000-0000-4000-8000-000000000006', server })),
      }) as unknown as Profile;
    const known = { provider: 'databricks', host: complete.DATABRICKS_HOST, accountId: '11aa-22', workspaceId: '7' };
    const read = (host: string, level: string) =>
      readEnv(file({ DATABRICKS_AUTH_LEVEL: null, DATABRICKS_ACCOUNT_ID: null, DATABRICKS_HOST: host }), [
        withServer({ ...known, level }),
      ]).draft.connections[0]?.server;
    const host = 'https://dbc-2.cloud.databricks.com';
    expect(read('dbc-2.cloud.databricks.com', 'automatic')).toEqual({
      provider: 'databricks',
      host,
      level: 'automatic',
      accountId: '11aa-22',
    });
    expect(read(host, 'account')).toEqual({ provider: 'databricks', host, level: 'account', accountId: '11aa-22' });
    expect(read(complete.DATABRICKS_HOST.toUpperCase(), 'automatic')).toEqual({ ...known, level: 'automatic' });
  });

  test('finds the profile of its embed client that is no tenant’s, or has its connection', () => {
    const first = readEnv(file()).draft;
    const profile = (last: number, name: string, more: object) =>
      ({ ...first, id: `00000000-0000-4000-8000-00000000000${last}`, name, ...more }) as unknown as Profile;
    const other = first.connections.map((row) => ({ ...row, sigmaConnectionId: 'other' }));
    const day = profile(1, 'Day', { tenant: 'day', connections: other });
    const night = profile(2, 'Night', { tenant: 'night' });
    const own = profile(3, 'Own', { connections: other });
    const nameBy = (existing: Profile[]) => readEnv(file(), existing).draft.name;
    expect([nameBy([day]), nameBy([day, night]), nameBy([day, night, own]), nameBy([day, day])]).toEqual([
      'Day',
      'Night',
      'Own',
      'Day',
    ]);
  });

  test('leaves a connection to the whole organisation, once an administrator gave it its token', () => {
    const first = readEnv(file()).draft;
    const [connection] = first.connections;
    const given = { ...connection, id: '00000000-0000-4000-8000-000000000006', sigmaConnectionId: null };
    const existing = (more: object) =>
      ({
        ...first,
        id: '00000000-0000-4000-8000-000000000007',
        connections: [{ ...given, isForOrganisation: true, ...more }],
      }) as unknown as Profile;
    expect(readEnv(file(), [existing({})]).draft.connections).toEqual([{ ...given, isForOrganisation: true }]);
    // That of another application is another one.
    expect(readEnv(file(), [existing({ clientId: 'another' })]).draft.connections).toHaveLength(2);
  });

  test('leaves what an administrator added to an existing profile since', async () => {
    const [imported] = [readEnv(file()).draft];
    const [connection] = imported.connections;
    const [workbook] = imported.workbooks;
    if (!connection || !workbook) throw new Error('nothing was imported');
    const uuid = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;
    const known = (draft: typeof connection, id: string) => {
      const { clientSecret: _, ...fields } = draft;
      return { ...fields, id };
    };
    const { embedSecret: _, ...fields } = imported;
    const existing: Profile = {
      ...fields,
      id: uuid(1),
      name: 'Mine',
      tenant: 'night-shift',
      evalConnectionId: 'swapped',
      user: { ...imported.user, attributes: [{ attribute: 'Region', claim: 'region' }] } as Profile['user'],
      workbooks: [{ ...workbook, id: uuid(2), title: 'Mine' }],
      connections: [
        known({ ...connection, label: 'Mine' }, uuid(3)),
        known({ ...connection, label: 'Other', sigmaConnectionId: null, isForOrganisation: true }, uuid(4)),
      ],
    };
    const rules: Profile['actions'] = [
      { kind: 'address', action: 'open', address: 'https://crm.example.com/' },
      { kind: 'workbook', action: 'go', workbook: workbook.url, controls: [] },
    ];
    const withRules = (url?: string) =>
      readEnv(file(url === undefined ? {} : { DATABRICKS_OAUTH_BASE_URL: url }), [{ ...existing, actions: rules }]);
    expect(withRules().draft.actions).toEqual(rules);
    // The workbook of another Sigma takes the place of those of this one, and of the rules that lead to them.
    expect(withRules('https://eu.sigmacomputing.com/org/workbook/Trips-2').draft.actions).toEqual(rules.slice(0, 1));
    const other = { ...existing, id: uuid(5), embedClientId: 'another' };
    const { draft } = readEnv(file({ TEAMS: 'New' }), [other, existing]);
    expect(draft).toMatchObject({
      id: uuid(1),
      name: 'Mine',
      tenant: 'night-shift',
      evalConnectionId: 'swapped',
      user: { attributes: [{ attribute: 'Region', claim: 'region' }], teams: ['New'] },
      workbooks: [{ id: uuid(2), title: 'Mine' }],
    });
    expect(
      draft.connections.map(({ id, label, clientSecret, isForOrganisation: all }) => [id, label, clientSecret, all]),
    ).toEqual([
      [uuid(4), 'Other', null, true],
      [uuid(3), 'Mine', complete.DATABRICKS_OAUTH_CLIENT_SECRET, false],
    ]);
  });

  test.each([
    ['https://app.sigmacomputing.com/org/workbook/Trips', 'Trips'],
    ['https://app.sigmacomputing.com/org/workbook/Two-Words-a1b2', 'Two Words'],
    ['https://app.sigmacomputing.com/org/workbook/-a1b2', 'Workbook'],
    ['https://app.sigmacomputing.com/workbook/6w2cUiJlvQeG1rI5', 'Workbook'],
    ['https://app.sigmacomputing.com/org/workbook/Caf%C3%A9-%2312-a1b2/page/p1', 'Café #12'],
    [`https://app.sigmacomputing.com/org/workbook/${'x'.repeat(200)}-a1`, 'x'.repeat(120)],
  ])('names the workbook %s "%s"', (url, title) => {
    expect(readEnv(file({ DATABRICKS_OAUTH_BASE_URL: url })).draft.workbooks[0]?.title).toBe(title);
  });

  test('takes the level in whatever case, and the account ID with it', () => {
    const { draft } = readEnv(file({ DATABRICKS_AUTH_LEVEL: 'Account' }));
    expect(draft.connections[0]?.server).toMatchObject({ level: 'account', accountId: complete.DATABRICKS_ACCOUNT_ID });
  });
});
