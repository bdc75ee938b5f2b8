/**
 * Electron is ready: the window first, and then the program behind it, which is read while the window's process starts.
 * Everything here is wiring: the rules are in the rooms.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, type BrowserWindow, ipcMain, nativeImage, nativeTheme, powerMonitor, session } from 'electron';
import icon from '../../build/icons/128x128.png?inline';
import { AppError, codeOf } from '../shared/errors.ts';
import { parseOpenLink } from '../shared/open-link.ts';
import type { ValueOf } from '../shared/settings.ts';
import type { Text } from '../shared/text/en.ts';
import { type Language, loadText } from '../shared/text/languages.ts';
import { createNotices } from './app/notices.ts';
import type { Program } from './app/program.ts';
import { createSignal } from './app/signal.ts';
import { createClock } from './async/clock.ts';
import { systemTimers } from './async/timers.ts';
import { waitAtMost } from './async/wait-at-most.ts';
import { takeEarly } from './ipc/early-requests.ts';
import type { Behind, OpenProgramOptions } from './open-program.ts';
import { type Choices, openChoices } from './settings/choices.ts';
import { setAppId } from './shell/app-id.ts';
import { serveApp } from './shell/app-protocol.ts';
import { type LaunchQueue, type LaunchRequest, launchRequestsOf } from './shell/launch.ts';
import { watchSessionEnd } from './shell/session-end.ts';
import { closeCalls, limitOurPages, refuseClientCertificates } from './shell/session-policy.ts';
import { createWindow } from './shell/window.ts';
import { createWindowEnds, type WindowEnds } from './shell/window-ends.ts';
import { openWindowPlaces, type WindowPlaces } from './shell/window-places.ts';
import { createWindows, type Opening, type Windows } from './shell/windows.ts';
import { createStores, PREFERENCES } from './stores.ts';
import { watchPresence } from './viewer/window-visibility.ts';

/** What index.ts has made ready; where settings and vault are is `folder`. */
export interface StartOptions
  extends Omit<
    OpenProgramOptions,
    | 'changes'
    | 'notices'
    | 'openStore'
    | 'settings'
    | 'choices'
    | 'clock'
    | 'windows'
    | 'windowEnds'
    | 'requests'
    | 'language'
    | 'text'
    | 'nextLanguage'
  > {
  readonly launches: LaunchQueue;
  /** The language of the next start, from what is chosen now. */
  languageOf(chosen: ValueOf<'language'>): Language;
  /** Told what the program speaks, for what may go wrong later on. */
  speaks(text: Text): void;
  /** False where the system gives none and an administrator has allowed to run all the same. */
  readonly hasSandbox: boolean;
}

/** A page that has no script by then has other troubles, and is not waited for. */
const PAGE_LIMIT_MS = 2_000;

/** Where the built pages and preloads are. */
const out = join(import.meta.dirname, '..');

/**
 * Opens the first window, reads the program and takes up what the last run left. The page of the window waits meanwhile:
 * its requests are answered when there is something to show.
 */
export async function start(options: StartOptions): Promise<void> {
  const { lifecycle, launches } = options;
  setAppId(app, process.platform);
  refuseClientCertificates(app);
  closeCalls(app);
  const pageHasScript = new Promise<void>((resolve) =>
    serveApp(session.defaultSession, join(out, 'renderer'), resolve),
  );
  await limitOurPages(session.defaultSession);
  const changes = createSignal();
  const notices = createNotices({ ...systemTimers, randomUuid: randomUUID, onChange: changes.emit });
  if (!options.hasSandbox) notices.addLasting(new AppError('sandbox_missing', { reason: 'allowed' }));
  const openStore = createStores({ ...options, notices });
  const settings = openStore('settings');
  const preferences = openStore(PREFERENCES);
  const choices = openChoices(preferences, options.policy.values);
  followAppearance(choices);
  const nextLanguage = () => options.languageOf(choices.get('language'));
  const language = nextLanguage();
  const text = await loadText(language);
  options.speaks(text);
  const clock = createClock();
  const requests = takeEarly(ipcMain);
  const places = openWindowPlaces(settings, options.log);
  const { windows, windowEnds, behindThem } = openWindows({ ...options, language, text }, places, clock.uptime);
  lifecycle.onClosed(settings.settled);
  lifecycle.onClosed(preferences.settled);
  const [first, ...others] = places.ofLastRun();
  windows.open('viewer', first === undefined ? {} : { windowId: first });
  // Electron answers the page with these. It reads them at their first use, which is now, while the page's process starts.
  Reflect.get(globalThis, 'Response');
  // The program is read while the page runs its script, and not while it waits for it.
  await waitAtMost(PAGE_LIMIT_MS, pageHasScript);

  const { openProgram } = await import('./open-program.ts');
  const opened = await openProgram({
    ...options,
    language,
    text,
    nextLanguage,
    changes,
    notices,
    openStore,
    settings,
    choices,
    clock,
    windows,
    windowEnds,
    requests,
  });
  const { program } = opened;
  const asked = launchRequestsOf(process.argv, process.cwd());
  for (const request of asked) if (request.kind === 'import-env') await program.importEnv(request.file, 'this start');
  // Those that were there besides: after the first picture was on its way, and before what each shows is taken up.
  for (const windowId of others) windows.open('viewer', { windowId, isBehind: true });
  await program.restore();
  // A link or a file of the start says what is opened. The window that it may ask for is there.
  const toServe = asked.filter(({ kind }) => kind !== 'import-env' && kind !== 'new-window');
  if (toServe.length === 0) program.openFirst(windows.current());
  watchSessionEnd({ app, powerMonitor, onEnd: lifecycle.endOfSession });
  behindThem(opened);
  opened.serve();
  // Nobody waits for it; whoever asks meanwhile asks again.
  const commands = import('./console-wiring.ts').then(({ openConsole }) => openConsole(options, program));
  lifecycle.onClosing(async () => (await commands)?.close());
  lifecycle.running();
  const serve = (request: LaunchRequest): void => {
    const windowId = windows.current();
    if (request.kind === 'come-forward') windows.comeForward();
    else if (request.kind === 'new-window') void (windowId !== null && program.commands.run(windowId, 'newWindow'));
    else if (request.kind === 'import-env') void program.importEnv(request.file, 'a later start');
    else if (request.kind === 'open-set-up') program.bringSetUp(request.file, windowId);
    else void program.openLink(parseOpenLink(request.link), windowId);
  };
  for (const request of toServe) serve(request);
  launches.serve(serve);
}

