import { describe, expect, test } from 'vitest';
import {
  acceleratorOf,
  canonical,
  isTakenByToolkit,
  type KeyPress,
  keyRefusal,
} from '../../../src/shared/accelerator.ts';
import { commandIds, keysOf, mayChooseKeys, ownerOf } from '../../../src/shared/commands.ts';

const press = (key: string, code: string, held: string[] = []): KeyPress => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
  metaKey: held.includes('meta'),
});

describe('a press', () => {
  test.each([
    ['linux', press('k', 'KeyK', ['ctrl']), 'CmdOrCtrl+K'],
    ['linux', press('K', 'KeyK', ['ctrl', 'shift']), 'CmdOrCtrl+Shift+K'],
    // Another script, and a letter in another place.
    ['linux', press('л', 'KeyK', ['ctrl']), 'CmdOrCtrl+K'],
    ['linux', press('a', 'KeyQ', ['ctrl']), 'CmdOrCtrl+A'],
    // Digits of a French keyboard.
    ['linux', press('&', 'Digit1', ['ctrl']), 'CmdOrCtrl+1'],
    ['linux', press('+', 'BracketRight', ['ctrl']), 'CmdOrCtrl+Plus'],
    ['linux', press('ArrowUp', 'ArrowUp', ['alt']), 'Alt+Up'],
    ['linux', press('F7', 'F7', ['shift']), 'Shift+F7'],
    ['linux', press('l', 'KeyL', ['meta']), 'Cmd+L'],
    ['darwin', press('k', 'KeyK', ['meta']), 'CmdOrCtrl+K'],
    ['darwin', press('k', 'KeyK', ['ctrl']), 'Ctrl+K'],
    ['darwin', press('˚', 'KeyK', ['alt', 'meta']), 'CmdOrCtrl+Alt+K'],
    ['linux', press('Control', 'ControlLeft', ['ctrl']), null],
    ['linux', press('Shift', 'ShiftLeft', ['shift']), null],
  ] as const)('on %s is written as Electron does: %o', (platform, one, keys) =>
    expect(acceleratorOf(one, platform)).toBe(keys),
  );
});

test('the same keys are known however they are written', () => {
  expect(canonical('CmdOrCtrl+Shift+k', 'linux')).toBe(canonical('Shift+Ctrl+K', 'linux x64'));
  expect(canonical('CmdOrCtrl+K', 'darwin')).toBe(canonical('Cmd+K', 'darwin arm64'));
  expect(canonical('CmdOrCtrl+K', 'darwin')).not.toBe(canonical('Ctrl+K', 'darwin'));
});

test('what GTK selects by, no menu hears of', () => {
  expect(['CmdOrCtrl+/', 'Ctrl+\\'].map((keys) => isTakenByToolkit(keys, 'linux x64'))).toEqual([true, true]);
  expect(['CmdOrCtrl+.', 'Alt+/', 'CmdOrCtrl+Shift+\\'].some((keys) => isTakenByToolkit(keys, 'linux'))).toBe(false);
  expect(['darwin', 'win32'].some((platform) => isTakenByToolkit('CmdOrCtrl+/', platform))).toBe(false);
});

describe('keys are refused', () => {
  test.each([
    ['K', 'linux', 'typing'],
    ['Shift+K', 'win32', 'typing'],
    ['CmdOrCtrl+Alt+E', 'win32', 'typing'],
    ['Alt+K', 'darwin', 'typing'],
    ['CmdOrCtrl+C', 'linux', 'editing'],
    ['CmdOrCtrl+Shift+Z', 'darwin', 'editing'],
    ['CmdOrCtrl+Left', 'linux', 'editing'],
    ['Shift+Insert', 'linux', 'editing'],
    ['Ctrl+A', 'darwin', 'editing'],
    ['Home', 'linux', 'editing'],
    ['Alt+Left', 'win32', 'editing'],
    ['CmdOrCtrl+Tab', 'linux', 'moving'],
    ['Shift+Escape', 'linux', 'moving'],
    ['CmdOrCtrl+Enter', 'darwin', 'moving'],
    ['Alt+F4', 'win32', 'system'],
    ['Cmd+L', 'win32', 'system'],
    ['CmdOrCtrl+Q', 'darwin', 'system'],
    ['CmdOrCtrl+Q', 'linux', 'program'],
    ['F11', 'linux', 'program'],
    ['Alt+F', 'linux', 'program'],
    ['CmdOrCtrl+Shift+W', 'darwin', 'program'],
    ['CmdOrCtrl+Shift+/', 'linux', 'unknown'],
    ['CmdOrCtrl+MediaPlay', 'linux', 'unknown'],
    ['CmdOrCtrl+é', 'linux', 'unknown'],
    ['', 'linux', 'unknown'],
  ])('%s on %s: %s', (keys, platform, reason) => expect(keyRefusal(keys, platform)).toBe(reason));

  test.each([
    ['CmdOrCtrl+Shift+K', 'linux'],
    ['CmdOrCtrl+;', 'win32'],
    ['F8', 'linux'],
    ['Shift+F8', 'darwin'],
    ['Alt+Home', 'linux'],
    ['CmdOrCtrl+PageUp', 'linux'],
    ['CmdOrCtrl+Alt+K', 'darwin'],
    ['Ctrl+Cmd+S', 'darwin'],
  ])('%s on %s are not', (keys, platform) => expect(keyRefusal(keys, platform)).toBeNull());

  test('and those that commands have by themselves mostly are none', () => {
    // Ctrl+Tab and Escape are those that nobody else may have; a field of macOS goes by words with the keys of steps; signs with Shift and the block of digits depend on the keyboard.
    for (const platform of ['linux', 'win32', 'darwin']) {
      const refused = commandIds.flatMap((id) => keysOf(id, platform, {}).filter((keys) => keyRefusal(keys, platform)));
      for (const keys of refused)
        expect(keys).toMatch(/Tab$|num|\+Shift\+[=-]$|^Cmd\+Alt\+(Right|Left)$|^Alt\+(Right|Left)$|^Escape$/);
    }
  });
});

describe('chosen keys', () => {
  test('stand in the place of the usual ones, which give way elsewhere', () => {
    const chosen = { reloadWorkbook: 'CmdOrCtrl+K' };
    expect(keysOf('reloadWorkbook', 'linux', chosen)).toEqual(['CmdOrCtrl+K']);
    expect(keysOf('openPalette', 'linux', chosen)).toEqual([]);
    expect(ownerOf('Ctrl+K', 'linux', chosen)).toBe('reloadWorkbook');
    expect(ownerOf('Ctrl+R', 'linux', chosen)).toBeNull();
    expect(ownerOf('Ctrl+R', 'linux', {})).toBe('reloadWorkbook');
    // One of several ways to press it is left.
    expect(keysOf('findNext', 'linux', { about: 'F3' })).toEqual(['CmdOrCtrl+G']);
  });

  test('may be none at all; those of a command that is not known take nothing away', () => {
    expect(keysOf('openPalette', 'linux', { openPalette: '' })).toEqual([]);
    expect(keysOf('openPalette', 'linux', { ofLaterVersion: 'CmdOrCtrl+K' })).toEqual(['CmdOrCtrl+K']);
  });

  test('are for commands that say by themselves to what they are done', () => {
    expect(mayChooseKeys('showRail')).toBe(true);
    for (const id of ['openWorkbook', 'goToTab', 'selectProfile', 'signInAsSomebodyElse'] as const) {
      expect(mayChooseKeys(id)).toBe(false);
    }
  });
});
