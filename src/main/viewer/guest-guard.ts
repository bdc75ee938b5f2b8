/** Holds one attached guest against the rules: where it may go, what it may open, and what becomes of it. */
import type { WebContents, WebFrameMain } from 'electron';
import type { ChosenKeys } from '../../shared/accelerator.ts';
import type { CommandId } from '../../shared/commands.ts';
import { createAllowance } from '../async/allowance.ts';
import type { Log } from '../log/log.ts';
import { depthOf, type FramePlace, isUnfilled, placeOf, watchWorkbookProcess } from './guest-frames.ts';
import { createGuestLinks, type GuestLinks, type GuestLinksOptions } from './guest-links.ts';
import { guestIdOf, isAllowedNavigation, isMailOrTelephone } from './guest-rules.ts';
import { commandOfPress } from './pressed-command.ts';

export interface GuestGuardOptions extends Omit<GuestLinksOptions, 'isActive' | 'wasEverPressed'> {
  /** The id under which the guest's host page was first requested; null before that. */
  guestId(): string | null;
  /** The host page of this id is being requested. */
  onHostPage(guestId: string): void;
  onDestroyed(): void;
  /** Electron's `webFrameMain.fromId`. */
  frameById(processId: number, routingId: number): WebFrameMain | undefined;
  /** The only origin that the frame inside a host page may show. */
  sigmaOriginOf(guestId: string): string | null;
  /** A key was pressed somewhere in the guest. */
  onKeyPressed(guestId: string): void;
  /** The keys that the person chose for commands. */
  chosenKeys(): ChosenKeys;
  /** The key that closes things goes to the workbook now. */
  onEscape(guestId: string): void;
  /** A person pressed a key of a command that goes past the workbook. */
  onCommandPressed(guestId: string, id: CommandId): void;
  onGone(guestId: string, cause: string): void;
  onLoadFailed(guestId: string, description: string): void;
  /** Whether the workbook in a guest has loaded. */
  hasLoaded(guestId: string): boolean;
  /** Whether a guest is the one that a person sees and can press something in, and no standby. */
  isActive(guestId: string): boolean;
  /** A person pressed something that left the guest without its workbook, loaded or half loaded. */
  onInterrupted(guestId: string): void;
  /** The frame of the workbook was led elsewhere, and shows no workbook now or never will. */
  onNavigatedAway(guestId: string): void;
  readonly log: Pick<Log, 'warn'>;
}

/** Load failures that are not failures: the load was replaced by another, or stopped by our own rules. */
const HARMLESS_LOAD_ERRORS = new Set([-3 /* ERR_ABORTED */, -20 /* ERR_BLOCKED_BY_CLIENT */]);

/** A page that tries for ever does not fill the log. */
const LOG_PACE = { most: 20, oneMoreAfterMs: 60_000 } as const;

export function guardGuest(contents: WebContents, options: GuestGuardOptions): void {
  const { guestId } = options;

  contents.on('did-start-navigation', (details) => {
    const id = details.isMainFrame ? guestIdOf(details.url) : null;
    if (id !== null) options.onHostPage(id);
  });
  const stopLooking = watchWorkbookProcess(contents, () => {
    const id = guestId();
    if (id !== null) options.onGone(id, 'crashed');
  });
  contents.on('destroyed', () => {
    stopLooking();
    options.onDestroyed();
  });
  const links = createGuestLinks({
    ...options,
    isActive() {
      const id = guestId();
      return id !== null && options.isActive(id);
    },
    wasEverPressed: () => wasPressed(contents, 'ever'),
  });
  guardNavigations(contents, links, options);
  contents.setWindowOpenHandler(({ url, postBody }) => {
    if (postBody) links.refuseForm();
    else links.open(url);
    return { action: 'deny' };
  });
  // Electron before 35 gives the text apart.
  contents.on('console-message', ({ message }, _level, text) => links.takeConsoleMessage(message ?? text));
  contents.on('before-input-event', (event, input) => {
    const id = guestId();
    if (id === null || input.type !== 'keyDown') return;
    options.onKeyPressed(id);
    if (input.key === 'Escape') options.onEscape(id);
    const command = commandOfPress(input, process.platform, options.chosenKeys());
    if (command === null) return;
    // Taken here, neither the workbook nor the menu gets it, so that it counts once whatever has the focus.
    event.preventDefault();
    options.onCommandPressed(id, command);
  });

  contents.on('render-process-gone', (_event, { reason }) => {
    const id = guestId();
    if (id !== null && reason !== 'clean-exit') options.onGone(id, reason);
  });
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame, processId, routingId) => {
    const id = guestId();
    if (id === null) return;
    // The pane knows why its own host page failed. Another page was stopped by our rules, and left an error behind.
    if (isMainFrame && guestIdOf(url) !== id) options.onNavigatedAway(id);
    if (isMainFrame || HARMLESS_LOAD_ERRORS.has(code)) return;
    // What fails inside Sigma's page (a plug-in, an embedded page) is for Sigma to show.
    if (depthOf(options.frameById(processId, routingId)) === 1) options.onLoadFailed(id, description);
  });
}

