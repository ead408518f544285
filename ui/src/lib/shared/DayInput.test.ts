import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import DayInput from './DayInput.svelte';
import { setting } from './setting.svelte';

afterEach(() => (setting.today = ''));

function field(value: string, error?: string) {
  let now = value;
  render(DayInput, { label: 'Received', value, error, onchange: (day: string) => (now = day) });
  return { input: screen.getByLabelText<HTMLInputElement>('Received'), value: () => now };
}

test('a typed day is given as YYYY-MM-DD and shown as days are written', async () => {
  const user = userEvent.setup();
  const { input, value } = field('2026-03-02');
  expect(input.value).toBe('2 Mar 2026');
  await user.clear(input);
  await user.type(input, '9/3/2026');
  expect(value()).toBe('2026-03-09');
  expect(input.value).toBe('9/3/2026');
  await user.tab();
  expect(input.value).toBe('9 Mar 2026');
});

test('a day that does not exist goes to Rust as typed', async () => {
  const user = userEvent.setup();
  const { input, value } = field('');
  await user.type(input, '2026-02-30');
  await user.tab();
  expect(value()).toBe('2026-02-30');
  expect(input.value).toBe('2026-02-30');
});

test('an error stands with its field', () => {
  const { input } = field('2026-02-30', '30 February does not exist.');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const described = document.getElementById(input.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('30 February does not exist.');
});

test('the calendar begins at the practice’s today and marks it, whatever the computer’s clock says', async () => {
  setting.today = '2019-03-05';
  const user = userEvent.setup();
  field('');
  await user.click(screen.getByRole('button', { name: /Open the calendar/ }));
  const marked = await waitFor(() => {
    const days = [...document.querySelectorAll('[data-calendar-day][aria-current="date"]')];
    expect(days).toHaveLength(1);
    return days[0];
  });
  expect(marked?.getAttribute('data-value')).toBe('2019-03-05');
  await waitFor(() => expect(document.activeElement).toBe(marked));
});
