/** Reads what time it is from the answers of servers (RFC 9110 section 6.6.1). */
import type { ToldTime } from '../async/clock.ts';
import type { ClosableFetch } from './fetch.ts';

export interface ServerTimeOptions {
  /** Milliseconds, see `Clock`. */
  uptime(): number;
  onTold(told: ToldTime): void;
}

/** `Date` says whole seconds, and means the beginning of one. */
const RESOLUTION_MS = 1_000;
/** An answer that took longer came after a sleep in the middle of it, and says what the time was before. */
const LONGEST_ROUND_TRIP_MS = 60_000;
/** An instant outside of these is a server without a clock, and not the time. */
const EARLIEST = Date.UTC(2024, 0);
const LATEST = Date.UTC(2100, 0);

/**
 * The same way out, with somebody told of the time that each answer names. Every server that can be asked has proved by
 * its certificate who it is, or is this computer.
 */
export function withServerTime(fetch: ClosableFetch, { uptime, onTold }: ServerTimeOptions): ClosableFetch {
  async function request(address: string, init?: RequestInit): Promise<Response> {
    const askedAt = uptime();
    const answer = await fetch(address, init);
    const roundTripMs = uptime() - askedAt;
    const second = toldInstant(answer.headers, roundTripMs);
    if (second !== null) {
      onTold({
        host: new URL(address).host,
        instant: second + RESOLUTION_MS / 2,
        at: askedAt + roundTripMs / 2,
        uncertaintyMs: (RESOLUTION_MS + roundTripMs) / 2,
      });
    }
    return answer;
  }

  return Object.assign(request, { close: fetch.close });
}

/**
 * The second in the `Date` header, in milliseconds since the epoch. Null when there is none to rely on: it is missing, not
 * written as HTTP dates are today, absurd, from a cache (`Age`), which repeats what was said once, or too long under way.
 */
export function toldInstant(headers: Headers, roundTripMs: number): number | null {
  const date = headers.get('date');
  if (date === null || headers.has('age') || roundTripMs > LONGEST_ROUND_TRIP_MS) return null;
  const instant = Date.parse(date);
  // `Date.parse` makes something of nearly everything: of a lone year, and of a 31 February.
  const isAbsurd = !(instant > EARLIEST && instant < LATEST);
  return isAbsurd || new Date(instant).toUTCString() !== date ? null : instant;
}
