/** What a flavour answers in another way than `oidc-provider` does. */
import type { OutcomeContext } from '../authorization-server/issuer-parts.ts';
import type { IdentityBehaviour } from '../control/calls.ts';
import { demoPeople } from '../people.ts';
import { type FlavourManners, objectIdOf } from './flavours.ts';
import type { TokenSigner } from './tokens.ts';

export interface AnswerOptions {
  readonly origin: string;
  /** Where token, keys and revocation live; the same as `origin` for all but Google. */
  readonly tokenOrigin: string;
  readonly userInfoOrigin: string;
  readonly manners: FlavourManners;
  readonly behaviour: IdentityBehaviour;
  readonly signer: TokenSigner;
}

/** Changes an answer that `oidc-provider` has made and not yet sent. */
export function adjustAnswer(ctx: OutcomeContext, options: AnswerOptions): void {
  const { oidc } = ctx;
  if (!oidc) return;
  const location = ctx.response.get('location');
  if (!options.behaviour.answerWithIssuer && URL.canParse(location)) {
    const url = new URL(location);
    url.searchParams.delete('iss');
    ctx.set('location', url.href);
  }
  if (typeof ctx.body !== 'object' || ctx.body === null) return;
  const body = ctx.body as Record<string, unknown>;
  if (oidc.route === 'discovery') adjustMetadata(body, options);
  if (oidc.route !== 'token' && oidc.route !== 'revocation') return;
  const refreshed = oidc.params?.grant_type === 'refresh_token';
  const refusal = refusalFor(body.error, refreshed, options.manners);
  if (refusal) {
    const { status, ...answer } = refusal;
    ctx.status = status;
    ctx.body = answer;
  } else if (body.access_token !== undefined) {
    adjustTokens(body, refreshed, options);
    if (oidc.body?.client_info === '1') addClientInfo(body, oidc.entities.Account?.accountId, options.manners);
  }
}

function refusalFor(error: unknown, refreshed: boolean, { words }: FlavourManners) {
  if (error === 'invalid_client') return words.badClient;
  return error === 'invalid_grant' && refreshed ? words.deadRefreshToken : null;
}

function adjustTokens(body: Record<string, unknown>, refreshed: boolean, options: AnswerOptions): void {
  const { manners, behaviour, signer } = options;
  if (refreshed && !behaviour.returnRefreshToken) delete body.refresh_token;
  if (!behaviour.issueIdTokens) delete body.id_token;
  if (manners.accessTokenHash && typeof body.id_token === 'string') {
    body.id_token = signer.withAccessTokenHash(body.id_token, String(body.access_token));
  }
  if (typeof body.scope === 'string') body.scope = manners.answeredScopes(body.scope.split(' ')).join(' ');
  if (!behaviour.answerScopes) delete body.scope;
}

/** Who it is, for clients of Microsoft's that ask for it: the person's object id and directory. */
function addClientInfo(body: Record<string, unknown>, accountId: string | undefined, { directory }: FlavourManners) {
  const person = demoPeople.find(({ id }) => id === accountId);
  if (!person || !directory) return;
  const info = { uid: objectIdOf(person.id), utid: directory(person).tid };
  body.client_info = Buffer.from(JSON.stringify(info)).toString('base64url');
}

function adjustMetadata(body: Record<string, unknown>, options: AnswerOptions): void {
  const { manners, behaviour, origin, tokenOrigin, userInfoOrigin } = options;
  for (const name of manners.metadataLacks) delete body[name];
  if (!behaviour.answerWithIssuer) delete body.authorization_response_iss_parameter_supported;
  if (!behaviour.advertiseRevocation) delete body.revocation_endpoint;
  for (const name of ['token_endpoint', 'jwks_uri', 'revocation_endpoint']) {
    const url = body[name];
    if (typeof url === 'string') body[name] = url.replace(origin, tokenOrigin);
  }
  body.userinfo_endpoint = `${userInfoOrigin}${manners.paths.userInfo}`;
}
