/** The part of open-program.ts that ties notifications to the desktop. Everything here is wiring. */
import { app, BrowserWindow, Menu, Notification, nativeImage, powerMonitor, Tray } from 'electron';
import icon from '../../build/icons/128x128.png?inline';
import type { Text } from '../shared/text/en.ts';
import type { NotifyingEdges } from './app/notifications/notifying-edges.ts';
import { createPresence } from './shell/presence.ts';
import { createSystemNotifications } from './shell/system-notifications.ts';
import type { Windows } from './shell/windows.ts';

export interface NotifyingOptions {
  readonly text: Text;
  readonly windows: Windows;
  /** The desktop took one and could not show it. */
  onFailed(): void;
}

/** The height of the bars in which such icons stand, in points. */
const TRAY_SIZE = process.platform === 'darwin' ? 18 : process.platform === 'linux' ? 22 : 16;
/** A threshold that makes no difference here, in seconds. */
const LONG_AGO_S = 86_400;

export function openNotifying({ text, windows, onFailed }: NotifyingOptions): NotifyingEdges {
  const notifications = createSystemNotifications({
    isSupported: () => Notification.isSupported(),
    create: (options) => new Notification(options),
    onFailed,
  });
  const presence = createPresence({
    platform: process.platform,
    text,
    app,
    windows: () => BrowserWindow.getAllWindows(),
    onWindowOpened: (listener) => app.on('browser-window-created', () => setImmediate(listener)),
    pictureOf: (pixels, size) => nativeImage.createFromBitmap(pixels, { width: size, height: size }),
    createTray,
    comeForward: windows.comeForward,
  });
  return {
    ...notifications,
    ...presence,
    windows: windows.ids,
    current: windows.current,
    comeForward: windows.comeForward,
    isBeforePerson(windowId) {
      const contents = windows.contentsOf(windowId);
      const window = contents ? BrowserWindow.fromWebContents(contents) : null;
      // Behind a locked screen a window keeps the focus.
      return window?.isFocused() === true && powerMonitor.getSystemIdleState(LONG_AGO_S) !== 'locked';
    },
    onFocusChange(listener) {
      app.on('browser-window-focus', listener);
      app.on('browser-window-blur', listener);
    },
  };
}

function createTray() {
  const tray = new Tray(nativeImage.createFromDataURL(icon).resize({ width: TRAY_SIZE, height: TRAY_SIZE }));
  return Object.assign(tray, {
    setMenu: (items: Parameters<typeof Menu.buildFromTemplate>[0]) =>
      tray.setContextMenu(Menu.buildFromTemplate(items)),
  });
}

/** For a command that runs alone: there is no window that something could be told for. */
export const noNotifying: NotifyingEdges = {
  show: () => () => undefined,
  windows: () => [],
  isBeforePerson: () => false,
  onFocusChange: () => undefined,
  current: () => null,
  comeForward: () => undefined,
  showCount: () => undefined,
  showTray: () => undefined,
};
