/** Admits `<webview>` guests, ties each to its id, and holds what they do against the rules. */

import type { App, BrowserWindow, IpcMain, WebContents, WebFrameMain } from 'electron';
import { type SigmaCommand, SigmaEvent } from '../../shared/embed-host.ts';
import { embedHostChannels } from '../../shared/embed-host-names.ts';
import type { Log } from '../log/log.ts';
import { guestIdOf, isSafeExternalLink, isSameOrigin } from './guest-rules.ts';

export type GuestsOptions = {
  app: App;
  ipcMain: IpcMain;
  /** Electron's `webFrameMain.fromId`. */
  frameById(processId: number, routingId: number): WebFrameMain | undefined;
  /** Path of the guests' preload. */
  preload: string;
  isKnownGuest(guestId: string, partition: string): boolean;
  /** The only origin that the frame inside a host page may show. */
  sigmaOriginOf(guestId: string): string | null;
  openExternal(url: string): void;
  onEvent(guestId: string, event: SigmaEvent): void;
  /** A key was pressed somewhere in the guest. */
  onKeyPressed(guestId: string): void;
  onGone(guestId: string, reason: string): void;
  onLoadFailed(guestId: string, description: string): void;
  /** The workbook's frame was led elsewhere and stopped; answers whether that was a link in a loaded workbook. */
  onNavigatedAway(guestId: string): boolean;
  log: Pick<Log, 'warn'>;
};

export type Guests = ReturnType<typeof createGuests>;

/** Load failures that are not failures: the load was replaced by another, or stopped by our own rules. */
const HARMLESS_LOAD_ERRORS = new Set([-3 /* ERR_ABORTED */, -20 /* ERR_BLOCKED_BY_CLIENT */]);
/** The host page's policy names one origin, so a link out of the workbook ends here, on a page that says nothing. */
const ERR_BLOCKED_BY_CSP = -30;

/**
 * Electron passes these events of a guest on to the page that holds its `<webview>`, addresses included: the window
 * would be told every signed URL. It does not need them.
 */
const EVENTS_WITH_ADDRESSES = [
  'load-commit',
  'did-attach',
  'did-start-navigation',
  'did-redirect-navigation',
  'did-frame-navigate',
  'did-navigate',
  'did-navigate-in-page',
  'did-fail-load',
  'did-fail-provisional-load',
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'update-target-url',
  'console-message',
  'page-favicon-updated',
  'media-started-playing',
  'context-menu',
] as const;

/** A page may send so many messages a second; one that sends more is not showing a workbook. */
const MOST_MESSAGES_PER_SECOND = 200;
/** Sigma runs in a process of its own inside the guest, and Electron has no event for its end. */
const LOOK_FOR_LIFE_MS = 2_000;

