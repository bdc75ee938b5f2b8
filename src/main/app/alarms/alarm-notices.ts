/** What an alarm says in the window. Where something says it there already, nothing is said twice. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Alarm } from './alarm-rules.ts';

export interface AboutAlarm {
  readonly profile: Profile | null;
  readonly connection: Connection | null;
}

const WALL_REASONS = {
  'sign-in': 'signIn',
  network: 'network',
  workbooks: 'workbooks',
  answer: 'answer',
  tabs: 'tabs',
} as const;

/** Null: the clock and the audit trail have notices of their own, and a sign-in that has ended a place of its own. */
export function noticeOf({ kind, reason }: Alarm, { profile, connection }: AboutAlarm): AppError | null {
  const names = { profile: profile?.name ?? '', label: connection?.label ?? '' };
  switch (kind) {
    case 'renewal':
      // Nobody tries any more: where the sign-in stands, the window asks for another one.
      if (reason === 'grant_dead' || reason === 'renewal_unavailable') return null;
      return new AppError('renewal_keeps_failing', { ...names, because: reason ?? 'internal' });
    case 'signInEnds':
      return new AppError('sign_in_ends_soon', names);
    case 'wall': {
      const known = Object.entries(WALL_REASONS).find(([name]) => name === reason)?.[1] ?? 'answer';
      return new AppError('wall_in_trouble', { reason: known });
    }
    case 'keychain':
      return new AppError('keychain_away');
    case 'clock':
    case 'audit':
      return null;
  }
}
