/**
 * A start of the packaged app with something that is not allowed. Much of it has acted before the first line of ours
 * (`--no-sandbox`, `--js-flags`, `--trace-startup`, `ELECTRON_ENABLE_LOGGING`), so that taking it off the command line
 * would be too late, and processes that are started for pages would inherit the rest. So the program is started once
 * more without it, and this one ends before Electron is ready.
 */
import type { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type CheckedStart, STARTED_AGAIN } from './allowed-at-start.ts';

export interface StartAgainOptions {
  readonly checked: CheckedStart;
  /** `process.execPath`. */
  readonly executable: string;
  /** `process.env`. */
  readonly environment: Record<string, string | undefined>;
  /** See `activationToken`. */
  readonly activation: Readonly<Record<string, string>>;
  readonly spawn: typeof spawn;
}

/** Whether this is the second start already. */
export const isSecondStart = (argv: readonly string[]): boolean => argv.includes(STARTED_AGAIN);

const ACTIVATION = 'XDG_ACTIVATION_TOKEN=';

/**
 * What a Wayland desktop gave this start, so that the window that follows may come to the front. Chromium takes it out of
 * the environment before the first line of ours, and without it the window of the second start would open behind others.
 *
 * @param environment the one that this process began with, as in Linux's `/proc/self/environ`
 * @returns the variable, where there is one
 */
export function activationToken(environment: string): Readonly<Record<string, string>> {
  const found = environment.split('\0').find((variable) => variable.startsWith(ACTIVATION));
  return found === undefined ? {} : { XDG_ACTIVATION_TOKEN: found.slice(ACTIVATION.length) };
}

/**
 * Starts the program again with what is allowed; resolves when the new process is there. The marker on its command line
 * allows nothing: a start with it that finds something refused again does not try a third time, so that whoever adds the
 * marker by hand gets no window at all.
 *
 * A child and not Electron's `relaunch`: it takes over standard output, and the mount of an AppImage stays as long as a
 * process has inherited it.
 */
export async function startAgain(options: StartAgainOptions): Promise<ChildProcess> {
  const { checked, executable, environment, activation, spawn: start } = options;
  // Node hands some of its variables on to every child, whatever environment the child is given.
  for (const name of Object.keys(environment)) if (!(name in checked.environment)) delete environment[name];
  // The marker first: nothing may follow a link.
  const child = start(executable, [STARTED_AGAIN, ...checked.arguments], {
    env: { ...checked.environment, ...activation },
    stdio: 'inherit',
    // On Windows a child may otherwise end with the console of its parent.
    detached: process.platform === 'win32',
  });
  await once(child, 'spawn');
  child.unref();
  return child;
}
