/** What of a server's metadata a grant remembers, so that it is renewed and revoked where it came from. */
import type * as oauth from 'oauth4webapi';
import type { Grant } from '../grants/grant.ts';
import type { ServerMetadata } from './server-metadata.ts';

/**
 * @param jwksUri where the keys for ID tokens are; null when none is wanted or none could be verified
 * @param secretMethod where it took the secret of the client, if nobody chose a place
 */
export function serverRecord(
  server: ServerMetadata,
  jwksUri: string | null,
  secretMethod?: Grant['server']['secretMethod'],
): Grant['server'] {
  return {
    issuer: server.issuer,
    tokenEndpoint: server.token_endpoint,
    revocationEndpoint: server.revocation_endpoint ?? null,
    jwksUri,
    idTokenAlgorithms: server.id_token_signing_alg_values_supported ?? null,
    authenticationMethods: server.token_endpoint_auth_methods_supported ?? null,
    ...(secretMethod && { secretMethod }),
  };
}

/** The record as oauth4webapi wants it. */
export function serverOf({ server }: Pick<Grant, 'server'>): oauth.AuthorizationServer {
  const { issuer, tokenEndpoint, revocationEndpoint, idTokenAlgorithms, authenticationMethods } = server;
  return {
    issuer,
    token_endpoint: tokenEndpoint,
    ...(revocationEndpoint === null ? {} : { revocation_endpoint: revocationEndpoint }),
    ...(idTokenAlgorithms === null ? {} : { id_token_signing_alg_values_supported: idTokenAlgorithms }),
    ...(authenticationMethods === null ? {} : { token_endpoint_auth_methods_supported: authenticationMethods }),
  };
}
