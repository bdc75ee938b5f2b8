/** How the program is, as one document: its shape, what it says, and what it never says. */
import { describe, expect, test } from 'vitest';
import { isSameStatus, type StatusParts, statusOf } from '../../../../src/main/app/status/program-status.ts';
import { ProgramStatus } from '../../../../src/shared/status.ts';
import { fixtures, ids, testNow } from '../../../support/ui/fixtures.ts';

const state = fixtures.workbook(testNow);
const grants = state.grants;
const [grant] = grants;

const partsWith = (changes: Partial<StatusParts> = {}): StatusParts => ({
  version: '1.2.3',
  platform: 'linux x64',
  pid: 4_711,
  now: testNow,
  startedAt: testNow - 90_500,
  uptimeMs: 90_500,
  isEnded: false,
  alarms: [],
  isOnline: true,
  isManaged: false,
  profiles: state.profiles.map(({ profile }) => profile),
  grants,
  endOf: () => null,
  outcomeOf: () => null,
  hasNames: false,
  windows: [state.window],
  walls: [],
  vault: { mode: 'encrypted', backend: 'secret-service' },
  isKeychainAway: false,
  clockAheadMs: null,
  isClockWrong: false,
  audit: { isOn: true, problem: null, outlets: [] },
  hooks: { address: null, command: null },
  updates: state.updates,
  ...changes,
});
const statusWith = (changes: Partial<StatusParts> = {}) => statusOf(partsWith(changes));
const ofGrant = (changes: Partial<StatusParts> = {}) =>
  statusWith(changes).connections.find(({ connectionId }) => connectionId === grant?.connectionId);

test('it has the shape that is documented', () => {
  expect(ProgramStatus.parse(statusWith())).toEqual(statusWith());
  expect(statusWith()).toMatchObject({
    schema: 1,
    program: 'sightglass',
    state: 'running',
    pid: 4_711,
    time: new Date(testNow).toISOString(),
    uptimeSeconds: 90,
    isWell: true,
  });
  expect(statusWith({ isEnded: true }).state).toBe('ended');
});

test('it names no person and no workbook, and profiles and connections only where that is allowed', () => {
  const said = (hasNames: boolean) => JSON.stringify(statusWith({ hasNames }));
  const people = grants.flatMap(({ person }) => (person ? [person.userName, person.displayName] : []));
  const workbooks = state.window.tabs.map(({ title }) => title);
  expect(people.length).toBeGreaterThan(0);
  expect(workbooks.length).toBeGreaterThan(0);
  for (const name of [...people, ...workbooks]) expect(said(true)).not.toContain(name);
  const finance = state.profiles.find(({ profile }) => profile.id === ids.finance)?.profile;
  expect(said(false)).not.toContain(finance?.name);
  expect(said(false)).not.toContain(finance?.connections[0]?.label);
  expect(ofGrant({ hasNames: true })).toMatchObject({
    profile: finance?.name,
    connection: finance?.connections[0]?.label,
  });
});

describe('the last renewal', () => {
  test('of this run counts, also one that failed', () => {
    expect(ofGrant({ outcomeOf: () => ({ at: testNow, code: 'offline' }) })?.lastRenewal).toEqual({
      at: new Date(testNow).toISOString(),
      outcome: 'failed',
      code: 'offline',
    });
  });
  test('is otherwise the one that the grant tells of', () => {
    const renewed = grants.map((one) => ({ ...one, lastRenewedAt: testNow - 1_000 }));
    expect(ofGrant({ grants: renewed })?.lastRenewal?.outcome).toBe('done');
    expect(ofGrant({ grants: grants.map((one) => ({ ...one, lastRenewedAt: null })) })?.lastRenewal).toBe(null);
  });
});

test('workbooks are counted as they are', () => {
  const [pane] = state.window.panes;
  const [tab] = state.window.tabs;
  if (!pane || !tab) throw new Error('The fixture has a workbook.');
  const panes = (['ready', 'ready', 'loading', 'failed'] as const).map((phase) => ({ ...pane, phase }));
  const tabs = [tab, { ...tab, paneId: null }];
  expect(statusWith({ windows: [{ panes, tabs }] }).workbooks).toEqual({ live: 2, loading: 1, failed: 1, asleep: 1 });
});

test('it is the same while only time goes by', () => {
  const later = statusWith({ now: testNow + 60_000, uptimeMs: 150_500, clockAheadMs: 1_200 });
  expect(isSameStatus(statusWith({ clockAheadMs: 400 }), later)).toBe(true);
  expect(isSameStatus(statusWith(), statusWith({ isOnline: !partsWith().isOnline }))).toBe(false);
  expect(isSameStatus(null, later)).toBe(false);
});
