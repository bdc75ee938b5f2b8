/** Why a sign-in that should have renewed itself will not. */
import type { Connection } from '../../shared/profile/connection.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import type { GrantView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { clockTime } from './clocks.ts';

/** One calm sentence; null while the grant renews itself, or is no longer there. A service account needs no person. */
export function signInAgainSentence(
  grant: GrantView,
  connection: Connection | undefined,
  now: number,
  text: Text,
): string | null {
  const isHeld = grant.status === 'signed-in' || grant.status === 'renewing';
  if (!connection || !isHeld || grant.renewable || grant.isServiceAccount) return null;
  const { notAskedFor, notAskedForAt, notGiven, notGivenAt } = text.renewal;
  const time = grant.expiresAt === null ? null : clockTime(grant.expiresAt, now, text);
  const { refreshScope: scope } = providerTemplates[connection.server.provider];
  if (scope !== null && !connection.scopes.includes(scope)) {
    return time === null ? format(notAskedFor, { scope }) : format(notAskedForAt, { time, scope });
  }
  return time === null ? notGiven : format(notGivenAt, { time });
}
