import { describe, expect, test } from 'vitest';
import { createClock } from '../../../src/main/async/clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_700_000_000_000;

/** A computer whose clocks the test moves one by one. */
function computer() {
  const at = { wall: START, awake: 5_000, sinceBoot: 90_000 };
  const clock = createClock({ wall: () => at.wall, awake: () => at.awake, sinceBoot: () => at.sinceBoot });
  const pass = (ms: number) => {
    at.wall += ms;
    at.awake += ms;
    at.sinceBoot += ms;
  };
  /** The fine clock stands still. */
  const sleep = (ms: number) => {
    at.wall += ms;
    at.sinceBoot += ms;
  };
  /** A server that is right says the time; the computer was started at `START` of its own clock. */
  const tell = (instant: number, host = 'as.example') =>
    clock.tell({ host, instant, at: clock.uptime(), uncertaintyMs: 500 });
  return { clock, at, pass, sleep, tell };
}

describe('uptime', () => {
  test('goes on in sleep, although the fine clock stands still', () => {
    const { clock, pass, sleep } = computer();
    const before = clock.uptime();
    pass(MINUTE);
    sleep(9 * HOUR);
    pass(MINUTE);
    expect(clock.uptime() - before).toBe(9 * HOUR + 2 * MINUTE);
    sleep(HOUR);
    expect(clock.uptime() - before).toBe(10 * HOUR + 2 * MINUTE);
  });

  test.each([-24 * HOUR, -5 * MINUTE, 5 * MINUTE, 24 * HOUR])('does not notice a clock set by %i ms', (ms) => {
    const { clock, at, pass } = computer();
    const before = clock.uptime();
    at.wall += ms;
    pass(MINUTE);
    expect(clock.uptime() - before).toBe(MINUTE);
  });

  test('never goes back, and counts the next sleep, when the coarse clock was set back', () => {
    const { clock, at, pass, sleep } = computer();
    const before = clock.uptime();
    at.sinceBoot -= HOUR;
    pass(MINUTE);
    expect(clock.uptime() - before).toBe(MINUTE);
    sleep(HOUR);
    expect(clock.uptime() - before).toBe(HOUR + MINUTE);
  });

  test('sees a sleep at once, also when the clock on the wall was put back over it a second later', () => {
    const { clock, at, pass, sleep } = computer();
    const before = clock.uptime();
    pass(100);
    sleep(HOUR);
    expect(clock.uptime() - before).toBe(HOUR + 100);
    sleep(HOUR);
    at.wall -= HOUR;
    pass(1_000);
    expect(clock.uptime() - before).toBe(2 * HOUR + 1_100);
  });

  test('reads the coarse clock no more than once a second while nothing happens', () => {
    let reads = 0;
    const at = { wall: START, awake: 5_000 };
    const { uptime } = createClock({
      wall: () => at.wall,
      awake: () => at.awake,
      sinceBoot: () => {
        reads += 1;
        return at.awake;
      },
    });
    const before = reads;
    for (let ms = 0; ms < 3_000; ms += 1) {
      at.wall += 1;
      at.awake += 1;
      uptime();
    }
    expect(reads - before).toBe(3);
  });

  test('takes the rounding of the coarse clock for no sleep', () => {
    const { clock, at } = computer();
    const before = clock.uptime();
    at.sinceBoot += 999;
    expect(clock.uptime()).toBe(before);
  });
});

describe('now', () => {
  test('is the clock on the wall until a server tells the time', () => {
    const { clock, at } = computer();
    at.wall += HOUR;
    expect(clock.now()).toBe(START + HOUR);
    expect(clock.isTimeKnown()).toBe(false);
    expect(clock.difference()).toBeNull();
  });

  test.each([-24 * HOUR, -5 * MINUTE, 5 * MINUTE, 24 * HOUR])(
    'is the time of the server on a clock %i ms off',
    (ms) => {
      const { clock, at, pass, tell } = computer();
      at.wall += ms;
      tell(START);
      expect(clock.now()).toBe(START);
      pass(MINUTE);
      expect(clock.now()).toBe(START + MINUTE);
      expect(clock.aheadMs()).toBe(ms);
      expect(clock.difference()).toEqual({ host: 'as.example', aheadMs: ms });
    },
  );

  test.each([-24 * HOUR, -5 * MINUTE, 5 * MINUTE, 24 * HOUR])('is not moved by setting the clock by %i ms', (ms) => {
    const { clock, at, pass, tell } = computer();
    tell(START + 700);
    at.wall += ms;
    pass(MINUTE);
    expect(clock.now()).toBe(START + MINUTE);
    expect(clock.aheadMs()).toBe(ms);
  });

  test('does not tremble with the rounding of what servers say', () => {
    const { clock, pass, tell } = computer();
    const seen: number[] = [];
    clock.onCorrected(() => seen.push(clock.now()));
    tell(START - 900);
    pass(1_000);
    tell(START + 2_400);
    expect(clock.now()).toBe(START + 1_000);
    // Told once, since the time was not known before.
    expect(seen).toEqual([START]);
  });

  test('tells its listeners when a server moves it', () => {
    const { clock, tell } = computer();
    const seen: number[] = [];
    clock.onCorrected(() => seen.push(clock.now()));
    tell(START + HOUR);
    tell(START + HOUR);
    expect(seen).toEqual([START + HOUR]);
  });

  test('goes on in sleep', () => {
    const { clock, sleep, tell } = computer();
    tell(START + HOUR);
    sleep(HOUR);
    expect(clock.now()).toBe(START + 2 * HOUR);
  });
});

