/** What the doctor finds of a computer on which all is well. */
import type { DoctorEdges } from '../../src/main/app/doctor/doctor-edges.ts';

export const wholeComputer: DoctorEdges = {
  folder: '/home/ada/.config/Sightglass',
  freeBytes: async () => 100_000_000_000,
  report: {
    readLogs: async () => [],
    own: { home: '/home/ada', user: 'ada', computer: 'engine' },
    chooseFile: async () => null,
    saveZip: async () => undefined,
  },
};
