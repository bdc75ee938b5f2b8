/** The address that the browser opens first (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
import { AppError } from '../../../shared/errors.ts';

export interface AuthorizationRequest {
  readonly server: { readonly authorization_endpoint: string };
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** The API that tokens are asked for, or null. Auth0's parameter, older than RFC 8707's `resource`. */
  readonly audience: string | null;
  readonly state: string;
  /** The S256 challenge. */
  readonly codeChallenge: string;
  /** Sent with OpenID Connect requests only (OpenID Connect Core section 3.1.2.1). */
  readonly nonce: string | null;
  /** What a provider needs besides, such as `access_type`. */
  readonly extraParameters: Readonly<Record<string, string>>;
}

/**
 * The authorization URL. A query that the endpoint itself carries is kept (RFC 6749 section 3.1).
 *
 * @throws AppError `internal`, when an extra parameter would replace one that protects the sign-in
 */
export function buildAuthorizationUrl(request: AuthorizationRequest): string {
  const url = new URL(request.server.authorization_endpoint);
  const own: Record<string, string> = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scopes.join(' '),
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    ...(request.nonce === null ? {} : { nonce: request.nonce }),
    ...(request.audience === null ? {} : { audience: request.audience }),
  };
  for (const [name, value] of Object.entries(own)) url.searchParams.set(name, value);
  for (const [name, value] of Object.entries(request.extraParameters)) {
    if (Object.hasOwn(own, name) || name === 'nonce' || name === 'response_mode') {
      throw new AppError('internal', { reason: 'providerParameter', name });
    }
    url.searchParams.set(name, value);
  }
  return url.href;
}
