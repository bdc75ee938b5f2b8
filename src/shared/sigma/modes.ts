/** What a workbook can be put into, as Sigma's messages name it. */

/** The dialogs of Sigma that open by a message. */
export const modalTypes = ['schedule', 'export', 'save-as'] as const;
export const modes = ['view', 'explore', 'edit'] as const;
