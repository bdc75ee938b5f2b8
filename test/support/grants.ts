import type { Grant } from '../../src/main/oauth/grants/grant.ts';

export const HOUR = 3_600_000;

/** A grant obtained at this instant and good for an hour. */
export function grantAt(obtainedAt: number, changes: Partial<Grant> = {}): Grant {
  return {
    formatVersion: 2,
    connectionId: 'connection',
    flow: 'authorization_code',
    fingerprint: 'fingerprint',
    accessToken: `access-${obtainedAt}`,
    refreshToken: `refresh-${obtainedAt}`,
    scopes: ['all-apis', 'offline_access'],
    requestedScopes: ['all-apis', 'offline_access'],
    audience: null,
    signedInAt: obtainedAt,
    obtainedAt,
    expiresAt: obtainedAt + HOUR,
    lifetimeAssumed: false,
    person: { id: '1', userName: 'ada@example.com', displayName: 'Ada' },
    subject: null,
    claims: {},
    clientId: 'client',
    server: {
      issuer: 'https://as.example',
      tokenEndpoint: 'https://as.example/token',
      revocationEndpoint: null,
      jwksUri: null,
      idTokenAlgorithms: null,
      authenticationMethods: null,
    },
    exchange: null,
    ...changes,
  };
}
