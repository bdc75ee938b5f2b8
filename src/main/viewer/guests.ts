/** Admits `<webview>` guests, ties each to its frame, and holds what they do against the rules. */
import type { App, BrowserWindow, IpcMain, WebContents } from 'electron';
import { type SigmaCommand, SigmaEvent } from '../../shared/embed-host.ts';
import { embedHostChannels } from '../../shared/embed-host-names.ts';
import { frameIdOf, isSafeExternalLink, isSameOrigin } from './guest-rules.ts';

export type GuestsOptions = {
  app: App;
  ipcMain: IpcMain;
  /** Path of the frame's preload. */
  preload: string;
  isKnownFrame(frameId: string, partition: string): boolean;
  /** The only origin that the frame inside a host page may show. */
  sigmaOriginOf(frameId: string): string | null;
  openExternal(url: string): void;
  onEvent(frameId: string, event: SigmaEvent): void;
  onGone(frameId: string, reason: string): void;
  onLoadFailed(frameId: string, description: string): void;
  /** A link that replaced the workbook was stopped and handed to the browser. */
  onLedAway(frameId: string): void;
  log: { warn(event: string, fields?: object): void };
};

export type Guests = ReturnType<typeof createGuests>;

/** Load failures that are not failures: the load was replaced by another, or stopped by our own rules. */
const HARMLESS_LOAD_ERRORS = new Set([-3 /* ERR_ABORTED */, -20 /* ERR_BLOCKED_BY_CLIENT */]);
/** The host page's policy names one origin, so a link out of the workbook ends here, on a page that says nothing. */
const ERR_BLOCKED_BY_CSP = -30;

export function createGuests(options: GuestsOptions) {
  const { log } = options;
  const byFrame = new Map<string, WebContents>();
  const byContents = new Map<number, string>();
  const attached = new Set<string>();

  function bind(contents: WebContents, frameId: string): void {
    byFrame.set(frameId, contents);
    byContents.set(contents.id, frameId);
  }

  function guard(contents: WebContents): void {
    const frameId = () => byContents.get(contents.id) ?? null;

    contents.on('did-start-navigation', (details) => {
      const id = details.isMainFrame ? frameIdOf(details.url) : null;
      if (id !== null) bind(contents, id);
    });
    contents.on('destroyed', () => {
      const id = frameId();
      if (id !== null && byFrame.get(id) === contents) byFrame.delete(id);
      byContents.delete(contents.id);
    });

    contents.on('will-frame-navigate', (details) => {
      const id = frameId();
      const origin = id === null ? null : options.sigmaOriginOf(id);
      // The host page stays where it is; the frame in it shows Sigma alone. Frames further down are Sigma's own
      // affair (plug-ins, embedded pages), as long as they come over https.
      const isChild = details.frame?.parent !== null && details.frame?.parent === contents.mainFrame;
      const allowed = details.isMainFrame
        ? frameIdOf(details.url) === id
        : isChild
          ? origin !== null && isSameOrigin(details.url, origin)
          : URL.canParse(details.url) && new URL(details.url).protocol === 'https:';
      if (allowed) return;
      details.preventDefault();
      log.warn('guest.navigation-refused', { frameId: id });
      if (isChild) openLink(details.url);
    });

    contents.setWindowOpenHandler(({ url }) => {
      openLink(url);
      return { action: 'deny' };
    });

    contents.on('render-process-gone', (_event, { reason }) => {
      const id = frameId();
      if (id !== null && reason !== 'clean-exit') options.onGone(id, reason);
    });
    contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
      const id = frameId();
      if (id === null || isMainFrame || HARMLESS_LOAD_ERRORS.has(code)) return;
      if (code !== ERR_BLOCKED_BY_CSP) {
        options.onLoadFailed(id, description);
        return;
      }
      openLink(url);
      options.onLedAway(id);
    });
  }

  function openLink(url: string): void {
    if (isSafeExternalLink(url)) options.openExternal(url);
    else log.warn('guest.link-refused', { protocol: URL.canParse(url) ? new URL(url).protocol : 'none' });
  }

  options.ipcMain.on(embedHostChannels.event, (event, payload: unknown) => {
    const frameId = byContents.get(event.sender.id);
    const fromHostPage = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame;
    if (frameId === undefined || !fromHostPage || frameIdOf(event.senderFrame?.url ?? '') !== frameId) {
      log.warn('guest.message-refused', { reason: 'sender' });
      return;
    }
    const parsed = SigmaEvent.safeParse(payload);
    if (parsed.success) options.onEvent(frameId, parsed.data);
    else log.warn('guest.message-refused', { reason: 'shape' });
  });

  // A guest that reached this point was admitted below; any other web contents may not become one.
  options.app.on('web-contents-created', (_event, contents) => {
    if (contents.getType() === 'webview') guard(contents);
  });

  return {
    /** Admits only frames that main gave out, each once, with options that main writes itself. */
    admitInto(window: BrowserWindow): void {
      window.webContents.on('will-attach-webview', (event, webPreferences, params) => {
        const frameId = frameIdOf(params.src ?? '');
        const partition = params.partition ?? '';
        if (frameId === null || attached.has(frameId) || !options.isKnownFrame(frameId, partition)) {
          event.preventDefault();
          log.warn('guest.attach-refused');
          return;
        }
        attached.add(frameId);
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
    frameOfGuest: (webContentsId: number): string | null => byContents.get(webContentsId) ?? null,
    /** Passes a command to the workbook in a frame. A frame that is gone has nobody to tell. */
    send(frameId: string, command: SigmaCommand): void {
      byFrame.get(frameId)?.send(embedHostChannels.command, command);
    },
  };
}
