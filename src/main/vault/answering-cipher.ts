/**
 * A keychain may wait for a person who is not there, or for a service that hangs. Nothing of ours waits for it without
 * end: while a call is overdue, others fail at once, so that a start with many entries is late once and not many times.
 */
import type { Timers } from '../async/timers.ts';
import type { Cipher } from './cipher.ts';

/** So long a call may take, in milliseconds. A keychain that answers takes some dozens. */
const KEYCHAIN_LIMIT_MS = 3_000;
/** So long after a call became overdue the keychain is asked again: the service that hung may have been replaced. */
const ASK_AGAIN_AFTER_MS = 60_000;

export interface AnsweringCipherOptions extends Timers {
  /**
   * A call has succeeded, and before it one was overdue, or it was so itself, or the keychain refused to encrypt: what was
   * locked can be read now.
   */
  onAnswered(): void;
  /** It does not answer any more, or encrypts nothing; told once until it has answered. */
  onMissed?(): void;
}

/** The same cipher; a call that takes too long rejects with an error that says of itself that it passes. */
export function createAnsweringCipher(
  cipher: Cipher,
  { setTimer, onAnswered, onMissed }: AnsweringCipherOptions,
): Cipher {
  let overdue = 0;
  /** Whether something failed for want of an answer, or of a key, since the last one. */
  let isMissed = false;
  function miss(): void {
    if (!isMissed) onMissed?.();
    isMissed = true;
  }

  /** Counts a call as overdue until it ends, and for a minute at the most. @returns what ends it, once */
  function holdUpOthers(): () => void {
    overdue += 1;
    miss();
    let isOver = false;
    const end = (): void => {
      if (!isOver) overdue -= 1;
      isOver = true;
    };
    const stopTimer = setTimer(end, ASK_AGAIN_AFTER_MS);
    return () => {
      stopTimer();
      end();
    };
  }

  function ask<Value>(call: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (overdue > 0) {
        reject(notAnswering());
        return;
      }
      let ended = setTimer(() => {
        ended = holdUpOthers();
        reject(notAnswering());
      }, KEYCHAIN_LIMIT_MS);
      call().then(
        (value) => {
          ended();
          resolve(value);
          if (overdue > 0 || !isMissed) return;
          isMissed = false;
          onAnswered();
        },
        // A person may have said no; when the next thing wakes the program, the keychain is asked again.
        (error: unknown) => {
          ended();
          reject(error);
        },
      );
    });
  }

  return {
    encrypt: (plaintext) =>
      ask(() =>
        cipher.encrypt(plaintext).catch((error: unknown) => {
          // It depends on no entry, so it is the keychain that is locked.
          miss();
          throw error;
        }),
      ),
    decrypt: (ciphertext) => ask(() => cipher.decrypt(ciphertext)),
  };
}

const notAnswering = (): Error => new Error('The keychain is temporarily unavailable: it has not answered for long.');
