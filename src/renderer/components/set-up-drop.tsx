/** Takes a set-up file that is dropped onto the window, also beside an open workbook; what lies in that takes its own. */
import { createPortal } from 'react-dom';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useFileDrop } from './use-file-drop.ts';

export function SetUpDrop() {
  const { importEnv: texts } = useText();
  const { importFiles, importing, setUpOffer } = useApp();
  const isOver = useFileDrop((files) => {
    if (!importing && setUpOffer === null) void importFiles(files);
  });
  return (
    isOver &&
    createPortal(
      <div className="drop-here" data-testid="drop-here">
        {texts.dropHere}
      </div>,
      document.body,
    )
  );
}
