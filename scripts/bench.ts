/**
 * `npm run bench`: what signing a session costs, and for how long it holds the thread, as ratios against the way of
 * Sigma's SDK (a synchronous key derivation at every call). Ratios travel from machine to machine; times do not.
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createTokenEncryptor } from '../src/main/sigma/token-encryption.ts';

const ROUNDS = 15;
const secret = randomBytes(32).toString('hex');
const token = randomBytes(660).toString('base64url');

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

export async function main(): Promise<void> {
  const synchronous: number[] = [];
  const prepared: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    synchronous.push(await timed(() => pbkdf2Sync(secret, randomBytes(16), 600_000, 32, 'sha256')));
  }

  const encryptor = createTokenEncryptor(secret);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let round = 0; round < ROUNDS; round += 1) {
    encryptor.prepare(1);
    // The idle time between two tokens, which in the app is close to an hour.
    await new Promise((resolve) => setTimeout(resolve, median(synchronous) * 2));
    prepared.push(await timed(() => encryptor.encrypt(token)));
  }
  delay.disable();

  const [sdk, ours] = [median(synchronous), median(prepared)];
  console.log(`key derivation on the thread, as the SDK does it   ${sdk.toFixed(1)} ms, median of ${ROUNDS}`);
  console.log(`encrypting with a key from stock                   ${ours.toFixed(3)} ms, median of ${ROUNDS}`);
  console.log(`ratio                                              1 : ${Math.round(sdk / ours)}`);
  console.log(
    `longest hold of the thread meanwhile               ${(delay.max / 1e6 / sdk).toFixed(2)} of one SDK call`,
  );
}
