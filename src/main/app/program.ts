/**
 * Everything that happens behind the window, put together from the rooms. It knows no Electron: what the operating
 * system does is passed in by `index.ts`, so that the whole can be read, and tested, as plain code.
 */

import { AppError, type AppErrorView, asAppError, codeOf } from '../../shared/errors.ts';
import type { Profile } from '../../shared/profile/profile.ts';
import type { AppState, EnvImportReport } from '../../shared/state.ts';
import { en } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { systemTimers } from '../async/timers.ts';
import { waitAtMost } from '../async/wait-at-most.ts';
import type { Log } from '../log/log.ts';
import { redact } from '../log/redact.ts';
import { obtainServiceAccountGrant } from '../oauth/sign-in/client-credentials.ts';
import { createSignIns } from '../oauth/sign-in/sign-in.ts';
import type { Profiles } from '../settings/profiles.ts';
import { explainSigmaError, meansExpiredToken } from '../sigma/embed-errors.ts';
import { createLocalSigner } from '../sigma/local-signer.ts';
import type { Vault } from '../vault/vault.ts';
import { createPanes } from '../viewer/panes.ts';
import { createHandlers } from './handlers.ts';
import type { Notices } from './notices.ts';
import { createConnections } from './profiles/connections.ts';
import { createEnvFiles, importNotice } from './profiles/env-import.ts';
import { createSecrets } from './profiles/profile-secrets.ts';
import { createProfileSetup } from './profiles/profile-setup.ts';
import { createCurrentSignIn } from './sign-in/current-sign-in.ts';
import { createGrantServices } from './sign-in/grant-services.ts';
import { createServiceAccounts } from './sign-in/service-accounts.ts';
import { createPartitions } from './workbooks/partitions.ts';
import { createWorkbookSessions } from './workbooks/workbook-sessions.ts';

export type ProgramOptions = {
  version: string;
  platform: string;
  /** Whether plain http to this computer is acceptable (tests and demo). */
  allowLoopbackHttp: boolean;
  vault: Vault;
  profiles: Profiles;
  notices: Notices;
  log: Log;
  now(): number;
  random(): number;
  randomUuid(): string;
  resolveProxy(url: string): Promise<string>;
  openBrowser(url: string): Promise<void>;
  copyText(text: string): void;
  /** Asks the person for a file; null when none was chosen. */
  chooseEnvFile(): Promise<string | null>;
  sendToGuest: Parameters<typeof createPanes>[0]['send'];
  /** Empties what a profile's guests left in their session. */
  clearGuestSession(partition: string): Promise<void>;
  /** The sign-in is done in the browser; time to come forward. */
  comeForward(): void;
  /** Something in the state is different; the window should hear of it soon. */
  onChange(): void;
  isOnline(): boolean;
};

/** Longer timers overflow to no delay at all; a pane that is renewed after 24 days instead of 30 loses nothing. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Whoever closes the program waits no longer than this for what is still on its way. */
export const CLOSING_LIMIT_MS = 10_000;

export type Program = ReturnType<typeof createProgram>;

