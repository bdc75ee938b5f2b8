/** The features of the program, each with what it needs of the others. */
import { AppError } from '../../shared/errors.ts';
import { sigmaOrigin } from '../../shared/profile/sigma.ts';
import type { GrantEvent } from '../oauth/grants/grant-events.ts';
import type { Profiles } from '../settings/profiles.ts';
import { createAbout, newerVersion } from './about.ts';
import { createAreaSteps } from './area-steps.ts';
import { type AuditFeature, createAuditFeature } from './audit/audit-feature.ts';
import type { AuditWatch } from './audit/watch.ts';
import { createClockWatch } from './clock-watch.ts';
import { createChecksFeature } from './doctor/checks-feature.ts';
import { createDoctorFeature } from './doctor/doctor-feature.ts';
import { createLoadMemory } from './doctor/load-memory.ts';
import { type PartsOptions, partsOf } from './doctor/parts.ts';
import { createRenewalHistory } from './doctor/renewal-history.ts';
import { createReportFeature } from './doctor/report/report-feature.ts';
import { createDownloadsFeature, type DownloadsFeature } from './downloads/downloads-feature.ts';
import { createFindingFeature } from './finding/finding-feature.ts';
import { createFullScreen } from './full-screen.ts';
import { createKeptWindows, type KeptWindows } from './kept-windows.ts';
import { watchOver } from './monitoring.ts';
import { type AlertsFeature, createAlertsFeature } from './notifications/alerts-feature.ts';
import { createLastPictures } from './pictures/last-pictures.ts';
import { createPicturesFeature } from './pictures/pictures-feature.ts';
import { type Connections, createConnections } from './profiles/connections.ts';
import { createSecrets, type Secrets } from './profiles/profile-secrets.ts';
import { createProfilesFeature } from './profiles/profiles-feature.ts';
import type { ProgramOptions } from './program-options.ts';
import { createAbsence } from './settings/absence.ts';
import { createSettingsFeature } from './settings/settings-feature.ts';
import { createSheets } from './settings/sheets.ts';
import { createShortcuts } from './settings/shortcuts.ts';
import { createGrantServices, type GrantServices } from './sign-in/grant-services.ts';
import { createSignInFeature, type SignInFeature } from './sign-in/sign-in-feature.ts';
import { createSignal } from './signal.ts';
import { createUpdatesFeature, type UpdatesFeature } from './updates/updates-feature.ts';
import type { WallFeature } from './wall/wall-feature.ts';
import { aroundTabs, followLinks, type Linked, type WayParts, wallOver } from './window-ways.ts';
import { createWindowsFeature } from './windows/windows-feature.ts';
import { createWorkbooksAtHand, type WorkbooksAtHand } from './workbooks/workbooks-at-hand.ts';
import {
  createWorkbooksFeature,
  type WorkbooksFeature,
  type WorkbooksFeatureOptions,
} from './workbooks/workbooks-feature.ts';
import { createZoomingFeature } from './zooming/zooming-feature.ts';

type Watched = ProgramOptions &
  AuditWatch &
  ReturnType<typeof notesFor> &
  Pick<WorkbooksFeatureOptions, 'openByItself'> & { readonly auditCondition: AuditFeature['condition'] };
export type Features = ReturnType<typeof createFeatures>['features'];

/** The features, each with what it needs of the others. */
export function createFeatures(
  options: ProgramOptions & Pick<WorkbooksFeatureOptions, 'openByItself'>,
  onChange: () => void,
) {
  const audit = createAuditFeature(options);
  const notes = notesFor(options);
  const grantEvent = (event: GrantEvent): void => {
    audit.watch.grantEvent(event);
    notes.renewals.grantEvent(event);
  };
  // Features that are given these tell the audit trail, and the doctor, by themselves.
  const watched = { ...options, ...audit.watch, ...notes, grantEvent, auditCondition: audit.condition };
  const made = putTogether(watched, onChange);
  const { workbooks } = made.features;
  const panes = notes.loads.watching(workbooks.panes);
  const features = { audit, ...made.features, workbooks: { ...workbooks, panes } };
  const watching = watchOver(options, { features, keeper: made.grants.keeper }, onChange);
  for (const watcher of Object.values(watching)) made.grantEvents.on(watcher.grantEvent);
  return { ...made, features: { ...features, ...watching } };
}

