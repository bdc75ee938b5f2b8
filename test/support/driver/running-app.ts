/** The real app in a real Electron, driven as a person would: through its window, and through the workbook in it. */
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';

const root = join(import.meta.dirname, '../../..');

/** A start takes about a second, unless something hangs. */
const START_LIMIT_MS = 60_000;

export type LaunchOptions = {
  userData: string;
  path: string;
  scheme?: 'light' | 'dark';
  /** `basic`: as on a desktop without a keychain. */
  passwordStore?: 'gnome-libsecret' | 'basic';
  arguments?: string[];
  environment?: Record<string, string>;
};

export type RunningApp = Awaited<ReturnType<typeof launchApp>>;

export async function launchApp(options: LaunchOptions) {
  const electron: ElectronApplication = await _electron.launch({
    args: [
      '-r',
      join(import.meta.dirname, 'hold-start.cjs'),
      ...(JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[]),
      `--user-data-dir=${options.userData}`,
      ...(process.platform === 'linux' ? [`--password-store=${options.passwordStore ?? 'gnome-libsecret'}`] : []),
      root,
      ...(options.arguments ?? []),
    ],
    ...(process.env.SIGHTGLASS_ELECTRON_PATH && { executablePath: process.env.SIGHTGLASS_ELECTRON_PATH }),
    colorScheme: options.scheme ?? 'light',
    timeout: START_LIMIT_MS,
    env: { ...(process.env as Record<string, string>), ...options.environment, PATH: options.path },
  });
  const window: Page = await electron.firstWindow();

  /** Runs a script in the frame that shows Sigma inside the active (or only) guest. */
  async function inWorkbook<Value>(script: string, which: 'active' | 'standby' = 'active'): Promise<Value> {
    const guestId = await window.locator(`[data-role="${which}"] > webview`).first().getAttribute('src');
    return electron.evaluate(
      ({ webContents }, { src, code }) => {
        const guest = webContents
          .getAllWebContents()
          .find((contents) => contents.getType() === 'webview' && contents.getURL() === src);
        const frame = guest?.mainFrame.frames[0];
        if (!frame) throw new Error(`No workbook in ${src}.`);
        return frame.executeJavaScript(code, true) as Promise<Value>;
      },
      { src: guestId, code: script },
    );
  }

  /** Waits until a script in the workbook answers something truthy, looking at every animation frame. */
  function waitInWorkbook<Value>(script: string): Promise<Value> {
    return inWorkbook(`new Promise((resolve) => {
      const look = () => { const value = (() => (${script}))(); if (value) resolve(value); else requestAnimationFrame(look); };
      look();
    })`);
  }

  return {
    electron,
    window,
    inWorkbook,
    waitInWorkbook,
    /** Waits until the pane shows its workbook, after at least so many swaps. */
    async workbookReady(swaps = 0): Promise<void> {
      await window
        .locator('[data-testid="pane"][data-phase="ready"]')
        .filter({ has: window.locator('[data-role="active"]') })
        .waitFor({ timeout: 60_000 });
      if (swaps > 0) {
        await window.waitForFunction(
          (least) => Number(document.querySelector('[data-testid="pane"]')?.getAttribute('data-swaps') ?? 0) >= least,
          swaps,
          { timeout: 120_000 },
        );
      }
    },
    /** Chooses a borough in the workbook's control, as a click would; the control comes with the data. */
    async chooseBorough(borough: string): Promise<void> {
      const box = `document.querySelector('[data-testid="borough-${borough}"]')`;
      await waitInWorkbook(`${box} && (${box}.click(), true)`);
    },
    /** As the keyboard of somebody who works in the workbook. */
    async pressKeyInWorkbook(keyCode: string): Promise<void> {
      const src = await window.locator('[data-role="active"] > webview').getAttribute('src');
      await electron.evaluate(
        ({ webContents }, { address, key }) => {
          const guest = webContents.getAllWebContents().find((contents) => contents.getURL() === address);
          for (const type of ['keyDown', 'keyUp'] as const) guest?.sendInputEvent({ type, keyCode: key });
        },
        { address: src, key: keyCode },
      );
    },
    close: () => electron.close(),
  };
}
