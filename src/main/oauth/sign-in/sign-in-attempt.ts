/**
 * One sign-in, from the first request to the stored grant (RFC 8252): metadata, loopback listener, system browser,
 * callback, tokens.
 */
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Text } from '../../../shared/text/en.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { Grant } from '../grants/grant.ts';
import type { OAuthClient } from '../tokens/authorization-server.ts';
import type { MetadataSource } from '../tokens/server-metadata.ts';
import type { TokenClient } from '../tokens/token-client.ts';
import type { UserInfo } from '../tokens/user-info.ts';
import { type AccountWish, accountPrompt } from './account-prompt.ts';
import { type BrowserRounds, grantThroughBrowser } from './browser-rounds.ts';
import type { LoopbackListener } from './loopback-listener.ts';
import { failurePage, type ResultPage, successPage } from './result-page.ts';
import { locateServers, type SignInRequest } from './sign-in-request.ts';
import { createSecrets, findServers, openListener, type Servers } from './sign-in-steps.ts';

export type SignInPhase = 'preparing' | 'waiting-for-browser' | 'exchanging';

export interface SignIn {
  readonly connectionId: string;
  /** Milliseconds since the epoch, by the time of now. */
  readonly startedAt: number;
  readonly deadline: number;
  phase(): SignInPhase;
  /** Whether a browser brought an answer that does not fit while this one is waited for. */
  readonly hasStrayAnswer: boolean;
  /**
   * Whether the server asks which account to use: `asked`; `unaskable` where somebody else is to sign in and the server
   * cannot be asked, so that no browser is opened before the person has found another one; null where it was not wished.
   */
  readonly account: 'asked' | 'unaskable' | null;
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
  /** The first answer came that does not fit (see `hasStrayAnswer`). The sign-in goes on. */
  onStrayAnswer?(signIn: SignIn): void;
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

export type AttemptOptions = SignInOptions & { readonly userInfo: UserInfo };

export function startAttempt(options: AttemptOptions, request: SignInRequest, context: AttemptContext): Attempt {
  const { connectionId } = request;
  const { log } = options;
  const aborter = new AbortController();
  const { signal } = aborter;
  let phase: SignInPhase = 'preparing';
  let link: string | null = null;
  const seen: { hasStrayAnswer: boolean; account: SignIn['account'] } = { hasStrayAnswer: false, account: null };
  let listener: LoopbackListener | null = null;
  /** Once storing has begun there is no way back: the grant is either stored or refused by the store. */
  let committed = false;

  function enter(next: SignInPhase): void {
    phase = next;
    log.info('sign-in.phase', { connectionId, phase: next });
    options.onPhase(signIn, next);
  }

  const openBrowser = async () => (link === null ? undefined : openSystemBrowser(options, signIn, link));

  function stop(reason: AppError): void {
    if (!committed) aborter.abort(reason);
  }

  async function run(): Promise<Grant> {
    enter('preparing');
    const prepared = await prepare(options, request, context, signal);
    listener = await openListener({ ...options, onStrayAnswer }, request, prepared.secrets.state);
    context.onListener(listener);
    signal.throwIfAborted();
    seen.account = accountFor(request.account ?? null, prepared.servers);
    const grant = await grantThroughBrowser(options, {
      ...prepared,
      listener,
      signal,
      onLink(address) {
        link = address;
        enter(address === null ? 'exchanging' : 'waiting-for-browser');
      },
      // One that is signed in would go on with the same person.
      openBrowser: () => void (seen.account === 'unaskable' || openBrowser()),
    });
    await storeOrRevoke(options, grant, request.client, () => {
      signal.throwIfAborted();
      committed = true;
    });
    return grant;
  }

  function onStrayAnswer(): void {
    if (seen.hasStrayAnswer || phase !== 'waiting-for-browser') return;
    seen.hasStrayAnswer = true;
    options.onStrayAnswer?.(signIn);
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

  const signIn: SignIn = Object.assign(changing(timesFromNow(options), seen), {
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

/** What a sign-in waits for and looks up before it needs the port. */
async function prepare(
  options: SignInOptions,
  request: SignInRequest,
  { earlierEnded, closeEarlierListener }: AttemptContext,
  signal: AbortSignal,
): Promise<Pick<BrowserRounds, 'request' | 'servers' | 'secrets'>> {
  await earlierEnded;
  signal.throwIfAborted();
  await untilAborted(options.revocationsEnded?.() ?? Promise.resolve(), signal);
  const located = await locateServers(options.metadata, request, signal);
  const servers = await findServers(options.metadata, located, signal);
  await closeEarlierListener();
  signal.throwIfAborted();
  return { request: located, servers, secrets: createSecrets(request) };
}

function accountFor(wish: AccountWish | null, { server }: Servers): 'asked' | 'unaskable' | null {
  if (wish === null) return null;
  if (accountPrompt(wish, server) !== null) return 'asked';
  return wish.reason === 'another' ? 'unaskable' : null;
}

/** All that changes while a sign-in runs, read anew each time. */
function changing(
  times: Pick<SignIn, 'startedAt' | 'deadline'>,
  seen: Pick<SignIn, 'hasStrayAnswer' | 'account'>,
): Pick<SignIn, 'startedAt' | 'deadline' | 'hasStrayAnswer' | 'account'> {
  return {
    get startedAt() {
      return times.startedAt;
    },
    get deadline() {
      return times.deadline;
    },
    get hasStrayAnswer() {
      return seen.hasStrayAnswer;
    },
    get account() {
      return seen.account;
    },
  };
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
