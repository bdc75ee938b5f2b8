/** Updates of the program: looking for them, fetching them, and saying when they may be put in place. */
import { AppError } from '../../../shared/errors.ts';
import type { Feature } from '../feature.ts';
import { openUpdateMemory, type UpdateMemory } from './update-memory.ts';
import type { UpdatesFeatureOptions } from './update-parts.ts';
import { planUpdates, type UpdatePlan, updateChoices } from './update-plan.ts';
import { createUpdateTimes } from './update-times.ts';
import { nothingKnown, type Present, viewOf } from './update-view.ts';
import { createUpdateWork, endOfReady, notKept, type UpdateWork } from './update-work.ts';

type Names = 'updates.check' | 'updates.download' | 'updates.restart' | 'updates.later' | 'updates.choose';
export type UpdatesFeature = Feature<Names, 'updates' | 'updateChoices'>;

const LATER_MS = 24 * 3_600_000;
/** So long a wish to restart counts: a form with something in it may ask the person first, and they may stay. */
const RESTART_WISH_MS = 2 * 60_000;
const MOST_FAILED = 64;

export function createUpdatesFeature(options: UpdatesFeatureOptions): UpdatesFeature {
  const { parts, settings, notices, timers, log } = options;
  const memory = openUpdateMemory(settings);
  const ending = new AbortController();
  const present = nothingKnown(parts.rolledBack);
  const plan = () => planUpdates(parts.origin, parts.policy, memory.read());
  const activePlan = (): UpdatePlan | null => {
    const found = plan();
    return 'off' in found ? null : found;
  };
  const change = (changes: Partial<Present>): void => {
    Object.assign(present, changes);
    options.onChange();
  };
  const work = createUpdateWork({ options, memory, present, change, signal: ending.signal });
  const times = createUpdateTimes({
    ...timers,
    uptime: options.uptime,
    random: options.random,
    async look() {
      const active = activePlan();
      if (active === null || present.phase !== 'resting') return true;
      // Something else may have been chosen while the server was asked.
      return (await work.look(active)) && work.fetchIfDue(activePlan());
    },
  });

  return {
    handlers: createHandlers({ options, memory, present, change, work, activePlan, onChosen: times.soon }),
    sharedState: () => ({
      updates: viewOf(present, plan(), options, memory),
      updateChoices: updateChoices(parts.origin, parts.policy, memory.read()),
    }),
    windowState: () => ({}),
    async restore() {
      if (parts.notInstalled) notices.add(notInstalledError(parts.notInstalled.systemCode));
      if (parts.rolledBack) {
        const { from, to } = parts.rolledBack;
        log.warn('updates.rolled-back', { from, to });
        notices.add(new AppError('update_rolled_back', { from, to }));
        const failedVersions = [...new Set([...memory.read().failedVersions, from])].slice(-MOST_FAILED);
        await memory.change({ failedVersions }).then(parts.forgetRolledBack, (error: unknown) => notKept(log, error));
      }
      times.begin();
    },
    wake: times.wake,
    async close() {
      times.stop();
      ending.abort(new AppError('request_refused', { reason: 'noUpdate' }));
      await work.settled();
      await parts.fetch.close();
    },
  };
}

const notInstalledError = (systemCode: string): AppError =>
  systemCode === 'WRONG_HASH'
    ? new AppError('update_untrusted', { reason: 'hash' })
    : new AppError('update_not_installed', { systemCode });

interface HandlerParts {
  readonly options: UpdatesFeatureOptions;
  readonly memory: UpdateMemory;
  readonly present: Readonly<Present>;
  readonly work: UpdateWork;
  change(changes: Partial<Present>): void;
  activePlan(): UpdatePlan | null;
  /** The person chose something that may lead to another answer. */
  onChosen(): void;
}

function createHandlers(handlerParts: HandlerParts): UpdatesFeature['handlers'] {
  const { options, memory, present, change, work, activePlan, onChosen } = handlerParts;
  const { parts, log } = options;
  /** What is ready is neither put in place nor thrown away. */
  function leaveReady(): void {
    parts.installer.atEnd('left');
    change({ readyVersion: null });
  }

  let forgetWish: () => void = () => undefined;

  return {
    async 'updates.check'() {
      const active = activePlan() ?? refuse();
      if (present.phase === 'resting') await work.look(active);
      void work.fetchIfDue(activePlan());
    },
    'updates.download'() {
      const active = activePlan() ?? refuse();
      if (!work.canFetch(active)) refuse();
      void work.fetch(active);
    },
    'updates.restart'() {
      const { readyVersion } = present;
      if (readyVersion === null) refuse();
      const reason = options.holdsRestart();
      if (reason !== null) throw new AppError('update_restart_held', { reason });
      log.info('updates.restarting', { version: readyVersion });
      parts.installer.atEnd('installed-and-started');
      forgetWish();
      forgetWish = options.timers.setTimer(() => {
        if (present.readyVersion === readyVersion) parts.installer.atEnd(endOfReady(parts));
      }, RESTART_WISH_MS);
      parts.quit();
    },
    async 'updates.later'() {
      const { offer, rolledBack } = present;
      if (offer === null && rolledBack === null) refuse();
      change({ rolledBack: null });
      if (offer) await memory.change({ later: { version: offer.version, until: options.now() + LATER_MS } });
      options.onChange();
    },
    async 'updates.choose'(chosen) {
      const { fixed } = updateChoices(parts.origin, parts.policy, memory.read());
      const isFixed = fixed.some((name) => chosen[name] !== undefined);
      if (isFixed) throw new AppError('request_refused', { reason: 'chosenByAdministrator' });
      const isOtherChannel = chosen.channel !== undefined && chosen.channel !== (memory.read().channel ?? 'latest');
      if (present.phase !== 'resting' && (isOtherChannel || chosen.mode === 'off')) refuse('updateUnderWay');
      if (chosen.mode === 'off') leaveReady();
      // What was found belongs to the channel that it was found in.
      if (isOtherChannel) {
        leaveReady();
        change({ offer: null, notForHere: null, problem: null, checkedAt: null });
      }
      const { mode = memory.read().mode, channel = memory.read().channel } = chosen;
      await memory.change({ mode, channel });
      options.onChange();
      onChosen();
    },
  };
}

function refuse(reason: 'noUpdate' | 'updateUnderWay' = 'noUpdate'): never {
  throw new AppError('request_refused', { reason });
}
