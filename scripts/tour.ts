/**
 * The whole main job, done by itself with the real app and a real browser, and a picture of every screen in `tour/`.
 *
 *   npm run tour                        says each step
 *   npm run tour --silent -- --json     prints one line of JSON on stdout when it is over, and nothing else
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { pictureOfPage, pictureOfWindow, type Scheme } from '../test/support/driver/pictures.ts';
import type { LaunchOptions, RunningApp } from '../test/support/driver/running-app.ts';
import { createSteps, reasonOf, type Step } from '../test/support/driver/steps.ts';
import { openWorkbench, type Workbench } from '../test/support/driver/workbench.ts';
import { buildIsCurrent } from './build.mjs';
import { SetUpError, say } from './cli.mjs';
import { binary } from './node-bin.mjs';
import { root } from './paths.mjs';
import { runChild } from './processes.mjs';
import { fillSetUp, setUpPictures, showWholeConnection } from './tour-set-ups.ts';

type Report = {
  ok: boolean;
  steps: Step[];
  /** Of the program and of the runtime that it ran on. */
  versions: { sightglass: string; electron: string; chromium: string; node: string };
  user: string;
  /** Trips that the workbook shows to this person. */
  rows: number;
};

const TRAVELLER = 'dana.whitfield@example.com';
const COLLEAGUE = 'ben.okafor@example.com';

