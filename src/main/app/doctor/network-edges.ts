import type { meetServer } from '../../net/meet-server.ts';

/** What the checks of the network ask of the system; `doctor-wiring.ts` answers through them. */
export interface NetworkEdges {
  /** What the system, or its PAC script, answers for an address, such as `PROXY one:8080; DIRECT`. */
  resolveProxy(url: string): Promise<string>;
  /** The addresses of a name, of IPv4 and IPv6. @throws an error of the system, with its `code` */
  addressesOf(host: string): Promise<readonly string[]>;
  /** The program that listens at a port of this computer; null where the system does not say. Left out: it is not asked. */
  programAt?(port: number, signal: AbortSignal): Promise<string | null>;
  /** More certificate authorities as if the system had them, in PEM; for tests. */
  readonly extraCertificates?: readonly string[];
  /** How a server is met; for tests. */
  readonly meet?: typeof meetServer;
  /** How long the system, a proxy and a server may each take, in milliseconds; for tests. */
  readonly limitMs?: number;
}
