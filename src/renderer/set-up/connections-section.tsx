import { Button } from 'react-aria-components';
import { useDesk } from '../desk.tsx';
import { PlusIcon } from '../parts/icons.tsx';
import { Advanced } from './advanced.tsx';
import { Choice, Field } from './field.tsx';
import { type ConnectionValues, emptyConnection, withScheme } from './form-values.ts';
import { storedHint } from './sigma-section.tsx';
import type { ProfileForm } from './use-profile-form.ts';

/** The data platforms behind the workbooks, and the applications registered there for signing in. */
export function ConnectionsSection({ form }: { form: ProfileForm }) {
  const { connections } = form.values;
  return (
    <section className="form-section" aria-labelledby="section-connections">
      <div className="section-head">
        <h2 id="section-connections">Connections</h2>
        <p className="muted">The data platform behind the workbooks. People sign in to each connection themselves.</p>
      </div>
      <div className="fields">
        {connections.map((connection, index) => (
          <ConnectionFields key={connection.key} form={form} connection={connection} number={index + 1} />
        ))}
        <div>
          <Button
            className="button"
            data-variant="secondary"
            data-testid="add-connection"
            onPress={() => form.change({ connections: [...connections, { ...emptyConnection(), label: '' }] })}
          >
            <PlusIcon />
            Add a connection
          </Button>
        </div>
      </div>
    </section>
  );
}

type ConnectionFieldsProps = { form: ProfileForm; connection: ConnectionValues; number: number };

function ConnectionFields({ form, connection, number }: ConnectionFieldsProps) {
  const { vault } = useDesk().state;
  const { connections } = form.values;
  const { key, level, clientAuthentication } = connection;
  const change = (patch: Partial<ConnectionValues>) => form.changeConnection(key, patch);
  const name = (field: string) => `connections.${key}.${field}`;
  const hasAdvancedProblem = ['scopes', 'redirectUris'].some((field) => form.problem(name(field)) !== undefined);

  return (
    <fieldset className="repeated" data-testid="connection-fields">
      <legend className={connections.length > 1 ? 'repeated-title' : 'visually-hidden'}>
        {connection.label || `Connection ${number}`}
      </legend>
      <div className="field-pair">
        <Field
          form={form}
          name={name('label')}
          label="Name"
          value={connection.label}
          onChange={(label) => change({ label })}
          description="Stands on the sign-in button."
        />
        <Field
          form={form}
          name={name('sigmaConnectionId')}
          label="Sigma connection ID"
          isCode
          value={connection.sigmaConnectionId}
          onChange={(sigmaConnectionId) => change({ sigmaConnectionId })}
          description="The last part of the connection’s address in Sigma."
        />
      </div>
      <Field
        form={form}
        name={name('server.host')}
        label="Databricks workspace"
        isCode
        inputMode="url"
        placeholder="https://dbc-1234.cloud.databricks.com"
        value={connection.host}
        onChange={(host) => change({ host })}
        onLeave={(host) => change({ host: withScheme(host) })}
      />
      <Choice
        label="Level of the sign-in"
        value={level}
        onChange={(chosen) => change({ level: chosen })}
        options={[
          { value: 'workspace', label: 'Workspace', help: 'The application belongs to one workspace.' },
          { value: 'account', label: 'Account', help: 'The application belongs to the Databricks account.' },
        ]}
      />
      {level === 'account' && (
        <Field
          form={form}
          name={name('server.accountId')}
          label="Account ID"
          isCode
          value={connection.accountId}
          onChange={(accountId) => change({ accountId })}
          description="From the account console, in the menu beneath your name."
        />
      )}
      <Field
        form={form}
        name={name('clientId')}
        label="Client ID"
        isCode
        value={connection.clientId}
        onChange={(clientId) => change({ clientId })}
        description="Of the application that is registered in Databricks under Settings, App connections."
      />
      <Choice
        label="Kind of client"
        value={clientAuthentication}
        onChange={(chosen) => change({ clientAuthentication: chosen })}
        options={[
          { value: 'none', label: 'Public', help: 'Has no secret. The usual choice for a desktop app.' },
          { value: 'client_secret_post', label: 'Confidential', help: 'Was registered with a client secret.' },
        ]}
      />
      {clientAuthentication === 'client_secret_post' && (
        <Field
          form={form}
          name={name('clientSecret')}
          label="Client secret"
          isSecret
          value={connection.clientSecret}
          onChange={(clientSecret) => change({ clientSecret })}
          description={connection.clientSecretStored ? storedHint(vault.mode) : 'Usually starts with “dose”.'}
        />
      )}
      <Advanced label="Scopes and redirect URLs" hasProblem={hasAdvancedProblem}>
        <Field
          form={form}
          name={name('scopes')}
          label="Scopes"
          isCode
          value={connection.scopes}
          onChange={(scopes) => change({ scopes })}
          description="Divided by spaces. Without offline_access, the sign-in cannot renew itself."
        />
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
      </Advanced>
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
