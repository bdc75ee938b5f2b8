/** The sign-in through the system browser, and what the window says when it fails. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { BOROUGHS, demoPeople } from '../../standins/people.ts';
import { dropFile } from '../support/driver/drop-file.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const shownTrips = `document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', '')`;

describe('sign-in', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  const people = demoPeople.filter((person) => person.boroughs.length > 0);
  test.each(people.map((person) => [person.displayName, person] as const))(
    '%s sees exactly their rows',
    async (_name, person) => {
      bench = await openWorkbench();
      const app = await bench.launchWithProfile();
      const page = await bench.signIn(app, person.userName);
      expect(await page.textContent('h1')).toContain('igned in');
      expect(page.url()).not.toMatch(/code=|state=/);
      await app.workbookReady();
      expect(await app.window.getByTestId('person').textContent()).toContain(person.displayName);

      const boroughs = await app.inWorkbook<string[]>(
        `[...document.querySelectorAll('[data-testid^="borough-"]')].map((box) => box.value)`,
      );
      expect(boroughs).toEqual(BOROUGHS.filter((borough) => person.boroughs.includes(borough)));
      // What the workbook shows is what the warehouse gave to this person alone.
      const audit = await bench.demo.controls.warehouse.audit();
      expect(new Set(audit.map((entry) => entry.userName))).toEqual(new Set([person.userName]));
      expect(Number(await app.waitInWorkbook<string>(shownTrips))).toBe(Math.max(...audit.map((entry) => entry.rows)));
    },
  );

  test('says in the window and in the browser that access was denied, and can be tried again', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await app.window.getByTestId('sign-in').click();
    const page = await bench.browser.open(await bench.browser.nextAddress());
    await page.getByTestId('cancel').click();
    await page.waitForURL(/\/signed-in\//);
    expect(await page.textContent('body')).toContain('Access was denied');
    await app.window.locator('[data-testid="error-panel"][data-code="authorization_denied"]').waitFor();
    await app.window.getByTestId('try-again').or(app.window.getByTestId('sign-in')).first().click();
    const again = await bench.browser.open(await bench.browser.nextAddress());
    await again.getByTestId('person-ada.moreno@example.com').click();
    await app.workbookReady();
  });

  test('has the place of the workbook ready while the browser is open, which says nothing to Sigma', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    const webviews = app.window.locator('webview');
    const isPageThere = () =>
      app.electron.evaluate(({ webContents }) =>
        webContents.getAllWebContents().some((contents) => contents.getURL().startsWith('sightglass-embed:')),
      );
    await app.window.getByTestId('sign-in').click();
    const page = await bench.browser.open(await bench.browser.nextAddress());
    await webviews.waitFor({ state: 'attached' });
    await expect.poll(isPageThere).toBe(true);
    expect(await bench.demo.controls.sigma.journal()).toEqual([]);
    // Nobody comes upon it: not by a screen reader, and not by Tab.
    expect(
      await webviews.evaluate((one) => one.closest('[inert]') !== null && one.closest('[aria-hidden="true"]') !== null),
    ).toBe(true);
    const place = await webviews.elementHandle();
    await page.getByTestId('person-ada.moreno@example.com').click();
    await app.workbookReady();
    expect(await webviews.count()).toBe(1);
    expect(await (await webviews.elementHandle())?.evaluate((one, other) => one === other, place)).toBe(true);
    expect(await bench.demo.controls.sigma.journal()).toMatchObject([{ accepted: true }]);
  });

  test('that is given up takes the place with it', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await app.window.getByTestId('sign-in').click();
    await app.window.locator('webview').waitFor({ state: 'attached' });
    await app.window.getByTestId('cancel-sign-in').click();
    await app.window.locator('webview').waitFor({ state: 'detached' });
    expect(await bench.demo.controls.sigma.journal()).toEqual([]);
  });

  test('can be cancelled, copied and opened again while it waits for the browser', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await app.window.getByTestId('sign-in').click();
    const first = await bench.browser.nextAddress();
    await app.window.getByTestId('waiting').waitFor();
    await app.window.getByTestId('copy-link').click();
    await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(first);
    await app.window.getByTestId('reopen-browser').click();
    expect(await bench.browser.nextAddress()).toBe(first);
    await app.window.getByTestId('cancel-sign-in').click();
    await app.window.getByTestId('sign-in').waitFor();
    const redirect = new URL(new URL(first).searchParams.get('redirect_uri') ?? '');
    await expect(fetch(redirect)).rejects.toThrow();
  });

  test('as somebody else leaves the workbook alone until it has succeeded, and then shows the rows of that person', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    const { window } = app;
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await window.getByTestId('menu').click();
    await window.getByTestId('sign-in-as-somebody-else').click();
    // The stand-in for Databricks cannot be asked which account to use: no browser opens by itself.
    const banner = window.getByTestId('banner-sign-in');
    await banner.getByText('cannot be asked for another account').waitFor();
    expect(await window.locator('[data-testid="pane"] webview').count()).toBe(1);
    expect(await window.getByTestId('person').textContent()).toContain('Ada Moreno');
    await banner.getByTestId('reopen-browser').click();
    const address = await bench.browser.nextAddress();

    // An answer that does not fit is told in the browser, and that it came in the window; the sign-in goes on.
    const redirect = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
    redirect.search = 'error=access_denied&error_description=Nobody+knows+who+wrote+this';
    const stray = await bench.browser.open(redirect.href);
    expect(await stray.textContent('blockquote')).toBe('Nobody knows who wrote this (access_denied)');
    await banner.getByTestId('stray-answer').waitFor();
    expect(await window.textContent('body')).not.toContain('Nobody knows');

    const page = await bench.browser.open(address);
    await page.getByTestId('person-ben.okafor@example.com').click();
    await page.waitForURL(/\/signed-in\//);
    await banner.waitFor({ state: 'detached' });
    await expect.poll(() => window.getByTestId('person').textContent()).toContain('Ben Okafor');
    await app.workbookReady();
    const revoked = async () => (await bench.demo.controls.authorizationServer.counters()).tokensRevoked;
    await expect.poll(revoked).toBe(2);
  });

  test('works for a public client and at account level', async () => {
    bench = await openWorkbench({ env: { publicClient: true, level: 'account' } });
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ben.okafor@example.com');
    await app.workbookReady();
    const tokens = await bench.demo.controls.authorizationServer.journal({ endpoint: 'token' });
    expect(tokens.map(({ level, succeeded }) => ({ level, succeeded }))).toEqual([
      { level: 'account', succeeded: true },
    ]);
  });

  test('begins with a .env file that is chosen in the window', async () => {
    bench = await openWorkbench();
    const app = await bench.launch();
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, bench.envFile);
    await app.window.getByTestId('import-env').click();
    await app.window.getByTestId('choose-env-file').click();
    await app.window.getByTestId('import-continue').click();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
  });

  test.each(['pasted', 'dropped'])('begins with a .env file that is %s', async (way) => {
    bench = await openWorkbench();
    const { window } = await bench.launch();
    const text = readFileSync(bench.envFile, 'utf8');
    if (way === 'pasted') {
      await window.getByTestId('import-env').click();
      await window.getByTestId('import-text').fill(text);
      await window.getByTestId('import-pasted').click();
    } else {
      await window.getByTestId('import-env').waitFor();
      await dropFile(window, bench.envFile);
    }
    await window.getByTestId('import-continue').click();
    await window.getByTestId('sign-in').waitFor();
  });

  test('explains a refusal of Sigma with its remedy, and recovers on reload', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.demo.controls.sigma.refuseNext({ code: 'EINVAL', message: 'Invalid encrypted token' });
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.window.locator('[data-testid="error-panel"][data-code="sigma_secret_wrong"]').waitFor();
    await app.window.getByTestId('reload').click();
    await app.workbookReady();
  });
});
