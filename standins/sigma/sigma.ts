/** Sigma: accepts a signed embed URL once, shows the workbook, and queries the warehouse with the person's own token. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Introspect } from '../authorization-server/introspection.ts';
import { CONTROL_PATH, type ControlHandlers, type EmbedLoad } from '../control/calls.ts';
import { type Answer, send, sendHtml, sendJson, startHttpService } from '../http-service.ts';
import type { Borough } from '../people.ts';
import { boroughsFor } from '../warehouse/row-level-security.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import {
  connectionFor,
  demoConnections,
  type Offer,
  publishWorkbooks,
  type SigmaConnection,
  type SigmaWorkbook,
} from './connections.ts';
import { type AcceptedEmbed, checkEmbed, peekClaims } from './embed-check.ts';
import { EmbedRefusal } from './refusal.ts';
import { createSessionApi, type Session } from './session-api.ts';
import { readAsset, renderRefusalPage, renderWorkbookPage, SIGMA_PAGE_CSP } from './workbook-page.ts';
import { createStateStore, initialState, readVariables } from './workbook-state.ts';

const ORGANISATION = 'sightglass-demo';
const KEEP_ENTRIES = 5_000;

export interface Sigma {
  readonly origin: string;
  readonly embedClient: { readonly clientId: string; readonly secret: string };
  readonly connections: readonly SigmaConnection[];
  /** The first is at workspace level; `level` tells the others. */
  readonly workbooks: readonly SigmaWorkbook[];
  readonly controlHandlers: ControlHandlers<'sigma'>;
  stop(): Promise<void>;
}

export async function startSigma(options: {
  port: number;
  embedClient: { clientId: string; secret: string };
  internalUsers: readonly string[];
  warehouse: Warehouse;
  introspect: Introspect;
  /** Workbooks beyond the three that are always there. */
  offer?: Offer;
  answerControl: Answer;
}): Promise<Sigma> {
  const sessions = new Map<string, Session>();
  const usedJtis = new Set<string>();
  const journal: EmbedLoad[] = [];
  const counts = { loads: 0, refused: 0, queries: 0 };
  const refusals: { times: number; code: string; message: string }[] = [];
  const states = createStateStore();
  const api = createSessionApi({ sessions, states, warehouse: options.warehouse, counts });
  const internalUsers = new Set(options.internalUsers.map((email) => email.toLowerCase()));

  const service = await startHttpService(options.port, route);
  const workbooks = publishWorkbooks(`${service.origin}/${ORGANISATION}`, options.offer ?? {});

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sigma.invalid');
    if (url.pathname === CONTROL_PATH && request.method === 'POST') return options.answerControl(request, response);
    response.setHeader('content-security-policy', SIGMA_PAGE_CSP);
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cache-control', 'no-store');
    if (url.pathname.startsWith('/api/')) return api(request, response, url.pathname.slice('/api/'.length));
    if (request.method !== 'GET') return sendJson(response, 405, { message: 'Method not allowed' });
    const asset = url.pathname.startsWith('/assets/') ? readAsset(url.pathname.slice('/assets/'.length)) : null;
    if (asset) return send(response, 200, asset.type, asset.body);
    const match = /^\/([^/]+)\/workbook\/([^/]+)$/.exec(url.pathname);
    if (!match) return sendHtml(response, 404, renderRefusalPage('ENOENT', 'This page does not exist.'));
    await embed(response, match[1] ?? '', match[2] ?? '', url.searchParams);
  }

  async function embed(
    response: ServerResponse,
    organisation: string,
    nameAndId: string,
    query: URLSearchParams,
  ): Promise<void> {
    const jwt = query.get(':jwt') ?? '';
    const parameters = Object.fromEntries([...query].filter(([name]) => name !== ':jwt'));
    const load = describeLoad(nameAndId, jwt, parameters);
    counts.loads += 1;
    journal.push(load);
    if (journal.length > KEEP_ENTRIES) journal.shift();
    try {
      orderedRefusal();
      if (parameters[':embed'] !== 'true') throw new EmbedRefusal('EINVAL', ':embed=true is required');
      if (!jwt) throw new EmbedRefusal('EINVAL', ':jwt is required');
      const accepted = await checkEmbed(jwt, {
        embedClient: options.embedClient,
        internalUsers,
        connections: demoConnections,
        introspect: options.introspect,
        takeJti: (jti) => !usedJtis.has(jti) && usedJtis.add(jti) !== undefined,
      });
      const workbook = workbooks.find(({ id }) => nameAndId === id || nameAndId.endsWith(`-${id}`));
      if (!workbook || organisation !== ORGANISATION) throw new EmbedRefusal('ENOENT', 'Workbook not found');
      const allowed = admit(workbook, accepted);
      load.accepted = true;
      const { sub, expiresAt, viewer, tokens } = accepted;
      const id = randomBytes(24).toString('base64url');
      const session: Session = { id, sub, expiresAt, workbook, tokens, allowed };
      sessions.set(session.id, session);
      sendHtml(response, 200, workbookPage(session, viewer, parameters));
    } catch (error) {
      if (!(error instanceof EmbedRefusal)) throw error;
      counts.refused += 1;
      Object.assign(load, { code: error.code, message: error.message });
      sendHtml(response, statusOf(error.code), renderRefusalPage(error.code, error.message));
    }
  }

  function orderedRefusal(): void {
    const [refusal] = refusals;
    if (!refusal) return;
    refusal.times -= 1;
    if (refusal.times <= 0) refusals.shift();
    throw new EmbedRefusal(refusal.code, refusal.message);
  }

  function workbookPage(session: Session, viewer: string, parameters: Record<string, string>): string {
    const { workbook } = session;
    const bookmark = states.bookmark(workbook.id, parameters[':bookmark'] ?? '');
    const exploreKey = parameters[':explore'] ?? '';
    const explored = states.exploration(workbook.id, exploreKey);
    const state = explored ?? bookmark?.state ?? initialState;
    const theme = parameters[':theme']?.toLowerCase();
    return renderWorkbookPage({
      title: workbook.title,
      viewer,
      connectionNames: connectionsOf(workbook).map(({ name }) => name),
      secondConnection: workbook.connectionIds.length > 1 ? connectionFor(workbook, 'zips').name : null,
      theme: theme === 'light' || theme === 'dark' ? theme : null,
      hideMenu: parameters[':hide_menu'] === 'true' || parameters[':menu_position'] === 'none',
      boot: {
        sessionId: session.id,
        expiresAt: session.expiresAt,
        workbookId: workbook.id,
        state: { ...state, variables: readVariables(parameters, state.variables) },
        exploreKey: explored ? exploreKey : null,
        bookmark: bookmark ? { id: bookmark.id, name: bookmark.name } : null,
        language: readLanguage(parameters[':lng']),
        responsiveHeight: parameters[':responsive_height'] === 'true',
      },
    });
  }

  return {
    origin: service.origin,
    embedClient: options.embedClient,
    connections: demoConnections,
    workbooks,
    controlHandlers: {
      endSessions({ sub }) {
        const ending = [...sessions.values()].filter((session) => sub === undefined || session.sub === sub);
        for (const session of ending) sessions.delete(session.id);
        return { ended: ending.length };
      },
      refuseNext(refusal) {
        refusals.push(refusal);
        return { pending: refusals.length };
      },
      journal: () => journal,
      clearJournal() {
        journal.length = 0;
        return null;
      },
      counters: () => ({
        ...counts,
        acceptedJtis: usedJtis.size,
        liveSessions: [...sessions.values()].filter((session) => session.expiresAt > Date.now()).length,
      }),
    },
    stop: service.stop,
  };
}

