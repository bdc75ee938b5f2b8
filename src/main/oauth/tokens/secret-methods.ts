/**
 * In which of the two places a server takes the secret of a client, where nobody chose one. Metadata says what a server
 * can do, not for what a client is registered; so the other place is tried once, and what worked is remembered.
 */
import { AppError, type ErrorCode, type RemedyName } from '../../../shared/errors.ts';
import type { OAuthClient, TokenUse } from './authorization-server.ts';
import { type Chosen, chooseAuthentication, otherWay, type SecretMethod } from './client-authentication.ts';
import { saysTokenIsOver } from './refused-refresh.ts';

export interface SecretMethods {
  /** Where the server took the secret of this client last, or null. */
  proven(issuer: string, clientId: string): SecretMethod | null;
  /** Where to begin although nothing is proven: the other place was refused, and the refusal used up a code. */
  suspected(issuer: string, clientId: string): SecretMethod | null;
  /** The server gave tokens for a secret in this place. Nothing else proves anything: a refusal may pass. */
  prove(issuer: string, clientId: string, method: SecretMethod): void;
  /** @param method null: what was suspected was wrong */
  suspect(issuer: string, clientId: string, method: SecretMethod | null): void;
}

/** Kept while the program runs; a grant remembers for longer. */
export function createSecretMethods(): SecretMethods {
  const provenOf = new Map<string, SecretMethod>();
  const suspectedOf = new Map<string, SecretMethod>();
  const keyOf = (issuer: string, clientId: string) => JSON.stringify([issuer, clientId]);
  return {
    proven: (issuer, clientId) => provenOf.get(keyOf(issuer, clientId)) ?? null,
    suspected: (issuer, clientId) => suspectedOf.get(keyOf(issuer, clientId)) ?? null,
    prove(issuer, clientId, method) {
      provenOf.set(keyOf(issuer, clientId), method);
      suspectedOf.delete(keyOf(issuer, clientId));
    },
    suspect(issuer, clientId, method) {
      if (method === null) suspectedOf.delete(keyOf(issuer, clientId));
      else suspectedOf.set(keyOf(issuer, clientId), method);
    },
  };
}

/** What a server answered to one request, with the error that this makes; null where it did what it was asked for. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly error: AppError | null;
}

export interface Sending {
  readonly methods: SecretMethods;
  readonly use: TokenUse;
  readonly issuer: string;
  readonly client: OAuthClient;
  /** `token_endpoint_auth_methods_supported`, or null when the server does not say. */
  readonly supported: readonly string[] | null;
  /** What a grant remembers of this server and client, or null. */
  readonly proven: SecretMethod | null;
}

/**
 * Asks, and where the client is refused and it was ours to choose, once more with the secret in the other place. Nothing
 * but the place differs: the same secret goes to the same endpoint, and never that of another client.
 *
 * @returns the answer without an error, and where the secret was, if that was ours to choose
 * @throws AppError the error of the answer; `client_rejected` names what was tried. `code_rejected` with the reason
 * `spentInHeader` or `spentInBody` where the refusal used up the code: then the next sign-in begins with the other place
 */
export async function sendAuthenticated<Answer extends Answered>(
  sending: Sending,
  ask: (way: Chosen) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly secretMethod: SecretMethod | null }> {
  const { methods, use, issuer, client, supported } = sending;
  const { clientId, authentication } = client;
  const suspected = methods.suspected(issuer, clientId);
  const way = chooseAuthentication(
    authentication,
    supported,
    suspected ?? methods.proven(issuer, clientId) ?? sending.proven,
  );
  const other = otherWay(authentication, way);

  const taken = (answer: Answer, { method }: Chosen) => ({
    answer,
    secretMethod: other === null ? null : secretMethodOf(method),
  });

  const first = await ask(way);
  if (first.error === null) return taken(first, way);
  if (!refusesClient(first)) throw first.error;
  if (other !== null && way.method === suspected) {
    // Both places have been refused by now, and another try would find the code used up again.
    methods.suspect(issuer, clientId, null);
    throw clientRejected(first, 'answeredInBoth');
  }
  if (other === null || !isWorthTrying(other, supported, first)) throw clientRejected(first, reasons[way.method]);

  const second = await ask(other);
  if (second.error === null) return taken(second, other);
  if (refusesClient(second)) {
    // The one that speaks of the place says nothing about the secret.
    throw clientRejected(namesPlace(second) ? first : second, 'answeredInBoth');
  }
  // The client was refused by name. What is refused next without one may be so for the same reason, and ends no grant.
  if (mayBeOfClient.has(second.error.code) && !saysTokenIsOver(second.body)) {
    throw clientRejected(first, 'answeredInBoth');
  }
  if (use !== 'code' || second.error.code !== 'code_rejected') throw second.error;
  methods.suspect(issuer, clientId, secretMethodOf(other.method));
  throw spent(second.error, way.method === 'client_secret_basic' ? 'spentInHeader' : 'spentInBody');
}

