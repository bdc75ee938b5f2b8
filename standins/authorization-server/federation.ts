/**
 * Token federation of Databricks (RFC 8693): a JWT of a trusted identity provider in exchange for Databricks' own
 * token. What it refuses and why follows Databricks' documentation; the words are ours where it gives none.
 */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors as joseErrors, jwtVerify } from 'jose';
import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import type { FederationPolicy } from '../control/calls.ts';
import { type DemoPerson, findPerson } from '../people.ts';

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';
const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
/** Databricks takes no other signatures from identity providers. */
const ALGORITHMS = ['RS256', 'ES256'];
const EXCHANGEABLE_SCOPES = ['all-apis', 'sql'];

type KeySet = ReturnType<typeof createRemoteJWKSet>;

export interface Federation {
  policies(): readonly FederationPolicy[];
  setPolicies(policies: readonly FederationPolicy[]): void;
  /** The person that a foreign token stands for. Throws an OAuth error. */
  personOf(subjectToken: string, subjectTokenType: string): Promise<DemoPerson>;
}

function refuse(status: 400 | 401, error: string, description: string): Error {
  const refusal = new errors.CustomOIDCProviderError(error, description);
  Object.assign(refusal, { status, statusCode: status });
  return refusal;
}

export function createFederation(initial: readonly FederationPolicy[]): Federation {
  let policies = [...initial];
  const keySets = new Map<string, KeySet>();

  async function keysOf(issuer: string): Promise<KeySet> {
    const known = keySets.get(issuer);
    if (known) return known;
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri } = (await response.json()) as { jwks_uri: string };
    // Without a pause between fetches: keys rotate faster in tests than anywhere else.
    const keys = createRemoteJWKSet(new URL(jwks_uri), { cooldownDuration: 0 });
    keySets.set(issuer, keys);
    return keys;
  }

  return {
    policies: () => policies,
    setPolicies(next) {
      policies = [...next];
      keySets.clear();
    },
    async personOf(subjectToken, subjectTokenType) {
      if (subjectTokenType !== JWT_TYPE) {
        throw refuse(400, 'invalid_request', `subject_token_type must be ${JWT_TYPE}`);
      }
      const issuer = issuerOf(subjectToken);
      const policy = policies.find((candidate) => candidate.issuer === issuer);
      if (!policy) {
        throw unauthorized(`No federation policy trusts the issuer ${issuer ?? '(none)'}.`);
      }
      const keys = await keysOf(policy.issuer).catch(() => {
        throw refuse(400, 'invalid_request', `The keys of ${policy.issuer} could not be fetched.`);
      });
      const claims = await verify(subjectToken, policy, keys);
      const subject = claims[policy.subjectClaim];
      const person = typeof subject === 'string' ? findPerson(subject) : undefined;
      if (!person) {
        throw unauthorized(
          `The claim ${policy.subjectClaim}, which the federation policy names, does not match a user of this account.`,
        );
      }
      return person;
    },
  };
}

function unauthorized(why: string): Error {
  return refuse(401, 'invalid_grant', `Databricks (OIDC): 401 Unauthorized. ${why}`);
}

/**
 * The issuer that an unverified token names. Throws an OAuth error when it is no token that Databricks would look at.
 */
function issuerOf(subjectToken: string): string | undefined {
  try {
    if (!ALGORITHMS.includes(decodeProtectedHeader(subjectToken).alg ?? '')) {
      throw refuse(400, 'invalid_request', `The subject token must be signed with ${ALGORITHMS.join(' or ')}.`);
    }
    return decodeJwt(subjectToken).iss;
  } catch (error) {
    if (error instanceof errors.OIDCProviderError) throw error;
    throw refuse(400, 'invalid_request', 'The subject token is not a JSON web token.');
  }
}

async function verify(
  subjectToken: string,
  { issuer, audiences }: FederationPolicy,
  keys: KeySet,
): Promise<Record<string, unknown>> {
  try {
    const expected = { issuer, audience: [...audiences], algorithms: ALGORITHMS };
    return (await jwtVerify(subjectToken, keys, expected)).payload;
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) {
      throw refuse(400, 'invalid_grant', 'The subject token has expired.');
    }
    if (error instanceof joseErrors.JWTClaimValidationFailed && error.claim === 'aud') {
      throw unauthorized(`The token's audience is not one of the federation policy's: ${audiences.join(', ')}.`);
    }
    throw refuse(400, 'invalid_grant', 'The signature of the subject token could not be verified.');
  }
}

/** Adds the token exchange to a provider. */
export function registerTokenExchange(provider: Provider, federation: Federation): void {
  const handler = async (
    ctx: TokenEndpointGrantContext<{ subject_token?: string; subject_token_type?: string; scope?: string }>,
  ) => {
    const { client, params } = ctx.oidc;
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    if (!params.subject_token) throw new errors.InvalidRequest("missing required parameter 'subject_token'");
    const person = await federation.personOf(text(params.subject_token), text(params.subject_token_type));
    const requested = text(params.scope).split(' ').filter(Boolean);
    const scope = requested.filter((name) => EXCHANGEABLE_SCOPES.includes(name)).join(' ');
    if (scope === '') throw new errors.InvalidScope('The scope all-apis is required.', requested.join(' '));
    const grant = new provider.Grant({ accountId: person.id, clientId: client.clientId });
    grant.addOIDCScope(scope);
    const token = new provider.AccessToken({
      accountId: person.id,
      client,
      grantId: await grant.save(),
      gty: TOKEN_EXCHANGE,
      scope,
    } as never);
    ctx.oidc.entity('Account', { accountId: person.id, claims: () => ({ sub: person.id }) });
    const access_token = await token.save();
    // Never a refresh token: the way to a new access token is another exchange.
    ctx.body = {
      access_token,
      issued_token_type: ACCESS_TOKEN_TYPE,
      token_type: 'Bearer',
      expires_in: token.expiration,
      scope,
    };
  };
  provider.registerGrantType(TOKEN_EXCHANGE, handler as never, ['subject_token', 'subject_token_type', 'scope']);
}
