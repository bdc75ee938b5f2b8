/**
 * Whether the server takes the application, as far as can be known without a person. A machine asks for its token. An
 * application with a secret or a key shows it with a code that was made up: the server identifies the application first
 * (RFC 6749 section 5.2: `invalid_client` is about it, `invalid_grant` about the code), and a code that it never gave
 * out leads to nothing.
 */
import { randomBytes } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { type CheckResult, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import { createPkce } from '../../../oauth/sign-in/pkce.ts';
import { createTokenClient } from '../../../oauth/tokens/token-client.ts';
import { type ConnectionCheck, doubtful, failedWith, right, unknown, warnedOf } from '../check.ts';
import { namedOriginsOf } from '../network-look.ts';
import { ownerOf } from '../owners.ts';
import type { Parts } from '../parts.ts';
import { type ConnectionSubject, isInteractive } from '../subject.ts';

export const client: ConnectionCheck = {
  id: 'client',
  about: 'connection',
  needs: ['metadata'],
  asks: namedOriginsOf,
  async run(about, parts, signal) {
    const { server } = about.connection;
    try {
      return await (isInteractive(about) ? showSecret(about, parts, signal) : askForToken(about));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Of a set-up whose secrets are gone another check tells.
      const { isOfDoctor, profile } = about.whole;
      const isTold = isOfDoctor && parts.vault.mode === 'encrypted' && !parts.secrets.hasEmbedSecret(profile.id);
      const isOfSecret = error.code === 'secret_missing' || error.code === 'client_rejected';
      return isTold && isOfSecret ? unknown(finding('needs', { check: 'files' })) : failedWith(error, server);
    }
  },
};

/** A token client of its own: where a server took the secret of a draft is not to be remembered for what is saved. */
const tokenClientFor = ({ whole }: ConnectionSubject, parts: Parts) =>
  createTokenClient({ ...parts, fetch: whole.fetch });

async function askForToken(about: ConnectionSubject): Promise<CheckResult> {
  const { error } = await about.machineAnswer();
  // A machine whose scopes are refused was recognised; the check of scopes tells of it.
  const isOfScopes = error?.code === 'scopes_missing' || error?.code === 'authorization_invalid_scope';
  if (error !== null && !isOfScopes) throw error;
  return right(error === null ? finding('client_got_token') : finding('machine_recognised'));
}

async function showSecret(about: ConnectionSubject, parts: Parts, signal: AbortSignal): Promise<CheckResult> {
  const { request, server } = await about.servers();
  const [redirectUri = ''] = request.redirectUris;
  // What is wrong where people sign in is said by the check of redirect URLs, and what is wrong with scopes by theirs.
  const asked = await about.authorizationAnswer(redirectUri).catch(nullOfAppError);
  const isRefused = asked?.kind === 'led-back' && asked.error?.code !== 'authorization_invalid_scope';
  if (isRefused && asked.error !== null) return failedWith(asked.error, about.connection.server);
  const isWithoutProof = isPublic(request.client);
  const state = randomBytes(16).toString('base64url');
  const answer = new URLSearchParams({ code: randomBytes(24).toString('base64url'), state, iss: server.issuer });
  try {
    await tokenClientFor(about, parts).exchangeCode({
      server,
      rules: request.server,
      client: request.client,
      callbackParameters: oauth.validateAuthResponse(server, { client_id: request.client.clientId }, answer, state),
      redirectUri,
      codeVerifier: createPkce().verifier,
      nonce: null,
      jwksUri: null,
      signal,
    });
    return unknown(finding('client_unclear', { said: '' }));
  } catch (error) {
    // Said already where people sign in.
    const isTold = asked?.kind === 'refused' && error instanceof AppError && error.code === asked.error.code;
    if (isTold) return unknown(finding('needs', { check: 'redirect' }));
    return judge(error, about, isWithoutProof);
  }
}

const nullOfAppError = (error: unknown): null => {
  if (error instanceof AppError) return null;
  throw error;
};

function judge(error: unknown, { connection: { server } }: ConnectionSubject, isWithoutProof: boolean): CheckResult {
  if (!(error instanceof AppError)) throw error;
  // It was refused in the one place before. In the other the server may have looked at the code alone.
  if (error.values.reason === 'spentInHeader') return doubtful('person', finding('client_in_body_alone'));
  if (error.values.reason === 'spentInBody') return doubtful('person', finding('client_in_header_alone'));
  if (error.code === 'code_rejected' || error.code === 'redirect_uri_mismatch')
    return right(finding(isWithoutProof ? 'client_public' : 'client_recognised'));
  // Whatever the application is, no sign-in gets a token from there now.
  if (error.code === 'server_busy' || error.code === 'token_response_invalid' || isNotThere(error)) {
    return warnedOf(ownerOf(error.code, server), error);
  }
  // Some servers look at the form of a code before anything else.
  const isUnclear = error.code === 'token_request_rejected';
  if (isUnclear) return unknown(finding('client_unclear', { said: plainText(error.message, 300) }));
  throw error;
}

/** What no server that gives tokens says to a request of the right form. */
const isNotThere = ({ values: { status } }: AppError): boolean => [404, 405, 410].includes(Number(status));

/** Nothing that could be shown. */
const isPublic = ({ authentication }: { readonly authentication: { readonly method: string } }): boolean =>
  authentication.method === 'none' ||
  (authentication.method === 'automatic' &&
    'clientSecret' in authentication &&
    authentication.clientSecret === null &&
    'key' in authentication &&
    authentication.key === null);
