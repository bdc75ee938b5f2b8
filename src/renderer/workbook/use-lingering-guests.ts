/** Keeps a guest that is given up in the page for a moment longer, beneath the one that took its place. */
import { useEffect, useState } from 'react';
import type { GuestView } from '../../shared/state.ts';

export type PlacedGuest = Omit<GuestView, 'role'> & { readonly role: GuestView['role'] | 'outgoing' };

/**
 * Each animation frame of this page waits for the ones before it to be drawn, so that after a few the picture without the
 * outgoing guest is what the display shows.
 */
const FRAMES = 10;
/** A window that is not painted has no animation frames, and nobody who looks. */
const LIMIT_MS = 3_000;

/**
 * All guests of a pane in the order in which they came, those included that are still to be seen until the next picture
 * is on the display. A `<webview>` that is taken out of the page loses its picture at once, while the last picture of the
 * page around it, with a hole in it then, still stands.
 */
export function useLingeringGuests(guests: readonly GuestView[]): readonly PlacedGuest[] {
  const [known, setKnown] = useState<readonly PlacedGuest[]>(guests);
  const placed = placeGuests(known, guests);
  const isSettled = placed.length === known.length && placed.every((guest, index) => guest === known[index]);
  if (!isSettled) setKnown(placed);

  const outgoing = placed
    .filter(({ role }) => role === 'outgoing')
    .map(({ guestId }) => guestId)
    .join();
  useEffect(() => {
    if (outgoing === '') return;
    const drop = () => setKnown((all) => all.filter(({ guestId }) => !outgoing.includes(guestId)));
    const limit = setTimeout(drop, LIMIT_MS);
    let frame = 0;
    const wait = (left: number) => {
      if (left === 0) drop();
      else frame = requestAnimationFrame(() => wait(left - 1));
    };
    wait(FRAMES);
    return () => {
      clearTimeout(limit);
      cancelAnimationFrame(frame);
    };
  }, [outgoing]);
  return placed;
}

/** None is ever moved: a moved `<webview>` loads again. */
export function placeGuests(known: readonly PlacedGuest[], guests: readonly GuestView[]): readonly PlacedGuest[] {
  const stayed = known.map((before): PlacedGuest => {
    // A guest may have taken the place of the one before it in its element.
    const now = guests.find(({ element }) => element === before.element);
    if (!now) return before.role === 'outgoing' ? before : { ...before, role: 'outgoing' };
    return now.role === before.role && now.guestId === before.guestId ? before : now;
  });
  return [...stayed, ...guests.filter(({ element }) => !known.some((before) => before.element === element))];
}