/** What the doctor is told of, from the start on. */
const notesFor = (options: ProgramOptions) => ({
  renewals: createRenewalHistory(options),
  loads: createLoadMemory(options),
});

function putTogether(options: Watched, onChange: () => void) {
  const { vault, profiles, notices, system, timers, log } = options;
  const secrets = createSecrets({ vault, log });
  const connections = createConnections({ profiles, secrets });
  const grantEvents = createSignal<GrantEvent>();
  const grants: GrantServices = createGrantServices({
    ...edgesOfGrants(options),
    signingIn: () => signIn.signingIn(),
    connections,
    secrets,
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
    lastPictures: createLastPictures(options.pictures.small, options.log),
    tabs: aroundTabs(options, () => profilesFeature, { secrets, keeper }),
    whenPictureIsWhole: preparedForWall(options, (): WallFeature => features.wall),
    onOpened: atHand.opened,
    onGuestTaken: (guestId) => zooming.opened(guestId),
    onLeft: (profileId) => forgetFiles(inside, profileId),
    onChange() {
      finding.follow();
      onChange();
    },
  });
  const inside = insideFeatures(options, workbooks, connections, onChange);
  const { alerts, finding, zooming } = inside;
  const signIn = createSignInFeature({
    ...options,
    connections,
    grants,
    closeAndClearSession: leaving({ alerts, atHand, workbooks }),
    onSignedIn: workbooks.prepareFor,
    onSignIn: workbooks.signingIn,
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
      for (const list of [atHand, zooming, alerts]) list.prune();
    },
    onProfileKept: signIn.ensureServiceAccounts,
    onSavedIn: keptWindows.saved,
    windows: { profileAtStart: workbooks.tabs.profileAtStart, current: options.desktop.firstWindow },
    onChange,
  });
  const parts = { profilesFeature, workbooks, secrets, keeper };
  const linked = followLinks({ ...options, onChange }, parts);
  for (const follower of [options, workbooks, alerts, linked.links]) grantEvents.on(follower.grantEvent);
  const updates = createUpdatesFeature({
    ...options,
    parts: options.updates,
    holdsRestart: () => workbooks.panes.occupation() ?? (signIn.signingIn() === null ? null : 'signing-in'),
    onChange,
  });
  // In the order in which they are restored: what belongs to nothing goes before grants are read.
  const features = {
    about: createAbout({ ...options, system, onChange }),
    areas: createAreaSteps(onChange),
    fullScreen: createFullScreen(options),
    clock: createClockWatch({ ...options, onChange }),
    notices,
    profiles: profilesFeature,
    signIn,
    workbooks,
    updates,
    ...lookingFeatures({ ...options, secrets, keeper, signIn, updates, sign: workbooks.signAlone, onChange }),
    keptWindows,
    atHand,
    ...settingsFeatures(options, { updates, signIn }, onChange),
    ...inside,
    ...windowFeatures({ ...options, onChange }, parts, linked, { keptWindows, downloads: inside.downloads }),
  };
  return { linked, features, grants, grantEvents, rooms: { secrets, connections } };
}

/** What windows are to one another and to links, and the wall that one may hang on. */
const windowFeatures = (
  options: ProgramOptions,
  parts: WayParts,
  linked: Linked,
  inside: { readonly keptWindows: KeptWindows; readonly downloads: DownloadsFeature },
) => ({
  links: linked.links,
  windows: createWindowsFeature({ ...options, ...parts, ...linked, ...inside }),
  wall: wallOver(options, parts),
});

/** Whoever signs out of a profile leaves nothing of theirs to who comes next. */
const leaving =
  ({ alerts, atHand, workbooks }: Leavable) =>
  (profileId: string): Promise<void> => {
    alerts.forget(profileId);
    atHand.left(profileId);
    return workbooks.closeAndClearSession(profileId);
  };

