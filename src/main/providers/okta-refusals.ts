/** What Okta says: in OAuth, and with the numbers of its APIs (`errorCode`, `errorSummary`; "Okta error codes"). */
import type { RefusalRow } from './known-refusals.ts';

export const oktaRefusals: readonly RefusalRow[] = [
  {
    words: /user is not assigned to the client application/i,
    code: 'authorization_denied',
    remedy: 'oktaAssignment',
  },
  { words: /policy evaluation failed for this request/i, code: 'authorization_denied', remedy: 'oktaPolicy' },
  { error: 'no_matching_policy', code: 'authorization_denied', remedy: 'oktaPolicy' },
  { error: 'no_matching_scope', code: 'authorization_invalid_scope', remedy: 'oktaScopes' },
  {
    words: /'redirect_uri' parameter must be (?:a|an absolute)/i,
    code: 'redirect_uri_mismatch',
    remedy: 'oktaRedirect',
  },
  {
    words: /scopes are not configured for the authorization server/i,
    code: 'authorization_invalid_scope',
    remedy: 'oktaScopes',
  },
  {
    words: /not authorized to use the provided grant type|configured grant types:/i,
    code: 'token_request_rejected',
    remedy: 'oktaGrantTypes',
  },
  { error: 'invalid_dpop_proof', code: 'token_request_rejected', remedy: 'oktaProof', isCommon: true },
  { words: /Invalid value for 'client_id' parameter/i, code: 'client_rejected' },
  { words: /refresh token is invalid or expired/i, code: 'grant_dead', uses: ['refresh'] },
  // The numbers of the APIs
  { error: 'E0000006', code: 'authorization_denied', remedy: 'oktaPermission' },
  { error: 'E0000007', code: 'metadata_invalid', remedy: 'oktaServer' },
  { error: 'E0000015', code: 'token_request_rejected', remedy: 'oktaServer' },
  { error: 'E0000009', code: 'server_busy' },
  { error: 'E0000010', code: 'server_busy' },
  { error: 'E0000047', code: 'server_busy' },
];
