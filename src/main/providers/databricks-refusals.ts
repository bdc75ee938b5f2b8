/** What Databricks says: in OAuth, in token exchange, and in the shape of its REST APIs (`error_code`, `message`). */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';
import { findRefusal, type RefusalRow } from './known-refusals.ts';

const rows: readonly RefusalRow[] = [
  // Also with error_code 403, at every endpoint and API
  {
    words: /is blocked by Databricks IP ACL|IP access list|not (?:allowed|permitted) .{0,60}network policy/i,
    code: 'access_from_here_refused',
    remedy: 'databricksNetwork',
  },
  { words: /federation policy|no matching (?:federation )?policy/i, code: 'exchange_rejected' },
  {
    words: /OAuth application with client_id.{0,120}not available/i,
    code: 'client_rejected',
    remedy: 'databricksClient',
  },
  { words: /not registered for OAuth application/i, code: 'redirect_uri_mismatch' },
  {
    words:
      /not (?:a )?(?:member of|assigned to) (?:this|the) workspace|workspace-access entitlement|disabled for users without/i,
    code: 'authorization_denied',
    remedy: 'databricksEntitlement',
  },
  { error: 'TEMPORARILY_UNAVAILABLE', code: 'server_busy' },
  { error: 'REQUEST_LIMIT_EXCEEDED', code: 'server_busy' },
  { error: 'RESOURCE_EXHAUSTED', code: 'server_busy' },
];

/** A refresh token that is over. RFC 6749 section 5.2 says 400 `invalid_grant`; Databricks has been seen to say this. */
export function deadTokenOfDatabricks({ use, status, error, description }: Refusal): KnownRefusal | null {
  const isInvalidRequest = status === 401 && error === 'invalid_request';
  const isDead = use === 'refresh' && isInvalidRequest && /refresh token is invalid/i.test(description);
  return isDead ? { code: 'grant_dead' } : null;
}

/** What Databricks' own words mean; null when it said nothing known here. */
export const databricksError = (refusal: Refusal): KnownRefusal | null =>
  deadTokenOfDatabricks(refusal) ?? findRefusal(rows, refusal);
