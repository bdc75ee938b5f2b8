/** A better-auth with its OAuth provider, as an application of Node has it: the database is a variable. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePorts } from '../../support/driver/free-ports.ts';
import { load } from '../packages.ts';
import type { Act } from '../program.ts';

interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
}
interface Api {
  signUpEmail(input: unknown): Promise<{ headers: Headers }>;
  adminCreateOAuthClient(input: unknown): Promise<Registered>;
}
interface BetterAuth {
  betterAuth(options: unknown): { api: Api };
}
interface Adapters {
  memoryAdapter(tables: Record<string, unknown[]>): unknown;
}
interface Plugins {
  jwt(): unknown;
}
interface OAuthProvider {
  oauthProvider(options: unknown): unknown;
}
interface Database {
  getAuthTables(options: unknown): Record<string, { modelName: string }>;
}
interface ForNode {
  toNodeHandler(auth: unknown): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const password = 'correct horse battery staple';
export const person = { name: 'Doctor Who', email: 'dwho@example.com' };

/** What the library leaves to the application: the two pages, each with one thing to press. */
const page = (body: string, script: string) => `<!doctype html><title>Sign in</title>${body}<script>
const send = async (path, data) => {
  const body = JSON.stringify({ ...data, oauth_query: location.search.slice(1) });
  const answer = await fetch('/api/auth' + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { url, redirect_uri } = await answer.json();
  location.href = url ?? redirect_uri;
};
${script}</script>`;

const pages: Readonly<Record<string, string>> = {
  '/login': page(
    `<form><label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label>
    <button>Sign in</button></form>`,
    `document.forms[0].onsubmit = (event) => {
      event.preventDefault();
      send('/sign-in/email', Object.fromEntries(new FormData(event.target)));
    };`,
  ),
  '/consent': page(
    '<button id="allow">Allow</button><button id="deny">Deny</button>',
    `for (const accept of [true, false])
      document.getElementById(accept ? 'allow' : 'deny').onclick = () => send('/oauth2/consent', { accept });`,
  ),
};

/** Signs in and answers the question for consent. */
export const signInAnd =
  (answer: 'Allow' | 'Deny'): Act =>
  async (browserPage) => {
    await browserPage.getByLabel('E-mail').fill(person.email);
    await browserPage.getByLabel('Password').fill(password);
    await browserPage.getByRole('button', { name: 'Sign in' }).click();
    await browserPage.getByRole('button', { name: answer }).click();
  };

export async function startBetterAuth(options: { redirectUris: readonly string[]; emailInIdTokens?: boolean }) {
  const [{ betterAuth }, { memoryAdapter }, { jwt }, { oauthProvider }, { getAuthTables }, { toNodeHandler }] =
    await Promise.all([
      load<BetterAuth>('better-auth'),
      load<Adapters>('better-auth/adapters/memory'),
      load<Plugins>('better-auth/plugins'),
      load<OAuthProvider>('@better-auth/oauth-provider'),
      load<Database>('better-auth/db'),
      load<ForNode>('better-auth/node'),
    ]);
  const [port] = await freePorts(1);
  const origin = `http://localhost:${port}`;
  const inIdTokens = ({ user }: { user: Record<string, unknown> }) => ({ email: user.email });
  const plugins = [
    jwt(),
    oauthProvider({
      loginPage: '/login',
      consentPage: '/consent',
      scopes: ['openid', 'email', 'profile', 'offline_access'],
      ...(options.emailInIdTokens ? { customIdTokenClaims: inIdTokens } : {}),
    }),
  ];
  const tables = Object.values(getAuthTables({ plugins })).map(({ modelName }) => [modelName, []] as const);
  const database: Record<string, Record<string, unknown>[]> = Object.fromEntries(tables.map(([name]) => [name, []]));
  const auth = betterAuth({
    baseURL: origin,
    secret: randomBytes(32).toString('hex'),
    database: memoryAdapter(database),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins,
  });
  const handle = toNodeHandler(auth);
  const server = createServer((request, response) => {
    const own = pages[request.url?.split('?', 1)[0] ?? ''];
    if (own) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(own);
    else void handle(request, response);
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');

  const { headers } = await auth.api.signUpEmail({ body: { ...person, password }, returnHeaders: true });
  const cookie = headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  async function register(token_endpoint_auth_method: string): Promise<{ clientId: string; clientSecret: string }> {
    const registered = await auth.api.adminCreateOAuthClient({
      headers: new Headers({ cookie: cookie.join('; ') }),
      body: {
        redirect_uris: [...options.redirectUris],
        token_endpoint_auth_method,
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid email profile offline_access',
      },
    });
    return { clientId: registered.client_id, clientSecret: registered.client_secret ?? '' };
  }

  return {
    metadataUrl: `${origin}/api/auth/.well-known/openid-configuration`,
    register,
    /** As an administrator who has looked at the address. */
    verifyEmail: () => {
      for (const user of database.user ?? []) user.emailVerified = true;
    },
    /** As time would: every refresh token is over since a second. */
    expireRefreshTokens() {
      const tokens = database.oauthRefreshToken ?? [];
      if (tokens.length === 0) throw new Error('There is no refresh token.');
      for (const token of tokens) token.expiresAt = new Date(Date.now() - 1_000);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
