/** Text that came from a server, made fit to show and to log. */
import { redact } from '../audit/redact.ts';

/** One line without control or direction characters and without anything that looks like a secret, at most `max` long. */
export function plainText(text: string, max = 500): string {
  // Cut before redacting, so that a huge answer costs nothing; the second cut is for what redaction added.
  const line = text
    .slice(0, max * 4)
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return redact(line).slice(0, max);
}
