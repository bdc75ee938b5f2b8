/**
 * The moment in which a standby takes over: the workbook on screen is looked at, the standby is scrolled to the same
 * place, and the two change places, unless the person is in the middle of something.
 */
import type { FrameLook, FrameLooks } from './frame-look.ts';
import type { Guest } from './guest.ts';
import { type Activity, isBusy, LOOK_AGAIN_MS } from './swap-rules.ts';

export interface TakeOverOptions {
  readonly frames: FrameLooks;
  active(): Guest;
  /** The guest that may take over now; null when there is none, or when it is to show something else first. */
  ready(): Guest | null;
  /** Whether a workbook stands on the screen; otherwise there is nothing to look at. */
  isShown(): boolean;
  /** Milliseconds for which the person may still be waited for. */
  timeLeft(): number;
  /** What is known of the person without looking into the page. */
  known(): Pick<Activity, 'sinceInput' | 'isDownloading' | 'isMoving'>;
  /** Asks again later whether the standby may take over. */
  lookAgain(delayMs: number): void;
  swap(): void;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
}

export interface TakeOver {
  /** Takes over as soon as the person makes a pause. Called again while it is under way, it does nothing more. */
  begin(): void;
  /** Takes over whatever the person does: what they see is over. */
  hurry(): void;
}

type Outcome =
  | { readonly next: 'swap'; readonly focus: FrameLook['focus'] }
  /** The person is in the middle of something. */
  | { readonly next: 'wait' }
  /** Something else has happened to the two meanwhile. */
  | { readonly next: 'leave' };

/** So often in a row a page may be too busy to answer a look before it is taken to have nothing that could be kept. */
const MOST_SILENCES = 3;

export function createTakeOver(options: TakeOverOptions): TakeOver {
  const { frames, active, ready, known } = options;
  /** The guest that is taking over. */
  let underWay: Guest | null = null;
  /** The guest that takes over whatever the person does. */
  let urgent: Guest | null = null;
  let silences = 0;

  const mayWait = (): boolean => options.timeLeft() > 0 && (urgent === null || urgent !== ready());
  const mustWaitFor = (activity: Activity): boolean => mayWait() && isBusy(activity);
  const wait = () => options.lookAgain(Math.min(LOOK_AGAIN_MS, options.timeLeft()));
  const isOff = (from: Guest, to: Guest) => active() !== from || ready() !== to;

  /** @returns what is to be done, and with which focus afterwards */
  async function attempt(from: Guest, to: Guest, looking: Promise<FrameLook | null>): Promise<Outcome> {
    const [look, other] = await Promise.all([looking, frames.look(to.guestId)]);
    if (isOff(from, to)) return { next: 'leave' };
    silences = look === null ? silences + 1 : 0;
    if (look === null) return mayWait() && silences <= MOST_SILENCES ? { next: 'wait' } : { next: 'swap', focus: null };
    const activity = (seen: FrameLook, isHalfTyped: boolean): Activity => {
      const { sinceInput, ...others } = known();
      const openedOverlays = Math.max(0, seen.overlays - (other?.overlays ?? 0));
      return { ...seen, ...others, sinceInput: Math.min(seen.sinceInput, sinceInput), openedOverlays, isHalfTyped };
    };
    if (mustWaitFor(activity(look, false))) return { next: 'wait' };
    const placing = await frames.place(to.guestId, look);
    if (isOff(from, to)) return { next: 'leave' };
    const isHalfTyped = placing !== null && !placing.isSameText;
    if (mustWaitFor(activity(look, isHalfTyped))) return { next: 'wait' };
    if (look.scrolls.length === 0 && look.hover === null) return { next: 'swap', focus: look.focus };
    // What comes into sight by scrolling, or under the pointer, is still to be drawn, and the person goes on meanwhile.
    await new Promise<void>((resolve) => options.whenPictureIsWhole(to.guestId, resolve));
    const later = await frames.look(from.guestId);
    if (isOff(from, to)) return { next: 'leave' };
    if (mustWaitFor(activity(later ?? look, isHalfTyped))) return { next: 'wait' };
    if (mayWait() && later !== null && hasMoved(look, later)) return { next: 'wait' };
    return { next: 'swap', focus: (later ?? look).focus };
  }

  async function run(from: Guest, to: Guest, looking: Promise<FrameLook | null>): Promise<void> {
    const outcome = await attempt(from, to, looking);
    // Another one may have begun to take over since.
    if (underWay === to) underWay = null;
    if (isOff(from, to) || outcome.next === 'leave') {
      // Whoever asked meanwhile was not heard.
      if (ready() !== null) options.lookAgain(0);
    } else if (outcome.next === 'swap') {
      silences = 0;
      urgent = null;
      options.swap();
      frames.focus(to.guestId, outcome.focus);
    } else wait();
  }

  const takeOver: TakeOver = {
    hurry() {
      // It shows something else; what it lacks is brought after it.
      urgent = ready();
      if (urgent === null) options.swap();
      else takeOver.begin();
    },
    begin() {
      const to = ready();
      if (to === null || underWay === to) return;
      const { isDownloading, isMoving } = known();
      if (options.isShown() && mayWait() && (isDownloading || isMoving)) return wait();
      const from = active();
      const looking = options.isShown() ? frames.look(from.guestId) : null;
      if (looking === null) {
        urgent = null;
        return options.swap();
      }
      underWay = to;
      void run(from, to, looking);
    },
  };
  return takeOver;
}

/** Whether the page was scrolled, or what has the focus holds something else, than before. */
const hasMoved = (before: FrameLook, after: FrameLook): boolean =>
  JSON.stringify([before.scrolls, before.focus?.path, before.focus?.mark]) !==
  JSON.stringify([after.scrolls, after.focus?.path, after.focus?.mark]);
