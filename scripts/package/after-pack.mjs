// A hook of electron-builder, before anything is signed.
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
// @ts-expect-error It brings no types.
import plist from 'plist';
import { keepNamesOfLanguages } from './languages.mjs';

/**
 * @param {{ appOutDir: string, electronPlatformName: string, packager: { appInfo: { productFilename: string } } }} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const app = join(appOutDir, `${packager.appInfo.productFilename}.app`);
  keepNamesOfLanguages(appOutDir, { platform: electronPlatformName, app });
  if (electronPlatformName === 'darwin') await askForLess(app);
}

/**
 * Takes out of the Info.plist of the app and of its helpers what Electron and electron-builder put there and the program
 * has no use for: texts with which macOS would ask for camera, microphone and Bluetooth (without a text it refuses), and
 * leave to load anything without encryption.
 * @param {string} app a folder `….app`
 */
export async function askForLess(app) {
  const frameworks = join(app, 'Contents/Frameworks');
  const helpers = existsSync(frameworks) ? readdirSync(frameworks).filter((name) => name.endsWith('.app')) : [];
  for (const bundle of [app, ...helpers.map((name) => join(frameworks, name))]) {
    const file = join(bundle, 'Contents/Info.plist');
    /** @type {Record<string, any>} */
    const values = /** @type {any} */ (plist.parse(await readFile(file, 'utf8')));
    for (const name of Object.keys(values)) if (/^NS\w+UsageDescription$/.test(name)) delete values[name];
    delete values.NSAppTransportSecurity;
    await writeFile(file, plist.build(values));
  }
}
