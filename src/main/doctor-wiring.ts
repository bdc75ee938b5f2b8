/** The part of open-program.ts that ties the doctor to the computer and to Electron. */
import { statfs } from 'node:fs/promises';
import type { DoctorEdges } from './app/doctor/doctor-edges.ts';

/** @param folder where settings and vault are */
export function openDoctor({ folder }: { readonly folder: string }): DoctorEdges {
  return {
    folder,
    async freeBytes(of) {
      const { bavail, bsize } = await statfs(of);
      return bavail * bsize;
    },
  };
}
