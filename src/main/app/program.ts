/**
 * Everything that happens behind the window, put together from the rooms. It knows no Electron: what the operating
 * system does is passed in by `index.ts`, so that the whole can be read, and tested, as plain code.
 */
import type { AppState, EnvImportReport } from '../../shared/app-state.ts';
import { AppError, type AppErrorView } from '../../shared/errors.ts';
import type { Log } from '../audit/log.ts';
import { redact } from '../audit/redact.ts';
import { createFetch } from '../net/fetch.ts';
import { createGrantKeeper } from '../oauth/grant-keeper.ts';
import { createMetadataSource } from '../oauth/metadata.ts';
import { createSignIns } from '../oauth/sign-in.ts';
import { systemTimers } from '../oauth/timers.ts';
import { createTokenClient } from '../oauth/token-client.ts';
import { createProfiles, type SettingsStore } from '../settings/profiles.ts';
import { explainSigmaError, meansExpiredToken } from '../sigma/embed-errors.ts';
import { createLocalSigner } from '../sigma/signer.ts';
import type { Vault } from '../vault/vault.ts';
import { createPanes } from '../viewer/panes.ts';
import { createConnections } from './connections.ts';
import { createEnvFiles } from './env-files.ts';
import { createHandlers } from './handlers.ts';
import type { Notices } from './notices.ts';
import { createProfileSetup } from './profile-setup.ts';
import { createSecrets } from './secrets.ts';
import { createSignInDesk } from './sign-in-desk.ts';
import { createWorkbookSessions, partitionOf } from './workbook-sessions.ts';

export type ProgramOptions = {
  version: string;
  platform: string;
  /** Whether plain http to this computer is acceptable (tests and demo). */
  allowLoopbackHttp: boolean;
  vault: Vault;
  settings: SettingsStore;
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
  sendToFrame: Parameters<typeof createPanes>[0]['send'];
  /** Empties what a profile's frames left in their session. */
  clearGuestSession(partition: string): Promise<void>;
  /** The sign-in is done in the browser; time to come forward. */
  comeForward(): void;
  /** Something in the state is different; the window should hear of it soon. */
  onChange(): void;
  isOnline(): boolean;
};

