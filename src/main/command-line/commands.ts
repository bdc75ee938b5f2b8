/**
 * The commands of the command line: the one table from which parsing, help, man page, completions and documents come. What
 * each does is said in the texts, under `commandLine`.
 */
import type { Ending } from '../../shared/command-line/exit-codes.ts';
import type { Text } from '../../shared/text/en.ts';

type Words = Text['commandLine'];
export type FlagName = keyof Words['flags'];
export type ArgumentName = keyof Words['arguments'];
export type CommandName = keyof Words['commands'];

export interface CommandDefinition {
  /** What has to follow, in order. */
  readonly arguments?: readonly ArgumentName[];
  /** What may follow, instead of the above. */
  readonly mayHave?: readonly ArgumentName[];
  readonly flags?: readonly FlagName[];
  /** Flags without which it means nothing. */
  readonly needs?: readonly FlagName[];
  readonly ends: readonly Ending[];
}

/** What a flag takes; null where it takes nothing. */
export const flags: Readonly<Record<FlagName, ArgumentName | null>> = {
  profile: 'name',
  connection: 'label',
  json: null,
  reveal: null,
  follow: null,
  'with-secrets': null,
  help: null,
};

const asks = ['done', 'wrong', 'usage', 'unreachable'] as const;
const needsPerson = ['done', 'wrong', 'usage', 'signedOut', 'unreachable'] as const;
const mayDecline = ['done', 'wrong', 'usage', 'unreachable', 'declined'] as const;

export const commands: Readonly<Record<CommandName, CommandDefinition>> = {
  doctor: { flags: ['profile', 'json'], ends: asks },
  'auth status': { flags: ['profile', 'json'], ends: needsPerson },
  'auth sign-in': {
    flags: ['profile', 'connection', 'json'],
    needs: ['profile'],
    ends: ['done', 'wrong', 'usage', 'unreachable', 'declined'],
  },
  'auth sign-out': { flags: ['profile', 'connection', 'json'], needs: ['profile'], ends: asks },
  'auth renew': { flags: ['profile', 'connection', 'json'], needs: ['profile'], ends: needsPerson },
  'token test': {
    flags: ['profile', 'connection', 'json', 'reveal'],
    ends: ['done', 'wrong', 'usage', 'signedOut', 'unreachable', 'declined'],
  },
  open: { arguments: ['link'], ends: asks },
  'profile list': { flags: ['json'], ends: asks },
  'profile check': { flags: ['profile', 'json'], ends: asks },
  'profile import': { arguments: ['file'], flags: ['json'], ends: mayDecline },
  'profile export': { arguments: ['file'], flags: ['profile', 'with-secrets', 'json'], ends: mayDecline },
  logs: { flags: ['follow'], ends: ['done', 'wrong', 'usage'] },
  'audit verify': { flags: ['json'], ends: asks },
  status: { flags: ['json'], ends: ['done', 'wrong', 'usage', 'unreachable'] },
  version: { flags: ['json'], ends: ['done', 'usage'] },
  help: { mayHave: ['command'], ends: ['done', 'usage'] },
  completion: { arguments: ['shell'], ends: ['done', 'usage'] },
};

export const commandNames = Object.keys(commands) as CommandName[];

/** The first words: what stands alone, and what stands before another word. */
export const firstWords: readonly string[] = [...new Set(commandNames.map((name) => name.split(' ')[0] ?? name))];

/** The second words after a first one; none where that stands alone. */
export const secondWords = (first: string): readonly string[] =>
  commandNames.flatMap((name) => (name.startsWith(`${first} `) ? name.slice(first.length + 1) : []));

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** Flags of a command, with the one that all have. */
export const flagsOf = (name: CommandName): readonly FlagName[] => [...(commands[name].flags ?? []), 'help'];
