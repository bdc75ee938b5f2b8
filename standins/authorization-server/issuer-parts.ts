/** What every `oidc-provider` of the stand-ins is built with. */
import './url-parse.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Configuration, interactionPolicy, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Lifetimes } from '../control/calls.ts';
import { readBody } from '../http-service.ts';
import { demoPeople } from '../people.ts';
import type { GrantStore } from './grant-store.ts';
import { revocationName } from './jwt-access-tokens.ts';
import { renderErrorPage } from './login-page.ts';

const DAY = 86_400;

/** What the journal wants to know about a request, filled in while it is carried out. */
export interface RequestNotes {
  grantType: string | null;
  clientId: string | null;
  userName: string | null;
  error: string | null;
}

/** An issuer that people sign in to; the provider behind it may change when keys do. */
export interface SignInIssuer {
  /** The path that everything of this issuer starts with. */
  readonly mount: string;
  readonly provider: Provider;
  readonly store: GrantStore;
  readonly sessionCookie: string;
}

/** Everything about a provider that is the same for all. Lifetimes are asked anew for every token. */
export function commonConfiguration(options: {
  mount: string;
  brand: string;
  cookies: { prefix: string; keys: string[] };
  lifetimes: Lifetimes;
}): Configuration {
  const { mount, brand, cookies, lifetimes } = options;
  const { prefix } = cookies;
  return {
    responseTypes: ['code'],
    conformIdTokenClaims: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },
    // Lifetimes are counted in seconds here; a tolerance would blur every one of them.
    clockTolerance: 0,
    cookies: {
      keys: cookies.keys,
      names: { session: `${prefix}_session`, interaction: `${prefix}_interaction`, resume: `${prefix}_resume` },
    },
    clientBasedCORS: () => false,
    interactions: {
      policy: withAccountSelection(),
      url: (_ctx, interaction) => `${mount}/login/${interaction.uid}`,
    },
    expiresWithSession: () => false,
    ttl: {
      AccessToken: () => lifetimes.accessTokenSeconds,
      ClientCredentials: () => lifetimes.accessTokenSeconds,
      AuthorizationCode: () => lifetimes.authorizationCodeSeconds,
      RefreshToken: (_ctx, token) => refreshTokenLifetime(lifetimes, token.iiat),
      Grant: 365 * DAY,
      IdToken: 3600,
      Interaction: 3600,
      Session: DAY,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('cache-control', 'no-store');
      ctx.body = renderErrorPage(out.error, out.error_description ?? '', brand);
    },
  };
}

/** Of the prompts of OpenID Connect, `oidc-provider` leaves this one to its users. */
function withAccountSelection() {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

/** Features of `oidc-provider` that none of the imitated servers has, or has in this form. */
export const noExtras = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
} as const;

function refreshTokenLifetime(lifetimes: Lifetimes, firstIssuedAt: number | undefined): number {
  if (lifetimes.sessionSeconds === null) return lifetimes.refreshTokenSeconds;
  const now = Math.floor(Date.now() / 1000);
  const left = (firstIssuedAt ?? now) + lifetimes.sessionSeconds - now;
  return Math.max(1, Math.min(lifetimes.refreshTokenSeconds, left));
}

const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** What is left of a request's context once it has been answered. */
export type OutcomeContext = Pick<KoaContextWithOIDC, 'status' | 'body' | 'response' | 'set'> & {
  oidc?: KoaContextWithOIDC['oidc'] | undefined;
};

/** Fills in what the journal wants to know, once the provider has answered. */
export function noteOutcome(ctx: OutcomeContext, notes: RequestNotes): void {
  const { oidc } = ctx;
  if (!oidc) return;
  notes.grantType = text(oidc.params?.grant_type);
  notes.clientId = oidc.client?.clientId ?? text(oidc.params?.client_id);
  const accountId = oidc.entities.Account?.accountId;
  notes.userName = demoPeople.find((person) => person.id === accountId)?.userName ?? notes.userName;
  const location = ctx.response.get('location');
  notes.error = URL.canParse(location)
    ? new URL(location).searchParams.get('error')
    : text((ctx.body as { error?: unknown } | null)?.error);
  // The error page is text; its status says enough.
  if (notes.error === null && ctx.status >= 400) notes.error = `http_${ctx.status}`;
}

/** Hands a request to a provider that is mounted at a path. `path` is what comes after the mount, with its query. */
export async function handOver(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  place: { mount: string; path: string },
): Promise<void> {
  // oidc-provider finds out where it is mounted by comparing the two, as Express would have set them.
  request.url = place.path;
  Object.assign(request, { originalUrl: `${place.mount}${place.path}` });
  await provider.callback()(request, response);
}

/** Lets `oidc-provider` read another body than the one that came, which has been read already. */
export function replaceBody(request: IncomingMessage, form: URLSearchParams): void {
  const body = Buffer.from(form.toString(), 'utf8');
  request.headers['content-length'] = String(body.length);
  request.headers['content-type'] = 'application/x-www-form-urlencoded';
  Object.defineProperty(request, 'readable', { value: true, configurable: true });
  Object.defineProperty(request, 'iterator', {
    configurable: true,
    value: async function* () {
      yield body;
    },
  });
}

/**
 * For servers that take a client's secret in the body or in the header: `oidc-provider` insists on the one that is
 * registered, so what comes in the header is put into the body. Returns the form, or null when the body is none.
 */
export async function secretIntoBody(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return null;
  const form = new URLSearchParams(await readBody(request));
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic && !form.has('client_secret')) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':', 2).map(formDecode);
    form.set('client_id', id);
    form.set('client_secret', secret);
    delete request.headers.authorization;
  }
  replaceBody(request, form);
  return form;
}

/** RFC 6749 section 2.3.1: both halves are encoded as form values are. */
function formDecode(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value;
  }
}

/** Lets `oidc-provider` revoke access tokens that are JWTs. */
export async function readRevocation(request: IncomingMessage): Promise<void> {
  const form = new URLSearchParams(await readBody(request));
  const token = form.get('token');
  if (token) form.set('token', revocationName(token));
  replaceBody(request, form);
}

/**
 * Every sign-in shows the list of people again, since a test or a demonstration tries several of them. Only
 * `prompt=none` sees the session that an earlier sign-in left in the browser.
 */
export function askAgain(request: IncomingMessage, sessionCookie: string, query: string): void {
  const prompt = new URLSearchParams(query).get('prompt') ?? '';
  if (prompt.split(' ').includes('none')) return;
  const cookies = (request.headers.cookie ?? '').split(/; */).filter((cookie) => !cookie.startsWith(sessionCookie));
  if (cookies.length > 0) request.headers.cookie = cookies.join('; ');
  else delete request.headers.cookie;
}

/** OpenID Connect ties `offline_access` to `prompt=consent` (Core section 11); most servers give it without. */
export function withConsent(parameters: URLSearchParams): URLSearchParams {
  const prompts = (parameters.get('prompt') ?? '').split(' ').filter(Boolean);
  const scopes = (parameters.get('scope') ?? '').split(' ');
  if (scopes.includes('offline_access') && !prompts.includes('none') && !prompts.includes('consent')) {
    parameters.set('prompt', [...prompts, 'consent'].join(' '));
  }
  return parameters;
}
