/** A decoded JWT, as rows of a table. */
import type { Text } from '../../shared/text/en.ts';

export interface ClaimRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** Null for a row that only heads the ones beneath it. */
  readonly value: string | null;
  /** Set for claims that are instants, in milliseconds. */
  readonly at: number | null;
}

const instants = new Set(['iat', 'exp', 'nbf', 'auth_time']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Objects unfold into rows; lists of plain values stay on one line. Numeric dates (RFC 7519 section 2) are marked. */
export function claimRows(claims: Record<string, unknown>, text: Text, depth = 0, parent = ''): ClaimRow[] {
  return Object.entries(claims).flatMap(([name, value]): ClaimRow[] => {
    const path = parent ? `${parent}.${name}` : name;
    const entries = Array.isArray(value) && !value.every(isPlain) ? Object.fromEntries(value.entries()) : value;
    if (isRecord(entries) && Object.keys(entries).length > 0) {
      return [{ path, name, depth, value: null, at: null }, ...claimRows(entries, text, depth + 1, path)];
    }
    const at = depth === 0 && instants.has(name) && typeof value === 'number' ? value * 1_000 : null;
    return [{ path, name, depth, value: Array.isArray(value) ? valuesText(value, text) : plainText(value), at }];
  });
}

const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');

/** As they stand in the token, divided by commas: a list of data, not of words. */
const valuesText = (values: unknown[], text: Text): string =>
  values.length === 0 ? text.details.noValues : values.map(plainText).join(', ');
