// `npm run package` builds this system's installers, `npm run package:dir` only the unpacked app (in dist/), which the
// end-to-end tests start. Installers are for people: they are built from the official Electron of the pinned version or
// not at all. The unpacked app takes whichever Electron the tests use, and says so.
import { build, buildIsCurrent } from './build.mjs';
import { runCommand, SetUpError, say } from './cli.mjs';
import { binary } from './node-bin.mjs';
import { root } from './paths.mjs';
import { runChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

await runCommand(async () => {
  const args = process.argv.slice(2);
  const unpacked = args.includes('--dir');
  const isTestBuild = args.some((arg) => arg.includes('isTestBuild'));
  if (isTestBuild && !unpacked) {
    throw new SetUpError('A package for people cannot be built as one for tests: it would obey switches of strangers.');
  }
  const { electron } = await setUp();
  if (!unpacked && !electron.fitToShip) {
    throw new SetUpError(
      `Installers are built from the official Electron that package.json names, and this is Electron ${electron.version} ` +
        `(${electron.source}). Run this where GitHub can be reached and ELECTRON_OVERRIDE_DIST_PATH is not set; ` +
        '`npm run package:dir` builds an unpacked app for tests.',
    );
  }
  if (!electron.fitToShip) {
    say(
      `NOT FOR PEOPLE: this unpacked app is built from Electron ${electron.version} (${electron.source}), for tests only.`,
    );
  }
  if (!buildIsCurrent() && (await build()) !== 0) throw new SetUpError('The build failed; its messages are above.');

  // Nothing is downloaded for the unpacked app; installers may be for other systems and fetch their own Electron.
  const ownElectron = [`-c.electronDist=${electron.distPath}`, `-c.electronVersion=${electron.version}`];
  const builderArguments = ['--publish', 'never', ...(unpacked ? ownElectron : []), ...args];
  stopOnSignal(async () => {});
  return runChild(process.execPath, [binary('electron-builder'), ...builderArguments], { cwd: root });
});
