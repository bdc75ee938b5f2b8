/** Which Sigma a profile works with. Its grants are bound to it, so both processes need the rule. */

import { parseUrl } from './addresses.ts';
import type { Connection } from './connection.ts';
import { tokenUseOf } from './connection-rules.ts';

export interface UsesSigma {
  readonly embedClientId: string;
  /** The organisation below that of the embed client for which it signs, or null. */
  readonly tenant: string | null;
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
 * client is named, their Sigma opens the token; with a tenant, the Sigma of that organisation. Which one of its own
 * connections it then uses the token for is that organisation's to say. That all of them get it is another thing, and so
 * is a sign-in that only says who the person is: it was not given to be handed on at all.
 *
 * It is part of stored fingerprints, so what it says of a profile without tenant, and of one connection, must stay. No
 * part holds a space but the words here, so that no two recipients have the same text.
 */
export const tokenRecipient = (
  profile: UsesSigma,
  connection: Pick<Connection, 'sigmaConnectionId' | 'isForOrganisation'>,
): string =>
  [
    sigmaOrigin(profile),
    profile.embedClientId.trim(),
    ...(profile.tenant === null ? [] : [`for the tenant ${profile.tenant.trim()}`]),
    ...useWords[tokenUseOf(connection).kind],
  ].join(' ');

const useWords = {
  connection: [],
  organisation: ['for the whole organisation'],
  none: ['nothing handed on'],
} as const;
