/**
 * Whether a menu is open. It also closes when the window loses the focus, above all to the workbook: a press in there
 * is an event of another page, which never reaches ours.
 */
import { useEffect, useState } from 'react';

export function useMenuOpen(): { isOpen: boolean; onOpenChange: (isOpen: boolean) => void } {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const close = () => setOpen(false);
    window.addEventListener('blur', close);
    return () => window.removeEventListener('blur', close);
  }, [isOpen]);
  return { isOpen, onOpenChange: setOpen };
}
