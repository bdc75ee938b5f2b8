/** Imports QuickStart `.env` files: chosen in a dialog, brought to a window, or named on the command line. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LARGEST_ENV_BYTES } from '../../../shared/env-file.ts';
import type { EnvImportReport } from '../../../shared/env-import-report.ts';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import { changeItem, type ProfileChange } from '../../../shared/text/change-text.ts';
import { textOf } from './env-text.ts';
import type { ProfileSetup, Selecting } from './profile-setup.ts';
import { readEnv } from './read-env.ts';

/** Who brought the file: a person in a window, the start of this program, or a start while it ran, by any program. */
export type ImportSource = 'a person' | 'this start' | 'a later start';

export interface EnvImportOutcome {
  readonly report: EnvImportReport;
  /** What changed in a profile that was there; null where it was not there. */
  readonly changes: readonly ProfileChange[] | null;
}

/** Nobody is taken from the profile that they work with, but by what they asked for themselves. */
const selecting: Readonly<Record<ImportSource, Selecting>> = {
  'a person': 'always',
  'this start': 'if-new',
  'a later start': 'never',
};

/**
 * Sets up the profile that a file describes, or brings it up to date. Its secrets go straight to the vault; no answer
 * to a window holds them.
 *
 * @param file its path, or what is in it
 * @throws AppError `env_unreadable`, `env_incomplete`, `change_declined`, and what saving a profile throws
 */
export async function importEnv(
  file: string | Uint8Array,
  by: ImportSource,
  setup: Pick<ProfileSetup, 'saveMade'>,
): Promise<EnvImportOutcome> {
  const text = textOf(await contentOf(file));
  const { profile, changes, remarks } = await setup.saveMade((existing) => readEnv(text, existing), selecting[by]);
  const { id: profileId, name: profileName } = profile;
  const changed = changes?.map(changeItem) ?? null;
  return { report: { profileId, profileName, changes: changed, remarks: [...remarks] }, changes };
}

/** @throws AppError `env_unreadable` */
export const contentOf = async (file: string | Uint8Array): Promise<Uint8Array> =>
  typeof file === 'string' ? await readSmallFile(file) : checkSize(file);

/** @throws AppError `env_unreadable` */
function checkSize(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength > LARGEST_ENV_BYTES) throw new AppError('env_unreadable', { reason: 'tooLarge' });
  return bytes;
}

/** @throws AppError `env_unreadable` */
async function readSmallFile(path: string): Promise<Uint8Array> {
  try {
    // Opened for reading, a pipe would wait for somebody who writes into it; Windows knows no such flag.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      // A device has no size and no end.
      if (!stat.isFile()) throw new AppError('env_unreadable', { reason: stat.isDirectory() ? 'folder' : 'notAFile' });
      if (stat.size > LARGEST_ENV_BYTES) throw new AppError('env_unreadable', { reason: 'tooLarge' });
      return checkSize(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const systemCode = systemCodeOf(error);
    if (systemCode === 'ENOENT') throw new AppError('env_unreadable', { reason: 'notThere' });
    if (systemCode === 'EISDIR') throw new AppError('env_unreadable', { reason: 'folder' });
    throw new AppError('env_unreadable', { reason: 'systemAnswered', systemCode });
  }
}

/**
 * Says what an import did that no window waited for: any program can have made a second start, and a shortcut can name
 * a file whose content became another. Nothing is said where nothing changed, nor of the very first profile, which is
 * all that the program then shows.
 *
 * @param profiles how many there are now
 */
export function importNotice(
  { report, changes }: EnvImportOutcome,
  by: Exclude<ImportSource, 'a person'>,
  profiles: number,
): AppError | null {
  if (changes?.length === 0) return null;
  if (changes === null && by === 'this start' && profiles === 1) return null;
  const { profileName, remarks } = report;
  const values = {
    ...Object.fromEntries(remarks.flatMap((remark) => Object.entries(remark.values))),
    profileName,
    remarks: remarks.map(({ code }) => code),
  };
  const isLater = by === 'a later start';
  if (changes === null) {
    return new AppError('env_imported', { ...values, reason: isLater ? 'addedByLaterStart' : 'addedByThisStart' });
  }
  const reason = isLater ? 'changedByLaterStart' : 'changedByThisStart';
  return new AppError('env_imported', { ...values, reason, changes: changes.map(changeItem) });
}
