/** What an address says about whose it is: quiet hints in the set-up, never decisions about trust. */
import { accountHostOf, cloudOf, databricksCloudLabels } from './databricks-hosts.ts';
import { oidcFlavour, oidcFlavourLabels } from './oidc-flavour.ts';

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname.toLowerCase() : '');

/** "AWS", "Azure China": where a Databricks workspace runs; null where the host does not say. */
export function cloudName(address: string): string | null {
  const host = hostOf(address);
  const cloud = cloudOf(host);
  if (cloud === null) return null;
  if (host.endsWith('.mil')) return 'AWS GovCloud (DoD)';
  if (host.endsWith('.us')) return cloud === 'aws' ? 'AWS GovCloud' : 'Azure Government';
  if (host.endsWith('.cn')) return 'Azure China';
  return databricksCloudLabels[cloud];
}

/** The account console that goes with a workspace; null where the host does not say. */
export const accountConsole = (address: string): string | null => accountHostOf(hostOf(address));

/** "Okta", "Auth0": the product behind a metadata URI; null for one that is not known by its host. */
export function flavourName(metadataUrl: string): string | null {
  const flavour = oidcFlavour(metadataUrl);
  return flavour === 'oidc' ? null : oidcFlavourLabels[flavour];
}

/** Whether this server gives tokens for an API only to those who name it. */
export const wantsAudience = (metadataUrl: string): boolean => oidcFlavour(metadataUrl) === 'auth0';

/** Entra's fields, read off its metadata URI; null for any other address. */
export function entraFields(metadataUrl: string): { authority: string; tenant: string } | null {
  if (oidcFlavour(metadataUrl) !== 'entra') return null;
  const { origin, pathname } = new URL(metadataUrl);
  return { authority: origin, tenant: pathname.split('/')[1] ?? '' };
}

const entraClouds: Readonly<Record<string, string>> = {
  'login.microsoftonline.us': 'US Government',
  'login.partner.microsoftonline.cn': 'China, operated by 21Vianet',
};

/** The national cloud of an Entra authority; null for the worldwide one. */
export const entraCloud = (authority: string): string | null => entraClouds[hostOf(authority)] ?? null;
