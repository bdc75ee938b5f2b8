/** Workbooks that follow the app from light to dark, while they are open. */
import type { Appearance } from '../../../shared/profile/embed-parameters.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Panes } from '../../viewer/panes.ts';

export interface AppearanceFollowerOptions {
  /** How the app looks now. */
  appearance(): Appearance;
  readonly profiles: Pick<Profiles, 'all'>;
  readonly panes: Pick<Panes, 'renewProfile'>;
}

/** To be called when the app may look otherwise: loads what follows it again, behind the scenes, once it does. */
export function createAppearanceFollower({ appearance, profiles, panes }: AppearanceFollowerOptions): () => void {
  let shownTheme = appearance().theme;
  return () => {
    const { theme } = appearance();
    if (theme === shownTheme) return;
    shownTheme = theme;
    for (const { id, workbooks } of profiles.all()) {
      if (workbooks.some(({ options }) => options.theme.kind === 'app')) panes.renewProfile(id);
    }
  };
}
