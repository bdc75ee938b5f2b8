/** The ways of a window to its workbooks: what is open in it, links that lead there, and the wall that it may hang on. */
import { isHeld } from '../../shared/grants.ts';
import type { Profile } from '../../shared/profile/profile.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import { createLinkCopies, type LinkCopies } from './links/copy-link.ts';
import { createOpenByLink, type OpenByLink, type OpenByLinkOptions } from './links/open-by-link.ts';
import type { Secrets } from './profiles/profile-secrets.ts';
import type { ProfilesFeature } from './profiles/profiles-feature.ts';
import type { ProgramOptions } from './program-options.ts';
import { createSignal, type Signal } from './signal.ts';
import { createWallFeature, type WallFeature } from './wall/wall-feature.ts';
import type { AroundTabs } from './workbooks/around-tabs.ts';
import type { WorkbooksFeature } from './workbooks/workbooks-feature.ts';

export function aroundTabs(
  { vault, profiles, choices, tabStore = null, desktop }: ProgramOptions,
  profilesFeature: () => ProfilesFeature,
  { secrets, keeper }: Pick<WayParts, 'secrets' | 'keeper'>,
): AroundTabs {
  return {
    store: tabStore,
    // In memory mode nobody knows at the next start who was here.
    keepsPlaces: () => vault.mode !== 'memory',
    profileIn: (windowId) => profilesFeature().windowState(windowId).profileId,
    chooseProfile: (windowId, profileId) => profilesFeature().choose(windowId, profileId),
    isReady: (profileId) => isReady(profiles.find(profileId), secrets, keeper),
    sleepLimits() {
      const minutes = choices.get('tabSleep');
      return { afterMs: minutes === 0 ? null : minutes * 60_000, mostLive: choices.get('liveTabs') };
    },
    onSleepLimits: (listener) => choices.onChange((id) => void (['tabSleep', 'liveTabs'].includes(id) && listener())),
    openMenu: desktop.openTabMenu,
    windows: desktop.windows,
    comesBack: desktop.comesBack,
  };
}

/** Whether a workbook of a profile can be shown without a person. */
const isReady = (
  profile: Profile | null,
  secrets: Pick<Secrets, 'hasEmbedSecret'>,
  keeper: Pick<GrantKeeper, 'view'>,
): boolean =>
  profile !== null &&
  secrets.hasEmbedSecret(profile.id) &&
  profile.connections.every(({ id }) => isHeld(keeper.view(id)));

/** A window as a wallboard, over what it has open. */
export function wallOver(
  options: ProgramOptions,
  { profilesFeature, workbooks, secrets, keeper }: WayParts,
): WallFeature {
  const { profiles, system, tabStore = null } = options;
  return createWallFeature({
    ...options,
    workbooks,
    profileIn: (windowId) => profilesFeature.windowState(windowId).profileId,
    workbooksOf: (profileId) => (profiles.find(profileId)?.workbooks ?? []).map(({ id }) => id),
    isReady: (profileId) => isReady(profiles.find(profileId), secrets, keeper),
    isOnline: system.isOnline,
    store: tabStore,
  });
}

export interface WayParts {
  readonly profilesFeature: ProfilesFeature;
  readonly workbooks: WorkbooksFeature;
  readonly secrets: Secrets;
  readonly keeper: Pick<GrantKeeper, 'view'>;
}

/** Links that lead here, and those that are copied. */
export interface Linked {
  readonly links: OpenByLink;
  /** A link was followed in a window. */
  readonly followed: Signal<string>;
  readonly linkCopies: LinkCopies;
}

export function followLinks(
  options: ProgramOptions & Pick<OpenByLinkOptions, 'onLinkLed' | 'onLinkRefused'>,
  { profilesFeature, workbooks, secrets, keeper }: WayParts,
): Linked {
  const followed = createSignal<string>();
  const links = createOpenByLink({
    ...options,
    chosenIn: (windowId) => profilesFeature.windowState(windowId).profileId,
    choose: profilesFeature.choose,
    isReady: (profile) => isReady(profile, secrets, keeper),
    openWorkbook: workbooks.open,
    openAt: workbooks.openAt,
    prepareTab: workbooks.prepareTab,
    editedIn: workbooks.editedIn,
    windowShowing(workbookId, windowId) {
      const shows = (id: string) => workbooks.tabs.tabsOf(id).some((tab) => tab.workbookId === workbookId);
      return shows(windowId) ? windowId : (options.desktop.windows().find(shows) ?? windowId);
    },
    showWindow: options.desktop.showWindow,
    onFollowed: followed.emit,
  });
  return { links, followed, linkCopies: createLinkCopies({ ...options, tabs: workbooks.tabs }) };
}
