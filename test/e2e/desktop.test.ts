/** What people know from every other window: it comes back as it was, a right click helps, and the zoom keys work. */
import type { BaseWindow, MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Hands, handsOn } from '../support/driver/hands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const ben = 'ben.okafor@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench({ screen: { width: 1_600, height: 1_000, hasWindowManager: true } });
});
afterEach(() => bench.close());

const handsOf = (app: RunningApp): Hands => handsOn(app.screen?.environment ?? { DISPLAY: '' });

/** The state of the window, which it takes on when its desktop has answered. */
const stateOf = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0] as BaseWindow;
    return { isMaximized: window.isMaximized(), isFullScreen: window.isFullScreen() };
  });

test.each([
  ['maximised', { isMaximized: true, isFullScreen: false }],
  ['in full screen', { isMaximized: false, isFullScreen: true }],
] as const)('a window that was closed %s comes back so', async (_state, expected) => {
  const app = await bench.launch();
  await app.electron.evaluate(({ BrowserWindow }, { isFullScreen }) => {
    const window = BrowserWindow.getAllWindows()[0];
    if (isFullScreen) window?.setFullScreen(true);
    else window?.maximize();
  }, expected);
  await expect.poll(() => stateOf(app)).toEqual(expected);
  await app.close();
  const again = await bench.launch();
  await expect.poll(() => stateOf(again)).toEqual(expected);
});

/** Keeps menus of right clicks, so that a test can look at them and choose. Real ones take the pointer of the display. */
async function keepMenus(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate;
    Menu.buildFromTemplate = (template) =>
      Object.assign(build(template), { popup: () => void Object.assign(globalThis, { lastMenu: template }) });
  });
}

/** The labels of the menu that was opened last; null before there is one. */
const shownMenu = (app: RunningApp) =>
  app.electron.evaluate(() => {
    const { lastMenu } = globalThis as { lastMenu?: MenuItemConstructorOptions[] };
    return lastMenu?.flatMap(({ label }) => label ?? []) ?? null;
  });

const choose = (app: RunningApp, label: string) =>
  app.electron.evaluate((_electron, wanted) => {
    const { lastMenu } = globalThis as { lastMenu?: MenuItemConstructorOptions[] };
    lastMenu?.find((item) => item.label === wanted)?.click?.({} as never, undefined, {} as never);
  }, label);

test('a right click in a field pastes', async () => {
  const app = await bench.launch();
  await keepMenus(app);
  await app.window.getByTestId('set-up').click();
  const field = app.window.getByRole('textbox').first();
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText('Trips of the city'));
  await field.click({ button: 'right' });
  await expect.poll(() => shownMenu(app)).toEqual(['Cut', 'Copy', 'Paste', 'Select All']);
  await choose(app, 'Paste');
  await expect.poll(() => field.inputValue()).toBe('Trips of the city');
});

test('a right click in a workbook helps there, and the zoom is that of what is before the person', async () => {
  const app = await bench.launchWithProfile();
  await keepMenus(app);
  await bench.signIn(app, ben);
  await app.workbookReady();
  const hands = handsOf(app);
  const zoomed = () => app.inWorkbook<number>('devicePixelRatio');
  const zoomOfWindow = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor());

  const area = await app.window.locator('[data-role="active"] > webview').boundingBox();
  await app.electron.evaluate(
    ({ webContents }, { x, y }) => {
      const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
      for (const type of ['mouseDown', 'mouseUp'] as const) {
        guest?.sendInputEvent({ type, x, y, button: 'right', clickCount: 1 });
      }
    },
    { x: Math.round((area?.width ?? 0) / 2), y: Math.round((area?.height ?? 0) - 4) },
  );
  await expect.poll(() => shownMenu(app)).toEqual(expect.arrayContaining(['Back', 'Reload Workbook', 'Zoom In']));
  await choose(app, 'Zoom In');
  await expect.poll(zoomed).toBeCloseTo(1.1);

  // The keys of a keyboard with a plus above the equals sign, of its block of digits, and back.
  await hands.strike(['ctrl+equal']);
  await expect.poll(zoomed).toBeCloseTo(1.25);
  await hands.strike(['ctrl+KP_Add']);
  await expect.poll(zoomed).toBeCloseTo(1.5);
  await hands.strike(['ctrl+KP_Subtract']);
  await expect.poll(zoomed).toBeCloseTo(1.25);
  await hands.strike(['ctrl+0']);
  await expect.poll(zoomed).toBe(1);
  expect(await zoomOfWindow()).toBe(1);

  // Over the form, the same keys are the form's, and a reload leaves the hidden workbook alone.
  const guest = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
  await app.window.getByTestId('menu').click();
  await app.window.getByTestId('edit-set-up').click();
  await app.window.getByTestId('set-up-form').waitFor();
  await hands.strike(['ctrl+equal', 'ctrl+r']);
  await expect.poll(zoomOfWindow).toBeCloseTo(1.1);
  expect(await app.window.locator('[data-role="active"]').getAttribute('data-guest')).toBe(guest);
});

