/**
 * A server that answers whatever it is told to, well-formed or not, and writes down all that it receives. It has no
 * manners of its own: it answers every path, under every name, until its script says otherwise.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** Everything that came: request line, headers and body, for finding what should not have come. */
  readonly text: string;
}

export type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

export interface HostileServer {
  readonly origin: string;
  readonly journal: readonly Received[];
  /** Requests to one path, in the order in which they came. */
  received(path: string): Received[];
  answer(path: string, answer: Answer): void;
  /** Forgets the script and the journal. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  const script = new Map<string, Answer>();
  const journal: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => undefined);
    const received = await read(request);
    journal.push(received);
    await (script.get(received.path) ?? json({ error: 'nothing is here' }, { status: 404 }))(received, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    journal,
    received: (path) => journal.filter((received) => received.path === path),
    answer: (path, answer) => void script.set(path, answer),
    reset() {
      script.clear();
      journal.length = 0;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const { method = '', url = '/', rawHeaders } = request;
  const { pathname, searchParams } = new URL(url, 'http://server.invalid');
  return {
    method,
    path: pathname,
    query: searchParams,
    form: new URLSearchParams(body),
    text: [`${method} ${url}`, ...rawHeaders, body].join('\n'),
  };
}

type Head = { readonly status?: number; readonly headers?: Readonly<Record<string, string>> };

export function raw(body: string | Buffer, type: string, { status = 200, headers = {} }: Head = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  };
}

export const json = (value: unknown, head?: Head): Answer => raw(JSON.stringify(value), 'application/json', head);

export const html = (body: string, head?: Head): Answer => raw(body, 'text/html; charset=utf-8', head);

export const redirect = (location: string, status = 302): Answer =>
  raw('', 'text/plain', { status, headers: { location } });

/** Takes the request and closes the connection without a word. */
export const cut: Answer = (_, response) => void response.destroy();

/** Begins an answer and closes the connection in the middle of it. */
export const cutMidway =
  (start: string): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': start.length + 1_000 });
    response.write(start, () => response.destroy());
  };

/** Takes the request and never says anything. */
export const silent: Answer = () => undefined;

/** Sends the head of an answer and never its end. */
export const stalled: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"access_token":"');
};

/** Goes on until the other side has had enough. */
export const endless =
  (start = '{"padding":"'): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(start);
    const chunk = 'x'.repeat(65_536);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  };

/** Small on the wire, huge once unpacked. */
export const bomb = (bytes: number): Answer =>
  raw(gzipSync(Buffer.alloc(bytes, ' ')), 'application/json', { headers: { 'content-encoding': 'gzip' } });

/** What is no HTTP at all. */
export const noise: Answer = (_, response) => {
  response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n');
};
