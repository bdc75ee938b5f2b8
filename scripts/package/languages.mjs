// Chromium's own words in other languages are left out: the program brings its own. But from the names of those files
// Chromium tells which language a person may have at all, and by that workbooks write their numbers and dates: without
// `de.pak` a German reads 1,234.5 for 1.234,5. So each name stays and leads to the English words.
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ pak: string[], lproj: string[] }} Languages names as Electron has them */

/** By the folder that electron-builder puts a package together in. @type {Map<string, Languages>} */
const remembered = new Map();

/** Of the bundle's folder of a Mac. */
const frameworkResources = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Resources';

/** @param {string} folder @param {string} ending */
const namesIn = (folder, ending) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];

/** Before electron-builder takes the files of other languages away. @param {string} appOutDir */
export function rememberLanguages(appOutDir) {
  remembered.set(appOutDir, {
    pak: namesIn(join(appOutDir, 'locales'), '.pak'),
    lproj: namesIn(join(appOutDir, 'Electron.app', frameworkResources), '.lproj'),
  });
}

/**
 * After that. Windows has no links that everybody may make: there they are copies, which a compressed package holds once.
 * @param {string} appOutDir
 * @param {{ platform: string, app: string }} options `app`: the bundle of a Mac
 */
export function keepNamesOfLanguages(appOutDir, { platform, app }) {
  const { pak = [], lproj = [] } = remembered.get(appOutDir) ?? {};
  const locales = join(appOutDir, 'locales');
  for (const name of pak.filter((file) => !existsSync(join(locales, file)))) {
    if (platform === 'win32') copyFileSync(join(locales, 'en-US.pak'), join(locales, name));
    else symlinkSync('en-US.pak', join(locales, name));
  }
  const resources = join(app, frameworkResources);
  for (const name of lproj.filter((folder) => !existsSync(join(resources, folder)))) {
    mkdirSync(join(resources, name));
    symlinkSync('../en.lproj/locale.pak', join(resources, name, 'locale.pak'));
    // By the empty folders of the bundle macOS chooses.
    mkdirSync(join(app, 'Contents/Resources', name), { recursive: true });
  }
}
