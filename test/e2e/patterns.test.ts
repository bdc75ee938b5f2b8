/** Every pattern of sign-in that the set-up form offers, up to the rows that the workbook shows. */
import { afterEach, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../standins/control/calls.ts';
import type { DemoServices } from '../../standins/demo-services.ts';
import { BOROUGHS, findPerson, REGIONS } from '../../standins/people.ts';
import type { DemoDrafts } from '../../standins/profile-drafts.ts';
import { SERVICE_ACCOUNT } from '../../standins/warehouse/warehouse.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const ben = 'ben.okafor@example.com';
const chiara = 'chiara.lind@example.com';
const eve = 'eve.stone@example.com';
const wallboard = 'wallboard@example.com';
const authorizationCode = 'authorization_code';
const refreshToken = 'refresh_token';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

const shownTrips = `document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', '')`;
const shownBoroughs = `(() => {
  const boxes = [...document.querySelectorAll('[data-testid^="borough-"]')].map((box) => box.value);
  return boxes.length > 0 && boxes;
})()`;

type Profile = Omit<Parameters<DemoDrafts['profile']>[0], 'connections' | 'workbooks'>;
type Connection = Parameters<DemoDrafts['profile']>[0]['connections'][number];

describe('patterns of sign-in', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  /** Starts everything, and sets a profile up for the workbook of that title. */
  async function begin(
    options: WorkbenchOptions,
    title: string,
    connections: (demo: DemoServices) => Connection[],
    profile: Profile = {},
  ): Promise<RunningApp> {
    bench = await openWorkbench(options);
    const app = await bench.launch();
    await save(app, title, connections(bench.demo), profile);
    return app;
  }

  async function save(app: RunningApp, title: string, connections: Connection[], profile: Profile): Promise<void> {
    const workbooks = bench.demo.sigma.workbooks.filter((workbook) => workbook.title === title);
    expect(workbooks).toHaveLength(1);
    const draft = bench.demo.drafts.profile({ ...profile, connections, workbooks });
    const answer = await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
    expect(answer).toMatchObject({ ok: true });
  }

  /** What the workbook shows is what the warehouse gave to this user alone. */
  async function expectRows(app: RunningApp, userName: string, boroughs: readonly string[]): Promise<void> {
    await app.workbookReady();
    expect(await app.waitInWorkbook<string[]>(shownBoroughs)).toEqual(
      BOROUGHS.filter((borough) => boroughs.includes(borough)),
    );
    const trips = Number(await app.waitInWorkbook<string>(shownTrips));
    const audit = await bench.demo.controls.warehouse.audit();
    expect(new Set(audit.map((entry) => entry.userName))).toEqual(new Set([userName]));
    expect(trips).toBe(Math.max(...audit.map((entry) => entry.rows)));
  }

  async function expectRowsOf(app: RunningApp, userName: string, shownAs = findPerson(userName)?.displayName) {
    await expectRows(app, userName, findPerson(userName)?.boroughs ?? []);
    expect(await app.window.getByTestId('person').textContent()).toContain(shownAs);
  }

  const grantsOf = (journal: JournalEntry[]) =>
    journal.map(({ grantType, succeeded }) => (succeeded ? grantType : `${grantType} failed`));
  const tokensOf = async (service: 'authorizationServer' | 'identityProvider' | 'snowflake') =>
    grantsOf(await bench.demo.controls[service].journal({ endpoint: 'token' }));

  const timesAsked = async () => (await bench.demo.controls.identityProvider.journal({ endpoint: 'authorize' })).length;

  /** Since so many requests at the company: no page opened in the browser, and no server asked for a sign-in. */
  async function expectNoQuestion(since: number): Promise<void> {
    expect(bench.browser.unclaimed()).toEqual([]);
    expect(await timesAsked()).toBe(since);
    expect(await bench.demo.controls.authorizationServer.journal({ endpoint: 'authorize' })).toEqual([]);
  }

  test.each([
    ['a public client', true],
    ['a client with a secret', false],
  ])("opens with Snowflake's own OAuth, for %s", async (_name, publicClient) => {
    const app = await begin({ extras: { snowflake: true } }, 'NYC Taxi Trips (Snowflake)', ({ drafts }) => [
      drafts.snowflake({ publicClient }),
    ]);
    await bench.signIn(app, ada);
    // Snowflake names people by their user name, and by nothing else.
    await expectRowsOf(app, ada, ada);
    expect(await tokensOf('snowflake')).toEqual([authorizationCode]);
  });

  test.each([
    ['okta', 'PS256', 'NYC Taxi Trips (Snowflake (external OAuth))'],
    ['auth0', 'secretPost', 'NYC Taxi Trips (Snowflake (external OAuth))'],
    ['ping', 'secretBasic', 'NYC Taxi Trips (Snowflake (external OAuth))'],
    ['entra', 'public', 'NYC Taxi Trips (Azure Databricks (Entra ID))'],
  ] as const)("hands %s's own token to the platform, for the client %s", async (flavour, client, title) => {
    const app = await begin({ extras: { identityProvider: flavour } }, title, ({ drafts }) => [
      drafts.identityProvider({ client }),
    ]);
    await bench.signIn(app, ben);
    await expectRowsOf(app, ben);
    expect(await tokensOf('identityProvider')).toEqual([authorizationCode]);
  });

  test("hands Google's own token to the platform, and another one when it is told to renew", async () => {
    const app = await begin(
      { extras: { identityProvider: { flavour: 'google', oneOrigin: true } } },
      'NYC Taxi Trips (BigQuery)',
      ({ drafts }) => [drafts.identityProvider({ client: 'secretPost' })],
    );
    await bench.signIn(app, ben);
    await expectRowsOf(app, ben);
    const asked = await timesAsked();
    await app.window.getByTestId('details').click();
    await app.window.getByTestId('renew-now').click();
    await app.workbookReady(1);
    await expectRowsOf(app, ben);
    expect(await tokensOf('identityProvider')).toEqual([authorizationCode, refreshToken]);
    await expectNoQuestion(asked);
  });

  test('exchanges the company sign-in, and renews the exchange before it ends, asking no one', async () => {
    const app = await begin(
      { extras: { identityProvider: 'okta' }, lifetimes: { accessTokenSeconds: 20 } },
      'NYC Taxi Trips',
      ({ drafts }) => [drafts.federated({ client: 'RS256' })],
    );
    await bench.signIn(app, chiara);
    await expectRowsOf(app, chiara);
    const asked = await timesAsked();
    await app.workbookReady(1);
    await expectRowsOf(app, chiara);
    expect((await tokensOf('identityProvider')).slice(0, 2)).toEqual([authorizationCode, refreshToken]);
    expect((await tokensOf('authorizationServer')).slice(0, 2)).toEqual([tokenExchange, tokenExchange]);
    await expectNoQuestion(asked);
  });

  test('exchanges the company sign-in at account level, and again when it is told to renew', async () => {
    const app = await begin({ extras: { identityProvider: 'entra' } }, 'NYC Taxi Trips (account)', ({ drafts }) => [
      drafts.federated({ client: 'secretBasic', level: 'account' }),
    ]);
    await bench.signIn(app, ben);
    await expectRowsOf(app, ben);
    const asked = await timesAsked();
    await app.window.getByTestId('details').click();
    await app.window.getByTestId('renew-now').click();
    await app.workbookReady(1);
    expect(await tokensOf('identityProvider')).toEqual([authorizationCode, refreshToken]);
    expect(await tokensOf('authorizationServer')).toEqual([tokenExchange, tokenExchange]);
    await expectNoQuestion(asked);
  });

  describe('row-level security', () => {
    const secured = (client: 'ES256' | 'public') =>
      begin(
        { extras: { identityProvider: 'okta', serviceAccount: true } },
        'Regional Operations',
        ({ drafts }) => [drafts.identityOnly({ client })],
        { rowLevelSecurity: true },
      );

    test('filters the rows of a service account by what the sign-in says about the person', async () => {
      const app = await secured('ES256');
      await bench.signIn(app, ben);
      await expectRows(app, SERVICE_ACCOUNT, REGIONS['Long Island']);
      expect(await app.window.getByTestId('person').textContent()).toContain('Ben Okafor');
      const [load] = await bench.demo.controls.sigma.journal();
      // No token goes to Sigma, only the identity.
      expect(load).toMatchObject({ sub: ben, connectionIds: [], accepted: true });
      const paneId = (await app.window.getByTestId('pane').getAttribute('data-pane')) ?? '';
      const details = await app.window.evaluate((id) => window.sightglass.panes.details({ paneId: id }), paneId);
      expect(details).toMatchObject({
        value: { claims: { teams: ['Sales_People', 'Fleet'], user_attributes: { region: 'Long Island' } } },
      });
    });

    test('shows nothing to a person whose sign-in does not name a region', async () => {
      const app = await secured('public');
      await bench.signIn(app, eve);
      const panel = app.window.locator('[data-testid="error-panel"][data-code="claim_missing"]');
      await panel.waitFor();
      expect(await panel.textContent()).toContain('"region"');
      expect(await bench.demo.controls.sigma.journal()).toEqual([]);
      expect(await bench.demo.controls.warehouse.audit()).toEqual([]);
    });
  });

  describe('service accounts', () => {
    async function expectMachine(app: RunningApp, clientId: string): Promise<void> {
      await expectRows(app, clientId, BOROUGHS);
      expect(await app.window.getByTestId('machine').textContent()).toContain('Service account');
      expect(await app.window.getByTestId('person').count()).toBe(0);
      expect(bench.browser.unclaimed()).toEqual([]);
    }

    test.each([
      ['a secret', false],
      ['a key', true],
    ])("opens with no browser, for a machine of the identity provider's with %s", async (_name, byKey) => {
      const app = await begin(
        { extras: { identityProvider: 'okta' } },
        'NYC Taxi Trips (Snowflake (external OAuth))',
        ({ drafts }) => [drafts.machine({ byKey })],
        { email: wallboard },
      );
      const { machine, machineKey } = bench.demo.identityProvider?.clients ?? {};
      await expectMachine(app, (byKey ? machineKey : machine)?.clientId ?? '');
      expect(await tokensOf('identityProvider')).toEqual(['client_credentials']);
    });

    test('opens with no browser for a service principal, and renews by itself', async () => {
      const app = await begin(
        { lifetimes: { accessTokenSeconds: 20 } },
        'NYC Taxi Trips',
        ({ drafts }) => [drafts.servicePrincipal()],
        { email: wallboard },
      );
      const { clientId } = bench.demo.authorizationServer.clients.servicePrincipal;
      await expectMachine(app, clientId);
      await app.workbookReady(1);
      await expectMachine(app, clientId);
      const tokens = await tokensOf('authorizationServer');
      expect(tokens.length).toBeGreaterThan(1);
      expect(new Set(tokens)).toEqual(new Set(['client_credentials']));
    });
  });

  describe('several connections', () => {
    test('signs in to one after the other, and opens when both are there', async () => {
      const app = await begin({ extras: { snowflake: true, twoConnections: true } }, 'Two Platforms', ({ drafts }) => [
        drafts.databricks({ publicClient: true }),
        drafts.snowflake(),
      ]);
      const count = app.window.getByTestId('sign-in-count');
      expect(await count.textContent()).toContain('0 of 2 ready');
      await bench.signIn(app, ben);
      await app.window.getByTestId('signed-in').waitFor();
      expect(await count.textContent()).toContain('1 of 2 ready');
      expect(await bench.demo.controls.sigma.journal()).toEqual([]);
      expect(bench.browser.unclaimed()).toEqual([]);

      await bench.signIn(app, ben);
      await expectRowsOf(app, ben);
      const [workbook] = bench.demo.sigma.workbooks.filter(({ title }) => title === 'Two Platforms');
      const audited = async () =>
        new Set((await bench.demo.controls.warehouse.audit()).map(({ connectionId }) => connectionId));
      await expect.poll(audited).toEqual(new Set(workbook?.connectionIds));
      expect(await tokensOf('authorizationServer')).toEqual([authorizationCode]);
      expect(await tokensOf('snowflake')).toEqual([authorizationCode]);
    });

    test('does not open with the tokens of two people', async () => {
      const app = await begin(
        { extras: { identityProvider: 'okta', twoConnections: true } },
        'Two Platforms',
        ({ drafts }) => [drafts.databricks(), drafts.identityProvider({ client: 'RS256' })],
      );
      await bench.signIn(app, ada);
      await app.window.getByTestId('signed-in').waitFor();
      await bench.signIn(app, ben);
      await app.window.locator('[data-testid="error-panel"][data-code="people_differ"]').waitFor();
      expect(await bench.demo.controls.sigma.journal()).toEqual([]);
    });
  });
});
