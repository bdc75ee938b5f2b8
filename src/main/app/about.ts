/** What windows show of the program and the computer, and the account of an error that a person passes on. */
import type {
  AboutPage,
  BuildView,
  CrashReportsView,
  HelpView,
  PolicyView,
  ThirdPartyNotice,
} from '../../shared/about.ts';
import { AppError, type AppErrorView, codeOf } from '../../shared/errors.ts';
import type { VaultView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import type { Log } from '../log/log.ts';
import { redact } from '../log/redact.ts';
import { WHOLE_PLACE } from '../settings/policy/policy.ts';
import type { SettingsStore } from '../settings/profiles.ts';
import type { Vault } from '../vault/vault.ts';
import { newsOf } from './changelog.ts';
import type { Feature } from './feature.ts';
import { guideOf } from './guide.ts';
import type { Notices } from './notices.ts';
import type { SystemServices } from './system-services.ts';
import { compareVersions, isVersion } from './updates/versions.ts';

/** What the program knows of itself, and what the operating system shows of it; see `src/main/self.ts`. */
export interface Self {
  readonly build: BuildView;
  readonly policy: PolicyView;
  /** Null where no administrator named anybody. */
  readonly help: HelpView | null;
  readonly crashReports: {
    /** What is kept now, by looking. */
    look(): CrashReportsView;
    /** Removes all that is kept. */
    remove(): CrashReportsView;
  };
  /** Of all versions, in Markdown. */
  readonly changelog: string;
  /** The page for people who look at workbooks, in Markdown. */
  readonly guide: string;
  readonly licence: string;
  readonly hasChromiumLicences: boolean;
  /** Null where the build holds no list. */
  readNotices(): Promise<ThirdPartyNotice[] | null>;
  /** @throws AppError `folder_not_shown` */
  openChromiumLicences(): Promise<void>;
  /** @throws AppError `folder_not_shown` */
  showCrashReports(): Promise<void>;
}

export interface AboutOptions {
  readonly version: string;
  /** Operating system and processor, such as `linux x64`. */
  readonly platform: string;
  readonly self: Self;
  readonly vault: Pick<Vault, 'mode' | 'backend'>;
  readonly settings: SettingsStore;
  readonly system: Pick<SystemServices, 'copyText' | 'isOnline'>;
  readonly text: Text;
  readonly notices: Pick<Notices, 'add'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** False for a command that runs alone; left out: there are windows. */
  readonly hasWindows?: boolean;
  onChange(): void;
}

type Names = 'errors.copyDetails' | `about.${AboutName}`;
type AboutName =
  | 'show'
  | 'close'
  | 'guide'
  | 'news'
  | 'newsSeen'
  | 'licence'
  | 'notices'
  | 'openChromiumLicences'
  | 'showCrashReports'
  | 'removeCrashReports';
type Shared =
  | 'version'
  | 'platform'
  | 'build'
  | 'policy'
  | 'help'
  | 'crashReports'
  | 'updatedFrom'
  | 'online'
  | 'vault';

export interface About extends Feature<Names, Shared, 'about'> {
  /** Opens the dialog in a window, at a page; null closes it. */
  show(windowId: string, page: AboutPage | null): void;
}

/** Where the version of the last run stands in the settings. */
const LAST_VERSION = 'lastVersion';
/** Where the newest version that ever ran stands in them. */
const NEWEST_VERSION = 'newestVersion';

const newestOf = (...found: readonly unknown[]): string | null =>
  found
    .filter((one) => typeof one === 'string')
    .filter(isVersion)
    .toSorted(compareVersions)
    .at(-1) ?? null;

/** The newest version that ever ran on these settings, where it is newer than this one; null elsewhere. */
export function newerVersion(settings: Pick<AboutOptions['settings'], 'get'>, version: string): string | null {
  const newest = newestOf(settings.get(NEWEST_VERSION), settings.get(LAST_VERSION));
  if (newest === null || !isVersion(version)) return null;
  return compareVersions(newest, version) > 0 ? newest : null;
}

export function createAbout(options: AboutOptions): About {
  const { version, platform, self, vault, settings, system, text, notices, log, onChange } = options;
  const pages = new Map<string, AboutPage>();
  let updatedFrom: string | null = null;
  let crashReports = self.crashReports.look();

  /** Asked anew each time: a keychain may answer only later. */
  function vaultView(): VaultView {
    const { mode, backend } = vault;
    return { mode, backend, problem: mode === 'memory' ? new AppError('vault_unprotected').toView() : null };
  }

  async function takeUpVersion(): Promise<void> {
    const last = settings.get(LAST_VERSION);
    if (last === version) return;
    // Kept before anybody is told: what is new is told once, also when the program ends badly afterwards.
    try {
      const newest = newestOf(settings.get(NEWEST_VERSION), last, version) ?? version;
      await settings.assign({ [LAST_VERSION]: version, [NEWEST_VERSION]: newest });
    } catch (error) {
      log.warn('program.version-not-kept', { code: codeOf(error) });
      return;
    }
    if (typeof last !== 'string' || !isVersion(last)) return;
    log.info('program.version-changed', { from: last, to: version });
    if (compareVersions(version, last) > 0 && newsOf(self.changelog, version)) updatedFrom = last;
  }

  function account(error: AppErrorView): string {
    const { title, detail, remedy } = errorText(text, error);
    const lines = [title, detail, remedy, format(text.dialogs.code, { code: error.code })];
    return redact([...lines, format(text.dialogs.versionOn, { version, platform })].join('\n'));
  }

  function show(windowId: string, page: AboutPage | null): void {
    if (page === null) pages.delete(windowId);
    else pages.set(windowId, page);
    // A part of the program may have crashed since.
    if (page === 'crashes') crashReports = self.crashReports.look();
    // Who looks at what is new has been told of it.
    if (page === 'news') updatedFrom = null;
    onChange();
  }

  return {
    handlers: {
      'errors.copyDetails': (error) => system.copyText(account(error)),
      'about.show': ({ page }, { windowId }) => show(windowId, page),
      'about.close': (_input, { windowId }) => show(windowId, null),
      'about.guide': () => guideOf(self.guide),
      'about.news': () => newsOf(self.changelog, version),
      'about.newsSeen': () => {
        updatedFrom = null;
        onChange();
      },
      'about.licence': () => ({ text: self.licence, hasChromiumLicences: self.hasChromiumLicences }),
      'about.notices': () => self.readNotices(),
      'about.openChromiumLicences': () => self.openChromiumLicences(),
      'about.showCrashReports': () => self.showCrashReports(),
      'about.removeCrashReports': () => {
        crashReports = self.crashReports.remove();
        onChange();
      },
    },
    sharedState: () => ({
      version,
      platform,
      build: self.build,
      policy: self.policy,
      help: self.help,
      crashReports,
      updatedFrom,
      online: system.isOnline(),
      vault: vaultView(),
    }),
    windowState: (windowId) => ({ about: pages.get(windowId) ?? null }),
    show,
    async restore() {
      // What is new is told in the next window.
      if (options.hasWindows === false) return;
      const misread = policyError(self.policy);
      if (misread) notices.add(misread);
      return takeUpVersion();
    },
    windowClosed: (windowId) => void pages.delete(windowId),
  };
}

/** What an administrator meant is not left to guesses, and not to silence either. Null where all of it is understood. */
export function policyError({ fault, notUnderstood }: PolicyView): AppError | null {
  const isForeign = fault === 'owner' || fault === 'writable';
  if (isForeign) return new AppError('policy_not_understood', { reason: 'foreign' });
  if (fault !== null || notUnderstood.includes(WHOLE_PLACE)) {
    return new AppError('policy_not_understood', { reason: 'place', fault: fault ?? 'unreadable' });
  }
  if (notUnderstood.length === 0) return null;
  return new AppError('policy_not_understood', { reason: 'keys', keys: notUnderstood.join(', ') });
}
