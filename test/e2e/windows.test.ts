/** Several windows with live workbooks: opened beside one another, tabs that go between them, and what the next start finds. */
import '../support/driver/quick-program.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeptView } from '../../src/main/viewer/kept-view.ts';
import { handsOn } from '../support/driver/hands.ts';
import { type DrivenWindow, driveWindow, type RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const dana = 'dana.whitfield@example.com';
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

type One = Pick<DrivenWindow, 'window'>;

const state = async (one: One) => {
  const answer = await one.window.evaluate(() => window.sightglass.state.get());
  if (!answer.ok) throw new Error('no state');
  return answer.value;
};
const run = (one: One, id: string, argument?: string) =>
  one.window.evaluate(
    ([wanted, what]) => window.sightglass.commands.run({ id: wanted, ...(what && { argument: what }) } as never),
    [id, argument] as const,
  );
const tabs = ({ window }: One) => window.getByTestId('tab');
const controls = async (one: One) => {
  const { window } = await state(one);
  const { paneId } = window.tabs.find(({ tabId }) => tabId === window.chosenTab) ?? {};
  return window.panes.find((pane) => pane.paneId === paneId)?.place.controls.Borough;
};
async function shown(one: DrivenWindow): Promise<void> {
  await one.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  await one.waitInWorkbook(`document.querySelector('[data-testid^="borough-"]')`);
}
/** Opens a workbook of the profile from the start page. */
async function open(one: DrivenWindow, at: number): Promise<void> {
  const id = (await state(one)).profiles[0]?.profile.workbooks[at]?.id;
  await one.window.locator(`[data-testid="open-workbook"][data-workbook="${id}"]`).first().click();
  await shown(one);
}
const isChecked = (one: DrivenWindow, borough: string) =>
  one.inWorkbook<boolean>(`document.querySelector('[data-testid="borough-${borough}"]').checked`);
/** Where each window stands and how, by its title. */
const standing = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map((window) => ({ title: window.getTitle(), ...window.getNormalBounds() }))
      .toSorted((one, other) => one.title.localeCompare(other.title)),
  );
async function windowsOf(app: RunningApp, count: number): Promise<DrivenWindow[]> {
  await expect.poll(() => pages(app).length).toBe(count);
  return pages(app).map((page) => driveWindow(app.electron, page));
}
/** Guests are pages to the driver as well. */
const pages = (app: RunningApp): Page[] =>
  app.electron.windows().filter((page) => page.url().startsWith('sightglass-app:'));
async function other(app: RunningApp): Promise<DrivenWindow> {
  const all = await windowsOf(app, 2);
  const found = all.find(({ window }) => window !== app.window);
  if (!found) throw new Error('no other window');
  return found;
}

/** Someone who may edit, in a profile with two workbooks, each of them open with a filter of its own. */
async function withTwo(): Promise<RunningApp> {
  const app = await bench.launch();
  const { drafts, sigma } = bench.demo;
  const [first] = sigma.workbooks;
  const workbooks = sigma.workbooks.filter(
    ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
  );
  const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
  const user = { ...draft.user, accountType: 'Build' } as typeof draft.user;
  await app.window.evaluate((input) => window.sightglass.profiles.save(input), { ...draft, user });
  await bench.signIn(app, dana);
  await open(app, 0);
  await app.chooseBorough('Queens');
  await expect.poll(() => controls(app)).toBe('Queens');
  await app.window.getByTestId('new-tab').click();
  await open(app, 1);
  await app.chooseBorough('Brooklyn');
  await expect.poll(() => controls(app)).toBe('Brooklyn');
  return app;
}

