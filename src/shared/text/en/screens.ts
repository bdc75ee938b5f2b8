/** English: everything but the set-up form, in the order in which a person meets it. */

export const screens = {
  common: {
    cancel: 'Cancel',
    copied: 'Copied',
    copy: 'Copy',
    remove: 'Remove',
    tryAgain: 'Try again',
  },

  window: {
    title: '{workbook} – Sightglass',
    starting: 'Starting…',
    startAgain: 'Start the window again',
    offline: 'Offline',
    menu: 'Menu',
    profiles: 'Profiles',
    editSetUp: 'Edit set-up',
    editSetUpOf: 'Edit set-up of {profile}',
    signOut: 'Sign out',
  },

  welcome: {
    title: 'Welcome to Sightglass',
    lead: 'Open Sigma workbooks in which every query runs as you: you sign in to your data platform yourself, in your own browser.',
    setUp: 'Set up a profile',
    importEnv: 'Import a QuickStart .env…',
  },

  profiles: {
    title: 'Profiles',
    back: 'Back',
    newProfile: 'New profile',
    version: 'Sightglass {version}',
    signedIn: 'Signed in',
    edit: 'Edit',
    editProfile: 'Edit {profile}',
    open: 'Open',
    openProfile: 'Open {profile}',
  },

  importReport: {
    setUp: '“{profile}” is set up',
    upToDate: '“{profile}” is up to date',
    everything: 'Everything in the file was taken over.',
    withRemarks: 'Everything needed was taken over. Worth knowing:',
    lookAtSetUp: 'Look at the set-up',
    continue: 'Continue',
  },

  signIn: {
    noEmbedSecret: 'The embed secret of this profile is not stored on this computer.',
    openSetUp: 'Open the set-up',
    /** How many connections of the profile are signed in to, and what happens once all are. */
    readyThenOpens: '{ready} of {all} ready. The workbook opens when all are.',
    readyThenChoice: '{ready} of {all} ready. Then you choose a workbook.',
    offline: 'You are offline. The sign-in needs a network connection to the data platform.',
    signInTo: 'Sign in to {connection}',
    signInAgain: 'Sign in again',
    finePrint: 'Your browser opens. Sightglass never sees your password.',
    signedIn: 'Signed in',
    signedInAs: 'Signed in as {person}',
    serviceAccount: 'Service account',
    serviceAccountByItself: 'Service account, signs in by itself',
    preparing: 'Preparing the sign-in to {connection}…',
    finishing: 'Finishing the sign-in to {connection}…',
    continueInBrowser: 'Continue in your browser',
    timeLeft: 'Time left',
    waiting: 'Sign in to {connection} in the tab that just opened. This window goes on by itself.',
    reopenBrowser: 'Open the browser again',
    copyLink: 'Copy link',
    opening: 'Opening {workbook}…',
    chooseWorkbook: 'Choose a workbook',
    otherProfiles: 'Other profiles',
  },

  workbook: {
    label: 'Workbook',
    reload: 'Reload',
    reloadWorkbook: 'Reload the workbook',
    otherProfiles: 'Other profiles',
    workbooksAndProfiles: 'Workbooks and profiles',
    serviceAccount: 'Service account · {connection}',
    runsAsServiceAccount: 'Every query runs as this service account, not as a person.',
  },

  /** Over an open workbook whose sign-in has ended. */
  ended: {
    label: 'Sign-in',
    continueInBrowser: 'Continue in your browser to sign in to {connection}.',
    signingIn: 'Signing in to {connection}…',
    person: 'Your sign-in to {connection} has ended',
    personNext: 'The workbook stays open. Sign in again to refresh it.',
    serviceAccount: 'The service account of {connection} is no longer accepted',
    serviceAccountNext: 'The workbook stays open. Try again, or tell the administrator.',
  },

  details: {
    title: 'Session details',
    close: 'Close session details',
    clocks: 'Clocks',
    past: 'Past',
    serviceAccount: 'Service account',
    signedInAs: 'Signed in as',
    grantedScopes: 'Granted scopes',
    notReported: 'Not reported',
    lastRenewed: 'Last renewed',
    renewNow: 'Renew now',
    renewing: 'Renewing…',
    cannotRenew: 'This sign-in cannot renew itself.',
    whereSecretsAre: 'Where secrets are kept',
    reading: 'Reading the session…',
    claimsTitle: 'Signed session: claims',
    claims: 'Claims',
    headerTitle: 'Signed session: header',
    header: 'Header',
    /** An empty list among the claims. */
    noValues: 'none',
    workbook: 'Workbook',
  },

  /** How long something goes on. */
  time: {
    /** `{clock}` is what is left beyond whole days, such as 04:00:00. */
    countdownWithDays: '{days} d {clock}',
    lessThanMinute: 'less than a minute',
    minutes: '{minutes} min',
    hours: '{hours} h',
    hoursAndMinutes: '{hours} h {minutes} min',
    days: { one: '{days} day', other: '{days} days' },
    /** A day and a time of that day. */
    dateAndTime: '{date}, {time}',
  },

  /** What the bar says about the sign-in, and the longer sentence behind it. */
  renewal: {
    ended: 'Sign-in ended',
    renewing: 'Renewing…',
    sessionHasEnded: 'Session has ended',
    sessionEndsAt: 'Session ends at {time}',
    signInAgainAt: 'You will have to sign in again at {time}',
    delayed: 'Renewal delayed',
    delayedEndsAt: 'Renewal delayed, ends at {time}',
    inAMoment: 'Renews in a moment',
    renewsIn: 'Renews in {duration}',
    notAskedForAt: 'You will have to sign in again at {time}, because the connection does not ask for {scope}.',
    notAskedFor:
      'You will have to sign in again when this session ends, because the connection does not ask for {scope}.',
    notGivenAt: 'You will have to sign in again at {time}, because the server gave no refresh token.',
    notGiven: 'You will have to sign in again when this session ends, because the server gave no refresh token.',
  },

  notices: {
    label: 'Notices',
    dismiss: 'Dismiss: {title}',
    copyDetails: 'Copy details',
    detailsNotCopied: 'The details could not be copied.',
    noKeychain: 'No keychain is available',
    memoryOnly:
      'Secrets and sign-ins are kept in memory only, so they end with the program. Nothing is written to the disk.',
  },

  /** Only read aloud. */
  announcements: {
    /** Stands for a connection whose name is not known. */
    dataPlatform: 'the data platform',
    problem: '{title}.',
    waitingForBrowser: 'Sign in to {connection} in your browser. Waiting for it.',
    finishing: 'Finishing the sign-in to {connection}.',
    signedIn: 'Signed in to {connection}.',
    ended: 'Your sign-in to {connection} has ended.',
    signedOut: 'Signed out of {connection}.',
    opening: 'Opening {workbook}.',
    open: '{workbook} is open.',
    notOpened: '{workbook} did not open.',
    notOpenedBecause: '{workbook} did not open. {problem}',
    offline: 'You are offline.',
    online: 'You are online again.',
    saved: 'Saved',
  },
} as const;
