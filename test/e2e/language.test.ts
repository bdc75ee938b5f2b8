/** The whole program speaks the language that it was started in: window, menu bar and the page in the browser. */
import { afterEach, describe, expect, test } from 'vitest';
import { de } from '../../src/shared/text/de.ts';
import { en } from '../../src/shared/text/en.ts';
import { fr } from '../../src/shared/text/fr.ts';
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

  test('speaks a language of people in the same places', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile({ environment: { SIGHTGLASS_LANGUAGE: 'de' } });
    await app.window.getByText(de.signIn.finePrint).waitFor();
    expect(await app.window.evaluate(() => document.documentElement.lang)).toBe('de');
    const menu = () =>
      app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
    await expect.poll(menu).toContain(de.menu.view);
    const page = await bench.signIn(app, 'ada.moreno@example.com');
    expect(await page.getByRole('heading').textContent()).toBe(de.resultPage.signedIn);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('speaks the language that was chosen from the next start on', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await app.window.getByText(en.signIn.finePrint).waitFor();
    await app.window.evaluate(() => window.sightglass.settings.set({ id: 'language', value: 'fr' }));
    const waits = async () => {
      const answer = await app.window.evaluate(() => window.sightglass.state.get());
      return answer.ok && answer.value.languageWaits;
    };
    expect(await waits()).toBe(true);
    await app.window.getByText(en.signIn.finePrint).waitFor();
    await app.close();
    const again = await bench.launch();
    await again.window.getByText(fr.signIn.finePrint).waitFor();
    expect(await again.window.evaluate(() => window.sightglass.language)).toBe('fr');
  });

  test('speaks English otherwise', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    expect(await app.window.evaluate(() => window.sightglass.language)).toBe('en');
    await app.window.getByText(en.signIn.finePrint).waitFor();
  });
});
