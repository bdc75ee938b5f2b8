/**
 * The `oidc-provider` behind an identity provider: set up with one flavour's manners, and replaced when keys change.
 */
import '../authorization-server/url-parse.ts';
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AdapterFactory, type ClientMetadata, type Configuration, errors, Provider } from 'oidc-provider';
import { createGrantStore, type GrantStore } from '../authorization-server/grant-store.ts';
import {
  commonConfiguration,
  handOver,
  noExtras,
  noteOutcome,
  type RequestNotes,
  type SignInIssuer,
} from '../authorization-server/issuer-parts.ts';
import type { IdentityBehaviour, Lifetimes } from '../control/calls.ts';
import { demoPeople } from '../people.ts';
import { adjustAnswer } from './answers.ts';
import type { FlavourManners } from './flavours.ts';
import { claimsOf, createTokenSigner, type TokenSigner, type TokenSubject } from './tokens.ts';

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

interface IssuerOptions {
  readonly origin: string;
  /** Where token, keys and revocation live; the same as `origin` for all but Google. */
  readonly tokenOrigin: string;
  readonly manners: FlavourManners;
  readonly clients: readonly ClientMetadata[];
  readonly clientAuthMethods: readonly string[];
  readonly extraScopes: readonly string[];
  /** Changed in place by tests, as `behaviour` is. */
  readonly lifetimes: Lifetimes;
  readonly behaviour: IdentityBehaviour;
}

/** What outlives the provider when keys change. */
interface Kept {
  readonly adapter: AdapterFactory;
  readonly cookieKeys: string[];
  readonly offlineGrants: ReadonlySet<string>;
  readonly signer: TokenSigner;
}

const BASE_SCOPES = ['openid', 'email', 'profile'];
const REFERENCE = 'ref~';

export async function createIdentityIssuer(options: IssuerOptions): Promise<IdentityIssuer> {
  const { manners } = options;
  const { mount } = manners;
  const issuer = `${options.origin}${manners.issuerPath}`;
  const store = createGrantStore();
  const notesOf = new WeakMap<IncomingMessage, RequestNotes>();
  const offlineGrants = new Set<string>();
  const signer = await createTokenSigner({ ...options, issuer });
  const kept: Kept = {
    adapter: adapterWithReferences(store),
    cookieKeys: [randomBytes(24).toString('base64url')],
    offlineGrants,
    signer,
  };
  let provider = build();

  function build(): Provider {
    const built = new Provider(issuer, configurationOf(options, kept));
    if (manners.accessTokens === 'jwt') makeJwts(built, signer);
    built.use(async (ctx, next) => {
      await next();
      adjustAnswer(ctx, { ...options, signer });
      const notes = notesOf.get(ctx.req);
      if (notes) noteOutcome(ctx, notes);
    });
    return built;
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
      const keyId = await signer.rotateKeys(keepOld);
      provider = build();
      return keyId;
    },
    revocationName: (token) => (token.includes('.') ? referenceTo(token) : token),
  };
}

function configurationOf(options: IssuerOptions, { adapter, cookieKeys, offlineGrants, signer }: Kept): Configuration {
  const { manners, lifetimes, behaviour } = options;
  const { mount, paths } = manners;
  const inner = (path: string) => path.slice(mount.length);
  return {
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
    jwks: { keys: signer.keys() as never },
    extraParams: {
      access_type: null,
      audience: null,
      unknown_scope(_ctx, value) {
        if (value) throw new errors.InvalidScope(manners.words.unknownScope(value), value);
      },
    },
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
  };
}

/** Revocation names are looked up beside the real ids. */
function adapterWithReferences(store: GrantStore): AdapterFactory {
  return (model) => {
    const plain = store.adapter(model);
    const references = new Map<string, string>();
    return Object.assign(Object.create(plain) as typeof plain, {
      async upsert(id: string, payload: Parameters<typeof plain.upsert>[1], expiresIn: number) {
        references.set(referenceTo(id), id);
        return plain.upsert(id, payload, expiresIn);
      },
      find: async (id: string) => plain.find(id.startsWith(REFERENCE) ? (references.get(id) ?? id) : id),
    });
  };
}

function referenceTo(token: string): string {
  return `${REFERENCE}${createHash('sha256').update(token).digest('base64url')}`;
}

/** The id of a token is its value: where it is a JWT, everything else of `oidc-provider` goes on working. */
function makeJwts(provider: Provider, signer: TokenSigner): void {
  for (const Model of [provider.AccessToken, provider.ClientCredentials]) {
    const original = (Model.prototype as unknown as { generateTokenId(): string }).generateTokenId;
    Object.defineProperty(Model.prototype, 'generateTokenId', {
      value(this: TokenSubject) {
        // The original also notes how the token is kept: as an opaque one.
        original.call(this);
        return signer.accessToken(this);
      },
    });
  }
}
