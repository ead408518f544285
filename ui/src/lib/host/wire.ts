import { t } from '../words';
import { changed } from './topics';

/** What went wrong, in words for the therapist; `fields` name the inputs at fault. */
export interface Refusal {
  /** Only for the few places where the page branches. */
  code: string;
  /** A sentence the therapist can act on. */
  message: string;
  /** A sentence per input, by the input's name. */
  fields?: Readonly<Record<string, string>>;
}

/** What a command of Rust answers, as the generated bindings have it. */
export type Wire<T> = { status: 'ok'; data: T } | { status: 'error'; error: WireError };

/** An error as it comes over the wire. */
export interface WireError {
  code?: string | null;
  message: string;
  fields?: Readonly<Record<string, string | undefined>> | null;
}

/** A refused command, to be thrown and caught. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** The code of a refusal that Rust never gave: the answer did not come through. */
export const UNREACHABLE = 'unreachable';

/** The code of a refusal by a rule of the books: the same again is refused again, and another way is needed. */
export const REFUSED = 'refused';

/** The code of a refusal because no practice is open. */
export const CLOSED = 'closed';

/**
 * The data of a command's answer.
 *
 * @throws Refused where Rust refused, or did not answer (code {@link UNREACHABLE}).
 */
export async function call<T>(answer: Promise<Wire<T>>): Promise<T> {
  let wire: Wire<T>;
  try {
    wire = await answer;
  } catch {
    throw new Refused({ code: UNREACHABLE, message: t('shared.unreachable') });
  }
  if (wire.status === 'ok') return wire.data;
  if (typeof wire.error.message !== 'string') {
    throw new Refused({ code: UNREACHABLE, message: t('shared.unreachable') });
  }
  // Whatever was asked, the page must now ask for the passphrase.
  if (wire.error.code === CLOSED) changed(['practice']);
  throw new Refused(refusalOf(wire.error));
}

/** What to show for anything that was thrown. */
export function refusal(thrown: unknown): Refusal {
  if (thrown instanceof Refused) return thrown.refusal;
  return { code: UNREACHABLE, message: t('shared.unreachable') };
}

function refusalOf(error: WireError): Refusal {
  const fields: Record<string, string> = {};
  for (const [name, sentence] of Object.entries(error.fields ?? {})) {
    if (sentence !== undefined) fields[name] = sentence;
  }
  return { code: error.code ?? '', message: error.message, fields };
}
