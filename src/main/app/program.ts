/**
 * Everything that happens behind the windows, over the features. It knows no Electron: what the operating
 * system does is passed in by `open-program.ts`, so that the whole can be read, and tested, as plain code.
 */

import type { StateChange } from '../../shared/ipc/state-change.ts';
import type { ProgramStatus } from '../../shared/status.ts';
import { waitAtMost } from '../async/wait-at-most.ts';
import type { Caller, Handlers } from '../ipc/router.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import type { Panes } from '../viewer/panes.ts';
import { type Commands, createCommandsOfProgram } from './commands/commands-of-program.ts';
import type { Console } from './console/console.ts';
import { createConsoleOfProgram } from './console/console-of-program.ts';
import type { DownloadsFeature } from './downloads/downloads-feature.ts';
import type { Feature, WakeReason } from './feature.ts';
import { createFeatures, type Features } from './features.ts';
import type { FindingFeature } from './finding/finding-feature.ts';
import type { FullScreen } from './full-screen.ts';
import type { OpenByLink } from './links/open-by-link.ts';
import { type RecentLink, recentLinks } from './links/recent-links.ts';
import { createTelling } from './notifications/telling.ts';
import type { PicturesFeature } from './pictures/pictures-feature.ts';
import type { ProfilesFeature } from './profiles/profiles-feature.ts';
import type { ProgramOptions } from './program-options.ts';
import type { GrantServices } from './sign-in/grant-services.ts';
import { createSignal } from './signal.ts';
import { createStateSource, type StateFor } from './state.ts';
import { createToldStates } from './told-states.ts';
import type { TabTimes } from './wall/wall-feature.ts';
import { createOpeningByItself, type OpeningByItself } from './workbooks/opening-by-itself.ts';
import type { ZoomingFeature } from './zooming/zooming-feature.ts';

