/**
 * Snowflake's own OAuth: no metadata, no ID token, short-lived tokens, and words of its own. `oidc-provider` does the
 * work; the paths, the answers and the refusals are Snowflake's.
 */
import './url-parse.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { errors, Provider } from 'oidc-provider';
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
import type { SecretClient } from '../identity-provider/types.ts';
import { demoPeople } from '../people.ts';
import { createGrantStore } from './grant-store.ts';
import type { Introspect } from './introspection.ts';
import {
  askAgain,
  commonConfiguration,
  handOver,
  noExtras,
  noteOutcome,
  type OutcomeContext,
  type RequestNotes,
  type SignInIssuer,
} from './issuer-parts.ts';
import { attendLogin } from './login-handler.ts';
import { LOGIN_STYLE_PATH, readLoginStyle } from './login-page.ts';
import { serverHandlers } from './server-handlers.ts';

const AUTHORIZE_PATH = '/oauth/authorize';
const TOKEN_PATH = '/oauth/token-request';
const ROLES = ['ANALYST', 'PUBLIC'];
/** What every integration blocks unless it is told otherwise. */
const BLOCKED_ROLES = ['ACCOUNTADMIN', 'ORGADMIN', 'SECURITYADMIN'];
const SCOPES = ['refresh_token', 'session:role-any', ...ROLES.map((role) => `session:role:${role}`)];

const snowflakeLifetimes: Lifetimes = {
  accessTokenSeconds: 600,
  refreshTokenSeconds: 7_776_000,
  sessionSeconds: null,
  authorizationCodeSeconds: 60,
};

export interface SnowflakeClients {
  readonly public: { readonly clientId: string };
  /** Its secret goes into the `Authorization` header, and nowhere else. */
  readonly confidential: SecretClient;
}

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
  const store = createGrantStore();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();
  let issuer: SignInIssuer | undefined;
  const service = await startHttpService(options.port ?? 0, route);
  issuer = { mount: '', provider: await build(), store, sessionCookie: 'snowflake_session' };

  async function build(): Promise<Provider> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const client = {
      client_name: 'Sightglass',
      application_type: 'web',
      redirect_uris: [...options.redirectUris],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    } as const;
    const provider = new Provider(service.origin, {
      ...commonConfiguration({
        mount: '',
        brand: 'Snowflake',
        cookies: { prefix: 'snowflake', keys: [randomBytes(24).toString('base64url')] },
        lifetimes,
      }),
      adapter: store.adapter,
      clients: [
        { ...client, client_id: clients.public.clientId, token_endpoint_auth_method: 'none' },
        {
          ...client,
          client_id: clients.confidential.clientId,
          client_secret: clients.confidential.clientSecret,
          token_endpoint_auth_method: 'client_secret_basic',
        },
      ],
      clientAuthMethods: ['none', 'client_secret_basic'],
      scopes: SCOPES,
      claims: {},
      jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' } as never] },
      extraParams: { refused_scope: refuseScope },
      features: noExtras,
      routes: { authorization: AUTHORIZE_PATH, token: TOKEN_PATH },
      findAccount: (_ctx, id) => {
        const person = demoPeople.find((candidate) => candidate.id === id);
        return person && { accountId: person.id, claims: () => ({ sub: person.id }) };
      },
      issueRefreshToken: (_ctx, _client, source) => source.scopes.has('refresh_token'),
      rotateRefreshToken: () => behaviour.rotateRefreshTokens,
    });
    provider.use(async (ctx, next) => {
      await next();
      adjust(ctx);
      const notes = notesOf.get(ctx.req);
      if (notes) noteOutcome(ctx, notes);
    });
    return provider;
  }

  function adjust(ctx: OutcomeContext): void {
    const location = ctx.response.get('location');
    if (URL.canParse(location)) {
      // Snowflake does not say which server answered (RFC 9207).
      const url = new URL(location);
      url.searchParams.delete('iss');
      ctx.set('location', url.href);
    }
    if (ctx.oidc?.route !== 'token' || typeof ctx.body !== 'object' || ctx.body === null) return;
    const body = ctx.body as Record<string, unknown>;
    if (typeof body.error === 'string') {
      ctx.body = refusalBody(body.error);
      return;
    }
    const refreshed = ctx.oidc.params?.grant_type === 'refresh_token';
    if (refreshed && !behaviour.rotateRefreshTokens) delete body.refresh_token;
    const person = demoPeople.find(({ id }) => id === ctx.oidc?.entities.Account?.accountId);
    if (behaviour.answerUsername && person && !refreshed) body.username = person.userName;
    if (body.refresh_token !== undefined) body.refresh_token_expires_in = lifetimes.refreshTokenSeconds;
  }

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
      return attendLogin(issuer, request, response, path, { brand: 'Snowflake', grantOnlyScopes });
    }
    notesOf.set(request, notes);
    const query = url.slice(path.length);
    if (endpoint !== 'authorize') return handOver(issuer.provider, request, response, { mount: '', path: url });
    askAgain(request, issuer.sessionCookie, query);
    const inner = `${path}?${withRefusedScope(new URLSearchParams(query))}`;
    await handOver(issuer.provider, request, response, { mount: '', path: inner });
  }

  const controlHandlers: ControlHandlers<'snowflake'> = {
    ...serverHandlers({ journal, stores: [store], lifetimes }),
    setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
  };

  return {
    origin: service.origin,
    endpoints: { authorize: `${service.origin}${AUTHORIZE_PATH}`, token: `${service.origin}${TOKEN_PATH}` },
    clients,
    redirectUris: options.redirectUris,
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

function withRefusedScope(parameters: URLSearchParams): URLSearchParams {
  parameters.delete('refused_scope');
  const scopes = (parameters.get('scope') ?? '').split(' ').filter(Boolean);
  const refused = scopes.find((scope) => !SCOPES.includes(scope));
  if (refused !== undefined) parameters.set('refused_scope', refused);
  return parameters;
}

/** 390308 is the number under which Snowflake's documentation lists it. */
function refuseScope(_ctx: unknown, value: string | undefined): void {
  if (!value) return;
  const role = /^session:role:(.+)$/.exec(value)?.[1]?.toUpperCase();
  if (role !== undefined && BLOCKED_ROLES.includes(role)) {
    throw new errors.InvalidScope(`390308: The role ${role} is blocked by the security integration.`, value);
  }
  if (role !== undefined) {
    throw new errors.InvalidScope(
      `390308: The role requested in the connection, ${role}, is not granted to this user.`,
      value,
    );
  }
  throw new errors.InvalidScope('390308: The requested scope is invalid.', value);
}

const messages: Record<string, string> = {
  invalid_client: 'This is an invalid client.',
  invalid_grant: 'The provided authorization grant or refresh token is invalid, expired or revoked.',
  invalid_request: 'The request is malformed or lacks a parameter.',
  unsupported_grant_type: 'This grant type is not supported.',
};

/** Snowflake wraps its refusals as it wraps everything else. */
function refusalBody(error: string): Record<string, unknown> {
  const message = messages[error] ?? error;
  return { data: null, error, error_description: message, code: null, message, success: false };
}