export function createProgram(options: ProgramOptions) {
  const { allowLoopbackHttp, log, now, random, randomUuid, notices, vault, profiles } = options;
  let revision = 0;
  const changed = () => {
    revision += 1;
    options.onChange();
  };

  const secrets = createSecrets({ vault, log });
  const connections = createConnections({ profiles, secrets });

  const partitions = createPartitions();
  /** Who was signed in to each connection last. */
  const people = new Map<string, string>();

  /** Another person must find nothing of the one before: neither a workbook that is open nor what Sigma stored. */
  function reopenForNewPerson(profile: Profile): void {
    const open = panes.views('main').filter(({ profileId }) => profileId === profile.id);
    closeAndClearSession(profile.id).catch(() => log.warn('session.not-cleared', { profileId: profile.id }));
    for (const { workbookId } of open) panes.open(sessions.targetOf(workbookId, 'main'));
  }

  /** Closes what a profile shows and leaves its session behind; resolves when that is empty. */
  function closeAndClearSession(profileId: string): Promise<void> {
    panes.closeProfile(profileId);
    return options.clearGuestSession(partitions.renew(profileId));
  }

  const grantServices = createGrantServices({
    connections,
    secrets,
    allowLoopbackHttp,
    resolveProxy: options.resolveProxy,
    now,
    random,
    log,
    onChange(connectionId, view) {
      changed();
      // A profile that is being removed takes its connections with it.
      if (!connections.exists(connectionId)) return;
      const person = view.person?.userName;
      const earlier = people.get(connectionId);
      if (person !== undefined) people.set(connectionId, person);
      // In the same turn as the new grant takes over, so that no guest is signed for one person in the other's session.
      if (person !== undefined && earlier !== undefined && person !== earlier) {
        reopenForNewPerson(connections.find(connectionId).profile);
      }
    },
    onRenewed: (connectionId) => panes.renewProfile(connections.find(connectionId).profile.id),
  });
  const { fetch, metadata, tokenClient, keeper, revoke } = grantServices;

  const signer = createLocalSigner({ embedSecret: secrets.embedSecret, now, randomUuid });
  const sessions = createWorkbookSessions({ profiles, keeper, signer, partitions, allowLoopbackHttp });

  const panes = createPanes({
    async sign(target, parameters) {
      const session = await sessions.sign(target, parameters);
      prepareSigner(target.profileId);
      return session;
    },
    async renewGrants(profileId) {
      // Only these tokens reach Sigma, so only they can be what it found expired.
      const used = profiles.find(profileId)?.connections.filter(({ sigmaConnectionId }) => sigmaConnectionId !== null);
      await Promise.all((used ?? []).map((connection) => keeper.renew(connection.id)));
    },
    explainError: explainSigmaError,
    meansExpiredToken,
    send: options.sendToGuest,
    onChange: changed,
    log,
    now,
    randomUuid,
    setTimer(action, delayMs) {
      const timer = setTimeout(action, Math.min(delayMs, LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
  });

  const profileSetup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper,
    allowLoopbackHttp,
    cancelSignIns: (connectionIds) => currentSignIn.cancelFor(connectionIds),
    onProfileChanging(profileId) {
      // The person whom Sigma sees may be another one afterwards.
      closeAndClearSession(profileId).catch(() => log.warn('session.not-cleared', { profileId }));
      signer.forget(profileId);
      serviceAccounts.stop(profiles.find(profileId)?.connections.map(({ id }) => id) ?? []);
    },
    onProfileKept: () => serviceAccounts.ensureAll(),
  });
  const envFiles = createEnvFiles({ profileSetup, onChange: changed });

  const signIns = createSignIns({
    ...systemTimers,
    fetch,
    metadata,
    tokenClient,
    openBrowser: options.openBrowser,
    storeGrant: grantServices.adopt,
    revoke,
    now,
    onPhase: changed,
    onBrowserFailure: (signIn, error) => currentSignIn.report(signIn, error),
    log,
  });
  const serviceAccounts = createServiceAccounts({
    ...systemTimers,
    connections,
    keeper,
    obtain: (request, signal) => obtainServiceAccountGrant({ fetch, metadata, tokenClient, log }, request, signal),
    random,
    onOutcome(connectionId, error) {
      if (error) return currentSignIn.reportServiceAccount(connectionId, error);
      currentSignIn.clear(connectionId);
      applyNewGrant(connectionId);
    },
    log,
  });
  const currentSignIn = createCurrentSignIn({
    signIns,
    connections,
    obtainServiceAccountGrant: serviceAccounts.obtain,
    onSignedIn(connectionId) {
      options.comeForward();
      applyNewGrant(connectionId);
    },
    onChange: changed,
  });

  /** A connection has a new grant: what is open takes it up, and the next workbook opens sooner. */
  function applyNewGrant(connectionId: string): void {
    if (!connections.exists(connectionId)) return;
    const { profile, connection } = connections.find(connectionId);
    // Where nobody says who signed in, it may be anybody; a machine is always the same.
    const isNobody = keeper.view(connectionId).person === null && connection.flow !== 'client_credentials';
    if (isNobody) reopenForNewPerson(profile);
    else panes.renewProfile(profile.id);
    prepareSigner(profile.id);
  }

  /** Does the slow part of signing before a workbook asks for it: for those that are open, and for one more. */
  function prepareSigner(profileId: string): void {
    const profile = profiles.find(profileId);
    if (!profile || !secrets.hasEmbedSecret(profileId)) return;
    const open = panes.views('main').filter((pane) => pane.profileId === profileId).length;
    const tokens = profile.connections.filter(({ sigmaConnectionId }) => sigmaConnectionId !== null).length;
    signer.prepare(profileId, tokens * (open + 1)).catch((error: unknown) => {
      // Signing itself meets the same failure and shows it.
      log.warn('signer.not-prepared', { code: codeOf(error) });
    });
  }

  function state(): AppState {
    return {
      revision,
      version: options.version,
      platform: options.platform,
      online: options.isOnline(),
      vault: {
        mode: vault.mode,
        backend: vault.backend,
        problem: vault.mode === 'memory' ? new AppError('vault_unprotected').toView() : null,
      },
      profiles: profiles.all().map((profile) => ({
        profile,
        hasEmbedSecret: secrets.hasEmbedSecret(profile.id),
        clientSecrets: profile.connections.map(({ id }) => id).filter(secrets.hasClientSecret),
      })),
      grants: connections
        .all()
        .map(({ id, flow }) => ({ ...keeper.view(id), isServiceAccount: flow === 'client_credentials' })),
      ...currentSignIn.view(),
      notices: notices.all(),
      window: {
        windowId: 'main',
        kind: 'viewer',
        profileId: profiles.selected()?.id ?? null,
        panes: panes.views('main'),
      },
    };
  }

  async function signOut(profileId: string): Promise<void> {
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', 'The profile was removed.');
    const connectionIds = profile.connections.map(({ id }) => id);
    serviceAccounts.rest(connectionIds);
    await currentSignIn.cancelFor(connectionIds);
    const left = closeAndClearSession(profileId);
    // Every connection has its turn, and the session goes, whatever the vault says to one of them.
    const outcomes = await Promise.allSettled([...connectionIds.map(keeper.forget), left]);
    changed();
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
    log.info('person.signed-out', { profileId });
  }

  /** Imports a file that nobody waits for; what goes wrong becomes a notice, and so does what a second start changed. */
  async function importEnvQuietly(path: string, by: 'this start' | 'a second start'): Promise<void> {
    try {
      const report = await envFiles.import(path);
      if (by === 'a second start') notices.add(importNotice(report));
    } catch (error) {
      notices.add(asAppError(error, 'The file could not be imported'));
    }
  }

  /** Takes out of the vault what interrupted removals left there. */
  async function pruneVault(): Promise<void> {
    // Profiles that could not be read come back one day, and then want their secrets: where any is missing, or all
    // are, nothing here tells an orphan from the treasure of a profile that was set aside.
    const isWhole = profiles.all().length > 0 && profiles.areWhole();
    if (vault.mode !== 'encrypted' || !isWhole) return;
    try {
      const count = await secrets.prune(profiles.all());
      if (count > 0) log.info('vault.pruned', { count });
    } catch (error) {
      // They do no harm for another day.
      log.warn('vault.not-pruned', { code: codeOf(error) });
    }
  }

  function describeError(error: AppErrorView): string {
    const { title, detail, remedy } = errorText(en, error);
    const lines = [title, detail, remedy, `Code: ${error.code}`];
    return redact([...lines, `Sightglass ${options.version} on ${options.platform}`].join('\n'));
  }

  return {
    state,
    panes,
    keeper,
    importEnvQuietly,
    profileOfPartition: (partition: string) =>
      profiles.all().find((profile) => partitions.of(profile.id) === partition) ?? null,
    handlers: createHandlers({
      state,
      profiles,
      profileSetup,
      currentSignIn,
      sessions,
      keeper,
      panes,
      notices,
      async importEnv(): Promise<EnvImportReport | null> {
        const path = await options.chooseEnvFile();
        return path === null ? null : envFiles.import(path);
      },
      signOut,
      copyText: options.copyText,
      describeError,
      changed,
    }),
    changed,
    /** After sleep, unlock or a new network. */
    wake(reason: 'resume' | 'unlock' | 'network-up'): void {
      keeper.wake(reason);
      panes.wake();
      serviceAccounts.ensureAll();
    },
    /**
     * Takes up the grants of the last run, obtains those that need nobody, and clears away what no longer belongs to
     * anything.
     */
    async restore(): Promise<void> {
      await pruneVault();
      await keeper.restore(connections.all().map((connection) => connection.id));
      serviceAccounts.ensureAll();
      const selected = profiles.selected();
      if (selected) prepareSigner(selected.id);
      changed();
    },
    /** Saves and finishes what is under way, as far as ten seconds go. */
    async dispose(): Promise<void> {
      panes.dispose();
      serviceAccounts.dispose();
      const finish = async () => {
        await Promise.all([profileSetup.settled(), signIns.dispose()]);
        await grantServices.dispose();
      };
      await waitAtMost(CLOSING_LIMIT_MS, finish());
    },
  };
}
