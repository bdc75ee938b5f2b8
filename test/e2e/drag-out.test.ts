/** A file is dragged by a real pointer out of the list of downloads, and another window gets it where it is let go. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { handsOn } from '../support/driver/hands.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
afterEach(() => bench.close());

/** Another program, as far as a page can be one: it takes files that are let go over it. */
const taker = `data:text/html,${encodeURIComponent(`<title>taker</title><body style="height:100vh"><script>
  window.taken = null; window.answered = 0;
  addEventListener('dragover', (event) => { event.preventDefault(); window.answered += 1; });
  addEventListener('drop', async (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    window.taken = { name: file.name, text: await file.text() };
  });
</script>`)}`;

test('a saved file is taken out of the window by the pointer, whole and under its name', async () => {
  bench = await openWorkbench({ screen: { width: 1_300, height: 800, hasWindowManager: true } });
  const app = await bench.launchWithProfile();
  const folder = join(bench.folder, 'Downloads');
  mkdirSync(folder);
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  await app.electron.evaluate(({ app: program }, path) => program.setPath('downloads', path), folder);
  const opened = app.electron.waitForEvent('window');
  await app.electron.evaluate(async ({ BrowserWindow }, url) => {
    const [own] = BrowserWindow.getAllWindows();
    own?.setBounds({ x: 0, y: 0, width: 860, height: 700 });
    const other = new BrowserWindow({ frame: false, width: 300, height: 500 });
    await other.loadURL(url);
    other.setPosition(960, 40);
  }, taker);
  const other = await opened;
  await app.waitInWorkbook(`document.querySelector('[data-testid="export-csv"]')`);
  await app.inWorkbook(`document.querySelector('[data-testid="export-csv"]').click()`);
  await app.window.getByTestId('downloads').click();
  const row = app.window.locator('[data-testid="download"][data-status="done"]');
  await row.waitFor();

  const places = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.getContentBounds()),
  );
  const there = places.find(({ width }) => width === 300);
  const here = places.find(({ width }) => width !== 300);
  const name = await row.locator('.download-name').boundingBox();
  if (!here || !there || !name) throw new Error('something is not on screen');
  const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
  const from = { x: Math.round(here.x + name.x + 20), y: Math.round(here.y + name.y + 8) };
  await hands.move(from);
  await hands.press();
  for (const step of [4, 8, 16, 32]) await hands.move({ x: from.x - step, y: from.y + step });
  // What is under the pointer is asked at each move, and again once it has answered that it takes the file.
  let at = 0;
  await expect
    .poll(async () => {
      at += 1;
      await hands.move({ x: there.x + 100 + (at % 10), y: there.y + 200 });
      return other.evaluate('window.answered');
    })
    .toBeGreaterThan(3);
  await hands.release();
  const [file = ''] = readdirSync(folder);
  await expect
    .poll(() => other.evaluate('window.taken'))
    .toEqual({ name: file, text: readFileSync(join(folder, file), 'utf8') });
  expect(readdirSync(folder)).toEqual([file]);
  // Whoever asked for it has been answered, and the program goes on.
  await expect.poll(() => app.window.evaluate(() => window.sightglass.state.get())).toMatchObject({ ok: true });
});
