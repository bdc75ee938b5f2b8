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
}

export interface Prompts {
  /** Null where nobody answers. */
  answer(question: Question): Promise<string | null>;
}

export function createPrompts({ input, say, onInterrupt, text }: PromptOptions): Prompts {
  const words = text.commandLine.asks;
  const lines = createLineReader({ input, say, onInterrupt });

  async function secret(prompt: string): Promise<string | null> {
    return lines.hidden(() => {
      say(`${prompt} `);
      return lines.read();
    });
  }

  /** A line of standard input is taken as it is; a person who cannot see what they type types it twice. */
  async function newPassphrase(): Promise<string | null> {
    const values = { least: SHORTEST_PASSPHRASE };
    for (;;) {
      const first = await secret(format(words.newPassphrase, values));
      if (first === null) return null;
      if (first.length < SHORTEST_PASSPHRASE) {
        say(`${format(words.tooShort, values)}\n`);
        if (!input.isTTY) return null;
        continue;
      }
      if (!input.isTTY) return first;
      const second = await secret(words.repeat);
      if (second === null) return null;
      if (first === second) return first;
      say(`${words.notSame}\n`);
    }
  }

  /** PEM (RFC 7468): up to the line that ends it. */
  async function key(prompt: string): Promise<string | null> {
    say(`${prompt} `);
    const read: string[] = [];
    for (;;) {
      const line = await lines.read();
      if (line === null) return read.length === 0 ? null : read.join('\n');
      read.push(line);
      if (/^-----END [A-Z ]+-----\s*$/.test(line)) return read.join('\n');
    }
  }

  return {
    async answer(question) {
      switch (question.ask) {
        case 'passphrase':
          return secret(words.passphrase);
        case 'newPassphrase':
          return lines.hidden(newPassphrase);
        case 'key':
          return lines.hidden(() => key(format(words.key, { name: shown(question.name) })));
        case 'embedSecret':
        case 'clientSecret':
          return secret(format(words[question.ask], { name: shown(question.name) }));
        case 'reveal':
          say(`${format(words.reveal, { word: question.word })} `);
          return lines.read();
        case 'change': {
          say([...question.lines.map(shown), ''].join('\n'));
          say(`${format(words.change, { word: words.yes })} `);
          return (await lines.read())?.trim() === words.yes ? 'yes' : null;
        }
      }
    },
  };
}
