import type { NetworkEdges } from './network-edges.ts';

/** What the doctor asks of the computer and of Electron; `doctor-wiring.ts` answers through them. It looks, and changes nothing. */
export interface DoctorEdges {
  /** Where settings, vault and log are. */
  readonly folder: string;
  /** What is free on the disk of a folder for this person, in bytes. @throws an error of the system, with its `code` */
  freeBytes(folder: string): Promise<number>;
  /** What it asks about the way to servers; left out: nothing. */
  readonly network?: NetworkEdges;
}
