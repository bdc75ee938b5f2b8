/** Sigma user attributes that are the same for everyone who uses the profile. */
import { Button } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { CloseIcon, PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { Field } from './field.tsx';
import { emptyFixedAttribute, type FixedAttributeValues } from './form-values.ts';
import { addRow, removeRow } from './rows.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function FixedAttributes({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.attributes;
  const { fixedAttributes } = form.values;
  const add = () => {
    const row = emptyFixedAttribute();
    addRow(row.key, () => form.change({ fixedAttributes: [...fixedAttributes, row] }));
  };
  return (
    <fieldset className="mapping" aria-label={texts.fixed}>
      <p className="react-aria-Label">{texts.fixed}</p>
      {fixedAttributes.map((row, index) => (
        <FixedAttribute key={row.key} form={form} row={row} number={index + 1} />
      ))}
      <p className="help">{texts.fixedHelp}</p>
      <div>
        <Button className="button" data-variant="secondary" data-testid="add-fixed-attribute" onPress={add}>
          <PlusIcon />
          {texts.addFixed}
        </Button>
      </div>
    </fieldset>
  );
}

interface FixedAttributeProps {
  readonly form: ProfileForm;
  readonly row: FixedAttributeValues;
  readonly number: number;
}

function FixedAttribute({ form, row, number }: FixedAttributeProps) {
  const texts = useText().setUp.attributes;
  const { fixedAttributes } = form.values;
  const change = (patch: Partial<FixedAttributeValues>) =>
    form.change({
      fixedAttributes: fixedAttributes.map((other) => (other === row ? { ...other, ...patch } : other)),
    });
  return (
    <fieldset
      className="mapping-row"
      data-testid="fixed-attribute-row"
      data-row={row.key}
      aria-label={format(texts.fixedNumbered, { number })}
    >
      <Field
        form={form}
        name={`user.fixedAttributes.${row.key}.attribute`}
        label={texts.attribute}
        placeholder={texts.attributeExample}
        value={row.attribute}
        onChange={(attribute) => change({ attribute })}
      />
      <span className="mapping-arrow" aria-hidden="true">
        =
      </span>
      <Field
        form={form}
        name={`user.fixedAttributes.${row.key}.value`}
        label={texts.fixedValue}
        value={row.value}
        onChange={(value) => change({ value })}
      />
      <Button
        className="icon-button"
        aria-label={
          row.attribute
            ? format(texts.removeFixed, { attribute: row.attribute })
            : format(texts.removeFixedNumbered, { number })
        }
        data-testid="remove-fixed-attribute"
        onPress={() =>
          removeRow(row.key, () => form.change({ fixedAttributes: fixedAttributes.filter((other) => other !== row) }))
        }
      >
        <CloseIcon />
      </Button>
    </fieldset>
  );
}
