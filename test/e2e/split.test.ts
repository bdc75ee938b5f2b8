/** Two live workbooks side by side: seen, divided, renewed, with filters that follow one another, and there again at a start. */

import '../support/driver/quick-program.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { guestAddress } from '../support/driver/guest-address.ts';
import { handsOn } from '../support/driver/hands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { stateOf } from '../support/driver/state-of.ts';
import { saveTwoWorkbooks } from '../support/driver/two-workbooks.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';
import { placeOnScreen, recordFrames } from '../support/frames/record-frames.ts';

const dana = 'dana.whitfield@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench({ screen: { width: 1400, height: 900 } });
});
afterEach(() => bench.close());

const state = async (app: RunningApp) => (await stateOf(app)).window;
const pane = (app: RunningApp, side: 'first' | 'second') => app.window.locator(`.pane[data-side="${side}"]`);
const divider = (app: RunningApp) => app.window.getByTestId('split-divider');
const widthOf = async (app: RunningApp, side: 'first' | 'second') => (await pane(app, side).boundingBox())?.width ?? 0;

/** Two workbooks in tabs; the second one is chosen. */
async function withTwo(): Promise<RunningApp> {
  const app = await bench.launch();
  await saveTwoWorkbooks(bench, app);
  await bench.signIn(app, dana);
  for (const { id } of (await stateOf(app)).profiles[0]?.profile.workbooks ?? []) {
    await app.window.evaluate((workbookId) => window.sightglass.panes.open({ workbookId }), id);
    await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  }
  await expect.poll(async () => (await state(app)).tabs.length).toBe(2);
  await app.workbookReady();
  return app;
}
async function sideBySide(): Promise<RunningApp> {
  const app = await withTwo();
  await app.pressKeyInWorkbook('\\', ['control']);
  await divider(app).waitFor();
  return app;
}
const run = (app: RunningApp, id: 'linkFilters' | 'swapSides' | 'splitView' | 'closeTab' | 'refreshData') =>
  app.window.evaluate((wanted) => window.sightglass.commands.run({ id: wanted }), id);

/** Runs a script in the workbook of one side. */
async function inSide<Value>(app: RunningApp, side: 'first' | 'second', script: string): Promise<Value> {
  const place = await guestAddress(pane(app, side).locator('[data-role$="active"]'));
  return app.electron.evaluate(
    ({ webContents }, { address, code }) => {
      const guest = webContents.getAllWebContents().find((contents) => contents.getURL() === address);
      const frame = guest?.mainFrame.frames[0];
      if (!frame) throw new Error(`No workbook in ${address}.`);
      return frame.executeJavaScript(code, true) as Promise<Value>;
    },
    { address: place, code: script },
  );
}
const box = (borough: string) => `document.querySelector('[data-testid="borough-${borough}"]')`;
const isChosen = (app: RunningApp, side: 'first' | 'second', borough: string) =>
  inSide<boolean>(app, side, `${box(borough)}?.checked ?? false`);
const chooseIn = (app: RunningApp, side: 'first' | 'second', borough: string) =>
  inSide(
    app,
    side,
    `new Promise((resolve) => {
      const look = () => { const box = ${box(borough)}; if (box) { box.click(); resolve(true); } else requestAnimationFrame(look); };
      look();
    })`,
  );
const controlsOf = async (app: RunningApp) => {
  const { tabs, panes } = await state(app);
  return tabs.map(({ paneId }) => panes.find((one) => one.paneId === paneId)?.place.controls.Borough);
};

test('one key from within a workbook puts two side by side, whole and awake, and the same key ends it', async () => {
  const app = await withTwo();
  const before = (await bench.demo.controls.sigma.sessions()).length;
  await app.pressKeyInWorkbook('\\', ['control']);
  await divider(app).waitFor();
  expect(await widthOf(app, 'first')).toBeCloseTo(await widthOf(app, 'second'), -1);
  for (const side of ['first', 'second'] as const) {
    await expect.poll(() => inSide(app, side, 'innerWidth')).toBe(Math.round(await widthOf(app, side)));
    expect(await inSide(app, side, 'document.visibilityState')).toBe('visible');
  }
  await app.pressKeyInWorkbook('\\', ['control']);
  await divider(app).waitFor({ state: 'detached' });
  expect(await app.window.locator('.pane[data-shown="true"]').count()).toBe(1);
  // Nothing was loaded again for that.
  expect(await bench.demo.controls.sigma.sessions()).toHaveLength(before);
});

test('a filter stays on its side until the two are linked, and then arrives on the other side and at the warehouse', async () => {
  const app = await sideBySide();
  await chooseIn(app, 'second', 'Queens');
  await expect.poll(() => controlsOf(app)).toEqual(['', 'Queens']);
  expect(await isChosen(app, 'first', 'Queens')).toBe(false);
  await app.window.getByRole('button', { name: 'Link filters' }).click();
  await expect.poll(async () => (await state(app)).splits[0]?.isLinked).toBe(true);
  await bench.demo.controls.warehouse.clearAudit();
  await chooseIn(app, 'second', 'Manhattan');
  await expect
    .poll(() => controlsOf(app))
    .toEqual(['Queens,Manhattan', 'Queens,Manhattan'].map(() => expect.stringContaining('Manhattan')));
  await expect.poll(() => isChosen(app, 'first', 'Manhattan')).toBe(true);
  const asked = async () =>
    (await bench.demo.controls.warehouse.audit())
      .filter(({ what }) => what.includes('Manhattan'))
      .map(({ what }) => what);
  // Each side asks anew, and both with it.
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(1);
  // And back: what is chosen there is set here.
  await chooseIn(app, 'first', 'Brooklyn');
  await expect.poll(() => isChosen(app, 'second', 'Brooklyn')).toBe(true);
  await run(app, 'linkFilters');
  await expect.poll(async () => (await state(app)).splits[0]?.isLinked).toBe(false);
  await chooseIn(app, 'first', 'Staten Island');
  await expect.poll(async () => (await controlsOf(app))[0]).toContain('Staten Island');
  expect(await isChosen(app, 'second', 'Staten Island')).toBe(false);
});