test('the steps inside of a workbook are taken back and on again, by the keys for it and by the bar', async () => {
  const app = await bench.launchWithProfile();
  await bench.signIn(app, ben);
  await app.workbookReady();
  const hands = handsOf(app);
  const place = () => app.inWorkbook<string>('location.hash');
  const step = (name: string) => app.window.getByRole('button', { name, exact: true });
  expect(await step('Back').count()).toBe(0);
  // As a page of Sigma does that a person goes on in.
  for (const name of ['trips', 'fares']) await app.inWorkbook(`history.pushState(null, '', '#${name}')`);
  await step('Back').waitFor();
  expect(await step('Forward').isDisabled()).toBe(true);
  // The menu bar has the keys, and follows a moment later.
  const inMenu = (id: 'goBack' | 'goForward') =>
    app.electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(`${wanted} `)?.enabled, id);
  await expect.poll(() => inMenu('goBack')).toBe(true);
  await hands.strike(['alt+Left']);
  await expect.poll(place).toBe('#trips');
  await expect.poll(() => inMenu('goForward')).toBe(true);
  await hands.strike(['alt+Right']);
  await expect.poll(place).toBe('#fares');
  await expect.poll(() => step('Forward').isEnabled()).toBe(false);
  await step('Back').click();
  await expect.poll(place).toBe('#trips');
  // Another load begins without them: they would lead to an address that is used up.
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'reloadWorkbook' }));
  await step('Back').waitFor({ state: 'detached' });
  await app.workbookReady();
  expect(await step('Back').count()).toBe(0);
});

/** Asks the page of the window through main: the driver does not follow a page whose process has ended. */
const inPage = (app: RunningApp, script: string): Promise<unknown> =>
  app.electron.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  );

/** Something that no state is makes the interface fail; its button starts the page again. */
async function reloadPage(app: RunningApp): Promise<void> {
  const follows = await inPage(app, 'sightglass.state.get().then(({ value }) => value.revision)');
  await app.electron.evaluate(({ BrowserWindow }, known) => {
    const change = { revision: Number(known) + 1, follows: known, notices: null, window: {} };
    BrowserWindow.getAllWindows()[0]?.webContents.send('state.changed', change);
  }, follows);
  const button = `document.querySelector('[data-testid="error-panel"] button[data-variant="primary"]')`;
  await expect.poll(() => inPage(app, `!!${button}`)).toBe(true);
  await inPage(app, `setTimeout(() => ${button}.click())`);
}

/** Resolves when there is a page again: one that has just ended answers nobody. */
const crashPage = (app: RunningApp) =>
  app.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.forcefullyCrashRenderer();
    await loaded;
  });

test('a window with a filled form stays until the person has said that it may go', async () => {
  const app = await bench.launch();
  await app.window.getByTestId('set-up').click();
  const field = app.window.getByRole('textbox').first();
  await field.fill('Trips of the city');
  await app.electron.evaluate(({ app: program }) => program.quit());
  const question = app.window.getByTestId('confirm-dialog');
  await question.waitFor();
  await app.window.getByRole('button', { name: 'Keep editing' }).click();
  expect(await field.inputValue()).toBe('Trips of the city');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await question.waitFor();
  await app.window.getByRole('button', { name: 'Keep editing' }).click();

  // A fault of the interface, and then the end of its process: what was typed is there again, but for the secret.
  await app.window.getByLabel('Embed secret').fill('the-embed-secret');
  for (const end of [reloadPage, crashPage]) {
    await end(app);
    await expect
      .poll(() => inPage(app, `document.querySelector('[data-testid="form-returned"]')?.textContent`))
      .toContain('except for secrets. Enter the secrets again.');
    expect(await inPage(app, `document.querySelector('form input').value`)).toBe('Trips of the city');
    expect(await inPage(app, `document.body.innerHTML.includes('the-embed-secret')`)).toBe(false);
    await expect.poll(() => inPage(app, 'document.activeElement.tagName')).toBe('H1');
  }
  const closed = app.electron.waitForEvent('close');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => inPage(app, `!!document.querySelector('[data-testid="confirm"]')`)).toBe(true);
  // The page may be gone before it answers; that it goes is what is waited for.
  await inPage(app, `void document.querySelector('[data-testid="confirm"]').click()`).catch(() => null);
  await closed;
});
