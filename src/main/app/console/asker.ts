/** Who asked for a command, and what came of it. */
import type { Ending } from '../../../shared/command-line/exit-codes.ts';
import type { Note, Question } from '../../../shared/command-line/messages.ts';
import type { ConsoleCommand, ConsoleResult, RequestOf } from '../../../shared/command-line/requests.ts';
import { AppError } from '../../../shared/errors.ts';

/** As far as it can be asked something and told what goes on; see `src/main/local-socket/serve.ts`. */
export interface Asker {
  /** Whether a person can type there. It is what the other side says, and no proof. */
  readonly isTerminal: boolean;
  /** Whether that is the terminal of this very process, so that what is typed there needs no second word. Left out: no. */
  readonly isOwnTerminal?: boolean;
  /** What the person types; null where they do not, or are gone. */
  ask(question: Question): Promise<string | null>;
  note(note: Note): void;
  /** Aborted when they are gone. */
  readonly signal: AbortSignal;
}

export interface ConsoleOutcome<Command extends ConsoleCommand = ConsoleCommand> {
  readonly ending: Ending;
  readonly result: ConsoleResult<Command>;
}

/** Does a command. @throws AppError */
export type Doer<Command extends ConsoleCommand> = (
  request: RequestOf<Command>,
  asker: Asker,
) => Promise<ConsoleOutcome<Command>> | ConsoleOutcome<Command>;

export type Doers<Command extends ConsoleCommand = ConsoleCommand> = { readonly [Name in Command]: Doer<Name> };

/** @throws AppError `command_refused` when nobody typed it */
export async function typed(question: Question, asker: Asker): Promise<string> {
  const answer = await typedAsItIs(question, asker);
  return answer.trim();
}

/** A passphrase may begin or end with a space, and was made with it. @throws AppError `command_refused` when nobody typed it */
export async function typedAsItIs(question: Question, asker: Asker): Promise<string> {
  const answer = (await asker.ask(question)) ?? '';
  if (answer.trim() === '') throw new AppError('command_refused', { reason: 'notTyped' });
  return answer;
}
