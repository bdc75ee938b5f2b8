/** Signs a session for a pane: fresh grants, the person behind them, and the signer. */

import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { SessionDetails } from '../../../shared/state.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Signer } from '../../sigma/signer.ts';
import type { SignedSession } from '../../viewer/guest.ts';
import type { PaneTarget } from '../../viewer/pane.ts';
import { embedUserOf } from './embed-user.ts';
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
   * @throws AppError `profile_missing`, `insecure_server`, `identity_unknown`, `people_differ`, `claim_missing`,
   * `secret_missing`, `grant_missing`, naming every connection that is still to be signed in to, and what else the
   * grant keeper raises
   */
  async function sign(target: PaneTarget, parameters: { explore?: string; bookmark?: string }): Promise<SignedSession> {
    const profile = profiles.find(target.profileId);
    const workbook = profile?.workbooks.find((candidate) => candidate.id === target.workbookId);
    if (!profile || !workbook) throw new AppError('profile_missing', 'The workbook was removed from its profile.');
    requireSecureUrl(workbook.url, { allowLoopbackHttp });
    const held = await heldGrants(profile);
    return signer.sign({
      profileId: profile.id,
      embedClientId: profile.embedClientId,
      workbookUrl: workbook.url,
      user: embedUserOf(profile, held),
      sessionSeconds: profile.sessionSeconds,
      grants: held.map(({ connection, grant }) => ({
        sigmaConnectionId: connection.sigmaConnectionId,
        accessToken: grant.accessToken,
        expiresAt: grant.expiresAt,
      })),
      parameters,
    });
  }

  /** A workbook needs all connections of its profile: those for its data, and those that say who the person is. */
  async function heldGrants(profile: Profile): Promise<{ connection: Connection; grant: Grant }[]> {
    const outcomes = await Promise.allSettled(profile.connections.map((connection) => keeper.fresh(connection.id)));
    const isMissing = (outcome: PromiseSettledResult<Grant> | undefined) =>
      outcome?.status === 'rejected' && outcome.reason instanceof AppError && outcome.reason.code === 'grant_missing';
    const missing = profile.connections.filter((_, index) => isMissing(outcomes[index])).map(({ label }) => label);
    if (missing.length > 0) throw new AppError('grant_missing', `Sign in to ${missing.join(', ')}.`);
    return profile.connections.map((connection, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'fulfilled') throw outcome?.reason;
      return { connection, grant: outcome.value };
    });
  }

  /** What was signed and every clock that runs on it, without anything that could be used. */
  function details(target: PaneTarget, session: SignedSession): SessionDetails {
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

function withoutTokens(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const tokens = claims.connection_oauth_tokens;
  if (typeof tokens !== 'object' || tokens === null) return { ...claims };
  const lengths = Object.entries(tokens).map(([id, token]) => [id, `encrypted, ${String(token).length} characters`]);
  return { ...claims, connection_oauth_tokens: Object.fromEntries(lengths) };
}
