/** What a person is asked before a rule for an action runs for the first time. */
import { shownValue } from './change-text.ts';
import type { Text } from './en.ts';
import { format } from './format.ts';

export type ActionQuestion = {
  readonly profileName: string;
  /** As the rule names it. */
  readonly action: string;
} & ({ readonly address: string } | { readonly workbook: string });

/** The question and what stands below it. Values come from others, so none of them can begin a line of its own. */
export function actionQuestionText(
  { dialogs }: Text,
  question: ActionQuestion,
): { readonly message: string; readonly lines: readonly string[] } {
  const { confirmAction } = dialogs;
  const shown = (value: string) => shownValue(value) ?? '';
  const isAddress = 'address' in question;
  return {
    message: isAddress
      ? format(confirmAction.address, { host: new URL(question.address).host })
      : format(confirmAction.workbook, { workbook: shown(question.workbook) }),
    lines: [
      format(dialogs.profileName, { profile: shown(question.profileName) }),
      format(confirmAction.action, { action: shown(question.action) }),
      ...(isAddress ? [format(confirmAction.thisTime, { address: shown(question.address) })] : []),
      '',
      isAddress ? confirmAction.addressConsequence : confirmAction.workbookConsequence,
    ],
  };
}
