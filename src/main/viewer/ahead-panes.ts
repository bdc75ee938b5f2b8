/**
 * Panes that are made ready before there is anything to show in them: while a person signs in, the element of the workbook to
 * come, its processes and its host page are there already, and the page's request waits for what is signed.
 *
 * A pane is not opened by that. The next one of the same session in the window takes the place, with its ids.
 */
import { AppError } from '../../shared/errors.ts';
import type { AheadPane, GuestView } from '../../shared/state.ts';
import { hostPageOf } from './guest-rules.ts';
import type { PaneIds, PaneTarget } from './pane-target.ts';
import type { Panes } from './panes.ts';

export type AheadTarget = Pick<PaneTarget, 'windowId' | 'profileId' | 'title' | 'partition' | 'sigmaOrigin'>;

export interface AheadPanes {
  /** Makes a place ready, at most one in a window. One that is there already for the same session stays. */
  prepare(target: AheadTarget): void;
  /** Nothing comes of it: the places for a profile go. */
  giveUp(profileId: string): void;
  /** What a window holds ready; null for nothing. */
  view(windowId: string): AheadPane | null;
}

export interface AheadPanesOptions {
  randomUuid(): string;
  /** A pane took a place, whose guest may have its page already. */
  onTaken(guestId: string): void;
  onChange(): void;
}

interface Place extends PaneIds {
  readonly target: AheadTarget;
  readonly view: AheadPane;
  /** Until a pane takes the place, or it is given up. */
  readonly taken: Promise<void>;
  take(): void;
  giveUp(): void;
}

/** @returns the same panes, which know of the places, and the places */
export function withAheadPanes(
  panes: Panes,
  options: AheadPanesOptions,
): { readonly panes: Panes; readonly ahead: AheadPanes } {
  /** By window. */
  const places = new Map<string, Place>();
  const withGuest = (guestId: string) => [...places.values()].find((place) => place.guestId === guestId);

  function give(place: Place | undefined): void {
    if (!place) return;
    places.delete(place.target.windowId);
    place.giveUp();
    options.onChange();
  }
  const ofProfile = (profileId: string) => [...places.values()].filter(({ target }) => target.profileId === profileId);

  /** Out of the list before the pane is opened: a window is not to show both. */
  function takeFor(target: PaneTarget): Place | undefined {
    const place = places.get(target.windowId);
    if (!place || !isOfSession(place.target, target)) return undefined;
    places.delete(target.windowId);
    return place;
  }

  return {
    panes: {
      ...panes,
      open(target, beginning) {
        const place = takeFor(target);
        const paneId = panes.open(target, place ? { ...beginning, ids: place } : beginning);
        if (place && paneId === place.paneId) {
          place.take();
          options.onTaken(place.guestId);
        } else place?.giveUp();
        return paneId;
      },
      closeProfile(profileId) {
        ofProfile(profileId).forEach(give);
        panes.closeProfile(profileId);
      },
      closeWindow(windowId) {
        give(places.get(windowId));
        panes.closeWindow(windowId);
      },
      reloadAll(windowId) {
        give(places.get(windowId));
        panes.reloadAll(windowId);
      },
      isKnownGuest(guestId, partition, windowId) {
        const { target } = withGuest(guestId) ?? {};
        if (!target) return panes.isKnownGuest(guestId, partition, windowId);
        return target.partition === partition && target.windowId === windowId;
      },
      sigmaOriginOf: (guestId) => withGuest(guestId)?.target.sigmaOrigin ?? panes.sigmaOriginOf(guestId),
      sigmaOriginOfPartition: (partition) =>
        [...places.values()].find(({ target }) => target.partition === partition)?.target.sigmaOrigin ??
        panes.sigmaOriginOfPartition(partition),
      async requestGuest(guestId) {
        await withGuest(guestId)?.taken;
        return await panes.requestGuest(guestId);
      },
      guestGone(guestId, cause) {
        give(withGuest(guestId));
        panes.guestGone(guestId, cause);
      },
    },
    ahead: {
      prepare(target) {
        const present = places.get(target.windowId);
        if (present && isOfSession(present.target, target)) return;
        present?.giveUp();
        places.set(target.windowId, placeFor(target, options.randomUuid(), options.randomUuid()));
        options.onChange();
      },
      giveUp: (profileId) => ofProfile(profileId).forEach(give),
      view: (windowId) => places.get(windowId)?.view ?? null,
    },
  };
}

const isOfSession = (one: AheadTarget, other: AheadTarget): boolean =>
  one.windowId === other.windowId && one.partition === other.partition && one.sigmaOrigin === other.sigmaOrigin;

function placeFor(target: AheadTarget, paneId: string, guestId: string): Place {
  let take = () => {};
  let giveUp = () => {};
  const taken = new Promise<void>((resolve, reject) => {
    take = resolve;
    giveUp = () => reject(new AppError('request_refused', { reason: 'guestGivenUp' }));
  });
  // Whoever waits for it is told; where nobody does, nothing is lost.
  taken.catch(() => undefined);
  const { partition, title } = target;
  const guest: GuestView = { guestId, element: guestId, src: hostPageOf(guestId), partition, role: 'active' };
  return { target, paneId, guestId, view: { paneId, title, guest }, taken, take, giveUp };
}
