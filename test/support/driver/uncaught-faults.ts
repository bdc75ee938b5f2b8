/** What the app's log says of faults that nobody caught: no run may end with one, whatever it was about. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const faults: ReadonlySet<unknown> = new Set(['program.uncaught', 'program.unhandled']);

/** The lines about such faults, in all files of a log. A line that was cut off by the end of the app counts as well. */
export function uncaughtFaults(logFolder: string): string[] {
  if (!existsSync(logFolder)) return [];
  return readdirSync(logFolder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(join(logFolder, name), 'utf8').split('\n'))
    .filter((line) => faults.has(/"event":"([^"]+)"/.exec(line)?.[1]));
}

/** Called when an app has been closed. @throws Error with the faults that its log holds */
export function expectNoUncaughtFaults(userData: string): void {
  const found = uncaughtFaults(join(userData, 'logs'));
  if (found.length > 0) throw new Error(`The app did not catch everything:\n${found.join('\n')}`);
}