test('a press into the other one has it work there, whatever is asked for next; and the divider goes with the pointer', async () => {
  const app = await sideBySide();
  if (!app.screen) throw new Error('There is no display to lay hands on.');
  const hands = handsOn(app.screen.environment);
  const { area } = await placeOnScreen(app, '.pane[data-side="first"]');
  await hands.move({ x: area.x + 6, y: area.y + area.height - 6 });
  await hands.press();
  await hands.release();
  await expect.poll(() => pane(app, 'first').getAttribute('data-active')).toBe('true');
  const { tabs, chosenTab } = await state(app);
  expect(tabs[0]?.tabId).toBe(chosenTab);
  await app.pressKeyInWorkbook('F5');
  const asked = async () => (await state(app)).panes.map(({ data }) => data.byPerson.answered);
  await expect.poll(asked, { timeout: 15_000 }).toEqual([1, 0]);

  const handle = await placeOnScreen(app, '[data-testid="split-divider"]');
  await hands.move({ x: handle.area.x + 5, y: handle.area.y + 60 });
  await hands.press();
  const guests = await app.window.locator('webview').count();
  // Over a live workbook, which gets none of it.
  await hands.move({ x: handle.area.x - 150, y: handle.area.y + 70 });
  await hands.move({ x: handle.area.x - 200, y: handle.area.y + 70 });
  await hands.release();
  await expect.poll(async () => (await state(app)).splits[0]?.share ?? 0.5).toBeLessThan(0.4);
  await expect.poll(() => inSide(app, 'first', 'innerWidth')).toBe(Math.round(await widthOf(app, 'first')));
  expect(await app.window.locator('webview').count()).toBe(guests);
});

test('a third workbook is shown alone, the pair comes back with one of the two, and closing one leaves the other', async () => {
  const app = await sideBySide();
  await app.window.getByTestId('new-tab').click();
  const [workbook] = (await stateOf(app)).profiles[0]?.profile.workbooks ?? [];
  await app.window.evaluate(
    (tabId) => window.sightglass.commands.run({ id: 'duplicateTab', argument: tabId }),
    (await state(app)).tabs[1]?.tabId ?? '',
  );
  await divider(app).waitFor({ state: 'detached' });
  expect(workbook).toBeDefined();
  await app.window.getByRole('tab').first().click();
  await divider(app).waitFor();
  await run(app, 'swapSides');
  await expect.poll(() => pane(app, 'second').getAttribute('data-active')).toBe('true');
  await run(app, 'closeTab');
  await divider(app).waitFor({ state: 'detached' });
  await expect.poll(async () => (await state(app)).tabs.length).toBe(2);
  // The one that stood beside it, and not the one that was used before.
  const { tabs, chosenTab } = await state(app);
  expect(tabs[0]?.tabId).toBe(chosenTab);
});

test('a renewal of both is not seen, and the filters are linked as before', async () => {
  const app = await sideBySide();
  await run(app, 'linkFilters');
  await chooseIn(app, 'second', 'Queens');
  await expect.poll(() => isChosen(app, 'first', 'Queens')).toBe(true);
  const { panes } = await state(app);
  const still = await recordFrames(app, { name: 'split still', selector: '[data-testid="pane-stage"]' });
  await still.stop();
  const frames = await recordFrames(app, { name: 'split renewal', selector: '[data-testid="pane-stage"]' });
  const [grant] = (await stateOf(app)).grants;
  await app.window.evaluate(
    (connectionId) => window.sightglass.grants.renew({ connectionId }),
    grant?.connectionId ?? '',
  );
  const swaps = async () => (await state(app)).panes.map((one) => one.swaps);
  await expect.poll(swaps, { timeout: 60_000 }).toEqual(panes.map((one) => one.swaps + 1));
  const { odd, changed } = await frames.stop();
  expect({ odd, changed }).toEqual({ odd: [], changed: null });
  await chooseIn(app, 'first', 'Manhattan');
  await expect.poll(() => isChosen(app, 'second', 'Manhattan')).toBe(true);
});

test('a start finds the two with their divider, their link and their filters', async () => {
  const app = await sideBySide();
  await run(app, 'linkFilters');
  await chooseIn(app, 'first', 'Queens');
  await expect.poll(() => isChosen(app, 'second', 'Queens')).toBe(true);
  await divider(app).focus();
  for (let times = 0; times < 5; times += 1) await app.window.keyboard.press('ArrowRight');
  await expect.poll(async () => (await state(app)).splits[0]?.share).toBeCloseTo(0.6);
  await app.close();
  const again = await bench.launch();
  await divider(again).waitFor();
  expect(await divider(again).getAttribute('aria-valuenow')).toBe('60');
  expect((await state(again)).splits).toMatchObject([{ isLinked: true }]);
  await expect
    .poll(async () => (await state(again)).panes.map(({ phase }) => phase), { timeout: 60_000 })
    .toEqual(['ready', 'ready']);
  for (const side of ['first', 'second'] as const) {
    await expect.poll(() => isChosen(again, side, 'Queens').catch(() => false), { timeout: 30_000 }).toBe(true);
  }
  await chooseIn(again, 'second', 'Manhattan');
  await expect.poll(() => isChosen(again, 'first', 'Manhattan')).toBe(true);
});
