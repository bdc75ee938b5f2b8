/**
 * The hosts of a set-up, and what is found out about the way to each: asked once, whichever check asks first. One fault is
 * told by one check; those that come after it leave that host out.
 */
import type { CheckId, CheckOwner } from '../../../shared/checks.ts';
import { AppError } from '../../../shared/errors.ts';
import { isLoopbackHost } from '../../../shared/profile/addresses.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import { addressOf } from '../../../shared/profile/embed-parameters.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import { sigmaApiOrigin } from '../../../shared/sigma/api-hosts.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Meeting } from '../../net/meet-server.ts';
import { failureCode } from '../../net/network-failure.ts';
import { proxyRoutes } from '../../net/proxy-choice.ts';
import type { systemTrust } from '../../net/system-trust.ts';
import { providerOf } from '../../providers/registry.ts';
import type { NetworkEdges } from './network-edges.ts';
import { administratorOf } from './owners.ts';
import type { ConnectionSubject, Subject } from './subject.ts';

/** What the system answers about proxies for a host. */
export type Routes =
  | { readonly kind: 'routes'; readonly routes: readonly (string | null)[] }
  /** It answers with nothing that can be used, does not answer, or fails. */
  | { readonly kind: 'unusable'; readonly said: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'failed'; readonly code: string };

export type Addresses =
  | { readonly kind: 'found'; readonly addresses: readonly string[] }
  | { readonly kind: 'failed'; readonly code: string }
  /** The proxy looks it up. */
  | { readonly kind: 'of-proxy'; readonly proxy: string }
  /** It is an address itself, or nobody knows the way. */
  | { readonly kind: 'unasked' };

export interface HostLook {
  /** As in `URL.host`. */
  readonly host: string;
  readonly url: URL;
  /** What is asked of it, as a sign-in or a load asks first, without anything that says who asks. */
  readonly address: string;
  /** Whether an answer that leads to another host is nothing that it does by itself. */
  readonly staysAtHost: boolean;
  /** Whether no other check asks it, so that what it answers is told by nobody else. */
  readonly isAskedHereAlone: boolean;
  /** Who administers what is there. */
  readonly owner: CheckOwner;
  routes(signal: AbortSignal): Promise<Routes>;
  addresses(signal: AbortSignal): Promise<Addresses>;
  /** Null where there is no way to it, or nothing to prove: plain http to this computer. */
  meeting(signal: AbortSignal): Promise<Meeting | null>;
  /** The check that tells what is wrong on the way to it; null while nothing is known to be. */
  fault(): CheckId | null;
  /** Something is wrong, which this check tells. The first one counts. */
  faulty(check: CheckId): void;
}

export interface NetworkLook {
  /** Those that the set-up itself names. */
  readonly hosts: readonly HostLook[];
  /** Those, and the ones that a server names as its own when it is asked, as far as the way to it is well. */
  all(signal: AbortSignal): Promise<readonly HostLook[]>;
}

const LIMIT_MS = 10_000;
/** For a check that looks at all hosts at the same time: proxies and the server, one after the other. */
export const LOOK_LIMIT_MS = 60_000;

interface KnownLook extends NetworkLook {
  /** All that are known by now. */
  known(): readonly HostLook[];
}

const looks = new WeakMap<Subject, KnownLook>();

/** What is known of the network for this run. */
export function networkOf(subject: Subject, edges: NetworkEdges): NetworkLook {
  const known = looks.get(subject) ?? createLook(subject, edges);
  looks.set(subject, known);
  return known;
}

/** The check that tells what is wrong on the way to one of these origins; null where nothing is known to be, or nobody looked. */
export function faultOnTheWay(subject: Subject, origins: readonly string[]): CheckId | null {
  const hosts = looks.get(subject)?.known() ?? [];
  return hosts.find(({ url, fault }) => origins.includes(url.origin) && fault() !== null)?.fault() ?? null;
}

type Named = Pick<HostLook, 'address' | 'owner' | 'staysAtHost' | 'isAskedHereAlone'>;

