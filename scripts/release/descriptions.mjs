// The descriptions of updates (`latest-linux.yml` and its like): how a release is written into them, and how they are
// signed. What the program makes of them is in src/main/app/updates/description.ts.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SetUpError } from '../cli.mjs';

export const PRODUCT = 'com.sightglass.viewer';
const DAY_MS = 24 * 3_600_000;

/** The names that electron-builder gives to descriptions; the first part is the channel. */
const NAME = /^(latest|beta)(?:-linux(?:-\w+)?|-mac)?\.yml$/;

/** @param {string} name @returns {string | null} the channel of a description, or null for another file */
export const channelOf = (name) => NAME.exec(name)?.[1] ?? null;

/** A new pair of keys. @returns {{ publicKey: string, privateKey: string }} SPKI and PKCS #8, both in base64 */
export function makeKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** @param {string} base64 PKCS #8 */
export function readPrivateKey(base64) {
  try {
    const key = createPrivateKey({ key: Buffer.from(base64.trim(), 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What Node says of it could quote the key.
  }
  throw new SetUpError('The private key is not an ed25519 key, as PKCS #8 in base64.');
}

/**
 * Signs a description, and checks the signature.
 * @param {Uint8Array} bytes
 * @param {import('node:crypto').KeyObject} privateKey
 * @returns {string} the content of the `.sig` file
 */
export function signatureOf(bytes, privateKey) {
  const signature = sign(null, bytes, privateKey);
  if (!verify(null, bytes, createPublicKey(privateKey), signature))
    throw new SetUpError('The signature does not verify.');
  return `${signature.toString('base64')}\n`;
}

/**
 * @typedef {object} ReleaseOptions
 * @property {number} now milliseconds since the epoch
 * @property {number} expiresInDays for how long what the server says is good
 * @property {number} [stagingPercentage]
 * @property {string} [notes] plain text
 * @property {string} [minimumSystemVersion] as `os.release()` has it
 */

/**
 * What the program reads: what electron-builder wrote, and what ties it to product, system, channel and time. It is JSON,
 * which is YAML as well.
 * @param {string} name of the description
 * @param {string} text as electron-builder wrote it, or as an earlier run of this did
 * @param {ReleaseOptions} options
 * @returns {Record<string, unknown>}
 */
export function describe(name, text, options) {
  const { now, expiresInDays, stagingPercentage, notes, minimumSystemVersion } = options;
  const { files, version, releaseDate, ...before } = readYaml(name, text);
  return {
    version,
    files: files.map(({ url, sha512, size, blockMapSize }) => ({
      url: decodeURIComponent(url),
      sha512,
      size,
      ...(blockMapSize === undefined ? {} : { blockMapSize }),
    })),
    releaseDate: new Date(releaseDate ?? now).toISOString(),
    releaseNotes: (notes ?? before.releaseNotes ?? '').trim(),
    stagingPercentage: stagingPercentage ?? before.stagingPercentage ?? 100,
    ...((minimumSystemVersion ?? before.minimumSystemVersion)
      ? { minimumSystemVersion: minimumSystemVersion ?? before.minimumSystemVersion }
      : {}),
    sightglass: {
      product: PRODUCT,
      file: name,
      channel: channelOf(name),
      signedAt: new Date(now).toISOString(),
      expires: new Date(now + expiresInDays * DAY_MS).toISOString(),
    },
  };
}

/**
 * @typedef {object} Built
 * @property {string} version
 * @property {{ url: string, sha512: string, size: number, blockMapSize?: number }[]} files
 * @property {string | Date} [releaseDate]
 * @property {string} [releaseNotes]
 * @property {number} [stagingPercentage]
 * @property {string} [minimumSystemVersion]
 */

/** @param {string} name @param {string} text @returns {Built} */
function readYaml(name, text) {
  // electron-builder writes with this library, so it is there wherever something was built.
  const builder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
  const found = builder('js-yaml').load(text);
  if (typeof found?.version !== 'string' || !Array.isArray(found.files) || found.files.length === 0) {
    throw new SetUpError(`${name} is not a description of an update.`);
  }
  return found;
}

/**
 * Holds the files of a description against the folder that they are in.
 * @param {string} folder
 * @param {Record<string, unknown>} description
 */
export async function checkFiles(folder, description) {
  const files = /** @type {Built['files']} */ (description.files);
  for (const { url, sha512, size } of files) {
    const path = join(folder, url);
    if (/[\\/]/.test(url) || !existsSync(path)) throw new SetUpError(`${url} is not in the folder.`);
    const hash = createHash('sha512');
    for await (const chunk of createReadStream(path)) hash.update(chunk);
    if (statSync(path).size !== size || hash.digest('base64') !== sha512) {
      throw new SetUpError(`${url} is not the file that its description names.`);
    }
  }
}
