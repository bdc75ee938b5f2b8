/** The log of a whole run, which begins with what runs. */
import { app } from 'electron';
import { shortCommit } from '../../shared/commit.ts';
import { createLog, type Log } from '../log/log.ts';
import { createLogFile, type LogFile } from '../log/log-file.ts';
import { type BuildMark, buildKind } from './build-mark.ts';

export interface RunLogOptions {
  readonly logFolder: string;
  readonly build: BuildMark;
  readonly isPackaged: boolean;
  /** False for a command that runs alone. */
  readonly hasWindows: boolean;
}

/** What nobody has caught is in it from here on. */
export function beginLog({ logFolder, build, isPackaged, hasWindows }: RunLogOptions): { log: Log; logFile: LogFile } {
  const logFile = createLogFile({ directory: logFolder });
  const log = createLog({ write: logFile.write, now: Date.now });
  process.on('uncaughtException', (error) => log.error('program.uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) =>
    log.error('program.unhandled', { error: reason instanceof Error ? (reason.stack ?? reason.message) : 'unknown' }),
  );
  log.info('program.started', {
    version: app.getVersion(),
    commit: build.commit && shortCommit(build.commit),
    kind: buildKind(build, isPackaged),
    electron: process.versions.electron,
    packaged: isPackaged,
    windows: hasWindows,
  });
  return { log, logFile };
}
