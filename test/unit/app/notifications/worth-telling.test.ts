/** From what windows show to what is worth telling. */
import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../../src/main/app/alarms/alarm-rules.ts';
import { worthTelling } from '../../../../src/main/app/notifications/worth-telling.ts';
import type { Alert, AlertWhen } from '../../../../src/shared/alerts.ts';
import type { AppState, GrantView, PaneView } from '../../../../src/shared/state.ts';
import { fixtures, ids, testNow } from '../../../support/ui/fixtures.ts';

const open = (): AppState => fixtures.workbook(testNow);
const withGrant = (part: Partial<GrantView>): AppState => {
  const state = open();
  return { ...state, grants: state.grants.map((grant) => ({ ...grant, ...part })) };
};
const withPane = (part: (pane: PaneView) => Partial<PaneView>, alerts: AppState['alerts'] = []): AppState => {
  const state = open();
  const panes = state.window.panes.map((pane) => ({ ...pane, ...part(pane) }));
  return { ...state, alerts, window: { ...state.window, panes } };
};
const found = (state: AppState, failingMs = 0, renewalLimitMs = 600_000, alarms: readonly Alarm[] = []) =>
  worthTelling([state], { failingFor: () => failingMs, renewalLimitMs, alarms, now: testNow });
const keys = (state: AppState, failingMs?: number, limit?: number) =>
  found(state, failingMs, limit).causes.map(({ key }) => key);
const workbookId = open().window.panes[0]?.workbookId ?? '';
const alertOf = (when: AlertWhen): Alert => ({ alertId: 'one', profileId: ids.finance, workbookId, when });

test('where all is well there is nothing to tell, and without a window neither', () => {
  expect(keys(open())).toEqual([]);
  expect(worthTelling([], { failingFor: () => 0, renewalLimitMs: 0, alarms: [], now: testNow }).causes).toEqual([]);
});

