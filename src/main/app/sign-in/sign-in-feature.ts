/** Signing in and out: the sign-in under way, the grants that came of earlier ones, and service accounts. */

import { AppError, codeOf } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Text } from '../../../shared/text/en.ts';
import { createAllowance } from '../../async/allowance.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Fetch } from '../../net/fetch.ts';
import { obtainServiceAccountGrant } from '../../oauth/sign-in/client-credentials.ts';
import { createSignIns, type SignIns } from '../../oauth/sign-in/sign-in.ts';
import type { SignIn } from '../../oauth/sign-in/sign-in-attempt.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { openSignedOut } from '../../settings/signed-out.ts';
import type { Feature } from '../feature.ts';
import type { Connections } from '../profiles/connections.ts';
import type { SystemServices } from '../system-services.ts';
import { type CurrentSignIn, createCurrentSignIn, type SignedOutConnections } from './current-sign-in.ts';
import type { GrantServices } from './grant-services.ts';
import { createServiceAccounts, type ServiceAccounts } from './service-accounts.ts';
import { createSignInAlone, type SignInWatch } from './sign-in-alone.ts';
import { createSignOut, signOutPeople } from './sign-out.ts';

export interface SignInFeatureOptions extends Clock {
  readonly profiles: Pick<Profiles, 'find' | 'all'>;
  readonly connections: Connections;
  readonly grants: GrantServices;
  readonly fetch: Fetch;
  /** Where it is remembered who was signed out; left out, only while the program runs. */
  readonly settings?: SettingsStore;
  readonly system: Pick<SystemServices, 'openBrowser' | 'copyText' | 'comeForward'>;
  /** For the page on which the browser tab ends. */
  readonly text: Text;
  /** A sign-in ended without a grant, whoever wanted that. */
  onSignInFailed?(connectionId: string, error: AppError): void;
  /** A person, or a service account, has signed in. */
  onSignedIn(connectionId: string): void;
  /** A person begins to sign in, and that is over; not told of service accounts. */
  readonly onSignIn: {
    begun(connectionId: string, windowId: string): void;
    over(connectionId: string, isSignedIn: boolean): void;
  };
  /** Closes what a profile shows and leaves its session behind; resolves when that is empty. */
  closeAndClearSession(profileId: string): Promise<void>;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  readonly log: Log;
  onChange(): void;
}

type Names =
  | 'grants.signIn'
  | 'grants.cancelSignIn'
  | 'grants.copySignInLink'
  | 'grants.reopenBrowser'
  | 'grants.renew'
  | 'grants.signOut';

export interface SignInFeature extends Feature<Names, 'grants' | 'signIn' | 'signInProblem'> {
  /** The connection to which a person is signing in, from when the browser opens; null when to none. */
  signingIn(): string | null;
  /** The redirect URL whose port a sign-in holds, also one that is over and still shows its page; null when none does. */
  listensAt(): string | null;
  /** Ends a sign-in under way for one of these connections; resolves when nothing of it can follow any more. */
  cancelFor(connectionIds: readonly string[]): Promise<void>;
  /** A profile is about to change or go: its service accounts stop trying. */
  profileChanging(profileId: string): void;
  /** Obtains the grants that need no person. */
  ensureServiceAccounts(): void;
  /**
   * Signs in for somebody who is at no window, and brings none forward; a service account too. Resolves when it is done.
   *
   * @throws AppError why it did not succeed; `command_refused` while somebody is signing in elsewhere
   */
  signInAlone(connectionId: string, watch: SignInWatch): Promise<void>;
  /** @throws AppError as signing out in a window does */
  signOutOf(profileId: string, connectionIds: readonly string[]): Promise<void>;
  /** Whether a person is signed in to anything, or is about to be. */
  isAnybodySignedIn(): boolean;
  /** Signs every person out of every profile. @throws AppError as signing out of one profile does */
  signOutPeople(): Promise<void>;
}

/** More than a person with many connections needs; a page gone wild would open browsers and ask servers without end. */
const PACE = { most: 12, oneMoreAfterMs: 5_000 };

