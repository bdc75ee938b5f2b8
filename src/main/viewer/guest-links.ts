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
  /**
   * Whether a person ever pressed anything in this guest. A window that a page opens uses up what Chromium knows of the
   * last press, so that nothing tells whose doing that one window was; on a wall nobody ever pressed anything.
   */
  wasEverPressed(): Promise<boolean>;
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

export function createGuestLinks(options: GuestLinksOptions): GuestLinks {
  const hasRoom = createAllowance({ ...PACE, uptime: options.uptime });

  /** Whether a person can have asked for it. */
  const isAskedFor = async (): Promise<boolean> => options.isActive() && (await options.wasEverPressed());

  async function refuse(protocol: string, error: AppError): Promise<void> {
    if (!hasRoom()) return;
    options.log.warn('guest.link-refused', { protocol });
    if (await isAskedFor()) options.onRefused(error);
  }

  async function open(url: string): Promise<void> {
    if (!isSafeExternalLink(url)) refuseAddress(url);
    else if (await isAskedFor()) options.openExternal(url);
    else if (hasRoom()) options.log.warn('guest.link-refused', { protocol: new URL(url).protocol });
  }

  function refuseAddress(url: string): void {
    const protocol = URL.canParse(url) ? new URL(url).protocol : 'none';
    const isNone = protocol === 'none' || protocol === 'about:';
    const kind = protocol.replace(':', '');
    void refuse(protocol, new AppError('link_not_opened', isNone ? { reason: 'noAddress' } : { reason: 'kind', kind }));
  }

  return {
    open: (url) => void open(url),
    refuseForm: () => void refuse('none', new AppError('link_not_opened', { reason: 'form' })),
    takeConsoleMessage(text) {
      const address = refusedByChromium.exec(text)?.[1];
      if (address !== undefined) refuseAddress(address);
    },
  };
}
