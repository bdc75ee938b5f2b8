/** What a grant was given for, as one comparable value. */
import { createHash } from 'node:crypto';

export interface GrantPurpose {
  readonly flow: 'authorization_code' | 'client_credentials' | 'token_exchange';
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The API that the tokens are for, where the server is told; null elsewhere. */
  readonly audience: string | null;
  /** Where the token is exchanged (RFC 8693), or null. */
  readonly exchange: {
    readonly issuer: string;
    readonly clientId: string | null;
    readonly scopes: readonly string[];
  } | null;
  /**
   * Who is handed the access token besides the data platform, as one comparable value. Left out in grants of versions
   * that did not bind them to it.
   */
  readonly recipient?: string;
}

/**
 * The fingerprint of what a connection asks for. Tokens are bound to the server, the client, the scopes and the
 * recipient they were given for: when one of these changes, so does the fingerprint, and the grant no longer fits.
 * Scopes are a set.
 */
export function fingerprintOf(purpose: GrantPurpose): string {
  const { flow, issuer, clientId, scopes, audience, exchange, recipient } = purpose;
  const parts = [
    flow,
    issuer,
    clientId,
    asSet(scopes),
    // Left out, so that what was stored before servers could be told one still fits.
    ...(audience === null ? [] : [audience]),
    exchange && [exchange.issuer, exchange.clientId, asSet(exchange.scopes)],
    // An object, which no other part is: what was stored without it must not be taken for something else.
    ...(recipient === undefined ? [] : [{ recipient }]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const asSet = (scopes: readonly string[]): string[] => [...new Set(scopes)].sort();
