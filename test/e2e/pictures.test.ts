/** Pictures and paper of a workbook: what is saved, copied and printed is what the workbook shows, and nothing moves. */
import '../support/driver/quick-program.ts';
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

  test('is saved as a PDF of its whole page, while what is seen stays as it is', async () => {
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

  test('is saved and copied as a picture of what is seen of it', async () => {
    const { width, height } = await app.inWorkbook<{ width: number; height: number }>(
      '({ width: innerWidth, height: innerHeight })',
    );
    await run('savePicture');
    await saved();
    expect(files()).toEqual([expect.stringMatching(/taxi.* \d{4}-\d\d-\d\d\.png$/i)]);
    // Electron reads what it has not written.
    const read = await app.electron.evaluate(
      ({ nativeImage }, path) => {
        const image = nativeImage.createFromPath(path);
        return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
      },
      join(folder, files()[0] ?? ''),
    );
    expect(read).toMatchObject({ width, height });
    expect(await run('copyPicture')).toMatchObject({ ok: true });
    const copied = await app.electron.evaluate(({ clipboard }) => {
      const image = (clipboard as unknown as { readImage(): Electron.NativeImage }).readImage();
      return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
    });
    // It came there another way.
    expect(copied).toEqual(read);
    expect(coloursOf({ pixels: Buffer.from(copied.pixels, 'base64') }, 4)).toBeGreaterThan(50);
  });

  test('is printed on the pages of a PDF, after a word, and not when that is stopped', async () => {
    await app.electron.evaluate(({ app: program }) => {
      program.on('browser-window-created', (_event, window) => {
        window.webContents.print = (options, then) => {
          void window.webContents.executeJavaScript('document.body.innerText').then((words) => {
            Object.assign(globalThis, {
              printed: [...((globalThis as { printed?: unknown[] }).printed ?? []), { options, words }],
            });
            then?.(false, 'Print job canceled');
          });
        };
      });
    });
    const printed = () =>
      app.electron.evaluate(() => (globalThis as { printed?: { options: object; words: string }[] }).printed ?? []);
    const first = run('printWorkbook');
    await app.window.getByTestId('printing').waitFor();
    await app.window.getByTestId('stop-printing').click();
    await app.window.getByTestId('printing').waitFor({ state: 'detached' });
    expect(await first).toMatchObject({ ok: true });
    expect(await printed()).toEqual([]);
    await expect.poll(windows).toBe(1);
    expect(await run('printWorkbook')).toMatchObject({ ok: true });
    const [sheet] = await printed();
    expect(sheet?.options).toMatchObject({ landscape: true, pageSize: expect.stringMatching(/^(A4|Letter)$/) });
    expect(sheet?.words).toMatch(/NYC Taxi Trips · Data as of .*Page 1 of 1/s);
    expect(await windows()).toBe(1);
    expect(await app.window.getByTestId('notice').count()).toBe(0);
  });

  test('that nobody is signed in to any more leaves no page that was being made of it', async () => {
    const making = run('printWorkbook');
    await app.window.getByTestId('printing').waitFor();
    await app.window.getByTestId('menu').click();
    await app.window.getByTestId('sign-out').click();
    await app.window.getByTestId('sign-in').first().waitFor();
    expect(await making).toMatchObject({ ok: true });
    await expect.poll(windows).toBe(1);
    expect(await app.window.getByTestId('notice').count()).toBe(0);
  });
});

describe('a workbook that is not there yet', () => {
  let bench: Workbench;
  let app: RunningApp;
  beforeEach(async () => {
    bench = await openWorkbench();
    app = await bench.launch();
    const { drafts, sigma } = bench.demo;
    const [first] = sigma.workbooks;
    const workbooks = sigma.workbooks.filter(
      ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
    );
    const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
    await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
    await bench.signIn(app, 'dana.whitfield@example.com');
  });
  afterEach(() => bench.close());

  const run = (id: string, argument?: string) =>
    app.window.evaluate(
      ([wanted, what]) => window.sightglass.commands.run({ id: wanted, ...(what && { argument: what }) } as never),
      [id, argument] as const,
    );
  const state = async () => {
    const answer = await app.window.evaluate(() => window.sightglass.state.get());
    if (!answer.ok) throw new Error('no state');
    return answer.value;
  };
  async function open(at: number): Promise<void> {
    const id = (await state()).profiles[0]?.profile.workbooks[at]?.id;
    await app.window.locator(`[data-testid="open-workbook"][data-workbook="${id}"]`).first().click();
    await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
    await app.waitInWorkbook(
      `document.getElementById('main')?.getAttribute('aria-busy') === 'false' && !document.querySelector('.skeleton')`,
    );
  }
  /** Sigma says so late that a workbook is there. */
  const arriveLate = () =>
    bench.demo.controls.sigma.setBehaviour({
      messages: { 'workbook:loaded': { delayMs: 3_000 }, 'workbook:dataloaded': { delayMs: 3_000 } },
    });
  const picture = () => app.window.getByTestId('last-picture');
  /** How many colours the picture has in the page; one where it is blank. */
  const colours = () =>
    picture().evaluate(async (element) => {
      const image = element as HTMLImageElement;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 200, height: 120 });
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0, 200, 120);
      const pixels = new Uint32Array(context?.getImageData(0, 0, 200, 120).data.buffer ?? new ArrayBuffer(0));
      return new Set(pixels).size;
    });
  const pictureOf = async (paneId: string) => {
    const answer = await app.window.evaluate((id) => window.sightglass.panes.picture({ paneId: id }), paneId);
    return answer.ok ? answer.value.picture : null;
  };

  test('shows its last picture after a sleep and while it loads again, and the picture goes with the person', async () => {
    await open(0);
    await app.window.evaluate(() => window.sightglass.commands.run({ id: 'newTab' } as never));
    await open(1);
    const [first] = (await state()).window.tabs;
    await run('sleepOtherTabs');
    await expect.poll(async () => (await state()).window.tabs[0]?.paneId).toBeNull();
    await arriveLate();
    await run('goToTab', first?.tabId);
    await picture().waitFor();
    expect(await colours()).toBeGreaterThan(50);
    await picture().waitFor({ state: 'detached', timeout: 30_000 });

    await run('reloadWorkbook');
    await picture().waitFor();
    expect(await colours()).toBeGreaterThan(50);
    const { paneId } = (await state()).window.tabs[0] ?? {};
    expect(await pictureOf(paneId ?? '')).toMatch(/^data:image\/png;base64,/);
    await app.window.getByTestId('menu').click();
    await app.window.getByTestId('sign-out').click();
    await app.window.getByTestId('sign-in').first().waitFor();
    expect(await pictureOf(paneId ?? '')).toBeNull();
    await bench.signIn(app, 'ben.okafor@example.com');
    await app.window.getByTestId('pane-loading').and(app.window.locator('[data-picture="none"]')).waitFor();
    expect(await picture().count()).toBe(0);
  });
});
