import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CreditableLine, CreditNoteForm } from '$lib/host';
import CreditNoteSheet from './CreditNoteSheet.svelte';

let issued: CreditNoteForm[] = [];
let goods: CreditableLine[] = [];

beforeEach(() => {
  issued = [];
  goods = [];
  mockIPC((command, payload) => {
    const sent = payload as { form: CreditNoteForm; ask: { preview: boolean } };
    switch (command) {
      case 'settings':
        return { methods: [{ id: '1', name: 'Cash', archived: false }] };
      case 'client_page':
        return { id: '5', name: 'Ana Lima' };
      case 'credit_note_proposal':
        return {
          number: 'INV-00007',
          version: 3,
          outstanding: '0.00',
          left: '164.90',
          lines: [
            { description: 'Session', quantity: '1', total: '140.00', left_quantity: '1', left: '140.00' },
            { description: 'Book', quantity: '2', total: '24.90', left_quantity: '0', left: '0.00' },
            ...goods,
          ],
          cannot_credit: null,
        };
      case 'issue_credit_note':
        refuse(sent.form);
        if (!sent.ask.preview) issued.push(sent.form);
        return { answer: { id: '4', number: 'CN-00001' }, operation: '3', sentence: '', changed: [], effects: [], warnings: [] };
      default:
        throw new Error(command);
    }
  });
});
afterEach(clearMocks);

/** What Rust says of lines that come to nothing. */
function refuse({ invoice_id, lines }: CreditNoteForm) {
  const none = lines.every(({ wanted }) => wanted.kind === 'nothing');
  const more = lines.findIndex(({ restock }) => restock === '4');
  if (more >= 0) throw refusal(`lines.${more}.restock`, MORE);
  const zero = lines.findIndex(({ wanted }) => wanted.kind === 'amount' && !/[1-9]/.test(wanted.value));
  if (invoice_id && none) throw refusal('lines', NOTHING);
  if (zero >= 0) throw refusal(`lines.${zero}.wanted`, ABOVE);
}
const refusal = (field: string, message: string) => ({ code: 'refused', message, fields: { [field]: message } });
const NOTHING = 'Choose at least one line, with a quantity or an amount above 0.';
const MORE = 'Only 3 come back, so at most 3 can go back into stock.';
const ABOVE = 'Enter an amount above 0.00.';

const act = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Issue credit note' });

