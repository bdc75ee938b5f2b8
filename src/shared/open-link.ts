/**
 * Links into the program, `sightglass://open?profile=…&workbook=…&page=…&bookmark=…&c.Region=West`. Any page and any mail
 * may hold one, so a link can do no more than choose among what the person has already, and what it would filter by is
 * asked about; see docs/decisions/0039 and 0056.
 */
import { holdsHiddenCharacters, holdsInvisible } from './profile/visible-text.ts';

/** Where in a workbook somebody is led; null where that is left out, and then it is as the workbook opens. */
export interface LinkPlace {
  /** The id of a page. */
  readonly page: string | null;
  /** The id of an element, which an address of Sigma may name in the place of a page. */
  readonly element: string | null;
  /** The version of the workbook that an address of Sigma names. */
  readonly tag: string | null;
  readonly bookmark: string | null;
  /** Control id → value. */
  readonly controls: Readonly<Record<string, string>>;
}

/** What a link asks for; null where it leaves that out. */
export interface OpenLink {
  /** The id of a profile, or its name. */
  readonly profile: string | null;
  /** The id of a workbook in the profile, that of its document at Sigma, or its title. */
  readonly workbook: string | null;
  readonly place: LinkPlace;
}

/**
 * - `command`: it asks for something else than to open. - `parameter`: for more than that, or the same twice.
 * - `place`: for a place or values, and for no workbook. - `values`: for more or longer values than a link may have.
 */
export type OpenLinkFault = 'tooLong' | 'unreadable' | 'command' | 'parameter' | 'characters' | 'place' | 'values';

/** Names have a hundred characters or so, each of them nine when it is encoded. */
const LONGEST_LINK = 4_000;
const LONGEST_NAME = 200;
const LONGEST_ID = 256;
/** So many values a person can look through before they agree to them. */
export const MOST_LINK_VALUES = 20;
const LONGEST_VALUE = 500;

export const nowhere: LinkPlace = { page: null, element: null, tag: null, bookmark: null, controls: {} };

export const hasValues = ({ controls }: LinkPlace): boolean => Object.keys(controls).length > 0;
/** Whether a link leads to more than a workbook as it opens. */
export const isPlaced = (place: LinkPlace): boolean =>
  hasValues(place) || [place.page, place.element, place.tag, place.bookmark].some((part) => part !== null);

/** Whether an argument of a start is a link to us, well-formed or not: then it is nothing else. */
export const isOpenLink = (argument: string): boolean => /^\s*sightglass:/i.test(argument);

const parameters = ['profile', 'workbook', 'page', 'bookmark'] as const;
type Parameter = (typeof parameters)[number];
/** Before the id of a control, so that no control can be mistaken for a parameter of ours or of Sigma. */
const CONTROL = 'c.';

const isParameter = (name: string): name is Parameter => parameters.some((known) => known === name);

/** U+FFFD stands where an encoding was broken. */
const isBroken = (text: string): boolean => text.includes('\ufffd') || /\p{Cs}/u.test(text);

const isName = (text: string): boolean =>
  text !== '' && text.length <= LONGEST_NAME && !isBroken(text) && !holdsHiddenCharacters(text);

/** What becomes a part of an address: an id, and never a way to another place. */
export const isPlaceId = (text: string): boolean =>
  text !== '' &&
  text.length <= LONGEST_ID &&
  !isBroken(text) &&
  !holdsHiddenCharacters(text) &&
  !/[\s/\\?#&=%]|^\.{1,2}$|^:/.test(text);

/** Sigma's own parameters begin with a colon: nobody sets one of them by the name of a control. */
const isControlId = (id: string): boolean =>
  id !== '' &&
  id.length <= LONGEST_ID &&
  !/^\s*:/.test(id) &&
  id === id.trim() &&
  !isBroken(id) &&
  !holdsHiddenCharacters(id);

/**
 * Whether values are such as a link may bring: few enough to be looked through, and without characters that make one read
 * as another.
 *
 * @returns what is wrong with them; null: nothing
 */
export function valuesFault(
  controls: readonly (readonly [id: string, value: string])[],
): 'values' | 'characters' | null {
  if (controls.length > MOST_LINK_VALUES) return 'values';
  if (controls.some(([, value]) => value.length > LONGEST_VALUE)) return 'values';
  const isRight = ([id, value]: readonly [string, string]) =>
    isControlId(id) && !isBroken(value) && !holdsInvisible(value);
  return controls.every(isRight) ? null : 'characters';
}

/** @returns what the link asks for, or why it is not followed */
export function parseOpenLink(link: string): OpenLink | OpenLinkFault {
  if (link.length > LONGEST_LINK) return 'tooLong';
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.protocol !== 'sightglass:') return 'unreadable';
  // The slash comes from programs that take the name for a host.
  const isOpen = url.hostname === 'open' && ['', '/'].includes(url.pathname);
  if (!isOpen || url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') return 'command';
  const found = new Map<Parameter, string>();
  const controls = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const text = value.normalize('NFC');
    if (isParameter(name) && !found.has(name)) found.set(name, text.trim());
    else if (name.startsWith(CONTROL) && !controls.has(name.slice(CONTROL.length))) {
      controls.set(name.slice(CONTROL.length), text);
    } else return 'parameter';
  }
  return checked(found, controls);
}

function checked(
  found: ReadonlyMap<Parameter, string>,
  controls: ReadonlyMap<string, string>,
): OpenLink | OpenLinkFault {
  const [profile, workbook, page, bookmark] = parameters.map((name) => found.get(name) ?? null);
  if ([profile, workbook].some((name) => name != null && !isName(name))) return 'characters';
  if ([page, bookmark].some((id) => id != null && !isPlaceId(id))) return 'characters';
  const fault = valuesFault([...controls]);
  if (fault !== null) return fault;
  const place: LinkPlace = {
    ...nowhere,
    page: page ?? null,
    bookmark: bookmark ?? null,
    controls: Object.fromEntries(controls),
  };
  if (workbook == null && isPlaced(place)) return 'place';
  return { profile: profile ?? null, workbook: workbook ?? null, place };
}

/**
 * The link that asks for this, in ASCII and without a space or a quote, as command lines need it. An element and a version
 * are not in it.
 *
 * @returns null where no link can: it would not be followed
 */
export function writeOpenLink({ profile, workbook, place }: OpenLink): string | null {
  const named = { profile, workbook, page: place.page, bookmark: place.bookmark };
  const pairs = [
    ...parameters.flatMap((name) => (named[name] === null ? [] : [[name, named[name]] as const])),
    ...Object.entries(place.controls).map(([id, value]) => [CONTROL + id, value] as const),
  ];
  const broken = pairs.some(([name, value]) => isBroken(name + value));
  const query = broken ? '' : pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const link = `sightglass://open${query && `?${query}`}`;
  const isFollowed = !broken && isSame(parseOpenLink(link), { profile, workbook, place });
  return isFollowed ? link : null;
}

/** Also without the marks that `encodeURIComponent` leaves and that chats take for the end of a link. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

function isSame(read: OpenLink | OpenLinkFault, wanted: OpenLink): boolean {
  if (typeof read === 'string') return false;
  const plain = ({ profile, workbook, place: { page, bookmark, controls } }: OpenLink) =>
    JSON.stringify([profile, workbook, page, bookmark, Object.entries(controls)]);
  return plain(read) === plain(wanted);
}
