/** The in-memory session of a profile's guests: its host pages, and everything that Sigma may not do. */
import { createHash } from 'node:crypto';
import type { Session } from 'electron';
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import type { Log } from '../log/log.ts';
import { createEmbedHostPage, createEmptyPage } from './embed-host-page.ts';
import { guestIdOf, isPermitted, isSameOrigin, relaxFrameAncestors, signedTokenIn } from './guest-rules.ts';

export interface GuestSessionOptions {
  readonly session: Session;
  /** The origin of the workbooks that live in this session; null while there are none. */
  sigmaOrigin(): string | null;
  /** Signs a session for a guest. @throws AppError */
  requestGuest(guestId: string): Promise<{ readonly url: string }>;
  /** The guest id of web contents; null for contents that are no guest. */
  guestOfContents(webContentsId: number): string | null;
  /** A second request for the same signed URL was stopped. */
  onReplayStopped(guestId: string): void;
  readonly log: Pick<Log, 'warn'>;
}

/** Prepares a session once, before its first guest. */
export function prepareGuestSession(options: GuestSessionOptions): void {
  options.session.setSpellCheckerEnabled(false);
  serveHostPages(options);
  limitPermissions(options);
  limitDownloads(options);
  stopReplays(options);
  allowFraming(options);
}

function serveHostPages({ session, requestGuest }: GuestSessionOptions): void {
  session.protocol.handle(EMBED_SCHEME, async (request) => {
    const guestId = guestIdOf(request.url);
    if (guestId === null || request.method !== 'GET') return createEmptyPage(404);
    try {
      const { url } = await requestGuest(guestId);
      return createEmbedHostPage(url);
    } catch {
      // The pane knows the reason and shows it; the guest behind it stays empty.
      return createEmptyPage(503);
    }
  });
}

function limitPermissions({ session, log, ...options }: GuestSessionOptions): void {
  const isGranted = (permission: string, origin: string): boolean => {
    const sigmaOrigin = options.sigmaOrigin();
    return sigmaOrigin !== null && isPermitted(permission, origin, sigmaOrigin);
  };
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const granted = isGranted(permission, details.requestingUrl);
    if (!granted) log.warn('guest.permission-refused', { permission });
    callback(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}

function limitDownloads({ session, log, ...options }: GuestSessionOptions): void {
  session.on('will-download', (event, item) => {
    // Exports of a workbook are blobs of Sigma's own page. Electron asks the person where to save them.
    const source = item.getURL().replace(/^blob:/, '');
    const sigmaOrigin = options.sigmaOrigin();
    if (sigmaOrigin !== null && isSameOrigin(source, sigmaOrigin)) return;
    event.preventDefault();
    log.warn('guest.download-refused', { origin: URL.canParse(source) ? new URL(source).origin : 'unknown' });
  });
}

/** Sigma refuses a `jti` that it saw before, so a page that reloads itself would only show an error. */
function stopReplays({ session, ...options }: GuestSessionOptions): void {
  /** Fingerprint of each signed token that was sent → the request that sent it. */
  const spent = new Map<string, number>();

  session.webRequest.onBeforeRequest((details, callback) => {
    const token = details.resourceType === 'subFrame' ? signedTokenIn(details.url) : null;
    if (token === null) return callback({});
    const fingerprint = createHash('sha256').update(token).digest('base64');
    // A redirect is the same request going on; only another one is a replay.
    const sentBy = spent.get(fingerprint) ?? details.id;
    spent.set(fingerprint, sentBy);
    if (sentBy === details.id) return callback({});
    callback({ cancel: true });
    const guestId = details.webContentsId === undefined ? null : options.guestOfContents(details.webContentsId);
    if (guestId !== null) options.onReplayStopped(guestId);
  });
}

function allowFraming({ session, ...options }: GuestSessionOptions): void {
  session.webRequest.onHeadersReceived((details, callback) => {
    // The frame inside the host page alone: Sigma inside a page of others keeps its policy.
    const isWorkbook = details.resourceType === 'subFrame' && details.frame?.parent?.parent === null;
    const sigmaOrigin = options.sigmaOrigin();
    const relax = isWorkbook && sigmaOrigin !== null && isSameOrigin(details.url, sigmaOrigin);
    if (relax && details.responseHeaders) callback({ responseHeaders: relaxFrameAncestors(details.responseHeaders) });
    else callback({});
  });
}