/** A navigation of a frame, before it has begun or while a server sends it on. */
interface Navigation {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly frame: WebFrameMain | null;
  readonly initiator?: WebFrameMain | null;
  preventDefault(): void;
}

const askedBy = ({ initiator, frame }: Navigation): FramePlace | null => placeOf(initiator ?? frame);

/** Stops navigations before anything of the page is given up, so that a link costs no workbook. */
function guardNavigations(contents: WebContents, links: GuestLinks, options: GuestGuardOptions): void {
  const { log, guestId } = options;
  const hasRoomInLog = createAllowance({ ...LOG_PACE, uptime: options.uptime });

  function guard(navigation: Navigation, isRedirect: boolean): void {
    const id = guestId();
    const depth = navigation.isMainFrame ? 0 : depthOf(navigation.frame);
    const sigmaOrigin = id === null ? null : options.sigmaOriginOf(id);
    if (isAllowedNavigation(navigation.url, { depth, guestId: id, sigmaOrigin })) return;
    navigation.preventDefault();
    if (hasRoomInLog()) log.warn('guest.navigation-refused', { guestId: id, depth });
    if (id === null || sigmaOrigin === null) return;
    // What is not asked for by Sigma's page, or from inside of it, is no link of the workbook.
    const isLink = askedBy(navigation)?.workbookOrigin === sigmaOrigin;
    const isLoading = depth === 1 && !options.hasLoaded(id);
    if (isLink && (depth === null || depth > 1)) void ledAwayBelow(navigation);
    else if (isLink && isLoading) void ledAwayWhileLoading(id, navigation.url);
    else if (isLink) links.open(navigation.url);
    else if (isLoading && isRedirect) options.onNavigatedAway(id);
  }

  /** A link that a person pressed meanwhile is one. What nobody pressed is Sigma's own: there will be no workbook. */
  async function ledAwayWhileLoading(id: string, url: string): Promise<void> {
    if (!(await wasPressed(contents))) return options.onNavigatedAway(id);
    links.open(url);
    options.onInterrupted(id);
  }

  /** Frames in Sigma's page are filled without anybody's doing, and plug-ins in them may do what they like. */
  async function ledAwayBelow({ url, frame }: Navigation): Promise<void> {
    // A page may send a person's mail link to a frame that it made for that.
    const isFilling = isUnfilled(frame) && !isMailOrTelephone(url);
    if (!isFilling && (await wasPressed(contents))) links.open(url);
  }

  contents.on('will-frame-navigate', (navigation) => guard(navigation, false));
  contents.on('will-redirect', (navigation) => guard(navigation, true));

  // Nothing asks before a frame is emptied.
  contents.on('did-frame-navigate', (_event, url, _code, _text, isMainFrame, processId, routingId) => {
    const id = guestId();
    const depth = isMainFrame ? 0 : depthOf(options.frameById(processId, routingId));
    if (id === null || depth === null || depth > 1) return;
    const sigmaOrigin = options.sigmaOriginOf(id);
    if (!isAllowedNavigation(url, { depth, guestId: id, sigmaOrigin })) void emptied(id);
  });

  /** What a person does by a press may be done often. What a page does by itself counts as a loss of its workbook. */
  async function emptied(id: string): Promise<void> {
    if (options.hasLoaded(id) && (await wasPressed(contents))) options.onInterrupted(id);
    else options.onNavigatedAway(id);
  }
}

/**
 * Whether a person pressed something in a guest (a key, the mouse, the screen): within the last seconds, unless a page
 * used that up by opening a window; or ever.
 */
export async function wasPressed(contents: WebContents, when: 'lately' | 'ever' = 'lately'): Promise<boolean> {
  const asked = when === 'ever' ? 'hasBeenActive' : 'isActive';
  try {
    // The host page, in which no script of others runs, is told of presses in the frames below it.
    return (await contents.mainFrame.executeJavaScript(`navigator.userActivation.${asked}`)) === true;
  } catch {
    // The page is gone, and with it what asked.
    return false;
  }
}
