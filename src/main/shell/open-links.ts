/** Hands links to the operating system, at a pace that a person can have asked for. */
import { AppError } from '../../shared/errors.ts';
import { createAllowance } from '../async/allowance.ts';
import type { Log } from '../log/log.ts';

/** A person who goes through a list of links opens so many at once, and not one after the other for ever. */
const PACE = { most: 10, oneMoreAfterMs: 3_000 } as const;
/** A page that asks a thousand times fills neither the log nor the window. */
const PACE_OF_TELLING = { most: 20, oneMoreAfterMs: 3_000 } as const;

export interface OpenLinksOptions {
  /** Hands an address to the operating system. */
  open(url: string): Promise<void>;
  /** A link was not opened, and the person should know. */
  onNotOpened(error: AppError): void;
  /** Milliseconds on the clock for waits and limits. */
  uptime(): number;
  readonly log: Pick<Log, 'warn'>;
}

/** A workbook that opened one page after the other would bury the person in tabs; what comes too fast is dropped. */
export function createLinkOpener({ open, onNotOpened, uptime, log }: OpenLinksOptions): (url: string) => void {
  const hasRoom = createAllowance({ ...PACE, uptime });
  const hasRoomToTell = createAllowance({ ...PACE_OF_TELLING, uptime });
  return (url) => {
    if (!hasRoom()) {
      if (!hasRoomToTell()) return;
      log.warn('link.dropped', { reason: 'too many' });
      onNotOpened(new AppError('link_not_opened', { reason: 'tooMany' }));
      return;
    }
    // Electron throws at once for what it does not take for an address.
    const opened = async () => open(url);
    opened().catch(() => {
      log.warn('link.not-opened');
      onNotOpened(new AppError('link_not_opened', { reason: 'system' }));
    });
  };
}
