/** Messages on a socket: one JSON object a line, of bounded length. */
import type { Socket } from 'node:net';
import { parseJson } from './parse-json.ts';

export interface Lines {
  /** Sends one message; nothing where the other side is gone. */
  send(message: object): void;
}

export interface LinesOptions {
  /** In bytes. */
  readonly longest: number;
  onMessage(message: unknown): void;
  /** A line that is longer, or no JSON. */
  onFault(): void;
}

const NEWLINE = 0x0a;

export function overLines(socket: Socket, { longest, onMessage, onFault }: LinesOptions): Lines {
  let parts: Buffer[] = [];
  let length = 0;
  let isOver = false;

  function fail(): void {
    isOver = true;
    parts = [];
    onFault();
  }

  function take(line: Buffer): void {
    const message = parseJson(line.toString('utf8'));
    if (message === undefined) fail();
    else onMessage(message);
  }

  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    // Who was sent away is not heard any more, nor is what came with the same packet.
    while (!isOver && !socket.destroyed && rest.length > 0) {
      const end = rest.indexOf(NEWLINE);
      const part = end < 0 ? rest : rest.subarray(0, end);
      length += part.length;
      if (length > longest) return fail();
      parts.push(part);
      if (end < 0) return;
      const line = Buffer.concat(parts);
      parts = [];
      length = 0;
      rest = rest.subarray(end + 1);
      take(line);
    }
  });

  return {
    send(message) {
      if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
    },
  };
}
