/** What an administrator enters at the authorization server, ready to be copied. */
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { withScheme } from '../../shared/providers/address.ts';
import { providerTemplates, providerTexts } from '../../shared/providers/catalog.ts';
import { flavourName, oidcFlavour } from '../../shared/providers/oidc-flavour.ts';
import type { Text } from '../../shared/text/en.ts';
import { format, plural } from '../../shared/text/format.ts';
import { CodeLine } from '../components/code-line.tsx';
import { ChevronRightIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import type { ConnectionValues } from './connection-values.ts';
import { isServiceAccountPattern, registerSteps } from './patterns.ts';
import { splitLines, splitWords } from './text-values.ts';

export function RegisterHelp({ connection }: { connection: ConnectionValues }) {
  const text = useText();
  const { register } = text.setUp;
  const [isOpen, setOpen] = useState(false);
  const { provider, pattern } = connection;
  const isServiceAccount = isServiceAccountPattern(pattern);
  const { redirectHelp, scopesPlace, lifetimes } = providerTexts(text, provider);
  const { statement } = providerTemplates[provider];
  const redirects = splitLines(connection.redirectUris);
  const scopes = splitWords(connection.scopes).join(' ');
  const granted = isServiceAccount ? {} : { note: format(register.scopesGranted, { place: scopesPlace }) };
  return (
    <Disclosure className="register" isExpanded={isOpen} onExpandedChange={setOpen} data-testid="register-help">
      <Heading level={3}>
        <Button slot="trigger" className="register-title" data-testid="register-toggle">
          <ChevronRightIcon size={14} />
          {titleOf(connection, text)}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="register-body">
          <Steps steps={stepsOf(connection, text)} />
          <dl className="register-facts">
            {!isServiceAccount && (
              <Fact term={plural(register.redirectUrls, redirects.length, text.locale)} note={redirectHelp}>
                {redirects.map((url) => (
                  <CodeLine key={url} text={url} label={format(register.copyRedirectUrl, { url })} />
                ))}
              </Fact>
            )}
            <Fact term={register.scopes} {...granted}>
              {scopes !== '' && <CodeLine text={scopes} label={register.copyScopes} />}
            </Fact>
            {!isServiceAccount && lifetimes && <Fact term={register.lifetimes} note={lifetimes} />}
            {statement && (
              <Fact term={register.asSql}>
                <CodeLine text={statement(redirects[0] ?? '')} label={register.copyStatement} isBlock />
              </Fact>
            )}
          </dl>
        </div>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** Names the product where its address says which it is. */
function titleOf({ provider, metadataUrl }: ConnectionValues, text: Text): string {
  const product = provider === 'oidc' ? flavourName(withScheme(metadataUrl)) : null;
  return product === null
    ? providerTexts(text, provider).registerTitle
    : format(text.setUp.register.titleIn, { product });
}

function stepsOf({ provider, pattern, metadataUrl }: ConnectionValues, text: Text): readonly string[] {
  const { steps } = providerTexts(text, provider);
  return registerSteps(pattern, provider, oidcFlavour(withScheme(metadataUrl))).map(({ name }) => steps[name] ?? name);
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

interface FactProps {
  readonly term: string;
  readonly note?: string;
  readonly children?: ReactNode;
}

function Fact({ term, note, children }: FactProps) {
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
