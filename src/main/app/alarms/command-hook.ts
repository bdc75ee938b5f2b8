/**
 * A program of the organisation that is told of alarms on its standard input. It is started as a list of arguments, by no
 * shell; it gets nothing of our environment, and has a limit to its time. One at a time, and never a second try: it was told.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { systemCodeOf } from '../../../shared/errors.ts';
import { createHookLine, type Hook, type HookLineOptions } from './hook-line.ts';

export interface CommandHookOptions extends Omit<HookLineOptions, 'tell'> {
  /** The program, with its whole path, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

const LIMIT_MS = 10_000;
const isWindows = process.platform === 'win32';

export const createCommandHook = (options: CommandHookOptions): Hook =>
  createHookLine({
    ...options,
    isBegunOnce: true,
    // What cannot even be started is said at once by some systems.
    tell: async (body, signal) => ({
      problem: await run(options, body, signal).catch((error: unknown) => systemCodeOf(error)),
      againInMs: null,
    }),
  });

/** @returns what went wrong; null where it ended well */
function run(options: CommandHookOptions, body: string, signal: AbortSignal): Promise<string | null> {
  const { command, environment, setTimer, limitMs = LIMIT_MS } = options;
  const [file, ...parameters] = command;
  return new Promise((resolve) => {
    const child = spawn(file, parameters, {
      cwd: dirname(file),
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      shell: false,
      // A group of its own, so that what it starts ends with it.
      detached: !isWindows,
    });
    let isLate = false;
    const end = () => endAll(child);
    const stopTimer = setTimer(() => {
      isLate = true;
      end();
    }, limitMs);
    signal.addEventListener('abort', end, { once: true });
    const over = (problem: string | null) => {
      stopTimer();
      signal.removeEventListener('abort', end);
      resolve(problem);
    };
    child.once('error', (error) => over(systemCodeOf(error)));
    child.once('exit', (code) => over(isLate ? 'too-late' : code === 0 ? null : `exit ${code ?? 'signal'}`));
    // It may end without having read.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${body}\n`);
  });
}

function endAll(child: ChildProcess): void {
  try {
    if (child.pid === undefined) return;
    if (isWindows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
