/** The claims of a signed session as they are shown: main sends the length of each encrypted token, not the token. */
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

/** The claims with the length of each encrypted token in words. */
export function shownClaims(claims: Readonly<Record<string, unknown>>, text: Text): Record<string, unknown> {
  const tokens = claims.connection_oauth_tokens;
  if (typeof tokens !== 'object' || tokens === null) return { ...claims };
  const inWords = Object.entries(tokens).map(([id, length]) => [
    id,
    format(text.claims.encryptedToken, { length: Number(length) }, text.locale),
  ]);
  return { ...claims, connection_oauth_tokens: Object.fromEntries(inWords) };
}