function createLook(subject: Subject, edges: NetworkEdges): KnownLook {
  const byOrigin = new Map<string, HostLook>();
  /** The first one of an origin says what is asked. */
  const add = (named: Named): void => {
    const { origin } = new URL(named.address);
    if (!byOrigin.has(origin)) byOrigin.set(origin, createHostLook(named, edges, trust));
  };
  let trusted: ReturnType<typeof systemTrust> | null = null;
  // Without the authorities of the system, those of Node are all that there are.
  const trust = () => {
    trusted ??= import('../../net/system-trust.ts')
      .then((read) => read.systemTrust(edges.extraCertificates ?? []))
      .catch(() => null);
    return trusted;
  };
  for (const named of hostsOf(subject.profile)) add(named);
  const hosts = [...byOrigin.values()];
  const { limitMs = LIMIT_MS } = edges;
  return {
    hosts,
    known: () => [...byOrigin.values()],
    all: once(async (signal) => {
      await Promise.all(
        subject.connections.map(async (about) => {
          const own = hosts.filter(({ url }) => originsOf(about.connection).includes(url.origin));
          // To one that cannot be met nobody goes for more.
          if (!(await areMet(own, signal))) return;
          for (const named of await namedBy(about, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))) add(named);
        }),
      );
      signal.throwIfAborted();
      return [...byOrigin.values()];
    }),
  };
}

async function areMet(hosts: readonly HostLook[], signal: AbortSignal): Promise<boolean> {
  const met = await Promise.all(
    hosts.map(async (host) => {
      const [addresses, meeting] = await Promise.all([host.addresses(signal), host.meeting(signal)]);
      if (addresses.kind === 'failed' || (await host.routes(signal)).kind !== 'routes') return false;
      return meeting === null ? host.url.protocol === 'http:' : meeting.kind === 'met' && meeting.fault === null;
    }),
  );
  return met.every(Boolean);
}

/** What a server says of itself may name others, for keys, tokens or the person. Why it says nothing, its own check tells. */
async function namedBy(about: ConnectionSubject, limit: AbortSignal): Promise<Named[]> {
  const { connection } = about;
  try {
    const { server, request, tokenExchange } = await untilAborted(about.servers(), limit);
    const owner = administratorOf(connection.server);
    const exchanging = connection.exchange ? administratorOf(connection.exchange.server) : owner;
    const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, revocation_endpoint } = server;
    const isVerified = request.scopes.includes('openid');
    const addresses: readonly (readonly [address: string | null | undefined, owner: CheckOwner])[] = [
      [isServiceAccount(connection) ? null : authorization_endpoint, owner],
      [token_endpoint, owner],
      [isVerified ? jwks_uri : null, owner],
      [isVerified ? userinfo_endpoint : null, owner],
      [revocation_endpoint, owner],
      [tokenExchange?.server.token_endpoint, exchanging],
      [request.identityUrl, exchanging],
    ];
    const named = addresses.flatMap(([address, of]): Named[] =>
      typeof address === 'string' && URL.canParse(address)
        ? [{ address, owner: of, staysAtHost: false, isAskedHereAlone: true }]
        : [],
    );
    namedOrigins.set(
      about,
      named.map(({ address }) => new URL(address).origin),
    );
    return named;
  } catch {
    return [];
  }
}

const namedOrigins = new WeakMap<ConnectionSubject, readonly string[]>();

/** The origins at which a sign-in goes on after the first question, as far as they are known by now. */
export const namedOriginsOf = (about: ConnectionSubject): readonly string[] => namedOrigins.get(about) ?? [];

function createHostLook(named: Named, edges: NetworkEdges, trust: () => ReturnType<typeof systemTrust>): HostLook {
  const url = new URL(named.address);
  let fault: CheckId | null = null;
  const routes = once((signal) => askRoutes(url, edges, signal));
  return {
    ...named,
    host: url.host,
    url,
    routes,
    addresses: once(async (signal) => askAddresses(url, await routes(signal), edges, signal)),
    meeting: once(async (signal) => {
      const found = await routes(signal);
      if (found.kind !== 'routes' || url.protocol !== 'https:') return null;
      // Its library is read when somebody looks, and no start waits for it.
      const { meet = (await import('../../net/meet-server.ts')).meetServer, limitMs = LIMIT_MS } = edges;
      return meet(url, { routes: found.routes, systemTrust: trust, timeoutMs: limitMs, signal });
    }),
    fault: () => fault,
    faulty(check) {
      fault ??= check;
    },
  };
}

