import { Button } from 'react-aria-components';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { ClientFields } from './client-fields.tsx';
import {
  type ConnectionValues,
  choosePattern,
  chooseProvider,
  type Rebinding,
  rebindings,
} from './connection-values.ts';
import { ExchangeFields } from './exchange-fields.tsx';
import { Choice, Field } from './field.tsx';
import { isMachinePattern, patterns, patternTexts, providersFor } from './patterns.ts';
import { RegisterHelp } from './register-help.tsx';
import { ScopesFields } from './scopes-fields.tsx';
import { ServerFields } from './server-fields.tsx';
import type { ProfileForm } from './use-profile-form.ts';

/** What the parts of one connection's form share. */
export type ConnectionForm = {
  form: ProfileForm;
  connection: ConnectionValues;
  change: (patch: Partial<ConnectionValues>) => void;
  /** The name of a field of this connection, as `checkForm` knows it. */
  name: (field: string) => string;
};

type ConnectionFieldsProps = { form: ProfileForm; connection: ConnectionValues; number: number };

/** One connection: how people reach the data, through whom, and the application that is registered there. */
export function ConnectionFields({ form, connection, number }: ConnectionFieldsProps) {
  const { connections } = form.values;
  const { key, pattern, provider } = connection;
  const change = (patch: Partial<ConnectionValues>) => form.changeConnection(key, patch);
  const parts: ConnectionForm = { form, connection, change, name: (field) => `connections.${key}.${field}` };

  const saved = form.saved(key);
  const isPersonal = saved !== undefined && !isMachinePattern(pattern);
  const first = isPersonal ? rebindings(saved, connection)[0] : undefined;
  const noteAt = (place: Rebinding) => first === place && <SignInAgainNote />;

  return (
    <fieldset className="repeated" data-testid="connection-fields">
      <legend className={connections.length > 1 ? 'repeated-title' : 'visually-hidden'}>
        {connection.label || `Connection ${number}`}
      </legend>
      <Choice
        label="How people reach the data"
        testId="pattern"
        value={pattern}
        onChange={(chosen) => change(choosePattern(connection, chosen, saved))}
        options={patterns.map((value) => ({ value, ...patternTexts[value] }))}
      />
      {noteAt('pattern')}
      <div className="providers">
        <Choice
          label={patternTexts[pattern].providerQuestion}
          testId="provider"
          value={provider}
          onChange={(chosen) => change(chooseProvider(connection, chosen, saved))}
          options={providersFor(pattern).map((value) => ({ value, label: providerTemplates[value].label }))}
        />
      </div>
      <div className={pattern === 'identity' ? 'fields' : 'field-pair'}>
        <Field
          form={form}
          name={parts.name('label')}
          label="Name"
          value={connection.label}
          onChange={(label) => change({ label })}
          description={
            isMachinePattern(pattern) ? 'Stands in the bar above the workbook.' : 'Stands on the sign-in button.'
          }
        />
        {pattern !== 'identity' && (
          <Field
            form={form}
            name={parts.name('sigmaConnectionId')}
            label="Sigma connection ID"
            isCode
            value={connection.sigmaConnectionId}
            onChange={(sigmaConnectionId) => change({ sigmaConnectionId })}
            description="The last part of the connection’s address in Sigma."
          />
        )}
      </div>
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
          aria-label={`Remove connection ${connection.label || number}`}
          onPress={() => form.change({ connections: connections.filter((other) => other.key !== key) })}
        >
          Remove
        </Button>
      )}
    </fieldset>
  );
}

function SignInAgainNote() {
  return (
    <p className="rebinding-note" role="status" data-testid="sign-in-again-note">
      Everyone signs in again after this change.
    </p>
  );
}
