/** The clock on the wall is set while grants are looked after: nothing waits for it, and no token outlives its end. */
import { describe, expect, test } from 'vitest';
import { retryAfterCause } from '../../../../src/main/net/retry-after.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { GrantKeeperOptions } from '../../../../src/main/oauth/grants/grant-keeper.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt, HOUR } from '../../../support/grants.ts';
import { gate, ID, keeping, MINUTE, offline, refreshes } from '../../../support/keeping-grants.ts';

/** A keeper over a server that remembers when, in true time, it gave each access token. */
function issuing(changes: Partial<GrantKeeperOptions> = {}) {
  const kept = keeping(changes);
  const { clock, keeper, server } = kept;
  const issuedAt = new Map<string, number>();
  const issue = (): Grant => {
    const grant = grantAt(clock.now(), { accessToken: `access ${issuedAt.size}` });
    issuedAt.set(grant.accessToken, clock.uptime());
    return grant;
  };
  server.refresh = async ({ signedInAt }) => ({ ...issue(), signedInAt });
  const busy = () => Promise.reject(new AppError('server_busy', { reason: 'answered', status: 503, said: '' }));
  /** Lets time pass, and looks every half minute at what a workbook would be signed with. */
  async function useFor(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += MINUTE / 2) {
      await clock.advance(MINUTE / 2);
      const { accessToken, expiresAt } = await keeper.fresh(ID);
      const left = HOUR - (clock.uptime() - (issuedAt.get(accessToken) ?? 0));
      expect(left).toBeGreaterThanOrEqual(MINUTE);
      // What is signed, and what is shown, never promises more than there is.
      expect(expiresAt - clock.now() - left).toBeLessThan(2_000);
      expect((keeper.view(ID).expiresAt ?? 0) - clock.now() - left).toBeLessThan(2_000);
    }
  }
  return { ...kept, issue, busy, useFor };
}

const jumps = [-24 * HOUR, -HOUR, -5 * MINUTE, 5 * MINUTE, HOUR, 24 * HOUR];

describe.each(jumps)('a clock that is set by %i ms', (ms) => {
  test('right after the sign-in moves no renewal', async () => {
    const { keeper, clock, issue, useFor, happened } = issuing();
    await keeper.adopt(issue());
    clock.jump(ms);
    await useFor(54 * MINUTE);
    expect(refreshes(happened)).toBe(0);
    await useFor(MINUTE);
    expect(refreshes(happened)).toBe(1);
    await useFor(3 * HOUR);
    expect(refreshes(happened)).toBe(4);
  });

  test('while the answer of the sign-in is on its way ends nothing', async () => {
    const { keeper, clock, issue, useFor } = issuing();
    const grant = issue();
    clock.jump(ms);
    await keeper.adopt(grant);
    await useFor(3 * HOUR);
  });

  test('within the lifetime moves no renewal', async () => {
    const { keeper, clock, issue, useFor, happened } = issuing();
    await keeper.adopt(issue());
    await useFor(50 * MINUTE);
    clock.jump(ms);
    keeper.wake('unlock');
    await useFor(4 * MINUTE);
    expect(refreshes(happened)).toBe(0);
    await useFor(MINUTE);
    expect(refreshes(happened)).toBe(1);
    await useFor(3 * HOUR);
    expect(refreshes(happened)).toBe(4);
  });

  test('in a back-off moves no try', async () => {
    const { keeper, clock, server, issue, busy, useFor, happened } = issuing();
    const answer = server.refresh;
    await keeper.adopt(issue());
    server.refresh = busy;
    await clock.advance(HOUR - 5 * MINUTE);
    expect(refreshes(happened)).toBe(1);
    server.refresh = answer;
    clock.jump(ms);
    await clock.advance(3_749);
    expect(refreshes(happened)).toBe(1);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(2);
    await useFor(3 * HOUR);
    expect(refreshes(happened)).toBe(5);
  });

  test('while a server asks to be left alone shortens and lengthens no wait', async () => {
    const { keeper, clock, server, issue, happened } = issuing();
    await keeper.adopt(issue());
    const answer = server.refresh;
    server.refresh = () =>
      Promise.reject(
        new AppError('server_busy', { reason: 'answered', status: 429, said: '' }, retryAfterCause(2 * MINUTE)),
      );
    await clock.advance(HOUR - 5 * MINUTE);
    server.refresh = answer;
    clock.jump(ms);
    keeper.wake('resume');
    keeper.tryAgain(ID);
    await clock.advance(2 * MINUTE - 1);
    expect(refreshes(happened)).toBe(1);
    await clock.advance(1);
    expect(refreshes(happened)).toBe(2);
  });

  test('during a renewal neither repeats it nor makes its token older or younger', async () => {
    const { keeper, clock, server, issue, useFor, happened } = issuing();
    const answer = server.refresh;
    await keeper.adopt(issue());
    await useFor(54 * MINUTE);
    const late = gate<Grant>();
    server.refresh = () => late.passed;
    await clock.advance(MINUTE);
    const grant = issue();
    await clock.advance(20_000);
    clock.jump(ms);
    server.refresh = answer;
    late.open(grant);
    await useFor(54 * MINUTE);
    expect(refreshes(happened)).toBe(1);
    await useFor(MINUTE);
    expect(refreshes(happened)).toBe(2);
  });

  test('after a forced renewal lets the next one through', async () => {
    const { keeper, clock, issue, happened, useFor } = issuing();
    await keeper.adopt(issue());
    await keeper.renew(ID);
    clock.jump(ms);
    await keeper.renew(ID);
    expect(refreshes(happened)).toBe(2);
    await useFor(54 * MINUTE);
    expect(refreshes(happened)).toBe(2);
  });

  test('takes no grant away that cannot be renewed, and gives it no more time', async () => {
    const { keeper, clock, issue } = issuing();
    await keeper.adopt({ ...issue(), refreshToken: null });
    clock.jump(ms);
    await clock.advance(HOUR - 6_000);
    expect((await keeper.fresh(ID)).accessToken).toBe('access 0');
    await clock.advance(6_000);
    expect(keeper.view(ID).status).toBe('ended');
  });
});

