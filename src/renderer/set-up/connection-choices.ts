/** What a choice of pattern, provider or client authentication brings with it. */
import type { ClientAuthentication } from '../../shared/profile/connection.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import type { ProviderKind } from '../../shared/providers/provider.ts';
import type { ConnectionValues } from './connection-values.ts';
import {
  isServiceAccountPattern,
  type Pattern,
  providersFor,
  scopeTemplates,
  usualLabel,
  usualScopes,
} from './patterns.ts';
import { isOfferedRedirect, offeredRedirect } from './redirects.ts';
import { sameWords } from './text-values.ts';

/** Whether the scopes are still those of a template, so that they may follow another choice. */
export const hasUsualScopes = ({ pattern, provider, scopes }: ConnectionValues): boolean =>
  scopes.trim() === '' ||
  scopeTemplates(pattern, provider).some((template) => sameWords(template.scopes.join(' '), scopes));

/** What changes with a choice of pattern or provider: only fields that the person has not made their own. */
function choose(
  values: ConnectionValues,
  pattern: Pattern,
  provider: ProviderKind,
  saved: ConnectionValues | undefined,
  others: readonly ConnectionValues[],
): Partial<ConnectionValues> {
  const { clientAuthentication } = values;
  const isOffered =
    clientAuthentications(pattern, provider).includes(clientAuthentication) || clientAuthentication === 'automatic';
  const isUsualLabel = values.label === usualLabel(values.pattern, values.provider);
  const patch: Partial<ConnectionValues> = {
    pattern,
    provider,
    ...(hasUsualScopes(values) && { scopes: usualScopes(pattern, provider) }),
    ...(isOfferedRedirect(values.provider, values.redirectUris) && {
      redirectUris: offeredRedirect(provider, others),
    }),
    ...(isUsualLabel && { label: usualLabel(pattern, provider) }),
    ...(!isOffered && { clientAuthentication: 'automatic', algorithm: '' }),
  };
  const isBack = saved?.pattern === pattern && saved.provider === provider;
  return isBack ? { ...patch, ...asSaved(values, patch, saved) } : patch;
}

/** A person who comes back to what was saved finds it as it was, as far as it is theirs to follow. */
function asSaved(
  { clientAuthentication }: ConnectionValues,
  patch: Partial<ConnectionValues>,
  saved: ConnectionValues,
): Partial<ConnectionValues> {
  return {
    ...(patch.scopes !== undefined && { scopes: saved.scopes }),
    ...(patch.redirectUris !== undefined && { redirectUris: saved.redirectUris }),
    ...(patch.label !== undefined && { label: saved.label }),
    ...(clientAuthentication === 'automatic' && {
      clientAuthentication: saved.clientAuthentication,
      algorithm: saved.algorithm,
    }),
  };
}

/** @param saved the connection as it is stored, if it is; @param others of the profile, whose redirect URLs are taken */
export const chooseProvider = (
  values: ConnectionValues,
  provider: ProviderKind,
  saved?: ConnectionValues,
  others: readonly ConnectionValues[] = [],
): Partial<ConnectionValues> => choose(values, values.pattern, provider, saved, others);

/** @param saved the connection as it is stored, if it is; @param others of the profile, whose redirect URLs are taken */
export function choosePattern(
  values: ConnectionValues,
  pattern: Pattern,
  saved?: ConnectionValues,
  others: readonly ConnectionValues[] = [],
): Partial<ConnectionValues> {
  const possible = providersFor(pattern);
  // An exchange is for the identity provider of a company: most have one that is found by its metadata.
  const fallback = pattern === 'token_exchange' ? 'oidc' : (possible[0] ?? values.provider);
  return choose(values, pattern, possible.includes(values.provider) ? values.provider : fallback, saved, others);
}

const inOrder: readonly ClientAuthentication[] = [
  'automatic',
  'none',
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
];

/** How an application can prove itself to this server. A service account cannot be public. */
export function clientAuthentications(pattern: Pattern, kind: ProviderKind): readonly ClientAuthentication[] {
  const offered = providerTemplates[kind].clientAuthentication;
  return inOrder.filter((one) => offered.includes(one) && !(one === 'none' && isServiceAccountPattern(pattern)));
}

export function chooseAuthentication(chosen: ClientAuthentication, values: ConnectionValues) {
  const algorithm = chosen === 'private_key_jwt' ? values.algorithm || 'RS256' : '';
  return { clientAuthentication: chosen, algorithm } satisfies Partial<ConnectionValues>;
}
