/** Keys of commands over the border: main refuses again, and who had them gives way. */
import { describe, expect, test } from 'vitest';
import { createShortcuts } from '../../../../src/main/app/settings/shortcuts.ts';
import { openChoices } from '../../../../src/main/settings/choices.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const caller = { windowId: 'window', kind: 'viewer' } as const;

function opened(stored: unknown = undefined, platform = 'linux x64') {
  const store = createFakeStore(new Map(stored === undefined ? [] : [['keys', stored]]));
  const logged: unknown[] = [];
  let changes = 0;
  const shortcuts = createShortcuts({
    choices: openChoices(store, {}),
    platform,
    log: { info: (_event, values) => void logged.push(values) },
    onChange: () => {
      changes += 1;
    },
  });
  return {
    set: (id: 'reloadWorkbook' | 'openPalette' | 'findNext' | 'goHome' | 'openWorkbook', keys: string) =>
      shortcuts.handlers['shortcuts.set']({ id, keys }, caller),
    reset: (id: 'reloadWorkbook' | null) => shortcuts.handlers['shortcuts.reset']({ id }, caller),
    chosen: () => shortcuts.sharedState().chosenKeys,
    changes: () => changes,
    again: () => openChoices(store, {}).keys(),
    logged,
  };
}

describe('the keys of a command', () => {
  test('count at once and at the next start, and the log has no more than the command', async () => {
    const { set, chosen, changes, again, logged } = opened();
    const stored = set('reloadWorkbook', 'CmdOrCtrl+Shift+L');
    expect(chosen()).toEqual({ reloadWorkbook: 'CmdOrCtrl+Shift+L' });
    expect(changes()).toBe(1);
    await stored;
    expect(again()).toEqual({ reloadWorkbook: 'CmdOrCtrl+Shift+L' });
    expect(logged).toEqual([{ id: 'reloadWorkbook' }]);
  });

  test('are taken from the command for which somebody chose them', async () => {
    const { set, chosen } = opened();
    await set('reloadWorkbook', 'CmdOrCtrl+Shift+L');
    await set('goHome', 'Ctrl+Shift+L');
    expect(chosen()).toEqual({ reloadWorkbook: '', goHome: 'Ctrl+Shift+L' });
  });

  test('that are the usual ones are not kept, unless it had several', async () => {
    const { set, chosen } = opened();
    await set('openPalette', '');
    await set('openPalette', 'Ctrl+K');
    await set('goHome', '');
    await set('findNext', 'F3');
    expect(chosen()).toEqual({ findNext: 'F3' });
  });

  test('go back one by one or all at once', async () => {
    const { set, reset, chosen, again } = opened();
    await set('reloadWorkbook', 'F8');
    await set('goHome', 'F9');
    await reset('reloadWorkbook');
    expect(chosen()).toEqual({ goHome: 'F9' });
    await reset(null);
    expect(again()).toEqual({});
  });

  test('are refused where the system or fields need them, and for what is done to one of several', async () => {
    const { set, chosen } = opened();
    for (const keys of ['CmdOrCtrl+C', 'Alt+F4', 'K', 'nonsense', 'CmdOrCtrl+']) {
      await expect(set('reloadWorkbook', keys), keys).rejects.toMatchObject({ code: 'request_refused' });
    }
    await expect(set('openWorkbook', 'F8')).rejects.toMatchObject({ code: 'request_refused' });
    expect(chosen()).toEqual({});
  });

  test('that a later version or somebody by hand wrote are kept as far as they are text', async () => {
    const { set, chosen } = opened({ ofLaterVersion: 'F20', reloadWorkbook: 7, goHome: null });
    expect(chosen()).toEqual({ ofLaterVersion: 'F20' });
    await set('goHome', 'F8');
    expect(chosen()).toEqual({ ofLaterVersion: 'F20', goHome: 'F8' });
    for (const nothing of ['text', 7, null, []]) expect(opened(nothing).chosen()).toEqual({});
  });
});
