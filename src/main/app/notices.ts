/** Things that a person should know and that belong to no screen: kept until dismissed. */

import type { AppError } from '../../shared/errors.ts';
import type { Notice } from '../../shared/state.ts';

/** More than this at once would help nobody; the oldest go. */
const MOST = 5;

export type Notices = ReturnType<typeof createNotices>;

export function createNotices(options: { randomUuid(): string; onChange(): void }) {
  let notices: Notice[] = [];
  return {
    all: (): Notice[] => notices,
    add(error: AppError): void {
      const view = error.toView();
      // The same thing said twice is one thing.
      const others = notices.filter((notice) => JSON.stringify(notice.error) !== JSON.stringify(view));
      notices = [...others, { id: options.randomUuid(), error: view }].slice(-MOST);
      options.onChange();
    },
    dismiss(noticeId: string): void {
      notices = notices.filter((notice) => notice.id !== noticeId);
      options.onChange();
    },
  };
}
