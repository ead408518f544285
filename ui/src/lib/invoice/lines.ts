import type { AgreedFeeForm, DiscountForm, InvoiceForm, LineForm, LineTaxForm, ProductView, ServiceView, SettingsView, TaxView } from '$lib/host';

const NO_DISCOUNT: DiscountForm = { kind: 'none', value: '' };

/** An empty invoice of today; the due date follows the payment terms. */
export function newForm(clientId: string | null, today: string): InvoiceForm {
  return {
    client_id: clientId,
    issued_on: today,
    due_on: '',
    discount: { ...NO_DISCOUNT },
    note: '',
    lines: [],
    goods: [],
    stock_reason: '',
  };
}

/** A line of free text. */
export function freeLine(day: string): LineForm {
  return {
    session_id: null,
    service_id: null,
    product_id: null,
    record_id: null,
    description: '',
    service_on: day,
    quantity: '1',
    unit_price: '',
    discount: { ...NO_DISCOUNT },
    taxes: [],
  };
}

/** A line for a service, at what was agreed with the client where something was. */
export function serviceLine(
  service: ServiceView,
  taxes: readonly TaxView[],
  agreed: readonly AgreedFeeForm[],
  day: string,
): LineForm {
  const fee = agreed.find((one) => one.service_id === service.id)?.fee;
  return {
    ...freeLine(day),
    service_id: service.id,
    description: service.form.name,
    unit_price: fee || service.form.fee,
    taxes: lineTaxes(taxes, service.form.tax_ids),
  };
}

/** A line for one of a product. */
export function productLine(product: ProductView, taxes: readonly TaxView[], day: string): LineForm {
  return {
    ...freeLine(day),
    product_id: product.id,
    description: product.form.name,
    unit_price: product.form.price,
    taxes: lineTaxes(taxes, product.form.tax_id ? [product.form.tax_id] : []),
  };
}

/** The taxes that a line can have: those in use, and those that it has already. */
export function taxChoices(settings: SettingsView | undefined, line: LineForm): LineTaxForm[] {
  const offered = (settings?.taxes ?? []).filter((tax) => !tax.archived).map((tax) => ({ ...tax.form }));
  const old = line.taxes.filter((tax) => !offered.some((one) => sameTax(one, tax)));
  return [...offered, ...old];
}

/** The line's taxes with `tax` put on or taken off. */
export function withTax(taxes: readonly LineTaxForm[], tax: LineTaxForm, on: boolean): LineTaxForm[] {
  const others = taxes.filter((one) => !sameTax(one, tax));
  return on ? [...others, tax] : others;
}

/** Whether two taxes are one and the same. */
export function sameTax(one: LineTaxForm, other: LineTaxForm): boolean {
  return one.name === other.name && one.rate === other.rate && one.included === other.included;
}

function lineTaxes(taxes: readonly TaxView[], ids: readonly string[]): LineTaxForm[] {
  return taxes.filter((tax) => ids.includes(tax.id)).map((tax) => ({ ...tax.form }));
}
