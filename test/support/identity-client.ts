/** What tests of the identity stand-ins need of a client: a sign-in with any kind of client, at any server. */
import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import { visitAs } from '../../standins/demo-services.ts';
import type { KeyClient, SecretClient } from '../../standins/identity-provider/types.ts';
import { newVerifier, type TokenAnswer } from './stand-in-client.ts';

export interface Server {
  endpoints: { authorize: string; token: string };
  redirectUris: readonly string[];
}

/** How a client proves itself: what goes into the body, and into the header. */
export interface Proof {
  body: Record<string, string>;
  headers?: Record<string, string>;
}

export const asPublic = ({ clientId }: { clientId: string }): Proof => ({ body: { client_id: clientId } });

export const bySecretInBody = ({ clientId, clientSecret }: SecretClient): Proof => ({
  body: { client_id: clientId, client_secret: clientSecret },
});

export const bySecretInHeader = ({ clientId, clientSecret }: SecretClient): Proof => ({
  body: {},
  headers: {
    authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
  },
});

export async function byKey(client: KeyClient, audience: string, claims: Record<string, unknown> = {}): Promise<Proof> {
  const now = Math.floor(Date.now() / 1000);
  const about = {
    iss: client.clientId,
    sub: client.clientId,
    aud: audience,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
  };
  const client_assertion = await new SignJWT({ ...about, ...claims })
    .setProtectedHeader({ alg: client.algorithm, kid: client.keyId })
    .sign(await importPKCS8(client.privateKey, client.algorithm));
  const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  return { body: { client_id: client.clientId, client_assertion, client_assertion_type } };
}

export async function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
  const text = await response.text();
  return {
    status: response.status,
    ...(text ? (JSON.parse(text) as Omit<TokenAnswer, 'status'>) : {}),
  } as TokenAnswer & Record<string, unknown>;
}

export const ask = (server: Server, proof: Proof, form: Record<string, string>) =>
  post(server.endpoints.token, { ...form, ...proof.body }, proof.headers);

/** Where the browser ends, having chosen a person. Null leaves a parameter out. */
export async function authorize(
  server: Server,
  clientId: string,
  scope: string,
  change: Record<string, string | null> = {},
  person = 'Ada Moreno',
): Promise<URLSearchParams> {
  const parameters: Record<string, string | null> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: server.redirectUris[0] ?? '',
    scope,
    state: 'state-of-the-test',
    code_challenge: newVerifier().challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) query.set(name, value);
  return new URL(await visitAs(`${server.endpoints.authorize}?${query}`, person)).searchParams;
}

export async function signInAt(
  server: Server,
  clientId: string,
  proof: Proof,
  scope: string,
  options: { person?: string; parameters?: Record<string, string> } = {},
) {
  const { verifier, challenge } = newVerifier();
  const change: Record<string, string> = { ...options.parameters, code_challenge: challenge };
  const answer = await authorize(server, clientId, scope, change, options.person);
  const error = answer.get('error');
  if (error) throw new Error(`${error}: ${answer.get('error_description')}`);
  return ask(server, proof, {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: change.redirect_uri ?? server.redirectUris[0] ?? '',
    code_verifier: verifier,
  });
}
