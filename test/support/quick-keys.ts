/**
 * Sigma's keys in no time, for files that make dozens of them and are about something else: its 600 000 rounds cost an eighth
 * of a second each, once on either side. All that goes into a key goes into these too (secret, salt, rounds, length, digest),
 * so that two sides that are not at one get two keys, as before. Every round is done in `test/unit/sigma`, in the other
 * files of `test/integration`, and by the program itself in the other files of `test/e2e` and in `test/installed`.
 *
 * Import it before all else. It holds for the process of the file; a file whose programs are to do the same imports
 * `driver/quick-program.ts`.
 */
import { createRequire } from 'node:module';

createRequire(import.meta.url)('./quick-keys.cjs');
