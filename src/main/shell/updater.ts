/** Fetches updates and puts them in place, each kind of package in its own way. Which ones, is decided elsewhere. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, systemCodeOf } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import { FETCHED_FOLDER, type ReplaceableKind } from './package-kind.ts';
import { hashOfFile, keepFile, placeFile } from './place-file.ts';
import { expectTrial, removeTrial, type TrialRecord, tellFailure } from './trial.ts';
import type { createEngine, Engine, EngineOptions, EngineUpdate } from './update-engine.ts';
import { asFetchError, withoutPaths } from './update-faults.ts';
import { watchFetching } from './watch-fetching.ts';

export interface UpdaterOptions {
  readonly kind: ReplaceableKind;
  /** The version that runs. */
  readonly version: string;
  /** Ours alone. */
  readonly folder: string;
  readonly resources: string;
  /** Of an AppImage: the file that holds the program. */
  readonly image: string | null;
  readonly log: Log;
  /** Starts the program again after its end. */
  startAgain(): void;
  quit(): void;
  /** Loads electron-updater when it is first needed. */
  loadEngine(): Promise<typeof createEngine>;
}

export type EndOfUpdate = 'left' | 'installed' | 'installed-and-started';

export interface Updater {
  /** @throws AppError `update_untrusted`, `update_not_fetched`; or the reason of the signal */
  fetch(wanted: EngineUpdate, options: FetchOptions): Promise<void>;
  atEnd(end: EndOfUpdate): void;
  /** The program has finished all that it had to, and is about to end: does what `atEnd` was told. Never throws. */
  programEnds(): void;
}

export interface FetchOptions {
  /** From 0 to 100. */
  onProgress(percent: number): void;
  readonly signal: AbortSignal;
}

/** What was fetched last, whole and checked. */
interface Fetched {
  readonly version: string;
  readonly path: string;
  readonly sha512: string;
  readonly engine: Engine;
}

export function createUpdater(options: UpdaterOptions): Updater {
  const { folder, log } = options;
  let end: EndOfUpdate = 'left';
  let fetched: Fetched | null = null;
  const engineOptions: EngineOptions = {
    ...options,
    said: (level, line) => log[level]('updates.installer', { said: withoutPaths(line) }),
  };

  async function fetchBy(wanted: EngineUpdate, withDifferences: boolean, fetching: FetchOptions): Promise<Fetched> {
    const openEngine = await options.loadEngine();
    const engine = await openEngine(wanted, withDifferences, engineOptions);
    const largest = Math.max(...wanted.files.map((file) => file.size));
    // A server that knows no ranges sends all of the file each time that a part is asked for.
    const watch = watchFetching({ ...fetching, folder, size: largest, most: withDifferences ? 3 * largest : largest });
    try {
      const path = await engine.fetch(watch.signal);
      const sha512 = await hashOf(path);
      // What electron-updater found right is held against the description once more: nothing in between is believed.
      if (!wanted.files.some((file) => file.sha512 === sha512)) {
        rmSync(path, { force: true });
        throw new AppError('update_untrusted', { reason: 'hash' });
      }
      return { version: wanted.version, path, sha512, engine };
    } catch (error) {
      throw asFetchError(error);
    } finally {
      watch.stop();
    }
  }

  return {
    async fetch(wanted, fetching) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      end = 'left';
      fetched = null;
      try {
        fetched = await fetchBy(wanted, true, fetching);
      } catch (error) {
        const isSize = error instanceof AppError && error.code === 'update_untrusted' && error.values.reason === 'size';
        if (!isSize) throw error;
        fetched = await fetchBy(wanted, false, fetching);
      }
    },
    atEnd(wanted) {
      end = wanted;
    },
    programEnds() {
      if (end === 'left' || fetched === null) return;
      const { version } = fetched;
      try {
        putInPlace(options, fetched, end === 'installed-and-started');
        log.info('updates.installed', { version });
      } catch (error) {
        removeTrial(folder);
        const systemCode = systemCodeOf(error);
        log.error('updates.not-installed', { version, code: systemCode });
        tellFailure(folder, { systemCode });
        // Whoever wanted a restart gets one, though of the version that they had.
        if (end === 'installed-and-started') options.startAgain();
      }
      end = 'left';
    },
  };
}

/** Throws what the operating system said; then what was there is still there. */
function putInPlace(options: UpdaterOptions, { version, path, sha512, engine }: Fetched, isStarted: boolean): void {
  const { kind, folder, image, version: from } = options;
  if (kind === 'appimage') {
    if (image === null) throw new Error('There is no image.');
    const kept = { file: `${from}.kept`, sha512: hashOfFile(image) };
    keepFile(image, join(folder, kept.file));
    expectTrial(folder, { from, to: version, kept });
    placeFile(path, sha512, image);
    rmSync(path, { force: true });
    if (isStarted) options.startAgain();
    return;
  }
  if (kind === 'nsis') {
    // It lay for hours where every program of the person may write, and may be about to get an administrator's password.
    if (hashOfFile(path) !== sha512) throw Object.assign(new Error('wrong hash'), { code: 'WRONG_HASH' });
    // What installs the version that runs was kept when it came; the first version came from somewhere else.
    expectTrial(folder, { from, to: version, kept: keptInstaller(folder, from) });
    keepFile(path, join(folder, `${version}.exe`));
    writeFileSync(join(folder, `${version}.exe.sha512`), sha512, { mode: 0o600 });
    // What electron-updater takes the differences of the next one from.
    keepFile(path, join(folder, FETCHED_FOLDER, 'installer.exe'));
  }
  // On macOS it is in place at the end of the program in any case, and what this does is start it.
  if (kind === 'nsis' || isStarted) engine.install(isStarted);
}

function keptInstaller(folder: string, version: string): TrialRecord['kept'] {
  const file = `${version}.exe`;
  try {
    return { file, sha512: readFileSync(join(folder, `${file}.sha512`), 'utf8').trim() };
  } catch {
    return null;
  }
}

/** Base64 of the SHA-512 of a file, beside the main thread. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}
