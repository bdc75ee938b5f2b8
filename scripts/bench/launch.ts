/** One start of a program on a display of ours, watched from outside and, in development, by the probe within. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Screen } from '../../test/support/frames/screen.ts';
import { root } from '../paths.mjs';
import { type Child, startChild } from '../processes.mjs';
import { now } from './clock.ts';
import { type Marks, marksIn, ofBareApp, ours, type Wanted } from './marks.ts';
import { watchPicture } from './picture-watch.ts';
import { cpuSecondsOf } from './process-tree.ts';
import type { WindowWatch } from './x-windows.ts';

export const probe = join(import.meta.dirname, 'probe.cjs');

/** A program that can be started. */
export interface Program {
  readonly executable: string;
  /** Before what is its own. */
  readonly switches: readonly string[];
  /** The folder of the app; null for one that is packaged. */
  readonly app: string | null;
  readonly wanted: Wanted;
}

const electron = (): string => process.env.SIGHTGLASS_ELECTRON_PATH ?? '';
const ofMachine = (): string[] => JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[];
const keychain = '--password-store=gnome-libsecret';

export const ourProgram = (): Program => ({
  executable: electron(),
  switches: [...ofMachine(), keychain],
  app: root,
  wanted: ours,
});

export const bareApp = (): Program => ({
  executable: electron(),
  switches: [...ofMachine(), keychain],
  app: join(import.meta.dirname, 'bare-app'),
  wanted: ofBareApp,
});

export const packagedProgram = (executable: string): Program => ({
  executable,
  // It takes no other switches, and picks the keychain by the desktop.
  switches: ofMachine(),
  app: null,
  wanted: ours,
});

export interface StartOptions {
  readonly screen: Screen;
  readonly windows: WindowWatch;
  readonly userData: string;
  /** A PATH in which the system's browser is ours. */
  readonly path?: string;
  readonly arguments?: readonly string[];
}

export interface Started {
  readonly pid: number;
  /** All instants are in milliseconds since the epoch. */
  readonly begunAt: number;
  readonly mappedAt: number;
  /** The first picture with something in it. */
  readonly shownAt: number;
  readonly marks: Marks;
  /** Processor seconds until now. */
  cpuSeconds(): number;
  /** Processor seconds until so long after its beginning. */
  cpuSecondsAt(afterMs: number): Promise<number>;
  close(): Promise<void>;
}

/** Starts a program and waits until something is to be seen of it. */
export async function startWatched(program: Program, options: StartOptions): Promise<Started> {
  const { screen, windows, userData } = options;
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
  const file = join(folder, 'marks');
  writeFileSync(file, '');
  mkdirSync(userData, { recursive: true });
  const picture = watchPicture(screen);
  const mapped = windows.nextMapped();
  const begunAt = now();
  const child = startChild(program.executable, argumentsOf(program, options), {
    cwd: folder,
    env: {
      ...(program.app === null ? environmentOfPackage() : process.env),
      ...screen.environment,
      ...(options.path !== undefined && { PATH: options.path }),
      ...(program.app !== null && { SIGHTGLASS_BENCH: JSON.stringify({ marks: file, ...program.wanted }) }),
    },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const close = async () => {
    picture.close();
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [mappedAt, shownAt] = await Promise.race([Promise.all([mapped, picture.shown]), failing(child)]);
    const pid = child.process.pid ?? 0;
    return {
      pid,
      begunAt,
      mappedAt,
      shownAt,
      marks: marksIn(file),
      cpuSeconds: () => cpuSecondsOf(pid),
      async cpuSecondsAt(afterMs) {
        await delay(Math.max(0, begunAt + afterMs - now()));
        return cpuSecondsOf(pid);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Without what is there for Node, Electron and scripts: a package that finds such a thing starts again without it. */
function environmentOfPackage(): NodeJS.ProcessEnv {
  const isForOthers = (name: string) => /^(?:NODE|npm_|ELECTRON_|CHROME_|SSL|OPENSSL_|SIGHTGLASS_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForOthers(name)));
}

function argumentsOf(program: Program, options: StartOptions): string[] {
  return [
    ...(program.app === null ? [] : ['-r', probe]),
    ...program.switches,
    `--user-data-dir=${options.userData}`,
    ...(program.app === null ? [] : [program.app]),
    ...(options.arguments ?? []),
  ];
}

const START_LIMIT_MS = 60_000;

/** Rejects when the program ends, or shows nothing for too long. */
async function failing(child: Child): Promise<never> {
  const limit = delay(START_LIMIT_MS, 'nothing is to be seen of it', { ref: false });
  const reason = await Promise.race([child.exited.then((code) => `it ended with ${code}`), limit]);
  throw new Error(`A program that is measured did not start: ${reason}.`);
}

/** What the program wrote down last: a measurement that fails says why. */
export function lastOfLog(userData: string): string {
  const file = join(userData, 'logs/sightglass.log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n') : 'It wrote no log.';
}
