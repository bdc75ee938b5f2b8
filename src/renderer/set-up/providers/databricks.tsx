/** The fields of a Databricks workspace or account, as a place to sign in or as a place to exchange a token. */
import { withScheme } from '../../../shared/providers/address.ts';
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import { accountConsole, databricksRegion } from '../../../shared/providers/databricks-hosts.ts';
import type { Text } from '../../../shared/text/en.ts';
import { format } from '../../../shared/text/format.ts';
import { Sentence } from '../../components/sentence.tsx';
import { useText } from '../../context/text-context.tsx';
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

export function DatabricksFields({ form, connection, name, values, path, onChange }: DatabricksFieldsProps) {
  const { providers } = useText();
  const text = providers.databricks;
  const { examples } = providerTemplates.databricks;
  const { host, level, accountId } = values;
  const help = levelHelp(path === 'server' && !isServiceAccountPattern(connection.pattern), providers);
  return (
    <>
      <Field
        form={form}
        name={name(`${path}.host`)}
        label={text.fields.host.label}
        placeholder={examples.host}
        isCode
        inputMode="url"
        value={host}
        onChange={(entered) => onChange({ host: entered })}
        onLeave={(entered) => onChange({ host: withScheme(entered) })}
        description={<HostHelp host={withScheme(host)} level={level} />}
      />
      <Choice
        label={path === 'server' ? text.fields.level.label : text.levelOfExchange}
        testId={path === 'server' ? 'level' : 'exchange-level'}
        value={level}
        onChange={(chosen) => onChange({ level: chosen })}
        options={[
          { value: 'workspace', label: text.workspace, help: help.workspace },
          { value: 'account', label: text.account, help: help.account },
        ]}
      />
      {level === 'account' && (
        <Field
          form={form}
          name={name(`${path}.accountId`)}
          label={text.fields.accountId.label}
          placeholder={examples.accountId}
          isCode
          value={accountId}
          onChange={(entered) => onChange({ accountId: entered })}
          description={text.fields.accountId.help}
        />
      )}
    </>
  );
}

/** Where the workspace runs and which account console goes with it, once its address says so. */
function HostHelp({ host, level }: Pick<DatabricksValues, 'host' | 'level'>) {
  const text = useText().providers.databricks;
  const region = databricksRegion(host);
  if (region === null) return text.fields.host.help;
  const place = <Recognised>{format(text.onCloud, { cloud: text.clouds[region] })}</Recognised>;
  const console = level === 'account' ? accountConsole(host) : null;
  return console === null ? place : <Sentence text={text.onCloudWithConsole} values={{ place, host: console }} />;
}

/** As the server that a connection signs in to. */
export function DatabricksServerFields(parts: ConnectionForm) {
  return (
    <DatabricksFields {...parts} values={parts.connection} path="server" onChange={(patch) => parts.change(patch)} />
  );
}
