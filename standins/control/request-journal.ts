/** What an authorization server was asked, and the faults that tests ordered. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestNotes } from '../authorization-server/issuer-parts.ts';
import { readBody } from '../http-service.ts';
import type { AuthorizationServerCounters, Endpoint, Fault, JournalEntry, Level } from './calls.ts';

const KEEP_ENTRIES = 5_000;

export interface RequestJournal {
  entries: JournalEntry[];
  faults: Fault[];
  counters: AuthorizationServerCounters['requests'];
  /** Notes the request once its answer is about to be sent. */
  watch(request: IncomingMessage, response: ServerResponse, about: About): RequestNotes;
  /** Carries out the next fault ordered for an endpoint. True when the request has been answered by it. */
  fault(request: IncomingMessage, response: ServerResponse, about: About): Promise<boolean>;
}

interface About {
  endpoint: JournalEntry['endpoint'];
  level: Level | null;
  path: string;
}

function emptyCounters(): RequestJournal['counters'] {
  const zero = () => ({ total: 0, failed: 0 });
  return {
    hostMetadata: zero(),
    metadata: zero(),
    jwks: zero(),
    authorize: zero(),
    token: zero(),
    revoke: zero(),
    me: zero(),
    userinfo: zero(),
    login: zero(),
    other: zero(),
  };
}

export function createRequestJournal(): RequestJournal {
  const entries: JournalEntry[] = [];
  const faults: Fault[] = [];
  const counters = emptyCounters();

  function record(request: IncomingMessage, about: About, notes: RequestNotes, status: number, faulted: boolean): void {
    const succeeded = status < 400 && notes.error === null;
    const count = counters[about.endpoint];
    count.total += 1;
    if (!succeeded) count.failed += 1;
    entries.push({ at: Date.now(), ...about, method: request.method ?? '', ...notes, status, succeeded, faulted });
    if (entries.length > KEEP_ENTRIES) entries.shift();
  }

  const noNotes = (): RequestNotes => ({ grantType: null, clientId: null, userName: null, error: null });

  return {
    entries,
    faults,
    counters,
    watch(request, response, about) {
      const notes = noNotes();
      const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse;
      // Before the answer leaves, so that a test that got it finds it in the journal.
      response.end = ((...parts: unknown[]) => {
        record(request, about, notes, response.statusCode, false);
        return end(...parts);
      }) as typeof response.end;
      return notes;
    },
    async fault(request, response, about) {
      const index = faults.findIndex((fault) => fault.endpoint === (about.endpoint as Endpoint));
      const fault = faults[index];
      if (!fault) return false;
      fault.times -= 1;
      if (fault.times <= 0) faults.splice(index, 1);
      if (fault.delayMs > 0) await wait(fault.delayMs);
      if (fault.cut === 'after') {
        loseAnswer(response);
        return false;
      }
      if (fault.cut === undefined && fault.status === undefined) return false;
      const form = new URLSearchParams(request.method === 'POST' ? await readBody(request).catch(() => '') : '');
      const status = fault.cut ? 0 : (fault.status ?? 500);
      const error = fault.cut ? 'connection_cut' : `http_${status}`;
      const notes = { ...noNotes(), grantType: form.get('grant_type'), clientId: form.get('client_id'), error };
      record(request, about, notes, status, true);
      if (fault.cut) request.socket.destroy();
      else answerWith(response, status, fault);
      return true;
    },
  };
}

function answerWith(response: ServerResponse, status: number, fault: Fault): void {
  const isText = typeof fault.body === 'string';
  response.statusCode = status;
  response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json');
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
  response.end(fault.body === undefined ? '' : isText ? fault.body : JSON.stringify(fault.body));
}

/** The request is carried out, and the connection ends before a byte of the answer is sent. */
function loseAnswer(response: ServerResponse): void {
  response.write = () => true;
  response.end = (() => {
    response.socket?.destroy();
    return response;
  }) as typeof response.end;
}
