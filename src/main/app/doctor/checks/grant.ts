/** Whether somebody is signed in, until when, and whether that is renewed by itself. */
import { type CheckResult, finding } from '../../../../shared/checks.ts';
import { type ErrorCode, errorOfView } from '../../../../shared/errors.ts';
import { isHeld } from '../../../../shared/grants.ts';
import { type ConnectionCheck, failedWith, right, unknown, warnedOf } from '../check.ts';
import { ownerOf } from '../owners.ts';
import type { Parts } from '../parts.ts';
import { type ConnectionSubject, isInteractive } from '../subject.ts';

export const grant: ConnectionCheck = {
  id: 'grant',
  about: 'connection',
  async run(about, parts): Promise<CheckResult> {
    const { keeper, now } = parts;
    const { connection, whole } = about;
    if (!whole.isSaved) return unknown(finding('save_first'), 'person');
    const { status, problem, expiresAt, renewable } = keeper.view(connection.id);
    const error = problem === null ? null : errorOfView(problem);
    // Why an exchange was refused the check of the federation tells.
    if (whole.isOfDoctor && error?.code === 'exchange_rejected')
      return unknown(finding('needs', { check: 'federation' }));
    if (!isHeld({ status })) {
      // It has ended, or what is stored cannot be read; where nobody has signed in yet, there is no problem.
      return error === null ? afterAttempt(about, parts) : failedWith(error, connection.server);
    }
    const duration = String(Math.max(0, (expiresAt ?? now()) - now()));
    // A machine asks for its next token as for the first.
    const isRenewed = renewable || !isInteractive(about);
    const seen = finding(isRenewed ? 'grant_held' : 'grant_not_renewable', { duration });
    // Why the next one does not come the check of renewals tells.
    return error === null || (whole.isOfDoctor && isRenewed)
      ? right(seen)
      : warnedOf(ownerOf(error.code, connection.server), error, seen);
  },
};

/** What shows only when a person signs in, so that no other check finds it. */
const shownBySigningIn: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'authorization_denied',
  'authorization_interaction_required',
  'authorization_server_error',
  'authorization_failed',
  'authorization_issuer_mismatch',
  'authorization_response_invalid',
  'code_rejected',
  'id_token_invalid',
  'scopes_missing',
  'identity_unknown',
  'email_unverified',
  'user_info_failed',
  'user_info_mismatch',
]);

/** Nobody is signed in; where somebody tried, and other checks cannot know why it failed, the doctor says so. */
function afterAttempt({ connection, whole }: ConnectionSubject, { signInProblem }: Parts): CheckResult {
  const problem = whole.isOfDoctor ? (signInProblem?.(connection.id) ?? null) : null;
  if (problem === null || !shownBySigningIn.has(problem.code)) return unknown(finding('signed_out'), 'person');
  const error = errorOfView(problem);
  return failedWith(error, connection.server, finding('sign_in_failed'));
}
