/**
 * Everything that happens behind the windows, put together from the features. It knows no Electron: what the operating
 * system does is passed in by `start.ts`, so that the whole can be read, and tested, as plain code.
 */

import type { AboutPage } from '../../shared/about.ts';
import { AppError, codeOf } from '../../shared/errors.ts';
import type { Appearance } from '../../shared/profile/embed-parameters.ts';
import { sigmaOrigin } from '../../shared/profile/sigma.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import { type AppState, isHeld, type WindowState } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import type { Clock, WallClock } from '../async/clock.ts';
import type { Timers } from '../async/timers.ts';
import { waitAtMost } from '../async/wait-at-most.ts';
import type { Handlers } from '../ipc/router.ts';
import type { Log } from '../log/log.ts';
import type { ClosableFetch } from '../net/fetch.ts';
import type { GrantEvent } from '../oauth/grants/grant-events.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import type { Profiles, SettingsStore } from '../settings/profiles.ts';
import type { Signer } from '../sigma/signer.ts';
import type { Vault } from '../vault/vault.ts';
import type { FrameLooks } from '../viewer/frame-look.ts';
import type { Panes } from '../viewer/panes.ts';
import { createAbout, type Self } from './about.ts';
import { type AreaSteps, createAreaSteps } from './area-steps.ts';
import { createClockWatch } from './clock-watch.ts';
import type { Feature, WakeReason } from './feature.ts';
import { createOpenByLink, type OpenByLink } from './links/open-by-link.ts';
import type { Notices } from './notices.ts';
import { createConnections } from './profiles/connections.ts';
import { createSecrets, type Secrets } from './profiles/profile-secrets.ts';
import { createProfilesFeature, type ProfilesFeature } from './profiles/profiles-feature.ts';
import { createGrantServices, type GrantServices } from './sign-in/grant-services.ts';
import { createSignInFeature } from './sign-in/sign-in-feature.ts';
import { createSignal } from './signal.ts';
import { createStateSource } from './state.ts';
import type { SystemServices } from './system-services.ts';
import type { UpdateParts } from './updates/update-parts.ts';
import { createUpdatesFeature } from './updates/updates-feature.ts';
import { createWorkbooksFeature, type WorkbooksFeature } from './workbooks/workbooks-feature.ts';

export interface ProgramOptions extends Clock {
  /** How the clock on the wall stands to what servers say. Left out: it is right. */
  readonly wallClock?: WallClock;
  readonly version: string;
  /** Operating system and processor, such as `linux x64`. */
  readonly platform: string;
  readonly self: Self;
  readonly text: Text;
  /** Whether plain http to this computer is acceptable (tests and demo). */
  readonly allowLoopbackHttp: boolean;
  /** How the app looks and speaks now, for workbooks that follow it. */
  appearance(): Appearance;
  readonly vault: Vault;
  readonly profiles: Profiles;
  readonly notices: Notices;
  readonly system: SystemServices;
  readonly fetch: ClosableFetch;
  /** @param embedSecret reads the embed secret of a profile from the vault */
  createSigner(embedSecret: (profileId: string) => Promise<string>): Signer;
  readonly settings: SettingsStore;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  readonly updates: UpdateParts;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  randomUuid(): string;
  readonly log: Log;
  /** Something in the state is different; the windows should hear of it soon. */
  onChange(): void;
}

export interface Program {
  readonly handlers: Handlers;
  /** For the guests. */
  readonly panes: Panes;
  readonly keeper: GrantKeeper;
  /** What a window is to show now. */
  stateFor(windowId: string, kind: WindowState['kind']): AppState;
  /** Opens the About dialog in a window. */
  showAbout(windowId: string, page: AboutPage): void;
  /** Looks for updates, and opens the dialog in which a window tells what came of it. */
  checkForUpdates(windowId: string): Promise<void>;
  /** The focus goes to the next area of a window, or to the one before. */
  moveArea: AreaSteps['move'];
  /** Whether updates are looked for at all. */
  looksForUpdates(): boolean;
  /** Something outside the program changed what windows show. */
  changed(): void;
  /** Imports a QuickStart file that no window waits for. Never throws: what went wrong becomes a notice. */
  importEnv: ProfilesFeature['importEnv'];
  /** Follows a link that leads here. Never throws: why it was not followed becomes a notice. */
  openLink: OpenByLink['open'];
  /** Takes up the grants of the last run, and obtains those that need no person. */
  restore(): Promise<void>;
  /** After sleep, unlock or a new network. */
  wake(reason: WakeReason): void;
  /** Looks whether the clock on the wall was set: to be called every few seconds. */
  lookAtClock(): void;
  /** A server has told the time for the first time, or has corrected it. */
  clockCorrected(): void;
  windowClosed(windowId: string): void;
  /**
   * Saves and finishes what is under way, each as far as ten seconds go. A renewal is waited for as long as a server may take
   * for its answer: the refresh token that comes with it is the only one that still works.
   */
  close(): Promise<void>;
}

/** So long the closing waits at most for what is still under way, besides renewals. */
const CLOSING_LIMIT_MS = 10_000;
/** The time that a request may take, and what it takes to save the answer. */
const RENEWALS_LIMIT_MS = 35_000;

