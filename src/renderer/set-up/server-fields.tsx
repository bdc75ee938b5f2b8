import { Button } from 'react-aria-components';
import { type FieldText, providerTemplates } from '../../shared/providers/catalog.ts';
import {
  accountConsole,
  cloudName,
  entraCloud,
  entraFields,
  flavourName,
  wantsAudience,
} from '../../shared/providers/recognise.ts';
import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-fields.tsx';
import { chooseProvider, type DatabricksValues } from './connection-values.ts';
import { Choice, Field } from './field.tsx';
import { isMachinePattern } from './patterns.ts';
import { withScheme } from './text-values.ts';

/** Where the authorization server is: only what the chosen provider needs. */
export function ServerFields(parts: ConnectionForm) {
  switch (parts.connection.provider) {
    case 'databricks':
      return (
        <DatabricksFields
          {...parts}
          values={parts.connection}
          path="server"
          onChange={(patch) => parts.change(patch)}
        />
      );
    case 'entra':
      return <EntraFields {...parts} />;
    case 'oidc':
      return <OidcFields {...parts} />;
    case 'snowflake':
      return <SnowflakeFields {...parts} />;
    case 'google':
      return <GoogleFields {...parts} />;
  }
}

/** What an address was recognised as. */
function Recognised({ children }: { children: string | null }) {
  return children === null ? null : (
    <span className="recognised" data-testid="recognised">
      {children}
    </span>
  );
}

const texts = ({ label, placeholder }: FieldText) => ({ label, ...(placeholder ? { placeholder } : {}) });

type DatabricksFieldsProps = ConnectionForm & {
  values: DatabricksValues;
  path: 'server' | 'exchange.server';
  onChange: (patch: Partial<DatabricksValues>) => void;
};

const levelTexts = {
  people: {
    workspace: 'People sign in at the workspace. Trial accounts need this.',
    account: 'People sign in at the account console. The OAuth application lives there at either level.',
  },
  tokens: { workspace: 'Tokens for one workspace.', account: 'Tokens for the whole account.' },
};

/** A Databricks workspace or account, as a place to sign in or as a place to exchange a token. */
export function DatabricksFields({ form, connection, name, values, path, onChange }: DatabricksFieldsProps) {
  const { host, level, accountId } = values;
  const help = path === 'server' && !isMachinePattern(connection.pattern) ? levelTexts.people : levelTexts.tokens;
  const { fields } = providerTemplates.databricks;
  const cloud = cloudName(withScheme(host));
  const accounts = level === 'account' ? accountConsole(withScheme(host)) : null;
  return (
    <>
      <Field
        form={form}
        name={name(`${path}.host`)}
        {...texts(fields.host)}
        isCode
        inputMode="url"
        value={host}
        onChange={(text) => onChange({ host: text })}
        onLeave={(text) => onChange({ host: withScheme(text) })}
        description={
          cloud === null ? (
            'Its address, without a path.'
          ) : (
            <>
              <Recognised>{`Databricks on ${cloud}`}</Recognised>
              {accounts && `, account console ${accounts}`}
            </>
          )
        }
      />
      <Choice
        label={path === 'server' ? 'Level of the sign-in, as in the Sigma connection' : 'Level of the exchange'}
        testId={path === 'server' ? 'level' : 'exchange-level'}
        value={level}
        onChange={(chosen) => onChange({ level: chosen })}
        options={[
          { value: 'workspace', label: 'Workspace', help: help.workspace },
          { value: 'account', label: 'Account', help: help.account },
        ]}
      />
      {level === 'account' && (
        <Field
          form={form}
          name={name(`${path}.accountId`)}
          {...texts(fields.accountId)}
          isCode
          value={accountId}
          onChange={(text) => onChange({ accountId: text })}
          description="In the address of the account console: account_id=…"
        />
      )}
    </>
  );
}

