/** Why a sign-in that should have renewed itself will not. */

import type { Connection } from '../../shared/profile/connection.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import type { GrantView } from '../../shared/state.ts';
import { clockTime } from './clocks.ts';

/** The second half of the sentence: whether nobody asked for a refresh token, or the server gave none. */
function reason({ server, scopes }: Connection): string {
  const { refreshScope } = providerTemplates[server.provider];
  return refreshScope !== null && !scopes.includes(refreshScope)
    ? `because the connection does not ask for ${refreshScope}`
    : 'because the server gave no refresh token';
}

/** One calm sentence; null while the grant renews itself, or is no longer there. Machines need nobody. */
export function signInAgainSentence(
  grant: GrantView,
  connection: Connection | undefined,
  now: number,
  locale?: string,
): string | null {
  const isHeld = grant.status === 'signed-in' || grant.status === 'renewing';
  if (!connection || !isHeld || grant.renewable || grant.isServiceAccount) return null;
  const when = grant.expiresAt === null ? 'when this session ends' : `at ${clockTime(grant.expiresAt, now, locale)}`;
  return `You will have to sign in again ${when}, ${reason(connection)}.`;
}
