/** Binds a loopback port on every address that a browser may try (RFC 8252 section 7.3). */
import type { Server } from 'node:http';
import { AppError } from '../../../shared/errors.ts';

/** What `localhost` may resolve to; a literal address is bound alone. */
export const addressesOf: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  '127.0.0.1': ['127.0.0.1'],
  '[::1]': ['::1'],
};

/** EACCES: reserved by the system, as Windows does with whole ranges for Hyper-V. */
const taken = new Set(['EADDRINUSE', 'EACCES']);
/** IPv6 is switched off on this computer. */
const absent = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/**
 * Binds the first redirect URI whose port is free on all its addresses. Where `localhost` has no IPv6 address, IPv4
 * is enough. The caller closes the servers.
 *
 * @throws AppError `redirect_ports_busy`, naming the ports
 */
export async function bindFirstFree(
  redirectUris: readonly string[],
  createServer: () => Server,
): Promise<{ readonly redirectUri: string; readonly servers: readonly Server[] }> {
  for (const redirectUri of redirectUris) {
    const servers = await bindAll(new URL(redirectUri), createServer);
    if (servers !== null) return { redirectUri, servers };
  }
  const ports = [...new Set(redirectUris.map((uri) => new URL(uri).port))].join(', ');
  throw new AppError('redirect_ports_busy', { reason: 'allTaken', ports });
}

async function bindAll(url: URL, createServer: () => Server): Promise<readonly Server[] | null> {
  const servers: Server[] = [];
  const port = Number(url.port);
  for (const host of addressesOf[url.hostname] ?? []) {
    const server = createServer();
    const failure = await listen(server, host, port);
    if (failure === null) servers.push(server);
    else if (!absent.has(failure)) {
      for (const bound of servers) bound.close();
      if (taken.has(failure)) return null;
      throw new AppError('redirect_ports_busy', { reason: 'unusable', port, host, systemCode: failure });
    }
  }
  return servers.length > 0 ? servers : null;
}

/** Null when listening, or else the error code. */
function listen(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown');
    server.once('error', onError);
    // `exclusive` keeps a cluster from sharing the port; `ipv6Only` keeps ::1 from also answering for IPv4.
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () => {
      server.off('error', onError);
      resolve(null);
    });
  });
}
