/** What windows and the main process both say of a grant. No schema: the first picture of a window needs it. */
import type { GrantView } from './state.ts';

export const isHeld = ({ status }: Pick<GrantView, 'status'>): boolean =>
  status === 'signed-in' || status === 'renewing';

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
