/** How long a renewed grant waits for the others of its profile. */
import { expect, test } from 'vitest';
import { createRenewalGathering, gatheringDelay } from '../../../../src/main/app/workbooks/renewal-gathering.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import { HOUR } from '../../../support/grants.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const NOW = 1_000_000;
const FIVE_MINUTES = 300_000;

test.each([
  ['nobody is about to follow', [], FIVE_MINUTES, 0],
  ['one is being renewed', [{ status: 'renewing', renewsAt: null }], FIVE_MINUTES, 60_000],
  ['one is due within the minute', [{ status: 'signed-in', renewsAt: NOW + 60_000 }], FIVE_MINUTES, 60_000],
  ['one is overdue', [{ status: 'signed-in', renewsAt: NOW - 1 }], FIVE_MINUTES, 60_000],
  ['one is due later', [{ status: 'signed-in', renewsAt: NOW + 60_001 }], FIVE_MINUTES, 0],
  ['one never renews', [{ status: 'signed-in', renewsAt: null }], FIVE_MINUTES, 0],
  ['one has ended', [{ status: 'ended', renewsAt: NOW }], FIVE_MINUTES, 0],
  ['there is little time', [{ status: 'renewing', renewsAt: null }], 20_000, 4_000],
  ['there is no time', [{ status: 'renewing', renewsAt: null }], -1, 0],
] as const)('when %s', (_when, others, sessionLeft, delayMs) => {
  expect(gatheringDelay(others, sessionLeft, NOW)).toBe(delayMs);
});

test('renewals that go on arriving do not put the load off, and a clock that is set does not either', async () => {
  const clock = createVirtualClock();
  const end = clock.now() + 100 * HOUR;
  const renewals: unknown[] = [];
  const gathering = createRenewalGathering({
    grantsOf: () => ['a', 'b', 'c', 'd'].map((id) => ({ ...noGrant(id), status: 'renewing' as const })),
    panes: {
      earliestSessionEnd: () => end,
      renewProfile: (profileId, cause) => void renewals.push([profileId, cause]),
    },
    setTimer: clock.setTimer,
    now: clock.now,
    uptime: clock.uptime,
  });
  gathering.renewed('profile', 'a', 'complaint');
  await clock.advance(25_000);
  clock.jump(-24 * HOUR);
  gathering.renewed('profile', 'b', 'change');
  await clock.advance(25_000);
  gathering.renewed('profile', 'c', 'complaint');
  await clock.advance(9_999);
  expect(renewals).toEqual([]);
  await clock.advance(1);
  expect(renewals).toEqual([['profile', 'change']]);
  gathering.flush('profile');
  gathering.renewed('profile', 'a', 'complaint');
  gathering.flush('profile');
  await clock.advance(HOUR);
  expect(renewals).toEqual([
    ['profile', 'change'],
    ['profile', 'complaint'],
  ]);
});
