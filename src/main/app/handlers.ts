/** One thin handler for each request of the contract: which service does it, and nothing more. */

import type { AppErrorView } from '../../shared/errors.ts';
import type { AppState, EnvImportReport } from '../../shared/state.ts';

import type { Handlers } from '../ipc/router.ts';
import type { GrantKeeper } from '../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../settings/profiles.ts';
import type { Panes } from '../viewer/panes.ts';
import type { Notices } from './notices.ts';
import type { createProfileSetup } from './profiles/profile-setup.ts';
import type { createCurrentSignIn } from './sign-in/current-sign-in.ts';
import type { WorkbookSessions } from './workbooks/workbook-sessions.ts';

export type HandlerServices = {
  state(): AppState;
  profiles: Profiles;
  profileSetup: ReturnType<typeof createProfileSetup>;
  currentSignIn: ReturnType<typeof createCurrentSignIn>;
  sessions: WorkbookSessions;
  keeper: GrantKeeper;
  panes: Panes;
  notices: Notices;
  /** Shows the file dialog and imports what was chosen; null when nothing was. */
  importEnv(): Promise<EnvImportReport | null>;
  signOut(profileId: string): Promise<void>;
  copyText(text: string): void;
  describeError(error: AppErrorView): string;
  changed(): void;
};

export function createHandlers(services: HandlerServices): Handlers {
  const { profiles, profileSetup, currentSignIn, sessions, keeper, panes, notices, changed } = services;
  return {
    'state.get': () => services.state(),

    'profiles.save': async (draft) => {
      const profile = await profileSetup.save(draft);
      changed();
      return { profileId: profile.id };
    },
    'profiles.remove': async ({ profileId }) => {
      await profileSetup.remove(profileId);
      changed();
    },
    'profiles.select': async ({ profileId }) => {
      await profiles.select(profileId);
      changed();
    },
    'profiles.importEnv': () => services.importEnv(),

    'grants.signIn': ({ connectionId }) => currentSignIn.start(connectionId),
    'grants.cancelSignIn': () => currentSignIn.cancel(),
    'grants.copySignInLink': () => services.copyText(currentSignIn.link()),
    'grants.reopenBrowser': () => currentSignIn.reopenBrowser(),
    'grants.renew': async ({ connectionId }) => {
      await keeper.renew(connectionId);
    },
    'grants.signOut': ({ profileId }) => services.signOut(profileId),

    'panes.open': ({ workbookId }) => ({ paneId: panes.open(sessions.targetOf(workbookId, 'main')) }),
    'panes.reload': ({ paneId }) => panes.reload(paneId, 'main'),
    'panes.close': ({ paneId }) => panes.close(paneId, 'main'),
    'panes.details': ({ paneId }) => {
      const { target, session } = panes.session(paneId, 'main');
      return sessions.details(target, session);
    },

    'notices.dismiss': ({ noticeId }) => notices.dismiss(noticeId),
    'errors.copyDetails': (error) => services.copyText(services.describeError(error)),
  };
}
