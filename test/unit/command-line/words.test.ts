/** A start with a command is told from any other start, and the words of a command are read as its table has them. */
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandNames, commands } from '../../../src/main/command-line/commands.ts';
import { parseWords } from '../../../src/main/command-line/parse.ts';
import { commandWordsIn, isCommandMark, ownArgumentsOf } from '../../../src/main/command-line/words.ts';

describe('a start', () => {
  test.each([
    [['doctor', '--json'], [], ['doctor', '--json']],
    [
      ['--user-data-dir=/x', '--started-again', 'auth', 'status'],
      ['--user-data-dir=/x', '--started-again'],
      ['auth', 'status'],
    ],
    [['--no-sandbox', 'token', 'test', '--reveal'], ['--no-sandbox'], ['token', 'test', '--reveal']],
    [['--help'], [], ['help']],
    [['-h', 'auth', 'renew'], [], ['help', 'auth', 'renew']],
    [['--version', '--json'], [], ['version', '--json']],
    // A slip is told, and opens no window.
    [['docter'], [], ['docter']],
  ])('%j has a command', (own, before, words) => {
    expect(commandWordsIn(own)).toEqual({ before, words });
  });

  test.each([
    [[]],
    [['--import-env=/x.env']],
    [['/home/ada/taxi.sightglass']],
    [['taxi.sightglass']],
    [['C:\\taxi']],
    [['file:///home/ada/taxi.sightglass']],
    [['sightglass://open?profile=doctor']],
    [['--psn_0_12345']],
    [['Doctor']],
  ])('%j has none', (own) => {
    expect(commandWordsIn(own)).toBeNull();
  });

  test('from the sources begins after the folder of the app, and in a package after the program', () => {
    expect(ownArgumentsOf(['/opt/sightglass', 'doctor'], null)).toEqual(['doctor']);
    expect(ownArgumentsOf(['electron', '-r', 'x.cjs', '.', 'doctor'], resolve('.'))).toEqual(['doctor']);
    expect(ownArgumentsOf(['electron', 'other'], resolve('.'))).toEqual([]);
  });

  test('that only looked whether the program runs is known by its mark', () => {
    expect([{ command: true }, {}, null, 'command', { command: 'yes' }].map(isCommandMark)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the words of a command', () => {
  const read = (line: string) => parseWords(line === '' ? [] : line.split(' '));
  const flagsOf = (line: string) => {
    const outcome = read(line);
    return outcome.kind === 'command' ? outcome.command : outcome;
  };

  test('that several commands begin with are explained like all', () => {
    for (const line of ['help auth', 'auth --help', 'help profile', 'help']) {
      expect([line, read(line)]).toEqual([line, { kind: 'help', name: null }]);
    }
    expect(read('help audit verify')).toEqual({ kind: 'help', name: 'audit verify' });
    expect(read('help nonsense')).toMatchObject({ kind: 'fault', fault: { fault: 'unknownCommand' } });
  });

  test('are its name, its arguments and its flags, in any order', () => {
    expect(flagsOf('token test --profile Taxi --connection=Data --json')).toEqual({
      name: 'token test',
      values: [],
      flags: { profile: 'Taxi', connection: 'Data', json: true },
    });
    expect(flagsOf('profile export --with-secrets /x.sightglass')).toEqual({
      name: 'profile export',
      values: ['/x.sightglass'],
      flags: { 'with-secrets': true },
    });
  });

  test.each([
    ['', { fault: 'noCommand' }],
    ['fly', { fault: 'unknownCommand', word: 'fly' }],
    ['auth', { fault: 'unfinished', word: 'auth', words: ['status', 'sign-in', 'sign-out', 'renew'] }],
    ['auth fly', { fault: 'unfinished', word: 'auth' }],
    ['doctor --remote-debugging-port=9222', { fault: 'unknownFlag', word: '--remote-debugging-port=9222' }],
    ['doctor --no-sandbox', { fault: 'unknownFlag' }],
    ['doctor --', { fault: 'unknownFlag', word: '--' }],
    ['doctor -json', { fault: 'unknownFlag' }],
    ['doctor --reveal', { fault: 'unknownFlag' }],
    ['doctor --json --json', { fault: 'flagTwice', flag: 'json' }],
    ['doctor --json=yes', { fault: 'flagWithValue', flag: 'json' }],
    ['doctor --profile', { fault: 'flagWithoutValue', flag: 'profile' }],
    ['doctor --profile --json', { fault: 'flagWithoutValue', flag: 'profile' }],
    ['doctor --profile=', { fault: 'flagWithoutValue', flag: 'profile' }],
    ['auth renew', { fault: 'flagMissing', flag: 'profile' }],
    ['open', { fault: 'argumentMissing', argument: 'link' }],
    ['open sightglass://a sightglass://b', { fault: 'tooMuch', word: 'sightglass://b' }],
    ['completion csh', { fault: 'unknownShell', word: 'csh' }],
    ['help fly', { fault: 'unknownCommand', word: 'fly' }],
  ])('"%s" are refused', (line, fault) => {
    expect(read(line)).toMatchObject({ kind: 'fault', fault });
  });

  test.each([
    ['help', null],
    ['help auth renew', 'auth renew'],
    ['auth --help', null],
    ['auth renew --help', 'auth renew'],
    ['doctor -h', 'doctor'],
  ])('"%s" ask for help', (line, name) => {
    expect(read(line)).toEqual({ kind: 'help', name });
  });

  test('of every command are taken with all its flags', () => {
    for (const name of commandNames.filter((one) => one !== 'help')) {
      const { arguments: wanted = [], flags = [] } = commands[name];
      const values = wanted.map((argument) => (argument === 'shell' ? 'bash' : 'x'));
      const given = flags.map((flag) => (['profile', 'connection'].includes(flag) ? `--${flag}=x` : `--${flag}`));
      expect(parseWords([...name.split(' '), ...given, ...values]), name).toMatchObject({
        kind: 'command',
        command: { name },
      });
    }
  });
});
