/** What a token endpoint refused, in our words (RFC 6749 section 5.2). */
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { plainText } from '../../log/plain-text.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import { vendorError } from './vendor-errors.ts';

/** Lenient on purpose: whatever can be read helps the person. */
const ErrorBody = z.object({ error: z.string().catch(''), error_description: z.string().catch('') });

export type TokenUse = 'code' | 'refresh' | 'machine' | 'exchange' | 'revocation';

/** What a refresh that needs the person's attention is answered with (OpenID Connect Core section 3.1.2.6, Entra). */
const needsPerson = new Set(['invalid_grant', 'interaction_required', 'login_required', 'consent_required']);

/**
 * The error for an answer other than 200: grant_dead, code_rejected, client_rejected, authorization_invalid_scope,
 * exchange_rejected, redirect_uri_mismatch, server_busy (see `retryAfterMs`), token_request_rejected, and the other
 * codes of `vendorError`.
 *
 * @param now milliseconds since the epoch, for a Retry-After that is a date
 * @param sent secrets of the request, which some servers repeat in their answer
 */
export function tokenError(
  answer: { readonly status: number; readonly headers: Headers; readonly body: string },
  use: TokenUse,
  now: number,
  sent: readonly string[] = [],
): AppError {
  const { status } = answer;
  const { error, error_description } = parseBody(answer.body);
  const said = [plainText(error_description, 500, sent), error === '' ? '' : `(${plainText(error, 100, sent)})`];
  const detail = [`The server answered HTTP ${status}.`, ...said].filter((part) => part !== '').join(' ');

  if (
    status === 429 ||
    status === 408 ||
    status >= 500 ||
    error === 'temporarily_unavailable' ||
    error === 'server_error'
  ) {
    const wait = parseRetryAfter(answer.headers.get('retry-after'), now);
    return new AppError('server_busy', detail, retryAfterCause(wait));
  }
  if (use === 'refresh' && isDeadRefreshToken(status, error, error_description)) {
    return new AppError('grant_dead', detail);
  }
  const known = vendorError(error, error_description);
  if (known !== null && use !== 'revocation') return new AppError(known, detail);
  if (error === 'invalid_client') return new AppError('client_rejected', detail);
  if (use === 'exchange' && error !== 'invalid_scope') return new AppError('exchange_rejected', detail);
  if (error === 'invalid_grant') return new AppError(use === 'machine' ? 'client_rejected' : 'code_rejected', detail);
  // A 401 without an OAuth error is how servers answer a client that they do not know (RFC 6749 section 5.2); Auth0
  // calls it an access denied.
  if (status === 401 && (error === '' || error === 'access_denied')) return new AppError('client_rejected', detail);
  if (error === 'invalid_scope') return new AppError('authorization_invalid_scope', detail);
  return new AppError('token_request_rejected', detail);
}

/** RFC 6749 says 400 `invalid_grant`; Databricks also answers 401 `invalid_request` with these words. */
function isDeadRefreshToken(status: number, error: string, description: string): boolean {
  if (needsPerson.has(error)) return true;
  return status === 401 && error === 'invalid_request' && /refresh token is invalid/i.test(description);
}

function parseBody(body: string): z.infer<typeof ErrorBody> {
  const nothing = { error: '', error_description: '' };
  try {
    return ErrorBody.safeParse(JSON.parse(body)).data ?? nothing;
  } catch {
    // Not JSON: a proxy's or a load balancer's page. The status alone decides.
    return nothing;
  }
}
