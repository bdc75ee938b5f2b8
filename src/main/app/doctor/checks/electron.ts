/** Whether the Electron that this runs on still gets security fixes. It asks nobody: the build knows until when. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right, wrong } from '../check.ts';

export const electron: ComputerCheck = {
  id: 'electron',
  about: 'computer',
  where: 'doctor',
  async run({ computer }, { now }) {
    const { electron: version, chromium, isTooOld, fixedUntil } = await computer.electron();
    const until = new Date(fixedUntil).toISOString().slice(0, 10);
    if (isTooOld) return wrong('it', finding('electron_too_old', { electron: version }));
    return now() > fixedUntil
      ? doubtful('it', finding('electron_ended', { electron: version, until }))
      : right(finding('electron_fixed', { electron: version, chromium, until }));
  },
};
