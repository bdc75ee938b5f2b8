/** Every sentence that a person reads, in German. The keys, and what is to be known about them, stand in `en.ts`. */
import type { Text } from './en.ts';

export const de = {
  locale: 'de-DE',

  errors: {
    // The sign-in, before the browser comes back
    sign_in_cancelled: {
      title: 'Die Anmeldung wurde abgebrochen',
      detail: {
        byPerson: 'Die Anmeldung wurde abgebrochen, bevor sie fertig war.',
        closing: 'Das Programm wird beendet.',
        signedOut: 'Es wurde abgemeldet oder geändert.',
        notWaiting: 'Keine Anmeldung wartet auf den Browser.',
      },
      remedy: 'Beginnen Sie die Anmeldung von vorn, wenn Sie so weit sind.',
    },
    sign_in_replaced: {
      title: 'Eine neuere Anmeldung ist an ihre Stelle getreten',
      detail: 'Eine andere Anmeldung wurde begonnen, bevor diese fertig war.',
      remedy: 'Schließen Sie die Anmeldung in dem Browser-Tab ab, der zuletzt geöffnet wurde.',
    },
    sign_in_timed_out: {
      title: 'Die Anmeldung hat zu lange gedauert',
      detail: 'Der Browser kam nicht innerhalb von fünf Minuten zurück.',
      remedy:
        'Beginnen Sie die Anmeldung von vorn und schließen Sie sie innerhalb von fünf Minuten ab. Zeigte der Browser einen Fehler zur Umleitungs-URL (redirect_uri_mismatch, AADSTS50011), bitten Sie einen Administrator, die Umleitungs-URLs der Verbindung genau so zu registrieren, wie sie geschrieben sind. Kam der Browser nie zurück, verhindert vielleicht ein Proxy oder eine Firewall, dass der Browser diesen Computer erreicht.',
    },
    redirect_ports_busy: {
      title: 'Die Anmeldung kann ihre Antwort nicht empfangen',
      detail: {
        allTaken: 'Versucht wurden der Reihe nach: {ports}.',
        unusable: 'Port {port} auf {host} kann nicht benutzt werden ({systemCode}).',
      },
      remedy:
        'Ein anderes Programm belegt alle Ports, die für diese Verbindung registriert sind. Schließen Sie dieses Programm, oder bitten Sie einen Administrator, eine weitere Umleitungs-URL zu registrieren und in die Verbindung einzutragen.',
    },
    browser_not_opened: {
      title: 'Es konnte kein Browser geöffnet werden',
      detail: 'Das Betriebssystem hat keinen Browser geöffnet.',
      remedy: 'Kopieren Sie den Anmeldelink und öffnen Sie ihn in einem Browser auf diesem Computer.',
    },
    insecure_server: {
      title: 'Die Adresse des Servers ist nicht sicher',
      detail: {
        invalid: 'Die Adresse ist keine gültige URL.',
        holdsCredentials: 'Die Adresse von {host} enthält einen Benutzernamen oder ein Kennwort.',
        notHttps: '{protocol}//{host} ist keine https-Adresse.',
      },
      remedy:
        'Verwenden Sie eine Adresse, die mit https:// beginnt. Einfaches http wird nur für Dienste auf diesem Computer angenommen, zum Testen.',
    },

    // The authorization response (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6)
    authorization_denied: {
      title: 'Der Zugriff wurde verweigert',
      remedy:
        'Melden Sie sich erneut an und wählen Sie Zulassen. Wird Ihnen das nicht angeboten, bitten Sie einen Administrator um Zugriff auf die Anwendung.',
    },
    authorization_invalid_request: {
      title: 'Der Autorisierungsserver hat die Anfrage nicht angenommen',
      remedy:
        'Vergleichen Sie Client-ID und Umleitungs-URLs der Verbindung mit denen der registrierten Anwendung; sie müssen genau übereinstimmen.',
    },
    redirect_uri_mismatch: {
      title: 'Die Umleitungs-URL ist nicht registriert',
      remedy:
        'Bitten Sie einen Administrator, die Umleitungs-URLs der Verbindung bei der registrierten Anwendung einzutragen, genau so, wie sie geschrieben sind, mit Port und Pfad.',
    },
    authorization_unauthorized_client: {
      title: 'Die Anwendung darf niemanden anmelden',
      remedy: 'Bitten Sie einen Administrator, den Grant-Typ Autorisierungscode für diese Client-ID zu aktivieren.',
    },
    authorization_unsupported_response_type: {
      title: 'Der Autorisierungsserver bietet diese Art der Anmeldung nicht an',
      remedy: 'Bitten Sie einen Administrator, den Grant-Typ Autorisierungscode für diese Client-ID zu aktivieren.',
    },
    authorization_invalid_scope: {
      title: 'Die verlangten Berechtigungen gibt es nicht',
      remedy:
        'Bitten Sie einen Administrator, der Anwendung die Scopes zu gewähren, die in der Verbindung stehen, oder entfernen Sie die, die sie nicht braucht.',
    },
    authorization_interaction_required: {
      title: 'Der Autorisierungsserver braucht Ihre Aufmerksamkeit',
      remedy:
        'Melden Sie sich erneut an und beantworten Sie, was der Browser fragt. Wiederholt sich das, muss vielleicht ein Administrator für Ihre Organisation zustimmen. Wird immer wieder nach der Zustimmung gefragt, fügen Sie der Verbindung den Scope „offline_access“ hinzu, damit ein Refresh-Token ausgestellt wird.',
    },
    authorization_server_error: {
      title: 'Der Autorisierungsserver hatte ein Problem',
      remedy:
        'Versuchen Sie es gleich noch einmal. Wiederholt es sich, sagen Sie es dem Administrator der Datenplattform.',
    },
    authorization_failed: {
      title: 'Der Autorisierungsserver hat die Anmeldung abgelehnt',
      remedy:
        'Lesen Sie die Einzelheiten, und versuchen Sie es dann noch einmal oder geben Sie sie an einen Administrator weiter.',
    },
    authorization_issuer_mismatch: {
      title: 'Die Antwort kam von einem anderen Server',
      detail: {
        unnamed: 'Die Antwort sagte nicht, wer sie gesendet hat; erwartet wurde {issuer}.',
        other: 'Die Antwort nennt einen anderen Aussteller; erwartet wurde {issuer}.',
      },
      remedy:
        'Machen Sie nicht weiter. Schließen Sie den Browser-Tab und beginnen Sie von vorn; wiederholt es sich, melden Sie es Ihrer IT-Sicherheit: Vielleicht versucht jemand, Ihre Anmeldung umzuleiten.',
    },
    authorization_response_invalid: {
      title: 'Die Antwort des Autorisierungsservers wurde nicht verstanden',
      detail: {
        malformed: 'Die Antwort enthält einen Parameter doppelt oder von falscher Art.',
        codeCount: 'Die Antwort enthält nicht genau einen Code.',
      },
      remedy:
        'Beginnen Sie die Anmeldung von vorn. Wiederholt es sich, geben Sie die Einzelheiten an einen Administrator weiter.',
    },

    // Metadata (RFC 8414)
    metadata_invalid: {
      title: 'Der Autorisierungsserver beschreibt sich falsch',
      detail: {
        notFound: 'Keine Metadaten gefunden. {account}',
        noEndpoints: 'Die Metadaten von {host} nennen keinen Autorisierungs- oder Token-Endpunkt.',
        noKeys: '{host} hat keine Schlüssel gesendet (HTTP {status}). {said}',
        unreadableHost: 'Was {host} über sich sagt, lässt sich nicht lesen: {name} ist nicht, was es sein sollte.',
        noAccount: '{host} meldet für ein einziges Konto an, und weder der Server noch das Profil sagt, für welches.',
      },
      remedy:
        'Prüfen Sie die Adresse der Verbindung. Eine Metadaten-URI muss genau so geschrieben sein, wie der Server sie hat, mit oder ohne Schrägstrich am Ende. Stimmt sie, geben Sie die Einzelheiten an den Administrator des Servers weiter.',
    },
    metadata_issuer_mismatch: {
      title: 'Der Autorisierungsserver nennt sich anders',
      detail: {
        other: 'Erwartet wurde {issuer}, aber {host} nennt sich {stated}.',
        unnamed: 'Erwartet wurde {issuer}, aber {host} nennt sich anders.',
        otherAccount: '{host} gehört zum Konto {stated} und nicht zu {expected}.',
      },
      remedy:
        'Sind beides Namen eines Servers, tragen Sie die Adresse ein, mit der er sich nennt. Wenn nicht, machen Sie nicht weiter: Prüfen Sie die Adresse der Verbindung mit einem Administrator.',
    },
    metadata_endpoint_untrusted: {
      title: 'Der Autorisierungsserver verweist auf eine Adresse, der nicht vertraut wird',
      detail: {
        noAddress: '{name} in den Metadaten von {host} ist keine Adresse.',
        notHttps: '{name} in den Metadaten von {host} ist keine https-Adresse.',
        holdsFragment: '{name} in den Metadaten von {host} enthält ein Fragment.',
        elsewhere: '{name} in den Metadaten von {host} liegt auf einem anderen Server: {otherHost}.',
        unknownPlace: '{name} in den Metadaten von {host} liegt an keinem Ort, an dem man sich anmeldet: {path}.',
      },
      remedy: 'Machen Sie nicht weiter. Prüfen Sie die Adresse der Verbindung mit einem Administrator.',
    },
    pkce_unsupported: {
      title: 'Der Autorisierungsserver unterstützt PKCE mit S256 nicht',
      detail: '{host} sagt, dass er die Methode S256 nicht unterstützt.',
      remedy:
        'Sightglass meldet nur mit PKCE an. Bitten Sie einen Administrator, es für diese Anwendung zu aktivieren.',
    },

    // Tokens (RFC 6749 section 5.2)
    client_rejected: {
      title: 'Die Anwendung wurde nicht erkannt',
      remedy:
        'Prüfen Sie die Client-ID der Verbindung und, falls die Anwendung eines hat, ihr Client-Secret oder ihren privaten Schlüssel. Stimmen sie, fragen Sie einen Administrator, wie sich die Anwendung laut Registrierung ausweist.',
    },
    code_rejected: {
      title: 'Der Anmeldecode wurde nicht angenommen',
      detail: {
        spentInHeader:
          'Der Server antwortete mit HTTP {status}. {said} Zuvor hatte er das Secret der Anwendung im Header abgelehnt, und damit war der Code verbraucht. Die nächste Anmeldung beginnt mit dem Body.',
        spentInBody:
          'Der Server antwortete mit HTTP {status}. {said} Zuvor hatte er das Secret der Anwendung im Body abgelehnt, und damit war der Code verbraucht. Die nächste Anmeldung beginnt mit dem Header.',
      },
      remedy: 'Beginnen Sie die Anmeldung von vorn und schließen Sie sie ohne lange Pause ab.',
    },
    token_request_rejected: {
      title: 'Der Autorisierungsserver hat kein Token ausgestellt',
      remedy:
        'Lesen Sie die Einzelheiten. Geht es aus ihnen nicht hervor, vergleichen Sie Client-ID, Umleitungs-URLs und Scopes der Verbindung mit dem, was registriert ist; sprechen sie von einem Filter oder einem Netzwerk, fragen Sie dessen Administrator.',
    },
    token_response_invalid: {
      title: 'Der Autorisierungsserver hat ein unbrauchbares Token gesendet',
      detail: {
        notJson: 'Die Antwort nennt sich nicht JSON. {said}',
        noObject: 'Die Antwort ist kein JSON-Objekt oder nennt ein Feld doppelt.',
        alsoError: 'Die Antwort meldet Erfolg und Fehler zugleich.',
        notBearer: 'Es ist kein Bearer-Token.',
        lifetime: 'Seine Gültigkeitsdauer ist keine positive Zahl von Sekunden.',
        incomplete: 'Der Antwort fehlt ein Teil, oder einer ist von falscher Art.',
      },
      remedy:
        'Versuchen Sie es noch einmal. Wiederholt es sich, geben Sie die Einzelheiten an den Administrator der Datenplattform weiter.',
    },
    id_token_invalid: {
      title: 'Der Nachweis, wer Sie sind, war nicht gültig',
      detail: {
        noText: 'Er ist kein Text.',
        algorithm: 'Er ist mit {algorithm} signiert, was nicht angenommen wird.',
        unsigned: 'Er ist nicht signiert (Algorithmus none).',
        encrypted: 'Er ist verschlüsselt ({algorithm}) und lässt sich darum nicht lesen.',
        signature: 'Seine Signatur ließ sich nicht prüfen ({joseCode}).',
        unusableKey: 'Seine Signatur ließ sich nicht prüfen (unbrauchbarer Schlüssel).',
        otherAccessToken: 'Er wurde für ein anderes Zugriffstoken ausgestellt (at_hash).',
        otherApplication: 'Er wurde für eine andere Anwendung ausgestellt (azp).',
        otherPerson: 'Er nennt eine andere Person als die, die sich angemeldet hat (sub).',
        fromFuture: 'Er wurde in der Zukunft ausgestellt (iat).',
      },
      remedy:
        'Melden Sie sich erneut an. Wiederholt es sich, bitten Sie einen Administrator, Client-ID und Adresse der Verbindung mit dem zu vergleichen, was registriert ist. Stimmen sie überein, melden Sie es Ihrer IT-Sicherheit.',
    },
    scopes_missing: {
      title: 'Einige Berechtigungen wurden nicht gewährt',
      detail: 'Nicht gewährt: {missing}. Bitten Sie einen Administrator, sie {place} zuzulassen.',
      remedy:
        'Bitten Sie einen Administrator, die fehlenden Scopes für diese Anwendung zuzulassen, oder entfernen Sie aus der Verbindung die, die sie nicht braucht: Die beiden Listen müssen übereinstimmen.',
    },
    identity_unknown: {
      title: 'Die Datenplattform hat nicht gesagt, wer Sie sind',
      detail: {
        unusableAddress: 'Die Adresse der Person ist leer oder enthält Leerraum.',
        meRefused: '{host} hat nicht gesagt, wer Sie sind (SCIM Me: HTTP {status}). {said}',
        noAddress:
          'Weder das Profil noch die Anmeldung nennt die Person, die Sigma sehen soll, mit einer E-Mail-Adresse.',
      },
      remedy:
        'Fügen Sie der Verbindung die Scopes „openid email“ hinzu, oder legen Sie im Profil einen festen Embed-Benutzer fest. Sind die Scopes da, bitten Sie einen Administrator des Autorisierungsservers, die E-Mail-Adresse für diese Anwendung freizugeben.',
    },
    email_unverified: {
      title: 'Ihre E-Mail-Adresse ist nicht bestätigt',
      detail: {
        said: 'Die Anmeldung nennt {address} und sagt, dass diese Adresse nicht bestätigt ist (email_verified).',
        saidOfNone: 'Die Anmeldung sagt, dass Ihre E-Mail-Adresse nicht bestätigt ist (email_verified).',
        unproven: 'Die Anmeldung sagt, dass nichts die E-Mail-Adresse belegt, die sie nennt (xms_edov).',
      },
      remedy:
        'Bestätigen Sie die Adresse bei dem Server, der Sie anmeldet, oder bitten Sie dessen Administrator, sie als bestätigt zu kennzeichnen; melden Sie sich dann erneut an. Eine Adresse, die jemand anderem gehören kann, wird nicht an Sigma weitergegeben. Kann dieser Server Adressen nicht bestätigen, kann ein Administrator im Profil einen festen Embed-Benutzer festlegen.',
    },
    user_info_failed: {
      title: 'Der Autorisierungsserver hat nicht genug über Sie gesagt',
      detail: {
        refused: 'Dem ID-Token fehlt, was gebraucht wird, und UserInfo bei {host} antwortete mit HTTP {status}. {said}',
        unreachable:
          'Dem ID-Token fehlt, was gebraucht wird, und von UserInfo bei {host} war keine Antwort zu bekommen ({said}).',
        untrusted:
          'Dem ID-Token fehlt, was gebraucht wird, und UserInfo liegt an einer Adresse, der nicht vertraut wird: {address}.',
        notJson:
          'Dem ID-Token fehlt, was gebraucht wird, und was UserInfo bei {host} antwortete, ist kein JSON, sondern {type}.',
        noObject: 'UserInfo bei {host} antwortete nicht mit einem JSON-Objekt oder nannte ein Feld doppelt.',
        noSubject:
          'UserInfo bei {host} sagt nicht, von wem die Antwort handelt (sub), darum wurde sie nicht verwendet.',
        encrypted: 'Die Antwort von UserInfo bei {host} ist verschlüsselt, was nicht unterstützt wird.',
        noKeys:
          'Die Antwort von UserInfo bei {host} ist signiert, und der Server nennt keine Schlüssel, um sie zu prüfen.',
        keysFailed:
          'Die Antwort von UserInfo bei {host} ist signiert, und die Schlüssel, um sie zu prüfen, waren von {keysHost} nicht zu bekommen ({said}).',
        algorithm: 'Die Antwort von UserInfo bei {host} ist mit {algorithm} signiert, was nicht angenommen wird.',
        unsigned: 'Die Antwort von UserInfo bei {host} soll signiert sein und ist es nicht (Algorithmus none).',
        signature: 'Die Signatur dessen, was UserInfo bei {host} antwortete, ließ sich nicht prüfen ({said}).',
        notForUs:
          'Die Antwort von UserInfo bei {host} wurde für eine andere Anwendung, einen anderen Server oder eine andere Zeit ausgestellt ({claim}).',
      },
      remedy:
        'Melden Sie sich gleich noch einmal an. Wiederholt es sich, bitten Sie einen Administrator des Autorisierungsservers, die fehlenden Claims in die ID-Token dieser Anwendung aufzunehmen oder ihren Zugriffstoken die Abfrage von UserInfo zu erlauben (Scopes „openid email profile“).',
    },
    user_info_mismatch: {
      title: 'Der Autorisierungsserver sprach von einer anderen Person',
      detail:
        'Was UserInfo bei {host} sagt, handelt von einer anderen Person als das ID-Token (sub). Nichts davon wurde verwendet.',
      remedy:
        'Machen Sie nicht weiter. Melden Sie sich erneut an; wiederholt es sich, melden Sie es Ihrer IT-Sicherheit: Vielleicht wurden Token vertauscht.',
    },
    people_differ: {
      title: 'Sie sind als verschiedene Personen angemeldet',
      detail: {
        named: 'Die Verbindungen dieses Profils nennen {names}.',
        unnamed:
          'Die Anmeldung bei {connections} sagt nicht durch eine E-Mail-Adresse, wer sich angemeldet hat; darum zeigt nichts, dass es {name} ist.',
      },
      remedy:
        'Melden Sie sich von der Verbindung ab, die jemand anderem gehört, und dann als dieselbe Person wieder an. Hat eine Person mehrere Adressen oder einen Namen, der keine Adresse ist, erlaubt das ein Administrator im Profil unter „E-Mail-Adresse, die Sigma sieht“.',
    },
    claim_missing: {
      title: 'Die Anmeldung sagt nicht, was die Arbeitsmappe wissen muss',
      detail: 'Die Anmeldung enthält keinen Claim „{claim}“.',
      remedy:
        'Bitten Sie einen Administrator, den Claim in die Token dieser Anwendung aufzunehmen oder die Zuordnung der Claims im Profil zu berichtigen. Melden Sie sich dann erneut an.',
    },
    exchange_rejected: {
      title: 'Databricks hat die Firmenanmeldung nicht angenommen',
      remedy:
        'Bitten Sie einen Databricks-Administrator um eine Verbundrichtlinie (federation policy), die Aussteller und Audience Ihres Identitätsanbieters nennt, und prüfen Sie, ob Sie in Databricks einen Benutzer desselben Namens haben.',
    },
    private_key_invalid: {
      title: 'Der private Schlüssel konnte nicht verwendet werden',
      detail: {
        rsa: '{algorithm} braucht einen RSA-Schlüssel als PKCS#8-PEM.',
        ellipticCurve: '{algorithm} braucht einen Schlüssel auf elliptischen Kurven (P-256) als PKCS#8-PEM.',
      },
      remedy:
        'Öffnen Sie die Einrichtung dieses Profils und fügen Sie den privaten Schlüssel als PKCS#8-PEM ein („BEGIN PRIVATE KEY“), von der Art, die sein Algorithmus braucht.',
    },
    grant_dead: {
      title: 'Ihre Anmeldung ist beendet',
      detail: {
        expired: 'Die Anmeldung lief ab, bevor die Arbeitsmappe geöffnet werden konnte.',
      },
      remedy:
        'Melden Sie sich erneut an. Die Datenplattform nimmt die frühere Anmeldung nicht mehr an: Sie ist abgelaufen, wurde widerrufen oder anderswo benutzt.',
    },
    renewal_refused: {
      title: 'Ihre Anmeldung konnte nicht erneuert werden',
      remedy:
        'Melden Sie sich erneut an. Wird auch das abgelehnt, lehnt vielleicht etwas auf dem Weg ab: ein Filter, ein fehlendes VPN oder eine Liste erlaubter Netzwerke. Sightglass versucht es weiter und macht von selbst weiter, wenn es durchgelassen wird.',
    },
    grant_missing: {
      title: 'Sie sind nicht angemeldet',
      detail: {
        connections: 'Melden Sie sich an bei: {connections}.',
        notSignedYet: 'Für diese Arbeitsmappe wurde noch keine Sitzung signiert.',
        none: 'Für diese Verbindung gibt es keine Anmeldung.',
        endedDuringRenewal: 'Diese Anmeldung endete, während sie erneuert wurde.',
      },
      remedy: 'Melden Sie sich bei der Verbindung an, die diese Arbeitsmappe braucht.',
    },
    renewal_unavailable: {
      title: 'Diese Anmeldung kann sich nicht erneuern',
      detail: {
        notAskedFor:
          'Der Autorisierungsserver hat kein Refresh-Token ausgegeben; die Verbindung verlangt keinen Offline-Zugriff.',
        notGiven: 'Die Verbindung verlangt {scope}, aber der Autorisierungsserver hat kein Refresh-Token ausgegeben.',
        noRefreshToken: 'Der Autorisierungsserver hat für diese Anmeldung kein Refresh-Token ausgegeben.',
      },
      remedy:
        'Melden Sie sich erneut an, wenn sie endet. Um das zu vermeiden, fügen Sie der Verbindung den Scope „offline_access“ hinzu und bitten Sie einen Administrator, Refresh-Token zuzulassen.',
    },

    // Network
    offline: {
      title: 'Sie sind offline',
      detail: {
        timedOut: '{host} hat nicht rechtzeitig geantwortet.',
        unreachable: '{host} war nicht zu erreichen ({systemCode}).',
        noConnection: '{host} war nicht zu erreichen (keine Verbindung).',
      },
      remedy: 'Prüfen Sie Ihr Netzwerk. Sightglass versucht es von selbst wieder, sobald die Verbindung zurück ist.',
    },
    proxy_unusable: {
      title: 'Der Proxy kann nicht benutzt werden',
      detail: {
        settings: 'Die Proxy-Einstellungen dieses Netzwerks antworteten: {said}',
        password: 'Der Proxy auf dem Weg zu {host} verlangt ein Kennwort.',
        refused: 'Der Proxy auf dem Weg zu {host} lässt Sightglass nicht durch. Er antwortete mit HTTP {status}.',
      },
      remedy:
        'Bitten Sie einen Administrator um einen Proxy der Art http oder https, der kein Kennwort verlangt; Sightglass kann weder SOCKS noch ein Kennwort verwenden. Lehnt der Proxy ab, bitten Sie darum, den Host durchzulassen. Sightglass umgeht nie einen Proxy.',
    },
    server_busy: {
      title: 'Der Server ist ausgelastet',
      detail: {
        keys: '{host} antwortete auf die Frage nach seinen Schlüsseln mit HTTP {status}. {said}',
        metadata: '{host} antwortete mit einem Fehler. {account}',
      },
      remedy: 'Sightglass versucht es gleich von selbst wieder.',
    },
    access_from_here_refused: {
      title: 'Der Server lässt von hier niemanden ein',
      remedy:
        'Verbinden Sie sich mit dem Netzwerk oder dem VPN Ihrer Firma und versuchen Sie es noch einmal; was angemeldet ist, wird dann von selbst erneuert. Wiederholt es sich dort, fragen Sie einen Administrator, welche Netzwerke und Computer der Server einlässt.',
    },
    tls_untrusted: {
      title: 'Der Server konnte sich nicht ausweisen',
      detail: '{host} konnte nicht überprüft werden ({systemCode}).',
      remedy:
        'Untersucht Ihre Firma verschlüsselten Verkehr, bitten Sie die IT, ihr Zertifikat im Zertifikatsspeicher des Betriebssystems zu installieren. Machen Sie sonst nicht weiter.',
    },
    response_too_large: {
      title: 'Der Server hat viel zu viel gesendet',
      detail: '{host} hat mehr als {bytes} Bytes gesendet.',
      remedy: 'Prüfen Sie die Adresse der Verbindung; das sieht nicht nach einem Autorisierungsserver aus.',
    },

    clock_wrong: {
      title: 'Die Uhr dieses Computers geht falsch',
      detail: {
        ahead: 'Sie geht {duration} vor gegenüber der Uhr von {host}.',
        behind: 'Sie geht {duration} nach gegenüber der Uhr von {host}.',
      },
      remedy:
        'Stellen Sie Datum, Uhrzeit und Zeitzone in den Einstellungen des Betriebssystems auf automatisch; dieser Hinweis verschwindet dann. Bis dahin richtet sich Sightglass nach der Zeit der Server. Geht die Uhr dieses Computers richtig, sagen Sie es dem Administrator des Servers.',
    },

    // Alarms
    renewal_keeps_failing: {
      title: 'Eine Anmeldung wird nicht erneuert',
      detail: 'Es ist {label} im Profil „{profile}“: {because}.',
      remedy:
        'Sightglass versucht es weiter, und dieser Hinweis verschwindet, wenn eine Erneuerung gelingt. Hält es an, testen Sie die Einrichtung des Profils, oder zeigen Sie dies Ihrem Administrator.',
    },
    sign_in_ends_soon: {
      title: 'Eine Anmeldung endet binnen eines Tages, und niemand ist da',
      detail: 'Es ist {label} im Profil „{profile}“. Von da an hilft kein Erneuern.',
      remedy:
        'Melden Sie sich erneut an, solange jemand da ist. Für eine Anzeigetafel kann ein Administrator eine Anmeldung benutzen, die sich selbst erneuert, oder ein Dienstkonto.',
    },
    wall_in_trouble: {
      title: 'Die Anzeigetafel zeigt ein altes Bild oder keines',
      detail: {
        signIn: 'Jemand muss sich anmelden.',
        network: 'Es gibt kein Netzwerk.',
        workbooks: 'Es gibt keine Arbeitsmappe zu zeigen.',
        answer: 'Die Arbeitsmappe kommt nicht.',
        tabs: 'Einer ihrer Tabs kommt immer wieder nicht.',
      },
      remedy:
        'Sightglass versucht es weiter. Melden Sie sich an, wo das verlangt wird; sonst sehen Sie nach dem Netzwerk und nach der Arbeitsmappe in Sigma.',
    },
    keychain_away: {
      title: 'Der Schlüsselbund antwortet nicht mehr',
      remedy:
        'Entsperren Sie den Schlüsselbund dieses Computers, oder starten Sie seinen Dienst neu. Bis er antwortet, gehen neue Anmeldungen und Erneuerungen mit dem Ende von Sightglass verloren.',
    },
    status_not_written: {
      title: 'Die Statusdatei lässt sich nicht schreiben',
      remedy:
        'Ihre Arbeit geht weiter; nur wer diesen Computer überwacht, sieht nichts Neues. Prüfen Sie, ob der Datenträger voll ist und ob Sie in den Ordner der Einstellungen schreiben dürfen, oder schalten Sie die Datei in den Einstellungen aus.',
    },

    // What the system gives
    sandbox_missing: {
      title: 'Hier gibt es keine Sandbox für Webseiten',
      detail: {
        root: 'Sightglass wurde als root gestartet, und root bekommt keine Sandbox.',
        seccomp: 'Der Kernel filtert keine Systemaufrufe (seccomp).',
        namespacesOff: 'Der Kernel legt keine Benutzer-Namensräume an (user.max_user_namespaces ist 0).',
        cloneOff: 'Nur root darf Benutzer-Namensräume anlegen (kernel.unprivileged_userns_clone ist 0).',
        apparmor:
          'AppArmor lässt nur Programme mit einem Profil Benutzer-Namensräume anlegen (kernel.apparmor_restrict_unprivileged_userns ist 1), und für diese Kopie von Sightglass ist keines geladen.',
        container: 'Der Container, in dem Sightglass läuft, lässt es keine Benutzer-Namensräume anlegen.',
        namespaces: 'Das System lässt Sightglass keine Benutzer-Namensräume anlegen und sagt nicht, warum.',
        helper: 'Das Hilfsprogramm chrome-sandbox, das sie ersetzen könnte, gehört nicht root mit dem Modus 4755.',
        helperNosuid:
          'Das Hilfsprogramm chrome-sandbox, das sie ersetzen könnte, liegt auf einem Dateisystem mit der Option nosuid.',
        helperPrivileges:
          'Das Hilfsprogramm chrome-sandbox, das sie ersetzen könnte, bekommt keine Rechte, weil Sightglass mit no_new_privs gestartet wurde.',
        allowed: 'Ein Administrator erlaubt, dass Sightglass auf diesem Computer ohne sie läuft (runWithoutSandbox).',
      },
      remedy:
        'Eine Seite, die aus dem Browser ausbricht, könnte alles tun, was Sie tun können. Bitten Sie einen Administrator, auf diesem Computer eine Sandbox einzurichten.',
    },

    // Vault and settings
    vault_unprotected: {
      title: 'Es ist kein Schlüsselbund verfügbar',
      detail: 'Dieser Computer bietet keinen Schlüsselbund.',
      remedy:
        'Ihre Anmeldung bleibt nur im Arbeitsspeicher und endet mit dem Programm. Installieren und entsperren Sie unter Linux einen Schlüsselbund wie GNOME Keyring oder KWallet. Sightglass macht damit weiter, sobald er antwortet; wenn nicht, starten Sie es neu.',
    },
    vault_entry_damaged: {
      title: 'Ein gespeichertes Geheimnis ließ sich nicht lesen',
      detail: {
        grant: 'Es war die Anmeldung bei einer Verbindung.',
        embedSecret: 'Es war das Embed-Secret eines Profils.',
        clientSecret: 'Es war das Client-Secret einer Verbindung.',
        auditKey: 'Es war der Schlüssel, der das Prüfprotokoll versiegelt.',
        anotherVersion: 'Die gespeicherte Anmeldung stammt von einer anderen Version.',
      },
      remedy:
        'Melden Sie sich erneut an, oder geben Sie das Geheimnis noch einmal ein. Der unlesbare Eintrag wurde beiseitegelegt, sonst wurde nichts angetastet.',
    },
    vault_locked: {
      title: 'Der Schlüsselbund ist gesperrt',
      detail: {
        notEncrypted: 'Der Schlüsselbund hat den Eintrag nicht verschlüsselt.',
        notRead: 'Der Schlüsselbund hat nicht geantwortet, darum ließ sich das gespeicherte Geheimnis nicht lesen.',
      },
      remedy:
        'Entsperren Sie den Schlüsselbund dieses Computers, erlauben Sie Sightglass, ihn zu benutzen, und versuchen Sie es noch einmal. Wiederholt es sich, starten Sie Sightglass neu. Nichts wurde geändert.',
    },
    vault_write_failed: {
      title: 'Die Anmeldung konnte nicht gespeichert werden',
      detail: {
        grant: 'Der Speicher hat die Änderung nicht angenommen.',
        grantBecause: 'Der Speicher hat die Änderung nicht angenommen. {said}',
      },
      remedy:
        'Prüfen Sie, ob der Datenträger nicht voll ist und ob Sie in den Ordner der Einstellungen schreiben dürfen; melden Sie sich dann erneut an.',
    },
    revocation_refused: {
      title: 'Der Server hat eine Anmeldung nicht zurückgenommen',
      remedy:
        'Auf diesem Computer ist nichts davon übrig, und was der Server noch annimmt, endet von selbst. Um es jetzt zu beenden, melden Sie sich in Ihrem Konto beim Server ab, oder bitten Sie dessen Administrator, Ihre Sitzungen zu beenden.',
    },
    vault_remove_failed: {
      title: 'Auf diesem Computer ist noch etwas gespeichert',
      detail: {
        signedOut:
          'Sie sind abgemeldet, bis Sightglass beendet wird, aber die Anmeldung konnte nicht vom Datenträger entfernt werden ({systemCode}).',
      },
      remedy:
        'Schaffen Sie Platz auf dem Datenträger, oder machen Sie den Ordner der Einstellungen beschreibbar: Sightglass versucht es weiter, bis es beendet wird. Gelingt es nicht, findet der nächste Start, was gespeichert ist; entfernen Sie es dann noch einmal. Können Sie nicht warten, beenden Sie die Sitzung in Ihrem Konto beim Server, oder bitten Sie einen Administrator darum.',
    },
    secret_missing: {
      title: 'Ein Geheimnis fehlt',
      detail: {
        embedSecretNotStored: 'Das Embed-Secret dieses Profils ist nicht im Tresor.',
        clientSecretNotStored: 'Das Client-Secret oder der private Schlüssel dieser Verbindung ist nicht im Tresor.',
        forAnotherApplication:
          'Das gespeicherte Client-Secret oder der gespeicherte private Schlüssel ist für eine andere Anwendung.',
        enterEmbedSecret: 'Geben Sie das Embed-Secret ein.',
        sigmaChanged:
          'Die Adresse von Sigma hat sich geändert, und das gespeicherte Embed-Secret gehört zur früheren. Geben Sie das Embed-Secret noch einmal ein.',
        enterClientSecret: 'Geben Sie das Client-Secret von {label} ein.',
        enterPrivateKey: 'Geben Sie den privaten Schlüssel von {label} ein.',
        clientOfSecretChanged:
          '{label} hat jetzt einen anderen Server oder eine andere Client-ID, und das gespeicherte Client-Secret gehört zum früheren. Geben Sie das Client-Secret noch einmal ein.',
        clientOfKeyChanged:
          '{label} hat jetzt einen anderen Server oder eine andere Client-ID, und der gespeicherte private Schlüssel gehört zum früheren. Geben Sie den privaten Schlüssel noch einmal ein.',
      },
      remedy:
        'Öffnen Sie die Einrichtung dieses Profils und geben Sie das Embed-Secret (und das Client-Secret, falls die Anwendung eines hat) noch einmal ein.',
    },
    settings_damaged: {
      title: 'Die Einstellungen ließen sich nicht lesen',
      detail: {
        file: 'Die Datei {file} war beschädigt und ist als {keptAs} aufbewahrt.',
        profiles:
          '{count} Profil(e) wurden nicht verstanden. Sie sind in settings.json unter „damagedProfiles“ aufbewahrt und werden bei jedem Start wieder gelesen, sodass sie zurückkommen, wenn diese Version oder eine neuere sie versteht.',
      },
      remedy:
        'Richten Sie das Profil neu ein. Was sich nicht lesen ließ, ist bei den Einstellungen aufbewahrt. Um darauf zu verzichten, beenden Sie Sightglass und löschen Sie es dort.',
    },
    secrets_half_changed: {
      title: 'Die Änderung wurde nur zum Teil gemacht',
      detail: 'Sie schlug fehl ({cause}), und ein gespeichertes Geheimnis konnte nicht zurückgesetzt werden.',
      remedy:
        'Schaffen Sie Platz auf dem Datenträger, entsperren Sie den Schlüsselbund, geben Sie dann die Geheimnisse dieses Profils noch einmal ein und speichern Sie es, oder entfernen Sie das Profil.',
    },
    signed_out_by_itself: {
      title: 'Sie wurden abgemeldet',
      detail: {
        locked: 'Der Bildschirm wurde gesperrt.',
        idle: 'Niemand hat diesen Computer eine Zeit lang benutzt.',
      },
      remedy:
        'Melden Sie sich erneut an, um weiterzumachen. Wann das geschieht, entscheiden die Einstellungen oder Ihre Organisation.',
    },
    settings_write_failed: {
      title: 'Die Einstellungen konnten nicht gespeichert werden',
      remedy:
        'Prüfen Sie, ob der Datenträger nicht voll ist und ob Sie in den Ordner der Einstellungen schreiben dürfen; versuchen Sie es dann noch einmal.',
    },
    settings_unreadable: {
      title: 'Die Einstellungen ließen sich nicht öffnen',
      detail: '{file}: Das Betriebssystem antwortete mit {systemCode}.',
      remedy:
        'Prüfen Sie, ob die Datei in den Einzelheiten eine Datei ist, Ihnen gehört und von Ihnen gelesen werden darf; starten Sie Sightglass dann neu. Nichts wurde geändert.',
    },
    profile_missing: {
      title: 'Dieses Profil gibt es nicht mehr',
      detail: {
        workbookRemoved: 'Die Arbeitsmappe wurde aus ihrem Profil entfernt.',
        profileRemoved: 'Das Profil wurde entfernt.',
        profileRemovedAlready: 'Das Profil war schon entfernt.',
        connectionRemoved: 'Die Verbindung wurde entfernt.',
        connectionChanged: 'Die Verbindung ist seit dieser Anmeldung eine andere geworden.',
        notOfThisProfile: 'Der Entwurf ändert etwas, das nicht zu diesem Profil gehört.',
        duringSignIn: 'Die Verbindung wurde während der Anmeldung entfernt oder geändert.',
      },
      remedy: 'Wählen Sie ein anderes Profil.',
    },
    env_unreadable: {
      title: 'Die Datei ließ sich nicht lesen',
      detail: {
        tooLarge: 'Die Datei ist zu groß für eine QuickStart-.env-Datei.',
        severalFiles: 'Mehrere Dateien wurden abgelegt. Legen Sie nur die .env-Datei ab.',
        notAFile: 'Es ist keine Datei, die gelesen werden kann.',
        folder: 'Es ist ein Ordner, keine Datei.',
        notThere: 'Es gibt keine solche Datei.',
        empty: 'Die Datei ist leer.',
        notText: 'Die Datei ist ein Bild, ein Dokument oder ein Programm, kein reiner Text.',
        noNames: 'Die Datei enthält keinen der Namen, die eine QuickStart-.env-Datei hat.',
      },
      remedy:
        'Wählen Sie die .env-Datei des QuickStart (embedding_qs_series_2/.env) und prüfen Sie, ob Sie sie lesen dürfen.',
    },
    env_incomplete: {
      title: 'Die Datei enthält keine vollständige Einrichtung',
      detail: {
        missing: 'Diese Namen haben keinen Wert: {names}.',
        misspelt:
          'Diese Namen haben keinen Wert: {names}. Die Datei hat andere Namen, die nach Schreibfehlern aussehen: {misspelt}.',
        placeholders: 'Bei diesen Namen steht noch ein Beispiel an der Stelle eines Werts: {names}.',
        otherQuickStart:
          'Die Datei gehört zu einem anderen QuickStart: Sie hat keine Namen von dem mit Databricks OAuth. Diese haben keinen Wert: {names}.',
        faulty: '{faults}',
      },
      remedy:
        'Ergänzen Sie die Namen, die in den Einzelheiten stehen, speichern Sie die Datei und importieren Sie sie noch einmal. Nichts wurde geändert.',
    },

    env_imported: {
      title: 'Eine Einrichtungsdatei wurde importiert',
      detail: {
        addedByLaterStart:
          'Ein zweiter Start von Sightglass hat das Profil „{profileName}“ hinzugefügt. Es steht in der Liste der Profile. {remarks}',
        changedByLaterStart:
          'Ein zweiter Start von Sightglass hat das Profil „{profileName}“ geändert. {changes} {remarks}',
        addedByThisStart: 'Dieser Start hat das Profil „{profileName}“ hinzugefügt. {remarks}',
        changedByThisStart: 'Dieser Start hat das Profil „{profileName}“ geändert. {changes} {remarks}',
      },
      remedy:
        'Haben Sie das nicht gewollt, sehen Sie die Einrichtung des Profils durch und berichtigen Sie die Adressen, oder entfernen Sie das Profil.',
    },
    set_up_unreadable: {
      title: 'Die Einrichtungsdatei ließ sich nicht lesen',
      detail: {
        notWhole: 'Die Datei ist nicht vollständig oder wurde von Hand geändert.',
        anotherKind: 'Es ist eine Datei eines anderen Programms.',
        anotherVersion: 'Sie wurde von einer neueren Version von Sightglass geschrieben.',
        faulty: '{faults}',
      },
      remedy:
        'Bitten Sie die Person, von der Sie die Datei haben, um eine neue, oder aktualisieren Sie Sightglass. Nichts wurde geändert.',
    },
    passphrase_wrong: {
      title: 'Die Passphrase öffnet diese Datei nicht',
      remedy:
        'Geben Sie die Passphrase so ein, wie sie Ihnen gesagt wurde. Ist es die richtige, wurde die Datei unterwegs verändert: Bitten Sie um eine neue. Nichts wurde geändert.',
    },
    secret_differs: {
      title: 'Das ist nicht das Geheimnis, das hier gespeichert ist',
      detail: {
        embedSecret: 'Das Embed-Secret von „{label}“ ist ein anderes.',
        clientSecret: 'Das Client-Secret oder der Schlüssel von {label} ist ein anderer Wert.',
      },
      remedy:
        'Geben Sie das Geheimnis ein, das das Profil verwendet, von dort, wo Sie es aufbewahren. Es wurde keine Datei geschrieben.',
    },
    set_up_not_saved: {
      title: 'Die Einrichtungsdatei konnte nicht gespeichert werden',
      remedy:
        'Prüfen Sie, ob der Datenträger nicht voll ist und ob Sie in den Ordner schreiben dürfen, oder wählen Sie einen anderen.',
    },
    audit_not_written: {
      title: 'Das Prüfprotokoll lässt sich nicht schreiben',
      remedy:
        'Ihre Arbeit geht weiter, und was inzwischen geschieht, wird geschrieben, sobald das wieder möglich ist. Prüfen Sie, ob der Datenträger voll ist.',
    },
    audit_not_exported: {
      title: 'Das Prüfprotokoll konnte nicht gespeichert werden',
      remedy:
        'Prüfen Sie, ob der Datenträger nicht voll ist und ob Sie in den Ordner schreiben dürfen, oder wählen Sie einen anderen.',
    },
    doctor_report_not_saved: {
      title: 'Der Diagnosebericht konnte nicht gespeichert werden',
      remedy:
        'Prüfen Sie, ob der Datenträger nicht voll ist und ob Sie in den Ordner schreiben dürfen, oder wählen Sie einen anderen.',
    },
    change_declined: {
      title: 'Nichts wurde geändert',
      remedy: 'Um die Änderung zu machen, speichern oder importieren Sie noch einmal und bestätigen Sie sie im Dialog.',
    },

    // Sigma
    sigma_parameter_invalid: {
      title: 'Sigma hat die Anfrage nicht angenommen',
      remedy:
        'Prüfen Sie die URL der Arbeitsmappe, die Client-ID und das Embed-Secret des Profils. Stimmen sie, prüfen Sie die Uhr dieses Computers.',
    },
    sigma_version_unsupported: {
      title: 'Sigma hat die Form der Anfrage nicht angenommen',
      remedy: 'Aktualisieren Sie Sightglass. Sigma nimmt Verbindungstoken nur in Anfragen der Version 1.1 an.',
    },
    sigma_session_expired: {
      title: 'Die Sigma-Sitzung ist beendet',
      remedy: 'Laden Sie die Arbeitsmappe neu.',
    },
    sigma_secret_wrong: {
      title: 'Sigma konnte Ihr Token nicht lesen',
      remedy:
        'Das Embed-Secret des Profils gehört nicht zu seiner Client-ID. Geben Sie es noch einmal ein, oder legen Sie in Sigma unter Administration, Developer Access ein neues an.',
    },
    sigma_connection_sign_in: {
      title: 'Sigma nimmt die Anmeldung für diese Verbindung nicht an',
      remedy:
        'Die Verbindung in Sigma und die in diesem Profil müssen zum selben Server gehören. Haben sie eine Ebene, muss es dieselbe sein: Stellen Sie beide auf Workspace oder beide auf Konto. Bei einem Token für die ganze Organisation oder einer Verbindung für alle Abfragen prüfen Sie, ob Sigmas Verbindung dieses Token annimmt.',
    },
    data_sign_in_refused: {
      title: 'Die Datenplattform hat Ihre Anmeldung nicht angenommen',
      remedy:
        'Melden Sie sich erneut an. Wiederholt es sich, fragen Sie den Administrator der Datenplattform, ob sie dem Server vertraut, bei dem man sich für diese Verbindung anmeldet (eine Verbundrichtlinie oder eine Integration für externe Anmeldungen).',
    },
    data_access_denied: {
      title: 'Die Datenplattform lässt Sie diese Daten nicht lesen',
      remedy:
        'Bitten Sie den Administrator der Daten um das Recht, die Tabellen der Arbeitsmappe zu lesen und das zu benutzen, was ihre Abfragen ausführt.',
    },
    data_timed_out: {
      title: 'Die Datenplattform hat nicht rechtzeitig geantwortet',
      remedy:
        'Fragen Sie weniger auf einmal ab, etwa weniger Zeilen oder einen kürzeren Zeitraum, oder laden Sie neu, wenn die Datenplattform weniger zu tun hat. Wiederholt es sich, fragen Sie ihren Administrator, ob überlastet ist, was die Abfragen ausführt.',
    },
    sigma_clock_wrong: {
      title: 'Die Uhr dieses Computers scheint falsch zu gehen',
      remedy:
        'Stellen Sie Datum und Uhrzeit in den Einstellungen des Betriebssystems auf automatisch und laden Sie dann neu.',
    },
    sigma_internal_user_claims: {
      title: 'Sigma kennt diese Person als internen Benutzer',
      remedy: 'Stellen Sie im Profil die Art des Benutzers auf intern: Kontotyp und Teams kommen dann von Sigma.',
    },
    sigma_personal_account: {
      title: 'Persönliche Microsoft-Konten werden nicht unterstützt',
      remedy: 'Stellen Sie die Ebene der Verbindung auf Workspace, hier und in Sigma.',
    },
    sigma_user_missing: {
      title: 'Sigma kennt diese Person nicht',
      remedy:
        'Bitten Sie einen Sigma-Administrator, die Person hinzuzufügen oder Sigma Embed-Benutzer von selbst anlegen zu lassen. Die Sitzungsdetails sagen, was an der Adresse liegen kann.',
    },
    sigma_access_denied: {
      title: 'Sie haben keinen Zugriff auf diese Arbeitsmappe',
      remedy:
        'Bitten Sie ihren Besitzer, die Arbeitsmappe mit Ihnen oder einem Ihrer Teams zu teilen. Ist sie geteilt, fragen Sie einen Sigma-Administrator, ob Ihr Kontotyp die Berechtigung hat.',
    },
    sigma_not_found: {
      title: 'Die Arbeitsmappe wurde nicht gefunden',
      remedy:
        'Prüfen Sie die URL der Arbeitsmappe im Profil: Verwenden Sie die der veröffentlichten Version. Stimmt sie, fragen Sie einen Sigma-Administrator, ob Sie als Benutzer deaktiviert wurden. Prüfen Sie auch den Mandanten und die Verbindung für alle Abfragen, falls das Profil sie nennt.',
    },
    sigma_unreachable: {
      title: 'Sigma war nicht zu erreichen',
      remedy: 'Prüfen Sie Ihr Netzwerk und ob eine Firewall Sigma fernhält; laden Sie dann neu.',
    },
    sigma_redirected: {
      title: 'Sigma hat von einer anderen Adresse geantwortet',
      detail: 'Sigma hat die Arbeitsmappe an einen anderen Host weitergeleitet.',
      remedy:
        'Berichtigen Sie die URL der Arbeitsmappe im Profil: Öffnen Sie die Arbeitsmappe in einem Browser und kopieren Sie die Adresse, bei der er ankommt.',
    },
    sigma_failed: {
      title: 'Sigma hat ein Problem gemeldet',
      remedy:
        'Laden Sie die Arbeitsmappe neu. Wiederholt es sich, geben Sie die Einzelheiten an einen Administrator weiter.',
    },
    session_too_long: {
      title: 'Die Sitzung ist länger, als Sigma erlaubt',
      detail: 'Die Sitzungsdauer ist {seconds} Sekunden.',
      remedy: 'Stellen Sie die Sitzungsdauer des Profils auf höchstens 30 Tage (2.592.000 Sekunden).',
    },
    embed_url_too_long: {
      title: 'Die Token dieses Profils sind zu lang für eine Adresse',
      detail:
        'Die signierte Adresse hat {length} Bytes, und Webserver nehmen {limit}. Sie trägt das verschlüsselte Zugriffstoken von jeder der {connections} Verbindungen.',
      remedy:
        'Lassen Sie Werte von Steuerelementen weg, die die Arbeitsmappe nicht braucht. Legen Sie für jede Arbeitsmappe ein Profil an, nur mit den Verbindungen, die sie braucht. Ist schon eine Verbindung zu viel, bitten Sie den Administrator ihres Autorisierungsservers, weniger in die Zugriffstoken zu schreiben, etwa weniger Gruppen.',
    },

    // The viewer
    frame_crashed: {
      title: 'Die Arbeitsmappe ist stehen geblieben',
      detail: 'Der Prozess, der die Arbeitsmappe zeigte, wurde beendet: {cause}.',
      remedy:
        'Laden Sie die Arbeitsmappe neu. Wiederholt es sich, schließen Sie andere Programme, um Arbeitsspeicher freizugeben.',
    },
    frame_load_failed: {
      title: 'Die Arbeitsmappe wurde nicht geladen',
      detail: {
        noAnswer: 'Sigma hat nicht innerhalb einer Minute geantwortet.',
        networkAnswered: 'Das Netzwerk antwortete mit {answer}.',
        reloadsItself: 'Die Seite der Arbeitsmappe lädt sich immer wieder neu.',
        leadsElsewhere: 'Die Seite der Arbeitsmappe führt immer wieder anderswohin.',
      },
      remedy: 'Prüfen Sie Ihr Netzwerk und laden Sie neu.',
    },
    workbook_deleted: {
      title: 'Das wurde in Sigma gelöscht',
      detail: {
        own: '„{workbook}“ wurde gelöscht, während es offen war.',
        other: 'Das Dokument, zu dem Sie gegangen waren, wurde gelöscht. Dies ist wieder die Arbeitsmappe des Profils.',
      },
      remedy: 'Wählen Sie eine andere Arbeitsmappe, oder fragen Sie, wer sie in Sigma betreut.',
    },
    bookmark_not_changed: {
      title: 'Das Lesezeichen bleibt, wie es ist',
      detail: {
        notSelected: 'Es ist kein Lesezeichen offen, das sich ändern ließe.',
        noChanges: 'Seit dem Öffnen wurde nichts geändert.',
      },
      remedy: 'Öffnen Sie das Lesezeichen, ändern Sie, was es zeigen soll, und speichern Sie es dann.',
    },
    command_without_effect: {
      title: 'Sigma hat das nicht getan',
      detail: {
        mode: 'Die Arbeitsmappe hat ihren Modus nicht gewechselt.',
        createBookmark: 'Es wurde kein Lesezeichen angelegt.',
        openBookmark: 'Das Lesezeichen wurde nicht geöffnet.',
        updateBookmark: 'Das Lesezeichen wurde nicht geändert.',
        deleteBookmark: 'Das Lesezeichen wurde nicht gelöscht.',
        maximise: 'Das Element wurde weder maximiert noch zurückgesetzt.',
      },
      remedy:
        'Sigma beachtet nicht, wofür Sie in dieser Arbeitsmappe keine Berechtigung haben. Haben Sie sie, versuchen Sie es noch einmal.',
    },
    link_not_opened: {
      title: 'Ein Link wurde nicht geöffnet',
      detail: {
        kind: 'Die Arbeitsmappe führt zu einer Adresse der Art „{kind}“, die nicht an Ihr System weitergegeben wird.',
        noAddress: 'Die Arbeitsmappe öffnet ein eigenes Fenster, was hier nicht geht.',
        form: 'Die Arbeitsmappe sendet ein Formular an ein neues Fenster, was hier nicht geht.',
        tooMany: 'Die Arbeitsmappe hat zu viele Links auf einmal geöffnet.',
        system:
          'Ihr System hat ihn nicht geöffnet: Vielleicht hat es kein Programm für solche Links, oder der Link ist zu lang.',
      },
      remedy:
        'Die Arbeitsmappe bleibt, wie sie ist. Brauchen Sie den Link, öffnen Sie die Arbeitsmappe in Ihrem Browser.',
    },
    open_link_refused: {
      title: 'Einem Link zu Sightglass wurde nicht gefolgt',
      detail: {
        tooLong: 'Er ist zu lang.',
        unreadable: 'Er lässt sich nicht lesen.',
        command: 'Er verlangt etwas, das Sightglass für Links nicht tut.',
        parameter: 'Er verlangt etwas, das es in Links nicht gibt, oder dasselbe doppelt.',
        characters:
          'Er enthält einen Namen oder Wert, der leer oder zu lang ist oder aus Zeichen besteht, die niemand sehen kann.',
        place: 'Er nennt eine Seite, ein Lesezeichen oder Filter, aber keine Arbeitsmappe.',
        values: 'Er bringt mehr oder längere Filter mit, als jemand durchsehen könnte.',
        profileUnknown: 'Er führt zu einem Profil, das nicht auf diesem Computer ist.',
        profileTwice: 'Mehrere Profile auf diesem Computer haben den Namen, den er nennt.',
        workbookUnknown: 'Er führt zu einer Arbeitsmappe, die in keinem Profil ist, das er meinen könnte.',
        asking: 'Sie werden gerade zu einem anderen Link gefragt.',
        editing: 'Sie bearbeiten „{workbook}“; das bleibt, wie es ist.',
        notOpened: 'Wohin er führt, ließ sich nicht öffnen.',
      },
      remedy:
        'Nichts wurde geändert. Wählen Sie die Arbeitsmappe von Hand, oder bitten Sie die Person, von der Sie den Link haben, um einen anderen. Verlassen Sie beim Bearbeiten den Bearbeitungsmodus und öffnen Sie ihn dann noch einmal.',
    },
    address_not_followed: {
      title: 'Diese Adresse führt hier zu keiner Arbeitsmappe',
      detail: {
        unknown: 'Kein Profil auf diesem Computer hat die Arbeitsmappe.',
        unreadable: 'Sie lässt sich nicht als Adresse lesen.',
        legacyEmbed: 'Sie gehört zu einer Einbettung der älteren Art, die anders signiert wird.',
        organisationHome: 'Sie führt zu einer Organisation und zu keiner ihrer Arbeitsmappen.',
        notOfAWorkbook: 'Sie führt zu einer Seite von Sigma, die keine Arbeitsmappe ist.',
        characters:
          'Sie enthält einen Namen oder Wert, der leer oder zu lang ist oder aus Zeichen besteht, die niemand sehen kann.',
        values: 'Sie bringt mehr oder längere Filter mit, als jemand durchsehen könnte.',
      },
      remedy:
        'Kopieren Sie die Adresse der Arbeitsmappe noch einmal aus Ihrem Browser. Fehlt die Arbeitsmappe hier, fügen Sie sie in der Einrichtung eines Profils hinzu, oder bitten Sie die Person, von der Sie Ihre Einrichtungsdatei haben, um eine, die sie enthält.',
    },
    link_not_made: {
      title: 'Der Link wurde nicht kopiert',
      detail: 'Er enthielte mehr oder längere Filter, als ein Link haben darf.',
      remedy:
        'Kopieren Sie den Link ohne Filter, oder legen Sie ein Lesezeichen der aktuellen Ansicht an und kopieren Sie den Link dazu.',
    },
    folder_not_shown: {
      title: 'Das konnte nicht gezeigt werden',
      detail: 'Ihr System hat es nicht geöffnet.',
      remedy:
        'Öffnen Sie es von Hand: Es liegt im Datenordner von Sightglass oder neben dem Programm. Die Dokumentation sagt, wo.',
    },
    policy_not_understood: {
      title: 'Eine Vorgabe Ihrer Organisation wurde nicht verstanden',
      detail: {
        keys: 'Nicht verstanden: {keys}. Bekannte Schlüssel darunter haben ihren strengsten Wert.',
        place:
          'Die Richtlinie dieses Computers ließ sich nicht lesen ({fault}). Alles, was sie einschränken kann, ist eingeschränkt.',
        foreign:
          'Die Richtlinie dieses Computers zählt nicht, weil auch jemand anderes als ein Administrator sie schreiben darf. Alles, was sie einschränken kann, ist eingeschränkt.',
      },
      remedy: 'Sagen Sie es dem Administrator dieses Computers: Was gilt, ist vielleicht nicht das, was gemeint war.',
    },
    document_lost: {
      title: 'Zurück an einer früheren Stelle',
      detail: {
        refused:
          'Was offen war, ließ sich nicht wieder öffnen: Es wurde gelöscht oder ist nicht mehr mit Ihnen geteilt.',
        tooLong: 'Was offen war, ließ sich nicht wieder öffnen: Seine Adresse und die Anmeldung zusammen sind zu lang.',
      },
      remedy: 'Die Arbeitsmappe wird so gezeigt, wie sie sich von selbst öffnet, oder wie sie vorher war.',
    },
    not_copied: {
      title: 'Nichts wurde kopiert',
      remedy: 'Vielleicht benutzt ein anderes Programm die Zwischenablage. Kopieren Sie gleich noch einmal.',
    },
    picture_not_taken: {
      title: 'Das Bild wurde nicht aufgenommen',
      remedy:
        'Die Arbeitsmappe muss vor Ihnen liegen und fertig geladen sein. Warten Sie, bis sie da ist, und versuchen Sie es noch einmal.',
    },
    not_printed: {
      title: 'Nichts wurde gedruckt',
      remedy:
        'Sehen Sie nach, ob ein Drucker eingerichtet und erreichbar ist, oder speichern Sie ein PDF und drucken Sie dieses.',
    },
    download_refused: {
      title: 'Ein Download wurde abgelehnt',
      detail: {
        elsewhere: 'Die Arbeitsmappe bot eine Datei von {origin} an, das nicht zu ihr gehört.',
        ofNobody:
          'Die Arbeitsmappe bot eine Datei an, die keinen Server nennt. Sie kann von etwas anderem in der Arbeitsmappe kommen.',
        program:
          'Die Arbeitsmappe bot eine Datei der Art „{kind}“ an, die als Programm laufen kann. Arbeitsmappen exportieren Daten.',
      },
      remedy:
        'Die Arbeitsmappe bleibt, wie sie ist. Brauchen Sie die Datei, öffnen Sie die Arbeitsmappe in Ihrem Browser.',
    },
    download_no_room: {
      title: 'Der Datenträger ist voll',
      detail: 'Für {file} ist kein Platz mehr.',
      remedy: 'Schaffen Sie Platz auf dem Datenträger des Ordners Downloads und exportieren Sie die Datei noch einmal.',
    },
    download_folder_unusable: {
      title: 'Der Ordner Downloads lässt sich nicht benutzen',
      detail: {
        missing: 'Der Ordner Downloads ist nicht da, darum wurde {file} nicht gespeichert.',
        notWritable: 'In den Ordner Downloads darf nichts geschrieben werden, darum wurde {file} nicht gespeichert.',
      },
      remedy:
        'Legen Sie den Ordner wieder an, oder bitten Sie die Person, die diesen Computer betreut, um Zugriff; exportieren Sie die Datei dann noch einmal.',
    },
    download_broken_off: {
      title: 'Der Download ist abgebrochen',
      detail: {
        offline: 'Das Netzwerk fiel aus, während {file} unterwegs war.',
        server: 'Sigma oder etwas auf dem Weg dorthin hat den Download von {file} beendet.',
      },
      remedy:
        'Versuchen Sie es noch einmal, wenn die Verbindung gut ist. Geht es nicht weiter, exportieren Sie die Datei noch einmal.',
    },
    download_session_over: {
      title: 'Die Sitzung endete während eines Downloads',
      detail: 'Die Sitzung mit Sigma, aus der {file} kam, ist zu Ende.',
      remedy: 'Laden Sie die Arbeitsmappe neu und exportieren Sie die Datei dann noch einmal.',
    },
    download_gone: {
      title: 'Die Datei ist nicht mehr da',
      detail: '{file} wurde verschoben oder gelöscht.',
      remedy: 'Suchen Sie sie dort, wohin Sie sie verschoben haben, oder exportieren Sie sie noch einmal.',
    },
    download_not_opened: {
      title: 'Die Datei wurde nicht geöffnet',
      detail: 'Das System fand kein Programm, das {file} öffnet.',
      remedy: 'Zeigen Sie sie in ihrem Ordner an und wählen Sie dort ein Programm.',
    },

    // Internal
    // Updates
    update_untrusted: {
      title: 'Das angebotene Update wurde nicht genommen',
      detail: {
        signature: 'Seine Beschreibung ist nicht mit dem Schlüssel signiert, den diese Kopie von Sightglass kennt.',
        shape: 'Seine Beschreibung ist signiert, hat aber nicht die richtige Form ({fault}).',
        product: 'Seine Beschreibung ist für ein anderes Produkt ({product}).',
        file: 'Seine Beschreibung ist für ein anderes System oder einen anderen Kanal ({file}).',
        date: 'Seine Beschreibung hat ein Datum, das nicht sein kann ({date}), oder die Uhr dieses Computers geht falsch.',
        replayed: 'Seine Beschreibung ist älter als eine, die schon gesehen wurde ({date}).',
        hash: 'Die Datei, die kam, ist nicht die, die die Beschreibung nennt.',
        size: 'Es kam mehr, als die Datei enthalten soll.',
      },
      remedy:
        'Nichts wurde geändert, und Sightglass funktioniert weiter. Wiederholt es sich, sagen Sie es der Stelle, von der Sie Sightglass haben: Vielleicht hält der Server die falschen Dateien.',
    },
    update_outdated: {
      title: 'Es ist nicht bekannt, ob es ein Update gibt',
      detail: 'Was {host} über Updates sagt, galt nur bis {until}.',
      remedy:
        'Wer Sightglass für Sie bereitstellt, muss neu signieren, was der Server sagt. Bis dahin lässt sich kein Update finden, auch kein dringendes.',
    },
    update_not_fetched: {
      title: 'Das Update konnte nicht geholt werden',
      detail: {
        stalled: 'Eine Zeit lang kam nichts mehr.',
        disk: 'Auf dem Datenträger ist kein Platz dafür.',
        system: 'Das Betriebssystem antwortete mit {systemCode}.',
        failed: 'Der Download endete mit {systemCode}.',
      },
      remedy:
        'Nichts wurde geändert. Es wird später von selbst wieder versucht; Sie können auch jetzt nach Updates suchen.',
    },
    update_not_installed: {
      title: 'Das Update konnte nicht installiert werden',
      detail: 'Das Betriebssystem antwortete mit {systemCode}.',
      remedy:
        'Die Version, die Sie hatten, funktioniert weiter. Prüfen Sie, ob Sie dort schreiben dürfen, wo Sightglass liegt, oder fragen Sie die Person, die es installiert hat.',
    },
    update_restart_held: {
      title: 'Nicht, solange das im Gange ist',
      detail: {
        editing: 'Eine Arbeitsmappe wird bearbeitet, und was nicht veröffentlicht ist, ginge verloren.',
        'signing-in': 'Im Browser ist eine Anmeldung im Gange.',
        saving: 'Eine Datei wird gespeichert.',
      },
      remedy: 'Schließen Sie das erst ab. Das Update wird auch installiert, wenn Sie Sightglass beenden.',
    },
    update_rolled_back: {
      title: 'Die Version vor dem Update ist zurück',
      detail: 'Version {from} ist zweimal hintereinander nicht gestartet, darum wurde Version {to} wiederhergestellt.',
      remedy:
        'Von Ihren Daten ging nichts verloren. Die nächste Version wird wie gewohnt angeboten. Sagen Sie der Stelle, von der Sie Sightglass haben, was geschehen ist; das Protokoll sagt mehr.',
    },
    command_refused: {
      title: 'Der Befehl wurde abgelehnt',
      detail: {
        profileUnknown: 'Es gibt kein Profil „{name}“. Es gibt: {names}.',
        profileNeeded: 'Es gibt mehrere Profile: {names}.',
        profileAmbiguous: 'Mehrere Profile heißen „{name}“.',
        noProfile:
          'Es gibt noch kein Profil. „sightglass profile import DATEI“ richtet eines ein, und das Fenster auch.',
        connectionUnknown: 'Das Profil hat keine Verbindung „{name}“. Es hat: {names}.',
        connectionNeeded: 'Das Profil hat mehrere Verbindungen: {names}.',
        signInUnderWay: 'Es meldet sich schon jemand an.',
        revealForbidden: 'Die Administration hat entschieden, dass auf diesem Computer keine Tokens gezeigt werden.',
        notATerminal: 'Das muss ein Mensch an einem Terminal eingeben, und das hier ist keines.',
        notTyped: 'Was einzugeben war, wurde nicht eingegeben.',
        notALink: 'Nur Links, die mit sightglass:// beginnen, werden geöffnet.',
        noWindow: 'Es ist kein Fenster offen.',
      },
      remedy: '„sightglass help“ zeigt, was ein Befehl annimmt.',
    },
    request_refused: {
      title: 'Die Anfrage wurde abgelehnt',
      detail: {
        sender: '„{request}“ kam von einer Seite, die nicht fragen darf.',
        closing: '„{request}“ kam, während Sightglass beendet wurde.',
        unknownGuest: 'Dieser Gast ist nicht bekannt.',
        guestGivenUp: 'Dieser Gast wird nicht mehr gebraucht.',
        paneClosed: 'Diese Arbeitsmappe ist nicht mehr offen.',
        otherWindow: 'Diese Arbeitsmappe ist in einem anderen Fenster offen.',
        notNow: 'Es gibt gerade nichts, womit das geschehen könnte.',
        chosenByAdministrator: 'Das hat der Administrator dieses Computers festgelegt.',
        noUpdate: 'Dafür gibt es gerade kein Update.',
        updateUnderWay:
          'Es wird nach Updates gesucht, oder eines wird heruntergeladen. Wählen Sie noch einmal, wenn das fertig ist.',
        testUnderWay: 'Ein Test dieses Fensters läuft noch.',
        tooManyTests: 'Zu viele Tests wurden gestartet.',
        tooManySignIns: 'Zu viele Anmeldungen wurden begonnen.',
        tooManyConnections: 'Ein Test nimmt höchstens {most} Verbindungen.',
        tooManyRedirects: 'Ein Test nimmt höchstens {most} Umleitungs-URLs.',
      },
      remedy: 'Starten Sie Sightglass neu. Wiederholt es sich, melden Sie es mit den Einzelheiten.',
    },
    request_invalid: {
      title: 'Die Anfrage wurde nicht verstanden',
      detail: '„{request}“: {faults}',
      remedy: 'Starten Sie Sightglass neu. Wiederholt es sich, melden Sie es mit den Einzelheiten.',
    },
    internal: {
      title: 'In Sightglass ist etwas schiefgegangen',
      detail: {
        signIn: 'Die Anmeldung schlug unerwartet fehl ({kind}).',
        renewal: 'Das Erneuern der Anmeldung schlug unerwartet fehl ({kind}).',
        storedGrant: 'Die Anmeldung ließ sich nicht lesen ({kind}).',
        serviceAccount: 'Die Maschine konnte sich nicht anmelden ({kind}).',
        envImport: 'Die Datei konnte nicht importiert werden ({kind}).',
        workbookSession: 'Die Sitzung der Arbeitsmappe konnte nicht vorbereitet werden ({kind}).',
        providerParameter: 'Ein Anbieter darf den Parameter {name} nicht setzen.',
        updateCheck: 'Die Suche nach Updates schlug unerwartet fehl ({kind}).',
        updateDownload: 'Das Holen des Updates schlug unerwartet fehl ({kind}).',
        command: 'Der Befehl schlug unerwartet fehl ({kind}).',
        request: '„{request}“ schlug unerwartet fehl.',
        partNotRead: 'Ein Teil des Fensters ließ sich nicht aus den Dateien des Programms lesen.',
      },
      remedy: 'Versuchen Sie es noch einmal. Wiederholt es sich, melden Sie es mit den Einzelheiten.',
    },
  },

  remedies: {
    chooseSettingsAgain:
      'Alles ist so, wie es ist, wo niemand wählt: Wählen Sie in den Einstellungen neu. Was sich nicht lesen ließ, ist daneben aufbewahrt.',

    // What was asked of the program too often, or too much of
    waitAndRepeat: 'Warten Sie eine halbe Minute und versuchen Sie es noch einmal.',
    testLess:
      'Diese Einrichtung lässt sich trotzdem speichern, und Sie können sich damit anmelden. Nur der Test nimmt weniger.',

    // A file of the program that is gone or cannot be read
    startProgramAgain:
      'Starten Sie das Fenster neu. Wiederholt es sich, beenden Sie Sightglass und starten Sie es neu: Vielleicht hat ein Update seine Dateien ersetzt. Hilft auch das nicht, installieren Sie es noch einmal.',

    // The sandbox
    sandboxRoot: 'Starten Sie Sightglass als gewöhnlicher Benutzer.',
    sandboxSeccomp: 'Starten Sie einen Kernel mit CONFIG_SECCOMP_FILTER, wie ihn alle Distributionen haben.',
    sandboxNamespacesOff:
      'Als root: sysctl -w user.max_user_namespaces=15000, und dieselbe Zeile in einer Datei unter /etc/sysctl.d.',
    sandboxCloneOff:
      'Als root: sysctl -w kernel.unprivileged_userns_clone=1, und dieselbe Zeile in einer Datei unter /etc/sysctl.d.',
    sandboxApparmor:
      'Installieren Sie das deb-Paket, das das Profil mitbringt, oder laden Sie es als root neu: apparmor_parser -r /etc/apparmor.d/sightglass. Ein AppImage und ein entpackter Ordner haben kein Profil.',
    sandboxContainer:
      'Starten Sie den Container mit dem Recht, Benutzer-Namensräume anzulegen, etwa mit einem seccomp-Profil, das clone und unshare erlaubt.',
    sandboxNamespaces:
      'Versuchen Sie als gewöhnlicher Benutzer: unshare --user --map-root-user true. Was das antwortet, ist der Grund.',
    sandboxHelper: 'Als root, im Ordner von Sightglass: chown root chrome-sandbox; chmod 4755 chrome-sandbox.',
    sandboxHelperNosuid: 'Installieren Sie Sightglass auf einem Dateisystem ohne die Option nosuid.',
    sandboxHelperPrivileges: 'Starten Sie Sightglass ohne no_new_privs (NoNewPrivileges=no in einer Unit von systemd).',

    // Certificates of servers
    certificateTime:
      'Prüfen Sie, ob Datum und Uhrzeit dieses Computers stimmen, und versuchen Sie es erneut. Stimmen sie, sagen Sie dem Administrator des Servers, dass dessen Zertifikat zurzeit nicht gültig ist.',
    certificateName:
      'Prüfen Sie die Adresse. Melden Sie sich im Netz eines Hotels oder Zuges zuerst im Browser bei diesem Netz an. Machen Sie sonst nicht weiter, und sagen Sie es der IT.',
    noSafeConnection:
      'Prüfen Sie die Adresse und ihren Port. Stimmen sie, fragen Sie die IT, was auf dem Weg zum Server verschlüsselte Verbindungen aufhält.',

    // ID tokens
    idTokenTime:
      'Prüfen Sie, ob die Uhr dieses Computers richtig geht, und melden Sie sich erneut an. Wiederholt es sich, sagen Sie es dem Administrator des Autorisierungsservers.',
    idTokenAlgorithm:
      'Bitten Sie einen Administrator, die Anwendung beim Autorisierungsserver auf RS256 zu stellen (oder auf ein anderes Verfahren mit privatem Schlüssel), und melden Sie sich erneut an. War das schon so eingestellt, melden Sie es Ihrer IT-Sicherheit.',
    idTokenUnencrypted:
      'Bitten Sie einen Administrator, die Verschlüsselung der ID-Token für diese Anwendung beim Autorisierungsserver auszuschalten, und melden Sie sich erneut an.',
    auth0Algorithm:
      'Bitten Sie einen Auth0-Administrator, die Anwendung auf RS256 zu stellen: Applications, ihre Settings, Advanced Settings, OAuth, JSON Web Token (JWT) Signature Algorithm. Melden Sie sich dann erneut an.',

    // SCIM Me
    meRefused:
      'Lässt der Server von hier niemanden ein, verbinden Sie sich mit dem Netzwerk oder dem VPN Ihrer Firma und melden Sie sich erneut an. Fügen Sie sonst der Verbindung die Scopes „openid email“ hinzu, oder bitten Sie einen Administrator, Sie fragen zu lassen, wer Sie sind.',

    // Databricks
    databricksAddress:
      'Prüfen Sie die Adresse der Verbindung: Es sollte der Host Ihres Workspace sein, ohne Pfad. Eine Account Console braucht auch die Konto-ID.',
    databricksLevel: 'Prüfen Sie Host, Ebene (Workspace oder Konto) und Konto-ID der Verbindung.',
    databricksClient:
      'Prüfen Sie die Client-ID der Verbindung und, falls die Anwendung eines hat, ihr Client-Secret: Die von Databricks beginnen mit „dose“. Die App Connection muss zum selben Konto gehören; eine neue kann eine halbe Stunde brauchen.',
    databricksIdentity:
      'Fügen Sie der Verbindung die Scopes „openid email“ hinzu, oder legen Sie im Profil einen festen Embed-Benutzer fest. Bei einem Host mehrerer Workspaces genügt auch die Workspace-ID in der Einrichtung. Ist alles da, fragen Sie einen Databricks-Administrator, ob Ihr Benutzername eine E-Mail-Adresse ist.',
    databricksNetwork:
      'Verbinden Sie sich mit dem Netzwerk oder dem VPN Ihrer Firma und versuchen Sie es noch einmal; was angemeldet ist, wird dann von selbst erneuert. Wiederholt es sich dort, bitten Sie einen Databricks-Administrator, die Adresse in den Einzelheiten in die IP-Zugriffsliste aufzunehmen.',
    databricksEntitlement:
      'Bitten Sie einen Databricks-Administrator, Sie in den Workspace aufzunehmen und Ihnen Zugriff darauf zu geben (Workspace- oder SQL-Zugriff).',

    // Microsoft Entra ID
    entraDirectory:
      'Prüfen Sie die Verzeichnis-ID (Mandanten-ID) und die nationale Cloud der Verbindung. Eine Anwendung eines einzelnen Verzeichnisses ist über „common“ oder „organizations“ nicht zu erreichen.',
    entraClient:
      'Prüfen Sie die Anwendungs-ID (Client-ID) und die Verzeichnis-ID (Mandanten-ID) der Verbindung. Stimmen sie, fragen Sie einen Entra-Administrator, ob die Anwendung in diesem Verzeichnis ist und aktiviert.',
    entraIdentity:
      'Fügen Sie der Verbindung die Scopes „openid email profile“ hinzu, oder legen Sie im Profil einen festen Embed-Benutzer fest. Sind die Scopes da, bitten Sie einen Entra-Administrator, den optionalen Anspruch (claim) email in die ID-Token der Anwendung aufzunehmen (Token configuration).',
    entraSecret:
      'Geben Sie das Client-Secret noch einmal ein: seinen Wert, nicht seine ID. Stimmt es, fragen Sie einen Entra-Administrator, ob das Secret zu dieser Anwendung gehört.',
    entraSecretExpired:
      'Bitten Sie einen Entra-Administrator um ein neues Client-Secret, da das jetzige abgelaufen ist, und geben Sie es ein.',
    entraPublicClient:
      'Bitten Sie einen Entra-Administrator, „Allow public client flows“ einzuschalten und die Umleitungs-URLs unter „Mobile and desktop applications“ zu registrieren, oder geben Sie das Client-Secret der Anwendung ein.',
    entraNoSecret:
      'Nehmen Sie das Client-Secret oder den privaten Schlüssel aus der Verbindung: Diese Anwendung ist öffentlich und hat keines. Bitten Sie sonst einen Entra-Administrator, sie zu einer „Web“-Anwendung zu machen.',
    entraCertificate:
      'Prüfen Sie den privaten Schlüssel und den Fingerabdruck seines Zertifikats. Stimmen sie, fragen Sie einen Entra-Administrator, ob dieses Zertifikat für die Anwendung registriert und noch gültig ist.',
    entraRedirect:
      'Bitten Sie einen Entra-Administrator, die Umleitungs-URLs der Verbindung in die App-Registrierung einzutragen, unter Authentication, „Mobile and desktop applications“.',
    entraSinglePage:
      'Bitten Sie einen Entra-Administrator, die Umleitungs-URLs unter „Mobile and desktop applications“ zu registrieren und aus „Single-page application“ zu entfernen.',
    entraScopes:
      'Prüfen Sie die Scopes der Verbindung. Stimmen sie, bitten Sie einen Entra-Administrator, sie unter API permissions hinzuzufügen und zu prüfen, ob die API in diesem Verzeichnis ist.',
    entraConsent:
      'Bitten Sie einen Entra-Administrator, der Anwendung zuzustimmen (Enterprise applications, Permissions). Dürfen Personen selbst zustimmen, melden Sie sich erneut an und nehmen Sie an.',
    entraAssignment:
      'Bitten Sie einen Entra-Administrator, Sie oder eine Ihrer Gruppen der Anwendung zuzuweisen (Enterprise applications, Users and groups).',
    entraOtherAccount:
      'Melden Sie sich mit einem Konto an, das zu diesem Verzeichnis gehört. Haben Sie kein anderes, bitten Sie einen Entra-Administrator, dieses als Gast einzuladen.',
    entraWorkAccount:
      'Melden Sie sich mit dem Konto Ihrer Firma oder Schule an. Persönliche Microsoft-Konten werden nicht zugelassen.',
    entraAccountOff: 'Fragen Sie einen Entra-Administrator: Das Konto ist abgeschaltet.',
    entraAccountLocked:
      'Warten Sie eine Weile und melden Sie sich erneut an. Wiederholt es sich, fragen Sie einen Entra-Administrator, warum das Konto gesperrt ist: Das Anmeldeprotokoll sagt es.',
    entraPassword:
      'Melden Sie sich mit Ihrem jetzigen Kennwort erneut an. Ist es abgelaufen, legen Sie ein neues fest, wie es der Browser anbietet.',
    entraSecondFactor: 'Melden Sie sich erneut an und bestätigen Sie mit dem zweiten Faktor, den der Browser verlangt.',
    entraSignInAgain: 'Melden Sie sich erneut an und beantworten Sie, was der Browser fragt.',
    entraSignInFrequency:
      'Melden Sie sich erneut an: Ihre Firma verlangt das nach einiger Zeit. Wie oft, legt ein Entra-Administrator unter Conditional Access fest.',
    entraDevice:
      'Benutzen Sie einen Computer, den Ihre Firma verwaltet, oder bitten Sie einen Entra-Administrator, diesen aufzunehmen oder die Anwendung ohne das zuzulassen (Conditional Access).',
    entraConditionalAccess:
      'Verbinden Sie sich mit dem Netzwerk oder dem VPN Ihrer Firma und versuchen Sie es noch einmal; was angemeldet ist, wird dann von selbst erneuert. Wiederholt es sich dort, fragen Sie einen Entra-Administrator, welche Richtlinie von Conditional Access das ablehnt: Das Anmeldeprotokoll sagt es.',
    entraPolicy:
      'Fragen Sie einen Entra-Administrator, welche Richtlinie diese Anmeldung ablehnt: Das Anmeldeprotokoll sagt es.',

    // Okta
    oktaAssignment:
      'Bitten Sie einen Okta-Administrator, Sie oder eine Ihrer Gruppen der Anwendung zuzuweisen (Applications, Assignments).',
    oktaPolicy:
      'Bitten Sie einen Okta-Administrator um eine Zugriffsrichtlinie und eine Regel, die diese Anwendung, ihre Scopes und Sie zulassen (Security, API, der Autorisierungsserver, Access Policies).',
    oktaRedirect:
      'Bitten Sie einen Okta-Administrator, die Umleitungs-URLs der Verbindung bei den Sign-in redirect URIs der Anwendung einzutragen.',
    oktaScopes:
      'Prüfen Sie die Scopes der Verbindung. Stimmen sie, bitten Sie einen Okta-Administrator, sie beim Autorisierungsserver hinzuzufügen (Security, API, Scopes).',
    oktaGrantTypes:
      'Bitten Sie einen Okta-Administrator, die Grant-Typen Autorisierungscode und Refresh-Token für die Anwendung einzuschalten.',
    oktaRefresh:
      'Melden Sie sich erneut an, wenn sie endet. Um das zu vermeiden, fügen Sie der Verbindung den Scope „offline_access“ hinzu und bitten Sie einen Okta-Administrator, den Grant-Typ Refresh-Token für die Anwendung einzuschalten.',
    oktaProof:
      'Bitten Sie einen Okta-Administrator, „Require Demonstrating Proof of Possession (DPoP) header in token requests“ für die Anwendung auszuschalten.',
    oktaServer:
      'Prüfen Sie die Metadaten-URI: Die ID des Autorisierungsservers steht darin. Stimmt sie, fragen Sie einen Okta-Administrator, ob dieser Server aktiv ist.',
    oktaPermission: 'Fragen Sie einen Okta-Administrator: Das Konto oder das Token darf nicht, was verlangt wurde.',

    // Auth0
    auth0Audience:
      'Prüfen Sie die Audience der Verbindung: Sie ist der Bezeichner einer API in Auth0. Stimmt sie, fragen Sie einen Auth0-Administrator, ob es diese API gibt.',
    auth0Redirect:
      'Bitten Sie einen Auth0-Administrator, die Umleitungs-URLs der Verbindung bei den Allowed Callback URLs der Anwendung einzutragen.',
    auth0GrantTypes:
      'Bitten Sie einen Auth0-Administrator, die Grant-Typen Autorisierungscode und Refresh-Token für die Anwendung einzuschalten (Advanced Settings, Grant Types).',
    auth0Refresh:
      'Melden Sie sich erneut an, wenn sie endet. Um das zu vermeiden, fügen Sie der Verbindung den Scope „offline_access“ hinzu und bitten Sie einen Auth0-Administrator, „Allow Offline Access“ für die API der Audience einzuschalten, und den Grant-Typ Refresh-Token für die Anwendung.',
    auth0ClientGrant:
      'Bitten Sie einen Auth0-Administrator, die Anwendung für die API zu berechtigen (APIs, Machine to Machine Applications).',
    auth0Organization:
      'Bitten Sie einen Auth0-Administrator, die Anmeldung bei der Anwendung ohne Angabe einer Organisation zuzulassen oder festzulegen, wie sie gewählt wird.',
    auth0Connection:
      'Bitten Sie einen Auth0-Administrator, für die Anwendung eine Connection (eine Quelle von Personen) einzuschalten.',
    auth0Blocked: 'Fragen Sie einen Auth0-Administrator: Das Konto ist gesperrt, oder eine Regel lehnt es ab.',
    auth0Attempts:
      'Warten Sie eine Weile, oder folgen Sie dem Link in der Mail, die Auth0 gesendet hat, und melden Sie sich erneut an.',
    auth0SecondFactor: 'Melden Sie sich erneut an und bestätigen Sie mit dem zweiten Faktor, den der Browser verlangt.',

    // PingIdentity
    pingMethod:
      'Wählen Sie die Client-Authentifizierung der Verbindung so, wie sie für die Anwendung eingestellt ist, oder fragen Sie einen PingIdentity-Administrator danach (Token Auth Method).',
    pingScopes:
      'Prüfen Sie die Scopes der Verbindung. Stimmen sie, bitten Sie einen PingIdentity-Administrator, sie für die Anwendung zuzulassen.',
    pingGrantTypes:
      'Bitten Sie einen PingIdentity-Administrator, die Grant-Typen Autorisierungscode und Refresh-Token für die Anwendung einzuschalten.',
    pingMapping:
      'Bitten Sie einen PingIdentity-Administrator um eine Zuordnung des Zugriffstokens für diese Anwendung (Access Token Mapping).',
    pingEnvironment:
      'Prüfen Sie die Metadaten-URI: Die ID der Umgebung steht darin. Stimmt sie, fragen Sie einen PingIdentity-Administrator.',
    pingRole:
      'Bitten Sie einen PingIdentity-Administrator, Sie die Anwendung benutzen zu lassen (ihr Access, nach Gruppen oder Population).',

    // Google
    googleInternal:
      'Melden Sie sich mit dem Google-Konto der Organisation an, zu der die Anwendung gehört, oder bitten Sie einen Administrator des Google-Cloud-Projekts, sie für andere zu öffnen (Nutzertyp External).',
    googleAdminPolicy:
      'Bitten Sie einen Google-Workspace-Administrator, der Client-ID zu vertrauen (Security, API controls, App access control).',
    googleClient:
      'Prüfen Sie die Client-ID der Verbindung. Stimmt sie, fragen Sie einen Administrator des Google-Cloud-Projekts, ob es den Client noch gibt (Google Auth Platform, Clients).',
    googleSecret: 'Geben Sie das Client-Secret der Verbindung ein: Google verlangt es auch von Desktop-Anwendungen.',
    googleRedirect:
      'Bitten Sie einen Administrator des Google-Cloud-Projekts um einen Client der Art „Desktop app“, der jede Umleitungs-URL dieses Computers nimmt, oder darum, die Umleitungs-URLs der Verbindung zu registrieren.',
    googleSession:
      'Melden Sie sich erneut an: Ihre Firma verlangt das nach einiger Zeit. Wie oft, legt ein Google-Workspace-Administrator fest (Google Cloud session control).',
    googleRevoked:
      'Melden Sie sich erneut an. Endet die Anmeldung alle sieben Tage, bitten Sie einen Administrator des Google-Cloud-Projekts, den Zustimmungsbildschirm zu veröffentlichen: Er ist in der Testphase.',
    googleRefresh:
      'Melden Sie sich erneut an, wenn sie endet. Wiederholt es sich, bitten Sie einen Administrator des Google-Cloud-Projekts um einen Client der Art „Desktop app“: Google gibt ein Refresh-Token, ohne dass ein Scope es verlangt.',
    googleScopes:
      'Prüfen Sie die Scopes der Verbindung. Stimmen sie, bitten Sie einen Administrator des Google-Cloud-Projekts, sie hinzuzufügen (Google Auth Platform, Data access).',
    googleBrowser:
      'Kopieren Sie den Anmeldelink und öffnen Sie ihn in einem anderen Browser, etwa in dem, der zum System gehört.',
    googleTester:
      'Bitten Sie einen Administrator des Google-Cloud-Projekts, Sie als Testnutzer einzutragen oder den Zustimmungsbildschirm zu veröffentlichen.',

    // Snowflake
    snowflakeClient:
      'Prüfen Sie OAuth-Client-ID und Secret: Es sind die von SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS. Stimmen sie, fragen Sie einen Snowflake-Administrator, ob es die Integration noch gibt.',
    snowflakeIntegration:
      'Bitten Sie einen Snowflake-Administrator, die Security Integration einzuschalten (ALTER SECURITY INTEGRATION … SET ENABLED = TRUE).',
    snowflakeRedirect:
      'Bitten Sie einen Snowflake-Administrator, OAUTH_REDIRECT_URI der Security Integration auf die Umleitungs-URL der Verbindung zu setzen, genau so, wie sie geschrieben ist.',
    snowflakeScopes:
      'Prüfen Sie die Scopes der Verbindung: session:role-any, oder session:role: mit dem Namen einer Rolle, und refresh_token.',
    snowflakeRole:
      'Bitten Sie einen Snowflake-Administrator um eine Rolle, die Ihnen zugewiesen und von der Integration nicht gesperrt ist (ACCOUNTADMIN, ORGADMIN und SECURITYADMIN sind es), als Standardrolle oder in den Scopes der Verbindung.',
    snowflakeIdentity:
      'Legen Sie im Profil einen festen Embed-Benutzer fest, oder fügen Sie eine Verbindung hinzu, die nur sagt, wer die Person ist: Snowflake nennt Personen bei ihrem Benutzernamen, der keine E-Mail-Adresse sein muss.',
    snowflakeRefresh:
      'Melden Sie sich erneut an, wenn sie endet. Um das zu vermeiden, fügen Sie der Verbindung den Scope „refresh_token“ hinzu und bitten Sie einen Snowflake-Administrator, OAUTH_ISSUE_REFRESH_TOKENS = TRUE für die Security Integration zu setzen.',
    snowflakeNetwork:
      'Verbinden Sie sich mit dem Netzwerk oder dem VPN Ihrer Firma und versuchen Sie es noch einmal; was angemeldet ist, wird dann von selbst erneuert. Wiederholt es sich dort, bitten Sie einen Snowflake-Administrator, die Adresse in den Einzelheiten in die Netzwerkrichtlinie aufzunehmen.',
    snowflakeOtherUser:
      'Melden Sie sich im Browser von Snowflake ab, und melden Sie sich als die Person wieder an, die begonnen hat.',
    snowflakeConsent:
      'Melden Sie sich erneut an und erlauben Sie die Rolle, nach der Snowflake fragt. Wiederholt es sich, fragen Sie einen Snowflake-Administrator, ob die Integration diese Rolle sperrt.',
    snowflakeExternal:
      'Melden Sie sich erneut an. Wiederholt es sich, fragen Sie einen Snowflake-Administrator, ob eine External-OAuth-Integration diesem Server vertraut (Aussteller, Schlüssel, Audience, Benutzerzuordnung).',
    snowflakeWarehouse:
      'Bitten Sie einen Snowflake-Administrator um ein Standard-Warehouse und das Recht, es zu benutzen.',

    // Sigma, and the data platforms as it passes them on
    bigQueryRoles:
      'Bitten Sie den Administrator der Daten um die Rolle roles/bigquery.dataViewer (oder eine gleichwertige) im Google-Cloud-Projekt, und um roles/bigquery.jobUser in dem, das die Abfragen ausführt.',
    databricksFederation:
      'Melden Sie sich erneut an. Meldet man sich für diese Verbindung über einen Identitätsanbieter an, bitten Sie einen Databricks-Administrator, dafür eine Verbundrichtlinie (federation policy) einzurichten.',
    sigmaDuplicate:
      'Fragen Sie einen Sigma-Administrator, ob eine Person mit dieser Adresse oder ein Team dieses Namens schon auf andere Weise da ist.',
    sigmaStale:
      'Laden Sie die Arbeitsmappe neu. Wiederholt es sich, fragen Sie einen Sigma-Administrator: Die Seite, das Element oder die Verbindung wurde gelöscht oder archiviert.',
    sigmaEmail:
      'Prüfen Sie die E-Mail-Adresse, die Sigma sieht: Die Sitzungsdetails zeigen sie und was an ihr liegen kann.',
    sigmaTeams:
      'Prüfen Sie die Teams des Profils: Sie sind so geschrieben, wie Sigma sie hat. Stimmen sie, bitten Sie einen Sigma-Administrator, sie anzulegen.',
  },

  menu: {
    file: '&Datei',
    edit: '&Bearbeiten',
    view: '&Ansicht',
    go: '&Gehe zu',
    tab: '&Tab',
    account: '&Konto',
    window: '&Fenster',
    help: '&Hilfe',
    pinned: 'An&gepinnt',
    recent: '&Zuletzt geöffnet',
    undo: '&Rückgängig',
    redo: '&Wiederholen',
    cut: '&Ausschneiden',
    copy: '&Kopieren',
    paste: '&Einfügen',
    selectAll: 'A&lles auswählen',
    fullScreen: 'Voll&bild',
    minimise: '&Minimieren',
    quit: '&Beenden',
    exit: '&Beenden',
  },

  commands: {
    newWindow: 'Neues Fens&ter',
    showStart: '&Startseite',
    newProfile: '&Neues Profil…',
    showProfiles: '&Profile',
    editSetUp: 'E&inrichtung bearbeiten…',
    copyLink: '&Link kopieren',
    copyLinkWithFilters: 'Link mit &Filtern kopieren',
    printWorkbook: '&Drucken…',
    stopPrinting: 'Drucken abbre&chen',
    savePdf: '&Als PDF speichern',
    savePicture: 'Bild speic&hern',
    copyPicture: 'Bild &kopieren',
    openSettings: '&Einstellungen…',
    refreshData: 'Daten a&ktualisieren',
    reloadWorkbook: '&Arbeitsmappe neu laden',
    goHome: '&Zurück zur Arbeitsmappe',
    showRail: 'Arbeits&mappenliste',
    showDetails: 'Sitzungsdeta&ils',
    showBookmarks: '&Lesezeichen',
    showControls: '&Steuerelemente',
    showPages: 'Sei&ten',
    showAlerts: 'Besc&heid geben, wenn…',
    findInWorkbook: 'In Arbeitsmappe s&uchen…',
    findNext: '&Weitersuchen',
    findPrevious: '&Rückwärts suchen',
    showDownloads: '&Downloads',
    actualSize: '&Originalgröße',
    zoomIn: 'Ver&größern',
    zoomOut: 'V&erkleinern',
    splitView: 'Do&ppelansicht',
    swapSides: 'S&eiten tauschen',
    linkFilters: 'Filter verkn&üpfen',
    showBeside: 'Daneben zeigen',
    showWall: 'Als Anzeigeta&fel zeigen',
    leaveWall: 'Anzeigetafel s&chließen',
    leaveFullScreen: 'Vollbild verlassen',
    nextArea: '&Nächster Bereich',
    previousArea: '&Voriger Bereich',
    goBack: '&Zurück',
    goForward: '&Vorwärts',
    openPalette: 'Ge&he zu beliebigem Ziel…',
    pinWorkbook: 'Arbeitsmappe an&pinnen',
    unpinWorkbook: 'Arbeitsmappe l&ösen',
    openWorkbook: 'Arbeitsmappe öffnen',
    newTab: '&Neuer Tab…',
    duplicateTab: 'Tab &duplizieren',
    closeTab: 'Tab &schließen',
    closeOtherTabs: '&Andere Tabs schließen',
    closeTabsAfter: 'Tabs &rechts davon schließen',
    reopenTab: 'Geschlossenen Tab &wieder öffnen',
    nextTab: 'Nä&chster Tab',
    previousTab: 'V&origer Tab',
    lastUsedTab: 'Zuletzt &benutzter Tab',
    firstUsedTab: 'Am längsten &unbenutzter Tab',
    moveTabRight: 'Tab nach rech&ts verschieben',
    moveTabLeft: 'Tab nach &links verschieben',
    sleepOtherTabs: 'Andere Tabs in den Ruhe&zustand versetzen',
    goToTab1: 'Tab 1',
    goToTab2: 'Tab 2',
    goToTab3: 'Tab 3',
    goToTab4: 'Tab 4',
    goToTab5: 'Tab 5',
    goToTab6: 'Tab 6',
    goToTab7: 'Tab 7',
    goToTab8: 'Tab 8',
    goToTab9: 'Letzter Tab',
    goToTab: 'Zu Tab gehen',
    moveTabToNewWindow: '&Tab in neues Fenster verschieben',
    moveTabToWindow: 'Tab nach „{window}“ verschieben',
    closeWindow: 'Fenster &schließen',
    goToWindow: 'Zu Fenster „{window}“ gehen',
    selectProfile: 'Zu Profil gehen',
    renewSignIn: 'Anmeldung jetzt &erneuern',
    signInAsSomebodyElse: 'Bei {connection} als andere Person anmelden…',
    signOut: '&Abmelden',
    signOutOfAll: 'Von a&llem abmelden',
    showShortcuts: '&Tastenkürzel',
    userGuide: 'Benutzer&handbuch (englisch)',
    askForHelp: '&Ihre Organisation um Hilfe bitten',
    whatIsNew: '&Neuerungen',
    checkForUpdates: 'Nach &Updates suchen…',
    showDoctor: 'Dia&gnose',
    showLogFiles: '&Protokolldateien anzeigen',
    showAuditTrail: 'Prü&fprotokoll',
    showCrashReports: '&Absturzberichte',
    about: 'Ü&ber Sightglass',
  },

  palette: {
    title: 'Gehe zu beliebigem Ziel',
    placeholder: 'Arbeitsmappen, Seiten, Lesezeichen, Steuerelemente, Einstellungen und Befehle suchen',
    results: 'Ergebnisse',
    control: '{control}: {value}',
    valued: '{group} · {value}',
    turnOn: 'Einschalten: {setting}',
    turnOff: 'Ausschalten: {setting}',
    kinds: {
      tab: 'Offener Tab',
      workbook: 'Arbeitsmappe',
      page: 'Seite',
      element: 'Element',
      bookmark: 'Lesezeichen',
      control: 'Steuerelement',
      profile: 'Profil',
      command: 'Befehl',
      setting: 'Einstellung',
    },
    pinned: 'Angepinnt',
    current: 'Wird gerade gezeigt',
    none: 'Nichts passt zu „{search}“. Ein paar Buchstaben eines Namens genügen, in ihrer Reihenfolge.',
    count: { one: '{count} Ergebnis', other: '{count} Ergebnisse' },
    more: {
      one: 'Eines mehr. Tippen Sie weiter, um es zu sehen.',
      other: '{count} mehr. Tippen Sie weiter, um sie zu sehen.',
    },
    keys: '↑ ↓ wählt, Enter geht hin, Esc schließt',
  },

  tabs: {
    label: 'Offene Arbeitsmappen',
    loading: '{tab}, lädt',
    trouble: '{tab}, kann nicht gezeigt werden',
    asleep: '{tab}, im Ruhezustand',
    edited: '{tab}, wird bearbeitet',
    close: '{tab} schließen',
    newTab: 'Weitere Arbeitsmappe öffnen',
    closing: {
      question: '{tab} schließen?',
      editing: 'Sie bearbeiten sie. Was nicht veröffentlicht oder als Entwurf gespeichert ist, geht verloren.',
      saving: 'Sie speichert eine Datei, die dann nicht fertig würde.',
      confirm: 'Schließen',
      cancel: 'Offen lassen',
    },
    moving: {
      question: '{tab} in ein anderes Fenster verschieben?',
      confirm: 'Verschieben',
      cancel: 'Hier lassen',
      anyWindow: 'anderes Fenster',
    },
  },

  split: {
    first: '{workbook}, erste von zwei',
    second: '{workbook}, zweite von zwei',
    tab: '{tab}, neben {other}',
    divider: 'Trennlinie zwischen {first} und {second}',
    link: 'Filter verknüpfen',
    explained:
      'Was Sie auf einer Seite in einem Steuerelement wählen, wird auf der anderen im Steuerelement mit derselben ID gesetzt.',
    inCommon: {
      one: 'Ein Steuerelement gibt es auf beiden Seiten.',
      other: '{count} Steuerelemente gibt es auf beiden Seiten.',
    },
    noneInCommon: 'Kein Steuerelement hat auf beiden Seiten dieselbe ID.',
    noRoom: 'Die zweite Arbeitsmappe steht wieder daneben, sobald das Fenster breiter ist.',
    said: {
      begun: '{first} und {second} stehen nebeneinander.',
      ended: 'Es wird wieder eine Arbeitsmappe gezeigt.',
      linked: 'Die Filter sind verknüpft.',
      unlinked: 'Die Filter sind nicht mehr verknüpft.',
    },
  },

  links: {
    copied: 'Link kopiert.',
    copiedWithFilters: 'Link mit Filtern kopiert.',
    question: '„{workbook}“ öffnen?',
    which: 'Welche Arbeitsmappe soll der Link öffnen?',
    choice: '{workbook}, {profile}',
    filters: 'Der Link setzt diese Filter:',
    value: '{control}: {value}',
    warning:
      'Gewählt hat sie die Person, die den Link gemacht hat. Mit ihnen sehen Sie einen Teil der Daten, und immer mit Ihren eigenen Rechten.',
    open: 'Öffnen',
    openWithout: 'Ohne die Filter öffnen',
    cancel: 'Abbrechen',
    followAddress: 'Die Arbeitsmappe unter dieser Adresse öffnen',
    recent: 'Zuletzt geöffnete Arbeitsmappen',
  },

  leaving: {
    question: 'Sightglass jetzt schließen?',
    editing:
      'Eine Arbeitsmappe wird bearbeitet. Was nicht veröffentlicht oder als Entwurf gespeichert ist, geht verloren.',
    saving: 'Eine Datei ist unterwegs und würde nicht fertig.',
    confirm: 'Schließen',
    cancel: 'Offen lassen',
  },

  find: {
    title: 'In der Arbeitsmappe suchen',
    field: 'Gesuchte Wörter',
    next: 'Nächster Treffer',
    previous: 'Voriger Treffer',
    close: 'Schließen',
    at: '{at} von {count}',
    none: 'Auf dieser Seite nichts gefunden. Versuchen Sie es mit weniger Wörtern.',
  },

  downloads: {
    title: 'Downloads',
    button: { none: 'Downloads', underWay: 'Downloads, {percent} %', unknown: 'Downloads, einer ist unterwegs' },
    progress: 'Fortschritt von {file}',
    sizeOf: '{received} von {total}',
    making: 'Wird erstellt…',
    paused: 'Angehalten, {size}',
    done: '{size}, in Downloads gespeichert',
    acts: {
      pause: 'Anhalten',
      resume: 'Fortsetzen',
      cancel: 'Abbrechen',
      open: 'Öffnen',
      show: 'Im Ordner anzeigen',
      remove: 'Aus der Liste entfernen',
    },
    actOf: '{act}: {file}',
    said: {
      done: '{file} ist heruntergeladen.',
      failed: '{file} wurde nicht heruntergeladen. {problem}.',
    },
  },

  pictures: {
    asOf: 'Datenstand: {time}',
    seenOnly: 'Nur was auf dem Bildschirm war',
    page: 'Seite {page} von {pages}',
    copied: 'Bild kopiert.',
    printing: 'Die Seiten für den Drucker werden erstellt…',
    stop: 'Abbrechen',
  },

  start: {
    title: 'Arbeitsmappe öffnen',
    search: 'Arbeitsmappen suchen',
    searchHint: '{count} Arbeitsmappen durchsuchen',
    pinned: 'Angepinnt',
    recent: 'Zuletzt geöffnet',
    found: 'Gefunden',
    pin: '{workbook} anpinnen',
    unpin: '{workbook} lösen',
    nothingPinned: 'Pinnen Sie an, was Sie oft öffnen: Es bleibt hier, ganz oben.',
    signInFirst: 'Sie melden sich zuerst an',
    notComplete: 'Einrichtung nicht vollständig',
    none: 'Keine Arbeitsmappe passt zu „{search}“.',
    noneHelp:
      'Ein paar Buchstaben ihres Namens oder ihres Profils genügen. Eine Arbeitsmappe, die fehlt, wird in der Einrichtung eines Profils hinzugefügt.',
    clear: 'Alle Arbeitsmappen zeigen',
    back: 'Zurück zu {workbook}',
    all: 'Alle Arbeitsmappen',
  },

  rail: {
    title: 'Arbeitsmappen',
    show: 'Liste der Arbeitsmappen zeigen',
    hide: 'Liste der Arbeitsmappen ausblenden',
    filter: 'Arbeitsmappen filtern',
    none: 'Keine Arbeitsmappe passt zu „{search}“.',
  },

  contextMenu: {
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    copyLink: 'Link kopieren',
    saveImage: 'Bild speichern…',
    back: 'Zurück',
  },

  dialogs: {
    fileOfWorkbook: 'Export',
    importEnv: 'QuickStart-.env-Datei importieren',
    setUpFiles: 'Einrichtungsdateien',
    setUpAndEnvFiles: 'Einrichtungsdateien und QuickStart-.env-Dateien',
    saveSetUp: 'Einrichtungsdatei speichern',
    allFiles: 'Alle Dateien',
    cannotStart: 'Sightglass konnte nicht starten',
    electronTooOld:
      'Dies ist eine Version von Sightglass auf Electron {electron}. Sie läuft nur mit Electron {oldest} oder neuer, weil ältere keine Sicherheitskorrekturen bekommen.\n\nInstallieren Sie Sightglass aus seinem eigenen Paket, das das richtige mitbringt, oder fragen Sie einen Administrator.',
    startRefused:
      'Sightglass wurde mit Schaltern oder Variablen gestartet, die es nicht erlaubt, und sie waren wieder da, als es ohne sie neu startete: {names}.\n\nEntfernen Sie sie aus der Verknüpfung, dem Skript oder dem Dienst, der es startet, oder fragen Sie einen Administrator.',
    startNotRepeated:
      'Sightglass wurde mit Schaltern oder Variablen gestartet, die es nicht erlaubt, und konnte ohne sie nicht neu starten: {names}.\n\nEntfernen Sie sie aus der Verknüpfung, dem Skript oder dem Dienst, der es startet, oder fragen Sie einen Administrator.',
    sandboxAlternative: 'Eines von beiden genügt.',
    sandboxPolicy:
      'Ein Administrator, der das Risiko annimmt, kann "runWithoutSandbox": true in /etc/sightglass/policy.json setzen.',
    code: 'Code: {code}',
    versionOn: 'Sightglass {version} auf {platform}',
    unknownReason: 'Der Grund ist unbekannt.',
    confirmSigma: {
      question: 'Für dieses Profil ein anderes Sigma benutzen?',
      consequence:
        'Alle melden sich neu an. Arbeitsmappen kommen dann vom neuen Sigma, und es erhält, womit Personen sich anmelden. Die jetzigen Anmeldungen werden ihm nicht übergeben.',
      confirm: 'Anderes Sigma benutzen',
    },
    confirmPerson: {
      question: 'Sigma eine andere Person sehen lassen?',
      consequence: 'Sigma sieht dann die Personen, die dieses Profil benutzen, so, wie die Datei es sagt.',
      confirm: 'Person ändern',
    },
    confirmAction: {
      address: 'Darf diese Arbeitsmappe Seiten von {host} öffnen?',
      workbook: 'Darf diese Arbeitsmappe „{workbook}“ öffnen?',
      action: 'Aktion: {action}',
      thisTime: 'Dieses Mal: {address}',
      addressConsequence:
        'Der Administrator des Profils hat das eingerichtet. Die Seite öffnet sich in Ihrem Browser, und ihre Adresse enthält Werte aus der Arbeitsmappe, die diese Website dann kennt. Sie werden nicht noch einmal gefragt.',
      workbookConsequence:
        'Der Administrator des Profils hat das eingerichtet. Sie öffnet sich in einem eigenen Tab, mit Werten aus dieser. Sie werden nicht noch einmal gefragt.',
      confirm: 'Erlauben',
    },
    confirmReveal: {
      question: 'Ein Zugriffstoken in einem Terminal zeigen?',
      consequence:
        'Eine Befehlszeile hat das Token von {connection} verlangt. Wer es dort liest, kann bis zu seinem Ende alles, was Sie können. Fahren Sie nur fort, wenn Sie diesen Befehl gerade eingegeben haben.',
      confirm: 'Token zeigen',
    },
    confirmOnlyIf: 'Machen Sie nur weiter, wenn Sie das erwartet haben und die neuen Werte kennen.',
    profileName: 'Profil: {profile}',
    keepsStopping: 'Sightglass bleibt immer wieder stehen',
    keepsStoppingDetail:
      'Sein Fenster endete {times} Mal innerhalb von fünf Minuten ({reason}).\n\nSchließen Sie andere Programme, um Arbeitsspeicher freizugeben, und starten Sie Sightglass dann neu. Sie bleiben angemeldet, wo die Anmeldung gespeichert werden konnte. Wiederholt es sich, geben Sie die Protokolldateien an einen Administrator weiter.',
  },

  scopesPlace: 'beim Autorisierungsserver',

  commonDetails: {
    said: '{said}',
    answered: 'Der Server antwortete mit HTTP {status}. {said}',
    answeredWithoutSecret: 'Der Server antwortete mit HTTP {status}. {said} Die Anwendung hat hier kein Secret.',
    answeredInHeader:
      'Der Server antwortete mit HTTP {status}. {said} Das Secret wurde im Header gesendet (client_secret_basic).',
    answeredInBody:
      'Der Server antwortete mit HTTP {status}. {said} Das Secret wurde im Body gesendet (client_secret_post).',
    answeredToKey:
      'Der Server antwortete mit HTTP {status}. {said} Die Anwendung hat mit ihrem privaten Schlüssel signiert (private_key_jwt).',
    answeredInBoth:
      'Der Server antwortete mit HTTP {status}. {said} Das Secret wurde im Header (client_secret_basic) und im Body (client_secret_post) gesendet.',
    sigmaSays: 'Sigma sagt: {said}',
    sigmaSaysNothing: 'Sigma sagt: keine weiteren Einzelheiten',
    systemAnswered: 'Das Betriebssystem antwortete mit {systemCode}.',
  },

  clocks: {
    'session-ends': 'Signierte Sitzung endet',
    'token-expires': 'Zugriffstoken von {connection} läuft ab',
    'sign-in-renews': 'Anmeldung bei {connection} wird erneuert',
  },
  claims: {
    encryptedToken: 'verschlüsselt, {length} Zeichen',
  },

  fieldFaults: {
    missing: {
      name: 'Geben Sie einen Namen ein.',
      label: 'Geben Sie einen Namen ein.',
      title: 'Geben Sie einen Titel ein.',
      embedClientId: 'Geben Sie die Client-ID ein.',
      clientId: 'Geben Sie die Client-ID ein.',
      keyId: 'Geben Sie die Schlüssel-ID ein.',
      sigmaConnectionId: 'Geben Sie die Verbindungs-ID ein.',
      audience: 'Geben Sie die Audience ein.',
      accountType: 'Geben Sie den Kontotyp ein.',
      teams: 'Geben Sie ein Team ein.',
      attribute: 'Geben Sie das Attribut ein.',
      claim: 'Geben Sie den Claim ein.',
      teamsClaim: 'Geben Sie den Claim ein.',
      embedSecret: 'Geben Sie das Embed-Secret ein.',
      clientSecret: 'Geben Sie das Client-Secret ein.',
      scopes: 'Geben Sie mindestens einen Scope ein.',
      redirectUris: 'Geben Sie mindestens eine Umleitungs-URL ein.',
      accountId: 'Die Ebene Konto braucht die Konto-ID.',
      host: 'Geben Sie die Adresse ein, die der Browser in Databricks zeigt.',
      accountUrl: 'Geben Sie die Konto-URL ein, etwa https://myorg-myaccount.snowflakecomputing.com',
      authority: 'Geben Sie die Autorität ein. Die meisten Verzeichnisse sind bei https://login.microsoftonline.com',
      issuer: 'Geben Sie den Aussteller ein. Der von Google ist https://accounts.google.com',
      metadataUrl: 'Geben Sie die Metadaten-URI des Servers ein, bei dem man sich anmeldet.',
      url: 'Öffnen Sie die Arbeitsmappe in Sigma und fügen Sie die Adresse ein, die der Browser zeigt.',
      email: 'Geben Sie eine E-Mail-Adresse ein.',
      fallbackEmail: 'Geben Sie eine E-Mail-Adresse ein.',
      exchange: 'Geben Sie ein, wo das Token ausgetauscht wird.',
      signingKey: 'Wählen Sie, wie der Schlüssel signiert.',
      clientAuthentication: 'Eine Maschine muss sich ausweisen: Wählen Sie ein Secret oder einen Schlüssel.',
      workbooks: 'Fügen Sie eine Arbeitsmappe hinzu.',
      id: 'Geben Sie die Steuerelement-ID ein.',
      tag: 'Geben Sie einen Sprachcode ein, etwa de oder pt-BR.',
      connections: 'Fügen Sie eine Verbindung hinzu.',
      action: 'Geben Sie den Namen der Aktion ein.',
      address: 'Geben Sie eine Adresse ein.',
      workbook: 'Wählen Sie eine Arbeitsmappe.',
      control: 'Geben Sie die Steuerelement-ID ein.',
      other: 'Geben Sie einen Wert ein.',
    },
    tooLong: {
      name: 'Ein Name ist zu lang.',
      label: 'Ein Name ist zu lang.',
      title: 'Ein Titel ist zu lang.',
      embedClientId: 'Die Client-ID ist zu lang.',
      clientId: 'Die Client-ID ist zu lang.',
      keyId: 'Die Schlüssel-ID ist zu lang.',
      sigmaConnectionId: 'Die Verbindungs-ID ist zu lang.',
      evalConnectionId: 'Die Verbindungs-ID ist zu lang.',
      tenant: 'Der Mandant ist zu lang.',
      audience: 'Die Audience ist zu lang.',
      accountType: 'Der Kontotyp ist zu lang.',
      teams: 'Ein Team ist zu lang.',
      attribute: 'Das Attribut ist zu lang.',
      claim: 'Der Claim ist zu lang.',
      teamsClaim: 'Der Claim ist zu lang.',
      other: 'Das ist zu lang.',
    },
    unusableCharacters: {
      name: 'Ein Name enthält Zeichen, die nicht benutzt werden können.',
      label: 'Ein Name enthält Zeichen, die nicht benutzt werden können.',
      title: 'Ein Titel enthält Zeichen, die nicht benutzt werden können.',
      embedClientId: 'Die Client-ID enthält Zeichen, die nicht benutzt werden können.',
      clientId: 'Die Client-ID enthält Zeichen, die nicht benutzt werden können.',
      keyId: 'Die Schlüssel-ID enthält Zeichen, die nicht benutzt werden können.',
      sigmaConnectionId: 'Die Verbindungs-ID enthält Zeichen, die nicht benutzt werden können.',
      evalConnectionId: 'Die Verbindungs-ID enthält Zeichen, die nicht benutzt werden können.',
      tenant: 'Der Mandant enthält Zeichen, die nicht benutzt werden können.',
      audience: 'Die Audience enthält Zeichen, die nicht benutzt werden können.',
      accountType: 'Der Kontotyp enthält Zeichen, die nicht benutzt werden können.',
      email: 'Die Adresse enthält Zeichen, die man nicht sieht. Tippen Sie sie neu.',
      teams: 'Ein Team enthält Zeichen, die nicht benutzt werden können.',
      attribute: 'Das Attribut enthält Zeichen, die nicht benutzt werden können.',
      claim: 'Der Claim enthält Zeichen, die nicht benutzt werden können.',
      teamsClaim: 'Der Claim enthält Zeichen, die nicht benutzt werden können.',
      other: 'Das enthält Zeichen, die nicht benutzt werden können.',
    },
    spaces: {
      sigmaConnectionId: 'Eine Verbindungs-ID enthält keine Leerzeichen.',
      evalConnectionId: 'Eine Verbindungs-ID enthält keine Leerzeichen.',
      tenant: 'Ein Mandant enthält keine Leerzeichen.',
      audience: 'Eine Audience enthält keine Leerzeichen.',
      other: 'Eine Client-ID enthält keine Leerzeichen.',
    },
    notHttps: 'Geben Sie eine Adresse ein, die mit https:// beginnt',
    notAHost: 'Geben Sie nur den Host ein, ohne Pfad.',
    notAWorkbook: 'Geben Sie die ganze Adresse der veröffentlichten Arbeitsmappe ein.',
    queryOrFragment: 'Lassen Sie alles nach dem Fragezeichen oder der Raute weg.',
    notLoopback: 'Geben Sie eine Loopback-Adresse mit Port ein, etwa {example}',
    blockedPort: 'Browser verweigern diesen Port. Wählen Sie einen anderen, etwa {example}',
    notMetadata: 'Geben Sie die Metadaten-URI ein; sie endet auf /.well-known/openid-configuration',
    legacyEmbed:
      'Das ist eine Einbettung von Sigmas älterer Art, die keine Token annimmt. Öffnen Sie die Arbeitsmappe in Sigma und fügen Sie die Adresse ein, die der Browser zeigt, mit /workbook/ darin.',
    organisationHome:
      'Das ist die Startseite einer Organisation. Öffnen Sie dort eine Arbeitsmappe und fügen Sie die Adresse ein, die der Browser zeigt, mit /workbook/ darin.',
    notOfAWorkbook:
      'Das ist eine andere Seite von Sigma. Öffnen Sie die Arbeitsmappe und fügen Sie die Adresse ein, die der Browser zeigt, mit /workbook/ darin.',
    workbookTwice:
      'Eine andere Zeile öffnet diese Arbeitsmappe auf dieselbe Weise. Entfernen Sie eine, oder geben Sie einer eine andere Seite oder andere Werte.',
    incompleteHost: {
      host: 'Geben Sie den ganzen Hostnamen ein, etwa dbc-1234abcd-5678.cloud.databricks.com.',
      url: 'Geben Sie die ganze Adresse ein, etwa https://app.sigmacomputing.com/company/workbook/…',
      other: 'Geben Sie den ganzen Hostnamen ein, mit der Domain dahinter.',
    },
    misspelt: {
      host: 'Prüfen Sie die Schreibweise: Workspaces sind bei .cloud.databricks.com, .azuredatabricks.net oder .gcp.databricks.com.',
      url: 'Prüfen Sie die Schreibweise: Sigma ist bei .sigmacomputing.com.',
      accountUrl: 'Prüfen Sie die Schreibweise: Konten sind bei .snowflakecomputing.com.',
      other: 'Prüfen Sie die Schreibweise des Hosts.',
    },
    otherProduct: {
      host: 'Das ist keine Adresse von Databricks. Geben Sie die ein, die der Browser im Workspace zeigt.',
      url: 'Das ist keine Adresse von Sigma. Öffnen Sie die Arbeitsmappe in Sigma und fügen Sie ein, was der Browser zeigt.',
      accountUrl:
        'Das ist keine Adresse von Snowflake. Geben Sie die Konto-URL ein, die auf .snowflakecomputing.com endet.',
      authority:
        'Das ist keine Adresse von Microsoft Entra ID. Die meisten Verzeichnisse sind bei https://login.microsoftonline.com',
      issuer: 'Das ist keine Adresse von Google. Sein Aussteller ist https://accounts.google.com',
      metadataUrl:
        'Das ist kein Identitätsanbieter. Geben Sie die Metadaten-URI des Servers ein, bei dem man sich anmeldet.',
      other: 'Das ist die Adresse eines anderen Produkts.',
    },
    consoleAsWorkspace:
      'Das ist die Account Console. Geben Sie die Adresse eines Workspace ein, oder wählen Sie unten „Konto“ oder „Von selbst ermittelt“.',
    notAWorkspace:
      'Das ist eine Website für alle. Geben Sie die Adresse ein, die der Browser in Ihrem Workspace zeigt.',
    notAnAccountUrl:
      'Das ist die Adresse von Snowsight selbst. Öffnen Sie dort das Kontomenü, View account details, und kopieren Sie die Konto-URL.',
    secretInPlain: {
      embedClientId: 'Das ist ein Geheimnis. Geben Sie hier die Client-ID ein, und das Embed-Secret im nächsten Feld.',
      clientId: 'Das ist ein Geheimnis. Geben Sie hier die Client-ID ein, und das Secret in seinem eigenen Feld.',
      other: 'Das ist ein Geheimnis oder ein Schlüssel. Dieses Feld wird nicht geheim gehalten: Nehmen Sie es heraus.',
    },
    idAsSecret: {
      embedSecret: 'Das ist die Client-ID. Geben Sie das Secret ein, das Sigma beim Anlegen gezeigt hat.',
      other: 'Das ist eine ID. Geben Sie das Secret selbst ein, das beim Anlegen einmal gezeigt wurde.',
    },
    otherSecret: 'Das ist ein Secret von Databricks. Geben Sie das Embed-Secret von Sigma ein.',
    notAConnectionId: 'Geben Sie nur die ID ein: den letzten Teil der Adresse der Verbindung in Sigma.',
    severalTeams: 'Trennen Sie Teams durch Kommas.',
    notALanguage: 'Geben Sie einen Sprachcode ein, etwa de oder pt-BR.',
    startsWithColon: 'Die ID eines Steuerelements beginnt nicht mit einem Doppelpunkt.',
    controlTwice: 'Eine andere Zeile hat schon einen Wert für dieses Steuerelement.',
    pageAndElement: 'Geben Sie entweder eine Seite oder ein Element ein.',
    addressTooLong: 'Zusammen machen diese Werte die Adresse länger, als Webserver sie nehmen. Lassen Sie einige weg.',
    notAScope: 'Ein Scope enthält keine Leerzeichen oder Anführungszeichen.',
    notAnEmail: 'Geben Sie eine E-Mail-Adresse ohne Leerzeichen ein.',
    notALevel: 'Geben Sie die Ebene ein: automatic, workspace oder account.',
    notAnAccountId: 'Geben Sie die Konto-ID so ein, wie die Account Console sie zeigt.',
    notAWorkspaceId: 'Geben Sie die Workspace-ID so ein, wie die Adresse des Workspace sie zeigt.',
    notATenant: 'Geben Sie die Verzeichnis-ID (Mandanten-ID) oder die Domain ein.',
    notMinutes: 'Geben Sie ganze Minuten ein, von 1 bis 1.440.',
    notPerHour: 'Geben Sie eine ganze Zahl von 1 bis 60 ein.',
    notWholeSeconds: 'Geben Sie ganze Sekunden ein.',
    tooFewSeconds: 'Geben Sie mindestens 60 Sekunden ein.',
    tooManySeconds: 'Sigma erlaubt höchstens 30 Tage (2.592.000 Sekunden).',
    oneSigma: 'Alle Arbeitsmappen eines Profils müssen von derselben Sigma-Adresse kommen.',
    takenTwice: {
      isForOrganisation: 'Eine andere Verbindung dieses Profils gibt ihr Token schon an die ganze Organisation.',
      other: 'Eine andere Verbindung dieses Profils hat diese Verbindungs-ID schon.',
    },
    tooMany: 'Das sind zu viele.',
    placeholderInHost: 'Der Host steht fest. Ein Wert kann Teil dessen sein, was ihm folgt.',
    placeholderOpen: 'Schreiben Sie jeden Wert als einen Namen in geschweiften Klammern, und schließen Sie sie.',
    actionTwice: 'Eine andere Regel ist schon für diese Aktion da.',
    noSuchWorkbook: 'Wählen Sie eine Arbeitsmappe dieses Profils.',
    invalid: 'Dieser Wert kann nicht benutzt werden.',
  },
  namedFault: '{name}: {fault}',

  addressDoubts: {
    lead: 'Sigma nimmt {address} vielleicht nicht an, wie sie ist.',
    about: {
      guest: 'Es ist der Anmeldename eines Gasts in Entra ID, an den keine Mail geht.',
      letters: 'Sie hat Buchstaben außerhalb des englischen Alphabets.',
      long: 'Sie ist länger, als Mail erlaubt.',
      domain: 'Nach dem @ steht kein Punkt.',
      form: 'Sie hat Punkte oder Zeichen, die Mailadressen selten haben.',
      plus: 'Sie hat ein Pluszeichen.',
      capitals: 'Sie hat Großbuchstaben: Mit kleinen hält Sigma sie vielleicht für eine andere Person.',
    },
  },

  sharedUsers: {
    inForm:
      'Von {profiles} erfährt Sigma über dieselben Personen etwas anderes: {differences}. Sigma führt für jede Adresse einen Benutzer und ändert ihn bei jedem Laden. Verwenden Sie dieselben Werte oder einen anderen Embed-Client.',
    inList: 'Von {profiles} erfährt Sigma über dieselben Personen etwas anderes: {differences}.',
    differences: {
      userKind: 'die Art des Benutzers',
      accountType: 'der Kontotyp',
      teams: 'Teams',
      attributes: 'Benutzerattribute',
      teamsClaim: 'der Claim mit Teams',
    },
  },

  importRemarks: {
    fallbackEmail:
      'Sigma sieht von jeder Person die eigene Adresse. Nur eine Person, die die Anmeldung gar nicht nennt, erscheint als {email} (EMAIL), wie im QuickStart. Lassen Sie EMAIL leer, um eine solche Anmeldung abzulehnen.',
    publicClient: 'Die Datei hat kein Client-Secret, darum ist die Verbindung als öffentlicher Client eingerichtet.',
    sessionLength: 'SESSION_LENGTH wird als {seconds} Sekunden gelesen, wie der QuickStart es liest.',
    level:
      'DATABRICKS_AUTH_LEVEL ist weder „workspace“ noch „account“. Es wird als „workspace“ gelesen, wie der QuickStart es liest.',
    misspelt: 'Nicht verwendet, weil der Name unbekannt ist: {misspelt}. War der zweite gemeint?',
    notUsed: 'Aus der Datei nicht verwendet: {unused}.',
    otherQuickStarts: 'Nicht verwendet, weil andere QuickStarts sie haben: {otherQuickStarts}.',
    ofServer: 'Nur der Server des QuickStart selbst verwendet {serverNames}.',
  },

  profileChanges: {
    fields: {
      sigmaAddress: 'Sigma-Adresse',
      embedClientId: 'Embed-Client-ID',
      tenant: 'Mandant',
      evalConnectionId: 'Verbindung für alle Abfragen',
      organisationToken: 'Token für die ganze Sigma-Organisation',
      embedSecret: 'Embed-Secret',
      userKind: 'Art des Benutzers',
      email: 'E-Mail-Adresse, die Sigma sieht',
      fallbackEmail: 'Adresse für Personen, die keine Anmeldung nennt',
      accountType: 'Kontotyp',
      teams: 'Teams',
      attributes: 'Benutzerattribute',
      sessionSeconds: 'Sitzungsdauer in Sekunden',
      workbook: 'Arbeitsmappe',
      action: 'Regel für eine Aktion',
      workbookOptions: 'Wie eine Arbeitsmappe sich öffnet',
      refresh: 'Selbsttätiges Aktualisieren einer Arbeitsmappe',
      connection: 'Sigma-Verbindungs-ID',
      flow: 'Art der Anmeldung',
      server: 'Server der Verbindung',
      clientId: 'Client-ID der Verbindung',
      clientAuthentication: 'Client-Authentifizierung',
      clientSecret: 'Client-Secret',
      signingKey: 'Signieren des Clients',
      exchange: 'Token-Austausch',
      scopes: 'Scopes',
      redirectUris: 'Umleitungs-URLs',
    },
    changed: '{field}: „{before}“ → „{after}“.',
    added: '{field}: „{after}“ (neu).',
    removed: '{field}: „{before}“ (nicht mehr).',
    secret: '{field}: ersetzt.',
  },

  vaultBackends: {
    keychain: 'Verschlüsselt durch Keychain',
    'windows-data-protection': 'Verschlüsselt durch den Datenschutz von Windows (DPAPI)',
    'secret-service': 'Verschlüsselt durch den Schlüsselbund des Systems (Secret Service)',
    kwallet: 'Verschlüsselt durch KWallet',
    none: 'Nur im Arbeitsspeicher, bis Sightglass beendet wird',
  },

  resultPage: {
    signedInTitle: 'Angemeldet',
    signedIn: 'Sie sind angemeldet',
    goBack: 'Sie können diesen Tab schließen und zu Sightglass zurückkehren.',
    origin: 'Diese Seite kam von Sightglass auf diesem Computer.',
    close: 'Sie können diesen Tab schließen.',
    stray: {
      title: 'Diese Antwort passt nicht zur Anmeldung',
      what: {
        noState:
          'Die Antwort, die dieser Browser brachte, sagt nicht, zu welcher Anmeldung sie gehört (sie hat kein state).',
        otherState:
          'Die Antwort, die dieser Browser brachte, gehört zu einer anderen Anmeldung (sie hat ein anderes state): zu einem früheren Versuch oder zu einem anderen Programm.',
        stateTwice:
          'Die Antwort, die dieser Browser brachte, sagt mehr als einmal, zu welcher Anmeldung sie gehört (state).',
        empty: 'Dieser Browser kam ohne Antwort.',
        form: 'Die Antwort, die dieser Browser brachte, kam als Formular (response_mode=form_post), das Sightglass nicht liest.',
        otherAddress: 'Die Antwort, die dieser Browser brachte, kam an eine andere Adresse als {redirectUri}.',
      },
      unverified: 'Sie sagt Folgendes. Sightglass weiß nicht, wer das geschrieben hat:',
      next: 'Sie hat nichts geändert. Kehren Sie zu Sightglass zurück: Eine Anmeldung, die dort wartet, wartet weiter, und Sie können den Browser noch einmal öffnen oder von vorn beginnen.',
      remedies: {
        noState:
          'Kommt das wieder, zeigen Sie diese Seite einem Administrator: Der Autorisierungsserver hat die Anfrage abgelehnt und ihr state weggelassen.',
        otherState: 'Schließen Sie ältere Tabs der Anmeldung. Nur der zählt, den Sightglass zuletzt geöffnet hat.',
        stateTwice: 'Kommt das wieder, zeigen Sie diese Seite einem Administrator des Autorisierungsservers.',
        empty:
          'Führte eine Anmeldung hierher, zeigen Sie diese Seite einem Administrator: Der Server antwortet vielleicht hinter einem # (implicit flow oder response_mode=fragment). Er muss mit einem Code in der Adresse antworten.',
        form: 'Kommt das wieder, zeigen Sie diese Seite einem Administrator: Der Server muss mit einem Code in der Adresse antworten (response_mode=query).',
        otherAddress:
          'Führte eine Anmeldung hierher, zeigen Sie diese Seite einem Administrator: Die registrierte Umleitungs-URL muss {redirectUri} sein, Buchstabe für Buchstabe.',
      },
    },
    refused: {
      misdirected: 'Fehlgeleitete Anfrage.',
      method: 'Hier wird nur GET beantwortet.',
      notFound: 'Hier ist nichts.',
      otherSignIn: 'Das gehört nicht zur Anmeldung, die im Gange ist.',
    },
  },

  // The screens of a window, in the order in which a person meets them
  common: {
    cancel: 'Abbrechen',
    copied: 'Kopiert',
    copy: 'Kopieren',
    remove: 'Entfernen',
    tryAgain: 'Noch einmal versuchen',
    hide: 'Ausblenden',
  },

  window: {
    title: '{workbook} – Sightglass',
    titleOf: '{screen} – Sightglass',
    starting: 'Startet…',
    startAgain: 'Fenster neu starten',
    offline: 'Offline',
    menu: 'Menü',
    profiles: 'Profile',
    editSetUp: 'Einrichtung bearbeiten',
    editSetUpOf: 'Einrichtung von {profile} bearbeiten',
    signInAsSomebodyElse: 'Als andere Person anmelden…',
    signInAsSomebodyElseTo: 'Bei {connection} als andere Person anmelden…',
    signOut: 'Abmelden',
  },

  welcome: {
    title: 'Willkommen bei Sightglass',
    lead: 'Öffnen Sie Sigma-Arbeitsmappen, in denen jede Abfrage als Sie läuft: Sie melden sich selbst bei Ihrer Datenplattform an, in Ihrem eigenen Browser.',
    setUp: 'Profil einrichten',
    openFile: 'Einrichtungsdatei öffnen…',
    help: 'Sie haben eine Einrichtungsdatei bekommen? Öffnen Sie sie, oder legen Sie sie hier ab. Sie haben keine? Fragen Sie die Person, die Ihnen von der Arbeitsmappe erzählt hat.',
    administrators: 'Für Administratoren',
    importEnv: 'QuickStart-.env importieren…',
  },

  profiles: {
    title: 'Profile',
    back: 'Zurück',
    newProfile: 'Neues Profil',
    version: 'Sightglass {version}',
    signedIn: 'Angemeldet',
    signedInPartly: '{held} von {all} angemeldet',
    edit: 'Bearbeiten',
    editProfile: '{profile} bearbeiten',
    open: 'Öffnen',
    openProfile: '{profile} öffnen',
    more: 'Mehr zu {profile}',
    handOut: 'Einrichtungsdatei speichern…',
    duplicate: 'Duplizieren',
    copyOf: '{profile} (Kopie)',
    remove: 'Entfernen…',
  },

  handOut: {
    title: '„{profile}“ als Einrichtungsdatei speichern',
    lead: 'Wer die Datei in Sightglass öffnet, hat dieses Profil. Sie nennt keine Person.',
    kind: 'Geheimnisse',
    without: 'Geheimnisse weglassen',
    withoutHelp: 'Wer die Datei öffnet, gibt sie ein.',
    sealed: 'Geheimnisse hineinlegen, unter einer Passphrase',
    sealedHelp: 'Teilen Sie die Passphrase auf anderem Weg mit als die Datei.',
    passphrase: 'Passphrase',
    passphraseHelp: 'Mindestens {count} Zeichen. Am besten mehrere Wörter, die nichts miteinander zu tun haben.',
    again: 'Passphrase wiederholen',
    embedSecret: 'Embed-Secret',
    clientSecret: 'Client-Secret von {label}',
    privateKey: 'Privater Schlüssel von {label}',
    secretHelp:
      'Gespeicherte Geheimnisse verlassen diesen Computer nie. Geben Sie sie noch einmal ein, von dort, wo Sie sie aufbewahren.',
    tooShort: 'Verwenden Sie {count} Zeichen oder mehr.',
    differs: 'Die beiden stimmen nicht überein.',
    missing: 'Füllen Sie dieses Feld aus.',
    save: 'Speichern…',
    saved: 'Die Einrichtungsdatei ist gespeichert.',
  },

  setUpOffer: {
    title: '„{profile}“ einrichten?',
    titleUpdate: '„{profile}“ auf den neuesten Stand bringen?',
    lead: 'Die Datei richtet Folgendes ein. Machen Sie nur weiter, wenn sie von jemandem kommt, dem Sie vertrauen.',
    sigma: 'Sigma',
    signIn: 'Anmeldung',
    workbooks: 'Arbeitsmappen',
    sealedHelp: 'Die Person, von der Sie die Datei haben, kennt sie.',
    missingHelp: 'Diese Geheimnisse sind nicht in der Datei. Die Person, von der Sie sie haben, kennt sie.',
    accept: 'Einrichten',
    acceptUpdate: 'Auf den neuesten Stand bringen',
  },

  importEnv: {
    title: 'QuickStart-.env importieren',
    lead: 'Legen Sie die Datei auf diesem Fenster ab, wählen Sie sie, oder fügen Sie hier ihren Text ein.',
    text: 'Text der Datei',
    help: 'Er enthält Geheimnisse. Das Feld wird beim Importieren geleert.',
    hiddenOnLinux: 'Die Datei ist versteckt. Zeigt der Dialog sie nicht, drücken Sie dort Strg+H.',
    missing: 'Fügen Sie zuerst den Text der Datei ein.',
    choose: 'Datei wählen…',
    import: 'Importieren',
    dropHere: 'Datei zum Importieren ablegen',
  },

  importReport: {
    setUp: '„{profile}“ ist eingerichtet',
    upToDate: '„{profile}“ ist auf dem neuesten Stand',
    everything: 'Alles aus der Datei wurde importiert.',
    nothingChanged: 'Die Datei sagt, was das Profil schon hatte. Nichts hat sich geändert.',
    changed: 'Was sich geändert hat:',
    withRemarks: 'Alles Nötige wurde importiert. Gut zu wissen:',
    remarks: 'Gut zu wissen:',
    deleteFile:
      'Löschen Sie jetzt die Datei und was Sie daraus kopiert haben: Sie enthält das Embed-Secret und das Client-Secret im Klartext.',
    lookAtSetUp: 'Einrichtung ansehen',
    continue: 'Weiter',
  },

  signIn: {
    noEmbedSecret: 'Das Embed-Secret dieses Profils ist nicht auf diesem Computer gespeichert.',
    openSetUp: 'Einrichtung öffnen',
    readyThenOpens: '{ready} von {all} bereit. Die Arbeitsmappe öffnet sich, wenn alle es sind.',
    readyThenChoice: '{ready} von {all} bereit. Danach wählen Sie eine Arbeitsmappe.',
    offline: 'Sie sind offline. Die Anmeldung braucht eine Netzwerkverbindung zur Datenplattform.',
    signInTo: 'Bei {connection} anmelden',
    signInAgain: 'Erneut anmelden',
    finePrint: 'Ihr Browser öffnet sich. Sightglass sieht Ihr Kennwort nie.',
    signedIn: 'Angemeldet',
    signedInAs: 'Angemeldet als {person}',
    serviceAccount: 'Dienstkonto',
    serviceAccountByItself: 'Dienstkonto, meldet sich von selbst an',
    serviceAccountAtRest: 'Dieses Dienstkonto wurde abgemeldet.',
    elsewhere:
      'Eine Anmeldung bei {connection} von „{profile}“ ist im Gange. Schließen Sie sie ab oder brechen Sie sie ab.',
    showElsewhere: 'Anzeigen',
    browserError: {
      sentence: {
        one: 'Zeigt der Browser statt einer Anmeldeseite einen Fehler? Dann kennt die Anwendung diese Umleitungs-URL vielleicht nicht. Ein Administrator trägt sie ein, genau so, wie sie hier steht:',
        other:
          'Zeigt der Browser statt einer Anmeldeseite einen Fehler? Dann kennt die Anwendung diese Umleitungs-URLs vielleicht nicht. Ein Administrator trägt jede ein, genau so, wie sie hier steht:',
      },
      copy: 'Umleitungs-URL kopieren',
    },
    preparing: 'Die Anmeldung bei {connection} wird vorbereitet…',
    finishing: 'Die Anmeldung bei {connection} wird abgeschlossen…',
    continueInBrowser: 'Weiter im Browser',
    timeLeft: 'Verbleibende Zeit',
    waiting:
      'Melden Sie sich bei {connection} in dem Tab an, der sich gerade geöffnet hat. Dieses Fenster macht von selbst weiter.',
    openBrowser: 'Browser öffnen',
    reopenBrowser: 'Browser noch einmal öffnen',
    copyLink: 'Link kopieren',
    strayAnswer:
      'Ein Browser brachte eine Antwort, die nicht zu dieser Anmeldung passt. Sie wurde beiseitegelegt, und auf die richtige wird weiter gewartet. Die Seite im Browser sagt mehr.',
    otherAccount: {
      title: 'Suchen Sie zuerst ein anderes Konto',
      unaskable:
        '{connection} lässt sich nicht nach einem anderen Konto fragen: Ein Browser, der dort angemeldet ist, macht als dieselbe Person weiter. Kopieren Sie den Link in ein privates Fenster, oder melden Sie sich dort ab, bevor Sie den Browser öffnen.',
    },
    opening: '{workbook} wird geöffnet…',
    otherProfiles: 'Andere Profile',
  },

  workbook: {
    zoom: '{percent} %',
    resetZoom: 'Zoom {zoom}, zurück zur Originalgröße',
    label: 'Arbeitsmappe',
    loading: {
      lastPicture: 'Sie sehen ihr letztes Bild.',
      stages: {
        signing: 'Die Sitzung für {workbook} wird signiert…',
        loading: '{workbook} ist von Sigma unterwegs…',
        data: '{workbook} kehrt dorthin zurück, wo Sie waren…',
      },
      long: {
        signing:
          'Die Sitzung für {workbook} zu signieren dauert länger als gewöhnlich. Vielleicht wird die Anmeldung erneuert, oder das Netzwerk ist langsam. Warten Sie, oder halten Sie an und öffnen Sie die Arbeitsmappe noch einmal.',
        loading:
          '{workbook} braucht länger als gewöhnlich. Vielleicht ist Sigma ausgelastet oder das Netzwerk langsam. Warten Sie, oder halten Sie an und öffnen Sie die Arbeitsmappe später.',
        data: '{workbook} braucht länger als gewöhnlich, um dorthin zurückzukehren, wo Sie waren. Eine große Abfrage kann Minuten dauern. Warten Sie, oder halten Sie an und öffnen Sie die Arbeitsmappe später.',
      },
      stop: 'Anhalten',
    },
    stopped: 'Die Arbeitsmappe wurde nicht geöffnet.',
    reload: 'Neu laden',
    signOutOf: 'Von {connection} abmelden',
    tryNow: 'Jetzt versuchen',
    triesAgainIn: 'Wird in {time} von selbst wieder versucht.',
    catchingUp: 'Ihre letzten Schritte werden wiederhergestellt…',
    goHome: 'Zurück zu {workbook}',
    reloadWorkbook: 'Arbeitsmappe neu laden',
    refresh: {
      button: 'Daten aktualisieren',
      hint: 'Daten aktualisieren (F5).',
      asOf: 'Datenstand {time}',
      underWay: 'Wird aktualisiert…',
      nextAt: 'Wird um {time} von selbst aktualisiert.',
      inAMoment: 'Wird gleich von selbst aktualisiert.',
      unanswered:
        'Sigma hat auf das letzte Aktualisieren nicht geantwortet. Vielleicht gibt es auf dieser Seite nichts zu aktualisieren.',
      paused: {
        unanswered:
          'Sigma hat auf zwei Aktualisierungen nicht geantwortet; darum wird von selbst keine gesendet, bis die Sitzung erneuert oder eine beantwortet ist. Vielleicht gibt es auf dieser Seite nichts zu aktualisieren, oder Ihr Sigma kennt das noch nicht.',
        hidden: 'Es wird nicht von selbst aktualisiert, solange niemand es sieht.',
        'not-open': 'Es wird von selbst aktualisiert, sobald die Arbeitsmappe offen ist.',
        offline: 'Es wird von selbst aktualisiert, sobald Sie online sind.',
        editing: 'Es wird nicht von selbst aktualisiert, während Sie bearbeiten.',
        renewing: 'Neue Daten kommen mit der Erneuerung der Sitzung.',
        busy: 'Es wird in Ihrer nächsten Pause von selbst aktualisiert.',
        budget:
          'Die Aktualisierungen dieser Stunde sind aufgebraucht. Es geht von selbst weiter, wenn wieder Platz ist.',
      },
    },
    otherProfiles: 'Andere Profile',
    workbooksAndProfiles: 'Arbeitsmappen und Profile',
    serviceAccount: 'Dienstkonto · {connection}',
    runsAsServiceAccount: 'Jede Abfrage läuft als dieses Dienstkonto, nicht als Person.',
  },

  inside: {
    menu: 'Menü der Arbeitsmappe',
    mode: 'Modus',
    modes: { view: 'Ansehen', explore: 'Erkunden', edit: 'Bearbeiten' },
    pictures: 'Bilder und Papier',
    ofWorkbook: 'Diese Arbeitsmappe',
    links: 'Links zur Arbeitsmappe',
    modals: { export: 'Exportieren…', schedule: 'Planen…', 'save-as': 'Speichern unter…' },
    downloadReport: 'Bericht herunterladen',
    maximiseSelected: 'Gewähltes Element maximieren',
    putBack: 'Element zurücksetzen',
    panel: 'In dieser Arbeitsmappe',
    close: 'Bereich schließen',
    tabs: { bookmarks: 'Lesezeichen', controls: 'Steuerelemente', pages: 'Seiten', alerts: 'Meldungen' },
    bookmarks: {
      label: 'Lesezeichen',
      none: 'Noch keine Lesezeichen. Sigma gibt keine Liste heraus: Jedes erscheint hier, sobald Sie es öffnen, anlegen oder ändern.',
      asTheyAreMet:
        'Die Liste enthält, was Ihnen in dieser Arbeitsmappe begegnet ist. Sie wird vergessen, wenn Sightglass beendet wird oder Sie sich abmelden.',
      unnamed: 'Lesezeichen ohne Namen',
      isDefault: 'Öffnet sich standardmäßig',
      isShared: 'Geteilt',
      leave: 'Lesezeichen verlassen',
      more: 'Mehr zu {bookmark}',
      update: 'Aktuelle Ansicht darin speichern',
      remove: 'Löschen…',
      removal: {
        question: '„{bookmark}“ löschen?',
        consequence: 'Es wird in Sigma gelöscht. Das lässt sich nicht rückgängig machen.',
        ofShared:
          'Es wird in Sigma gelöscht, auch für die, mit denen es geteilt ist. Das lässt sich nicht rückgängig machen.',
        confirm: 'Lesezeichen löschen',
      },
      create: 'Neues Lesezeichen der aktuellen Ansicht',
      namePlaceholder: 'Name',
      openByDefault: 'Öffnet sich standardmäßig',
      share: 'Mit allen geteilt, die diese Arbeitsmappe sehen',
      save: 'Lesezeichen anlegen',
      asked: 'Es wird gewartet, dass Sigma „{bookmark}“ anlegt…',
      saved: 'Das Lesezeichen {bookmark} ist angelegt.',
    },
    controls: {
      none: 'Diese Arbeitsmappe hat bisher keine Steuerelemente gemeldet. Eines erscheint hier, sobald Sie es in der Arbeitsmappe ändern.',
      search: 'Steuerelemente suchen',
      notFound: 'Kein Steuerelement enthält „{search}“.',
      noValue: 'Kein Wert',
      help: 'Drücken Sie Enter, um einen Wert zu setzen. Mehrere Werte werden durch Kommas getrennt. Sigma sagt nicht, von welcher Art ein Steuerelement ist: Schreiben Sie Daten und Zahlen so, wie sie hier stehen. Ein Wert, den es nicht annimmt, geht zurück.',
    },
    pages: {
      label: 'Seiten und Elemente',
      none: 'Noch keine Seiten oder Elemente. Sigma gibt keine Liste heraus: Jedes erscheint hier, sobald Sie es aufsuchen oder etwas darin wählen.',
      asTheyAreMet: 'Sigma nennt den Titel eines Elements, sobald Sie einen Wert darin wählen.',
      types: { page: 'Seite', element: 'Element' },
      maximise: '{element} maximieren',
    },
    alerts: {
      label: 'Worüber Sie Bescheid bekommen',
      none: 'Noch nichts. Wählen Sie unten, was Ihnen gemeldet werden soll.',
      form: 'Bescheid geben, wenn',
      what: 'Bescheid geben, wenn',
      kinds: {
        'no-data': 'Ein Element findet keine Daten',
        'chart-error': 'Ein Diagramm kann nicht gezeigt werden',
        control: 'Ein Steuerelement hat einen bestimmten Wert',
        action: 'Eine Aktion kommt mit einem bestimmten Wert',
      },
      control: 'Steuerelement',
      noControls: 'Diese Arbeitsmappe hat bisher keine Steuerelemente gemeldet.',
      action: 'Name der Aktion',
      field: 'Name des Werts',
      test: 'Vergleich',
      tests: { is: 'ist', isNot: 'ist nicht', above: 'ist größer als', below: 'ist kleiner als' },
      value: 'Wert',
      notANumber: 'Schreiben Sie eine Zahl mit Punkt und ohne Tausendertrennzeichen.',
      add: 'Hinzufügen',
      added: 'Hinzugefügt: {alert}',
      full: 'Mehr als {most} Bedingungen sind nicht möglich. Entfernen Sie zuerst eine.',
      sentences: {
        control: '{control} {comparison} {value}',
        action: '{action}: {field} {comparison} {value}',
      },
      noValue: '(kein Wert)',
      isSo: 'Trifft jetzt zu',
      remove: 'Entfernen: {alert}',
      removed: 'Entfernt: {alert}',
      help: 'Sie bekommen einmal Bescheid, durch eine Benachrichtigung des Systems, wenn diese Arbeitsmappe offen ist und Sie sie nicht vor sich haben; und erneut, wenn es vorüber war und wiederkommt. Ein Tab im Ruhezustand bemerkt nichts. Was Sie hier einrichten, bleibt auf diesem Computer, bis Sie sich abmelden.',
    },
    troubles: {
      failed: {
        one: '{count} Diagramm konnte nicht gezeigt werden',
        other: '{count} Diagramme konnten nicht gezeigt werden',
      },
      empty: { one: '{count} Element fand keine Daten', other: '{count} Elemente fanden keine Daten' },
      help: 'Die Arbeitsmappe zeigt, welche. Drücken Sie, um ihre Steuerelemente zu sehen.',
      helpWithReason: 'Die Arbeitsmappe zeigt, welche. Drücken Sie, um zu sehen, was zu tun ist.',
    },
    published: {
      title: 'Eine neuere Version wurde veröffentlicht',
      help: 'Laden Sie neu, um sie zu sehen. Sie bleiben, wo Sie in der Arbeitsmappe sind.',
      reload: 'Neu laden',
      notNow: 'Nicht jetzt',
    },
    actions: {
      unnamed: 'Aktion der Arbeitsmappe',
      times: '{times} Mal',
      noValue: 'kein Wert',
      outcomes: {
        shown: 'Eine Aktion dieser Arbeitsmappe. Es ist nicht eingerichtet, dass etwas daraus folgt.',
        declined:
          'Sie haben nicht erlaubt, was das Profil auf diese Aktion hin täte. Nach einem Neustart werden Sie wieder gefragt.',
        unfit:
          'Das Profil hat eine Regel für diese Aktion, und diese Werte passen nicht zu ihr. Nichts wurde geöffnet.',
      },
      dismiss: '{action} ausblenden',
    },
  },

  ended: {
    label: 'Anmeldung',
    continueInBrowser: 'Machen Sie im Browser weiter, um sich bei {connection} anzumelden.',
    signingIn: 'Anmeldung bei {connection} läuft…',
    person: 'Ihre Anmeldung bei {connection} ist beendet',
    personNext: 'Die Arbeitsmappe bleibt offen. Melden Sie sich erneut an, um sie zu aktualisieren.',
    notRenewed: 'Die Anmeldung bei {connection} konnte nicht erneuert werden',
    serviceAccount: 'Das Dienstkonto von {connection} wird nicht mehr angenommen',
    serviceAccountNext:
      'Die Arbeitsmappe bleibt offen. Versuchen Sie es noch einmal, oder sagen Sie es dem Administrator.',
  },

  edit: {
    label: 'Bearbeitungsmodus',
    waits: 'Sie bearbeiten, darum wird die Arbeitsmappe jetzt nicht erneuert.',
    waitsNext:
      '{time} bleiben von der Sitzung. Veröffentlichen Sie in Sigma oder verlassen Sie den Bearbeitungsmodus, dann wird sie sofort erneuert.',
    leave: 'Bearbeitungsmodus verlassen',
    hide: 'Ausblenden',
    over: 'Die Sitzung endete, während Sie bearbeitet haben. Nichts wurde weggenommen.',
    overNext:
      'Neu laden bringt zurück, was Sigma von Ihrem Entwurf behalten hat. Was es nicht behalten hat, steht nur auf dieser Seite: Kopieren Sie es zuerst.',
    load: 'Neu laden',
    keep: 'Diese Seite behalten',
  },

  details: {
    title: 'Sitzungsdetails',
    close: 'Sitzungsdetails schließen',
    copyAll: 'Alles kopieren',
    clocks: 'Uhren',
    past: 'Vorbei',
    serviceAccount: 'Dienstkonto',
    signedInAs: 'Angemeldet als',
    grantedScopes: 'Gewährte Scopes',
    notReported: 'Nicht gemeldet',
    lastRenewed: 'Zuletzt erneuert',
    renewNow: 'Jetzt erneuern',
    renewing: 'Wird erneuert…',
    cannotRenew: 'Diese Anmeldung kann sich nicht erneuern.',
    whereSecretsAre: 'Wo Geheimnisse aufbewahrt werden',
    reading: 'Die Sitzung wird gelesen…',
    claimsTitle: 'Signierte Sitzung: Claims',
    claims: 'Claims',
    headerTitle: 'Signierte Sitzung: Header',
    header: 'Header',
    noValues: 'keine',
    workbook: 'Arbeitsmappe',
  },

  time: {
    countdownWithDays: '{days} T {clock}',
    lessThanMinute: 'weniger als eine Minute',
    minutes: '{minutes} min',
    hours: '{hours} h',
    hoursAndMinutes: '{hours} h {minutes} min',
    days: { one: '{days} Tag', other: '{days} Tage' },
    dateAndTime: '{date}, {time}',
  },

  renewal: {
    ended: 'Anmeldung beendet',
    renewing: 'Wird erneuert…',
    sessionHasEnded: 'Sitzung ist beendet',
    sessionEndsAt: 'Sitzung endet um {time}',
    signInAgainAt: 'Um {time} müssen Sie sich erneut anmelden',
    delayed: 'Erneuerung verzögert',
    delayedEndsAt: 'Erneuerung verzögert, endet um {time}',
    byItself:
      'Ihre Anmeldung wird von selbst erneuert, und die Arbeitsmappe bleibt, wie sie ist. Drücken Sie für die Einzelheiten.',
    inAMoment: 'Wird gleich erneuert',
    renewsIn: 'Bis zur Erneuerung: {duration}',
    notAskedForAt: 'Um {time} müssen Sie sich erneut anmelden, weil die Verbindung {scope} nicht verlangt.',
    notAskedFor:
      'Wenn diese Sitzung endet, müssen Sie sich erneut anmelden, weil die Verbindung {scope} nicht verlangt.',
    notGivenAt: 'Um {time} müssen Sie sich erneut anmelden, weil der Server kein Refresh-Token ausgegeben hat.',
    notGiven:
      'Wenn diese Sitzung endet, müssen Sie sich erneut anmelden, weil der Server kein Refresh-Token ausgegeben hat.',
  },

  about: {
    titles: {
      program: 'Über Sightglass',
      guide: 'Benutzerhandbuch (englisch)',
      news: 'Neuerungen',
      notices: 'Hinweise zu Drittanbietern',
      licence: 'Lizenz',
      crashes: 'Absturzberichte',
    },
    close: 'Schließen',
    back: 'Zurück zu Über Sightglass',
    reading: 'Wird gelesen…',
    version: 'Version {version}',
    unknown: 'Nicht genannt',
    builds: {
      release: 'Freigegebene Version',
      'not-a-release': 'Keine freigegebene Version',
      tests: 'Für Tests gebaut',
      development: 'Entwicklung',
    },
    notARelease:
      'Diese Kopie wurde nicht für Anwender gebaut: Niemand bürgt für sie, und sie bekommt keine Updates. Bitten Sie die Stelle, von der Sie sie haben, um eine freigegebene Version.',
    factsTitle: 'Versionen',
    copyFacts: 'Versionen kopieren',
    fact: '{name}: {value}',
    facts: {
      commit: 'Commit',
      build: 'Build',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node',
      system: 'System',
      managed: 'Verwaltet',
    },
    managed: 'Von Ihrer Organisation verwaltet',
    managedKeys: 'Für Sie entschieden:',
    managedNotUnderstood: 'Nicht verstanden:',
    help: { title: 'Hilfe in Ihrer Organisation', ask: '{name} fragen', askUnnamed: 'Um Hilfe bitten' },
    noNews: 'Zu Version {version} ist nichts geschrieben.',
    noticesIntro:
      'Sightglass baut auf der Arbeit anderer auf. Chromium und Electron bringen eigene Listen mit, die neben dem Programm liegen.',
    noNotices: 'Die Liste entsteht, wenn ein Paket gebaut wird. Dieser Build hat keine.',
    openChromium: 'Lizenzen von Chromium',
    search: 'Nach Name oder Lizenz suchen',
    found: '{found} von {all}',
    crashesIntro:
      'Wenn Sightglass oder ein Teil davon unerwartet abbricht, hinterlässt es einen Bericht auf diesem Computer. Die fünf neuesten werden aufbewahrt, höchstens 30 Tage lang. Sie werden nie irgendwohin gesendet.',
    crashesWarning:
      'Ein Bericht enthält Teile des Arbeitsspeichers des Programms: Namen, Adressen, was eine Arbeitsmappe zeigte, und vielleicht eine Anmeldung, die noch gilt. Geben Sie ihn nur Personen, denen Sie das anvertrauen würden, und melden Sie sich vorher ab.',
    crashesOff:
      'Ihre Organisation hat Absturzberichte ausgeschaltet. Es wird keiner geschrieben und keiner aufbewahrt.',
    noCrashes: 'Es gibt keinen Bericht.',
    crashesKept: {
      one: 'Es gibt einen Bericht, vom {when}.',
      other: 'Es gibt {count} Berichte, den neuesten vom {when}.',
    },
    showFolder: 'Ordner anzeigen',
    removeCrashes: 'Entfernen',
    afterCrash:
      'Beim letzten Mal ist Sightglass oder ein Teil davon unerwartet abgebrochen. Was es hinterlassen hat, steht unter Absturzberichte.',
  },
  account: {
    title: 'Ihre Anmeldungen',
    through: 'Über {connection}',
    until: 'Bis {time}',
    renewsAt: 'Erneuert sich von selbst um {time}',
    noEnd: 'Der Server nannte kein Ende',
    ended: 'Beendet',
    signedOut: 'Nicht angemeldet',
    all: 'Alle zusammen',
    signOutOf: 'Von {connection} abmelden',
    signOutOfAll: 'Von allen Profilen abmelden',
    advanced: 'Erweitert',
  },

  wall: {
    label: 'Anzeigetafel',
    leave: 'Anzeigetafel schließen',
    hint: 'oder Esc gedrückt halten',
    time: 'Zeit auf der Anzeigetafel',
    timeOfAll: 'Wie in den Einstellungen ({time})',
    leftOut: 'Nicht auf der Anzeigetafel',
    dataOf: 'Datenstand {time}',
    comes: 'Das erste Bild ist unterwegs.',
    comesBack: 'Das Bild kommt gleich wieder.',
    lacks: {
      'sign-in': 'Jemand muss sich anmelden.',
      network: 'Es gibt kein Netzwerk. Es wird von selbst wieder versucht.',
      workbooks: 'Es gibt keine Arbeitsmappe zu zeigen.',
      answer: 'Die Arbeitsmappe kommt nicht. Es wird von selbst wieder versucht.',
    },
  },

  settings: {
    title: 'Einstellungen',
    close: 'Schließen',
    outline: 'Gruppen von Einstellungen',
    search: 'Einstellungen suchen',
    found: { one: 'Eine Einstellung passt.', other: '{count} Einstellungen passen.' },
    none: 'Keine Einstellung passt zu „{search}“. Versuchen Sie ein anderes Wort, oder leeren Sie das Feld, um alle zu sehen.',
    reset: 'Zurücksetzen',
    resetOne: 'Zurücksetzen: {setting}',
    resetAll: 'Alles zurücksetzen',
    resetAllQuestion: 'Alle Einstellungen zurücksetzen?',
    resetAllConsequence:
      'Jede Einstellung, die Sie geändert haben, wird wieder, was sie war. Profile und Anmeldungen bleiben.',
    wasReset: '{setting} ist wieder {value}.',
    allWereReset: 'Alle Einstellungen sind wieder, was sie waren.',
    defaultIs: 'Wenn Sie nichts wählen: {value}',
    setBy: {
      administrator: 'Das hat Ihre Organisation entschieden.',
      program: 'In dieser Kopie von Sightglass gibt es nichts zu wählen.',
    },
    on: 'Ein',
    off: 'Aus',
    never: 'Nie',
    units: {
      percent: '{amount} %',
      seconds: '{amount} Sekunden',
      minutes: '{amount} Minuten',
      days: '{amount} Tage',
      timeOfDay: '{amount}',
      tabs: '{amount} Tabs',
    },
    groups: {
      look: 'Erscheinungsbild',
      start: 'Beim Start',
      tabs: 'Geöffnete Tabs',
      wall: 'Anzeigetafel',
      signIn: 'Anmeldung',
      notifications: 'Benachrichtigungen',
      audit: 'Prüfprotokoll',
      monitoring: 'Überwachung',
      updates: 'Updates',
    },
    items: {
      appearance: {
        title: 'Hell oder dunkel',
        explains: 'Wie Sightglass aussieht. Arbeitsmappen, die der App folgen, folgen sofort.',
        values: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
      },
      language: {
        title: 'Sprache',
        explains:
          'Von Sightglass selbst. Arbeitsmappen, die der App folgen, folgen auch, soweit sie in Sigma übersetzt sind.',
        values: { system: 'Wie das System' },
        waits: 'Sie gilt, wenn Sightglass neu startet.',
        startAgain: 'Jetzt neu starten',
      },
      textSize: {
        title: 'Textgröße',
        explains:
          'In den Fenstern von Sightglass, mit allem, was zum Text gehört. Arbeitsmappen haben einen eigenen Zoom.',
      },
      rail: {
        title: 'Arbeitsmappenliste',
        explains:
          'Neben einer offenen Arbeitsmappe, wo das Fenster breit genug ist: angepinnte und zuletzt geöffnete Arbeitsmappen und alle nach Profil.',
      },
      atStart: {
        title: 'Wenn Sightglass startet',
        explains: 'Was zuerst gezeigt wird, sobald Sie angemeldet sind.',
        values: { lastWorkbook: 'Die zuletzt offenen Tabs', startPage: 'Die Startseite' },
      },
      startAtLogin: {
        title: 'Bei der Anmeldung an diesem Computer starten',
        explains: 'Das tut nur ein installiertes Sightglass, und ein AppImage von dort, wo es jetzt liegt.',
      },
      tabSleep: {
        title: 'Tabs, die niemand ansieht, schlafen nach',
        explains:
          'Ein schlafender Tab belegt keinen Speicher und lädt an derselben Stelle neu, wenn Sie zu ihm gehen. Einer, in dem etwas geschieht, bleibt wach.',
      },
      liveTabs: {
        title: 'Höchstens wache Tabs in einem Fenster',
        explains: 'Sind es mehr, schlafen die, die am längsten niemand angesehen hat.',
      },
      wallAtStart: {
        title: 'Als Anzeigetafel starten',
        explains: 'Eine Anzeigetafel, die beim Beenden von Sightglass gezeigt wurde, kommt auf jeden Fall wieder.',
      },
      wallSeconds: {
        title: 'Wie lange jeder Tab gezeigt wird',
        explains: 'Der nächste kommt, wenn seine Daten da sind, und nicht früher.',
      },
      wallDisplay: {
        title: 'Bildschirm der Anzeigetafel',
        explains: 'Von links nach rechts gezählt. Auf einen, der nicht angeschlossen ist, wird gewartet.',
        values: {
          window: 'Wo das Fenster ist',
          '1': 'Der erste',
          '2': 'Der zweite',
          '3': 'Der dritte',
          '4': 'Der vierte',
        },
      },
      wallKeepsAwake: {
        title: 'Bildschirm wach halten',
        explains: 'Solange die Anzeigetafel gezeigt wird.',
      },
      signOutWhenLocked: {
        title: 'Abmelden, wenn der Bildschirm gesperrt wird',
        explains:
          'Meldet Sie von allen Profilen ab. Was in Sigma bearbeitet und nicht veröffentlicht ist, geht verloren. Dienstkonten bleiben angemeldet.',
      },
      signOutWhenIdle: {
        title: 'Abmelden, wenn niemand da ist',
        explains:
          'Nach so langer Zeit ohne Taste oder Mausbewegung; eine Minute vorher werden Sie gewarnt. Was in Sigma bearbeitet und nicht veröffentlicht ist, geht verloren. Dienstkonten bleiben angemeldet.',
      },
      notifications: {
        title: 'Benachrichtigungen des Systems',
        explains:
          'Sightglass sagt Ihnen, wofür Sie gebraucht werden, während Sie nicht hinsehen. Jede Sache wird einmal gemeldet, und ein Klick führt hin. Das System hat eigene Einstellungen dafür.',
      },
      notifySignIn: {
        title: 'Wenn eine Anmeldung Sie braucht',
        explains: 'Eine Anmeldung ist zu Ende, und nur Sie können sie erneuern.',
      },
      notifyRenewal: {
        title: 'Wenn eine Anmeldung nicht erneuert wird',
        explains:
          'Nach so langer Zeit erfolgloser Erneuerungen. Sightglass versucht es weiter. Eine Anmeldung, die nicht erneuert werden kann, wird zehn Minuten vor ihrem Ende gemeldet.',
      },
      notifyDownloads: {
        title: 'Wenn ein Download fertig ist',
        explains: 'Eine Datei einer Arbeitsmappe liegt in ihrem Ordner.',
      },
      notifyActions: {
        title: 'Aktionen von Arbeitsmappen',
        explains:
          'Eine Aktion, die der Autor einer Arbeitsmappe angelegt hat, ist gekommen, und Sie haben die Arbeitsmappe nicht mehr vor sich.',
      },
      notifyAlerts: {
        title: 'Worüber Sie Bescheid wollten',
        explains: 'Was Sie an einer Arbeitsmappe unter „Bescheid geben“ eingerichtet haben.',
      },
      notifyAlarms: {
        title: 'Alarme',
        explains:
          'Eine Anmeldung, die bald endet, eine gestörte Anzeigetafel, ein Schlüsselbund, der nicht antwortet, eine falsche Uhr, ein Prüfprotokoll, das sich nicht schreiben lässt.',
      },
      notificationNames: {
        title: 'Namen in Benachrichtigungen',
        explains:
          'Nennt das Profil, die Arbeitsmappe oder die Datei. Viele Systeme zeigen Benachrichtigungen allen, die vor dem Bildschirm stehen, auch während niemand angemeldet ist.',
      },
      quietHours: {
        title: 'Ruhezeit',
        explains:
          'In ihr wird nichts gezeigt. Was danach noch gilt, wird dann gemeldet; die Zahl am Symbol zählt trotzdem weiter.',
      },
      quietFrom: { title: 'Ruhe ab', explains: 'Nach der Uhr dieses Computers.' },
      quietTo: { title: 'Ruhe bis', explains: 'Ist es dieselbe Uhrzeit wie der Beginn, gibt es keine Ruhezeit.' },
      badge: {
        title: 'Zahl am Symbol',
        explains: 'Wie vieles Sie noch nicht angesehen haben, wo das System eine solche Zahl zeigt.',
      },
      tray: {
        title: 'Symbol im Infobereich',
        explains:
          'Holt Sightglass nach vorn. Das Schließen des letzten Fensters beendet Sightglass trotzdem; nichts läuft im Hintergrund.',
      },
      auditTrail: {
        title: 'Ein Prüfprotokoll führen',
        explains:
          'Wer sich angemeldet hat, welche Sitzungen signiert und welche Dateien gespeichert wurden, wird auf diesem Computer mit Namen festgehalten.',
      },
      auditDays: {
        title: 'Wie lange Einträge bleiben',
        explains: 'Ältere Einträge werden entfernt. Sind es sehr viele, gehen die ältesten früher.',
      },
      auditSystemLog: {
        title: 'Auch in das Protokoll des Systems',
        explains:
          'Jeder Eintrag geht auch in das Ereignisprotokoll oder Journal dieses Computers, wo andere ihn lesen können.',
      },
      statusFile: {
        title: 'Eine Statusdatei schreiben',
        explains:
          'Wie es um Sightglass steht, für Programme, die diesen Computer überwachen: eine Datei neben den Einstellungen, die nur Sie lesen können, jede Minute geschrieben.',
      },
      statusNames: {
        title: 'Namen im Status',
        explains: 'Wie Profile und Verbindungen heißen. Namen von Personen und Arbeitsmappen stehen nie darin.',
      },
      updateMode: {
        title: 'Wie Updates kommen',
        explains: 'Ob nach neuen Versionen gesucht wird, und was geschieht, wenn es eine gibt.',
        values: {
          automatic: 'Von selbst, wenn Sightglass beendet wird',
          notify: 'Nur Bescheid geben',
          off: 'Gar nicht',
        },
      },
      updateChannel: {
        title: 'Welche Versionen',
        explains: 'Frühe Versionen zeigen, was kommt, und sind weniger erprobt.',
        values: { latest: 'Freigegebene Versionen', beta: 'Auch frühe Versionen (Beta)' },
      },
    },
  },

  notifications: {
    told: {
      signIn: {
        title: 'Anmeldung nötig',
        named: 'Anmeldung nötig: {name}',
        body: 'Eine Anmeldung ist zu Ende. Melden Sie sich erneut an, um weiterzumachen.',
      },
      renewal: {
        title: 'Eine Anmeldung wird nicht erneuert',
        named: 'Wird nicht erneuert: {name}',
        body: 'Erneuerungen schlagen seit einiger Zeit fehl. Sightglass versucht es weiter.',
      },
      signInByHand: {
        title: 'Bald neu anmelden',
        named: 'Bald neu anmelden: {name}',
        body: 'Die Anmeldung endet um {time}. Sie kann nicht erneuert werden: Melden Sie sich vorher selbst neu an.',
      },
      download: {
        title: 'Download fertig',
        named: 'Download fertig: {name}',
        body: 'Die Datei liegt in ihrem Ordner.',
      },
      action: {
        title: 'Aktion einer Arbeitsmappe',
        named: 'Aktion von {name}',
        body: 'Die Arbeitsmappe zeigt, worum es ging.',
      },
      noData: {
        title: 'Eine Arbeitsmappe fand keine Daten',
        named: '{name}: keine Daten',
        body: 'Sie wollten darüber Bescheid bekommen.',
      },
      chartError: {
        title: 'Ein Diagramm konnte nicht gezeigt werden',
        named: '{name}: Ein Diagramm konnte nicht gezeigt werden',
        body: 'Sie wollten darüber Bescheid bekommen.',
      },
      control: {
        title: 'Ein Steuerelement hat sich geändert',
        named: '{name}: Ein Steuerelement hat sich geändert',
        body: 'Es hat einen Wert, über den Sie Bescheid wollten.',
      },
      actionAlert: {
        title: 'Aktion einer Arbeitsmappe',
        named: 'Aktion von {name}',
        body: 'Sie kam mit einem Wert, über den Sie Bescheid wollten.',
      },
      signInEnds: {
        title: 'Eine Anmeldung endet bald',
        named: 'Endet bald: {name}',
        body: 'Sie lässt sich nicht erneuern, und niemand ist da, um sich anzumelden.',
      },
      wall: {
        title: 'Eine Anzeigetafel braucht jemanden',
        named: 'Anzeigetafel: {name}',
        body: 'Sie zeigt ein altes Bild oder keines.',
      },
      keychain: {
        title: 'Der Schlüsselbund antwortet nicht',
        named: '{name}: Der Schlüsselbund antwortet nicht',
        body: 'Neue Anmeldungen und Erneuerungen werden bis dahin nicht aufbewahrt.',
      },
      clock: {
        title: 'Die Uhr dieses Computers geht falsch',
        named: '{name}: Die Uhr geht falsch',
        body: 'Stellen Sie Datum und Uhrzeit auf automatisch.',
      },
      audit: {
        title: 'Das Prüfprotokoll lässt sich nicht schreiben',
        named: '{name}: Das Prüfprotokoll lässt sich nicht schreiben',
        body: 'Prüfen Sie, ob der Datenträger voll ist.',
      },
    },
    count: {
      one: 'Etwas, das Sie noch nicht angesehen haben',
      other: '{count} Dinge, die Sie noch nicht angesehen haben',
    },
    tray: { open: 'Sightglass öffnen', quit: 'Beenden' },
  },

  absence: {
    title: 'Sind Sie noch da?',
    question: {
      one: 'Eine Zeit lang hat niemand diesen Computer benutzt. In einer Sekunde werden Sie abgemeldet.',
      other: 'Eine Zeit lang hat niemand diesen Computer benutzt. In {count} Sekunden werden Sie abgemeldet.',
    },
    stay: 'Angemeldet bleiben',
  },

  doctor: {
    title: 'Diagnose',
    close: 'Schließen',
    intro:
      'Prüft diesen Computer, den Weg zu den Servern und die Einrichtung und sagt, wer was zu tun hat. Was läuft, wird nicht gestört.',
    find: 'Ursache finden',
    subject: 'Einrichtung',
    computerAlone: 'Nur dieser Computer',
    noSetUp: 'Es gibt noch keine Einrichtung, deshalb wird nur dieser Computer geprüft.',
    again: 'Noch einmal prüfen',
    stop: 'Abbrechen',
    progress: '{done} von {all} geprüft',
    verdicts: {
      looking: 'Wird geprüft …',
      right: 'Alles, was sich prüfen lässt, ist in Ordnung.',
      stopped: 'Abgebrochen, bevor alles geprüft war.',
      nothing: 'Nichts ließ sich prüfen.',
    },
    lookingFor: 'Die Ursache von „{error}“ wird gesucht …',
    notExplained: 'Es wurde nichts gefunden, was „{error}“ erklärt.',
    whenNotExplained:
      'Wiederholen Sie, was fehlgeschlagen ist. Schlägt es wieder fehl, prüfen Sie unmittelbar danach noch einmal und geben Sie den Bericht weiter.',
    signInFirst: 'Was nach einer Anmeldung kommt, ist nicht bekannt, da niemand angemeldet ist.',
    signIn: 'Anmelden',
    ofConnection: '{check} · {connection}',
    matters: 'Was für diesen Fehler zählt',
    right: { one: 'Eine in Ordnung', other: '{count} in Ordnung' },
    sinceLast: 'Seit der letzten Prüfung',
    unchanged: 'Seit der letzten Prüfung hat sich nichts geändert.',
    now: {
      ok: '{check}: jetzt in Ordnung',
      warning: '{check}: jetzt anzusehen',
      failed: '{check}: jetzt falsch',
      skipped: '{check}: nicht mehr bekannt',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): Diagnose der Einrichtung „{profile}“',
      headOfComputer: 'Sightglass {version} ({platform}): Diagnose dieses Computers',
      startedAt: 'Begonnen: {time}',
    },
    report: {
      open: 'Bericht speichern …',
      title: 'Was der Bericht enthält',
      intro: 'Eine ZIP-Datei mit diesen Dateien und sonst nichts. Lesen Sie sie, bevor Sie sie weitergeben.',
      withoutNames: 'Ohne Namen',
      withoutNamesHelp: 'Personen, Profile, Arbeitsmappen und Verbindungen werden nicht genannt.',
      lines: { one: 'eine Zeile', other: '{count} Zeilen' },
      contentOf: 'Inhalt von {name}',
      reading: 'Wird gelesen …',
      save: 'Speichern …',
      saved: 'Der Bericht wurde gespeichert.',
      back: 'Zurück zu den Ergebnissen',
    },
  },

  audit: {
    title: 'Prüfprotokoll',
    close: 'Schließen',
    intro:
      'Was mit Sightglass auf diesem Computer getan wurde, das Neueste zuerst. Keine Token, keine Geheimnisse, keine Daten.',
    off: 'Zurzeit wird nichts festgehalten. Das entscheiden die Einstellungen.',
    offByAdministrator: 'Zurzeit wird nichts festgehalten. Das hat Ihre Organisation entschieden.',
    search: 'Prüfprotokoll durchsuchen',
    found: { one: 'Ein Eintrag passt.', other: '{count} Einträge passen.' },
    foundMore: 'Die neuesten {count} Einträge, die passen.',
    none: 'Kein Eintrag passt zu „{search}“.',
    noEntries: 'Es gibt keinen Eintrag.',
    kind: 'Art',
    allKinds: 'Alle Arten',
    kinds: {
      signIn: 'Anmeldungen und Erneuerungen',
      session: 'Sitzungen',
      file: 'Dateien',
      link: 'Links',
      profile: 'Profile',
      alarm: 'Alarme',
      policy: 'Richtlinie',
      program: 'Programm und Prüfprotokoll',
    },
    day: 'Tag',
    list: 'Einträge',
    more: 'Ältere Einträge anzeigen',
    refresh: 'Aktualisieren',
    reading: 'Wird gelesen…',
    details: 'Alle Felder',
    exportLines: 'Als JSON-Zeilen speichern…',
    exportTable: 'Als CSV speichern…',
    exported: 'Das Prüfprotokoll wurde gespeichert.',
    checking: 'Wird geprüft…',
    checkAgain: 'Erneut prüfen',
    whole: {
      one: 'Unversehrt: ein Eintrag, wie er geschrieben wurde.',
      other: 'Unversehrt: {count} Einträge, wie sie geschrieben wurden.',
    },
    notWhole: 'Das Prüfprotokoll wurde verändert.',
    since: 'Was davor steht, bis {when}, ist so, wie es geschrieben wurde.',
    marked: {
      one: 'Das Prüfprotokoll selbst berichtet von einer Störung; sie steht unter „{kind}“.',
      other: 'Das Prüfprotokoll selbst berichtet von {count} Störungen; sie stehen unter „{kind}“.',
    },
    unsealed:
      'Hier arbeitet kein Schlüsselbund. Ein Prüfprotokoll, das jemand neu geschrieben hat, fiele deshalb nicht auf.',
    locked:
      'Der Schlüsselbund antwortet nicht. Das Ende des Prüfprotokolls lässt sich deshalb zurzeit nicht versiegeln.',
    faults: {
      changed: 'Zeile {line} von {file} ist nicht so, wie sie geschrieben wurde.',
      missing: 'Vor Zeile {line} von {file} fehlen Einträge, oder sie stehen in anderer Reihenfolge.',
      extra: 'Zeile {line} von {file} wurde eingefügt.',
      unlinked: 'Zeile {line} von {file} folgt nicht aus der davor: Eine von beiden wurde ersetzt.',
      rewritten: 'Die Einträge bis Zeile {line} von {file} wurden neu geschrieben.',
      endMissing: 'Am Ende fehlen Einträge: {missing}.',
      beginningMissing: 'Am Anfang fehlen Einträge.',
      headMissing: 'Was über das Ende des Prüfprotokolls aufbewahrt wird, ist weg.',
      headForged: 'Was über das Ende des Prüfprotokolls aufbewahrt wird, hat nicht Sightglass geschrieben.',
    },
    notWritten: 'Der Datenträger nimmt zurzeit keine Einträge an ({code}). Sie warten im Arbeitsspeicher.',
    outlets: {
      systemLog: 'Protokoll des Systems',
      collector: 'Sammelstelle Ihrer Organisation',
    },
    outletWorks: '{name}: erhält jeden Eintrag.',
    outletFails: '{name}: nicht erreicht ({code}). Warten: {waiting}, verloren: {dropped}.',
    alarms: {
      renewal: 'eine Anmeldung wird nicht erneuert',
      signInEnds: 'eine Anmeldung endet binnen eines Tages',
      wall: 'eine Anzeigetafel ist gestört',
      keychain: 'der Schlüsselbund antwortet nicht',
      clock: 'die Uhr des Computers geht falsch',
      audit: 'das Prüfprotokoll lässt sich nicht schreiben',
    },
    says: {
      'sign-in.done': '{person} hat sich bei {connection} angemeldet ({profile}).',
      'sign-in.taken-up': 'Die Anmeldung von {person} bei {connection} ({profile}) wurde wieder aufgenommen.',
      'sign-in.refused': 'Eine Anmeldung bei {connection} ({profile}) ist nicht gelungen: {code}.',
      'sign-in.ended': 'Die Anmeldung von {person} bei {connection} ({profile}) ist beendet: {code}.',
      'renewal.done': 'Die Anmeldung von {person} bei {connection} ({profile}) wurde erneuert.',
      'renewal.failed': 'Die Anmeldung von {person} bei {connection} ({profile}) ließ sich nicht erneuern: {code}.',
      'sign-out.done': '{person} wurde von {connection} abgemeldet ({profile}).',
      'session.signed': 'Eine Sitzung wurde für {sigmaUser} signiert: {shown}.',
      'session.refused': 'Für {profile} ließ sich keine Sitzung signieren: {code}.',
      'download.done': '{file} wurde aus {workbook} gespeichert.',
      'download.failed': '{file} ließ sich nicht aus {workbook} speichern: {code}.',
      'download.refused': '{workbook} bot eine Datei an, die als Programm laufen könnte ({kind}). Sie wurde abgelehnt.',
      'picture.copied': 'Ein Bild von {workbook} wurde kopiert.',
      'picture.printed': 'Seiten von {workbook} wurden an den Druckdialog übergeben.',
      'profile.exported': 'Das Profil {profile} wurde als Einrichtungsdatei gespeichert.',
      'trail.exported': 'Das Prüfprotokoll wurde als {file} gespeichert.',
      'link.followed': 'Ein Link führte zu {shown}.',
      'link.refused': 'Einem Link von außen wurde nicht gefolgt: {reason}.',
      'profile.created': 'Das Profil {profile} wurde eingerichtet.',
      'profile.changed': 'Das Profil {profile} wurde geändert.',
      'profile.removed': 'Das Profil {profile} wurde entfernt.',
      'check.ended': 'Die Einrichtung von {profile} wurde geprüft.',
      'doctor.run': 'Die Diagnose wurde ausgeführt.',
      'doctor.report-saved': 'Ein Diagnosebericht wurde gespeichert: {file}.',
      'alarm.raised': 'Ein Alarm: {shown}.',
      'alarm.ended': 'Der Alarm ist vorbei: {shown}.',
      'policy.read': 'Sightglass wurde unter einer Richtlinie der Organisation gestartet.',
      'policy.changed': 'Die Richtlinie der Organisation hat sich geändert.',
      'program.started': 'Sightglass {version} wurde gestartet.',
      'program.ended': 'Sightglass wurde beendet.',
      'trail.file': 'Eine neue Datei des Prüfprotokolls beginnt.',
      'trail.switched': 'Das Festhalten wurde umgeschaltet: {shown}.',
      'trail.pruned': 'Alte Einträge wurden entfernt, bis Nummer {through}.',
      'trail.mended': 'Eine abgebrochene Zeile wurde gekennzeichnet.',
      'trail.gap': 'Einträge, die sich nicht schreiben ließen, fehlen: {dropped}.',
      'trail.disturbed': 'Die Datei des Prüfprotokolls wurde von außen verändert oder weggenommen.',
      'trail.reset': 'Bei einem Start endete das Prüfprotokoll nicht so, wie es zurückgelassen wurde.',
    },
  },

  shortcuts: {
    title: 'Tastenkürzel',
    close: 'Schließen',
    search: 'Befehle und Tasten suchen',
    found: { one: 'Ein Befehl passt.', other: '{count} Befehle passen.' },
    none: 'Kein Befehl passt zu „{search}“. Versuchen Sie ein anderes Wort, oder leeren Sie das Feld, um alle zu sehen.',
    command: 'Befehl',
    keys: 'Tasten',
    noKeys: 'Keine Taste',
    or: 'oder',
    edit: 'Tasten von {command} ändern',
    press: 'Drücken Sie die neuen Tasten für {command}. Esc lässt sie, wie sie sind.',
    waiting: 'Neue Tasten drücken',
    noneChosen: 'Keine Tasten',
    cancel: 'Abbrechen',
    owned: 'Diese Tasten gehören zu {command}.',
    take: 'Hier verwenden',
    changed: '{command}: {keys}',
    changedNone: '{command} hat jetzt keine Tasten.',
    reset: 'Zurücksetzen',
    resetOne: 'Tasten von {command} zurücksetzen',
    resetAll: 'Alle Tasten zurücksetzen',
    resetAllQuestion: 'Alle Tasten zurücksetzen?',
    resetAllConsequence: 'Jeder Befehl bekommt seine üblichen Tasten zurück.',
    wasReset: '{command} hat wieder die üblichen Tasten.',
    allWereReset: 'Alle Befehle haben wieder die üblichen Tasten.',
    refused: {
      unknown:
        'Diese Taste lässt sich nicht verwenden. Buchstaben, Ziffern, Zeichen ohne Umschalttaste und F1 bis F24 gehen.',
      typing: 'Damit wird etwas getippt. Halten Sie zusätzlich {primary}.',
      editing: 'Textfelder brauchen diese Tasten.',
      moving: 'Mit dieser Taste geht man durch Fenster und Dialoge.',
      system: 'Diese Tasten gehören dem Betriebssystem.',
      program: 'Diese Tasten gehören der Menüleiste.',
    },
  },

  updates: {
    off: {
      development: 'Es wird nicht nach Updates gesucht, weil dies aus den Quellen läuft.',
      'not-a-release': 'Es wird nicht nach Updates gesucht, weil dies keine freigegebene Version ist.',
      'no-key': 'Es wird nicht nach Updates gesucht, weil diese Kopie keinen Schlüssel kennt, um sie zu prüfen.',
      'no-address':
        'Es wird nicht nach Updates gesucht, weil diese Kopie nicht weiß, wo. Neue Versionen bringt, wer sie Ihnen gegeben hat.',
      managed: 'Neue Versionen bringt Ihre Organisation.',
      policy: 'Ihre Organisation hat Updates hier ausgeschaltet und bringt neue Versionen selbst.',
      person: 'Sie haben Updates ausgeschaltet.',
    },
    checking: 'Es wird nach Updates gesucht…',
    neverChecked: 'Ob es ein Update gibt, ist noch nicht bekannt.',
    notKnown: 'Ob es eine neuere Version gibt, ist nicht bekannt. Zuletzt nachgesehen: {when}.',
    upToDate: 'Dies ist die neueste Version. Zuletzt nachgesehen: {when}.',
    notForHere: {
      system:
        'Version {version} braucht eine neuere Version des Betriebssystems, darum bekommt diese hier keine Updates mehr. Zuletzt nachgesehen: {when}.',
      'failed-before':
        'Version {version} ist verfügbar, startete hier aber nicht. Die Version danach wird wieder angeboten. Zuletzt nachgesehen: {when}.',
    },
    downloading: 'Version {version} wird heruntergeladen.',
    downloadingPercent: 'Version {version} wird heruntergeladen: {percent} %.',
    progress: 'Update wird heruntergeladen',
    mayBeFetched: 'Sie können weiterarbeiten, während es heruntergeladen wird.',
    byAdministrator: 'Es installiert, wer Sightglass hier installiert hat.',
    deferred: 'Ihre Organisation lässt es am {date} kommen.',
    whenYouLike: {
      itself: 'Starten Sie neu, wann Sie möchten. Es kommt auch, wenn Sightglass beendet wird.',
      password: 'Starten Sie neu, wann Sie möchten. Das System fragt dann nach dem Kennwort eines Administrators.',
      administrator: 'Es installiert, wer Sightglass hier installiert hat.',
    },
    heldBy: {
      editing:
        'Es wartet, bis Sie den Bearbeitungsmodus verlassen, weil ein Neustart nähme, was nicht veröffentlicht ist.',
      'signing-in': 'Es wartet, bis Ihre Anmeldung abgeschlossen ist.',
      saving: 'Es wartet, bis Ihre Datei gespeichert ist.',
    },
    rolledBack: 'Version {from} ist nicht gestartet, darum ist Version {to} zurück.',
    notices: {
      available: { title: 'Sightglass {version} ist verfügbar' },
      ready: { title: 'Sightglass {version} ist bereit' },
    },
    notes: 'Neuerungen',
    updated: 'Sightglass wurde auf {version} aktualisiert',
    later: 'Später',
    actions: {
      check: 'Nach Updates suchen',
      download: 'Herunterladen',
      restart: 'Jetzt neu starten',
    },
    choices: {
      mode: 'Wie Updates kommen',
      modes: {
        automatic: 'Von selbst, wenn Sightglass beendet wird',
        notify: 'Nur Bescheid geben',
        off: 'Gar nicht',
      },
      downloaded: 'Von selbst heruntergeladen',
      channel: 'Auch frühe Versionen (Beta)',
    },
  },
  commandLine: {
    summary: 'Sigma-Arbeitsmappen als die Person ansehen, die fragt',
    about:
      'Ohne Befehl öffnet Sightglass sein Fenster. Mit einem fragt es das Programm, das läuft, oder erledigt die Sache ohne Fenster selbst, wo keines läuft.',
    seeAlso: 'Mehr zu einem Befehl: {command} BEFEHL',
    files:
      'Einstellungen, Tresor, Protokoll und Prüfprotokoll. Unter macOS und Windows liegen sie da, wo Programme so etwas dort ablegen.',
    headings: {
      commands: 'Befehle',
      arguments: 'Angaben',
      flags: 'Schalter',
      exitCodes: 'Rückgabewerte',
    },
    groups: {
      auth: 'Anmeldungen',
      token: 'Tokens',
      profile: 'Profile',
      audit: 'Prüfprotokoll',
    },
    commands: {
      doctor: 'Herausfinden, was nicht geht und wer es beheben kann.',
      'auth status': 'Zeigen, wer wo und bis wann angemeldet ist.',
      'auth sign-in': 'Im Browser anmelden.',
      'auth sign-out': 'Abmelden und die Anmeldung vergessen.',
      'auth renew': 'Eine Anmeldung jetzt erneuern.',
      'token test': 'Wenn nötig anmelden und zeigen, wofür das Token gut ist.',
      open: 'Einen Link öffnen, der zu einer Arbeitsmappe führt.',
      'profile list': 'Die Profile auflisten.',
      'profile check': 'Die Einrichtung von Profilen testen.',
      'profile import': 'Ein Profil aus einer Einrichtungsdatei oder einer QuickStart-.env-Datei einrichten.',
      'profile export': 'Ein Profil als Einrichtungsdatei speichern.',
      logs: 'Das Protokoll ausgeben.',
      'audit verify': 'Herausfinden, ob das Prüfprotokoll so ist, wie es geschrieben wurde.',
      status: 'Sagen, ob Sightglass läuft und wie es ihm geht.',
      version: 'Die Version ausgeben.',
      help: 'Die Befehle erklären oder einen davon.',
      completion: 'Ausgeben, was eine Shell braucht, um Befehle zu ergänzen.',
    },
    more: {
      'token test':
        'Zeigt Claims, Gültigkeit und Scopes, fragt die Datenplattform, wer es ist, und signiert eine Sitzung, die nirgends hingeht und so geprüft wird, wie Sigma es täte. Das Token selbst wird nur mit --reveal ausgegeben: an einem Terminal, nachdem ein Wort eingegeben wurde, und wo keine Richtlinie es verbietet.',
      'profile import':
        'Passphrase und Geheimnisse werden am Terminal erfragt oder von der Standardeingabe gelesen, je eines in einer Zeile. Was ändert, wer Tokens bekommt, wird vorher gefragt.',
      'profile export':
        'Mit --with-secrets werden die Geheimnisse eingegeben, mit den gespeicherten verglichen und mit einer Passphrase versiegelt. Eine andere Datei wird nie überschrieben.',
      status: 'Wo Sightglass nicht läuft, wird gezeigt, was es zuletzt von sich gesagt hat.',
    },
    arguments: {
      name: { shape: 'NAME', says: 'Name oder Id eines Profils' },
      label: { shape: 'VERBINDUNG', says: 'Name oder Id einer Verbindung' },
      link: { shape: 'LINK', says: 'Ein Link, der mit sightglass:// beginnt' },
      file: { shape: 'DATEI', says: 'Pfad einer Datei' },
      shell: { shape: 'SHELL', says: 'bash, zsh, fish oder powershell' },
      command: { shape: 'BEFEHL', says: 'Ein Befehl' },
    },
    flags: {
      profile: 'Das Profil; nötig, wo es mehrere gibt',
      connection: 'Die Verbindung; ohne sie: alle des Profils',
      json: 'Ein JSON-Dokument ausgeben',
      reveal: 'Das Zugriffstoken ausgeben, nach einer Bestätigung',
      follow: 'Weiter ausgeben, was dazukommt',
      'with-secrets': 'Die Geheimnisse des Profils in der Datei versiegeln',
      help: 'Diesen Befehl erklären',
    },
    exitCodes: {
      done: 'Alles ist in Ordnung.',
      wrong: 'Etwas stimmt nicht oder wurde abgelehnt.',
      usage: 'Der Befehl wurde nicht verstanden.',
      signedOut: 'Niemand ist angemeldet.',
      unreachable: 'Sightglass läuft nicht oder antwortet nicht, oder die Sache konnte nicht begonnen werden.',
      declined: 'Jemand hat Nein gesagt oder nicht geantwortet.',
    },
    faults: {
      noCommand: 'Es fehlt ein Befehl.',
      unknownCommand: '„{word}“ ist kein Befehl.',
      unfinished: 'Nach „{word}“ muss eines davon stehen: {words}.',
      unknownFlag: '„{word}“ ist kein Schalter dieses Befehls.',
      flagTwice: '--{flag} steht zweimal da.',
      flagWithoutValue: '--{flag} braucht einen Wert.',
      flagWithValue: '--{flag} nimmt keinen Wert.',
      flagMissing: '--{flag} wird gebraucht.',
      argumentMissing: '{argument} fehlt.',
      tooMuch: '„{word}“ ist ein Wort zu viel.',
      unknownShell: 'Für „{word}“ gibt es keine Ergänzungen.',
      usage: 'So wird es eingegeben: {usage}',
    },
    troubles: {
      silent: 'Sightglass läuft und antwortet nicht. Schließen Sie es und versuchen Sie es noch einmal.',
      version: 'Es läuft eine andere Version von Sightglass. Schließen Sie sie und versuchen Sie es noch einmal.',
      lost: 'Sightglass hat vor dem Befehl geendet.',
      busy: 'Sightglass startet oder endet gerade und hat nicht rechtzeitig geantwortet. Versuchen Sie es noch einmal.',
      startRefused: 'Sightglass wurde mit Schaltern oder Variablen gestartet, die es nicht erlaubt: {names}.',
      notStarted: 'Das Programm konnte für diesen Befehl nicht noch einmal gestartet werden.',
      unsafe: {
        symlink: 'Der Ort, an dem Sightglass zuhört, ist ein Verweis woandershin. Entfernen Sie ihn: {folder}',
        kind: 'Der Ort, an dem Sightglass zuhört, ist etwas anderes, als er sein sollte. Entfernen Sie ihn: {folder}',
        owner: 'Der Ort, an dem Sightglass zuhört, gehört jemand anderem: {folder}',
        mode: 'Andere können den Ort öffnen, an dem Sightglass zuhört. Nehmen Sie ihnen die Rechte: {folder}',
        tooLong: 'Der Pfad des Datenordners ist zu lang, um darin zuzuhören: {folder}',
      },
      tooLong: 'Ein Wort des Befehls ist länger als jeder Name oder Link.',
      fileUnreadable: 'Die Datei konnte nicht gelesen werden ({code}): {file}',
      fileTooLarge: 'Die Datei ist größer als jede Einrichtungsdatei: {file}',
      fileThere: 'Eine Datei dieses Namens gibt es schon: {file}',
      fileNotWritten: 'Die Datei konnte nicht geschrieben werden ({code}): {file}',
      noLog: 'Es gibt noch kein Protokoll: {file}',
      logUnreadable: 'Das Protokoll konnte nicht gelesen werden ({code}): {file}',
      unforeseen: 'Der Befehl ist auf unerwartete Weise gescheitert ({kind}).',
    },
    asks: {
      passphrase: 'Passphrase der Datei:',
      newPassphrase: 'Passphrase für die Datei, mindestens {least} Zeichen:',
      repeat: 'Noch einmal:',
      notSame: 'Die beiden sind nicht gleich.',
      tooShort: 'Sie braucht mindestens {least} Zeichen.',
      embedSecret: 'Embed-Secret von {name}:',
      clientSecret: 'Client-Secret von {name}:',
      key: 'Privater Schlüssel von {name}, bis zu seiner END-Zeile:',
      reveal:
        'Das Zugriffstoken wird hier ausgegeben. Wer es liest, kann bis zu seinem Ende alles, was Sie können. Geben Sie „{word}“ ein, um fortzufahren:',
      change: 'Geben Sie „{word}“ ein, um fortzufahren; alles andere lässt es, wie es ist:',
      yes: 'ja',
    },
    notes: {
      browser: 'Ihr Browser öffnet sich. Melden Sie sich dort bei {connection} an.',
      link: 'Es konnte kein Browser geöffnet werden. Öffnen Sie diese Adresse in einem Browser auf diesem Computer: {link}',
      askedInWindow: 'Sightglass fragt Sie etwas in einem eigenen Fenster.',
      opensAfter: 'Sightglass wurde inzwischen gestartet. Sein Fenster öffnet sich, wenn dieser Befehl geendet hat.',
    },
    shows: {
      yes: 'ja',
      no: 'nein',
      none: 'keine',
      profile: 'Profil',
      connection: 'Verbindung',
      status: 'Status',
      person: 'Person',
      ends: 'Endet',
      renews: 'Erneuert sich',
      statuses: {
        'signed-in': 'angemeldet',
        renewing: 'wird erneuert',
        'signed-out': 'abgemeldet',
        ended: 'beendet',
      },
      serviceAccount: 'Dienstkonto',
      noConnections: 'Es gibt keine Verbindung.',
      noProfiles: 'Es gibt kein Profil.',
      workbooks: 'Arbeitsmappen',
      id: 'Id',
      token: 'Token',
      forms: { jwt: 'ein JWT', opaque: 'undurchsichtig: nur der Server kann es lesen' },
      claims: 'Claims des Tokens (nicht geprüft)',
      obtained: 'Erhalten',
      left: 'Noch',
      assumed: 'angenommen: der Server hat es nicht gesagt',
      renewable: 'Erneuert sich selbst',
      requested: 'Angefragte Scopes',
      granted: 'Erteilte Scopes',
      identity: 'Identität',
      askedAt: { 'scim-me': 'von SCIM Me', 'sign-in': 'von der Anmeldung' },
      session: 'Signierte Sitzung',
      workbook: 'Arbeitsmappe',
      length: 'Länge ihrer Adresse',
      bytes: '{count} Bytes',
      signature: 'Signatur',
      sessionClaims: 'Zeiten und Aussteller',
      tokens: 'Verschlüsselte Tokens',
      readable: '{readable} von {count} für Sigma lesbar',
      marks: { right: 'richtig', wrong: 'falsch', unknown: 'nicht bekannt' },
      allRight: 'Alles ist richtig.',
      notRight: 'Etwas ist nicht richtig.',
      imported: 'Das Profil {profile} wurde eingerichtet.',
      changed: 'Das Profil {profile} wurde geändert. Werte, die anders sind: {count}.',
      unchanged: 'Das Profil {profile} ist schon so, wie die Datei sagt.',
      exported: 'Das Profil {profile} wurde gespeichert: {file}',
      exportedOpen: 'Das Profil {profile} wurde ohne seine Geheimnisse gespeichert: {file}',
      opened: 'Der Link wurde Sightglass übergeben.',
      running: 'Sightglass läuft.',
      notRunning: 'Sightglass läuft nicht.',
      version: 'Version',
      commit: 'Commit',
      build: 'Build',
      system: 'System',
    },
  },
  notices: {
    label: 'Hinweise',
    dismiss: 'Ausblenden: {title}',
    copyDetails: 'Einzelheiten kopieren',
    detailsNotCopied: 'Die Einzelheiten konnten nicht kopiert werden.',
    noKeychain: 'Es ist kein Schlüsselbund verfügbar',
    memoryOnly:
      'Geheimnisse und Anmeldungen bleiben nur im Arbeitsspeicher und enden mit dem Programm. Nichts wird auf den Datenträger geschrieben.',
  },

  announcements: {
    dataPlatform: 'der Datenplattform',
    problem: '{title}.',
    waitingForBrowser: 'Melden Sie sich in Ihrem Browser bei {connection} an. Es wird darauf gewartet.',
    finishing: 'Die Anmeldung bei {connection} wird abgeschlossen.',
    cancelled: 'Die Anmeldung bei {connection} wurde abgebrochen.',
    signedIn: 'Angemeldet bei {connection}.',
    ended: 'Ihre Anmeldung bei {connection} ist beendet.',
    signedOut: 'Abgemeldet von {connection}.',
    opening: '{workbook} wird geöffnet.',
    open: '{workbook} ist offen.',
    notOpened: '{workbook} wurde nicht geöffnet.',
    notOpenedBecause: '{workbook} wurde nicht geöffnet. {problem}',
    published: 'Eine neuere Version von {workbook} wurde veröffentlicht.',
    action: 'Die Arbeitsmappe sagt: {action}.',
    updateReady: 'Sightglass {version} ist bereit. Starten Sie neu, wann Sie möchten.',
    offline: 'Sie sind offline.',
    online: 'Sie sind wieder online.',
    saved: 'Gespeichert',
    dataRefreshed: 'Daten aktualisiert.',
    dataNotRefreshed: 'Die Daten wurden nicht aktualisiert: Sigma hat nicht geantwortet.',
  },

  setUp: {
    titleNew: 'Profil einrichten',
    titleOf: 'Einrichtung von {profile}',
    optional: 'Freiwillig',
    show: 'Anzeigen',
    hide: 'Verbergen',
    showSecret: 'Zeigen, was eingegeben wurde',
    takenOver: 'Übernommen: {value}',
    save: 'Speichern',
    saving: 'Wird gespeichert…',
    problems: { one: 'Ein Feld muss berichtigt werden.', other: '{count} Felder müssen berichtigt werden.' },
    wrong: { title: 'Was nicht stimmt', goTo: '{where}: {fault}' },
    storedInKeychain: 'Im Schlüsselbund gespeichert – leer lassen, um es zu behalten.',
    storedInMemory: 'Im Arbeitsspeicher, bis Sightglass beendet wird – leer lassen, um es zu behalten.',
    dividedBySpaces: 'Durch Leerzeichen getrennt.',

    removal: {
      title: 'Entfernen',
      help: 'Meldet ab und vergisst das Profil mit seinen Geheimnissen. In Sigma ändert sich nichts.',
      button: 'Dieses Profil entfernen…',
      question: '{profile} entfernen?',
      consequence:
        'Sie werden abgemeldet, und das Embed-Secret und die Anmeldungen dieses Profils werden von diesem Computer gelöscht. Das lässt sich nicht rückgängig machen.',
      confirm: 'Profil entfernen',
    },
    returned: {
      isBack: 'Das Fenster musste neu starten. Was Sie eingegeben haben, ist noch da, bis auf Geheimnisse.',
      enterSecrets: 'Geben Sie die Geheimnisse noch einmal ein.',
      isOutdated:
        'Das Profil wurde inzwischen geändert: Speichern setzt das, was hier steht, an die Stelle dieser Änderung.',
      discard: 'Meine Eingaben verwerfen',
    },
    leaving: {
      question: 'Ihre Änderungen verwerfen?',
      consequence: 'Was Sie hier eingegeben haben, ist nicht gespeichert.',
      confirm: 'Verwerfen',
      keepEditing: 'Weiter bearbeiten',
    },

    sigma: {
      title: 'Sigma',
      help: 'Der Embed-Client, aus Sigma unter Administration, Developer Access.',
      name: 'Name des Profils',
      nameHelp: 'So, wie Sie es in dieser App sehen möchten, etwa der Name Ihres Teams.',
      clientId: 'Embed-Client-ID',
      secret: 'Embed-Secret',
      secretInKeychain:
        'Wer dieses Secret hat, kann sich in Sigma als jede Person anmelden. Es liegt im Schlüsselbund dieses Computers und wird nie wieder gezeigt.',
      secretInMemory:
        'Wer dieses Secret hat, kann sich in Sigma als jede Person anmelden. Es ist kein Schlüsselbund verfügbar; darum bleibt es nur im Arbeitsspeicher, wird nie wieder gezeigt und muss nach jedem Start neu eingegeben werden.',
      secretOfOtherClient:
        'Das gespeicherte gehört zum früheren Embed-Client. Jeder Embed-Client hat ein eigenes Secret.',
      userKind: 'Art des Benutzers',
      embedUser: 'Embed-Benutzer',
      embedUserHelp: 'Sigma legt die Person mit dem Kontotyp unten an.',
      internalUser: 'Interner Benutzer',
      internalUserHelp: 'Die Person hat schon ein Sigma-Konto.',
      accountType: 'Kontotyp',
      accountTypeHelp: 'Was die Personen dürfen. Ohne ihn gäbe Sigma den mächtigsten.',
      knownAccountTypes: 'Kontotypen, die Sigma hat',
      otherAccountType:
        'Sigma hat von sich aus keinen solchen Typ. Ein eigener von Ihnen funktioniert, genau so geschrieben wie in Sigma unter Administration, Account Types.',
      teams: 'Teams',
      teamsHelp: 'Durch Kommas getrennt.',
      email: 'E-Mail-Adresse, die Sigma sieht',
      emailOfPerson: 'Die Person, die sich anmeldet',
      emailOfPersonHelp: 'Empfohlen. Sigma und die Datenplattform kennen dann dieselbe Person.',
      emailFallback: 'Die Person, die sich anmeldet, oder eine Adresse für die, die keine Anmeldung nennt',
      emailFallbackHelp:
        'So, wie Sigmas QuickStart es tut. Alle, die keine Anmeldung nennt, sind für Sigma eine Person.',
      emailFixed: 'Eine feste Adresse',
      emailFixedHelp: 'Alle, die dieses Profil benutzen, erscheinen in Sigma als eine Person, wer immer sich anmeldet.',
      differentAddresses: 'Wenn die Anmeldungen verschiedene Adressen nennen oder eine keine nennt',
      addressesRefused: 'Nichts öffnen',
      addressesRefusedHelp: 'Empfohlen. Sigma, sein Prüfprotokoll und jede Datenplattform nennen dann dieselbe Person.',
      addressesAllowed: 'Die Arbeitsmappe trotzdem öffnen',
      addressesAllowedHelp:
        'Für Personen, die bei der Datenplattform eine andere Adresse oder einen anderen Namen haben. Die Prüfprotokolle von Sigma und der Plattform nennen sie dann verschieden, und nichts bemerkt, wenn zwei Personen angemeldet sind.',
      fixedAddress: 'Feste Adresse',
      fallbackAddress: 'Adresse für die, die keine Anmeldung nennt',
      fallbackAddressHelp:
        'Nicht die Adresse einer wirklichen Person: Wer nicht genannt wird, erschiene als diese. Wessen Name keine Adresse oder nicht bestätigt ist, wird weiterhin abgelehnt.',
      emailOfServiceAccountHelp: 'Hier meldet sich nur eine Maschine an, und die hat keine eigene Adresse.',
      organisation: 'Mandant und Verbindungstausch: nicht in Gebrauch',
      organisationInUse: 'Mandant und Verbindungstausch: in Gebrauch',
      tenant: 'Mandant',
      tenantHelp:
        'Nur für Sigma Tenants: die Organisation, für die signiert wird, wenn es nicht die des Embed-Clients ist.',
      evalConnectionId: 'Verbindung für alle Abfragen',
      evalConnectionHelp:
        'Nur zum Tauschen von Verbindungen: die Sigma-ID der Verbindung, die jede Abfrage ausführt, was immer die Arbeitsmappe nennt. Nicht für Arbeitsmappen, die zurückschreiben.',
      evalConnectionLacksToken:
        'Keine Verbindung unten hat diese ID, darum bekommt Sigma kein Token für sie. Das ist nur richtig, wenn sie ein eigenes Konto benutzt.',
      otherSigma: 'Das ist ein anderes Sigma. Sie werden vor dem Speichern gefragt, und alle melden sich neu an.',
      sessionLength: 'Sitzungsdauer',
      sessionLengthHelp:
        'Eine signierte Sitzung endet nach dieser Zeit, oder früher mit der Anmeldung. Vorher erneuert sie sich selbst.',
      sessionUnit: 'Einheit der Sitzungsdauer',
      sessionUnits: { seconds: 'Sekunden', minutes: 'Minuten', hours: 'Stunden', days: 'Tage' },
    },

    workbooks: {
      title: 'Arbeitsmappen',
      help: 'Die Adresse jeder veröffentlichten Arbeitsmappe, wie Ihr Browser sie zeigt. Eine Seite und Werte von Steuerelementen darin werden übernommen.',
      numbered: 'Arbeitsmappe {number}',
      name: 'Titel',
      url: 'Veröffentlichte URL',
      add: 'Arbeitsmappe hinzufügen',
      removeOne: 'Arbeitsmappe {workbook} entfernen',

      refresh: {
        title: 'Aktualisieren der Daten',
        summary: {
          byHand: 'Von Hand',
          every: { one: 'Jede Minute', other: 'Alle {count} Minuten' },
          onReturn: 'Wenn jemand zurückkommt',
          afterSleep: 'Nach dem Ruhezustand',
        },
        help: 'Neue Daten ohne Neuladen. Mit F5 kann man sie immer anfordern.',
        everyMinutes: 'Alle … Minuten',
        everyMinutesHelp:
          'Leer gelassen: nicht nach der Uhr. Es wartet, solange jemand arbeitet und solange niemand die Arbeitsmappe sieht.',
        everyBudget: 'Bei höchstens {limit} pro Stunde sind es alle {minutes} Minuten.',
        occasions: 'Und außerdem',
        onReturn: 'Wenn jemand nach fünf Minuten oder mehr zurückkommt',
        afterSleep: 'Nach dem Ruhezustand, wenn das Netzwerk zurück ist',
        mostPerHour: 'Höchstens so oft pro Stunde',
        mostPerHourHelp:
          'Bei jedem Aktualisieren beantwortet die Datenplattform jede Abfrage der Seite, was Geld kosten kann. Gezählt über alle Fenster; was man selbst anfordert, zählt mit und wird nie zurückgehalten.',
        standsStill: 'Es steht jetzt still: Sigma hat auf zwei Aktualisierungen hintereinander nicht geantwortet.',
      },

      opens: 'Wie sie sich öffnet',

      summary: {
        usual: 'Wie gewöhnlich, mit dem Menü oben',
        places: {
          page: 'Seite {name}',
          element: 'Element {name}',
          tag: 'Version {name}',
          bookmark: 'Lesezeichen {name}',
        },
        menus: { top: 'Menü oben', bottom: 'Menü unten', none: 'Kein Menü' },
        hidden: { one: '1 Teil verborgen', other: '{count} Teile verborgen' },
        theme: 'Design {theme}',
        workbookTheme: 'Das eigene Design der Arbeitsmappe',
        language: 'Sprache {language}',
        sigmaLanguage: 'Sprache, wie Sigma sie wählt',
        controls: { one: '1 Wert eines Steuerelements', other: '{count} Werte von Steuerelementen' },
      },

      note: {
        taken: 'Aus der Adresse übernommen: {parts}.',
        control: '{id} = {value}',
        noValue: 'nichts',
        hidden: 'Verborgen: {parts}',
        shown: 'Nicht verborgen: {parts}',
        cleared: 'Seite, Version, Lesezeichen und Werte von Steuerelementen der früheren Arbeitsmappe wurden entfernt.',
        dropped: {
          edit: 'Nicht verwendet: {name}. Eine Arbeitsmappe öffnet sich zum Ansehen; bearbeitet wird sie aus ihrem Menü.',
          exploration:
            'Nicht verwendet: {name}. Eine Erkundung gehört einer Person; speichern Sie sie als Lesezeichen, um sie für alle zu öffnen.',
          fragment: 'Nicht verwendet: was hinter dem Zeichen {name} steht.',
          height: 'Nicht verwendet: {name}. Die Arbeitsmappe füllt das Fenster.',
          otherPlace: 'Nicht verwendet: {name}. Die Adresse nennt noch einen anderen Ort, und der zählt.',
          path: 'Nicht verwendet: {name}. Sigmas Adressen haben keinen solchen Teil, den wir kennen.',
          repeated: 'Das Steuerelement {name} steht zweimal in der Adresse; sein letzter Wert zählt.',
          token: 'Nicht verwendet: {name}. Jedes Laden wird neu signiert.',
          unknown: 'Nicht verwendet: {name}. Sigma hat keinen solchen Parameter, den wir kennen.',
          unusable: 'Nicht verwendet: {name}. Der Wert bedeutet hier nichts.',
        },
      },

      options: {
        places: { page: 'Seiten-ID', element: 'Element-ID', tag: 'Versions-Tag', bookmark: 'Lesezeichen-ID' },
        placeHelp: {
          page: 'Die Adressleiste zeigt sie hinter nodeId oder /page/.',
          element: 'Ein einzelnes Element anstelle einer Seite.',
          tag: 'Etwa Production. Ohne ihn die veröffentlichte Version.',
          bookmark: 'Alle beginnen mit diesem Lesezeichen.',
        },
        menu: 'Sigmas Menü',
        menus: { top: 'Oben', bottom: 'Unten', none: 'Keines' },
        theme: 'Design',
        themes: {
          app: 'Wie diese App',
          workbook: 'Das eigene der Arbeitsmappe',
          Light: 'Hell (Light)',
          Dark: 'Dunkel (Dark)',
          Surface: 'Fläche (Surface)',
          custom: 'Ein anderes…',
        },
        themeName: 'Name des Designs',
        themeNameHelp: 'Wie Sigma ihn schreibt; Großbuchstaben zählen.',
        language: 'Sprache',
        languages: { app: 'Wie diese App', sigma: 'Wie Sigma sie wählt', named: 'Eine andere…' },
        languageCode: 'Sprachcode',
        languageCodeExample: 'de',
        languageVariant: 'Variante',
        languageVariantHelp: 'Von den Übersetzungen in Sigma.',
        hide: 'Weglassen',
        parts: {
          menu: 'Das ganze Menü',
          folder_navigation: 'Ordner',
          bookmarks: 'Lesezeichen',
          explore_toggle: 'Erkunden',
          save_as: 'Speichern unter',
          schedule: 'Planen',
          send: 'Senden',
          tooltip: 'Tooltips',
          element_interactions: 'Menüs der Elemente',
        },
        withoutMenu: 'Ohne Sigmas Menü kann niemand daraus exportieren, erkunden oder Lesezeichen benutzen.',
      },

      controls: {
        title: 'Werte von Steuerelementen',
        help: 'Die Steuerelement-ID steht in den Einstellungen des Steuerelements in Sigma. Mehrere Werte werden durch Kommas getrennt; vor einem Komma in einem Wert steht ein umgekehrter Schrägstrich.',
        id: 'Steuerelement-ID',
        idExample: 'Region',
        value: 'Wert',
        valueExample: 'Nord,West',
        add: 'Wert hinzufügen',
        numbered: 'Wert {number}',
        removeOne: 'Wert von {control} entfernen',
        removeNumbered: 'Wert {number} entfernen',
      },

      preview: {
        title: 'Was geladen wird',
        help: 'Das signierte Token kommt bei jedem Laden hinzu und wird nie gezeigt.',
        empty: 'Geben Sie die veröffentlichte URL ein, um sie hier zu sehen.',
        copy: 'Adresse ohne das Token kopieren',
      },
    },

    connections: {
      title: 'Verbindungen',
      help: 'Die Datenplattform hinter den Arbeitsmappen, und wie man sie erreicht.',
      numbered: 'Verbindung {number}',
      add: 'Verbindung hinzufügen',
      removeOne: 'Verbindung {connection} entfernen',
      pattern: 'Wie man die Daten erreicht',
      name: 'Name',
      nameHelp: 'Steht auf der Schaltfläche zum Anmelden.',
      nameOfServiceAccountHelp: 'Steht in der Leiste über der Arbeitsmappe.',
      sigmaConnectionId: 'Sigma-Verbindungs-ID',
      sigmaConnectionIdHelp: 'Der letzte Teil der Adresse der Verbindung in Sigma.',
      signInAgain: 'Nach dieser Änderung melden sich alle neu an.',
    },

    tokenUse: {
      question: 'Wofür Sigma das Token verwendet',
      uses: {
        connection: {
          heading: 'Wofür Sigma das Token verwendet: eine Verbindung',
          label: 'Eine Verbindung',
          help: 'Die, deren ID hier eingegeben ist. Empfohlen.',
        },
        organisation: {
          heading: 'Wofür Sigma das Token verwendet: die ganze Organisation',
          label: 'Die ganze Organisation',
          help: 'Jede Verbindung, die es annimmt. Für OAuth, das in Sigma einmal für die Organisation eingerichtet ist.',
        },
      },
    },

    patterns: {
      authorization_code: {
        label: 'Jede Person mit ihren eigenen Rechten',
        help: 'Alle melden sich an, und jede Abfrage läuft als sie. Empfohlen.',
        providerQuestion: 'Wo man sich anmeldet',
      },
      identity: {
        label: 'Ein Dienstkonto mit Sicherheit auf Zeilenebene',
        help: 'Sigma benutzt ein eigenes Konto. Die Anmeldung sagt nur, wer hinsieht.',
        providerQuestion: 'Wo man sich anmeldet',
      },
      token_exchange: {
        label: 'Eine Firmenanmeldung, ausgetauscht für Databricks',
        help: 'Man meldet sich einmal bei Ihrem Identitätsanbieter an. Databricks verlässt sich darauf.',
        providerQuestion: 'Der Identitätsanbieter',
      },
      client_credentials: {
        label: 'Eine Maschine, für einen Wandbildschirm',
        help: 'Niemand meldet sich an: Ein Dienstkonto tut es von selbst.',
        providerQuestion: 'Wo die Maschine sich anmeldet',
      },
    },

    register: {
      titleIn: 'Was in {product} zu registrieren ist',
      redirectUrls: { one: 'Umleitungs-URL', other: 'Umleitungs-URLs' },
      copyRedirectUrl: 'Umleitungs-URL {url} kopieren',
      scopes: 'Scopes',
      copyScopes: 'Scopes kopieren',
      scopesGranted: 'Gewährt {place}.',
      lifetimes: 'Gültigkeitsdauern',
      asSql: 'Als SQL',
      copyStatement: 'SQL-Anweisung kopieren',
    },

    client: {
      authentication: 'Client-Authentifizierung',
      recommended: '{method} (empfohlen)',
      methods: {
        automatic: {
          heading: 'Client-Authentifizierung: automatisch',
          label: 'Automatisch',
          help: 'Aus dem, was der Server anbietet und was unten eingegeben ist.',
        },
        none: {
          heading: 'Client-Authentifizierung: öffentlicher Client',
          label: 'Öffentlicher Client',
          help: 'Kein Secret; allein PKCE schützt die Anmeldung.',
        },
        client_secret_post: {
          heading: 'Client-Authentifizierung: Secret im Body der Anfrage',
          label: 'Secret im Body der Anfrage',
          help: 'client_secret_post',
        },
        client_secret_basic: {
          heading: 'Client-Authentifizierung: Secret im Header',
          label: 'Secret im Header',
          help: 'client_secret_basic',
        },
        private_key_jwt: {
          heading: 'Client-Authentifizierung: privater Schlüssel',
          label: 'Privater Schlüssel',
          help: 'private_key_jwt: Jede Anfrage trägt eine Aussage, die mit dem Schlüssel signiert ist. Fügen Sie den Schlüssel als PKCS#8-PEM ein.',
        },
      },
      secretOfEarlier:
        'Das gespeicherte gehört zum früheren Server oder zur früheren Anwendung. Geben Sie das der jetzigen ein.',
      secretIfRegistered: 'Nur, wenn die Anwendung mit einem registriert wurde.',
      privateKey: 'Privater Schlüssel',
      privateKeyHelp: 'PKCS#8 in PEM, ohne Passphrase.',
      algorithm: 'Algorithmus',
      algorithmHelp: 'ES256 für einen Schlüssel auf elliptischen Kurven, sonst wie registriert.',
      keyId: 'Schlüssel-ID',
      keyIdHelp: 'Die „kid“, unter der der öffentliche Schlüssel registriert ist.',
    },

    exchange: {
      title: 'Bei Databricks ausgetauscht',
      help: 'Databricks braucht eine Verbundrichtlinie (federation policy), die dem Identitätsanbieter vertraut. Erneuerungen gehen denselben Weg, ohne Rückfrage.',
      more: 'Service Principal und Scopes des Austauschs',
      clientId: 'Client-ID des Service Principal',
      clientIdHelp:
        'Nur, wenn seine eigene Verbundrichtlinie benutzt wird. Leer gelassen bleibt jede Person sie selbst.',
      scopes: 'Scopes des Austauschs',
    },

    scopes: {
      label: 'Scopes',
      labelWithRedirects: 'Scopes und Umleitungs-URLs',
      withoutRefresh: 'Ohne {scope} meldet man sich jedes Mal neu an, wenn das Token abläuft.',
      usual: 'Übliche Scopes',
      useUsual: 'Übliche Scopes verwenden',
      identity: { purpose: 'Wer die Person ist', help: 'Für Sicherheit auf Zeilenebene nach Attributen.' },
      redirectUrls: 'Umleitungs-URLs',
      redirectUrlsHelp: 'Eine je Zeile, genau wie registriert. Die erste, deren Port frei ist, wird benutzt.',
      sharedRedirect:
        '{connection} kommt zur selben URL zurück. Nennt sich ein Server in seiner Antwort nicht, sagt nur die URL, wessen Antwort es ist. Es geht, wie es ist; sicherer ist für jede eine eigene URL, registriert und hier eingegeben.',
      useOwnRedirect: '{url} verwenden',
    },

    attributes: {
      title: 'Sicherheit auf Zeilenebene',
      help: 'Was Sigma aus der Anmeldung über jede Person erfährt.',
      ofInternalUsers:
        'Interne Benutzer haben ihre Attribute und Teams in Sigma. Um sie aus der Anmeldung zu lesen, wählen Sie oben Embed-Benutzer.',
      fold: 'Benutzerattribute und Teams aus der Anmeldung',
      label: 'Benutzerattribute',
      example:
        'Zum Beispiel wird der Claim „department“ zum Benutzerattribut „Region“, und die Arbeitsmappe zeigt nur dessen Zeilen.',
      add: 'Benutzerattribut hinzufügen',
      teamsClaim: 'Claim mit Teams',
      teamsClaimHelp: 'Seine Werte werden Teams in Sigma, neben den oben genannten.',
      numbered: 'Benutzerattribut {number}',
      claim: 'Claim',
      attribute: 'Benutzerattribut in Sigma',
      attributeExample: 'Region',
      removeOne: '{attribute} entfernen',
      removeNumbered: 'Benutzerattribut {number} entfernen',
      fixed: 'Gleich für alle',
      fixedHelp: 'Ein Claim der Anmeldung für dasselbe Attribut geht diesen vor.',
      fixedNumbered: 'Festes Benutzerattribut {number}',
      fixedValue: 'Wert',
      addFixed: 'Festes Benutzerattribut hinzufügen',
      removeFixed: 'Festes Attribut {attribute} entfernen',
      removeFixedNumbered: 'Festes Benutzerattribut {number} entfernen',
    },

    actions: {
      title: 'Aktionen',
      help: 'Was folgt, wenn jemand eine ausgehende Aktion auslöst, die der Autor einer Arbeitsmappe angelegt hat.',
      fold: 'Regeln für Aktionen von Arbeitsmappen',
      none: 'Ohne Regel wird eine Aktion gezeigt, und nichts folgt. Jede Person wird gefragt, bevor eine Regel zum ersten Mal läuft.',
      add: 'Regel hinzufügen',
      numbered: 'Regel {number}',
      action: 'Name der Aktion',
      actionExample: 'auftrag-oeffnen',
      actionHelp: 'Genau so, wie der Autor sie in Sigma genannt hat.',
      does: 'Was folgt',
      kinds: { address: 'Eine Seite öffnet sich im Browser', workbook: 'Eine andere Arbeitsmappe öffnet sich' },
      addressKindHelp: 'Auf einem Host, den Sie hier nennen.',
      workbookKindHelp: 'Eine aus diesem Profil, mit Werten in ihren Steuerelementen.',
      address: 'Adresse',
      addressHelp:
        'Beginnt mit https://. Ein Name in geschweiften Klammern steht für den Wert dieses Namens, in dem, was dem Host folgt.',
      workbook: 'Arbeitsmappe',
      chooseWorkbook: 'Arbeitsmappe wählen',
      workbookNumbered: 'Arbeitsmappe {number}',
      controls: 'Werte ihrer Steuerelemente',
      controlsExample: 'Region={region}',
      controlsHelp:
        'Einer je Zeile: Steuerelement-ID, Gleichheitszeichen, Wert. Ein Name in geschweiften Klammern steht für den Wert dieses Namens.',
      removeOne: 'Regel für {action} entfernen',
    },

    faults: {
      controlLines: 'Schreiben Sie jede Zeile als Steuerelement-ID, Gleichheitszeichen und Wert.',
      inLine: 'Zeile {number}: {fault}',
      notNumber: 'Geben Sie eine Zahl ein.',
      sessionTooShort: 'Eine Sitzung dauert mindestens eine Minute.',
      sessionTooLong: 'Sigma erlaubt höchstens 30 Tage.',
      emailOfServiceAccount: 'Geben Sie eine Adresse ein: Eine Maschine hat keine eigene.',
      clientSecretOfServiceAccount: 'Geben Sie das Client-Secret ein: Eine Maschine muss sich ausweisen.',
      otherSecret: 'Geben Sie das Secret dieser Anwendung ein, oder wählen Sie oben „Öffentlicher Client“.',
      otherSecretOfServiceAccount: 'Geben Sie das Secret dieser Anwendung ein.',
      key: 'Fügen Sie den privaten Schlüssel ein.',
      keyEncrypted:
        'Dieser Schlüssel hat eine Passphrase. Entfernen Sie sie mit: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyOtherForm:
        'Dieser Schlüssel hat eine andere Form. Wandeln Sie ihn um mit: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyPublic: 'Das ist die öffentliche Hälfte. Fügen Sie den privaten Schlüssel ein.',
      keyIncomplete:
        'Fügen Sie den ganzen Schlüssel ein, von -----BEGIN PRIVATE KEY----- bis -----END PRIVATE KEY-----',
    },
  },

  checks: {
    title: 'Test',
    help: 'Fragt jeden Server dieser Einrichtung, was eine Anmeldung fragt, auch mit dem Secret der Anwendung. Niemand wird angemeldet und nichts gespeichert. Ein Server kann einen fehlgeschlagenen Versuch protokollieren.',
    start: 'Diese Einrichtung testen',
    again: 'Noch einmal testen',
    cancel: 'Test abbrechen',
    signInAndTest: 'Anmelden und testen',
    incomplete: 'Berichtigen Sie zuerst, was im Formular markiert ist.',
    outdated: 'Das Formular hat sich seit diesem Test geändert.',
    wholeProfile: 'Dieser Computer und Sigma',
    unnamed: 'Verbindung {number}',
    copy: 'Für ein Ticket kopieren',
    seen: 'Gesehen: {seen}',
    todo: 'Was zu tun ist: {todo}',
    actor: 'Für {owner}',
    readMore: 'Dokumentation: {page}',
    running: { one: 'Eine Prüfung steht noch aus.', other: '{count} Prüfungen stehen noch aus.' },
    summary: '{right} von {made} in Ordnung.',
    needs: { one: 'Eine braucht {owner}.', other: '{count} brauchen {owner}.' },
    stopped: 'Der Test wurde abgebrochen.',
    skippedToo: { one: 'Eine ist nicht bekannt.', other: '{count} sind nicht bekannt.' },
    next: {
      mend: 'Als Nächstes: Tun Sie, was unten steht, und testen Sie noch einmal.',
      save: 'Als Nächstes: Speichern Sie diese Einrichtung. Melden Sie sich dann an und testen Sie, was danach kommt.',
      'sign-in': 'Als Nächstes: Melden Sie sich an. Was danach kommt, wird dann getestet.',
      nothing: 'Alles, was sich testen lässt, wurde getestet.',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): Test der Einrichtung „{profile}“',
      headOfComputer: 'Sightglass {version} ({platform}): die Diagnose über diesen Computer',
      line: '[{outcome}] {check}',
    },
    names: {
      disk: 'Freier Speicherplatz',
      folder: 'Datenordner',
      files: 'Gespeicherte Dateien',
      downloads: 'Download-Ordner',
      browser: 'Standardbrowser',
      graphics: 'Grafik',
      sandbox: 'Sandbox von Chromium',
      displays: 'Bildschirme',
      electron: 'Alter von Electron',
      version: 'Version von Sightglass',
      policy: 'Richtlinie',
      audit: 'Prüfprotokoll',
      dns: 'Namen der Server (DNS)',
      proxy: 'Proxy',
      tls: 'Zertifikate',
      reach: 'Antworten der Server',
      keychain: 'Schlüsselbund',
      clock: 'Uhr',
      sigma: 'Adresse von Sigma',
      metadata: 'Adressen des Servers (Metadaten)',
      level: 'Workspace oder Konto',
      ports: 'Ports für die Antwort',
      redirect: 'Umleitungs-URLs',
      scopes: 'Scopes',
      client: 'Anwendung',
      grant: 'Anmeldung',
      'granted-scopes': 'Gewährte Scopes',
      identity: 'Wen Sigma genannt bekommt',
      session: 'Signierte Sitzung',
      renewals: 'Erneuerungen',
      claims: 'Claims',
      federation: 'Token-Austausch',
      'session-readable': 'Sitzung, wie Sigma sie liest',
      'sigma-answer': 'Letzte Antwort von Sigma',
      data: 'Erste Daten',
    },
    outcomes: {
      ok: 'In Ordnung',
      warning: 'Ansehen',
      failed: 'Fehler',
      skipped: 'Nicht bekannt',
      waiting: 'Wartet',
      running: 'Läuft',
    },
    owners: {
      person: 'Sie',
      it: 'die IT-Abteilung',
      databricks: 'den Administrator von Databricks',
      snowflake: 'den Administrator von Snowflake',
      google: 'den Administrator von Google Cloud',
      'identity-provider': 'den Administrator des Identitätsanbieters',
      sigma: 'den Administrator von Sigma',
    },
    findings: {
      // The run
      cancelled: { seen: 'Der Test wurde abgebrochen, bevor das bekannt war.' },
      too_slow_here: {
        seen: 'Es kam keine Antwort (gewartet: {duration}), und gefragt war nur dieser Computer.',
        todo: 'Testen Sie noch einmal. Wiederholt es sich, starten Sie diesen Computer neu und melden Sie es mit diesen Ergebnissen.',
      },
      too_slow: {
        seen: 'Es kam keine Antwort (gewartet: {duration}).',
        todo: 'Testen Sie noch einmal. Wiederholt es sich, fragen Sie, ob ein Proxy oder eine Firewall die Antwort zurückhält.',
      },
      needs: { seen: 'Das braucht zuerst „{check}“, was nicht in Ordnung oder nicht bekannt ist.' },
      unforeseen: {
        seen: 'Die Prüfung selbst schlug fehl ({kind}).',
        todo: 'Testen Sie noch einmal. Wiederholt es sich, melden Sie es mit diesen Ergebnissen.',
      },
      save_first: {
        seen: 'Das Formular enthält, was nicht gespeichert ist.',
        todo: 'Speichern Sie zuerst: Getestet wird mit dem, was gespeichert ist.',
      },
      // Computer
      disk_free: { seen: 'Wo Einstellungen, Anmeldungen und Protokolle liegen, sind {megabytes} MB frei.' },
      disk_tight: {
        seen: 'Wo Einstellungen, Anmeldungen und Protokolle liegen, sind nur noch {megabytes} MB frei.',
        todo: 'Schaffen Sie Platz auf diesem Datenträger, bevor eine erneuerte Anmeldung nicht mehr gespeichert werden kann.',
      },
      disk_full: {
        seen: 'Der Datenträger, auf dem Einstellungen, Anmeldungen und Protokolle liegen, ist voll ({megabytes} MB sind frei).',
        todo: 'Schaffen Sie Platz auf diesem Datenträger: Bis dahin kann nichts gespeichert werden, und eine erneuerte Anmeldung geht mit dem Programm verloren.',
      },
      disk_unknown: {
        seen: 'Das System sagt nicht, wie viel Platz frei ist ({systemCode}).',
        todo: 'Lassen Sie nachsehen, ob der Ordner von Sightglass erreichbar und lesbar ist.',
      },
      folder_right: {
        seen: 'Einstellungen und Anmeldungen lassen sich schreiben, und niemand sonst darf dort schreiben.',
      },
      folder_full: { seen: 'Der Datenträger ist zu voll, um zu prüfen, ob sich etwas schreiben lässt.' },
      folder_not_writable: {
        seen: 'In {folder} lässt sich nichts schreiben ({systemCode}).',
        todo: 'Geben Sie der Person dieses Kontos das Recht, in diesen Ordner zu schreiben, und stellen Sie sicher, dass der Datenträger nicht schreibgeschützt ist.',
      },
      folder_foreign: {
        seen: '{folder} gehört einem anderen Konto.',
        todo: 'Machen Sie die Person dieses Kontos zum Eigentümer dieses Ordners und seines Inhalts.',
      },
      folder_open: {
        seen: 'Andere Konten dieses Computers dürfen in {folder} schreiben (Modus {mode}).',
        todo: 'Nehmen Sie ihnen dieses Recht: chmod 700 mit dem Pfad des Ordners.',
      },
      files_whole: { seen: 'Angesehen: {count} Dateien. Alle sind lesbar und unversehrt.' },
      file_unreadable: {
        seen: '{file} ist nicht lesbar ({systemCode}).',
        todo: 'Geben Sie der Person dieses Kontos das Recht, {file} zu lesen und zu schreiben. Ohne das startet Sightglass beim nächsten Mal nicht.',
      },
      files_damaged: {
        seen: 'Etwas anderes hat {files} beschädigt, während Sightglass läuft.',
        todo: 'Speichern Sie vor dem Beenden das Profil noch einmal und ändern Sie eine Einstellung: Beides schreibt, was Sightglass noch weiß. Wiederholt es sich, lassen Sie den Datenträger und Programme, die Dateien abgleichen, prüfen.',
      },
      files_foreign: {
        seen: 'Nicht von diesem Konto: {files}.',
        todo: 'Machen Sie die Person dieses Kontos zum Eigentümer dieser Dateien.',
      },
      files_open: {
        seen: 'Andere Konten dieses Computers dürfen {files} lesen oder schreiben.',
        todo: 'Starten Sie Sightglass neu: Es nimmt ihnen dieses Recht. Kommt es wieder, gibt es ein Programm, das Dateien abgleicht oder sichert.',
      },
      files_kept_aside: {
        seen: 'Einmal beschädigt und beiseitegelegt: {files}. Nichts davon ist in Gebrauch.',
        todo: 'Fehlen Profile, richten Sie sie neu ein. Entfernen Sie dann diese Dateien.',
      },
      profiles_kept_aside: {
        seen: 'In den Einstellungen gibt es Profile, die diese Version nicht versteht. Sie bleiben erhalten und werden nicht gezeigt.',
        todo: 'Lief hier vorher eine neuere Version, installieren Sie diese wieder. Wenn nicht, richten Sie das fehlende Profil neu ein.',
      },
      files_newer: {
        seen: 'Hier lief vorher Sightglass {version}, das neuer ist als dieses: Es hat vielleicht gespeichert, was diese Version nicht versteht.',
        todo: 'Aktualisieren Sie Sightglass auf Version {version} oder neuer. Bis dahin geht davon nichts verloren.',
      },
      secrets_gone: {
        seen: 'Die Secrets von {count} Konfigurationen sind nicht mehr im Tresor.',
        todo: 'Geben Sie Embed-Secret und Client-Secret in der Konfiguration neu ein, und speichern Sie. Melden Sie sich dann an, und entfernen Sie, was beiseitegelegt wurde.',
      },
      downloads_right: { seen: 'Dort lassen sich Dateien speichern.' },
      downloads_missing: {
        seen: '{folder} gibt es nicht.',
        todo: 'Legen Sie diesen Ordner an, oder wählen Sie im System einen anderen für Downloads.',
      },
      downloads_not_writable: {
        seen: 'In {folder} darf nichts geschrieben werden.',
        todo: 'Geben Sie der Person dieses Kontos das Recht, in diesen Ordner zu schreiben.',
      },
      downloads_tight: {
        seen: 'Nur {megabytes} MB sind auf dem Datenträger der Downloads frei.',
        todo: 'Schaffen Sie auf diesem Datenträger Platz, bevor Sie Dateien exportieren.',
      },
      browser_found: { seen: 'Links öffnen sich in {program}.' },
      browser_gone: {
        seen: 'Links sollen sich in {program} öffnen, das nicht installiert ist.',
        todo: 'Wählen Sie in den Einstellungen des Systems einen anderen Standardbrowser, oder installieren Sie {program} wieder. Eine Anmeldung beginnt im Browser.',
      },
      browser_none: {
        seen: 'Das System nennt keinen Browser für Links.',
        todo: 'Wählen Sie in den Einstellungen des Systems einen Standardbrowser. Kopieren Sie bis dahin den Anmeldelink und öffnen Sie ihn von Hand.',
      },
      browser_no_opener: {
        seen: 'Dem System fehlt xdg-open, womit Programme Links öffnen.',
        todo: 'Installieren Sie das Paket xdg-utils.',
      },
      browser_unknown: { seen: 'Das System sagt nicht, welcher Browser Links öffnet.' },
      graphics_hardware: { seen: 'Fenster werden von der Grafikkarte gezeichnet.' },
      graphics_software: {
        seen: 'Fenster werden ohne Grafikkarte gezeichnet ({said}). Große Arbeitsmappen bewegen sich langsam.',
        todo: 'Installieren Sie den neuesten Treiber der Grafikkarte. In einer virtuellen Maschine oder über einen Remotedesktop ist das üblich, und nichts ist zu tun.',
      },
      graphics_switched_off: {
        seen: 'Sightglass wurde ohne Grafikkarte gestartet (--disable-gpu).',
        todo: 'Starten Sie es ohne diesen Schalter, sofern die Bilder dann nicht gestört sind.',
      },
      graphics_named: {
        seen: 'Das System nennt: {cards}.',
      },
      graphics_crashed: {
        seen: 'Was die Fenster zeichnet, ist seit dem Start von Sightglass {count}-mal abgestürzt.',
        todo: 'Installieren Sie den neuesten Treiber der Grafikkarte. Geht es weiter, starten Sie Sightglass mit --disable-gpu, und melden Sie es mit diesen Ergebnissen.',
      },
      sandbox_on: { seen: 'Webseiten laufen in der Sandbox.' },
      sandbox_off: {
        seen: 'Webseiten laufen ohne Sandbox, was ein Administrator erlaubt hat oder ein Start aus den Quellen mit sich bringt.',
      },
      displays_seen: { seen: 'Bildschirme: {count}, mit {sizes}.' },
      windows_outside: {
        seen: 'Fenster, deren Titelleiste kein Bildschirm zeigt: {count}.',
        todo: 'Beenden Sie Sightglass und starten Sie es neu: Solche Fenster kommen dorthin zurück, wo man sie sieht.',
      },
      electron_fixed: {
        seen: 'Electron {electron} (Chromium {chromium}) bekommt bis etwa {until} Sicherheitskorrekturen.',
      },
      electron_ended: {
        seen: 'Electron {electron} bekommt seit etwa {until} keine Sicherheitskorrekturen mehr.',
        todo: 'Installieren Sie die neueste Version von Sightglass.',
      },
      electron_too_old: {
        seen: 'Dies läuft auf Electron {electron}, das älter ist als jedes, für das Sightglass veröffentlicht wird.',
        todo: 'Installieren Sie Sightglass aus seinem eigenen Paket, das das richtige mitbringt.',
      },
      version_newest: { seen: 'Eine neuere Version ist nicht bekannt.' },
      version_not_looked_for: { seen: 'Nach Updates wird hier nicht gesucht. Warum, sagen die Einstellungen.' },
      version_waits: {
        seen: 'Version {version} ist da und noch nicht in Gebrauch.',
        todo: 'Bringen Sie Version {version} an ihren Platz: Die Seite der Updates in den Einstellungen tut es oder sagt, wer es kann.',
      },
      version_not_for_here: {
        seen: 'Version {version} braucht ein neueres Betriebssystem, sodass diese hier keine Korrekturen mehr bekommt.',
        todo: 'Aktualisieren Sie das Betriebssystem.',
      },
      policy_none: { seen: 'Für diesen Computer hat kein Administrator etwas festgelegt.' },
      policy_counts: { seen: 'Von einem Administrator festgelegt: {keys}.' },
      audit_written: { seen: 'Was geschieht, wird festgehalten.' },
      audit_off: { seen: 'Nichts wird festgehalten, wie es die Einstellungen wollen.' },
      audit_outlet_stuck: {
        seen: '{outlet}: nicht erreicht ({code}). Wartend: {waiting}, verloren: {dropped}.',
        todo: 'Machen Sie es für diesen Computer wieder erreichbar. Was wartet, wird dann gesendet.',
      },
      keychain_tried: { seen: '{backend}. Ein eben ausgedachter Wert kam zurück, wie er war.' },
      keychain_back: {
        seen: '{backend}. Er arbeitet jetzt und tat es beim Start von Sightglass nicht: Was angemeldet ist, steht nur im Arbeitsspeicher.',
        todo: 'Starten Sie Sightglass neu und melden Sie sich an: Von da an werden Anmeldungen aufbewahrt.',
      },
      keychain_none: { seen: 'Das System bietet nichts, womit sich verschlüsseln lässt ({selected}).' },
      keychain_silent: {
        seen: '{backend}. Er antwortet nicht: Er ist gesperrt oder wartet darauf, dass ihn jemand entsperrt.',
        todo: 'Entsperren Sie ihn, und beantworten Sie die Frage des Systems, falls es eine gibt. Prüfen Sie dann noch einmal.',
      },
      keychain_refused: {
        seen: '{backend}. Er gab einen eben ausgedachten Wert nicht zurück: Er hat keinen eigenen Schlüssel oder soll Sightglass nicht hineinlassen.',
        todo: 'Entsperren Sie ihn, erlauben Sie Sightglass die Benutzung und prüfen Sie noch einmal.',
      },
      // The way to the servers
      dns_found: { seen: '{hosts} ist unter {addresses} zu finden.' },
      dns_of_proxy: { seen: '{hosts} wird vom Proxy {proxy} nachgeschlagen.' },
      dns_unneeded: { seen: 'Kein Name musste nachgeschlagen werden.' },
      dns_unknown: {
        seen: 'Für {hosts} ist keine Adresse bekannt.',
        todo: 'Vergleichen Sie {hosts} Zeichen für Zeichen mit der Adresse im Browser. Stimmt sie und ist sie nur im Firmennetz bekannt, verbinden Sie sich mit diesem Netz oder seinem VPN.',
      },
      dns_no_answer: {
        seen: 'Der Name {hosts} ließ sich nicht nachschlagen ({systemCode}).',
        todo: 'Lassen Sie nachsehen, ob die DNS-Server dieses Computers antworten, und ob sie für {hosts} antworten.',
      },
      dns_nothing: {
        seen: 'Keiner der Namen {hosts} ließ sich nachschlagen ({systemCode}).',
        todo: 'Verbinden Sie diesen Computer mit einem Netz. Ist er verbunden, lassen Sie nachsehen, ob seine DNS-Server antworten.',
      },
      dns_blocked: {
        seen: '{hosts} ist unter {addresses} zu finden, und das führt nirgendwohin.',
        todo: 'Ein Filter antwortet statt der wahren Adresse: Lassen Sie {hosts} dort freigeben, und sehen Sie nach, ob die hosts-Datei den Namen nennt.',
      },
      proxy_none: { seen: 'Das System geht ohne Proxy zu {hosts} (DIRECT).' },
      proxy_never: { seen: '{hosts} ist dieser Computer und wird ohne Proxy gefragt.' },
      proxy_used: { seen: 'Das System geht über den Proxy {proxy} zu {hosts}, und der führt dorthin.' },
      proxy_unneeded: { seen: 'Nach keinem Server musste gefragt werden.' },
      proxy_passed_over: {
        seen: 'Das System nennt für {hosts} zuerst den Proxy {proxy}. Er war nicht zu erreichen ({systemCode}) und wurde übergangen.',
        todo: 'Lassen Sie {proxy} instand setzen oder aus den Proxy-Einstellungen oder dem PAC-Skript nehmen: Jede erste Anfrage wartet auf ihn.',
      },
      proxy_silent: {
        seen: 'Das System sagt nicht, welchen Proxy {hosts} braucht. Vielleicht wartet es auf sein PAC-Skript.',
        todo: 'Lassen Sie nachsehen, ob die Adresse des PAC-Skripts von diesem Computer aus erreichbar ist und was es für {hosts} antwortet.',
      },
      proxy_unread: {
        seen: 'Das System konnte nicht herausfinden, welchen Proxy {hosts} braucht ({systemCode}).',
        todo: 'Lassen Sie die Proxy-Einstellungen dieses Computers und das PAC-Skript ansehen, das sie nennen.',
      },
      proxy_unusable: {
        seen: 'Für {hosts} antwortet das System „{said}“, und einen Proxy dieser Art kann Sightglass nicht benutzen.',
        todo: 'Lassen Sie in den Proxy-Einstellungen oder im PAC-Skript für {hosts} einen HTTP- oder HTTPS-Proxy nennen. SOCKS wird nicht unterstützt.',
      },
      proxy_password: {
        seen: 'Der Proxy {proxy} verlangt ein Passwort, bevor er zu {hosts} führt.',
        todo: 'Lassen Sie {hosts} bei {proxy} ohne Passwort freigeben. Sightglass hat keinen Weg, eines vorzuzeigen.',
      },
      proxy_refuses: {
        seen: 'Der Proxy {proxy} lässt {hosts} nicht durch (HTTP {status}).',
        todo: 'Lassen Sie {hosts} bei {proxy} freigeben, für Verbindungen von Programmen und nicht nur von Browsern.',
      },
      proxy_dead: {
        seen: 'Der Proxy {proxy}, den das System für {hosts} nennt, war nicht zu erreichen ({systemCode}).',
        todo: 'Lassen Sie nachsehen, ob {proxy} läuft und von hier erreichbar ist. Ist es ein alter, lassen Sie ihn aus den Proxy-Einstellungen oder dem PAC-Skript nehmen.',
      },
      tls_public: {
        seen: '{hosts} zeigt ein Zertifikat von {issuer}, einer öffentlichen Stelle, gültig bis {until}.',
      },
      tls_inspected: {
        seen: '{hosts} zeigt ein Zertifikat von {issuer}, gültig bis {until}. Keine öffentliche Stelle hat es ausgestellt; dieser Computer vertraut ihm, weil sein System es tut. So ist es, wo eine Firma den Verkehr prüft.',
      },
      tls_plain: {
        seen: '{hosts} wird ohne Verschlüsselung gefragt, was nur für diesen Computer erlaubt ist.',
      },
      tls_unseen: { seen: 'Es war kein Zertifikat zu sehen.' },
      tls_ends_soon: {
        seen: 'Das Zertifikat von {hosts}, ausgestellt von {issuer}, gilt nur noch bis {until}.',
        todo: 'Lassen Sie es vor {until} erneuern. Danach kann sich niemand mehr anmelden oder etwas laden.',
      },
      tls_expired: {
        seen: 'Das Zertifikat von {hosts}, ausgestellt von {issuer}, ist am {until} abgelaufen.',
        todo: 'Lassen Sie das Zertifikat von {hosts} erneuern. Liegt sein Datum noch in der Zukunft, stellen Sie die Uhr dieses Computers.',
      },
      tls_not_yet: {
        seen: 'Das Zertifikat von {hosts}, ausgestellt von {issuer}, gilt erst ab {from}.',
        todo: 'Sehen Sie nach, ob die Uhr dieses Computers nachgeht. Geht sie richtig, lassen Sie auf {hosts} ein anderes Zertifikat einrichten.',
      },
      tls_other_name: {
        seen: 'Was unter {hosts} antwortet, zeigt ein Zertifikat für {subject}, ausgestellt von {issuer}.',
        todo: 'Vergleichen Sie die Adresse {hosts} mit der im Browser. Stimmt sie, antwortet ein Proxy oder ein anderer Server: Lassen Sie {hosts} durch, oder ein Zertifikat mit seinem Namen einrichten.',
      },
      tls_self_signed: {
        seen: '{hosts} zeigt ein Zertifikat ({subject}), das es sich selbst ausgestellt hat.',
        todo: 'Lassen Sie auf {hosts} ein Zertifikat einer Zertifizierungsstelle einrichten. Antwortet ein Proxy, lassen Sie dessen Stelle im Speicher des Systems installieren.',
      },
      tls_unknown_issuer: {
        seen: '{hosts} zeigt ein Zertifikat von {issuer}, das weder Sightglass noch das System dieses Computers kennt.',
        todo: 'Prüft die Firma den Verkehr, lassen Sie die Stelle {issuer} im Speicher des Systems installieren und starten Sie Sightglass neu, oder lassen Sie {hosts} von der Prüfung ausnehmen. Wenn nicht, lassen Sie den Server seine ganze Zertifikatskette senden.',
      },
      tls_wrong: {
        seen: '{hosts} zeigt ein Zertifikat von {issuer}, das nicht zählt ({systemCode}).',
        todo: 'Lassen Sie das Zertifikat von {hosts}, oder den Proxy, der es zeigt, mit diesem Code ansehen.',
      },
      tls_old: {
        seen: '{hosts} und Sightglass haben keine Version von TLS gemeinsam ({systemCode}). Sightglass nimmt 1.2 und 1.3.',
        todo: 'Lassen Sie bei {hosts}, oder beim Proxy dazwischen, TLS 1.2 oder 1.3 einschalten.',
      },
      tls_not_spoken: {
        seen: 'Mit dem, was unter {hosts} antwortet, kam keine sichere Verbindung zustande ({systemCode}).',
        todo: 'Sehen Sie nach, ob die Adresse den richtigen Port nennt. Wenn ja, antwortet etwas dazwischen statt {hosts}: Lassen Sie es mit diesem Code ansehen.',
      },
      reach_answers: { seen: '{hosts} antwortete in {ms} ms (HTTP {status}).' },
      reach_unasked: { seen: 'Kein Server wurde gefragt.' },
      reach_slow: {
        seen: '{hosts} brauchte {ms} ms für die Antwort.',
        todo: 'Testen Sie noch einmal. Bleibt es langsam, lassen Sie Netz, Proxy und VPN ansehen.',
      },
      reach_troubled: {
        seen: '{hosts} antwortete HTTP {status}.',
        todo: 'Warten Sie und testen Sie noch einmal. Wiederholt es sich, fragen Sie die Betreiber von {hosts} oder sehen Sie auf deren Statusseite nach.',
      },
      reach_refused: {
        seen: '{hosts} lehnt die Verbindung ab.',
        todo: 'Vergleichen Sie Adresse und Port mit denen im Browser. Stimmen sie, lassen Sie {hosts} in der Firewall freigeben.',
      },
      reach_reset: {
        seen: 'Die Verbindung zu {hosts} wurde abgebrochen ({systemCode}).',
        todo: 'Eine Firewall oder ein Filter bricht oft ab, was nicht erlaubt ist: Lassen Sie {hosts} dort freigeben.',
      },
      reach_silent: {
        seen: '{hosts} antwortete nicht rechtzeitig.',
        todo: 'Lassen Sie {hosts} in der Firewall freigeben. Ist es im Firmennetz, verbinden Sie sich mit diesem Netz oder seinem VPN.',
      },
      reach_no_way: {
        seen: 'Es gibt keinen Weg zu {hosts} ({systemCode}).',
        todo: 'Verbinden Sie diesen Computer mit einem Netz. Ist er verbunden, lassen Sie die Routen zu {hosts} und das VPN ansehen.',
      },
      reach_proxy_cannot: {
        seen: 'Der Proxy {proxy} konnte {hosts} nicht erreichen (HTTP {status}).',
        todo: 'Lassen Sie {proxy} ansehen: ob er {hosts} nachschlagen und erreichen kann.',
      },
      reach_portal: {
        seen: 'Das Netz verlangt eine eigene Anmeldung, bevor es zu {hosts} führt (HTTP 511).',
        todo: 'Öffnen Sie irgendeine Seite in einem Browser, melden Sie sich dort beim Netz an, und testen Sie noch einmal.',
      },
      reach_elsewhere: {
        seen: '{hosts} führt zu {otherHost}.',
        todo: 'Ist {otherHost} die Anmeldung eines Netzes oder Proxys, melden Sie sich dort mit einem Browser an, oder lassen Sie {hosts} durch. Ist es eine neue Adresse des Servers, berichtigen Sie die Einrichtung.',
      },
      // Keychain and clock
      keychain: { seen: '{backend}. Beim Start von Sightglass wurde es mit einem Wert erprobt.' },
      clock: { seen: 'Sie stimmt mit der Uhr von {host} überein.' },
      clock_untold: { seen: 'Kein Server sagte, wie spät es ist.' },
      clock_of_server_ahead: {
        seen: 'Die Uhr von {host} geht gegenüber der von {otherHost} und der dieses Computers um {duration} vor.',
        todo: 'Lassen Sie die Uhr von {host} stellen. Bis dahin gelten ihre Token vielleicht als noch nicht gültig oder die Antworten anderer als abgelaufen.',
      },
      clock_of_server_behind: {
        seen: 'Die Uhr von {host} geht gegenüber der von {otherHost} und der dieses Computers um {duration} nach.',
        todo: 'Lassen Sie die Uhr von {host} stellen. Bis dahin gelten ihre Token vielleicht schon bei der Ankunft als abgelaufen.',
      },
      // Sigma
      sigma_answers: { seen: '{host} antwortete (HTTP {status}) und führt nicht anderswohin.' },
      sigma_redirects: {
        seen: '{host} führt zu {otherHost}.',
        todo: 'Gehört {otherHost} zu Sigma, tragen Sie es in die URL der Arbeitsmappe ein. Ist es die Anmeldung eines Netzwerks oder Proxys, lassen Sie {host} für dieses Programm durchlassen.',
      },
      sigma_unlike: {
        seen: '{host} antwortete (HTTP {status}) mit einer Seite, die nicht von Sigma spricht.',
        todo: 'Öffnen Sie die URL der Arbeitsmappe in einem Browser. Ist das nicht Sigma, berichtigen Sie die URL. Ist es Sigma, antwortet ein Proxy oder Filter an seiner Stelle: Lassen Sie {host} durchlassen.',
      },
      sigma_troubled: {
        seen: '{host} antwortete mit HTTP {status}. {said}',
        todo: 'Warten Sie und testen Sie noch einmal. Wiederholt es sich, fragen Sie den Support von Sigma oder sehen Sie auf der Statusseite nach.',
      },
      // Metadata and level
      metadata_found: { seen: 'Der Server {issuer} beschreibt sich bei {address}.' },
      metadata_fixed: {
        seen: 'Keine Adresse von {issuer} gab Metadaten ({account}). Die dokumentierten Endpunkte werden benutzt.',
        todo: 'Vergleichen Sie die Adresse der Verbindung mit der im Browser, wenn Sie dort angemeldet sind. Stimmt sie, antwortet vielleicht ein Proxy an ihrer Stelle.',
      },
      metadata_troubled: {
        seen: '{issuer} kann sich jetzt nicht beschreiben ({account}). Die dokumentierten Endpunkte werden benutzt.',
        todo: 'Warten Sie und testen Sie noch einmal. Wiederholt es sich, fragen Sie die Betreiber von {issuer}, oder sehen Sie auf deren Statusseite nach.',
      },
      keys_missing: {
        seen: 'Die Schlüssel, mit denen eine Anmeldung geprüft wird, kommen nicht von {address}.',
        todo: 'Lassen Sie nachsehen, warum {address} die Schlüssel des Servers nicht gibt. Bis dahin scheitert jede Anmeldung an ihrem Ende.',
      },
      metadata_not_needed: { seen: 'Diese Art von Server hat dokumentierte Endpunkte und braucht keine Metadaten.' },
      endpoints: { seen: 'Man meldet sich bei {authorization} an, Token kommen von {token}.' },
      exchange_found: { seen: 'Token werden bei {token} ausgetauscht.' },
      pkce_stated: { seen: 'PKCE mit S256 wird angeboten.' },
      pkce_unstated: { seen: 'Ob PKCE angenommen wird, ist nicht gesagt; es wird trotzdem verwendet.' },
      grant_unoffered: {
        seen: 'Der Server bietet {offered} an und nicht {wanted}.',
        todo: 'Wählen Sie eine andere Art der Anmeldung, oder lassen Sie {wanted} beim Server einschalten.',
      },
      level_fits: { seen: '{host} sagt, dass man sich bei {issuer} anmeldet, und so ist es eingerichtet.' },
      level_elsewhere: {
        seen: '{host} sagt, dass man sich bei {told} anmeldet. Eingegeben ist das Konto, wo man sich bei {issuer} anmeldet.',
      },
      level_unsaid: { seen: '{host} sagt nicht, wo man sich anmeldet; {issuer} wird benutzt.' },
      level_wrong: {
        seen: '{host} sagt, dass man sich bei {told} anmeldet. Eingegeben ist {issuer}.',
        todo: 'Wählen Sie „Von selbst ermittelt“ unter „Workspace oder Konto“, oder die andere Ebene.',
      },
      level_console: {
        seen: '{host} ist die Account Console von Databricks. Eingegeben ist ein Workspace.',
        todo: 'Geben Sie die Adresse des Workspace ein, oder wählen Sie das Konto und geben Sie seine Konto-ID ein.',
      },
      // Ports and redirect URLs
      port_free: { seen: 'Port {port} ist auf diesem Computer frei, für IPv4 und IPv6, soweit sie da sind.' },
      port_program: { seen: 'An Port {port} lauscht {program}.' },
      port_taken: {
        seen: 'Port {port} von {url} ist auf {addresses} belegt, durch ein anderes Programm oder durch das System.',
        todo: 'Schließen Sie, was ihn belegt, oder registrieren Sie auch eine Umleitungs-URL mit einem anderen Port. Das System nennt den Namen: ss -ltnp unter Linux, lsof -i :{port} unter macOS, netstat -abno unter Windows.',
      },
      port_ours: { seen: 'Port {port} zeigt noch die letzte Seite einer Anmeldung und ist für die nächste frei.' },
      sign_in_under_way: { seen: 'Eine Anmeldung ist im Gange und benutzt einen Port.' },
      redirect_accepted: { seen: 'Der Server nimmt {url} an.' },
      redirect_refused: { seen: 'Der Server lehnt {url} ab.' },
      redirect_unknown: {
        seen: 'Der Server beantwortet {url} mit einer Seite für Personen (HTTP {status}). Ob er die Umleitungs-URL annimmt, zeigt sich, wenn sich jemand anmeldet.',
        todo: 'Vergleichen Sie die Umleitungs-URLs mit dem, was registriert ist, Buchstabe für Buchstabe.',
      },
      authorize_troubled: {
        seen: 'Dort, wo sich Personen anmelden, antwortet {host} mit HTTP {status}.',
        todo: 'Warten Sie und testen Sie noch einmal. Wiederholt es sich, fragen Sie die Betreiber von {host}, oder sehen Sie auf deren Statusseite nach; und vergleichen Sie die eingetragene Adresse mit der im Browser.',
      },
      // Scopes
      scopes_listed: { seen: 'Alle von {scopes} sind unter denen, die der Server auflistet.' },
      scopes_taken: { seen: 'Bevor sich jemand anmeldet, hat der Server gegen {scopes} nichts einzuwenden.' },
      scopes_unlisted: {
        seen: 'Der Server listet seine Scopes auf, und {missing} ist nicht darunter. Manche Server listen nicht alle auf.',
        todo: 'Vergleichen Sie die Scopes mit dem, was der Server dieser Anwendung anbietet.',
      },
      scopes_unsaid: {
        seen: 'Der Server sagt nicht, welche Scopes es gibt. Das zeigt sich, wenn sich jemand anmeldet.',
      },
      scopes_without_refresh: {
        seen: 'Ohne {scope} gibt der Server kein Refresh-Token aus.',
        todo: 'Fügen Sie {scope} zu den Scopes hinzu. Sonst meldet man sich jedes Mal neu an, wenn ein Token endet.',
      },
      // The application
      client_public: {
        seen: 'Der Server lehnte einen erfundenen Code ab und nicht die Anwendung: Er nimmt sie ohne Secret an, soweit sich das ohne eine Person sagen lässt.',
      },
      client_recognised: {
        seen: 'Der Server lehnte einen erfundenen Code ab und nicht die Anwendung: ID und Secret gelten, soweit sich das ohne eine Person sagen lässt.',
      },
      client_in_body_alone: {
        seen: 'Der Server lehnte das Secret im Header ab; im Body lehnte er nur einen erfundenen Code ab.',
        todo: 'Ist die Anwendung so registriert, wählen Sie „Secret im Body der Anfrage“ unter „Client-Authentifizierung“. Wenn nicht, prüfen Sie das Secret.',
      },
      client_in_header_alone: {
        seen: 'Der Server lehnte das Secret im Body ab; im Header lehnte er nur einen erfundenen Code ab.',
        todo: 'Ist die Anwendung so registriert, wählen Sie „Secret im Header“ unter „Client-Authentifizierung“. Wenn nicht, prüfen Sie das Secret.',
      },
      machine_recognised: { seen: 'Der Server nahm die Maschine an und lehnte nur ihre Scopes ab.' },
      client_got_token: { seen: 'Die Maschine bekam ein Token. Es wurde verworfen.' },
      client_unclear: {
        seen: 'Die Antwort des Servers auf einen erfundenen Code sagt es nicht. {said}',
        todo: 'Nichts, bis sich jemand anmeldet.',
      },
      // After the sign-in
      signed_out: { seen: 'Niemand ist angemeldet.', todo: 'Melden Sie sich an.' },
      sign_in_failed: {
        seen: 'So endete die letzte Anmeldung, und niemand ist angemeldet.',
        todo: 'Tun Sie, was oben steht, oder lassen Sie es tun. Melden Sie sich dann wieder an.',
      },
      grant_held: { seen: 'Angemeldet; das Token gilt noch {duration} und wird von selbst erneuert.' },
      grant_not_renewable: { seen: 'Angemeldet für {duration}.' },
      granted_all: { seen: 'Gewährt ist, was verlangt wird: {scopes}.' },
      granted_without: { seen: 'Gewährt ohne {missing}, was das Programm entbehren kann.' },
      identity_told: { seen: 'Sigma bekommt {email} genannt.' },
      identity_doubtful: {
        seen: 'Sigma bekommt {email} genannt und lehnt das vielleicht ab.',
        todo: 'Sehen Sie nach, was in den Sitzungsdetails neben der Adresse steht; lassen Sie die Adresse ändern, falls Sigma sie ablehnt.',
      },
      identity_refused_now: {
        seen: 'Die Anmeldung nannte die Person. Jetzt mit demselben Token gefragt, nennt {host} sie nicht.',
        todo: 'Wiederholt es sich, lassen Sie nachsehen, ob die Person dort noch aktiv ist und Zugang hat. Nach einem Widerruf hilft nur eine neue Anmeldung.',
      },
      session_signed: {
        seen: 'Für {workbooks} Arbeitsmappen lässt sich eine Sitzung signieren: {tokens} Token in einer Adresse von höchstens {length} Bytes. Sie wurde verworfen und nicht gesendet.',
      },
      session_without_tokens: {
        seen: 'Die Sitzung trägt {tokens} Token, und Sigma braucht {wanted}.',
        todo: 'Melden Sie das mit diesen Ergebnissen.',
      },
      // What came of a sign-in
      renewals_well: {
        seen: 'Seit dem Start von Sightglass gelangen {made} Erneuerungen. Die nächste ist in {next}.',
      },
      renewals_ahead: {
        seen: 'Seit dem Start von Sightglass war keine Erneuerung fällig. Die erste ist in {next}.',
      },
      renewals_impossible: { seen: 'Diese Anmeldung kann nicht erneuert werden und endet mit ihrem Token.' },
      renewals_failing: {
        seen: '{count} Erneuerungen hintereinander schlugen fehl, die erste vor {duration}. Der nächste Versuch ist in {next}.',
      },
      renewals_shaky: {
        seen: '{failed} der letzten {made} Erneuerungen schlugen fehl, zuletzt mit {code}. Die nächste ist in {next}.',
        todo: 'Lassen Sie ansehen, was dazwischen liegt: ein Netz, das kommt und geht, ein Proxy oder ein ausgelasteter Server. Anmeldungen enden, wenn lange genug alle Versuche fehlschlagen.',
      },
      renewals_unplanned: {
        seen: 'Es ist keine Erneuerung geplant, obwohl die Anmeldung erneuert werden kann.',
        todo: 'Starten Sie Sightglass neu. Wiederholt es sich, melden Sie es mit diesen Ergebnissen.',
      },
      claims_unneeded: { seen: 'Diese Einrichtung liest keine Claims.' },
      claims_absent: {
        seen: 'Die Anmeldung kam ohne {claims}, wonach diese Einrichtung fragt.',
        todo: 'Lassen Sie {claims} in das ID-Token oder UserInfo dieser Anwendung aufnehmen, oder berichtigen Sie die Namen unter „Benutzerattribute“ und „Teams“. Melden Sie sich dann neu an: Claims werden bei der Anmeldung gelesen.',
      },
      claim_text: { seen: 'Der Claim {claim} ist da, mit einem Wert.' },
      claim_list: { seen: 'Der Claim {claim} ist da, als Liste von {count}.' },
      federation_exchanged: { seen: 'Das Token von {issuer} wurde bei {token} eingetauscht, für {scopes}.' },
      session_read: {
        seen: 'Eine Sitzung wurde signiert und mit dem Embed-Secret gelesen, wie Sigma sie liest: {tokens} Token ließen sich entschlüsseln, alle Claims sind da, die Adresse hat {length} Bytes, und sie endet nach {duration}, nicht später als ihre Anmeldungen.',
      },
      session_elsewhere: {
        seen: 'Das Embed-Secret ist nicht auf diesem Computer; was signiert wird, lässt sich hier nicht lesen.',
      },
      session_unsigned: {
        seen: 'Das Embed-Secret auf diesem Computer passt nicht zu dem, was damit signiert wurde.',
        todo: 'Geben Sie das Embed-Secret in der Einrichtung neu ein.',
      },
      session_claims_wrong: {
        seen: 'Sigma würde die Claims {claims} der Sitzung ablehnen.',
        todo: 'Vergleichen Sie Embed-Client-ID, Art des Benutzers und Länge der Sitzung in der Einrichtung mit dem, was bei Sigma eingerichtet ist. Stimmen sie, melden Sie dies mit diesen Ergebnissen.',
      },
      session_sealed: {
        seen: '{count} von {tokens} Token in der Sitzung lassen sich mit dem Embed-Secret auf diesem Computer nicht entschlüsseln.',
        todo: 'Geben Sie das Embed-Secret in der Einrichtung neu ein. Sigma würde „Invalid encrypted token“ sagen.',
      },
      session_outlives: {
        seen: 'Die Sitzung würde {duration} nach der ersten ihrer Anmeldungen enden.',
        todo: 'Melden Sie dies mit diesen Ergebnissen.',
      },
      sigma_loaded: { seen: 'Sigma hat „{workbook}“ vor {duration} geladen.' },
      sigma_refused: { seen: 'Sigma hat „{workbook}“ vor {duration} abgelehnt.' },
      never_loaded: {
        seen: 'Seit dem Start von Sightglass wurde keine Arbeitsmappe dieser Einrichtung geladen.',
        todo: 'Öffnen Sie eine Arbeitsmappe, und testen Sie noch einmal.',
      },
      data_came: { seen: 'Die ersten Daten von „{workbook}“ waren nach {ms} ms da.' },
      data_unsaid: {
        seen: 'Sigma hat „{workbook}“ vor {duration} geladen und nichts von Daten gesagt. Eine Seite ohne Abfrage sagt es nie.',
      },
      data_elements: { seen: '{count} Elemente von „{workbook}“ konnten nicht gezeichnet werden.' },
    },
  },

  providers: {
    databricks: {
      label: 'Databricks',
      registerTitle: 'Was in Databricks zu registrieren ist',
      fields: {
        host: {
          label: 'Workspace-URL',
          help: 'Seine Adresse, oder die irgendeiner Seite darin.',
        },
        level: {
          label: 'Workspace oder Konto',
          help: 'Man meldet sich am Workspace an. Testkonten brauchen das.',
        },
        accountId: {
          label: 'Konto-ID',
          help: 'In der Adresse der Account Console: account_id=…',
        },
        workspaceId: {
          label: 'Workspace-ID',
          help: 'Bei einem Host mehrerer Workspaces: der, der sagt, wer sich angemeldet hat. In seiner Adresse: o=…',
        },
      },
      levelIs: '{question}: {level}',
      levelOfExchange: 'Workspace oder Konto des Austauschs',
      automatic: 'Von selbst ermittelt',
      automaticHelp:
        'Der Host wird gefragt. Hat die Sigma-Verbindung die Metadaten-URL einer Account Console, wählen Sie Konto.',
      workspace: 'Workspace',
      account: 'Konto',
      accountIdIfOptional: 'Leer gelassen, sagt der Host, welches. Ein anderes Konto als dieses wird abgelehnt.',
      noWorkspace: 'Kein Workspace bekannt? Nehmen Sie die Account Console von {clouds}.',
      accountForPeople: 'Man meldet sich an der Account Console an. Die OAuth-Anwendung liegt auf beiden Ebenen dort.',
      workspaceForTokens: 'Token für einen Workspace.',
      accountForTokens: 'Token für das ganze Konto.',
      onCloud: 'Databricks auf {cloud}',
      onCloudWithConsole: '{place}, Account Console {host}',
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
        label: 'OAuth-Client-ID',
        help: 'Aus Settings, App connections der Account Console. Für eine Maschine: die Anwendungs-ID des Service Principal.',
      },
      clientSecret: {
        label: 'OAuth-Client-Secret',
        help: 'Wird einmal gezeigt, wenn die App Connection oder das Secret des Service Principal angelegt wird.',
      },
      scopes: {
        allApis: { purpose: 'Alle APIs', help: 'Was der QuickStart registriert. Sagt auch, wer sich angemeldet hat.' },
        sql: { purpose: 'Nur SQL', help: 'Genug für Abfragen; die OpenID-Scopes sagen, wer sich angemeldet hat.' },
        serviceAccount: { purpose: 'Service Principal', help: 'Für eine Maschine, die kein Refresh-Token braucht.' },
      },
      scopesPlace: 'in der Account Console unter Settings, App connections, Access scopes',
      redirectHelp:
        'Databricks vergleicht Umleitungs-URLs genau und nimmt keine anderen Loopback-Ports an. Registrieren Sie jede Umleitungs-URL genau so, wie sie hier steht, mit Port. Bei mehreren nimmt Sightglass die erste, deren Port frei ist.',
      steps: {
        addConnection:
          'Öffnen Sie in der Account Console Settings, App connections, und fügen Sie eine Connection hinzu.',
        redirectsScopesLifetimes:
          'Geben Sie die Umleitungs-URLs ein (die dieser Verbindung und die zwei Ihrer Sigma-Umgebung), wählen Sie die Access scopes, und legen Sie die Gültigkeitsdauern fest: Zugriffstoken 60 Minuten, Refresh-Token 7 bis 90 Tage.',
        clientSecret:
          'Erzeugen Sie für einen vertraulichen Client ein Client-Secret; ohne eines ist die Anwendung öffentlich, und PKCE schützt sie.',
        serviceAccount:
          'Legen Sie für eine Maschine einen Service Principal und ein OAuth-Secret dafür an, und geben Sie ihm Zugriff auf die Daten.',
      },
      lifetimes:
        'Refresh-Token: 90 Tage unterbrechen am wenigsten; unter 7 Tagen brechen geplante Exporte ab. Zugriffstoken: 60 Minuten.',
    },

    entra: {
      label: 'Microsoft Entra ID',
      registerTitle: 'Was in Microsoft Entra ID zu registrieren ist',
      fields: {
        authority: {
          label: 'Autorität',
          help: 'https://login.microsoftonline.us für die US-Regierung, https://login.partner.microsoftonline.cn für China.',
        },
        tenant: {
          label: 'Verzeichnis-ID (Mandanten-ID)',
          help: 'Aus der Übersicht der App-Registrierung. Eine bestätigte Domain geht auch; „organizations“ lässt jede Firma ein.',
        },
      },
      nationalClouds: 'Nationale Clouds',
      nationalCloud: 'Nationale Cloud: {cloud}',
      clouds: { usGovernment: 'US Government', china: 'China, betrieben von 21Vianet' },
      clientId: {
        label: 'Anwendungs-ID (Client-ID)',
        help: 'Aus der Übersicht der App-Registrierung.',
      },
      clientSecret: {
        label: 'Client-Secret',
        help: 'Der Wert, nicht die ID, aus Certificates & secrets. Lassen Sie es bei einer nativen Anwendung („mobile and desktop“) weg.',
      },
      scopes: {
        azureDatabricks: {
          purpose: 'Azure Databricks',
          help: 'Die ID ist die von AzureDatabricks in jedem Mandanten.',
        },
        azureDatabricksWithIdentity: {
          purpose: 'Azure Databricks, mit Identität',
          help: 'Sagt auch, wer sich angemeldet hat, für Sigma und für Benutzerattribute.',
        },
        bigQuery: {
          purpose: 'BigQuery über Workforce Identity',
          help: 'Braucht Google Workforce Identity Federation mit diesem Verzeichnis.',
        },
        identity: {
          purpose: 'Wer die Person ist',
          help: 'Für Sicherheit auf Zeilenebene nach Attributen, oder für ein Token, das bei Databricks ausgetauscht wird.',
        },
        serviceAccount: {
          purpose: 'Service Principal in Azure Databricks',
          help: 'Für eine Maschine (client credentials).',
        },
      },
      scopesPlace: 'im Entra Admin Center unter App registrations, API permissions',
      redirectHelp:
        'Registrieren Sie http://localhost mit seinem Pfad unter „Mobile and desktop applications“; Entra beachtet den Port dort nicht. Eine „Web“-Registrierung vergleicht genau.',
      steps: {
        registerApplication:
          'Registrieren Sie eine Anwendung; Plattform „Mobile and desktop applications“, mit den Umleitungs-URLs dieser Verbindung.',
        databricksPermission:
          'Fügen Sie unter API permissions AzureDatabricks, user_impersonation (delegated) hinzu und erteilen Sie die Administratorzustimmung.',
        publicClient:
          'Um den öffentlichen Client zuzulassen, schalten Sie „Allow public client flows“ ein; oder fügen Sie ein Secret oder Zertifikat hinzu.',
        optionalClaims:
          'Fügen Sie unter Token configuration die optionalen Claims hinzu (email, groups), aus denen Benutzerattribute gelesen werden.',
      },
      lifetimes: 'Die von Microsoft: Refresh-Token 90 Tage, Zugriffstoken 60 bis 90 Minuten.',
    },

    oidc: {
      label: 'Okta, Auth0, PingIdentity oder ein anderer OpenID-Connect-Server',
      registerTitle: 'Was beim Identitätsanbieter zu registrieren ist',
      fields: {
        metadataUrl: {
          label: 'Metadaten-URI',
          help: 'Die des Autorisierungsservers; sie endet auf /.well-known/openid-configuration.',
        },
        audience: {
          label: 'Audience',
          help: 'Der Bezeichner der API, wo der Server ihn verlangt. Auth0 tut es: Ohne ihn öffnen seine Token nichts als seine eigene User Info.',
        },
      },
      audienceIs: 'Audience: {audience}',
      isEntra: 'Das ist Microsoft Entra ID, das ein eigenes Formular hat.',
      useEntra: 'Dieses verwenden',
      clientId: { label: 'Client-ID', help: 'Von der Anwendung, die für Sightglass angelegt wurde.' },
      clientSecret: {
        label: 'Client-Secret',
        help: 'Für einen vertraulichen Client. Eine native Anwendung hat keines und ist durch PKCE geschützt.',
      },
      scopes: {
        snowflake: {
          purpose: 'Snowflake (External OAuth)',
          help: 'session:role:NAME statt session:role-any legt die Rolle fest.',
        },
        databricks: {
          purpose: 'Databricks (Verbundrichtlinie)',
          help: 'Databricks braucht eine Verbundrichtlinie (federation policy) für diesen Identitätsanbieter.',
        },
        identity: {
          purpose: 'Wer die Person ist',
          help: 'Für Sicherheit auf Zeilenebene nach Attributen, oder für ein Token, das bei Databricks ausgetauscht wird.',
        },
        bigQuery: {
          purpose: 'BigQuery (Workforce Identity)',
          help: 'Braucht Google Workforce Identity Federation mit diesem Anbieter.',
        },
      },
      scopesPlace: 'beim Identitätsanbieter, bei den Scopes und Zugriffsrichtlinien des Autorisierungsservers',
      redirectHelp:
        'Registrieren Sie jede Umleitungs-URL genau so, wie sie hier steht, mit Port. Bei mehreren nimmt Sightglass die erste, deren Port frei ist.',
      steps: {
        createApplication:
          'Legen Sie eine native (öffentliche) OpenID-Connect-Anwendung an; Grants: Autorisierungscode und Refresh-Token, PKCE verlangt.',
        redirects: 'Geben Sie die Umleitungs-URLs dieser Verbindung ein.',
        scopesAndPolicy:
          'Legen Sie beim Autorisierungsserver (Okta: API Access Management) die Scopes und eine Zugriffsrichtlinie für die Anwendung fest; Refresh-Token für 7 bis 90 Tage.',
        createApi:
          'Auth0: Legen Sie eine API an, deren Bezeichner die Audience ist, mit den Scopes als ihren Berechtigungen, und erlauben Sie Offline-Zugriff.',
        snowflake:
          'Für Snowflake: Legen Sie eine Security Integration der Art external_oauth an, mit Aussteller und Schlüssel-URL dieses Servers.',
        databricks: 'Für Databricks: Legen Sie eine Verbundrichtlinie für diesen Aussteller und seine Audience an.',
      },
      lifetimes:
        'Refresh-Token: 90 Tage unterbrechen am wenigsten; unter 7 Tagen brechen geplante Exporte ab. Zugriffstoken: 60 Minuten.',
    },

    snowflake: {
      label: 'Snowflake',
      registerTitle: 'Was in Snowflake zu registrieren ist',
      fields: {
        accountUrl: {
          label: 'Konto-URL',
          help: 'Aus Snowsight: das Kontomenü, View account details. Schreiben Sie Unterstriche des Namens als Bindestriche.',
        },
      },
      clientId: {
        label: 'OAuth-Client-ID',
        help: "Aus SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION').",
      },
      clientSecret: {
        label: 'OAuth-Client-Secret',
        help: 'OAUTH_CLIENT_SECRET derselben Antwort. Ein öffentlicher Client (OAUTH_CLIENT_TYPE = PUBLIC) sendet keines.',
      },
      scopes: {
        anyRole: {
          purpose: 'Jede Rolle der Person',
          help: 'Braucht OAUTH_USE_SECONDARY_ROLES oder die Standardrolle der Person.',
        },
        oneRole: { purpose: 'Eine Rolle', help: 'Setzen Sie den Namen der Rolle an die Stelle von PUBLIC.' },
      },
      scopesPlace:
        'in der Security Integration von Snowflake (Rollen, die nicht gesperrt sind, OAUTH_ISSUE_REFRESH_TOKENS)',
      redirectHelp:
        'Snowflake kennt je Integration eine OAUTH_REDIRECT_URI und vergleicht sie genau. http erlaubt es nur mit OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE. Registrieren Sie sie genau so, wie sie hier steht, mit Port.',
      steps: {
        createIntegration:
          'CREATE SECURITY INTEGRATION … TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = PUBLIC oder CONFIDENTIAL.',
        redirects:
          'OAUTH_REDIRECT_URI = die Umleitungs-URL dieser Verbindung, OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE, OAUTH_ENFORCE_PKCE = TRUE.',
        refreshTokens:
          'OAUTH_ISSUE_REFRESH_TOKENS = TRUE, OAUTH_REFRESH_TOKEN_VALIDITY = 604800 bis 7776000 Sekunden (7 bis 90 Tage).',
        roles:
          'ACCOUNTADMIN, ORGADMIN und SECURITYADMIN sind von Haus aus gesperrt: Man braucht eine andere Standardrolle.',
      },
      lifetimes:
        'Refresh-Token: 90 Tage unterbrechen am wenigsten; unter 7 Tagen brechen geplante Exporte ab. Zugriffstoken halten 10 Minuten, immer.',
    },

    google: {
      label: 'Google (BigQuery)',
      registerTitle: 'Was in Google Cloud zu registrieren ist',
      fields: {
        issuer: { label: 'Aussteller', help: 'Für alle derselbe.' },
      },
      anotherIssuer: 'Ein anderer Aussteller',
      clientId: {
        label: 'Client-ID',
        help: 'Aus der Google Cloud Console: Google Auth Platform, Clients, Art „Desktop app“.',
      },
      clientSecret: {
        label: 'Client-Secret',
        help: 'Google gibt auch Desktop-Anwendungen ein Secret und verlangt es.',
      },
      scopes: {
        bigQuery: {
          purpose: 'BigQuery',
          help: 'Das Refresh-Token kommt ohne Scope: Sightglass verlangt Offline-Zugriff.',
        },
        identity: { purpose: 'Wer die Person ist', help: 'Für Sicherheit auf Zeilenebene nach Attributen.' },
      },
      scopesPlace: 'in der Google Cloud Console unter Google Auth Platform, Data access',
      redirectHelp:
        'Clients der Art „Desktop app“ brauchen keine registrierte Umleitungs-URL und nehmen jeden Loopback-Port an. Clients der Art „Web application“ vergleichen genau.',
      steps: {
        consentScreen:
          'Richten Sie in der Google Cloud Console den Zustimmungsbildschirm ein (Nutzertyp Internal für eine Firma), mit dem BigQuery-Scope.',
        createClient: 'Legen Sie einen OAuth-Client der Art „Desktop app“ an.',
        roles:
          'Geben Sie den Personen roles/bigquery.dataViewer und roles/bigquery.jobUser (oder gleichwertige) im Projekt.',
        testing: 'Solange der Zustimmungsbildschirm in der Testphase ist, enden Refresh-Token nach 7 Tagen.',
      },
    },
  },
} satisfies Text;
