/** Which sign-in only a person can go on with, and why one that should have renewed itself will not. */
import { type AppErrorView, isMendedBySignIn, passesWithNetwork } from '../../shared/errors.ts';
import { isOfRenewed } from '../../shared/grants.ts';
import type { Connection } from '../../shared/profile/connection.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import type { GrantView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { clockTime } from './clocks.ts';

/**
 * The grant that a person has to sign in to again: it has ended, or it is over and is not renewed, whatever that failure is
 * called. Null while none is, and without a network, where signing in would most likely fail as well.
 */
export function grantToSignInTo(grants: readonly GrantView[], now: number): GrantView | null {
  const ended = grants.find(({ status }) => status === 'ended');
  const isLost = ({ problem }: GrantView) => problem !== null && !passesWithNetwork(problem.code);
  return ended ?? grants.find((grant) => isOver(grant, now) && isLost(grant)) ?? null;
}

/** As `grantToSignInTo`, also without a network: a server that never comes back looks the same. */
export function grantThatIsOver(grants: readonly GrantView[], now: number): GrantView | null {
  return grantToSignInTo(grants, now) ?? grants.find((grant) => isOver(grant, now)) ?? null;
}

/**
 * The grant whose sign-in brings a workbook back that failed, whatever the failure is called; null where a sign-in does
 * not. Behind a failure that a sign-in mends stands one that is missing, or one that says why it does not name the person.
 */
export function grantOfFailure({ code }: AppErrorView, grants: readonly GrantView[], now: number): GrantView | null {
  const lost = grantToSignInTo(grants, now);
  if (lost || !isMendedBySignIn(code)) return lost;
  const isMeant: readonly ((grant: GrantView) => boolean)[] = [
    ({ status }) => status === 'signed-out',
    ({ problem }) => problem?.code === code,
    ({ isIdentityIncomplete, person }) => isIdentityIncomplete && person === null,
    ({ isIdentityIncomplete }) => isIdentityIncomplete,
  ];
  return isMeant.map((meant) => grants.find(meant)).find((grant) => grant !== undefined) ?? null;
}

function isOver({ status, expiresAt, problem }: GrantView, now: number): boolean {
  const isHeld = status === 'signed-in' || status === 'renewing';
  return isHeld && expiresAt !== null && expiresAt <= now && problem !== null && !isOfRenewed(problem);
}

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
