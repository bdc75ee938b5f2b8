/** What the doctor needs of what is around it. */
import type { ComputerEdges } from './computer-edges.ts';
import type { ProgramFacts } from './program-facts.ts';
import type { ReportEdges } from './report/report-edges.ts';

/** What the doctor asks of the computer and of Electron; `doctor-wiring.ts` answers through them. It looks, and changes nothing. */
export interface DoctorEdges {
  /** Where settings, vault and log are. */
  readonly folder: string;
  /** What is free on the disk of a folder for this person, in bytes. @throws an error of the system, with its `code` */
  freeBytes(folder: string): Promise<number>;
  readonly computer: ComputerEdges;
  /** For the report of a run, which alone writes something. */
  readonly report: ReportEdges;
}

/** What checks of the computer look at. */
export interface LookedAt extends DoctorEdges {
  readonly program: ProgramFacts;
}
