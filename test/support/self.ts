/** What a program knows of itself in a test: a release that nobody manages and that has never crashed. */
import type { Self } from '../../src/main/app/about.ts';

export const noCrashReports = { isOn: true, kept: 0, newestAt: null, isAfterCrash: false };

export const plainSelf: Self = {
  build: {
    kind: 'release',
    commit: '3f786850e387550fdab836ed7e6dc881de23001b',
    electron: '45.4.1',
    chromium: '156.0.8078.100',
    node: '24.18.1',
    system: 'Linux 6.1.0 x64',
  },
  policy: { isManaged: false, keys: [], notUnderstood: [], fault: null },
  help: null,
  crashReports: { look: () => noCrashReports, remove: () => noCrashReports },
  guide: '# Using\n\nFor people.\n\n## Links\n\n1. One\n',
  changelog: '# Changelog\n\n## 1.2.3\n\n### Signing in\n\n- Something new.\n',
  licence: 'All rights reserved.',
  hasChromiumLicences: true,
  readNotices: async () => [{ name: 'zod', version: '4.6.7', licence: 'MIT', text: 'The MIT License' }],
  openChromiumLicences: async () => {},
  showCrashReports: async () => {},
};
