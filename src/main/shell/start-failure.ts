/** What a person reads when the program cannot start; there is no window yet to show it in. */
import { AppError } from '../../shared/errors.ts';
import { en } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { redact } from '../log/redact.ts';

export function describeStartFailure(error: unknown): { title: string; text: string } {
  if (error instanceof AppError) {
    const { title, detail, remedy } = errorText(en, error);
    return { title, text: redact([detail, remedy, `Code: ${error.code}`].join('\n\n')) };
  }
  const reason = error instanceof Error ? error.message : 'The reason is unknown.';
  return { title: 'Sightglass could not start', text: redact(reason) };
}
