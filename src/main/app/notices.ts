/** Things that a person should know and that belong to no screen: kept until dismissed, for all windows. */
import type { AppError } from '../../shared/errors.ts';
import type { Notice } from '../../shared/state.ts';
import type { Feature } from './feature.ts';

/** More than this at once would help no reader; the oldest go. */
const MOST = 5;

export interface Notices extends Feature<'notices.dismiss', 'notices'> {
  add(error: AppError): void;
  /** Adds what may pass by itself. @returns what takes it away; it may be called after a person has dismissed it */
  addPassing(error: AppError): () => void;
}

export interface NoticesOptions {
  randomUuid(): string;
  onChange(): void;
}

export function createNotices({ randomUuid, onChange }: NoticesOptions): Notices {
  let notices: Notice[] = [];
  function remove(noticeId: string): void {
    notices = notices.filter((notice) => notice.id !== noticeId);
    onChange();
  }

  function add(error: AppError): string {
    const view = error.toView();
    // The same thing said twice is one thing.
    const others = notices.filter((notice) => JSON.stringify(notice.error) !== JSON.stringify(view));
    const id = randomUuid();
    notices = [...others, { id, error: view }].slice(-MOST);
    onChange();
    return id;
  }

  return {
    handlers: { 'notices.dismiss': ({ noticeId }) => remove(noticeId) },
    sharedState: () => ({ notices }),
    windowState: () => ({}),
    add: (error) => void add(error),
    addPassing(error) {
      const noticeId = add(error);
      return () => remove(noticeId);
    },
  };
}
