/** Imports QuickStart `.env` files: chosen in a dialog, or named on the command line. */
import { open } from 'node:fs/promises';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { EnvImportReport } from '../../../shared/state.ts';
import type { ProfileSetup } from './profile-setup.ts';
import { readEnv } from './read-env.ts';

/** A QuickStart file has a few kilobytes; anything much larger is something else. */
const LARGEST_BYTES = 256 * 1_024;

/**
 * Sets up the profile that a file describes, or brings it up to date. The file is read here and its secrets go straight
 * to the vault; no window hears of them.
 *
 * @throws AppError `env_unreadable`, `env_incomplete`, and what saving a profile throws
 */
export async function importEnv(path: string, setup: Pick<ProfileSetup, 'saveMade'>): Promise<EnvImportReport> {
  const text = await readSmallFile(path);
  const { draft, profile, remarks } = await setup.saveMade((existing) => readEnv(text, existing));
  return { profileId: profile.id, profileName: profile.name, updated: draft.id !== null, remarks: [...remarks] };
}

/** @throws AppError `env_unreadable` */
async function readSmallFile(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LARGEST_BYTES) throw new AppError('env_unreadable', { reason: 'tooLarge' });
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('env_unreadable', { reason: 'systemAnswered', systemCode: systemCodeOf(error) });
  }
}

/**
 * Says what was imported, as a notice: any program can have made a second start, and it changes profiles without a
 * request from this window. The remarks are said behind it.
 */
export function importNotice({ profileName, updated, remarks }: EnvImportReport): AppError {
  const values = Object.fromEntries(remarks.flatMap((remark) => Object.entries(remark.values)));
  return new AppError('env_imported', {
    ...values,
    reason: updated ? 'updated' : 'setUp',
    profileName,
    remarks: remarks.map(({ code }) => code),
  });
}
