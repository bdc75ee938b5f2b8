/** The real app in a real Electron, driven as a person would: through its window, and through the workbook in it. */

import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { Screen } from '../frames/screen.ts';
import { guestAddress } from './guest-address.ts';
import { keepAnswers } from './kept-answers.ts';
import { expectNoUncaughtFaults } from './uncaught-faults.ts';

const root = join(import.meta.dirname, '../../..');

/** A start takes about a second, unless something hangs. */
const START_LIMIT_MS = 60_000;

/** What every app of this file loads before itself, as paths. */
export const loadedBefore: string[] = [];

export interface LaunchOptions {
  readonly userData: string;
  readonly path: string;
  /** `system`: nothing is put in the place of what the app and the system say. */
  readonly scheme?: 'light' | 'dark' | 'system';
  /** `basic`: as on a desktop without a keychain. */
  readonly passwordStore?: 'gnome-libsecret' | 'basic';
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What an administrator has set, as the file of the policy has it (Linux). */
  readonly policy?: object;
  /** Loaded before the app, from this folder. */
  readonly before?: string;
  /** Where its windows show; left out: on the display of this run. */
  readonly screen?: Screen;
}

/** One window of the running app, and the workbook in it. */
export interface DrivenWindow {
  readonly window: Page;
  /** Runs a script in the frame that shows Sigma inside the active (or only) guest of the window. */
  inWorkbook<Value>(script: string, which?: 'active' | 'standby'): Promise<Value>;
  /** Waits until a script in the workbook answers something truthy, looking at every animation frame. */
  waitInWorkbook<Value>(script: string): Promise<Value>;
  /** Waits until the pane shows its workbook, after at least so many swaps. */
  workbookReady(swaps?: number): Promise<void>;
  /** Chooses a borough in the workbook's control, as a click would; the control comes with the data. */
  chooseBorough(borough: string): Promise<void>;
  /** Presses a key in the workbook, as a person who works in it would. */
  pressKeyInWorkbook(keyCode: string, modifiers?: ('control' | 'shift')[]): Promise<void>;
}

/** The app, driven through its first window. */
export interface RunningApp extends DrivenWindow {
  readonly electron: ElectronApplication;
  /** The screen of its own that it shows its windows on. */
  readonly screen: Screen | null;
  /** Rejects when the log tells of a fault that nobody caught. */
  close(): Promise<void>;
}

export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const electron: ElectronApplication = await _electron.launch({
    args: [
      '-r',
      join(import.meta.dirname, 'hold-start.cjs'),
      ...loadedBefore.flatMap((path) => ['-r', path]),
      ...(options.before ? ['-r', join(import.meta.dirname, options.before)] : []),
      ...(options.policy ? ['-r', join(import.meta.dirname, 'managed.cjs')] : []),
      ...(JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[]),
      `--user-data-dir=${options.userData}`,
      ...(process.platform === 'linux' ? [`--password-store=${options.passwordStore ?? 'gnome-libsecret'}`] : []),
      root,
      ...(options.arguments ?? []),
    ],
    ...(process.env.SIGHTGLASS_ELECTRON_PATH && { executablePath: process.env.SIGHTGLASS_ELECTRON_PATH }),
    colorScheme: options.scheme === 'system' ? null : (options.scheme ?? 'light'),
    timeout: START_LIMIT_MS,
    env: {
      ...(process.env as Record<string, string>),
      // The tests look for English, whoever runs them.
      LANGUAGE: 'en',
      ...options.screen?.environment,
      ...options.environment,
      ...(options.policy && { SIGHTGLASS_TEST_POLICY: JSON.stringify(options.policy) }),
      PATH: options.path,
    },
  });
  keepAnswers(electron);
  let hasEnded = false;
  electron.once('close', () => {
    hasEnded = true;
  });
  return {
    electron,
    screen: options.screen ?? null,
    ...driveWindow(electron, await electron.firstWindow()),
    async close() {
      // A form with something in it would ask first, and no test is there to answer.
      if (!hasEnded) {
        await electron.evaluate(letGo).catch((error: unknown) => {
          // It has begun to end by itself, and asks nobody any more.
          if (!String(error).includes('has been closed')) throw error;
        });
      }
      await electron.close();
      expectNoUncaughtFaults(options.userData);
    },
  };
}

/** Drives any window of the app, also one that was opened later. */
export function driveWindow(electron: ElectronApplication, window: Page): DrivenWindow {
  async function inWorkbook<Value>(script: string, which: 'active' | 'standby' = 'active'): Promise<Value> {
    const address = await guestAddress(window.locator(`[data-role="${which}"]`));
    return electron.evaluate(
      ({ webContents }, given) => {
        const guest = webContents
          .getAllWebContents()
          .find((contents) => contents.getType() === 'webview' && contents.getURL() === given.address);
        const frame = guest?.mainFrame.frames[0];
        if (!frame) throw new Error(`No workbook in ${given.address}.`);
        return frame.executeJavaScript(given.code, true) as Promise<Value>;
      },
      { address, code: script },
    );
  }

  function waitInWorkbook<Value>(script: string): Promise<Value> {
    return inWorkbook(`new Promise((resolve) => {
      const look = () => { const value = (() => (${script}))(); if (value) resolve(value); else requestAnimationFrame(look); };
      look();
    })`);
  }

  return {
    window,
    inWorkbook,
    waitInWorkbook,
    async workbookReady(swaps = 0) {
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
    async chooseBorough(borough) {
      const box = `document.querySelector('[data-testid="borough-${borough}"]')`;
      await waitInWorkbook(`${box} && (${box}.click(), true)`);
    },
    async pressKeyInWorkbook(keyCode, modifiers = []) {
      const guest = await guestAddress(window.locator('[data-role="active"]'));
      await electron.evaluate(
        ({ webContents }, { address, key, held }) => {
          const guest = webContents.getAllWebContents().find((contents) => contents.getURL() === address);
          for (const type of ['keyDown', 'keyUp'] as const) {
            guest?.sendInputEvent({ type, keyCode: key, modifiers: held });
          }
        },
        { address: guest, key: keyCode, held: modifiers },
      );
    },
  };
}

/** Runs in main: every window lets itself be closed without a question. */
function letGo({ webContents }: typeof import('electron')): void {
  for (const contents of webContents.getAllWebContents()) {
    contents.on('will-prevent-unload', (event) => event.preventDefault());
  }
}
