/** Follows the first start of a new version, and puts the one before it back when it does not start. See `trial.ts`. */
import type { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { App, BrowserWindow } from 'electron';
import { systemCodeOf } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import { ownArguments } from './launch.ts';
import { FETCHED_FOLDER } from './package-kind.ts';
import { hashOfFile, placeFile } from './place-file.ts';
import { beginTrial, forgetOutcome, removeTrial, type Trial, type TrialRecord, tellOutcome } from './trial.ts';

export interface PutBackOptions {
  readonly app: Pick<App, 'on' | 'relaunch' | 'getVersion'>;
  /** Ends this process at once, after the last lines of the log. */
  leave(): void;
  /** Ours alone. */
  readonly folder: string;
  /** The file of an AppImage; null for all others. */
  readonly image: string | null;
  /** `process.argv`. */
  readonly argv: readonly string[];
  readonly log: Pick<Log, 'warn' | 'error'>;
  /** Starts an installer that was kept. */
  readonly spawn: typeof spawn;
}

/**
 * To be called as early as can be, by the only program on its folder. When the version before was put back, it is started
 * in the place of this process, which ends.
 *
 * @returns `started`: the program behind the window is there; null when this process ends
 */
export function watchFirstStart(options: PutBackOptions): (Pick<Trial, 'failed'> & { started(): void }) | null {
  const { app, folder, log } = options;
  const trial = beginTrial({ folder, version: app.getVersion(), boot: bootId() });
  const { verdict } = trial;
  if (verdict !== null) {
    // First of all, so that whatever happens now is not done a second time.
    removeTrial(folder);
    try {
      putBack(verdict, options);
      log.warn('updates.put-back', { from: verdict.to, to: verdict.from });
      options.leave();
      return null;
    } catch (error) {
      // Then this version is all that there is, and the start goes on.
      forgetOutcome(folder);
      log.error('updates.not-put-back', { from: verdict.to, to: verdict.from, code: systemCodeOf(error) });
    }
  }
  // Both: a window is there before the program behind it, and a program may be there without a window that is painted.
  let isStarted = false;
  let isPainted = false;
  const look = (): void => {
    if (isStarted && isPainted) trial.proven();
  };
  const painted = (): void => {
    isPainted = true;
    look();
  };
  app.on('browser-window-created', (_event: unknown, window: BrowserWindow) => {
    // Not when it is shown: that is done at once.
    window.once('ready-to-show', painted);
    window.webContents.once('did-finish-load', painted);
  });
  app.on('will-quit', trial.ended);
  return {
    failed: trial.failed,
    started() {
      isStarted = true;
      look();
    },
  };
}

/** Throws what the operating system said; nothing was exchanged then. */
function putBack({ from, to, kept }: TrialRecord, { app, folder, image, argv, spawn }: PutBackOptions): void {
  if (kept === null) throw new Error('Nothing was kept.');
  const path = join(folder, kept.file);
  if (image !== null) {
    // Told first: on a disk that is full it fails before anything is exchanged.
    tellOutcome(folder, { from: to, to: from });
    placeFile(path, kept.sha512, image);
    rmSync(path, { force: true });
    rmSync(join(folder, FETCHED_FOLDER, 'pending'), { recursive: true, force: true });
    app.relaunch({ execPath: image, args: ownArguments(argv) });
    return;
  }
  if (hashOfFile(path) !== kept.sha512) throw Object.assign(new Error('wrong hash'), { code: 'WRONG_HASH' });
  tellOutcome(folder, { from: to, to: from });
  spawn(path, ['--updated', '/S', '--force-run'], { detached: true, stdio: 'ignore' }).unref();
}

/** Which run of the computer this is. Where the system has no name for it, the minute of its beginning is as good. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return String(Math.round((Date.now() / 1_000 - uptime()) / 60));
  }
}
