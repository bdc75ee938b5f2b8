/** Tells the page around a refused workbook why it was refused. */
import { post } from './messages.js';

const { code = '', message = '' } = document.getElementById('refusal')?.dataset ?? {};
post({ type: 'workbook:error', code, message });
