/** What windows show: what all of them share, and what one of them has open. Main sends it whenever it changes. */
import { AboutPage, BuildView, CrashReportsView, HelpView, PolicyView } from './about.ts';
import { Alert } from './alerts.ts';
import { ChecksView } from './checks.ts';
import { DoctorView } from './doctor.ts';
import { DownloadView } from './downloads.ts';
import { AppErrorView } from './error-view.ts';
import { Profile } from './profile/profile.ts';
import { settingIds } from './settings.ts';
import { PaneContents, PaneData, PanePlace, PaneSteps } from './sigma/pane-parts.ts';
import { SplitView } from './split.ts';
import { UpdateChoices, UpdateView } from './updates.ts';
import { WallView } from './wall.ts';
import { WindowView } from './window-view.ts';
import { z } from './zod.ts';

/** Milliseconds since the epoch. */
const Instant = z.number();

/** What encrypts the vault; `none` where nothing does and it is in memory only. */
export const VaultBackend = z.enum(['keychain', 'windows-data-protection', 'secret-service', 'kwallet', 'none']);
export type VaultBackend = z.infer<typeof VaultBackend>;

export const VaultView = z.object({
  /** `memory`: nothing is written to disk, and every grant ends with the program. */
  mode: z.enum(['encrypted', 'memory']),
  backend: VaultBackend,
  problem: AppErrorView.nullable(),
});
export type VaultView = z.infer<typeof VaultView>;

export const GrantView = z.object({
  connectionId: z.string(),
  /**
   * `ended`: there was a grant and the server no longer accepts it, or it is over and its renewal is refused. Then the
   * person is asked to sign in again; a renewal that succeeds meanwhile ends that.
   */
  status: z.enum(['signed-out', 'signed-in', 'renewing', 'ended']),
  /** Whom the data platform takes this person for. */
  person: z.object({ userName: z.string(), displayName: z.string() }).nullable(),
  scopes: z.array(z.string()),
  expiresAt: Instant.nullable(),
  /** When the grant keeper will renew next; null when it cannot. */
  renewsAt: Instant.nullable(),
  lastRenewedAt: Instant.nullable(),
  renewable: z.boolean(),
  /** A service account signed in, not a person (client credentials). */
  isServiceAccount: z.boolean(),
  /** A service account that was signed out: it is left alone until somebody wants it again. */
  isAtRest: z.boolean(),
  /** The sign-in does not say who the person is, or lacks a claim, and says why: only another sign-in changes that. */
  isIdentityIncomplete: z.boolean(),
  /** The last failure, kept until the next success. */
  problem: AppErrorView.nullable(),
});
export type GrantView = z.infer<typeof GrantView>;

export const SignInView = z.object({
  connectionId: z.string(),
  phase: z.enum(['preparing', 'waiting-for-browser', 'exchanging']),
  startedAt: Instant,
  deadline: Instant,
  /** A browser brought an answer that does not fit, and the right one is still waited for. */
  hasStrayAnswer: z.boolean(),
  /**
   * `asked`: the server asks which account to use. `unaskable`: somebody else is to sign in and the server cannot be
   * asked, so that no browser was opened. Null where it was not wished for.
   */
  account: z.enum(['asked', 'unaskable']).nullable(),
});
export type SignInView = z.infer<typeof SignInView>;

export const GuestView = z.object({
  guestId: z.string(),
  /** The `<webview>` that it lives in: the id of the first guest in that. */
  element: z.string(),
  /** What that element is loaded with at first. */
  src: z.string(),
  partition: z.string(),
  role: z.enum(['active', 'standby']),
});
export type GuestView = z.infer<typeof GuestView>;

export const PaneView = z.object({
  paneId: z.string(),
  profileId: z.string(),
  workbookId: z.string(),
  title: z.string(),
  phase: z.enum(['loading', 'ready', 'failed']),
  /** What a load waits for: the signed session, Sigma's page, or the data of the place where the person was. */
  stage: z.enum(['signing', 'loading', 'data']),
  error: AppErrorView.nullable(),
  /** When a pane that failed is tried again by itself; null when that is up to a person. */
  retriesAt: Instant.nullable(),
  /** The failure after which the present load began by itself; null when something else began it. */
  retriedAfter: AppErrorView.shape.code.nullable(),
  /** The workbook lacks the person's last steps, which are brought after it. */
  isCatchingUp: z.boolean(),
  /** In order of creation. Their order never changes, since moving a `<webview>` in the page reloads it. */
  guests: z.array(GuestView),
  /** When the signed session of the active guest ends. */
  sessionExpiresAt: Instant.nullable(),
  /** How many times a standby guest has taken over. */
  swaps: z.number(),
  place: PanePlace,
  steps: PaneSteps,
  /** Null unless the person edits the document. Nothing is renewed then, since what is not saved would be lost. */
  edit: z
    .object({
      /** The time of a renewal has come: it takes place once the person leaves the edit mode. */
      isRenewalWaiting: z.boolean(),
    })
    .nullable(),
  contents: PaneContents,
  data: PaneData,
});
export type PaneView = z.infer<typeof PaneView>;

