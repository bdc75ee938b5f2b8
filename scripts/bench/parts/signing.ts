/**
 * What it costs to sign a session: as Sigma's SDK does it (a synchronous derivation for each token), and as we do it, with
 * and without keys in stock. In Node, with the signer of the program: no window is needed to see it.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SignJWT } from 'jose';
import { deriveInTurn } from '../../../src/main/sigma/key-derivation.ts';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import type { SignRequest } from '../../../src/main/sigma/signer.ts';
import { encryptToken } from '../../../test/support/stand-in-client.ts';
import { timed } from '../clock.ts';
import { OURS, SDK } from '../measurements.ts';
import type { Stage } from '../stage.ts';

const secret = randomBytes(32).toString('hex');
/** Short enough for twenty of them in one URL. */
const accessToken = randomBytes(48).toString('base64url');
/** Tabs that are renewed at once. */
const BURST = 20;
const RESOLUTION_MS = 1;

export async function measureSigning(stage: Stage): Promise<void> {
  const encrypt = (await sdkEncrypt(stage)) ?? encryptToken;
  for (const size of stage.sizes([1, 5, 20])) await stage.rounds(() => signEach(stage, size, encrypt));
  await stage.rounds(() => signBurst(stage, encrypt));
}

type Encrypt = (secret: string, token: string) => string;

/** The SDK itself where it is installed; it is no dependency of ours. */
async function sdkEncrypt({ measurements }: Stage): Promise<Encrypt | null> {
  const name = '@sigmacomputing/node-embed-sdk';
  try {
    const { encrypt } = (await import(/* @vite-ignore */ name)) as { encrypt?: Encrypt };
    if (encrypt) return encrypt;
  } catch {
    // As below.
  }
  measurements.note('signing', `${name} is not installed: its scheme, written once more, stands for it.`);
  return null;
}

async function signEach({ measurements }: Stage, size: number, encrypt: Encrypt): Promise<void> {
  const { add } = measurements;
  const place = { part: 'signing', unit: 'ms', size } as const;
  const sdk = await heldWhile(() => signAsSdk(encrypt, size));
  add({ ...place, what: 'session', subject: SDK }, sdk.took);
  add({ ...place, what: 'longest hold of the thread', subject: SDK }, sdk.held);

  const unprepared = createSigner();
  const first = await heldWhile(() => unprepared.sign(requestOf(size)));
  add({ ...place, what: 'session', subject: OURS }, first.took);
  add({ ...place, what: 'longest hold of the thread', subject: OURS }, first.held);

  const prepared = createSigner();
  await prepared.prepare('profile', size);
  await untilDerived();
  add({ ...place, what: 'prepared', subject: OURS }, await timed(() => prepared.sign(requestOf(size))));
  await untilDerived();
}

async function signBurst({ measurements }: Stage, encrypt: Encrypt): Promise<void> {
  const { add } = measurements;
  const place = { part: 'signing', unit: 'ms' } as const;
  const what = `${BURST} tabs at once`;
  const sdk = await heldWhile(async () => {
    for (let tab = 0; tab < BURST; tab += 1) await signAsSdk(encrypt, 1);
  });
  add({ ...place, what, subject: SDK }, sdk.took);
  add({ ...place, what: `longest hold of the thread, ${what}`, subject: SDK }, sdk.held);

  const all = (signer: ReturnType<typeof createSigner>) =>
    heldWhile(() => Promise.all(Array.from({ length: BURST }, () => signer.sign(requestOf(1)))));
  const unprepared = await all(createSigner());
  add({ ...place, what, subject: OURS }, unprepared.took);
  add({ ...place, what: `longest hold of the thread, ${what}`, subject: OURS }, unprepared.held);
  await untilDerived();

  const signer = createSigner();
  await signer.prepare('profile', BURST);
  await untilDerived();
  const prepared = await all(signer);
  add({ ...place, what: `${what}, prepared`, subject: OURS }, prepared.took);
  await untilDerived();
}

const createSigner = () =>
  createLocalSigner({ embedSecret: async () => secret, now: Date.now, randomUuid: randomUUID });

/** Keys are derived in turn, so what is asked for last is there last. */
const untilDerived = () => deriveInTurn(secret, randomBytes(16)).key;

/** How long an action took, and for how long it held the thread at most; both in milliseconds. */
async function heldWhile(action: () => unknown): Promise<{ took: number; held: number }> {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  // It tells the time between two looks of its own, so one has to lie before the action and one after it.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const took = await timed(action);
  await new Promise((resolve) => setTimeout(resolve, 5));
  delays.disable();
  return { took, held: Math.max(0, delays.max / 1e6 - RESOLUTION_MS) };
}

function requestOf(connections: number): SignRequest {
  return {
    profileId: 'profile',
    embedClientId: 'client',
    workbookUrl: 'https://app.sigmacomputing.com/organisation/workbook/Trips-1',
    user: { kind: 'embed', email: 'person@example.com', accountType: 'View', teams: ['Sales'] },
    tenant: null,
    evalConnectionId: null,
    sessionSeconds: 3_600,
    grants: Array.from({ length: connections }, (_, index) => ({
      use: { kind: 'connection', sigmaConnectionId: `connection-${index}` },
      accessToken,
      expiresAt: Date.now() + 3_600_000,
    })),
  };
}

async function signAsSdk(encrypt: Encrypt, connections: number): Promise<string> {
  const tokens = Array.from({ length: connections }, (_, index) => [
    `connection-${index}`,
    encrypt(secret, accessToken),
  ]);
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: 'person@example.com', iss: 'client', iat: now, exp: now + 3_600, jti: randomUUID() };
  return new SignJWT({ ...claims, connection_oauth_tokens: Object.fromEntries(tokens) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: 'client' })
    .sign(Buffer.from(secret));
}
