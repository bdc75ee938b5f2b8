/** The features of the program, each with what it needs of the others. */
import { AppError } from '../../shared/errors.ts';
import { isHeld } from '../../shared/grants.ts';
import type { Appearance } from '../../shared/profile/embed-parameters.ts';
import type { Profile } from '../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../shared/profile/sigma.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Text } from '../../shared/text/en.ts';
import type { Clock, WallClock } from '../async/clock.ts';
import type { Timers } from '../async/timers.ts';
import type { Log } from '../log/log.ts';
import type { ClosableFetch } from '../net/fetch.ts';
import type { GrantEvent } from '../oauth/grants/grant-events.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import type { Choices } from '../settings/choices.ts';
import type { Profiles, SettingsStore } from '../settings/profiles.ts';
import type { Signer } from '../sigma/signer.ts';
import type { Vault } from '../vault/vault.ts';
import type { FrameLooks } from '../viewer/frame-look.ts';
import type { FindStep } from '../viewer/guest-finding.ts';
import { createAbout, type Self } from './about.ts';
import { createAreaSteps } from './area-steps.ts';
import { createClockWatch } from './clock-watch.ts';
import type { DesktopDeeds } from './commands/command-doers.ts';
import { createChecksFeature } from './doctor/checks-feature.ts';
import type { DownloadEdges } from './downloads/download-parts.ts';
import { createDownloadsFeature } from './downloads/downloads-feature.ts';
import { createFindingFeature } from './finding/finding-feature.ts';
import { createKeptWindows } from './kept-windows.ts';
import { createOpenByLink, type OpenByLink } from './links/open-by-link.ts';
import type { Notices } from './notices.ts';
import { createConnections } from './profiles/connections.ts';
import { createSecrets, type Secrets } from './profiles/profile-secrets.ts';
import { createProfilesFeature, type ProfilesFeature } from './profiles/profiles-feature.ts';
import { createAbsence } from './settings/absence.ts';
import { createSettingsFeature, type Speech } from './settings/settings-feature.ts';
import { createSheets } from './settings/sheets.ts';
import { createGrantServices, type GrantServices } from './sign-in/grant-services.ts';
import { createSignInFeature, type SignInFeature } from './sign-in/sign-in-feature.ts';
import { createSignal } from './signal.ts';
import type { SystemServices } from './system-services.ts';
import type { UpdateParts } from './updates/update-parts.ts';
import { createUpdatesFeature, type UpdatesFeature } from './updates/updates-feature.ts';
import type { AroundTabs } from './workbooks/tab-life.ts';
import { createWorkbooksAtHand } from './workbooks/workbooks-at-hand.ts';
import { createWorkbooksFeature, type WorkbooksFeature } from './workbooks/workbooks-feature.ts';
import { createZoomingFeature } from './zooming/zooming-feature.ts';

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
  /** What commands ask of the desktop. */
  readonly desktop: DesktopDeeds;
  /** What downloads ask of files and of the desktop. */
  readonly downloads: DownloadEdges;
  readonly fetch: ClosableFetch;
  /** @param embedSecret reads the embed secret of a profile from the vault */
  createSigner(embedSecret: (profileId: string) => Promise<string>): Signer;
  readonly settings: SettingsStore;
  /** What the person chose about the program. */
  readonly choices: Choices;
  /** The language that is spoken. */
  readonly speech: Speech;
  /** Where open tabs are kept; left out: they end with the program. */
  readonly tabStore?: SettingsStore | null;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  zoomGuest(guestId: string, factor: number): void;
  findIn(guestId: string, words: string, step: FindStep): void;
  stopFindingIn(guestId: string): void;
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

export type Features = ReturnType<typeof createFeatures>['features'];

