/** The part of doctor-wiring.ts that looks at this computer, for the checks of the doctor. Everything here is wiring. */
import { execFile } from 'node:child_process';
import { access, readdir, readFile, readlink, stat } from 'node:fs/promises';
import { app, BrowserWindow, safeStorage, screen } from 'electron';
import type { ComputerEdges } from './app/doctor/computer-edges.ts';
import { systemTimers } from './async/timers.ts';
import { untilAborted } from './async/until-aborted.ts';
import { findDefaultBrowser } from './shell/default-browser.ts';
import { readGraphicsInfo } from './shell/graphics-facts.ts';
import { fixedUntil, OLDEST_ELECTRON } from './shell/oldest-electron.ts';
import { findPortHolder } from './shell/port-holder.ts';
import { NO_SANDBOX, sandboxError } from './shell/refused-start.ts';
import { sandboxCauses } from './shell/sandbox-check.ts';
import { lookAtSandboxFacts } from './shell/sandbox-facts.ts';
import { isReachable } from './shell/window-bounds.ts';
import { faultOfFolder } from './storage/downloaded-file.ts';
import { lookAtFiles } from './storage/look-at-files.ts';
import { systemFolder } from './system-policy.ts';
import { lookAtKeychain } from './vault/look-at-keychain.ts';

/** Every file that `createStores` opens. */
const STORES = ['settings', 'preferences', 'tabs', 'vault', 'vault-set-aside', 'audit', 'alarms'];

/** @param folder where settings and vault are */
export function openComputer(folder: string): ComputerEdges {
  const { platform } = process;
  let crashes = 0;
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU' && reason !== 'clean-exit') crashes += 1;
  });
  return {
    browser: (signal) =>
      findDefaultBrowser(
        {
          platform,
          environment: process.env,
          programFor: (url) => app.getApplicationNameForProtocol(url),
          run,
          exists,
        },
        signal,
      ),
    keychain: () => lookAtKeychain({ ...systemTimers, safeStorage, platform }),
    stored: () => lookAtFiles(folder, STORES, process.getuid?.()),
    async downloads() {
      const place = app.getPath('downloads');
      return { folder: place, fault: await faultOfFolder(place, 0) };
    },
    async graphics() {
      const { gpu_compositing: compositing } = app.getGPUFeatureStatus();
      const isSwitchedOff = ['disable-gpu', 'disable-gpu-compositing'].some((name) => app.commandLine.hasSwitch(name));
      const info = await untilAborted(app.getGPUInfo('basic'), AbortSignal.timeout(LIMIT_MS)).catch(() => null);
      return { compositing, isSwitchedOff, ...readGraphicsInfo(info), crashes };
    },
    async sandbox() {
      if (platform !== 'linux' || !app.commandLine.hasSwitch(NO_SANDBOX)) return null;
      const reader = { read: (path: string) => readFile(path, 'utf8'), stat };
      const facts = await lookAtSandboxFacts(reader, process.execPath, process.getuid?.() ?? -1);
      const [cause = 'namespaces'] = sandboxCauses(facts);
      return sandboxError(cause);
    },
    async displays() {
      const displays = screen.getAllDisplays();
      const isSeen = (window: BrowserWindow) =>
        displays.some(({ workArea }) => isReachable(window.getBounds(), workArea));
      // One that was put away comes back where it was.
      const shown = BrowserWindow.getAllWindows().filter((window) => window.isVisible() && !window.isFullScreen());
      return {
        displays: displays.map(({ size: { width, height }, scaleFactor: scale }) => ({ width, height, scale })),
        outside: shown.filter((window) => !isSeen(window)).length,
      };
    },
    async electron() {
      const { electron, chrome } = process.versions;
      return {
        electron,
        chromium: chrome,
        isTooOld: Number.parseInt(electron, 10) < OLDEST_ELECTRON,
        fixedUntil: fixedUntil(electron),
      };
    },
  };
}

/** See `NetworkEdges`. */
export const programAt = (port: number, signal: AbortSignal): Promise<string | null> =>
  findPortHolder(
    {
      platform: process.platform,
      read: (path) => readFile(path, 'utf8'),
      list: (folder) => readdir(folder).catch(() => []),
      linkOf: (path) => readlink(path).catch(() => null),
      run,
      windowsFolder: process.platform === 'win32' ? systemFolder() : '',
    },
    port,
    signal,
  );

/** So long a program of the system may take, in milliseconds, and so much it may print, in bytes. */
const LIMIT_MS = 5_000;
const MOST_OUTPUT = 64 * 1024;

/** What a program of the system printed; null when it failed. */
function run(file: string, parameters: readonly string[], signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, maxBuffer: MOST_OUTPUT, windowsHide: true, signal } as const;
    execFile(file, parameters, options, (error, output) => resolve(error ? null : output));
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
