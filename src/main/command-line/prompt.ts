/**
 * Asks the person at the terminal. What is typed for a secret is not shown; where standard input is no terminal, each
 * answer is a line of it. Nothing secret is ever an argument or a variable.
 */
import type { Question } from '../../shared/command-line/messages.ts';
import { SHORTEST_PASSPHRASE } from '../../shared/set-up-passphrase.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { shown } from './columns.ts';
import { createLineReader, type Input } from './read-line.ts';

export interface PromptOptions {
  readonly input: Input;
  /** Where prompts are shown: never standard output, which may go into a file. */
  say(words: string): void;
  /** The person pressed Ctrl+C. */
  onInterrupt(): void;
  readonly text: Text;
  /** The command ends: nobody waits for an answer any more. Left out: it never does. */
  readonly signal?: AbortSignal;
}

export interface Prompts {
  /**
   * Null where nobody answers. One question at a time, whoever asks: two that wait at once would both take what is typed for
   * the other.
   *
   * @param signal whoever asked is gone
   */
  answer(question: Question, signal?: AbortSignal): Promise<string | null>;
  /** Nothing more is asked: the terminal is given back, whatever is under way. */
  end(): void;
}

/** Lets one work after the other; where none is under way, at once. */
function createTurns() {
  let isBusy = false;
  const turns: (() => void)[] = [];
  return async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (isBusy) await new Promise<void>((go) => turns.push(go));
    isBusy = true;
    try {
      return await work();
    } finally {
      const next = turns.shift();
      if (next) next();
      else isBusy = false;
    }
  };
}

export function createPrompts(options: PromptOptions): Prompts {
  const { input, say, text } = options;
  const words = text.commandLine.asks;
  const lines = createLineReader(options);
  const inTurn = createTurns();

  function secret(prompt: string, signal: AbortSignal): Promise<string | null> {
    lines.hide();
    say(`${prompt} `);
    return lines.read(signal);
  }

  /** A line of standard input is taken as it is; a person who cannot see what they type types it twice. */
  async function newPassphrase(signal: AbortSignal): Promise<string | null> {
    const values = { least: SHORTEST_PASSPHRASE };
    for (;;) {
      const first = await secret(format(words.newPassphrase, values), signal);
      if (first === null) return null;
      if (first.length < SHORTEST_PASSPHRASE) {
        say(`${format(words.tooShort, values)}\n`);
        if (!input.isTTY) return null;
        continue;
      }
      if (!input.isTTY) return first;
      const second = await secret(words.repeat, signal);
      if (second === null) return null;
      if (first === second) return first;
      say(`${words.notSame}\n`);
    }
  }

  /** PEM (RFC 7468): up to the line that ends it. */
  async function key(prompt: string, signal: AbortSignal): Promise<string | null> {
    lines.hide();
    say(`${prompt} `);
    const read: string[] = [];
    for (;;) {
      const line = await lines.read(signal);
      if (line === null) return read.length === 0 ? null : read.join('\n');
      read.push(line);
      if (/^-----END [A-Z ]+-----\s*$/.test(line)) return read.join('\n');
    }
  }

  /** What is no secret is shown while it is typed, and is an answer to what stands there. */
  function open(prompt: string, signal: AbortSignal): Promise<string | null> {
    lines.show();
    lines.forget();
    say(prompt);
    return lines.read(signal);
  }

  async function ask(question: Question, signal: AbortSignal): Promise<string | null> {
    if (signal.aborted) return null;
    switch (question.ask) {
      case 'passphrase':
        return secret(words.passphrase, signal);
      case 'newPassphrase':
        return newPassphrase(signal);
      case 'key':
        return key(format(words.key, { name: shown(question.name) }), signal);
      case 'embedSecret':
      case 'clientSecret':
        return secret(format(words[question.ask], { name: shown(question.name) }), signal);
      case 'reveal':
        return open(`${format(words.reveal, { word: shown(question.word) })} `, signal);
      case 'change': {
        const change = [...question.lines.map(shown), format(words.change, { word: words.yes })].join('\n');
        return (await open(`${change} `, signal))?.trim() === words.yes ? 'yes' : null;
      }
    }
  }

  return {
    answer(question, signal) {
      return inTurn(() => ask(question, AbortSignal.any([signal, options.signal].filter((one) => one !== undefined))));
    },
    end: lines.show,
  };
}
