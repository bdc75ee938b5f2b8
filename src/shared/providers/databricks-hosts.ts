/** Databricks' own domains: which cloud a workspace runs on, and the account console that goes with it. */
import { hostOf } from './address.ts';

export type DatabricksCloud = 'aws' | 'azure' | 'gcp';
export type DatabricksRegion = DatabricksCloud | 'awsGovernment' | 'awsDefense' | 'azureGovernment' | 'azureChina';

/**
 * The first three are those of the documentation; the others are listed by Databricks' Terraform provider and have not
 * been tried with a live account (Unverified).
 */
const domains: readonly {
  readonly suffix: string;
  readonly cloud: DatabricksCloud;
  readonly accountHost: string;
}[] = [
  { suffix: '.cloud.databricks.com', cloud: 'aws', accountHost: 'accounts.cloud.databricks.com' },
  { suffix: '.azuredatabricks.net', cloud: 'azure', accountHost: 'accounts.azuredatabricks.net' },
  { suffix: '.gcp.databricks.com', cloud: 'gcp', accountHost: 'accounts.gcp.databricks.com' },
  { suffix: '.cloud.databricks.us', cloud: 'aws', accountHost: 'accounts.cloud.databricks.us' },
  { suffix: '.cloud.databricks.mil', cloud: 'aws', accountHost: 'accounts-dod.cloud.databricks.mil' },
  { suffix: '.databricks.azure.us', cloud: 'azure', accountHost: 'accounts.azuredatabricks.us' },
  { suffix: '.azuredatabricks.us', cloud: 'azure', accountHost: 'accounts.azuredatabricks.us' },
  { suffix: '.databricks.azure.cn', cloud: 'azure', accountHost: 'accounts.azuredatabricks.cn' },
  { suffix: '.azuredatabricks.cn', cloud: 'azure', accountHost: 'accounts.azuredatabricks.cn' },
];

/** Each suffix begins with its dot, so `evilcloud.databricks.com.example` or `xazuredatabricks.net` match nothing. */
const domainOf = (hostname: string) => domains.find(({ suffix }) => hostname.toLowerCase().endsWith(suffix)) ?? null;

/** The cloud of a host name; null for hosts that are not Databricks' own, such as a stand-in or a private name. */
export function cloudOf(hostname: string): DatabricksCloud | null {
  return domainOf(hostname)?.cloud ?? null;
}

/** The host of the account console for a workspace's host name; null for hosts that are not Databricks' own. */
export function accountHostOf(hostname: string): string | null {
  return domainOf(hostname)?.accountHost ?? null;
}

/** Where a Databricks workspace runs, for a quiet hint; null where the address does not say. */
export function databricksRegion(address: string): DatabricksRegion | null {
  const host = hostOf(address);
  const cloud = cloudOf(host);
  if (cloud === null) return null;
  if (host.endsWith('.mil')) return 'awsDefense';
  if (host.endsWith('.us')) return cloud === 'aws' ? 'awsGovernment' : 'azureGovernment';
  if (host.endsWith('.cn')) return 'azureChina';
  return cloud;
}

/** The account console that goes with the address of a workspace; null where the address does not say. */
export const accountConsole = (address: string): string | null => accountHostOf(hostOf(address));

/** Whether an address is that of one of Databricks' account consoles. */
export const isAccountConsole = (address: string): boolean => {
  const host = hostOf(address);
  return host !== '' && accountHostOf(host) === host;
};

/**
 * Whether Databricks runs this host. Unified hosts are named `{company}.databricks.com` where the others have a longer
 * name; nothing that customers run is under these domains.
 */
export const isDatabricksHost = (host: string): boolean => cloudOf(host) !== null || host.endsWith('.databricks.com');

/** The consoles of the public clouds, for those who know no workspace. */
export const accountConsoles: readonly { readonly cloud: DatabricksCloud; readonly address: string }[] = domains
  .slice(0, 3)
  .map(({ cloud, accountHost }) => ({ cloud, address: `https://${accountHost}` }));

/** Whether only an account's own id tells where people of this host sign in. */
export const needsAccountId = ({ level, host }: { readonly level: string; readonly host: string }): boolean =>
  level === 'account' || (level === 'automatic' && isAccountConsole(host));

/** Hosts of Databricks that are nobody's workspace. */
const sharedHosts =
  /^(?:(?:www|login|docs|community|help|academy|kb|customer-academy|partners)\.)?databricks\.com$|^(?:docs\.)?(?:cloud|gcp)\.databricks\.com$|^azuredatabricks\.net$/;

/** Why a host of Databricks is none where people can sign in; null where nothing is known against it. */
export function databricksHostFault(server: {
  readonly level: string;
  readonly host: string;
}): 'consoleAsWorkspace' | 'notAWorkspace' | null {
  if (server.level === 'workspace' && isAccountConsole(server.host)) return 'consoleAsWorkspace';
  return sharedHosts.test(hostOf(server.host)) ? 'notAWorkspace' : null;
}

/** What the address of a page in Databricks tells, besides its host. */
export interface PastedAddress {
  readonly host: string;
  readonly accountId?: string;
  readonly workspaceId?: string;
}

/**
 * The address of any page of Databricks, as copied from a browser: its host, and the ids that its query names (`o`, `w`
 * and `workspace_id`; `a` and `account_id`: databricks-sdk-go `config/config.go`, `fixHostIfNeeded`). Null for anything else.
 */
export function readPastedAddress(text: string): PastedAddress | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, origin, searchParams } = new URL(text);
  if (protocol !== 'https:' || !isDatabricksHost(hostname)) return null;
  const first = (...names: string[]) => names.map((name) => searchParams.get(name)).find((value) => value) ?? null;
  const accountId = first('a', 'account_id');
  const workspaceId = first('w', 'o', 'workspace_id');
  return { host: origin, ...(accountId !== null && { accountId }), ...(workspaceId !== null && { workspaceId }) };
}
