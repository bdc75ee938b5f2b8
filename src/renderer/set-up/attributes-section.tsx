/** What Sigma learns about each person: claims of the sign-in that become user attributes and teams. */
import { Button } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { CloseIcon, PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import { Field } from './field.tsx';
import { FixedAttributes } from './fixed-attributes.tsx';
import { type AttributeValues, emptyAttribute, hasOnlyServiceAccounts } from './form-values.ts';
import { addRow, removeRow } from './rows.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** Of the embed user, what this section holds. */
const parts = ['attributes', 'fixedAttributes', 'teamsClaim'];

export function AttributesSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.attributes;
  const { userKind, attributes, fixedAttributes, teamsClaim, connections } = form.values;
  const isNeeded = connections.some(({ pattern }) => pattern === 'identity');
  const isInUse = attributes.length > 0 || fixedAttributes.length > 0 || teamsClaim !== '';
  // As the form was opened: a row that comes or goes does not move the others out of or into a fold.
  const { start } = form;
  const wasInUse = start.attributes.length > 0 || start.fixedAttributes.length > 0 || start.teamsClaim !== '';
  // Internal users have theirs in Sigma, and a service account stands for no person in particular.
  if (userKind === 'internal' && !isNeeded) return null;
  if (hasOnlyServiceAccounts(form.values) && !isInUse) return null;
  return (
    <section className="form-section" aria-labelledby="section-attributes" data-testid="attributes-section">
      <div className="section-head">
        <h2 id="section-attributes">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      {userKind === 'internal' ? (
        <p className="muted">{texts.ofInternalUsers}</p>
      ) : isNeeded || wasInUse ? (
        <Mapping form={form} />
      ) : (
        <div className="fields">
          <Advanced label={texts.fold} hasProblem={parts.some((part) => form.hasProblemUnder(`user.${part}`))}>
            <Mapping form={form} />
          </Advanced>
        </div>
      )}
    </section>
  );
}

function Mapping({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.attributes;
  const { attributes, teamsClaim } = form.values;
  const add = () => {
    const row = emptyAttribute();
    addRow(row.key, () => form.change({ attributes: [...attributes, row] }));
  };
  return (
    <div className="fields">
      <fieldset className="mapping" aria-label={texts.label}>
        {attributes.map((row, index) => (
          <MappingRow key={row.key} form={form} row={row} number={index + 1} />
        ))}
        {attributes.length === 0 && <p className="help">{texts.example}</p>}
        <div>
          <Button className="button" data-variant="secondary" data-testid="add-attribute" onPress={add}>
            <PlusIcon />
            {texts.add}
          </Button>
        </div>
      </fieldset>
      <FixedAttributes form={form} />
      <Field
        form={form}
        name="user.teamsClaim"
        label={texts.teamsClaim}
        isCode
        isOptional
        placeholder="groups"
        value={teamsClaim}
        onChange={(entered) => form.change({ teamsClaim: entered })}
        description={texts.teamsClaimHelp}
      />
    </div>
  );
}

interface MappingRowProps {
  readonly form: ProfileForm;
  readonly row: AttributeValues;
  readonly number: number;
}

function MappingRow({ form, row, number }: MappingRowProps) {
  const texts = useText().setUp.attributes;
  const { attributes } = form.values;
  const change = (patch: Partial<AttributeValues>) =>
    form.change({ attributes: attributes.map((other) => (other === row ? { ...other, ...patch } : other)) });
  return (
    <fieldset
      className="mapping-row"
      data-testid="attribute-row"
      data-row={row.key}
      aria-label={format(texts.numbered, { number })}
    >
      <Field
        form={form}
        name={`user.attributes.${row.key}.claim`}
        label={texts.claim}
        isCode
        placeholder="department"
        value={row.claim}
        onChange={(claim) => change({ claim })}
      />
      <span className="mapping-arrow" aria-hidden="true">
        →
      </span>
      <Field
        form={form}
        name={`user.attributes.${row.key}.attribute`}
        label={texts.attribute}
        placeholder={texts.attributeExample}
        value={row.attribute}
        onChange={(attribute) => change({ attribute })}
      />
      <Button
        className="icon-button"
        aria-label={
          row.attribute
            ? format(texts.removeOne, { attribute: row.attribute })
            : format(texts.removeNumbered, { number })
        }
        data-testid="remove-attribute"
        onPress={() =>
          removeRow(row.key, () => form.change({ attributes: attributes.filter((other) => other !== row) }))
        }
      >
        <CloseIcon />
      </Button>
    </fieldset>
  );
}
