/** What all parts of the tour use: the program, the browser's tab, the steps, and what is asked of them often. */
import type { Page } from 'playwright';
import { pictureOfPage, pictureOfWindow, type Scheme } from '../../test/support/driver/pictures.ts';
import type { LaunchOptions, RunningApp } from '../../test/support/driver/running-app.ts';
import { createSteps, type Step, type TakePicture } from '../../test/support/driver/steps.ts';
import type { Workbench } from '../../test/support/driver/workbench.ts';
import { root } from '../paths.mjs';

export interface Report {
  ok: boolean;
  readonly steps: Step[];
  /** Of the program and of the runtime that it ran on. */
  readonly versions: { sightglass: string; electron: string; chromium: string; node: string };
  readonly user: string;
  /** Trips that the workbook shows to this person. */
  rows: number;
}

export const TRAVELLER = 'dana.whitfield@example.com';
export const COLLEAGUE = 'ben.okafor@example.com';

export interface Stage {
  readonly bench: Workbench;
  readonly report: Report;
  /** The program that runs now: another one after each start. */
  app(): RunningApp;
  /** The browser's tab of the latest sign-in. */
  tab(): Page;
  start(options?: Partial<LaunchOptions>): Promise<void>;
  /** Does something, and takes a picture of where it led: of the window, unless told otherwise. */
  step(name: string, act: () => Promise<unknown>, take?: TakePicture): Promise<void>;
  /** A picture of what is shown already, in dark colours. */
  inTheDark(name: string): Promise<void>;
  window(scheme?: Scheme): TakePicture;
  browserTab(scheme?: Scheme): TakePicture;
  shown(testId: string): Promise<void>;
  gone(testId: string): Promise<void>;
  press(testId: string): Promise<void>;
  /** Hands the sign-in to the browser, up to the page on which a person is chosen. */
  goToBrowser(): Promise<void>;
  choosePerson(userName: string): Promise<void>;
  /** The number of trips that the workbook shows. */
  trips(): Promise<number>;
  chosenBoroughs(): Promise<string[]>;
  activeGuest(): Promise<string | null>;
  /** Waits for another guest than this one. */
  guestAfter(before: string | null): Promise<unknown>;
}

export function createStage(bench: Workbench, report: Report, tell: (line: string) => void): Stage {
  let app: RunningApp;
  let tab: Page;
  const shown = (testId: string) => app.window.getByTestId(testId).first().waitFor();
  const press = (testId: string) => app.window.getByTestId(testId).first().click();
  const window =
    (scheme: Scheme = 'light'): TakePicture =>
    (path) =>
      pictureOfWindow(app, path, scheme);
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
  return {
    bench,
    report,
    app: () => app,
    tab: () => tab,
    async start(options = {}) {
      app = await bench.launch(options);
      const { electron, chrome, node } = await app.electron.evaluate(() => process.versions);
      Object.assign(report.versions, { electron, chromium: chrome, node });
    },
    step: (name, act, take = window()) => runStep(name, act, take),
    inTheDark: (name) => runStep(name, async () => {}, window('dark')),
    window,
    browserTab:
      (scheme = 'light') =>
      (path) =>
        pictureOfPage(tab, path, scheme),
    shown,
    gone: (testId) => app.window.getByTestId(testId).waitFor({ state: 'detached' }),
    press,
    async goToBrowser() {
      await press('sign-in');
      tab = await bench.browser.open(await bench.browser.nextAddress());
      await shown('waiting');
    },
    async choosePerson(userName) {
      await tab.getByTestId(`person-${userName}`).click();
      await tab.waitForURL(/\/signed-in\//);
      expect(!/code=|state=/.test(tab.url()), 'the address of the last page carries the code');
    },
    trips: async () => Number(await app.waitInWorkbook<string>(TRIPS)),
    chosenBoroughs: () =>
      app.inWorkbook<string[]>(
        `[...document.querySelectorAll('[data-testid^="borough-"]:checked')].map((box) => box.value)`,
      ),
    activeGuest: () => app.window.locator('[data-role="active"]').getAttribute('data-guest'),
    guestAfter: (before) =>
      app.window.waitForFunction(
        (old) => document.querySelector('[data-role="active"]')?.getAttribute('data-guest') !== old,
        before,
      ),
  };
}

const TRIPS = `document.querySelector('[data-testid="kpi-trips"]')?.textContent.match(/[\\d,]+/)?.[0].replaceAll(',', '')`;

export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
