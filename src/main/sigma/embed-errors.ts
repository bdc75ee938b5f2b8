/** Maps what Sigma says when it refuses to error codes of ours. */
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { plainText } from '../log/plain-text.ts';
import { saysSessionIsOver, saysTokenIsOver } from './expired-token.ts';

/** Sentences are more telling than codes, so they come first. Compared without regard to case. */
const bySentence: readonly [fragment: string, code: ErrorCode][] = [
  ['only supported in ver 1.1', 'sigma_version_unsupported'],
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

/** Codes that mean an expired token: of HTTP, of Google (google.rpc.Code), of RFC 6750, and of Snowflake's drivers. */
const tokenCodes: ReadonlySet<string> = new Set([
  '401',
  'UNAUTHENTICATED',
  'INVALID_TOKEN',
  'TOKEN_EXPIRED',
  'ACCESS_TOKEN_EXPIRED',
  'SESSION_EXPIRED',
  '390112', // the session token expired
  '390114', // the master token expired
  '390303', // the OAuth access token is invalid
  '390318', // the OAuth access token expired
]);

function ofSentence(message: string | undefined): ErrorCode | undefined {
  if (saysSessionIsOver(message)) return 'sigma_session_expired';
  const lowered = (message ?? '').toLowerCase();
  const known = bySentence.find(([fragment]) => lowered.includes(fragment))?.[1];
  return known ?? (saysTokenIsOver(message) ? 'data_sign_in_refused' : undefined);
}

/** Turns the code and message of a `workbook:error` or `workbook:chart:error` event into an error of ours. */
export function explainSigmaError(code: string | undefined, message: string | undefined): AppError {
  const said = plainText([code, message].filter(Boolean).join(': '));
  const known = ofSentence(message) ?? (code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined);
  return new AppError(
    known ?? 'sigma_failed',
    said === '' ? { reason: 'sigmaSaysNothing' } : { reason: 'sigmaSays', said },
  );
}

/** What Sigma says of a command that it does not carry out. The workbook is as it was. */
const byRefusal: readonly [fragment: string, reason: 'notSelected' | 'noChanges'][] = [
  ['bookmark not selected', 'notSelected'],
  ['no explore changes made', 'noChanges'],
];

/** Why Sigma does not do what a person asked for; null when an error says something about the workbook itself. */
export function explainRefusal(message: string | undefined): AppError | null {
  const lowered = (message ?? '').toLowerCase();
  const reason = byRefusal.find(([fragment]) => lowered.includes(fragment))?.[1];
  return reason === undefined ? null : new AppError('bookmark_not_changed', { reason });
}

/**
 * Whether an event means that the token or session in use is over, so that a fresh one would help. `exp cannot be in
 * the past` is not among them: a fresh token would be as late.
 */
export function meansExpiredToken(code: string | undefined, message: string | undefined): boolean {
  if (code !== undefined && tokenCodes.has(code.trim().toUpperCase())) return true;
  return saysSessionIsOver(message) || saysTokenIsOver(message);
}
