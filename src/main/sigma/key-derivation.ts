/**
 * Derives keys one after another, those that somebody waits for before those that are made ahead of need.
 *
 * Node derives on libuv's thread pool, which has four threads and also looks up host names and opens files. Several
 * derivations at once, of 0.1 s and more each, would have the sign-in and the vault wait behind keys that nobody needs
 * yet. The pool belongs to the process, and so does this queue.
 */
import { pbkdf2 } from 'node:crypto';

const ITERATIONS = 600_000;
const KEY_BYTES = 32;

export interface Derivation {
  readonly key: Promise<Buffer>;
  /** Somebody waits for the key: it comes before all that nobody waits for. */
  hurry(): void;
}

interface Turn {
  run(done: () => void): void;
  isAwaited: boolean;
}

/** In the order in which they were asked for. */
const waiting: Turn[] = [];
let isBusy = false;

function next(): void {
  if (isBusy) return;
  const turn = waiting.find(({ isAwaited }) => isAwaited) ?? waiting[0];
  if (!turn) return;
  waiting.splice(waiting.indexOf(turn), 1);
  isBusy = true;
  turn.run(() => {
    isBusy = false;
    next();
  });
}

/** PBKDF2-HMAC-SHA256 of the embed secret, when it is its turn. */
export function deriveInTurn(embedSecret: string, salt: Buffer): Derivation {
  const turn: Turn = { isAwaited: false, run: () => {} };
  const key = new Promise<Buffer>((resolve, reject) => {
    turn.run = (done) =>
      pbkdf2(Buffer.from(embedSecret, 'utf8'), salt, ITERATIONS, KEY_BYTES, 'sha256', (error, derived) => {
        if (error) reject(error);
        else resolve(derived);
        done();
      });
  });
  waiting.push(turn);
  next();
  return {
    key,
    hurry() {
      turn.isAwaited = true;
    },
  };
}
