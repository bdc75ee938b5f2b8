/** What a person reads when the program cannot start; there is no window yet to show it in. */
import { AppError } from '../../shared/errors.ts';
import { redact } from '../log/redact.ts';

export function describeStartFailure(error: unknown): { title: string; text: string } {
  if (error instanceof AppError) {
    const { title, detail, remedy, code } = error.toView();
    return { title, text: redact([detail, remedy, `Code: ${code}`].join('\n\n')) };
  }
  const reason = error instanceof Error ? error.message : 'The reason is unknown.';
  return { title: 'Sightglass could not start', text: redact(reason) };
}
