/**
 * One sign-in, from the first request to the stored grant (RFC 8252): metadata, loopback listener, system browser,
 * callback, tokens.
 */
import { randomBytes } from 'node:crypto';
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Text } from '../../../shared/text/en.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import type { OAuthClient } from '../tokens/authorization-server.ts';
import type { MetadataSource, ServerMetadata } from '../tokens/server-metadata.ts';
import type { TokenClient } from '../tokens/token-client.ts';
import type { UserInfo } from '../tokens/user-info.ts';
import { buildAuthorizationUrl } from './authorization-request.ts';
import { type CodeExchange, exchangeForGrant } from './code-exchange.ts';
import { type LoopbackListener, openLoopbackListener } from './loopback-listener.ts';
import { createPkce, createRandomValue } from './pkce.ts';
import { failurePage, type ResultPage, successPage } from './result-page.ts';
import { fingerprintOfRequest, locateServers, type SignInRequest, standardRules } from './sign-in-request.ts';

export type SignInPhase = 'preparing' | 'waiting-for-browser' | 'exchanging';

export interface SignIn {
  readonly connectionId: string;
  /** Milliseconds since the epoch, by the time of now. */
  readonly startedAt: number;
  readonly deadline: number;
  phase(): SignInPhase;
  /** The address that the browser was given, for copying; null until it is known and after it is of use. */
  link(): string | null;
  /** Opens the browser again. A failure goes to `onBrowserFailure`. */
  reopenBrowser(): Promise<void>;
  /** Resolves after the grant was stored. Rejects with an AppError only. */
  readonly result: Promise<Grant>;
}

export interface SignInOptions extends Timers, Clock {
  readonly fetch: Fetch;
  readonly metadata: MetadataSource;
  readonly tokenClient: TokenClient;
  /** The language of the page on which the browser tab ends. */
  readonly text: Text;
  /** Opens the system browser (RFC 8252 section 8.12: never a window of our own). */
  openBrowser(url: string): Promise<void>;
  /**
   * Puts the grant where it is kept; the browser says "signed in" only after this resolved. The client is the one that
   * the grant was given to, for a later revocation.
   */
  storeGrant(grant: Grant, client: OAuthClient): Promise<void>;
  /** Begins to tell the server that tokens are not wanted after all. Best effort. */
  revoke?(grant: Grant, client: OAuthClient): void;
  /**
   * Resolves when no revocation is under way, soon in any case. A server that knows one grant for each person would end
   * the new one with the revocation of an old one that comes late. Left out: none ever is.
   */
  revocationsEnded?(): Promise<void>;
  onPhase(signIn: SignIn, phase: SignInPhase): void;
  /** `browser_not_opened`. The sign-in goes on: the person can copy the link. */
  onBrowserFailure(signIn: SignIn, error: AppError): void;
  readonly log: Log;
}

/** What an attempt shares with those before and after it: the ports of the redirect URIs. */
export interface AttemptContext {
  /** Resolves when the sign-in before this one has ended; until then it may still be opening a listener on our port. */
  readonly earlierEnded: Promise<unknown>;
  /** Closes the listener of the sign-in before this one, which may still show its last page. */
  closeEarlierListener(): Promise<void>;
  onListener(listener: LoopbackListener): void;
  onEnd(signIn: SignIn): void;
}

export interface Attempt {
  readonly signIn: SignIn;
  /** Ends the sign-in for this reason, unless its grant is already being stored. */
  stop(reason: AppError): void;
}

export const SIGN_IN_LIMIT_MS = 5 * 60_000;

