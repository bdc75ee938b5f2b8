/** How main does each command that it does itself. */
import type { AboutPage } from '../../../shared/about.ts';
import type { MainCommandId } from '../../../shared/commands.ts';
import { codeOf } from '../../../shared/errors.ts';
import { renewableGrants, selectedProfile } from '../../../shared/selected-profile.ts';
import type { Sheet } from '../../../shared/state.ts';
import type { ShownState } from '../../../shared/state-change.ts';
import type { WallPlace } from '../../../shared/wall.ts';
import type { ZoomChange } from '../../../shared/zoom.ts';
import type { Log } from '../../log/log.ts';
import type { StepDirection } from '../../viewer/guest-history.ts';
import type { About } from '../about.ts';
import type { AreaSteps } from '../area-steps.ts';
import type { FullScreen } from '../full-screen.ts';
import type { LinkCopies } from '../links/copy-link.ts';
import type { OpenByLink } from '../links/open-by-link.ts';
import type { PicturesFeature } from '../pictures/pictures-feature.ts';
import type { ProfilesFeature } from '../profiles/profiles-feature.ts';
import type { Sheets } from '../settings/sheets.ts';
import type { SignInFeature } from '../sign-in/sign-in-feature.ts';
import type { UpdatesFeature } from '../updates/updates-feature.ts';
import type { WallFeature } from '../wall/wall-feature.ts';
import type { WindowsDesktop, WindowsFeature } from '../windows/windows-feature.ts';
import type { WorkbooksAtHand } from '../workbooks/workbooks-at-hand.ts';
import type { WorkbooksFeature } from '../workbooks/workbooks-feature.ts';
import type { ZoomingFeature } from '../zooming/zooming-feature.ts';
import type { CommandDoer } from './commands-feature.ts';
import { createSplitDoers } from './split-doers.ts';
import { createTabDoers, type TabDoersOptions } from './tab-doers.ts';

/** What only the desktop can do. */
export interface DesktopDeeds extends WindowsDesktop {
  /** Of a window itself, and with it all that it shows. */
  zoom(windowId: string, change: ZoomChange): void;
  openLogs(): Promise<void>;
  /** Leads to whoever helps in the organisation; nothing where no administrator named anybody. */
  openHelp(): void;
  /** Shows what can be done to a tab. */
  openTabMenu(windowId: string, tabId: string): void;
  /** Of a window that has just closed: whether the next start is to open it again. */
  comesBack(windowId: string): boolean;
  /** The window that was used last; null where there is none. */
  firstWindow(): string | null;
  isFullScreen(windowId: string): boolean;
  leaveFullScreen(windowId: string): void;
  /** Puts a window on a wall, or takes it down; again where only the place is another. */
  hang(windowId: string, place: WallPlace | null): void;
}

export interface CommandDoersOptions {
  readonly about: Pick<About, 'show'>;
  readonly areas: Pick<AreaSteps, 'move'>;
  readonly fullScreen: Pick<FullScreen, 'leave'>;
  readonly links: Pick<OpenByLink, 'openChosen'>;
  readonly linkCopies: LinkCopies;
  readonly pictures: Pick<PicturesFeature, 'print' | 'stopPrinting' | 'savePdf' | 'savePicture' | 'copy'>;
  readonly profiles: Pick<ProfilesFeature, 'choose'>;
  readonly sheets: Pick<Sheets, 'show'>;
  readonly signIn: Pick<SignInFeature, 'handlers' | 'signOutPeople'>;
  readonly updates: Pick<UpdatesFeature, 'handlers'>;
  readonly workbooks: Pick<WorkbooksFeature, 'panes' | 'handlers' | 'tabs'>;
  readonly keptWindows: TabDoersOptions['keptWindows'];
  readonly wall: Pick<WallFeature, 'begin' | 'leave'>;
  readonly windows: Pick<WindowsFeature, 'openNew' | 'moveToNew' | 'moveTo'>;
  readonly atHand: Pick<WorkbooksAtHand, 'pin' | 'unpin'>;
  readonly desktop: DesktopDeeds;
  readonly zooming: Pick<ZoomingFeature, 'change' | 'renew'>;
  stepIn(guestId: string, direction: StepDirection): void;
  stateOf(windowId: string): ShownState;
  /** The workbook before the person in a window. */
  shownPane(windowId: string): { readonly paneId: string; readonly workbookId: string } | null;
  readonly log: Pick<Log, 'warn'>;
}