export interface Program {
  readonly handlers: Handlers;
  /** For command lines. */
  readonly console: Console;
  /** For the guests. */
  readonly panes: Panes;
  /** What happens inside of workbooks, from their guests. */
  readonly inside: {
    takeDownload: DownloadsFeature['begin'];
    onMatches: FindingFeature['matched'];
    onOpened: ZoomingFeature['opened'];
    onHeight: PicturesFeature['heightReported'];
    onEscape: FullScreen['escapePressed'];
  };
  readonly keeper: GrantKeeper;
  /** What a window is to show now. */
  readonly stateFor: StateFor;
  /** What a window is to be told now, in order; nothing when it knows everything, or has not asked yet. */
  changesFor(window: Caller): StateChange[];
  /** For menus and keys. */
  readonly commands: Commands;
  /** Something outside the program changed what windows show. */
  changed(): void;
  /** Imports a QuickStart file that no window waits for. Never throws: what went wrong becomes a notice. */
  importEnv: ProfilesFeature['importEnv'];
  bringSetUp: ProfilesFeature['bringSetUp'];
  /** Follows a link that leads here. Never throws: why it was not followed becomes a notice. */
  openLink: OpenByLink['open'];
  /** The workbooks that were opened last, for the icon of the program. */
  recents(): RecentLink[];
  /** Takes up the grants of the last run, and obtains those that need no person. */
  restore(): Promise<void>;
  readonly openFirst: OpeningByItself['openFirst'];
  /** After sleep, unlock or a new network. */
  wake(reason: WakeReason): void;
  /** Looks whether the clock on the wall was set: to be called every few seconds. */
  lookAtClock(): void;
  /** The screen of the person was locked. */
  screenLocked(): Promise<void>;
  /** To be called every few seconds. @param idleMs for how long nobody has used the computer */
  lookAtAbsence(idleMs: number): Promise<void>;
  /** A server has told the time for the first time, or has corrected it. */
  clockCorrected(): void;
  windowClosed(windowId: string): void;
  /** Whether a window may ask the person something before it closes. */
  mayAskIn(windowId: string): boolean;
  /** How it is, as plain data: what its heartbeat writes, and what whoever asks from outside is told. */
  programStatus(): ProgramStatus;
  /** How long a wall shows each tab. */
  readonly wallTimes: TabTimes;
  /** Whoever walked through the tabs of a window has arrived. */
  endWalk(windowId: string): void;
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
  const openByItself = (windowId: string) => opening.openIn(windowId);
  const made = createFeatures({ ...options, openByItself }, () => changes.emit());
  const { features, grants, linked } = made;
  const { about, areas, atHand, checks, clock, doctor, keptWindows, notices } = features;
  const { profiles, signIn, updates, workbooks } = features;
  const commands = createCommandsOfProgram({
    ...options,
    ...linked,
    features,
    stateOf: (windowId) => stateFor(windowId, 'viewer'),
    onChange: changes.emit,
  });
  const opening = createOpeningByItself({ ...options, ...commands, open: workbooks.open });
  const stateFor = createStateSource({
    sharedState: () => ({
      ...about.sharedState(),
      ...atHand.sharedState(),
      ...clock.sharedState(),
      ...stateOfInside(features),
      ...notices.sharedState(),
      ...profiles.sharedState(),
      ...signIn.sharedState(),
      ...updates.sharedState(),
      ...stateOfSettings(features),
      ...features.windows.sharedState(),
    }),
    windowState: (windowId) => ({
      ...areas.windowState(windowId),
      ...commands.windowState(windowId),
      ...overlays(features, windowId),
      ...profiles.windowState(windowId),
      ...stageOf(features, windowId),
    }),
  });
  const told = createToldStates({ ...options, stateFor });
  for (const follower of [features.wall, features.alarms, features.status]) changes.on(follower.changed);
  changes.on(options.onChange);
  const telling = createTelling({ ...options, stateFor, commands, alarms: features.alarms.inForce });
  changes.on(telling.changed);
  const all: readonly Feature<never>[] = [...Object.values(features), commands, telling];
  return {
    console: createConsoleOfProgram(options, made, changes),
    handlers: {
      ...about.handlers,
      ...notices.handlers,
      ...profiles.handlers,
      ...signIn.handlers,
      ...workbooks.handlers,
      ...updates.handlers,
      ...keptWindows.handlers,
      ...checks.handlers,
      ...doctor.handlers,
      ...handlersOfInside(features),
      ...commands.handlers,
      ...handlersOfWays(features),
      ...handlersOfSettings(features),
      'state.get': (_input, window) => told.whole(window),
    },
    panes: workbooks.panes,
    inside: edgesOfInside(features),
    keeper: grants.keeper,
    stateFor,
    changesFor: told.changes,
    commands,
    changed() {
      workbooks.followAppearance();
      options.onChange();
    },
    ...doors(features),
    restore: () => restore(all, options.onChange),
    openFirst: opening.openFirst,
    wake(reason) {
      for (const feature of all) feature.wake?.(reason);
    },
    ...looks(features),
    clockCorrected() {
      grants.keeper.wake('clock-corrected');
      clock.look();
    },
    windowClosed(windowId) {
      leave(all, windowId);
      told.windowClosed(windowId);
    },
    endWalk: workbooks.tabs.endWalk,
    close: () => close(all, features.audit, grants),
  };
}

/** What is looked at every few seconds, and when the screen is locked. */
const looks = ({ absence, clock }: Features): Pick<Program, 'lookAtClock' | 'screenLocked' | 'lookAtAbsence'> => ({
  lookAtClock: clock.look,
  screenLocked: absence.locked,
  lookAtAbsence: absence.look,
});

/** What happens inside of workbooks, from their guests. */
const edgesOfInside = ({ downloads, finding, fullScreen, pictures, zooming }: Features): Program['inside'] => ({
  takeDownload: downloads.begin,
  onMatches: finding.matched,
  onOpened: zooming.opened,
  onHeight: pictures.heightReported,
  onEscape: fullScreen.escapePressed,
});
/** What a person does inside of workbooks, and hands on of the program. */
const handlersOfInside = ({ alerts, downloads, finding, report }: Features) => ({
  ...alerts.handlers,
  ...downloads.handlers,
  ...finding.handlers,
  ...report.handlers,
});
const stateOfInside = ({ alerts, downloads, zooming }: Features) => ({
  ...alerts.sharedState(),
  ...downloads.sharedState(),
  ...zooming.sharedState(),
});

