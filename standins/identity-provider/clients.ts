/** The clients that an administrator registered with the identity provider. */
import { randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import {
  ASSERTION_ALGORITHMS,
  type AssertionAlgorithm,
  type ClientAuthMethod,
  type IdentityClients,
  type KeyClient,
  type SecretClient,
} from './types.ts';

const secretClient = (): SecretClient => ({
  clientId: randomUUID(),
  clientSecret: randomBytes(32).toString('base64url'),
});

async function keyClient(algorithm: AssertionAlgorithm): Promise<{ client: KeyClient; publicKey: JWK }> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const client = {
    clientId: randomUUID(),
    algorithm,
    keyId: randomUUID(),
    privateKey: await exportPKCS8(pair.privateKey),
  };
  const publicKey = { ...(await exportJWK(pair.publicKey)), kid: client.keyId, alg: algorithm, use: 'sig' };
  return { client, publicKey };
}

/**
 * New clients, and how they are registered. `given` takes the place of what would be made up; public keys in
 * `assertionKeys` are registered instead of those of the made-up pairs (whose private keys are then of no use).
 */
export async function registerIdentityClients(options: {
  given: Partial<IdentityClients>;
  assertionKeys: Partial<Record<AssertionAlgorithm, JWK>>;
  redirectUris: readonly string[];
  anyLoopbackPort: boolean;
  methods: readonly ClientAuthMethod[];
}): Promise<{ clients: IdentityClients; registrations: ClientMetadata[] }> {
  const [rs256, ps256, es256, machineKey] = await Promise.all([
    ...ASSERTION_ALGORITHMS.map(keyClient),
    keyClient('RS256'),
  ]);
  const made = { RS256: rs256, PS256: ps256, ES256: es256 } as Record<AssertionAlgorithm, NonNullable<typeof rs256>>;
  const clients: IdentityClients = {
    public: { clientId: randomUUID() },
    secretPost: secretClient(),
    secretBasic: secretClient(),
    privateKey: { RS256: made.RS256.client, PS256: made.PS256.client, ES256: made.ES256.client },
    machine: secretClient(),
    machineKey: (machineKey as NonNullable<typeof machineKey>).client,
    ...options.given,
  };

  const person = (clientId: string, method: ClientAuthMethod, more: Partial<ClientMetadata> = {}): ClientMetadata => ({
    client_id: clientId,
    client_name: 'Sightglass',
    application_type: options.anyLoopbackPort ? 'native' : 'web',
    redirect_uris: [...options.redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: method,
    ...more,
  });
  const machine = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };
  const keys = (key: JWK) => ({ jwks: { keys: [key] } }) as Partial<ClientMetadata>;

  const registrations = [
    person(clients.public.clientId, 'none'),
    person(clients.secretPost.clientId, 'client_secret_post', { client_secret: clients.secretPost.clientSecret }),
    person(clients.secretBasic.clientId, 'client_secret_basic', { client_secret: clients.secretBasic.clientSecret }),
    ...ASSERTION_ALGORITHMS.map((algorithm) =>
      person(clients.privateKey[algorithm].clientId, 'private_key_jwt', {
        token_endpoint_auth_signing_alg: algorithm,
        ...keys(options.assertionKeys[algorithm] ?? made[algorithm].publicKey),
      }),
    ),
    person(clients.machine.clientId, 'client_secret_basic', {
      ...machine,
      client_secret: clients.machine.clientSecret,
    }),
    person(clients.machineKey.clientId, 'private_key_jwt', {
      ...machine,
      ...keys((machineKey as NonNullable<typeof machineKey>).publicKey),
    }),
  ];
  const allowed = (client: ClientMetadata) =>
    (options.methods as readonly string[]).includes(client.token_endpoint_auth_method ?? '');
  return { clients, registrations: registrations.filter(allowed) };
}
