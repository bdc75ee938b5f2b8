/** What a guest may do, as rules over parsed URLs: everything else is refused. */
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';

const guestIdPattern = /^\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** The guest id in the address of an embed host page, or null for anything else. */
export function guestIdOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${EMBED_SCHEME}:` || url.host !== 'frame' || url.search !== '' || url.hash !== '') return null;
  return guestIdPattern.exec(url.pathname)?.[1] ?? null;
}

/** Whether two addresses share an origin. Opaque origins are never the same. */
export function isSameOrigin(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.origin !== 'null' && url.origin === origin;
}

/** A frame that is to be led to another address. */
export interface NavigatingFrame {
  /** 0 for the host page, 1 for the workbook in it, more for what Sigma holds; null for a frame that is gone. */
  readonly depth: number | null;
  readonly guestId: string | null;
  readonly sigmaOrigin: string | null;
}

/**
 * Whether a frame of a guest may go to an address. The host page stays where it is; the frame in it shows Sigma alone.
 * Frames further down are Sigma's own affair (plug-ins, embedded pages), as long as they come over https.
 */
export function isAllowedNavigation(address: string, { depth, guestId, sigmaOrigin }: NavigatingFrame): boolean {
  if (depth === null) return false;
  if (depth === 0) return guestIdOf(address) === guestId;
  if (depth === 1) return sigmaOrigin !== null && isSameOrigin(address, sigmaOrigin);
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}

/**
 * A link that may be handed to the system browser: a web address without credentials in it. A signed URL holds some: it
 * shows the workbook as the person for whom it was signed, to anyone who opens it.
 */
export function isSafeExternalLink(address: string): boolean {
  if (!URL.canParse(address) || signedTokenIn(address) !== null) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** Permissions that a workbook cannot do without: copying cells, and showing a chart full-screen. */
const sigmaPermissions = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Whether a guest gets a permission: two of them, and for the profile's own Sigma alone. */
export function isPermitted(permission: string, requestingOrigin: string, sigmaOrigin: string): boolean {
  return sigmaPermissions.has(permission) && isSameOrigin(requestingOrigin, sigmaOrigin);
}

type Headers = Record<string, string[]>;

/**
 * Lets the embed host page hold Sigma in a frame: drops `X-Frame-Options` and the `frame-ancestors` directive. All
 * other directives stay. Sigma's policy names https pages, and the host page has a scheme of its own.
 */
export function relaxFrameAncestors(headers: Headers): Headers {
  const relaxed: Headers = {};
  for (const [name, values] of Object.entries(headers)) {
    const lowered = name.toLowerCase();
    if (lowered === 'x-frame-options') continue;
    const isPolicy = lowered === 'content-security-policy' || lowered === 'content-security-policy-report-only';
    relaxed[name] = isPolicy ? values.map(withoutFrameAncestors).filter((policy) => policy !== '') : values;
  }
  return relaxed;
}

/** One header may hold several policies, separated by commas. */
function withoutFrameAncestors(header: string): string {
  return header
    .split(',')
    .map((policy) =>
      policy
        .split(';')
        .filter((directive) => !/^\s*frame-ancestors(\s|$)/i.test(directive))
        .join(';')
        .trim(),
    )
    .filter((policy) => policy !== '')
    .join(', ');
}

/** The signed token in an address, wherever it stands, or null where there is none. */
export function signedTokenIn(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.searchParams.get(':jwt') ?? new URLSearchParams(url.hash.replace(/^#\??/, '')).get(':jwt');
}
