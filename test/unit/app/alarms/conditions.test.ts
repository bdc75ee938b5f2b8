/** What needs somebody, and what does not. */
import { describe, expect, test } from 'vitest';
import { AWAY_MS, type Circumstances, conditionsOf, windowOfWall } from '../../../../src/main/app/alarms/conditions.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { GrantView } from '../../../../src/shared/state.ts';
import { fixtures, testNow } from '../../../support/ui/fixtures.ts';

const HOUR = 3_600_000;
const view = fixtures.workbook(testNow).profiles[0];
if (!view) throw new Error('The fixture has a profile.');
const { profile } = view;
const connectionId = profile.connections[0]?.id ?? '';
const only = { ...profile, connections: profile.connections.slice(0, 1) };
const problem = { code: 'offline', values: {} } as const;
const held: GrantView = { ...noGrant(connectionId), status: 'signed-in', renewable: true, expiresAt: testNow + HOUR };

const around = (changes: Partial<Circumstances> = {}): Circumstances => ({
  profiles: [only],
  grants: [held],
  outcomeOf: () => ({ at: testNow, code: null }),
  endOf: () => null,
  personDid: () => null,
  walls: [],
  isOpen: () => true,
  idleMs: 0,
  isKeychainAway: false,
  isClockWrong: false,
  auditProblem: null,
  now: testNow,
  ...changes,
});
/** Keys, with a question mark where nobody can say. */
const found = (changes: Partial<Circumstances> = {}) =>
  conditionsOf(around(changes)).map(({ key, isKnown, reason }) =>
    [isKnown ? '' : '?', key.replace(connectionId, 'it'), reason].filter(Boolean).join(' '),
  );

test('where all is well there is nothing', () => {
  expect(found()).toEqual([]);
});

describe('a sign-in that is not renewed', () => {
  test('is one whose last renewal failed', () => {
    expect(found({ outcomeOf: () => ({ at: testNow, code: 'server_busy' }) })).toEqual(['renewal it server_busy']);
  });
  test('or one that has ended', () => {
    expect(found({ grants: [{ ...held, status: 'ended', problem }] })).toContain('renewal it offline');
  });
  test('not one that cannot be renewed, as long as it is good', () => {
    expect(found({ grants: [{ ...held, renewable: false, problem }], outcomeOf: () => null })).toEqual([]);
  });
  test('nor one that a person left, or has just begun', () => {
    const grants = [noGrant(connectionId)];
    expect(found({ grants, personDid: () => 'signed-out' }).filter((one) => one.includes('renewal'))).toEqual([]);
    expect(found({ outcomeOf: () => null, personDid: () => 'signed-in' })).toEqual([]);
  });
  test('of one that was taken up, or is not there yet, nobody can say', () => {
    expect(found({ outcomeOf: () => null })).toEqual(['? renewal it']);
    expect(found({ grants: [noGrant(connectionId)] })).toContain('? renewal it');
  });
});

describe('a sign-in that ends', () => {
  const soon = { endOf: () => testNow + 23 * HOUR };
  const wall = {
    windowId: 'w',
    profileId: profile.id,
    hasPicture: true,
    lacks: null,
    tabs: 1,
    failing: 0,
    problem: null,
  };
  test('is one on a wall, within a day', () => {
    expect(found({ ...soon, walls: [wall] })).toEqual(['signInEnds it']);
    expect(found({ endOf: () => testNow + 25 * HOUR, walls: [wall] })).toEqual([]);
    expect(found({ ...soon, walls: [{ ...wall, profileId: 'another' }] })).toEqual([]);
  });
  test('or one of a person who has gone and left a workbook open', () => {
    expect(found({ ...soon, idleMs: AWAY_MS })).toEqual(['signInEnds it']);
    expect(found({ ...soon, idleMs: AWAY_MS - 1 })).toEqual([]);
    expect(found({ ...soon, idleMs: AWAY_MS, isOpen: () => false })).toEqual([]);
  });
  test('not that of a service account', () => {
    expect(found({ ...soon, walls: [wall], grants: [{ ...held, isServiceAccount: true }] })).toEqual([]);
  });
  test('of one that has ended meanwhile nobody says that it is well', () => {
    expect(found({ ...soon, walls: [wall], grants: [{ ...held, status: 'ended', problem }] })).toContain(
      '? signInEnds it',
    );
  });
});

test('a wall is in trouble when it lacks something, or a tab does not come', () => {
  const wall = {
    windowId: 'w',
    profileId: profile.id,
    hasPicture: true,
    lacks: null,
    tabs: 3,
    failing: 0,
    problem: null,
  };
  const walls = (changes: object) => found({ walls: [{ ...wall, ...changes }] });
  expect(walls({})).toEqual([]);
  expect(walls({ lacks: 'sign-in' })).toEqual(['wall w sign-in']);
  expect(walls({ failing: 1 })).toEqual(['wall w tabs']);
  expect(windowOfWall('wall w')).toBe('w');
  expect(windowOfWall('clock')).toBe(null);
});

test('the computer is: a keychain away, a clock that is wrong, a trail that cannot be written', () => {
  expect(found({ isKeychainAway: true, isClockWrong: true, auditProblem: 'ENOSPC' })).toEqual([
    'keychain',
    'clock',
    'audit ENOSPC',
  ]);
  expect(found({ isClockWrong: null })).toEqual(['? clock']);
});
