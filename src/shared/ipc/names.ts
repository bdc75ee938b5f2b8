/** The names of the contract's requests, apart from its schemas so that the preload stays a page of code. */
export const requestNames = [
  'state.get',
  'profiles.save',
  'profiles.remove',
  'profiles.select',
  'profiles.importEnv',
  'grants.signIn',
  'grants.cancelSignIn',
  'grants.copySignInLink',
  'grants.reopenBrowser',
  'grants.renew',
  'grants.signOut',
  'panes.open',
  'panes.reload',
  'panes.home',
  'panes.close',
  'panes.details',
  'panes.command',
  'panes.dismissAction',
  'panes.shown',
  'panes.focused',
  'updates.check',
  'updates.download',
  'updates.restart',
  'updates.later',
  'updates.choose',
  'notices.dismiss',
  'errors.copyDetails',
] as const;

/** How a window's preload is told the language of its texts, as an argument of its process. */
export const LANGUAGE_SWITCH = '--sightglass-language=';
