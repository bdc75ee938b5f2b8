/** What alarms, status and heartbeat need of the computer. */
import type { PolicyValues } from '../../settings/policy/policy.ts';
import type { SettingsStore } from '../../settings/profiles.ts';

export interface MonitoringEdges {
  readonly pid: number;
  /** Milliseconds of `uptime` at which the process began. */
  readonly startedAt: number;
  /** Whether the keychain does not answer any more, though there is something that only it can read. */
  isKeychainAway(): boolean;
  /** Where alarms in force are kept; null: they end with the program. */
  readonly store: SettingsStore | null;
  /** What an administrator set of it. */
  readonly policy: Pick<PolicyValues, 'alarmHookUrl' | 'alarmCommand'>;
  /** All that the program of a hook gets as its environment. */
  readonly commandEnvironment: NodeJS.ProcessEnv;
  /** The file of the heartbeat. Each throws what the operating system said. */
  readonly file: {
    /** Whole or not at all, for its owner alone. */
    write(text: string): Promise<void>;
    remove(): Promise<void>;
  };
}
