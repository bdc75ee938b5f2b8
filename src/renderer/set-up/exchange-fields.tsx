import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-fields.tsx';
import type { ConnectionValues } from './connection-values.ts';
import { Field } from './field.tsx';
import { DatabricksFields } from './server-fields.tsx';

/** Where the token of the identity provider is traded for one of Databricks (RFC 8693). */
export function ExchangeFields(parts: ConnectionForm) {
  const { form, connection, change, name } = parts;
  const { exchange } = connection;
  const patch = (fields: Partial<ConnectionValues['exchange']>) => change({ exchange: { ...exchange, ...fields } });
  return (
    <fieldset className="sub-section" aria-labelledby={name('exchange-title')}>
      <div>
        <h3 id={name('exchange-title')}>Exchanged at Databricks</h3>
        <p className="help">
          Databricks needs a federation policy that trusts the identity provider. Renewals go the same way, without a
          prompt.
        </p>
      </div>
      <DatabricksFields {...parts} values={exchange} path="exchange.server" onChange={patch} />
      <Advanced
        label="Service principal and scopes of the exchange"
        hasProblem={['clientId', 'scopes'].some((field) => form.problem(name(`exchange.${field}`)) !== undefined)}
      >
        <Field
          form={form}
          name={name('exchange.clientId')}
          label="Client ID of the service principal"
          isCode
          isOptional
          value={exchange.clientId}
          onChange={(clientId) => patch({ clientId })}
          description="Only when its own federation policy is used. Left empty, each person stays themselves."
        />
        <Field
          form={form}
          name={name('exchange.scopes')}
          label="Scopes of the exchange"
          isCode
          value={exchange.scopes}
          onChange={(scopes) => patch({ scopes })}
          description="Divided by spaces."
        />
      </Advanced>
    </fieldset>
  );
}