test('a new window has its own tabs, and a workbook lives in each', async () => {
  const app = await withTwo();
  await app.pressKeyInWorkbook('N', ['control']);
  const second = await other(app);
  await second.window.getByTestId('search-workbooks').waitFor();
  expect((await state(second)).window.profileId).toBe((await state(app)).window.profileId);
  const [one, two] = await standing(app);
  expect([one?.x === two?.x, one?.y === two?.y]).not.toEqual([true, true]);
  await open(second, 0);
  await second.chooseBorough('Manhattan');
  await expect.poll(() => controls(second)).toBe('Manhattan');
  expect(await controls(app)).toBe('Brooklyn');
  expect([await tabs(app).count(), await tabs(second).count()]).toEqual([2, 1]);
  // One sign-in, one grant: both windows hear of its end.
  await run(app, 'signOut');
  for (const window of [app, second]) await window.window.getByTestId('sign-in').first().waitFor();
});

test('a tab goes to a new window and back with its filter, and the window that it leaves empty closes', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  const second = await other(app);
  await shown(second);
  await expect.poll(() => controls(second)).toBe('Brooklyn');
  await expect.poll(() => isChecked(second, 'Brooklyn')).toBe(true);
  await shown(app);
  await expect.poll(() => controls(app)).toBe('Queens');
  const own = (await state(app)).window.windowId;
  const closed = second.window.waitForEvent('close');
  await run(second, 'moveTabToWindow', own).catch(() => undefined);
  await closed;
  await expect.poll(() => tabs(app).count()).toBe(2);
  await shown(app);
  await expect.poll(() => controls(app)).toBe('Brooklyn');
});

test('closing one of two windows leaves the other, in which its tabs can be opened again', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  const second = await other(app);
  await shown(second);
  await expect.poll(() => controls(second)).toBe('Brooklyn');
  const closed = second.window.waitForEvent('close');
  await run(second, 'closeWindow').catch(() => undefined);
  await closed;
  await shown(app);
  expect((await state(app)).windows).toHaveLength(1);
  await run(app, 'reopenTab');
  await shown(app);
  await expect.poll(() => controls(app)).toBe('Brooklyn');
  // It went for good: the next start opens one window.
  await app.close();
  const again = await bench.launch();
  await shown(again);
  expect([pages(again).length, await tabs(again).count()]).toEqual([1, 2]);
});

test('the next start brings both windows back where they stood, each with its tab and filter', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  await shown(await other(app));
  await expect.poll(async () => controls(await other(app))).toBe('Brooklyn');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().forEach((window, at) => {
      window.setBounds({ x: 20 + at * 60, y: 30, width: 800, height: 600 });
    }),
  );
  await expect.poll(async () => (await standing(app)).map(({ width }) => width)).toEqual([800, 800]);
  const before = await standing(app);
  await app.close();
  const again = await bench.launch();
  const both = await windowsOf(again, 2);
  for (const one of both) await shown(one);
  await expect.poll(async () => (await Promise.all(both.map(controls))).toSorted()).toEqual(['Brooklyn', 'Queens']);
  await expect.poll(() => standing(again)).toEqual(before);
});

test('both windows are back after a crash', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  await shown(await other(app));
  await expect.poll(async () => controls(await other(app))).toBe('Brooklyn');
  // A moment after the last thing that happened it is written.
  const kept = () => {
    const { tabs: first, otherWindows } = JSON.parse(readFileSync(join(bench.userData, 'tabs.json'), 'utf8'));
    return [first, ...(otherWindows ?? [])].map((one) =>
      one.tabs.map((tab: { view: KeptView }) => tab.view?.variables.Borough),
    );
  };
  await expect.poll(() => kept().toSorted()).toEqual([['Brooklyn'], ['Queens']]);
  const ended = app.electron.waitForEvent('close');
  app.electron.process().kill('SIGKILL');
  await ended;
  const again = await bench.launch();
  const both = await windowsOf(again, 2);
  for (const one of both) await shown(one);
  await expect.poll(async () => (await Promise.all(both.map(controls))).toSorted()).toEqual(['Brooklyn', 'Queens']);
});

