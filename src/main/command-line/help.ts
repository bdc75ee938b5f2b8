/** Help in words, from the table of commands. */
import { type Ending, exitCodes } from '../../shared/command-line/exit-codes.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { columns } from './columns.ts';
import {
  type ArgumentName,
  type CommandName,
  commandNames,
  commands,
  type FlagName,
  flags,
  flagsOf,
} from './commands.ts';

export const PROGRAM = 'sightglass';

/** As it is typed: `--profile NAME`. */
export const flagShape = (flag: FlagName, text: Text): string => {
  const takes = flags[flag];
  return takes === null ? `--${flag}` : `--${flag} ${shape(takes, text)}`;
};

const shape = (argument: ArgumentName, text: Text): string => text.commandLine.arguments[argument].shape;

/** One line that says how it is typed: `sightglass auth renew --profile NAME [--connection LABEL]`. */
export function usageOf(name: CommandName, text: Text): string {
  const { arguments: wanted = [], mayHave = [], needs = [] } = commands[name];
  const shown = flagsOf(name).filter((flag) => flag !== 'help');
  return [
    PROGRAM,
    name,
    ...wanted.map((argument) => shape(argument, text)),
    ...mayHave.map((argument) => `[${shape(argument, text)}]`),
    ...shown.filter((flag) => needs.includes(flag)).map((flag) => flagShape(flag, text)),
    ...shown.filter((flag) => !needs.includes(flag)).map((flag) => `[${flagShape(flag, text)}]`),
  ].join(' ');
}

const indented = (rows: readonly (readonly string[])[]): string[] => columns(rows).map((line) => `  ${line}`);

const endingRows = (ends: readonly Ending[], text: Text): string[][] =>
  ends.map((ending) => [String(exitCodes[ending]), text.commandLine.exitCodes[ending]]);

export function helpOf(name: CommandName, text: Text): string {
  const words = text.commandLine;
  const { arguments: wanted = [], mayHave = [], ends } = commands[name];
  const more: Readonly<Partial<Record<CommandName, string>>> = words.more;
  const said = more[name];
  const rows = [...wanted, ...mayHave].map((argument) => [shape(argument, text), words.arguments[argument].says]);
  return [
    words.commands[name],
    '',
    `  ${usageOf(name, text)}`,
    ...(said === undefined ? [] : ['', said]),
    ...(rows.length === 0 ? [] : ['', words.headings.arguments, ...indented(rows)]),
    '',
    words.headings.flags,
    ...indented(flagsOf(name).map((flag) => [flagShape(flag, text), words.flags[flag]])),
    '',
    words.headings.exitCodes,
    ...indented(endingRows(ends, text)),
  ].join('\n');
}

export function helpOfAll(text: Text): string {
  const words = text.commandLine;
  return [
    words.about,
    '',
    words.headings.commands,
    ...indented(commandNames.map((name) => [name, words.commands[name]])),
    '',
    words.headings.exitCodes,
    ...indented(endingRows(Object.keys(exitCodes) as Ending[], text)),
    '',
    format(words.seeAlso, { command: `${PROGRAM} help` }),
  ].join('\n');
}