/** Longer timers overflow to no delay at all; a pane that is renewed after 24 days instead of 30 loses nothing. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export type Program = ReturnType<typeof createProgram>;

export function createProgram(options: ProgramOptions) {
  const { allowLoopbackHttp, log, now, random, randomUuid, notices, vault } = options;
  let revision = 0;
  const changed = () => {
    revision += 1;
    options.onChange();
  };

  const profiles = createProfiles({
    settings: options.settings,
    randomUuid,
    onDamaged: (count) =>
      notices.add(new AppError('settings_damaged', `${count} profile(s) could not be understood and were kept aside.`)),
  });
  const secrets = createSecrets(vault);
  const connections = createConnections(profiles, secrets);

  const fetch = createFetch({ resolveProxy: options.resolveProxy, allowLoopbackHttp });
  const metadata = createMetadataSource({ fetch, allowLoopbackHttp, now, log });
  const tokenClient = createTokenClient({ fetch, allowLoopbackHttp, now });

  const clientFor = (connectionId: string) => connections.clientOf(connections.find(connectionId).connection);
  const renewedAt = new Map<string, number>();
  const keeper = createGrantKeeper({
    ...systemTimers,
    load: secrets.loadGrant,
    save: secrets.saveGrant,
    remove: secrets.removeGrant,
    refresh: async (grant) => tokenClient.refreshGrant(grant, await clientFor(grant.connectionId)),
    revoke: async (grant) => tokenClient.revokeGrant(grant, await clientFor(grant.connectionId)),
    now,
    random,
    log,
    onChange(connectionId, view) {
      changed();
      if (view.lastRenewedAt === null || renewedAt.get(connectionId) === view.lastRenewedAt) return;
      renewedAt.set(connectionId, view.lastRenewedAt);
      panes.renewProfile(connections.find(connectionId).profile.id);
    },
  });

  const signer = createLocalSigner({ embedSecret: secrets.embedSecret, now, randomUuid });
  const sessions = createWorkbookSessions({ profiles, keeper, signer, allowLoopbackHttp });

  const panes = createPanes({
    sign: sessions.sign,
    async renewGrants(profileId) {
      const profile = profiles.find(profileId);
      await Promise.all((profile?.connections ?? []).map((connection) => keeper.renew(connection.id)));
    },
    explainError: explainSigmaError,
    meansExpiredToken,
    send: options.sendToFrame,
    onChange: changed,
    log,
    now,
    randomUuid,
    setTimer(milliseconds, action) {
      const timer = setTimeout(action, Math.min(milliseconds, LONGEST_TIMER_MS));
      return () => clearTimeout(timer);
    },
  });

  const profileSetup = createProfileSetup({
    profiles,
    secrets,
    connections,
    keeper,
    allowLoopbackHttp,
    onProfileChanging(profileId) {
      panes.closeProfile(profileId);
      signer.forget(profileId);
    },
  });
  const envFiles = createEnvFiles({ profiles, profileSetup, onChange: changed });

  const signIns = createSignIns({
    ...systemTimers,
    fetch,
    metadata,
    tokenClient,
    openBrowser: options.openBrowser,
    storeGrant: keeper.adopt,
    now,
    onPhase: changed,
    onBrowserFailure: (signIn, error) => signInDesk.report(signIn.connectionId, error),
    log,
  });
  const signInDesk = createSignInDesk({
    signIns,
    connections,
    onSignedIn(connectionId) {
      options.comeForward();
      const { profile } = connections.find(connectionId);
      panes.renewProfile(profile.id);
      prepareSigner(profile.id);
    },
    onChange: changed,
  });

  /** Does the slow part of signing before a workbook asks for it. */
  function prepareSigner(profileId: string): void {
    const profile = profiles.find(profileId);
    if (!profile || !secrets.hasEmbedSecret(profileId)) return;
    signer.prepare(profileId, profile.connections.length).catch((error: unknown) => {
      // Signing itself meets the same failure and shows it.
      log.warn('signer.not-prepared', { code: error instanceof AppError ? error.code : 'internal' });
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
        problem:
          vault.mode === 'memory'
            ? new AppError('vault_unprotected', `This computer offers ${vault.backend}.`).toView()
            : null,
      },
      profiles: profiles.all().map((profile) => ({
        profile,
        hasEmbedSecret: secrets.hasEmbedSecret(profile.id),
        clientSecrets: profile.connections.map(({ id }) => id).filter(secrets.hasClientSecret),
      })),
      selectedProfileId: profiles.selected()?.id ?? null,
      grants: connections.all().map((connection) => keeper.view(connection.id)),
      ...signInDesk.view(),
      panes: panes.views(),
      notices: notices.all(),
    };
  }

  async function signOut(profileId: string): Promise<void> {
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', 'The profile was removed.');
    panes.closeProfile(profileId);
    await Promise.all(profile.connections.map((connection) => keeper.forget(connection.id)));
    await options.clearGuestSession(partitionOf(profileId));
    log.info('person.signed-out', { profileId });
    changed();
  }

  /** Imports a file that nobody waits for; what goes wrong becomes a notice. */
  async function importEnvQuietly(path: string): Promise<void> {
    try {
      await envFiles.import(path);
    } catch (error) {
      notices.add(error instanceof AppError ? error : new AppError('internal', 'The file could not be imported.'));
    }
  }

  function describeError(error: AppErrorView): string {
    const lines = [error.title, error.detail, error.remedy, `Code: ${error.code}`];
    return redact([...lines, `Sightglass ${options.version} on ${options.platform}`].join('\n'));
  }

  return {
    state,
    panes,
    keeper,
    importEnvQuietly,
    profileOfPartition: (partition: string) =>
      profiles.all().find((profile) => partitionOf(profile.id) === partition) ?? null,
    handlers: createHandlers({
      state,
      profiles,
      profileSetup,
      signInDesk,
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
    /** Takes up the grants of the last run. */
    async restore(): Promise<void> {
      await keeper.restore(connections.all().map((connection) => connection.id));
      const selected = profiles.selected();
      if (selected) prepareSigner(selected.id);
      changed();
    },
    async dispose(): Promise<void> {
      panes.dispose();
      await signIns.dispose();
      await keeper.dispose();
      await fetch.close();
    },
  };
}
