/** Holds one attached guest against the rules: where it may go, what it may open, and what becomes of it. */
import type { WebContents, WebFrameMain } from 'electron';
import type { Log } from '../log/log.ts';
import { depthOf, watchWorkbookProcess } from './guest-frames.ts';
import { guestIdOf, isAllowedNavigation, isSafeExternalLink } from './guest-rules.ts';

export interface GuestGuardOptions {
  /** The id under which the guest's host page was last requested; null before the first time. */
  guestId(): string | null;
  /** The host page of this id is being requested. */
  onHostPage(guestId: string): void;
  onDestroyed(): void;
  /** Electron's `webFrameMain.fromId`. */
  frameById(processId: number, routingId: number): WebFrameMain | undefined;
  /** The only origin that the frame inside a host page may show. */
  sigmaOriginOf(guestId: string): string | null;
  openExternal(url: string): void;
  /** A key was pressed somewhere in the guest. */
  onKeyPressed(guestId: string): void;
  onGone(guestId: string, cause: string): void;
  onLoadFailed(guestId: string, description: string): void;
  /** The workbook's frame was led elsewhere and stopped; answers whether that was a link in a loaded workbook. */
  onNavigatedAway(guestId: string): boolean;
  readonly log: Pick<Log, 'warn'>;
}

/** Load failures that are not failures: the load was replaced by another, or stopped by our own rules. */
const HARMLESS_LOAD_ERRORS = new Set([-3 /* ERR_ABORTED */, -20 /* ERR_BLOCKED_BY_CLIENT */]);
/** The host page's policy names one origin, so a link out of the workbook ends here, on a page that says nothing. */
const ERR_BLOCKED_BY_CSP = -30;

export function guardGuest(contents: WebContents, options: GuestGuardOptions): void {
  const { log, guestId } = options;

  function openLink(url: string): void {
    if (isSafeExternalLink(url)) options.openExternal(url);
    else log.warn('guest.link-refused', { protocol: URL.canParse(url) ? new URL(url).protocol : 'none' });
  }

  contents.on('did-start-navigation', (details) => {
    const id = details.isMainFrame ? guestIdOf(details.url) : null;
    if (id !== null) options.onHostPage(id);
  });
  const stopLooking = watchWorkbookProcess(contents, () => {
    const id = guestId();
    if (id !== null) options.onGone(id, 'crashed');
  });
  contents.on('destroyed', () => {
    stopLooking();
    options.onDestroyed();
  });

  contents.on('will-frame-navigate', (details) => {
    const id = guestId();
    const depth = details.isMainFrame ? 0 : depthOf(details.frame);
    const sigmaOrigin = id === null ? null : options.sigmaOriginOf(id);
    if (isAllowedNavigation(details.url, { depth, guestId: id, sigmaOrigin })) return;
    details.preventDefault();
    log.warn('guest.navigation-refused', { guestId: id });
    if (depth === 1) openLink(details.url);
  });
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
  contents.on('before-input-event', (_event, { type }) => {
    const id = guestId();
    if (id !== null && type === 'keyDown') options.onKeyPressed(id);
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
