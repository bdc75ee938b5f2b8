/** Imports QuickStart `.env` files: chosen in a dialog, or named on the command line. */
import { open } from 'node:fs/promises';
import type { EnvImportReport } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import { readEnv } from '../settings/env-import.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { createProfileSetup } from './profile-setup.ts';

/** A QuickStart file has a few kilobytes; anything much larger is something else. */
const LARGEST_BYTES = 256 * 1_024;

export type EnvFilesOptions = {
  profiles: Profiles;
  profileSetup: Pick<ReturnType<typeof createProfileSetup>, 'save'>;
  onChange(): void;
};

export function createEnvFiles({ profiles, profileSetup, onChange }: EnvFilesOptions) {
  return {
    /**
     * The file is read here and its secrets go straight to the vault; the window hears of neither.
     *
     * @throws AppError `env_unreadable`, `env_incomplete`, and what saving a profile raises
     */
    async import(path: string): Promise<EnvImportReport> {
      const { draft, remarks } = readEnv(await readSmallFile(path), profiles.all());
      const profile = await profileSetup.save(draft);
      onChange();
      return { profileId: profile.id, profileName: profile.name, updated: draft.id !== null, remarks };
    },
  };
}

async function readSmallFile(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LARGEST_BYTES)
        throw new AppError('env_unreadable', 'The file is too large to be a QuickStart .env file.');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('env_unreadable', `The operating system answered ${code}.`);
  }
}

/** The file named by `--import-env=FILE`, or null. */
export function envFileInArguments(argv: readonly string[]): string | null {
  const prefix = '--import-env=';
  const argument = argv.find((candidate) => candidate.startsWith(prefix));
  return argument ? argument.slice(prefix.length) : null;
}
