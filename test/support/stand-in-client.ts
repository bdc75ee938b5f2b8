/** What the stand-ins' own tests need of a client: a sign-in without a window, and signed embed URLs. */
import { createCipheriv, createHash, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { DemoServices } from '../../standins/demo-services.ts';
import { visitAs } from '../../standins/demo-services.ts';

export type Level = 'workspace' | 'account';

export interface TokenAnswer {
  status: number;
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope: string;
  expires_in: number | string;
  error?: string;
  error_description?: string;
}

export function newVerifier(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export function endpointsOf(services: DemoServices, level: Level = 'workspace') {
  const issuer = services.authorizationServer.issuers[level];
  return { issuer, authorize: `${issuer}/v1/authorize`, token: `${issuer}/v1/token`, revoke: `${issuer}/v1/revoke` };
}

/** An authorization URL that is right in everything but what `change` says; null leaves a parameter out. */
export function authorizationUrl(
  services: DemoServices,
  change: Record<string, string | null> = {},
  level: Level = 'workspace',
): string {
  const { clients, redirectUris } = services.authorizationServer;
  const parameters: Record<string, string | null> = {
    response_type: 'code',
    client_id: clients.public.clientId,
    redirect_uri: redirectUris[0] ?? '',
    scope: 'all-apis sql offline_access openid email',
    state: 'state-of-the-test',
    code_challenge: newVerifier().challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) query.set(name, value);
  return `${endpointsOf(services, level).authorize}?${query}`;
}

export async function askForTokens(url: string, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, ...((await response.json()) as Omit<TokenAnswer, 'status'>) };
}

export async function signIn(
  services: DemoServices,
  person: string,
  options: { level?: Level; scope?: string; confidential?: boolean } = {},
): Promise<TokenAnswer> {
  const { level = 'workspace', scope, confidential = false } = options;
  const { clients, redirectUris } = services.authorizationServer;
  const { verifier, challenge } = newVerifier();
  const client = confidential
    ? { client_id: clients.confidential.clientId, client_secret: clients.confidential.clientSecret }
    : { client_id: clients.public.clientId };
  const change = { client_id: client.client_id, code_challenge: challenge, ...(scope ? { scope } : {}) };
  const callback = new URL(await visitAs(authorizationUrl(services, change, level), person));
  const error = callback.searchParams.get('error');
  if (error) throw new Error(error);
  return askForTokens(endpointsOf(services, level).token, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUris[0] ?? '',
    code_verifier: verifier,
    ...client,
  });
}

export function refresh(services: DemoServices, refreshToken: string, level: Level = 'workspace') {
  return askForTokens(endpointsOf(services, level).token, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: services.authorizationServer.clients.public.clientId,
  });
}

/** The scheme of Sigma's SDK, written once more so that the stand-in is not tested with itself. */
export function encryptToken(secret: string, token: string): string {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', pbkdf2Sync(secret, salt, 600_000, 32, 'sha256'), iv);
  const ciphertext = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return [salt, iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64')).join('.');
}

export interface EmbedOptions {
  /** Undefined removes a claim. */
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Signs with another secret. */
  secret?: string;
  workbookUrl?: string;
  parameters?: string;
}

/** A signed embed URL that is right in everything but what the options say. */
export async function embedUrl(
  services: DemoServices,
  accessToken: string,
  options: EmbedOptions = {},
): Promise<string> {
  const { embedClient, workbooks } = services.sigma;
  const [workbook] = workbooks;
  if (!workbook) throw new Error('There is no workbook.');
  const now = Math.floor(Date.now() / 1000);
  const claims: Record<string, unknown> = {
    sub: 'ada.moreno@example.com',
    iss: embedClient.clientId,
    aud: 'sigmacomputing',
    ver: '1.1',
    jti: randomUUID(),
    iat: now,
    exp: now + 3600,
    account_type: 'View',
    teams: ['Sales_People'],
    connection_oauth_tokens: { [workbook.connectionId]: encryptToken(embedClient.secret, accessToken) },
    ...options.claims,
  };
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: embedClient.clientId, ...options.header })
    .sign(Buffer.from(options.secret ?? embedClient.secret));
  return `${options.workbookUrl ?? workbook.url}?:embed=true&:jwt=${jwt}${options.parameters ?? ''}`;
}
