/**
 * Verifies a signed session as Sigma would: the signature, the times, the issuer, and whether the encrypted tokens can be
 * read with the embed secret and are those that were meant (the receiving end of `@sigmacomputing/node-embed-sdk`).
 */
import { createDecipheriv } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from '../../shared/zod.ts';
import { deriveInTurn } from './key-derivation.ts';

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

/** Help page "JSON web token claims reference": 30 days. */
const LONGEST_SECONDS = 2_592_000;

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
  const jwt = /[?&]:jwt=([^&]+)/.exec(session.url)?.[1] ?? '';
  const payload = await verified(jwt, session);
  if (payload === null) return broken;
  const { data: claims } = Claims.safeParse(payload);
  if (!claims) return { ...broken, hasRightSignature: true };
  const sealed = [...Object.values(claims.connection_oauth_tokens ?? {}), ...[claims.oauth_token ?? []].flat()];
  const opened = await Promise.all(sealed.map((token) => openToken(session.embedSecret, token)));
  return {
    hasRightSignature: true,
    hasRightClaims: areRight(claims, session),
    tokens: sealed.length,
    readable: opened.filter((token) => token !== null && session.accessTokens.includes(token)).length,
  };
}

/** The claims; null where the signature is none of the secret. */
async function verified(jwt: string, { embedSecret, embedClientId }: CheckedSession): Promise<unknown> {
  try {
    if (decodeProtectedHeader(jwt).kid !== embedClientId) return null;
    const { payload } = await compactVerify(jwt, Buffer.from(embedSecret, 'utf8'), { algorithms: ['HS256'] });
    return JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
  } catch {
    // What the library says may quote the token.
    return null;
  }
}

function areRight(
  { iss, iat, exp }: z.infer<typeof Claims>,
  { embedClientId, grantsEndAt, now }: CheckedSession,
): boolean {
  const isInTime = exp * 1_000 > now && exp - iat <= LONGEST_SECONDS && exp > iat;
  return iss === embedClientId && isInTime && (grantsEndAt === null || exp * 1_000 <= grantsEndAt);
}

const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `b64(salt).b64(iv).b64(tag).b64(ciphertext)`; null for what cannot be read with the secret. */
async function openToken(embedSecret: string, sealed: string): Promise<string | null> {
  const [salt, iv, tag, ciphertext, more] = sealed.split('.').map((part) => Buffer.from(part, 'base64'));
  if (!salt || !iv || !tag || !ciphertext || more) return null;
  if (salt.length !== SALT_BYTES || iv.length !== IV_BYTES || tag.length !== TAG_BYTES) return null;
  const derivation = deriveInTurn(embedSecret, salt);
  derivation.hurry();
  try {
    const decipher = createDecipheriv('aes-256-gcm', await derivation.key, iv, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
