/** What the grant keeper holds in memory: an entry for each connection, and the queue for writes to the store. */
import { AppError } from '../../../shared/errors.ts';
import { isUnstored } from '../../../shared/grants.ts';
import type { GrantView } from '../../../shared/state.ts';
import type { Clock } from '../../async/clock.ts';
import { createSerialQueue, type SerialQueue } from '../../async/serial-queue.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Grant } from './grant.ts';
import { inPresentTime, isFromTheFuture, type Lifetime, lifetimeOn } from './grant-lifetime.ts';
import { createGrantSaver, type GrantSaver } from './grant-saver.ts';
import { cannotRenew, grantView, type RefreshRules } from './grant-view.ts';
import { isDue, isWorthLending, renewalDue } from './renewal-rules.ts';

/** One grant and the state of its renewal. Times are milliseconds of `uptime`, except within the grant. */
export interface GrantEntry {
  readonly connectionId: string;
  grant: Grant | null;
  /** There was a grant, and it is of no use any more. */
  ended: boolean;
  /** The last failure, kept until the next success. */
  problem: AppError | null;
  /** From when until when the present access token is good. */
  token: Lifetime;
  /** The token is of an earlier run, so that its lifetime rests on what the clock says now. */
  isOfEarlierRun: boolean;
  /** When to renew, with this grant's jitter. */
  dueAt: number;
  /** Failed renewals in a row. */
  failures: number;
  /** How many answers in a row refused the renewal without saying why. */
  refusals: number;
  /** While backing off: when to try again. */
  retryAt: number | null;
  /** Set by Retry-After: not before then, whoever asks. */
  notBefore: number;
  stopTimer: () => void;
  renewal: Promise<Grant> | null;
  readonly saver: GrantSaver;
}

export interface GrantTableOptions extends Timers, Clock {
  /** Writes for one connection never overlap. */
  save(grant: Grant): Promise<void>;
  /** Whether a server has told the time since the program started. Left out: it has. */
  isTimeKnown?(): boolean;
  /** Of the server of a connection. Left out: what most servers do. */
  refreshRules?(connectionId: string): RefreshRules;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** The state of a connection's grant is different. */
  onChange(connectionId: string, view: GrantView): void;
  readonly log: Log;
}

export interface GrantTable {
  /** Writes for one connection, so that a removal can never be undone by an older save. */
  readonly inTurn: SerialQueue<string>;
  newEntry(connectionId: string, grant: Grant | null): GrantEntry;
  /** The entry for what the store holds, or for the reason why that could not be read. */
  storedEntry(connectionId: string, grant: Grant | null, problem?: AppError | null): GrantEntry;
  find(connectionId: string): GrantEntry | undefined;
  all(): readonly GrantEntry[];
  /** Puts the entry in the place of an earlier one, which is stopped. */
  put(entry: GrantEntry): void;
  remove(connectionId: string): void;
  /** Whether the entry is the one in use: it was neither replaced nor removed. */
  isCurrent(entry: GrantEntry): boolean;
  /** The grant as it is handed out, with its instants by the time of now. */
  present(entry: GrantEntry, grant: Grant): Grant;
  /** Whether nobody can say how long the token is good for, so that it is renewed rather than relied on. */
  isUnproven(entry: GrantEntry): boolean;
  isDue(entry: GrantEntry): boolean;
  /** Whether the present token may be handed out although its renewal fails. */
  isWorthLending(entry: GrantEntry): boolean;
  /** Why there is nothing to renew this grant with. */
  cannotRenew(grant: Grant): AppError;
  view(connectionId: string): GrantView;
  /** Tells the outside how the entry stands now, if it is the one in use. */
  changed(entry: GrantEntry): void;
  /** From now on no timer is set, and no renewal begins. */
  close(): void;
  isClosed(): boolean;
}

const usualRefresh: RefreshRules = { refreshScope: 'offline_access' };

export function createGrantTable(options: GrantTableOptions): GrantTable {
  const entries = new Map<string, GrantEntry>();
  const inTurn = createSerialQueue<string>();
  let closed = false;

  const isCurrent = (entry: GrantEntry): boolean => entries.get(entry.connectionId) === entry;
  const whyNot = (grant: Grant): AppError =>
    cannotRenew(grant, options.refreshRules?.(grant.connectionId) ?? usualRefresh);
  const view = (connectionId: string): GrantView =>
    grantView(connectionId, entries.get(connectionId) ?? null, options, whyNot);

  function changed(entry: GrantEntry): void {
    if (isCurrent(entry)) options.onChange(entry.connectionId, view(entry.connectionId));
  }

  function newEntry(connectionId: string, grant: Grant | null): GrantEntry {
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
        // In a back-off it is why the last renewal failed, which this one was not.
        if (entry.problem && entry.retryAt === null && isUnstored(entry.problem.toView())) entry.problem = null;
        changed(entry);
      },
    });
    const token = grant ? lifetimeOn(options, grant) : { obtainedAt: 0, expiresAt: 0 };
    const entry: GrantEntry = {
      connectionId,
      grant,
      ended: false,
      problem: null,
      token,
      isOfEarlierRun: false,
      dueAt: renewalDue(token, options.random()),
      failures: 0,
      refusals: 0,
      retryAt: null,
      notBefore: Number.NEGATIVE_INFINITY,
      renewal: null,
      stopTimer: () => undefined,
      saver,
    };
    return entry;
  }

  /** Without a server's word for the time, and with a clock that was moved back, a token may be older than it looks. */
  const isUnproven = (entry: GrantEntry): boolean =>
    entry.isOfEarlierRun && (options.isTimeKnown?.() === false || isOfNoAge(entry));

  /** The clock was moved back since the token was obtained. */
  const isOfNoAge = ({ isOfEarlierRun, grant }: GrantEntry): boolean =>
    isOfEarlierRun && grant !== null && isFromTheFuture(grant, options.now());

  function put(entry: GrantEntry): void {
    const earlier = entries.get(entry.connectionId);
    if (earlier) stopEntry(earlier);
    entries.set(entry.connectionId, entry);
  }

  return {
    inTurn,
    newEntry,
    storedEntry: (connectionId, grant, problem = null) =>
      Object.assign(newEntry(connectionId, grant), { problem, isOfEarlierRun: true }),
    present: (entry, grant) => inPresentTime(options, grant, entry.token),
    isUnproven,
    isDue: (entry) => isUnproven(entry) || isDue(entry.token, options.uptime()),
    isWorthLending: (entry) => !isOfNoAge(entry) && isWorthLending(entry.token, options.uptime()),
    find: (connectionId) => entries.get(connectionId),
    all: () => [...entries.values()],
    put,
    remove: (connectionId) => void entries.delete(connectionId),
    isCurrent,
    cannotRenew: whyNot,
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
