/** Looking for updates and fetching them. Nothing here throws: what went wrong stands in the state and in the log. */
import { type AppError, asAppError, codeOf } from '../../../shared/errors.ts';
import type { Log } from '../../log/log.ts';
import type { UpdateDescription } from './description.ts';
import type { EndOfUpdate } from './installer.ts';
import { deferralOf, whyNotOffered } from './offer.ts';
import type { UpdateMemory } from './update-memory.ts';
import type { UpdatesFeatureOptions } from './update-parts.ts';
import type { UpdatePlan } from './update-plan.ts';
import { askServer } from './update-server.ts';
import type { Present } from './update-view.ts';

export const notKept = (log: Log, error: unknown): void => log.warn('updates.not-kept', { code: codeOf(error) });

const reasonOf = ({ values }: AppError): string => ('reason' in values ? String(values.reason) : '');

/**
 * What becomes of an update that is ready when nobody asked for a restart. Asking for a password while the program ends
 * would leave the person with a box and no program behind it.
 */
export const endOfReady = ({ origin }: UpdatesFeatureOptions['parts']): EndOfUpdate =>
  origin.updatedBy === 'itself' ? 'installed' : 'left';

interface WorkParts {
  readonly options: UpdatesFeatureOptions;
  readonly memory: UpdateMemory;
  readonly present: Readonly<Present>;
  change(changes: Partial<Present>): void;
  readonly signal: AbortSignal;
}

export type UpdateWork = ReturnType<typeof createUpdateWork>;

export function createUpdateWork(workParts: WorkParts) {
  const { options, memory, present } = workParts;
  const { parts } = options;
  let underWay: Promise<unknown> = Promise.resolve();
  const following = <Value>(task: Promise<Value>): Promise<Value> => {
    underWay = task;
    return task;
  };
  const work = {
    /** @returns whether the server gave an answer that is believed */
    look: (plan: UpdatePlan) => following(ask(workParts, plan)),
    canFetch(plan: UpdatePlan): boolean {
      const { offer, phase, readyVersion } = present;
      if (offer === null || phase !== 'resting' || readyVersion === offer.version) return false;
      if (parts.origin.updatedBy === 'administrator') return false;
      return deferralOf(offer, { ...plan, later: null, now: options.now() }) === null;
    },
    /** @returns false only when it failed */
    async fetch(plan: UpdatePlan): Promise<boolean> {
      const { offer } = present;
      return offer !== null && work.canFetch(plan) ? following(download(workParts, plan, offer)) : true;
    },
    /** Where it is done by itself, and nobody wanted it left alone. @returns false only when it failed */
    async fetchIfDue(plan: UpdatePlan | null): Promise<boolean> {
      const { offer } = present;
      const later = memory.read().later ?? null;
      if (plan?.mode !== 'automatic' || offer === null) return true;
      return deferralOf(offer, { ...plan, later, now: options.now() }) === null ? work.fetch(plan) : true;
    },
    settled: () => underWay.then(() => undefined),
  };
  return work;
}

async function ask({ options, memory, present, change, signal }: WorkParts, plan: UpdatePlan): Promise<boolean> {
  const { parts, log } = options;
  change({ phase: 'checking' });
  try {
    const { newestSeen } = memory.read();
    const description = await askServer({ ...options, ...parts, plan, newestSeen, signal });
    const { file, signedAt } = description.sightglass;
    if (signedAt !== newestSeen[file]) {
      await memory
        .change({ newestSeen: { ...newestSeen, [file]: signedAt } })
        .catch((error: unknown) => notKept(log, error));
    }
    const { offer, notForHere } = offerOf(description, options, memory);
    const isNews = offer !== null && offer.version !== present.offer?.version;
    const isReady = offer !== null && offer.version === present.readyVersion;
    if (!isReady) parts.installer.atEnd('left');
    change({
      phase: 'resting',
      checkedAt: options.now(),
      problem: null,
      offer,
      notForHere,
      ...(isReady ? {} : { readyVersion: null }),
      ...(isNews ? { rolledBack: null } : {}),
    });
    return true;
  } catch (error) {
    const problem = asAppError(error, 'updateCheck');
    if (!signal.aborted) log.warn('updates.check-failed', { code: problem.code, reason: reasonOf(problem) });
    change({ phase: 'resting', problem });
    return false;
  }
}

/** What is offered by a description. */
function offerOf(
  description: UpdateDescription,
  { version, parts, log, randomUuid }: UpdatesFeatureOptions,
  memory: UpdateMemory,
): Pick<Present, 'offer' | 'notForHere'> {
  const { failedVersions, installId = randomUuid() } = memory.read();
  if (memory.read().installId === undefined) {
    void memory.change({ installId }).catch((error: unknown) => notKept(log, error));
  }
  const { systemRelease } = parts;
  const reason = whyNotOffered(description, { version, systemRelease, installId, failedVersions });
  log.info('updates.checked', { offered: description.version, outcome: reason ?? 'offered' });
  const isNewer = reason === 'system' || reason === 'failed-before';
  return {
    offer: reason === null ? description : null,
    notForHere: isNewer ? { version: description.version, reason } : null,
  };
}

async function download(
  { options, present, change, signal }: WorkParts,
  plan: UpdatePlan,
  { version, files }: UpdateDescription,
): Promise<boolean> {
  const { parts, log } = options;
  change({ phase: 'downloading', percent: null });
  log.info('updates.fetching', { version });
  try {
    await parts.installer.fetch(
      { version, files, url: plan.url },
      { signal, onProgress: (percent) => percent !== present.percent && change({ percent }) },
    );
    log.info('updates.ready', { version });
    parts.installer.atEnd(endOfReady(parts));
    change({ phase: 'resting', readyVersion: version, problem: null });
    return true;
  } catch (error) {
    const problem = asAppError(error, 'updateDownload');
    if (!signal.aborted) log.warn('updates.fetch-failed', { code: problem.code, reason: reasonOf(problem) });
    change({ phase: 'resting', problem });
    return false;
  }
}