export function createSignInFeature(options: SignInFeatureOptions): SignInFeature {
  const { profiles, connections, system } = options;
  const { keeper } = options.grants;
  const asker: Asker = {};
  const { signIns, currentSignIn, serviceAccounts } = createSignInServices(options, asker);
  const signOut = createSignOut({ ...options, keeper, currentSignIn, serviceAccounts });

  const isAllowed = createAllowance({ ...PACE, uptime: options.uptime });
  const requireAllowance = (): void => {
    if (!isAllowed()) throw new AppError('request_refused', { reason: 'tooManySignIns', remedy: 'waitAndRepeat' });
  };

  /** A sign-in under way counts: who was to be signed out would be signed in a moment later. */
  const isSignedIn = (connectionId: string): boolean =>
    keeper.view(connectionId).status !== 'signed-out' || signIns.current()?.connectionId === connectionId;

  /** @param windowId null for somebody who is at no window */
  async function start(connectionId: string, windowId: string | null, asSomebodyElse?: boolean): Promise<void> {
    requireAllowance();
    asker.windowId = windowId;
    if (isLocked(keeper.view(connectionId))) {
      // Unlocked since, it still has what nobody needs to sign in for. Locked, it would not take what a sign-in brings.
      await keeper.restore([connectionId]);
      const { status, problem } = keeper.view(connectionId);
      if (status === 'signed-in' || status === 'renewing') return;
      if (problem?.code === 'vault_locked') throw new AppError('vault_locked', { reason: 'notRead' });
    }
    await currentSignIn.start(connectionId, asSomebodyElse);
    if (windowId !== null && signIns.current()?.connectionId === connectionId) {
      options.onSignIn.begun(connectionId, windowId);
    }
  }

  return {
    handlers: {
      'grants.signIn': ({ connectionId, asSomebodyElse }, { windowId }) =>
        start(connectionId, windowId, asSomebodyElse),
      'grants.cancelSignIn': () => currentSignIn.cancel(),
      'grants.copySignInLink': () => system.copyText(currentSignIn.link()),
      'grants.reopenBrowser': async () => {
        requireAllowance();
        await currentSignIn.reopenBrowser();
      },
      'grants.renew': async ({ connectionId }) => {
        keeper.tryAgain(connectionId);
        await keeper.renew(connectionId);
      },
      'grants.signOut': ({ profileId, connectionId }) => signOut(profileId, connectionId),
    },
    sharedState: () => ({
      grants: connections.all().map((connection) => ({
        ...keeper.view(connection.id),
        isServiceAccount: isServiceAccount(connection),
        isAtRest: serviceAccounts.isAtRest(connection.id),
      })),
      ...currentSignIn.view(),
    }),
    windowState: () => ({}),
    async restore() {
      await keeper.restore(connections.all().map(({ id }) => id));
      serviceAccounts.ensureAll();
    },
    wake(reason) {
      keeper.wake(reason);
      serviceAccounts.ensureAll();
    },
    async close() {
      serviceAccounts.dispose();
      await signIns.dispose();
    },
    signingIn() {
      const current = signIns.current();
      // Before, it waits for revocations.
      return current && current.phase() !== 'preparing' ? current.connectionId : null;
    },
    listensAt: signIns.listensAt,
    cancelFor: (connectionIds) => currentSignIn.cancelFor(connectionIds),
    profileChanging: (profileId) =>
      serviceAccounts.stop(profiles.find(profileId)?.connections.map(({ id }) => id) ?? []),
    ensureServiceAccounts: () => serviceAccounts.ensureAll(),
    signInAlone: createSignInAlone({ signIns, currentSignIn, asker, start: (id) => start(id, null) }),
    signOutOf: signOut,
    isAnybodySignedIn: () => connections.all().some((one) => !isServiceAccount(one) && isSignedIn(one.id)),
    signOutPeople: () => signOutPeople({ profiles, isSignedIn }, signOut),
  };
}

/** Whether what is stored for the connection could not be read, since the keychain does not answer. */
const isLocked = ({ status, problem }: GrantView): boolean =>
  status === 'signed-out' && problem?.code === 'vault_locked';

interface SignInServices {
  readonly signIns: SignIns;
  readonly currentSignIn: CurrentSignIn;
  readonly serviceAccounts: ServiceAccounts;
}

/** The window in which a sign-in was asked for last, to which whoever comes back from the browser wants to go; null for none. */
interface Asker {
  windowId?: string | null;
  /** Told when no browser could be opened. */
  notOpened?: (() => void) | null;
}

function createSignInServices(options: SignInFeatureOptions, asker: Asker): SignInServices {
  const { connections, fetch, grants, system, timers, now, uptime, random, log, onChange } = options;
  const { keeper, metadata, tokenClient } = grants;
  const signIns = createSignIns({
    ...timers,
    fetch,
    metadata,
    tokenClient,
    openBrowser: (url) => system.openBrowser(url),
    storeGrant: grants.adopt,
    revoke: grants.revoke,
    revocationsEnded: grants.revocationsEnded,
    text: options.text,
    now,
    uptime,
    onPhase: onChange,
    onStrayAnswer: onChange,
    onBrowserFailure(signIn: SignIn, error: AppError) {
      currentSignIn.report(signIn, error);
      asker.notOpened?.();
    },
    log,
  });
  const serviceAccounts = createServiceAccounts({
    ...timers,
    connections,
    keeper,
    obtain: (request, signal) => obtainServiceAccountGrant({ fetch, metadata, tokenClient, log }, request, signal),
    uptime,
    random,
    onOutcome(connectionId, error) {
      if (error) currentSignIn.reportServiceAccount(connectionId, error);
      else {
        currentSignIn.clear(connectionId);
        options.onSignedIn(connectionId);
      }
    },
    log,
  });
  const currentSignIn = createCurrentSignIn({
    signIns,
    connections,
    ...(options.settings && { signedOut: rememberedSignOuts(options.settings, options) }),
    obtainServiceAccountGrant: serviceAccounts.obtain,
    ...(options.onSignInFailed && { onFailed: options.onSignInFailed }),
    onSignedIn(connectionId) {
      // First, since the rest takes the main thread a while: the workbook is on its way meanwhile.
      options.onSignIn.over(connectionId, true);
      if (asker.windowId !== null) system.comeForward(asker.windowId);
      options.onSignedIn(connectionId);
    },
    onNotSignedIn: (connectionId) => options.onSignIn.over(connectionId, false),
    onChange,
  });
  return { signIns, currentSignIn, serviceAccounts };
}

/** A sign-out that cannot be stored is one all the same: it is known until the program ends. */
function rememberedSignOuts(
  settings: SettingsStore,
  { connections, log }: Pick<SignInFeatureOptions, 'connections' | 'log'>,
): SignedOutConnections {
  const signedOut = openSignedOut(settings);
  const change = (what: Parameters<typeof signedOut.change>[0]): void => {
    const present = connections.all().map(({ id }) => id);
    signedOut.change(what, present).catch((error: unknown) => {
      log.warn('sign-in.sign-out-not-kept', { code: codeOf(error) });
    });
  };
  return {
    has: signedOut.has,
    add: (connectionIds) => change({ add: connectionIds }),
    remove: (connectionId) => change({ remove: connectionId }),
  };
}
