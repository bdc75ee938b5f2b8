/** A command line, started as a shell starts it: what goes in, what comes out, and with what code it ends. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface CommandOutcome {
  readonly code: number | null;
  readonly out: string;
  /** Without what Chromium says of the computer. */
  readonly err: string;
}

export interface CommandOptions {
  readonly userData: string;
  readonly path: string;
  /** Standard input; it ends there. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What an administrator has set, as the file of the policy has it (Linux). */
  readonly policy?: object;
  /** Nobody reads what is said on standard error. */
  readonly isDeaf?: boolean;
  /** Under a terminal of its own, with what is typed when something is asked. */
  readonly typed?: readonly (readonly [asked: string, answer: string])[];
}

/** What of Chromium's own is in the way on a computer without a system bus, or without a graphics card. */
const NOISE = /^\[\d+:\d+\/.*:(?:ERROR|WARNING|INFO):.*\]/;

export interface StartedCommand {
  readonly ended: Promise<CommandOutcome>;
  /** Resolves when this was said on either channel. */
  said(words: string): Promise<void>;
  interrupt(): void;
}

export function startCommand(words: readonly string[], options: CommandOptions): StartedCommand {
  const before = options.policy ? ['-r', join(import.meta.dirname, 'managed.cjs')] : [];
  const args = [
    ...before,
    ...(JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[]),
    `--user-data-dir=${options.userData}`,
    '--password-store=gnome-libsecret',
    root,
    ...words,
  ];
  const electron = process.env.SIGHTGLASS_ELECTRON_PATH ?? '';
  const environment = {
    ...process.env,
    LANGUAGE: 'en',
    ...options.environment,
    ...(options.policy && { SIGHTGLASS_TEST_POLICY: JSON.stringify(options.policy) }),
    PATH: options.path,
  };
  // python3 makes the terminal: Node has none to give.
  const child = options.typed
    ? spawn(
        'python3',
        [join(import.meta.dirname, 'in-terminal.py'), JSON.stringify(options.typed), electron, ...args],
        {
          env: environment,
        },
      )
    : spawn(electron, args, { env: environment });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const heard = (): void => {
    for (const look of listeners) look();
  };
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
    heard();
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
    heard();
  });
  if (options.isDeaf) child.stderr.destroy();
  child.stdin.end(options.input ?? '');
  const withoutNoise = (text: string) =>
    text
      .split('\n')
      .filter((line) => !NOISE.test(line))
      .join('\n')
      .trim();
  return {
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, out, err: withoutNoise(err) }));
    }),
    said: (words) =>
      new Promise((resolve) => {
        function look(): void {
          if (!out.includes(words) && !err.includes(words)) return;
          listeners.delete(look);
          resolve();
        }
        listeners.add(look);
        look();
      }),
    interrupt: () => void child.kill('SIGINT'),
  };
}

export const runCommandLine = (words: readonly string[], options: CommandOptions): Promise<CommandOutcome> =>
  startCommand(words, options).ended;
