/** Workbooks on screen: the panes of each window, what they are signed for, and whose session they live in. */

import { AppError } from '../../../shared/errors.ts';
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
import type { Signer } from '../../sigma/signer.ts';
import { type AheadPanes, withAheadPanes } from '../../viewer/ahead-panes.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { SignedSession } from '../../viewer/guest.ts';
import type { GuestSteps } from '../../viewer/guest-history.ts';
import { createPanes, type Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import type { LastPictures } from '../pictures/last-pictures.ts';
import type { Connections } from '../profiles/connections.ts';
import type { SystemServices } from '../system-services.ts';
import { createAppearanceFollower } from './appearance-follower.ts';
import { type AroundTabs, withoutMemory } from './around-tabs.ts';
import { type AuthorActions, createAuthorActions } from './author-actions.ts';
import { type Complaints, createComplaints } from './complaints.ts';
import { forgetOfNobody } from './forgotten-places.ts';
import { createLinkedSides, type LinkedSides } from './linked-sides.ts';
import { createMadeReady, type MadeReady } from './made-ready.ts';
import { insideEdges, paneEdges } from './pane-edges.ts';
import { createPaneRequests, type PaneRequestNames, type PaneRequests } from './pane-requests.ts';
import { createPartitions } from './partitions.ts';
import { createPersonChange, type PersonChange } from './person-change.ts';
import { createRenewalGathering, type RenewalGathering } from './renewal-gathering.ts';
import { createSignerWarmUp, type SignerWarmUp } from './signer-warm-up.ts';
import type { TabRequestNames } from './tab-deeds.ts';
import { createTabLife, type TabLife } from './tab-life.ts';
import { createWorkbookSessions, type WorkbookSessions } from './workbook-sessions.ts';

export interface WorkbooksFeatureOptions extends Clock {
  readonly profiles: Profiles;
  readonly connections: Pick<Connections, 'exists' | 'find'>;
  readonly keeper: Pick<GrantKeeper, 'fresh' | 'renew' | 'tryAgain' | 'view'>;
  readonly signer: Signer;
  hasEmbedSecret(profileId: string): boolean;
  readonly allowLoopbackHttp: boolean;
  /** How the app looks and speaks now, for workbooks that follow it. */
  appearance(): Appearance;
  /** Left out: none are kept. */
  readonly lastPictures?: LastPictures;
  /** Left out: open tabs end with the program. */
  readonly tabs?: AroundTabs;
  readonly system: Pick<SystemServices, 'clearGuestSession' | 'isOnline' | 'openBrowser' | 'confirmAction'>;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly settings: SettingsStore;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Has another guest load in the element of one that stands. @returns false where that one is gone */
  loadInPlaceOf(guestId: string, next: string): boolean;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** Where a person's steps inside of a guest lead. */
  stepsOf(guestId: string): GuestSteps;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  /** A guest that was made ready belongs to a workbook from now on; it may have its page already. */
  onGuestTaken(guestId: string): void;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive); `Math.random` when left out. */
  random?(): number;
  randomUuid(): string;
  readonly log: Log;
  /** A person looks at a workbook. */
  onOpened(workbookId: string): void;
  /** Opens the workbook that opens by itself in a window; where none does, nothing is done. */
  openByItself(windowId: string): void;
  /** A profile is left by its person: what is kept of them goes. */
  onLeft(profileId: string): void;
  onChange(): void;
}

type StateOfWindow = 'panes' | 'aheadPane' | 'tabs' | 'chosenTab' | 'splits' | 'closedTabs' | 'closeQuestion';

export interface WorkbooksFeature
  extends Feature<PaneRequestNames | TabRequestNames, never, StateOfWindow>,
    Pick<PaneRequests, 'openAt'>,
    Pick<WorkbookSessions, 'targetOf'> {
  readonly tabs: TabLife;
  /** For the guests: what they show, and what happens to them. */
  readonly panes: Panes;
  /** Shows a workbook in a window, in its tab. @throws AppError `profile_missing` */
  open(workbookId: string, windowId: string): void;
  /** A workbook has a tab, loaded or not, which is the one to be shown of its profile. @throws AppError `profile_missing` */
  prepareTab(workbookId: string, windowId: string): void;
  /** Signs for a workbook as a load would; nothing is loaded with it. @throws AppError as `WorkbookSessions.sign` */
  signAlone(workbookId: string): Promise<SignedSession>;
  /** The title of the workbook that is before the person in a window and that they edit; null while they edit none. */
  editedIn(windowId: string): string | null;
  /** What is open follows its grants. To be told in the very turn of the event (see `PersonChange.adopted`). */
  grantEvent(event: GrantEvent): void;
  /** Light became dark, or the other way: what follows the app is loaded again behind the scenes. */
  followAppearance(): void;
  /** A person signs in. */
  readonly signingIn: Pick<MadeReady, 'begun' | 'over'>;
  /** A connection has a new sign-in: does the slow part of signing before its next workbook asks for it. */
  prepareFor(connectionId: string): void;
  /** A profile is about to change or go: what shows it closes, and what was derived from its secret is dropped. */
  profileChanging(profileId: string): void;
  /** Closes what a profile shows and leaves its session behind; resolves when that is empty. */
  closeAndClearSession(profileId: string): Promise<void>;
}

