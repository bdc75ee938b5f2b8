/** Workbooks on screen: the panes of each window, what they are signed for, and whose session they live in. */

import { AppError, codeOf, passesByItself } from '../../../shared/errors.ts';
import { isHandedOn } from '../../../shared/profile/connection-rules.ts';
import type { Appearance } from '../../../shared/profile/embed-parameters.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { SigmaCommand } from '../../../shared/sigma/commands.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import { openActionConsents } from '../../settings/action-consents.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { explainRefusal, explainSigmaError, meansExpiredToken } from '../../sigma/embed-errors.ts';
import type { Signer } from '../../sigma/signer.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { SignedSession } from '../../viewer/guest.ts';
import type { InsideEdges } from '../../viewer/inside-of-pane.ts';
import type { PaneOptions } from '../../viewer/pane-parts.ts';
import { createPanes, type Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import type { Connections } from '../profiles/connections.ts';
import type { SystemServices } from '../system-services.ts';
import { createAppearanceFollower } from './appearance-follower.ts';
import { createAuthorActions } from './author-actions.ts';
import { createPaneRequests, type PaneRequestNames } from './pane-requests.ts';
import { createPartitions } from './partitions.ts';
import { createPersonChange } from './person-change.ts';
import { createRenewalGathering, type RenewalGathering } from './renewal-gathering.ts';
import { createSignerWarmUp } from './signer-warm-up.ts';
import { createWorkbookSessions } from './workbook-sessions.ts';

export interface WorkbooksFeatureOptions extends Clock {
  readonly profiles: Profiles;
  readonly connections: Pick<Connections, 'exists' | 'find'>;
  readonly keeper: Pick<GrantKeeper, 'fresh' | 'renew' | 'tryAgain' | 'view'>;
  readonly signer: Signer;
  hasEmbedSecret(profileId: string): boolean;
  readonly allowLoopbackHttp: boolean;
  /** How the app looks and speaks now, for workbooks that follow it. */
  appearance(): Appearance;
  readonly system: Pick<SystemServices, 'clearGuestSession' | 'isOnline' | 'openBrowser' | 'confirmAction'>;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly settings: SettingsStore;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive); `Math.random` when left out. */
  random?(): number;
  randomUuid(): string;
  readonly log: Log;
  /** A person looks at a workbook. */
  onOpened(workbookId: string): void;
  /** A profile is left by its person: what is kept of them goes. */
  onLeft(profileId: string): void;
  onChange(): void;
}

export interface WorkbooksFeature extends Feature<PaneRequestNames, never, 'panes'> {
  /** For the guests: what they show, and what happens to them. */
  readonly panes: Panes;
  /** Shows a workbook in a window, in the place of what that shows. @throws AppError `profile_missing` */
  open(workbookId: string, windowId: string): void;
  /** Signs for a workbook as a load would; nothing is loaded with it. @throws AppError as `WorkbookSessions.sign` */
  signAlone(workbookId: string): Promise<SignedSession>;
  /** The title of the workbook that the person edits in a window; null while they edit none. */
  editedIn(windowId: string): string | null;
  /** What is open follows its grants. To be told in the very turn of the event (see `PersonChange.adopted`). */
  grantEvent(event: GrantEvent): void;
  /** Light became dark, or the other way: what follows the app is loaded again behind the scenes. */
  followAppearance(): void;
  /** A connection has a new sign-in: does the slow part of signing before its next workbook asks for it. */
  prepareFor(connectionId: string): void;
  /** A profile is about to change or go: what shows it closes, and what was derived from its secret is dropped. */
  profileChanging(profileId: string): void;
  /** Closes what a profile shows and leaves its session behind; resolves when that is empty. */
  closeAndClearSession(profileId: string): Promise<void>;
}