test('an amount of a line is credited, and what is credited already cannot be', async () => {
  render(CreditNoteSheet, { invoiceId: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const line = await screen.findByLabelText('What to credit of line 1: Session');
  expect(screen.getByLabelText<HTMLSelectElement>('What to credit of line 2: Book').disabled).toBe(true);
  await user.selectOptions(line, 'An amount');
  await user.type(screen.getByLabelText('Amount of line 1'), '40');
  await user.click(act());
  await waitFor(() => expect(issued).toHaveLength(1));
  expect(issued[0]).toMatchObject({
    invoice_id: '7',
    version: 3,
    cause: 'correction',
    lines: [{ wanted: { kind: 'amount', value: '40' } }, { wanted: { kind: 'nothing' } }],
    settlement: { kind: 'usual' },
  });
});

test('the money can be shared out between the invoice and the client', async () => {
  render(CreditNoteSheet, { invoiceId: '7', onclose: () => undefined });
  const user = userEvent.setup();
  await user.selectOptions(await screen.findByLabelText('What to credit of line 1: Session'), 'All that is left');
  await user.click(screen.getByRole('radio', { name: 'Share it out' }));
  await user.type(screen.getByLabelText('Back to the client'), '30');
  await user.click(act());
  await waitFor(() => expect(issued).toHaveLength(1));
  expect(issued[0]?.lines[0]?.wanted).toEqual({ kind: 'rest' });
  expect(issued[0]?.settlement).toMatchObject({ kind: 'split', split: { applied: '', refunded: '30', method: 'Cash' } });
});

test('a free-standing note says what it is for and is kept as credit', async () => {
  render(CreditNoteSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('What it is for'), 'A session that began late');
  await user.type(screen.getByLabelText('Amount'), '25');
  expect(screen.getByRole('radio', { name: 'Keep it as credit' })).toBeTruthy();
  await user.click(act());
  await waitFor(() => expect(issued).toHaveLength(1));
  expect(issued[0]).toMatchObject({
    client_id: '5',
    invoice_id: null,
    cause: 'service',
    lines: [{ description: 'A session that began late', wanted: { kind: 'amount', value: '25' } }],
  });
});

test('a price of 0 is refused at its field, as it is typed and when it is missing', async () => {
  render(CreditNoteSheet, { clientId: '5', onclose: () => undefined });
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('What it is for'), 'A session that began late');
  const amount = screen.getByLabelText('Amount');
  await user.click(act());
  expect(await screen.findByText(ABOVE)).toBeTruthy();
  await user.type(amount, '0');
  await waitFor(() => expect(screen.getAllByText(ABOVE)).toHaveLength(1));
  await waitFor(() => expect(amount.getAttribute('aria-invalid')).toBe('true'));
  expect(issued).toEqual([]);
});

test('a note that credits nothing of its invoice says so beneath the lines', async () => {
  render(CreditNoteSheet, { invoiceId: '7', onclose: () => undefined });
  await screen.findByLabelText('What to credit of line 1: Session');
  await userEvent.setup().click(act());
  expect(await screen.findByText(NOTHING)).toBeTruthy();
  expect(issued).toEqual([]);
});

const workbooks: CreditableLine = {
  description: 'Workbook',
  quantity: '3',
  total: '24.90',
  left_quantity: '3',
  left: '24.90',
  record_id: '8',
  counted: true,
};

test('of goods that are credited it is asked how many go back into stock, and what becomes of the record', async () => {
  goods = [workbooks];
  render(CreditNoteSheet, { invoiceId: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const way = await screen.findByLabelText('What to credit of line 3: Workbook');
  await user.selectOptions(way, 'A quantity');
  expect(screen.queryByRole('group', { name: 'Workbook' })).toBeNull();
  await user.type(screen.getByLabelText('Quantity of line 3'), '2');
  expect(screen.getByLabelText<HTMLInputElement>('Back into stock').value).toBe('2');
  expect(screen.queryByRole('checkbox', { name: /Deactivate its record/ })).toBeNull();
  await user.selectOptions(way, 'All that is left');
  expect(screen.getByLabelText<HTMLInputElement>('Back into stock').value).toBe('3');
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /Deactivate its record/ }).checked).toBe(true);
  await user.click(screen.getByRole('checkbox', { name: /Deactivate its record/ }));
  await user.clear(screen.getByLabelText('Back into stock'));
  await user.type(screen.getByLabelText('Back into stock'), '1');
  await user.click(act());
  await waitFor(() => expect(issued).toHaveLength(1));
  expect(issued[0]?.lines[2]).toEqual({ description: 'Workbook', wanted: { kind: 'rest' }, restock: '1', deactivate: false });
});

test('more back into stock than is credited is refused at its field, and money alone asks nothing of goods', async () => {
  goods = [workbooks];
  render(CreditNoteSheet, { invoiceId: '7', onclose: () => undefined });
  const user = userEvent.setup();
  const way = await screen.findByLabelText('What to credit of line 3: Workbook');
  await user.selectOptions(way, 'All that is left');
  const restock = screen.getByLabelText('Back into stock');
  await user.clear(restock);
  await user.type(restock, '4');
  await waitFor(() => expect(restock.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(MORE)).toHaveLength(1);
  await user.selectOptions(way, 'An amount');
  expect(screen.queryByLabelText('Back into stock')).toBeNull();
  await user.type(screen.getByLabelText('Amount of line 3'), '5');
  await user.click(act());
  await waitFor(() => expect(issued).toHaveLength(1));
  expect(issued[0]?.lines[2]).toMatchObject({ restock: '', deactivate: false });
});
