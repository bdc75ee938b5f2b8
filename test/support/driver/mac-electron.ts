/**
 * Electron for macOS on Apple's processors, out of a package of npm that carries one for an app of its own: enough to
 * build a package for macOS on another system and look into it. Nothing of it is ever started or given to people.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheHome, fetchArchive, fillOnce, hashOf } from '../../../scripts/npm-archive.mjs';

const carrier = {
  package: 'cli-box-electron-darwin-arm64@0.4.3',
  integrity: 'sha512-U7suJg3DgBb+/0CJr/o0leFGMEpIlus7H45l6Bkg2GE5tlPVfvRNXGWdd3STFZpwWCxTXPWhjKOlvWm2GcgqUw==',
  product: 'CLI Box',
};
export const macElectronVersion = '34.5.8';

const contents = 'Electron.app/Contents';

/**
 * @returns the folder that holds `Electron.app`, from the cache when it was unpacked before
 * @throws SetUpError when the package cannot be had, or is not the one that is written down
 */
export async function ensureMacElectron(): Promise<string> {
  const folder = join(cacheHome(), `sightglass/electron-${macElectronVersion}-darwin-arm64`);
  if (existsSync(join(folder, contents))) return folder;
  await fillOnce(folder, contents, async (unpacked, staging) => {
    const archive = await fetchArchive(carrier, staging, `${carrier.package} cannot be downloaded.`);
    const app = `package/app/${carrier.product}.app`;
    const leftOut = ['app.asar', 'cli-box-daemon'].map((name) => `--exclude=${app}/Contents/Resources/${name}`);
    const tar = spawnSync('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=2', ...leftOut, app], {
      encoding: 'utf8',
    });
    if (tar.status !== 0) throw new Error(`tar failed: ${tar.stderr}`);
    renameSync(join(unpacked, `${carrier.product}.app`), join(unpacked, 'Electron.app'));
    giveBackItsNames(join(unpacked, contents));
  });
  return folder;
}

/** The hash of what matters in it: the library that is Chromium, Node and V8. */
export const macFrameworkHash = (folder: string): Promise<string> =>
  hashOf(
    join(folder, contents, 'Frameworks/Electron Framework.framework/Versions/A/Electron Framework'),
    'sha256',
    'hex',
  );

/** Names the app and its helpers as Electron does, and puts back the links of frameworks, which npm leaves out. */
function giveBackItsNames(app: string): void {
  const frameworks = join(app, 'Frameworks');
  const toElectron = (name: string) => name.replace(carrier.product, 'Electron');
  const bundles = readdirSync(frameworks).filter((name) => name.endsWith('.app'));
  for (const name of bundles) renameSync(join(frameworks, name), join(frameworks, toElectron(name)));
  for (const bundle of [app, ...bundles.map((name) => join(frameworks, toElectron(name), 'Contents'))]) {
    const plist = join(bundle, 'Info.plist');
    writeFileSync(plist, readFileSync(plist, 'utf8').replaceAll(carrier.product, 'Electron'));
    const [executable = ''] = readdirSync(join(bundle, 'MacOS'));
    renameSync(join(bundle, 'MacOS', executable), join(bundle, 'MacOS', toElectron(executable)));
  }
  for (const name of readdirSync(frameworks).filter((entry) => entry.endsWith('.framework'))) {
    const framework = join(frameworks, name);
    symlinkSync('A', join(framework, 'Versions/Current'));
    for (const entry of readdirSync(join(framework, 'Versions/A'))) {
      symlinkSync(`Versions/Current/${entry}`, join(framework, entry));
    }
  }
  rmSync(join(app, 'Resources/default_app.asar'), { force: true });
}
