import type { CreditNoteForm, CreditNoteProposal, NoteLineForm, SettlementForm, SplitForm, WantedForm } from '$lib/host';

/** How a line of an invoice is credited. */
export type Kind = WantedForm['kind'];

/** What becomes of a note's money. */
export type Settle = SettlementForm['kind'];

/** What is typed of the settlement, whichever of its ways is chosen. */
export interface Typed extends SplitForm {
  settle: Settle;
}

/** The settlement as it opens: what is usual. */
export function usualSettlement(today: string): Typed {
  return { settle: 'usual', applied: '', refunded: '', refunded_on: today, method: '', reference: '' };
}

/** The settlement, as Rust takes it. */
export function settlementForm({ settle, ...split }: Typed): SettlementForm {
  return settle === 'usual' ? { kind: 'usual' } : { kind: 'split', split };
}

/** What is credited of a line when its way is chosen; a field that opens is empty. */
export function wantedForm(kind: Kind): WantedForm {
  return kind === 'units' || kind === 'amount' ? { kind, value: '' } : { kind };
}

/** A line of a free-standing note. */
export function freeLine(): NoteLineForm {
  return { description: '', wanted: { kind: 'amount', value: '' } };
}

/** A line for each of the invoice's, of which nothing is credited yet; the only one of an invoice is taken whole. */
export function linesOf(proposal: CreditNoteProposal): NoteLineForm[] {
  const only = proposal.lines.length === 1 && !proposal.cannot_credit;
  return proposal.lines.map(({ description }) => ({ description, wanted: { kind: only ? 'rest' : 'nothing' } }));
}

/** Whether the note says enough to be tried. */
export function saysEnough({ client_id, invoice_id, lines }: CreditNoteForm): boolean {
  if (invoice_id === null && client_id === null) return false;
  return lines.some(({ wanted }) => wanted.kind === 'rest' || ('value' in wanted && wanted.value.trim() !== ''));
}
