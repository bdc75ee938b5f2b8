/**
 * What it means that a token endpoint refuses a refresh token. RFC 6749 section 5.2 has one word for a token that is over,
 * `invalid_grant`; servers have more, and some have none. What refuses may also stand in front of the server.
 */
import { type ErrorCode, isMendedInSetUp, passesByItself } from '../../../shared/errors.ts';
import type { Refusal, ServerRules } from './authorization-server.ts';
import { clientRefusal } from './client-refusal.ts';
import { isRefusedPlace, vendorError } from './worded-errors.ts';

/** Whatever the status: the token is over, or the person is wanted (OpenID Connect Core section 3.1.2.6, RFC 6750). */
const endings: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
  'mfa_required',
  'invalid_token',
  'expired_token',
  'token_expired',
  'invalid_refresh_token',
]);

/** What an administrator mends. A person who signed in again would meet it again at the next renewal. */
const ofTheSetUp: Readonly<Record<string, ErrorCode>> = {
  unauthorized_client: 'token_request_rejected',
  unsupported_grant_type: 'token_request_rejected',
  invalid_scope: 'authorization_invalid_scope',
  invalid_target: 'authorization_invalid_scope',
};

/** What gateways make of a status, and filters of what they do; it says nothing about the token. */
const statusNames: ReadonlySet<string> = new Set([
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'not_acceptable',
  'unsupported_media_type',
  'blocked',
  'request_blocked',
  'access_blocked',
]);

/**
 * Words about where or when, whatever the name: an address that is not on a list, as Databricks, Salesforce and Snowflake
 * say it, or too many requests. The token may be good another time.
 */
const aboutPlaceOrTime =
  /\bIP\b|network polic|rate limit|too many (?:\w+ )?(?:requests|attempts|tries|retries|calls|failures|logins)|try again later|temporarily/i;

const deadTokenWords =
  /refresh[ _-]?token\b.{0,40}\b(?:invalid|expired|revoked|unknown|not found)|\b(?:invalid|expired|revoked|unknown) (?:or \w+ )?refresh[ _-]?token|^invalid grant\b/i;

/**
 * `grant_dead` when the authorization server itself refuses the token: by a name of OAuth's kind, in words about it, or by
 * a bare 400, which is what is left of `invalid_grant` at some. `renewal_refused` where a filter, a gateway or the place of
 * this computer may be what refuses (`access_from_here_refused` where it says so): then the token may be good, and is
 * kept. Else what the set-up or time mends.
 *
 * @param isEmpty whether the answer had no body, or one with nothing in it
 */
export function refusedRefresh(refusal: Refusal, isEmpty: boolean, rules: ServerRules): ErrorCode {
  const { status, error, description } = refusal;
  const own = vendorError(refusal, rules);
  // Entra says `invalid_grant` also for what has nothing to do with the grant, and tells it by its number alone.
  if (own !== null && (own === 'grant_dead' || passesByItself(own) || isMendedInSetUp(own))) return own;
  const ofClient = clientRefusal(refusal);
  if (ofClient !== null) return ofClient;
  if (isRefusedPlace(refusal)) return 'access_from_here_refused';
  if (aboutPlaceOrTime.test(`${error.replaceAll('_', ' ')}: ${description}`)) return 'renewal_refused';
  const name = error.toLowerCase();
  if (endings.has(name)) return 'grant_dead';
  const ofSetUp = Object.hasOwn(ofTheSetUp, name) ? ofTheSetUp[name] : undefined;
  if (ofSetUp !== undefined) return ofSetUp;
  const isOAuths = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(error) && !statusNames.has(error);
  const isOfServer = isOAuths && [200, 400, 401, 403].includes(status ?? 0);
  const isSaid = isOfServer || deadTokenWords.test(description.slice(0, 2_000));
  return isSaid || (status === 400 && isEmpty) ? 'grant_dead' : 'renewal_refused';
}

/** Whether an answer says by name or in words that the token is over, so that it can be about nothing else. */
export const saysTokenIsOver = (body: string): boolean =>
  [...endings].some((name) => body.includes(name)) || deadTokenWords.test(body.slice(0, 2_000));
