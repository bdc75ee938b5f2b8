/** Whether secrets and sign-ins can be kept, as the start found it: a test in a form asks the keychain nothing. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type ProfileCheck, right, warnedOf } from '../check.ts';

export const keychain: ProfileCheck = {
  id: 'keychain',
  about: 'profile',
  // There the check of the same name looks again.
  where: 'form',
  async run(_whole, { vault }) {
    // It was tried with a value when the vault was opened (decision 0005).
    if (vault.mode === 'memory') return warnedOf('it', new AppError('vault_unprotected'));
    return right(finding('keychain', { backend: vault.backend }));
  },
};
