/**
 * Crash reports: written by Chromium's own reporter into a private folder on this computer, and sent to nobody. Each holds
 * parts of the memory of the process that ended, so only a few are kept, and not for long. See docs/decisions/0043.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, CrashReporter } from 'electron';
import type { CrashReportsView } from '../../shared/about.ts';
import { systemCodeOf } from '../../shared/errors.ts';

const FOLDER = 'crash-reports';
/** Is there while the program runs, so that a start knows whether the run before came to its end. */
const RUN_MARK = 'run-not-ended';

const MOST_KEPT = 5;
const LONGEST_KEPT_MS = 30 * 24 * 60 * 60_000;

export const crashReportsFolder = (dataFolder: string): string => join(dataFolder, FOLDER);

export interface CrashReportsOptions {
  readonly app: Pick<App, 'setPath'>;
  readonly crashReporter: Pick<CrashReporter, 'start'>;
  /** Where settings and vault are; it exists. */
  readonly dataFolder: string;
  /** Whether an administrator lets a crash leave anything. */
  readonly isOn: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told what the operating system said, such as ENOSPC. */
  onFailed(code: string): void;
}

export interface CrashReports {
  /** What is kept now, by looking. */
  look(): CrashReportsView;
  /** Removes all that is kept. */
  remove(): CrashReportsView;
  /** The last run did not come to its end: it crashed, was ended from outside, or the computer went off. */
  readonly hasEndedBadly: boolean;
  /** This run has come to its end. */
  ended(): void;
}

/** Takes stock of the last run, and from here on catches what crashes. Before Electron is ready, so that it catches all. */
export function openCrashReports(options: CrashReportsOptions): CrashReports {
  const { dataFolder, isOn } = options;
  const mark = join(dataFolder, RUN_MARK);
  const folder = crashReportsFolder(dataFolder);
  let lastStart: number | null = null;
  // A disk that is full or a folder that may not be written must not keep the program from starting.
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      options.onFailed(systemCodeOf(error));
    }
  };
  function keep(most: number): CrashReportsView {
    let kept: readonly Report[] = [];
    attempt(() => {
      kept = prune(folder, most, options.now());
    });
    const newestAt = kept[0]?.at ?? null;
    const isAfterCrash = lastStart !== null && kept.some(({ at }) => at >= (lastStart ?? at) && at < started);
    return { isOn, kept: kept.length, newestAt, isAfterCrash };
  }
  const ended = () => attempt(() => rmSync(mark, { force: true }));
  const look = () => keep(isOn ? MOST_KEPT : 0);

  const started = options.now();
  attempt(() => {
    if (existsSync(mark)) lastStart = statSync(mark).mtimeMs;
    writeFileSync(mark, '', { mode: 0o600 });
  });
  look();
  if (isOn) attempt(() => startReporter(options));
  return { look, remove: () => keep(0), hasEndedBadly: lastStart !== null, ended };
}

function startReporter({ app, crashReporter, dataFolder }: CrashReportsOptions): void {
  const folder = crashReportsFolder(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Also one that was there before.
  chmodSync(folder, 0o700);
  app.setPath('crashDumps', folder);
  // Not handed on to the system's own reporter either, which may send what it gets.
  crashReporter.start({ uploadToServer: false, ignoreSystemCrashHandler: true });
}

interface Report {
  readonly path: string;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
}

/** Removes what is too much or too old. @returns what is kept, the newest first */
function prune(folder: string, most: number, now: number): Report[] {
  const reports = reportsIn(folder).sort((one, other) => other.at - one.at);
  const kept = reports.filter(({ at }, index) => index < most && now - at <= LONGEST_KEPT_MS);
  for (const { path } of reports.filter((report) => !kept.includes(report))) {
    rmSync(path, { force: true });
    // What the reporter noted about it lies beside it.
    rmSync(path.replace(/\.dmp$/, '.meta'), { force: true });
  }
  return kept;
}

/** Each system's reporter has folders of its own for what is new, waiting and done. */
function reportsIn(folder: string): Report[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dmp'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, at: statSync(path).mtimeMs }));
}
