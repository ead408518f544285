import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AttendanceView, SessionView } from '$lib/host';
import { closeSheets, openSheets } from '$lib/shared/sheets.svelte';
import { dismiss, shown } from '$lib/shared/toasts.svelte';
import AttendanceButtons from './AttendanceButtons.svelte';

const session = (attendance: AttendanceView | null): SessionView => ({
  id: '7',
  client_id: '1',
  client_name: 'Ana Lima',
  service_id: '1',
  service_name: 'Individual session',
  starts_at: '2026-03-02T09:00',
  ends_at: '2026-03-02T09:50',
  minutes: 50,
  attendance,
  fee_waived: false,
  awaits_invoice: false,
  invoice_id: null,
  invoice_number: null,
  fee: '90.00',
  series_id: null,
  has_note: false,
  shares: [],
});

let asked: (string | null)[] = [];

/** Shows the buttons of a session; Rust answers each mark with `answer`. */
function buttons(attendance: AttendanceView | null, answer?: () => unknown) {
  mockIPC((_, payload) => {
    asked.push((payload as { attendance: string | null }).attendance);
    const kept = { sessions: ['7'], invoices: [] };
    return answer?.() ?? { answer: kept, operation: '3', sentence: 'Marked', changed: [], effects: [], warnings: [] };
  });
  render(AttendanceButtons, { session: session(attendance) });
  return userEvent.setup();
}

beforeEach(() => (asked = []));
afterEach(() => {
  clearMocks();
  for (const note of shown()) dismiss(note.id);
});

test('a double click marks once', async () => {
  const user = buttons(null);
  await user.dblClick(screen.getByRole('button', { name: 'Attended' }));
  expect(asked).toEqual(['attended']);
});

test('pressing the pressed one takes the mark off', async () => {
  const user = buttons('no_show');
  const pressed = screen.getByRole('button', { name: 'No-show', pressed: true });
  await user.click(pressed);
  expect(asked).toEqual([null]);
});

test('the icons are one stop for Tab, walked by arrows and pressed by Enter', async () => {
  const user = buttons('attended');
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Attended' }));
  await user.keyboard('{ArrowRight}{Enter}');
  expect(asked).toEqual(['late_cancelled']);
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancelled by therapist' }));
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

test('a refusal is said in words and stays', async () => {
  const message = 'INV-00001 is paid by R-00001. Take the payment back first.';
  const user = buttons('attended', () => Promise.reject({ code: 'refused', message, fields: null }));
  await user.click(screen.getByRole('button', { name: 'Attended' }));
  expect(shown().map((note) => [note.sentence, note.problem])).toEqual([[message, true]]);
});

test('where the charge cannot be taken off, a sheet asks what becomes of it', async () => {
  mockIPC((command) => {
    if (command === 'mark_attendance') throw { code: 'refused', message: 'INV-00001 is paid.', fields: null };
    return { answer: { sessions: ['7'], invoices: [] }, operation: null, sentence: 'Kept', changed: [], effects: [], warnings: [] };
  });
  render(AttendanceButtons, { session: { ...session('attended'), invoice_id: '1', invoice_number: 'INV-00001' } });
  await userEvent.click(screen.getByRole('button', { name: 'Cancelled' }));
  expect(shown()).toEqual([]);
  expect(openSheets().map(({ props }) => props)).toMatchObject([{ attendance: 'cancelled', why: 'INV-00001 is paid.' }]);
  closeSheets();
});

test('what failed otherwise is no question of the charge, and is tried again as the same act', async () => {
  const message = 'The disk is full.';
  const keys: string[] = [];
  mockIPC((_, payload) => {
    keys.push((payload as { ask: { key: string } }).ask.key);
    if (keys.length === 1) throw { code: 'failed', message, fields: null };
    throw new Error('no answer');
  });
  render(AttendanceButtons, { session: { ...session('attended'), invoice_id: '1', invoice_number: 'INV-00001' } });
  const cancelled = screen.getByRole('button', { name: 'Cancelled' });
  await userEvent.click(cancelled);
  expect(shown().map(({ sentence }) => sentence)).toEqual([message]);
  await userEvent.click(cancelled);
  await userEvent.click(cancelled);
  expect(openSheets()).toEqual([]);
  expect(keys[1]).toBe(keys[2]);
});
