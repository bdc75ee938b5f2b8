/** Reads the words of a command: which it is, its arguments and its flags. What is no flag of ours is refused. */
import {
  type ArgumentName,
  type CommandName,
  commandNames,
  commands,
  type FlagName,
  flags,
  flagsOf,
  secondWords,
  shells,
} from './commands.ts';

export interface Parsed {
  readonly name: CommandName;
  readonly values: readonly string[];
  readonly flags: Readonly<Partial<Record<FlagName, string | true>>>;
}

/** What is wrong with the words; the sentence stands in the texts, under `commandLine.faults`. */
export type UsageFault =
  | { readonly fault: 'noCommand' }
  | { readonly fault: 'unknownCommand'; readonly word: string }
  | { readonly fault: 'unfinished'; readonly word: string; readonly words: readonly string[] }
  | { readonly fault: 'unknownFlag'; readonly word: string; readonly name: CommandName }
  | {
      readonly fault: 'flagTwice' | 'flagWithoutValue' | 'flagWithValue' | 'flagMissing';
      readonly flag: FlagName;
      readonly name: CommandName;
    }
  | { readonly fault: 'argumentMissing'; readonly argument: ArgumentName; readonly name: CommandName }
  | { readonly fault: 'tooMuch'; readonly word: string; readonly name: CommandName }
  | { readonly fault: 'unknownShell'; readonly word: string; readonly name: CommandName };

export type ParseOutcome =
  | { readonly kind: 'command'; readonly command: Parsed }
  | { readonly kind: 'help'; readonly name: CommandName | null }
  | { readonly kind: 'fault'; readonly fault: UsageFault };

const fault = (one: UsageFault): ParseOutcome => ({ kind: 'fault', fault: one });
const isCommand = (name: string): name is CommandName => commandNames.some((known) => known === name);
const isFlag = (name: string): name is FlagName => Object.hasOwn(flags, name);
const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';

export function parseWords(words: readonly string[]): ParseOutcome {
  const [first] = words;
  if (first === undefined) return fault({ fault: 'noCommand' });
  if (first === 'help') return helpFor(words.slice(1));
  if (isHelp(first)) return { kind: 'help', name: null };
  const named = nameIn(words);
  if (named !== null) return read(named.name, words.slice(named.count));
  const second = secondWords(first);
  if (second.length === 0) return fault({ fault: 'unknownCommand', word: first });
  if (isHelp(words[1])) return { kind: 'help', name: null };
  return fault({ fault: 'unfinished', word: first, words: second });
}

/** Of two words, or of one. */
function nameIn(words: readonly string[]): { readonly name: CommandName; readonly count: number } | null {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    if (words.length >= count && isCommand(name)) return { name, count };
  }
  return null;
}

function helpFor(words: readonly string[]): ParseOutcome {
  if (words.length === 0 || isHelp(words[0])) return { kind: 'help', name: null };
  const named = nameIn(words);
  if (named && named.count === words.length) return { kind: 'help', name: named.name };
  // The first word of several commands, which are all in one list.
  if (words.length === 1 && secondWords(words[0] ?? '').length > 0) return { kind: 'help', name: null };
  return fault({ fault: 'unknownCommand', word: words.join(' ') });
}

function read(name: CommandName, words: readonly string[]): ParseOutcome {
  const values: string[] = [];
  const given: Partial<Record<FlagName, string | true>> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (isHelp(word)) return { kind: 'help', name };
    if (!word.startsWith('-')) {
      values.push(word);
      continue;
    }
    const [, flag = '', inline] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (!isFlag(flag) || !flagsOf(name).includes(flag)) return fault({ fault: 'unknownFlag', word, name });
    if (given[flag] !== undefined) return fault({ fault: 'flagTwice', flag, name });
    if (flags[flag] === null) {
      if (inline !== undefined) return fault({ fault: 'flagWithValue', flag, name });
      given[flag] = true;
      continue;
    }
    // A word that begins like a switch is none of a name: Chromium has read it as one by now.
    const next = words[at + 1];
    const value = inline ?? (next?.startsWith('-') ? undefined : next);
    if (value === undefined || value === '') return fault({ fault: 'flagWithoutValue', flag, name });
    if (inline === undefined) at += 1;
    given[flag] = value;
  }
  return whole(name, values, given);
}

function whole(name: CommandName, values: readonly string[], given: Parsed['flags']): ParseOutcome {
  const { arguments: wanted = [], needs = [] } = commands[name];
  const absent = wanted[values.length];
  if (absent !== undefined) return fault({ fault: 'argumentMissing', argument: absent, name });
  const extra = values[wanted.length];
  if (extra !== undefined) return fault({ fault: 'tooMuch', word: extra, name });
  const missing = needs.find((flag) => given[flag] === undefined);
  if (missing !== undefined) return fault({ fault: 'flagMissing', flag: missing, name });
  const [first = ''] = values;
  if (name === 'completion' && !shells.some((shell) => shell === first)) {
    return fault({ fault: 'unknownShell', word: first, name });
  }
  return { kind: 'command', command: { name, values, flags: given } };
}
