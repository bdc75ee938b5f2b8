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
    const second = dateOf(answer.headers);
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
 * The instant in the `Date` header, in milliseconds since the epoch. Null when there is none to rely on: it is missing
 * or no date, absurd, or from a cache (`Age`), which repeats what was said once.
 */
function dateOf(headers: Headers): number | null {
  const date = headers.get('date');
  if (date === null || headers.has('age') || !/ GMT$/.test(date)) return null;
  const instant = Date.parse(date);
  return instant > EARLIEST && instant < LATEST ? instant : null;
}
