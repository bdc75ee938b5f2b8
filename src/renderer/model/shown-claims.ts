/** The claims of a signed session as they are shown: main sends the length of each encrypted token, not the token. */
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

/** The claims with the length of each encrypted token in words. */
export function shownClaims(claims: Readonly<Record<string, unknown>>, text: Text): Record<string, unknown> {
  const inWords = (length: unknown): string =>
    format(text.claims.encryptedToken, { length: Number(length) }, text.locale);
  const { oauth_token: token, connection_oauth_tokens: tokens } = claims;
  return {
    ...claims,
    ...(token !== undefined && { oauth_token: inWords(token) }),
    ...(typeof tokens === 'object' &&
      tokens !== null && {
        connection_oauth_tokens: Object.fromEntries(
          Object.entries(tokens).map(([id, length]) => [id, inWords(length)]),
        ),
      }),
  };
}