export function createCommandDoers(options: CommandDoersOptions): Readonly<Record<MainCommandId, CommandDoer>> {
  const { about, areas, links, profiles, sheets, signIn, updates, workbooks, atHand, desktop, zooming } = options;
  const { shownPane, log } = options;
  const caller = (windowId: string) => ({ windowId, kind: 'viewer' }) as const;
  const meant = (windowId: string, workbookId: string | undefined) =>
    workbookId ?? shownPane(windowId)?.workbookId ?? '';
  /** Of the workbook before the person, or of the window where there is none. */
  function zoom(windowId: string, change: ZoomChange): void {
    const pane = shownPane(windowId);
    if (pane) {
      zooming.change(pane.workbookId, change);
    } else {
      desktop.zoom(windowId, change);
      zooming.renew();
    }
  }

  // One lies over everything, never two over one another.
  function showSheet(windowId: string, sheet: Sheet): void {
    about.show(windowId, null);
    sheets.show(windowId, sheet);
  }
  function showAbout(windowId: string, page: AboutPage): void {
    sheets.show(windowId, null);
    about.show(windowId, page);
  }

  return {
    ...createWindowDoers(options),
    refreshData: workbooks.panes.refreshShown,
    reloadWorkbook: workbooks.panes.reloadShown,
    async goHome(windowId) {
      const pane = shownPane(windowId);
      if (pane) await workbooks.handlers['panes.home']({ paneId: pane.paneId }, caller(windowId));
    },
    ...createStepDoers(options),
    actualSize: (windowId) => zoom(windowId, 'reset'),
    zoomIn: (windowId) => zoom(windowId, 'in'),
    zoomOut: (windowId) => zoom(windowId, 'out'),
    showWall: (windowId) => options.wall.begin(windowId),
    leaveWall: (windowId) => options.wall.leave(windowId),
    leaveFullScreen: options.fullScreen.leave,
    nextArea: (windowId) => areas.move(windowId, 1),
    previousArea: (windowId) => areas.move(windowId, -1),
    pinWorkbook: (windowId, argument) => atHand.pin(meant(windowId, argument)),
    unpinWorkbook: (windowId, argument) => atHand.unpin(meant(windowId, argument)),
    ...createTabDoers({ ...options, tabs: workbooks.tabs }),
    ...createSplitDoers(workbooks.tabs),
    copyLink: (windowId, tabId) => options.linkCopies.copy(windowId, false, tabId),
    copyLinkWithFilters: (windowId) => options.linkCopies.copy(windowId, true),
    printWorkbook: options.pictures.print,
    stopPrinting: options.pictures.stopPrinting,
    savePdf: options.pictures.savePdf,
    savePicture: options.pictures.savePicture,
    copyPicture: options.pictures.copy,
    openWorkbook: (windowId, argument = '') => links.openChosen(windowId, argument),
    selectProfile: (windowId, argument = '') => profiles.choose(windowId, argument),
    async renewSignIn(windowId) {
      for (const { connectionId } of renewableGrants(options.stateOf(windowId))) {
        await signIn.handlers['grants.renew']({ connectionId }, caller(windowId));
      }
    },
    async signOut(windowId) {
      const profileId = selectedProfile(options.stateOf(windowId))?.profile.id;
      if (profileId !== undefined) await signIn.handlers['grants.signOut']({ profileId }, caller(windowId));
    },
    signOutOfAll: () => signIn.signOutPeople(),
    openSettings: (windowId) => showSheet(windowId, 'settings'),
    showShortcuts: (windowId) => showSheet(windowId, 'shortcuts'),
    userGuide: (windowId) => showAbout(windowId, 'guide'),
    askForHelp: () => desktop.openHelp(),
    showDoctor: (windowId) => showSheet(windowId, 'doctor'),
    showAuditTrail: (windowId) => showSheet(windowId, 'audit'),
    whatIsNew: (windowId) => showAbout(windowId, 'news'),
    async checkForUpdates(windowId) {
      showAbout(windowId, 'program');
      try {
        await updates.handlers['updates.check'](undefined, caller(windowId));
      } catch (error) {
        // It was turned off meanwhile, as the dialog says.
        log.warn('updates.check-failed', { code: codeOf(error) });
      }
    },
    showLogFiles: () => desktop.openLogs(),
    showCrashReports: (windowId) => showAbout(windowId, 'crashes'),
    about: (windowId) => showAbout(windowId, 'program'),
  };
}

/** Inside of the workbook before the person. */
function createStepDoers({
  workbooks,
  stepIn,
}: Pick<CommandDoersOptions, 'workbooks' | 'stepIn'>): Record<'goBack' | 'goForward', CommandDoer> {
  const step = (direction: StepDirection) => (windowId: string) => {
    const guestId = workbooks.panes.shownGuest(windowId);
    if (guestId !== null) stepIn(guestId, direction);
  };
  return { goBack: step('back'), goForward: step('forward') };
}

function createWindowDoers({ windows, desktop }: Pick<CommandDoersOptions, 'windows' | 'desktop'>) {
  return {
    newWindow: windows.openNew,
    moveTabToNewWindow: windows.moveToNew,
    moveTabToWindow: windows.moveTo,
    closeWindow: desktop.closeWindow,
    goToWindow: (_windowId, argument = '') => desktop.showWindow(argument),
  } satisfies Partial<Record<MainCommandId, CommandDoer>>;
}
