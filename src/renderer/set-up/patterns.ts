/** The ways in which people reach the data, and what each of them calls for to begin with. */
import type { Connection } from '../../shared/profile/connection.ts';
import { defaultRedirectUri } from '../../shared/profile/fields.ts';
import { type ProviderKind, providerTemplates, type ScopeTemplate } from '../../shared/providers/catalog.ts';

/** As in the profile; and `identity`: people sign in only to say who they are, and Sigma has an account of its own. */
export type Pattern = Connection['flow'] | 'identity';

type PatternText = { readonly label: string; readonly help: string; readonly providerQuestion: string };

export const patternTexts: Readonly<Record<Pattern, PatternText>> = {
  authorization_code: {
    label: 'Each person with their own rights',
    help: 'Everyone signs in, and every query runs as them. Recommended.',
    providerQuestion: 'Where people sign in',
  },
  identity: {
    label: 'A service account with row-level security',
    help: 'Sigma uses an account of its own. The sign-in only says who is looking.',
    providerQuestion: 'Where people sign in',
  },
  token_exchange: {
    label: 'One company sign-in, exchanged for Databricks',
    help: 'People sign in at your identity provider once. Databricks takes its word for it.',
    providerQuestion: 'The identity provider',
  },
  client_credentials: {
    label: 'A machine, for a wallboard',
    help: 'Nobody signs in: a service account does it by itself.',
    providerQuestion: 'Where the machine signs in',
  },
};
/** In the order in which the form offers them. */
export const patterns = Object.keys(patternTexts) as Pattern[];

export const flowOf = (pattern: Pattern): Connection['flow'] =>
  pattern === 'identity' ? 'authorization_code' : pattern;

export const isMachinePattern = (pattern: Pattern): boolean => pattern === 'client_credentials';

/** The one with the longest name last: it gets a row of its own. */
const kinds: readonly ProviderKind[] = ['databricks', 'entra', 'snowflake', 'google', 'oidc'];

/** Who can serve a pattern. Snowflake gives tokens for its data, and no word about who the person is. */
export function providersFor(pattern: Pattern): ProviderKind[] {
  return kinds.filter((kind) => {
    if (pattern === 'identity' && kind === 'snowflake') return false;
    return providerTemplates[kind].flows.includes(flowOf(pattern));
  });
}

const identityScopes: ScopeTemplate = {
  purpose: 'Who the person is',
  scopes: ['openid', 'email', 'profile', 'offline_access'],
  help: 'For row-level security by attributes.',
};
const forMachines = (template: ScopeTemplate) => template.purpose.startsWith('Service principal');
const forIdentity = (template: ScopeTemplate) => template.purpose === identityScopes.purpose;

/** Scopes that only make sense where there is a person. */
const personal = new Set(['openid', 'email', 'profile', 'offline_access', 'refresh_token']);

/** The scope templates that fit; never empty. */
export function scopeTemplates(pattern: Pattern, kind: ProviderKind): readonly ScopeTemplate[] {
  const { scopes: all } = providerTemplates[kind];
  if (pattern === 'identity' || pattern === 'token_exchange') return [all.find(forIdentity) ?? identityScopes];
  if (!isMachinePattern(pattern)) return all.filter((template) => !forMachines(template) && !forIdentity(template));
  const [first] = all;
  return [all.find(forMachines) ?? { ...first, scopes: first.scopes.filter((scope) => !personal.has(scope)) }];
}

/** What to begin with: of several, the first that also says who signed in, since Sigma wants to know. */
export function usualScopes(pattern: Pattern, kind: ProviderKind): string {
  const templates = scopeTemplates(pattern, kind);
  const usual = templates.find(({ scopes }) => scopes.includes('openid')) ?? templates[0];
  return (usual?.scopes ?? []).join(' ');
}

export function usualRedirects(kind: ProviderKind): string {
  return defaultRedirectUri(kind);
}

/** What stands on the sign-in button until someone names it; empty where only the company knows a name. */
export function usualLabel(pattern: Pattern, kind: ProviderKind): string {
  const brings = pattern === 'identity' || pattern === 'token_exchange' ? 'identity' : 'data';
  if (kind === 'databricks') return 'Databricks';
  if (kind === 'snowflake') return 'Snowflake';
  if (kind === 'entra') return brings === 'data' ? 'Azure Databricks' : 'Microsoft';
  if (kind === 'google') return brings === 'data' ? 'BigQuery' : 'Google';
  return '';
}
