import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuTemplate } from '../../../src/main/shell/menu.ts';
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
    openLogs: async () => void done.push('logs'),
  };
  const items = flat(menuTemplate(en.menu, platform, actions));

  test('reloads the workbook and never our own page, and opens no tools', () => {
    const roles = items.map(({ role }) => role);
    expect(roles).not.toContain('reload');
    expect(roles).not.toContain('forceReload');
    expect(roles).not.toContain('toggleDevTools');
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect(done).toEqual(['refresh main', 'reload main', 'logs']);
    // On macOS the program may be there without a window.
    current = null;
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect(done.slice(3)).toEqual(['logs']);
  });

  test('has one key for new data, and another one for a reload', () => {
    const keys = items.flatMap(({ label, accelerator }) => (accelerator ? [[label, accelerator]] : []));
    expect(keys).toEqual([
      [en.menu.refreshData, 'F5'],
      [en.menu.reloadWorkbook, 'CmdOrCtrl+R'],
    ]);
  });

  test('ends the program, or closes the window, by the custom of the platform', () => {
    const roles = items.map(({ role }) => role);
    expect(roles.includes('quit')).toBe(platform !== 'darwin');
    expect(roles.includes('appMenu')).toBe(platform === 'darwin');
    expect(roles.includes('about')).toBe(platform !== 'darwin');
  });
});
