/** What kind of program this is: one in development, a package for people, or a package that was built for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Mark = z.object({ sightglass: z.object({ isTestBuild: z.literal(true) }) });

/**
 * A build for tests differs by one mark, in the `package.json` inside its archive, which is written when it is built
 * and cannot be brought in from outside: a variable or a switch could be set by anyone who starts the program.
 *
 * @param appPath the archive, as `app.getAppPath()`
 */
export function isTestBuild(appPath: string): boolean {
  return Mark.safeParse(JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'))).success;
}

/**
 * Whether the program runs from a package. Electron's own answer, `app.isPackaged`, follows from the name of the
 * executable alone: one that somebody calls `electron` would be in development by it, and open to everything.
 *
 * @param appPath as `app.getAppPath()`
 */
export const isPackage = (appPath: string): boolean => /\.asar$/i.test(appPath);
