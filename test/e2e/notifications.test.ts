/** What needs a person who does not look reaches the desktop, over a session bus, and a press leads there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startKeyring } from '../../scripts/keyring.mjs';
import { en } from '../../src/shared/text/en.ts';
import { type NotificationService, startNotificationService } from '../support/driver/notification-service.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const { told } = en.notifications;
const words = en.inside.alerts;
const timeout = 30_000;

// The others have services of their own, which no test can stand in for.
describe.runIf(process.platform === 'linux')('notifications of the desktop', () => {
  let desk: Awaited<ReturnType<typeof startKeyring>>;
  let service: NotificationService;
  let bench: Workbench;
  let app: RunningApp;

  beforeEach(async () => {
    desk = await startKeyring();
    service = await startNotificationService(desk.environment.DBUS_SESSION_BUS_ADDRESS ?? '');
    bench = await openWorkbench({ screen: { width: 1_280, height: 800, hasWindowManager: true } });
  });
  afterEach(async () => {
    await bench.close();
    service.stop();
    await desk.stop();
  });

  async function start(options: Parameters<Workbench['launchWithProfile']>[0] = {}): Promise<void> {
    app = await bench.launchWithProfile({ ...options, environment: desk.environment });
    await bench.signIn(app, 'dana.whitfield@example.com');
    await app.workbookReady();
    await app.waitInWorkbook(`document.querySelector('[data-testid="export-csv"]')`);
  }
  /** The person turns to something else. */
  const lookAway = () =>
    app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.minimize();
    });
  const isBeforePerson = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isFocused()));
  /** Not by `chooseBorough`, which waits for animation frames: a window that is minimised has none. */
  const press = (borough: string) =>
    app.inWorkbook(`document.querySelector('[data-testid="borough-${borough}"]').click()`);
  const titles = () => service.shown().map(({ title }) => title);

  async function tellWhenBoroughIs(value: string): Promise<void> {
    await app.window.getByTestId('workbook-menu').click();
    await app.window.getByTestId('open-alerts').click();
    const form = app.window.getByRole('form', { name: words.form });
    await form.getByLabel(words.what).selectOption('control');
    const control = form.getByLabel(words.control, { exact: true });
    const ids = await control.locator('option').allTextContents();
    await control.selectOption(ids.find((id) => /borough/i.test(id)) ?? '');
    await form.getByLabel(words.value).fill(value);
    await form.getByRole('button', { name: words.add }).click();
    await app.window.getByTestId('alert').waitFor();
    await app.window.getByTestId('close-inside').click();
  }

  test('a download that is done is told without its name, and a press brings the list', async () => {
    await start();
    await lookAway();
    await app.inWorkbook(`document.querySelector('[data-testid="export-csv"]').click()`);
    await expect.poll(titles, { timeout }).toEqual([told.download.title]);
    expect(service.shown()[0]?.body).toBe(told.download.body);
    service.press(service.shown()[0]?.id ?? 0);
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor({ timeout });
    await expect.poll(isBeforePerson, { timeout }).toBe(true);
  });

  test('what a person asked to be told is told once, not while they look, and a press leads to where it was set', async () => {
    await start();
    await tellWhenBoroughIs('Queens');
    await lookAway();
    await press('Queens');
    await expect.poll(titles, { timeout }).toEqual([told.control.title]);
    service.press(service.shown()[0]?.id ?? 0);
    await app.window.getByTestId('alert').getByText(words.isSo).waitFor({ timeout });
    await expect.poll(isBeforePerson, { timeout }).toBe(true);
    // A press in a list of boxes adds to what is chosen, and the next one takes it back.
    await press('Brooklyn');
    await app.window.getByText(words.isSo).waitFor({ state: 'detached', timeout });
    await press('Brooklyn');
    await app.window.getByText(words.isSo).waitFor({ timeout });
    expect(titles()).toEqual([told.control.title]);
  });

  test('an administrator decides that none are shown', async () => {
    await start({ policy: { notifications: false } });
    await tellWhenBoroughIs('Queens');
    await lookAway();
    await press('Queens');
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore());
    await app.window.getByTestId('workbook-menu').click();
    await app.window.getByTestId('open-alerts').click();
    await app.window.getByText(words.isSo).waitFor({ timeout });
    expect(titles()).toEqual([]);
  });
});
