/** Tests a set-up as it is saved, with what is stored, as the form of a window would. */
import type { ChecksView } from '../../../shared/checks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Timers } from '../../async/timers.ts';
import { untilAborted } from '../../async/until-aborted.ts';
import type { Handlers } from '../../ipc/router.ts';
import type { Feature } from '../feature.ts';
import type { Signal } from '../signal.ts';

export interface TestsOptions {
  readonly handlers: Pick<Handlers, 'checks.start' | 'checks.cancel'>;
  readonly checks: Pick<Feature<never, never, 'checks'>, 'windowState'>;
  /** Something in the state is different. */
  readonly changes: Pick<Signal<void>, 'on'>;
  readonly timers: Timers;
}

/** Who asks, in the place of a window. */
export interface Place {
  readonly windowId: string;
  readonly kind: 'viewer';
}

/** A test is allowed again after this, where many were asked for in a row. */
const AGAIN_MS = 10_000;

export function createTests({ handlers, checks, changes, timers }: TestsOptions) {
  const listeners = new Set<() => void>();
  changes.on(() => {
    for (const look of listeners) look();
  });

  async function begin(profile: Profile, place: Place, signal: AbortSignal): Promise<void> {
    const connections = profile.connections.map((connection) => ({ ...connection, clientSecret: null }));
    for (;;) {
      try {
        await handlers['checks.start']({ ...profile, embedSecret: null, connections }, place);
        return;
      } catch (error) {
        const isTooSoon = error instanceof AppError && error.values.reason === 'tooManyTests';
        if (!isTooSoon) throw error;
        await untilAborted(new Promise<void>((again) => timers.setTimer(again, AGAIN_MS)), signal);
      }
    }
  }

  return async (profile: Profile, place: Place, signal: AbortSignal): Promise<ChecksView> => {
    const stop = () => void handlers['checks.cancel'](undefined, place);
    await begin(profile, place, signal);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const view = await new Promise<ChecksView>((resolve) => {
      function look(): void {
        const { checks: shown } = checks.windowState(place.windowId);
        if (shown === null || shown.phase === 'running') return;
        listeners.delete(look);
        resolve(shown);
      }
      listeners.add(look);
      look();
    });
    signal.removeEventListener('abort', stop);
    // It is over, so this forgets it.
    stop();
    return view;
  };
}
