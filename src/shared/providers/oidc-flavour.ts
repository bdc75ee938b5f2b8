/** Whose product answers at a metadata URI: for labels and help texts, never for decisions about trust. */
import { hostOf } from './address.ts';
import { entraCloudOf } from './entra-clouds.ts';

export type OidcFlavour = 'entra' | 'okta' | 'auth0' | 'ping' | 'oidc';

/** The names of the products, the same in every language. */
const oidcFlavourLabels: Readonly<Record<OidcFlavour, string>> = {
  entra: 'Microsoft Entra ID',
  okta: 'Okta',
  auth0: 'Auth0',
  ping: 'PingIdentity',
  oidc: 'OpenID Connect',
};

/** Each suffix begins with its dot, so that `evilokta.com` and `okta.com.example.org` match none. */
const suffixes: readonly (readonly [suffix: string, flavour: OidcFlavour])[] = [
  ['.okta.com', 'okta'],
  ['.oktapreview.com', 'okta'],
  ['.okta-emea.com', 'okta'],
  ['.okta-gov.com', 'okta'],
  ['.auth0.com', 'auth0'],
  ['.pingidentity.com', 'ping'],
];

/** PingOne has one domain for each region: pingone.com, pingone.eu, pingone.asia, pingone.ca, pingone.com.au. */
const pingOne = /\.pingone\.[a-z]{2,4}(\.[a-z]{2})?$/;

/** The flavour of a metadata URI, or of anything else that is being typed; `oidc` when the host says nothing. */
export function oidcFlavour(metadataUrl: string): OidcFlavour {
  const host = hostOf(metadataUrl);
  if (entraCloudOf(`https://${host}`) !== null) return 'entra';
  if (pingOne.test(`.${host}`)) return 'ping';
  return suffixes.find(([suffix]) => host.endsWith(suffix))?.[1] ?? 'oidc';
}

/** "Okta", "Auth0": the product behind a metadata URI; null for one that is not known by its host. */
export function flavourName(metadataUrl: string): string | null {
  const flavour = oidcFlavour(metadataUrl);
  return flavour === 'oidc' ? null : oidcFlavourLabels[flavour];
}

/** Whether this server gives tokens for an API only to those who name it. */
export const wantsAudience = (metadataUrl: string): boolean => oidcFlavour(metadataUrl) === 'auth0';
