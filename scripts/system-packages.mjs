// Which system packages Electron and the tests need on Linux, and how to install those that are missing.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetUpError, say } from './cli.mjs';

/**
 * What can be missing on Linux, with the packages that bring it. `apt` may hold alternatives, because Debian 13 and
 * Ubuntu 24.04 renamed packages for the 64-bit time type.
 * @typedef {{ apt: string[], dnf: string, pacman: string }} Need
 */
/** @type {Record<string, Need>} */
const needs = {
  gtk: { apt: ['libgtk-3-0t64', 'libgtk-3-0'], dnf: 'gtk3', pacman: 'gtk3' },
  nss: { apt: ['libnss3'], dnf: 'nss', pacman: 'nss' },
  gbm: { apt: ['libgbm1'], dnf: 'mesa-libgbm', pacman: 'mesa' },
  sound: { apt: ['libasound2t64', 'libasound2'], dnf: 'alsa-lib', pacman: 'alsa-lib' },
  cups: { apt: ['libcups2t64', 'libcups2'], dnf: 'cups-libs', pacman: 'libcups' },
  secret: { apt: ['libsecret-1-0'], dnf: 'libsecret', pacman: 'libsecret' },
  notifications: { apt: ['libnotify4'], dnf: 'libnotify', pacman: 'libnotify' },
  fonts: { apt: ['fonts-dejavu-core'], dnf: 'dejavu-sans-fonts', pacman: 'ttf-dejavu' },
  virtualDisplay: { apt: ['xvfb'], dnf: 'xorg-x11-server-Xvfb', pacman: 'xorg-server-xvfb' },
  hands: { apt: ['xdotool'], dnf: 'xdotool', pacman: 'xdotool' },
  windowManager: { apt: ['openbox'], dnf: 'openbox', pacman: 'openbox' },
  bus: { apt: ['dbus'], dnf: 'dbus-daemon', pacman: 'dbus' },
  keyring: { apt: ['gnome-keyring'], dnf: 'gnome-keyring', pacman: 'gnome-keyring' },
  windowProperties: { apt: ['x11-utils'], dnf: 'xorg-x11-utils', pacman: 'xorg-xprop' },
  desktopLinks: { apt: ['xdg-utils'], dnf: 'xdg-utils', pacman: 'xdg-utils' },
  desktopEntries: { apt: ['desktop-file-utils'], dnf: 'desktop-file-utils', pacman: 'desktop-file-utils' },
  processes: { apt: ['procps'], dnf: 'procps-ng', pacman: 'procps-ng' },
  gio: { apt: ['libglib2.0-bin'], dnf: 'glib2', pacman: 'glib2' },
  rpm: { apt: ['rpm'], dnf: 'rpm-build', pacman: 'rpm-tools' },
  signatures: { apt: ['osslsigncode'], dnf: 'osslsigncode', pacman: 'osslsigncode' },
  certificates: { apt: ['openssl'], dnf: 'openssl', pacman: 'openssl' },
  windowsInstaller: { apt: ['nsis'], dnf: 'mingw32-nsis', pacman: 'nsis' },
  appArmor: { apt: ['apparmor'], dnf: 'apparmor-parser', pacman: 'apparmor' },
  sevenZip: { apt: ['p7zip-full', '7zip'], dnf: 'p7zip', pacman: '7zip' },
  chromium: { apt: ['chromium', 'chromium-browser'], dnf: 'chromium', pacman: 'chromium' },
};

/** @typedef {keyof typeof needs} NeedName */

/** Libraries that no dependency of the GTK package brings along; all others of Electron come with it. */
const libraryNeeds = [
  { pattern: /^lib(nss3|nssutil3|smime3|ssl3|plc4|plds4|nspr4)\.so/, need: 'nss' },
  { pattern: /^lib(gbm|drm|EGL|GL)\.so/, need: 'gbm' },
  { pattern: /^libasound\.so/, need: 'sound' },
  { pattern: /^libcups\.so/, need: 'cups' },
];

/** @param {string} output of `ldd` @returns {string[]} libraries that the loader does not find */
export function missingLibraries(output) {
  return [...output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? '');
}

/** @param {string[]} libraries @returns {string[]} names of needs */
export function needsOfLibraries(libraries) {
  const names = libraries.map((library) => libraryNeeds.find(({ pattern }) => pattern.test(library))?.need ?? 'gtk');
  return [...new Set(names)];
}

/**
 * One command that installs the needs.
 * @param {string[]} names of needs
 * @param {'apt-get' | 'dnf' | 'pacman'} manager
 * @param {(name: string) => boolean} [aptHas] does apt know a package of this name?
 */
export function installCommand(names, manager, aptHas = () => false) {
  const wanted = names.map((name) => /** @type {Need} */ (needs[name]));
  if (manager === 'dnf') return ['dnf', 'install', '-y', ...wanted.map(({ dnf }) => dnf)];
  if (manager === 'pacman') return ['pacman', '-S', '--needed', '--noconfirm', ...wanted.map(({ pacman }) => pacman)];
  const packages = wanted.map(({ apt }) => apt.find(aptHas) ?? apt.at(-1) ?? '');
  return ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
}

/** @typedef {{ electronPath: string, forTests: boolean, needsDisplay: boolean }} Circumstances */

/**
 * Installs what Electron (and with `forTests` the tests) need from the system, or stops with the command that does.
 * @param {Circumstances} circumstances
 */
