/** How the interface words time. Every instant and duration is in milliseconds. */
import type { GrantView, PaneView } from '../../shared/state.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `4:07`, or `1:02:09` from an hour on, or `3 d 04:00:00`. What is past is `0:00`. */
export function countdown(ms: number): string {
  const left = Math.max(0, Math.ceil(ms / second));
  const days = Math.floor(left / 86_400);
  const hours = Math.floor((left % 86_400) / 3_600);
  const minutes = Math.floor((left % 3_600) / 60);
  const seconds = left % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}:${two(seconds)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds)}`;
  return `${minutes}:${two(seconds)}`;
}

/** `54 min`, `2 h 5 min`, `3 days`; below a minute, `less than a minute`. */
export function durationWords(ms: number): string {
  if (ms < minute) return 'less than a minute';
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) {
    const hours = Math.floor(ms / hour);
    const minutes = Math.floor((ms % hour) / minute);
    return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  }
  return `${Math.floor(ms / day)} days`;
}

/**
 * `17:40`, with the date before it when that is another day and more than twelve hours away. `locale` decides between
 * 17:40 and 5:40 PM.
 */
export function clockTime(at: number, now: number, locale?: string): string {
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
  if (new Date(at).toDateString() === new Date(now).toDateString() || Math.abs(at - now) < 12 * hour) return time;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
  return `${date}, ${time}`;
}

export type Renewal = {
  text: string;
  tone: 'calm' | 'busy' | 'warning';
  /** The connection whose sign-in will not renew itself, where that is what the words are about. */
  ends?: string;
};

const earliest = (instants: readonly (number | null)[]): number | null => {
  const known = instants.filter((at): at is number => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** What the bar says about how long this goes on. The connection that ends first decides. */
export function renewalWords(
  grants: readonly GrantView[],
  pane: Pick<PaneView, 'sessionExpiresAt'> | null,
  now: number,
  locale?: string,
): Renewal | null {
  if (grants.length === 0) return null;
  if (grants.some((grant) => grant.status === 'ended' || grant.status === 'signed-out')) {
    return { text: 'Sign-in ended', tone: 'warning' };
  }
  if (grants.some((grant) => grant.status === 'renewing')) return { text: 'Renewing…', tone: 'busy' };

  const finite = grants.filter((grant) => !grant.renewable || grant.renewsAt === null);
  if (finite.length > 0) {
    const granted = earliest(finite.map((grant) => grant.expiresAt));
    const end = granted ?? pane?.sessionExpiresAt ?? null;
    if (end === null) return null;
    if (end <= now) return { text: 'Session has ended', tone: 'warning' };
    const tone = end - now < 10 * minute ? 'warning' : 'calm';
    const at = clockTime(end, now, locale);
    const first = finite.find((grant) => granted !== null && grant.expiresAt === granted && !grant.isServiceAccount);
    if (!first) return { text: `Session ends at ${at}`, tone };
    return { text: `You will have to sign in again at ${at}`, tone, ends: first.connectionId };
  }
  if (grants.some((grant) => grant.problem !== null)) {
    const end = earliest(grants.map((grant) => grant.expiresAt));
    const until = end !== null && end > now ? `, ends at ${clockTime(end, now, locale)}` : '';
    return { text: `Renewal delayed${until}`, tone: 'warning' };
  }
  const next = earliest(grants.map((grant) => grant.renewsAt));
  if (next === null) return null;
  if (next - now < minute) return { text: 'Renews in a moment', tone: 'calm' };
  return { text: `Renews in ${durationWords(next - now)}`, tone: 'calm' };
}
