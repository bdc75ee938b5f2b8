/** Puts the program together behind a window that is open already, and ties it to Electron. Everything here is wiring. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  type IpcMain,
  nativeTheme,
  net,
  session,
  shell,
  webContents,
} from 'electron';
import { systemCodeOf } from '../shared/errors.ts';
import { appearanceOf } from '../shared/profile/embed-parameters.ts';
import type { Text } from '../shared/text/en.ts';
import type { Language } from '../shared/text/languages.ts';
import type { Notices } from './app/notices.ts';
import { createProgram, type Program } from './app/program.ts';
import { createSignal, type Signal } from './app/signal.ts';
import type { SystemServices } from './app/system-services.ts';
import type { ComputerClock } from './async/clock.ts';
import { systemTimers } from './async/timers.ts';
import { openAudit } from './audit-wiring.ts';
import { desktopDeeds, followLoginStart, followSystem, offerRecents } from './desktop.ts';
import { openDoctor } from './doctor-wiring.ts';
import { openDownloads } from './downloads-wiring.ts';
import { serveRequests } from './ipc/router.ts';
import { installMenu } from './menu-bar.ts';
import { openMonitoring } from './monitoring-wiring.ts';
import { createLateFetch, readAhead } from './net/late-fetch.ts';
import { withServerTime } from './net/server-time.ts';
import { noNotifying, openNotifying } from './notifications-wiring.ts';
import { openGuests } from './open-guests.ts';
import { openPictures } from './pictures-wiring.ts';
import { openSelf, type SelfOptions } from './self.ts';
import type { Choices } from './settings/choices.ts';
import { watchKeyReleases } from './shell/key-releases.ts';
import { createSystem } from './shell/system.ts';
import type { WindowEnds } from './shell/window-ends.ts';
import type { Windows } from './shell/windows.ts';
import { createLocalSigner } from './sigma/local-signer.ts';
import type { StoreFile } from './storage/store-file.ts';
import { openStored, type Stored } from './stored.ts';
import { openUpdates, type UpdatesWiringOptions } from './updates-wiring.ts';
import { createFrameLooks } from './viewer/frame-look.ts';
import { type Guests, toGuests } from './viewer/guests.ts';
import { createScrollBars } from './viewer/scroll-bars.ts';

/** So long after windows are answered nobody waits for a first picture any more, and few have pressed anything yet. */
const READ_AHEAD_AFTER_MS = 1_000;
const READ_AHEAD_WITHOUT_PROFILE_MS = 20_000;

export interface OpenProgramOptions
  extends Omit<UpdatesWiringOptions, 'policy' | 'resolveProxy' | 'uptime' | 'looks'>,
    SelfOptions {
  readonly logFolder: string;
  /** The language that is spoken. */
  readonly language: Language;
  readonly text: Text;
  /** The one that the next start would speak. */
  nextLanguage(): Language;
  /** Something that was made before the program is different. */
  readonly changes: Signal<void>;
  readonly notices: Notices;
  readonly settings: StoreFile;
  readonly choices: Choices;
  openStore(name: string): StoreFile;
  readonly clock: ComputerClock;
  readonly windows: Windows;
  readonly windowEnds: WindowEnds;
  /** Where requests of windows come from. */
  readonly requests: Pick<IpcMain, 'handle'>;
  /** For a command that runs without windows, what takes the place of their dialogs; left out: there are windows. */
  readonly withoutWindows?: Pick<SystemServices, 'confirmChange' | 'confirmReveal'>;
}

/** What is behind the windows. */
export interface Behind {
  readonly program: Program;
  readonly guests: Guests;
}

/** Opens what is stored and puts the features together. @returns `serve`: from then on windows are answered */
export async function openProgram(options: OpenProgramOptions): Promise<Behind & { serve(): void }> {
  const { lifecycle, changes, clock, windows } = options;
  // A keychain may answer long after it was asked, and then before or after the program is there.
  let takeUpLocked = (): void => undefined;
  const opened = await openStored({ ...options, onKeychainBack: () => takeUpLocked() });
  // What windows had open is for the next start with windows.
  const stored = options.withoutWindows ? { ...opened, tabStore: null } : opened;
  const { program, guests, shown } = putTogether(options, stored);
  changes.on(program.changed);
  takeUpLocked = () => {
    program.wake('unlock');
    program.changed();
  };
  clock.onCorrected(program.clockCorrected);
  if (!options.withoutWindows) {
    shown.on(installMenu({ ...options, program }));
    shown.on(offerRecents({ ...options, program }));
  }
  lifecycle.onClosing(program.close);
  lifecycle.onClosing(stored.vault.removeLeftovers);
  const serve = (): void => {
    serveRequests({
      ipcMain: options.requests,
      callerOf: windows.callerOf,
      acceptsChanges: () => !lifecycle.isEnding(),
      handlers: program.handlers,
      log: options.log,
    });
    readAheadOfAHand(options, stored.profiles);
    followLoginStart(options);
    followSystem(lifecycle, { program, windows, vault: stored.vault, clock });
  };
  return { program, guests, serve };
}

