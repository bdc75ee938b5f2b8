/** The in-memory session of a profile's guests: its host pages, and everything that Sigma may not do. */

import { createHash } from 'node:crypto';
import type { Session } from 'electron';
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import type { Log } from '../log/log.ts';
import { createEmbedHostPage, createEmptyPage } from './embed-host-page.ts';
import { guestIdOf, isPermitted, isSameOrigin, relaxFrameAncestors, signedTokenIn } from './guest-rules.ts';

export type GuestSessionOptions = {
  session: Session;
  /** The origin of the profile's workbooks. A profile has one Sigma. */
  sigmaOrigin(): string | null;
  /** Signs a session for a guest. @throws AppError */
  requestGuest(guestId: string): Promise<{ url: string }>;
  /** The guest id of web contents; null for contents that are no guest. */
  guestOfContents(webContentsId: number): string | null;
  /** A second request for the same signed URL was stopped. */
  onReplayStopped(guestId: string): void;
  log: Pick<Log, 'warn'>;
};

/** Prepares a session once, before its first guest. */
export function prepareGuestSession(options: GuestSessionOptions): void {
  const { session, log } = options;
  /** Fingerprint of each signed token that was sent → the request that sent it. */
  const spent = new Map<string, number>();

  session.setSpellCheckerEnabled(false);

  session.protocol.handle(EMBED_SCHEME, async (request) => {
    const guestId = guestIdOf(request.url);
    if (guestId === null || request.method !== 'GET') return createEmptyPage(404);
    try {
      const { url } = await options.requestGuest(guestId);
      return createEmbedHostPage(url);
    } catch {
      // The pane knows the reason and shows it; the guest behind it stays empty.
      return createEmptyPage(503);
    }
  });

  const sigmaOrigin = () => options.sigmaOrigin() ?? 'none';
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const permitted = isPermitted(permission, details.requestingUrl, sigmaOrigin());
    if (!permitted) log.warn('guest.permission-refused', { permission });
    callback(permitted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermitted(permission, requestingOrigin, sigmaOrigin()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));

  session.on('will-download', (event, item) => {
    // Exports of a workbook are blobs of Sigma's own page. Electron asks the person where to save them.
    const source = item.getURL().replace(/^blob:/, '');
    if (isSameOrigin(source, sigmaOrigin())) return;
    event.preventDefault();
    log.warn('guest.download-refused', { origin: URL.canParse(source) ? new URL(source).origin : 'unknown' });
  });

  session.webRequest.onBeforeRequest((details, callback) => {
    const token = details.resourceType === 'subFrame' ? signedTokenIn(details.url) : null;
    if (token === null) {
      callback({});
      return;
    }
    const fingerprint = createHash('sha256').update(token).digest('base64');
    // A redirect is the same request going on; only another one is a replay.
    const sentBy = spent.get(fingerprint) ?? details.id;
    spent.set(fingerprint, sentBy);
    if (sentBy === details.id) {
      callback({});
      return;
    }
    // Sigma refuses a `jti` that it saw before, so a page that reloads itself would only show an error.
    callback({ cancel: true });
    const guestId = details.webContentsId === undefined ? null : options.guestOfContents(details.webContentsId);
    if (guestId !== null) options.onReplayStopped(guestId);
  });

  session.webRequest.onHeadersReceived((details, callback) => {
    // The frame inside the host page alone: Sigma inside somebody else's page keeps its policy.
    const isWorkbook = details.resourceType === 'subFrame' && details.frame?.parent?.parent === null;
    const relax = isWorkbook && isSameOrigin(details.url, sigmaOrigin());
    if (relax && details.responseHeaders) {
      callback({ responseHeaders: relaxFrameAncestors(details.responseHeaders) });
      return;
    }
    callback({});
  });
}