/** What only renewals are refused with, where the answer does not have to say why. */
const mayBeOfClient: ReadonlySet<ErrorCode> = new Set(['grant_dead', 'renewal_refused']);

/** What the error says of the answer, with the remedy of a refusal that is known. */
function saidIn(error: AppError | null) {
  const { status = 0, said = '', remedy } = error?.values ?? {};
  // Sound: nothing else is ever put there.
  const known = remedy === undefined ? {} : { remedy: remedy as RemedyName };
  return { status: Number(status), said: String(said), ...known };
}

const reasons = {
  none: 'answeredWithoutSecret',
  client_secret_basic: 'answeredInHeader',
  client_secret_post: 'answeredInBody',
  private_key_jwt: 'answeredToKey',
} as const satisfies Record<Chosen['method'], string>;

/** The same, with what was tried; and by its right name where the words of the server say that much. */
function clientRejected(answer: Answered, reason: (typeof reasons)[Chosen['method']] | 'answeredInBoth'): AppError {
  const { error } = answer;
  const code = error === null || isExplainedByPlace(answer) ? 'client_rejected' : error.code;
  return new AppError(code, { reason, ...saidIn(error) }, { cause: error });
}

const spent = (error: AppError, reason: 'spentInHeader' | 'spentInBody'): AppError =>
  new AppError('code_rejected', { reason, ...saidIn(error) }, { cause: error });

const secretMethodOf = (method: Chosen['method']): SecretMethod | null =>
  method === 'client_secret_basic' || method === 'client_secret_post' ? method : null;

const MAX_READ = 2_000;

const places: Readonly<Record<SecretMethod, RegExp>> = {
  client_secret_basic: /client_secret_basic|\bbasic[ -]?auth|\bhttp basic\b|\bauthori[sz]ation header\b/i,
  client_secret_post:
    /client_secret_post|\b(?:request|http|post) body\b|\b(?:missing|requires?|required|must (?:contain|include)|no)\b.{0,60}\bclient[ _-]?(?:id|secret)\b|\bclient[ _-]?(?:id|secret)\b.{0,40}\b(?:missing|required|not (?:found|provided|present|supplied|given))\b/i,
};

const names = (method: SecretMethod, { body }: Answered): boolean => places[method].test(body.slice(0, MAX_READ));
const namesPlace = (answer: Answered): boolean =>
  names('client_secret_basic', answer) ||
  names('client_secret_post', answer) ||
  /token_endpoint_auth_method|\bauth(?:entication)? method/i.test(answer.body.slice(0, MAX_READ));

/** Whether an answer refuses the client, or the way in which it proved itself (RFC 6749 section 5.2). */
function refusesClient(answer: Answered): boolean {
  const { status, body, error } = answer;
  // What is said of a code or of a refresh token is said to a client that was recognised.
  // Some servers answer 200 to what they refuse.
  if (![200, 400, 401, 403].includes(status) || body.includes('invalid_grant')) return false;
  if (error?.code === 'client_rejected') return true;
  // RFC 6749 section 5.2 keeps 401 for clients; some servers have errors of their own beside it.
  return (status === 401 && error?.code === 'token_request_rejected') || isExplainedByPlace(answer);
}

const isExplainedByPlace = (answer: Answered): boolean => unexplained.has(answer.error?.code) && namesPlace(answer);

/** What an answer is taken for when nothing better is known of it; only then do its words count. */
const unexplained: ReadonlySet<ErrorCode | undefined> = new Set(['token_request_rejected', 'grant_dead']);

/** Whether the metadata leaves room for the other place, or the refusal itself names it. */
function isWorthTrying(other: Chosen, supported: readonly string[] | null, refusal: Answered): boolean {
  const method = secretMethodOf(other.method);
  if (method === null) return false;
  const offered = supported?.filter((one) => one === 'client_secret_basic' || one === 'client_secret_post') ?? [];
  // A server that speaks of neither takes secrets all the same.
  return offered.length === 0 || offered.includes(method) || names(method, refusal);
}
