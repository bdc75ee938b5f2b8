/** Maps what Sigma says when it refuses to error codes of ours. */
import { AppError, type ErrorCode, type RemedyName } from '../../shared/errors.ts';
import { plainText } from '../log/plain-text.ts';
import { saysSessionIsOver, saysTokenIsOver } from './expired-token.ts';

/** What an error of Sigma means, and what to do about it where that is more than the code says. */
type Meaning = readonly [code: ErrorCode, remedy?: RemedyName];

/** What Sigma says of its own codes ("Common embed error codes and messages") says no more than the code. */
const ofCodes: ReadonlySet<string> = new Set([
  'duplicate record detected',
  'the requested operation is not permitted',
  'stale object',
  'object does not exist',
  'permission denied',
  'invalid argument',
  'request timed out',
  'unable to connect to sigma',
]);

/** Sentences are more telling than codes, so they come first, the longer ones before. Compared without regard to case. */
const bySentence: readonly (readonly [fragment: string, ...meaning: Meaning])[] = [
  ['only supported in ver 1.1', 'sigma_version_unsupported'],
  ['invalid encrypted token', 'sigma_secret_wrong'],
  ['invalid embed signature', 'sigma_secret_wrong'],
  ['sign in to view this connection', 'sigma_connection_sign_in'],
  ['exp cannot be in the past', 'sigma_clock_wrong'],
  ['cannot update account type for internal users', 'sigma_internal_user_claims'],
  ['personal microsoft accounts are not supported', 'sigma_personal_account'],
  ['sigma embed is expired', 'sigma_session_expired'],
  ['embed not found', 'sigma_not_found'],
  ['":email" is not valid', 'sigma_parameter_invalid', 'sigmaEmail'],
  ['":session_length" exceeds maximum', 'session_too_long'],
  ['the specified teams in', 'sigma_parameter_invalid', 'sigmaTeams'],
  ["you don't have permission to access this page", 'sigma_access_denied'],
  // What the data platforms say, as Sigma passes it on
  ['no active warehouse selected', 'data_access_denied', 'snowflakeWarehouse'],
  ['oauth access token has no role', 'data_access_denied', 'snowflakeRole'],
  ['not listed in the access token', 'data_access_denied', 'snowflakeRole'],
  ['specified in the connect string is not granted', 'data_access_denied', 'snowflakeRole'],
  ['jwt token is invalid', 'data_sign_in_refused', 'snowflakeExternal'],
  ['sql access control error', 'data_access_denied'],
  ['insufficient privileges', 'data_access_denied'],
  ['insufficient_permissions', 'data_access_denied'],
  ['bigquery: permission denied', 'data_access_denied', 'bigQueryRoles'],
  ['permission denied', 'data_access_denied'],
  ['does not have permission to query', 'data_access_denied'],
  ['access denied: table', 'data_access_denied', 'bigQueryRoles'],
  ['access denied: dataset', 'data_access_denied', 'bigQueryRoles'],
  ['access denied: project', 'data_access_denied', 'bigQueryRoles'],
];

/** Codes of Sigma's `workbook:error` event. */
const byCode: Readonly<Record<string, Meaning>> = {
  EEXIST: ['sigma_failed', 'sigmaDuplicate'],
  EINVAL: ['sigma_parameter_invalid'],
  EPERM: ['sigma_user_missing'],
  EACCES: ['sigma_access_denied'],
  ENOENT: ['sigma_not_found'],
  ESTALE: ['sigma_not_found', 'sigmaStale'],
  // A query that the warehouse did not answer in time. The way to Sigma is well: its event came.
  ETIMEDOUT: ['data_timed_out'],
  NETWORK: ['sigma_unreachable'],
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

function ofSentence(message: string | undefined): Meaning | undefined {
  if (saysSessionIsOver(message)) return ['sigma_session_expired'];
  const lowered = (message ?? '').toLowerCase().replaceAll('’', "'");
  if (ofCodes.has(lowered.trim().replace(/\.$/, ''))) return undefined;
  const known = bySentence.find(([fragment]) => lowered.includes(fragment));
  if (known !== undefined) {
    const [, ...meaning] = known;
    return meaning;
  }
  if (!saysTokenIsOver(message)) return undefined;
  // Only Databricks has policies for other sign-ins; it says its name in front of what it says.
  return lowered.includes('databricks') ? ['data_sign_in_refused', 'databricksFederation'] : ['data_sign_in_refused'];
}

/** Turns the code and message of a `workbook:error` or `workbook:chart:error` event into an error of ours. */
export function explainSigmaError(code: string | undefined, message: string | undefined): AppError {
  const said = plainText([code, message].filter(Boolean).join(': '));
  const ofCode = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  const [known, remedy] = ofSentence(message) ?? ofCode ?? ['sigma_failed'];
  const more = remedy === undefined ? {} : { remedy };
  return said === ''
    ? new AppError<ErrorCode>(known, { reason: 'sigmaSaysNothing', ...more })
    : new AppError<ErrorCode>(known, { reason: 'sigmaSays', said, ...more });
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
