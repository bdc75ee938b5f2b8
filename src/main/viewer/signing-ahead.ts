/**
 * The session of a guest that is still on its way, signed meanwhile. It is good for one load and given out once: whoever asks
 * again, or is to show something else by then, has another one signed.
 */
import type { SignedSession } from './guest.ts';
import type { ViewState } from './view-state.ts';

export interface SigningAhead {
  /** Begins to sign for a guest; what was signed for another one before is dropped. */
  begin(guestId: string): void;
  /** What was begun for this guest, if that is what it shows; null when nothing was, or it was given out. May reject. */
  take(guestId: string, view: ViewState): Promise<SignedSession> | null;
  /** Nothing comes of it. */
  drop(): void;
}

export interface SigningAheadOptions {
  /** Where the person is, or is to be again. */
  wantedView(): ViewState;
  sign(view: ViewState): Promise<SignedSession>;
}

export function createSigningAhead({ wantedView, sign }: SigningAheadOptions): SigningAhead {
  let begun: { readonly guestId: string; readonly view: ViewState; readonly signed: Promise<SignedSession> } | null =
    null;
  return {
    begin(guestId) {
      const view = wantedView();
      const signed = sign(view);
      // Whoever takes it is told.
      signed.catch(() => undefined);
      begun = { guestId, view, signed };
    },
    take(guestId, view) {
      const own = begun;
      if (own?.guestId !== guestId) return null;
      begun = null;
      return own.view === view ? own.signed : null;
    },
    drop() {
      begun = null;
    },
  };
}
