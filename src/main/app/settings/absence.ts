/** Signs people out when nobody is there: at a locked screen, or after a while without a key or a move of the mouse. */
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Log } from '../../log/log.ts';
import type { Choices } from '../../settings/choices.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { absenceStep } from './absence-rules.ts';

export interface AbsenceOptions extends Clock {
  readonly choices: Pick<Choices, 'get' | 'onChange'>;
  /** Whether a person is signed in to anything. */
  isAnybodySignedIn(): boolean;
  /** Signs every person out of everything; service accounts stay. @throws AppError as `signOut` does */
  signOutPeople(): Promise<void>;
  readonly notices: Pick<Notices, 'add'>;
  readonly log: Pick<Log, 'info'>;
  onChange(): void;
}

export interface Absence extends Feature<'absence.stay', 'signsOutAt'> {
  /** The screen was locked. */
  locked(): Promise<void>;
  /** To be called every few seconds. @param idleMs for how long nobody has used the computer */
  look(idleMs: number): Promise<void>;
}

/** An instant that moves by less is the same one, as looks come every few seconds. */
const SAME_MS = 3_500;

export function createAbsence(options: AbsenceOptions): Absence {
  const { choices, notices, log, now, uptime } = options;
  let signsOutAt: number | null = null;
  /** By uptime: a press of ours need not be one that the system counts, as that of a screen reader. */
  let stayedAt = Number.NEGATIVE_INFINITY;
  let isUnderWay = false;

  function tell(next: number | null): void {
    const isSame = next === signsOutAt || (next && signsOutAt && Math.abs(next - signsOutAt) < SAME_MS);
    if (isSame) return;
    signsOutAt = next;
    options.onChange();
  }

  async function signOut(reason: 'locked' | 'idle'): Promise<void> {
    if (isUnderWay || !options.isAnybodySignedIn()) return;
    isUnderWay = true;
    tell(null);
    log.info('absence.signed-out', { reason });
    try {
      await options.signOutPeople();
      notices.add(new AppError('signed_out_by_itself', { reason }));
    } catch (error) {
      // Signed out they are; something of it is still on the disk, or at a server.
      notices.add(asAppError(error, 'command'));
    } finally {
      isUnderWay = false;
    }
  }

  choices.onChange(() => tell(null));
  return {
    handlers: {
      'absence.stay'() {
        stayedAt = uptime();
        tell(null);
      },
    },
    sharedState: () => ({ signsOutAt }),
    windowState: () => ({}),
    async locked() {
      if (choices.get('signOutWhenLocked')) await signOut('locked');
    },
    async look(idleMs) {
      const limitMs = choices.get('signOutWhenIdle') * 60_000;
      const reached = absenceStep(Math.min(idleMs, uptime() - stayedAt), limitMs);
      if (reached.step === 'present' || !options.isAnybodySignedIn()) tell(null);
      else if (reached.step === 'warned') tell(now() + reached.leftMs);
      else await signOut('idle');
    },
  };
}
