/** The part of open-program.ts that ties the program to the desktop: dock, sleep, screen and network. Everything here is wiring. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  app,
  BrowserWindow,
  Menu,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  type WebContents,
  webContents,
} from 'electron';
import { withoutMnemonic } from '../shared/commands.ts';
import { systemCodeOf } from '../shared/errors.ts';
import { parseOpenLink } from '../shared/open-link.ts';
import type { Text } from '../shared/text/en.ts';
import type { DesktopDeeds } from './app/commands/command-doers.ts';
import type { Notices } from './app/notices.ts';
import type { Program } from './app/program.ts';
import type { ComputerClock } from './async/clock.ts';
import { systemTimers } from './async/timers.ts';
import type { Log } from './log/log.ts';
import type { Choices } from './settings/choices.ts';
import type { Policy } from './settings/policy/policy.ts';
import type { Lifecycle } from './shell/lifecycle.ts';
import { setLoginStart } from './shell/login-start.ts';
import { createLinkOpener } from './shell/open-links.ts';
import { createRecents } from './shell/recents.ts';
import { watchScreenLock } from './shell/screen-lock.ts';
import { tabMenuTemplate } from './shell/tab-menu.ts';
import { watchWakeEvents } from './shell/wake-events.ts';
import { createWallWindows } from './shell/wall-window.ts';
import { workAreas } from './shell/window.ts';
import { createWindowDeeds } from './shell/window-deeds.ts';
import type { WindowEnds } from './shell/window-ends.ts';
import type { Windows } from './shell/windows.ts';
import { zoom } from './shell/zoom.ts';
import type { Vault } from './vault/vault.ts';

export interface SystemFollowers {
  readonly program: Program;
  readonly windows: Windows;
  readonly vault: Vault;
  readonly clock: ComputerClock;
}

interface DesktopParts {
  readonly logFolder: string;
  readonly log: Log;
  readonly text: Text;
  readonly windows: Windows;
  readonly windowEnds: WindowEnds;
  readonly clock: Pick<ComputerClock, 'uptime'>;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly policy: Policy;
}

/**
 * What commands ask of the desktop.
 *
 * @param zoomed the page of a window; undefined when the window is gone
 */
export function desktopDeeds(
  { logFolder, log, text, windows, windowEnds, clock, notices, policy }: DesktopParts,
  zoomed: (windowId: string) => WebContents | undefined,
  program: () => Pick<Program, 'commands' | 'wallTimes'>,
): DesktopDeeds {
  const windowOf = (windowId: string) => {
    const contents = windows.contentsOf(windowId);
    return contents ? BrowserWindow.fromWebContents(contents) : null;
  };
  const openLink = createLinkOpener({
    open: (url) => shell.openExternal(url),
    onNotOpened: notices.addPassing,
    uptime: clock.uptime,
    log,
  });
  const walls = createWallWindows({ screen, powerSaveBlocker });
  return {
    firstWindow: windows.current,
    hang(windowId, place) {
      const window = windowOf(windowId);
      if (window) walls.hang(window, place);
    },
    isFullScreen: (windowId) => windowOf(windowId)?.isFullScreen() ?? false,
    leaveFullScreen: (windowId) => windowOf(windowId)?.setFullScreen(false),
    ...createWindowDeeds({ windows, windowOf, screen, workAreas }),
    comesBack: windowEnds.comesBack,
    stays: windowEnds.stays,
    openTabMenu(windowId, tabId) {
      const window = windowOf(windowId);
      const { commands, wallTimes } = program();
      const template = tabMenuTemplate({
        text,
        situation: commands.situationOf(windowId),
        tabId,
        run: (id, one) => void commands.run(windowId, id, one),
        wall: {
          seconds: wallTimes.of(windowId, tabId),
          usual: wallTimes.usual(),
          choose: (seconds) => wallTimes.choose(windowId, tabId, seconds),
        },
      });
      if (window) Menu.buildFromTemplate(template).popup({ window });
    },
    zoom(windowId, change) {
      const contents = zoomed(windowId);
      if (contents) zoom(contents, change);
    },
    async openLogs() {
      // It answers with the reason, in the language of the system, and with a path in it.
      if ((await shell.openPath(logFolder)) !== '') log.warn('logs.not-opened');
    },
    openHelp() {
      const { helpAddress } = policy.values;
      if (helpAddress !== undefined) openLink(helpAddress);
    },
  };
}

