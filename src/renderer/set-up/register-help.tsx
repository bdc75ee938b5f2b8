import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { flavourName } from '../../shared/providers/recognise.ts';
import { CopyText } from '../components/copy-text.tsx';
import { ChevronRightIcon } from '../components/icons.tsx';
import type { ConnectionValues } from './connection-values.ts';
import { isMachinePattern } from './patterns.ts';
import { splitLines, splitWords, withScheme } from './text-values.ts';

/** What an administrator enters at the authorization server, ready to be copied. */
export function RegisterHelp({ connection }: { connection: ConnectionValues }) {
  const [isOpen, setOpen] = useState(false);
  const { provider, pattern } = connection;
  const isServiceAccount = isMachinePattern(pattern);
  const { redirectHelp, scopesPlace } = providerTemplates[provider];
  const redirects = splitLines(connection.redirectUris);
  const scopes = splitWords(connection.scopes).join(' ');
  return (
    <Disclosure className="register" isExpanded={isOpen} onExpandedChange={setOpen} data-testid="register-help">
      <Heading level={4}>
        <Button slot="trigger" className="register-title" data-testid="register-toggle">
          <ChevronRightIcon size={14} />
          What to register {place(connection)}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="register-body">
          <Steps steps={steps(connection)} />
          <dl className="register-facts">
            {!isServiceAccount && (
              <Fact term={redirects.length > 1 ? 'Redirect URLs' : 'Redirect URL'} note={redirectHelp}>
                {redirects.map((url) => (
                  <CodeLine key={url} text={url} what={`redirect URL ${url}`} />
                ))}
              </Fact>
            )}
            <Fact term="Scopes" {...(isServiceAccount ? {} : { note: `Granted ${scopesPlace}.` })}>
              {scopes !== '' && <CodeLine text={scopes} what="scopes" />}
            </Fact>
            {!isServiceAccount && provider !== 'google' && <Fact term="Lifetimes" note={lifetimes(provider)} />}
            {provider === 'snowflake' && (
              <Fact term="As SQL">
                <CodeLine text={snowflakeStatement(redirects[0] ?? '')} what="SQL statement" isBlock />
              </Fact>
            )}
          </dl>
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

const refreshLifetimes = 'Refresh tokens: 90 days interrupt people least; under 7 days, scheduled exports break off.';

function lifetimes(provider: ConnectionValues['provider']): string {
  if (provider === 'entra') return 'Microsoft’s own: refresh tokens 90 days, access tokens 60 to 90 minutes.';
  if (provider === 'snowflake') return `${refreshLifetimes} Access tokens last 10 minutes, always.`;
  return `${refreshLifetimes} Access tokens: 60 minutes.`;
}

function place({ provider, metadataUrl }: ConnectionValues): string {
  if (provider === 'oidc') return `in ${flavourName(withScheme(metadataUrl)) ?? 'the identity provider'}`;
  return `in ${provider === 'google' ? 'Google Cloud' : providerTemplates[provider].label}`;
}

/** What is asked of the data platform, where the sign-in is only about who the person is. */
const aboutData = /AzureDatabricks|BigQuery|bigquery|^For Snowflake/;

/** Those that are about machines are for machines alone, wherever a provider has such. */
function steps({ provider, pattern, metadataUrl }: ConnectionValues): readonly string[] {
  const flavour = flavourName(withScheme(metadataUrl));
  const register = providerTemplates[provider].register.filter(
    (step) => flavour === null || flavour === 'Auth0' || !step.startsWith('Auth0:'),
  );
  const forMachines = register.filter((step) => step.startsWith('For a machine'));
  if (isMachinePattern(pattern)) return forMachines.length > 0 ? forMachines : register;
  const forPeople = register.filter((step) => !forMachines.includes(step));
  if (pattern === 'authorization_code') return forPeople;
  return forPeople.filter(
    (step) => !aboutData.test(step) && !(pattern === 'identity' && step.startsWith('For Databricks')),
  );
}

function Steps({ steps: all }: { steps: readonly string[] }) {
  if (all.length === 1) return <p>{all[0]}</p>;
  return (
    <ol className="steps">
      {all.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

const snowflakeStatement = (redirectUri: string): string =>
  [
    'CREATE SECURITY INTEGRATION sightglass',
    '  TYPE = OAUTH',
    '  ENABLED = TRUE',
    '  OAUTH_CLIENT = CUSTOM',
    "  OAUTH_CLIENT_TYPE = 'PUBLIC'",
    `  OAUTH_REDIRECT_URI = '${redirectUri.replaceAll("'", "''")}'`,
    '  OAUTH_ALLOW_NON_TLS_REDIRECT_URI = TRUE',
    '  OAUTH_ENFORCE_PKCE = TRUE',
    '  OAUTH_ISSUE_REFRESH_TOKENS = TRUE',
    '  OAUTH_REFRESH_TOKEN_VALIDITY = 7776000;',
  ].join('\n');

function Fact({ term, note, children }: { term: string; note?: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {children}
        {note && <p className="help">{note}</p>}
      </dd>
    </div>
  );
}

function CodeLine({ text, what, isBlock = false }: { text: string; what: string; isBlock?: boolean }) {
  return (
    <div className="code-line" data-block={isBlock || undefined}>
      <code>{text}</code>
      <CopyText text={text} what={what} />
    </div>
  );
}