/** As `fetch.ts` decides: what runs on this computer is not told to a proxy. */
async function askRoutes(
  url: URL,
  { resolveProxy, limitMs = LIMIT_MS }: NetworkEdges,
  signal: AbortSignal,
): Promise<Routes> {
  if (isLoopbackHost(url.hostname)) return { kind: 'routes', routes: [null] };
  const limit = AbortSignal.timeout(limitMs);
  try {
    const asked = resolveProxy(`${url.origin}/`);
    return { kind: 'routes', routes: proxyRoutes(await untilAborted(asked, AbortSignal.any([signal, limit]))) };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return { kind: 'silent' };
    if (error instanceof AppError) return { kind: 'unusable', said: String(error.values.said ?? '') };
    return { kind: 'failed', code: failureCode(error) };
  }
}

async function askAddresses(
  { hostname }: URL,
  found: Routes,
  { addressesOf, limitMs = LIMIT_MS }: NetworkEdges,
  signal: AbortSignal,
): Promise<Addresses> {
  if (found.kind !== 'routes' || isAddress(hostname)) return { kind: 'unasked' };
  const [first = null] = found.routes;
  if (first !== null) return { kind: 'of-proxy', proxy: first };
  const limit = AbortSignal.timeout(limitMs);
  try {
    const addresses = await untilAborted(addressesOf(hostname), AbortSignal.any([signal, limit]));
    return addresses.length === 0 ? { kind: 'failed', code: 'ENOTFOUND' } : { kind: 'found', addresses };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'failed', code: limit.aborted ? 'ETIMEDOUT' : failureCode(error) };
  }
}

const isAddress = (hostname: string): boolean => hostname.startsWith('[') || /^[\d.]+$/.test(hostname);

/** Each server that a sign-in or a load of this profile needs, as far as it is known before one is asked. */
function hostsOf(profile: Profile): Named[] {
  const [workbook] = profile.workbooks;
  const web = new URL(workbook ? addressOf(workbook, {}) : sigmaOrigin(profile));
  const api = sigmaApiOrigin(web.origin);
  return [
    { address: web.origin + web.pathname, owner: 'sigma', staysAtHost: true, isAskedHereAlone: false },
    ...(api === null
      ? []
      : [{ address: `${api}/`, owner: 'sigma', staysAtHost: false, isAskedHereAlone: true } as const]),
    ...profile.connections.flatMap(hostsOfConnection),
  ];
}

function hostsOfConnection({ server, exchange }: Pick<Connection, 'server' | 'exchange'>): Named[] {
  return [server, ...(exchange ? [exchange.server] : [])].flatMap((one): Named[] => {
    const provider = providerOf(one);
    const { issuer, metadataUrls, hostMetadata, fixedEndpoints } = provider.authorizationServer(one);
    const identityUrl = provider.identityUrl(one);
    const owner = administratorOf(one);
    const ofMetadata = [...(hostMetadata ? [hostMetadata.url] : []), ...metadataUrls];
    // An endpoint says only that it wants something else; the root may lead people to a page elsewhere.
    const plain = ofMetadata.length > 0 ? [] : [fixedEndpoints?.token_endpoint ?? issuer];
    return [
      ...ofMetadata.map((address) => ({ address, owner, staysAtHost: true, isAskedHereAlone: false })),
      ...plain.map((address) => ({ address, owner, staysAtHost: false, isAskedHereAlone: true })),
      ...(identityUrl === null ? [] : [{ address: identityUrl, owner, staysAtHost: false, isAskedHereAlone: true }]),
    ];
  });
}

/** The origins that the checks of a connection ask first. */
export const originsOf = (connection: Pick<Connection, 'server' | 'exchange'>): string[] =>
  hostsOfConnection(connection).map(({ address }) => new URL(address).origin);

/** An answer for whoever asks; a question that was stopped is asked again. */
function once<Answer>(ask: (signal: AbortSignal) => Promise<Answer>): (signal: AbortSignal) => Promise<Answer> {
  let answer: Promise<Answer> | null = null;
  return (signal) => {
    if (answer === null) {
      answer = ask(signal);
      answer.catch(() => {
        answer = null;
      });
    }
    return answer;
  };
}
