/** The app can be used with the keyboard alone, and axe finds no serious fault on any screen. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
/** As a string, so that it runs in a page of any policy, and inside a guest. */
const runAxe = `${axe.source};
axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`;

const settled = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
  .map(({ finished }) => finished)).then(() => undefined)`;

const focused = `(() => {
  const element = document.activeElement;
  return element?.getAttribute('data-testid') ?? element?.tagName ?? null;
})()`;

describe('accessibility', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  const focus = (app: RunningApp) => app.window.evaluate<string | null>(focused);

  /** What the menu bar does at that key: the driver's keys come to the page alone. */
  const pressArea = (app: RunningApp, key: 'F6' | 'Shift+F6') =>
    app.electron.evaluate(({ Menu }, accelerator) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find((item) => item.accelerator === accelerator)?.click();
    }, key);

  /**
   * Presses the key until the focus is there, and returns every place on the way. Not for a way out of the workbook: its
   * process hands the focus on a moment after the key.
   */
  async function tabTo(app: RunningApp, place: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<(string | null)[]> {
    const walked: (string | null)[] = [];
    while (walked.at(-1) !== place) {
      if (walked.length === 25) throw new Error(`${key} never reached ${place}: ${walked.join(', ')}`);
      await app.window.keyboard.press(key);
      walked.push(await focus(app));
    }
    return walked;
  }

  test.each(['light', 'dark'] as const)('has no serious fault on any screen (%s)', async (scheme) => {
    bench = await openWorkbench({ scheme });
    const app = await bench.launch();
    const { window } = app;
    const found: Record<string, string[]> = {};
    const look = async (screen: string, page: Page = window) => {
      // Colours that are fading in have the contrast of neither end.
      await page.evaluate(settled);
      const faults = await page.evaluate<string[]>(runAxe);
      if (faults.length > 0) found[screen] = faults;
    };

    await window.getByTestId('set-up').waitFor();
    await look('welcome');
    await window.getByTestId('set-up').click();
    await look('set-up');
    await window.getByTestId('save-profile').click();
    await look('set-up with faults');
    await window.getByTestId('cancel-set-up').click();

    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, bench.envFile);
    await window.getByTestId('import-env').click();
    await look('import');
    await window.getByTestId('choose-env-file').click();
    await window.getByTestId('import-report').waitFor();
    await look('import report');
    await window.getByTestId('import-continue').click();
    await look('sign-in');

    await window.getByTestId('sign-in').click();
    const browser = await bench.browser.open(await bench.browser.nextAddress());
    await window.getByTestId('waiting').waitFor();
    await look('waiting');
    await look('log-in page', browser);
    await browser.getByTestId('cancel').click();
    await browser.waitForURL(/\/signed-in\//);
    await look('refused page', browser);
    await window.getByTestId('error-panel').waitFor();
    await look('refused sign-in');

    const signedIn = await bench.signIn(app, ada);
    await look('signed-in page', signedIn);
    await app.workbookReady();
    await look('workbook');
    await app.waitInWorkbook(`document.querySelector('[data-testid="kpi-trips"]')`);
    found.guest = await app.inWorkbook<string[]>(runAxe);
    if (found.guest.length === 0) delete found.guest;
    await window.getByTestId('menu').click();
    await window.getByTestId('sign-out').waitFor();
    await look('menu');
    await window.keyboard.press('Escape');
    await window.getByTestId('details').click();
    await window.getByTestId('claims').waitFor();
    await look('session details');
    await window.keyboard.press('Escape');

    await bench.demo.controls.sigma.refuseNext({ code: 'EINVAL', message: 'Invalid encrypted token' });
    await window.getByTestId('reload').click();
    await window.getByTestId('error-panel').waitFor();
    await look('failed workbook');
    expect(found).toEqual({});
  });

  test('leads from the first Tab to the browser with Tab and Enter alone', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await app.window.getByTestId('sign-in').waitFor();
    await tabTo(app, 'sign-in');
    await app.window.keyboard.press('Enter');
    expect(await bench.browser.nextAddress()).toContain('/oidc/v1/authorize?');
    await app.window.getByTestId('waiting').waitFor();
    await tabTo(app, 'cancel-sign-in');
    await app.window.keyboard.press('Enter');
    await app.window.getByTestId('error-panel').or(app.window.getByTestId('sign-in')).first().waitFor();
    await expect.poll(() => focus(app)).not.toBe('BODY');
  });

  test('leads through a whole day with the keyboard alone, and the focus is never lost', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    const { window } = app;
    const isKept = () => expect.poll(() => focus(app)).not.toBe('BODY');
    await window.getByTestId('sign-in').waitFor();
    await isKept();
    await tabTo(app, 'sign-in');
    await window.keyboard.press('Enter');
    const page = await bench.browser.open(await bench.browser.nextAddress());
    await window.getByTestId('waiting').waitFor();
    await isKept();
    await page.getByTestId(`person-${ada}`).click();
    await app.workbookReady();
    // The person looks at the workbook: it is one Tab away, and the bar one key.
    await expect.poll(() => focus(app)).toBe('pane-stage');
    await window.keyboard.press('Tab');
    await expect.poll(() => focus(app)).toBe('WEBVIEW');

    await app.pressKeyInWorkbook('F6');
    await expect.poll(() => focus(app)).toBe('refresh');
    await pressArea(app, 'F6');
    await expect.poll(() => focus(app)).toBe('WEBVIEW');
    await pressArea(app, 'Shift+F6');
    await tabTo(app, 'details');
    await window.keyboard.press('Enter');
    await window.getByTestId('details-panel').waitFor();
    await isKept();
    await pressArea(app, 'Shift+F6');
    await expect.poll(() => focus(app)).toBe('WEBVIEW');
    // Escape belongs to the workbook there. In the panel it closes that, and the focus goes back.
    await app.pressKeyInWorkbook('F6');
    await expect.poll(() => focus(app)).toBe('BUTTON');
    await window.keyboard.press('Escape');
    await window.getByTestId('details-panel').waitFor({ state: 'detached' });
    await expect.poll(() => focus(app)).toBe('details');

    await tabTo(app, 'menu');
    await window.keyboard.press('Enter');
    await window.getByTestId('profiles').press('Enter');
    await window.getByTestId('back').waitFor();
    await expect.poll(() => focus(app)).toBe('H1');
    await tabTo(app, 'back');
    await window.keyboard.press('Enter');
    await expect.poll(() => focus(app)).toBe('pane-stage');
  });

  describe('in a workbook', () => {
    async function openWorkbook(): Promise<RunningApp> {
      bench = await openWorkbench();
      const app = await bench.launchWithProfile();
      await bench.signIn(app, ada);
      await app.workbookReady();
      return app;
    }

    test('goes through the bar into the workbook', async () => {
      const app = await openWorkbook();
      await expect.poll(() => focus(app)).toBe('pane-stage');
      await pressArea(app, 'Shift+F6');
      await expect.poll(() => focus(app)).toBe('refresh');
      expect(await tabTo(app, 'WEBVIEW')).toEqual([
        'renews',
        'person',
        'workbook-menu',
        'reload',
        'details',
        'menu',
        'WEBVIEW',
      ]);
    });

    test('goes out of the workbook again, to the beginning of the bar', async () => {
      const app = await openWorkbook();
      await tabTo(app, 'WEBVIEW');
      // In a handle: a promise by itself would be waited for here.
      const reached = await app.window.evaluateHandle(() => ({
        person: new Promise<void>((resolve) => {
          const person = document.querySelector('[data-testid="person"]');
          person?.addEventListener('focus', () => resolve(), { once: true });
        }),
      }));
      // More than the stops of the bar and of the workbook together.
      for (let presses = 0; presses < 25; presses += 1) await app.window.keyboard.press('Tab');
      await reached.evaluate(({ person }) => person);
    });

    test('closes details and menu on Escape and gives the focus back', async () => {
      const app = await openWorkbook();
      const { window } = app;
      for (const [opener, key] of [
        ['details', 'Tab'],
        ['renews', 'Shift+Tab'],
      ] as const) {
        await tabTo(app, opener, key);
        await window.keyboard.press('Enter');
        await window.getByTestId('details-panel').waitFor();
        await window.keyboard.press('Escape');
        await window.getByTestId('details-panel').waitFor({ state: 'detached' });
        await expect.poll(() => focus(app)).toBe(opener);
      }
      await tabTo(app, 'person');
      await window.keyboard.press('Enter');
      await window.getByTestId('account-menu').waitFor();
      await window.keyboard.press('Escape');
      await window.getByTestId('account-menu').waitFor({ state: 'detached' });
      await expect.poll(() => focus(app)).toBe('person');
      await tabTo(app, 'menu');
      await window.keyboard.press('Enter');
      await window.getByTestId('sign-out').waitFor();
      await window.keyboard.press('Escape');
      await window.getByTestId('sign-out').waitFor({ state: 'detached' });
      await expect.poll(() => focus(app)).toBe('menu');
    });

    test('closes the menu when the workbook is pressed, and leaves the focus there', async () => {
      const app = await openWorkbook();
      const { window } = app;
      await window.getByTestId('menu').click();
      await window.getByTestId('sign-out').waitFor();
      await window.mouse.click(500, 400);
      await window.getByTestId('sign-out').waitFor({ state: 'detached' });
      await window.mouse.click(500, 400);
      await expect.poll(() => focus(app)).toBe('WEBVIEW');

      // The same by way of the guest alone, where our page sees no press at all.
      await window.getByTestId('menu').click();
      await window.getByTestId('sign-out').waitFor();
      await window.evaluate(() => document.querySelector<HTMLElement>('webview')?.focus());
      await app.electron.evaluate(({ webContents }) =>
        webContents
          .getAllWebContents()
          .find((contents) => contents.getType() === 'webview')
          ?.focus(),
      );
      await window.getByTestId('sign-out').waitFor({ state: 'detached' });
      expect(await focus(app)).toBe('WEBVIEW');
    });
  });
});
