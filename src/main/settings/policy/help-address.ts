/** Where people are helped in their organisation, as its administrator wrote it: a page, or an address for mail. */
import { holdsHiddenCharacters } from '../../../shared/profile/visible-text.ts';

const LONGEST_ADDRESS = 1_000;
const LONGEST_NAME = 60;

/**
 * Whether it may be handed to the operating system: a page by https without credentials in its address, or a mail to one
 * address, with a subject at most. Some mail programs attach a file of this computer, or write to more people, where an
 * address says so.
 */
export function isHelpAddress(address: string): boolean {
  if (address.length > LONGEST_ADDRESS || /\s/.test(address) || holdsHiddenCharacters(address)) return false;
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === 'https:') return url.username === '' && url.password === '';
  return url.protocol === 'mailto:' && isPlainMail(url);
}

/** A line break in a subject would begin a field that nobody checked. */
function isPlainMail({ pathname, searchParams, hash }: URL): boolean {
  const fields = [...searchParams];
  const isSubject = ([name, value]: readonly [string, string]) => name === 'subject' && !/\p{Cc}/u.test(value);
  return hash === '' && fields.length <= 1 && fields.every(isSubject) && /^[^@%,;:/]+@[^@%,;:/]+$/.test(pathname);
}

/** Whether it can be called so on a button. */
export const isHelpName = (name: string): boolean =>
  name !== '' && name === name.trim() && name.length <= LONGEST_NAME && !holdsHiddenCharacters(name);

/** As a person reads it: of a mail, who gets it. */
export function shownHelpAddress(address: string): string {
  const { protocol, pathname, href } = new URL(address);
  return protocol === 'mailto:' ? pathname : href;
}
