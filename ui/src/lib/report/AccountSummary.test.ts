import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentRef, Figure, StatementLine, SuppliedRow } from '$lib/host';
import Sheets from '$lib/shared/Sheets.svelte';
import { setting } from '$lib/shared/setting.svelte';
import AccountSummary from './AccountSummary.svelte';

const copy = (id: string, document: DocumentRef, file: string): SuppliedRow => ({
  id,
  document,
  number: '',
  file_name: file,
  revision: 1,
  supplied_on: '2026-03-02',
  sha256: 'c0ffee',
  deliveries: [],
});
const march: DocumentRef = { kind: 'statement', id: { client_id: '5', from: '2026-03-01', to: '2026-03-31' } };

let previewed: DocumentRef[] = [];
let rows: StatementLine[] = [];
let asked: Figure[] = [];

beforeEach(() => {
  previewed = [];
  rows = [];
  asked = [];
  setting.today = '2026-04-02';
  mockIPC((command, payload) => {
    const { from, to, document, figure } = payload as { from: string; to: string; document: DocumentRef; figure: Figure };
    switch (command) {
      case 'statement':
        return { client_id: '5', client_name: 'Ana Lima', from, to, opening: '0.00', rows, closing: '0.00', owing: '0.00', credit: '0.00' };
      case 'client_documents':
        return [copy('1', march, 'account-summary-march.pdf'), copy('2', { kind: 'invoice', id: '7' }, 'INV-00007.pdf')];
      case 'why':
        asked.push(figure);
        // What is told is tested with the panel.
        throw { code: 'refused', message: 'Not told here.', fields: null };
      case 'preview_document':
        previewed.push(document);
        // A page is drawn in the real window only.
        throw { code: 'refused', message: 'Not drawn here.', fields: null };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

test('the document of the chosen days is shown beside the copies of account summaries that were supplied', async () => {
  render(AccountSummary, { id: '5' });
  const user = userEvent.setup();
  await screen.findByText('Nothing happened in this period');
  const from = screen.getByRole('textbox', { name: /^From/ });
  await user.clear(from);
  await user.type(from, '2026-02-01{Enter}');
  await user.click(screen.getByRole('tab', { name: 'Document' }));
  await screen.findByText('Not drawn here.');
  await waitFor(() =>
    expect(previewed.at(-1)).toEqual({ kind: 'statement', id: { client_id: '5', from: '2026-02-01', to: '2026-04-02' } }),
  );
  expect(screen.getByText('account-summary-march.pdf')).toBeTruthy();
  expect(screen.queryByText('INV-00007.pdf')).toBeNull();
});

test('a payment that was undone and done again on one day is there each time', async () => {
  const paid: StatementLine = { on: '2026-03-02', kind: 'payment', document: 'R-00001', detail: '', plus: '', minus: '40.00', position: '-40.00' };
  const undone: StatementLine = { ...paid, detail: 'reversed', plus: '40.00', minus: '', position: '0.00' };
  rows = [paid, undone, paid];
  render(AccountSummary, { id: '5' });
  expect(await screen.findAllByText('Payment R-00001')).toHaveLength(2);
  expect(screen.getByText('Payment R-00001, reversed')).toBeTruthy();
});

test('each figure of the days that are shown can be asked about', async () => {
  render(Sheets);
  render(AccountSummary, { id: '5' });
  const user = userEvent.setup();
  const of = { client_id: '5', from: '2026-01-01', to: '2026-04-02' };
  for (const [name, kind] of [
    ['Opening position', 'opening'],
    ['Closing position', 'closing'],
    ['Balance owing', 'summary_owing'],
    ['Credit available', 'summary_credit'],
  ] as const) {
    await user.click(await screen.findByRole('button', { name: `Why? ${name}` }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ kind, of }));
    await user.keyboard('{Escape}');
  }
});
