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
}

/** The meaning of the first row that fits. */
export function findRefusal(rows: readonly RefusalRow[], refusal: Refusal): KnownRefusal | null {
  const row = rows.find(
    ({ error, words, uses }) =>
      (error === undefined || error.toLowerCase() === refusal.error.toLowerCase()) &&
      (words === undefined || words.test(refusal.description)) &&
      (uses === undefined || uses.includes(refusal.use)),
  );
  return row === undefined ? null : atItsUse(row, refusal.use);
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
