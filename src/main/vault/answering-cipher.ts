/**
 * A keychain may wait for a person who is not there, or for a service that hangs. Nothing of ours waits for it without
 * end: while a call is overdue, others fail at once, so that a start with many entries is late once and not many times.
 */
import type { Timers } from '../async/timers.ts';
import type { Cipher } from './cipher.ts';

/** So long a call may take, in milliseconds. A keychain that answers takes some dozens. */
const KEYCHAIN_LIMIT_MS = 10_000;

export interface AnsweringCipherOptions extends Timers {
  /** A call that was overdue has succeeded after all: what was locked can be read now. */
  onAnswered(): void;
}

/** The same cipher; a call that takes too long rejects with an error that says of itself that it passes. */
export function createAnsweringCipher(cipher: Cipher, { setTimer, onAnswered }: AnsweringCipherOptions): Cipher {
  let overdue = 0;

  function ask<Value>(call: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (overdue > 0) {
        reject(notAnswering());
        return;
      }
      let isOverdue = false;
      const stopTimer = setTimer(() => {
        isOverdue = true;
        overdue += 1;
        reject(notAnswering());
      }, KEYCHAIN_LIMIT_MS);
      const ended = (): boolean => {
        stopTimer();
        if (isOverdue) overdue -= 1;
        return isOverdue && overdue === 0;
      };
      call().then(
        (value) => {
          resolve(value);
          if (ended()) onAnswered();
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
    encrypt: (plaintext) => ask(() => cipher.encrypt(plaintext)),
    decrypt: (ciphertext) => ask(() => cipher.decrypt(ciphertext)),
  };
}

const notAnswering = (): Error => new Error('The keychain is temporarily unavailable: it has not answered for long.');
