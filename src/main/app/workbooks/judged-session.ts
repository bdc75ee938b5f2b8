/** What Sigma would make of a session that was signed for a profile with the sign-ins that are held. It goes nowhere. */
import { isHandedOn } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import { judgeSession, type SessionJudgement } from '../../sigma/session-check.ts';

export interface SignedFor {
  readonly url: string;
  readonly embedSecret: string;
  readonly profile: Profile;
  /** Of any profile. */
  readonly held: readonly Grant[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function judgedSession({ url, embedSecret, profile, held, now }: SignedFor): Promise<SessionJudgement> {
  const own = profile.connections.flatMap((connection) => {
    const grant = held.find(({ connectionId }) => connectionId === connection.id);
    return grant ? [{ connection, grant }] : [];
  });
  return judgeSession({
    url,
    embedSecret,
    embedClientId: profile.embedClientId,
    userKind: profile.user.kind,
    accessTokens: own.filter(({ connection }) => isHandedOn(connection)).map(({ grant }) => grant.accessToken),
    grantsEndAt: own.length === 0 ? null : Math.min(...own.map(({ grant }) => grant.expiresAt)),
    now,
  });
}
