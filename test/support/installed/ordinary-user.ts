/** A person of this computer who is not root, with a home, a session bus and a keyring of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { startKeyring } from '../../../scripts/keyring.mjs';
import type { Workbench } from '../driver/workbench.ts';
import { mustRun, type Ran, run } from './debian.ts';

export interface OrdinaryUser {
  readonly uid: number;
  readonly home: string;
  /** Where the program keeps their things when nobody says otherwise. */
  readonly userData: string;
  /** Starts a program as this person, as the first words of a command. */
  readonly starter: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Runs a program as this person, in their session. */
  run(program: string, args: readonly string[], more?: Readonly<Record<string, string>>): Ran;
  /**
   * The same for what may start other programs, which then live on: waits for the first one alone.
   *
   * @param as what starts it; left out, `starter`
   * @returns its exit code
   */
  start(
    program: string,
    args: readonly string[],
    more?: Readonly<Record<string, string>>,
    as?: readonly string[],
  ): Promise<number | null>;
  /** Ends the session and removes the person with all that they have. */
  close(): Promise<void>;
}

export async function createOrdinaryUser(name: string): Promise<OrdinaryUser> {
  // One that an interrupted run left behind.
  run('userdel', ['--remove', '--force', name]);
  mustRun('useradd', ['--create-home', '--user-group', '--shell', '/bin/sh', name]);
  const uid = Number(mustRun('id', ['--user', name]));
  const home = `/home/${name}`;
  const keyring = await startKeyring({ uid });
  const starter = ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  const [first = '', ...rest] = starter;
  const environment = (more: Readonly<Record<string, string>>) => {
    const { DISPLAY = '', PATH = '', SIGHTGLASS_RUN_ID } = process.env;
    return { DISPLAY, PATH, ...(SIGHTGLASS_RUN_ID && { SIGHTGLASS_RUN_ID }), ...variables, ...more };
  };
  const variables = { HOME: home, USER: name, LOGNAME: name, ...keyring.environment };
  return {
    uid,
    home,
    userData: join(home, '.config/Sightglass'),
    starter,
    variables,
    run: (program, args, more = {}) => run(first, [...rest, program, ...args], environment(more)),
    async start(program, args, more = {}, as = starter) {
      const [by = '', ...words] = as;
      const child = spawn(by, [...words, program, ...args], { env: environment(more), stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
    async close() {
      await keyring.stop();
      run('userdel', ['--remove', '--force', name]);
    },
  };
}

/** Lets another person than the one who runs the tests start the browser of a workbench and read its files. */
export function share({ folder }: Pick<Workbench, 'folder'>): void {
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'opened'), 0o777);
}
