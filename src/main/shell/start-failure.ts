/** What a person reads when the program cannot start; there is no window yet to show it in. */
import { AppError } from '../../shared/errors.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { redact } from '../log/redact.ts';

/** Title and text of the error box, without secrets. */
export function describeStartFailure(error: unknown, text: Text): { readonly title: string; readonly text: string } {
  const { dialogs } = text;
  if (error instanceof AppError) {
    const { title, detail, remedy } = errorText(text, error);
    return { title, text: redact([detail, remedy, format(dialogs.code, { code: error.code })].join('\n\n')) };
  }
  return { title: dialogs.cannotStart, text: redact(error instanceof Error ? error.message : dialogs.unknownReason) };
}
