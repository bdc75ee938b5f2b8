/** What a command says besides, on standard error: nobody has to read it, and its last words are out before it ends. */
import type { Writable } from 'node:stream';

export interface Complaints {
  complain(words: string): void;
  /** Resolves when what was said is written, or cannot be: some systems write into a pipe behind our back. */
  told(): Promise<void>;
}

export function createComplaints(stderr: Writable): Complaints {
  // Whoever does not read it wants the command all the same.
  stderr.on('error', () => undefined);
  let told: Promise<void> = Promise.resolve();
  return {
    complain(words) {
      told = new Promise((resolve) => stderr.write(`${words}\n`, () => resolve()));
    },
    told: () => told,
  };
}
