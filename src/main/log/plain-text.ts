/** Text that came from a server, made fit to show and to log. */
import { REDACTED, redact } from './redact.ts';

/**
 * One line without control or direction characters and without anything that looks like a secret, at most `max` long.
 *
 * @param secrets values that must not show wherever they stand, such as those that the server was sent and may repeat
 */
export function plainText(text: string, max = 500, secrets: readonly string[] = []): string {
  // Cut before redacting, so that a huge answer costs nothing; the second cut is for what redaction added.
  const line = withoutValues(text, secrets)
    .slice(0, max * 4)
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return redact(line).slice(0, max);
}

/** Before anything is cut, since half a secret would not be found. Also as it stands in forms and addresses. */
function withoutValues(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret), new URLSearchParams({ '': secret }).toString().slice(1)])
    .reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
}

/** Shorter values are also words; to take those out would make nonsense of what is said. */
const MIN_SECRET_LENGTH = 6;
