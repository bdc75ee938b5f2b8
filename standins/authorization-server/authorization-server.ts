/**
 * The authorization server: `oidc-provider` behind the paths of Databricks, at workspace and at account level, with
 * the SCIM call that says who a token belongs to.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import {
  Behaviour,
  CONTROL_PATH,
  type ControlHandlers,
  type FederationPolicy,
  type HostKind,
  type Level,
  Lifetimes,
} from '../control/calls.ts';
import { createRequestJournal } from '../control/request-journal.ts';
import { type Answer, send, sendHtml, sendJson, sendText, startHttpService } from '../http-service.ts';
import { demoPeople, servicePrincipal } from '../people.ts';
import { createFederation, TOKEN_EXCHANGE } from './federation.ts';
import { answerMeAt, HOST_METADATA_PATH, hostMetadata } from './host-metadata.ts';
import type { Introspect } from './introspection.ts';
import { askAgain, readRevocation, replaceBody, secretIntoBody, withConsent } from './issuer-parts.ts';
import { handleLogin } from './login-handler.ts';
import { LOGIN_STYLE_PATH, readLoginStyle } from './login-page.ts';
import { createOidcIssuer, FEDERATION_CLIENT, type OidcIssuer, type RegisteredClients } from './oidc-issuer.ts';
import { serverHandlers } from './server-handlers.ts';

const DEMO_ACCOUNT_ID = '5f7a1c1e-3b7d-4c55-9a10-2d6b0f6f4e21';

export const defaultLifetimes: Lifetimes = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 604_800,
  sessionSeconds: null,
  authorizationCodeSeconds: 60,
};

export const defaultBehaviour: Behaviour = {
  hostKind: 'workspace',
  rotateRefreshTokens: true,
  returnRefreshToken: true,
  expiresInAsString: false,
  deadRefreshToken: 'invalid_grant',
  grantOnlyScopes: null,
  advertiseRevocation: true,
  oneGrantPerPerson: false,
  clockAheadMs: 0,
};

/** The clients as tests may name them beforehand; what is missing is made up. */
export type DatabricksClients = Omit<RegisteredClients, 'servicePrincipal'> & Partial<RegisteredClients>;

export interface AuthorizationServer {
  readonly origin: string;
  readonly accountId: string;
  readonly issuers: Readonly<Record<Level, string>>;
  readonly clients: RegisteredClients;
  readonly redirectUris: readonly string[];
  /** What an access token stands for right now. `expiresAt` is in milliseconds. */
  introspect: Introspect;
  /** The values of all tokens ever issued, for tests in this process that look for leaks. */
  issuedTokens(): readonly string[];
  readonly controlHandlers: ControlHandlers<'authorizationServer'>;
  stop(): Promise<void>;
}

export async function startAuthorizationServer(options: {
  port: number;
  redirectUris: readonly string[];
  clients?: DatabricksClients;
  /** Whose tokens can be exchanged; none when left out. */
  federation?: readonly FederationPolicy[];
  lifetimes: Partial<Lifetimes>;
  behaviour: Partial<Behaviour>;
  answerControl: Answer;
}): Promise<AuthorizationServer> {
  const lifetimes = Lifetimes.parse({ ...defaultLifetimes, ...options.lifetimes });
  const behaviour = Behaviour.parse({ ...defaultBehaviour, ...options.behaviour });
  const journal = createRequestJournal();
  const federation = createFederation(options.federation ?? []);
  const clients = registerClients(options.clients);
  const signingKey = await newSigningKey();

  // The issuers are named after the origin, and a free port is known only once it is taken.
  let issuers: OidcIssuer[] = [];
  const service = await startHttpService(options.port, (request, response) => route(request, response));
  const issuerOptions = {
    origin: service.origin,
    signingKey,
    clients,
    redirectUris: options.redirectUris,
    lifetimes,
    behaviour,
    federation,
  };
  const account = createOidcIssuer({ ...issuerOptions, level: 'account', mount: `/oidc/accounts/${DEMO_ACCOUNT_ID}` });
  const workspace = createOidcIssuer({ ...issuerOptions, level: 'workspace', mount: '/oidc' });
  // The longer path first: it lies below the shorter one.
  issuers = [account, workspace];

  const introspect = introspectIssuers(issuers);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    if (path === CONTROL_PATH && request.method === 'POST') return options.answerControl(request, response);
    response.setHeader('date', new Date(Date.now() + behaviour.clockAheadMs).toUTCString());
    if (path === LOGIN_STYLE_PATH) return send(response, 200, 'text/css; charset=utf-8', readLoginStyle());
    const issuer = issuers.find(({ mount, level }) => path.startsWith(`${mount}/`) && isAt(behaviour.hostKind, level));
    const inner = issuer ? path.slice(issuer.mount.length) : path;
    const endpoint = issuer ? endpointOf(inner, issuer.level) : (endpointsOfHost[path] ?? 'other');
    const about = { endpoint, level: issuer?.level ?? null, path: endpoint === 'login' ? '(login)' : path } as const;
    if (await journal.fault(request, response, about)) return;
    const notes = journal.watch(request, response, about);
    if (endpoint === 'me') {
      const { status, body, userName } = answerMeAt(behaviour.hostKind, request, introspect);
      Object.assign(notes, { userName });
      return typeof body === 'string' ? sendHtml(response, status, body) : sendJson(response, status, body);
    }
    if (endpoint === 'hostMetadata') {
      const metadata = hostMetadata(behaviour.hostKind, service.origin, DEMO_ACCOUNT_ID);
      return metadata ? sendJson(response, 200, metadata) : sendText(response, 404, 'Not found.');
    }
    if (!issuer) return sendText(response, 404, 'Not found.');
    if (inner.startsWith('/login/')) {
      const { grantOnlyScopes, oneGrantPerPerson } = behaviour;
      return handleLogin(issuer, request, response, inner, { brand: 'Databricks', grantOnlyScopes, oneGrantPerPerson });
    }
    if (endpoint === 'token' && request.method === 'POST') await readClient(request);
    if (endpoint === 'revoke' && request.method === 'POST') await readRevocation(request);
    const query = url.slice(path.length);
    if (endpoint === 'authorize') askAgain(request, issuer.sessionCookie, query);
    await issuer.handle(request, response, innerUrl(inner, endpoint, query), notes);
  }

  return {
    origin: service.origin,
    accountId: DEMO_ACCOUNT_ID,
    issuers: { workspace: workspace.issuer, account: account.issuer },
    clients,
    redirectUris: options.redirectUris,
    introspect,
    issuedTokens: () => issuers.flatMap(({ store }) => store.issuedTokens()),
    controlHandlers: {
      ...serverHandlers({ journal, stores: issuers.map(({ store }) => store), lifetimes }),
      setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
      setFederation({ policies }) {
        federation.setPolicies(policies);
        return { policies };
      },
    },
    stop: service.stop,
  };
}

