/**
 * Runs a command: what needs no program at once, everything else in the program that runs, and where none runs, alone. It
 * knows no Electron: how the job is done alone is passed in.
 */
import { resolve } from 'node:path';
import { type Ending, exitCodes } from '../../shared/command-line/exit-codes.ts';
import type { Note, Question } from '../../shared/command-line/messages.ts';
import { ConsoleRequest, consoleResults } from '../../shared/command-line/requests.ts';
import { AppError, isChosen, isMendedBySignIn, systemCodeOf } from '../../shared/errors.ts';
import { isOpenLink } from '../../shared/open-link.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { Timers } from '../async/timers.ts';
import { type Asked, askRunning } from '../local-socket/ask.ts';
import { folderOf, type PlaceOptions, socketAddress } from '../local-socket/place.ts';
import { shown, shownJson } from './columns.ts';
import type { Shell } from './commands.ts';
import { completionFor } from './completions.ts';
import { LOG_NAME, readLog } from './follow-log.ts';
import { helpOf, helpOfAll } from './help.ts';
import { type Parsed, parseWords } from './parse.ts';
import { errorLines, printResult } from './print.ts';
import type { Prompts } from './prompt.ts';
import { requestOf, writeNew } from './request-of.ts';
import { statusDocument } from './status-document.ts';
import { usageLines } from './usage.ts';

/** What this copy of the program is. */
export interface VersionFacts {
  readonly version: string;
  readonly commit: string | null;
  readonly build: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Operating system and processor, such as `linux x64`. */
  readonly system: string;
}

export interface CommandLine extends PlaceOptions, Timers {
  readonly text: Text;
  readonly facts: VersionFacts;
  readonly logFolder: string;
  /** Whether standard input and output are both a terminal. */
  readonly isTerminal: boolean;
  readonly prompts: Prompts;
  /** Resolves when it is written; what cannot be written any more, as to a pager that was closed, is dropped. */
  print(words: string): Promise<void>;
  complain(words: string): void;
  /** The folder that the command was given in, for files. */
  readonly cwd: string;
  /** The person wants it to end. */
  readonly signal: AbortSignal;
  /**
   * Does the job where no program runs. `busy`: one is starting or ending; `asked`: as by a program that runs.
   */
  alone(request: ConsoleRequest, talk: Talk): Promise<Answered>;
  /** What the program said last of itself, for `status` where none runs; null where it said nothing. */
  heartbeat(): Promise<unknown>;
}

/** `ended`: another process has done it, and ended with this code. */
export type Answered =
  | Asked
  | { readonly kind: 'busy' | 'notStarted' }
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'startRefused'; readonly names: readonly string[] };

/** How a command asks its person. */
export interface Talk {
  readonly isTerminal: boolean;
  /** As of `Prompts`. */
  answer(question: Question, signal?: AbortSignal): Promise<string | null>;
  onNote(note: Note): void;
}

/** So often, and so long, a program that is starting or ending is waited for. */
const AGAIN_MS = 250;
const MOST_TRIES = 60;

/** @returns with what code the process is to end */
export async function runCommand(words: readonly string[], line: CommandLine): Promise<number> {
  const ending = await run(words, line);
  return typeof ending === 'number' ? ending : exitCodes[ending];
}

async function run(words: readonly string[], line: CommandLine): Promise<Ending | number> {
  const outcome = parseWords(words);
  const { text } = line;
  if (outcome.kind === 'help') {
    await line.print(outcome.name === null ? helpOfAll(text) : helpOf(outcome.name, text));
    return 'done';
  }
  if (outcome.kind === 'fault') {
    for (const sentence of usageLines(outcome.fault, text)) line.complain(sentence);
    return 'usage';
  }
  const { command } = outcome;
  switch (command.name) {
    case 'version':
      return version(command, line);
    case 'completion':
      await line.print(completionFor(command.values[0] as Shell, text));
      return 'done';
    case 'logs':
      return logs(command, line);
    case 'help':
      return 'done';
    default:
      return inProgram(command, line);
  }
}

async function version({ flags }: Parsed, { facts, print, text }: CommandLine): Promise<Ending> {
  if (flags.json) await print(JSON.stringify(facts, null, 2));
  else {
    const { shows } = text.commandLine;
    const { version, commit, build, electron, chromium, node, system } = facts;
    const lines = [
      `Sightglass ${version}`,
      `${shows.build}: ${build}${commit === null ? '' : ` (${commit.slice(0, 10)})`}`,
      `Electron ${electron}, Chromium ${chromium}, Node ${node}`,
      `${shows.system}: ${system}`,
    ];
    await print(lines.join('\n'));
  }
  return 'done';
}

async function logs({ flags }: Parsed, line: CommandLine): Promise<Ending> {
  const { logFolder, text, signal, setTimer, complain } = line;
  try {
    // A log is lines of JSON, and nobody knows what else a crash has left in it.
    const write = (lines: string) => line.print(shownJson(lines.replace(/\n$/, '')));
    await readLog({ folder: logFolder, follows: flags.follow === true, write, signal, setTimer });
    return 'done';
  } catch (error) {
    const code = systemCodeOf(error);
    const values = { code, file: shown(resolve(logFolder, LOG_NAME)) };
    complain(
      format(code === 'ENOENT' ? text.commandLine.troubles.noLog : text.commandLine.troubles.logUnreadable, values),
    );
    return 'wrong';
  }
}

