/** Whether the last load of each workbook brought its data, and whether all of its elements could be drawn. Nothing is loaded for it. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { errorOfView } from '../../../../shared/errors.ts';
import { isHandedOn } from '../../../../shared/profile/connection-rules.ts';
import { type ProfileCheck, right, unknown, warnedOf } from '../check.ts';
import { ownerOf } from '../owners.ts';

export const data: ProfileCheck = {
  id: 'data',
  about: 'profile',
  where: 'doctor',
  needs: ['sigma-answer'],
  async run({ profile }, { loads, now }) {
    const came: CheckFinding[] = [];
    const silent: CheckFinding[] = [];
    const { server = null } = profile.connections.find(isHandedOn) ?? {};
    for (const { id, title: workbook } of profile.workbooks) {
      const load = loads?.of(id) ?? null;
      if (load === null || load.loadedAt === null) continue;
      if (load.elements > 0 && load.elementProblem !== null) {
        const error = errorOfView(load.elementProblem);
        const seen = finding('data_elements', { workbook, count: load.elements });
        return warnedOf(ownerOf(error.code, server), error, seen);
      }
      if (load.dataAt !== null) came.push(finding('data_came', { workbook, ms: load.dataAt - load.begunAt }));
      // A page without a query never says that its data is there.
      else silent.push(finding('data_unsaid', { workbook, duration: String(Math.max(0, now() - load.loadedAt)) }));
    }
    const [first = finding('never_loaded')] = silent;
    return came.length === 0 ? unknown(first, silent.length === 0 ? 'person' : null) : right(...came, ...silent);
  },
};
