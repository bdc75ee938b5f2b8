/** Tells a person who is not looking what needs them, and leads them there. What is told, and when, are rules of their own. */
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { ShownState } from '../../../shared/state-change.ts';
import type { Text } from '../../../shared/text/en.ts';
import { format } from '../../../shared/text/format.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Alarm } from '../alarms/alarm-rules.ts';
import type { Commands } from '../commands/commands-of-program.ts';
import type { Feature } from '../feature.ts';
import type { StateFor } from '../state.ts';
import { goTo } from './going-there.ts';
import type { NotifyingEdges } from './notifying-edges.ts';
import { isWithin, nextStep, type Told } from './when-told.ts';
import { type Cause, type CauseKind, endsByHand, isFailing, type Place, worthTelling } from './worth-telling.ts';

export interface TellingOptions extends Pick<Clock, 'uptime' | 'now'> {
  readonly notifying: NotifyingEdges;
  readonly choices: Pick<Choices, 'get' | 'onChange'>;
  readonly text: Text;
  readonly stateFor: StateFor;
  readonly commands: Commands;
  readonly timers: Timers;
  /** The alarms in force. */
  alarms(): readonly Alarm[];
  readonly log: Pick<Log, 'info'>;
}

export interface Telling extends Feature<never> {
  /** Something in the state may be different. */
  changed(): void;
}

/** A moment for what comes together, such as several charts of a workbook. */
const LOOK_AFTER_MS = 250;
/** While something is to be told later. */
const LOOK_AGAIN_MS = 30_000;
/** A name that is longer fills the whole of what a desktop shows. */
const LONGEST_NAME = 60;

export function createTelling(options: TellingOptions): Telling {
  const { notifying, choices, timers, log } = options;
  let told: Told = new Map();
  const onScreen = new Map<string, () => void>();
  const failing = createFailing(options.uptime);
  let stopTimer: { readonly stop: () => void; readonly isSoon: boolean } | null = null;
  let count = 0;

  function look(): void {
    stopTimer?.stop();
    stopTimer = null;
    const states = notifying.windows().map((windowId) => options.stateFor(windowId, 'viewer'));
    // Without a window nobody can be led anywhere; the program is about to end.
    if (!states[0]) return;
    failing.follow(states[0]);
    const found = worthTelling(states, {
      failingFor: failing.lengthOf,
      renewalLimitMs: choices.get('notifyRenewal') * 60_000,
      now: options.now(),
      alarms: options.alarms(),
    });
    const step = nextStep(told, found, {
      sees: (cause) => states.some((state) => showsPlace(state, cause.place, options)),
      wants: (kind) => choices.get('notifications') && wantsKind(kind, choices),
      isQuiet: isQuietNow(options),
    });
    told = step.told;
    for (const key of step.over) take(key);
    for (const cause of step.tell) show(cause);
    showCount(step.unseen);
    // Time alone brings the end of what cannot be renewed.
    if (step.isWaiting || failing.isAny() || states[0].grants.some(endsByHand)) plan(LOOK_AGAIN_MS, false);
  }
  function plan(delayMs: number, isSoon: boolean): void {
    if (stopTimer && (stopTimer.isSoon || !isSoon)) return;
    stopTimer?.stop();
    stopTimer = { stop: timers.setTimer(look, delayMs), isSoon };
  }
  const soon = () => plan(LOOK_AFTER_MS, true);
  function take(key: string): void {
    onScreen.get(key)?.();
    onScreen.delete(key);
  }
  function show(cause: Cause): void {
    log.info('notification.shown', { kind: cause.kind });
    const onClick = () => goTo(cause.place, options);
    onScreen.set(cause.key, notifying.show({ ...wordsFor(cause, options), onClick }));
  }
  function showCount(unseen: number): void {
    const next = choices.get('badge') ? unseen : 0;
    if (next !== count) notifying.showCount(next);
    count = next;
  }

  notifying.onFocusChange(soon);
  choices.onChange((id) => {
    if (id === 'tray') notifying.showTray(choices.get('tray'));
    soon();
  });
  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: () => ({}),
    changed: soon,
    async restore() {
      if (choices.get('tray')) notifying.showTray(true);
    },
    wake() {
      // What failed before a sleep has not been failing all through it.
      failing.beginAgain();
      soon();
    },
    close() {
      stopTimer?.stop();
      for (const key of [...onScreen.keys()]) take(key);
      if (count > 0) notifying.showCount(0);
      notifying.showTray(false);
    },
  };
}

function wantsKind(kind: CauseKind, choices: TellingOptions['choices']): boolean {
  const setting = {
    signIn: 'notifySignIn',
    renewal: 'notifyRenewal',
    download: 'notifyDownloads',
    action: 'notifyActions',
    alert: 'notifyAlerts',
    alarm: 'notifyAlarms',
  } as const;
  return choices.get(setting[kind]) !== false;
}

function isQuietNow({ choices, now }: Pick<TellingOptions, 'choices' | 'now'>): boolean {
  if (!choices.get('quietHours')) return false;
  const time = new Date(now());
  return isWithin(time.getHours() * 60 + time.getMinutes(), choices.get('quietFrom'), choices.get('quietTo'));
}

/** Names stand in titles alone: some desktops read a body as a page with links in it. */
function wordsFor({ says, name, at }: Cause, { text, choices }: Pick<TellingOptions, 'text' | 'choices'>) {
  const { title, named, body: phrase } = text.notifications.told[says];
  const body = at === undefined ? phrase : format(phrase, { time: timeOf(at, text) });
  const shown = shownName(name);
  if (!choices.get('notificationNames') || shown === '') return { title, body };
  const short = [...shown].length > LONGEST_NAME ? `${[...shown].slice(0, LONGEST_NAME).join('')}…` : shown;
  return { title: format(named, { name: short }), body };
}

const timeOf = (at: number, { locale }: Text): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);

/** Whether a window shows a place to somebody who is there. */
function showsPlace(
  { window }: ShownState,
  place: Place,
  { commands, notifying }: Pick<TellingOptions, 'commands' | 'notifying'>,
): boolean {
  if (!notifying.isBeforePerson(window.windowId)) return false;
  if (place.kind === 'profile') return window.profileId === place.profileId;
  // What is said in no place is said in a notice, which stands in the window that was used last.
  if (place.kind === 'window') return place.windowId === null || place.windowId === window.windowId;
  const { pane } = commands.situationOf(window.windowId);
  if (place.kind === 'downloads') return pane !== null;
  return pane?.paneId === place.paneId;
}

/** Since when renewals fail, by the clock that nobody sets. */
function createFailing(uptime: () => number) {
  let since: ReadonlyMap<string, number> = new Map();
  return {
    follow({ grants }: Pick<ShownState, 'grants'>): void {
      const failing = grants.filter(isFailing).map(({ connectionId }) => connectionId);
      since = new Map(failing.map((id) => [id, since.get(id) ?? uptime()]));
    },
    isAny: () => since.size > 0,
    lengthOf: (connectionId: string): number => uptime() - (since.get(connectionId) ?? uptime()),
    beginAgain(): void {
      since = new Map([...since.keys()].map((id) => [id, uptime()]));
    },
  };
}
