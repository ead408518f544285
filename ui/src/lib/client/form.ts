import type { ClientForm } from '$lib/host';

/** The details of a client nobody knows anything about yet. */
export function emptyForm(): ClientForm {
  return {
    first_name: '',
    last_name: '',
    email: '',
    phone: '',
    address: '',
    city: '',
    state: '',
    zip: '',
    country: '',
    born_on: '',
    notes: '',
    bill_to_name: '',
    bill_to_address: '',
    bill_to_email: '',
    auto_invoice: null,
    tax_exempt: false,
    agreed_fees: [],
  };
}

/** A client's own setting for auto-invoicing, as one of three choices. */
export type OwnSetting = 'as_practice' | 'on' | 'off';

export function ownSetting(value: boolean | null): OwnSetting {
  if (value === null) return 'as_practice';
  return value ? 'on' : 'off';
}

export function fromOwnSetting(choice: string): boolean | null {
  return choice === 'as_practice' ? null : choice === 'on';
}
