/** Maps the refusals of a token endpoint to error codes (RFC 6749 section 5.2). */
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import type { Refusal, ServerRules, TokenUse } from './authorization-server.ts';
import { clientRefusal } from './client-refusal.ts';
import { refusedRefresh } from './refused-refresh.ts';
import { serverWords, shownWords } from './server-words.ts';
import { remedyOf, wordedError } from './worded-errors.ts';

/**
 * The error for an answer other than 200: `grant_dead`, `renewal_refused`, `code_rejected`, `client_rejected`,
 * `authorization_invalid_scope`, `exchange_rejected`, `redirect_uri_mismatch`, `server_busy` (see `retryAfterMs`),
 * `token_request_rejected`, or what the server's own rules make of it.
 *
 * @param now milliseconds since the epoch, for a Retry-After that is a date
 * @param sent secrets of the request, which some servers repeat in their answer
 */
export function tokenError(
  answer: { readonly status: number; readonly headers: Headers; readonly body: string },
  use: TokenUse,
  now: number,
  sent: readonly string[] = [],
  rules: ServerRules = {},
): AppError {
  const { status } = answer;
  const refusal = { use, status, ...serverWords(answer) };
  const isEmpty = /^\s*(?:\{\s*\}|null|"")?\s*$/.test(answer.body);
  const code = isBusy(status, refusal.error) ? 'server_busy' : codeOfRefusal(refusal, isEmpty, rules);
  const remedy = remedyOf(refusal, code, rules);
  const values = { reason: 'answered', status, said: shownWords(refusal, sent), ...(remedy && { remedy }) } as const;
  // A filter that counts requests says when it will be done, as a busy server does.
  if (code !== 'server_busy' && code !== 'renewal_refused') return new AppError(code, values);
  const wait = parseRetryAfter(answer.headers.get('retry-after'), now);
  return new AppError(code, values, retryAfterCause(wait));
}

/** Names of RFC 6749 section 4.1.2.1 and RFC 8628, and what rate limits and gateways say in their place. */
const busyNames: ReadonlySet<string> = new Set([
  'temporarily_unavailable',
  'server_error',
  'slow_down',
  'too_many_requests',
  'rate_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'throttled',
  'quota_exceeded',
  'service_unavailable',
  'internal_error',
  'internal_server_error',
  'request_timeout',
  'gateway_timeout',
  'bad_gateway',
  'timeout',
  'maintenance',
  'maintenance_mode',
  'overloaded',
]);

/** The server names itself, or a part of it, or does not know what is wrong, as Keycloak. */
const serversOwn =
  /^(?:unknown|unexpected|unspecified|internal_service|system|service|backend|upstream|gateway|database|connection|network)_error$/;

function isBusy(status: number, error: string): boolean {
  const name = error.toLowerCase();
  return [408, 425, 429].includes(status) || status >= 500 || busyNames.has(name) || serversOwn.test(name);
}

function codeOfRefusal(refusal: Refusal & { readonly use: TokenUse }, isEmpty: boolean, rules: ServerRules): ErrorCode {
  const { use, status, error } = refusal;
  if (use === 'refresh') return refusedRefresh(refusal, isEmpty, rules);
  const worded = use === 'revocation' ? null : wordedError(refusal, rules);
  if (worded !== null) return worded;
  if (use === 'exchange' && error !== 'invalid_scope' && error !== 'invalid_client') return 'exchange_rejected';
  const ofClient = clientRefusal(refusal);
  if (ofClient !== null) return ofClient;
  if (error === 'invalid_grant') return use === 'client_credentials' ? 'client_rejected' : 'code_rejected';
  // A 401 without an OAuth error is how servers answer a client that they do not know (RFC 6749 section 5.2).
  if (status === 401 && error === '') return 'client_rejected';
  return error === 'invalid_scope' ? 'authorization_invalid_scope' : 'token_request_rejected';
}
