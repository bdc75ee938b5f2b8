/** What becomes of a link out of a workbook: it is opened outside, or refused with a word. */
import { AppError } from '../../shared/errors.ts';
import { createAllowance } from '../async/allowance.ts';
import type { Log } from '../log/log.ts';
import { isSafeExternalLink } from './guest-rules.ts';

/** A page that asks for ever fills neither the log nor the window. */
const PACE = { most: 20, oneMoreAfterMs: 3_000 } as const;

export interface GuestLinksOptions {
  /** Hands a link to the operating system. */
  openExternal(url: string): void;
  /** Something that the workbook asked for was refused, and the person should know why nothing happens. */
  onRefused(error: AppError): void;
  /** Whether the guest is the one that a person sees: nobody can have pressed anything in a standby. */
  isActive(): boolean;
  /** Milliseconds on the clock for waits and limits. */
  uptime(): number;
  readonly log: Pick<Log, 'warn'>;
}

export interface GuestLinks {
  /** A person followed a link, or a page asked for a window. */
  open(url: string): void;
  /** A form was sent to a window of its own. What is in it cannot be handed on. */
  refuseForm(): void;
  /** Chromium wrote something to the console of a guest: it refuses some links without asking. */
  takeConsoleMessage(text: string): void;
}

/** What Chromium says of a link to a file of this computer, or to a blob of another page. */
const refusedByChromium = /^Not allowed to load local resource: (\S+)/;

export function createGuestLinks({ openExternal, onRefused, isActive, uptime, log }: GuestLinksOptions): GuestLinks {
  const hasRoom = createAllowance({ ...PACE, uptime });

  function refuse(protocol: string, error: AppError): void {
    if (!hasRoom()) return;
    log.warn('guest.link-refused', { protocol });
    if (isActive()) onRefused(error);
  }

  function refuseAddress(url: string): void {
    const protocol = URL.canParse(url) ? new URL(url).protocol : 'none';
    const isNone = protocol === 'none' || protocol === 'about:';
    const kind = protocol.replace(':', '');
    refuse(protocol, new AppError('link_not_opened', isNone ? { reason: 'noAddress' } : { reason: 'kind', kind }));
  }

  return {
    open: (url) => (isActive() && isSafeExternalLink(url) ? openExternal(url) : refuseAddress(url)),
    refuseForm: () => refuse('none', new AppError('link_not_opened', { reason: 'form' })),
    takeConsoleMessage(text) {
      const address = refusedByChromium.exec(text)?.[1];
      if (address !== undefined) refuseAddress(address);
    },
  };
}
