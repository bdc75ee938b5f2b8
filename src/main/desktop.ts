/** The part of open-program.ts that ties the program to the desktop: dock, sleep, screen and network. Everything here is wiring. */
import { app, nativeTheme, net, powerMonitor, shell, type WebContents, webContents } from 'electron';
import type { DesktopDeeds } from './app/commands/command-doers.ts';
import type { Program } from './app/program.ts';
import type { ComputerClock } from './async/clock.ts';
import type { Log } from './log/log.ts';
import type { Lifecycle } from './shell/lifecycle.ts';
import { watchWakeEvents } from './shell/wake-events.ts';
import type { Windows } from './shell/windows.ts';
import { zoom } from './shell/zoom.ts';
import type { Vault } from './vault/vault.ts';

export interface SystemFollowers {
  readonly program: Program;
  readonly windows: Windows;
  readonly vault: Vault;
  readonly clock: ComputerClock;
}

/**
 * What commands ask of the desktop.
 *
 * @param zoomed the page of a window; undefined when the window is gone
 */
export function desktopDeeds(
  { logFolder, log }: { readonly logFolder: string; readonly log: Log },
  zoomed: (windowId: string) => WebContents | undefined,
): DesktopDeeds {
  return {
    zoom(windowId, change) {
      const contents = zoomed(windowId);
      if (contents) zoom(contents, change);
    },
    async openLogs() {
      // It answers with the reason, in the language of the system, and with a path in it.
      if ((await shell.openPath(logFolder)) !== '') log.warn('logs.not-opened');
    },
  };
}

/** The dock, sleep, unlock and the network. */
export function followSystem(lifecycle: Lifecycle, { program, windows, vault, clock }: SystemFollowers): void {
  // The dock's icon, on macOS. A window goes with the program, so that it can be missing only while that is closing or
  // when something kept it from closing.
  app.on('activate', () => {
    if (lifecycle.isEnding()) lifecycle.restart([]);
    else if (windows.current() !== null) windows.comeForward();
    else windows.open('viewer');
  });
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
    onLook: program.lookAtClock,
  });
  app.on('child-process-gone', (_event, { type }) => {
    if (type === 'GPU') repaint();
  });
  nativeTheme.on('updated', program.changed);
  lifecycle.onClosing(stopWatching);
}

/** What was drawn before a sleep, or by a graphics process that is gone, may be missing from the screen. */
function repaint(): void {
  for (const contents of webContents.getAllWebContents()) contents.invalidate();
}
