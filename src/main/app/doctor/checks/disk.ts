/** Whether there is room for what is kept: settings, sign-ins, logs and downloads. */
import { finding } from '../../../../shared/checks.ts';
import { systemCodeOf } from '../../../../shared/errors.ts';
import { type ComputerCheck, doubtful, right, wrong } from '../check.ts';

/** A renewed sign-in is a few kilobytes; with less than this a system does not run well either. */
export const TIGHT_BYTES = 500 * 1_000_000;
const NOTHING_BYTES = 10 * 1_000_000;

export const disk: ComputerCheck = {
  id: 'disk',
  about: 'computer',
  where: 'doctor',
  async run({ folder, freeBytes }) {
    let free: number;
    try {
      free = await freeBytes(folder);
    } catch (error) {
      return doubtful('it', finding('disk_unknown', { systemCode: systemCodeOf(error) ?? 'unknown' }));
    }
    const megabytes = Math.floor(free / 1_000_000);
    if (free < NOTHING_BYTES) return wrong('person', finding('disk_full', { megabytes }));
    if (free < TIGHT_BYTES) return doubtful('person', finding('disk_tight', { megabytes }));
    return right(finding('disk_free', { megabytes }));
  },
};
