/** The part of open-program.ts that ties the doctor to the computer and to Electron. */
import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { DoctorEdges } from './app/doctor/doctor-edges.ts';
import type { NetworkEdges } from './app/doctor/network-edges.ts';
import type { ReportEdges } from './app/doctor/report/report-edges.ts';
import { openComputer, programAt } from './computer-wiring.ts';
import { readNewestOfLog } from './log/read-log.ts';
import { replaceFile } from './storage/replace-file.ts';
import { zipOf } from './storage/zip.ts';

export interface DoctorWiringOptions extends Pick<NetworkEdges, 'resolveProxy'> {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly logFolder: string;
}

export function openDoctor({ folder, logFolder, resolveProxy }: DoctorWiringOptions): DoctorEdges {
  return {
    folder,
    network: {
      resolveProxy,
      programAt,
      // As a connection would find it: by the files and services of the system, not by DNS alone.
      addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    },
    async freeBytes(of) {
      const { bavail, bsize } = await statfs(of);
      return bavail * bsize;
    },
    computer: openComputer(folder),
    report: openReport(logFolder),
  };
}

function openReport(logFolder: string): ReportEdges {
  return {
    readLogs: (mostBytes) => readNewestOfLog(logFolder, mostBytes),
    own: () => ({ home: app.getPath('home'), user: userName(), computer: hostname() }),
    async chooseFile(fileName) {
      const asked = {
        defaultPath: join(app.getPath('documents'), fileName),
        filters: [{ name: 'ZIP', extensions: ['zip'] }],
      };
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const { filePath } = await (window ? dialog.showSaveDialog(window, asked) : dialog.showSaveDialog(asked));
      return filePath || null;
    },
    async saveZip(path, files, at) {
      await replaceFile(path, await zipOf(files, at));
    },
  };
}

/** Empty where the system has no name for whoever runs the program, as in some containers. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
