/** The list of commands: named, keyed without clashes, and offered only where they do something. */
import { describe, expect, test } from 'vitest';
import {
  argumentsOf,
  type CommandId,
  commandIds,
  commandOf,
  keysOf,
  type Situation,
  withoutMnemonic,
} from '../../../src/shared/commands.ts';
import { en } from '../../../src/shared/text/en.ts';
import { fixtures, ids, testNow } from '../../support/ui/fixtures.ts';

const situationOf = (name: keyof typeof fixtures, view: Situation['view'] = 'home'): Situation => {
  const state = fixtures[name](testNow);
  return { state, view, pane: view === 'home' ? (state.window.panes[0] ?? null) : null };
};
const applying = (now: Situation): CommandId[] =>
  commandIds.filter((id) => argumentsOf(id, now).some((argument) => commandOf(id).applies(now, argument)));

test('every command has a title, and every title a command', () => {
  expect(Object.keys(en.commands).toSorted()).toEqual([...commandIds].toSorted());
  for (const id of commandIds) expect(withoutMnemonic(en.commands[id])).not.toContain('&');
  expect(withoutMnemonic('R&&D &File')).toBe('R&D File');
  expect(withoutMnemonic('設定(&T)…')).toBe('設定…');
});

describe.each(['linux', 'win32', 'darwin'] as const)('the keys on %s', (platform) => {
  const pressed = (keys: string) => keys.replace('CmdOrCtrl', platform === 'darwin' ? 'Cmd' : 'Ctrl');
  const all = commandIds.flatMap((id) => keysOf(id, platform, {}).map((keys) => [pressed(keys), id] as const));

  test('mean one thing each', () => {
    expect(new Set(all.map(([keys]) => keys)).size).toBe(all.length);
  });

  test('are none that the system or a field of text has', () => {
    const owned =
      platform === 'darwin'
        ? ['Cmd+Q', 'Cmd+H', 'Cmd+M', 'Cmd+Tab', 'Cmd+Space']
        : ['Alt+F4', 'Alt+Tab', 'Ctrl+Alt+Delete', 'F10'];
    const command = platform === 'darwin' ? 'Cmd' : 'Ctrl';
    const ofText = ['A', 'C', 'V', 'X', 'Z', 'Shift+Z', 'Left', 'Right'].map((key) => `${command}+${key}`);
    expect(all.filter(([keys]) => [...owned, ...ofText].includes(keys))).toEqual([]);
    // A letter alone would be lost to whoever types.
    // Escape comes last, after whatever else it closes.
    const others = all.filter(([, id]) => id !== 'leaveFullScreen');
    for (const [keys] of others) expect(keys).toMatch(/^(?:F\d+|Shift\+F\d+|(?:Cmd|Ctrl|Alt)\+.+)$/);
  });
});

test('of the keys that Sigma’s page might want, these alone go past it', () => {
  expect(commandIds.filter((id) => commandOf(id).isTakenFromWorkbook)).toEqual([
    'newWindow',
    'refreshData',
    'splitView',
    'nextArea',
    'previousArea',
    'openPalette',
    'newTab',
    'closeTab',
    'reopenTab',
    'nextTab',
    'previousTab',
    'lastUsedTab',
    'firstUsedTab',
    'moveTabRight',
    'moveTabLeft',
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `goToTab${number}`),
  ]);
});

