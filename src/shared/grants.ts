/** What windows and the main process both say of a grant. No schema: the first picture of a window needs it. */
import type { AppErrorView } from './errors.ts';
import type { GrantView } from './state.ts';

export const isHeld = ({ status }: Pick<GrantView, 'status'>): boolean =>
  status === 'signed-in' || status === 'renewing';

/**
 * Whether a renewed sign-in is not stored: it is good for as long as the program runs, and the next start would find the one
 * before, which a server that rotates refresh tokens accepts no more.
 */
export const isUnstored = ({ code, values }: AppErrorView): boolean =>
  code === 'vault_write_failed' ||
  code === 'vault_remove_failed' ||
  // One that could not be read kept the renewal from being made.
  (code === 'vault_locked' && values.reason === 'notEncrypted');

/** Something is wrong with a sign-in that was renewed all the same; the details say what. */
export const isOfRenewed = (problem: AppErrorView): boolean => problem.code === 'scopes_missing' || isUnstored(problem);

/** A connection that was never signed in to. */
export const noGrant = (connectionId: string): GrantView => ({
  connectionId,
  status: 'signed-out',
  person: null,
  scopes: [],
  expiresAt: null,
  renewsAt: null,
  lastRenewedAt: null,
  renewable: false,
  isServiceAccount: false,
  isAtRest: false,
  isIdentityIncomplete: false,
  problem: null,
});
