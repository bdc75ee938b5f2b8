/** What waits to be told to a hook, in order and bounded, told one after the other, also by a later run. */
import { createDeliveryQueue, type Delivery, type DeliveryQueueOptions } from '../../async/delivery-queue.ts';
import type { Timers } from '../../async/timers.ts';
import type { OutletView } from '../status/program-status.ts';
import type { HookDocument } from './hook-document.ts';

export interface Hook {
  /** Takes a document and returns at once. */
  take(document: HookDocument): void;
  /** Tells what the last run could not. */
  begin(): void;
  view(): OutletView;
  /** Gives what waits a last, short chance. Never rejects. */
  close(): Promise<void>;
}

export interface HookLineOptions
  extends Timers,
    Pick<DeliveryQueueOptions<HookDocument>, 'random' | 'first' | 'keep' | 'isBegunOnce'> {
  /** Tells one. Never rejects. */
  tell(body: string, signal: AbortSignal): Promise<Delivery>;
  readonly mostWaiting?: number;
}

/** One that was raised and its end count for two. More than this are of a computer that nobody looks after. */
export const MOST_WAITING = 50;

export const createHookLine = ({ tell, mostWaiting = MOST_WAITING, ...options }: HookLineOptions): Hook =>
  createDeliveryQueue<HookDocument>({
    ...options,
    mostWaiting,
    mostAtOnce: 1,
    gatheringMs: 0,
    deliver: ([document], signal) => tell(JSON.stringify(document), signal),
  });
