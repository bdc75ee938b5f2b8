/** Which Sigma a profile works with. Its grants are bound to it, so both processes need the rule. */
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
 * The Sigma that gets the tokens of a profile, as one comparable value. The origin alone does not tell: many
 * organisations share `app.sigmacomputing.com`, and an embed client belongs to one of them. Whose embed client is
 * named, their Sigma opens the tokens, and hands them to the platforms that it has connections to.
 */
export const sigmaRecipient = (profile: UsesSigma): string => `${sigmaOrigin(profile)} ${profile.embedClientId.trim()}`;
