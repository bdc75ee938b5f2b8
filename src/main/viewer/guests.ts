/** Admits `<webview>` guests into a window, ties each to its id, and passes messages between it and its pane. */
import type { App, BrowserWindow, IpcMain, IpcMainEvent, NativeImage, Session, WebContents } from 'electron';
import { embedHostChannels } from '../../shared/embed-host-names.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import { SigmaEvent } from '../../shared/sigma/events.ts';
import { systemTimers, type Timers } from '../async/timers.ts';
import type { Log } from '../log/log.ts';
import { rewriteOptions, silenceAddresses } from './guest-attachment.ts';
import { refuseMethods } from './guest-element.ts';
import { createGuestFinding, type FindStep, type Matches } from './guest-finding.ts';
import { type GuestGuardOptions, guardGuest, wasPressed } from './guest-guard.ts';
import { createGuestHistory, type GuestSteps, type StepDirection } from './guest-history.ts';
import { createGuestPictures } from './guest-picture.ts';
import { guestIdOf, hostPageOf } from './guest-rules.ts';
import { createGuestTable, type GuestTable } from './guest-table.ts';
import { createMessageLimit, type MessageLimit } from './message-limit.ts';
import { createUnknownMessages } from './unknown-messages.ts';

export interface GuestsOptions extends Omit<GuestGuardOptions, 'guestId' | 'onHostPage' | 'onDestroyed' | 'log'> {
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly app: Pick<App, 'on'>;
  readonly ipcMain: Pick<IpcMain, 'on'>;
  /** Path of the guests' preload. */
  readonly preload: string;
  /** Whether this id was given out for this session and this window. Only asks. */
  isKnownGuest(guestId: string, partition: string, windowId: string): boolean;
  /** Sets the rules of a session; called before each guest in it is admitted. */
  prepareSession(partition: string): void;
  onEvent(guestId: string, event: SigmaEvent): void;
  /** The page of a guest is there, and drawn from now on. */
  onOpened(guestId: string): void;
  /** A guest is about to load in a host page that is there already, in contents of this session. */
  onInPlace(guestId: string, session: Session): void;
  /** A step inside of a guest leads elsewhere now, back or on again. */
  onSteps(): void;
  /** A guest has counted what it was asked to find. */
  onMatches(guestId: string, matches: Matches): void;
  /** The page of a workbook reloads itself by itself, and has no workbook now. */
  onReplayStopped(guestId: string): void;
  /** Starts a timer and answers with the function that stops it. Left out: a timer of this process. */
  setTimer?: Timers['setTimer'];
  /** Whether developers may look into guests. */
  readonly allowsDevTools: boolean;
}

export interface Guests {
  /** Admits into a window only the ids that were given out for it, each once, with options that main writes itself. */
  admitInto(window: Pick<BrowserWindow, 'webContents'>, windowId: string): void;
  /** The guest id of web contents; null for contents that are no guest. */
  guestOfContents(webContentsId: number): string | null;
  /** The web contents of a guest; undefined for one that is gone. */
  contentsOf(guestId: string): WebContents | undefined;
  /** Passes a command to the workbook in a guest. One for a guest that is gone is dropped. */
  send(guestId: string, command: SigmaCommand): void;
  /** Has another guest load in the element of one that stands. @returns false where that one is gone */
  loadInPlaceOf(guestId: string, next: string): boolean;
  /** Whether a person pressed something in a guest within the last seconds; not in one that is gone. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when the picture of a guest is whole and still; at once for a guest that is gone. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  /** What is seen of a guest now; null for one that is gone, or has no picture. */
  pictureOf(guestId: string): Promise<NativeImage | null>;
  /** Besides the zoom of the window around it. */
  zoomGuest(guestId: string, factor: number): void;
  /** Where a person's steps inside of a guest lead; nowhere in one that is gone. */
  stepsOf(guestId: string): GuestSteps;
  /** Takes a step inside of a guest; where there is none, nothing is done. */
  stepIn(guestId: string, direction: StepDirection): void;
  findIn(guestId: string, words: string, step: FindStep): void;
  stopFindingIn(guestId: string): void;
  /** The page of a workbook was kept from loading its signed URL again; whose doing that was is found out here. */
  replayStopped(guestId: string): Promise<void>;
}

