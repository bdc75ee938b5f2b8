/** What a person chose could not be written: said in the same way, whatever it was. */
import { AppError, systemCodeOf } from '../../shared/errors.ts';

/** Waits until something is stored. @throws AppError `settings_write_failed` */
export async function storing(stored: Promise<void>): Promise<void> {
  try {
    await stored;
  } catch (cause) {
    throw new AppError(
      'settings_write_failed',
      { reason: 'systemAnswered', systemCode: systemCodeOf(cause) },
      { cause },
    );
  }
}
