/** Puts the program together and ties it to Electron. Everything here is wiring: the rules are in the rooms. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  session,
  shell,
} from 'electron';
import icon from '../../build/icons/128x128.png?inline';
import { AppError, codeOf } from '../shared/errors.ts';
import { parseOpenLink } from '../shared/open-link.ts';
import { appearanceOf } from '../shared/profile/embed-parameters.ts';
import type { Text } from '../shared/text/en.ts';
import type { Language } from '../shared/text/languages.ts';
import { createNotices, type Notices } from './app/notices.ts';
import { createProgram, type Program } from './app/program.ts';
import { createSignal, type Signal } from './app/signal.ts';
import { type ComputerClock, createClock } from './async/clock.ts';
import { systemTimers } from './async/timers.ts';
import { desktopDeeds, followSystem } from './desktop.ts';
import { serveRequests } from './ipc/router.ts';
import { installMenu } from './menu-bar.ts';
import { createLateFetch } from './net/late-fetch.ts';
import { withServerTime } from './net/server-time.ts';
import { openGuests } from './open-guests.ts';
import { openSelf, type SelfOptions } from './self.ts';
import { serveApp } from './shell/app-protocol.ts';
import { type LaunchQueue, type LaunchRequest, launchRequestsOf } from './shell/launch.ts';
import { watchSessionEnd } from './shell/session-end.ts';
import { closeCalls, limitOurPages, refuseClientCertificates } from './shell/session-policy.ts';
import { createSystem } from './shell/system.ts';
import { createWindow } from './shell/window.ts';
import { rememberedBounds } from './shell/window-bounds.ts';
import { createWindows, type WindowKind, type Windows } from './shell/windows.ts';
import { createLocalSigner } from './sigma/local-signer.ts';
import type { StoreFile } from './storage/store-file.ts';
import { openStored, type Stored } from './stored.ts';
import { openUpdates, type UpdatesWiringOptions } from './updates-wiring.ts';
import { createFrameLooks } from './viewer/frame-look.ts';
import { type Guests, toGuests } from './viewer/guests.ts';
import { watchPresence } from './viewer/window-visibility.ts';

const out = join(import.meta.dirname, '..');

/** What index.ts has made ready; where settings and vault are is `folder`. */
export interface StartOptions extends Omit<UpdatesWiringOptions, 'policy' | 'resolveProxy' | 'uptime'>, SelfOptions {
  readonly logFolder: string;
  readonly launches: LaunchQueue;
  readonly language: Language;
  readonly text: Text;
  /** False where the system gives none and an administrator has allowed to run all the same. */
  readonly hasSandbox: boolean;
}

/** Electron is ready: opens what is stored, puts the features together, and opens the first window. */
export async function start(options: StartOptions): Promise<void> {
  const { lifecycle, launches } = options;
  refuseClientCertificates(app);
  closeCalls(app);
  const changes = createSignal();
  const notices = createNotices({ ...systemTimers, randomUuid: randomUUID, onChange: changes.emit });
  if (!options.hasSandbox) notices.addLasting(new AppError('sandbox_missing', { reason: 'allowed' }));
  // A keychain may answer long after it was asked, and then before or after the program is there.
  let takeUpLocked = (): void => undefined;
  const stored = await openStored({ ...options, notices, onKeychainBack: () => takeUpLocked() });
  const clock = createClock();
  const { program, windows, shown } = openProgram(options, stored, notices, clock);
  changes.on(program.changed);
  takeUpLocked = () => {
    program.wake('unlock');
    program.changed();
  };
  clock.onCorrected(program.clockCorrected);
  serveRequests({
    ipcMain,
    callerOf: windows.callerOf,
    acceptsChanges: () => !lifecycle.isEnding(),
    handlers: program.handlers,
    log: options.log,
  });
  serveApp(session.defaultSession, join(out, 'renderer'));
  await limitOurPages(session.defaultSession);
  shown.on(installMenu({ ...options, program, windows }));
  lifecycle.onClosing(program.close);
  lifecycle.onClosing(stored.vault.removeLeftovers);
  lifecycle.onClosed(stored.settings.settled);
  const asked = launchRequestsOf(process.argv, process.cwd());
  for (const request of asked) if (request.kind === 'import-env') await program.importEnv(request.file, 'this start');
  await program.restore();
  watchSessionEnd({ app, powerMonitor, onEnd: lifecycle.endOfSession });
  // Somebody may have quit while a file that was named at the start had its question open.
  if (!lifecycle.isEnding()) windows.open('viewer');
  lifecycle.running();
  const serve = (request: LaunchRequest): void => {
    if (request.kind === 'come-forward') windows.comeForward();
    else if (request.kind === 'import-env') void program.importEnv(request.file, 'a later start');
    else void program.openLink(parseOpenLink(request.link), windows.current());
  };
  for (const request of asked) if (request.kind === 'open-link') serve(request);
  launches.serve(serve);
  followSystem(lifecycle, { program, windows, vault: stored.vault, clock });
}

