/** When a workbook is refreshed by itself, as the form holds it. */
import {
  DEFAULT_PER_HOUR,
  type RefreshSetting,
  refreshesByItself,
  refreshInterval,
} from '../../shared/profile/refresh.ts';
import type { Text } from '../../shared/text/en.ts';
import { format, plural } from '../../shared/text/format.ts';

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

/** What sets a refresh off, in one line; the clock as often as the budget lets it. */
export function refreshSummary(values: RefreshValues, text: Text): string {
  const { summary } = text.setUp.workbooks.refresh;
  const setting = refreshDraft(values);
  if (!setting) return summary.byHand;
  const minutes = Math.round(refreshInterval(setting) ?? 0);
  return [
    // While it is being typed it may be no number.
    ...(minutes > 0 ? [format(plural(summary.every, minutes, text.locale), { count: minutes })] : []),
    ...(setting.onReturn ? [summary.onReturn] : []),
    ...(setting.afterSleep ? [summary.afterSleep] : []),
  ].join(' · ');
}
