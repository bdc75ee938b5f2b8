/** Things that a person should know and that belong to no screen: kept until dismissed, for all windows. */
import type { AppError } from '../../shared/errors.ts';
import type { Notice } from '../../shared/state.ts';
import type { Feature } from './feature.ts';

/** More than this at once would help no reader; the oldest go. */
const MOST = 5;

export interface Notices extends Feature<'notices.dismiss', 'notices'> {
  add(error: AppError): void;
}

export interface NoticesOptions {
  randomUuid(): string;
  onChange(): void;
}

export function createNotices({ randomUuid, onChange }: NoticesOptions): Notices {
  let notices: Notice[] = [];
  return {
    handlers: {
      'notices.dismiss': ({ noticeId }) => {
        notices = notices.filter((notice) => notice.id !== noticeId);
        onChange();
      },
    },
    sharedState: () => ({ notices }),
    windowState: () => ({}),
    add(error) {
      const view = error.toView();
      // The same thing said twice is one thing.
      const others = notices.filter((notice) => JSON.stringify(notice.error) !== JSON.stringify(view));
      notices = [...others, { id: randomUuid(), error: view }].slice(-MOST);
      onChange();
    },
  };
}
