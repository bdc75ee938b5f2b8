/**
 * A server of the organisation that is sent each line by https, several at once as JSON lines. It is tried again for ever,
 * ever more rarely. What waits in memory is bounded: the rest is read from the trail when its turn comes, also by a later run.
 */
import { createDeliveryQueue } from '../../async/delivery-queue.ts';
import type { Fetch } from '../../net/fetch.ts';
import { post } from '../../net/post.ts';
import type { Outlet, OutletLine, OutletParts } from './sink.ts';

export interface CollectorOptions extends OutletParts {
  readonly url: string;
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The number of the last line that it took in an earlier run. */
  readonly delivered: number;
  /** What the trail holds behind that number, as many as are asked for, the oldest first. */
  backlog(after: number, most: number): Promise<readonly OutletLine[]>;
  /** It has everything up to this number. Never rejects. */
  onDelivered(seq: number): Promise<void>;
  readonly mostWaiting?: number;
}

const MOST_WAITING = 1_000;
const MOST_AT_ONCE = 200;
/** What happens within a moment goes in one request. */
const GATHERING_MS = 500;

export function createCollector(options: CollectorOptions): Outlet {
  let { delivered } = options;
  /** The newest line of which this run knows that it is sent, or waits. */
  let newest = 0;
  /** What the trail itself no longer had. */
  let lost = 0;
  const queue = createDeliveryQueue<OutletLine>({
    ...options,
    mostWaiting: options.mostWaiting ?? MOST_WAITING,
    mostAtOnce: MOST_AT_ONCE,
    gatheringMs: GATHERING_MS,
    async backlog(most) {
      const lines = await options.backlog(delivered, most);
      const [first] = lines;
      if (first && delivered > 0) lost += Math.max(0, first.seq - delivered - 1);
      newest = Math.max(newest, lines.at(-1)?.seq ?? 0);
      return lines;
    },
    async deliver(batch, signal) {
      const body = batch.map(({ line }) => `${line}\n`).join('');
      const refusal = await post(options, { contentType: 'application/x-ndjson', body, signal });
      return { problem: refusal?.problem ?? null, againInMs: refusal?.askedMs ?? null };
    },
    async onDone(batch) {
      delivered = batch.at(-1)?.seq ?? delivered;
      await options.onDelivered(delivered);
    },
  });

  return {
    take(line) {
      // A line can be read from the file before the program is told that it is in it.
      if (line.seq <= newest) return;
      if (line.seq <= delivered && newest === 0) {
        // The trail was begun anew: what the collector had was of another one.
        delivered = 0;
        queue.missed();
      }
      newest = line.seq;
      queue.take(line);
    },
    view: () => ({ ...queue.view(), dropped: lost }),
    close: queue.close,
  };
}
