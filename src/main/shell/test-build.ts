/** Whether a package was built for tests. */
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
