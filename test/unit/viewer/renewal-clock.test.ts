import { describe, expect, test } from 'vitest';
import type { SignedSession } from '../../../src/main/viewer/guest.ts';
import { createRenewalClock } from '../../../src/main/viewer/renewal-clock.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The clock of a pane whose session is good for an hour. */
function renewing() {
  const clock = createVirtualClock();
  const due: number[] = [];
  const session = { expiresAt: clock.now() + HOUR, endsWithGrant: false } as SignedSession;
  const renewal = createRenewalClock({
    ...clock,
    session: () => session,
    onDue: () => due.push(clock.uptime()),
  });
  renewal.schedule();
  return { clock, renewal, due, startedAt: clock.uptime() };
}

describe.each([-24 * HOUR, -5 * MINUTE, 5 * MINUTE, 24 * HOUR])('a clock that is set by %i ms', (ms) => {
  test('moves no renewal of a workbook, also when it is planned anew after waking', async () => {
    const { clock, renewal, due, startedAt } = renewing();
    clock.jump(ms);
    renewal.schedule();
    await clock.advance(54 * MINUTE);
    expect(due).toEqual([]);
    await clock.advance(MINUTE);
    expect(due).toEqual([startedAt + 55 * MINUTE]);
  });

  test('neither gives a workbook up early nor tries when its session is over', async () => {
    const { clock, renewal } = renewing();
    await clock.advance(50 * MINUTE);
    clock.jump(ms);
    expect(renewal.retry()).toBe(true);
    await clock.advance(10 * MINUTE);
    expect(renewal.retry()).toBe(false);
  });
});

test('the time that a computer sleeps counts', async () => {
  const { clock, renewal, due } = renewing();
  clock.sleep(59 * MINUTE);
  renewal.schedule();
  await clock.advance(MINUTE);
  expect(due).toHaveLength(1);
});
