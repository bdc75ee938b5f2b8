/** What is asked for at a terminal is not shown while it is typed; without one, each answer is a line of standard input. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createPrompts } from '../../../src/main/command-line/prompt.ts';
import type { Question } from '../../../src/shared/command-line/messages.ts';
import { en } from '../../../src/shared/text/en.ts';

function open({ isTTY = true } = {}) {
  const modes: boolean[] = [];
  const said: string[] = [];
  /** What was said while the terminal showed what is typed. */
  const shownWhile: string[] = [];
  let interrupts = 0;
  const input = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (isRaw: boolean) => void modes.push(isRaw),
    pause: () => undefined,
    resume: () => undefined,
  });
  const ended = new AbortController();
  const prompts = createPrompts({
    input,
    text: en,
    signal: ended.signal,
    say: (words) => {
      said.push(words);
      if (!modes.at(-1)) shownWhile.push(words);
    },
    onInterrupt: () => {
      interrupts += 1;
    },
  });
  return {
    input,
    modes,
    said,
    shownWhile,
    prompts,
    ended,
    interrupts: () => interrupts,
    type: (text: string) => input.emit('data', Buffer.from(text)),
  };
}

describe('at a terminal', () => {
  test('a secret is read key by key without being shown, and the terminal is given back', async () => {
    const { prompts, type, modes, said } = open();
    const answer = prompts.answer({ ask: 'passphrase' });
    for (const key of ['s', 'e', 'x', '\u007f', 'c', '\u001b[D', 'ret', '\r']) type(key);
    expect(await answer).toBe('secret');
    prompts.end();
    expect(modes).toEqual([true, false]);
    expect(said).toEqual([`${en.commandLine.asks.passphrase} `, '\n']);
  });

  test('it hides before it asks, and until the last line of what is asked for: nobody types faster than it hides', async () => {
    const { prompts, type, modes, said, shownWhile } = open();
    const key = prompts.answer({ ask: 'key', name: 'Data' });
    for (const line of ['-----BEGIN PRIVATE KEY-----', 'abc', '-----END PRIVATE KEY-----']) {
      await new Promise((resolve) => setImmediate(resolve));
      type(`${line}\r`);
    }
    expect(await key).toContain('abc');
    const passphrase = prompts.answer({ ask: 'newPassphrase' });
    for (let time = 0; time < 2; time += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      type('correct horse battery\r');
    }
    expect(await passphrase).toBe('correct horse battery');
    expect(said.filter((words) => words !== '\n')).toHaveLength(3);
    expect(shownWhile).toEqual([]);
    prompts.end();
    expect(modes).toEqual([true, false]);
  });

  test('Ctrl+U begins anew, Ctrl+D ends, Ctrl+C gives up', async () => {
    const { prompts, type, interrupts, modes } = open();
    const first = prompts.answer({ ask: 'passphrase' });
    type('wrong\u0015right\u0004');
    expect(await first).toBe('right');
    const second = prompts.answer({ ask: 'passphrase' });
    type('half\u0003');
    expect(await second).toBeNull();
    expect(interrupts()).toBe(1);
    prompts.end();
    expect(modes.at(-1)).toBe(false);
  });

  test('what is pasted for several secrets is hidden between them too, and Ctrl+C works there', async () => {
    const { prompts, type, modes, interrupts } = open();
    const first = prompts.answer({ ask: 'passphrase' });
    type('one\rtw');
    expect(await first).toBe('one');
    expect(modes).toEqual([true]);
    type('o\r');
    expect(await prompts.answer({ ask: 'embedSecret', name: 'Taxi' })).toBe('two');
    type('\u0003');
    expect(interrupts()).toBe(1);
  });

  test('what was typed ahead for a secret is no word for a change, and that word is seen', async () => {
    const { prompts, type, modes } = open();
    const secret = prompts.answer({ ask: 'passphrase' });
    type(`one\r${en.commandLine.asks.yes}\r`);
    await secret;
    const change = prompts.answer({ ask: 'change', name: 'Taxi', lines: [] });
    expect(modes).toEqual([true, false]);
    type('no\n');
    expect(await change).toBeNull();
  });

  test.each<Question>([
    { ask: 'passphrase' },
    { ask: 'key', name: 'Data' },
    { ask: 'change', name: 'Taxi', lines: [] },
    { ask: 'reveal', word: 'reveal' },
  ])('a command that ends leaves no question: $ask', async (question) => {
    const { prompts, ended, modes } = open();
    const answer = prompts.answer(question);
    ended.abort();
    expect(await answer).toBeNull();
    prompts.end();
    expect(modes.at(-1) ?? false).toBe(false);
    expect(await prompts.answer(question)).toBeNull();
  });

  test('the terminal is given back at the end also while a secret is asked for', () => {
    const { prompts, modes } = open();
    void prompts.answer({ ask: 'passphrase' });
    prompts.end();
    expect(modes).toEqual([true, false]);
  });

  test('two who ask at the same time are answered one after the other', async () => {
    const { prompts, type, said } = open();
    const gone = new AbortController();
    const first = prompts.answer({ ask: 'clientSecret', name: 'Data' });
    const left = prompts.answer({ ask: 'embedSecret', name: 'Taxi' }, gone.signal);
    const second = prompts.answer({ ask: 'change', name: 'Taxi', lines: [] });
    expect(said).toHaveLength(1);
    gone.abort();
    type('secret\r');
    expect(await first).toBe('secret');
    expect(await left).toBeNull();
    await new Promise((resolve) => setImmediate(resolve));
    type(`${en.commandLine.asks.yes}\n`);
    expect(await second).toBe('yes');
  });

  test('a terminal that was closed is the end of what is typed', async () => {
    const { prompts, input } = open();
    const answer = prompts.answer({ ask: 'passphrase' });
    input.emit('error', new Error('read EIO'));
    expect(await answer).toBeNull();
    expect(await prompts.answer({ ask: 'passphrase' })).toBeNull();
  });

  test('a new passphrase is typed twice, and long enough', async () => {
    const { prompts, type, said } = open();
    const answer = prompts.answer({ ask: 'newPassphrase' });
    for (const line of [
      'short',
      'correct horse battery',
      'correct horse',
      'correct horse battery',
      'correct horse battery',
    ]) {
      await new Promise((resolve) => setImmediate(resolve));
      type(`${line}\r`);
    }
    expect(await answer).toBe('correct horse battery');
    expect(said.join('')).toContain(en.commandLine.asks.notSame);
    expect(said.join('')).not.toContain('horse');
  });

  test('names in a question are no orders to the terminal', async () => {
    const { prompts, type, said } = open();
    const answer = prompts.answer({ ask: 'embedSecret', name: '\u001b]0;x\u0007Taxi' });
    type('x\r');
    await answer;
    expect(said.join('')).not.toContain('\u001b');
    const change = prompts.answer({ ask: 'change', name: 'Taxi', lines: ['\u001b[2JSigma'] });
    type(`${en.commandLine.asks.yes}\n`);
    expect(await change).toBe('yes');
    expect(said.join('')).not.toContain('\u001b');
  });

  test('anything but the word leaves a change', async () => {
    const { prompts, type } = open();
    const change = prompts.answer({ ask: 'change', name: 'Taxi', lines: [] });
    type('y\n');
    expect(await change).toBeNull();
  });
});

