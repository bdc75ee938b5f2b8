/**
 * The way to Sigma through a company: its name, https://sigma.test, is known to a proxy alone, which may want a password; and a
 * filter may show a certificate of its own in the place of Sigma's.
 */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { good, inspected, serverKey } from '../../test/support/certificates.ts';
import { leadOn } from '../../test/support/lead-on.ts';

export const COMPANY_SIGMA = 'https://sigma.test';

/** By what Chromium knows the key of these certificates, whoever issued them: so that a guest loads what the program takes. */
export const KEY_OF_SIGMA = 'LRKwO00AGk5bmOFE6R2D/AYOwpQhF2PkGqZYbpWiToI=';

export interface CompanyWay {
  /** The proxy, as a host with its port. */
  readonly proxy: string;
  /** From now on it is as it should be. */
  letThrough(): void;
}

/** @param answer what stands behind it */
export async function startCompanyWay(
  fault: 'password' | 'inspected',
  answer: RequestListener,
  onStop: (stop: () => Promise<void>) => void,
): Promise<CompanyWay> {
  let isOpen = false;
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    return socket;
  };
  async function listening(server: Server): Promise<number> {
    server.on('connection', kept).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onStop(async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    });
    return (server.address() as AddressInfo).port;
  }

  const front = createTlsServer(
    {
      cert: good,
      key: serverKey,
      SNICallback: (_name, done) =>
        done(null, createSecureContext({ cert: fault === 'inspected' && !isOpen ? inspected : good, key: serverKey })),
    },
    answer,
  );
  front.on('tlsClientError', () => undefined);
  const port = await listening(front);
  const proxy = createServer((_request, response) => response.writeHead(400).end());
  proxy.on('connect', (request, socket: Socket) => {
    if (fault === 'password' && !isOpen) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="company"\r\n\r\n');
      return;
    }
    if (request.url !== 'sigma.test:443') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    kept(leadOn(socket, port));
  });
  return {
    proxy: `127.0.0.1:${await listening(proxy)}`,
    letThrough() {
      isOpen = true;
      // What was agreed on before is met anew.
      for (const socket of sockets) socket.destroy();
    },
  };
}
