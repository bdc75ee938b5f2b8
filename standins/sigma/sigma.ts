/**
 * Sigma: accepts a signed embed URL once, shows the workbook, and queries the warehouse with the person's own token.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Introspect } from '../authorization-server/introspection.ts';
import { CONTROL_PATH, type ControlHandlers } from '../control/calls.ts';
import { type Answer, send, sendHtml, sendJson, startHttpService } from '../http-service.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import {
  demoConnections,
  type Offer,
  publishWorkbooks,
  type SigmaConnection,
  type SigmaWorkbook,
} from './connections.ts';
import { createEmbedLoads } from './embed-loads.ts';
import { createSessionApi, type Session } from './session-api.ts';
import { readAsset, renderRefusalPage, SIGMA_PAGE_CSP } from './workbook-page.ts';
import { createStateStore } from './workbook-state.ts';

const ORGANISATION = 'sightglass-demo';

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
  const states = createStateStore();
  const api = createSessionApi({ sessions, states, warehouse: options.warehouse, counts });

  const service = await startHttpService(options.port, route);
  const workbooks = publishWorkbooks(`${service.origin}/${ORGANISATION}`, options.offer ?? {});
  const embeds = createEmbedLoads({ ...options, organisation: ORGANISATION, workbooks, sessions, states });

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
    const [, organisation = '', nameAndId = ''] = match;
    await embeds.answer(response, { organisation, nameAndId, query: url.searchParams });
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
      journal: () => embeds.journal,
      clearJournal() {
        embeds.journal.length = 0;
        return null;
      },
      counters: () => ({
        ...embeds.counts,
        ...counts,
        acceptedJtis: embeds.acceptedJtis(),
        liveSessions: [...sessions.values()].filter((session) => session.expiresAt > Date.now()).length,
      }),
    },
    stop: service.stop,
  };
}
