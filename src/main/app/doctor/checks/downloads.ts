/** Whether files of workbooks can be saved: the folder of downloads, and the room on its disk. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right, wrong } from '../check.ts';
import { TIGHT_BYTES } from './disk.ts';

export const downloads: ComputerCheck = {
  id: 'downloads',
  about: 'computer',
  where: 'doctor',
  async run({ computer, folder, freeBytes }) {
    const { folder: place, fault } = await computer.downloads();
    if (fault === 'missing') return wrong('person', finding('downloads_missing', { folder: place }));
    if (fault === 'notWritable') return wrong('it', finding('downloads_not_writable', { folder: place }));
    // Where it cannot be told, the download itself tells.
    const [free, ofSettings] = await Promise.all(
      [place, folder].map((of) => freeBytes(of).catch(() => Number.POSITIVE_INFINITY)),
    );
    // Of the disk that settings are on another check tells.
    const isTight = free !== undefined && free < TIGHT_BYTES && free !== ofSettings;
    if (!isTight) return right(finding('downloads_right'));
    return doubtful('person', finding('downloads_tight', { megabytes: Math.floor(free / 1_000_000) }));
  },
};
