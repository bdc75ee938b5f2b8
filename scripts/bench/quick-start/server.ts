/**
 * A web page that does what Sigma's QuickStart does, and no more: a server with sessions in memory signs people in by
 * OAuth (RFC 6749, with PKCE), signs an embed URL for who is signed in, and a page shows it in an iframe. It stands beside
 * the program, on the same stand-ins. The key is derived as Sigma's SDK does it, on the thread of the server.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DemoServices } from '../../../standins/demo-services.ts';
import {
  askForTokens,
  authorizationUrl,
  embedUrl,
  endpointsOf,
  newVerifier,
} from '../../../test/support/stand-in-client.ts';
import { SetUpError } from '../../cli.mjs';

/** Sigma's stand-in lets itself be framed by this address alone, where the QuickStart runs. */
const PORT = 3000;
export const PAGE_URL = `http://localhost:${PORT}/`;
export const CALLBACK_URL = `${PAGE_URL}auth/databricks/callback`;

const COOKIE = 'session';

interface WebSession {
  readonly state: string;
  readonly verifier: string;
  accessToken: string | null;
}

const frame = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Workbook</title></head>
<body style="margin:0"><iframe title="Workbook" id="workbook" style="border:0;width:100vw;height:100vh"></iframe>
<script>fetch('/api/url').then((answer) => answer.json()).then(({ url }) => { document.getElementById('workbook').src = url; });</script>
</body></html>`;
const welcome = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head>
<body><a id="sign-in" href="/auth/databricks">Sign in</a></body></html>`;

export interface QuickStart {
  close(): Promise<void>;
}

/**
 * @param services whose authorization server knows `CALLBACK_URL`
 * @param sub whom Sigma takes the person for
 */
export async function startQuickStart(services: DemoServices, sub: string): Promise<QuickStart> {
  const sessions = new Map<string, WebSession>();
  const { clients } = services.authorizationServer;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', PAGE_URL);
    const session = sessions.get(cookieOf(request));
    const send = (type: string, body: string) => response.writeHead(200, { 'content-type': type }).end(body);
    if (pathname === '/') return void send('text/html; charset=utf-8', session?.accessToken ? frame : welcome);
    if (pathname === '/auth/databricks') return signIn(response);
    if (pathname === '/api/url' && session?.accessToken) {
      const url = await embedUrl(services, session.accessToken, { claims: { sub } });
      return void send('application/json', JSON.stringify({ url }));
    }
    if (pathname === '/auth/databricks/callback' && session && searchParams.get('state') === session.state) {
      const tokens = await askForTokens(endpointsOf(services).token, {
        grant_type: 'authorization_code',
        code: searchParams.get('code') ?? '',
        redirect_uri: CALLBACK_URL,
        code_verifier: session.verifier,
        client_id: clients.confidential.clientId,
        client_secret: clients.confidential.clientSecret,
      });
      session.accessToken = tokens.access_token;
      return void response.writeHead(302, { location: '/' }).end();
    }
    response.writeHead(404).end();
  }

  function signIn(response: ServerResponse): void {
    const id = randomUUID();
    const { verifier, challenge } = newVerifier();
    const session: WebSession = { state: randomUUID(), verifier, accessToken: null };
    sessions.set(id, session);
    const location = authorizationUrl(services, {
      client_id: clients.confidential.clientId,
      redirect_uri: CALLBACK_URL,
      state: session.state,
      code_challenge: challenge,
      scope: 'all-apis offline_access',
    });
    response.writeHead(302, { location, 'set-cookie': `${COOKIE}=${id}; HttpOnly; Path=/; SameSite=Lax` }).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const failed = once(server, 'error').then(([error]) => {
    throw new SetUpError(`The web page to compare with needs port ${PORT}, and cannot have it (${error.code}).`);
  });
  await Promise.race([once(server.listen(PORT, 'localhost'), 'listening'), failed]);
  // From here on an error ends one connection, and has nobody to tell.
  failed.catch(() => {});
  return {
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const cookieOf = ({ headers }: IncomingMessage): string =>
  new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1] ?? '';
