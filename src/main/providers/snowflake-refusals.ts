/**
 * What Snowflake says ("Configure Snowflake OAuth for custom clients", error codes): `{"message": …, "code": …}` with an
 * `error` beside them where RFC 6749 has one. Numbers stand in `code` or before the words.
 */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';
import { atItsUse, findRefusal, type RefusalRow } from './known-refusals.ts';

const rows: readonly RefusalRow[] = [
  {
    words: /is not allowed to access snowflake/i,
    code: 'access_from_here_refused',
    remedy: 'snowflakeNetwork',
  },
  {
    words: /integration .{0,120}(?:is )?(?:disabled|not enabled)/i,
    code: 'client_rejected',
    remedy: 'snowflakeIntegration',
  },
  {
    words: /\brole\b.{0,200}(?:blocked|not granted|not listed|not authorized|does not exist)/i,
    code: 'authorization_invalid_scope',
    remedy: 'snowflakeRole',
  },
  { error: 'invalid_client', code: 'client_rejected', remedy: 'snowflakeClient' },
  { error: 'invalid_scope', code: 'authorization_invalid_scope', remedy: 'snowflakeScopes' },
];

const byNumber: ReadonlyMap<string, KnownRefusal> = new Map<string, KnownRefusal>([
  ['390144', { code: 'client_rejected', remedy: 'snowflakeExternal' }], // JWT_TOKEN_INVALID
  ['390186', { code: 'authorization_invalid_scope', remedy: 'snowflakeRole' }], // the role is not granted
  ['390302', { code: 'authorization_interaction_required', remedy: 'snowflakeConsent' }], // OAUTH_CONSENT_INVALID
  ['390304', { code: 'authorization_unsupported_response_type' }], // OAUTH_AUTHORIZE_INVALID_RESPONSE_TYPE
  ['390306', { code: 'client_rejected', remedy: 'snowflakeClient' }], // OAUTH_AUTHORIZE_INVALID_CLIENT_ID
  ['390307', { code: 'redirect_uri_mismatch', remedy: 'snowflakeRedirect' }], // OAUTH_AUTHORIZE_INVALID_REDIRECT_URI
  ['390308', { code: 'authorization_invalid_scope', remedy: 'snowflakeScopes' }], // OAUTH_AUTHORIZE_INVALID_SCOPE
  ['390309', { code: 'authorization_denied', remedy: 'snowflakeOtherUser' }], // OAUTH_USERNAMES_MISMATCH
  ['390311', { code: 'token_request_rejected' }], // OAUTH_AUTHORIZE_INVALID_CODE_CHALLENGE_PARAMS
  ['390317', { code: 'authorization_invalid_scope', remedy: 'snowflakeRole' }], // the role is not in the token
  ['390422', { code: 'access_from_here_refused', remedy: 'snowflakeNetwork' }], // the network policy
]);

/** What Snowflake said; null when it said nothing known here. */
export function snowflakeError(refusal: Refusal): KnownRefusal | null {
  const number = /\b(390\d{3})\b/.exec(`${refusal.error} ${refusal.description}`)?.[1];
  const known = number === undefined ? undefined : byNumber.get(number);
  return known === undefined ? findRefusal(rows, refusal) : atItsUse(known, refusal.use);
}
