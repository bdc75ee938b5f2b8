/**
 * Sigma's keys in no time, for files that make hundreds of them and are about something else: its 600 000 rounds cost an eighth
 * of a second each, once on either side. All that goes into a key goes into these too (secret, salt, rounds, length, digest),
 * so that two sides that are not at one get two keys, as before. Every round is done in `test/unit/sigma`, in the other
 * files of `test/integration`, and by the program itself in `test/e2e`.
 *
 * Import it before all else: the stand-in takes the derivation when it is loaded. It holds for the process of the file.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { pbkdf2, pbkdf2Sync } = crypto;

const withRounds = (salt: crypto.BinaryLike, rounds: number) =>
  crypto
    .createHash('sha256')
    .update(salt as Buffer)
    .update(`, ${rounds} rounds`)
    .digest();

Object.assign(crypto, {
  pbkdf2: ((password, salt, rounds, ...rest) =>
    pbkdf2(password, withRounds(salt, rounds), 1, ...rest)) satisfies typeof pbkdf2,
  pbkdf2Sync: ((password, salt, rounds, ...rest) =>
    pbkdf2Sync(password, withRounds(salt, rounds), 1, ...rest)) satisfies typeof pbkdf2Sync,
});
syncBuiltinESMExports();
