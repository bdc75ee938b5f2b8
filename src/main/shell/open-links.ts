/** Hands links to the system browser, at a pace that a person can have asked for. */
import type { Log } from '../log/log.ts';

const MOST = 3;
const WINDOW_MS = 10_000;

export interface OpenLinksOptions {
  /** Hands an address to the operating system. */
  open(url: string): Promise<void>;
  now(): number;
  readonly log: Pick<Log, 'warn'>;
}

/** A workbook that opened one page after the other would bury the person in tabs; after a few, the rest is dropped. */
export function createLinkOpener({ open, now, log }: OpenLinksOptions): (url: string) => void {
  let openedAt: number[] = [];
  return (url) => {
    openedAt = openedAt.filter((at) => now() - at < WINDOW_MS);
    if (openedAt.length >= MOST) {
      log.warn('link.dropped', { reason: 'too many' });
      return;
    }
    openedAt.push(now());
    open(url).catch(() => log.warn('link.not-opened'));
  };
}
