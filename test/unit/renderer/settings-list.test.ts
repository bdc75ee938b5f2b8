/** Settings and keys as they are read and looked for. */
import { describe, expect, test } from 'vitest';
import { foundSettings, optionsOf, valueText } from '../../../src/renderer/model/settings-list.ts';
import { shortcutsOf } from '../../../src/renderer/model/shortcut-list.ts';
import { commandIds, commandMenus } from '../../../src/shared/commands.ts';
import { settingIds } from '../../../src/shared/settings.ts';
import { en } from '../../../src/shared/text/en.ts';
import { settingViews } from '../../support/ui/settings-fixtures.ts';

describe('a value in words', () => {
  test.each([
    ['appearance', 'dark', 'Dark'],
    ['textSize', 125, '125 %'],
    ['signOutWhenLocked', true, 'On'],
    ['signOutWhenLocked', false, 'Off'],
    ['signOutWhenIdle', 0, 'Never'],
    ['signOutWhenIdle', 1_440, '1,440 minutes'],
    ['quietFrom', 1_080, '18:00'],
    ['notifyRenewal', 0, 'Never'],
    ['updateChannel', 'beta', 'Early versions too (beta)'],
  ] as const)('%s: %s', (id, value, words) => {
    expect(valueText(id, value, en)).toBe(words);
  });

  test('stands at each option', () => {
    expect(optionsOf('textSize', en).map(({ label }) => label)).toContain('200 %');
    expect(optionsOf('signOutWhenLocked', en)).toEqual([]);
  });
});

describe('a search in the settings', () => {
  const found = (query: string) =>
    foundSettings(settingViews(), query, en).flatMap(({ settings }) => settings.map(({ id }) => id));

  test('finds all of them before anything is typed, by group', () => {
    expect(found('')).toEqual(settingIds);
    expect(foundSettings(settingViews(), ' ', en).map(({ group }) => group)).toEqual([
      'look',
      'start',
      'tabs',
      'wall',
      'signIn',
      'notifications',
      'audit',
      'monitoring',
      'updates',
    ]);
  });

  test.each([
    ['dark', ['appearance']],
    ['LOCKED', ['signOutWhenLocked']],
    ['service accounts', ['signOutWhenLocked', 'signOutWhenIdle']],
    ['mouse', ['signOutWhenIdle']],
    ['start page', ['atStart']],
    ['beta', ['updateChannel']],
    ['dark mouse', []],
  ])('%s', (query, ids) => {
    expect(found(query)).toEqual(ids);
  });
});

describe('the list of keys', () => {
  const help = { address: 'help@example.com', name: null };
  const listed = (platform: string, query = '') => shortcutsOf({ platform, chosenKeys: {}, help }, query, en);
  const all = (platform: string, query = '') => listed(platform, query).flatMap(({ shortcuts }) => shortcuts);

  test('has every command once, by menu', () => {
    expect(
      all('linux')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...commandIds].toSorted());
    expect(listed('linux').map(({ menu }) => menu)).toEqual([...commandMenus]);
    for (const { title } of all('linux')) expect(title).not.toMatch(/[&{}…]/);
  });

  test('has no way to help where nobody was named who helps', () => {
    const shown = shortcutsOf({ platform: 'linux', chosenKeys: {}, help: null }, '', en);
    const ids = shown.flatMap(({ shortcuts }) => shortcuts.map(({ id }) => id));
    expect(commandIds.filter((id) => !ids.includes(id))).toEqual(['askForHelp']);
  });

  test('writes keys as they stand on the keyboard of the platform, each way once', () => {
    const keys = (platform: string, id: string) => all(platform).find((one) => one.id === id)?.keys;
    expect(keys('linux', 'openSettings')).toEqual([['Ctrl', ',']]);
    expect(keys('darwin', 'openSettings')).toEqual([['⌘', ',']]);
    expect(keys('darwin', 'showStart')).toEqual([['⌘', '⇧', 'H']]);
    expect(keys('linux', 'showStart')).toEqual([['Alt', 'Home']]);
    const plus = keys('linux', 'zoomIn')?.map((names) => names.join(' '));
    expect(plus).toEqual(['Ctrl +', 'Ctrl =', 'Ctrl Shift =', 'Ctrl Num +']);
  });

  test.each([
    ['refresh', ['refreshData']],
    ['ctrl k', ['openPalette']],
    ['f5', ['refreshData']],
    ['nothing of this kind', []],
  ])('is searched by words and keys: %s', (query, ids) => {
    expect(all('linux', query).map(({ id }) => id)).toEqual(ids);
  });
});
