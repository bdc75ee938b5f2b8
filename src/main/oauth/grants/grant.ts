/** What one person or service account holds for one connection: tokens, granted scopes, expiry, identity. */

import { AppErrorView } from '../../../shared/error-view.ts';
import { z } from '../../../shared/zod.ts';
import { parseScope } from './granted-scopes.ts';

/** Milliseconds since the epoch. */
const Instant = z.number();

export const Person = z.object({
  id: z.string(),
  /** The name that the data platform signs in with; on Databricks the e-mail address. */
  userName: z.string(),
  displayName: z.string(),
  /** Given and family name, where the server named them as such; they are never guessed from the display name. */
  firstName: z.string().optional(),
  lastName: z.string().optional(),
});
export type Person = z.infer<typeof Person>;

/** A claim that an administrator mapped; null when the sign-in did not carry it. */
export const ClaimValue = z.union([z.string(), z.array(z.string())]).nullable();
export type ClaimValue = z.infer<typeof ClaimValue>;

export const Grant = z.object({
  /** Raised when the shape changes, so that an older or newer program sets the entry aside instead of misreading it. */
  formatVersion: z.literal(2),
  connectionId: z.string(),
  flow: z.enum(['authorization_code', 'client_credentials', 'token_exchange']),
  /** What it was given for (see `fingerprintOf`); a connection that changed since no longer matches. */
  fingerprint: z.string(),
  accessToken: z.string().min(1),
  /**
   * Null when the server gave none; the grant then ends with its access token. With `token_exchange`, the identity
   * provider's.
   */
  refreshToken: z.string().min(1).nullable(),
  /** When the refresh token ends, where the server said so, and whether renewals have left that as it was. */
  refreshEnd: z.object({ at: Instant, isFixed: z.boolean() }).nullable().optional().catch(undefined),
  /** What the server granted. */
  scopes: z.array(z.string()),
  requestedScopes: z.array(z.string()),
  /** The API that the tokens were asked for, where the server is told. */
  audience: z.string().nullable().default(null),
  /** When the person signed in. Renewals keep it. */
  signedInAt: Instant,
  /** When the present access token was obtained. */
  obtainedAt: Instant,
  /** When the present access token expires. */
  expiresAt: Instant,
  /** Whether the server left `expires_in` out, so that `expiresAt` rests on an assumption (RFC 6749 section 5.1). */
  lifetimeAssumed: z.boolean(),
  person: Person.nullable(),
  /** `sub` of the ID token that the sign-in came with, to which later ones are held; null without one. */
  subject: z.string().nullable(),
  /** Of everything that the sign-in said about the person, only the claims that the profile maps. */
  claims: z.record(z.string(), ClaimValue),
  /** Why the person's address, or a claim, is not there, where more is known than that. What cannot be read is nothing. */
  identityProblems: z
    .object({ person: AppErrorView.optional(), claims: z.record(z.string(), AppErrorView) })
    .optional()
    .catch(undefined),
  clientId: z.string(),
  /** Where the tokens came from, and the only place to which they may be sent for renewal or revocation. */
  server: z.object({
    issuer: z.string(),
    tokenEndpoint: z.string(),
    revocationEndpoint: z.string().nullable(),
    /** Where its signing keys are; null when no ID token is wanted or none could be verified. */
    jwksUri: z.string().nullable(),
    idTokenAlgorithms: z.array(z.string()).nullable(),
    /** `token_endpoint_auth_methods_supported`; null when not said. */
    authenticationMethods: z.array(z.string()).nullable(),
    /** Where the server took the secret of the client, if nobody chose a place. */
    secretMethod: z.enum(['client_secret_basic', 'client_secret_post']).optional(),
  }),
  /** Where the identity provider's token is exchanged for the access token (RFC 8693), or null. */
  exchange: z
    .object({
      issuer: z.string(),
      tokenEndpoint: z.string(),
      revocationEndpoint: z.string().nullable(),
      clientId: z.string().nullable(),
      scopes: z.array(z.string()),
    })
    .nullable(),
});
export type Grant = z.infer<typeof Grant>;

/** Why a sign-in does not say who the person is or what a claim holds, as far as it says why. */
export type IdentityProblems = NonNullable<Grant['identityProblems']>;

/** The tokens of one answer of a token endpoint, checked. Instants in milliseconds since the epoch. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** The `scope` of the answer as sent; null when left out. */
  readonly scope: string | null;
  readonly obtainedAt: number;
  readonly expiresAt: number;
  readonly lifetimeAssumed: boolean;
  /** When the refresh token ends, where the server said so. */
  readonly refreshEndsAt?: number;
  /** Where the secret of the client was when the server took it, if it was ours to choose. */
  readonly secretMethod?: Grant['server']['secretMethod'] | undefined;
}

/** The grant after a renewal. A server that sends no new refresh token means the old one to go on (RFC 6749 section 6). */
export function renewedGrant(grant: Grant, tokens: TokenSet): Grant {
  const { secretMethod } = tokens;
  return {
    ...grant,
    ...(secretMethod && { server: { ...grant.server, secretMethod } }),
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? grant.refreshToken,
    refreshEnd: refreshEndAfter(grant, tokens),
    scopes: tokens.scope === null ? grant.scopes : parseScope(tokens.scope),
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    lifetimeAssumed: tokens.lifetimeAssumed,
  };
}

/** Instants of a server that are closer than this are the same one. */
const SAME_END_MS = 60_000;

/** A new refresh token of which nothing is said may end at any time; one that goes on ends when it was to end. */
function refreshEndAfter(grant: Grant, { refreshToken, refreshEndsAt }: TokenSet): Grant['refreshEnd'] {
  const { refreshEnd: before = null } = grant;
  if (refreshEndsAt === undefined) {
    const isSame = refreshToken === null || refreshToken === grant.refreshToken;
    return isSame && before ? { ...before, isFixed: true } : null;
  }
  return { at: refreshEndsAt, isFixed: before !== null && refreshEndsAt <= before.at + SAME_END_MS };
}