describe('of two servers', () => {
  test.each([
    ['first', ['wrong.example', 'right.example']],
    ['last', ['right.example', 'wrong.example']],
    ['first and last', ['wrong.example', 'right.example', 'wrong.example']],
  ])('the one that is wrong by hours moves nothing while the other agrees with the wall: it speaks %s', (_, order) => {
    const { clock, at, pass, tell } = computer();
    at.wall += 20_000;
    for (const host of order) tell(host === 'right.example' ? START : START - 3 * HOUR, host);
    expect(clock.now()).toBe(START);
    pass(MINUTE);
    expect(clock.now()).toBe(START + MINUTE);
  });

  test('the last to speak counts when the clock on the wall agrees with neither', () => {
    const { clock, at, tell } = computer();
    at.wall -= 24 * HOUR;
    tell(START + 10 * MINUTE, 'one.example');
    tell(START, 'other.example');
    expect(clock.now()).toBe(START);
  });
});

describe('the clock on the wall', () => {
  test('is not wrong as long as one server agrees with it', () => {
    const { clock, tell } = computer();
    tell(START, 'right.example');
    tell(START + 10 * MINUTE, 'wrong.example');
    expect(clock.difference()).toEqual({ host: 'right.example', aheadMs: 0 });
  });

  test('that goes wrong together with the fine clock, day by day, is wrong by who spoke today', () => {
    const { clock, pass, tell } = computer();
    tell(START, 'asked-once.example');
    let truth = START;
    for (let day = 1; day <= 20; day += 1) {
      // No time service: five seconds a day too fast, in all clocks alike.
      pass(24 * HOUR + 5_000);
      truth += 24 * HOUR;
      tell(truth, 'as.example');
    }
    expect(clock.difference()).toMatchObject({ host: 'as.example', aheadMs: 100_000 });
    expect(Math.abs(clock.now() - truth)).toBeLessThan(5_000);
  });

  test('is not wrong by one server that goes wrong while another one spoke today', () => {
    const { clock, pass, tell } = computer();
    tell(START, 'right.example');
    pass(23 * HOUR);
    tell(START + 23 * HOUR + 10 * MINUTE, 'wrong.example');
    expect(clock.difference()).toEqual({ host: 'right.example', aheadMs: 0 });
    expect(clock.now()).toBe(START + 23 * HOUR);
  });

  test('is as wrong as it was said to be, however long ago that was', () => {
    const { clock, at, pass, tell } = computer();
    tell(START);
    pass(90 * 24 * HOUR);
    expect(clock.difference()?.aheadMs).toBe(0);
    at.wall -= HOUR;
    expect(clock.difference()?.aheadMs).toBe(-HOUR);
  });

  test('is not moved by another time zone', () => {
    const zone = process.env.TZ;
    try {
      const clock = createClock();
      clock.tell({ host: 'as.example', instant: Date.now(), at: clock.uptime(), uncertaintyMs: 500 });
      process.env.TZ = new Date().getTimezoneOffset() === 600 ? 'Asia/Tokyo' : 'Pacific/Honolulu';
      expect(new Date().getTimezoneOffset()).not.toBe(0);
      expect(Math.abs(clock.difference()?.aheadMs ?? Number.NaN)).toBeLessThan(2_000);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test('is right again when it was set right', () => {
    const { clock, at, tell } = computer();
    at.wall -= HOUR;
    tell(START);
    at.wall += HOUR;
    expect(clock.difference()?.aheadMs).toBe(0);
    expect(clock.now()).toBe(START);
  });
});
