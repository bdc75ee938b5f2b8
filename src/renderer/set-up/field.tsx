/** The fields of the form: a line of text, and a choice of a few. */
import type { ClipboardEvent, ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { useText } from '../context/text-context.tsx';
import type { ProfileForm } from './use-profile-form.ts';

interface FieldProps {
  readonly form: ProfileForm;
  /** The name under which `checkForm` reports problems. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  onLeave?(value: string): void;
  onPaste?(event: ClipboardEvent): void;
  readonly description?: ReactNode;
  readonly placeholder?: string | undefined;
  /** Text that is copied rather than read, such as an id or an address. */
  readonly isCode?: boolean;
  readonly isSecret?: boolean;
  readonly isOptional?: boolean;
  readonly rows?: number;
  readonly inputMode?: TextFieldProps['inputMode'];
  /** Stands to the right of the input. */
  readonly children?: ReactNode;
}

/** A line of text with its label, its help and what is wrong with it. */
export function Field(props: FieldProps) {
  const { form, name, label, value, onChange, onLeave, description, placeholder, isCode, isSecret, rows } = props;
  const text = useText();
  const problem = form.problem(name);
  const inputClass = isCode ? 'input code' : 'input';
  return (
    <TextField
      className="field"
      data-field={name}
      value={value}
      onChange={onChange}
      onBlur={() => {
        form.touch(name);
        onLeave?.(value);
      }}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      type={isSecret ? 'password' : 'text'}
      autoComplete={isSecret ? 'new-password' : 'off'}
      {...(props.inputMode ? { inputMode: props.inputMode } : {})}
      spellCheck="false"
    >
      <Label>
        {label}
        {props.isOptional && <span className="optional"> {text.setUp.optional}</span>}
      </Label>
      <div className="input-row">
        {rows ? (
          <TextArea className={inputClass} rows={rows} {...(placeholder ? { placeholder } : {})} />
        ) : (
          <Input
            className={inputClass}
            {...(placeholder ? { placeholder } : {})}
            {...(props.onPaste ? { onPaste: props.onPaste } : {})}
          />
        )}
        {props.children}
      </div>
      {description && (
        <Text slot="description" className="help">
          {description}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  onChange(value: Value): void;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly help?: string }[];
  /** Each option is found as `{testId}-{value}`. */
  readonly testId?: string;
  /** The label stands nearby already, and is only read aloud. */
  readonly hidesLabel?: boolean;
  /** What is wrong with the choice. */
  readonly problem?: string | undefined;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({
  label,
  value,
  onChange,
  options,
  testId,
  hidesLabel,
  problem,
}: ChoiceProps<Value>) {
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label className={hidesLabel ? 'visually-hidden' : 'react-aria-Label'}>{label}</Label>
      <div className="radios">
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className="radio"
            {...(testId ? { 'data-testid': `${testId}-${option.value}` } : {})}
          >
            <span className="radio-dot" aria-hidden="true" />
            <span>
              {option.label}
              {option.help && <span className="help">{option.help}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldError className="problem">{problem}</FieldError>
    </RadioGroup>
  );
}
