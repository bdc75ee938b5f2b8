/** Which keys go past a workbook that has the focus. */
import { expect, test } from 'vitest';
import { commandOfPress } from '../../../src/main/viewer/pressed-command.ts';

const plain = { key: 'k', code: 'KeyK', control: false, shift: false, alt: false, meta: false };

test('the palette opens by the key of the platform, and by no other', () => {
  expect(commandOfPress({ ...plain, control: true }, 'linux', {})).toBe('openPalette');
  expect(commandOfPress({ ...plain, control: true }, 'win32', {})).toBe('openPalette');
  expect(commandOfPress({ ...plain, meta: true }, 'darwin', {})).toBe('openPalette');
  // On macOS this key is one of text fields.
  expect(commandOfPress({ ...plain, control: true }, 'darwin', {})).toBeNull();
  expect(commandOfPress({ ...plain, meta: true }, 'linux', {})).toBeNull();
  for (const other of [{ shift: true }, { alt: true }, { meta: true }])
    expect(commandOfPress({ ...plain, control: true, ...other }, 'linux', {})).toBeNull();
  expect(commandOfPress(plain, 'linux', {})).toBeNull();
});

test('on a keyboard of another script the key in the same place counts', () => {
  expect(commandOfPress({ ...plain, key: 'л', control: true }, 'linux', {})).toBe('openPalette');
  // On another Latin keyboard the letter counts, wherever its key is.
  expect(commandOfPress({ ...plain, key: 'p', control: true }, 'linux', {})).toBeNull();
  expect(commandOfPress({ ...plain, key: 'K', code: 'KeyV', control: true }, 'linux', {})).toBe('openPalette');
});

test('what is typed, and keys that are commands elsewhere, stay in the workbook', () => {
  for (const press of [
    { key: 'r', code: 'KeyR', control: true },
    { key: '0', code: 'Digit0', control: true },
    { key: 'Home', code: 'Home', alt: true },
    { key: 'k', code: 'KeyK' },
  ])
    expect(commandOfPress({ ...plain, ...{ control: false }, ...press }, 'linux', {})).toBeNull();
});

test('keys that a person chose count in the place of the usual ones', () => {
  const chosen = { openPalette: 'CmdOrCtrl+Shift+Up', refreshData: 'F8' };
  const up = { ...plain, key: 'ArrowUp', code: 'ArrowUp', control: true, shift: true };
  expect(commandOfPress(up, 'linux', chosen)).toBe('openPalette');
  expect(commandOfPress({ ...plain, control: true }, 'linux', chosen)).toBeNull();
  expect(commandOfPress({ ...plain, key: 'F8', code: 'F8' }, 'linux', chosen)).toBe('refreshData');
  expect(commandOfPress({ ...plain, key: 'F5', code: 'F5' }, 'linux', chosen)).toBeNull();
});

test('what the system would make a selection of in the page is a command there as well', () => {
  const slash = { ...plain, key: '/', code: 'Slash', control: true };
  expect(commandOfPress(slash, 'linux', {})).toBe('showShortcuts');
  expect(commandOfPress(slash, 'win32', {})).toBeNull();
  expect(commandOfPress(slash, 'linux', { showShortcuts: 'F9' })).toBeNull();
});
