/**
 * The `oidc-provider` behind an identity provider: set up with one flavour's manners, and replaced when keys change.
 */
import '../authorization-server/url-parse.ts';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AdapterFactory, type ClientMetadata, type Configuration, errors, Provider } from 'oidc-provider';
import { createGrantStore } from '../authorization-server/grant-store.ts';
import {
  commonConfiguration,
  handOver,
  noExtras,
  noteOutcome,
  type RequestNotes,
  type SignInIssuer,
} from '../authorization-server/issuer-parts.ts';
import { adapterWithReferences, makeJwts } from '../authorization-server/jwt-access-tokens.ts';
import type { IdentityBehaviour, Lifetimes } from '../control/calls.ts';
import { demoPeople } from '../people.ts';
import { adjustAnswer } from './answers.ts';
import type { FlavourManners } from './flavours.ts';
import { createTokenSigner, identityClaims, type TokenSigner, userInfoClaims } from './tokens.ts';

export interface IdentityIssuer extends SignInIssuer {
  readonly issuer: string;
  /** Grants for which the browser asked Google's way to stay signed in. */
  readonly offlineGrants: Set<string>;
  /** `path` is what comes after the mount, with its query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string, notes: RequestNotes): Promise<void>;
  /** Signs with a new key from now on, and returns its id. */
  rotateKeys(keepOld: boolean): Promise<string>;
}

interface IssuerOptions {
  readonly origin: string;
  /** Where token, keys and revocation live; the same as `origin` for all but Google. */
  readonly tokenOrigin: string;
  readonly userInfoOrigin: string;
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
/** The path below the mount under which `oidc-provider` knows its UserInfo endpoint, wherever the product has it. */
export const USER_INFO_ROUTE = '/userinfo';

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
    if (manners.accessTokens === 'jwt') makeJwts(built, signer.accessToken);
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
      openid: ['sub', 'groups', 'department', 'region', 'tid', 'oid', 'ver'],
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
      userinfo: { enabled: true },
      revocation: {
        enabled: paths.revoke !== null,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
    },
    routes: {
      authorization: inner(paths.authorize),
      token: inner(paths.token),
      jwks: inner(paths.jwks),
      userinfo: USER_INFO_ROUTE,
      ...(paths.revoke === null ? {} : { revocation: inner(paths.revoke) }),
    },
    findAccount: (_ctx, id) => {
      const person = demoPeople.find((candidate) => candidate.id === id);
      return (
        person && {
          accountId: person.id,
          claims: (use: string) =>
            use === 'id_token' ? identityClaims(person, manners, behaviour) : userInfoClaims(person, behaviour),
        }
      );
    },
    issueRefreshToken: (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') &&
      (manners.offline === 'offline_access'
        ? source.scopes.has('offline_access')
        : offlineGrants.has(source.grantId ?? '')),
    rotateRefreshToken: () => behaviour.rotateRefreshTokens,
  };
}
