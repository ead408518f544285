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
    invoicing: null,
    use_credit: null,
    tax_exempt: false,
    agreed_fees: [],
  };
}
