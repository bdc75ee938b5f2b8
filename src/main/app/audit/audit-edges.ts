/** What the audit trail needs of the computer. */
import type { Outlet, OutletParts } from '../../audit/sinks/sink.ts';
import type { Policy } from '../../settings/policy/policy.ts';
import type { SettingsStore } from '../../settings/profiles.ts';

export interface AuditEdges {
  /** Where the files of the trail are. */
  readonly folder: string;
  /** What is kept besides them: the head, the policy of the last start, how far the collector is. */
  readonly store: SettingsStore;
  readonly policy: Policy;
  /** What is wrong with the place of the policy as a whole. */
  readonly policyFault: string | null;
  /** Reads it again, as it is by now; left out: it stays as it is. */
  readPolicy?(): Promise<{ readonly policy: Policy; readonly fault: string | null }>;
  /** The log of this system, where it has one that a program may write to. */
  systemLog(parts: OutletParts): Outlet | null;
  /** Asks the person where a file is to be; null when they named no place. */
  chooseFile(fileName: string): Promise<string | null>;
}
