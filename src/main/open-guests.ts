/** The part of open-program.ts that ties guests to Electron. Everything here is wiring. */
import { app, type DownloadItem, ipcMain, type Session, shell, webFrameMain } from 'electron';
import type { ChosenKeys } from '../shared/accelerator.ts';
import type { CommandId } from '../shared/commands.ts';
import type { AppError } from '../shared/errors.ts';
import type { Log } from './log/log.ts';
import { createLinkOpener } from './shell/open-links.ts';
import type { Matches } from './viewer/guest-finding.ts';
import { createGuestSessions } from './viewer/guest-sessions.ts';
import { createGuests, type Guests } from './viewer/guests.ts';
import type { Panes } from './viewer/panes.ts';

export interface GuestParts {
  readonly log: Log;
  readonly isPackaged: boolean;
  /** The preload of guests, with its path. */
  readonly preload: string;
  sessionOf(partition: string): Session;
  uptime(): number;
  onRefused(error: AppError): void;
  /** A guest on screen begins to save a file. @returns false for one that is not to be saved */
  takeDownload(guestId: string, item: DownloadItem): boolean;
  /** The page of a guest is there. */
  onOpened(guestId: string): void;
  /** Sigma says how high the page of a guest is. */
  onHeight(guestId: string, height: number): void;
  /** Escape goes to the workbook of a guest now. */
  onEscape(guestId: string): void;
  /** A step inside of a guest leads elsewhere now. */
  onSteps(): void;
  /** A guest has counted what it was asked to find. */
  onMatches(guestId: string, matches: Matches): void;
  /** The keys that the person chose for commands. */
  chosenKeys(): ChosenKeys;
  /** A person pressed a key of a command while the focus is in a workbook. */
  onCommandPressed(id: CommandId): void;
}

/** The guests that show workbooks, and the sessions they live in. */
export function openGuests(panes: Panes, parts: GuestParts): Guests {
  const { log, isPackaged, preload, sessionOf, uptime, onRefused, onCommandPressed } = parts;
  const guests = createGuests({
    app,
    ipcMain,
    frameById: (processId, routingId) => webFrameMain.fromId(processId, routingId),
    preload,
    isKnownGuest: panes.isKnownGuest,
    prepareSession: (partition) => sessions.prepare(partition),
    sigmaOriginOf: panes.sigmaOriginOf,
    openExternal: createLinkOpener({
      open: (url) => shell.openExternal(url),
      onNotOpened: onRefused,
      uptime,
      log,
    }),
    onRefused,
    onEvent(guestId, event) {
      if (event.type === 'workbook:pageheight:onchange') parts.onHeight(guestId, event.pageHeight);
      panes.takeEvent(guestId, event);
    },
    onMatches: parts.onMatches,
    onSteps: parts.onSteps,
    onEscape: parts.onEscape,
    onOpened: parts.onOpened,
    onInPlace: (guestId, session) => sessions.load(session, guestId),
    onKeyPressed: panes.keyPressed,
    chosenKeys: parts.chosenKeys,
    onCommandPressed: (_guestId, id) => onCommandPressed(id),
    onGone: panes.guestGone,
    onLoadFailed: panes.guestLoadFailed,
    hasLoaded: panes.hasLoaded,
    isActive: panes.isActive,
    onReplayStopped: panes.replayStopped,
    onInterrupted: panes.interrupted,
    onNavigatedAway: panes.navigatedAway,
    allowsDevTools: !isPackaged,
    uptime,
    log,
  });
  const sessions = createGuestSessions({
    sessionOf,
    sigmaOriginOfPartition: panes.sigmaOriginOfPartition,
    sigmaOriginOf: panes.sigmaOriginOf,
    requestGuest: panes.requestGuest,
    guestOfContents: guests.guestOfContents,
    isWanted: (guestId) => panes.sigmaOriginOf(guestId) !== null,
    isActive: panes.isActive,
    takeDownload: parts.takeDownload,
    onReplayStopped: (guestId) => void guests.replayStopped(guestId),
    onNavigatedAway: panes.navigatedAway,
    onRefused,
    allowsDevTools: !isPackaged,
    uptime,
    log,
  });
  return guests;
}
