/**
 * Every sentence that a person reads, in French. The keys, and what is to be known about them, stand in `en.ts`.
 *
 * Before `; ! ?` stands a narrow no-break space, and a no-break space before a colon and inside of guillemets.
 */
import type { Text } from './en.ts';

export const fr = {
  locale: 'fr-FR',

  errors: {
    // The sign-in, before the browser comes back
    sign_in_cancelled: {
      title: 'L’authentification a été annulée',
      detail: {
        byPerson: 'L’authentification a été annulée avant d’être terminée.',
        closing: 'Le programme se ferme.',
        signedOut: 'Elle a été déconnectée ou modifiée.',
        notWaiting: 'Aucune authentification n’attend le navigateur.',
      },
      remedy: 'Recommencez l’authentification quand vous serez prêt.',
    },
    sign_in_replaced: {
      title: 'Une authentification plus récente a pris le relais',
      detail: 'Une autre authentification a été lancée avant que celle-ci soit terminée.',
      remedy: 'Terminez l’authentification dans l’onglet du navigateur ouvert en dernier.',
    },
    sign_in_timed_out: {
      title: 'L’authentification a pris trop de temps',
      detail: 'Le navigateur n’est pas revenu dans les cinq minutes.',
      remedy:
        'Recommencez l’authentification et terminez-la dans les cinq minutes. Si le navigateur a affiché une erreur sur l’URL de redirection (redirect_uri_mismatch, AADSTS50011), demandez à un administrateur d’enregistrer les URL de redirection de la connexion exactement comme elles sont écrites. Si le navigateur n’est jamais revenu, un proxy ou un pare-feu empêche peut-être le navigateur de joindre cet ordinateur.',
    },
    redirect_ports_busy: {
      title: 'L’authentification ne peut pas recevoir sa réponse',
      detail: {
        allTaken: 'Essayés dans cet ordre : {ports}.',
        unusable: 'Le port {port} sur {host} ne peut pas être utilisé ({systemCode}).',
      },
      remedy:
        'Un autre programme occupe tous les ports enregistrés pour cette connexion. Fermez ce programme, ou demandez à un administrateur d’enregistrer une URL de redirection de plus et de l’ajouter à la connexion.',
    },
    browser_not_opened: {
      title: 'Aucun navigateur n’a pu être ouvert',
      detail: 'Le système d’exploitation n’a pas ouvert de navigateur.',
      remedy: 'Copiez le lien d’authentification et ouvrez-le dans un navigateur sur cet ordinateur.',
    },
    insecure_server: {
      title: 'L’adresse du serveur n’est pas sûre',
      detail: {
        invalid: 'L’adresse n’est pas une URL valide.',
        holdsCredentials: 'L’adresse de {host} contient un nom d’utilisateur ou un mot de passe.',
        notHttps: '{protocol}//{host} n’est pas une adresse https.',
      },
      remedy:
        'Utilisez une adresse qui commence par https://. Le http simple n’est accepté que pour les services de cet ordinateur, pour des essais.',
    },

    // The authorization response (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6)
    authorization_denied: {
      title: 'L’accès a été refusé',
      remedy:
        'Reconnectez-vous et choisissez Autoriser. Si ce choix ne vous est pas proposé, demandez à un administrateur de vous donner accès à l’application.',
    },
    authorization_invalid_request: {
      title: 'Le serveur d’autorisation n’a pas accepté la requête',
      remedy:
        'Comparez l’ID client et les URL de redirection de la connexion avec ceux de l’application enregistrée ; ils doivent correspondre exactement.',
    },
    redirect_uri_mismatch: {
      title: 'L’URL de redirection n’est pas enregistrée',
      remedy:
        'Demandez à un administrateur d’ajouter les URL de redirection de la connexion à l’application enregistrée, exactement comme elles sont écrites, port et chemin compris.',
    },
    authorization_unauthorized_client: {
      title: 'L’application n’a pas le droit d’authentifier des personnes',
      remedy: 'Demandez à un administrateur d’activer le type d’octroi « code d’autorisation » pour cet ID client.',
    },
    authorization_unsupported_response_type: {
      title: 'Le serveur d’autorisation ne propose pas ce type d’authentification',
      remedy: 'Demandez à un administrateur d’activer le type d’octroi « code d’autorisation » pour cet ID client.',
    },
    authorization_invalid_scope: {
      title: 'Les autorisations demandées ne sont pas disponibles',
      remedy:
        'Demandez à un administrateur d’accorder à l’application les scopes listés dans la connexion, ou retirez ceux dont elle n’a pas besoin.',
    },
    authorization_interaction_required: {
      title: 'Le serveur d’autorisation demande votre attention',
      remedy:
        'Reconnectez-vous et répondez à ce que demande le navigateur. Si cela se répète, un administrateur doit peut-être donner son consentement pour votre organisation. Si le consentement est demandé sans cesse, ajoutez le scope « offline_access » à la connexion, pour qu’un jeton d’actualisation soit émis.',
    },
    authorization_server_error: {
      title: 'Le serveur d’autorisation a rencontré un problème',
      remedy:
        'Réessayez dans un instant. Si cela se répète, signalez-le à l’administrateur de la plateforme de données.',
    },
    authorization_failed: {
      title: 'Le serveur d’autorisation a refusé l’authentification',
      remedy: 'Lisez les détails, puis réessayez ou transmettez-les à un administrateur.',
    },
    authorization_issuer_mismatch: {
      title: 'La réponse est venue d’un autre serveur',
      detail: {
        unnamed: 'La réponse n’a pas dit qui l’envoyait ; {issuer} était attendu.',
        other: 'La réponse nomme un autre émetteur ; {issuer} était attendu.',
      },
      remedy:
        'Ne continuez pas. Fermez l’onglet du navigateur et recommencez ; si cela se répète, prévenez votre équipe de sécurité : quelqu’un tente peut-être de détourner votre authentification.',
    },
    authorization_response_invalid: {
      title: 'La réponse du serveur d’autorisation n’a pas été comprise',
      detail: {
        malformed: 'La réponse contient un paramètre en double ou d’un mauvais type.',
        codeCount: 'La réponse ne contient pas exactement un code.',
      },
      remedy: 'Recommencez l’authentification. Si cela se répète, transmettez les détails à un administrateur.',
    },

    // Metadata (RFC 8414)
    metadata_invalid: {
      title: 'Le serveur d’autorisation se décrit mal',
      detail: {
        notFound: 'Aucune métadonnée trouvée. {account}',
        noEndpoints: 'Les métadonnées de {host} ne nomment aucun point de terminaison d’autorisation ou de jeton.',
        noKeys: '{host} n’a envoyé aucune clé (HTTP {status}). {said}',
        unreadableHost: 'Ce que {host} dit de lui-même est illisible : {name} n’est pas ce qu’il devrait être.',
        noAccount: '{host} authentifie pour un seul compte, et ni lui ni le profil ne dit lequel.',
      },
      remedy:
        'Vérifiez l’adresse de la connexion. Une URI de métadonnées doit être écrite exactement comme le serveur la donne, avec ou sans barre oblique à la fin. Si elle est juste, transmettez les détails à l’administrateur du serveur.',
    },
    metadata_issuer_mismatch: {
      title: 'Le serveur d’autorisation se donne un autre nom',
      detail: {
        other: '{issuer} était attendu, mais {host} se nomme {stated}.',
        unnamed: '{issuer} était attendu, mais {host} se nomme autrement.',
        otherAccount: '{host} appartient au compte {stated}, et non à {expected}.',
      },
      remedy:
        'Si les deux sont des noms d’un même serveur, saisissez l’adresse par laquelle il se nomme. Sinon, ne continuez pas : vérifiez l’adresse de la connexion avec un administrateur.',
    },
    metadata_endpoint_untrusted: {
      title: 'Le serveur d’autorisation renvoie vers une adresse qui n’est pas de confiance',
      detail: {
        noAddress: '{name}, dans les métadonnées de {host}, n’est pas une adresse.',
        notHttps: '{name}, dans les métadonnées de {host}, n’est pas une adresse https.',
        holdsFragment: '{name}, dans les métadonnées de {host}, contient un fragment.',
        elsewhere: '{name}, dans les métadonnées de {host}, se trouve sur un autre serveur : {otherHost}.',
        unknownPlace: '{name}, dans les métadonnées de {host}, n’est pas un endroit où l’on s’authentifie : {path}.',
      },
      remedy: 'Ne continuez pas. Vérifiez l’adresse de la connexion avec un administrateur.',
    },
    pkce_unsupported: {
      title: 'Le serveur d’autorisation ne prend pas en charge PKCE avec S256',
      detail: '{host} dit qu’il ne prend pas en charge la méthode S256.',
      remedy:
        'Sightglass n’authentifie qu’avec PKCE. Demandez à un administrateur de l’activer pour cette application.',
    },

    // Tokens (RFC 6749 section 5.2)
    client_rejected: {
      title: 'L’application n’a pas été reconnue',
      remedy:
        'Vérifiez l’ID client de la connexion et, si l’application en a un, son secret client ou sa clé privée. S’ils sont justes, demandez à un administrateur comment l’application doit s’authentifier d’après son enregistrement.',
    },
    code_rejected: {
      title: 'Le code d’authentification n’a pas été accepté',
      detail: {
        spentInHeader:
          'Le serveur a répondu HTTP {status}. {said} Auparavant, il avait refusé le secret de l’application dans l’en-tête, ce qui a consommé le code. La prochaine authentification commencera par le corps.',
        spentInBody:
          'Le serveur a répondu HTTP {status}. {said} Auparavant, il avait refusé le secret de l’application dans le corps, ce qui a consommé le code. La prochaine authentification commencera par l’en-tête.',
      },
      remedy: 'Recommencez l’authentification et terminez-la sans longue pause.',
    },
    token_request_rejected: {
      title: 'Le serveur d’autorisation n’a pas émis de jeton',
      remedy:
        'Lisez les détails. S’ils ne le disent pas, comparez l’ID client, les URL de redirection et les scopes de la connexion avec ce qui est enregistré ; s’ils parlent d’un filtre ou d’un réseau, adressez-vous à son administrateur.',
    },
    token_response_invalid: {
      title: 'Le serveur d’autorisation a envoyé un jeton inutilisable',
      detail: {
        notJson: 'La réponse ne se présente pas comme du JSON. {said}',
        noObject: 'La réponse n’est pas un objet JSON, ou nomme un membre deux fois.',
        alsoError: 'La réponse annonce à la fois un succès et une erreur.',
        notBearer: 'Ce n’est pas un jeton de type bearer.',
        lifetime: 'Sa durée de vie n’est pas un nombre positif de secondes.',
        incomplete: 'Il manque une partie à la réponse, ou l’une est d’un mauvais type.',
      },
      remedy: 'Réessayez. Si cela se répète, transmettez les détails à l’administrateur de la plateforme de données.',
    },
    id_token_invalid: {
      title: 'La preuve de votre identité n’était pas valide',
      detail: {
        noText: 'Ce n’est pas un texte.',
        algorithm: 'Elle est signée avec {algorithm}, qui n’est pas accepté.',
        unsigned: 'Elle n’est pas signée (algorithme none).',
        encrypted: 'Elle est chiffrée ({algorithm}) et ne peut donc pas être lue.',
        signature: 'Sa signature n’a pas pu être vérifiée ({joseCode}).',
        unusableKey: 'Sa signature n’a pas pu être vérifiée (clé inutilisable).',
        otherAccessToken: 'Elle a été faite pour un autre jeton d’accès (at_hash).',
        otherApplication: 'Elle a été faite pour une autre application (azp).',
        otherPerson: 'Elle nomme une autre personne que celle qui s’est authentifiée (sub).',
        fromFuture: 'Elle a été émise dans le futur (iat).',
      },
      remedy:
        'Reconnectez-vous. Si cela se répète, demandez à un administrateur de comparer l’ID client et l’adresse de la connexion avec ce qui est enregistré. S’ils concordent, prévenez votre équipe de sécurité.',
    },
    scopes_missing: {
      title: 'Certaines autorisations n’ont pas été accordées',
      detail: 'Non accordés : {missing}. Demandez à un administrateur de les autoriser {place}.',
      remedy:
        'Demandez à un administrateur d’autoriser les scopes manquants pour cette application, ou retirez de la connexion ceux dont elle n’a pas besoin : les deux listes doivent concorder.',
    },
    identity_unknown: {
      title: 'La plateforme de données n’a pas dit qui vous êtes',
      detail: {
        unusableAddress: 'L’adresse de la personne est vide ou contient des espaces.',
        meRefused: '{host} n’a pas dit qui vous êtes (SCIM Me : HTTP {status}). {said}',
        noAddress:
          'Ni le profil ni l’authentification ne nomme par une adresse e-mail la personne que Sigma doit voir.',
      },
      remedy:
        'Ajoutez les scopes « openid email » à la connexion, ou définissez un utilisateur d’intégration fixe dans le profil. Si les scopes y sont, demandez à un administrateur du serveur d’autorisation de communiquer l’adresse e-mail à cette application.',
    },
    email_unverified: {
      title: 'Votre adresse e-mail n’a pas été vérifiée',
      detail: {
        said: 'L’authentification nomme {address} et dit que cette adresse n’a pas été vérifiée (email_verified).',
        saidOfNone: 'L’authentification dit que votre adresse e-mail n’a pas été vérifiée (email_verified).',
        unproven: 'L’authentification dit que rien ne prouve l’adresse e-mail qu’elle nomme (xms_edov).',
      },
      remedy:
        'Confirmez l’adresse auprès du serveur qui vous authentifie, ou demandez à son administrateur de la marquer comme vérifiée ; puis reconnectez-vous. Une adresse qui est peut-être celle de quelqu’un d’autre n’est pas transmise à Sigma. Si ce serveur ne peut pas vérifier les adresses, un administrateur peut définir un utilisateur d’intégration fixe dans le profil.',
    },
    user_info_failed: {
      title: 'Le serveur d’autorisation n’en a pas dit assez sur vous',
      detail: {
        refused: 'Il manque au jeton d’identité ce qu’il faut, et UserInfo chez {host} a répondu HTTP {status}. {said}',
        unreachable:
          'Il manque au jeton d’identité ce qu’il faut, et UserInfo chez {host} n’a pas donné de réponse ({said}).',
        untrusted:
          'Il manque au jeton d’identité ce qu’il faut, et UserInfo se trouve à une adresse qui n’est pas de confiance : {address}.',
        notJson:
          'Il manque au jeton d’identité ce qu’il faut, et ce que UserInfo chez {host} a répondu n’est pas du JSON, mais {type}.',
        noObject: 'UserInfo chez {host} n’a pas répondu par un objet JSON, ou a nommé un membre deux fois.',
        noSubject: 'UserInfo chez {host} ne dit pas de qui parle sa réponse (sub) ; elle n’a donc pas été utilisée.',
        encrypted: 'La réponse de UserInfo chez {host} est chiffrée, ce qui n’est pas pris en charge.',
        noKeys: 'La réponse de UserInfo chez {host} est signée, et le serveur ne nomme aucune clé pour la vérifier.',
        keysFailed:
          'La réponse de UserInfo chez {host} est signée, et les clés pour la vérifier n’ont pas pu être obtenues de {keysHost} ({said}).',
        algorithm: 'La réponse de UserInfo chez {host} est signée avec {algorithm}, qui n’est pas accepté.',
        unsigned: 'La réponse de UserInfo chez {host} est annoncée comme signée et ne l’est pas (algorithme none).',
        signature: 'La signature de ce que UserInfo chez {host} a répondu n’a pas pu être vérifiée ({said}).',
        notForUs:
          'La réponse de UserInfo chez {host} a été faite pour une autre application, un autre serveur ou un autre moment ({claim}).',
      },
      remedy:
        'Reconnectez-vous dans un instant. Si cela se répète, demandez à un administrateur du serveur d’autorisation de mettre les claims manquants dans les jetons d’identité de cette application, ou de laisser ses jetons d’accès interroger UserInfo (scopes « openid email profile »).',
    },
    user_info_mismatch: {
      title: 'Le serveur d’autorisation a parlé d’une autre personne',
      detail:
        'Ce que dit UserInfo chez {host} concerne une autre personne que le jeton d’identité (sub). Rien n’en a été utilisé.',
      remedy:
        'Ne continuez pas. Reconnectez-vous ; si cela se répète, prévenez votre équipe de sécurité : des jetons ont peut-être été échangés.',
    },
    people_differ: {
      title: 'Vous êtes connecté sous plusieurs identités',
      detail: {
        named: 'Les connexions de ce profil nomment {names}.',
        unnamed:
          'L’authentification à {connections} ne dit pas par une adresse e-mail qui s’est connecté ; rien ne montre donc que c’est {name}.',
      },
      remedy:
        'Déconnectez-vous de la connexion qui est à quelqu’un d’autre, puis reconnectez-vous sous la même identité. Si une personne a plusieurs adresses, ou un nom qui n’est pas une adresse, un administrateur l’autorise dans le profil, sous « Adresse e-mail vue par Sigma ».',
    },
    claim_missing: {
      title: 'L’authentification ne dit pas ce que le classeur doit savoir',
      detail: 'L’authentification ne porte aucun claim « {claim} ».',
      remedy:
        'Demandez à un administrateur d’ajouter le claim aux jetons de cette application, ou de corriger le mappage des claims dans le profil. Puis reconnectez-vous.',
    },
    exchange_rejected: {
      title: 'Databricks n’a pas accepté l’authentification d’entreprise',
      remedy:
        'Demandez à un administrateur Databricks une stratégie de fédération (federation policy) qui nomme l’émetteur et l’audience de votre fournisseur d’identité, et vérifiez que vous avez dans Databricks un utilisateur du même nom.',
    },
    private_key_invalid: {
      title: 'La clé privée n’a pas pu être utilisée',
      detail: {
        rsa: '{algorithm} demande une clé RSA en PEM PKCS#8.',
        ellipticCurve: '{algorithm} demande une clé à courbe elliptique (P-256) en PEM PKCS#8.',
      },
      remedy:
        'Ouvrez la configuration de ce profil et collez la clé privée en PEM PKCS#8 (« BEGIN PRIVATE KEY »), du type que demande son algorithme.',
    },
    grant_dead: {
      title: 'Votre authentification a pris fin',
      detail: {
        expired: 'L’authentification a expiré avant que le classeur puisse être ouvert.',
      },
      remedy:
        'Reconnectez-vous. La plateforme de données n’accepte plus l’authentification précédente : elle a expiré, a été révoquée ou a servi ailleurs.',
    },
    renewal_refused: {
      title: 'Votre authentification n’a pas pu être renouvelée',
      remedy:
        'Reconnectez-vous. Si cela est refusé aussi, le refus vient peut-être de quelque chose en chemin : un filtre, un VPN qui manque ou une liste de réseaux autorisés. Sightglass continue d’essayer et reprend de lui-même dès qu’on le laisse passer.',
    },
    grant_missing: {
      title: 'Vous n’êtes pas connecté',
      detail: {
        connections: 'Connectez-vous à {connections}.',
        notSignedYet: 'Aucune session n’a encore été signée pour ce classeur.',
        none: 'Il n’y a pas d’authentification pour cette connexion.',
        endedDuringRenewal: 'Cette authentification a pris fin pendant son renouvellement.',
      },
      remedy: 'Connectez-vous à la connexion dont ce classeur a besoin.',
    },
    renewal_unavailable: {
      title: 'Cette authentification ne peut pas se renouveler',
      detail: {
        notAskedFor:
          'Le serveur d’autorisation n’a pas donné de jeton d’actualisation ; la connexion ne demande pas d’accès hors connexion.',
        notGiven:
          'La connexion demande {scope}, mais le serveur d’autorisation n’a pas donné de jeton d’actualisation.',
        noRefreshToken: 'Le serveur d’autorisation n’a pas donné de jeton d’actualisation pour cette authentification.',
      },
      remedy:
        'Reconnectez-vous quand elle prendra fin. Pour l’éviter, ajoutez le scope « offline_access » à la connexion et demandez à un administrateur d’autoriser les jetons d’actualisation.',
    },

    // Network
    offline: {
      title: 'Vous êtes hors ligne',
      detail: {
        timedOut: '{host} n’a pas répondu à temps.',
        unreachable: '{host} n’a pas pu être joint ({systemCode}).',
        noConnection: '{host} n’a pas pu être joint (pas de connexion).',
      },
      remedy: 'Vérifiez votre réseau. Sightglass réessaie de lui-même dès que la connexion est rétablie.',
    },
    proxy_unusable: {
      title: 'Le proxy ne peut pas être utilisé',
      detail: {
        settings: 'Les paramètres de proxy de ce réseau ont répondu : {said}',
        password: 'Le proxy sur le chemin de {host} demande un mot de passe.',
        refused: 'Le proxy sur le chemin de {host} ne laisse pas passer Sightglass. Il a répondu HTTP {status}.',
      },
      remedy:
        'Demandez à un administrateur un proxy de type http ou https qui ne demande pas de mot de passe ; Sightglass ne peut utiliser ni SOCKS ni mot de passe. Si le proxy refuse, demandez que l’hôte soit autorisé. Sightglass ne contourne jamais un proxy.',
    },
    server_busy: {
      title: 'Le serveur est occupé',
      detail: {
        keys: '{host} a répondu HTTP {status} à la demande de ses clés. {said}',
        metadata: '{host} a répondu par une erreur. {account}',
      },
      remedy: 'Sightglass réessaie de lui-même dans un instant.',
    },
    access_from_here_refused: {
      title: 'Le serveur ne laisse entrer personne d’ici',
      remedy:
        'Connectez-vous au réseau ou au VPN de votre entreprise et réessayez ; ce qui est connecté se renouvelle alors de lui-même. Si cela se répète là aussi, demandez à un administrateur quels réseaux et ordinateurs le serveur laisse entrer.',
    },
    tls_untrusted: {
      title: 'Le serveur n’a pas pu prouver son identité',
      detail: '{host} n’a pas pu être vérifié ({systemCode}).',
      remedy:
        'Si votre entreprise inspecte le trafic chiffré, demandez au service informatique d’installer son certificat dans le magasin de certificats du système. Sinon, ne continuez pas.',
    },
    response_too_large: {
      title: 'Le serveur en a envoyé beaucoup trop',
      detail: '{host} a envoyé plus de {bytes} octets.',
      remedy: 'Vérifiez l’adresse de la connexion ; cela ne ressemble pas à un serveur d’autorisation.',
    },

    clock_wrong: {
      title: 'L’horloge de cet ordinateur est déréglée',
      detail: {
        ahead: 'Elle avance de {duration} sur l’horloge de {host}.',
        behind: 'Elle retarde de {duration} sur l’horloge de {host}.',
      },
      remedy:
        'Réglez la date, l’heure et le fuseau horaire sur automatique dans les paramètres du système ; cet avis disparaît alors. D’ici là, Sightglass suit l’heure des serveurs. Si l’horloge de cet ordinateur est juste, signalez-le à l’administrateur du serveur.',
    },

    // Alarms
    renewal_keeps_failing: {
      title: 'Une authentification n’est pas renouvelée',
      detail: 'Il s’agit de {label} dans le profil « {profile} » : {because}.',
      remedy:
        'Sightglass continue d’essayer, et cet avis disparaît dès qu’un renouvellement réussit. Si cela dure, testez la configuration du profil ou montrez ceci à votre administrateur.',
    },
    sign_in_ends_soon: {
      title: 'Une authentification prend fin d’ici un jour, et personne n’est là',
      detail: 'Il s’agit de {label} dans le profil « {profile} ». Ensuite, aucun renouvellement n’y peut rien.',
      remedy:
        'Reconnectez-vous tant que quelqu’un est là. Pour un affichage mural, un administrateur peut employer une authentification qui se renouvelle d’elle-même ou un compte de service.',
    },
    wall_in_trouble: {
      title: 'L’affichage mural montre une image ancienne, ou aucune',
      detail: {
        signIn: 'Quelqu’un doit se connecter.',
        network: 'Il n’y a pas de réseau.',
        workbooks: 'Il n’y a aucun classeur à afficher.',
        answer: 'Le classeur n’arrive pas.',
        tabs: 'Un de ses onglets n’arrive pas, à plusieurs reprises.',
      },
      remedy:
        'Sightglass continue d’essayer. Connectez-vous là où c’est demandé ; sinon, vérifiez le réseau et le classeur dans Sigma.',
    },
    keychain_away: {
      title: 'Le trousseau ne répond plus',
      remedy:
        'Déverrouillez le trousseau de cet ordinateur ou relancez son service. Tant qu’il ne répond pas, les nouvelles authentifications et les renouvellements sont perdus à la fermeture de Sightglass.',
    },
    status_not_written: {
      title: 'Le fichier d’état ne peut pas être écrit',
      remedy:
        'Votre travail continue ; seul ce qui surveille cet ordinateur ne voit rien de nouveau. Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier des paramètres, ou désactivez le fichier dans les paramètres.',
    },

    // What the system gives
    sandbox_missing: {
      title: 'Il n’y a pas ici de bac à sable pour les pages web',
      detail: {
        root: 'Sightglass a été démarré en tant que root, et root n’obtient pas de bac à sable.',
        seccomp: 'Le noyau ne filtre pas les appels système (seccomp).',
        namespacesOff: 'Le noyau ne crée pas d’espaces de noms utilisateur (user.max_user_namespaces vaut 0).',
        cloneOff: 'Seul root peut créer des espaces de noms utilisateur (kernel.unprivileged_userns_clone vaut 0).',
        apparmor:
          'AppArmor ne laisse que les programmes dotés d’un profil créer des espaces de noms utilisateur (kernel.apparmor_restrict_unprivileged_userns vaut 1), et aucun n’est chargé pour cette copie de Sightglass.',
        container: 'Le conteneur dans lequel tourne Sightglass ne le laisse pas créer d’espaces de noms utilisateur.',
        namespaces: 'Le système ne laisse pas Sightglass créer d’espaces de noms utilisateur, et ne dit pas pourquoi.',
        helper: 'L’auxiliaire chrome-sandbox, qui pourrait les remplacer, n’appartient pas à root avec le mode 4755.',
        helperNosuid:
          'L’auxiliaire chrome-sandbox, qui pourrait les remplacer, se trouve sur un système de fichiers avec l’option nosuid.',
        helperPrivileges:
          'L’auxiliaire chrome-sandbox, qui pourrait les remplacer, n’obtient aucun droit, car Sightglass a été démarré avec no_new_privs.',
        allowed:
          'Un administrateur permet à Sightglass de fonctionner sans lui sur cet ordinateur (runWithoutSandbox).',
      },
      remedy:
        'Une page qui s’échapperait du navigateur pourrait faire tout ce que vous pouvez faire. Demandez à un administrateur de doter cet ordinateur d’un bac à sable.',
    },

    // Vault and settings
    vault_unprotected: {
      title: 'Aucun trousseau n’est disponible',
      detail: 'Cet ordinateur n’offre pas de trousseau.',
      remedy:
        'Votre authentification n’est gardée qu’en mémoire et prend fin avec le programme. Sous Linux, installez et déverrouillez un trousseau tel que GNOME Keyring ou KWallet. Sightglass l’utilise dès qu’il répond ; sinon, redémarrez-le.',
    },
    vault_entry_damaged: {
      title: 'Un secret enregistré n’a pas pu être lu',
      detail: {
        grant: 'C’était l’authentification à une connexion.',
        embedSecret: 'C’était le secret d’intégration d’un profil.',
        clientSecret: 'C’était le secret client d’une connexion.',
        auditKey: 'C’était la clé qui scelle le journal d’audit.',
        anotherVersion: 'L’authentification enregistrée vient d’une autre version.',
      },
      remedy:
        'Reconnectez-vous, ou saisissez de nouveau le secret. L’entrée illisible a été mise de côté ; rien d’autre n’a été touché.',
    },
    vault_locked: {
      title: 'Le trousseau est verrouillé',
      detail: {
        notEncrypted: 'Le trousseau n’a pas chiffré l’entrée.',
        notRead: 'Le trousseau n’a pas répondu ; le secret enregistré n’a donc pas pu être lu.',
      },
      remedy:
        'Déverrouillez le trousseau de cet ordinateur, autorisez Sightglass à l’utiliser et réessayez. Si cela se répète, redémarrez Sightglass. Rien n’a été modifié.',
    },
    vault_write_failed: {
      title: 'L’authentification n’a pas pu être enregistrée',
      detail: {
        grant: 'Le stockage n’a pas pris la modification.',
        grantBecause: 'Le stockage n’a pas pris la modification. {said}',
      },
      remedy:
        'Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier des paramètres, puis reconnectez-vous.',
    },
    revocation_refused: {
      title: 'Le serveur n’a pas repris une authentification',
      remedy:
        'Il n’en reste rien sur cet ordinateur, et ce que le serveur accepte encore prend fin de lui-même. Pour y mettre fin maintenant, déconnectez-vous dans votre compte auprès du serveur, ou demandez à son administrateur de fermer vos sessions.',
    },
    vault_remove_failed: {
      title: 'Quelque chose reste enregistré sur cet ordinateur',
      detail: {
        signedOut:
          'Vous êtes déconnecté jusqu’à la fermeture de Sightglass, mais l’authentification n’a pas pu être retirée du disque ({systemCode}).',
      },
      remedy:
        'Libérez de la place sur le disque, ou rendez le dossier des paramètres accessible en écriture : Sightglass réessaie jusqu’à sa fermeture. S’il n’y parvient pas, le prochain démarrage retrouvera ce qui est enregistré ; supprimez-le alors de nouveau. Si vous ne pouvez pas attendre, fermez la session dans votre compte auprès du serveur, ou demandez-le à un administrateur.',
    },
    secret_missing: {
      title: 'Il manque un secret',
      detail: {
        embedSecretNotStored: 'Le secret d’intégration de ce profil n’est pas dans le coffre.',
        clientSecretNotStored: 'Le secret client ou la clé privée de cette connexion n’est pas dans le coffre.',
        forAnotherApplication: 'Le secret client ou la clé privée enregistrés sont pour une autre application.',
        enterEmbedSecret: 'Saisissez le secret d’intégration.',
        sigmaChanged:
          'L’adresse de Sigma a changé, et le secret d’intégration enregistré appartient à l’ancienne. Saisissez de nouveau le secret d’intégration.',
        enterClientSecret: 'Saisissez le secret client de {label}.',
        enterPrivateKey: 'Saisissez la clé privée de {label}.',
        clientOfSecretChanged:
          '{label} a changé de serveur ou d’ID client, et le secret client enregistré appartient à l’ancien. Saisissez de nouveau le secret client.',
        clientOfKeyChanged:
          '{label} a changé de serveur ou d’ID client, et la clé privée enregistrée appartient à l’ancien. Saisissez de nouveau la clé privée.',
      },
      remedy:
        'Ouvrez la configuration de ce profil et saisissez de nouveau le secret d’intégration (et le secret client, si l’application en a un).',
    },
    settings_damaged: {
      title: 'Les paramètres n’ont pas pu être lus',
      detail: {
        file: 'Le fichier {file} était endommagé ; il est conservé sous le nom {keptAs}.',
        profiles:
          '{count} profil(s) n’ont pas été compris. Ils sont conservés dans settings.json sous « damagedProfiles » et relus à chaque démarrage, si bien qu’ils reviendront quand cette version ou une plus récente les comprendra.',
      },
      remedy:
        'Configurez de nouveau le profil. Ce qui n’a pas pu être lu est conservé avec les paramètres. Pour vous en passer, fermez Sightglass et supprimez-le à cet endroit.',
    },
    secrets_half_changed: {
      title: 'La modification n’a été faite qu’en partie',
      detail: 'Elle a échoué ({cause}), et un secret enregistré n’a pas pu être remis en place.',
      remedy:
        'Libérez de la place sur le disque, déverrouillez le trousseau, puis saisissez de nouveau les secrets de ce profil et enregistrez-le, ou supprimez le profil.',
    },
    signed_out_by_itself: {
      title: 'Vous avez été déconnecté',
      detail: {
        locked: 'L’écran a été verrouillé.',
        idle: 'Personne n’a utilisé cet ordinateur pendant un moment.',
      },
      remedy:
        'Reconnectez-vous pour continuer. Le moment où cela arrive se décide dans les paramètres, ou par votre organisation.',
    },
    settings_write_failed: {
      title: 'Les paramètres n’ont pas pu être enregistrés',
      remedy:
        'Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier des paramètres, puis réessayez.',
    },
    settings_unreadable: {
      title: 'Les paramètres n’ont pas pu être ouverts',
      detail: '{file} : le système d’exploitation a répondu {systemCode}.',
      remedy:
        'Vérifiez que le fichier nommé dans les détails est un fichier, qu’il vous appartient et que vous pouvez le lire, puis redémarrez Sightglass. Rien n’a été modifié.',
    },
    profile_missing: {
      title: 'Ce profil n’existe plus',
      detail: {
        workbookRemoved: 'Le classeur a été retiré de son profil.',
        profileRemoved: 'Le profil a été supprimé.',
        profileRemovedAlready: 'Le profil était déjà supprimé.',
        connectionRemoved: 'La connexion a été supprimée.',
        connectionChanged: 'La connexion a changé depuis cette authentification.',
        notOfThisProfile: 'Le brouillon modifie quelque chose qui n’appartient pas à ce profil.',
        duringSignIn: 'La connexion a été supprimée ou modifiée pendant l’authentification.',
      },
      remedy: 'Choisissez un autre profil.',
    },
    env_unreadable: {
      title: 'Le fichier n’a pas pu être lu',
      detail: {
        tooLarge: 'Le fichier est trop gros pour un fichier .env de QuickStart.',
        severalFiles: 'Plusieurs fichiers ont été déposés. Ne déposez que le fichier .env.',
        notAFile: 'Ce n’est pas un fichier qui peut être lu.',
        folder: 'C’est un dossier, pas un fichier.',
        notThere: 'Ce fichier n’existe pas.',
        empty: 'Le fichier est vide.',
        notText: 'Le fichier est une image, un document ou un programme, et non du texte simple.',
        noNames: 'Le fichier ne contient aucun des noms d’un fichier .env de QuickStart.',
      },
      remedy:
        'Choisissez le fichier .env du QuickStart (embedding_qs_series_2/.env) et vérifiez que vous pouvez le lire.',
    },
    env_incomplete: {
      title: 'Le fichier ne contient pas une configuration complète',
      detail: {
        missing: 'Ces noms n’ont pas de valeur : {names}.',
        misspelt:
          'Ces noms n’ont pas de valeur : {names}. Le fichier contient d’autres noms qui semblent mal orthographiés : {misspelt}.',
        placeholders: 'Ces noms ont encore un exemple à la place d’une valeur : {names}.',
        otherQuickStart:
          'Le fichier est celui d’un autre QuickStart : il n’a aucun nom de celui avec Databricks OAuth. Ceux-ci n’ont pas de valeur : {names}.',
        faulty: '{faults}',
      },
      remedy:
        'Complétez les noms listés dans les détails, enregistrez le fichier et importez-le de nouveau. Rien n’a été modifié.',
    },

    env_imported: {
      title: 'Un fichier de configuration a été importé',
      detail: {
        addedByLaterStart:
          'Un second démarrage de Sightglass a ajouté le profil « {profileName} ». Il se trouve dans la liste des profils. {remarks}',
        changedByLaterStart:
          'Un second démarrage de Sightglass a modifié le profil « {profileName} ». {changes} {remarks}',
        addedByThisStart: 'Ce démarrage a ajouté le profil « {profileName} ». {remarks}',
        changedByThisStart: 'Ce démarrage a modifié le profil « {profileName} ». {changes} {remarks}',
      },
      remedy:
        'Si vous ne l’avez pas demandé, parcourez la configuration du profil et corrigez ses adresses, ou supprimez le profil.',
    },
    set_up_unreadable: {
      title: 'Le fichier de configuration n’a pas pu être lu',
      detail: {
        notWhole: 'Le fichier n’est pas entier, ou a été modifié à la main.',
        anotherKind: 'C’est un fichier d’un autre programme.',
        anotherVersion: 'Il a été écrit par une version plus récente de Sightglass.',
        faulty: '{faults}',
      },
      remedy:
        'Demandez un nouveau fichier à la personne qui vous l’a donné, ou mettez Sightglass à jour. Rien n’a été modifié.',
    },
    passphrase_wrong: {
      title: 'La phrase secrète n’ouvre pas ce fichier',
      remedy:
        'Saisissez la phrase secrète telle qu’elle vous a été donnée. Si c’est la bonne, le fichier a été modifié en route : demandez-en un nouveau. Rien n’a été modifié.',
    },
    secret_differs: {
      title: 'Ce n’est pas le secret enregistré ici',
      detail: {
        embedSecret: 'Le secret d’intégration de « {label} » en est un autre.',
        clientSecret: 'Le secret client ou la clé de {label} en est un autre.',
      },
      remedy:
        'Saisissez le secret que le profil utilise, depuis l’endroit où vous le conservez. Aucun fichier n’a été écrit.',
    },
    set_up_not_saved: {
      title: 'Le fichier de configuration n’a pas pu être enregistré',
      remedy:
        'Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier, ou choisissez-en un autre.',
    },
    audit_not_written: {
      title: 'Le journal d’audit ne peut pas être écrit',
      remedy:
        'Votre travail continue, et ce qui se passe entre-temps sera écrit dès que ce sera de nouveau possible. Vérifiez que le disque n’est pas plein.',
    },
    audit_not_exported: {
      title: 'Le journal d’audit n’a pas pu être enregistré',
      remedy:
        'Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier, ou choisissez-en un autre.',
    },
    doctor_report_not_saved: {
      title: 'Le rapport du diagnostic n’a pas pu être enregistré',
      remedy:
        'Vérifiez que le disque n’est pas plein et que vous pouvez écrire dans le dossier, ou choisissez-en un autre.',
    },
    change_declined: {
      title: 'Rien n’a été modifié',
      remedy:
        'Pour faire la modification, enregistrez ou importez de nouveau et confirmez-la dans la boîte de dialogue.',
    },

    // Sigma
    sigma_parameter_invalid: {
      title: 'Sigma n’a pas accepté la requête',
      remedy:
        'Vérifiez l’URL du classeur, l’ID client et le secret d’intégration du profil. S’ils sont justes, vérifiez l’horloge de cet ordinateur.',
    },
    sigma_version_unsupported: {
      title: 'Sigma n’a pas accepté la forme de la requête',
      remedy: 'Mettez Sightglass à jour. Sigma ne prend les jetons de connexion que dans des requêtes de version 1.1.',
    },
    sigma_session_expired: {
      title: 'La session Sigma a pris fin',
      remedy: 'Rechargez le classeur.',
    },
    sigma_secret_wrong: {
      title: 'Sigma n’a pas pu lire votre jeton',
      remedy:
        'Le secret d’intégration du profil ne va pas avec son ID client. Saisissez-le de nouveau, ou créez-en un nouveau dans Sigma sous Administration, Developer Access.',
    },
    sigma_connection_sign_in: {
      title: 'Sigma n’accepte pas l’authentification pour cette connexion',
      remedy:
        'La connexion dans Sigma et celle de ce profil doivent appartenir au même serveur. Si elles ont un niveau, ce doit être le même : réglez les deux sur espace de travail, ou les deux sur compte. Avec un jeton pour toute l’organisation, ou une connexion pour toutes les requêtes, vérifiez que la connexion de Sigma prend ce jeton.',
    },
    data_sign_in_refused: {
      title: 'La plateforme de données n’a pas accepté votre authentification',
      remedy:
        'Reconnectez-vous. Si cela se répète, demandez à l’administrateur de la plateforme de données si elle fait confiance au serveur auprès duquel on s’authentifie pour cette connexion (une stratégie de fédération, ou une intégration pour authentifications externes).',
    },
    data_access_denied: {
      title: 'La plateforme de données ne vous laisse pas lire ces données',
      remedy:
        'Demandez à l’administrateur des données le droit de lire les tables du classeur et d’utiliser ce qui exécute ses requêtes.',
    },
    data_timed_out: {
      title: 'La plateforme de données n’a pas répondu à temps',
      remedy:
        'Demandez-en moins à la fois, par exemple moins de lignes ou une période plus courte, ou rechargez quand la plateforme de données aura moins à faire. Si cela se répète, demandez à son administrateur si ce qui exécute les requêtes est surchargé.',
    },
    sigma_clock_wrong: {
      title: 'L’horloge de cet ordinateur semble déréglée',
      remedy: 'Réglez la date et l’heure sur automatique dans les paramètres du système, puis rechargez.',
    },
    sigma_internal_user_claims: {
      title: 'Sigma connaît cette personne comme utilisateur interne',
      remedy:
        'Dans le profil, réglez le type d’utilisateur sur interne : le type de compte et les équipes viennent alors de Sigma.',
    },
    sigma_personal_account: {
      title: 'Les comptes Microsoft personnels ne sont pas pris en charge',
      remedy: 'Réglez le niveau de la connexion sur espace de travail, ici et dans Sigma.',
    },
    sigma_user_missing: {
      title: 'Sigma ne connaît pas cette personne',
      remedy:
        'Demandez à un administrateur Sigma d’ajouter la personne, ou de laisser Sigma créer lui-même les utilisateurs d’intégration. Les détails de la session disent ce qui peut clocher dans l’adresse.',
    },
    sigma_access_denied: {
      title: 'Vous n’avez pas accès à ce classeur',
      remedy:
        'Demandez à son propriétaire de partager le classeur avec vous ou avec l’une de vos équipes. S’il est partagé, demandez à un administrateur Sigma si votre type de compte a l’autorisation.',
    },
    sigma_not_found: {
      title: 'Le classeur est introuvable',
      remedy:
        'Vérifiez l’URL du classeur dans le profil : utilisez celle de la version publiée. Si elle est juste, demandez à un administrateur Sigma si vous avez été désactivé comme utilisateur. Vérifiez aussi le tenant et la connexion pour toutes les requêtes, si le profil les nomme.',
    },
    sigma_unreachable: {
      title: 'Sigma n’a pas pu être joint',
      remedy: 'Vérifiez votre réseau, et si un pare-feu bloque Sigma, puis rechargez.',
    },
    sigma_redirected: {
      title: 'Sigma a répondu depuis une autre adresse',
      detail: 'Sigma a renvoyé le classeur vers un autre hôte.',
      remedy:
        'Corrigez l’URL du classeur dans le profil : ouvrez le classeur dans un navigateur et copiez l’adresse à laquelle il arrive.',
    },
    sigma_failed: {
      title: 'Sigma a signalé un problème',
      remedy: 'Rechargez le classeur. Si cela se répète, transmettez les détails à un administrateur.',
    },
    session_too_long: {
      title: 'La session est plus longue que Sigma ne le permet',
      detail: 'La durée de session est de {seconds} secondes.',
      remedy: 'Réglez la durée de session du profil sur 30 jours au plus (2 592 000 secondes).',
    },
    embed_url_too_long: {
      title: 'Les jetons de ce profil sont trop longs pour une adresse',
      detail:
        'L’adresse signée compte {length} octets, et les serveurs web en prennent {limit}. Elle porte le jeton d’accès chiffré de chacune des {connections} connexions.',
      remedy:
        'Laissez de côté les valeurs de contrôles dont le classeur peut se passer. Faites un profil pour chaque classeur, avec les seules connexions qu’il lui faut. Si une connexion est déjà de trop, demandez à l’administrateur de son serveur d’autorisation de mettre moins de choses dans ses jetons d’accès, par exemple moins de groupes.',
    },

    // The viewer
    frame_crashed: {
      title: 'Le classeur s’est arrêté',
      detail: 'Le processus qui affichait le classeur s’est terminé : {cause}.',
      remedy: 'Rechargez le classeur. Si cela se répète, fermez d’autres programmes pour libérer de la mémoire.',
    },
    frame_load_failed: {
      title: 'Le classeur ne s’est pas chargé',
      detail: {
        noAnswer: 'Sigma n’a pas répondu en une minute.',
        networkAnswered: 'Le réseau a répondu {answer}.',
        reloadsItself: 'La page du classeur ne cesse de se recharger.',
        leadsElsewhere: 'La page du classeur ne cesse de mener ailleurs.',
      },
      remedy: 'Vérifiez votre réseau et rechargez.',
    },
    workbook_deleted: {
      title: 'Ceci a été supprimé dans Sigma',
      detail: {
        own: '« {workbook} » a été supprimé pendant qu’il était ouvert.',
        other: 'Le document où vous étiez allé a été supprimé. Voici de nouveau le classeur du profil.',
      },
      remedy: 'Choisissez un autre classeur, ou demandez à la personne qui s’en occupe dans Sigma.',
    },
    bookmark_not_changed: {
      title: 'Le signet reste tel quel',
      detail: {
        notSelected: 'Aucun signet qui pourrait être modifié n’est ouvert.',
        noChanges: 'Rien n’a été modifié depuis son ouverture.',
      },
      remedy: 'Ouvrez le signet, modifiez ce qu’il doit montrer, puis enregistrez-le.',
    },
    command_without_effect: {
      title: 'Sigma ne l’a pas fait',
      detail: {
        mode: 'Le classeur n’a pas changé de mode.',
        createBookmark: 'Aucun signet n’a été créé.',
        openBookmark: 'Le signet n’a pas été ouvert.',
        updateBookmark: 'Le signet n’a pas été modifié.',
        deleteBookmark: 'Le signet n’a pas été supprimé.',
        maximise: 'L’élément n’a été ni agrandi ni remis en place.',
      },
      remedy:
        'Sigma ne tient pas compte de ce pour quoi vous n’avez pas d’autorisation dans ce classeur. Si vous l’avez, réessayez.',
    },
    link_not_opened: {
      title: 'Un lien n’a pas été ouvert',
      detail: {
        kind: 'Le classeur mène à une adresse de type « {kind} », qui n’est pas transmise à votre système.',
        noAddress: 'Le classeur ouvre une fenêtre à lui, ce qu’il ne peut pas faire ici.',
        form: 'Le classeur envoie un formulaire à une nouvelle fenêtre, ce qu’il ne peut pas faire ici.',
        tooMany: 'Le classeur a ouvert trop de liens à la fois.',
        system:
          'Votre système ne l’a pas ouvert : il n’a peut-être pas de programme pour ces liens, ou le lien est trop long.',
      },
      remedy: 'Le classeur reste tel quel. Si vous avez besoin du lien, ouvrez le classeur dans votre navigateur.',
    },
    open_link_refused: {
      title: 'Un lien vers Sightglass n’a pas été suivi',
      detail: {
        tooLong: 'Il est trop long.',
        unreadable: 'Il est illisible.',
        command: 'Il demande quelque chose que Sightglass ne fait pas pour des liens.',
        parameter: 'Il demande quelque chose que les liens n’ont pas, ou deux fois la même chose.',
        characters:
          'Il contient un nom ou une valeur vide, trop longue ou faite de caractères que personne ne peut voir.',
        place: 'Il nomme une page, un signet ou des filtres, mais aucun classeur.',
        values: 'Il apporte plus de filtres, ou des filtres plus longs, que quelqu’un ne pourrait en vérifier.',
        profileUnknown: 'Il mène à un profil qui n’est pas sur cet ordinateur.',
        profileTwice: 'Plusieurs profils de cet ordinateur portent le nom qu’il donne.',
        workbookUnknown: 'Il mène à un classeur qui n’est dans aucun profil dont il pourrait s’agir.',
        asking: 'Une question vous est déjà posée au sujet d’un autre lien.',
        editing: 'Vous modifiez « {workbook} », qui reste tel quel.',
        notOpened: 'Ce à quoi il mène n’a pas pu être ouvert.',
      },
      remedy:
        'Rien n’a été modifié. Choisissez le classeur à la main, ou demandez un autre lien à la personne qui vous l’a donné. Si vous êtes en train de modifier, quittez le mode de modification et ouvrez-le de nouveau.',
    },
    address_not_followed: {
      title: 'Cette adresse ne mène ici à aucun classeur',
      detail: {
        unknown: 'Aucun profil de cet ordinateur n’a ce classeur.',
        unreadable: 'Elle ne peut pas être lue comme une adresse.',
        legacyEmbed: 'C’est une intégration de l’ancien type, qui est signée autrement.',
        organisationHome: 'Elle mène à une organisation, et à aucun de ses classeurs.',
        notOfAWorkbook: 'Elle mène à une page de Sigma qui n’est pas un classeur.',
        characters:
          'Elle contient un nom ou une valeur vide, trop longue ou faite de caractères que personne ne peut voir.',
        values: 'Elle apporte plus de filtres, ou des filtres plus longs, que quelqu’un ne pourrait en vérifier.',
      },
      remedy:
        'Copiez de nouveau l’adresse du classeur depuis votre navigateur. S’il manque ici, ajoutez-le dans la configuration d’un profil, ou demandez à la personne qui vous a donné votre fichier de configuration un fichier qui le contient.',
    },
    link_not_made: {
      title: 'Le lien n’a pas été copié',
      detail: 'Il contiendrait plus de filtres, ou des filtres plus longs, qu’un lien ne peut en avoir.',
      remedy: 'Copiez le lien sans filtres, ou créez un signet de ce qui est affiché et copiez le lien vers ce signet.',
    },
    folder_not_shown: {
      title: 'Ceci n’a pas pu être affiché',
      detail: 'Votre système ne l’a pas ouvert.',
      remedy:
        'Ouvrez-le à la main : il se trouve dans le dossier de données de Sightglass, ou à côté du programme. La documentation dit où.',
    },
    policy_not_understood: {
      title: 'Un réglage de votre organisation n’a pas été compris',
      detail: {
        keys: 'Non compris : {keys}. Parmi elles, les clés connues prennent leur valeur la plus stricte.',
        place:
          'La stratégie de cet ordinateur n’a pas pu être lue ({fault}). Tout ce qu’elle peut restreindre est restreint.',
        foreign:
          'La stratégie de cet ordinateur ne compte pas, car quelqu’un d’autre qu’un administrateur peut l’écrire. Tout ce qu’elle peut restreindre est restreint.',
      },
      remedy:
        'Signalez-le à l’administrateur de cet ordinateur : ce qui s’applique n’est peut-être pas ce qu’il voulait.',
    },
    document_lost: {
      title: 'Retour à un endroit antérieur',
      detail: {
        refused: 'Ce qui était ouvert n’a pas pu être rouvert : c’est supprimé, ou ce n’est plus partagé avec vous.',
        tooLong:
          'Ce qui était ouvert n’a pas pu être rouvert : son adresse et l’authentification sont trop longues ensemble.',
      },
      remedy: 'Le classeur est affiché comme il s’ouvre de lui-même, ou comme il était avant.',
    },
    not_copied: {
      title: 'Rien n’a été copié',
      remedy: 'Un autre programme utilise peut-être le presse-papiers. Copiez de nouveau dans un instant.',
    },
    picture_not_taken: {
      title: 'L’image n’a pas été prise',
      remedy: 'Le classeur doit être devant vous et entièrement chargé. Attendez qu’il soit là, puis réessayez.',
    },
    not_printed: {
      title: 'Rien n’a été imprimé',
      remedy: 'Vérifiez qu’une imprimante est configurée et joignable, ou enregistrez un PDF et imprimez-le.',
    },
    download_refused: {
      title: 'Un téléchargement a été refusé',
      detail: {
        elsewhere: 'Le classeur a proposé un fichier de {origin}, qui ne lui appartient pas.',
        ofNobody:
          'Le classeur a proposé un fichier qui ne nomme aucun serveur. Il vient peut-être d’autre chose à l’intérieur du classeur.',
        program:
          'Le classeur a proposé un fichier de type « {kind} », qui peut s’exécuter comme un programme. Les classeurs exportent des données.',
      },
      remedy: 'Le classeur reste tel quel. Si vous avez besoin du fichier, ouvrez le classeur dans votre navigateur.',
    },
    download_no_room: {
      title: 'Le disque est plein',
      detail: 'Il n’y a plus de place pour {file}.',
      remedy: 'Libérez de la place sur le disque du dossier Téléchargements, puis exportez de nouveau le fichier.',
    },
    download_folder_unusable: {
      title: 'Le dossier Téléchargements ne peut pas être utilisé',
      detail: {
        missing: 'Le dossier Téléchargements n’existe pas ; {file} n’a donc pas été enregistré.',
        notWritable: 'Rien ne peut être écrit dans le dossier Téléchargements ; {file} n’a donc pas été enregistré.',
      },
      remedy:
        'Recréez le dossier, ou demandez l’accès à la personne qui s’occupe de cet ordinateur, puis exportez de nouveau le fichier.',
    },
    download_broken_off: {
      title: 'Le téléchargement s’est interrompu',
      detail: {
        offline: 'Le réseau a disparu pendant que {file} était en route.',
        server: 'Sigma, ou quelque chose en chemin, a mis fin au téléchargement de {file}.',
      },
      remedy: 'Réessayez quand la connexion sera bonne. S’il ne peut pas reprendre, exportez de nouveau le fichier.',
    },
    download_session_over: {
      title: 'La session a pris fin pendant un téléchargement',
      detail: 'La session Sigma dont venait {file} est terminée.',
      remedy: 'Rechargez le classeur, puis exportez de nouveau le fichier.',
    },
    download_gone: {
      title: 'Le fichier n’est plus là',
      detail: '{file} a été déplacé ou supprimé.',
      remedy: 'Cherchez-le là où vous l’avez déplacé, ou exportez-le de nouveau.',
    },
    download_not_opened: {
      title: 'Le fichier n’a pas été ouvert',
      detail: 'Le système n’a trouvé aucun programme pour ouvrir {file}.',
      remedy: 'Affichez-le dans son dossier et choisissez-y un programme.',
    },

    // Internal
    // Updates
    update_untrusted: {
      title: 'La mise à jour proposée n’a pas été prise',
      detail: {
        signature: 'Sa description n’est pas signée avec la clé que cette copie de Sightglass connaît.',
        shape: 'Sa description est signée, mais n’a pas la bonne forme ({fault}).',
        product: 'Sa description est pour un autre produit ({product}).',
        file: 'Sa description est pour un autre système ou un autre canal ({file}).',
        date: 'Sa description porte une date impossible ({date}), ou l’horloge de cet ordinateur est déréglée.',
        replayed: 'Sa description est plus ancienne qu’une autre déjà vue ({date}).',
        hash: 'Le fichier reçu n’est pas celui que nomme la description.',
        size: 'Il est arrivé plus que le fichier ne devrait contenir.',
      },
      remedy:
        'Rien n’a été modifié, et Sightglass continue de fonctionner. Si cela se répète, signalez-le à qui vous fournit Sightglass : le serveur contient peut-être de mauvais fichiers.',
    },
    update_outdated: {
      title: 'On ne sait pas s’il y a une mise à jour',
      detail: 'Ce que {host} dit des mises à jour n’était valable que jusqu’au {until}.',
      remedy:
        'Qui vous fournit Sightglass doit signer de nouveau ce que dit son serveur. D’ici là, aucune mise à jour ne peut être trouvée, pas même une urgente.',
    },
    update_not_fetched: {
      title: 'La mise à jour n’a pas pu être téléchargée',
      detail: {
        stalled: 'Pendant un moment, plus rien n’est arrivé.',
        disk: 'Il n’y a pas de place pour elle sur le disque.',
        system: 'Le système d’exploitation a répondu {systemCode}.',
        failed: 'Le téléchargement s’est terminé par {systemCode}.',
      },
      remedy:
        'Rien n’a été modifié. Un nouvel essai se fait plus tard de lui-même ; vous pouvez aussi rechercher des mises à jour maintenant.',
    },
    update_not_installed: {
      title: 'La mise à jour n’a pas pu être mise en place',
      detail: 'Le système d’exploitation a répondu {systemCode}.',
      remedy:
        'La version que vous aviez continue de fonctionner. Vérifiez que vous pouvez écrire là où se trouve Sightglass, ou demandez à la personne qui l’a installé.',
    },
    update_restart_held: {
      title: 'Pas tant que ceci est en cours',
      detail: {
        editing: 'Un classeur est en cours de modification, et ce qui n’est pas publié serait perdu.',
        'signing-in': 'Une authentification est en cours dans le navigateur.',
        saving: 'Un fichier est en cours d’enregistrement.',
      },
      remedy: 'Terminez d’abord. La mise à jour est aussi mise en place quand vous quittez Sightglass.',
    },
    update_rolled_back: {
      title: 'La version d’avant la mise à jour est de retour',
      detail: 'La version {from} n’a pas démarré deux fois de suite ; la version {to} a donc été remise en place.',
      remedy:
        'Rien de ce qui est à vous n’a été perdu. La version suivante sera proposée comme d’habitude. Dites à qui vous fournit Sightglass ce qui s’est passé ; le journal en dit plus.',
    },
    command_refused: {
      title: 'La commande a été refusée',
      detail: {
        profileUnknown: 'Il n’y a pas de profil « {name} ». Il y a : {names}.',
        profileNeeded: 'Il y a plusieurs profils : {names}.',
        profileAmbiguous: 'Plusieurs profils s’appellent « {name} ».',
        noProfile:
          'Il n’y a pas encore de profil. « sightglass profile import FICHIER » en configure un, et la fenêtre aussi.',
        connectionUnknown: 'Le profil n’a pas de connexion « {name} ». Il a : {names}.',
        connectionNeeded: 'Le profil a plusieurs connexions : {names}.',
        signInUnderWay: 'Quelqu’un est déjà en train de se connecter.',
        revealForbidden: 'Un administrateur a décidé qu’aucun jeton n’est affiché sur cet ordinateur.',
        notATerminal: 'Une personne doit saisir cela dans un terminal, et ceci n’en est pas un.',
        notTyped: 'Ce qui devait être saisi ne l’a pas été.',
        notALink: 'Seuls les liens qui commencent par sightglass:// sont ouverts.',
        noWindow: 'Aucune fenêtre n’est ouverte.',
      },
      remedy: '« sightglass help » montre ce qu’une commande accepte.',
    },
    request_refused: {
      title: 'La requête a été refusée',
      detail: {
        sender: '« {request} » a été demandé par une page qui n’en a pas le droit.',
        closing: '« {request} » est arrivé pendant que Sightglass se fermait.',
        unknownGuest: 'Cet invité n’est pas connu.',
        guestGivenUp: 'Cet invité n’est plus voulu.',
        paneClosed: 'Ce classeur n’est plus ouvert.',
        otherWindow: 'Ce classeur est ouvert dans une autre fenêtre.',
        notNow: 'Il n’y a rien à quoi cela puisse être fait maintenant.',
        chosenByAdministrator: 'Ceci a été choisi par l’administrateur de cet ordinateur.',
        noUpdate: 'Il n’y a pas de mise à jour pour cela maintenant.',
        updateUnderWay:
          'Une recherche de mises à jour ou un téléchargement est en cours. Choisissez de nouveau quand ce sera fini.',
        testUnderWay: 'Un test de cette fenêtre est encore en cours.',
        tooManyTests: 'Trop de tests ont été lancés.',
        tooManySignIns: 'Trop d’authentifications ont été lancées.',
        tooManyConnections: 'Un test prend au plus {most} connexions.',
        tooManyRedirects: 'Un test prend au plus {most} URL de redirection.',
      },
      remedy: 'Redémarrez Sightglass. Si cela se répète, signalez-le avec les détails.',
    },
    request_invalid: {
      title: 'La requête n’a pas été comprise',
      detail: '« {request} » : {faults}',
      remedy: 'Redémarrez Sightglass. Si cela se répète, signalez-le avec les détails.',
    },
    internal: {
      title: 'Un problème est survenu dans Sightglass',
      detail: {
        signIn: 'L’authentification a échoué de façon inattendue ({kind}).',
        renewal: 'Le renouvellement de l’authentification a échoué de façon inattendue ({kind}).',
        storedGrant: 'L’authentification n’a pas pu être lue ({kind}).',
        serviceAccount: 'La machine n’a pas pu s’authentifier ({kind}).',
        envImport: 'Le fichier n’a pas pu être importé ({kind}).',
        workbookSession: 'La session du classeur n’a pas pu être préparée ({kind}).',
        providerParameter: 'Un fournisseur ne doit pas définir le paramètre {name}.',
        updateCheck: 'La recherche de mises à jour a échoué de façon inattendue ({kind}).',
        updateDownload: 'Le téléchargement de la mise à jour a échoué de façon inattendue ({kind}).',
        command: 'La commande a échoué de façon inattendue ({kind}).',
        request: '« {request} » a échoué de façon inattendue.',
        partNotRead: 'Une partie de la fenêtre n’a pas pu être lue dans les fichiers du programme.',
      },
      remedy: 'Réessayez. Si cela se répète, signalez-le avec les détails.',
    },
  },

  remedies: {
    chooseSettingsAgain:
      'Tout est comme là où personne ne choisit : choisissez de nouveau dans les paramètres. Ce qui n’a pas pu être lu est conservé à côté.',

    // What was asked of the program too often, or too much of
    waitAndRepeat: 'Attendez une demi-minute et réessayez.',
    testLess:
      'Cette configuration peut être enregistrée, et l’on peut s’y connecter malgré tout. Seul le test en prend moins.',

    // A file of the program that is gone or cannot be read
    startProgramAgain:
      'Redémarrez la fenêtre. Si cela se répète, quittez Sightglass et relancez-le : une mise à jour a peut-être remplacé ses fichiers. Si cela n’aide pas non plus, réinstallez-le.',

    // The sandbox
    sandboxRoot: 'Démarrez Sightglass en tant qu’utilisateur ordinaire.',
    sandboxSeccomp: 'Démarrez un noyau doté de CONFIG_SECCOMP_FILTER, comme ceux de toutes les distributions.',
    sandboxNamespacesOff:
      'En tant que root : sysctl -w user.max_user_namespaces=15000, et la même ligne dans un fichier de /etc/sysctl.d.',
    sandboxCloneOff:
      'En tant que root : sysctl -w kernel.unprivileged_userns_clone=1, et la même ligne dans un fichier de /etc/sysctl.d.',
    sandboxApparmor:
      'Installez le paquet deb, qui apporte le profil, ou rechargez-le en tant que root : apparmor_parser -r /etc/apparmor.d/sightglass. Une AppImage et un dossier décompressé n’ont pas de profil.',
    sandboxContainer:
      'Démarrez le conteneur avec le droit de créer des espaces de noms utilisateur, par exemple avec un profil seccomp qui autorise clone et unshare.',
    sandboxNamespaces:
      'En tant qu’utilisateur ordinaire, essayez : unshare --user --map-root-user true. Ce que cela répond est la raison.',
    sandboxHelper:
      'En tant que root, dans le dossier de Sightglass : chown root chrome-sandbox; chmod 4755 chrome-sandbox.',
    sandboxHelperNosuid: 'Installez Sightglass sur un système de fichiers sans l’option nosuid.',
    sandboxHelperPrivileges: 'Démarrez Sightglass sans no_new_privs (NoNewPrivileges=no dans une unité systemd).',

    // Certificates of servers
    certificateTime:
      'Vérifiez que la date et l’heure de cet ordinateur sont justes, puis réessayez. Si elles le sont, signalez à l’administrateur du serveur que son certificat n’est pas valable en ce moment.',
    certificateName:
      'Vérifiez l’adresse. Dans le réseau d’un hôtel ou d’un train, connectez-vous d’abord à ce réseau dans votre navigateur. Sinon, ne continuez pas et prévenez le service informatique.',
    noSafeConnection:
      'Vérifiez l’adresse et son port. S’ils sont justes, demandez au service informatique ce qui retient les connexions chiffrées vers le serveur.',

    // ID tokens
    idTokenTime:
      'Vérifiez que l’horloge de cet ordinateur est juste et reconnectez-vous. Si cela se répète, signalez-le à l’administrateur du serveur d’autorisation.',
    idTokenAlgorithm:
      'Demandez à un administrateur de régler l’application sur RS256 auprès du serveur d’autorisation (ou sur un autre algorithme à clé privée), et reconnectez-vous. Si c’était déjà le cas, prévenez votre équipe de sécurité.',
    idTokenUnencrypted:
      'Demandez à un administrateur de désactiver le chiffrement des jetons d’identité pour cette application auprès du serveur d’autorisation, et reconnectez-vous.',
    auth0Algorithm:
      'Demandez à un administrateur Auth0 de régler l’application sur RS256 : Applications, ses Settings, Advanced Settings, OAuth, JSON Web Token (JWT) Signature Algorithm. Puis reconnectez-vous.',

    // SCIM Me
    meRefused:
      'Si le serveur ne laisse entrer personne d’ici, connectez-vous au réseau ou au VPN de votre entreprise, puis reconnectez-vous. Sinon, ajoutez les scopes « openid email » à la connexion, ou demandez à un administrateur de vous laisser demander qui vous êtes.',

    // Databricks
    databricksAddress:
      'Vérifiez l’adresse de la connexion : ce doit être l’hôte de votre espace de travail, sans chemin. Une console de compte demande aussi l’ID de compte.',
    databricksLevel: 'Vérifiez l’hôte, le niveau (espace de travail ou compte) et l’ID de compte de la connexion.',
    databricksClient:
      'Vérifiez l’ID client de la connexion et, si l’application en a un, son secret client : ceux de Databricks commencent par « dose ». L’app connection doit être du même compte ; une nouvelle peut prendre une demi-heure.',
    databricksIdentity:
      'Ajoutez les scopes « openid email » à la connexion, ou définissez un utilisateur d’intégration fixe dans le profil. Pour un hôte de plusieurs espaces de travail, l’ID d’espace de travail dans la configuration suffit aussi. Si tout y est, demandez à un administrateur Databricks si votre nom d’utilisateur est une adresse e-mail.',
    databricksNetwork:
      'Connectez-vous au réseau ou au VPN de votre entreprise et réessayez ; ce qui est connecté se renouvelle alors de lui-même. Si cela se répète là aussi, demandez à un administrateur Databricks d’ajouter l’adresse des détails à la liste d’accès IP.',
    databricksEntitlement:
      'Demandez à un administrateur Databricks de vous ajouter à l’espace de travail et de vous y donner accès (accès à l’espace de travail ou à SQL).',

    // Microsoft Entra ID
    entraDirectory:
      'Vérifiez l’ID d’annuaire (locataire) et le cloud national de la connexion. Une application d’un seul annuaire n’est pas joignable par « common » ou « organizations ».',
    entraClient:
      'Vérifiez l’ID d’application (client) et l’ID d’annuaire (locataire) de la connexion. S’ils sont justes, demandez à un administrateur Entra si l’application est dans cet annuaire et activée.',
    entraIdentity:
      'Ajoutez les scopes « openid email profile » à la connexion, ou définissez un utilisateur d’intégration fixe dans le profil. Si les scopes y sont, demandez à un administrateur Entra d’ajouter la revendication facultative (claim) email aux jetons d’identité de l’application (Token configuration).',
    entraSecret:
      'Saisissez de nouveau le secret client : sa valeur, et non son ID. S’il est juste, demandez à un administrateur Entra si le secret appartient à cette application.',
    entraSecretExpired:
      'Demandez à un administrateur Entra un nouveau secret client, car l’actuel a expiré, et saisissez-le.',
    entraPublicClient:
      'Demandez à un administrateur Entra d’activer « Allow public client flows » et d’enregistrer les URL de redirection sous « Mobile and desktop applications », ou saisissez le secret client de l’application.',
    entraNoSecret:
      'Retirez le secret client ou la clé privée de la connexion : cette application est publique et n’en a pas. Sinon, demandez à un administrateur Entra d’en faire une application « Web ».',
    entraCertificate:
      'Vérifiez la clé privée et l’empreinte de son certificat. Si elles sont justes, demandez à un administrateur Entra si ce certificat est enregistré pour l’application et encore valide.',
    entraRedirect:
      'Demandez à un administrateur Entra d’ajouter les URL de redirection de la connexion à l’inscription de l’application, sous Authentication, « Mobile and desktop applications ».',
    entraSinglePage:
      'Demandez à un administrateur Entra d’enregistrer les URL de redirection sous « Mobile and desktop applications » et de les retirer de « Single-page application ».',
    entraScopes:
      'Vérifiez les scopes de la connexion. S’ils sont justes, demandez à un administrateur Entra de les ajouter sous API permissions, et de vérifier que l’API est dans cet annuaire.',
    entraConsent:
      'Demandez à un administrateur Entra d’accorder le consentement pour l’application (Enterprise applications, Permissions). Si les personnes peuvent consentir elles-mêmes, reconnectez-vous et acceptez.',
    entraAssignment:
      'Demandez à un administrateur Entra de vous affecter, ou l’un de vos groupes, à l’application (Enterprise applications, Users and groups).',
    entraOtherAccount:
      'Connectez-vous avec un compte de cet annuaire. Si vous n’en avez pas d’autre, demandez à un administrateur Entra d’inviter celui-ci.',
    entraWorkAccount:
      'Connectez-vous avec le compte de votre entreprise ou de votre établissement. Les comptes Microsoft personnels ne sont pas admis.',
    entraAccountOff: 'Demandez à un administrateur Entra : le compte est désactivé.',
    entraAccountLocked:
      'Attendez un peu et reconnectez-vous. Si cela se répète, demandez à un administrateur Entra pourquoi le compte est verrouillé : le journal des connexions le dit.',
    entraPassword:
      'Reconnectez-vous avec votre mot de passe actuel. S’il a expiré, définissez-en un nouveau comme le propose le navigateur.',
    entraSecondFactor: 'Reconnectez-vous et confirmez avec le second facteur que demande le navigateur.',
    entraSignInAgain: 'Reconnectez-vous et répondez à ce que demande le navigateur.',
    entraSignInFrequency:
      'Reconnectez-vous : votre entreprise le demande après un certain temps. Un administrateur Entra en règle la fréquence dans Conditional Access.',
    entraDevice:
      'Utilisez un ordinateur géré par votre entreprise, ou demandez à un administrateur Entra d’inscrire celui-ci ou d’admettre l’application sans cela (Conditional Access).',
    entraConditionalAccess:
      'Connectez-vous au réseau ou au VPN de votre entreprise et réessayez ; ce qui est connecté se renouvelle alors de lui-même. Si cela se répète là aussi, demandez à un administrateur Entra quelle stratégie de Conditional Access le refuse : le journal des connexions le dit.',
    entraPolicy:
      'Demandez à un administrateur Entra quelle stratégie refuse cette authentification : le journal des connexions le dit.',

    // Okta
    oktaAssignment:
      'Demandez à un administrateur Okta de vous affecter, ou l’un de vos groupes, à l’application (Applications, Assignments).',
    oktaPolicy:
      'Demandez à un administrateur Okta une stratégie d’accès et une règle qui admettent cette application, ses scopes et vous-même (Security, API, le serveur d’autorisation, Access Policies).',
    oktaRedirect:
      'Demandez à un administrateur Okta d’ajouter les URL de redirection de la connexion aux Sign-in redirect URIs de l’application.',
    oktaScopes:
      'Vérifiez les scopes de la connexion. S’ils sont justes, demandez à un administrateur Okta de les ajouter au serveur d’autorisation (Security, API, Scopes).',
    oktaGrantTypes:
      'Demandez à un administrateur Okta d’activer les types d’octroi « code d’autorisation » et « jeton d’actualisation » pour l’application.',
    oktaRefresh:
      'Reconnectez-vous quand elle prendra fin. Pour l’éviter, ajoutez le scope « offline_access » à la connexion, et demandez à un administrateur Okta d’activer le type d’octroi « jeton d’actualisation » pour l’application.',
    oktaProof:
      'Demandez à un administrateur Okta de désactiver « Require Demonstrating Proof of Possession (DPoP) header in token requests » pour l’application.',
    oktaServer:
      'Vérifiez l’URI de métadonnées : elle contient l’ID du serveur d’autorisation. Si elle est juste, demandez à un administrateur Okta si ce serveur est actif.',
    oktaPermission:
      'Demandez à un administrateur Okta : le compte ou le jeton n’a pas le droit de faire ce qui a été demandé.',

    // Auth0
    auth0Audience:
      'Vérifiez l’audience de la connexion : c’est l’identifiant d’une API dans Auth0. Si elle est juste, demandez à un administrateur Auth0 si cette API existe.',
    auth0Redirect:
      'Demandez à un administrateur Auth0 d’ajouter les URL de redirection de la connexion aux Allowed Callback URLs de l’application.',
    auth0GrantTypes:
      'Demandez à un administrateur Auth0 d’activer les types d’octroi « code d’autorisation » et « jeton d’actualisation » pour l’application (Advanced Settings, Grant Types).',
    auth0Refresh:
      'Reconnectez-vous quand elle prendra fin. Pour l’éviter, ajoutez le scope « offline_access » à la connexion, et demandez à un administrateur Auth0 d’activer « Allow Offline Access » pour l’API de l’audience, et le type d’octroi « jeton d’actualisation » pour l’application.',
    auth0ClientGrant:
      'Demandez à un administrateur Auth0 d’autoriser l’application pour l’API (APIs, Machine to Machine Applications).',
    auth0Organization:
      'Demandez à un administrateur Auth0 de laisser les personnes se connecter à l’application sans nommer d’organisation, ou de définir comment elle est choisie.',
    auth0Connection:
      'Demandez à un administrateur Auth0 d’activer une Connection (une source de personnes) pour l’application.',
    auth0Blocked: 'Demandez à un administrateur Auth0 : le compte est bloqué, ou une règle le refuse.',
    auth0Attempts: 'Attendez un peu, ou suivez le lien du message envoyé par Auth0, puis reconnectez-vous.',
    auth0SecondFactor: 'Reconnectez-vous et confirmez avec le second facteur que demande le navigateur.',

    // PingIdentity
    pingMethod:
      'Choisissez l’authentification du client de la connexion comme elle est réglée pour l’application, ou demandez-la à un administrateur PingIdentity (Token Auth Method).',
    pingScopes:
      'Vérifiez les scopes de la connexion. S’ils sont justes, demandez à un administrateur PingIdentity de les autoriser pour l’application.',
    pingGrantTypes:
      'Demandez à un administrateur PingIdentity d’activer les types d’octroi « code d’autorisation » et « jeton d’actualisation » pour l’application.',
    pingMapping:
      'Demandez à un administrateur PingIdentity un mappage du jeton d’accès pour cette application (Access Token Mapping).',
    pingEnvironment:
      'Vérifiez l’URI de métadonnées : elle contient l’ID de l’environnement. Si elle est juste, adressez-vous à un administrateur PingIdentity.',
    pingRole:
      'Demandez à un administrateur PingIdentity de vous laisser utiliser l’application (son Access, par groupes ou population).',

    // Google
    googleInternal:
      'Connectez-vous avec le compte Google de l’organisation à laquelle appartient l’application, ou demandez à un administrateur du projet Google Cloud de l’ouvrir à d’autres (type d’utilisateur External).',
    googleAdminPolicy:
      'Demandez à un administrateur Google Workspace de faire confiance à l’ID client (Security, API controls, App access control).',
    googleClient:
      'Vérifiez l’ID client de la connexion. S’il est juste, demandez à un administrateur du projet Google Cloud si le client existe encore (Google Auth Platform, Clients).',
    googleSecret: 'Saisissez le secret client de la connexion : Google le demande aussi aux applications de bureau.',
    googleRedirect:
      'Demandez à un administrateur du projet Google Cloud un client de type « Desktop app », qui prend toute URL de redirection de cet ordinateur, ou d’enregistrer les URL de redirection de la connexion.',
    googleSession:
      'Reconnectez-vous : votre entreprise le demande après un certain temps. Un administrateur Google Workspace en règle la fréquence (Google Cloud session control).',
    googleRevoked:
      'Reconnectez-vous. Si l’authentification prend fin tous les sept jours, demandez à un administrateur du projet Google Cloud de publier l’écran de consentement : il est en phase de test.',
    googleRefresh:
      'Reconnectez-vous quand elle prendra fin. Si cela se répète, demandez à un administrateur du projet Google Cloud un client de type « Desktop app » : Google donne un jeton d’actualisation sans qu’un scope le demande.',
    googleScopes:
      'Vérifiez les scopes de la connexion. S’ils sont justes, demandez à un administrateur du projet Google Cloud de les ajouter (Google Auth Platform, Data access).',
    googleBrowser:
      'Copiez le lien d’authentification et ouvrez-le dans un autre navigateur, par exemple celui du système.',
    googleTester:
      'Demandez à un administrateur du projet Google Cloud de vous ajouter comme utilisateur de test, ou de publier l’écran de consentement.',

    // Snowflake
    snowflakeClient:
      'Vérifiez l’ID client et le secret OAuth : ce sont ceux de SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS. S’ils sont justes, demandez à un administrateur Snowflake si l’intégration existe encore.',
    snowflakeIntegration:
      'Demandez à un administrateur Snowflake d’activer l’intégration de sécurité (ALTER SECURITY INTEGRATION … SET ENABLED = TRUE).',
    snowflakeRedirect:
      'Demandez à un administrateur Snowflake de donner à OAUTH_REDIRECT_URI de l’intégration de sécurité l’URL de redirection de la connexion, exactement comme elle est écrite.',
    snowflakeScopes:
      'Vérifiez les scopes de la connexion : session:role-any, ou session:role: suivi du nom d’un rôle, et refresh_token.',
    snowflakeRole:
      'Demandez à un administrateur Snowflake un rôle qui vous est accordé et que l’intégration ne bloque pas (elle bloque ACCOUNTADMIN, ORGADMIN et SECURITYADMIN), comme rôle par défaut ou dans les scopes de la connexion.',
    snowflakeIdentity:
      'Définissez un utilisateur d’intégration fixe dans le profil, ou ajoutez une connexion qui dit seulement qui est la personne : Snowflake nomme les personnes par leur nom d’utilisateur, qui n’est pas forcément une adresse e-mail.',
    snowflakeRefresh:
      'Reconnectez-vous quand elle prendra fin. Pour l’éviter, ajoutez le scope « refresh_token » à la connexion, et demandez à un administrateur Snowflake de régler OAUTH_ISSUE_REFRESH_TOKENS = TRUE pour l’intégration de sécurité.',
    snowflakeNetwork:
      'Connectez-vous au réseau ou au VPN de votre entreprise et réessayez ; ce qui est connecté se renouvelle alors de lui-même. Si cela se répète là aussi, demandez à un administrateur Snowflake d’ajouter l’adresse des détails à la stratégie réseau.',
    snowflakeOtherUser:
      'Déconnectez-vous de Snowflake dans le navigateur, et reconnectez-vous en tant que la personne qui a commencé.',
    snowflakeConsent:
      'Reconnectez-vous et autorisez le rôle que Snowflake demande. Si cela se répète, demandez à un administrateur Snowflake si l’intégration bloque ce rôle.',
    snowflakeExternal:
      'Reconnectez-vous. Si cela se répète, demandez à un administrateur Snowflake si une intégration OAuth externe fait confiance à ce serveur (émetteur, clés, audience, mappage des utilisateurs).',
    snowflakeWarehouse: 'Demandez à un administrateur Snowflake un entrepôt par défaut et le droit de l’utiliser.',

    // Sigma, and the data platforms as it passes them on
    bigQueryRoles:
      'Demandez à l’administrateur des données le rôle roles/bigquery.dataViewer (ou équivalent) dans le projet Google Cloud, et roles/bigquery.jobUser dans celui qui exécute les requêtes.',
    databricksFederation:
      'Reconnectez-vous. Si l’on s’authentifie pour cette connexion par un fournisseur d’identité, demandez à un administrateur Databricks de lui configurer une stratégie de fédération (federation policy).',
    sigmaDuplicate:
      'Demandez à un administrateur Sigma si une personne de cette adresse, ou une équipe de ce nom, existe déjà d’une autre façon.',
    sigmaStale:
      'Rechargez le classeur. Si cela se répète, demandez à un administrateur Sigma : la page, l’élément ou la connexion a été supprimé ou archivé.',
    sigmaEmail:
      'Vérifiez l’adresse e-mail que voit Sigma : les détails de la session la montrent, avec ce qui peut y clocher.',
    sigmaTeams:
      'Vérifiez les équipes du profil : elles sont écrites comme Sigma les a. Si elles sont justes, demandez à un administrateur Sigma de les créer.',
  },

  menu: {
    file: '&Fichier',
    edit: 'É&dition',
    view: '&Affichage',
    go: 'A&ller',
    tab: '&Onglet',
    account: '&Compte',
    window: 'Fe&nêtre',
    help: 'A&ide',
    pinned: 'É&pinglés',
    recent: '&Récents',
    undo: '&Annuler',
    redo: '&Rétablir',
    cut: '&Couper',
    copy: 'C&opier',
    paste: 'Co&ller',
    selectAll: '&Tout sélectionner',
    fullScreen: 'P&lein écran',
    minimise: '&Réduire',
    quit: '&Quitter',
    exit: '&Quitter',
  },

  commands: {
    newWindow: 'N&ouvelle fenêtre',
    showStart: 'Page d’&accueil',
    newProfile: '&Nouveau profil…',
    showProfiles: '&Profils',
    editSetUp: '&Modifier la configuration…',
    copyLink: 'Copier le &lien',
    copyLinkWithFilters: 'Copier le lien avec les &filtres',
    printWorkbook: '&Imprimer…',
    stopPrinting: 'Arrêter l’impre&ssion',
    savePdf: '&Enregistrer en PDF',
    savePicture: 'Enregistrer l’ima&ge',
    copyPicture: '&Copier l’image',
    openSettings: 'Pa&ramètres…',
    refreshData: '&Actualiser les données',
    reloadWorkbook: '&Recharger le classeur',
    goHome: 'Re&venir au classeur',
    showRail: '&Barre des classeurs',
    showDetails: '&Détails de la session',
    showBookmarks: 'Si&gnets',
    showControls: '&Contrôles',
    showPages: 'Pag&es',
    showAlerts: 'Me prévenir &quand…',
    findInWorkbook: 'Rec&hercher dans le classeur…',
    findNext: 'Rechercher le &suivant',
    findPrevious: 'Rechercher le &précédent',
    showDownloads: '&Téléchargements',
    actualSize: 'Ta&ille réelle',
    zoomIn: '&Zoom avant',
    zoomOut: 'Zoo&m arrière',
    splitView: 'Deu&x vues côte à côte',
    swapSides: 'É&changer les côtés',
    linkFilters: 'S&ynchroniser les filtres',
    showBeside: 'Afficher à côté',
    showWall: 'Passer en a&ffichage mural',
    leaveWall: 'Q&uitter l’affichage mural',
    leaveFullScreen: 'Quitter le plein écran',
    nextArea: 'Zo&ne suivante',
    previousArea: 'Z&one précédente',
    goBack: '&Précédent',
    goForward: 'Sui&vant',
    openPalette: 'Aller à &tout…',
    pinWorkbook: 'Épin&gler le classeur',
    unpinWorkbook: '&Désépingler le classeur',
    openWorkbook: 'Ouvrir le classeur',
    newTab: '&Nouvel onglet…',
    duplicateTab: '&Dupliquer l’onglet',
    closeTab: '&Fermer l’onglet',
    closeOtherTabs: 'Fermer les &autres onglets',
    closeTabsAfter: 'Fermer les onglets à d&roite',
    reopenTab: 'R&ouvrir l’onglet fermé',
    nextTab: 'Onglet &suivant',
    previousTab: 'Onglet &précédent',
    lastUsedTab: 'Onglet &utilisé avant',
    firstUsedTab: 'Onglet inutilisé depuis le plus longte&mps',
    moveTabRight: 'Déplacer l’onglet à dro&ite',
    moveTabLeft: 'Déplacer l’onglet à &gauche',
    sleepOtherTabs: 'Mettre les autres onglets en &veille',
    goToTab1: 'Onglet 1',
    goToTab2: 'Onglet 2',
    goToTab3: 'Onglet 3',
    goToTab4: 'Onglet 4',
    goToTab5: 'Onglet 5',
    goToTab6: 'Onglet 6',
    goToTab7: 'Onglet 7',
    goToTab8: 'Onglet 8',
    goToTab9: 'Dernier onglet',
    goToTab: 'Aller à l’onglet',
    moveTabToNewWindow: 'Déplacer l’onglet vers une &nouvelle fenêtre',
    moveTabToWindow: 'Déplacer l’onglet vers « {window} »',
    closeWindow: '&Fermer la fenêtre',
    goToWindow: 'Aller à la fenêtre « {window} »',
    selectProfile: 'Aller au profil',
    renewSignIn: '&Renouveler l’authentification',
    signInAsSomebodyElse: 'Se connecter à {connection} sous un autre nom…',
    signOut: '&Se déconnecter',
    signOutOfAll: 'Se déconnecter de &tout',
    showShortcuts: '&Raccourcis clavier',
    userGuide: 'Guide d’&utilisation (en anglais)',
    askForHelp: 'Demander de l’aid&e à votre organisation',
    whatIsNew: '&Nouveautés',
    checkForUpdates: 'Rechercher des mises à &jour…',
    showDoctor: '&Diagnostic',
    showLogFiles: 'Afficher les &fichiers journaux',
    showAuditTrail: 'Journal d’&audit',
    showCrashReports: 'Rapports d’in&cident',
    about: 'À &propos de Sightglass',
  },

  palette: {
    title: 'Aller à tout',
    placeholder: 'Rechercher classeurs, pages, signets, contrôles, paramètres et commandes',
    results: 'Résultats',
    control: '{control} : {value}',
    valued: '{group} · {value}',
    turnOn: 'Activer : {setting}',
    turnOff: 'Désactiver : {setting}',
    kinds: {
      tab: 'Onglet ouvert',
      workbook: 'Classeur',
      page: 'Page',
      element: 'Élément',
      bookmark: 'Signet',
      control: 'Contrôle',
      profile: 'Profil',
      command: 'Commande',
      setting: 'Paramètre',
    },
    pinned: 'Épinglés',
    current: 'Affiché en ce moment',
    none: 'Rien ne correspond à « {search} ». Quelques lettres d’un nom suffisent, dans leur ordre.',
    count: { one: '{count} résultat', other: '{count} résultats' },
    more: {
      one: 'Un de plus. Continuez à taper pour le voir.',
      other: '{count} de plus. Continuez à taper pour les voir.',
    },
    keys: '↑ ↓ pour choisir, Entrée pour y aller, Échap pour fermer',
  },

  tabs: {
    label: 'Classeurs ouverts',
    loading: '{tab}, en chargement',
    trouble: '{tab}, ne peut pas être affiché',
    asleep: '{tab}, en veille',
    edited: '{tab}, en cours de modification',
    close: 'Fermer {tab}',
    newTab: 'Ouvrir un autre classeur',
    closing: {
      question: 'Fermer {tab} ?',
      editing: 'Vous êtes en train de le modifier. Ce qui n’est ni publié ni enregistré comme brouillon est perdu.',
      saving: 'Il enregistre un fichier, qui ne serait pas terminé.',
      confirm: 'Fermer',
      cancel: 'Le garder ouvert',
    },
    moving: {
      question: 'Déplacer {tab} vers une autre fenêtre ?',
      confirm: 'Déplacer',
      cancel: 'Le laisser ici',
      anyWindow: 'une autre fenêtre',
    },
  },

  split: {
    first: '{workbook}, premier de deux',
    second: '{workbook}, deuxième de deux',
    tab: '{tab}, à côté de {other}',
    divider: 'Séparateur entre {first} et {second}',
    link: 'Synchroniser les filtres',
    explained:
      'Ce que vous choisissez dans un contrôle d’un côté est repris dans le contrôle de même identifiant de l’autre.',
    inCommon: { one: 'Un contrôle se trouve des deux côtés.', other: '{count} contrôles se trouvent des deux côtés.' },
    noneInCommon: 'Aucun contrôle n’a le même identifiant des deux côtés.',
    noRoom: 'Le deuxième classeur reprendra sa place à côté quand la fenêtre sera plus large.',
    said: {
      begun: '{first} et {second} sont affichés côte à côte.',
      ended: 'Un seul classeur est de nouveau affiché.',
      linked: 'Les filtres sont synchronisés.',
      unlinked: 'Les filtres ne sont plus synchronisés.',
    },
  },

  links: {
    copied: 'Lien copié.',
    copiedWithFilters: 'Lien avec filtres copié.',
    question: 'Ouvrir « {workbook} » ?',
    which: 'Quel classeur le lien doit-il ouvrir ?',
    choice: '{workbook}, {profile}',
    filters: 'Le lien définit ces filtres :',
    value: '{control} : {value}',
    warning:
      'Ils ont été choisis par la personne qui a fait le lien. Avec eux, vous voyez une partie des données, et toujours avec vos propres droits.',
    open: 'Ouvrir',
    openWithout: 'Ouvrir sans les filtres',
    cancel: 'Annuler',
    followAddress: 'Ouvrir le classeur à cette adresse',
    recent: 'Classeurs récents',
  },

  leaving: {
    question: 'Fermer Sightglass maintenant ?',
    editing:
      'Un classeur est en cours de modification. Ce qui n’est ni publié ni enregistré comme brouillon est perdu.',
    saving: 'Un fichier est en route et ne serait pas terminé.',
    confirm: 'Fermer',
    cancel: 'Le garder ouvert',
  },

  find: {
    title: 'Rechercher dans le classeur',
    field: 'Mots à rechercher',
    next: 'Résultat suivant',
    previous: 'Résultat précédent',
    close: 'Fermer',
    at: '{at} sur {count}',
    none: 'Rien trouvé sur cette page. Essayez avec moins de mots.',
  },

  downloads: {
    title: 'Téléchargements',
    button: {
      none: 'Téléchargements',
      underWay: 'Téléchargements, {percent} %',
      unknown: 'Téléchargements, un est en cours',
    },
    progress: 'Progression de {file}',
    sizeOf: '{received} sur {total}',
    making: 'Création en cours…',
    paused: 'En pause, {size}',
    done: '{size}, enregistré dans Téléchargements',
    acts: {
      pause: 'Mettre en pause',
      resume: 'Reprendre',
      cancel: 'Annuler',
      open: 'Ouvrir',
      show: 'Afficher dans le dossier',
      remove: 'Retirer de la liste',
    },
    actOf: '{act} : {file}',
    said: {
      done: '{file} est téléchargé.',
      failed: '{file} n’a pas été téléchargé. {problem}.',
    },
  },

  pictures: {
    asOf: 'Données du {time}',
    seenOnly: 'Uniquement ce qui était à l’écran',
    page: 'Page {page} sur {pages}',
    copied: 'Image copiée.',
    printing: 'Les pages à imprimer sont en préparation…',
    stop: 'Arrêter',
  },

  start: {
    title: 'Ouvrir un classeur',
    search: 'Rechercher des classeurs',
    searchHint: 'Rechercher parmi {count} classeurs',
    pinned: 'Épinglés',
    recent: 'Récents',
    found: 'Trouvés',
    pin: 'Épingler {workbook}',
    unpin: 'Désépingler {workbook}',
    nothingPinned: 'Épinglez ce que vous ouvrez souvent : cela reste ici, en haut.',
    signInFirst: 'Vous vous connectez d’abord',
    notComplete: 'Configuration incomplète',
    none: 'Aucun classeur ne correspond à « {search} ».',
    noneHelp:
      'Quelques lettres de son nom ou de son profil suffisent. Un classeur qui manque s’ajoute dans la configuration d’un profil.',
    clear: 'Afficher tous les classeurs',
    back: 'Retour à {workbook}',
    all: 'Tous les classeurs',
  },

  rail: {
    title: 'Classeurs',
    show: 'Afficher la barre des classeurs',
    hide: 'Masquer la barre des classeurs',
    filter: 'Filtrer les classeurs',
    none: 'Aucun classeur ne correspond à « {search} ».',
  },

  contextMenu: {
    cut: 'Couper',
    copy: 'Copier',
    paste: 'Coller',
    selectAll: 'Tout sélectionner',
    copyLink: 'Copier le lien',
    saveImage: 'Enregistrer l’image…',
    back: 'Retour',
  },

  dialogs: {
    fileOfWorkbook: 'Export',
    importEnv: 'Importer un fichier .env de QuickStart',
    setUpFiles: 'Fichiers de configuration',
    setUpAndEnvFiles: 'Fichiers de configuration et fichiers .env de QuickStart',
    saveSetUp: 'Enregistrer un fichier de configuration',
    allFiles: 'Tous les fichiers',
    cannotStart: 'Sightglass n’a pas pu démarrer',
    electronTooOld:
      'Ceci est une version de Sightglass sur Electron {electron}. Elle ne fonctionne qu’avec Electron {oldest} ou plus récent, car les plus anciens ne reçoivent pas de correctifs de sécurité.\n\nInstallez Sightglass depuis son propre paquet, qui apporte le bon, ou demandez à un administrateur.',
    startRefused:
      'Sightglass a été démarré avec des options ou des variables qu’il n’autorise pas, et elles sont revenues quand il a redémarré sans elles : {names}.\n\nRetirez-les du raccourci, du script ou du service qui le démarre, ou demandez à un administrateur.',
    startNotRepeated:
      'Sightglass a été démarré avec des options ou des variables qu’il n’autorise pas, et n’a pas pu redémarrer sans elles : {names}.\n\nRetirez-les du raccourci, du script ou du service qui le démarre, ou demandez à un administrateur.',
    sandboxAlternative: 'L’un des deux suffit.',
    sandboxPolicy:
      'Un administrateur qui accepte le risque peut écrire "runWithoutSandbox": true dans /etc/sightglass/policy.json.',
    code: 'Code : {code}',
    versionOn: 'Sightglass {version} sur {platform}',
    unknownReason: 'La raison est inconnue.',
    confirmSigma: {
      question: 'Utiliser un autre Sigma pour ce profil ?',
      consequence:
        'Tout le monde se reconnecte. Les classeurs viennent alors du nouveau Sigma, qui reçoit ce à quoi les personnes se connectent. Les authentifications actuelles ne lui sont pas remises.',
      confirm: 'Utiliser l’autre Sigma',
    },
    confirmPerson: {
      question: 'Laisser Sigma voir une autre personne ?',
      consequence: 'Sigma voit alors les personnes qui utilisent ce profil comme le dit le fichier.',
      confirm: 'Changer la personne',
    },
    confirmAction: {
      address: 'Laisser ce classeur ouvrir des pages de {host} ?',
      workbook: 'Laisser ce classeur ouvrir « {workbook} » ?',
      action: 'Action : {action}',
      thisTime: 'Cette fois : {address}',
      addressConsequence:
        'L’administrateur du profil l’a configuré. La page s’ouvre dans votre navigateur, et son adresse contient des valeurs du classeur, que ce site connaît alors. La question ne vous sera plus posée.',
      workbookConsequence:
        'L’administrateur du profil l’a configuré. Il s’ouvre dans un onglet à lui, avec des valeurs de celui-ci. La question ne vous sera plus posée.',
      confirm: 'Autoriser',
    },
    confirmReveal: {
      question: 'Afficher un jeton d’accès dans un terminal ?',
      consequence:
        'Une ligne de commande a demandé le jeton de {connection}. Qui le lit là peut faire ce que vous pouvez faire, jusqu’à son expiration. Ne continuez que si vous venez de saisir cette commande.',
      confirm: 'Afficher le jeton',
    },
    confirmOnlyIf: 'Ne continuez que si vous vous y attendiez et connaissez les nouvelles valeurs.',
    profileName: 'Profil : {profile}',
    keepsStopping: 'Sightglass ne cesse de s’arrêter',
    keepsStoppingDetail:
      'Sa fenêtre s’est fermée {times} fois en cinq minutes ({reason}).\n\nFermez d’autres programmes pour libérer de la mémoire, puis redémarrez Sightglass. Vous restez connecté là où l’authentification a pu être enregistrée. Si cela se répète, transmettez les fichiers journaux à un administrateur.',
  },

  scopesPlace: 'auprès du serveur d’autorisation',

  commonDetails: {
    said: '{said}',
    answered: 'Le serveur a répondu HTTP {status}. {said}',
    answeredWithoutSecret: 'Le serveur a répondu HTTP {status}. {said} L’application n’a pas de secret ici.',
    answeredInHeader:
      'Le serveur a répondu HTTP {status}. {said} Le secret a été envoyé dans l’en-tête (client_secret_basic).',
    answeredInBody:
      'Le serveur a répondu HTTP {status}. {said} Le secret a été envoyé dans le corps (client_secret_post).',
    answeredToKey:
      'Le serveur a répondu HTTP {status}. {said} L’application a signé avec sa clé privée (private_key_jwt).',
    answeredInBoth:
      'Le serveur a répondu HTTP {status}. {said} Le secret a été envoyé dans l’en-tête (client_secret_basic) et dans le corps (client_secret_post).',
    sigmaSays: 'Sigma dit : {said}',
    sigmaSaysNothing: 'Sigma dit : pas d’autres détails',
    systemAnswered: 'Le système d’exploitation a répondu {systemCode}.',
  },

  clocks: {
    'session-ends': 'Fin de la session signée',
    'token-expires': 'Expiration du jeton d’accès de {connection}',
    'sign-in-renews': 'Renouvellement de l’authentification à {connection}',
  },
  claims: {
    encryptedToken: 'chiffré, {length} caractères',
  },

  fieldFaults: {
    missing: {
      name: 'Saisissez un nom.',
      label: 'Saisissez un nom.',
      title: 'Saisissez un titre.',
      embedClientId: 'Saisissez l’ID client.',
      clientId: 'Saisissez l’ID client.',
      keyId: 'Saisissez l’ID de clé.',
      sigmaConnectionId: 'Saisissez l’ID de connexion.',
      audience: 'Saisissez l’audience.',
      accountType: 'Saisissez le type de compte.',
      teams: 'Saisissez une équipe.',
      attribute: 'Saisissez l’attribut.',
      claim: 'Saisissez le claim.',
      teamsClaim: 'Saisissez le claim.',
      embedSecret: 'Saisissez le secret d’intégration.',
      clientSecret: 'Saisissez le secret client.',
      scopes: 'Saisissez au moins un scope.',
      redirectUris: 'Saisissez au moins une URL de redirection.',
      accountId: 'Le niveau compte demande l’ID de compte.',
      host: 'Saisissez l’adresse que le navigateur affiche dans Databricks.',
      accountUrl: 'Saisissez l’URL de compte, comme https://myorg-myaccount.snowflakecomputing.com',
      authority: 'Saisissez l’autorité. La plupart des annuaires sont à https://login.microsoftonline.com',
      issuer: 'Saisissez l’émetteur. Celui de Google est https://accounts.google.com',
      metadataUrl: 'Saisissez l’URI de métadonnées du serveur auprès duquel on s’authentifie.',
      url: 'Ouvrez le classeur dans Sigma et collez l’adresse que le navigateur affiche.',
      email: 'Saisissez une adresse e-mail.',
      fallbackEmail: 'Saisissez une adresse e-mail.',
      exchange: 'Saisissez où le jeton est échangé.',
      signingKey: 'Choisissez comment la clé signe.',
      clientAuthentication: 'Une machine doit prouver qui elle est : choisissez un secret ou une clé.',
      workbooks: 'Ajoutez un classeur.',
      id: 'Saisissez l’ID du contrôle.',
      tag: 'Saisissez un code de langue, comme de ou pt-BR.',
      connections: 'Ajoutez une connexion.',
      action: 'Saisissez le nom de l’action.',
      address: 'Saisissez une adresse.',
      workbook: 'Choisissez un classeur.',
      control: 'Saisissez l’ID du contrôle.',
      other: 'Saisissez une valeur.',
    },
    tooLong: {
      name: 'Un nom est trop long.',
      label: 'Un nom est trop long.',
      title: 'Un titre est trop long.',
      embedClientId: 'L’ID client est trop long.',
      clientId: 'L’ID client est trop long.',
      keyId: 'L’ID de clé est trop long.',
      sigmaConnectionId: 'L’ID de connexion est trop long.',
      evalConnectionId: 'L’ID de connexion est trop long.',
      tenant: 'Le tenant est trop long.',
      audience: 'L’audience est trop longue.',
      accountType: 'Le type de compte est trop long.',
      teams: 'Une équipe est trop longue.',
      attribute: 'L’attribut est trop long.',
      claim: 'Le claim est trop long.',
      teamsClaim: 'Le claim est trop long.',
      other: 'C’est trop long.',
    },
    unusableCharacters: {
      name: 'Un nom contient des caractères inutilisables.',
      label: 'Un nom contient des caractères inutilisables.',
      title: 'Un titre contient des caractères inutilisables.',
      embedClientId: 'L’ID client contient des caractères inutilisables.',
      clientId: 'L’ID client contient des caractères inutilisables.',
      keyId: 'L’ID de clé contient des caractères inutilisables.',
      sigmaConnectionId: 'L’ID de connexion contient des caractères inutilisables.',
      evalConnectionId: 'L’ID de connexion contient des caractères inutilisables.',
      tenant: 'Le tenant contient des caractères inutilisables.',
      audience: 'L’audience contient des caractères inutilisables.',
      accountType: 'Le type de compte contient des caractères inutilisables.',
      email: 'L’adresse contient des caractères invisibles. Tapez-la de nouveau.',
      teams: 'Une équipe contient des caractères inutilisables.',
      attribute: 'L’attribut contient des caractères inutilisables.',
      claim: 'Le claim contient des caractères inutilisables.',
      teamsClaim: 'Le claim contient des caractères inutilisables.',
      other: 'Ceci contient des caractères inutilisables.',
    },
    spaces: {
      sigmaConnectionId: 'Un ID de connexion ne contient pas d’espaces.',
      evalConnectionId: 'Un ID de connexion ne contient pas d’espaces.',
      tenant: 'Un tenant ne contient pas d’espaces.',
      audience: 'Une audience ne contient pas d’espaces.',
      other: 'Un ID client ne contient pas d’espaces.',
    },
    notHttps: 'Saisissez une adresse qui commence par https://',
    notAHost: 'Saisissez l’hôte seul, sans chemin.',
    notAWorkbook: 'Saisissez l’adresse entière du classeur publié.',
    queryOrFragment: 'Laissez de côté tout ce qui suit le point d’interrogation ou le dièse.',
    notLoopback: 'Saisissez une adresse de bouclage avec un port, comme {example}',
    blockedPort: 'Les navigateurs refusent ce port. Choisissez-en un autre, comme {example}',
    notMetadata: 'Saisissez l’URI de métadonnées ; elle se termine par /.well-known/openid-configuration',
    legacyEmbed:
      'C’est une intégration de l’ancien type de Sigma, qui ne prend pas de jetons. Ouvrez le classeur dans Sigma et collez l’adresse que le navigateur affiche, avec /workbook/ dedans.',
    organisationHome:
      'C’est la page d’accueil d’une organisation. Ouvrez-y un classeur et collez l’adresse que le navigateur affiche, avec /workbook/ dedans.',
    notOfAWorkbook:
      'C’est une autre page de Sigma. Ouvrez le classeur et collez l’adresse que le navigateur affiche, avec /workbook/ dedans.',
    workbookTwice:
      'Une autre ligne ouvre ce classeur de la même façon. Retirez-en une, ou donnez à l’une une autre page ou d’autres valeurs.',
    incompleteHost: {
      host: 'Saisissez le nom d’hôte entier, comme dbc-1234abcd-5678.cloud.databricks.com.',
      url: 'Saisissez l’adresse entière, comme https://app.sigmacomputing.com/company/workbook/…',
      other: 'Saisissez le nom d’hôte entier, avec le domaine qui suit.',
    },
    misspelt: {
      host: 'Vérifiez l’orthographe : les espaces de travail sont à .cloud.databricks.com, .azuredatabricks.net ou .gcp.databricks.com.',
      url: 'Vérifiez l’orthographe : Sigma est à .sigmacomputing.com.',
      accountUrl: 'Vérifiez l’orthographe : les comptes sont à .snowflakecomputing.com.',
      other: 'Vérifiez l’orthographe de l’hôte.',
    },
    otherProduct: {
      host: 'Ce n’est pas une adresse de Databricks. Saisissez celle que le navigateur affiche dans l’espace de travail.',
      url: 'Ce n’est pas une adresse de Sigma. Ouvrez le classeur dans Sigma et collez ce que le navigateur affiche.',
      accountUrl:
        'Ce n’est pas une adresse de Snowflake. Saisissez l’URL de compte, qui se termine par .snowflakecomputing.com.',
      authority:
        'Ce n’est pas une adresse de Microsoft Entra ID. La plupart des annuaires sont à https://login.microsoftonline.com',
      issuer: 'Ce n’est pas une adresse de Google. Son émetteur est https://accounts.google.com',
      metadataUrl:
        'Ce n’est pas un fournisseur d’identité. Saisissez l’URI de métadonnées du serveur auprès duquel on s’authentifie.',
      other: 'C’est l’adresse d’un autre produit.',
    },
    consoleAsWorkspace:
      'C’est la console de compte. Saisissez l’adresse d’un espace de travail, ou choisissez « Compte » ou « Trouvé automatiquement » plus bas.',
    notAWorkspace:
      'C’est un site pour tout le monde. Saisissez l’adresse que le navigateur affiche dans votre espace de travail.',
    notAnAccountUrl:
      'C’est l’adresse de Snowsight lui-même. Là, ouvrez le menu du compte, View account details, et copiez l’URL de compte.',
    secretInPlain: {
      embedClientId: 'C’est un secret. Saisissez ici l’ID client, et le secret d’intégration dans le champ suivant.',
      clientId: 'C’est un secret. Saisissez ici l’ID client, et le secret dans son propre champ.',
      other: 'C’est un secret ou une clé. Ce champ n’est pas gardé secret : retirez-le.',
    },
    idAsSecret: {
      embedSecret: 'C’est l’ID client. Saisissez le secret que Sigma a montré lors de sa création.',
      other: 'C’est un ID. Saisissez le secret lui-même, montré une seule fois lors de sa création.',
    },
    otherSecret: 'C’est un secret de Databricks. Saisissez le secret d’intégration de Sigma.',
    notAConnectionId: 'Saisissez l’ID seul : la dernière partie de l’adresse de la connexion dans Sigma.',
    severalTeams: 'Séparez les équipes par des virgules.',
    notALanguage: 'Saisissez un code de langue, comme de ou pt-BR.',
    startsWithColon: 'L’ID d’un contrôle ne commence pas par un deux-points.',
    controlTwice: 'Une autre ligne a déjà une valeur pour ce contrôle.',
    pageAndElement: 'Saisissez soit une page, soit un élément.',
    addressTooLong:
      'Ensemble, ces valeurs rendent l’adresse plus longue que ne l’acceptent les serveurs web. Retirez-en quelques-unes.',
    notAScope: 'Un scope ne contient ni espaces ni guillemets.',
    notAnEmail: 'Saisissez une adresse e-mail sans espaces.',
    notALevel: 'Saisissez le niveau : automatic, workspace ou account.',
    notAnAccountId: 'Saisissez l’ID de compte tel que le montre la console de compte.',
    notAWorkspaceId: 'Saisissez l’ID d’espace de travail tel que le montre l’adresse de l’espace de travail.',
    notATenant: 'Saisissez l’ID d’annuaire (locataire) ou le domaine.',
    notMinutes: 'Saisissez des minutes entières, de 1 à 1 440.',
    notPerHour: 'Saisissez un nombre entier de 1 à 60.',
    notWholeSeconds: 'Saisissez des secondes entières.',
    tooFewSeconds: 'Saisissez au moins 60 secondes.',
    tooManySeconds: 'Sigma permet 30 jours au plus (2 592 000 secondes).',
    oneSigma: 'Tous les classeurs d’un profil doivent venir de la même adresse Sigma.',
    takenTwice: {
      isForOrganisation: 'Une autre connexion de ce profil remet déjà son jeton à toute l’organisation.',
      other: 'Une autre connexion de ce profil a déjà cet ID de connexion.',
    },
    tooMany: 'Il y en a trop.',
    placeholderInHost: 'L’hôte reste tel quel. Une valeur peut faire partie de ce qui le suit.',
    placeholderOpen: 'Écrivez chaque valeur comme un nom entre accolades, et fermez-les.',
    actionTwice: 'Une autre règle existe déjà pour cette action.',
    noSuchWorkbook: 'Choisissez un classeur de ce profil.',
    invalid: 'Cette valeur ne peut pas être utilisée.',
  },
  namedFault: '{name} : {fault}',

  addressDoubts: {
    lead: 'Sigma n’acceptera peut-être pas {address} telle quelle.',
    about: {
      guest: 'C’est le nom de connexion d’un invité dans Entra ID, auquel aucun message n’arrive.',
      letters: 'Elle a des lettres hors de l’alphabet anglais.',
      long: 'Elle est plus longue que le courrier ne le permet.',
      domain: 'Il n’y a pas de point après l’arobase.',
      form: 'Elle a des points ou des caractères rares dans les adresses de courrier.',
      plus: 'Elle a un signe plus.',
      capitals: 'Elle a des majuscules : avec des minuscules, Sigma la compte peut-être comme une autre personne.',
    },
  },

  sharedUsers: {
    inForm:
      '{profiles} : Sigma en apprend autre chose sur les mêmes personnes ({differences}). Il garde un utilisateur par adresse et le modifie à chaque chargement. Utilisez les mêmes valeurs, ou un autre client d’intégration.',
    inList: '{profiles} : Sigma en apprend autre chose sur les mêmes personnes ({differences}).',
    differences: {
      userKind: 'le type d’utilisateur',
      accountType: 'le type de compte',
      teams: 'les équipes',
      attributes: 'les attributs utilisateur',
      teamsClaim: 'le claim des équipes',
    },
  },

  importRemarks: {
    fallbackEmail:
      'Sigma voit l’adresse de chaque personne. Seule une personne que l’authentification ne nomme d’aucune façon apparaît comme {email} (EMAIL), comme dans le QuickStart. Laissez EMAIL vide pour refuser une telle authentification.',
    publicClient: 'Le fichier n’a pas de secret client ; la connexion est donc configurée comme client public.',
    sessionLength: 'SESSION_LENGTH est lu comme {seconds} secondes, comme le lit le QuickStart.',
    level:
      'DATABRICKS_AUTH_LEVEL n’est ni « workspace » ni « account ». Il est lu comme « workspace », comme le lit le QuickStart.',
    misspelt: 'Non utilisé, car personne ne connaît le nom : {misspelt}. Vouliez-vous dire le second ?',
    notUsed: 'Non utilisé dans le fichier : {unused}.',
    otherQuickStarts: 'Non utilisé, car d’autres QuickStarts les ont : {otherQuickStarts}.',
    ofServer: 'Seul le serveur du QuickStart utilise {serverNames}.',
  },

  profileChanges: {
    fields: {
      sigmaAddress: 'Adresse de Sigma',
      embedClientId: 'ID client d’intégration',
      tenant: 'Tenant',
      evalConnectionId: 'Connexion pour toutes les requêtes',
      organisationToken: 'Jeton pour toute l’organisation Sigma',
      embedSecret: 'Secret d’intégration',
      userKind: 'Type d’utilisateur',
      email: 'Adresse e-mail vue par Sigma',
      fallbackEmail: 'Adresse des personnes qu’aucune authentification ne nomme',
      accountType: 'Type de compte',
      teams: 'Équipes',
      attributes: 'Attributs utilisateur',
      sessionSeconds: 'Durée de session en secondes',
      workbook: 'Classeur',
      action: 'Règle pour une action',
      workbookOptions: 'Façon dont un classeur s’ouvre',
      refresh: 'Actualisation automatique d’un classeur',
      connection: 'ID de connexion Sigma',
      flow: 'Type d’authentification',
      server: 'Serveur de la connexion',
      clientId: 'ID client de la connexion',
      clientAuthentication: 'Authentification du client',
      clientSecret: 'Secret client',
      signingKey: 'Signature du client',
      exchange: 'Échange de jetons',
      scopes: 'Scopes',
      redirectUris: 'URL de redirection',
    },
    changed: '{field} : « {before} » → « {after} ».',
    added: '{field} : « {after} » (nouveau).',
    removed: '{field} : « {before} » (retiré).',
    secret: '{field} : remplacé.',
  },

  vaultBackends: {
    keychain: 'Chiffré par le trousseau (Keychain)',
    'windows-data-protection': 'Chiffré par la protection des données de Windows',
    'secret-service': 'Chiffré par le trousseau du système (Secret Service)',
    kwallet: 'Chiffré par KWallet',
    none: 'En mémoire seulement, jusqu’à la fermeture de Sightglass',
  },

  resultPage: {
    signedInTitle: 'Connecté',
    signedIn: 'Vous êtes connecté',
    goBack: 'Vous pouvez fermer cet onglet et revenir à Sightglass.',
    origin: 'Cette page vient de Sightglass sur cet ordinateur.',
    close: 'Vous pouvez fermer cet onglet.',
    stray: {
      title: 'Cette réponse ne correspond pas à l’authentification',
      what: {
        noState:
          'La réponse apportée par ce navigateur ne dit pas à quelle authentification elle appartient (elle n’a pas de state).',
        otherState:
          'La réponse apportée par ce navigateur appartient à une autre authentification (elle a un autre state) : à un essai précédent, ou à un autre programme.',
        stateTwice:
          'La réponse apportée par ce navigateur dit plus d’une fois à quelle authentification elle appartient (state).',
        empty: 'Ce navigateur est venu sans réponse.',
        form: 'La réponse apportée par ce navigateur est venue sous forme de formulaire (response_mode=form_post), que Sightglass ne lit pas.',
        otherAddress: 'La réponse apportée par ce navigateur est venue à une autre adresse que {redirectUri}.',
      },
      unverified: 'Elle dit ceci. Sightglass ne peut pas savoir qui l’a écrit :',
      next: 'Elle n’a rien changé. Revenez à Sightglass : une authentification qui y attend attend toujours, et vous pouvez rouvrir le navigateur ou recommencer.',
      remedies: {
        noState:
          'Si cela revient, montrez cette page à un administrateur : le serveur d’autorisation a refusé la requête et omis son state.',
        otherState:
          'Fermez les onglets plus anciens de l’authentification. Seul compte celui que Sightglass a ouvert en dernier.',
        stateTwice: 'Si cela revient, montrez cette page à un administrateur du serveur d’autorisation.',
        empty:
          'Si une authentification a mené ici, montrez cette page à un administrateur : le serveur répond peut-être derrière un # (flux implicite, ou response_mode=fragment). Il doit répondre par un code dans l’adresse.',
        form: 'Si cela revient, montrez cette page à un administrateur : le serveur doit répondre par un code dans l’adresse (response_mode=query).',
        otherAddress:
          'Si une authentification a mené ici, montrez cette page à un administrateur : l’URL de redirection enregistrée doit être {redirectUri}, lettre pour lettre.',
      },
    },
    refused: {
      misdirected: 'Requête mal dirigée.',
      method: 'Seul GET reçoit une réponse ici.',
      notFound: 'Il n’y a rien ici.',
      otherSignIn: 'Ceci n’appartient pas à l’authentification en cours.',
    },
  },

  // The screens of a window, in the order in which a person meets them
  common: {
    cancel: 'Annuler',
    copied: 'Copié',
    copy: 'Copier',
    remove: 'Retirer',
    tryAgain: 'Réessayer',
    hide: 'Masquer',
  },

  window: {
    title: '{workbook} – Sightglass',
    titleOf: '{screen} – Sightglass',
    starting: 'Démarrage…',
    startAgain: 'Redémarrer la fenêtre',
    offline: 'Hors ligne',
    menu: 'Menu',
    profiles: 'Profils',
    editSetUp: 'Modifier la configuration',
    editSetUpOf: 'Modifier la configuration de {profile}',
    signInAsSomebodyElse: 'Se connecter sous un autre nom…',
    signInAsSomebodyElseTo: 'Se connecter à {connection} sous un autre nom…',
    signOut: 'Se déconnecter',
  },

  welcome: {
    title: 'Bienvenue dans Sightglass',
    lead: 'Ouvrez des classeurs Sigma dans lesquels chaque requête s’exécute en votre nom : vous vous connectez vous-même à votre plateforme de données, dans votre propre navigateur.',
    setUp: 'Configurer un profil',
    openFile: 'Ouvrir un fichier de configuration…',
    help: 'Vous avez reçu un fichier de configuration ? Ouvrez-le, ou déposez-le ici. Vous n’en avez pas ? Demandez à la personne qui vous a parlé du classeur.',
    administrators: 'Pour les administrateurs',
    importEnv: 'Importer un .env de QuickStart…',
  },

  profiles: {
    title: 'Profils',
    back: 'Retour',
    newProfile: 'Nouveau profil',
    version: 'Sightglass {version}',
    signedIn: 'Connecté',
    signedInPartly: '{held} sur {all} connectés',
    edit: 'Modifier',
    editProfile: 'Modifier {profile}',
    open: 'Ouvrir',
    openProfile: 'Ouvrir {profile}',
    more: 'Plus d’actions pour {profile}',
    handOut: 'Enregistrer un fichier de configuration…',
    duplicate: 'Dupliquer',
    copyOf: '{profile} (copie)',
    remove: 'Supprimer…',
  },

  handOut: {
    title: 'Enregistrer « {profile} » comme fichier de configuration',
    lead: 'Les personnes qui ouvrent le fichier dans Sightglass ont ce profil. Il ne nomme personne.',
    kind: 'Secrets',
    without: 'Laisser les secrets de côté',
    withoutHelp: 'La personne qui ouvre le fichier les saisit.',
    sealed: 'Y mettre les secrets, sous une phrase secrète',
    sealedHelp: 'Donnez la phrase secrète par une autre voie que le fichier.',
    passphrase: 'Phrase secrète',
    passphraseHelp: 'Au moins {count} caractères. Le mieux : plusieurs mots sans rapport entre eux.',
    again: 'Phrase secrète, encore une fois',
    embedSecret: 'Secret d’intégration',
    clientSecret: 'Secret client de {label}',
    privateKey: 'Clé privée de {label}',
    secretHelp:
      'Les secrets enregistrés ne quittent jamais cet ordinateur. Saisissez-les de nouveau, depuis l’endroit où vous les conservez.',
    tooShort: 'Utilisez {count} caractères ou plus.',
    differs: 'Les deux ne sont pas identiques.',
    missing: 'Remplissez ce champ.',
    save: 'Enregistrer…',
    saved: 'Le fichier de configuration est enregistré.',
  },

  setUpOffer: {
    title: 'Configurer « {profile} » ?',
    titleUpdate: 'Mettre « {profile} » à jour ?',
    lead: 'Le fichier configure ce qui suit. Ne continuez que s’il vient d’une personne de confiance.',
    sigma: 'Sigma',
    signIn: 'Authentification',
    workbooks: 'Classeurs',
    sealedHelp: 'La personne qui vous a donné le fichier la connaît.',
    missingHelp: 'Ces secrets ne sont pas dans le fichier. La personne qui vous l’a donné les a.',
    accept: 'Configurer',
    acceptUpdate: 'Mettre à jour',
  },

  importEnv: {
    title: 'Importer un .env de QuickStart',
    lead: 'Déposez le fichier sur cette fenêtre, choisissez-le, ou collez son texte ici.',
    text: 'Texte du fichier',
    help: 'Il contient des secrets. Le champ est vidé à l’importation.',
    hiddenOnLinux: 'Le fichier est caché. Si la boîte de dialogue ne le montre pas, appuyez-y sur Ctrl+H.',
    missing: 'Collez d’abord le texte du fichier.',
    choose: 'Choisir un fichier…',
    import: 'Importer',
    dropHere: 'Déposez le fichier pour l’importer',
  },

  importReport: {
    setUp: '« {profile} » est configuré',
    upToDate: '« {profile} » est à jour',
    everything: 'Tout le contenu du fichier a été importé.',
    nothingChanged: 'Le fichier dit ce que le profil avait déjà. Rien n’a changé.',
    changed: 'Ce qui a changé :',
    withRemarks: 'Tout le nécessaire a été importé. À savoir :',
    remarks: 'À savoir :',
    deleteFile:
      'Supprimez maintenant le fichier, et ce que vous en avez copié : il contient en clair le secret d’intégration et le secret client.',
    lookAtSetUp: 'Voir la configuration',
    continue: 'Continuer',
  },

  signIn: {
    noEmbedSecret: 'Le secret d’intégration de ce profil n’est pas enregistré sur cet ordinateur.',
    openSetUp: 'Ouvrir la configuration',
    readyThenOpens: '{ready} sur {all} prêtes. Le classeur s’ouvre quand toutes le sont.',
    readyThenChoice: '{ready} sur {all} prêtes. Ensuite, vous choisissez un classeur.',
    offline: 'Vous êtes hors ligne. L’authentification demande une connexion réseau à la plateforme de données.',
    signInTo: 'Se connecter à {connection}',
    signInAgain: 'Se reconnecter',
    finePrint: 'Votre navigateur s’ouvre. Sightglass ne voit jamais votre mot de passe.',
    signedIn: 'Connecté',
    signedInAs: 'Connecté en tant que {person}',
    serviceAccount: 'Compte de service',
    serviceAccountByItself: 'Compte de service, se connecte de lui-même',
    serviceAccountAtRest: 'Ce compte de service a été déconnecté.',
    elsewhere: 'Une authentification à {connection} de « {profile} » est en cours. Terminez-la ou annulez-la d’abord.',
    showElsewhere: 'L’afficher',
    browserError: {
      sentence: {
        one: 'Le navigateur affiche-t-il une erreur au lieu d’une page d’authentification ? L’application ne connaît peut-être pas cette URL de redirection. Un administrateur l’ajoute, exactement comme elle est écrite ici :',
        other:
          'Le navigateur affiche-t-il une erreur au lieu d’une page d’authentification ? L’application ne connaît peut-être pas ces URL de redirection. Un administrateur ajoute chacune, exactement comme elle est écrite ici :',
      },
      copy: 'Copier l’URL de redirection',
    },
    preparing: 'Préparation de l’authentification à {connection}…',
    finishing: 'Fin de l’authentification à {connection}…',
    continueInBrowser: 'Continuez dans votre navigateur',
    timeLeft: 'Temps restant',
    waiting: 'Connectez-vous à {connection} dans l’onglet qui vient de s’ouvrir. Cette fenêtre continue d’elle-même.',
    openBrowser: 'Ouvrir le navigateur',
    reopenBrowser: 'Rouvrir le navigateur',
    copyLink: 'Copier le lien',
    strayAnswer:
      'Un navigateur a apporté une réponse qui ne correspond pas à cette authentification. Elle a été mise de côté, et la bonne est toujours attendue. La page du navigateur en dit plus.',
    otherAccount: {
      title: 'Trouvez d’abord un autre compte',
      unaskable:
        '{connection} ne peut pas demander un autre compte : un navigateur qui y est connecté continue sous la même identité. Copiez le lien dans une fenêtre privée, ou déconnectez-vous là-bas avant d’ouvrir le navigateur.',
    },
    opening: 'Ouverture de {workbook}…',
    otherProfiles: 'Autres profils',
  },

  workbook: {
    zoom: '{percent} %',
    resetZoom: 'Zoom {zoom}, revenir à la taille réelle',
    label: 'Classeur',
    loading: {
      lastPicture: 'Vous voyez sa dernière image.',
      stages: {
        signing: 'La session de {workbook} est en cours de signature…',
        loading: '{workbook} arrive de Sigma…',
        data: '{workbook} revient là où vous étiez…',
      },
      long: {
        signing:
          'La signature de la session de {workbook} prend plus de temps que d’habitude. La connexion est peut-être en cours de renouvellement, ou le réseau lent. Patientez, ou arrêtez et rouvrez le classeur.',
        loading:
          '{workbook} prend plus de temps que d’habitude. Sigma est peut-être occupé, ou le réseau lent. Patientez, ou arrêtez et ouvrez le classeur plus tard.',
        data: '{workbook} met plus de temps que d’habitude à revenir là où vous étiez. Une requête volumineuse peut durer plusieurs minutes. Patientez, ou arrêtez et ouvrez le classeur plus tard.',
      },
      stop: 'Arrêter',
    },
    stopped: 'Le classeur n’a pas été ouvert.',
    reload: 'Recharger',
    signOutOf: 'Se déconnecter de {connection}',
    tryNow: 'Essayer maintenant',
    triesAgainIn: 'Nouvel essai automatique dans {time}.',
    catchingUp: 'Vos dernières étapes sont en cours de rétablissement…',
    goHome: 'Retour à {workbook}',
    reloadWorkbook: 'Recharger le classeur',
    refresh: {
      button: 'Actualiser les données',
      hint: 'Actualiser les données (F5).',
      asOf: 'Données de {time}',
      underWay: 'Actualisation…',
      nextAt: 'Actualisation automatique à {time}.',
      inAMoment: 'Actualisation automatique dans un instant.',
      unanswered:
        'Sigma n’a pas répondu à la dernière actualisation. Il n’y a peut-être rien à actualiser sur cette page.',
      paused: {
        unanswered:
          'Sigma n’a pas répondu à deux actualisations ; aucune n’est donc envoyée automatiquement jusqu’à ce que la session soit renouvelée ou qu’une reçoive une réponse. Il n’y a peut-être rien à actualiser sur cette page, ou votre Sigma ne connaît pas encore cela.',
        hidden: 'Pas d’actualisation automatique tant que personne ne le voit.',
        'not-open': 'L’actualisation automatique commence une fois le classeur ouvert.',
        offline: 'L’actualisation automatique reprend une fois en ligne.',
        editing: 'Pas d’actualisation automatique pendant que vous modifiez.',
        renewing: 'Les nouvelles données viennent avec le renouvellement de la session.',
        busy: 'L’actualisation automatique se fait à votre prochaine pause.',
        budget:
          'Les actualisations de cette heure sont épuisées. Cela reprend automatiquement quand il y a de nouveau de la place.',
      },
    },
    otherProfiles: 'Autres profils',
    workbooksAndProfiles: 'Classeurs et profils',
    serviceAccount: 'Compte de service · {connection}',
    runsAsServiceAccount: 'Chaque requête s’exécute au nom de ce compte de service, et non d’une personne.',
  },

  inside: {
    menu: 'Menu du classeur',
    mode: 'Mode',
    modes: { view: 'Consulter', explore: 'Explorer', edit: 'Modifier' },
    pictures: 'Images et papier',
    ofWorkbook: 'Ce classeur',
    links: 'Liens vers ce classeur',
    modals: { export: 'Exporter…', schedule: 'Planifier…', 'save-as': 'Enregistrer sous…' },
    downloadReport: 'Télécharger le rapport',
    maximiseSelected: 'Agrandir l’élément choisi',
    putBack: 'Remettre l’élément en place',
    panel: 'Dans ce classeur',
    close: 'Fermer le volet',
    tabs: { bookmarks: 'Signets', controls: 'Contrôles', pages: 'Pages', alerts: 'Alertes' },
    bookmarks: {
      label: 'Signets',
      none: 'Pas encore de signets. Sigma n’en donne pas la liste : chacun apparaît ici dès que vous l’ouvrez, le créez ou le modifiez.',
      asTheyAreMet:
        'La liste contient ce que vous avez rencontré dans ce classeur. Elle est oubliée quand Sightglass se ferme ou que vous vous déconnectez.',
      unnamed: 'Signet sans nom',
      isDefault: 'S’ouvre par défaut',
      isShared: 'Partagé',
      leave: 'Quitter le signet',
      more: 'Plus d’actions pour {bookmark}',
      update: 'Y enregistrer ce qui est affiché',
      remove: 'Supprimer…',
      removal: {
        question: 'Supprimer « {bookmark} » ?',
        consequence: 'Il est supprimé dans Sigma. Cette action est irréversible.',
        ofShared:
          'Il est supprimé dans Sigma, aussi pour les personnes avec qui il est partagé. Cette action est irréversible.',
        confirm: 'Supprimer le signet',
      },
      create: 'Nouveau signet de ce qui est affiché',
      namePlaceholder: 'Nom',
      openByDefault: 'S’ouvre par défaut',
      share: 'Partagé avec toutes les personnes qui voient ce classeur',
      save: 'Créer le signet',
      asked: 'En attente de la création de « {bookmark} » par Sigma…',
      saved: 'Le signet {bookmark} est créé.',
    },
    controls: {
      none: 'Ce classeur n’a encore signalé aucun contrôle. Un contrôle apparaît ici dès que vous le modifiez dans le classeur.',
      search: 'Rechercher des contrôles',
      notFound: 'Aucun contrôle ne contient « {search} ».',
      noValue: 'Aucune valeur',
      help: 'Appuyez sur Entrée pour définir une valeur. Plusieurs valeurs se séparent par des virgules. Sigma ne dit pas de quel type est un contrôle : écrivez les dates et les nombres comme ils sont écrits ici. Une valeur qu’il n’accepte pas revient en arrière.',
    },
    pages: {
      label: 'Pages et éléments',
      none: 'Pas encore de pages ni d’éléments. Sigma n’en donne pas la liste : chacun apparaît ici dès que vous y allez ou y choisissez quelque chose.',
      asTheyAreMet: 'Sigma donne le titre d’un élément dès que vous y choisissez une valeur.',
      types: { page: 'Page', element: 'Élément' },
      maximise: 'Agrandir {element}',
    },
    alerts: {
      label: 'Ce dont vous êtes prévenu',
      none: 'Rien pour l’instant. Choisissez ci-dessous ce dont vous voulez être averti.',
      form: 'Me prévenir quand',
      what: 'Me prévenir quand',
      kinds: {
        'no-data': 'Un élément ne trouve aucune donnée',
        'chart-error': 'Un graphique ne peut pas être affiché',
        control: 'Un contrôle a une certaine valeur',
        action: 'Une action arrive avec une certaine valeur',
      },
      control: 'Contrôle',
      noControls: 'Ce classeur n’a encore signalé aucun contrôle.',
      action: 'Nom de l’action',
      field: 'Nom de la valeur',
      test: 'Comparaison',
      tests: { is: 'est', isNot: 'n’est pas', above: 'est au-dessus de', below: 'est en dessous de' },
      value: 'Valeur',
      notANumber: 'Écrivez un nombre, avec un point et sans séparateur de milliers.',
      add: 'Ajouter',
      added: 'Ajouté : {alert}',
      full: 'Pas plus de {most} conditions sont possibles. Retirez-en d’abord une.',
      sentences: {
        control: '{control} {comparison} {value}',
        action: '{action} : {field} {comparison} {value}',
      },
      noValue: '(aucune valeur)',
      isSo: 'C’est le cas maintenant',
      remove: 'Retirer : {alert}',
      removed: 'Retiré : {alert}',
      help: 'Vous êtes prévenu une fois, par une notification du système, quand ce classeur est ouvert sans être devant vous ; et de nouveau si cela cesse puis se reproduit. Un onglet en veille ne remarque rien. Ce que vous réglez ici est gardé sur cet ordinateur jusqu’à ce que vous vous déconnectiez.',
    },
    troubles: {
      failed: {
        one: '{count} graphique n’a pas pu être affiché',
        other: '{count} graphiques n’ont pas pu être affichés',
      },
      empty: { one: '{count} élément n’a trouvé aucune donnée', other: '{count} éléments n’ont trouvé aucune donnée' },
      help: 'Le classeur montre lesquels. Appuyez pour voir ses contrôles.',
      helpWithReason: 'Le classeur montre lesquels. Appuyez pour voir que faire.',
    },
    published: {
      title: 'Une version plus récente a été publiée',
      help: 'Rechargez pour la voir. Vous restez où vous êtes dans le classeur.',
      reload: 'Recharger',
      notNow: 'Pas maintenant',
    },
    actions: {
      unnamed: 'Action du classeur',
      times: '{times} fois',
      noValue: 'aucune valeur',
      outcomes: {
        shown: 'Une action de ce classeur. Rien n’est configuré pour y donner suite.',
        declined:
          'Vous n’avez pas autorisé ce que le profil ferait de cette action. La question vous sera posée de nouveau après un redémarrage.',
        unfit: 'Le profil a une règle pour cette action, et ces valeurs n’y conviennent pas. Rien n’a été ouvert.',
      },
      dismiss: 'Masquer {action}',
    },
  },

  ended: {
    label: 'Authentification',
    continueInBrowser: 'Continuez dans votre navigateur pour vous connecter à {connection}.',
    signingIn: 'Connexion à {connection}…',
    person: 'Votre authentification à {connection} a pris fin',
    personNext: 'Le classeur reste ouvert. Reconnectez-vous pour l’actualiser.',
    notRenewed: 'L’authentification à {connection} n’a pas pu être renouvelée',
    serviceAccount: 'Le compte de service de {connection} n’est plus accepté',
    serviceAccountNext: 'Le classeur reste ouvert. Réessayez, ou signalez-le à l’administrateur.',
  },

  edit: {
    label: 'Mode de modification',
    waits: 'Vous êtes en train de modifier ; le classeur n’est donc pas renouvelé maintenant.',
    waitsNext:
      'Il reste {time} avant la fin de la session. Publiez dans Sigma ou quittez le mode de modification, et il est renouvelé aussitôt.',
    leave: 'Quitter le mode de modification',
    hide: 'Masquer',
    over: 'La session a pris fin pendant que vous modifiiez. Rien n’a été enlevé.',
    overNext:
      'Recharger rétablit ce que Sigma a gardé de votre brouillon. Ce qu’il n’a pas gardé ne se trouve que sur cette page : copiez-le d’abord.',
    load: 'Recharger',
    keep: 'Garder cette page',
  },

  details: {
    title: 'Détails de la session',
    close: 'Fermer les détails de la session',
    copyAll: 'Tout copier',
    clocks: 'Horloges',
    past: 'Passé',
    serviceAccount: 'Compte de service',
    signedInAs: 'Connecté en tant que',
    grantedScopes: 'Scopes accordés',
    notReported: 'Non communiqué',
    lastRenewed: 'Dernier renouvellement',
    renewNow: 'Renouveler maintenant',
    renewing: 'Renouvellement…',
    cannotRenew: 'Cette authentification ne peut pas se renouveler.',
    whereSecretsAre: 'Où sont gardés les secrets',
    reading: 'Lecture de la session…',
    claimsTitle: 'Session signée : claims',
    claims: 'Claims',
    headerTitle: 'Session signée : en-tête',
    header: 'En-tête',
    noValues: 'aucune',
    workbook: 'Classeur',
  },

  time: {
    countdownWithDays: '{days} j {clock}',
    lessThanMinute: 'moins d’une minute',
    minutes: '{minutes} min',
    hours: '{hours} h',
    hoursAndMinutes: '{hours} h {minutes} min',
    days: { one: '{days} jour', other: '{days} jours' },
    dateAndTime: '{date}, {time}',
  },

  renewal: {
    ended: 'Authentification terminée',
    renewing: 'Renouvellement…',
    sessionHasEnded: 'La session a pris fin',
    sessionEndsAt: 'La session prend fin à {time}',
    signInAgainAt: 'Vous devrez vous reconnecter à {time}',
    delayed: 'Renouvellement retardé',
    delayedEndsAt: 'Renouvellement retardé, fin à {time}',
    byItself:
      'Votre authentification se renouvelle d’elle-même, et le classeur reste tel quel. Appuyez pour les détails.',
    inAMoment: 'Renouvellement dans un instant',
    renewsIn: 'Renouvellement dans {duration}',
    notAskedForAt: 'Vous devrez vous reconnecter à {time}, car la connexion ne demande pas {scope}.',
    notAskedFor: 'Vous devrez vous reconnecter à la fin de cette session, car la connexion ne demande pas {scope}.',
    notGivenAt: 'Vous devrez vous reconnecter à {time}, car le serveur n’a pas donné de jeton d’actualisation.',
    notGiven:
      'Vous devrez vous reconnecter à la fin de cette session, car le serveur n’a pas donné de jeton d’actualisation.',
  },

  about: {
    titles: {
      program: 'À propos de Sightglass',
      guide: 'Guide d’utilisation (en anglais)',
      news: 'Nouveautés',
      notices: 'Mentions de tiers',
      licence: 'Licence',
      crashes: 'Rapports d’incident',
    },
    close: 'Fermer',
    back: 'Retour à À propos',
    reading: 'Lecture…',
    version: 'Version {version}',
    unknown: 'Non communiqué',
    builds: {
      release: 'Version publiée',
      'not-a-release': 'Version non publiée',
      tests: 'Construite pour des tests',
      development: 'Développement',
    },
    notARelease:
      'Cette copie n’a pas été construite pour le public : personne n’en répond, et elle ne reçoit pas de mises à jour. Demandez une version publiée à la personne qui vous l’a donnée.',
    factsTitle: 'Versions',
    copyFacts: 'Copier les versions',
    fact: '{name} : {value}',
    facts: {
      commit: 'Commit',
      build: 'Build',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node',
      system: 'Système',
      managed: 'Géré',
    },
    managed: 'Géré par votre organisation',
    managedKeys: 'Décidé pour vous :',
    managedNotUnderstood: 'Non compris :',
    help: { title: 'Aide dans votre organisation', ask: 'Demander à {name}', askUnnamed: 'Demander de l’aide' },
    noNews: 'Rien n’est écrit sur la version {version}.',
    noticesIntro:
      'Sightglass s’appuie sur le travail d’autres personnes. Chromium et Electron apportent leurs propres listes, qui se trouvent à côté du programme.',
    noNotices: 'La liste est faite quand un paquet est construit. Cette construction n’en a pas.',
    openChromium: 'Licences de Chromium',
    search: 'Rechercher par nom ou licence',
    found: '{found} sur {all}',
    crashesIntro:
      'Quand Sightglass, ou une partie de Sightglass, s’arrête de façon inattendue, il laisse un rapport sur cet ordinateur. Les cinq plus récents sont conservés, 30 jours au plus. Ils ne sont jamais envoyés nulle part.',
    crashesWarning:
      'Un rapport contient des parties de la mémoire du programme : noms, adresses, ce qu’un classeur affichait, et peut-être une authentification encore valable. Ne le donnez qu’à des personnes à qui vous confieriez cela, et déconnectez-vous avant.',
    crashesOff: 'Votre organisation a désactivé les rapports d’incident. Aucun n’est fait, aucun n’est conservé.',
    noCrashes: 'Il n’y a pas de rapport.',
    crashesKept: {
      one: 'Il y a un rapport, du {when}.',
      other: 'Il y a {count} rapports, le plus récent du {when}.',
    },
    showFolder: 'Afficher le dossier',
    removeCrashes: 'Les supprimer',
    afterCrash:
      'La dernière fois, Sightglass ou une partie de Sightglass s’est arrêté de façon inattendue. Ce qu’il a laissé se trouve sous Rapports d’incident.',
  },
  account: {
    title: 'Vos authentifications',
    through: 'Par {connection}',
    until: 'Jusqu’à {time}',
    renewsAt: 'Se renouvelle de lui-même à {time}',
    noEnd: 'Le serveur n’a nommé aucune fin',
    ended: 'Terminée',
    signedOut: 'Non connecté',
    all: 'Toutes ensemble',
    signOutOf: 'Se déconnecter de {connection}',
    signOutOfAll: 'Se déconnecter de tous les profils',
    advanced: 'Avancé',
  },

  wall: {
    label: 'Affichage mural',
    leave: 'Quitter l’affichage mural',
    hint: 'ou maintenez Échap',
    time: 'Durée sur l’affichage mural',
    timeOfAll: 'Comme dans les paramètres ({time})',
    leftOut: 'Pas sur l’affichage mural',
    dataOf: 'Données de {time}',
    comes: 'La première image arrive.',
    comesBack: 'L’image va revenir.',
    lacks: {
      'sign-in': 'Quelqu’un doit se connecter.',
      network: 'Il n’y a pas de réseau. Nouvel essai automatique.',
      workbooks: 'Il n’y a aucun classeur à afficher.',
      answer: 'Le classeur n’arrive pas. Nouvel essai automatique.',
    },
  },

  settings: {
    title: 'Paramètres',
    close: 'Fermer',
    outline: 'Groupes de paramètres',
    search: 'Rechercher des paramètres',
    found: { one: '{count} paramètre correspond.', other: '{count} paramètres correspondent.' },
    none: 'Aucun paramètre ne correspond à « {search} ». Essayez un autre mot, ou videz le champ pour tout voir.',
    reset: 'Réinitialiser',
    resetOne: 'Réinitialiser : {setting}',
    resetAll: 'Tout réinitialiser',
    resetAllQuestion: 'Réinitialiser tous les paramètres ?',
    resetAllConsequence:
      'Chaque paramètre que vous avez modifié redevient ce qu’il était. Les profils et les authentifications restent.',
    wasReset: '{setting} est revenu à {value}.',
    allWereReset: 'Tous les paramètres sont redevenus ce qu’ils étaient.',
    defaultIs: 'Sauf autre choix : {value}',
    setBy: {
      administrator: 'Votre organisation l’a décidé.',
      program: 'Il n’y a rien à choisir dans cette copie de Sightglass.',
    },
    on: 'Activé',
    off: 'Désactivé',
    never: 'Jamais',
    units: {
      percent: '{amount} %',
      seconds: '{amount} secondes',
      minutes: '{amount} minutes',
      days: '{amount} jours',
      timeOfDay: '{amount}',
      tabs: '{amount} onglets',
    },
    groups: {
      look: 'Apparence',
      start: 'Au démarrage',
      tabs: 'Onglets',
      wall: 'Affichage mural',
      signIn: 'Authentification',
      notifications: 'Notifications',
      audit: 'Journal d’audit',
      monitoring: 'Surveillance',
      updates: 'Mises à jour',
    },
    items: {
      appearance: {
        title: 'Clair ou sombre',
        explains: 'L’aspect de Sightglass. Les classeurs qui suivent l’application suivent aussitôt.',
        values: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
      },
      language: {
        title: 'Langue',
        explains:
          'Celle de Sightglass lui-même. Les classeurs qui suivent l’application suivent aussi, là où ils sont traduits dans Sigma.',
        values: { system: 'Comme le système' },
        waits: 'Elle s’applique au prochain démarrage de Sightglass.',
        startAgain: 'Redémarrer maintenant',
      },
      textSize: {
        title: 'Taille du texte',
        explains:
          'Celle des fenêtres de Sightglass, et de tout ce qui va avec le texte. Les classeurs ont leur propre zoom.',
      },
      rail: {
        title: 'Barre des classeurs',
        explains:
          'À côté d’un classeur ouvert, si la fenêtre est assez large : les classeurs épinglés et récents, puis tous par profil.',
      },
      atStart: {
        title: 'Quand Sightglass démarre',
        explains: 'Ce qui est affiché en premier, une fois connecté.',
        values: { lastWorkbook: 'Les derniers onglets ouverts', startPage: 'La page d’accueil' },
      },
      startAtLogin: {
        title: 'Démarrer à l’ouverture de session sur cet ordinateur',
        explains: 'Seul un Sightglass installé le fait, ou une AppImage depuis l’endroit où elle se trouve maintenant.',
      },
      tabSleep: {
        title: 'Mise en veille des onglets que personne ne regarde',
        explains:
          'Un onglet en veille n’occupe pas de mémoire et se recharge au même endroit quand vous y revenez. Un onglet dans lequel quelque chose est en cours reste actif.',
      },
      liveTabs: {
        title: 'Nombre maximal d’onglets actifs par fenêtre',
        explains: 'Au-delà, ceux que personne n’a regardés depuis le plus longtemps se mettent en veille.',
      },
      wallAtStart: {
        title: 'Démarrer en affichage mural',
        explains: 'Un affichage mural qui était à l’écran à la fermeture de Sightglass revient dans tous les cas.',
      },
      wallSeconds: {
        title: 'Durée d’affichage de chaque onglet',
        explains: 'Le suivant arrive quand ses données sont là, et pas avant.',
      },
      wallDisplay: {
        title: 'Écran de l’affichage mural',
        explains: 'Les écrans se comptent de gauche à droite. Un écran qui n’est pas branché est attendu.',
        values: {
          window: 'Celui de la fenêtre',
          '1': 'Le premier',
          '2': 'Le deuxième',
          '3': 'Le troisième',
          '4': 'Le quatrième',
        },
      },
      wallKeepsAwake: {
        title: 'Garder l’écran allumé',
        explains: 'Tant que l’affichage mural est à l’écran.',
      },
      signOutWhenLocked: {
        title: 'Se déconnecter quand l’écran est verrouillé',
        explains:
          'Vous déconnecte de tous les profils. Ce qui est en cours de modification dans Sigma et non publié est perdu. Les comptes de service restent connectés.',
      },
      signOutWhenIdle: {
        title: 'Se déconnecter quand personne n’est là',
        explains:
          'Après ce temps sans touche ni mouvement de souris ; vous êtes averti une minute avant. Ce qui est en cours de modification dans Sigma et non publié est perdu. Les comptes de service restent connectés.',
      },
      notifications: {
        title: 'Notifications du système',
        explains:
          'Sightglass vous signale ce qui vous attend quand vous ne le regardez pas. Chaque chose est signalée une fois, et un clic y mène. Le système a ses propres paramètres pour cela.',
      },
      notifySignIn: {
        title: 'Quand une authentification a besoin de vous',
        explains: 'Une authentification a pris fin, et vous seul pouvez la renouveler.',
      },
      notifyRenewal: {
        title: 'Quand une authentification n’est pas renouvelée',
        explains:
          'Après ce temps de renouvellements sans succès. Sightglass continue d’essayer. Une authentification qui ne peut pas être renouvelée est signalée dix minutes avant sa fin.',
      },
      notifyDownloads: {
        title: 'Quand un téléchargement est terminé',
        explains: 'Un fichier d’un classeur est dans son dossier.',
      },
      notifyActions: {
        title: 'Actions des classeurs',
        explains:
          'Une action configurée par l’auteur d’un classeur est arrivée, et ce classeur n’est plus devant vous.',
      },
      notifyAlerts: {
        title: 'Ce dont vous voulez être prévenu',
        explains: 'Ce que vous avez réglé pour un classeur, sous « Me prévenir ».',
      },
      notifyAlarms: {
        title: 'Alarmes',
        explains:
          'Une authentification qui prend bientôt fin, un affichage mural en difficulté, un trousseau qui ne répond pas, une horloge déréglée, un journal d’audit qui ne peut pas être écrit.',
      },
      notificationNames: {
        title: 'Noms dans les notifications',
        explains:
          'Nomme le profil, le classeur ou le fichier. Beaucoup de systèmes montrent les notifications à toute personne devant l’écran, même quand personne n’y a ouvert de session.',
      },
      quietHours: {
        title: 'Heures de silence',
        explains:
          'Rien n’est affiché pendant ces heures. Ce qui est encore vrai ensuite est signalé à ce moment-là ; le nombre sur l’icône compte quand même.',
      },
      quietFrom: { title: 'Silence à partir de', explains: 'Selon l’horloge de cet ordinateur.' },
      quietTo: {
        title: 'Silence jusqu’à',
        explains: 'Si l’heure est la même qu’au début, il n’y a pas d’heures de silence.',
      },
      badge: {
        title: 'Nombre sur l’icône',
        explains: 'Combien de choses vous n’avez pas encore regardées, là où le système affiche un tel nombre.',
      },
      tray: {
        title: 'Icône dans la zone de notification',
        explains:
          'Ramène Sightglass devant vous. Fermer la dernière fenêtre ferme quand même Sightglass ; rien ne tourne en arrière-plan.',
      },
      auditTrail: {
        title: 'Tenir un journal d’audit',
        explains:
          'Qui s’est authentifié, quelles sessions ont été signées et quels fichiers ont été enregistrés est noté sur cet ordinateur, avec les noms.',
      },
      auditDays: {
        title: 'Durée de conservation des entrées',
        explains:
          'Les entrées plus anciennes sont supprimées. S’il y en a beaucoup, les plus anciennes partent plus tôt.',
      },
      auditSystemLog: {
        title: 'Aussi dans le journal du système',
        explains:
          'Chaque entrée est aussi transmise au journal des événements de cet ordinateur, où d’autres peuvent la lire.',
      },
      statusFile: {
        title: 'Écrire un fichier d’état',
        explains:
          'L’état de Sightglass, pour les programmes qui surveillent cet ordinateur : un fichier à côté des paramètres que vous seul pouvez lire, écrit chaque minute.',
      },
      statusNames: {
        title: 'Noms dans l’état',
        explains: 'Le nom des profils et des connexions. Les noms des personnes et des classeurs n’y figurent jamais.',
      },
      updateMode: {
        title: 'Arrivée des mises à jour',
        explains: 'Si de nouvelles versions sont recherchées, et ce qui se passe quand il y en a une.',
        values: {
          automatic: 'Automatiquement, à la fermeture de Sightglass',
          notify: 'Me prévenir seulement',
          off: 'Pas du tout',
        },
      },
      updateChannel: {
        title: 'Quelles versions',
        explains: 'Les versions préliminaires montrent ce qui vient, et sont moins éprouvées.',
        values: { latest: 'Versions publiées', beta: 'Versions préliminaires aussi (bêta)' },
      },
    },
  },

  notifications: {
    told: {
      signIn: {
        title: 'Authentification nécessaire',
        named: 'Authentification nécessaire : {name}',
        body: 'Une authentification a pris fin. Reconnectez-vous pour continuer.',
      },
      renewal: {
        title: 'Une authentification n’est pas renouvelée',
        named: 'Pas renouvelée : {name}',
        body: 'Les renouvellements échouent depuis un moment. Sightglass continue d’essayer.',
      },
      signInByHand: {
        title: 'Reconnexion bientôt nécessaire',
        named: 'Reconnexion bientôt nécessaire : {name}',
        body: 'L’authentification se termine à {time}. Elle ne peut pas être renouvelée : authentifiez-vous de nouveau avant.',
      },
      download: {
        title: 'Téléchargement terminé',
        named: 'Téléchargement terminé : {name}',
        body: 'Le fichier est dans son dossier.',
      },
      action: {
        title: 'Action d’un classeur',
        named: 'Action de {name}',
        body: 'Le classeur montre de quoi il s’agissait.',
      },
      noData: {
        title: 'Un classeur n’a trouvé aucune donnée',
        named: '{name} : aucune donnée',
        body: 'Vous avez demandé à en être prévenu.',
      },
      chartError: {
        title: 'Un graphique n’a pas pu être affiché',
        named: '{name} : un graphique n’a pas pu être affiché',
        body: 'Vous avez demandé à en être prévenu.',
      },
      control: {
        title: 'Un contrôle a changé',
        named: '{name} : un contrôle a changé',
        body: 'Il a une valeur dont vous avez demandé à être prévenu.',
      },
      actionAlert: {
        title: 'Action d’un classeur',
        named: 'Action de {name}',
        body: 'Elle est arrivée avec une valeur dont vous avez demandé à être prévenu.',
      },
      signInEnds: {
        title: 'Une authentification prend bientôt fin',
        named: 'Prend bientôt fin : {name}',
        body: 'Elle ne peut pas être renouvelée, et personne n’est là pour se connecter.',
      },
      wall: {
        title: 'Un affichage mural a besoin de quelqu’un',
        named: 'Affichage mural : {name}',
        body: 'Il montre une image ancienne, ou aucune.',
      },
      keychain: {
        title: 'Le trousseau ne répond pas',
        named: '{name} : le trousseau ne répond pas',
        body: 'D’ici là, les nouvelles authentifications et les renouvellements ne sont pas conservés.',
      },
      clock: {
        title: 'L’horloge de cet ordinateur est déréglée',
        named: '{name} : l’horloge est déréglée',
        body: 'Réglez la date et l’heure sur automatique.',
      },
      audit: {
        title: 'Le journal d’audit ne peut pas être écrit',
        named: '{name} : le journal d’audit ne peut pas être écrit',
        body: 'Vérifiez que le disque n’est pas plein.',
      },
    },
    count: {
      one: '{count} chose que vous n’avez pas encore regardée',
      other: '{count} choses que vous n’avez pas encore regardées',
    },
    tray: { open: 'Ouvrir Sightglass', quit: 'Quitter' },
  },

  absence: {
    title: 'Êtes-vous toujours là ?',
    question: {
      one: 'Personne n’a utilisé cet ordinateur depuis un moment. Vous serez déconnecté dans {count} seconde.',
      other: 'Personne n’a utilisé cet ordinateur depuis un moment. Vous serez déconnecté dans {count} secondes.',
    },
    stay: 'Rester connecté',
  },

  doctor: {
    title: 'Diagnostic',
    close: 'Fermer',
    intro:
      'Examine cet ordinateur, le chemin vers les serveurs et la configuration, et dit qui doit faire quoi. Rien de ce qui tourne n’est perturbé.',
    find: 'Trouver la cause',
    subject: 'Configuration',
    computerAlone: 'Cet ordinateur seulement',
    noSetUp: 'Il n’y a pas encore de configuration : seul cet ordinateur est examiné.',
    again: 'Examiner de nouveau',
    stop: 'Arrêter',
    progress: '{done} sur {all} examinés',
    verdicts: {
      looking: 'Examen en cours…',
      right: 'Tout ce qui peut être examiné est en ordre.',
      stopped: 'Arrêté avant que tout soit examiné.',
      nothing: 'Rien n’a pu être examiné.',
    },
    lookingFor: 'Recherche de la cause de « {error} »…',
    notExplained: 'Rien n’a été trouvé qui explique « {error} ».',
    whenNotExplained:
      'Refaites ce qui a échoué. Si cela échoue encore, examinez de nouveau aussitôt après, et transmettez le rapport.',
    signInFirst: 'Ce qui suit une authentification n’est pas connu, car personne n’est connecté.',
    signIn: 'Se connecter',
    ofConnection: '{check} · {connection}',
    matters: 'Ce qui compte pour cette erreur',
    right: { one: '{count} en ordre', other: '{count} en ordre' },
    sinceLast: 'Depuis le dernier examen',
    unchanged: 'Rien n’a changé depuis le dernier examen.',
    now: {
      ok: '{check} : en ordre maintenant',
      warning: '{check} : à regarder maintenant',
      failed: '{check} : incorrect maintenant',
      skipped: '{check} : n’est plus connu',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}) : diagnostic de la configuration « {profile} »',
      headOfComputer: 'Sightglass {version} ({platform}) : diagnostic de cet ordinateur',
      startedAt: 'Début : {time}',
    },
    report: {
      open: 'Enregistrer le rapport…',
      title: 'Ce que contient le rapport',
      intro: 'Un fichier zip avec ces fichiers et rien d’autre. Lisez-les avant de les transmettre.',
      withoutNames: 'Sans les noms',
      withoutNamesHelp: 'Les personnes, profils, classeurs et connexions ne sont pas nommés.',
      lines: { one: '{count} ligne', other: '{count} lignes' },
      contentOf: 'Contenu de {name}',
      reading: 'Lecture…',
      save: 'Enregistrer…',
      saved: 'Le rapport a été enregistré.',
      back: 'Retour aux résultats',
    },
  },

  audit: {
    title: 'Journal d’audit',
    close: 'Fermer',
    intro:
      'Ce qui a été fait avec Sightglass sur cet ordinateur, le plus récent d’abord. Aucun jeton, aucun secret, aucune donnée.',
    off: 'Rien n’est noté actuellement. Les paramètres en décident.',
    offByAdministrator: 'Rien n’est noté actuellement. Votre organisation l’a décidé.',
    search: 'Rechercher dans le journal d’audit',
    found: { one: 'Une entrée correspond.', other: '{count} entrées correspondent.' },
    foundMore: 'Les {count} entrées les plus récentes qui correspondent.',
    none: 'Aucune entrée ne correspond à « {search} ».',
    noEntries: 'Il n’y a aucune entrée.',
    kind: 'Type',
    allKinds: 'Tous les types',
    kinds: {
      signIn: 'Authentifications et renouvellements',
      session: 'Sessions',
      file: 'Fichiers',
      link: 'Liens',
      profile: 'Profils',
      alarm: 'Alarmes',
      policy: 'Stratégie',
      program: 'Programme et journal d’audit',
    },
    day: 'Jour',
    list: 'Entrées',
    more: 'Afficher les entrées plus anciennes',
    refresh: 'Actualiser',
    reading: 'Lecture…',
    details: 'Tous les champs',
    exportLines: 'Enregistrer en lignes JSON…',
    exportTable: 'Enregistrer en CSV…',
    exported: 'Le journal d’audit a été enregistré.',
    checking: 'Vérification…',
    checkAgain: 'Vérifier de nouveau',
    whole: {
      one: 'Intact : une entrée, telle qu’elle a été écrite.',
      other: 'Intact : {count} entrées, telles qu’elles ont été écrites.',
    },
    notWhole: 'Le journal d’audit a été modifié.',
    since: 'Ce qui précède, jusqu’au {when}, est tel qu’il a été écrit.',
    marked: {
      one: 'Le journal d’audit lui-même signale une perturbation ; elle se trouve sous « {kind} ».',
      other: 'Le journal d’audit lui-même signale {count} perturbations ; elles se trouvent sous « {kind} ».',
    },
    unsealed: 'Aucun trousseau ne fonctionne ici : un journal que quelqu’un aurait réécrit ne serait pas remarqué.',
    locked: 'Le trousseau ne répond pas : la fin du journal ne peut pas être scellée pour l’instant.',
    faults: {
      changed: 'La ligne {line} de {file} n’est pas telle qu’elle a été écrite.',
      missing: 'Avant la ligne {line} de {file}, des entrées manquent ou sont dans un autre ordre.',
      extra: 'La ligne {line} de {file} a été insérée.',
      unlinked: 'La ligne {line} de {file} ne découle pas de la précédente : l’une des deux a été remplacée.',
      rewritten: 'Les entrées jusqu’à la ligne {line} de {file} ont été réécrites.',
      endMissing: 'Des entrées manquent à la fin : {missing}.',
      beginningMissing: 'Des entrées manquent au début.',
      headMissing: 'Ce qui est conservé de la fin du journal a disparu.',
      headForged: 'Ce qui est conservé de la fin du journal n’a pas été écrit par Sightglass.',
    },
    notWritten: 'Le disque n’accepte pas d’entrées actuellement ({code}). Elles attendent en mémoire.',
    outlets: {
      systemLog: 'Journal du système',
      collector: 'Collecteur de votre organisation',
    },
    outletWorks: '{name} : reçoit chaque entrée.',
    outletFails: '{name} : injoignable ({code}). En attente : {waiting}, perdues : {dropped}.',
    alarms: {
      renewal: 'une authentification n’est pas renouvelée',
      signInEnds: 'une authentification prend fin d’ici un jour',
      wall: 'un affichage mural est en difficulté',
      keychain: 'le trousseau ne répond pas',
      clock: 'l’horloge de l’ordinateur est déréglée',
      audit: 'le journal d’audit ne peut pas être écrit',
    },
    says: {
      'sign-in.done': '{person} s’est authentifié auprès de {connection} ({profile}).',
      'sign-in.taken-up': 'L’authentification de {person} auprès de {connection} ({profile}) a été reprise.',
      'sign-in.refused': 'Une authentification auprès de {connection} ({profile}) n’a pas abouti : {code}.',
      'sign-in.ended': 'L’authentification de {person} auprès de {connection} ({profile}) a pris fin : {code}.',
      'renewal.done': 'L’authentification de {person} auprès de {connection} ({profile}) a été renouvelée.',
      'renewal.failed':
        'L’authentification de {person} auprès de {connection} ({profile}) n’a pas pu être renouvelée : {code}.',
      'sign-out.done': '{person} a été déconnecté de {connection} ({profile}).',
      'session.signed': 'Une session a été signée pour {sigmaUser} : {shown}.',
      'session.refused': 'Aucune session n’a pu être signée pour {profile} : {code}.',
      'download.done': '{file} a été enregistré depuis {workbook}.',
      'download.failed': '{file} n’a pas pu être enregistré depuis {workbook} : {code}.',
      'download.refused': '{workbook} proposait un fichier exécutable comme programme ({kind}). Il a été refusé.',
      'picture.copied': 'Une image de {workbook} a été copiée.',
      'picture.printed': 'Des pages de {workbook} ont été transmises à la boîte de dialogue d’impression.',
      'profile.exported': 'Le profil {profile} a été enregistré comme fichier de configuration.',
      'trail.exported': 'Le journal d’audit a été enregistré sous {file}.',
      'link.followed': 'Un lien a mené à {shown}.',
      'link.refused': 'Un lien extérieur n’a pas été suivi : {reason}.',
      'profile.created': 'Le profil {profile} a été configuré.',
      'profile.changed': 'Le profil {profile} a été modifié.',
      'profile.removed': 'Le profil {profile} a été supprimé.',
      'check.ended': 'La configuration de {profile} a été testée.',
      'doctor.run': 'Le diagnostic a été exécuté.',
      'doctor.report-saved': 'Un rapport du diagnostic a été enregistré : {file}.',
      'alarm.raised': 'Alarme : {shown}.',
      'alarm.ended': 'L’alarme est terminée : {shown}.',
      'policy.read': 'Sightglass a démarré sous une stratégie de l’organisation.',
      'policy.changed': 'La stratégie de l’organisation a changé.',
      'program.started': 'Sightglass {version} a démarré.',
      'program.ended': 'Sightglass s’est arrêté.',
      'trail.file': 'Un nouveau fichier du journal d’audit commence.',
      'trail.switched': 'L’enregistrement a changé d’état : {shown}.',
      'trail.pruned': 'D’anciennes entrées ont été supprimées, jusqu’au numéro {through}.',
      'trail.mended': 'Une ligne interrompue a été marquée.',
      'trail.gap': 'Des entrées qui n’ont pas pu être écrites manquent : {dropped}.',
      'trail.disturbed': 'Le fichier du journal d’audit a été modifié ou retiré de l’extérieur.',
      'trail.reset': 'À un démarrage, le journal d’audit ne se terminait pas comme il avait été laissé.',
    },
  },

  shortcuts: {
    title: 'Raccourcis clavier',
    close: 'Fermer',
    search: 'Rechercher commandes et touches',
    found: { one: '{count} commande correspond.', other: '{count} commandes correspondent.' },
    none: 'Aucune commande ne correspond à « {search} ». Essayez un autre mot, ou videz le champ pour tout voir.',
    command: 'Commande',
    keys: 'Touches',
    noKeys: 'Aucune touche',
    or: 'ou',
    edit: 'Modifier les touches de {command}',
    press: 'Appuyez sur les nouvelles touches pour {command}. Échap les laisse telles quelles.',
    waiting: 'Appuyez sur les nouvelles touches',
    noneChosen: 'Aucune touche',
    cancel: 'Annuler',
    owned: 'Ces touches appartiennent à {command}.',
    take: 'Les utiliser ici',
    changed: '{command} : {keys}',
    changedNone: '{command} n’a plus de touches.',
    reset: 'Réinitialiser',
    resetOne: 'Réinitialiser les touches de {command}',
    resetAll: 'Réinitialiser toutes les touches',
    resetAllQuestion: 'Réinitialiser toutes les touches ?',
    resetAllConsequence: 'Chaque commande retrouve ses touches habituelles.',
    wasReset: '{command} a retrouvé ses touches habituelles.',
    allWereReset: 'Toutes les commandes ont retrouvé leurs touches habituelles.',
    refused: {
      unknown: 'Cette touche ne peut pas servir. Lettres, chiffres, signes sans Maj et F1 à F24 conviennent.',
      typing: 'Cela saisit du texte. Maintenez aussi {primary}.',
      editing: 'Les champs de texte ont besoin de ces touches.',
      moving: 'Cette touche sert à parcourir fenêtres et boîtes de dialogue.',
      system: 'Ces touches appartiennent au système.',
      program: 'Ces touches appartiennent à la barre de menus.',
    },
  },

  updates: {
    off: {
      development: 'Les mises à jour ne sont pas recherchées, car ceci s’exécute depuis les sources.',
      'not-a-release': 'Les mises à jour ne sont pas recherchées, car ce n’est pas une version publiée.',
      'no-key': 'Les mises à jour ne sont pas recherchées, car cette copie ne connaît aucune clé pour les vérifier.',
      'no-address':
        'Les mises à jour ne sont pas recherchées, car cette copie ne sait pas où. La personne qui vous l’a donnée apporte les nouvelles versions.',
      managed: 'Votre organisation apporte les nouvelles versions.',
      policy: 'Votre organisation a désactivé les mises à jour ici et apporte elle-même les nouvelles versions.',
      person: 'Vous avez désactivé les mises à jour.',
    },
    checking: 'Recherche de mises à jour…',
    neverChecked: 'On ne sait pas encore s’il y a une mise à jour.',
    notKnown: 'On ne sait pas s’il y a une version plus récente. Dernière vérification : {when}.',
    upToDate: 'C’est la version la plus récente. Dernière vérification : {when}.',
    notForHere: {
      system:
        'La version {version} demande une version plus récente du système ; celle-ci ne reçoit donc plus de mises à jour ici. Dernière vérification : {when}.',
      'failed-before':
        'La version {version} est disponible, mais n’a pas démarré ici. La suivante sera de nouveau proposée. Dernière vérification : {when}.',
    },
    downloading: 'La version {version} est en cours de téléchargement.',
    downloadingPercent: 'La version {version} est en cours de téléchargement : {percent} %.',
    progress: 'Téléchargement de la mise à jour',
    mayBeFetched: 'Vous pouvez continuer à travailler pendant le téléchargement.',
    byAdministrator: 'La personne qui a installé Sightglass ici la met en place.',
    deferred: 'Votre organisation la laisse venir le {date}.',
    whenYouLike: {
      itself: 'Redémarrez quand vous voulez. Elle vient aussi à la fermeture de Sightglass.',
      password: 'Redémarrez quand vous voulez. Le système demandera le mot de passe d’un administrateur.',
      administrator: 'La personne qui a installé Sightglass ici la met en place.',
    },
    heldBy: {
      editing:
        'Elle attend que vous quittiez le mode de modification, car un redémarrage emporterait ce qui n’est pas publié.',
      'signing-in': 'Elle attend que votre authentification soit terminée.',
      saving: 'Elle attend que votre fichier soit enregistré.',
    },
    rolledBack: 'La version {from} n’a pas démarré ; la version {to} est donc de retour.',
    notices: {
      available: { title: 'Sightglass {version} est disponible' },
      ready: { title: 'Sightglass {version} est prêt' },
    },
    notes: 'Nouveautés',
    updated: 'Sightglass a été mis à jour vers {version}',
    later: 'Plus tard',
    actions: {
      check: 'Rechercher des mises à jour',
      download: 'Télécharger',
      restart: 'Redémarrer maintenant',
    },
    choices: {
      mode: 'Arrivée des mises à jour',
      modes: {
        automatic: 'Automatiquement, à la fermeture de Sightglass',
        notify: 'Me prévenir seulement',
        off: 'Pas du tout',
      },
      downloaded: 'Téléchargées automatiquement',
      channel: 'Versions préliminaires aussi (bêta)',
    },
  },
  commandLine: {
    summary: 'voir les classeurs Sigma en tant que la personne qui demande',
    about:
      'Sans commande, Sightglass ouvre sa fenêtre. Avec une commande, il interroge le programme en cours d’exécution, ou fait le travail seul, sans fenêtre, s’il n’y en a pas.',
    seeAlso: 'En savoir plus sur une commande : {command} COMMANDE',
    files:
      'Paramètres, coffre, journaux et journal d’audit. Sous macOS et Windows, ils sont là où les programmes y gardent ces choses.',
    headings: {
      commands: 'Commandes',
      arguments: 'Arguments',
      flags: 'Options',
      exitCodes: 'Codes de retour',
    },
    groups: {
      auth: 'Connexions de personnes',
      token: 'Jetons',
      profile: 'Profils',
      audit: 'Journal d’audit',
    },
    commands: {
      doctor: 'Trouver ce qui ne fonctionne pas, et qui peut y remédier.',
      'auth status': 'Montrer qui est connecté où, et jusqu’à quand.',
      'auth sign-in': 'Se connecter, dans le navigateur.',
      'auth sign-out': 'Se déconnecter, et oublier la connexion.',
      'auth renew': 'Renouveler une connexion maintenant.',
      'token test': 'Se connecter au besoin, et montrer à quoi sert le jeton.',
      open: 'Ouvrir un lien qui mène à un classeur.',
      'profile list': 'Lister les profils.',
      'profile check': 'Tester la configuration des profils.',
      'profile import': 'Créer un profil à partir d’un fichier de configuration ou d’un fichier .env QuickStart.',
      'profile export': 'Enregistrer un profil comme fichier de configuration.',
      logs: 'Afficher le journal.',
      'audit verify': 'Vérifier si la journal d’audit est telle qu’elle a été écrite.',
      status: 'Dire si Sightglass fonctionne, et comment il va.',
      version: 'Afficher la version.',
      help: 'Expliquer les commandes, ou l’une d’elles.',
      completion: 'Afficher ce dont un shell a besoin pour compléter les commandes.',
    },
    more: {
      'token test':
        'Montre les claims, la durée et les étendues, demande à la plateforme de données qui c’est, et signe une session qui ne va nulle part et qui est vérifiée comme le ferait Sigma. Le jeton lui-même n’est affiché qu’avec --reveal : dans un terminal, après la saisie d’un mot, et si aucune stratégie ne l’interdit.',
      'profile import':
        'La phrase secrète et les secrets sont demandés dans le terminal, ou lus sur l’entrée standard, un par ligne. Ce qui change qui reçoit des jetons est d’abord demandé.',
      'profile export':
        'Avec --with-secrets, les secrets sont saisis, comparés à ceux qui sont stockés, et scellés par une phrase secrète. Le fichier n’en remplace jamais un autre.',
      status: 'Si Sightglass ne fonctionne pas, ce qu’il a dit de lui en dernier est montré.',
    },
    arguments: {
      name: { shape: 'NOM', says: 'Nom ou identifiant d’un profil' },
      label: { shape: 'CONNEXION', says: 'Nom ou identifiant d’une connexion' },
      link: { shape: 'LIEN', says: 'Un lien qui commence par sightglass://' },
      file: { shape: 'FICHIER', says: 'Chemin d’un fichier' },
      shell: { shape: 'SHELL', says: 'bash, zsh, fish ou powershell' },
      command: { shape: 'COMMANDE', says: 'Une commande' },
    },
    flags: {
      profile: 'Le profil ; nécessaire s’il y en a plusieurs',
      connection: 'La connexion ; sans elle : toutes celles du profil',
      json: 'Afficher un document JSON',
      reveal: 'Afficher le jeton d’accès, après une confirmation',
      follow: 'Continuer à afficher ce qui s’ajoute',
      'with-secrets': 'Sceller les secrets du profil dans le fichier',
      help: 'Expliquer cette commande',
    },
    exitCodes: {
      done: 'Tout va bien.',
      wrong: 'Quelque chose ne va pas, ou a été refusé.',
      usage: 'La commande n’a pas été comprise.',
      signedOut: 'Personne n’est connecté.',
      unreachable: 'Sightglass ne fonctionne pas ou ne répond pas, ou le travail n’a pas pu commencer.',
      declined: 'Une personne a dit non, ou n’a pas répondu.',
    },
    faults: {
      noCommand: 'Il manque une commande.',
      unknownCommand: '« {word} » n’est pas une commande.',
      unfinished: 'Après « {word} », il faut l’un de ceux-ci : {words}.',
      unknownFlag: '« {word} » n’est pas une option de cette commande.',
      flagTwice: '--{flag} figure deux fois.',
      flagWithoutValue: '--{flag} a besoin d’une valeur.',
      flagWithValue: '--{flag} ne prend pas de valeur.',
      flagMissing: '--{flag} est nécessaire.',
      argumentMissing: '{argument} manque.',
      tooMuch: '« {word} » est un mot de trop.',
      unknownShell: 'Il n’y a pas de complétion pour « {word} ».',
      usage: 'Cela se saisit ainsi : {usage}',
    },
    troubles: {
      silent: 'Sightglass fonctionne et ne répond pas. Fermez-le, et réessayez.',
      version: 'Une autre version de Sightglass fonctionne. Fermez-la, et réessayez.',
      lost: 'Sightglass s’est terminé avant la commande.',
      busy: 'Sightglass démarre ou se termine, et n’a pas répondu à temps. Réessayez.',
      startRefused: 'Sightglass a été démarré avec des options ou des variables qu’il n’autorise pas : {names}.',
      notStarted: 'Le programme n’a pas pu être démarré de nouveau pour cette commande.',
      unsafe: {
        symlink: 'L’endroit où Sightglass écoute est un lien vers ailleurs. Supprimez-le : {folder}',
        kind: 'L’endroit où Sightglass écoute n’est pas ce qu’il devrait être. Supprimez-le : {folder}',
        owner: 'L’endroit où Sightglass écoute appartient à quelqu’un d’autre : {folder}',
        mode: 'D’autres peuvent ouvrir l’endroit où Sightglass écoute. Retirez-leur leurs droits : {folder}',
        tooLong: 'Le chemin du dossier de données est trop long pour y écouter : {folder}',
      },
      tooLong: 'Un mot de la commande est plus long que tout nom ou lien.',
      fileUnreadable: 'Le fichier n’a pas pu être lu ({code}) : {file}',
      fileTooLarge: 'Le fichier est plus grand que tout fichier de configuration : {file}',
      fileThere: 'Il y a déjà un fichier de ce nom : {file}',
      fileNotWritten: 'Le fichier n’a pas pu être écrit ({code}) : {file}',
      noLog: 'Il n’y a pas encore de journal : {file}',
      logUnreadable: 'Le journal n’a pas pu être lu ({code}) : {file}',
      unforeseen: 'La commande a échoué d’une manière inattendue ({kind}).',
    },
    asks: {
      passphrase: 'Phrase secrète du fichier :',
      newPassphrase: 'Phrase secrète pour le fichier, au moins {least} caractères :',
      repeat: 'Encore une fois :',
      notSame: 'Les deux ne sont pas identiques.',
      tooShort: 'Il faut au moins {least} caractères.',
      embedSecret: 'Secret d’intégration de {name} :',
      clientSecret: 'Secret client de {name} :',
      key: 'Clé privée de {name}, jusqu’à sa ligne END :',
      reveal:
        'Le jeton d’accès sera affiché ici. Qui le lit peut faire ce que vous pouvez faire, jusqu’à son expiration. Saisissez « {word} » pour continuer :',
      change: 'Saisissez « {word} » pour continuer ; toute autre chose laisse tout en l’état :',
      yes: 'oui',
    },
    notes: {
      browser: 'Votre navigateur s’ouvre. Connectez-vous-y à {connection}.',
      link: 'Aucun navigateur n’a pu être ouvert. Ouvrez cette adresse dans un navigateur sur cet ordinateur : {link}',
      askedInWindow: 'Sightglass vous demande quelque chose dans une fenêtre à lui.',
      opensAfter: 'Sightglass a été démarré entre-temps. Sa fenêtre s’ouvrira lorsque cette commande sera terminée.',
    },
    shows: {
      yes: 'oui',
      no: 'non',
      none: 'aucun',
      profile: 'Profil',
      connection: 'Connexion',
      status: 'État',
      person: 'Personne',
      ends: 'Expire',
      renews: 'Renouvellement',
      statuses: {
        'signed-in': 'connecté',
        renewing: 'renouvellement',
        'signed-out': 'déconnecté',
        ended: 'terminé',
      },
      serviceAccount: 'compte de service',
      noConnections: 'Il n’y a pas de connexion.',
      noProfiles: 'Il n’y a pas de profil.',
      workbooks: 'Classeurs',
      id: 'Identifiant',
      token: 'Jeton',
      forms: { jwt: 'un JWT', opaque: 'opaque : seul le serveur peut le lire' },
      claims: 'Claims du jeton (non vérifiées)',
      obtained: 'Obtenu',
      left: 'Reste',
      assumed: 'supposé : le serveur ne l’a pas dit',
      renewable: 'Se renouvelle',
      requested: 'Étendues demandées',
      granted: 'Étendues accordées',
      identity: 'Identité',
      askedAt: { 'scim-me': 'selon SCIM Me', 'sign-in': 'selon la connexion' },
      session: 'Session signée',
      workbook: 'Classeur',
      length: 'Longueur de son adresse',
      bytes: '{count} octets',
      signature: 'Signature',
      sessionClaims: 'Heures et émetteur',
      tokens: 'Jetons chiffrés',
      readable: '{readable} sur {count} lisibles par Sigma',
      marks: { right: 'correct', wrong: 'faux', unknown: 'inconnu' },
      allRight: 'Tout est correct.',
      notRight: 'Quelque chose n’est pas correct.',
      imported: 'Le profil {profile} a été créé.',
      changed: 'Le profil {profile} a été modifié. Valeurs différentes : {count}.',
      unchanged: 'Le profil {profile} est déjà comme le dit le fichier.',
      exported: 'Le profil {profile} a été enregistré : {file}',
      exportedOpen: 'Le profil {profile} a été enregistré sans ses secrets : {file}',
      opened: 'Le lien a été remis à Sightglass.',
      running: 'Sightglass fonctionne.',
      notRunning: 'Sightglass ne fonctionne pas.',
      version: 'Version',
      commit: 'Commit',
      build: 'Build',
      system: 'Système',
    },
  },
  notices: {
    label: 'Avis',
    dismiss: 'Fermer : {title}',
    copyDetails: 'Copier les détails',
    detailsNotCopied: 'Les détails n’ont pas pu être copiés.',
    noKeychain: 'Aucun trousseau n’est disponible',
    memoryOnly:
      'Les secrets et les authentifications ne sont gardés qu’en mémoire ; ils prennent donc fin avec le programme. Rien n’est écrit sur le disque.',
  },

  announcements: {
    dataPlatform: 'la plateforme de données',
    problem: '{title}.',
    waitingForBrowser: 'Connectez-vous à {connection} dans votre navigateur. En attente.',
    finishing: 'Fin de l’authentification à {connection}.',
    cancelled: 'L’authentification à {connection} a été annulée.',
    signedIn: 'Connecté à {connection}.',
    ended: 'Votre authentification à {connection} a pris fin.',
    signedOut: 'Déconnecté de {connection}.',
    opening: 'Ouverture de {workbook}.',
    open: '{workbook} est ouvert.',
    notOpened: '{workbook} ne s’est pas ouvert.',
    notOpenedBecause: '{workbook} ne s’est pas ouvert. {problem}',
    published: 'Une version plus récente de {workbook} a été publiée.',
    action: 'Le classeur dit : {action}.',
    updateReady: 'Sightglass {version} est prêt. Redémarrez quand vous voulez.',
    offline: 'Vous êtes hors ligne.',
    online: 'Vous êtes de nouveau en ligne.',
    saved: 'Enregistré',
    dataRefreshed: 'Données actualisées.',
    dataNotRefreshed: 'Les données n’ont pas été actualisées : Sigma n’a pas répondu.',
  },

  setUp: {
    titleNew: 'Configurer un profil',
    titleOf: 'Configuration de {profile}',
    optional: 'Facultatif',
    show: 'Afficher',
    hide: 'Masquer',
    showSecret: 'Afficher ce qui a été saisi',
    takenOver: 'Repris : {value}',
    save: 'Enregistrer',
    saving: 'Enregistrement…',
    problems: { one: '{count} champ à corriger.', other: '{count} champs à corriger.' },
    wrong: { title: 'Ce qui ne va pas', goTo: '{where} : {fault}' },
    storedInKeychain: 'Enregistré dans le trousseau – laissez vide pour le garder.',
    storedInMemory: 'Gardé en mémoire jusqu’à la fermeture de Sightglass – laissez vide pour le garder.',
    dividedBySpaces: 'Séparés par des espaces.',

    removal: {
      title: 'Supprimer',
      help: 'Déconnecte et oublie le profil avec ses secrets. Rien ne change dans Sigma.',
      button: 'Supprimer ce profil…',
      question: 'Supprimer {profile} ?',
      consequence:
        'Vous êtes déconnecté, et le secret d’intégration et les authentifications de ce profil sont effacés de cet ordinateur. Cette action est irréversible.',
      confirm: 'Supprimer le profil',
    },
    returned: {
      isBack: 'La fenêtre a dû redémarrer. Ce que vous avez saisi est toujours là, sauf les secrets.',
      enterSecrets: 'Saisissez de nouveau les secrets.',
      isOutdated:
        'Le profil a été modifié entre-temps : enregistrer met ce qui est ici à la place de cette modification.',
      discard: 'Abandonner ce que j’ai saisi',
    },
    leaving: {
      question: 'Abandonner vos modifications ?',
      consequence: 'Ce que vous avez saisi ici n’a pas été enregistré.',
      confirm: 'Abandonner',
      keepEditing: 'Continuer la modification',
    },

    sigma: {
      title: 'Sigma',
      help: 'Le client d’intégration, dans Sigma sous Administration, Developer Access.',
      name: 'Nom du profil',
      nameHelp: 'Comme vous voulez le voir dans cette application, par exemple le nom de votre équipe.',
      clientId: 'ID client d’intégration',
      secret: 'Secret d’intégration',
      secretInKeychain:
        'La personne qui détient ce secret peut se connecter à Sigma sous n’importe quelle identité. Il est gardé dans le trousseau de cet ordinateur et n’est plus jamais affiché.',
      secretInMemory:
        'La personne qui détient ce secret peut se connecter à Sigma sous n’importe quelle identité. Aucun trousseau n’est disponible ; il n’est donc gardé qu’en mémoire, n’est plus jamais affiché et doit être saisi de nouveau après chaque démarrage.',
      secretOfOtherClient:
        'Celui qui est enregistré appartient au client d’intégration précédent. Chaque client d’intégration a son propre secret.',
      userKind: 'Type d’utilisateur',
      embedUser: 'Utilisateur d’intégration',
      embedUserHelp: 'Sigma crée la personne avec le type de compte ci-dessous.',
      internalUser: 'Utilisateur interne',
      internalUserHelp: 'La personne a déjà un compte Sigma.',
      accountType: 'Type de compte',
      accountTypeHelp: 'Ce que les personnes peuvent faire. Sans lui, Sigma donnerait le plus puissant.',
      knownAccountTypes: 'Types de compte que Sigma possède',
      otherAccountType:
        'Sigma n’a pas ce type de lui-même. Un des vôtres convient, écrit exactement comme dans Sigma sous Administration, Account Types.',
      teams: 'Équipes',
      teamsHelp: 'Séparées par des virgules.',
      email: 'Adresse e-mail vue par Sigma',
      emailOfPerson: 'La personne qui se connecte',
      emailOfPersonHelp: 'Recommandé. Sigma et la plateforme de données connaissent alors la même personne.',
      emailFallback: 'La personne qui se connecte, ou une adresse pour celles qu’aucune authentification ne nomme',
      emailFallbackHelp:
        'Comme le fait le QuickStart de Sigma. Toutes celles qu’aucune authentification ne nomme sont une seule personne pour Sigma.',
      emailFixed: 'Une adresse fixe',
      emailFixedHelp:
        'Toutes les personnes qui utilisent ce profil apparaissent comme une seule dans Sigma, qui que ce soit qui se connecte.',
      differentAddresses: 'Si les authentifications nomment des adresses différentes, ou que l’une n’en nomme aucune',
      addressesRefused: 'Ne rien ouvrir',
      addressesRefusedHelp:
        'Recommandé. Sigma, son journal d’audit et chaque plateforme de données nomment alors la même personne.',
      addressesAllowed: 'Ouvrir le classeur malgré tout',
      addressesAllowedHelp:
        'Pour les personnes qui ont une autre adresse ou un autre nom sur la plateforme de données. Les journaux d’audit de Sigma et de la plateforme les nomment alors différemment, et rien ne remarque que deux personnes sont connectées.',
      fixedAddress: 'Adresse fixe',
      fallbackAddress: 'Adresse pour celles qu’aucune authentification ne nomme',
      fallbackAddressHelp:
        'Pas l’adresse d’une personne réelle : qui n’est pas nommé apparaîtrait sous elle. Une personne dont le nom n’est pas une adresse, ou n’est pas vérifié, est toujours refusée.',
      emailOfServiceAccountHelp: 'Seule une machine se connecte ici, et elle n’a pas d’adresse à elle.',
      organisation: 'Tenant et permutation de connexions : aucun',
      organisationInUse: 'Tenant et permutation de connexions : utilisés',
      tenant: 'Tenant',
      tenantHelp:
        'Seulement pour Sigma Tenants : l’organisation pour laquelle signer, si ce n’est pas celle du client d’intégration.',
      evalConnectionId: 'Connexion pour toutes les requêtes',
      evalConnectionHelp:
        'Seulement pour permuter des connexions : l’ID Sigma de celle qui exécute chaque requête, quoi que nomme le classeur. Pas pour les classeurs qui écrivent en retour.',
      evalConnectionLacksToken:
        'Aucune connexion ci-dessous n’a cet ID ; Sigma ne reçoit donc aucun jeton pour elle. Ce n’est juste que si elle utilise un compte à elle.',
      otherSigma:
        'C’est un autre Sigma. Une question vous est posée avant l’enregistrement, et tout le monde se reconnecte.',
      sessionLength: 'Durée de session',
      sessionLengthHelp:
        'Une session signée prend fin après cette durée, ou plus tôt avec l’authentification. Elle se renouvelle d’elle-même avant.',
      sessionUnit: 'Unité de la durée de session',
      sessionUnits: { seconds: 'secondes', minutes: 'minutes', hours: 'heures', days: 'jours' },
    },

    workbooks: {
      title: 'Classeurs',
      help: 'L’adresse de chaque classeur publié, telle que votre navigateur l’affiche. Une page et des valeurs de contrôles qui s’y trouvent sont reprises.',
      numbered: 'Classeur {number}',
      name: 'Titre',
      url: 'URL publiée',
      add: 'Ajouter un classeur',
      removeOne: 'Retirer le classeur {workbook}',

      refresh: {
        title: 'Actualisation des données',
        summary: {
          byHand: 'À la main',
          every: { one: 'Toutes les minutes', other: 'Toutes les {count} minutes' },
          onReturn: 'Quand quelqu’un revient',
          afterSleep: 'Après la veille',
        },
        help: 'De nouvelles données sans rechargement. On peut toujours les demander avec F5.',
        everyMinutes: 'Toutes les … minutes',
        everyMinutesHelp:
          'Laissé vide : pas selon l’horloge. Elle attend pendant que quelqu’un travaille, et tant que personne ne voit le classeur.',
        everyBudget: 'Avec au plus {limit} par heure, c’est toutes les {minutes} minutes.',
        occasions: 'Et aussi',
        onReturn: 'Quand quelqu’un revient après cinq minutes ou plus',
        afterSleep: 'Après la veille, quand le réseau est de retour',
        mostPerHour: 'Au plus, par heure',
        mostPerHourHelp:
          'À chaque actualisation, la plateforme de données répond à chaque requête de la page, ce qui peut coûter de l’argent. Compté sur toutes les fenêtres ; ce que les personnes demandent compte aussi et n’est jamais retenu.',
        standsStill: 'Elle est arrêtée en ce moment : Sigma n’a pas répondu à deux actualisations de suite.',
      },

      opens: 'Comment il s’ouvre',

      summary: {
        usual: 'Comme d’habitude, avec le menu en haut',
        places: {
          page: 'Page {name}',
          element: 'Élément {name}',
          tag: 'Version {name}',
          bookmark: 'Signet {name}',
        },
        menus: { top: 'Menu en haut', bottom: 'Menu en bas', none: 'Pas de menu' },
        hidden: { one: '{count} partie masquée', other: '{count} parties masquées' },
        theme: 'Thème {theme}',
        workbookTheme: 'Le thème propre au classeur',
        language: 'Langue {language}',
        sigmaLanguage: 'Langue choisie par Sigma',
        controls: { one: '{count} valeur de contrôle', other: '{count} valeurs de contrôles' },
      },

      note: {
        taken: 'Repris de l’adresse : {parts}.',
        control: '{id} = {value}',
        noValue: 'rien',
        hidden: 'Masqués : {parts}',
        shown: 'Non masqués : {parts}',
        cleared: 'La page, la version, le signet et les valeurs de contrôles du classeur précédent ont été retirés.',
        dropped: {
          edit: 'Non utilisé : {name}. Un classeur s’ouvre en consultation ; on le modifie depuis son menu.',
          exploration:
            'Non utilisé : {name}. Une exploration appartient à une personne ; enregistrez-la comme signet pour l’ouvrir à tout le monde.',
          fragment: 'Non utilisé : ce qui suit le signe {name}.',
          height: 'Non utilisé : {name}. Le classeur remplit la fenêtre.',
          otherPlace: 'Non utilisé : {name}. L’adresse nomme aussi un autre endroit, et c’est lui qui compte.',
          path: 'Non utilisé : {name}. Les adresses de Sigma n’ont pas de telle partie à notre connaissance.',
          repeated: 'Le contrôle {name} figure deux fois dans l’adresse ; sa dernière valeur compte.',
          token: 'Non utilisé : {name}. Chaque chargement est signé de nouveau.',
          unknown: 'Non utilisé : {name}. Sigma n’a pas de tel paramètre à notre connaissance.',
          unusable: 'Non utilisé : {name}. Sa valeur ne veut rien dire ici.',
        },
      },

      options: {
        places: { page: 'ID de page', element: 'ID d’élément', tag: 'Étiquette de version', bookmark: 'ID de signet' },
        placeHelp: {
          page: 'La barre d’adresse la montre derrière nodeId ou /page/.',
          element: 'Un seul élément, à la place d’une page.',
          tag: 'Comme Production. Sans elle, la version publiée.',
          bookmark: 'Tout le monde commence par ce signet.',
        },
        menu: 'Menu de Sigma',
        menus: { top: 'En haut', bottom: 'En bas', none: 'Aucun' },
        theme: 'Thème',
        themes: {
          app: 'Comme cette application',
          workbook: 'Celui du classeur',
          Light: 'Clair (Light)',
          Dark: 'Sombre (Dark)',
          Surface: 'Surface',
          custom: 'Un autre…',
        },
        themeName: 'Nom du thème',
        themeNameHelp: 'Comme Sigma l’écrit ; les majuscules comptent.',
        language: 'Langue',
        languages: { app: 'Comme cette application', sigma: 'Au choix de Sigma', named: 'Une autre…' },
        languageCode: 'Code de langue',
        languageCodeExample: 'de',
        languageVariant: 'Variante',
        languageVariantHelp: 'Des traductions dans Sigma.',
        hide: 'Laisser de côté',
        parts: {
          menu: 'Le menu entier',
          folder_navigation: 'Dossiers',
          bookmarks: 'Signets',
          explore_toggle: 'Explorer',
          save_as: 'Enregistrer sous',
          schedule: 'Planifier',
          send: 'Envoyer',
          tooltip: 'Info-bulles',
          element_interactions: 'Menus des éléments',
        },
        withoutMenu: 'Sans le menu de Sigma, personne ne peut en exporter, explorer ou utiliser de signets.',
      },

      controls: {
        title: 'Valeurs de contrôles',
        help: 'L’ID du contrôle figure dans les paramètres du contrôle dans Sigma. Plusieurs valeurs se séparent par des virgules ; une virgule dans une valeur est précédée d’une barre oblique inverse.',
        id: 'ID de contrôle',
        idExample: 'Region',
        value: 'Valeur',
        valueExample: 'Ouest,Nord',
        add: 'Ajouter une valeur de contrôle',
        numbered: 'Valeur de contrôle {number}',
        removeOne: 'Retirer la valeur de {control}',
        removeNumbered: 'Retirer la valeur de contrôle {number}',
      },

      preview: {
        title: 'Ce qui est chargé',
        help: 'Le jeton signé est ajouté à chaque chargement, et jamais affiché.',
        empty: 'Saisissez l’URL publiée pour la voir ici.',
        copy: 'Copier l’adresse sans le jeton',
      },
    },

    connections: {
      title: 'Connexions',
      help: 'La plateforme de données derrière les classeurs, et comment on y accède.',
      numbered: 'Connexion {number}',
      add: 'Ajouter une connexion',
      removeOne: 'Retirer la connexion {connection}',
      pattern: 'Comment on accède aux données',
      name: 'Nom',
      nameHelp: 'Figure sur le bouton de connexion.',
      nameOfServiceAccountHelp: 'Figure dans la barre au-dessus du classeur.',
      sigmaConnectionId: 'ID de connexion Sigma',
      sigmaConnectionIdHelp: 'La dernière partie de l’adresse de la connexion dans Sigma.',
      signInAgain: 'Tout le monde se reconnecte après cette modification.',
    },

    tokenUse: {
      question: 'À quoi le jeton sert à Sigma',
      uses: {
        connection: {
          heading: 'À quoi le jeton sert à Sigma : une connexion',
          label: 'Une connexion',
          help: 'Celle dont l’ID est saisi ici. Recommandé.',
        },
        organisation: {
          heading: 'À quoi le jeton sert à Sigma : toute l’organisation',
          label: 'Toute l’organisation',
          help: 'Chaque connexion qui le prend. Pour l’OAuth configuré une fois pour l’organisation dans Sigma.',
        },
      },
    },

    patterns: {
      authorization_code: {
        label: 'Chaque personne avec ses propres droits',
        help: 'Tout le monde se connecte, et chaque requête s’exécute au nom de la personne. Recommandé.',
        providerQuestion: 'Où l’on s’authentifie',
      },
      identity: {
        label: 'Un compte de service avec sécurité au niveau des lignes',
        help: 'Sigma utilise un compte à lui. L’authentification dit seulement qui regarde.',
        providerQuestion: 'Où l’on s’authentifie',
      },
      token_exchange: {
        label: 'Une authentification d’entreprise, échangée pour Databricks',
        help: 'On s’authentifie une fois auprès de votre fournisseur d’identité. Databricks le croit sur parole.',
        providerQuestion: 'Le fournisseur d’identité',
      },
      client_credentials: {
        label: 'Une machine, pour un écran mural',
        help: 'Personne ne se connecte : un compte de service le fait de lui-même.',
        providerQuestion: 'Où la machine s’authentifie',
      },
    },

    register: {
      titleIn: 'Ce qu’il faut enregistrer dans {product}',
      redirectUrls: { one: 'URL de redirection', other: 'URL de redirection' },
      copyRedirectUrl: 'Copier l’URL de redirection {url}',
      scopes: 'Scopes',
      copyScopes: 'Copier les scopes',
      scopesGranted: 'Accordés {place}.',
      lifetimes: 'Durées de vie',
      asSql: 'En SQL',
      copyStatement: 'Copier l’instruction SQL',
    },

    client: {
      authentication: 'Authentification du client',
      recommended: '{method} (recommandé)',
      methods: {
        automatic: {
          heading: 'Authentification du client : automatique',
          label: 'Automatique',
          help: 'D’après ce que le serveur propose et ce qui est saisi ci-dessous.',
        },
        none: {
          heading: 'Authentification du client : client public',
          label: 'Client public',
          help: 'Pas de secret ; PKCE seul protège l’authentification.',
        },
        client_secret_post: {
          heading: 'Authentification du client : secret dans le corps de la requête',
          label: 'Secret dans le corps de la requête',
          help: 'client_secret_post',
        },
        client_secret_basic: {
          heading: 'Authentification du client : secret dans l’en-tête',
          label: 'Secret dans l’en-tête',
          help: 'client_secret_basic',
        },
        private_key_jwt: {
          heading: 'Authentification du client : clé privée',
          label: 'Clé privée',
          help: 'private_key_jwt : chaque requête porte une déclaration signée avec la clé. Collez la clé en PEM PKCS#8.',
        },
      },
      secretOfEarlier:
        'Celui qui est enregistré appartient au serveur ou à l’application d’avant. Saisissez celui de maintenant.',
      secretIfRegistered: 'Seulement si l’application a été enregistrée avec un secret.',
      privateKey: 'Clé privée',
      privateKeyHelp: 'PKCS#8 en PEM, sans phrase secrète.',
      algorithm: 'Algorithme',
      algorithmHelp: 'ES256 pour une clé à courbe elliptique, sinon comme enregistré.',
      keyId: 'ID de clé',
      keyIdHelp: 'Le « kid » sous lequel la clé publique est enregistrée.',
    },

    exchange: {
      title: 'Échangé chez Databricks',
      help: 'Databricks demande une stratégie de fédération (federation policy) qui fait confiance au fournisseur d’identité. Les renouvellements suivent le même chemin, sans question.',
      more: 'Principal de service et scopes de l’échange',
      clientId: 'ID client du principal de service',
      clientIdHelp:
        'Seulement si sa propre stratégie de fédération est utilisée. Laissé vide, chaque personne reste elle-même.',
      scopes: 'Scopes de l’échange',
    },

    scopes: {
      label: 'Scopes',
      labelWithRedirects: 'Scopes et URL de redirection',
      withoutRefresh: 'Sans {scope}, on se reconnecte à chaque expiration du jeton.',
      usual: 'Scopes habituels',
      useUsual: 'Utiliser les scopes habituels',
      identity: { purpose: 'Qui est la personne', help: 'Pour la sécurité au niveau des lignes par attributs.' },
      redirectUrls: 'URL de redirection',
      redirectUrlsHelp: 'Une par ligne, exactement comme enregistrée. La première dont le port est libre est utilisée.',
      sharedRedirect:
        '{connection} revient à la même URL. Quand un serveur ne se nomme pas dans sa réponse, seule l’URL dit de qui elle vient. Cela fonctionne tel quel ; le plus sûr est une URL pour chacune, enregistrée et saisie ici.',
      useOwnRedirect: 'Utiliser {url}',
    },

    attributes: {
      title: 'Sécurité au niveau des lignes',
      help: 'Ce que Sigma apprend de chaque personne par l’authentification.',
      ofInternalUsers:
        'Les utilisateurs internes ont leurs attributs et leurs équipes dans Sigma. Pour les lire dans l’authentification, choisissez des utilisateurs d’intégration plus haut.',
      fold: 'Attributs utilisateur et équipes venant de l’authentification',
      label: 'Attributs utilisateur',
      example:
        'Par exemple, le claim « department » devient l’attribut utilisateur « Region », et le classeur ne montre que ses lignes.',
      add: 'Ajouter un attribut utilisateur',
      teamsClaim: 'Claim des équipes',
      teamsClaimHelp: 'Ses valeurs deviennent des équipes dans Sigma, en plus de celles nommées plus haut.',
      numbered: 'Attribut utilisateur {number}',
      claim: 'Claim',
      attribute: 'Attribut utilisateur dans Sigma',
      attributeExample: 'Region',
      removeOne: 'Retirer {attribute}',
      removeNumbered: 'Retirer l’attribut utilisateur {number}',
      fixed: 'Identiques pour tout le monde',
      fixedHelp: 'Un claim de l’authentification pour le même attribut passe avant ceux-ci.',
      fixedNumbered: 'Attribut utilisateur fixe {number}',
      fixedValue: 'Valeur',
      addFixed: 'Ajouter un attribut utilisateur fixe',
      removeFixed: 'Retirer l’attribut fixe {attribute}',
      removeFixedNumbered: 'Retirer l’attribut utilisateur fixe {number}',
    },

    actions: {
      title: 'Actions',
      help: 'Ce qui suit quand quelqu’un déclenche une action sortante créée par l’auteur d’un classeur.',
      fold: 'Règles pour les actions des classeurs',
      none: 'Sans règle, une action est affichée et rien ne suit. La question est posée à chaque personne avant qu’une règle s’applique pour la première fois.',
      add: 'Ajouter une règle',
      numbered: 'Règle {number}',
      action: 'Nom de l’action',
      actionExample: 'ouvrir-commande',
      actionHelp: 'Exactement comme l’auteur l’a nommée dans Sigma.',
      does: 'Ce qui suit',
      kinds: { address: 'Une page s’ouvre dans le navigateur', workbook: 'Un autre classeur s’ouvre' },
      addressKindHelp: 'Sur un hôte que vous nommez ici.',
      workbookKindHelp: 'Un classeur de ce profil, avec des valeurs dans ses contrôles.',
      address: 'Adresse',
      addressHelp:
        'Commence par https://. Un nom entre accolades tient lieu de la valeur de ce nom, dans ce qui suit l’hôte.',
      workbook: 'Classeur',
      chooseWorkbook: 'Choisir un classeur',
      workbookNumbered: 'Classeur {number}',
      controls: 'Valeurs de ses contrôles',
      controlsExample: 'Region={region}',
      controlsHelp:
        'Une par ligne : ID du contrôle, signe égal, valeur. Un nom entre accolades tient lieu de la valeur de ce nom.',
      removeOne: 'Retirer la règle pour {action}',
    },

    faults: {
      controlLines: 'Écrivez chaque ligne comme un ID de contrôle, un signe égal et une valeur.',
      inLine: 'Ligne {number} : {fault}',
      notNumber: 'Saisissez un nombre.',
      sessionTooShort: 'Une session dure au moins une minute.',
      sessionTooLong: 'Sigma permet 30 jours au plus.',
      emailOfServiceAccount: 'Saisissez une adresse : une machine n’en a pas à elle.',
      clientSecretOfServiceAccount: 'Saisissez le secret client : une machine doit prouver qui elle est.',
      otherSecret: 'Saisissez le secret de cette application, ou choisissez « Client public » plus haut.',
      otherSecretOfServiceAccount: 'Saisissez le secret de cette application.',
      key: 'Collez la clé privée.',
      keyEncrypted: 'Cette clé a une phrase secrète. Retirez-la avec : openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyOtherForm: 'Cette clé a une autre forme. Convertissez-la avec : openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyPublic: 'C’est la moitié publique. Collez la clé privée.',
      keyIncomplete: 'Collez la clé entière, de -----BEGIN PRIVATE KEY----- à -----END PRIVATE KEY-----',
    },
  },

  checks: {
    title: 'Test',
    help: 'Demande à chaque serveur de cette configuration ce que demande une authentification, avec le secret de l’application aussi. Personne n’est connecté et rien n’est enregistré. Un serveur peut journaliser une tentative échouée.',
    start: 'Tester cette configuration',
    again: 'Tester de nouveau',
    cancel: 'Arrêter le test',
    signInAndTest: 'Se connecter et tester',
    incomplete: 'Corrigez d’abord ce qui est signalé dans le formulaire.',
    outdated: 'Le formulaire a changé depuis ce test.',
    wholeProfile: 'Cet ordinateur et Sigma',
    unnamed: 'Connexion {number}',
    copy: 'Copier pour un ticket',
    seen: 'Constaté : {seen}',
    todo: 'À faire : {todo}',
    actor: 'Pour {owner}',
    readMore: 'Documentation : {page}',
    running: { one: 'Il reste {count} vérification.', other: 'Il reste {count} vérifications.' },
    summary: '{right} sur {made} en ordre.',
    needs: { one: 'Une demande l’action de : {owner}.', other: '{count} demandent l’action de : {owner}.' },
    stopped: 'Le test a été arrêté.',
    skippedToo: { one: '{count} n’est pas connue.', other: '{count} ne sont pas connues.' },
    next: {
      mend: 'Ensuite : faites ce qui est dit ci-dessous, et testez de nouveau.',
      save: 'Ensuite : enregistrez cette configuration. Puis connectez-vous, et testez la suite.',
      'sign-in': 'Ensuite : connectez-vous. La suite est testée à ce moment-là.',
      nothing: 'Tout ce qui peut être testé l’a été.',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}) : test de la configuration « {profile} »',
      headOfComputer: 'Sightglass {version} ({platform}) : le diagnostic de cet ordinateur',
      line: '[{outcome}] {check}',
    },
    names: {
      disk: 'Espace libre',
      folder: 'Dossier des données',
      files: 'Fichiers enregistrés',
      downloads: 'Dossier de téléchargements',
      browser: 'Navigateur par défaut',
      graphics: 'Affichage graphique',
      sandbox: 'Bac à sable',
      displays: 'Écrans',
      electron: 'Âge d’Electron',
      version: 'Version de Sightglass',
      policy: 'Stratégie',
      audit: 'Journal d’audit',
      dns: 'Noms des serveurs (DNS)',
      proxy: 'Proxy',
      tls: 'Certificats',
      reach: 'Réponses des serveurs',
      keychain: 'Trousseau',
      clock: 'Horloge',
      sigma: 'Adresse de Sigma',
      metadata: 'Adresses du serveur (métadonnées)',
      level: 'Espace de travail ou compte',
      ports: 'Ports pour la réponse',
      redirect: 'URL de redirection',
      scopes: 'Scopes',
      client: 'Application',
      grant: 'Authentification',
      'granted-scopes': 'Scopes accordés',
      identity: 'Qui est annoncé à Sigma',
      session: 'Session signée',
      renewals: 'Renouvellements',
      claims: 'Claims',
      federation: 'Échange de jetons',
      'session-readable': 'Session telle que Sigma la lit',
      'sigma-answer': 'Dernière réponse de Sigma',
      data: 'Premières données',
    },
    outcomes: {
      ok: 'En ordre',
      warning: 'À regarder',
      failed: 'Erreur',
      skipped: 'Inconnu',
      waiting: 'En attente',
      running: 'En cours',
    },
    owners: {
      person: 'vous',
      it: 'le service informatique',
      databricks: 'l’administrateur Databricks',
      snowflake: 'l’administrateur Snowflake',
      google: 'l’administrateur Google Cloud',
      'identity-provider': 'l’administrateur du fournisseur d’identité',
      sigma: 'l’administrateur Sigma',
    },
    findings: {
      // The run
      cancelled: { seen: 'Le test a été arrêté avant que ce soit connu.' },
      too_slow_here: {
        seen: 'Il n’y a pas eu de réponse en {duration}, et seul cet ordinateur était interrogé.',
        todo: 'Testez de nouveau. Si cela se répète, redémarrez cet ordinateur et signalez-le avec ces résultats.',
      },
      too_slow: {
        seen: 'Il n’y a pas eu de réponse en {duration}.',
        todo: 'Testez de nouveau. Si cela se répète, demandez si un proxy ou un pare-feu retient la réponse.',
      },
      needs: { seen: 'Ceci demande d’abord « {check} », qui n’est pas en ordre ou pas connu.' },
      unforeseen: {
        seen: 'La vérification elle-même a échoué ({kind}).',
        todo: 'Testez de nouveau. Si cela se répète, signalez-le avec ces résultats.',
      },
      save_first: {
        seen: 'Le formulaire contient ce qui n’est pas enregistré.',
        todo: 'Enregistrez d’abord : ceci est testé avec ce qui est enregistré.',
      },
      // Computer
      disk_free: { seen: '{megabytes} Mo sont libres là où sont conservés paramètres, connexions et journaux.' },
      disk_tight: {
        seen: 'Il ne reste que {megabytes} Mo là où sont conservés paramètres, connexions et journaux.',
        todo: 'Libérez de l’espace sur ce disque avant qu’une connexion renouvelée ne puisse plus être conservée.',
      },
      disk_full: {
        seen: 'Le disque où sont conservés paramètres, connexions et journaux est plein ({megabytes} Mo libres).',
        todo: 'Libérez de l’espace sur ce disque : d’ici là, rien ne peut être enregistré et une connexion renouvelée est perdue avec le programme.',
      },
      disk_unknown: {
        seen: 'Le système ne dit pas combien d’espace est libre ({systemCode}).',
        todo: 'Faites vérifier que le dossier de Sightglass est accessible et lisible.',
      },
      folder_right: {
        seen: 'Les paramètres et les connexions peuvent être écrits, et personne d’autre ne peut y écrire.',
      },
      folder_full: { seen: 'Le disque est trop plein pour vérifier si l’on peut y écrire.' },
      folder_not_writable: {
        seen: 'Rien ne peut être écrit dans {folder} ({systemCode}).',
        todo: 'Donnez à la personne de ce compte le droit d’écrire dans ce dossier, et vérifiez que son disque n’est pas en lecture seule.',
      },
      folder_foreign: {
        seen: '{folder} appartient à un autre compte.',
        todo: 'Rendez la personne de ce compte propriétaire de ce dossier et de son contenu.',
      },
      folder_open: {
        seen: 'D’autres comptes de cet ordinateur peuvent écrire dans {folder} (mode {mode}).',
        todo: 'Retirez ce droit : chmod 700 suivi du chemin du dossier.',
      },
      files_whole: { seen: 'Examinés : {count} fichiers. Tous sont lisibles et intacts.' },
      file_unreadable: {
        seen: '{file} ne peut pas être lu ({systemCode}).',
        todo: 'Donnez à la personne de ce compte le droit de lire et d’écrire {file}. Sans cela, Sightglass ne démarrera pas la prochaine fois.',
      },
      files_damaged: {
        seen: 'Autre chose a endommagé {files} pendant que Sightglass fonctionne.',
        todo: 'Avant de quitter, enregistrez encore une fois le profil et modifiez un paramètre : les deux écrivent ce que Sightglass sait encore. Si cela se répète, faites vérifier le disque et les programmes qui synchronisent des fichiers.',
      },
      files_foreign: {
        seen: 'N’appartiennent pas à ce compte : {files}.',
        todo: 'Rendez la personne de ce compte propriétaire de ces fichiers.',
      },
      files_open: {
        seen: 'D’autres comptes de cet ordinateur peuvent lire ou écrire {files}.',
        todo: 'Redémarrez Sightglass : il retire ce droit. S’il revient, c’est un programme de synchronisation ou de sauvegarde qui le donne.',
      },
      files_kept_aside: {
        seen: 'Endommagés un jour et mis de côté : {files}. Rien n’en est utilisé.',
        todo: 'S’il manque des profils, configurez-les de nouveau. Supprimez ensuite ces fichiers.',
      },
      profiles_kept_aside: {
        seen: 'Les paramètres contiennent des profils que cette version ne comprend pas. Ils sont conservés, sans être affichés.',
        todo: 'Si une version plus récente fonctionnait ici auparavant, réinstallez-la. Sinon, configurez de nouveau le profil manquant.',
      },
      files_newer: {
        seen: 'Sightglass {version}, plus récent que celui-ci, a fonctionné ici auparavant : il a pu enregistrer ce que cette version ne comprend pas.',
        todo: 'Mettez Sightglass à jour vers la version {version} ou une plus récente. D’ici là, rien n’en est perdu.',
      },
      secrets_gone: {
        seen: 'Les secrets de {count} configurations ne sont plus dans le coffre.',
        todo: 'Saisissez de nouveau le secret d’intégration et le secret du client dans la configuration, et enregistrez. Connectez-vous ensuite, et supprimez ce qui a été mis de côté.',
      },
      downloads_right: { seen: 'Des fichiers peuvent y être enregistrés.' },
      downloads_missing: {
        seen: '{folder} n’existe pas.',
        todo: 'Créez ce dossier, ou choisissez-en un autre pour les téléchargements dans le système.',
      },
      downloads_not_writable: {
        seen: 'Rien ne peut être écrit dans {folder}.',
        todo: 'Donnez à la personne de ce compte le droit d’écrire dans ce dossier.',
      },
      downloads_tight: {
        seen: 'Il ne reste que {megabytes} Mo sur le disque des téléchargements.',
        todo: 'Libérez de la place sur ce disque avant d’exporter des fichiers.',
      },
      browser_found: { seen: 'Les liens s’ouvrent dans {program}.' },
      browser_gone: {
        seen: 'Les liens doivent s’ouvrir dans {program}, qui n’est pas installé.',
        todo: 'Choisissez un autre navigateur par défaut dans les paramètres du système, ou réinstallez {program}. Une connexion commence dans le navigateur.',
      },
      browser_none: {
        seen: 'Le système n’indique aucun navigateur pour les liens.',
        todo: 'Choisissez un navigateur par défaut dans les paramètres du système. D’ici là, copiez le lien de connexion et ouvrez-le à la main.',
      },
      browser_no_opener: {
        seen: 'Il manque au système xdg-open, par lequel les programmes ouvrent des liens.',
        todo: 'Installez le paquet xdg-utils.',
      },
      browser_unknown: { seen: 'Le système ne dit pas quel navigateur ouvre les liens.' },
      graphics_hardware: { seen: 'Les fenêtres sont dessinées par la carte graphique.' },
      graphics_software: {
        seen: 'Les fenêtres sont dessinées sans carte graphique ({said}). Les grands classeurs sont lents.',
        todo: 'Installez le pilote le plus récent de la carte graphique. Dans une machine virtuelle ou par un bureau à distance, c’est habituel et il n’y a rien à faire.',
      },
      graphics_switched_off: {
        seen: 'Sightglass a été démarré sans la carte graphique (--disable-gpu).',
        todo: 'Démarrez-le sans cette option, sauf si l’affichage est alors défectueux.',
      },
      graphics_named: {
        seen: 'Le système indique : {cards}.',
      },
      graphics_crashed: {
        seen: 'Ce qui dessine les fenêtres s’est arrêté {count} fois depuis le démarrage de Sightglass.',
        todo: 'Installez le pilote le plus récent de la carte graphique. Si cela continue, démarrez Sightglass avec --disable-gpu, et signalez-le avec ces résultats.',
      },
      sandbox_on: { seen: 'Les pages web s’exécutent dans le bac à sable.' },
      sandbox_off: {
        seen: 'Les pages web s’exécutent sans bac à sable, ce qu’un administrateur a autorisé ou qui vient d’un démarrage depuis les sources.',
      },
      displays_seen: { seen: 'Écrans : {count}, de {sizes}.' },
      windows_outside: {
        seen: 'Fenêtres dont aucun écran ne montre la barre de titre : {count}.',
        todo: 'Quittez Sightglass et redémarrez-le : ces fenêtres sont remises là où on les voit.',
      },
      electron_fixed: {
        seen: 'Electron {electron} (Chromium {chromium}) reçoit des correctifs de sécurité jusqu’au {until} environ.',
      },
      electron_ended: {
        seen: 'Electron {electron} ne reçoit plus de correctifs de sécurité depuis le {until} environ.',
        todo: 'Installez la version la plus récente de Sightglass.',
      },
      electron_too_old: {
        seen: 'Ceci fonctionne sur Electron {electron}, plus ancien que tous ceux pour lesquels Sightglass est publié.',
        todo: 'Installez Sightglass depuis son propre paquet, qui apporte le bon.',
      },
      version_newest: { seen: 'Aucune version plus récente n’est connue.' },
      version_not_looked_for: { seen: 'Les mises à jour ne sont pas recherchées ici. Les paramètres disent pourquoi.' },
      version_waits: {
        seen: 'La version {version} est disponible et pas encore utilisée.',
        todo: 'Mettez la version {version} en place : la page des mises à jour dans les paramètres le fait, ou dit qui le peut.',
      },
      version_not_for_here: {
        seen: 'La version {version} demande un système plus récent ; celle-ci ne reçoit donc plus de correctifs ici.',
        todo: 'Mettez à jour le système d’exploitation.',
      },
      policy_none: { seen: 'Aucun administrateur n’a rien fixé pour cet ordinateur.' },
      policy_counts: { seen: 'Fixé par un administrateur : {keys}.' },
      audit_written: { seen: 'Ce qui se passe est noté.' },
      audit_off: { seen: 'Rien n’est noté, comme le veulent les paramètres.' },
      audit_outlet_stuck: {
        seen: '{outlet} : injoignable ({code}). En attente : {waiting}, perdus : {dropped}.',
        todo: 'Rendez-le de nouveau joignable pour cet ordinateur. Ce qui attend est alors envoyé.',
      },
      keychain_tried: { seen: '{backend}. Une valeur inventée à l’instant est revenue telle quelle.' },
      keychain_back: {
        seen: '{backend}. Il fonctionne maintenant, et ne le faisait pas au démarrage de Sightglass : les connexions ne sont qu’en mémoire.',
        todo: 'Redémarrez Sightglass et connectez-vous : dès lors, les connexions sont conservées.',
      },
      keychain_none: { seen: 'Le système n’offre rien pour chiffrer ({selected}).' },
      keychain_silent: {
        seen: '{backend}. Il ne répond pas : il est verrouillé, ou attend que quelqu’un le déverrouille.',
        todo: 'Déverrouillez-le, et répondez à la question du système s’il y en a une. Puis testez de nouveau.',
      },
      keychain_refused: {
        seen: '{backend}. Il n’a pas rendu une valeur inventée à l’instant : il n’a pas de clé à lui, ou doit refuser Sightglass.',
        todo: 'Déverrouillez-le, autorisez Sightglass à l’utiliser, et testez de nouveau.',
      },
      // The way to the servers
      dns_found: { seen: '{hosts} se trouve à {addresses}.' },
      dns_of_proxy: { seen: '{hosts} est recherché par le proxy {proxy}.' },
      dns_unneeded: { seen: 'Aucun nom n’a dû être recherché.' },
      dns_unknown: {
        seen: 'Aucune adresse n’est connue pour {hosts}.',
        todo: 'Comparez {hosts}, lettre par lettre, avec l’adresse dans le navigateur. Si elle est juste et n’est connue que du réseau de l’entreprise, connectez-vous à ce réseau ou à son VPN.',
      },
      dns_no_answer: {
        seen: 'Le nom {hosts} n’a pas pu être recherché ({systemCode}).',
        todo: 'Faites vérifier si les serveurs DNS de cet ordinateur répondent, et s’ils répondent pour {hosts}.',
      },
      dns_nothing: {
        seen: 'Aucun des noms {hosts} n’a pu être recherché ({systemCode}).',
        todo: 'Connectez cet ordinateur à un réseau. S’il est connecté, faites vérifier si ses serveurs DNS répondent.',
      },
      dns_blocked: {
        seen: '{hosts} se trouve à {addresses}, ce qui ne mène nulle part.',
        todo: 'Un filtre répond à la place de la vraie adresse : faites-y autoriser {hosts}, et regardez si le fichier hosts le nomme.',
      },
      proxy_none: { seen: 'Le système va à {hosts} sans proxy (DIRECT).' },
      proxy_never: { seen: '{hosts} est cet ordinateur, et est interrogé sans proxy.' },
      proxy_used: { seen: 'Le système va à {hosts} par le proxy {proxy}, qui y mène.' },
      proxy_unneeded: { seen: 'Aucun serveur n’a dû être demandé.' },
      proxy_passed_over: {
        seen: 'Le système nomme d’abord le proxy {proxy} pour {hosts}. Il n’a pas pu être joint ({systemCode}) et a été laissé de côté.',
        todo: 'Faites réparer {proxy}, ou faites-le retirer des réglages de proxy ou du script PAC : chaque première requête l’attend.',
      },
      proxy_silent: {
        seen: 'Le système ne dit pas quel proxy il faut pour {hosts}. Il attend peut-être son script PAC.',
        todo: 'Faites vérifier si l’adresse du script PAC peut être jointe depuis cet ordinateur, et ce qu’il répond pour {hosts}.',
      },
      proxy_unread: {
        seen: 'Le système n’a pas pu trouver quel proxy il faut pour {hosts} ({systemCode}).',
        todo: 'Faites examiner les réglages de proxy de cet ordinateur et le script PAC qu’ils nomment.',
      },
      proxy_unusable: {
        seen: 'Pour {hosts}, le système répond « {said} », et Sightglass ne peut utiliser aucun proxy de ce genre.',
        todo: 'Faites nommer, dans les réglages de proxy ou le script PAC, un proxy HTTP ou HTTPS pour {hosts}. SOCKS n’est pas pris en charge.',
      },
      proxy_password: {
        seen: 'Le proxy {proxy} demande un mot de passe avant de mener à {hosts}.',
        todo: 'Faites laisser passer {hosts} sans mot de passe par {proxy}. Sightglass n’a aucun moyen d’en présenter un.',
      },
      proxy_refuses: {
        seen: 'Le proxy {proxy} ne laisse pas passer {hosts} (HTTP {status}).',
        todo: 'Faites autoriser {hosts} par {proxy}, pour les connexions de programmes et pas seulement de navigateurs.',
      },
      proxy_dead: {
        seen: 'Le proxy {proxy}, que le système nomme pour {hosts}, n’a pas pu être joint ({systemCode}).',
        todo: 'Faites vérifier si {proxy} fonctionne et peut être joint d’ici. S’il est ancien, faites-le retirer des réglages de proxy ou du script PAC.',
      },
      tls_public: {
        seen: '{hosts} présente un certificat de {issuer}, une autorité publique, valable jusqu’au {until}.',
      },
      tls_inspected: {
        seen: '{hosts} présente un certificat de {issuer}, valable jusqu’au {until}. Aucune autorité publique ne l’a émis ; cet ordinateur lui fait confiance parce que son système le fait. Il en est ainsi là où une entreprise inspecte le trafic.',
      },
      tls_plain: { seen: '{hosts} est interrogé sans chiffrement, ce qui n’est permis que pour cet ordinateur.' },
      tls_unseen: { seen: 'Aucun certificat n’a été vu.' },
      tls_ends_soon: {
        seen: 'Le certificat de {hosts}, émis par {issuer}, n’est plus valable que jusqu’au {until}.',
        todo: 'Faites-le renouveler avant le {until}. Après, personne ne pourra se connecter ni rien charger.',
      },
      tls_expired: {
        seen: 'Le certificat de {hosts}, émis par {issuer}, a expiré le {until}.',
        todo: 'Faites renouveler le certificat de {hosts}. Si cette date est encore à venir, réglez l’horloge de cet ordinateur.',
      },
      tls_not_yet: {
        seen: 'Le certificat de {hosts}, émis par {issuer}, n’est valable qu’à partir du {from}, qui est encore à venir.',
        todo: 'Regardez si l’horloge de cet ordinateur retarde. Si elle est juste, faites installer un autre certificat sur {hosts}.',
      },
      tls_other_name: {
        seen: 'Ce qui répond à {hosts} présente un certificat pour {subject}, émis par {issuer}.',
        todo: 'Comparez l’adresse {hosts} avec celle du navigateur. Si elle est juste, un proxy ou un autre serveur répond à sa place : faites laisser passer {hosts}, ou y installer un certificat à son nom.',
      },
      tls_self_signed: {
        seen: '{hosts} présente un certificat ({subject}) qu’il s’est émis lui-même.',
        todo: 'Faites installer sur {hosts} le certificat d’une autorité. Si un proxy répond à sa place, faites installer son autorité dans le magasin du système.',
      },
      tls_unknown_issuer: {
        seen: '{hosts} présente un certificat de {issuer}, que ni Sightglass ni le système de cet ordinateur ne connaît.',
        todo: 'Si l’entreprise inspecte le trafic, faites installer l’autorité {issuer} dans le magasin du système et redémarrez Sightglass, ou faites exclure {hosts} de l’inspection. Sinon, faites envoyer par le serveur toute sa chaîne de certificats.',
      },
      tls_wrong: {
        seen: '{hosts} présente un certificat de {issuer} qui ne compte pas ({systemCode}).',
        todo: 'Faites examiner, avec ce code, le certificat de {hosts} ou le proxy qui le présente.',
      },
      tls_old: {
        seen: '{hosts} et Sightglass n’ont aucune version de TLS en commun ({systemCode}). Sightglass accepte 1.2 et 1.3.',
        todo: 'Faites activer TLS 1.2 ou 1.3 sur {hosts}, ou sur le proxy entre les deux.',
      },
      tls_not_spoken: {
        seen: 'Aucune connexion sûre n’a pu être établie avec ce qui répond à {hosts} ({systemCode}).',
        todo: 'Regardez si l’adresse nomme le bon port. Si oui, quelque chose répond à la place de {hosts} : faites-le examiner avec ce code.',
      },
      reach_answers: { seen: '{hosts} a répondu en {ms} ms (HTTP {status}).' },
      reach_unasked: { seen: 'Aucun serveur n’a été interrogé.' },
      reach_slow: {
        seen: '{hosts} a mis {ms} ms à répondre.',
        todo: 'Testez à nouveau. Si cela reste lent, faites examiner le réseau, son proxy et son VPN.',
      },
      reach_troubled: {
        seen: '{hosts} a répondu HTTP {status}.',
        todo: 'Attendez et testez à nouveau. Si cela se répète, demandez à ceux qui exploitent {hosts}, ou voyez leur page d’état.',
      },
      reach_refused: {
        seen: '{hosts} refuse la connexion.',
        todo: 'Comparez l’adresse et le port avec ceux du navigateur. S’ils sont justes, faites autoriser {hosts} dans le pare-feu.',
      },
      reach_reset: {
        seen: 'La connexion à {hosts} a été coupée ({systemCode}).',
        todo: 'Un pare-feu ou un filtre coupe souvent ce qu’il n’autorise pas : faites-y autoriser {hosts}.',
      },
      reach_silent: {
        seen: '{hosts} n’a pas répondu à temps.',
        todo: 'Faites autoriser {hosts} dans le pare-feu. S’il est dans le réseau de l’entreprise, connectez-vous à ce réseau ou à son VPN.',
      },
      reach_no_way: {
        seen: 'Aucun chemin ne mène à {hosts} ({systemCode}).',
        todo: 'Connectez cet ordinateur à un réseau. S’il est connecté, faites examiner les routes vers {hosts} et le VPN.',
      },
      reach_proxy_cannot: {
        seen: 'Le proxy {proxy} n’a pas pu joindre {hosts} (HTTP {status}).',
        todo: 'Faites examiner {proxy} : s’il peut rechercher et joindre {hosts}.',
      },
      reach_portal: {
        seen: 'Le réseau veut sa propre connexion avant de mener à {hosts} (HTTP 511).',
        todo: 'Ouvrez une page quelconque dans un navigateur, connectez-vous-y au réseau, et testez à nouveau.',
      },
      reach_elsewhere: {
        seen: '{hosts} mène à {otherHost}.',
        todo: 'Si {otherHost} est la connexion d’un réseau ou d’un proxy, connectez-vous-y avec un navigateur, ou faites laisser passer {hosts}. Si c’est une nouvelle adresse du serveur, corrigez la configuration.',
      },
      // Keychain and clock
      keychain: { seen: '{backend}. Essayé avec une valeur au démarrage de Sightglass.' },
      clock: { seen: 'Elle concorde avec l’horloge de {host}.' },
      clock_untold: { seen: 'Aucun serveur n’a dit l’heure.' },
      clock_of_server_ahead: {
        seen: 'L’horloge de {host} est en avance de {duration} sur celles de {otherHost} et de cet ordinateur.',
        todo: 'Faites régler l’horloge de {host}. D’ici là, ses jetons peuvent passer pour pas encore valables, ou les réponses des autres pour expirées.',
      },
      clock_of_server_behind: {
        seen: 'L’horloge de {host} est en retard de {duration} sur celles de {otherHost} et de cet ordinateur.',
        todo: 'Faites régler l’horloge de {host}. D’ici là, ses jetons peuvent passer pour expirés dès leur arrivée.',
      },
      // Sigma
      sigma_answers: { seen: '{host} a répondu (HTTP {status}) et ne mène pas ailleurs.' },
      sigma_redirects: {
        seen: '{host} mène à {otherHost}.',
        todo: 'Si {otherHost} est à Sigma, écrivez-le dans l’URL du classeur. Si c’est la page de connexion d’un réseau ou d’un proxy, faites autoriser {host} pour ce programme.',
      },
      sigma_unlike: {
        seen: '{host} a répondu (HTTP {status}) par une page qui ne parle pas de Sigma.',
        todo: 'Ouvrez l’URL du classeur dans un navigateur. Si ce n’est pas Sigma, corrigez l’URL. Si c’est Sigma, un proxy ou un filtre répond à sa place : faites autoriser {host}.',
      },
      sigma_troubled: {
        seen: '{host} a répondu HTTP {status}. {said}',
        todo: 'Attendez et testez de nouveau. Si cela se répète, adressez-vous au support de Sigma ou consultez sa page d’état.',
      },
      // Metadata and level
      metadata_found: { seen: 'Le serveur {issuer} se décrit à {address}.' },
      metadata_fixed: {
        seen: 'Aucune adresse de {issuer} n’a donné de métadonnées ({account}). Les points de terminaison documentés sont utilisés.',
        todo: 'Comparez l’adresse de la connexion avec celle du navigateur quand vous y êtes connecté. Si elle est juste, un proxy répond peut-être à sa place.',
      },
      metadata_troubled: {
        seen: '{issuer} ne peut pas se décrire pour l’instant ({account}). Les points de terminaison documentés sont utilisés.',
        todo: 'Attendez et testez de nouveau. Si cela se répète, demandez à ceux qui exploitent {issuer}, ou voyez leur page d’état.',
      },
      keys_missing: {
        seen: 'Les clés qui vérifient une connexion ne viennent pas de {address}.',
        todo: 'Faites examiner pourquoi {address} ne donne pas les clés du serveur. D’ici là, chaque connexion échoue à la fin.',
      },
      metadata_not_needed: {
        seen: 'Ce type de serveur a des points de terminaison documentés et ne demande pas de métadonnées.',
      },
      endpoints: { seen: 'On s’authentifie à {authorization}, les jetons viennent de {token}.' },
      exchange_found: { seen: 'Les jetons sont échangés à {token}.' },
      pkce_stated: { seen: 'PKCE avec S256 est proposé.' },
      pkce_unstated: { seen: 'Il n’est pas dit si PKCE est pris ; il est utilisé malgré tout.' },
      grant_unoffered: {
        seen: 'Le serveur propose {offered}, et non {wanted}.',
        todo: 'Choisissez une autre façon de se connecter, ou faites activer {wanted} sur le serveur.',
      },
      level_fits: { seen: '{host} dit que l’on s’authentifie à {issuer}, et c’est ainsi que c’est configuré.' },
      level_elsewhere: {
        seen: '{host} dit que l’on s’authentifie à {told}. Le compte est saisi, où l’on s’authentifie à {issuer}.',
      },
      level_unsaid: { seen: '{host} ne dit pas où l’on s’authentifie ; {issuer} est utilisé.' },
      level_wrong: {
        seen: '{host} dit que l’on s’authentifie à {told}. {issuer} est saisi.',
        todo: 'Choisissez « Trouvé automatiquement » sous « Espace de travail ou compte », ou l’autre niveau.',
      },
      level_console: {
        seen: '{host} est la console de compte de Databricks. Un espace de travail est saisi.',
        todo: 'Saisissez l’adresse de l’espace de travail, ou choisissez le compte et saisissez son ID de compte.',
      },
      // Ports and redirect URLs
      port_free: { seen: 'Le port {port} est libre sur cet ordinateur, pour IPv4 et IPv6 là où ils existent.' },
      port_program: { seen: '{program} écoute au port {port}.' },
      port_taken: {
        seen: 'Le port {port} de {url} est pris sur {addresses}, par un autre programme ou par le système.',
        todo: 'Fermez ce qui l’occupe, ou enregistrez aussi une URL de redirection avec un autre port. Le système donne son nom : ss -ltnp sous Linux, lsof -i :{port} sous macOS, netstat -abno sous Windows.',
      },
      port_ours: {
        seen: 'Le port {port} affiche encore la dernière page d’une authentification, et est libre pour la prochaine.',
      },
      sign_in_under_way: { seen: 'Une authentification est en cours et utilise un port.' },
      redirect_accepted: { seen: 'Le serveur accepte {url}.' },
      redirect_refused: { seen: 'Le serveur refuse {url}.' },
      redirect_unknown: {
        seen: 'Le serveur répond à {url} par une page pour les personnes (HTTP {status}). On verra s’il accepte l’URL de redirection quand quelqu’un se connectera.',
        todo: 'Comparez les URL de redirection avec ce qui est enregistré, lettre pour lettre.',
      },
      authorize_troubled: {
        seen: 'Là où l’on se connecte, {host} répond HTTP {status}.',
        todo: 'Attendez et testez de nouveau. Si cela se répète, demandez à ceux qui exploitent {host}, ou voyez leur page d’état ; et comparez l’adresse de la configuration avec celle du navigateur.',
      },
      // Scopes
      scopes_listed: { seen: 'Tous ceux-ci sont parmi ceux que le serveur liste : {scopes}.' },
      scopes_taken: { seen: 'Avant que quelqu’un se connecte, le serveur n’oppose rien à {scopes}.' },
      scopes_unlisted: {
        seen: 'Le serveur liste ses scopes, et {missing} n’en fait pas partie. Certains serveurs ne les listent pas tous.',
        todo: 'Comparez les scopes avec ce que le serveur propose à cette application.',
      },
      scopes_unsaid: {
        seen: 'Le serveur ne dit pas quels scopes existent. On le verra quand quelqu’un se connectera.',
      },
      scopes_without_refresh: {
        seen: 'Sans {scope}, le serveur ne donne pas de jeton d’actualisation.',
        todo: 'Ajoutez {scope} aux scopes. Sinon, on se reconnecte à chaque fin d’un jeton.',
      },
      // The application
      client_public: {
        seen: 'Le serveur a refusé un code inventé, et non l’application : il l’accepte sans secret, autant qu’on puisse le savoir sans une personne.',
      },
      client_recognised: {
        seen: 'Le serveur a refusé un code inventé, et non l’application : l’ID et le secret sont acceptés, autant qu’on puisse le savoir sans une personne.',
      },
      client_in_body_alone: {
        seen: 'Le serveur a refusé le secret dans l’en-tête ; dans le corps, il n’a refusé qu’un code inventé.',
        todo: 'Si l’application est enregistrée ainsi, choisissez « Secret dans le corps de la requête » sous « Authentification du client ». Sinon, vérifiez le secret.',
      },
      client_in_header_alone: {
        seen: 'Le serveur a refusé le secret dans le corps ; dans l’en-tête, il n’a refusé qu’un code inventé.',
        todo: 'Si l’application est enregistrée ainsi, choisissez « Secret dans l’en-tête » sous « Authentification du client ». Sinon, vérifiez le secret.',
      },
      machine_recognised: { seen: 'Le serveur a accepté la machine, et n’a refusé que ses scopes.' },
      client_got_token: { seen: 'La machine a reçu un jeton. Il a été jeté.' },
      client_unclear: {
        seen: 'La réponse du serveur à un code inventé ne le dit pas. {said}',
        todo: 'Rien, jusqu’à ce que quelqu’un se connecte.',
      },
      // After the sign-in
      signed_out: { seen: 'Personne n’est connecté.', todo: 'Connectez-vous.' },
      sign_in_failed: {
        seen: 'La dernière connexion s’est terminée ainsi, et personne n’est connecté.',
        todo: 'Faites ce qui est dit ci-dessus, ou faites-le faire. Connectez-vous ensuite de nouveau.',
      },
      grant_held: { seen: 'Connecté ; le jeton est valable {duration} et se renouvelle de lui-même.' },
      grant_not_renewable: { seen: 'Connecté pour {duration}.' },
      granted_all: { seen: 'Ce qui est demandé est accordé : {scopes}.' },
      granted_without: { seen: 'Accordé sans {missing}, dont le programme peut se passer.' },
      identity_told: { seen: '{email} est annoncé à Sigma.' },
      identity_doubtful: {
        seen: '{email} est annoncé à Sigma, qui peut le refuser.',
        todo: 'Voyez ce qui est dit à côté de l’adresse dans les détails de la session ; faites changer l’adresse si Sigma la refuse.',
      },
      identity_refused_now: {
        seen: 'La connexion a nommé la personne. Interrogé maintenant avec le même jeton, {host} ne le fait pas.',
        todo: 'Si cela se répète, faites vérifier que la personne y est encore active et y a accès. Après une révocation, seule une nouvelle connexion aide.',
      },
      session_signed: {
        seen: 'Une session peut être signée pour {workbooks} classeurs : {tokens} jetons dans une adresse de {length} octets au plus. Elle a été jetée et non envoyée.',
      },
      session_without_tokens: {
        seen: 'La session porte {tokens} jetons, et il en faut {wanted} à Sigma.',
        todo: 'Signalez-le avec ces résultats.',
      },
      // What came of a sign-in
      renewals_well: {
        seen: '{made} renouvellements ont réussi depuis le démarrage de Sightglass. Le prochain est dans {next}.',
      },
      renewals_ahead: {
        seen: 'Aucun renouvellement n’était dû depuis le démarrage de Sightglass. Le premier est dans {next}.',
      },
      renewals_impossible: { seen: 'Cette authentification ne peut pas être renouvelée, et finit avec son jeton.' },
      renewals_failing: {
        seen: '{count} renouvellements de suite ont échoué, le premier il y a {duration}. Le prochain essai est dans {next}.',
      },
      renewals_shaky: {
        seen: '{failed} des {made} derniers renouvellements ont échoué, la dernière fois avec {code}. Le prochain est dans {next}.',
        todo: 'Faites examiner ce qui se trouve entre les deux : un réseau qui va et vient, un proxy ou un serveur occupé. Les authentifications finissent quand tous les essais échouent assez longtemps.',
      },
      renewals_unplanned: {
        seen: 'Aucun renouvellement n’est prévu, bien que l’authentification puisse être renouvelée.',
        todo: 'Redémarrez Sightglass. Si cela se répète, signalez-le avec ces résultats.',
      },
      claims_unneeded: { seen: 'Cette configuration ne lit aucun claim.' },
      claims_absent: {
        seen: 'L’authentification est venue sans {claims}, que demande cette configuration.',
        todo: 'Faites mettre {claims} dans le jeton d’identité ou UserInfo de cette application, ou corrigez les noms des attributs et des équipes dans la configuration. Puis reconnectez-vous : les claims sont lus à l’authentification.',
      },
      claim_text: { seen: 'Le claim {claim} est là, avec une valeur.' },
      claim_list: { seen: 'Le claim {claim} est là, comme liste de {count}.' },
      federation_exchanged: { seen: 'Le jeton de {issuer} a été échangé à {token}, pour {scopes}.' },
      session_read: {
        seen: 'Une session a été signée et lue avec le secret d’intégration, comme Sigma la lit : {tokens} jetons ont pu être déchiffrés, tous les claims sont là, l’adresse a {length} octets, et elle finit après {duration}, pas plus tard que ses authentifications.',
      },
      session_elsewhere: {
        seen: 'Le secret d’intégration n’est pas sur cet ordinateur, et ce qui est signé ne peut donc pas être lu ici.',
      },
      session_unsigned: {
        seen: 'Le secret d’intégration de cet ordinateur ne va pas avec ce qui a été signé avec lui.',
        todo: 'Saisissez à nouveau le secret d’intégration dans la configuration.',
      },
      session_claims_wrong: {
        seen: 'Sigma refuserait les claims {claims} de la session.',
        todo: 'Comparez l’ID du client d’intégration, le genre d’utilisateur et la durée de la session de la configuration avec ce qui est configuré chez Sigma. S’ils sont justes, signalez ceci avec ces résultats.',
      },
      session_sealed: {
        seen: '{count} des {tokens} jetons de la session ne peuvent pas être déchiffrés avec le secret d’intégration de cet ordinateur.',
        todo: 'Saisissez à nouveau le secret d’intégration dans la configuration. Sigma dirait « Invalid encrypted token ».',
      },
      session_outlives: {
        seen: 'La session finirait {duration} après la première de ses authentifications.',
        todo: 'Signalez ceci avec ces résultats.',
      },
      sigma_loaded: { seen: 'Sigma a chargé « {workbook} » il y a {duration}.' },
      sigma_refused: { seen: 'Sigma a refusé « {workbook} » il y a {duration}.' },
      never_loaded: {
        seen: 'Aucun classeur de cette configuration n’a été chargé depuis le démarrage de Sightglass.',
        todo: 'Ouvrez un classeur, et testez à nouveau.',
      },
      data_came: { seen: 'Les premières données de « {workbook} » étaient là après {ms} ms.' },
      data_unsaid: {
        seen: 'Sigma a chargé « {workbook} » il y a {duration}, et n’a rien dit de ses données. Une page sans requête ne le dit jamais.',
      },
      data_elements: { seen: '{count} éléments de « {workbook} » n’ont pas pu être dessinés.' },
    },
  },

  providers: {
    databricks: {
      label: 'Databricks',
      registerTitle: 'Ce qu’il faut enregistrer dans Databricks',
      fields: {
        host: {
          label: 'URL de l’espace de travail',
          help: 'Son adresse, ou celle de n’importe quelle page qui s’y trouve.',
        },
        level: {
          label: 'Espace de travail ou compte',
          help: 'On s’authentifie à l’espace de travail. Les comptes d’essai en ont besoin.',
        },
        accountId: {
          label: 'ID de compte',
          help: 'Dans l’adresse de la console de compte : account_id=…',
        },
        workspaceId: {
          label: 'ID d’espace de travail',
          help: 'Pour un hôte de plusieurs espaces de travail : celui qui dit qui s’est connecté. Dans son adresse : o=…',
        },
      },
      levelIs: '{question} : {level}',
      levelOfExchange: 'Espace de travail ou compte de l’échange',
      automatic: 'Trouvé automatiquement',
      automaticHelp:
        'L’hôte est interrogé. Si la connexion Sigma a l’URL de métadonnées d’une console de compte, choisissez Compte.',
      workspace: 'Espace de travail',
      account: 'Compte',
      accountIdIfOptional: 'Laissé vide, l’hôte dit lequel. Un autre compte que celui-ci est refusé.',
      noWorkspace: 'Aucun espace de travail connu ? Prenez la console de compte de {clouds}.',
      accountForPeople:
        'On s’authentifie à la console de compte. L’application OAuth s’y trouve, quel que soit le niveau.',
      workspaceForTokens: 'Jetons pour un espace de travail.',
      accountForTokens: 'Jetons pour tout le compte.',
      onCloud: 'Databricks sur {cloud}',
      onCloudWithConsole: '{place}, console de compte {host}',
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
        label: 'ID client OAuth',
        help: 'Dans Settings, App connections de la console de compte. Pour une machine : l’ID d’application du principal de service.',
      },
      clientSecret: {
        label: 'Secret client OAuth',
        help: 'Affiché une fois, quand l’app connection ou le secret du principal de service est créé.',
      },
      scopes: {
        allApis: { purpose: 'Toutes les API', help: 'Ce qu’enregistre le QuickStart. Dit aussi qui s’est connecté.' },
        sql: {
          purpose: 'SQL seulement',
          help: 'Suffit pour les requêtes ; les scopes OpenID disent qui s’est connecté.',
        },
        serviceAccount: {
          purpose: 'Principal de service',
          help: 'Pour une machine, qui n’a pas besoin de jeton d’actualisation.',
        },
      },
      scopesPlace: 'dans la console de compte sous Settings, App connections, Access scopes',
      redirectHelp:
        'Databricks compare exactement les URL de redirection et n’accepte pas d’autres ports de bouclage. Enregistrez chaque URL de redirection exactement comme elle est écrite ici, port compris. S’il y en a plusieurs, Sightglass prend la première dont le port est libre.',
      steps: {
        addConnection: 'Dans la console de compte, ouvrez Settings, App connections, et ajoutez une connexion.',
        redirectsScopesLifetimes:
          'Saisissez les URL de redirection (celles de cette connexion, et les deux de votre déploiement Sigma), choisissez les access scopes, et réglez les durées de vie : jetons d’accès 60 minutes, jetons d’actualisation 7 à 90 jours.',
        clientSecret:
          'Pour un client confidentiel, générez un secret client ; sans secret, l’application est publique et PKCE la protège.',
        serviceAccount:
          'Pour une machine, créez un principal de service et un secret OAuth pour lui, et donnez-lui accès aux données.',
      },
      lifetimes:
        'Jetons d’actualisation : 90 jours interrompent le moins ; sous 7 jours, les exports planifiés s’interrompent. Jetons d’accès : 60 minutes.',
    },

    entra: {
      label: 'Microsoft Entra ID',
      registerTitle: 'Ce qu’il faut enregistrer dans Microsoft Entra ID',
      fields: {
        authority: {
          label: 'Autorité',
          help: 'https://login.microsoftonline.us pour le gouvernement des États-Unis, https://login.partner.microsoftonline.cn pour la Chine.',
        },
        tenant: {
          label: 'ID d’annuaire (locataire)',
          help: 'Dans la vue d’ensemble de l’inscription de l’application. Un domaine vérifié convient aussi ; « organizations » laisse entrer toute entreprise.',
        },
      },
      nationalClouds: 'Clouds nationaux',
      nationalCloud: 'Cloud national : {cloud}',
      clouds: { usGovernment: 'US Government', china: 'Chine, exploité par 21Vianet' },
      clientId: {
        label: 'ID d’application (client)',
        help: 'Dans la vue d’ensemble de l’inscription de l’application.',
      },
      clientSecret: {
        label: 'Secret client',
        help: 'La valeur, et non l’ID, dans Certificates & secrets. À laisser vide pour une application native (« mobile and desktop »).',
      },
      scopes: {
        azureDatabricks: {
          purpose: 'Azure Databricks',
          help: 'L’ID est celui d’AzureDatabricks dans chaque locataire.',
        },
        azureDatabricksWithIdentity: {
          purpose: 'Azure Databricks, avec identité',
          help: 'Dit aussi qui s’est connecté, pour Sigma et pour les attributs utilisateur.',
        },
        bigQuery: {
          purpose: 'BigQuery par l’identité de la main-d’œuvre (workforce identity)',
          help: 'Demande Google Workforce Identity Federation avec cet annuaire.',
        },
        identity: {
          purpose: 'Qui est la personne',
          help: 'Pour la sécurité au niveau des lignes par attributs, ou pour un jeton échangé chez Databricks.',
        },
        serviceAccount: {
          purpose: 'Principal de service sur Azure Databricks',
          help: 'Pour une machine (client credentials).',
        },
      },
      scopesPlace: 'dans le centre d’administration Entra sous App registrations, API permissions',
      redirectHelp:
        'Enregistrez http://localhost avec son chemin sous « Mobile and desktop applications » ; Entra y ignore le port. Une inscription « Web » compare exactement.',
      steps: {
        registerApplication:
          'Inscrivez une application ; plateforme « Mobile and desktop applications », avec les URL de redirection de cette connexion.',
        databricksPermission:
          'Sous API permissions, ajoutez AzureDatabricks, user_impersonation (delegated), et accordez le consentement de l’administrateur.',
        publicClient:
          'Pour autoriser le client public, activez « Allow public client flows » ; ou ajoutez un secret ou un certificat.',
        optionalClaims:
          'Sous Token configuration, ajoutez les claims facultatifs (email, groups) dans lesquels sont lus les attributs utilisateur.',
      },
      lifetimes: 'Celles de Microsoft : jetons d’actualisation 90 jours, jetons d’accès 60 à 90 minutes.',
    },

    oidc: {
      label: 'Okta, Auth0, PingIdentity ou un autre serveur OpenID Connect',
      registerTitle: 'Ce qu’il faut enregistrer auprès du fournisseur d’identité',
      fields: {
        metadataUrl: {
          label: 'URI de métadonnées',
          help: 'Celle du serveur d’autorisation ; elle se termine par /.well-known/openid-configuration.',
        },
        audience: {
          label: 'Audience',
          help: 'L’identifiant de l’API, si le serveur le demande. Auth0 le fait : sans lui, ses jetons n’ouvrent que ses propres informations utilisateur.',
        },
      },
      audienceIs: 'Audience : {audience}',
      isEntra: 'C’est Microsoft Entra ID, qui a un formulaire à lui.',
      useEntra: 'L’utiliser',
      clientId: { label: 'ID client', help: 'De l’application créée pour Sightglass.' },
      clientSecret: {
        label: 'Secret client',
        help: 'Pour un client confidentiel. Une application native n’en a pas et est protégée par PKCE.',
      },
      scopes: {
        snowflake: {
          purpose: 'Snowflake (OAuth externe)',
          help: 'session:role:NAME au lieu de session:role-any fixe le rôle.',
        },
        databricks: {
          purpose: 'Databricks (stratégie de fédération)',
          help: 'Databricks demande une stratégie de fédération (federation policy) pour ce fournisseur d’identité.',
        },
        identity: {
          purpose: 'Qui est la personne',
          help: 'Pour la sécurité au niveau des lignes par attributs, ou pour un jeton échangé chez Databricks.',
        },
        bigQuery: {
          purpose: 'BigQuery (workforce identity)',
          help: 'Demande Google Workforce Identity Federation avec ce fournisseur.',
        },
      },
      scopesPlace: 'auprès du fournisseur d’identité, dans les scopes et stratégies d’accès du serveur d’autorisation',
      redirectHelp:
        'Enregistrez chaque URL de redirection exactement comme elle est écrite ici, port compris. S’il y en a plusieurs, Sightglass prend la première dont le port est libre.',
      steps: {
        createApplication:
          'Créez une application OpenID Connect native (publique) ; octrois : code d’autorisation et jeton d’actualisation, PKCE exigé.',
        redirects: 'Saisissez les URL de redirection de cette connexion.',
        scopesAndPolicy:
          'Sur le serveur d’autorisation (Okta : API Access Management), définissez les scopes et une stratégie d’accès pour l’application ; jetons d’actualisation de 7 à 90 jours.',
        createApi:
          'Auth0 : créez une API dont l’identifiant est l’audience, avec les scopes comme autorisations, et permettez l’accès hors connexion.',
        snowflake:
          'Pour Snowflake : créez une intégration de sécurité de type external_oauth avec l’émetteur et l’URL des clés de ce serveur.',
        databricks: 'Pour Databricks : créez une stratégie de fédération pour cet émetteur et son audience.',
      },
      lifetimes:
        'Jetons d’actualisation : 90 jours interrompent le moins ; sous 7 jours, les exports planifiés s’interrompent. Jetons d’accès : 60 minutes.',
    },

    snowflake: {
      label: 'Snowflake',
      registerTitle: 'Ce qu’il faut enregistrer dans Snowflake',
      fields: {
        accountUrl: {
          label: 'URL de compte',
          help: 'Dans Snowsight : le menu du compte, View account details. Écrivez les traits de soulignement du nom comme des traits d’union.',
        },
      },
      clientId: {
        label: 'ID client OAuth',
        help: "De SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION').",
      },
      clientSecret: {
        label: 'Secret client OAuth',
        help: 'OAUTH_CLIENT_SECRET de la même réponse. Un client public (OAUTH_CLIENT_TYPE = PUBLIC) n’en envoie pas.',
      },
      scopes: {
        anyRole: {
          purpose: 'Tout rôle de la personne',
          help: 'Demande OAUTH_USE_SECONDARY_ROLES ou le rôle par défaut de la personne.',
        },
        oneRole: { purpose: 'Un seul rôle', help: 'Mettez le nom du rôle à la place de PUBLIC.' },
      },
      scopesPlace: 'dans l’intégration de sécurité de Snowflake (rôles non bloqués, OAUTH_ISSUE_REFRESH_TOKENS)',
      redirectHelp:
        'Snowflake connaît une OAUTH_REDIRECT_URI par intégration et la compare exactement. Il n’autorise http qu’avec OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE. Enregistrez-la exactement comme elle est écrite ici, port compris.',
      steps: {
        createIntegration:
          'CREATE SECURITY INTEGRATION … TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = PUBLIC ou CONFIDENTIAL.',
        redirects:
          'OAUTH_REDIRECT_URI = l’URL de redirection de cette connexion, OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE, OAUTH_ENFORCE_PKCE = TRUE.',
        refreshTokens:
          'OAUTH_ISSUE_REFRESH_TOKENS = TRUE, OAUTH_REFRESH_TOKEN_VALIDITY = 604800 à 7776000 secondes (7 à 90 jours).',
        roles: 'ACCOUNTADMIN, ORGADMIN et SECURITYADMIN sont bloqués d’office : il faut un autre rôle par défaut.',
      },
      lifetimes:
        'Jetons d’actualisation : 90 jours interrompent le moins ; sous 7 jours, les exports planifiés s’interrompent. Les jetons d’accès durent 10 minutes, toujours.',
    },

    google: {
      label: 'Google (BigQuery)',
      registerTitle: 'Ce qu’il faut enregistrer dans Google Cloud',
      fields: {
        issuer: { label: 'Émetteur', help: 'Le même pour tout le monde.' },
      },
      anotherIssuer: 'Un autre émetteur',
      clientId: {
        label: 'ID client',
        help: 'De la console Google Cloud : Google Auth Platform, Clients, type « Desktop app ».',
      },
      clientSecret: {
        label: 'Secret client',
        help: 'Google donne aussi un secret aux applications de bureau, et le demande.',
      },
      scopes: {
        bigQuery: {
          purpose: 'BigQuery',
          help: 'Le jeton d’actualisation vient sans scope : Sightglass demande l’accès hors connexion.',
        },
        identity: { purpose: 'Qui est la personne', help: 'Pour la sécurité au niveau des lignes par attributs.' },
      },
      scopesPlace: 'dans la console Google Cloud sous Google Auth Platform, Data access',
      redirectHelp:
        'Les clients de type « Desktop app » ne demandent pas d’URL de redirection enregistrée et acceptent tout port de bouclage. Les clients de type « Web application » comparent exactement.',
      steps: {
        consentScreen:
          'Dans la console Google Cloud, configurez l’écran de consentement (type d’utilisateur Internal pour une entreprise) avec le scope BigQuery.',
        createClient: 'Créez un client OAuth de type « Desktop app ».',
        roles:
          'Donnez aux personnes roles/bigquery.dataViewer et roles/bigquery.jobUser (ou équivalent) dans le projet.',
        testing:
          'Tant que l’écran de consentement est en phase de test, les jetons d’actualisation prennent fin après 7 jours.',
      },
    },
  },
} satisfies Text;
