/** Finds a refusal in the table of a product. The tables stand beside their providers, one file each. */
import type { KnownRefusal, Refusal } from '../oauth/tokens/authorization-server.ts';

/** One row of a table: what a server says, and what it means. All that is given has to fit. */
export interface RefusalRow extends KnownRefusal {
  /** The error, without regard to case. */
  readonly error?: string;
  /** What stands in the description. Of bounded work: descriptions are cut at 2,000 characters. */
  readonly words?: RegExp;
  /** For words that mean this in answers to some requests only. */
  readonly uses?: readonly Refusal['use'][];
  /** Others say it too, in the same sense: where the product is not known, it has no remedy of this one. */
  readonly isCommon?: true;
}

/**
 * The meaning of the first row that fits.
 *
 * @param where `elsewhere` when the server may be of another product
 */
export function findRefusal(
  rows: readonly RefusalRow[],
  refusal: Refusal,
  where: 'at-product' | 'elsewhere' = 'at-product',
): KnownRefusal | null {
  const row = rows.find(
    ({ error, words, uses }) =>
      (error === undefined || error.toLowerCase() === refusal.error.toLowerCase()) &&
      (words === undefined || words.test(refusal.description)) &&
      (uses === undefined || uses.includes(refusal.use)),
  );
  if (row === undefined) return null;
  return atItsUse(row.isCommon && where === 'elsewhere' ? { code: row.code } : row, refusal.use);
}

/** What kills a refresh token kills a code too, and where nobody asked for a token none was refused. */
export function atItsUse({ code, remedy }: KnownRefusal, use: Refusal['use']): KnownRefusal {
  const own = remedy === undefined ? {} : { remedy };
  if (code === 'grant_dead' && use !== 'refresh') {
    return { code: use === 'code' ? 'code_rejected' : 'authorization_interaction_required', ...own };
  }
  if (code === 'token_request_rejected' && use === 'metadata') return { code: 'metadata_invalid', ...own };
  if (code === 'token_request_rejected' && use === 'authorization')
    return { code: 'authorization_invalid_request', ...own };
  return { code, ...own };
}
