/** A decoded JWT, as rows of a table. */
export type ClaimRow = {
  path: string;
  name: string;
  depth: number;
  /** Null for a row that only heads the ones beneath it. */
  value: string | null;
  /** Set for claims that are instants, in milliseconds. */
  at: number | null;
};

const instants = new Set(['iat', 'exp', 'nbf', 'auth_time']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Objects unfold into rows; lists of plain values stay on one line. Numeric dates (RFC 7519 section 2) are marked. */
export function claimRows(claims: Record<string, unknown>, depth = 0, parent = ''): ClaimRow[] {
  return Object.entries(claims).flatMap(([name, value]): ClaimRow[] => {
    const path = parent ? `${parent}.${name}` : name;
    const entries = Array.isArray(value) && !value.every(isPlain) ? Object.fromEntries(value.entries()) : value;
    if (isRecord(entries) && Object.keys(entries).length > 0) {
      return [{ path, name, depth, value: null, at: null }, ...claimRows(entries, depth + 1, path)];
    }
    const at = depth === 0 && instants.has(name) && typeof value === 'number' ? value * 1_000 : null;
    return [{ path, name, depth, value: Array.isArray(value) ? listText(value) : plainText(value), at }];
  });
}

const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
const listText = (values: unknown[]): string => (values.length === 0 ? 'none' : values.map(plainText).join(', '));