/** The place of a pane that will be opened soon: a guest with its host page, and no workbook. */
export const AheadPane = z.object({ paneId: z.string(), title: z.string(), guest: GuestView });
export type AheadPane = z.infer<typeof AheadPane>;

/** A workbook that a window has open: a place in its strip, whether it is loaded now or not. */
export const TabView = z.object({
  tabId: z.string(),
  profileId: z.string(),
  workbookId: z.string(),
  /** Of the document that is shown there. */
  title: z.string(),
  /** The pane that shows it; null while it is asleep, and loads when it is chosen. */
  paneId: z.string().nullable(),
});
export type TabView = z.infer<typeof TabView>;

/** Closing this tab would lose something; the person is asked. */
export const CloseQuestion = z.object({
  tabId: z.string(),
  title: z.string(),
  loses: z.enum(['editing', 'saving']),
  /** Whether it is to go to another window, where it loads again, and not to be closed. */
  isMove: z.boolean(),
});
export type CloseQuestion = z.infer<typeof CloseQuestion>;

/** A link leads to one of several workbooks, or brings values of controls: the person is asked first. */
export const LinkQuestion = z.object({
  questionId: z.string(),
  choices: z.array(z.object({ workbookId: z.string(), title: z.string(), profile: z.string() })),
  /** What the workbook would be filtered by. Whoever wrote the link chose these words. */
  values: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type LinkQuestion = z.infer<typeof LinkQuestion>;

export const ProfileView = z.object({
  profile: Profile,
  hasEmbedSecret: z.boolean(),
  /** Connection ids whose client secret is in the vault. */
  clientSecrets: z.array(z.string()),
});
export type ProfileView = z.infer<typeof ProfileView>;

export const Notice = z.object({
  id: z.string(),
  error: AppErrorView,
  /** It stays as long as the program runs, and cannot be dismissed. */
  lasts: z.boolean(),
});
export type Notice = z.infer<typeof Notice>;

export const SettingView = z.object({
  id: z.enum(settingIds),
  value: z.union([z.string(), z.number(), z.boolean()]),
  /** `program`: there is nothing to choose in this copy of the program. */
  setBy: z.enum(['default', 'person', 'administrator', 'program']),
});
export type SettingView = z.infer<typeof SettingView>;

/** What lies over everything in a window, as a dialog of its own. */
export const Sheet = z.enum(['settings', 'shortcuts', 'audit', 'doctor']);
export type Sheet = z.infer<typeof Sheet>;

/** What all windows share. */
export const ProgramState = z.object({
  version: z.string(),
  platform: z.string(),
  build: BuildView,
  policy: PolicyView,
  help: HelpView.nullable(),
  crashReports: CrashReportsView,
  /** The version before this one, while the person has not been told of the update; null otherwise. */
  updatedFrom: z.string().nullable(),
  online: z.boolean(),
  /**
   * How far the clock of this computer is ahead of the time that all instants are in, in milliseconds; negative when it is
   * behind.
   */
  clockAheadMs: z.number(),
  vault: VaultView,
  profiles: z.array(ProfileView),
  /** Ids of the workbooks that were opened last, the newest first; each is in one of the profiles. */
  recentWorkbooks: z.array(z.string()),
  /** Ids of the workbooks that the person keeps at hand, in the order in which they were pinned. */
  pinnedWorkbooks: z.array(z.string()),
  grants: z.array(GrantView),
  signIn: SignInView.nullable(),
  /** Why the last sign-in did not succeed; cleared when the next one starts. */
  signInProblem: z
    .object({
      connectionId: z.string(),
      error: AppErrorView,
      /** Whether it was to be another account, so that trying again means that too. */
      asSomebodyElse: z.boolean(),
    })
    .nullable(),
  notices: z.array(Notice),
  updates: UpdateView,
  updateChoices: UpdateChoices,
  /** By command, the keys that the person chose: see `accelerator.ts`. */
  chosenKeys: z.record(z.string(), z.string()).readonly(),
  /** In the order of the list. */
  settings: z.array(SettingView),
  /** Another language is chosen than the one that is spoken: it comes with the next start. */
  languageWaits: z.boolean(),
  /** When people are signed out, since nobody is there; null while that is not near. */
  signsOutAt: Instant.nullable(),
  /** Files that people took out of workbooks, the newest first. */
  downloads: z.array(DownloadView),
  /** By workbook, where it is not shown as large as it comes: 1.1 is 110 %. */
  workbookZooms: z.record(z.string(), z.number()).readonly(),
  /** What people want to be told of their workbooks, the oldest first. */
  alerts: z.array(Alert),
  /** In the order in which they were opened. */
  windows: z.array(WindowView),
});
export type ProgramState = z.infer<typeof ProgramState>;

/** Main has found that a command applies, and the window knows how to do it. */
export const CommandAsk = z.object({
  serial: z.number().int(),
  /** Of `commands.ts`. */
  id: z.string(),
  argument: z.string().nullable(),
});
export type CommandAsk = z.infer<typeof CommandAsk>;

/** What came of looking for words in a pane. The words are not in it: the window that asked has them. */
export const FoundView = z.object({
  paneId: z.string(),
  /** Which match is before the person, from 1 on; 0 where there is none. */
  at: z.number(),
  /** Null while they are being counted. */
  count: z.number().nullable(),
});
export type FoundView = z.infer<typeof FoundView>;

/** What one window shows. */
export const WindowState = z.object({
  windowId: z.string(),
  kind: z.enum(['viewer']),
  /** Whether the person used it last: what concerns no window alone is told there. */
  isUsedLast: z.boolean(),
  /** The profile that the person works with in this window; null while there is none. */
  profileId: z.string().nullable(),
  panes: z.array(PaneView),
  /** Made ready while a person signs in; the pane that takes the place has its ids. */
  aheadPane: AheadPane.nullable(),
  /** The open workbooks in the order of the strip. */
  tabs: z.array(TabView),
  /** The one before the person, unless another screen lies over it; null where none of the selected profile is open. */
  chosenTab: z.string().nullable(),
  /** Which of the tabs are shown side by side, when one of the two is chosen. */
  splits: z.array(SplitView),
  /** How many were closed by hand and can be opened again. */
  closedTabs: z.number().int(),
  closeQuestion: CloseQuestion.nullable(),
  linkQuestion: LinkQuestion.nullable(),
  /** A set-up file that came from outside, and waits until the window asks for what it holds; null where none does. */
  broughtSetUp: z.string().nullable(),
  /** Null unless it hangs on a wall. */
  wall: WallView.nullable(),
  /** The page of the About dialog that lies over everything; null while it is closed. */
  about: AboutPage.nullable(),
  sheet: Sheet.nullable(),
  /** The last test of a set-up that was started here. */
  checks: ChecksView.nullable(),
  /** The run of the doctor that was begun here last; null while there is none. */
  doctor: DoctorView.nullable(),
  /** How often the person asked by key for the next area of the window, less how often for the one before. */
  areaSteps: z.number().int(),
  /** The commands that the window is to do, the last few; one with a serial that it has followed is done. */
  asks: z.array(CommandAsk),
  /** For each pane in which words are looked for. */
  found: z.array(FoundView),
  /** The pane of which pages are being made for the printer; null while there are none. */
  printing: z.string().nullable(),
  isFullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** Everything that a window needs, as one value. An older revision never replaces a newer one. */
export const AppState = ProgramState.extend({ revision: z.number(), window: WindowState });
export type AppState = z.infer<typeof AppState>;

/** The signed session of one pane, without anything that could be used. */
export const SessionDetails = z.object({
  header: z.record(z.string(), z.unknown()),
  /** As signed, with each encrypted token (`oauth_token`, `connection_oauth_tokens`) replaced by its length in characters. */
  claims: z.record(z.string(), z.unknown()),
  workbookUrl: z.string(),
  clocks: z.array(
    z.object({
      what: z.enum(['session-ends', 'token-expires', 'sign-in-renews']),
      /** The label of the connection whose clock it is; null for the session as a whole. */
      connection: z.string().nullable(),
      at: Instant,
    }),
  ),
});
export type SessionDetails = z.infer<typeof SessionDetails>;
