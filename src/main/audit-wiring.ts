/** The part of open-program.ts that ties the audit trail to files, to the log of the system and to the desktop. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { AuditEdges } from './app/audit/audit-edges.ts';
import { createSystemLog } from './audit/sinks/system-log.ts';
import type { Policy } from './settings/policy/policy.ts';
import type { StoreFile } from './storage/store-file.ts';
import { readSystemPolicy, systemFolder } from './system-policy.ts';

export interface AuditWiringOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly policy: Policy;
  readonly policyFault: string | null;
  openStore(name: string): StoreFile;
}

/** The folder of the trail, beside the settings. */
const FOLDER = 'audit';

/** @throws AppError `settings_unreadable` */
export function openAudit({ folder, policy, policyFault, openStore }: AuditWiringOptions): AuditEdges {
  return {
    folder: join(folder, FOLDER),
    store: openStore(FOLDER),
    policy,
    policyFault,
    readPolicy: () => readSystemPolicy(process.platform),
    systemLog: (parts) => createSystemLog({ ...parts, platform: process.platform, windowsFolder: systemFolder }),
    async chooseFile(fileName) {
      const asked = { defaultPath: join(app.getPath('documents'), fileName) };
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const { filePath } = await (window ? dialog.showSaveDialog(window, asked) : dialog.showSaveDialog(asked));
      return filePath || null;
    },
  };
}
