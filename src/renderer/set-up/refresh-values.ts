/** When a workbook is refreshed by itself, as the form holds it. */
import { DEFAULT_PER_HOUR, type RefreshSetting, refreshesByItself } from '../../shared/profile/refresh.ts';

export interface RefreshValues {
  /** Empty: not by the clock. */
  readonly everyMinutes: string;
  readonly onReturn: boolean;
  readonly afterSleep: boolean;
  readonly mostPerHour: string;
}

export function refreshValues(setting: RefreshSetting | undefined): RefreshValues {
  return {
    everyMinutes: setting?.everyMinutes ? String(setting.everyMinutes) : '',
    onReturn: setting?.onReturn ?? false,
    afterSleep: setting?.afterSleep ?? false,
    mostPerHour: String(setting?.mostPerHour ?? DEFAULT_PER_HOUR),
  };
}

/** What is no number stays none, so that the schema finds it. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** Undefined where nothing refreshes by itself: then there is no budget to keep either. */
export function refreshDraft(values: RefreshValues): RefreshSetting | undefined {
  const setting = {
    everyMinutes: values.everyMinutes.trim() === '' ? null : numberOf(values.everyMinutes),
    onReturn: values.onReturn,
    afterSleep: values.afterSleep,
    mostPerHour: numberOf(values.mostPerHour),
  };
  return refreshesByItself(setting) ? setting : undefined;
}
