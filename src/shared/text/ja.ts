/** Every sentence that a person reads, in Japanese. What each is for is said in `en.ts`. */
import type { Text } from './en.ts';

export const ja = {
  locale: 'ja-JP',

  errors: {
    // The sign-in, before the browser comes back
    sign_in_cancelled: {
      title: 'サインインがキャンセルされました',
      detail: {
        byPerson: 'サインインは完了前にキャンセルされました。',
        closing: 'プログラムを終了しています。',
        signedOut: 'サインアウトまたは変更されました。',
        notWaiting: 'ブラウザーを待っているサインインはありません。',
      },
      remedy: '準備ができたら、もう一度サインインを開始してください。',
    },
    sign_in_replaced: {
      title: '新しいサインインに切り替わりました',
      detail: 'このサインインが完了する前に、別のサインインが開始されました。',
      remedy: '最後に開いたブラウザータブでサインインを完了してください。',
    },
    sign_in_timed_out: {
      title: 'サインインに時間がかかりすぎました',
      detail: '5 分以内にブラウザーから応答がありませんでした。',
      remedy:
        'もう一度サインインを開始し、5 分以内に完了してください。ブラウザーにリダイレクト URL のエラー (redirect_uri_mismatch、AADSTS50011) が表示された場合は、接続のリダイレクト URL を記載どおりに登録するよう管理者に依頼してください。ブラウザーから応答がない場合は、プロキシまたはファイアウォールがブラウザーからこのコンピューターへの接続をブロックしている可能性があります。',
    },
    redirect_ports_busy: {
      title: 'サインインの応答を受け取れません',
      detail: {
        allTaken: '次の順に試しました: {ports}。',
        unusable: '{host} のポート {port} は使用できません ({systemCode})。',
      },
      remedy:
        'この接続に登録されているすべてのポートを別のプログラムが使用しています。そのプログラムを終了するか、別のリダイレクト URL を登録して接続に追加するよう管理者に依頼してください。',
    },
    browser_not_opened: {
      title: 'ブラウザーを開けませんでした',
      detail: 'オペレーティングシステムがブラウザーを開きませんでした。',
      remedy: 'サインインのリンクをコピーし、このコンピューターのブラウザーで開いてください。',
    },
    insecure_server: {
      title: 'サーバーのアドレスが安全ではありません',
      detail: {
        invalid: 'アドレスが有効な URL ではありません。',
        holdsCredentials: '{host} のアドレスにユーザー名またはパスワードが含まれています。',
        notHttps: '{protocol}//{host} は https のアドレスではありません。',
      },
      remedy:
        'https:// で始まるアドレスを使用してください。暗号化されていない http は、テスト用にこのコンピューター上のサービスに対してのみ使用できます。',
    },

    authorization_denied: {
      title: 'アクセスが拒否されました',
      remedy:
        'もう一度サインインし、「許可」を選択してください。選択肢が表示されない場合は、アプリケーションへのアクセス権を管理者に依頼してください。',
    },
    authorization_invalid_request: {
      title: '認可サーバーが要求を受け付けませんでした',
      remedy:
        '接続のクライアント ID とリダイレクト URL を、登録済みアプリケーションのものと照合してください。完全に一致している必要があります。',
    },
    redirect_uri_mismatch: {
      title: 'リダイレクト URL が登録されていません',
      remedy:
        '接続のリダイレクト URL を、ポートとパスも含めて記載どおりに登録済みアプリケーションへ追加するよう管理者に依頼してください。',
    },
    authorization_unauthorized_client: {
      title: 'このアプリケーションではサインインが許可されていません',
      remedy: 'このクライアント ID の認可コードグラントを有効にするよう管理者に依頼してください。',
    },
    authorization_unsupported_response_type: {
      title: '認可サーバーはこの種類のサインインに対応していません',
      remedy: 'このクライアント ID の認可コードグラントを有効にするよう管理者に依頼してください。',
    },
    authorization_invalid_scope: {
      title: '要求したアクセス許可は利用できません',
      remedy:
        '接続に記載されたスコープをアプリケーションに付与するよう管理者に依頼するか、不要なスコープを削除してください。',
    },
    authorization_interaction_required: {
      title: '認可サーバーで操作が必要です',
      remedy:
        'もう一度サインインし、ブラウザーの求めに応じてください。繰り返す場合は、管理者が組織として同意する必要があるかもしれません。何度も同意を求められる場合は、スコープ「offline_access」を接続に追加すると、リフレッシュトークンが発行されます。',
    },
    authorization_server_error: {
      title: '認可サーバーで問題が発生しました',
      remedy:
        'しばらくしてからもう一度お試しください。繰り返す場合は、データプラットフォームの管理者に連絡してください。',
    },
    authorization_failed: {
      title: '認可サーバーがサインインを拒否しました',
      remedy: '詳細を確認してから、もう一度試すか、管理者に詳細を伝えてください。',
    },
    authorization_issuer_mismatch: {
      title: '別のサーバーから応答がありました',
      detail: {
        unnamed: '応答に送信元が示されていません。想定していた発行者は {issuer} です。',
        other: '応答に別の発行者が示されています。想定していた発行者は {issuer} です。',
      },
      remedy:
        '続行しないでください。ブラウザーのタブを閉じて最初からやり直してください。繰り返す場合は、セキュリティチームに連絡してください。何者かがサインインを別の場所へ誘導しようとしている可能性があります。',
    },
    authorization_response_invalid: {
      title: '認可サーバーの応答を理解できませんでした',
      detail: {
        malformed: '応答に重複したパラメーター、または種類の正しくないパラメーターが含まれています。',
        codeCount: '応答に含まれるコードが 1 つではありません。',
      },
      remedy: 'もう一度サインインを開始してください。繰り返す場合は、管理者に詳細を伝えてください。',
    },

    // Metadata (RFC 8414)
    metadata_invalid: {
      title: '認可サーバーの情報が正しくありません',
      detail: {
        notFound: 'メタデータが見つかりません。{account}',
        noEndpoints: '{host} のメタデータに、認可エンドポイントまたはトークンエンドポイントがありません。',
        noKeys: '{host} から鍵が送られませんでした (HTTP {status})。{said}',
        unreadableHost: '{host} の情報を読み取れません: {name} が正しい形式ではありません。',
        noAccount:
          '{host} では特定のアカウントでサインインしますが、どのアカウントかがサーバーにもプロファイルにも示されていません。',
      },
      remedy:
        '接続のアドレスを確認してください。メタデータ URI は、末尾のスラッシュの有無も含めて、サーバーのとおりに入力する必要があります。正しい場合は、サーバーの管理者に詳細を伝えてください。',
    },
    metadata_issuer_mismatch: {
      title: '認可サーバーが別の名前を示しています',
      detail: {
        other: '想定していたのは {issuer} ですが、{host} が示した名前は {stated} です。',
        unnamed: '想定していたのは {issuer} ですが、{host} は別の名前を示しています。',
        otherAccount: '{host} は {expected} ではなく、アカウント {stated} に属しています。',
      },
      remedy:
        '両方が同じサーバーの名前である場合は、サーバーが示すアドレスを入力してください。そうでない場合は続行せず、管理者と接続のアドレスを確認してください。',
    },
    metadata_endpoint_untrusted: {
      title: '認可サーバーが信頼できないアドレスを示しています',
      detail: {
        noAddress: '{host} のメタデータの {name} はアドレスではありません。',
        notHttps: '{host} のメタデータの {name} は https のアドレスではありません。',
        holdsFragment: '{host} のメタデータの {name} にフラグメントが含まれています。',
        elsewhere: '{host} のメタデータの {name} は別のサーバーにあります: {otherHost}。',
        unknownPlace: '{host} のメタデータの {name} は、サインインに使われる場所ではありません: {path}。',
      },
      remedy: '続行しないでください。管理者と接続のアドレスを確認してください。',
    },
    pkce_unsupported: {
      title: '認可サーバーが S256 による PKCE に対応していません',
      detail: '{host} は S256 方式に対応していないと示しています。',
      remedy:
        'Sightglass は PKCE でのみサインインします。このアプリケーションで PKCE を有効にするよう管理者に依頼してください。',
    },

    // Tokens (RFC 6749 section 5.2)
    client_rejected: {
      title: 'アプリケーションが認識されませんでした',
      remedy:
        '接続のクライアント ID と、アプリケーションにある場合はクライアントシークレットまたは秘密鍵を確認してください。正しい場合は、アプリケーションの認証方法がどのように登録されているかを管理者に確認してください。',
    },
    code_rejected: {
      title: 'サインインコードが受け付けられませんでした',
      detail: {
        spentInHeader:
          'サーバーの応答は HTTP {status} でした。{said} その前にヘッダーでのアプリケーションのシークレットが拒否され、コードが使用済みになりました。次のサインインは本文から始めます。',
        spentInBody:
          'サーバーの応答は HTTP {status} でした。{said} その前に本文でのアプリケーションのシークレットが拒否され、コードが使用済みになりました。次のサインインはヘッダーから始めます。',
      },
      remedy: 'もう一度サインインを開始し、長く間を空けずに完了してください。',
    },
    token_request_rejected: {
      title: '認可サーバーがトークンを発行しませんでした',
      remedy:
        '詳細を確認してください。原因が書かれていない場合は、接続のクライアント ID、リダイレクト URL、スコープを登録内容と照合してください。フィルターやネットワークについて書かれている場合は、その管理者に確認してください。',
    },
    token_response_invalid: {
      title: '認可サーバーから使用できないトークンが送られました',
      detail: {
        notJson: '応答が JSON として示されていません。{said}',
        noObject: '応答が JSON オブジェクトではないか、同じメンバーが重複しています。',
        alsoError: '応答が成功とエラーを同時に示しています。',
        notBearer: 'ベアラートークンではありません。',
        lifetime: '有効期間が正の秒数ではありません。',
        incomplete: '応答に必要な部分が欠けているか、種類の正しくない部分があります。',
      },
      remedy: 'もう一度お試しください。繰り返す場合は、データプラットフォームの管理者に詳細を伝えてください。',
    },
    id_token_invalid: {
      title: '本人であることの証明が有効ではありませんでした',
      detail: {
        noText: 'テキストではありません。',
        algorithm: '受け付けられない {algorithm} で署名されています。',
        unsigned: '署名されていません (アルゴリズム none)。',
        encrypted: '暗号化されているため ({algorithm})、読み取れません。',
        signature: '署名を検証できませんでした ({joseCode})。',
        unusableKey: '署名を検証できませんでした (使用できない鍵)。',
        otherAccessToken: '別のアクセストークン用に作られたものです (at_hash)。',
        otherApplication: '別のアプリケーション用に作られたものです (azp)。',
        otherPerson: 'サインインした人とは別の人を示しています (sub)。',
        fromFuture: '発行日時が未来です (iat)。',
      },
      remedy:
        'もう一度サインインしてください。繰り返す場合は、接続のクライアント ID とアドレスを登録内容と照合するよう管理者に依頼してください。一致している場合は、セキュリティチームに連絡してください。',
    },
    scopes_missing: {
      title: '一部のアクセス許可が付与されませんでした',
      detail: '付与されていないもの: {missing}。{place}許可するよう管理者に依頼してください。',
      remedy:
        '不足しているスコープをこのアプリケーションに許可するよう管理者に依頼するか、不要なスコープを接続から削除してください。2 つの一覧は一致している必要があります。',
    },
    identity_unknown: {
      title: 'データプラットフォームがあなたを特定しませんでした',
      detail: {
        unusableAddress: 'ユーザーのアドレスが空か、空白文字を含んでいます。',
        meRefused: '{host} があなたを特定しませんでした (SCIM Me: HTTP {status})。{said}',
        noAddress: 'Sigma に示すユーザーのメールアドレスが、プロファイルにもサインインにもありません。',
      },
      remedy:
        'スコープ「openid email」を接続に追加するか、プロファイルで固定の埋め込みユーザーを設定してください。スコープがある場合は、メールアドレスをこのアプリケーションに提供するよう認可サーバーの管理者に依頼してください。',
    },
    email_unverified: {
      title: 'メールアドレスが確認されていません',
      detail: {
        said: 'サインインは {address} を示していますが、このアドレスは未確認とされています (email_verified)。',
        saidOfNone: 'サインインでは、メールアドレスが未確認とされています (email_verified)。',
        unproven: 'サインインでは、示されたメールアドレスを証明するものがないとされています (xms_edov)。',
      },
      remedy:
        'サインイン先のサーバーでアドレスを確認するか、確認済みにするよう管理者に依頼してから、もう一度サインインしてください。他人のものかもしれないアドレスは Sigma に渡されません。サーバーでアドレスを確認できない場合は、管理者がプロファイルで固定の埋め込みユーザーを設定できます。',
    },
    user_info_failed: {
      title: '認可サーバーから得られたユーザー情報が不足しています',
      detail: {
        refused: 'ID トークンに必要な情報がなく、{host} の UserInfo の応答は HTTP {status} でした。{said}',
        unreachable: 'ID トークンに必要な情報がなく、{host} の UserInfo から応答を得られませんでした ({said})。',
        untrusted: 'ID トークンに必要な情報がなく、UserInfo が信頼できないアドレスにあります: {address}。',
        notJson: 'ID トークンに必要な情報がなく、{host} の UserInfo の応答は JSON ではなく {type} でした。',
        noObject: '{host} の UserInfo の応答が JSON オブジェクトではないか、同じメンバーが重複しています。',
        noSubject: '{host} の UserInfo の応答に、誰についてのものか (sub) が示されていないため、使用しませんでした。',
        encrypted: '{host} の UserInfo の応答は暗号化されており、対応していません。',
        noKeys: '{host} の UserInfo の応答は署名されていますが、サーバーは検証用の鍵を示していません。',
        keysFailed:
          '{host} の UserInfo の応答は署名されていますが、検証用の鍵を {keysHost} から取得できませんでした ({said})。',
        algorithm: '{host} の UserInfo の応答は、受け付けられない {algorithm} で署名されています。',
        unsigned: '{host} の UserInfo の応答は署名付きとされていますが、署名されていません (アルゴリズム none)。',
        signature: '{host} の UserInfo の応答の署名を検証できませんでした ({said})。',
        notForUs: '{host} の UserInfo の応答は、別のアプリケーション、サーバー、または時刻に対するものです ({claim})。',
      },
      remedy:
        'しばらくしてからもう一度サインインしてください。繰り返す場合は、不足しているクレームをこのアプリケーションの ID トークンに含めるか、アクセストークンで UserInfo を利用できるようにする (スコープ「openid email profile」) よう、認可サーバーの管理者に依頼してください。',
    },
    user_info_mismatch: {
      title: '認可サーバーが別の人の情報を返しました',
      detail: '{host} の UserInfo は、ID トークンとは別の人についての情報です (sub)。この情報は使用していません。',
      remedy:
        '続行しないでください。もう一度サインインしてください。繰り返す場合は、セキュリティチームに連絡してください。トークンが入れ替わっている可能性があります。',
    },
    people_differ: {
      title: '異なるユーザーとしてサインインしています',
      detail: {
        named: 'このプロファイルの接続は {names} を示しています。',
        unnamed:
          '{connections} へのサインインは、誰がサインインしたかをメールアドレスで示していないため、{name} であることを確認できません。',
      },
      remedy:
        '他の人のものになっている接続からサインアウトし、同じ人としてサインインし直してください。1 人が複数のアドレスを持つ場合や、名前がアドレスではない場合は、管理者がプロファイルの「Sigma に示すメールアドレス」で許可できます。',
    },
    claim_missing: {
      title: 'サインインにワークブックが必要とする情報がありません',
      detail: 'サインインにクレーム「{claim}」がありません。',
      remedy:
        'このアプリケーションのトークンにクレームを追加するか、プロファイルのクレームの割り当てを修正するよう管理者に依頼してください。その後、もう一度サインインしてください。',
    },
    exchange_rejected: {
      title: 'Databricks が会社のサインインを受け付けませんでした',
      remedy:
        'ID プロバイダーの発行者とオーディエンスを指定したフェデレーションポリシーを Databricks の管理者に依頼し、同じ名前の Databricks ユーザーがあることを確認してください。',
    },
    private_key_invalid: {
      title: '秘密鍵を使用できませんでした',
      detail: {
        rsa: '{algorithm} には PKCS#8 PEM 形式の RSA 鍵が必要です。',
        ellipticCurve: '{algorithm} には PKCS#8 PEM 形式の楕円曲線鍵 (P-256) が必要です。',
      },
      remedy:
        'このプロファイルのセットアップを開き、アルゴリズムに合った種類の秘密鍵を PKCS#8 PEM (「BEGIN PRIVATE KEY」) として貼り付けてください。',
    },
    grant_dead: {
      title: 'サインインが終了しました',
      detail: {
        expired: 'ワークブックを開く前にサインインの有効期限が切れました。',
      },
      remedy:
        'もう一度サインインしてください。以前のサインインは、期限切れ、取り消し、または別の場所での使用により、データプラットフォームで受け付けられなくなりました。',
    },
    renewal_refused: {
      title: 'サインインを更新できませんでした',
      remedy:
        'もう一度サインインしてください。それも拒否される場合は、フィルター、VPN の未接続、許可ネットワークの一覧など、途中の何かが拒否している可能性があります。Sightglass は再試行を続け、通信できるようになると自動的に再開します。',
    },
    grant_missing: {
      title: 'サインインしていません',
      detail: {
        connections: '{connections} にサインインしてください。',
        notSignedYet: 'このワークブックのセッションはまだ署名されていません。',
        none: 'この接続のサインインはありません。',
        endedDuringRenewal: 'このサインインは更新中に終了しました。',
      },
      remedy: 'このワークブックに必要な接続にサインインしてください。',
    },
    renewal_unavailable: {
      title: 'このサインインは自動更新できません',
      detail: {
        notAskedFor:
          '認可サーバーからリフレッシュトークンを受け取れませんでした。接続がオフラインアクセスを要求していません。',
        notGiven: '接続は {scope} を要求していますが、認可サーバーからリフレッシュトークンを受け取れませんでした。',
        noRefreshToken: '認可サーバーから、このサインインのリフレッシュトークンを受け取れませんでした。',
      },
      remedy:
        '終了したら、もう一度サインインしてください。これを避けるには、スコープ「offline_access」を接続に追加し、リフレッシュトークンを許可するよう管理者に依頼してください。',
    },

    // Network
    offline: {
      title: 'オフラインです',
      detail: {
        timedOut: '{host} が時間内に応答しませんでした。',
        unreachable: '{host} に接続できませんでした ({systemCode})。',
        noConnection: '{host} に接続できませんでした (接続なし)。',
      },
      remedy: 'ネットワークを確認してください。接続が回復すると、Sightglass は自動的に再試行します。',
    },
    proxy_unusable: {
      title: 'プロキシを使用できません',
      detail: {
        settings: 'このネットワークのプロキシ設定の応答: {said}',
        password: '{host} へのプロキシがパスワードを要求しています。',
        refused: '{host} へのプロキシが Sightglass の通信を許可していません。応答は HTTP {status} でした。',
      },
      remedy:
        'パスワードを要求しない http または https のプロキシを管理者に依頼してください。Sightglass は SOCKS とパスワードに対応していません。プロキシが拒否する場合は、ホストへの通信の許可を依頼してください。Sightglass がプロキシを迂回することはありません。',
    },
    server_busy: {
      title: 'サーバーが混み合っています',
      detail: {
        keys: '鍵を要求したところ、{host} の応答は HTTP {status} でした。{said}',
        metadata: '{host} がエラーを返しました。{account}',
      },
      remedy: 'しばらくすると Sightglass が自動的に再試行します。',
    },
    access_from_here_refused: {
      title: 'この場所からはサーバーにアクセスできません',
      remedy:
        '会社のネットワークまたは VPN に接続して、もう一度お試しください。サインイン済みの接続は自動的に更新されます。それでも繰り返す場合は、どのネットワークとコンピューターが許可されているかを管理者に確認してください。',
    },
    tls_untrusted: {
      title: 'サーバーの身元を確認できませんでした',
      detail: '{host} を検証できませんでした ({systemCode})。',
      remedy:
        '会社が暗号化通信を検査している場合は、その証明書をオペレーティングシステムの信頼ストアにインストールするよう IT 部門に依頼してください。そうでない場合は続行しないでください。',
    },
    response_too_large: {
      title: 'サーバーから送られたデータが大きすぎます',
      detail: '{host} から {bytes} バイトを超えるデータが送られました。',
      remedy: '接続のアドレスを確認してください。認可サーバーではないようです。',
    },

    clock_wrong: {
      title: 'このコンピューターの時計が正しくありません',
      detail: {
        ahead: '{host} の時計より {duration}進んでいます。',
        behind: '{host} の時計より {duration}遅れています。',
      },
      remedy:
        'オペレーティングシステムの設定で、日付、時刻、タイムゾーンを自動設定にしてください。設定すると、この通知は消えます。それまで Sightglass はサーバーの時刻を使用します。このコンピューターの時計が正しい場合は、サーバーの管理者に連絡してください。',
    },

    // Alarms
    renewal_keeps_failing: {
      title: 'サインインが更新されていません',
      detail: 'プロファイル「{profile}」の {label}: {because}。',
      remedy:
        'Sightglass は再試行を続けます。更新に成功すると、この通知は消えます。続く場合は、プロファイルのセットアップをテストするか、管理者にこの内容を伝えてください。',
    },
    sign_in_ends_soon: {
      title: 'サインインが 1 日以内に終わりますが、操作する人がいません',
      detail: 'プロファイル「{profile}」の {label} です。その後は更新できません。',
      remedy:
        '人がいるうちに、もう一度サインインしてください。壁掛け画面には、自動で更新されるサインインまたはサービスアカウントを管理者が使用できます。',
    },
    wall_in_trouble: {
      title: '壁掛け画面の表示が古いか、何も表示されていません',
      detail: {
        signIn: 'サインインが必要です。',
        network: 'ネットワークに接続されていません。',
        workbooks: '表示するワークブックがありません。',
        answer: 'ワークブックが届きません。',
        tabs: 'タブの 1 つが繰り返し届きません。',
      },
      remedy:
        'Sightglass は再試行を続けます。求められた場合はサインインしてください。それ以外の場合は、ネットワークと Sigma のワークブックを確認してください。',
    },
    keychain_away: {
      title: 'キーチェーンが応答しなくなりました',
      remedy:
        'このコンピューターのキーチェーンのロックを解除するか、そのサービスを再起動してください。応答するまで、新しいサインインと更新は Sightglass の終了時に失われます。',
    },
    status_not_written: {
      title: '状態ファイルを書き込めません',
      remedy:
        '作業は続けられます。このコンピューターの監視に新しい状態が伝わらないだけです。ディスクに空きがあり、設定フォルダーに書き込めることを確認するか、設定でこのファイルをオフにしてください。',
    },

    // What the system gives
    sandbox_missing: {
      title: 'Web ページのサンドボックスがありません',
      detail: {
        root: 'Sightglass が root として起動されました。root にはサンドボックスがありません。',
        seccomp: 'カーネルがシステムコールをフィルターしません (seccomp)。',
        namespacesOff: 'カーネルがユーザー名前空間を作成しません (user.max_user_namespaces が 0)。',
        cloneOff: 'ユーザー名前空間を作成できるのは root だけです (kernel.unprivileged_userns_clone が 0)。',
        apparmor:
          'AppArmor はプロファイルのあるプログラムにのみユーザー名前空間の作成を許可しますが (kernel.apparmor_restrict_unprivileged_userns が 1)、この Sightglass のプロファイルは読み込まれていません。',
        container: 'Sightglass を実行しているコンテナーでは、ユーザー名前空間を作成できません。',
        namespaces: 'システムが Sightglass にユーザー名前空間の作成を許可しておらず、理由も示していません。',
        helper: '代わりとなる補助プログラム chrome-sandbox の所有者が root でないか、モードが 4755 ではありません。',
        helperNosuid:
          '代わりとなる補助プログラム chrome-sandbox が、nosuid オプションの付いたファイルシステムにあります。',
        helperPrivileges:
          'Sightglass が no_new_privs で起動されたため、代わりとなる補助プログラム chrome-sandbox が権限を得られません。',
        allowed:
          '管理者が、このコンピューターでサンドボックスなしの Sightglass の実行を許可しています (runWithoutSandbox)。',
      },
      remedy:
        'ブラウザーから抜け出したページは、あなたにできることをすべて実行できてしまいます。このコンピューターでサンドボックスを使えるようにするよう管理者に依頼してください。',
    },

    // Vault and settings
    vault_unprotected: {
      title: 'キーチェーンを利用できません',
      detail: 'このコンピューターにはキーチェーンがありません。',
      remedy:
        'サインインはメモリにのみ保持され、プログラムの終了とともに失われます。Linux では、GNOME Keyring や KWallet などのキーチェーンをインストールしてロックを解除してください。キーチェーンが応答すると Sightglass がそれを使用します。使用されない場合は、Sightglass を再起動してください。',
    },
    vault_entry_damaged: {
      title: '保存されたシークレットを読み取れませんでした',
      detail: {
        grant: '接続へのサインインでした。',
        embedSecret: 'プロファイルの埋め込みシークレットでした。',
        clientSecret: '接続のクライアントシークレットでした。',
        auditKey: '監査証跡を封印するキーでした。',
        anotherVersion: '保存されたサインインは別のバージョンのものです。',
      },
      remedy:
        'もう一度サインインするか、シークレットを入力し直してください。読み取れない項目は別に保管され、ほかには何も変更されていません。',
    },
    vault_locked: {
      title: 'キーチェーンがロックされています',
      detail: {
        notEncrypted: 'キーチェーンが項目を暗号化しませんでした。',
        notRead: 'キーチェーンが応答しないため、保存されたシークレットを読み取れませんでした。',
      },
      remedy:
        'このコンピューターのキーチェーンのロックを解除し、Sightglass による使用を許可して、もう一度お試しください。繰り返す場合は、Sightglass を再起動してください。何も変更されていません。',
    },
    vault_write_failed: {
      title: 'サインインを保存できませんでした',
      detail: {
        grant: '保管場所が変更を受け付けませんでした。',
        grantBecause: '保管場所が変更を受け付けませんでした。{said}',
      },
      remedy: 'ディスクに空きがあり、設定フォルダーに書き込めることを確認してから、もう一度サインインしてください。',
    },
    revocation_refused: {
      title: 'サーバーがサインインを取り消しませんでした',
      remedy:
        'このコンピューターには何も残っておらず、サーバーでまだ有効なものも自動的に失効します。今すぐ終了するには、サーバーのアカウントでサインアウトするか、セッションを終了するよう管理者に依頼してください。',
    },
    vault_remove_failed: {
      title: 'このコンピューターにまだ保存されているものがあります',
      detail: {
        signedOut:
          'Sightglass を終了するまではサインアウトした状態ですが、サインインをディスクから削除できませんでした ({systemCode})。',
      },
      remedy:
        'ディスクの空きを増やすか、設定フォルダーに書き込めるようにしてください。Sightglass は終了するまで再試行します。削除できない場合は、次回の起動時に保存内容が見つかるので、もう一度削除してください。待てない場合は、サーバーのアカウントでセッションを終了するか、管理者に依頼してください。',
    },
    secret_missing: {
      title: 'シークレットがありません',
      detail: {
        embedSecretNotStored: 'このプロファイルの埋め込みシークレットが保管場所にありません。',
        clientSecretNotStored: 'この接続のクライアントシークレットまたは秘密鍵が保管場所にありません。',
        forAnotherApplication: '保存されているクライアントシークレットまたは秘密鍵は、別のアプリケーションのものです。',
        enterEmbedSecret: '埋め込みシークレットを入力してください。',
        sigmaChanged:
          'Sigma のアドレスが変更されました。保存されている埋め込みシークレットは以前のアドレスのものです。埋め込みシークレットを入力し直してください。',
        enterClientSecret: '{label} のクライアントシークレットを入力してください。',
        enterPrivateKey: '{label} の秘密鍵を入力してください。',
        clientOfSecretChanged:
          '{label} のサーバーまたはクライアント ID が変更されました。保存されているクライアントシークレットは以前のものです。クライアントシークレットを入力し直してください。',
        clientOfKeyChanged:
          '{label} のサーバーまたはクライアント ID が変更されました。保存されている秘密鍵は以前のものです。秘密鍵を入力し直してください。',
      },
      remedy:
        'このプロファイルのセットアップを開き、埋め込みシークレット (アプリケーションにある場合はクライアントシークレットも) を入力し直してください。',
    },
    settings_damaged: {
      title: '設定を読み取れませんでした',
      detail: {
        file: 'ファイル {file} は破損していたため、{keptAs} として保管されています。',
        profiles:
          '{count} 件のプロファイルを理解できませんでした。settings.json の「damagedProfiles」に保管されており、起動のたびに読み取られるため、このバージョンまたは新しいバージョンで理解できるようになると元に戻ります。',
      },
      remedy:
        'プロファイルをもう一度セットアップしてください。読み取れなかったものは設定とともに保管されています。不要な場合は、Sightglass を終了してから削除してください。',
    },
    secrets_half_changed: {
      title: '変更は一部だけ行われました',
      detail: '失敗し ({cause})、保存されていたシークレットを元に戻せませんでした。',
      remedy:
        'ディスクの空きを増やし、キーチェーンのロックを解除してから、このプロファイルのシークレットを入力し直して保存するか、プロファイルを削除してください。',
    },
    signed_out_by_itself: {
      title: 'サインアウトされました',
      detail: {
        locked: '画面がロックされました。',
        idle: 'しばらくこのコンピューターが使用されませんでした。',
      },
      remedy: '続けるには、もう一度サインインしてください。サインアウトする条件は、設定または組織によって決まります。',
    },
    settings_write_failed: {
      title: '設定を保存できませんでした',
      remedy: 'ディスクに空きがあり、設定フォルダーに書き込めることを確認してから、もう一度お試しください。',
    },
    settings_unreadable: {
      title: '設定を開けませんでした',
      detail: '{file}: オペレーティングシステムの応答は {systemCode} でした。',
      remedy:
        '詳細に示されたものがファイルであり、自分の所有で、読み取り可能であることを確認してから、Sightglass をもう一度起動してください。何も変更されていません。',
    },
    profile_missing: {
      title: 'このプロファイルはもう存在しません',
      detail: {
        workbookRemoved: 'ワークブックがプロファイルから削除されました。',
        profileRemoved: 'プロファイルが削除されました。',
        profileRemovedAlready: 'プロファイルはすでに削除されています。',
        connectionRemoved: '接続が削除されました。',
        connectionChanged: 'このサインインの後、接続が別のものに変わりました。',
        notOfThisProfile: '下書きが、このプロファイルに属さないものを変更しています。',
        duringSignIn: 'サインイン中に接続が削除または変更されました。',
      },
      remedy: '別のプロファイルを選択してください。',
    },
    env_unreadable: {
      title: 'ファイルを読み取れませんでした',
      detail: {
        tooLarge: 'QuickStart の .env ファイルとしては大きすぎます。',
        severalFiles: '複数のファイルがドロップされました。.env ファイルだけをドロップしてください。',
        notAFile: '読み取れるファイルではありません。',
        folder: 'ファイルではなくフォルダーです。',
        notThere: 'そのファイルはありません。',
        empty: 'ファイルが空です。',
        notText: 'ファイルはプレーンテキストではなく、画像、文書、またはプログラムです。',
        noNames: 'QuickStart の .env ファイルにある名前が 1 つも含まれていません。',
      },
      remedy:
        'QuickStart の .env ファイル (embedding_qs_series_2/.env) を選択し、読み取り可能であることを確認してください。',
    },
    env_incomplete: {
      title: 'ファイルに完全なセットアップが含まれていません',
      detail: {
        missing: '次の名前に値がありません: {names}。',
        misspelt:
          '次の名前に値がありません: {names}。ファイルには、綴りを間違えたと思われる別の名前があります: {misspelt}。',
        placeholders: '次の名前は、値ではなく例のままです: {names}。',
        otherQuickStart:
          '別の QuickStart のファイルです。Databricks OAuth の QuickStart の名前がありません。次の名前に値がありません: {names}。',
        faulty: '{faults}',
      },
      remedy:
        '詳細に示された名前に値を入力してファイルを保存し、もう一度インポートしてください。何も変更されていません。',
    },

    env_imported: {
      title: 'セットアップファイルがインポートされました',
      detail: {
        addedByLaterStart:
          'Sightglass の 2 回目の起動により、プロファイル「{profileName}」が追加されました。プロファイルの一覧にあります。{remarks}',
        changedByLaterStart:
          'Sightglass の 2 回目の起動により、プロファイル「{profileName}」が変更されました。{changes} {remarks}',
        addedByThisStart: 'この起動により、プロファイル「{profileName}」が追加されました。{remarks}',
        changedByThisStart: 'この起動により、プロファイル「{profileName}」が変更されました。{changes} {remarks}',
      },
      remedy:
        '心当たりがない場合は、プロファイルのセットアップを確認してアドレスを修正するか、プロファイルを削除してください。',
    },
    set_up_unreadable: {
      title: 'セットアップファイルを読み取れませんでした',
      detail: {
        notWhole: 'ファイルが不完全か、手作業で変更されています。',
        anotherKind: '別のプログラムのファイルです。',
        anotherVersion: '新しいバージョンの Sightglass で書き込まれたファイルです。',
        faulty: '{faults}',
      },
      remedy:
        'ファイルの提供者に新しいファイルを依頼するか、Sightglass をアップデートしてください。何も変更されていません。',
    },
    passphrase_wrong: {
      title: 'このパスフレーズではファイルを開けません',
      remedy:
        '伝えられたとおりにパスフレーズを入力してください。正しい場合は、ファイルが途中で変更されています。新しいファイルを依頼してください。何も変更されていません。',
    },
    secret_differs: {
      title: 'ここに保存されているシークレットと異なります',
      detail: {
        embedSecret: '「{label}」の埋め込みシークレットと異なります。',
        clientSecret: '{label} のクライアントシークレットまたは鍵と異なります。',
      },
      remedy:
        '手元に保管しているものから、プロファイルが使用しているシークレットを入力してください。ファイルは書き込まれていません。',
    },
    set_up_not_saved: {
      title: 'セットアップファイルを保存できませんでした',
      remedy: 'ディスクに空きがあり、フォルダーに書き込めることを確認するか、別のフォルダーを選択してください。',
    },
    audit_not_written: {
      title: '監査証跡を書き込めません',
      remedy:
        '作業は続けられます。その間の出来事は、書き込めるようになりしだい記録されます。ディスクに空きがあることを確認してください。',
    },
    audit_not_exported: {
      title: '監査証跡を保存できませんでした',
      remedy: 'ディスクに空きがあり、フォルダーに書き込めることを確認するか、別のフォルダーを選択してください。',
    },
    doctor_report_not_saved: {
      title: '診断レポートを保存できませんでした',
      remedy: 'ディスクに空きがあり、フォルダーに書き込めることを確認するか、別のフォルダーを選択してください。',
    },
    change_declined: {
      title: '何も変更されていません',
      remedy: '変更するには、もう一度保存またはインポートし、ダイアログで確認してください。',
    },

    // Sigma
    sigma_parameter_invalid: {
      title: 'Sigma が要求を受け付けませんでした',
      remedy:
        'プロファイルのワークブック URL、クライアント ID、埋め込みシークレットを確認してください。正しい場合は、このコンピューターの時計を確認してください。',
    },
    sigma_version_unsupported: {
      title: 'Sigma が要求の形式を受け付けませんでした',
      remedy:
        'Sightglass をアップデートしてください。Sigma が接続トークンを受け付けるのは、バージョン 1.1 の要求だけです。',
    },
    sigma_session_expired: {
      title: 'Sigma のセッションが終了しました',
      remedy: 'ワークブックを再読み込みしてください。',
    },
    sigma_secret_wrong: {
      title: 'Sigma がトークンを読み取れませんでした',
      remedy:
        'プロファイルの埋め込みシークレットがクライアント ID と一致しません。シークレットを入力し直すか、Sigma の Administration > Developer Access で新しいシークレットを作成してください。',
    },
    sigma_connection_sign_in: {
      title: 'Sigma がこの接続のサインインを受け付けません',
      remedy:
        'Sigma の接続とこのプロファイルの接続は、同じサーバーに属している必要があります。レベルがある場合は、両方をワークスペースにするか、両方をアカウントにして、同じにしてください。組織全体のトークンや、すべてのクエリ用の接続を使用する場合は、Sigma の接続がそのトークンを受け付けることを確認してください。',
    },
    data_sign_in_refused: {
      title: 'データプラットフォームがサインインを受け付けませんでした',
      remedy:
        'もう一度サインインしてください。繰り返す場合は、この接続のサインイン先サーバーをデータプラットフォームが信頼しているか (フェデレーションポリシー、または外部サインインの統合) を管理者に確認してください。',
    },
    data_access_denied: {
      title: 'データプラットフォームがこのデータの読み取りを許可していません',
      remedy:
        'ワークブックのテーブルを読み取る権限と、クエリの実行に必要なものを使用する権限を、データの管理者に依頼してください。',
    },
    data_timed_out: {
      title: 'データプラットフォームが時間内に応答しませんでした',
      remedy:
        '行数を減らす、期間を短くするなどして一度に要求する量を減らすか、データプラットフォームの負荷が下がってから再読み込みしてください。繰り返す場合は、クエリの実行環境が過負荷でないかを管理者に確認してください。',
    },
    sigma_clock_wrong: {
      title: 'このコンピューターの時計が正しくないようです',
      remedy: 'オペレーティングシステムの設定で日付と時刻を自動設定にしてから、再読み込みしてください。',
    },
    sigma_internal_user_claims: {
      title: 'Sigma ではこのユーザーは内部ユーザーです',
      remedy:
        'プロファイルでユーザーの種類を内部に設定してください。アカウントの種類とチームは Sigma から取得されます。',
    },
    sigma_personal_account: {
      title: '個人の Microsoft アカウントには対応していません',
      remedy: '接続のレベルを、ここと Sigma の両方でワークスペースに設定してください。',
    },
    sigma_user_missing: {
      title: 'Sigma にこのユーザーが見つかりません',
      remedy:
        'ユーザーを追加するか、Sigma が埋め込みユーザーを自動作成するようにするよう、Sigma の管理者に依頼してください。アドレスの問題の可能性は、セッションの詳細に表示されます。',
    },
    sigma_access_denied: {
      title: 'このワークブックへのアクセス権がありません',
      remedy:
        'ワークブックを自分または所属チームと共有するよう所有者に依頼してください。共有されている場合は、アカウントの種類に権限があるかを Sigma の管理者に確認してください。',
    },
    sigma_not_found: {
      title: 'ワークブックが見つかりませんでした',
      remedy:
        'プロファイルのワークブック URL を確認し、公開バージョンの URL を使用してください。正しい場合は、ユーザーが無効化されていないかを Sigma の管理者に確認してください。プロファイルにテナントやすべてのクエリ用の接続が指定されている場合は、それらも確認してください。',
    },
    sigma_unreachable: {
      title: 'Sigma に接続できませんでした',
      remedy: 'ネットワークと、ファイアウォールが Sigma をブロックしていないかを確認してから、再読み込みしてください。',
    },
    sigma_redirected: {
      title: 'Sigma が別のアドレスから応答しました',
      detail: 'Sigma がワークブックを別のホストに転送しました。',
      remedy:
        'プロファイルのワークブック URL を修正してください。ワークブックをブラウザーで開き、最後に表示されたアドレスをコピーします。',
    },
    sigma_failed: {
      title: 'Sigma が問題を報告しました',
      remedy: 'ワークブックを再読み込みしてください。繰り返す場合は、管理者に詳細を伝えてください。',
    },
    session_too_long: {
      title: 'セッションが Sigma の許容時間より長くなっています',
      detail: 'セッションの長さは {seconds} 秒です。',
      remedy: 'プロファイルのセッションの長さを 30 日 (2,592,000 秒) 以下に設定してください。',
    },
    embed_url_too_long: {
      title: 'このプロファイルのトークンは 1 つのアドレスに収まりません',
      detail:
        '署名済みアドレスは {length} バイトですが、Web サーバーが受け付けるのは {limit} バイトまでです。{connections} 件の接続それぞれの暗号化されたアクセストークンが含まれています。',
      remedy:
        'ワークブックに不要なコントロール値を省いてください。ワークブックごとにプロファイルを作成し、必要な接続だけを含めてください。1 つの接続だけで長すぎる場合は、グループを減らすなど、アクセストークンの内容を減らすよう認可サーバーの管理者に依頼してください。',
    },

    // The viewer
    frame_crashed: {
      title: 'ワークブックが停止しました',
      detail: 'ワークブックを表示していたプロセスが終了しました: {cause}。',
      remedy:
        'ワークブックを再読み込みしてください。繰り返す場合は、ほかのプログラムを終了してメモリを空けてください。',
    },
    frame_load_failed: {
      title: 'ワークブックを読み込めませんでした',
      detail: {
        noAnswer: 'Sigma が 1 分以内に応答しませんでした。',
        networkAnswered: 'ネットワークの応答: {answer}。',
        reloadsItself: 'ワークブックのページが再読み込みを繰り返しています。',
        leadsElsewhere: 'ワークブックのページが別の場所への移動を繰り返しています。',
      },
      remedy: 'ネットワークを確認して、再読み込みしてください。',
    },
    workbook_deleted: {
      title: 'これは Sigma で削除されました',
      detail: {
        own: '「{workbook}」は、開いている間に削除されました。',
        other: '移動先のドキュメントが削除されました。プロファイルのワークブックに戻りました。',
      },
      remedy: '別のワークブックを選択するか、Sigma の担当者に確認してください。',
    },
    bookmark_not_changed: {
      title: 'ブックマークは変更されていません',
      detail: {
        notSelected: '変更できるブックマークが開かれていません。',
        noChanges: '開いてから何も変更されていません。',
      },
      remedy: 'ブックマークを開き、表示内容を変更してから保存してください。',
    },
    command_without_effect: {
      title: 'Sigma で実行されませんでした',
      detail: {
        mode: 'ワークブックのモードが変わりませんでした。',
        createBookmark: 'ブックマークが作成されませんでした。',
        openBookmark: 'ブックマークが開かれませんでした。',
        updateBookmark: 'ブックマークが変更されませんでした。',
        deleteBookmark: 'ブックマークが削除されませんでした。',
        maximise: '要素が最大化されず、元にも戻りませんでした。',
      },
      remedy: 'このワークブックで権限のない操作は、Sigma では無視されます。権限がある場合は、もう一度お試しください。',
    },
    link_not_opened: {
      title: 'リンクが開かれませんでした',
      detail: {
        kind: 'ワークブックが種類「{kind}」のアドレスを開こうとしましたが、この種類はシステムに渡されません。',
        noAddress: 'ワークブックが独自のウィンドウを開こうとしましたが、ここでは開けません。',
        form: 'ワークブックがフォームを新しいウィンドウに送信しようとしましたが、ここでは送信できません。',
        tooMany: 'ワークブックが一度に開こうとしたリンクが多すぎます。',
        system: 'システムがリンクを開きませんでした。対応するプログラムがないか、リンクが長すぎる可能性があります。',
      },
      remedy: 'ワークブックはそのままです。リンクが必要な場合は、ワークブックをブラウザーで開いてください。',
    },
    open_link_refused: {
      title: 'Sightglass へのリンクを開きませんでした',
      detail: {
        tooLong: '長すぎます。',
        unreadable: '読み取れません。',
        command: 'Sightglass がリンクでは実行しない操作を要求しています。',
        parameter: 'リンクにはないものを要求しているか、同じものを重複して要求しています。',
        characters: '空、長すぎる、または見えない文字を含む名前や値があります。',
        place: 'ページ、ブックマーク、またはフィルターだけを指定し、ワークブックを指定していません。',
        values: 'フィルターが多すぎるか長すぎるため、人が内容を確認できません。',
        profileUnknown: 'このコンピューターにないプロファイルを指しています。',
        profileTwice: '指定された名前のプロファイルがこのコンピューターに複数あります。',
        workbookUnknown: '該当するどのプロファイルにもないワークブックを指しています。',
        asking: '別のリンクについて確認中です。',
        editing: '「{workbook}」を編集中のため、そのままにします。',
        notOpened: 'リンク先を開けませんでした。',
      },
      remedy:
        '何も変更されていません。ワークブックを自分で選択するか、リンクの提供者に別のリンクを依頼してください。編集中の場合は、編集モードを終了してからもう一度開いてください。',
    },
    address_not_followed: {
      title: 'このアドレスに該当するワークブックがここにありません',
      detail: {
        unknown: 'このワークブックは、このコンピューターのどのプロファイルにもありません。',
        unreadable: 'アドレスとして読み取れません。',
        legacyEmbed: '署名方法の異なる、旧方式の埋め込みです。',
        organisationHome: '組織を指しており、その中のワークブックを指していません。',
        notOfAWorkbook: 'ワークブックではない Sigma のページを指しています。',
        characters: '空、長すぎる、または見えない文字を含む名前や値があります。',
        values: 'フィルターが多すぎるか長すぎるため、人が内容を確認できません。',
      },
      remedy:
        'ブラウザーからワークブックのアドレスをもう一度コピーしてください。ワークブックがここにない場合は、プロファイルのセットアップで追加するか、ワークブックを含むセットアップファイルを提供者に依頼してください。',
    },
    link_not_made: {
      title: 'リンクをコピーしませんでした',
      detail: 'フィルターが、リンクに含められる数または長さを超えています。',
      remedy:
        'フィルターなしでリンクをコピーするか、現在の表示からブックマークを作成し、そのリンクをコピーしてください。',
    },
    folder_not_shown: {
      title: '表示できませんでした',
      detail: 'システムが開きませんでした。',
      remedy:
        '自分で開いてください。Sightglass のデータフォルダー、またはプログラムと同じ場所にあります。場所はドキュメントに記載されています。',
    },
    policy_not_understood: {
      title: '組織の設定を理解できませんでした',
      detail: {
        keys: '理解できないキー: {keys}。その中の既知のキーには最も厳しい値が適用されます。',
        place: 'このコンピューターのポリシーを読み取れませんでした ({fault})。制限できるものはすべて制限されます。',
        foreign:
          '管理者以外がこのコンピューターのポリシーに書き込めるため、ポリシーは無効です。制限できるものはすべて制限されます。',
      },
      remedy:
        'このコンピューターの管理者に連絡してください。適用されている内容が、意図したものと異なる可能性があります。',
    },
    document_lost: {
      title: '前の場所に戻りました',
      detail: {
        refused: '開いていたものを再び開けませんでした。削除されたか、共有されなくなりました。',
        tooLong: '開いていたものを再び開けませんでした。アドレスとサインインを合わせると長すぎます。',
      },
      remedy: 'ワークブックは、通常開いたときの状態、または以前の状態で表示されています。',
    },
    not_copied: {
      title: '何もコピーされませんでした',
      remedy:
        '別のプログラムがクリップボードを使用している可能性があります。しばらくしてからもう一度コピーしてください。',
    },
    picture_not_taken: {
      title: '画像を取得できませんでした',
      remedy:
        'ワークブックが表示され、読み込みが完了している必要があります。表示されるのを待ってから、もう一度お試しください。',
    },
    not_printed: {
      title: '何も印刷されませんでした',
      remedy:
        'プリンターが設定され、接続できることを確認してください。または PDF として保存し、それを印刷してください。',
    },
    download_refused: {
      title: 'ダウンロードを拒否しました',
      detail: {
        elsewhere: 'ワークブックが {origin} のファイルを提示しましたが、ワークブックに属するものではありません。',
        ofNobody:
          'ワークブックが、サーバーの示されていないファイルを提示しました。ワークブック内の別のものによる可能性があります。',
        program:
          'ワークブックが、プログラムとして実行できる種類「{kind}」のファイルを提示しました。ワークブックからエクスポートされるのはデータです。',
      },
      remedy: 'ワークブックはそのままです。ファイルが必要な場合は、ワークブックをブラウザーで開いてください。',
    },
    download_no_room: {
      title: 'ディスクに空きがありません',
      detail: '{file} を保存する空きがありません。',
      remedy: 'ダウンロードフォルダーのあるディスクの空きを増やしてから、ファイルをもう一度エクスポートしてください。',
    },
    download_folder_unusable: {
      title: 'ダウンロードフォルダーを使用できません',
      detail: {
        missing: 'ダウンロードフォルダーがないため、{file} は保存されませんでした。',
        notWritable: 'ダウンロードフォルダーに書き込めないため、{file} は保存されませんでした。',
      },
      remedy:
        'フォルダーを作成し直すか、このコンピューターの担当者にアクセス権を依頼してから、ファイルをもう一度エクスポートしてください。',
    },
    download_broken_off: {
      title: 'ダウンロードが中断されました',
      detail: {
        offline: '{file} のダウンロード中にネットワークが切断されました。',
        server: 'Sigma、または途中の何かが {file} のダウンロードを終了しました。',
      },
      remedy:
        '接続が良好なときにもう一度お試しください。続行できない場合は、ファイルをもう一度エクスポートしてください。',
    },
    download_session_over: {
      title: 'ダウンロード中にセッションが終了しました',
      detail: '{file} の送信元だった Sigma とのセッションは終了しました。',
      remedy: 'ワークブックを読み込み直してから、ファイルをもう一度エクスポートしてください。',
    },
    download_gone: {
      title: 'ファイルがありません',
      detail: '{file} は移動または削除されました。',
      remedy: '移動先を探すか、もう一度エクスポートしてください。',
    },
    download_not_opened: {
      title: 'ファイルが開かれませんでした',
      detail: '{file} を開くプログラムが見つかりませんでした。',
      remedy: 'フォルダーで表示し、そこでプログラムを選択してください。',
    },

    // Internal
    // Updates
    update_untrusted: {
      title: '提供されたアップデートを受け付けませんでした',
      detail: {
        signature: 'アップデートの情報が、この Sightglass の認識する鍵で署名されていません。',
        shape: 'アップデートの情報は署名されていますが、形式が正しくありません ({fault})。',
        product: 'アップデートの情報は別の製品のものです ({product})。',
        file: 'アップデートの情報は別のシステムまたはチャネルのものです ({file})。',
        date: 'アップデートの情報の日付がありえないか ({date})、このコンピューターの時計が正しくありません。',
        replayed: 'アップデートの情報が以前に確認したものより古くなっています ({date})。',
        hash: '受信したファイルが、情報に示されたものと異なります。',
        size: 'ファイルの本来のサイズを超えるデータを受信しました。',
      },
      remedy:
        '何も変更されておらず、Sightglass はそのまま使用できます。繰り返す場合は、Sightglass の提供者に連絡してください。サーバーに誤ったファイルがある可能性があります。',
    },
    update_outdated: {
      title: 'アップデートの有無がわかりません',
      detail: '{host} のアップデート情報の有効期限は {until} まででした。',
      remedy:
        'Sightglass の提供者が、サーバーの情報に署名し直す必要があります。それまでは、緊急のものも含めてアップデートを確認できません。',
    },
    update_not_fetched: {
      title: 'アップデートを取得できませんでした',
      detail: {
        stalled: 'しばらくの間、何も受信できませんでした。',
        disk: 'ディスクにアップデートを保存する空きがありません。',
        system: 'オペレーティングシステムの応答は {systemCode} でした。',
        failed: 'ダウンロードが {systemCode} で終了しました。',
      },
      remedy: '何も変更されていません。後で自動的に再試行されます。今すぐアップデートを確認することもできます。',
    },
    update_not_installed: {
      title: 'アップデートをインストールできませんでした',
      detail: 'オペレーティングシステムの応答は {systemCode} でした。',
      remedy:
        'これまでのバージョンを引き続き使用できます。Sightglass のある場所に書き込めることを確認するか、インストールした人に確認してください。',
    },
    update_restart_held: {
      title: '進行中の処理があるため実行できません',
      detail: {
        editing: 'ワークブックを編集中です。公開していない内容は失われます。',
        'signing-in': 'ブラウザーでサインインの途中です。',
        saving: 'ファイルを保存しています。',
      },
      remedy: '先に完了してください。アップデートは Sightglass の終了時にもインストールされます。',
    },
    update_rolled_back: {
      title: 'アップデート前のバージョンに戻りました',
      detail: 'バージョン {from} が 2 回続けて起動しなかったため、バージョン {to} に戻しました。',
      remedy:
        'あなたのデータは失われていません。次のバージョンは通常どおり提供されます。Sightglass の提供者に状況を伝えてください。詳しくはログに記録されています。',
    },
    command_refused: {
      title: 'コマンドは拒否されました',
      detail: {
        profileUnknown: 'プロファイル「{name}」はありません。あるもの：{names}。',
        profileNeeded: 'プロファイルが複数あります：{names}。',
        profileAmbiguous: '「{name}」という名前のプロファイルが複数あります。',
        noProfile:
          'プロファイルはまだありません。「sightglass profile import ファイル」またはウィンドウでセットアップできます。',
        connectionUnknown: 'このプロファイルに接続「{name}」はありません。あるもの：{names}。',
        connectionNeeded: 'このプロファイルには接続が複数あります：{names}。',
        signInUnderWay: 'すでに誰かがサインインしています。',
        revealForbidden: 'このコンピューターではトークンを表示しないと、管理者が決めています。',
        notATerminal: 'これは人が端末で入力する必要がありますが、ここは端末ではありません。',
        notTyped: '入力すべきものが入力されませんでした。',
        notALink: '開けるのは sightglass:// で始まるリンクだけです。',
        noWindow: '開いているウィンドウがありません。',
      },
      remedy: 'コマンドの使い方は「sightglass help」で確認できます。',
    },
    request_refused: {
      title: '要求が拒否されました',
      detail: {
        sender: '「{request}」が、要求を許可されていないページから要求されました。',
        closing: '「{request}」は、Sightglass の終了中に届きました。',
        unknownGuest: 'このゲストは認識されていません。',
        guestGivenUp: 'このゲストはもう必要ありません。',
        paneClosed: 'このワークブックはもう開かれていません。',
        otherWindow: 'このワークブックは別のウィンドウで開かれています。',
        notNow: '現在、この操作の対象がありません。',
        chosenByAdministrator: 'これはこのコンピューターの管理者が選択しました。',
        noUpdate: '現在、対象となるアップデートがありません。',
        updateUnderWay: 'アップデートを確認中か、ダウンロード中です。完了してからもう一度選択してください。',
        testUnderWay: 'このウィンドウのテストがまだ実行中です。',
        tooManyTests: '開始されたテストが多すぎます。',
        tooManySignIns: '開始されたサインインが多すぎます。',
        tooManyConnections: '1 回のテストで扱える接続は {most} 件までです。',
        tooManyRedirects: '1 回のテストで扱えるリダイレクト URL は {most} 件までです。',
      },
      remedy: 'Sightglass を再起動してください。繰り返す場合は、詳細を添えて報告してください。',
    },
    request_invalid: {
      title: '要求を理解できませんでした',
      detail: '「{request}」: {faults}',
      remedy: 'Sightglass を再起動してください。繰り返す場合は、詳細を添えて報告してください。',
    },
    internal: {
      title: 'Sightglass で問題が発生しました',
      detail: {
        signIn: 'サインインが予期せず失敗しました ({kind})。',
        renewal: 'サインインの更新が予期せず失敗しました ({kind})。',
        storedGrant: 'サインインを読み取れませんでした ({kind})。',
        serviceAccount: 'マシンがサインインできませんでした ({kind})。',
        envImport: 'ファイルをインポートできませんでした ({kind})。',
        workbookSession: 'ワークブックのセッションを準備できませんでした ({kind})。',
        providerParameter: 'プロバイダーはパラメーター {name} を設定できません。',
        updateCheck: 'アップデートの確認が予期せず失敗しました ({kind})。',
        updateDownload: 'アップデートの取得が予期せず失敗しました ({kind})。',
        command: 'コマンドが予期せず失敗しました ({kind})。',
        request: '「{request}」が予期せず失敗しました。',
        partNotRead: 'ウィンドウの一部をプログラムのファイルから読み取れませんでした。',
      },
      remedy: 'もう一度お試しください。繰り返す場合は、詳細を添えて報告してください。',
    },
  },

  remedies: {
    chooseSettingsAgain:
      'すべて、何も選択していないときの状態です。設定でもう一度選択してください。読み取れなかったものは設定と同じ場所に保管されています。',

    // What was asked of the program too often, or too much of
    waitAndRepeat: '30 秒ほど待ってから、もう一度お試しください。',
    testLess: 'このセットアップはそのまま保存してサインインに使用できます。制限があるのはテストだけです。',

    // A file of the program that is gone or cannot be read
    startProgramAgain:
      'ウィンドウをもう一度起動してください。繰り返す場合は、Sightglass を終了して起動し直してください。アップデートによりファイルが置き換えられた可能性があります。それでも解決しない場合は、再インストールしてください。',

    // The sandbox
    sandboxRoot: 'Sightglass を一般ユーザーとして起動してください。',
    sandboxSeccomp:
      'すべてのディストリビューションのカーネルと同様に、CONFIG_SECCOMP_FILTER のあるカーネルを起動してください。',
    sandboxNamespacesOff:
      'root として: sysctl -w user.max_user_namespaces=15000。同じ行を /etc/sysctl.d のファイルにも追加してください。',
    sandboxCloneOff:
      'root として: sysctl -w kernel.unprivileged_userns_clone=1。同じ行を /etc/sysctl.d のファイルにも追加してください。',
    sandboxApparmor:
      'プロファイルを含む deb パッケージをインストールするか、root として読み込み直してください: apparmor_parser -r /etc/apparmor.d/sightglass。AppImage と展開したフォルダーにはプロファイルがありません。',
    sandboxContainer:
      'clone と unshare を許可する seccomp プロファイルなど、ユーザー名前空間を作成する権限を付けてコンテナーを起動してください。',
    sandboxNamespaces:
      '一般ユーザーとして次を試してください: unshare --user --map-root-user true。その応答が理由です。',
    sandboxHelper:
      'root として、Sightglass のフォルダーで次を実行してください: chown root chrome-sandbox; chmod 4755 chrome-sandbox。',
    sandboxHelperNosuid: 'nosuid オプションのないファイルシステムに Sightglass をインストールしてください。',
    sandboxHelperPrivileges:
      'no_new_privs なしで Sightglass を起動してください (systemd のユニットでは NoNewPrivileges=no)。',

    // Certificates of servers
    certificateTime:
      'このコンピューターの日付と時刻が正しいことを確認して、もう一度お試しください。正しい場合は、証明書が現在有効でないことをサーバーの管理者に連絡してください。',
    certificateName:
      'アドレスを確認してください。ホテルや列車などのネットワークでは、先にブラウザーでそのネットワークにサインインしてください。それ以外の場合は続行せず、IT 部門に連絡してください。',
    noSafeConnection:
      'アドレスとポートを確認してください。正しい場合は、サーバーへの暗号化通信を何が妨げているかを IT 部門に問い合わせてください。',

    // ID tokens
    idTokenTime:
      'このコンピューターの時計が正しいことを確認して、もう一度サインインしてください。繰り返す場合は、認可サーバーの管理者に連絡してください。',
    idTokenAlgorithm:
      '認可サーバーでアプリケーションを RS256 (または秘密鍵を使う別のアルゴリズム) に設定するよう管理者に依頼し、もう一度サインインしてください。以前からそう設定されていた場合は、セキュリティチームに連絡してください。',
    idTokenUnencrypted:
      '認可サーバーでこのアプリケーションの ID トークンの暗号化を無効にするよう管理者に依頼し、もう一度サインインしてください。',
    auth0Algorithm:
      'アプリケーションを RS256 に設定するよう Auth0 の管理者に依頼してください: Applications > Settings > Advanced Settings > OAuth > JSON Web Token (JWT) Signature Algorithm。その後、もう一度サインインしてください。',

    // SCIM Me
    meRefused:
      'この場所からサーバーにアクセスできない場合は、会社のネットワークまたは VPN に接続して、もう一度サインインしてください。それ以外の場合は、スコープ「openid email」を接続に追加するか、自分のユーザー情報の照会を許可するよう管理者に依頼してください。',

    // Databricks
    databricksAddress:
      '接続のアドレスを確認してください。パスなしのワークスペースのホストを指定します。アカウントコンソールの場合は、アカウント ID も必要です。',
    databricksLevel: '接続のホスト、レベル (ワークスペースまたはアカウント)、アカウント ID を確認してください。',
    databricksClient:
      '接続のクライアント ID と、アプリケーションにある場合はクライアントシークレットを確認してください。Databricks のシークレットは「dose」で始まります。アプリ接続は同じアカウントのものである必要があります。新しいアプリ接続は使えるようになるまで 30 分かかることがあります。',
    databricksIdentity:
      'スコープ「openid email」を接続に追加するか、プロファイルで固定の埋め込みユーザーを設定してください。複数のワークスペースがあるホストでは、セットアップでワークスペース ID を指定することもできます。すべて設定済みの場合は、ユーザー名がメールアドレスであるかを Databricks の管理者に確認してください。',
    databricksNetwork:
      '会社のネットワークまたは VPN に接続して、もう一度お試しください。サインイン済みの接続は自動的に更新されます。それでも繰り返す場合は、詳細にあるアドレスを IP アクセスリストに追加するよう Databricks の管理者に依頼してください。',
    databricksEntitlement:
      'ワークスペースに自分を追加し、アクセス権 (ワークスペースアクセスまたは SQL アクセス) を付与するよう Databricks の管理者に依頼してください。',

    // Microsoft Entra ID
    entraDirectory:
      '接続のディレクトリ (テナント) ID と国別クラウドを確認してください。単一ディレクトリのアプリケーションには、「common」や「organizations」では接続できません。',
    entraClient:
      '接続のアプリケーション (クライアント) ID とディレクトリ (テナント) ID を確認してください。正しい場合は、アプリケーションがこのディレクトリにあり、有効になっているかを Entra の管理者に確認してください。',
    entraIdentity:
      'スコープ「openid email profile」を接続に追加するか、プロファイルで固定の埋め込みユーザーを設定してください。スコープがある場合は、アプリケーションの ID トークンにオプションの要求 email を追加する (トークン構成) よう Entra の管理者に依頼してください。',
    entraSecret:
      'クライアントシークレットを入力し直してください。ID ではなく値を入力します。正しい場合は、シークレットがこのアプリケーションのものかを Entra の管理者に確認してください。',
    entraSecretExpired:
      '現在のクライアントシークレットは期限切れです。新しいシークレットを Entra の管理者に依頼し、入力してください。',
    entraPublicClient:
      '「パブリック クライアント フローを許可する」を有効にし、「モバイル アプリケーションとデスクトップ アプリケーション」にリダイレクト URL を登録するよう Entra の管理者に依頼するか、アプリケーションのクライアントシークレットを入力してください。',
    entraNoSecret:
      '接続からクライアントシークレットまたは秘密鍵を削除してください。このアプリケーションはパブリックで、どちらもありません。または、「Web」アプリケーションにするよう Entra の管理者に依頼してください。',
    entraCertificate:
      '秘密鍵とその証明書の拇印を確認してください。正しい場合は、その証明書がアプリケーションに登録されていて、現在も有効かを Entra の管理者に確認してください。',
    entraRedirect:
      'アプリの登録の「認証」にある「モバイル アプリケーションとデスクトップ アプリケーション」に、接続のリダイレクト URL を追加するよう Entra の管理者に依頼してください。',
    entraSinglePage:
      'リダイレクト URL を「モバイル アプリケーションとデスクトップ アプリケーション」に登録し、「シングルページ アプリケーション」から削除するよう Entra の管理者に依頼してください。',
    entraScopes:
      '接続のスコープを確認してください。正しい場合は、「API のアクセス許可」にスコープを追加し、API がこのディレクトリにあることを確認するよう Entra の管理者に依頼してください。',
    entraConsent:
      'アプリケーションへの同意を付与する (エンタープライズ アプリケーション > アクセス許可) よう Entra の管理者に依頼してください。自分で同意できる場合は、もう一度サインインして承諾してください。',
    entraAssignment:
      '自分または所属グループをアプリケーションに割り当てる (エンタープライズ アプリケーション > ユーザーとグループ) よう Entra の管理者に依頼してください。',
    entraOtherAccount:
      'このディレクトリに属するアカウントでサインインしてください。ほかにアカウントがない場合は、このアカウントをゲストとして招待するよう Entra の管理者に依頼してください。',
    entraWorkAccount:
      '会社または学校のアカウントでサインインしてください。個人の Microsoft アカウントは使用できません。',
    entraAccountOff: 'アカウントが無効になっています。Entra の管理者に確認してください。',
    entraAccountLocked:
      'しばらく待ってから、もう一度サインインしてください。繰り返す場合は、アカウントがロックされている理由を Entra の管理者に確認してください。サインイン ログに記録されています。',
    entraPassword:
      '現在のパスワードでもう一度サインインしてください。期限切れの場合は、ブラウザーの案内に従って新しいパスワードを設定してください。',
    entraSecondFactor: 'もう一度サインインし、ブラウザーが求める 2 つ目の要素で確認してください。',
    entraSignInAgain: 'もう一度サインインし、ブラウザーの求めに応じてください。',
    entraSignInFrequency:
      'もう一度サインインしてください。会社が一定期間ごとにサインインを求めています。頻度は Entra の管理者が「条件付きアクセス」で設定します。',
    entraDevice:
      '会社が管理するコンピューターを使用するか、このコンピューターを登録する、または登録なしでアプリケーションを許可する (条件付きアクセス) よう Entra の管理者に依頼してください。',
    entraConditionalAccess:
      '会社のネットワークまたは VPN に接続して、もう一度お試しください。サインイン済みの接続は自動的に更新されます。それでも繰り返す場合は、どの条件付きアクセス ポリシーが拒否しているかを Entra の管理者に確認してください。サインイン ログに記録されています。',
    entraPolicy:
      'どのポリシーがこのサインインを拒否しているかを Entra の管理者に確認してください。サインイン ログに記録されています。',

    // Okta
    oktaAssignment:
      '自分または所属グループをアプリケーションに割り当てる (Applications > Assignments) よう Okta の管理者に依頼してください。',
    oktaPolicy:
      'このアプリケーション、スコープ、自分を許可するアクセスポリシーとルールを Okta の管理者に依頼してください (Security > API > 認可サーバー > Access Policies)。',
    oktaRedirect:
      'アプリケーションのサインインリダイレクト URI に接続のリダイレクト URL を追加するよう Okta の管理者に依頼してください。',
    oktaScopes:
      '接続のスコープを確認してください。正しい場合は、認可サーバーに追加する (Security > API > Scopes) よう Okta の管理者に依頼してください。',
    oktaGrantTypes:
      'アプリケーションで付与タイプの認可コードとリフレッシュトークンを有効にするよう Okta の管理者に依頼してください。',
    oktaRefresh:
      '終了したら、もう一度サインインしてください。これを避けるには、スコープ「offline_access」を接続に追加し、アプリケーションで付与タイプのリフレッシュトークンを有効にするよう Okta の管理者に依頼してください。',
    oktaProof:
      'アプリケーションの「Require Demonstrating Proof of Possession (DPoP) header in token requests」を無効にするよう Okta の管理者に依頼してください。',
    oktaServer:
      'メタデータ URI を確認してください。認可サーバーの ID が含まれています。正しい場合は、そのサーバーが有効かを Okta の管理者に確認してください。',
    oktaPermission: 'アカウントまたはトークンに、要求した操作の権限がありません。Okta の管理者に確認してください。',

    // Auth0
    auth0Audience:
      '接続のオーディエンスを確認してください。Auth0 の API の識別子です。正しい場合は、その API が存在するかを Auth0 の管理者に確認してください。',
    auth0Redirect:
      'アプリケーションの Allowed Callback URLs に接続のリダイレクト URL を追加するよう Auth0 の管理者に依頼してください。',
    auth0GrantTypes:
      'アプリケーションで付与タイプの認可コードとリフレッシュトークンを有効にする (Advanced Settings > Grant Types) よう Auth0 の管理者に依頼してください。',
    auth0Refresh:
      '終了したら、もう一度サインインしてください。これを避けるには、スコープ「offline_access」を接続に追加し、オーディエンスの API で「Allow Offline Access」を、アプリケーションで付与タイプのリフレッシュトークンを有効にするよう Auth0 の管理者に依頼してください。',
    auth0ClientGrant:
      'API に対してアプリケーションを承認する (APIs > Machine to Machine Applications) よう Auth0 の管理者に依頼してください。',
    auth0Organization:
      '組織を指定せずにアプリケーションへサインインできるようにするか、組織の選択方法を設定するよう Auth0 の管理者に依頼してください。',
    auth0Connection: 'アプリケーションで接続 (ユーザーの提供元) を有効にするよう Auth0 の管理者に依頼してください。',
    auth0Blocked: 'アカウントがブロックされているか、ルールにより拒否されています。Auth0 の管理者に確認してください。',
    auth0Attempts: 'しばらく待つか、Auth0 から届いたメールのリンクを開いてから、もう一度サインインしてください。',
    auth0SecondFactor: 'もう一度サインインし、ブラウザーが求める 2 つ目の要素で確認してください。',

    // PingIdentity
    pingMethod:
      '接続のクライアント認証をアプリケーションの設定に合わせて選択するか、PingIdentity の管理者に確認してください (Token Auth Method)。',
    pingScopes:
      '接続のスコープを確認してください。正しい場合は、アプリケーションにスコープを許可するよう PingIdentity の管理者に依頼してください。',
    pingGrantTypes:
      'アプリケーションで付与タイプの認可コードとリフレッシュトークンを有効にするよう PingIdentity の管理者に依頼してください。',
    pingMapping:
      'このアプリケーションのアクセストークンのマッピング (Access Token Mapping) を PingIdentity の管理者に依頼してください。',
    pingEnvironment:
      'メタデータ URI を確認してください。環境の ID が含まれています。正しい場合は、PingIdentity の管理者に確認してください。',
    pingRole:
      'アプリケーションの使用を許可する (Access のグループまたはポピュレーション) よう PingIdentity の管理者に依頼してください。',

    // Google
    googleInternal:
      'アプリケーションが属する組織の Google アカウントでサインインするか、ほかのユーザーにも公開する (ユーザーの種類「外部」) よう Google Cloud プロジェクトの管理者に依頼してください。',
    googleAdminPolicy:
      'クライアント ID を信頼する (セキュリティ > API の制御 > アプリのアクセス制御) よう Google Workspace の管理者に依頼してください。',
    googleClient:
      '接続のクライアント ID を確認してください。正しい場合は、クライアントがまだ存在するか (Google Auth Platform > クライアント) を Google Cloud プロジェクトの管理者に確認してください。',
    googleSecret:
      '接続のクライアントシークレットを入力してください。Google はデスクトップアプリケーションにもシークレットを要求します。',
    googleRedirect:
      'このコンピューターの任意のリダイレクト URL を使える「デスクトップ アプリ」タイプのクライアントを作成するか、接続のリダイレクト URL を登録するよう、Google Cloud プロジェクトの管理者に依頼してください。',
    googleSession:
      'もう一度サインインしてください。会社が一定期間ごとにサインインを求めています。頻度は Google Workspace の管理者が設定します (Google Cloud のセッション管理)。',
    googleRevoked:
      'もう一度サインインしてください。7 日ごとに終了する場合は、同意画面がテスト中です。公開するよう Google Cloud プロジェクトの管理者に依頼してください。',
    googleRefresh:
      '終了したら、もう一度サインインしてください。繰り返す場合は、「デスクトップ アプリ」タイプのクライアントを Google Cloud プロジェクトの管理者に依頼してください。この種類では、スコープなしでリフレッシュトークンが発行されます。',
    googleScopes:
      '接続のスコープを確認してください。正しい場合は、スコープを追加する (Google Auth Platform > データアクセス) よう Google Cloud プロジェクトの管理者に依頼してください。',
    googleBrowser: 'サインインのリンクをコピーし、システム標準のブラウザーなど、別のブラウザーで開いてください。',
    googleTester:
      '自分をテストユーザーとして追加するか、同意画面を公開するよう Google Cloud プロジェクトの管理者に依頼してください。',

    // Snowflake
    snowflakeClient:
      'OAuth クライアント ID とシークレットを確認してください。SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS で得られるものです。正しい場合は、統合がまだ存在するかを Snowflake の管理者に確認してください。',
    snowflakeIntegration:
      'セキュリティ統合を有効にする (ALTER SECURITY INTEGRATION … SET ENABLED = TRUE) よう Snowflake の管理者に依頼してください。',
    snowflakeRedirect:
      'セキュリティ統合の OAUTH_REDIRECT_URI に、接続のリダイレクト URL を記載どおりに設定するよう Snowflake の管理者に依頼してください。',
    snowflakeScopes:
      '接続のスコープを確認してください: session:role-any、または session:role: とロール名、および refresh_token。',
    snowflakeRole:
      '自分に付与されていて、統合でブロックされていないロール (ACCOUNTADMIN、ORGADMIN、SECURITYADMIN はブロックされます) を、既定のロールまたは接続のスコープとして設定するよう Snowflake の管理者に依頼してください。',
    snowflakeIdentity:
      'プロファイルで固定の埋め込みユーザーを設定するか、ユーザーの確認だけを行う接続を追加してください。Snowflake はユーザー名でユーザーを示しますが、ユーザー名はメールアドレスとは限りません。',
    snowflakeRefresh:
      '終了したら、もう一度サインインしてください。これを避けるには、スコープ「refresh_token」を接続に追加し、セキュリティ統合に OAUTH_ISSUE_REFRESH_TOKENS = TRUE を設定するよう Snowflake の管理者に依頼してください。',
    snowflakeNetwork:
      '会社のネットワークまたは VPN に接続して、もう一度お試しください。サインイン済みの接続は自動的に更新されます。それでも繰り返す場合は、詳細にあるアドレスをネットワークポリシーに追加するよう Snowflake の管理者に依頼してください。',
    snowflakeOtherUser: 'ブラウザーで Snowflake からサインアウトし、最初と同じ人としてサインインし直してください。',
    snowflakeConsent:
      'もう一度サインインし、Snowflake が確認するロールを許可してください。繰り返す場合は、統合がそのロールをブロックしていないかを Snowflake の管理者に確認してください。',
    snowflakeExternal:
      'もう一度サインインしてください。繰り返す場合は、外部 OAuth 統合がこのサーバーを信頼しているか (発行者、鍵、オーディエンス、ユーザーのマッピング) を Snowflake の管理者に確認してください。',
    snowflakeWarehouse: '既定のウェアハウスと、その使用権限を Snowflake の管理者に依頼してください。',

    // Sigma, and the data platforms as it passes them on
    bigQueryRoles:
      'Google Cloud プロジェクトのロール roles/bigquery.dataViewer (または同等のもの) と、クエリを実行するプロジェクトの roles/bigquery.jobUser を、データの管理者に依頼してください。',
    databricksFederation:
      'もう一度サインインしてください。この接続で ID プロバイダーを通じてサインインする場合は、そのフェデレーションポリシーを構成するよう Databricks の管理者に依頼してください。',
    sigmaDuplicate:
      'このアドレスのユーザー、またはこの名前のチームが別の形ですでに存在しないかを Sigma の管理者に確認してください。',
    sigmaStale:
      'ワークブックを再読み込みしてください。繰り返す場合は、ページ、要素、または接続が削除またはアーカイブされています。Sigma の管理者に確認してください。',
    sigmaEmail:
      'Sigma に示すメールアドレスを確認してください。アドレスと、問題の可能性がセッションの詳細に表示されます。',
    sigmaTeams:
      'プロファイルのチームを確認してください。Sigma の表記どおりに入力します。正しい場合は、チームを作成するよう Sigma の管理者に依頼してください。',
  },

  menu: {
    file: 'ファイル(&F)',
    edit: '編集(&E)',
    view: '表示(&V)',
    go: '移動(&G)',
    tab: 'タブ(&T)',
    account: 'アカウント(&A)',
    window: 'ウィンドウ(&W)',
    help: 'ヘルプ(&H)',
    pinned: 'ピン留め済み(&P)',
    recent: '最近使用したもの(&R)',

    undo: '元に戻す(&U)',
    redo: 'やり直し(&R)',
    cut: '切り取り(&T)',
    copy: 'コピー(&C)',
    paste: '貼り付け(&P)',
    selectAll: 'すべて選択(&A)',
    fullScreen: 'フルスクリーン(&F)',
    minimise: '最小化(&N)',
    quit: '終了(&Q)',
    exit: '終了(&X)',
  },

  commands: {
    newWindow: '新しいウィンドウ(&W)',
    showStart: 'スタートページ(&S)',
    newProfile: '新しいプロファイル(&N)…',
    showProfiles: 'プロファイル(&P)',
    editSetUp: 'セットアップを編集(&E)…',
    copyLink: 'リンクをコピー(&L)',
    copyLinkWithFilters: 'フィルター付きリンクをコピー(&F)',
    printWorkbook: '印刷(&R)…',
    stopPrinting: '印刷を中止(&G)',
    savePdf: 'PDF として保存(&D)',
    savePicture: '画像を保存(&I)',
    copyPicture: '画像をコピー(&C)',
    openSettings: '設定(&T)…',
    refreshData: 'データを更新(&R)',
    reloadWorkbook: 'ワークブックを再読み込み(&L)',
    goHome: 'ワークブックに戻る(&B)',
    showRail: 'ワークブック一覧(&G)',
    showDetails: 'セッションの詳細(&D)',
    showBookmarks: 'ブックマーク(&M)',
    showControls: 'コントロール(&C)',
    showPages: 'ページ(&P)',
    showAlerts: '通知の条件(&T)…',
    findInWorkbook: 'ワークブック内を検索(&K)…',
    findNext: '次を検索(&X)',
    findPrevious: '前を検索(&V)',
    showDownloads: 'ダウンロード(&W)',
    actualSize: '実際のサイズ(&S)',
    zoomIn: '拡大(&I)',
    zoomOut: '縮小(&O)',
    splitView: '左右に並べて表示(&Y)',
    swapSides: '左右を入れ替え(&W)',
    linkFilters: 'フィルターを連動(&J)',
    showBeside: '隣に表示',
    showWall: '壁掛け画面として表示(&H)',
    leaveWall: '壁掛け画面を終了(&E)',
    leaveFullScreen: 'フルスクリーンを終了',
    nextArea: '次の領域(&N)',
    previousArea: '前の領域(&A)',
    goBack: '戻る(&B)',
    goForward: '進む(&F)',
    openPalette: '何でも検索(&G)…',
    pinWorkbook: 'ワークブックをピン留め(&I)',
    unpinWorkbook: 'ワークブックのピン留めを外す(&U)',
    openWorkbook: 'ワークブックを開く',
    newTab: '新しいタブ(&N)…',
    duplicateTab: 'タブを複製(&D)',
    closeTab: 'タブを閉じる(&C)',
    closeOtherTabs: 'ほかのタブを閉じる(&O)',
    closeTabsAfter: '右側のタブを閉じる(&T)',
    reopenTab: '閉じたタブを開く(&R)',
    nextTab: '次のタブ(&X)',
    previousTab: '前のタブ(&P)',
    lastUsedTab: '直前に使用したタブ(&U)',
    firstUsedTab: '最も前に使用したタブ(&G)',
    moveTabRight: 'タブを右へ移動(&I)',
    moveTabLeft: 'タブを左へ移動(&L)',
    sleepOtherTabs: 'ほかのタブをスリープ(&S)',
    goToTab1: 'タブ 1',
    goToTab2: 'タブ 2',
    goToTab3: 'タブ 3',
    goToTab4: 'タブ 4',
    goToTab5: 'タブ 5',
    goToTab6: 'タブ 6',
    goToTab7: 'タブ 7',
    goToTab8: 'タブ 8',
    goToTab9: '最後のタブ',
    goToTab: 'タブに移動',
    moveTabToNewWindow: 'タブを新しいウィンドウに移動(&M)',
    moveTabToWindow: 'タブを「{window}」に移動',
    closeWindow: 'ウィンドウを閉じる(&C)',
    goToWindow: 'ウィンドウ「{window}」に移動',
    selectProfile: 'プロファイルに移動',
    renewSignIn: 'サインインを今すぐ更新(&R)',
    signInAsSomebodyElse: '別のユーザーとして {connection} にサインイン…',
    signOut: 'サインアウト(&O)',
    signOutOfAll: 'すべてからサインアウト(&A)',
    showShortcuts: 'キーボードショートカット(&K)',
    userGuide: 'ユーザーガイド (英語)(&G)',
    askForHelp: '組織の窓口に問い合わせる(&H)',
    whatIsNew: '新機能(&W)',
    checkForUpdates: 'アップデートを確認(&U)…',
    showDoctor: '診断(&D)',
    showLogFiles: 'ログファイルを表示(&L)',
    showAuditTrail: '監査証跡(&T)',
    showCrashReports: 'クラッシュレポート(&C)',
    about: 'Sightglass について(&A)',
  },

  palette: {
    title: '何でも検索',
    placeholder: 'ワークブック、ページ、ブックマーク、コントロール、設定、コマンドを検索',
    results: '結果',

    control: '{control}: {value}',
    valued: '{group} · {value}',
    turnOn: 'オンにする: {setting}',
    turnOff: 'オフにする: {setting}',
    kinds: {
      tab: '開いているタブ',
      workbook: 'ワークブック',
      page: 'ページ',
      element: '要素',
      bookmark: 'ブックマーク',
      control: 'コントロール',
      profile: 'プロファイル',
      command: 'コマンド',
      setting: '設定',
    },
    pinned: 'ピン留め済み',

    current: '表示中',
    none: '「{search}」に一致するものはありません。名前の中の数文字を順番どおりに入力するだけで検索できます。',
    count: { one: '結果 {count} 件', other: '結果 {count} 件' },
    more: {
      one: 'ほか {count} 件。続けて入力すると表示されます。',
      other: 'ほか {count} 件。続けて入力すると表示されます。',
    },
    keys: '↑ ↓ で選択、Enter で移動、Esc で閉じる',
  },

  tabs: {
    label: '開いているワークブック',

    loading: '{tab}、読み込み中',
    trouble: '{tab}、表示できません',
    asleep: '{tab}、スリープ中',
    edited: '{tab}、編集中',
    close: '{tab} を閉じる',
    newTab: '別のワークブックを開く',

    closing: {
      question: '{tab} を閉じますか?',
      editing: '編集中です。公開も下書き保存もしていない内容は失われます。',
      saving: 'ファイルを保存しています。閉じると保存が完了しません。',
      confirm: '閉じる',
      cancel: '開いたままにする',
    },
    moving: {
      question: '{tab} を別のウィンドウに移動しますか?',
      confirm: '移動',
      cancel: 'ここに残す',
      anyWindow: '別のウィンドウ',
    },
  },

  split: {
    first: '{workbook}、2 つのうち 1 つ目',
    second: '{workbook}、2 つのうち 2 つ目',
    tab: '{tab}、{other} の隣',
    divider: '{first} と {second} の境界',
    link: 'フィルターを連動',
    explained: '片側のコントロールで選択した値が、もう片側の同じ ID のコントロールにも設定されます。',
    inCommon: {
      one: '両側に共通のコントロールは {count} 個です。',
      other: '両側に共通のコントロールは {count} 個です。',
    },
    noneInCommon: '両側で ID が同じコントロールはありません。',
    noRoom: 'ウィンドウを広げると、2 つ目のワークブックが再び隣に表示されます。',
    said: {
      begun: '{first} と {second} を並べて表示しています。',
      ended: '1 つのワークブックの表示に戻りました。',
      linked: 'フィルターを連動しています。',
      unlinked: 'フィルターの連動を解除しました。',
    },
  },

  links: {
    copied: 'リンクをコピーしました。',
    copiedWithFilters: 'フィルター付きリンクをコピーしました。',
    question: '「{workbook}」を開きますか?',
    which: 'リンクでどのワークブックを開きますか?',
    choice: '{workbook}、{profile}',
    filters: 'リンクにより次のフィルターが設定されます:',
    value: '{control}: {value}',
    warning:
      'フィルターはリンクの作成者が選んだものです。表示されるのはデータの一部で、常に自分の権限の範囲内に限られます。',
    open: '開く',
    openWithout: 'フィルターなしで開く',
    cancel: 'キャンセル',
    followAddress: 'このアドレスのワークブックを開く',
    recent: '最近使用したワークブック',
  },

  leaving: {
    question: 'Sightglass を閉じますか?',
    editing: 'ワークブックを編集中です。公開も下書き保存もしていない内容は失われます。',
    saving: 'ファイルをダウンロードしています。閉じると完了しません。',
    confirm: '閉じる',
    cancel: '開いたままにする',
  },

  find: {
    title: 'ワークブック内を検索',
    field: '検索する語句',
    next: '次の一致',
    previous: '前の一致',
    close: '閉じる',
    at: '{at} / {count}',
    none: 'このページには見つかりません。単語を減らしてお試しください。',
  },

  downloads: {
    title: 'ダウンロード',

    button: { none: 'ダウンロード', underWay: 'ダウンロード、{percent}%', unknown: 'ダウンロード、進行中' },
    progress: '{file} の進行状況',
    sizeOf: '{received} / {total}',
    making: '作成しています…',
    paused: '一時停止中、{size}',
    done: '{size}、ダウンロードフォルダーに保存済み',
    acts: {
      pause: '一時停止',
      resume: '再開',
      cancel: 'キャンセル',
      open: '開く',
      show: 'フォルダーで表示',
      remove: '一覧から削除',
    },

    actOf: '{act}: {file}',
    said: {
      done: '{file} をダウンロードしました。',
      failed: '{file} をダウンロードできませんでした。{problem}。',
    },
  },

  pictures: {
    asOf: 'データ取得: {time}',
    seenOnly: '画面に表示されていた部分のみ',
    page: '{page} / {pages} ページ',
    copied: '画像をコピーしました。',
    printing: '印刷するページを作成しています…',
    stop: '中止',
  },

  start: {
    title: 'ワークブックを開く',
    search: 'ワークブックを検索',
    searchHint: '{count} 件のワークブックを検索',
    pinned: 'ピン留め済み',
    recent: '最近使用したもの',
    found: '検索結果',
    pin: '{workbook} をピン留め',
    unpin: '{workbook} のピン留めを外す',
    nothingPinned: 'よく開くものをピン留めすると、ここの一番上に表示されます。',

    signInFirst: '先にサインインします',
    notComplete: 'セットアップ未完了',
    none: '「{search}」に一致するワークブックはありません。',
    noneHelp:
      'ワークブック名またはプロファイル名の数文字で検索できます。見当たらないワークブックは、プロファイルのセットアップで追加します。',
    clear: 'すべてのワークブックを表示',
    back: '{workbook} に戻る',
    all: 'すべてのワークブック',
  },

  rail: {
    title: 'ワークブック',
    show: 'ワークブック一覧を表示',
    hide: 'ワークブック一覧を隠す',
    filter: 'ワークブックを絞り込む',
    none: '「{search}」に一致するワークブックはありません。',
  },

  contextMenu: {
    cut: '切り取り',
    copy: 'コピー',
    paste: '貼り付け',
    selectAll: 'すべて選択',
    copyLink: 'リンクをコピー',
    saveImage: '画像を保存…',
    back: '戻る',
  },

  dialogs: {
    fileOfWorkbook: 'エクスポート',
    importEnv: 'QuickStart の .env ファイルをインポート',
    setUpFiles: 'セットアップファイル',
    setUpAndEnvFiles: 'セットアップファイルと QuickStart の .env ファイル',
    saveSetUp: 'セットアップファイルを保存',
    allFiles: 'すべてのファイル',
    cannotStart: 'Sightglass を起動できませんでした',
    electronTooOld:
      'この Sightglass のリリースは Electron {electron} で動作しています。古い Electron にはセキュリティ修正が提供されないため、Electron {oldest} 以降でのみ動作します。\n\n適切な Electron を含む Sightglass のパッケージからインストールするか、管理者に依頼してください。',
    startRefused:
      'Sightglass が、許可されていないスイッチまたは変数を指定して起動されました。これらを除いて起動し直しても再び指定されました: {names}。\n\nSightglass を起動するショートカット、スクリプト、またはサービスから取り除くか、管理者に依頼してください。',
    startNotRepeated:
      'Sightglass が、許可されていないスイッチまたは変数を指定して起動され、これらを除いて起動し直すことができませんでした: {names}。\n\nSightglass を起動するショートカット、スクリプト、またはサービスから取り除くか、管理者に依頼してください。',

    sandboxAlternative: 'どちらか一方で十分です。',
    sandboxPolicy:
      'リスクを受け入れる管理者は、/etc/sightglass/policy.json に "runWithoutSandbox": true を設定できます。',
    code: 'コード: {code}',
    versionOn: 'Sightglass {version} ({platform})',
    unknownReason: '理由は不明です。',

    confirmSigma: {
      question: 'このプロファイルで別の Sigma を使用しますか?',
      consequence:
        '全員がサインインし直すことになります。以後、ワークブックは新しい Sigma から取得され、サインインで得たトークンもそこに渡されます。現在のサインインは渡されません。',
      confirm: '別の Sigma を使用',
    },
    confirmPerson: {
      question: 'Sigma に別のユーザーを示しますか?',
      consequence: '以後 Sigma には、このプロファイルの利用者がファイルの内容のとおりに示されます。',
      confirm: 'ユーザーを変更',
    },

    confirmAction: {
      address: 'このワークブックに {host} のページを開くことを許可しますか?',
      workbook: 'このワークブックに「{workbook}」を開くことを許可しますか?',
      action: 'アクション: {action}',
      thisTime: '今回: {address}',
      addressConsequence:
        'プロファイルの管理者が設定したものです。ページはブラウザーで開きます。アドレスにワークブックの値が含まれ、そのサイトに伝わります。次回から確認は表示されません。',
      workbookConsequence:
        'プロファイルの管理者が設定したものです。このワークブックの値を使って別のタブで開きます。次回から確認は表示されません。',
      confirm: '許可',
    },
    confirmReveal: {
      question: 'アクセストークンを端末に表示しますか？',
      consequence:
        'コマンドラインが {connection} のトークンを求めています。それを読んだ人は、期限が切れるまであなたと同じことができます。そのコマンドをたった今入力した場合にだけ続けてください。',
      confirm: 'トークンを表示',
    },
    confirmOnlyIf: 'この変更に心当たりがあり、新しい値を知っている場合にのみ続行してください。',
    profileName: 'プロファイル: {profile}',
    keepsStopping: 'Sightglass が繰り返し停止しています',
    keepsStoppingDetail:
      '5 分以内にウィンドウが {times} 回終了しました ({reason})。\n\nほかのプログラムを終了してメモリを空け、Sightglass をもう一度起動してください。サインインを保存できた接続では、サインインした状態が続きます。繰り返す場合は、ログファイルを管理者に渡してください。',
  },

  scopesPlace: '認可サーバーで',

  commonDetails: {
    said: '{said}',
    answered: 'サーバーの応答は HTTP {status} でした。{said}',
    answeredWithoutSecret:
      'サーバーの応答は HTTP {status} でした。{said} アプリケーションのシークレットはここにありません。',
    answeredInHeader:
      'サーバーの応答は HTTP {status} でした。{said} シークレットはヘッダーで送信しました (client_secret_basic)。',
    answeredInBody:
      'サーバーの応答は HTTP {status} でした。{said} シークレットは本文で送信しました (client_secret_post)。',
    answeredToKey:
      'サーバーの応答は HTTP {status} でした。{said} アプリケーションは秘密鍵で署名しました (private_key_jwt)。',
    answeredInBoth:
      'サーバーの応答は HTTP {status} でした。{said} シークレットはヘッダー (client_secret_basic) と本文 (client_secret_post) で送信しました。',
    sigmaSays: 'Sigma からのメッセージ: {said}',
    sigmaSaysNothing: 'Sigma からのメッセージ: 詳細なし',
    systemAnswered: 'オペレーティングシステムの応答は {systemCode} でした。',
  },

  clocks: {
    'session-ends': '署名済みセッションの終了',
    'token-expires': '{connection} のアクセストークンの期限',
    'sign-in-renews': '{connection} へのサインインの更新',
  },

  claims: {
    encryptedToken: '暗号化済み、{length} 文字',
  },

  fieldFaults: {
    missing: {
      name: '名前を入力してください。',
      label: '名前を入力してください。',
      title: 'タイトルを入力してください。',
      embedClientId: 'クライアント ID を入力してください。',
      clientId: 'クライアント ID を入力してください。',
      keyId: '鍵 ID を入力してください。',
      sigmaConnectionId: '接続 ID を入力してください。',
      audience: 'オーディエンスを入力してください。',
      accountType: 'アカウントの種類を入力してください。',
      teams: 'チームを入力してください。',
      attribute: '属性を入力してください。',
      claim: 'クレームを入力してください。',
      teamsClaim: 'クレームを入力してください。',
      embedSecret: '埋め込みシークレットを入力してください。',
      clientSecret: 'クライアントシークレットを入力してください。',
      scopes: 'スコープを 1 つ以上入力してください。',
      redirectUris: 'リダイレクト URL を 1 つ以上入力してください。',
      accountId: 'アカウントレベルにはアカウント ID が必要です。',
      host: 'Databricks でブラウザーに表示されるアドレスを入力してください。',
      accountUrl: 'アカウント URL を入力してください。例: https://myorg-myaccount.snowflakecomputing.com',
      authority: '機関を入力してください。ほとんどのディレクトリは https://login.microsoftonline.com です',
      issuer: '発行者を入力してください。Google の発行者は https://accounts.google.com です',
      metadataUrl: 'サインイン先サーバーのメタデータ URI を入力してください。',
      url: 'Sigma でワークブックを開き、ブラウザーに表示されるアドレスを貼り付けてください。',
      email: 'メールアドレスを入力してください。',
      fallbackEmail: 'メールアドレスを入力してください。',
      exchange: 'トークンの交換先を入力してください。',
      signingKey: '鍵の署名方法を選択してください。',
      clientAuthentication: 'マシンには認証情報が必要です。シークレットまたは鍵を選択してください。',
      workbooks: 'ワークブックを追加してください。',
      id: 'コントロール ID を入力してください。',
      tag: 'de や pt-BR などの言語コードを入力してください。',
      connections: '接続を追加してください。',
      action: 'アクション名を入力してください。',
      address: 'アドレスを入力してください。',
      workbook: 'ワークブックを選択してください。',
      control: 'コントロール ID を入力してください。',
      other: '値を入力してください。',
    },
    tooLong: {
      name: '長すぎる名前があります。',
      label: '長すぎる名前があります。',
      title: '長すぎるタイトルがあります。',
      embedClientId: 'クライアント ID が長すぎます。',
      clientId: 'クライアント ID が長すぎます。',
      keyId: '鍵 ID が長すぎます。',
      sigmaConnectionId: '接続 ID が長すぎます。',
      evalConnectionId: '接続 ID が長すぎます。',
      tenant: 'テナントが長すぎます。',
      audience: 'オーディエンスが長すぎます。',
      accountType: 'アカウントの種類が長すぎます。',
      teams: '長すぎるチームがあります。',
      attribute: '属性が長すぎます。',
      claim: 'クレームが長すぎます。',
      teamsClaim: 'クレームが長すぎます。',
      other: '長すぎます。',
    },
    unusableCharacters: {
      name: '名前に使用できない文字が含まれています。',
      label: '名前に使用できない文字が含まれています。',
      title: 'タイトルに使用できない文字が含まれています。',
      embedClientId: 'クライアント ID に使用できない文字が含まれています。',
      clientId: 'クライアント ID に使用できない文字が含まれています。',
      keyId: '鍵 ID に使用できない文字が含まれています。',
      sigmaConnectionId: '接続 ID に使用できない文字が含まれています。',
      evalConnectionId: '接続 ID に使用できない文字が含まれています。',
      tenant: 'テナントに使用できない文字が含まれています。',
      audience: 'オーディエンスに使用できない文字が含まれています。',
      accountType: 'アカウントの種類に使用できない文字が含まれています。',
      email: 'アドレスに見えない文字が含まれています。入力し直してください。',
      teams: 'チームに使用できない文字が含まれています。',
      attribute: '属性に使用できない文字が含まれています。',
      claim: 'クレームに使用できない文字が含まれています。',
      teamsClaim: 'クレームに使用できない文字が含まれています。',
      other: '使用できない文字が含まれています。',
    },
    spaces: {
      sigmaConnectionId: '接続 ID に空白は使用できません。',
      evalConnectionId: '接続 ID に空白は使用できません。',
      tenant: 'テナントに空白は使用できません。',
      audience: 'オーディエンスに空白は使用できません。',
      other: 'クライアント ID に空白は使用できません。',
    },
    notHttps: 'https:// で始まるアドレスを入力してください',
    notAHost: 'パスを除いたホストだけを入力してください。',
    notAWorkbook: '公開されたワークブックのアドレス全体を入力してください。',
    queryOrFragment: '疑問符またはシャープ記号より後を除いてください。',
    notLoopback: 'ポート付きのループバックアドレスを入力してください。例: {example}',
    blockedPort: 'このポートはブラウザーに拒否されます。別のポートを指定してください。例: {example}',
    notMetadata: '/.well-known/openid-configuration で終わるメタデータ URI を入力してください',
    legacyEmbed:
      'トークンを受け付けない、Sigma の旧方式の埋め込みです。Sigma でワークブックを開き、ブラウザーに表示される /workbook/ を含むアドレスを貼り付けてください。',
    organisationHome:
      '組織のホームページです。そこでワークブックを開き、ブラウザーに表示される /workbook/ を含むアドレスを貼り付けてください。',
    notOfAWorkbook:
      'Sigma の別のページです。ワークブックを開き、ブラウザーに表示される /workbook/ を含むアドレスを貼り付けてください。',
    workbookTwice:
      '別の行がこのワークブックを同じ方法で開きます。どちらかを削除するか、一方に別のページまたは値を指定してください。',

    incompleteHost: {
      host: 'dbc-1234abcd-5678.cloud.databricks.com のようなホスト名全体を入力してください。',
      url: 'アドレス全体を入力してください。例: https://app.sigmacomputing.com/company/workbook/…',
      other: 'ドメインまで含めたホスト名全体を入力してください。',
    },
    misspelt: {
      host: '綴りを確認してください。ワークスペースは .cloud.databricks.com、.azuredatabricks.net、または .gcp.databricks.com にあります。',
      url: '綴りを確認してください。Sigma は .sigmacomputing.com にあります。',
      accountUrl: '綴りを確認してください。アカウントは .snowflakecomputing.com にあります。',
      other: 'ホストの綴りを確認してください。',
    },

    otherProduct: {
      host: 'Databricks のアドレスではありません。ワークスペースでブラウザーに表示されるアドレスを入力してください。',
      url: 'Sigma のアドレスではありません。Sigma でワークブックを開き、ブラウザーに表示されるアドレスを貼り付けてください。',
      accountUrl:
        'Snowflake のアドレスではありません。.snowflakecomputing.com で終わるアカウント URL を入力してください。',
      authority:
        'Microsoft Entra ID のアドレスではありません。ほとんどのディレクトリは https://login.microsoftonline.com です',
      issuer: 'Google のアドレスではありません。Google の発行者は https://accounts.google.com です',
      metadataUrl: 'ID プロバイダーではありません。サインイン先サーバーのメタデータ URI を入力してください。',
      other: '別の製品のアドレスです。',
    },
    consoleAsWorkspace:
      'アカウントコンソールです。ワークスペースのアドレスを入力するか、下で「アカウント」または「自動判別」を選択してください。',
    notAWorkspace:
      '誰でも使うサイトのアドレスです。自分のワークスペースでブラウザーに表示されるアドレスを入力してください。',
    notAnAccountUrl:
      'Snowsight 自体のアドレスです。Snowsight でアカウントメニューの View account details を開き、アカウント URL をコピーしてください。',

    secretInPlain: {
      embedClientId:
        'これはシークレットです。ここにはクライアント ID を、次の欄に埋め込みシークレットを入力してください。',
      clientId: 'これはシークレットです。ここにはクライアント ID を、シークレットは専用の欄に入力してください。',
      other: 'これはシークレットまたは鍵です。この欄は秘匿されません。取り除いてください。',
    },
    idAsSecret: {
      embedSecret: 'これはクライアント ID です。作成時に Sigma に表示されたシークレットを入力してください。',
      other: 'これは ID です。作成時に一度だけ表示されたシークレットそのものを入力してください。',
    },
    otherSecret: 'これは Databricks のシークレットです。Sigma の埋め込みシークレットを入力してください。',
    notAConnectionId: 'ID だけを入力してください。Sigma での接続のアドレスの最後の部分です。',
    severalTeams: 'チームはコンマで区切ってください。',
    notALanguage: 'de や pt-BR などの言語コードを入力してください。',
    startsWithColon: 'コントロール ID をコロンで始めることはできません。',
    controlTwice: '別の行に、このコントロールの値がすでにあります。',
    pageAndElement: 'ページと要素のどちらか一方を入力してください。',
    addressTooLong: 'これらの値を合わせると、アドレスが Web サーバーの受け付ける長さを超えます。一部を省いてください。',
    notAScope: 'スコープに空白や引用符は使用できません。',
    notAnEmail: '空白を含まないメールアドレスを入力してください。',
    notALevel: 'レベルを入力してください: 自動、ワークスペース、またはアカウント。',
    notAnAccountId: 'アカウントコンソールに表示されるとおりにアカウント ID を入力してください。',
    notAWorkspaceId: 'ワークスペースのアドレスに表示されるとおりにワークスペース ID を入力してください。',
    notATenant: 'ディレクトリ (テナント) ID またはドメインを入力してください。',
    notMinutes: '1 から 1,440 までの整数で分数を入力してください。',
    notPerHour: '1 から 60 までの整数を入力してください。',
    notWholeSeconds: '秒数を整数で入力してください。',
    tooFewSeconds: '60 秒以上を入力してください。',
    tooManySeconds: 'Sigma で許容されるのは 30 日 (2,592,000 秒) までです。',
    oneSigma: 'プロファイルのワークブックは、すべて同じ Sigma のアドレスのものである必要があります。',
    takenTwice: {
      isForOrganisation: 'このプロファイルの別の接続が、すでにトークンを組織全体に渡しています。',
      other: 'このプロファイルの別の接続が、すでにこの接続 ID を使用しています。',
    },
    tooMany: '数が多すぎます。',
    placeholderInHost: 'ホストに値は使用できません。値はホストより後の部分で使用できます。',
    placeholderOpen: '値は 1 つの名前を波かっこで囲んで書き、かっこを閉じてください。',
    actionTwice: 'このアクションのルールがすでにあります。',
    noSuchWorkbook: 'このプロファイルのワークブックを選択してください。',
    invalid: 'この値は使用できません。',
  },

  namedFault: '{name}: {fault}',

  addressDoubts: {
    lead: 'Sigma が {address} をそのままでは受け付けない可能性があります。',
    about: {
      guest: 'メールの届かない、Entra ID のゲストのサインイン名です。',
      letters: '英語のアルファベット以外の文字が含まれています。',
      long: 'メールで許容される長さを超えています。',
      domain: '@ 記号より後にドットがありません。',
      form: 'メールアドレスではあまり使われないドットや文字が含まれています。',
      plus: 'プラス記号が含まれています。',
      capitals: '大文字が含まれています。小文字の場合、Sigma では別のユーザーとして扱われる可能性があります。',
    },
  },

  sharedUsers: {
    inForm:
      '同じユーザーについて、{profiles} は Sigma に異なる内容を伝えます: {differences}。Sigma はアドレスごとに 1 人のユーザーを保持し、読み込みのたびに変更します。同じ値にするか、別の埋め込みクライアントを使用してください。',
    inList: '同じユーザーについて、{profiles} は Sigma に異なる内容を伝えます: {differences}。',
    differences: {
      userKind: 'ユーザーの種類',
      accountType: 'アカウントの種類',
      teams: 'チーム',
      attributes: 'ユーザー属性',
      teamsClaim: 'チームのクレーム',
    },
  },

  importRemarks: {
    fallbackEmail:
      'Sigma には各自のアドレスが示されます。サインインで特定できないユーザーだけが、QuickStart と同様に {email} (EMAIL) として示されます。そのようなサインインを拒否するには、EMAIL を空にしてください。',
    publicClient:
      'ファイルにクライアントシークレットがないため、接続はパブリッククライアントとしてセットアップされます。',
    sessionLength: 'SESSION_LENGTH は、QuickStart と同様に {seconds} 秒として読み取られます。',
    level:
      'DATABRICKS_AUTH_LEVEL は「workspace」でも「account」でもありません。QuickStart と同様に「workspace」として読み取られます。',
    misspelt: '不明な名前のため使用されません: {misspelt}。2 つ目の名前の間違いではありませんか?',
    notUsed: 'ファイルのうち使用されないもの: {unused}。',
    otherQuickStarts: '別の QuickStart のものであるため使用されません: {otherQuickStarts}。',
    ofServer: 'QuickStart のサーバーだけが使用するもの: {serverNames}。',
  },

  profileChanges: {
    fields: {
      sigmaAddress: 'Sigma のアドレス',
      embedClientId: '埋め込みクライアント ID',
      tenant: 'テナント',
      evalConnectionId: 'すべてのクエリ用の接続',
      organisationToken: 'Sigma の組織全体のトークン',
      embedSecret: '埋め込みシークレット',
      userKind: 'ユーザーの種類',
      email: 'Sigma に示すメールアドレス',
      fallbackEmail: 'サインインで特定できないユーザーのアドレス',
      accountType: 'アカウントの種類',
      teams: 'チーム',
      attributes: 'ユーザー属性',
      sessionSeconds: 'セッションの長さ (秒)',
      workbook: 'ワークブック',
      action: 'アクションのルール',
      workbookOptions: 'ワークブックの開き方',
      refresh: 'ワークブックの自動更新',
      connection: 'Sigma の接続 ID',
      flow: 'サインインの種類',
      server: '接続のサーバー',
      clientId: '接続のクライアント ID',
      clientAuthentication: 'クライアント認証',
      clientSecret: 'クライアントシークレット',
      signingKey: 'クライアントの署名',
      exchange: 'トークン交換',
      scopes: 'スコープ',
      redirectUris: 'リダイレクト URL',
    },
    changed: '{field}: 「{before}」→「{after}」。',
    added: '{field}: 「{after}」(追加)。',
    removed: '{field}: 「{before}」(削除)。',
    secret: '{field}: 置き換え。',
  },

  vaultBackends: {
    keychain: 'キーチェーンで暗号化',
    'windows-data-protection': 'Windows のデータ保護で暗号化',
    'secret-service': 'システムのキーリング (Secret Service) で暗号化',
    kwallet: 'KWallet で暗号化',
    none: 'メモリのみ (Sightglass を終了するまで)',
  },

  resultPage: {
    signedInTitle: 'サインイン完了',
    signedIn: 'サインインしました',
    goBack: 'このタブを閉じて、Sightglass に戻ってください。',
    origin: 'このページは、このコンピューターの Sightglass が表示しています。',
    close: 'このタブを閉じてください。',

    stray: {
      title: 'この応答はサインインに対応していません',
      what: {
        noState: 'このブラウザーからの応答には、どのサインインのものかが示されていません (state がありません)。',
        otherState:
          'このブラウザーからの応答は、以前の試行または別のプログラムによる、別のサインインのものです (state が異なります)。',
        stateTwice: 'このブラウザーからの応答には、どのサインインのものかが複数回示されています (state)。',
        empty: 'このブラウザーは応答を伴わずにアクセスしました。',
        form: 'このブラウザーからの応答は、Sightglass が読み取らないフォーム形式 (response_mode=form_post) です。',
        otherAddress: 'このブラウザーからの応答は、{redirectUri} とは別のアドレスに届きました。',
      },
      unverified: '次の内容が示されていますが、誰が書いたものかを Sightglass は判断できません:',
      next: '何も変更されていません。Sightglass に戻ってください。待機中のサインインは引き続き待機しており、ブラウザーをもう一度開くことも、最初からやり直すこともできます。',
      remedies: {
        noState:
          '繰り返す場合は、このページを管理者に見せてください。認可サーバーが要求を拒否し、state を省略しました。',
        otherState: '以前のサインインのタブを閉じてください。有効なのは、Sightglass が最後に開いたタブだけです。',
        stateTwice: '繰り返す場合は、このページを認可サーバーの管理者に見せてください。',
        empty:
          'サインインからここに来た場合は、このページを管理者に見せてください。サーバーが # の後に応答を付けている可能性があります (インプリシットフロー、または response_mode=fragment)。アドレス内のコードで応答する必要があります。',
        form: '繰り返す場合は、このページを管理者に見せてください。サーバーはアドレス内のコードで応答する必要があります (response_mode=query)。',
        otherAddress:
          'サインインからここに来た場合は、このページを管理者に見せてください。登録するリダイレクト URL は、一字一句 {redirectUri} のとおりである必要があります。',
      },
    },

    refused: {
      misdirected: '要求の宛先が正しくありません。',
      method: 'ここでは GET にのみ応答します。',
      notFound: 'ここには何もありません。',
      otherSignIn: 'これは進行中のサインインに属するものではありません。',
    },
  },

  common: {
    cancel: 'キャンセル',
    copied: 'コピーしました',
    copy: 'コピー',
    remove: '削除',
    tryAgain: '再試行',
    hide: '非表示',
  },

  window: {
    title: '{workbook} – Sightglass',
    titleOf: '{screen} – Sightglass',
    starting: '起動しています…',
    startAgain: 'ウィンドウをもう一度起動',
    offline: 'オフライン',
    menu: 'メニュー',
    profiles: 'プロファイル',
    editSetUp: 'セットアップを編集',
    editSetUpOf: '{profile} のセットアップを編集',
    signInAsSomebodyElse: '別のユーザーとしてサインイン…',
    signInAsSomebodyElseTo: '別のユーザーとして {connection} にサインイン…',
    signOut: 'サインアウト',
  },

  welcome: {
    title: 'Sightglass へようこそ',
    lead: 'Sigma のワークブックを開くと、すべてのクエリがあなた自身として実行されます。データプラットフォームには、自分のブラウザーから自分でサインインします。',
    setUp: 'プロファイルをセットアップ',
    openFile: 'セットアップファイルを開く…',
    help: 'セットアップファイルをお持ちの場合は、開くか、ここにドロップしてください。お持ちでない場合は、ワークブックについて案内した人にお問い合わせください。',
    administrators: '管理者向け',
    importEnv: 'QuickStart の .env をインポート…',
  },

  profiles: {
    title: 'プロファイル',
    back: '戻る',
    newProfile: '新しいプロファイル',
    version: 'Sightglass {version}',
    signedIn: 'サインイン済み',
    signedInPartly: '{all} 件中 {held} 件サインイン済み',
    edit: '編集',
    editProfile: '{profile} を編集',
    open: '開く',
    openProfile: '{profile} を開く',
    more: '{profile} のその他の操作',
    handOut: 'セットアップファイルを保存…',
    duplicate: '複製',

    copyOf: '{profile} (コピー)',
    remove: '削除…',
  },

  handOut: {
    title: '「{profile}」をセットアップファイルとして保存',
    lead: 'Sightglass でこのファイルを開くと、このプロファイルを使用できます。個人を示す情報は含まれません。',
    kind: 'シークレット',
    without: 'シークレットを含めない',
    withoutHelp: 'ファイルを開く人が入力します。',
    sealed: 'パスフレーズで保護してシークレットを含める',
    sealedHelp: 'パスフレーズは、ファイルとは別の方法で伝えてください。',
    passphrase: 'パスフレーズ',
    passphraseHelp: '{count} 文字以上。互いに関係のない複数の単語がお勧めです。',
    again: 'パスフレーズの再入力',
    embedSecret: '埋め込みシークレット',
    clientSecret: '{label} のクライアントシークレット',
    privateKey: '{label} の秘密鍵',
    secretHelp:
      '保存されたシークレットがこのコンピューターの外に出ることはありません。手元に保管しているものから、もう一度入力してください。',
    tooShort: '{count} 文字以上にしてください。',
    differs: '2 つの入力が一致しません。',
    missing: '入力してください。',
    save: '保存…',
    saved: 'セットアップファイルを保存しました。',
  },

  setUpOffer: {
    title: '「{profile}」をセットアップしますか?',
    titleUpdate: '「{profile}」を最新の内容にしますか?',
    lead: 'このファイルは次の内容をセットアップします。信頼できる人からのファイルである場合にのみ続行してください。',
    sigma: 'Sigma',
    signIn: 'サインイン',
    workbooks: 'ワークブック',
    sealedHelp: 'ファイルの提供者が知っています。',
    missingHelp: '次のシークレットはファイルに含まれていません。ファイルの提供者が持っています。',
    accept: 'セットアップ',
    acceptUpdate: '最新の内容にする',
  },

  importEnv: {
    title: 'QuickStart の .env をインポート',
    lead: 'このウィンドウにファイルをドロップするか、ファイルを選択するか、内容をここに貼り付けてください。',
    text: 'ファイルの内容',
    help: 'シークレットが含まれています。この欄はインポートすると空になります。',
    hiddenOnLinux: 'これは隠しファイルです。ダイアログに表示されない場合は、そこで Ctrl+H を押してください。',
    missing: '先にファイルの内容を貼り付けてください。',
    choose: 'ファイルを選択…',
    import: 'インポート',
    dropHere: 'ファイルをドロップしてインポート',
  },

  importReport: {
    setUp: '「{profile}」をセットアップしました',
    upToDate: '「{profile}」は最新です',
    everything: 'ファイルの内容はすべてインポートされました。',
    nothingChanged: 'ファイルの内容はプロファイルと同じです。何も変更されていません。',
    changed: '変更された内容:',
    withRemarks: '必要なものはすべてインポートされました。確認事項:',
    remarks: '確認事項:',
    deleteFile:
      'ファイルと、そこからコピーしたものを今すぐ削除してください。埋め込みシークレットとクライアントシークレットが平文で含まれています。',
    lookAtSetUp: 'セットアップを確認',
    continue: '続行',
  },

  signIn: {
    noEmbedSecret: 'このプロファイルの埋め込みシークレットは、このコンピューターに保存されていません。',
    openSetUp: 'セットアップを開く',

    readyThenOpens: '{all} 件中 {ready} 件の準備ができました。すべての準備ができるとワークブックが開きます。',
    readyThenChoice: '{all} 件中 {ready} 件の準備ができました。完了後、ワークブックを選択します。',
    offline: 'オフラインです。サインインには、データプラットフォームへのネットワーク接続が必要です。',
    signInTo: '{connection} にサインイン',
    signInAgain: 'もう一度サインイン',
    finePrint: 'ブラウザーが開きます。Sightglass がパスワードを見ることはありません。',
    signedIn: 'サインイン済み',
    signedInAs: '{person} としてサインイン済み',
    serviceAccount: 'サービスアカウント',
    serviceAccountByItself: 'サービスアカウント (自動的にサインイン)',
    serviceAccountAtRest: 'このサービスアカウントはサインアウトされました。',

    elsewhere: '「{profile}」の {connection} へのサインインが進行中です。先に完了またはキャンセルしてください。',
    showElsewhere: '表示',

    browserError: {
      sentence: {
        one: 'ブラウザーにサインインページではなくエラーが表示されていますか? その場合、アプリケーションに次のリダイレクト URL が登録されていない可能性があります。管理者が次の記載どおりに追加します:',
        other:
          'ブラウザーにサインインページではなくエラーが表示されていますか? その場合、アプリケーションに次のリダイレクト URL が登録されていない可能性があります。管理者が次の記載どおりに追加します:',
      },
      copy: 'リダイレクト URL をコピー',
    },
    preparing: '{connection} へのサインインを準備しています…',
    finishing: '{connection} へのサインインを完了しています…',
    continueInBrowser: 'ブラウザーで続行してください',
    timeLeft: '残り時間',
    waiting: '開いたタブで {connection} にサインインしてください。このウィンドウは自動的に先へ進みます。',
    openBrowser: 'ブラウザーを開く',
    reopenBrowser: 'ブラウザーをもう一度開く',
    copyLink: 'リンクをコピー',

    strayAnswer:
      'ブラウザーから、このサインインに対応しない応答が届きました。応答は破棄され、正しい応答を引き続き待っています。詳しくはブラウザーのページをご覧ください。',
    otherAccount: {
      title: '先に別のアカウントを確認',
      unaskable:
        '{connection} では別のアカウントを指定できません。サインイン済みのブラウザーは同じ人として続行します。リンクをプライベートウィンドウにコピーするか、ブラウザーを開く前にそこでサインアウトしてください。',
    },
    opening: '{workbook} を開いています…',
    otherProfiles: 'ほかのプロファイル',
  },

  workbook: {
    zoom: '{percent}%',
    resetZoom: 'ズーム {zoom}、実際のサイズに戻す',
    label: 'ワークブック',

    loading: {
      lastPicture: '表示されているのは前回の画像です。',
      stages: {
        signing: '{workbook} のセッションに署名しています…',
        loading: '{workbook} を Sigma から読み込んでいます…',
        data: '{workbook} を元の表示位置に戻しています…',
      },
      long: {
        signing:
          '{workbook} のセッションの署名に通常より時間がかかっています。サインインの更新中か、ネットワークが遅い可能性があります。そのままお待ちになるか、中止してもう一度開いてください。',
        loading:
          '{workbook} の読み込みに通常より時間がかかっています。Sigma が混み合っているか、ネットワークが遅い可能性があります。そのままお待ちになるか、中止して後で開いてください。',
        data: '{workbook} を元の表示位置に戻すのに通常より時間がかかっています。大きなクエリには数分かかることがあります。そのままお待ちになるか、中止して後で開いてください。',
      },
      stop: '中止',
    },
    stopped: 'ワークブックは開かれませんでした。',
    reload: '再読み込み',
    signOutOf: '{connection} からサインアウト',

    tryNow: '今すぐ試す',
    triesAgainIn: '{time} 後に自動的に再試行します。',

    catchingUp: '最後の操作を復元しています…',

    goHome: '{workbook} に戻る',
    reloadWorkbook: 'ワークブックを再読み込み',

    refresh: {
      button: 'データを更新',
      hint: 'データを更新 (F5)。',
      asOf: 'データ: {time} 時点',
      underWay: '更新しています…',
      nextAt: '{time} に自動的に更新します。',
      inAMoment: 'まもなく自動的に更新します。',
      unanswered: '前回の更新に Sigma が応答しませんでした。このページに更新するものがない可能性があります。',
      paused: {
        unanswered:
          'Sigma が 2 回の更新に応答しなかったため、セッションが更新されるか、いずれかに応答があるまで自動更新は行われません。このページに更新するものがないか、お使いの Sigma がまだ対応していない可能性があります。',
        hidden: '表示されていない間は自動更新されません。',
        'not-open': 'ワークブックが開くと自動更新されます。',
        offline: 'オンラインになると自動更新されます。',
        editing: '編集中は自動更新されません。',
        renewing: 'セッションの更新とともに新しいデータが読み込まれます。',
        busy: '次に操作を休んだときに自動更新されます。',
        budget: 'この 1 時間の更新回数の上限に達しました。余裕ができると自動的に再開します。',
      },
    },
    otherProfiles: 'ほかのプロファイル',
    workbooksAndProfiles: 'ワークブックとプロファイル',
    serviceAccount: 'サービスアカウント · {connection}',
    runsAsServiceAccount: 'すべてのクエリは、個人ではなくこのサービスアカウントとして実行されます。',
  },

  inside: {
    menu: 'ワークブックメニュー',
    mode: 'モード',
    modes: { view: '表示', explore: '探索', edit: '編集' },
    pictures: '画像と印刷',
    ofWorkbook: 'このワークブック',
    links: 'このワークブックへのリンク',
    modals: { export: 'エクスポート…', schedule: 'スケジュール…', 'save-as': '名前を付けて保存…' },
    downloadReport: 'レポートをダウンロード',
    maximiseSelected: '選択した要素を最大化',
    putBack: '要素を元に戻す',
    panel: 'このワークブックの内容',
    close: 'パネルを閉じる',
    tabs: { bookmarks: 'ブックマーク', controls: 'コントロール', pages: 'ページ', alerts: '通知' },
    bookmarks: {
      label: 'ブックマーク',
      none: 'ブックマークはまだありません。Sigma からは一覧を取得できないため、開く、作成する、または変更するとここに表示されます。',
      asTheyAreMet:
        'このワークブックでこれまでに確認されたものの一覧です。Sightglass を終了するかサインアウトすると消去されます。',
      unnamed: '名前のないブックマーク',
      isDefault: '既定で開く',
      isShared: '共有',
      leave: 'ブックマークを終了',
      more: '{bookmark} のその他の操作',
      update: '現在の表示を保存',
      remove: '削除…',
      removal: {
        question: '「{bookmark}」を削除しますか?',
        consequence: 'Sigma で削除されます。元に戻すことはできません。',
        ofShared: '共有相手の分も含め、Sigma で削除されます。元に戻すことはできません。',
        confirm: 'ブックマークを削除',
      },
      create: '現在の表示から新しいブックマーク',
      namePlaceholder: '名前',
      openByDefault: '既定で開く',
      share: 'このワークブックを表示する全員と共有',
      save: 'ブックマークを作成',
      asked: 'Sigma が「{bookmark}」を作成するのを待っています…',
      saved: 'ブックマーク {bookmark} を作成しました。',
    },
    controls: {
      none: 'このワークブックからコントロールの情報はまだ届いていません。ワークブックで変更すると、ここに表示されます。',
      search: 'コントロールを検索',
      notFound: '「{search}」を含むコントロールはありません。',
      noValue: '値なし',
      help: 'Enter キーを押すと値が設定されます。複数の値はコンマで区切ります。Sigma からコントロールの種類を取得できないため、日付と数値はここに表示されている形式で入力してください。受け付けられない値は元に戻ります。',
    },
    pages: {
      label: 'ページと要素',
      none: 'ページや要素はまだありません。Sigma からは一覧を取得できないため、移動するか、その中で何かを選択するとここに表示されます。',
      asTheyAreMet: '要素のタイトルは、その中の値を選択すると Sigma から届きます。',
      types: { page: 'ページ', element: '要素' },
      maximise: '{element} を最大化',
    },
    alerts: {
      label: '通知する内容',
      none: 'まだありません。通知を受けたい内容を下で選択してください。',
      form: '通知の条件',
      what: '通知の条件',
      kinds: {
        'no-data': '要素でデータが見つからない',
        'chart-error': 'グラフを表示できない',
        control: 'コントロールが特定の値になる',
        action: 'アクションが特定の値で届く',
      },
      control: 'コントロール',
      noControls: 'このワークブックからコントロールの情報はまだ届いていません。',
      action: 'アクションの名前',
      field: '値の名前',
      test: '比較',
      tests: { is: 'と等しい', isNot: 'と等しくない', above: 'より大きい', below: 'より小さい' },
      value: '値',
      notANumber: '数値を入力してください。小数点にはピリオドを使用し、桁区切りは使用しません。',
      add: '追加',
      added: '追加しました: {alert}',
      full: '設定できるのは {most} 件までです。先に 1 件削除してください。',
      sentences: {
        control: '{control} が {value} {comparison}',
        action: '{action}: {field} が {value} {comparison}',
      },
      noValue: '(値なし)',
      isSo: '現在該当しています',
      remove: '削除: {alert}',
      removed: '削除しました: {alert}',
      help: 'このワークブックが開いていて画面に表示されていないときに、システムの通知で 1 回だけお知らせします。解消した後に再び該当すると、もう一度お知らせします。スリープ中のタブでは検出できません。ここで設定した内容は、サインアウトするまでこのコンピューターに保持されます。',
    },
    troubles: {
      failed: { one: '{count} 件のグラフを表示できませんでした', other: '{count} 件のグラフを表示できませんでした' },
      empty: {
        one: '{count} 件の要素でデータが見つかりませんでした',
        other: '{count} 件の要素でデータが見つかりませんでした',
      },
      help: '該当するものはワークブックに表示されています。押すとコントロールを表示します。',
      helpWithReason: '該当するものはワークブックに表示されています。押すと対処方法を表示します。',
    },
    published: {
      title: '新しいバージョンが公開されました',
      help: '再読み込みすると表示されます。ワークブック内の現在の場所は変わりません。',
      reload: '再読み込み',
      notNow: '後で',
    },
    actions: {
      unnamed: 'ワークブックのアクション',
      times: '{times} 回',
      noValue: '値なし',
      outcomes: {
        shown: 'このワークブックのアクションです。これに続く処理は設定されていません。',
        declined: 'このアクションに対するプロファイルの処理を許可しませんでした。再起動後にもう一度確認されます。',
        unfit: 'プロファイルにこのアクションのルールがありますが、値がルールに合いません。何も開かれませんでした。',
      },
      dismiss: '{action} を閉じる',
    },
  },

  ended: {
    label: 'サインイン',
    continueInBrowser: '{connection} にサインインするには、ブラウザーで続行してください。',
    signingIn: '{connection} にサインインしています…',
    person: '{connection} へのサインインが終了しました',
    personNext: 'ワークブックは開いたままです。更新するには、もう一度サインインしてください。',
    notRenewed: '{connection} へのサインインを更新できませんでした',
    serviceAccount: '{connection} のサービスアカウントが受け付けられなくなりました',
    serviceAccountNext: 'ワークブックは開いたままです。もう一度試すか、管理者に連絡してください。',
  },

  edit: {
    label: '編集モード',
    waits: '編集中のため、ワークブックは今は更新されません。',
    waitsNext: '{time} 後にセッションが終了します。Sigma で公開するか編集モードを終了すると、すぐに更新されます。',
    leave: '編集モードを終了',
    hide: '非表示',
    over: '編集中にセッションが終了しました。何も失われていません。',
    overNext:
      '読み込み直すと、Sigma が保持している下書きが復元されます。保持されていない内容はこのページにしかないため、先にコピーしてください。',
    load: '読み込み直す',
    keep: 'このページを維持',
  },

  details: {
    title: 'セッションの詳細',
    close: 'セッションの詳細を閉じる',
    copyAll: 'すべてコピー',
    clocks: '時間',
    past: '経過済み',
    serviceAccount: 'サービスアカウント',
    signedInAs: 'サインイン中のユーザー',
    grantedScopes: '付与されたスコープ',
    notReported: '報告なし',
    lastRenewed: '最終更新',
    renewNow: '今すぐ更新',
    renewing: '更新しています…',
    cannotRenew: 'このサインインは自動更新できません。',
    whereSecretsAre: 'シークレットの保管場所',
    reading: 'セッションを読み取っています…',
    claimsTitle: '署名済みセッション: クレーム',
    claims: 'クレーム',
    headerTitle: '署名済みセッション: ヘッダー',
    header: 'ヘッダー',

    noValues: 'なし',
    workbook: 'ワークブック',
  },

  time: {
    countdownWithDays: '{days} 日 {clock}',
    lessThanMinute: '1 分未満',
    minutes: '{minutes} 分',
    hours: '{hours} 時間',
    hoursAndMinutes: '{hours} 時間 {minutes} 分',
    days: { one: '{days} 日', other: '{days} 日' },

    dateAndTime: '{date} {time}',
  },

  renewal: {
    ended: 'サインイン終了',
    renewing: '更新しています…',
    sessionHasEnded: 'セッション終了',
    sessionEndsAt: 'セッション終了: {time}',
    signInAgainAt: '再サインインが必要: {time}',
    delayed: '更新の遅れ',
    delayedEndsAt: '更新の遅れ、終了: {time}',

    byItself: 'サインインは自動的に更新され、ワークブックはそのまま維持されます。押すと詳細を表示します。',
    inAMoment: 'まもなく更新',
    renewsIn: '更新まで {duration}',
    notAskedForAt: '接続が {scope} を要求していないため、{time} にもう一度サインインが必要になります。',
    notAskedFor: '接続が {scope} を要求していないため、このセッションの終了時にもう一度サインインが必要になります。',
    notGivenAt: 'サーバーからリフレッシュトークンを受け取れなかったため、{time} にもう一度サインインが必要になります。',
    notGiven:
      'サーバーからリフレッシュトークンを受け取れなかったため、このセッションの終了時にもう一度サインインが必要になります。',
  },

  about: {
    titles: {
      program: 'Sightglass について',
      guide: 'ユーザーガイド (英語)',
      news: '新機能',
      notices: 'サードパーティに関する通知',
      licence: 'ライセンス',
      crashes: 'クラッシュレポート',
    },
    close: '閉じる',
    back: 'Sightglass についてに戻る',
    reading: '読み取っています…',
    version: 'バージョン {version}',
    unknown: '情報なし',
    builds: {
      release: 'リリース',
      'not-a-release': 'リリースではありません',
      tests: 'テスト用ビルド',
      development: '開発版',
    },
    notARelease:
      'これは一般利用のためのビルドではありません。保証がなく、アップデートも提供されません。提供者にリリース版を依頼してください。',
    factsTitle: 'バージョン情報',
    copyFacts: 'バージョン情報をコピー',

    fact: '{name}: {value}',
    facts: {
      commit: 'コミット',
      build: 'ビルド',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node',
      system: 'システム',
      managed: '管理',
    },
    managed: '組織によって管理されています',
    managedKeys: '組織が決定したもの:',
    managedNotUnderstood: '理解できなかったもの:',
    help: { title: '組織内の問い合わせ先', ask: '{name} に問い合わせる', askUnnamed: '問い合わせる' },
    noNews: 'バージョン {version} についての記載はありません。',
    noticesIntro:
      'Sightglass はほかの多くのソフトウェアを利用しています。Chromium と Electron のライセンス一覧は、プログラムと同じ場所にあります。',
    noNotices: 'この一覧はパッケージの作成時に生成されます。このビルドにはありません。',
    openChromium: 'Chromium のライセンス',
    search: '名前またはライセンスで検索',
    found: '{found} / {all}',
    crashesIntro:
      'Sightglass またはその一部が予期せず停止すると、このコンピューターにレポートが残ります。最新の 5 件が最長 30 日間保管されます。どこにも送信されません。',
    crashesWarning:
      'レポートには、名前、アドレス、ワークブックの表示内容、まだ有効なサインインなど、プログラムのメモリの一部が含まれることがあります。これらを託せる人にのみ渡し、その前にサインアウトしてください。',
    crashesOff: '組織がクラッシュレポートを無効にしています。作成も保管もされません。',
    noCrashes: 'レポートはありません。',
    crashesKept: {
      one: 'レポートが {count} 件あります (最新: {when})。',
      other: 'レポートが {count} 件あります (最新: {when})。',
    },
    showFolder: 'フォルダーを表示',
    removeCrashes: '削除',
    afterCrash:
      '前回、Sightglass またはその一部が予期せず停止しました。残された記録は「クラッシュレポート」にあります。',
  },

  account: {
    title: 'サインイン',
    through: '{connection} 経由',
    until: '{time} まで',
    renewsAt: '{time} に自動更新',
    noEnd: 'サーバーが期限を示していません',
    ended: '終了',
    signedOut: 'サインインしていません',

    all: 'すべて',
    signOutOf: '{connection} からサインアウト',
    signOutOfAll: 'すべてのプロファイルからサインアウト',
    advanced: '詳細設定',
  },

  wall: {
    label: '壁掛け画面',
    leave: '壁掛け画面を終了',
    hint: 'または Esc キーを長押し',
    time: '壁掛け画面での表示時間',
    timeOfAll: '設定と同じ ({time})',
    leftOut: '壁掛け画面に表示しない',
    dataOf: 'データ: {time} 時点',
    comes: '最初の画面を準備しています。',
    comesBack: '画面をもう一度準備しています。',
    lacks: {
      'sign-in': 'サインインが必要です。',
      network: 'ネットワークに接続されていません。自動的に再試行します。',
      workbooks: '表示するワークブックがありません。',
      answer: 'ワークブックが届きません。自動的に再試行します。',
    },
  },

  settings: {
    title: '設定',
    close: '閉じる',
    outline: '設定のグループ',
    search: '設定を検索',
    found: { one: '{count} 件の設定が一致します。', other: '{count} 件の設定が一致します。' },
    none: '「{search}」に一致する設定はありません。別の語を試すか、入力欄を空にするとすべて表示されます。',
    reset: 'リセット',

    resetOne: 'リセット: {setting}',
    resetAll: 'すべてリセット',
    resetAllQuestion: 'すべての設定をリセットしますか?',
    resetAllConsequence: '変更した設定はすべて元に戻ります。プロファイルとサインインはそのままです。',
    wasReset: '{setting}を「{value}」に戻しました。',
    allWereReset: 'すべての設定を元に戻しました。',
    defaultIs: '既定: {value}',
    setBy: {
      administrator: '組織が決定しています。',
      program: 'この Sightglass では選択できません。',
    },
    on: 'オン',
    off: 'オフ',
    never: 'しない',
    units: {
      percent: '{amount}%',
      seconds: '{amount} 秒',
      minutes: '{amount} 分',
      days: '{amount} 日',
      timeOfDay: '{amount}',
      tabs: '{amount} 個',
    },
    groups: {
      look: '外観',
      start: '起動時',
      tabs: 'タブ',
      wall: '壁掛け画面',
      signIn: 'サインイン',
      notifications: '通知',
      audit: '監査証跡',
      monitoring: '監視',
      updates: 'アップデート',
    },
    items: {
      appearance: {
        title: 'ライトまたはダーク',
        explains: 'Sightglass の外観です。アプリに合わせるワークブックにもすぐに反映されます。',
        values: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
      },
      language: {
        title: '言語',
        explains:
          'Sightglass の表示言語です。Sigma で翻訳されている場合、アプリに合わせるワークブックにも反映されます。',
        values: { system: 'システムに合わせる' },
        waits: 'Sightglass を再起動すると有効になります。',
        startAgain: '今すぐ再起動',
      },
      textSize: {
        title: '文字のサイズ',
        explains:
          'Sightglass のウィンドウの文字と、それに合わせて変わるもののサイズです。ワークブックには別にズームがあります。',
      },
      rail: {
        title: 'ワークブック一覧',
        explains:
          '開いているワークブックの横に、ウィンドウの幅が足りるときに表示します。ピン留め済み、最近使用したもの、プロファイルごとのすべてのワークブックが並びます。',
      },
      atStart: {
        title: 'Sightglass の起動時',
        explains: 'サインイン後、最初に表示するものです。',
        values: { lastWorkbook: '最後に開いていたタブ', startPage: 'スタートページ' },
      },
      startAtLogin: {
        title: 'このコンピューターへのサインイン時に起動',
        explains: 'インストールした Sightglass でのみ有効です。AppImage は現在の場所から起動します。',
      },
      tabSleep: {
        title: '見ていないタブを休止するまでの時間',
        explains: '休止中のタブはメモリを使わず、開くと同じ場所から再び読み込まれます。処理中のタブは休止しません。',
      },
      liveTabs: {
        title: '1 つのウィンドウで動作するタブの上限',
        explains: '上限を超えると、最も長く見ていないタブから休止します。',
      },
      wallAtStart: {
        title: '壁掛け画面で起動',
        explains: 'Sightglass の終了時に表示していた壁掛け画面は、この設定に関係なく再び表示されます。',
      },
      wallSeconds: {
        title: 'タブごとの表示時間',
        explains: '次のタブは、データがそろってから表示されます。',
      },
      wallDisplay: {
        title: '壁掛け画面のディスプレイ',
        explains: '左から順に数えます。接続されていない場合は、接続されるまで待ちます。',
        values: {
          window: 'ウィンドウのあるディスプレイ',
          '1': '1 番目',
          '2': '2 番目',
          '3': '3 番目',
          '4': '4 番目',
        },
      },
      wallKeepsAwake: {
        title: 'ディスプレイのスリープを防ぐ',
        explains: '壁掛け画面を表示している間だけ有効です。',
      },
      signOutWhenLocked: {
        title: '画面ロック時にサインアウト',
        explains:
          'すべてのプロファイルからサインアウトします。Sigma で編集中の公開していない内容は失われます。サービスアカウントはサインインしたままです。',
      },
      signOutWhenIdle: {
        title: '離席時にサインアウト',
        explains:
          'キーやマウスの操作がないまま、この時間が過ぎるとサインアウトします。1 分前に警告します。Sigma で編集中の公開していない内容は失われます。サービスアカウントはサインインしたままです。',
      },
      notifications: {
        title: 'システムの通知',
        explains:
          'Sightglass を見ていない間に対応が必要になったことをお知らせします。通知はそれぞれ 1 回だけで、押すとその場所に移動します。通知の設定はシステム側にもあります。',
      },
      notifySignIn: {
        title: 'サインインが必要なとき',
        explains: 'サインインが終了し、本人にしか更新できないときに通知します。',
      },
      notifyRenewal: {
        title: 'サインインが更新されないとき',
        explains:
          'この時間にわたって更新に失敗しているときに通知します。Sightglass は再試行を続けます。更新できないサインインは、終了の 10 分前に通知します。',
      },
      notifyDownloads: {
        title: 'ダウンロードが完了したとき',
        explains: 'ワークブックのファイルがフォルダーに保存されたときに通知します。',
      },
      notifyActions: {
        title: 'ワークブックのアクション',
        explains:
          'ワークブックの作成者が設定したアクションが届き、そのワークブックが画面に表示されていないときに通知します。',
      },
      notifyAlerts: {
        title: '自分で設定した通知',
        explains: 'ワークブックの「通知の条件」で設定したものです。',
      },
      notifyAlarms: {
        title: 'アラーム',
        explains:
          'まもなく終わるサインイン、壁掛け画面の問題、応答しないキーチェーン、正しくない時計、書き込めない監査証跡です。',
      },
      notificationNames: {
        title: '通知に名前を表示',
        explains:
          'プロファイル、ワークブック、またはファイルの名前を表示します。多くのシステムでは、誰もサインインしていない間も、画面の前にいる全員に通知が見えます。',
      },
      quietHours: {
        title: '通知しない時間帯',
        explains:
          'この時間帯は何も表示しません。終わった後も続いていることは、そのときに通知します。アイコンの数字はこの時間帯も増えます。',
      },
      quietFrom: { title: '通知しない時間帯の開始', explains: 'このコンピューターの時計に従います。' },
      quietTo: { title: '通知しない時間帯の終了', explains: '開始と同じ場合、通知しない時間帯はありません。' },
      badge: {
        title: 'アイコンの数字',
        explains: 'まだ確認していないことの件数です。システムが対応している場合に表示されます。',
      },
      tray: {
        title: '通知領域のアイコン',
        explains:
          'Sightglass を前面に表示します。最後のウィンドウを閉じると Sightglass は終了し、バックグラウンドでは何も動作しません。',
      },
      auditTrail: {
        title: '監査証跡を残す',
        explains:
          'だれがサインインし、どのセッションが署名され、どのファイルが保存されたかを、名前とともにこのコンピューターに記録します。',
      },
      auditDays: {
        title: '記録を残す期間',
        explains: 'これより古い記録は削除されます。非常に多い場合は、古いものから早めに削除されます。',
      },
      auditSystemLog: {
        title: 'システムのログにも記録する',
        explains:
          '各記録をこのコンピューターのイベントログまたはジャーナルにも渡します。ほかの人が読める場合があります。',
      },
      statusFile: {
        title: '状態ファイルを書き込む',
        explains:
          'このコンピューターを監視するプログラムのための Sightglass の状態です。設定と同じ場所にある、本人だけが読めるファイルに毎分書き込みます。',
      },
      statusNames: {
        title: '状態に含める名前',
        explains: 'プロファイルと接続の名前です。人やワークブックの名前が含まれることはありません。',
      },
      updateMode: {
        title: 'アップデートの方法',
        explains: '新しいバージョンを確認するかどうか、見つかったときにどうするかです。',
        values: {
          automatic: 'Sightglass の終了時に自動でインストール',
          notify: '通知のみ',
          off: 'アップデートしない',
        },
      },
      updateChannel: {
        title: 'バージョンの種類',
        explains: '早期バージョンでは今後の機能を試せますが、検証は十分ではありません。',
        values: { latest: 'リリースされたバージョン', beta: '早期バージョンも含む (ベータ)' },
      },
    },
  },

  notifications: {
    told: {
      signIn: {
        title: 'サインインが必要です',
        named: 'サインインが必要です: {name}',
        body: 'サインインが終了しました。続けるには、もう一度サインインしてください。',
      },
      renewal: {
        title: 'サインインが更新されていません',
        named: '更新されていません: {name}',
        body: 'しばらく更新に失敗しています。Sightglass は再試行を続けます。',
      },
      signInByHand: {
        title: 'まもなく再サインインが必要です',
        named: 'まもなく再サインイン: {name}',
        body: 'サインインは {time} に終了します。更新できないため、それまでに手動でサインインし直してください。',
      },
      download: {
        title: 'ダウンロードが完了しました',
        named: 'ダウンロードが完了しました: {name}',
        body: 'ファイルはフォルダーにあります。',
      },
      action: {
        title: 'ワークブックのアクション',
        named: '{name} のアクション',
        body: '内容はワークブックに表示されています。',
      },
      noData: {
        title: 'ワークブックでデータが見つかりませんでした',
        named: '{name}: データなし',
        body: '設定した条件に該当しました。',
      },
      chartError: {
        title: 'グラフを表示できませんでした',
        named: '{name}: グラフを表示できませんでした',
        body: '設定した条件に該当しました。',
      },
      control: {
        title: 'コントロールが変更されました',
        named: '{name}: コントロールが変更されました',
        body: '値が、設定した条件に該当しました。',
      },
      actionAlert: {
        title: 'ワークブックのアクション',
        named: '{name} のアクション',
        body: '届いた値が、設定した条件に該当しました。',
      },
      signInEnds: {
        title: 'サインインがまもなく終わります',
        named: 'まもなく終了: {name}',
        body: '更新できず、サインインする人もいません。',
      },
      wall: {
        title: '壁掛け画面の対応が必要です',
        named: '壁掛け画面: {name}',
        body: '表示が古いか、何も表示されていません。',
      },
      keychain: {
        title: 'キーチェーンが応答しません',
        named: '{name}: キーチェーンが応答しません',
        body: '応答するまで、新しいサインインと更新は保存されません。',
      },
      clock: {
        title: 'このコンピューターの時計が正しくありません',
        named: '{name}: 時計が正しくありません',
        body: '日付と時刻を自動設定にしてください。',
      },
      audit: {
        title: '監査証跡を書き込めません',
        named: '{name}: 監査証跡を書き込めません',
        body: 'ディスクに空きがあることを確認してください。',
      },
    },
    count: { one: '未確認の項目 {count} 件', other: '未確認の項目 {count} 件' },
    tray: { open: 'Sightglass を開く', quit: '終了' },
  },

  absence: {
    title: 'まだお使いですか?',
    question: {
      one: 'しばらくこのコンピューターが使用されていません。{count} 秒後にサインアウトします。',
      other: 'しばらくこのコンピューターが使用されていません。{count} 秒後にサインアウトします。',
    },
    stay: 'サインインを維持',
  },

  doctor: {
    title: '診断',
    close: '閉じる',
    intro:
      'このコンピューター、サーバーまでの経路、セットアップを調べ、誰が何をすべきかを示します。動作中のものには影響しません。',
    find: '原因を調べる',
    subject: 'セットアップ',
    computerAlone: 'このコンピューターのみ',
    noSetUp: 'セットアップがまだないため、このコンピューターのみを調べます。',
    again: 'もう一度調べる',
    stop: '中止',
    progress: '{all} 件中 {done} 件を確認済み',
    verdicts: {
      looking: '調べています…',
      right: '調べられるものはすべて正常です。',
      stopped: 'すべてを調べ終える前に中止されました。',
      nothing: '調べられるものがありませんでした。',
    },
    lookingFor: '「{error}」の原因を調べています…',
    notExplained: '「{error}」の原因となる問題は見つかりませんでした。',
    whenNotExplained:
      '失敗した操作をもう一度行ってください。再び失敗する場合は、その直後にもう一度調べ、レポートを担当者に渡してください。',
    signInFirst: '誰もサインインしていないため、サインイン後のことは不明です。',
    signIn: 'サインイン',
    ofConnection: '{check} · {connection}',
    matters: 'このエラーに関係するもの',
    right: { one: '正常 {count} 件', other: '正常 {count} 件' },
    sinceLast: '前回からの変化',
    unchanged: '前回から変化はありません。',
    now: {
      ok: '{check}: 正常になりました',
      warning: '{check}: 要確認になりました',
      failed: '{check}: 異常になりました',
      skipped: '{check}: 不明になりました',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): セットアップ「{profile}」の診断',
      headOfComputer: 'Sightglass {version} ({platform}): このコンピューターの診断',
      startedAt: '開始: {time}',
    },
    report: {
      open: 'レポートを保存…',
      title: 'レポートの内容',
      intro: '次のファイルだけを含む zip ファイルです。渡す前に内容をご確認ください。',
      withoutNames: '名前を含めない',
      withoutNamesHelp: 'ユーザー、プロファイル、ワークブック、接続の名前は含まれません。',
      lines: { one: '{count} 行', other: '{count} 行' },
      contentOf: '{name} の内容',
      reading: '読み込み中…',
      save: '保存…',
      saved: 'レポートを保存しました。',
      back: '結果に戻る',
    },
  },

  audit: {
    title: '監査証跡',
    close: '閉じる',
    intro:
      'このコンピューターの Sightglass で行われたことを、新しい順に表示します。トークン、シークレット、データは含まれません。',
    off: '現在は何も記録されていません。設定で決められています。',
    offByAdministrator: '現在は何も記録されていません。組織が決めています。',
    search: '監査証跡を検索',
    found: { one: '{count} 件の記録が一致します。', other: '{count} 件の記録が一致します。' },
    foundMore: '一致する新しい記録 {count} 件を表示しています。',
    none: '「{search}」に一致する記録はありません。',
    noEntries: '記録はありません。',
    kind: '種類',
    allKinds: 'すべての種類',
    kinds: {
      signIn: 'サインインと更新',
      session: 'セッション',
      file: 'ファイル',
      link: 'リンク',
      profile: 'プロファイル',
      alarm: 'アラーム',
      policy: 'ポリシー',
      program: 'プログラムと監査証跡',
    },
    day: '日付',
    list: '記録',
    more: '古い記録を表示',
    refresh: '最新の情報に更新',
    reading: '読み取っています…',
    details: 'すべての項目',
    exportLines: 'JSON Lines で保存…',
    exportTable: 'CSV で保存…',
    exported: '監査証跡を保存しました。',
    checking: '確認しています…',
    checkAgain: 'もう一度確認',
    whole: {
      one: '完全です。記録 {count} 件は書き込まれたときのままです。',
      other: '完全です。記録 {count} 件は書き込まれたときのままです。',
    },
    notWhole: '監査証跡が変更されています。',
    since: 'それより前、{when} までの記録は書き込まれたときのままです。',
    marked: {
      one: '監査証跡自体に異常の記録が {count} 件あります。「{kind}」で確認してください。',
      other: '監査証跡自体に異常の記録が {count} 件あります。「{kind}」で確認してください。',
    },
    unsealed: 'ここではキーチェーンが使えないため、だれかが監査証跡を書き直しても気づけません。',
    locked: 'キーチェーンが応答しないため、現在は監査証跡の末尾を封印できません。',
    faults: {
      changed: '{file} の {line} 行目は書き込まれたときのままではありません。',
      missing: '{file} の {line} 行目より前に、欠けている記録か順序の違う記録があります。',
      extra: '{file} の {line} 行目は後から加えられたものです。',
      unlinked: '{file} の {line} 行目が前の行とつながりません。どちらかが置き換えられています。',
      rewritten: '{file} の {line} 行目までの記録が書き直されています。',
      endMissing: '末尾の記録が欠けています。件数：{missing}。',
      beginningMissing: '先頭の記録が欠けています。',
      headMissing: '監査証跡の末尾について保管していた情報がなくなっています。',
      headForged: '監査証跡の末尾について保管されている情報は、Sightglass が書いたものではありません。',
    },
    notWritten: '現在ディスクに記録を書き込めません ({code})。記録はメモリーで待機しています。',
    outlets: {
      systemLog: 'システムのログ',
      collector: '組織のコレクター',
    },
    outletWorks: '{name}：すべての記録を受け取っています。',
    outletFails: '{name}：接続できません ({code})。待機中：{waiting}、失われたもの：{dropped}。',
    alarms: {
      renewal: 'サインインが更新されていません',
      signInEnds: 'サインインが 1 日以内に終わります',
      wall: '壁掛け画面に問題があります',
      keychain: 'キーチェーンが応答しません',
      clock: 'コンピューターの時計が正しくありません',
      audit: '監査証跡を書き込めません',
    },
    says: {
      'sign-in.done': '{person} が {connection} にサインインしました ({profile})。',
      'sign-in.taken-up': '{connection} への {person} のサインインを引き継ぎました ({profile})。',
      'sign-in.refused': '{connection} へのサインインに成功しませんでした ({profile})。理由：{code}。',
      'sign-in.ended': '{connection} への {person} のサインインが終了しました ({profile})。理由：{code}。',
      'renewal.done': '{connection} への {person} のサインインを更新しました ({profile})。',
      'renewal.failed': '{connection} への {person} のサインインを更新できませんでした ({profile})。理由：{code}。',
      'sign-out.done': '{person} が {connection} からサインアウトしました ({profile})。',
      'session.signed': '{sigmaUser} のセッションに署名しました：{shown}。',
      'session.refused': '{profile} のセッションに署名できませんでした。理由：{code}。',
      'download.done': '{workbook} から {file} を保存しました。',
      'download.failed': '{workbook} から {file} を保存できませんでした。理由：{code}。',
      'download.refused': '{workbook} がプログラムとして実行できるファイル ({kind}) を提示したため、拒否しました。',
      'picture.copied': '{workbook} の画像をコピーしました。',
      'picture.printed': '{workbook} のページを印刷ダイアログに渡しました。',
      'profile.exported': 'プロファイル {profile} をセットアップファイルとして保存しました。',
      'trail.exported': '監査証跡を {file} として保存しました。',
      'link.followed': 'リンクから {shown} に移動しました。',
      'link.refused': '外部からのリンクを開きませんでした。理由：{reason}。',
      'profile.created': 'プロファイル {profile} をセットアップしました。',
      'profile.changed': 'プロファイル {profile} を変更しました。',
      'profile.removed': 'プロファイル {profile} を削除しました。',
      'check.ended': '{profile} のセットアップをテストしました。',
      'doctor.run': '診断を実行しました。',
      'doctor.report-saved': '診断レポートを保存しました: {file}。',
      'alarm.raised': 'アラーム: {shown}。',
      'alarm.ended': 'アラームが終了しました: {shown}。',
      'policy.read': 'Sightglass が組織のポリシーの下で起動しました。',
      'policy.changed': '組織のポリシーが変わりました。',
      'program.started': 'Sightglass {version} が起動しました。',
      'program.ended': 'Sightglass が終了しました。',
      'trail.file': '監査証跡の新しいファイルが始まりました。',
      'trail.switched': '記録の設定が切り替わりました：{shown}。',
      'trail.pruned': '番号 {through} までの古い記録を削除しました。',
      'trail.mended': '途中で切れた行に印を付けました。',
      'trail.gap': '書き込めなかった記録が欠けています。件数：{dropped}。',
      'trail.disturbed': '監査証跡のファイルが外部から変更または削除されました。',
      'trail.reset': '起動時に、監査証跡の末尾が残したときと違っていました。',
    },
  },

  shortcuts: {
    title: 'キーボードショートカット',
    close: '閉じる',
    search: 'コマンドとキーを検索',
    found: { one: '{count} 件のコマンドが一致します。', other: '{count} 件のコマンドが一致します。' },
    none: '「{search}」に一致するコマンドはありません。別の語を試すか、入力欄を空にするとすべて表示されます。',
    command: 'コマンド',
    keys: 'キー',
    noKeys: 'キーなし',

    or: 'または',
    edit: '「{command}」のキーを変更',
    press: '「{command}」の新しいキーを押してください。Esc で元のままにします。',
    waiting: '新しいキーを押してください',
    noneChosen: 'キーなし',
    cancel: 'キャンセル',
    owned: 'このキーは「{command}」のものです。',
    take: 'ここで使う',
    changed: '{command}: {keys}',
    changedNone: '「{command}」のキーはなくなりました。',
    reset: 'リセット',
    resetOne: '「{command}」のキーをリセット',
    resetAll: 'すべてのキーをリセット',
    resetAllQuestion: 'すべてのキーをリセットしますか?',
    resetAllConsequence: 'すべてのコマンドが通常のキーに戻ります。',
    wasReset: '「{command}」は通常のキーに戻りました。',
    allWereReset: 'すべてのコマンドが通常のキーに戻りました。',
    refused: {
      unknown: 'このキーは使えません。文字、数字、Shift なしの記号、F1 から F24 が使えます。',
      typing: 'このキーは入力に使われます。{primary} も押してください。',
      editing: 'テキスト欄に必要なキーです。',
      moving: 'ウィンドウやダイアログの操作に使うキーです。',
      system: 'オペレーティングシステムのキーです。',
      program: 'メニューバーのキーです。',
    },
  },

  updates: {
    off: {
      development: 'ソースから実行しているため、アップデートは確認されません。',
      'not-a-release': 'リリースではないため、アップデートは確認されません。',
      'no-key': '検証用の鍵がないため、アップデートは確認されません。',
      'no-address':
        '確認先がわからないため、アップデートは確認されません。新しいバージョンは提供者から入手してください。',
      managed: '新しいバージョンは組織が提供します。',
      policy: '組織がここでのアップデートを無効にしており、新しいバージョンは組織が提供します。',
      person: 'アップデートを無効にしています。',
    },
    checking: 'アップデートを確認しています…',
    neverChecked: 'アップデートの有無はまだわかりません。',
    notKnown: '新しいバージョンの有無はわかりません。最終確認: {when}。',
    upToDate: '最新のバージョンです。最終確認: {when}。',
    notForHere: {
      system:
        'バージョン {version} には新しいバージョンのオペレーティングシステムが必要なため、ここではこれ以上アップデートできません。最終確認: {when}。',
      'failed-before':
        'バージョン {version} を利用できますが、ここでは起動しませんでした。次のバージョンは再び提供されます。最終確認: {when}。',
    },
    downloading: 'バージョン {version} をダウンロードしています。',
    downloadingPercent: 'バージョン {version} をダウンロードしています: {percent}%。',
    progress: 'アップデートをダウンロード中',
    mayBeFetched: 'ダウンロード中も作業を続けられます。',
    byAdministrator: 'Sightglass をインストールした人がアップデートをインストールします。',
    deferred: '組織の設定により、{date} にインストールできるようになります。',
    whenYouLike: {
      itself: '都合のよいときに再起動してください。Sightglass の終了時にもインストールされます。',
      password: '都合のよいときに再起動してください。システムが管理者のパスワードを要求します。',
      administrator: 'Sightglass をインストールした人がアップデートをインストールします。',
    },
    heldBy: {
      editing: '再起動すると公開していない内容が失われるため、編集モードの終了を待っています。',
      'signing-in': 'サインインの完了を待っています。',
      saving: 'ファイルの保存を待っています。',
    },
    rolledBack: 'バージョン {from} が起動しなかったため、バージョン {to} に戻しました。',
    notices: {
      available: { title: 'Sightglass {version} を利用できます' },
      ready: { title: 'Sightglass {version} の準備ができました' },
    },
    notes: '新機能',
    updated: 'Sightglass を {version} にアップデートしました',
    later: '後で',
    actions: {
      check: 'アップデートを確認',
      download: 'ダウンロード',
      restart: '今すぐ再起動',
    },
    choices: {
      mode: 'アップデートの方法',
      modes: {
        automatic: 'Sightglass の終了時に自動でインストール',
        notify: '通知のみ',
        off: 'アップデートしない',
      },

      downloaded: '自動でダウンロード',
      channel: '早期バージョンも含む (ベータ)',
    },
  },
  commandLine: {
    summary: '尋ねる本人として Sigma のワークブックを見る',
    about:
      'コマンドなしでは Sightglass のウィンドウが開きます。コマンドを付けると、実行中のプログラムに尋ね、実行中でなければウィンドウなしで単独で行います。',
    seeAlso: 'コマンドの詳細：{command} コマンド',
    files: '設定、保管庫、ログ、監査証跡。macOS と Windows では、プログラムがそうしたものを置く場所にあります。',
    headings: {
      commands: 'コマンド',
      arguments: '引数',
      flags: 'オプション',
      exitCodes: '終了コード',
    },
    groups: {
      auth: 'サインイン',
      token: 'トークン',
      profile: 'プロファイル',
      audit: '監査証跡',
    },
    commands: {
      doctor: '何が動かないか、誰が直せるかを調べます。',
      'auth status': '誰がどこに、いつまでサインインしているかを示します。',
      'auth sign-in': 'ブラウザーでサインインします。',
      'auth sign-out': 'サインアウトし、サインインを忘れます。',
      'auth renew': 'サインインを今すぐ更新します。',
      'token test': '必要ならサインインし、トークンで何ができるかを示します。',
      open: 'ワークブックへのリンクを開きます。',
      'profile list': 'プロファイルを一覧します。',
      'profile check': 'プロファイルの設定をテストします。',
      'profile import': 'セットアップファイルまたは QuickStart の .env ファイルからプロファイルを作成します。',
      'profile export': 'プロファイルをセットアップファイルとして保存します。',
      logs: 'ログを出力します。',
      'audit verify': '監査証跡が書かれたときのままかどうかを調べます。',
      status: 'Sightglass が実行中かどうか、どのような状態かを示します。',
      version: 'バージョンを出力します。',
      help: 'コマンド全体、またはその一つを説明します。',
      completion: 'シェルがコマンドを補完するために必要なものを出力します。',
    },
    more: {
      'token test':
        'クレーム、有効期間、スコープを示し、データプラットフォームに本人を尋ね、どこにも送らないセッションに署名して、Sigma と同じように検証します。トークンそのものは --reveal を付けたときだけ出力されます。端末で、言葉を入力したあと、ポリシーが禁じていない場合に限ります。',
      'profile import':
        'パスフレーズとシークレットは端末で尋ねるか、標準入力から一行に一つずつ読みます。トークンの渡る先が変わるときは、先に確認します。',
      'profile export':
        '--with-secrets を付けると、シークレットを入力し、保存されているものと照合して、パスフレーズで封をします。ほかのファイルに上書きすることはありません。',
      status: 'Sightglass が実行中でなければ、最後に自ら伝えた状態を示します。',
    },
    arguments: {
      name: { shape: '名前', says: 'プロファイルの名前または ID' },
      label: { shape: '接続', says: '接続の名前または ID' },
      link: { shape: 'リンク', says: 'sightglass:// で始まるリンク' },
      file: { shape: 'ファイル', says: 'ファイルのパス' },
      shell: { shape: 'シェル', says: 'bash、zsh、fish または powershell' },
      command: { shape: 'コマンド', says: 'コマンド' },
    },
    flags: {
      profile: 'プロファイル。複数ある場合は必要',
      connection: '接続。省略するとプロファイルのすべて',
      json: 'JSON 文書を一つ出力する',
      reveal: '確認のあと、アクセストークンを出力する',
      follow: '追加されたものを出力し続ける',
      'with-secrets': 'プロファイルのシークレットをファイルに封入する',
      help: 'このコマンドを説明する',
    },
    exitCodes: {
      done: '問題ありません。',
      wrong: '問題があるか、拒否されました。',
      usage: 'コマンドを理解できませんでした。',
      signedOut: '誰もサインインしていません。',
      unreachable: 'Sightglass が実行されていないか応答しない、または作業を始められませんでした。',
      declined: '本人が断ったか、答えませんでした。',
    },
    faults: {
      noCommand: 'コマンドがありません。',
      unknownCommand: '「{word}」というコマンドはありません。',
      unfinished: '「{word}」のあとには次のいずれかが必要です：{words}。',
      unknownFlag: '「{word}」はこのコマンドのオプションではありません。',
      flagTwice: '--{flag} が二つあります。',
      flagWithoutValue: '--{flag} には値が必要です。',
      flagWithValue: '--{flag} に値は付けられません。',
      flagMissing: '--{flag} が必要です。',
      argumentMissing: '{argument}がありません。',
      tooMuch: '「{word}」は余分です。',
      unknownShell: '「{word}」用の補完はありません。',
      usage: '入力のしかた：{usage}',
    },
    troubles: {
      silent: 'Sightglass は実行中ですが応答しません。終了してから、もう一度お試しください。',
      version: '別のバージョンの Sightglass が実行中です。終了してから、もう一度お試しください。',
      lost: 'コマンドより先に Sightglass が終了しました。',
      busy: 'Sightglass は起動中または終了中で、時間内に応答しませんでした。もう一度お試しください。',
      startRefused: '許可されていないスイッチまたは変数を付けて Sightglass が起動されました：{names}。',
      notStarted: 'このコマンドのためにプログラムを起動し直せませんでした。',
      unsafe: {
        symlink: 'Sightglass が待ち受ける場所が、別の場所へのリンクになっています。削除してください：{folder}',
        kind: 'Sightglass が待ち受ける場所が、本来のものではありません。削除してください：{folder}',
        owner: 'Sightglass が待ち受ける場所が、ほかの人のものです：{folder}',
        mode: 'Sightglass が待ち受ける場所を、ほかの人が開けます。その権限を取り除いてください：{folder}',
        tooLong: 'データフォルダーのパスが長すぎて、そこで待ち受けられません：{folder}',
      },
      tooLong: 'コマンドの語が、どの名前やリンクよりも長くなっています。',
      fileUnreadable: 'ファイルを読めませんでした（{code}）：{file}',
      fileTooLarge: 'ファイルがセットアップファイルとしては大きすぎます：{file}',
      fileThere: '同じ名前のファイルがすでにあります：{file}',
      fileNotWritten: 'ファイルを書き込めませんでした（{code}）：{file}',
      noLog: 'ログはまだありません：{file}',
      logUnreadable: 'ログを読めませんでした（{code}）：{file}',
      unforeseen: 'コマンドは予期しない形で失敗しました（{kind}）。',
    },
    asks: {
      passphrase: 'ファイルのパスフレーズ：',
      newPassphrase: 'ファイルのパスフレーズ（{least} 文字以上）：',
      repeat: 'もう一度：',
      notSame: '二つが一致しません。',
      tooShort: '{least} 文字以上が必要です。',
      embedSecret: '{name} の埋め込みシークレット：',
      clientSecret: '{name} のクライアントシークレット：',
      key: '{name} の秘密鍵（END の行まで）：',
      reveal:
        'アクセストークンがここに表示されます。それを読んだ人は、期限が切れるまであなたと同じことができます。続けるには「{word}」と入力してください：',
      change: '続けるには「{word}」と入力してください。それ以外なら変更しません：',
      yes: 'はい',
    },
    notes: {
      browser: 'ブラウザーが開きます。そこで {connection} にサインインしてください。',
      link: 'ブラウザーを開けませんでした。このコンピューターのブラウザーで次のアドレスを開いてください：{link}',
      askedInWindow: 'Sightglass が別のウィンドウで確認しています。',
      opensAfter: 'その間に Sightglass が起動されました。このコマンドが終わるとウィンドウが開きます。',
    },
    shows: {
      yes: 'はい',
      no: 'いいえ',
      none: 'なし',
      profile: 'プロファイル',
      connection: '接続',
      status: '状態',
      person: '人',
      ends: '期限',
      renews: '更新',
      statuses: {
        'signed-in': 'サインイン済み',
        renewing: '更新中',
        'signed-out': 'サインアウト',
        ended: '終了',
      },
      serviceAccount: 'サービスアカウント',
      noConnections: '接続はありません。',
      noProfiles: 'プロファイルはありません。',
      workbooks: 'ワークブック',
      id: 'ID',
      token: 'トークン',
      forms: { jwt: 'JWT', opaque: '不透明：サーバーだけが読めます' },
      claims: 'トークンのクレーム（未検証）',
      obtained: '取得',
      left: '残り',
      assumed: '推定：サーバーは示していません',
      renewable: '自動で更新',
      requested: '要求したスコープ',
      granted: '許可されたスコープ',
      identity: '本人',
      askedAt: { 'scim-me': 'SCIM Me による', 'sign-in': 'サインインによる' },
      session: '署名済みセッション',
      workbook: 'ワークブック',
      length: 'アドレスの長さ',
      bytes: '{count} バイト',
      signature: '署名',
      sessionClaims: '時刻と発行者',
      tokens: '暗号化されたトークン',
      readable: '{count} のうち {readable} を Sigma が読めます',
      marks: { right: '正しい', wrong: '誤り', unknown: '不明' },
      allRight: 'すべて正しいです。',
      notRight: '正しくないものがあります。',
      imported: 'プロファイル {profile} を設定しました。',
      changed: 'プロファイル {profile} を変更しました。異なる値：{count}。',
      unchanged: 'プロファイル {profile} はすでにファイルのとおりです。',
      exported: 'プロファイル {profile} を保存しました：{file}',
      exportedOpen: 'プロファイル {profile} をシークレットなしで保存しました：{file}',
      opened: 'リンクを Sightglass に渡しました。',
      running: 'Sightglass は実行中です。',
      notRunning: 'Sightglass は実行されていません。',
      version: 'バージョン',
      commit: 'コミット',
      build: 'ビルド',
      system: 'システム',
    },
  },
  notices: {
    label: '通知',
    dismiss: '閉じる: {title}',
    copyDetails: '詳細をコピー',
    detailsNotCopied: '詳細をコピーできませんでした。',
    noKeychain: 'キーチェーンを利用できません',
    memoryOnly:
      'シークレットとサインインはメモリにのみ保持され、プログラムの終了とともに失われます。ディスクには何も書き込まれません。',
  },

  announcements: {
    dataPlatform: 'データプラットフォーム',
    problem: '{title}。',
    waitingForBrowser: 'ブラウザーで {connection} にサインインしてください。完了を待っています。',
    finishing: '{connection} へのサインインを完了しています。',
    cancelled: '{connection} へのサインインがキャンセルされました。',
    signedIn: '{connection} にサインインしました。',
    ended: '{connection} へのサインインが終了しました。',
    signedOut: '{connection} からサインアウトしました。',
    opening: '{workbook} を開いています。',
    open: '{workbook} が開きました。',
    notOpened: '{workbook} は開かれませんでした。',
    notOpenedBecause: '{workbook} は開かれませんでした。{problem}',
    published: '{workbook} の新しいバージョンが公開されました。',
    action: 'ワークブックからの通知: {action}。',
    updateReady: 'Sightglass {version} の準備ができました。都合のよいときに再起動してください。',
    offline: 'オフラインです。',
    online: 'オンラインに戻りました。',
    saved: '保存しました',
    dataRefreshed: 'データを更新しました。',
    dataNotRefreshed: 'データは更新されませんでした。Sigma が応答しませんでした。',
  },

  setUp: {
    titleNew: 'プロファイルをセットアップ',
    titleOf: '{profile} のセットアップ',
    optional: '任意',
    show: '表示',
    hide: '非表示',
    showSecret: '入力内容を表示',

    takenOver: '取り込んだ値: {value}',
    save: '保存',
    saving: '保存しています…',
    problems: { one: '修正が必要な欄が {count} 件あります。', other: '修正が必要な欄が {count} 件あります。' },

    wrong: { title: '修正が必要な内容', goTo: '{where}: {fault}' },
    storedInKeychain: 'キーチェーンに保存済みです。変更しない場合は空のままにしてください。',
    storedInMemory: 'Sightglass を終了するまでメモリに保持されます。変更しない場合は空のままにしてください。',
    dividedBySpaces: '空白で区切ります。',

    removal: {
      title: '削除',
      help: 'サインアウトし、プロファイルとそのシークレットを削除します。Sigma 側は何も変わりません。',
      button: 'このプロファイルを削除…',
      question: '{profile} を削除しますか?',
      consequence:
        'サインアウトし、このプロファイルの埋め込みシークレットとサインインをこのコンピューターから削除します。元に戻すことはできません。',
      confirm: 'プロファイルを削除',
    },

    returned: {
      isBack: 'ウィンドウが再起動しました。入力内容は、シークレットを除いて残っています。',
      enterSecrets: 'シークレットを入力し直してください。',
      isOutdated: 'その間にプロファイルが変更されました。保存すると、その変更はここの内容に置き換えられます。',
      discard: '入力内容を破棄',
    },
    leaving: {
      question: '変更を破棄しますか?',
      consequence: 'ここで入力した内容は保存されていません。',
      confirm: '破棄',
      keepEditing: '編集を続ける',
    },

    sigma: {
      title: 'Sigma',
      help: 'Sigma の Administration > Developer Access にある埋め込みクライアントです。',
      name: 'プロファイル名',
      nameHelp: 'チーム名など、このアプリに表示する名前です。',
      clientId: '埋め込みクライアント ID',
      secret: '埋め込みシークレット',
      secretInKeychain:
        'このシークレットを持つ人は、誰としてでも Sigma にサインインできます。このコンピューターのキーチェーンに保管され、再び表示されることはありません。',
      secretInMemory:
        'このシークレットを持つ人は、誰としてでも Sigma にサインインできます。キーチェーンを利用できないため、メモリにのみ保持されます。再び表示されることはなく、起動のたびに入力が必要です。',
      secretOfOtherClient:
        '保存されているものは、以前の埋め込みクライアントのものです。シークレットは埋め込みクライアントごとに異なります。',
      userKind: 'ユーザーの種類',
      embedUser: '埋め込みユーザー',
      embedUserHelp: '下のアカウントの種類で、Sigma がユーザーを作成します。',
      internalUser: '内部ユーザー',
      internalUserHelp: 'すでに Sigma のアカウントを持つユーザーです。',
      accountType: 'アカウントの種類',
      accountTypeHelp: 'ユーザーに許可される操作です。指定しないと、Sigma は最も権限の強い種類を割り当てます。',
      knownAccountTypes: 'Sigma にあるアカウントの種類',
      otherAccountType:
        'Sigma に標準ではない種類です。独自の種類も、Sigma の Administration > Account Types の表記どおりに入力すれば使用できます。',
      teams: 'チーム',
      teamsHelp: 'コンマで区切ります。',
      email: 'Sigma に示すメールアドレス',
      emailOfPerson: 'サインインするユーザー',
      emailOfPersonHelp: '推奨。Sigma とデータプラットフォームで同じユーザーになります。',
      emailFallback: 'サインインするユーザー、または特定できない場合の共通アドレス',
      emailFallbackHelp:
        'Sigma の QuickStart と同じ方法です。サインインで特定できないユーザーは、Sigma では全員同じ 1 人になります。',
      emailFixed: '固定のアドレス',
      emailFixedHelp: 'このプロファイルの利用者は、誰がサインインしても、Sigma では全員同じ 1 人として示されます。',
      differentAddresses: 'サインインのアドレスが異なる場合、またはアドレスがない場合',
      addressesRefused: '何も開かない',
      addressesRefusedHelp: '推奨。Sigma、その監査証跡、すべてのデータプラットフォームで同じユーザーになります。',
      addressesAllowed: 'そのままワークブックを開く',
      addressesAllowedHelp:
        'データプラットフォームで別のアドレスや名前を使うユーザー向けです。Sigma とプラットフォームの監査証跡では異なる名前になり、2 人がサインインしていても検出されません。',
      fixedAddress: '固定のアドレス',
      fallbackAddress: 'サインインで特定できないユーザーのアドレス',
      fallbackAddressHelp:
        '実在の人のアドレスにしないでください。特定できないユーザーがその人として示されます。名前がアドレスではないユーザーや、未確認のユーザーは引き続き拒否されます。',
      emailOfServiceAccountHelp: 'ここではマシンだけがサインインし、マシンには自分のアドレスがありません。',
      organisation: 'テナントと接続の切り替え: なし',
      organisationInUse: 'テナントと接続の切り替え: 使用中',
      tenant: 'テナント',
      tenantHelp: 'Sigma Tenants でのみ使用します。埋め込みクライアントとは別の組織に対して署名する場合の組織です。',
      evalConnectionId: 'すべてのクエリ用の接続',
      evalConnectionHelp:
        '接続を切り替える場合にのみ使用します。ワークブックの指定にかかわらず、すべてのクエリを実行する接続の Sigma ID です。データを書き戻すワークブックには使用できません。',
      evalConnectionLacksToken:
        '下の接続にこの ID のものがないため、Sigma にトークンが渡されません。独自のアカウントを使用する接続の場合にのみ適切です。',
      otherSigma: '別の Sigma です。保存前に確認が表示され、全員がサインインし直すことになります。',
      sessionLength: 'セッションの長さ',
      sessionLengthHelp:
        '署名済みセッションは、この時間が過ぎるか、サインインが終了すると終了します。その前に自動的に更新されます。',
      sessionUnit: 'セッションの長さの単位',
      sessionUnits: { seconds: '秒', minutes: '分', hours: '時間', days: '日' },
    },

    workbooks: {
      title: 'ワークブック',
      help: '公開された各ワークブックの、ブラウザーに表示されるアドレスです。含まれているページとコントロール値も取り込まれます。',
      numbered: 'ワークブック {number}',
      name: 'タイトル',
      url: '公開 URL',
      add: 'ワークブックを追加',
      removeOne: 'ワークブック {workbook} を削除',

      refresh: {
        title: 'データの更新',

        summary: {
          byHand: '手動',
          every: { one: '{count} 分ごと', other: '{count} 分ごと' },
          onReturn: '戻ったとき',
          afterSleep: 'スリープの後',
        },
        help: '再読み込みせずに新しいデータを表示します。F5 キーでいつでも更新できます。',
        everyMinutes: '… 分ごと',
        everyMinutesHelp:
          '空の場合、一定間隔での更新は行いません。操作中と、ワークブックが表示されていない間は待機します。',

        everyBudget: '1 時間に {limit} 回までの場合、{minutes} 分ごとになります。',
        occasions: 'そのほかの更新',
        onReturn: '5 分以上離れてから戻ったとき',
        afterSleep: 'スリープの後、ネットワークが回復したとき',
        mostPerHour: '1 時間あたりの上限回数',
        mostPerHourHelp:
          '更新のたびに、データプラットフォームがページのすべてのクエリに応答するため、費用がかかることがあります。すべてのウィンドウを合わせて数えます。手動での更新も数に含まれますが、制限されることはありません。',
        standsStill: '現在は停止しています。Sigma が 2 回続けて更新に応答しませんでした。',
      },

      opens: '開き方',

      summary: {
        usual: '通常どおり、メニューは上',
        places: {
          page: 'ページ {name}',
          element: '要素 {name}',
          tag: 'バージョン {name}',
          bookmark: 'ブックマーク {name}',
        },
        menus: { top: 'メニューは上', bottom: 'メニューは下', none: 'メニューなし' },
        hidden: { one: '非表示の部分 {count} 件', other: '非表示の部分 {count} 件' },
        theme: 'テーマ {theme}',
        workbookTheme: 'ワークブック独自のテーマ',
        language: '言語 {language}',
        sigmaLanguage: '言語は Sigma の選択',
        controls: { one: 'コントロール値 {count} 件', other: 'コントロール値 {count} 件' },
      },

      note: {
        taken: 'アドレスから取り込んだもの: {parts}。',
        control: '{id} = {value}',
        noValue: 'なし',
        hidden: '非表示: {parts}',
        shown: '表示: {parts}',
        cleared: '以前のワークブックのページ、バージョン、ブックマーク、コントロール値を削除しました。',
        dropped: {
          edit: '使用しません: {name}。ワークブックは表示用に開きます。編集はメニューから行います。',
          exploration:
            '使用しません: {name}。探索は個人のものです。全員に開くには、ブックマークとして保存してください。',
          fragment: '使用しません: {name} 記号より後の部分。',
          height: '使用しません: {name}。ワークブックはウィンドウ全体に表示されます。',
          otherPlace: '使用しません: {name}。アドレスに別の場所も指定されており、そちらが使用されます。',
          path: '使用しません: {name}。確認されている Sigma のアドレスに、この部分はありません。',
          repeated: 'アドレスにコントロール {name} が 2 回あります。最後の値が使用されます。',
          token: '使用しません: {name}。読み込みのたびに署名し直されます。',
          unknown: '使用しません: {name}。確認されている Sigma のパラメーターではありません。',
          unusable: '使用しません: {name}。ここでは意味のない値です。',
        },
      },

      options: {
        places: { page: 'ページ ID', element: '要素 ID', tag: 'バージョンタグ', bookmark: 'ブックマーク ID' },
        placeHelp: {
          page: 'アドレスバーの nodeId または /page/ の後に表示されます。',
          element: 'ページの代わりに、1 つの要素だけを表示します。',
          tag: '例: Production。指定しない場合は公開バージョンです。',
          bookmark: '全員がこのブックマークから始めます。',
        },
        menu: 'Sigma のメニュー',
        menus: { top: '上', bottom: '下', none: 'なし' },
        theme: 'テーマ',
        themes: {
          app: 'このアプリに合わせる',
          workbook: 'ワークブック独自のテーマ',
          Light: 'ライト',
          Dark: 'ダーク',
          Surface: 'Surface',
          custom: 'その他…',
        },
        themeName: 'テーマ名',
        themeNameHelp: 'Sigma の表記どおりに入力します。大文字と小文字は区別されます。',
        language: '言語',
        languages: { app: 'このアプリに合わせる', sigma: 'Sigma の選択', named: 'その他…' },
        languageCode: '言語コード',
        languageCodeExample: 'de',
        languageVariant: 'バリアント',
        languageVariantHelp: 'Sigma での翻訳のバリアントです。',
        hide: '表示しないもの',

        parts: {
          menu: 'メニュー全体',
          folder_navigation: 'フォルダー',
          bookmarks: 'ブックマーク',
          explore_toggle: '探索',
          save_as: '名前を付けて保存',
          schedule: 'スケジュール',
          send: '送信',
          tooltip: 'ツールチップ',
          element_interactions: '要素のメニュー',
        },
        withoutMenu: 'Sigma のメニューがないと、メニューからのエクスポート、探索、ブックマークの使用はできません。',
      },

      controls: {
        title: 'コントロール値',
        help: 'コントロール ID は、Sigma のコントロールの設定にあります。複数の値はコンマで区切ります。値に含まれるコンマの前にはバックスラッシュを付けます。',
        id: 'コントロール ID',
        idExample: 'Region',
        value: '値',
        valueExample: '西,北',
        add: 'コントロール値を追加',
        numbered: 'コントロール値 {number}',
        removeOne: '{control} の値を削除',
        removeNumbered: 'コントロール値 {number} を削除',
      },

      preview: {
        title: '読み込まれる内容',
        help: '署名済みトークンは読み込みのたびに追加され、表示されることはありません。',
        empty: '公開 URL を入力すると、ここに表示されます。',
        copy: 'トークンを除いたアドレスをコピー',
      },
    },

    connections: {
      title: '接続',
      help: 'ワークブックの背後にあるデータプラットフォームと、そこへのアクセス方法です。',
      numbered: '接続 {number}',
      add: '接続を追加',
      removeOne: '接続 {connection} を削除',
      pattern: 'データへのアクセス方法',
      name: '名前',
      nameHelp: 'サインインボタンに表示されます。',
      nameOfServiceAccountHelp: 'ワークブックの上のバーに表示されます。',
      sigmaConnectionId: 'Sigma の接続 ID',
      sigmaConnectionIdHelp: 'Sigma での接続のアドレスの最後の部分です。',
      signInAgain: 'この変更の後、全員がサインインし直します。',
    },

    tokenUse: {
      question: 'Sigma でのトークンの用途',
      uses: {
        connection: {
          heading: 'Sigma でのトークンの用途: 1 つの接続',
          label: '1 つの接続',
          help: 'ここに入力した ID の接続です。推奨。',
        },
        organisation: {
          heading: 'Sigma でのトークンの用途: 組織全体',
          label: '組織全体',
          help: 'トークンを受け付けるすべての接続です。Sigma で組織に対して OAuth を一度だけ設定している場合に使用します。',
        },
      },
    },

    patterns: {
      authorization_code: {
        label: '各自の権限でアクセス',
        help: '全員がサインインし、すべてのクエリが各自として実行されます。推奨。',
        providerQuestion: 'サインイン先',
      },
      identity: {
        label: 'サービスアカウントと行レベルセキュリティ',
        help: 'Sigma は独自のアカウントを使用します。サインインは、誰が見ているかを示すだけです。',
        providerQuestion: 'サインイン先',
      },
      token_exchange: {
        label: '会社のサインインを Databricks 用に交換',
        help: 'ID プロバイダーに一度サインインします。Databricks はその ID プロバイダーを信頼します。',
        providerQuestion: 'ID プロバイダー',
      },
      client_credentials: {
        label: '壁掛け画面用のマシン',
        help: '人はサインインせず、サービスアカウントが自動的にサインインします。',
        providerQuestion: 'マシンのサインイン先',
      },
    },

    register: {
      titleIn: '{product} に登録するもの',
      redirectUrls: { one: 'リダイレクト URL', other: 'リダイレクト URL' },
      copyRedirectUrl: 'リダイレクト URL {url} をコピー',
      scopes: 'スコープ',
      copyScopes: 'スコープをコピー',

      scopesGranted: '{place}付与します。',
      lifetimes: '有効期間',
      asSql: 'SQL で表示',
      copyStatement: 'SQL ステートメントをコピー',
    },

    client: {
      authentication: 'クライアント認証',
      recommended: '{method} (推奨)',

      methods: {
        automatic: {
          heading: 'クライアント認証: 自動',
          label: '自動',
          help: 'サーバーが対応する方式と、下の入力内容から選択されます。',
        },
        none: {
          heading: 'クライアント認証: パブリッククライアント',
          label: 'パブリッククライアント',
          help: 'シークレットはなく、PKCE だけでサインインを保護します。',
        },
        client_secret_post: {
          heading: 'クライアント認証: 要求本文のシークレット',
          label: '要求本文のシークレット',
          help: 'client_secret_post',
        },
        client_secret_basic: {
          heading: 'クライアント認証: ヘッダーのシークレット',
          label: 'ヘッダーのシークレット',
          help: 'client_secret_basic',
        },
        private_key_jwt: {
          heading: 'クライアント認証: 秘密鍵',
          label: '秘密鍵',
          help: 'private_key_jwt: 各要求に、鍵で署名した証明を付けます。鍵は PKCS#8 PEM として貼り付けてください。',
        },
      },
      secretOfEarlier:
        '保存されているものは、以前のサーバーまたはアプリケーションのものです。現在のものを入力してください。',
      secretIfRegistered: 'アプリケーションにシークレットが登録されている場合にのみ入力します。',
      privateKey: '秘密鍵',
      privateKeyHelp: 'パスフレーズのない PKCS#8 PEM 形式です。',
      algorithm: 'アルゴリズム',
      algorithmHelp: '楕円曲線鍵の場合は ES256、それ以外の場合は登録内容に合わせます。',
      keyId: '鍵 ID',
      keyIdHelp: '公開鍵の登録に使用した「kid」です。',
    },

    exchange: {
      title: 'Databricks での交換',
      help: 'Databricks には、ID プロバイダーを信頼するフェデレーションポリシーが必要です。更新も、確認なしで同じ方法で行われます。',
      more: 'サービスプリンシパルと交換のスコープ',
      clientId: 'サービスプリンシパルのクライアント ID',
      clientIdHelp:
        'サービスプリンシパル独自のフェデレーションポリシーを使用する場合にのみ入力します。空の場合は、各自として実行されます。',
      scopes: '交換のスコープ',
    },

    scopes: {
      label: 'スコープ',
      labelWithRedirects: 'スコープとリダイレクト URL',
      withoutRefresh: '{scope} がないと、トークンの期限が切れるたびにサインインが必要です。',
      usual: '標準のスコープ',
      useUsual: '標準のスコープを使用',

      identity: { purpose: 'ユーザーの特定', help: '属性による行レベルセキュリティに使用します。' },
      redirectUrls: 'リダイレクト URL',
      redirectUrlsHelp: '1 行に 1 つ、登録したとおりに入力します。ポートが空いている最初のものが使用されます。',

      sharedRedirect:
        '{connection} も同じ URL に戻ります。サーバーが応答で名前を示さない場合、どのサーバーの応答かは URL でしか判断できません。このままでも動作しますが、それぞれ別の URL を登録してここに入力すると、より安全です。',
      useOwnRedirect: '{url} を使用',
    },

    attributes: {
      title: '行レベルセキュリティ',
      help: '各ユーザーについて、サインインから Sigma に伝える内容です。',
      ofInternalUsers:
        '内部ユーザーの属性とチームは Sigma にあります。サインインから読み取るには、上で埋め込みユーザーを選択してください。',
      fold: 'サインインから得るユーザー属性とチーム',
      label: 'ユーザー属性',
      example:
        '例: クレーム「department」がユーザー属性「Region」になり、ワークブックには該当する行だけが表示されます。',
      add: 'ユーザー属性を追加',
      teamsClaim: 'チームのクレーム',
      teamsClaimHelp: '上で指定したチームに加え、このクレームの値が Sigma のチームになります。',
      numbered: 'ユーザー属性 {number}',
      claim: 'クレーム',
      attribute: 'Sigma のユーザー属性',
      attributeExample: 'Region',
      removeOne: '{attribute} を削除',
      removeNumbered: 'ユーザー属性 {number} を削除',
      fixed: '全員に共通',
      fixedHelp: '同じ属性に対するサインインのクレームがある場合は、そちらが優先されます。',
      fixedNumbered: '固定のユーザー属性 {number}',
      fixedValue: '値',
      addFixed: '固定のユーザー属性を追加',
      removeFixed: '固定の {attribute} を削除',
      removeFixedNumbered: '固定のユーザー属性 {number} を削除',
    },

    actions: {
      title: 'アクション',
      help: 'ワークブックの作成者が用意した外部向けアクションが実行されたときの処理です。',
      fold: 'ワークブックのアクションのルール',
      none: 'ルールがない場合、アクションは表示されるだけです。ルールが初めて実行される前に、各ユーザーに確認が表示されます。',
      add: 'ルールを追加',
      numbered: 'ルール {number}',
      action: 'アクション名',
      actionExample: '注文を開く',
      actionHelp: '作成者が Sigma で付けた名前のとおりに入力します。',
      does: '処理の内容',
      kinds: { address: 'ブラウザーでページを開く', workbook: '別のワークブックを開く' },
      addressKindHelp: 'ここで指定したホストのページです。',
      workbookKindHelp: 'このプロファイルのワークブックを、コントロールに値を設定して開きます。',
      address: 'アドレス',
      addressHelp: 'https:// で始めます。ホストより後では、波かっこで囲んだ名前がその名前の値に置き換わります。',
      workbook: 'ワークブック',
      chooseWorkbook: 'ワークブックを選択',
      workbookNumbered: 'ワークブック {number}',
      controls: 'コントロールの値',
      controlsExample: 'Region={region}',
      controlsHelp:
        '1 行に 1 つ、コントロール ID、等号、値の順に入力します。波かっこで囲んだ名前は、その名前の値に置き換わります。',
      removeOne: '{action} のルールを削除',
    },

    faults: {
      controlLines: '各行に、コントロール ID、等号、値の順に入力してください。',

      inLine: '{number} 行目: {fault}',
      notNumber: '数値を入力してください。',
      sessionTooShort: 'セッションの長さは 1 分以上です。',
      sessionTooLong: 'Sigma で許容されるのは 30 日までです。',
      emailOfServiceAccount: 'アドレスを入力してください。マシンには自分のアドレスがありません。',
      clientSecretOfServiceAccount: 'クライアントシークレットを入力してください。マシンには認証情報が必要です。',
      otherSecret: 'このアプリケーションのシークレットを入力するか、上で「パブリッククライアント」を選択してください。',
      otherSecretOfServiceAccount: 'このアプリケーションのシークレットを入力してください。',
      key: '秘密鍵を貼り付けてください。',
      keyEncrypted:
        'この鍵にはパスフレーズがあります。次のコマンドで解除してください: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyOtherForm: 'この鍵は別の形式です。次のコマンドで変換してください: openssl pkcs8 -topk8 -nocrypt -in key.pem',
      keyPublic: 'これは公開鍵です。秘密鍵を貼り付けてください。',
      keyIncomplete: '-----BEGIN PRIVATE KEY----- から -----END PRIVATE KEY----- まで、鍵全体を貼り付けてください',
    },
  },

  checks: {
    title: 'テスト',
    help: 'アプリケーションのシークレットも使用して、サインイン時と同じ内容をこのセットアップの各サーバーに問い合わせます。サインインも保存も行いません。失敗した試行がサーバーに記録されることがあります。',
    start: 'このセットアップをテスト',
    again: 'もう一度テスト',
    cancel: 'テストを中止',
    signInAndTest: 'サインインしてテスト',
    incomplete: '先に、フォームで示された箇所を修正してください。',
    outdated: 'このテストの後にフォームが変更されました。',
    wholeProfile: 'このコンピューターと Sigma',

    unnamed: '接続 {number}',
    copy: '問い合わせ用にコピー',
    seen: '確認結果: {seen}',
    todo: '対処方法: {todo}',

    actor: '対応: {owner}',
    readMore: 'ドキュメント: {page}',
    running: { one: '残りの確認は {count} 件です。', other: '残りの確認は {count} 件です。' },

    summary: '{made} 件中 {right} 件が正常です。',
    needs: {
      one: '{owner}の対応が必要なものが {count} 件あります。',
      other: '{owner}の対応が必要なものが {count} 件あります。',
    },
    stopped: 'テストは中止されました。',
    skippedToo: { one: '不明なものが {count} 件あります。', other: '不明なものが {count} 件あります。' },
    next: {
      mend: '次の手順: 下に示された対処を行い、もう一度テストしてください。',
      save: '次の手順: このセットアップを保存してください。その後サインインし、続きをテストしてください。',
      'sign-in': '次の手順: サインインしてください。続きはその後テストされます。',
      nothing: 'テストできるものはすべてテストしました。',
    },
    ticket: {
      head: 'Sightglass {version} ({platform}): セットアップ「{profile}」のテスト',
      headOfComputer: 'Sightglass {version}（{platform}）: このコンピューターの診断',
      line: '[{outcome}] {check}',
    },
    names: {
      disk: '空き容量',
      folder: 'データフォルダー',
      files: '保存されたファイル',
      downloads: 'ダウンロードフォルダー',
      browser: '既定のブラウザー',
      graphics: 'グラフィックス',
      sandbox: 'サンドボックス',
      displays: 'ディスプレイ',
      electron: 'Electron の新しさ',
      version: 'Sightglass のバージョン',
      policy: 'ポリシー',
      audit: '監査証跡',
      dns: 'サーバーの名前（DNS）',
      proxy: 'プロキシ',
      tls: '証明書',
      reach: 'サーバーの応答',
      keychain: 'キーチェーン',
      clock: '時計',
      sigma: 'Sigma のアドレス',
      metadata: 'サーバーのアドレス (メタデータ)',
      level: 'ワークスペースまたはアカウント',
      ports: '応答用のポート',
      redirect: 'リダイレクト URL',
      scopes: 'スコープ',
      client: 'アプリケーション',
      grant: 'サインイン',
      'granted-scopes': '付与されたスコープ',
      identity: 'Sigma に示すユーザー',
      session: '署名済みセッション',
      renewals: '更新',
      claims: 'クレーム',
      federation: 'トークンの交換',
      'session-readable': 'Sigma が読み取るセッション',
      'sigma-answer': 'Sigma の最後の応答',
      data: '最初のデータ',
    },
    outcomes: {
      ok: '正常',
      warning: '要確認',
      failed: '異常',
      skipped: '不明',
      waiting: '待機中',
      running: '実行中',
    },

    owners: {
      person: 'ご自身',
      it: 'IT 部門',
      databricks: 'Databricks の管理者',
      snowflake: 'Snowflake の管理者',
      google: 'Google Cloud の管理者',
      'identity-provider': 'ID プロバイダーの管理者',
      sigma: 'Sigma の管理者',
    },
    findings: {
      // The run
      cancelled: { seen: '結果が出る前にテストが中止されました。' },
      too_slow_here: {
        seen: '{duration}待っても応答がありませんでした。尋ねた相手はこのコンピューターだけです。',
        todo: 'もう一度テストしてください。繰り返す場合は、このコンピューターを再起動し、この結果を添えて報告してください。',
      },
      too_slow: {
        seen: '{duration}待っても応答がありませんでした。',
        todo: 'もう一度テストしてください。繰り返す場合は、プロキシまたはファイアウォールが応答を止めていないかを確認してください。',
      },
      needs: { seen: '先に「{check}」が必要ですが、正常ではないか不明です。' },
      unforeseen: {
        seen: '確認自体が失敗しました ({kind})。',
        todo: 'もう一度テストしてください。繰り返す場合は、この結果を添えて報告してください。',
      },
      save_first: {
        seen: 'フォームに保存していない内容があります。',
        todo: '先に保存してください。保存済みの内容でテストします。',
      },
      // Computer
      disk_free: { seen: '設定、サインイン、ログの保存先に {megabytes} MB の空きがあります。' },
      disk_tight: {
        seen: '設定、サインイン、ログの保存先の空きは {megabytes} MB だけです。',
        todo: '更新されたサインインを保存できなくなる前に、そのディスクの空きを増やしてください。',
      },
      disk_full: {
        seen: '設定、サインイン、ログの保存先のディスクがいっぱいです (空き {megabytes} MB)。',
        todo: 'そのディスクの空きを増やしてください。それまでは何も保存できず、更新されたサインインはプログラムの終了とともに失われます。',
      },
      disk_unknown: {
        seen: '空き容量をシステムが答えません ({systemCode})。',
        todo: 'Sightglass のフォルダーにアクセスして読み取れるかどうかを確認してもらってください。',
      },
      folder_right: { seen: '設定とサインインを書き込むことができ、ほかの誰もそこに書き込めません。' },
      folder_full: { seen: 'ディスクの空きが足りないため、書き込みを試せません。' },
      folder_not_writable: {
        seen: '{folder} に書き込めません（{systemCode}）。',
        todo: 'このアカウントのユーザーにそのフォルダーへの書き込み権限を与え、ディスクが読み取り専用でないことを確認してください。',
      },
      folder_foreign: {
        seen: '{folder} は別のアカウントの所有です。',
        todo: 'このアカウントのユーザーを、そのフォルダーと中身の所有者にしてください。',
      },
      folder_open: {
        seen: 'このコンピューターのほかのアカウントが {folder} に書き込めます（モード {mode}）。',
        todo: 'その権限を外してください: chmod 700 にフォルダーのパスを付けて実行します。',
      },
      files_whole: { seen: '{count} 個のファイルを調べました。すべて読み取れ、損傷はありません。' },
      file_unreadable: {
        seen: '{file} を読み取れません（{systemCode}）。',
        todo: 'このアカウントのユーザーに {file} の読み取りと書き込みの権限を与えてください。権限がないと、Sightglass は次回起動しません。',
      },
      files_damaged: {
        seen: 'Sightglass の実行中に、ほかの何かが {files} を損傷しました。',
        todo: '終了する前に、プロファイルをもう一度保存し、設定を 1 つ変更してください。どちらも Sightglass がまだ保持している内容を書き込みます。繰り返す場合は、ディスクとファイル同期プログラムを調べてもらってください。',
      },
      files_foreign: {
        seen: 'このアカウントの所有ではありません: {files}。',
        todo: 'このアカウントのユーザーを、これらのファイルの所有者にしてください。',
      },
      files_open: {
        seen: 'このコンピューターのほかのアカウントが {files} を読み書きできます。',
        todo: 'Sightglass を再起動すると、その権限は外されます。再び付く場合は、ファイルの同期またはバックアップのプログラムが付けています。',
      },
      files_kept_aside: {
        seen: '過去に損傷し、別に保管されています: {files}。使用されていません。',
        todo: 'プロファイルが足りない場合は、もう一度セットアップしてください。その後、これらのファイルを削除してください。',
      },
      profiles_kept_aside: {
        seen: '設定に、このバージョンでは解釈できないプロファイルがあります。保持されていますが、表示されません。',
        todo: '以前ここで新しいバージョンが動作していた場合は、それを再びインストールしてください。そうでない場合は、足りないプロファイルをもう一度セットアップしてください。',
      },
      files_newer: {
        seen: '以前ここでは、これより新しい Sightglass {version} が動作していました。このバージョンでは解釈できないものが保存されている可能性があります。',
        todo: 'Sightglass をバージョン {version} 以降に更新してください。それまで、保存されたものは失われません。',
      },
      secrets_gone: {
        seen: '{count} 件のセットアップのシークレットが保管庫にありません。',
        todo: 'セットアップで埋め込みシークレットとクライアントシークレットを入力し直して、保存してください。その後サインインし、別に保管されたファイルを削除してください。',
      },
      downloads_right: { seen: 'そこにファイルを保存できます。' },
      downloads_missing: {
        seen: '{folder} がありません。',
        todo: 'そのフォルダーを作成するか、システムでダウンロード用に別のフォルダーを選択してください。',
      },
      downloads_not_writable: {
        seen: '{folder} への書き込みが許可されていません。',
        todo: 'このアカウントのユーザーに、そのフォルダーへの書き込み権限を与えてください。',
      },
      downloads_tight: {
        seen: 'ダウンロード先のディスクの空きは {megabytes} MB しかありません。',
        todo: 'ファイルをエクスポートする前に、そのディスクに空きを作ってください。',
      },
      browser_found: { seen: 'リンクは {program} で開きます。' },
      browser_gone: {
        seen: 'リンクを開くことになっている {program} がインストールされていません。',
        todo: 'システムの設定で別の既定のブラウザーを選択するか、{program} を再インストールしてください。サインインはブラウザーで始まります。',
      },
      browser_none: {
        seen: 'システムにリンク用のブラウザーが設定されていません。',
        todo: 'システムの設定で既定のブラウザーを選択してください。それまでは、サインインリンクをコピーして手動で開いてください。',
      },
      browser_no_opener: {
        seen: 'プログラムがリンクを開くための xdg-open がシステムにありません。',
        todo: 'パッケージ xdg-utils をインストールしてください。',
      },
      browser_unknown: { seen: 'どのブラウザーがリンクを開くのか、システムが答えません。' },
      graphics_hardware: { seen: 'ウィンドウはグラフィックカードで描画されています。' },
      graphics_software: {
        seen: 'ウィンドウはグラフィックカードなしで描画されています（{said}）。大きなワークブックの動きが遅くなります。',
        todo: 'グラフィックカードの最新のドライバーをインストールしてください。仮想マシンやリモートデスクトップでは通常のことで、対応は不要です。',
      },
      graphics_switched_off: {
        seen: 'Sightglass はグラフィックカードなしで起動されました（--disable-gpu）。',
        todo: '表示が乱れない限り、そのスイッチなしで起動してください。',
      },
      graphics_named: {
        seen: 'システムが示すもの: {cards}。',
      },
      graphics_crashed: {
        seen: 'Sightglass の起動以降、ウィンドウを描画するプロセスが {count} 回クラッシュしました。',
        todo: 'グラフィックカードの最新のドライバーをインストールしてください。続く場合は、--disable-gpu を付けて Sightglass を起動し、この結果とともに報告してください。',
      },
      sandbox_on: { seen: 'Web ページはサンドボックス内で動作しています。' },
      sandbox_off: {
        seen: 'Web ページはサンドボックスなしで動作しています。管理者が許可したか、ソースから起動したためです。',
      },
      displays_seen: { seen: 'ディスプレイ: {count} 台（{sizes}）。' },
      windows_outside: {
        seen: 'タイトルバーがどのディスプレイにも表示されないウィンドウ: {count}。',
        todo: 'Sightglass を終了して再起動してください。そのようなウィンドウは見える位置に戻されます。',
      },
      electron_fixed: {
        seen: 'Electron {electron}（Chromium {chromium}）には {until} ごろまでセキュリティ修正が提供されます。',
      },
      electron_ended: {
        seen: 'Electron {electron} には {until} ごろからセキュリティ修正が提供されていません。',
        todo: 'Sightglass の最新バージョンをインストールしてください。',
      },
      electron_too_old: {
        seen: 'Electron {electron} で動作しています。これは Sightglass のリリースが対象とするどれよりも古いものです。',
        todo: '適切な Electron を含む Sightglass のパッケージからインストールしてください。',
      },
      version_newest: { seen: '新しいバージョンは知られていません。' },
      version_not_looked_for: { seen: 'ここでは更新を探しません。理由は設定に表示されています。' },
      version_waits: {
        seen: 'バージョン {version} があり、まだ使われていません。',
        todo: 'バージョン {version} を適用してください。設定の更新ページから適用できるか、適用できる人が示されます。',
      },
      version_not_for_here: {
        seen: 'バージョン {version} には新しいオペレーティングシステムが必要なため、ここではこのバージョンにはもう修正が提供されません。',
        todo: 'オペレーティングシステムを更新してください。',
      },
      policy_none: { seen: 'このコンピューターには管理者による設定がありません。' },
      policy_counts: { seen: '管理者による設定: {keys}。' },
      audit_written: { seen: '出来事は記録されています。' },
      audit_off: { seen: '設定により、何も記録されません。' },
      audit_outlet_stuck: {
        seen: '{outlet}: 届きません（{code}）。待機中: {waiting}、失われた件数: {dropped}。',
        todo: 'このコンピューターから再び届くようにしてください。待機中のものはその後送信されます。',
      },
      keychain_tried: { seen: '{backend}。今作った値が、そのまま戻りました。' },
      keychain_back: {
        seen: '{backend}。今は動作していますが、Sightglass の起動時には動作していませんでした。サインインはメモリ内にのみあります。',
        todo: 'Sightglass を再起動してサインインしてください。以後、サインインは保持されます。',
      },
      keychain_none: { seen: 'システムに暗号化の手段がありません（{selected}）。' },
      keychain_silent: {
        seen: '{backend}。応答がありません。ロックされているか、ロック解除を待っています。',
        todo: 'ロックを解除し、システムの確認が表示されていれば答えてください。その後、もう一度テストしてください。',
      },
      keychain_refused: {
        seen: '{backend}。今作った値が戻りませんでした。独自の鍵がないか、Sightglass を拒否するよう設定されています。',
        todo: 'ロックを解除し、Sightglass の使用を許可して、もう一度テストしてください。',
      },
      // The way to the servers
      dns_found: { seen: '{hosts} のアドレスは {addresses} です。' },
      dns_of_proxy: { seen: '{hosts} はプロキシ {proxy} が名前解決します。' },
      dns_unneeded: { seen: '名前解決の必要はありませんでした。' },
      dns_unknown: {
        seen: '{hosts} のアドレスが見つかりません。',
        todo: '{hosts} をブラウザーのアドレスと 1 文字ずつ比べてください。正しく、社内ネットワークだけで通じる名前であれば、そのネットワークか VPN に接続してください。',
      },
      dns_no_answer: {
        seen: '{hosts} の名前解決ができませんでした（{systemCode}）。',
        todo: 'このコンピューターの DNS サーバーが応答するか、{hosts} について応答するかを確認してもらってください。',
      },
      dns_nothing: {
        seen: '{hosts} のどれも名前解決ができませんでした（{systemCode}）。',
        todo: 'このコンピューターをネットワークに接続してください。接続済みなら、DNS サーバーが応答するかを確認してもらってください。',
      },
      dns_blocked: {
        seen: '{hosts} のアドレスは {addresses} で、どこにもつながりません。',
        todo: 'フィルターが本当のアドレスの代わりに応答しています。{hosts} を許可してもらい、hosts ファイルに載っていないかも確認してください。',
      },
      proxy_none: { seen: 'システムはプロキシを使わずに {hosts} に接続します（DIRECT）。' },
      proxy_never: { seen: '{hosts} はこのコンピューターなので、プロキシを使いません。' },
      proxy_used: { seen: 'システムはプロキシ {proxy} 経由で {hosts} に接続し、つながります。' },
      proxy_unneeded: { seen: '尋ねる必要のあるサーバーはありませんでした。' },
      proxy_passed_over: {
        seen: 'システムは {hosts} にまずプロキシ {proxy} を指定していますが、接続できず（{systemCode}）、飛ばされました。',
        todo: '{proxy} を直してもらうか、プロキシの設定または PAC スクリプトから外してもらってください。最初の要求のたびに待つことになります。',
      },
      proxy_silent: {
        seen: '{hosts} にどのプロキシが必要か、システムが答えません。PAC スクリプトを待っている可能性があります。',
        todo: 'このコンピューターから PAC スクリプトのアドレスに接続できるか、{hosts} に何を返すかを確認してもらってください。',
      },
      proxy_unread: {
        seen: '{hosts} にどのプロキシが必要か、システムが判断できませんでした（{systemCode}）。',
        todo: 'このコンピューターのプロキシの設定と、そこで指定された PAC スクリプトを確認してもらってください。',
      },
      proxy_unusable: {
        seen: '{hosts} についてシステムは「{said}」と答えますが、この種類のプロキシは Sightglass では使えません。',
        todo: 'プロキシの設定または PAC スクリプトで、{hosts} に HTTP か HTTPS のプロキシを指定してもらってください。SOCKS には対応していません。',
      },
      proxy_password: {
        seen: 'プロキシ {proxy} が、{hosts} につなぐ前にパスワードを求めます。',
        todo: '{proxy} で {hosts} をパスワードなしで通してもらってください。Sightglass にはパスワードを示す方法がありません。',
      },
      proxy_refuses: {
        seen: 'プロキシ {proxy} が {hosts} を通しません（HTTP {status}）。',
        todo: '{proxy} で {hosts} を、ブラウザーだけでなくプログラムの接続にも許可してもらってください。',
      },
      proxy_dead: {
        seen: 'システムが {hosts} に指定しているプロキシ {proxy} に接続できませんでした（{systemCode}）。',
        todo: '{proxy} が動いていて、ここから接続できるかを確認してもらってください。古いものであれば、プロキシの設定または PAC スクリプトから外してもらってください。',
      },
      tls_public: { seen: '{hosts} は公的な認証局 {issuer} の証明書を示します（{until} まで有効）。' },
      tls_inspected: {
        seen: '{hosts} は {issuer} の証明書を示します（{until} まで有効）。公的な認証局のものではありませんが、システムが信頼しているため、このコンピューターも信頼します。会社が通信を検査している場合はこうなります。',
      },
      tls_plain: { seen: '{hosts} には暗号化せずに尋ねます。これはこのコンピューターだけに許されています。' },
      tls_unseen: { seen: '証明書は確認できませんでした。' },
      tls_ends_soon: {
        seen: '{hosts} の証明書（発行者 {issuer}）の有効期限は {until} で、間もなく切れます。',
        todo: '{until} より前に更新してもらってください。それ以降は誰もサインインや読み込みができなくなります。',
      },
      tls_expired: {
        seen: '{hosts} の証明書（発行者 {issuer}）は {until} に期限が切れました。',
        todo: '{hosts} の証明書を更新してもらってください。その日付がまだ先なら、このコンピューターの時計を合わせてください。',
      },
      tls_not_yet: {
        seen: '{hosts} の証明書（発行者 {issuer}）は {from} から有効で、まだその日になっていません。',
        todo: 'このコンピューターの時計が遅れていないか確認してください。正しければ、{hosts} に別の証明書を設定してもらってください。',
      },
      tls_other_name: {
        seen: '{hosts} で応答するものは、{subject} 用の証明書（発行者 {issuer}）を示します。',
        todo: 'アドレス {hosts} をブラウザーのものと比べてください。正しければ、プロキシか別のサーバーが代わりに応答しています。{hosts} を通してもらうか、その名前の証明書を設定してもらってください。',
      },
      tls_self_signed: {
        seen: '{hosts} は自分で発行した証明書（{subject}）を示します。',
        todo: '{hosts} に認証局の証明書を設定してもらってください。プロキシが代わりに応答しているなら、その認証局をシステムの証明書ストアに入れてもらってください。',
      },
      tls_unknown_issuer: {
        seen: '{hosts} は {issuer} の証明書を示しますが、Sightglass もこのコンピューターのシステムもこの発行者を知りません。',
        todo: '会社が通信を検査しているなら、認証局 {issuer} をシステムの証明書ストアに入れてもらってから Sightglass を再起動するか、{hosts} を検査の対象から外してもらってください。そうでなければ、サーバーが証明書チェーン全体を送るようにしてもらってください。',
      },
      tls_wrong: {
        seen: '{hosts} は有効と認められない {issuer} の証明書を示します（{systemCode}）。',
        todo: 'このコードを添えて、{hosts} の証明書か、それを示すプロキシを確認してもらってください。',
      },
      tls_old: {
        seen: '{hosts} と Sightglass に共通の TLS のバージョンがありません（{systemCode}）。Sightglass は 1.2 と 1.3 を使います。',
        todo: '{hosts} か、間にあるプロキシで TLS 1.2 または 1.3 を有効にしてもらってください。',
      },
      tls_not_spoken: {
        seen: '{hosts} で応答するものと、安全な接続を確立できませんでした（{systemCode}）。',
        todo: 'アドレスのポートが正しいか確認してください。正しければ、間にある何かが {hosts} の代わりに応答しています。このコードを添えて確認してもらってください。',
      },
      reach_answers: { seen: '{hosts} は {ms} ミリ秒で応答しました（HTTP {status}）。' },
      reach_unasked: { seen: 'どのサーバーにも尋ねませんでした。' },
      reach_slow: {
        seen: '{hosts} の応答に {ms} ミリ秒かかりました。',
        todo: 'もう一度テストしてください。遅いままなら、ネットワーク、プロキシ、VPN を確認してもらってください。',
      },
      reach_troubled: {
        seen: '{hosts} は HTTP {status} を返しました。',
        todo: 'しばらく待ってもう一度テストしてください。繰り返すなら、{hosts} の運用者に尋ねるか、ステータスページを確認してください。',
      },
      reach_refused: {
        seen: '{hosts} が接続を拒否します。',
        todo: 'アドレスとポートをブラウザーのものと比べてください。正しければ、ファイアウォールで {hosts} を許可してもらってください。',
      },
      reach_reset: {
        seen: '{hosts} への接続が切断されました（{systemCode}）。',
        todo: 'ファイアウォールやフィルターは、許可していないものをよく切断します。{hosts} を許可してもらってください。',
      },
      reach_silent: {
        seen: '{hosts} が時間内に応答しませんでした。',
        todo: 'ファイアウォールで {hosts} を許可してもらってください。社内ネットワークにあるなら、そのネットワークか VPN に接続してください。',
      },
      reach_no_way: {
        seen: '{hosts} への経路がありません（{systemCode}）。',
        todo: 'このコンピューターをネットワークに接続してください。接続済みなら、{hosts} への経路と VPN を確認してもらってください。',
      },
      reach_proxy_cannot: {
        seen: 'プロキシ {proxy} が {hosts} に接続できませんでした（HTTP {status}）。',
        todo: '{proxy} が {hosts} を名前解決して接続できるかを確認してもらってください。',
      },
      reach_portal: {
        seen: 'ネットワークが、{hosts} につなぐ前に独自のサインインを求めています（HTTP 511）。',
        todo: 'ブラウザーで任意のページを開き、そこでネットワークにサインインしてから、もう一度テストしてください。',
      },
      reach_elsewhere: {
        seen: '{hosts} は {otherHost} に転送します。',
        todo: '{otherHost} がネットワークやプロキシのサインインなら、ブラウザーでサインインするか、{hosts} を通してもらってください。サーバーの新しいアドレスなら、設定を直してください。',
      },
      // Keychain and clock
      keychain: { seen: '{backend}。Sightglass の起動時に値を使って試しました。' },
      clock: { seen: '{host} の時計と一致しています。' },
      clock_untold: { seen: '時刻を示したサーバーがありません。' },
      clock_of_server_ahead: {
        seen: '{host} の時計は、{otherHost} とこのコンピューターの時計より{duration}進んでいます。',
        todo: '{host} の時計を合わせてもらってください。それまでは、そのトークンがまだ有効でないもの、または他の応答が期限切れのものとして扱われる可能性があります。',
      },
      clock_of_server_behind: {
        seen: '{host} の時計は、{otherHost} とこのコンピューターの時計より{duration}遅れています。',
        todo: '{host} の時計を合わせてもらってください。それまでは、そのトークンが届いた時点で期限切れとして扱われる可能性があります。',
      },
      // Sigma
      sigma_answers: { seen: '{host} が応答し (HTTP {status})、別の場所への転送はありません。' },
      sigma_redirects: {
        seen: '{host} は {otherHost} に転送されます。',
        todo: '{otherHost} が Sigma のものである場合は、ワークブック URL に入力してください。ネットワークまたはプロキシのログイン画面である場合は、このプログラムから {host} への通信の許可を依頼してください。',
      },
      sigma_unlike: {
        seen: '{host} が応答しましたが (HTTP {status})、Sigma のページではないようです。',
        todo: 'ワークブック URL をブラウザーで開いてください。Sigma でない場合は、URL を修正してください。Sigma である場合は、プロキシまたはフィルターが Sigma の代わりに応答しています。{host} への通信の許可を依頼してください。',
      },
      sigma_troubled: {
        seen: '{host} の応答は HTTP {status} でした。{said}',
        todo: 'しばらく待ってからもう一度テストしてください。繰り返す場合は、Sigma のサポートに問い合わせるか、ステータスページを確認してください。',
      },
      // Metadata and level
      metadata_found: { seen: 'サーバー {issuer} の情報が {address} にあります。' },
      metadata_fixed: {
        seen: '{issuer} のどのアドレスからもメタデータを取得できませんでした ({account})。ドキュメントに記載されたエンドポイントを使用します。',
        todo: '接続のアドレスを、サインインしたときのブラウザーのアドレスと照合してください。正しい場合は、プロキシが代わりに応答している可能性があります。',
      },
      metadata_troubled: {
        seen: '{issuer} は現在、自身の情報を返せません ({account})。ドキュメントに記載されたエンドポイントを使用します。',
        todo: 'しばらく待ってから、もう一度テストしてください。繰り返す場合は、{issuer} の運用者に問い合わせるか、そのステータスページを確認してください。',
      },
      keys_missing: {
        seen: 'サインインの検証に使う鍵を {address} から取得できません。',
        todo: '{address} がサーバーの鍵を返さない理由を調べてもらってください。それまでは、サインインは最後の段階で失敗します。',
      },
      metadata_not_needed: {
        seen: 'この種類のサーバーのエンドポイントはドキュメントに記載されているため、メタデータは不要です。',
      },
      endpoints: { seen: 'サインイン先は {authorization}、トークンの発行元は {token} です。' },
      exchange_found: { seen: 'トークンは {token} で交換されます。' },
      pkce_stated: { seen: 'S256 による PKCE に対応しています。' },
      pkce_unstated: { seen: 'PKCE に対応しているかは示されていませんが、使用します。' },
      grant_unoffered: {
        seen: 'サーバーは {offered} に対応していますが、{wanted} に対応していません。',
        todo: '別のサインイン方法を選択するか、サーバーで {wanted} を有効にするよう依頼してください。',
      },
      level_fits: { seen: '{host} によるとサインイン先は {issuer} で、セットアップと一致しています。' },
      level_elsewhere: {
        seen: '{host} によるとサインイン先は {told} です。入力されているのはアカウントで、そのサインイン先は {issuer} です。',
      },
      level_unsaid: { seen: '{host} がサインイン先を示していないため、{issuer} を使用します。' },
      level_wrong: {
        seen: '{host} によるとサインイン先は {told} です。入力されているのは {issuer} です。',
        todo: '「ワークスペースまたはアカウント」で「自動判別」または別のレベルを選択してください。',
      },
      level_console: {
        seen: '{host} は Databricks のアカウントコンソールです。入力されているのはワークスペースです。',
        todo: 'ワークスペースのアドレスを入力するか、アカウントを選択してアカウント ID を入力してください。',
      },
      // Ports and redirect URLs
      port_free: { seen: 'ポート {port} はこのコンピューターで空いています (利用可能な範囲で IPv4 と IPv6)。' },
      port_program: { seen: 'ポート {port} では {program} が待ち受けています。' },
      port_taken: {
        seen: '{url} のポート {port} は、{addresses} で別のプログラムまたはシステムが使用しています。',
        todo: '使用しているものを終了するか、別のポートのリダイレクト URL も登録してください。使用しているものの名前は、Linux では ss -ltnp、macOS では lsof -i :{port}、Windows では netstat -abno で確認できます。',
      },
      port_ours: {
        seen: 'ポート {port} には前回のサインインの最後のページが表示されていますが、次のサインインに使用できます。',
      },
      sign_in_under_way: { seen: 'サインインが進行中で、ポートを使用しています。' },
      redirect_accepted: { seen: 'サーバーは {url} を受け付けます。' },
      redirect_refused: { seen: 'サーバーは {url} を拒否します。' },
      redirect_unknown: {
        seen: 'サーバーは {url} に対して、人が見るページで応答します (HTTP {status})。リダイレクト URL を受け付けるかどうかは、サインインするとわかります。',
        todo: 'リダイレクト URL を登録内容と一字一句照合してください。',
      },
      authorize_troubled: {
        seen: 'サインインする場所で、{host} が HTTP {status} を返します。',
        todo: 'しばらく待ってから、もう一度テストしてください。繰り返す場合は、{host} の運用者に問い合わせるか、そのステータスページを確認してください。また、セットアップのアドレスをブラウザーのものと照合してください。',
      },
      // Scopes
      scopes_listed: { seen: '{scopes} は、すべてサーバーの一覧にあります。' },
      scopes_taken: { seen: 'サインイン前の段階で、サーバーは {scopes} に問題を示していません。' },
      scopes_unlisted: {
        seen: 'サーバーのスコープの一覧に {missing} がありません。すべてを一覧に含めないサーバーもあります。',
        todo: 'スコープを、サーバーがこのアプリケーションに提供するものと照合してください。',
      },
      scopes_unsaid: { seen: 'サーバーはスコープの一覧を示していません。サインインするとわかります。' },
      scopes_without_refresh: {
        seen: '{scope} がないと、サーバーはリフレッシュトークンを発行しません。',
        todo: '{scope} をスコープに追加してください。追加しないと、トークンが終了するたびにサインインが必要です。',
      },
      // The application
      client_public: {
        seen: 'サーバーはテスト用のコードだけを拒否し、アプリケーションは拒否しませんでした。サインインなしで確認できる範囲では、シークレットなしで受け付けられています。',
      },
      client_recognised: {
        seen: 'サーバーはテスト用のコードだけを拒否し、アプリケーションは拒否しませんでした。サインインなしで確認できる範囲では、ID とシークレットは受け付けられています。',
      },
      client_in_body_alone: {
        seen: 'サーバーはヘッダーのシークレットを拒否し、本文ではテスト用のコードだけを拒否しました。',
        todo: 'アプリケーションがそのように登録されている場合は、「クライアント認証」で「要求本文のシークレット」を選択してください。そうでない場合は、シークレットを確認してください。',
      },
      client_in_header_alone: {
        seen: 'サーバーは本文のシークレットを拒否し、ヘッダーではテスト用のコードだけを拒否しました。',
        todo: 'アプリケーションがそのように登録されている場合は、「クライアント認証」で「ヘッダーのシークレット」を選択してください。そうでない場合は、シークレットを確認してください。',
      },
      machine_recognised: { seen: 'サーバーはマシンを受け付け、スコープだけを拒否しました。' },
      client_got_token: { seen: 'マシンがトークンを取得しました。トークンは破棄しました。' },
      client_unclear: {
        seen: 'テスト用のコードに対するサーバーの応答からは判断できません。{said}',
        todo: 'サインインするまで、必要な対処はありません。',
      },
      // After the sign-in
      signed_out: { seen: 'サインインしていません。', todo: 'サインインしてください。' },
      sign_in_failed: {
        seen: '前回のサインインはこのように終わり、サインインしていません。',
        todo: '上記のとおりに対処するか、対処を依頼してください。その後、もう一度サインインしてください。',
      },
      grant_held: { seen: 'サインイン済みです。トークンの有効期間は {duration}で、自動的に更新されます。' },
      grant_not_renewable: { seen: '{duration}サインイン済みです。' },
      granted_all: { seen: '要求したものが付与されています: {scopes}。' },
      granted_without: { seen: '{missing} を除いて付与されています。プログラムの動作に支障はありません。' },
      identity_told: { seen: 'Sigma には {email} を示します。' },
      identity_doubtful: {
        seen: 'Sigma には {email} を示しますが、拒否される可能性があります。',
        todo: 'セッションの詳細でアドレスの横の説明を確認してください。Sigma が拒否する場合は、アドレスの変更を依頼してください。',
      },
      identity_refused_now: {
        seen: 'サインイン時には利用者が示されました。現在同じトークンで問い合わせると、{host} は示しません。',
        todo: '繰り返す場合は、その利用者がそこで有効であり、利用を許可されているかを確認してもらってください。取り消されたトークンの場合は、もう一度サインインする必要があります。',
      },
      session_signed: {
        seen: '{workbooks} 件のワークブックのセッションに署名できます。最大 {length} バイトのアドレスにトークン {tokens} 件が含まれます。送信せずに破棄しました。',
      },
      session_without_tokens: {
        seen: 'セッションに含まれるトークンは {tokens} 件ですが、Sigma には {wanted} 件必要です。',
        todo: 'この結果を添えて報告してください。',
      },
      // What came of a sign-in
      renewals_well: { seen: 'Sightglass の起動後、更新は {made} 回成功しました。次は {next}後です。' },
      renewals_ahead: { seen: 'Sightglass の起動後、更新の時期はまだ来ていません。最初は {next}後です。' },
      renewals_impossible: { seen: 'このサインインは更新できず、トークンとともに終わります。' },
      renewals_failing: {
        seen: '更新が {count} 回続けて失敗しました。最初は {duration}前です。次の試行は {next}後です。',
      },
      renewals_shaky: {
        seen: '最近の更新 {made} 回のうち {failed} 回が失敗し、最後は {code} でした。次は {next}後です。',
        todo: '途切れがちなネットワーク、プロキシ、混み合ったサーバーなど、間にあるものを確認してもらってください。失敗が長く続くとサインインは終わります。',
      },
      renewals_unplanned: {
        seen: 'サインインは更新できますが、更新の予定がありません。',
        todo: 'Sightglass を再起動してください。繰り返すなら、この結果を添えて報告してください。',
      },
      claims_unneeded: { seen: 'この設定はクレームを読み取りません。' },
      claims_absent: {
        seen: 'サインインに、この設定が求める {claims} がありませんでした。',
        todo: 'このアプリケーションの ID トークンか UserInfo に {claims} を含めてもらうか、設定の属性とチームの名前を直してください。クレームはサインイン時に読み取るので、その後もう一度サインインしてください。',
      },
      claim_text: { seen: 'クレーム {claim} があり、値は 1 つです。' },
      claim_list: { seen: 'クレーム {claim} があり、{count} 件の一覧です。' },
      federation_exchanged: { seen: '{issuer} のトークンを {token} で {scopes} のために交換しました。' },
      session_read: {
        seen: 'セッションに署名し、Sigma と同じように埋め込みシークレットで読み取りました。{tokens} 個のトークンを復号でき、クレームはすべてあり、アドレスは {length} バイトで、{duration}後に、サインインより遅れずに終わります。',
      },
      session_elsewhere: {
        seen: '埋め込みシークレットがこのコンピューターにないため、署名したものをここでは読み取れません。',
      },
      session_unsigned: {
        seen: 'このコンピューターの埋め込みシークレットが、それで署名したものと一致しません。',
        todo: '設定で埋め込みシークレットを入力し直してください。',
      },
      session_claims_wrong: {
        seen: 'セッションのクレーム {claims} は Sigma に拒否されます。',
        todo: '設定の埋め込みクライアント ID、ユーザーの種類、セッションの長さを Sigma 側の設定と比べてください。正しければ、この結果を添えて報告してください。',
      },
      session_sealed: {
        seen: 'セッションの {tokens} 個のトークンのうち {count} 個を、このコンピューターの埋め込みシークレットで復号できません。',
        todo: '設定で埋め込みシークレットを入力し直してください。Sigma は「Invalid encrypted token」と表示します。',
      },
      session_outlives: {
        seen: 'セッションが、最初に終わるサインインより {duration}遅く終わることになります。',
        todo: 'この結果を添えて報告してください。',
      },
      sigma_loaded: { seen: 'Sigma は {duration}前に「{workbook}」を読み込みました。' },
      sigma_refused: { seen: 'Sigma は {duration}前に「{workbook}」を拒否しました。' },
      never_loaded: {
        seen: 'Sightglass の起動後、この設定のワークブックは読み込まれていません。',
        todo: 'ワークブックを開いてから、もう一度テストしてください。',
      },
      data_came: { seen: '「{workbook}」の最初のデータは {ms} ミリ秒で届きました。' },
      data_unsaid: {
        seen: 'Sigma は {duration}前に「{workbook}」を読み込みましたが、データについては何も伝えていません。クエリのないページでは伝わりません。',
      },
      data_elements: { seen: '「{workbook}」の {count} 個の要素を描画できませんでした。' },
    },
  },

  providers: {
    databricks: {
      label: 'Databricks',
      registerTitle: 'Databricks に登録するもの',
      fields: {
        host: {
          label: 'ワークスペース URL',
          help: 'ワークスペース、またはその中のページのアドレスです。',
        },
        level: {
          label: 'ワークスペースまたはアカウント',
          help: 'ワークスペースにサインインします。試用アカウントではこれが必要です。',
        },
        accountId: {
          label: 'アカウント ID',
          help: 'アカウントコンソールのアドレスにあります: account_id=…',
        },
        workspaceId: {
          label: 'ワークスペース ID',
          help: '複数のワークスペースがあるホストで、誰がサインインしたかを示すワークスペースです。そのアドレスにあります: o=…',
        },
      },

      levelIs: '{question}: {level}',
      levelOfExchange: '交換のワークスペースまたはアカウント',
      automatic: '自動判別',
      automaticHelp:
        'ホストに問い合わせます。Sigma の接続にアカウントコンソールのメタデータ URI がある場合は、「アカウント」を選択してください。',
      workspace: 'ワークスペース',
      account: 'アカウント',
      accountIdIfOptional: '空の場合は、ホストが示すものになります。入力した場合、別のアカウントは拒否されます。',

      noWorkspace: 'ワークスペースがわからない場合は、{clouds} のアカウントコンソールを使用してください。',
      accountForPeople:
        'アカウントコンソールにサインインします。どちらのレベルでも、OAuth アプリケーションはアカウントコンソールにあります。',
      workspaceForTokens: '1 つのワークスペースのトークンです。',
      accountForTokens: 'アカウント全体のトークンです。',

      onCloud: '{cloud} 上の Databricks',
      onCloudWithConsole: '{place}、アカウントコンソール {host}',
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
        label: 'OAuth クライアント ID',
        help: 'アカウントコンソールの Settings > App connections にあります。マシンの場合は、サービスプリンシパルのアプリケーション ID です。',
      },
      clientSecret: {
        label: 'OAuth クライアントシークレット',
        help: 'アプリ接続またはサービスプリンシパルのシークレットの作成時に一度だけ表示されます。',
      },
      scopes: {
        allApis: { purpose: 'すべての API', help: 'QuickStart で登録するものです。誰がサインインしたかも示します。' },
        sql: {
          purpose: 'SQL のみ',
          help: 'クエリにはこれで十分です。誰がサインインしたかは OpenID のスコープが示します。',
        },
        serviceAccount: {
          purpose: 'サービスプリンシパル',
          help: 'リフレッシュトークンを必要としない、マシン用のスコープです。',
        },
      },
      scopesPlace: 'アカウントコンソールの Settings > App connections > Access scopes で',
      redirectHelp:
        'Databricks はリダイレクト URL を厳密に照合し、ほかのループバックポートを受け付けません。ポートも含めて、ここに記載されたとおりにすべてのリダイレクト URL を登録してください。複数ある場合、Sightglass はポートが空いている最初のものを使用します。',
      steps: {
        addConnection: 'アカウントコンソールで Settings > App connections を開き、接続を追加します。',
        redirectsScopesLifetimes:
          'リダイレクト URL (この接続のものと、お使いの Sigma 環境の 2 つ) を入力し、アクセススコープを選択して、有効期間を設定します: アクセストークンは 60 分、リフレッシュトークンは 7~90 日。',
        clientSecret:
          'コンフィデンシャルクライアントの場合は、クライアントシークレットを生成します。シークレットがない場合、アプリケーションはパブリックとなり、PKCE で保護されます。',
        serviceAccount:
          'マシンの場合は、サービスプリンシパルとその OAuth シークレットを作成し、データへのアクセス権を付与します。',
      },
      lifetimes:
        'リフレッシュトークン: 90 日にするとサインインの回数が最も少なくなります。7 日未満では、スケジュールされたエクスポートが中断されます。アクセストークン: 60 分。',
    },

    entra: {
      label: 'Microsoft Entra ID',
      registerTitle: 'Microsoft Entra ID に登録するもの',
      fields: {
        authority: {
          label: '機関',
          help: '米国政府は https://login.microsoftonline.us、中国は https://login.partner.microsoftonline.cn です。',
        },
        tenant: {
          label: 'ディレクトリ (テナント) ID',
          help: 'アプリの登録の「概要」にあります。確認済みドメインも使用できます。「organizations」を指定すると、どの会社でもサインインできます。',
        },
      },
      nationalClouds: '国別クラウド',
      nationalCloud: '国別クラウド: {cloud}',
      clouds: { usGovernment: '米国政府', china: '中国 (21Vianet が運用)' },
      clientId: {
        label: 'アプリケーション (クライアント) ID',
        help: 'アプリの登録の「概要」にあります。',
      },
      clientSecret: {
        label: 'クライアントシークレット',
        help: '「証明書とシークレット」にある、ID ではなく値です。ネイティブ (モバイルおよびデスクトップ) アプリケーションでは入力しません。',
      },
      scopes: {
        azureDatabricks: {
          purpose: 'Azure Databricks',
          help: 'ID は、すべてのテナントで AzureDatabricks のものです。',
        },
        azureDatabricksWithIdentity: {
          purpose: 'Azure Databricks (ユーザー情報付き)',
          help: 'Sigma とユーザー属性のために、誰がサインインしたかも示します。',
        },
        bigQuery: {
          purpose: 'Workforce Identity による BigQuery',
          help: 'このディレクトリとの Google Workforce Identity 連携が必要です。',
        },
        identity: {
          purpose: 'ユーザーの特定',
          help: '属性による行レベルセキュリティ、または Databricks で交換するトークンに使用します。',
        },
        serviceAccount: {
          purpose: 'Azure Databricks のサービスプリンシパル',
          help: 'マシン用です (クライアント資格情報)。',
        },
      },
      scopesPlace: 'Entra 管理センターの「アプリの登録」>「API のアクセス許可」で',
      redirectHelp:
        'http://localhost とそのパスを「モバイル アプリケーションとデスクトップ アプリケーション」に登録してください。Entra はポートを無視します。「Web」の登録では厳密に照合されます。',
      steps: {
        registerApplication:
          'アプリケーションを登録します。プラットフォームは「モバイル アプリケーションとデスクトップ アプリケーション」、リダイレクト URL はこの接続のものです。',
        databricksPermission:
          '「API のアクセス許可」で AzureDatabricks の user_impersonation (委任) を追加し、管理者の同意を与えます。',
        publicClient:
          'パブリッククライアントを許可するには「パブリック クライアント フローを許可する」を有効にします。または、シークレットか証明書を追加します。',
        optionalClaims: '「トークン構成」で、ユーザー属性を読み取るオプションの要求 (email、groups) を追加します。',
      },
      lifetimes: 'Microsoft の設定によります: リフレッシュトークンは 90 日、アクセストークンは 60~90 分。',
    },

    oidc: {
      label: 'Okta、Auth0、PingIdentity、またはその他の OpenID Connect サーバー',
      registerTitle: 'ID プロバイダーに登録するもの',
      fields: {
        metadataUrl: {
          label: 'メタデータ URI',
          help: '/.well-known/openid-configuration で終わる、認可サーバーの URI です。',
        },
        audience: {
          label: 'オーディエンス',
          help: 'サーバーが要求する場合に入力する、API の識別子です。Auth0 では必要です。指定しないと、トークンは Auth0 自身のユーザー情報にしか使用できません。',
        },
      },
      audienceIs: 'オーディエンス: {audience}',
      isEntra: 'Microsoft Entra ID です。専用のフォームがあります。',
      useEntra: '専用のフォームを使用',
      clientId: { label: 'クライアント ID', help: 'Sightglass 用に作成したアプリケーションのものです。' },
      clientSecret: {
        label: 'クライアントシークレット',
        help: 'コンフィデンシャルクライアント用です。ネイティブアプリケーションにはなく、PKCE で保護されます。',
      },
      scopes: {
        snowflake: {
          purpose: 'Snowflake (外部 OAuth)',
          help: 'session:role-any の代わりに session:role:NAME を指定すると、ロールが固定されます。',
        },
        databricks: {
          purpose: 'Databricks (フェデレーションポリシー)',
          help: 'Databricks に、この ID プロバイダーのフェデレーションポリシーが必要です。',
        },
        identity: {
          purpose: 'ユーザーの特定',
          help: '属性による行レベルセキュリティ、または Databricks で交換するトークンに使用します。',
        },
        bigQuery: {
          purpose: 'BigQuery (Workforce Identity)',
          help: 'このプロバイダーとの Google Workforce Identity 連携が必要です。',
        },
      },
      scopesPlace: 'ID プロバイダーで、認可サーバーのスコープとアクセスポリシーにより',
      redirectHelp:
        'ポートも含めて、ここに記載されたとおりにすべてのリダイレクト URL を登録してください。複数ある場合、Sightglass はポートが空いている最初のものを使用します。',
      steps: {
        createApplication:
          'ネイティブ (パブリック) の OpenID Connect アプリケーションを作成します。付与タイプは認可コードとリフレッシュトークン、PKCE は必須です。',
        redirects: 'この接続のリダイレクト URL を入力します。',
        scopesAndPolicy:
          '認可サーバー (Okta では API Access Management) で、アプリケーションのスコープとアクセスポリシーを定義します。リフレッシュトークンは 7~90 日です。',
        createApi:
          'Auth0: オーディエンスを識別子とし、スコープをアクセス許可とする API を作成し、オフラインアクセスを許可します。',
        snowflake:
          'Snowflake の場合: このサーバーの発行者と鍵の URL を使用して、external_oauth タイプのセキュリティ統合を作成します。',
        databricks: 'Databricks の場合: この発行者とオーディエンスのフェデレーションポリシーを作成します。',
      },
      lifetimes:
        'リフレッシュトークン: 90 日にするとサインインの回数が最も少なくなります。7 日未満では、スケジュールされたエクスポートが中断されます。アクセストークン: 60 分。',
    },

    snowflake: {
      label: 'Snowflake',
      registerTitle: 'Snowflake に登録するもの',
      fields: {
        accountUrl: {
          label: 'アカウント URL',
          help: 'Snowsight のアカウントメニューの View account details にあります。名前のアンダースコアはハイフンにしてください。',
        },
      },
      clientId: {
        label: 'OAuth クライアント ID',
        help: "SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME_OF_THE_INTEGRATION') で得られます。",
      },
      clientSecret: {
        label: 'OAuth クライアントシークレット',
        help: '同じ結果にある OAUTH_CLIENT_SECRET です。パブリッククライアント (OAUTH_CLIENT_TYPE = PUBLIC) では送信しません。',
      },
      scopes: {
        anyRole: {
          purpose: 'ユーザーの任意のロール',
          help: 'OAUTH_USE_SECONDARY_ROLES、またはユーザーの既定のロールが必要です。',
        },
        oneRole: { purpose: '1 つのロール', help: 'PUBLIC をロール名に置き換えてください。' },
      },
      scopesPlace: 'Snowflake のセキュリティ統合 (ブロックされていないロール、OAUTH_ISSUE_REFRESH_TOKENS) で',
      redirectHelp:
        'Snowflake の OAUTH_REDIRECT_URI は統合ごとに 1 つで、厳密に照合されます。http が許可されるのは、OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE の場合だけです。ポートも含めて、ここに記載されたとおりに登録してください。',
      steps: {
        createIntegration:
          'CREATE SECURITY INTEGRATION … TYPE = OAUTH、OAUTH_CLIENT = CUSTOM、OAUTH_CLIENT_TYPE = PUBLIC または CONFIDENTIAL。',
        redirects:
          'OAUTH_REDIRECT_URI = この接続のリダイレクト URL、OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE、OAUTH_ENFORCE_PKCE = TRUE。',
        refreshTokens:
          'OAUTH_ISSUE_REFRESH_TOKENS = TRUE、OAUTH_REFRESH_TOKEN_VALIDITY = 604800~7776000 秒 (7~90 日)。',
        roles: 'ACCOUNTADMIN、ORGADMIN、SECURITYADMIN は既定でブロックされます。別の既定のロールが必要です。',
      },
      lifetimes:
        'リフレッシュトークン: 90 日にするとサインインの回数が最も少なくなります。7 日未満では、スケジュールされたエクスポートが中断されます。アクセストークンは常に 10 分です。',
    },

    google: {
      label: 'Google (BigQuery)',
      registerTitle: 'Google Cloud に登録するもの',
      fields: {
        issuer: { label: '発行者', help: '全員に共通です。' },
      },
      anotherIssuer: '別の発行者',
      clientId: {
        label: 'クライアント ID',
        help: 'Google Cloud コンソールの Google Auth Platform > クライアントにある「デスクトップ アプリ」タイプのものです。',
      },
      clientSecret: {
        label: 'クライアントシークレット',
        help: 'Google はデスクトップアプリケーションにもシークレットを発行し、要求します。',
      },
      scopes: {
        bigQuery: {
          purpose: 'BigQuery',
          help: 'リフレッシュトークンはスコープなしで得られます。Sightglass がオフラインアクセスを要求します。',
        },
        identity: { purpose: 'ユーザーの特定', help: '属性による行レベルセキュリティに使用します。' },
      },
      scopesPlace: 'Google Cloud コンソールの Google Auth Platform > データアクセスで',
      redirectHelp:
        '「デスクトップ アプリ」タイプのクライアントでは、リダイレクト URL の登録は不要で、任意のループバックポートを使用できます。「ウェブ アプリケーション」タイプのクライアントでは厳密に照合されます。',
      steps: {
        consentScreen:
          'Google Cloud コンソールで、BigQuery のスコープを含む同意画面を設定します (会社の場合、ユーザーの種類は「内部」)。',
        createClient: '「デスクトップ アプリ」タイプの OAuth クライアントを作成します。',
        roles:
          'プロジェクトで roles/bigquery.dataViewer と roles/bigquery.jobUser (または同等のもの) をユーザーに付与します。',
        testing: '同意画面がテスト中の間、リフレッシュトークンは 7 日で終了します。',
      },
    },
  },
} satisfies Text;
