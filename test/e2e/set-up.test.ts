/** The set-up form leads to a working profile, and what changes in it reaches sign-ins and vault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';

describe('the set-up form', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  const input = (window: Page, label: string) => window.getByLabel(label, { exact: true });
  const problem = (window: Page, label: string) =>
    window
      .locator('.field')
      .filter({ has: input(window, label) })
      .locator('.problem');

  /** Leaves one field after the other, as a person does. */
  async function fill(window: Page, values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await input(window, label).fill(value);
  }

  /** Everything that an administrator reads off Sigma and Databricks. */
  async function enterEverything(window: Page): Promise<void> {
    const { sigma, authorizationServer } = bench.demo;
    const [workbook] = sigma.workbooks;
    await fill(window, {
      'Profile name': 'Finance',
      'Embed client ID': sigma.embedClient.clientId,
      'Embed secret': sigma.embedClient.secret,
      'Account type': 'View',
      'Teams Optional': 'Sales_People, Finance',
      Title: 'Taxi trips',
      'Published URL': workbook?.url ?? '',
      Name: 'Lakehouse',
      'Sigma connection ID': workbook?.connectionId ?? '',
      'Workspace URL': authorizationServer.origin,
      'OAuth client ID': authorizationServer.clients.confidential.clientId,
    });
    await fill(window, { 'OAuth client secret Optional': authorizationServer.clients.confidential.clientSecret });
    await window.getByRole('button', { name: 'Scopes and redirect URLs' }).click();
    await fill(window, { 'Redirect URLs': authorizationServer.redirectUris[0] ?? '' });
  }

  async function firstRun(): Promise<RunningApp> {
    bench = await openWorkbench();
    const app = await bench.launch();
    await app.window.getByTestId('set-up').click();
    await enterEverything(app.window);
    await app.window.getByTestId('save-profile').click();
    return app;
  }

  async function openSetUp(window: Page): Promise<void> {
    await window.getByTestId('menu').click();
    await window.getByTestId('edit-set-up').click();
    await window.getByTestId('set-up-form').waitFor();
  }

  const vault = () => JSON.parse(readFileSync(join(bench.userData, 'vault.json'), 'utf8')) as Record<string, string>;
  /** The key of the audit trail belongs to no profile. */
  const kinds = () =>
    Object.keys(vault())
      .map((name) => name.split('/')[0])
      .sort();

  test('leads from the first start to the workbook', async () => {
    const app = await firstRun();
    await expect.poll(() => app.window.locator('h1').textContent()).toBe('Finance');
    expect(await app.window.getByTestId('sign-in').textContent()).toBe('Sign in to Lakehouse');
    await bench.signIn(app, ada);
    await app.workbookReady();
    expect(await app.window.getByTestId('workbook-title').textContent()).toBe('Taxi trips');
    await app.window.getByTestId('details').click();
    const claim = (name: string) => app.window.locator(`[data-claim="${name}"] td`).textContent();
    expect(await claim('teams')).toBe('Sales_People, Finance');
    expect(await claim('sub')).toBe(ada);
  });

  test('checks addresses while they are typed', async () => {
    bench = await openWorkbench();
    const app = await bench.launch();
    const { window } = app;
    await window.getByTestId('set-up').click();

    const host = input(window, 'Workspace URL');
    // What is certain to be meant is put right when the field is left, and not before.
    await host.pressSequentially('http://dbc-1234.cloud.databricks.com');
    expect(await host.inputValue()).toBe('http://dbc-1234.cloud.databricks.com');
    await host.blur();
    await expect.poll(() => host.inputValue()).toBe('https://dbc-1234.cloud.databricks.com');
    expect(await problem(window, 'Workspace URL').count()).toBe(0);
    await host.fill('');
    await host.pressSequentially('https://dbc-1234.cloud.databrick.com');
    await expect.poll(() => problem(window, 'Workspace URL').count()).toBe(1);
    for (const _letter of '.com') await host.press('ArrowLeft');
    await host.press('s');
    await expect.poll(() => problem(window, 'Workspace URL').count()).toBe(0);

    const url = input(window, 'Published URL');
    const published = 'app.sigmacomputing.com/acme/workbook/Taxi-6w2cUiJlvQeG1rI5rqQehC';
    await url.fill(`http://${published.replace('app.sigmacomputing.com', 'sigma.example.com')}`);
    await url.blur();
    expect(await problem(window, 'Published URL').textContent()).toBe('Enter an address that starts with https://');
    await url.press('Home');
    for (const _letter of 'http') await url.press('ArrowRight');
    await url.press('s');
    await expect.poll(() => problem(window, 'Published URL').count()).toBe(0);

    // What a browser shows behind the address is taken apart, and what is of no use is left out and said.
    await url.fill(`https://${published}?:embed=true&Region=West`);
    await url.blur();
    await expect.poll(() => url.inputValue()).toBe(`https://${published}`);
    expect(await problem(window, 'Published URL').count()).toBe(0);
    expect(await window.getByTestId('address-note').textContent()).toContain('Region');

    await window.getByTestId('save-profile').click();
    await window.locator('[data-field="name"] input:focus').waitFor();
    expect(kinds()).toEqual(['audit']);
  });

  test('keeps the sign-in when only the name changes, and asks for a new one when the scopes do', async () => {
    const app = await firstRun();
    const { window } = app;
    await bench.signIn(app, ada);
    await app.workbookReady();
    expect(kinds()).toEqual(['audit', 'client-secret', 'embed-secret', 'grant']);
    const before = vault();

    await openSetUp(window);
    await fill(window, { 'Profile name': 'Finance and controlling' });
    await window.getByTestId('save-profile').click();
    await app.workbookReady();
    expect(vault()).toEqual(before);
    expect(bench.browser.unclaimed()).toEqual([]);

    await openSetUp(window);
    expect(await window.locator('h1').textContent()).toBe('Set-up of Finance and controlling');
    await window.getByRole('button', { name: 'Scopes and redirect URLs' }).click();
    await fill(window, { Scopes: 'all-apis offline_access' });
    await window.getByTestId('save-profile').click();
    await window.getByTestId('sign-in').waitFor();
    expect(kinds()).toEqual(['audit', 'client-secret', 'embed-secret']);
    await bench.signIn(app, ada);
    await app.workbookReady();
    await window.getByTestId('details').click();
    expect(await window.getByTestId('details-panel').textContent()).toContain('all-apis offline_access');
  });

  test('gives no sign-in to another Sigma, whoever asks in the window, before a person agreed outside of it', async () => {
    const app = await firstRun();
    const { window: page, electron } = app;
    await bench.signIn(app, ada);
    await app.workbookReady();
    const answer = (response: number) =>
      electron.evaluate(({ dialog }, chosen) => {
        dialog.showMessageBox = async (...given: unknown[]) => {
          const { detail = '', defaultId } = given.at(-1) as Electron.MessageBoxOptions;
          Object.assign(globalThis, { asked: { windows: given.length - 1, defaultId, detail } });
          return { response: chosen, checkboxChecked: false };
        };
      }, response);
    /** What a script in our own window can do: it writes the draft itself, and knows the embed secret that it brings. */
    const attack = () =>
      page.evaluate(async () => {
        const state = await window.sightglass.state.get();
        const profile = state.ok ? state.value.profiles[0]?.profile : undefined;
        if (!profile) throw new Error('There is no profile.');
        const draft = {
          ...profile,
          embedSecret: 'known-to-others',
          workbooks: profile.workbooks.map((workbook) => ({
            ...workbook,
            url: 'https://evil.example/acme/workbook/Taxi-6w2cUiJlvQeG1rI5rqQehC',
          })),
          connections: profile.connections.map((connection) => ({ ...connection, clientSecret: null })),
        };
        const saved = await window.sightglass.profiles.save(draft);
        return saved.ok ? 'saved' : saved.error.code;
      });
    const before = vault();
    await answer(0);
    expect(await attack()).toBe('change_declined');
    const asked = await electron.evaluate(() => (globalThis as { asked?: object }).asked);
    expect(asked).toMatchObject({ windows: 1, defaultId: 0 });
    expect(JSON.stringify(asked)).toContain(
      `“${new URL(bench.demo.sigma.workbooks[0]?.url ?? '').origin}” → “https://evil.example”`,
    );
    expect(vault()).toEqual(before);
    expect(await page.getByTestId('workbook-title').textContent()).toBe('Taxi trips');
    await answer(1);
    expect(await attack()).toBe('saved');
    await page.getByTestId('sign-in').waitFor();
    expect(kinds()).toEqual(['audit', 'client-secret', 'embed-secret']);
  });

  test('forgets everything about a profile that is removed', async () => {
    const app = await firstRun();
    const { window } = app;
    await bench.signIn(app, ada);
    await app.workbookReady();
    await openSetUp(window);
    await window.getByTestId('remove-profile').click();
    await window.getByTestId('confirm').click();
    await window.getByTestId('import-env').waitFor();
    expect(kinds()).toEqual(['audit']);
    const settings = readFileSync(join(bench.userData, 'settings.json'), 'utf8');
    expect(settings).not.toContain('Finance');
    expect(settings).not.toContain(bench.demo.sigma.embedClient.clientId);
    // The data platform forgets it as well.
    await expect
      .poll(async () => {
        const revocations = await bench.demo.controls.authorizationServer.journal({ endpoint: 'revoke' });
        return revocations.map(({ succeeded }) => succeeded);
      })
      .toContain(true);
    await app.close();
    const again = await bench.launch();
    await again.window.getByTestId('import-env').waitFor();
    expect(await again.window.getByTestId('notice').count()).toBe(0);
  });
});
