/**
 * Refusals that servers put into words or numbers of their own, behind an `error` that says less. Whatever is not here
 * keeps the meaning of its `error` (RFC 6749 sections 4.1.2.1 and 5.2).
 */
import type { ErrorCode } from '../../../shared/errors.ts';

/** Microsoft's numbers (Entra authentication error codes), as they stand at the beginning of descriptions. */
const entraNumbers: Readonly<Record<string, ErrorCode>> = {
  // The redirect URL is not registered
  '50011': 'redirect_uri_mismatch',
  '500112': 'redirect_uri_mismatch',
  '500113': 'redirect_uri_mismatch',
  '900971': 'redirect_uri_mismatch',
  // Consent is missing, of the person or of an administrator
  '65001': 'authorization_interaction_required',
  '90094': 'authorization_interaction_required',
  '90095': 'authorization_interaction_required',
  // The person said no, or is not assigned to the application
  '65004': 'authorization_denied',
  '50105': 'authorization_denied',
  '50020': 'authorization_denied',
  // Scopes and resources that are not there
  '70011': 'authorization_invalid_scope',
  '650053': 'authorization_invalid_scope',
  '650057': 'authorization_invalid_scope',
  '500011': 'authorization_invalid_scope',
  '65005': 'authorization_invalid_scope',
  // The application and its proof
  '700016': 'client_rejected',
  '7000215': 'client_rejected',
  '7000218': 'client_rejected',
  '7000222': 'client_rejected',
  '700027': 'client_rejected',
  // Accounts that are not from a company
  '500200': 'sigma_personal_account',
  '500202': 'sigma_personal_account',
  '50196': 'server_busy',
};

/** Compared without regard to case. */
const sentences: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [
    /redirect[_ ]?ur[il].{0,80}(?:mismatch|match|not registered|not allowed|invalid|not whitelisted)/i,
    'redirect_uri_mismatch',
  ],
  [/(?:mismatch|mismatching|invalid|unregistered|unknown|illegal).{0,40}redirect[_ ]?ur[il]/i, 'redirect_uri_mismatch'],
  [/personal microsoft accounts? (?:are|is) not supported/i, 'sigma_personal_account'],
  [/federation policy|no matching (?:federation )?policy/i, 'exchange_rejected'],
];

/** Errors that some servers made up, where the standard has none. */
const ownErrors: Readonly<Record<string, ErrorCode>> = {
  redirect_uri_mismatch: 'redirect_uri_mismatch',
  admin_policy_enforced: 'authorization_denied',
  org_internal: 'authorization_denied',
};

/**
 * The error code for what a server said, or null when it said nothing that is known here.
 *
 * @param error the `error` of the answer, empty when there was none
 */
export function vendorError(error: string, description: string): ErrorCode | null {
  const number = /\bAADSTS(\d{5,7})\b/.exec(description.slice(0, 2_000))?.[1];
  if (number !== undefined && Object.hasOwn(entraNumbers, number)) return entraNumbers[number] ?? null;
  if (Object.hasOwn(ownErrors, error)) return ownErrors[error] ?? null;
  const text = description.slice(0, 2_000);
  return sentences.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
