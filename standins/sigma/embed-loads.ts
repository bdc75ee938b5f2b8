/** The loads of embed URLs: each is noted, checked, and answered with the workbook or with Sigma's refusal. */
import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Introspect } from '../authorization-server/introspection.ts';
import type { EmbedLoad } from '../control/calls.ts';
import { sendHtml } from '../http-service.ts';
import type { Borough } from '../people.ts';
import { boroughsFor } from '../warehouse/row-level-security.ts';
import { connectionFor, demoConnections, type SigmaConnection, type SigmaWorkbook } from './connections.ts';
import { type AcceptedEmbed, checkEmbed, peekClaims } from './embed-check.ts';
import { EmbedRefusal } from './refusal.ts';
import type { Session } from './session-api.ts';
import { renderRefusalPage, renderWorkbookPage } from './workbook-page.ts';
import { initialState, readVariables, type StateStore } from './workbook-state.ts';

const KEEP_ENTRIES = 5_000;

interface OrderedRefusal {
  times: number;
  readonly code: string;
  readonly message: string;
}

export interface EmbedLoads {
  /** Of every load, accepted or not. */
  readonly journal: EmbedLoad[];
  readonly counts: { loads: number; refused: number };
  acceptedJtis(): number;
  /** Refuses loads to come. Returns how many orders are pending. */
  refuseNext(refusal: OrderedRefusal): number;
  answer(response: ServerResponse, address: WorkbookAddress): Promise<void>;
}

/** An address of the form `/{organisation}/workbook/{name}-{id}?…`, or with the id alone. */
interface WorkbookAddress {
  readonly organisation: string;
  readonly nameAndId: string;
  readonly query: URLSearchParams;
}

export function createEmbedLoads(options: {
  readonly organisation: string;
  readonly workbooks: readonly SigmaWorkbook[];
  readonly embedClient: { readonly clientId: string; readonly secret: string };
  readonly internalUsers: readonly string[];
  readonly introspect: Introspect;
  readonly sessions: Map<string, Session>;
  readonly states: StateStore;
}): EmbedLoads {
  const { workbooks, embedClient, introspect, sessions, states } = options;
  const usedJtis = new Set<string>();
  const journal: EmbedLoad[] = [];
  const counts = { loads: 0, refused: 0 };
  const refusals: OrderedRefusal[] = [];
  const internalUsers = new Set(options.internalUsers.map((email) => email.toLowerCase()));

  function orderedRefusal(): void {
    const [refusal] = refusals;
    if (!refusal) return;
    refusal.times -= 1;
    if (refusal.times <= 0) refusals.shift();
    throw new EmbedRefusal(refusal.code, refusal.message);
  }

  /** Throws `EmbedRefusal`. */
  async function admit({ organisation, nameAndId }: WorkbookAddress, jwt: string) {
    if (!jwt) throw new EmbedRefusal('EINVAL', ':jwt is required');
    const accepted = await checkEmbed(jwt, {
      embedClient,
      internalUsers,
      connections: demoConnections,
      introspect,
      takeJti: (jti) => !usedJtis.has(jti) && usedJtis.add(jti) !== undefined,
    });
    const workbook = workbooks.find(({ id }) => nameAndId === id || nameAndId.endsWith(`-${id}`));
    if (!workbook || organisation !== options.organisation) throw new EmbedRefusal('ENOENT', 'Workbook not found');
    const { sub, expiresAt, viewer, tokens } = accepted;
    const allowed = allowedBoroughs(workbook, accepted);
    const session: Session = { id: randomBytes(24).toString('base64url'), sub, expiresAt, workbook, tokens, allowed };
    return { session, viewer };
  }

  return {
    journal,
    counts,
    acceptedJtis: () => usedJtis.size,
    refuseNext: (refusal) => refusals.push(refusal),
    async answer(response, address) {
      const jwt = address.query.get(':jwt') ?? '';
      const parameters = Object.fromEntries([...address.query].filter(([name]) => name !== ':jwt'));
      const load = describeLoad(address.nameAndId, jwt, parameters);
      counts.loads += 1;
      journal.push(load);
      if (journal.length > KEEP_ENTRIES) journal.shift();
      try {
        orderedRefusal();
        if (parameters[':embed'] !== 'true') throw new EmbedRefusal('EINVAL', ':embed=true is required');
        const { session, viewer } = await admit(address, jwt);
        load.accepted = true;
        sessions.set(session.id, session);
        sendHtml(response, 200, workbookPage(session, viewer, parameters, states));
      } catch (error) {
        if (!(error instanceof EmbedRefusal)) throw error;
        counts.refused += 1;
        Object.assign(load, { code: error.code, message: error.message });
        sendHtml(response, statusOf(error.code), renderRefusalPage(error.code, error.message));
      }
    },
  };
}

function workbookPage(
  session: Session,
  viewer: string,
  parameters: Record<string, string>,
  states: StateStore,
): string {
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

function connectionsOf(workbook: SigmaWorkbook): SigmaConnection[] {
  return demoConnections.filter(({ id }) => workbook.connectionIds.includes(id));
}

/**
 * What a service account's connection shows this person. Throws `EmbedRefusal`, also when a connection that takes a
 * token got none.
 */
function allowedBoroughs(workbook: SigmaWorkbook, accepted: AcceptedEmbed): readonly Borough[] {
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
