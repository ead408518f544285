import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { ImportPlanView, ImportPreview, Mapping } from '$lib/host';
import ImportFlow from './ImportFlow.svelte';

afterEach(clearMocks);

const mapping: Mapping = {
  kind: 'payments',
  columns: [
    { field: 'client', column: 0 },
    { field: 'date', column: null },
    { field: 'amount', column: 2 },
  ],
  date_order: 'detect',
  decimal_comma: false,
};

function preview(plan: Partial<ImportPlanView>, read = mapping): ImportPreview {
  const settled = read.columns.every(({ column }) => column !== null);
  return {
    files: [
      {
        file: 'payments.csv',
        rows: 3,
        encoding: 'UTF-8',
        separator: 'comma',
        headings: ['Who', 'When', 'How much'],
        mapping: read,
        unused: [],
        unsettled: settled ? [] : ['Choose the column with the date.'],
        first_rows: [['Ana', '2026-03-02', '80.00']],
      },
    ],
    unread: [],
    plan: {
      counts: [{ kind: 'payments', read: 3, taken: 2, left_out: 1 }],
      problems: [{ file: 'payments.csv', row: 4, column: 'How much', severity: 'error', message: '“1e9” is no amount.' }],
      errors: 1,
      warnings: 0,
      rows_with_errors: 1,
      payments_total: '160.00',
      not_ready: '1 row has an error.',
      not_ready_without_errors: '',
      ...plan,
    },
  };
}

/** Opens the flow with `answers` in Rust's place, and chooses the files. */
async function choose(first: ImportPreview, answers: Record<string, (payload: unknown) => unknown> = {}) {
  mockIPC((command, payload) => (command === 'import_choose' ? first : answers[command]?.(payload)));
  render(ImportFlow);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Choose files' }));
  return { user, button: () => screen.getByRole<HTMLButtonElement>('button', { name: 'Import 2 rows' }) };
}

test('rows with an error hold the import back until they are left out', async () => {
  const sent: unknown[] = [];
  const { user, button } = await choose(preview({}), {
    import_commit: (payload) => {
      sent.push(payload);
      const answer = { clients: 0, services: 0, products: 0, sessions: 0, invoices: 0, payments: 2 };
      return { answer, operation: '5', sentence: 'Imported 2 payments', changed: [], effects: [], warnings: [] };
    },
  });
  expect(screen.getByText('“1e9” is no amount.')).toBeTruthy();
  expect(button().disabled).toBe(true);
  await user.click(screen.getByLabelText('Leave out the row with an error'));
  await user.click(button());
  expect(await screen.findByText('Your data is here')).toBeTruthy();
  expect(sent).toMatchObject([{ leaveOutRowsWithErrors: true }]);
});

test('an import that was taken back leaves the page as it began', async () => {
  const asked: unknown[] = [];
  const act = { changed: [], effects: [], warnings: [] };
  const { user, button } = await choose(preview({ not_ready: '', rows_with_errors: 0 }), {
    import_commit: () => {
      const answer = { clients: 0, services: 0, products: 0, sessions: 0, invoices: 0, payments: 2 };
      return { ...act, answer, operation: '5', sentence: 'Imported 2 payments' };
    },
    undo: (payload) => {
      asked.push(payload);
      return { ...act, answer: null, operation: null, sentence: 'Undid: Imported 2 payments' };
    },
  });
  await user.click(button());
  await user.click(await screen.findByRole('button', { name: 'Undo this import' }));
  expect(await screen.findByRole('button', { name: 'Choose files' })).toBeTruthy();
  expect(asked).toMatchObject([{ operation: '5' }]);
});

test('a column that is chosen is asked for by its place, and what it settles shows', async () => {
  const sent: unknown[] = [];
  const { user } = await choose(preview({}), {
    import_correct: (payload) => {
      sent.push(payload);
      return preview({}, (payload as { mapping: Mapping }).mapping);
    },
  });
  expect(screen.getByText('Choose the column with the date.')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Read “When” as'), 'date');
  expect(sent).toMatchObject([{ file: 0, mapping: { columns: [{ column: 0 }, { column: 1 }, { column: 2 }] } }]);
  expect(await screen.findByText('Recognised')).toBeTruthy();
});

test('an import that is refused keeps the files on screen and says why', async () => {
  const { user, button } = await choose(preview({ not_ready: '', rows_with_errors: 0 }), {
    import_commit: () => Promise.reject({ code: 'refused', message: 'The import was stopped. Nothing was kept.', fields: null }),
  });
  await user.click(button());
  expect(await screen.findByText('The import was stopped. Nothing was kept.')).toBeTruthy();
  expect(screen.getByText('payments.csv', { selector: 'summary bdi' })).toBeTruthy();
});
