/** Which guest is in which web contents: at first the one that was admitted into them, later one that loads in its place. */
import type { WebContents } from 'electron';

export interface GuestTable {
  /** What Electron loads first is what was admitted; no other guest takes its place by asking. */
  add(guestId: string, contents: WebContents): void;
  /** Another guest is in the same contents from now on. */
  replace(guestId: string, next: string, contents: WebContents): void;
  /** The guest of web contents; null for contents that are no guest. */
  of(contentsId: number): string | null;
  /** The guest that was in web contents before the present one. */
  formerOf(contentsId: number): string | null;
  /** Undefined for a guest that is gone. */
  contentsOf(guestId: string): WebContents | undefined;
  /** Contents are destroyed, and tell their id no more. @returns the guest that was in them */
  remove(contents: WebContents, contentsId: number): string | null;
}

export function createGuestTable(): GuestTable {
  const byGuest = new Map<string, WebContents>();
  const byContents = new Map<number, string>();
  const former = new Map<number, string>();
  const table: GuestTable = {
    add(guestId, contents) {
      if (byContents.has(contents.id)) return;
      byGuest.set(guestId, contents);
      byContents.set(contents.id, guestId);
    },
    replace(guestId, next, contents) {
      byGuest.delete(guestId);
      byGuest.set(next, contents);
      byContents.set(contents.id, next);
      former.set(contents.id, guestId);
    },
    of: (contentsId) => byContents.get(contentsId) ?? null,
    formerOf: (contentsId) => former.get(contentsId) ?? null,
    contentsOf: (guestId) => byGuest.get(guestId),
    remove(contents, contentsId) {
      const guestId = table.of(contentsId);
      if (guestId !== null && byGuest.get(guestId) === contents) byGuest.delete(guestId);
      byContents.delete(contentsId);
      former.delete(contentsId);
      return guestId;
    },
  };
  return table;
}