/** What the program asks of guests, which are there only after it. */
export const toGuests = (guests: () => Guests) => ({
  sendToGuest: (guestId: string, command: SigmaCommand) => guests().send(guestId, command),
  loadInPlaceOf: (guestId: string, next: string) => guests().loadInPlaceOf(guestId, next),
  wasPressed: (guestId: string) => guests().wasPressed(guestId),
  whenPictureIsWhole: (guestId: string, then: () => void) => guests().whenPictureIsWhole(guestId, then),
  zoomGuest: (guestId: string, factor: number) => guests().zoomGuest(guestId, factor),
  stepsOf: (guestId: string) => guests().stepsOf(guestId),
  stepIn: (guestId: string, direction: StepDirection) => guests().stepIn(guestId, direction),
  findIn: (guestId: string, words: string, step: FindStep) => guests().findIn(guestId, words, step),
  stopFindingIn: (guestId: string) => guests().stopFindingIn(guestId),
});

/** No guest is attached at first. */
export function createGuests(options: GuestsOptions): Guests {
  const { log } = options;
  const table = createGuestTable();
  const pictures = createGuestPictures({ ...systemTimers, ...options });
  const tools = createTools(options, table.contentsOf);
  const attached = new Set<string>();
  const limit = createMessageLimit(options.uptime);
  const withGuestOf = ({ id }: WebContents, then: (guestId: string) => void) => {
    const guestId = table.of(id);
    if (guestId !== null) then(guestId);
  };

  function guard(contents: WebContents, window: WebContents): void {
    const { id } = contents;
    guardGuest(contents, {
      ...options,
      guestId: () => table.of(id),
      onHostPage: (guestId) => table.add(guestId, contents),
      onDestroyed() {
        const guestId = table.remove(contents, id);
        limit.forget(id);
        if (guestId !== null) tellOfRemoval(window, () => options.onGone(guestId, 'removed'));
      },
    });
  }

  takeMessages(options, limit, table);

  // A guest that reached this point was admitted below; any other web contents may open and load nothing.
  options.app.on('web-contents-created', (_event, contents) => {
    if (contents.getType() === 'webview') contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });

  return {
    admitInto(window, windowId) {
      // Before all that listen to a guest, whenever they began: what is taken off it is not to be theirs.
      window.webContents.prependListener('did-attach-webview', (_event, contents) => {
        silenceAddresses(contents);
        pictures.add(contents);
        tools.add(contents, withGuestOf);
        guard(contents, window.webContents);
        isolateZoom(contents);
        contents.on('did-navigate', () => withGuestOf(contents, options.onOpened));
        refuseMethods(contents, { ...options, onRefused: (method) => log.warn('guest.method-refused', { method }) });
      });
      window.webContents.on('will-attach-webview', (event, webPreferences, params) => {
        const guestId = guestIdOf(params.src ?? '');
        const partition = params.partition ?? '';
        if (guestId === null || attached.has(guestId) || !options.isKnownGuest(guestId, partition, windowId)) {
          event.preventDefault();
          log.warn('guest.attach-refused');
          return;
        }
        // An id of a guest that is given up is not known any more, whoever asks.
        for (const known of attached) if (options.sigmaOriginOf(known) === null) attached.delete(known);
        attached.add(guestId);
        options.prepareSession(partition);
        const { preload, allowsDevTools } = options;
        rewriteOptions(webPreferences, params, { preload, partition, allowsDevTools });
      });
    },
    guestOfContents: table.of,
    contentsOf: table.contentsOf,
    send(guestId, command) {
      try {
        table.contentsOf(guestId)?.mainFrame.send(embedHostChannels.command, command);
      } catch {
        // The process of the host page has ended; its pane hears of that by an event.
      }
    },
    loadInPlaceOf(guestId, next) {
      const contents = table.contentsOf(guestId);
      if (!contents || contents.isDestroyed()) return false;
      table.replace(guestId, next, contents);
      // At once, and not when its page asks: the two need not wait for one another.
      options.onInPlace(next, contents.session);
      contents.mainFrame.send(embedHostChannels.again, hostPageOf(next));
      options.onOpened(next);
      return true;
    },
    async wasPressed(guestId) {
      const contents = table.contentsOf(guestId);
      return contents !== undefined && (await wasPressed(contents));
    },
    whenPictureIsWhole: (guestId, then) => pictures.whenWhole(table.contentsOf(guestId), then),
    pictureOf: (guestId) => pictures.take(table.contentsOf(guestId)),
    ...tools.ofGuests,
    replayStopped: (guestId) => tellOfReplay(guestId, table.contentsOf(guestId), options),
  };
}

