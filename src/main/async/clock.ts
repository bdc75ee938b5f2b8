/**
 * The two clocks of the program. What waits, limits or counts looks at `uptime`, which nobody can set; what is compared
 * with an instant that a server named, or is written into a token, looks at `now`.
 */
import { uptime as secondsSinceBoot } from 'node:os';

export interface Clock {
  /** Milliseconds since the epoch, by the servers as soon as one has told the time. */
  now(): number;
  /** Milliseconds since some instant, sleep included. It runs forward only, whatever is done to the clock on the wall. */
  uptime(): number;
}

/** What a server said the time is. */
export interface ToldTime {
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly instant: number;
  /** When the server said it, in milliseconds of `uptime`. */
  readonly at: number;
  /** How far the true instant may be from this one, in milliseconds. */
  readonly uncertaintyMs: number;
}

/** How the clock on the wall, which people and the operating system set, stands to what servers say. */
export interface WallClock {
  /** Whether a server has told the time since the program started. */
  isTimeKnown(): boolean;
  /** How far the clock on the wall is ahead of `now`, in milliseconds; negative when it is behind. */
  aheadMs(): number;
  /** How far it is ahead of the server that agrees with it most; null while no server has told the time. */
  difference(): { readonly host: string; readonly aheadMs: number } | null;
}

export interface ComputerClock extends Clock, WallClock {
  tell(told: ToldTime): void;
  /** Calls the listener when a server has told the time for the first time, and whenever one has moved `now`. */
  onCorrected(listener: () => void): void;
}

/** What the clocks of a computer are read from. */
export interface ClockSources {
  /** Milliseconds since the epoch, as the operating system has it. */
  readonly wall: () => number;
  /** Milliseconds that may stand still while the computer sleeps. */
  readonly awake: () => number;
  /** Milliseconds since the computer started, coarse, sleep included. */
  readonly sinceBoot: () => number;
}

/** A server and the clock on the wall that differ by less mean the same time. */
const AGREED_MS = 60_000;
/**
 * What a server said so long before another one speaks for no clock any more: without a time service, the clock on the wall and
 * `uptime` go wrong together, and what was said of them once looks right for ever.
 */
const OUTDATED_MS = 24 * 3_600_000;
/** Differences below this are the rounding of `Date` headers and the unrest of networks. */
const TOLERANCE_MS = 2_000;
/** A sleep shorter than this is not told apart from the rounding of the coarse clock. */
const SHORTEST_SLEEP_MS = 2_000;
/** The coarse clock is a file on Linux, and reading it takes as long as forming a small answer; in milliseconds awake. */
const LOOK_AGAIN_MS = 1_000;

const systemSources: ClockSources = {
  wall: Date.now,
  awake: () => performance.now(),
  sinceBoot: () => secondsSinceBoot() * 1_000,
};

/**
 * The clocks of this computer. `now` follows the clock on the wall until a server tells the time. From then on it runs
 * with `uptime`, and only servers move it: a person, or a time service, that sets the clock on the wall does not. The server
 * that spoke last counts, unless another one and the clock on the wall agree that it is wrong.
 */
export function createClock(sources: ClockSources = systemSources): ComputerClock {
  const { wall } = sources;
  const uptime = createUptime(sources);
  const listeners: (() => void)[] = [];
  /** `now` less `uptime`; null until a server has told the time. */
  let offset: number | null = null;
  /** The same by each server, and when it said so. Whether the clock on the wall is wrong is not for one of several to say. */
  const words = new Map<string, { readonly byHost: number; readonly at: number }>();

  const now = () => (offset === null ? wall() : Math.round(uptime() + offset));

  /** What each server says, the one that the clock on the wall agrees with most first. */
  const differences = () => {
    const newest = Math.max(...[...words.values()].map(({ at }) => at));
    return [...words]
      .filter(([, { at }]) => newest - at <= OUTDATED_MS)
      .map(([host, { byHost }]) => ({ host, byHost, aheadMs: wall() - uptime() - byHost }))
      .toSorted((a, b) => Math.abs(a.aheadMs) - Math.abs(b.aheadMs));
  };

  /** Where another server and the clock on the wall agree, one that is far from both is the one that is wrong. */
  function believed(told: number): number {
    if (Math.abs(wall() - uptime() - told) <= AGREED_MS) return told;
    const [nearest] = differences();
    return nearest && Math.abs(nearest.aheadMs) <= AGREED_MS ? nearest.byHost : told;
  }

  return {
    now,
    uptime,
    tell({ host, instant, at, uncertaintyMs }) {
      words.set(host, { byHost: instant - at, at });
      const told = believed(instant - at);
      const present = offset ?? wall() - uptime();
      const isRight = Math.abs(told - present) <= TOLERANCE_MS + uncertaintyMs;
      const isNews = offset === null || !isRight;
      offset = isRight ? present : told;
      if (!isNews) return;
      for (const listener of listeners) listener();
    },
    onCorrected: (listener) => void listeners.push(listener),
    isTimeKnown: () => offset !== null,
    aheadMs: () => wall() - now(),
    difference() {
      const [nearest] = differences();
      return nearest ? { host: nearest.host, aheadMs: nearest.aheadMs } : null;
    },
  };
}

/**
 * The fine clock stands still in sleep on Linux and macOS, the coarse one goes on. What the coarse one gained was sleep.
 * Should it be set back, which some systems do together with the clock on the wall, it is only measured from anew. It is
 * looked at when the clock on the wall and the fine one have parted, as they do in sleep, and once a second in any case.
 */
function createUptime({ wall, awake, sinceBoot }: ClockSources): () => number {
  let boot = sinceBoot() - awake();
  let slept = 0;
  let looked = { fine: awake(), wall: wall() };

  function look(fine: number): void {
    looked = { fine, wall: wall() };
    const gained = sinceBoot() - fine - boot - slept;
    if (gained > SHORTEST_SLEEP_MS) slept += gained;
    if (gained < -SHORTEST_SLEEP_MS) boot += gained;
  }

  return () => {
    const fine = awake();
    const passed = fine - looked.fine;
    const parted = Math.abs(wall() - looked.wall - passed);
    if (passed >= LOOK_AGAIN_MS || parted >= SHORTEST_SLEEP_MS / 2) look(fine);
    return fine + slept;
  };
}
