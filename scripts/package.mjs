// `npm run package` builds this system's packages, `npm run package -- deb rpm` some of them, `npm run package:dir` only
// the unpacked app (in dist/), which the end-to-end tests start. A release, for people, is what `--release` builds, from
// the official Electron of the pinned version or not at all. Everything else says of itself that it is none.
//
// Exit codes: 0 all was built, 1 nothing or not all of it (its messages say why), 2 what can be built here, and what
// cannot was said.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { runCommand, SetUpError, say } from './cli.mjs';
import { writeBills } from './contents/bills.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { checkNodeForReleases, checkNodeVersion } from './node-version.mjs';
import { pinnedElectron, takeOfficialElectron } from './package/official-electron.mjs';
import { checkContact, checkRelease, releaseSettings, warningOf } from './package/release.mjs';
import { notARelease, readConfiguration, readMetadata, signedByNobody, windowClass } from './package/settings.mjs';
import { writeShellFiles } from './package/shell-files.mjs';
import { readSource } from './package/source.mjs';
import { writeSums } from './package/sums.mjs';
import { makeTarGz } from './package/tar-gz.mjs';
import { planTools } from './package/tools.mjs';
import { readOrder, settingOf, targets } from './package/words.mjs';
import { root } from './paths.mjs';
import { runChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

/** @typedef {{ architectures: string[], settings: string[] }} Runtime what a package is built from */

await runCommand(async () => {
  const system = process.platform;
  const order = readOrder(process.argv.slice(2), system);
  const source = readSource();
  const conditions = { ...order, system, environment: process.env, source };
  if (order.release) checkRelease(conditions);
  checkNodeVersion(process.versions.node);
  if (order.release) checkNodeForReleases(process.versions.node);
  // A release is built from nothing whose way onto this computer nobody knows: neither what is in node_modules …
  ensureDependencies(root, { anew: order.release });
  if (order.release) await requireContact();
  const plan = await planTools(order.words, { release: order.release });
  for (const [word, reason] of Object.entries(plan.reasons)) say(`${word} is not built here. ${reason}`);
  if (order.words.length > 0 && plan.words.length === 0) return 1;

  const archives = mkdtempSync(join(tmpdir(), 'sightglass-electron-'));
  const cleanUp = async () => rmSync(archives, { recursive: true, force: true });
  stopOnSignal(cleanUp);
  try {
    const runtime = order.release ? await officialRuntime(archives) : await runtimeAtHand(order.isTestBuild);
    // … nor what is in out/.
    if ((order.release || !buildIsCurrent()) && (await build()) !== 0) {
      throw new SetUpError('The build failed; its messages are above.');
    }
    if (plan.words.some((word) => word === 'deb' || word === 'rpm')) await writeShellFiles();
    const commit = source.commit ? [`-c.extraMetadata.sightglass.commit=${source.commit}`] : [];
    const release = order.release ? releaseSettings(conditions) : [];
    const settings = [...runtime.settings, ...commit, ...release, ...order.settings];
    const environment = { SOURCE_DATE_EPOCH: String(source.epoch), ...process.env, ...plan.environment };
    // Those of an earlier build would lie beside what is left of one that fails.
    rmSync(join(await outputOf(order), 'SHA256SUMS'), { force: true });
    const started = Date.now();
    const code = await runBuilder(plan.words, runtime.architectures, settings, environment);
    if (code !== 0) return code;
    if (plan.words.includes('targz')) await archive(order, source.epoch);
    if (plan.words.length > 0) {
      await writeBills({ ...nameOf(order), folder: await outputOf(order) });
      await writeSums(await outputOf(order), started);
    }
  } finally {
    await cleanUp();
  }
  const warning = order.release ? warningOf(conditions) : undefined;
  if (warning) say(warning);
  return Object.keys(plan.reasons).length > 0 ? 2 : 0;
});

async function requireContact() {
  checkContact({ homepage: readMetadata().homepage, maintainer: (await readConfiguration()).linux.maintainer });
}

/** @param {string} folder @returns {Promise<Runtime>} */
async function officialRuntime(folder) {
  const architectures = process.platform === 'darwin' ? ['x64', 'arm64'] : [process.arch];
  await takeOfficialElectron(folder, { system: process.platform, architectures });
  return { architectures, settings: settingsOf(pinnedElectron().version, folder) };
}

/** @param {boolean} isTestBuild @returns {Promise<Runtime>} whichever Electron the tests use */
async function runtimeAtHand(isTestBuild) {
  const { electron } = await setUp();
  const { version, distPath } = electron;
  say(`NOT A RELEASE: built from Electron ${version} (${electron.source}).`);
  const words = notARelease(await readConfiguration(), { ...readMetadata(), electronVersion: version, isTestBuild });
  if (process.platform === 'darwin') words.push(signedByNobody);
  return { architectures: [process.arch], settings: [...settingsOf(version, distPath), ...words] };
}

/** @param {string} version @param {string} folder */
function settingsOf(version, folder) {
  return [
    `-c.electronVersion=${version}`,
    `-c.electronDist=${folder}`,
    `-c.linux.desktop.entry.StartupWMClass=${windowClass(version, readMetadata())}`,
  ];
}

/**
 * @param {readonly string[]} words none: only the unpacked app
 * @param {readonly string[]} architectures
 * @param {readonly string[]} settings
 * @param {NodeJS.ProcessEnv} environment
 */
function runBuilder(words, architectures, settings, environment) {
  const system = { win32: '--win', darwin: '--mac' }[/** @type {string} */ (process.platform)] ?? '--linux';
  // The archive is made from the unpacked app.
  const wanted = words.filter((word) => word !== 'targz').map((word) => targets[word]?.builder ?? '');
  const what = wanted.length > 0 ? [system, ...wanted, ...architectures.map((name) => `--${name}`)] : ['--dir'];
  const all = [join(import.meta.dirname, 'package/builder.mjs'), ...what, '--publish', 'never', ...settings];
  return runChild(process.execPath, all, { cwd: root, env: environment });
}

/** @param {import('./package/words.mjs').Order} order @param {number} epoch seconds */
async function archive({ settings, release }, epoch) {
  const name = `${nameOf({ settings, release }).name}-linux-${process.arch}`;
  const folder = `linux${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked`;
  await makeTarGz(await outputOf({ settings }), { folder, name, epoch });
}

/** What the names of files begin with. @param {{ settings: string[], release: boolean }} order */
function nameOf({ settings, release }) {
  const version = settingOf(settings, 'extraMetadata.version') ?? readMetadata().version;
  return { version, name: `sightglass${release ? '' : '-not-a-release'}-${version}` };
}

/** @param {{ settings: string[] }} order @returns {Promise<string>} the folder that packages are put into */
async function outputOf({ settings }) {
  const named = settingOf(settings, 'directories.output');
  return resolve(root, named ?? (await readConfiguration()).directories.output);
}
