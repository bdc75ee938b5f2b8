/** Whether the folder of settings and sign-ins takes what is written, and is nobody else's. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right, unknown, wrong } from '../check.ts';

/** Who may write into the folder can put another file in the place of any of them. */
const WRITABLE_BY_OTHERS = 0o022;

export const folder: ComputerCheck = {
  id: 'folder',
  about: 'computer',
  where: 'doctor',
  async run({ computer }) {
    const { path, systemCode, mode, isOwn } = (await computer.stored()).folder;
    // How much room there is another check tells.
    if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return unknown(finding('folder_full'));
    if (systemCode !== null) return wrong('it', finding('folder_not_writable', { folder: path, systemCode }));
    if (isOwn === false) return doubtful('it', finding('folder_foreign', { folder: path }));
    if (mode !== null && (mode & WRITABLE_BY_OTHERS) !== 0) {
      return doubtful('person', finding('folder_open', { folder: path, mode: octal(mode) }));
    }
    return right(finding('folder_right'));
  },
};

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0');
