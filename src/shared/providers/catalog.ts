/**
 * All authorization servers that the set-up form offers. A kind in the schema of the profile without a template here,
 * or without its texts, does not compile.
 */
import type { AuthorizationServer } from '../profile/servers.ts';
import type { Text } from '../text/en.ts';
import { databricks } from './databricks.ts';
import { entra } from './entra.ts';
import { google } from './google.ts';
import { oidc } from './oidc.ts';
import type { ProviderKind, ProviderTemplate, ProviderTexts, ServerFields } from './provider.ts';
import { snowflake } from './snowflake.ts';

/** In the order in which the form offers them. The one with the longest name last: it gets a row of its own. */
export const providerTemplates: { readonly [Kind in ProviderKind]: ProviderTemplate<Kind> } = {
  databricks,
  entra,
  snowflake,
  google,
  oidc,
};

export const providerKinds = Object.keys(providerTemplates) as readonly ProviderKind[];

/** What the form says about a provider, in the language of the text. */
export function providerTexts(text: Text, kind: ProviderKind): ProviderTexts {
  const all: { readonly [Kind in ProviderKind]: ProviderTexts<Kind> } = text.providers;
  return all[kind];
}

type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (value: infer All) => void
  ? All
  : never;

/** The fields of all servers side by side: the form keeps what was entered for one while another is chosen. */
export type AllServerFields = Intersection<{ [Kind in ProviderKind]: ServerFields<Kind> }[ProviderKind]>;

// Sound by the type of `providerTemplates`; TypeScript does not follow an index through a union.
const templateOf = (kind: ProviderKind) => providerTemplates[kind] as unknown as ProviderTemplate;

export const emptyServerFields: AllServerFields = Object.assign(
  {},
  ...Object.values(providerTemplates).map(({ emptyFields }) => emptyFields),
);

/** The fields of one server. What belongs to the others keeps its beginning. */
export const serverFieldsOf = (server: AuthorizationServer): Partial<AllServerFields> =>
  templateOf(server.provider).fieldsOf(server);

/** The server of the chosen kind, out of the fields of all. */
export const serverOfFields = (kind: ProviderKind, fields: AllServerFields): AuthorizationServer =>
  templateOf(kind).serverOf(fields);

/** The address whose host a client secret is shown to. */
export const addressOfServer = (server: AuthorizationServer): string => templateOf(server.provider).addressOf(server);

/** For a service account or an exchange at Databricks (RFC 8693): what the exchanged token is asked for. */
export const exchangeScopes: readonly string[] = ['all-apis'];
