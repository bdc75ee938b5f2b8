/** How the interface words the age of the data on screen, and when it is asked for again. */
import type { PaneView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { clockTime, dateOf } from './clocks.ts';

const MINUTE_MS = 60_000;

/** The first moment of the day before another one's, in the time zone of this computer. */
function startOfDayBefore(at: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - 1).getTime();
}

/** `10:42` of today, `yesterday, 10:42`, or with the date. Instants are in milliseconds since the epoch. */
export function dataTime(at: number, now: number, text: Text): string {
  const time = clockTime(at, at, text);
  if (new Date(at).toDateString() === new Date(now).toDateString()) return time;
  if (at < now && at >= startOfDayBefore(now)) {
    const date = new Intl.RelativeTimeFormat(text.locale, { numeric: 'auto' }).format(-1, 'day');
    return format(text.time.dateAndTime, { date, time });
  }
  return format(text.time.dateAndTime, { date: dateOf(at, now, text), time });
}

export interface DataAge {
  /** Stands in the bar. */
  readonly label: string;
  /** What there is to say besides: when the data is asked for next, or why not. */
  readonly more: readonly string[];
}

export function dataAge({ data }: Pick<PaneView, 'data'>, now: number, text: Text): DataAge {
  const { refresh } = text.workbook;
  const { asOf, refreshesAt, isRefreshing, pausedBy, isUnanswered } = data;
  const dated = asOf === null ? refresh.button : format(refresh.asOf, { time: dataTime(asOf, now, text) });
  const label = isRefreshing ? refresh.underWay : dated;
  // One that stands still says so itself.
  const fault = isUnanswered && pausedBy !== 'unanswered' ? [refresh.unanswered] : [];
  if (pausedBy !== null) return { label, more: [...fault, refresh.paused[pausedBy]] };
  if (refreshesAt === null) return { label, more: fault };
  const next =
    refreshesAt - now < MINUTE_MS
      ? refresh.inAMoment
      : format(refresh.nextAt, { time: clockTime(refreshesAt, now, text) });
  return { label, more: [...fault, next] };
}
