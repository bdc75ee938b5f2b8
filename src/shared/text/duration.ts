/** How long something goes on, in words. */
import type { Text } from './en.ts';
import { format, plural } from './format.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `54 min`, `2 h 5 min`, `3 days`; below a minute, `less than a minute`. */
export function durationWords(ms: number, text: Text): string {
  const { time } = text;
  if (ms < minute) return time.lessThanMinute;
  if (ms < hour) return format(time.minutes, { minutes: Math.floor(ms / minute) });
  if (ms < 2 * day) {
    const hours = Math.floor(ms / hour);
    const minutes = Math.floor((ms % hour) / minute);
    return minutes === 0 ? format(time.hours, { hours }) : format(time.hoursAndMinutes, { hours, minutes });
  }
  const days = Math.floor(ms / day);
  return format(plural(time.days, days, text.locale), { days });
}
