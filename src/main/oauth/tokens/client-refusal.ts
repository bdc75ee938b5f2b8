/** Which refusals of a token endpoint are about the application and its secret (RFC 6749 section 5.2). */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Refusal } from './authorization-server.ts';

/** `invalid_client`, and what others have made of it: GitHub `incorrect_client_credentials`, Slack `bad_client_secret`. */
const clientNames =
  /^(?:(?:invalid|incorrect|bad|wrong|unknown|expired|disabled|inactive)_client(?:_(?:id|secret|credentials?|assertion|authentication))?|client_(?:not_found|disabled|inactive|authentication_(?:failed|required)|secret_expired))$/i;

/** Names that are given to anything that is wrong with a request, so that its words count. */
const unspecific: ReadonlySet<string> = new Set(['', 'invalid_request', 'unauthorized']);
const clientWords =
  /\bclient[ _](?:authentication|credentials?|secret|assertion)\b.{0,30}\b(?:failed|invalid|expired|incorrect|wrong|unknown)\b|\b(?:invalid|incorrect|wrong|expired|unknown) client(?:[ _](?:id|secret|credentials?|assertion))?\b(?! type)/i;

/**
 * `client_rejected`, or null where it is about something else. Auth0 calls a client that it does not know an access that
 * is denied, Salesforce says what of it is wrong, and glewlwyd calls one with a wrong secret unauthorized; with 400 that
 * word means a grant that it may not use.
 */
export function clientRefusal({ status, error, description }: Refusal): ErrorCode | null {
  if (clientNames.test(error)) return 'client_rejected';
  if (unspecific.has(error) && clientWords.test(description.slice(0, 2_000))) return 'client_rejected';
  if (status === 401 && error === 'access_denied') return 'client_rejected';
  const isUnauthorized = error === 'unauthorized_client' && (status === 401 || status === 403);
  return isUnauthorized && !/grant[ _]type|\bgrant\b.{0,20}\bnot (?:allowed|permitted|enabled)/i.test(description)
    ? 'client_rejected'
    : null;
}
