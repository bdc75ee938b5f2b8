/** Reads what a person types, line by line; what is hidden is not shown, where it comes from a terminal. */

export interface Input extends NodeJS.EventEmitter {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  pause(): unknown;
  resume(): unknown;
}

export interface LineReaderOptions {
  readonly input: Input;
  say(words: string): void;
  /** The person pressed Ctrl+C. */
  onInterrupt(): void;
}

const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = new Set(['\u007f', '\b']);
const ERASE_LINE = '\u0015';
/** What arrow keys and the like send. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal sends them
const ESCAPE_SEQUENCE = /^\u001b(?:\[[0-9;]*[ -/]*[@-~]|O.|.)?/;
/** In characters; a key is a few thousand long. */
const LONGEST_LINE = 20_000;

interface Edited {
  /** What of the line is there by now. */
  readonly line: string;
  /** What was typed beyond its end. */
  readonly rest: string;
  /** How the line has ended; null while it goes on. */
  readonly ended: 'line' | 'interrupt' | 'end' | 'tooLong' | null;
}

/** Takes what was typed into a line. @param isRaw the terminal hands on every key, and leaves the editing to us */
function edit(begun: string, typed: string, isRaw: boolean): Edited {
  let line = begun;
  let rest = typed;
  while (rest !== '') {
    const sequence = isRaw ? (ESCAPE_SEQUENCE.exec(rest)?.[0] ?? '') : '';
    if (sequence !== '') {
      rest = rest.slice(sequence.length);
      continue;
    }
    const [letter = ''] = rest;
    rest = rest.slice(letter.length);
    if (letter === '\n') return { line, rest, ended: 'line' };
    if (letter === '\r') return { line, rest: rest.replace(/^\n/, ''), ended: 'line' };
    if (isRaw && letter === INTERRUPT) return { line: '', rest, ended: 'interrupt' };
    if (isRaw && letter === END) return { line, rest, ended: 'end' };
    if (isRaw && ERASE.has(letter)) line = [...line].slice(0, -1).join('');
    else if (isRaw && letter === ERASE_LINE) line = '';
    else line += letter;
    if (line.length > LONGEST_LINE) return { line: '', rest, ended: 'tooLong' };
  }
  return { line, rest, ended: null };
}

export interface LineReader {
  /** The next line; null at the end of what there is. */
  read(): Promise<string | null>;
  /**
   * What is typed until the work is done is not shown. A question belongs into the work: a terminal that hides only after
   * it has asked shows what was typed in between.
   */
  hidden<T>(work: () => Promise<T>): Promise<T>;
}

export function createLineReader({ input, say, onInterrupt }: LineReaderOptions): LineReader {
  /** What was read beyond the end of a line. */
  let rest = '';
  let hasEnded = false;
  let isRaw = false;

  function read(): Promise<string | null> {
    return new Promise((resolve) => {
      let line = '';
      function settle(value: string | null): void {
        input.off('data', take);
        input.off('end', end);
        input.pause();
        if (isRaw) say('\n');
        resolve(value);
      }
      function end(): void {
        hasEnded = true;
        settle(line === '' ? null : line);
      }
      /** @returns whether the line has ended */
      function take(chunk: Buffer | string): boolean {
        const edited = edit(line, rest + String(chunk), isRaw);
        ({ line, rest } = edited);
        if (edited.ended === null) return false;
        if (edited.ended === 'interrupt') onInterrupt();
        if (edited.ended === 'line') settle(line);
        else settle(edited.ended === 'end' && line !== '' ? line : null);
        return true;
      }
      // What came with the line before.
      if (take('')) return;
      if (hasEnded) return end();
      input.on('data', take);
      input.on('end', end);
      input.resume();
    });
  }

  return {
    read,
    async hidden(work) {
      if (isRaw || input.isTTY !== true) return work();
      isRaw = true;
      input.setRawMode?.(true);
      try {
        return await work();
      } finally {
        isRaw = false;
        input.setRawMode?.(false);
      }
    },
  };
}
