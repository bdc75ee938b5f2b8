/**
 * What about an e-mail address may make trouble in Sigma. Sigma says of the address in a signed URL only that it holds no
 * white space (JWT claims reference); such a one is no `EmailAddress`. What is here is a guess from the rules for mail and
 * from what systems of this kind are known to refuse. So it is said, and nothing is refused for it.
 */
import { emailAddress } from './addresses.ts';

/**
 * `guest`: the sign-in name of a guest in Entra ID, which is no address; `letters`: outside of ASCII (RFC 6531); `long`:
 * longer than mail allows; `domain`: without a dot; `form`: no dot-atom at a host name (RFC 5322 section 3.4.1); `plus`:
 * what follows the sign may be left out; `capitals`: may count as another person than the same in small letters.
 */
export type AddressDoubt = 'guest' | 'letters' | 'long' | 'domain' | 'form' | 'plus' | 'capitals';

/** RFC 5321 section 4.5.3.1, in octets; of a whole address what a path leaves of its 256. */
const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

const dotAtom = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const hostName = /^([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z\d]([a-z\d-]*[a-z\d])?$/i;

const octets = (text: string): number => new TextEncoder().encode(text).length;

/** Nothing while it is no `EmailAddress`, which has faults of its own. */
export function addressDoubts(text: string): AddressDoubt[] {
  const address = emailAddress(text);
  if (address === null) return [];
  const [localPart = '', domain = ''] = address.split('@');
  // Everything else about such a name follows from how Entra ID makes it.
  if (/#ext#$/i.test(localPart)) return ['guest'];
  const isAscii = /^\p{ASCII}*$/u.test(address);
  const found: readonly (readonly [AddressDoubt, boolean])[] = [
    ['letters', !isAscii],
    ['long', octets(address) > LONGEST || octets(localPart) > LONGEST_LOCAL_PART],
    ['domain', !domain.includes('.')],
    ['form', isAscii && !(dotAtom.test(localPart) && hostName.test(domain))],
    ['plus', localPart.includes('+')],
    ['capitals', address !== address.toLowerCase()],
  ];
  return found.filter(([, isThere]) => isThere).map(([doubt]) => doubt);
}
