/** Addresses of authorization servers as people copy them, and the one that each of them means. */
import { webUrl, withScheme } from './address.ts';
import { entraCloudOf } from './entra-clouds.ts';
import { oidcFlavour } from './oidc-flavour.ts';

const METADATA = '/.well-known/openid-configuration';

const parsed = (address: string): URL | null => (URL.canParse(address) ? new URL(address) : null);

/** Pages where people sign in, or where administrators work: no issuer begins or ends so. */
const page =
  /\/(?:login|log-in|signin|sign-in|sign_in|admin|app|home|dashboard|console|authorize|auth|token|userinfo)\b/i;

/**
 * The metadata of a server by its issuer (OpenID Connect Discovery section 4), or by one of the endpoints of a product
 * whose addresses are known. Anything else stays as it is.
 *
 * @param address with its scheme
 */
export function metadataAddress(address: string): string {
  const url = webUrl(address);
  if (!url) return address;
  if (url.pathname.includes('/.well-known/')) return address;
  const path = url.pathname.replace(/\/+$/, '');
  const issuer = issuerPath(address, path);
  return issuer === null ? address : url.origin + issuer + METADATA;
}

/** Null where an address is no issuer. */
function issuerPath(address: string, path: string): string | null {
  const first = path.split('/')[1] ?? '';
  switch (oidcFlavour(address)) {
    case 'okta':
      // `example-admin.okta.com` is where administrators work.
      if (/-admin\.okta/i.test(address)) return null;
      return /^(?:\/oauth2\/[^/]+)?$/.test(path) ? path : oktaServer(path);
    case 'auth0':
      return /^(?:\/(?:authorize|oauth\/token|userinfo))?$/.test(path) ? '' : null;
    case 'entra':
      return /^[\w.-]+$/.test(first) && !page.test(`/${first}`) ? `/${first}/v2.0` : null;
    default:
      // Of a server that nobody knows, a page or a query is more than an issuer.
      return !page.test(path) && !/\.\w+$/.test(path) && !/[?#]/.test(address) ? path : null;
  }
}

/** The server that an endpoint of Okta belongs to: `/oauth2/default/v1/authorize`, or `/oauth2/v1/token` of the organisation. */
function oktaServer(path: string): string | null {
  const endpoint = /^(?:(\/oauth2\/(?!v1\/)[^/]+)|\/oauth2)\/v1\/\w+$/.exec(path);
  return endpoint ? (endpoint[1] ?? '') : null;
}

/**
 * A directory of Entra ID out of an address that names one: that of an issuer, of an endpoint, or of the metadata.
 *
 * @param text what was entered as a tenant, without what was around it
 */
export function entraTenant(text: string): { readonly tenant: string; readonly authority?: string } {
  const url = /[/:]/.test(text) ? parsed(withScheme(text)) : null;
  if (!url) return { tenant: text };
  const [first = ''] = url.pathname.split('/').filter(Boolean);
  if (entraCloudOf(url.origin) === null) {
    // A domain of the directory, as an address.
    return { tenant: first === '' && url.search === '' && url.port === '' ? url.hostname : text };
  }
  if (first === '') return { tenant: text };
  // This host names the issuer of old tokens, and has no sign-in.
  const authority = url.hostname === 'sts.windows.net' ? 'https://login.microsoftonline.com' : url.origin;
  return { tenant: first, authority };
}

const DOMAIN = 'snowflakecomputing.com';

/** Regions stand behind the locator of an account: `xy12345.us-east-1`, `xy12345.east-us-2.azure.privatelink`. */
const withRegion = /^[\w-]+(?=\.)(?:\.[a-z]{2,}(?:-[a-z\d]+)+(?:\.(?:aws|azure|gcp))?)?(?:\.privatelink)?$/i;

/** An account of Snowflake: its name, its locator, or any address of it. @param text without what was around it */
export function snowflakeAddress(text: string): string {
  const name = text.trim();
  if (name === '') return '';
  // People know the name of their account better than its address.
  if (/^[\w-]+$/.test(name) && name.toLowerCase() !== 'localhost') return `https://${hostName(name)}.${DOMAIN}`;
  if (withRegion.test(name)) return `https://${hostName(name)}.${DOMAIN}`;
  const url = webUrl(withScheme(name));
  if (!url) return withScheme(text);
  if (url.hostname === 'app.snowflake.com') {
    const [organisation = '', account = ''] = url.pathname.split('/').filter(Boolean);
    // In older addresses the region stands first, and has a hyphen.
    const isNamed = /^[a-z\d]+$/i.test(organisation) && /^[\w-]+$/.test(account);
    return isNamed ? `https://${hostName(`${organisation}-${account}`)}.${DOMAIN}` : withScheme(text);
  }
  const isSnowflake = /\.snowflakecomputing\.(?:com|cn)$/.test(url.hostname);
  return isSnowflake ? `https://${hostName(url.hostname)}` : url.origin;
}

/** A host holds no underscores, and accounts do. */
const hostName = (name: string): string => name.toLowerCase().replaceAll('_', '-');
