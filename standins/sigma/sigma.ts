/**
 * Sigma: accepts a signed embed URL once, shows the workbook, and queries the warehouse with the person's own token.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Introspect } from '../authorization-server/introspection.ts';
import { CONTROL_PATH, type ControlHandlers, type SessionReport, type SigmaBehaviour } from '../control/calls.ts';
import { type Answer, send, sendHtml, sendJson, startHttpService } from '../http-service.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import {
  demoConnections,
  type Offer,
  publishWorkbooks,
  type SigmaConnection,
  type SigmaWorkbook,
} from './connections.ts';
import { readPlace } from './document-view.ts';
import { createDocuments } from './documents.ts';
import { createEmbedLoads } from './embed-loads.ts';
import { createExports, EXPORTS_PATH } from './exports.ts';
import { createSessionApi, type Session } from './session-api.ts';
import { readAsset, renderRefusalPage, SIGMA_PAGE_CSP } from './workbook-page.ts';
import { createStateStore } from './workbook-state.ts';

const ORGANISATION = 'sightglass-demo';

const asDocumented: SigmaBehaviour = {
  encodeVariables: false,
  savedIdSpelling: 'saveWorkbookId',
  messages: {},
  unknown: false,
  moreControls: false,
};

const isLive = (session: Session) => session.expiresAt > Date.now();

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
  const counts = { queries: 0 };
  const reports: SessionReport[] = [];
  const failures: Parameters<typeof createSessionApi>[0]['failures'] = [];
  const behaviour = { ...asDocumented };

  const service = await startHttpService(options.port, route);
  const workbooks = publishWorkbooks(`${service.origin}/${ORGANISATION}`, options.offer ?? {});
  const stores = { states: createStateStore(), documents: createDocuments(workbooks) };
  const exports = createExports();
  const api = createSessionApi({ sessions, stores, warehouse: options.warehouse, counts, failures, exports });
  const embeds = createEmbedLoads({ ...options, organisation: ORGANISATION, stores, sessions, reports, behaviour });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sigma.invalid');
    if (url.pathname === CONTROL_PATH && request.method === 'POST') return options.answerControl(request, response);
    response.setHeader('content-security-policy', SIGMA_PAGE_CSP);
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cache-control', 'no-store');
    if (url.pathname.startsWith('/api/')) return api(request, response, url.pathname.slice('/api/'.length));
    if (request.method !== 'GET') return sendJson(response, 405, { message: 'Method not allowed' });
    if (url.pathname.startsWith(EXPORTS_PATH) && exports.answer(url.pathname, response)) return;
    const asset = url.pathname.startsWith('/assets/') ? readAsset(url.pathname.slice('/assets/'.length)) : null;
    if (asset) return send(response, 200, asset.type, asset.body);
    const match = /^\/([^/]+)\/(workbook|report)\/([^/]+)(\/.*)?$/.exec(url.pathname);
    const [, organisation = '', kind = '', nameAndId = '', path = ''] = match ?? [];
    const place = match && readPlace(path);
    if (!place) return sendHtml(response, 404, renderRefusalPage('ENOENT', 'This page does not exist.'));
    await embeds.answer(response, { organisation, kind, nameAndId, path, place, query: url.searchParams });
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
      refuseNext: (refusal) => ({ pending: embeds.refuseNext(refusal) }),
      failQueries: (failure) => ({ pending: failures.push({ ...failure }) }),
      setExports({ pace }) {
        exports.setPace(pace);
        return { pace };
      },
      setBehaviour: (change) => ({ ...Object.assign(behaviour, change) }),
      sessions({ sub }) {
        const live = new Set([...sessions.values()].filter(isLive).map(({ report }) => report));
        const wanted = reports.filter((report) => sub === undefined || report.sub === sub);
        return wanted.map((report) => ({ ...report, live: live.has(report), queries: { ...report.queries } }));
      },
      journal: () => embeds.journal,
      clearJournal() {
        embeds.journal.length = 0;
        return null;
      },
      counters: () => ({
        ...embeds.counts,
        ...counts,
        acceptedJtis: embeds.acceptedJtis(),
        liveSessions: [...sessions.values()].filter(isLive).length,
      }),
    },
    stop: service.stop,
  };
}