test('a tab in which something is edited asks before it goes', async () => {
  const app = await withTwo();
  const paneId = (await state(app)).window.panes.at(-1)?.paneId ?? '';
  await app.window.evaluate(
    (id) => window.sightglass.panes.command({ paneId: id, command: { type: 'workbook:mode:update', mode: 'edit' } }),
    paneId,
  );
  await expect.poll(async () => (await state(app)).window.panes.at(-1)?.edit ?? null).not.toBeNull();
  await run(app, 'moveTabToNewWindow');
  const dialog = app.window.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Leave it here' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect([await tabs(app).count(), pages(app).length]).toEqual([2, 1]);
  await run(app, 'moveTabToNewWindow');
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  const second = await other(app);
  await shown(second);
  await expect.poll(() => tabs(app).count()).toBe(1);
});

test('one renewal serves the workbooks of both windows', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  const second = await other(app);
  for (const one of [app, second]) await shown(one);
  const connectionId = (await state(app)).grants[0]?.connectionId ?? '';
  await app.window.evaluate((id) => window.sightglass.grants.renew({ connectionId: id }), connectionId);
  for (const one of [app, second]) await one.workbookReady(1);
  await expect.poll(() => controls(app)).toBe('Queens');
  await expect.poll(() => controls(second)).toBe('Brooklyn');
  const renewals = readFileSync(join(bench.userData, 'logs/sightglass.log'), 'utf8').match(/"event":"grant\.renewed"/g);
  expect(renewals).toHaveLength(1);
});

test('a link and a second start go to one window: the one that shows the workbook, or the one used last', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  const second = await other(app);
  for (const one of [app, second]) await shown(one);
  const ofFirst = (await state(app)).window;
  const start = (...more: string[]) =>
    app.electron.evaluate(
      ({ app: own }, argv) => void own.emit('second-instance', {}, argv, '/'),
      ['sightglass', ...more],
    );
  const usedLast = () => Promise.all([app, second].map(async (one) => (await state(one)).window.isUsedLast));
  expect(await usedLast()).toEqual([false, true]);
  await start();
  expect(await usedLast()).toEqual([false, true]);
  const link = `sightglass://open?workbook=${ofFirst.tabs[0]?.workbookId}`;
  await start(link);
  await expect.poll(usedLast).toEqual([true, false]);
  expect([(await state(app)).window.tabs.length, (await state(second)).window.tabs.length]).toEqual([1, 1]);
});

test('a program that is quit while one of two windows would lose something asks there, and loses no window', async () => {
  const app = await withTwo();
  await run(app, 'moveTabToNewWindow');
  const second = await other(app);
  for (const one of [app, second]) await shown(one);
  const paneId = (await state(second)).window.panes[0]?.paneId ?? '';
  await second.window.evaluate(
    (id) => window.sightglass.panes.command({ paneId: id, command: { type: 'workbook:mode:update', mode: 'edit' } }),
    paneId,
  );
  await expect.poll(async () => (await state(second)).window.panes[0]?.edit ?? null).not.toBeNull();
  // Chromium asks of nobody who has not touched the page.
  await second.window.getByRole('tab').first().click();
  const quit = () => app.electron.evaluate(({ app: own }) => own.quit());
  await quit();
  const dialog = second.window.getByRole('alertdialog');
  await dialog.getByRole('button').first().click();
  await dialog.waitFor({ state: 'detached' });
  expect(pages(app)).toHaveLength(2);
  await quit();
  const ended = app.electron.waitForEvent('close');
  await dialog.getByTestId('confirm').click();
  await ended;
  const again = await bench.launch();
  for (const one of await windowsOf(again, 2)) await shown(one);
});

