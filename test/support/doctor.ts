/** What the doctor finds of a computer on which all is well. */
import type { ComputerEdges } from '../../src/main/app/doctor/computer-edges.ts';
import type { DoctorEdges } from '../../src/main/app/doctor/doctor-edges.ts';

export const wholeDesk: ComputerEdges = {
  browser: async () => ({ kind: 'found', program: 'firefox' }),
  keychain: async () => ({ backend: 'secret-service', selected: 'gnome_libsecret', tried: 'held' }),
  stored: async () => ({
    folder: { path: '/home/ada/.config/Sightglass', systemCode: null, mode: 0o700, isOwn: true },
    files: ['settings.json', 'vault.json'].map((name) => ({
      name,
      kind: 'whole',
      systemCode: null,
      mode: 0o600,
      isOwn: true,
    })),
    keptAside: [],
  }),
  downloads: async () => ({ folder: '/home/ada/Downloads', fault: null }),
  graphics: async () => ({ compositing: 'enabled', isSwitchedOff: false }),
  sandbox: async () => null,
  displays: async () => ({ displays: [{ width: 1920, height: 1080, scale: 1.25 }], outside: 0 }),
  electron: async () => ({
    electron: '45.4.1',
    chromium: '156.0.8078.100',
    isTooOld: false,
    fixedUntil: Date.UTC(2100, 0, 1),
  }),
};

export const wholeComputer: DoctorEdges = {
  folder: '/home/ada/.config/Sightglass',
  freeBytes: async () => 100_000_000_000,
  computer: wholeDesk,
  report: {
    readLogs: async () => [],
    own: () => ({ home: '/home/ada', user: 'ada', computer: 'engine' }),
    chooseFile: async () => null,
    saveZip: async () => undefined,
  },
};
