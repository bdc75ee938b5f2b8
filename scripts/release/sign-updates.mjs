// Makes the descriptions of updates ready for the server.
//
//   node scripts/release/sign-updates.mjs keys --out private.key
//     A new pair: the private key into a file that only you can read, the public key to stdout.
//   node scripts/release/sign-updates.mjs dist --expires-days 30 --staging 20 --notes notes.txt --minimum-system 10.0.19045
//     Writes each latest*.yml and beta*.yml of the folder anew and signs it, with the private key in
//     SIGHTGLASS_UPDATE_PRIVATE_KEY; several, one on each line, while a key is changed. Where SIGHTGLASS_UPDATE_KEY is
//     set, one of them has to be its other half. To be run again whenever something changes, and before it expires.
import { createPublicKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, SetUpError, say } from '../cli.mjs';
import { channelOf, checkFiles, describe, makeKeys, readPrivateKey, signatureOf } from './descriptions.mjs';

/** Long enough for a holiday, and short enough that an old description does not hide an urgent update for long. */
const USUAL_DAYS = 30;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      'expires-days': { type: 'string' },
      staging: { type: 'string' },
      notes: { type: 'string' },
      'minimum-system': { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new SetUpError('Name one folder, or `keys`.');
  if (folder === 'keys') return writeKeys(values.out);
  const key = process.env.SIGHTGLASS_UPDATE_PRIVATE_KEY;
  if (!key) throw new SetUpError('SIGHTGLASS_UPDATE_PRIVATE_KEY holds no key.');
  const privateKeys = key.trim().split(/\s+/).map(readPrivateKey);
  const publicKeys = privateKeys.map((each) =>
    createPublicKey(each).export({ format: 'der', type: 'spki' }).toString('base64'),
  );
  const builtIn = process.env.SIGHTGLASS_UPDATE_KEY;
  if (builtIn && !publicKeys.includes(builtIn)) {
    throw new SetUpError('No private key is the other half of SIGHTGLASS_UPDATE_KEY: every new copy would refuse it.');
  }
  const names = readdirSync(folder).filter((name) => channelOf(name) !== null);
  if (names.length === 0) throw new SetUpError(`There is no description of an update in ${folder}.`);
  const stagingPercentage = wholeNumber('--staging', values.staging, 100);
  const minimumSystemVersion = values['minimum-system'];
  const notes = values.notes === undefined ? undefined : readFileSync(values.notes, 'utf8');
  const options = {
    now: Date.now(),
    expiresInDays: wholeNumber('--expires-days', values['expires-days'], 365) ?? USUAL_DAYS,
    ...(stagingPercentage === undefined ? {} : { stagingPercentage }),
    ...(notes === undefined ? {} : { notes }),
    ...(minimumSystemVersion === undefined ? {} : { minimumSystemVersion }),
  };
  for (const name of names) {
    const description = describe(name, readFileSync(join(folder, name), 'utf8'), options);
    await checkFiles(folder, description);
    const bytes = Buffer.from(`${JSON.stringify(description, null, 2)}\n`);
    writeWhole(join(folder, name), bytes);
    writeWhole(join(folder, `${name}.sig`), privateKeys.map((each) => signatureOf(bytes, each)).join(''));
    say(`${name}: ${description.version}, for ${description.stagingPercentage} %.`);
  }
  for (const each of publicKeys)
    say(`Signed with the private half of ${each}, which has to be built into the program.`);
  return 0;
});

/** @param {string | undefined} out */
function writeKeys(out) {
  if (out === undefined) throw new SetUpError('Say with --out where the private key is to be written.');
  if (existsSync(out)) throw new SetUpError(`${out} is there already.`);
  const { publicKey, privateKey } = makeKeys();
  writeFileSync(out, `${privateKey}\n`, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`${publicKey}\n`);
  return 0;
}

/** @param {string} name @param {string | undefined} text @param {number} most */
function wholeNumber(name, text, most) {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || Number(text) > most) throw new SetUpError(`${name} is a number up to ${most}.`);
  return Number(text);
}

/** @param {string} path @param {string | Uint8Array} content */
function writeWhole(path, content) {
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}
