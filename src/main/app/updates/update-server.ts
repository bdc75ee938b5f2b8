/** Asks the server what it has. Both files are fetched by ourselves, and believed only when they fit together. */
import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../../net/fetch.ts';
import { descriptionFile, readDescription, type UpdateDescription } from './description.ts';
import type { UpdatePlan } from './update-plan.ts';

export interface AskServerOptions {
  readonly plan: UpdatePlan;
  readonly fetch: Fetch;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** See `ExpectedDescription`, by the name of the file. */
  readonly newestSeen: Readonly<Record<string, number>>;
  readonly signal: AbortSignal;
}

/** Descriptions are a few kilobytes. */
const MOST_BYTES = 64 * 1024;
/** A description and its signature are two files: a server may be read while it gets new ones. */
const TRIES = 2;

/**
 * The description of what the server has for this system and channel.
 *
 * @throws AppError `update_untrusted`, `update_outdated`, and what `Fetch` throws
 */
export async function askServer(options: AskServerOptions): Promise<UpdateDescription> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await askOnce(options);
    } catch (error) {
      const isTorn = error instanceof AppError && error.code === 'update_untrusted' && reasonIsSignature(error);
      if (!isTorn || tried === TRIES) throw error;
    }
  }
}

const reasonIsSignature = ({ values }: AppError): boolean => 'reason' in values && values.reason === 'signature';

async function askOnce({ plan, fetch, platform, arch, now, newestSeen, signal }: AskServerOptions) {
  const file = descriptionFile(plan.channel, platform, arch);
  const address = fileUrl(plan.url, file);
  const get = async (url: string): Promise<Uint8Array> => {
    const answer = await fetch(url, { signal, headers: { accept: '*/*', 'cache-control': 'no-cache' } });
    if (answer.status !== 200)
      throw new AppError('update_not_fetched', { reason: 'answered', status: answer.status, said: '' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.byteLength > MOST_BYTES) {
      throw new AppError('response_too_large', { host: new URL(url).host, bytes: MOST_BYTES });
    }
    return bytes;
  };
  const [bytes, signatures] = [await get(address), await get(`${address}.sig`)];
  return readDescription(bytes, Buffer.from(signatures).toString('latin1'), {
    key: plan.key,
    file,
    channel: plan.channel,
    host: new URL(address).host,
    now: now(),
    newestSeen: newestSeen[file] ?? 0,
  });
}

/**
 * The address of a file in the folder that the plan names.
 *
 * @param folder with or without a slash at its end
 */
export const fileUrl = (folder: string, file: string): string => {
  const url = new URL(folder);
  url.search = '';
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(file)}`;
  return url.href;
};
