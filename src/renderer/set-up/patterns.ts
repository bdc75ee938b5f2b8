/** The ways in which people reach the data, and what each of them calls for to begin with. */
import type { Connection } from '../../shared/profile/connection.ts';
import { providerKinds, providerTemplates } from '../../shared/providers/catalog.ts';
import type { OidcFlavour } from '../../shared/providers/oidc-flavour.ts';
import type { ProviderKind, RegisterStep, ScopeTemplate, Use } from '../../shared/providers/provider.ts';

/** As in the profile; and `identity`: people sign in only to say who they are, and Sigma has an account of its own. */
export type Pattern = Connection['flow'] | 'identity';

const uses: Readonly<Record<Pattern, Use>> = {
  authorization_code: 'data',
  identity: 'identity',
  token_exchange: 'exchange',
  client_credentials: 'service-account',
};
/** In the order in which the form offers them. */
export const patterns = Object.keys(uses) as readonly Pattern[];

export const flowOf = (pattern: Pattern): Connection['flow'] =>
  pattern === 'identity' ? 'authorization_code' : pattern;

export const isServiceAccountPattern = (pattern: Pattern): boolean => pattern === 'client_credentials';

/** Whether the sign-in is about who the person is, not about data. */
const isAboutPerson = (pattern: Pattern): boolean => pattern === 'identity' || pattern === 'token_exchange';

/** Which providers can serve a pattern. */
export function providersFor(pattern: Pattern): readonly ProviderKind[] {
  return providerKinds.filter((kind) => {
    const { flows, namesPerson } = providerTemplates[kind];
    return flows.includes(flowOf(pattern)) && (pattern !== 'identity' || namesPerson);
  });
}

/** Where a provider has no template of its own. Its texts stand in `setUp.scopes.identity`. */
const identityScopes: ScopeTemplate = {
  name: 'identity',
  use: 'identity',
  scopes: ['openid', 'email', 'profile', 'offline_access'],
};

/** Scopes that only make sense where there is a person. */
const personal = new Set(['openid', 'email', 'profile', 'offline_access', 'refresh_token']);

/** The scope templates that fit; never empty. */
export function scopeTemplates(pattern: Pattern, kind: ProviderKind): readonly ScopeTemplate[] {
  const all: readonly [ScopeTemplate, ...ScopeTemplate[]] = providerTemplates[kind].scopes;
  if (isAboutPerson(pattern)) return [all.find(({ use }) => use === 'identity') ?? identityScopes];
  if (!isServiceAccountPattern(pattern)) return all.filter(({ use }) => use === 'data');
  const [first] = all;
  return [
    all.find(({ use }) => use === 'service-account') ?? {
      ...first,
      scopes: first.scopes.filter((scope) => !personal.has(scope)),
    },
  ];
}

/** What to begin with: of several, the first that also says who signed in, since Sigma wants to know. */
export function usualScopes(pattern: Pattern, kind: ProviderKind): string {
  const templates = scopeTemplates(pattern, kind);
  const usual = templates.find(({ scopes }) => scopes.includes('openid')) ?? templates[0];
  return (usual?.scopes ?? []).join(' ');
}

/** The redirect URLs of a new connection, one on each line. */
export const usualRedirects = (kind: ProviderKind): string => providerTemplates[kind].usualRedirects.join('\n');

/** What stands on the sign-in button until it is given a name; empty where only the company knows one. */
export const usualLabel = (pattern: Pattern, kind: ProviderKind): string =>
  providerTemplates[kind].usualLabel[isAboutPerson(pattern) ? 'identity' : 'data'];

/**
 * What an administrator registers for a pattern. Steps for service accounts are for them alone, wherever a provider has
 * such.
 *
 * @param product the identity provider, as far as it is known by its host
 */
export function registerSteps(pattern: Pattern, kind: ProviderKind, product: OidcFlavour): readonly RegisterStep[] {
  const all: readonly RegisterStep[] = providerTemplates[kind].steps;
  const ofProduct = all.filter((step) => product === 'oidc' || step.product === undefined || step.product === product);
  const forServiceAccounts = ofProduct.filter((step) => step.for?.includes('service-account'));
  if (isServiceAccountPattern(pattern)) return forServiceAccounts.length > 0 ? forServiceAccounts : ofProduct;
  return ofProduct.filter((step) => step.for === undefined || step.for.includes(uses[pattern]));
}
