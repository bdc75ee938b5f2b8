/** Everything around the app that an end-to-end test or the tour needs: services, browser, folders. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { type DemoServices, type DemoServicesOptions, startDemoServices } from '../../../standins/demo-services.ts';
import { openScreen, type ScreenOptions } from '../frames/screen.ts';
import { freePorts } from './free-ports.ts';
import { type LaunchOptions, launchApp, type RunningApp } from './running-app.ts';
import { type SystemBrowser, startSystemBrowser } from './system-browser.ts';
import { expectNoUncaughtFaults } from './uncaught-faults.ts';

export type WorkbenchOptions = DemoServicesOptions & {
  scheme?: 'light' | 'dark';
  /** A screen for the app alone, whose pictures can be recorded (`recordFrames`). */
  screen?: ScreenOptions;
};

export interface Workbench {
  readonly folder: string;
  readonly userData: string;
  readonly envFile: string;
  readonly browser: SystemBrowser;
  readonly demo: DemoServices;
  /** Starts the app on this workbench's folder; a second call needs the first to be closed. */
  launch(options?: Partial<LaunchOptions>): Promise<RunningApp>;
  /** Starts the app as an administrator would roll it out: with the file on the command line. */
  launchWithProfile(options?: Partial<LaunchOptions>): Promise<RunningApp>;
  /** Presses the button, goes to the browser that opened, signs in there, and returns its last page. */
  signIn(
    running: Pick<RunningApp, 'window'>,
    userName: string,
    onPage?: (page: Page, step: string) => Promise<void>,
  ): Promise<Page>;
  /** What a person would see now, and what the app wrote last. */
  describe(): Promise<string>;
  /** Rejects when the app's log tells of a fault that nobody caught. */
  close(): Promise<void>;
}

/** Called with each before it closes. */
export const beforeClosing = new Set<(bench: Pick<Workbench, 'describe'>) => Promise<void>>();

/** How much of the log tells what happened last. */
const LOG_LINES = 25;
/** So much of what a window says tells which screen it shows, in characters. */
const WINDOW_LENGTH = 800;

export async function openWorkbench({
  scheme = 'light',
  screen: screenOptions,
  ...services
}: WorkbenchOptions = {}): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-e2e-'));
  const browser = await startSystemBrowser(folder, scheme);
  const redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  const demo: DemoServices = await startDemoServices({
    redirectUris,
    ...services,
  });
  const envFile = join(folder, 'quickstart.env');
  writeFileSync(envFile, demo.envFile);
  const userData = join(folder, 'user-data');
  const screen = screenOptions && (await openScreen(join(folder, 'screen'), screenOptions));
  let app: RunningApp | null = null;

  const bench: Workbench = {
    folder,
    userData,
    envFile,
    browser,
    demo,
    async launch(options = {}) {
      app = await launchApp({ userData, path: browser.path, scheme, ...(screen && { screen }), ...options });
      return app;
    },
    launchWithProfile(options = {}) {
      return bench.launch({ ...options, arguments: [`--import-env=${envFile}`, ...(options.arguments ?? [])] });
    },
    async signIn(running, userName, onPage) {
      await running.window.getByTestId('sign-in').first().click();
      const page = await browser.open(await browser.nextAddress());
      await onPage?.(page, 'login');
      await page.getByTestId(`person-${userName}`).click();
      await page.waitForURL(/\/signed-in\//);
      await onPage?.(page, 'signed-in');
      return page;
    },
    async describe() {
      const shown = app === null ? 'no window' : await shownIn(app.window).catch(String);
      const log = await readFile(join(userData, 'logs/sightglass.log'), 'utf8').catch(String);
      const lines = log.trimEnd().split('\n').slice(-LOG_LINES).join('\n');
      return `--- the window\n${shown}\n--- the log\n${lines}`;
    },
    async close() {
      for (const look of beforeClosing) await look(bench);
      try {
        await app?.close();
        // Whoever started the app, it wrote its log here.
        expectNoUncaughtFaults(userData);
      } finally {
        await browser.close();
        await demo.stop();
        await screen?.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  return bench;
}

async function shownIn(window: Page): Promise<string> {
  const text = await window.locator('body').innerText({ timeout: 5_000 });
  const focus = await window.evaluate(() => {
    const { tagName, dataset } = document.activeElement as HTMLElement;
    return `${document.hasFocus() ? 'has' : 'has not'} the keyboard, ${tagName} ${dataset.testid ?? ''}`;
  });
  return `${text.replace(/\n+/g, '\n').slice(0, WINDOW_LENGTH)}\n--- ${focus}`;
}
