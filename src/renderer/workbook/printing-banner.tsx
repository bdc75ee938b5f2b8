/** Pages of a workbook are being made for the printer, whose dialog comes afterwards. */
import { Button } from 'react-aria-components';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function PrintingBanner() {
  const { pictures } = useText();
  const { bridge, ask } = useApp();
  return (
    <div className="banner" role="status" data-testid="printing">
      <Spinner />
      <p>{pictures.printing}</p>
      <Button
        className="button"
        data-variant="secondary"
        data-testid="stop-printing"
        onPress={() => void ask(() => bridge.commands.run({ id: 'stopPrinting' }))}
      >
        {pictures.stop}
      </Button>
    </div>
  );
}
