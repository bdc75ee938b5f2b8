/** What follows from a state: which workbook opens, what is read aloud, how claims are shown. */
import { describe, expect, test } from 'vitest';
import { alarms, news } from '../../../src/renderer/model/announcements.ts';
import { claimRows } from '../../../src/renderer/model/claim-rows.ts';
import { hasToChoose, initials, shownPane, workbookToOpen } from '../../../src/renderer/model/home.ts';
import { leadsHome, shownControls, troubleWords } from '../../../src/renderer/model/inside.ts';
import { tabMark } from '../../../src/renderer/model/tabs.ts';
import type { AppState, PaneView, TabView } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';
import { listText } from '../../../src/shared/text/format.ts';
import { type FixtureName, fixtures, ids, testNow } from '../../support/ui/fixtures.ts';

const state = (name: FixtureName) => fixtures[name](testNow);

const announcements = (...step: Parameters<typeof news>) => [...alarms(...step), ...news(...step)];

const withTabs = (before: AppState, tabs: TabView[], more: Partial<AppState['window']> = {}): AppState => ({
  ...before,
  window: { ...before.window, tabs, chosenTab: tabs[0]?.tabId ?? null, ...more },
});
const asleep: TabView = {
  tabId: 'tab',
  profileId: ids.finance,
  workbookId: ids.pipeline,
  title: 'Pipeline and forecast',
  paneId: null,
};

describe('which workbook opens by itself', () => {
  test('the only one, once every connection is signed in', () => {
    expect(workbookToOpen(state('signed-out'))).toBeNull();
    expect(workbookToOpen(state('opening'))).toBe(ids.revenue);
  });
  test('the only one no more, once it was closed by hand', () => {
    const closed = withTabs(state('opening'), [], { closedTabs: 1 });
    expect(workbookToOpen(closed)).toBeNull();
    const [view] = closed.profiles;
    expect(view && hasToChoose(closed, view)).toBe(true);
  });
  test('of several, the one whose tab is chosen and asleep', () => {
    expect(workbookToOpen(state('choose'))).toBeNull();
    const chosen = withTabs(state('choose'), [asleep]);
    expect(workbookToOpen(chosen)).toBe(ids.pipeline);
    const [view] = chosen.profiles;
    expect(view && [hasToChoose(state('choose'), view), hasToChoose(chosen, view)]).toEqual([true, false]);
  });
  test('none while one is open, while a sign-in is missing, or without the embed secret', () => {
    expect(workbookToOpen(state('workbook'))).toBeNull();
    expect(workbookToOpen(withTabs(state('several-connections'), [asleep]))).toBeNull();
    const opening = state('opening');
    const profiles = opening.profiles.map((view) => ({ ...view, hasEmbedSecret: false }));
    expect(workbookToOpen({ ...opening, profiles })).toBeNull();
  });
});

test('the pane of the chosen tab is shown, none while that is asleep, and never one of another profile', () => {
  const workbook = state('workbook');
  const [pane] = workbook.window.panes;
  if (!pane) throw new Error('The fixture has a pane.');
  const loaded = { ...asleep, paneId: pane.paneId };
  expect(shownPane(withTabs(workbook, [loaded]))?.paneId).toBe(ids.pane);
  expect(shownPane(withTabs(workbook, [asleep, { ...loaded, tabId: 'other' }]))).toBeNull();
  expect(shownPane(withTabs(workbook, [{ ...loaded, profileId: ids.research }]))).toBeNull();
});

test('a tab says what its workbook is doing', () => {
  const { window } = state('workbook');
  const mark = (changes: Partial<PaneView>) =>
    tabMark(
      { paneId: ids.pane },
      window.panes.map((pane) => ({ ...pane, ...changes })),
    );
  expect(tabMark({ paneId: null }, window.panes)).toBe('asleep');
  expect([mark({ phase: 'loading' }), mark({ phase: 'failed' }), mark({ phase: 'ready' })]).toEqual([
    'loading',
    'trouble',
    'none',
  ]);
  expect(mark({ edit: { isRenewalWaiting: false } })).toBe('edited');
});

