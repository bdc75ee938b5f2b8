/** What Auth0 says, in OAuth and in the shape of its Authentication API. */
import type { RefusalRow } from './known-refusals.ts';

export const auth0Refusals: readonly RefusalRow[] = [
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
    isCommon: true,
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
    isCommon: true,
  },
  { error: 'too_many_logins', code: 'authorization_denied', remedy: 'auth0Attempts', isCommon: true },
  { error: 'mfa_required', code: 'authorization_interaction_required', remedy: 'auth0SecondFactor', isCommon: true },
  { words: /^unknown or invalid refresh token/i, code: 'grant_dead', uses: ['refresh'] },
  { words: /^user is blocked/i, code: 'authorization_denied', remedy: 'auth0Blocked', isCommon: true },
  // What a company's own rule refuses, in its own words
  {
    error: 'unauthorized',
    code: 'authorization_denied',
    remedy: 'auth0Blocked',
    uses: ['authorization'],
    isCommon: true,
  },
  { words: /^(?:unknown client|client not found|no client_id)/i, code: 'client_rejected' },
];