interface Leavable {
  readonly alerts: Pick<AlertsFeature, 'forget'>;
  readonly atHand: Pick<WorkbooksAtHand, 'left'>;
  readonly workbooks: Pick<WorkbooksFeature, 'closeAndClearSession'>;
}

/** What a wall changes in a picture is in it before that is whole. */
const preparedForWall =
  (options: Pick<ProgramOptions, 'whenPictureIsWhole'>, wall: () => Pick<WallFeature, 'beforeSeen'>) =>
  (guestId: string, then: () => void): void => {
    wall().beforeSeen(guestId);
    options.whenPictureIsWhole(guestId, then);
  };

/** What grants ask of the program around them. */
const edgesOfGrants = (options: ProgramOptions) => ({
  ...options,
  isTimeKnown: () => options.wallClock?.isTimeKnown() ?? true,
  onRevocationRefused: options.notices.add,
});

type LookingOptions = Omit<Watched, 'updates'> &
  PartsOptions & { readonly secrets: Secrets; readonly updates: Pick<UpdatesFeature, 'sharedState'> };

/** What finds out what is wrong, in a form and as a whole. */
function lookingFeatures(options: LookingOptions) {
  const parts = partsOf({ ...options, network: options.doctor?.network });
  const doctor = createDoctorFeature({
    ...options,
    parts,
    program: {
      policy: options.self.policy,
      updates: () => options.updates.sharedState().updates,
      audit: options.auditCondition,
      profilesAreWhole: options.profiles.areWhole,
      withoutSecrets: () => options.profiles.all().filter(({ id }) => !options.secrets.hasEmbedSecret(id)).length,
      newerVersion: () => newerVersion(options.settings, options.version),
    },
  });
  return {
    checks: createChecksFeature({ ...options, parts }),
    doctor,
    report: createReportFeature({ ...options, shown: (windowId) => doctor.windowState(windowId).doctor }),
  };
}

/** What a person chose about the program, and what follows from it. */
function settingsFeatures(
  options: ProgramOptions,
  { updates, signIn }: { readonly updates: UpdatesFeature; readonly signIn: SignInFeature },
  onChange: () => void,
) {
  return {
    settings: createSettingsFeature({ ...options, updates, onChange }),
    shortcuts: createShortcuts({ ...options, onChange }),
    sheets: createSheets(onChange),
    absence: createAbsence({ ...options, ...signIn, onChange }),
  };
}

async function embedSecretOf(profileId: string, profiles: Profiles, secrets: Secrets): Promise<string> {
  const profile = profiles.find(profileId);
  if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
  return secrets.embedSecret(profileId, sigmaOrigin(profile));
}

/** What a person who is gone was taking out of workbooks. */
function forgetFiles({ pictures, downloads }: ReturnType<typeof insideFeatures>, profileId: string): void {
  pictures.forget(profileId);
  downloads.forget(profileId);
}

/** What a person does inside of workbooks. */
function insideFeatures(
  options: Watched,
  { panes, targetOf }: Pick<WorkbooksFeature, 'panes' | 'targetOf'>,
  connections: Connections,
  onChange: () => void,
) {
  const { vault, tabStore = null } = options;
  const downloads = createDownloadsFeature({
    ...options,
    edges: options.downloads,
    sourceOf: panes.sourceOf,
    holdsGuest: panes.downloading,
    nameOfFiles: options.text.dialogs.fileOfWorkbook,
    isOnline: options.system.isOnline,
    onChange,
  });
  return {
    // In memory mode nobody knows at the next start whose they were.
    alerts: createAlertsFeature({
      ...options,
      connections,
      store: vault.mode === 'memory' ? null : tabStore,
      onChange,
    }),
    downloads,
    pictures: createPicturesFeature({ ...options, panes, targetOf, edges: options.pictures, downloads, onChange }),
    finding: createFindingFeature({ ...options, panes, onChange }),
    zooming: createZoomingFeature({ ...options, panes, onChange }),
  };
}