describe('sign-ins', () => {
  const problem = { code: 'offline', values: {} } as const;

  test('one that ended needs the person; that of a service account does not', () => {
    expect(keys(withGrant({ status: 'ended', problem }))).toEqual([`signIn ${ids.finance}`]);
    expect(keys(withGrant({ status: 'ended', problem, isServiceAccount: true }))).toEqual([]);
    expect(keys(withGrant({ status: 'signed-out' }))).toEqual([]);
  });

  test('one that ended and is tried once more has not got well by that', () => {
    expect(found(withGrant({ status: 'renewing' })).unknown).toEqual([`signIn ${ids.finance}`]);
  });

  test('a renewal that fails is told of after the time that was chosen, and never where that is never', () => {
    const failing = withGrant({ status: 'signed-in', problem });
    expect(keys(failing, 599_999)).toEqual([]);
    expect(keys(failing, 600_000)).toEqual([`renewal ${ids.finance}`]);
    expect(keys(failing, 9_000_000, 0)).toEqual([]);
    expect(keys(withGrant({ status: 'ended', problem }), 600_000)).toEqual([`signIn ${ids.finance}`]);
  });

  test.each([
    ['without a network', { code: 'offline', values: {} }, true],
    ['that the server refuses without saying why', { code: 'renewal_refused', values: {} }, true],
    ['at a server that is down', { code: 'server_busy', values: {} }, true],
    ['under a clock that trusts no certificate', { code: 'tls_untrusted', values: {} }, true],
    ['for which the keychain gives no secret', { code: 'vault_locked', values: { reason: 'notRead' } }, true],
    [
      'that was made and not stored by the keychain',
      { code: 'vault_locked', values: { reason: 'notEncrypted' } },
      false,
    ],
    ['that was made and not stored on the disk', { code: 'vault_write_failed', values: { reason: 'grant' } }, false],
    ['that was made with fewer scopes', { code: 'scopes_missing', values: {} }, false],
  ] as const)('a renewal %s fails: %s', (_name, { code, values }, isFailing) => {
    const state = withGrant({ status: 'signed-in', renewable: true, problem: { code, values: { ...values } } });
    expect(keys(state, 600_000)).toEqual(isFailing ? [`renewal ${ids.finance}`] : []);
  });

  test('one that cannot be renewed fails at nothing: shortly before its end it is told when that is', () => {
    const cannot = { code: 'renewal_unavailable', values: { reason: 'notAskedFor' } } as const;
    const ending = (expiresAt: number, isServiceAccount = false) =>
      withGrant({ status: 'signed-in', renewable: false, problem: cannot, expiresAt, isServiceAccount });
    const soon = testNow + 600_000;
    expect(keys(ending(soon + 1), 9_000_000)).toEqual([]);
    const { causes } = found(ending(soon), 9_000_000);
    expect(causes).toMatchObject([{ key: `byHand ${ids.finance} ${soon}`, says: 'signInByHand', at: soon }]);
    // Each sign-in has an end of its own.
    expect(keys(ending(soon - 1))).not.toEqual(keys(ending(soon)));
    expect(keys(ending(soon, true))).toEqual([]);
    expect(keys(ending(soon), 0, 0)).toEqual([]);
    expect(keys(withGrant({ status: 'signed-out', renewable: false, problem: null, expiresAt: null }))).toEqual([]);
  });

  test('an end that an alarm tells of already is not told twice', () => {
    const state = withGrant({ status: 'signed-in', renewable: false, expiresAt: testNow + 1_000 });
    const alarm: Alarm = {
      id: 'one',
      key: 'signInEnds x',
      kind: 'signInEnds',
      profileId: ids.finance,
      connectionId: null,
      reason: null,
      since: testNow,
      isOfLastRun: false,
    };
    const told = (alarms: readonly Alarm[]) => found(state, 0, 600_000, alarms).causes.map(({ says }) => says);
    expect(told([alarm])).toEqual(['signInEnds']);
    expect(told([{ ...alarm, isOfLastRun: true }])).toEqual(['signInByHand']);
    expect(told([{ ...alarm, profileId: 'another' }]).sort()).toEqual(['signInByHand', 'signInEnds']);
  });
});

test('only downloads that are done are told of, by their names', () => {
  const { causes } = found(fixtures['workbook-downloads'](testNow));
  const names = causes.filter(({ kind }) => kind === 'download').map(({ name }) => name);
  expect(names).toEqual(['Revenue by region 2026-11-27.pdf', 'Revenue by region 2026-11-27.zip']);
});

