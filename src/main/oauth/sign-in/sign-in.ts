/**
 * The sign-in of one person to one connection, from the first request to the stored grant (RFC 8252): metadata,
 * listener, system browser, callback, tokens. One at a time; a newer one takes over.
 */
import { randomBytes } from 'node:crypto';
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import { fingerprintOf } from '../grants/grant-purpose.ts';
import { type ScopeRules, scopeRules } from '../grants/granted-scopes.ts';
import type { AuthorizationServerAddress, OAuthClient } from '../tokens/authorization-server.ts';
import type { MetadataSource, ServerMetadata } from '../tokens/server-metadata.ts';
import type { TokenClient } from '../tokens/token-client.ts';
import { buildAuthorizationUrl } from './authorization-request.ts';
import { type AnswerRules, exchangeForGrant } from './code-exchange.ts';
import { type LoopbackListener, openLoopbackListener } from './loopback-listener.ts';
import { createPkce, createRandomValue } from './pkce.ts';
import { failurePage, successPage } from './result-page.ts';

export type SignInPhase = 'preparing' | 'waiting-for-browser' | 'exchanging';

export interface SignInRequest {
  readonly connectionId: string;
  readonly server: AuthorizationServerAddress;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** The API that the tokens are for, where the server is told. */
  readonly audience?: string | null;
  /** Registered loopback redirect URIs, tried in order. */
  readonly redirectUris: readonly string[];
  /** What the provider adds to the authorization request. */
  readonly extraParameters: Readonly<Record<string, string>>;
  /** SCIM Me, or null where the provider has nothing like it. */
  readonly identityUrl: string | null;
  /** What is particular about the server's answers; left out, what the standards say. */
  readonly rules?: AnswerRules;
  /** Names of the claims that the grant is to keep. */
  readonly claimNames?: readonly string[];
  /** Where the token is exchanged for the data platform's (RFC 8693). */
  readonly exchange?: ExchangeTarget | null;
}

export interface ExchangeTarget {
  readonly server: AuthorizationServerAddress;
  /** Null where the server knows the exchange by the token alone. */
  readonly clientId: string | null;
  readonly scopes: readonly string[];
  readonly scopeRules: ScopeRules;
}

const standardRules: AnswerRules = {
  scopes: scopeRules({ refreshScope: 'offline_access', place: 'at the authorization server' }),
  userNameClaims: ['email', 'preferred_username'],
  userNameField: null,
};

