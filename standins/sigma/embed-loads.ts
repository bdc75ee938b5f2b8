/** The loads of embed URLs: each is noted, checked, and answered with the workbook or with Sigma's refusal. */
import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Introspect } from '../authorization-server/introspection.ts';
import type { EmbedLoad, SessionReport, SigmaBehaviour } from '../control/calls.ts';
import { sendHtml } from '../http-service.ts';
import type { Borough } from '../people.ts';
import { boroughsFor } from '../warehouse/row-level-security.ts';
import { demoConnections, type SigmaWorkbook } from './connections.ts';
import { connectionsOf, type Place, type Stores, workbookPage } from './document-view.ts';
import { type AcceptedEmbed, checkEmbed, peekClaims } from './embed-check.ts';
import { permissionsOf } from './permissions.ts';
import { EmbedRefusal } from './refusal.ts';
import type { Session } from './session-api.ts';
import { renderRefusalPage } from './workbook-page.ts';

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

/** An address of the form `/{organisation}/{kind}/{name}-{id}/{place}?…`, or with the id alone. */
interface WorkbookAddress {
  readonly organisation: string;
  /** `workbook` or `report`. */
  readonly kind: string;
  readonly path: string;
  readonly place: Place;
  readonly nameAndId: string;
  readonly query: URLSearchParams;
}

export function createEmbedLoads(options: {
  readonly organisation: string;
  readonly stores: Stores;
  readonly behaviour: SigmaBehaviour;
  readonly embedClient: { readonly clientId: string; readonly secret: string };
  readonly internalUsers: readonly string[];
  readonly introspect: Introspect;
  readonly sessions: Map<string, Session>;
  /** Of every session that was ever opened. */
  readonly reports: SessionReport[];
}): EmbedLoads {
  const { stores, embedClient, introspect, sessions } = options;
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
  async function admit({ organisation, kind, nameAndId }: WorkbookAddress, jwt: string) {
    if (!jwt) throw new EmbedRefusal('EINVAL', ':jwt is required');
    const accepted = await checkEmbed(jwt, {
      embedClient,
      internalUsers,
      connections: demoConnections,
      introspect,
      takeJti: (jti) => !usedJtis.has(jti) && usedJtis.add(jti) !== undefined,
    });
    const workbook = stores.documents.find(kind, nameAndId);
    if (!workbook || organisation !== options.organisation) throw new EmbedRefusal('ENOENT', 'Workbook not found');
    const { sub, expiresAt, viewer, tokens } = accepted;
    const allowed = allowedBoroughs(workbook, accepted);
    const report: SessionReport = {
      jtiHash: hashOf(accepted.jti),
      sub,
      live: true,
      workbookId: workbook.id,
      queries: {},
    };
    options.reports.push(report);
    if (options.reports.length > KEEP_ENTRIES) options.reports.shift();
    const session: Session = {
      id: randomBytes(24).toString('base64url'),
      sub,
      expiresAt,
      workbook,
      tokens,
      allowed,
      evalConnection: accepted.evalConnection,
      may: permissionsOf(accepted.accountType),
      report,
    };
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
      const load = describeLoad(address, jwt, parameters);
      counts.loads += 1;
      journal.push(load);
      if (journal.length > KEEP_ENTRIES) journal.shift();
      try {
        orderedRefusal();
        if (parameters[':embed'] !== 'true') throw new EmbedRefusal('EINVAL', ':embed=true is required');
        const { session, viewer } = await admit(address, jwt);
        load.accepted = true;
        sessions.set(session.id, session);
        const { place } = address;
        const { behaviour } = options;
        sendHtml(response, 200, workbookPage(session, { viewer, parameters, place, stores, behaviour }));
      } catch (error) {
        if (!(error instanceof EmbedRefusal)) throw error;
        counts.refused += 1;
        Object.assign(load, { code: error.code, message: error.message });
        sendHtml(response, statusOf(error.code), renderRefusalPage(error.code, error.message));
      }
    },
  };
}

/**
 * What a service account's connection shows this person. Throws `EmbedRefusal`, also when a connection that takes a
 * token got none.
 */
function allowedBoroughs(workbook: SigmaWorkbook, accepted: AcceptedEmbed): readonly Borough[] {
  let allowed: readonly Borough[] = [];
  const used = accepted.evalConnection ? [accepted.evalConnection] : connectionsOf(workbook);
  for (const connection of used) {
    if (connection.kind === 'service-account') allowed = boroughsFor(accepted);
    else if (!accepted.tokens.has(connection.id)) throw new EmbedRefusal('EACCES', 'Sign in to view this connection');
  }
  return allowed;
}

function describeLoad(address: WorkbookAddress, jwt: string, parameters: Record<string, string>): EmbedLoad {
  const claims = peekClaims(jwt);
  const { sub, exp, jti, tenant, eval_connection_id: evalConnection, connection_oauth_tokens: tokens } = claims;
  const text = (claim: unknown) => (typeof claim === 'string' ? claim : null);
  return {
    at: Date.now(),
    workbook: address.nameAndId,
    sub: text(sub),
    exp: typeof exp === 'number' ? exp : null,
    jtiHash: typeof jti === 'string' ? hashOf(jti) : null,
    connectionIds: typeof tokens === 'object' && tokens !== null ? Object.keys(tokens) : [],
    parameters,
    place: address.path,
    tenant: text(tenant),
    evalConnectionId: text(evalConnection),
    accepted: false,
    code: null,
    message: null,
  };
}

const hashOf = (jti: string) => createHash('sha256').update(jti).digest('hex').slice(0, 16);

function statusOf(code: string): number {
  return { EINVAL: 400, EPERM: 403, EACCES: 403, ENOENT: 404, ETIMEDOUT: 504 }[code] ?? 400;
}
