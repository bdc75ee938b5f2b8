/** The part of open-program.ts that ties alarms, status and heartbeat to files and to the process. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../shared/errors.ts';
import type { MonitoringEdges } from './app/status/monitoring-edges.ts';
import type { Log } from './log/log.ts';
import type { Policy } from './settings/policy/policy.ts';
import { replaceFile } from './storage/replace-file.ts';
import type { StoreFile } from './storage/store-file.ts';
import { systemFolder } from './system-policy.ts';

export interface MonitoringWiringOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly policy: Policy;
  /** Milliseconds since some instant. */
  uptime(): number;
  openStore(name: string): StoreFile;
  isKeychainAway(): boolean;
  readonly log: Pick<Log, 'warn'>;
}

/** Beside the settings; docs/administrator/monitoring.md names it. */
const FILE = 'status.json';
const STORE = 'alarms';

export function openMonitoring(options: MonitoringWiringOptions): MonitoringEdges {
  const path = join(options.folder, FILE);
  return {
    pid: process.pid,
    startedAt: options.uptime() - process.uptime() * 1_000,
    isKeychainAway: options.isKeychainAway,
    store: openAlarmStore(options),
    policy: options.policy.values,
    commandEnvironment: commandEnvironment(process.platform),
    file: {
      write: async (text) => void (await replaceFile(path, text)),
      remove: () => rm(path, { force: true }),
    },
  };
}

/** Alarms that cannot be kept are raised once more by the next run, which is no reason not to start. */
function openAlarmStore({ openStore, log }: MonitoringWiringOptions): StoreFile | null {
  try {
    return openStore(STORE);
  } catch (error) {
    log.warn('alarm.not-kept', { code: codeOf(error) });
    return null;
  }
}

/** What a script needs to find the programs of its system, and nothing that is ours. */
function commandEnvironment(platform: NodeJS.Platform): NodeJS.ProcessEnv {
  if (platform !== 'win32') return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C.UTF-8' };
  const folder = systemFolder();
  return { SystemRoot: folder.replace(/\\[^\\]+$/, ''), PATH: folder };
}
