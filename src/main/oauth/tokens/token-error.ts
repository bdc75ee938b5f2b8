/** Maps the refusals of a token endpoint to error codes (RFC 6749 section 5.2). */
import { AppError, type ErrorCode, isMendedInSetUp, passesByItself } from '../../../shared/errors.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import type { Refusal, ServerRules, TokenUse } from './authorization-server.ts';
import { serverWords, shownWords } from './server-words.ts';
import { remedyOf, vendorError, wordedError } from './worded-errors.ts';

/** What a refresh that needs the person's attention is answered with (OpenID Connect Core section 3.1.2.6, Entra). */
const needsPerson = new Set(['invalid_grant', 'interaction_required', 'login_required', 'consent_required']);

/**
 * The error for an answer other than 200: `grant_dead`, `code_rejected`, `client_rejected`,
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
  const words = serverWords(answer);
  const { error } = words;
  const code = isBusy(status, error) ? 'server_busy' : codeOfRefusal({ status, ...words }, use, rules);
  const remedy = remedyOf({ use, status, ...words }, code, rules);
  const values = { reason: 'answered', status, said: shownWords(words, sent), ...(remedy && { remedy }) } as const;
  if (code !== 'server_busy') return new AppError(code, values);
  const wait = parseRetryAfter(answer.headers.get('retry-after'), now);
  return new AppError(code, values, retryAfterCause(wait));
}

const isBusy = (status: number, error: string): boolean =>
  status === 429 || status === 408 || status >= 500 || ['temporarily_unavailable', 'server_error'].includes(error);

function codeOfRefusal(
  answer: { readonly status: number; readonly error: string; readonly description: string },
  use: TokenUse,
  rules: ServerRules,
): ErrorCode {
  const { status, error } = answer;
  if (use === 'refresh' && needsPerson.has(error)) return codeOfDeadRefresh({ use, ...answer }, rules);
  const worded = use === 'revocation' ? null : wordedError({ use, ...answer }, rules);
  if (worded !== null) return worded;
  if (error === 'invalid_client') return 'client_rejected';
  if (use === 'exchange' && error !== 'invalid_scope') return 'exchange_rejected';
  if (error === 'invalid_grant') return use === 'client_credentials' ? 'client_rejected' : 'code_rejected';
  // A 401 without an OAuth error is how servers answer a client that they do not know (RFC 6749 section 5.2); Auth0
  // calls it an access denied.
  if (status === 401 && (error === '' || error === 'access_denied')) return 'client_rejected';
  return error === 'invalid_scope' ? 'authorization_invalid_scope' : 'token_request_rejected';
}

/**
 * Entra says `invalid_grant` also for what has nothing to do with the grant, and tells it by its number alone. What time
 * or the set-up mends does not end the grant: a person who signed in again would meet it again.
 */
function codeOfDeadRefresh(refusal: Refusal, rules: ServerRules): ErrorCode {
  const own = vendorError(refusal, rules);
  return own !== null && (passesByItself(own) || isMendedInSetUp(own)) ? own : 'grant_dead';
}
