/** What Sigma said to the last load of each workbook: that it is there, or why not. Nothing is loaded for it. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { errorOfView } from '../../../../shared/errors.ts';
import { isHandedOn } from '../../../../shared/profile/connection-rules.ts';
import { failedWith, type ProfileCheck, right, unknown } from '../check.ts';

export const sigmaAnswer: ProfileCheck = {
  id: 'sigma-answer',
  about: 'profile',
  where: 'doctor',
  async run({ profile }, { loads, now }) {
    const seen: CheckFinding[] = [];
    const dataAt = profile.connections.find(isHandedOn) ?? profile.connections[0];
    for (const { id, title } of profile.workbooks) {
      const load = loads?.of(id) ?? null;
      if (load === null) continue;
      const duration = String(Math.max(0, now() - load.begunAt));
      if (load.refusal !== null) {
        const refused = finding('sigma_refused', { workbook: title, duration });
        return failedWith(errorOfView(load.refusal), dataAt?.server ?? null, refused);
      }
      if (load.loadedAt !== null) seen.push(finding('sigma_loaded', { workbook: title, duration }));
    }
    return seen.length === 0 ? unknown(finding('never_loaded'), 'person') : right(...seen);
  },
};