/** An account console is no workspace. A workspace of this stand-in is its own console too, and says so to nobody. */
const isAt = (host: HostKind, level: Level): boolean => host !== 'account' || level === 'account';

function registerClients(given: DatabricksClients | undefined): RegisteredClients {
  const newSecret = () => `dose${randomBytes(16).toString('hex')}`;
  return {
    public: { clientId: randomUUID() },
    confidential: { clientId: randomUUID(), clientSecret: newSecret() },
    servicePrincipal: { clientId: randomUUID(), clientSecret: newSecret() },
    ...given,
  };
}

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(32).toString('hex'), use: 'sig', alg: 'RS256' };
}

/** The person or the service principal behind an access token of any of the issuers. */
function introspectIssuers(issuers: readonly OidcIssuer[]): Introspect {
  return (accessToken) => {
    for (const { level, store } of issuers) {
      const token = store.peek('AccessToken', accessToken) ?? store.peek('ClientCredentials', accessToken);
      if (!token) continue;
      const person =
        token.accountId === undefined
          ? servicePrincipal(token.clientId ?? '')
          : demoPeople.find((candidate) => candidate.id === token.accountId);
      if (!person) continue;
      const expiresAt = (token.exp ?? 0) * 1000;
      if (expiresAt <= Date.now()) return { active: false, reason: 'expired' };
      const scopes = (token.scope ?? '').split(' ');
      return { active: true, authority: `databricks/${level}`, level, person, scopes, expiresAt };
    }
    return { active: false, reason: 'unknown' };
  };
}

/** What is asked of the host and not of an issuer. */
const endpointsOfHost: Readonly<Record<string, 'me' | 'hostMetadata'>> = {
  '/api/2.0/preview/scim/v2/Me': 'me',
  [HOST_METADATA_PATH]: 'hostMetadata',
};

/** Where Databricks' own Node driver authorizes, at workspace level. */
const DRIVER_AUTHORIZE = '/oauth2/v2.0/authorize';

function endpointOf(inner: string, level: Level) {
  if (inner.includes('/.well-known/')) return 'metadata';
  if (inner === '/v1/authorize' || (level === 'workspace' && inner === DRIVER_AUTHORIZE)) return 'authorize';
  if (inner === '/v1/token') return 'token';
  if (inner === '/v1/revoke') return 'revoke';
  if (inner === '/jwks.json') return 'jwks';
  return inner.startsWith('/login/') || inner.startsWith('/v1/authorize/') ? 'login' : 'other';
}

/** The address under which `oidc-provider` knows an endpoint. Databricks publishes its metadata under several. */
function innerUrl(inner: string, endpoint: string, query: string): string {
  if (endpoint === 'metadata') return inner.replace(/^\/v1\//, '/');
  return endpoint === 'authorize' ? `/v1/authorize?${withConsent(new URLSearchParams(query))}` : `${inner}${query}`;
}

/** Databricks takes a client's secret either way; and for an exchange it needs no client. */
async function readClient(request: IncomingMessage): Promise<void> {
  const form = await secretIntoBody(request);
  if (form?.get('grant_type') !== TOKEN_EXCHANGE || form.has('client_id')) return;
  form.set('client_id', FEDERATION_CLIENT);
  replaceBody(request, form);
}
