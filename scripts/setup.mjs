// Makes a fresh machine ready: dependencies, the Electron binary, system packages. Every other script calls it first,
// so it works before node_modules exists, changes nothing when nothing is missing, and says in one line what it does.
//
//   node scripts/setup.mjs            ready for `npm start`
//   node scripts/setup.mjs --tests    ready for `npm test` and `npm run tour` as well
import { pathToFileURL } from 'node:url';
import { runCommand, say } from './cli.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { displayIsPresent } from './display.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { ensureElectron } from './offline-runtime/electron-runtime.mjs';
import { ensureSystemPackages, findChromium } from './system-packages.mjs';

/** @typedef {import('./offline-runtime/electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * @typedef {object} SetUp
 * @property {ElectronRuntime} electron the runtime that start, test and tour use
 * @property {string[]} electronArguments switches that Electron needs on this machine, before the app's path
 * @property {boolean} needsDisplay there is no display: call `startDisplay()` of display.mjs before opening a window
 * @property {string | null} chromium a Chromium for the sign-in in tests and tour (null when none is needed)
 * @property {Record<string, string>} environment what child processes need to know; see below
 *
 * The environment:
 * - ELECTRON_OVERRIDE_DIST_PATH  folder of the runtime; `electron/index.js`, and so Playwright, honours it
 * - SIGHTGLASS_ELECTRON_PATH     the executable in it
 * - SIGHTGLASS_ELECTRON_ARGS     `electronArguments` as JSON, e.g. `["--no-sandbox"]`
 * - SIGHTGLASS_ELECTRON_SOURCE   'override' | 'official' | 'repackaged'
 * - SIGHTGLASS_CHROMIUM          path of the Chromium; absent when there is none
 * Around end-to-end tests and the tour, desktop-session.mjs adds:
 * - DISPLAY                      ours when there was none
 * - SIGHTGLASS_KEYRING=1         a private session bus with an unlocked, empty keyring is up (Linux only); with it come
 *                                DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, XDG_DATA_HOME and
 *                                XDG_CURRENT_DESKTOP=GNOME,
 *                                so that Electron picks `gnome_libsecret` by itself
 */

/**
 * @param {{ forTests?: boolean, forCommand?: boolean }} [options] forCommand: without a window, and without a word of ours
 * @returns {Promise<SetUp>}
 */
export async function setUp({ forTests = false, forCommand = false } = {}) {
  checkNodeVersion(process.versions.node);
  ensureDependencies();
  const electron = await ensureElectron();
  const needsDisplay = !forCommand && !displayIsPresent(process.platform, process.env);
  ensureSystemPackages({ electronPath: electron.path, forTests, needsDisplay });
  const chromium = forTests ? findChromium(process.env) : null;
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const electronArguments = asRoot ? ['--no-sandbox'] : [];
  /** @type {Record<string, string>} */
  const environment = {
    ELECTRON_OVERRIDE_DIST_PATH: electron.distPath,
    SIGHTGLASS_ELECTRON_PATH: electron.path,
    SIGHTGLASS_ELECTRON_ARGS: JSON.stringify(electronArguments),
    SIGHTGLASS_ELECTRON_SOURCE: electron.source,
  };
  if (chromium) environment.SIGHTGLASS_CHROMIUM = chromium;
  // A script that is started by another one of ours need not say it again.
  if (!process.env.SIGHTGLASS_ELECTRON_PATH && !forCommand) say(describe(electron, asRoot));
  return { electron, electronArguments, needsDisplay, chromium, environment };
}

/** Which runtime, of what kind, and where it lies. @param {ElectronRuntime} electron @param {boolean} asRoot */
function describe({ version, source, distPath }, asRoot) {
  const kind = {
    override: 'named by ELECTRON_OVERRIDE_DIST_PATH',
    official: 'the official build',
    repackaged: 'repackaged by a third party, checked against known hashes; for tests and demo only',
  }[source];
  const switches = asRoot ? ', with --no-sandbox because this is root' : '';
  return `Electron ${version} (${kind}), in ${distPath}${switches}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    await setUp({ forTests: process.argv.includes('--tests') });
    return 0;
  });
}
