/** Whether what happens is recorded, and gets to where it is to be sent besides. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type ComputerCheck, doubtful, right, warnedOf } from '../check.ts';

export const audit: ComputerCheck = {
  id: 'audit',
  about: 'computer',
  where: 'doctor',
  async run({ program }) {
    const condition = program.audit();
    if (condition === null || !condition.isOn) return right(finding('audit_off'));
    const stuck = condition.outlets
      .filter(({ problem }) => problem !== null)
      .map(({ id, problem, waiting, dropped }) =>
        finding('audit_outlet_stuck', { outlet: id, code: problem ?? '', waiting, dropped }),
      );
    if (condition.problem !== null) {
      const values = { reason: 'systemAnswered', systemCode: condition.problem } as const;
      return warnedOf('person', new AppError('audit_not_written', values), ...stuck);
    }
    return stuck.length > 0 ? doubtful('it', ...stuck) : right(finding('audit_written'));
  },
};
