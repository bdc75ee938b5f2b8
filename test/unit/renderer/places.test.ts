/** What the palette and the start page offer, and in which order. */
import { describe, expect, test } from 'vitest';
import { keyNames } from '../../../src/renderer/model/key-names.ts';
import { placesOf, typedControl } from '../../../src/renderer/model/places.ts';
import { MOST_VALUES, withSeen } from '../../../src/renderer/model/seen-values.ts';
import { startSections } from '../../../src/renderer/model/start-page.ts';
import type { Situation } from '../../../src/shared/commands.ts';
import { settingIds } from '../../../src/shared/settings.ts';
import { en } from '../../../src/shared/text/en.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';
import { settingViews } from '../../support/ui/settings-fixtures.ts';

const situationOf = (name: keyof typeof fixtures): Situation => {
  const state = fixtures[name](testNow);
  return { state, view: 'home', pane: state.window.panes[0] ?? null };
};

describe('the palette', () => {
  test('has every workbook of every profile once, recent and pinned first, the one on screen last', () => {
    const places = placesOf(situationOf('workbook-of-many'), en).filter(({ kind }) => kind === 'workbook');
    expect(places).toHaveLength(50);
    expect(new Set(places.map(({ key }) => key)).size).toBe(50);
    expect(places.slice(0, 3).map(({ title, detail }) => `${title}, ${detail}`)).toEqual([
      'Orders this week, Sales EMEA',
      'Revenue by region, الإيرادات',
      'Pipeline and forecast, Research & trials',
    ]);
    expect(places.at(-1)).toMatchObject({
      title: 'Revenue by region',
      detail: 'Finance',
      isCurrent: true,
      nearness: 0,
    });
  });

  test('tells no two entries by one key', () => {
    for (const name of ['workbook-of-many', 'workbook-inside', 'first-run', 'several-connections'] as const) {
      const keys = placesOf(situationOf(name), en).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('says each control with its value, and asks for no list of values that Sigma does not give', () => {
    const now = situationOf('workbook-inside');
    const seen = new Map([['Region', ['East,Midwest', 'North', 'Smith\\, John']]]);
    const titles = placesOf(now, en, seen)
      .filter(({ title }) => title.startsWith('Region'))
      .map(({ title }) => title);
    expect(titles).toEqual([
      'Region: East,Midwest',
      'Region: North',
      'Region: Smith\\, John',
      'Region: East',
      'Region: Midwest',
    ]);
    expect(placesOf(now, en).find(({ key }) => key === 'control MinRevenue')?.title).toBe('MinRevenue: No value');
  });

  test.each([
    ['region: West', 'West'],
    ['REGION:  West, North ', 'West, North'],
    ['Région: x:y', 'x:y'],
  ])('takes %j as what a control is to be set to', (query, value) => {
    const typed = typedControl(query, situationOf('workbook-inside').pane, en);
    expect(typed?.deed).toMatchObject({ command: { variables: { Region: value } } });
  });

  test.each(['Region:', 'Region', 'Regio: West', ': West', 'Region: East,Midwest', 'a: b'])(
    'takes %j as a search',
    (query) => {
      expect(typedControl(query, situationOf('workbook-inside').pane, en)).toBeNull();
      expect(typedControl('Region: West', null, en)).toBeNull();
    },
  );
});

test('every setting is a place, and those that are on or off and the person’s own are turned from it', () => {
  const state = {
    ...fixtures['workbook-of-many'](testNow),
    settings: settingViews({
      rail: { value: true, setBy: 'person' },
      startAtLogin: { value: false, setBy: 'administrator' },
    }),
  };
  const places = placesOf({ state, view: 'home', pane: null }, en).filter(({ kind }) => kind === 'setting');
  const deeds = places.map(({ deed }) => deed);
  for (const id of settingIds) expect(deeds).toContainEqual({ do: 'seek', id });
  const turned = deeds.filter((deed) => deed.do === 'turn');
  expect(turned).toContainEqual({ do: 'turn', id: 'rail', value: false });
  expect(turned).toContainEqual({ do: 'turn', id: 'tray', value: true });
  expect(turned.map(({ id }) => id)).not.toContain('startAtLogin');
  expect(turned.map(({ id }) => id)).not.toContain('appearance');
});

test('values that a control had are remembered, the newest first, and not for ever', () => {
  let seen = withSeen(new Map(), { Region: 'East', Empty: '' });
  expect([...seen]).toEqual([['Region', ['East']]]);
  expect(withSeen(seen, { Region: 'East', Empty: '' })).toBe(seen);
  for (let number = 0; number < 100; number += 1) seen = withSeen(seen, { Region: `${number}` });
  seen = withSeen(seen, { Region: '97' });
  expect(seen.get('Region')?.slice(0, 3)).toEqual(['97', '99', '98']);
  expect(seen.get('Region')).toHaveLength(MOST_VALUES);
});

test('keys are written as they stand on the keyboard of the platform', () => {
  expect(keyNames('CmdOrCtrl+Shift+K', 'linux x64')).toEqual(['Ctrl', 'Shift', 'K']);
  expect(keyNames('CmdOrCtrl+Shift+K', 'darwin arm64')).toEqual(['⌘', '⇧', 'K']);
  expect(keyNames('CmdOrCtrl+Plus', 'win32 x64')).toEqual(['Ctrl', '+']);
});

describe('the start page', () => {
  const { state } = situationOf('many-workbooks');

  test('has pinned ones, recent ones that are not pinned, and all of every profile, that of the window first', () => {
    const other = state.profiles[3]?.profile.id ?? '';
    const sections = startSections({ ...state, window: { ...state.window, profileId: other } }, '');
    expect(sections.map(({ kind, name, rows }) => [kind, name, rows.length]).slice(0, 4)).toEqual([
      ['pinned', '', 2],
      ['recent', '', 2],
      ['profile', 'Research & trials', 5],
      ['profile', 'Finance', 5],
    ]);
    expect(sections.filter(({ kind }) => kind === 'profile').flatMap(({ rows }) => rows)).toHaveLength(50);
  });

  test('says what comes before the workbooks of a profile', () => {
    const hurdles = startSections(state, '').map(({ name, hurdle }) => [name, hurdle]);
    expect(hurdles).toContainEqual(['Finance', null]);
    expect(hurdles).toContainEqual(['Zürich plant', 'sign-in']);
    expect(hurdles).toContainEqual(['Board', 'set-up']);
  });

  test('shows what fits a search in one list, and nothing where nothing fits', () => {
    const [found, ...others] = startSections(state, 'zurich margin');
    expect([found?.kind, found?.rows.map(({ title, profile }) => `${title}, ${profile}`), others]).toEqual([
      'found',
      ['Margin, Zürich plant'],
      [],
    ]);
    expect(startSections(state, 'qqqq')).toEqual([]);
  });
});
