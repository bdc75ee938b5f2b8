/**
 * Where the browser brings the answer of one sign-in (RFC 8252 section 7.3): open for that sign-in alone, on loopback
 * addresses alone, and impressed by nothing but the one request it waits for. Any web page can send requests here, so
 * whatever does not carry our state is refused cheaply and changes nothing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { bindFirstFree } from './loopback-port.ts';
import { type ResultPage, resultPagePolicy } from './result-page.ts';

export interface LoopbackListener {
  /** The registered redirect URI whose port was free. */
  readonly redirectUri: string;
  /** The parameters of the first callback that carried the state; checked in no other way. */
  readonly callback: Promise<URLSearchParams>;
  /** Shows the page to whoever waits for it or still asks, then closes shortly after. */
  finish(page: ResultPage): void;
  /** Closes at once; a browser that is already waiting gets the page. Resolves when the port is free again. */
  close(page?: ResultPage): Promise<void>;
}

export interface LoopbackListenerOptions extends Timers {
  readonly redirectUris: readonly string[];
  readonly state: string;
  /** Random part of the result page's address, so that no other page can ask for it. */
  readonly pageId: string;
  readonly log: Log;
}

/** Time for a browser to ask for the page again, as some do. */
export const LINGER_MS = 3_000;
/** A tab that was closed never asks for its page. */
export const UNCLAIMED_MS = 30_000;

const limits = {
  // Codes of some servers are thousands of characters long; headers add cookies that other local programs set.
  maxHeaderSize: 32_768,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 1,
};
/** Beyond this the oldest connection makes way: refusing the newest would let a page that opens idle ones shut us. */
const MAX_CONNECTIONS = 128;

const commonHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  connection: 'close',
} as const;

/**
 * Opens the listener on the first free redirect URI.
 *
 * @throws AppError redirect_ports_busy
 */
export async function openLoopbackListener(options: LoopbackListenerOptions): Promise<LoopbackListener> {
  const pagePath = `/signed-in/${options.pageId}`;
  const waiting = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let page: ResultPage | null = null;
  let answered = false;
  let closing: Promise<void> | null = null;
  let timer: unknown = null;
  let accept: (parameters: URLSearchParams) => void = () => undefined;
  const callback = new Promise<URLSearchParams>((resolve) => {
    accept = resolve;
  });

  const create = (): Server => {
    const server = createServer(limits, handle);
    server.maxRequestsPerSocket = 1;
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (sockets.size > MAX_CONNECTIONS) makeRoom();
    });
    // A request that asks for permission to send its body is refused like any other.
    server.on('checkContinue', handle);
    return server;
  };
  const { redirectUri, servers } = await bindFirstFree(options.redirectUris, create);
  const { host, pathname } = new URL(redirectUri);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const hosts = request.headersDistinct.host ?? [];
    const target = request.url ?? '';
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    // The exact name keeps other names for this address out (DNS rebinding).
    if (hosts.length !== 1 || hosts[0]?.toLowerCase() !== host) refuse(response, 421, 'Misdirected request.');
    else if (request.method !== 'GET') refuse(response, 405, 'Only GET is answered here.', { allow: 'GET' });
    else if (path === pagePath && mark < 0) showPage(response);
    else if (path === pathname) takeCallback(response, mark < 0 ? '' : target.slice(mark + 1));
    else refuse(response, 404, 'Nothing is here.');
  }

  /** Whoever waits for the page has shown the state and stays; all others are answered at once or have said nothing. */
  function makeRoom(): void {
    const waitingFor = new Set([...waiting].map(({ socket }) => socket));
    for (const socket of sockets) {
      if (waitingFor.has(socket)) continue;
      sockets.delete(socket);
      socket.destroy();
      return;
    }
  }

  function takeCallback(response: ServerResponse, query: string): void {
    const parameters = new URLSearchParams(query);
    if (!carriesState(parameters)) {
      refuse(response, 400, 'This does not belong to the sign-in under way.');
      return;
    }
    if (!answered) {
      answered = true;
      options.log.info('listener.callback', { redirectUri });
      accept(parameters);
    }
    // Away from the address that holds the code, before anything is shown: it stays out of history and bookmarks.
    response.writeHead(303, { ...commonHeaders, location: pagePath, 'content-length': 0 }).end();
  }

  function refuse(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
    response
      .writeHead(status, { ...commonHeaders, ...headers, 'content-type': 'text/plain; charset=utf-8' })
      .end(`${text}\n`);
  }

  /** Compared in constant time over hashes, which also hides the length. A state given twice cannot be trusted. */
  function carriesState(parameters: URLSearchParams): boolean {
    const states = parameters.getAll('state');
    if (states.length !== 1 || states[0] === undefined) return false;
    return timingSafeEqual(sha256(states[0]), sha256(options.state));
  }

  function showPage(response: ServerResponse): void {
    if (page !== null) {
      deliver(response, page);
      return;
    }
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
  }

  function deliver(response: ServerResponse, { status, html }: ResultPage): void {
    waiting.delete(response);
    response.once('finish', () => closeAfter(LINGER_MS));
    response
      .writeHead(status, {
        ...commonHeaders,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': resultPagePolicy,
      })
      .end(html);
  }

  function closeAfter(delayMs: number): void {
    if (closing) return;
    if (timer !== null) options.clearTimer(timer);
    timer = options.setTimer(() => void close(), delayMs);
  }

  function finish(result: ResultPage): void {
    if (closing || page !== null) return;
    page = result;
    closeAfter(UNCLAIMED_MS);
    for (const response of [...waiting]) deliver(response, result);
  }

  function close(lastPage?: ResultPage): Promise<void> {
    if (closing) return closing;
    if (timer !== null) options.clearTimer(timer);
    const speaking = new Set<Socket>();
    closing = Promise.all(servers.map(closed)).then(() => undefined);
    for (const response of [...waiting]) {
      if (lastPage === undefined || !response.socket) continue;
      speaking.add(response.socket);
      deliver(response, lastPage);
    }
    for (const socket of sockets) {
      if (speaking.has(socket)) continue;
      // Answers already handed to the system go out; whoever has only connected is cut off.
      if (socket.writableLength > 0) socket.destroySoon();
      else socket.destroy();
    }
    return closing;
  }

  return { redirectUri, callback, finish, close };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
