/**
 * Asks the workbook of a pane for its data again: when a person wants it, and by itself as the profile says. It sends one
 * message (`workbook:refresh`) and takes the next `workbook:dataloaded` for the answer, since Sigma says nothing else.
 */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { PaneView } from '../../shared/state.ts';
import type { Clock } from '../async/clock.ts';
import type { Log } from '../log/log.ts';
import type { SignedSession } from './guest.ts';
import type { PaneGuests } from './pane-guests.ts';
import type { PaneTarget } from './pane-target.ts';
import { createRefreshAnswers, type RefreshAnswers } from './refresh-answers.ts';
import type { RefreshBudget } from './refresh-budget.ts';
import { createRefreshPlan, type RefreshPlan } from './refresh-plan.ts';
import { AWAY_MS, LOOK_MS, type RefreshMoment, refreshDelay, SETTLE_MS, SPREAD_MS } from './refresh-rules.ts';

export interface PaneRefreshOptions extends Clock {
  readonly paneId: string;
  readonly target: Pick<PaneTarget, 'profileId' | 'workbookId' | 'refresh'>;
  readonly guests: Pick<PaneGuests, 'active' | 'standby' | 'find'>;
  readonly budget: RefreshBudget;
  phase(): PaneView['phase'];
  isOnline(): boolean;
  /** Whether the person is in the middle of something in the workbook. */
  isBusy(): boolean;
  isEditing(): boolean;
  send(guestId: string, command: SigmaCommand): void;
  onChange(): void;
  readonly log: Pick<Log, 'info'>;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

/** What happened to the computer or its network. */
export type WakeReason = 'resume' | 'unlock' | 'network-up';

export interface PaneRefresh {
  /** A person wants new data. Once more before the answer is there is the same wish. */
  ask(): void;
  /** Sigma said something in a guest of the pane. */
  take(guestId: string, event: SigmaEvent): void;
  /** A standby took over. */
  swapped(): void;
  /** Whether a person can see the pane, and whether they are at its window. */
  setPresence(presence: { readonly isShown: boolean; readonly isAtWindow: boolean }): void;
  wake(reason: WakeReason): void;
  view(): PaneView['data'];
  stop(): void;
}

/** Nothing is due until the first data is there. */
export function createPaneRefresh(options: PaneRefreshOptions): PaneRefresh {
  const { guests, target, random, now } = options;
  const dataAt = createDataTimes(guests);
  const presence = createPresence(options.uptime);
  const answers = createRefreshAnswers(options.uptime);
  const sender = createSender(options, answers);
  const schedule = createRefreshPlan({
    ...options,
    moment: createMoments(options, answers, presence.isShown),
    onDue: () => send(false),
    lookAtWaiting: () => sender.lookAtWaiting(planNext),
  });
  let guestId = guests.active().guestId;
  /** Whether the guest on screen has shown all its data once. */
  let isFilled = false;

  const planNext = (isFirst = false) => schedule.plan(refreshDelay(target.refresh, random(), isFirst));
  const occasions = createOccasions({ setting: target.refresh, schedule, random, isFilled: () => isFilled });

  function send(byPerson: boolean): void {
    sender.begin(byPerson);
    schedule.look();
  }

  /** Another guest may be on screen: what was sent to the one before it is not answered any more. */
  function follow(): void {
    const active = guests.active();
    if (active.guestId === guestId) return;
    guestId = active.guestId;
    isFilled = active.stage === 'ready';
    if (isFilled && answers.waiting()) answers.answered();
    answers.restart();
    if (isFilled) planNext();
    else schedule.plan(null);
  }

  function takeData(): void {
    const isAnswer = answers.takeData();
    const isFirst = !isFilled;
    isFilled = true;
    if (isAnswer || isFirst) planNext(isFirst);
    else schedule.look();
    options.onChange();
  }

  return {
    ask() {
      follow();
      if (options.phase() === 'ready' && answers.isAnotherPress()) send(true);
    },
    take(from, event) {
      follow();
      if (event.type === 'workbook:dataloaded') dataAt.note(from, now());
      if (from !== guestId) return;
      if (event.type === 'workbook:dataloaded') takeData();
      else if (event.type === 'workbook:error' || event.type === 'workbook:chart:error') answers.takeError();
      else if (isChange(event)) answers.takeChange();
    },
    swapped: follow,
    setPresence: (next) => occasions.present(presence.set(next)),
    wake(reason) {
      // An answer cannot come to a computer that sleeps.
      if (reason === 'resume') answers.forget();
      occasions.woken(reason);
    },
    view() {
      const dueIn = schedule.dueIn();
      return {
        asOf: dataAt.of(guests.active().guestId),
        refreshesAt: dueIn === null || answers.waiting() ? null : now() + dueIn,
        isRefreshing: answers.waiting() !== null,
        pausedBy: schedule.pausedBy(),
        isUnanswered: answers.unanswered() > 0,
        byPerson: answers.byPerson(),
      };
    },
    stop: schedule.stop,
  };
}

/** Sends refreshes and looks after what becomes of them. */
function createSender(options: PaneRefreshOptions, answers: RefreshAnswers) {
  const { guests, budget, target, log, paneId } = options;

  function begin(byPerson: boolean): void {
    // What a standby brings is as new as what a refresh would, and is asked for already.
    const on = guests.standby.guest() === null ? 'message' : 'swap';
    answers.begin({ on, byPerson });
    options.onChange();
    if (on === 'swap') return;
    budget.spend(target);
    options.send(guests.active().guestId, { type: 'workbook:refresh' });
  }

  return {
    begin,
    /** @returns when to look again, in milliseconds; null when nothing is waited for (any more) */
    lookAtWaiting(planNext: () => void): number | null {
      const waiting = answers.waiting();
      if (!waiting) return null;
      const hasStandby = guests.standby.guest() !== null;
      if (waiting.on === 'swap' && hasStandby) return LOOK_MS;
      // The standby was given up, so that the message has to be sent after all.
      if (waiting.on === 'swap') begin(waiting.byPerson);
      if (answers.timeLeft() > 0) return answers.timeLeft();
      const isSessionGood = (guests.active().session?.expiresAt ?? 0) > options.now();
      const isFault = answers.giveUp(options.phase() === 'ready' && options.isOnline() && isSessionGood);
      if (isFault) log.info('pane.refresh-unanswered', { paneId, times: answers.unanswered() });
      planNext();
      options.onChange();
      return null;
    },
  };
}

interface OccasionsOptions {
  readonly setting: PaneTarget['refresh'];
  readonly schedule: Pick<RefreshPlan, 'planWithin' | 'putOff'>;
  random(): number;
  isFilled(): boolean;
}

/** What sets a refresh off besides the clock, and what holds several panes back from asking together. */
function createOccasions({ setting, schedule, random, isFilled }: OccasionsOptions) {
  return {
    present({ awayMs, comesIntoSight }: Presence): void {
      const soon = SPREAD_MS.shown * random();
      if (setting?.onReturn && awayMs >= AWAY_MS && isFilled()) schedule.planWithin(soon);
      if (comesIntoSight) schedule.putOff(soon);
    },
    woken(reason: WakeReason): void {
      if (reason === 'unlock') return;
      // Until then it is not known whether the session is to be renewed.
      const settled = SETTLE_MS + SPREAD_MS.slept * random();
      if (reason === 'resume' && setting?.afterSleep && isFilled()) schedule.planWithin(settled);
      schedule.putOff(settled);
    },
  };
}

/** What is to be known for the rules, at the moment at which they are asked. */
function createMoments(
  options: PaneRefreshOptions,
  answers: Pick<RefreshAnswers, 'unanswered'>,
  isShown: () => boolean,
): (sinceDue: number) => RefreshMoment {
  const { guests, target, budget, now } = options;
  /** How long each session lasts from when it was met first, in milliseconds. */
  const lengths = new WeakMap<SignedSession, number>();
  return (sinceDue) => {
    const { session } = guests.active();
    const sessionLeft = session ? session.expiresAt - now() : 0;
    const sessionLength = (session && lengths.get(session)) ?? sessionLeft;
    if (session) lengths.set(session, sessionLength);
    return {
      unanswered: answers.unanswered(),
      isShown: isShown(),
      isOpen: options.phase() === 'ready',
      isOnline: options.isOnline(),
      isEditing: options.isEditing(),
      isBusy: options.isBusy(),
      hasStandby: guests.standby.guest() !== null,
      sessionLeft,
      sessionLength,
      sinceDue,
      budgetWait: target.refresh ? budget.wait(target, target.refresh.mostPerHour) : 0,
    };
  };
}

/** What a person does to a workbook has it query by itself. */
const isChange = ({ type }: SigmaEvent): boolean =>
  type === 'workbook:variables:onchange' ||
  type === 'workbook:exploreKey:onchange' ||
  type === 'workbook:selectednodeid:onchange' ||
  type === 'workbook:bookmark:onchange';

/** When the data of each guest was last there, in milliseconds since the epoch. */
function createDataTimes(guests: Pick<PaneGuests, 'find'>) {
  const times = new Map<string, number>();
  return {
    of: (guestId: string): number | null => times.get(guestId) ?? null,
    note(guestId: string, at: number): void {
      for (const known of times.keys()) if (guests.find(known) === null) times.delete(known);
      times.set(guestId, at);
    },
  };
}

interface Presence {
  /** How long the person was away who has come back with this, in milliseconds; 0 when nobody has. */
  readonly awayMs: number;
  readonly comesIntoSight: boolean;
}

/** Since when nobody is before the pane. */
function createPresence(uptime: () => number) {
  let isShown = true;
  let awaySince: number | null = null;
  return {
    isShown: () => isShown,
    set(next: { readonly isShown: boolean; readonly isAtWindow: boolean }): Presence {
      const comesIntoSight = next.isShown && !isShown;
      isShown = next.isShown;
      const isHere = next.isShown && next.isAtWindow;
      const awayMs = isHere && awaySince !== null ? uptime() - awaySince : 0;
      awaySince = isHere ? null : (awaySince ?? uptime());
      return { awayMs, comesIntoSight };
    },
  };
}
