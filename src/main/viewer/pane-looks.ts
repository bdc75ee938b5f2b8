/** What a pane looks up in the page of its workbook, besides the moment of a swap. */
import type { FrameLook, FrameLooks } from './frame-look.ts';
import type { Guest } from './guest.ts';
import { documentOf, type ViewState } from './view-state.ts';

export interface PaneLooks {
  /**
   * A workbook makes room for one that is loaded for all to see.
   *
   * @returns whether its page answers, later; null where there is no page that could be asked
   */
  leaving(guestId: string): Promise<boolean> | null;
  /** Another document comes: where the one before was scrolled to says nothing of it. */
  forget(): void;
  /** A workbook shows its data: it is scrolled to where the one before it was, and has the focus if the window gave it. */
  arrived(guestId: string): void;
  /** A person did something in a workbook. @param then more is known of what they did */
  changed(before: ViewState, guest: Guest, then: () => void): void;
}

/** @param leftAt where an earlier pane of the same workbook was left, before the first guest stands */
export function createPaneLooks(frames: FrameLooks, leftAt: FrameLook | null = null): PaneLooks {
  let left: Promise<FrameLook | null> | null = leftAt && Promise.resolve(leftAt);

  async function scroll(guestId: string, leftAt: Promise<FrameLook | null>): Promise<void> {
    const look = await leftAt;
    if (look !== null) await frames.place(guestId, look);
    frames.focus(guestId, look?.focus ?? null);
  }

  return {
    leaving(guestId) {
      // The page answers before the window takes it away, or not at all.
      left = frames.look(guestId);
      return left?.then((look) => look !== null) ?? null;
    },
    forget() {
      left = null;
    },
    arrived(guestId) {
      // The first look has the page listen to what the person does.
      void frames.look(guestId);
      // In a page that nobody knows yet nothing had the focus, but the page itself may take it.
      if (left === null) frames.focus(guestId, null);
      else void scroll(guestId, left);
      left = null;
    },
    changed(before, guest, then) {
      // Another document may be another page.
      if (documentOf(guest.view) !== documentOf(before)) void frames.look(guest.guestId);
      if (guest.view.maximised === null || before.maximised !== null) return;
      // Sigma does not say which element is maximised. It is the one in the middle of the page.
      void frames.look(guest.guestId)?.then((look) => {
        guest.found(look?.named ?? []);
        then();
      });
    },
  };
}
