/** Finds the endpoints of an authorization server by its metadata (RFC 8414, OpenID Connect Discovery). */
import * as oauth from 'oauth4webapi';
import { AppError, codeOf, withRemedy } from '../../../shared/errors.ts';
import type { Clock } from '../../async/clock.ts';
import type { Log } from '../../log/log.ts';
import { plainText } from '../../log/plain-text.ts';
import type { Fetch } from '../../net/fetch.ts';
import { readText } from '../../net/read-text.ts';
import { parseRetryAfter, retryAfterCause } from '../../net/retry-after.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import type { AuthorizationServerAddress, KnownRefusal, Refusal } from './authorization-server.ts';
import { createServerLocator, type ServerLocator } from './host-metadata.ts';
import { isObject, parseJson } from './json-object.ts';
import { serverWords, shownWords } from './server-words.ts';
import { wordedError } from './worded-errors.ts';

/** Metadata with the two endpoints that a sign-in cannot do without. */
export type ServerMetadata = oauth.AuthorizationServer & {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  /** The UserInfo endpoint that the metadata names, where it is at no address that may be asked. To be shown. */
  readonly untrustedUserInfo?: string;
};

export interface MetadataSource extends ServerLocator {
  /**
   * Asks the metadata addresses in order and takes the first valid answer; one that is no metadata (another status
   * than 200, HTML, no issuer) sends it to the next. When none answers with metadata, the fixed endpoints are used
   * where the provider documents some. A success is kept for an hour; the fixed endpoints are not, so that metadata
   * is taken up as soon as it is there. Metadata that states another name of the same server, as its provider knows them,
   * is taken only from the address that belongs to that name (see `aliasOf`). A UserInfo endpoint at an untrusted address
   * is taken out, and the rest stands: few sign-ins need it.
   *
   * @throws AppError `insecure_server`, `offline`, `tls_untrusted`, `response_too_large`, `server_busy` (every address
   * answered 429 or 5xx), `access_from_here_refused`, `metadata_invalid`, `metadata_issuer_mismatch`, `metadata_endpoint_untrusted`,
   * `pkce_unsupported`. The last three end the search: an answer that is wrong in these ways must not be hidden by the
   * answer of the next address.
   */
  find(address: AuthorizationServerAddress, signal?: AbortSignal): Promise<ServerMetadata>;
}

const KEPT_MS = 60 * 60_000;

export interface MetadataSourceOptions extends Clock {
  readonly fetch: Fetch;
  readonly allowLoopbackHttp: boolean;
  readonly log: Log;
}

