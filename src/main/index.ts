/** The composition root: ties the program to Electron and starts it. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  webFrameMain,
} from 'electron';
import { EMBED_SCHEME } from '../shared/embed-host-names.ts';
import { AppError, systemCodeOf } from '../shared/errors.ts';
import type { EventName } from '../shared/ipc/contract.ts';
import { createNotices } from './app/notices.ts';
import { envFileInArguments, restartArguments } from './app/profiles/env-import.ts';
import { createProgram, type Program } from './app/program.ts';
import { waitAtMost } from './async/wait-at-most.ts';
import { serveRequests } from './ipc/router.ts';
import { createLog } from './log/log.ts';
import { createLogFile } from './log/log-file.ts';
import { openProfiles } from './settings/profiles.ts';
import { APP_SCHEME, serveApp } from './shell/app-protocol.ts';
import { installMenu } from './shell/menu.ts';
import { createLinkOpener } from './shell/open-links.ts';
import { refuseSwitches } from './shell/refused-switches.ts';
import { describeStartFailure } from './shell/start-failure.ts';
import { watchWakeEvents } from './shell/wake-events.ts';
import { createWindow, isFromOurPage } from './shell/window.ts';
import { hasDamagedCopy, openStoreFile } from './storage/store-file.ts';
import { openVault } from './vault/open-vault.ts';
import { kindOfEntry } from './vault/vault.ts';
import { createGuestSessions } from './viewer/guest-sessions.ts';
import { createGuests } from './viewer/guests.ts';

const out = join(import.meta.dirname, '..');
const LAST_LINES_LIMIT_MS = 2_000;

const refusedSwitches = app.isPackaged
  ? refuseSwitches(app.commandLine, process.env, process.env.SIGHTGLASS_ALLOW_REMOTE_DEBUGGING === '1')
  : [];
// Every page asks for the sandbox itself; this also refuses it to nobody by accident. Chromium's own switch, which root
// needs in tests, cannot be combined with it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true } },
  { scheme: EMBED_SCHEME, privileges: { standard: true, secure: true } },
]);

// A second program on the same folder would race for the rotated refresh tokens.
if (app.requestSingleInstanceLock()) {
  // A start that fails half-way must not live on without a window, holding the lock.
  app.whenReady().then(start).catch(fatal);
  // On macOS too: a viewer of one window that is closed has nothing left to do, and its grants need no company.
  app.on('window-all-closed', () => app.quit());
} else {
  app.quit();
}

function fatal(error: unknown): void {
  const { title, text } = describeStartFailure(error);
  dialog.showErrorBox(title, text);
  app.exit(1);
}

type SecondStart = { argv: readonly string[]; folder: string };

async function start(): Promise<void> {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFolder = join(folder, 'logs');
  const logFile = createLogFile({ directory: logFolder });
  const log = createLog({ write: logFile.write, now: Date.now });
  process.on('uncaughtException', (error) => log.error('program.uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) =>
    log.error('program.unhandled', { error: reason instanceof Error ? (reason.stack ?? reason.message) : 'unknown' }),
  );
  log.info('program.started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    packaged: app.isPackaged,
  });
  if (refusedSwitches.length > 0) log.warn('program.switches-refused', { names: refusedSwitches });

  let window: BrowserWindow | null = null;
  let program: Program | null = null;
  let quitting = false;
  let restarting = false;

  // Listened to from here on and not from when all is ready: what comes early has its turn then, and what comes while
  // we are closing finds us gone in a moment.
  const earlyStarts: SecondStart[] = [];
  let takeSecondStart = (second: SecondStart): void => void earlyStarts.push(second);
  app.on('second-instance', (_event, argv, folder) => {
    if (quitting) restart({ argv, folder });
    else takeSecondStart({ argv, folder });
  });
  function restart(second: SecondStart): void {
    // Each call would start one more.
    if (!restarting) app.relaunch({ args: restartArguments(process.argv, second) });
    restarting = true;
  }

  // Without an answer of ours Chromium sends the first certificate that it finds, and with it the person's name, to
  // whichever server asks. Nobody here signs in by certificate.
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
  const notifyWindow = createWindowNotifier(
    () => window,
    () => program,
  );
  const notices = createNotices({ randomUuid: randomUUID, onChange: () => program?.changed() });
  const openStore = (name: string) =>
    openStoreFile(name, {
      folder,
      now: Date.now,
      onDamaged: (keptAs) =>
        notices.add(new AppError('settings_damaged', { reason: 'file', file: `${name}.json`, keptAs })),
      onNotFlushed: (code) => log.warn('store.not-flushed', { name, code }),
    });
  const settings = openStore('settings');
  const profiles = await openProfiles({
    settings,
    hasDamagedFile: await hasDamagedCopy('settings', folder),
    randomUuid: randomUUID,
    onDamaged: (count) => notices.add(new AppError('settings_damaged', { reason: 'profiles', count })),
  });
  const vault = await openVault({
    safeStorage,
    platform: process.platform,
    openStore,
    now: Date.now,
    onDamaged: (name) => {
      log.warn('vault.entry-damaged', { entry: name });
      notices.add(new AppError('vault_entry_damaged', { reason: kindOfEntry(name) }));
    },
  });
  log.info('vault.opened', { mode: vault.mode, backend: vault.backend });

  const openLink = createLinkOpener({ open: (url) => shell.openExternal(url), now: Date.now, log });
  const comeForward = () => {
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };

  const running = createProgram({
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    allowLoopbackHttp: !app.isPackaged || process.env.SIGHTGLASS_ALLOW_LOOPBACK_SERVICES === '1',
    vault,
    profiles,
    notices,
    log,
    now: Date.now,
    random: Math.random,
    randomUuid: randomUUID,
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    openBrowser: (url) => shell.openExternal(url),
    copyText: (text) => clipboard.writeText(text),
    chooseEnvFile: async () => {
      const choice = await dialog.showOpenDialog({
        title: 'Import a QuickStart .env file',
        properties: ['openFile', 'showHiddenFiles'],
      });
      return choice.filePaths[0] ?? null;
    },
    sendToGuest: (guestId, command) => guests.send(guestId, command),
    clearGuestSession: async (partition) => {
      const guestSession = session.fromPartition(partition);
      await Promise.all([guestSession.clearStorageData(), guestSession.clearCache(), guestSession.clearAuthCache()]);
    },
    comeForward,
    onChange: notifyWindow,
    isOnline: () => net.isOnline(),
  });
  program = running;

  const guests = createGuests({
    app,
    ipcMain,
    frameById: (processId, routingId) => webFrameMain.fromId(processId, routingId),
    preload: join(out, 'preload/embed-host.cjs'),
    isKnownGuest: running.panes.isKnownGuest,
    prepareSession: (partition) => guestSessions.prepare(partition),
    sigmaOriginOf: running.panes.sigmaOriginOf,
    openExternal: openLink,
    onEvent: running.panes.takeEvent,
    onKeyPressed: running.panes.keyPressed,
    onGone: running.panes.guestGone,
    onLoadFailed: running.panes.guestLoadFailed,
    onNavigatedAway: running.panes.navigatedAway,
    now: Date.now,
    log,
  });
  const guestSessions = createGuestSessions({
    sessionOf: (partition) => session.fromPartition(partition),
    sigmaOriginOfPartition: running.panes.sigmaOriginOfPartition,
    requestGuest: running.panes.requestGuest,
    guestOfContents: guests.guestOfContents,
    onReplayStopped: running.panes.replayStopped,
    log,
  });

  serveRequests({ ipcMain, isTrustedSender: (event) => isFromOurPage(window, event), handlers: running.handlers, log });
  serveApp(session.defaultSession, join(out, 'renderer'));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setSpellCheckerEnabled(false);
  installMenu({
    reloadWorkbook: () => running.panes.reloadAll('main'),
    openLogs: () => void shell.openPath(logFolder),
  });

  const namedFile = envFileInArguments(process.argv);
  if (namedFile !== null) await running.importEnvQuietly(resolve(namedFile), 'this start');
  await running.restore();

  function openWindow(): void {
    window = createWindow({
      preload: join(out, 'preload/app.cjs'),
      storedBounds: settings.get('windowBounds'),
      keepBounds: (bounds) => {
        settings.set('windowBounds', bounds).catch((error: unknown) => {
          // The next window opens in the old place.
          log.warn('window.bounds-not-kept', {
            code: systemCodeOf(error),
          });
        });
      },
      onCreated: (created) => guests.admitInto(created, 'main'),
      onPageLost: (reason, times) => log.error('window.page-lost', { reason, times }),
      onPageReloading: () => running.panes.reloadAll('main'),
    });
    window.on('closed', () => {
      window = null;
    });
  }
  openWindow();

  takeSecondStart = ({ argv, folder }) => {
    comeForward();
    const file = envFileInArguments(argv);
    if (file !== null) void running.importEnvQuietly(resolve(folder, file), 'a second start');
  };
  for (const second of earlyStarts) takeSecondStart(second);
  // The dock's icon, on macOS. The window goes with the program, so that it can be missing only while that is closing
  // or when something kept it from closing.
  app.on('activate', () => {
    if (quitting) restart({ argv: [], folder: process.cwd() });
    else if (window) comeForward();
    else openWindow();
  });
  const stopWatching = watchWakeEvents({
    powerMonitor,
    net,
    onWake: running.wake,
    onOnlineChanged: () => running.changed(),
  });

  let disposed = false;
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    // Asked again while it is closing, it goes on closing.
    if (quitting) return;
    quitting = true;
    stopWatching();
    void running
      .dispose()
      .catch((error: unknown) => log.error('program.close-failed', { error: String(error) }))
      .then(() => waitAtMost(LAST_LINES_LIMIT_MS, Promise.all([settings.settled(), logFile.flush()])))
      .finally(() => {
        disposed = true;
        // While this event is still being dispatched, Electron would ignore the call.
        setImmediate(() => app.quit());
      });
  });
}

/** Sends the state at most once a turn of the loop, however many things changed in it. */
function createWindowNotifier(window: () => BrowserWindow | null, program: () => Program | null): () => void {
  const channel: EventName = 'state.changed';
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    setImmediate(() => {
      pending = false;
      const target = window();
      const state = program()?.state();
      if (target && !target.isDestroyed() && state) target.webContents.send(channel, state);
    });
  };
}
