/** How the files of this project come at what was built for them. */
import { spawnSync } from 'node:child_process';
import { inject } from 'vitest';
import type { BuiltPackages } from './built-once.ts';

/** Whether packages of Linux can be built here, and those of others be looked into; `built-once.ts` says why not. */
export const onLinux = inject('built') !== null;

/** The packages of Linux; to be called inside of tests of Linux alone. */
export function builtPackages(): BuiltPackages {
  const built = inject('built');
  if (!built) throw new Error('There are no packages here.');
  return built;
}

/** What a program says, line by line. */
export function linesOf(program: string, ...args: string[]): string[] {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.error?.message ?? result.stderr}`);
  return result.stdout.split('\n').filter(Boolean);
}
