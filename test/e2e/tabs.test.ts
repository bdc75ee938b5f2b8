/** Tabs of live workbooks: switching, closing, sleeping, and what the next start finds. */
import '../support/driver/quick-program.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { saveTwoWorkbooks } from '../support/driver/two-workbooks.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

/** Who sees every borough, and who sees two of them. */
const [dana, ben] = ['dana.whitfield@example.com', 'ben.okafor@example.com'];
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

/** Someone who may edit, in a profile with three workbooks. */
async function signedIn(): Promise<RunningApp> {
  const app = await bench.launch();
  await saveTwoWorkbooks(bench, app, (draft) => ({
    ...draft,
    user: { ...draft.user, accountType: 'Build' } as typeof draft.user,
  }));
  await bench.signIn(app, dana);
  return app;
}

const state = async (app: RunningApp) => {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  if (!answer.ok) throw new Error('no state');
  return answer.value.window;
};
/** Opens a workbook of the profile from the start page. */
async function open(app: RunningApp, at: number): Promise<void> {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  const id = answer.ok ? answer.value.profiles[0]?.profile.workbooks[at]?.id : undefined;
  await app.window.locator(`[data-testid="open-workbook"][data-workbook="${id}"]`).first().click();
  await shown(app);
}
/** Waits until the chosen tab shows its workbook. */
async function shown(app: RunningApp): Promise<void> {
  await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  await app.waitInWorkbook(`document.querySelector('[data-testid^="borough-"]')`);
}
const tabs = (app: RunningApp) => app.window.getByTestId('tab');
const chosenAt = async (app: RunningApp) => {
  const own = await state(app);
  return own.tabs.findIndex(({ tabId }) => tabId === own.chosenTab);
};
const controls = async (app: RunningApp) => {
  const own = await state(app);
  const { paneId } = own.tabs.find(({ tabId }) => tabId === own.chosenTab) ?? {};
  return own.panes.find((pane) => pane.paneId === paneId)?.place.controls.Borough;
};
/** The addresses of the guests, which are no names of anybody. */
const guests = (app: RunningApp) =>
  app.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((contents) => contents.getType() === 'webview')
      .map((contents) => ({ address: contents.getURL(), process: contents.mainFrame.frames[0]?.osProcessId ?? null })),
  );
const run = (app: RunningApp, id: string, argument?: string) =>
  app.window.evaluate(
    ([wanted, what]) => window.sightglass.commands.run({ id: wanted, ...(what && { argument: what }) } as never),
    [id, argument] as const,
  );

/** Two workbooks, each with a filter of its own; the second one is before the person. */
async function withTwo(): Promise<RunningApp> {
  const app = await signedIn();
  await open(app, 0);
  await app.chooseBorough('Queens');
  await expect.poll(() => controls(app)).toBe('Queens');
  await app.window.getByTestId('new-tab').click();
  await open(app, 1);
  await expect.poll(() => tabs(app).count()).toBe(2);
  await app.chooseBorough('Brooklyn');
  await expect.poll(() => controls(app)).toBe('Brooklyn');
  return app;
}

test('two workbooks stay as they are, each with its filter, and neither is loaded again', async () => {
  const app = await withTwo();
  const before = await guests(app);
  expect(before).toHaveLength(2);
  const loads = (await bench.demo.controls.sigma.sessions()).length;
  await tabs(app).first().click();
  await expect.poll(() => controls(app)).toBe('Queens');
  expect(await app.inWorkbook(`document.querySelector('[data-testid="borough-Queens"]').checked`)).toBe(true);
  await tabs(app).last().click();
  await expect
    .poll(() => app.inWorkbook(`document.querySelector('[data-testid="borough-Brooklyn"]').checked`))
    .toBe(true);
  expect(await guests(app)).toEqual(before);
  expect(await bench.demo.controls.sigma.sessions()).toHaveLength(loads);
});

test('a workbook that is open is gone to, and not opened twice', async () => {
  const app = await withTwo();
  await app.window.getByTestId('new-tab').click();
  await open(app, 0);
  expect(await tabs(app).count()).toBe(2);
  await expect.poll(() => controls(app)).toBe('Queens');
});