interface RecentsParts extends Pick<DesktopParts, 'log' | 'text' | 'windows'> {
  readonly program: Program;
  readonly isPackaged: boolean;
}

/** Nobody looks at that list within a second. */
const RECENTS_AFTER_MS = 1_000;

/** @returns brings the recent workbooks at the icon of the program up to date */
export function offerRecents({ program, windows, text, log, isPackaged }: RecentsParts): () => void {
  const show = createRecents({
    app,
    platform: process.platform,
    // In development it is Electron's own program, which would take the link for a folder.
    executable: isPackaged ? process.execPath : null,
    buildMenu: (template) => Menu.buildFromTemplate(template),
    newWindow: {
      label: withoutMnemonic(text.commands.newWindow),
      open() {
        const windowId = windows.current();
        if (windowId !== null) void program.commands.run(windowId, 'newWindow');
      },
    },
    heading: text.links.recent,
    open(link) {
      windows.comeForward();
      void program.openLink(parseOpenLink(link), windows.current());
    },
    onFailed: (reason) => log.warn('recents.not-shown', { reason }),
  });
  let isPending = false;
  return () => {
    if (isPending) return;
    isPending = true;
    systemTimers.setTimer(() => {
      isPending = false;
      show(program.recents());
    }, RECENTS_AFTER_MS);
  };
}

/** A window fills the screen from now on, or no longer. */
function followFullScreen(onChange: () => void): void {
  const follow = (window: BrowserWindow) => {
    for (const event of ['enter-full-screen', 'leave-full-screen']) window.on(event as 'enter-full-screen', onChange);
  };
  for (const window of BrowserWindow.getAllWindows()) follow(window);
  app.on('browser-window-created', (_event, window) => follow(window));
}

/** The dock, sleep, unlock and the network. */
export function followSystem(lifecycle: Lifecycle, { program, windows, vault, clock }: SystemFollowers): void {
  followFullScreen(program.changed);
  // The dock's icon, on macOS. A window goes with the program, so that it can be missing only while that is closing or
  // when something kept it from closing.
  app.on('activate', () => {
    if (lifecycle.isEnding()) lifecycle.restart([]);
    else if (windows.current() !== null) windows.comeForward();
    else windows.open('viewer');
  });
  const screenLock = watchScreenLock({ powerMonitor, onLocked: () => void program.screenLocked() });
  const stopWatching = watchWakeEvents({
    powerMonitor,
    net,
    onWake(reason) {
      repaint();
      program.wake(reason);
      void vault.removeLeftovers();
      void vault.lookAgain();
    },
    uptime: clock.uptime,
    onOnlineChanged: program.changed,
    onLook() {
      program.lookAtClock();
      screenLock.look();
      void program.lookAtAbsence(powerMonitor.getSystemIdleTime() * 1_000);
    },
  });
  app.on('child-process-gone', (_event, { type }) => {
    if (type === 'GPU') repaint();
  });
  nativeTheme.on('updated', program.changed);
  lifecycle.onClosing(stopWatching);
  lifecycle.onClosing(screenLock.stop);
}

interface LoginStartParts {
  readonly choices: Choices;
  readonly log: Pick<Log, 'warn'>;
  readonly isPackaged: boolean;
}

/**
 * Whether the program starts at a login, as the person or an administrator has it. Nobody who never chose it finds a file, or
 * a list of the system, touched.
 */
export function followLoginStart({ choices, log, isPackaged }: LoginStartParts): void {
  // From a folder of sources there is nothing that the system could start.
  if (!isPackaged) return;
  function apply(): void {
    try {
      setLoginStart(choices.get('startAtLogin'), {
        app,
        platform: process.platform,
        executable: process.execPath,
        environment: process.env,
        home: app.getPath('home'),
        write(path, content) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, content);
        },
        remove: (path) => rmSync(path, { force: true }),
      });
    } catch (error) {
      log.warn('login-start.failed', { code: systemCodeOf(error) });
    }
  }
  // An AppImage may lie elsewhere than at the last start.
  if (choices.setBy('startAtLogin') !== 'default') apply();
  choices.onChange((id) => {
    if (id === 'startAtLogin') apply();
  });
}

/** What was drawn before a sleep, or by a graphics process that is gone, may be missing from the screen. */
function repaint(): void {
  for (const contents of webContents.getAllWebContents()) contents.invalidate();
}
