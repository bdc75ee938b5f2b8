// What may be asked of `npm run package`, and what is passed on to electron-builder.
import { SetUpError } from '../cli.mjs';

/**
 * @typedef {object} Target
 * @property {NodeJS.Platform} system where it is built
 * @property {string} builder electron-builder's word
 */

/** @type {Record<string, Target>} */
export const targets = {
  deb: { system: 'linux', builder: 'deb' },
  rpm: { system: 'linux', builder: 'rpm' },
  appimage: { system: 'linux', builder: 'AppImage' },
  targz: { system: 'linux', builder: 'tar.gz' },
  nsis: { system: 'win32', builder: 'nsis' },
  msi: { system: 'win32', builder: 'msi' },
  dmg: { system: 'darwin', builder: 'dmg' },
  zip: { system: 'darwin', builder: 'zip' },
  pkg: { system: 'darwin', builder: 'pkg' },
};

/** What a release may differ in from electron-builder.yml: where it is put. Anything else would not be the release. */
const settingsOfRelease = /^-c\.directories\.output=/;
/** A release bears it because of what was checked, and nothing else does. */
const releaseMark = /^-c\.extraMetadata\.sightglass\.isRelease=/;
const testMark = /^-c\.extraMetadata\.sightglass\.isTestBuild=true$/;

/**
 * @typedef {object} Order
 * @property {string[]} words keys of `targets`; none when only the unpacked app is wanted
 * @property {boolean} unpacked only the unpacked app
 * @property {boolean} release built for people
 * @property {boolean} unsigned a release without signatures, said explicitly
 * @property {boolean} isTestBuild it bears the mark by which it obeys tests
 * @property {string[]} settings `-c.…`, passed on to electron-builder
 */

/**
 * @param {readonly string[]} args
 * @param {NodeJS.Platform} system
 * @returns {Order}
 * @throws {SetUpError} for a word that nobody knows, and for a release that would not be one
 */
export function readOrder(args, system) {
  const settings = args.filter((arg) => /^-c\.[\w.]+=/.test(arg));
  const switches = args.filter((arg) => arg.startsWith('-') && !settings.includes(arg));
  const words = args.filter((arg) => !arg.startsWith('-'));
  const unknown = [
    ...switches.filter((name) => !['--release', '--unsigned', '--dir'].includes(name)),
    ...words.filter((word) => !Object.hasOwn(targets, word)),
  ];
  if (unknown.length > 0) {
    throw new SetUpError(
      `There is nothing of the name ${unknown.join(', ')}. Packages: ${Object.keys(targets).join(', ')}; ` +
        'switches: --dir (only the unpacked app), --release, --unsigned, -c.NAME=VALUE (a setting of electron-builder).',
    );
  }
  const order = {
    words: [...new Set(words.length > 0 ? words : wordsOf(system))],
    unpacked: switches.includes('--dir'),
    release: switches.includes('--release'),
    unsigned: switches.includes('--unsigned'),
    isTestBuild: settings.some((setting) => testMark.test(setting)),
    settings,
  };
  if (settings.some((setting) => releaseMark.test(setting))) {
    throw new SetUpError('What is a release says so by itself: build it with --release.');
  }
  if (order.unsigned && !order.release)
    throw new SetUpError('Only a release is signed: --unsigned goes with --release.');
  if (order.unpacked && !order.release && words.length > 0) {
    throw new SetUpError(`--dir is the unpacked app alone: leave ${words.join(', ')} out, or --dir.`);
  }
  if (order.unpacked) order.words = [];
  if (order.release) refuseChanges(order);
  return order;
}

/** @param {NodeJS.Platform} system */
const wordsOf = (system) => Object.keys(targets).filter((word) => targets[word]?.system === system);

/** @param {Order} order */
function refuseChanges({ isTestBuild, unpacked, settings }) {
  if (isTestBuild) {
    throw new SetUpError('A release cannot be built as one for tests: it would obey switches of strangers.');
  }
  if (unpacked) throw new SetUpError('A release is a package: leave --dir out.');
  const refused = settings.filter((setting) => !settingsOfRelease.test(setting));
  if (refused.length > 0) {
    const names = refused.map((setting) => setting.split('=')[0]).join(', ');
    throw new SetUpError(`A release is built as electron-builder.yml says, and ${names} would change that.`);
  }
}

/**
 * The value that was passed for a setting, if any.
 * @param {readonly string[]} settings
 * @param {string} name
 * @returns {string | undefined}
 */
export function settingOf(settings, name) {
  const beginning = `-c.${name}=`;
  return settings.findLast((setting) => setting.startsWith(beginning))?.slice(beginning.length);
}
