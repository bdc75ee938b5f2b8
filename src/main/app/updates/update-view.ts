/** What is known of updates, and what windows are shown of it. */
import type { AppError } from '../../../shared/errors.ts';
import type { RestartHold, UpdateNotForHere, UpdateView } from '../../../shared/updates.ts';
import type { UpdateDescription } from './description.ts';
import type { RolledBack } from './installer.ts';
import { deferralOf } from './offer.ts';
import type { UpdateMemory } from './update-memory.ts';
import type { planUpdates, UpdateOrigin } from './update-plan.ts';
import { compareVersions } from './versions.ts';

/** What is known of updates now. */
export interface Present {
  phase: 'resting' | 'checking' | 'downloading';
  checkedAt: number | null;
  problem: AppError | null;
  /** What is offered; null when nothing is. */
  offer: UpdateDescription | null;
  /** What the server has instead, where that is newer. */
  notForHere: UpdateNotForHere | null;
  /** The version that is on this computer, whole. */
  readyVersion: string | null;
  percent: number | null;
  rolledBack: RolledBack | null;
}

/** At a start. */
export const nothingKnown = (rolledBack: RolledBack | null): Present => ({
  phase: 'resting',
  checkedAt: null,
  problem: null,
  offer: null,
  notForHere: null,
  readyVersion: null,
  percent: null,
  rolledBack,
});

export interface ViewConditions {
  readonly parts: { readonly origin: Pick<UpdateOrigin, 'updatedBy'> };
  /** The version that runs. */
  readonly version: string;
  /** What a restart now would take from the person. */
  holdsRestart(): RestartHold | null;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What windows are shown of it. */
export function viewOf(
  present: Present,
  plan: ReturnType<typeof planUpdates>,
  { parts, holdsRestart, now, version }: ViewConditions,
  memory: UpdateMemory,
): UpdateView {
  if ('off' in plan) return { status: 'off', reason: plan.off };
  const { phase, checkedAt, problem, offer, notForHere, readyVersion, percent, rolledBack } = present;
  const { channel } = plan;
  const { updatedBy } = parts.origin;
  const looking = { channel, updatedBy, checkedAt, problem: problem?.toView() ?? null };
  if (phase === 'checking' && readyVersion === null) return { status: 'checking', ...looking };
  if (rolledBack) return { status: 'rolled-back', ...looking, ...rolledBack };
  if (!offer || compareVersions(offer.version, version) <= 0) {
    return { status: 'idle', ...looking, ...(notForHere ? { newer: notForHere } : {}) };
  }
  const release = { version: offer.version, publishedAt: offer.releaseDate, notes: offer.releaseNotes };
  if (phase === 'downloading') return { status: 'downloading', ...looking, release, percent };
  const later = memory.read().later ?? null;
  if (readyVersion === offer.version) {
    const laterUntil = later?.version === offer.version ? later.until : null;
    return { status: 'ready', ...looking, release, heldBy: holdsRestart(), laterUntil };
  }
  const deferred = deferralOf(offer, { ...plan, later, now: now() });
  const canDownload = updatedBy !== 'administrator' && deferred?.by !== 'policy';
  return { status: 'available', ...looking, release, deferred, canDownload };
}
