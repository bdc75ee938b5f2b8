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

export function createTakeOver(options: TakeOverOptions): TakeOver {
  const { frames, active, ready, known } = options;
  /** The guest that is taking over. */
  let underWay: Guest | null = null;
  let isUrgent = false;

  const mayWait = (): boolean => !isUrgent && options.timeLeft() > 0;
  const mustWaitFor = (activity: Activity): boolean => mayWait() && isBusy(activity);
  const wait = () => options.lookAgain(Math.min(LOOK_AGAIN_MS, options.timeLeft()));

  /** @returns what is to be done, and with which focus afterwards */
  async function attempt(from: Guest, to: Guest, looking: Promise<FrameLook | null>): Promise<Outcome> {
    const [look, other] = await Promise.all([looking, frames.look(to.guestId)]);
    const isOff = () => active() !== from || ready() !== to;
    if (isOff()) return { next: 'leave' };
    // A page that does not answer has nothing that could be kept.
    if (look === null) return { next: 'swap', focus: null };
    const activity = (isHalfTyped: boolean): Activity => {
      const { sinceInput, ...others } = known();
      const openedOverlays = Math.max(0, look.overlays - (other?.overlays ?? 0));
      return { ...look, ...others, sinceInput: Math.min(look.sinceInput, sinceInput), openedOverlays, isHalfTyped };
    };
    if (mustWaitFor(activity(false))) return { next: 'wait' };
    const placing = await frames.place(to.guestId, look);
    if (isOff()) return { next: 'leave' };
    if (mustWaitFor(activity(placing !== null && !placing.isSameText))) return { next: 'wait' };
    // What comes into sight by scrolling is still to be drawn, and the person goes on meanwhile.
    if (look.scrolls.length > 0) {
      await new Promise<void>((resolve) => options.whenPictureIsWhole(to.guestId, resolve));
      const later = await frames.look(from.guestId);
      if (isOff()) return { next: 'leave' };
      const hasMoved = later !== null && JSON.stringify(later.scrolls) !== JSON.stringify(look.scrolls);
      if (mayWait() && hasMoved) return { next: 'wait' };
    }
    return { next: 'swap', focus: look.focus };
  }

  async function run(from: Guest, to: Guest, looking: Promise<FrameLook | null>): Promise<void> {
    const outcome = await attempt(from, to, looking);
    underWay = null;
    isUrgent = false;
    if (outcome.next === 'swap') {
      options.swap();
      if (outcome.focus) frames.focus(to.guestId, outcome.focus);
    } else if (outcome.next === 'wait') wait();
    // Whoever asked meanwhile was not heard.
    else if (ready() !== null) options.lookAgain(0);
  }

  const takeOver: TakeOver = {
    hurry() {
      // It shows something else; what it lacks is brought after it.
      if (ready() === null) return options.swap();
      isUrgent = true;
      takeOver.begin();
      isUrgent = underWay !== null;
    },
    begin() {
      const to = ready();
      if (to === null || underWay === to) return;
      const { isDownloading, isMoving } = known();
      if (options.isShown() && mayWait() && (isDownloading || isMoving)) return wait();
      const from = active();
      const looking = options.isShown() ? frames.look(from.guestId) : null;
      if (looking === null) return options.swap();
      underWay = to;
      void run(from, to, looking);
    },
  };
  return takeOver;
}
