/** What people paste, and what is made of it: each rule as a table of members. */
import { describe, expect, test } from 'vitest';
import { hostFields } from '../../../../src/renderer/set-up/cleaning.ts';
import { cleaned, isOtherText } from '../../../../src/shared/profile/pasted.ts';

const UUID = '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11';

describe('an address is written as it is read', () => {
  test.each([
    ['https://a.example\\@b.example/x', 'https://a.example/@b.example/x'],
    ['https:\\\\a.example\\x', 'https://a.example/x'],
    ['https:/a.example/x', 'https://a.example/x'],
    ['https:a.example/x', 'https://a.example/x'],
    ['https//a.example/x', 'https://a.example/x'],
    ['//a.example/x', 'https://a.example/x'],
    ['https://%61.example/x', 'https://a.example/x'],
    ['https://\uff41.example/x', 'https://a.example/x'],
    ['https://a.example\u3002b.example/x', 'https://a.example.b.example/x'],
    ['https://\u0430cme.example/x', 'https://xn--cme-5cd.example/x'],
    ['[a.example](https://b.example/x)', 'https://b.example/x'],
  ])('%j is %s', (pasted, written) => {
    expect(cleaned('workbooks.k.url', pasted)).toBe(written);
    expect(cleaned('connections.k.server.authority', pasted)).toBe(new URL(written).origin);
    expect(cleaned('connections.k.server.accountUrl', pasted)).toBe(new URL(written).origin);
  });

  test.each(['https://A.example/Ab', 'https://a.example:8443/x', 'https://ada@a.example/x', 'https://[2001:db8::1]/x'])(
    'and stays where it is so, or is refused as it is: %s',
    (entered) => {
      expect(cleaned('workbooks.k.url', entered)).toBe(entered);
    },
  );

  test('two that were run together are none', () => {
    const both = 'https://a.example:8443https://b.example';
    for (const two of ['https://a.examplehttps://b.example', both]) {
      expect(cleaned('connections.k.server.authority', two)).toBe(two);
      expect(cleaned('connections.k.server.accountUrl', two)).toBe(two);
      expect(hostFields(two)).toEqual({ host: two });
    }
  });

  test('that of a driver is the host alone', () => {
    const databricks =
      'jdbc:databricks://adb-1.7.azuredatabricks.net:443/default;transportMode=http;AuthMech=3;UID=token;PWD=x';
    expect(cleaned('connections.k.server.host', databricks)).toBe('https://adb-1.7.azuredatabricks.net');
    const snowflake = 'jdbc:snowflake://my_org-acc.snowflakecomputing.com/?user=a&warehouse=W';
    expect(cleaned('connections.k.server.accountUrl', snowflake)).toBe('https://my-org-acc.snowflakecomputing.com');
  });
});

test.each([
  ['session:role-encoded:AUTH%20SNOWFLAKE', 'session:role-encoded:AUTH%20SNOWFLAKE'],
  ['session:role:A,B', 'session:role:A,B'],
  ['openid read,write', 'openid read,write'],
  ['openid, read,write', 'openid read write'],
  ['openid,email', 'openid email'],
])('the scopes %j are %s', (entered, scopes) => {
  expect(cleaned('connections.k.scopes', entered)).toBe(scopes);
});

test.each([
  ['user.email', 'mailto:ada@example.com?subject=Hello', 'ada@example.com'],
  ['user.teams', "'Sales', 'R&D'", 'Sales, R&D'],
  ['user.teams', "O'Neil, Sales", "O'Neil, Sales"],
  [
    'connections.k.server.accountUrl',
    'xy12345.us-east-1.privatelink',
    'https://xy12345.us-east-1.privatelink.snowflakecomputing.com',
  ],
])('what %s is given, %j, is %s', (field, entered, meant) => {
  expect(cleaned(field, entered)).toBe(meant);
});