/** A guest goes when it is not wanted any more, or with its window; the page of the window has no other reason. */
function tellOfRemoval(window: WebContents, tell: () => void): void {
  setImmediate(() => {
    if (!window.isDestroyed() && !window.isCrashed()) tell();
  });
}

/** What a person does with a guest as a whole. */
function createTools(
  { onMatches, onSteps }: Pick<GuestsOptions, 'onMatches' | 'onSteps'>,
  contentsOf: Guests['contentsOf'],
) {
  const finding = createGuestFinding();
  const history = createGuestHistory();
  return {
    /** Call it before the page around a guest loses its methods: the ways to do this are kept here. */
    add(contents: WebContents, withGuestOf: (contents: WebContents, then: (guestId: string) => void) => void): void {
      finding.add(contents, (matches) => withGuestOf(contents, (guestId) => onMatches(guestId, matches)));
      history.add(contents, onSteps);
    },
    ofGuests: {
      zoomGuest: (guestId, factor) => zoomContents(contentsOf(guestId), factor),
      stepsOf: (guestId) => history.steps(contentsOf(guestId)),
      stepIn: (guestId, direction) => history.go(contentsOf(guestId), direction),
      findIn: (guestId, words, step) => finding.find(contentsOf(guestId), words, step),
      stopFindingIn: (guestId) => finding.stop(contentsOf(guestId)),
    } satisfies Partial<Guests>,
  };
}

/** Else Chromium would zoom all guests of a session together. Electron has it since 45. */
function isolateZoom(contents: WebContents): void {
  if ('setZoomMode' in contents) contents.setZoomMode('isolated');
}

function zoomContents(contents: WebContents | undefined, factor: number): void {
  if (!contents || contents.isDestroyed()) return;
  const wanted = factor * (contents.hostWebContents?.zoomFactor ?? 1);
  if (Math.abs(contents.zoomFactor - wanted) > 0.001) contents.zoomFactor = wanted;
}

/** Takes the messages of guests, and of nothing else. */
function takeMessages(
  { ipcMain, log, onEvent }: GuestsOptions,
  limit: MessageLimit,
  table: Pick<GuestTable, 'of' | 'formerOf'>,
): void {
  const unknown = createUnknownMessages(log);

  /** The guest that a message comes from; null for one that is not looked at. */
  function senderOf(event: IpcMainEvent): string | null {
    const contentsId = event.sender.id;
    const counted = limit.count(contentsId);
    if (counted === 'last') log.warn('guest.flood', { contentsId });
    if (counted !== 'within') return null;
    const guestId = table.of(contentsId);
    const page = hostPageThatSent(event);
    if (guestId !== null && page === guestId) return guestId;
    // What a page still says that makes room for that of another guest is of no interest any more.
    if (page === null || page !== table.formerOf(contentsId)) log.warn('guest.message-refused', { reason: 'sender' });
    return null;
  }

  ipcMain.on(embedHostChannels.event, (event, payload: unknown) => {
    const guestId = senderOf(event);
    if (guestId === null) return;
    const parsed = SigmaEvent.safeParse(payload);
    if (!parsed.success) return log.warn('guest.message-refused', { reason: 'shape' });
    unknown.takeFields(payload);
    onEvent(guestId, parsed.data);
  });
  ipcMain.on(embedHostChannels.dropped, (event, payload: unknown) => {
    if (senderOf(event) !== null) unknown.takeDropped(payload);
  });
}

/** A person may have a workbook reload itself as often as they like. What it does by itself counts as a loss. */
async function tellOfReplay(
  guestId: string,
  contents: WebContents | undefined,
  { hasLoaded, onInterrupted, onReplayStopped }: GuestsOptions,
): Promise<void> {
  if (contents && hasLoaded(guestId) && (await wasPressed(contents))) onInterrupted(guestId);
  else onReplayStopped(guestId);
}

/** The guest id of the host page that sent a message; null for every other frame, and for one that is gone by now. */
function hostPageThatSent({ sender, senderFrame }: IpcMainEvent): string | null {
  try {
    return senderFrame !== null && senderFrame === sender.mainFrame ? guestIdOf(senderFrame.url) : null;
  } catch {
    return null;
  }
}
