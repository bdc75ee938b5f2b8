/**
 * Every sentence that a person reads, in English. Code raises codes and values and never writes a sentence; another
 * language is another file of this shape (`satisfies Text`), in which a missing key does not compile.
 *
 * `{name}` stands for a value. What a server or Sigma said is passed on as it was said, as `{said}`.
 */
import type { Phrase, Placeholders } from './format.ts';

export const en = {
  /** For `Intl`: how numbers, dates and lists are written, where the system does not prefer another region. */
  locale: 'en-GB',

  /**
   * What each error is called and what to do about it. `detail` says what happened this time: one sentence, or one for
   * each reason that the code gives. See `commonDetails` for what any error may say.
   */
  errors: {
    // The sign-in, before the browser comes back
    sign_in_cancelled: {
      title: 'The sign-in was cancelled',
      detail: {
        byPerson: 'The sign-in was cancelled before it was finished.',
        closing: 'The program is closing.',
        signedOut: 'It was signed out or changed.',
        notWaiting: 'There is no sign-in waiting for the browser.',
      },
      remedy: 'Start the sign-in again when you are ready.',
    },
    sign_in_replaced: {
      title: 'A newer sign-in took over',
      detail: 'Another sign-in was started before this one was finished.',
      remedy: 'Finish the sign-in in the browser tab that opened last.',
    },
    sign_in_timed_out: {
      title: 'The sign-in took too long',
      detail: 'The browser did not come back within five minutes.',
      remedy:
        'Start the sign-in again and finish it within five minutes. If the browser showed an error about the redirect URL (redirect_uri_mismatch, AADSTS50011), ask an administrator to register the redirect URLs of the connection exactly as written. If the browser never came back, a proxy or firewall may block connections from the browser to this computer.',
    },
    redirect_ports_busy: {
      title: 'The sign-in cannot receive its answer',
      detail: {
        allTaken: 'Tried in this order: {ports}.',
        unusable: 'Port {port} on {host} cannot be used ({systemCode}).',
      },
      remedy:
        'Another program uses every port that is registered for this connection. Close that program, or ask an administrator to register a further redirect URL and add it to the connection.',
    },
    browser_not_opened: {
      title: 'No browser could be opened',
      detail: 'The operating system did not open a browser.',
      remedy: 'Copy the sign-in link and open it in a browser on this computer.',
    },
    insecure_server: {
      title: 'The server address is not secure',
      detail: {
        invalid: 'The address is not a valid URL.',
        holdsCredentials: 'The address of {host} holds a user name or password.',
        notHttps: '{protocol}//{host} is not an https address.',
      },
      remedy:
        'Use an address that starts with https://. Plain http is accepted only for services on this computer, for testing.',
    },

    // The authorization response (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6)
    authorization_denied: {
      title: 'Access was denied',
      remedy:
        'Sign in again and choose Allow. If you are not offered that choice, ask an administrator to grant you access to the application.',
    },
    authorization_invalid_request: {
      title: 'The authorization server did not accept the request',
      remedy:
        'Check the client ID and the redirect URLs of the connection against those of the registered application; they must match exactly.',
    },
    redirect_uri_mismatch: {
      title: 'The redirect URL is not registered',
      remedy:
        'Ask an administrator to add the redirect URLs of the connection to the registered application, exactly as they are written, port and path included.',
    },
    authorization_unauthorized_client: {
      title: 'The application is not allowed to sign people in',
      remedy: 'Ask an administrator to enable the authorization code grant for this client ID.',
    },
    authorization_unsupported_response_type: {
      title: 'The authorization server does not offer this kind of sign-in',
      remedy: 'Ask an administrator to enable the authorization code grant for this client ID.',
    },
    authorization_invalid_scope: {
      title: 'The requested permissions are not available',
      remedy:
        'Ask an administrator to grant the application the scopes listed in the connection, or remove those that it does not need.',
    },
    authorization_interaction_required: {
      title: 'The authorization server needs your attention',
      remedy:
        'Sign in again and answer what the browser asks. If it repeats, an administrator may have to consent for your organisation. If consent is asked for again and again, add the scope "offline_access" to the connection, so that a refresh token is issued.',
    },
    authorization_server_error: {
      title: 'The authorization server had a problem',
      remedy: 'Try again in a moment. If it repeats, tell the administrator of the data platform.',
    },
    authorization_failed: {
      title: 'The authorization server refused the sign-in',
      remedy: 'Read the details, then try again or pass them to an administrator.',
    },
    authorization_issuer_mismatch: {
      title: 'The answer came from another server',
      detail: {
        unnamed: 'The answer did not say who sent it; expected {issuer}.',
        other: 'The answer names another issuer; expected {issuer}.',
      },
      remedy:
        'Do not continue. Close the browser tab and start again; if it repeats, tell your security team: someone may be trying to redirect your sign-in.',
    },
    authorization_response_invalid: {
      title: 'The answer of the authorization server was not understood',
      detail: {
        malformed: 'The answer holds a parameter twice or of the wrong kind.',
        codeCount: 'The answer does not hold exactly one code.',
      },
      remedy: 'Start the sign-in again. If it repeats, pass the details to an administrator.',
    },

    // Metadata (RFC 8414)
    metadata_invalid: {
      title: 'The authorization server describes itself wrongly',
      detail: {
        notFound: 'No metadata found. {account}',
        noEndpoints: 'The metadata of {host} names no authorization or token endpoint.',
        noKeys: '{host} sent no keys (HTTP {status}). {said}',
        unreadableHost: 'What {host} says of itself cannot be read: {name} is not what it should be.',
        noAccount: '{host} signs people in for one account, and neither it nor the profile says for which.',
      },
      remedy:
        'Check the address of the connection. A metadata URI has to be written exactly as the server has it, with or without a slash at its end. If it is right, pass the details to the administrator of the server.',
    },
    metadata_issuer_mismatch: {
      title: 'The authorization server calls itself by another name',
      detail: {
        other: 'Expected {issuer}, but {host} calls itself {stated}.',
        unnamed: 'Expected {issuer}, but {host} calls itself something else.',
        otherAccount: '{host} belongs to the account {stated}, and not to {expected}.',
      },
      remedy:
        'If both are names of one server, enter the address by which it calls itself. If not, do not continue: check the address of the connection with an administrator.',
    },
    metadata_endpoint_untrusted: {
      title: 'The authorization server points to an untrusted address',
      detail: {
        noAddress: 'The {name} in the metadata of {host} is not an address.',
        notHttps: 'The {name} in the metadata of {host} is not an https address.',
        holdsFragment: 'The {name} in the metadata of {host} holds a fragment.',
        elsewhere: 'The {name} in the metadata of {host} is on another server: {otherHost}.',
        unknownPlace: 'The {name} in the metadata of {host} is at no place where people sign in: {path}.',
      },
      remedy: 'Do not continue. Check the address of the connection with an administrator.',
    },
    pkce_unsupported: {
      title: 'The authorization server does not support PKCE with S256',
      detail: '{host} says that it does not support the method S256.',
      remedy: 'Sightglass signs in only with PKCE. Ask an administrator to enable it for this application.',
    },

    // Tokens (RFC 6749 section 5.2)
    client_rejected: {
      title: 'The application was not recognised',
      remedy:
        'Check the client ID of the connection and, if the application has one, its client secret or private key. If they are right, ask an administrator how the application is registered to authenticate itself.',
    },
    code_rejected: {
      title: 'The sign-in code was not accepted',
      detail: {
        spentInHeader:
          'The server answered HTTP {status}. {said} Before, it had refused the secret of the application in the header, and that used up the code. The next sign-in begins with the body.',
        spentInBody:
          'The server answered HTTP {status}. {said} Before, it had refused the secret of the application in the body, and that used up the code. The next sign-in begins with the header.',
      },
      remedy: 'Start the sign-in again and finish it without a long break.',
    },
    token_request_rejected: {
      title: 'The authorization server did not issue a token',
      remedy:
        'Read the details. Where they do not say it, compare the client ID, the redirect URLs and the scopes of the connection with what is registered; where they speak of a filter or a network, ask an administrator of that.',
    },
    token_response_invalid: {
      title: 'The authorization server sent an unusable token',
      detail: {
        notJson: 'The answer does not call itself JSON. {said}',
        noObject: 'The answer is not a JSON object, or names a member twice.',
        alsoError: 'The answer reports success and an error at once.',
        notBearer: 'It is not a bearer token.',
        lifetime: 'Its lifetime is not a positive number of seconds.',
        incomplete: 'The answer lacks a part or holds one of the wrong kind.',
      },
      remedy: 'Try again. If it repeats, pass the details to the administrator of the data platform.',
    },
    id_token_invalid: {
      title: 'The proof of who you are was not valid',
      detail: {
        noText: 'It is not a text.',
        algorithm: 'It is signed with {algorithm}, which is not accepted.',
        unsigned: 'It is not signed (algorithm none).',
        encrypted: 'It is encrypted ({algorithm}), so that it cannot be read.',
        signature: 'Its signature could not be verified ({joseCode}).',
        unusableKey: 'Its signature could not be verified (unusable key).',
        otherAccessToken: 'It was made for another access token (at_hash).',
        otherApplication: 'It was made for another application (azp).',
        otherPerson: 'It names another person than the one who signed in (sub).',
        fromFuture: 'It was issued in the future (iat).',
      },
      remedy:
        'Sign in again. If it repeats, ask an administrator to compare the client ID and the address of the connection with what is registered. If they agree, tell your security team.',
    },
    scopes_missing: {
      title: 'Some permissions were not granted',
      detail: 'Not granted: {missing}. Ask an administrator to allow them {place}.',
      remedy:
        'Ask an administrator to allow the missing scopes for this application, or remove from the connection those that it does not need: the two lists must agree.',
    },
    identity_unknown: {
      title: 'The data platform did not say who you are',
      detail: {
        unusableAddress: 'The address of the person is empty or holds white space.',
        meRefused: '{host} did not say who you are (SCIM Me: HTTP {status}). {said}',
        noAddress: 'Neither the profile nor the sign-in names the person whom Sigma should see by an e-mail address.',
      },
      remedy:
        'Add the scopes "openid email" to the connection, or set a fixed embed user in the profile. If the scopes are there, ask an administrator of the authorization server to release the e-mail address to this application.',
    },
    email_unverified: {
      title: 'Your e-mail address has not been verified',
      detail: {
        said: 'The sign-in names {address}, and says that this address has not been verified (email_verified).',
        saidOfNone: 'The sign-in says that your e-mail address has not been verified (email_verified).',
        unproven: 'The sign-in says that nothing proves the e-mail address which it names (xms_edov).',
      },
      remedy:
        'Confirm the address at the server that signs you in, or ask its administrator to mark it as verified; then sign in again. An address that may be somebody else’s is not passed on to Sigma. Where that server cannot verify addresses, an administrator can set a fixed embed user in the profile.',
    },
    user_info_failed: {
      title: 'The authorization server did not say enough about you',
      detail: {
        refused: 'The ID token lacks what is needed, and UserInfo at {host} answered HTTP {status}. {said}',
        unreachable: 'The ID token lacks what is needed, and no answer of UserInfo at {host} could be had ({said}).',
        untrusted: 'The ID token lacks what is needed, and UserInfo is at an address that is not trusted: {address}.',
        notJson: 'The ID token lacks what is needed, and what UserInfo at {host} answered is no JSON but {type}.',
        noObject: 'UserInfo at {host} did not answer with a JSON object, or named a member twice.',
        noSubject: 'UserInfo at {host} does not say whom its answer is about (sub), so it was not used.',
        encrypted: 'The answer of UserInfo at {host} is encrypted, which is not supported.',
        noKeys: 'The answer of UserInfo at {host} is signed, and the server names no keys to verify it with.',
        keysFailed:
          'The answer of UserInfo at {host} is signed, and the keys to verify it with could not be had from {keysHost} ({said}).',
        algorithm: 'The answer of UserInfo at {host} is signed with {algorithm}, which is not accepted.',
        unsigned: 'The answer of UserInfo at {host} is said to be signed, and is not (algorithm none).',
        signature: 'The signature of what UserInfo at {host} answered could not be verified ({said}).',
        notForUs: 'The answer of UserInfo at {host} was made for another application, server or time ({claim}).',
      },
      remedy:
        'Sign in again in a moment. If it repeats, ask an administrator of the authorization server to put the missing claims into the ID tokens of this application, or to let its access tokens ask UserInfo (scopes "openid email profile").',
    },
    user_info_mismatch: {
      title: 'The authorization server spoke about another person',
      detail: 'What UserInfo at {host} says is about another person than the ID token (sub). Nothing of it was used.',
      remedy: 'Do not continue. Sign in again; if it repeats, tell your security team: tokens may have been exchanged.',
    },
    people_differ: {
      title: 'You are signed in as different people',
      detail: {
        named: 'The connections of this profile name {names}.',
        unnamed:
          'The sign-in to {connections} does not say by an e-mail address who signed in, so nothing shows that it is {name}.',
      },
      remedy:
        'Sign out of the connection that is somebody else’s, then sign in to it as the same person. Where one person has several addresses, or a name that is no address, an administrator allows that in the profile, under “E-mail address that Sigma sees”.',
    },
    claim_missing: {
      title: 'The sign-in does not say what the workbook needs to know',
      detail: 'The sign-in carries no claim "{claim}".',
      remedy:
        'Ask an administrator to add the claim to the tokens of this application, or to correct the mapping of claims in the profile. Then sign in again.',
    },
    exchange_rejected: {
      title: 'Databricks did not accept the company sign-in',
      remedy:
        'Ask a Databricks administrator for a federation policy that names the issuer and the audience of your identity provider, and check that you have a Databricks user of the same name.',
    },
    private_key_invalid: {
      title: 'The private key could not be used',
      detail: {
        rsa: '{algorithm} needs an RSA key in PKCS#8 PEM.',
        ellipticCurve: '{algorithm} needs an elliptic curve key (P-256) in PKCS#8 PEM.',
      },
      remedy:
        'Open the set-up of this profile and paste the private key as PKCS#8 PEM ("BEGIN PRIVATE KEY"), of the kind that its algorithm needs.',
    },
    grant_dead: {
      title: 'Your sign-in has ended',
      detail: {
        expired: 'The sign-in expired before the workbook could be opened.',
      },
      remedy:
        'Sign in again. The data platform no longer accepts the earlier sign-in: it expired, was revoked, or was used elsewhere.',
    },
    renewal_refused: {
      title: 'Your sign-in could not be renewed',
      remedy:
        'Sign in again. If that is refused as well, something on the way may be what refuses: a filter, a VPN that is missing, or a list of allowed networks. Sightglass keeps trying and goes on by itself when it is let through.',
    },
    grant_missing: {
      title: 'You are not signed in',
      detail: {
        connections: 'Sign in to {connections}.',
        notSignedYet: 'No session has been signed for this workbook yet.',
        none: 'There is no sign-in for this connection.',
        endedDuringRenewal: 'This sign-in ended while it was being renewed.',
      },
      remedy: 'Sign in to the connection that this workbook needs.',
    },
    renewal_unavailable: {
      title: 'This sign-in cannot renew itself',
      detail: {
        notAskedFor: 'The authorization server gave no refresh token; the connection does not ask for offline access.',
        notGiven: 'The connection asks for {scope}, but the authorization server gave no refresh token.',
        noRefreshToken: 'The authorization server gave no refresh token for this sign-in.',
      },
      remedy:
        'Sign in again when it ends. To avoid that, add the scope "offline_access" to the connection and ask an administrator to allow refresh tokens.',
    },

    // Network
    offline: {
      title: 'You are offline',
      detail: {
        timedOut: '{host} did not answer in time.',
        unreachable: '{host} could not be reached ({systemCode}).',
        noConnection: '{host} could not be reached (no connection).',
      },
      remedy: 'Check your network. Sightglass tries again by itself as soon as the connection is back.',
    },
    proxy_unusable: {
      title: 'The proxy cannot be used',
      detail: {
        settings: 'The proxy settings of this network answered: {said}',
        password: 'The proxy on the way to {host} asks for a password.',
        refused: 'The proxy on the way to {host} does not let Sightglass through. It answered HTTP {status}.',
      },
      remedy:
        'Ask an administrator for a proxy of the kind http or https that asks for no password; Sightglass can use neither SOCKS nor a password. Where the proxy refuses, ask for the host to be let through. Sightglass never goes around a proxy.',
    },
    server_busy: {
      title: 'The server is busy',
      detail: {
        keys: '{host} answered HTTP {status} for its keys. {said}',
        metadata: '{host} answered with an error. {account}',
      },
      remedy: 'Sightglass tries again by itself in a moment.',
    },
    access_from_here_refused: {
      title: 'The server lets nobody in from here',
      remedy:
        'Connect to the network or the VPN of your company and try again; what is signed in is renewed by itself then. If it repeats there, ask an administrator which networks and computers the server lets in.',
    },
    tls_untrusted: {
      title: 'The server could not prove its identity',
      detail: '{host} could not be verified ({systemCode}).',
      remedy:
        'If your company inspects encrypted traffic, ask IT to install its certificate in the trust store of the operating system. Otherwise do not continue.',
    },
    response_too_large: {
      title: 'The server sent far too much',
      detail: '{host} sent more than {bytes} bytes.',
      remedy: 'Check the address of the connection; it does not look like an authorization server.',
    },

    clock_wrong: {
      title: 'The clock of this computer is wrong',
      detail: {
        ahead: 'It is {duration} ahead of the clock of {host}.',
        behind: 'It is {duration} behind the clock of {host}.',
      },
      remedy:
        'Set date, time and time zone automatically in the settings of the operating system; this notice then goes away. Until then Sightglass goes by the time of the servers. If the clock of this computer is right, tell the administrator of the server.',
    },

    // Alarms
    renewal_keeps_failing: {
      title: 'A sign-in is not being renewed',
      detail: 'It is {label} in the profile “{profile}”: {because}.',
      remedy:
        'Sightglass goes on trying, and this notice goes away when a renewal succeeds. If it lasts, test the set-up of the profile, or show this to your administrator.',
    },
    sign_in_ends_soon: {
      title: 'A sign-in ends within a day, and nobody is there',
      detail: 'It is {label} in the profile “{profile}”. From then on no renewal helps.',
      remedy:
        'Sign in again while somebody is there. For a wallboard, an administrator can use a sign-in that renews itself, or a service account.',
    },
    wall_in_trouble: {
      title: 'The wallboard shows an old picture, or none',
      detail: {
        signIn: 'Somebody has to sign in.',
        network: 'There is no network.',
        workbooks: 'There is no workbook to show.',
        answer: 'The workbook does not come.',
        tabs: 'One of its tabs does not come, again and again.',
      },
      remedy:
        'Sightglass goes on trying. Sign in where that is asked for; otherwise look at the network, and at the workbook in Sigma.',
    },
    keychain_away: {
      title: 'The keychain does not answer any more',
      remedy:
        'Unlock the keychain of this computer, or start its service again. Until it answers, new sign-ins and renewals are lost when Sightglass ends.',
    },
    status_not_written: {
      title: 'The status file cannot be written',
      remedy:
        'Your work goes on; only whoever monitors this computer sees nothing new. Check that the disk is not full and that you may write to the settings folder, or turn the file off in the settings.',
    },

    // What the system gives
    sandbox_missing: {
      title: 'There is no sandbox for web pages here',
      detail: {
        root: 'Sightglass was started as root, and root gets no sandbox.',
        seccomp: 'The kernel does not filter system calls (seccomp).',
        namespacesOff: 'The kernel makes no user namespaces (user.max_user_namespaces is 0).',
        cloneOff: 'Only root may make user namespaces (kernel.unprivileged_userns_clone is 0).',
        apparmor:
          'AppArmor lets only programs with a profile make user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1), and none is loaded for this copy of Sightglass.',
        container: 'The container that Sightglass runs in lets it make no user namespaces.',
        namespaces: 'The system lets Sightglass make no user namespaces, and does not say why.',
        helper: 'The helper chrome-sandbox, which could take their place, does not belong to root with mode 4755.',
        helperNosuid:
          'The helper chrome-sandbox, which could take their place, is on a file system with the option nosuid.',
        helperPrivileges:
          'The helper chrome-sandbox, which could take their place, gains no rights, because Sightglass was started with no_new_privs.',
        allowed: 'An administrator allows Sightglass to run without it on this computer (runWithoutSandbox).',
      },
      remedy:
        'A page that breaks out of the browser could do everything that you can. Ask an administrator to give this computer a sandbox.',
    },

    // Vault and settings
    vault_unprotected: {
      title: 'No keychain is available',
      detail: 'This computer offers no keychain.',
      remedy:
        'Your sign-in is kept in memory only and ends with the program. On Linux, install and unlock a keychain such as GNOME Keyring or KWallet. Sightglass goes on with it when it answers; if it does not, start it again.',
    },
    vault_entry_damaged: {
      title: 'A stored secret could not be read',
      detail: {
        grant: 'It was the sign-in to a connection.',
        embedSecret: 'It was the embed secret of a profile.',
        clientSecret: 'It was the client secret of a connection.',
        auditKey: 'It was the key that seals the audit trail.',
        anotherVersion: 'The stored sign-in is from another version.',
      },
      remedy: 'Sign in again, or enter the secret again. The unreadable entry was set aside, nothing else was touched.',
    },
    vault_locked: {
      title: 'The keychain is locked',
      detail: {
        notEncrypted: 'The keychain did not encrypt the entry.',
        notRead: 'The keychain did not answer, so the stored secret could not be read.',
      },
      remedy:
        'Unlock the keychain of this computer, allow Sightglass to use it, and try again. If it repeats, restart Sightglass. Nothing was changed.',
    },
    vault_write_failed: {
      title: 'The sign-in could not be saved',
      detail: {
        grant: 'The store did not take the change.',
        grantBecause: 'The store did not take the change. {said}',
      },
      remedy: 'Check that the disk is not full and that you may write to the settings folder, then sign in again.',
    },
    revocation_refused: {
      title: 'The server did not take back a sign-in',
      remedy:
        'Nothing of it is left on this computer, and what the server still accepts ends by itself. To end it now, sign out in your account at the server, or ask its administrator to end your sessions.',
    },
    vault_remove_failed: {
      title: 'Something is still stored on this computer',
      detail: {
        signedOut:
          'You are signed out until Sightglass closes, but the sign-in could not be removed from the disk ({systemCode}).',
      },
      remedy:
        'Make room on the disk, or make the settings folder writable: Sightglass tries again until it closes. If it cannot, the next start finds what is stored; then remove it once more. If you cannot wait, end the session in your account at the server, or ask an administrator to.',
    },
    secret_missing: {
      title: 'A secret is missing',
      detail: {
        embedSecretNotStored: 'The embed secret of this profile is not in the vault.',
        clientSecretNotStored: 'The client secret or private key of this connection is not in the vault.',
        forAnotherApplication: 'The stored client secret or private key is for another application.',
        enterEmbedSecret: 'Enter the embed secret.',
        sigmaChanged:
          'The address of Sigma changed, and the stored embed secret belongs to the earlier one. Enter the embed secret again.',
        enterClientSecret: 'Enter the client secret of {label}.',
        enterPrivateKey: 'Enter the private key of {label}.',
        clientOfSecretChanged:
          '{label} changed its server or client ID, and the stored client secret belongs to the earlier one. Enter the client secret again.',
        clientOfKeyChanged:
          '{label} changed its server or client ID, and the stored private key belongs to the earlier one. Enter the private key again.',
      },
      remedy:
        'Open the set-up of this profile and enter the embed secret (and the client secret, if the application has one) again.',
    },
    settings_damaged: {
      title: 'The settings could not be read',
      detail: {
        file: 'The file {file} was damaged and is kept as {keptAs}.',
        profiles:
          '{count} profile(s) could not be understood. They are kept in settings.json under "damagedProfiles", and are read again at each start, so that they come back when this version or a newer one understands them.',
      },
      remedy:
        'Set the profile up again. What could not be read is kept with the settings. To do without it, close Sightglass and delete it there.',
    },
    secrets_half_changed: {
      title: 'The change was made in part',
      detail: 'It failed ({cause}), and a stored secret could not be put back.',
      remedy:
        'Make room on the disk, unlock the keychain, then enter the secrets of this profile once more and save it, or remove the profile.',
    },
    signed_out_by_itself: {
      title: 'You were signed out',
      detail: {
        locked: 'The screen was locked.',
        idle: 'Nobody used this computer for a while.',
      },
      remedy: 'Sign in again to go on. When this happens is decided in the settings, or by your organisation.',
    },
    settings_write_failed: {
      title: 'The settings could not be saved',
      remedy: 'Check that the disk is not full and that you may write to the settings folder, then try again.',
    },
    settings_unreadable: {
      title: 'The settings could not be opened',
      detail: '{file}: the operating system answered {systemCode}.',
      remedy:
        'Check that the file named in the details is a file, belongs to you and may be read by you, then start Sightglass again. Nothing was changed.',
    },
    profile_missing: {
      title: 'This profile no longer exists',
      detail: {
        workbookRemoved: 'The workbook was removed from its profile.',
        profileRemoved: 'The profile was removed.',
        profileRemovedAlready: 'The profile was removed already.',
        connectionRemoved: 'The connection was removed.',
        connectionChanged: 'The connection became another since this sign-in.',
        notOfThisProfile: 'The draft changes something that does not belong to this profile.',
        duringSignIn: 'The connection was removed or changed during the sign-in.',
      },
      remedy: 'Choose another profile.',
    },
    env_unreadable: {
      title: 'The file could not be read',
      detail: {
        tooLarge: 'The file is too large to be a QuickStart .env file.',
        severalFiles: 'Several files were dropped. Drop the .env file alone.',
        notAFile: 'It is not a file that can be read.',
        folder: 'It is a folder, not a file.',
        notThere: 'There is no such file.',
        empty: 'The file is empty.',
        notText: 'The file is an image, a document or a program, not plain text.',
        noNames: 'The file holds none of the names that a QuickStart .env file has.',
      },
      remedy: 'Choose the .env file of the QuickStart (embedding_qs_series_2/.env) and check that you may read it.',
    },
    env_incomplete: {
      title: 'The file does not hold a complete set-up',
      detail: {
        missing: 'These names have no value: {names}.',
        misspelt:
          'These names have no value: {names}. The file has other names that look like misspelt ones: {misspelt}.',
        placeholders: 'These names still have an example in the place of a value: {names}.',
        otherQuickStart:
          'The file is of another QuickStart: it has no names of the one with Databricks OAuth. These have no value: {names}.',
        faulty: '{faults}',
      },
      remedy: 'Fill in the names listed in the details, save the file and import it again. Nothing was changed.',
    },

    env_imported: {
      title: 'A set-up file was imported',
      detail: {
        addedByLaterStart:
          'A second start of Sightglass added the profile "{profileName}". It is in the list of profiles. {remarks}',
        changedByLaterStart: 'A second start of Sightglass changed the profile "{profileName}". {changes} {remarks}',
        addedByThisStart: 'This start added the profile "{profileName}". {remarks}',
        changedByThisStart: 'This start changed the profile "{profileName}". {changes} {remarks}',
      },
      remedy:
        'If you did not ask for this, look through the set-up of the profile and correct its addresses, or remove the profile.',
    },
    set_up_unreadable: {
      title: 'The set-up file could not be read',
      detail: {
        notWhole: 'The file is not whole, or was changed by hand.',
        anotherKind: 'It is a file of another program.',
        anotherVersion: 'It was written by a newer version of Sightglass.',
        faulty: '{faults}',
      },
      remedy: 'Ask whoever gave you the file for a new one, or update Sightglass. Nothing was changed.',
    },
    passphrase_wrong: {
      title: 'The passphrase does not open this file',
      remedy:
        'Enter the passphrase as it was told to you. If it is the right one, the file was changed on its way: ask for a new one. Nothing was changed.',
    },
    secret_differs: {
      title: 'This is not the secret that is stored here',
      detail: {
        embedSecret: 'The embed secret of “{label}” is another one.',
        clientSecret: 'The client secret or key of {label} is another one.',
      },
      remedy: 'Enter the secret that the profile uses, from where you keep it. No file was written.',
    },
    set_up_not_saved: {
      title: 'The set-up file could not be saved',
      remedy: 'Check that the disk is not full and that you may write to the folder, or choose another one.',
    },
    audit_not_written: {
      title: 'The audit trail cannot be written',
      remedy:
        'Your work goes on, and what happens meanwhile is written as soon as that works again. Check that the disk is not full.',
    },
    audit_not_exported: {
      title: 'The audit trail could not be saved',
      remedy: 'Check that the disk is not full and that you may write to the folder, or choose another one.',
    },
    doctor_report_not_saved: {
      title: 'The doctor’s report could not be saved',
      remedy: 'Check that the disk is not full and that you may write to the folder, or choose another one.',
    },
    change_declined: {
      title: 'Nothing was changed',
      remedy: 'To make the change, save or import again and confirm it in the dialog.',
    },

    // Sigma
    sigma_parameter_invalid: {
      title: 'Sigma did not accept the request',
      remedy:
        'Check the workbook URL, the client ID and the embed secret of the profile. If they are right, check the clock of this computer.',
    },
    sigma_version_unsupported: {
      title: 'Sigma did not accept the form of the request',
      remedy: 'Update Sightglass. Sigma takes connection tokens only in requests of version 1.1.',
    },
    sigma_session_expired: {
      title: 'The Sigma session has ended',
      remedy: 'Reload the workbook.',
    },
    sigma_secret_wrong: {
      title: 'Sigma could not read your token',
      remedy:
        'The embed secret of the profile does not belong to its client ID. Enter the secret again, or create a new one in Sigma under Administration, Developer Access.',
    },
    sigma_connection_sign_in: {
      title: 'Sigma does not accept the sign-in for this connection',
      remedy:
        'The connection in Sigma and the one in this profile must belong to the same server. Where they have a level, they must use the same one: Set both to workspace, or both to account. With a token for the whole organisation, or a connection for all queries, check that Sigma’s connection takes that token.',
    },
    data_sign_in_refused: {
      title: 'The data platform did not accept your sign-in',
      remedy:
        'Sign in again. If it repeats, ask the administrator of the data platform whether it trusts the server that people of this connection sign in at (a federation policy, or an integration for external sign-ins).',
    },
    data_access_denied: {
      title: 'The data platform does not let you read this data',
      remedy:
        'Ask the administrator of the data for the right to read the tables of the workbook, and to use what runs its queries.',
    },
    data_timed_out: {
      title: 'The data platform did not answer in time',
      remedy:
        'Ask for less at once, such as fewer rows or a shorter period, or reload when the data platform has less to do. If it repeats, ask its administrator whether what runs the queries is overloaded.',
    },
    sigma_clock_wrong: {
      title: 'The clock of this computer seems wrong',
      remedy: 'Set date and time automatically in the settings of the operating system, then reload.',
    },
    sigma_internal_user_claims: {
      title: 'Sigma knows this person as an internal user',
      remedy: 'In the profile, set the kind of user to internal: account type and teams come from Sigma then.',
    },
    sigma_personal_account: {
      title: 'Personal Microsoft accounts are not supported',
      remedy: 'Set the level of the connection to workspace, both here and in Sigma.',
    },
    sigma_user_missing: {
      title: 'Sigma does not know this person',
      remedy:
        'Ask a Sigma administrator to add the person, or to have Sigma create embed users by itself. Session details say what may be the matter with the address.',
    },
    sigma_access_denied: {
      title: 'You have no access to this workbook',
      remedy:
        'Ask its owner to share the workbook with you or with one of your teams. If it is shared, ask a Sigma administrator whether your account type has the permission.',
    },
    sigma_not_found: {
      title: 'The workbook was not found',
      remedy:
        'Check the workbook URL of the profile: use the URL of the published version. If it is right, ask a Sigma administrator whether you were deactivated as a user. Check the tenant and the connection for all queries too, if the profile names them.',
    },
    sigma_unreachable: {
      title: 'Sigma could not be reached',
      remedy: 'Check your network, and whether a firewall keeps Sigma away, then reload.',
    },
    sigma_redirected: {
      title: 'Sigma answered from another address',
      detail: 'Sigma sent the workbook on to another host.',
      remedy:
        'Correct the workbook URL of the profile: open the workbook in a browser and copy the address that it ends on.',
    },
    sigma_failed: {
      title: 'Sigma reported a problem',
      remedy: 'Reload the workbook. If it repeats, pass the details to an administrator.',
    },
    session_too_long: {
      title: 'The session is longer than Sigma allows',
      detail: 'The session length is {seconds} seconds.',
      remedy: 'Set the session length of the profile to at most 30 days (2,592,000 seconds).',
    },
    embed_url_too_long: {
      title: 'The tokens of this profile are too long for one address',
      detail:
        'The signed address has {length} bytes, and web servers take {limit}. It carries the encrypted access token of each of {connections} connections.',
      remedy:
        'Leave out control values that the workbook can do without. Make a profile for each workbook, with only the connections that it needs. If one connection is too much already, ask the administrator of its authorization server to put less into its access tokens, such as fewer groups.',
    },

    // The viewer
    frame_crashed: {
      title: 'The workbook stopped',
      detail: 'The process that showed the workbook ended: {cause}.',
      remedy: 'Reload the workbook. If it repeats, close other programs to free memory.',
    },
    frame_load_failed: {
      title: 'The workbook did not load',
      detail: {
        noAnswer: 'Sigma did not answer within a minute.',
        networkAnswered: 'The network answered {answer}.',
        reloadsItself: 'The page of the workbook keeps reloading itself.',
        leadsElsewhere: 'The page of the workbook keeps leading elsewhere.',
      },
      remedy: 'Check your network and reload.',
    },
    workbook_deleted: {
      title: 'This was deleted in Sigma',
      detail: {
        own: '“{workbook}” was deleted while it was open.',
        other: 'The document that you had gone to was deleted. This is the workbook of the profile again.',
      },
      remedy: 'Choose another workbook, or ask whoever looks after it in Sigma.',
    },
    bookmark_not_changed: {
      title: 'The bookmark stays as it is',
      detail: {
        notSelected: 'No bookmark is open that could be changed.',
        noChanges: 'Nothing was changed since it was opened.',
      },
      remedy: 'Open the bookmark, change what it is to show, and save it then.',
    },
    command_without_effect: {
      title: 'Sigma did not do this',
      detail: {
        mode: 'The workbook did not change its mode.',
        createBookmark: 'No bookmark was made.',
        openBookmark: 'The bookmark was not opened.',
        updateBookmark: 'The bookmark was not changed.',
        deleteBookmark: 'The bookmark was not deleted.',
        maximise: 'The element was neither maximised nor put back.',
      },
      remedy: 'Sigma takes no notice of what you have no permission for in this workbook. If you have it, try again.',
    },
    link_not_opened: {
      title: 'A link was not opened',
      detail: {
        kind: 'The workbook leads to an address of the kind "{kind}" that is not handed on to your system.',
        noAddress: 'The workbook opens a window of its own, which it cannot do here.',
        form: 'The workbook sends a form to a new window, which it cannot do here.',
        tooMany: 'The workbook opened too many links at once.',
        system: 'Your system did not open it: it may have no program for such links, or the link may be too long.',
      },
      remedy: 'The workbook stays as it is. If you need the link, open the workbook in your browser.',
    },
    open_link_refused: {
      title: 'A link to Sightglass was not followed',
      detail: {
        tooLong: 'It is too long.',
        unreadable: 'It cannot be read.',
        command: 'It asks for something that Sightglass does not do for links.',
        parameter: 'It asks for something that links do not have, or for the same thing twice.',
        characters: 'It holds a name or a value that is empty, too long, or made of characters that nobody can see.',
        place: 'It names a page, a bookmark or filters, and no workbook.',
        values: 'It brings more filters, or longer ones, than somebody could look through.',
        profileUnknown: 'It leads to a profile that is not on this computer.',
        profileTwice: 'Several profiles on this computer have the name that it gives.',
        workbookUnknown: 'It leads to a workbook that is in no profile it could mean.',
        asking: 'You are being asked about another link.',
        editing: 'You are editing "{workbook}", which stays as it is.',
        notOpened: 'What it leads to could not be opened.',
      },
      remedy:
        'Nothing was changed. Choose the workbook by hand, or ask whoever gave you the link for another one. While you edit, leave the edit mode and open it again.',
    },
    address_not_followed: {
      title: 'This address leads to no workbook here',
      detail: {
        unknown: 'No profile on this computer has the workbook.',
        unreadable: 'It cannot be read as an address.',
        legacyEmbed: 'It is an embed of the old kind, which is signed in another way.',
        organisationHome: 'It leads to an organisation, and to none of its workbooks.',
        notOfAWorkbook: 'It leads to a page of Sigma that is not a workbook.',
        characters: 'It holds a name or a value that is empty, too long, or made of characters that nobody can see.',
        values: 'It brings more filters, or longer ones, than somebody could look through.',
      },
      remedy:
        'Copy the address of the workbook from your browser once more. If it is missing here, add it in the set-up of a profile, or ask whoever gave you your set-up file for one that has it.',
    },
    link_not_made: {
      title: 'The link was not copied',
      detail: 'It would hold more filters, or longer ones, than a link may have.',
      remedy: 'Copy the link without filters, or make a bookmark of what is shown and copy the link to that.',
    },
    folder_not_shown: {
      title: 'This could not be shown',
      detail: 'Your system did not open it.',
      remedy:
        'Open it by hand: it is in the data folder of Sightglass, or beside the program. The documentation says where.',
    },
    policy_not_understood: {
      title: 'A setting of your organisation was not understood',
      detail: {
        keys: 'Not understood: {keys}. Known keys among them have their strictest value.',
        place: 'The policy of this computer could not be read ({fault}). All that it can restrict is restricted.',
        foreign:
          'The policy of this computer does not count, since somebody else than an administrator may write it. All that it can restrict is restricted.',
      },
      remedy: 'Tell the administrator of this computer: what counts may not be what they meant.',
    },
    document_lost: {
      title: 'Back at an earlier place',
      detail: {
        refused: 'What was open could not be opened again: it was deleted, or it is no longer shared with you.',
        tooLong: 'What was open could not be opened again: its address and the sign-in together are too long.',
      },
      remedy: 'The workbook is shown as it opens by itself, or as it was before.',
    },
    not_copied: {
      title: 'Nothing was copied',
      remedy: 'Another program may be using the clipboard. Copy it again in a moment.',
    },
    picture_not_taken: {
      title: 'The picture was not taken',
      remedy: 'The workbook has to be before you, and loaded to the end. Wait until it is there, then try again.',
    },
    not_printed: {
      title: 'Nothing was printed',
      remedy: 'Look whether a printer is set up and can be reached, or save a PDF and print that.',
    },
    download_refused: {
      title: 'A download was refused',
      detail: {
        elsewhere: 'The workbook offered a file of {origin}, which does not belong to it.',
        ofNobody:
          'The workbook offered a file that names no server. It may come from something else inside the workbook.',
        program: 'The workbook offered a file of the kind “{kind}”, which can run as a program. Workbooks export data.',
      },
      remedy: 'The workbook stays as it is. If you need the file, open the workbook in your browser.',
    },
    download_no_room: {
      title: 'The disk is full',
      detail: 'There is no room left for {file}.',
      remedy: 'Make room on the disk of the Downloads folder, then export the file again.',
    },
    download_folder_unusable: {
      title: 'The Downloads folder cannot be used',
      detail: {
        missing: 'The Downloads folder is not there, so {file} was not saved.',
        notWritable: 'Nothing may be written into the Downloads folder, so {file} was not saved.',
      },
      remedy: 'Make the folder again, or ask whoever looks after this computer for access, then export the file again.',
    },
    download_broken_off: {
      title: 'The download was broken off',
      detail: {
        offline: 'The network went away while {file} was on its way.',
        server: 'Sigma or something on the way to it ended the download of {file}.',
      },
      remedy: 'Try again when the connection is good. Where it cannot go on, export the file again.',
    },
    download_session_over: {
      title: 'The session ended during a download',
      detail: 'The session with Sigma that {file} came from is over.',
      remedy: 'Load the workbook again, then export the file again.',
    },
    download_gone: {
      title: 'The file is not there any more',
      detail: '{file} was moved or deleted.',
      remedy: 'Look for it where you moved it, or export it again.',
    },
    download_not_opened: {
      title: 'The file was not opened',
      detail: 'The system found no program that opens {file}.',
      remedy: 'Show it in its folder and choose a program there.',
    },

    // Internal
    // Updates
    update_untrusted: {
      title: 'The update on offer was not taken',
      detail: {
        signature: 'Its description is not signed with the key that this copy of Sightglass knows.',
        shape: 'Its description is signed, but does not have the right shape ({fault}).',
        product: 'Its description is for another product ({product}).',
        file: 'Its description is for another system or channel ({file}).',
        date: 'Its description has a date that cannot be ({date}), or the clock of this computer is wrong.',
        replayed: 'Its description is older than one that was seen before ({date}).',
        hash: 'The file that came is not the one that the description names.',
        size: 'More came than the file should hold.',
      },
      remedy:
        'Nothing was changed, and Sightglass goes on working. If it repeats, tell whoever provides Sightglass to you: the server may hold the wrong files.',
    },
    update_outdated: {
      title: 'It is not known whether there is an update',
      detail: 'What {host} says of updates was good until {until} only.',
      remedy:
        'Whoever provides Sightglass has to sign anew what their server says. Until then no update can be found, not even one that is urgent.',
    },
    update_not_fetched: {
      title: 'The update could not be fetched',
      detail: {
        stalled: 'For a while nothing more came.',
        disk: 'There is no room for it on the disk.',
        system: 'The operating system answered {systemCode}.',
        failed: 'The download ended with {systemCode}.',
      },
      remedy: 'Nothing was changed. It is tried again later by itself; you can also look for updates now.',
    },
    update_not_installed: {
      title: 'The update could not be put in place',
      detail: 'The operating system answered {systemCode}.',
      remedy:
        'The version that you had goes on working. Check that you may write where Sightglass is, or ask whoever installed it.',
    },
    update_restart_held: {
      title: 'Not while this is under way',
      detail: {
        editing: 'A workbook is being edited, and what is not published would be lost.',
        'signing-in': 'A sign-in is under way in the browser.',
        saving: 'A file is being saved.',
      },
      remedy: 'Finish it first. The update is also put in place when you quit Sightglass.',
    },
    update_rolled_back: {
      title: 'The version before the update is back',
      detail: 'Version {from} did not start twice in a row, so version {to} was put back.',
      remedy:
        'Nothing of yours was lost. The next version is offered as usual. Tell whoever provides Sightglass to you what happened; the log says more.',
    },
    command_refused: {
      title: 'The command was refused',
      detail: {
        profileUnknown: 'There is no profile “{name}”. There are: {names}.',
        profileNeeded: 'There are several profiles: {names}.',
        profileAmbiguous: 'Several profiles are called “{name}”.',
        noProfile: 'There is no profile yet. “sightglass profile import FILE” sets one up, and so does the window.',
        connectionUnknown: 'The profile has no connection “{name}”. It has: {names}.',
        connectionNeeded: 'The profile has several connections: {names}.',
        signInUnderWay: 'Somebody is signing in already.',
        revealForbidden: 'An administrator has decided that tokens are not shown on this computer.',
        notATerminal: 'This has to be typed by a person at a terminal, and this is none.',
        notTyped: 'What was to be typed was not typed.',
        notALink: 'Only links that begin with sightglass:// are opened.',
        noWindow: 'No window is open.',
      },
      remedy: 'Run “sightglass help” to see what a command takes.',
    },
    request_refused: {
      title: 'The request was refused',
      detail: {
        sender: '"{request}" was asked by a page that may not ask.',
        closing: '"{request}" came while Sightglass was closing.',
        unknownGuest: 'This guest is not known.',
        guestGivenUp: 'This guest is no longer wanted.',
        paneClosed: 'This workbook is no longer open.',
        otherWindow: 'This workbook is open in another window.',
        notNow: 'There is nothing that this could be done to now.',
        chosenByAdministrator: 'This was chosen by the administrator of this computer.',
        noUpdate: 'There is no update for that now.',
        updateUnderWay: 'Updates are being looked for, or one is being downloaded. Choose again when that is done.',
        testUnderWay: 'A test of this window is still running.',
        tooManyTests: 'Too many tests were started.',
        tooManySignIns: 'Too many sign-ins were started.',
        tooManyConnections: 'A test takes at most {most} connections.',
        tooManyRedirects: 'A test takes at most {most} redirect URLs.',
      },
      remedy: 'Restart Sightglass. If it repeats, report it with the details.',
    },
    request_invalid: {
      title: 'The request was not understood',
      detail: '"{request}": {faults}',
      remedy: 'Restart Sightglass. If it repeats, report it with the details.',
    },
    internal: {
      title: 'Something went wrong in Sightglass',
      detail: {
        signIn: 'The sign-in failed in an unexpected way ({kind}).',
        renewal: 'Renewing the sign-in failed in an unexpected way ({kind}).',
        storedGrant: 'The sign-in could not be read ({kind}).',
        serviceAccount: 'The machine could not sign in ({kind}).',
        envImport: 'The file could not be imported ({kind}).',
        workbookSession: 'The workbook session could not be prepared ({kind}).',
        providerParameter: 'A provider must not set the parameter {name}.',
        updateCheck: 'Looking for updates failed in an unexpected way ({kind}).',
        updateDownload: 'Fetching the update failed in an unexpected way ({kind}).',
        command: 'The command failed in an unexpected way ({kind}).',
        request: '"{request}" failed in an unexpected way.',
        partNotRead: 'A part of the window could not be read from the files of the program.',
      },
      remedy: 'Try again. If it repeats, report it with the details.',
    },
  },

  /**
   * What to do about an error at one product, or about one refusal that is known: it takes the place of the remedy of the
   * code. Each says who can do it. Which of them belongs where stands in `src/main/providers` and `src/main/sigma`.
   */
  remedies: {
    chooseSettingsAgain:
      'Everything is as it is where nobody chooses: choose again in the settings. What could not be read is kept beside them.',

    // What was asked of the program too often, or too much of
    waitAndRepeat: 'Wait for half a minute, and try again.',
    testLess: 'This set-up can be saved and signed in to all the same. Only the test takes less.',

    // A file of the program that is gone or cannot be read
    startProgramAgain:
      'Start the window again. If it repeats, quit Sightglass and start it anew: an update may have replaced its files. If that does not help either, install it again.',

    // The sandbox
    sandboxRoot: 'Start Sightglass as an ordinary user.',
    sandboxSeccomp: 'Start a kernel that has CONFIG_SECCOMP_FILTER, as those of all distributions do.',
    sandboxNamespacesOff:
      'As root: sysctl -w user.max_user_namespaces=15000, and the same line in a file of /etc/sysctl.d.',
    sandboxCloneOff:
      'As root: sysctl -w kernel.unprivileged_userns_clone=1, and the same line in a file of /etc/sysctl.d.',
    sandboxApparmor:
      'Install the deb package, which brings the profile, or as root load it again: apparmor_parser -r /etc/apparmor.d/sightglass. An AppImage and an unpacked folder have no profile.',
    sandboxContainer:
      'Start the container with rights to make user namespaces, such as a seccomp profile that allows clone and unshare.',
    sandboxNamespaces: 'As an ordinary user, try: unshare --user --map-root-user true. What it answers is the reason.',
    sandboxHelper: 'As root, in the folder of Sightglass: chown root chrome-sandbox; chmod 4755 chrome-sandbox.',
    sandboxHelperNosuid: 'Install Sightglass on a file system without the option nosuid.',
    sandboxHelperPrivileges: 'Start Sightglass without no_new_privs (NoNewPrivileges=no in a unit of systemd).',

    // Certificates of servers
    certificateTime:
      'Check that date and time of this computer are right, and try again. If they are, tell the administrator of the server that its certificate is not valid now.',
    certificateName:
      'Check the address. In the network of a hotel or a train, sign in to that network in your browser first. Otherwise do not continue, and tell IT.',
    noSafeConnection:
      'Check the address and its port. If they are right, ask IT what holds back encrypted connections on the way to the server.',

    // ID tokens
    idTokenTime:
      'Check that the clock of this computer is right and sign in again. If it repeats, tell the administrator of the authorization server.',
    idTokenAlgorithm:
      'Ask an administrator to set the application to RS256 at the authorization server (or to another algorithm with a private key), and sign in again. If it was set so before, tell your security team.',
    idTokenUnencrypted:
      'Ask an administrator to switch the encryption of ID tokens off for this application at the authorization server, and sign in again.',
    auth0Algorithm:
      'Ask an Auth0 administrator to set the application to RS256: Applications, its Settings, Advanced Settings, OAuth, JSON Web Token (JWT) Signature Algorithm. Then sign in again.',

    // SCIM Me
    meRefused:
      'If the server lets nobody in from here, connect to the network or the VPN of your company and sign in again. Otherwise add the scopes "openid email" to the connection, or ask an administrator to let you ask who you are.',

    // Databricks
    databricksAddress:
      'Check the address of the connection: it should be the host of your workspace, without a path. An account console needs the account ID too.',
    databricksLevel: 'Check the host, the level (workspace or account) and the account ID of the connection.',
    databricksClient:
      'Check the client ID of the connection and, if the application has one, its client secret: those of Databricks start with "dose". The app connection must be of the same account; a new one can take half an hour.',
    databricksIdentity:
      'Add the scopes "openid email" to the connection, or set a fixed embed user in the profile. At a host of several workspaces, the workspace ID in the set-up will do as well. If all of it is there, ask a Databricks administrator whether your user name is an e-mail address.',
    databricksNetwork:
      'Connect to the network or the VPN of your company and try again; what is signed in is renewed by itself then. If it repeats there, ask a Databricks administrator to add the address in the details to the IP access list.',
    databricksEntitlement:
      'Ask a Databricks administrator to add you to the workspace and to give you access to it (workspace or SQL access).',

    // Microsoft Entra ID
    entraDirectory:
      'Check the directory (tenant) ID and the national cloud of the connection. An application of one directory is not reached over "common" or "organizations".',
    entraClient:
      'Check the application (client) ID and the directory (tenant) ID of the connection. If they are right, ask an Entra administrator whether the application is in this directory and enabled.',
    entraIdentity:
      'Add the scopes "openid email profile" to the connection, or set a fixed embed user in the profile. If the scopes are there, ask an Entra administrator to add the optional claim email to the ID tokens of the application (Token configuration).',
    entraSecret:
      'Enter the client secret again: its value, not its ID. If it is right, ask an Entra administrator whether the secret belongs to this application.',
    entraSecretExpired:
      'Ask an Entra administrator for a new client secret, since the present one ran out, and enter it.',
    entraPublicClient:
      'Ask an Entra administrator to switch on "Allow public client flows" and to register the redirect URLs under "Mobile and desktop applications", or enter the client secret of the application.',
    entraNoSecret:
      'Take the client secret or private key out of the connection: this application is public and has none. Otherwise ask an Entra administrator to make it a "Web" application.',
    entraCertificate:
      'Check the private key and the thumbprint of its certificate. If they are right, ask an Entra administrator whether that certificate is registered for the application and still valid.',
    entraRedirect:
      'Ask an Entra administrator to add the redirect URLs of the connection to the app registration, under Authentication, "Mobile and desktop applications".',
    entraSinglePage:
      'Ask an Entra administrator to register the redirect URLs under "Mobile and desktop applications" and to take them out of "Single-page application".',
    entraScopes:
      'Check the scopes of the connection. If they are right, ask an Entra administrator to add them under API permissions, and to see that the API is in this directory.',
    entraConsent:
      'Ask an Entra administrator to grant consent for the application (Enterprise applications, Permissions). Where people may consent themselves, sign in again and accept.',
    entraAssignment:
      'Ask an Entra administrator to assign you, or one of your groups, to the application (Enterprise applications, Users and groups).',
    entraOtherAccount:
      'Sign in with an account that belongs to this directory. If you have no other, ask an Entra administrator to invite this one as a guest.',
    entraWorkAccount: 'Sign in with the account of your company or school. Personal Microsoft accounts are not let in.',
    entraAccountOff: 'Ask an Entra administrator: the account is switched off.',
    entraAccountLocked:
      'Wait a while and sign in again. If it repeats, ask an Entra administrator why the account is locked: the sign-in log says so.',
    entraPassword: 'Sign in again with your present password. If it ran out, set a new one as the browser offers.',
    entraSecondFactor: 'Sign in again and confirm it with the second factor that the browser asks for.',
    entraSignInAgain: 'Sign in again and answer what the browser asks.',
    entraSignInFrequency:
      'Sign in again: your company asks for that after a time. How often, an Entra administrator sets in Conditional Access.',
    entraDevice:
      'Use a computer that your company manages, or ask an Entra administrator to enrol this one or to let the application in without (Conditional Access).',
    entraConditionalAccess:
      'Connect to the network or the VPN of your company and try again; what is signed in is renewed by itself then. If it repeats there, ask an Entra administrator which policy of Conditional Access refuses this: the sign-in log says so.',
    entraPolicy: 'Ask an Entra administrator which policy refuses this sign-in: the sign-in log says so.',

    // Okta
    oktaAssignment:
      'Ask an Okta administrator to assign you, or one of your groups, to the application (Applications, Assignments).',
    oktaPolicy:
      'Ask an Okta administrator for an access policy and a rule that let this application, its scopes and you in (Security, API, the authorization server, Access Policies).',
    oktaRedirect:
      'Ask an Okta administrator to add the redirect URLs of the connection to the sign-in redirect URIs of the application.',
    oktaScopes:
      'Check the scopes of the connection. If they are right, ask an Okta administrator to add them to the authorization server (Security, API, Scopes).',
    oktaGrantTypes:
      'Ask an Okta administrator to switch on the grant types authorization code and refresh token for the application.',
    oktaRefresh:
      'Sign in again when it ends. To avoid that, add the scope "offline_access" to the connection, and ask an Okta administrator to switch on the grant type refresh token for the application.',
    oktaProof:
      'Ask an Okta administrator to switch off "Require Demonstrating Proof of Possession (DPoP) header in token requests" for the application.',
    oktaServer:
      'Check the metadata URI: the ID of the authorization server stands in it. If it is right, ask an Okta administrator whether that server is active.',
    oktaPermission: 'Ask an Okta administrator: the account or the token may not do what was asked.',

    // Auth0
    auth0Audience:
      'Check the audience of the connection: it is the identifier of an API in Auth0. If it is right, ask an Auth0 administrator whether that API exists.',
    auth0Redirect:
      'Ask an Auth0 administrator to add the redirect URLs of the connection to the Allowed Callback URLs of the application.',
    auth0GrantTypes:
      'Ask an Auth0 administrator to switch on the grant types authorization code and refresh token for the application (Advanced Settings, Grant Types).',
    auth0Refresh:
      'Sign in again when it ends. To avoid that, add the scope "offline_access" to the connection, and ask an Auth0 administrator to switch on "Allow Offline Access" for the API of the audience, and the grant type refresh token for the application.',
    auth0ClientGrant:
      'Ask an Auth0 administrator to authorize the application for the API (APIs, Machine to Machine Applications).',
    auth0Organization:
      'Ask an Auth0 administrator to let people sign in to the application without naming an organization, or to set how it is chosen.',
    auth0Connection: 'Ask an Auth0 administrator to switch on a connection (a source of people) for the application.',
    auth0Blocked: 'Ask an Auth0 administrator: the account is blocked, or a rule refuses it.',
    auth0Attempts: 'Wait a while, or follow the link in the mail that Auth0 sent, and sign in again.',
    auth0SecondFactor: 'Sign in again and confirm it with the second factor that the browser asks for.',

    // PingIdentity
    pingMethod:
      'Choose the client authentication of the connection as it is set for the application, or ask a PingIdentity administrator for it (Token Auth Method).',
    pingScopes:
      'Check the scopes of the connection. If they are right, ask a PingIdentity administrator to allow them for the application.',
    pingGrantTypes:
      'Ask a PingIdentity administrator to switch on the grant types authorization code and refresh token for the application.',
    pingMapping:
      'Ask a PingIdentity administrator for a mapping of the access token for this application (Access Token Mapping).',
    pingEnvironment:
      'Check the metadata URI: the ID of the environment stands in it. If it is right, ask a PingIdentity administrator.',
    pingRole: 'Ask a PingIdentity administrator to let you use the application (its Access, by groups or population).',

    // Google
    googleInternal:
      'Sign in with the Google account of the organization that the application belongs to, or ask an administrator of the Google Cloud project to open it to others (user type External).',
    googleAdminPolicy:
      'Ask a Google Workspace administrator to trust the client ID (Security, API controls, App access control).',
    googleClient:
      'Check the client ID of the connection. If it is right, ask an administrator of the Google Cloud project whether the client still exists (Google Auth Platform, Clients).',
    googleSecret: 'Enter the client secret of the connection: Google asks desktop applications for it too.',
    googleRedirect:
      'Ask an administrator of the Google Cloud project for a client of the type "Desktop app", which takes any redirect URL of this computer, or to register the redirect URLs of the connection.',
    googleSession:
      'Sign in again: your company asks for that after a time. How often, a Google Workspace administrator sets (Google Cloud session control).',
    googleRevoked:
      'Sign in again. If it ends every seven days, ask an administrator of the Google Cloud project to publish the consent screen: it is in testing.',
    googleRefresh:
      'Sign in again when it ends. If it repeats, ask an administrator of the Google Cloud project for a client of the type "Desktop app": Google gives a refresh token without a scope for it.',
    googleScopes:
      'Check the scopes of the connection. If they are right, ask an administrator of the Google Cloud project to add them (Google Auth Platform, Data access).',
    googleBrowser: 'Copy the sign-in link and open it in another browser, such as the one that the system comes with.',
    googleTester:
      'Ask an administrator of the Google Cloud project to add you as a test user, or to publish the consent screen.',

    // Snowflake
    snowflakeClient:
      'Check the OAuth client ID and secret: they are those of SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS. If they are right, ask a Snowflake administrator whether the integration still exists.',
    snowflakeIntegration:
      'Ask a Snowflake administrator to switch the security integration on (ALTER SECURITY INTEGRATION … SET ENABLED = TRUE).',
    snowflakeRedirect:
      'Ask a Snowflake administrator to set OAUTH_REDIRECT_URI of the security integration to the redirect URL of the connection, exactly as it is written.',
    snowflakeScopes:
      'Check the scopes of the connection: session:role-any, or session:role: and the name of a role, and refresh_token.',
    snowflakeRole:
      'Ask a Snowflake administrator for a role that is granted to you and not blocked by the integration (ACCOUNTADMIN, ORGADMIN and SECURITYADMIN are), as your default role or in the scopes of the connection.',
    snowflakeIdentity:
      'Set a fixed embed user in the profile, or add a connection that only says who the person is: Snowflake names people by their user name, which need not be an e-mail address.',
    snowflakeRefresh:
      'Sign in again when it ends. To avoid that, add the scope "refresh_token" to the connection, and ask a Snowflake administrator to set OAUTH_ISSUE_REFRESH_TOKENS = TRUE for the security integration.',
    snowflakeNetwork:
      'Connect to the network or the VPN of your company and try again; what is signed in is renewed by itself then. If it repeats there, ask a Snowflake administrator to add the address in the details to the network policy.',
    snowflakeOtherUser: 'Sign out of Snowflake in the browser, and sign in again as the person who began.',
    snowflakeConsent:
      'Sign in again and allow the role that Snowflake asks about. If it repeats, ask a Snowflake administrator whether the integration blocks that role.',
    snowflakeExternal:
      'Sign in again. If it repeats, ask a Snowflake administrator whether an external OAuth integration trusts this server (issuer, keys, audience, user mapping).',
    snowflakeWarehouse: 'Ask a Snowflake administrator for a default warehouse and the right to use it.',

    // Sigma, and the data platforms as it passes them on
    bigQueryRoles:
      'Ask the administrator of the data for the role roles/bigquery.dataViewer (or equivalent) in the Google Cloud project, and for roles/bigquery.jobUser in the one that runs the queries.',
    databricksFederation:
      'Sign in again. If people of this connection sign in through an identity provider, ask a Databricks administrator to configure a federation policy for it.',
    sigmaDuplicate:
      'Ask a Sigma administrator whether a person of this address, or a team of this name, is there already in another way.',
    sigmaStale:
      'Reload the workbook. If it repeats, ask a Sigma administrator: the page, the element or the connection was deleted or archived.',
    sigmaEmail:
      'Check the e-mail address that Sigma sees: session details show it, and what may be the matter with it.',
    sigmaTeams:
      'Check the teams of the profile: they are written as Sigma has them. If they are right, ask a Sigma administrator to create them.',
  },

  /** The menu bar. `&` stands before the letter that opens a menu on Windows and Linux. */
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    go: '&Go',
    tab: '&Tab',
    account: '&Account',
    window: '&Window',
    help: '&Help',
    pinned: '&Pinned',
    recent: '&Recent',
    /** What the operating system would name in its own language, without a letter to choose it by. */
    undo: '&Undo',
    redo: '&Redo',
    cut: 'Cu&t',
    copy: '&Copy',
    paste: '&Paste',
    selectAll: 'Select &All',
    fullScreen: '&Full Screen',
    minimise: 'Mi&nimise',
    quit: '&Quit',
    exit: 'E&xit',
  },

  /** What each command is called, in the menu bar and wherever else it is offered. `&` stands before its letter in the menu. */
  commands: {
    newWindow: 'New &Window',
    showStart: '&Start Page',
    newProfile: '&New Profile…',
    showProfiles: '&Profiles',
    editSetUp: '&Edit Set-Up…',
    copyLink: 'Copy &Link',
    copyLinkWithFilters: 'Copy Link with &Filters',
    printWorkbook: 'P&rint…',
    stopPrinting: 'Stop Printin&g',
    savePdf: 'Save as P&DF',
    savePicture: 'Save P&icture',
    copyPicture: '&Copy Picture',
    openSettings: 'Se&ttings…',
    refreshData: '&Refresh Data',
    reloadWorkbook: 'Re&load Workbook',
    goHome: '&Back to the Workbook',
    showRail: 'Workbook L&ist',
    showDetails: 'Session &Details',
    showBookmarks: 'Book&marks',
    showControls: '&Controls',
    showPages: '&Pages',
    showAlerts: '&Tell Me When…',
    findInWorkbook: 'Find in W&orkbook…',
    findNext: 'Find Ne&xt',
    findPrevious: 'Find Pre&vious',
    showDownloads: 'Do&wnloads',
    actualSize: 'Actual &Size',
    zoomIn: '&Zoom In',
    zoomOut: 'Zoom O&ut',
    splitView: 'Side b&y Side',
    swapSides: 'S&wap Sides',
    linkFilters: 'Lin&k Filters',
    showBeside: 'Show Beside',
    showWall: 'S&how as Wallboard',
    leaveWall: 'L&eave the Wallboard',
    leaveFullScreen: 'Leave Full Screen',
    nextArea: '&Next Area',
    previousArea: 'Previous Are&a',
    goBack: '&Back',
    goForward: '&Forward',
    openPalette: '&Go to Anything…',
    pinWorkbook: 'P&in Workbook',
    unpinWorkbook: '&Unpin Workbook',
    openWorkbook: 'Open Workbook',
    newTab: '&New Tab…',
    duplicateTab: '&Duplicate Tab',
    closeTab: '&Close Tab',
    closeOtherTabs: 'Close &Other Tabs',
    closeTabsAfter: 'Close Tabs to the Righ&t',
    reopenTab: '&Reopen Closed Tab',
    nextTab: 'Ne&xt Tab',
    previousTab: '&Previous Tab',
    lastUsedTab: 'Tab &Used Before',
    firstUsedTab: 'Tab Used Lon&gest Ago',
    moveTabRight: 'Move Tab R&ight',
    moveTabLeft: 'Move Tab &Left',
    sleepOtherTabs: 'Put Other Tabs to &Sleep',
    goToTab1: 'Tab 1',
    goToTab2: 'Tab 2',
    goToTab3: 'Tab 3',
    goToTab4: 'Tab 4',
    goToTab5: 'Tab 5',
    goToTab6: 'Tab 6',
    goToTab7: 'Tab 7',
    goToTab8: 'Tab 8',
    goToTab9: 'Last Tab',
    goToTab: 'Go to Tab',
    moveTabToNewWindow: '&Move Tab to New Window',
    moveTabToWindow: 'Move Tab to “{window}”',
    closeWindow: '&Close Window',
    goToWindow: 'Go to Window “{window}”',
    selectProfile: 'Go to Profile',
    renewSignIn: '&Renew Sign-In Now',
    signInAsSomebodyElse: 'Sign In to {connection} as Somebody Else…',
    signOut: 'Sign &Out',
    signOutOfAll: 'Sign Out of &All',
    showShortcuts: '&Keyboard Shortcuts',
    userGuide: 'User Gu&ide',
    askForHelp: 'Ask Your &Organisation for Help',
    whatIsNew: '&What Is New',
    checkForUpdates: 'Check for &Updates…',
    showDoctor: '&Doctor',
    showLogFiles: 'Show &Log Files',
    showAuditTrail: 'Audit &Trail',
    showCrashReports: '&Crash Reports',
    about: '&About Sightglass',
  },

  /** The palette: everything that can be gone to or done, found by typing. */
  palette: {
    title: 'Go to anything',
    placeholder: 'Search workbooks, pages, bookmarks, controls, settings and commands',
    results: 'Results',
    /** A control of the workbook and the value that it has or gets. */
    control: '{control}: {value}',
    /** A setting, by its group and by what it is now. */
    valued: '{group} · {value}',
    turnOn: 'Turn on: {setting}',
    turnOff: 'Turn off: {setting}',
    kinds: {
      tab: 'Open tab',
      workbook: 'Workbook',
      page: 'Page',
      element: 'Element',
      bookmark: 'Bookmark',
      control: 'Control',
      profile: 'Profile',
      command: 'Command',
      setting: 'Setting',
    },
    pinned: 'Pinned',
    /** Beside the place where the person is. */
    current: 'Shown now',
    none: 'Nothing fits “{search}”. A few letters of a name are enough, in their order.',
    count: { one: '{count} result', other: '{count} results' },
    more: { one: 'One more. Type on to see it.', other: '{count} more. Type on to see them.' },
    keys: '↑ ↓ to choose, Enter to go there, Esc to close',
  },

  /** The strip of open workbooks. */
  tabs: {
    label: 'Open workbooks',
    /** What a screen reader says of a tab: its title, and what it is doing. */
    loading: '{tab}, loading',
    trouble: '{tab}, cannot be shown',
    asleep: '{tab}, asleep',
    edited: '{tab}, being edited',
    close: 'Close {tab}',
    newTab: 'Open another workbook',
    /** Before a tab is closed in which something would be lost. */
    closing: {
      question: 'Close {tab}?',
      editing: 'You are editing it. What is not published or saved as a draft is lost.',
      saving: 'It is saving a file, which would not be finished.',
      confirm: 'Close',
      cancel: 'Keep it open',
    },
    /** In the place of the question and its answers, where a tab is to go to another window. */
    moving: {
      question: 'Move {tab} to another window?',
      confirm: 'Move',
      cancel: 'Leave it here',
      /** In the place of its name, in the list of all commands. */
      anyWindow: 'another window',
    },
  },

  /** Two workbooks side by side. */
  split: {
    /** What a screen reader calls each of the two. */
    first: '{workbook}, first of two',
    second: '{workbook}, second of two',
    /** And the tab of each, after what it is doing. */
    tab: '{tab}, beside {other}',
    divider: 'Divider between {first} and {second}',
    link: 'Link filters',
    explained: 'What you choose in a control on one side is set in the control of the same id on the other.',
    inCommon: { one: 'One control is on both sides.', other: '{count} controls are on both sides.' },
    noneInCommon: 'No control has the same id on both sides.',
    noRoom: 'The second workbook comes back beside this one when the window is wider.',
    said: {
      begun: '{first} and {second} are shown side by side.',
      ended: 'One workbook is shown again.',
      linked: 'Filters are linked.',
      unlinked: 'Filters are no longer linked.',
    },
  },

  /** Links that lead here, and those that are copied. */
  links: {
    copied: 'Link copied.',
    copiedWithFilters: 'Link with filters copied.',
    question: 'Open “{workbook}”?',
    /** Where a link fits several workbooks. */
    which: 'Which workbook shall the link open?',
    choice: '{workbook}, {profile}',
    filters: 'The link sets these filters:',
    value: '{control}: {value}',
    warning: 'Whoever made the link chose them. With them you see part of the data, and always with your own rights.',
    open: 'Open',
    openWithout: 'Open without the filters',
    cancel: 'Cancel',
    /** In the search, in the place of what is found, once an address was put into it. */
    followAddress: 'Open the workbook at this address',
    /** What the system offers at the icon of the program. */
    recent: 'Recent workbooks',
  },

  /** Before a window closes, or the program ends, in which something would be lost. */
  leaving: {
    question: 'Close Sightglass now?',
    editing: 'A workbook is being edited. What is not published or saved as a draft is lost.',
    saving: 'A file is on its way, and would not be finished.',
    confirm: 'Close',
    cancel: 'Keep it open',
  },

  /** The bar in which words of a workbook are looked for. */
  find: {
    title: 'Find in the workbook',
    field: 'Words to find',
    next: 'Next match',
    previous: 'Previous match',
    close: 'Close',
    at: '{at} of {count}',
    none: 'Nothing found on this page. Try fewer words.',
  },

  /** Files that people take out of workbooks. */
  downloads: {
    title: 'Downloads',
    /** The name of the button, with what there is to know. */
    button: { none: 'Downloads', underWay: 'Downloads, {percent} %', unknown: 'Downloads, one is on its way' },
    progress: 'Progress of {file}',
    sizeOf: '{received} of {total}',
    /** In the place of a size, of a file that is made here. */
    making: 'Being made…',
    paused: 'Paused, {size}',
    done: '{size}, saved in Downloads',
    acts: {
      pause: 'Pause',
      resume: 'Go on',
      cancel: 'Cancel',
      open: 'Open',
      show: 'Show in folder',
      remove: 'Remove from the list',
    },
    /** What a button of a row is called where only one can be heard. */
    actOf: '{act}: {file}',
    said: {
      done: '{file} is downloaded.',
      failed: '{file} was not downloaded. {problem}.',
    },
  },

  /** Pictures and paper of a workbook. */
  pictures: {
    /** These stand in the line below a picture on paper. */
    asOf: 'Data as of {time}',
    seenOnly: 'Only what was on the screen',
    page: 'Page {page} of {pages}',
    copied: 'Picture copied.',
    printing: 'The pages for the printer are being made…',
    stop: 'Stop',
  },

  /** Where a workbook is chosen. */
  start: {
    title: 'Open a workbook',
    search: 'Search workbooks',
    searchHint: 'Search {count} workbooks',
    pinned: 'Pinned',
    recent: 'Recent',
    found: 'Found',
    pin: 'Pin {workbook}',
    unpin: 'Unpin {workbook}',
    nothingPinned: 'Pin what you open often: it stays here, at the top.',
    /** Beside the name of a profile: what comes before its workbooks. */
    signInFirst: 'You sign in first',
    notComplete: 'Set-up not complete',
    none: 'No workbook fits “{search}”.',
    noneHelp:
      'A few letters of its name or of its profile are enough. A workbook that is missing is added in the set-up of a profile.',
    clear: 'Show all workbooks',
    back: 'Back to {workbook}',
    all: 'All workbooks',
  },

  /** The list of workbooks beside one that is open. */
  rail: {
    title: 'Workbooks',
    show: 'Show the list of workbooks',
    hide: 'Hide the list of workbooks',
    filter: 'Filter workbooks',
    none: 'No workbook fits “{search}”.',
  },

  /** What a right click offers; the rest it has from the menu. */
  contextMenu: {
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    copyLink: 'Copy Link',
    saveImage: 'Save Image…',
    back: 'Back',
  },

  /** Dialogs of the operating system, and errors from before there is a window. */
  dialogs: {
    /** The name of a file that a workbook gives none. */
    fileOfWorkbook: 'Export',
    importEnv: 'Import a QuickStart .env file',
    setUpFiles: 'Set-up files',
    setUpAndEnvFiles: 'Set-up files and QuickStart .env files',
    saveSetUp: 'Save a set-up file',
    allFiles: 'All files',
    cannotStart: 'Sightglass could not start',
    electronTooOld:
      'This is a release of Sightglass on Electron {electron}. It runs on Electron {oldest} or newer alone, since older ones get no security fixes.\n\nInstall Sightglass from its own package, which brings the right one, or ask an administrator.',
    startRefused:
      'Sightglass was started with switches or variables that it does not allow, and they came back when it started again without them: {names}.\n\nTake them out of the shortcut, script or service that starts it, or ask an administrator.',
    startNotRepeated:
      'Sightglass was started with switches or variables that it does not allow, and could not start again without them: {names}.\n\nTake them out of the shortcut, script or service that starts it, or ask an administrator.',
    /** Below the reasons why there is no sandbox. */
    sandboxAlternative: 'Either of the two is enough.',
    sandboxPolicy:
      'An administrator who accepts the risk can set "runWithoutSandbox": true in /etc/sightglass/policy.json.',
    code: 'Code: {code}',
    versionOn: 'Sightglass {version} on {platform}',
    unknownReason: 'The reason is unknown.',
    /** Asked before a profile works with another Sigma, or before a file makes it name another person. */
    confirmSigma: {
      question: 'Use another Sigma for this profile?',
      consequence:
        'Everyone signs in again. Workbooks then come from the new Sigma, and it receives what people sign in to. The present sign-ins are not handed to it.',
      confirm: 'Use the Other Sigma',
    },
    confirmPerson: {
      question: 'Let Sigma see another person?',
      consequence: 'Sigma then sees the people who use this profile as the file says.',
      confirm: 'Change the Person',
    },
    /** Asked before a rule of the profile answers an action of the workbook's author for the first time. */
    confirmAction: {
      address: 'Let this workbook open pages of {host}?',
      workbook: 'Let this workbook open “{workbook}”?',
      action: 'Action: {action}',
      thisTime: 'This time: {address}',
      addressConsequence:
        'The administrator of the profile set this up. The page opens in your browser, and its address holds values from the workbook, which that site then knows. You are not asked again.',
      workbookConsequence:
        'The administrator of the profile set this up. It opens in a tab of its own, with values from this one. You are not asked again.',
      confirm: 'Allow',
    },
    /** Asked before a command line gets an access token to print it. */
    confirmReveal: {
      question: 'Show an access token in a terminal?',
      consequence:
        'A command line has asked for the token of {connection}. Whoever reads it there can do what you can do, until it ends. Go on only if you have just typed that command.',
      confirm: 'Show the Token',
    },
    confirmOnlyIf: 'Go on only if you expected this and know the new values.',
    profileName: 'Profile: {profile}',
    keepsStopping: 'Sightglass keeps stopping',
    keepsStoppingDetail:
      'Its window ended {times} times within five minutes ({reason}).\n\nClose other programs to free memory, then start Sightglass again. You stay signed in where the sign-in could be saved. If it repeats, pass the log files to an administrator.',
  },

  /** Where scopes are granted at a server that is not known; at the others, see `providers`. */
  scopesPlace: 'at the authorization server',

  /** Details that any error may have: what others said. */
  commonDetails: {
    said: '{said}',
    answered: 'The server answered HTTP {status}. {said}',
    answeredWithoutSecret: 'The server answered HTTP {status}. {said} The application has no secret here.',
    answeredInHeader:
      'The server answered HTTP {status}. {said} The secret was sent in the header (client_secret_basic).',
    answeredInBody: 'The server answered HTTP {status}. {said} The secret was sent in the body (client_secret_post).',
    answeredToKey:
      'The server answered HTTP {status}. {said} The application signed with its private key (private_key_jwt).',
    answeredInBoth:
      'The server answered HTTP {status}. {said} The secret was sent in the header (client_secret_basic) and in the body (client_secret_post).',
    sigmaSays: 'Sigma says: {said}',
    sigmaSaysNothing: 'Sigma says: no further details',
    systemAnswered: 'The operating system answered {systemCode}.',
  },

  /** What runs out or happens next, in the details of a session. */
  clocks: {
    'session-ends': 'Signed session ends',
    'token-expires': 'Access token of {connection} expires',
    'sign-in-renews': 'Sign-in to {connection} renews',
  },
  /** The claims of a signed session, as far as they are not shown as they are. */
  claims: {
    encryptedToken: 'encrypted, {length} characters',
  },

  /**
   * What is wrong with a field of a profile: one sentence for each fault, or one for each field that the fault is found
   * in, with `other` for the rest. The rules are in `profile/`; `faultText` chooses the sentence.
   */
  fieldFaults: {
    missing: {
      name: 'Enter a name.',
      label: 'Enter a name.',
      title: 'Enter a title.',
      embedClientId: 'Enter the client ID.',
      clientId: 'Enter the client ID.',
      keyId: 'Enter the key ID.',
      sigmaConnectionId: 'Enter the connection ID.',
      audience: 'Enter the audience.',
      accountType: 'Enter the account type.',
      teams: 'Enter a team.',
      attribute: 'Enter the attribute.',
      claim: 'Enter the claim.',
      teamsClaim: 'Enter the claim.',
      embedSecret: 'Enter the embed secret.',
      clientSecret: 'Enter the client secret.',
      scopes: 'Enter at least one scope.',
      redirectUris: 'Enter at least one redirect URL.',
      accountId: 'The account level needs the account ID.',
      host: 'Enter the address that the browser shows in Databricks.',
      accountUrl: 'Enter the account URL, such as https://myorg-myaccount.snowflakecomputing.com',
      authority: 'Enter the authority. Most directories are at https://login.microsoftonline.com',
      issuer: 'Enter the issuer. That of Google is https://accounts.google.com',
      metadataUrl: 'Enter the metadata URI of the server where people sign in.',
      url: 'Open the workbook in Sigma, and paste the address that the browser shows.',
      email: 'Enter an e-mail address.',
      fallbackEmail: 'Enter an e-mail address.',
      exchange: 'Enter where the token is exchanged.',
      signingKey: 'Choose how the key signs.',
      clientAuthentication: 'A machine has to prove itself: choose a secret or a key.',
      workbooks: 'Add a workbook.',
      id: 'Enter the control ID.',
      tag: 'Enter a language code, such as de or pt-BR.',
      connections: 'Add a connection.',
      action: 'Enter the name of the action.',
      address: 'Enter an address.',
      workbook: 'Choose a workbook.',
      control: 'Enter the control ID.',
      other: 'Enter a value.',
    },
    tooLong: {
      name: 'A name is too long.',
      label: 'A name is too long.',
      title: 'A title is too long.',
      embedClientId: 'The client ID is too long.',
      clientId: 'The client ID is too long.',
      keyId: 'The key ID is too long.',
      sigmaConnectionId: 'The connection ID is too long.',
      evalConnectionId: 'The connection ID is too long.',
      tenant: 'The tenant is too long.',
      audience: 'The audience is too long.',
      accountType: 'The account type is too long.',
      teams: 'A team is too long.',
      attribute: 'The attribute is too long.',
      claim: 'The claim is too long.',
      teamsClaim: 'The claim is too long.',
      other: 'This is too long.',
    },
    unusableCharacters: {
      name: 'A name holds characters that cannot be used.',
      label: 'A name holds characters that cannot be used.',
      title: 'A title holds characters that cannot be used.',
      embedClientId: 'The client ID holds characters that cannot be used.',
      clientId: 'The client ID holds characters that cannot be used.',
      keyId: 'The key ID holds characters that cannot be used.',
      sigmaConnectionId: 'The connection ID holds characters that cannot be used.',
      evalConnectionId: 'The connection ID holds characters that cannot be used.',
      tenant: 'The tenant holds characters that cannot be used.',
      audience: 'The audience holds characters that cannot be used.',
      accountType: 'The account type holds characters that cannot be used.',
      email: 'The address holds characters that cannot be seen. Type it anew.',
      teams: 'A team holds characters that cannot be used.',
      attribute: 'The attribute holds characters that cannot be used.',
      claim: 'The claim holds characters that cannot be used.',
      teamsClaim: 'The claim holds characters that cannot be used.',
      other: 'This holds characters that cannot be used.',
    },
    spaces: {
      sigmaConnectionId: 'A connection ID holds no spaces.',
      evalConnectionId: 'A connection ID holds no spaces.',
      tenant: 'A tenant holds no spaces.',
      audience: 'An audience holds no spaces.',
      other: 'A client ID holds no spaces.',
    },
    notHttps: 'Enter an address that starts with https://',
    notAHost: 'Enter the host only, without a path.',
    notAWorkbook: 'Enter the whole address of the published workbook.',
    queryOrFragment: 'Leave out everything after the question mark or hash sign.',
    notLoopback: 'Enter a loopback address with a port, such as {example}',
    blockedPort: 'Browsers refuse this port. Choose another, as in {example}',
    notMetadata: 'Enter the metadata URI; it ends in /.well-known/openid-configuration',
    legacyEmbed:
      'This is an embed of Sigma’s older kind, which takes no tokens. Open the workbook in Sigma and paste the address that the browser shows, with /workbook/ in it.',
    organisationHome:
      'This is the home page of an organisation. Open a workbook there and paste the address that the browser shows, with /workbook/ in it.',
    notOfAWorkbook:
      'This is another page of Sigma. Open the workbook and paste the address that the browser shows, with /workbook/ in it.',
    workbookTwice: 'Another row opens this workbook in the same way. Remove one, or give one another page or values.',
    /** No dot, and not this computer. */
    incompleteHost: {
      host: 'Enter the whole host name, such as dbc-1234abcd-5678.cloud.databricks.com.',
      url: 'Enter the whole address, such as https://app.sigmacomputing.com/company/workbook/…',
      other: 'Enter the whole host name, with the domain behind it.',
    },
    misspelt: {
      host: 'Check the spelling: workspaces are at .cloud.databricks.com, .azuredatabricks.net or .gcp.databricks.com.',
      url: 'Check the spelling: Sigma is at .sigmacomputing.com.',
      accountUrl: 'Check the spelling: accounts are at .snowflakecomputing.com.',
      other: 'Check the spelling of the host.',
    },
    /** A host of one product where another belongs. */
    otherProduct: {
      host: 'This is no address of Databricks. Enter the one that the browser shows in the workspace.',
      url: 'This is no address of Sigma. Open the workbook in Sigma and paste what the browser shows.',
      accountUrl: 'This is no address of Snowflake. Enter the account URL, which ends in .snowflakecomputing.com.',
      authority: 'This is no address of Microsoft Entra ID. Most directories are at https://login.microsoftonline.com',
      issuer: 'This is no address of Google. Its issuer is https://accounts.google.com',
      metadataUrl: 'This is no identity provider. Enter the metadata URI of the server where people sign in.',
      other: 'This is the address of another product.',
    },
    consoleAsWorkspace:
      'This is the account console. Enter the address of a workspace, or choose “Account” or “Found out by itself” below.',
    notAWorkspace: 'This is a site for everybody. Enter the address that the browser shows in your workspace.',
    notAnAccountUrl:
      'This is Snowsight’s own address. There, open the account menu, View account details, and copy the account URL.',
    /** A secret where everybody can read it. The value is never repeated. */
    secretInPlain: {
      embedClientId: 'This is a secret. Enter the client ID here, and the embed secret in the next field.',
      clientId: 'This is a secret. Enter the client ID here, and the secret in its own field.',
      other: 'This is a secret or a key. This field is not kept secret: take it out.',
    },
    idAsSecret: {
      embedSecret: 'This is the client ID. Enter the secret that Sigma showed when it was created.',
      other: 'This is an ID. Enter the secret itself, which was shown once when it was created.',
    },
    otherSecret: 'This is a secret of Databricks. Enter the embed secret of Sigma.',
    notAConnectionId: 'Enter the ID alone: the last part of the connection’s address in Sigma.',
    severalTeams: 'Divide teams by commas.',
    notALanguage: 'Enter a language code, such as de or pt-BR.',
    startsWithColon: 'The ID of a control does not start with a colon.',
    controlTwice: 'Another row has a value for this control already.',
    pageAndElement: 'Enter either a page or an element.',
    addressTooLong: 'Together these values make the address longer than web servers take. Leave some out.',
    notAScope: 'A scope holds no spaces or quotes.',
    notAnEmail: 'Enter an e-mail address without spaces.',
    notALevel: 'Enter the level: automatic, workspace or account.',
    notAnAccountId: 'Enter the account ID as the account console shows it.',
    notAWorkspaceId: 'Enter the workspace ID as the address of the workspace shows it.',
    notATenant: 'Enter the directory (tenant) ID or domain.',
    notMinutes: 'Enter whole minutes, from 1 to 1,440.',
    notPerHour: 'Enter a whole number from 1 to 60.',
    notWholeSeconds: 'Enter whole seconds.',
    tooFewSeconds: 'Enter at least 60 seconds.',
    tooManySeconds: 'Sigma allows at most 30 days (2,592,000 seconds).',
    oneSigma: 'All workbooks of a profile must come from the same Sigma address.',
    takenTwice: {
      isForOrganisation: 'Another connection of this profile hands its token to the whole organisation already.',
      other: 'Another connection of this profile has this connection ID already.',
    },
    tooMany: 'These are too many.',
    placeholderInHost: 'The host stands as it is. A value can be part of what follows it.',
    placeholderOpen: 'Write each value as one name in braces, and close them.',
    actionTwice: 'Another rule is for this action already.',
    noSuchWorkbook: 'Choose a workbook of this profile.',
    invalid: 'This value cannot be used.',
  },
  /** A fault of a value that has a name of its own, as in a settings file. */
  namedFault: '{name}: {fault}',

  /** What may be the matter with an address in Sigma. Nobody but Sigma knows, so none is refused for it. */
  addressDoubts: {
    lead: 'Sigma may not take {address} as it is.',
    about: {
      guest: 'It is the sign-in name of a guest in Entra ID, to which no mail goes.',
      letters: 'It has letters outside of the English alphabet.',
      long: 'It is longer than mail allows.',
      domain: 'There is no dot after the @ sign.',
      form: 'It has dots or characters that mail addresses seldom have.',
      plus: 'It has a plus sign.',
      capitals: 'It has capital letters: with small ones, Sigma may count it as another person.',
    },
  },

  /** Profiles that tell Sigma different things about the same people. */
  sharedUsers: {
    inForm:
      'Sigma is told something else about the same people by {profiles}: {differences}. It keeps one user for each address and changes it with every load. Use the same values, or another embed client.',
    inList: 'Sigma is told something else about the same people by {profiles}: {differences}.',
    differences: {
      userKind: 'the kind of user',
      accountType: 'the account type',
      teams: 'teams',
      attributes: 'user attributes',
      teamsClaim: 'the claim with teams',
    },
  },

  /** What is worth knowing about the import of a QuickStart file. */
  importRemarks: {
    fallbackEmail:
      'Sigma sees each person’s own address. Only a person whom the sign-in names in no way appears as {email} (EMAIL), as in the QuickStart. Leave EMAIL empty to refuse such a sign-in.',
    publicClient: 'The file has no client secret, so the connection is set up as a public client.',
    sessionLength: 'SESSION_LENGTH is read as {seconds} seconds, as the QuickStart reads it.',
    level:
      'DATABRICKS_AUTH_LEVEL is neither “workspace” nor “account”. It is read as “workspace”, as the QuickStart reads it.',
    misspelt: 'Not used, since nobody knows the name: {misspelt}. Did you mean the second one?',
    notUsed: 'Not used of the file: {unused}.',
    otherQuickStarts: 'Not used, since other QuickStarts have them: {otherQuickStarts}.',
    ofServer: 'Only the QuickStart’s own server uses {serverNames}.',
  },

  /** What a change of a profile changes: the name of the field, and how one change is said. */
  profileChanges: {
    fields: {
      sigmaAddress: 'Sigma address',
      embedClientId: 'Embed client ID',
      tenant: 'Tenant',
      evalConnectionId: 'Connection for all queries',
      organisationToken: 'Token for the whole Sigma organisation',
      embedSecret: 'Embed secret',
      userKind: 'Kind of user',
      email: 'E-mail address that Sigma sees',
      fallbackEmail: 'Address for people whom no sign-in names',
      accountType: 'Account type',
      teams: 'Teams',
      attributes: 'User attributes',
      sessionSeconds: 'Session length in seconds',
      workbook: 'Workbook',
      action: 'Rule for an action',
      workbookOptions: 'How a workbook opens',
      refresh: 'Refresh of a workbook by itself',
      connection: 'Sigma connection ID',
      flow: 'Kind of sign-in',
      server: 'Server of the connection',
      clientId: 'Client ID of the connection',
      clientAuthentication: 'Client authentication',
      clientSecret: 'Client secret',
      signingKey: 'Signing of the client',
      exchange: 'Token exchange',
      scopes: 'Scopes',
      redirectUris: 'Redirect URLs',
    },
    changed: '{field}: “{before}” → “{after}”.',
    added: '{field}: “{after}” (new).',
    removed: '{field}: “{before}” (no longer).',
    secret: '{field}: replaced.',
  },

  /** Where secrets are kept, by what encrypts them. */
  vaultBackends: {
    keychain: 'Encrypted by Keychain',
    'windows-data-protection': 'Encrypted by Windows data protection',
    'secret-service': 'Encrypted by the system keyring (Secret Service)',
    kwallet: 'Encrypted by KWallet',
    none: 'In memory only, until Sightglass closes',
  },

  /** The page on which the browser tab of a sign-in ends. */
  resultPage: {
    signedInTitle: 'Signed in',
    signedIn: 'You are signed in',
    goBack: 'You can close this tab and go back to Sightglass.',
    origin: 'This page came from Sightglass on this computer.',
    close: 'You can close this tab.',
    /** For an answer that does not fit the sign-in under way, whose words anybody may have written. */
    stray: {
      title: 'This answer does not fit the sign-in',
      what: {
        noState: 'The answer that this browser brought does not say to which sign-in it belongs (it has no state).',
        otherState:
          'The answer that this browser brought belongs to another sign-in (it has another state): to an earlier try, or to another program.',
        stateTwice: 'The answer that this browser brought says more than once to which sign-in it belongs (state).',
        empty: 'This browser came without an answer.',
        form: 'The answer that this browser brought came as a form (response_mode=form_post), which Sightglass does not read.',
        otherAddress: 'The answer that this browser brought came to another address than {redirectUri}.',
      },
      unverified: 'It says the following. Sightglass cannot tell who wrote it:',
      next: 'It has changed nothing. Go back to Sightglass: a sign-in that waits there still waits, and you can open the browser again or start anew.',
      remedies: {
        noState:
          'If this comes back, show this page to an administrator: the authorization server refused the request and left its state out.',
        otherState: 'Close older tabs of the sign-in. Only the one that Sightglass opened last counts.',
        stateTwice: 'If this comes back, show this page to an administrator of the authorization server.',
        empty:
          'If a sign-in led here, show this page to an administrator: the server may answer behind a # (implicit flow, or response_mode=fragment). It has to answer with a code in the address.',
        form: 'If this comes back, show this page to an administrator: the server has to answer with a code in the address (response_mode=query).',
        otherAddress:
          'If a sign-in led here, show this page to an administrator: the registered redirect URL has to be {redirectUri}, letter by letter.',
      },
    },
    /** What a browser gets that asks for anything else than the end of the sign-in under way. */
    refused: {
      misdirected: 'Misdirected request.',
      method: 'Only GET is answered here.',
      notFound: 'Nothing is here.',
      otherSignIn: 'This does not belong to the sign-in under way.',
    },
  },

  // The screens of a window, in the order in which a person meets them
  common: {
    cancel: 'Cancel',
    copied: 'Copied',
    copy: 'Copy',
    remove: 'Remove',
    tryAgain: 'Try again',
    hide: 'Hide',
  },

  window: {
    title: '{workbook} – Sightglass',
    titleOf: '{screen} – Sightglass',
    starting: 'Starting…',
    startAgain: 'Start the window again',
    offline: 'Offline',
    menu: 'Menu',
    profiles: 'Profiles',
    editSetUp: 'Edit set-up',
    editSetUpOf: 'Edit set-up of {profile}',
    signInAsSomebodyElse: 'Sign in as somebody else…',
    signInAsSomebodyElseTo: 'Sign in to {connection} as somebody else…',
    signOut: 'Sign out',
  },

  welcome: {
    title: 'Welcome to Sightglass',
    lead: 'Open Sigma workbooks in which every query runs as you: you sign in to your data platform yourself, in your own browser.',
    setUp: 'Set up a profile',
    openFile: 'Open a set-up file…',
    help: 'You were given a set-up file? Open it, or drop it here. You have none? Ask whoever told you of the workbook.',
    administrators: 'For administrators',
    importEnv: 'Import a QuickStart .env…',
  },

  profiles: {
    title: 'Profiles',
    back: 'Back',
    newProfile: 'New profile',
    version: 'Sightglass {version}',
    signedIn: 'Signed in',
    signedInPartly: '{held} of {all} signed in',
    edit: 'Edit',
    editProfile: 'Edit {profile}',
    open: 'Open',
    openProfile: 'Open {profile}',
    more: 'More for {profile}',
    handOut: 'Save a set-up file…',
    duplicate: 'Duplicate',
    /** The name of a copy. */
    copyOf: '{profile} (copy)',
    remove: 'Remove…',
  },

  /** A set-up file, by which a profile is handed to others. */
  handOut: {
    title: 'Save “{profile}” as a set-up file',
    lead: 'People open the file in Sightglass and have this profile. It names no person.',
    kind: 'Secrets',
    without: 'Leave the secrets out',
    withoutHelp: 'Whoever opens the file types them.',
    sealed: 'Put the secrets in, under a passphrase',
    sealedHelp: 'Tell people the passphrase in another way than you send the file.',
    passphrase: 'Passphrase',
    passphraseHelp: 'At least {count} characters. Several words that have nothing to do with each other are best.',
    again: 'Passphrase again',
    embedSecret: 'Embed secret',
    clientSecret: 'Client secret of {label}',
    privateKey: 'Private key of {label}',
    secretHelp: 'Stored secrets never leave this computer. Type them once more, from where you keep them.',
    tooShort: 'Use {count} characters or more.',
    differs: 'The two are not the same.',
    missing: 'Fill this in.',
    save: 'Save…',
    saved: 'The set-up file is saved.',
  },

  /** What a set-up file asks before anything of it is taken over. */
  setUpOffer: {
    title: 'Set up “{profile}”?',
    titleUpdate: 'Bring “{profile}” up to date?',
    lead: 'The file sets up the following. Go on only if it comes from somebody whom you trust.',
    sigma: 'Sigma',
    signIn: 'Sign-in',
    workbooks: 'Workbooks',
    sealedHelp: 'Whoever gave you the file knows it.',
    missingHelp: 'These secrets are not in the file. Whoever gave it to you has them.',
    accept: 'Set up',
    acceptUpdate: 'Bring up to date',
  },

  importEnv: {
    title: 'Import a QuickStart .env',
    lead: 'Drop the file onto this window, choose it, or paste its text here.',
    text: 'Text of the file',
    help: 'It holds secrets. The field is emptied when you import.',
    hiddenOnLinux: 'The file is a hidden one. Where the dialog does not show it, press Ctrl+H there.',
    missing: 'Paste the text of the file first.',
    choose: 'Choose a file…',
    import: 'Import',
    dropHere: 'Drop the file to import it',
  },

  importReport: {
    setUp: '“{profile}” is set up',
    upToDate: '“{profile}” is up to date',
    everything: 'Everything in the file was imported.',
    nothingChanged: 'The file says what the profile had already. Nothing changed.',
    changed: 'What changed:',
    withRemarks: 'Everything needed was imported. Worth knowing:',
    remarks: 'Worth knowing:',
    deleteFile:
      'Delete the file now, and what you copied from it: it holds the embed secret and the client secret in plain text.',
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
    serviceAccountAtRest: 'This service account was signed out.',
    /** Beside buttons that can do nothing: the sign-in of another profile is under way. */
    elsewhere: 'A sign-in to {connection} of “{profile}” is under way. Finish or cancel it first.',
    showElsewhere: 'Show it',
    /** Beside a sign-in that waits for long. */
    browserError: {
      sentence: {
        one: 'Does the browser show an error in place of a sign-in page? Then the application may not know this redirect URL. An administrator adds it, exactly as it stands here:',
        other:
          'Does the browser show an error in place of a sign-in page? Then the application may not know these redirect URLs. An administrator adds each, exactly as it stands here:',
      },
      copy: 'Copy the redirect URL',
    },
    preparing: 'Preparing the sign-in to {connection}…',
    finishing: 'Finishing the sign-in to {connection}…',
    continueInBrowser: 'Continue in your browser',
    timeLeft: 'Time left',
    waiting: 'Sign in to {connection} in the tab that just opened. This window goes on by itself.',
    openBrowser: 'Open the browser',
    reopenBrowser: 'Open the browser again',
    copyLink: 'Copy link',
    /** Nothing of what came is repeated: anybody can send it. */
    strayAnswer:
      'A browser brought an answer that does not fit this sign-in. It was set aside, and the right one is still waited for. The page in the browser says more.',
    otherAccount: {
      title: 'Find another account first',
      unaskable:
        '{connection} cannot be asked for another account: a browser that is signed in there goes on as the same person. Copy the link into a private window, or sign out there before you open the browser.',
    },
    opening: 'Opening {workbook}…',
    otherProfiles: 'Other profiles',
  },

  workbook: {
    /** How large it is shown, in the bar. */
    zoom: '{percent} %',
    resetZoom: 'Zoom {zoom}, back to the actual size',
    label: 'Workbook',
    /** Instead of a workbook, the longer it takes the more is said. */
    loading: {
      /** Beside the others, while the workbook as it was is shown dimmed. */
      lastPicture: 'What you see is its last picture.',
      /** What it waits for, once it takes a moment. */
      stages: {
        signing: 'The session for {workbook} is being signed…',
        loading: '{workbook} is on its way from Sigma…',
        data: '{workbook} is coming back to where you were…',
      },
      /** After ten seconds: why that may be, and what to do. */
      long: {
        signing:
          'Signing the session for {workbook} takes longer than usual. The sign-in may be renewing, or the network slow. Wait, or stop and open it again.',
        loading:
          '{workbook} takes longer than usual. Sigma may be busy, or the network slow. Wait, or stop and open it later.',
        data: '{workbook} takes longer than usual to come back to where you were. A large query may take minutes. Wait, or stop and open it later.',
      },
      stop: 'Stop',
    },
    stopped: 'The workbook was not opened.',
    reload: 'Reload',
    signOutOf: 'Sign out of {connection}',
    /** Beside a failure that is tried again by itself. */
    tryNow: 'Try now',
    triesAgainIn: 'Tries again by itself in {time}.',
    /** Over a renewed workbook that lacks the last steps of a person who goes on exploring. */
    catchingUp: 'Your last steps are being brought back…',
    /** From another document, which the person went to inside Sigma, to the one that the profile names. */
    goHome: 'Back to {workbook}',
    reloadWorkbook: 'Reload the workbook',
    /** How old the data is, and when it is asked for again without a load. */
    refresh: {
      button: 'Refresh the data',
      hint: 'Refresh the data (F5).',
      asOf: 'Data as of {time}',
      underWay: 'Refreshing…',
      nextAt: 'Refreshes by itself at {time}.',
      inAMoment: 'Refreshes by itself in a moment.',
      unanswered: 'Sigma did not answer the last refresh. There may be nothing to refresh on this page.',
      paused: {
        unanswered:
          'Sigma did not answer two refreshes, so none is sent by itself until the session is renewed or one is answered. There may be nothing to refresh on this page, or your Sigma does not know this yet.',
        hidden: 'It does not refresh by itself while nobody sees it.',
        'not-open': 'It refreshes by itself once the workbook is open.',
        offline: 'It refreshes by itself once you are online.',
        editing: 'It does not refresh by itself while you edit.',
        renewing: 'New data comes with the renewal of the session.',
        busy: 'It refreshes by itself in your next pause.',
        budget: 'The refreshes of this hour are used up. It goes on by itself when there is room again.',
      },
    },
    otherProfiles: 'Other profiles',
    workbooksAndProfiles: 'Workbooks and profiles',
    serviceAccount: 'Service account · {connection}',
    runsAsServiceAccount: 'Every query runs as this service account, not as a person.',
  },

  /** The inside of an open workbook: its menu in the bar, its panel, and what it has to say. */
  inside: {
    menu: 'Workbook menu',
    mode: 'Mode',
    modes: { view: 'View', explore: 'Explore', edit: 'Edit' },
    pictures: 'Pictures and paper',
    ofWorkbook: 'This workbook',
    links: 'Links to it',
    modals: { export: 'Export…', schedule: 'Schedule…', 'save-as': 'Save as…' },
    downloadReport: 'Download the report',
    maximiseSelected: 'Maximise the chosen element',
    putBack: 'Put the element back',
    panel: 'In this workbook',
    close: 'Close the panel',
    tabs: { bookmarks: 'Bookmarks', controls: 'Controls', pages: 'Pages', alerts: 'Alerts' },
    bookmarks: {
      label: 'Bookmarks',
      none: 'No bookmarks yet. Sigma gives no list of them: each appears here once you open, make or change it.',
      asTheyAreMet:
        'The list holds what you have met in this workbook. It is forgotten when Sightglass closes or you sign out.',
      unnamed: 'Bookmark without a name',
      isDefault: 'Opens by default',
      isShared: 'Shared',
      leave: 'Leave the bookmark',
      more: 'More for {bookmark}',
      update: 'Save what is shown to it',
      remove: 'Delete…',
      removal: {
        question: 'Delete “{bookmark}”?',
        consequence: 'It is deleted in Sigma. This cannot be undone.',
        ofShared: 'It is deleted in Sigma, also for those it is shared with. This cannot be undone.',
        confirm: 'Delete bookmark',
      },
      create: 'New bookmark of what is shown',
      namePlaceholder: 'Name',
      openByDefault: 'Opens by default',
      share: 'Shared with everyone who sees this workbook',
      save: 'Make bookmark',
      asked: 'Waiting for Sigma to make “{bookmark}”…',
      saved: 'The bookmark {bookmark} is made.',
    },
    controls: {
      none: 'This workbook has told of no controls so far. One appears here once you change it in the workbook.',
      search: 'Search controls',
      notFound: 'No control holds “{search}”.',
      noValue: 'No value',
      help: 'Press Enter to set a value. Several values are divided by commas. Sigma does not tell what kind a control is: write dates and numbers as they stand here. A value that it does not take goes back.',
    },
    pages: {
      label: 'Pages and elements',
      none: 'No pages or elements yet. Sigma gives no list of them: each appears here once you go to it or choose something in it.',
      asTheyAreMet: 'Sigma tells the title of an element once you choose a value in it.',
      types: { page: 'Page', element: 'Element' },
      maximise: 'Maximise {element}',
    },
    alerts: {
      label: 'What you are told of',
      none: 'Nothing yet. Choose below what you want to be told of.',
      form: 'Tell me when',
      what: 'Tell me when',
      kinds: {
        'no-data': 'An element finds no data',
        'chart-error': 'A chart cannot be shown',
        control: 'A control has a value',
        action: 'An action comes with a value',
      },
      control: 'Control',
      noControls: 'This workbook has told of no controls so far.',
      action: 'Name of the action',
      field: 'Name of the value',
      test: 'Comparison',
      tests: { is: 'is', isNot: 'is not', above: 'is above', below: 'is below' },
      value: 'Value',
      notANumber: 'Write a number, with a point and without thousands.',
      add: 'Add',
      added: 'Added: {alert}',
      full: 'No more than {most} can be set. Remove one first.',
      sentences: {
        control: '{control} {comparison} {value}',
        action: '{action}: {field} {comparison} {value}',
      },
      noValue: '(no value)',
      isSo: 'It is so now',
      remove: 'Remove: {alert}',
      removed: 'Removed: {alert}',
      help: 'You are told once, by a notification of the system, when this workbook is open and not before you; and again after it was over. A tab that is asleep knows of nothing. What you set here is kept on this computer until you sign out.',
    },
    troubles: {
      failed: { one: '{count} chart could not be shown', other: '{count} charts could not be shown' },
      empty: { one: '{count} element found no data', other: '{count} elements found no data' },
      help: 'The workbook shows which. Press to see its controls.',
      helpWithReason: 'The workbook shows which. Press to see what to do about it.',
    },
    published: {
      title: 'A newer version was published',
      help: 'Reload to see it. You stay where you are in the workbook.',
      reload: 'Reload',
      notNow: 'Not now',
    },
    actions: {
      unnamed: 'Action of the workbook',
      times: '{times} times',
      noValue: 'no value',
      outcomes: {
        shown: 'An action of this workbook. Nothing is set up to follow from it.',
        declined: 'You did not allow what the profile would do about this action. You are asked again after a restart.',
        unfit: 'The profile has a rule for this action, and these values do not fit it. Nothing was opened.',
      },
      dismiss: 'Dismiss {action}',
    },
  },

  /** Over an open workbook whose sign-in has ended. */
  ended: {
    label: 'Sign-in',
    continueInBrowser: 'Continue in your browser to sign in to {connection}.',
    signingIn: 'Signing in to {connection}…',
    person: 'Your sign-in to {connection} has ended',
    personNext: 'The workbook stays open. Sign in again to refresh it.',
    notRenewed: 'The sign-in to {connection} could not be renewed',
    serviceAccount: 'The service account of {connection} is no longer accepted',
    serviceAccountNext: 'The workbook stays open. Try again, or tell the administrator.',
  },

  edit: {
    label: 'Edit mode',
    waits: 'You are editing, so the workbook is not renewed now.',
    waitsNext: '{time} are left of the session. Publish in Sigma or leave the edit mode, and it is renewed at once.',
    leave: 'Leave edit mode',
    hide: 'Hide',
    over: 'The session ended while you were editing. Nothing was taken away.',
    overNext:
      'Loading again brings back what Sigma has kept of your draft. What it has not kept is on this page alone: copy it first.',
    load: 'Load again',
    keep: 'Keep this page',
  },

  details: {
    title: 'Session details',
    close: 'Close session details',
    copyAll: 'Copy all',
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
    /** Beside the time, which a person need not mind. */
    byItself: 'Your sign-in is renewed by itself, and the workbook stays as it is. Press for the details.',
    inAMoment: 'Renews in a moment',
    renewsIn: 'Renews in {duration}',
    notAskedForAt: 'You will have to sign in again at {time}, because the connection does not ask for {scope}.',
    notAskedFor:
      'You will have to sign in again when this session ends, because the connection does not ask for {scope}.',
    notGivenAt: 'You will have to sign in again at {time}, because the server gave no refresh token.',
    notGiven: 'You will have to sign in again when this session ends, because the server gave no refresh token.',
  },

  about: {
    titles: {
      program: 'About Sightglass',
      guide: 'User guide',
      news: 'What is new',
      notices: 'Third-party notices',
      licence: 'Licence',
      crashes: 'Crash reports',
    },
    close: 'Close',
    back: 'Back to About',
    reading: 'Reading…',
    version: 'Version {version}',
    unknown: 'Not told',
    builds: {
      release: 'Release',
      'not-a-release': 'Not a release',
      tests: 'Built for tests',
      development: 'Development',
    },
    notARelease:
      'This copy was not built for people: nobody vouches for it, and it gets no updates. Ask whoever gave it to you for a release.',
    factsTitle: 'Versions',
    copyFacts: 'Copy the versions',
    /** One line of what is copied. */
    fact: '{name}: {value}',
    facts: {
      commit: 'Commit',
      build: 'Build',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node',
      system: 'System',
      managed: 'Managed',
    },
    managed: 'Managed by your organisation',
    managedKeys: 'Decided for you:',
    managedNotUnderstood: 'Not understood:',
    /** Who helps, where an administrator named somebody; `{name}` is theirs. */
    help: { title: 'Help in your organisation', ask: 'Ask {name}', askUnnamed: 'Ask for help' },
    noNews: 'Nothing is written about version {version}.',
    noticesIntro:
      'Sightglass builds on the work of others. Chromium and Electron bring lists of their own, which lie beside the program.',
    noNotices: 'The list is made when a package is built. This build has none.',
    openChromium: 'Licences of Chromium',
    search: 'Search by name or licence',
    found: '{found} of {all}',
    crashesIntro:
      'When Sightglass, or a part of it, stops unexpectedly, it leaves a report on this computer. The five newest are kept, for 30 days at most. They are never sent anywhere.',
    crashesWarning:
      'A report holds parts of the memory of the program: names, addresses, what a workbook showed, and perhaps a sign-in that still works. Give it only to people whom you would trust with those, and sign out before you do.',
    crashesOff: 'Your organisation has switched crash reports off. None is made, and none is kept.',
    noCrashes: 'There is no report.',
    crashesKept: {
      one: 'There is one report, of {when}.',
      other: 'There are {count} reports, the newest of {when}.',
    },
    showFolder: 'Show the folder',
    removeCrashes: 'Remove them',
    afterCrash: 'The last time, Sightglass or a part of it stopped unexpectedly. What it left is under Crash reports.',
  },
  /** The menu of the person in the bar. */
  account: {
    title: 'Your sign-ins',
    through: 'Through {connection}',
    until: 'Until {time}',
    renewsAt: 'Renews by itself at {time}',
    noEnd: 'The server named no end',
    ended: 'Ended',
    signedOut: 'Not signed in',
    /** What is about all of the profile. */
    all: 'All of them',
    signOutOf: 'Sign out of {connection}',
    signOutOfAll: 'Sign out of all profiles',
    /** What is for administrators. */
    advanced: 'Advanced',
  },

  /** The page of settings. The words of each setting in the order of `settings.ts`. */
  wall: {
    label: 'Wallboard',
    leave: 'Leave the wallboard',
    /** How else it is left. */
    hint: 'or hold Esc',
    /** How long one tab is shown, in its menu; and the choice that leaves it at what all have. */
    time: 'Time on the Wallboard',
    timeOfAll: 'As in the settings ({time})',
    leftOut: 'Not on the Wallboard',
    dataOf: 'Data of {time}',
    comes: 'The first picture is on its way.',
    comesBack: 'The picture is on its way back.',
    lacks: {
      'sign-in': 'Somebody has to sign in.',
      network: 'There is no network. It is tried again by itself.',
      workbooks: 'There is no workbook to show.',
      answer: 'The workbook does not come. It is tried again by itself.',
    },
  },
  settings: {
    title: 'Settings',
    close: 'Close',
    outline: 'Groups of settings',
    search: 'Search settings',
    found: { one: 'One setting fits.', other: '{count} settings fit.' },
    none: 'No setting fits “{search}”. Try another word, or empty the field to see all.',
    reset: 'Reset',
    /** For those who listen: which one. */
    resetOne: 'Reset: {setting}',
    resetAll: 'Reset all',
    resetAllQuestion: 'Reset all settings?',
    resetAllConsequence: 'Every setting that you changed goes back to what it was. Profiles and sign-ins stay.',
    wasReset: '{setting} is back to {value}.',
    allWereReset: 'All settings are back to what they were.',
    defaultIs: 'Unless you choose: {value}',
    setBy: {
      administrator: 'Your organisation has decided this.',
      program: 'There is nothing to choose in this copy of Sightglass.',
    },
    on: 'On',
    off: 'Off',
    never: 'Never',
    units: {
      percent: '{amount} %',
      seconds: '{amount} seconds',
      minutes: '{amount} minutes',
      days: '{amount} days',
      timeOfDay: '{amount}',
      tabs: '{amount} tabs',
    },
    groups: {
      look: 'Appearance',
      start: 'At the start',
      tabs: 'Tabs',
      wall: 'Wallboard',
      signIn: 'Sign-in',
      notifications: 'Notifications',
      audit: 'Audit trail',
      monitoring: 'Monitoring',
      updates: 'Updates',
    },
    items: {
      appearance: {
        title: 'Light or dark',
        explains: 'How Sightglass looks. Workbooks that follow the app follow at once.',
        values: { system: 'As the system', light: 'Light', dark: 'Dark' },
      },
      /** Each language is called by its own name, see `languageNames`. */
      language: {
        title: 'Language',
        explains: 'Of Sightglass itself. Workbooks that follow the app follow too, where they are translated in Sigma.',
        values: { system: 'As the system' },
        waits: 'It takes effect when Sightglass starts again.',
        startAgain: 'Restart now',
      },
      textSize: {
        title: 'Size of text',
        explains:
          'Of the windows of Sightglass, and of everything that belongs to text. Workbooks have a zoom of their own.',
      },
      rail: {
        title: 'Workbook list',
        explains:
          'Beside an open workbook, where the window is wide enough: pinned and recent workbooks, and all of them by profile.',
      },
      atStart: {
        title: 'When Sightglass starts',
        explains: 'What is shown first, once you are signed in.',
        values: { lastWorkbook: 'The tabs that were open last', startPage: 'The start page' },
      },
      startAtLogin: {
        title: 'Start when you sign in to this computer',
        explains: 'Only an installed Sightglass does, and an AppImage from where it lies now.',
      },
      tabSleep: {
        title: 'Tabs that nobody looks at sleep after',
        explains:
          'A sleeping tab takes no memory, and loads again, at the same place, when you go to it. One in which something goes on stays awake.',
      },
      liveTabs: {
        title: 'Most tabs awake in a window',
        explains: 'Of more, the ones that nobody has looked at for longest sleep.',
      },
      wallAtStart: {
        title: 'Start as a wallboard',
        explains: 'A wallboard that was shown when Sightglass ended comes back in any case.',
      },
      wallSeconds: {
        title: 'How long each tab is shown',
        explains: 'The next one comes when its data is there, and not before.',
      },
      wallDisplay: {
        title: 'Display of the wallboard',
        explains: 'Counted from left to right. One that is not connected is waited for.',
        values: {
          window: 'Where the window is',
          '1': 'The first',
          '2': 'The second',
          '3': 'The third',
          '4': 'The fourth',
        },
      },
      wallKeepsAwake: {
        title: 'Keep the display awake',
        explains: 'As long as the wallboard is shown.',
      },
      signOutWhenLocked: {
        title: 'Sign out when the screen is locked',
        explains:
          'Signs you out of every profile. What is being edited in Sigma and not published is lost. Service accounts stay signed in.',
      },
      signOutWhenIdle: {
        title: 'Sign out when nobody is there',
        explains:
          'After so long without a key or a move of the mouse; you are warned a minute before. What is being edited in Sigma and not published is lost. Service accounts stay signed in.',
      },
      notifications: {
        title: 'Notifications of the system',
        explains:
          'Sightglass tells you what needs you while you do not look at it. Each thing is told once, and a press leads to it. The system has settings of its own for them.',
      },
      notifySignIn: {
        title: 'When a sign-in needs you',
        explains: 'A sign-in has ended and only you can renew it.',
      },
      notifyRenewal: {
        title: 'When a sign-in is not renewed',
        explains:
          'Renewals have failed for so long. Sightglass goes on trying. A sign-in that cannot be renewed is told of ten minutes before it ends.',
      },
      notifyDownloads: {
        title: 'When a download is done',
        explains: 'A file of a workbook lies in its folder.',
      },
      notifyActions: {
        title: 'Actions of workbooks',
        explains: 'An action that the author of a workbook has set up came, and its workbook is no longer before you.',
      },
      notifyAlerts: {
        title: 'What you asked to be told',
        explains: 'What you have set at a workbook, under “Tell me when”.',
      },
      notifyAlarms: {
        title: 'Alarms',
        explains:
          'A sign-in that ends soon, a wallboard in trouble, a keychain that does not answer, a wrong clock, an audit trail that cannot be written.',
      },
      notificationNames: {
        title: 'Names in notifications',
        explains:
          'Name the profile, the workbook or the file. Many systems show notifications to everybody who stands before the screen, also while nobody is signed in to it.',
      },
      quietHours: {
        title: 'Quiet hours',
        explains:
          'Nothing is shown in them. What is still so afterwards is told then; the number at the icon counts all the same.',
      },
      quietFrom: { title: 'Quiet from', explains: 'By the clock of this computer.' },
      quietTo: { title: 'Quiet until', explains: 'When it is the same as the beginning, no hours are quiet.' },
      badge: {
        title: 'Number at the icon',
        explains: 'How many things you have not looked at yet, where the system shows such a number.',
      },
      tray: {
        title: 'Icon in the notification area',
        explains:
          'Brings Sightglass before you. Closing the last window ends Sightglass all the same; nothing runs in the background.',
      },
      auditTrail: {
        title: 'Keep an audit trail',
        explains:
          'Who signed in, which sessions were signed and which files were saved is recorded on this computer, with names.',
      },
      auditDays: {
        title: 'How long entries are kept',
        explains: 'Older entries are removed. When there are very many, the oldest go earlier.',
      },
      auditSystemLog: {
        title: 'Also to the log of the system',
        explains:
          'Each entry is handed to the event log or journal of this computer as well, where others may read it.',
      },
      statusFile: {
        title: 'Write a status file',
        explains:
          'How Sightglass is, for programs that monitor this computer: a file beside the settings that only you can read, written every minute.',
      },
      statusNames: {
        title: 'Names in the status',
        explains: 'What profiles and connections are called. Names of people and of workbooks are never in it.',
      },
      updateMode: {
        title: 'How updates come',
        explains: 'Whether new versions are looked for, and what happens when there is one.',
        values: {
          automatic: 'By themselves, when Sightglass ends',
          notify: 'Only tell me',
          off: 'Not at all',
        },
      },
      updateChannel: {
        title: 'Which versions',
        explains: 'Early versions show what is coming, and are tried less.',
        values: { latest: 'Released versions', beta: 'Early versions too (beta)' },
      },
    },
  },

  /** Of the system. Names are in `named` alone, and only where the settings let them: a system may show it to anybody. */
  notifications: {
    told: {
      signIn: {
        title: 'Sign-in needed',
        named: 'Sign-in needed: {name}',
        body: 'A sign-in has ended. Sign in again to go on.',
      },
      renewal: {
        title: 'A sign-in is not being renewed',
        named: 'Not being renewed: {name}',
        body: 'Renewals have failed for some time. Sightglass goes on trying.',
      },
      signInByHand: {
        title: 'Sign in again soon',
        named: 'Sign in again soon: {name}',
        body: 'The sign-in ends at {time}. It cannot be renewed: sign in again by hand before then.',
      },
      download: { title: 'Download done', named: 'Download done: {name}', body: 'The file lies in its folder.' },
      action: {
        title: 'Action of a workbook',
        named: 'Action of {name}',
        body: 'The workbook shows what it was about.',
      },
      noData: { title: 'A workbook found no data', named: '{name}: no data', body: 'You asked to be told of this.' },
      chartError: {
        title: 'A chart could not be shown',
        named: '{name}: a chart could not be shown',
        body: 'You asked to be told of this.',
      },
      control: {
        title: 'A control has changed',
        named: '{name}: a control has changed',
        body: 'It has a value that you asked to be told of.',
      },
      actionAlert: {
        title: 'Action of a workbook',
        named: 'Action of {name}',
        body: 'It came with a value that you asked to be told of.',
      },
      signInEnds: {
        title: 'A sign-in ends soon',
        named: 'Ends soon: {name}',
        body: 'It cannot be renewed, and nobody is there to sign in.',
      },
      wall: {
        title: 'A wallboard needs somebody',
        named: 'Wallboard: {name}',
        body: 'It shows an old picture, or none.',
      },
      keychain: {
        title: 'The keychain does not answer',
        named: '{name}: the keychain does not answer',
        body: 'New sign-ins and renewals are not kept until it does.',
      },
      clock: {
        title: 'The clock of this computer is wrong',
        named: '{name}: the clock is wrong',
        body: 'Set date and time automatically.',
      },
      audit: {
        title: 'The audit trail cannot be written',
        named: '{name}: the audit trail cannot be written',
        body: 'Check that the disk is not full.',
      },
    },
    /** For those who listen: the mark at the icon on Windows. */
    count: { one: 'One thing that you have not looked at', other: '{count} things that you have not looked at' },
    tray: { open: 'Open Sightglass', quit: 'Quit' },
  },

  /** Before somebody who went away is signed out. */
  absence: {
    title: 'Are you still there?',
    question: {
      one: 'Nobody has used this computer for a while. You will be signed out in one second.',
      other: 'Nobody has used this computer for a while. You will be signed out in {count} seconds.',
    },
    stay: 'Stay signed in',
  },

  /** The page of the doctor. */
  doctor: {
    title: 'Doctor',
    close: 'Close',
    intro:
      'Looks at this computer, the way to the servers and the set-up, and says who must do what. Nothing that runs is disturbed.',
    find: 'Find the cause',
    subject: 'Set-up',
    computerAlone: 'This computer alone',
    noSetUp: 'There is no set-up yet, so this computer alone is looked at.',
    again: 'Look again',
    stop: 'Stop',
    progress: '{done} of {all} looked at',
    verdicts: {
      looking: 'Looking…',
      right: 'Everything that can be looked at is right.',
      stopped: 'Stopped before everything was looked at.',
      nothing: 'Nothing could be looked at.',
    },
    /** `{error}` is the title of an error. */
    lookingFor: 'Looking for the cause of “{error}”…',
    notExplained: 'Nothing wrong was found that explains “{error}”.',
    whenNotExplained: 'Do again what failed. If it fails again, look again right after that, and pass on the report.',
    signInFirst: 'What comes after a sign-in is not known, since nobody is signed in.',
    signIn: 'Sign in',
    ofConnection: '{check} · {connection}',
    matters: 'What matters for this error',
    right: { one: 'One right', other: '{count} right' },
    sinceLast: 'Since the last look',
    unchanged: 'Nothing has changed since the last look.',
    now: {
      ok: '{check}: now right',
      warning: '{check}: now to be looked at',
      failed: '{check}: now wrong',
      skipped: '{check}: no longer known',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): doctor for the set-up “{profile}”',
      headOfComputer: 'Sightglass {version} ({platform}): doctor for this computer',
      startedAt: 'Begun: {time}',
    },
    report: {
      open: 'Save report…',
      title: 'What the report holds',
      intro: 'One zip file with these files and nothing else. Read them before you pass them on.',
      withoutNames: 'Without names',
      withoutNamesHelp: 'People, profiles, workbooks and connections are not named.',
      lines: { one: 'one line', other: '{count} lines' },
      contentOf: 'Content of {name}',
      reading: 'Reading…',
      save: 'Save…',
      saved: 'The report was saved.',
      back: 'Back to the results',
    },
  },

  /** The page of the audit trail. */
  audit: {
    title: 'Audit trail',
    close: 'Close',
    intro: 'What was done with Sightglass on this computer, the newest first. No tokens, no secrets, no data.',
    off: 'Nothing is recorded now. The settings decide it.',
    offByAdministrator: 'Nothing is recorded now. Your organisation has decided this.',
    search: 'Search the audit trail',
    found: { one: 'One entry fits.', other: '{count} entries fit.' },
    foundMore: 'The newest {count} entries that fit.',
    none: 'No entry fits “{search}”.',
    noEntries: 'There is no entry.',
    kind: 'Kind',
    allKinds: 'All kinds',
    kinds: {
      signIn: 'Sign-ins and renewals',
      session: 'Sessions',
      file: 'Files',
      link: 'Links',
      profile: 'Profiles',
      alarm: 'Alarms',
      policy: 'Policy',
      program: 'Program and audit trail',
    },
    day: 'Day',
    list: 'Entries',
    more: 'Show older entries',
    refresh: 'Refresh',
    reading: 'Reading…',
    details: 'All fields',
    exportLines: 'Save as JSON lines…',
    exportTable: 'Save as CSV…',
    exported: 'The audit trail was saved.',
    checking: 'Checking…',
    checkAgain: 'Check again',
    whole: { one: 'Whole: one entry, as it was written.', other: 'Whole: {count} entries, as they were written.' },
    notWhole: 'The audit trail was changed.',
    since: 'What stands before that, up to {when}, is as it was written.',
    marked: {
      one: 'The audit trail itself tells of one disturbance; look for it under “{kind}”.',
      other: 'The audit trail itself tells of {count} disturbances; look for them under “{kind}”.',
    },
    unsealed: 'No keychain works here, so a trail that somebody wrote anew would not be noticed.',
    locked: 'The keychain does not answer, so the end of the trail cannot be sealed for now.',
    faults: {
      changed: 'Line {line} of {file} is not as it was written.',
      missing: 'Before line {line} of {file}, entries are missing or in another order.',
      extra: 'Line {line} of {file} was put in.',
      unlinked: 'Line {line} of {file} does not follow from the one before it: one of the two was replaced.',
      rewritten: 'The entries up to line {line} of {file} were written anew.',
      endMissing: 'Entries at the end are missing: {missing}.',
      beginningMissing: 'Entries at the beginning are missing.',
      headMissing: 'What is kept of the end of the trail is gone.',
      headForged: 'What is kept of the end of the trail was not written by Sightglass.',
    },
    notWritten: 'The disk does not take entries now ({code}). They wait in memory.',
    outlets: {
      systemLog: 'Log of the system',
      collector: 'Collector of your organisation',
    },
    outletWorks: '{name}: receives every entry.',
    outletFails: '{name}: not reached ({code}). Waiting: {waiting}, lost: {dropped}.',
    /** What an alarm is about, within a sentence. */
    alarms: {
      renewal: 'a sign-in is not renewed',
      signInEnds: 'a sign-in ends within a day',
      wall: 'a wallboard is in trouble',
      keychain: 'the keychain does not answer',
      clock: 'the clock of the computer is wrong',
      audit: 'the audit trail cannot be written',
    },
    says: {
      'sign-in.done': '{person} signed in to {connection} ({profile}).',
      'sign-in.taken-up': 'The sign-in of {person} to {connection} ({profile}) was taken up again.',
      'sign-in.refused': 'A sign-in to {connection} ({profile}) did not succeed: {code}.',
      'sign-in.ended': 'The sign-in of {person} to {connection} ({profile}) has ended: {code}.',
      'renewal.done': 'The sign-in of {person} to {connection} ({profile}) was renewed.',
      'renewal.failed': 'The sign-in of {person} to {connection} ({profile}) could not be renewed: {code}.',
      'sign-out.done': '{person} was signed out of {connection} ({profile}).',
      'session.signed': 'A session was signed for {sigmaUser}: {shown}.',
      'session.refused': 'No session could be signed for {profile}: {code}.',
      'download.done': '{file} was saved from {workbook}.',
      'download.failed': '{file} could not be saved from {workbook}: {code}.',
      'download.refused': '{workbook} offered a file that could run as a program ({kind}). It was refused.',
      'picture.copied': 'A picture of {workbook} was copied.',
      'picture.printed': 'Pages of {workbook} were handed to the printer’s dialog.',
      'profile.exported': 'The profile {profile} was saved as a set-up file.',
      'trail.exported': 'The audit trail was saved as {file}.',
      'link.followed': 'A link led to {shown}.',
      'link.refused': 'A link from outside was not followed: {reason}.',
      'profile.created': 'The profile {profile} was set up.',
      'profile.changed': 'The profile {profile} was changed.',
      'profile.removed': 'The profile {profile} was removed.',
      'check.ended': 'The set-up of {profile} was tested.',
      'doctor.run': 'The doctor was run.',
      'doctor.report-saved': 'A report of the doctor was saved: {file}.',
      'alarm.raised': 'Alarm: {shown}.',
      'alarm.ended': 'The alarm is over: {shown}.',
      'policy.read': 'Sightglass started under a policy of the organisation.',
      'policy.changed': 'The policy of the organisation has changed.',
      'program.started': 'Sightglass {version} started.',
      'program.ended': 'Sightglass ended.',
      'trail.file': 'A new file of the audit trail begins.',
      'trail.switched': 'Recording was switched: {shown}.',
      'trail.pruned': 'Old entries were removed, up to number {through}.',
      'trail.mended': 'A line that was broken off was marked.',
      'trail.gap': 'Entries that could not be written are missing: {dropped}.',
      'trail.disturbed': 'The file of the audit trail was changed or taken away from outside.',
      'trail.reset': 'At a start, the audit trail did not end as it was left.',
    },
  },

  /** The list of all keys. */
  shortcuts: {
    title: 'Keyboard shortcuts',
    close: 'Close',
    search: 'Search commands and keys',
    found: { one: 'One command fits.', other: '{count} commands fit.' },
    none: 'No command fits “{search}”. Try another word, or empty the field to see all.',
    command: 'Command',
    keys: 'Keys',
    noKeys: 'No key',
    /** Between two ways to press the same. */
    or: 'or',
    /** Choosing other keys. */
    edit: 'Change the keys of {command}',
    press: 'Press the new keys for {command}. Esc leaves them as they are.',
    waiting: 'Press the new keys',
    noneChosen: 'No keys',
    cancel: 'Cancel',
    owned: 'These keys belong to {command}.',
    take: 'Use them here',
    changed: '{command}: {keys}',
    changedNone: '{command} has no keys now.',
    reset: 'Reset',
    resetOne: 'Reset the keys of {command}',
    resetAll: 'Reset all keys',
    resetAllQuestion: 'Reset all keys?',
    resetAllConsequence: 'Every command gets its usual keys back.',
    wasReset: 'The keys of {command} are as usual.',
    allWereReset: 'All keys are as usual.',
    /** Why keys cannot be chosen. */
    refused: {
      unknown: 'This key cannot be used. Letters, digits, signs without Shift and F1 to F24 can.',
      typing: 'Something is typed with this. Hold {primary} as well.',
      editing: 'Fields of text need these keys.',
      moving: 'Windows and dialogs are gone through with this key.',
      system: 'These keys belong to the operating system.',
      program: 'These keys belong to the menu bar.',
    },
  },

  updates: {
    off: {
      development: 'Updates are not looked for, since this runs from its sources.',
      'not-a-release': 'Updates are not looked for, since this is not a release.',
      'no-key': 'Updates are not looked for, since this copy knows no key to check them with.',
      'no-address':
        'Updates are not looked for, since this copy does not know where. Whoever gave it to you brings new versions.',
      managed: 'Your organisation brings new versions.',
      policy: 'Your organisation has switched updates off here, and brings new versions itself.',
      person: 'You have switched updates off.',
    },
    checking: 'Checking for updates…',
    neverChecked: 'Whether there is an update is not known yet.',
    notKnown: 'Whether there is a newer version is not known. Last checked: {when}.',
    upToDate: 'This is the newest version. Last checked: {when}.',
    notForHere: {
      system:
        'Version {version} needs a newer version of the operating system, so this one gets no more updates here. Last checked: {when}.',
      'failed-before':
        'Version {version} is available, but did not start here. The version after it is offered again. Last checked: {when}.',
    },
    downloading: 'Version {version} is being downloaded.',
    downloadingPercent: 'Version {version} is being downloaded: {percent} %.',
    progress: 'Downloading the update',
    mayBeFetched: 'You can go on working while it is downloaded.',
    byAdministrator: 'Whoever installed Sightglass here puts it in place.',
    deferred: 'Your organisation lets it come on {date}.',
    whenYouLike: {
      itself: 'Restart when you like. It also comes when Sightglass ends.',
      password: 'Restart when you like. The system will ask for the password of an administrator.',
      administrator: 'Whoever installed Sightglass here puts it in place.',
    },
    heldBy: {
      editing: 'It waits until you leave edit mode, since a restart would take what is not published.',
      'signing-in': 'It waits until your sign-in is finished.',
      saving: 'It waits until your file is saved.',
    },
    rolledBack: 'Version {from} did not start, so version {to} is back.',
    notices: {
      available: { title: 'Sightglass {version} is available' },
      ready: { title: 'Sightglass {version} is ready' },
    },
    notes: 'What is new',
    updated: 'Sightglass was updated to {version}',
    later: 'Later',
    actions: {
      check: 'Check for updates',
      download: 'Download',
      restart: 'Restart now',
    },
    choices: {
      mode: 'How updates come',
      modes: {
        automatic: 'By themselves, when Sightglass ends',
        notify: 'Only tell me',
        off: 'Not at all',
      },
      /** In place of `automatic`, where the system asks for a password. */
      downloaded: 'Downloaded by themselves',
      channel: 'Early versions too (beta)',
    },
  },
  /** The command line, `sightglass …`: its help, its questions and what it prints. Capitals stand for what a person puts there. */
  commandLine: {
    summary: 'look at Sigma workbooks as the person who asks',
    about:
      'Without a command, Sightglass opens its window. With one, it asks the program that runs, or does the job alone without a window where none runs.',
    seeAlso: 'More about a command: {command} COMMAND',
    files: 'Settings, vault, log and audit trail. On macOS and Windows they are where programs keep such things there.',
    headings: {
      commands: 'Commands',
      arguments: 'Arguments',
      flags: 'Flags',
      exitCodes: 'Exit codes',
    },
    groups: {
      auth: 'Sign-ins',
      token: 'Tokens',
      profile: 'Profiles',
      audit: 'Audit trail',
    },
    commands: {
      doctor: 'Find out what does not work, and who can mend it.',
      'auth status': 'Show who is signed in where, and until when.',
      'auth sign-in': 'Sign in, in the browser.',
      'auth sign-out': 'Sign out, and forget the sign-in.',
      'auth renew': 'Renew a sign-in now.',
      'token test': 'Sign in if needed, and show what the token is good for.',
      open: 'Open a link that leads to a workbook.',
      'profile list': 'List the profiles.',
      'profile check': 'Test the set-up of profiles.',
      'profile import': 'Set up a profile from a set-up file or a QuickStart .env file.',
      'profile export': 'Save a profile as a set-up file.',
      logs: 'Print the log.',
      'audit verify': 'Find out whether the audit trail is as it was written.',
      status: 'Say whether Sightglass runs, and how it is.',
      version: 'Print the version.',
      help: 'Explain the commands, or one of them.',
      completion: 'Print what a shell needs to complete commands.',
    },
    more: {
      'token test':
        'Shows claims, lifetime and scopes, asks the data platform who it is, and signs a session that goes nowhere and is verified as Sigma would. The token itself is printed with --reveal alone: on a terminal, after a word was typed, and where no policy forbids it.',
      'profile import':
        'Passphrase and secrets are asked for at the terminal, or read from standard input, one a line. What changes who gets tokens is asked about first.',
      'profile export':
        'With --with-secrets, the secrets are typed, compared with those that are stored, and sealed with a passphrase. The file is never written over another one.',
      status: 'Where Sightglass does not run, what it said last of itself is shown.',
    },
    arguments: {
      name: { shape: 'NAME', says: 'Name or id of a profile' },
      label: { shape: 'LABEL', says: 'Label or id of a connection' },
      link: { shape: 'LINK', says: 'A link that begins with sightglass://' },
      file: { shape: 'FILE', says: 'Path of a file' },
      shell: { shape: 'SHELL', says: 'bash, zsh, fish or powershell' },
      command: { shape: 'COMMAND', says: 'A command' },
    },
    flags: {
      profile: 'The profile; needed where there are several',
      connection: 'The connection; left out: all of the profile',
      json: 'Print one JSON document',
      reveal: 'Print the access token, after a confirmation',
      follow: 'Go on printing what is added',
      'with-secrets': 'Seal the secrets of the profile in the file',
      help: 'Explain this command',
    },
    exitCodes: {
      done: 'All is well.',
      wrong: 'Something is wrong, or was refused.',
      usage: 'The command was not understood.',
      signedOut: 'Nobody is signed in.',
      unreachable: 'Sightglass does not run or does not answer, or the job could not be begun.',
      declined: 'A person said no, or did not answer.',
    },
    faults: {
      noCommand: 'A command is missing.',
      unknownCommand: '“{word}” is no command.',
      unfinished: 'After “{word}” there has to be one of these: {words}.',
      unknownFlag: '“{word}” is no flag of this command.',
      flagTwice: '--{flag} stands there twice.',
      flagWithoutValue: '--{flag} needs a value.',
      flagWithValue: '--{flag} takes no value.',
      flagMissing: '--{flag} is needed.',
      argumentMissing: '{argument} is missing.',
      tooMuch: '“{word}” is one word too many.',
      unknownShell: 'There are no completions for “{word}”.',
      usage: 'It is typed like this: {usage}',
    },
    troubles: {
      silent: 'Sightglass runs and does not answer. Close it, and try again.',
      version: 'Another version of Sightglass runs. Close it, and try again.',
      lost: 'Sightglass ended before the command did.',
      busy: 'Sightglass is starting or ending, and did not answer in time. Try again.',
      startRefused: 'Sightglass was started with switches or variables that it does not allow: {names}.',
      notStarted: 'The program could not be started again for this command.',
      unsafe: {
        symlink: 'The place where Sightglass listens is a link to somewhere else. Remove it: {folder}',
        kind: 'The place where Sightglass listens is something else than it should be. Remove it: {folder}',
        owner: 'The place where Sightglass listens belongs to somebody else: {folder}',
        mode: 'Others can open the place where Sightglass listens. Take their rights away: {folder}',
        tooLong: 'The path of the data folder is too long to listen in it: {folder}',
      },
      tooLong: 'A word of the command is longer than any name or link.',
      fileUnreadable: 'The file could not be read ({code}): {file}',
      fileTooLarge: 'The file is larger than any set-up file: {file}',
      fileThere: 'There is a file of that name already: {file}',
      fileNotWritten: 'The file could not be written ({code}): {file}',
      noLog: 'There is no log yet: {file}',
      logUnreadable: 'The log could not be read ({code}): {file}',
      unforeseen: 'The command failed in an unexpected way ({kind}).',
    },
    asks: {
      passphrase: 'Passphrase of the file:',
      newPassphrase: 'Passphrase for the file, at least {least} characters:',
      repeat: 'Once more:',
      notSame: 'The two are not the same.',
      tooShort: 'It needs at least {least} characters.',
      embedSecret: 'Embed secret of {name}:',
      clientSecret: 'Client secret of {name}:',
      key: 'Private key of {name}, up to its END line:',
      reveal:
        'The access token will be printed here. Whoever reads it can do what you can do, until it ends. Type “{word}” to go on:',
      change: 'Type “{word}” to go on, anything else to leave it as it is:',
      yes: 'yes',
    },
    notes: {
      browser: 'Your browser opens. Sign in to {connection} there.',
      link: 'No browser could be opened. Open this address in a browser on this computer: {link}',
      askedInWindow: 'Sightglass asks you something in a window of its own.',
      opensAfter: 'Sightglass was started meanwhile. Its window opens when this command has ended.',
    },
    shows: {
      yes: 'yes',
      no: 'no',
      none: 'none',
      profile: 'Profile',
      connection: 'Connection',
      status: 'Status',
      person: 'Person',
      ends: 'Ends',
      renews: 'Renews',
      statuses: {
        'signed-in': 'signed in',
        renewing: 'renewing',
        'signed-out': 'signed out',
        ended: 'ended',
      },
      serviceAccount: 'service account',
      noConnections: 'There is no connection.',
      noProfiles: 'There is no profile.',
      workbooks: 'Workbooks',
      id: 'Id',
      token: 'Token',
      forms: { jwt: 'a JWT', opaque: 'opaque: only the server can read it' },
      claims: 'Claims of the token (not verified)',
      obtained: 'Obtained',
      left: 'Left',
      assumed: 'assumed: the server did not say',
      renewable: 'Renews itself',
      requested: 'Scopes requested',
      granted: 'Scopes granted',
      identity: 'Identity',
      askedAt: { 'scim-me': 'by SCIM Me', 'sign-in': 'by the sign-in' },
      session: 'Signed session',
      workbook: 'Workbook',
      length: 'Length of its address',
      bytes: '{count} bytes',
      signature: 'Signature',
      sessionClaims: 'Times and issuer',
      tokens: 'Encrypted tokens',
      readable: '{readable} of {count} readable by Sigma',
      marks: { right: 'right', wrong: 'wrong', unknown: 'not known' },
      allRight: 'All is right.',
      notRight: 'Something is not right.',
      imported: 'The profile {profile} was set up.',
      changed: 'The profile {profile} was changed. Values that are different: {count}.',
      unchanged: 'The profile {profile} is as the file says.',
      exported: 'The profile {profile} was saved: {file}',
      exportedOpen: 'The profile {profile} was saved without its secrets: {file}',
      opened: 'The link was handed to Sightglass.',
      running: 'Sightglass runs.',
      notRunning: 'Sightglass does not run.',
      version: 'Version',
      commit: 'Commit',
      build: 'Build',
      system: 'System',
    },
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
    cancelled: 'The sign-in to {connection} was cancelled.',
    signedIn: 'Signed in to {connection}.',
    ended: 'Your sign-in to {connection} has ended.',
    signedOut: 'Signed out of {connection}.',
    opening: 'Opening {workbook}.',
    open: '{workbook} is open.',
    notOpened: '{workbook} did not open.',
    notOpenedBecause: '{workbook} did not open. {problem}',
    published: 'A newer version of {workbook} was published.',
    action: 'The workbook says: {action}.',
    updateReady: 'Sightglass {version} is ready. Restart when you like.',
    offline: 'You are offline.',
    online: 'You are online again.',
    saved: 'Saved',
    dataRefreshed: 'Data refreshed.',
    dataNotRefreshed: 'The data was not refreshed: Sigma did not answer.',
  },

  /** The set-up form, in the order of its sections. What is particular to a provider stands in `providers`. */
  setUp: {
    titleNew: 'Set up a profile',
    titleOf: 'Set-up of {profile}',
    optional: 'Optional',
    show: 'Show',
    hide: 'Hide',
    showSecret: 'Show what was typed',
    /** Of what was pasted. */
    takenOver: 'Taken over: {value}',
    save: 'Save',
    saving: 'Saving…',
    problems: { one: 'One field needs a correction.', other: '{count} fields need a correction.' },
    /** The list of them; `{where}` is a part of the form or a name. */
    wrong: { title: 'What is wrong', goTo: '{where}: {fault}' },
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
    /** Above a form whose window was lost: a part of the program had crashed. */
    returned: {
      isBack: 'The window had to start again. What you entered is still here, except for secrets.',
      enterSecrets: 'Enter the secrets again.',
      isOutdated: 'The profile was changed meanwhile: to save puts what stands here in the place of that change.',
      discard: 'Discard what I entered',
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
      secretOfOtherClient:
        'The stored one belongs to the earlier embed client. Each embed client has a secret of its own.',
      userKind: 'Kind of user',
      embedUser: 'Embed user',
      embedUserHelp: 'Sigma creates the person with the account type below.',
      internalUser: 'Internal user',
      internalUserHelp: 'The person already has a Sigma account.',
      accountType: 'Account type',
      accountTypeHelp: 'What people may do. Without one, Sigma would give the most powerful.',
      knownAccountTypes: 'Account types that Sigma has',
      otherAccountType:
        'Sigma has no such type by itself. One of your own works, written exactly as in Sigma under Administration, Account Types.',
      teams: 'Teams',
      teamsHelp: 'Divided by commas.',
      email: 'E-mail address that Sigma sees',
      emailOfPerson: 'The person who signs in',
      emailOfPersonHelp: 'Recommended. Sigma and the data platform then know the same person.',
      emailFallback: 'The person who signs in, or one address for those whom no sign-in names',
      emailFallbackHelp: 'As Sigma’s QuickStart does it. All whom no sign-in names are one person to Sigma.',
      emailFixed: 'A fixed address',
      emailFixedHelp: 'Everyone who uses this profile appears as one person in Sigma, whoever signs in.',
      differentAddresses: 'If the sign-ins name different addresses, or one names none',
      addressesRefused: 'Open nothing',
      addressesRefusedHelp: 'Recommended. Sigma, its audit trail and every data platform then name the same person.',
      addressesAllowed: 'Open the workbook all the same',
      addressesAllowedHelp:
        'For people who have another address or name at the data platform. The audit trails of Sigma and of the platform then name them differently, and nothing notices when two people are signed in.',
      fixedAddress: 'Fixed address',
      fallbackAddress: 'Address for those whom no sign-in names',
      fallbackAddressHelp:
        'Not the address of a real person: whoever is not named would appear as them. Somebody whose name is no address, or is not verified, is still refused.',
      emailOfServiceAccountHelp: 'Only a machine signs in here, and it has no address of its own.',
      organisation: 'Tenant and connection swap: none',
      organisationInUse: 'Tenant and connection swap: in use',
      tenant: 'Tenant',
      tenantHelp: 'Only for Sigma Tenants: the organisation to sign for, where it is not the one of the embed client.',
      evalConnectionId: 'Connection for all queries',
      evalConnectionHelp:
        'Only to swap connections: the Sigma ID of the one that runs every query, whatever the workbook names. Not for workbooks that write back.',
      evalConnectionLacksToken:
        'No connection below has this ID, so Sigma gets no token for it. That is right only if it uses an account of its own.',
      otherSigma: 'This is another Sigma. You are asked before it is saved, and everyone signs in again.',
      sessionLength: 'Session length',
      sessionLengthHelp:
        'A signed session ends after this long, or earlier with the sign-in. It renews itself before that.',
      sessionUnit: 'Unit of the session length',
      sessionUnits: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
    },

    workbooks: {
      title: 'Workbooks',
      help: 'The address of each published workbook, as your browser shows it. A page and control values in it are taken over.',
      numbered: 'Workbook {number}',
      name: 'Title',
      url: 'Published URL',
      add: 'Add a workbook',
      removeOne: 'Remove workbook {workbook}',

      refresh: {
        title: 'Refresh of the data',
        /** What is set, in one line beside the title. */
        summary: {
          byHand: 'By hand',
          every: { one: 'Every minute', other: 'Every {count} minutes' },
          onReturn: 'When somebody comes back',
          afterSleep: 'After sleep',
        },
        help: 'New data without a reload. People can always ask for it with F5.',
        everyMinutes: 'Every … minutes',
        everyMinutesHelp:
          'Left empty, not by the clock. It waits while somebody works, and while nobody sees the workbook.',
        /** `{minutes}` is more than was asked for. */
        everyBudget: 'With at most {limit} an hour, it is every {minutes} minutes.',
        occasions: 'And also',
        onReturn: 'When somebody comes back after five minutes or more',
        afterSleep: 'After sleep, when the network is back',
        mostPerHour: 'At most this often an hour',
        mostPerHourHelp:
          'Each refresh has the data platform answer every query of the page, which may cost money. Counted over all windows; what people ask for counts too and is never held back.',
        standsStill: 'It stands still now: Sigma did not answer two refreshes in a row.',
      },

      opens: 'How it opens',

      /** What is set, in one line; the values are ids and names. */
      summary: {
        usual: 'As usual, with the menu on top',
        places: {
          page: 'Page {name}',
          element: 'Element {name}',
          tag: 'Version {name}',
          bookmark: 'Bookmark {name}',
        },
        menus: { top: 'Menu on top', bottom: 'Menu at the bottom', none: 'No menu' },
        hidden: { one: '1 part hidden', other: '{count} parts hidden' },
        theme: 'Theme {theme}',
        workbookTheme: 'The workbook’s own theme',
        language: 'Language {language}',
        sigmaLanguage: 'Language as Sigma chooses',
        controls: { one: '1 control value', other: '{count} control values' },
      },

      /** What an address brought with it. */
      note: {
        taken: 'Taken from the address: {parts}.',
        control: '{id} = {value}',
        noValue: 'nothing',
        hidden: 'Hidden: {parts}',
        shown: 'Not hidden: {parts}',
        cleared: 'Page, version, bookmark and control values of the earlier workbook were removed.',
        dropped: {
          edit: 'Not used: {name}. A workbook opens for viewing; people edit it from its menu.',
          exploration:
            'Not used: {name}. An exploration is one person’s; save it as a bookmark to open it for everyone.',
          fragment: 'Not used: what stands behind the {name} sign.',
          height: 'Not used: {name}. The workbook fills the window.',
          otherPlace: 'Not used: {name}. The address names another place too, and that one counts.',
          path: 'Not used: {name}. Sigma’s addresses have no such part that we know.',
          repeated: 'The control {name} stands in the address twice; its last value counts.',
          token: 'Not used: {name}. Every load is signed anew.',
          unknown: 'Not used: {name}. Sigma has no such parameter that we know.',
          unusable: 'Not used: {name}. It has a value that means nothing here.',
        },
      },

      options: {
        places: { page: 'Page ID', element: 'Element ID', tag: 'Version tag', bookmark: 'Bookmark ID' },
        placeHelp: {
          page: 'The address bar shows it behind nodeId or /page/.',
          element: 'One element alone, in place of a page.',
          tag: 'Such as Production. Without one, the published version.',
          bookmark: 'Everyone begins with this bookmark.',
        },
        menu: 'Sigma’s menu',
        menus: { top: 'On top', bottom: 'At the bottom', none: 'None' },
        theme: 'Theme',
        themes: {
          app: 'As this app',
          workbook: 'The workbook’s own',
          Light: 'Light',
          Dark: 'Dark',
          Surface: 'Surface',
          custom: 'Another one…',
        },
        themeName: 'Name of the theme',
        themeNameHelp: 'As Sigma spells it; capital letters count.',
        language: 'Language',
        languages: { app: 'As this app', sigma: 'As Sigma chooses', named: 'Another one…' },
        languageCode: 'Language code',
        languageCodeExample: 'de',
        languageVariant: 'Variant',
        languageVariantHelp: 'Of the translations in Sigma.',
        hide: 'Leave out',
        /** By the names of Sigma’s parameters. */
        parts: {
          menu: 'The whole menu',
          folder_navigation: 'Folders',
          bookmarks: 'Bookmarks',
          explore_toggle: 'Explore',
          save_as: 'Save as',
          schedule: 'Schedule',
          send: 'Send',
          tooltip: 'Tooltips',
          element_interactions: 'Menus of elements',
        },
        withoutMenu: 'Without Sigma’s menu, nobody can export, explore or use bookmarks from it.',
      },

      controls: {
        title: 'Control values',
        help: 'The control ID stands in the control’s settings in Sigma. Several values are divided by commas; a comma within a value has a backslash before it.',
        id: 'Control ID',
        idExample: 'Region',
        value: 'Value',
        valueExample: 'West,North',
        add: 'Add a control value',
        numbered: 'Control value {number}',
        removeOne: 'Remove the value of {control}',
        removeNumbered: 'Remove control value {number}',
      },

      preview: {
        title: 'What is loaded',
        help: 'The signed token is added at every load, and never shown.',
        empty: 'Enter the published URL to see it here.',
        copy: 'Copy the address without the token',
      },
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
      nameOfServiceAccountHelp: 'Stands in the bar above the workbook.',
      sigmaConnectionId: 'Sigma connection ID',
      sigmaConnectionIdHelp: 'The last part of the connection’s address in Sigma.',
      signInAgain: 'Everyone signs in again after this change.',
    },

    /** What Sigma gets the token of a connection for. `heading` says which was chosen, while the choice is folded away. */
    tokenUse: {
      question: 'What Sigma uses the token for',
      uses: {
        connection: {
          heading: 'What Sigma uses the token for: one connection',
          label: 'One connection',
          help: 'The one whose ID is entered here. Recommended.',
        },
        organisation: {
          heading: 'What Sigma uses the token for: the whole organisation',
          label: 'The whole organisation',
          help: 'Every connection that takes it. For OAuth that is set up once for the organisation in Sigma.',
        },
      },
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
      authentication: 'Client authentication',
      recommended: '{method} (recommended)',
      /** `heading` says which was chosen, while the choice is folded away. */
      methods: {
        automatic: {
          heading: 'Client authentication: automatic',
          label: 'Automatic',
          help: 'Taken from what the server offers and from what is entered below.',
        },
        none: {
          heading: 'Client authentication: public client',
          label: 'Public client',
          help: 'No secret; PKCE alone protects the sign-in.',
        },
        client_secret_post: {
          heading: 'Client authentication: secret in the request body',
          label: 'Secret in the request body',
          help: 'client_secret_post',
        },
        client_secret_basic: {
          heading: 'Client authentication: secret in the header',
          label: 'Secret in the header',
          help: 'client_secret_basic',
        },
        private_key_jwt: {
          heading: 'Client authentication: private key',
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
      /** `{connection}` is the other one. */
      sharedRedirect:
        '{connection} comes back to the same URL. Where a server does not name itself in its answer, only the URL tells whose answer it is. It works as it is; safer is a URL for each, registered and entered here.',
      useOwnRedirect: 'Use {url}',
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
      fixed: 'The same for everyone',
      fixedHelp: 'A claim of the sign-in for the same attribute goes before these.',
      fixedNumbered: 'Fixed user attribute {number}',
      fixedValue: 'Value',
      addFixed: 'Add a fixed user attribute',
      removeFixed: 'Remove the fixed {attribute}',
      removeFixedNumbered: 'Remove fixed user attribute {number}',
    },

    actions: {
      title: 'Actions',
      help: 'What follows when somebody sets off an outbound action that a workbook’s author made.',
      fold: 'Rules for actions of workbooks',
      none: 'Without a rule, an action is shown and nothing follows. Each person is asked before a rule runs for the first time.',
      add: 'Add a rule',
      numbered: 'Rule {number}',
      action: 'Name of the action',
      actionExample: 'open-order',
      actionHelp: 'Exactly as the author named it in Sigma.',
      does: 'What follows',
      kinds: { address: 'A page opens in the browser', workbook: 'Another workbook opens' },
      addressKindHelp: 'On a host that you name here.',
      workbookKindHelp: 'One of this profile, with values in its controls.',
      address: 'Address',
      addressHelp:
        'Starts with https://. A name in braces stands for the value of that name, in what follows the host.',
      workbook: 'Workbook',
      chooseWorkbook: 'Choose a workbook',
      workbookNumbered: 'Workbook {number}',
      controls: 'Values of its controls',
      controlsExample: 'Region={region}',
      controlsHelp:
        'One on each line: control ID, equals sign, value. A name in braces stands for the value of that name.',
      removeOne: 'Remove the rule for {action}',
    },

    /** What is wrong with a field, where the schema of the profile cannot know it. */
    faults: {
      controlLines: 'Write each line as a control ID, an equals sign and a value.',
      /** `{number}` counts the lines of the field. */
      inLine: 'Line {number}: {fault}',
      notNumber: 'Enter a number.',
      sessionTooShort: 'A session lasts at least one minute.',
      sessionTooLong: 'Sigma allows at most 30 days.',
      emailOfServiceAccount: 'Enter an address: a machine has none of its own.',
      clientSecretOfServiceAccount: 'Enter the client secret: a machine has to prove itself.',
      otherSecret: 'Enter the secret of this application, or choose “Public client” above.',
      otherSecretOfServiceAccount: 'Enter the secret of this application.',
      key: 'Paste the private key.',
      keyEncrypted: 'This key has a passphrase. Remove it with: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyOtherForm: 'This key has another form. Convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyPublic: 'This is the public half. Paste the private key.',
      keyIncomplete: 'Paste the whole key, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----',
    },
  },

  /**
   * "Test this set-up". `seen` says what a check saw, `todo` what to do about it; a finding that is right has no `todo`.
   * An error that a sign-in would meet too has its own title, detail and remedy, above.
   */
  checks: {
    title: 'Test',
    help: 'Asks every server of this set-up what a sign-in asks, with the secret of the application too. Nobody is signed in and nothing is saved. A server may log an attempt that failed.',
    start: 'Test this set-up',
    again: 'Test again',
    cancel: 'Stop the test',
    signInAndTest: 'Sign in and test',
    incomplete: 'Correct what is marked in the form first.',
    outdated: 'The form has changed since this test.',
    wholeProfile: 'This computer and Sigma',
    /** Stands for a connection without a name. */
    unnamed: 'Connection {number}',
    copy: 'Copy for a ticket',
    seen: 'Seen: {seen}',
    todo: 'What to do: {todo}',
    /** `{owner}` is one of `owners`. */
    actor: 'For {owner}',
    readMore: 'Documentation: {page}',
    running: { one: 'One check is left.', other: '{count} checks are left.' },
    /** Of the checks of which something is known. */
    summary: '{right} of {made} right.',
    needs: { one: 'One needs {owner}.', other: '{count} need {owner}.' },
    stopped: 'The test was stopped.',
    skippedToo: { one: 'One is not known.', other: '{count} are not known.' },
    next: {
      mend: 'Next: do what is said below, and test again.',
      save: 'Next: save this set-up. Then sign in, and test what comes after.',
      'sign-in': 'Next: sign in. What comes after is tested then.',
      nothing: 'Everything that can be tested was tested.',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): test of the set-up “{profile}”',
      headOfComputer: 'Sightglass {version} ({platform}): the doctor about this computer',
      line: '[{outcome}] {check}',
    },
    names: {
      disk: 'Free space',
      folder: 'Data folder',
      files: 'Stored files',
      downloads: 'Downloads folder',
      browser: 'Default browser',
      graphics: 'Graphics',
      sandbox: 'Sandbox',
      displays: 'Displays',
      electron: 'Age of Electron',
      version: 'Version of Sightglass',
      policy: 'Policy',
      audit: 'Audit trail',
      dns: 'Names of the servers (DNS)',
      proxy: 'Proxy',
      tls: 'Certificates',
      reach: 'Answers of the servers',
      keychain: 'Keychain',
      clock: 'Clock',
      sigma: 'Sigma’s address',
      metadata: 'Addresses of the server (metadata)',
      level: 'Workspace or account',
      ports: 'Ports for the answer',
      redirect: 'Redirect URLs',
      scopes: 'Scopes',
      client: 'Application',
      grant: 'Sign-in',
      'granted-scopes': 'Granted scopes',
      identity: 'Who Sigma is told',
      session: 'Signed session',
      renewals: 'Renewals',
      claims: 'Claims',
      federation: 'Token exchange',
      'session-readable': 'Session as Sigma reads it',
      'sigma-answer': 'Sigma’s last answer',
      data: 'First data',
    },
    outcomes: {
      ok: 'Right',
      warning: 'To look at',
      failed: 'Wrong',
      skipped: 'Not known',
      waiting: 'Waiting',
      running: 'Running',
    },
    /** Who has to act, in the middle of a sentence. */
    owners: {
      person: 'you',
      it: 'the IT department',
      databricks: 'Databricks’ administrator',
      snowflake: 'Snowflake’s administrator',
      google: 'Google Cloud’s administrator',
      'identity-provider': 'the identity provider’s administrator',
      sigma: 'Sigma’s administrator',
    },
    findings: {
      // The run
      cancelled: { seen: 'The test was stopped before this was known.' },
      too_slow_here: {
        seen: 'There was no answer within {duration}, and nothing but this computer was asked.',
        todo: 'Test again. If it repeats, restart this computer, and report it with these results.',
      },
      too_slow: {
        seen: 'There was no answer within {duration}.',
        todo: 'Test again. If it repeats, ask whether a proxy or firewall holds the answer back.',
      },
      needs: { seen: 'This needs “{check}” first, which is not right or not known.' },
      unforeseen: {
        seen: 'The check itself failed ({kind}).',
        todo: 'Test again. If it repeats, report it with these results.',
      },
      save_first: { seen: 'The form holds what is not saved.', todo: 'Save first: this is tested with what is saved.' },
      // Computer
      disk_free: { seen: '{megabytes} MB are free where settings, sign-ins and logs are kept.' },
      disk_tight: {
        seen: 'Only {megabytes} MB are free where settings, sign-ins and logs are kept.',
        todo: 'Make room on that disk, before a renewed sign-in cannot be kept any more.',
      },
      disk_full: {
        seen: 'The disk on which settings, sign-ins and logs are kept is full ({megabytes} MB are free).',
        todo: 'Make room on that disk: until then nothing can be saved, and a renewed sign-in is lost with the program.',
      },
      disk_unknown: {
        seen: 'The system does not say how much room there is ({systemCode}).',
        todo: 'Have somebody look whether the folder of Sightglass can be reached and read.',
      },
      folder_right: { seen: 'Settings and sign-ins can be written, and nobody else may write there.' },
      folder_full: { seen: 'The disk is too full to try whether something can be written.' },
      folder_not_writable: {
        seen: 'Nothing can be written into {folder} ({systemCode}).',
        todo: 'Give the person of this account the right to write into that folder, and make sure that its disk is not read-only.',
      },
      folder_foreign: {
        seen: '{folder} belongs to another account.',
        todo: 'Make the person of this account the owner of that folder and of what is in it.',
      },
      folder_open: {
        seen: 'Other accounts of this computer may write into {folder} (mode {mode}).',
        todo: 'Take that right away: chmod 700 with the path of the folder.',
      },
      files_whole: { seen: 'Looked at: {count} files. All can be read and are whole.' },
      file_unreadable: {
        seen: '{file} cannot be read ({systemCode}).',
        todo: 'Give the person of this account the right to read and write {file}. Without it Sightglass does not start the next time.',
      },
      files_damaged: {
        seen: 'Something else has damaged {files} while Sightglass runs.',
        todo: 'Before you quit, save the profile once more and change a setting: both write what Sightglass still knows. If it repeats, have the disk, and programs that synchronise files, looked at.',
      },
      files_foreign: {
        seen: 'Not of this account: {files}.',
        todo: 'Make the person of this account the owner of these files.',
      },
      files_open: {
        seen: 'Other accounts of this computer may read or write {files}.',
        todo: 'Start Sightglass again: it takes that right away. If it comes back, a program that synchronises or backs up files gives it.',
      },
      files_kept_aside: {
        seen: 'Damaged once, and kept aside: {files}. Nothing of them is in use.',
        todo: 'If profiles are missing, set them up again. Then remove these files.',
      },
      profiles_kept_aside: {
        seen: 'There are profiles in the settings that this version does not understand. They are kept, and not shown.',
        todo: 'If a newer version ran here before, install it again. If not, set the missing profile up again.',
      },
      files_newer: {
        seen: 'Sightglass {version} ran here before, which is newer than this one: it may have stored what this version does not understand.',
        todo: 'Update Sightglass to version {version} or newer. Until then nothing of it is lost.',
      },
      secrets_gone: {
        seen: 'The secrets of {count} set-ups are not in the vault any more.',
        todo: 'Enter embed secret and client secret again in the set-up, and save. Then sign in, and remove what was kept aside.',
      },
      downloads_right: { seen: 'Files can be saved there.' },
      downloads_missing: {
        seen: '{folder} is not there.',
        todo: 'Make that folder, or choose another one for downloads in the system.',
      },
      downloads_not_writable: {
        seen: 'Nothing may be written into {folder}.',
        todo: 'Give the person of this account the right to write into that folder.',
      },
      downloads_tight: {
        seen: 'Only {megabytes} MB are free on the disk of downloads.',
        todo: 'Make room on that disk before you export files.',
      },
      browser_found: { seen: 'Links open in {program}.' },
      browser_gone: {
        seen: 'Links are to open in {program}, which is not installed.',
        todo: 'Choose another default browser in the settings of the system, or install {program} again. A sign-in begins in the browser.',
      },
      browser_none: {
        seen: 'The system names no browser for links.',
        todo: 'Choose a default browser in the settings of the system. Until then copy the sign-in link and open it by hand.',
      },
      browser_no_opener: {
        seen: 'The system has no xdg-open, by which programs open links.',
        todo: 'Install the package xdg-utils.',
      },
      browser_unknown: { seen: 'The system does not say which browser opens links.' },
      graphics_hardware: { seen: 'Windows are drawn by the graphics card.' },
      graphics_software: {
        seen: 'Windows are drawn without a graphics card ({said}). Large workbooks move slowly.',
        todo: 'Install the newest driver of the graphics card. In a virtual machine or over a remote desktop this is usual, and nothing has to be done.',
      },
      graphics_switched_off: {
        seen: 'Sightglass was started without the graphics card (--disable-gpu).',
        todo: 'Start it without that switch, unless its pictures are broken then.',
      },
      graphics_named: {
        seen: 'The system names: {cards}.',
      },
      graphics_crashed: {
        seen: 'What draws the windows has crashed {count} times since Sightglass started.',
        todo: 'Install the newest driver of the graphics card. If it goes on, start Sightglass with --disable-gpu, and report it with these results.',
      },
      sandbox_on: { seen: 'Web pages run in the sandbox.' },
      sandbox_off: {
        seen: 'Web pages run without a sandbox, which an administrator has allowed or a start from the sources does.',
      },
      displays_seen: { seen: 'Displays: {count}, of {sizes}.' },
      windows_outside: {
        seen: 'Windows whose title bar no display shows: {count}.',
        todo: 'Quit Sightglass and start it again: such windows are put back where they can be seen.',
      },
      electron_fixed: { seen: 'Electron {electron} (Chromium {chromium}) gets security fixes until about {until}.' },
      electron_ended: {
        seen: 'Electron {electron} has got no security fixes since about {until}.',
        todo: 'Install the newest version of Sightglass.',
      },
      electron_too_old: {
        seen: 'This runs on Electron {electron}, which is older than any that Sightglass is released for.',
        todo: 'Install Sightglass from its own package, which brings the right one.',
      },
      version_newest: { seen: 'No newer version is known.' },
      version_not_looked_for: { seen: 'Updates are not looked for here. Settings tell why.' },
      version_waits: {
        seen: 'Version {version} is there and not in use yet.',
        todo: 'Put version {version} in place: the page of updates in the settings does it, or says who can.',
      },
      version_not_for_here: {
        seen: 'Version {version} needs a newer operating system, so that this one gets no fixes any more here.',
        todo: 'Update the operating system.',
      },
      policy_none: { seen: 'Nothing is set for this computer by an administrator.' },
      policy_counts: { seen: 'Set by an administrator: {keys}.' },
      audit_written: { seen: 'What happens is recorded.' },
      audit_off: { seen: 'Nothing is recorded, as the settings have it.' },
      audit_outlet_stuck: {
        seen: '{outlet}: not reached ({code}). Waiting: {waiting}, lost: {dropped}.',
        todo: 'Make it reachable for this computer again. What waits is sent then.',
      },
      keychain_tried: { seen: '{backend}. A value that was made up now came back as it was.' },
      keychain_back: {
        seen: '{backend}. It works now, and did not when Sightglass started: what is signed in is in memory alone.',
        todo: 'Start Sightglass again and sign in: from then on sign-ins are kept.',
      },
      keychain_none: { seen: 'The system offers nothing to encrypt with ({selected}).' },
      keychain_silent: {
        seen: '{backend}. It does not answer: it is locked, or waits for somebody to unlock it.',
        todo: 'Unlock it, and answer the question of the system if there is one. Then test again.',
      },
      keychain_refused: {
        seen: '{backend}. It did not give back a value that was made up now: it has no key of its own, or was told not to let Sightglass in.',
        todo: 'Unlock it, allow Sightglass to use it, and test again.',
      },
      // The way to the servers
      dns_found: { seen: '{hosts} is found at {addresses}.' },
      dns_of_proxy: { seen: '{hosts} is looked up by the proxy {proxy}.' },
      dns_unneeded: { seen: 'No name had to be looked up.' },
      dns_unknown: {
        seen: 'No address is known for {hosts}.',
        todo: 'Compare {hosts} with what stands in the browser, letter by letter. If it is right, and is known in the company’s network alone, connect to that network or its VPN.',
      },
      dns_no_answer: {
        seen: 'The name {hosts} could not be looked up ({systemCode}).',
        todo: 'Have somebody look whether the DNS servers of this computer answer, and whether they answer for {hosts}.',
      },
      dns_nothing: {
        seen: 'Not one of the names {hosts} could be looked up ({systemCode}).',
        todo: 'Connect this computer to a network. If it is connected, have somebody look whether its DNS servers answer.',
      },
      dns_blocked: {
        seen: '{hosts} is found at {addresses}, which leads nowhere.',
        todo: 'A filter answers in the place of the true address: have {hosts} allowed in it, and see whether the hosts file names it.',
      },
      proxy_none: { seen: 'The system goes to {hosts} without a proxy (DIRECT).' },
      proxy_never: { seen: '{hosts} is this computer, and is asked without a proxy.' },
      proxy_used: { seen: 'The system goes to {hosts} through the proxy {proxy}, which leads there.' },
      proxy_unneeded: { seen: 'No server had to be asked for.' },
      proxy_passed_over: {
        seen: 'The system names the proxy {proxy} first for {hosts}. It could not be reached ({systemCode}), and was passed over.',
        todo: 'Have {proxy} repaired, or taken out of the proxy settings or the PAC script: every first request waits for it.',
      },
      proxy_silent: {
        seen: 'The system does not say which proxy {hosts} needs. It may be waiting for its PAC script.',
        todo: 'Have somebody look whether the address of the PAC script can be reached from this computer, and what it answers for {hosts}.',
      },
      proxy_unread: {
        seen: 'The system could not find out which proxy {hosts} needs ({systemCode}).',
        todo: 'Have somebody look at the proxy settings of this computer and at the PAC script that they name.',
      },
      proxy_unusable: {
        seen: 'For {hosts} the system answers “{said}”, and Sightglass can use no proxy of that kind.',
        todo: 'Have the proxy settings or the PAC script name an HTTP or HTTPS proxy for {hosts}. SOCKS is not supported.',
      },
      proxy_password: {
        seen: 'The proxy {proxy} asks for a password before it leads to {hosts}.',
        todo: 'Have {hosts} let through without a password at {proxy}. Sightglass has no way to show one.',
      },
      proxy_refuses: {
        seen: 'The proxy {proxy} does not let {hosts} through (HTTP {status}).',
        todo: 'Have {hosts} allowed at {proxy}, for connections of programs and not of browsers alone.',
      },
      proxy_dead: {
        seen: 'The proxy {proxy}, which the system names for {hosts}, could not be reached ({systemCode}).',
        todo: 'Have somebody look whether {proxy} is running and can be reached from here. If it is an old one, have it taken out of the proxy settings or the PAC script.',
      },
      tls_public: { seen: '{hosts} shows a certificate of {issuer}, a public authority, good until {until}.' },
      tls_inspected: {
        seen: '{hosts} shows a certificate of {issuer}, good until {until}. No public authority issued it; this computer trusts it because its system does. So it is where a company inspects traffic.',
      },
      tls_plain: { seen: '{hosts} is asked without encryption, which is allowed for this computer alone.' },
      tls_unseen: { seen: 'No certificate was seen.' },
      tls_ends_soon: {
        seen: 'The certificate of {hosts}, of {issuer}, is good until {until} alone.',
        todo: 'Have it renewed before {until}. From then on nobody can sign in or load anything.',
      },
      tls_expired: {
        seen: 'The certificate of {hosts}, of {issuer}, ended on {until}.',
        todo: 'Have the certificate of {hosts} renewed. If its date is yet to come, set the clock of this computer.',
      },
      tls_not_yet: {
        seen: 'The certificate of {hosts}, of {issuer}, is good from {from} on, and that is yet to come.',
        todo: 'See whether the clock of this computer is behind. If it is right, have another certificate put on {hosts}.',
      },
      tls_other_name: {
        seen: 'What answers at {hosts} shows a certificate for {subject}, of {issuer}.',
        todo: 'Compare the address {hosts} with that in the browser. If it is right, a proxy or another server answers in its place: have {hosts} let through, or a certificate with its name put on it.',
      },
      tls_self_signed: {
        seen: '{hosts} shows a certificate ({subject}) that it issued to itself.',
        todo: 'Have a certificate of an authority put on {hosts}. If a proxy answers in its place, have its authority installed in the system’s store.',
      },
      tls_unknown_issuer: {
        seen: '{hosts} shows a certificate of {issuer}, which neither Sightglass nor the system of this computer knows.',
        todo: 'If the company inspects traffic, have the authority {issuer} installed in the system’s store and start Sightglass again, or {hosts} left out of the inspection. If not, have the server send its whole chain of certificates.',
      },
      tls_wrong: {
        seen: '{hosts} shows a certificate of {issuer} that does not count ({systemCode}).',
        todo: 'Have the certificate of {hosts}, or the proxy that shows it, looked at with that code.',
      },
      tls_old: {
        seen: '{hosts} and Sightglass have no version of TLS in common ({systemCode}). Sightglass takes 1.2 and 1.3.',
        todo: 'Have TLS 1.2 or 1.3 turned on at {hosts}, or at the proxy in between.',
      },
      tls_not_spoken: {
        seen: 'What answers at {hosts} could not agree on a safe connection ({systemCode}).',
        todo: 'See whether the address names the right port. If it does, something in between answers in place of {hosts}: have it looked at with that code.',
      },
      reach_answers: { seen: '{hosts} answered within {ms} ms (HTTP {status}).' },
      reach_unasked: { seen: 'No server was asked.' },
      reach_slow: {
        seen: '{hosts} took {ms} ms to answer.',
        todo: 'Test again. If it stays slow, have somebody look at the network, its proxy and its VPN.',
      },
      reach_troubled: {
        seen: '{hosts} answered HTTP {status}.',
        todo: 'Wait and test again. If it repeats, ask those who run {hosts}, or see their status page.',
      },
      reach_refused: {
        seen: '{hosts} refuses the connection.',
        todo: 'Compare address and port with those in the browser. If they are right, have {hosts} allowed in the firewall.',
      },
      reach_reset: {
        seen: 'The connection to {hosts} was cut off ({systemCode}).',
        todo: 'A firewall or filter often cuts off what it does not allow: have {hosts} allowed there.',
      },
      reach_silent: {
        seen: '{hosts} did not answer in time.',
        todo: 'Have {hosts} allowed in the firewall. If it is in the company’s network, connect to that network or its VPN.',
      },
      reach_no_way: {
        seen: 'There is no way to {hosts} ({systemCode}).',
        todo: 'Connect this computer to a network. If it is connected, have somebody look at the routes to {hosts}, and at the VPN.',
      },
      reach_proxy_cannot: {
        seen: 'The proxy {proxy} could not reach {hosts} (HTTP {status}).',
        todo: 'Have somebody look at {proxy}: whether it can look up and reach {hosts}.',
      },
      reach_portal: {
        seen: 'The network wants a sign-in of its own before it leads to {hosts} (HTTP 511).',
        todo: 'Open any page in a browser, sign in to the network there, and test again.',
      },
      reach_elsewhere: {
        seen: '{hosts} leads to {otherHost}.',
        todo: 'If {otherHost} is the sign-in of a network or proxy, sign in there with a browser, or have {hosts} let through. If it is a new address of the server, correct the set-up.',
      },
      // Keychain and clock
      keychain: { seen: '{backend}. It was tried with a value when Sightglass started.' },
      clock: { seen: 'It agrees with the clock of {host}.' },
      clock_untold: { seen: 'No server said what time it is.' },
      clock_of_server_ahead: {
        seen: 'The clock of {host} is ahead of those of {otherHost} and of this computer, by {duration}.',
        todo: 'Have the clock of {host} set. Until then its tokens may count as yet to come, or the answers of others as over.',
      },
      clock_of_server_behind: {
        seen: 'The clock of {host} is behind those of {otherHost} and of this computer, by {duration}.',
        todo: 'Have the clock of {host} set. Until then its tokens may count as over when they come.',
      },
      // Sigma
      sigma_answers: { seen: '{host} answered (HTTP {status}) and is not led elsewhere.' },
      sigma_redirects: {
        seen: '{host} leads to {otherHost}.',
        todo: 'If {otherHost} is Sigma’s, write it into the workbook URL. If it is the login of a network or proxy, have {host} let through for this program.',
      },
      sigma_unlike: {
        seen: '{host} answered (HTTP {status}) with a page that does not speak of Sigma.',
        todo: 'Open the workbook URL in a browser. If that is not Sigma, correct the URL. If it is, a proxy or filter answers in the place of Sigma: have {host} let through.',
      },
      sigma_troubled: {
        seen: '{host} answered HTTP {status}. {said}',
        todo: 'Wait and test again. If it repeats, ask Sigma’s support or see its status page.',
      },
      // Metadata and level
      metadata_found: { seen: 'The server {issuer} describes itself at {address}.' },
      metadata_fixed: {
        seen: 'No address of {issuer} gave metadata ({account}). The documented endpoints are used.',
        todo: 'Compare the address of the connection with that of the browser when you are signed in there. If it is right, a proxy may answer in its place.',
      },
      metadata_troubled: {
        seen: '{issuer} cannot describe itself now ({account}). The documented endpoints are used.',
        todo: 'Wait and test again. If it repeats, ask those who run {issuer}, or see their status page.',
      },
      keys_missing: {
        seen: 'The keys by which a sign-in is verified do not come from {address}.',
        todo: 'Have it looked at why {address} does not give the keys of the server. Until then every sign-in fails at its end.',
      },
      metadata_not_needed: { seen: 'This kind of server has documented endpoints, and needs no metadata.' },
      endpoints: { seen: 'People sign in at {authorization}, tokens come from {token}.' },
      exchange_found: { seen: 'Tokens are exchanged at {token}.' },
      pkce_stated: { seen: 'PKCE with S256 is offered.' },
      pkce_unstated: { seen: 'Whether PKCE is taken is not said; it is used all the same.' },
      grant_unoffered: {
        seen: 'The server offers {offered}, and not {wanted}.',
        todo: 'Choose another way to sign in, or have {wanted} turned on at the server.',
      },
      level_fits: { seen: '{host} says that people sign in at {issuer}, and so it is set up.' },
      level_elsewhere: {
        seen: '{host} says that people sign in at {told}. Entered is the account, where they sign in at {issuer}.',
      },
      level_unsaid: { seen: '{host} does not say where people sign in; {issuer} is used.' },
      level_wrong: {
        seen: '{host} says that people sign in at {told}. Entered is {issuer}.',
        todo: 'Choose “Found out by itself” under “Workspace or account”, or the other level.',
      },
      level_console: {
        seen: '{host} is the account console of Databricks. Entered is a workspace.',
        todo: 'Enter the address of the workspace, or choose the account and enter its account ID.',
      },
      // Ports and redirect URLs
      port_free: { seen: 'Port {port} is free on this computer, for IPv4 and IPv6 as far as they are there.' },
      port_program: { seen: 'At port {port} listens {program}.' },
      port_taken: {
        seen: 'Port {port} of {url} is taken on {addresses}, by another program or by the system.',
        todo: 'Close what takes it, or register a redirect URL with another port as well. The system tells its name: ss -ltnp on Linux, lsof -i :{port} on macOS, netstat -abno on Windows.',
      },
      port_ours: { seen: 'Port {port} still shows the last page of a sign-in, and is free for the next.' },
      sign_in_under_way: { seen: 'A sign-in is under way and uses a port.' },
      redirect_accepted: { seen: 'The server takes {url}.' },
      redirect_refused: { seen: 'The server refuses {url}.' },
      redirect_unknown: {
        seen: 'The server answers {url} with a page for people (HTTP {status}). Whether it takes the redirect URL shows when somebody signs in.',
        todo: 'Compare the redirect URLs with what is registered, letter by letter.',
      },
      authorize_troubled: {
        seen: 'Where people sign in, {host} answers HTTP {status}.',
        todo: 'Wait and test again. If it repeats, ask those who run {host}, or see their status page; and compare the address in the set-up with the one in the browser.',
      },
      // Scopes
      scopes_listed: { seen: 'All of {scopes} are among those that the server lists.' },
      scopes_taken: { seen: 'Before anybody signs in, the server raises nothing against {scopes}.' },
      scopes_unlisted: {
        seen: 'The server lists its scopes, and {missing} is not among them. Some servers do not list all.',
        todo: 'Compare the scopes with what the server offers to this application.',
      },
      scopes_unsaid: { seen: 'The server does not say which scopes there are. They show when somebody signs in.' },
      scopes_without_refresh: {
        seen: 'Without {scope} the server gives no refresh token.',
        todo: 'Add {scope} to the scopes. Otherwise people sign in again whenever a token ends.',
      },
      // The application
      client_public: {
        seen: 'The server refused a made-up code, and not the application: it takes it without a secret, as far as can be known without a person.',
      },
      client_recognised: {
        seen: 'The server refused a made-up code, and not the application: ID and secret are taken, as far as can be known without a person.',
      },
      client_in_body_alone: {
        seen: 'The server refused the secret in the header, and in the body it refused a made-up code alone.',
        todo: 'If the application is registered so, choose “Secret in the request body” under “Client authentication”. If it is not, check the secret.',
      },
      client_in_header_alone: {
        seen: 'The server refused the secret in the body, and in the header it refused a made-up code alone.',
        todo: 'If the application is registered so, choose “Secret in the header” under “Client authentication”. If it is not, check the secret.',
      },
      machine_recognised: { seen: 'The server took the machine, and refused its scopes alone.' },
      client_got_token: { seen: 'The machine got a token. It was dropped.' },
      client_unclear: {
        seen: 'The server’s answer to a made-up code does not tell. {said}',
        todo: 'Nothing, until somebody signs in.',
      },
      // After the sign-in
      signed_out: { seen: 'Nobody is signed in.', todo: 'Sign in.' },
      sign_in_failed: {
        seen: 'The last sign-in ended so, and nobody is signed in.',
        todo: 'Do what is said above, or have it done. Then sign in again.',
      },
      grant_held: { seen: 'Signed in; the token is good for {duration} and is renewed by itself.' },
      grant_not_renewable: { seen: 'Signed in for {duration}.' },
      granted_all: { seen: 'Granted is what is asked for: {scopes}.' },
      granted_without: { seen: 'Granted without {missing}, which the program can do without.' },
      identity_told: { seen: 'Sigma is told {email}.' },
      identity_doubtful: {
        seen: 'Sigma is told {email}, which it may refuse.',
        todo: 'See what is said beside the address in session details; have the address changed if Sigma refuses it.',
      },
      identity_refused_now: {
        seen: 'The sign-in named the person. Asked now with the same token, {host} does not.',
        todo: 'If it repeats, have it looked at whether the person is still active there and may use it. A token that was revoked counts again after the next sign-in alone.',
      },
      session_signed: {
        seen: 'A session can be signed for {workbooks} workbooks: {tokens} tokens in an address of at most {length} bytes. It was dropped and not sent.',
      },
      session_without_tokens: {
        seen: 'The session carries {tokens} tokens, and Sigma needs {wanted}.',
        todo: 'Report this with these results.',
      },
      // What came of a sign-in
      renewals_well: { seen: '{made} renewals went well since Sightglass started. The next one is in {next}.' },
      renewals_ahead: { seen: 'No renewal was due since Sightglass started. The first one is in {next}.' },
      renewals_impossible: { seen: 'This sign-in cannot be renewed, and ends with its token.' },
      renewals_failing: {
        seen: '{count} renewals in a row failed, the first one {duration} ago. The next try is in {next}.',
      },
      renewals_shaky: {
        seen: '{failed} of the last {made} renewals failed, the last time with {code}. The next one is in {next}.',
        todo: 'Have somebody look at what lies between: a network that comes and goes, a proxy, or a server that is busy. Sign-ins end when all tries fail for long enough.',
      },
      renewals_unplanned: {
        seen: 'No renewal is planned, although the sign-in can be renewed.',
        todo: 'Start Sightglass again. If it repeats, report it with these results.',
      },
      claims_unneeded: { seen: 'This set-up reads no claims.' },
      claims_absent: {
        seen: 'The sign-in came without {claims}, for which this set-up asks.',
        todo: 'Have {claims} put into the ID token or UserInfo of this application, or correct the names under “User attributes” and “Teams”. Then sign in again: claims are read at a sign-in.',
      },
      claim_text: { seen: 'The claim {claim} is there, with one value.' },
      claim_list: { seen: 'The claim {claim} is there, as a list of {count}.' },
      federation_exchanged: { seen: 'The token of {issuer} was exchanged at {token}, for {scopes}.' },
      session_read: {
        seen: 'A session was signed and read with the embed secret, as Sigma reads it: {tokens} tokens could be decrypted, every claim is there, the address has {length} bytes, and it ends after {duration}, no later than its sign-ins.',
      },
      session_elsewhere: { seen: 'The embed secret is not on this computer, so what is signed cannot be read here.' },
      session_unsigned: {
        seen: 'The embed secret on this computer does not fit what was signed with it.',
        todo: 'Enter the embed secret again in the set-up.',
      },
      session_claims_wrong: {
        seen: 'Sigma would refuse the claims {claims} of the session.',
        todo: 'Compare embed client ID, kind of user and length of the session in the set-up with what is set up at Sigma. If they are right, report this with these results.',
      },
      session_sealed: {
        seen: '{count} of {tokens} tokens in the session cannot be decrypted with the embed secret on this computer.',
        todo: 'Enter the embed secret again in the set-up. Sigma would say “Invalid encrypted token”.',
      },
      session_outlives: {
        seen: 'The session would end {duration} after the first of its sign-ins.',
        todo: 'Report this with these results.',
      },
      sigma_loaded: { seen: 'Sigma loaded “{workbook}” {duration} ago.' },
      sigma_refused: { seen: 'Sigma refused “{workbook}” {duration} ago.' },
      never_loaded: {
        seen: 'No workbook of this set-up was loaded since Sightglass started.',
        todo: 'Open a workbook, and test again.',
      },
      data_came: { seen: 'The first data of “{workbook}” was there after {ms} ms.' },
      data_unsaid: {
        seen: 'Sigma loaded “{workbook}” {duration} ago, and has said nothing of its data. A page without a query never says so.',
      },
      data_elements: { seen: '{count} elements of “{workbook}” could not be drawn.' },
    },
  },

  /**
   * The words that the administrators of each authorization server use, and what has to be registered there. The form
   * shows all of it as help; the values that it begins with stand in `shared/providers`.
   */
  providers: {
    databricks: {
      label: 'Databricks',
      registerTitle: 'What to register in Databricks',
      fields: {
        host: {
          label: 'Workspace URL',
          help: 'Its address, or that of any page in it.',
        },
        level: {
          label: 'Workspace or account',
          help: 'People sign in at the workspace. Trial accounts need this.',
        },
        accountId: {
          label: 'Account ID',
          help: 'In the address of the account console: account_id=…',
        },
        workspaceId: {
          label: 'Workspace ID',
          help: 'At a host of several workspaces: the one that says who signed in. In its address: o=…',
        },
      },
      /** Folded away, with what holds now. */
      levelIs: '{question}: {level}',
      levelOfExchange: 'Workspace or account of the exchange',
      automatic: 'Found out by itself',
      automaticHelp:
        'The host is asked. Where the Sigma connection has the metadata URL of an account console, choose Account.',
      workspace: 'Workspace',
      account: 'Account',
      accountIdIfOptional: 'Left empty, the host says which. Another account than this one is refused.',
      /** Beside an empty address. */
      noWorkspace: 'No workspace known? Take the account console of {clouds}.',
      accountForPeople: 'People sign in at the account console. The OAuth application lives there at either level.',
      workspaceForTokens: 'Tokens for one workspace.',
      accountForTokens: 'Tokens for the whole account.',
      /** What a host was recognised as. */
      onCloud: 'Databricks on {cloud}',
      onCloudWithConsole: '{place}, account console {host}',
      clouds: {
        aws: 'AWS',
        awsGovernment: 'AWS GovCloud',
        awsDefense: 'AWS GovCloud (DoD)',
        azure: 'Azure',
        azureGovernment: 'Azure Government',
        azureChina: 'Azure China',
        gcp: 'Google Cloud',
      },
      clientId: {
        label: 'OAuth client ID',
        help: 'From Settings, App connections of the account console. For a machine: the application ID of the service principal.',
      },
      clientSecret: {
        label: 'OAuth client secret',
        help: 'Shown once, when the app connection or the secret of the service principal is created.',
      },
      scopes: {
        allApis: { purpose: 'All APIs', help: 'What the QuickStart registers. Also says who signed in.' },
        sql: { purpose: 'SQL only', help: 'Enough for queries; the OpenID scopes say who signed in.' },
        serviceAccount: { purpose: 'Service principal', help: 'For a machine, which needs no refresh token.' },
      },
      scopesPlace: 'in the account console under Settings, App connections, Access scopes',
      redirectHelp:
        'Databricks compares redirect URLs exactly and does not accept other loopback ports. Register every redirect URL exactly as it is written here, port included. With more than one, Sightglass takes the first whose port is free.',
      steps: {
        addConnection: 'In the account console, open Settings, App connections, and add a connection.',
        redirectsScopesLifetimes:
          'Enter the redirect URLs (those of this connection, and the two of your Sigma deployment), choose the access scopes, and set the lifetimes: access tokens 60 minutes, refresh tokens 7 to 90 days.',
        clientSecret:
          'For a confidential client, generate a client secret; without one, the application is public and PKCE protects it.',
        serviceAccount:
          'For a machine, create a service principal and an OAuth secret for it, and give it access to the data.',
      },
      lifetimes:
        'Refresh tokens: 90 days interrupt people least; under 7 days, scheduled exports break off. Access tokens: 60 minutes.',
    },

    entra: {
      label: 'Microsoft Entra ID',
      registerTitle: 'What to register in Microsoft Entra ID',
      fields: {
        authority: {
          label: 'Authority',
          help: 'https://login.microsoftonline.us for the US government, https://login.partner.microsoftonline.cn for China.',
        },
        tenant: {
          label: 'Directory (tenant) ID',
          help: 'From the overview of the app registration. A verified domain works too; "organizations" lets any company in.',
        },
      },
      nationalClouds: 'National clouds',
      nationalCloud: 'National cloud: {cloud}',
      clouds: { usGovernment: 'US Government', china: 'China, operated by 21Vianet' },
      clientId: {
        label: 'Application (client) ID',
        help: 'From the overview of the app registration.',
      },
      clientSecret: {
        label: 'Client secret',
        help: 'The value, not the ID, from Certificates & secrets. Leave it out for a native ("mobile and desktop") application.',
      },
      scopes: {
        azureDatabricks: {
          purpose: 'Azure Databricks',
          help: 'The ID is that of AzureDatabricks in every tenant.',
        },
        azureDatabricksWithIdentity: {
          purpose: 'Azure Databricks, with identity',
          help: 'Also says who signed in, for Sigma and for user attributes.',
        },
        bigQuery: {
          purpose: 'BigQuery through workforce identity',
          help: 'Needs Google Workforce Identity Federation with this directory.',
        },
        identity: {
          purpose: 'Who the person is',
          help: 'For row-level security by attributes, or for a token that is exchanged at Databricks.',
        },
        serviceAccount: {
          purpose: 'Service principal on Azure Databricks',
          help: 'For a machine (client credentials).',
        },
      },
      scopesPlace: 'in the Entra admin centre under App registrations, API permissions',
      redirectHelp:
        'Register http://localhost with its path under "Mobile and desktop applications"; Entra ignores the port there. A "Web" registration compares exactly.',
      steps: {
        registerApplication:
          'Register an application; platform "Mobile and desktop applications", with the redirect URLs of this connection.',
        databricksPermission:
          'Under API permissions add AzureDatabricks, user_impersonation (delegated), and grant admin consent.',
        publicClient:
          'To allow the public client, switch on "Allow public client flows"; or add a secret or certificate.',
        optionalClaims:
          'Under Token configuration add the optional claims (email, groups) that user attributes are read from.',
      },
      lifetimes: 'Microsoft’s own: refresh tokens 90 days, access tokens 60 to 90 minutes.',
    },

    oidc: {
      label: 'Okta, Auth0, PingIdentity or another OpenID Connect server',
      registerTitle: 'What to register in the identity provider',
      fields: {
        metadataUrl: {
          label: 'Metadata URI',
          help: 'Of the authorization server; it ends in /.well-known/openid-configuration.',
        },
        audience: {
          label: 'Audience',
          help: 'The identifier of the API, where the server asks for it. Auth0 does: without one, its tokens open nothing but its own user info.',
        },
      },
      audienceIs: 'Audience: {audience}',
      isEntra: 'This is Microsoft Entra ID, which has a form of its own.',
      useEntra: 'Use that instead',
      clientId: { label: 'Client ID', help: 'From the application that was created for Sightglass.' },
      clientSecret: {
        label: 'Client secret',
        help: 'For a confidential client. A native application has none and is protected by PKCE.',
      },
      scopes: {
        snowflake: {
          purpose: 'Snowflake (external OAuth)',
          help: 'session:role:NAME instead of session:role-any fixes the role.',
        },
        databricks: {
          purpose: 'Databricks (federation policy)',
          help: 'Databricks needs a federation policy for this identity provider.',
        },
        identity: {
          purpose: 'Who the person is',
          help: 'For row-level security by attributes, or for a token that is exchanged at Databricks.',
        },
        bigQuery: {
          purpose: 'BigQuery (workforce identity)',
          help: 'Needs Google Workforce Identity Federation with this provider.',
        },
      },
      scopesPlace: 'in the identity provider, at the scopes and access policies of the authorization server',
      redirectHelp:
        'Register every redirect URL exactly as it is written here, port included. With more than one, Sightglass takes the first whose port is free.',
      steps: {
        createApplication:
          'Create a native (public) OpenID Connect application; grants: authorization code and refresh token, PKCE required.',
        redirects: 'Enter the redirect URLs of this connection.',
        scopesAndPolicy:
          'On the authorization server (Okta: API Access Management), define the scopes and an access policy for the application; refresh tokens for 7 to 90 days.',
        createApi:
          'Auth0: create an API whose identifier is the audience, with the scopes as its permissions, and allow offline access.',
        snowflake:
          'For Snowflake: create a security integration of type external_oauth with the issuer and the keys URL of this server.',
        databricks: 'For Databricks: create a federation policy for this issuer and its audience.',
      },
      lifetimes:
        'Refresh tokens: 90 days interrupt people least; under 7 days, scheduled exports break off. Access tokens: 60 minutes.',
    },

    snowflake: {
      label: 'Snowflake',
      registerTitle: 'What to register in Snowflake',
      fields: {
        accountUrl: {
          label: 'Account URL',
          help: 'From Snowsight: the account menu, View account details. Write underscores of the name as hyphens.',
        },
      },
      clientId: {
        label: 'OAuth client ID',
        help: "From SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION').",
      },
      clientSecret: {
        label: 'OAuth client secret',
        help: 'OAUTH_CLIENT_SECRET of the same answer. A public client (OAUTH_CLIENT_TYPE = PUBLIC) sends none.',
      },
      scopes: {
        anyRole: {
          purpose: 'Any role of the person',
          help: 'Needs OAUTH_USE_SECONDARY_ROLES or the default role of the person.',
        },
        oneRole: { purpose: 'One role', help: 'Put the name of the role in the place of PUBLIC.' },
      },
      scopesPlace: 'in the security integration of Snowflake (roles that are not blocked, OAUTH_ISSUE_REFRESH_TOKENS)',
      redirectHelp:
        'Snowflake knows one OAUTH_REDIRECT_URI for each integration and compares it exactly. It allows http only with OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE. Register it exactly as it is written here, port included.',
      steps: {
        createIntegration:
          'CREATE SECURITY INTEGRATION … TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = PUBLIC or CONFIDENTIAL.',
        redirects:
          'OAUTH_REDIRECT_URI = the redirect URL of this connection, OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE, OAUTH_ENFORCE_PKCE = TRUE.',
        refreshTokens:
          'OAUTH_ISSUE_REFRESH_TOKENS = TRUE, OAUTH_REFRESH_TOKEN_VALIDITY = 604800 to 7776000 seconds (7 to 90 days).',
        roles: 'ACCOUNTADMIN, ORGADMIN and SECURITYADMIN are blocked by default: people need another default role.',
      },
      lifetimes:
        'Refresh tokens: 90 days interrupt people least; under 7 days, scheduled exports break off. Access tokens last 10 minutes, always.',
    },

    google: {
      label: 'Google (BigQuery)',
      registerTitle: 'What to register in Google Cloud',
      fields: {
        issuer: { label: 'Issuer', help: 'The same for everybody.' },
      },
      anotherIssuer: 'Another issuer',
      clientId: {
        label: 'Client ID',
        help: 'From the Google Cloud console: Google Auth Platform, Clients, type "Desktop app".',
      },
      clientSecret: {
        label: 'Client secret',
        help: 'Google gives desktop applications a secret too, and asks for it.',
      },
      scopes: {
        bigQuery: {
          purpose: 'BigQuery',
          help: 'The refresh token comes without a scope: Sightglass asks for offline access.',
        },
        identity: { purpose: 'Who the person is', help: 'For row-level security by attributes.' },
      },
      scopesPlace: 'in the Google Cloud console under Google Auth Platform, Data access',
      redirectHelp:
        'Clients of the type "Desktop app" need no registered redirect URL and accept any loopback port. Clients of the type "Web application" compare exactly.',
      steps: {
        consentScreen:
          'In the Google Cloud console, set up the consent screen (user type Internal for a company) with the BigQuery scope.',
        createClient: 'Create an OAuth client of the type "Desktop app".',
        roles: 'Give people roles/bigquery.dataViewer and roles/bigquery.jobUser (or equivalent) in the project.',
        testing: 'While the consent screen is in testing, refresh tokens end after 7 days.',
      },
    },
  },
} as const;

type Localized<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? Phrase<Placeholders<Tree[Key]>> : Localized<Tree[Key]>;
};

/** The shape of a language. */
export type Text = Localized<typeof en>;

/** The rules that a field of a profile can break; the message of each rule of the schemas is one of them. */
export type FieldFault = keyof Text['fieldFaults'];
