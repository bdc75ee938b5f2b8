/** Alarms over a clock that is turned by hand: raised once, told, kept over a restart, and ended. */
import { describe, expect, test } from 'vitest';
import { noticeOf } from '../../../../src/main/app/alarms/alarm-notices.ts';
import type { Finding } from '../../../../src/main/app/alarms/alarm-rules.ts';
import { openAlarmStore } from '../../../../src/main/app/alarms/alarm-store.ts';
import { createAlarmsFeature } from '../../../../src/main/app/alarms/alarms-feature.ts';
import { type AlarmKind, alarmKinds } from '../../../../src/shared/alarms.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const MINUTE = 60_000;
const ofKind = (kind: AlarmKind, reason: string | null = null): Finding => ({
  key: kind,
  kind,
  profileId: null,
  connectionId: kind === 'renewal' ? 'connection' : null,
  reason,
  isKnown: true,
});

function world(store = createFakeStore()) {
  const clock = createVirtualClock();
  const w = {
    clock,
    store,
    findings: [] as Finding[],
    told: [] as string[],
    notices: [] as AppError[],
    logged: [] as string[],
    changes: 0,
    alarms: null as unknown as ReturnType<typeof createAlarmsFeature>,
    async pass(ms: number) {
      w.alarms.changed();
      await clock.advance(ms);
    },
  };
  let made = 0;
  const randomUuid = () => {
    made += 1;
    return `id-${made}`;
  };
  const log = {
    info: (event: string) => void w.logged.push(event),
    warn: (event: string) => void w.logged.push(event),
  };
  w.alarms = createAlarmsFeature({
    ...clock,
    timers: clock,
    findings: () => w.findings,
    renewalLimitMs: () => 10 * MINUTE,
    store: openAlarmStore({ store, randomUuid, log }),
    randomUuid,
    notices: {
      addRevocable(error) {
        w.notices.push(error);
        return () => {
          w.notices = w.notices.filter((one) => one !== error);
        };
      },
    },
    noticeOf: (alarm) => noticeOf(alarm, { profile: null, connection: null }),
    onAlarm: (event, { kind, id }) => void w.told.push(`${event} ${kind} ${id}`),
    log,
    onChange() {
      w.changes += 1;
    },
  });
  return w;
}

test.each(alarmKinds)('%s: raised once, ended once', async (kind) => {
  const w = world();
  await w.alarms.restore?.();
  w.findings = [ofKind(kind)];
  await w.pass(20_000);
  expect(w.told).toEqual([]);
  await w.pass(60 * MINUTE);
  expect(w.told).toEqual([`raised ${kind} id-1`]);
  expect(w.alarms.status()).toMatchObject([{ id: 'id-1', kind, reason: null }]);
  w.findings = [];
  await w.pass(2_000);
  expect(w.told).toHaveLength(1);
  await w.pass(60 * MINUTE);
  expect(w.told).toEqual([`raised ${kind} id-1`, `ended ${kind} id-1`]);
  expect(w.alarms.status()).toEqual([]);
  expect(w.logged).toEqual(['alarm.raised', 'alarm.ended']);
  expect(w.changes).toBe(2);
});

test('renewals have as long as was chosen', async () => {
  const w = world();
  await w.alarms.restore?.();
  w.findings = [ofKind('renewal', 'offline')];
  await w.pass(9 * MINUTE);
  expect(w.told).toEqual([]);
  await w.pass(2 * MINUTE);
  expect(w.told).toEqual(['raised renewal id-1']);
});