export function startAttempt(
  options: SignInOptions & { readonly userInfo: UserInfo },
  request: SignInRequest,
  context: AttemptContext,
): Attempt {
  const { connectionId } = request;
  const { log } = options;
  const aborter = new AbortController();
  const { signal } = aborter;
  let phase: SignInPhase = 'preparing';
  let link: string | null = null;
  let listener: LoopbackListener | null = null;
  /** Once storing has begun there is no way back: the grant is either stored or refused by the store. */
  let committed = false;

  function enter(next: SignInPhase): void {
    phase = next;
    log.info('sign-in.phase', { connectionId, phase: next });
    options.onPhase(signIn, next);
  }

  async function openBrowser(): Promise<void> {
    if (link !== null) await openSystemBrowser(options, signIn, link);
  }

  function stop(reason: AppError): void {
    if (!committed) aborter.abort(reason);
  }

  async function run(): Promise<Grant> {
    enter('preparing');
    await context.earlierEnded;
    signal.throwIfAborted();
    await untilAborted(options.revocationsEnded?.() ?? Promise.resolve(), signal);
    const located = await locateServers(options.metadata, request, signal);
    const servers = await findServers(options.metadata, located, signal);
    await context.closeEarlierListener();
    signal.throwIfAborted();
    const secrets = createSecrets(request);
    listener = await openListener(options, request, secrets.state);
    context.onListener(listener);
    signal.throwIfAborted();
    const { redirectUri } = listener;
    link = authorizationUrl(located, servers.server, redirectUri, secrets);
    enter('waiting-for-browser');
    void openBrowser();
    const callbackParameters = await untilAborted(listener.callback, signal);
    link = null;
    enter('exchanging');
    const answer = { callbackParameters, redirectUri, jwksUri: keysOf(servers.server, secrets.nonce, log), signal };
    const grant = await exchangeForGrant(options, codeExchange(located, servers, secrets, answer));
    await storeOrRevoke(options, grant, request.client, () => {
      signal.throwIfAborted();
      committed = true;
    });
    return grant;
  }

  async function runToEnd(): Promise<Grant> {
    const stopTimer = options.setTimer(() => stop(new AppError('sign_in_timed_out')), SIGN_IN_LIMIT_MS);
    try {
      const grant = await run();
      listener?.finish(successPage(options.text));
      log.info('sign-in.succeeded', { connectionId, scopes: grant.scopes });
      return grant;
    } catch (cause) {
      const error = asAppError(cause, 'signIn');
      const isBrowserBack = !signal.aborted && phase === 'exchanging';
      await showFailure(listener, failurePage(error.toView(), options.text), isBrowserBack);
      log.warn('sign-in.failed', { connectionId, code: error.code });
      throw error;
    } finally {
      stopTimer();
      link = null;
      context.onEnd(signIn);
    }
  }

  const signIn: SignIn = Object.assign(timesFromNow(options), {
    connectionId,
    phase: () => phase,
    link: () => link,
    reopenBrowser: openBrowser,
    // The first phase is reported after the attempt has been handed over.
    result: Promise.resolve().then(runToEnd),
  });
  // A failure is handled where the sign-in was asked for; a caller that only watches phases must not crash the program.
  signIn.result.catch(() => undefined);
  return { signIn, stop };
}

/** Kept in uptime, since the first answer of a server may correct the clock. */
function timesFromNow({ now, uptime }: Clock): Pick<SignIn, 'startedAt' | 'deadline'> {
  const begun = uptime();
  const startedAt = () => Math.round(now() - (uptime() - begun));
  return {
    get startedAt() {
      return startedAt();
    },
    get deadline() {
      return startedAt() + SIGN_IN_LIMIT_MS;
    },
  };
}

/** @param commit called right before the store is; when it throws, nothing is stored */
async function storeOrRevoke(
  options: SignInOptions,
  grant: Grant,
  client: OAuthClient,
  commit: () => void,
): Promise<void> {
  try {
    commit();
    await options.storeGrant(grant, client);
  } catch (error) {
    // Nothing holds these tokens from here on.
    options.revoke?.(grant, client);
    throw error;
  }
}

/** A browser that already came back is told why; one that never did has nothing waiting. */
async function showFailure(listener: LoopbackListener | null, page: ResultPage, isBrowserBack: boolean): Promise<void> {
  if (isBrowserBack) listener?.finish(page);
  else await listener?.close(page);
}

async function openSystemBrowser(options: SignInOptions, signIn: SignIn, link: string): Promise<void> {
  try {
    await options.openBrowser(link);
  } catch {
    // What the platform said may hold the link, and so the state; it goes nowhere.
    options.log.warn('sign-in.browser-not-opened', { connectionId: signIn.connectionId });
    options.onBrowserFailure(signIn, new AppError('browser_not_opened'));
  }
}

interface Servers {
  readonly server: ServerMetadata;
  readonly tokenExchange: CodeExchange['tokenExchange'];
}

/** The exchanging server too, before the browser opens: a sign-in whose token cannot be exchanged would be for nothing. */
async function findServers(metadata: MetadataSource, request: SignInRequest, signal: AbortSignal): Promise<Servers> {
  const server = await metadata.find(request.server, signal);
  const { exchange = null } = request;
  if (exchange === null) return { server, tokenExchange: null };
  const exchanging = await metadata.find(exchange.server, signal);
  return { server, tokenExchange: { ...exchange, server: exchanging, serverRules: exchange.server } };
}

interface Secrets {
  readonly state: string;
  readonly nonce: string | null;
  readonly pkce: ReturnType<typeof createPkce>;
}

const createSecrets = ({ scopes }: SignInRequest): Secrets => ({
  pkce: createPkce(),
  state: createRandomValue(),
  nonce: scopes.includes('openid') ? createRandomValue() : null,
});

const openListener = (options: SignInOptions, { redirectUris }: SignInRequest, state: string) =>
  openLoopbackListener({
    redirectUris,
    state,
    pageId: randomBytes(16).toString('base64url'),
    text: options.text,
    setTimer: options.setTimer,
    log: options.log,
  });

const authorizationUrl = (
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
    extraParameters: request.extraParameters,
  });

const codeExchange = (
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
function keysOf(server: ServerMetadata, nonce: string | null, log: Log): string | null {
  if (nonce === null) return null;
  if (typeof server.jwks_uri === 'string') return server.jwks_uri;
  log.warn('sign-in.no-keys', { issuer: server.issuer });
  return null;
}