describe('an id', () => {
  test.each([
    [' 0oa1 '],
    ['\u00a00oa1\u00a0'],
    ['\u200e0oa1\u200f'],
    ['\ufeff0oa1'],
    ['0o\u200ba1'],
    ['0oa\u00ad1'],
    ['0oa\n1'],
    ['0oa1\r\n'],
    ['"0oa1"'],
    ["'0oa1'"],
    ['“0oa1”'],
    ['„0oa1“'],
    ['‘0oa1’'],
    ['«0oa1»'],
    ['« 0oa1 »'],
    ['`0oa1`'],
    ['<0oa1>'],
    ['"0oa1",'],
    ['0oa1,'],
    ['0oa1;'],
    ['CLIENT_ID=0oa1'],
    ['export CLIENT_ID="0oa1"'],
    ['CLIENT_ID = 0oa1'],
    ['client_id=0oa1'],
    ['"client_id": "0oa1",'],
    ['Client ID: 0oa1'],
    ['Application (client) ID:  0oa1'],
  ])('is taken out of %j', (pasted) => {
    expect(cleaned('connections.k.clientId', pasted)).toBe('0oa1');
    expect(cleaned('embedClientId', pasted)).toBe('0oa1');
  });

  test.each([
    '0oa1',
    'abc==',
    'a b',
    '"0oa1',
    '"a" "b"',
    'x\u202ey',
    'CLIENT_ID=1\nSECRET=2',
    'https://api.example.com/v1/',
    '',
  ])('stays as it is: %j', (entered) => {
    expect(cleaned('embedClientId', entered)).toBe(entered);
  });
});

