/** What may leave a guest's session: each request is held against the rules, and the workbook's gets its signed URL. */
import type { OnBeforeRequestListenerDetails, Session } from 'electron';
import type { Log } from '../log/log.ts';
import { placeOf } from './guest-frames.ts';
import { isAllowedRequest, signedTokenIn } from './guest-rules.ts';

export interface GuestRequestsOptions {
  readonly session: Pick<Session, 'webRequest'>;
  /** The origin of the workbooks that live in this session; null while there are none. */
  sigmaOrigin(): string | null;
  /** The guest id of web contents; null for contents that are no guest. */
  guestOfContents(webContentsId: number): string | null;
  /** Whether a guest is still wanted. */
  isWanted(guestId: string): boolean;
  /** A second request for the same signed URL was stopped. */
  onReplayStopped(guestId: string): void;
  /** The frame of the workbook was on its way elsewhere and was stopped, so that it shows nothing now. */
  onNavigatedAway(guestId: string): void;
  /** Whether developers may look into guests. */
  readonly allowsDevTools: boolean;
  readonly log: Pick<Log, 'warn'>;
}

export interface GuestRequests {
  /**
   * The next request for the workbook of this guest goes to its signed URL, once. It waits for the URL; where none comes
   * about, it is stopped.
   */
  expect(guestId: string, signedUrl: Promise<string>): void;
}

interface Answer {
  readonly cancel?: boolean;
  readonly redirectURL?: string;
}

/** More different refusals than this are not written down. */
const MOST_LOGGED = 100;

/** Where the workbook of a guest stands: at first with its URL, then with the request that took it. */
type Load = { readonly whenSigned: Promise<Answer> } | { readonly requestId: number };

/** Sets the rules of a session. Nothing is expected at first. */
export function limitRequests(options: GuestRequestsOptions): GuestRequests {
  const loads = new Map<string, Load>();
  const logged = new Set<string>();

  function refused(url: string, resourceType: string): void {
    const origin = URL.canParse(url) ? new URL(url).origin : 'unknown';
    const what = `${resourceType} ${origin}`;
    if (logged.has(what) || logged.size >= MOST_LOGGED) return;
    logged.add(what);
    options.log.warn('guest.request-refused', { resourceType, origin });
  }

  function answer(details: OnBeforeRequestListenerDetails): Answer | Promise<Answer> {
    const { id, url, resourceType, webContentsId } = details;
    const guestId = webContentsId === undefined ? null : options.guestOfContents(webContentsId);
    // The page of the developer's tools lives in the session of what it looks into.
    if (options.allowsDevTools && guestId === null && url.startsWith('devtools:')) return {};
    const place = placeOf(details.frame);
    const isWorkbook = resourceType === 'subFrame' && place?.depth === 1;
    if (!isAllowedRequest({ url, resourceType, guestId, place, sigmaOrigin: options.sigmaOrigin() })) {
      refused(url, resourceType);
      if (isWorkbook && guestId !== null) options.onNavigatedAway(guestId);
      return { cancel: true };
    }
    if (!isWorkbook || guestId === null) return {};
    const load = loads.get(guestId);
    if (load && 'whenSigned' in load) {
      loads.set(guestId, { requestId: id });
      return load.whenSigned;
    }
    // Sigma refuses a `jti` that it saw before, so a page that reloads itself would only show an error. A redirect is
    // the same request going on.
    if (signedTokenIn(url) === null || load?.requestId === id) return {};
    options.onReplayStopped(guestId);
    return { cancel: true };
  }

  options.session.webRequest.onBeforeRequest((details, callback) => {
    const given = answer(details);
    if (given instanceof Promise) void given.then(callback);
    else callback(given);
  });

  return {
    expect(guestId, signedUrl) {
      for (const known of loads.keys()) if (!options.isWanted(known)) loads.delete(known);
      // The pane knows why nothing was signed, and shows it over the guest.
      const stopped = (): Answer => ({ cancel: true });
      loads.set(guestId, { whenSigned: signedUrl.then((redirectURL): Answer => ({ redirectURL }), stopped) });
    },
  };
}
