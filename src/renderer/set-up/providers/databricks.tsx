/** The fields of a Databricks workspace or account, as a place to sign in or as a place to exchange a token. */
import { Fragment, useRef } from 'react';
import { Button } from 'react-aria-components';
import { hostOf, withScheme } from '../../../shared/providers/address.ts';
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import {
  accountConsole,
  accountConsoles,
  databricksRegion,
  needsAccountId,
} from '../../../shared/providers/databricks-hosts.ts';
import type { Text } from '../../../shared/text/en.ts';
import { format } from '../../../shared/text/format.ts';
import { Sentence } from '../../components/sentence.tsx';
import { useText } from '../../context/text-context.tsx';
import { Advanced } from '../advanced.tsx';
import { hostFields } from '../cleaning.ts';
import type { ConnectionForm } from '../connection-form.ts';
import type { DatabricksValues } from '../connection-values.ts';
import { Choice, Field } from '../field.tsx';
import { isServiceAccountPattern } from '../patterns.ts';
import { Recognised } from './recognised.tsx';

interface DatabricksFieldsProps extends ConnectionForm {
  readonly values: DatabricksValues;
  readonly path: 'server' | 'exchange.server';
  onChange(patch: Partial<DatabricksValues>): void;
}

/** What a level means, where people sign in and where only tokens are asked for. */
function levelHelp(arePeople: boolean, { databricks }: Text['providers']) {
  return arePeople
    ? { workspace: databricks.fields.level.help, account: databricks.accountForPeople }
    : { workspace: databricks.workspaceForTokens, account: databricks.accountForTokens };
}

export function DatabricksFields(props: DatabricksFieldsProps) {
  const { form, name, values, path, onChange } = props;
  const text = useText().providers.databricks;
  const { host, level } = values;
  const wantsAccount = needsAccountId({ level, host: withScheme(host) });
  const lastHost = useRef(host);

  /** A workspace belongs to its host: where the address becomes another one, the id of the earlier is out of place. */
  function leave(entered: string): void {
    const address = hostFields(entered);
    const isOther = lastHost.current.trim() !== '' && hostOf(lastHost.current) !== hostOf(address.host);
    lastHost.current = address.host;
    onChange({ ...(isOther && { workspaceId: '' }), ...address });
  }

  return (
    <>
      <div className="field-with-callout">
        <Field
          form={form}
          name={name(`${path}.host`)}
          label={text.fields.host.label}
          placeholder={providerTemplates.databricks.examples.host}
          isCode
          inputMode="url"
          value={host}
          onChange={(entered) => onChange({ host: entered })}
          onLeave={leave}
          description={<HostHelp host={withScheme(host)} level={level} />}
        />
        {host.trim() === '' && <Consoles onChange={onChange} />}
      </div>
      {wantsAccount && <AccountId {...props} isOptional={false} />}
      <Level {...props} wantsAccount={wantsAccount} />
    </>
  );
}

/** For those who know their account alone: its console has an address that everybody knows. */
function Consoles({ onChange }: Pick<DatabricksFieldsProps, 'onChange'>) {
  const text = useText().providers.databricks;
  const clouds = accountConsoles.map(({ cloud, address }, index) => (
    <Fragment key={cloud}>
      {index > 0 && ' · '}
      <Button className="link-button" data-testid={`console-${cloud}`} onPress={() => onChange({ host: address })}>
        {text.clouds[cloud]}
      </Button>
    </Fragment>
  ));
  return (
    <p className="register-note">
      <Sentence text={text.noWorkspace} values={{ clouds }} />
    </p>
  );
}

function AccountId({
  form,
  name,
  values,
  path,
  onChange,
  isOptional,
}: DatabricksFieldsProps & { isOptional: boolean }) {
  const text = useText().providers.databricks;
  return (
    <Field
      form={form}
      name={name(`${path}.accountId`)}
      label={text.fields.accountId.label}
      placeholder={providerTemplates.databricks.examples.accountId}
      isCode
      isOptional={isOptional}
      value={values.accountId}
      onChange={(entered) => onChange({ accountId: entered })}
      description={isOptional ? text.accountIdIfOptional : text.fields.accountId.help}
    />
  );
}

/** What the host tells by itself, for those who know better. */
function Level(props: DatabricksFieldsProps & { wantsAccount: boolean }) {
  const { form, connection, name, values, path, onChange, wantsAccount } = props;
  const { providers } = useText();
  const text = providers.databricks;
  const { level, workspaceId } = values;
  const help = levelHelp(path === 'server' && !isServiceAccountPattern(connection.pattern), providers);
  const label = path === 'server' ? text.fields.level.label : text.levelOfExchange;
  return (
    <Advanced
      level={path === 'server' ? 3 : 4}
      label={format(text.levelIs, { question: label, level: text[level] })}
      hasProblem={['workspaceId', ...(wantsAccount ? [] : ['accountId'])].some(
        (field) => form.problem(name(`${path}.${field}`)) !== undefined,
      )}
    >
      <Choice
        label={label}
        testId={path === 'server' ? 'level' : 'exchange-level'}
        form={form}
        name={name(`${path}.level`)}
        value={level}
        onChange={(chosen) => onChange({ level: chosen })}
        options={[
          { value: 'automatic', label: text.automatic, help: text.automaticHelp },
          { value: 'workspace', label: text.workspace, help: help.workspace },
          { value: 'account', label: text.account, help: help.account },
        ]}
      />
      {!wantsAccount && level === 'automatic' && <AccountId {...props} isOptional />}
      <Field
        form={form}
        name={name(`${path}.workspaceId`)}
        label={text.fields.workspaceId.label}
        placeholder={providerTemplates.databricks.examples.workspaceId}
        isCode
        isOptional
        value={workspaceId}
        onChange={(entered) => onChange({ workspaceId: entered })}
        description={text.fields.workspaceId.help}
      />
    </Advanced>
  );
}

/** Where the workspace runs and which account console goes with it, once its address says so. */
function HostHelp({ host, level }: Pick<DatabricksValues, 'host' | 'level'>) {
  const text = useText().providers.databricks;
  const region = databricksRegion(host);
  if (region === null) return text.fields.host.help;
  const place = <Recognised>{format(text.onCloud, { cloud: text.clouds[region] })}</Recognised>;
  const console = needsAccountId({ level, host }) ? accountConsole(host) : null;
  return console === null ? place : <Sentence text={text.onCloudWithConsole} values={{ place, host: console }} />;
}

/** As the server that a connection signs in to. */
export function DatabricksServerFields(parts: ConnectionForm) {
  return (
    <DatabricksFields {...parts} values={parts.connection} path="server" onChange={(patch) => parts.change(patch)} />
  );
}
