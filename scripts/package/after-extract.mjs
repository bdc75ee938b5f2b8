// A hook of electron-builder, right after Electron was unpacked: says which it is, and takes out of it what a packaged
// app does not need.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { say } from '../cli.mjs';
import { testRuntimeMarker } from '../offline-runtime/electron-runtime.mjs';
import { rememberLanguages } from './languages.mjs';

/** Where the code of Electron lies, in what is unpacked for each system. */
const executables = [
  'electron',
  'electron.exe',
  'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
];

/**
 * electron-builder takes an unpacked Electron as it is, with the loader for unpackaged apps, which a packaged app has
 * no use for.
 * @param {{ appOutDir: string, packager: { getResourcesDir(folder: string): string } }} context
 */
export async function afterExtract({ appOutDir, packager }) {
  const executable = executables.map((path) => join(appOutDir, path)).find((path) => existsSync(path));
  if (!executable) throw new Error(`There is no Electron in ${appOutDir}.`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(executable), hash);
  // Before the fuses are set in it: the bytes are those that the Electron project built.
  say(`  • executable      SHA-256 ${hash.digest('hex')}`);
  rememberLanguages(appOutDir);
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { recursive: true, force: true });
  await rm(join(appOutDir, testRuntimeMarker), { force: true });
}
