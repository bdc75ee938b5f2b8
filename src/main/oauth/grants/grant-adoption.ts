/** How grants come into the keeper and leave it: a new sign-in, the store at the start, and signing out. */
import { AppError, asAppError, codeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { Grant, Person } from './grant.ts';
import type { GrantEvent } from './grant-events.ts';
import { type GrantEntry, type GrantTable, saveFailure, stopEntry } from './grant-table.ts';

export interface GrantAdoptionOptions {
  load(connectionId: string): Promise<Grant | null>;
  save(grant: Grant): Promise<void>;
  remove(connectionId: string): Promise<void>;
  /** Begins to tell the server to forget the grant (RFC 7009). Best effort: signing out never waits for it. */
  revoke?(grant: Grant): void;
  /** Whether the grant was given for what its connection is now. Left out: it was. */
  isCurrentFor?(grant: Grant): boolean;
  onChange(connectionId: string, view: ReturnType<GrantTable['view']>): void;
  onEvent(event: GrantEvent): void;
  readonly log: Log;
}

export interface GrantAdoption {
  /**
   * Saves a new grant and takes it over. When it fails, the earlier grant stays.
   *
   * @throws AppError `vault_write_failed`, `vault_locked`; `profile_missing` when the connection is gone or has changed
   */
  adopt(grant: Grant): Promise<void>;
  /**
   * Takes over what the store holds for these connections, and forgets what was for something else. Never rejects: what
   * cannot be read shows in its view.
   */
  restore(connectionIds: readonly string[]): Promise<void>;
  /**
   * Signs out. Resolves when the store has let go.
   *
   * @throws AppError `vault_remove_failed` when the store does not let go
   */
  forget(connectionId: string): Promise<void>;
}

export function createGrantAdoption(
  options: GrantAdoptionOptions,
  table: GrantTable,
  schedule: (entry: GrantEntry) => void,
): GrantAdoption {
  const { inTurn } = table;
  const { log } = options;
  /** Who was signed in to each connection last. */
  const people = new Map<string, Person>();

  /** Called from within the write queue, so that memory and store change in the same order. */
  function install(entry: GrantEntry, kind: 'adopted' | 'restored'): void {
    const { connectionId, grant } = entry;
    const earlier = table.find(connectionId)?.grant ?? null;
    table.put(entry);
    schedule(entry);
    table.changed(entry);
    if (!grant) return;
    const lastPerson = people.get(connectionId) ?? null;
    if (grant.person) people.set(connectionId, grant.person);
    options.onEvent(kind === 'restored' ? { kind, grant } : { kind, grant, earlier, lastPerson });
  }

  async function adopt(grant: Grant): Promise<void> {
    const { connectionId, expiresAt } = grant;
    const unwanted = new AppError('profile_missing', { reason: 'duringSignIn' });
    try {
      await inTurn(connectionId, async () => {
        // Looked at here and not before: the connection may go while earlier writes are under way.
        if (!isCurrentFor(options, grant)) throw unwanted;
        await options.save(grant);
        install(table.newEntry(connectionId, grant), 'adopted');
      });
    } catch (error) {
      if (error !== unwanted) throw saveFailure(error);
      options.revoke?.(grant);
      throw unwanted;
    }
    log.info('grant.adopted', { connectionId, expiresAt });
  }

  const restoreOne = (connectionId: string, misfits: Grant[]): Promise<void> =>
    inTurn(connectionId, async () => {
      const entry = await loadEntry(options, table, connectionId, misfits);
      // A grant that is already known, or has ended, is newer than what the store has.
      const known = table.find(connectionId);
      if (!known?.grant && !known?.ended) install(entry, 'restored');
    });

  async function restore(connectionIds: readonly string[]): Promise<void> {
    const misfits: Grant[] = [];
    await Promise.all(connectionIds.map((connectionId) => restoreOne(connectionId, misfits)));
    // Only now is it known which grants are kept; the server may count one of those and a misfit as one.
    for (const misfit of misfits) options.revoke?.(misfit);
  }

  /** Takes a grant out of memory; a renewal that is under way then finds itself no longer current. */
  function drop(connectionId: string): void {
    const entry = table.find(connectionId);
    if (!entry) return;
    stopEntry(entry);
    table.remove(connectionId);
    options.onChange(connectionId, table.view(connectionId));
    options.onEvent({ kind: 'forgotten', connectionId });
    // What a renewal under way brings is revoked when it comes.
    if (entry.grant && !entry.renewal) options.revoke?.(entry.grant);
  }

  async function forget(connectionId: string): Promise<void> {
    drop(connectionId);
    try {
      await inTurn(connectionId, async () => {
        // A sign-in whose save was already under way has arrived in the meantime; it was signed out as well.
        drop(connectionId);
        await options.remove(connectionId);
      });
    } catch (error) {
      throw saveFailure(error);
    }
    log.info('grant.forgotten', { connectionId });
  }

  return { adopt, restore, forget };
}

const isCurrentFor = (options: GrantAdoptionOptions, grant: Grant): boolean => options.isCurrentFor?.(grant) ?? true;

/** The entry for what is stored; what cannot be read is the problem of an entry without a grant. */
async function loadEntry(
  options: GrantAdoptionOptions,
  table: GrantTable,
  connectionId: string,
  misfits: Grant[],
): Promise<GrantEntry> {
  try {
    return table.storedEntry(connectionId, await loadCurrent(options, connectionId, misfits));
  } catch (error) {
    options.log.error('grant.restore-failed', { connectionId, code: codeOf(error) });
    return table.storedEntry(connectionId, null, asAppError(error, 'storedGrant'));
  }
}

/** The stored grant. One that is for what its connection used to be is removed, and put to the misfits. */
async function loadCurrent(
  options: GrantAdoptionOptions,
  connectionId: string,
  misfits: Grant[],
): Promise<Grant | null> {
  const grant = await options.load(connectionId);
  if (!grant || isCurrentFor(options, grant)) return grant;
  options.log.warn('grant.misfit-forgotten', { connectionId });
  misfits.push(grant);
  await options.remove(connectionId);
  return null;
}
