/** The log of a start that ends before there is a whole run. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '../log/log.ts';

/**
 * Without the log file of a whole run: this process is about to end, and another one may be writing.
 *
 * @param folder where settings and vault are
 */
export function earlyLog(folder: string): Log {
  const logFolder = join(folder, 'logs');
  return createLog({
    write(line) {
      try {
        mkdirSync(logFolder, { recursive: true, mode: 0o700 });
        appendFileSync(join(logFolder, 'sightglass.log'), `${line}\n`, { mode: 0o600 });
      } catch {
        // As always: a log that cannot be written must not stop the program.
        process.stderr.write(`${line}\n`);
      }
    },
    now: Date.now,
  });
}