test('keys lead from one tab to another from within the workbook, and close it', async () => {
  const app = await withTwo();
  const [, second] = (await state(app)).tabs;
  const focused = () =>
    app.window.evaluate(() => document.activeElement?.closest('[data-role]')?.getAttribute('data-role') ?? null);
  await app.window.evaluate(() => document.querySelector<HTMLElement>('[data-role="active"] > webview')?.focus());
  await expect.poll(focused).toBe('active');
  await app.pressKeyInWorkbook('1', ['control']);
  await expect.poll(() => chosenAt(app)).toBe(0);
  // The keys go on in the workbook that is shown then.
  await expect.poll(focused).toBe('active');
  await app.pressKeyInWorkbook('Tab', ['control']);
  await expect.poll(() => chosenAt(app)).toBe(1);
  await app.pressKeyInWorkbook('PageUp', ['control']);
  await expect.poll(() => chosenAt(app)).toBe(0);
  await app.pressKeyInWorkbook('PageDown', ['control', 'shift']);
  await expect.poll(async () => (await state(app)).tabs[0]?.tabId).toBe(second?.tabId);
  await app.pressKeyInWorkbook('W', ['control']);
  await expect.poll(async () => (await state(app)).tabs.map(({ tabId }) => tabId)).toEqual([second?.tabId]);
  await shown(app);
  await app.pressKeyInWorkbook('T', ['control', 'shift']);
  await expect.poll(() => tabs(app).count()).toBe(2);
  await shown(app);
  await expect.poll(() => controls(app)).toBe('Queens');
  await app.pressKeyInWorkbook('T', ['control']);
  await app.window.getByTestId('search-workbooks').waitFor();
});

test('the last tab that closes leaves the start page, and the same key closes the window then', async () => {
  const app = await withTwo();
  await run(app, 'closeTab');
  await run(app, 'closeTab');
  await app.window.getByTestId('search-workbooks').waitFor();
  // Electron ends the process of a guest after its element has gone.
  await expect.poll(() => guests(app)).toEqual([]);
  const closed = app.window.waitForEvent('close');
  await run(app, 'closeTab').catch(() => undefined);
  await closed;
});

test('a tab in which something is edited asks before it closes', async () => {
  const app = await withTwo();
  const paneId = (await state(app)).panes.at(-1)?.paneId ?? '';
  await app.window.evaluate(
    (id) => window.sightglass.panes.command({ paneId: id, command: { type: 'workbook:mode:update', mode: 'edit' } }),
    paneId,
  );
  await expect.poll(async () => (await state(app)).panes.at(-1)?.edit ?? null).not.toBeNull();
  await run(app, 'closeTab');
  const dialog = app.window.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Keep it open' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await tabs(app).count()).toBe(2);
  await run(app, 'closeTab');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect.poll(() => tabs(app).count()).toBe(0);
  await expect.poll(() => controls(app)).toBe('Queens');
});

test('a tab that sleeps has no process, and comes back where it was', async () => {
  const app = await withTwo();
  const before = await guests(app);
  await run(app, 'sleepOtherTabs');
  await expect.poll(() => guests(app)).toHaveLength(1);
  const [left] = await guests(app);
  const processes = await app.electron.evaluate(({ app: own }) => own.getAppMetrics().map(({ pid }) => pid));
  const ended = before.filter(({ process }) => process !== left?.process).map(({ process }) => process);
  expect(ended.filter((process) => process !== null && processes.includes(process))).toEqual([]);
  await tabs(app).first().click();
  await shown(app);
  await expect.poll(() => controls(app)).toBe('Queens');
  expect(await app.inWorkbook(`document.querySelector('[data-testid="borough-Queens"]').checked`)).toBe(true);
});

test('the next start finds the tabs in their order, the chosen one loaded and the other asleep, each where it was', async () => {
  const app = await withTwo();
  await app.close();
  const again = await bench.launch();
  await shown(again);
  await expect.poll(() => controls(again)).toBe('Brooklyn');
  expect(await tabs(again).count()).toBe(2);
  expect([await chosenAt(again), (await guests(again)).length]).toEqual([1, 1]);
  await again.window.getByRole('tab', { name: /asleep$/ }).click();
  await shown(again);
  await expect.poll(() => controls(again)).toBe('Queens');
  expect(await chosenAt(again)).toBe(0);
});

test('who signs out leaves nothing of where they were to who comes next', async () => {
  const app = await withTwo();
  await run(app, 'signOut');
  await expect.poll(() => guests(app)).toEqual([]);
  await bench.signIn(app, ben);
  await shown(app);
  expect(await tabs(app).count()).toBe(2);
  await expect.poll(() => controls(app)).toBe('');
  await tabs(app).first().click();
  await shown(app);
  await expect.poll(() => controls(app)).toBe('');
});
