/** Which part of the arguments of a start is a command, before anything else looks at them. Read at every start, so it is small. */
import { resolve } from 'node:path';

export interface CommandWords {
  /** Switches of the start itself, which are looked at as those of any other start. */
  readonly before: readonly string[];
  /** The command and all that follows it. */
  readonly words: readonly string[];
}

/** Words that stand for a command where nothing stands before them. */
const instead: Readonly<Record<string, string>> = { '--help': 'help', '-h': 'help', '--version': 'version' };

/** A file has an ending or a folder, a link has a colon. */
const WORD = /^[a-z][a-z-]{0,31}$/;

/**
 * A start with a command is one whose first argument that is no switch is a plain word. Files and links, which a desktop
 * starts the program with, are none.
 *
 * @param own the arguments without the program, and without the folder of the app
 */
export function commandWordsIn(own: readonly string[]): CommandWords | null {
  const [first = ''] = own;
  if (Object.hasOwn(instead, first)) return { before: [], words: [instead[first] ?? '', ...own.slice(1)] };
  const at = own.findIndex((argument) => !argument.startsWith('-'));
  const word = own[at];
  if (word === undefined || !WORD.test(word)) return null;
  return { before: own.slice(0, at), words: own.slice(at) };
}

/**
 * What a start was given, without what Electron itself was: unpackaged, that is all up to the folder of the app.
 *
 * @param argv `process.argv`
 * @param appPath as `app.getAppPath()`; null in a package, which is no argument
 */
export function ownArgumentsOf(argv: readonly string[], appPath: string | null): readonly string[] {
  if (appPath === null) return argv.slice(1);
  const at = argv.findIndex((argument, index) => index > 0 && resolve(argument) === appPath);
  return at < 0 ? [] : argv.slice(at + 1);
}

/** Said to a program that runs, by the lock that there can be one alone: a command brings no window forward. */
export const COMMAND_MARK = { command: true } as const;
export const isCommandMark = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'command' in data && data.command === true;
