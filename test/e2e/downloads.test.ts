/** Files of a workbook go into the folder of downloads, whole or not at all, and a renewal breaks none. */
import '../support/driver/quick-program.ts';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { keepProgram, openSignedIn } from '../support/driver/kept-program.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import type { Workbench } from '../support/driver/workbench.ts';

describe('a file of a workbook', () => {
  const kept = keepProgram(openSignedIn);
  let bench: Workbench;
  let app: RunningApp;
  let folder: string;
  beforeEach(async () => {
    ({ bench, app } = await kept.take());
    await bench.demo.controls.sigma.setExports({ pace: 'whole' });
    await app.window.evaluate(emptyList);
    folder = join(bench.folder, 'Downloads');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await app.electron.evaluate(({ app: program }, path) => program.setPath('downloads', path), folder);
    await app.waitInWorkbook(`document.querySelector('[data-testid="export-csv"]')`);
  });
  afterEach(({ task }) => kept.give(task.result?.state === 'fail'));
  afterAll(() => kept.close());

  const exportShown = () => app.inWorkbook(`document.querySelector('[data-testid="export-csv"]').click()`);
  /** As Sigma's own menu would: the server makes the file, and the page fetches it. */
  const exportAll = async (name = 'all-trips.csv', how = `link.download = ''`) =>
    app.inWorkbook(`(async () => {
      const { sessionId } = JSON.parse(document.getElementById('boot').textContent);
      const answer = await fetch('/api/export', {
        method: 'POST',
        headers: { 'x-workbook-session': sessionId, 'content-type': 'application/json' },
        body: JSON.stringify({ name: ${JSON.stringify(name)} }),
      });
      const link = document.createElement('a');
      link.href = (await answer.json()).path;
      ${how};
      document.body.append(link);
      link.click();
      link.remove();
    })()`);
  const files = () => readdirSync(folder).toSorted();
  const rows = () => app.window.getByTestId('download');
  const open = () => app.window.getByTestId('downloads').click();
  const whole = 14_200_000;

  test('lands whole, under the name of the workbook, the date and its own kind, and the list says so', async () => {
    await exportShown();
    await open();
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor();
    expect(files()).toEqual([expect.stringMatching(/^.*taxi.* \d{4}-\d\d-\d\d\.csv$/i)]);
    const text = readFileSync(join(folder, files()[0] ?? ''), 'utf8');
    expect(text).toMatch(/^tpep_pickup_datetime/);
    expect(text).toMatch(/\r\n$/);
    expect(await rows().locator('.download-name').textContent()).toBe(files()[0]);
    expect(await rows().getByRole('button').allTextContents()).toEqual([
      'Open',
      'Show in folder',
      'Remove from the list',
    ]);
    await rows()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await app.window.getByTestId('downloads').waitFor({ state: 'detached' });
    expect(files()).toHaveLength(1);
  });

  test('is dragged out of the window once it is whole; main refuses every other one', async () => {
    const asked = (downloadId: string) =>
      app.window.evaluate((id) => window.sightglass.downloads.drag({ downloadId: id }), downloadId);
    const listed = () =>
      app.window.evaluate(async () => {
        const state = await window.sightglass.state.get();
        return state.ok ? state.value.downloads : [];
      });
    await app.electron.evaluate(({ BrowserWindow }) => {
      const dragged: { file: string; hasIcon: boolean }[] = [];
      Object.assign(globalThis, { dragged });
      for (const { webContents } of BrowserWindow.getAllWindows()) {
        webContents.startDrag = ({ file, icon }) =>
          dragged.push({ file, hasIcon: typeof icon !== 'string' && !icon.isEmpty() });
      }
    });
    const dragged = () =>
      app.electron.evaluate(() => (globalThis as unknown as { dragged: { file: string; hasIcon: boolean }[] }).dragged);
    await bench.demo.controls.sigma.setExports({ pace: 'held' });
    await exportAll();
    await open();
    await rows().waitFor();
    const refused = { ok: false, error: { code: 'request_refused' } };
    expect(await asked((await listed())[0]?.downloadId ?? '')).toMatchObject(refused);
    expect(await asked('5b3c1f9e-0000-4000-8000-000000000000')).toMatchObject(refused);
    expect(await asked('../../etc/passwd')).toMatchObject({ ok: false });
    await bench.demo.controls.sigma.setExports({ pace: 'whole' });
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor();
    expect(await dragged()).toEqual([]);

    const name = rows().locator('.download-name');
    const box = await name.boundingBox();
    if (!box) throw new Error('no row');
    await app.window.mouse.move(box.x + 20, box.y + 8);
    await app.window.mouse.down();
    await app.window.mouse.move(box.x - 40, box.y + 60, { steps: 4 });
    await expect.poll(dragged).toEqual([{ file: join(folder, files()[0] ?? ''), hasIcon: true }]);
    await app.window.mouse.up();

    rmSync(join(folder, files()[0] ?? ''));
    expect(await asked((await listed())[0]?.downloadId ?? '')).toMatchObject({ ok: true });
    await rows().locator('[data-code="download_gone"]').waitFor();
    expect(await dragged()).toHaveLength(1);
  });

  test('is also a picture that a right click saves', async () => {
    const address = await app.inWorkbook(`(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
      return URL.createObjectURL(await new Promise((resolve) => canvas.toBlob(resolve)));
    })()`);
    await app.electron.evaluate(
      ({ Menu, webContents }, { srcURL, label }) => {
        const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
        const { buildFromTemplate } = Menu;
        Menu.buildFromTemplate = (template) => {
          const item = template.find((one) => one.label === label) as { click?(): void } | undefined;
          item?.click?.();
          return { popup() {} } as unknown as Electron.Menu;
        };
        const clicked = {
          linkURL: '',
          selectionText: '',
          mediaType: 'image',
          hasImageContents: true,
          srcURL,
          editFlags: {},
        };
        guest?.emit('context-menu', {}, clicked);
        Menu.buildFromTemplate = buildFromTemplate;
      },
      { srcURL: address as string, label: en.contextMenu.saveImage },
    );
    await expect.poll(files).toEqual([expect.stringMatching(/\.png$/)]);
    expect(
      readFileSync(join(folder, files()[0] ?? ''))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test('gets a number where its name is taken, and nothing that is there is touched', async () => {
    await exportShown();
    await expect.poll(() => files().filter((file) => file.endsWith('.csv'))).toHaveLength(1);
    const [first = ''] = files();
    writeFileSync(join(folder, first), 'kept');
    await exportShown();
    await expect.poll(files).toEqual([first.replace('.csv', ' (2).csv'), first]);
    expect(readFileSync(join(folder, first), 'utf8')).toBe('kept');
  });

  test('of the server rests, goes on, and is given up', async () => {
    await bench.demo.controls.sigma.setExports({ pace: 'held' });
    await exportAll();
    await open();
    await rows()
      .getByRole('button', { name: /^Pause/ })
      .click();
    // By key, since a second press on the same spot counts as half of a double click.
    await rows()
      .getByRole('button', { name: /^Go on/ })
      .press('Enter');
    await rows()
      .getByRole('button', { name: /^Pause/ })
      .waitFor();
    expect(files()).toEqual([expect.stringMatching(/\.csv\.[0-9a-f]{8}\.part$/)]);
    await bench.demo.controls.sigma.setExports({ pace: 'whole' });
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor();
    expect(statSync(join(folder, files()[0] ?? '')).size).toBe(whole);
    await bench.demo.controls.sigma.setExports({ pace: 'held' });
    await exportAll();
    await app.window.getByRole('button', { name: /^Cancel/ }).click();
    await expect.poll(() => rows().count()).toBe(1);
    await expect.poll(files).toHaveLength(1);
  });

  test.each([
    ['a link for files', `link.download = ''`],
    ['a plain link', ''],
  ])('that comes by %s survives a renewal that happens meanwhile', async (_how, link) => {
    await bench.demo.controls.sigma.setExports({ pace: 'held' });
    await exportAll('all-trips.csv', link);
    await open();
    // One that rests keeps no renewal waiting: then the guest that it came out of is gone.
    await rows()
      .getByRole('button', { name: /^Pause/ })
      .click();
    await app.window.keyboard.press('Escape');
    await app.window.evaluate(async () => {
      const bridge = window.sightglass;
      const state = await bridge.state.get();
      if (!state.ok) throw new Error('no state');
      await bridge.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
    });
    await app.workbookReady(1);
    await open();
    await rows()
      .getByRole('button', { name: /^Go on/ })
      .click();
    await bench.demo.controls.sigma.setExports({ pace: 'whole' });
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor();
    expect(files()).toEqual([expect.stringMatching(/\.csv$/)]);
    expect(statSync(join(folder, files()[0] ?? '')).size).toBe(whole);
  });

  test('that breaks off says why, and leaves nothing that looks whole', async () => {
    await bench.demo.controls.sigma.setExports({ pace: 'broken' });
    await exportAll();
    await open();
    await rows().locator('[data-code="download_broken_off"]').waitFor();
    expect(files().filter((file) => file.endsWith('.csv'))).toEqual([]);
    await rows()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect.poll(files).toEqual([]);
  });

  test('for which there can be no folder says so', async () => {
    // A folder that is only gone is made again by Chromium.
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file in its place');
    await exportShown();
    await open();
    await rows().locator('[data-code="download_folder_unusable"]').waitFor();
  });

  test('that can run is refused with a word', async () => {
    await exportAll('all-trips.csv.exe');
    await app.window.getByTestId('notice').filter({ hasText: '“exe”' }).waitFor();
    expect(files()).toEqual([]);
    expect(await app.window.getByTestId('downloads').count()).toBe(0);
  });

  test('goes from the list with the sign-in; the file of the person stays', async () => {
    await exportShown();
    await expect.poll(files).toEqual([expect.stringMatching(/\.csv$/)]);
    await bench.demo.controls.sigma.setExports({ pace: 'held' });
    await exportAll();
    await expect.poll(files).toHaveLength(2);
    await app.window.getByTestId('menu').click();
    await app.window.getByTestId('sign-out').click();
    await app.window.getByTestId('sign-in').first().waitFor();
    await expect.poll(files).toEqual([expect.stringMatching(/\.csv$/)]);
    const listed = await app.window.evaluate(async () => {
      const state = await window.sightglass.state.get();
      return state.ok ? state.value.downloads : null;
    });
    expect(listed).toEqual([]);
    // Nobody is signed in to it any more.
    await kept.close();
  });
});

/** Runs in the window: gives up what is under way, and takes all that is over from the list. */
async function emptyList(): Promise<void> {
  const { sightglass } = window;
  for (;;) {
    const state = await sightglass.state.get();
    if (!state.ok) throw new Error(state.error.code);
    const [first] = state.value.downloads;
    if (!first) return;
    const act = first.status === 'running' || first.status === 'paused' ? 'cancel' : 'remove';
    await sightglass.downloads.act({ downloadId: first.downloadId, act });
  }
}
