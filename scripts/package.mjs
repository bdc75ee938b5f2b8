// `npm run package` builds this system's packages, `npm run package -- deb rpm` some of them, `npm run package:dir` only
// the unpacked app (in dist/), which the end-to-end tests start. A release, for people, is what `--release` builds, from
// the official Electron of the pinned version or not at all. Everything else says of itself that it is none.
import { resolve } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { runCommand, SetUpError, say } from './cli.mjs';
import { writeBills } from './contents/bills.mjs';
import { binary } from './node-bin.mjs';
import { checkNodeForReleases } from './node-version.mjs';
import { notARelease, readConfiguration, readMetadata, windowClass } from './package/settings.mjs';
import { readSource } from './package/source.mjs';
import { makeTarGz } from './package/tar-gz.mjs';
import { planTools } from './package/tools.mjs';
import { readOrder, settingOf, targets } from './package/words.mjs';
import { root } from './paths.mjs';
import { runChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

await runCommand(async () => {
  const order = readOrder(process.argv.slice(2), process.platform);
  if (order.release) checkNodeForReleases(process.versions.node);
  const { electron } = await setUp();
  const source = readSource();
  const plan = await planTools(order.words, { release: order.release });
  for (const [word, reason] of Object.entries(plan.reasons)) say(`${word} is not built here. ${reason}`);
  if (order.words.length > 0 && plan.words.length === 0) return 1;
  if (!buildIsCurrent() && (await build()) !== 0) throw new SetUpError('The build failed; its messages are above.');

  const metadata = readMetadata();
  const configuration = readConfiguration();
  const settings = [
    `-c.electronDist=${electron.distPath}`,
    `-c.electronVersion=${electron.version}`,
    `-c.linux.desktop.entry.StartupWMClass=${windowClass(electron.version, metadata)}`,
    ...(source.commit ? [`-c.extraMetadata.sightglass.commit=${source.commit}`] : []),
    ...notARelease(configuration, { ...metadata, electronVersion: electron.version, isTestBuild: order.isTestBuild }),
    ...order.settings,
  ];
  say(`NOT A RELEASE: built from Electron ${electron.version} (${electron.source}).`);
  const wanted = plan.words.filter((word) => word !== 'targz').map((word) => targets[word]?.builder ?? '');
  stopOnSignal(async () => {});
  const code = await runChild(
    process.execPath,
    [
      binary('electron-builder'),
      ...(wanted.length > 0 ? [systemSwitch(), ...wanted] : ['--dir']),
      '--publish',
      'never',
      ...settings,
    ],
    { cwd: root, env: { SOURCE_DATE_EPOCH: String(source.epoch), ...process.env, ...plan.environment } },
  );
  if (code !== 0) return code;
  if (plan.words.includes('targz')) {
    const version = settingOf(order.settings, 'extraMetadata.version') ?? metadata.version;
    const name = `sightglass${order.release ? '' : '-not-a-release'}-${version}-linux-${process.arch}`;
    const folder = `linux${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked`;
    const output = settingOf(order.settings, 'directories.output') ?? configuration.directories.output;
    await makeTarGz(resolve(root, output), { folder, name, epoch: source.epoch });
  }
  if (order.words.length > 0) {
    const version = settingOf(order.settings, 'extraMetadata.version') ?? metadata.version;
    const output = settingOf(order.settings, 'directories.output') ?? configuration.directories.output;
    const name = `sightglass${order.release ? '' : '-not-a-release'}-${version}`;
    await writeBills({ distPath: electron.distPath, folder: resolve(root, output), name, version });
  }
  return Object.keys(plan.reasons).length > 0 ? 2 : 0;
});

function systemSwitch() {
  return { win32: '--win', darwin: '--mac' }[/** @type {string} */ (process.platform)] ?? '--linux';
}
