/** What updates need of the rest of the program, and of the computer. */
import type { RestartHold } from '../../../shared/updates.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { ClosableFetch } from '../../net/fetch.ts';
import type { SettingsStore } from '../../settings/profiles.ts';
import type { Notices } from '../notices.ts';
import type { RolledBack, UpdateInstaller } from './installer.ts';
import type { ManagedBy, UpdateOrigin } from './update-plan.ts';

/** What the outside brings: what this copy is, who rules over it, and how it is replaced. */
export interface UpdateParts {
  readonly origin: UpdateOrigin;
  readonly policy: ManagedBy;
  readonly installer: UpdateInstaller;
  /** A way out of its own: what an update server says of the time is not believed. */
  readonly fetch: ClosableFetch;
  /** What happened at this start; null when nothing did. */
  readonly rolledBack: RolledBack | null;
  /** What happened is remembered elsewhere now. */
  forgetRolledBack(): void;
  /** Why an update could not be put in place at the end of the last run; null when none was to be, or it went well. */
  readonly notInstalled: { readonly systemCode: string } | null;
  /** As `os.release()`. */
  readonly systemRelease: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Ends the program as a person does. */
  quit(): void;
}

export interface UpdatesFeatureOptions extends Clock {
  readonly parts: UpdateParts;
  /** The version that runs. */
  readonly version: string;
  readonly settings: SettingsStore;
  readonly notices: Pick<Notices, 'add'>;
  readonly timers: Timers;
  /** What a restart now would take from the person. */
  holdsRestart(): RestartHold | null;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  randomUuid(): string;
  readonly log: Log;
  onChange(): void;
}
