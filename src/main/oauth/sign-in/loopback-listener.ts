/**
 * Where the browser brings the answer of one sign-in (RFC 8252 section 7.3): open for that sign-in alone, on loopback
 * addresses alone. It answers only the callback that carries our state; any web page can send requests here, so
 * everything else is refused cheaply and changes nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Text } from '../../../shared/text/en.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { bindFirstFree } from './loopback-port.ts';
import { type LoopbackRoute, routeOf } from './loopback-route.ts';
import { createOpenConnections } from './open-connections.ts';
import { type ResultPage, resultPagePolicy } from './result-page.ts';

export interface LoopbackListener {
  /** The registered redirect URI whose port was free. */
  readonly redirectUri: string;
  /** The parameters of the first callback that carried the state; checked in no other way. */
  readonly callback: Promise<URLSearchParams>;
  /** Shows the page to the browser that waits for it or still asks, then closes shortly after. */
  finish(page: ResultPage): void;
  /** Closes at once; a browser that is already waiting gets the page. Resolves when the port is free again. */
  close(page?: ResultPage): Promise<void>;
}

export interface LoopbackListenerOptions extends Timers {
  readonly redirectUris: readonly string[];
  readonly state: string;
  /** Random part of the result page's address, so that no other page can ask for it. */
  readonly pageId: string;
  /** The language of what browsers are told. */
  readonly text: Text;
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
 * @throws AppError `redirect_ports_busy`
 */
export async function openLoopbackListener(options: LoopbackListenerOptions): Promise<LoopbackListener> {
  const pagePath = `/signed-in/${options.pageId}`;
  /** Browsers that brought the callback and wait for the page. */
  const waiting = new Set<ServerResponse>();
  const isWaiting = (socket: Socket) => [...waiting].some((response) => response.socket === socket);
  const connections = createOpenConnections(isWaiting);
  let accept: (parameters: URLSearchParams) => void = () => undefined;
  const callback = new Promise<URLSearchParams>((resolve) => {
    accept = resolve;
  });
  let page: ResultPage | null = null;
  let answered = false;
  let closing: Promise<void> | null = null;
  let stopTimer: () => void = () => undefined;

  const { redirectUri, servers } = await bindFirstFree(options.redirectUris, () =>
    createLimitedServer(handle, connections.add),
  );
  const { host, pathname: callbackPath } = new URL(redirectUri);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const route = routeOf(request, { host, callbackPath, pagePath, state: options.state });
    if (route.kind === 'refused') refuse(response, route, options.text);
    else if (route.kind === 'page') showPage(response);
    else takeCallback(response, route.parameters);
  }

  function takeCallback(response: ServerResponse, parameters: URLSearchParams): void {
    if (!answered) {
      answered = true;
      options.log.info('listener.callback', { redirectUri });
      accept(parameters);
    }
    // Away from the address that holds the code, before anything is shown: it stays out of history and bookmarks.
    response.writeHead(303, { ...commonHeaders, location: pagePath, 'content-length': 0 }).end();
  }

  function showPage(response: ServerResponse): void {
    if (page !== null) {
      deliver(response, page);
      return;
    }
    waiting.add(response);
    response.once('close', () => waiting.delete(response));
  }

  function deliver(response: ServerResponse, result: ResultPage): void {
    waiting.delete(response);
    response.once('finish', () => closeAfter(LINGER_MS));
    sendPage(response, result);
  }

  function closeAfter(delayMs: number): void {
    if (closing) return;
    stopTimer();
    stopTimer = options.setTimer(() => void close(), delayMs);
  }

  function finish(result: ResultPage): void {
    if (closing || page !== null) return;
    page = result;
    closeAfter(UNCLAIMED_MS);
    for (const response of [...waiting]) deliver(response, result);
  }

  function close(lastPage?: ResultPage): Promise<void> {
    if (closing) return closing;
    stopTimer();
    const speaking = new Set<Socket>();
    closing = Promise.all(servers.map(closed)).then(() => undefined);
    for (const response of [...waiting]) {
      if (lastPage === undefined || !response.socket) continue;
      speaking.add(response.socket);
      deliver(response, lastPage);
    }
    connections.endAllBut(speaking);
    return closing;
  }

  return { redirectUri, callback, finish, close };
}

function createLimitedServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  onConnection: (socket: Socket) => void,
): Server {
  const server = createServer(limits, handle);
  server.maxRequestsPerSocket = 1;
  server.on('connection', onConnection);
  // A request that asks for permission to send its body is refused like any other.
  server.on('checkContinue', handle);
  return server;
}

function refuse(response: ServerResponse, route: LoopbackRoute & { readonly kind: 'refused' }, text: Text): void {
  response
    .writeHead(route.status, { ...commonHeaders, ...route.headers, 'content-type': 'text/plain; charset=utf-8' })
    .end(`${text.resultPage.refused[route.reason]}\n`);
}

function sendPage(response: ServerResponse, { status, html }: ResultPage): void {
  response
    .writeHead(status, {
      ...commonHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': resultPagePolicy,
    })
    .end(html);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
