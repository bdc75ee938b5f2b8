/** A program that is in development as far as updates go: nothing is looked for. */
import { noInstaller } from '../../src/main/app/updates/installer.ts';
import type { UpdateParts } from '../../src/main/app/updates/update-parts.ts';
import { noPolicy } from '../../src/main/settings/policy/policy.ts';

export const noUpdates: UpdateParts = {
  origin: { isPackaged: false, mayUpdate: false, key: null, url: null, updatedBy: 'administrator' },
  policy: noPolicy,
  installer: noInstaller,
  fetch: Object.assign(() => Promise.reject(new Error('Nothing is looked for.')), { close: async () => {} }),
  rolledBack: null,
  forgetRolledBack: () => {},
  notInstalled: null,
  systemRelease: '6.1.0',
  platform: 'linux',
  arch: 'x64',
  quit: () => {},
};
