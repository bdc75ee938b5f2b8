/** Pictures and paper of a workbook: what is saved, copied and printed is what the workbook shows, and nothing moves. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';
import { coloursOf, readPdf } from '../support/pdf.ts';

describe('a workbook', () => {
  let bench: Workbench;
  let app: RunningApp;
  let folder: string;
  beforeEach(async () => {
    bench = await openWorkbench();
    folder = join(bench.folder, 'Downloads');
    mkdirSync(folder);
    app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.electron.evaluate(({ app: program }, path) => program.setPath('downloads', path), folder);
    await drawn();
  });
  afterEach(() => bench.close());

  const drawn = () =>
    app.waitInWorkbook(
      `document.getElementById('main')?.getAttribute('aria-busy') === 'false' && !document.querySelector('.skeleton')`,
    );
  const run = (id: string) =>
    app.window.evaluate((wanted) => window.sightglass.commands.run({ id: wanted } as never), id);
  const files = () => readdirSync(folder).toSorted();
  const saved = async () => {
    await app.window.getByTestId('downloads').click();
    await app.window.locator('[data-testid="download"][data-status="done"]').waitFor();
    await app.window.keyboard.press('Escape');
    return readFileSync(join(folder, files()[0] ?? ''));
  };
  const log = () => readFileSync(join(bench.userData, 'logs/sightglass.log'), 'utf8');
  /** All windows there are, those that nobody sees among them. */
  const windows = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  /** Narrow, so that its page is several times as high as what is seen of it. */
  async function narrow(): Promise<{ height: number; whole: number; width: number }> {
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(740, 560));
    await app.waitInWorkbook('innerWidth <= 740');
    await drawn();
    return app.inWorkbook('({ width: innerWidth, height: innerHeight, whole: document.documentElement.scrollHeight })');
  }

  test('is saved as a PDF of its whole page, with its filters, while what is seen stays as it is', async () => {
    const { height, whole } = await narrow();
    expect(whole).toBeGreaterThan(height * 2);
    await app.inWorkbook(`(() => {
      window.moves = 0;
      for (const type of ['resize', 'scroll', 'blur']) addEventListener(type, () => { window.moves += 1; }, true);
    })()`);
    expect(await run('savePdf')).toMatchObject({ ok: true });
    const pdf = readPdf(await saved());
    expect(files()).toEqual([expect.stringMatching(/taxi.* \d{4}-\d\d-\d\d\.pdf$/i)]);
    expect(await app.inWorkbook('window.moves')).toBe(0);
    for (const picture of pdf.pictures) expect(coloursOf(picture)).toBeGreaterThan(50);
    expect(log()).not.toContain('picture.of-what-is-seen');
    expect(pdf.pictures.reduce((sum, picture) => sum + picture.height, 0)).toBe(whole);
    expect(pdf.pages).toHaveLength(pdf.pictures.length);
    expect(await windows()).toBe(1);
  });
});
