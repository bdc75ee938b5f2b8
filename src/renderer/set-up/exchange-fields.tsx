/** Where the token of the identity provider is traded for one of Databricks (RFC 8693). */
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-form.ts';
import type { ConnectionValues } from './connection-values.ts';
import { Field } from './field.tsx';
import { DatabricksFields } from './providers/databricks.tsx';

export function ExchangeFields(parts: ConnectionForm) {
  const text = useText();
  const texts = text.setUp.exchange;
  const { form, connection, change, name } = parts;
  const { exchange } = connection;
  const patch = (fields: Partial<ConnectionValues['exchange']>) => change({ exchange: { ...exchange, ...fields } });
  return (
    <fieldset className="sub-section" aria-labelledby={name('exchange-title')}>
      <div>
        <h3 id={name('exchange-title')}>{texts.title}</h3>
        <p className="help">{texts.help}</p>
      </div>
      <DatabricksFields {...parts} values={exchange} path="exchange.server" onChange={patch} />
      <Advanced
        level={4}
        label={texts.more}
        hasProblem={['clientId', 'scopes'].some((field) => form.problem(name(`exchange.${field}`)) !== undefined)}
      >
        <Field
          form={form}
          name={name('exchange.clientId')}
          label={texts.clientId}
          isCode
          isOptional
          value={exchange.clientId}
          onChange={(clientId) => patch({ clientId })}
          description={texts.clientIdHelp}
        />
        <Field
          form={form}
          name={name('exchange.scopes')}
          label={texts.scopes}
          isCode
          value={exchange.scopes}
          onChange={(scopes) => patch({ scopes })}
          description={text.setUp.dividedBySpaces}
        />
      </Advanced>
    </fieldset>
  );
}