describe('what is read aloud', () => {
  const said = (before: FixtureName, after: FixtureName) => announcements(state(before), state(after), en).join(' ');
  test('the way through a sign-in', () => {
    expect(said('signed-out', 'waiting')).toBe('Sign in to Databricks in your browser. Waiting for it.');
    expect(said('exchanging', 'opening')).toBe('Signed in to Databricks.');
    expect(said('waiting', 'sign-in-failed')).toBe('Access was denied.');
    expect(said('waiting', 'signed-out')).toBe('The sign-in to Databricks was cancelled.');
    expect(said('preparing', 'signed-out')).toBe('The sign-in to Databricks was cancelled.');
    expect(said('signed-out', 'signed-out')).toBe('');
    expect(said('loading', 'workbook')).toBe('Revenue by region is open.');
    expect(said('workbook', 'workbook-ended')).toBe('Your sign-in to Databricks has ended.');
    expect(said('signed-out', 'offline')).toBe('You are offline.');
  });
  test('failures interrupt, progress does not, and neither does what a person chose', () => {
    const interrupts = (before: FixtureName, after: FixtureName) => alarms(state(before), state(after), en).length > 0;
    for (const [before, after, expected] of [
      ['waiting', 'sign-in-failed', true],
      ['workbook', 'workbook-ended', true],
      ['workbook', 'notices', true],
      ['loading', 'workbook-failed', true],
      ['waiting', 'sign-in-cancelled', false],
      ['signed-out', 'waiting', false],
      ['loading', 'workbook', false],
      ['signed-out', 'offline', false],
    ] as const) {
      expect([before, after, interrupts(before, after)]).toEqual([before, after, expected]);
      expect(announcements(state(before), state(after), en)).not.toEqual([]);
    }
  });

  test('a renewal is no news', () => {
    expect(said('workbook', 'swapping')).toBe('');
    expect(said('swapping', 'swapped')).toBe('');
  });

  test('new data is told to the person who asked for it, and to nobody when it came by itself', () => {
    const open = state('workbook');
    const withData = (changes: Partial<PaneView['data']>) => ({
      ...open,
      window: {
        ...open.window,
        panes: open.window.panes.map((pane) => ({ ...pane, data: { ...pane.data, ...changes } })),
      },
    });
    const heard = (before: typeof open, after: typeof open) => announcements(before, after, en).join(' ');
    expect(heard(withData({ asOf: null }), withData({ asOf: testNow }))).toBe('');
    const asked = withData({ isRefreshing: true });
    expect(heard(open, asked)).toBe('');
    const answered = withData({ asOf: testNow, byPerson: { answered: 1, unanswered: 0 } });
    expect(heard(asked, answered)).toBe('Data refreshed.');
    expect(heard(answered, answered)).toBe('');
    const failed = withData({ isUnanswered: true, byPerson: { answered: 0, unanswered: 1 } });
    expect(heard(asked, failed)).toBe('The data was not refreshed: Sigma did not answer.');
    // A workbook that comes with its history, as after the window was loaded again, tells none of it.
    expect(heard(state('signed-out'), answered)).not.toContain('refreshed');
  });

  test('a pane that fails says so once, however often it tries again by itself', () => {
    const failed = state('workbook-tries-again');
    const pane = failed.window.panes[0];
    if (!pane) throw new Error('The fixture has a pane.');
    const showing = (changes: Partial<PaneView>) => ({
      ...failed,
      window: { ...failed.window, panes: [{ ...pane, ...changes }] },
    });
    const loading = { phase: 'loading', error: null, retriesAt: null } as const;
    const again = showing({ ...loading, retriedAfter: 'frame_load_failed' });
    const asked = showing(loading);
    const other = showing({ error: { code: 'offline', values: {} } });
    const steps = [failed, again, failed, again, other, asked, failed, again, showing({ ...loading, phase: 'ready' })];
    const heard = steps.slice(1).map((step, index) => announcements(steps[index] ?? step, step, en).join(' '));
    const why = announcements(asked, failed, en).join(' ');
    expect(why).not.toBe('');
    expect(heard).toEqual([
      '',
      '',
      '',
      announcements(again, other, en).join(' '),
      'Opening Revenue by region.',
      why,
      '',
      'Revenue by region is open.',
    ]);
    expect(heard[3]).not.toBe('');
  });
});

describe('what the workbook says', () => {
  const actions = state('workbook-actions');
  const quiet = state('workbook-inside');

  test('is read aloud once for each action, and a newer version once', () => {
    expect(announcements(quiet, actions, en)).toEqual([
      'A newer version of Revenue by region was published.',
      'The workbook says: zip-chosen.',
      'The workbook says: open-order.',
      expect.stringMatching(/^The workbook says: a+\.$/),
    ]);
    const again = structuredClone(actions);
    for (const action of again.window.panes[0]?.contents.actions ?? []) action.times += 1;
    expect(announcements(actions, again, en)).toEqual([]);
    expect(announcements(actions, quiet, en)).toEqual([]);
  });

  test('of elements in trouble is one quiet line', () => {
    const words = (name: FixtureName) => state(name).window.panes.map((pane) => troubleWords(pane, en));
    expect(words('workbook-inside')).toEqual(['2 charts could not be shown · 1 element found no data']);
    expect(words('workbook-many-controls')).toEqual(['1 chart could not be shown']);
    expect(words('workbook')).toEqual([null]);
  });

  test('of its end leads to the choice of workbooks where there is one', () => {
    const [deleted = null] = state('workbook-deleted').window.panes;
    expect([leadsHome(deleted, 1), leadsHome(deleted, 2), leadsHome(null, 2)]).toEqual([false, true, false]);
    expect(leadsHome(quiet.window.panes[0] ?? null, 2)).toBe(false);
  });
});

test('controls stand in the order of their ids, and are found by id and value', () => {
  const controls = { 'Control-10': 'East', 'Control-9': '', region: 'WEST,East' };
  const found = (search: string) => shownControls(controls, search, 'en').map(({ id }) => id);
  expect(found('')).toEqual(['Control-9', 'Control-10', 'region']);
  expect(found('  east ')).toEqual(['Control-10', 'region']);
  expect(found('REG west')).toEqual(['region']);
  expect(found('nowhere')).toEqual([]);
});

test('claims unfold into rows, and numeric dates are instants', () => {
  const rows = claimRows({ exp: 1_700_000_000, teams: ['A', 'B'], tokens: { one: 'x' }, none: [], flag: true }, en);
  expect(rows.map(({ path, value, depth, at }) => [path, value, depth, at])).toEqual([
    ['exp', '1700000000', 0, 1_700_000_000_000],
    ['teams', 'A, B', 0, null],
    ['tokens', null, 0, null],
    ['tokens.one', 'x', 1, null],
    ['none', 'none', 0, null],
    ['flag', 'true', 0, null],
  ]);
});

test('people and lists are worded', () => {
  expect(['Ada Lovelace', 'ada@example.com', 'ada.lovelace@example.com', ''].map(initials)).toEqual([
    'AL',
    'A',
    'AL',
    '?',
  ]);
  expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map((items) => listText(items, en.locale))).toEqual([
    '',
    'A',
    'A and B',
    'A, B and C',
  ]);
});