describe('without a terminal', () => {
  test('each answer is a line, also of what came at once, and nobody answers after the end', async () => {
    const { prompts, input, modes } = open({ isTTY: false });
    const first = prompts.answer({ ask: 'passphrase' });
    input.emit('data', Buffer.from('one\r\ntwo\nthr'));
    expect(await first).toBe('one');
    expect(await prompts.answer({ ask: 'embedSecret', name: 'Taxi' })).toBe('two');
    const third = prompts.answer({ ask: 'clientSecret', name: 'Data' });
    input.emit('data', Buffer.from('ee'));
    input.emit('end');
    expect(await third).toBe('three');
    expect(await prompts.answer({ ask: 'passphrase' })).toBeNull();
    expect(modes).toEqual([]);
  });

  test('a key is read up to its last line', async () => {
    const { prompts, input } = open({ isTTY: false });
    const key = prompts.answer({ ask: 'key', name: 'Data' });
    input.emit('data', Buffer.from('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nnext\n'));
    expect(await key).toBe('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----');
    expect(await prompts.answer({ ask: 'passphrase' })).toBe('next');
  });

  test('a passphrase that is too short is none', async () => {
    const { prompts, input } = open({ isTTY: false });
    const answer = prompts.answer({ ask: 'newPassphrase' });
    input.emit('data', Buffer.from('short\n'));
    expect(await answer).toBeNull();
  });
});
