/** The part of open-program.ts and alone.ts that lets command lines reach the program that runs. Everything here is wiring. */

import { asAppError, systemCodeOf } from '../shared/errors.ts';
import type { Program } from './app/program.ts';
import { systemTimers } from './async/timers.ts';
import { UnsafePlace } from './local-socket/place.ts';
import { type SocketServer, serveCommands } from './local-socket/serve.ts';
import type { Log } from './log/log.ts';

export interface ConsoleWiringOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/** @returns null where it cannot be reached, which keeps nothing else from working */
export async function openConsole(
  { folder, log }: ConsoleWiringOptions,
  { console }: Pick<Program, 'console'>,
): Promise<SocketServer | null> {
  try {
    return await serveCommands({
      ...systemTimers,
      dataFolder: folder,
      platform: process.platform,
      uid: process.getuid?.() ?? null,
      run: console.run,
      errorOf: (error) => asAppError(error, 'command').toView(),
      onRefused: (reason) => log.warn('command.peer-refused', { reason }),
    });
  } catch (error) {
    log.warn('command.not-served', { reason: error instanceof UnsafePlace ? error.fault : systemCodeOf(error) });
    return null;
  }
}