async function inProgram(command: Parsed, line: CommandLine): Promise<Ending | number> {
  const prepared = await requestOf(command, line);
  if (prepared === null) return 'wrong';
  const { request, file } = prepared;
  // What a program that runs would send away as no request of ours.
  if (!ConsoleRequest.safeParse(request).success) {
    line.complain(line.text.commandLine.troubles.tooLong);
    return 'usage';
  }
  const asked = await ask(request, line).finally(line.prompts.end);
  const { text, complain } = line;
  const { troubles } = text.commandLine;
  switch (asked.kind) {
    case 'done':
      return finish(command, request, file, asked, line);
    case 'failed': {
      for (const sentence of errorLines(asked.error, text)) complain(sentence);
      if (isMendedBySignIn(asked.error.code)) return 'signedOut';
      if (isChosen(asked.error.code)) return 'declined';
      return declinedBy(asked.error.values.reason) ?? 'wrong';
    }
    case 'unsafe':
      complain(format(troubles.unsafe[asked.fault], { folder: shown(folderOf(line.dataFolder)) }));
      return 'unreachable';
    case 'startRefused':
      complain(format(troubles.startRefused, { names: asked.names }));
      return 'unreachable';
    case 'ended':
      return asked.code;
    case 'cancelled':
      return 'declined';
    case 'absent':
    case 'turnedAway':
    case 'busy':
      complain(troubles.busy);
      return 'unreachable';
    default:
      complain(troubles[asked.kind]);
      return 'unreachable';
  }
}

const endings: Readonly<Record<string, Ending>> = {
  profileNeeded: 'usage',
  connectionNeeded: 'usage',
  notALink: 'usage',
  notTyped: 'declined',
  notATerminal: 'declined',
};
const declinedBy = (reason: unknown): Ending | undefined => endings[String(reason)];

/** The program that runs; else alone; else the one that has begun to run in the meantime. */
async function ask(request: ConsoleRequest, line: CommandLine): Promise<Answered> {
  const { text, complain, prompts, isTerminal } = line;
  const talk: Talk = {
    isTerminal,
    answer: prompts.answer,
    onNote: (note) => complain(noteText(note, text)),
  };
  const again = () => new Promise<void>((go) => line.setTimer(go, AGAIN_MS));
  // Also where nobody runs: a start that is given another word takes it for a command, or for nothing.
  if (request.command === 'open' && !isOpenLink(request.link)) {
    return { kind: 'failed', error: new AppError('command_refused', { reason: 'notALink' }).toView() };
  }
  for (let tries = 0; tries < MOST_TRIES && !line.signal.aborted; tries += 1) {
    const asked = await askRunning(request, { ...line, ...talk });
    if (asked.kind === 'turnedAway') {
      await again();
      continue;
    }
    if (asked.kind !== 'absent') return asked;
    if (request.command === 'status')
      return { kind: 'done', ending: 'unreachable', result: { isRunning: false, heartbeat: await line.heartbeat() } };
    const done = await line.alone(request, talk);
    if (done.kind !== 'busy') return done;
    await again();
  }
  if (line.signal.aborted) return { kind: 'cancelled' };
  return canListen(line) ? { kind: 'busy' } : { kind: 'unsafe', fault: 'tooLong' };
}

/** Where the path is too long for it the program runs and does not listen, as it would while it starts. */
function canListen(place: PlaceOptions): boolean {
  try {
    return socketAddress(place, '') !== '';
  } catch {
    return false;
  }
}

function noteText(note: Note, { commandLine: { notes } }: Text): string {
  if (note.note === 'browser') return format(notes.browser, { connection: shown(note.connection) });
  if (note.note === 'opensAfter') return notes.opensAfter;
  return note.note === 'link' ? format(notes.link, { link: shown(note.link) }) : notes.askedInWindow;
}

async function finish(
  { flags }: Parsed,
  { command }: ConsoleRequest,
  file: string,
  { ending, result }: Extract<Asked, { kind: 'done' }>,
  line: CommandLine,
): Promise<Ending> {
  const { text, facts } = line;
  const parsed = consoleResults[command].safeParse(result);
  if (!parsed.success) {
    line.complain(text.commandLine.troubles.version);
    return 'unreachable';
  }
  const { content, ...rest } = parsed.data as { content?: string };
  if (content !== undefined && !(await writeNew(file, content, line))) return 'wrong';
  const about = { text, version: facts.version, platform: facts.system, file };
  const document = command === 'status' ? statusDocument(parsed.data as { isRunning: boolean }, facts.version) : rest;
  await line.print(
    flags.json ? shownJson(JSON.stringify(document, null, 2)) : printResult(command, parsed.data as never, about),
  );
  return ending;
}
