/** What the program knows of itself, for the About dialog. Everything here is wiring. */
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shell } from 'electron';
import changelog from '../../CHANGELOG.md?raw';
import guide from '../../docs/using.md?raw';
import licence from '../../LICENSE?raw';
import { ThirdPartyNotice } from '../shared/about.ts';
import { AppError, systemCodeOf } from '../shared/errors.ts';
import { z } from '../shared/zod.ts';
import type { Self } from './app/about.ts';
import { shownHelpAddress } from './settings/policy/help-address.ts';
import type { Policy, PolicyValues } from './settings/policy/policy.ts';
import { type BuildMark, buildKind } from './shell/build-mark.ts';
import { crashReportsFolder } from './shell/crash-reports.ts';

export interface SelfOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  /** See `isPackage`. */
  readonly isPackaged: boolean;
  readonly build: BuildMark;
  readonly policy: Policy;
  /** What is wrong with the place of the policy as a whole. */
  readonly policyFault: string | null;
  readonly crashReports: Self['crashReports'];
}

/** Written by the build, beside the code of this process. */
const NOTICES = join(import.meta.dirname, 'third-party-notices.json');
const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' };

export function openSelf({ folder, isPackaged, build, policy, policyFault, crashReports }: SelfOptions): Self {
  const { electron, chrome, node } = process.versions;
  const chromiumLicences = join(dirname(process.execPath), 'LICENSES.chromium.html');
  const { platform, arch } = process;
  return {
    build: {
      kind: buildKind(build, isPackaged),
      commit: build.commit,
      electron,
      chromium: chrome,
      node,
      system: `${systems[platform] ?? platform} ${process.getSystemVersion()} ${arch}`,
    },
    policy: {
      isManaged: policy.isManaged,
      keys: Object.keys(policy.values).sort(),
      notUnderstood: [...policy.notUnderstood],
      fault: policyFault,
    },
    help: helpOf(policy.values),
    crashReports,
    changelog,
    guide,
    licence,
    hasChromiumLicences: existsSync(chromiumLicences),
    readNotices,
    openChromiumLicences: () => showPath(chromiumLicences),
    async showCrashReports() {
      const reports = crashReportsFolder(folder);
      await mkdir(reports, { recursive: true, mode: 0o700 });
      await showPath(reports);
    },
  };
}

const helpOf = ({ helpAddress, helpName }: PolicyValues) =>
  helpAddress === undefined ? null : { address: shownHelpAddress(helpAddress), name: helpName ?? null };

async function readNotices(): Promise<ThirdPartyNotice[] | null> {
  let json: string;
  try {
    json = await readFile(NOTICES, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
  return z.array(ThirdPartyNotice).parse(JSON.parse(json));
}

/** @throws AppError `folder_not_shown` */
async function showPath(path: string): Promise<void> {
  // It answers with the reason, in the language of the system, and with a path in it.
  if ((await shell.openPath(path)) !== '') throw new AppError('folder_not_shown');
}