function connectionsOf(workbook: SigmaWorkbook): SigmaConnection[] {
  return demoConnections.filter(({ id }) => workbook.connectionIds.includes(id));
}

/** A token for every connection that takes one; what a service account shows is decided here. Throws `EmbedRefusal`. */
function admit(workbook: SigmaWorkbook, accepted: AcceptedEmbed): readonly Borough[] {
  let allowed: readonly Borough[] = [];
  for (const connection of connectionsOf(workbook)) {
    if (connection.kind === 'service-account') allowed = boroughsFor(accepted);
    else if (!accepted.tokens.has(connection.id)) throw new EmbedRefusal('EACCES', 'Sign in to view this connection');
  }
  return allowed;
}

function describeLoad(workbook: string, jwt: string, parameters: Record<string, string>): EmbedLoad {
  const claims = peekClaims(jwt);
  const { sub, exp, jti, connection_oauth_tokens: tokens } = claims;
  return {
    at: Date.now(),
    workbook,
    sub: typeof sub === 'string' ? sub : null,
    exp: typeof exp === 'number' ? exp : null,
    jtiHash: typeof jti === 'string' ? createHash('sha256').update(jti).digest('hex').slice(0, 16) : null,
    connectionIds: typeof tokens === 'object' && tokens !== null ? Object.keys(tokens) : [],
    parameters,
    accepted: false,
    code: null,
    message: null,
  };
}

function statusOf(code: string): number {
  return { EINVAL: 400, EPERM: 403, EACCES: 403, ENOENT: 404, ETIMEDOUT: 504 }[code] ?? 400;
}

function readLanguage(value: string | undefined): string {
  try {
    return value ? (Intl.getCanonicalLocales(value)[0] ?? 'en') : 'en';
  } catch {
    return 'en';
  }
}
