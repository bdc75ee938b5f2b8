/** A company's identity provider: `oidc-provider` that answers as Okta, Auth0, PingOne, Entra ID or Google does. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { GrantStore } from '../authorization-server/grant-store.ts';
import {
  askAgain,
  type RequestNotes,
  readRevocation,
  replaceBody,
  withConsent,
} from '../authorization-server/issuer-parts.ts';
import { handleLogin } from '../authorization-server/login-handler.ts';
import { LOGIN_STYLE_PATH, readLoginStyle } from '../authorization-server/login-page.ts';
import { serverHandlers } from '../authorization-server/server-handlers.ts';
import {
  CONTROL_PATH,
  type ControlHandlers,
  IdentityBehaviour,
  type IdentityProviderControl,
  Lifetimes,
} from '../control/calls.ts';
import { controlOf } from '../control/channel.ts';
import { createRequestJournal } from '../control/request-journal.ts';
import { type Answer, readBody, send, sendJson, sendText, startHttpService } from '../http-service.ts';
import { demoPeople } from '../people.ts';
import { registerIdentityClients } from './clients.ts';
import { type FlavourManners, flavourManners } from './flavours.ts';
import { createIdentityIssuer, type IdentityIssuer, USER_INFO_ROUTE } from './issuer.ts';
import type { AssertionAlgorithm, ClientAuthMethod, Flavour, IdentityClients, IdentityIntrospection } from './types.ts';

export interface IdentityProviderOptions {
  flavour: Flavour;
  /** 0 or left out: any free port. */
  port?: number;
  /** The second origin, which only Google has. */
  tokenPort?: number;
  /** Without the other origins of Google and Entra: a program trusts them only for the real ones. */
  oneOrigin?: boolean;
  /** Registered for every client. Entra and Google take any port of a registered loopback address. */
  redirectUris: readonly string[];
  /** Advertised and accepted; all four when left out. Clients of other methods are not registered. */
  tokenEndpointAuthMethods?: readonly ClientAuthMethod[];
  /** Take the place of made-up ones. */
  clients?: Partial<IdentityClients>;
  /** Public keys to register for the `privateKey` clients, where the private halves are somewhere else. */
  assertionKeys?: Partial<Record<AssertionAlgorithm, JWK>>;
  /** Known besides those of the flavour. */
  scopes?: readonly string[];
  lifetimes?: Partial<Lifetimes>;
  behaviour?: Partial<IdentityBehaviour>;
  /** Answers `POST /__control`. */
  answerControl?: Answer;
}

export interface IdentityProvider {
  readonly flavour: Flavour;
  readonly origin: string;
  /** Where tokens are asked for: `origin`, except for Google. */
  readonly tokenOrigin: string;
  /** Where UserInfo is asked: `origin`, except for Entra and Google. */
  readonly userInfoOrigin: string;
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly endpoints: {
    readonly authorize: string;
    readonly token: string;
    readonly jwks: string;
    readonly revoke: string | null;
    readonly userInfo: string;
  };
  readonly clients: IdentityClients;
  readonly redirectUris: readonly string[];
  /** For this process. */
  readonly controls: IdentityProviderControl;
  readonly controlHandlers: ControlHandlers<'identityProvider'>;
  /** What an access token stands for right now. */
  introspect(accessToken: string): IdentityIntrospection;
  /** The values of all tokens ever issued, for tests in this process that look for leaks. */
  issuedTokens(): readonly string[];
  /** Signs ID tokens with a new key from now on; `keepOld` false takes the old one out of the published set. */
  rotateKeys(options?: { keepOld?: boolean }): Promise<{ keyId: string }>;
  stop(): Promise<void>;
}

const CLIENT_AUTH_METHODS = ['none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'] as const;

/** About the sign-in itself and not about an API. */
const ownScopes = ['openid', 'email', 'profile', 'offline_access'];

const defaultLifetimes: Lifetimes = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 604_800,
  sessionSeconds: null,
  authorizationCodeSeconds: 60,
};