/** Before the first window, which is made in the colour that its page will have. Pages of guests follow as well. */
function followAppearance(choices: Choices): void {
  const apply = () => {
    nativeTheme.themeSource = choices.get('appearance');
  };
  apply();
  choices.onChange((id) => {
    if (id === 'appearance') apply();
  });
}

/** The windows. They show nothing and admit no guest until they are told of the program behind them. */
type Speaking = StartOptions & { readonly language: Language; readonly text: Text };

function openWindows(
  options: Speaking,
  places: WindowPlaces,
  uptime: () => number,
): { windows: Windows; windowEnds: WindowEnds; behindThem(opened: Behind): void } {
  let behind: Behind | null = null;
  let behindThem = (_opened: Behind): void => undefined;
  const whenOpened = new Promise<Behind>((resolve) => {
    behindThem = (opened) => {
      behind = opened;
      resolve(opened);
    };
  });
  const windows = createWindows({
    create(windowId, _kind, opening) {
      places.opened(windowId, opening.bounds);
      return openWindow(windowId, opening, { options, places, uptime, whenOpened, program: () => behind?.program });
    },
    changesFor: (window) => behind?.program.changesFor(window) ?? [],
    onUsed(windowId) {
      // Windows that close one after the other with the program pass the keys on, which nobody chose.
      if (windowEnds.isQuitting()) return;
      places.used(windowId);
      behind?.program.changed();
    },
    onClosed(windowId) {
      if (!windowEnds.comesBack()) places.closed(windowId);
      behind?.program.windowClosed(windowId);
      windowEnds.closed(windowId);
    },
    randomUuid: randomUUID,
  });
  const windowEnds = createWindowEnds({
    app,
    windows,
    isEnding: options.lifecycle.isEnding,
    mayAsk: (windowId) => behind?.program.mayAskIn(windowId) ?? false,
  });
  return { windows, windowEnds, behindThem };
}

interface WindowParts {
  readonly options: Speaking;
  readonly places: WindowPlaces;
  readonly whenOpened: Promise<Behind>;
  /** Undefined as long as there is none. */
  program(): Program | undefined;
  uptime(): number;
}

function openWindow(
  windowId: string,
  { isBehind = false }: Opening,
  { options, places, whenOpened, program, uptime }: WindowParts,
): BrowserWindow {
  const { log, language, text } = options;
  return createWindow({
    preload: join(out, 'preload/app.cjs'),
    language,
    text,
    uptime,
    // The others take it from the program; a desktop of Linux knows only installed ones.
    ...(process.platform === 'linux' && { icon: nativeImage.createFromDataURL(icon) }),
    storedBounds: places.boundsOf(windowId),
    keepBounds: (bounds) => places.keep(windowId, bounds),
    isBehind,
    onCreated: (window) => admitLater(window, windowId, whenOpened),
    onPageLost: (reason, times) => log.error('window.page-lost', { reason, times }),
    onPageReloading: () => program()?.panes.reloadAll(windowId),
    isEnding: options.lifecycle.isEnding,
    onReload: () => program()?.panes.reloadShown(windowId),
    onFind: () => void program()?.commands.run(windowId, 'findInWorkbook'),
    onPicture: (id) => void program()?.commands.run(windowId, id),
    onZoom(change) {
      const id = ({ in: 'zoomIn', out: 'zoomOut', reset: 'actualSize' } as const)[change];
      void program()?.commands.run(windowId, id);
    },
    onClickFailed: (error) => log.warn('window.click-failed', { code: codeOf(error) }),
  });
}

/** A guest comes in when there is somebody who decides about it, and none before. */
function admitLater(window: BrowserWindow, windowId: string, whenOpened: Promise<Behind>): void {
  let isAdmitting = false;
  window.webContents.on('will-attach-webview', (event) => {
    if (!isAdmitting) event.preventDefault();
  });
  void whenOpened.then(({ guests }) => {
    if (window.isDestroyed()) return;
    guests.admitInto(window, windowId);
    isAdmitting = true;
  });
  // What is told before there is a program reaches it afterwards, in order.
  const told = (tell: (panes: Program['panes']) => void) => void whenOpened.then(({ program }) => tell(program.panes));
  watchPresence(window, windowId, {
    setWindowVisible: (id, isVisible) => told((panes) => panes.setWindowVisible(id, isVisible)),
    setWindowFocused: (id, isFocused) => told((panes) => panes.setWindowFocused(id, isFocused)),
  });
}