export function createMetadataSource(options: MetadataSourceOptions): MetadataSource {
  /** By issuer and addresses: who corrects a metadata address is not to meet what was found at the one before. */
  const known = new Map<string, { readonly server: ServerMetadata; readonly until: number }>();

  async function ask(address: AuthorizationServerAddress, url: string, signal?: AbortSignal): Promise<Answer> {
    const response = await options.fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      ...(signal ? { signal } : {}),
    });
    if (response.status !== 200) {
      const busy = response.status === 429 || response.status >= 500;
      const wait = parseRetryAfter(response.headers.get('retry-after'), options.now());
      return { server: null, ...(await refusalOf(address, response)), busy, wait };
    }
    const body = parseJson(await response.clone().text());
    const stated = isObject(body) && typeof body.issuer === 'string' ? body.issuer : null;
    try {
      const type = response.headers.get('content-type');
      const read = new Response(JSON.stringify(body), type === null ? {} : { headers: { 'content-type': type } });
      return { address, server: await oauth.processDiscoveryResponse(expectedIssuer(address, stated), read) };
    } catch (error) {
      if (!(error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON)) {
        return { server: null, ...(await refusalOf(address, response)), busy: false, wait: null };
      }
      const byItsName = stated === null ? null : await askAlias(address, stated, signal);
      if (byItsName !== null) return byItsName;
      throw issuerMismatch(address.issuer, new URL(url).host, stated);
    }
  }

  /** Only what a server says at the address of its own name counts (RFC 8414 section 3.3); null when nothing is there. */
  async function askAlias(address: AuthorizationServerAddress, stated: string, signal?: AbortSignal) {
    const alias = address.aliasOf?.(stated) ?? null;
    if (alias === null) return null;
    options.log.info('metadata.alias-asked', { issuer: address.issuer, stated: plainText(stated, 200) });
    for (const url of alias.metadataUrls) {
      const answer = await ask(alias, url, signal);
      if (answer.server) return answer;
    }
    return null;
  }

  async function search(address: AuthorizationServerAddress, signal?: AbortSignal): Promise<ServerMetadata> {
    const issuer = requireSecureUrl(address.issuer, options);
    const place = JSON.stringify([address.issuer, address.metadataUrls]);
    const kept = known.get(place);
    if (kept && options.uptime() < kept.until) return kept.server;

    const failures: Exclude<Answer, { server: oauth.AuthorizationServer }>[] = [];
    for (const url of address.metadataUrls) {
      const answer = await ask(address, url, signal);
      if (answer.server) {
        const server = requireTrustedMetadata(answer.server, answer.address, options);
        if (server.untrustedUserInfo) options.log.warn('metadata.userinfo-untrusted', { issuer: server.issuer });
        known.set(place, { server, until: options.uptime() + KEPT_MS });
        return server;
      }
      failures.push(answer);
    }
    const account = address.metadataUrls.map((url, index) => `${url}: ${failures[index]?.reason}`).join('; ');
    if (address.fixedEndpoints) {
      if (failures.length > 0) options.log.warn('metadata.fixed-endpoints-used', { issuer: address.issuer, account });
      return requireTrustedMetadata({ issuer: address.issuer, ...address.fixedEndpoints }, address, options);
    }
    if (failures.length > 0 && failures.every(({ busy }) => busy)) {
      const wait = failures.at(-1)?.wait ?? null;
      const { host } = issuer;
      throw new AppError('server_busy', { reason: 'metadata', host, account }, retryAfterCause(wait));
    }
    const refusal = failures.find(({ known: meaning }) => meaning !== null)?.known;
    const remedy = refusal?.remedy === undefined ? {} : { remedy: refusal.remedy };
    if (refusal?.code === 'access_from_here_refused') {
      throw new AppError(refusal.code, { reason: 'said', said: account, ...remedy });
    }
    throw new AppError('metadata_invalid', { reason: 'notFound', account, ...remedy });
  }

  async function find(address: AuthorizationServerAddress, signal?: AbortSignal): Promise<ServerMetadata> {
    try {
      return await search(address, signal);
    } catch (error) {
      throw error instanceof AppError ? withRemedy(error, address.remedies?.[codeOf(error)]) : error;
    }
  }

  return { ...createServerLocator(options), find };
}

/** What one metadata address said: metadata, under the address that it belongs to, or why there is none. */
type Answer =
  | { readonly server: oauth.AuthorizationServer; readonly address: AuthorizationServerAddress }
  | {
      readonly server: null;
      readonly reason: string;
      readonly known: KnownRefusal | null;
      readonly busy: boolean;
      readonly wait: number | null;
    };

/** What an answer that is no metadata says, in short, since several addresses may have to say something. */
async function refusalOf(
  address: AuthorizationServerAddress,
  answer: Response,
): Promise<{ readonly reason: string; readonly known: KnownRefusal | null }> {
  const { status, headers } = answer;
  // Metadata that is refused for its content has no words for people.
  const words = serverWords({ headers, body: await readText(answer) });
  const refusal = { use: 'metadata', status, ...words } as const;
  const known = address.vendorError?.(refusal) ?? placeRefusal(refusal);
  const place = placeOf(headers.get('location'), address.issuer);
  const parts = [`HTTP ${status}`, place, shownWords(words).slice(0, LONGEST_REASON)];
  return { reason: parts.filter((part) => part !== '').join(' '), known };
}

/** Where a redirect leads, which is not followed: mostly the name that the address should have. Its query is left out. */
function placeOf(location: string | null, base: string): string {
  if (location === null || !URL.canParse(location, base)) return '';
  const { origin, pathname } = new URL(location, base);
  return origin === 'null' ? '' : `→ ${plainText(`${origin}${pathname}`, 200)}`;
}

/** What a filter in front of any server says. */
function placeRefusal(refusal: Refusal): KnownRefusal | null {
  const code = wordedError(refusal, {});
  return code === 'access_from_here_refused' ? { code } : null;
}

const LONGEST_REASON = 300;

/** The issuer that this metadata may state: the one of the address, or another that its provider accepts. */
function expectedIssuer(address: AuthorizationServerAddress, stated: string | null): URL {
  const accepted = stated !== null && URL.canParse(stated) && address.acceptsIssuer?.(stated);
  return new URL(accepted ? stated : address.issuer);
}

