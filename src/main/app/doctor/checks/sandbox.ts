/** Whether web pages are in a sandbox. Without one the program runs only where an administrator has allowed it. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, right, warnedOf } from '../check.ts';

export const sandbox: ComputerCheck = {
  id: 'sandbox',
  about: 'computer',
  where: 'doctor',
  async run({ computer }) {
    const lack = await computer.sandbox();
    return lack ? warnedOf('it', lack, finding('sandbox_off')) : right(finding('sandbox_on'));
  },
};
