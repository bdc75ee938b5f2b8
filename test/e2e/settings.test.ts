/** What a person chooses about the program counts at once and at the next start, below what an administrator decided. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { handsOn } from '../support/driver/hands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ada = 'ada.moreno@example.com';
const { items } = en.settings;
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const dark = 'rgb(20, 23, 26)';

async function openSettings({ window }: RunningApp) {
  await window.getByTestId('menu').click();
  await window.getByTestId('open-settings').click();
  await window.getByRole('dialog', { name: en.settings.title }).waitFor();
}
const setting = ({ window }: RunningApp, id: keyof typeof items) =>
  window.getByRole('article', { name: items[id].title });
async function closeSettings({ window }: RunningApp) {
  await window.getByRole('button', { name: en.settings.close }).click();
  await window.getByTestId('sheet').waitFor({ state: 'detached' });
}
const choose = (app: RunningApp, id: keyof typeof items, value: string) =>
  // What is pressed is the card around it.
  setting(app, id).locator('.radio').filter({ hasText: value }).click();

const background = (app: RunningApp) => app.window.evaluate(() => getComputedStyle(document.body).backgroundColor);
/** The colour in which the window was made, before any page was in it. */
const made = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor().toLowerCase());
const lockScreen = (app: RunningApp) => app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
/** From now on, nobody has used the computer for so long. */
const idleFor = (app: RunningApp, seconds: number) =>
  app.electron.evaluate(({ powerMonitor }, value) => {
    powerMonitor.getSystemIdleTime = () => value;
  }, seconds);
async function expectSignedOut({ window }: RunningApp, reason: string) {
  await window.getByTestId('sign-in').first().waitFor();
  await window.getByTestId('notice').filter({ hasText: reason }).waitFor();
  await expect.poll(() => window.locator('webview').count()).toBe(0);
}

test('dark is dark at once, and from the first picture of the next start on', async () => {
  const app = await bench.launch({ scheme: 'system' });
  await expect.poll(() => background(app)).not.toBe(dark);
  await openSettings(app);
  await choose(app, 'appearance', items.appearance.values.dark);
  await expect.poll(() => background(app)).toBe(dark);
  await expect.poll(() => made(app)).toBe('#14171a');
  await app.close();

  const again = await bench.launch({ scheme: 'system' });
  expect(await made(again)).toBe('#14171a');
  // The first colour that the page has: no state has to come before it.
  const first = await again.window.evaluate(async () => {
    const colour = () => getComputedStyle(document.body ?? document.documentElement).backgroundColor;
    while (colour() === 'rgba(0, 0, 0, 0)') await new Promise((resolve) => requestAnimationFrame(resolve));
    return colour();
  });
  expect(first).toBe(dark);
  await openSettings(again);
  await setting(again, 'appearance').getByTestId('reset-setting').click();
  await expect.poll(() => background(again)).not.toBe(dark);
});

test('the size of text is that of the window, and no workbook sees it', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  const inWorkbook = () =>
    app.inWorkbook<unknown>('[devicePixelRatio, getComputedStyle(document.documentElement).fontSize]');
  const before = await inWorkbook();
  await openSettings(app);
  await setting(app, 'textSize').getByRole('combobox').selectOption('150');
  const own = () => app.window.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  await expect.poll(own).toBe('24px');
  expect(await inWorkbook()).toEqual(before);
  await app.close();
  const again = await bench.launch();
  await again.workbookReady();
  expect(await again.window.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
});

test('a start shows the workbook that was open last, or the start page, as the person likes', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  await app.close();

  const second = await bench.launch();
  await second.workbookReady();
  await openSettings(second);
  await choose(second, 'atStart', items.atStart.values.startPage);
  await setting(second, 'atStart').getByTestId('reset-setting').waitFor();
  await second.close();

  const third = await bench.launch();
  await third.window.getByRole('heading', { name: en.start.title }).waitFor();
  expect(await third.window.locator('webview').count()).toBe(0);
});

test('a locked screen signs people out, once they want that, and the next start knows it', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  await openSettings(app);
  await setting(app, 'signOutWhenLocked').locator('.checkbox').click();
  await setting(app, 'signOutWhenLocked').getByTestId('reset-setting').waitFor();
  await closeSettings(app);
  await lockScreen(app);
  await expectSignedOut(app, en.errors.signed_out_by_itself.detail.locked);
  await app.close();
  const again = await bench.launch();
  await again.window.getByTestId('sign-in').first().waitFor();
});

test('a locked screen is nothing while nobody chose it', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  await lockScreen(app);
  // What main does at once would have happened before this answer.
  await openSettings(app);
  await app.workbookReady();
  expect(await app.window.getByTestId('notice').count()).toBe(0);
});

/** @returns what warns of it */
async function signsOutAfterFiveMinutes(app: RunningApp) {
  await openSettings(app);
  await setting(app, 'signOutWhenIdle').getByRole('combobox').selectOption('5');
  await setting(app, 'signOutWhenIdle').getByTestId('reset-setting').waitFor();
  await closeSettings(app);
  return app.window.getByRole('alertdialog', { name: en.absence.title });
}

