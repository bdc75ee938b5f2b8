/**
 * What is made ready while a person signs in, so that their workbook is there sooner: the keys of its session, and its place
 * in the window with an empty page. Nothing of it says anything to Sigma.
 */
import { isHeld } from '../../../shared/grants.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Timers } from '../../async/timers.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { AheadPanes } from '../../viewer/ahead-panes.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { SignerWarmUp } from './signer-warm-up.ts';
import type { TabLife } from './tab-life.ts';
import type { WorkbookSessions } from './workbook-sessions.ts';

export interface MadeReadyOptions {
  /** Null when the connection is gone. */
  profileOf(connectionId: string): Profile | null;
  readonly keeper: Pick<GrantKeeper, 'view'>;
  readonly panes: Pick<Panes, 'targetsOf'>;
  readonly ahead: Pick<AheadPanes, 'prepare' | 'giveUp'>;
  readonly tabs: Pick<TabLife, 'chosenIn'>;
  readonly sessions: Pick<WorkbookSessions, 'targetOf'>;
  readonly warmUp: SignerWarmUp;
  hasEmbedSecret(profileId: string): boolean;
  profileIn(windowId: string): string | null;
  /** Opens the workbook that opens by itself in a window; where none does, nothing is done. */
  openByItself(windowId: string): void;
  readonly timers: Pick<Timers, 'setTimer'>;
}

export interface MadeReady {
  /** A person begins to sign in from a window. One sign-in at a time is under way. */
  begun(connectionId: string, windowId: string): void;
  /** The sign-in has ended. */
  over(connectionId: string, isSignedIn: boolean): void;
  stop(): void;
}

/** The browser comes first; and whom it knows already is signed in before anything could be made ready. */
const AFTER_MS = 500;
/** A workbook that opens by itself does so at once. */
const UNTAKEN_MS = 10_000;

export function createMadeReady(options: MadeReadyOptions): MadeReady {
  const { ahead, panes, timers, profileOf } = options;
  let stopTimer = () => {};
  /** The window from which a person signs in. */
  let asker: string | null = null;
  function plan(action: () => void, delayMs: number): void {
    stopTimer();
    stopTimer = timers.setTimer(action, delayMs);
  }

  function make(connectionId: string, windowId: string): void {
    const profile = profileOf(connectionId);
    if (!profile || !options.hasEmbedSecret(profile.id)) return;
    options.warmUp.prepare(profile.id);
    const isLast = profile.connections.every(({ id }) => id === connectionId || isHeld(options.keeper.view(id)));
    const workbookId = workbookToCome(profile, windowId, options);
    // What is open already takes the new grant up by itself.
    if (!isLast || workbookId === null || panes.targetsOf(profile.id).length > 0) return;
    ahead.prepare(options.sessions.targetOf(workbookId, windowId));
  }

  return {
    begun(connectionId, windowId) {
      asker = windowId;
      plan(() => make(connectionId, windowId), AFTER_MS);
    },
    over(connectionId, isSignedIn) {
      stopTimer();
      const profile = profileOf(connectionId);
      if (!profile) return;
      // In the turn in which the sign-in is over, and not when the window has heard of it.
      if (isSignedIn && asker !== null && options.profileIn(asker) === profile.id) options.openByItself(asker);
      asker = null;
      if (isSignedIn) plan(() => ahead.giveUp(profile.id), UNTAKEN_MS);
      else ahead.giveUp(profile.id);
    },
    stop: () => stopTimer(),
  };
}

/** The workbook that opens by itself after the sign-in; null where the person has to choose. */
function workbookToCome(
  { id, workbooks }: Profile,
  windowId: string,
  { tabs, profileIn }: Pick<MadeReadyOptions, 'tabs' | 'profileIn'>,
): string | null {
  if (profileIn(windowId) !== id) return null;
  const chosen = tabs.chosenIn(windowId);
  if (chosen) return chosen.workbookId;
  return workbooks.length === 1 ? (workbooks[0]?.id ?? null) : null;
}
