/** How text fields hold lists, secrets and addresses. */

/** Rows are known by a key of their own, since a new one has no id yet and its place may change. */
export const newKey = (): string => `new-${crypto.randomUUID()}`;

export const splitWords = (text: string): string[] => text.split(/\s+/).filter(Boolean);

export const splitCommas = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);

export const splitLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Null keeps what the vault already holds. */
export const secretOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** `dbc-1234.cloud.databricks.com` becomes an https address; anything with a scheme stays as it is. */
export function withScheme(address: string): string {
  const text = address.trim();
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}
