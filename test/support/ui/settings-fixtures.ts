/** The settings as nobody, a person or an administrator has chosen them, and the sheets over a workbook. */
import { type SettingId, settingIds, settingOf } from '../../../src/shared/settings.ts';
import type { AppState, SettingView } from '../../../src/shared/state.ts';

/** @param otherwise what is not as it is where nobody chooses */
export const settingViews = (otherwise: Partial<Record<SettingId, Omit<SettingView, 'id'>>> = {}): SettingView[] =>
  settingIds.map((id) => ({
    id,
    value: settingOf(id).default,
    setBy: settingOf(id).group === 'updates' ? 'program' : 'default',
    ...otherwise[id],
  }));

const person = { setBy: 'person' } as const;
const administrator = { setBy: 'administrator' } as const;

export function settingStates(over: (now: number) => AppState) {
  const under = (now: number, sheet: AppState['window']['sheet'], settings = settingViews()): AppState => {
    const state = over(now);
    return { ...state, settings, window: { ...state.window, sheet } };
  };
  return {
    settings: (now: number) =>
      under(
        now,
        'settings',
        settingViews({
          appearance: { value: 'dark', ...person },
          updateMode: { value: 'automatic', setBy: 'default' },
          updateChannel: { value: 'beta', ...person },
        }),
      ),
    'settings-managed': (now: number) =>
      under(
        now,
        'settings',
        settingViews({
          signOutWhenLocked: { value: true, ...administrator },
          signOutWhenIdle: { value: 12, ...administrator },
          updateMode: { value: 'off', ...administrator },
          updateChannel: { value: 'latest', ...administrator },
        }),
      ),
    shortcuts: (now: number) => under(now, 'shortcuts'),
    'shortcuts-chosen': (now: number): AppState => ({
      ...under(now, 'shortcuts'),
      chosenKeys: { reloadWorkbook: 'CmdOrCtrl+K', goHome: '', showDetails: 'F8' },
    }),
    audit: (now: number) => under(now, 'audit'),
    'going-to-be-signed-out': (now: number): AppState => ({ ...over(now), signsOutAt: now + 42_000 }),
  };
}
