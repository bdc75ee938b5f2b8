/**
 * Snowflake's own OAuth: no metadata, no ID token, short-lived tokens, and words of its own. `oidc-provider` does the
 * work; the paths, the answers and the refusals are Snowflake's.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  CONTROL_PATH,
  type ControlHandlers,
  Lifetimes,
  SnowflakeBehaviour,
  type SnowflakeControl,
} from '../control/calls.ts';
import { controlOf } from '../control/channel.ts';
import { createRequestJournal } from '../control/request-journal.ts';
import { type Answer, send, sendText, startHttpService } from '../http-service.ts';
import { demoPeople } from '../people.ts';
import type { Introspect } from './introspection.ts';
import { askAgain, secretIntoBody } from './issuer-parts.ts';
import { handleLogin } from './login-handler.ts';
import { LOGIN_STYLE_PATH, readLoginStyle } from './login-page.ts';
import { serverHandlers } from './server-handlers.ts';
import {
  AUTHORIZE_PATH,
  createSnowflakeIssuer,
  type SnowflakeClients,
  type SnowflakeIssuer,
  TOKEN_PATH,
  withRefusedScope,
} from './snowflake-issuer.ts';

const snowflakeLifetimes: Lifetimes = {
  accessTokenSeconds: 600,
  refreshTokenSeconds: 7_776_000,
  sessionSeconds: null,
  authorizationCodeSeconds: 60,
};

export interface SnowflakeOptions {
  /** 0 or left out: any free port. */
  port?: number;
  redirectUris: readonly string[];
  clients?: SnowflakeClients;
  lifetimes?: Partial<Lifetimes>;
  behaviour?: Partial<SnowflakeBehaviour>;
  /** Answers `POST /__control`. */
  answerControl?: Answer;
}

export interface Snowflake {
  /** The account URL. */
  readonly origin: string;
  readonly endpoints: { readonly authorize: string; readonly token: string };
  readonly clients: SnowflakeClients;
  readonly redirectUris: readonly string[];
  readonly controls: SnowflakeControl;
  readonly controlHandlers: ControlHandlers<'snowflake'>;
  introspect: Introspect;
  issuedTokens(): readonly string[];
  stop(): Promise<void>;
}

export async function startSnowflake(options: SnowflakeOptions): Promise<Snowflake> {
  const lifetimes = Lifetimes.parse({ ...snowflakeLifetimes, ...options.lifetimes });
  const behaviour = SnowflakeBehaviour.parse({
    rotateRefreshTokens: false,
    answerUsername: true,
    grantOnlyScopes: null,
    ...options.behaviour,
  });
  const clients = options.clients ?? {
    public: { clientId: randomBytes(16).toString('base64') },
    confidential: { clientId: randomBytes(16).toString('base64'), clientSecret: randomBytes(32).toString('base64') },
  };
  const journal = createRequestJournal();
  // The issuer is named after the origin, and a free port is known only once it is taken.
  let issuer: SnowflakeIssuer | undefined;
  const service = await startHttpService(options.port ?? 0, route);
  const { redirectUris } = options;
  issuer = await createSnowflakeIssuer({ origin: service.origin, redirectUris, clients, lifetimes, behaviour });
  const { store } = issuer;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    if (path === CONTROL_PATH && request.method === 'POST' && options.answerControl) {
      return options.answerControl(request, response);
    }
    if (path === LOGIN_STYLE_PATH) return send(response, 200, 'text/css; charset=utf-8', readLoginStyle());
    const endpoint = endpointOf(path);
    const about = { endpoint, level: null, path: endpoint === 'login' ? '(login)' : path } as const;
    if (await journal.fault(request, response, about)) return;
    const notes = journal.watch(request, response, about);
    if (endpoint === 'other' || endpoint === 'metadata' || !issuer) return sendText(response, 404, 'Not found.');
    if (path.startsWith('/login/')) {
      const { grantOnlyScopes } = behaviour;
      return handleLogin(issuer, request, response, path, { brand: 'Snowflake', grantOnlyScopes });
    }
    if (endpoint === 'token' && request.method === 'POST') await secretIntoBody(request);
    if (endpoint !== 'authorize') return issuer.handle(request, response, url, notes);
    const query = url.slice(path.length);
    askAgain(request, issuer.sessionCookie, query);
    await issuer.handle(request, response, `${path}?${withRefusedScope(new URLSearchParams(query))}`, notes);
  }

  const controlHandlers: ControlHandlers<'snowflake'> = {
    ...serverHandlers({ journal, stores: [store], lifetimes }),
    setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
  };

  return {
    origin: service.origin,
    endpoints: { authorize: `${service.origin}${AUTHORIZE_PATH}`, token: `${service.origin}${TOKEN_PATH}` },
    clients,
    redirectUris,
    controls: controlOf('snowflake', controlHandlers),
    controlHandlers,
    introspect(accessToken) {
      const token = store.peek('AccessToken', accessToken);
      const person = demoPeople.find((candidate) => candidate.id === token?.accountId);
      if (!token || !person) return { active: false, reason: 'unknown' };
      const expiresAt = (token.exp ?? 0) * 1000;
      if (expiresAt <= Date.now()) return { active: false, reason: 'expired' };
      const scopes = (token.scope ?? '').split(' ').filter(Boolean);
      return { active: true, authority: 'snowflake', level: null, person, scopes, expiresAt };
    },
    issuedTokens: () => store.issuedTokens(),
    stop: service.stop,
  };
}

function endpointOf(path: string) {
  if (path === AUTHORIZE_PATH) return 'authorize';
  if (path === TOKEN_PATH) return 'token';
  if (path.includes('/.well-known/')) return 'metadata';
  return path.startsWith('/login/') || path.startsWith(`${AUTHORIZE_PATH}/`) ? 'login' : 'other';
}
