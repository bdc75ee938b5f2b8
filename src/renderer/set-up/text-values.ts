/** How text fields hold lists and secrets. */

/** Rows are known by a key of their own, since a new one has no id yet and its place may change. */
export const newKey = (): string => `new-${crypto.randomUUID()}`;

export const splitWords = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** Whether two lists hold the same words, in whatever order. */
export const sameWords = (one: string, other: string): boolean =>
  splitWords(one).sort().join(' ') === splitWords(other).sort().join(' ');

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
