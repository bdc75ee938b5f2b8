/** Connections of every kind: whose tokens each takes, what a service account shows, and two in one workbook. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import type { Snowflake } from '../../../standins/authorization-server/snowflake.ts';
import { type DemoServices, demoPeople, startDemoServices } from '../../../standins/demo-services.ts';
import type { IdentityProvider } from '../../../standins/identity-provider/identity-provider.ts';
import { ask, asPublic, bySecretInHeader, signInAt } from '../../support/identity-client.ts';
import { askForTokens, embedUrl, encryptToken, endpointsOf, signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
const tokens = {} as Record<'workspace' | 'account' | 'snowflake' | 'company', string>;

const company = () => services.identityProvider as IdentityProvider;
const snowflake = () => services.snowflake as Snowflake;
const companyToken = async (person: string, scope = 'openid email session:role-any') => {
  const { public: client } = company().clients;
  return (await signInAt(company(), client.clientId, asPublic(client), scope, { person })).access_token;
};
const snowflakeToken = async (person: string) => {
  const { public: client } = snowflake().clients;
  const answer = await signInAt(snowflake(), client.clientId, asPublic(client), 'session:role-any', { person });
  return answer.access_token;
};

beforeAll(async () => {
  services = await startDemoServices({
    extras: { identityProvider: 'okta', snowflake: true, serviceAccount: true, twoConnections: true },
  });
  tokens.workspace = (await signIn(services, 'Ada Moreno')).access_token;
  tokens.account = (await signIn(services, 'Ada Moreno', { level: 'account' })).access_token;
  tokens.snowflake = await snowflakeToken('Ada Moreno');
  tokens.company = await companyToken('Ada Moreno');
});
afterAll(() => services.stop());
beforeEach(() => services.controls.warehouse.clearAudit());

const connectionIds: Record<string, string> = {};
beforeAll(() => {
  for (const { id, name } of services.sigma.connections) connectionIds[name] = id;
});

async function open(title: string, sent: Record<string, string>, claims: Record<string, unknown> = {}) {
  const workbook = services.sigma.workbooks.find((candidate) => candidate.title === title);
  const { secret } = services.sigma.embedClient;
  const encrypted = Object.entries(sent).map(([name, token]) => [connectionIds[name], encryptToken(secret, token)]);
  const connection_oauth_tokens = encrypted.length > 0 ? Object.fromEntries(encrypted) : undefined;
  const url = await embedUrl(services, '', {
    workbookUrl: workbook?.url ?? '',
    claims: { connection_oauth_tokens, ...claims },
  });
  const html = await (await fetch(url)).text();
  const refused = /data-code="([^"]*)" data-message="([^"]*)"/.exec(html);
  if (refused) return { refusal: `${refused[1]}: ${refused[2]?.replaceAll('&#34;', '"')}`, html, query: null };
  const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? 'null');
  const query = async (element: string) => {
    const response = await fetch(`${services.sigma.origin}/api/query`, {
      method: 'POST',
      headers: { 'x-workbook-session': boot.sessionId },
      body: JSON.stringify({ element, state: boot.state }),
    });
    return { status: response.status, body: await response.json() };
  };
  return { refusal: null, html, query };
}

const SIGN_IN = 'EACCES: Sign in to view this connection';
const TWO = 'Two Platforms';
const REGIONAL = 'Regional Operations';
const person = (displayName: string) => demoPeople.find((one) => one.displayName === displayName);

describe('a connection takes the tokens of its own issuer alone', () => {
  test.each<[workbook: string, connection: string, token: keyof typeof tokens, refusal: string | null]>([
    ['NYC Taxi Trips', 'Databricks (workspace)', 'workspace', null],
    ['NYC Taxi Trips', 'Databricks (workspace)', 'account', SIGN_IN],
    ['NYC Taxi Trips', 'Databricks (workspace)', 'company', SIGN_IN],
    ['NYC Taxi Trips (account)', 'Databricks (account)', 'account', null],
    ['NYC Taxi Trips (Snowflake)', 'Snowflake', 'snowflake', null],
    ['NYC Taxi Trips (Snowflake)', 'Snowflake', 'company', SIGN_IN],
    ['NYC Taxi Trips (Snowflake (external OAuth))', 'Snowflake (external OAuth)', 'company', null],
    ['NYC Taxi Trips (Snowflake (external OAuth))', 'Snowflake (external OAuth)', 'workspace', SIGN_IN],
    [REGIONAL, 'Service account', 'workspace', 'EINVAL: Connection 6eLk3Vd8BxUmG5yRfT1nQs does not use OAuth'],
  ])('%s, %s, token of %s', async (workbook, connection, token, refusal) => {
    expect((await open(workbook, { [connection]: tokens[token] })).refusal).toBe(refusal);
  });

  test.each([
    ['Snowflake', 'NYC Taxi Trips (Snowflake)', snowflakeToken, /not exist or not authorized/],
    [
      'Databricks (workspace)',
      'NYC Taxi Trips',
      async (who: string) => (await signIn(services, who)).access_token,
      /INSUFFICIENT/,
    ],
  ] as const)('and %s refuses in its own words', async (connection, workbook, tokenOf, words) => {
    const { query } = await open(workbook, { [connection]: await tokenOf('Eve Stone') });
    expect(await query?.('summary')).toMatchObject({ status: 403, body: { message: expect.stringMatching(words) } });
  });

  test('and says when a token carries no scope for queries', async () => {
    const token = await companyToken('Ada Moreno', 'openid email');
    const { query } = await open('NYC Taxi Trips (Snowflake (external OAuth))', {
      'Snowflake (external OAuth)': token,
    });
    expect((await query?.('summary'))?.body.message).toMatch(/^390317/);
  });

  test('and tells an expired token from an unknown one', async () => {
    const expiring = await open('NYC Taxi Trips (Snowflake)', { Snowflake: await snowflakeToken('Ada Moreno') });
    await services.controls.snowflake.shiftClock({ seconds: 601 });
    expect((await expiring.query?.('summary'))?.body).toMatchObject({
      message: '390318: OAuth access token expired.',
      tokenExpired: true,
    });
    const unknown = await open('NYC Taxi Trips (Snowflake)', { Snowflake: 'made-up' });
    expect((await unknown.query?.('summary'))?.body.message).toMatch(/^390303/);
    tokens.snowflake = await snowflakeToken('Ada Moreno');
  });
});

describe('a workbook with two connections', () => {
  test.each<[string, Record<string, keyof typeof tokens>, string | null]>([
    ['both tokens', { 'Databricks (workspace)': 'workspace', Snowflake: 'snowflake' }, null],
    ['the first alone', { 'Databricks (workspace)': 'workspace' }, SIGN_IN],
    ['the second alone', { Snowflake: 'snowflake' }, SIGN_IN],
    ['none', {}, SIGN_IN],
    ['the two swapped', { 'Databricks (workspace)': 'snowflake', Snowflake: 'workspace' }, SIGN_IN],
    ['the second of another issuer', { 'Databricks (workspace)': 'workspace', Snowflake: 'company' }, SIGN_IN],
  ])('with %s', async (_, sent, refusal) => {
    const given = Object.fromEntries(Object.entries(sent).map(([name, token]) => [name, tokens[token]]));
    expect((await open(TWO, given)).refusal).toBe(refusal);
  });

  test('asks each platform as the person of its own token', async () => {
    const { query, html } = await open(TWO, {
      'Databricks (workspace)': tokens.workspace,
      Snowflake: await snowflakeToken('Ben Okafor'),
    });
    expect(html).toContain('the connections Databricks (workspace) and Snowflake');
    for (const element of ['summary', 'zips']) expect((await query?.(element))?.status).toBe(200);
    const audit = await services.controls.warehouse.audit();
    expect(audit.map(({ userName, connectionId }) => [userName, connectionId])).toEqual([
      ['ada.moreno@example.com', connectionIds['Databricks (workspace)']],
      ['ben.okafor@example.com', connectionIds.Snowflake],
    ]);
  });
});

describe('a service account', () => {
  const teams = ['Sales_People'];
  test.each<[string, Record<string, unknown>, string]>([
    ['without the attribute', { teams }, 'EACCES: User attribute "region" is not set for this user'],
    [
      'with an attribute that is no text',
      { teams, user_attributes: { region: ['Manhattan'] } },
      'EINVAL: user_attributes.region must be a string',
    ],
    [
      'without a team',
      { teams: [], user_attributes: { region: 'Manhattan' } },
      'EACCES: This workbook is not shared with any of your teams',
    ],
    [
      'with other teams',
      { teams: ['Visitors'], user_attributes: { region: 'Manhattan' } },
      'EACCES: This workbook is not shared with any of your teams',
    ],
  ])('refuses %s', async (_, claims, refusal) => {
    expect((await open(REGIONAL, {}, claims)).refusal).toBe(refusal);
  });

  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['a region', { teams, user_attributes: { region: 'Long Island' } }, ['Brooklyn', 'Queens']],
    [
      'two regions',
      { teams, user_attributes: { region: 'Manhattan, Long Island' } },
      ['Manhattan', 'Brooklyn', 'Queens'],
    ],
    ['a borough', { teams, user_attributes: { borough: 'Queens' } }, ['Queens']],
    ['a region that means nothing', { teams, user_attributes: { region: 'Atlantis' } }, []],
    ['a team that sees everything', { teams: ['City_Managers'] }, person('Dana Whitfield')?.boroughs ?? []],
  ])('filters rows by %s', async (_, claims, boroughs) => {
    const { query } = await open(REGIONAL, {}, claims);
    expect((await query?.('boroughs'))?.body).toEqual(boroughs);
    const audit = await services.controls.warehouse.audit();
    expect(audit).toMatchObject([
      { userName: 'sigma-service-account', connectionId: connectionIds['Service account'] },
    ]);
  });
});

describe('a machine', () => {
  const form = { grant_type: 'client_credentials', scope: 'all-apis' };
  const tokenUrl = () => endpointsOf(services).token;

  test.each(['Basic', 'post'])('gets a token by %s, and is audited as its application', async (way) => {
    const { servicePrincipal } = services.authorizationServer.clients;
    const server = { endpoints: { authorize: '', token: tokenUrl() }, redirectUris: [] };
    const { clientId: client_id, clientSecret: client_secret } = servicePrincipal;
    const answer =
      way === 'Basic'
        ? await ask(server, bySecretInHeader(servicePrincipal), form)
        : await askForTokens(tokenUrl(), { ...form, client_id, client_secret });
    expect(answer).toMatchObject({ status: 200, scope: 'all-apis', expires_in: 3600 });
    expect(answer).not.toHaveProperty('refresh_token');
    const { query } = await open('NYC Taxi Trips', { 'Databricks (workspace)': answer.access_token });
    expect((await query?.('summary'))?.status).toBe(200);
    expect(await services.controls.warehouse.audit()).toMatchObject([{ userName: client_id }]);
    const me = await fetch(`${services.authorizationServer.origin}/api/2.0/preview/scim/v2/Me`, {
      headers: { authorization: `Bearer ${answer.access_token}` },
    });
    expect(await me.json()).toMatchObject({ userName: client_id, applicationId: client_id, displayName: 'Wallboard' });
  });

  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['a wrong secret', { client_secret: 'dose0' }, { status: 401, error: 'invalid_client' }],
    ['a scope of people', { scope: 'offline_access' }, { status: 400, error: 'invalid_scope' }],
  ])('is refused for %s', async (_, change, refusal) => {
    const { clientId: client_id, clientSecret: client_secret } = services.authorizationServer.clients.servicePrincipal;
    expect(await askForTokens(tokenUrl(), { ...form, client_id, client_secret, ...change })).toMatchObject(refusal);
  });
});

describe('drafts', () => {
  test('pass the check of the set-up form', () => {
    const { drafts, sigma } = services;
    const connections = [
      drafts.databricks(),
      drafts.databricks({ level: 'account', publicClient: true }),
      drafts.servicePrincipal(),
      drafts.snowflake(),
      drafts.snowflake({ publicClient: true }),
      drafts.identityProvider({ client: 'ES256' }),
      drafts.federated({ client: 'secretPost' }),
      drafts.identityOnly(),
      drafts.machine(),
      drafts.machine({ byKey: true }),
    ];
    // Each in a profile of its own: two of them may stand for the same connection in Sigma.
    for (const connection of connections) {
      const draft = drafts.profile({
        connections: [connection],
        workbooks: sigma.workbooks,
        rowLevelSecurity: true,
      });
      expect(ProfileDraft.safeParse(draft).error?.issues).toBeUndefined();
    }
  });
});
