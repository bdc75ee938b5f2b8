/** How the interface words time. Every instant and duration is in milliseconds. */
import { isOfRenewed } from '../../shared/grants.ts';
import type { GrantView, PaneView } from '../../shared/state.ts';
import { durationWords } from '../../shared/text/duration.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** `4:07`, or `1:02:09` from an hour on, or `3 d 04:00:00`. What is past is `0:00`. */
export function countdown(ms: number, text: Text): string {
  const left = Math.max(0, Math.ceil(ms / second));
  const days = Math.floor(left / 86_400);
  const hours = Math.floor((left % 86_400) / 3_600);
  const minutes = Math.floor((left % 3_600) / 60);
  const seconds = left % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  if (days > 0) {
    const clock = `${two(hours)}:${two(minutes)}:${two(seconds)}`;
    return format(text.time.countdownWithDays, { days, clock });
  }
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds)}`;
  return `${minutes}:${two(seconds)}`;
}

/**
 * `17:40`, with the date before it when that is another day and more than twelve hours away. The locale of the text
 * decides between 17:40 and 5:40 PM.
 */
export function clockTime(at: number, now: number, text: Text): string {
  const { locale } = text;
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
  if (new Date(at).toDateString() === new Date(now).toDateString() || Math.abs(at - now) < 12 * hour) return time;
  return format(text.time.dateAndTime, { date: dateOf(at, now, text), time });
}

/** `Fri, Nov 27`, with the year where it is another one. */
export function dateOf(at: number, now: number, { locale }: Text): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

export interface Renewal {
  readonly text: string;
  readonly tone: 'calm' | 'busy' | 'warning';
  /** The connection whose sign-in will not renew itself, where that is what the words are about. */
  readonly ends?: string;
}

const earliest = (instants: readonly (number | null)[]): number | null => {
  const known = instants.filter((at): at is number => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** What the bar says about how long this goes on. The connection that ends first decides. */
export function renewalWords(
  grants: readonly GrantView[],
  pane: Pick<PaneView, 'sessionExpiresAt'> | null,
  now: number,
  text: Text,
): Renewal | null {
  const { renewal } = text;
  if (grants.length === 0) return null;
  if (grants.some((grant) => grant.status === 'ended' || grant.status === 'signed-out')) {
    return { text: renewal.ended, tone: 'warning' };
  }
  if (grants.some((grant) => grant.status === 'renewing')) return { text: renewal.renewing, tone: 'busy' };

  const finite = grants.filter((grant) => !grant.renewable || grant.renewsAt === null);
  if (finite.length > 0) {
    const granted = earliest(finite.map((grant) => grant.expiresAt));
    const end = granted ?? pane?.sessionExpiresAt ?? null;
    if (end === null) return null;
    if (end <= now) return { text: renewal.sessionHasEnded, tone: 'warning' };
    const tone = end - now < 10 * minute ? 'warning' : 'calm';
    const time = clockTime(end, now, text);
    const first = finite.find((grant) => granted !== null && grant.expiresAt === granted && !grant.isServiceAccount);
    if (!first) return { text: format(renewal.sessionEndsAt, { time }), tone };
    return { text: format(renewal.signInAgainAt, { time }), tone, ends: first.connectionId };
  }
  if (grants.some(({ problem }) => problem !== null && !isOfRenewed(problem))) {
    const end = earliest(grants.map((grant) => grant.expiresAt));
    const words =
      end !== null && end > now ? format(renewal.delayedEndsAt, { time: clockTime(end, now, text) }) : renewal.delayed;
    return { text: words, tone: 'warning' };
  }
  const next = earliest(grants.map((grant) => grant.renewsAt));
  if (next === null) return null;
  const tone = grants.some(({ problem }) => problem !== null) ? 'warning' : 'calm';
  if (next - now < minute) return { text: renewal.inAMoment, tone };
  return { text: format(renewal.renewsIn, { duration: durationWords(next - now, text) }), tone };
}

/** Until when one sign-in is good, or when it is renewed. */
export function untilWords(grant: GrantView, now: number, text: Text): string {
  const words = text.account;
  const { status, renewable, renewsAt, expiresAt } = grant;
  if (status === 'signed-out') return words.signedOut;
  if (status === 'ended' || (expiresAt !== null && expiresAt <= now)) return words.ended;
  if (renewable && renewsAt !== null)
    return format(words.renewsAt, { time: clockTime(Math.max(renewsAt, now), now, text) });
  return expiresAt === null ? words.noEnd : format(words.until, { time: clockTime(expiresAt, now, text) });
}