/** The features, the guests that show workbooks, and the windows that show both; no window is open yet. */
function openProgram(
  options: StartOptions,
  stored: Stored,
  notices: Notices,
  clock: ComputerClock,
): { program: Program; windows: Windows; guests: Guests; shown: Signal<void> } {
  const { log, text, language, isPackaged, allowLoopbackHttp } = options;
  const sessionOf = (partition: string) => session.fromPartition(partition);
  const proxySession = sessionOf('system-proxy');
  const currentWindow = () => BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null;
  /** Something is to be shown otherwise than it is. */
  const shown = createSignal();
  const system = createSystem({ app, clipboard, dialog, net, shell, proxySession, sessionOf, currentWindow, text });
  const program = createProgram({
    ...stored,
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    self: openSelf(options),
    text,
    allowLoopbackHttp,
    appearance: () => appearanceOf(nativeTheme.shouldUseDarkColors, language),
    notices,
    system: { ...system, comeForward: () => windows.comeForward() },
    desktop: desktopDeeds(options, (windowId) => {
      const guest = guests.contentsOf(program.panes.shownGuest(windowId) ?? '');
      return guest ?? windows.contentsOf(windowId);
    }),
    fetch: withServerTime(
      createLateFetch({ resolveProxy: system.resolveProxy, allowLoopbackHttp, uptime: clock.uptime }),
      {
        uptime: clock.uptime,
        onTold: clock.tell,
      },
    ),
    createSigner: (embedSecret) => createLocalSigner({ embedSecret, now: clock.now, randomUuid: randomUUID }),
    ...toGuests(() => guests),
    frames: createFrameLooks((guestId) => guests.contentsOf(guestId)),
    updates: openUpdates({ ...options, ...system, uptime: clock.uptime }),
    timers: systemTimers,
    now: clock.now,
    uptime: clock.uptime,
    wallClock: clock,
    random: Math.random,
    randomUuid: randomUUID,
    log,
    onChange: shown.emit,
  });
  const guests = openGuests(program.panes, {
    log,
    isPackaged,
    nameOfFiles: text.dialogs.fileOfWorkbook,
    preload: join(out, 'preload/embed-host.cjs'),
    sessionOf,
    uptime: clock.uptime,
    onRefused: notices.addPassing,
    // The key comes from a guest that has the focus, and so from the window that has it.
    onCommandPressed(id) {
      const windowId = windows.current();
      if (windowId !== null) void program.commands.run(windowId, id);
    },
  });
  const windows = createWindows({
    create: (windowId, kind) =>
      openWindow(windowId, kind, { options, settings: stored.settings, program, guests, uptime: clock.uptime }),
    stateFor: program.stateFor,
    onClosed: program.windowClosed,
    randomUuid: randomUUID,
    log,
  });
  shown.on(windows.changed);
  return { program, windows, guests, shown };
}

interface WindowParts {
  readonly options: StartOptions;
  readonly settings: StoreFile;
  readonly program: Program;
  readonly guests: Guests;
  uptime(): number;
}

function openWindow(
  windowId: string,
  kind: WindowKind,
  { options, settings, program, guests, uptime }: WindowParts,
): BrowserWindow {
  const { log, language, text } = options;
  return createWindow({
    preload: join(out, 'preload/app.cjs'),
    language,
    text,
    uptime,
    // The others take it from the program; a desktop of Linux knows only installed ones.
    ...(process.platform === 'linux' && { icon: nativeImage.createFromDataURL(icon) }),
    ...rememberedBounds(kind, settings, log),
    onCreated(window) {
      guests.admitInto(window, windowId);
      watchPresence(window, windowId, program.panes);
    },
    onPageLost: (reason, times) => log.error('window.page-lost', { reason, times }),
    onPageReloading: () => program.panes.reloadAll(windowId),
    isEnding: options.lifecycle.isEnding,
    onReload: () => program.panes.reloadShown(windowId),
    onClickFailed: (error) => log.warn('window.click-failed', { code: codeOf(error) }),
  });
}
