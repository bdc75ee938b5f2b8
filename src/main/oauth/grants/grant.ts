/** What one person holds for one connection, and the rules about how long it is good for. */
import { z } from 'zod';
import { parseScope } from './granted-scopes.ts';

/** Milliseconds since the epoch. */
const Instant = z.number();

export const Person = z.object({
  id: z.string(),
  /** The name that the data platform signs in with; on Databricks the e-mail address. */
  userName: z.string(),
  displayName: z.string(),
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

/** What a token endpoint answered, checked and in our words. Instants in milliseconds since the epoch. */
export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** The `scope` of the answer as sent; null when left out. */
  readonly scope: string | null;
  readonly obtainedAt: number;
  readonly expiresAt: number;
  readonly lifetimeAssumed: boolean;
}

const MARGIN_MS = 5 * 60_000;
const MARGIN_SHARE = 0.1;
const JITTER_SHARE = 0.2;
const SKEW_MS = 5_000;

/** How long before its expiry a grant counts as due, in milliseconds: 5 minutes, or 10 % of a shorter lifetime. */
export function renewalMargin(grant: Pick<Grant, 'obtainedAt' | 'expiresAt'>): number {
  return Math.min(MARGIN_MS, Math.max(0, grant.expiresAt - grant.obtainedAt) * MARGIN_SHARE);
}

/**
 * When to renew, in milliseconds since the epoch: at the margin or up to a fifth of the margin earlier, never later.
 * The jitter keeps the grants of one person, and the people of one office, from renewing in the same instant.
 *
 * @param random a number from 0 (inclusive) to 1 (exclusive)
 */
export function renewalDue(grant: Pick<Grant, 'obtainedAt' | 'expiresAt'>, random: number): number {
  const margin = renewalMargin(grant);
  return grant.expiresAt - margin - margin * JITTER_SHARE * random;
}

/** Whether the access token can still be sent; five seconds are kept back for its way to the server. */
export function isUsable(grant: Pick<Grant, 'expiresAt'>, now: number): boolean {
  return now < grant.expiresAt - SKEW_MS;
}

/** The grant after a renewal. A server that sends no new refresh token means the old one to go on (RFC 6749 section 6). */
export function renewedGrant(grant: Grant, tokens: TokenSet): Grant {
  return {
    ...grant,
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? grant.refreshToken,
    scopes: tokens.scope === null ? grant.scopes : parseScope(tokens.scope),
    obtainedAt: tokens.obtainedAt,
    expiresAt: tokens.expiresAt,
    lifetimeAssumed: tokens.lifetimeAssumed,
  };
}

/** Whether the grant can be renewed without a person: by its refresh token, or because a machine may ask again. */
export function isRenewable(grant: Pick<Grant, 'flow' | 'refreshToken'>): boolean {
  return grant.flow === 'client_credentials' || grant.refreshToken !== null;
}
