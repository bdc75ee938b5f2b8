/** The manual page (man 1), from the table of commands. */
import { type Ending, exitCodes } from '../../shared/command-line/exit-codes.ts';
import type { Text } from '../../shared/text/en.ts';
import { type CommandName, commandNames, type FlagName, flags } from './commands.ts';
import { flagShape, PROGRAM, usageOf } from './help.ts';

/** In roff, a backslash begins a command, and so does a dot or a quote at the beginning of a line. */
const roff = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const entry = (head: string, words: string): string[] => ['.TP', `.B ${roff(head)}`, roff(words)];

/** Without date and version: it is written once, and stays until a command changes. */
export function manPage(text: Text): string {
  const words = text.commandLine;
  const more: Readonly<Partial<Record<CommandName, string>>> = words.more;
  return [
    '.TH SIGHTGLASS 1 "" Sightglass "User Commands"',
    '.SH NAME',
    `${PROGRAM} \\- ${roff(words.summary)}`,
    '.SH SYNOPSIS',
    ...commandNames.flatMap((name) => ['.br', `.B ${roff(usageOf(name, text))}`]),
    '.SH DESCRIPTION',
    roff(words.about),
    '.SH COMMANDS',
    ...commandNames.flatMap((name) => {
      const said = more[name];
      return [...entry(name, words.commands[name]), ...(said === undefined ? [] : ['.IP', roff(said)])];
    }),
    '.SH OPTIONS',
    ...(Object.keys(flags) as FlagName[]).flatMap((flag) => entry(flagShape(flag, text), words.flags[flag])),
    '.SH EXIT STATUS',
    ...(Object.keys(exitCodes) as Ending[]).flatMap((ending) =>
      entry(String(exitCodes[ending]), words.exitCodes[ending]),
    ),
    '.SH FILES',
    ...entry('~/.config/Sightglass', words.files),
    '',
  ].join('\n');
}