export interface SignIn {
  readonly connectionId: string;
  /** Milliseconds since the epoch. */
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

export interface SignInDeps extends Timers {
  readonly fetch: Fetch;
  readonly metadata: MetadataSource;
  readonly tokenClient: TokenClient;
  /** Opens the system browser (RFC 8252 section 8.12: never a window of our own). */
  openBrowser(url: string): Promise<void>;
  /**
   * Puts the grant where it is kept; the browser says "signed in" only after this resolved. The client is the one that
   * the grant was given to, for whoever has to take it back.
   */
  storeGrant(grant: Grant, client: OAuthClient): Promise<void>;
  /** Tells the server that tokens are not wanted after all. Best effort; nobody waits for it. */
  revoke?(grant: Grant, client: OAuthClient): void;
  /** Milliseconds since the epoch. */
  now(): number;
  onPhase(signIn: SignIn, phase: SignInPhase): void;
  /** browser_not_opened. The sign-in goes on: the person can copy the link. */
  onBrowserFailure(signIn: SignIn, error: AppError): void;
  readonly log: Log;
}

export interface SignIns {
  /** Starts a sign-in; the one under way, if any, ends with sign_in_replaced. */
  start(request: SignInRequest): SignIn;
  current(): SignIn | null;
  /** Ends the sign-in under way with sign_in_cancelled. */
  cancel(): void;
  /** Like `cancel`, and also closes a listener that still shows its last page. */
  dispose(): Promise<void>;
}

export const SIGN_IN_LIMIT_MS = 5 * 60_000;

export function createSignIns(deps: SignInDeps): SignIns {
  let running: { signIn: SignIn; stop(reason: AppError): void } | null = null;
  /** The listener of the latest sign-in, which may outlive it for the last page. */
  let lastListener: LoopbackListener | null = null;

  function start(request: SignInRequest): SignIn {
    const replaced = running?.signIn.result;
    running?.stop(new AppError('sign_in_replaced', 'Another sign-in was started before this one was finished.'));

    const startedAt = deps.now();
    const aborter = new AbortController();
    let phase: SignInPhase = 'preparing';
    let link: string | null = null;
    let listener: LoopbackListener | null = null;
    /** Once storing has begun there is no way back: the grant is either stored or refused by the store. */
    let committed = false;

    function enter(next: SignInPhase): void {
      phase = next;
      deps.log.info('sign-in.phase', { connectionId: request.connectionId, phase: next });
      deps.onPhase(signIn, next);
    }

    async function openBrowser(): Promise<void> {
      if (link === null) return;
      try {
        await deps.openBrowser(link);
      } catch {
        // What the platform said may hold the link, and so the state; it goes nowhere.
        const error = new AppError('browser_not_opened', 'The operating system did not open a browser.');
        deps.log.warn('sign-in.browser-not-opened', { connectionId: request.connectionId });
        deps.onBrowserFailure(signIn, error);
      }
    }

    async function run(): Promise<Grant> {
      const { signal } = aborter;
      enter('preparing');
      // Until it has ended, the earlier sign-in may still be opening a listener on the port that this one needs.
      await replaced?.catch(() => undefined);
      signal.throwIfAborted();
      const server = await deps.metadata.find(request.server, signal);
      // Before the browser opens: a sign-in whose token cannot be exchanged would be for nothing.
      const exchange = request.exchange ?? null;
      const tokenExchange = exchange && { ...exchange, server: await deps.metadata.find(exchange.server, signal) };
      await lastListener?.close();
      signal.throwIfAborted();
      const pkce = createPkce();
      const state = createRandomValue();
      const nonce = request.scopes.includes('openid') ? createRandomValue() : null;
      listener = await openLoopbackListener({
        redirectUris: request.redirectUris,
        state,
        pageId: randomBytes(16).toString('base64url'),
        setTimer: deps.setTimer,
        clearTimer: deps.clearTimer,
        log: deps.log,
      });
      lastListener = listener;
      signal.throwIfAborted();
      link = buildAuthorizationUrl({
        server,
        clientId: request.client.clientId,
        redirectUri: listener.redirectUri,
        scopes: request.scopes,
        audience: request.audience ?? null,
        state,
        codeChallenge: pkce.challenge,
        nonce,
        extraParameters: request.extraParameters,
      });
      enter('waiting-for-browser');
      void openBrowser();
      const callbackParameters = await untilAborted(listener.callback, signal);
      link = null;
      enter('exchanging');
      const grant = await exchangeForGrant(deps, {
        connectionId: request.connectionId,
        client: request.client,
        scopes: request.scopes,
        audience: request.audience ?? null,
        identityUrl: request.identityUrl,
        rules: request.rules ?? standardRules,
        claimNames: request.claimNames ?? [],
        fingerprint: fingerprintOfRequest(request),
        server,
        jwksUri: nonce === null ? null : keysOf(server, deps.log),
        tokenExchange,
        callbackParameters,
        state,
        nonce,
        redirectUri: listener.redirectUri,
        codeVerifier: pkce.verifier,
        signal,
      });
      try {
        signal.throwIfAborted();
        committed = true;
        await deps.storeGrant(grant, request.client);
      } catch (error) {
        // Nobody holds these tokens from here on.
        deps.revoke?.(grant, request.client);
        throw error;
      }
      return grant;
    }

    async function settle(): Promise<Grant> {
      const timer = deps.setTimer(
        () => stop(new AppError('sign_in_timed_out', 'The browser did not come back within five minutes.')),
        SIGN_IN_LIMIT_MS,
      );
      try {
        const grant = await run();
        listener?.finish(successPage());
        deps.log.info('sign-in.succeeded', { connectionId: request.connectionId, scopes: grant.scopes });
        return grant;
      } catch (cause) {
        const error = asAppError(cause, 'The sign-in failed in an unexpected way');
        // A browser that already came back is told why; one that never did has nothing waiting.
        if (aborter.signal.aborted || phase !== 'exchanging') await listener?.close(failurePage(error.toView()));
        else listener?.finish(failurePage(error.toView()));
        deps.log.warn('sign-in.failed', { connectionId: request.connectionId, code: error.code });
        throw error;
      } finally {
        deps.clearTimer(timer);
        link = null;
        if (running?.signIn === signIn) running = null;
      }
    }

    function stop(reason: AppError): void {
      if (!committed) aborter.abort(reason);
    }

    const signIn: SignIn = {
      connectionId: request.connectionId,
      startedAt,
      deadline: startedAt + SIGN_IN_LIMIT_MS,
      phase: () => phase,
      link: () => link,
      reopenBrowser: openBrowser,
      // The first phase is reported after `start` has returned, when `current()` already answers.
      result: Promise.resolve().then(settle),
    };
    running = { signIn, stop };
    // Whoever asked for the sign-in handles its failure; a caller that only watches phases must not crash the program.
    signIn.result.catch(() => undefined);
    return signIn;
  }

  return {
    start,
    current: () => running?.signIn ?? null,
    cancel: () => running?.stop(new AppError('sign_in_cancelled', 'The sign-in was cancelled before it was finished.')),
    dispose: async () => {
      const { signIn = null } = running ?? {};
      running?.stop(new AppError('sign_in_cancelled', 'The program is closing.'));
      await signIn?.result.catch(() => undefined);
      await lastListener?.close();
    },
  };
}

function fingerprintOfRequest({ server, client, scopes, audience = null, exchange = null }: SignInRequest): string {
  return fingerprintOf({
    flow: exchange ? 'token_exchange' : 'authorization_code',
    issuer: server.issuer,
    clientId: client.clientId,
    scopes,
    audience,
    exchange: exchange && { ...exchange, issuer: exchange.server.issuer },
  });
}

/** Where the keys of ID tokens are. Without keys an ID token proves nothing and is left alone. */
function keysOf(server: ServerMetadata, log: Log): string | null {
  if (typeof server.jwks_uri === 'string') return server.jwks_uri;
  log.warn('sign-in.no-keys', { issuer: server.issuer });
  return null;
}
