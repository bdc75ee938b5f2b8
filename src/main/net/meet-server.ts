/**
 * Meets a server as a request would, over the same ways and by the same rules of TLS, up to where it proves who it is. Nothing
 * is said to it then, so that one which nobody trusts can be looked at too.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { addressRules, openTunnel, tlsRules } from './agents.ts';
import { failureCode, isConnectionFailure, isTlsFailure, isUnknownAuthority } from './network-failure.ts';

/** A proxy that could not be reached, and so was passed over. */
export interface PassedOver {
  readonly route: string;
  readonly code: string;
}

export interface SeenCertificate {
  readonly subject: string;
  /** The organisation that issued it, or its name where it names none. */
  readonly issuer: string;
  /** From when until when it is good, in milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

export type Meeting =
  | {
      readonly kind: 'met';
      /** The proxy on the way, as its origin; null where there was none. */
      readonly route: string | null;
      readonly passedOver: readonly PassedOver[];
      readonly certificate: SeenCertificate;
      /** Whose authorities know who issued it; null where nobody's do. */
      readonly trust: 'bundled' | 'system' | null;
      /** What is wrong with its proof, as a code of Node; null where nothing is. */
      readonly fault: string | null;
    }
  | {
      readonly kind: 'unmet';
      /** Where it ended: at a proxy, on the way to the server, or when a safe connection was to be agreed on. */
      readonly at: 'proxy' | 'server' | 'tls';
      readonly code: string;
      readonly route: string | null;
      readonly passedOver: readonly PassedOver[];
    };

