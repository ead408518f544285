import { expect, test } from 'vitest';
import type { ServiceView } from '$lib/host';
import { newForm, repeatForm, withService } from './form';

const service = (id: string, minutes: string): ServiceView => ({
  id,
  form: {
    code: '',
    name: id,
    minutes,
    fee: '90.00',
    tax_ids: [],
    late_cancel: { kind: 'none', value: '' },
    no_show: { kind: 'none', value: '' },
  },
  archived: false,
  cannot_delete: null,
});
const services = [service('short', '30'), service('long', '80')];
const slot = { day: '2026-03-02', time: '09:00', minutes: '' };

test('the minutes follow the service until they are typed or drawn', () => {
  const first = withService(newForm(slot, null), services, 'short');
  expect(first.minutes).toBe('30');
  expect(withService(first, services, 'long').minutes).toBe('80');
  expect(withService({ ...first, minutes: '45' }, services, 'long').minutes).toBe('45');
  expect(withService(newForm({ ...slot, minutes: '45' }, null), services, 'short').minutes).toBe('45');
});

test.each([
  ['never', 'count', null],
  ['weekly', 'count', { weeks: 1, count: '10', until: '' }],
  ['fortnightly', 'until', { weeks: 2, count: '', until: '2026-06-01' }],
] as const)('%s by %s is sent as Rust takes it', (repeats, ends, sent) => {
  expect(repeatForm(repeats, ends, '10', '2026-06-01')).toEqual(sent);
});
