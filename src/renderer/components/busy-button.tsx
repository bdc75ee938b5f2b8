/** A button whose work takes a while. */
import type { Ref } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';

interface BusyButtonProps extends ButtonProps {
  readonly isBusy: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/**
 * A button that keeps the focus while its work is under way and takes no further press. The `isPending` of react-aria
 * would have a live region name the button, which often leaves the page with its work done: a reference to nothing.
 */
export function BusyButton({ isBusy, onPress, ...props }: BusyButtonProps) {
  return (
    <Button
      {...props}
      data-busy={isBusy || undefined}
      aria-disabled={isBusy}
      onPress={(event) => {
        if (!isBusy) onPress?.(event);
      }}
    />
  );
}
