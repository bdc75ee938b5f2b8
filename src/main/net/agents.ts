/** Connections: direct ones and through proxies, with the rules of TLS that all of them keep. */
import type { Duplex } from 'node:stream';
import type tls from 'node:tls';
import { Agent, type Dispatcher, errors, Pool, ProxyAgent } from 'undici';
import { proxyAnswered } from './network-failure.ts';

/** Connections that trust alike: direct ones, and through each proxy. */
export interface Agents {
  readonly direct: Agent;
  through(uri: string): ProxyAgent;
  destroy(): Promise<unknown>;
}

/**
 * Said by name, although they are Node's defaults: `NODE_TLS_REJECT_UNAUTHORIZED=0` in the environment, or an older
 * minimum, changes what is not said.
 */
export const tlsRules = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const satisfies tls.ConnectionOptions;

/**
 * How long each address of a server may take to answer while there are others, in milliseconds. Node gives up after 250,
 * which a server on another continent takes for one handshake; where the address after it has no way, as those of IPv6 often,
 * the server could never be reached. It is enough for a first packet that was lost.
 */
export const addressRules = { autoSelectFamilyAttemptTimeout: 1_500 } as const;

export function createAgents(options: { timeout: number; secureContext?: tls.SecureContext }): Agents {
  const connect = { ...options, ...tlsRules, ...addressRules };
  const direct = new Agent({ connect });
  const proxies = new Map<string, ProxyAgent>();
  return {
    direct,
    through(uri: string): ProxyAgent {
      const agent =
        proxies.get(uri) ??
        new ProxyAgent({ uri, connect, requestTls: connect, proxyTls: connect, clientFactory: createProxyClient });
      proxies.set(uri, agent);
      return agent;
    },
    destroy: () => Promise.all([direct, ...proxies.values()].map((agent) => agent.destroy())),
  };
}

/**
 * The connections to a proxy itself. undici takes its own `UND_ERR_SOCKET` for a lost connection that is to be opened
 * anew, so that it would ask a proxy that hangs up on every word again and again, without a pause. And it has one error for
 * everything that a proxy may answer but yes; what it answered is worth a word of its own.
 */
function createProxyClient(origin: URL, options: object): Pool {
  const pool = new Pool(origin, options);
  const ask = pool.connect.bind(pool) as (request: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;
  const connect = async (request: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const answer = await ask(request).catch((error: unknown) => {
      if (!(error instanceof errors.SocketError)) throw error;
      throw Object.assign(new Error('The proxy hung up.'), { code: 'ECONNRESET' });
    });
    if (answer.statusCode === 200) return answer;
    // What it says while it is closed changes nothing.
    answer.socket.on('error', () => undefined).destroy();
    throw Object.assign(new Error('The proxy did not say yes.'), { code: proxyAnswered(answer.statusCode) });
  };
  return Object.assign(pool, { connect });
}

export interface TunnelOptions {
  readonly timeout: number;
  readonly secureContext?: tls.SecureContext;
  readonly signal: AbortSignal;
}

/** A connection through a proxy to a server, as a request has it before it begins with TLS. Whoever asked for it closes it. */
export async function openTunnel(uri: string, authority: string, options: TunnelOptions): Promise<Duplex> {
  const { signal, ...connection } = options;
  const proxy = createProxyClient(new URL(uri), { connect: { ...connection, ...tlsRules, ...addressRules } });
  try {
    const { socket } = await proxy.connect({ path: authority, headers: { host: authority }, signal });
    return socket;
  } finally {
    // The connection that it gave away is no longer its own.
    proxy.destroy().catch(() => undefined);
  }
}

/** The sending of one request, over whichever dispatchers it is tried. */
export interface Sending {
  over(dispatcher: Dispatcher): Dispatcher;
  /** Whether it was handed to a connection. Until then nothing of it was sent, and it may be tried another way. */
  hasBegun(): boolean;
}

export function createSending(): Sending {
  let begun = false;
  const over = (dispatcher: Dispatcher): Dispatcher =>
    dispatcher.compose((dispatch) => (request, handler) => {
      return dispatch(request, {
        onRequestStart(...values) {
          begun = true;
          handler.onRequestStart?.(...values);
        },
        onRequestUpgrade: (...values) => handler.onRequestUpgrade?.(...values),
        onResponseStart: (...values) => handler.onResponseStart?.(...values),
        onResponseData: (...values) => handler.onResponseData?.(...values),
        onResponseEnd: (...values) => handler.onResponseEnd?.(...values),
        onResponseError: (...values) => handler.onResponseError?.(...values),
      });
    });
  return { over, hasBegun: () => begun };
}
