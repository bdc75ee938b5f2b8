/** Workbooks on screen: the panes of each window, what they are signed for, and whose session they live in. */

import { type AppError, codeOf, passesByItself } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { SigmaCommand } from '../../../shared/sigma/commands.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { explainSigmaError, meansExpiredToken } from '../../sigma/embed-errors.ts';
import type { Signer } from '../../sigma/signer.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { PaneOptions } from '../../viewer/pane.ts';
import { createPanes, type Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { Connections } from '../profiles/connections.ts';
import type { SystemServices } from '../system-services.ts';
import { createPartitions } from './partitions.ts';
import { createPersonChange } from './person-change.ts';
import { createRenewalGathering, type RenewalGathering } from './renewal-gathering.ts';
import { createSignerWarmUp } from './signer-warm-up.ts';
import { createWorkbookSessions, type WorkbookSessions } from './workbook-sessions.ts';

export interface WorkbooksFeatureOptions extends Clock {
  readonly profiles: Profiles;
  readonly connections: Pick<Connections, 'exists' | 'find'>;
  readonly keeper: Pick<GrantKeeper, 'fresh' | 'renew' | 'tryAgain' | 'view'>;
  readonly signer: Signer;
  hasEmbedSecret(profileId: string): boolean;
  readonly allowLoopbackHttp: boolean;
  readonly system: Pick<SystemServices, 'clearGuestSession'>;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  /** Something happened to what a person was looking at, and they should know. */
  onNotice(error: AppError): void;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive); `Math.random` when left out. */
  random?(): number;
  randomUuid(): string;
  readonly log: Log;
  onChange(): void;
}

export interface WorkbooksFeature
  extends Feature<
    'panes.open' | 'panes.reload' | 'panes.home' | 'panes.close' | 'panes.details' | 'panes.command' | 'panes.shown',
    never,
    'panes'
  > {
  /** For the guests: what they show, and what happens to them. */
  readonly panes: Panes;
  /** What is open follows its grants. To be told in the very turn of the event (see `PersonChange.adopted`). */
  grantEvent(event: GrantEvent): void;
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
    renewGrants: (profileId) => complaints.renewGrants(profileId),
    async sign(target, place) {
      const session = await sessions.sign(target, place);
      warmUp.prepare(target.profileId);
      return session;
    },
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
    log,
  });

  const requests = createPaneRequests(options, panes, sessions);

  return {
    panes: { ...panes, reloadAll: requests.reloadAll },
    handlers: requests.handlers,
    sharedState: () => ({}),
    windowState: (windowId) => ({ panes: panes.views(windowId) }),
    async restore() {
      const selected = profiles.selected();
      if (selected) warmUp.prepare(selected.id);
    },
    wake: () => panes.wake(),
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
    prepareFor(connectionId) {
      const profile = profileOf(connectionId);
      if (profile) warmUp.prepare(profile.id);
    },
    profileChanging(profileId) {
      // The person whom Sigma sees may be another one afterwards.
      people.closeAndClearSession(profileId).catch(() => log.warn('session.not-cleared', { profileId }));
      signer.forget(profileId);
    },
    closeAndClearSession: (profileId) => people.closeAndClearSession(profileId),
  };
}

/** What a person asks of the panes: they need not wait until we would have tried again by ourselves. */
function createPaneRequests(
  { profiles, keeper }: WorkbooksFeatureOptions,
  panes: Panes,
  sessions: WorkbookSessions,
): Pick<WorkbooksFeature, 'handlers'> & Pick<Panes, 'reloadAll'> {
  function tryAgain(profileIds: readonly string[]): void {
    const connectionIds = profileIds.flatMap((id) => profiles.find(id)?.connections ?? []).map(({ id }) => id);
    for (const connectionId of connectionIds) keeper.tryAgain(connectionId);
  }

  return {
    reloadAll(windowId) {
      tryAgain(panes.views(windowId).map(({ profileId }) => profileId));
      panes.reloadAll(windowId);
    },
    handlers: {
      'panes.open'({ workbookId }, { windowId }) {
        const target = sessions.targetOf(workbookId, windowId);
        tryAgain([target.profileId]);
        return { paneId: panes.open(target) };
      },
      'panes.reload'({ paneId }, { windowId }) {
        tryAgain(panes.views(windowId).flatMap((view) => (view.paneId === paneId ? [view.profileId] : [])));
        panes.reload(paneId, windowId);
      },
      'panes.home'({ paneId }, { windowId }) {
        tryAgain(panes.views(windowId).flatMap((view) => (view.paneId === paneId ? [view.profileId] : [])));
        panes.goHome(paneId, windowId);
      },
      'panes.close': ({ paneId }, { windowId }) => panes.close(paneId, windowId),
      'panes.details': ({ paneId }, { windowId }) => {
        const { target, session } = panes.session(paneId, windowId);
        return sessions.details(target, session);
      },
      'panes.command': ({ paneId, command }, { windowId }) => panes.command(paneId, windowId, command),
      'panes.shown': ({ shownPaneId }, { windowId }) => panes.setShown(windowId, shownPaneId),
    },
  };
}

/** What panes ask of the rest of the program. */
function paneEdges(options: WorkbooksFeatureOptions): Omit<PaneOptions, 'sign' | 'setTimer' | 'renewGrants'> {
  const { log, now, uptime } = options;
  return {
    explainError: explainSigmaError,
    meansExpiredToken,
    send: (guestId, command) => options.sendToGuest(guestId, command),
    frames: options.frames,
    onNotice: (error) => options.onNotice(error),
    onChange: () => options.onChange(),
    log,
    now,
    uptime,
    random: options.random ?? Math.random,
    randomUuid: options.randomUuid,
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
      const used = profiles.find(profileId)?.connections.filter(({ sigmaConnectionId }) => sigmaConnectionId !== null);
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
