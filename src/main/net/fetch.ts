/**
 * The one way out: every request of the main process goes through here, with the system's proxy and certificates, and
 * with limits on time and size. Requests are never repeated here: only the caller knows what may be repeated.
 *
 * Node's own authorities come first: they know every public server, and cost nothing. Those of the system are read when
 * a server is met that they do not know, as behind a company's inspecting proxy.
 */
import { fetch as undiciFetch } from 'undici';
import { AppError } from '../../shared/errors.ts';
import { isLoopbackHost } from '../../shared/profile/addresses.ts';
import { untilAborted } from '../async/until-aborted.ts';
import { type Agents, createAgents, createSending, type Sending } from './agents.ts';
import { isConnectionFailure, isUnknownAuthority, networkFailure } from './network-failure.ts';
import { createProxyMemory, proxyRoutes } from './proxy-choice.ts';
import { requireSecureUrl } from './server-url.ts';
import { systemTrust } from './system-trust.ts';

/**
 * Like the global `fetch`, for text: the body is read before the answer is handed over. Redirects are never followed.
 *
 * @throws AppError `insecure_server`, `offline`, `proxy_unusable`, `tls_untrusted`, `response_too_large`; or the reason of an aborted signal
 */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface ClosableFetch extends Fetch {
  /** Ends all connections. */
  close(): Promise<void>;
}

export interface FetchOptions {
  /**
   * What a PAC script would answer for an address, such as `PROXY one:8080; PROXY two:8080; DIRECT`. Left out: no proxy.
   */
  readonly resolveProxy?: (url: string) => Promise<string>;
  readonly allowLoopbackHttp: boolean;
  /** Milliseconds. */
  readonly timeouts?: { readonly connect?: number; readonly request?: number };
  /** More certificate authorities, in PEM; for tests. */
  readonly extraCertificates?: readonly string[];
  /** Milliseconds since some instant; that of this process unless told otherwise. */
  uptime?(): number;
}

const CONNECT_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 1024 * 1024;
const WITHOUT_BODY = new Set([204, 205, 304]);

export function createFetch(options: FetchOptions): ClosableFetch {
  const timeout = options.timeouts?.connect ?? CONNECT_TIMEOUT_MS;
  let agents = createAgents({ timeout });
  const outgrown: Agents[] = [];
  let widening: Promise<boolean> | null = null;
  const routes = createRoutes(options);

  /** Trusts the system's authorities too, from now on. Answers whether there are any. */
  function widenTrust(): Promise<boolean> {
    widening ??= systemTrust(options.extraCertificates ?? []).then(
      (secureContext) => {
        if (!secureContext) return false;
        outgrown.push(agents);
        agents = createAgents({ timeout, secureContext });
        return true;
      },
      () => {
        // The caller is told that the server is not trusted. Reading may succeed when the next server needs it.
        widening = null;
        return false;
      },
    );
    return widening;
  }

  /** Goes on to the next way only from one on which no connection came about: nothing was sent then. */
  async function send(url: URL, init: RequestInit, limit: AbortSignal): Promise<Response> {
    // A proxy script is a foreign program, fetched over the network; it may never answer.
    const ways = await untilAborted(routes.to(url), limit);
    let failure: unknown;
    for (const route of ways) {
      const sending = createSending();
      try {
        const answer = await sendBy(route, sending, url, init, limit);
        if (route !== null) routes.worked(route);
        return answer;
      } catch (error) {
        if (sending.hasBegun() || limit.aborted || !isConnectionFailure(error)) throw error;
        if (route !== null) routes.failed(route);
        failure = error;
      }
    }
    throw failure;
  }

  /** A server whose authority is unknown was sent nothing, so asking it again repeats nothing. */
  async function sendBy(
    route: string | null,
    sending: Sending,
    url: URL,
    init: RequestInit,
    limit: AbortSignal,
  ): Promise<Response> {
    const present = agents;
    const dispatcher = sending.over(route === null ? present.direct : present.through(route));
    try {
      const undiciInit = { ...init, redirect: 'manual', signal: limit, dispatcher };
      // undici's types and the DOM's describe the same standard and differ in letters only.
      return (await undiciFetch(url.href, undiciInit as never)) as unknown as Response;
    } catch (error) {
      if (!isUnknownAuthority(error) || !(await untilAborted(widenTrust(), limit)) || present === agents) throw error;
      return sendBy(route, sending, url, init, limit);
    }
  }

  async function request(address: string, init: RequestInit = {}): Promise<Response> {
    const url = requireSecureUrl(address, options);
    const signal = init.signal ?? null;
    signal?.throwIfAborted();
    const late = AbortSignal.timeout(options.timeouts?.request ?? REQUEST_TIMEOUT_MS);
    const limit = signal ? AbortSignal.any([signal, late]) : late;
    try {
      const answer = await send(url, init, limit);
      const body = await readCapped(answer, url.host);
      // The words beside the status may be of any encoding, which a `Response` refuses, and nobody reads them.
      const status = knownStatus(answer.status);
      return new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers: [...answer.headers] });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof AppError) throw error;
      throw networkFailure(late.aborted ? late.reason : error, url.host);
    }
  }

  const close = async (): Promise<void> => {
    await Promise.all([...outgrown, agents].map((each) => each.destroy()));
  };
  return Object.assign(request, { close });
}

function createRoutes({ resolveProxy, uptime = () => performance.now() }: FetchOptions) {
  const memory = createProxyMemory(uptime);
  return {
    ...memory,
    /** The ways to a server, as proxies or null for none, in the order in which they are tried. */
    async to(url: URL): Promise<readonly (string | null)[]> {
      // The loopback of a proxy is another computer's, and what runs on this one must not be told to a proxy.
      if (!resolveProxy || isLoopbackHost(url.hostname)) return [null];
      // Proxy scripts decide by host; they have no need to see paths and queries.
      return memory.sort(proxyRoutes(await resolveProxy(`${url.origin}/`)));
    },
  };
}

/** A status that HTTP does not have counts as an error of the server (RFC 9110 section 15). */
const knownStatus = (status: number): number => (status > 599 ? 500 : status);

/** Reads at most a mebibyte, counted after decompression; of an endless answer, no more than that. */
async function readCapped(answer: Response, host: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      const error = new AppError('response_too_large', { host, bytes: MAX_BODY_BYTES });
      // Closes the connection; whatever that reports, the size is what is wrong.
      reader?.cancel(error).catch(() => undefined);
      throw error;
    }
    chunks.push(part.value);
  }
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
