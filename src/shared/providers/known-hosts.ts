/** Whose product answers at a host, and which hosts are meant to be one and are spelt as none. */
import { isDatabricksHost } from './databricks-hosts.ts';
import { entraCloudOf } from './entra-clouds.ts';
import { oidcFlavour } from './oidc-flavour.ts';

export type Product = 'sigma' | 'databricks' | 'snowflake' | 'microsoft' | 'google' | 'identity';

/** The domains that customers' addresses end in; a host may also be the domain itself. */
const domains: readonly (readonly [domain: string, product: Product])[] = [
  ['sigmacomputing.com', 'sigma'],
  ['sigmacomputing.io', 'sigma'],
  ['databricks.com', 'databricks'],
  ['azuredatabricks.net', 'databricks'],
  ['snowflakecomputing.com', 'snowflake'],
  ['snowflakecomputing.cn', 'snowflake'],
  ['snowflake.com', 'snowflake'],
  ['microsoftonline.com', 'microsoft'],
  ['microsoftonline.us', 'microsoft'],
  ['portal.azure.com', 'microsoft'],
  ['entra.microsoft.com', 'microsoft'],
  ['accounts.google.com', 'google'],
  ['console.cloud.google.com', 'google'],
];

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Null for a host that is nobody's whom we know, such as a name of a company's own. */
export function productOf(hostname: string): Product | null {
  const host = hostname.toLowerCase();
  const known = domains.find(([domain]) => isWithin(host, domain));
  if (known) return known[1];
  if (isDatabricksHost(host)) return 'databricks';
  if (entraCloudOf(`https://${host}`) !== null) return 'microsoft';
  return oidcFlavour(`https://${host}`) === 'oidc' ? null : 'identity';
}

/** The names before the last dot, which are spelt wrong; each is long enough that nothing else comes near it. */
const names: readonly (readonly [name: string, product: Product])[] = [
  ['databricks', 'databricks'],
  ['azuredatabricks', 'databricks'],
  ['clouddatabricks', 'databricks'],
  ['gcpdatabricks', 'databricks'],
  ['sigmacomputing', 'sigma'],
  ['sigmacomputer', 'sigma'],
  ['snowflakecomputing', 'snowflake'],
];

/** What these products' domains end in, and what is typed in its place. */
const publicEnding = /^(?:com|net|io|org|co|cm|om|con|comm|nte|ner)$/;

/** The product whose domain was meant: `databrick.com`, `azuredatabricks.com`. Null for a host that is spelt as one, or unlike all. */
export function misspeltProduct(hostname: string): Product | null {
  const host = hostname.toLowerCase();
  if (productOf(host) !== null) return null;
  const [name = '', ending = ''] = host.split('.').slice(-2);
  // Names of a network's own, of companies and of governments end otherwise: `databricks.corp`, `databricks.us`.
  if (!publicEnding.test(ending)) return null;
  // The first letter is hardly ever wrong, and another one is another name: `mydatabricks.com`.
  return names.find(([known]) => name[0] === known[0] && distance(name, known) <= 2)?.[1] ?? null;
}

/** How many letters have to be added, left out or changed (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let place = 1; place <= other.length; place += 1) {
      const changed = (row[place - 1] ?? 0) + (letter === other.charAt(place - 1) ? 0 : 1);
      next.push(Math.min(changed, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