const defaultBehaviour: IdentityBehaviour = {
  rotateRefreshTokens: true,
  returnRefreshToken: true,
  grantOnlyScopes: null,
  advertiseRevocation: true,
  answerWithIssuer: true,
  answerScopes: true,
  issueIdTokens: true,
  emailVerified: true,
  thinIdTokens: false,
  remembersPeople: false,
  refuseSignIn: null,
};

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { flavour, redirectUris } = options;
  const manners = flavourManners[flavour];
  const { paths } = manners;
  const lifetimes = Lifetimes.parse({ ...defaultLifetimes, ...options.lifetimes });
  const behaviour = IdentityBehaviour.parse({ ...defaultBehaviour, ...manners.behaviour, ...options.behaviour });
  const methods = options.tokenEndpointAuthMethods ?? CLIENT_AUTH_METHODS;
  const journal = createRequestJournal();
  const { clients, registrations } = await registerIdentityClients({
    given: options.clients ?? {},
    assertionKeys: options.assertionKeys ?? {},
    redirectUris,
    anyLoopbackPort: manners.anyLoopbackPort,
    methods,
  });

  // The issuer is named after the origin, and a free port is known only once it is taken.
  let issuer: IdentityIssuer | undefined;
  const serve = (port: number, origin: Origin) =>
    startHttpService(port, (request, response) => route(request, response, origin));
  const here = await serve(options.port ?? 0, 'here');
  const severalOrigins = !options.oneOrigin;
  const tokens = manners.tokenElsewhere && severalOrigins ? await serve(options.tokenPort ?? 0, 'tokens') : null;
  const userInfo = manners.userInfoElsewhere && severalOrigins ? await serve(0, 'userInfo') : null;
  const tokenOrigin = tokens?.origin ?? here.origin;
  const userInfoOrigin = userInfo?.origin ?? here.origin;
  const sides: Sides = { tokens: tokens ? 'tokens' : 'here', userInfo: userInfo ? 'userInfo' : 'here' };
  const known = [...manners.scopes, ...(options.scopes ?? []), 'openid', 'email', 'profile'];
  issuer = await createIdentityIssuer({
    origin: here.origin,
    tokenOrigin,
    userInfoOrigin,
    manners,
    clients: registrations,
    clientAuthMethods: methods,
    extraScopes: options.scopes ?? [],
    lifetimes,
    behaviour,
  });
  const { store } = issuer;

  async function route(request: IncomingMessage, response: ServerResponse, origin: Origin): Promise<void> {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    if (path === CONTROL_PATH && request.method === 'POST' && options.answerControl) {
      return options.answerControl(request, response);
    }
    if (path === LOGIN_STYLE_PATH) return send(response, 200, 'text/css; charset=utf-8', readLoginStyle());
    const endpoint = endpointOf(path, origin, sides, manners);
    const about = { endpoint, level: null, path: endpoint === 'login' ? '(login)' : path } as const;
    if (await journal.fault(request, response, about)) return;
    const notes = journal.watch(request, response, about);
    if (endpoint === 'other' || !issuer) return sendText(response, 404, 'Not found.');
    await answer(
      { issuer, manners, behaviour, known },
      { request, response, endpoint, path, query: url.slice(path.length), notes },
    );
  }

  const rotate = async (keepOld: boolean) => ({ keyId: await (issuer as IdentityIssuer).rotateKeys(keepOld) });
  const controlHandlers: ControlHandlers<'identityProvider'> = {
    ...serverHandlers({ journal, stores: [store], lifetimes }),
    setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
    rotateKeys: ({ keepOld }) => rotate(keepOld),
  };

  return {
    flavour,
    origin: here.origin,
    tokenOrigin,
    userInfoOrigin,
    issuer: issuer.issuer,
    metadataUrl: `${here.origin}${paths.metadata[0]}`,
    endpoints: {
      authorize: `${here.origin}${paths.authorize}`,
      token: `${tokenOrigin}${paths.token}`,
      jwks: `${tokenOrigin}${paths.jwks}`,
      revoke: paths.revoke === null ? null : `${tokenOrigin}${paths.revoke}`,
      userInfo: `${userInfoOrigin}${paths.userInfo}`,
    },
    clients,
    redirectUris,
    controls: controlOf('identityProvider', controlHandlers),
    controlHandlers,
    introspect: (accessToken) => introspectIn(store, accessToken, flavour),
    issuedTokens: () => store.issuedTokens(),
    rotateKeys: ({ keepOld = true } = {}) => rotate(keepOld),
    async stop() {
      await Promise.all([here.stop(), tokens?.stop(), userInfo?.stop()]);
    },
  };
}

type Origin = 'here' | 'tokens' | 'userInfo';
/** At which origin the endpoints are that some products keep apart. */
type Sides = Readonly<Record<'tokens' | 'userInfo', Origin>>;

/** Each endpoint has one address: a request to one that almost fits is a mistake that a test should see. */
function endpointOf(path: string, origin: Origin, sides: Sides, { mount, paths }: FlavourManners) {
  if (origin === sides.userInfo && path === paths.userInfo) return 'userinfo';
  if (origin === sides.tokens) {
    if (path === paths.token) return 'token';
    if (path === paths.jwks) return 'jwks';
    if (path === paths.revoke) return 'revoke';
  }
  if (origin !== 'here') return 'other';
  if (paths.metadata.includes(path)) return 'metadata';
  if (path === paths.authorize) return 'authorize';
  if (path.startsWith(`${mount}/login/`) || path.startsWith(`${paths.authorize}/`)) return 'login';
  return 'other';
}

interface Place {
  readonly issuer: IdentityIssuer;
  readonly manners: FlavourManners;
  readonly behaviour: IdentityBehaviour;
  readonly known: readonly string[];
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly endpoint: ReturnType<typeof endpointOf>;
  readonly path: string;
  readonly query: string;
  readonly notes: RequestNotes;
}

