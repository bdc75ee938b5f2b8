/** One issuer of the authorization server: `oidc-provider`, set up the way Databricks behaves. */
import './url-parse.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ClientMetadata, type Configuration, Provider } from 'oidc-provider';
import type { Behaviour, Level, Lifetimes } from '../control/calls.ts';
import { demoPeople } from '../people.ts';
import { type Federation, registerTokenExchange, TOKEN_EXCHANGE } from './federation.ts';
import { createGrantStore, type GrantStore } from './grant-store.ts';
import {
  commonConfiguration,
  handOver,
  noExtras,
  noteOutcome,
  type OutcomeContext,
  type RequestNotes,
  type SignInIssuer,
} from './issuer-parts.ts';
import { adapterWithReferences, makeJwts, signJwt, type TokenSubject } from './jwt-access-tokens.ts';

const SCOPES = ['openid', 'offline_access', 'all-apis', 'sql', 'email', 'profile'] as const;

/** An exchange needs no client, only the federation policy; `oidc-provider` needs one, and takes this. */
export const FEDERATION_CLIENT = 'token-federation';

export interface RegisteredClients {
  readonly public: { readonly clientId: string };
  readonly confidential: { readonly clientId: string; readonly clientSecret: string };
  /** A machine: its client id is its application id. */
  readonly servicePrincipal: { readonly clientId: string; readonly clientSecret: string };
}

export interface OidcIssuer extends SignInIssuer {
  readonly level: Level;
  readonly issuer: string;
  /** Passes a request on; `path` is what comes after the mount, with its query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, notes: RequestNotes): Promise<void>;
}

interface IssuerOptions {
  readonly level: Level;
  readonly origin: string;
  readonly mount: string;
  readonly signingKey: Record<string, unknown>;
  readonly clients: RegisteredClients;
  readonly redirectUris: readonly string[];
  /** Changed in place by tests, as `behaviour` is. */
  readonly lifetimes: Lifetimes;
  readonly behaviour: Behaviour;
  readonly federation: Federation;
}

export function createOidcIssuer(options: IssuerOptions): OidcIssuer {
  const { level, mount, behaviour } = options;
  const issuer = `${options.origin}${mount}`;
  const store = createGrantStore();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();

  const provider = new Provider(issuer, configurationOf(options, store));
  registerTokenExchange(provider, options.federation);
  makeJwts(provider, (subject) => accessTokenOf(options, issuer, subject));

  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx;
    if (oidc?.route === 'discovery' && !behaviour.advertiseRevocation) {
      delete (ctx.body as Record<string, unknown>).revocation_endpoint;
    }
    if (oidc?.route === 'token') adjustTokenAnswer(ctx, behaviour, oidc.params?.grant_type);
    const notes = notesOf.get(ctx.req);
    if (notes) noteOutcome(ctx, notes);
  });

  return {
    level,
    issuer,
    mount,
    provider,
    store,
    sessionCookie: `${level}_session`,
    async handle(request, response, path, notes) {
      notesOf.set(request, notes);
      await handOver(provider, request, response, { mount, path });
    },
  };
}

function configurationOf(options: IssuerOptions, store: GrantStore): Configuration {
  const { level, mount, lifetimes, behaviour } = options;
  return {
    ...commonConfiguration({
      mount,
      brand: 'Databricks',
      cookies: { prefix: level, keys: [randomBytes(24).toString('base64url')] },
      lifetimes,
    }),
    adapter: adapterWithReferences(store),
    clients: registrationsOf(options),
    clientAuthMethods: ['none', 'client_secret_post', 'client_secret_basic'],
    scopes: SCOPES,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    jwks: { keys: [options.signingKey] },
    features: {
      ...noExtras,
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
    },
    routes: { authorization: '/v1/authorize', token: '/v1/token', revocation: '/v1/revoke', jwks: '/jwks.json' },
    findAccount: (_ctx, id) => {
      const person = demoPeople.find((candidate) => candidate.id === id);
      return (
        person && {
          accountId: person.id,
          claims: () => ({
            sub: person.id,
            email: person.userName,
            email_verified: true,
            name: person.displayName,
            preferred_username: person.userName,
          }),
        }
      );
    },
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: () => behaviour.rotateRefreshTokens,
  };
}