export function createWorkbooksFeature(options: WorkbooksFeatureOptions): WorkbooksFeature {
  const { profiles, connections, system, log } = options;
  const partitions = createPartitions();
  /** A profile that is being removed takes its connections with it. */
  const profileOf = (connectionId: string): Profile | null =>
    connections.exists(connectionId) ? connections.find(connectionId).profile : null;
  const sessions = createWorkbookSessions({ ...options, partitions });
  function changed(): void {
    links.changed();
    options.onChange();
  }
  const { panes, ahead } = withAheadPanes(
    createPanes({
      ...options.timers,
      ...paneEdges(options),
      onChange() {
        tabs.changed();
        changed();
      },
      inside: insideEdges(options, (action) => void actions.take(action)),
      onReplacing: (paneId, guestId) => tabs.replacing(paneId, guestId),
      renewGrants: (profileId) => complaints.renewGrants(profileId),
      async sign(target, place) {
        const session = await sessions.sign(target, place);
        warmUp.prepare(target.profileId);
        return session;
      },
    }),
    { ...options, onTaken: options.onGuestTaken },
  );
  const around = options.tabs ?? withoutMemory(profiles);
  const tabs = createTabLife({
    ...options,
    panes,
    targetOf: sessions.targetOf,
    around,
    onChange: changed,
  });
  const links = createLinkedSides({ panes, tabs, uptime: options.uptime });
  const actions = createAuthorActions({
    ...options,
    panes: { ...panes, open: tabs.open },
    sessions,
    consents: openActionConsents(options.settings),
    onNotOpened: () => options.notices.addPassing(new AppError('link_not_opened', { reason: 'system' })),
  });
  const warmUp = createSignerWarmUp({ ...options, panes });
  const ready = createMadeReady({ ...options, ...around, profileOf, panes, ahead, tabs, sessions, warmUp });
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
    panes: { ...panes, open: tabs.openAfresh, targetsOf: tabs.shownTargets, closeProfile: tabs.forget },
    sessions,
    partitions,
    clearGuestSession: (partition) => system.clearGuestSession(partition),
    onLeft: options.onLeft,
    log,
  });

  return {
    ...inWindows({ panes, ahead, tabs, links, requests: createPaneRequests(options, panes, sessions, tabs) }),
    ...followingGrants(options, { profileOf, people, complaints, gathering, warmUp, tabs, actions }),
    targetOf: sessions.targetOf,
    prepareTab: (workbookId, windowId) => void tabs.prepare(sessions.targetOf(workbookId, windowId)),
    signAlone: async (workbookId) => sessions.sign(sessions.targetOf(workbookId, ''), {}),
    sharedState: () => ({}),
    async restore() {
      const selected = profiles.selected();
      if (selected) warmUp.prepare(selected.id);
      await actions.prune();
    },
    signingIn: ready,
    async close() {
      gathering.stop();
      ready.stop();
      const written = tabs.end();
      panes.dispose();
      await written;
    },
    followAppearance: createAppearanceFollower({ ...options, panes }),
  };
}

interface WindowParts {
  readonly panes: Panes;
  readonly ahead: AheadPanes;
  readonly tabs: TabLife;
  readonly links: LinkedSides;
  readonly requests: PaneRequests;
}

type OfWindows = 'panes' | 'handlers' | 'tabs' | 'open' | 'editedIn' | 'windowState' | 'wake' | 'windowClosed';

/** What windows show and ask. */
function inWindows({ panes, ahead, tabs, links, requests }: WindowParts): Pick<WorkbooksFeature, OfWindows | 'openAt'> {
  const { reloadShown, refreshShown } = requests;
  return {
    panes: { ...panes, takeEvent: links.takeEvent, closeProfile: tabs.forget, reloadShown, refreshShown },
    handlers: { ...requests.handlers, ...tabs.handlers },
    tabs,
    open: requests.open,
    openAt: requests.openAt,
    editedIn(windowId) {
      const { paneId } = tabs.chosenIn(windowId) ?? {};
      const edited = panes.views(windowId).filter(({ edit }) => edit !== null);
      return edited.find((pane) => pane.paneId === paneId)?.title ?? null;
    },
    windowState: (windowId) => ({
      panes: panes.views(windowId),
      aheadPane: ahead.view(windowId),
      ...tabs.windowState(windowId),
    }),
    wake: (reason) => panes.wake(reason),
    windowClosed(windowId) {
      tabs.windowClosed(windowId);
      panes.closeWindow(windowId);
    },
  };
}

interface Followers {
  /** Null when the connection is gone. */
  profileOf(connectionId: string): Profile | null;
  readonly people: PersonChange;
  readonly complaints: Pick<Complaints, 'isUnderWay'>;
  readonly gathering: RenewalGathering;
  readonly warmUp: SignerWarmUp;
  readonly tabs: Pick<TabLife, 'forgetPlaces' | 'prune'>;
  readonly actions: Pick<AuthorActions, 'prune'>;
}

type OfGrants = 'grantEvent' | 'prepareFor' | 'profileChanging' | 'closeAndClearSession';

/** What is open follows its grants, its people and its profiles. */
function followingGrants(
  { signer, log }: Pick<WorkbooksFeatureOptions, 'signer' | 'log'>,
  { profileOf, people, complaints, gathering, warmUp, tabs, actions }: Followers,
): Pick<WorkbooksFeature, OfGrants> {
  return {
    grantEvent(event) {
      if (event.kind === 'adopted') {
        people.adopted(event);
        forgetOfNobody(event, profileOf, tabs);
      }
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
      // Told once more when the change is made: a rule that it took away is asked about when it comes back.
      void actions.prune();
      tabs.prune();
    },
    closeAndClearSession: (profileId) => people.closeAndClearSession(profileId),
  };
}
