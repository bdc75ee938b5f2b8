/** Whether somebody is signed in, until when, and whether that is renewed by itself. */
import { type CheckResult, finding } from '../../../../shared/checks.ts';
import { errorOfView } from '../../../../shared/errors.ts';
import { isHeld } from '../../../../shared/grants.ts';
import { type ConnectionCheck, failedWith, right, unknown, warnedOf } from '../check.ts';
import { ownerOf } from '../owners.ts';
import { isInteractive } from '../subject.ts';

export const grant: ConnectionCheck = {
  id: 'grant',
  about: 'connection',
  async run(about, { keeper, now }): Promise<CheckResult> {
    const { connection, whole } = about;
    if (!whole.isSaved) return unknown(finding('save_first'), 'person');
    const { status, problem, expiresAt, renewable } = keeper.view(connection.id);
    const error = problem === null ? null : errorOfView(problem);
    // Why an exchange was refused the check of the federation tells.
    if (whole.isOfDoctor && error?.code === 'exchange_rejected')
      return unknown(finding('needs', { check: 'federation' }));
    if (!isHeld({ status })) {
      // It has ended, or what is stored cannot be read; where nobody has signed in yet, there is no problem.
      return error === null ? unknown(finding('signed_out'), 'person') : failedWith(error, connection.server);
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
