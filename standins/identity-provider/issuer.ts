/** The `oidc-provider` behind an identity provider: set up with one flavour's manners, and replaced when keys change. */
import '../authorization-server/url-parse.ts';
import { createHash, createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { type ClientMetadata, errors, Provider } from 'oidc-provider';
import { createGrantStore } from '../authorization-server/grant-store.ts';
import {
  commonConfiguration,
  handOver,
  noExtras,
  noteOutcome,
  type OutcomeContext,
  type RequestNotes,
  type SignInIssuer,
} from '../authorization-server/issuer-parts.ts';
import type { IdentityBehaviour, Lifetimes } from '../control/calls.ts';
import { type DemoPerson, demoPeople } from '../people.ts';
import type { FlavourManners } from './flavours.ts';

type SigningKey = JWK & { kid: string };

export interface IdentityIssuer extends SignInIssuer {
  readonly issuer: string;
  /** Grants for which the browser asked Google's way to stay signed in. */
  readonly offlineGrants: Set<string>;
  /** `path` is what comes after the mount, with its query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, notes: RequestNotes): Promise<void>;
  /** Signs with a new key from now on, and returns its id. */
  rotateKeys(keepOld: boolean): Promise<string>;
  /** A name by which an access token can be revoked although it is a JWT, which `oidc-provider` never does. */
  revocationName(token: string): string;
}

const BASE_SCOPES = ['openid', 'email', 'profile'];
const REFERENCE = 'ref~';

export async function createIdentityIssuer(options: {
  origin: string;
  /** Where token, keys and revocation live; the same as `origin` for all but Google. */
  tokenOrigin: string;
  manners: FlavourManners;
  clients: readonly ClientMetadata[];
  clientAuthMethods: readonly string[];
  extraScopes: readonly string[];
  lifetimes: Lifetimes;
  behaviour: IdentityBehaviour;
}): Promise<IdentityIssuer> {
  const { origin, tokenOrigin, manners, lifetimes, behaviour } = options;
  const { mount, paths } = manners;
  const issuer = `${origin}${manners.issuerPath}`;
  const store = createGrantStore();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();
  const offlineGrants = new Set<string>();
  const cookieKeys = [randomBytes(24).toString('base64url')];
  const inner = (path: string) => path.slice(mount.length);
  let keys: SigningKey[] = [await newSigningKey()];
  let provider = build();

  /** Revocation names are looked up beside the real ids. */
  function adapter(model: string) {
    const plain = store.adapter(model);
    const references = new Map<string, string>();
    return Object.assign(Object.create(plain) as typeof plain, {
      async upsert(id: string, payload: Parameters<typeof plain.upsert>[1], expiresIn: number) {
        references.set(referenceTo(id), id);
        return plain.upsert(id, payload, expiresIn);
      },
      find: async (id: string) => plain.find(id.startsWith(REFERENCE) ? (references.get(id) ?? id) : id),
    });
  }

  function build(): Provider {
    const built = new Provider(issuer, {
      ...commonConfiguration({
        mount,
        brand: manners.brand,
        cookies: { prefix: 'identity', keys: cookieKeys },
        lifetimes,
      }),
      adapter,
      clients: [...options.clients],
      clientAuthMethods: [...options.clientAuthMethods] as never,
      enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
      scopes: [...new Set([...BASE_SCOPES, ...manners.scopes, ...options.extraScopes])],
      claims: {
        openid: ['sub', 'groups', 'department', 'region'],
        email: ['email', 'email_verified'],
        profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      },
      jwks: { keys: keys as never },
      extraParams: { access_type: null, audience: null, unknown_scope: refuseUnknownScope },
      features: {
        ...noExtras,
        clientCredentials: { enabled: true },
        revocation: {
          enabled: paths.revoke !== null,
          allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
        },
      },
      routes: {
        authorization: inner(paths.authorize),
        token: inner(paths.token),
        jwks: inner(paths.jwks),
        ...(paths.revoke === null ? {} : { revocation: inner(paths.revoke) }),
      },
      findAccount: (_ctx, id) => {
        const person = demoPeople.find((candidate) => candidate.id === id);
        return person && { accountId: person.id, claims: () => claimsOf(person, behaviour.emailVerified) };
      },
      issueRefreshToken: (_ctx, client, source) =>
        client.grantTypeAllowed('refresh_token') &&
        (manners.offline === 'offline_access'
          ? source.scopes.has('offline_access')
          : offlineGrants.has(source.grantId ?? '')),
      rotateRefreshToken: () => behaviour.rotateRefreshTokens,
    });
    if (manners.accessTokens === 'jwt') makeJwts(built);
    built.use(async (ctx, next) => {
      await next();
      adjust(ctx);
      const notes = notesOf.get(ctx.req);
      if (notes) noteOutcome(ctx, notes);
    });
    return built;
  }

  function refuseUnknownScope(_ctx: unknown, value: string | undefined): void {
    if (value) throw new errors.InvalidScope(manners.words.unknownScope(value), value);
  }

  /** The id of a token is its value: where it is a JWT, everything else of `oidc-provider` goes on working. */
  function makeJwts(built: Provider): void {
    for (const Model of [built.AccessToken, built.ClientCredentials]) {
      const original = (Model.prototype as unknown as { generateTokenId(): string }).generateTokenId;
      Object.defineProperty(Model.prototype, 'generateTokenId', {
        value(this: { accountId?: string; clientId?: string; scope?: string }) {
          // It also notes how the token is kept: as an opaque one.
          original.call(this);
          return accessTokenJwt(this);
        },
      });
    }
  }

  function accessTokenJwt(token: { accountId?: string; clientId?: string; scope?: string }): string {
    const person = demoPeople.find((candidate) => candidate.id === token.accountId);
    const iat = Math.floor(Date.now() / 1000);
    const scopes = (token.scope ?? '').split(' ').filter(Boolean);
    const payload = {
      iss: issuer,
      aud: manners.audience,
      iat,
      nbf: iat,
      exp: iat + lifetimes.accessTokenSeconds,
      jti: randomUUID(),
      sub: person?.id ?? token.clientId,
      azp: token.clientId,
      ...(manners.scopeClaim === 'scp' ? { scp: scopes } : { scope: scopes.join(' ') }),
      ...(person ? claimsOf(person, behaviour.emailVerified) : {}),
    };
    return signJwt('at+jwt', payload);
  }

  function signJwt(typ: string, payload: Record<string, unknown>): string {
    const [key] = keys as [SigningKey];
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${encode({ alg: 'RS256', typ, kid: key.kid })}.${encode(payload)}`;
    const signature = sign('sha256', Buffer.from(text), createPrivateKey({ key: key as never, format: 'jwk' }));
    return `${text}.${signature.toString('base64url')}`;
  }

  /** `oidc-provider` leaves `at_hash` out of the token endpoint's ID tokens, where it is optional. */
  function withAccessTokenHash(idToken: string, accessToken: string): string {
    const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
    return signJwt('JWT', { ...decodeJwt(idToken), at_hash: half.toString('base64url') });
  }

  /** What this flavour answers in another way than `oidc-provider` does. */
  function adjust(ctx: OutcomeContext): void {
    const { oidc } = ctx;
    if (!oidc) return;
    const location = ctx.response.get('location');
    if (!behaviour.answerWithIssuer && URL.canParse(location)) {
      const url = new URL(location);
      url.searchParams.delete('iss');
      ctx.set('location', url.href);
    }
    if (typeof ctx.body !== 'object' || ctx.body === null) return;
    const body = ctx.body as Record<string, unknown>;
    if (oidc.route === 'discovery') adjustMetadata(body);
    if (oidc.route !== 'token' && oidc.route !== 'revocation') return;
    const refusal =
      body.error === 'invalid_client'
        ? manners.words.badClient
        : body.error === 'invalid_grant' && oidc.params?.grant_type === 'refresh_token'
          ? manners.words.deadRefreshToken
          : null;
    if (refusal) {
      const { status, ...answer } = refusal;
      ctx.status = status;
      ctx.body = answer;
      return;
    }
    if (body.access_token === undefined) return;
    if (oidc.params?.grant_type === 'refresh_token' && !behaviour.returnRefreshToken) delete body.refresh_token;
    if (!behaviour.issueIdTokens) delete body.id_token;
    if (manners.accessTokenHash && typeof body.id_token === 'string') {
      body.id_token = withAccessTokenHash(body.id_token, String(body.access_token));
    }
    if (typeof body.scope === 'string') body.scope = manners.answeredScopes(body.scope.split(' ')).join(' ');
    if (!behaviour.answerScopes) delete body.scope;
  }

  function adjustMetadata(body: Record<string, unknown>): void {
    for (const name of manners.metadataLacks) delete body[name];
    if (!behaviour.answerWithIssuer) delete body.authorization_response_iss_parameter_supported;
    if (!behaviour.advertiseRevocation) delete body.revocation_endpoint;
    for (const name of ['token_endpoint', 'jwks_uri', 'revocation_endpoint']) {
      const url = body[name];
      if (typeof url === 'string') body[name] = url.replace(origin, tokenOrigin);
    }
  }

  return {
    issuer,
    mount,
    store,
    offlineGrants,
    sessionCookie: 'identity_session',
    get provider() {
      return provider;
    },
    async handle(request, response, path, notes) {
      notesOf.set(request, notes);
      await handOver(provider, request, response, { mount, path });
    },
    async rotateKeys(keepOld) {
      const key = await newSigningKey();
      keys = keepOld ? [key, ...keys] : [key];
      provider = build();
      return key.kid;
    },
    revocationName: (token) => (token.includes('.') ? referenceTo(token) : token),
  };
}

function referenceTo(token: string): string {
  return `${REFERENCE}${createHash('sha256').update(token).digest('base64url')}`;
}

async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

/** What the company's directory tells about a person. */
function claimsOf(person: DemoPerson, emailVerified: boolean) {
  const [given = '', family = ''] = person.displayName.split(' ');
  return {
    sub: person.id,
    email: person.userName,
    email_verified: emailVerified,
    name: person.displayName,
    given_name: given,
    family_name: family,
    preferred_username: person.userName,
    groups: [...person.groups],
    department: person.department,
    ...(person.region ? { region: person.region } : {}),
  };
}
