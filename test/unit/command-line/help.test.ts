/** Help, man page and completions come from one table, in each language, and are what shells and man understand. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { columns, shown, widthOf } from '../../../src/main/command-line/columns.ts';
import { commandNames, commands, flagsOf, shells } from '../../../src/main/command-line/commands.ts';
import { completionFor } from '../../../src/main/command-line/completions.ts';
import { helpOf, helpOfAll, usageOf } from '../../../src/main/command-line/help.ts';
import { manPage } from '../../../src/main/command-line/man-page.ts';
import { usageLines } from '../../../src/main/command-line/usage.ts';
import { exitCodes } from '../../../src/shared/command-line/exit-codes.ts';
import { consoleResults } from '../../../src/shared/command-line/requests.ts';
import { en } from '../../../src/shared/text/en.ts';
import { languages, loadText } from '../../../src/shared/text/languages.ts';

const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

describe.each(languages)('in the language %s', (language) => {
  test('every command is explained, with its flags and exit codes', async () => {
    const text = await loadText(language);
    const all = helpOfAll(text);
    for (const name of commandNames) {
      expect(all).toContain(text.commandLine.commands[name]);
      const help = helpOf(name, text);
      expect(help).toContain(`  ${usageOf(name, text)}`);
      for (const flag of flagsOf(name)) expect(help).toContain(text.commandLine.flags[flag]);
      for (const ending of commands[name].ends)
        expect(help).toContain(`${exitCodes[ending]}  ${text.commandLine.exitCodes[ending]}`);
    }
  });

  test('the cells stand below one another, however wide a letter is', async () => {
    const text = await loadText(language);
    const [head = '', row = ''] = columns([
      [text.commandLine.shows.profile, 'x'],
      ['a', 'x'],
    ]);
    expect(widthOf(head)).toBe(widthOf(row));
  });
});

test('every command that asks the program has a result, and every exit code another number', () => {
  const local = ['logs', 'version', 'help', 'completion'];
  expect(Object.keys(consoleResults).sort()).toEqual(commandNames.filter((name) => !local.includes(name)).sort());
  expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length);
});

describe('completions', () => {
  test.each(shells)('of %s name every command and every flag', (shell) => {
    const script = completionFor(shell, en);
    for (const name of commandNames) for (const word of name.split(' ')) expect(script).toContain(word);
    for (const name of commandNames) for (const flag of flagsOf(name)) expect(script).toContain(flag);
  });

  test('of bash are understood by bash, and complete commands, second words and flags', () => {
    const script = completionFor('bash', en);
    execFileSync('bash', ['-n'], { input: script });
    const completed = (words: string) => {
      const given = words.split(' ');
      const run = `${script}\nCOMP_WORDS=(sightglass ${given.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${given.length}\n_sightglass\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', run], { encoding: 'utf8' }).trim().split('\n');
    };
    expect(completed('do')).toEqual(['doctor']);
    expect(completed('auth ')).toEqual(['status', 'sign-in', 'sign-out', 'renew']);
    expect(completed('auth renew --')).toEqual(['--profile', '--connection', '--json', '--help']);
    expect(completed('doctor --j')).toEqual(['--json']);
    expect(completed('completion z')).toEqual(['zsh']);
  });

  test.skipIf(!has('zsh'))('of zsh are understood by zsh', () => {
    execFileSync('zsh', ['-n'], { input: completionFor('zsh', en) });
  });
  test('of zsh complete from a folder of functions at the first time, and when they are read by a file of the person', () => {
    const script = completionFor('zsh', en);
    expect(script).toMatch(
      /^if \[\[ "\$\{funcstack\[1\]\}" == _sightglass \]\]; then\n {2}_sightglass "\$@"\nelse\n {2}compdef /m,
    );
  });
  test.skipIf(!has('zsh'))('of zsh do so in zsh itself', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightglass-zsh-'));
    writeFileSync(join(folder, '_sightglass'), completionFor('zsh', en));
    const stubs = 'compdef() { print compdef $* }; _describe() { print -l $found }; words=(sightglass do); CURRENT=2';
    const zsh = (line: string) => execFileSync('zsh', ['-f', '-c', `${stubs}; ${line}`], { encoding: 'utf8' });
    try {
      expect(zsh(`fpath=(${folder}); autoload -Uz _sightglass; _sightglass`)).toMatch(/^doctor:/);
      expect(zsh(`source ${folder}/_sightglass`)).toBe('compdef _sightglass sightglass\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  test.skipIf(!has('fish'))('of fish are understood by fish, and complete commands, second words and flags', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightglass-fish-'));
    // It reads no script from what Node gives a child as its standard input.
    const file = join(folder, 'sightglass.fish');
    writeFileSync(file, completionFor('fish', en));
    const completed = (line: string) =>
      execFileSync('fish', ['-c', `source ${file}; complete -C '${line}'`], {
        encoding: 'utf8',
        env: { ...process.env, HOME: folder },
      })
        .trim()
        .split('\n')
        .map((offered) => offered.split('\t')[0]);
    try {
      execFileSync('fish', ['--no-execute', file]);
      expect(completed('sightglass do')).toEqual(['doctor']);
      expect(completed('sightglass auth s')).toEqual(['sign-in', 'sign-out', 'status']);
      expect(completed('sightglass doctor --j')).toEqual(['--json']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('quote what the texts hold', () => {
    const apostrophe = {
      ...en,
      commandLine: { ...en.commandLine, flags: { ...en.commandLine.flags, json: "It's $(id) `id`" } },
    };
    expect(completionFor('fish', apostrophe)).toContain("'It'\\''s $(id) `id`'");
  });
});

describe('the man page', () => {
  const page = manPage(en);
  test('names every command and every exit code, and no line of it is taken for an order', () => {
    for (const name of commandNames) expect(page).toContain(`.B ${name.replaceAll('-', '\\-')}`);
    for (const code of Object.values(exitCodes)) expect(page).toContain(`.B ${code}`);
    const orders = ['.TH', '.SH', '.TP', '.B', '.br', '.IP'];
    for (const line of page.split('\n').filter((one) => /^[.']/.test(one))) {
      expect(orders).toContain(line.split(' ')[0]);
    }
  });

  test.skipIf(!has('man'))('is rendered by man', () => {
    const { stdout, status } = spawnSync('man', ['-l', '-'], {
      input: page,
      encoding: 'utf8',
      env: { ...process.env, MANPAGER: 'cat', MANROFFOPT: '-ww' },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('sightglass auth renew --profile NAME');
  });
});

describe('what comes from others', () => {
  test.each([
    ['\u001b[2J\u001b]0;title\u0007Taxi', '[2J ]0;title Taxi'],
    ['Taxi\u202eixaT', 'Taxi ixaT'],
    ['a\r\nb\u2028c\u0085d\u009bm', 'a b c d m'],
    ['\ud800x', 'x'],
  ])('is one line that no terminal obeys: %j', (given, line) => {
    expect(shown(given)).toBe(line);
  });

  test('is no order in a complaint either', () => {
    const lines = usageLines({ fault: 'unknownCommand', word: '\u001b[31mfly' }, en);
    expect(lines.join('\n')).not.toContain('\u001b');
  });
});
