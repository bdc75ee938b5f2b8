/** Servers of Debian's packages, which `npm test -- servers` unpacks into a folder of ours. Nothing of them is installed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const unpacked = join(import.meta.dirname, '../.debian');
/** Without them, their tests are left out; the command that runs the tests has said why. */
export const hasDebianServers = existsSync(join(unpacked, 'unpacked'));

export interface Running {
  stop(): Promise<void>;
}

/** A new folder for what a server keeps. It is gone when the server is. */
export const ownFolder = () => mkdtempSync(join(tmpdir(), 'sightglass-server-'));

/** Starts a server that is written in Perl or Python, and waits until it says that it listens. */
export async function startServer(options: {
  /** Debian's own: another one in PATH does not know Debian's packages. */
  readonly program: '/usr/bin/perl' | '/usr/bin/python3';
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly listens: RegExp;
}): Promise<Running> {
  const { folder, listens } = options;
  const child = spawn(options.program, options.args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      LC_ALL: 'C.UTF-8',
      // What a server would ask of another one ends here.
      http_proxy: 'http://127.0.0.1:9',
      https_proxy: 'http://127.0.0.1:9',
      ...options.environment,
    },
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await said(child, listens);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function said(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (part: Buffer) => {
      output += part;
      if (what.test(output)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
}
