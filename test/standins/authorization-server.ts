/**
 * The authorization server: `oidc-provider` behind the paths of Databricks, at workspace and at account level, with
 * the SCIM call that says who a token belongs to.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Behaviour, CONTROL_PATH, type ControlHandlers, type Level, Lifetimes } from './control.ts';
import { type Answer, readBody, send, sendHtml, sendJson, sendText, startHttpService } from './http-service.ts';
import { LOGIN_PAGE_CSP, LOGIN_STYLE_PATH, readLoginStyle, renderErrorPage, renderLoginPage } from './login-page.ts';
import { createOidcIssuer, type OidcIssuer, type RegisteredClients } from './oidc-issuer.ts';
import { type DemoPerson, demoPeople, findPerson } from './people.ts';
import { createRequestJournal } from './request-journal.ts';

export const DEMO_ACCOUNT_ID = '5f7a1c1e-3b7d-4c55-9a10-2d6b0f6f4e21';

export const defaultLifetimes: Lifetimes = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 604_800,
  sessionSeconds: null,
  authorizationCodeSeconds: 60,
};

export const defaultBehaviour: Behaviour = {
  rotateRefreshTokens: true,
  returnRefreshToken: true,
  expiresInAsString: false,
  deadRefreshToken: 'invalid_grant',
  grantOnlyScopes: null,
  advertiseRevocation: true,
};

export type Introspection =
  | { active: true; level: Level; person: DemoPerson; scopes: string[]; expiresAt: number }
  | { active: false; reason: 'unknown' | 'expired' };

export type Introspect = (accessToken: string) => Introspection;

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

export async function startAuthorizationServer(setup: {
  port: number;
  redirectUris: readonly string[];
  clients?: RegisteredClients;
  lifetimes: Partial<Lifetimes>;
  behaviour: Partial<Behaviour>;
  answerControl: Answer;
}): Promise<AuthorizationServer> {
  const lifetimes = Lifetimes.parse({ ...defaultLifetimes, ...setup.lifetimes });
  const behaviour = Behaviour.parse({ ...defaultBehaviour, ...setup.behaviour });
  const journal = createRequestJournal();
  const clients = setup.clients ?? {
    public: { clientId: randomUUID() },
    confidential: { clientId: randomUUID(), clientSecret: `dose${randomBytes(16).toString('hex')}` },
  };
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const signingKey = { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };

  // The issuers are named after the origin, and a free port is known only once it is taken.
  let issuers: OidcIssuer[] = [];
  const service = await startHttpService(setup.port, (request, response) => route(request, response));
  const issuerSetup = {
    origin: service.origin,
    signingKey,
    clients,
    redirectUris: setup.redirectUris,
    lifetimes,
    behaviour,
  };
  const account = createOidcIssuer({ ...issuerSetup, level: 'account', mount: `/oidc/accounts/${DEMO_ACCOUNT_ID}` });
  const workspace = createOidcIssuer({ ...issuerSetup, level: 'workspace', mount: '/oidc' });
  // The longer path first: it lies below the shorter one.
  issuers = [account, workspace];

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const path = url.split('?', 1)[0] ?? '/';
    if (path === CONTROL_PATH && request.method === 'POST') return setup.answerControl(request, response);
    if (path === LOGIN_STYLE_PATH) return send(response, 200, 'text/css; charset=utf-8', readLoginStyle());
    const issuer = issuers.find((candidate) => path.startsWith(`${candidate.mount}/`));
    const inner = issuer ? path.slice(issuer.mount.length) : path;
    const endpoint = issuer ? endpointOf(inner) : path === '/api/2.0/preview/scim/v2/Me' ? 'me' : 'other';
    const about = { endpoint, level: issuer?.level ?? null, path: endpoint === 'login' ? '(login)' : path } as const;
    if (await journal.fault(request, response, about)) return;
    const notes = journal.watch(request, response, about);
    if (endpoint === 'me') {
      const { status, body, userName } = me(request);
      Object.assign(notes, { userName });
      return sendJson(response, status, body);
    }
    if (!issuer) return sendText(response, 404, 'Not found.');
    if (inner.startsWith('/login/')) return logIn(issuer, request, response, inner);
    const query = url.slice(path.length);
    if (endpoint === 'authorize') askAgain(request, issuer.sessionCookie, query);
    await issuer.handle(request, response, innerUrl(inner, endpoint, query), notes);
  }

  async function logIn(
    issuer: OidcIssuer,
    request: IncomingMessage,
    response: ServerResponse,
    inner: string,
  ): Promise<void> {
    response.setHeader('content-security-policy', LOGIN_PAGE_CSP);
    response.setHeader('referrer-policy', 'no-referrer');
    const { provider } = issuer;
    const interaction = await provider.interactionDetails(request, response).catch(() => null);
    if (!interaction) return sendHtml(response, 400, renderErrorPage('session_not_found', 'This sign-in has ended.'));
    const clientId = String(interaction.params.client_id);
    const scopes = String(interaction.params.scope ?? '')
      .split(' ')
      .filter(Boolean);
    if (inner.endsWith('/cancel')) {
      const denied = { error: 'access_denied', error_description: 'The person denied access.' };
      return provider.interactionFinished(request, response, denied, { mergeWithLastSubmission: false });
    }
    if (request.method !== 'POST') {
      const client = await provider.Client.find(clientId);
      const clientName = client?.clientName ?? 'An application';
      return sendHtml(response, 200, renderLoginPage({ action: `${issuer.mount}${inner}`, clientName, scopes }));
    }
    const person = findPerson(new URLSearchParams(await readBody(request)).get('person') ?? '');
    if (!person) return sendHtml(response, 400, renderErrorPage('unknown_person', 'Choose one of the people.'));
    const grant = new provider.Grant({ accountId: person.id, clientId });
    const allowed = (scope: string) => behaviour.grantOnlyScopes?.includes(scope) ?? true;
    grant.addOIDCScope(scopes.filter(allowed).join(' '));
    const refused = scopes.filter((scope) => !allowed(scope));
    if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
    const result = { login: { accountId: person.id, amr: ['pwd'] }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  const introspect: Introspect = (accessToken) => {
    for (const { level, store } of issuers) {
      const token = store.peek('AccessToken', accessToken);
      if (!token) continue;
      const person = demoPeople.find((candidate) => candidate.id === token.accountId);
      if (!person) continue;
      const expiresAt = (token.exp ?? 0) * 1000;
      if (expiresAt <= Date.now()) return { active: false, reason: 'expired' };
      return { active: true, level, person, scopes: (token.scope ?? '').split(' '), expiresAt };
    }
    return { active: false, reason: 'unknown' };
  };

  function me(request: IncomingMessage): { status: number; body: unknown; userName: string | null } {
    const refuse = (status: number, error_code: string, message: string) => ({
      status,
      body: { error_code, message },
      userName: null,
    });
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuse(401, '401', 'Credential was not sent or was of an unsupported type for this API.');
    const found = introspect(token);
    if (!found.active) return refuse(401, '401', found.reason === 'expired' ? 'Token is expired.' : 'Invalid token.');
    if (!found.scopes.includes('all-apis')) {
      return refuse(403, '403', 'Provided OAuth token does not have required scopes: scim');
    }
    const { id, userName, displayName } = found.person;
    const emails = [{ type: 'work', value: userName, primary: true }];
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    return { status: 200, body: { schemas, id, userName, displayName, active: true, emails }, userName };
  }

  return {
    origin: service.origin,
    accountId: DEMO_ACCOUNT_ID,
    issuers: { workspace: workspace.issuer, account: account.issuer },
    clients,
    redirectUris: setup.redirectUris,
    introspect,
    issuedTokens: () => issuers.flatMap(({ store }) => store.issuedTokens()),
    controlHandlers: {
      failNext(fault) {
        journal.faults.push(fault);
        return { pending: journal.faults.length };
      },
      clearFaults: () => ({ cleared: journal.faults.splice(0).length }),
      setLifetimes: (change) => ({ ...Object.assign(lifetimes, change) }),
      setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
      shiftClock: ({ seconds }) => ({
        offsetSeconds: Math.max(...issuers.map(({ store }) => store.shiftClock(seconds))),
      }),
      revokeGrants({ userName }) {
        const person = userName === undefined ? undefined : findPerson(userName);
        if (userName !== undefined && !person) throw new Error(`Nobody is called ${userName}.`);
        const revoked = issuers.map(({ store }) => store.revokeGrants(person?.id));
        return { revokedTokens: revoked.reduce((sum, count) => sum + count, 0) };
      },
      journal: ({ endpoint }) => journal.entries.filter((entry) => !endpoint || entry.endpoint === endpoint),
      clearJournal() {
        journal.entries.length = 0;
        return null;
      },
      counters() {
        const sum = (name: 'accessTokensIssued' | 'refreshTokensIssued' | 'tokensRevoked') =>
          issuers.reduce((total, { store }) => total + store.counts[name], 0);
        return {
          requests: structuredClone(journal.counters),
          accessTokensIssued: sum('accessTokensIssued'),
          refreshTokensIssued: sum('refreshTokensIssued'),
          tokensRevoked: sum('tokensRevoked'),
        };
      },
    },
    stop: service.stop,
  };
}

function endpointOf(inner: string) {
  if (inner.includes('/.well-known/')) return 'metadata';
  if (inner === '/v1/authorize') return 'authorize';
  if (inner === '/v1/token') return 'token';
  if (inner === '/v1/revoke') return 'revoke';
  if (inner === '/jwks.json') return 'jwks';
  return inner.startsWith('/login/') || inner.startsWith('/v1/authorize/') ? 'login' : 'other';
}

/** Two spellings of what oidc-provider knows under one. */
function innerUrl(inner: string, endpoint: string, query: string): string {
  if (endpoint === 'metadata') return inner.replace(/^\/v1\//, '/');
  if (endpoint !== 'authorize') return `${inner}${query}`;
  // OpenID Connect ties `offline_access` to `prompt=consent` (Core section 11); Databricks gives it without.
  const parameters = new URLSearchParams(query);
  const prompts = (parameters.get('prompt') ?? '').split(' ').filter(Boolean);
  const scopes = (parameters.get('scope') ?? '').split(' ');
  if (scopes.includes('offline_access') && !prompts.includes('none') && !prompts.includes('consent')) {
    parameters.set('prompt', [...prompts, 'consent'].join(' '));
  }
  return `${inner}?${parameters}`;
}

/**
 * Every sign-in asks who it is: trying several people is what this server is for. Only `prompt=none` sees the
 * session that an earlier sign-in left in the browser.
 */
function askAgain(request: IncomingMessage, sessionCookie: string, query: string): void {
  const prompt = new URLSearchParams(query).get('prompt') ?? '';
  if (prompt.split(' ').includes('none')) return;
  const cookies = (request.headers.cookie ?? '').split(/; */).filter((cookie) => !cookie.startsWith(sessionCookie));
  if (cookies.length > 0) request.headers.cookie = cookies.join('; ');
  else delete request.headers.cookie;
}
