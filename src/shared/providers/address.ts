/** Addresses as people enter them. */

/** `dbc-1234.cloud.databricks.com` becomes an https address; anything with a scheme stays as it is. */
export function withScheme(address: string): string {
  const text = address.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}

/** Null for what was left empty. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** The host of an address that may still be in the making; empty while it has none. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.toLowerCase() : '';