/** The features, each with what it needs of the others. */
export function createFeatures(options: ProgramOptions, onChange: () => void) {
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
  const atHand = createWorkbooksAtHand({ ...options, onChange });
  const workbooks = createWorkbooksFeature({
    ...options,
    connections,
    keeper,
    signer: options.createSigner((profileId) => embedSecretOf(profileId, profiles, secrets)),
    hasEmbedSecret: secrets.hasEmbedSecret,
    tabs: aroundTabs(options, () => profilesFeature, { secrets, keeper }),
    onOpened: atHand.opened,
    onLeft: (profileId) => downloads.forget(profileId),
    onChange() {
      finding.follow();
      onChange();
    },
  });
  const { downloads, finding, zooming } = insideFeatures(options, workbooks, onChange);
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
  const keptWindows = createKeptWindows(onChange);
  const profilesFeature = createProfilesFeature({
    ...options,
    secrets,
    connections,
    keeper,
    cancelSignIns: signIn.cancelFor,
    onProfileChanging(profileId) {
      for (const follower of [workbooks, signIn]) follower.profileChanging(profileId);
      for (const list of [atHand, zooming]) list.prune();
    },
    onProfileKept: signIn.ensureServiceAccounts,
    onSavedIn: keptWindows.saved,
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
  const checks = createChecksFeature({ ...options, secrets, keeper, signIn, sign: workbooks.signAlone, onChange });
  // In the order in which they are restored: what belongs to nothing goes before grants are read.
  const features = {
    about,
    areas,
    clock,
    notices,
    profiles: profilesFeature,
    signIn,
    workbooks,
    updates,
    checks,
    keptWindows,
    atHand,
    ...settingsFeatures(options, { updates, signIn }, onChange),
    downloads,
    finding,
    zooming,
  };
  return { links, features, grants };
}

/** What a person chose about the program, and what follows from it. */
function settingsFeatures(
  options: ProgramOptions,
  { updates, signIn }: { readonly updates: UpdatesFeature; readonly signIn: SignInFeature },
  onChange: () => void,
) {
  return {
    settings: createSettingsFeature({ ...options, updates, onChange }),
    sheets: createSheets(onChange),
    absence: createAbsence({ ...options, ...signIn, onChange }),
  };
}

function aroundTabs(
  { vault, profiles, tabStore = null, desktop }: ProgramOptions,
  profilesFeature: () => ProfilesFeature,
  { secrets, keeper }: Pick<LinkParts, 'secrets' | 'keeper'>,
): AroundTabs {
  return {
    store: tabStore,
    // In memory mode nobody knows at the next start who was here.
    keepsPlaces: () => vault.mode !== 'memory',
    profileIn: (windowId) => profilesFeature().windowState(windowId).profileId,
    chooseProfile: (windowId, profileId) => profilesFeature().choose(windowId, profileId),
    isReady: (profileId) => isReady(profiles.find(profileId), secrets, keeper),
    openMenu: desktop.openTabMenu,
  };
}

/** Whether a workbook of a profile can be shown without a person. */
const isReady = (
  profile: Profile | null,
  secrets: Pick<Secrets, 'hasEmbedSecret'>,
  keeper: Pick<GrantKeeper, 'view'>,
): boolean =>
  profile !== null &&
  secrets.hasEmbedSecret(profile.id) &&
  profile.connections.every(({ id }) => isHeld(keeper.view(id)));

async function embedSecretOf(profileId: string, profiles: Profiles, secrets: Secrets): Promise<string> {
  const profile = profiles.find(profileId);
  if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
  return secrets.embedSecret(profileId, sigmaOrigin(profile));
}

/** What a person does inside of workbooks. */
function insideFeatures(options: ProgramOptions, { panes }: Pick<WorkbooksFeature, 'panes'>, onChange: () => void) {
  return {
    downloads: createDownloadsFeature({
      ...options,
      edges: options.downloads,
      sourceOf: panes.sourceOf,
      holdsGuest: panes.downloading,
      nameOfFiles: options.text.dialogs.fileOfWorkbook,
      isOnline: options.system.isOnline,
      onChange,
    }),
    finding: createFindingFeature({ ...options, panes, onChange }),
    zooming: createZoomingFeature({ ...options, panes, onChange }),
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
    isReady: (profile) => isReady(profile, secrets, keeper),
    openWorkbook: workbooks.open,
    prepareTab: workbooks.prepareTab,
    editedIn: workbooks.editedIn,
    notices,
    log,
  });
}
