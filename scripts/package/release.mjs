// What has to be true before a release is built. A release is what a stranger is asked to trust.
import { createPublicKey } from 'node:crypto';
import { SetUpError } from '../cli.mjs';
import { signedByNobody } from './settings.mjs';
import { certificateVariable, passwordVariable, publisherVariable } from './sign-windows.mjs';

/**
 * @typedef {object} Conditions
 * @property {NodeJS.Platform} system
 * @property {readonly string[]} words
 * @property {boolean} unsigned
 * @property {NodeJS.ProcessEnv} environment
 * @property {import('./source.mjs').Source} source
 */

/** The public half of the key that signs descriptions of updates, and where they are. Both go into the mark. */
const updateKey = 'SIGHTGLASS_UPDATE_KEY';
const updateUrl = 'SIGHTGLASS_UPDATE_URL';

const notarising = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];

/**
 * Which variables a release of a system needs. Of macOS the certificates are in a keychain and are named, because
 * electron-builder would hand the password of a file to another program as an argument.
 * @param {NodeJS.Platform} system
 * @returns {string[]}
 */
export function variablesFor(system) {
  if (system === 'darwin') return [updateKey, 'CSC_NAME', ...notarising];
  if (system === 'win32') return [updateKey, certificateVariable, passwordVariable, publisherVariable];
  return [updateKey];
}

/** Whose values would be handed to another program as an argument. */
const tooOpen = [
  'CSC_KEY_PASSWORD',
  'CSC_INSTALLER_KEY_PASSWORD',
  'WIN_CSC_KEY_PASSWORD',
  'APPLE_APP_SPECIFIC_PASSWORD',
];

/** The variables by which electron-builder takes a program of this computer in the place of one whose hash it knows. */
const namesTool =
  /^USE_SYSTEM_|^(?:CUSTOM|ELECTRON_BUILDER|APPIMAGE_TOOLS|MKSQUASHFS|LINUX_TOOLS|SIGNTOOL)_\w*(?:PATH|DIR)$/;

/**
 * @param {Conditions} conditions
 * @throws {SetUpError} that says what is missing
 */
export function checkRelease({ system, unsigned, environment, source }) {
  if (environment.ELECTRON_OVERRIDE_DIST_PATH) {
    throw new SetUpError(
      'A release is built from the official Electron alone: ELECTRON_OVERRIDE_DIST_PATH must not be set.',
    );
  }
  if (!source.commit) {
    throw new SetUpError('A release is built from a commit: there are changes that were not committed, or no git.');
  }
  const tools = Object.keys(environment).filter((name) => environment[name] && namesTool.test(name));
  if (tools.length > 0) {
    throw new SetUpError(
      `A release is built with the tools of electron-builder alone: ${tools.join(', ')} names others.`,
    );
  }
  const open = tooOpen.filter((name) => environment[name]);
  if (open.length > 0) {
    throw new SetUpError(
      `${open.join(', ')} would be readable by every program on this computer while the release is built. ` +
        'docs/contributing/releasing.md names what takes their place.',
    );
  }
  checkUpdates(environment);
  const missing = variablesFor(system).filter((name) => !environment[name]);
  if (missing.length > 0 && !unsigned) {
    throw new SetUpError(
      `A release is signed, and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set. ` +
        'docs/contributing/releasing.md tells what they are; --unsigned builds one that nobody can check.',
    );
  }
}

/**
 * Whoever meets a package has to find whom to ask. The addresses of the repository lead nowhere (RFC 2606).
 * @param {{ homepage: string, maintainer: string }} contact
 */
export function checkContact(contact) {
  const left = Object.entries(contact).filter(([, address]) => /\.example\b/.test(address));
  if (left.length === 0) return;
  throw new SetUpError(
    `A release names whom to ask: put your own address into ${left.map(([name]) => name).join(' and ')} ` +
      '(package.json, electron-builder.yml).',
  );
}

/** The program understands the mark wholly or not at all. @param {NodeJS.ProcessEnv} environment */
function checkUpdates(environment) {
  const key = environment[updateKey];
  if (key && !isPublicKey(key)) throw new SetUpError(`${updateKey} is no ed25519 public key (SPKI, in base64).`);
  const url = environment[updateUrl];
  if (url && !/^https:\/\/./.test(url)) throw new SetUpError(`${updateUrl} must begin with https://.`);
}

/** @param {string} text */
function isPublicKey(text) {
  try {
    const bytes = Buffer.from(text, 'base64');
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && bytes.toString('base64') === text;
  } catch {
    return false;
  }
}

/** @param {Conditions} conditions @returns {string | undefined} what has to be said loudly */
export function warningOf({ system, unsigned, environment }) {
  if (!unsigned) return undefined;
  const missing = variablesFor(system).filter((name) => !environment[name]);
  const without = missing.length > 0 ? ` (${missing.join(', ')} not set)` : '';
  return `UNSIGNED RELEASE${without}: people's computers will warn of it, and nobody can check who built it.`;
}

/**
 * What makes a package a release, as arguments of electron-builder.
 * @param {Conditions} conditions
 * @returns {string[]}
 */
export function releaseSettings({ system, unsigned, environment }) {
  const mark = [
    ['isRelease', 'true'],
    ['updateKey', environment[updateKey]],
    ['updateUrl', environment[updateUrl]],
  ];
  const signing = {
    darwin: unsigned
      ? ['-c.mac.identity=null', '-c.mac.notarize=false', '-c.dmg.sign=false', signedByNobody]
      : ['-c.forceCodeSigning=true'],
    // By this name the installed program knows an update of Windows; electron-builder cannot read it, since we sign.
    win32: unsigned
      ? []
      : ['-c.forceCodeSigning=true', `-c.win.signtoolOptions.publisherName=${environment[publisherVariable]}`],
  }[/** @type {'darwin'} */ (system)];
  return [
    ...mark.filter(([, value]) => value).map(([name, value]) => `-c.extraMetadata.sightglass.${name}=${value}`),
    ...(signing ?? []),
  ];
}
