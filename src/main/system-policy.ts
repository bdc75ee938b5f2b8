/** Reads the policy of an administrator from the place that this system has for it. Everything here is wiring. */
import { execFile } from 'node:child_process';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { systemCodeOf } from '../shared/errors.ts';
import { readLinuxPolicy } from './settings/policy/linux-file.ts';
import { readPreferencesPolicy } from './settings/policy/mac-preferences.ts';
import type { Policy } from './settings/policy/policy.ts';
import { readRegistryPolicy } from './settings/policy/windows-registry.ts';

export interface SystemPolicy {
  readonly policy: Policy;
  /** What is wrong with the place as a whole, where that is known, as a word for the log. */
  readonly fault: string | null;
}

/** So long a program of the system may take, in milliseconds; one that does not answer has not told the policy. */
const LIMIT_MS = 5_000;
/** In bytes of output; a policy is a handful of lines, and the folder above it a few hundred. */
const MOST_OUTPUT = 1024 * 1024;

/** Asked once, at the start. No fault keeps the program from starting. */
export async function readSystemPolicy(platform: NodeJS.Platform): Promise<SystemPolicy> {
  if (platform === 'win32') return { policy: await readRegistryPolicy(runReg), fault: null };
  if (platform === 'darwin')
    return { policy: await readPreferencesPolicy(userInfo().username, preferences), fault: null };
  return linuxPolicy();
}

/** Linux alone tells it at once, which a start without sandbox needs. */
export const linuxPolicy = () =>
  readLinuxPolicy({ stat: statSync, lstat: lstatSync, read: (path) => readFileSync(path, 'utf8') });

/** What a program of the system printed; null when it failed. */
function run(file: string, parameters: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, maxBuffer: MOST_OUTPUT, windowsHide: true, env: environment } as const;
    execFile(file, parameters, options, (error, output) => resolve(error ? null : output));
  });
}

async function runReg(parameters: readonly string[]): Promise<string | null> {
  const folder = systemFolder();
  // A program of Windows does not start without it. Nothing else of the environment is handed on.
  return run(`${folder}\\reg.exe`, parameters, { SystemRoot: folder.replace(/\\[^\\]+$/, '') });
}

/**
 * The folder of Windows' own programs. Not by `SystemRoot` or `PATH`: who starts the program chooses them, and with them a
 * `reg.exe` that knows of no policy. The system itself has loaded this library into the process, from where it lies.
 */
export function systemFolder(): string {
  const { sharedObjects = [] } = process.report.getReport() as { sharedObjects?: readonly string[] };
  const library = sharedObjects.find((path) => /^[a-z]:\\.+\\ntdll\.dll$/i.test(path));
  return library?.replace(/\\[^\\]+$/, '') ?? 'C:\\Windows\\System32';
}

const preferences = {
  async exists(path: string): Promise<boolean> {
    try {
      await lstat(path);
      return true;
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error))) return false;
      throw error;
    }
  },
  toJson: (path: string) => run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', '--', path], {}),
};
