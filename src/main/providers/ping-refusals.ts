/** What PingOne and PingFederate say, in OAuth and in the shape of PingOne's APIs (`code`, `message`, `details`). */
import type { RefusalRow } from './known-refusals.ts';

export const pingRefusals: readonly RefusalRow[] = [
  { words: /^request denied: unsupported authentication method/i, code: 'client_rejected', remedy: 'pingMethod' },
  { words: /unknown or invalid client_id|invalid client or client credentials/i, code: 'client_rejected' },
  {
    words: /scope\(s\) must be blank or a subset|may not request scopes for multiple resources/i,
    code: 'authorization_invalid_scope',
    remedy: 'pingScopes',
  },
  {
    words: /client .{0,60}not (?:authorized|allowed) .{0,40}grant.?type/i,
    code: 'token_request_rejected',
    remedy: 'pingGrantTypes',
    isCommon: true,
  },
  { words: /no attributes found in the context of this grant/i, code: 'token_request_rejected', remedy: 'pingMapping' },
  { words: /unknown, invalid, or expired refresh token/i, code: 'grant_dead', uses: ['refresh'] },
  { words: /unable to find environment/i, code: 'metadata_invalid', remedy: 'pingEnvironment', isCommon: true },
  {
    words: /actor does not have (?:permissions?|access)|user is not (?:in|a member of) .{0,60}(?:group|population)/i,
    code: 'authorization_denied',
    remedy: 'pingRole',
    isCommon: true,
  },
  { error: 'REQUEST_LIMITED', code: 'server_busy' },
];
