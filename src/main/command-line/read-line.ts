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
  /** The next line; null at the end of what there is, and where the signal says that nobody waits for it any more. */
  read(signal: AbortSignal): Promise<string | null>;
  /**
   * What is typed from now on is not shown, also between two questions: a terminal that hides only while one stands there
   * shows what is typed before the next.
   */
  hide(): void;
  /** The terminal is as it was, whatever is under way. */
  show(): void;
  /** Forgets what was typed before it was asked for, where a person types: nobody can have read the question by then. */
  forget(): void;
}

/** So much may be typed before it is asked for, in characters. */
const MOST_AHEAD = 2 * LONGEST_LINE;

export function createLineReader({ input, say, onInterrupt }: LineReaderOptions): LineReader {
  /** What was read beyond the end of a line. */
  let rest = '';
  let hasEnded = false;
  let isRaw = false;
  let isListening = false;
  /** Takes what is typed. Null while nobody asks. */
  let taken: ((chunk: string) => void) | null = null;
  let ended: (() => void) | null = null;

  const end = (): void => {
    hasEnded = true;
    ended?.();
  };
  // A terminal that was closed, or a folder in the place of a file.
  input.on('error', end);

  function take(chunk: Buffer | string): void {
    if (taken) taken(String(chunk));
    else if (String(chunk).includes(INTERRUPT)) {
      // Nobody asks just now, and the terminal leaves this key to us.
      rest = '';
      onInterrupt();
    } else rest = (rest + String(chunk)).slice(0, MOST_AHEAD);
  }

  /** Also between two questions, while keys come to us alone: one of them is Ctrl+C. */
  function listen(): void {
    const isWanted = (isRaw || taken !== null) && !hasEnded;
    if (isWanted === isListening) return;
    isListening = isWanted;
    const change = isWanted ? 'on' : 'off';
    input[change]('data', take);
    input[change]('end', end);
    input[isWanted ? 'resume' : 'pause']();
  }

  function setRaw(wanted: boolean): void {
    if (isRaw === wanted || input.isTTY !== true) return;
    isRaw = wanted;
    try {
      input.setRawMode?.(wanted);
    } catch {
      // The terminal is gone, and with it whoever could see.
    }
    listen();
  }

  function read(signal: AbortSignal): Promise<string | null> {
    return new Promise((resolve) => {
      let line = '';
      const stop = () => settle(null);
      function settle(value: string | null): void {
        signal.removeEventListener('abort', stop);
        [taken, ended] = [null, null];
        listen();
        if (isRaw) say('\n');
        resolve(value);
      }
      ended = () => settle(line === '' ? null : line);
      taken = (chunk) => {
        const edited = edit(line, rest + chunk, isRaw);
        ({ line, rest } = edited);
        if (edited.ended === null) return;
        if (edited.ended === 'line') settle(line);
        else settle(edited.ended === 'end' && line !== '' ? line : null);
        if (edited.ended === 'interrupt') onInterrupt();
      };
      if (signal.aborted) return settle(null);
      // What came with the line before.
      taken('');
      if (taken === null) return;
      if (hasEnded) return ended();
      signal.addEventListener('abort', stop, { once: true });
      listen();
    });
  }

  return {
    read,
    hide: () => setRaw(true),
    show: () => setRaw(false),
    forget() {
      if (input.isTTY === true) rest = '';
    },
  };
}
