/** Reads how long a busy server asks to be left alone, and carries it in errors (RFC 9110 section 10.2.3). */
import type { AppError } from '../../shared/errors.ts';

const MAX_RETRY_AFTER_MS = 60 * 60_000;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds: from a number of seconds, which some servers give with a
 * fraction, or a date; at most one hour. Null when the header is absent or says nothing usable.
 */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const wait = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Math.ceil(Number(text) * 1_000) : Date.parse(text) - now;
  if (Number.isNaN(wait)) return null;
  return Math.min(Math.max(0, wait), MAX_RETRY_AFTER_MS);
}

/** What a `server_busy` error carries as its `cause`. */
export function retryAfterCause(retryAfterMs: number | null): ErrorOptions | undefined {
  return retryAfterMs === null ? undefined : { cause: { retryAfterMs } };
}

/** The wait that came with a `server_busy` error, in milliseconds; null when the server named none. */
export function retryAfterMs(error: AppError): number | null {
  const { cause } = error;
  if (typeof cause !== 'object' || cause === null || !('retryAfterMs' in cause)) return null;
  return typeof cause.retryAfterMs === 'number' ? cause.retryAfterMs : null;
}
