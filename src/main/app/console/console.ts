/**
 * What the program answers to command lines, each command by its name. Nothing of it opens a window or brings one forward,
 * but `open`, and a question that no other program may answer.
 */
import type { ConsoleCommand, ConsoleRequest } from '../../../shared/command-line/requests.ts';
import { codeOf } from '../../../shared/errors.ts';
import type { Asker, ConsoleOutcome, Doer, Doers } from './asker.ts';
import { type ConnectionCommandsOptions, createConnectionCommands } from './connection-commands.ts';
import { createProfileCommands, type ProfileCommandsOptions } from './profile-commands.ts';
import { createProgramCommands, type ProgramCommandsOptions } from './program-commands.ts';
import { createTokenTest, type TokenTestOptions } from './token-test.ts';

export type ConsoleOptions = ConnectionCommandsOptions &
  ProfileCommandsOptions &
  ProgramCommandsOptions &
  TokenTestOptions;

export interface Console {
  /** @throws AppError, or what nobody foresaw */
  run(request: ConsoleRequest, asker: Asker): Promise<ConsoleOutcome>;
}

export function createConsole(options: ConsoleOptions): Console {
  const { log } = options;
  const doers: Doers = {
    ...createConnectionCommands(options),
    ...createProfileCommands(options),
    ...createProgramCommands(options),
    'token test': createTokenTest(options),
  };

  return {
    async run(request, asker) {
      const { command } = request;
      log.info('command.begun', { command });
      try {
        // Sound: the table has the doer of each command under its name.
        const outcome = await (doers[command] as Doer<ConsoleCommand>)(request, asker);
        log.info('command.ended', { command, ending: outcome.ending });
        return outcome;
      } catch (error) {
        log.info('command.refused', { command, code: codeOf(error) });
        throw error;
      }
    },
  };
}
