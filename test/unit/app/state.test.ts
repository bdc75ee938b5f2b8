import { expect, test } from 'vitest';
import { createSignal } from '../../../src/main/app/signal.ts';
import { createStateSource, type StateParts } from '../../../src/main/app/state.ts';
import { plainSelf } from '../../support/self.ts';

const parts: StateParts = {
  sharedState: () => ({
    version: '1',
    platform: 'test',
    build: plainSelf.build,
    policy: plainSelf.policy,
    help: null,
    crashReports: plainSelf.crashReports.look(),
    updatedFrom: null,
    online: true,
    clockAheadMs: 0,
    vault: { mode: 'encrypted', backend: 'keychain', problem: null },
    profiles: [],
    recentWorkbooks: [],
    pinnedWorkbooks: [],
    downloads: [],
    workbookZooms: {},
    alerts: [],
    grants: [],
    signIn: null,
    signInProblem: null,
    notices: [],
    updates: { status: 'off', reason: 'development' },
    updateChoices: { mode: 'off', channel: 'latest', fixed: ['mode', 'channel'] },
    chosenKeys: {},
    settings: [],
    languageWaits: false,
    signsOutAt: null,
    windows: [],
  }),
  windowState: (windowId) => ({
    isUsedLast: true,
    profileId: `of ${windowId}`,
    panes: [],
    aheadPane: null,
    tabs: [],
    chosenTab: null,
    splits: [],
    closedTabs: 0,
    closeQuestion: null,
    linkQuestion: null,
    broughtSetUp: null,
    printing: null,
    isFullScreen: false,
    wall: null,
    about: null,
    sheet: null,
    areaSteps: 0,
    asks: [],
    found: [],
    checks: null,
    doctor: null,
  }),
};

test('the state of a window is what all share and what is its own', () => {
  expect(createStateSource(parts)('window-2', 'viewer')).toEqual({
    ...parts.sharedState(),
    window: {
      windowId: 'window-2',
      kind: 'viewer',
      isUsedLast: true,
      profileId: 'of window-2',
      panes: [],
      aheadPane: null,
      tabs: [],
      chosenTab: null,
      splits: [],
      closedTabs: 0,
      closeQuestion: null,
      broughtSetUp: null,
      linkQuestion: null,
      printing: null,
      isFullScreen: false,
      wall: null,
      about: null,
      sheet: null,
      areaSteps: 0,
      asks: [],
      found: [],
      checks: null,
      doctor: null,
    },
  });
});

test('a signal tells all its listeners in the order in which they came, before it returns', () => {
  const heard: string[] = [];
  const signal = createSignal<string>();
  signal.emit('before any listens');
  signal.on((value) => heard.push(`first: ${value}`));
  signal.on((value) => heard.push(`second: ${value}`));
  signal.emit('news');
  expect(heard).toEqual(['first: news', 'second: news']);
});
