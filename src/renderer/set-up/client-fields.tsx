import { clientAuthenticationTexts, providerTemplates } from '../../shared/providers/catalog.ts';
import { useApp } from '../context/app-context.tsx';
import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-fields.tsx';
import { chooseAuthentication, clientAuthentications, type SigningAlgorithm, usesKey } from './connection-values.ts';
import { Choice, Field } from './field.tsx';
import { isMachinePattern } from './patterns.ts';
import { storedHint } from './sigma-section.tsx';

/** The application that is registered at the authorization server, and how it proves itself. */
export function ClientFields(parts: ConnectionForm) {
  const { form, connection, change, name } = parts;
  const { provider, pattern, clientAuthentication } = connection;
  const { clientId } = providerTemplates[provider];
  const offered = clientAuthentications(pattern, provider);
  const { label } = clientAuthenticationTexts[clientAuthentication];
  return (
    <>
      <Field
        form={form}
        name={name('clientId')}
        label={clientId.label}
        {...(clientId.placeholder ? { placeholder: clientId.placeholder } : {})}
        isCode
        value={connection.clientId}
        onChange={(text) => change({ clientId: text })}
        description={clientId.help}
      />
      <Advanced label={`How the application proves itself: ${label.toLowerCase()}`} hasProblem={false}>
        <Choice
          label="How the application proves itself"
          hidesLabel
          testId="client-authentication"
          value={clientAuthentication}
          onChange={(chosen) => change(chooseAuthentication(chosen, connection))}
          options={(offered.includes(clientAuthentication) ? offered : [...offered, clientAuthentication]).map(
            (value) => ({
              value,
              label: clientAuthenticationTexts[value].label + (value === 'automatic' ? ' (recommended)' : ''),
              help: clientAuthenticationTexts[value].help,
            }),
          )}
        />
      </Advanced>
      {usesKey(connection) ? <KeyFields {...parts} /> : clientAuthentication !== 'none' && <SecretField {...parts} />}
    </>
  );
}

const otherSecret = 'The stored one belongs to the earlier server or application. Enter the one of this.';

function SecretField({ form, connection, change, name }: ConnectionForm) {
  const { vault } = useApp().state;
  const { clientSecret } = providerTemplates[connection.provider];
  const { clientAuthentication, pattern, provider } = connection;
  // Google gives desktop applications one too, and wants to see it.
  const isOptional =
    clientAuthentication === 'automatic' &&
    !isMachinePattern(pattern) &&
    provider !== 'google' &&
    connection.stored !== 'other';
  const help = isOptional ? 'Only if the application was registered with one.' : clientSecret.help;
  return (
    <Field
      form={form}
      name={name('clientSecret')}
      label={clientSecret.label}
      {...(clientSecret.placeholder ? { placeholder: clientSecret.placeholder } : {})}
      isSecret
      isOptional={isOptional}
      value={connection.clientSecret}
      onChange={(text) => change({ clientSecret: text })}
      description={
        connection.stored === 'secret' ? storedHint(vault.mode) : connection.stored === 'other' ? otherSecret : help
      }
    />
  );
}

function KeyFields({ form, connection, change, name }: ConnectionForm) {
  const { vault } = useApp().state;
  const { stored, algorithm } = connection;
  return (
    <>
      <Field
        form={form}
        name={name('clientSecret')}
        label="Private key"
        isCode
        rows={5}
        placeholder="-----BEGIN PRIVATE KEY-----"
        value={connection.privateKey}
        onChange={(privateKey) => change({ privateKey })}
        description={
          stored === 'key'
            ? storedHint(vault.mode)
            : connection.stored === 'other'
              ? otherSecret
              : 'PKCS#8 in PEM, without a passphrase.'
        }
      />
      <div className="field-pair">
        <div className="field">
          <label htmlFor={name('algorithm')}>Algorithm</label>
          <select
            id={name('algorithm')}
            data-testid="signing-algorithm"
            className="input"
            value={algorithm}
            onChange={(event) => change({ algorithm: event.target.value as SigningAlgorithm })}
          >
            {(['RS256', 'PS256', 'ES256'] satisfies SigningAlgorithm[]).map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
          <span className="help">ES256 for an elliptic-curve key, else as registered.</span>
        </div>
        <Field
          form={form}
          name={name('signingKey.keyId')}
          label="Key ID"
          isCode
          isOptional
          value={connection.keyId}
          onChange={(keyId) => change({ keyId })}
          description="The “kid” under which the public key is registered."
        />
      </div>
    </>
  );
}
