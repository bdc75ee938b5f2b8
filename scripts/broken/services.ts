/**
 * The services of one broken set-up, and whoever can be asked: the words `it`, `databricks` and `sigma` on standard input.
 * `scripts/broken.mjs` starts it.
 *
 *   node scripts/run-ts.mjs scripts/broken/services.ts NUMBER FOLDER   FOLDER is where this walk keeps what it needs
 *   node scripts/run-ts.mjs scripts/broken/services.ts                 lists them
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '../../test/support/driver/free-ports.ts';
import { type Askable, askable, brokenSetUps, startBrokenSetUp } from './set-ups.ts';

/** Runs until a signal ends it. */
export async function main([number, folder]: readonly string[]): Promise<number> {
  if (number === undefined || folder === undefined) {
    for (const [index, { seen }] of brokenSetUps.entries()) console.log(`${String(index + 1).padStart(2)}  ${seen}`);
    return 0;
  }
  const [port] = await freePorts(1);
  const broken = await startBrokenSetUp(Number(number), join(folder, 'user-data'), {
    redirectUris: [`http://localhost:${port}/auth/databricks/callback`],
  });
  const { proxy, authority, knownKey } = broken.computer;
  // What the program is opened with, for `broken.mjs`.
  const way = { ...(proxy && { proxy }), ...(knownKey && { knownKey }) };
  writeFileSync(join(folder, 'computer.json'), JSON.stringify(way));
  if (authority) writeFileSync(join(folder, 'authority.pem'), authority);
  if (broken.envFile !== null) writeFileSync(join(folder, '.env'), broken.envFile, { mode: 0o600 });
  console.log(brokenSetUps[Number(number) - 1]?.seen);
  console.log('Find out why with the doctor alone: Find the cause beside a message, or Help → Doctor.');
  console.log(`Where somebody else must act, ask them here: type ${askable.join(', ')} and press Enter.`);

  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const whom = askable.find((one) => one === line.trim().toLowerCase());
    console.log(whom ? `${titles[whom]}: ${await broken.ask(whom)}` : `You can ask ${askable.join(', ')}.`);
  });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  lines.close();
  await broken.stop();
  return 0;
}

const titles: Readonly<Record<Askable, string>> = {
  it: 'The IT department',
  databricks: 'Databricks’ administrator',
  sigma: 'Sigma’s administrator',
};
