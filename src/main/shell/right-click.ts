/** Opens the menu of a right click where it was made. */
import { type BrowserWindow, clipboard, Menu, type WebContents } from 'electron';
import type { ZoomChange } from '../../shared/zoom.ts';
import { type ClickText, type EditActions, type PictureCommand, windowMenu, workbookMenu } from './context-menu.ts';
import { zoomByWheel } from './zoom.ts';

export interface RightClickOptions {
  readonly text: ClickText;
  /** Loads the workbook of a guest again. */
  reloadWorkbook(): void;
  findInWorkbook(): void;
  /** Of the workbook before the person, or of the window where there is none. */
  zoom(change: ZoomChange): void;
  picture(id: PictureCommand): void;
  onFailed(error: unknown): void;
}

/** Answers right clicks and the wheel in a window of ours, and in every guest that it ever holds. */
export function answerClicks(window: BrowserWindow, options: RightClickOptions): void {
  const { webContents } = window;
  const open = (template: Electron.MenuItemConstructorOptions[]) => {
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  };
  webContents.on('context-menu', (_event, clicked) =>
    open(windowMenu(options.text.contextMenu, clicked, editActions(webContents))),
  );
  zoomByWheel(webContents, options.zoom);
  webContents.on('did-attach-webview', (_event, guest) => {
    guest.on('context-menu', (_clickEvent, clicked) => {
      const template = workbookMenu(options.text, clicked, {
        ...editActions(guest),
        // A promise since Electron 44, and nothing before.
        copyLink: (address) => void Promise.resolve(clipboard.writeText(address)).catch(options.onFailed),
        saveImage: (address) => askedOf(guest, 'downloadURL', address),
        canGoBack: guest.navigationHistory.canGoBack(),
        // All frames of a guest have one history.
        goBack: () => void clicked.frame?.executeJavaScript('history.back()').catch(options.onFailed),
        reload: options.reloadWorkbook,
        find: options.findInWorkbook,
        zoom: options.zoom,
        picture: options.picture,
      });
      open(template);
    });
    zoomByWheel(guest, options.zoom);
  });
}

/** The methods of a guest itself are refused, since the page around it could ask for them; see viewer/guest-element.ts. */
function askedOf(guest: WebContents, method: 'downloadURL', address: string): void {
  if (guest.isDestroyed()) return;
  const own: unknown = Reflect.get(Object.getPrototypeOf(guest), method);
  if (typeof own === 'function') Reflect.apply(own, guest, [address]);
}

/** A menu may stay open for long, and a guest be gone by the time in which something is chosen. */
const editActions = (contents: WebContents): EditActions => {
  const doIn = (act: (present: WebContents) => void) => () => {
    if (!contents.isDestroyed()) act(contents);
  };
  return {
    cut: doIn((present) => present.cut()),
    copy: doIn((present) => present.copy()),
    paste: doIn((present) => present.paste()),
    selectAll: doIn((present) => present.selectAll()),
  };
};
