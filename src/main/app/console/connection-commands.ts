/** `auth …`: who is signed in, signing in and out, renewing. */
import type { SignInStatus } from '../../../shared/command-line/requests.ts';
import { codeOf, isMendedBySignIn } from '../../../shared/errors.ts';
import { isHeld } from '../../../shared/grants.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Log } from '../../log/log.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { SignInFeature } from '../sign-in/sign-in-feature.ts';
import type { Doers } from './asker.ts';
import { connectionsFor, profileBy, profilesFor } from './finding.ts';
import { signInFor } from './sign-in-for.ts';

export interface ConnectionCommandsOptions {
  readonly profiles: Pick<Profiles, 'all'>;
  readonly keeper: Pick<GrantKeeper, 'view' | 'renew' | 'tryAgain'>;
  readonly signIn: Pick<SignInFeature, 'signInAlone' | 'signOutOf'>;
  readonly log: Pick<Log, 'info'>;
}

type Names = 'auth status' | 'auth sign-in' | 'auth sign-out' | 'auth renew';

export function createConnectionCommands(options: ConnectionCommandsOptions): Doers<Names> {
  const { profiles, keeper, signIn } = options;

  const statusOf = (profile: Profile, connection: Connection): SignInStatus => {
    const view = keeper.view(connection.id);
    const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    return {
      profile: profile.name,
      connection: connection.label,
      status: view.status,
      person: view.person?.userName ?? null,
      isServiceAccount: isServiceAccount(connection),
      expiresAt: instant(view.expiresAt),
      renewsAt: instant(view.renewsAt),
      scopes: view.scopes,
      problem: view.problem,
    };
  };
  const statuses = (profile: Profile, connections: readonly Connection[]) => ({
    connections: connections.map((connection) => statusOf(profile, connection)),
  });

  return {
    'auth status'({ profile: wanted }) {
      const connections = profilesFor(wanted, profiles.all()).flatMap(
        (profile) => statuses(profile, profile.connections).connections,
      );
      const isOut = connections.some((one) => !isHeld(one));
      // That a sign-in cannot renew itself is how it was set up.
      const isWrong = connections.some(({ problem }) => problem !== null && problem.code !== 'renewal_unavailable');
      return { ending: isOut ? 'signedOut' : isWrong ? 'wrong' : 'done', result: { connections } };
    },
    async 'auth sign-in'({ profile: wanted, connection }, asker) {
      const profile = profileBy(wanted, profiles.all());
      const chosen = connectionsFor(connection, profile);
      // Whoever names none wants to be signed in; whoever names one wants to sign in there, as the button does.
      const open = connection === null ? chosen.filter(({ id }) => !isHeld(keeper.view(id))) : chosen;
      for (const one of open) await signInFor(one, signIn, asker);
      return { ending: 'done', result: statuses(profile, chosen) };
    },
    async 'auth sign-out'({ profile: wanted, connection }) {
      const profile = profileBy(wanted, profiles.all());
      const chosen = connectionsFor(connection, profile);
      const ids = chosen.map(({ id }) => id);
      if (ids.length > 0) await signIn.signOutOf(profile.id, ids);
      return { ending: 'done', result: statuses(profile, chosen) };
    },
    async 'auth renew'({ profile: wanted, connection }) {
      const profile = profileBy(wanted, profiles.all());
      const chosen = connectionsFor(connection, profile);
      const outcomes = await Promise.allSettled(
        chosen.map(({ id }) => {
          keeper.tryAgain(id);
          return keeper.renew(id);
        }),
      );
      const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      const [first] = failures;
      // One alone is told in its own words; of several, the list says which.
      if (first !== undefined && chosen.length === 1) throw first;
      const isOut = failures.some((failure) => isMendedBySignIn(codeOf(failure)));
      const ending = failures.length === 0 ? 'done' : isOut ? 'signedOut' : 'wrong';
      return { ending, result: statuses(profile, chosen) };
    },
  };
}
