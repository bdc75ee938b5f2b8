/** The status, how the last renewal ended, and when its file is written. */
import { expect, test } from 'vitest';
import { createStatusFeature } from '../../../../src/main/app/status/status-feature.ts';
import { openChoices } from '../../../../src/main/settings/choices.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import { grantAt } from '../../../support/grants.ts';
import { silentLog } from '../../../support/profiles.ts';
import { fixtures, testNow } from '../../../support/ui/fixtures.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const state = fixtures.workbook(testNow);
const connectionId = state.profiles[0]?.profile.connections[0]?.id ?? '';

function world(policy = {}) {
  const clock = createVirtualClock(testNow);
  const choices = openChoices(createFakeStore(), policy);
  const written: { state: string }[] = [];
  let removed = 0;
  const feature = createStatusFeature({
    ...clock,
    timers: clock,
    startedAt: clock.uptime(),
    choices,
    parts: () => ({
      version: '1',
      platform: 'linux x64',
      pid: 1,
      alarms: [],
      isOnline: true,
      isManaged: false,
      profiles: state.profiles.map(({ profile }) => profile),
      grants: [noGrant(connectionId)],
      endOf: () => null,
      hasNames: choices.get('statusNames'),
      windows: [],
      walls: [],
      vault: state.vault,
      isKeychainAway: false,
      clockAheadMs: null,
      isClockWrong: false,
      audit: { isOn: true, problem: null, outlets: [] },
      hooks: { address: null, command: null },
      updates: state.updates,
    }),
    file: {
      write: async (text) => void written.push(JSON.parse(text)),
      remove: async () => {
        removed += 1;
      },
    },
    notices: { addRevocable: () => () => undefined },
    log: silentLog,
  });
  return { clock, choices, feature, written, removed: () => removed };
}

test('the last renewal is that of this run, and of this sign-in', () => {
  const { feature, clock } = world();
  const last = () => feature.programStatus().connections[0]?.lastRenewal;
  const grant = grantAt(clock.now(), { connectionId });
  expect(last()).toBe(null);
  const problem = new AppError('server_busy', { reason: 'answered', status: 503, said: '' });
  feature.grantEvent({ kind: 'renewal-failed', connectionId, problem });
  expect(last()).toMatchObject({ outcome: 'failed', code: 'server_busy' });
  feature.grantEvent({ kind: 'renewed', grant });
  expect(last()).toMatchObject({ outcome: 'done', code: null, at: new Date(clock.now()).toISOString() });
  feature.grantEvent({ kind: 'forgotten', connectionId });
  expect(last()).toBe(null);
  feature.grantEvent({ kind: 'renewed', grant });
  feature.grantEvent({ kind: 'adopted', grant, earlier: null, lastPerson: null });
  expect(last()).toBe(null);
});

test('off at first: nothing is written, and what an earlier policy left goes', async () => {
  const { feature, clock, written, removed } = world();
  await feature.restore?.();
  feature.changed();
  await clock.advance(600_000);
  await feature.close?.();
  expect([written, removed(), clock.pending()]).toEqual([[], 1, []]);
});

test('it is switched on and off while the program runs, and ends with the program', async () => {
  const { feature, choices, clock, written, removed } = world();
  await feature.restore?.();
  await choices.set('statusFile', true);
  await settled();
  expect(written).toMatchObject([{ state: 'running', connections: [{ profile: null }] }]);
  await choices.set('statusNames', true);
  await clock.advance(2_000);
  expect(written[1]).toMatchObject({ connections: [{ profile: state.profiles[0]?.profile.name }] });
  await choices.set('statusFile', false);
  await settled();
  expect(removed()).toBe(2);
  await choices.set('statusFile', true);
  await feature.close?.();
  expect(written.at(-1)).toMatchObject({ state: 'ended' });
});

test('an administrator decides it', async () => {
  const { feature, choices, written } = world({ statusFile: true });
  await feature.restore?.();
  await settled();
  expect(written).toHaveLength(1);
  await expect(choices.set('statusFile', false)).rejects.toMatchObject({ code: 'request_refused' });
});
