// Sigma's keys in one round in place of 600 000: see quick-keys.ts. Electron loads it before the app (`-r`).
const crypto = require('node:crypto');
const { syncBuiltinESMExports } = require('node:module');

const { pbkdf2, pbkdf2Sync } = crypto;

/** @param {crypto.BinaryLike} salt @param {number} rounds */
const withRounds = (salt, rounds) => crypto.createHash('sha256').update(salt).update(`, ${rounds} rounds`).digest();

/** @type {typeof pbkdf2} */
const quick = (password, salt, rounds, ...rest) => pbkdf2(password, withRounds(salt, rounds), 1, ...rest);
/** @type {typeof pbkdf2Sync} */
const quickSync = (password, salt, rounds, ...rest) => pbkdf2Sync(password, withRounds(salt, rounds), 1, ...rest);
Object.assign(crypto, { pbkdf2: quick, pbkdf2Sync: quickSync });
syncBuiltinESMExports();
