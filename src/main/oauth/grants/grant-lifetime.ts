/** How long an access token is good for, taken from instants of servers to the clock that nobody sets, and back. */
import type { Clock } from '../../async/clock.ts';
import type { Grant } from './grant.ts';

/** From when until when a token is good, in milliseconds of one clock: that of the grant, or `uptime`. */
export type Lifetime = Pick<Grant, 'obtainedAt' | 'expiresAt'>;

/** How far the instants of a grant may stand in the future before that means a clock that was moved. */
const FUTURE_TOLERANCE_MS = 60_000;
/** Below this, the difference is rounding, and the instants of the grant are as good as any. */
const SHIFT_TOLERANCE_MS = 2_000;

/** Whether the token was obtained later than now, so that its age is not known. */
export function isFromTheFuture(grant: Lifetime, now: number): boolean {
  return grant.obtainedAt > now + FUTURE_TOLERANCE_MS;
}

/**
 * The lifetime of a grant's token in milliseconds of `uptime`. It is never longer than what the server gave.
 *
 * @param earliest the moment of `uptime` before which it cannot have been obtained. When the instants of the grant
 * contradict that, the clock was moved in between, and this moment is taken: rather too early than too late.
 */
export function lifetimeOn(clock: Clock, grant: Lifetime, earliest = Number.NEGATIVE_INFINITY): Lifetime {
  const uptime = clock.uptime();
  const age = clock.now() - grant.obtainedAt;
  const longest = uptime - earliest;
  const isKnown = age >= 0 && age <= longest;
  const obtainedAt = isKnown ? uptime - age : Number.isFinite(earliest) ? earliest : uptime;
  return { obtainedAt, expiresAt: obtainedAt + Math.max(0, grant.expiresAt - grant.obtainedAt) };
}

/** The grant with its instants as they are by `now`, which a server may have corrected since the token was obtained. */
export function inPresentTime(clock: Clock, grant: Grant, token: Lifetime): Grant {
  const shift = Math.round(clock.now() + token.expiresAt - clock.uptime()) - grant.expiresAt;
  if (Math.abs(shift) < SHIFT_TOLERANCE_MS) return grant;
  return { ...grant, obtainedAt: grant.obtainedAt + shift, expiresAt: grant.expiresAt + shift };
}