/** Runs the tour; the exit code tells whether every step succeeded. */
export async function main(args: readonly string[]): Promise<number> {
  const asJson = args.includes('--json');
  const tell = asJson ? () => {} : (line: string) => console.log(line);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const report: Report = {
    ok: false,
    steps: [],
    versions: { sightglass: version, electron: '', chromium: '', node: '' },
    user: TRAVELLER,
    rows: 0,
  };
  let bench: Workbench | undefined;
  try {
    await ensureBuild();
    rmSync(join(root, 'tour'), { recursive: true, force: true });
    mkdirSync(join(root, 'tour'));
    bench = await openWorkbench();
    await createTour(bench, report, tell).run();
    report.ok = true;
  } catch (error) {
    if (!report.steps.some((step) => step.error)) {
      report.steps.push({ name: 'preparation', milliseconds: 0, screenshot: null, error: reasonOf(error) });
    }
    const failed = report.steps.at(-1);
    say(`${failed?.name} failed: ${failed?.error}`);
  } finally {
    await bench?.close();
  }

  if (asJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  const seconds = report.steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  if (report.ok) tell(`${report.steps.length} steps in ${seconds.toFixed(1)} s. The pictures are in tour/.`);
  return report.ok ? 0 : 1;
}

function createTour(bench: Workbench, report: Report, tell: (line: string) => void) {
  let app: RunningApp;
  let tab: Page;
  const shown = (testId: string) => app.window.getByTestId(testId).first().waitFor();
  const gone = (testId: string) => app.window.getByTestId(testId).waitFor({ state: 'detached' });
  const press = (testId: string) => app.window.getByTestId(testId).first().click();

  async function start(options: Partial<LaunchOptions> = {}): Promise<void> {
    app = await bench.launch(options);
    const { electron, chrome, node } = await app.electron.evaluate(() => process.versions);
    Object.assign(report.versions, { electron, chromium: chrome, node });
  }

  const window =
    (scheme: Scheme = 'light') =>
    (path: string) =>
      pictureOfWindow(app, path, scheme);
  const browser =
    (scheme: Scheme = 'light') =>
    (path: string) =>
      pictureOfPage(tab, path, scheme);
  const runStep = createSteps({
    root,
    folder: 'tour',
    steps: report.steps,
    onStep: (number, { name, milliseconds }) =>
      tell(`${number}  ${name.padEnd(26)}${String(milliseconds).padStart(6)} ms`),
    takeFailure: async (path) => {
      await app.window.screenshot({ path, timeout: 5_000 });
    },
  });
  const step = (name: string, act: () => Promise<unknown>, take = window()) => runStep(name, act, take);
  const inTheDark = (name: string) => step(name, async () => {}, window('dark'));

  /** Hands the sign-in to the browser, up to the page on which a person is chosen. */
  async function goToBrowser(): Promise<void> {
    await press('sign-in');
    tab = await bench.browser.open(await bench.browser.nextAddress());
    await shown('waiting');
  }
  async function choosePerson(userName: string): Promise<void> {
    await tab.getByTestId(`person-${userName}`).click();
    await tab.waitForURL(/\/signed-in\//);
    expect(!/code=|state=/.test(tab.url()), 'the address of the last page carries the code');
  }

  const trips = async () =>
    Number(
      await app.waitInWorkbook<string>(
        `document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', '')`,
      ),
    );
  const chosenBoroughs = () =>
    app.inWorkbook<string[]>(
      `[...document.querySelectorAll('[data-testid^="borough-"]:checked')].map((box) => box.value)`,
    );
  const activeGuest = () => app.window.locator('[data-role="active"]').getAttribute('data-guest');

  async function firstRun(): Promise<void> {
    await step('welcome', async () => {
      await start();
      await shown('set-up');
    });
    await inTheDark('welcome-dark');
    await step('set-up', async () => {
      await press('set-up');
      await shown('set-up-form');
    });
    await eachSetUp();
    await step('set-up-corrections', async () => {
      await press('set-up');
      await press('save-profile');
      await app.window.locator('[aria-invalid="true"]').first().waitFor();
    });
    await step('imported', async () => {
      await press('cancel-set-up');
      await app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
      }, bench.envFile);
      await press('import-env');
      await shown('import-continue');
    });
  }

  /** One picture of the form for each provider and each way to reach the data, from an empty form each time. */
  async function eachSetUp(): Promise<void> {
    await press('cancel-set-up');
    for (const each of setUpPictures) {
      let shrink = async () => {};
      await step(each.name, async () => {
        await press('set-up');
        await fillSetUp(app.window, each);
        shrink = await showWholeConnection(app);
      });
      await shrink();
      await press('cancel-set-up');
      await press('confirm');
      await shown('set-up');
    }
  }

  async function signIn(): Promise<void> {
    await step('signed-out', async () => {
      await press('import-continue');
      await shown('sign-in');
    });
    await step('waiting-for-browser', goToBrowser);
    await inTheDark('waiting-for-browser-dark');
    await step('browser-sign-in', () => tab.getByTestId(`person-${TRAVELLER}`).waitFor(), browser());
    await step('browser-signed-in', () => choosePerson(TRAVELLER), browser());
  }

  async function workbook(): Promise<void> {
    await step('workbook', async () => {
      await app.workbookReady();
      report.rows = await trips();
      const audit = await bench.demo.controls.warehouse.audit();
      expect(
        audit.every(({ userName }) => userName === TRAVELLER),
        'somebody else asked the warehouse',
      );
      expect(report.rows === Math.max(...audit.map(({ rows }) => rows)), 'the workbook shows other rows than it got');
    });
    await step('filter-changed', async () => {
      await app.chooseBorough('Queens');
      await app.waitInWorkbook(
        `document.querySelector('[data-testid="borough-Queens"]').checked &&
          document.getElementById('main').getAttribute('aria-busy') === 'false'`,
      );
      expect((await trips()) < report.rows, 'the filter changed nothing');
    });
    await step('session-details', async () => {
      await press('details');
      await shown('claims');
    });
    await step('renewed-and-swapped', async () => {
      const [frame, rows] = [await activeGuest(), await trips()];
      await press('renew-now');
      await app.workbookReady(1);
      expect((await activeGuest()) !== frame, 'the frames did not swap');
      expect((await chosenBoroughs()).join() === 'Queens' && (await trips()) === rows, 'the swap lost the filter');
    });
    await inTheDark('session-details-dark');
    await step(
      'workbook-dark',
      async () => {
        await press('details');
        await gone('details-panel');
      },
      window('dark'),
    );
  }

  async function restart(): Promise<void> {
    await step('restarted', async () => {
      await app.close();
      await start();
      await app.workbookReady();
      expect(bench.browser.unclaimed().length === 0, 'the browser was opened again');
      expect((await trips()) === report.rows, 'the rows are others than before');
    });
    await step('menu', async () => {
      await press('menu');
      await shown('sign-out');
    });
    await step('profiles', async () => {
      await press('profiles');
      await shown('profile-row');
    });
    await step('set-up-of-profile', async () => {
      await press('open-profile');
      await press('menu');
      await press('edit-set-up');
      await shown('set-up-form');
    });
    await step('set-up-connection', () =>
      app.window
        .getByTestId('connection-fields')
        .evaluate((fields) => fields.scrollIntoView({ block: 'start', behavior: 'instant' })),
    );
  }

  async function troubles(): Promise<void> {
    await step('refused-by-sigma', async () => {
      await press('cancel-set-up');
      await bench.demo.controls.sigma.refuseNext({ code: 'EINVAL', message: 'Invalid encrypted token' });
      await press('reload');
      await app.window.locator('[data-testid="error-panel"][data-code="sigma_secret_wrong"]').waitFor();
    });
    await step('sign-in-ended', async () => {
      await press('reload-failed');
      await app.workbookReady();
      await bench.demo.controls.authorizationServer.revokeGrants({ userName: TRAVELLER });
      await press('details');
      await press('renew-now');
      await shown('banner-ended');
      await app.window.keyboard.press('Escape');
      await gone('details-panel');
    });
  }

  async function signOut(): Promise<void> {
    await step('signed-out-again', async () => {
      await goToBrowser();
      await choosePerson(TRAVELLER);
      await gone('banner-ended');
      // Put away as a person would, so that it does not lie over the pictures to come.
      for (const notice of await app.window.getByTestId('dismiss-notice').all()) await notice.click();
      await press('menu');
      await press('sign-out');
      await shown('sign-in');
      expect((await app.window.locator('webview').count()) === 0, 'a workbook is still open');
    });
    await inTheDark('signed-out-dark');
    await step('browser-sign-in-dark', goToBrowser, browser('dark'));
    await step('browser-signed-in-dark', () => choosePerson(COLLEAGUE), browser('dark'));
    await step('workbook-of-colleague', async () => {
      await app.workbookReady();
      expect((await trips()) < report.rows, 'people with other rights see the same rows');
    });
  }

  async function withoutKeychain(): Promise<void> {
    await step('no-keychain', async () => {
      await app.close();
      await start({
        userData: join(bench.folder, 'no-keychain'),
        passwordStore: 'basic',
        arguments: [`--import-env=${bench.envFile}`],
      });
      await shown('vault-warning');
      await shown('sign-in');
    });
  }

  return {
    async run(): Promise<void> {
      for (const part of [firstRun, signIn, workbook, restart, troubles, signOut, withoutKeychain]) await part();
    },
  };
}

function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** The build's own words go to stderr: stdout may be for JSON alone. */
async function ensureBuild(): Promise<void> {
  if (buildIsCurrent()) return;
  say('Building …');
  const build = [binary('electron-vite'), 'build', '--logLevel', 'warn'];
  const code = await runChild(process.execPath, build, { cwd: root, stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new SetUpError('The build failed; its messages are above.');
}
