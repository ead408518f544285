import type {
  CreditableLine,
  CreditNoteForm,
  CreditNoteProposal,
  NoteLineForm,
  SettlementForm,
  SplitForm,
  WantedForm,
} from '$lib/host';

/** How a line of an invoice is credited. */
export type Kind = WantedForm['kind'];

/** What becomes of a note's money. */
export type Settle = SettlementForm['kind'];

/** What is typed of the settlement, whichever of its ways is chosen. */
export interface Typed extends SplitForm {
  settle: Settle;
}

/** What becomes of the goods of a line. */
export type Goods = Pick<NoteLineForm, 'restock' | 'deactivate'>;

const NO_GOODS: Goods = { restock: '', deactivate: false };

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
  return { description: '', wanted: { kind: 'amount', value: '' }, ...NO_GOODS };
}

/** A line for each of the invoice's, of which nothing is credited yet; the only one of an invoice is taken whole. */
export function linesOf(proposal: CreditNoteProposal): NoteLineForm[] {
  const only = proposal.lines.length === 1 && !proposal.cannot_credit;
  return proposal.lines.map((line) => {
    const wanted: WantedForm = { kind: only ? 'rest' : 'nothing' };
    return { description: line.description, wanted, ...goodsOf(line, wanted) };
  });
}

/** How many goods of a line are credited; nothing where only money is. */
export function unitsOf(line: CreditableLine, wanted: WantedForm): string | null {
  if (!line.record_id) return null;
  if (wanted.kind === 'rest') return line.left_quantity;
  return wanted.kind === 'units' ? wanted.value.trim() : null;
}

/** Whether it is asked how many goods of a line go back into stock. */
export function asksRestock(line: CreditableLine | undefined, wanted: WantedForm): boolean {
  return line !== undefined && line.counted && unitsOf(line, wanted) !== null;
}

/** Whether nothing is left of the goods of a line, so that their record can be deactivated. */
export function takesAll(line: CreditableLine, wanted: WantedForm): boolean {
  return unitsOf(line, wanted) === line.left_quantity;
}

/**
 * What becomes of the goods of a line: what is typed, else all that is credited goes back into stock, and the record is
 * deactivated with the last of them.
 */
export function goodsOf(line: CreditableLine, wanted: WantedForm, typed: Partial<Goods> = {}): Goods {
  const units = unitsOf(line, wanted);
  if (units === null) return NO_GOODS;
  return {
    restock: line.counted ? (typed.restock ?? units) : '',
    deactivate: takesAll(line, wanted) && (typed.deactivate ?? true),
  };
}

/** Whether the note says enough to be tried. */
export function saysEnough({ client_id, invoice_id, lines }: CreditNoteForm): boolean {
  if (invoice_id === null && client_id === null) return false;
  return lines.some(({ wanted }) => wanted.kind === 'rest' || ('value' in wanted && wanted.value.trim() !== ''));
}
