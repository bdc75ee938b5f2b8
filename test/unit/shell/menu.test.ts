import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuTemplate } from '../../../src/main/shell/menu.ts';
import { en } from '../../../src/shared/text/en.ts';

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const done: string[] = [];
  const actions = { reloadWorkbook: () => done.push('reload'), openLogs: async () => void done.push('logs') };
  const items = flat(menuTemplate(en.menu, platform, actions));

  test('reloads the workbook and never our own page, and opens no tools', () => {
    const roles = items.map(({ role }) => role);
    expect(roles).not.toContain('reload');
    expect(roles).not.toContain('forceReload');
    expect(roles).not.toContain('toggleDevTools');
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect(done).toEqual(['reload', 'logs']);
  });

  test('ends the program, or closes the window, by the custom of the platform', () => {
    const roles = items.map(({ role }) => role);
    expect(roles.includes('quit')).toBe(platform !== 'darwin');
    expect(roles.includes('appMenu')).toBe(platform === 'darwin');
    expect(roles.includes('about')).toBe(platform !== 'darwin');
  });
});