export function createGuests(options: GuestsOptions) {
  const { log } = options;
  const byGuest = new Map<string, WebContents>();
  const byContents = new Map<number, string>();
  const attached = new Set<string>();
  const messages = new Map<number, { second: number; count: number }>();

  function bind(contents: WebContents, guestId: string): void {
    byGuest.set(guestId, contents);
    byContents.set(contents.id, guestId);
  }

  function guard(contents: WebContents): void {
    const guestId = () => byContents.get(contents.id) ?? null;

    contents.on('did-start-navigation', (details) => {
      const id = details.isMainFrame ? guestIdOf(details.url) : null;
      if (id !== null) bind(contents, id);
    });
    const stopLooking = watchLife(contents, () => {
      const id = guestId();
      if (id !== null) options.onGone(id, 'crashed');
    });
    contents.on('destroyed', () => {
      stopLooking();
      const id = guestId();
      if (id !== null && byGuest.get(id) === contents) byGuest.delete(id);
      byContents.delete(contents.id);
      messages.delete(contents.id);
    });

    contents.on('will-frame-navigate', (details) => {
      const id = guestId();
      const origin = id === null ? null : options.sigmaOriginOf(id);
      // The host page stays where it is; the frame in it shows Sigma alone. Frames further down are Sigma's own
      // affair (plug-ins, embedded pages), as long as they come over https.
      const depth = depthOf(details.frame);
      const allowed = details.isMainFrame
        ? guestIdOf(details.url) === id
        : depth === 1
          ? origin !== null && isSameOrigin(details.url, origin)
          : depth !== null && URL.canParse(details.url) && new URL(details.url).protocol === 'https:';
      if (allowed) return;
      details.preventDefault();
      log.warn('guest.navigation-refused', { guestId: id });
      if (depth === 1) openLink(details.url);
    });

    contents.on('before-input-event', (_event, { type }) => {
      const id = guestId();
      if (id !== null && type === 'keyDown') options.onKeyPressed(id);
    });
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url);
      return { action: 'deny' };
    });

    contents.on('render-process-gone', (_event, { reason }) => {
      const id = guestId();
      if (id !== null && reason !== 'clean-exit') options.onGone(id, reason);
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame, processId, routingId) => {
      const id = guestId();
      if (id === null || isMainFrame || HARMLESS_LOAD_ERRORS.has(code)) return;
      // What fails inside Sigma's page (a plug-in, an embedded page) is for Sigma to show.
      if (depthOf(options.frameById(processId, routingId)) !== 1) return;
      if (code !== ERR_BLOCKED_BY_CSP) options.onLoadFailed(id, description);
      else if (options.onNavigatedAway(id)) openLink(url);
    });
  }

  function openLink(url: string): void {
    if (isSafeExternalLink(url)) options.openExternal(url);
    else log.warn('guest.link-refused', { protocol: URL.canParse(url) ? new URL(url).protocol : 'none' });
  }

  /** Counts a message; answers whether it is one too many for this second. */
  function isFlood(contentsId: number): boolean {
    const second = Math.floor(Date.now() / 1_000);
    const seen = messages.get(contentsId);
    const count = seen?.second === second ? seen.count + 1 : 1;
    messages.set(contentsId, { second, count });
    if (count === MOST_MESSAGES_PER_SECOND) log.warn('guest.flood', { contentsId });
    return count >= MOST_MESSAGES_PER_SECOND;
  }

  options.ipcMain.on(embedHostChannels.event, (event, payload: unknown) => {
    if (isFlood(event.sender.id)) return;
    const guestId = byContents.get(event.sender.id);
    const fromHostPage = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame;
    if (guestId === undefined || !fromHostPage || guestIdOf(event.senderFrame?.url ?? '') !== guestId) {
      log.warn('guest.message-refused', { reason: 'sender' });
      return;
    }
    const parsed = SigmaEvent.safeParse(payload);
    if (parsed.success) options.onEvent(guestId, parsed.data);
    else log.warn('guest.message-refused', { reason: 'shape' });
  });

  // A guest that reached this point was admitted below; any other web contents may open and load nothing.
  options.app.on('web-contents-created', (_event, contents) => {
    if (contents.getType() === 'webview') contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });

  return {
    /** Admits only guest ids that main gave out, each once, with options that main writes itself. */
    admitInto(window: BrowserWindow): void {
      window.webContents.on('did-attach-webview', (_event, contents) => {
        for (const name of EVENTS_WITH_ADDRESSES) contents.removeAllListeners(name);
        guard(contents);
      });
      window.webContents.on('will-attach-webview', (event, webPreferences, params) => {
        const guestId = guestIdOf(params.src ?? '');
        const partition = params.partition ?? '';
        if (guestId === null || attached.has(guestId) || !options.isKnownGuest(guestId, partition)) {
          event.preventDefault();
          log.warn('guest.attach-refused');
          return;
        }
        attached.add(guestId);
        for (const name of Object.keys(webPreferences)) delete webPreferences[name as keyof typeof webPreferences];
        Object.assign(webPreferences, {
          preload: options.preload,
          partition,
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
          webviewTag: false,
          spellcheck: false,
          navigateOnDragDrop: false,
          disableDialogs: true,
        } satisfies typeof webPreferences);
        for (const name of Object.keys(params)) {
          if (name !== 'src' && name !== 'partition' && name !== 'instanceId') delete params[name];
        }
      });
    },
    guestOfContents: (webContentsId: number): string | null => byContents.get(webContentsId) ?? null,
    /** Passes a command to the workbook in a guest. A guest that is gone has nobody to tell. */
    send(guestId: string, command: SigmaCommand): void {
      byGuest.get(guestId)?.send(embedHostChannels.command, command);
    },
  };
}

/** 0 for the host page, 1 for the workbook in it, more for what Sigma holds; null for a frame that is gone. */
function depthOf(frame: WebFrameMain | null | undefined): number | null {
  if (!frame) return null;
  let depth = 0;
  for (let parent = frame.parent; parent; parent = parent.parent) depth += 1;
  return depth;
}

/** Notices when the process of the workbook inside a guest ends. Answers with the function that stops looking. */
function watchLife(contents: WebContents, onEnded: () => void): () => void {
  let workbook: WebFrameMain | null = null;
  const timer = setInterval(() => {
    if (contents.isDestroyed()) return;
    if (workbook && hasEnded(workbook)) {
      workbook = null;
      onEnded();
      return;
    }
    workbook = contents.mainFrame.frames[0] ?? null;
  }, LOOK_FOR_LIFE_MS);
  return () => clearInterval(timer);
}

function hasEnded(frame: WebFrameMain): boolean {
  try {
    return frame.detached || frame.processId < 0;
  } catch {
    // Electron throws for a frame whose process is gone.
    return true;
  }
}