function EntraFields({ form, connection, change, name }: ConnectionForm) {
  const { fields } = providerTemplates.entra;
  const cloud = entraCloud(withScheme(connection.authority));
  return (
    <>
      <Field
        form={form}
        name={name('server.tenant')}
        {...texts(fields.tenant)}
        isCode
        value={connection.tenant}
        onChange={(tenant) => change({ tenant: tenant.trim() })}
        description={fields.tenant.help}
      />
      <Advanced
        label={cloud === null ? 'National clouds' : `National cloud: ${cloud}`}
        hasProblem={form.problem(name('server.authority')) !== undefined}
      >
        <Field
          form={form}
          name={name('server.authority')}
          {...texts(fields.authority)}
          isCode
          inputMode="url"
          value={connection.authority}
          onChange={(authority) => change({ authority })}
          onLeave={(authority) => change({ authority: withScheme(authority) })}
          description={fields.authority.help}
        />
      </Advanced>
    </>
  );
}

function OidcFields(parts: ConnectionForm) {
  const { form, connection, change, name } = parts;
  const { fields } = providerTemplates.oidc;
  const { metadataUrl, label } = connection;
  const entra = entraFields(withScheme(metadataUrl));
  const flavour = entra === null ? flavourName(withScheme(metadataUrl)) : null;
  return (
    <>
      <div className="field-with-callout">
        <Field
          form={form}
          name={name('server.metadataUrl')}
          {...texts(fields.metadataUrl)}
          isCode
          inputMode="url"
          value={metadataUrl}
          onChange={(text) => change({ metadataUrl: text })}
          onLeave={(text) =>
            change({
              metadataUrl: withScheme(text),
              ...(label.trim() === '' && flavour !== null && { label: flavour }),
            })
          }
          description={
            flavour === null ? (
              'Of the authorization server; it ends in /.well-known/openid-configuration.'
            ) : (
              <Recognised>{flavour}</Recognised>
            )
          }
        />
        {entra && (
          <p className="register-note">
            This is Microsoft Entra ID, which has a form of its own.{' '}
            <Button
              className="link-button"
              data-testid="use-entra"
              onPress={() => change({ ...chooseProvider(connection, 'entra'), ...entra })}
            >
              Use that instead
            </Button>
          </p>
        )}
      </div>
      <AudienceField {...parts} isAsked={wantsAudience(withScheme(metadataUrl))} />
    </>
  );
}

/** Open where the server is known to ask for it; elsewhere out of the way. */
function AudienceField({ form, connection, change, name, isAsked }: ConnectionForm & { isAsked: boolean }) {
  const { label, placeholder, help } = providerTemplates.oidc.fields.audience;
  const field = (
    <Field
      form={form}
      name={name('server.audience')}
      label={label}
      placeholder={placeholder}
      isCode
      isOptional
      value={connection.audience}
      onChange={(audience) => change({ audience: audience.trim() })}
      description={help}
    />
  );
  if (isAsked) return field;
  return (
    <Advanced
      label={connection.audience === '' ? label : `${label}: ${connection.audience}`}
      hasProblem={form.problem(name('server.audience')) !== undefined}
    >
      {field}
    </Advanced>
  );
}

function SnowflakeFields({ form, connection, change, name }: ConnectionForm) {
  const { fields } = providerTemplates.snowflake;
  // People know the name of their account better than its address.
  const address = (text: string) =>
    /^[\w-]+$/.test(text.trim())
      ? `https://${text.trim().toLowerCase().replaceAll('_', '-')}.snowflakecomputing.com`
      : withScheme(text);
  return (
    <Field
      form={form}
      name={name('server.accountUrl')}
      {...texts(fields.accountUrl)}
      isCode
      inputMode="url"
      value={connection.accountUrl}
      onChange={(accountUrl) => change({ accountUrl })}
      onLeave={(accountUrl) => change({ accountUrl: address(accountUrl) })}
      description={fields.accountUrl.help}
    />
  );
}

function GoogleFields({ form, connection, change, name }: ConnectionForm) {
  const { fields } = providerTemplates.google;
  const field = name('server.issuer');
  return (
    <Advanced label="Another issuer" hasProblem={form.problem(field) !== undefined}>
      <Field
        form={form}
        name={field}
        {...texts(fields.issuer)}
        isCode
        inputMode="url"
        value={connection.issuer}
        onChange={(issuer) => change({ issuer })}
        onLeave={(issuer) => change({ issuer: withScheme(issuer) })}
        description={fields.issuer.help}
      />
    </Advanced>
  );
}
