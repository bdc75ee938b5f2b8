/** Signing a person out of a profile: of its connections, and of what Sigma stored for them. */
import { AppError } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Log } from '../../log/log.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { CurrentSignIn } from './current-sign-in.ts';
import type { ServiceAccounts } from './service-accounts.ts';

export interface SignOutOptions {
  readonly profiles: Pick<Profiles, 'find'>;
  readonly keeper: Pick<GrantKeeper, 'forget'>;
  readonly currentSignIn: Pick<CurrentSignIn, 'cancelFor' | 'signedOut'>;
  readonly serviceAccounts: Pick<ServiceAccounts, 'suspend'>;
  /** Closes what the profile shows and leaves its session behind; resolves when that is empty. */
  closeAndClearSession(profileId: string): Promise<void>;
  onChange(): void;
  readonly log: Pick<Log, 'info'>;
}

/**
 * @returns a function that signs out of a profile: of some of its connections, or of all. What Sigma stored goes in any case,
 * since it is that of whoever all the connections together say
 * @throws AppError `profile_missing`, also for a connection that the profile does not have; `vault_remove_failed` when the vault did not let go of a grant, after everything
 * else was done
 */
export function createSignOut(
  options: SignOutOptions,
): (profileId: string, which?: string | readonly string[]) => Promise<void> {
  return async (profileId, which) => {
    const profile = options.profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
    const all = profile.connections.map(({ id }) => id);
    const connectionIds = which === undefined ? all : all.filter((id) => [which].flat().includes(id));
    if (connectionIds.length === 0) throw new AppError('profile_missing', { reason: 'connectionRemoved' });
    options.serviceAccounts.suspend(connectionIds);
    await options.currentSignIn.cancelFor(connectionIds);
    // Not before: a sign-in that was already being stored ends as one that has succeeded, and takes the mark away.
    options.currentSignIn.signedOut(connectionIds);
    const left = options.closeAndClearSession(profileId);
    // Every connection has its turn, and the session goes, whatever the vault says to one of them.
    const outcomes = await Promise.allSettled([...connectionIds.map((id) => options.keeper.forget(id)), left]);
    options.onChange();
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw signOutFailure(failure.reason);
    options.log.info('person.signed-out', { profileId });
  };
}

/**
 * Signs the people out of all profiles. A service account stays: nobody signs in to it, so that a wallboard would stay dark
 * until somebody who knows its secret comes by, and who sits down at the computer is not let in by it as somebody else.
 *
 * @throws AppError what the first profile that failed throws, after all of them had their turn
 */
export async function signOutPeople(
  { profiles, isSignedIn }: { readonly profiles: Pick<Profiles, 'all'>; isSignedIn(connectionId: string): boolean },
  signOut: ReturnType<typeof createSignOut>,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    profiles.all().map(async ({ id, connections }) => {
      const ofPeople = connections.filter((one) => !isServiceAccount(one)).map((one) => one.id);
      if (ofPeople.some(isSignedIn)) await signOut(id, ofPeople);
    }),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}

/** In words that say what is true then: signed out here and now, and still on the disk. */
function signOutFailure(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'vault_remove_failed') return error;
  const systemCode = String(error.values.systemCode ?? '');
  return new AppError('vault_remove_failed', { reason: 'signedOut', systemCode }, { cause: error });
}
