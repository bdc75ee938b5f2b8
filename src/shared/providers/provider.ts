/**
 * What the set-up form needs to know about one kind of authorization server: how its fields become the server of a
 * profile, what it begins with, and what has to be registered. Values only; the words stand in `text/en.ts`, under `providers`.
 */
import type { ClientAuthentication, Connection } from '../profile/connection.ts';
import type { AuthorizationServer } from '../profile/servers.ts';
import type { Text } from '../text/en.ts';
import type { OidcFlavour } from './oidc-flavour.ts';

export type ProviderKind = AuthorizationServer['provider'];
export type ServerOf<Kind extends ProviderKind> = Extract<AuthorizationServer, { provider: Kind }>;
export type ServerFieldName<Kind extends ProviderKind> = Exclude<keyof ServerOf<Kind>, 'provider'>;

/** A server as the fields of the form hold it: what may be missing is empty. */
export type ServerFields<Kind extends ProviderKind> = {
  readonly [Name in ServerFieldName<Kind>]: NonNullable<ServerOf<Kind>[Name]>;
};

/** What a sign-in is for: reading data, saying who the person is, an exchange at Databricks, or a service account. */
export type Use = 'data' | 'identity' | 'exchange' | 'service-account';

/** Scopes for one use; their texts are found by name. */
export interface ScopeTemplate<Name extends string = string> {
  readonly name: Name;
  readonly use: 'data' | 'identity' | 'service-account';
  readonly scopes: readonly string[];
}

/** One thing that an administrator does; its text is found by name. */
export interface RegisterStep<Name extends string = string> {
  readonly name: Name;
  /** The uses that it concerns; without it, all in which a person signs in. */
  readonly for?: readonly Use[];
  /** Concerns this product alone. */
  readonly product?: OidcFlavour;
}

/** The names under which a provider has texts of its own. */
type TextName<Kind extends ProviderKind, Section extends 'scopes' | 'steps'> = Text['providers'][Kind] extends {
  readonly [Name in Section]: infer Texts;
}
  ? keyof Texts & string
  : never;
type Scopes<Kind extends ProviderKind> = ScopeTemplate<TextName<Kind, 'scopes'>>;

export interface ProviderTemplate<Kind extends ProviderKind = ProviderKind> {
  readonly kind: Kind;
  /** The fields of a new connection. */
  readonly emptyFields: ServerFields<Kind>;
  fieldsOf(server: ServerOf<Kind>): ServerFields<Kind>;
  /** May still be wrong: the schema of the profile decides. */
  serverOf(fields: ServerFields<Kind>): ServerOf<Kind>;
  /** The address whose host a client secret is shown to. */
  addressOf(server: ServerOf<Kind>): string;
  /** What empty fields show, as an example. */
  readonly examples: { readonly [Field in ServerFieldName<Kind> | 'clientId' | 'clientSecret']?: string };
  /** What stands on the sign-in button until it is given a name; empty where only the company knows one. */
  readonly usualLabel: { readonly data: string; readonly identity: string };
  readonly usualRedirects: readonly string[];
  /** The first is the default. */
  readonly scopes: readonly [Scopes<Kind>, ...Scopes<Kind>[]];
  /** The scope that brings a refresh token; null where none is needed for it. */
  readonly refreshScope: string | null;
  /** What an administrator registers, in this order. */
  readonly steps: readonly RegisterStep<TextName<Kind, 'steps'>>[];
  /** The registration as one SQL statement, where there is such. */
  statement?(redirectUri: string): string;
  /** Whether its tokens can say who the person is. */
  readonly namesPerson: boolean;
  /** Whether applications of people have a secret too, and have to show it. */
  readonly wantsSecret: boolean;
  /** The first is the default. */
  readonly flows: readonly [Connection['flow'], ...Connection['flow'][]];
  readonly clientAuthentication: readonly [ClientAuthentication, ...ClientAuthentication[]];
}

interface FieldTexts {
  /** As the console of the product calls it. */
  readonly label: string;
  readonly help: string;
}

/** The texts that every provider has; see `text/en.ts`, under `providers`. */
export interface ProviderTexts<Kind extends ProviderKind = ProviderKind> {
  readonly label: string;
  readonly registerTitle: string;
  readonly fields: { readonly [Field in ServerFieldName<Kind>]: FieldTexts };
  readonly clientId: FieldTexts;
  readonly clientSecret: FieldTexts;
  readonly scopes: Readonly<Record<string, ScopeTexts>>;
  /** Where an administrator grants scopes: the end of a sentence such as "Granted …". */
  readonly scopesPlace: string;
  /** What holds for the redirect URLs of a program on this computer. */
  readonly redirectHelp: string;
  readonly steps: Readonly<Record<string, string>>;
  /** Absent where there is nothing to choose. */
  readonly lifetimes?: string;
}

export interface ScopeTexts {
  readonly purpose: string;
  readonly help: string;
}