test('who goes away is warned, stays by a move or by saying so, and is signed out after it', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  const question = await signsOutAfterFiveMinutes(app);
  await idleFor(app, 4 * 60 + 10);
  await question.waitFor();
  await idleFor(app, 1);
  await question.waitFor({ state: 'detached' });
  await idleFor(app, 4 * 60 + 10);
  await question.waitFor();
  await idleFor(app, 5 * 60);
  await expectSignedOut(app, en.errors.signed_out_by_itself.detail.idle);
});

test('who says that they are there stays signed in, whatever the system counts', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  const question = await signsOutAfterFiveMinutes(app);
  await idleFor(app, 4 * 60 + 10);
  await question.getByRole('button', { name: en.absence.stay }).click();
  await question.waitFor({ state: 'detached' });
  await idleFor(app, 60 * 60);
  await app.workbookReady();
});

test('what an administrator has decided is marked, refused to the window, and done', async () => {
  const app = await bench.launchWithProfile({ policy: { signOutWhenLocked: true, signOutWhenIdle: 45 } });
  await bench.signIn(app, ada);
  await app.workbookReady();
  await openSettings(app);
  await setting(app, 'signOutWhenLocked').getByText(en.settings.setBy.administrator).waitFor();
  expect(await setting(app, 'signOutWhenIdle').getByTestId('setting-value').textContent()).toBe('45 minutes');
  const answer = await app.window.evaluate(() =>
    window.sightglass.settings.set({ id: 'signOutWhenLocked', value: false }),
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'request_refused' } });
  await closeSettings(app);
  await lockScreen(app);
  await expectSignedOut(app, en.errors.signed_out_by_itself.detail.locked);
});

test('whoever helps in the organisation is one press away, by the address that an administrator gave', async () => {
  const helpAddress = 'https://help.example.com/sightglass?from=app';
  const app = await bench.launch({ policy: { helpAddress, helpName: 'IT service desk' } });
  await app.window.getByRole('button', { name: 'Ask IT service desk', exact: true }).click();
  expect(await bench.browser.nextAddress()).toBe(helpAddress);
  // The menu bar comes a moment after the window.
  const choose = () =>
    app.electron.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      // What the system does by itself has no id.
      const item = items.find(({ id, enabled }) => enabled && id?.startsWith('askForHelp'));
      item?.click();
      return item?.label ?? null;
    });
  await expect.poll(choose).toBe(en.commands.askForHelp);
  expect(await bench.browser.nextAddress()).toBe(helpAddress);
});

test('an address for help that is none leads nowhere, and its key is named', async () => {
  const app = await bench.launch({ policy: { helpAddress: 'file:///etc/passwd', helpName: 'IT service desk' } });
  await app.window.getByTestId('notice').filter({ hasText: 'helpAddress' }).waitFor();
  expect(await app.window.getByTestId('ask-for-help').count()).toBe(0);
  const answer = await app.window.evaluate(() => window.sightglass.commands.run({ id: 'askForHelp' }));
  expect(answer).toMatchObject({ ok: false, error: { code: 'request_refused' } });
});

test('the keys of the platform open the settings and the list of keys, each in the place of the other', async () => {
  await bench.close();
  bench = await openWorkbench({ screen: { width: 1_280, height: 800, hasWindowManager: true } });
  const app = await bench.launch();
  const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
  await app.window.getByTestId('set-up').waitFor();
  // A window that the window manager has yet to give the keyboard hears nothing.
  await app.window.waitForFunction(() => document.hasFocus());
  await hands.strike(['ctrl+comma']);
  await app.window.getByRole('dialog', { name: en.settings.title }).waitFor();
  // GTK makes a selection of Ctrl+/ before a menu hears of it, unless the focus is in an empty field.
  await app.window.getByRole('dialog', { name: en.settings.title }).focus();
  await hands.strike(['ctrl+slash']);
  await app.window.getByRole('dialog', { name: en.shortcuts.title }).waitFor();
  expect(await app.window.getByRole('dialog').count()).toBe(1);
  expect(await app.window.evaluate(() => document.getSelection()?.toString())).toBe('');
  await hands.strike(['Escape']);
  await app.window.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the menu of the person says who that is, and signing out of all leaves nobody signed in', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ada);
  await app.workbookReady();
  await app.window.getByTestId('person').click();
  await app.window.getByTestId('account-connection').getByText(ada).waitFor();
  await app.window.keyboard.press('Escape');
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'signOutOfAll' }));
  await app.window.getByTestId('sign-in').first().waitFor();
  await expect.poll(() => app.window.locator('webview').count()).toBe(0);
  const grants = await app.window.evaluate(async () => {
    const answer = await window.sightglass.state.get();
    return answer.ok ? answer.value.grants.map(({ status }) => status) : null;
  });
  expect(grants).toEqual(['signed-out']);
});
