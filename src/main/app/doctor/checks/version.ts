/** Whether this is the newest version, as far as the program has been told; nothing is asked for it. */
import { type CheckResult, finding } from '../../../../shared/checks.ts';
import { AppError, errorOfView } from '../../../../shared/errors.ts';
import type { UpdateView } from '../../../../shared/updates.ts';
import { type ComputerCheck, doubtful, right, warnedOf } from '../check.ts';

export const version: ComputerCheck = {
  id: 'version',
  about: 'computer',
  where: 'doctor',
  run: async ({ program }) => ofUpdates(program.updates()),
};

function ofUpdates(view: UpdateView | null): CheckResult {
  if (view === null || view.status === 'off') return right(finding('version_not_looked_for'));
  if (view.status === 'rolled-back') {
    return warnedOf('it', new AppError('update_rolled_back', { from: view.from, to: view.to }));
  }
  const owner = view.updatedBy === 'administrator' ? 'it' : 'person';
  if (view.problem) return warnedOf('it', errorOfView(view.problem));
  if (view.status === 'available' || view.status === 'downloading' || view.status === 'ready') {
    return doubtful(owner, finding('version_waits', { version: view.release.version }));
  }
  if (view.status === 'idle' && view.newer?.reason === 'system') {
    return doubtful('it', finding('version_not_for_here', { version: view.newer.version }));
  }
  return right(finding('version_newest'));
}
