/** English: the set-up form, in the order of its sections. What is particular to a provider stands in `providers.ts`. */

export const setUp = {
  titleNew: 'Set up a profile',
  titleOf: 'Set-up of {profile}',
  optional: 'Optional',
  save: 'Save',
  saving: 'Saving…',
  problems: { one: 'One field needs a correction.', other: '{count} fields need a correction.' },
  storedInKeychain: 'Stored in the keychain — leave empty to keep.',
  storedInMemory: 'Held in memory until Sightglass closes — leave empty to keep.',
  dividedBySpaces: 'Divided by spaces.',

  removal: {
    title: 'Remove',
    help: 'Signs out and forgets the profile with its secrets. Nothing changes in Sigma.',
    button: 'Remove this profile…',
    question: 'Remove {profile}?',
    consequence:
      'You are signed out, and the embed secret and sign-ins of this profile are deleted from this computer. This cannot be undone.',
    confirm: 'Remove profile',
  },
  leaving: {
    question: 'Discard your changes?',
    consequence: 'What you entered here has not been saved.',
    confirm: 'Discard',
    keepEditing: 'Keep editing',
  },

  sigma: {
    title: 'Sigma',
    help: 'The embed client, from Sigma under Administration, Developer Access.',
    name: 'Profile name',
    nameHelp: 'As you want to see it in this app, such as the name of your team.',
    clientId: 'Embed client ID',
    secret: 'Embed secret',
    secretInKeychain:
      'Whoever holds this secret can sign in to Sigma as anyone. It is kept in this computer’s keychain and never shown again.',
    secretInMemory:
      'Whoever holds this secret can sign in to Sigma as anyone. No keychain is available, so it is kept in memory only, is never shown again, and must be entered anew after each start.',
    userKind: 'Kind of user',
    embedUser: 'Embed user',
    embedUserHelp: 'Sigma creates the person with the account type below.',
    internalUser: 'Internal user',
    internalUserHelp: 'The person already has a Sigma account.',
    accountType: 'Account type',
    accountTypeHelp: 'As Sigma spells it, such as View, Act, Analyze or Build.',
    teams: 'Teams',
    teamsHelp: 'Divided by commas.',
    email: 'E-mail address that Sigma sees',
    emailOfPerson: 'The person who signs in',
    emailOfPersonHelp: 'Recommended. Sigma and the data platform then know the same person.',
    emailFixed: 'A fixed address',
    emailFixedHelp: 'Everyone who uses this profile appears as one person.',
    fixedAddress: 'Fixed address',
    emailOfMachineHelp: 'Only a machine signs in here, and it has no address of its own.',
    sessionLength: 'Session length',
    sessionLengthHelp:
      'A signed session ends after this long, or earlier with the sign-in. It renews itself before that.',
    sessionUnit: 'Unit of the session length',
    sessionUnits: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
  },

  workbooks: {
    title: 'Workbooks',
    help: 'The address of each published workbook, as your browser shows it.',
    numbered: 'Workbook {number}',
    name: 'Title',
    url: 'Published URL',
    add: 'Add a workbook',
    removeOne: 'Remove workbook {workbook}',
  },

  connections: {
    title: 'Connections',
    help: 'The data platform behind the workbooks, and how people reach it.',
    numbered: 'Connection {number}',
    add: 'Add a connection',
    removeOne: 'Remove connection {connection}',
    pattern: 'How people reach the data',
    name: 'Name',
    nameHelp: 'Stands on the sign-in button.',
    nameOfMachineHelp: 'Stands in the bar above the workbook.',
    sigmaConnectionId: 'Sigma connection ID',
    sigmaConnectionIdHelp: 'The last part of the connection’s address in Sigma.',
    signInAgain: 'Everyone signs in again after this change.',
  },

  patterns: {
    authorization_code: {
      label: 'Each person with their own rights',
      help: 'Everyone signs in, and every query runs as them. Recommended.',
      providerQuestion: 'Where people sign in',
    },
    identity: {
      label: 'A service account with row-level security',
      help: 'Sigma uses an account of its own. The sign-in only says who is looking.',
      providerQuestion: 'Where people sign in',
    },
    token_exchange: {
      label: 'One company sign-in, exchanged for Databricks',
      help: 'People sign in at your identity provider once. Databricks takes its word for it.',
      providerQuestion: 'The identity provider',
    },
    client_credentials: {
      label: 'A machine, for a wallboard',
      help: 'Nobody signs in: a service account does it by itself.',
      providerQuestion: 'Where the machine signs in',
    },
  },

  /** What an administrator registers at the authorization server. */
  register: {
    titleIn: 'What to register in {product}',
    redirectUrls: { one: 'Redirect URL', other: 'Redirect URLs' },
    copyRedirectUrl: 'Copy redirect URL {url}',
    scopes: 'Scopes',
    copyScopes: 'Copy scopes',
    /** `{place}` is `scopesPlace` of the provider. */
    scopesGranted: 'Granted {place}.',
    lifetimes: 'Lifetimes',
    asSql: 'As SQL',
    copyStatement: 'Copy SQL statement',
  },

  client: {
    authentication: 'How the application proves itself',
    recommended: '{method} (recommended)',
    /** `heading` says which was chosen, while the choice is folded away. */
    methods: {
      automatic: {
        heading: 'How the application proves itself: automatic',
        label: 'Automatic',
        help: 'Taken from what the server offers and from what is entered below.',
      },
      none: {
        heading: 'How the application proves itself: public client',
        label: 'Public client',
        help: 'No secret; PKCE alone protects the sign-in.',
      },
      client_secret_post: {
        heading: 'How the application proves itself: secret in the request body',
        label: 'Secret in the request body',
        help: 'client_secret_post',
      },
      client_secret_basic: {
        heading: 'How the application proves itself: secret in the header',
        label: 'Secret in the header',
        help: 'client_secret_basic',
      },
      private_key_jwt: {
        heading: 'How the application proves itself: private key',
        label: 'Private key',
        help: 'private_key_jwt: each request carries a statement signed with the key. Paste the key as PKCS#8 PEM.',
      },
    },
    secretOfEarlier: 'The stored one belongs to the earlier server or application. Enter the one of this.',
    secretIfRegistered: 'Only if the application was registered with one.',
    privateKey: 'Private key',
    privateKeyHelp: 'PKCS#8 in PEM, without a passphrase.',
    algorithm: 'Algorithm',
    algorithmHelp: 'ES256 for an elliptic-curve key, else as registered.',
    keyId: 'Key ID',
    keyIdHelp: 'The “kid” under which the public key is registered.',
  },

  exchange: {
    title: 'Exchanged at Databricks',
    help: 'Databricks needs a federation policy that trusts the identity provider. Renewals go the same way, without a prompt.',
    more: 'Service principal and scopes of the exchange',
    clientId: 'Client ID of the service principal',
    clientIdHelp: 'Only when its own federation policy is used. Left empty, each person stays themselves.',
    scopes: 'Scopes of the exchange',
  },

  scopes: {
    label: 'Scopes',
    labelWithRedirects: 'Scopes and redirect URLs',
    withoutRefresh: 'Without {scope}, people sign in again whenever the token expires.',
    usual: 'Usual scopes',
    useUsual: 'Use the usual scopes',
    /** Where a provider has no such template of its own. */
    identity: { purpose: 'Who the person is', help: 'For row-level security by attributes.' },
    redirectUrls: 'Redirect URLs',
    redirectUrlsHelp: 'One on each line, exactly as registered. The first whose port is free is used.',
  },

  attributes: {
    title: 'Row-level security',
    help: 'What Sigma learns about each person from the sign-in.',
    ofInternalUsers:
      'Internal users have their attributes and teams in Sigma. To read them from the sign-in, choose embed users above.',
    fold: 'User attributes and teams from the sign-in',
    label: 'User attributes',
    example:
      'For example, the claim “department” becomes the user attribute “Region”, and the workbook shows only its rows.',
    add: 'Add a user attribute',
    teamsClaim: 'Claim with teams',
    teamsClaimHelp: 'Its values become teams in Sigma, besides those named above.',
    numbered: 'User attribute {number}',
    claim: 'Claim',
    attribute: 'User attribute in Sigma',
    attributeExample: 'Region',
    removeOne: 'Remove {attribute}',
    removeNumbered: 'Remove user attribute {number}',
  },

  /** What is wrong with a field, where the schema of the profile cannot know it. */
  faults: {
    /** `{number}` counts the lines of the field. */
    inLine: 'Line {number}: {fault}',
    notNumber: 'Enter a number.',
    sessionTooShort: 'A session lasts at least one minute.',
    sessionTooLong: 'Sigma allows at most 30 days.',
    emailOfMachine: 'Enter an address: a machine has none of its own.',
    clientSecretOfMachine: 'Enter the client secret: a machine has to prove itself.',
    otherSecret: 'Enter the secret of this application, or choose “Public client” above.',
    otherSecretOfMachine: 'Enter the secret of this application.',
    key: 'Paste the private key.',
    keyEncrypted: 'This key has a passphrase. Remove it with: openssl pkcs8 -topk8 -nocrypt -in key.pem',
    keyOtherForm: 'This key has another form. Convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem',
    keyPublic: 'This is the public half. Paste the private key.',
    keyIncomplete: 'Paste the whole key, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----',
  },
} as const;
