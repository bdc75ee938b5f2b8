/** The types of a company's identity provider: its flavours, its clients, and what a token stands for. */
import type { DemoPerson } from '../people.ts';

/** The product that the identity provider answers as. */
export const FLAVOURS = ['okta', 'auth0', 'ping', 'entra', 'google'] as const;
export type Flavour = (typeof FLAVOURS)[number];

export const ASSERTION_ALGORITHMS = ['RS256', 'PS256', 'ES256'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

export type ClientAuthMethod = 'none' | 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt';

export interface SecretClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A client that signs assertions (RFC 7523). The server knows the public half only. */
export interface KeyClient {
  readonly clientId: string;
  readonly algorithm: AssertionAlgorithm;
  readonly keyId: string;
  /** PKCS#8 in PEM, for the set-up form. */
  readonly privateKey: string;
}

/** Each is registered for exactly one way of authentication, as an administrator would have to choose it. */
export interface IdentityClients {
  readonly public: { readonly clientId: string };
  readonly secretPost: SecretClient;
  readonly secretBasic: SecretClient;
  readonly privateKey: Readonly<Record<AssertionAlgorithm, KeyClient>>;
  /** `client_credentials` only; secret by Basic. */
  readonly machine: SecretClient;
  /** `client_credentials` only; RS256 assertion. */
  readonly machineKey: KeyClient;
}

/** What an access token stands for right now. `expiresAt` is in milliseconds. */
export type IdentityIntrospection =
  | {
      active: true;
      authority: Flavour;
      /** Null for a machine. */
      person: DemoPerson | null;
      clientId: string;
      scopes: string[];
      expiresAt: number;
    }
  | { active: false; reason: 'unknown' | 'expired' };
