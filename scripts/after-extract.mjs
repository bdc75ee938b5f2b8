// A hook of electron-builder: takes out of an unpacked Electron what a packaged app does not need.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { testRuntimeMarker } from './offline-runtime/electron-runtime.mjs';

/**
 * electron-builder takes an unpacked Electron as it is, with the loader for unpackaged apps, which a packaged app has
 * no use for.
 * @param {{ appOutDir: string, packager: { getResourcesDir(folder: string): string } }} context
 */
export async function afterExtract({ appOutDir, packager }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { recursive: true, force: true });
  await rm(join(appOutDir, testRuntimeMarker), { force: true });
}
