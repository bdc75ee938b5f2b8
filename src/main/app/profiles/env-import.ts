/** Imports QuickStart `.env` files: chosen in a dialog, or named on the command line. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, systemCodeOf } from '../../../shared/errors.ts';
import type { EnvImportReport } from '../../../shared/state.ts';
import type { ProfileSetup } from './profile-setup.ts';
import { readEnv } from './read-env.ts';

/** A QuickStart file has a few kilobytes; anything much larger is something else. */
const LARGEST_BYTES = 256 * 1_024;
const PREFIX = '--import-env=';

export interface EnvFiles {
  /**
   * The file is read here and its secrets go straight to the vault; the window hears of neither.
   *
   * @throws AppError `env_unreadable`, `env_incomplete`, and what saving a profile throws
   */
  import(path: string): Promise<EnvImportReport>;
}

export interface EnvFilesOptions {
  readonly profileSetup: Pick<ProfileSetup, 'saveMade'>;
  onChange(): void;
}

export function createEnvFiles({ profileSetup, onChange }: EnvFilesOptions): EnvFiles {
  return {
    async import(path) {
      const text = await readSmallFile(path);
      const { draft, profile, remarks } = await profileSetup.saveMade((existing) => readEnv(text, existing));
      onChange();
      return { profileId: profile.id, profileName: profile.name, updated: draft.id !== null, remarks: [...remarks] };
    },
  };
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
 * Says what was imported, as a notice: a second start of the program may have been made by anything, and it changes
 * profiles without anybody at this window having asked. The remarks are said behind it.
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

/** The file named by `--import-env=FILE`, or null. */
export function envFileInArguments(argv: readonly string[]): string | null {
  const argument = argv.find((candidate) => candidate.startsWith(PREFIX));
  return argument ? argument.slice(PREFIX.length) : null;
}

/**
 * Arguments for a new start in the name of a second one that came while this one was quitting: our own, which the
 * runtime may need, except for the file that we have imported already; theirs is the one that is wanted.
 *
 * @param own `process.argv`
 * @param second the arguments of the second start, and the folder that it was made in
 */
export function restartArguments(
  own: readonly string[],
  second: { readonly argv: readonly string[]; readonly folder: string },
): string[] {
  const file = envFileInArguments(second.argv);
  const others = own.slice(1).filter((argument) => !argument.startsWith(PREFIX));
  return file === null ? others : [...others, `${PREFIX}${resolve(second.folder, file)}`];
}
