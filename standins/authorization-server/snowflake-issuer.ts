/** The `oidc-provider` behind Snowflake's own OAuth: its scopes and roles, and its answers in Snowflake's words. */
import './url-parse.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Configuration, errors, Provider } from 'oidc-provider';
import type { Lifetimes, SnowflakeBehaviour } from '../control/calls.ts';
import type { SecretClient } from '../identity-provider/types.ts';
import { demoPeople } from '../people.ts';
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

export const AUTHORIZE_PATH = '/oauth/authorize';
export const TOKEN_PATH = '/oauth/token-request';
const ROLES = ['ANALYST', 'PUBLIC'];
/** What every integration blocks unless it is told otherwise. */
const BLOCKED_ROLES = ['ACCOUNTADMIN', 'ORGADMIN', 'SECURITYADMIN'];
const SCOPES = ['refresh_token', 'session:role-any', ...ROLES.map((role) => `session:role:${role}`)];

export interface SnowflakeClients {
  readonly public: { readonly clientId: string };
  /** Its secret is taken in the header, and in the body, where Snowflake's own driver puts it. */
  readonly confidential: SecretClient;
}

export interface SnowflakeIssuer extends SignInIssuer {
  /** `path` comes with its query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, notes: RequestNotes): Promise<void>;
}

interface IssuerOptions {
  readonly origin: string;
  readonly redirectUris: readonly string[];
  readonly clients: SnowflakeClients;
  readonly lifetimes: Lifetimes;
  readonly behaviour: SnowflakeBehaviour;
}

export async function createSnowflakeIssuer(options: IssuerOptions): Promise<SnowflakeIssuer> {
  const store = createGrantStore();
  /** Grants whose client asked for refresh tokens that can be used once. */
  const singleUse = new Set<string>();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };
  const provider = new Provider(options.origin, configurationOf(options, { store, signingKey, singleUse }));
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.body?.enable_single_use_refresh_tokens === 'true') singleUse.add(grantOf(ctx));
    adjust(ctx, options, singleUse);
    const notes = notesOf.get(ctx.req);
    if (notes) noteOutcome(ctx, notes);
  });
  return {
    mount: '',
    provider,
    store,
    sessionCookie: 'snowflake_session',
    async handle(request, response, path, notes) {
      notesOf.set(request, notes);
      await handOver(provider, request, response, { mount: '', path });
    },
  };
}

function configurationOf(
  options: IssuerOptions,
  { store, signingKey, singleUse }: { store: GrantStore; signingKey: JWK; singleUse: ReadonlySet<string> },
): Configuration {
  const { clients, lifetimes, behaviour } = options;
  const client = {
    client_name: 'Sightglass',
    application_type: 'web',
    redirect_uris: [...options.redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  } as const;
  return {
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
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    clientAuthMethods: ['none', 'client_secret_post'],
    scopes: SCOPES,
    claims: {},
    jwks: { keys: [signingKey as never] },
    extraParams: { refused_scope: refuseScope },
    features: noExtras,
    routes: { authorization: AUTHORIZE_PATH, token: TOKEN_PATH },
    findAccount: (_ctx, id) => {
      const person = demoPeople.find((candidate) => candidate.id === id);
      return person && { accountId: person.id, claims: () => ({ sub: person.id }) };
    },
    issueRefreshToken: (_ctx, _client, source) => source.scopes.has('refresh_token'),
    rotateRefreshToken: (ctx) => behaviour.rotateRefreshTokens || singleUse.has(grantOf(ctx)),
  };
}

const grantOf = (ctx: unknown) => (ctx as OutcomeContext).oidc?.entities.Grant?.jti ?? '';

/** What Snowflake answers in another way than `oidc-provider` does. */
function adjust(ctx: OutcomeContext, { behaviour, lifetimes }: IssuerOptions, singleUse: ReadonlySet<string>): void {
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
  if (refreshed && !behaviour.rotateRefreshTokens && !singleUse.has(grantOf(ctx))) delete body.refresh_token;
  const person = demoPeople.find(({ id }) => id === ctx.oidc?.entities.Account?.accountId);
  if (behaviour.answerUsername && person && !refreshed) body.username = person.userName;
  if (body.refresh_token !== undefined) body.refresh_token_expires_in = lifetimes.refreshTokenSeconds;
}

/**
 * Names the first unknown scope in a parameter of its own, so that it is refused: `oidc-provider` would only leave it
 * out.
 */
export function withRefusedScope(parameters: URLSearchParams): URLSearchParams {
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

/** A refusal has the fields of Snowflake's other answers. */
function refusalBody(error: string): Record<string, unknown> {
  const message = messages[error] ?? error;
  return { data: null, error, error_description: message, code: null, message, success: false };
}
