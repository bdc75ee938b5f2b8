/** New data without a load: the workbook stays as it is, and its queries are asked again. */
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('the data of an open workbook', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  async function openWorkbook(): Promise<RunningApp> {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.window.getByTestId('data-age').filter({ hasText: 'Data as of' }).waitFor();
    await app.inWorkbook(`window.marker = 'untouched'`);
    return app;
  }

  /** How often each element was queried in the one session there is. */
  async function queries(): Promise<{ jtiHash: string; queries: Record<string, number> }> {
    const sessions = await bench.demo.controls.sigma.sessions();
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    if (!session) throw new Error('There is no session.');
    return session;
  }

  const pressMenu = (app: RunningApp) =>
    app.electron.evaluate(({ Menu }) => {
      const items = (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) => submenu?.items ?? []);
      items.find(({ accelerator }) => accelerator === 'F5')?.click();
    });

  test('is asked for again by key, by menu and by button, in the same page and the same session', async () => {
    const app = await openWorkbook();
    const before = await queries();
    const ways: (() => Promise<unknown>)[] = [
      () => app.pressKeyInWorkbook('F5'),
      () => pressMenu(app),
      () => app.window.getByTestId('refresh').click(),
    ];
    for (const [index, press] of ways.entries()) {
      await press();
      const expected = Object.fromEntries(
        Object.entries(before.queries).map(([name, count]) => [name, count + index + 1]),
      );
      await expect.poll(async () => (await queries()).queries, { timeout: 15_000 }).toEqual(expected);
      // Answered, so that the next press is another one.
      await app.window.locator('[data-testid="refresh"][data-busy="false"]').waitFor();
    }
    expect((await queries()).jtiHash).toBe(before.jtiHash);
    expect(await bench.demo.controls.sigma.journal()).toHaveLength(1);
    expect(await app.inWorkbook('window.marker')).toBe('untouched');
    expect(await app.window.getByTestId('pane').getAttribute('data-swaps')).toBe('0');
    expect(await app.window.getByTestId('announcer').textContent()).toContain('Data refreshed');
  });

  test('is asked for once while the key is held down', async () => {
    const app = await openWorkbook();
    const before = await queries();
    // Answers are held back, so that all of these are presses for the same refresh.
    await app.inWorkbook(`{
      const real = window.fetch;
      const gate = new Promise((open) => { window.letGo = open; });
      window.fetch = async (...asked) => { await gate; return real(...asked); };
    }`);
    for (let times = 0; times < 10; times += 1) await app.pressKeyInWorkbook('F5');
    await app.window.locator('[data-testid="refresh"][data-busy="true"]').waitFor();
    await app.inWorkbook('window.letGo()');
    await app.window.locator('[data-testid="refresh"][data-busy="false"]').waitFor();
    const once = Object.fromEntries(Object.entries(before.queries).map(([name, count]) => [name, count + 1]));
    expect((await queries()).queries).toEqual(once);
  });
});