describe('a computer that sleeps', () => {
  test('finds a token that ended meanwhile due, whatever its clock says', async () => {
    const { keeper, clock, issue, happened } = issuing();
    await keeper.adopt(issue());
    clock.sleep(9 * HOUR);
    clock.jump(-9 * HOUR);
    expect((await keeper.fresh(ID)).accessToken).toBe('access 1');
    expect(refreshes(happened)).toBe(1);
  });

  test('tries at once what failed before, when its wait is over', async () => {
    const { keeper, clock, server, issue, busy, happened } = issuing();
    await keeper.adopt(issue());
    server.refresh = busy;
    await clock.advance(2 * HOUR);
    const before = refreshes(happened);
    clock.sleep(HOUR);
    keeper.wake('resume');
    await clock.advance(0);
    expect(refreshes(happened)).toBe(before + 1);
  });
});

describe('a grant of an earlier run', () => {
  /** Read from the store while no server has told the time. */
  async function restored(grant: (now: number) => Grant, jump = 0) {
    const time = { isKnown: false };
    const kept = issuing({ isTimeKnown: () => time.isKnown });
    kept.stored.set(ID, grant(kept.clock.now()));
    kept.clock.jump(jump);
    await kept.keeper.restore([ID]);
    return { ...kept, time };
  }

  test('is renewed before it is used, since the clock may have been set back since', async () => {
    const { keeper, happened } = await restored((now) => grantAt(now - 50 * MINUTE), -40 * MINUTE);
    expect((await keeper.fresh(ID)).accessToken).toBe('access 0');
    expect(refreshes(happened)).toBe(1);
  });

  test('is used as it is when the server cannot be asked', async () => {
    const { keeper, server } = await restored((now) => grantAt(now - 10 * MINUTE));
    server.refresh = () => Promise.reject(offline());
    expect((await keeper.fresh(ID)).accessToken).toBe(`access-${1_000_000 - 10 * MINUTE}`);
  });

  test('is not used as it is when the clock stands before its beginning', async () => {
    const { keeper, server, time } = await restored((now) => grantAt(now - 10 * MINUTE), -24 * HOUR);
    time.isKnown = true;
    server.refresh = () => Promise.reject(offline());
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
  });

  test('that cannot be renewed is not ended by a clock that nobody has confirmed', async () => {
    const { keeper, clock, stored, time } = await restored(
      (now) => grantAt(now - 10 * MINUTE, { refreshToken: null }),
      24 * HOUR,
    );
    await clock.advance(MINUTE);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'renewal_unavailable' });
    expect(stored.has(ID)).toBe(true);
    clock.jump(-24 * HOUR);
    time.isKnown = true;
    keeper.wake('clock-corrected');
    expect((await keeper.fresh(ID)).accessToken).toBe(`access-${1_000_000 - 10 * MINUTE}`);
    await clock.advance(50 * MINUTE);
    expect(keeper.view(ID).status).toBe('ended');
  });

  test('is measured anew when a server has told the time', async () => {
    const { keeper, clock, server, time, happened } = await restored((now) => grantAt(now - 10 * MINUTE), -5 * MINUTE);
    server.refresh = () => Promise.reject(offline());
    await clock.advance(0);
    expect(refreshes(happened)).toBe(1);
    clock.jump(50 * MINUTE);
    time.isKnown = true;
    keeper.wake('clock-corrected');
    await expect(keeper.fresh(ID)).resolves.toMatchObject({ accessToken: `access-${1_000_000 - 10 * MINUTE}` });
    await clock.advance(4 * MINUTE + 1);
    await expect(keeper.fresh(ID)).rejects.toMatchObject({ code: 'offline' });
  });
});

test('a renewal shows although the sign-in was made with a clock that was ahead', async () => {
  const { keeper, clock, issue } = issuing();
  await keeper.adopt(issue());
  clock.jump(-5 * HOUR);
  await keeper.renew(ID);
  expect(keeper.view(ID).lastRenewedAt).toBe(clock.now());
});
