/**
 * Asks an authorization endpoint for a sign-in without a person (`prompt=none`, OpenID Connect Core section 3.1.2.1), and
 * reads what the answer says about the redirect URL and the application. No browser and no cookie takes part: nobody can be
 * signed in by it. Nothing listens at the redirect URL, nothing is followed, and state and PKCE of the request are dropped
 * with it.
 */
import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../../net/fetch.ts';
import { readText } from '../../net/read-text.ts';
import { answerWords, authorizationError } from '../../oauth/sign-in/authorization-error.ts';
import type { SignInRequest } from '../../oauth/sign-in/sign-in-request.ts';
import { authorizationUrl, type Secrets } from '../../oauth/sign-in/sign-in-steps.ts';
import { clientRefusal } from '../../oauth/tokens/client-refusal.ts';
import type { ServerMetadata } from '../../oauth/tokens/server-metadata.ts';
import { type ServerWords, serverWords, shownWords } from '../../oauth/tokens/server-words.ts';
import { remedyOf, wordedError } from '../../oauth/tokens/worded-errors.ts';

export type AuthorizationAnswer =
  /** The server leads back to the redirect URL, so it takes it. With an error where something else is wrong. */
  | { readonly kind: 'led-back'; readonly error: AppError | null }
  /** The server says what it refuses. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** A page for people, here or elsewhere: nobody can tell what comes after it. */
  | { readonly kind: 'page'; readonly status: number };

export interface AuthorizationQuestion {
  readonly fetch: Fetch;
  readonly request: SignInRequest;
  readonly server: ServerMetadata;
  readonly redirectUri: string;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** @throws AppError those of `Fetch` */
export async function askAuthorization(question: AuthorizationQuestion): Promise<AuthorizationAnswer> {
  const { fetch, request, server, redirectUri, secrets, signal } = question;
  const silent = { ...request, account: null, extraParameters: { ...request.extraParameters, prompt: 'none' } };
  const url = authorizationUrl(silent, server, redirectUri, secrets);
  const response = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual', signal });
  const target = locationOf(response, url);
  if (target !== null && leadsTo(target, redirectUri)) return ledBack(target, request);
  const body = target === null ? await readText(response) : wordsOfAddress(target);
  return refusalIn(response, body, target !== null, request) ?? { kind: 'page', status: response.status };
}

function locationOf({ status, headers }: Response, asked: string): URL | null {
  const location = headers.get('location');
  return status >= 300 && status < 400 && location !== null && URL.canParse(location, asked)
    ? new URL(location, asked)
    : null;
}

const leadsTo = (target: URL, redirectUri: string): boolean => {
  const { origin, pathname } = new URL(redirectUri);
  return target.origin === origin && target.pathname === pathname;
};

/** What a server says to whom nobody is signed in as (OpenID Connect Core section 3.1.2.6): this is as it should be. */
const nobodySignedIn: ReadonlySet<string> = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);

function ledBack(target: URL, { server }: SignInRequest): AuthorizationAnswer {
  const parameters = new URLSearchParams(target.search === '' ? target.hash.slice(1) : target.search);
  const { error, description } = answerWords(parameters);
  const isFine = (error === '' && description === '') || nobodySignedIn.has(error);
  return { kind: 'led-back', error: isFine ? null : authorizationError(error, description, server) };
}

/** What the address of a page of errors says; Google puts it into one value of its own (`authError`), encoded twice. */
function wordsOfAddress({ searchParams }: URL): string {
  const { error, description } = answerWords(searchParams);
  const encoded = searchParams.get('authError');
  const decoded = encoded === null ? '' : Buffer.from(encoded, 'base64').toString('latin1');
  return [error, description, decoded].filter((part) => part !== '').join(': ');
}

/** Microsoft's numbers stand in the scripts of its page, which is answered with 200. */
const MICROSOFT_SAYS = /AADSTS\d{4,8}[^"<>\\]{0,300}/;

/** @param isElsewhere whether the words are those of an address that the answer leads to */
function refusalIn(
  { status, headers }: Response,
  body: string,
  isElsewhere: boolean,
  { server: rules }: SignInRequest,
): AuthorizationAnswer | null {
  const [number] = MICROSOFT_SAYS.exec(body) ?? [];
  // The sign-in page itself speaks of redirect_uri, in its forms: only a page that refuses is read for words.
  if (number === undefined && !isElsewhere && status < 400) return null;
  const said: ServerWords[] = [
    ...(number === undefined ? [] : [{ error: '', description: number }]),
    ...(isElsewhere ? [] : [serverWords({ headers, body })]),
    ...linesOf(body),
  ];
  for (const words of said) {
    const refusal = { use: 'authorization', status: null, ...words } as const;
    if (wordedError(refusal, rules) !== null) {
      return { kind: 'refused', error: authorizationError(words.error, words.description, rules) };
    }
    // Said on a page: where a server does not know the application, it does not know where to lead back to.
    if (clientRefusal(refusal) === null) continue;
    const remedy = remedyOf(refusal, 'client_rejected', rules);
    const values = { reason: 'said', said: shownWords(words), ...(remedy && { remedy }) } as const;
    return { kind: 'refused', error: new AppError('client_rejected', values) };
  }
  return null;
}

/** In characters, and in lines: what refuses stands at the top of a page, and foreign pages may have any length. */
const LOOKED_AT = 50_000;
const MOST_LINES = 200;

/** The texts of a page, each by itself: one of them says why, among titles and footers. */
function linesOf(body: string): ServerWords[] {
  return body
    .slice(0, LOOKED_AT)
    .split(/<[^<>]*>|\n/)
    .map((line) =>
      line
        .replaceAll(/&#0?39;|&apos;/g, "'")
        .replaceAll('&quot;', '"')
        .trim(),
    )
    .filter((line) => line !== '')
    .slice(0, MOST_LINES)
    .map((line) =>
      /^[a-z]+(?:_[a-z]+)+$/.test(line) ? { error: line, description: '' } : { error: '', description: line },
    );
}
