import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { CHECK_FOR_UPDATES, menuTemplate } from '../../../src/main/shell/menu.ts';
import { en } from '../../../src/shared/text/en.ts';

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const done: string[] = [];
  let current: string | null = 'main';
  const actions = {
    currentWindow: () => current,
    refreshData: (windowId: string) => done.push(`refresh ${windowId}`),
    reloadWorkbook: (windowId: string) => done.push(`reload ${windowId}`),
    moveArea: (windowId: string, step: number) => done.push(`area ${step} ${windowId}`),
    zoom: (windowId: string, change: string) => done.push(`zoom ${windowId} ${change}`),
    checkForUpdates: (windowId: string) => void done.push(`updates ${windowId}`),
    showAbout: (windowId: string, page: string) => done.push(`about ${page} ${windowId}`),
    openLogs: async () => void done.push('logs'),
  };
  const items = flat(menuTemplate(en.menu, platform, actions));

  test('reloads the workbook and never our own page, and opens no tools', () => {
    const roles = items.map(({ role }) => role);
    expect(roles).not.toContain('reload');
    expect(roles).not.toContain('forceReload');
    expect(roles).not.toContain('toggleDevTools');
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    const zooms = ['in', 'in', 'in', 'in', 'out', 'out', 'out', 'reset', 'reset'].map(
      (change) => `zoom main ${change}`,
    );
    expect(done.toSorted()).toEqual([
      'about crashes main',
      'about news main',
      'about program main',
      'area -1 main',
      'area 1 main',
      'logs',
      'refresh main',
      'reload main',
      'updates main',
      ...zooms,
    ]);
    // On macOS the program may be there without a window.
    current = null;
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect(done.slice(18)).toEqual(['logs']);
  });

  test('has no key that quits the program by the habit of closing a tab', () => {
    const roles = items.map(({ role }) => role);
    expect(roles.includes('windowMenu')).toBe(platform === 'darwin');
    expect(roles.includes('close')).toBe(platform === 'darwin');
  });

  test('shows one key for each thing that has one', () => {
    const keys = items.flatMap(({ label, accelerator, visible }) =>
      accelerator && visible !== false ? [[label, accelerator]] : [],
    );
    expect(keys).toEqual([
      [en.menu.refreshData, 'F5'],
      [en.menu.reloadWorkbook, 'CmdOrCtrl+R'],
      [en.menu.actualSize, 'CmdOrCtrl+0'],
      [en.menu.zoomIn, 'CmdOrCtrl+Plus'],
      [en.menu.zoomOut, 'CmdOrCtrl+-'],
      [en.menu.nextArea, 'F6'],
      [en.menu.previousArea, 'Shift+F6'],
    ]);
  });

  test('zooms by the keys of every keyboard, and shows each change once', () => {
    const keysOf = (label: string) =>
      items.filter((item) => item.label === label).map(({ accelerator }) => accelerator);
    expect(keysOf(en.menu.zoomIn)).toEqual(['CmdOrCtrl+Plus', 'CmdOrCtrl+=', 'CmdOrCtrl+Shift+=', 'CmdOrCtrl+numadd']);
    expect(keysOf(en.menu.zoomOut)).toEqual(['CmdOrCtrl+-', 'CmdOrCtrl+Shift+-', 'CmdOrCtrl+numsub']);
    expect(keysOf(en.menu.actualSize)).toEqual(['CmdOrCtrl+0', 'CmdOrCtrl+num0']);
    for (const item of items) if (item.visible === false) expect(item.acceleratorWorksWhenHidden).toBe(true);
  });

  test('ends the program, or closes the window, by the custom of the platform', () => {
    const file = menuTemplate(en.menu, platform, actions).find(({ label }) => label === en.menu.file)?.submenu;
    expect(file).toEqual([{ role: platform === 'darwin' ? 'close' : 'quit' }]);
    expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
    expect(items.map(({ role }) => role).includes('appMenu')).toBe(platform === 'darwin');
  });

  test('tells of the program in a window of ours, in the menu where the platform has it', () => {
    // What Electron's own panel shows says neither the commit nor what is inside.
    expect(items.map(({ role }) => role)).not.toContain('about');
    const holders = menuTemplate(en.menu, platform, actions).filter(({ submenu }) =>
      Array.isArray(submenu) ? submenu.some(({ label }) => label === en.menu.about) : false,
    );
    const withUpdates = menuTemplate(en.menu, platform, actions).filter(({ submenu }) =>
      Array.isArray(submenu) ? submenu.some(({ id }) => id === CHECK_FOR_UPDATES) : false,
    );
    expect(withUpdates.map(({ role }) => role)).toEqual(holders.map(({ role }) => role));
    expect(holders.map(({ role }) => role)).toEqual([platform === 'darwin' ? 'appMenu' : 'help']);
  });
});
