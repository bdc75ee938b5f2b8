/** What is done to tabs from around them: their menu, their sleep, the wall that shows them, and the icon of the program. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { chooseFrom, keepMenus, offered } from '../support/driver/kept-menus.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { stateOf } from '../support/driver/state-of.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const dana = 'dana.whitfield@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

const state = async (app: RunningApp) => (await stateOf(app)).window;
const run = (app: RunningApp, id: string, argument?: string) =>
  app.window.evaluate(
    ([wanted, what]) => window.sightglass.commands.run({ id: wanted, ...(what && { argument: what }) } as never),
    [id, argument] as const,
  );
const choose = (app: RunningApp, id: 'wallSeconds' | 'liveTabs' | 'tabSleep', value: number) =>
  app.window.evaluate((chosen) => window.sightglass.settings.set(chosen), { id, value });
/** How many tabs are loaded. */
const awake = async (app: RunningApp) => (await state(app)).tabs.filter(({ paneId }) => paneId !== null).length;
/** Which tab hangs on the wall; null while there is no picture. */
async function onWall(app: RunningApp): Promise<number | null> {
  const { wall, tabs } = await state(app);
  const at = tabs.findIndex(({ paneId }) => paneId !== null && paneId === wall?.shownPaneId);
  return wall?.hasPicture && at >= 0 ? at : null;
}

/** Two workbooks of one profile in tabs, the second before the person. */
async function withTwo(): Promise<RunningApp> {
  const app = await bench.launch();
  const { drafts, sigma } = bench.demo;
  const [first] = sigma.workbooks;
  const workbooks = sigma.workbooks.filter(
    ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
  );
  const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
  await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
  await bench.signIn(app, dana);
  for (const { id } of (await stateOf(app)).profiles[0]?.profile.workbooks ?? []) {
    await app.window.evaluate((workbookId) => window.sightglass.panes.open({ workbookId }), id);
  }
  await expect.poll(() => app.window.getByRole('tab').count()).toBe(2);
  await app.workbookReady();
  return app;
}

/** A right click on a tab. */
async function openMenuOf(app: RunningApp, at: number): Promise<void> {
  await app.window.getByRole('tab').nth(at).click({ button: 'right' });
  await expect.poll(() => offered(app)).not.toBeNull();
}

test('the menu of a tab that is not before the person copies a link to its workbook', async () => {
  const app = await withTwo();
  await keepMenus(app);
  await openMenuOf(app, 0);
  await chooseFrom(app, 'Copy Link');
  const url = (await stateOf(app)).profiles[0]?.profile.workbooks[0]?.url ?? '';
  const documentId = new URL(url).pathname.split('/').at(-1)?.split('-').at(-1) ?? '';
  const clipboard = () => app.electron.evaluate(({ clipboard: board }) => board.readText());
  await expect.poll(clipboard).toContain(`sightglass://open?workbook=${documentId}`);
  expect((await state(app)).chosenTab).toBe((await state(app)).tabs[1]?.tabId);
});

test('a tab has a time of its own on the wall, chosen in its menu and there after a restart', async () => {
  const first = await withTwo();
  // Whatever comes before ten minutes are over has come by a time of its own.
  await choose(first, 'wallSeconds', 600);
  await keepMenus(first);
  await openMenuOf(first, 1);
  const seconds = (amount: number) => format(en.settings.units.seconds, { amount });
  const usual = format(en.wall.timeOfAll, { time: seconds(600) });
  expect((await offered(first, en.wall.time))?.filter(({ checked }) => checked)).toEqual([
    { label: usual, checked: true },
  ]);
  await chooseFrom(first, en.wall.time, seconds(10));
  await run(first, 'showWall');
  await expect.poll(() => onWall(first)).toBe(1);
  await expect.poll(() => onWall(first), { timeout: 60_000 }).toBe(0);
  await run(first, 'leaveWall');
  await first.window.getByRole('tab').first().waitFor();
  await first.close();

  const app = await bench.launch();
  await app.window.getByRole('tab').nth(1).waitFor();
  await keepMenus(app);
  await openMenuOf(app, 1);
  expect((await offered(app, en.wall.time))?.filter(({ checked }) => checked)).toEqual([
    { label: seconds(10), checked: true },
  ]);
});

test('a tab can be left out of the wall, and is there again for who leaves it', async () => {
  const app = await withTwo();
  await keepMenus(app);
  await openMenuOf(app, 1);
  await chooseFrom(app, en.wall.time, en.wall.leftOut);
  await run(app, 'showWall');
  await expect.poll(() => onWall(app), { timeout: 60_000 }).toBe(0);
  expect((await state(app)).wall?.preparedPaneId).toBeNull();
  await run(app, 'leaveWall');
  await expect.poll(() => app.window.getByRole('tab').count()).toBe(2);
});

test('who comes by a wall that nobody is signed in to signs in there, and the workbook hangs on it', async () => {
  const app = await withTwo();
  await run(app, 'showWall');
  await expect.poll(() => onWall(app)).toBe(1);
  await run(app, 'signOut');
  await app.window.getByText(en.wall.lacks['sign-in']).waitFor();
  const label = (await stateOf(app)).profiles[0]?.profile.connections[0]?.label ?? '';
  const button = app.window.getByRole('button', { name: format(en.signIn.signInTo, { connection: label }) });
  await button.focus();
  await app.window.keyboard.press('Enter');
  const page = await bench.browser.open(await bench.browser.nextAddress());
  await app.window.getByTestId('wall-signing-in').waitFor();
  await page.getByTestId(`person-${dana}`).click();
  await page.waitForURL(/\/signed-in\//);
  await expect.poll(() => onWall(app), { timeout: 60_000 }).not.toBeNull();
  expect(await app.window.getByTestId('wall-signing-in').count()).toBe(0);
});

test('as many tabs stay awake as somebody has chosen in the settings', async () => {
  const app = await withTwo();
  await run(app, 'duplicateTab');
  await expect.poll(() => awake(app)).toBe(3);
  await choose(app, 'liveTabs', 2);
  await expect.poll(() => awake(app)).toBe(2);
  expect((await state(app)).tabs[0]?.paneId).toBeNull();
  await run(app, 'openSettings');
  await app.window.getByText(en.settings.items.liveTabs.title, { exact: true }).waitFor();
});

test('recent workbooks go with the person who signs out, from the start page as well', async () => {
  const app = await withTwo();
  await run(app, 'showStart');
  const recent = app.window.getByRole('region', { name: en.start.recent });
  await recent.waitFor();
  expect((await stateOf(app)).recentWorkbooks).toHaveLength(2);
  await run(app, 'signOut');
  await expect.poll(async () => (await stateOf(app)).recentWorkbooks).toEqual([]);
  await run(app, 'showStart');
  await app.window.getByRole('searchbox', { name: en.start.search }).waitFor();
  expect(await recent.count()).toBe(0);
});

test('one more window comes by another start that asks for it, as the icon of the program has it', async () => {
  const app = await withTwo();
  const windows = async () => (await stateOf(app)).windows.length;
  expect(await windows()).toBe(1);
  const start = (...more: string[]) =>
    app.electron.evaluate(
      ({ app: own }, argv) => void own.emit('second-instance', {}, argv, '/'),
      ['sightglass', ...more],
    );
  await start();
  await start('--new-window');
  await expect.poll(windows).toBe(2);
});
