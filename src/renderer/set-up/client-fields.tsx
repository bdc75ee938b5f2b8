/** The application that is registered at the authorization server, and how it proves itself. */
import { providerTemplates, providerTexts } from '../../shared/providers/catalog.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import { chooseAuthentication, clientAuthentications } from './connection-choices.ts';
import type { ConnectionForm } from './connection-form.ts';
import { type SigningAlgorithm, usesKey } from './connection-values.ts';
import { Choice, Field } from './field.tsx';
import { isServiceAccountPattern } from './patterns.ts';
import { storedHint } from './stored-hint.ts';

export function ClientFields(parts: ConnectionForm) {
  const text = useText();
  const { authentication, methods, recommended } = text.setUp.client;
  const { form, connection, change, name } = parts;
  const { provider, pattern, clientAuthentication } = connection;
  const { clientId } = providerTexts(text, provider);
  const offered = clientAuthentications(pattern, provider);
  const shown = offered.includes(clientAuthentication) ? offered : [...offered, clientAuthentication];
  return (
    <>
      <Field
        form={form}
        name={name('clientId')}
        label={clientId.label}
        placeholder={providerTemplates[provider].examples.clientId}
        isCode
        value={connection.clientId}
        onChange={(entered) => change({ clientId: entered })}
        description={clientId.help}
      />
      <Advanced
        label={methods[clientAuthentication].heading}
        hasProblem={form.problem(name('clientAuthentication')) !== undefined}
      >
        <Choice
          label={authentication}
          hidesLabel
          testId="client-authentication"
          form={form}
          name={name('clientAuthentication')}
          value={clientAuthentication}
          onChange={(chosen) => change(chooseAuthentication(chosen, connection))}
          options={shown.map((value) => {
            const { label: method, help } = methods[value];
            return { value, label: value === 'automatic' ? format(recommended, { method }) : method, help };
          })}
        />
      </Advanced>
      {usesKey(connection) ? <KeyFields {...parts} /> : clientAuthentication !== 'none' && <SecretField {...parts} />}
    </>
  );
}

function SecretField({ form, connection, change, name }: ConnectionForm) {
  const text = useText();
  const { vault } = useApp().state;
  const { clientAuthentication, pattern, provider, stored } = connection;
  const { examples, wantsSecret } = providerTemplates[provider];
  const { label, help } = providerTexts(text, provider).clientSecret;
  const isOptional =
    clientAuthentication === 'automatic' && !isServiceAccountPattern(pattern) && !wantsSecret && stored !== 'other';
  return (
    <Field
      form={form}
      name={name('clientSecret')}
      label={label}
      placeholder={examples.clientSecret}
      isSecret
      isOptional={isOptional}
      isStored={stored === 'secret'}
      value={connection.clientSecret}
      onChange={(entered) => change({ clientSecret: entered })}
      description={
        stored === 'secret'
          ? storedHint(text, vault)
          : stored === 'other'
            ? text.setUp.client.secretOfEarlier
            : isOptional
              ? text.setUp.client.secretIfRegistered
              : help
      }
    />
  );
}

const algorithms: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256'];

function KeyFields({ form, connection, change, name }: ConnectionForm) {
  const text = useText();
  const texts = text.setUp.client;
  const { vault } = useApp().state;
  const { stored, algorithm } = connection;
  return (
    <>
      <Field
        form={form}
        name={name('clientSecret')}
        label={texts.privateKey}
        isCode
        rows={5}
        isStored={stored === 'key'}
        placeholder="-----BEGIN PRIVATE KEY-----"
        value={connection.privateKey}
        onChange={(privateKey) => change({ privateKey })}
        description={
          stored === 'key' ? storedHint(text, vault) : stored === 'other' ? texts.secretOfEarlier : texts.privateKeyHelp
        }
      />
      <div className="field-pair">
        <div className="field" data-field={name('signingKey')}>
          <label htmlFor={name('algorithm')}>{texts.algorithm}</label>
          <select
            id={name('algorithm')}
            data-testid="signing-algorithm"
            className="input"
            translate="no"
            aria-describedby={name('algorithm-help')}
            value={algorithm}
            onChange={(event) => change({ algorithm: event.target.value as SigningAlgorithm })}
          >
            {algorithms.map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
          <span className="help" id={name('algorithm-help')}>
            {texts.algorithmHelp}
          </span>
        </div>
        <Field
          form={form}
          name={name('signingKey.keyId')}
          label={texts.keyId}
          isCode
          isOptional
          value={connection.keyId}
          onChange={(keyId) => change({ keyId })}
          description={texts.keyIdHelp}
        />
      </div>
    </>
  );
}
