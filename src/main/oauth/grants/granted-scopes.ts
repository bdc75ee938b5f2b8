/** Compares the scopes that were granted with those that were asked for. */
import { AppError } from '../../../shared/errors.ts';

/** How one kind of authorization server speaks of scopes. */
export interface ScopeRules {
  /**
   * Scopes whose absence costs comfort, not access: without the one for refresh tokens the grant ends earlier, without
   * the OpenID Connect ones the identity comes from elsewhere.
   */
  readonly dispensable: readonly string[];
  /** The scope that brings a refresh token; null where none does. */
  readonly refreshScope: string | null;
  /** Whether the answer holds a requested scope under another name. */
  covers(requested: string, granted: readonly string[]): boolean;
  /** Where an administrator grants scopes: names the text, `providers.<place>.scopesPlace`, or `server`. */
  readonly place: string;
}

const identityScopes = ['openid', 'email', 'profile'];

/** Rules for a server that repeats what it granted, word for word. */
export function scopeRules(rules: {
  readonly refreshScope: string | null;
  readonly place: string;
  covers?(requested: string, granted: readonly string[]): boolean;
}): ScopeRules {
  const { refreshScope, place, covers = () => false } = rules;
  const dispensable = [...identityScopes, ...(refreshScope === null ? [] : [refreshScope])];
  return { dispensable, refreshScope, place, covers };
}

/** The scope tokens of a `scope` parameter (RFC 6749 section 3.3). */
export function parseScope(scope: string): string[] {
  return [...new Set(scope.split(' ').filter((token) => token !== ''))];
}

/**
 * The scopes that were granted. A server that leaves `scope` out granted exactly what was asked for (RFC 6749
 * section 5.1).
 *
 * @throws AppError `scopes_missing`, naming what the connection cannot do without and where it is granted
 */
export function grantedScopes(requested: readonly string[], scope: string | null, rules: ScopeRules): string[] {
  if (scope === null) return [...requested];
  const granted = parseScope(scope);
  const problem = scopesProblem(requested, granted, rules);
  if (problem) throw problem;
  return granted;
}

/** `scopes_missing`, naming what of the requested scopes is needed and was not granted; null when nothing is. */
export function scopesProblem(
  requested: readonly string[],
  granted: readonly string[],
  rules: ScopeRules,
): AppError | null {
  const missing = requested.filter(
    (token) => !granted.includes(token) && !rules.dispensable.includes(token) && !rules.covers(token, granted),
  );
  return missing.length === 0
    ? null
    : new AppError('scopes_missing', { missing: missing.join(', '), place: rules.place });
}
