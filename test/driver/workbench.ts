/** Everything around the app that an end-to-end test or the tour needs: services, browser, folders. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { type DemoServices, type DemoServicesOptions, startDemoServices } from '../standins/demo-services.ts';
import { type LaunchOptions, launchApp, type RunningApp } from './running-app.ts';
import { startSystemBrowser } from './system-browser.ts';

export type WorkbenchOptions = DemoServicesOptions & { scheme?: 'light' | 'dark' };
export type Workbench = Awaited<ReturnType<typeof openWorkbench>>;

/** A port that was free a moment ago; redirect URIs must be registered before the app listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

export async function openWorkbench({ scheme = 'light', ...services }: WorkbenchOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-e2e-'));
  const browser = await startSystemBrowser(folder, scheme);
  const demo: DemoServices = await startDemoServices({
    redirectUris: [`http://localhost:${await freePort()}/auth/databricks/callback`],
    ...services,
  });
  const envFile = join(folder, 'quickstart.env');
  writeFileSync(envFile, demo.envFile);
  const userData = join(folder, 'user-data');
  let app: RunningApp | null = null;

  return {
    folder,
    userData,
    envFile,
    browser,
    demo,
    /** Starts the app on this workbench's folder; a second call needs the first to be closed. */
    async launch(options: Partial<LaunchOptions> = {}): Promise<RunningApp> {
      app = await launchApp({ userData, path: browser.path, scheme, ...options });
      return app;
    },
    /** Starts the app as an administrator would roll it out: with the file on the command line. */
    launchWithProfile(options: Partial<LaunchOptions> = {}): Promise<RunningApp> {
      return this.launch({ ...options, arguments: [`--import-env=${envFile}`, ...(options.arguments ?? [])] });
    },
    /** Presses the button, goes to the browser that opened, signs in there, and answers with its last page. */
    async signIn(
      running: Pick<RunningApp, 'window'>,
      userName: string,
      onPage?: (page: Page, step: string) => Promise<void>,
    ): Promise<Page> {
      await running.window.getByTestId('sign-in').first().click();
      const page = await browser.open(await browser.nextAddress());
      await onPage?.(page, 'login');
      await page.getByTestId(`person-${userName}`).click();
      await page.waitForURL(/\/signed-in\//);
      await onPage?.(page, 'signed-in');
      return page;
    },
    async close(): Promise<void> {
      await app?.close();
      await browser.close();
      await demo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
