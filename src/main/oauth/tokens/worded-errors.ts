/**
 * Refusals that say more than their `error`: in words that several servers share, or in those of one kind of server.
 * Every other refusal keeps the meaning of its `error` (RFC 6749 sections 4.1.2.1 and 5.2).
 */
import type { ErrorCode, RemedyName } from '../../../shared/errors.ts';
import type { KnownRefusal, Refusal, ServerRules } from './authorization-server.ts';

const MAX_READ = 2_000;

const redirectUriMismatches: readonly RegExp[] = [
  /redirect[_ ]?ur[il].{0,80}(?:mismatch|match|not registered|not allowed|invalid|not whitelisted)/i,
  /(?:mismatch|mismatching|invalid|unregistered|unknown|illegal).{0,40}redirect[_ ]?ur[il]/i,
];

/** An address of the network that is not on a list, as APIs, gateways and filters say it. */
const refusedPlaces: readonly RegExp[] = [
  /\bIP\b.{0,120}\b(?:blocked|denied|forbidden|restricted|not (?:allowed|permitted|authori[sz]ed|whitelisted|in the allow))/i,
  /\b(?:blocked|denied|not allowed) (?:by|from|for) .{0,60}\b(?:IP|network polic(?:y|ies)|network zones?)\b/i,
];

/** Whether a server says that it lets nobody in from this network, in its words or by the name of its error. */
export function isRefusedPlace({ error, description }: Pick<Refusal, 'error' | 'description'>): boolean {
  const words = `${error.replaceAll('_', ' ')}: ${description.slice(0, MAX_READ)}`;
  return refusedPlaces.some((pattern) => pattern.test(words));
}

const knownRefusal = (refusal: Refusal, rules: ServerRules): KnownRefusal | null =>
  rules.vendorError?.({ ...refusal, description: refusal.description.slice(0, MAX_READ) }) ?? null;

/** The error code for what only this kind of server says, or null when it said nothing like that. */
export const vendorError = (refusal: Refusal, rules: ServerRules): ErrorCode | null =>
  knownRefusal(refusal, rules)?.code ?? null;

/**
 * What to do about a refusal, where that is more than its code says: at this server, and about what it said. The end of a
 * grant has the remedy of what ended it, since signing in again may meet the same.
 */
export function remedyOf(refusal: Refusal, code: ErrorCode, rules: ServerRules): RemedyName | undefined {
  const known = knownRefusal(refusal, rules);
  const isMeant = known !== null && (known.code === code || (refusal.use === 'refresh' && code !== 'server_busy'));
  return (isMeant ? known.remedy : undefined) ?? rules.remedies?.[code];
}

/** The error code for what a server said, or null when it said nothing beyond its `error`. */
export function wordedError(refusal: Refusal, rules: ServerRules): ErrorCode | null {
  const code = vendorError(refusal, rules);
  if (code !== null) return code;
  const description = refusal.description.slice(0, MAX_READ);
  // Several servers have made up this error, where the standard has none.
  if (refusal.error === 'redirect_uri_mismatch') return 'redirect_uri_mismatch';
  if (redirectUriMismatches.some((pattern) => pattern.test(description))) return 'redirect_uri_mismatch';
  return isRefusedPlace(refusal) ? 'access_from_here_refused' : null;
}
