/** What the program is put together from: stores, services of the system, and what ties it to the desktop. */
import type { Appearance } from '../../shared/profile/embed-parameters.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { Text } from '../../shared/text/en.ts';
import type { Clock, WallClock } from '../async/clock.ts';
import type { Timers } from '../async/timers.ts';
import type { Log } from '../log/log.ts';
import type { ClosableFetch } from '../net/fetch.ts';
import type { Choices } from '../settings/choices.ts';
import type { Profiles, SettingsStore } from '../settings/profiles.ts';
import type { Signer } from '../sigma/signer.ts';
import type { Vault } from '../vault/vault.ts';
import type { FrameLooks } from '../viewer/frame-look.ts';
import type { FindStep } from '../viewer/guest-finding.ts';
import type { GuestSteps, StepDirection } from '../viewer/guest-history.ts';
import type { Self } from './about.ts';
import type { AuditEdges } from './audit/audit-edges.ts';
import type { DesktopDeeds } from './commands/command-doers.ts';
import type { DoctorEdges } from './doctor/doctor-edges.ts';
import type { DownloadEdges } from './downloads/download-parts.ts';
import type { Notices } from './notices.ts';
import type { NotifyingEdges } from './notifications/notifying-edges.ts';
import type { PictureEdges } from './pictures/picture-edges.ts';
import type { Speech } from './settings/settings-feature.ts';
import type { MonitoringEdges } from './status/monitoring-edges.ts';
import type { SystemServices } from './system-services.ts';
import type { UpdateParts } from './updates/update-parts.ts';

export interface ProgramOptions extends Clock {
  /** How the clock on the wall stands to what servers say. Left out: it is right. */
  readonly wallClock?: WallClock;
  readonly version: string;
  /** Operating system and processor, such as `linux x64`. */
  readonly platform: string;
  readonly self: Self;
  readonly text: Text;
  /** Whether plain http to this computer is acceptable (tests and demo). */
  readonly allowLoopbackHttp: boolean;
  /** How the app looks and speaks now, for workbooks that follow it. */
  appearance(): Appearance;
  readonly vault: Vault;
  readonly profiles: Profiles;
  readonly notices: Notices;
  readonly system: SystemServices;
  /** What commands ask of the desktop. */
  readonly desktop: DesktopDeeds;
  /** False for a command that runs alone: what is for the next window stays for it. Left out: there are windows. */
  readonly hasWindows?: boolean;
  /** Whether an administrator lets a command line show tokens; left out: it may. */
  readonly mayReveal?: boolean;
  /** What downloads ask of files and of the desktop. */
  readonly downloads: DownloadEdges;
  /** What pictures and paper ask of the desktop. */
  readonly pictures: PictureEdges;
  /** What notifications ask of the desktop. */
  readonly notifying: NotifyingEdges;
  readonly fetch: ClosableFetch;
  /** @param embedSecret reads the embed secret of a profile from the vault */
  createSigner(embedSecret: (profileId: string) => Promise<string>): Signer;
  readonly settings: SettingsStore;
  /** What the person chose about the program. */
  readonly choices: Choices;
  /** The language that is spoken. */
  readonly speech: Speech;
  /** Where open tabs are kept; left out: they end with the program. */
  readonly tabStore?: SettingsStore | null;
  sendToGuest(guestId: string, command: SigmaCommand): void;
  /** Has another guest load in the element of one that stands. @returns false where that one is gone */
  loadInPlaceOf(guestId: string, next: string): boolean;
  /** Whether a person pressed something in a guest within the last seconds. */
  wasPressed(guestId: string): Promise<boolean>;
  /** Calls `then` once, when what a guest shows can be seen: drawn to the end, and still. */
  whenPictureIsWhole(guestId: string, then: () => void): void;
  zoomGuest(guestId: string, factor: number): void;
  /** Where a person's steps inside of a guest lead. */
  stepsOf(guestId: string): GuestSteps;
  stepIn(guestId: string, direction: StepDirection): void;
  findIn(guestId: string, words: string, step: FindStep): void;
  stopFindingIn(guestId: string): void;
  /** Looks into the pages of guests. */
  readonly frames: FrameLooks;
  /** Takes the scroll bars of what a guest shows away, or gives them back. */
  setScrollBars(guestId: string, areHidden: boolean): void;
  readonly updates: UpdateParts;
  /** Where the audit trail is kept; left out: nothing is recorded. */
  readonly audit?: AuditEdges;
  /** What the doctor asks of the computer; left out: nothing. */
  readonly doctor?: DoctorEdges;
  /** What alarms, status and heartbeat need of the computer; left out: nothing of them outlives the program. */
  readonly monitoring?: MonitoringEdges;
  readonly timers: Timers;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  randomUuid(): string;
  readonly log: Log;
  /** Something in the state is different; the windows should hear of it soon. */
  onChange(): void;
}
