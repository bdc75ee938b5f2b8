/** The windows of the program: opening them, knowing which of them asks, and telling each what it shows. */
import type { BrowserWindow, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { EventName } from '../../shared/ipc/contract.ts';
import type { StateChange } from '../../shared/ipc/state-change.ts';
import type { WindowState } from '../../shared/state.ts';
import { isOurAddress } from './app-protocol.ts';
import type { Bounds } from './window-bounds.ts';

export type WindowKind = WindowState['kind'];

export interface WindowsOptions {
  /** Creates a window of a kind, which loads our page. */
  create(windowId: string, kind: WindowKind, opening: Opening): BrowserWindow;
  /** What a window is to be told now, in order and as the contract has it; nothing while there is no program behind it. */
  changesFor(window: { readonly windowId: string; readonly kind: WindowKind }): readonly StateChange[];
  /** A person has turned to a window. */
  onUsed?(windowId: string): void;
  /** A window is gone, and with it everything that it showed. */
  onClosed(windowId: string): void;
  randomUuid(): string;
}

/** How a window opens. */
export interface Opening {
  /** The id that it had in an earlier run; left out: it is a new one. */
  readonly windowId?: string;
  /** Where; left out: where it was, or where the first one of all opens. */
  readonly bounds?: Bounds;
  /** Whether the window that is before the person stays there. */
  readonly isBehind?: boolean;
}

export interface Windows {
  /** @returns the id of the new window */
  open(kind: WindowKind, opening?: Opening): string;
  /** In the order in which they were opened. */
  ids(): readonly string[];
  /** The one that was used last first. */
  byUse(): readonly string[];
  /**
   * The window whose main frame, showing our own page, sent an event; null for every other sender (item 17 of Electron's
   * security checklist).
   */
  callerOf(
    event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  ): { readonly windowId: string; readonly kind: WindowKind } | null;
  /** Asks a window to close; its page may ask the person first. */
  close(windowId: string): void;
  /** What a window shows itself; undefined when it is gone. */
  contentsOf(windowId: string): WebContents | undefined;
  /** The window that the person used last; null when none is open. */
  current(): string | null;
  /** Tells every window what is different, at most once a turn of the event loop, however many things changed in it. */
  changed(): void;
  /** Brings a window before the person; one that is gone, or left out: the one that was used last. Without one, does nothing. */
  comeForward(windowId?: string): void;
}

/** No window is open at first. */
export function createWindows(options: WindowsOptions): Windows {
  const open = new Map<string, { readonly window: BrowserWindow; readonly kind: WindowKind }>();
  /** Ids, the one that was used last at the end. */
  let order: string[] = [];
  let isPending = false;

  function tell(windowId: string, window: BrowserWindow, kind: WindowKind): void {
    const channel: EventName = 'state.changed';
    const changes = options.changesFor({ windowId, kind });
    try {
      for (const change of changes) window.webContents.send(channel, change);
    } catch {
      // Its page is gone. The one that is loaded in its place asks for the state itself.
    }
  }

  const current = (): string | null => order.at(-1) ?? null;

  return {
    open(kind, opening = {}) {
      const windowId = opening.windowId ?? options.randomUuid();
      const window = options.create(windowId, kind, opening);
      open.set(windowId, { window, kind });
      order = opening.isBehind ? [windowId, ...order] : [...order, windowId];
      window.on('focus', () => {
        order = [...order.filter((id) => id !== windowId), windowId];
        options.onUsed?.(windowId);
      });
      window.on('closed', () => {
        open.delete(windowId);
        order = order.filter((id) => id !== windowId);
        options.onClosed(windowId);
      });
      return windowId;
    },
    ids: () => [...open.keys()],
    byUse: () => order.toReversed(),
    callerOf(event) {
      const frame = event.senderFrame;
      if (!frame || !showsOurPage(frame)) return null;
      for (const [windowId, { window, kind }] of open) {
        const isSender = !window.isDestroyed() && event.sender === window.webContents;
        if (isSender && frame === window.webContents.mainFrame) return { windowId, kind };
      }
      return null;
    },
    close: (windowId) => open.get(windowId)?.window.close(),
    contentsOf: (windowId) => open.get(windowId)?.window.webContents,
    current,
    changed() {
      if (isPending) return;
      isPending = true;
      setImmediate(() => {
        isPending = false;
        for (const [windowId, { window, kind }] of open) if (!window.isDestroyed()) tell(windowId, window, kind);
      });
    },
    comeForward(windowId) {
      const window = (open.get(windowId ?? '') ?? open.get(current() ?? ''))?.window;
      if (!window) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

/** Electron throws at every question about a frame that is gone, and such a frame may ask for nothing. */
function showsOurPage(frame: Pick<WebFrameMain, 'url'>): boolean {
  try {
    return isOurAddress(frame.url);
  } catch {
    return false;
  }
}
