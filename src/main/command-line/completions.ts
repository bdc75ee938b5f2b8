// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells
/** Completions for shells, from the table of commands. They complete words and flags; what a flag takes is the person's to know. */
import type { Text } from '../../shared/text/en.ts';
import {
  type CommandName,
  commandNames,
  commands,
  firstWords,
  flags,
  flagsOf,
  type Shell,
  secondWords,
  shells,
} from './commands.ts';
import { PROGRAM } from './help.ts';

export const completionFor = (shell: Shell, text: Text): string => writers[shell](text);

const writers: Readonly<Record<Shell, (text: Text) => string>> = { bash, zsh, fish, powershell };

/** What may follow a command: its flags, the shells, or files. */
const wordsAfter = (name: CommandName): string[] => [
  ...(name === 'completion' ? shells : name === 'help' ? firstWords : []),
  ...flagsOf(name).map((flag) => `--${flag}`),
];
const takesFile = (name: CommandName): boolean => commands[name].arguments?.includes('file') ?? false;
const groups = firstWords.filter((word) => secondWords(word).length > 0);

function bash(): string {
  const cases = commandNames.map((name) => {
    const [first, second = '*'] = name.split(' ');
    const files = takesFile(name) ? ' $(compgen -f -- "$current")' : '';
    return `    '${first} '${second === '*' ? '*' : `'${second}'`}) words="${wordsAfter(name).join(' ')}${files}" ;;`;
  });
  return [
    `# bash completion of ${PROGRAM}`,
    `_${PROGRAM}() {`,
    '  local current="${COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${firstWords.join(' ')}"`,
    '  elif [ "$COMP_CWORD" -eq 2 ]; then',
    '    case "${COMP_WORDS[1]}" in',
    ...groups.map((first) => `    ${first}) words="${secondWords(first).join(' ')}" ;;`),
    '    esac',
    '  fi',
    '  if [ -z "$words" ]; then',
    '    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...cases,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    `complete -F _${PROGRAM} ${PROGRAM}`,
    '',
  ].join('\n');
}

/** Inside of single quotes of zsh and fish. */
const quoted = (words: string): string => words.replaceAll("'", "'\\''");
const described = (word: string, words: string): string => `'${quoted(word)}:${quoted(words.replaceAll(':', '\\:'))}'`;

function zsh(text: Text): string {
  const { commands: says, flags: saysOfFlags, groups: saysOfGroups } = text.commandLine;
  const firsts = firstWords.map((first) =>
    described(
      first,
      first in says ? says[first as CommandName] : ((saysOfGroups as Record<string, string>)[first] ?? ''),
    ),
  );
  const cases = commandNames.map((name) => {
    const options = flagsOf(name).map((flag) => {
      const takes = flags[flag] === null ? '' : `:${flag}:`;
      return `'--${flag}[${quoted(saysOfFlags[flag].replaceAll(/[[\]]/g, ''))}]${takes}'`;
    });
    const rest = takesFile(name)
      ? ["'*:file:_files'"]
      : name === 'completion'
        ? [`'1:shell:(${shells.join(' ')})'`]
        : [];
    return `    '${name}') _arguments ${[...options, ...rest].join(' ')} ;;`;
  });
  return [
    `#compdef ${PROGRAM}`,
    `_${PROGRAM}() {`,
    '  local -a found',
    '  if (( CURRENT == 2 )); then',
    `    found=(${firsts.join(' ')})`,
    '    _describe command found',
    '    return',
    '  fi',
    '  local name="$words[2]"',
    '  case "$name" in',
    ...groups.map((first) =>
      [
        `    ${first})`,
        '      if (( CURRENT == 3 )); then',
        `        found=(${secondWords(first)
          .map((second) => described(second, says[`${first} ${second}` as CommandName]))
          .join(' ')})`,
        '        _describe command found',
        '        return',
        '      fi',
        '      name="$name $words[3]"',
        '      shift words; (( CURRENT-- )) ;;',
      ].join('\n'),
    ),
    '  esac',
    '  shift words; (( CURRENT-- ))',
    '  case "$name" in',
    ...cases,
    '  esac',
    '}',
    // From a folder of functions zsh reads the file when it first completes: what is in it is then the function itself.
    `if [[ "\${funcstack[1]}" == _${PROGRAM} ]]; then`,
    `  _${PROGRAM} "$@"`,
    'else',
    `  compdef _${PROGRAM} ${PROGRAM}`,
    'fi',
    '',
  ].join('\n');
}

function fish(text: Text): string {
  const { commands: says, flags: saysOfFlags, groups: saysOfGroups } = text.commandLine;
  const line = (condition: string, rest: string) => `complete -c ${PROGRAM} -n '${condition}' ${rest}`;
  const inCommand = (name: CommandName) =>
    name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
  return [
    `complete -c ${PROGRAM} -f`,
    ...firstWords.map((first) => {
      const words =
        first in says ? says[first as CommandName] : ((saysOfGroups as Record<string, string>)[first] ?? '');
      return line('__fish_use_subcommand', `-a ${first} -d '${quoted(words)}'`);
    }),
    ...groups.flatMap((first) =>
      secondWords(first).map((second) =>
        line(
          `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${secondWords(first).join(' ')}`,
          `-a ${second} -d '${quoted(says[`${first} ${second}` as CommandName])}'`,
        ),
      ),
    ),
    ...commandNames.flatMap((name) => [
      ...flagsOf(name).map((flag) =>
        line(inCommand(name), `-l ${flag}${flags[flag] === null ? '' : ' -x'} -d '${quoted(saysOfFlags[flag])}'`),
      ),
      ...(takesFile(name) ? [line(inCommand(name), '-F')] : []),
      ...(name === 'completion' ? [line(inCommand(name), `-a '${shells.join(' ')}'`)] : []),
    ]),
    '',
  ].join('\n');
}

function powershell(): string {
  const cases = commandNames.map(
    (name) =>
      `      '${name}' { ${wordsAfter(name)
        .map((word) => `'${word}'`)
        .join(', ')} }`,
  );
  const seconds = groups.map(
    (first) =>
      `      '${first}' { ${secondWords(first)
        .map((word) => `'${word}'`)
        .join(', ')} }`,
  );
  return [
    `Register-ArgumentCompleter -Native -CommandName ${PROGRAM}, ${PROGRAM}.cmd -ScriptBlock {`,
    '  param($current, $ast, $position)',
    '  $given = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })',
    "  if ($current -ne '') { $given = @($given | Select-Object -SkipLast 1) }",
    `  $words = if ($given.Count -eq 0) { ${firstWords.map((word) => `'${word}'`).join(', ')} } else {`,
    '    $found = if ($given.Count -eq 1) { switch ($given[0]) {',
    ...seconds,
    '    } }',
    "    if ($found) { $found } else { switch (@($given | Select-Object -First 2) -join ' ') {",
    ...cases.filter((one) => / '\S+ \S+'/.test(one)),
    '      default { switch ($given[0]) {',
    ...cases.filter((one) => !/^ {6}'\S+ \S+'/.test(one)),
    '      } }',
    '    } }',
    '  }',
    '  $words | Where-Object { $_ -like "$current*" } | ForEach-Object {',
    "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
    '  }',
    '}',
    '',
  ].join('\n');
}
