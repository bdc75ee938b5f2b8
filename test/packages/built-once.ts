/** Builds the packages of Linux once, from a copy of the sources, for all files of this project. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../../scripts/system-packages.mjs';
import { copySources } from '../support/driver/copied-sources.ts';
import { buildInstallers } from '../support/driver/installers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    built: BuiltPackages | null;
  }
}

export interface BuiltPackages {
  readonly deb: string;
  readonly rpm: string;
  readonly tarGz: string;
  /** The unpacked deb. */
  readonly root: string;
  /** The unpacked control archive of the deb. */
  readonly control: string;
  /** What the command said, and its exit code: one word cannot be built where GitHub is out of reach. */
  readonly said: string;
  readonly exitCode: number;
  /** Where it was built, which nothing in the packages may tell. */
  readonly sources: string;
}

/** The time of all files, in seconds. */
export const epoch = 1_700_000_000;

/** What the files of this project use. `node scripts/setup.mjs --tests` brings it, as root with apt. */
const tools = [
  'dpkg-deb',
  'rpmbuild',
  'desktop-file-validate',
  'apparmor_parser',
  'osslsigncode',
  'openssl',
  'makensis',
];

export const words = ['deb', 'rpm', 'targz', 'appimage'];

export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-packages-'));
  const removeAll = () => rmSync(folder, { recursive: true, force: true });
  const missing = tools.filter((name) => !findProgram([name]));
  if (process.platform !== 'linux' || missing.length > 0) {
    const reason = process.platform === 'linux' ? `there is no ${missing.join(', no ')}` : 'this is not Linux';
    process.stderr.write(`Packages are not built and looked into: ${reason}.\n`);
    project.provide('built', null);
    return removeAll;
  }
  try {
    const sources = join(folder, 'first-sources');
    copySources(sources);
    const variables = { SOURCE_DATE_EPOCH: String(epoch) };
    const output = join(folder, 'first');
    const { said, exitCode } = await buildInstallers(output, { words, isTestBuild: false, sources, variables });
    const find = (ending: string) => join(output, readdirSync(output).find((name) => name.endsWith(ending)) ?? ending);
    const deb = find('.deb');
    const [root, control] = [join(folder, 'root'), join(folder, 'control')];
    mkdirSync(root);
    run('dpkg-deb', '--extract', deb, root);
    run('dpkg-deb', '--control', deb, control);
    const packages = { deb, rpm: find('.rpm'), tarGz: find('.tar.gz'), root, control, said, exitCode, sources };
    project.provide('built', packages);
  } catch (error) {
    removeAll();
    throw error;
  }
  return removeAll;
}

function run(program: string, ...args: string[]): void {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.error?.message ?? result.stderr}`);
}