/**
 * Before somebody presses what asks a server. With a profile that is soon; without one, once a hand is near, or in a while:
 * who starts the program for the first time has a form before them.
 */
function readAheadOfAHand(
  { windows, log }: Pick<OpenProgramOptions, 'windows' | 'log'>,
  profiles: Stored['profiles'],
): void {
  const read = () => {
    // Who needs it is told then; this says since when.
    readAhead().catch((error: unknown) => log.warn('network.not-read-ahead', { code: systemCodeOf(error) }));
  };
  const hasProfile = profiles.all().length > 0;
  systemTimers.setTimer(read, hasProfile ? READ_AHEAD_AFTER_MS : READ_AHEAD_WITHOUT_PROFILE_MS);
  for (const windowId of windows.ids()) windows.contentsOf(windowId)?.once('input-event', read);
}

/** The features, and the guests that show workbooks. */
function putTogether(options: OpenProgramOptions, stored: Stored): Behind & { readonly shown: Signal<void> } {
  const { log, text, language, notices, clock, windows, isPackaged, allowLoopbackHttp } = options;
  const sessionOf = (partition: string) => session.fromPartition(partition);
  const proxySession = sessionOf('system-proxy');
  // What is asked belongs to the window in which somebody pressed something last.
  const currentWindow = () => {
    const contents = windows.contentsOf(windows.current() ?? '');
    return contents ? BrowserWindow.fromWebContents(contents) : null;
  };
  /** Something is to be shown otherwise than it is. */
  const shown = createSignal();
  const system = createSystem({ app, clipboard, dialog, net, shell, proxySession, sessionOf, currentWindow, text });
  const program = createProgram({
    ...stored,
    choices: options.choices,
    speech: {
      waits: () => options.nextLanguage() !== language,
      quit: () => app.quit(),
      startAgain: () => options.lifecycle.restart([]),
    },
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    self: openSelf(options),
    text,
    allowLoopbackHttp,
    appearance: () => appearanceOf(nativeTheme.shouldUseDarkColors, language),
    notices,
    system: { ...system, comeForward: windows.comeForward, ...options.withoutWindows },
    mayReveal: options.policy.values.revealTokens ?? true,
    hasWindows: !options.withoutWindows,
    desktop: desktopDeeds(options, windows.contentsOf, () => program),
    downloads: openDownloads(windows.contentsOf),
    pictures: openPictures(() => guests, language),
    notifying: options.withoutWindows
      ? noNotifying
      : openNotifying({ text, windows, onFailed: () => log.warn('notification.not-shown') }),
    fetch: withServerTime(
      createLateFetch({ resolveProxy: system.resolveProxy, allowLoopbackHttp, uptime: clock.uptime }),
      {
        uptime: clock.uptime,
        onTold: clock.tell,
      },
    ),
    createSigner: (embedSecret) => createLocalSigner({ embedSecret, now: clock.now, randomUuid: randomUUID }),
    ...toGuests(() => guests),
    frames: createFrameLooks((guestId) => guests.contentsOf(guestId)),
    setScrollBars: createScrollBars((guestId) => guests.contentsOf(guestId)),
    audit: openAudit(options),
    doctor: openDoctor({ ...options, ...system }),
    monitoring: openMonitoring({ ...options, ...stored, uptime: clock.uptime }),
    updates: openUpdates({ ...options, ...system, uptime: clock.uptime, looks: !options.withoutWindows }),
    timers: systemTimers,
    now: clock.now,
    uptime: clock.uptime,
    wallClock: clock,
    random: Math.random,
    randomUuid: randomUUID,
    log,
    onChange: shown.emit,
  });
  const guests = openGuests(program.panes, {
    log,
    isPackaged,
    ...program.inside,
    preload: join(import.meta.dirname, '../preload/embed-host.cjs'),
    sessionOf,
    uptime: clock.uptime,
    onRefused: notices.addPassing,
    onSteps: shown.emit,
    chosenKeys: options.choices.keys,
    // The key comes from a guest that has the focus, and so from the window that has it.
    onCommandPressed(id) {
      const windowId = windows.current();
      if (windowId !== null) void program.commands.run(windowId, id);
    },
  });
  shown.on(windows.changed);
  watchKeyReleases(app, webContents.getAllWebContents(), () => windows.ids().forEach(program.endWalk));
  return { program, guests, shown };
}
