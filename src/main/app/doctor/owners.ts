/** Who must act about an error that a check met. */
import type { CheckOwner } from '../../../shared/checks.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { AuthorizationServer } from '../../../shared/profile/servers.ts';

/** The network, its proxies and filters, and the computer. */
const ofNetwork: ReadonlySet<ErrorCode> = new Set([
  'offline',
  'proxy_unusable',
  'tls_untrusted',
  'access_from_here_refused',
  'response_too_large',
  'clock_wrong',
  'sigma_clock_wrong',
  'sigma_unreachable',
  'sigma_redirected',
  'frame_load_failed',
  'vault_unprotected',
  'vault_locked',
]);

/** What is registered or turned on at the authorization server, which nobody can mend in the form alone. */
const ofServer: ReadonlySet<ErrorCode> = new Set([
  'authorization_invalid_request',
  'redirect_uri_mismatch',
  'authorization_unauthorized_client',
  'authorization_unsupported_response_type',
  'authorization_invalid_scope',
  'authorization_server_error',
  'authorization_denied',
  'authorization_failed',
  'metadata_endpoint_untrusted',
  'pkce_unsupported',
  'token_request_rejected',
  'token_response_invalid',
  'scopes_missing',
  'identity_unknown',
  'email_unverified',
  'user_info_failed',
  'user_info_mismatch',
  'claim_missing',
  'exchange_rejected',
  'embed_url_too_long',
  'server_busy',
]);

/** What is turned on, allowed or there at Sigma. */
const ofSigma: ReadonlySet<ErrorCode> = new Set([
  'sigma_version_unsupported',
  'sigma_connection_sign_in',
  'sigma_user_missing',
  'sigma_access_denied',
  'sigma_not_found',
  'sigma_failed',
]);

/** What Sigma passes on of the data platform. */
const ofData: ReadonlySet<ErrorCode> = new Set(['data_sign_in_refused', 'data_access_denied', 'data_timed_out']);

/** Who administers a server. Entra ID and OpenID Connect servers are a company's own identity provider. */
export function administratorOf({ provider }: Pick<AuthorizationServer, 'provider'>): CheckOwner {
  return provider === 'entra' || provider === 'oidc' ? 'identity-provider' : provider;
}

/**
 * Who must act first. What was entered can be compared and corrected at the form, so all else is the person's.
 *
 * @param server where it happened; null where it was at none
 */
export function ownerOf(code: ErrorCode, server: Pick<AuthorizationServer, 'provider'> | null): CheckOwner {
  if (ofNetwork.has(code)) return 'it';
  if (ofSigma.has(code)) return 'sigma';
  if ((ofServer.has(code) || ofData.has(code)) && server !== null) return administratorOf(server);
  return 'person';
}
