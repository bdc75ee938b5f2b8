/** A browser made of sockets: it goes where it is told, with any header and any bytes that a test wants to lie with. */
import { request } from 'node:http';
import { connect } from 'node:net';

export interface Visit {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface VisitOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request target as it stands in the request line. */
  readonly target?: string;
  readonly body?: string;
}

/** One request on a connection of its own; redirects are not followed. */
export function visit(url: string, options: VisitOptions = {}): Promise<Visit> {
  const { port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method: options.method ?? 'GET',
        path: options.target ?? `${pathname}${search}`,
        headers: { host, ...options.headers },
        agent: false,
      },
      async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const body = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        } catch (error) {
          reject(error);
        }
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** Goes to the callback as a browser does, and on to the page that it is sent to. */
export async function arrive(callback: string): Promise<{ redirect: Visit; page: Visit; pageUrl: string }> {
  const redirect = await visit(callback);
  if (redirect.status !== 303) throw new Error(`The callback was answered with ${redirect.status}: ${redirect.body}`);
  const pageUrl = new URL(String(redirect.headers.location), callback).href;
  return { redirect, page: await visit(pageUrl), pageUrl };
}

/** Sends the bytes as they are; resolves with the status of the answer, or 0 when the connection ended without one. */
export function sendBytes(port: string | number, bytes: string): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (part) => {
      answer += part;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0)));
    socket.write(bytes, 'latin1');
  });
}