/**
 * Databricks' own driver reads `exp` of it. Nobody else may look inside: the other servers' tokens are opaque in part, so
 * a program that relied on what is here would fail there. Its length, some 850 characters, ends up in Sigma's URL.
 */
function accessTokenOf({ origin, signingKey, lifetimes }: IssuerOptions, issuer: string, subject: TokenSubject) {
  const { accountId, clientId, scope } = subject;
  const iat = Math.floor(Date.now() / 1000);
  return signJwt(signingKey, 'at+jwt', {
    iss: issuer,
    aud: origin,
    sub: demoPeople.find(({ id }) => id === accountId)?.userName ?? clientId,
    client_id: clientId,
    scope,
    iat,
    exp: iat + lifetimes.accessTokenSeconds,
    jti: randomUUID(),
  });
}

function registrationsOf({ clients, redirectUris }: IssuerOptions): ClientMetadata[] {
  // `web`, although these are native applications: to a `native` client oidc-provider would allow any loopback port,
  // and Databricks does not.
  const clientDefaults = {
    application_type: 'web',
    client_name: 'Sightglass',
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code', 'refresh_token', TOKEN_EXCHANGE],
    response_types: ['code'],
  } as const;
  const machineDefaults = { application_type: 'web', redirect_uris: [], response_types: [] } as const;
  return [
    { ...clientDefaults, client_id: clients.public.clientId, token_endpoint_auth_method: 'none' },
    {
      ...clientDefaults,
      client_id: clients.confidential.clientId,
      client_secret: clients.confidential.clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
    },
    {
      ...machineDefaults,
      client_id: clients.servicePrincipal.clientId,
      client_secret: clients.servicePrincipal.clientSecret,
      client_name: 'Wallboard',
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_post',
      scope: 'all-apis sql',
    },
    {
      ...machineDefaults,
      client_id: FEDERATION_CLIENT,
      client_name: 'Token federation',
      grant_types: [TOKEN_EXCHANGE],
      token_endpoint_auth_method: 'none',
    },
  ];
}

const deadInWords = 'Refresh token is invalid or has expired. Please sign in again.';

/** How a dead refresh token is answered. */
const deadAnswers: Readonly<
  Record<Behaviour['deadRefreshToken'], { readonly status: number; readonly body: unknown }>
> = {
  invalid_grant: { status: 400, body: { error: 'invalid_grant', error_description: deadInWords } },
  invalid_request: { status: 401, body: { error: 'invalid_request', error_description: deadInWords } },
  // LemonLDAP::NG
  'bare invalid_request': { status: 400, body: { error: 'invalid_request' } },
  'own name': { status: 400, body: { error: 'refresh_token_not_found', error_description: deadInWords } },
  // glewlwyd
  nothing: { status: 400, body: '' },
  unauthorized: { status: 401, body: '' },
  page: { status: 403, body: '<!doctype html><title>Forbidden</title><h1>Forbidden</h1>' },
};

/** The things that Databricks answers differently from time to time. */
function adjustTokenAnswer(ctx: OutcomeContext, behaviour: Behaviour, grantType: unknown): void {
  if (grantType !== 'refresh_token' || typeof ctx.body !== 'object' || ctx.body === null) return;
  const body = ctx.body as Record<string, unknown>;
  if (body.error === 'invalid_grant') {
    const answer = deadAnswers[behaviour.deadRefreshToken];
    ctx.status = answer.status;
    if (typeof answer.body === 'string') ctx.set('content-type', 'text/html; charset=utf-8');
    ctx.body = answer.body;
    return;
  }
  if (body.access_token !== undefined) {
    if (behaviour.expiresInAsString) body.expires_in = String(body.expires_in);
    if (!behaviour.returnRefreshToken) delete body.refresh_token;
  }
}
