/** Every sentence that a person reads, in Spanish. What each is for is said in `en.ts`. */
import type { Text } from './en.ts';

export const es = {
  locale: 'es-ES',

  errors: {
    // The sign-in, before the browser comes back
    sign_in_cancelled: {
      title: 'El inicio de sesión se ha cancelado',
      detail: {
        byPerson: 'El inicio de sesión se canceló antes de terminar.',
        closing: 'El programa se está cerrando.',
        signedOut: 'Se cerró la sesión o se cambió.',
        notWaiting: 'No hay ningún inicio de sesión a la espera del navegador.',
      },
      remedy: 'Vuelva a iniciar sesión cuando quiera.',
    },
    sign_in_replaced: {
      title: 'Un inicio de sesión más reciente ha tomado el relevo',
      detail: 'Se empezó otro inicio de sesión antes de terminar este.',
      remedy: 'Termine el inicio de sesión en la última pestaña que se abrió en el navegador.',
    },
    sign_in_timed_out: {
      title: 'El inicio de sesión ha tardado demasiado',
      detail: 'El navegador no respondió en cinco minutos.',
      remedy:
        'Vuelva a iniciar sesión y termine antes de cinco minutos. Si el navegador mostró un error sobre la URL de redirección (redirect_uri_mismatch, AADSTS50011), pida a un administrador que registre las URL de redirección de la conexión exactamente como están escritas. Si el navegador no llegó a responder, es posible que un proxy o un cortafuegos bloquee las conexiones del navegador con este equipo.',
    },
    redirect_ports_busy: {
      title: 'El inicio de sesión no puede recibir su respuesta',
      detail: {
        allTaken: 'Se probó en este orden: {ports}.',
        unusable: 'No se puede usar el puerto {port} de {host} ({systemCode}).',
      },
      remedy:
        'Otro programa usa todos los puertos registrados para esta conexión. Cierre ese programa o pida a un administrador que registre otra URL de redirección y que la añada a la conexión.',
    },
    browser_not_opened: {
      title: 'No se ha podido abrir ningún navegador',
      detail: 'El sistema operativo no abrió ningún navegador.',
      remedy: 'Copie el enlace de inicio de sesión y ábralo en un navegador de este equipo.',
    },
    insecure_server: {
      title: 'La dirección del servidor no es segura',
      detail: {
        invalid: 'La dirección no es una URL válida.',
        holdsCredentials: 'La dirección de {host} contiene un nombre de usuario o una contraseña.',
        notHttps: '{protocol}//{host} no es una dirección https.',
      },
      remedy:
        'Use una dirección que empiece por https://. Solo se acepta http sin cifrar para servicios de este equipo, en pruebas.',
    },

    authorization_denied: {
      title: 'Acceso denegado',
      remedy:
        'Vuelva a iniciar sesión y elija Permitir. Si no se le ofrece esa opción, pida a un administrador que le dé acceso a la aplicación.',
    },
    authorization_invalid_request: {
      title: 'El servidor de autorización no ha aceptado la solicitud',
      remedy:
        'Compare el ID de cliente y las URL de redirección de la conexión con los de la aplicación registrada; deben coincidir exactamente.',
    },
    redirect_uri_mismatch: {
      title: 'La URL de redirección no está registrada',
      remedy:
        'Pida a un administrador que añada las URL de redirección de la conexión a la aplicación registrada, exactamente como están escritas, incluidos el puerto y la ruta.',
    },
    authorization_unauthorized_client: {
      title: 'La aplicación no está autorizada a iniciar la sesión de las personas',
      remedy: 'Pida a un administrador que habilite la concesión de código de autorización para este ID de cliente.',
    },
    authorization_unsupported_response_type: {
      title: 'El servidor de autorización no ofrece este tipo de inicio de sesión',
      remedy: 'Pida a un administrador que habilite la concesión de código de autorización para este ID de cliente.',
    },
    authorization_invalid_scope: {
      title: 'Los permisos solicitados no están disponibles',
      remedy:
        'Pida a un administrador que conceda a la aplicación los ámbitos que figuran en la conexión, o quite los que no necesite.',
    },
    authorization_interaction_required: {
      title: 'El servidor de autorización requiere su atención',
      remedy:
        'Vuelva a iniciar sesión y responda a lo que pida el navegador. Si se repite, es posible que un administrador tenga que dar su consentimiento en nombre de la organización. Si se pide el consentimiento una y otra vez, añada el ámbito «offline_access» a la conexión para que se emita un token de actualización.',
    },
    authorization_server_error: {
      title: 'El servidor de autorización ha tenido un problema',
      remedy:
        'Vuelva a intentarlo dentro de un momento. Si se repite, avise al administrador de la plataforma de datos.',
    },
    authorization_failed: {
      title: 'El servidor de autorización ha rechazado el inicio de sesión',
      remedy: 'Lea los detalles; después vuelva a intentarlo o envíelos a un administrador.',
    },
    authorization_issuer_mismatch: {
      title: 'La respuesta procede de otro servidor',
      detail: {
        unnamed: 'La respuesta no indicó quién la envía; se esperaba {issuer}.',
        other: 'La respuesta indica otro emisor; se esperaba {issuer}.',
      },
      remedy:
        'No continúe. Cierre la pestaña del navegador y empiece de nuevo; si se repite, avise a su equipo de seguridad: es posible que alguien intente desviar su inicio de sesión.',
    },
    authorization_response_invalid: {
      title: 'No se ha entendido la respuesta del servidor de autorización',
      detail: {
        malformed: 'La respuesta contiene un parámetro repetido o de tipo incorrecto.',
        codeCount: 'La respuesta no contiene exactamente un código.',
      },
      remedy: 'Vuelva a iniciar sesión. Si se repite, envíe los detalles a un administrador.',
    },

    // Metadata (RFC 8414)
    metadata_invalid: {
      title: 'El servidor de autorización se describe incorrectamente',
      detail: {
        notFound: 'No se encontraron metadatos. {account}',
        noEndpoints: 'Los metadatos de {host} no indican ningún punto de conexión de autorización o de token.',
        noKeys: '{host} no envió claves (HTTP {status}). {said}',
        unreadableHost: 'No se puede leer lo que {host} indica de sí mismo: {name} no es lo que debería ser.',
        noAccount:
          '{host} inicia la sesión de las personas en una sola cuenta, y ni el servidor ni el perfil indican en cuál.',
      },
      remedy:
        'Compruebe la dirección de la conexión. Un URI de metadatos debe escribirse exactamente como lo tiene el servidor, con barra final o sin ella. Si es correcto, envíe los detalles al administrador del servidor.',
    },
    metadata_issuer_mismatch: {
      title: 'El servidor de autorización se identifica con otro nombre',
      detail: {
        other: 'Se esperaba {issuer}, pero {host} se identifica como {stated}.',
        unnamed: 'Se esperaba {issuer}, pero {host} se identifica con otro nombre.',
        otherAccount: '{host} pertenece a la cuenta {stated}, no a {expected}.',
      },
      remedy:
        'Si ambos son nombres del mismo servidor, escriba la dirección con la que se identifica. Si no, no continúe: compruebe la dirección de la conexión con un administrador.',
    },
    metadata_endpoint_untrusted: {
      title: 'El servidor de autorización remite a una dirección que no es de confianza',
      detail: {
        noAddress: 'El valor de {name} en los metadatos de {host} no es una dirección.',
        notHttps: 'El valor de {name} en los metadatos de {host} no es una dirección https.',
        holdsFragment: 'El valor de {name} en los metadatos de {host} contiene un fragmento.',
        elsewhere: 'El valor de {name} en los metadatos de {host} está en otro servidor: {otherHost}.',
        unknownPlace:
          'El valor de {name} en los metadatos de {host} no está en un lugar donde se inicie sesión: {path}.',
      },
      remedy: 'No continúe. Compruebe la dirección de la conexión con un administrador.',
    },
    pkce_unsupported: {
      title: 'El servidor de autorización no admite PKCE con S256',
      detail: '{host} indica que no admite el método S256.',
      remedy: 'Sightglass solo inicia sesión con PKCE. Pida a un administrador que lo habilite para esta aplicación.',
    },

    // Tokens (RFC 6749 section 5.2)
    client_rejected: {
      title: 'No se ha reconocido la aplicación',
      remedy:
        'Compruebe el ID de cliente de la conexión y, si la aplicación los tiene, su secreto de cliente o su clave privada. Si son correctos, pregunte a un administrador cómo está registrada la autenticación de la aplicación.',
    },
    code_rejected: {
      title: 'No se ha aceptado el código de inicio de sesión',
      detail: {
        spentInHeader:
          'El servidor respondió HTTP {status}. {said} Antes había rechazado el secreto de la aplicación en la cabecera, y con ello se gastó el código. El próximo inicio de sesión empezará por el cuerpo.',
        spentInBody:
          'El servidor respondió HTTP {status}. {said} Antes había rechazado el secreto de la aplicación en el cuerpo, y con ello se gastó el código. El próximo inicio de sesión empezará por la cabecera.',
      },
      remedy: 'Vuelva a iniciar sesión y termine sin hacer una pausa larga.',
    },
    token_request_rejected: {
      title: 'El servidor de autorización no ha emitido ningún token',
      remedy:
        'Lea los detalles. Si no aclaran la causa, compare el ID de cliente, las URL de redirección y los ámbitos de la conexión con lo registrado; si hablan de un filtro o de una red, pregunte al administrador correspondiente.',
    },
    token_response_invalid: {
      title: 'El servidor de autorización ha enviado un token que no se puede usar',
      detail: {
        notJson: 'La respuesta no se declara como JSON. {said}',
        noObject: 'La respuesta no es un objeto JSON o repite un miembro.',
        alsoError: 'La respuesta comunica a la vez un éxito y un error.',
        notBearer: 'No es un token de portador (bearer).',
        lifetime: 'Su duración no es un número positivo de segundos.',
        incomplete: 'A la respuesta le falta una parte, o contiene una de tipo incorrecto.',
      },
      remedy: 'Vuelva a intentarlo. Si se repite, envíe los detalles al administrador de la plataforma de datos.',
    },
    id_token_invalid: {
      title: 'La prueba de su identidad no era válida',
      detail: {
        noText: 'No es un texto.',
        algorithm: 'Está firmada con {algorithm}, que no se acepta.',
        unsigned: 'No está firmada (algoritmo none).',
        encrypted: 'Está cifrada ({algorithm}), por lo que no se puede leer.',
        signature: 'No se pudo verificar su firma ({joseCode}).',
        unusableKey: 'No se pudo verificar su firma (clave inutilizable).',
        otherAccessToken: 'Se hizo para otro token de acceso (at_hash).',
        otherApplication: 'Se hizo para otra aplicación (azp).',
        otherPerson: 'Indica una persona distinta de la que inició sesión (sub).',
        fromFuture: 'Se emitió en el futuro (iat).',
      },
      remedy:
        'Vuelva a iniciar sesión. Si se repite, pida a un administrador que compare el ID de cliente y la dirección de la conexión con lo registrado. Si coinciden, avise a su equipo de seguridad.',
    },
    scopes_missing: {
      title: 'No se han concedido algunos permisos',
      detail: 'No concedidos: {missing}. Pida a un administrador que los permita {place}.',
      remedy:
        'Pida a un administrador que permita los ámbitos que faltan para esta aplicación, o quite de la conexión los que no necesite: las dos listas deben coincidir.',
    },
    identity_unknown: {
      title: 'La plataforma de datos no ha indicado quién es usted',
      detail: {
        unusableAddress: 'La dirección de la persona está vacía o contiene espacios.',
        meRefused: '{host} no indicó quién es usted (SCIM Me: HTTP {status}). {said}',
        noAddress:
          'Ni el perfil ni el inicio de sesión indican con una dirección de correo la persona que Sigma debe ver.',
      },
      remedy:
        'Añada los ámbitos «openid email» a la conexión o establezca un usuario de inserción fijo en el perfil. Si los ámbitos ya están, pida a un administrador del servidor de autorización que facilite la dirección de correo a esta aplicación.',
    },
    email_unverified: {
      title: 'Su dirección de correo no se ha verificado',
      detail: {
        said: 'El inicio de sesión indica {address} y señala que esta dirección no se ha verificado (email_verified).',
        saidOfNone: 'El inicio de sesión señala que su dirección de correo no se ha verificado (email_verified).',
        unproven: 'El inicio de sesión señala que nada acredita la dirección de correo que indica (xms_edov).',
      },
      remedy:
        'Confirme la dirección en el servidor donde inicia sesión, o pida a su administrador que la marque como verificada; después vuelva a iniciar sesión. Una dirección que podría ser de otra persona no se transmite a Sigma. Si ese servidor no puede verificar direcciones, un administrador puede establecer un usuario de inserción fijo en el perfil.',
    },
    user_info_failed: {
      title: 'El servidor de autorización no ha indicado lo suficiente sobre usted',
      detail: {
        refused: 'Al token de ID le falta información necesaria, y UserInfo en {host} respondió HTTP {status}. {said}',
        unreachable:
          'Al token de ID le falta información necesaria, y no se pudo obtener respuesta de UserInfo en {host} ({said}).',
        untrusted:
          'Al token de ID le falta información necesaria, y UserInfo está en una dirección que no es de confianza: {address}.',
        notJson:
          'Al token de ID le falta información necesaria, y la respuesta de UserInfo en {host} no es JSON, sino {type}.',
        noObject: 'UserInfo en {host} no respondió con un objeto JSON o repitió un miembro.',
        noSubject: 'UserInfo en {host} no indica a quién se refiere su respuesta (sub), así que no se usó.',
        encrypted: 'La respuesta de UserInfo en {host} está cifrada, lo que no se admite.',
        noKeys:
          'La respuesta de UserInfo en {host} está firmada, y el servidor no indica claves con las que verificarla.',
        keysFailed:
          'La respuesta de UserInfo en {host} está firmada, y no se pudieron obtener de {keysHost} las claves para verificarla ({said}).',
        algorithm: 'La respuesta de UserInfo en {host} está firmada con {algorithm}, que no se acepta.',
        unsigned: 'La respuesta de UserInfo en {host} se presenta como firmada, pero no lo está (algoritmo none).',
        signature: 'No se pudo verificar la firma de la respuesta de UserInfo en {host} ({said}).',
        notForUs:
          'La respuesta de UserInfo en {host} se hizo para otra aplicación, otro servidor u otro momento ({claim}).',
      },
      remedy:
        'Vuelva a iniciar sesión dentro de un momento. Si se repite, pida a un administrador del servidor de autorización que incluya los claims que faltan en los tokens de ID de esta aplicación, o que permita a sus tokens de acceso consultar UserInfo (ámbitos «openid email profile»).',
    },
    user_info_mismatch: {
      title: 'El servidor de autorización ha hablado de otra persona',
      detail:
        'Lo que indica UserInfo en {host} se refiere a una persona distinta de la del token de ID (sub). No se usó nada de ello.',
      remedy:
        'No continúe. Vuelva a iniciar sesión; si se repite, avise a su equipo de seguridad: es posible que se hayan intercambiado tokens.',
    },
    people_differ: {
      title: 'Ha iniciado sesión como personas distintas',
      detail: {
        named: 'Las conexiones de este perfil indican {names}.',
        unnamed:
          'El inicio de sesión en {connections} no indica con una dirección de correo quién inició sesión, así que nada demuestra que sea {name}.',
      },
      remedy:
        'Cierre la sesión en la conexión que pertenece a otra persona y vuelva a iniciarla como la misma persona. Si una persona tiene varias direcciones, o un nombre que no es una dirección, un administrador puede permitirlo en el perfil, en «Dirección de correo que ve Sigma».',
    },
    claim_missing: {
      title: 'El inicio de sesión no indica lo que el libro de trabajo necesita saber',
      detail: 'El inicio de sesión no contiene ningún claim «{claim}».',
      remedy:
        'Pida a un administrador que añada el claim a los tokens de esta aplicación, o que corrija la asignación de claims en el perfil. Después vuelva a iniciar sesión.',
    },
    exchange_rejected: {
      title: 'Databricks no ha aceptado el inicio de sesión de la empresa',
      remedy:
        'Pida a un administrador de Databricks una directiva de federación que indique el emisor y la audiencia de su proveedor de identidades, y compruebe que tiene un usuario de Databricks con el mismo nombre.',
    },
    private_key_invalid: {
      title: 'No se ha podido usar la clave privada',
      detail: {
        rsa: '{algorithm} necesita una clave RSA en formato PKCS#8 PEM.',
        ellipticCurve: '{algorithm} necesita una clave de curva elíptica (P-256) en formato PKCS#8 PEM.',
      },
      remedy:
        'Abra la configuración de este perfil y pegue la clave privada como PKCS#8 PEM («BEGIN PRIVATE KEY»), del tipo que necesita su algoritmo.',
    },
    grant_dead: {
      title: 'Su inicio de sesión ha terminado',
      detail: {
        expired: 'El inicio de sesión caducó antes de que se pudiera abrir el libro de trabajo.',
      },
      remedy:
        'Vuelva a iniciar sesión. La plataforma de datos ya no acepta el inicio de sesión anterior: caducó, se revocó o se usó en otro lugar.',
    },
    renewal_refused: {
      title: 'No se ha podido renovar su inicio de sesión',
      remedy:
        'Vuelva a iniciar sesión. Si también se rechaza, es posible que lo rechace algo intermedio: un filtro, una VPN que falta o una lista de redes permitidas. Sightglass sigue intentándolo y continúa por sí solo cuando se le deja pasar.',
    },
    grant_missing: {
      title: 'No ha iniciado sesión',
      detail: {
        connections: 'Inicie sesión en {connections}.',
        notSignedYet: 'Todavía no se ha firmado ninguna sesión para este libro de trabajo.',
        none: 'No hay ningún inicio de sesión para esta conexión.',
        endedDuringRenewal: 'Este inicio de sesión terminó mientras se renovaba.',
      },
      remedy: 'Inicie sesión en la conexión que necesita este libro de trabajo.',
    },
    renewal_unavailable: {
      title: 'Este inicio de sesión no puede renovarse solo',
      detail: {
        notAskedFor:
          'El servidor de autorización no entregó ningún token de actualización; la conexión no solicita acceso sin conexión.',
        notGiven:
          'La conexión solicita {scope}, pero el servidor de autorización no entregó ningún token de actualización.',
        noRefreshToken:
          'El servidor de autorización no entregó ningún token de actualización para este inicio de sesión.',
      },
      remedy:
        'Vuelva a iniciar sesión cuando termine. Para evitarlo, añada el ámbito «offline_access» a la conexión y pida a un administrador que permita los tokens de actualización.',
    },

    // Network
    offline: {
      title: 'No tiene conexión',
      detail: {
        timedOut: '{host} no respondió a tiempo.',
        unreachable: 'No se pudo contactar con {host} ({systemCode}).',
        noConnection: 'No se pudo contactar con {host} (sin conexión).',
      },
      remedy: 'Compruebe su red. Sightglass vuelve a intentarlo por sí solo en cuanto se recupera la conexión.',
    },
    proxy_unusable: {
      title: 'No se puede usar el proxy',
      detail: {
        settings: 'La configuración de proxy de esta red respondió: {said}',
        password: 'El proxy en el camino hacia {host} pide una contraseña.',
        refused: 'El proxy en el camino hacia {host} no deja pasar a Sightglass. Respondió HTTP {status}.',
      },
      remedy:
        'Pida a un administrador un proxy de tipo http o https que no pida contraseña; Sightglass no puede usar SOCKS ni contraseñas. Si el proxy rechaza la conexión, pida que se deje pasar ese host. Sightglass nunca elude un proxy.',
    },
    server_busy: {
      title: 'El servidor está ocupado',
      detail: {
        keys: '{host} respondió HTTP {status} al pedirle sus claves. {said}',
        metadata: '{host} respondió con un error. {account}',
      },
      remedy: 'Sightglass vuelve a intentarlo por sí solo dentro de un momento.',
    },
    access_from_here_refused: {
      title: 'El servidor no deja entrar a nadie desde aquí',
      remedy:
        'Conéctese a la red o a la VPN de su empresa y vuelva a intentarlo; las sesiones iniciadas se renuevan entonces por sí solas. Si se repite allí, pregunte a un administrador qué redes y equipos deja entrar el servidor.',
    },
    tls_untrusted: {
      title: 'El servidor no ha podido demostrar su identidad',
      detail: 'No se pudo verificar {host} ({systemCode}).',
      remedy:
        'Si su empresa inspecciona el tráfico cifrado, pida al departamento de TI que instale su certificado en el almacén de confianza del sistema operativo. Si no, no continúe.',
    },
    response_too_large: {
      title: 'El servidor ha enviado demasiados datos',
      detail: '{host} envió más de {bytes} bytes.',
      remedy: 'Compruebe la dirección de la conexión; no parece un servidor de autorización.',
    },

    clock_wrong: {
      title: 'El reloj de este equipo no está en hora',
      detail: {
        ahead: 'Va {duration} adelantado respecto al reloj de {host}.',
        behind: 'Va {duration} atrasado respecto al reloj de {host}.',
      },
      remedy:
        'Active el ajuste automático de fecha, hora y zona horaria en la configuración del sistema operativo; este aviso desaparecerá entonces. Hasta entonces, Sightglass se guía por la hora de los servidores. Si el reloj de este equipo está bien, avise al administrador del servidor.',
    },

    // Alarms
    renewal_keeps_failing: {
      title: 'Un inicio de sesión no se renueva',
      detail: 'Es {label} en el perfil «{profile}»: {because}.',
      remedy:
        'Sightglass sigue intentándolo, y este aviso desaparece cuando una renovación tiene éxito. Si persiste, pruebe la configuración del perfil o muestre esto a su administrador.',
    },
    sign_in_ends_soon: {
      title: 'Un inicio de sesión termina en menos de un día y no hay nadie',
      detail: 'Es {label} en el perfil «{profile}». A partir de entonces ninguna renovación sirve.',
      remedy:
        'Vuelva a iniciar sesión mientras haya alguien. Para un panel mural, un administrador puede usar un inicio de sesión que se renueve solo o una cuenta de servicio.',
    },
    wall_in_trouble: {
      title: 'El panel mural muestra una imagen antigua o ninguna',
      detail: {
        signIn: 'Alguien tiene que iniciar sesión.',
        network: 'No hay red.',
        workbooks: 'No hay ningún libro de trabajo que mostrar.',
        answer: 'El libro de trabajo no llega.',
        tabs: 'Una de sus pestañas no llega, una y otra vez.',
      },
      remedy:
        'Sightglass sigue intentándolo. Inicie sesión donde se pida; si no, revise la red y el libro de trabajo en Sigma.',
    },
    keychain_away: {
      title: 'El llavero ya no responde',
      remedy:
        'Desbloquee el llavero de este equipo o reinicie su servicio. Hasta que responda, los nuevos inicios de sesión y las renovaciones se pierden al cerrar Sightglass.',
    },
    status_not_written: {
      title: 'No se puede escribir el archivo de estado',
      remedy:
        'Su trabajo continúa; solo quien supervisa este equipo no ve nada nuevo. Compruebe que el disco no esté lleno y que puede escribir en la carpeta de configuración, o desactive el archivo en la configuración.',
    },

    // What the system gives
    sandbox_missing: {
      title: 'Aquí no hay un espacio aislado (sandbox) para las páginas web',
      detail: {
        root: 'Sightglass se inició como root, y root no obtiene ningún sandbox.',
        seccomp: 'El núcleo no filtra las llamadas al sistema (seccomp).',
        namespacesOff: 'El núcleo no crea espacios de nombres de usuario (user.max_user_namespaces es 0).',
        cloneOff: 'Solo root puede crear espacios de nombres de usuario (kernel.unprivileged_userns_clone es 0).',
        apparmor:
          'AppArmor solo permite crear espacios de nombres de usuario a programas con perfil (kernel.apparmor_restrict_unprivileged_userns es 1), y no hay ninguno cargado para esta copia de Sightglass.',
        container: 'El contenedor en el que se ejecuta Sightglass no le permite crear espacios de nombres de usuario.',
        namespaces: 'El sistema no permite a Sightglass crear espacios de nombres de usuario y no indica por qué.',
        helper: 'El auxiliar chrome-sandbox, que podría sustituirlos, no pertenece a root con el modo 4755.',
        helperNosuid:
          'El auxiliar chrome-sandbox, que podría sustituirlos, está en un sistema de archivos con la opción nosuid.',
        helperPrivileges:
          'El auxiliar chrome-sandbox, que podría sustituirlos, no obtiene derechos, porque Sightglass se inició con no_new_privs.',
        allowed: 'Un administrador permite que Sightglass se ejecute sin él en este equipo (runWithoutSandbox).',
      },
      remedy:
        'Una página que escape del navegador podría hacer todo lo que puede hacer usted. Pida a un administrador que dote a este equipo de un sandbox.',
    },

    // Vault and settings
    vault_unprotected: {
      title: 'No hay ningún llavero disponible',
      detail: 'Este equipo no ofrece ningún llavero.',
      remedy:
        'Su inicio de sesión se guarda solo en memoria y termina con el programa. En Linux, instale y desbloquee un llavero como GNOME Keyring o KWallet. Sightglass lo usará cuando responda; si no lo hace, inicie de nuevo el programa.',
    },
    vault_entry_damaged: {
      title: 'No se ha podido leer un secreto guardado',
      detail: {
        grant: 'Era el inicio de sesión en una conexión.',
        embedSecret: 'Era el secreto de inserción de un perfil.',
        clientSecret: 'Era el secreto de cliente de una conexión.',
        auditKey: 'Era la clave que sella el registro de auditoría.',
        anotherVersion: 'El inicio de sesión guardado es de otra versión.',
      },
      remedy:
        'Vuelva a iniciar sesión o a escribir el secreto. La entrada ilegible se ha apartado; no se ha tocado nada más.',
    },
    vault_locked: {
      title: 'El llavero está bloqueado',
      detail: {
        notEncrypted: 'El llavero no cifró la entrada.',
        notRead: 'El llavero no respondió, así que no se pudo leer el secreto guardado.',
      },
      remedy:
        'Desbloquee el llavero de este equipo, permita que Sightglass lo use y vuelva a intentarlo. Si se repite, reinicie Sightglass. No se ha cambiado nada.',
    },
    vault_write_failed: {
      title: 'No se ha podido guardar el inicio de sesión',
      detail: {
        grant: 'El almacén no admitió el cambio.',
        grantBecause: 'El almacén no admitió el cambio. {said}',
      },
      remedy:
        'Compruebe que el disco no esté lleno y que pueda escribir en la carpeta de ajustes, y vuelva a iniciar sesión.',
    },
    revocation_refused: {
      title: 'El servidor no ha revocado un inicio de sesión',
      remedy:
        'No queda nada de él en este equipo, y lo que el servidor aún acepta termina por sí solo. Para terminarlo ahora, cierre la sesión de su cuenta en el servidor o pida a su administrador que termine sus sesiones.',
    },
    vault_remove_failed: {
      title: 'Todavía queda algo guardado en este equipo',
      detail: {
        signedOut:
          'Su sesión está cerrada hasta que se cierre Sightglass, pero el inicio de sesión no se pudo borrar del disco ({systemCode}).',
      },
      remedy:
        'Libere espacio en el disco o permita escribir en la carpeta de ajustes: Sightglass vuelve a intentarlo hasta que se cierre. Si no lo consigue, el próximo inicio encontrará lo guardado; bórrelo entonces de nuevo. Si no puede esperar, termine la sesión en su cuenta del servidor o pídaselo a un administrador.',
    },
    secret_missing: {
      title: 'Falta un secreto',
      detail: {
        embedSecretNotStored: 'El secreto de inserción de este perfil no está en el almacén.',
        clientSecretNotStored: 'El secreto de cliente o la clave privada de esta conexión no está en el almacén.',
        forAnotherApplication: 'El secreto de cliente o la clave privada que hay guardados son de otra aplicación.',
        enterEmbedSecret: 'Escriba el secreto de inserción.',
        sigmaChanged:
          'La dirección de Sigma ha cambiado y el secreto de inserción guardado pertenece a la anterior. Vuelva a escribir el secreto de inserción.',
        enterClientSecret: 'Escriba el secreto de cliente de {label}.',
        enterPrivateKey: 'Escriba la clave privada de {label}.',
        clientOfSecretChanged:
          '{label} ha cambiado de servidor o de ID de cliente y el secreto de cliente guardado pertenece al anterior. Vuelva a escribir el secreto de cliente.',
        clientOfKeyChanged:
          '{label} ha cambiado de servidor o de ID de cliente y la clave privada guardada pertenece al anterior. Vuelva a escribir la clave privada.',
      },
      remedy:
        'Abra la configuración de este perfil y vuelva a escribir el secreto de inserción (y el secreto de cliente, si la aplicación lo tiene).',
    },
    settings_damaged: {
      title: 'No se han podido leer los ajustes',
      detail: {
        file: 'El archivo {file} estaba dañado y se conserva como {keptAs}.',
        profiles:
          'No se han podido entender {count} perfil(es). Se conservan en settings.json, en «damagedProfiles», y se vuelven a leer en cada inicio, de modo que reaparecerán cuando esta versión o una más reciente los entienda.',
      },
      remedy:
        'Configure el perfil de nuevo. Lo que no se pudo leer se conserva con los ajustes. Para prescindir de ello, cierre Sightglass y bórrelo allí.',
    },
    secrets_half_changed: {
      title: 'El cambio se ha hecho solo en parte',
      detail: 'Falló ({cause}) y no se pudo restituir un secreto guardado.',
      remedy:
        'Libere espacio en el disco, desbloquee el llavero, vuelva a escribir los secretos de este perfil y guárdelo, o quite el perfil.',
    },
    signed_out_by_itself: {
      title: 'Se ha cerrado su sesión',
      detail: {
        locked: 'Se bloqueó la pantalla.',
        idle: 'Nadie usó este equipo durante un tiempo.',
      },
      remedy:
        'Vuelva a iniciar sesión para continuar. Cuándo sucede esto se decide en los ajustes o lo decide su organización.',
    },
    settings_write_failed: {
      title: 'No se han podido guardar los ajustes',
      remedy:
        'Compruebe que el disco no esté lleno y que pueda escribir en la carpeta de ajustes, y vuelva a intentarlo.',
    },
    settings_unreadable: {
      title: 'No se han podido abrir los ajustes',
      detail: '{file}: el sistema operativo respondió {systemCode}.',
      remedy:
        'Compruebe que lo que indican los detalles es un archivo, que le pertenece y que puede leerlo; después inicie Sightglass de nuevo. No se ha cambiado nada.',
    },
    profile_missing: {
      title: 'Este perfil ya no existe',
      detail: {
        workbookRemoved: 'El libro de trabajo se quitó de su perfil.',
        profileRemoved: 'El perfil se quitó.',
        profileRemovedAlready: 'El perfil ya se había quitado.',
        connectionRemoved: 'La conexión se quitó.',
        connectionChanged: 'La conexión ha pasado a ser otra desde este inicio de sesión.',
        notOfThisProfile: 'El borrador cambia algo que no pertenece a este perfil.',
        duringSignIn: 'La conexión se quitó o se cambió durante el inicio de sesión.',
      },
      remedy: 'Elija otro perfil.',
    },
    env_unreadable: {
      title: 'No se ha podido leer el archivo',
      detail: {
        tooLarge: 'El archivo es demasiado grande para ser un archivo .env del QuickStart.',
        severalFiles: 'Se han soltado varios archivos. Suelte solo el archivo .env.',
        notAFile: 'No es un archivo que se pueda leer.',
        folder: 'Es una carpeta, no un archivo.',
        notThere: 'No existe ese archivo.',
        empty: 'El archivo está vacío.',
        notText: 'El archivo es una imagen, un documento o un programa, no texto sin formato.',
        noNames: 'El archivo no contiene ninguno de los nombres de un archivo .env del QuickStart.',
      },
      remedy: 'Elija el archivo .env del QuickStart (embedding_qs_series_2/.env) y compruebe que puede leerlo.',
    },
    env_incomplete: {
      title: 'El archivo no contiene una configuración completa',
      detail: {
        missing: 'Estos nombres no tienen valor: {names}.',
        misspelt:
          'Estos nombres no tienen valor: {names}. El archivo tiene otros nombres que parecen mal escritos: {misspelt}.',
        placeholders: 'Estos nombres todavía tienen un ejemplo en lugar de un valor: {names}.',
        otherQuickStart:
          'El archivo es de otro QuickStart: no tiene nombres del de Databricks OAuth. Estos no tienen valor: {names}.',
        faulty: '{faults}',
      },
      remedy:
        'Rellene los nombres que indican los detalles, guarde el archivo y vuelva a importarlo. No se ha cambiado nada.',
    },

    env_imported: {
      title: 'Se ha importado un archivo de configuración',
      detail: {
        addedByLaterStart:
          'Un segundo inicio de Sightglass añadió el perfil «{profileName}». Está en la lista de perfiles. {remarks}',
        changedByLaterStart: 'Un segundo inicio de Sightglass cambió el perfil «{profileName}». {changes} {remarks}',
        addedByThisStart: 'Este inicio añadió el perfil «{profileName}». {remarks}',
        changedByThisStart: 'Este inicio cambió el perfil «{profileName}». {changes} {remarks}',
      },
      remedy:
        'Si no lo ha pedido usted, revise la configuración del perfil y corrija sus direcciones, o quite el perfil.',
    },
    set_up_unreadable: {
      title: 'No se ha podido leer el archivo de configuración',
      detail: {
        notWhole: 'El archivo no está completo o se ha modificado a mano.',
        anotherKind: 'Es un archivo de otro programa.',
        anotherVersion: 'Lo escribió una versión más reciente de Sightglass.',
        faulty: '{faults}',
      },
      remedy: 'Pida uno nuevo a quien le dio el archivo, o actualice Sightglass. No se ha cambiado nada.',
    },
    passphrase_wrong: {
      title: 'La frase de contraseña no abre este archivo',
      remedy:
        'Escriba la frase de contraseña tal como se la indicaron. Si es la correcta, el archivo se modificó por el camino: pida uno nuevo. No se ha cambiado nada.',
    },
    secret_differs: {
      title: 'Este no es el secreto que está guardado aquí',
      detail: {
        embedSecret: 'El secreto de inserción de «{label}» es otro.',
        clientSecret: 'El secreto de cliente o la clave de {label} es otro.',
      },
      remedy: 'Escriba el secreto que usa el perfil, desde donde usted lo guarde. No se ha escrito ningún archivo.',
    },
    set_up_not_saved: {
      title: 'No se ha podido guardar el archivo de configuración',
      remedy: 'Compruebe que el disco no esté lleno y que pueda escribir en la carpeta, o elija otra.',
    },
    audit_not_written: {
      title: 'No se puede escribir el registro de auditoría',
      remedy:
        'Su trabajo continúa, y lo que ocurra mientras tanto se escribirá en cuanto vuelva a ser posible. Compruebe que el disco no esté lleno.',
    },
    audit_not_exported: {
      title: 'No se ha podido guardar el registro de auditoría',
      remedy: 'Compruebe que el disco no esté lleno y que pueda escribir en la carpeta, o elija otra.',
    },
    doctor_report_not_saved: {
      title: 'No se ha podido guardar el informe del diagnóstico',
      remedy: 'Compruebe que el disco no esté lleno y que pueda escribir en la carpeta, o elija otra.',
    },
    change_declined: {
      title: 'No se ha cambiado nada',
      remedy: 'Para hacer el cambio, guarde o importe de nuevo y confírmelo en el cuadro de diálogo.',
    },

    // Sigma
    sigma_parameter_invalid: {
      title: 'Sigma no ha aceptado la solicitud',
      remedy:
        'Compruebe la URL del libro de trabajo, el ID de cliente y el secreto de inserción del perfil. Si son correctos, compruebe el reloj de este equipo.',
    },
    sigma_version_unsupported: {
      title: 'Sigma no ha aceptado la forma de la solicitud',
      remedy: 'Actualice Sightglass. Sigma solo admite tokens de conexión en solicitudes de la versión 1.1.',
    },
    sigma_session_expired: {
      title: 'La sesión de Sigma ha terminado',
      remedy: 'Recargue el libro de trabajo.',
    },
    sigma_secret_wrong: {
      title: 'Sigma no ha podido leer su token',
      remedy:
        'El secreto de inserción del perfil no corresponde a su ID de cliente. Vuelva a escribir el secreto, o cree uno nuevo en Sigma, en Administration, Developer Access.',
    },
    sigma_connection_sign_in: {
      title: 'Sigma no acepta el inicio de sesión para esta conexión',
      remedy:
        'La conexión de Sigma y la de este perfil deben pertenecer al mismo servidor. Si tienen un nivel, debe ser el mismo: ponga ambas en espacio de trabajo o ambas en cuenta. Con un token para toda la organización, o con una conexión para todas las consultas, compruebe que la conexión de Sigma acepta ese token.',
    },
    data_sign_in_refused: {
      title: 'La plataforma de datos no ha aceptado su inicio de sesión',
      remedy:
        'Vuelva a iniciar sesión. Si se repite, pregunte al administrador de la plataforma de datos si esta confía en el servidor donde inician sesión las personas de esta conexión (una directiva de federación o una integración para inicios de sesión externos).',
    },
    data_access_denied: {
      title: 'La plataforma de datos no le permite leer estos datos',
      remedy:
        'Pida al administrador de los datos el derecho a leer las tablas del libro de trabajo y a usar lo que ejecuta sus consultas.',
    },
    data_timed_out: {
      title: 'La plataforma de datos no ha respondido a tiempo',
      remedy:
        'Pida menos de una vez, por ejemplo menos filas o un periodo más corto, o recargue cuando la plataforma de datos tenga menos carga. Si se repite, pregunte a su administrador si está sobrecargado lo que ejecuta las consultas.',
    },
    sigma_clock_wrong: {
      title: 'Parece que el reloj de este equipo no está en hora',
      remedy: 'Active el ajuste automático de fecha y hora en la configuración del sistema operativo y recargue.',
    },
    sigma_internal_user_claims: {
      title: 'Sigma conoce a esta persona como usuario interno',
      remedy:
        'En el perfil, ponga el tipo de usuario en interno: el tipo de cuenta y los equipos vienen entonces de Sigma.',
    },
    sigma_personal_account: {
      title: 'No se admiten cuentas personales de Microsoft',
      remedy: 'Ponga el nivel de la conexión en espacio de trabajo, tanto aquí como en Sigma.',
    },
    sigma_user_missing: {
      title: 'Sigma no conoce a esta persona',
      remedy:
        'Pida a un administrador de Sigma que añada a la persona, o que Sigma cree usuarios de inserción por sí solo. Los detalles de la sesión indican qué puede fallar en la dirección.',
    },
    sigma_access_denied: {
      title: 'No tiene acceso a este libro de trabajo',
      remedy:
        'Pida a su propietario que comparta el libro de trabajo con usted o con uno de sus equipos. Si está compartido, pregunte a un administrador de Sigma si su tipo de cuenta tiene el permiso.',
    },
    sigma_not_found: {
      title: 'No se ha encontrado el libro de trabajo',
      remedy:
        'Compruebe la URL del libro de trabajo en el perfil: use la URL de la versión publicada. Si es correcta, pregunte a un administrador de Sigma si se desactivó su usuario. Compruebe también el inquilino y la conexión para todas las consultas, si el perfil los indica.',
    },
    sigma_unreachable: {
      title: 'No se ha podido contactar con Sigma',
      remedy: 'Compruebe su red y si un cortafuegos bloquea Sigma; después recargue.',
    },
    sigma_redirected: {
      title: 'Sigma ha respondido desde otra dirección',
      detail: 'Sigma remitió el libro de trabajo a otro host.',
      remedy:
        'Corrija la URL del libro de trabajo en el perfil: abra el libro de trabajo en un navegador y copie la dirección en la que termina.',
    },
    sigma_failed: {
      title: 'Sigma ha comunicado un problema',
      remedy: 'Recargue el libro de trabajo. Si se repite, envíe los detalles a un administrador.',
    },
    session_too_long: {
      title: 'La sesión dura más de lo que permite Sigma',
      detail: 'La duración de la sesión es de {seconds} segundos.',
      remedy: 'Ponga la duración de la sesión del perfil en 30 días como máximo (2 592 000 segundos).',
    },
    embed_url_too_long: {
      title: 'Los tokens de este perfil son demasiado largos para una dirección',
      detail:
        'La dirección firmada tiene {length} bytes, y los servidores web admiten {limit}. Contiene el token de acceso cifrado de cada una de las {connections} conexiones.',
      remedy:
        'Quite valores de control de los que el libro de trabajo pueda prescindir. Cree un perfil por libro de trabajo, solo con las conexiones que necesita. Si una sola conexión ya es demasiado, pida al administrador de su servidor de autorización que incluya menos en sus tokens de acceso, por ejemplo menos grupos.',
    },

    // The viewer
    frame_crashed: {
      title: 'El libro de trabajo se ha detenido',
      detail: 'El proceso que mostraba el libro de trabajo terminó: {cause}.',
      remedy: 'Recargue el libro de trabajo. Si se repite, cierre otros programas para liberar memoria.',
    },
    frame_load_failed: {
      title: 'El libro de trabajo no se ha cargado',
      detail: {
        noAnswer: 'Sigma no respondió en un minuto.',
        networkAnswered: 'La red respondió {answer}.',
        reloadsItself: 'La página del libro de trabajo se recarga a sí misma una y otra vez.',
        leadsElsewhere: 'La página del libro de trabajo lleva una y otra vez a otro lugar.',
      },
      remedy: 'Compruebe su red y recargue.',
    },
    workbook_deleted: {
      title: 'Esto se ha eliminado en Sigma',
      detail: {
        own: '«{workbook}» se eliminó mientras estaba abierto.',
        other: 'El documento al que había ido se eliminó. Este es de nuevo el libro de trabajo del perfil.',
      },
      remedy: 'Elija otro libro de trabajo o pregunte a quien lo gestiona en Sigma.',
    },
    bookmark_not_changed: {
      title: 'El marcador se queda como está',
      detail: {
        notSelected: 'No hay ningún marcador abierto que se pueda cambiar.',
        noChanges: 'No se ha cambiado nada desde que se abrió.',
      },
      remedy: 'Abra el marcador, cambie lo que debe mostrar y guárdelo entonces.',
    },
    command_without_effect: {
      title: 'Sigma no ha hecho esto',
      detail: {
        mode: 'El libro de trabajo no cambió de modo.',
        createBookmark: 'No se creó ningún marcador.',
        openBookmark: 'El marcador no se abrió.',
        updateBookmark: 'El marcador no se cambió.',
        deleteBookmark: 'El marcador no se eliminó.',
        maximise: 'El elemento no se maximizó ni se restauró.',
      },
      remedy:
        'Sigma no hace caso de aquello para lo que usted no tiene permiso en este libro de trabajo. Si lo tiene, vuelva a intentarlo.',
    },
    link_not_opened: {
      title: 'No se ha abierto un enlace',
      detail: {
        kind: 'El libro de trabajo lleva a una dirección de tipo «{kind}», que no se entrega a su sistema.',
        noAddress: 'El libro de trabajo abre una ventana propia, lo que aquí no es posible.',
        form: 'El libro de trabajo envía un formulario a una ventana nueva, lo que aquí no es posible.',
        tooMany: 'El libro de trabajo abrió demasiados enlaces a la vez.',
        system:
          'Su sistema no lo abrió: es posible que no tenga un programa para esos enlaces o que el enlace sea demasiado largo.',
      },
      remedy:
        'El libro de trabajo se queda como está. Si necesita el enlace, abra el libro de trabajo en su navegador.',
    },
    open_link_refused: {
      title: 'No se ha seguido un enlace a Sightglass',
      detail: {
        tooLong: 'Es demasiado largo.',
        unreadable: 'No se puede leer.',
        command: 'Pide algo que Sightglass no hace a petición de enlaces.',
        parameter: 'Pide algo que los enlaces no tienen, o pide lo mismo dos veces.',
        characters: 'Contiene un nombre o un valor vacío, demasiado largo o con caracteres que nadie puede ver.',
        place: 'Indica una página, un marcador o filtros, pero ningún libro de trabajo.',
        values: 'Trae tantos filtros, o tan largos, que nadie podría revisarlos.',
        profileUnknown: 'Lleva a un perfil que no está en este equipo.',
        profileTwice: 'Varios perfiles de este equipo tienen el nombre que indica.',
        workbookUnknown: 'Lleva a un libro de trabajo que no está en ninguno de los perfiles posibles.',
        asking: 'Se le está preguntando por otro enlace.',
        editing: 'Está editando «{workbook}», que se queda como está.',
        notOpened: 'No se pudo abrir aquello a lo que lleva.',
      },
      remedy:
        'No se ha cambiado nada. Elija el libro de trabajo a mano, o pida otro enlace a quien se lo dio. Si está editando, salga del modo de edición y vuelva a abrirlo.',
    },
    address_not_followed: {
      title: 'Esta dirección no lleva a ningún libro de trabajo disponible aquí',
      detail: {
        unknown: 'Ningún perfil de este equipo tiene el libro de trabajo.',
        unreadable: 'No se puede leer como dirección.',
        legacyEmbed: 'Es una inserción de tipo antiguo, que se firma de otra manera.',
        organisationHome: 'Lleva a una organización, y a ninguno de sus libros de trabajo.',
        notOfAWorkbook: 'Lleva a una página de Sigma que no es un libro de trabajo.',
        characters: 'Contiene un nombre o un valor vacío, demasiado largo o con caracteres que nadie puede ver.',
        values: 'Trae tantos filtros, o tan largos, que nadie podría revisarlos.',
      },
      remedy:
        'Vuelva a copiar la dirección del libro de trabajo desde el navegador. Si el libro falta aquí, añádalo en la configuración de un perfil, o pida un archivo de configuración que lo contenga a quien le dio el suyo.',
    },
    link_not_made: {
      title: 'El enlace no se ha copiado',
      detail: 'Contendría más filtros, o más largos, de los que puede tener un enlace.',
      remedy: 'Copie el enlace sin filtros, o cree un marcador de lo que se muestra y copie el enlace a ese marcador.',
    },
    folder_not_shown: {
      title: 'No se ha podido mostrar esto',
      detail: 'Su sistema no lo abrió.',
      remedy:
        'Ábralo a mano: está en la carpeta de datos de Sightglass o junto al programa. La documentación indica dónde.',
    },
    policy_not_understood: {
      title: 'No se ha entendido un ajuste de su organización',
      detail: {
        keys: 'No entendidas: {keys}. Las claves conocidas entre ellas tienen su valor más estricto.',
        place: 'No se pudo leer la directiva de este equipo ({fault}). Se restringe todo lo que puede restringir.',
        foreign:
          'La directiva de este equipo no cuenta, porque puede escribirla alguien que no es administrador. Se restringe todo lo que puede restringir.',
      },
      remedy: 'Avise al administrador de este equipo: lo que se aplica puede no ser lo que quería.',
    },
    document_lost: {
      title: 'De vuelta en un lugar anterior',
      detail: {
        refused: 'No se pudo volver a abrir lo que estaba abierto: se eliminó o ya no se comparte con usted.',
        tooLong:
          'No se pudo volver a abrir lo que estaba abierto: su dirección y el inicio de sesión juntos son demasiado largos.',
      },
      remedy: 'El libro de trabajo se muestra como se abre por sí solo, o como estaba antes.',
    },
    not_copied: {
      title: 'No se ha copiado nada',
      remedy: 'Es posible que otro programa esté usando el portapapeles. Vuelva a copiar dentro de un momento.',
    },
    picture_not_taken: {
      title: 'No se ha tomado la imagen',
      remedy:
        'El libro de trabajo tiene que estar a la vista y cargado por completo. Espere a que esté y vuelva a intentarlo.',
    },
    not_printed: {
      title: 'No se ha impreso nada',
      remedy: 'Compruebe que haya una impresora configurada y accesible, o guarde un PDF e imprímalo.',
    },
    download_refused: {
      title: 'Se ha rechazado una descarga',
      detail: {
        elsewhere: 'El libro de trabajo ofreció un archivo de {origin}, que no le pertenece.',
        ofNobody:
          'El libro de trabajo ofreció un archivo que no indica ningún servidor. Puede proceder de otra cosa dentro del libro de trabajo.',
        program:
          'El libro de trabajo ofreció un archivo de tipo «{kind}», que puede ejecutarse como programa. Los libros de trabajo exportan datos.',
      },
      remedy:
        'El libro de trabajo se queda como está. Si necesita el archivo, abra el libro de trabajo en su navegador.',
    },
    download_no_room: {
      title: 'El disco está lleno',
      detail: 'No queda espacio para {file}.',
      remedy: 'Libere espacio en el disco de la carpeta Descargas y vuelva a exportar el archivo.',
    },
    download_folder_unusable: {
      title: 'No se puede usar la carpeta Descargas',
      detail: {
        missing: 'La carpeta Descargas no existe, así que {file} no se guardó.',
        notWritable: 'No se puede escribir en la carpeta Descargas, así que {file} no se guardó.',
      },
      remedy: 'Vuelva a crear la carpeta o pida acceso a quien gestiona este equipo, y vuelva a exportar el archivo.',
    },
    download_broken_off: {
      title: 'La descarga se ha interrumpido',
      detail: {
        offline: 'La red se perdió mientras se descargaba {file}.',
        server: 'Sigma, o algo en el camino hacia Sigma, terminó la descarga de {file}.',
      },
      remedy: 'Vuelva a intentarlo cuando la conexión sea buena. Si no puede continuar, vuelva a exportar el archivo.',
    },
    download_session_over: {
      title: 'La sesión terminó durante una descarga',
      detail: 'La sesión con Sigma de la que procede {file} ha terminado.',
      remedy: 'Vuelva a cargar el libro de trabajo y exporte el archivo de nuevo.',
    },
    download_gone: {
      title: 'El archivo ya no está',
      detail: '{file} se movió o se eliminó.',
      remedy: 'Búsquelo donde lo haya movido o vuelva a exportarlo.',
    },
    download_not_opened: {
      title: 'El archivo no se ha abierto',
      detail: 'El sistema no encontró ningún programa que abra {file}.',
      remedy: 'Muéstrelo en su carpeta y elija allí un programa.',
    },

    // Internal
    // Updates
    update_untrusted: {
      title: 'No se ha aceptado la actualización ofrecida',
      detail: {
        signature: 'Su descripción no está firmada con la clave que conoce esta copia de Sightglass.',
        shape: 'Su descripción está firmada, pero no tiene la forma correcta ({fault}).',
        product: 'Su descripción es de otro producto ({product}).',
        file: 'Su descripción es de otro sistema o canal ({file}).',
        date: 'Su descripción tiene una fecha imposible ({date}), o el reloj de este equipo no está en hora.',
        replayed: 'Su descripción es anterior a una que ya se vio ({date}).',
        hash: 'El archivo recibido no es el que indica la descripción.',
        size: 'Se recibió más de lo que debería contener el archivo.',
      },
      remedy:
        'No se ha cambiado nada y Sightglass sigue funcionando. Si se repite, avise a quien le proporciona Sightglass: es posible que el servidor tenga archivos equivocados.',
    },
    update_outdated: {
      title: 'No se sabe si hay una actualización',
      detail: 'Lo que {host} indica sobre actualizaciones era válido solo hasta {until}.',
      remedy:
        'Quien proporciona Sightglass debe firmar de nuevo lo que indica su servidor. Hasta entonces no se puede encontrar ninguna actualización, ni siquiera una urgente.',
    },
    update_not_fetched: {
      title: 'No se ha podido obtener la actualización',
      detail: {
        stalled: 'Durante un tiempo no llegó nada más.',
        disk: 'No hay espacio para ella en el disco.',
        system: 'El sistema operativo respondió {systemCode}.',
        failed: 'La descarga terminó con {systemCode}.',
      },
      remedy:
        'No se ha cambiado nada. Más tarde se vuelve a intentar automáticamente; también puede buscar actualizaciones ahora.',
    },
    update_not_installed: {
      title: 'No se ha podido instalar la actualización',
      detail: 'El sistema operativo respondió {systemCode}.',
      remedy:
        'La versión que tenía sigue funcionando. Compruebe que puede escribir donde está Sightglass o pregunte a quien lo instaló.',
    },
    update_restart_held: {
      title: 'No mientras esto esté en curso',
      detail: {
        editing: 'Se está editando un libro de trabajo y se perdería lo que no está publicado.',
        'signing-in': 'Hay un inicio de sesión en curso en el navegador.',
        saving: 'Se está guardando un archivo.',
      },
      remedy: 'Termínelo primero. La actualización también se instala al salir de Sightglass.',
    },
    update_rolled_back: {
      title: 'Ha vuelto la versión anterior a la actualización',
      detail: 'La versión {from} no se inició dos veces seguidas, así que se restituyó la versión {to}.',
      remedy:
        'No se ha perdido nada suyo. La próxima versión se ofrecerá como de costumbre. Cuente lo sucedido a quien le proporciona Sightglass; el registro dice más.',
    },
    command_refused: {
      title: 'La orden se rechazó',
      detail: {
        profileUnknown: 'No hay ningún perfil «{name}». Hay: {names}.',
        profileNeeded: 'Hay varios perfiles: {names}.',
        profileAmbiguous: 'Varios perfiles se llaman «{name}».',
        noProfile:
          'Todavía no hay ningún perfil. «sightglass profile import ARCHIVO» configura uno, y la ventana también.',
        connectionUnknown: 'El perfil no tiene ninguna conexión «{name}». Tiene: {names}.',
        connectionNeeded: 'El perfil tiene varias conexiones: {names}.',
        signInUnderWay: 'Alguien ya está iniciando sesión.',
        revealForbidden: 'Un administrador ha decidido que en este ordenador no se muestren tokens.',
        notATerminal: 'Esto lo tiene que escribir una persona en un terminal, y esto no lo es.',
        notTyped: 'No se escribió lo que había que escribir.',
        notALink: 'Solo se abren enlaces que empiezan por sightglass://.',
        noWindow: 'No hay ninguna ventana abierta.',
      },
      remedy: '«sightglass help» muestra lo que acepta una orden.',
    },
    request_refused: {
      title: 'Se ha rechazado la solicitud',
      detail: {
        sender: 'Pidió «{request}» una página que no puede pedirlo.',
        closing: '«{request}» llegó mientras Sightglass se cerraba.',
        unknownGuest: 'No se conoce a este huésped.',
        guestGivenUp: 'Este huésped ya no hace falta.',
        paneClosed: 'Este libro de trabajo ya no está abierto.',
        otherWindow: 'Este libro de trabajo está abierto en otra ventana.',
        notNow: 'Ahora no hay nada con lo que se pueda hacer esto.',
        chosenByAdministrator: 'Esto lo eligió el administrador de este equipo.',
        noUpdate: 'Ahora no hay ninguna actualización para eso.',
        updateUnderWay:
          'Se están buscando actualizaciones o se está descargando una. Vuelva a elegir cuando haya terminado.',
        testUnderWay: 'Todavía se está ejecutando una prueba de esta ventana.',
        tooManyTests: 'Se iniciaron demasiadas pruebas.',
        tooManySignIns: 'Se empezaron demasiados inicios de sesión.',
        tooManyConnections: 'Una prueba admite como máximo {most} conexiones.',
        tooManyRedirects: 'Una prueba admite como máximo {most} URL de redirección.',
      },
      remedy: 'Reinicie Sightglass. Si se repite, informe de ello con los detalles.',
    },
    request_invalid: {
      title: 'No se ha entendido la solicitud',
      detail: '«{request}»: {faults}',
      remedy: 'Reinicie Sightglass. Si se repite, informe de ello con los detalles.',
    },
    internal: {
      title: 'Algo ha fallado en Sightglass',
      detail: {
        signIn: 'El inicio de sesión falló de forma inesperada ({kind}).',
        renewal: 'La renovación del inicio de sesión falló de forma inesperada ({kind}).',
        storedGrant: 'No se pudo leer el inicio de sesión ({kind}).',
        serviceAccount: 'La máquina no pudo iniciar sesión ({kind}).',
        envImport: 'No se pudo importar el archivo ({kind}).',
        workbookSession: 'No se pudo preparar la sesión del libro de trabajo ({kind}).',
        providerParameter: 'Un proveedor no debe establecer el parámetro {name}.',
        updateCheck: 'La búsqueda de actualizaciones falló de forma inesperada ({kind}).',
        updateDownload: 'La obtención de la actualización falló de forma inesperada ({kind}).',
        command: 'El comando falló de forma inesperada ({kind}).',
        request: '«{request}» falló de forma inesperada.',
        partNotRead: 'No se pudo leer una parte de la ventana de los archivos del programa.',
      },
      remedy: 'Vuelva a intentarlo. Si se repite, informe de ello con los detalles.',
    },
  },

  remedies: {
    chooseSettingsAgain:
      'Todo está como cuando nadie elige: vuelva a elegir en los ajustes. Lo que no se pudo leer se conserva junto a ellos.',

    // What was asked of the program too often, or too much of
    waitAndRepeat: 'Espere medio minuto y vuelva a intentarlo.',
    testLess:
      'De todos modos, esta configuración se puede guardar y usar para iniciar sesión. Solo la prueba admite menos.',

    // A file of the program that is gone or cannot be read
    startProgramAgain:
      'Inicie la ventana de nuevo. Si se repite, salga de Sightglass y ábralo otra vez: es posible que una actualización haya sustituido sus archivos. Si eso tampoco ayuda, vuelva a instalarlo.',

    // The sandbox
    sandboxRoot: 'Inicie Sightglass como usuario normal.',
    sandboxSeccomp: 'Inicie un núcleo que tenga CONFIG_SECCOMP_FILTER, como los de todas las distribuciones.',
    sandboxNamespacesOff:
      'Como root: sysctl -w user.max_user_namespaces=15000, y la misma línea en un archivo de /etc/sysctl.d.',
    sandboxCloneOff:
      'Como root: sysctl -w kernel.unprivileged_userns_clone=1, y la misma línea en un archivo de /etc/sysctl.d.',
    sandboxApparmor:
      'Instale el paquete deb, que trae el perfil, o vuelva a cargarlo como root: apparmor_parser -r /etc/apparmor.d/sightglass. Una AppImage y una carpeta descomprimida no tienen perfil.',
    sandboxContainer:
      'Inicie el contenedor con derechos para crear espacios de nombres de usuario, por ejemplo con un perfil de seccomp que permita clone y unshare.',
    sandboxNamespaces: 'Como usuario normal, pruebe: unshare --user --map-root-user true. Lo que responda es la causa.',
    sandboxHelper: 'Como root, en la carpeta de Sightglass: chown root chrome-sandbox; chmod 4755 chrome-sandbox.',
    sandboxHelperNosuid: 'Instale Sightglass en un sistema de archivos sin la opción nosuid.',
    sandboxHelperPrivileges: 'Inicie Sightglass sin no_new_privs (NoNewPrivileges=no en una unidad de systemd).',

    // Certificates of servers
    certificateTime:
      'Compruebe que la fecha y la hora de este equipo son correctas e inténtelo de nuevo. Si lo son, avise al administrador del servidor de que su certificado no es válido en este momento.',
    certificateName:
      'Compruebe la dirección. En la red de un hotel o de un tren, inicie sesión primero en esa red con el navegador. Si no, no continúe y avise al departamento de TI.',
    noSafeConnection:
      'Compruebe la dirección y su puerto. Si son correctos, pregunte al departamento de TI qué retiene las conexiones cifradas hacia el servidor.',

    // ID tokens
    idTokenTime:
      'Compruebe que el reloj de este equipo está en hora y vuelva a iniciar sesión. Si se repite, avise al administrador del servidor de autorización.',
    idTokenAlgorithm:
      'Pida a un administrador que ponga la aplicación en RS256 en el servidor de autorización (o en otro algoritmo con clave privada) y vuelva a iniciar sesión. Si ya estaba así, avise a su equipo de seguridad.',
    idTokenUnencrypted:
      'Pida a un administrador que desactive el cifrado de los tokens de ID para esta aplicación en el servidor de autorización y vuelva a iniciar sesión.',
    auth0Algorithm:
      'Pida a un administrador de Auth0 que ponga la aplicación en RS256: Applications, sus Settings, Advanced Settings, OAuth, JSON Web Token (JWT) Signature Algorithm. Después vuelva a iniciar sesión.',

    // SCIM Me
    meRefused:
      'Si el servidor no deja entrar a nadie desde aquí, conéctese a la red o a la VPN de su empresa y vuelva a iniciar sesión. Si no, añada los ámbitos «openid email» a la conexión, o pida a un administrador que le permita consultar quién es usted.',

    // Databricks
    databricksAddress:
      'Compruebe la dirección de la conexión: debe ser el host de su espacio de trabajo, sin ruta. Una consola de la cuenta necesita también el ID de cuenta.',
    databricksLevel: 'Compruebe el host, el nivel (espacio de trabajo o cuenta) y el ID de cuenta de la conexión.',
    databricksClient:
      'Compruebe el ID de cliente de la conexión y, si la aplicación lo tiene, su secreto de cliente: los de Databricks empiezan por «dose». La conexión de aplicación debe ser de la misma cuenta; una nueva puede tardar media hora.',
    databricksIdentity:
      'Añada los ámbitos «openid email» a la conexión o establezca un usuario de inserción fijo en el perfil. En un host con varios espacios de trabajo también sirve el ID de espacio de trabajo en la configuración. Si todo está ahí, pregunte a un administrador de Databricks si su nombre de usuario es una dirección de correo.',
    databricksNetwork:
      'Conéctese a la red o a la VPN de su empresa y vuelva a intentarlo; las sesiones iniciadas se renuevan entonces por sí solas. Si se repite allí, pida a un administrador de Databricks que añada la dirección de los detalles a la lista de acceso IP.',
    databricksEntitlement:
      'Pida a un administrador de Databricks que le añada al espacio de trabajo y le dé acceso a él (acceso al espacio de trabajo o a SQL).',

    // Microsoft Entra ID
    entraDirectory:
      'Compruebe el ID de directorio (inquilino) y la nube nacional de la conexión. A una aplicación de un solo directorio no se llega por «common» ni por «organizations».',
    entraClient:
      'Compruebe el ID de aplicación (cliente) y el ID de directorio (inquilino) de la conexión. Si son correctos, pregunte a un administrador de Entra si la aplicación está en este directorio y habilitada.',
    entraIdentity:
      'Añada los ámbitos «openid email profile» a la conexión o establezca un usuario de inserción fijo en el perfil. Si los ámbitos ya están, pida a un administrador de Entra que añada la notificación opcional email a los tokens de ID de la aplicación (Configuración de token).',
    entraSecret:
      'Vuelva a escribir el secreto de cliente: su valor, no su ID. Si es correcto, pregunte a un administrador de Entra si el secreto pertenece a esta aplicación.',
    entraSecretExpired:
      'Pida a un administrador de Entra un secreto de cliente nuevo, porque el actual ha caducado, y escríbalo.',
    entraPublicClient:
      'Pida a un administrador de Entra que active «Permitir flujos de clientes públicos» y que registre las URL de redirección en «Aplicaciones móviles y de escritorio», o escriba el secreto de cliente de la aplicación.',
    entraNoSecret:
      'Quite de la conexión el secreto de cliente o la clave privada: esta aplicación es pública y no los tiene. Si no, pida a un administrador de Entra que la convierta en una aplicación «Web».',
    entraCertificate:
      'Compruebe la clave privada y la huella digital de su certificado. Si son correctas, pregunte a un administrador de Entra si ese certificado está registrado para la aplicación y sigue siendo válido.',
    entraRedirect:
      'Pida a un administrador de Entra que añada las URL de redirección de la conexión al registro de la aplicación, en Autenticación, «Aplicaciones móviles y de escritorio».',
    entraSinglePage:
      'Pida a un administrador de Entra que registre las URL de redirección en «Aplicaciones móviles y de escritorio» y las quite de «Aplicación de página única».',
    entraScopes:
      'Compruebe los ámbitos de la conexión. Si son correctos, pida a un administrador de Entra que los añada en Permisos de API y que se asegure de que la API está en este directorio.',
    entraConsent:
      'Pida a un administrador de Entra que conceda el consentimiento para la aplicación (Aplicaciones empresariales, Permisos). Si cada persona puede dar su consentimiento, vuelva a iniciar sesión y acepte.',
    entraAssignment:
      'Pida a un administrador de Entra que le asigne a usted, o a uno de sus grupos, a la aplicación (Aplicaciones empresariales, Usuarios y grupos).',
    entraOtherAccount:
      'Inicie sesión con una cuenta que pertenezca a este directorio. Si no tiene otra, pida a un administrador de Entra que invite a esta.',
    entraWorkAccount:
      'Inicie sesión con la cuenta de su empresa o centro educativo. No se admiten cuentas personales de Microsoft.',
    entraAccountOff: 'Pregunte a un administrador de Entra: la cuenta está desactivada.',
    entraAccountLocked:
      'Espere un rato y vuelva a iniciar sesión. Si se repite, pregunte a un administrador de Entra por qué está bloqueada la cuenta: lo indica el registro de inicios de sesión.',
    entraPassword:
      'Vuelva a iniciar sesión con su contraseña actual. Si ha caducado, establezca una nueva como le propone el navegador.',
    entraSecondFactor: 'Vuelva a iniciar sesión y confírmelo con el segundo factor que pide el navegador.',
    entraSignInAgain: 'Vuelva a iniciar sesión y responda a lo que pida el navegador.',
    entraSignInFrequency:
      'Vuelva a iniciar sesión: su empresa lo pide cada cierto tiempo. Con qué frecuencia lo establece un administrador de Entra en Acceso condicional.',
    entraDevice:
      'Use un equipo que administre su empresa, o pida a un administrador de Entra que inscriba este o que permita la aplicación sin ello (Acceso condicional).',
    entraConditionalAccess:
      'Conéctese a la red o a la VPN de su empresa y vuelva a intentarlo; las sesiones iniciadas se renuevan entonces por sí solas. Si se repite allí, pregunte a un administrador de Entra qué directiva de Acceso condicional lo rechaza: lo indica el registro de inicios de sesión.',
    entraPolicy:
      'Pregunte a un administrador de Entra qué directiva rechaza este inicio de sesión: lo indica el registro de inicios de sesión.',

    // Okta
    oktaAssignment:
      'Pida a un administrador de Okta que le asigne a usted, o a uno de sus grupos, a la aplicación (Applications, Assignments).',
    oktaPolicy:
      'Pida a un administrador de Okta una directiva de acceso y una regla que admitan esta aplicación, sus ámbitos y a usted (Security, API, el servidor de autorización, Access Policies).',
    oktaRedirect:
      'Pida a un administrador de Okta que añada las URL de redirección de la conexión a los URI de redirección de inicio de sesión de la aplicación.',
    oktaScopes:
      'Compruebe los ámbitos de la conexión. Si son correctos, pida a un administrador de Okta que los añada al servidor de autorización (Security, API, Scopes).',
    oktaGrantTypes:
      'Pida a un administrador de Okta que active los tipos de concesión código de autorización y token de actualización para la aplicación.',
    oktaRefresh:
      'Vuelva a iniciar sesión cuando termine. Para evitarlo, añada el ámbito «offline_access» a la conexión y pida a un administrador de Okta que active el tipo de concesión token de actualización para la aplicación.',
    oktaProof:
      'Pida a un administrador de Okta que desactive «Require Demonstrating Proof of Possession (DPoP) header in token requests» para la aplicación.',
    oktaServer:
      'Compruebe el URI de metadatos: contiene el ID del servidor de autorización. Si es correcto, pregunte a un administrador de Okta si ese servidor está activo.',
    oktaPermission: 'Pregunte a un administrador de Okta: la cuenta o el token no pueden hacer lo que se pidió.',

    // Auth0
    auth0Audience:
      'Compruebe la audiencia de la conexión: es el identificador de una API en Auth0. Si es correcta, pregunte a un administrador de Auth0 si esa API existe.',
    auth0Redirect:
      'Pida a un administrador de Auth0 que añada las URL de redirección de la conexión a las Allowed Callback URLs de la aplicación.',
    auth0GrantTypes:
      'Pida a un administrador de Auth0 que active los tipos de concesión código de autorización y token de actualización para la aplicación (Advanced Settings, Grant Types).',
    auth0Refresh:
      'Vuelva a iniciar sesión cuando termine. Para evitarlo, añada el ámbito «offline_access» a la conexión y pida a un administrador de Auth0 que active «Allow Offline Access» para la API de la audiencia, y el tipo de concesión token de actualización para la aplicación.',
    auth0ClientGrant:
      'Pida a un administrador de Auth0 que autorice la aplicación para la API (APIs, Machine to Machine Applications).',
    auth0Organization:
      'Pida a un administrador de Auth0 que permita iniciar sesión en la aplicación sin indicar una organización, o que establezca cómo se elige.',
    auth0Connection:
      'Pida a un administrador de Auth0 que active una conexión (una fuente de personas) para la aplicación.',
    auth0Blocked: 'Pregunte a un administrador de Auth0: la cuenta está bloqueada o una regla la rechaza.',
    auth0Attempts: 'Espere un rato, o siga el enlace del correo que envió Auth0, y vuelva a iniciar sesión.',
    auth0SecondFactor: 'Vuelva a iniciar sesión y confírmelo con el segundo factor que pide el navegador.',

    // PingIdentity
    pingMethod:
      'Elija la autenticación de cliente de la conexión tal como está establecida para la aplicación, o pregúntela a un administrador de PingIdentity (Token Auth Method).',
    pingScopes:
      'Compruebe los ámbitos de la conexión. Si son correctos, pida a un administrador de PingIdentity que los permita para la aplicación.',
    pingGrantTypes:
      'Pida a un administrador de PingIdentity que active los tipos de concesión código de autorización y token de actualización para la aplicación.',
    pingMapping:
      'Pida a un administrador de PingIdentity una asignación del token de acceso para esta aplicación (Access Token Mapping).',
    pingEnvironment:
      'Compruebe el URI de metadatos: contiene el ID del entorno. Si es correcto, pregunte a un administrador de PingIdentity.',
    pingRole:
      'Pida a un administrador de PingIdentity que le permita usar la aplicación (su Access, por grupos o población).',

    // Google
    googleInternal:
      'Inicie sesión con la cuenta de Google de la organización a la que pertenece la aplicación, o pida a un administrador del proyecto de Google Cloud que la abra a otros (tipo de usuario Externo).',
    googleAdminPolicy:
      'Pida a un administrador de Google Workspace que marque como de confianza el ID de cliente (Seguridad, Controles de API, Control de acceso de aplicaciones).',
    googleClient:
      'Compruebe el ID de cliente de la conexión. Si es correcto, pregunte a un administrador del proyecto de Google Cloud si el cliente sigue existiendo (Google Auth Platform, Clientes).',
    googleSecret:
      'Escriba el secreto de cliente de la conexión: Google también lo pide a las aplicaciones de escritorio.',
    googleRedirect:
      'Pida a un administrador del proyecto de Google Cloud un cliente de tipo «Aplicación de escritorio», que admite cualquier URL de redirección de este equipo, o que registre las URL de redirección de la conexión.',
    googleSession:
      'Vuelva a iniciar sesión: su empresa lo pide cada cierto tiempo. Con qué frecuencia lo establece un administrador de Google Workspace (control de sesiones de Google Cloud).',
    googleRevoked:
      'Vuelva a iniciar sesión. Si termina cada siete días, pida a un administrador del proyecto de Google Cloud que publique la pantalla de consentimiento: está en pruebas.',
    googleRefresh:
      'Vuelva a iniciar sesión cuando termine. Si se repite, pida a un administrador del proyecto de Google Cloud un cliente de tipo «Aplicación de escritorio»: para él, Google entrega un token de actualización sin ámbito.',
    googleScopes:
      'Compruebe los ámbitos de la conexión. Si son correctos, pida a un administrador del proyecto de Google Cloud que los añada (Google Auth Platform, Acceso a los datos).',
    googleBrowser:
      'Copie el enlace de inicio de sesión y ábralo en otro navegador, por ejemplo el que trae el sistema.',
    googleTester:
      'Pida a un administrador del proyecto de Google Cloud que le añada como usuario de prueba o que publique la pantalla de consentimiento.',

    // Snowflake
    snowflakeClient:
      'Compruebe el ID y el secreto de cliente de OAuth: son los de SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS. Si son correctos, pregunte a un administrador de Snowflake si la integración sigue existiendo.',
    snowflakeIntegration:
      'Pida a un administrador de Snowflake que active la integración de seguridad (ALTER SECURITY INTEGRATION … SET ENABLED = TRUE).',
    snowflakeRedirect:
      'Pida a un administrador de Snowflake que ponga en OAUTH_REDIRECT_URI de la integración de seguridad la URL de redirección de la conexión, exactamente como está escrita.',
    snowflakeScopes:
      'Compruebe los ámbitos de la conexión: session:role-any, o bien session:role: y el nombre de un rol, y refresh_token.',
    snowflakeRole:
      'Pida a un administrador de Snowflake un rol que se le haya concedido y que la integración no bloquee (ACCOUNTADMIN, ORGADMIN y SECURITYADMIN están bloqueados), como su rol predeterminado o en los ámbitos de la conexión.',
    snowflakeIdentity:
      'Establezca un usuario de inserción fijo en el perfil, o añada una conexión que solo indique quién es la persona: Snowflake identifica a las personas por su nombre de usuario, que no tiene por qué ser una dirección de correo.',
    snowflakeRefresh:
      'Vuelva a iniciar sesión cuando termine. Para evitarlo, añada el ámbito «refresh_token» a la conexión y pida a un administrador de Snowflake que ponga OAUTH_ISSUE_REFRESH_TOKENS = TRUE en la integración de seguridad.',
    snowflakeNetwork:
      'Conéctese a la red o a la VPN de su empresa y vuelva a intentarlo; las sesiones iniciadas se renuevan entonces por sí solas. Si se repite allí, pida a un administrador de Snowflake que añada la dirección de los detalles a la directiva de red.',
    snowflakeOtherUser:
      'Cierre la sesión de Snowflake en el navegador y vuelva a iniciarla como la persona que empezó.',
    snowflakeConsent:
      'Vuelva a iniciar sesión y permita el rol por el que pregunta Snowflake. Si se repite, pregunte a un administrador de Snowflake si la integración bloquea ese rol.',
    snowflakeExternal:
      'Vuelva a iniciar sesión. Si se repite, pregunte a un administrador de Snowflake si una integración de OAuth externa confía en este servidor (emisor, claves, audiencia, asignación de usuarios).',
    snowflakeWarehouse:
      'Pida a un administrador de Snowflake un almacén (warehouse) predeterminado y el derecho a usarlo.',

    // Sigma, and the data platforms as it passes them on
    bigQueryRoles:
      'Pida al administrador de los datos el rol roles/bigquery.dataViewer (o equivalente) en el proyecto de Google Cloud, y roles/bigquery.jobUser en el que ejecuta las consultas.',
    databricksFederation:
      'Vuelva a iniciar sesión. Si las personas de esta conexión inician sesión mediante un proveedor de identidades, pida a un administrador de Databricks que configure una directiva de federación para él.',
    sigmaDuplicate:
      'Pregunte a un administrador de Sigma si ya existe de otro modo una persona con esta dirección o un equipo con este nombre.',
    sigmaStale:
      'Recargue el libro de trabajo. Si se repite, pregunte a un administrador de Sigma: la página, el elemento o la conexión se eliminó o se archivó.',
    sigmaEmail:
      'Compruebe la dirección de correo que ve Sigma: los detalles de la sesión la muestran e indican qué puede fallar en ella.',
    sigmaTeams:
      'Compruebe los equipos del perfil: se escriben como los tiene Sigma. Si son correctos, pida a un administrador de Sigma que los cree.',
  },

  menu: {
    file: '&Archivo',
    edit: '&Edición',
    view: '&Ver',
    go: '&Ir',
    tab: '&Pestaña',
    account: '&Cuenta',
    window: 'Ve&ntana',
    help: 'Ay&uda',
    pinned: 'A&nclados',
    recent: '&Recientes',

    undo: '&Deshacer',
    redo: '&Rehacer',
    cut: 'Cor&tar',
    copy: '&Copiar',
    paste: '&Pegar',
    selectAll: 'S&eleccionar todo',
    fullScreen: 'Pantalla comp&leta',
    minimise: 'Mi&nimizar',
    quit: '&Salir',
    exit: '&Salir',
  },

  commands: {
    newWindow: 'Nueva &ventana',
    showStart: 'Página de &inicio',
    newProfile: '&Nuevo perfil…',
    showProfiles: '&Perfiles',
    editSetUp: '&Editar configuración…',
    copyLink: 'Copiar en&lace',
    copyLinkWithFilters: 'Copiar enlace con &filtros',
    printWorkbook: 'I&mprimir…',
    stopPrinting: 'De&tener la impresión',
    savePdf: '&Guardar como PDF',
    savePicture: 'Gua&rdar imagen',
    copyPicture: '&Copiar imagen',
    openSettings: '&Ajustes…',
    refreshData: 'Actuali&zar los datos',
    reloadWorkbook: 'Recargar el libro de traba&jo',
    goHome: '&Volver al libro de trabajo',
    showRail: 'Lista de libros de trabajo (&Y)',
    showDetails: '&Detalles de la sesión',
    showBookmarks: '&Marcadores',
    showControls: 'C&ontroles',
    showPages: '&Páginas',
    showAlerts: 'Avisarme &cuando…',
    findInWorkbook: '&Buscar en el libro de trabajo…',
    findNext: 'Buscar &siguiente',
    findPrevious: 'B&uscar anterior',
    showDownloads: 'Descar&gas',
    actualSize: '&Tamaño real',
    zoomIn: 'Ampl&iar',
    zoomOut: '&Reducir',
    splitView: 'Vista dividida (&W)',
    swapSides: 'Intercam&biar los lados',
    linkFilters: 'Enlazar &filtros',
    showBeside: 'Mostrar al lado',
    showWall: 'Mostrar como p&anel mural',
    leaveWall: '&Quitar el panel mural',
    leaveFullScreen: 'Salir de pantalla completa',
    nextArea: 'Ár&ea siguiente',
    previousArea: 'Área a&nterior',
    goBack: '&Atrás',
    goForward: 'A&delante',
    openPalette: '&Ir a cualquier sitio…',
    pinWorkbook: 'An&clar el libro de trabajo',
    unpinWorkbook: 'De&sanclar el libro de trabajo',
    openWorkbook: 'Abrir libro de trabajo',
    newTab: '&Nueva pestaña…',
    duplicateTab: '&Duplicar pestaña',
    closeTab: '&Cerrar pestaña',
    closeOtherTabs: 'Cerrar las &otras pestañas',
    closeTabsAfter: 'Cerrar las pestañas de la de&recha',
    reopenTab: 'Volver a &abrir la pestaña cerrada',
    nextTab: 'Pestaña &siguiente',
    previousTab: 'Pestaña an&terior',
    lastUsedTab: 'Pestaña &usada antes',
    firstUsedTab: 'Pestaña usada hace &más tiempo',
    moveTabRight: 'Mover la pestaña a la derec&ha',
    moveTabLeft: 'Mover la pestaña a la &izquierda',
    sleepOtherTabs: 'Sus&pender las otras pestañas',
    goToTab1: 'Pestaña 1',
    goToTab2: 'Pestaña 2',
    goToTab3: 'Pestaña 3',
    goToTab4: 'Pestaña 4',
    goToTab5: 'Pestaña 5',
    goToTab6: 'Pestaña 6',
    goToTab7: 'Pestaña 7',
    goToTab8: 'Pestaña 8',
    goToTab9: 'Última pestaña',
    goToTab: 'Ir a la pestaña',
    moveTabToNewWindow: '&Mover la pestaña a una ventana nueva',
    moveTabToWindow: 'Mover la pestaña a «{window}»',
    closeWindow: '&Cerrar ventana',
    goToWindow: 'Ir a la ventana «{window}»',
    selectProfile: 'Ir al perfil',
    renewSignIn: '&Renovar ahora el inicio de sesión',
    signInAsSomebodyElse: 'Iniciar sesión en {connection} como otra persona…',
    signOut: '&Cerrar sesión',
    signOutOfAll: 'Cerrar &todas las sesiones',
    showShortcuts: '&Métodos abreviados de teclado',
    userGuide: 'Guía del &usuario (en inglés)',
    askForHelp: '&Pedir ayuda a su organización',
    whatIsNew: '&Novedades',
    checkForUpdates: '&Buscar actualizaciones…',
    showDoctor: '&Diagnóstico',
    showLogFiles: 'Mostrar los archivos de &registro',
    showAuditTrail: 'Registro de audi&toría',
    showCrashReports: 'Informes de &fallos',
    about: '&Acerca de Sightglass',
  },

  palette: {
    title: 'Ir a cualquier sitio',
    placeholder: 'Busque libros de trabajo, páginas, marcadores, controles, ajustes y comandos',
    results: 'Resultados',

    control: '{control}: {value}',
    valued: '{group} · {value}',
    turnOn: 'Activar: {setting}',
    turnOff: 'Desactivar: {setting}',
    kinds: {
      tab: 'Pestaña abierta',
      workbook: 'Libro de trabajo',
      page: 'Página',
      element: 'Elemento',
      bookmark: 'Marcador',
      control: 'Control',
      profile: 'Perfil',
      command: 'Comando',
      setting: 'Ajuste',
    },
    pinned: 'Anclado',

    current: 'Visible ahora',
    none: 'Nada encaja con «{search}». Bastan unas letras de un nombre, en su orden.',
    count: { one: '{count} resultado', other: '{count} resultados' },
    more: { one: 'Uno más. Siga escribiendo para verlo.', other: '{count} más. Siga escribiendo para verlos.' },
    keys: '↑ ↓ para elegir, Intro para ir, Esc para cerrar',
  },

  tabs: {
    label: 'Libros de trabajo abiertos',

    loading: '{tab}, cargando',
    trouble: '{tab}, no se puede mostrar',
    asleep: '{tab}, suspendida',
    edited: '{tab}, en edición',
    close: 'Cerrar {tab}',
    newTab: 'Abrir otro libro de trabajo',

    closing: {
      question: '¿Cerrar {tab}?',
      editing: 'Lo está editando. Lo que no esté publicado o guardado como borrador se pierde.',
      saving: 'Está guardando un archivo, que quedaría sin terminar.',
      confirm: 'Cerrar',
      cancel: 'Mantener abierto',
    },
    moving: {
      question: '¿Mover {tab} a otra ventana?',
      confirm: 'Mover',
      cancel: 'Dejarlo aquí',
      anyWindow: 'otra ventana',
    },
  },

  split: {
    first: '{workbook}, primero de dos',
    second: '{workbook}, segundo de dos',
    tab: '{tab}, al lado de {other}',
    divider: 'Divisor entre {first} y {second}',
    link: 'Enlazar filtros',
    explained: 'Lo que elija en un control de un lado se aplica al control con el mismo identificador del otro.',
    inCommon: { one: 'Un control está en ambos lados.', other: '{count} controles están en ambos lados.' },
    noneInCommon: 'Ningún control tiene el mismo identificador en ambos lados.',
    noRoom: 'El segundo libro de trabajo volverá a mostrarse al lado cuando la ventana sea más ancha.',
    said: {
      begun: '{first} y {second} se muestran uno al lado del otro.',
      ended: 'Se muestra de nuevo un solo libro de trabajo.',
      linked: 'Los filtros están enlazados.',
      unlinked: 'Los filtros ya no están enlazados.',
    },
  },

  links: {
    copied: 'Enlace copiado.',
    copiedWithFilters: 'Enlace con filtros copiado.',
    question: '¿Abrir «{workbook}»?',
    which: '¿Qué libro de trabajo debe abrir el enlace?',
    choice: '{workbook}, {profile}',
    filters: 'El enlace establece estos filtros:',
    value: '{control}: {value}',
    warning:
      'Los eligió quien creó el enlace. Con ellos ve una parte de los datos, y siempre con sus propios permisos.',
    open: 'Abrir',
    openWithout: 'Abrir sin los filtros',
    cancel: 'Cancelar',
    followAddress: 'Abrir el libro de trabajo de esta dirección',
    recent: 'Libros de trabajo recientes',
  },

  leaving: {
    question: '¿Cerrar Sightglass ahora?',
    editing: 'Se está editando un libro de trabajo. Lo que no esté publicado o guardado como borrador se pierde.',
    saving: 'Se está descargando un archivo, que quedaría sin terminar.',
    confirm: 'Cerrar',
    cancel: 'Mantener abierto',
  },

  find: {
    title: 'Buscar en el libro de trabajo',
    field: 'Palabras que buscar',
    next: 'Coincidencia siguiente',
    previous: 'Coincidencia anterior',
    close: 'Cerrar',
    at: '{at} de {count}',
    none: 'Sin resultados en esta página. Pruebe con menos palabras.',
  },

  downloads: {
    title: 'Descargas',

    button: { none: 'Descargas', underWay: 'Descargas, {percent} %', unknown: 'Descargas, una en curso' },
    progress: 'Progreso de {file}',
    sizeOf: '{received} de {total}',
    making: 'Se está creando…',
    paused: 'En pausa, {size}',
    done: '{size}, guardado en Descargas',
    acts: {
      pause: 'Pausar',
      resume: 'Reanudar',
      cancel: 'Cancelar',
      open: 'Abrir',
      show: 'Mostrar en la carpeta',
      remove: 'Quitar de la lista',
    },

    actOf: '{act}: {file}',
    said: {
      done: '{file} se ha descargado.',
      failed: '{file} no se ha descargado. {problem}.',
    },
  },

  pictures: {
    asOf: 'Datos del {time}',
    seenOnly: 'Solo lo que estaba en pantalla',
    page: 'Página {page} de {pages}',
    copied: 'Imagen copiada.',
    printing: 'Se están preparando las páginas para la impresora…',
    stop: 'Detener',
  },

  start: {
    title: 'Abrir un libro de trabajo',
    search: 'Buscar libros de trabajo',
    searchHint: 'Buscar en {count} libros de trabajo',
    pinned: 'Anclados',
    recent: 'Recientes',
    found: 'Encontrados',
    pin: 'Anclar {workbook}',
    unpin: 'Desanclar {workbook}',
    nothingPinned: 'Ancle lo que abra a menudo: se queda aquí arriba.',

    signInFirst: 'Primero se inicia sesión',
    notComplete: 'Configuración incompleta',
    none: 'Ningún libro de trabajo encaja con «{search}».',
    noneHelp:
      'Bastan unas letras de su nombre o del de su perfil. Un libro de trabajo que falta se añade en la configuración de un perfil.',
    clear: 'Mostrar todos los libros de trabajo',
    back: 'Volver a {workbook}',
    all: 'Todos los libros de trabajo',
  },

  rail: {
    title: 'Libros de trabajo',
    show: 'Mostrar la lista de libros de trabajo',
    hide: 'Ocultar la lista de libros de trabajo',
    filter: 'Filtrar los libros de trabajo',
    none: 'Ningún libro de trabajo coincide con «{search}».',
  },

  contextMenu: {
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    copyLink: 'Copiar enlace',
    saveImage: 'Guardar imagen…',
    back: 'Atrás',
  },

  dialogs: {
    fileOfWorkbook: 'Exportación',
    importEnv: 'Importar un archivo .env del QuickStart',
    setUpFiles: 'Archivos de configuración',
    setUpAndEnvFiles: 'Archivos de configuración y archivos .env del QuickStart',
    saveSetUp: 'Guardar un archivo de configuración',
    allFiles: 'Todos los archivos',
    cannotStart: 'Sightglass no ha podido iniciarse',
    electronTooOld:
      'Esta es una versión de Sightglass sobre Electron {electron}. Solo funciona con Electron {oldest} o posterior, porque los anteriores no reciben correcciones de seguridad.\n\nInstale Sightglass desde su propio paquete, que trae el adecuado, o pregunte a un administrador.',
    startRefused:
      'Sightglass se inició con opciones o variables que no permite, y reaparecieron cuando se inició de nuevo sin ellas: {names}.\n\nQuítelas del acceso directo, script o servicio que lo inicia, o pregunte a un administrador.',
    startNotRepeated:
      'Sightglass se inició con opciones o variables que no permite, y no pudo iniciarse de nuevo sin ellas: {names}.\n\nQuítelas del acceso directo, script o servicio que lo inicia, o pregunte a un administrador.',

    sandboxAlternative: 'Basta con cualquiera de las dos cosas.',
    sandboxPolicy:
      'Un administrador que acepte el riesgo puede poner "runWithoutSandbox": true en /etc/sightglass/policy.json.',
    code: 'Código: {code}',
    versionOn: 'Sightglass {version} en {platform}',
    unknownReason: 'Se desconoce la causa.',

    confirmSigma: {
      question: '¿Usar otro Sigma para este perfil?',
      consequence:
        'Todas las personas vuelven a iniciar sesión. Los libros de trabajo vendrán del nuevo Sigma, que recibirá los tokens de esos inicios de sesión. Los actuales no se le entregan.',
      confirm: 'Usar el otro Sigma',
    },
    confirmPerson: {
      question: '¿Dejar que Sigma vea a otra persona?',
      consequence: 'Sigma verá entonces a las personas que usan este perfil como indica el archivo.',
      confirm: 'Cambiar la persona',
    },

    confirmAction: {
      address: '¿Permitir que este libro de trabajo abra páginas de {host}?',
      workbook: '¿Permitir que este libro de trabajo abra «{workbook}»?',
      action: 'Acción: {action}',
      thisTime: 'Esta vez: {address}',
      addressConsequence:
        'Lo configuró el administrador del perfil. La página se abre en su navegador, y su dirección contiene valores del libro de trabajo, que ese sitio conocerá. No se le volverá a preguntar.',
      workbookConsequence:
        'Lo configuró el administrador del perfil. Se abre en una pestaña propia, con valores de este. No se le volverá a preguntar.',
      confirm: 'Permitir',
    },
    confirmReveal: {
      question: '¿Mostrar un token de acceso en un terminal?',
      consequence:
        'Una línea de órdenes ha pedido el token de {connection}. Quien lo lea allí puede hacer lo que usted puede hacer, hasta que caduque. Continúe solo si acaba de escribir esa orden.',
      confirm: 'Mostrar el token',
    },
    confirmOnlyIf: 'Continúe solo si lo esperaba y conoce los nuevos valores.',
    profileName: 'Perfil: {profile}',
    keepsStopping: 'Sightglass se detiene una y otra vez',
    keepsStoppingDetail:
      'Su ventana terminó {times} veces en cinco minutos ({reason}).\n\nCierre otros programas para liberar memoria y vuelva a iniciar Sightglass. Su sesión sigue iniciada donde se pudo guardar. Si se repite, envíe los archivos de registro a un administrador.',
  },

  scopesPlace: 'en el servidor de autorización',

  commonDetails: {
    said: '{said}',
    answered: 'El servidor respondió HTTP {status}. {said}',
    answeredWithoutSecret: 'El servidor respondió HTTP {status}. {said} La aplicación no tiene ningún secreto aquí.',
    answeredInHeader:
      'El servidor respondió HTTP {status}. {said} El secreto se envió en la cabecera (client_secret_basic).',
    answeredInBody:
      'El servidor respondió HTTP {status}. {said} El secreto se envió en el cuerpo (client_secret_post).',
    answeredToKey:
      'El servidor respondió HTTP {status}. {said} La aplicación firmó con su clave privada (private_key_jwt).',
    answeredInBoth:
      'El servidor respondió HTTP {status}. {said} El secreto se envió en la cabecera (client_secret_basic) y en el cuerpo (client_secret_post).',
    sigmaSays: 'Sigma dice: {said}',
    sigmaSaysNothing: 'Sigma dice: sin más detalles',
    systemAnswered: 'El sistema operativo respondió {systemCode}.',
  },

  clocks: {
    'session-ends': 'Fin de la sesión firmada',
    'token-expires': 'Caducidad del token de acceso de {connection}',
    'sign-in-renews': 'Renovación del inicio de sesión en {connection}',
  },

  claims: {
    encryptedToken: 'cifrado, {length} caracteres',
  },

  fieldFaults: {
    missing: {
      name: 'Escriba un nombre.',
      label: 'Escriba un nombre.',
      title: 'Escriba un título.',
      embedClientId: 'Escriba el ID de cliente.',
      clientId: 'Escriba el ID de cliente.',
      keyId: 'Escriba el ID de clave.',
      sigmaConnectionId: 'Escriba el ID de conexión.',
      audience: 'Escriba la audiencia.',
      accountType: 'Escriba el tipo de cuenta.',
      teams: 'Escriba un equipo.',
      attribute: 'Escriba el atributo.',
      claim: 'Escriba el claim.',
      teamsClaim: 'Escriba el claim.',
      embedSecret: 'Escriba el secreto de inserción.',
      clientSecret: 'Escriba el secreto de cliente.',
      scopes: 'Escriba al menos un ámbito.',
      redirectUris: 'Escriba al menos una URL de redirección.',
      accountId: 'El nivel de cuenta necesita el ID de cuenta.',
      host: 'Escriba la dirección que muestra el navegador en Databricks.',
      accountUrl: 'Escriba la URL de la cuenta, por ejemplo https://myorg-myaccount.snowflakecomputing.com',
      authority: 'Escriba la autoridad. La mayoría de los directorios están en https://login.microsoftonline.com',
      issuer: 'Escriba el emisor. El de Google es https://accounts.google.com',
      metadataUrl: 'Escriba el URI de metadatos del servidor donde se inicia sesión.',
      url: 'Abra el libro de trabajo en Sigma y pegue la dirección que muestra el navegador.',
      email: 'Escriba una dirección de correo.',
      fallbackEmail: 'Escriba una dirección de correo.',
      exchange: 'Escriba dónde se intercambia el token.',
      signingKey: 'Elija cómo firma la clave.',
      clientAuthentication: 'Una máquina debe acreditarse: elija un secreto o una clave.',
      workbooks: 'Añada un libro de trabajo.',
      id: 'Escriba el ID del control.',
      tag: 'Escriba un código de idioma, por ejemplo de o pt-BR.',
      connections: 'Añada una conexión.',
      action: 'Escriba el nombre de la acción.',
      address: 'Escriba una dirección.',
      workbook: 'Elija un libro de trabajo.',
      control: 'Escriba el ID del control.',
      other: 'Escriba un valor.',
    },
    tooLong: {
      name: 'Hay un nombre demasiado largo.',
      label: 'Hay un nombre demasiado largo.',
      title: 'Hay un título demasiado largo.',
      embedClientId: 'El ID de cliente es demasiado largo.',
      clientId: 'El ID de cliente es demasiado largo.',
      keyId: 'El ID de clave es demasiado largo.',
      sigmaConnectionId: 'El ID de conexión es demasiado largo.',
      evalConnectionId: 'El ID de conexión es demasiado largo.',
      tenant: 'El inquilino es demasiado largo.',
      audience: 'La audiencia es demasiado larga.',
      accountType: 'El tipo de cuenta es demasiado largo.',
      teams: 'Hay un equipo demasiado largo.',
      attribute: 'El atributo es demasiado largo.',
      claim: 'El claim es demasiado largo.',
      teamsClaim: 'El claim es demasiado largo.',
      other: 'Es demasiado largo.',
    },
    unusableCharacters: {
      name: 'Un nombre contiene caracteres que no se pueden usar.',
      label: 'Un nombre contiene caracteres que no se pueden usar.',
      title: 'Un título contiene caracteres que no se pueden usar.',
      embedClientId: 'El ID de cliente contiene caracteres que no se pueden usar.',
      clientId: 'El ID de cliente contiene caracteres que no se pueden usar.',
      keyId: 'El ID de clave contiene caracteres que no se pueden usar.',
      sigmaConnectionId: 'El ID de conexión contiene caracteres que no se pueden usar.',
      evalConnectionId: 'El ID de conexión contiene caracteres que no se pueden usar.',
      tenant: 'El inquilino contiene caracteres que no se pueden usar.',
      audience: 'La audiencia contiene caracteres que no se pueden usar.',
      accountType: 'El tipo de cuenta contiene caracteres que no se pueden usar.',
      email: 'La dirección contiene caracteres invisibles. Escríbala de nuevo.',
      teams: 'Un equipo contiene caracteres que no se pueden usar.',
      attribute: 'El atributo contiene caracteres que no se pueden usar.',
      claim: 'El claim contiene caracteres que no se pueden usar.',
      teamsClaim: 'El claim contiene caracteres que no se pueden usar.',
      other: 'Contiene caracteres que no se pueden usar.',
    },
    spaces: {
      sigmaConnectionId: 'Un ID de conexión no contiene espacios.',
      evalConnectionId: 'Un ID de conexión no contiene espacios.',
      tenant: 'Un inquilino no contiene espacios.',
      audience: 'Una audiencia no contiene espacios.',
      other: 'Un ID de cliente no contiene espacios.',
    },
    notHttps: 'Escriba una dirección que empiece por https://',
    notAHost: 'Escriba solo el host, sin ruta.',
    notAWorkbook: 'Escriba la dirección completa del libro de trabajo publicado.',
    queryOrFragment: 'Quite todo lo que va después del signo de interrogación o de la almohadilla.',
    notLoopback: 'Escriba una dirección de bucle invertido con un puerto, por ejemplo {example}',
    blockedPort: 'Los navegadores rechazan este puerto. Elija otro, por ejemplo {example}',
    notMetadata: 'Escriba el URI de metadatos; termina en /.well-known/openid-configuration',
    legacyEmbed:
      'Es una inserción de Sigma de tipo antiguo, que no admite tokens. Abra el libro de trabajo en Sigma y pegue la dirección que muestra el navegador, que contiene /workbook/.',
    organisationHome:
      'Es la página principal de una organización. Abra allí un libro de trabajo y pegue la dirección que muestra el navegador, que contiene /workbook/.',
    notOfAWorkbook:
      'Es otra página de Sigma. Abra el libro de trabajo y pegue la dirección que muestra el navegador, que contiene /workbook/.',
    workbookTwice:
      'Otra fila abre este libro de trabajo de la misma forma. Quite una, o dé a una otra página u otros valores.',

    incompleteHost: {
      host: 'Escriba el nombre de host completo, por ejemplo dbc-1234abcd-5678.cloud.databricks.com.',
      url: 'Escriba la dirección completa, por ejemplo https://app.sigmacomputing.com/company/workbook/…',
      other: 'Escriba el nombre de host completo, con su dominio.',
    },
    misspelt: {
      host: 'Compruebe la ortografía: los espacios de trabajo están en .cloud.databricks.com, .azuredatabricks.net o .gcp.databricks.com.',
      url: 'Compruebe la ortografía: Sigma está en .sigmacomputing.com.',
      accountUrl: 'Compruebe la ortografía: las cuentas están en .snowflakecomputing.com.',
      other: 'Compruebe la ortografía del host.',
    },

    otherProduct: {
      host: 'No es una dirección de Databricks. Escriba la que muestra el navegador en el espacio de trabajo.',
      url: 'No es una dirección de Sigma. Abra el libro de trabajo en Sigma y pegue lo que muestra el navegador.',
      accountUrl:
        'No es una dirección de Snowflake. Escriba la URL de la cuenta, que termina en .snowflakecomputing.com.',
      authority:
        'No es una dirección de Microsoft Entra ID. La mayoría de los directorios están en https://login.microsoftonline.com',
      issuer: 'No es una dirección de Google. Su emisor es https://accounts.google.com',
      metadataUrl:
        'No es un proveedor de identidades. Escriba el URI de metadatos del servidor donde se inicia sesión.',
      other: 'Es la dirección de otro producto.',
    },
    consoleAsWorkspace:
      'Es la consola de la cuenta. Escriba la dirección de un espacio de trabajo, o elija más abajo «Cuenta» o «Detección automática».',
    notAWorkspace:
      'Es un sitio para todo el mundo. Escriba la dirección que muestra el navegador en su espacio de trabajo.',
    notAnAccountUrl:
      'Es la dirección propia de Snowsight. Abra allí el menú de la cuenta, View account details, y copie la URL de la cuenta.',

    secretInPlain: {
      embedClientId: 'Es un secreto. Escriba aquí el ID de cliente, y el secreto de inserción en el campo siguiente.',
      clientId: 'Es un secreto. Escriba aquí el ID de cliente, y el secreto en su propio campo.',
      other: 'Es un secreto o una clave. Este campo no se mantiene en secreto: quítelo.',
    },
    idAsSecret: {
      embedSecret: 'Es el ID de cliente. Escriba el secreto que mostró Sigma cuando se creó.',
      other: 'Es un ID. Escriba el propio secreto, que se mostró una vez cuando se creó.',
    },
    otherSecret: 'Es un secreto de Databricks. Escriba el secreto de inserción de Sigma.',
    notAConnectionId: 'Escriba solo el ID: la última parte de la dirección de la conexión en Sigma.',
    severalTeams: 'Separe los equipos con comas.',
    notALanguage: 'Escriba un código de idioma, por ejemplo de o pt-BR.',
    startsWithColon: 'El ID de un control no empieza por dos puntos.',
    controlTwice: 'Otra fila ya tiene un valor para este control.',
    pageAndElement: 'Escriba una página o un elemento, no ambos.',
    addressTooLong:
      'Juntos, estos valores hacen la dirección más larga de lo que admiten los servidores web. Quite algunos.',
    notAScope: 'Un ámbito no contiene espacios ni comillas.',
    notAnEmail: 'Escriba una dirección de correo sin espacios.',
    notALevel: 'Escriba el nivel: automático, espacio de trabajo o cuenta.',
    notAnAccountId: 'Escriba el ID de cuenta tal como lo muestra la consola de la cuenta.',
    notAWorkspaceId: 'Escriba el ID de espacio de trabajo tal como lo muestra la dirección del espacio de trabajo.',
    notATenant: 'Escriba el ID de directorio (inquilino) o el dominio.',
    notMinutes: 'Escriba minutos enteros, de 1 a 1440.',
    notPerHour: 'Escriba un número entero de 1 a 60.',
    notWholeSeconds: 'Escriba segundos enteros.',
    tooFewSeconds: 'Escriba al menos 60 segundos.',
    tooManySeconds: 'Sigma permite 30 días como máximo (2 592 000 segundos).',
    oneSigma: 'Todos los libros de trabajo de un perfil deben proceder de la misma dirección de Sigma.',
    takenTwice: {
      isForOrganisation: 'Otra conexión de este perfil ya entrega su token a toda la organización.',
      other: 'Otra conexión de este perfil ya tiene este ID de conexión.',
    },
    tooMany: 'Son demasiados.',
    placeholderInHost: 'El host se queda como está. Un valor puede formar parte de lo que le sigue.',
    placeholderOpen: 'Escriba cada valor como un nombre entre llaves, y ciérrelas.',
    actionTwice: 'Ya hay otra regla para esta acción.',
    noSuchWorkbook: 'Elija un libro de trabajo de este perfil.',
    invalid: 'Este valor no se puede usar.',
  },

  namedFault: '{name}: {fault}',

  addressDoubts: {
    lead: 'Es posible que Sigma no acepte {address} tal como está.',
    about: {
      guest: 'Es el nombre de inicio de sesión de un invitado en Entra ID, que no recibe correo.',
      letters: 'Tiene letras que no son del alfabeto inglés.',
      long: 'Es más larga de lo que permite el correo.',
      domain: 'No hay ningún punto después del signo @.',
      form: 'Tiene puntos o caracteres poco habituales en las direcciones de correo.',
      plus: 'Tiene un signo más.',
      capitals: 'Tiene mayúsculas: con minúsculas, Sigma puede considerarla otra persona.',
    },
  },

  sharedUsers: {
    inForm:
      '{profiles} indican a Sigma algo distinto sobre las mismas personas: {differences}. Sigma mantiene un usuario por dirección y lo cambia en cada carga. Use los mismos valores u otro cliente de inserción.',
    inList: '{profiles} indican a Sigma algo distinto sobre las mismas personas: {differences}.',
    differences: {
      userKind: 'el tipo de usuario',
      accountType: 'el tipo de cuenta',
      teams: 'los equipos',
      attributes: 'los atributos de usuario',
      teamsClaim: 'el claim con los equipos',
    },
  },

  importRemarks: {
    fallbackEmail:
      'Sigma ve la dirección de cada persona. Solo quien no queda identificado de ninguna forma por el inicio de sesión aparece como {email} (EMAIL), igual que en el QuickStart. Deje EMAIL vacío para rechazar esos inicios de sesión.',
    publicClient: 'El archivo no tiene secreto de cliente, así que la conexión se configura como cliente público.',
    sessionLength: 'SESSION_LENGTH se lee como {seconds} segundos, igual que lo lee el QuickStart.',
    level:
      'DATABRICKS_AUTH_LEVEL no es «workspace» ni «account». Se lee como «workspace», igual que lo lee el QuickStart.',
    misspelt: 'No se usa, porque nadie conoce el nombre: {misspelt}. ¿Quería decir el segundo?',
    notUsed: 'No se usa del archivo: {unused}.',
    otherQuickStarts: 'No se usa, porque es de otros QuickStarts: {otherQuickStarts}.',
    ofServer: 'Solo el servidor del propio QuickStart usa {serverNames}.',
  },

  profileChanges: {
    fields: {
      sigmaAddress: 'Dirección de Sigma',
      embedClientId: 'ID de cliente de inserción',
      tenant: 'Inquilino',
      evalConnectionId: 'Conexión para todas las consultas',
      organisationToken: 'Token para toda la organización de Sigma',
      embedSecret: 'Secreto de inserción',
      userKind: 'Tipo de usuario',
      email: 'Dirección de correo que ve Sigma',
      fallbackEmail: 'Dirección para quienes ningún inicio de sesión identifica',
      accountType: 'Tipo de cuenta',
      teams: 'Equipos',
      attributes: 'Atributos de usuario',
      sessionSeconds: 'Duración de la sesión en segundos',
      workbook: 'Libro de trabajo',
      action: 'Regla para una acción',
      workbookOptions: 'Cómo se abre un libro de trabajo',
      refresh: 'Actualización automática de un libro de trabajo',
      connection: 'ID de conexión de Sigma',
      flow: 'Tipo de inicio de sesión',
      server: 'Servidor de la conexión',
      clientId: 'ID de cliente de la conexión',
      clientAuthentication: 'Autenticación de cliente',
      clientSecret: 'Secreto de cliente',
      signingKey: 'Firma del cliente',
      exchange: 'Intercambio de tokens',
      scopes: 'Ámbitos',
      redirectUris: 'URL de redirección',
    },
    changed: '{field}: «{before}» → «{after}».',
    added: '{field}: «{after}» (nuevo).',
    removed: '{field}: «{before}» (ya no está).',
    secret: '{field}: sustituido.',
  },

  vaultBackends: {
    keychain: 'Cifrado por Llaveros',
    'windows-data-protection': 'Cifrado por la protección de datos de Windows',
    'secret-service': 'Cifrado por el llavero del sistema (Secret Service)',
    kwallet: 'Cifrado por KWallet',
    none: 'Solo en memoria, hasta que se cierre Sightglass',
  },

  resultPage: {
    signedInTitle: 'Sesión iniciada',
    signedIn: 'Ha iniciado sesión',
    goBack: 'Puede cerrar esta pestaña y volver a Sightglass.',
    origin: 'Esta página procede de Sightglass en este equipo.',
    close: 'Puede cerrar esta pestaña.',

    stray: {
      title: 'Esta respuesta no corresponde al inicio de sesión',
      what: {
        noState: 'La respuesta que trajo este navegador no indica a qué inicio de sesión pertenece (no tiene state).',
        otherState:
          'La respuesta que trajo este navegador pertenece a otro inicio de sesión (tiene otro state): a un intento anterior o a otro programa.',
        stateTwice:
          'La respuesta que trajo este navegador indica más de una vez a qué inicio de sesión pertenece (state).',
        empty: 'Este navegador llegó sin respuesta.',
        form: 'La respuesta que trajo este navegador llegó como formulario (response_mode=form_post), que Sightglass no lee.',
        otherAddress: 'La respuesta que trajo este navegador llegó a una dirección distinta de {redirectUri}.',
      },
      unverified: 'Dice lo siguiente. Sightglass no puede saber quién lo escribió:',
      next: 'No ha cambiado nada. Vuelva a Sightglass: un inicio de sesión que esperaba allí sigue esperando, y puede volver a abrir el navegador o empezar de nuevo.',
      remedies: {
        noState:
          'Si esto se repite, muestre esta página a un administrador: el servidor de autorización rechazó la solicitud y omitió su state.',
        otherState: 'Cierre las pestañas anteriores del inicio de sesión. Solo cuenta la última que abrió Sightglass.',
        stateTwice: 'Si esto se repite, muestre esta página a un administrador del servidor de autorización.',
        empty:
          'Si un inicio de sesión condujo hasta aquí, muestre esta página a un administrador: es posible que el servidor responda detrás de un # (flujo implícito o response_mode=fragment). Debe responder con un código en la dirección.',
        form: 'Si esto se repite, muestre esta página a un administrador: el servidor debe responder con un código en la dirección (response_mode=query).',
        otherAddress:
          'Si un inicio de sesión condujo hasta aquí, muestre esta página a un administrador: la URL de redirección registrada debe ser {redirectUri}, letra por letra.',
      },
    },

    refused: {
      misdirected: 'Solicitud mal dirigida.',
      method: 'Aquí solo se responde a GET.',
      notFound: 'Aquí no hay nada.',
      otherSignIn: 'Esto no pertenece al inicio de sesión en curso.',
    },
  },

  common: {
    cancel: 'Cancelar',
    copied: 'Copiado',
    copy: 'Copiar',
    remove: 'Quitar',
    tryAgain: 'Volver a intentarlo',
    hide: 'Ocultar',
  },

  window: {
    title: '{workbook} – Sightglass',
    titleOf: '{screen} – Sightglass',
    starting: 'Iniciando…',
    startAgain: 'Iniciar la ventana de nuevo',
    offline: 'Sin conexión',
    menu: 'Menú',
    profiles: 'Perfiles',
    editSetUp: 'Editar configuración',
    editSetUpOf: 'Editar la configuración de {profile}',
    signInAsSomebodyElse: 'Iniciar sesión como otra persona…',
    signInAsSomebodyElseTo: 'Iniciar sesión en {connection} como otra persona…',
    signOut: 'Cerrar sesión',
  },

  welcome: {
    title: 'Le damos la bienvenida a Sightglass',
    lead: 'Abra libros de trabajo de Sigma en los que cada consulta se ejecuta en su nombre: usted inicia sesión en su plataforma de datos, en su propio navegador.',
    setUp: 'Configurar un perfil',
    openFile: 'Abrir un archivo de configuración…',
    help: '¿Le han dado un archivo de configuración? Ábralo o suéltelo aquí. ¿No tiene ninguno? Pregunte a quien le habló del libro de trabajo.',
    administrators: 'Para administradores',
    importEnv: 'Importar un .env del QuickStart…',
  },

  profiles: {
    title: 'Perfiles',
    back: 'Atrás',
    newProfile: 'Nuevo perfil',
    version: 'Sightglass {version}',
    signedIn: 'Sesión iniciada',
    signedInPartly: '{held} de {all} con sesión iniciada',
    edit: 'Editar',
    editProfile: 'Editar {profile}',
    open: 'Abrir',
    openProfile: 'Abrir {profile}',
    more: 'Más sobre {profile}',
    handOut: 'Guardar un archivo de configuración…',
    duplicate: 'Duplicar',

    copyOf: '{profile} (copia)',
    remove: 'Quitar…',
  },

  handOut: {
    title: 'Guardar «{profile}» como archivo de configuración',
    lead: 'Quien abra el archivo en Sightglass tendrá este perfil. No identifica a ninguna persona.',
    kind: 'Secretos',
    without: 'No incluir los secretos',
    withoutHelp: 'Quien abra el archivo los escribe.',
    sealed: 'Incluir los secretos, protegidos con una frase de contraseña',
    sealedHelp: 'Comunique la frase de contraseña por una vía distinta de la del archivo.',
    passphrase: 'Frase de contraseña',
    passphraseHelp: 'Al menos {count} caracteres. Lo mejor son varias palabras sin relación entre sí.',
    again: 'Repita la frase de contraseña',
    embedSecret: 'Secreto de inserción',
    clientSecret: 'Secreto de cliente de {label}',
    privateKey: 'Clave privada de {label}',
    secretHelp: 'Los secretos guardados nunca salen de este equipo. Escríbalos de nuevo, desde donde los guarde.',
    tooShort: 'Use {count} caracteres o más.',
    differs: 'Las dos no coinciden.',
    missing: 'Rellene este campo.',
    save: 'Guardar…',
    saved: 'El archivo de configuración se ha guardado.',
  },

  setUpOffer: {
    title: '¿Configurar «{profile}»?',
    titleUpdate: '¿Poner al día «{profile}»?',
    lead: 'El archivo configura lo siguiente. Continúe solo si procede de alguien en quien confía.',
    sigma: 'Sigma',
    signIn: 'Inicio de sesión',
    workbooks: 'Libros de trabajo',
    sealedHelp: 'La conoce quien le dio el archivo.',
    missingHelp: 'Estos secretos no están en el archivo. Los tiene quien se lo dio.',
    accept: 'Configurar',
    acceptUpdate: 'Poner al día',
  },

  importEnv: {
    title: 'Importar un .env del QuickStart',
    lead: 'Suelte el archivo en esta ventana, elíjalo o pegue aquí su texto.',
    text: 'Texto del archivo',
    help: 'Contiene secretos. El campo se vacía al importar.',
    hiddenOnLinux: 'El archivo está oculto. Si el cuadro de diálogo no lo muestra, pulse Ctrl+H en él.',
    missing: 'Pegue primero el texto del archivo.',
    choose: 'Elegir un archivo…',
    import: 'Importar',
    dropHere: 'Suelte el archivo para importarlo',
  },

  importReport: {
    setUp: '«{profile}» está configurado',
    upToDate: '«{profile}» está al día',
    everything: 'Se ha importado todo el contenido del archivo.',
    nothingChanged: 'El archivo indica lo que el perfil ya tenía. No ha cambiado nada.',
    changed: 'Qué ha cambiado:',
    withRemarks: 'Se ha importado todo lo necesario. Conviene saber:',
    remarks: 'Conviene saber:',
    deleteFile:
      'Elimine ahora el archivo y lo que haya copiado de él: contiene el secreto de inserción y el secreto de cliente sin cifrar.',
    lookAtSetUp: 'Ver la configuración',
    continue: 'Continuar',
  },

  signIn: {
    noEmbedSecret: 'El secreto de inserción de este perfil no está guardado en este equipo.',
    openSetUp: 'Abrir la configuración',

    readyThenOpens: '{ready} de {all} conexiones listas. El libro de trabajo se abre cuando lo estén todas.',
    readyThenChoice: '{ready} de {all} conexiones listas. Después elige un libro de trabajo.',
    offline: 'No tiene conexión. El inicio de sesión necesita una conexión de red con la plataforma de datos.',
    signInTo: 'Iniciar sesión en {connection}',
    signInAgain: 'Volver a iniciar sesión',
    finePrint: 'Se abre su navegador. Sightglass nunca ve su contraseña.',
    signedIn: 'Sesión iniciada',
    signedInAs: 'Sesión iniciada como {person}',
    serviceAccount: 'Cuenta de servicio',
    serviceAccountByItself: 'Cuenta de servicio; inicia sesión por sí sola',
    serviceAccountAtRest: 'Se cerró la sesión de esta cuenta de servicio.',

    elsewhere: 'Hay un inicio de sesión en curso en {connection} de «{profile}». Termínelo o cancélelo primero.',
    showElsewhere: 'Mostrarlo',

    browserError: {
      sentence: {
        one: '¿El navegador muestra un error en lugar de una página de inicio de sesión? Puede que la aplicación no conozca esta URL de redirección. Un administrador la añade, exactamente como figura aquí:',
        other:
          '¿El navegador muestra un error en lugar de una página de inicio de sesión? Puede que la aplicación no conozca estas URL de redirección. Un administrador añade cada una, exactamente como figura aquí:',
      },
      copy: 'Copiar la URL de redirección',
    },
    preparing: 'Preparando el inicio de sesión en {connection}…',
    finishing: 'Terminando el inicio de sesión en {connection}…',
    continueInBrowser: 'Continúe en su navegador',
    timeLeft: 'Tiempo restante',
    waiting: 'Inicie sesión en {connection} en la pestaña que se acaba de abrir. Esta ventana continúa por sí sola.',
    openBrowser: 'Abrir el navegador',
    reopenBrowser: 'Volver a abrir el navegador',
    copyLink: 'Copiar enlace',

    strayAnswer:
      'Un navegador trajo una respuesta que no corresponde a este inicio de sesión. Se descartó y se sigue esperando la correcta. La página del navegador dice más.',
    otherAccount: {
      title: 'Busque primero otra cuenta',
      unaskable:
        'No se puede pedir otra cuenta a {connection}: un navegador con la sesión iniciada continúa como la misma persona. Copie el enlace en una ventana privada, o cierre allí la sesión antes de abrir el navegador.',
    },
    opening: 'Abriendo {workbook}…',
    otherProfiles: 'Otros perfiles',
  },

  workbook: {
    zoom: '{percent} %',
    resetZoom: 'Zoom {zoom}, volver al tamaño real',
    label: 'Libro de trabajo',

    loading: {
      lastPicture: 'Lo que ve es su última imagen.',
      stages: {
        signing: 'Se está firmando la sesión de {workbook}…',
        loading: '{workbook} se está cargando desde Sigma…',
        data: '{workbook} está volviendo adonde usted estaba…',
      },
      long: {
        signing:
          'La firma de la sesión de {workbook} tarda más de lo habitual. Puede que se esté renovando el inicio de sesión o que la red sea lenta. Espere, o deténgalo y vuelva a abrir el libro de trabajo.',
        loading:
          '{workbook} tarda más de lo habitual. Puede que Sigma esté ocupado o que la red sea lenta. Espere, o deténgalo y abra el libro de trabajo más tarde.',
        data: '{workbook} tarda más de lo habitual en volver adonde usted estaba. Una consulta grande puede durar minutos. Espere, o deténgalo y abra el libro de trabajo más tarde.',
      },
      stop: 'Detener',
    },
    stopped: 'El libro de trabajo no se ha abierto.',
    reload: 'Recargar',
    signOutOf: 'Cerrar sesión en {connection}',

    tryNow: 'Intentarlo ahora',
    triesAgainIn: 'Se vuelve a intentar automáticamente en {time}.',

    catchingUp: 'Se están recuperando sus últimos pasos…',

    goHome: 'Volver a {workbook}',
    reloadWorkbook: 'Recargar el libro de trabajo',

    refresh: {
      button: 'Actualizar los datos',
      hint: 'Actualizar los datos (F5).',
      asOf: 'Datos: {time}',
      underWay: 'Actualizando…',
      nextAt: 'Próxima actualización automática: {time}.',
      inAMoment: 'Se actualiza automáticamente dentro de un momento.',
      unanswered: 'Sigma no respondió a la última actualización. Puede que en esta página no haya nada que actualizar.',
      paused: {
        unanswered:
          'Sigma no respondió a dos actualizaciones, así que no se envía ninguna automáticamente hasta que se renueve la sesión o se responda a una. Puede que en esta página no haya nada que actualizar o que su Sigma aún no conozca esta función.',
        hidden: 'No se actualiza automáticamente mientras nadie lo ve.',
        'not-open': 'Se actualiza automáticamente cuando el libro de trabajo esté abierto.',
        offline: 'Se actualiza automáticamente cuando tenga conexión.',
        editing: 'No se actualiza automáticamente mientras edita.',
        renewing: 'Los datos nuevos llegan con la renovación de la sesión.',
        busy: 'Se actualiza automáticamente en su próxima pausa.',
        budget: 'Las actualizaciones de esta hora se han agotado. Continúa por sí solo cuando vuelva a haber margen.',
      },
    },
    otherProfiles: 'Otros perfiles',
    workbooksAndProfiles: 'Libros de trabajo y perfiles',
    serviceAccount: 'Cuenta de servicio · {connection}',
    runsAsServiceAccount: 'Cada consulta se ejecuta como esta cuenta de servicio, no como una persona.',
  },

  inside: {
    menu: 'Menú del libro de trabajo',
    mode: 'Modo',
    modes: { view: 'Ver', explore: 'Explorar', edit: 'Editar' },
    pictures: 'Imágenes y papel',
    ofWorkbook: 'Este libro de trabajo',
    links: 'Enlaces a él',
    modals: { export: 'Exportar…', schedule: 'Programar…', 'save-as': 'Guardar como…' },
    downloadReport: 'Descargar el informe',
    maximiseSelected: 'Maximizar el elemento elegido',
    putBack: 'Restaurar el elemento',
    panel: 'En este libro de trabajo',
    close: 'Cerrar el panel',
    tabs: { bookmarks: 'Marcadores', controls: 'Controles', pages: 'Páginas', alerts: 'Avisos' },
    bookmarks: {
      label: 'Marcadores',
      none: 'Todavía no hay marcadores. Sigma no da una lista de ellos: cada uno aparece aquí cuando lo abre, lo crea o lo cambia.',
      asTheyAreMet:
        'La lista contiene lo que ha encontrado en este libro de trabajo. Se olvida cuando se cierra Sightglass o cuando cierra la sesión.',
      unnamed: 'Marcador sin nombre',
      isDefault: 'Se abre de forma predeterminada',
      isShared: 'Compartido',
      leave: 'Salir del marcador',
      more: 'Más sobre {bookmark}',
      update: 'Guardar en él lo que se muestra',
      remove: 'Eliminar…',
      removal: {
        question: '¿Eliminar «{bookmark}»?',
        consequence: 'Se elimina en Sigma. No se puede deshacer.',
        ofShared: 'Se elimina en Sigma, también para aquellos con quienes se comparte. No se puede deshacer.',
        confirm: 'Eliminar marcador',
      },
      create: 'Nuevo marcador de lo que se muestra',
      namePlaceholder: 'Nombre',
      openByDefault: 'Se abre de forma predeterminada',
      share: 'Compartido con quienes ven este libro de trabajo',
      save: 'Crear marcador',
      asked: 'Esperando a que Sigma cree «{bookmark}»…',
      saved: 'El marcador {bookmark} se ha creado.',
    },
    controls: {
      none: 'Este libro de trabajo no ha comunicado ningún control hasta ahora. Cada uno aparece aquí cuando lo cambia en el libro de trabajo.',
      search: 'Buscar controles',
      notFound: 'Ningún control contiene «{search}».',
      noValue: 'Sin valor',
      help: 'Pulse Intro para establecer un valor. Si son varios, sepárelos con comas. Sigma no indica de qué tipo es un control: escriba las fechas y los números tal como figuran aquí. Un valor que no acepte vuelve al anterior.',
    },
    pages: {
      label: 'Páginas y elementos',
      none: 'Todavía no hay páginas ni elementos. Sigma no da una lista de ellos: cada uno aparece aquí cuando va a él o elige algo en él.',
      asTheyAreMet: 'Sigma indica el título de un elemento cuando elige un valor en él.',
      types: { page: 'Página', element: 'Elemento' },
      maximise: 'Maximizar {element}',
    },
    alerts: {
      label: 'De qué se le avisa',
      none: 'Todavía nada. Elija abajo de qué quiere recibir aviso.',
      form: 'Avisarme cuando',
      what: 'Avisarme cuando',
      kinds: {
        'no-data': 'Un elemento no encuentra datos',
        'chart-error': 'No se puede mostrar un gráfico',
        control: 'Un control tiene un valor',
        action: 'Una acción llega con un valor',
      },
      control: 'Control',
      noControls: 'Este libro de trabajo no ha comunicado ningún control hasta ahora.',
      action: 'Nombre de la acción',
      field: 'Nombre del valor',
      test: 'Comparación',
      tests: { is: 'es', isNot: 'no es', above: 'es mayor que', below: 'es menor que' },
      value: 'Valor',
      notANumber: 'Escriba un número, con punto decimal y sin separador de miles.',
      add: 'Añadir',
      added: 'Añadido: {alert}',
      full: 'No se pueden establecer más de {most}. Quite uno antes.',
      sentences: {
        control: '{control} {comparison} {value}',
        action: '{action}: {field} {comparison} {value}',
      },
      noValue: '(sin valor)',
      isSo: 'Se cumple ahora',
      remove: 'Quitar: {alert}',
      removed: 'Quitado: {alert}',
      help: 'Se le avisa una vez, con una notificación del sistema, si este libro de trabajo está abierto y no lo tiene a la vista; y otra vez si deja de cumplirse y vuelve a ocurrir. Una pestaña suspendida no detecta nada. Lo que establece aquí se guarda en este equipo hasta que cierra la sesión.',
    },
    troubles: {
      failed: { one: 'No se pudo mostrar {count} gráfico', other: 'No se pudieron mostrar {count} gráficos' },
      empty: { one: '{count} elemento no encontró datos', other: '{count} elementos no encontraron datos' },
      help: 'El libro de trabajo muestra cuáles. Pulse para ver sus controles.',
      helpWithReason: 'El libro de trabajo muestra cuáles. Pulse para ver qué hacer al respecto.',
    },
    published: {
      title: 'Se ha publicado una versión más reciente',
      help: 'Recargue para verla. Permanece donde está en el libro de trabajo.',
      reload: 'Recargar',
      notNow: 'Ahora no',
    },
    actions: {
      unnamed: 'Acción del libro de trabajo',
      times: '{times} veces',
      noValue: 'sin valor',
      outcomes: {
        shown: 'Una acción de este libro de trabajo. No hay nada configurado que la siga.',
        declined: 'No permitió lo que el perfil haría con esta acción. Se le volverá a preguntar tras reiniciar.',
        unfit: 'El perfil tiene una regla para esta acción, y estos valores no encajan en ella. No se abrió nada.',
      },
      dismiss: 'Descartar {action}',
    },
  },

  ended: {
    label: 'Inicio de sesión',
    continueInBrowser: 'Continúe en su navegador para iniciar sesión en {connection}.',
    signingIn: 'Iniciando sesión en {connection}…',
    person: 'Su inicio de sesión en {connection} ha terminado',
    personNext: 'El libro de trabajo sigue abierto. Vuelva a iniciar sesión para actualizarlo.',
    notRenewed: 'No se ha podido renovar el inicio de sesión en {connection}',
    serviceAccount: 'La cuenta de servicio de {connection} ya no se acepta',
    serviceAccountNext: 'El libro de trabajo sigue abierto. Vuelva a intentarlo o avise al administrador.',
  },

  edit: {
    label: 'Modo de edición',
    waits: 'Está editando, así que el libro de trabajo no se renueva ahora.',
    waitsNext: 'Quedan {time} de sesión. Publique en Sigma o salga del modo de edición, y se renueva de inmediato.',
    leave: 'Salir del modo de edición',
    hide: 'Ocultar',
    over: 'La sesión terminó mientras editaba. No se ha quitado nada.',
    overNext:
      'Al volver a cargar se recupera lo que Sigma ha conservado de su borrador. Lo que no ha conservado está solo en esta página: cópielo primero.',
    load: 'Volver a cargar',
    keep: 'Conservar esta página',
  },

  details: {
    title: 'Detalles de la sesión',
    close: 'Cerrar los detalles de la sesión',
    copyAll: 'Copiar todo',
    clocks: 'Relojes',
    past: 'Pasado',
    serviceAccount: 'Cuenta de servicio',
    signedInAs: 'Sesión iniciada como',
    grantedScopes: 'Ámbitos concedidos',
    notReported: 'No se indica',
    lastRenewed: 'Última renovación',
    renewNow: 'Renovar ahora',
    renewing: 'Renovando…',
    cannotRenew: 'Este inicio de sesión no puede renovarse solo.',
    whereSecretsAre: 'Dónde se guardan los secretos',
    reading: 'Leyendo la sesión…',
    claimsTitle: 'Sesión firmada: claims',
    claims: 'Claims',
    headerTitle: 'Sesión firmada: cabecera',
    header: 'Cabecera',

    noValues: 'ninguno',
    workbook: 'Libro de trabajo',
  },

  time: {
    countdownWithDays: '{days} d {clock}',
    lessThanMinute: 'menos de un minuto',
    minutes: '{minutes} min',
    hours: '{hours} h',
    hoursAndMinutes: '{hours} h {minutes} min',
    days: { one: '{days} día', other: '{days} días' },

    dateAndTime: '{date}, {time}',
  },

  renewal: {
    ended: 'El inicio de sesión ha terminado',
    renewing: 'Renovando…',
    sessionHasEnded: 'La sesión ha terminado',
    sessionEndsAt: 'Fin de la sesión: {time}',
    signInAgainAt: 'Nuevo inicio de sesión necesario: {time}',
    delayed: 'Renovación retrasada',
    delayedEndsAt: 'Renovación retrasada; fin: {time}',

    byItself:
      'Su inicio de sesión se renueva automáticamente y el libro de trabajo se queda como está. Pulse para ver los detalles.',
    inAMoment: 'Se renueva dentro de un momento',
    renewsIn: 'Se renueva en {duration}',
    notAskedForAt: 'Tendrá que volver a iniciar sesión ({time}), porque la conexión no solicita {scope}.',
    notAskedFor:
      'Tendrá que volver a iniciar sesión cuando termine esta sesión, porque la conexión no solicita {scope}.',
    notGivenAt:
      'Tendrá que volver a iniciar sesión ({time}), porque el servidor no entregó ningún token de actualización.',
    notGiven:
      'Tendrá que volver a iniciar sesión cuando termine esta sesión, porque el servidor no entregó ningún token de actualización.',
  },

  about: {
    titles: {
      program: 'Acerca de Sightglass',
      guide: 'Guía del usuario (en inglés)',
      news: 'Novedades',
      notices: 'Avisos de terceros',
      licence: 'Licencia',
      crashes: 'Informes de fallos',
    },
    close: 'Cerrar',
    back: 'Volver a Acerca de',
    reading: 'Leyendo…',
    version: 'Versión {version}',
    unknown: 'No se indica',
    builds: {
      release: 'Versión publicada',
      'not-a-release': 'No es una versión publicada',
      tests: 'Compilada para pruebas',
      development: 'Desarrollo',
    },
    notARelease:
      'Esta copia no se compiló para su uso: nadie responde de ella y no recibe actualizaciones. Pida una versión publicada a quien se la dio.',
    factsTitle: 'Versiones',
    copyFacts: 'Copiar las versiones',

    fact: '{name}: {value}',
    facts: {
      commit: 'Commit',
      build: 'Compilación',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node',
      system: 'Sistema',
      managed: 'Administrado',
    },
    managed: 'Administrado por su organización',
    managedKeys: 'Decidido por usted:',
    managedNotUnderstood: 'No entendido:',
    help: { title: 'Ayuda en su organización', ask: 'Preguntar a {name}', askUnnamed: 'Pedir ayuda' },
    noNews: 'No hay nada escrito sobre la versión {version}.',
    noticesIntro:
      'Sightglass se basa en el trabajo de otros. Chromium y Electron traen sus propias listas, que están junto al programa.',
    noNotices: 'La lista se genera al crear un paquete. Esta compilación no la tiene.',
    openChromium: 'Licencias de Chromium',
    search: 'Buscar por nombre o licencia',
    found: '{found} de {all}',
    crashesIntro:
      'Cuando Sightglass o una de sus partes se detiene de forma inesperada, deja un informe en este equipo. Se conservan los cinco más recientes, 30 días como máximo. Nunca se envían a ningún sitio.',
    crashesWarning:
      'Un informe contiene partes de la memoria del programa: nombres, direcciones, lo que mostraba un libro de trabajo y quizá un inicio de sesión que aún funciona. Déselo solo a personas a las que confiaría todo eso, y antes cierre la sesión.',
    crashesOff: 'Su organización ha desactivado los informes de fallos. No se crea ni se conserva ninguno.',
    noCrashes: 'No hay ningún informe.',
    crashesKept: {
      one: 'Hay un informe, de {when}.',
      other: 'Hay {count} informes, el más reciente de {when}.',
    },
    showFolder: 'Mostrar la carpeta',
    removeCrashes: 'Eliminarlos',
    afterCrash:
      'La última vez, Sightglass o una de sus partes se detuvo de forma inesperada. Lo que dejó está en Informes de fallos.',
  },

  account: {
    title: 'Sus inicios de sesión',
    through: 'A través de {connection}',
    until: 'Hasta: {time}',
    renewsAt: 'Renovación automática: {time}',
    noEnd: 'El servidor no indicó un final',
    ended: 'Terminado',
    signedOut: 'Sin sesión iniciada',

    all: 'Todos',
    signOutOf: 'Cerrar sesión en {connection}',
    signOutOfAll: 'Cerrar sesión en todos los perfiles',
    advanced: 'Avanzado',
  },

  wall: {
    label: 'Panel mural',
    leave: 'Quitar el panel mural',
    hint: 'o mantenga pulsada la tecla Esc',
    time: 'Tiempo en el panel mural',
    timeOfAll: 'Como en los ajustes ({time})',
    leftOut: 'No en el panel mural',
    dataOf: 'Datos: {time}',
    comes: 'La primera imagen está en camino.',
    comesBack: 'La imagen está a punto de volver.',
    lacks: {
      'sign-in': 'Alguien tiene que iniciar sesión.',
      network: 'No hay red. Se vuelve a intentar automáticamente.',
      workbooks: 'No hay ningún libro de trabajo que mostrar.',
      answer: 'El libro de trabajo no llega. Se vuelve a intentar automáticamente.',
    },
  },

  settings: {
    title: 'Ajustes',
    close: 'Cerrar',
    outline: 'Grupos de ajustes',
    search: 'Buscar ajustes',
    found: { one: 'Un ajuste encaja.', other: '{count} ajustes encajan.' },
    none: 'Ningún ajuste encaja con «{search}». Pruebe con otra palabra o vacíe el campo para verlos todos.',
    reset: 'Restablecer',

    resetOne: 'Restablecer: {setting}',
    resetAll: 'Restablecer todo',
    resetAllQuestion: '¿Restablecer todos los ajustes?',
    resetAllConsequence:
      'Todos los ajustes que haya cambiado vuelven a su valor inicial. Los perfiles y los inicios de sesión se conservan.',
    wasReset: '{setting} vuelve a ser: {value}.',
    allWereReset: 'Todos los ajustes tienen de nuevo su valor inicial.',
    defaultIs: 'Si no elige nada: {value}',
    setBy: {
      administrator: 'Lo ha decidido su organización.',
      program: 'No hay nada que elegir en esta copia de Sightglass.',
    },
    on: 'Sí',
    off: 'No',
    never: 'Nunca',
    units: {
      percent: '{amount} %',
      seconds: '{amount} segundos',
      minutes: '{amount} minutos',
      days: '{amount} días',
      timeOfDay: '{amount}',
      tabs: '{amount} pestañas',
    },
    groups: {
      look: 'Apariencia',
      start: 'Al iniciar',
      tabs: 'Pestañas',
      wall: 'Panel mural',
      signIn: 'Inicio de sesión',
      notifications: 'Notificaciones',
      audit: 'Registro de auditoría',
      monitoring: 'Supervisión',
      updates: 'Actualizaciones',
    },
    items: {
      appearance: {
        title: 'Claro u oscuro',
        explains: 'El aspecto de Sightglass. Los libros de trabajo que siguen a la aplicación cambian al instante.',
        values: { system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
      },
      language: {
        title: 'Idioma',
        explains:
          'De Sightglass. Los libros de trabajo que siguen a la aplicación también cambian, si están traducidos en Sigma.',
        values: { system: 'Como el sistema' },
        waits: 'Se aplica cuando Sightglass se inicie de nuevo.',
        startAgain: 'Reiniciar ahora',
      },
      textSize: {
        title: 'Tamaño del texto',
        explains:
          'De las ventanas de Sightglass y de todo lo que acompaña al texto. Los libros de trabajo tienen su propio zoom.',
      },
      rail: {
        title: 'Lista de libros de trabajo',
        explains:
          'Junto a un libro de trabajo abierto, si la ventana es lo bastante ancha: los anclados, los recientes y todos por perfil.',
      },
      atStart: {
        title: 'Cuando se inicia Sightglass',
        explains: 'Lo que se muestra primero, una vez iniciada la sesión.',
        values: { lastWorkbook: 'Las últimas pestañas abiertas', startPage: 'La página de inicio' },
      },
      startAtLogin: {
        title: 'Abrir al iniciar sesión en este equipo',
        explains: 'Solo si Sightglass está instalado; una AppImage se abre desde donde está ahora.',
      },
      tabSleep: {
        title: 'Las pestañas que nadie mira se suspenden tras',
        explains:
          'Una pestaña suspendida no ocupa memoria y se carga de nuevo, en el mismo lugar, cuando vuelve a ella. Una en la que ocurre algo sigue activa.',
      },
      liveTabs: {
        title: 'Máximo de pestañas activas por ventana',
        explains: 'Si hay más, se suspenden las que nadie ha mirado desde hace más tiempo.',
      },
      wallAtStart: {
        title: 'Abrir como panel mural',
        explains: 'Un panel mural que se mostraba al cerrarse Sightglass vuelve en cualquier caso.',
      },
      wallSeconds: {
        title: 'Cuánto tiempo se muestra cada pestaña',
        explains: 'La siguiente aparece cuando están sus datos, y no antes.',
      },
      wallDisplay: {
        title: 'Pantalla del panel mural',
        explains: 'Se cuentan de izquierda a derecha. Si una no está conectada, se espera a que lo esté.',
        values: {
          window: 'Donde está la ventana',
          '1': 'La primera',
          '2': 'La segunda',
          '3': 'La tercera',
          '4': 'La cuarta',
        },
      },
      wallKeepsAwake: {
        title: 'Mantener encendida la pantalla',
        explains: 'Mientras se muestra el panel mural.',
      },
      signOutWhenLocked: {
        title: 'Cerrar sesión al bloquear la pantalla',
        explains:
          'Cierra su sesión en todos los perfiles. Lo que se esté editando en Sigma y no esté publicado se pierde. Las cuentas de servicio conservan su sesión.',
      },
      signOutWhenIdle: {
        title: 'Cerrar sesión cuando no hay nadie',
        explains:
          'Tras ese tiempo sin pulsar una tecla ni mover el ratón; se le avisa un minuto antes. Lo que se esté editando en Sigma y no esté publicado se pierde. Las cuentas de servicio conservan su sesión.',
      },
      notifications: {
        title: 'Notificaciones del sistema',
        explains:
          'Sightglass le avisa de lo que requiere su atención cuando no lo está mirando. De cada cosa se avisa una vez; al pulsar el aviso, llega a ella. El sistema tiene sus propios ajustes para las notificaciones.',
      },
      notifySignIn: {
        title: 'Cuando tenga que iniciar sesión',
        explains: 'Un inicio de sesión ha terminado y solo usted puede renovarlo.',
      },
      notifyRenewal: {
        title: 'Cuando un inicio de sesión no se renueve',
        explains:
          'Las renovaciones llevan ese tiempo fallando. Sightglass lo sigue intentando. De un inicio de sesión que no se puede renovar se avisa diez minutos antes de que termine.',
      },
      notifyDownloads: {
        title: 'Cuando termine una descarga',
        explains: 'Un archivo de un libro de trabajo está en su carpeta.',
      },
      notifyActions: {
        title: 'Acciones de los libros de trabajo',
        explains:
          'Ha llegado una acción que configuró el autor de un libro de trabajo, y ese libro ya no está a la vista.',
      },
      notifyAlerts: {
        title: 'Los avisos que ha pedido',
        explains: 'Lo que ha establecido en un libro de trabajo, en «Avisarme cuando».',
      },
      notifyAlarms: {
        title: 'Alarmas',
        explains:
          'Un inicio de sesión que termina pronto, un panel mural con problemas, un llavero que no responde, un reloj que no está en hora, un registro de auditoría que no se puede escribir.',
      },
      notificationNames: {
        title: 'Nombres en las notificaciones',
        explains:
          'Indicar el perfil, el libro de trabajo o el archivo. Muchos sistemas muestran las notificaciones a cualquiera que esté ante la pantalla, aunque nadie haya iniciado sesión en ellos.',
      },
      quietHours: {
        title: 'Horas de silencio',
        explains:
          'Durante ellas no se muestra nada. De lo que siga igual después se avisa entonces; el número del icono cuenta de todos modos.',
      },
      quietFrom: { title: 'Silencio desde', explains: 'Según el reloj de este equipo.' },
      quietTo: { title: 'Silencio hasta', explains: 'Si coincide con el comienzo, no hay horas de silencio.' },
      badge: {
        title: 'Número en el icono',
        explains: 'Cuántas cosas no ha visto todavía, si el sistema muestra ese número.',
      },
      tray: {
        title: 'Icono en el área de notificación',
        explains:
          'Trae Sightglass al frente. Al cerrar la última ventana, Sightglass se cierra igualmente; no queda nada en segundo plano.',
      },
      auditTrail: {
        title: 'Llevar un registro de auditoría',
        explains:
          'Quién ha iniciado sesión, qué sesiones se han firmado y qué archivos se han guardado queda anotado en este equipo, con nombres.',
      },
      auditDays: {
        title: 'Cuánto tiempo se conservan las entradas',
        explains: 'Las entradas más antiguas se eliminan. Si hay muchísimas, las más antiguas se van antes.',
      },
      auditSystemLog: {
        title: 'También al registro del sistema',
        explains:
          'Cada entrada se entrega además al registro de eventos de este equipo, donde otras personas pueden leerla.',
      },
      statusFile: {
        title: 'Escribir un archivo de estado',
        explains:
          'Cómo está Sightglass, para los programas que supervisan este equipo: un archivo junto a la configuración que solo usted puede leer, escrito cada minuto.',
      },
      statusNames: {
        title: 'Nombres en el estado',
        explains:
          'Cómo se llaman los perfiles y las conexiones. Los nombres de personas y de libros de trabajo nunca figuran en él.',
      },
      updateMode: {
        title: 'Cómo llegan las actualizaciones',
        explains: 'Si se buscan versiones nuevas y qué ocurre cuando hay una.',
        values: {
          automatic: 'Automáticamente, al cerrar Sightglass',
          notify: 'Solo avisarme',
          off: 'De ningún modo',
        },
      },
      updateChannel: {
        title: 'Qué versiones',
        explains: 'Las versiones preliminares muestran lo que viene y están menos probadas.',
        values: { latest: 'Versiones publicadas', beta: 'También versiones preliminares (beta)' },
      },
    },
  },

  notifications: {
    told: {
      signIn: {
        title: 'Hay que iniciar sesión',
        named: 'Hay que iniciar sesión: {name}',
        body: 'Un inicio de sesión ha terminado. Vuelva a iniciar sesión para continuar.',
      },
      renewal: {
        title: 'Un inicio de sesión no se renueva',
        named: 'No se renueva: {name}',
        body: 'Las renovaciones llevan un tiempo fallando. Sightglass lo sigue intentando.',
      },
      signInByHand: {
        title: 'Pronto habrá que iniciar sesión de nuevo',
        named: 'Pronto habrá que iniciar sesión: {name}',
        body: 'El inicio de sesión termina a las {time}. No se puede renovar: vuelva a iniciar sesión antes.',
      },
      download: {
        title: 'Descarga terminada',
        named: 'Descarga terminada: {name}',
        body: 'El archivo está en su carpeta.',
      },
      action: {
        title: 'Acción de un libro de trabajo',
        named: 'Acción de {name}',
        body: 'El libro de trabajo muestra de qué se trata.',
      },
      noData: {
        title: 'Un libro de trabajo no encontró datos',
        named: '{name}: sin datos',
        body: 'Pidió que se le avisara de esto.',
      },
      chartError: {
        title: 'No se pudo mostrar un gráfico',
        named: '{name}: no se pudo mostrar un gráfico',
        body: 'Pidió que se le avisara de esto.',
      },
      control: {
        title: 'Un control ha cambiado',
        named: '{name}: un control ha cambiado',
        body: 'Tiene un valor del que pidió que se le avisara.',
      },
      actionAlert: {
        title: 'Acción de un libro de trabajo',
        named: 'Acción de {name}',
        body: 'Llegó con un valor del que pidió que se le avisara.',
      },
      signInEnds: {
        title: 'Un inicio de sesión termina pronto',
        named: 'Termina pronto: {name}',
        body: 'No se puede renovar, y no hay nadie para iniciar sesión.',
      },
      wall: {
        title: 'Un panel mural necesita a alguien',
        named: 'Panel mural: {name}',
        body: 'Muestra una imagen antigua o ninguna.',
      },
      keychain: {
        title: 'El llavero no responde',
        named: '{name}: el llavero no responde',
        body: 'Hasta que responda, no se conservan los nuevos inicios de sesión ni las renovaciones.',
      },
      clock: {
        title: 'El reloj de este equipo no está en hora',
        named: '{name}: el reloj no está en hora',
        body: 'Active el ajuste automático de fecha y hora.',
      },
      audit: {
        title: 'No se puede escribir el registro de auditoría',
        named: '{name}: no se puede escribir el registro de auditoría',
        body: 'Compruebe que el disco no esté lleno.',
      },
    },
    count: { one: 'Una cosa que no ha visto', other: '{count} cosas que no ha visto' },
    tray: { open: 'Abrir Sightglass', quit: 'Salir' },
  },

  absence: {
    title: '¿Sigue ahí?',
    question: {
      one: 'Nadie ha usado este equipo durante un tiempo. Su sesión se cerrará en un segundo.',
      other: 'Nadie ha usado este equipo durante un tiempo. Su sesión se cerrará en {count} segundos.',
    },
    stay: 'Mantener la sesión iniciada',
  },

  doctor: {
    title: 'Diagnóstico',
    close: 'Cerrar',
    intro:
      'Examina este equipo, el camino a los servidores y la configuración, y dice quién debe hacer qué. Nada de lo que está en marcha se interrumpe.',
    find: 'Buscar la causa',
    subject: 'Configuración',
    computerAlone: 'Solo este equipo',
    noSetUp: 'Todavía no hay ninguna configuración, así que solo se examina este equipo.',
    again: 'Examinar de nuevo',
    stop: 'Detener',
    progress: '{done} de {all} examinadas',
    verdicts: {
      looking: 'Examinando…',
      right: 'Todo lo que se puede examinar está correcto.',
      stopped: 'Se detuvo antes de examinarlo todo.',
      nothing: 'No se pudo examinar nada.',
    },
    lookingFor: 'Buscando la causa de «{error}»…',
    notExplained: 'No se encontró nada que explique «{error}».',
    whenNotExplained: 'Repita lo que falló. Si vuelve a fallar, examine de nuevo justo después y entregue el informe.',
    signInFirst: 'Lo que sigue a un inicio de sesión no se conoce, porque nadie ha iniciado sesión.',
    signIn: 'Iniciar sesión',
    ofConnection: '{check} · {connection}',
    matters: 'Lo que importa para este error',
    right: { one: 'Una correcta', other: '{count} correctas' },
    sinceLast: 'Desde el último examen',
    unchanged: 'Nada ha cambiado desde el último examen.',
    now: {
      ok: '{check}: ahora correcto',
      warning: '{check}: ahora por revisar',
      failed: '{check}: ahora incorrecto',
      skipped: '{check}: ya no se conoce',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): diagnóstico de la configuración «{profile}»',
      headOfComputer: 'Sightglass {version} ({platform}): diagnóstico de este equipo',
      startedAt: 'Inicio: {time}',
    },
    report: {
      open: 'Guardar informe…',
      title: 'Qué contiene el informe',
      intro: 'Un archivo zip con estos archivos y nada más. Léalos antes de entregarlos.',
      withoutNames: 'Sin nombres',
      withoutNamesHelp: 'No se nombran personas, perfiles, libros de trabajo ni conexiones.',
      lines: { one: 'una línea', other: '{count} líneas' },
      contentOf: 'Contenido de {name}',
      reading: 'Leyendo…',
      save: 'Guardar…',
      saved: 'El informe se guardó.',
      back: 'Volver a los resultados',
    },
  },

  audit: {
    title: 'Registro de auditoría',
    close: 'Cerrar',
    intro:
      'Lo que se ha hecho con Sightglass en este equipo, lo más reciente primero. Sin tokens, sin secretos, sin datos.',
    off: 'Ahora no se anota nada. Lo decide la configuración.',
    offByAdministrator: 'Ahora no se anota nada. Lo ha decidido su organización.',
    search: 'Buscar en el registro de auditoría',
    found: { one: 'Una entrada coincide.', other: '{count} entradas coinciden.' },
    foundMore: 'Las {count} entradas más recientes que coinciden.',
    none: 'Ninguna entrada coincide con «{search}».',
    noEntries: 'No hay ninguna entrada.',
    kind: 'Tipo',
    allKinds: 'Todos los tipos',
    kinds: {
      signIn: 'Inicios de sesión y renovaciones',
      session: 'Sesiones',
      file: 'Archivos',
      link: 'Enlaces',
      profile: 'Perfiles',
      alarm: 'Alarmas',
      policy: 'Directiva',
      program: 'Programa y registro de auditoría',
    },
    day: 'Día',
    list: 'Entradas',
    more: 'Mostrar entradas anteriores',
    refresh: 'Actualizar',
    reading: 'Leyendo…',
    details: 'Todos los campos',
    exportLines: 'Guardar como líneas JSON…',
    exportTable: 'Guardar como CSV…',
    exported: 'El registro de auditoría se ha guardado.',
    checking: 'Comprobando…',
    checkAgain: 'Comprobar de nuevo',
    whole: {
      one: 'Íntegro: una entrada, tal como se escribió.',
      other: 'Íntegro: {count} entradas, tal como se escribieron.',
    },
    notWhole: 'El registro de auditoría se ha modificado.',
    since: 'Lo anterior, hasta {when}, está tal como se escribió.',
    marked: {
      one: 'El propio registro de auditoría informa de una perturbación; está en «{kind}».',
      other: 'El propio registro de auditoría informa de {count} perturbaciones; están en «{kind}».',
    },
    unsealed: 'Aquí no funciona ningún llavero, así que no se notaría un registro que alguien hubiera reescrito.',
    locked: 'El llavero no responde, así que por ahora no se puede sellar el final del registro.',
    faults: {
      changed: 'La línea {line} de {file} no está tal como se escribió.',
      missing: 'Antes de la línea {line} de {file} faltan entradas o están en otro orden.',
      extra: 'La línea {line} de {file} se ha añadido.',
      unlinked: 'La línea {line} de {file} no sigue a la anterior: una de las dos se ha sustituido.',
      rewritten: 'Las entradas hasta la línea {line} de {file} se han reescrito.',
      endMissing: 'Faltan entradas al final: {missing}.',
      beginningMissing: 'Faltan entradas al principio.',
      headMissing: 'Lo que se guarda del final del registro ha desaparecido.',
      headForged: 'Lo que se guarda del final del registro no lo ha escrito Sightglass.',
    },
    notWritten: 'El disco no admite entradas ahora ({code}). Esperan en la memoria.',
    outlets: {
      systemLog: 'Registro del sistema',
      collector: 'Recolector de su organización',
    },
    outletWorks: '{name}: recibe todas las entradas.',
    outletFails: '{name}: no se alcanza ({code}). En espera: {waiting}, perdidas: {dropped}.',
    alarms: {
      renewal: 'un inicio de sesión no se renueva',
      signInEnds: 'un inicio de sesión termina en menos de un día',
      wall: 'un panel mural tiene problemas',
      keychain: 'el llavero no responde',
      clock: 'el reloj del equipo no está en hora',
      audit: 'no se puede escribir el registro de auditoría',
    },
    says: {
      'sign-in.done': '{person} ha iniciado sesión en {connection} ({profile}).',
      'sign-in.taken-up': 'Se ha retomado el inicio de sesión de {person} en {connection} ({profile}).',
      'sign-in.refused': 'Un inicio de sesión en {connection} ({profile}) no se ha completado: {code}.',
      'sign-in.ended': 'El inicio de sesión de {person} en {connection} ({profile}) ha terminado: {code}.',
      'renewal.done': 'Se ha renovado el inicio de sesión de {person} en {connection} ({profile}).',
      'renewal.failed': 'No se ha podido renovar el inicio de sesión de {person} en {connection} ({profile}): {code}.',
      'sign-out.done': 'Se ha cerrado la sesión de {person} en {connection} ({profile}).',
      'session.signed': 'Se ha firmado una sesión para {sigmaUser}: {shown}.',
      'session.refused': 'No se ha podido firmar ninguna sesión para {profile}: {code}.',
      'download.done': 'Se ha guardado {file} desde {workbook}.',
      'download.failed': 'No se ha podido guardar {file} desde {workbook}: {code}.',
      'download.refused':
        '{workbook} ofrecía un archivo que podría ejecutarse como programa ({kind}). Se ha rechazado.',
      'picture.copied': 'Se ha copiado una imagen de {workbook}.',
      'picture.printed': 'Se han enviado páginas de {workbook} al cuadro de diálogo de impresión.',
      'profile.exported': 'El perfil {profile} se ha guardado como archivo de configuración.',
      'trail.exported': 'El registro de auditoría se ha guardado como {file}.',
      'link.followed': 'Un enlace ha llevado a {shown}.',
      'link.refused': 'No se ha seguido un enlace de fuera: {reason}.',
      'profile.created': 'Se ha configurado el perfil {profile}.',
      'profile.changed': 'Se ha modificado el perfil {profile}.',
      'profile.removed': 'Se ha eliminado el perfil {profile}.',
      'check.ended': 'Se ha probado la configuración de {profile}.',
      'doctor.run': 'Se ha ejecutado el diagnóstico.',
      'doctor.report-saved': 'Se ha guardado un informe del diagnóstico: {file}.',
      'alarm.raised': 'Alarma: {shown}.',
      'alarm.ended': 'La alarma ha terminado: {shown}.',
      'policy.read': 'Sightglass se ha iniciado con una directiva de la organización.',
      'policy.changed': 'La directiva de la organización ha cambiado.',
      'program.started': 'Sightglass {version} se ha iniciado.',
      'program.ended': 'Sightglass se ha cerrado.',
      'trail.file': 'Comienza un nuevo archivo del registro de auditoría.',
      'trail.switched': 'La anotación ha cambiado: {shown}.',
      'trail.pruned': 'Se han eliminado entradas antiguas, hasta el número {through}.',
      'trail.mended': 'Se ha marcado una línea interrumpida.',
      'trail.gap': 'Faltan entradas que no se pudieron escribir: {dropped}.',
      'trail.disturbed': 'El archivo del registro de auditoría se ha modificado o retirado desde fuera.',
      'trail.reset': 'En un inicio, el registro de auditoría no terminaba como se había dejado.',
    },
  },

  shortcuts: {
    title: 'Métodos abreviados de teclado',
    close: 'Cerrar',
    search: 'Buscar comandos y teclas',
    found: { one: 'Un comando encaja.', other: '{count} comandos encajan.' },
    none: 'Ningún comando encaja con «{search}». Pruebe con otra palabra o vacíe el campo para verlos todos.',
    command: 'Comando',
    keys: 'Teclas',
    noKeys: 'Sin tecla',

    or: 'o',
    edit: 'Cambiar las teclas de {command}',
    press: 'Pulse las nuevas teclas de {command}. Esc las deja como están.',
    waiting: 'Pulse las nuevas teclas',
    noneChosen: 'Sin teclas',
    cancel: 'Cancelar',
    owned: 'Estas teclas son de {command}.',
    take: 'Usarlas aquí',
    changed: '{command}: {keys}',
    changedNone: '{command} ya no tiene teclas.',
    reset: 'Restablecer',
    resetOne: 'Restablecer las teclas de {command}',
    resetAll: 'Restablecer todas las teclas',
    resetAllQuestion: '¿Restablecer todas las teclas?',
    resetAllConsequence: 'Cada comando recupera sus teclas habituales.',
    wasReset: '{command} tiene de nuevo sus teclas habituales.',
    allWereReset: 'Todos los comandos tienen de nuevo sus teclas habituales.',
    refused: {
      unknown: 'Esta tecla no se puede usar. Sirven letras, cifras, signos sin Mayús y de F1 a F24.',
      typing: 'Con esto se escribe. Mantenga pulsada también {primary}.',
      editing: 'Los campos de texto necesitan estas teclas.',
      moving: 'Con esta tecla se recorren ventanas y cuadros de diálogo.',
      system: 'Estas teclas son del sistema operativo.',
      program: 'Estas teclas son de la barra de menús.',
    },
  },

  updates: {
    off: {
      development: 'No se buscan actualizaciones, porque se ejecuta desde su código fuente.',
      'not-a-release': 'No se buscan actualizaciones, porque no es una versión publicada.',
      'no-key': 'No se buscan actualizaciones, porque esta copia no conoce ninguna clave con la que comprobarlas.',
      'no-address':
        'No se buscan actualizaciones, porque esta copia no sabe dónde. Quien se la dio le proporciona las versiones nuevas.',
      managed: 'Su organización proporciona las versiones nuevas.',
      policy: 'Su organización ha desactivado aquí las actualizaciones y proporciona ella misma las versiones nuevas.',
      person: 'Usted ha desactivado las actualizaciones.',
    },
    checking: 'Buscando actualizaciones…',
    neverChecked: 'Todavía no se sabe si hay una actualización.',
    notKnown: 'No se sabe si hay una versión más reciente. Última comprobación: {when}.',
    upToDate: 'Esta es la versión más reciente. Última comprobación: {when}.',
    notForHere: {
      system:
        'La versión {version} necesita una versión más reciente del sistema operativo, así que esta no recibe aquí más actualizaciones. Última comprobación: {when}.',
      'failed-before':
        'La versión {version} está disponible, pero no se inició aquí. La siguiente se volverá a ofrecer. Última comprobación: {when}.',
    },
    downloading: 'La versión {version} se está descargando.',
    downloadingPercent: 'La versión {version} se está descargando: {percent} %.',
    progress: 'Descargando la actualización',
    mayBeFetched: 'Puede seguir trabajando mientras se descarga.',
    byAdministrator: 'La instala quien instaló Sightglass aquí.',
    deferred: 'Su organización permite que llegue en esta fecha: {date}.',
    whenYouLike: {
      itself: 'Reinicie cuando quiera. También se instala al cerrar Sightglass.',
      password: 'Reinicie cuando quiera. El sistema pedirá la contraseña de un administrador.',
      administrator: 'La instala quien instaló Sightglass aquí.',
    },
    heldBy: {
      editing: 'Espera a que salga del modo de edición, porque al reiniciar se perdería lo que no está publicado.',
      'signing-in': 'Espera a que termine su inicio de sesión.',
      saving: 'Espera a que se guarde su archivo.',
    },
    rolledBack: 'La versión {from} no se inició, así que ha vuelto la versión {to}.',
    notices: {
      available: { title: 'Sightglass {version} está disponible' },
      ready: { title: 'Sightglass {version} está listo' },
    },
    notes: 'Novedades',
    updated: 'Sightglass se ha actualizado a {version}',
    later: 'Más tarde',
    actions: {
      check: 'Buscar actualizaciones',
      download: 'Descargar',
      restart: 'Reiniciar ahora',
    },
    choices: {
      mode: 'Cómo llegan las actualizaciones',
      modes: {
        automatic: 'Automáticamente, al cerrar Sightglass',
        notify: 'Solo avisarme',
        off: 'De ningún modo',
      },

      downloaded: 'Se descargan automáticamente',
      channel: 'También versiones preliminares (beta)',
    },
  },
  commandLine: {
    summary: 'ver libros de trabajo de Sigma como la persona que pregunta',
    about:
      'Sin ninguna orden, Sightglass abre su ventana. Con una, pregunta al programa que está en marcha, o hace el trabajo solo, sin ventana, si no hay ninguno.',
    seeAlso: 'Más sobre una orden: {command} ORDEN',
    files:
      'Ajustes, almacén de secretos, registro y registro de auditoría. En macOS y Windows están donde los programas guardan allí esas cosas.',
    headings: {
      commands: 'Órdenes',
      arguments: 'Argumentos',
      flags: 'Opciones',
      exitCodes: 'Códigos de salida',
    },
    groups: {
      auth: 'Inicios de sesión',
      token: 'Tokens',
      profile: 'Perfiles',
      audit: 'Registro de auditoría',
    },
    commands: {
      doctor: 'Averiguar qué no funciona y quién puede arreglarlo.',
      'auth status': 'Mostrar quién ha iniciado sesión, dónde y hasta cuándo.',
      'auth sign-in': 'Iniciar sesión, en el navegador.',
      'auth sign-out': 'Cerrar la sesión y olvidarla.',
      'auth renew': 'Renovar ahora un inicio de sesión.',
      'token test': 'Iniciar sesión si hace falta y mostrar para qué sirve el token.',
      open: 'Abrir un enlace que lleva a un libro de trabajo.',
      'profile list': 'Enumerar los perfiles.',
      'profile check': 'Probar la configuración de los perfiles.',
      'profile import': 'Configurar un perfil con un archivo de configuración o un archivo .env de QuickStart.',
      'profile export': 'Guardar un perfil como archivo de configuración.',
      logs: 'Mostrar el registro.',
      'audit verify': 'Averiguar si el registro de auditoría está como se escribió.',
      status: 'Decir si Sightglass está en marcha y cómo está.',
      version: 'Mostrar la versión.',
      help: 'Explicar las órdenes, o una de ellas.',
      completion: 'Mostrar lo que necesita un shell para completar órdenes.',
    },
    more: {
      'token test':
        'Muestra claims, duración y ámbitos, pregunta a la plataforma de datos quién es, y firma una sesión que no va a ninguna parte y que se comprueba como lo haría Sigma. El token mismo se muestra solo con --reveal: en un terminal, tras escribir una palabra, y si ninguna directiva lo prohíbe.',
      'profile import':
        'La frase de contraseña y los secretos se piden en el terminal, o se leen de la entrada estándar, uno por línea. Lo que cambia quién recibe tokens se pregunta antes.',
      'profile export':
        'Con --with-secrets, los secretos se escriben, se comparan con los que están guardados y se sellan con una frase de contraseña. El archivo nunca se escribe sobre otro.',
      status: 'Si Sightglass no está en marcha, se muestra lo último que dijo de sí mismo.',
    },
    arguments: {
      name: { shape: 'NOMBRE', says: 'Nombre o identificador de un perfil' },
      label: { shape: 'CONEXIÓN', says: 'Nombre o identificador de una conexión' },
      link: { shape: 'ENLACE', says: 'Un enlace que empieza por sightglass://' },
      file: { shape: 'ARCHIVO', says: 'Ruta de un archivo' },
      shell: { shape: 'SHELL', says: 'bash, zsh, fish o powershell' },
      command: { shape: 'ORDEN', says: 'Una orden' },
    },
    flags: {
      profile: 'El perfil; necesario si hay varios',
      connection: 'La conexión; sin ella: todas las del perfil',
      json: 'Mostrar un documento JSON',
      reveal: 'Mostrar el token de acceso, tras una confirmación',
      follow: 'Seguir mostrando lo que se añade',
      'with-secrets': 'Sellar los secretos del perfil en el archivo',
      help: 'Explicar esta orden',
    },
    exitCodes: {
      done: 'Todo está bien.',
      wrong: 'Algo está mal, o se rechazó.',
      usage: 'No se entendió la orden.',
      signedOut: 'Nadie ha iniciado sesión.',
      unreachable: 'Sightglass no está en marcha o no responde, o no se pudo empezar el trabajo.',
      declined: 'Una persona dijo que no, o no respondió.',
    },
    faults: {
      noCommand: 'Falta una orden.',
      unknownCommand: '«{word}» no es ninguna orden.',
      unfinished: 'Después de «{word}» tiene que ir una de estas: {words}.',
      unknownFlag: '«{word}» no es ninguna opción de esta orden.',
      flagTwice: '--{flag} está dos veces.',
      flagWithoutValue: '--{flag} necesita un valor.',
      flagWithValue: '--{flag} no lleva ningún valor.',
      flagMissing: 'Hace falta --{flag}.',
      argumentMissing: 'Falta {argument}.',
      tooMuch: '«{word}» es una palabra de más.',
      unknownShell: 'No hay autocompletado para «{word}».',
      usage: 'Se escribe así: {usage}',
    },
    troubles: {
      silent: 'Sightglass está en marcha y no responde. Ciérrelo e inténtelo de nuevo.',
      version: 'Está en marcha otra versión de Sightglass. Ciérrela e inténtelo de nuevo.',
      lost: 'Sightglass terminó antes que la orden.',
      busy: 'Sightglass está arrancando o terminando y no respondió a tiempo. Inténtelo de nuevo.',
      startRefused: 'Sightglass se inició con opciones o variables que no permite: {names}.',
      notStarted: 'No se pudo volver a iniciar el programa para esta orden.',
      unsafe: {
        symlink: 'El lugar donde escucha Sightglass es un enlace a otro sitio. Elimínelo: {folder}',
        kind: 'El lugar donde escucha Sightglass no es lo que debería ser. Elimínelo: {folder}',
        owner: 'El lugar donde escucha Sightglass es de otra persona: {folder}',
        mode: 'Otras personas pueden abrir el lugar donde escucha Sightglass. Quíteles los derechos: {folder}',
        tooLong: 'La ruta de la carpeta de datos es demasiado larga para escuchar en ella: {folder}',
      },
      tooLong: 'Una palabra del comando es más larga que cualquier nombre o enlace.',
      fileUnreadable: 'No se pudo leer el archivo ({code}): {file}',
      fileTooLarge: 'El archivo es mayor que cualquier archivo de configuración: {file}',
      fileThere: 'Ya hay un archivo con ese nombre: {file}',
      fileNotWritten: 'No se pudo escribir el archivo ({code}): {file}',
      noLog: 'Todavía no hay registro: {file}',
      logUnreadable: 'No se pudo leer el registro ({code}): {file}',
      unforeseen: 'La orden falló de una manera inesperada ({kind}).',
    },
    asks: {
      passphrase: 'Frase de contraseña del archivo:',
      newPassphrase: 'Frase de contraseña para el archivo, al menos {least} caracteres:',
      repeat: 'Otra vez:',
      notSame: 'Las dos no son iguales.',
      tooShort: 'Necesita al menos {least} caracteres.',
      embedSecret: 'Secreto de inserción de {name}:',
      clientSecret: 'Secreto de cliente de {name}:',
      key: 'Clave privada de {name}, hasta su línea END:',
      reveal:
        'El token de acceso se mostrará aquí. Quien lo lea puede hacer lo que usted puede hacer, hasta que caduque. Escriba «{word}» para continuar:',
      change: 'Escriba «{word}» para continuar; cualquier otra cosa lo deja como está:',
      yes: 'sí',
    },
    notes: {
      browser: 'Se abre su navegador. Inicie sesión allí en {connection}.',
      link: 'No se pudo abrir ningún navegador. Abra esta dirección en un navegador de este ordenador: {link}',
      askedInWindow: 'Sightglass le pregunta algo en una ventana propia.',
      opensAfter: 'Entretanto se ha iniciado Sightglass. Su ventana se abrirá cuando termine esta orden.',
    },
    shows: {
      yes: 'sí',
      no: 'no',
      none: 'ninguno',
      profile: 'Perfil',
      connection: 'Conexión',
      status: 'Estado',
      person: 'Persona',
      ends: 'Caduca',
      renews: 'Se renueva',
      statuses: {
        'signed-in': 'sesión iniciada',
        renewing: 'renovándose',
        'signed-out': 'sin sesión',
        ended: 'terminada',
      },
      serviceAccount: 'cuenta de servicio',
      noConnections: 'No hay ninguna conexión.',
      noProfiles: 'No hay ningún perfil.',
      workbooks: 'Libros de trabajo',
      id: 'Identificador',
      token: 'Token',
      forms: { jwt: 'un JWT', opaque: 'opaco: solo el servidor puede leerlo' },
      claims: 'Claims del token (sin verificar)',
      obtained: 'Obtenido',
      left: 'Queda',
      assumed: 'supuesto: el servidor no lo dijo',
      renewable: 'Se renueva solo',
      requested: 'Ámbitos pedidos',
      granted: 'Ámbitos concedidos',
      identity: 'Identidad',
      askedAt: { 'scim-me': 'según SCIM Me', 'sign-in': 'según el inicio de sesión' },
      session: 'Sesión firmada',
      workbook: 'Libro de trabajo',
      length: 'Longitud de su dirección',
      bytes: '{count} bytes',
      signature: 'Firma',
      sessionClaims: 'Horas y emisor',
      tokens: 'Tokens cifrados',
      readable: '{readable} de {count} legibles para Sigma',
      marks: { right: 'correcto', wrong: 'incorrecto', unknown: 'no se sabe' },
      allRight: 'Todo es correcto.',
      notRight: 'Algo no es correcto.',
      imported: 'El perfil {profile} se configuró.',
      changed: 'El perfil {profile} se cambió. Valores diferentes: {count}.',
      unchanged: 'El perfil {profile} ya es como dice el archivo.',
      exported: 'El perfil {profile} se guardó: {file}',
      exportedOpen: 'El perfil {profile} se guardó sin sus secretos: {file}',
      opened: 'El enlace se entregó a Sightglass.',
      running: 'Sightglass está en marcha.',
      notRunning: 'Sightglass no está en marcha.',
      version: 'Versión',
      commit: 'Commit',
      build: 'Build',
      system: 'Sistema',
    },
  },
  notices: {
    label: 'Avisos',
    dismiss: 'Descartar: {title}',
    copyDetails: 'Copiar los detalles',
    detailsNotCopied: 'No se han podido copiar los detalles.',
    noKeychain: 'No hay ningún llavero disponible',
    memoryOnly:
      'Los secretos y los inicios de sesión se guardan solo en memoria, así que terminan con el programa. No se escribe nada en el disco.',
  },

  announcements: {
    dataPlatform: 'la plataforma de datos',
    problem: '{title}.',
    waitingForBrowser: 'Inicie sesión en {connection} en su navegador. Se está esperando.',
    finishing: 'Terminando el inicio de sesión en {connection}.',
    cancelled: 'El inicio de sesión en {connection} se ha cancelado.',
    signedIn: 'Sesión iniciada en {connection}.',
    ended: 'Su inicio de sesión en {connection} ha terminado.',
    signedOut: 'Sesión cerrada en {connection}.',
    opening: 'Abriendo {workbook}.',
    open: '{workbook} está abierto.',
    notOpened: '{workbook} no se ha abierto.',
    notOpenedBecause: '{workbook} no se ha abierto. {problem}',
    published: 'Se ha publicado una versión más reciente de {workbook}.',
    action: 'El libro de trabajo dice: {action}.',
    updateReady: 'Sightglass {version} está listo. Reinicie cuando quiera.',
    offline: 'No tiene conexión.',
    online: 'Vuelve a tener conexión.',
    saved: 'Guardado',
    dataRefreshed: 'Datos actualizados.',
    dataNotRefreshed: 'Los datos no se han actualizado: Sigma no respondió.',
  },

  setUp: {
    titleNew: 'Configurar un perfil',
    titleOf: 'Configuración de {profile}',
    optional: 'Opcional',
    show: 'Mostrar',
    hide: 'Ocultar',
    showSecret: 'Mostrar lo escrito',

    takenOver: 'Se ha tomado: {value}',
    save: 'Guardar',
    saving: 'Guardando…',
    problems: { one: 'Hay que corregir un campo.', other: 'Hay que corregir {count} campos.' },

    wrong: { title: 'Qué hay que corregir', goTo: '{where}: {fault}' },
    storedInKeychain: 'Guardado en el llavero: déjelo vacío para conservarlo.',
    storedInMemory: 'En memoria hasta que se cierre Sightglass: déjelo vacío para conservarlo.',
    dividedBySpaces: 'Separados por espacios.',

    removal: {
      title: 'Quitar',
      help: 'Cierra la sesión y olvida el perfil con sus secretos. En Sigma no cambia nada.',
      button: 'Quitar este perfil…',
      question: '¿Quitar {profile}?',
      consequence:
        'Se cierra su sesión, y el secreto de inserción y los inicios de sesión de este perfil se eliminan de este equipo. No se puede deshacer.',
      confirm: 'Quitar perfil',
    },

    returned: {
      isBack: 'La ventana tuvo que iniciarse de nuevo. Lo que escribió sigue aquí, excepto los secretos.',
      enterSecrets: 'Vuelva a escribir los secretos.',
      isOutdated: 'El perfil se cambió entretanto: si guarda, lo que figura aquí sustituye ese cambio.',
      discard: 'Descartar lo que escribí',
    },
    leaving: {
      question: '¿Descartar los cambios?',
      consequence: 'Lo que ha escrito aquí no se ha guardado.',
      confirm: 'Descartar',
      keepEditing: 'Seguir editando',
    },

    sigma: {
      title: 'Sigma',
      help: 'El cliente de inserción, de Sigma, en Administration, Developer Access.',
      name: 'Nombre del perfil',
      nameHelp: 'Como quiera verlo en esta aplicación, por ejemplo el nombre de su equipo.',
      clientId: 'ID de cliente de inserción',
      secret: 'Secreto de inserción',
      secretInKeychain:
        'Quien tenga este secreto puede iniciar sesión en Sigma como cualquier persona. Se guarda en el llavero de este equipo y no se vuelve a mostrar.',
      secretInMemory:
        'Quien tenga este secreto puede iniciar sesión en Sigma como cualquier persona. No hay ningún llavero disponible, así que se guarda solo en memoria, no se vuelve a mostrar y debe escribirse de nuevo después de cada inicio.',
      secretOfOtherClient:
        'El guardado pertenece al cliente de inserción anterior. Cada cliente de inserción tiene su propio secreto.',
      userKind: 'Tipo de usuario',
      embedUser: 'Usuario de inserción',
      embedUserHelp: 'Sigma crea a la persona con el tipo de cuenta indicado abajo.',
      internalUser: 'Usuario interno',
      internalUserHelp: 'La persona ya tiene una cuenta de Sigma.',
      accountType: 'Tipo de cuenta',
      accountTypeHelp: 'Lo que pueden hacer las personas. Si no se indica, Sigma daría el más potente.',
      knownAccountTypes: 'Tipos de cuenta que tiene Sigma',
      otherAccountType:
        'Sigma no tiene este tipo de serie. También vale uno propio, escrito exactamente como en Sigma, en Administration, Account Types.',
      teams: 'Equipos',
      teamsHelp: 'Separados por comas.',
      email: 'Dirección de correo que ve Sigma',
      emailOfPerson: 'La persona que inicia sesión',
      emailOfPersonHelp: 'Recomendado. Sigma y la plataforma de datos conocen entonces a la misma persona.',
      emailFallback: 'La persona que inicia sesión, o una dirección para quienes ningún inicio de sesión identifica',
      emailFallbackHelp:
        'Como lo hace el QuickStart de Sigma. Todos aquellos a quienes ningún inicio de sesión identifica son una sola persona para Sigma.',
      emailFixed: 'Una dirección fija',
      emailFixedHelp:
        'Todos los que usan este perfil aparecen en Sigma como una sola persona, inicie sesión quien inicie.',
      differentAddresses: 'Si los inicios de sesión indican direcciones distintas o uno no indica ninguna',
      addressesRefused: 'No abrir nada',
      addressesRefusedHelp:
        'Recomendado. Sigma, su registro de auditoría y todas las plataformas de datos identifican entonces a la misma persona.',
      addressesAllowed: 'Abrir el libro de trabajo de todos modos',
      addressesAllowedHelp:
        'Para personas que tienen otra dirección u otro nombre en la plataforma de datos. Los registros de auditoría de Sigma y de la plataforma las identifican entonces de forma distinta, y nada advierte cuando hay dos personas con la sesión iniciada.',
      fixedAddress: 'Dirección fija',
      fallbackAddress: 'Dirección para quienes ningún inicio de sesión identifica',
      fallbackAddressHelp:
        'Que no sea la dirección de una persona real: quien no esté identificado aparecería como ella. A quien tenga un nombre que no es una dirección, o sin verificar, se le sigue rechazando.',
      emailOfServiceAccountHelp: 'Aquí solo inicia sesión una máquina, que no tiene dirección propia.',
      organisation: 'Inquilino y cambio de conexión: ninguno',
      organisationInUse: 'Inquilino y cambio de conexión: en uso',
      tenant: 'Inquilino',
      tenantHelp:
        'Solo para Sigma Tenants: la organización para la que se firma, cuando no es la del cliente de inserción.',
      evalConnectionId: 'Conexión para todas las consultas',
      evalConnectionHelp:
        'Solo para cambiar de conexión: el ID de Sigma de la que ejecuta todas las consultas, indique lo que indique el libro de trabajo. No sirve para libros de trabajo que escriben datos.',
      evalConnectionLacksToken:
        'Ninguna conexión de abajo tiene este ID, así que Sigma no recibe ningún token para ella. Solo es correcto si usa una cuenta propia.',
      otherSigma:
        'Este es otro Sigma. Se le preguntará antes de guardar, y todas las personas volverán a iniciar sesión.',
      sessionLength: 'Duración de la sesión',
      sessionLengthHelp:
        'Una sesión firmada termina tras este tiempo, o antes junto con el inicio de sesión. Se renueva sola antes de eso.',
      sessionUnit: 'Unidad de la duración de la sesión',
      sessionUnits: { seconds: 'segundos', minutes: 'minutos', hours: 'horas', days: 'días' },
    },

    workbooks: {
      title: 'Libros de trabajo',
      help: 'La dirección de cada libro de trabajo publicado, tal como la muestra su navegador. Se toman de ella la página y los valores de control.',
      numbered: 'Libro de trabajo {number}',
      name: 'Título',
      url: 'URL publicada',
      add: 'Añadir un libro de trabajo',
      removeOne: 'Quitar el libro de trabajo {workbook}',

      refresh: {
        title: 'Actualización de los datos',

        summary: {
          byHand: 'A mano',
          every: { one: 'Cada minuto', other: 'Cada {count} minutos' },
          onReturn: 'Cuando alguien vuelve',
          afterSleep: 'Tras la suspensión',
        },
        help: 'Datos nuevos sin recargar. Siempre se pueden pedir con F5.',
        everyMinutes: 'Cada … minutos',
        everyMinutesHelp:
          'Si se deja vacío, no por reloj. Espera mientras alguien trabaja y mientras nadie ve el libro de trabajo.',

        everyBudget: 'Con {limit} por hora como máximo, es cada {minutes} minutos.',
        occasions: 'Y además',
        onReturn: 'Cuando alguien vuelve después de cinco minutos o más',
        afterSleep: 'Tras la suspensión, cuando vuelve la red',
        mostPerHour: 'Máximo de veces por hora',
        mostPerHourHelp:
          'Con cada actualización, la plataforma de datos responde a todas las consultas de la página, lo que puede costar dinero. Se cuentan todas las ventanas; lo que piden las personas también cuenta y nunca se retiene.',
        standsStill: 'Ahora está parada: Sigma no respondió a dos actualizaciones seguidas.',
      },

      opens: 'Cómo se abre',

      summary: {
        usual: 'Como siempre, con el menú arriba',
        places: {
          page: 'Página {name}',
          element: 'Elemento {name}',
          tag: 'Versión {name}',
          bookmark: 'Marcador {name}',
        },
        menus: { top: 'Menú arriba', bottom: 'Menú abajo', none: 'Sin menú' },
        hidden: { one: '1 parte oculta', other: '{count} partes ocultas' },
        theme: 'Tema {theme}',
        workbookTheme: 'El tema propio del libro de trabajo',
        language: 'Idioma {language}',
        sigmaLanguage: 'Idioma que elija Sigma',
        controls: { one: '1 valor de control', other: '{count} valores de control' },
      },

      note: {
        taken: 'Se ha tomado de la dirección: {parts}.',
        control: '{id} = {value}',
        noValue: 'nada',
        hidden: 'Oculto: {parts}',
        shown: 'No oculto: {parts}',
        cleared:
          'Se han quitado la página, la versión, el marcador y los valores de control del libro de trabajo anterior.',
        dropped: {
          edit: 'No se usa: {name}. Un libro de trabajo se abre para verlo; se edita desde su menú.',
          exploration:
            'No se usa: {name}. Una exploración es de una sola persona; guárdela como marcador para abrirla a todos.',
          fragment: 'No se usa: lo que va después del signo {name}.',
          height: 'No se usa: {name}. El libro de trabajo ocupa toda la ventana.',
          otherPlace: 'No se usa: {name}. La dirección indica también otro lugar, y cuenta ese.',
          path: 'No se usa: {name}. Que sepamos, las direcciones de Sigma no tienen esa parte.',
          repeated: 'El control {name} figura dos veces en la dirección; cuenta su último valor.',
          token: 'No se usa: {name}. Cada carga se firma de nuevo.',
          unknown: 'No se usa: {name}. Que sepamos, Sigma no tiene ese parámetro.',
          unusable: 'No se usa: {name}. Tiene un valor que aquí no significa nada.',
        },
      },

      options: {
        places: {
          page: 'ID de página',
          element: 'ID de elemento',
          tag: 'Etiqueta de versión',
          bookmark: 'ID de marcador',
        },
        placeHelp: {
          page: 'La barra de direcciones lo muestra después de nodeId o de /page/.',
          element: 'Un solo elemento, en lugar de una página.',
          tag: 'Por ejemplo Production. Si no se indica, la versión publicada.',
          bookmark: 'Todas las personas empiezan con este marcador.',
        },
        menu: 'Menú de Sigma',
        menus: { top: 'Arriba', bottom: 'Abajo', none: 'Ninguno' },
        theme: 'Tema',
        themes: {
          app: 'Como esta aplicación',
          workbook: 'El propio del libro de trabajo',
          Light: 'Claro',
          Dark: 'Oscuro',
          Surface: 'Surface',
          custom: 'Otro…',
        },
        themeName: 'Nombre del tema',
        themeNameHelp: 'Como lo escribe Sigma; se distinguen las mayúsculas.',
        language: 'Idioma',
        languages: { app: 'Como esta aplicación', sigma: 'El que elija Sigma', named: 'Otro…' },
        languageCode: 'Código de idioma',
        languageCodeExample: 'de',
        languageVariant: 'Variante',
        languageVariantHelp: 'De las traducciones en Sigma.',
        hide: 'Omitir',

        parts: {
          menu: 'El menú completo',
          folder_navigation: 'Carpetas',
          bookmarks: 'Marcadores',
          explore_toggle: 'Explorar',
          save_as: 'Guardar como',
          schedule: 'Programar',
          send: 'Enviar',
          tooltip: 'Información sobre herramientas',
          element_interactions: 'Menús de los elementos',
        },
        withoutMenu: 'Sin el menú de Sigma, nadie puede exportar, explorar ni usar marcadores desde él.',
      },

      controls: {
        title: 'Valores de control',
        help: 'El ID de control figura en la configuración del control en Sigma. Si hay varios valores, se separan con comas; una coma dentro de un valor lleva delante una barra inversa.',
        id: 'ID de control',
        idExample: 'Region',
        value: 'Valor',
        valueExample: 'Oeste,Norte',
        add: 'Añadir un valor de control',
        numbered: 'Valor de control {number}',
        removeOne: 'Quitar el valor de {control}',
        removeNumbered: 'Quitar el valor de control {number}',
      },

      preview: {
        title: 'Lo que se carga',
        help: 'El token firmado se añade en cada carga y nunca se muestra.',
        empty: 'Escriba la URL publicada para verla aquí.',
        copy: 'Copiar la dirección sin el token',
      },
    },

    connections: {
      title: 'Conexiones',
      help: 'La plataforma de datos que hay detrás de los libros de trabajo y cómo llegan a ella las personas.',
      numbered: 'Conexión {number}',
      add: 'Añadir una conexión',
      removeOne: 'Quitar la conexión {connection}',
      pattern: 'Cómo llegan las personas a los datos',
      name: 'Nombre',
      nameHelp: 'Figura en el botón de inicio de sesión.',
      nameOfServiceAccountHelp: 'Figura en la barra situada sobre el libro de trabajo.',
      sigmaConnectionId: 'ID de conexión de Sigma',
      sigmaConnectionIdHelp: 'La última parte de la dirección de la conexión en Sigma.',
      signInAgain: 'Todas las personas vuelven a iniciar sesión tras este cambio.',
    },

    tokenUse: {
      question: 'Para qué usa Sigma el token',
      uses: {
        connection: {
          heading: 'Para qué usa Sigma el token: una conexión',
          label: 'Una conexión',
          help: 'Aquella cuyo ID se escribe aquí. Recomendado.',
        },
        organisation: {
          heading: 'Para qué usa Sigma el token: toda la organización',
          label: 'Toda la organización',
          help: 'Todas las conexiones que lo admiten. Para OAuth configurado una sola vez en Sigma para la organización.',
        },
      },
    },

    patterns: {
      authorization_code: {
        label: 'Cada persona con sus propios permisos',
        help: 'Todas las personas inician sesión y cada consulta se ejecuta en su nombre. Recomendado.',
        providerQuestion: 'Dónde se inicia sesión',
      },
      identity: {
        label: 'Una cuenta de servicio con seguridad de nivel de fila',
        help: 'Sigma usa una cuenta propia. El inicio de sesión solo indica quién mira.',
        providerQuestion: 'Dónde se inicia sesión',
      },
      token_exchange: {
        label: 'Un inicio de sesión de la empresa, intercambiado para Databricks',
        help: 'Se inicia sesión una vez en su proveedor de identidades. Databricks confía en él.',
        providerQuestion: 'El proveedor de identidades',
      },
      client_credentials: {
        label: 'Una máquina, para un panel mural',
        help: 'Nadie inicia sesión: lo hace por sí sola una cuenta de servicio.',
        providerQuestion: 'Dónde inicia sesión la máquina',
      },
    },

    register: {
      titleIn: 'Qué registrar en {product}',
      redirectUrls: { one: 'URL de redirección', other: 'URL de redirección' },
      copyRedirectUrl: 'Copiar la URL de redirección {url}',
      scopes: 'Ámbitos',
      copyScopes: 'Copiar ámbitos',

      scopesGranted: 'Se conceden {place}.',
      lifetimes: 'Duraciones',
      asSql: 'Como SQL',
      copyStatement: 'Copiar la instrucción SQL',
    },

    client: {
      authentication: 'Autenticación de cliente',
      recommended: '{method} (recomendado)',

      methods: {
        automatic: {
          heading: 'Autenticación de cliente: automática',
          label: 'Automática',
          help: 'Se deduce de lo que ofrece el servidor y de lo que se escribe abajo.',
        },
        none: {
          heading: 'Autenticación de cliente: cliente público',
          label: 'Cliente público',
          help: 'Sin secreto; solo PKCE protege el inicio de sesión.',
        },
        client_secret_post: {
          heading: 'Autenticación de cliente: secreto en el cuerpo de la solicitud',
          label: 'Secreto en el cuerpo de la solicitud',
          help: 'client_secret_post',
        },
        client_secret_basic: {
          heading: 'Autenticación de cliente: secreto en la cabecera',
          label: 'Secreto en la cabecera',
          help: 'client_secret_basic',
        },
        private_key_jwt: {
          heading: 'Autenticación de cliente: clave privada',
          label: 'Clave privada',
          help: 'private_key_jwt: cada solicitud lleva una declaración firmada con la clave. Pegue la clave como PKCS#8 PEM.',
        },
      },
      secretOfEarlier: 'El guardado pertenece al servidor o a la aplicación anterior. Escriba el de esta.',
      secretIfRegistered: 'Solo si la aplicación se registró con uno.',
      privateKey: 'Clave privada',
      privateKeyHelp: 'PKCS#8 en PEM, sin frase de contraseña.',
      algorithm: 'Algoritmo',
      algorithmHelp: 'ES256 para una clave de curva elíptica; si no, el registrado.',
      keyId: 'ID de clave',
      keyIdHelp: 'El «kid» con el que está registrada la clave pública.',
    },

    exchange: {
      title: 'Intercambiado en Databricks',
      help: 'Databricks necesita una directiva de federación que confíe en el proveedor de identidades. Las renovaciones siguen el mismo camino, sin preguntar.',
      more: 'Entidad de servicio y ámbitos del intercambio',
      clientId: 'ID de cliente de la entidad de servicio',
      clientIdHelp:
        'Solo cuando se usa su propia directiva de federación. Si se deja vacío, cada persona sigue siendo ella misma.',
      scopes: 'Ámbitos del intercambio',
    },

    scopes: {
      label: 'Ámbitos',
      labelWithRedirects: 'Ámbitos y URL de redirección',
      withoutRefresh: 'Sin {scope}, hay que volver a iniciar sesión cada vez que caduca el token.',
      usual: 'Ámbitos habituales',
      useUsual: 'Usar los ámbitos habituales',

      identity: { purpose: 'Quién es la persona', help: 'Para la seguridad de nivel de fila por atributos.' },
      redirectUrls: 'URL de redirección',
      redirectUrlsHelp:
        'Una en cada línea, exactamente como está registrada. Se usa la primera cuyo puerto esté libre.',

      sharedRedirect:
        '{connection} vuelve a la misma URL. Si un servidor no se identifica en su respuesta, solo la URL indica de quién es. Funciona así; es más seguro que cada una tenga su URL, registrada y escrita aquí.',
      useOwnRedirect: 'Usar {url}',
    },

    attributes: {
      title: 'Seguridad de nivel de fila',
      help: 'Lo que Sigma sabe de cada persona por el inicio de sesión.',
      ofInternalUsers:
        'Los usuarios internos tienen sus atributos y equipos en Sigma. Para leerlos del inicio de sesión, elija arriba usuarios de inserción.',
      fold: 'Atributos de usuario y equipos del inicio de sesión',
      label: 'Atributos de usuario',
      example:
        'Por ejemplo, el claim «department» pasa a ser el atributo de usuario «Region», y el libro de trabajo muestra solo sus filas.',
      add: 'Añadir un atributo de usuario',
      teamsClaim: 'Claim con los equipos',
      teamsClaimHelp: 'Sus valores pasan a ser equipos en Sigma, además de los indicados arriba.',
      numbered: 'Atributo de usuario {number}',
      claim: 'Claim',
      attribute: 'Atributo de usuario en Sigma',
      attributeExample: 'Region',
      removeOne: 'Quitar {attribute}',
      removeNumbered: 'Quitar el atributo de usuario {number}',
      fixed: 'Lo mismo para todas las personas',
      fixedHelp: 'Un claim del inicio de sesión para el mismo atributo tiene prioridad.',
      fixedNumbered: 'Atributo de usuario fijo {number}',
      fixedValue: 'Valor',
      addFixed: 'Añadir un atributo de usuario fijo',
      removeFixed: 'Quitar el atributo fijo {attribute}',
      removeFixedNumbered: 'Quitar el atributo de usuario fijo {number}',
    },

    actions: {
      title: 'Acciones',
      help: 'Lo que ocurre cuando alguien desencadena una acción saliente creada por el autor de un libro de trabajo.',
      fold: 'Reglas para acciones de libros de trabajo',
      none: 'Sin regla, una acción se muestra y no ocurre nada más. Se pregunta a cada persona antes de aplicar una regla por primera vez.',
      add: 'Añadir una regla',
      numbered: 'Regla {number}',
      action: 'Nombre de la acción',
      actionExample: 'abrir-pedido',
      actionHelp: 'Exactamente como la llamó el autor en Sigma.',
      does: 'Qué ocurre',
      kinds: { address: 'Se abre una página en el navegador', workbook: 'Se abre otro libro de trabajo' },
      addressKindHelp: 'En un host que se indica aquí.',
      workbookKindHelp: 'Uno de este perfil, con valores en sus controles.',
      address: 'Dirección',
      addressHelp:
        'Empieza por https://. Un nombre entre llaves representa el valor con ese nombre, en lo que sigue al host.',
      workbook: 'Libro de trabajo',
      chooseWorkbook: 'Elija un libro de trabajo',
      workbookNumbered: 'Libro de trabajo {number}',
      controls: 'Valores de sus controles',
      controlsExample: 'Region={region}',
      controlsHelp:
        'Uno en cada línea: ID de control, signo igual, valor. Un nombre entre llaves representa el valor con ese nombre.',
      removeOne: 'Quitar la regla para {action}',
    },

    faults: {
      controlLines: 'Escriba cada línea como un ID de control, un signo igual y un valor.',

      inLine: 'Línea {number}: {fault}',
      notNumber: 'Escriba un número.',
      sessionTooShort: 'Una sesión dura al menos un minuto.',
      sessionTooLong: 'Sigma permite 30 días como máximo.',
      emailOfServiceAccount: 'Escriba una dirección: una máquina no tiene una propia.',
      clientSecretOfServiceAccount: 'Escriba el secreto de cliente: una máquina debe acreditarse.',
      otherSecret: 'Escriba el secreto de esta aplicación, o elija arriba «Cliente público».',
      otherSecretOfServiceAccount: 'Escriba el secreto de esta aplicación.',
      key: 'Pegue la clave privada.',
      keyEncrypted: 'Esta clave tiene una frase de contraseña. Quítela con: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyOtherForm: 'Esta clave tiene otra forma. Conviértala con: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyPublic: 'Esta es la mitad pública. Pegue la clave privada.',
      keyIncomplete: 'Pegue la clave completa, desde -----BEGIN PRIVATE KEY----- hasta -----END PRIVATE KEY-----',
    },
  },

  checks: {
    title: 'Prueba',
    help: 'Pregunta a cada servidor de esta configuración lo mismo que un inicio de sesión, también con el secreto de la aplicación. No se inicia ninguna sesión ni se guarda nada. Un servidor puede registrar un intento fallido.',
    start: 'Probar esta configuración',
    again: 'Probar de nuevo',
    cancel: 'Detener la prueba',
    signInAndTest: 'Iniciar sesión y probar',
    incomplete: 'Corrija primero lo que está marcado en el formulario.',
    outdated: 'El formulario ha cambiado desde esta prueba.',
    wholeProfile: 'Este equipo y Sigma',

    unnamed: 'Conexión {number}',
    copy: 'Copiar para una incidencia',
    seen: 'Observado: {seen}',
    todo: 'Qué hacer: {todo}',

    actor: 'Para {owner}',
    readMore: 'Documentación: {page}',
    running: { one: 'Queda una comprobación.', other: 'Quedan {count} comprobaciones.' },

    summary: '{right} de {made} correctas.',
    needs: { one: 'Una es para {owner}.', other: '{count} son para {owner}.' },
    stopped: 'La prueba se detuvo.',
    skippedToo: { one: 'Una no se conoce.', other: '{count} no se conocen.' },
    next: {
      mend: 'Siguiente: haga lo que se indica abajo y pruebe de nuevo.',
      save: 'Siguiente: guarde esta configuración. Después inicie sesión y pruebe lo que sigue.',
      'sign-in': 'Siguiente: inicie sesión. Lo que sigue se prueba entonces.',
      nothing: 'Se probó todo lo que se puede probar.',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): prueba de la configuración «{profile}»',
      headOfComputer: 'Sightglass {version} ({platform}): el diagnóstico de este equipo',
      line: '[{outcome}] {check}',
    },
    names: {
      disk: 'Espacio libre',
      folder: 'Carpeta de datos',
      files: 'Archivos guardados',
      downloads: 'Carpeta de descargas',
      browser: 'Navegador predeterminado',
      graphics: 'Gráficos',
      sandbox: 'Sandbox de Chromium',
      displays: 'Pantallas',
      electron: 'Antigüedad de Electron',
      version: 'Versión de Sightglass',
      policy: 'Directiva',
      audit: 'Registro de auditoría',
      dns: 'Nombres de los servidores (DNS)',
      proxy: 'Proxy',
      tls: 'Certificados',
      reach: 'Respuestas de los servidores',
      keychain: 'Llavero',
      clock: 'Reloj',
      sigma: 'Dirección de Sigma',
      metadata: 'Direcciones del servidor (metadatos)',
      level: 'Espacio de trabajo o cuenta',
      ports: 'Puertos para la respuesta',
      redirect: 'URL de redirección',
      scopes: 'Ámbitos',
      client: 'Aplicación',
      grant: 'Inicio de sesión',
      'granted-scopes': 'Ámbitos concedidos',
      identity: 'Identidad para Sigma',
      session: 'Sesión firmada',
      renewals: 'Renovaciones',
      claims: 'Claims',
      federation: 'Canje de tokens',
      'session-readable': 'La sesión como la lee Sigma',
      'sigma-answer': 'Última respuesta de Sigma',
      data: 'Primeros datos',
    },
    outcomes: {
      ok: 'Correcto',
      warning: 'Por revisar',
      failed: 'Incorrecto',
      skipped: 'Sin determinar',
      waiting: 'En espera',
      running: 'En curso',
    },

    owners: {
      person: 'usted',
      it: 'el departamento de TI',
      databricks: 'el administrador de Databricks',
      snowflake: 'el administrador de Snowflake',
      google: 'el administrador de Google Cloud',
      'identity-provider': 'el administrador del proveedor de identidades',
      sigma: 'el administrador de Sigma',
    },
    findings: {
      // The run
      cancelled: { seen: 'La prueba se detuvo antes de saberlo.' },
      too_slow_here: {
        seen: 'No hubo respuesta en {duration}, y solo se preguntó a este equipo.',
        todo: 'Pruebe de nuevo. Si se repite, reinicie este equipo e informe de ello con estos resultados.',
      },
      too_slow: {
        seen: 'No hubo respuesta en {duration}.',
        todo: 'Pruebe de nuevo. Si se repite, pregunte si un proxy o un cortafuegos retiene la respuesta.',
      },
      needs: { seen: 'Necesita primero «{check}», que no es correcto o no se conoce.' },
      unforeseen: {
        seen: 'La propia comprobación falló ({kind}).',
        todo: 'Pruebe de nuevo. Si se repite, informe de ello con estos resultados.',
      },
      save_first: {
        seen: 'El formulario contiene datos sin guardar.',
        todo: 'Guarde primero: esto se prueba con lo guardado.',
      },
      // Computer
      disk_free: { seen: 'Hay {megabytes} MB libres donde se guardan la configuración, las sesiones y los registros.' },
      disk_tight: {
        seen: 'Solo quedan {megabytes} MB libres donde se guardan la configuración, las sesiones y los registros.',
        todo: 'Libere espacio en ese disco antes de que una sesión renovada ya no pueda guardarse.',
      },
      disk_full: {
        seen: 'El disco donde se guardan la configuración, las sesiones y los registros está lleno ({megabytes} MB libres).',
        todo: 'Libere espacio en ese disco: hasta entonces no se puede guardar nada y una sesión renovada se pierde con el programa.',
      },
      disk_unknown: {
        seen: 'El sistema no dice cuánto espacio hay libre ({systemCode}).',
        todo: 'Haga comprobar si la carpeta de Sightglass es accesible y legible.',
      },
      folder_right: {
        seen: 'Se pueden escribir la configuración y los inicios de sesión, y nadie más puede escribir ahí.',
      },
      folder_full: { seen: 'El disco está demasiado lleno para comprobar si se puede escribir.' },
      folder_not_writable: {
        seen: 'No se puede escribir nada en {folder} ({systemCode}).',
        todo: 'Dé a la persona de esta cuenta permiso para escribir en esa carpeta y asegúrese de que su disco no sea de solo lectura.',
      },
      folder_foreign: {
        seen: '{folder} pertenece a otra cuenta.',
        todo: 'Haga que la persona de esta cuenta sea propietaria de esa carpeta y de su contenido.',
      },
      folder_open: {
        seen: 'Otras cuentas de este equipo pueden escribir en {folder} (modo {mode}).',
        todo: 'Quite ese permiso: chmod 700 con la ruta de la carpeta.',
      },
      files_whole: { seen: 'Examinados: {count} archivos. Todos se pueden leer y están íntegros.' },
      file_unreadable: {
        seen: 'No se puede leer {file} ({systemCode}).',
        todo: 'Dé a la persona de esta cuenta permiso para leer y escribir {file}. Sin él, Sightglass no se iniciará la próxima vez.',
      },
      files_damaged: {
        seen: 'Otra cosa ha dañado {files} mientras Sightglass está en marcha.',
        todo: 'Antes de salir, guarde otra vez el perfil y cambie un ajuste: ambas cosas escriben lo que Sightglass aún sabe. Si se repite, haga revisar el disco y los programas que sincronizan archivos.',
      },
      files_foreign: {
        seen: 'No son de esta cuenta: {files}.',
        todo: 'Haga que la persona de esta cuenta sea propietaria de estos archivos.',
      },
      files_open: {
        seen: 'Otras cuentas de este equipo pueden leer o escribir {files}.',
        todo: 'Reinicie Sightglass: quita ese permiso. Si vuelve, lo da un programa que sincroniza archivos o hace copias de seguridad.',
      },
      files_kept_aside: {
        seen: 'Dañados alguna vez y apartados: {files}. No se usa nada de ellos.',
        todo: 'Si faltan perfiles, vuelva a configurarlos. Después elimine estos archivos.',
      },
      profiles_kept_aside: {
        seen: 'En la configuración hay perfiles que esta versión no entiende. Se conservan, pero no se muestran.',
        todo: 'Si aquí funcionaba antes una versión más reciente, vuelva a instalarla. Si no, configure de nuevo el perfil que falta.',
      },
      files_newer: {
        seen: 'Aquí funcionó antes Sightglass {version}, más reciente que este: puede haber guardado lo que esta versión no entiende.',
        todo: 'Actualice Sightglass a la versión {version} o una más reciente. Hasta entonces no se pierde nada de ello.',
      },
      secrets_gone: {
        seen: 'Los secretos de {count} configuraciones ya no están en el almacén.',
        todo: 'Introduzca de nuevo el secreto de inserción y el del cliente en la configuración, y guarde. Después inicie sesión y elimine lo que se apartó.',
      },
      downloads_right: { seen: 'Se pueden guardar archivos ahí.' },
      downloads_missing: {
        seen: '{folder} no existe.',
        todo: 'Cree esa carpeta o elija otra para las descargas en el sistema.',
      },
      downloads_not_writable: {
        seen: 'No se permite escribir nada en {folder}.',
        todo: 'Dé a la persona de esta cuenta permiso para escribir en esa carpeta.',
      },
      downloads_tight: {
        seen: 'Solo quedan {megabytes} MB en el disco de las descargas.',
        todo: 'Libere espacio en ese disco antes de exportar archivos.',
      },
      browser_found: { seen: 'Los enlaces se abren en {program}.' },
      browser_gone: {
        seen: 'Los enlaces deben abrirse en {program}, que no está instalado.',
        todo: 'Elija otro navegador predeterminado en la configuración del sistema o vuelva a instalar {program}. El inicio de sesión empieza en el navegador.',
      },
      browser_none: {
        seen: 'El sistema no indica ningún navegador para los enlaces.',
        todo: 'Elija un navegador predeterminado en la configuración del sistema. Hasta entonces, copie el enlace de inicio de sesión y ábralo a mano.',
      },
      browser_no_opener: {
        seen: 'Al sistema le falta xdg-open, con el que los programas abren enlaces.',
        todo: 'Instale el paquete xdg-utils.',
      },
      browser_unknown: { seen: 'El sistema no dice qué navegador abre los enlaces.' },
      graphics_hardware: { seen: 'Las ventanas se dibujan con la tarjeta gráfica.' },
      graphics_software: {
        seen: 'Las ventanas se dibujan sin tarjeta gráfica ({said}). Los libros de trabajo grandes van lentos.',
        todo: 'Instale el controlador más reciente de la tarjeta gráfica. En una máquina virtual o por escritorio remoto es habitual y no hay que hacer nada.',
      },
      graphics_switched_off: {
        seen: 'Sightglass se inició sin la tarjeta gráfica (--disable-gpu).',
        todo: 'Inícielo sin esa opción, salvo que entonces la imagen falle.',
      },
      graphics_named: {
        seen: 'El sistema indica: {cards}.',
      },
      graphics_crashed: {
        seen: 'Lo que dibuja las ventanas ha fallado {count} veces desde que se inició Sightglass.',
        todo: 'Instale el controlador más reciente de la tarjeta gráfica. Si continúa, inicie Sightglass con --disable-gpu e informe de ello con estos resultados.',
      },
      sandbox_on: { seen: 'Las páginas web se ejecutan en el sandbox.' },
      sandbox_off: {
        seen: 'Las páginas web se ejecutan sin sandbox, porque un administrador lo ha permitido o porque se inició desde el código fuente.',
      },
      displays_seen: { seen: 'Pantallas: {count}, de {sizes}.' },
      windows_outside: {
        seen: 'Ventanas cuya barra de título no muestra ninguna pantalla: {count}.',
        todo: 'Salga de Sightglass y vuelva a iniciarlo: esas ventanas vuelven a donde se ven.',
      },
      electron_fixed: {
        seen: 'Electron {electron} (Chromium {chromium}) recibe correcciones de seguridad hasta el {until} aproximadamente.',
      },
      electron_ended: {
        seen: 'Electron {electron} no recibe correcciones de seguridad desde el {until} aproximadamente.',
        todo: 'Instale la versión más reciente de Sightglass.',
      },
      electron_too_old: {
        seen: 'Esto funciona con Electron {electron}, más antiguo que cualquiera para el que se publica Sightglass.',
        todo: 'Instale Sightglass desde su propio paquete, que trae el adecuado.',
      },
      version_newest: { seen: 'No se conoce ninguna versión más reciente.' },
      version_not_looked_for: { seen: 'Aquí no se buscan actualizaciones. La configuración dice por qué.' },
      version_waits: {
        seen: 'La versión {version} está disponible y aún no se usa.',
        todo: 'Ponga en su sitio la versión {version}: la página de actualizaciones de la configuración lo hace o dice quién puede.',
      },
      version_not_for_here: {
        seen: 'La versión {version} necesita un sistema operativo más reciente, así que esta ya no recibe correcciones aquí.',
        todo: 'Actualice el sistema operativo.',
      },
      policy_none: { seen: 'Ningún administrador ha fijado nada para este equipo.' },
      policy_counts: { seen: 'Fijado por un administrador: {keys}.' },
      audit_written: { seen: 'Lo que ocurre se anota.' },
      audit_off: { seen: 'No se anota nada, como lo dice la configuración.' },
      audit_outlet_stuck: {
        seen: '{outlet}: no se alcanza ({code}). En espera: {waiting}, perdidas: {dropped}.',
        todo: 'Haga que vuelva a ser accesible para este equipo. Entonces se envía lo que espera.',
      },
      keychain_tried: { seen: '{backend}. Un valor inventado ahora ha vuelto tal como era.' },
      keychain_back: {
        seen: '{backend}. Ahora funciona, y no lo hacía cuando se inició Sightglass: los inicios de sesión solo están en memoria.',
        todo: 'Reinicie Sightglass e inicie sesión: a partir de ahí se conservan los inicios de sesión.',
      },
      keychain_none: { seen: 'El sistema no ofrece nada con lo que cifrar ({selected}).' },
      keychain_silent: {
        seen: '{backend}. No responde: está bloqueado o espera a que alguien lo desbloquee.',
        todo: 'Desbloquéelo y responda a la pregunta del sistema si la hay. Después pruebe otra vez.',
      },
      keychain_refused: {
        seen: '{backend}. No ha devuelto un valor inventado ahora: no tiene clave propia o se le ha dicho que no deje entrar a Sightglass.',
        todo: 'Desbloquéelo, permita que Sightglass lo use y pruebe otra vez.',
      },
      // The way to the servers
      dns_found: { seen: '{hosts} se encuentra en {addresses}.' },
      dns_of_proxy: { seen: 'El proxy {proxy} busca {hosts}.' },
      dns_unneeded: { seen: 'No hubo que buscar ningún nombre.' },
      dns_unknown: {
        seen: 'No se conoce ninguna dirección de {hosts}.',
        todo: 'Compare {hosts}, letra por letra, con la dirección del navegador. Si es correcta y solo se conoce en la red de la empresa, conéctese a esa red o a su VPN.',
      },
      dns_no_answer: {
        seen: 'No se pudo buscar el nombre {hosts} ({systemCode}).',
        todo: 'Pida que comprueben si los servidores DNS de este equipo responden, y si responden por {hosts}.',
      },
      dns_nothing: {
        seen: 'No se pudo buscar ninguno de los nombres {hosts} ({systemCode}).',
        todo: 'Conecte este equipo a una red. Si está conectado, pida que comprueben si sus servidores DNS responden.',
      },
      dns_blocked: {
        seen: '{hosts} se encuentra en {addresses}, que no lleva a ninguna parte.',
        todo: 'Un filtro responde en lugar de la dirección verdadera: pida que permitan {hosts} en él, y mire si el archivo hosts lo nombra.',
      },
      proxy_none: { seen: 'El sistema va a {hosts} sin proxy (DIRECT).' },
      proxy_never: { seen: '{hosts} es este equipo, y se le pregunta sin proxy.' },
      proxy_used: { seen: 'El sistema va a {hosts} por el proxy {proxy}, que lleva hasta allí.' },
      proxy_unneeded: { seen: 'No hubo que preguntar por ningún servidor.' },
      proxy_passed_over: {
        seen: 'El sistema nombra primero el proxy {proxy} para {hosts}. No se pudo llegar a él ({systemCode}) y se pasó por alto.',
        todo: 'Pida que reparen {proxy}, o que lo quiten de la configuración de proxy o del script PAC: cada primera petición lo espera.',
      },
      proxy_silent: {
        seen: 'El sistema no dice qué proxy necesita {hosts}. Puede que espere a su script PAC.',
        todo: 'Pida que comprueben si desde este equipo se llega a la dirección del script PAC, y qué responde para {hosts}.',
      },
      proxy_unread: {
        seen: 'El sistema no pudo averiguar qué proxy necesita {hosts} ({systemCode}).',
        todo: 'Pida que revisen la configuración de proxy de este equipo y el script PAC que nombra.',
      },
      proxy_unusable: {
        seen: 'Para {hosts} el sistema responde «{said}», y Sightglass no puede usar ningún proxy de ese tipo.',
        todo: 'Pida que la configuración de proxy o el script PAC nombre un proxy HTTP o HTTPS para {hosts}. SOCKS no se admite.',
      },
      proxy_password: {
        seen: 'El proxy {proxy} pide una contraseña antes de llevar a {hosts}.',
        todo: 'Pida que {proxy} deje pasar {hosts} sin contraseña. Sightglass no tiene forma de mostrar una.',
      },
      proxy_refuses: {
        seen: 'El proxy {proxy} no deja pasar {hosts} (HTTP {status}).',
        todo: 'Pida que permitan {hosts} en {proxy}, para conexiones de programas y no solo de navegadores.',
      },
      proxy_dead: {
        seen: 'No se pudo llegar al proxy {proxy}, que el sistema nombra para {hosts} ({systemCode}).',
        todo: 'Pida que comprueben si {proxy} funciona y si se llega a él desde aquí. Si es antiguo, pida que lo quiten de la configuración de proxy o del script PAC.',
      },
      tls_public: {
        seen: '{hosts} muestra un certificado de {issuer}, una autoridad pública, válido hasta el {until}.',
      },
      tls_inspected: {
        seen: '{hosts} muestra un certificado de {issuer}, válido hasta el {until}. No lo emitió ninguna autoridad pública; este equipo confía en él porque su sistema lo hace. Así es donde una empresa inspecciona el tráfico.',
      },
      tls_plain: { seen: 'A {hosts} se le pregunta sin cifrado, lo que solo se permite para este equipo.' },
      tls_unseen: { seen: 'No se vio ningún certificado.' },
      tls_ends_soon: {
        seen: 'El certificado de {hosts}, emitido por {issuer}, solo es válido hasta el {until}.',
        todo: 'Pida que lo renueven antes del {until}. Desde entonces nadie podrá iniciar sesión ni cargar nada.',
      },
      tls_expired: {
        seen: 'El certificado de {hosts}, emitido por {issuer}, caducó el {until}.',
        todo: 'Pida que renueven el certificado de {hosts}. Si esa fecha aún no ha llegado, ponga en hora este equipo.',
      },
      tls_not_yet: {
        seen: 'El certificado de {hosts}, emitido por {issuer}, es válido a partir del {from}, que aún no ha llegado.',
        todo: 'Mire si el reloj de este equipo va atrasado. Si va bien, pida que pongan otro certificado en {hosts}.',
      },
      tls_other_name: {
        seen: 'Lo que responde en {hosts} muestra un certificado para {subject}, emitido por {issuer}.',
        todo: 'Compare la dirección {hosts} con la del navegador. Si es correcta, un proxy u otro servidor responde en su lugar: pida que dejen pasar {hosts}, o que le pongan un certificado con su nombre.',
      },
      tls_self_signed: {
        seen: '{hosts} muestra un certificado ({subject}) que se emitió a sí mismo.',
        todo: 'Pida que pongan en {hosts} el certificado de una autoridad. Si un proxy responde en su lugar, pida que instalen su autoridad en el almacén del sistema.',
      },
      tls_unknown_issuer: {
        seen: '{hosts} muestra un certificado de {issuer}, que no conocen ni Sightglass ni el sistema de este equipo.',
        todo: 'Si la empresa inspecciona el tráfico, pida que instalen la autoridad {issuer} en el almacén del sistema y reinicie Sightglass, o que excluyan {hosts} de la inspección. Si no, pida que el servidor envíe toda su cadena de certificados.',
      },
      tls_wrong: {
        seen: '{hosts} muestra un certificado de {issuer} que no cuenta ({systemCode}).',
        todo: 'Pida que revisen, con ese código, el certificado de {hosts} o el proxy que lo muestra.',
      },
      tls_old: {
        seen: '{hosts} y Sightglass no tienen ninguna versión de TLS en común ({systemCode}). Sightglass admite 1.2 y 1.3.',
        todo: 'Pida que activen TLS 1.2 o 1.3 en {hosts}, o en el proxy intermedio.',
      },
      tls_not_spoken: {
        seen: 'No se pudo acordar una conexión segura con lo que responde en {hosts} ({systemCode}).',
        todo: 'Mire si la dirección nombra el puerto correcto. Si es así, algo intermedio responde en lugar de {hosts}: pida que lo revisen con ese código.',
      },
      reach_answers: { seen: '{hosts} respondió en {ms} ms (HTTP {status}).' },
      reach_unasked: { seen: 'No se preguntó a ningún servidor.' },
      reach_slow: {
        seen: '{hosts} tardó {ms} ms en responder.',
        todo: 'Pruebe de nuevo. Si sigue lento, pida que revisen la red, su proxy y su VPN.',
      },
      reach_troubled: {
        seen: '{hosts} respondió HTTP {status}.',
        todo: 'Espere y pruebe de nuevo. Si se repite, pregunte a quienes operan {hosts}, o mire su página de estado.',
      },
      reach_refused: {
        seen: '{hosts} rechaza la conexión.',
        todo: 'Compare la dirección y el puerto con los del navegador. Si son correctos, pida que permitan {hosts} en el cortafuegos.',
      },
      reach_reset: {
        seen: 'La conexión con {hosts} se cortó ({systemCode}).',
        todo: 'Un cortafuegos o un filtro suele cortar lo que no permite: pida que permitan {hosts} en él.',
      },
      reach_silent: {
        seen: '{hosts} no respondió a tiempo.',
        todo: 'Pida que permitan {hosts} en el cortafuegos. Si está en la red de la empresa, conéctese a esa red o a su VPN.',
      },
      reach_no_way: {
        seen: 'No hay camino hasta {hosts} ({systemCode}).',
        todo: 'Conecte este equipo a una red. Si está conectado, pida que revisen las rutas hasta {hosts} y la VPN.',
      },
      reach_proxy_cannot: {
        seen: 'El proxy {proxy} no pudo llegar a {hosts} (HTTP {status}).',
        todo: 'Pida que revisen {proxy}: si puede buscar {hosts} y llegar hasta allí.',
      },
      reach_portal: {
        seen: 'La red quiere un inicio de sesión propio antes de llevar a {hosts} (HTTP 511).',
        todo: 'Abra cualquier página en un navegador, inicie sesión en la red allí, y pruebe de nuevo.',
      },
      reach_elsewhere: {
        seen: '{hosts} lleva a {otherHost}.',
        todo: 'Si {otherHost} es el inicio de sesión de una red o de un proxy, inicie sesión allí con un navegador, o pida que dejen pasar {hosts}. Si es una dirección nueva del servidor, corrija la configuración.',
      },
      // Keychain and clock
      keychain: { seen: '{backend}. Se probó con un valor al iniciar Sightglass.' },
      clock: { seen: 'Coincide con el reloj de {host}.' },
      clock_untold: { seen: 'Ningún servidor indicó qué hora es.' },
      clock_of_server_ahead: {
        seen: 'El reloj de {host} va adelantado {duration} respecto a los de {otherHost} y de este equipo.',
        todo: 'Pida que se ajuste el reloj de {host}. Hasta entonces, sus tokens pueden parecer aún no válidos, o caducadas las respuestas de otros.',
      },
      clock_of_server_behind: {
        seen: 'El reloj de {host} va atrasado {duration} respecto a los de {otherHost} y de este equipo.',
        todo: 'Pida que se ajuste el reloj de {host}. Hasta entonces, sus tokens pueden parecer caducados ya al llegar.',
      },
      // Sigma
      sigma_answers: { seen: '{host} respondió (HTTP {status}) y no remite a otro lugar.' },
      sigma_redirects: {
        seen: '{host} remite a {otherHost}.',
        todo: 'Si {otherHost} es de Sigma, escríbalo en la URL del libro de trabajo. Si es el acceso de una red o de un proxy, pida que se deje pasar {host} para este programa.',
      },
      sigma_unlike: {
        seen: '{host} respondió (HTTP {status}) con una página que no habla de Sigma.',
        todo: 'Abra la URL del libro de trabajo en un navegador. Si eso no es Sigma, corrija la URL. Si lo es, un proxy o un filtro responde en lugar de Sigma: pida que se deje pasar {host}.',
      },
      sigma_troubled: {
        seen: '{host} respondió HTTP {status}. {said}',
        todo: 'Espere y pruebe de nuevo. Si se repite, consulte al soporte de Sigma o su página de estado.',
      },
      // Metadata and level
      metadata_found: { seen: 'El servidor {issuer} se describe en {address}.' },
      metadata_fixed: {
        seen: 'Ninguna dirección de {issuer} dio metadatos ({account}). Se usan los puntos de conexión documentados.',
        todo: 'Compare la dirección de la conexión con la del navegador cuando tiene allí la sesión iniciada. Si es correcta, es posible que un proxy responda en su lugar.',
      },
      metadata_troubled: {
        seen: '{issuer} no puede describirse ahora ({account}). Se usan los puntos de conexión documentados.',
        todo: 'Espere y pruebe de nuevo. Si se repite, pregunte a quienes administran {issuer} o consulte su página de estado.',
      },
      keys_missing: {
        seen: 'Las claves con las que se comprueba un inicio de sesión no llegan de {address}.',
        todo: 'Pida que se mire por qué {address} no entrega las claves del servidor. Hasta entonces, cada inicio de sesión falla al final.',
      },
      metadata_not_needed: {
        seen: 'Este tipo de servidor tiene puntos de conexión documentados y no necesita metadatos.',
      },
      endpoints: { seen: 'Se inicia sesión en {authorization}; los tokens proceden de {token}.' },
      exchange_found: { seen: 'Los tokens se intercambian en {token}.' },
      pkce_stated: { seen: 'Se ofrece PKCE con S256.' },
      pkce_unstated: { seen: 'No se indica si se admite PKCE; se usa de todos modos.' },
      grant_unoffered: {
        seen: 'El servidor ofrece {offered}, y no {wanted}.',
        todo: 'Elija otra forma de iniciar sesión, o pida que se active {wanted} en el servidor.',
      },
      level_fits: { seen: '{host} indica que se inicia sesión en {issuer}, y así está configurado.' },
      level_elsewhere: {
        seen: '{host} indica que se inicia sesión en {told}. Se ha introducido la cuenta, donde se inicia sesión en {issuer}.',
      },
      level_unsaid: { seen: '{host} no indica dónde se inicia sesión; se usa {issuer}.' },
      level_wrong: {
        seen: '{host} indica que se inicia sesión en {told}. Se ha introducido {issuer}.',
        todo: 'Elija «Detección automática» en «Espacio de trabajo o cuenta», o el otro nivel.',
      },
      level_console: {
        seen: '{host} es la consola de la cuenta de Databricks. Se ha introducido un espacio de trabajo.',
        todo: 'Escriba la dirección del espacio de trabajo, o elija la cuenta y escriba su ID de cuenta.',
      },
      // Ports and redirect URLs
      port_free: { seen: 'El puerto {port} está libre en este equipo, para IPv4 e IPv6 en la medida en que existan.' },
      port_program: { seen: 'En el puerto {port} escucha {program}.' },
      port_taken: {
        seen: 'El puerto {port} de {url} está ocupado en {addresses}, por otro programa o por el sistema.',
        todo: 'Cierre lo que lo ocupa, o registre además una URL de redirección con otro puerto. El sistema indica su nombre: ss -ltnp en Linux, lsof -i :{port} en macOS, netstat -abno en Windows.',
      },
      port_ours: {
        seen: 'El puerto {port} aún muestra la última página de un inicio de sesión y está libre para el siguiente.',
      },
      sign_in_under_way: { seen: 'Hay un inicio de sesión en curso que usa un puerto.' },
      redirect_accepted: { seen: 'El servidor admite {url}.' },
      redirect_refused: { seen: 'El servidor rechaza {url}.' },
      redirect_unknown: {
        seen: 'El servidor responde a {url} con una página para personas (HTTP {status}). Si admite la URL de redirección se ve cuando alguien inicia sesión.',
        todo: 'Compare las URL de redirección con lo registrado, letra por letra.',
      },
      authorize_troubled: {
        seen: 'Donde se inicia sesión, {host} responde HTTP {status}.',
        todo: 'Espere y pruebe de nuevo. Si se repite, pregunte a quienes administran {host} o consulte su página de estado; y compare la dirección de la configuración con la del navegador.',
      },
      // Scopes
      scopes_listed: { seen: 'Todos los ámbitos {scopes} están entre los que enumera el servidor.' },
      scopes_taken: { seen: 'Antes de que nadie inicie sesión, el servidor no objeta nada a {scopes}.' },
      scopes_unlisted: {
        seen: 'El servidor enumera sus ámbitos, y {missing} no está entre ellos. Algunos servidores no los enumeran todos.',
        todo: 'Compare los ámbitos con lo que el servidor ofrece a esta aplicación.',
      },
      scopes_unsaid: { seen: 'El servidor no indica qué ámbitos hay. Se ven cuando alguien inicia sesión.' },
      scopes_without_refresh: {
        seen: 'Sin {scope}, el servidor no entrega ningún token de actualización.',
        todo: 'Añada {scope} a los ámbitos. Si no, hay que volver a iniciar sesión cada vez que termina un token.',
      },
      // The application
      client_public: {
        seen: 'El servidor rechazó un código inventado, pero no la aplicación: la admite sin secreto, en lo que puede saberse sin una persona.',
      },
      client_recognised: {
        seen: 'El servidor rechazó un código inventado, pero no la aplicación: el ID y el secreto se admiten, en lo que puede saberse sin una persona.',
      },
      client_in_body_alone: {
        seen: 'El servidor rechazó el secreto en la cabecera; en el cuerpo rechazó solo un código inventado.',
        todo: 'Si la aplicación está registrada así, elija «Secreto en el cuerpo de la solicitud» en «Autenticación de cliente». Si no, compruebe el secreto.',
      },
      client_in_header_alone: {
        seen: 'El servidor rechazó el secreto en el cuerpo; en la cabecera rechazó solo un código inventado.',
        todo: 'Si la aplicación está registrada así, elija «Secreto en la cabecera» en «Autenticación de cliente». Si no, compruebe el secreto.',
      },
      machine_recognised: { seen: 'El servidor admitió la máquina y rechazó solo sus ámbitos.' },
      client_got_token: { seen: 'La máquina obtuvo un token. Se ha desechado.' },
      client_unclear: {
        seen: 'La respuesta del servidor a un código inventado no lo aclara. {said}',
        todo: 'Nada, hasta que alguien inicie sesión.',
      },
      // After the sign-in
      signed_out: { seen: 'No hay ninguna sesión iniciada.', todo: 'Inicie sesión.' },
      sign_in_failed: {
        seen: 'Así terminó el último inicio de sesión, y no hay ninguna sesión iniciada.',
        todo: 'Haga lo que se dice arriba, o pida que se haga. Después inicie sesión de nuevo.',
      },
      grant_held: { seen: 'Sesión iniciada; el token vale durante {duration} y se renueva automáticamente.' },
      grant_not_renewable: { seen: 'Sesión iniciada durante {duration}.' },
      granted_all: { seen: 'Se ha concedido lo que se pide: {scopes}.' },
      granted_without: { seen: 'Se ha concedido sin {missing}, de lo que el programa puede prescindir.' },
      identity_told: { seen: 'A Sigma se le indica {email}.' },
      identity_doubtful: {
        seen: 'A Sigma se le indica {email}, que puede rechazar.',
        todo: 'Vea lo que se dice junto a la dirección en los detalles de la sesión; pida que se cambie la dirección si Sigma la rechaza.',
      },
      identity_refused_now: {
        seen: 'El inicio de sesión indicó la persona. Preguntado ahora con el mismo token, {host} no la indica.',
        todo: 'Si se repite, pida que se compruebe si la persona sigue activa allí y tiene acceso. Tras una revocación, solo ayuda iniciar sesión de nuevo.',
      },
      session_signed: {
        seen: 'Se puede firmar una sesión para {workbooks} libros de trabajo: {tokens} tokens en una dirección de {length} bytes como máximo. Se ha desechado sin enviarla.',
      },
      session_without_tokens: {
        seen: 'La sesión contiene {tokens} tokens, y Sigma necesita {wanted}.',
        todo: 'Informe de ello con estos resultados.',
      },
      // What came of a sign-in
      renewals_well: {
        seen: 'Desde que se inició Sightglass salieron bien {made} renovaciones. La próxima es en {next}.',
      },
      renewals_ahead: {
        seen: 'Desde que se inició Sightglass no tocaba ninguna renovación. La primera es en {next}.',
      },
      renewals_impossible: { seen: 'Este inicio de sesión no se puede renovar, y termina con su token.' },
      renewals_failing: {
        seen: 'Fallaron {count} renovaciones seguidas, la primera hace {duration}. El próximo intento es en {next}.',
      },
      renewals_shaky: {
        seen: 'Fallaron {failed} de las últimas {made} renovaciones, la última vez con {code}. La próxima es en {next}.',
        todo: 'Pida que revisen lo que hay en medio: una red que va y viene, un proxy o un servidor ocupado. Los inicios de sesión terminan cuando todos los intentos fallan el tiempo suficiente.',
      },
      renewals_unplanned: {
        seen: 'No hay ninguna renovación prevista, aunque el inicio de sesión se puede renovar.',
        todo: 'Reinicie Sightglass. Si se repite, comuníquelo con estos resultados.',
      },
      claims_unneeded: { seen: 'Esta configuración no lee ningún claim.' },
      claims_absent: {
        seen: 'El inicio de sesión llegó sin {claims}, que pide esta configuración.',
        todo: 'Pida que pongan {claims} en el token de ID o en UserInfo de esta aplicación, o corrija los nombres de los atributos y equipos en la configuración. Después inicie sesión de nuevo: los claims se leen al iniciar sesión.',
      },
      claim_text: { seen: 'El claim {claim} está, con un valor.' },
      claim_list: { seen: 'El claim {claim} está, como lista de {count}.' },
      federation_exchanged: { seen: 'El token de {issuer} se canjeó en {token}, para {scopes}.' },
      session_read: {
        seen: 'Se firmó una sesión y se leyó con el secreto de inserción, como la lee Sigma: se pudieron descifrar {tokens} tokens, no falta ningún claim, la dirección tiene {length} bytes, y termina tras {duration}, no después de sus inicios de sesión.',
      },
      session_elsewhere: {
        seen: 'El secreto de inserción no está en este equipo, así que lo firmado no se puede leer aquí.',
      },
      session_unsigned: {
        seen: 'El secreto de inserción de este equipo no corresponde a lo que se firmó con él.',
        todo: 'Escriba de nuevo el secreto de inserción en la configuración.',
      },
      session_claims_wrong: {
        seen: 'Sigma rechazaría los claims {claims} de la sesión.',
        todo: 'Compare el ID de cliente de inserción, la clase de usuario y la duración de la sesión de la configuración con lo que está configurado en Sigma. Si son correctos, comuníquelo con estos resultados.',
      },
      session_sealed: {
        seen: '{count} de {tokens} tokens de la sesión no se pueden descifrar con el secreto de inserción de este equipo.',
        todo: 'Escriba de nuevo el secreto de inserción en la configuración. Sigma diría «Invalid encrypted token».',
      },
      session_outlives: {
        seen: 'La sesión terminaría {duration} después del primero de sus inicios de sesión.',
        todo: 'Comuníquelo con estos resultados.',
      },
      sigma_loaded: { seen: 'Sigma cargó «{workbook}» hace {duration}.' },
      sigma_refused: { seen: 'Sigma rechazó «{workbook}» hace {duration}.' },
      never_loaded: {
        seen: 'Desde que se inició Sightglass no se cargó ningún libro de trabajo de esta configuración.',
        todo: 'Abra un libro de trabajo, y pruebe de nuevo.',
      },
      data_came: { seen: 'Los primeros datos de «{workbook}» llegaron tras {ms} ms.' },
      data_unsaid: {
        seen: 'Sigma cargó «{workbook}» hace {duration}, y no ha dicho nada de sus datos. Una página sin consultas nunca lo dice.',
      },
      data_elements: { seen: 'No se pudieron dibujar {count} elementos de «{workbook}».' },
    },
  },

  providers: {
    databricks: {
      label: 'Databricks',
      registerTitle: 'Qué registrar en Databricks',
      fields: {
        host: {
          label: 'URL del espacio de trabajo',
          help: 'Su dirección, o la de cualquier página de él.',
        },
        level: {
          label: 'Espacio de trabajo o cuenta',
          help: 'Se inicia sesión en el espacio de trabajo. Las cuentas de prueba lo necesitan.',
        },
        accountId: {
          label: 'ID de cuenta',
          help: 'En la dirección de la consola de la cuenta: account_id=…',
        },
        workspaceId: {
          label: 'ID de espacio de trabajo',
          help: 'En un host con varios espacios de trabajo: el que indica quién inició sesión. En su dirección: o=…',
        },
      },

      levelIs: '{question}: {level}',
      levelOfExchange: 'Espacio de trabajo o cuenta del intercambio',
      automatic: 'Detección automática',
      automaticHelp:
        'Se pregunta al host. Si la conexión de Sigma tiene el URI de metadatos de una consola de la cuenta, elija Cuenta.',
      workspace: 'Espacio de trabajo',
      account: 'Cuenta',
      accountIdIfOptional: 'Si se deja vacío, el host indica cuál. Se rechaza cualquier otra cuenta.',

      noWorkspace: '¿No conoce ningún espacio de trabajo? Tome la consola de la cuenta de {clouds}.',
      accountForPeople:
        'Se inicia sesión en la consola de la cuenta. La aplicación de OAuth está allí en ambos niveles.',
      workspaceForTokens: 'Tokens para un espacio de trabajo.',
      accountForTokens: 'Tokens para toda la cuenta.',

      onCloud: 'Databricks en {cloud}',
      onCloudWithConsole: '{place}, consola de la cuenta {host}',
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
        label: 'ID de cliente de OAuth',
        help: 'De Settings, App connections, en la consola de la cuenta. Para una máquina: el ID de aplicación de la entidad de servicio.',
      },
      clientSecret: {
        label: 'Secreto de cliente de OAuth',
        help: 'Se muestra una vez, al crear la conexión de aplicación o el secreto de la entidad de servicio.',
      },
      scopes: {
        allApis: {
          purpose: 'Todas las API',
          help: 'Lo que registra el QuickStart. También indica quién inició sesión.',
        },
        sql: {
          purpose: 'Solo SQL',
          help: 'Suficiente para consultas; los ámbitos de OpenID indican quién inició sesión.',
        },
        serviceAccount: {
          purpose: 'Entidad de servicio',
          help: 'Para una máquina, que no necesita token de actualización.',
        },
      },
      scopesPlace: 'en la consola de la cuenta, en Settings, App connections, Access scopes',
      redirectHelp:
        'Databricks compara las URL de redirección exactamente y no admite otros puertos de bucle invertido. Registre cada URL de redirección exactamente como está escrita aquí, incluido el puerto. Si hay más de una, Sightglass toma la primera cuyo puerto esté libre.',
      steps: {
        addConnection: 'En la consola de la cuenta, abra Settings, App connections, y añada una conexión.',
        redirectsScopesLifetimes:
          'Escriba las URL de redirección (las de esta conexión y las dos de su despliegue de Sigma), elija los ámbitos de acceso y establezca las duraciones: tokens de acceso, 60 minutos; tokens de actualización, de 7 a 90 días.',
        clientSecret:
          'Para un cliente confidencial, genere un secreto de cliente; sin él, la aplicación es pública y PKCE la protege.',
        serviceAccount:
          'Para una máquina, cree una entidad de servicio y un secreto de OAuth para ella, y dele acceso a los datos.',
      },
      lifetimes:
        'Tokens de actualización: con 90 días se interrumpe menos a las personas; con menos de 7 días, las exportaciones programadas se cortan. Tokens de acceso: 60 minutos.',
    },

    entra: {
      label: 'Microsoft Entra ID',
      registerTitle: 'Qué registrar en Microsoft Entra ID',
      fields: {
        authority: {
          label: 'Autoridad',
          help: 'https://login.microsoftonline.us para el Gobierno de EE. UU., https://login.partner.microsoftonline.cn para China.',
        },
        tenant: {
          label: 'ID de directorio (inquilino)',
          help: 'De la información general del registro de la aplicación. También sirve un dominio verificado; «organizations» deja entrar a cualquier empresa.',
        },
      },
      nationalClouds: 'Nubes nacionales',
      nationalCloud: 'Nube nacional: {cloud}',
      clouds: { usGovernment: 'EE. UU. (Gobierno)', china: 'China, operada por 21Vianet' },
      clientId: {
        label: 'ID de aplicación (cliente)',
        help: 'De la información general del registro de la aplicación.',
      },
      clientSecret: {
        label: 'Secreto de cliente',
        help: 'El valor, no el ID, de Certificados y secretos. No lo incluya en una aplicación nativa («móvil y de escritorio»).',
      },
      scopes: {
        azureDatabricks: {
          purpose: 'Azure Databricks',
          help: 'El ID es el de AzureDatabricks en todos los inquilinos.',
        },
        azureDatabricksWithIdentity: {
          purpose: 'Azure Databricks, con identidad',
          help: 'También indica quién inició sesión, para Sigma y para los atributos de usuario.',
        },
        bigQuery: {
          purpose: 'BigQuery mediante identidades de los trabajadores',
          help: 'Necesita Google Workforce Identity Federation con este directorio.',
        },
        identity: {
          purpose: 'Quién es la persona',
          help: 'Para la seguridad de nivel de fila por atributos, o para un token que se intercambia en Databricks.',
        },
        serviceAccount: {
          purpose: 'Entidad de servicio en Azure Databricks',
          help: 'Para una máquina (credenciales de cliente).',
        },
      },
      scopesPlace: 'en el centro de administración de Entra, en Registros de aplicaciones, Permisos de API',
      redirectHelp:
        'Registre http://localhost con su ruta en «Aplicaciones móviles y de escritorio»; Entra no tiene en cuenta el puerto. Un registro «Web» compara exactamente.',
      steps: {
        registerApplication:
          'Registre una aplicación; plataforma «Aplicaciones móviles y de escritorio», con las URL de redirección de esta conexión.',
        databricksPermission:
          'En Permisos de API, añada AzureDatabricks, user_impersonation (delegado), y conceda el consentimiento de administrador.',
        publicClient:
          'Para permitir el cliente público, active «Permitir flujos de clientes públicos»; o añada un secreto o un certificado.',
        optionalClaims:
          'En Configuración de token, añada las notificaciones opcionales (email, groups) de las que se leen los atributos de usuario.',
      },
      lifetimes: 'Las de Microsoft: tokens de actualización, 90 días; tokens de acceso, de 60 a 90 minutos.',
    },

    oidc: {
      label: 'Okta, Auth0, PingIdentity u otro servidor de OpenID Connect',
      registerTitle: 'Qué registrar en el proveedor de identidades',
      fields: {
        metadataUrl: {
          label: 'URI de metadatos',
          help: 'Del servidor de autorización; termina en /.well-known/openid-configuration.',
        },
        audience: {
          label: 'Audiencia',
          help: 'El identificador de la API, si el servidor lo pide. Auth0 lo pide: sin él, sus tokens no abren más que su propia información de usuario.',
        },
      },
      audienceIs: 'Audiencia: {audience}',
      isEntra: 'Esto es Microsoft Entra ID, que tiene su propio formulario.',
      useEntra: 'Usar ese',
      clientId: { label: 'ID de cliente', help: 'De la aplicación que se creó para Sightglass.' },
      clientSecret: {
        label: 'Secreto de cliente',
        help: 'Para un cliente confidencial. Una aplicación nativa no lo tiene y está protegida por PKCE.',
      },
      scopes: {
        snowflake: {
          purpose: 'Snowflake (OAuth externo)',
          help: 'session:role:NAME en lugar de session:role-any fija el rol.',
        },
        databricks: {
          purpose: 'Databricks (directiva de federación)',
          help: 'Databricks necesita una directiva de federación para este proveedor de identidades.',
        },
        identity: {
          purpose: 'Quién es la persona',
          help: 'Para la seguridad de nivel de fila por atributos, o para un token que se intercambia en Databricks.',
        },
        bigQuery: {
          purpose: 'BigQuery (identidades de los trabajadores)',
          help: 'Necesita Google Workforce Identity Federation con este proveedor.',
        },
      },
      scopesPlace:
        'en el proveedor de identidades, en los ámbitos y las directivas de acceso del servidor de autorización',
      redirectHelp:
        'Registre cada URL de redirección exactamente como está escrita aquí, incluido el puerto. Si hay más de una, Sightglass toma la primera cuyo puerto esté libre.',
      steps: {
        createApplication:
          'Cree una aplicación nativa (pública) de OpenID Connect; concesiones: código de autorización y token de actualización, PKCE obligatorio.',
        redirects: 'Escriba las URL de redirección de esta conexión.',
        scopesAndPolicy:
          'En el servidor de autorización (Okta: API Access Management), defina los ámbitos y una directiva de acceso para la aplicación; tokens de actualización de 7 a 90 días.',
        createApi:
          'Auth0: cree una API cuyo identificador sea la audiencia, con los ámbitos como permisos, y permita el acceso sin conexión.',
        snowflake:
          'Para Snowflake: cree una integración de seguridad de tipo external_oauth con el emisor y la URL de las claves de este servidor.',
        databricks: 'Para Databricks: cree una directiva de federación para este emisor y su audiencia.',
      },
      lifetimes:
        'Tokens de actualización: con 90 días se interrumpe menos a las personas; con menos de 7 días, las exportaciones programadas se cortan. Tokens de acceso: 60 minutos.',
    },

    snowflake: {
      label: 'Snowflake',
      registerTitle: 'Qué registrar en Snowflake',
      fields: {
        accountUrl: {
          label: 'URL de la cuenta',
          help: 'De Snowsight: el menú de la cuenta, View account details. Escriba los guiones bajos del nombre como guiones.',
        },
      },
      clientId: {
        label: 'ID de cliente de OAuth',
        help: "De SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION').",
      },
      clientSecret: {
        label: 'Secreto de cliente de OAuth',
        help: 'OAUTH_CLIENT_SECRET de la misma respuesta. Un cliente público (OAUTH_CLIENT_TYPE = PUBLIC) no envía ninguno.',
      },
      scopes: {
        anyRole: {
          purpose: 'Cualquier rol de la persona',
          help: 'Necesita OAUTH_USE_SECONDARY_ROLES o el rol predeterminado de la persona.',
        },
        oneRole: { purpose: 'Un rol', help: 'Ponga el nombre del rol en lugar de PUBLIC.' },
      },
      scopesPlace: 'en la integración de seguridad de Snowflake (roles no bloqueados, OAUTH_ISSUE_REFRESH_TOKENS)',
      redirectHelp:
        'Snowflake admite un OAUTH_REDIRECT_URI por integración y lo compara exactamente. Solo permite http con OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE. Regístrelo exactamente como está escrito aquí, incluido el puerto.',
      steps: {
        createIntegration:
          'CREATE SECURITY INTEGRATION … TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = PUBLIC o CONFIDENTIAL.',
        redirects:
          'OAUTH_REDIRECT_URI = la URL de redirección de esta conexión, OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE, OAUTH_ENFORCE_PKCE = TRUE.',
        refreshTokens:
          'OAUTH_ISSUE_REFRESH_TOKENS = TRUE, OAUTH_REFRESH_TOKEN_VALIDITY = de 604800 a 7776000 segundos (de 7 a 90 días).',
        roles:
          'ACCOUNTADMIN, ORGADMIN y SECURITYADMIN están bloqueados de forma predeterminada: las personas necesitan otro rol predeterminado.',
      },
      lifetimes:
        'Tokens de actualización: con 90 días se interrumpe menos a las personas; con menos de 7 días, las exportaciones programadas se cortan. Los tokens de acceso duran siempre 10 minutos.',
    },

    google: {
      label: 'Google (BigQuery)',
      registerTitle: 'Qué registrar en Google Cloud',
      fields: {
        issuer: { label: 'Emisor', help: 'El mismo para todos.' },
      },
      anotherIssuer: 'Otro emisor',
      clientId: {
        label: 'ID de cliente',
        help: 'De la consola de Google Cloud: Google Auth Platform, Clientes, tipo «Aplicación de escritorio».',
      },
      clientSecret: {
        label: 'Secreto de cliente',
        help: 'Google también da un secreto a las aplicaciones de escritorio, y lo pide.',
      },
      scopes: {
        bigQuery: {
          purpose: 'BigQuery',
          help: 'El token de actualización llega sin ámbito: Sightglass pide acceso sin conexión.',
        },
        identity: { purpose: 'Quién es la persona', help: 'Para la seguridad de nivel de fila por atributos.' },
      },
      scopesPlace: 'en la consola de Google Cloud, en Google Auth Platform, Acceso a los datos',
      redirectHelp:
        'Los clientes de tipo «Aplicación de escritorio» no necesitan registrar una URL de redirección y admiten cualquier puerto de bucle invertido. Los clientes de tipo «Aplicación web» comparan exactamente.',
      steps: {
        consentScreen:
          'En la consola de Google Cloud, configure la pantalla de consentimiento (tipo de usuario Interno para una empresa) con el ámbito de BigQuery.',
        createClient: 'Cree un cliente de OAuth de tipo «Aplicación de escritorio».',
        roles: 'Dé a las personas roles/bigquery.dataViewer y roles/bigquery.jobUser (o equivalentes) en el proyecto.',
        testing:
          'Mientras la pantalla de consentimiento está en pruebas, los tokens de actualización terminan a los 7 días.',
      },
    },
  },
} satisfies Text;
