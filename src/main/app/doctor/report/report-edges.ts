/** What a report needs of the computer. */
import type { ReportFile } from '../../../../shared/ipc/doctor.ts';

export interface ReportEdges {
  /** The newest of the log, whole lines, so many bytes at most in all; the newest file first. What cannot be read is left out. */
  readLogs(mostBytes: number): Promise<readonly ReportFile[]>;
  /** Whose the computer is: the folder of the person, what they are called there, and what it is called in the network. */
  own(): { readonly home: string; readonly user: string; readonly computer: string };
  /** Asks the person where the zip is to be; null when they named no place. */
  chooseFile(fileName: string): Promise<string | null>;
  /** All of it or nothing; others on this computer cannot read it. @throws the error of the system */
  saveZip(path: string, files: readonly ReportFile[], at: number): Promise<void>;
}
