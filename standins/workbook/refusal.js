import { post } from './messages.js';

const { code = '', message = '' } = document.getElementById('refusal')?.dataset ?? {};
post({ type: 'workbook:error', code, message });
