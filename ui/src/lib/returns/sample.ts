import type { Returnable, ReturnItemRow, ReturnPage, ReturnRow } from '$lib/host';

/** A draft of Ana's without items, as Rust gives it to tests. */
export const draftRow: ReturnRow = {
  id: '2',
  number: null,
  client_id: '5',
  client_name: 'Ana Lima',
  returned_on: '2026-03-02',
  summary: '',
  total: null,
  status: 'draft',
  credit_notes: [],
  refunds: [],
};

/** One of the two workbooks of INV-00007. */
export const workbook: ReturnItemRow = {
  form: { record_id: '8', units: '1', restock: '0', records: 'keep' },
  description: 'Workbook',
  product_id: '3',
  invoice: { id: '7', number: 'INV-00007' },
  most: '2',
  counted: true,
  value: '24.90',
  problem: null,
  unpaid: false,
};

export const draft: ReturnPage = {
  row: { ...draftRow, summary: '1 × Workbook' },
  form: { client_id: '5', returned_on: '2026-03-02', note: '' },
  items: [workbook],
  total: '24.90',
  kept: '24.90',
  refundable: '24.90',
  cannot_post: null,
  cannot_reverse: 'It was not posted.',
  history: [],
};

export const posted: ReturnPage = {
  ...draft,
  row: {
    ...draft.row,
    number: 'RT-00001',
    status: 'posted',
    total: '24.90',
    credit_notes: [{ id: '4', number: 'CN-00001' }],
    refunds: [{ id: '6', number: 'RF-00001' }],
  },
  cannot_post: 'RT-00001 is posted already.',
  cannot_reverse: null,
};

/** What Ana was sold: some that can come back, cards on an invoice that is not paid, and a journal that came back. */
export const returnable: Returnable[] = [
  {
    record_id: '8',
    description: 'Workbook',
    invoice: { id: '7', number: 'INV-00007' },
    given_on: '2026-02-02',
    sold: '3',
    most: '2',
    value: '49.80',
    counted: true,
    cannot_return: null,
    unpaid: false,
  },
  {
    record_id: '9',
    description: 'Cards',
    invoice: { id: '11', number: 'INV-00011' },
    given_on: '2026-02-09',
    sold: '1',
    most: '0',
    value: '0.00',
    counted: true,
    cannot_return: '“Cards” is on INV-00011, which has 9.50 left to pay. Remove it from INV-00011 instead.',
    unpaid: true,
  },
  {
    record_id: '10',
    description: 'Recording',
    invoice: { id: '7', number: 'INV-00007' },
    given_on: '2026-02-02',
    sold: '1',
    most: '1',
    value: '12.00',
    counted: false,
    cannot_return: null,
    unpaid: false,
  },
  {
    record_id: '12',
    description: 'Journal',
    invoice: { id: '7', number: 'INV-00007' },
    given_on: '2026-01-12',
    sold: '1',
    most: '0',
    value: '0.00',
    counted: true,
    cannot_return: 'All of “Journal” on INV-00007 was returned or credited already.',
    unpaid: false,
  },
];

/** An act that Rust kept. */
export function acted<T>(answer: T, sentence = '') {
  return { answer, operation: '3', sentence, changed: ['goods'], effects: [], warnings: [] };
}

/** An act that Rust refuses at one field. */
export function refused(field: string, message: string) {
  return { code: 'refused', message, fields: { [field]: message } };
}
