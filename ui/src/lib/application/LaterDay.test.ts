import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setting } from '$lib/shared/setting.svelte';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import InvoiceApplySheet from './InvoiceApplySheet.svelte';
import SourceApplySheet from './SourceApplySheet.svelte';

const LAPSES = '30.00 of CR-00001 lapses at once: it could be used until 1 March 2026. Give it a later last day to keep it.';
const source = { id: '8', kind: 'credit', number: 'CR-00001' };
const invoice = { invoice_id: '1', number: 'INV-00001', linked_client: null, service_on: '2026-02-02', due_on: '2026-02-16', overdue: false };

/** The last day of CR-00001, which has 30.00 on INV-00001. */
let expires_on = '2026-03-01';

beforeEach(() => {
  setting.today = '2026-03-09';
  expires_on = '2026-03-01';
  mockIPC((command) => {
    switch (command) {
      case 'credit_page':
        return { row: { source, expires_on } };
      case 'source_sheet':
        return {
          source, amount: '30.00', remaining: '0.00', available: '0.00', cannot_use: null,
          rows: [{ ...invoice, outstanding: '0.00', applied: '30.00', most: '30.00' }],
        };
      case 'invoice_sheet':
        return {
          number: 'INV-00001', outstanding: '0.00',
          rows: [{ source, linked_client: null, from_on: '2026-02-02', expires_on, available: '0.00', applied: '30.00', most: '30.00', proposed: '0.00', cannot_use: null }],
        };
      default: {
        const warnings = expires_on < setting.today ? [LAPSES] : ['Something else'];
        return { answer: { left: '30.00' }, operation: '3', sentence: 'Took off', changed: [], effects: [], warnings };
      }
    }
  });
});
afterEach(() => {
  clearMocks();
  closeSheets();
  setting.today = '';
});

const later = () => screen.queryByRole('button', { name: 'Give CR-00001 a later last day' });

/** Takes CR-00001 off INV-00001 in a sheet, by the button called `off`. */
async function takeOff(off: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: off }));
  await screen.findByRole('list', { name: 'Please note' });
  return user;
}

test('credit that would lapse as it comes off an invoice can be given a later day there', async () => {
  render(InvoiceApplySheet, { id: '1', onclose: () => undefined });
  const user = await takeOff('Take CR-00001 off');
  await user.click(await screen.findByRole('button', { name: 'Give CR-00001 a later last day' }));
  expect(openSheets().map(({ props }) => props)).toEqual([{ id: '8' }]);
});

test('so can the credit itself whose money is taken off', async () => {
  render(SourceApplySheet, { id: '8', onclose: () => undefined });
  expect(later()).toBeNull();
  const user = await takeOff('Take it off INV-00001');
  await user.click(await screen.findByRole('button', { name: 'Give CR-00001 a later last day' }));
  expect(openSheets().map(({ props }) => props)).toEqual([{ id: '8' }]);
});

test('credit that can still be used needs no later day', async () => {
  expires_on = '2026-03-09';
  render(InvoiceApplySheet, { id: '1', onclose: () => undefined });
  await takeOff('Take CR-00001 off');
  expect(later()).toBeNull();
});
