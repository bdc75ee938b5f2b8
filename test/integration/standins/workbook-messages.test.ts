/**
 * The workbook page in a real browser, inside the frame of an https page: what it tells that page, and what it does
 * when told. Needs a Chromium, and is left out where there is none.
 */
import '../../support/quick-keys.ts';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DemoServices } from '../../../standins/demo-services.ts';
import { authorizationUrl, type EmbedOptions, embedUrl, signIn } from '../../support/stand-in-client.ts';
import { hasBrowser, type Message, startWorkbookHost, type WorkbookHost } from './workbook-host.ts';

describe.skipIf(!hasBrowser)('in a browser', () => {
  let host: WorkbookHost;
  let services: DemoServices;

  beforeAll(async () => {
    host = await startWorkbookHost();
    services = host.services;
  });
  afterAll(() => host?.stop());
  afterEach(() => host?.closePage());

  const frame = (url: string) => host.frame(url);
  const messages = () => host.messages();
  const tell = (message: Message) => host.tell(message);
  const message = (expected: Message, after?: number) => host.message(expected, after);
  const openAs = (person: string, options?: EmbedOptions) => host.openAs(person, options);

  test('says that it has loaded, with its variables, and then that its data has', async () => {
    const workbook = await openAs('Ben Okafor', { parameters: '&Borough=Queens' });
    const seen = await messages();
    expect(seen[0]).toEqual({ type: 'workbook:loaded', workbook: { variables: { Borough: 'Queens', MinFare: '0' } } });
    expect(seen.at(-1)).toEqual({ type: 'workbook:dataloaded' });
    const rows = await workbook.getByTestId('trips-table').getAttribute('data-rows');
    expect(await workbook.getByTestId('kpi-trips').textContent()).toBe(Number(rows).toLocaleString('en'));
    expect(await workbook.getByTestId('viewing-as').textContent()).toContain('ada.moreno@example.com');
  });

  test('reports a refusal with its code', async () => {
    await frame(await embedUrl(services, 'irrelevant', { claims: { ver: 1.1 } }));
    await message({
      type: 'workbook:error',
      code: 'EINVAL',
      message: 'connection_oauth_tokens is only supported in ver 1.1',
    });
  });

  test("shows itself to Sigma's QuickStart, which runs on http://localhost:3000", async () => {
    const { access_token } = await signIn(services, 'Ben Okafor');
    await host.frame(await embedUrl(services, access_token), 'http://localhost:3000/');
    await message({ type: 'workbook:dataloaded' });
  });

  test('does not show itself inside another page without https', async () => {
    const { access_token } = await signIn(services, 'Ben Okafor');
    const refusal =
      /violates the following Content Security Policy directive: "frame-ancestors https: http:\/\/localhost:3000"/;
    const page = await host.openPage('http://host.example/');
    const refused = page.waitForEvent('console', (line) => refusal.test(line.text()));
    await host.show(await embedUrl(services, access_token));
    await refused;
    expect(await messages()).toEqual([]);
    // The positive control: Sigma accepted this URL, and an https page shows the workbook of another one like it.
    expect((await services.controls.sigma.journal()).at(-1)).toMatchObject({ accepted: true });
    await host.closePage();
    await frame(await embedUrl(services, access_token));
    await message({ type: 'workbook:dataloaded' });
  });

  test('passes changes of controls both ways', async () => {
    const workbook = await openAs('Dana Whitfield');
    await workbook.getByTestId('borough-Brooklyn').check();
    await message({
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Brooklyn', MinFare: '0' } },
    });
    const before = (await messages()).length;
    await tell({ type: 'workbook:variables:update', variables: { Borough: 'Brooklyn,Queens', MinFare: '20' } });
    await message({ type: 'workbook:dataloaded' }, before);
    expect(await workbook.getByTestId('borough-Queens').isChecked()).toBe(true);
    await tell({ type: 'workbook:variables:list' });
    await message({ type: 'workbook:variables:current', variables: { Borough: 'Brooklyn,Queens', MinFare: '20' } });
  });

  test('obeys only the page around it', async () => {
    const workbook = await openAs('Dana Whitfield');
    await workbook.locator('body').evaluate(() => {
      window.postMessage({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } }, '*');
    });
    await tell({ type: 'workbook:variables:list' });
    await message({ type: 'workbook:variables:current', variables: { Borough: '', MinFare: '0' } });
  });

  test('gives sorting an explore key that brings it back', async () => {
    const workbook = await openAs('Dana Whitfield');
    await workbook.getByTestId('page-trips').click();
    await message({ type: 'workbook:selectednodeid:onchange', selectedNodeId: 'page-trips', nodeType: 'page' });
    await workbook.getByTestId('sort-fare_amount').click();
    const { exploreKey } = await message({ type: 'workbook:exploreKey:onchange' });
    const path = new URL(services.sigma.workbooks[0]?.url ?? '').pathname;
    await message({ type: 'url:onchange', url: `${path}/page/page-trips` });
    await host.closePage();

    const again = await openAs('Dana Whitfield', { parameters: `&:explore=${exploreKey}` });
    expect(await again.locator('th[aria-sort]').textContent()).toContain('Fare');
    expect(await again.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
  });

  test('follows a selection, and says when an element is chosen or maximised', async () => {
    const workbook = await openAs('Dana Whitfield');
    await tell({ type: 'workbook:selectednodeid:update', selectedNodeId: 'page-trips', nodeType: 'page' });
    await workbook.getByTestId('trips-table').waitFor({ state: 'visible' });
    await tell({ type: 'workbook:selectednodeid:update', selectedNodeId: 'page-overview', nodeType: 'page' });
    await workbook.getByTestId('chart-hours').click();
    await message({ type: 'workbook:selectednodeid:onchange', selectedNodeId: 'chart-hours', nodeType: 'element' });
    await message({ type: 'workbook:chart:onvalueselect', nodeId: 'chart-hours' });
    await tell({ type: 'workbook:fullscreen:update', nodeId: 'chart-revenue' });
    await message({ type: 'workbook:fullscreen:onchange', fullScreen: true });
    await tell({ type: 'workbook:fullscreen:update', nodeId: null });
    await message({ type: 'workbook:fullscreen:onchange', fullScreen: false });
  });

  test('keeps bookmarks', async () => {
    await openAs('Dana Whitfield', { parameters: '&Borough=Queens' });
    await tell({ type: 'workbook:bookmark:create', name: 'Queens', isDefault: false, isShared: false });
    const { bookmarkId } = await message({ type: 'workbook:bookmark:oncreate', bookmarkName: 'Queens' });
    await message({ type: 'workbook:bookmark:onchange', bookmarkId: bookmarkId as string });
    await tell({ type: 'workbook:variables:update', variables: { Borough: '' } });
    await tell({ type: 'workbook:bookmark:select', bookmarkId });
    await message({ type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Queens' } } });
    await tell({ type: 'workbook:bookmark:update' });
    const noChange = 'Cannot update bookmark, no explore changes made';
    await message({ type: 'workbook:error', code: 'EINVAL', message: noChange });
    await tell({ type: 'workbook:variables:update', variables: { MinFare: '20' } });
    await tell({ type: 'workbook:bookmark:update' });
    await message({ type: 'workbook:bookmark:onupdate', bookmarkId: bookmarkId as string });
    await tell({ type: 'workbook:bookmark:delete', bookmarkId });
    await message({ type: 'workbook:bookmark:ondelete', bookmarkId: bookmarkId as string });
    await message({ type: 'workbook:bookmark:onchange', bookmarkId: null });
    await tell({ type: 'workbook:bookmark:update' });
    await message({ type: 'workbook:error', code: 'EINVAL', message: 'Bookmark not selected' });
  });

  test('says when the session ends, and stops', async () => {
    const workbook = await openAs('Ada Moreno');
    await services.controls.sigma.endSessions();
    await message({ type: 'workbook:error', code: 'EINVAL', message: 'Session expired. Reload the page.' });
    expect(await workbook.getByTestId('workbook-notice').textContent()).toBe('Session expired. Reload the page.');
  });

  test('says when the token ends before the session', async () => {
    const workbook = await openAs('Ada Moreno');
    await services.controls.authorizationServer.shiftClock({ seconds: 3601 });
    await workbook.getByTestId('borough-Manhattan').check();
    await message({ type: 'workbook:chart:error', nodeId: 'chart-hours', code: 'EACCES' });
    const { message: text } = await message({ type: 'workbook:error', code: 'EACCES' });
    expect(text).toContain('token expired');
  });

  test('reports a missing privilege for each element, and not for the workbook', async () => {
    const { access_token } = await signIn(services, 'Eve Stone');
    await frame(await embedUrl(services, access_token));
    await message({ type: 'workbook:chart:error', nodeId: 'trips-table', code: 'EACCES' });
    expect((await messages()).map(({ type }) => type)).not.toContain('workbook:error');
  });

  test('exports what it shows, and opens its link in a window of its own', async () => {
    const workbook = await openAs('Ada Moreno');
    const [download] = await Promise.all([
      host.page().waitForEvent('download'),
      workbook.getByTestId('export-csv').click(),
    ]);
    const lines = readFileSync((await download.path()) ?? '', 'utf8')
      .trim()
      .split('\r\n');
    const rows = Number(await workbook.getByTestId('trips-table').getAttribute('data-rows'));
    expect(download.suggestedFilename()).toBe('nyc-taxi-trips.csv');
    expect(lines).toHaveLength(rows + 1);
    expect(lines[0]).toBe(
      'tpep_pickup_datetime,tpep_dropoff_datetime,borough,pickup_zip,dropoff_zip,trip_distance,fare_amount',
    );
    const link = workbook.getByTestId('docs-link');
    expect(await link.getAttribute('href')).toBe('https://docs.databricks.com/');
    expect(await link.getAttribute('target')).toBe('_blank');
  });

  test.each(['light', 'dark'] as const)('has nothing that axe objects to, in %s', async (colorScheme) => {
    const axe = readFileSync(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const { access_token } = await signIn(services, 'Dana Whitfield');
    const context = await host.browser.newContext({ colorScheme, bypassCSP: true });
    const page: Page = await context.newPage();
    for (const [url, ready] of [
      [authorizationUrl(services), 'cancel'],
      [await embedUrl(services, access_token), 'borough-Queens'],
      [await embedUrl(services, access_token, { claims: { ver: 1 } }), 'refusal'],
    ] as const) {
      await page.goto(url);
      await page.getByTestId(ready).waitFor({ state: 'attached' });
      const faults = await page.evaluate(`${axe}; axe.run().then(({ violations }) => violations.map(({ id }) => id))`);
      expect(faults, url.split('?')[0]).toEqual([]);
    }
    await context.close();
  });
});