describe('what applies', () => {
  test('on the welcome screen is what needs no profile and no workbook', () => {
    expect(applying(situationOf('first-run')).toSorted()).toEqual(
      [
        'about',
        'actualSize',
        'closeTab',
        'newProfile',
        'newWindow',
        'nextArea',
        'openPalette',
        'openSettings',
        'previousArea',
        'showAuditTrail',
        'showCrashReports',
        'showDoctor',
        'showLogFiles',
        'showShortcuts',
        'userGuide',
        'whatIsNew',
        'zoomIn',
        'zoomOut',
      ].toSorted(),
    );
  });

  test('over a workbook is what is done to it', () => {
    const now = applying(situationOf('workbook'));
    for (const id of [
      'refreshData',
      'reloadWorkbook',
      'showDetails',
      'showControls',
      'pinWorkbook',
      'signOut',
    ] as const)
      expect(now).toContain(id);
    expect(now).not.toContain('goHome');
    expect(now).not.toContain('unpinWorkbook');
  });

  test('behind another screen is nothing that would act on a workbook nobody sees', () => {
    for (const view of ['profiles', 'start', 'set-up'] as const) {
      const now = applying(situationOf('workbook', view));
      expect(now).not.toContain('reloadWorkbook');
      expect(now).not.toContain('refreshData');
      expect(now).not.toContain('showDetails');
    }
  });

  test('over a form is nothing that would leave it', () => {
    const leaving = [
      'showStart',
      'newProfile',
      'showProfiles',
      'editSetUp',
      'openWorkbook',
      'selectProfile',
      'signOut',
      'signOutOfAll',
    ];
    const now: readonly string[] = applying(situationOf('workbook', 'set-up'));
    expect(leaving.filter((id) => now.includes(id))).toEqual([]);
    const behindAbout = situationOf('workbook');
    const { state } = behindAbout;
    const about = { ...behindAbout, state: { ...state, window: { ...state.window, about: 'program' as const } } };
    expect([...leaving, 'openPalette'].filter((id) => (applying(about) as string[]).includes(id))).toEqual([]);
  });

  test('to a workbook, a profile or a connection is decided for each, and never for one that is not there', () => {
    const now = situationOf('workbook-choice');
    const { applies } = commandOf('openWorkbook');
    expect([applies(now, ids.trials), applies(now, ids.finance), applies(now)]).toEqual([true, false, false]);
    expect(commandOf('selectProfile').applies(now, ids.trials)).toBe(false);
    expect(commandOf('selectProfile').applies(now)).toBe(false);
    expect(commandOf('pinWorkbook').applies(now, ids.finance)).toBe(false);
    const signIn = commandOf('signInAsSomebodyElse');
    expect(signIn.applies(now, ids.databricks)).toBe(true);
    // Of another profile, of none, and of a service account.
    expect(signIn.applies(now, ids.researchConnection)).toBe(false);
    expect(signIn.applies(now)).toBe(false);
    expect(signIn.applies(situationOf('workbook-machine'), ids.wallboard)).toBe(false);
  });

  test('of pinning is one of two', () => {
    const now = situationOf('workbook');
    const pinned = { ...now, state: { ...now.state, pinnedWorkbooks: [ids.revenue] } };
    expect([commandOf('pinWorkbook').applies(pinned), commandOf('unpinWorkbook').applies(pinned)]).toEqual([
      false,
      true,
    ]);
    expect([commandOf('pinWorkbook').applies(now), commandOf('unpinWorkbook').applies(now)]).toEqual([true, false]);
  });
});

test('a link is copied of what a profile names, once it is there, and with filters where there are some', () => {
  const copies = (now: Situation) =>
    (['copyLink', 'copyLinkWithFilters'] as const).filter((id) => commandOf(id).applies(now));
  const now = situationOf('workbook-inside');
  if (!now.pane) throw new Error('This state shows a workbook.');
  const { pane } = now;
  expect(copies(now)).toEqual(['copyLink', 'copyLinkWithFilters']);
  const without = { ...pane, place: { ...pane.place, controls: {} } };
  expect(copies({ ...now, pane: without })).toEqual(['copyLink']);
  const elsewhere = { ...pane, place: { ...pane.place, document: { ...pane.place.document, isOwn: false } } };
  expect(copies({ ...now, pane: elsewhere })).toEqual([]);
  expect(copies({ ...now, pane: { ...pane, phase: 'loading' } })).toEqual([]);
  expect(copies(situationOf('workbook-inside', 'start'))).toEqual([]);
});

test('a link is copied of a tab that is named, asleep or loaded, but of no document that no profile names', () => {
  const now = situationOf('workbook-tabs', 'start');
  const { tabs, panes } = now.state.window;
  const copies = (tabId: string | undefined, at = now) => commandOf('copyLink').applies(at, tabId);
  expect(tabs.map(({ tabId }) => copies(tabId))).toEqual([true, true, true, true]);
  expect([copies(undefined), copies('gone')]).toEqual([false, false]);
  const elsewhere = panes.map((pane) => {
    return { ...pane, place: { ...pane.place, document: { ...pane.place.document, isOwn: false } } };
  });
  const away = { ...now, state: { ...now.state, window: { ...now.state.window, panes: elsewhere } } };
  expect(tabs.map(({ tabId }) => copies(tabId, away))).toEqual([false, false, false, true]);
});
