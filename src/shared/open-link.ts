/**
 * Links into the program, `sightglass://open?profile=…&workbook=…`. Any page and any mail may hold one, so a link can do no
 * more than choose among what the person has already; see docs/decisions/0039.
 */
import { holdsHiddenCharacters } from './profile/visible-text.ts';

/** What a link asks for; null where it leaves that out. */
export interface OpenLink {
  /** The id of a profile, or its name. */
  readonly profile: string | null;
  /** The id of a workbook in the profile, that of its document at Sigma, or its title. */
  readonly workbook: string | null;
}

/** - `command`: it asks for something else than to open. - `parameter`: for more than that, or the same twice. */
export type OpenLinkFault = 'tooLong' | 'unreadable' | 'command' | 'parameter' | 'characters';

/** Names have a hundred characters or so, each of them nine when it is encoded. */
const LONGEST_LINK = 4_000;
const LONGEST_NAME = 200;

/** Whether an argument of a start is a link to us, well-formed or not: then it is nothing else. */
export const isOpenLink = (argument: string): boolean => /^\s*sightglass:/i.test(argument);

const parameters = ['profile', 'workbook'] as const;

/** @returns what the link asks for, or why it is not followed */
export function parseOpenLink(link: string): OpenLink | OpenLinkFault {
  if (link.length > LONGEST_LINK) return 'tooLong';
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url?.protocol !== 'sightglass:') return 'unreadable';
  // The slash comes from programs that take the name for a host.
  const isOpen = url.hostname === 'open' && ['', '/'].includes(url.pathname);
  if (!isOpen || url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') return 'command';
  const found: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (!parameters.some((known) => known === name) || Object.hasOwn(found, name)) return 'parameter';
    const text = value.normalize('NFC').trim();
    // U+FFFD stands where an encoding was broken.
    if (text === '' || text.length > LONGEST_NAME || text.includes('\ufffd') || holdsHiddenCharacters(text)) {
      return 'characters';
    }
    found[name] = text;
  }
  return { profile: found.profile ?? null, workbook: found.workbook ?? null };
}
