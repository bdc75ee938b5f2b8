/** The in-memory session of a profile's guests: its host pages, and everything that Sigma may not do. */
import type { DownloadItem, Session, WebContents } from 'electron';
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import { AppError } from '../../shared/errors.ts';
import { createAllowance } from '../async/allowance.ts';
import { createEmbedHostPage, createEmptyPage } from './embed-host-page.ts';
import { depthOf } from './guest-frames.ts';
import { type GuestRequestsOptions, limitRequests } from './guest-requests.ts';
import { guestIdOf, isPermitted, isSameOrigin, relaxFrameAncestors } from './guest-rules.ts';

export interface GuestSessionOptions extends GuestRequestsOptions {
  readonly session: Session;
  /** Where the workbook of a guest is; null for a guest that is not known, or not any more. */
  sigmaOriginOf(guestId: string): string | null;
  /** Signs a session for a guest. @throws AppError */
  requestGuest(guestId: string): Promise<{ readonly url: string }>;
  /** Whether a guest is the one that a person sees: nobody can have asked a standby for a file. */
  isActive(guestId: string): boolean;
  /** Takes a file that a guest begins to save, and says where it goes. @returns false for one that is not to be saved */
  takeDownload(guestId: string, item: DownloadItem): boolean;
  /** A download was refused. */
  onRefused(error: AppError): void;
  /** Milliseconds on the clock for waits and limits. */
  uptime(): number;
}

/** A session whose rules are set. */
export interface PreparedSession {
  /** A guest loads in a host page that is there already: signs for it at once, and its workbook gets what is signed. */
  load(guestId: string): void;
}

/** Prepares a session once, before its first guest. */
export function prepareGuestSession(options: GuestSessionOptions): PreparedSession {
  options.session.setSpellCheckerEnabled(false);
  const requests = limitRequests(options);
  const load = (guestId: string): void =>
    requests.expect(
      guestId,
      options.requestGuest(guestId).then(({ url }) => url),
    );
  serveHostPages(options, load);
  limitPermissions(options);
  limitDownloads(options);
  allowFraming(options);
  return { load };
}

function serveHostPages({ session, sigmaOriginOf }: GuestSessionOptions, load: PreparedSession['load']): void {
  session.protocol.handle(EMBED_SCHEME, (request) => {
    const guestId = guestIdOf(request.url);
    const sigmaOrigin = guestId === null ? null : sigmaOriginOf(guestId);
    if (guestId === null || sigmaOrigin === null || request.method !== 'GET') return createEmptyPage();
    // The page has no part in what is signed, so its process starts meanwhile.
    load(guestId);
    return createEmbedHostPage(sigmaOrigin);
  });
}

/** A page that asks for ever fills neither the log nor the window. */
const PACE = { most: 20, oneMoreAfterMs: 60_000 } as const;

function limitPermissions({ session, log, ...options }: GuestSessionOptions): void {
  const hasRoom = createAllowance({ ...PACE, uptime: options.uptime });
  const isGranted = (permission: string, origin: string): boolean => {
    const sigmaOrigin = options.sigmaOrigin();
    return sigmaOrigin !== null && isPermitted(permission, origin, sigmaOrigin);
  };
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const granted = isGranted(permission, details.requestingUrl);
    if (!granted && hasRoom()) log.warn('guest.permission-refused', { permission });
    callback(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
}

function limitDownloads({ session, log, ...options }: GuestSessionOptions): void {
  const hasRoom = createAllowance({ ...PACE, uptime: options.uptime });
  session.on('will-download', (event, item, contents: WebContents | null) => {
    // Exports of a workbook are blobs of Sigma's own page, or files of its server.
    const source = item.getURL().replace(/^blob:/, '');
    const sigmaOrigin = options.sigmaOrigin();
    // What asked for it may be gone by now, as after a swap.
    const guestId = contents && options.guestOfContents(contents.id);
    const isActive = guestId !== null && options.isActive(guestId);
    if (isActive && sigmaOrigin !== null && isSameOrigin(source, sigmaOrigin)) {
      if (!options.takeDownload(guestId, item)) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (!hasRoom()) return;
    // A file that lies in its own address, or that a page without an origin made, is of nobody.
    const origin = URL.canParse(source) ? new URL(source).origin : 'null';
    log.warn('guest.download-refused', { origin });
    if (!isActive) return;
    const isOfNobody = origin === 'null';
    options.onRefused(
      new AppError('download_refused', isOfNobody ? { reason: 'ofNobody' } : { reason: 'elsewhere', origin }),
    );
  });
}

function allowFraming({ session, ...options }: GuestSessionOptions): void {
  session.webRequest.onHeadersReceived((details, callback) => {
    // The frame inside the host page alone: Sigma inside a page of others keeps its policy.
    const isWorkbook = details.resourceType === 'subFrame' && depthOf(details.frame) === 1;
    const sigmaOrigin = options.sigmaOrigin();
    const relax = isWorkbook && sigmaOrigin !== null && isSameOrigin(details.url, sigmaOrigin);
    if (relax && details.responseHeaders) callback({ responseHeaders: relaxFrameAncestors(details.responseHeaders) });
    else callback({});
  });
}
