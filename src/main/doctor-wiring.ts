/** The part of open-program.ts that ties the doctor to the computer and to Electron. */
import { lookup } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import type { DoctorEdges } from './app/doctor/doctor-edges.ts';
import type { NetworkEdges } from './app/doctor/network-edges.ts';

export interface DoctorWiringOptions extends Pick<NetworkEdges, 'resolveProxy'> {
  /** Where settings and vault are. */
  readonly folder: string;
}

export function openDoctor({ folder, resolveProxy }: DoctorWiringOptions): DoctorEdges {
  return {
    folder,
    network: {
      resolveProxy,
      // As a connection would find it: by the files and services of the system, not by DNS alone.
      addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    },
    async freeBytes(of) {
      const { bavail, bsize } = await statfs(of);
      return bavail * bsize;
    },
  };
}
