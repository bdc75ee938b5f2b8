/** What went wrong while an update was fetched, as an error of ours, and what the updater says of it without names. */
import { AppError } from '../../shared/errors.ts';

const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** An error of ours stays what it is. */
export function asFetchError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode, message } = (error ?? {}) as { code?: unknown; statusCode?: unknown; message?: unknown };
  if (code === 'ERR_CHECKSUM_MISMATCH') return new AppError('update_untrusted', { reason: 'hash' });
  if (typeof statusCode === 'number') {
    return new AppError('update_not_fetched', { reason: 'answered', status: statusCode, said: '' });
  }
  if (/redirect policy/.test(String(message))) {
    return new AppError('update_not_fetched', { reason: 'failed', systemCode: 'REDIRECTED' });
  }
  const net = /net::(ERR_[A-Z_]+)/.exec(String(message))?.[1];
  if (net !== undefined) return new AppError('update_not_fetched', { reason: 'failed', systemCode: net });
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{2,60}$/.test(code)) {
    return new AppError('update_not_fetched', { reason: 'failed', systemCode: 'UNKNOWN' });
  }
  if (NO_ROOM.has(code)) return new AppError('update_not_fetched', { reason: 'disk' });
  return /^E[A-Z]+$/.test(code)
    ? new AppError('update_not_fetched', { reason: 'system', systemCode: code })
    : new AppError('update_not_fetched', { reason: 'failed', systemCode: code });
}

const LONGEST_LINE = 200;
/**
 * Addresses, and paths of every system: they hold the names of people and of servers. Where one ends cannot be told, since
 * a name may have a space in it, so that the line ends with it.
 */
const PLACE = /(?:[a-z][a-z0-9+.-]*:)?[\\/].*$/is;

/** The first line of what the updater says, for the log. */
export const withoutPaths = (line: string): string =>
  (line.split('\n', 1)[0] ?? '').replace(PLACE, '(place)').slice(0, LONGEST_LINE);
