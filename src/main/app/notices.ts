/** Things that a person should know and that belong to no screen: kept until dismissed or past, for all windows. */
import type { AppError } from '../../shared/errors.ts';
import type { Notice } from '../../shared/state.ts';
import type { Feature } from './feature.ts';

/** More than this at once would help no reader; the oldest go, and those first that would go by themselves. */
const MOST = 5;

/** Long enough to be noticed and read, and short enough not to be in the way. */
const PASSING_MS = 15_000;

export interface Notices extends Feature<'notices.dismiss', 'notices'> {
  add(error: AppError): void;
  /** Adds one that is taken away by what is answered, as soon as its reason has gone. */
  addRevocable(error: AppError): () => void;
  /** Adds one that stays as long as the program runs: it is so, and nobody can change it here. */
  addLasting(error: AppError): void;
  /** Adds one that goes by itself after a while: nothing is left to be done about it. */
  addPassing(error: AppError): void;
}

export interface NoticesOptions {
  randomUuid(): string;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  onChange(): void;
}

export function createNotices({ randomUuid, setTimer, onChange }: NoticesOptions): Notices {
  let notices: Notice[] = [];
  /** Ids. A workbook can cause these one after the other, and must not hide what matters by it. */
  const passing = new Set<string>();

  function dismiss(noticeId: string): void {
    passing.delete(noticeId);
    const others = notices.filter((notice) => notice.id !== noticeId);
    if (others.length === notices.length) return;
    notices = others;
    onChange();
  }

  function add(error: AppError, { isPassing = false, lasts = false } = {}): string {
    const view = error.toView();
    const id = randomUuid();
    // The same thing said twice is one thing.
    const others = notices.filter((notice) => JSON.stringify(notice.error) !== JSON.stringify(view));
    notices = [...others, { id, error: view, lasts }];
    if (isPassing) passing.add(id);
    if (notices.length > MOST) {
      const surplus = notices.find((notice) => passing.has(notice.id)) ?? notices.find((notice) => !notice.lasts);
      notices = notices.filter((notice) => notice !== surplus);
    }
    onChange();
    return id;
  }

  return {
    handlers: {
      'notices.dismiss'({ noticeId }) {
        if (!notices.some(({ id, lasts }) => id === noticeId && lasts)) dismiss(noticeId);
      },
    },
    sharedState: () => ({ notices }),
    windowState: () => ({}),
    add: (error) => void add(error),
    addRevocable(error) {
      const id = add(error);
      return () => dismiss(id);
    },
    addLasting: (error) => void add(error, { lasts: true }),
    addPassing(error) {
      const id = add(error, { isPassing: true });
      setTimer(() => dismiss(id), PASSING_MS);
    },
  };
}
