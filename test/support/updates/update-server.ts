/** An update server as an organisation has one: a folder over http, with ranges; and what can go wrong with it. */
import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

export interface Answered {
  readonly file: string;
  readonly range: string | null;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface UpdateServer {
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: Answered[];
  /** How many bytes of files of this name were sent. */
  sent(file: string): number;
  /** From now on, of files whose name matches, only so many bytes are sent, and then nothing more. */
  stopAfter(name: RegExp, bytes: number): void;
  /** From now on everything is answered with this status; null for the files. */
  answerWith(status: number | null): void;
  heal(): void;
  isRunning(): boolean;
  stop(): Promise<void>;
}

export async function startUpdateServer(folder: string): Promise<UpdateServer> {
  const asked: Answered[] = [];
  const sent = new Map<string, number>();
  let fault: { name: RegExp; bytes: number } | null = null;
  let status: number | null = null;

  function send(response: ServerResponse, file: string, start: number, end: number): void {
    const most = fault?.name.test(file) ? fault.bytes : Number.POSITIVE_INFINITY;
    if (most === 0) return;
    const stream = createReadStream(join(folder, file), { start, end: Math.min(end, start + most - 1) });
    stream.on('data', (chunk) => sent.set(file, (sent.get(file) ?? 0) + chunk.length));
    // A fault leaves the connection open, and silent.
    stream.pipe(response, { end: most > end - start });
  }

  const server = createServer((request, response) => {
    const file = basename(new URL(request.url ?? '/', 'http://localhost').pathname);
    const range = request.headers.range ?? null;
    asked.push({ file, range, headers: request.headers });
    const path = join(folder, file);
    if (status !== null || !existsSync(path)) {
      response.writeHead(status ?? 404).end();
      return;
    }
    const { size } = statSync(path);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const [start, end] = from === undefined ? [0, size - 1] : [Number(from), Math.min(Number(to), size - 1)];
    response.writeHead(from === undefined ? 200 : 206, {
      'content-length': end - start + 1,
      'accept-ranges': 'bytes',
      ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    });
    response.flushHeaders();
    send(response, file, start, end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/updates`,
    asked,
    sent: (file) => sent.get(file) ?? 0,
    stopAfter(name, bytes) {
      fault = { name, bytes };
    },
    answerWith(answer) {
      status = answer;
    },
    heal() {
      fault = null;
      status = null;
    },
    isRunning: () => server.listening,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
