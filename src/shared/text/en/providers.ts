/**
 * English: the words that the administrators of each authorization server use, and what has to be registered there.
 * The form shows all of it as help; the values that it begins with stand in `shared/providers`.
 */

export const providers = {
  databricks: {
    label: 'Databricks',
    registerTitle: 'What to register in Databricks',
    fields: {
      host: {
        label: 'Workspace URL',
        help: 'Its address, without a path.',
      },
      level: {
        label: 'Level of the sign-in, as in the Sigma connection',
        help: 'People sign in at the workspace. Trial accounts need this.',
      },
      accountId: {
        label: 'Account ID',
        help: 'In the address of the account console: account_id=…',
      },
    },
    levelOfExchange: 'Level of the exchange',
    workspace: 'Workspace',
    account: 'Account',
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
        'Enter the redirect URLs, choose the access scopes, and set the lifetimes: access tokens 60 minutes, refresh tokens 7 to 90 days.',
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
} as const;
