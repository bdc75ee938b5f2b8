/** What a package brings to terminals, as an ordinary person finds it there: by its name alone, and without a display. */
import { type Ran, run } from './debian.ts';
import type { OrdinaryUser } from './ordinary-user.ts';

/** What the deb puts where a system looks for it; the command itself is made by a script of the deb. */
export const ofTerminals = [
  '/usr/share/man/man1/sightglass.1.gz',
  '/usr/share/bash-completion/completions/sightglass',
  '/usr/share/zsh/vendor-completions/_sightglass',
  '/usr/share/fish/vendor_completions.d/sightglass.fish',
] as const;

/** Runs a line of a shell, as over ssh. What is said on standard error is left out. */
export function inTerminal(person: OrdinaryUser, line: string): Ran {
  const variables = { PATH: '/usr/local/bin:/usr/bin:/bin', DISPLAY: '', LANGUAGE: 'en', MANPAGER: 'cat' };
  return person.run('/bin/bash', ['-c', `{ ${line}; } 2> /dev/null`], variables);
}

/** What bash offers for the last of the words, by what it loads when somebody presses Tab. */
export function completedByBash(person: OrdinaryUser, ...words: string[]): string[] {
  const given = words.map((word) => `'${word}'`).join(' ');
  const line = `source ${ofTerminals[1]}; COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}`;
  const offered = `$(complete -p sightglass | sed 's/.* -F \\([^ ]*\\) .*/\\1/'); printf '%s\\n' "\${COMPREPLY[@]}"`;
  return inTerminal(person, `${line}; ${offered}`).said.trim().split('\n');
}

/** Not every system that packages are tried on has a `man`. */
export const hasMan = (): boolean => run('man', ['--version']).code === 0;
