/** The settings as windows show and change them: those of the program's own file, and those that updates keep. */
import { isOwnSetting, type SettingId, settingIds, settingOf } from '../../../shared/settings.ts';
import type { SettingView } from '../../../shared/state.ts';
import type { UpdateChoices } from '../../../shared/updates.ts';
import { UpdateChannel, UpdateMode } from '../../../shared/updates.ts';
import type { Caller } from '../../ipc/router.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Feature } from '../feature.ts';
import type { UpdatesFeature } from '../updates/updates-feature.ts';

export interface SettingsFeatureOptions {
  readonly choices: Choices;
  readonly updates: Pick<UpdatesFeature, 'handlers' | 'sharedState'>;
  readonly log: Pick<Log, 'info'>;
  onChange(): void;
}

export type SettingsFeature = Feature<'settings.set' | 'settings.reset', 'settings'>;

export function createSettingsFeature({ choices, updates, log, onChange }: SettingsFeatureOptions): SettingsFeature {
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
    },
    sharedState: () => ({ settings: settingIds.map(viewOf) }),
    windowState: () => ({}),
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
