// Starts the app named on the command line. Electron's own loader does this in the official build; packagers leave it
// out, so the test runtime (see ../electron-runtime.mjs) gets this one.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as publicApp } from 'electron';
import { parseArguments } from './arguments.js';

// What a loader needs of `app` beyond its public declarations.
const app = /** @type {Electron.App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
  publicApp
);
const require = createRequire(import.meta.url);
const { version, preloads, app: named } = parseArguments(process.argv.slice(1));

if (version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
if (named === undefined) {
  process.stderr.write('usage: electron [switches] [-r module] <app folder or file> [arguments]\n');
  process.exit(2);
}

// As `node -r`: paths and package names count from the folder that the command was given in.
const requireFromHere = createRequire(resolve('package.json'));
for (const module of preloads) requireFromHere(module);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true, configurable: false });

const appPath = resolve(named);
const manifestFile = join(appPath, 'package.json');
if (existsSync(manifestFile)) {
  const { productName, name, version: appVersion } = JSON.parse(readFileSync(manifestFile, 'utf8'));
  if (appVersion) app.setVersion(appVersion);
  if (productName ?? name) app.setName(productName ?? name);
}
const file = require.resolve(appPath);
app.setAppPath(existsSync(manifestFile) ? appPath : dirname(file));
await import(pathToFileURL(file).href);
