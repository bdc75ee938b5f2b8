/** The whole program speaks the language that it was started in: window, menu bar and the page in the browser. */
import { afterEach, describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { pseudo } from '../../src/shared/text/pseudo.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('a program that was started in the machine-made language', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  test('speaks it in its window, in its menu bar, and in the browser after a sign-in', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile({ environment: { SIGHTGLASS_LANGUAGE: 'pseudo' } });
    expect(await app.window.evaluate(() => window.sightglass.language)).toBe('pseudo');
    await app.window.getByText(pseudo(en.signIn.finePrint)).waitFor();
    // The menu bar comes a moment after the window.
    const menu = () =>
      app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
    await expect.poll(menu).toContain(pseudo(en.menu.view));
    const page = await bench.signIn(app, 'ada.moreno@example.com');
    expect(await page.getByRole('heading').textContent()).toBe(pseudo(en.resultPage.signedIn));
  });

  test('speaks English otherwise', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    expect(await app.window.evaluate(() => window.sightglass.language)).toBe('en');
    await app.window.getByText(en.signIn.finePrint).waitFor();
  });
});
