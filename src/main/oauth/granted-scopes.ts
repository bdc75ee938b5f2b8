/** What was granted against what was asked for. */
import { AppError } from '../../shared/errors.ts';

/**
 * Their absence costs comfort, not access: without `offline_access` the grant ends earlier, without the OpenID Connect
 * ones the identity comes from elsewhere.
 */
const dispensable = new Set(['offline_access', 'openid', 'email', 'profile']);

/** The scope tokens of a `scope` parameter (RFC 6749 section 3.3). */
export function parseScope(scope: string): string[] {
  return [...new Set(scope.split(' ').filter((token) => token !== ''))];
}

/**
 * The scopes that were granted. A server that leaves `scope` out granted exactly what was asked for (RFC 6749
 * section 5.1).
 *
 * @throws AppError scopes_missing, naming what the connection cannot do without
 */
export function grantedScopes(requested: readonly string[], scope: string | null): string[] {
  if (scope === null) return [...requested];
  const granted = parseScope(scope);
  const missing = requested.filter((token) => !granted.includes(token) && !dispensable.has(token));
  if (missing.length > 0) throw new AppError('scopes_missing', `Not granted: ${missing.join(', ')}.`);
  return granted;
}
