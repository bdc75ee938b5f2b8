/** Whether what an administrator has set for this computer is understood. */
import { finding } from '../../../../shared/checks.ts';
import { policyError } from '../../about.ts';
import { type ComputerCheck, failedWith, right, warnedOf } from '../check.ts';

export const policy: ComputerCheck = {
  id: 'policy',
  about: 'computer',
  where: 'doctor',
  async run({ program }) {
    const { keys } = program.policy;
    const error = policyError(program.policy);
    const counts = keys.length === 0 ? [] : [finding('policy_counts', { keys: [...keys] })];
    if (error === null) return right(...(counts.length > 0 ? counts : [finding('policy_none')]));
    // Single keys are as strict as they can be, and the others count. Of a place that cannot be used nothing counts.
    if (error.values.reason === 'keys') return warnedOf('it', error, ...counts);
    return { ...failedWith(error, null), owner: 'it' };
  },
};
