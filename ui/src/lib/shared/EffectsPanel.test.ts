import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import EffectsPanel from './EffectsPanel.svelte';

test('the number of a document is one word, wherever it stands in what will happen', () => {
  render(EffectsPanel, {
    effects: [{ label: 'INV-01542', before: 'unpaid', after: 'paid by R-00007', money: false }],
    warnings: ['2026-00015 is locked; nothing else is well-known.'],
  });
  for (const number of ['INV-01542', 'R-00007', '2026-00015']) {
    expect(screen.getByText(number).tagName).toBe('SPAN');
  }
  expect(screen.queryByText('well-known')).toBeNull();
  expect(screen.getByText('INV-01542').closest('dt')?.textContent).toBe('INV-01542');
});

test('long states stand one above the other, short ones side by side', () => {
  render(EffectsPanel, {
    effects: [
      { label: 'Owed by', before: 'Anastasia Konstantinopoulou', after: 'Benjamin Okoro-Featherstone', money: false },
      { label: 'Status', before: 'unpaid', after: 'paid', money: false },
    ],
  });
  const rowOf = (label: string) => screen.getByText(label).closest('div');
  expect(rowOf('Owed by')?.classList.contains('long')).toBe(true);
  expect(rowOf('Status')?.classList.contains('long')).toBe(false);
});
