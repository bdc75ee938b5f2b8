/** What Google says ("Using OAuth 2.0 to access Google APIs", authorization errors), where the standard has no words. */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';
import { findRefusal, type RefusalRow } from './known-refusals.ts';

/** Errors that Google alone has, so that they are known wherever they are passed on. */
const named: readonly RefusalRow[] = [
  { error: 'org_internal', code: 'authorization_denied', remedy: 'googleInternal' },
  { error: 'admin_policy_enforced', code: 'authorization_denied', remedy: 'googleAdminPolicy' },
  { error: 'policy_enforced', code: 'authorization_denied', remedy: 'googleAdminPolicy' },
  { error: 'access_not_configured', code: 'authorization_denied', remedy: 'googleAdminPolicy' },
  { error: 'disallowed_useragent', code: 'authorization_failed', remedy: 'googleBrowser' },
  { error: 'deleted_client', code: 'client_rejected', remedy: 'googleClient' },
  { error: 'disabled_client', code: 'client_rejected', remedy: 'googleClient' },
  { error: 'restricted_client', code: 'authorization_invalid_scope', remedy: 'googleScopes' },
  { words: /\binvalid_rapt\b|reauth related error/i, code: 'grant_dead', remedy: 'googleSession', uses: ['refresh'] },
];

/** Words and errors that others might use too. */
const own: readonly RefusalRow[] = [
  ...named,
  { error: 'redirect_uri_mismatch', code: 'redirect_uri_mismatch', remedy: 'googleRedirect' },
  { words: /client_secret is missing/i, code: 'client_rejected', remedy: 'googleSecret' },
  { words: /OAuth client was (?:not found|deleted|disabled)/i, code: 'client_rejected', remedy: 'googleClient' },
  { words: /token has been expired or revoked/i, code: 'grant_dead', remedy: 'googleRevoked', uses: ['refresh'] },
  {
    words: /not completed the google verification|being tested|developer-approved testers/i,
    code: 'authorization_denied',
    remedy: 'googleTester',
  },
  { error: 'invalid_scope', code: 'authorization_invalid_scope', remedy: 'googleScopes' },
  { error: 'RESOURCE_EXHAUSTED', code: 'server_busy' },
  { error: 'UNAVAILABLE', code: 'server_busy' },
];

/** What Google said, when another server passes it on; null when it said nothing known here. */
export const googleError = (refusal: Refusal): KnownRefusal | null => findRefusal(named, refusal);

/** What Google itself said; null when it said nothing known here. */
export const ownGoogleError = (refusal: Refusal): KnownRefusal | null => findRefusal(own, refusal);
