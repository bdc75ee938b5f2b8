/** The menu of a right click, which may stay open while what was clicked goes. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import { afterAll, expect, test, vi } from 'vitest';
import { answerClicks } from '../../../src/main/shell/right-click.ts';
import { en } from '../../../src/shared/text/en.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

const { opened } = vi.hoisted(() => ({ opened: [] as MenuItemConstructorOptions[][] }));
vi.mock('electron', () => ({
  Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]) {
      opened.push(template);
      return { popup: () => undefined };
    },
  },
  clipboard: {},
}));

const inField = {
  isEditable: true,
  editFlags: { canCut: true, canCopy: true, canPaste: true, canSelectAll: true },
  selectionText: '',
  linkURL: '',
  mediaType: 'image',
  hasImageContents: true,
  srcURL: 'https://app.sigmacomputing.com/logo.png',
};

/** As Electron's, every method of contents throws once they are destroyed. */
class Contents extends EventEmitter {
  readonly done: string[] = [];
  isGone = false;
  readonly navigationHistory = { canGoBack: () => false };
  isDestroyed = () => this.isGone;
  private do(what: string): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    this.done.push(what);
  }
  cut = () => this.do('cut');
  copy = () => this.do('copy');
  paste = () => this.do('paste');
  selectAll = () => this.do('selectAll');
  downloadURL(): void {
    this.do('downloadURL');
  }
}

function clickedIn(guest: Contents): MenuItemConstructorOptions[] {
  const contents = new Contents();
  const act = () => undefined;
  answerClicks({ webContents: contents } as unknown as BrowserWindow, {
    text: en,
    reloadWorkbook: act,
    findInWorkbook: act,
    zoom: act,
    picture: act,
    onFailed: act,
  });
  contents.emit('did-attach-webview', {}, guest);
  guest.emit('context-menu', {}, inField);
  return opened.at(-1) ?? [];
}

const { cut, copy, paste, selectAll, saveImage } = en.contextMenu;
const press = (menu: MenuItemConstructorOptions[]) => {
  for (const label of [cut, copy, paste, selectAll, saveImage]) {
    const click = menu.find((one) => one.label === label)?.click as (() => void) | undefined;
    expect(click).toBeDefined();
    click?.();
  }
};

test('what is chosen is done in the workbook that was clicked', () => {
  const guest = new Contents();
  press(clickedIn(guest));
  expect(guest.done).toEqual(['cut', 'copy', 'paste', 'selectAll', 'downloadURL']);
});

test('in a workbook that has gone meanwhile, as in a swap, nothing is done', () => {
  const guest = new Contents();
  const menu = clickedIn(guest);
  guest.isGone = true;
  expect(() => press(menu)).not.toThrow();
  expect(guest.done).toEqual([]);
});
