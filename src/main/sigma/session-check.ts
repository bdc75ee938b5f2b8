/**
 * Verifies a signed session as Sigma would: the signature, the times, the issuer, and whether the encrypted tokens can be
 * read with the embed secret and are those that were meant (the receiving end of `@sigmacomputing/node-embed-sdk`).
 */
import { MAX_SESSION_SECONDS } from '../../shared/profile/profile.ts';
import { z } from '../../shared/zod.ts';
import { readSession } from './read-session.ts';

export interface SessionCheck {
  readonly hasRightSignature: boolean;
  readonly hasRightClaims: boolean;
  /** How many encrypted tokens it carries. */
  readonly tokens: number;
  /** How many of them Sigma can read, and are among those that were meant. */
  readonly readable: number;
}

export interface CheckedSession {
  readonly url: string;
  readonly embedSecret: string;
  readonly embedClientId: string;
  /** The access tokens that are to be in it. */
  readonly accessTokens: readonly string[];
  /** When the first of its grants ends, in milliseconds since the epoch; null without one. */
  readonly grantsEndAt: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const Claims = z.object({
  sub: z.string().regex(/^\S+$/),
  jti: z.string().min(1),
  iss: z.string(),
  iat: z.number(),
  exp: z.number(),
  oauth_token: z.string().optional(),
  connection_oauth_tokens: z.record(z.string(), z.string()).optional(),
});

const broken: SessionCheck = { hasRightSignature: false, hasRightClaims: false, tokens: 0, readable: 0 };

export async function checkSession(session: CheckedSession): Promise<SessionCheck> {
  const read = await readSession(session.url, session.embedSecret);
  if (read === null || read.header.kid !== session.embedClientId) return broken;
  const { data: claims } = Claims.safeParse(read.claims);
  if (!claims) return { ...broken, hasRightSignature: true };
  return {
    hasRightSignature: true,
    hasRightClaims: areRight(claims, session),
    tokens: read.tokens.length,
    readable: read.tokens.filter((token) => token !== null && session.accessTokens.includes(token)).length,
  };
}

function areRight(
  { iss, iat, exp }: z.infer<typeof Claims>,
  { embedClientId, grantsEndAt, now }: CheckedSession,
): boolean {
  const isInTime = exp * 1_000 > now && exp - iat <= MAX_SESSION_SECONDS && exp > iat;
  return iss === embedClientId && isInTime && (grantsEndAt === null || exp * 1_000 <= grantsEndAt);
}
