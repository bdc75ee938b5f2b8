/** What a window shows of profiles, and what the desktop does for tabs. */
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { type SleepLimits, usualLimits } from './tab-rules.ts';

export interface AroundTabs {
  /** The file in which open tabs are kept; null: they end with the program. */
  readonly store: SettingsStore | null;
  /** Whether where a person was may be written: not where the next start would not know whose it was. */
  keepsPlaces(): boolean;
  profileIn(windowId: string): string | null;
  chooseProfile(windowId: string, profileId: string): Promise<void>;
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profileId: string): boolean;
  /** When tabs sleep. */
  sleepLimits(): SleepLimits;
  /** Somebody has chosen when tabs sleep. */
  onSleepLimits(listener: () => void): void;
  /** Shows what can be done to a tab. */
  openMenu(windowId: string, tabId: string): void;
  /** The windows that are open, the one that was used last first. */
  windows(): readonly string[];
  /** Of a window that has just closed: whether the next start is to open it again. */
  comesBack(windowId: string): boolean;
}

/** Without a file, and with the one profile that is selected. */
export const withoutMemory = (profiles: Pick<Profiles, 'selected'>): AroundTabs => ({
  store: null,
  keepsPlaces: () => false,
  profileIn: () => profiles.selected()?.id ?? null,
  chooseProfile: async () => {},
  isReady: () => true,
  sleepLimits: () => usualLimits,
  onSleepLimits: () => {},
  openMenu: () => {},
  windows: () => [],
  comesBack: () => true,
});
