/** The part of open-program.ts that ties updates to Electron: which package this is, who rules over it, and how it is replaced. */
import { release } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { noInstaller } from './app/updates/installer.ts';
import type { UpdateParts } from './app/updates/update-parts.ts';
import type { Log } from './log/log.ts';
import { createLateFetch } from './net/late-fetch.ts';
import type { Policy } from './settings/policy/policy.ts';
import type { BuildMark } from './shell/build-mark.ts';
import type { Lifecycle } from './shell/lifecycle.ts';
import { type PackageKind, UPDATES_FOLDER } from './shell/package-kind.ts';
import { forgetOutcome, readOutcome, takeFailure } from './shell/trial.ts';
import { createUpdater } from './shell/updater.ts';

export interface UpdatesWiringOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly log: Log;
  readonly lifecycle: Lifecycle;
  /** See `isPackage`. */
  readonly isPackaged: boolean;
  /** Whether plain http to this computer is acceptable (development, tests and demo). */
  readonly allowLoopbackHttp: boolean;
  readonly build: BuildMark;
  readonly policy: Policy;
  readonly installedAs: PackageKind;
  resolveProxy(url: string): Promise<string>;
  uptime(): number;
  /** Whether updates are looked for in this run. */
  readonly looks: boolean;
}

export function openUpdates(options: UpdatesWiringOptions): UpdateParts {
  const { log, lifecycle, build, isPackaged, installedAs, allowLoopbackHttp, resolveProxy, uptime, policy, looks } =
    options;
  const folder = join(options.folder, UPDATES_FOLDER);
  // Tests name a server of their own, and a key that they can sign with.
  const forTests = build.isTestBuild ? process.env : {};
  const { kind, updatedBy, image } = installedAs;
  const version = app.getVersion();
  const quit = () => app.quit();
  const updater =
    kind === null || !isPackaged || !looks
      ? null
      : createUpdater({
          kind,
          image,
          version,
          folder,
          log,
          quit,
          resources: process.resourcesPath,
          startAgain: () => lifecycle.restart([]),
          loadEngine: async () => (await import('./shell/update-engine.ts')).createEngine,
        });
  if (updater) lifecycle.onEnd(updater.programEnds);
  return {
    origin: {
      isPackaged: isPackaged && looks,
      mayUpdate: build.isRelease || build.isTestBuild,
      key: forTests.SIGHTGLASS_UPDATE_KEY ?? build.updateKey,
      url: forTests.SIGHTGLASS_UPDATE_URL ?? build.updateUrl,
      updatedBy,
    },
    policy,
    installer: updater ?? noInstaller,
    fetch: createLateFetch({ resolveProxy, allowLoopbackHttp, uptime }),
    rolledBack: looks ? readOutcome(folder, version) : null,
    forgetRolledBack: () => forgetOutcome(folder),
    notInstalled: looks ? takeFailure(folder) : null,
    systemRelease: release(),
    platform: process.platform,
    arch: process.arch,
    quit,
  };
}
