/** Maps what Sigma says when it refuses to error codes of ours. */
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { plainText } from '../log/plain-text.ts';

/** Sentences are more telling than codes, so they come first. Compared without regard to case. */
const bySentence: readonly [fragment: string, code: ErrorCode][] = [
  ['only supported in ver 1.1', 'sigma_version_unsupported'],
  ['session expired', 'sigma_session_expired'],
  ['session has expired', 'sigma_session_expired'],
  ['invalid encrypted token', 'sigma_secret_wrong'],
  ['sign in to view this connection', 'sigma_connection_sign_in'],
  ['exp cannot be in the past', 'sigma_clock_wrong'],
  ['cannot update account type for internal users', 'sigma_internal_user_claims'],
  ['personal microsoft accounts are not supported', 'sigma_personal_account'],
  // What the data platforms say, as Sigma passes it on
  ['permission denied', 'data_access_denied'],
  ['does not have permission to query', 'data_access_denied'],
  ['access denied: table', 'data_access_denied'],
  ['access denied: dataset', 'data_access_denied'],
  ['access denied: project', 'data_access_denied'],
  ['401 unauthorized', 'data_sign_in_refused'],
  ['invalid access token', 'data_sign_in_refused'],
];

/** Codes of Sigma's `workbook:error` event. */
const byCode: Readonly<Record<string, ErrorCode>> = {
  EINVAL: 'sigma_parameter_invalid',
  EPERM: 'sigma_user_missing',
  EACCES: 'sigma_access_denied',
  ENOENT: 'sigma_not_found',
  ETIMEDOUT: 'sigma_unreachable',
  NETWORK: 'sigma_unreachable',
};

/** Turns the code and message of a `workbook:error` or `workbook:chart:error` event into an error of ours. */
export function explainSigmaError(code: string | undefined, message: string | undefined): AppError {
  const said = plainText([code, message].filter(Boolean).join(': '));
  const lowered = (message ?? '').toLowerCase();
  const known = bySentence.find(([fragment]) => lowered.includes(fragment))?.[1] ?? byCode[code ?? ''];
  return new AppError(
    known ?? 'sigma_failed',
    said === '' ? { reason: 'sigmaSaysNothing' } : { reason: 'sigmaSays', said },
  );
}

/**
 * Whether an event means that the token or session in use is over, so that a fresh one would help. `exp cannot be in
 * the past` is not among them: a fresh token would be as late.
 */
export function meansExpiredToken(code: string | undefined, message: string | undefined): boolean {
  const lowered = `${code ?? ''} ${message ?? ''}`.toLowerCase();
  return /session (has )?expired|token (has |is )?expired|expired token|\b401\b/.test(lowered);
}