test.each([
  [' Sales  ', 'Sales'],
  ['Sales\u00a0: 2024', 'Sales : 2024'],
  ['Sales\nEMEA', 'Sales EMEA'],
  ['Sa\u200bles', 'Sales'],
  ['“Sales”', '“Sales”'],
  ['Acme, Inc,', 'Acme, Inc,'],
  ['NAME=x', 'NAME=x'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['Sales \u2764\ufe0f', 'Sales \u2764\ufe0f'],
  ['a\u202eb', 'a\u202eb'],
])('of a name, only what nobody sees goes: %j', (pasted, taken) => {
  expect(cleaned('name', pasted)).toBe(taken);
  expect(cleaned('workbooks.k.title', pasted)).toBe(taken);
});

describe('a secret', () => {
  test.each(['se;cr=et,', ' se;cr=et,\n', '"se;cr=et,"', '“se;cr=et,”', '\u00a0se;cr=et,\ufeff'])(
    'is cleaned around the whole: %j',
    (pasted) => {
      expect(cleaned('embedSecret', pasted)).toBe('se;cr=et,');
      expect(cleaned('connections.k.clientSecret', pasted)).toBe('se;cr=et,');
    },
  );

  test.each(['SECRET=x', '<x>', '"x', "x'", '"a"b"', 'a b', 'a\u200bb', 'x,', '""'])(
    'holds whatever else is in it: %j',
    (entered) => {
      expect(cleaned('embedSecret', entered)).toBe(entered);
    },
  );
});

describe('the id of a connection', () => {
  test.each([
    [UUID],
    [`https://app.sigmacomputing.com/acme/connections/${UUID}`],
    [`https://app.sigmacomputing.com/acme/connections/Warehouse-${UUID}`],
    [`https://app.sigmacomputing.com/acme/connections/${UUID}/`],
    [`https://app.sigmacomputing.com/acme/connections/${UUID}?tab=usage`],
    [`https://app.sigmacomputing.com/acme/admin/connections/${UUID}/edit#x`],
    [`app.sigmacomputing.com/acme/connection/${UUID}`],
    [`/acme/connections/${UUID}`],
    [`Databricks-${UUID}`],
    [`"${UUID}",`],
    [`DATABRICKS_CONNECTION_ID=${UUID}`],
    [`https://app.sigmacomputing.com/acme/connections/Prod%20%C3%A9t%C3%A9-${UUID}`],
  ])('is taken out of %s', (pasted) => {
    expect(cleaned('connections.k.sigmaConnectionId', pasted)).toBe(UUID);
    expect(cleaned('evalConnectionId', pasted)).toBe(UUID);
  });

  test.each([
    ['https://app.sigmacomputing.com/acme/connections/NYC-Taxi-6w2cUiJlvQeG1rI5abcDEF', '6w2cUiJlvQeG1rI5abcDEF'],
    ['https://app.sigmacomputing.com/acme/connections/NYC%20Taxi-6w2cUiJlvQeG1rI5abcDEF/', '6w2cUiJlvQeG1rI5abcDEF'],
    ['https://app.sigmacomputing.com/acme/connections/Prod-abcdefghijklmnopqrstuv', 'abcdefghijklmnopqrstuv'],
    ['https://app.sigmacomputing.com/acme/connections/6w2cUiJlvQeG1rI5', '6w2cUiJlvQeG1rI5'],
    ['ABCdef123GHI456jkl789MNO012pqr', 'ABCdef123GHI456jkl789MNO012pqr'],
    ['sigma-connection', 'sigma-connection'],
    ['https://app.sigmacomputing.com/acme/connections', 'https://app.sigmacomputing.com/acme/connections'],
    [`${UUID} ${UUID.replace('4', '5')}`, `${UUID} ${UUID.replace('4', '5')}`],
  ])('%s is %s', (pasted, id) => {
    expect(cleaned('connections.k.sigmaConnectionId', pasted)).toBe(id);
  });
});

describe('an address', () => {
  test.each([
    ['app.sigmacomputing.com/acme/workbook/x', 'https://app.sigmacomputing.com/acme/workbook/x'],
    ['//app.sigmacomputing.com/acme/workbook/x', 'https://app.sigmacomputing.com/acme/workbook/x'],
    ['http://app.sigmacomputing.com/acme/workbook/x', 'https://app.sigmacomputing.com/acme/workbook/x'],
    ['https://https://app.sigmacomputing.com/a', 'https://app.sigmacomputing.com/a'],
    ['<https://app.sigmacomputing.com/a|Our workbook>', 'https://app.sigmacomputing.com/a'],
    ['“https://app.sigmacomputing.com/a”;', 'https://app.sigmacomputing.com/a'],
    ['BASE_URL=https://app.sigmacomputing.com/a', 'https://app.sigmacomputing.com/a'],
    ['https://app.sigmacomputing.com/a?Region=West,', 'https://app.sigmacomputing.com/a?Region=West,'],
    ['https://app.sigmacomputing.com/a?x="b"', 'https://app.sigmacomputing.com/a?x="b"'],
    ['http://localhost:3000/a', 'http://localhost:3000/a'],
    ['localhost:3000/a', 'https://localhost:3000/a'],
    ['example.com:8443', 'https://example.com:8443'],
    ['Example.com.', 'https://Example.com'],
    ['https://example.com.:8443/a.', 'https://example.com:8443/a.'],
    ['http://app.sigmacomputing.com./a?x=b.', 'https://app.sigmacomputing.com/a?x=b.'],
    ['https://bücher.example.', 'https://xn--bcher-kva.example/'],
    ['https://example.com..', 'https://example.com..'],
    ['https://.', 'https://.'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['https://app.sigmacomputing.com/a?x=b|c', 'https://app.sigmacomputing.com/a?x=b|c'],
    ['', ''],
  ])('%j becomes %s', (pasted, address) => {
    expect(cleaned('workbooks.k.url', pasted)).toBe(address);
  });

  test.each([
    ['https://login.microsoftonline.com/contoso/v2.0', 'https://login.microsoftonline.com'],
    ['login.microsoftonline.us/', 'https://login.microsoftonline.us'],
    ['https://user@login.microsoftonline.us/', 'https://user@login.microsoftonline.us/'],
  ])('of an authority, the host: %s', (pasted, origin) => {
    expect(cleaned('connections.k.server.authority', pasted)).toBe(origin);
  });

  test.each([
    ['crm.example.com/orders/{order}', 'https://crm.example.com/orders/{order}'],
    ['"https://crm.example.com/{a}"', 'https://crm.example.com/{a}'],
    ['{host}/x', '{host}/x'],
  ])('with names in braces: %s', (pasted, template) => {
    expect(cleaned('actions.k.address', pasted)).toBe(template);
  });
});

const wellKnown = '/.well-known/openid-configuration';

describe('the metadata of a server', () => {
  test.each([
    ['https://dev-1.okta.com', `https://dev-1.okta.com${wellKnown}`],
    ['dev-1.okta.com/oauth2/default', `https://dev-1.okta.com/oauth2/default${wellKnown}`],
    ['https://dev-1.okta.com/oauth2/default/', `https://dev-1.okta.com/oauth2/default${wellKnown}`],
    ['https://dev-1.okta.com/oauth2/default/v1/authorize', `https://dev-1.okta.com/oauth2/default${wellKnown}`],
    ['https://dev-1.okta.com/oauth2/v1/token', `https://dev-1.okta.com${wellKnown}`],
    ['acme.eu.auth0.com', `https://acme.eu.auth0.com${wellKnown}`],
    ['https://acme.eu.auth0.com/', `https://acme.eu.auth0.com${wellKnown}`],
    ['https://acme.eu.auth0.com/oauth/token', `https://acme.eu.auth0.com${wellKnown}`],
    ['https://auth.pingone.eu/env-1/as', `https://auth.pingone.eu/env-1/as${wellKnown}`],
    ['https://sso.example.com/realms/acme', `https://sso.example.com/realms/acme${wellKnown}`],
    ['https://login.microsoftonline.com/contoso.com', `https://login.microsoftonline.com/contoso.com/v2.0${wellKnown}`],
    ['http://localhost:8080/realms/a', `http://localhost:8080/realms/a${wellKnown}`],
  ])('is found by its issuer: %s', (pasted, address) => {
    expect(cleaned('connections.k.server.metadataUrl', pasted)).toBe(address);
  });

  test.each([
    `https://dev-1.okta.com/oauth2/default${wellKnown}`,
    `https://b2c.example.com/t/v2.0${wellKnown}?p=policy`,
    'https://example.com/.well-known/oauth-authorization-server/tenant',
    'https://dev-1.okta.com/app/UserHome',
    'https://dev-1-admin.okta.com/admin/dashboard',
    'https://acme.eu.auth0.com/login?state=x',
    'https://sso.example.com/realms/acme/protocol/openid-connect/auth?client_id=x',
    'https://sso.example.com/login.html',
  ])('or stays what it is, a page among it: %s', (entered) => {
    expect(cleaned('connections.k.server.metadataUrl', entered)).toBe(entered);
  });
});

test.each([
  ['myorg-myaccount', 'https://myorg-myaccount.snowflakecomputing.com'],
  ['MYORG-MY_ACCOUNT', 'https://myorg-my-account.snowflakecomputing.com'],
  ['xy12345.us-east-1', 'https://xy12345.us-east-1.snowflakecomputing.com'],
  ['xy12345.east-us-2.azure', 'https://xy12345.east-us-2.azure.snowflakecomputing.com'],
  ['myorg-my_account.snowflakecomputing.com', 'https://myorg-my-account.snowflakecomputing.com'],
  ['https://myorg-myaccount.snowflakecomputing.com/console/login#/', 'https://myorg-myaccount.snowflakecomputing.com'],
  ['https://app.snowflake.com/myorg/myaccount/#/homepage', 'https://myorg-myaccount.snowflakecomputing.com'],
  ['https://app.snowflake.com/us-east-1/xy12345/#/x', 'https://app.snowflake.com/us-east-1/xy12345/#/x'],
  ['"myorg-myaccount";', 'https://myorg-myaccount.snowflakecomputing.com'],
  ['https://snowflake.example.com/', 'https://snowflake.example.com'],
  ['localhost', 'https://localhost'],
  ['', ''],
])('an account of Snowflake: %s is %s', (pasted, address) => {
  expect(cleaned('connections.k.server.accountUrl', pasted)).toBe(address);
});

describe('lists', () => {
  test.each([
    ['Sales, EMEA', 'Sales, EMEA'],
    ['Sales;EMEA', 'Sales, EMEA'],
    ['Sales\nEMEA\n', 'Sales, EMEA'],
    ['Sales; EMEA;', 'Sales, EMEA'],
    ['["Sales", "EMEA"]', 'Sales, EMEA'],
    ['“Sales”, “EMEA”', 'Sales, EMEA'],
    ['TEAMS=Sales,EMEA', 'Sales,EMEA'],
    ['R&D (all)', 'R&D (all)'],
    ['[EMEA] Sales, [US] Sales', '[EMEA] Sales, [US] Sales'],
    ['[Sales]', '[Sales]'],
    ['Group: Sales', 'Group: Sales'],
    ['A=B', 'A=B'],
    ['5" pipes, Sales', '5" pipes, Sales'],
  ])('teams: %j is %s', (pasted, teams) => {
    expect(cleaned('user.teams', pasted)).toBe(teams);
  });

  test.each([
    ['sql, offline_access', 'sql offline_access'],
    ['sql,offline_access', 'sql offline_access'],
    ['sql;offline_access', 'sql offline_access'],
    ['sql\noffline_access', 'sql offline_access'],
    ['["sql","offline_access"]', 'sql offline_access'],
    ['"sql offline_access"', 'sql offline_access'],
    ['openid%20email', 'openid email'],
    ['SCOPES=sql offline_access', 'sql offline_access'],
    ['session:role-any refresh_token', 'session:role-any refresh_token'],
    ['https://www.googleapis.com/auth/bigquery openid', 'https://www.googleapis.com/auth/bigquery openid'],
    ['2ff814a6/.default', '2ff814a6/.default'],
  ])('scopes: %j is %s', (pasted, scopes) => {
    expect(cleaned('connections.k.scopes', pasted)).toBe(scopes);
    expect(cleaned('connections.k.exchange.scopes', pasted)).toBe(scopes);
  });

  const url = 'http://localhost:3000/auth/a/callback';
  test.each([
    [url, url],
    ['localhost:3000/auth/a/callback', url],
    ['127.0.0.1:3000/cb', 'http://127.0.0.1:3000/cb'],
    [`${url}, http://localhost:3001/b`, `${url}\nhttp://localhost:3001/b`],
    [`${url};localhost:3001/b`, `${url}\nhttp://localhost:3001/b`],
    [`"${url}",\n"http://localhost:3001/b"`, `${url}\nhttp://localhost:3001/b`],
    [`${url} http://localhost:3001/b`, `${url}\nhttp://localhost:3001/b`],
    [`DATABRICKS_REDIRECT_URI=${url}`, url],
    ['http://localhost:3000/a,b', 'http://localhost:3000/a,b'],
    ['https://localhost:3000/a', 'https://localhost:3000/a'],
  ])('redirect URLs: %j is %s', (pasted, urls) => {
    expect(cleaned('connections.k.redirectUris', pasted)).toBe(urls);
  });
});

test.each([
  ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
  ['<ada@example.com>', 'ada@example.com'],
  ['mailto:ada@example.com', 'ada@example.com'],
  ['ada@example.com,', 'ada@example.com'],
  ['ada@example.com.', 'ada@example.com'],
  ['ada@example.com...', 'ada@example.com...'],
  ['Ada <ada@example.com>.', 'Ada <ada@example.com>.'],
  ['mailto:ada%2Btrips@example.com?subject=a', 'ada+trips@example.com'],
  ['ada@example.com; ben@example.com', 'ada@example.com; ben@example.com'],
])('an e-mail address: %s', (pasted, address) => {
  expect(cleaned('user.email', pasted)).toBe(address);
});

test.each([
  ['view', 'View'],
  [' "ANALYZE" ', 'Analyze'],
  ['Viewer', 'Viewer'],
  ['Finance viewers', 'Finance viewers'],
])('an account type as Sigma spells it: %s', (pasted, type) => {
  expect(cleaned('user.accountType', pasted)).toBe(type);
});

test('the tag of a version is a name', () => {
  expect(cleaned('workbooks.k.options.tag', ' Q1: Final ')).toBe('Q1: Final');
});

test('a field that nobody knows is left alone, and what is cleaned is clean', () => {
  expect(cleaned('workbooks.k.options.controls.r.value', ' "x", ')).toBe(' "x", ');
  expect(cleaned('constructor', ' x ')).toBe(' x ');
  for (const field of ['embedClientId', 'user.teams', 'workbooks.k.url', 'connections.k.server.metadataUrl', 'name']) {
    for (const text of ['"a", b', 'X_Y=https://example.com/a', ' <x|y> ', 'a;b\nc']) {
      const once = cleaned(field, text);
      expect(cleaned(field, once)).toBe(once);
    }
  }
});

test('white space alone is no other text', () => {
  expect(isOtherText(' a\u00a0b\u200b ', 'ab')).toBe(false);
  expect(isOtherText('"a"', 'a')).toBe(true);
});
