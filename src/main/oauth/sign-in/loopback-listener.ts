/**
 * Where the browser brings the answer of one sign-in (RFC 8252 section 7.3): open for that sign-in alone, on loopback
 * addresses alone. Only the callback that carries our state changes anything; any web page can send requests here, so
 * everything else is refused cheaply. A person whose browser brought an answer that does not fit is told so on a page.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Text } from '../../../shared/text/en.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import { bindFirstFree } from './loopback-port.ts';
import { type Refused, sendOn, sendPage, sendRefusal } from './loopback-replies.ts';
import { routeOf } from './loopback-route.ts';
import { createOpenConnections } from './open-connections.ts';
import { type ResultPage, strayPage } from './result-page.ts';
import { strayAnswer } from './stray-answer.ts';

export interface LoopbackListener {
  /** The registered redirect URI whose port was free. */
  readonly redirectUri: string;
  /** The parameters of the first callback that carried the state; checked in no other way. */
  readonly callback: Promise<URLSearchParams>;
  /**
   * Sends the browser that came on to this address, and waits for a second callback. Only one that carries the new state
   * counts from now on.
   */
  again(state: string, url: string): Promise<URLSearchParams>;
  /** Shows the page to the browser that waits for it or still asks, then closes shortly after. */
  finish(page: ResultPage): void;
  /** Closes at once; a browser that is already waiting gets the page. Resolves when the port is free again. */
  close(page?: ResultPage): Promise<void>;
  /** Whether it holds its port: also while a browser may still ask for the last page. */
  isOpen(): boolean;
}

export interface LoopbackListenerOptions extends Timers {
  readonly redirectUris: readonly string[];
  readonly state: string;
  /** Random part of the result page's address, so that no other page can ask for it. */
  readonly pageId: string;
  /** The language of what browsers are told. */
  readonly text: Text;
  /** A browser brought an answer that does not fit, as often as it does. Nothing of what it says is handed on. */
  onStrayAnswer?(): void;
  readonly log: Log;
}

/** Time for a browser to ask for the page again, as some do. */
const LINGER_MS = 3_000;
/** A tab that was closed never asks for its page. */
const UNCLAIMED_MS = 30_000;

const limits = {
  // Codes of some servers are thousands of characters long; headers add cookies that other local programs set.
  maxHeaderSize: 32_768,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 1,
};

/**
 * Opens the listener on the first free redirect URI.
 *
 * @throws AppError `redirect_ports_busy`
 */
export async function openLoopbackListener(options: LoopbackListenerOptions): Promise<LoopbackListener> {
  const pagePath = `/signed-in/${options.pageId}`;
  /** Browsers that brought the callback and wait for the page. */
  const waiting = new Set<ServerResponse>();
  const connections = createOpenConnections((socket) => [...waiting].some((response) => response.socket === socket));
  const turns = createTurns(options.state);
  let page: ResultPage | null = null;
  let closing: Promise<void> | null = null;
  let stopTimer: () => void = () => undefined;

  const { redirectUri, servers } = await bindFirstFree(options.redirectUris, () =>
    createLimitedServer(handle, connections.add),
  );
  const { host, pathname: callbackPath } = new URL(redirectUri);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const route = routeOf(request, { host, callbackPath, pagePath, state: turns.state() });
    if (route.kind === 'refused') refuse(request, response, route);
    else if (route.kind === 'page') showPage(response);
    else takeCallback(response, route.parameters);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, route: Refused): void {
    const stray = strayAnswer(request, { host, callbackPath });
    if (stray === null) sendRefusal(response, route, options.text);
    else {
      sendPage(response, strayPage(stray, redirectUri, options.text), route.headers);
      // Not into the log: any page and any program can bring as many as it likes.
      options.onStrayAnswer?.();
    }
  }

  function takeCallback(response: ServerResponse, parameters: URLSearchParams): void {
    if (turns.take(parameters)) options.log.info('listener.callback', { redirectUri });
    // Away from the address that holds the code, before anything is shown: it stays out of history and bookmarks.
    sendOn(response, pagePath);
  }

  function showPage(response: ServerResponse): void {
    const onward = turns.onward();
    if (page !== null) deliver(response, page);
    else if (onward !== null) sendOn(response, onward);
    else {
      waiting.add(response);
      response.once('close', () => waiting.delete(response));
    }
  }

  function deliver(response: ServerResponse, result: ResultPage): void {
    waiting.delete(response);
    response.once('finish', () => closeAfter(LINGER_MS));
    sendPage(response, result, undefined);
  }

  function closeAfter(delayMs: number): void {
    if (closing) return;
    stopTimer();
    stopTimer = options.setTimer(() => void close(), delayMs);
  }

  function again(state: string, url: string): Promise<URLSearchParams> {
    turns.next(state, url);
    for (const response of waiting) sendOn(response, url);
    waiting.clear();
    return turns.callback();
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

  return { redirectUri, callback: turns.callback(), again, finish, close, isOpen: () => closing === null };
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

/** Which callback is waited for, and where a browser that has come is sent meanwhile. */
function createTurns(firstState: string) {
  let turn = createTurn(firstState);
  let onward: string | null = null;
  return {
    state: () => turn.state,
    callback: () => turn.callback,
    onward: () => onward,
    /** @returns whether it is the first of its turn */
    take(parameters: URLSearchParams): boolean {
      if (turn.isTaken) return false;
      turn.isTaken = true;
      onward = null;
      turn.accept(parameters);
      return true;
    },
    next(state: string, url: string): void {
      turn = createTurn(state);
      onward = url;
    },
  };
}

function createTurn(state: string) {
  let accept: (parameters: URLSearchParams) => void = () => undefined;
  const callback = new Promise<URLSearchParams>((resolve) => {
    accept = resolve;
  });
  return { state, callback, accept, isTaken: false };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
}
