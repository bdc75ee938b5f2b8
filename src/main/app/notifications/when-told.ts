/** When something may be told, and that it is told once: what was told is remembered until its cause has ended. Pure. */
import type { Cause, CauseKind, Found } from './worth-telling.ts';

/** What was told of, by key: whether the person has had the place before them since. */
export type Told = ReadonlyMap<string, { readonly isSeen: boolean }>;

export interface Circumstances {
  /** Whether the person has the place of a cause before them now. */
  sees(cause: Cause): boolean;
  /** Whether the person wants to hear of these at all. */
  wants(kind: CauseKind): boolean;
  readonly isQuiet: boolean;
}

export interface Step {
  readonly told: Told;
  /** To be told now. */
  readonly tell: readonly Cause[];
  /** Keys of what is no longer so, or has been seen: what stands on the screen about it can go. */
  readonly over: readonly string[];
  /** How many of those that were told nobody has seen yet. */
  readonly unseen: number;
  /** Something that lasts is to be told once it is no longer quiet. */
  readonly isWaiting: boolean;
}

export function nextStep(told: Told, { causes, unknown }: Found, { sees, wants, isQuiet }: Circumstances): Step {
  const next = new Map<string, { readonly isSeen: boolean }>();
  const tell: Cause[] = [];
  let isWaiting = false;
  for (const cause of causes) {
    const before = told.get(cause.key);
    if (before?.isSeen || next.get(cause.key)?.isSeen || sees(cause)) {
      next.set(cause.key, { isSeen: true });
    } else if (before || next.has(cause.key)) {
      next.set(cause.key, { isSeen: false });
    } else if (!wants(cause.kind)) {
      // What is over in a moment is not told of long afterwards, when somebody changes the settings.
      if (!cause.lasts) next.set(cause.key, { isSeen: true });
    } else if (isQuiet) {
      // What lasts waits; the number at the icon makes no sound, so that the rest is counted there.
      if (cause.lasts) isWaiting = true;
      else next.set(cause.key, { isSeen: false });
    } else {
      next.set(cause.key, { isSeen: false });
      tell.push(cause);
    }
  }
  for (const [key, before] of told) {
    if (!next.has(key) && unknown.some((beginning) => key.startsWith(beginning))) next.set(key, before);
  }
  const isOpen = (key: string) => next.get(key)?.isSeen === false;
  return {
    told: next,
    tell,
    over: [...told.keys()].filter((key) => !isOpen(key)),
    unseen: [...next.values()].filter(({ isSeen }) => !isSeen).length,
    isWaiting,
  };
}

/** @param minute of the day @param from minute of the day @param to the first minute that is no longer quiet */
export function isWithin(minute: number, from: number, to: number): boolean {
  if (from === to) return false;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