export interface MeetingOptions {
  /** As in `proxyRoutes`. */
  readonly routes: readonly (string | null)[];
  /** The authorities of the system besides Node's own; null where there are none. Asked when Node's own do not suffice. */
  systemTrust(): Promise<tls.SecureContext | null>;
  /** For each connection, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Way {
  readonly route: string | null;
  readonly secureContext?: tls.SecureContext;
}

/** @param url of an https server. @throws the reason of an aborted signal */
export async function meetServer(url: URL, options: MeetingOptions): Promise<Meeting> {
  const passedOver: PassedOver[] = [];
  let last: Meeting = { kind: 'unmet', at: 'server', code: 'UNKNOWN', route: null, passedOver };
  for (const route of options.routes) {
    const { goesOn, ...meeting } = await meetOver(route, url, options);
    last = { ...meeting, passedOver };
    if (!goesOn) return last;
    if (last.kind === 'unmet' && route !== null) passedOver.push({ route, code: last.code });
  }
  // The last one was not passed over for another.
  if (last.route !== null) passedOver.pop();
  return last;
}

type MeetingOver = (
  | Omit<Extract<Meeting, { kind: 'met' }>, 'passedOver'>
  | Omit<Extract<Meeting, { kind: 'unmet' }>, 'passedOver'>
) & {
  /** Whether a request would try the next way. */
  readonly goesOn: boolean;
};

async function meetOver(route: string | null, url: URL, options: MeetingOptions): Promise<MeetingOver> {
  try {
    const { top, ...seen } = await proofOver({ route }, url, options);
    if (seen.fault === null || isOfNode(top)) return { ...seen, trust: 'bundled' };
    const secureContext = await options.systemTrust();
    if (secureContext === null) return { ...seen, trust: null };
    const { top: _, ...wide } = await proofOver({ route, secureContext }, url, options);
    return { ...wide, trust: wide.fault !== null && isUnknownAuthority({ code: wide.fault }) ? null : 'system' };
  } catch (error) {
    options.signal.throwIfAborted();
    const code = failureCode(error);
    const goesOn = isConnectionFailure(error);
    // Of 5xx the proxy is only the messenger.
    if (error instanceof AtProxy) {
      return { kind: 'unmet', at: /^PROXY_ANSWERED_5/.test(code) ? 'server' : 'proxy', code, route, goesOn };
    }
    return { kind: 'unmet', at: isTlsFailure(error) ? 'tls' : 'server', code, route, goesOn };
  }
}

/** What happened before a proxy led to the server. */
class AtProxy extends Error {}

async function proofOver(way: Way, url: URL, options: MeetingOptions) {
  const { timeoutMs } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const socket = await connectionOver(way, url, { ...options, signal });
  socket.on('error', () => undefined);
  try {
    const proved = await secured(socket, url.hostname, way, signal);
    const fault = proved.authorized ? null : String(proved.authorizationError);
    const certificate = certificateOf(proved);
    return { kind: 'met', route: way.route, certificate, fault, top: topOf(proved), goesOn: false } as const;
  } finally {
    socket.destroy();
  }
}

async function connectionOver({ route, secureContext }: Way, url: URL, options: MeetingOptions): Promise<Duplex> {
  const { signal, timeoutMs: timeout, systemTrust } = options;
  const port = Number(url.port || 443);
  if (route === null) {
    const socket = net.connect({ host: bare(url.hostname), port, ...addressRules });
    try {
      await once(socket, 'connect', { signal });
      return socket;
    } catch (error) {
      socket.destroy();
      throw error instanceof Error && error.name === 'AbortError' ? signal.reason : error;
    }
  }
  const authority = `${url.hostname}:${port}`;
  try {
    return await openTunnel(route, authority, { timeout, signal, ...(secureContext && { secureContext }) });
  } catch (error) {
    // A proxy may itself be known to the system alone.
    const wide = secureContext === undefined && isUnknownAuthority(error) ? await systemTrust() : null;
    if (wide !== null) return connectionOver({ route, secureContext: wide }, url, options);
    throw new AtProxy('The proxy did not lead to the server.', { cause: error });
  }
}

function secured(socket: Duplex, hostname: string, way: Way, signal: AbortSignal): Promise<tls.TLSSocket> {
  const host = bare(hostname);
  return new Promise<tls.TLSSocket>((resolve, reject) => {
    const proved = tls.connect({
      ...tlsRules,
      // Nothing is sent over this connection, and what is wrong with it is what is to be told.
      rejectUnauthorized: false,
      socket,
      host,
      ALPNProtocols: ['http/1.1'],
      ...(net.isIP(host) === 0 && { servername: host }),
      ...(way.secureContext && { secureContext: way.secureContext }),
    });
    const giveUp = (): void => {
      proved.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    proved.once('secureConnect', () => resolve(proved));
    proved.on('error', reject);
    proved.once('close', () => {
      signal.removeEventListener('abort', giveUp);
      reject(Object.assign(new Error('The server hung up.'), { code: 'ECONNRESET' }));
    });
  });
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

function certificateOf(proved: tls.TLSSocket): SeenCertificate {
  const { subject, issuer, valid_from: from, valid_to: until } = proved.getPeerCertificate();
  const nameOf = (one: Partial<tls.Certificate> | undefined, ...fields: readonly (keyof tls.Certificate)[]): string =>
    fields.flatMap((field) => one?.[field] ?? []).map(String)[0] ?? '';
  return {
    subject: nameOf(subject, 'CN', 'O'),
    issuer: [nameOf(issuer, 'O'), nameOf(issuer, 'CN')].filter((name) => name !== '').join(', '),
    from: Date.parse(from),
    until: Date.parse(until),
  };
}

/** The fingerprint of what stands at the end of the chain, as far as it is there. */
function topOf(proved: tls.TLSSocket): string {
  let last = proved.getPeerCertificate(true);
  for (let depth = 0; depth < 10 && last.issuerCertificate && last.issuerCertificate !== last; depth += 1) {
    last = last.issuerCertificate;
  }
  return last.fingerprint256;
}

/** Whether Node's own authorities vouch for a chain: its fault says only the last thing that is wrong with it. */
export const isOfNode = (top: string): boolean => tls.rootCertificates.some((pem) => fingerprintOf(pem) === top);

/** As `fingerprint256` says it. Reading more than a hundred whole certificates would hold this thread for too long. */
function fingerprintOf(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
  const hex = createHash('sha256').update(der).digest('hex').toUpperCase();
  return hex.replace(/..(?=.)/g, '$&:');
}
