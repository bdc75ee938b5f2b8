/**
 * A company's network around a Sigma and an authorization server: a proxy that leads to both, certificates of an authority that
 * the system knows, and names that are looked up. Each of these can be otherwise.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { NetworkEdges } from '../../src/main/app/doctor/network-edges.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import { good, serverKey, serversAuthority } from './certificates.ts';
import { leadOn } from './lead-on.ts';

export const SIGMA = 'sigma.test';
export const LAKE = 'lake.test';
export type Name = typeof SIGMA | typeof LAKE;

/** What differs from a network in which all is well. */
export interface Otherwise {
  /** What a name answers, in the place of what belongs there. */
  readonly answers?: Partial<Record<Name, RequestListener>>;
  readonly certificates?: Partial<Record<Name, string>>;
  /** What the proxy does when it is asked for a name, in the place of leading there. */
  readonly proxy?: Partial<Record<Name, (socket: Socket) => void>>;
  /** What the system answers about proxies. @param proxy the one that is there */
  readonly pac?: Partial<Record<Name, (proxy: string) => Promise<string>>>;
  /** The addresses of a name, where the system goes to it without a proxy. */
  readonly names?: Partial<Record<Name, () => Promise<readonly string[]>>>;
  /** The authorities that the system knows. */
  readonly authorities?: readonly string[];
  readonly limitMs?: number;
}

const LIMIT_MS = 5_000;

export const metadataAt = (origin: string): object => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['openid', 'offline_access'],
});

const usual: Record<Name, RequestListener> = {
  [SIGMA]: (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sigma</title>'),
  [LAKE](request, response) {
    if (request.url?.startsWith('/.well-known/')) {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(metadataAt(`https://${LAKE}`)));
    } else if (request.url === '/token') {
      // A code that it never gave out.
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
    } else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Sign in</title>');
  },
};

export interface CompanyNetwork {
  /** Through it, as the program goes. */
  readonly fetch: ReturnType<typeof createFetch>;
  readonly edges: NetworkEdges;
  close(): Promise<void>;
}

export async function openCompanyNetwork(otherwise: Otherwise = {}): Promise<CompanyNetwork> {
  const servers: Server[] = [];
  const listening = async (server: Server): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    return socket;
  };

  const front = createTlsServer(
    {
      cert: good,
      key: serverKey,
      SNICallback: (name, done) =>
        done(null, createSecureContext({ cert: otherwise.certificates?.[name as Name] ?? good, key: serverKey })),
    },
    (request, response) => {
      const name = request.headers.host as Name;
      const answer = otherwise.answers?.[name] ?? usual[name];
      answer(request, response);
    },
  );
  front.on('connection', kept).on('tlsClientError', () => undefined);
  const port = await listening(front);

  const proxy = createServer((_request, response) => response.end());
  proxy.on('connection', kept);
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    const name = request.url?.split(':')[0] as Name;
    const act = otherwise.proxy?.[name];
    if (act) return act(socket);
    kept(leadOn(socket, port));
  });
  const address = `127.0.0.1:${await listening(proxy)}`;

  const { authorities: extraCertificates = [serversAuthority], limitMs = LIMIT_MS } = otherwise;
  const resolveProxy = async (url: string): Promise<string> => {
    const answer = otherwise.pac?.[new URL(url).hostname as Name];
    return answer ? answer(address) : `PROXY ${address}`;
  };
  const fetch = createFetch({
    resolveProxy,
    allowLoopbackHttp: true,
    extraCertificates,
  });
  return {
    fetch,
    edges: {
      resolveProxy,
      extraCertificates,
      limitMs,
      async addressesOf(host) {
        const answer = otherwise.names?.[host as Name];
        if (answer) return answer();
        if (host === 'localhost') return ['127.0.0.1'];
        throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      },
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** A port of this computer at which a socket is taken, and then whatever the test does with it. */
export async function openSocketServer(
  act: (socket: Socket) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    act(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
