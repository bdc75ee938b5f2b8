/** The settings as they are read and looked for: words, values and groups. */
import {
  type SettingGroup,
  type SettingId,
  type SettingValue,
  type ShownSetting,
  settingGroups,
  settingOf,
} from '../../shared/settings.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { languageNames } from '../../shared/text/languages.ts';
import { fold } from './fuzzy.ts';

interface Words {
  readonly title: string;
  readonly explains: string;
  readonly values?: Readonly<Record<string, string>>;
}

export const wordsOf = (id: SettingId, text: Text): Words => text.settings.items[id];

/** What is called the same in every language. */
const names: Readonly<Record<string, string>> = languageNames;

/** Whether a value stands for a language, which is written and read aloud as its own people do. */
export const isLanguage = (value: string): boolean => Object.hasOwn(names, value);

/** A value in words. */
export function valueText(id: SettingId, value: SettingValue, text: Text): string {
  const words = text.settings;
  const setting = settingOf(id);
  if (typeof value === 'boolean') return value ? words.on : words.off;
  if (typeof value === 'string') return wordsOf(id, text).values?.[value] ?? names[value] ?? value;
  if (setting.kind !== 'amount') return String(value);
  if (setting.unit === 'minutes' && value === 0) return words.never;
  if (setting.unit === 'timeOfDay') return format(words.units.timeOfDay, { amount: timeOfDay(value, text) });
  return format(words.units[setting.unit], { amount: value.toLocaleString(text.locale) });
}

/** @param minutes after midnight */
const timeOfDay = (minutes: number, { locale }: Text): string =>
  // Of any day, and by no zone: it is the hour itself that is meant.
  new Date(Date.UTC(2_000, 0, 1, 0, minutes)).toLocaleTimeString(locale, { timeStyle: 'short', timeZone: 'UTC' });

/** What can be chosen, in words. */
export function optionsOf(id: SettingId, text: Text): { readonly value: string | number; readonly label: string }[] {
  const setting = settingOf(id);
  if (setting.kind === 'switch') return [];
  return setting.values.map((value) => ({ value, label: valueText(id, value, text) }));
}

export interface ShownGroup {
  readonly group: SettingGroup;
  readonly settings: readonly ShownSetting[];
}

const letters = (words: string): string => fold(words).letters.join('');

/** Those that fit what was typed, word by word, in name, explanation, group or values; by group, without empty ones. */
export function foundSettings(shown: readonly ShownSetting[], query: string, text: Text): ShownGroup[] {
  const wanted = query.split(/\s+/).map(letters).filter(Boolean);
  const fits = ({ id }: ShownSetting): boolean => {
    const { title, explains, values = {} } = wordsOf(id, text);
    // Name by name, since one that is folded is cut.
    const all = [
      title,
      ...explains.split(/(?<=[.;])/),
      text.settings.groups[settingOf(id).group],
      ...Object.values(values),
      ...(id === 'language' ? Object.values(names) : []),
    ];
    const said = all.map(letters);
    return wanted.every((word) => said.some((part) => part.includes(word)));
  };
  return settingGroups
    .map((group) => ({ group, settings: shown.filter((one) => settingOf(one.id).group === group && fits(one)) }))
    .filter((one) => one.settings.length > 0);
}
