/** Which Sigma a profile works with. Its grants are bound to it, so both processes need the rule. */
import type { Connection } from './connection.ts';
import { parseUrl } from './fields.ts';

export interface UsesSigma {
  readonly embedClientId: string;
  readonly workbooks: readonly { readonly url: string }[];
}

/**
 * The one origin of a profile's workbooks (see the schema), as the URL standard writes it: in lower case, without the
 * usual port, and with international names in their ASCII form. Of a half-filled form it may be empty.
 */
export function sigmaOrigin({ workbooks }: Pick<UsesSigma, 'workbooks'>): string {
  const origins = workbooks.map(({ url }) => parseUrl(url.trim())?.origin);
  return origins.find((origin) => origin !== undefined) ?? '';
}

/**
 * Who gets the token of a connection besides the data platform, as one comparable value. The origin of Sigma alone does
 * not tell: many organisations share `app.sigmacomputing.com`, and an embed client belongs to one of them. Whose embed
 * client is named, their Sigma opens the token. Which of its own connections it then uses the token for is that
 * organisation's to say; a sign-in that only says who the person is was not given to be handed on at all.
 */
export const tokenRecipient = (profile: UsesSigma, connection: Pick<Connection, 'sigmaConnectionId'>): string =>
  [
    sigmaOrigin(profile),
    profile.embedClientId.trim(),
    ...(connection.sigmaConnectionId === null ? ['nothing handed on'] : []),
  ].join(' ');
