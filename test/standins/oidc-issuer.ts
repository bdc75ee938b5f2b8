/** One issuer of the authorization server: `oidc-provider`, set up the way Databricks behaves. */
import './url-parse.ts';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { Behaviour, Level, Lifetimes } from './control.ts';
import { createGrantStore, type GrantStore } from './grant-store.ts';
import { renderErrorPage } from './login-page.ts';
import { demoPeople } from './people.ts';

export const SCOPES = ['openid', 'offline_access', 'all-apis', 'sql', 'email', 'profile'] as const;

export interface RegisteredClients {
  readonly public: { readonly clientId: string };
  readonly confidential: { readonly clientId: string; readonly clientSecret: string };
}

/** What the journal wants to know about a request, filled in while it is carried out. */
export interface RequestNotes {
  grantType: string | null;
  clientId: string | null;
  userName: string | null;
  error: string | null;
}

export interface OidcIssuer {
  readonly level: Level;
  readonly issuer: string;
  /** The path that everything of this issuer starts with. */
  readonly mount: string;
  readonly provider: Provider;
  readonly store: GrantStore;
  readonly sessionCookie: string;
  /** Passes a request on; `path` is what comes after the mount, with its query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, notes: RequestNotes): Promise<void>;
}

/**
 * Access tokens of Databricks are JWTs of about this many characters. Ours are opaque, so that nobody is tempted to
 * look inside, and as long, because their length is what ends up in Sigma's URL.
 */
const ACCESS_TOKEN_CHARACTERS = 880;
const BITS_PER_CHARACTER = 6;
const DAY = 86_400;

export function createOidcIssuer(setup: {
  level: Level;
  origin: string;
  mount: string;
  signingKey: Record<string, unknown>;
  clients: RegisteredClients;
  redirectUris: readonly string[];
  lifetimes: Lifetimes;
  behaviour: Behaviour;
}): OidcIssuer {
  const { level, mount, clients, lifetimes, behaviour } = setup;
  const issuer = `${setup.origin}${mount}`;
  const store = createGrantStore();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();
  const sessionCookie = `${level}_session`;

  // `web`, although these are native applications: to a `native` client oidc-provider would allow any loopback port,
  // and Databricks does not.
  const clientDefaults = {
    application_type: 'web',
    redirect_uris: [...setup.redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  } as const;

  // Asked anew for every token, so that tests can change them at any time.
  const accessTokenLifetime = () => lifetimes.accessTokenSeconds;
  const authorizationCodeLifetime = () => lifetimes.authorizationCodeSeconds;
  const refreshTokenLifetime = (_ctx: unknown, token: { iiat?: number | undefined }) => {
    if (lifetimes.sessionSeconds === null) return lifetimes.refreshTokenSeconds;
    const now = Math.floor(Date.now() / 1000);
    const left = (token.iiat ?? now) + lifetimes.sessionSeconds - now;
    return Math.max(1, Math.min(lifetimes.refreshTokenSeconds, left));
  };

  const provider = new Provider(issuer, {
    adapter: store.adapter,
    clients: [
      {
        ...clientDefaults,
        client_id: clients.public.clientId,
        client_name: 'Sightglass',
        token_endpoint_auth_method: 'none',
      },
      {
        ...clientDefaults,
        client_id: clients.confidential.clientId,
        client_secret: clients.confidential.clientSecret,
        client_name: 'Sightglass',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    clientAuthMethods: ['none', 'client_secret_post'],
    responseTypes: ['code'],
    scopes: SCOPES,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },
    // Lifetimes are counted in seconds here; a tolerance would blur every one of them.
    clockTolerance: 0,
    jwks: { keys: [setup.signingKey] },
    cookies: {
      keys: [randomBytes(24).toString('base64url')],
      names: { session: sessionCookie, interaction: `${level}_interaction`, resume: `${level}_resume` },
    },
    formats: {
      bitsOfOpaqueRandomness: (_ctx, token) =>
        token.kind === 'AccessToken' ? ACCESS_TOKEN_CHARACTERS * BITS_PER_CHARACTER : 256,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      // Without it the ID token itself carries the e-mail address, as Databricks' does.
      userinfo: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
    },
    clientBasedCORS: () => false,
    routes: { authorization: '/v1/authorize', token: '/v1/token', revocation: '/v1/revoke', jwks: '/jwks.json' },
    interactions: { url: (_ctx, interaction) => `${mount}/login/${interaction.uid}` },
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
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: () => behaviour.rotateRefreshTokens,
    ttl: {
      AccessToken: accessTokenLifetime,
      AuthorizationCode: authorizationCodeLifetime,
      RefreshToken: refreshTokenLifetime,
      Grant: 365 * DAY,
      IdToken: 3600,
      Interaction: 3600,
      Session: DAY,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('cache-control', 'no-store');
      ctx.body = renderErrorPage(out.error, out.error_description ?? '');
    },
  });

  provider.use(async (ctx, next) => {
    await next();
    const notes = notesOf.get(ctx.req);
    const { oidc } = ctx;
    if (oidc?.route === 'discovery' && !behaviour.advertiseRevocation) {
      delete (ctx.body as Record<string, unknown>).revocation_endpoint;
    }
    if (oidc?.route === 'token') adjustTokenAnswer(ctx, behaviour, oidc.params?.grant_type);
    if (!notes || !oidc) return;
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    notes.grantType = text(oidc.params?.grant_type);
    notes.clientId = oidc.client?.clientId ?? text(oidc.params?.client_id);
    const accountId = oidc.entities.Account?.accountId;
    notes.userName = demoPeople.find((person) => person.id === accountId)?.userName ?? null;
    const location = ctx.response.get('location');
    notes.error = URL.canParse(location)
      ? new URL(location).searchParams.get('error')
      : text((ctx.body as { error?: unknown } | null)?.error);
    // The error page is text; its status says enough.
    if (notes.error === null && ctx.status >= 400) notes.error = `http_${ctx.status}`;
  });

  const callback = provider.callback();
  return {
    level,
    issuer,
    mount,
    provider,
    store,
    sessionCookie,
    async handle(request, response, path, notes) {
      notesOf.set(request, notes);
      // oidc-provider finds out where it is mounted by comparing the two, as Express would have set them.
      request.url = path;
      Object.assign(request, { originalUrl: `${mount}${path}` });
      await callback(request, response);
    },
  };
}

/** The things that Databricks answers differently from time to time. */
function adjustTokenAnswer(ctx: { status: number; body: unknown }, behaviour: Behaviour, grantType: unknown): void {
  if (grantType !== 'refresh_token' || typeof ctx.body !== 'object' || ctx.body === null) return;
  const body = ctx.body as Record<string, unknown>;
  if (body.error === 'invalid_grant') {
    const invalidRequest = behaviour.deadRefreshToken === 'invalid_request';
    ctx.status = invalidRequest ? 401 : 400;
    ctx.body = {
      error: behaviour.deadRefreshToken,
      error_description: 'Refresh token is invalid or has expired. Please sign in again.',
    };
    return;
  }
  if (body.access_token !== undefined) {
    if (behaviour.expiresInAsString) body.expires_in = String(body.expires_in);
    if (!behaviour.returnRefreshToken) delete body.refresh_token;
  }
}