/**
 * The metadata, if what it points to is safe to use. Endpoints that we never call are not looked at.
 *
 * @throws AppError `metadata_invalid`, `metadata_endpoint_untrusted`, `pkce_unsupported`
 */
function requireTrustedMetadata(
  server: oauth.AuthorizationServer,
  address: AuthorizationServerAddress,
  policy: { readonly allowLoopbackHttp: boolean },
): ServerMetadata {
  const { host } = new URL(address.issuer);
  const { authorization_endpoint, token_endpoint, revocation_endpoint, jwks_uri } = server;
  if (typeof authorization_endpoint !== 'string' || typeof token_endpoint !== 'string') {
    throw new AppError('metadata_invalid', { reason: 'noEndpoints', host });
  }
  const methods: unknown = server.code_challenge_methods_supported;
  if (methods !== undefined && !(Array.isArray(methods) && methods.includes('S256'))) {
    throw new AppError('pkce_unsupported', { host });
  }
  const endpoints: Record<string, unknown> = { authorization_endpoint, token_endpoint, revocation_endpoint, jwks_uri };
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint === undefined || isLeftOut(name, endpoint)) continue;
    requireTrustedEndpoint(name, endpoint, address, policy);
  }
  const { userinfo_endpoint, ...others } = Object.fromEntries(
    Object.entries(server).filter(([name, value]) => !isLeftOut(name, value)),
  ) as oauth.AuthorizationServer;
  const trusted = { ...others, authorization_endpoint, token_endpoint };
  return { ...trusted, ...trustedUserInfo(userinfo_endpoint, address, policy) };
}

/** Of what a server need not have, some write an empty address where there is none. */
const isLeftOut = (name: string, value: unknown): boolean =>
  value === '' && ['revocation_endpoint', 'jwks_uri', 'userinfo_endpoint'].includes(name);

/** The UserInfo endpoint: the access token goes there, so it is held to the rules of the others, at origins of its own. */
function trustedUserInfo(
  endpoint: unknown,
  address: AuthorizationServerAddress,
  policy: { readonly allowLoopbackHttp: boolean },
): Pick<ServerMetadata, 'userinfo_endpoint' | 'untrustedUserInfo'> {
  if (endpoint === undefined) return {};
  const { issuer, endpointOrigins = [], userInfoOrigins = [] } = address;
  const origins = { issuer, endpointOrigins: [...endpointOrigins, ...userInfoOrigins] };
  try {
    return { userinfo_endpoint: requireTrustedEndpoint('userinfo_endpoint', endpoint, origins, policy).href };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { untrustedUserInfo: plainText(String(endpoint), 200) };
  }
}

/**
 * Codes, tokens and client secrets go to these addresses, and keys come from them; a foreign one is how a mix-up begins
 * (RFC 9700 section 4.4). They are on the issuer's origin, or on one that its provider vouches for.
 *
 * @throws AppError `metadata_endpoint_untrusted`
 */
function requireTrustedEndpoint(
  name: string,
  endpoint: unknown,
  address: Pick<AuthorizationServerAddress, 'issuer' | 'endpointOrigins'>,
  policy: { readonly allowLoopbackHttp: boolean },
): URL {
  const issuer = new URL(address.issuer);
  const { host } = issuer;
  if (typeof endpoint !== 'string')
    throw new AppError('metadata_endpoint_untrusted', { reason: 'noAddress', name, host });
  let url: URL;
  try {
    url = requireSecureUrl(endpoint, policy);
  } catch {
    // insecure_server would blame the address of the connection; it is the metadata that is wrong.
    throw new AppError('metadata_endpoint_untrusted', { reason: 'notHttps', name, host });
  }
  // RFC 6749 sections 3.1 and 3.2
  if (url.hash !== '') throw new AppError('metadata_endpoint_untrusted', { reason: 'holdsFragment', name, host });
  if (url.origin !== issuer.origin && !address.endpointOrigins?.includes(url.origin)) {
    const otherHost = plainText(url.host, 200);
    throw new AppError('metadata_endpoint_untrusted', { reason: 'elsewhere', name, host, otherHost });
  }
  return url;
}

function issuerMismatch(issuer: string, host: string, stated: string | null): AppError {
  return stated === null
    ? new AppError('metadata_issuer_mismatch', { reason: 'unnamed', issuer, host })
    : new AppError('metadata_issuer_mismatch', { reason: 'other', issuer, host, stated: plainText(stated, 200) });
}
