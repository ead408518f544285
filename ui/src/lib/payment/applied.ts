import type { AppliedForm, OpenInvoiceRow, PaymentProposal } from '$lib/host';

/** How the therapist says what a payment is for. */
export type Use = 'proposal' | 'by_hand' | 'to_credit';

/** The fields of the form that show their own sentence. */
export const PAYMENT_FIELDS = ['amount', 'received_on', 'method', 'reference', 'comment'] as const;

/** What is typed beside each open invoice, by the invoice's id. */
export type Shares = Readonly<Record<string, string>>;

/** What a payment is for, as Rust takes it. */
export function appliedForm(use: Use, shares: Shares, open: readonly OpenInvoiceRow[]): AppliedForm {
  if (use === 'to_credit') return { kind: 'to_credit' };
  if (use === 'proposal') return { kind: 'oldest_first' };
  return { kind: 'by_hand', shares: sharesOf(open, (row) => shares[row.id] ?? '') };
}

/** The proposal with one invoice first, spelt out: "oldest first" alone would not begin with it. */
export function proposedForm(proposal: PaymentProposal): AppliedForm {
  return { kind: 'by_hand', shares: sharesOf(proposal.open, (row) => (isNothing(row.proposed) ? '' : row.proposed)) };
}

/** The proposal's amounts, to be changed by hand. */
export function proposedShares(open: readonly OpenInvoiceRow[]): Shares {
  return Object.fromEntries(open.map((row) => [row.id, isNothing(row.proposed) ? '' : row.proposed]));
}

/** What to propose as amount: what is left on the invoice it is for, else all that is owed. */
export function proposedAmount(proposal: PaymentProposal, invoiceId: string | undefined): string {
  const invoice = proposal.open.find((row) => row.id === invoiceId);
  const amount = invoice ? invoice.outstanding : proposal.owing;
  return isNothing(amount) ? '' : amount;
}

/** Whether an amount that Rust wrote is zero. */
export function isNothing(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

function sharesOf(open: readonly OpenInvoiceRow[], amountOf: (row: OpenInvoiceRow) => string) {
  return open
    .map((row) => ({ invoice_id: row.id, amount: amountOf(row).trim() }))
    .filter((share) => share.amount !== '');
}

/** An amount that Rust wrote, as the width of its part of a bar; only for drawing. */
export function share(amount: string): string {
  return amount.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
}
