import { Button } from 'react-aria-components';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-fields.tsx';
import { hasUsualScopes } from './connection-values.ts';
import { Field } from './field.tsx';
import { isMachinePattern, scopeTemplates, usualScopes } from './patterns.ts';

/** What is asked for, and where the browser comes back to. Prefilled, so that most people leave it as it is. */
export function ScopesFields({ form, connection, change, name }: ConnectionForm) {
  const { pattern, provider, scopes } = connection;
  const isServiceAccount = isMachinePattern(pattern);
  const { refreshScope } = providerTemplates[provider];
  const templates = scopeTemplates(pattern, provider);
  const chosen = templates.find((template) => template.scopes.join(' ') === scopes.trim());
  const hasProblem = ['scopes', 'redirectUris'].some((field) => form.problem(name(field)) !== undefined);
  const lacksRefresh = !isServiceAccount && refreshScope !== null && !scopes.split(/\s+/).includes(refreshScope);
  return (
    <Advanced label={isServiceAccount ? 'Scopes' : 'Scopes and redirect URLs'} hasProblem={hasProblem}>
      <div className="scopes-field">
        <Field
          form={form}
          name={name('scopes')}
          label="Scopes"
          isCode
          value={scopes}
          onChange={(text) => change({ scopes: text })}
          description={
            lacksRefresh
              ? `Without ${refreshScope}, people sign in again whenever the token expires.`
              : (chosen?.help ?? 'Divided by spaces.')
          }
        />
        {(templates.length > 1 || !hasUsualScopes(connection)) && (
          <fieldset className="scope-templates" aria-label="Usual scopes">
            {templates.length > 1 &&
              templates.map((template) => (
                <Button
                  key={template.purpose}
                  className="chip"
                  data-testid="scope-template"
                  aria-pressed={template === chosen}
                  onPress={() => change({ scopes: template.scopes.join(' ') })}
                >
                  {template.purpose}
                </Button>
              ))}
            {!hasUsualScopes(connection) && (
              <Button
                className="link-button"
                data-testid="usual-scopes"
                onPress={() => change({ scopes: usualScopes(pattern, provider) })}
              >
                Use the usual scopes
              </Button>
            )}
          </fieldset>
        )}
      </div>
      {!isServiceAccount && (
        <Field
          form={form}
          name={name('redirectUris')}
          label="Redirect URLs"
          isCode
          rows={3}
          value={connection.redirectUris}
          onChange={(redirectUris) => change({ redirectUris })}
          description="One on each line, exactly as registered. The first whose port is free is used."
        />
      )}
    </Advanced>
  );
}
