/** Everything that a sign-in needs, for real except for the browser, the clock and the vault. */
import { request } from 'node:http';
import { createClock } from '../../src/main/async/clock.ts';
import { createLog } from '../../src/main/log/log.ts';
import { createFetch } from '../../src/main/net/fetch.ts';
import type { Grant } from '../../src/main/oauth/grants/grant.ts';
import { createSignIns } from '../../src/main/oauth/sign-in/sign-in.ts';
import type { SignInOptions } from '../../src/main/oauth/sign-in/sign-in-attempt.ts';
import type { SignInRequest } from '../../src/main/oauth/sign-in/sign-in-request.ts';
import type { OAuthClient } from '../../src/main/oauth/tokens/authorization-server.ts';
import { createMetadataSource } from '../../src/main/oauth/tokens/server-metadata.ts';
import { createTokenClient } from '../../src/main/oauth/tokens/token-client.ts';
import { databricks } from '../../src/main/providers/databricks.ts';
import type { AppError } from '../../src/shared/errors.ts';
import type { DatabricksServer } from '../../src/shared/profile/servers.ts';
import { en } from '../../src/shared/text/en.ts';
import { startAuthorizationServer } from '../../standins/authorization-server/authorization-server.ts';
import { freePorts } from './driver/free-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

export async function startSigningIn() {
  const redirectUris = (await freePorts(3)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  const as = await startAuthorizationServer({
    port: 0,
    redirectUris,
    lifetimes: {},
    behaviour: {},
    answerControl: async () => undefined,
  });
  const fetch = createFetch({ allowLoopbackHttp: true });
  const server: DatabricksServer = { provider: 'databricks', host: as.origin, level: 'workspace', accountId: null };
  const publicClient: OAuthClient = { clientId: as.clients.public.clientId, authentication: { method: 'none' } };
  const { clientId, clientSecret } = as.clients.confidential;
  const confidentialClient: OAuthClient = {
    clientId,
    authentication: { method: 'client_secret_post', clientSecret },
  };
  const tokenClient = createTokenClient({ ...createClock(), fetch, allowLoopbackHttp: true });

  const requestFor = (changes: Partial<SignInRequest> = {}): SignInRequest => ({
    connectionId: 'connection',
    server: databricks.authorizationServer(server),
    client: publicClient,
    scopes: ['all-apis', 'offline_access'],
    redirectUris,
    extraParameters: {},
    identityUrl: databricks.identityUrl(server),
    ...changes,
  });

  /** Sign-ins with a log of everything that happened; the browser is `browse`. */
  function signIns(browse: (url: string) => Promise<void>, changes: Partial<SignInOptions> = {}) {
    const clock = createVirtualClock(Date.now());
    const lines: string[] = [];
    const phases: string[] = [];
    const stored: Grant[] = [];
    const browserFailures: AppError[] = [];
    const log = createLog({ write: (line) => lines.push(line), now: Date.now });
    const all = createSignIns({
      ...clock,
      now: Date.now,
      fetch,
      metadata: createMetadataSource({ ...createClock(), fetch, allowLoopbackHttp: true, log }),
      tokenClient,
      text: en,
      openBrowser: browse,
      storeGrant: async (grant) => void stored.push(grant),
      onPhase: (_, phase) => phases.push(phase),
      onBrowserFailure: (_, error) => browserFailures.push(error),
      log,
      ...changes,
    });
    return { all, clock, lines, phases, stored, browserFailures };
  }

  const stop = async () => {
    await fetch.close();
    await as.stop();
  };
  return { as, fetch, tokenClient, redirectUris, server, publicClient, confidentialClient, requestFor, signIns, stop };
}

export interface Visit {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** One raw request to the listener, on a connection of its own and with any header that a test wants to lie with. */
export function visit(
  url: string,
  options: { method?: string; host?: string; address?: string; target?: string } = {},
): Promise<Visit> {
  const { port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: options.address ?? '127.0.0.1',
        port,
        method: options.method ?? 'GET',
        path: options.target ?? `${pathname}${search}`,
        headers: { host: options.host ?? host },
        agent: false,
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** Goes to the callback as a browser does, and on to the page that it is sent to. */
export async function arrive(callbackUrl: string): Promise<{ redirect: Visit; page: Visit; pageUrl: string }> {
  const redirect = await visit(callbackUrl);
  const pageUrl = new URL(String(redirect.headers.location), callbackUrl).href;
  return { redirect, page: await visit(pageUrl), pageUrl };
}
