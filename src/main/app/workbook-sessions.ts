/** Signs a session for a pane: fresh grants, the person behind them, and the signer. */
import type { SessionDetails } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { Profile } from '../../shared/profile.ts';
import { requireSecureUrl } from '../net/server-url.ts';
import type { Grant } from '../oauth/grant.ts';
import type { GrantKeeper } from '../oauth/grant-keeper.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { ClaimedUser } from '../sigma/claims.ts';
import type { SignedSession, Signer } from '../sigma/signer.ts';
import type { FrameSession } from '../viewer/frame.ts';
import type { PaneTarget } from '../viewer/panes.ts';
import type { Partitions } from './partitions.ts';

export type WorkbookSessionsOptions = {
  profiles: Profiles;
  keeper: Pick<GrantKeeper, 'fresh' | 'view'>;
  signer: Pick<Signer, 'sign'>;
  partitions: Pick<Partitions, 'of'>;
  allowLoopbackHttp: boolean;
};

export function createWorkbookSessions(options: WorkbookSessionsOptions) {
  const { profiles, keeper, signer, partitions, allowLoopbackHttp } = options;

  /** @throws AppError `profile_missing` */
  function targetOf(workbookId: string): PaneTarget {
    for (const profile of profiles.all()) {
      const workbook = profile.workbooks.find((candidate) => candidate.id === workbookId);
      if (workbook) {
        return { profileId: profile.id, workbookId, title: workbook.title, partition: partitions.of(profile.id) };
      }
    }
    throw new AppError('profile_missing', 'The workbook was removed from its profile.');
  }

  /**
   * @throws AppError `profile_missing`, `insecure_server`, `identity_unknown`, `people_differ`, `secret_missing`, and
   * what the grant keeper raises
   */
  async function sign(target: PaneTarget, parameters: { explore?: string; bookmark?: string }): Promise<SignedSession> {
    const profile = profiles.find(target.profileId);
    const workbook = profile?.workbooks.find((candidate) => candidate.id === target.workbookId);
    if (!profile || !workbook) throw new AppError('profile_missing', 'The workbook was removed from its profile.');
    requireSecureUrl(workbook.url, { allowLoopbackHttp });
    const grants = await Promise.all(profile.connections.map((connection) => keeper.fresh(connection.id)));
    return signer.sign({
      profileId: profile.id,
      embedClientId: profile.embedClientId,
      workbookUrl: workbook.url,
      user: claimedUser(profile, grants),
      sessionSeconds: profile.sessionSeconds,
      grants: profile.connections.map((connection, index) => {
        const { accessToken, expiresAt } = grants[index] as Grant;
        return { sigmaConnectionId: connection.sigmaConnectionId, accessToken, expiresAt };
      }),
      parameters,
    });
  }

  /** What was signed and every clock that runs on it, without anything that could be used. */
  function details(target: PaneTarget, session: FrameSession): SessionDetails {
    const profile = profiles.find(target.profileId);
    const workbook = profile?.workbooks.find((candidate) => candidate.id === target.workbookId);
    const clocks = (profile?.connections ?? []).flatMap((connection) => {
      const grant = keeper.view(connection.id);
      return [
        ...(grant.expiresAt === null
          ? []
          : [{ label: `Access token of ${connection.label} expires`, at: grant.expiresAt }]),
        ...(grant.renewsAt === null ? [] : [{ label: `Sign-in to ${connection.label} renews`, at: grant.renewsAt }]),
      ];
    });
    return {
      header: { ...session.header },
      claims: withoutTokens(session.claims),
      workbookUrl: workbook?.url ?? '',
      clocks: [{ label: 'Signed session ends', at: session.expiresAt }, ...clocks],
    };
  }

  return { targetOf, sign, details };
}

/** @throws AppError `identity_unknown`, `people_differ` */
function claimedUser(profile: Profile, grants: readonly Grant[]): ClaimedUser {
  const names = grants.flatMap(({ person }) => person?.userName ?? []);
  // Sigma would show one person what the tokens of another may see.
  if (profile.user.email === null && new Set(names.map((name) => name.toLowerCase())).size > 1) {
    throw new AppError('people_differ', `The connections of this profile name ${[...new Set(names)].join(' and ')}.`);
  }
  const email = profile.user.email ?? names[0] ?? null;
  if (email === null) {
    throw new AppError(
      'identity_unknown',
      'Neither the profile nor the sign-in names the person whom Sigma should see.',
    );
  }
  if (profile.user.kind === 'internal') return { kind: 'internal', email };
  return { kind: 'embed', email, accountType: profile.user.accountType, teams: profile.user.teams };
}

function withoutTokens(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const tokens = claims.connection_oauth_tokens;
  if (typeof tokens !== 'object' || tokens === null) return { ...claims };
  const lengths = Object.entries(tokens).map(([id, token]) => [id, `encrypted, ${String(token).length} characters`]);
  return { ...claims, connection_oauth_tokens: Object.fromEntries(lengths) };
}
