/** What a window asks before it follows a link: which workbook, and whether with the values that the link brings. */
import { AppError } from '../../../shared/errors.ts';
import type { LinkPlace } from '../../../shared/open-link.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { LinkQuestion } from '../../../shared/state.ts';
import type { FoundWorkbook } from './find-by-link.ts';

interface Asked {
  readonly view: LinkQuestion;
  readonly place: LinkPlace;
}

export interface LinkQuestions {
  isAsked(windowId: string): boolean;
  ask(windowId: string, found: readonly FoundWorkbook[], place: LinkPlace): void;
  /** The question is answered, and over. @throws AppError `request_refused` where another one stands, or none */
  take(windowId: string, questionId: string): Asked;
  view(windowId: string): LinkQuestion | null;
  forget(windowId: string): void;
}

export function createLinkQuestions(options: { randomUuid(): string; onChange(): void }): LinkQuestions {
  const questions = new Map<string, Asked>();
  return {
    isAsked: (windowId) => questions.has(windowId),
    ask(windowId, found, place) {
      const choices = found.map(({ profile, workbook }) => {
        return { workbookId: workbook.id, title: workbook.title, profile: profile.name };
      });
      const values = Object.entries(place.controls).map(([name, value]) => ({ name: shownName(name), value }));
      questions.set(windowId, { view: { questionId: options.randomUuid(), choices, values }, place });
      options.onChange();
    },
    take(windowId, questionId) {
      const asked = questions.get(windowId);
      if (asked?.view.questionId !== questionId) throw new AppError('request_refused', { reason: 'notNow' });
      questions.delete(windowId);
      options.onChange();
      return asked;
    },
    view: (windowId) => questions.get(windowId)?.view ?? null,
    forget: (windowId) => void questions.delete(windowId),
  };
}
