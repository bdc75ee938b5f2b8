/**
 * A program of the system that hands each line of its standard input to the log of the system. Lines never stand among its
 * arguments, which others on the computer can read.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { systemCodeOf } from '../../../shared/errors.ts';
import { waitAfter } from '../../async/delivery-queue.ts';
import { waitAtMost } from '../../async/wait-at-most.ts';
import type { Outlet, OutletLine, OutletParts } from './sink.ts';

export interface ProgramOutletOptions extends OutletParts {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly mostWaiting?: number;
}

const MOST_WAITING = 2_000;
/** At the end of the program nobody waits long for a log. */
const CLOSING_MS = 2_000;

export function createProgramOutlet(options: ProgramOutletOptions): Outlet {
  const { file, parameters, environment, setTimer, random, mostWaiting = MOST_WAITING } = options;
  const waiting: string[] = [];
  /** Handed to the program that runs, and perhaps not taken by it. */
  let unsure: string[] = [];
  let child: ChildProcess | null = null;
  let failures = 0;
  let dropped = 0;
  let problem: string | null = null;
  let stopWaiting: (() => void) | null = null;
  let isClosing = false;
  let isTaking = true;

  function fail(of: ChildProcess, code: string): void {
    if (child !== of) return;
    child = null;
    // What it has not taken is told to the next one; better twice than never.
    waiting.unshift(...unsure);
    unsure = [];
    if (isClosing) return;
    failures += 1;
    problem = code;
    stopWaiting = setTimer(
      () => {
        stopWaiting = null;
        pour();
      },
      waitAfter(failures, random()),
    );
  }

  function start(): ChildProcess {
    const started = spawn(file, [...parameters], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: environment,
      windowsHide: true,
    });
    isTaking = true;
    started.on('error', (error) => fail(started, systemCodeOf(error)));
    started.on('exit', (code) => fail(started, `exit ${code ?? 'signal'}`));
    // It may end between two lines: told by its exit.
    started.stdin?.on('error', () => undefined);
    started.stdin?.on('drain', () => {
      isTaking = true;
      pour();
    });
    return started;
  }

  function pour(): void {
    if (waiting.length === 0 || stopWaiting || isClosing) return;
    child ??= start();
    while (child?.stdin?.writable && isTaking && waiting.length > 0) {
      const line = waiting.shift() ?? '';
      const taker = child;
      unsure.push(line);
      isTaking = child.stdin.write(`${line}\n`, (error) => {
        if (error || child !== taker) return;
        unsure.shift();
        problem = null;
      });
    }
  }

  return {
    take({ line }: OutletLine) {
      if (waiting.length >= mostWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      pour();
    },
    view: () => ({ problem, waiting: waiting.length, dropped }),
    async close() {
      pour();
      isClosing = true;
      stopWaiting?.();
      const ending = child;
      if (!ending || ending.exitCode !== null) return;
      const ended = endOf(ending);
      const rest = waiting.splice(0).map((line) => `${line}\n`);
      ending.stdin?.end(rest.join(''));
      await waitAtMost(CLOSING_MS, ended);
      if (ending.exitCode === null) ending.kill();
    },
  };
}

const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
