/** What a guest may do, as rules over parsed URLs: everything else is refused. */
import { EMBED_SCHEME } from '../../shared/embed-host-names.ts';
import type { FramePlace } from './guest-frames.ts';

const guestIdPattern = /^\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;

/** The address of a guest's host page. */
export const hostPageOf = (guestId: string): string => `${EMBED_SCHEME}://frame/${guestId}`;

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
 * Whether a frame of a guest may go to an address. The host page stays where it is; the frame in it shows Sigma alone,
 * and no file that Sigma's page made itself. Frames further down are Sigma's own affair (plug-ins, embedded pages), as
 * long as they come over https.
 */
export function isAllowedNavigation(address: string, { depth, guestId, sigmaOrigin }: NavigatingFrame): boolean {
  if (depth === null) return false;
  if (depth === 0) return guestId !== null && guestIdOf(address) === guestId;
  if (depth === 1) return sigmaOrigin !== null && isSameOrigin(address, sigmaOrigin) && !isBlob(address);
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}

const isBlob = (address: string): boolean => new URL(address).protocol === 'blob:';

/** A request that a guest's session is about to send. */
export interface GuestRequest {
  readonly url: string;
  /** Electron's name for what is asked for. */
  readonly resourceType: string;
  /** The guest whose web contents ask; null when that is not known. */
  readonly guestId: string | null;
  /** The frame that asks or that is to be filled; null for requests of no frame: downloads, service workers, pings. */
  readonly place: FramePlace | null;
  readonly sigmaOrigin: string | null;
}

/** What Sigma's page may load from anywhere: its scripts, pictures, fonts and sockets come from hosts of their own. */
const protocolsOfContent = new Set(['https:', 'wss:', 'data:', 'blob:']);

/**
 * Whether a request may be sent. What asks decides: the page of Sigma and what lies in it, inside a host page of ours,
 * may ask for what pages need. The host page needs nothing but itself, and a request of no frame goes to Sigma alone:
 * either may be the work of a script that got into our window.
 */
export function isAllowedRequest({ url, resourceType, guestId, place, sigmaOrigin }: GuestRequest): boolean {
  if (resourceType === 'mainFrame') return isAllowedNavigation(url, { depth: 0, guestId, sigmaOrigin });
  if (place === null) return sigmaOrigin !== null && isSameService(url, sigmaOrigin);
  if (place.depth === 0 || guestId === null || guestIdOf(place.hostPage) !== guestId) return false;
  // What lies in the host page and is not Sigma's belongs to whoever put it there. The workbook's own first requests may
  // overtake the message that says whose they are, so that it is known by what it is not.
  if (place.depth > 1 && place.workbookOrigin !== sigmaOrigin) return false;
  if (place.workbookOrigin?.startsWith(`${EMBED_SCHEME}:`) && resourceType !== 'subFrame') return false;
  if (resourceType === 'subFrame') return isAllowedNavigation(url, { depth: place.depth, guestId, sigmaOrigin });
  if (sigmaOrigin !== null && isSameService(url, sigmaOrigin)) return true;
  return URL.canParse(url) && protocolsOfContent.has(new URL(url).protocol);
}

/** As `isSameOrigin`, and a socket belongs to the pages of its host. */
const isSameService = (address: string, origin: string): boolean =>
  isSameOrigin(address.replace(/^ws(s?):/i, 'http$1:'), origin);

/** What a mail link may fill in. Some mail programs would also attach a file of this computer. */
const mailFields = new Set(['to', 'cc', 'bcc', 'subject', 'body']);

/**
 * A link that may be handed to the operating system: a web address without credentials in it, an address for mail, or
 * a telephone number. A signed URL holds credentials: it shows the workbook as the person for whom it was signed, to
 * anyone who opens it.
 */
export function isSafeExternalLink(address: string): boolean {
  if (!URL.canParse(address) || mentionsSignedToken(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'mailto:') return isPlainMail(url);
  if (url.protocol === 'tel:') return isPlainNumber(address);
  return url.protocol === 'https:' || url.protocol === 'http:';
}

/** Whether an address goes to a mail program or a telephone, and so to no page. */
export const isMailOrTelephone = (address: string): boolean => /^(?:mailto|tel):/i.test(address);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlCharacter = /[\0-\x1f\x7f]/;

/** Only the text of a mail has lines. In its other fields a line break would begin a field that nobody checked. */
function isPlainMail({ pathname, searchParams }: URL): boolean {
  const fields = [...searchParams].map(([name, value]) => [name.toLowerCase(), value] as const);
  const isPlain = ([name, value]: readonly [string, string]) => name === 'body' || !controlCharacter.test(value);
  return !/%(?:[01][0-9a-f]|7f)/i.test(pathname) && fields.every((field) => mailFields.has(field[0]) && isPlain(field));
}

/** Telephones take stars and hashes for commands of the network, such as sending every call on to another number. */
const isPlainNumber = (address: string): boolean => /^tel:\+?(?:[\w().,;=-]|%20)+$/i.test(address);

/** An address in an address is encoded once more. */
const MOST_ENCODINGS = 3;

/** Whether an address holds a signed token, or another address with one: in a mail, or for a page to go on to. */
function mentionsSignedToken(address: string): boolean {
  let text = address;
  for (let times = 0; times <= MOST_ENCODINGS; times += 1) {
    if (text.includes(':jwt=')) return true;
    text = text.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  return false;
}

/** Permissions that a workbook cannot do without: copying cells, and showing a chart full-screen. */
const sigmaPermissions = new Set(['clipboard-sanitized-write', 'fullscreen']);

/**
 * What newer Chromium asks for before a page may load something from the network around this computer (Local Network
 * Access). Its name was `local-network-access` at first, and is one of the others by where the address lies.
 */
const localNetworkPermissions = new Set(['local-network-access', 'local-network', 'loopback-network']);

/**
 * Whether a page of a guest gets a permission: two of them, for the profile's own Sigma alone. And the host page may load
 * its frame from a private address, where a company keeps its Sigma there: that frame is Sigma and nothing else. Sigma's
 * page itself, with the plug-ins in it, gets nothing from the network around this computer.
 */
export function isPermitted(permission: string, requestingOrigin: string, sigmaOrigin: string): boolean {
  if (localNetworkPermissions.has(permission)) return isHostPage(requestingOrigin);
  return sigmaPermissions.has(permission) && isSameOrigin(requestingOrigin, sigmaOrigin);
}

const isHostPage = (address: string): boolean =>
  URL.canParse(address) && new URL(address).protocol === `${EMBED_SCHEME}:` && new URL(address).hostname === 'frame';

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