export function createWorkbooksFeature(options: WorkbooksFeatureOptions): WorkbooksFeature {
  const { profiles, connections, signer, system, log } = options;
  const partitions = createPartitions();
  /** A profile that is being removed takes its connections with it. */
  const profileOf = (connectionId: string): Profile | null =>
    connections.exists(connectionId) ? connections.find(connectionId).profile : null;
  const sessions = createWorkbookSessions({ ...options, partitions });
  const panes = createPanes({
    ...options.timers,
    ...paneEdges(options),
    inside: insideEdges(options, (action) => void actions.take(action)),
    renewGrants: (profileId) => complaints.renewGrants(profileId),
    async sign(target, place) {
      const session = await sessions.sign(target, place);
      warmUp.prepare(target.profileId);
      return session;
    },
  });
  const actions = createAuthorActions({
    ...options,
    panes,
    sessions,
    consents: openActionConsents(options.settings),
    onNotOpened: () => options.notices.addPassing(new AppError('link_not_opened', { reason: 'system' })),
  });
  const warmUp = createSignerWarmUp({ ...options, panes });
  const gathering = createRenewalGathering({
    grantsOf: (profileId) => (profiles.find(profileId)?.connections ?? []).map(({ id }) => options.keeper.view(id)),
    panes,
    setTimer: options.timers.setTimer,
    now: options.now,
    uptime: options.uptime,
  });
  const complaints = createComplaints(options, gathering);
  const people = createPersonChange({
    profileOf,
    panes,
    sessions,
    partitions,
    clearGuestSession: (partition) => system.clearGuestSession(partition),
    onLeft: options.onLeft,
    log,
  });

  const requests = createPaneRequests(options, panes, sessions);

  return {
    panes: { ...panes, reloadShown: requests.reloadShown, refreshShown: requests.refreshShown },
    handlers: requests.handlers,
    open: requests.openAlone,
    signAlone: async (workbookId) => sessions.sign(sessions.targetOf(workbookId, ''), {}),
    editedIn: (windowId) => panes.views(windowId).find(({ edit }) => edit !== null)?.title ?? null,
    sharedState: () => ({}),
    windowState: (windowId) => ({ panes: panes.views(windowId) }),
    async restore() {
      const selected = profiles.selected();
      if (selected) warmUp.prepare(selected.id);
      await actions.prune();
    },
    wake: (reason) => panes.wake(reason),
    windowClosed: (windowId) => panes.closeWindow(windowId),
    close() {
      gathering.stop();
      panes.dispose();
    },
    grantEvent(event) {
      if (event.kind === 'adopted') people.adopted(event);
      // A grant that could be read only later, such as after the keychain was unlocked, counts as a newer one.
      if (event.kind !== 'renewed' && event.kind !== 'restored') return;
      const profile = profileOf(event.grant.connectionId);
      if (!profile) return;
      const cause = complaints.isUnderWay(profile.id) ? 'complaint' : 'change';
      gathering.renewed(profile.id, event.grant.connectionId, cause);
    },
    followAppearance: createAppearanceFollower({ ...options, panes }),
    prepareFor(connectionId) {
      const profile = profileOf(connectionId);
      if (profile) warmUp.prepare(profile.id);
    },
    profileChanging(profileId) {
      // The person whom Sigma sees may be another one afterwards.
      people.closeAndClearSession(profileId).catch(() => log.warn('session.not-cleared', { profileId }));
      signer.forget(profileId);
      // Told once more when the change is made: a rule that it took away is asked about when it comes back.
      void actions.prune();
    },
    closeAndClearSession: (profileId) => people.closeAndClearSession(profileId),
  };
}

/** What panes ask of the rest of the program. */
function paneEdges(
  options: WorkbooksFeatureOptions,
): Omit<PaneOptions, 'sign' | 'setTimer' | 'renewGrants' | 'inside' | 'shelf'> {
  const { log, now, uptime } = options;
  return {
    explainError: explainSigmaError,
    meansExpiredToken,
    send: (guestId, command) => options.sendToGuest(guestId, command),
    whenPictureIsWhole: (guestId, then) => options.whenPictureIsWhole(guestId, then),
    frames: options.frames,
    onChange: () => options.onChange(),
    log,
    now,
    uptime,
    random: options.random ?? Math.random,
    randomUuid: options.randomUuid,
    isOnline: () => options.system.isOnline(),
  };
}

/** What the inside of workbooks asks of the rest of the program. */
function insideEdges({ profiles, notices }: WorkbooksFeatureOptions, onAction: InsideEdges['onAction']): InsideEdges {
  return {
    explainRefusal,
    say: notices.addPassing,
    onAction,
    onDeleted({ profileId, title }) {
      // Where there is a choice the window goes there, and nothing in it says why. Where there is none, the pane does.
      if ((profiles.find(profileId)?.workbooks.length ?? 0) < 2) return;
      notices.addPassing(new AppError('workbook_deleted', { reason: 'own', workbook: title }));
    },
  };
}

interface Complaints {
  /** Asks for newer grants since a workbook of the profile found its token expired. @throws AppError */
  renewGrants(profileId: string): Promise<void>;
  /** Whether grants of the profile are being renewed for that reason. */
  isUnderWay(profileId: string): boolean;
}

function createComplaints(options: WorkbooksFeatureOptions, gathering: RenewalGathering): Complaints {
  const { profiles, keeper } = options;
  const underWay = new Map<string, number>();
  const count = (profileId: string, by: 1 | -1) => underWay.set(profileId, (underWay.get(profileId) ?? 0) + by);
  return {
    async renewGrants(profileId) {
      // Only these tokens reach Sigma, so only they can be what it found expired.
      const used = profiles.find(profileId)?.connections.filter(isHandedOn);
      count(profileId, 1);
      const outcomes = await Promise.allSettled((used ?? []).map((connection) => keeper.renew(connection.id)));
      count(profileId, -1);
      gathering.flush(profileId);
      const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      // The connection that could not renew says so in its own place; what the others brought is used.
      if (failures.length === 0 || failures.length < outcomes.length) return;
      // Of several reasons, the one that passes: it may be all that is in the way.
      throw failures.find((failure) => passesByItself(codeOf(failure))) ?? failures[0];
    },
    isUnderWay: (profileId) => (underWay.get(profileId) ?? 0) > 0,
  };
}
