/** What the grant keeper holds in memory: an entry for each connection, and the queue for writes to the store. */
import { AppError } from '../../../shared/errors.ts';
import type { GrantView } from '../../../shared/state.ts';
import { createSerialQueue, type SerialQueue } from '../../async/serial-queue.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from './grant.ts';
import { createGrantSaver, type GrantSaver } from './grant-saver.ts';
import { grantView } from './grant-view.ts';
import { renewalDue } from './renewal-rules.ts';

/** One grant and the state of its renewal. Instants in milliseconds since the epoch. */
export interface GrantEntry {
  readonly connectionId: string;
  grant: Grant | null;
  /** There was a grant, and it is of no use any more. */
  ended: boolean;
  /** The last failure, kept until the next success. */
  problem: AppError | null;
  /** When to renew, with this grant's jitter. */
  dueAt: number;
  /** Failed renewals in a row. */
  failures: number;
  /** While backing off: when to try again. */
  retryAt: number | null;
  /** Set by Retry-After: not before then, even when a caller asks for a token. */
  notBefore: number;
  stopTimer: () => void;
  renewal: Promise<Grant> | null;
  readonly saver: GrantSaver;
}

export interface GrantTableOptions extends Timers {
  /** Writes for one connection never overlap. */
  save(grant: Grant): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** The state of a connection's grant is different. */
  onChange(connectionId: string, view: GrantView): void;
  readonly log: Log;
}

export interface GrantTable {
  /** Writes for one connection, so that a removal can never be undone by an older save. */
  readonly inTurn: SerialQueue<string>;
  newEntry(connectionId: string, grant: Grant | null, problem?: AppError | null): GrantEntry;
  find(connectionId: string): GrantEntry | undefined;
  all(): readonly GrantEntry[];
  /** Puts the entry in the place of an earlier one, which is stopped. */
  put(entry: GrantEntry): void;
  remove(connectionId: string): void;
  /** Whether the entry is the one in use: it was neither replaced nor removed. */
  isCurrent(entry: GrantEntry): boolean;
  view(connectionId: string): GrantView;
  /** Tells the outside how the entry stands now, if it is the one in use. */
  changed(entry: GrantEntry): void;
  /** From now on no timer is set. */
  close(): void;
  isClosed(): boolean;
}

export function createGrantTable(options: GrantTableOptions): GrantTable {
  const entries = new Map<string, GrantEntry>();
  const inTurn = createSerialQueue<string>();
  let closed = false;

  const isCurrent = (entry: GrantEntry): boolean => entries.get(entry.connectionId) === entry;
  const view = (connectionId: string): GrantView => grantView(connectionId, entries.get(connectionId) ?? null);

  function changed(entry: GrantEntry): void {
    if (isCurrent(entry)) options.onChange(entry.connectionId, view(entry.connectionId));
  }

  function newEntry(connectionId: string, grant: Grant | null, problem: AppError | null = null): GrantEntry {
    const saver = createGrantSaver({
      connectionId,
      inTurn,
      setTimer: options.setTimer,
      save: options.save,
      random: options.random,
      log: options.log,
      isCurrent: () => isCurrent(entry),
      isClosing: () => closed,
      onSavedLate() {
        if (entry.problem?.code === 'vault_write_failed') entry.problem = null;
        changed(entry);
      },
    });
    const dueAt = grant ? renewalDue(grant, options.random()) : 0;
    const calm = { ended: false, failures: 0, retryAt: null, notBefore: 0, renewal: null, stopTimer: () => undefined };
    const entry: GrantEntry = { connectionId, grant, problem, dueAt, saver, ...calm };
    return entry;
  }

  function put(entry: GrantEntry): void {
    const earlier = entries.get(entry.connectionId);
    if (earlier) stopEntry(earlier);
    entries.set(entry.connectionId, entry);
  }

  return {
    inTurn,
    newEntry,
    find: (connectionId) => entries.get(connectionId),
    all: () => [...entries.values()],
    put,
    remove: (connectionId) => void entries.delete(connectionId),
    isCurrent,
    view,
    changed,
    close: () => {
      closed = true;
    },
    isClosed: () => closed,
  };
}

/** For an entry that is over: neither its renewal nor what it had left to save is of any use. */
export function stopEntry(entry: GrantEntry): void {
  entry.stopTimer();
  entry.saver.giveUp();
}

/** Why there is no grant to hand out. */
export function absenceOf(entry: GrantEntry | undefined): AppError {
  if (entry?.ended && entry.problem) return entry.problem;
  return new AppError('grant_missing', { reason: 'none' });
}

/** What a store's refusal means. What has a remedy of its own keeps its code: a locked keychain, and what did not go. */
export function saveFailure(error: unknown): AppError {
  if (error instanceof AppError && ['vault_locked', 'vault_remove_failed'].includes(error.code)) return error;
  return error instanceof AppError
    ? new AppError('vault_write_failed', { reason: 'grantBecause', said: error.message })
    : new AppError('vault_write_failed', { reason: 'grant' });
}