/** The ways to a workbook. */
const handlersOfWays = ({ atHand, links, windows }: Features) => ({
  ...atHand.handlers,
  ...links.handlers,
  ...windows.handlers,
});
const doors = ({ atHand, links, profiles, wall, windows, ...others }: Features): Pick<Program, Doors> => ({
  ...doorsOfWatchers(others),
  importEnv: profiles.importEnv,
  bringSetUp: profiles.bringSetUp,
  mayAskIn: windows.mayAskIn,
  wallTimes: wall.times,
  openLink: links.open,
  recents: () => recentLinks({ ...atHand.sharedState(), ...profiles.sharedState() }),
});
type Doors = 'importEnv' | 'bringSetUp' | 'openLink' | 'recents' | 'mayAskIn' | 'wallTimes' | DoorsOfWatchers;

/** What watches over the person and the program. */
const doorsOfWatchers = ({ absence, alarms, status }: Pick<Features, 'absence' | 'alarms' | 'status'>) => ({
  screenLocked: absence.locked,
  lookAtAbsence(idleMs: number): Promise<void> {
    alarms.noteIdle(idleMs);
    return absence.look(idleMs);
  },
  programStatus: status.programStatus,
});
type DoorsOfWatchers = keyof ReturnType<typeof doorsOfWatchers>;

/** The workbooks of a window, and how they are shown. */
const stageOf = ({ finding, fullScreen, pictures, wall, windows, workbooks }: Features, windowId: string) => ({
  ...finding.windowState(windowId),
  ...fullScreen.windowState(windowId),
  ...pictures.windowState(windowId),
  ...wall.windowState(windowId),
  ...windows.windowState(windowId),
  ...workbooks.windowState(windowId),
});
/** What lies over a window. */
const overlays = ({ about, checks, doctor, links, sheets }: Features, windowId: string) => ({
  ...about.windowState(windowId),
  ...checks.windowState(windowId),
  ...doctor.windowState(windowId),
  ...sheets.windowState(windowId),
  ...links.windowState(windowId),
});

/** What the person chose about the program, and what follows from it. */
const handlersOfSettings = ({ absence, audit, settings, sheets, shortcuts }: Features) => ({
  ...audit.handlers,
  ...absence.handlers,
  ...settings.handlers,
  ...shortcuts.handlers,
  ...sheets.handlers,
});
const stateOfSettings = ({ absence, settings, shortcuts }: Features) => ({
  ...absence.sharedState(),
  ...settings.sharedState(),
  ...shortcuts.sharedState(),
});

async function restore(all: readonly Feature<never>[], onChange: () => void): Promise<void> {
  for (const feature of all) await feature.restore?.();
  onChange();
}

async function close(all: readonly Feature<never>[], audit: Feature<never>, grants: GrantServices): Promise<void> {
  const renewed = grants.keeper.stopRenewing();
  const closed = Promise.all(all.map((feature) => (feature === audit ? undefined : feature.close?.())));
  await waitAtMost(CLOSING_LIMIT_MS, closed);
  await waitAtMost(RENEWALS_LIMIT_MS, renewed);
  // A profile that is being saved, or a sign-in that is being stored, still needs the grants.
  await waitAtMost(CLOSING_LIMIT_MS, grants.dispose());
  // Last: it records what all of them have done.
  await waitAtMost(CLOSING_LIMIT_MS, Promise.resolve(audit.close?.()));
}

/** A window is gone. What is open is kept together with the profile that it is shown for, which goes after it. */
function leave(all: readonly Feature<never>[], windowId: string): void {
  for (const feature of all.toReversed()) feature.windowClosed?.(windowId);
}
