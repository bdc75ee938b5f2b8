/** A secret that is typed into a dialog: it lies in the field and nowhere else, no state of React holds it. */
import { useState } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { Reveal } from '../reveal.tsx';

interface ConcealedFieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** What is wrong with what was typed; empty where nothing is. */
  readonly problem: string;
  /** A key has many lines. */
  readonly isKey?: boolean;
  readonly autoFocus?: boolean;
  onTyped(): void;
}

export function ConcealedField({ name, label, help, problem, isKey, autoFocus, onTyped }: ConcealedFieldProps) {
  const [isRevealed, setRevealed] = useState(false);
  return (
    <TextField
      className="field"
      name={name}
      type={isRevealed ? 'text' : 'password'}
      isInvalid={problem !== ''}
      isRequired
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
      {...(autoFocus && { autoFocus })}
      onChange={onTyped}
    >
      <Label>{label}</Label>
      <div className="input-row">
        {isKey ? <TextArea className="input code" rows={4} /> : <Input className="input" />}
        {!isKey && <Reveal isRevealed={isRevealed} onChange={setRevealed} />}
      </div>
      {help && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  );
}
