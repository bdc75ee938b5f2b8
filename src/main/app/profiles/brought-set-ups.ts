/**
 * Set-up files that come from outside of a window: by a double click, or named by a start. A window is told that there is
 * one and asks for what it holds when its person is free to look at it; nothing is stored before they agree (decision 0064).
 */
import { AppError } from '../../../shared/errors.ts';
import type { SetUpOffer } from '../../../shared/set-up-file.ts';
import type { Log } from '../../log/log.ts';
import type { Feature } from '../feature.ts';
import { contentOf } from './env-import.ts';

export interface BroughtSetUpsOptions {
  /** What a set-up file holds; null for a file of another kind. @throws AppError `set_up_unreadable` */
  offer(bytes: Uint8Array): SetUpOffer | null;
  randomUuid(): string;
  readonly log: Pick<Log, 'info'>;
  onChange(): void;
}

export interface BroughtSetUps extends Feature<'profiles.openBrought', never, 'broughtSetUp'> {
  /** @param windowId the window that is to ask; null while there is none, and then nothing happens */
  bring(file: string, windowId: string | null): void;
}

interface Brought {
  readonly id: string;
  readonly file: string;
}

/** A person marks a few files at once; more is no person. */
const MOST_WAITING = 8;

export function createBroughtSetUps({ offer, randomUuid, log, onChange }: BroughtSetUpsOptions): BroughtSetUps {
  const waiting = new Map<string, readonly Brought[]>();
  const of = (windowId: string) => waiting.get(windowId) ?? [];

  return {
    bring(file, windowId) {
      if (windowId === null) return;
      const there = of(windowId);
      // Whoever clicks again, since nothing seems to happen, means the same one.
      if (there.some((one) => one.file === file) || there.length >= MOST_WAITING) return;
      waiting.set(windowId, [...there, { id: randomUuid(), file }]);
      log.info('set-up.brought', { waiting: there.length + 1 });
      onChange();
    },
    handlers: {
      async 'profiles.openBrought'({ id }, { windowId }) {
        const brought = of(windowId).find((one) => one.id === id);
        // Another page of this window has asked for it already.
        if (!brought) return null;
        waiting.set(
          windowId,
          of(windowId).filter((one) => one !== brought),
        );
        onChange();
        // Read now and not before: what the person agrees to is what they see.
        const offered = offer(await contentOf(brought.file));
        // A `.env` by that ending would be taken over without a question.
        if (!offered) throw new AppError('set_up_unreadable', { reason: 'anotherKind' });
        return offered;
      },
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ broughtSetUp: of(windowId)[0]?.id ?? null }),
    windowClosed: (windowId) => void waiting.delete(windowId),
  };
}
