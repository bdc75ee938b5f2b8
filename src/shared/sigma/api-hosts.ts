/** Where the API of a Sigma is, as far as the address of its pages tells. */

/** The hosts of Sigma's deployments, each after `api.` (its help page on OAuth connections). */
const regions: ReadonlySet<string> = new Set([
  'us-a.aws',
  'ca.aws',
  'eu.aws',
  'uk.aws',
  'au.aws',
  'us.azure',
  'eu.azure',
  'ca.azure',
  'uk.azure',
  'sa.gcp',
]);

/**
 * The origin of the API for that of the pages. Null where it cannot be told: many deployments share
 * `app.sigmacomputing.com`, and a company may have a name of its own for its pages.
 */
export function sigmaApiOrigin(origin: string): string | null {
  const [, region = ''] = /^https:\/\/app\.(.+)\.sigmacomputing\.com$/.exec(origin) ?? [];
  return regions.has(region) ? `https://api.${region}.sigmacomputing.com` : null;
}