export function ensureSystemPackages(circumstances) {
  if (process.platform !== 'linux') {
    if (circumstances.forTests && !findChromium(process.env)) throw new SetUpError(noChromium);
    return;
  }
  const missing = missingNeeds(circumstances);
  if (missing.length === 0) return;
  const manager = /** @type {const} */ (['apt-get', 'dnf', 'pacman']).find((name) => findProgram([name]));
  if (manager === 'apt-get' && process.getuid?.() === 0) installWithApt(missing);
  else throw new SetUpError(instructions(missing, manager));
  const still = missingNeeds(circumstances);
  if (still.length > 0) throw new SetUpError(instructions(still, manager));
}

const noChromium =
  'The tests sign in through a real browser: install Chromium or Chrome, or set SIGHTGLASS_CHROMIUM to one.';

/** Whether tests may install packages here, for all people of this computer. */
const installsPackages = () => process.getuid?.() === 0 && findProgram(['apt-get']) !== null;

/** @param {Circumstances} circumstances @returns {string[]} names of needs */
function missingNeeds({ electronPath, forTests, needsDisplay }) {
  // ldd leaves out what Electron opens when it runs: libsecret, by which it reaches the keyring.
  const ldd = spawnSync('ldd', [electronPath], { encoding: 'utf8' }).stdout ?? '';
  const missing = needsOfLibraries(missingLibraries(ldd));
  if (!libraryIsThere('libsecret-1.so.0')) missing.push('secret');
  if (!fontsAreThere()) missing.push('fonts');
  // Some tests record what a display of their own shows, whatever display there is.
  if ((needsDisplay || forTests) && !findProgram(['Xvfb'])) missing.push('virtualDisplay');
  if (!forTests) return missing;
  // They press and type there as well.
  if (!findProgram(['xdotool'])) missing.push('hands');
  if (!findProgram(['openbox'])) missing.push('windowManager');
  if (!findProgram(['dbus-daemon'])) missing.push('bus');
  if (!findProgram(['gnome-keyring-daemon'])) missing.push('keyring');
  // Electron opens this one too when it runs, and shows no notification without it.
  if (!libraryIsThere('libnotify.so.4')) missing.push('notifications');
  if (!findChromium(process.env)) missing.push('chromium');
  // Packages are installed and used where they can be: see test/installed.
  if (!installsPackages()) return missing;
  if (!findProgram(['xprop'])) missing.push('windowProperties');
  if (!findProgram(['xdg-mime'])) missing.push('desktopLinks');
  if (!findProgram(['desktop-file-validate'])) missing.push('desktopEntries');
  if (!findProgram(['pgrep'])) missing.push('processes');
  if (!findProgram(['gio'])) missing.push('gio');
  if (!findProgram(['rpmbuild'])) missing.push('rpm');
  // And those of other systems looked into: see test/packages.
  if (!findProgram(['osslsigncode'])) missing.push('signatures');
  if (!findProgram(['openssl'])) missing.push('certificates');
  if (!findProgram(['makensis'])) missing.push('windowsInstaller');
  if (!findProgram(['apparmor_parser'])) missing.push('appArmor');
  if (!findProgram(['7za', '7zz', '7z'])) missing.push('sevenZip');
  return missing;
}

/** @param {string[]} missing */
function installWithApt(missing) {
  // A fresh container has no package lists, so neither names nor packages can be asked for before an update.
  say('Updating the package lists …');
  apt(['apt-get', 'update', '-qq']);
  const command = installCommand(missing, 'apt-get', aptHas);
  say(`Installing system packages: ${command.slice(4).join(' ')} …`);
  apt(command);
}

/** @param {string[]} command */
function apt([program = '', ...args]) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(program, args, { stdio: ['ignore', 'ignore', 2], env: environment });
  if (result.status !== 0) throw new SetUpError(`${[program, ...args].join(' ')} failed; its messages are above.`);
}

/** @param {string} name a package that can be installed (a purely virtual one cannot) */
function aptHas(name) {
  const shown = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? '';
  return /Candidate: (?!\(none\))/.test(shown);
}

/** @param {string[]} missing @param {'apt-get' | 'dnf' | 'pacman' | undefined} manager */
function instructions(missing, manager) {
  if (!manager)
    return `Please install: ${missing.map((name) => needs[name]?.apt.at(-1)).join(', ')}. Then start again.`;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  const update = manager === 'apt-get' ? `${sudo}apt-get update && ` : '';
  const command = `${update}${sudo}${installCommand(missing, manager, aptHas).join(' ')}`;
  return `Some system packages are missing. This installs them:\n\n  ${command}\n\nThen start again.`;
}

/**
 * The browser of the sign-in in tests and tour.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | null}
 */
export function findChromium(environment) {
  const named = environment.SIGHTGLASS_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new SetUpError(`SIGHTGLASS_CHROMIUM is ${named}, but there is no such file.`);
  }
  const usual = {
    darwin: ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) =>
      join(environment[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
    ),
  }[/** @type {'darwin'} */ (process.platform)];
  if (usual) return usual.find((path) => existsSync(path)) ?? null;
  return findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
}

/** @param {string[]} names @returns {string | null} the first that is in PATH, or in the folders that a bare PATH lacks */
export function findProgram(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
function libraryIsThere(name) {
  const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return known.includes(name);
}

/** Without any font a page renders as empty boxes, or Chromium refuses to start. */
function fontsAreThere() {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts'];
  return folders.some((folder) => existsSync(folder) && readdirSync(folder, { recursive: true }).some(isFont));
}

/** @param {string | Buffer} name */
const isFont = (name) => /\.(ttf|otf|ttc|pfb)$/i.test(String(name));