export function createProgram(options: ProgramOptions): Program {
  const changes = createSignal();
  const { features, grants, links } = createFeatures(options, () => changes.emit());
  const { about, areas, clock, notices, profiles, signIn, updates, workbooks } = features;
  const state = createStateSource(
    {
      sharedState: () => ({
        ...about.sharedState(),
        ...clock.sharedState(),
        ...notices.sharedState(),
        ...profiles.sharedState(),
        ...signIn.sharedState(),
        ...updates.sharedState(),
      }),
      windowState: (windowId) => ({
        ...about.windowState(windowId),
        ...areas.windowState(windowId),
        ...profiles.windowState(windowId),
        ...workbooks.windowState(windowId),
      }),
    },
    options.onChange,
  );
  changes.on(state.changed);
  // In the order in which they are restored: what belongs to nothing goes before grants are read.
  const all: readonly Feature<never>[] = [about, areas, clock, notices, profiles, signIn, workbooks, updates];

  return {
    handlers: {
      ...about.handlers,
      ...notices.handlers,
      ...profiles.handlers,
      ...signIn.handlers,
      ...workbooks.handlers,
      ...updates.handlers,
      'state.get': (_input, { windowId, kind }) => state.stateFor(windowId, kind),
    },
    panes: workbooks.panes,
    keeper: grants.keeper,
    stateFor: state.stateFor,
    showAbout: about.show,
    moveArea: areas.move,
    async checkForUpdates(windowId) {
      about.show(windowId, 'program');
      try {
        await updates.handlers['updates.check'](undefined, { windowId, kind: 'viewer' });
      } catch (error) {
        // It was turned off meanwhile, as the dialog says.
        options.log.warn('updates.check-failed', { code: codeOf(error) });
      }
    },
    looksForUpdates: () => updates.sharedState().updates.status !== 'off',
    changed() {
      workbooks.followAppearance();
      state.changed();
    },
    importEnv: profiles.importEnv,
    openLink: links.open,
    async restore() {
      for (const feature of all) await feature.restore?.();
      state.changed();
    },
    wake(reason) {
      for (const feature of all) feature.wake?.(reason);
    },
    lookAtClock: clock.look,
    clockCorrected() {
      grants.keeper.wake('clock-corrected');
      clock.look();
    },
    windowClosed(windowId) {
      for (const feature of all) feature.windowClosed?.(windowId);
    },
    async close() {
      const renewed = grants.keeper.stopRenewing();
      const closed = Promise.all(all.map((feature) => feature.close?.()));
      await waitAtMost(CLOSING_LIMIT_MS, closed);
      await waitAtMost(RENEWALS_LIMIT_MS, renewed);
      // Last: a profile that is being saved, or a sign-in that is being stored, still needs the grants.
      await waitAtMost(CLOSING_LIMIT_MS, grants.dispose());
    },
  };
}

/** The features, each with what it needs of the others. */
function createFeatures(options: ProgramOptions, onChange: () => void) {
  const { vault, profiles, notices, system, timers, log } = options;
  const secrets = createSecrets({ vault, log });
  const connections = createConnections({ profiles, secrets });
  const grantEvents = createSignal<GrantEvent>();
  const grants: GrantServices = createGrantServices({
    ...options,
    isTimeKnown: () => options.wallClock?.isTimeKnown() ?? true,
    signingIn: () => signIn.signingIn(),
    connections,
    secrets,
    onRevocationRefused: options.notices.add,
    onChange,
    onEvent: grantEvents.emit,
  });
  const { keeper } = grants;
  const workbooks = createWorkbooksFeature({
    ...options,
    connections,
    keeper,
    signer: options.createSigner(async (profileId) => {
      const profile = profiles.find(profileId);
      if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
      return secrets.embedSecret(profileId, sigmaOrigin(profile));
    }),
    hasEmbedSecret: secrets.hasEmbedSecret,
    onChange,
  });
  grantEvents.on(workbooks.grantEvent);
  const signIn = createSignInFeature({
    ...options,
    connections,
    grants,
    closeAndClearSession: workbooks.closeAndClearSession,
    onSignedIn: workbooks.prepareFor,
    timers,
    onChange,
  });
  const profilesFeature = createProfilesFeature({
    ...options,
    secrets,
    connections,
    keeper,
    cancelSignIns: signIn.cancelFor,
    onProfileChanging(profileId) {
      workbooks.profileChanging(profileId);
      signIn.profileChanging(profileId);
    },
    onProfileKept: signIn.ensureServiceAccounts,
    onChange,
  });
  const about = createAbout({ ...options, system, onChange });
  const areas = createAreaSteps(onChange);
  const clock = createClockWatch({ ...options, onChange });
  const links = followLinks(options, { profilesFeature, workbooks, secrets, keeper });
  grantEvents.on(links.grantEvent);
  const updates = createUpdatesFeature({
    ...options,
    parts: options.updates,
    holdsRestart: () => workbooks.panes.occupation() ?? (signIn.signingIn() === null ? null : 'signing-in'),
    onChange,
  });
  return {
    links,
    features: { about, areas, clock, notices, profiles: profilesFeature, signIn, updates, workbooks },
    grants,
  };
}

interface LinkParts {
  readonly profilesFeature: ProfilesFeature;
  readonly workbooks: WorkbooksFeature;
  readonly secrets: Secrets;
  readonly keeper: Pick<GrantKeeper, 'view'>;
}

function followLinks(
  { profiles, notices, log }: ProgramOptions,
  { profilesFeature, workbooks, secrets, keeper }: LinkParts,
): OpenByLink {
  return createOpenByLink({
    profiles,
    chosenIn: (windowId) => profilesFeature.windowState(windowId).profileId,
    choose: profilesFeature.choose,
    isReady: (profile) =>
      secrets.hasEmbedSecret(profile.id) && profile.connections.every(({ id }) => isHeld(keeper.view(id))),
    openWorkbook: workbooks.open,
    editedIn: workbooks.editedIn,
    notices,
    log,
  });
}
