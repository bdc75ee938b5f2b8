/** The list of workbooks at the side, settings and keys as a person chooses them, and a set-up file from outside. */
import '../support/driver/quick-program.ts';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { handsOn } from '../support/driver/hands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { saveTwoWorkbooks } from '../support/driver/two-workbooks.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const root = join(import.meta.dirname, '../..');
const person = 'dana.whitfield@example.com';
let bench: Workbench;
afterEach(() => bench.close());

/** A person in a profile with two workbooks, at the first of them. */
async function atWorkbook(options: Parameters<typeof openWorkbench>[0] = {}): Promise<RunningApp> {
  bench = await openWorkbench(options);
  const app = await bench.launch();
  await saveTwoWorkbooks(bench, app);
  await bench.signIn(app, person);
  await app.window.getByTestId('open-workbook').first().click();
  await shown(app);
  return app;
}
async function shown(app: RunningApp): Promise<void> {
  await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  await app.waitInWorkbook(`document.querySelector('[data-testid^="borough-"]')`);
}
const stateOf = async (app: RunningApp) => {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  if (!answer.ok) throw new Error('no state');
  return answer.value;
};
const showShortcuts = (app: RunningApp) =>
  app.window.evaluate(() => window.sightglass.commands.run({ id: 'showShortcuts' }));
const rail = ({ window }: RunningApp) => window.getByRole('navigation', { name: en.rail.title });
const widthOfWorkbook = (app: RunningApp) => app.inWorkbook<number>('innerWidth');

test('the list at the side takes its room from the workbook, which is not loaded again, and is there at the next start', async () => {
  const app = await atWorkbook();
  await app.inWorkbook(`document.body.dataset.mark = 'still here'`);
  const wide = await widthOfWorkbook(app);
  await app.window.getByRole('button', { name: en.rail.show }).click();
  await rail(app).waitFor();
  await expect.poll(() => widthOfWorkbook(app)).toBeLessThan(wide);
  expect(await app.inWorkbook(`document.body.dataset.mark`)).toBe('still here');
  const [{ profile } = { profile: undefined }] = (await stateOf(app)).profiles;
  const [first, second] = profile?.workbooks ?? [];
  await rail(app)
    .getByRole('region', { name: profile?.name ?? '', exact: true })
    .getByRole('button', { name: second?.title ?? '', exact: true })
    .click();
  await expect.poll(async () => (await stateOf(app)).window.tabs.length).toBe(2);
  await shown(app);
  await rail(app)
    .getByRole('region', { name: profile?.name ?? '', exact: true })
    .getByRole('button', { name: first?.title ?? '', exact: true })
    .click();
  await expect.poll(() => app.inWorkbook(`document.body.dataset.mark`).catch(() => null)).toBe('still here');
  await app.close();

  const again = await bench.launch();
  await again.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  await rail(again).waitFor();
});

test('the palette turns a setting, and leads to one among the others', async () => {
  const app = await atWorkbook();
  const { window } = app;
  await app.pressKeyInWorkbook('K', ['control']);
  const field = window.getByRole('combobox', { name: en.palette.title });
  await field.fill(format(en.palette.turnOn, { setting: en.settings.items.rail.title }));
  await field.press('Enter');
  await rail(app).waitFor();
  await app.pressKeyInWorkbook('K', ['control']);
  await field.fill(en.settings.items.quietFrom.title);
  await field.press('Enter');
  const row = window.getByRole('article', { name: en.settings.items.quietFrom.title, exact: true });
  await expect.poll(() => row.getByRole('combobox').evaluate((one) => one === document.activeElement)).toBe(true);
});

test('other keys for a command are pressed, and count in the menu bar and in a workbook at once', async () => {
  const app = await atWorkbook({ screen: { width: 1_280, height: 800, hasWindowManager: true } });
  const { window } = app;
  const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
  const palette = window.getByRole('dialog', { name: en.palette.title });
  await showShortcuts(app);
  const command = 'Go to Anything';
  await window.getByRole('button', { name: format(en.shortcuts.edit, { command }) }).click();
  await window.waitForFunction(() => document.hasFocus());
  // These reload a workbook: the menu bar gets nothing of what is pressed here.
  await hands.strike(['ctrl+r']);
  await window
    .getByRole('alert')
    .filter({ hasText: format(en.shortcuts.owned, { command: 'Reload Workbook' }) })
    .waitFor();
  await hands.strike(['ctrl+shift+l']);
  await window.getByTestId('shortcut-openPalette').filter({ hasText: 'CtrlShiftL' }).waitFor();
  expect((await stateOf(app)).window.panes[0]?.phase).toBe('ready');
  await hands.strike(['Escape']);
  await window.getByRole('dialog').waitFor({ state: 'detached' });

  const accelerators = () =>
    app.electron.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
        (submenu?.items ?? []).filter(({ id }) => id?.startsWith('openPalette')).map(({ accelerator }) => accelerator),
      ),
    );
  await expect.poll(accelerators).toEqual(['CmdOrCtrl+Shift+L']);
  await hands.strike(['ctrl+shift+l']);
  await palette.waitFor();
  await hands.strike(['Escape']);
  await palette.waitFor({ state: 'detached' });
  await app.pressKeyInWorkbook('L', ['control', 'shift']);
  await palette.waitFor();
  await window.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
  await app.close();

  const again = await bench.launch();
  expect((await stateOf(again)).chosenKeys).toEqual({ openPalette: 'CmdOrCtrl+Shift+L' });
});

test('a set-up file that is opened in the desktop is asked about in the window, and nothing is stored before', async () => {
  const app = await atWorkbook();
  const [view] = (await stateOf(app)).profiles;
  const file = join(bench.folder, 'Handed out.sightglass');
  const [first] = view?.profile.workbooks ?? [];
  // Its administrator has taken the second workbook out.
  const profile = { ...view?.profile, workbooks: [first] };
  writeFileSync(file, JSON.stringify({ sightglassSetUp: 1, profile, clientSecrets: [] }));
  const executable = await app.electron.evaluate(() => process.execPath);
  const switches = JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[];
  const store = process.platform === 'linux' ? ['--password-store=gnome-libsecret'] : [];
  await promisify(execFile)(executable, [...switches, `--user-data-dir=${bench.userData}`, ...store, root, file]);
  const dialog = app.window.getByTestId('set-up-offer');
  await dialog.waitFor();
  await dialog.getByText(first?.title ?? '').waitFor();
  const count = async () => (await stateOf(app)).profiles[0]?.profile.workbooks.length;
  expect(await count()).toBe(2);
  await dialog.getByTestId('take-set-up').click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(count).toBe(1);
});
