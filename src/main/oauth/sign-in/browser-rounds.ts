/** The part of a sign-in that goes through the browser: to the server, back with a code, and on to the grant. */
import { AppError } from '../../../shared/errors.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import type { OAuthClient } from '../tokens/authorization-server.ts';
import type { TokenClient } from '../tokens/token-client.ts';
import type { UserInfo } from '../tokens/user-info.ts';
import { exchangeForGrant } from './code-exchange.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import type { SignInRequest } from './sign-in-request.ts';
import { authorizationUrl, codeExchange, createSecrets, keysOf, type Secrets, type Servers } from './sign-in-steps.ts';

export interface BrowserRounds {
  /** As located. */
  readonly request: SignInRequest;
  readonly servers: Servers;
  /** Of the first round, which the listener already waits for. */
  readonly secrets: Secrets;
  readonly listener: Pick<LoopbackListener, 'redirectUri' | 'callback' | 'again'>;
  readonly signal: AbortSignal;
  /** A browser is waited for, and this is its address; or it has come, and there is none. */
  onLink(link: string | null): void;
  /** Opens a browser at the link. */
  openBrowser(): void;
}

export interface ExchangeOptions {
  readonly fetch: Fetch;
  readonly tokenClient: TokenClient;
  readonly userInfo: UserInfo;
  readonly log: Log;
  revoke?(grant: Grant, client: OAuthClient): void;
}

/**
 * One round, and a second one where the server used the code up while it refused the secret of the application in one
 * of its two places: the person has done their part, so the browser that waits fetches another code.
 *
 * @throws AppError the codes of `exchangeForGrant`; or the signal's reason
 */
export async function grantThroughBrowser(options: ExchangeOptions, rounds: BrowserRounds): Promise<Grant> {
  const { request, servers, secrets, listener, signal } = rounds;
  const { redirectUri, callback } = listener;

  async function round(
    asked: SignInRequest,
    own: Secrets,
    bring: (url: string) => Promise<URLSearchParams>,
  ): Promise<Grant> {
    const link = authorizationUrl(asked, servers.server, redirectUri, own);
    rounds.onLink(link);
    const callbackParameters = await untilAborted(bring(link), signal);
    rounds.onLink(null);
    const jwksUri = keysOf(servers.server, own.nonce, options.log);
    const exchange = codeExchange(asked, servers, own, { callbackParameters, redirectUri, jwksUri, signal });
    return exchangeForGrant(options, exchange);
  }

  try {
    return await round(request, secrets, () => {
      rounds.openBrowser();
      return callback;
    });
  } catch (error) {
    if (!isCodeSpent(error)) throw error;
    const next = createSecrets(request);
    return round(withoutConsent(request), next, (url) => listener.again(next.state, url));
  }
}

/** The server refused the client in one place for its secret, and takes it in the other: all it lacks is a code. */
const isCodeSpent = (error: unknown): boolean =>
  error instanceof AppError && ['spentInHeader', 'spentInBody'].includes(String(error.values.reason));

/** The person has just consented. Which account to use is asked again, since a browser may know several. */
function withoutConsent(request: SignInRequest): SignInRequest {
  const { prompt: _, ...extraParameters } = request.extraParameters;
  return { ...request, extraParameters };
}