describe('the notice', () => {
  const codes = (w: ReturnType<typeof world>) => w.notices.map(({ code, values }) => [code, values.because]);
  test('stands as long as the alarm, and follows its reason', async () => {
    const w = world();
    await w.alarms.restore?.();
    w.findings = [ofKind('renewal', 'offline')];
    await w.pass(11 * MINUTE);
    expect(codes(w)).toEqual([['renewal_keeps_failing', 'offline']]);
    w.findings = [ofKind('renewal', 'server_busy')];
    await w.pass(MINUTE);
    expect(codes(w)).toEqual([['renewal_keeps_failing', 'server_busy']]);
    // The window asks for another sign-in by itself.
    w.findings = [ofKind('renewal', 'grant_dead')];
    await w.pass(MINUTE);
    expect(codes(w)).toEqual([]);
  });
  test('is none where the window says it already', async () => {
    const w = world();
    await w.alarms.restore?.();
    w.findings = [ofKind('clock'), ofKind('audit', 'ENOSPC')];
    await w.pass(10 * MINUTE);
    expect(w.told).toHaveLength(2);
    expect(w.notices).toEqual([]);
  });
});

describe('over a restart', () => {
  async function afterRestart(): Promise<ReturnType<typeof world>> {
    const first = world();
    await first.alarms.restore?.();
    first.findings = [ofKind('keychain')];
    await first.pass(10 * MINUTE);
    first.alarms.close?.();
    expect(first.clock.pending()).toEqual([]);
    const second = world(first.store);
    await second.alarms.restore?.();
    return second;
  }
  test('what is still so does not ring again, and is shown again', async () => {
    const w = await afterRestart();
    expect(w.alarms.inForce()).toMatchObject([{ id: 'id-1', kind: 'keychain', isOfLastRun: true }]);
    w.findings = [ofKind('keychain')];
    await w.pass(60 * MINUTE);
    expect(w.told).toEqual([]);
    expect(w.notices.map(({ code }) => code)).toEqual(['keychain_away']);
  });
  test('what is over ends', async () => {
    const w = await afterRestart();
    await w.pass(60 * MINUTE);
    expect(w.told).toEqual(['ended keychain id-1']);
    expect(w.notices).toEqual([]);
    const third = world(w.store);
    await third.alarms.restore?.();
    expect(third.alarms.inForce()).toEqual([]);
  });
  test('what is kept and not understood is left', async () => {
    const store = createFakeStore(new Map<string, unknown>([['inForce', [{ id: 1 }, 'x']]]));
    const w = world(store);
    await w.alarms.restore?.();
    expect(w.alarms.inForce()).toEqual([]);
  });
});

test('a disk that keeps nothing stops nothing', async () => {
  const w = world();
  w.store.failWith = new Error('full');
  await w.alarms.restore?.();
  w.findings = [ofKind('clock')];
  await w.pass(10 * MINUTE);
  expect(w.told).toEqual(['raised clock id-1']);
  expect(w.logged).toContain('alarm.not-kept');
});

test('who signs out ends what was about that sign-in at once', async () => {
  const w = world();
  await w.alarms.restore?.();
  w.findings = [ofKind('renewal', 'offline'), ofKind('clock')];
  await w.pass(20 * MINUTE);
  w.alarms.left('connection');
  expect(w.told.at(-1)).toMatch(/^ended renewal/);
  expect(w.alarms.inForce().map(({ kind }) => kind)).toEqual(['clock']);
  w.alarms.left('another');
  expect(w.alarms.inForce()).toHaveLength(1);
});

test('nothing is found before the start, nor after the end', async () => {
  const w = world();
  w.findings = [ofKind('clock')];
  await w.pass(60 * MINUTE);
  expect(w.clock.pending()).toEqual([]);
  await w.alarms.restore?.();
  w.alarms.close?.();
  await w.pass(60 * MINUTE);
  expect(w.told).toEqual([]);
});

test('the time of a sleep does not count', async () => {
  const w = world();
  await w.alarms.restore?.();
  w.findings = [ofKind('wall', 'network')];
  await w.pass(MINUTE);
  w.clock.sleep(8 * 60 * MINUTE);
  w.alarms.wake?.('resume');
  await w.pass(4 * MINUTE);
  expect(w.told).toEqual([]);
  await w.pass(2 * MINUTE);
  expect(w.told).toEqual(['raised wall id-1']);
});
