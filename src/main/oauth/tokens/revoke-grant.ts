/** Takes the tokens of a grant back to the servers that gave them (RFC 7009). */
import * as oauth from 'oauth4webapi';
import { codeOf } from '../../../shared/errors.ts';
import type { Grant } from '../grants/grant.ts';
import type { OAuthClient } from './authorization-server.ts';
import { serverOf } from './server-record.ts';
import type { TokenRequests } from './token-request.ts';

/** Both tokens, each at its own server, where revocation is advertised. @throws AppError as `TokenClient.revokeGrant` */
export async function revokeGrant(
  { requestRevocation }: TokenRequests,
  grant: Grant,
  client: OAuthClient,
  signal?: AbortSignal,
): Promise<void> {
  const { exchange, refreshToken, accessToken } = grant;
  const revoke = (
    server: oauth.AuthorizationServer,
    owner: OAuthClient,
    token: string,
    hint: 'refresh_token' | 'access_token',
  ): Promise<void> =>
    requestRevocation({
      server,
      client: owner,
      proven: owner === client ? grant.server.secretMethod : undefined,
      sent: [token],
      send: (named, authentication, options) =>
        oauth.revocationRequest(server, named, authentication, token, {
          ...options,
          additionalParameters: { token_type_hint: hint },
        }),
      signal,
    });

  /** The refresh token first. With it many servers end the access token too, and some then refuse that as unknown. */
  const revokeOwn = async (): Promise<void> => {
    const server = serverOf(grant);
    const first = refreshToken === null ? [] : [revoke(server, client, refreshToken, 'refresh_token')];
    const [ended] = await Promise.allSettled(first);
    // An answer that was refused may have brought a refresh token alone.
    if (exchange === null && accessToken !== '') {
      await revoke(server, client, accessToken, 'access_token').catch((error: unknown) => {
        if (ended?.status !== 'fulfilled' || codeOf(error) !== 'token_request_rejected') throw error;
      });
    }
    if (ended?.status === 'rejected') throw ended.reason;
  };

  const revocations: Promise<void>[] = [];
  if (grant.server.revocationEndpoint !== null) revocations.push(revokeOwn());
  if (exchange?.revocationEndpoint && exchange.clientId !== null) {
    const { issuer, clientId, revocationEndpoint: revocation_endpoint } = exchange;
    const exchanging: OAuthClient = { clientId, authentication: { method: 'none' } };
    revocations.push(revoke({ issuer, revocation_endpoint }, exchanging, accessToken, 'access_token'));
  }
  const outcomes = await Promise.allSettled(revocations);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}