describe('inside of workbooks', () => {
  const action = {
    id: '00000000-0000-4000-8000-000000000077',
    name: 'approve',
    values: [{ name: 'amount', value: '1200' }],
    times: 2,
    outcome: 'shown' as const,
  };
  const acting = (alerts: Alert[] = []) =>
    withPane(({ contents }) => ({ contents: { ...contents, actions: [action] } }), alerts);

  test('each press of an action is one of its own', () => {
    expect(keys(acting())).toEqual([`action ${action.id} 2`]);
  });

  test('an action that somebody asked about is told as that alone', () => {
    const above = (value: string): AlertWhen => ({
      kind: 'action',
      name: 'approve',
      field: 'amount',
      test: 'above',
      value,
    });
    expect(keys(acting([alertOf(above('1000'))]))).toEqual([`alert one action ${action.id} 2`]);
    expect(keys(acting([alertOf(above('1200'))]))).toEqual([`action ${action.id} 2`]);
  });

  const noData = alertOf({ kind: 'no-data' });
  const empty = (part: Partial<PaneView>) =>
    withPane(({ contents }) => ({ contents: { ...contents, noData: 1 }, ...part }), [noData]);

  test('no data and charts that fail are told of where somebody asked', () => {
    expect(keys(empty({}))).toEqual(['alert one so']);
    expect(keys({ ...empty({}), alerts: [] })).toEqual([]);
    expect(keys({ ...empty({}), alerts: [alertOf({ kind: 'chart-error' })] })).toEqual([]);
    const failed = withPane(
      ({ contents }) => ({ contents: { ...contents, chartErrors: 2 } }),
      [alertOf({ kind: 'chart-error' })],
    );
    expect(keys(failed)).toEqual(['alert one so']);
  });

  test('of a workbook that loads, is another document or is asleep, nobody can say', () => {
    for (const state of [
      empty({ phase: 'loading' }),
      empty({ isCatchingUp: true }),
      withPane(({ place }) => ({ place: { ...place, document: { ...place.document, isOwn: false } } }), [noData]),
      { ...open(), alerts: [{ ...noData, workbookId: 'asleep' }] },
    ]) {
      expect(found(state)).toEqual({ causes: [], unknown: ['alert one '] });
    }
  });

  test.each([
    ['is', 'Queens', 'Queens', true],
    ['is', 'Queens', 'Bronx', false],
    ['isNot', 'Queens', 'Bronx', true],
    ['above', '10', '9.5', true],
    ['above', '10', '10', false],
    ['below', '-1', '0', true],
    ['below', 'Queens', '0', false],
    ['above', '1,200', '5', false],
  ] as const)('a control %s: %s against %s', (comparison, actual, value, isSo) => {
    const alert = alertOf({ kind: 'control', name: 'Borough', test: comparison, value });
    const state = withPane(({ place }) => ({ place: { ...place, controls: { Borough: actual } } }), [alert]);
    expect(keys(state)).toEqual(isSo ? ['alert one so'] : []);
  });

  test('a control that the workbook has not told of is not known', () => {
    const alert = alertOf({ kind: 'control', name: 'constructor', test: 'is', value: '' });
    const state = withPane(({ place }) => ({ place: { ...place, controls: {} } }), [alert]);
    expect(found(state)).toEqual({ causes: [], unknown: ['alert one '] });
  });
});

describe('alarms', () => {
  const alarm: Alarm = {
    id: 'a',
    key: 'keychain',
    kind: 'keychain',
    profileId: null,
    connectionId: null,
    reason: null,
    since: testNow,
    isOfLastRun: false,
  };
  const toldOf = (changes: Partial<Alarm>) => found(open(), 0, 600_000, [{ ...alarm, ...changes }]).causes;

  test('each is one thing, and lasts', () => {
    expect(toldOf({})).toEqual([
      {
        key: 'alarm a',
        kind: 'alarm',
        says: 'keychain',
        lasts: true,
        place: { kind: 'window', windowId: null },
        name: '',
      },
    ]);
  });
  test('one of a sign-in leads to its profile, one of a wall to its window', () => {
    const [ends] = toldOf({ kind: 'signInEnds', key: 'signInEnds x', profileId: ids.finance });
    expect(ends).toMatchObject({ place: { kind: 'profile', profileId: ids.finance } });
    expect(ends?.name).not.toBe('');
    const [wall] = toldOf({ kind: 'wall', key: 'wall w', profileId: ids.finance });
    expect(wall).toMatchObject({ says: 'wall', place: { kind: 'window', windowId: 'w' } });
  });
  test('what an earlier run told is not told again', () => {
    expect(toldOf({ isOfLastRun: true })).toEqual([]);
  });
  test('renewals have their own words, told once for both, and not again after a restart', () => {
    const state = withGrant({ problem: { code: 'offline', values: {} } });
    const toldWith = (isOfLastRun: boolean) => {
      const alarms = state.grants.map(
        ({ connectionId }): Alarm => ({
          ...alarm,
          kind: 'renewal',
          key: `renewal ${connectionId}`,
          connectionId,
          isOfLastRun,
        }),
      );
      return found(state, 700_000, 600_000, alarms).causes.map(({ key }) => key);
    };
    expect(toldWith(false)).toEqual([`renewal ${ids.finance}`]);
    expect(toldWith(true)).toEqual([]);
  });
});