describe('with a pointer', () => {
  beforeEach(async () => {
    await bench.close();
    bench = await openWorkbench({ screen: { width: 1_600, height: 1_000, hasWindowManager: true } });
  });

  test('a tab is drawn out of its window, and onto the strip of the other one', async () => {
    const app = await withTwo();
    const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
    const place = (title: string, bounds: { x: number; y: number; width: number; height: number }) =>
      app.electron.evaluate(
        ({ BrowserWindow }, [name, to]) =>
          BrowserWindow.getAllWindows()
            .find((window) => window.getTitle().startsWith(name))
            ?.setBounds(to),
        [title, bounds] as const,
      );
    const contentAt = async (one: One) =>
      app.electron.evaluate(
        ({ BrowserWindow }, title) =>
          BrowserWindow.getAllWindows()
            .find((window) => window.getTitle() === title)
            ?.getContentBounds(),
        await one.window.title(),
      );
    async function spotOf(one: One, at: number) {
      const box = await tabs(one).nth(at).boundingBox();
      const content = await contentAt(one);
      if (!box || !content) throw new Error('no tab');
      return { x: Math.round(content.x + box.x + 40), y: Math.round(content.y + box.y + box.height / 2) };
    }
    async function drag(from: { x: number; y: number }, to: { x: number; y: number }) {
      await hands.move(from);
      await hands.press();
      for (const step of [0.1, 0.3, 0.6, 1, 1]) {
        await hands.move({
          x: Math.round(from.x + (to.x - from.x) * step) + (step === 1 ? 1 : 0),
          y: Math.round(from.y + (to.y - from.y) * step),
        });
      }
      await hands.move(to);
      await hands.release();
    }
    const [, brooklyn] = (await state(app)).window.tabs.map(({ title }) => title);
    await place(brooklyn ?? '', { x: 40, y: 40, width: 760, height: 560 });
    await drag(await spotOf(app, 1), { x: 1_100, y: 500 });
    const second = await other(app);
    await shown(second);
    await expect.poll(() => controls(second)).toBe('Brooklyn');
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().at(-1)?.setBounds({ x: 820, y: 300, width: 760, height: 560 }),
    );
    await expect.poll(() => tabs(second).count()).toBe(1);
    await expect.poll(() => tabs(app).count()).toBe(1);
    const closed = second.window.waitForEvent('close');
    await drag(await spotOf(second, 0), await spotOf(app, 0));
    await closed;
    await expect.poll(() => tabs(app).count()).toBe(2);
    await shown(app);
    await expect.poll(() => controls(app)).toBe('Brooklyn');
  });

  test.each([
    ['maximised', { isMaximized: true, isFullScreen: false }],
    ['in full screen', { isMaximized: false, isFullScreen: true }],
  ] as const)(
    'of two windows the one that was left %s comes back so, and the other one as it was',
    async (_case, left) => {
      const app = await withTwo();
      await run(app, 'moveTabToNewWindow');
      const second = await other(app);
      for (const one of [app, second]) await shown(one);
      const title = await second.window.title();
      await app.electron.evaluate(
        ({ BrowserWindow }, [name, isFullScreen]) => {
          const window = BrowserWindow.getAllWindows().find((one) => one.getTitle() === name);
          if (isFullScreen) window?.setFullScreen(true);
          else window?.maximize();
        },
        [title, left.isFullScreen] as const,
      );
      const ways = (running: RunningApp) =>
        running.electron.evaluate(({ BrowserWindow }) =>
          Object.fromEntries(
            BrowserWindow.getAllWindows().map((window) => [
              window.getTitle(),
              { isMaximized: window.isMaximized(), isFullScreen: window.isFullScreen() },
            ]),
          ),
        );
      const plain = { isMaximized: false, isFullScreen: false };
      const expected = { [await app.window.title()]: plain, [title]: left };
      await expect.poll(() => ways(app)).toEqual(expected);
      await app.close();
      const again = await bench.launch();
      for (const one of await windowsOf(again, 2)) await shown(one);
      await expect.poll(() => ways(again)).toEqual(expected);
    },
  );
});
