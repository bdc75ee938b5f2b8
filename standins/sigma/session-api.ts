/** What the workbook page asks of its server. Every request carries the session id that the page was given. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson } from '../http-service.ts';
import type { Borough } from '../people.ts';
import { type Access, type Warehouse, WarehouseError } from '../warehouse/warehouse.ts';
import { connectionFor, type SigmaWorkbook } from './connections.ts';
import { QueryRequest, runElement } from './queries.ts';
import { type StateStore, WorkbookState } from './workbook-state.ts';

/** A header that a foreign page could only send after a preflight, which is never granted. */
const SESSION_HEADER = 'x-workbook-session';
const SESSION_EXPIRED = 'Session expired. Reload the page.';

export interface Session {
  id: string;
  sub: string;
  /** Milliseconds since the epoch: the `exp` of the JWT. */
  expiresAt: number;
  workbook: SigmaWorkbook;
  /** Access tokens by connection id. */
  tokens: ReadonlyMap<string, string>;
  /** What a service account's connection shows this person. */
  allowed: readonly Borough[];
}

const BookmarkRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('create'),
    name: z.string().min(1).max(200),
    isDefault: z.boolean().default(false),
    isShared: z.boolean().default(false),
    state: WorkbookState,
  }),
  z.object({ action: z.literal('select'), id: z.string() }),
  z.object({ action: z.literal('update'), id: z.string(), state: WorkbookState }),
  z.object({ action: z.literal('delete'), id: z.string() }),
]);

export function createSessionApi(options: {
  sessions: Map<string, Session>;
  states: StateStore;
  warehouse: Warehouse;
  counts: { queries: number };
}) {
  const { sessions, states, warehouse, counts } = options;

  function bookmarks(workbookId: string, request: z.infer<typeof BookmarkRequest>) {
    switch (request.action) {
      case 'create': {
        const { action: _, ...bookmark } = request;
        return states.createBookmark(workbookId, bookmark);
      }
      case 'select':
        return states.bookmark(workbookId, request.id);
      case 'update':
        return states.updateBookmark(workbookId, request.id, request.state);
      case 'delete':
        return states.deleteBookmark(workbookId, request.id);
    }
  }

  function query(session: Session, request: QueryRequest): unknown {
    const connection = connectionFor(session.workbook, request.element);
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
          counts.queries += 1;
          return sendJson(response, 200, query(session, QueryRequest.parse(body)));
        case 'explore':
          return sendJson(response, 200, {
            exploreKey: states.saveExploration(workbook.id, WorkbookState.parse(body)),
          });
        case 'bookmark': {
          const bookmark = bookmarks(workbook.id, BookmarkRequest.parse(body));
          return bookmark ? sendJson(response, 200, bookmark) : refuse(404, 'ENOENT', 'Bookmark not found');
        }
        default:
          return refuse(404, 'ENOENT', 'There is no such call');
      }
    } catch (error) {
      if (error instanceof WarehouseError) {
        // 403 for both: 401 would mean that the session with Sigma has ended, and it has not.
        return sendJson(response, 403, { code: 'EACCES', message: error.message, tokenExpired: error.status === 401 });
      }
      if (error instanceof z.ZodError || error instanceof SyntaxError) {
        return refuse(400, 'EINVAL', 'The request was not understood');
      }
      throw error;
    }
  };
}
