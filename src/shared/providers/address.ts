/** Addresses as people enter them. */

/** A host with a port begins as a scheme does. */
const hostAndPort = /^(?:localhost|[\w-]+(?:\.[\w-]+)+):\d{1,5}(?=$|[/?#])/i;

/** `dbc-1234.cloud.databricks.com` becomes an https address; anything with a scheme stays as it is. */
export function withScheme(address: string): string {
  const text = address.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) && !hostAndPort.test(text);
  return text === '' || hasScheme ? text : `https://${text.replace(/^\/\//, '')}`;
}

const rootDot = /^(https?:\/\/[^/?#:]*[^/?#:.])\.(?=(?::\d*)?(?:[/?#]|$))/i;

/** Without the full stop of a sentence behind the host. In DNS it stands for the root, and no server calls itself so. */
export const withoutRootDot = (address: string): string => address.replace(rootDot, '$1');

/** Null for what was left empty. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** The host of an address that may still be in the making; empty while it has none. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.toLowerCase() : '';

/**
 * An address of the web that names nobody; null for anything else. Two that were run together would be at a host that
 * nobody entered: `https://a.examplehttps://b.example`.
 *
 * @param address with its scheme
 */
export function webUrl(address: string): URL | null {
  const isOne = !/^https?:\/\/[^/?#]*:\/\//i.test(address) && URL.canParse(address);
  const url = isOne ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : null;
}

/** The scheme and host alone. What is no address of a server stays. @param address with its scheme */
export const serverOrigin = (address: string): string => webUrl(address)?.origin ?? address;
