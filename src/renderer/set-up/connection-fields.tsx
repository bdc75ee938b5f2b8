/** One connection: how people reach the data, through which server, and the application that is registered there. */
import { Button } from 'react-aria-components';
import type { Rebinding } from '../../shared/profile/connection-rules.ts';
import { providerTexts } from '../../shared/providers/catalog.ts';
import { format } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { ClientFields } from './client-fields.tsx';
import { choosePattern, chooseProvider } from './connection-choices.ts';
import type { ConnectionForm } from './connection-form.ts';
import type { ConnectionValues } from './connection-values.ts';
import { ExchangeFields } from './exchange-fields.tsx';
import { Choice, Field } from './field.tsx';
import { isServiceAccountPattern, patterns, providersFor } from './patterns.ts';
import { ServerFields } from './providers/registry.tsx';
import { rebindingsOf } from './rebinding.ts';
import { RegisterHelp } from './register-help.tsx';
import { removeRow } from './rows.ts';
import { ScopesFields } from './scopes-fields.tsx';
import { SignInAgainNote } from './sign-in-again-note.tsx';
import { TokenUseFields } from './token-use-fields.tsx';
import type { ProfileForm } from './use-profile-form.ts';

interface ConnectionFieldsProps {
  readonly form: ProfileForm;
  readonly connection: ConnectionValues;
  readonly number: number;
}

export function ConnectionFields({ form, connection, number }: ConnectionFieldsProps) {
  const text = useText();
  const texts = text.setUp.connections;
  const { connections } = form.values;
  const { key, label, pattern, provider, isForOrganisation } = connection;
  const change = (patch: Partial<ConnectionValues>) => form.changeConnection(key, patch);
  const parts: ConnectionForm = { form, connection, change, name: (field) => `connections.${key}.${field}` };

  const others = connections.filter((other) => other.key !== key);
  const saved = form.saved(key);
  const isPersonal = saved !== undefined && !isServiceAccountPattern(pattern);
  const first = isPersonal ? rebindingsOf(saved, connection)[0] : undefined;
  const noteAt = (place: Rebinding) => first === place && <SignInAgainNote />;

  return (
    <fieldset className="repeated" data-testid="connection-fields" data-row={key}>
      <legend
        className={connections.length > 1 ? 'repeated-title' : 'visually-hidden'}
        {...(label && { translate: 'no' as const })}
      >
        {label || format(texts.numbered, { number })}
      </legend>
      <Choice
        label={texts.pattern}
        testId="pattern"
        value={pattern}
        onChange={(chosen) => change(choosePattern(connection, chosen, saved, others))}
        options={patterns.map((value) => ({ value, ...text.setUp.patterns[value] }))}
      />
      {noteAt('flow')}
      <div className="providers">
        <Choice
          label={text.setUp.patterns[pattern].providerQuestion}
          testId="provider"
          value={provider}
          onChange={(chosen) => change(chooseProvider(connection, chosen, saved, others))}
          options={providersFor(pattern).map((value) => ({ value, label: providerTexts(text, value).label }))}
        />
      </div>
      <div className={pattern === 'identity' || isForOrganisation ? 'fields' : 'field-pair'}>
        <Field
          form={form}
          name={parts.name('label')}
          label={texts.name}
          value={label}
          onChange={(entered) => change({ label: entered })}
          description={isServiceAccountPattern(pattern) ? texts.nameOfServiceAccountHelp : texts.nameHelp}
        />
        {pattern !== 'identity' && !isForOrganisation && (
          <Field
            form={form}
            name={parts.name('sigmaConnectionId')}
            label={texts.sigmaConnectionId}
            isCode
            value={connection.sigmaConnectionId}
            onChange={(sigmaConnectionId) => change({ sigmaConnectionId })}
            description={texts.sigmaConnectionIdHelp}
          />
        )}
      </div>
      {pattern !== 'identity' && <TokenUseFields {...parts} />}
      {noteAt('organisation')}
      <ServerFields {...parts} />
      {noteAt('server')}
      <RegisterHelp connection={connection} />
      <ClientFields {...parts} />
      {noteAt('client')}
      {pattern === 'token_exchange' && <ExchangeFields {...parts} />}
      {noteAt('exchange')}
      <ScopesFields {...parts} />
      {noteAt('scopes')}
      {connections.length > 1 && (
        <Button
          className="button repeated-remove"
          data-variant="quiet"
          aria-label={format(texts.removeOne, { connection: label || number })}
          onPress={() => removeRow(key, () => form.change({ connections: others }))}
        >
          {text.common.remove}
        </Button>
      )}
    </fieldset>
  );
}
