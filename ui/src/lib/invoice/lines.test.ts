import { expect, test } from 'vitest';
import type { ServiceView, SettingsView, TaxView } from '$lib/host';
import { freeLine, serviceLine, taxChoices, withTax } from './lines';

const tax = (id: string, rate: string, archived = false): TaxView => ({
  id,
  form: { name: 'VAT', rate, included: false },
  archived,
});
const taxes = [tax('1', '20'), tax('2', '5'), tax('3', '17.5', true)];
const service: ServiceView = {
  id: '4',
  form: {
    code: '',
    name: 'Individual session',
    minutes: '50',
    fee: '90.00',
    tax_ids: ['2'],
    late_cancel: { kind: 'none', value: '' },
    no_show: { kind: 'none', value: '' },
  },
  archived: false,
  cannot_delete: null,
};

test('a service charges what was agreed with the client, else its fee, with its taxes', () => {
  expect(serviceLine(service, taxes, [], '2026-03-02')).toMatchObject({
    service_id: '4',
    description: 'Individual session',
    service_on: '2026-03-02',
    quantity: '1',
    unit_price: '90.00',
    taxes: [{ name: 'VAT', rate: '5', included: false }],
  });
  const agreed = [{ service_id: '4', fee: '70.00' }];
  expect(serviceLine(service, taxes, agreed, '2026-03-02').unit_price).toBe('70.00');
});

test('a line keeps the tax it was written with beside those in use', () => {
  const old = { name: 'VAT', rate: '17.5', included: false };
  const line = { ...freeLine('2026-03-02'), taxes: [old] };
  const settings = { taxes } as SettingsView;
  expect(taxChoices(settings, line).map(({ rate }) => rate)).toEqual(['20', '5', '17.5']);
  expect(withTax(line.taxes, old, false)).toEqual([]);
  expect(withTax(line.taxes, { ...old }, true)).toEqual([old]);
});
