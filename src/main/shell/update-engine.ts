/**
 * electron-updater, loaded when there is something to fetch. It fetches by differences, checks hashes, and knows how each
 * system installs. What it may fetch it is told: it asks no server what there is, sends no id of this computer, follows no
 * redirect and decides nothing.
 */
import { once } from 'node:events';
import type { AppUpdater, CancellationToken } from 'electron-updater';
import { FETCHED_FOLDER, type ReplaceableKind } from './package-kind.ts';

/** What is to be fetched, as a description has it. */
export interface EngineUpdate {
  readonly version: string;
  /** The folder on the server. */
  readonly url: string;
  readonly files: readonly {
    readonly url: string;
    readonly sha512: string;
    readonly size: number;
    readonly blockMapSize?: number | undefined;
  }[];
}

export interface EngineOptions {
  readonly kind: ReplaceableKind;
  /** The version that runs. */
  readonly version: string;
  /** Ours alone; what is fetched comes to `fetched` in it. */
  readonly folder: string;
  /** Where the package keeps what it is: on Windows, whose signature an installer has to bear. */
  readonly resources: string;
  /** One line, with whatever in it. */
  said(level: 'info' | 'warn', line: string): void;
  quit(): void;
}

export interface Engine {
  /** The path of what was fetched. */
  fetch(cancel: AbortSignal): Promise<string>;
  /** Windows and macOS: starts what puts it in place as soon as the program has ended; on macOS the new version starts. */
  install(isStartedAfterwards: boolean): void;
}

export async function createEngine(
  update: EngineUpdate,
  withDifferences: boolean,
  options: EngineOptions,
): Promise<Engine> {
  const { default: library } = await import('electron-updater');
  const { ElectronHttpExecutor, getNetSession } = await import('electron-updater/out/electronHttpExecutor.js');
  const { GenericProvider } = await import('electron-updater/out/providers/GenericProvider.js');
  const kinds = { appimage: library.AppImageUpdater, nsis: library.NsisUpdater, mac: library.MacUpdater };
  const updater: AppUpdater = new kinds[options.kind](undefined, {
    version: options.version,
    name: 'sightglass',
    isPackaged: true,
    appUpdateConfigPath: `${options.resources}/app-update.yml`,
    userDataPath: options.folder,
    baseCachePath: options.folder,
    whenReady: () => Promise.resolve(),
    quit: options.quit,
    relaunch: () => undefined,
    // When something is put in place is decided by the closing of the program.
    onQuit: () => undefined,
  });
  const executor = new ElectronHttpExecutor();
  refuseRedirects(executor);
  const provider = new GenericProvider(
    { provider: 'generic', url: update.url, useMultipleRangeRequest: false },
    updater,
    {
      isUseMultipleRangeRequest: false,
      platform: process.platform as never,
      executor,
    },
  );
  const [first] = update.files;
  provider.getLatestVersion = async () => ({
    version: update.version,
    files: update.files.map((file) => ({ ...file })) as never,
    path: first?.url ?? '',
    sha512: first?.sha512 ?? '',
    releaseDate: '',
  });
  Object.assign(updater, {
    httpExecutor: executor,
    clientPromise: Promise.resolve(provider),
    // It would be made, kept and sent along.
    stagingUserIdPromise: { value: Promise.resolve('') },
    configOnDisk: { value: configOf(updater, options) },
    logger: loggerOf(options),
    autoDownload: false,
    // Squirrel takes an update over as soon as it is fetched, and puts it in place whenever the program ends.
    autoInstallOnAppQuit: options.kind === 'mac',
    autoRunAppAfterInstall: true,
    allowDowngrade: false,
    allowPrerelease: true,
    disableWebInstaller: true,
    disableDifferentialDownload: !withDifferences,
    isUpdateSupported: () => true,
    isUserWithinRollout: () => true,
  });
  // What it tells of by an event, it also throws; without a listener the event would be an exception.
  updater.on('error', () => undefined);
  return {
    async fetch(cancel) {
      const found = await updater.checkForUpdates();
      if (!found?.isUpdateAvailable) throw Object.assign(new Error('not newer'), { code: 'NOT_NEWER' });
      const token: CancellationToken = new library.CancellationToken();
      const fetched = updater.downloadUpdate(token);
      const stop = () => {
        token.cancel();
        // A request by differences does not look at the token.
        void getNetSession().closeAllConnections();
      };
      cancel.addEventListener('abort', stop, { once: true });
      if (cancel.aborted) stop();
      const stopped = once(cancel, 'abort').then(() => Promise.reject(cancel.reason));
      try {
        const [path] = await Promise.race([fetched, stopped]);
        if (path === undefined) throw Object.assign(new Error('no file'), { code: 'NO_FILE' });
        return path;
      } finally {
        cancel.removeEventListener('abort', stop);
        stopped.catch(() => undefined);
        fetched.catch(() => undefined);
      }
    },
    // Without questions in either case: they were answered when it was installed.
    install: (isStartedAfterwards) => updater.quitAndInstall(true, isStartedAfterwards),
  };
}

interface Asking {
  createRequest(options: Record<string, unknown>, callback: (response: unknown) => void): unknown;
}

/**
 * As everywhere in the program: who is asked is who answers. By the request itself, since a download by differences follows
 * where it is sent to, whatever the executor has to say of it.
 */
export function refuseRedirects(executor: Asking): void {
  const create = executor.createRequest.bind(executor);
  executor.createRequest = (options, callback) => create({ ...options, redirect: 'error' }, callback);
}

/** What the package says of itself, without which an installer of Windows is not held against the name of its signer. */
async function configOf(updater: AppUpdater, { kind }: EngineOptions): Promise<Record<string, unknown>> {
  const own =
    kind === 'nsis' ? await (updater as unknown as { loadUpdateConfig(): Promise<object> }).loadUpdateConfig() : {};
  return { ...own, updaterCacheDirName: FETCHED_FOLDER };
}

const loggerOf = ({ said }: EngineOptions) => ({
  info: (line: unknown) => said('info', String(line)),
  warn: (line: unknown) => said('warn', String(line)),
  error: (line: unknown) => said('warn', String(line)),
});
