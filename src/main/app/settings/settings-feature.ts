/** The settings as windows show and change them: those of the program's own file, and those that updates keep. */
import { isOwnSetting, type SettingId, settingIds, settingOf } from '../../../shared/settings.ts';
import type { SettingView } from '../../../shared/state.ts';
import type { UpdateChoices } from '../../../shared/updates.ts';
import { UpdateChannel, UpdateMode } from '../../../shared/updates.ts';
import type { Timers } from '../../async/timers.ts';
import type { Caller } from '../../ipc/router.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Feature } from '../feature.ts';
import type { UpdatesFeature } from '../updates/updates-feature.ts';

export interface Speech {
  /** Whether another language is chosen than the one that is spoken. */
  waits(): boolean;
  quit(): void;
  /** The program starts again when this run has ended. */
  startAgain(): void;
}

/** So long a wish to start again counts: a window may ask the person first, and they may stay. */
const START_AGAIN_WISH_MS = 2 * 60_000;

export interface SettingsFeatureOptions {
  readonly choices: Choices;
  readonly updates: Pick<UpdatesFeature, 'handlers' | 'sharedState'>;
  /** The language that is spoken, and what another one asks for. */
  readonly speech: Speech;
  readonly timers: Timers;
  readonly log: Pick<Log, 'info'>;
  onChange(): void;
}

export type SettingsFeature = Feature<
  'settings.set' | 'settings.reset' | 'settings.startAgain',
  'settings' | 'languageWaits'
>;

export function createSettingsFeature(options: SettingsFeatureOptions): SettingsFeature {
  const { choices, updates, speech, timers, log, onChange } = options;
  let wantsToStartAgain = false;
  let forgetWish = (): void => undefined;
  choices.onChange(onChange);

  function viewOf(id: SettingId): SettingView {
    if (isOwnSetting(id)) return { id, value: choices.get(id), setBy: choices.setBy(id) };
    return viewOfUpdates(id, updates.sharedState());
  }

  async function choose(id: SettingId, value: unknown, caller: Caller): Promise<void> {
    if (isOwnSetting(id)) return choices.set(id, value as string);
    await updates.handlers['updates.choose'](
      id === 'updateMode' ? { mode: UpdateMode.parse(value) } : { channel: UpdateChannel.parse(value) },
      caller,
    );
  }

  return {
    handlers: {
      async 'settings.set'({ id, value }, caller) {
        log.info('settings.changed', { id });
        await choose(id, value, caller);
      },
      async 'settings.reset'({ id }, caller) {
        const wanted = settingIds.filter((one) => (id ?? one) === one && viewOf(one).setBy === 'person');
        log.info('settings.reset', { ids: wanted });
        await choices.reset(wanted.filter(isOwnSetting));
        for (const one of wanted.filter((other) => !isOwnSetting(other))) {
          await choose(one, settingOf(one).default, caller);
        }
      },
      'settings.startAgain'() {
        log.info('settings.starting-again', {});
        forgetWish();
        wantsToStartAgain = true;
        forgetWish = timers.setTimer(() => {
          wantsToStartAgain = false;
        }, START_AGAIN_WISH_MS);
        speech.quit();
      },
    },
    sharedState: () => ({ settings: settingIds.map(viewOf), languageWaits: speech.waits() }),
    windowState: () => ({}),
    // By now nobody can stay any more.
    close() {
      forgetWish();
      if (wantsToStartAgain) speech.startAgain();
    },
  };
}

type OfUpdates = ReturnType<UpdatesFeature['sharedState']>;

/** Whoever closed the choice altogether is no administrator where nothing is ever looked for. */
function viewOfUpdates(id: 'updateMode' | 'updateChannel', { updates, updateChoices }: OfUpdates): SettingView {
  const name = id === 'updateMode' ? 'mode' : 'channel';
  const value = (updateChoices satisfies UpdateChoices)[name];
  if (!updateChoices.fixed.includes(name)) {
    return { id, value, setBy: value === settingOf(id).default ? 'default' : 'person' };
  }
  const isByAdministrator = updates.status !== 'off' || ['managed', 'policy', 'person'].includes(updates.reason);
  return { id, value, setBy: isByAdministrator ? 'administrator' : 'program' };
}
