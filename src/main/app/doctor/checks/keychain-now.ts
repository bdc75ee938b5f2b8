/** Whether the keychain works now: a value that is made up goes into it and comes back; nothing is stored. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type ComputerCheck, doubtful, right, warnedOf, wrong } from '../check.ts';

/** In the doctor it stands in the place of the one that knows the start alone. */
export const keychainNow: ComputerCheck = {
  id: 'keychain',
  about: 'computer',
  where: 'doctor',
  async run({ computer }, { vault }) {
    const { backend, selected, tried } = await computer.keychain();
    const isInMemory = vault.mode === 'memory';
    if (tried === 'held') {
      return isInMemory
        ? doubtful('person', finding('keychain_back', { backend }))
        : right(finding('keychain_tried', { backend }));
    }
    if (tried === 'none') {
      return warnedOf('it', new AppError('vault_unprotected'), finding('keychain_none', { selected: selected ?? '-' }));
    }
    const seen = finding(tried === 'silent' ? 'keychain_silent' : 'keychain_refused', { backend });
    // What is stored cannot be read until it answers.
    return isInMemory ? warnedOf('it', new AppError('vault_unprotected'), seen) : wrong('person', seen);
  },
};