/** Answers a request to one of the addresses that exist, mostly by passing it on to `oidc-provider`. */
async function answer({ issuer, manners, behaviour, known }: Place, exchange: Exchange): Promise<void> {
  const { request, response, endpoint, path, query, notes } = exchange;
  const inner = path.slice(manners.mount.length);
  if (inner.startsWith('/login/')) {
    const { grantOnlyScopes, remembersPeople, refuseSignIn } = behaviour;
    return handleLogin(issuer, request, response, inner, {
      brand: manners.brand,
      grantOnlyScopes,
      remembersPeople,
      refuseSignIn,
      onGrant: (grantId, parameters) => {
        if (asksToStaySignedIn(parameters)) issuer.offlineGrants.add(grantId);
      },
    });
  }
  if (endpoint === 'login') {
    // Back from the list of people: who was asked for is not the person of the browser's session.
    const resumed = await issuer.provider.Interaction.find(path.slice(path.lastIndexOf('/') + 1));
    const asked = new URLSearchParams({ prompt: String(resumed?.params.prompt ?? '') });
    if (asksForAccount(`?${asked}`)) askAgain(request, issuer.sessionCookie, '');
  }
  if (endpoint === 'authorize') {
    if (!behaviour.remembersPeople || asksForAccount(query)) askAgain(request, issuer.sessionCookie, query);
    return issuer.handle(request, response, `${inner}?${authorizationQuery(query, manners, known)}`, notes);
  }
  if (request.method === 'POST' && endpoint === 'token' && manners.namesAudience) {
    if (!(await readTokenRequest(request))) return sendJson(response, 403, missingAudience);
  }
  if (request.method === 'POST' && endpoint === 'revoke') {
    if (manners.revokesWithTokenAlone) return revokeWithTokenAlone(exchange, issuer.store);
    await readRevocation(request);
  }
  const innerPath = { metadata: '/.well-known/openid-configuration', userinfo: USER_INFO_ROUTE }[
    endpoint as 'metadata'
  ];
  await issuer.handle(request, response, innerPath ?? `${inner}${query}`, notes);
}

/** The parameters of an authorization request, as `oidc-provider` is to see them. */
function authorizationQuery(query: string, manners: FlavourManners, known: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams(query);
  parameters.delete('unknown_scope');
  if (manners.namesAudience && !parameters.get('audience')) {
    const named = (parameters.get('scope') ?? '').split(' ').filter((scope) => ownScopes.includes(scope));
    parameters.set('scope', named.join(' '));
  }
  const unknown = (parameters.get('scope') ?? '').split(' ').find((scope) => scope !== '' && !known.includes(scope));
  if (unknown !== undefined && manners.unknownScopes === 'refused') parameters.set('unknown_scope', unknown);
  return withConsent(parameters);
}

/** Whether the list of people is asked for (OpenID Connect Core section 3.1.2.1). */
function asksForAccount(query: string): boolean {
  const prompts = (new URLSearchParams(query).get('prompt') ?? '').split(' ');
  return prompts.includes('login') || prompts.includes('select_account');
}

/** Google gives a refresh token to those who ask with these two parameters. */
function asksToStaySignedIn({ access_type, prompt }: Record<string, unknown>): boolean {
  const prompts = String(prompt ?? '').split(' ');
  return access_type === 'offline' && prompts.includes('consent');
}

const missingAudience = {
  error: 'access_denied',
  error_description: 'No audience parameter was provided, and no default audience has been configured',
};

/** False when a machine asks for a token without naming an API, which Auth0 refuses. */
async function readTokenRequest(request: IncomingMessage): Promise<boolean> {
  const form = new URLSearchParams(await readBody(request));
  if (form.get('grant_type') === 'client_credentials' && !form.get('audience')) return false;
  replaceBody(request, form);
  return true;
}

/** Google's revocation: whoever has a token may end it, and with it all that came from the same sign-in. */
async function revokeWithTokenAlone({ request, response, query }: Exchange, store: GrantStore): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  const token = form.get('token') ?? new URLSearchParams(query).get('token');
  if (token && store.revokeGrantOf(token)) return sendJson(response, 200, {});
  sendJson(response, 400, { error: 'invalid_token', error_description: 'Token expired or revoked' });
}

function introspectIn(store: GrantStore, accessToken: string, authority: Flavour): IdentityIntrospection {
  const token = store.peek('AccessToken', accessToken) ?? store.peek('ClientCredentials', accessToken);
  if (!token) return { active: false, reason: 'unknown' };
  const expiresAt = (token.exp ?? 0) * 1000;
  if (expiresAt <= Date.now()) return { active: false, reason: 'expired' };
  const person = demoPeople.find((candidate) => candidate.id === token.accountId) ?? null;
  const scopes = (token.scope ?? '').split(' ').filter(Boolean);
  return { active: true, authority, person, clientId: token.clientId ?? '', scopes, expiresAt };
}
