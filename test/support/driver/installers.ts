/** Packages of this system, as `npm run package` builds them where the official Electron is not at hand. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface Installers {
  /** As `npm run package` names them: `deb`, `rpm`, `targz`, `appimage`. */
  readonly words: readonly string[];
  /** Whether it bears the mark by which the program obeys what tests ask of it. */
  readonly isTestBuild: boolean;
  /** Left out: that of package.json. */
  readonly version?: string;
  /** Further settings of electron-builder, e.g. `extraMetadata.sightglass.updateUrl`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The sources to build from, with node_modules in them. Left out: these. */
  readonly sources?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface BuiltInstallers {
  /** Paths of the packages, in the order of their names. */
  readonly files: readonly string[];
  /** What was said meanwhile, on both channels. */
  readonly said: string;
  readonly exitCode: number;
}

/**
 * Builds packages into a folder of their own, with the quickest compression.
 *
 * @throws Error when nothing was built; a word that cannot be built here is told by `exitCode` 2 and what was said
 */
export async function buildInstallers(folder: string, options: Installers): Promise<BuiltInstallers> {
  const { words, isTestBuild, version, settings = {}, sources = root, variables = {} } = options;
  const all = {
    'directories.output': folder,
    'deb.compression': 'gz',
    'rpm.compression': 'gzip',
    ...(isTestBuild && { 'extraMetadata.sightglass.isTestBuild': 'true' }),
    ...(version && { 'extraMetadata.version': version }),
    ...settings,
  };
  const passed = Object.entries(all).map(([name, value]) => `-c.${name}=${value}`);
  const builder = spawn(process.execPath, [join(sources, 'scripts/package.mjs'), ...words, ...passed], {
    cwd: sources,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  });
  const parts: string[] = [];
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (chunk) => parts.push(String(chunk)));
  const [exitCode] = (await once(builder, 'close')) as [number];
  const said = parts.join('');
  if (exitCode !== 0 && exitCode !== 2) throw new Error(`The packages were not built:\n${said}`);
  const files = readdirSync(folder)
    .filter((name) => /\.(?:deb|rpm|AppImage|tar\.gz)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
  return { files, said, exitCode };
}
