/** What is asked for, and where the browser comes back to. Prefilled, so that most people leave it as it is. */
import { Button } from 'react-aria-components';
import { providerTemplates, providerTexts } from '../../shared/providers/catalog.ts';
import type { ProviderKind, ScopeTemplate, ScopeTexts } from '../../shared/providers/provider.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import { hasUsualScopes } from './connection-choices.ts';
import type { ConnectionForm } from './connection-form.ts';
import { Field } from './field.tsx';
import { isServiceAccountPattern, scopeTemplates, usualScopes } from './patterns.ts';
import { SharedRedirectNote } from './shared-redirect-note.tsx';

const textsOf = ({ name }: ScopeTemplate, provider: ProviderKind, text: Text): ScopeTexts =>
  providerTexts(text, provider).scopes[name] ?? text.setUp.scopes.identity;

export function ScopesFields(parts: ConnectionForm) {
  const { form, connection, change, name } = parts;
  const text = useText();
  const texts = text.setUp.scopes;
  const { pattern, provider, scopes } = connection;
  const isServiceAccount = isServiceAccountPattern(pattern);
  const { refreshScope } = providerTemplates[provider];
  const templates = scopeTemplates(pattern, provider);
  const chosen = templates.find((template) => template.scopes.join(' ') === scopes.trim());
  const hasProblem = ['scopes', 'redirectUris'].some((field) => form.problem(name(field)) !== undefined);
  const lacksRefresh = !isServiceAccount && refreshScope !== null && !scopes.split(/\s+/).includes(refreshScope);
  return (
    <Advanced label={isServiceAccount ? texts.label : texts.labelWithRedirects} hasProblem={hasProblem}>
      <div className="scopes-field">
        <Field
          form={form}
          name={name('scopes')}
          label={texts.label}
          isCode
          value={scopes}
          onChange={(entered) => change({ scopes: entered })}
          description={
            lacksRefresh
              ? format(texts.withoutRefresh, { scope: refreshScope })
              : chosen
                ? textsOf(chosen, provider, text).help
                : text.setUp.dividedBySpaces
          }
        />
        {(templates.length > 1 || !hasUsualScopes(connection)) && (
          <fieldset className="scope-templates" aria-label={texts.usual}>
            {templates.length > 1 &&
              templates.map((template) => (
                <Button
                  key={template.name}
                  className="chip"
                  data-testid="scope-template"
                  aria-pressed={template === chosen}
                  onPress={() => change({ scopes: template.scopes.join(' ') })}
                >
                  {textsOf(template, provider, text).purpose}
                </Button>
              ))}
            {!hasUsualScopes(connection) && (
              <Button
                className="link-button"
                data-testid="usual-scopes"
                onPress={() => change({ scopes: usualScopes(pattern, provider) })}
              >
                {texts.useUsual}
              </Button>
            )}
          </fieldset>
        )}
      </div>
      {!isServiceAccount && (
        <Field
          form={form}
          name={name('redirectUris')}
          label={texts.redirectUrls}
          isCode
          rows={3}
          value={connection.redirectUris}
          onChange={(redirectUris) => change({ redirectUris })}
          description={texts.redirectUrlsHelp}
        />
      )}
      <SharedRedirectNote {...parts} />
    </Advanced>
  );
}
