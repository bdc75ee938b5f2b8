/** What Auth0 says, in OAuth and in the shape of its Authentication API. */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';
import { findRefusal, type RefusalRow } from './known-refusals.ts';

const rows: readonly RefusalRow[] = [
  { words: /^service not found\b/i, code: 'token_request_rejected', remedy: 'auth0Audience' },
  {
    words: /callback url mismatch|not in the list of allowed callback urls/i,
    code: 'redirect_uri_mismatch',
    remedy: 'auth0Redirect',
  },
  {
    words: /^Grant type '[\w:-]{1,80}' not allowed for the client/i,
    code: 'token_request_rejected',
    remedy: 'auth0GrantTypes',
  },
  {
    words: /^client .{0,100}is not authorized to access (?:resource server)?|create a "?client-grant/i,
    code: 'token_request_rejected',
    remedy: 'auth0ClientGrant',
  },
  {
    words: /parameter organization is required|^client .{0,80}requires organization/i,
    code: 'token_request_rejected',
    remedy: 'auth0Organization',
  },
  {
    words: /no connections enabled for the client|the connection (?:was not found|is not enabled)/i,
    code: 'token_request_rejected',
    remedy: 'auth0Connection',
  },
  {
    error: 'too_many_attempts',
    code: 'authorization_denied',
    remedy: 'auth0Attempts',
  },
  { error: 'too_many_logins', code: 'authorization_denied', remedy: 'auth0Attempts' },
  { error: 'mfa_required', code: 'authorization_interaction_required', remedy: 'auth0SecondFactor' },
  { words: /^unknown or invalid refresh token/i, code: 'grant_dead', uses: ['refresh'] },
  { words: /^user is blocked/i, code: 'authorization_denied', remedy: 'auth0Blocked' },
  // What a company's own rule refuses, in its own words
  { error: 'unauthorized', code: 'authorization_denied', remedy: 'auth0Blocked', uses: ['authorization'] },
  { words: /^(?:unknown client|client not found|no client_id)/i, code: 'client_rejected' },
];

/** What Auth0 said, also at a domain of the company; null when it said nothing known here. */
export const auth0Error = (refusal: Refusal): KnownRefusal | null => findRefusal(rows, refusal);
