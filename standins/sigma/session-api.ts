/** What the workbook page asks of its server. Every request carries the session id that the page was given. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SessionReport } from '../control/calls.ts';
import { readBody, sendJson } from '../http-service.ts';
import type { Borough } from '../people.ts';
import { type Access, type Warehouse, WarehouseError } from '../warehouse/warehouse.ts';
import { connectionFor, type SigmaConnection, type SigmaWorkbook } from './connections.ts';
import { callDocuments, isDocumentCall } from './document-api.ts';
import type { Stores } from './document-view.ts';
import type { Exports } from './exports.ts';
import type { Permissions } from './permissions.ts';
import { QueryRequest, runElement } from './queries.ts';
import { EmbedRefusal } from './refusal.ts';
import { WorkbookState } from './workbook-state.ts';

/** A header that a foreign page could only send after a preflight, which is never granted. */
const SESSION_HEADER = 'x-workbook-session';
const SESSION_EXPIRED = 'Session expired. Reload the page.';

export interface Session {
  id: string;
  sub: string;
  /** Milliseconds since the epoch: the `exp` of the JWT. */
  expiresAt: number;
  /** The document that the person is at. */
  workbook: SigmaWorkbook;
  /** Access tokens by connection id. */
  tokens: ReadonlyMap<string, string>;
  /** What a service account's connection shows this person. */
  allowed: readonly Borough[];
  /** Over which every element is queried, when the JWT named it. */
  evalConnection: SigmaConnection | null;
  may: Permissions;
  report: SessionReport;
}

interface OrderedFailure {
  readonly element: string;
  times: number;
  readonly code: string;
  readonly message: string;
}

const BookmarkRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('create'),
    name: z.string().min(1).max(200),
    isDefault: z.boolean().default(false),
    isShared: z.boolean().default(false),
    state: WorkbookState,
  }),
  z.object({ action: z.literal('list') }),
  z.object({ action: z.literal('select'), id: z.string() }),
  z.object({ action: z.literal('update'), id: z.string(), state: WorkbookState }),
  z.object({ action: z.literal('delete'), id: z.string() }),
]);

/** The name of the file. */
const ExportRequest = z.object({ name: z.string().min(1).max(500) });

export function createSessionApi(options: {
  sessions: Map<string, Session>;
  stores: Stores;
  warehouse: Warehouse;
  counts: { queries: number };
  /** What tests ordered; emptied as it is carried out. */
  failures: OrderedFailure[];
  readonly exports: Pick<Exports, 'order'>;
}) {
  const { sessions, stores, warehouse, counts, failures } = options;
  const { states } = stores;

  /** Throws `EmbedRefusal`. */
  function bookmarks(workbookId: string, sub: string, request: z.infer<typeof BookmarkRequest>) {
    switch (request.action) {
      case 'list':
        return states.bookmarks(workbookId, sub);
      case 'create': {
        const { action: _, ...bookmark } = request;
        return states.createBookmark(workbookId, { ...bookmark, sub });
      }
      case 'select':
        return states.bookmark(workbookId, request.id);
      case 'update': {
        const present = states.bookmark(workbookId, request.id);
        if (present && JSON.stringify(present.state) === JSON.stringify(request.state))
          throw new EmbedRefusal('EINVAL', 'Cannot update bookmark, no explore changes made');
        return states.updateBookmark(workbookId, request.id, request.state);
      }
      case 'delete':
        return states.deleteBookmark(workbookId, request.id);
    }
  }

  function failAsOrdered(element: string): void {
    const index = failures.findIndex((failure) => failure.element === element);
    const failure = failures[index];
    if (!failure) return;
    failure.times -= 1;
    if (failure.times <= 0) failures.splice(index, 1);
    throw new EmbedRefusal(failure.code, failure.message);
  }

  function query(session: Session, request: QueryRequest): unknown {
    counts.queries += 1;
    const { queries } = session.report;
    queries[request.element] = (queries[request.element] ?? 0) + 1;
    failAsOrdered(request.element);
    if (!stores.documents.byId(session.workbook.id)) throw new EmbedRefusal('ENOENT', 'Document not found');
    const connection = session.evalConnection ?? connectionFor(session.workbook, request.element);
    const access: Access =
      connection.kind === 'service-account'
        ? { allowed: session.allowed }
        : { platform: connection.kind, accessToken: session.tokens.get(connection.id) ?? '' };
    return runElement(warehouse, access, connection.id, request);
  }

  return async (request: IncomingMessage, response: ServerResponse, call: string): Promise<void> => {
    const refuse = (status: number, code: string, message: string) => sendJson(response, status, { code, message });
    if (request.method !== 'POST') return refuse(405, 'EINVAL', 'Method not allowed');
    const session = sessions.get(String(request.headers[SESSION_HEADER] ?? ''));
    if (!session || session.expiresAt <= Date.now()) {
      if (session) sessions.delete(session.id);
      return refuse(401, 'EINVAL', SESSION_EXPIRED);
    }
    const { workbook } = session;
    try {
      const body: unknown = JSON.parse((await readBody(request)) || '{}');
      switch (call) {
        case 'session':
          return sendJson(response, 200, { expiresAt: session.expiresAt });
        case 'query':
          return sendJson(response, 200, query(session, QueryRequest.parse(body)));
        case 'export':
          return sendJson(response, 200, { path: options.exports.order(ExportRequest.parse(body).name) });
        case 'explore':
          return sendJson(response, 200, {
            exploreKey: states.saveExploration(workbook.id, WorkbookState.parse(body)),
          });
        case 'bookmark': {
          const bookmark = bookmarks(workbook.id, session.sub, BookmarkRequest.parse(body));
          return bookmark ? sendJson(response, 200, bookmark) : refuse(404, 'ENOENT', 'Bookmark not found');
        }
        default:
          if (isDocumentCall(call)) return sendJson(response, 200, callDocuments(session, call, body, stores));
          return refuse(404, 'ENOENT', 'There is no such call');
      }
    } catch (error) {
      if (error instanceof WarehouseError) {
        // 403 for both: 401 would mean that the session with Sigma has ended, and it has not.
        return sendJson(response, 403, { code: 'EACCES', message: error.message, tokenExpired: error.status === 401 });
      }
      // 403 says that it concerns this call alone.
      if (error instanceof EmbedRefusal) return refuse(403, error.code, error.message);
      if (error instanceof z.ZodError || error instanceof SyntaxError) {
        return refuse(400, 'EINVAL', 'The request was not understood');
      }
      throw error;
    }
  };
}
