/** Whether a window fills the screen, and how Escape leaves that: after everything else that the key closes. */
import type { WindowState } from '../../shared/state.ts';
import type { FrameLook, FrameLooks } from '../viewer/frame-look.ts';

export interface FullScreenOptions {
  readonly desktop: {
    isFullScreen(windowId: string): boolean;
    leaveFullScreen(windowId: string): void;
  };
  readonly frames: Pick<FrameLooks, 'look'>;
  /** Milliseconds since some instant. */
  uptime(): number;
}

export interface FullScreen {
  readonly handlers: Record<never, never>;
  sharedState(): Record<never, never>;
  windowState(windowId: string): Pick<WindowState, 'isFullScreen'>;
  /** The key goes to the page of a workbook now, which may have something open that it closes. */
  escapePressed(guestId: string): void;
  /** Nobody has used the key. */
  leave(windowId: string): Promise<void>;
}

/** A key that came out of a workbook unused comes at once. */
const SAME_PRESS_MS = 1_500;

export function createFullScreen({ desktop, frames, uptime }: FullScreenOptions): FullScreen {
  let pressed: { readonly at: number; readonly look: Promise<FrameLook | null> | null } | null = null;
  return {
    handlers: {},
    sharedState: () => ({}),
    windowState: (windowId) => ({ isFullScreen: desktop.isFullScreen(windowId) }),
    escapePressed(guestId) {
      // Asked before the key is handed on: a page that closes a menu of its own often does not say that it used the key.
      pressed = { at: uptime(), look: frames.look(guestId) };
    },
    async leave(windowId) {
      const press = pressed;
      pressed = null;
      const look = press && uptime() - press.at < SAME_PRESS_MS ? await press.look : null;
      if ((look?.overlays ?? 0) === 0) desktop.leaveFullScreen(windowId);
    },
  };
}
