/** The parts of a sign-in that hold no state: its secrets, its servers, the address of its request, its exchange. */
import { randomBytes } from 'node:crypto';
import type { Log } from '../../log/log.ts';
import type { MetadataSource, ServerMetadata } from '../tokens/server-metadata.ts';
import { accountPrompt, withPrompt } from './account-prompt.ts';
import { buildAuthorizationUrl } from './authorization-request.ts';
import type { CodeExchange } from './code-exchange.ts';
import { type LoopbackListenerOptions, openLoopbackListener } from './loopback-listener.ts';
import { createPkce, createRandomValue } from './pkce.ts';
import { fingerprintOfRequest, type SignInRequest, standardRules } from './sign-in-request.ts';

export interface Servers {
  readonly server: ServerMetadata;
  readonly tokenExchange: CodeExchange['tokenExchange'];
}

/** The exchanging server too, before the browser opens: a sign-in whose token cannot be exchanged would be for nothing. */
export async function findServers(
  metadata: MetadataSource,
  request: SignInRequest,
  signal: AbortSignal,
): Promise<Servers> {
  const server = await metadata.find(request.server, signal);
  const { exchange = null } = request;
  if (exchange === null) return { server, tokenExchange: null };
  const exchanging = await metadata.find(exchange.server, signal);
  return { server, tokenExchange: { ...exchange, server: exchanging, serverRules: exchange.server } };
}

export interface Secrets {
  readonly state: string;
  readonly nonce: string | null;
  readonly pkce: ReturnType<typeof createPkce>;
}

export const createSecrets = ({ scopes }: SignInRequest): Secrets => ({
  pkce: createPkce(),
  state: createRandomValue(),
  nonce: scopes.includes('openid') ? createRandomValue() : null,
});

export const openListener = (
  {
    text,
    setTimer,
    log,
    onStrayAnswer,
  }: Pick<LoopbackListenerOptions, 'text' | 'setTimer' | 'log'> & {
    onStrayAnswer(): void;
  },
  { redirectUris }: SignInRequest,
  state: string,
) =>
  openLoopbackListener({
    redirectUris,
    state,
    pageId: randomBytes(16).toString('base64url'),
    text,
    setTimer,
    onStrayAnswer,
    log,
  });

export const authorizationUrl = (
  request: SignInRequest,
  server: ServerMetadata,
  redirectUri: string,
  { pkce, state, nonce }: Secrets,
): string =>
  buildAuthorizationUrl({
    server,
    clientId: request.client.clientId,
    redirectUri,
    scopes: request.scopes,
    audience: request.audience ?? null,
    state,
    codeChallenge: pkce.challenge,
    nonce,
    extraParameters: withPrompt(request.extraParameters, accountPrompt(request.account, server)),
  });

export const codeExchange = (
  request: SignInRequest,
  servers: Servers,
  { pkce, state, nonce }: Secrets,
  answer: Pick<CodeExchange, 'callbackParameters' | 'redirectUri' | 'jwksUri' | 'signal'>,
): CodeExchange => ({
  ...answer,
  ...servers,
  connectionId: request.connectionId,
  serverRules: request.server,
  client: request.client,
  scopes: request.scopes,
  audience: request.audience ?? null,
  identityUrl: request.identityUrl,
  ...(request.identityHeaders && { identityHeaders: request.identityHeaders }),
  rules: request.rules ?? standardRules,
  claimNames: request.claimNames ?? [],
  fingerprint: fingerprintOfRequest(request),
  state,
  nonce,
  codeVerifier: pkce.verifier,
});

/** Where the keys of ID tokens are. Without a nonce none is wanted; without keys one proves nothing and is left alone. */
export function keysOf(server: ServerMetadata, nonce: string | null, log: Log): string | null {
  if (nonce === null) return null;
  if (typeof server.jwks_uri === 'string') return server.jwks_uri;
  log.warn('sign-in.no-keys', { issuer: server.issuer });
  return null;
}
