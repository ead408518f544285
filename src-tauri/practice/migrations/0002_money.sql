-- Facts about money. Append-only: a correction is a new row, never a changed one.
-- Amounts that may be taken back (charge, source_amount, application) carry a sign; a mirror row takes back.

-- Names, addresses and texts as they stood when a document was issued, each wording once.
create table frozen (
    id integer primary key,
    content text not null unique check (json_valid(content))
) strict;

create table invoice (
    id integer primary key,
    sequence integer not null unique,
    number text not null unique,
    client_id integer not null references client (id),
    operation_id integer not null references operation (id) deferrable initially deferred,
    unique (id, client_id)
) strict;
create index invoice_by_client on invoice (client_id);
create index invoice_by_operation on invoice (operation_id);

-- The content of an invoice; the highest version is the one that counts.
create table invoice_version (
    id integer primary key,
    invoice_id integer not null references invoice (id),
    version integer not null check (version >= 1),
    revision integer not null check (revision >= 1),
    issued_on text not null check (issued_on is date(issued_on)),
    due_on text not null check (due_on is date(due_on)),
    discount_kind text not null check (discount_kind in ('none', 'amount', 'percent')),
    discount_value integer not null check (discount_value >= 0),
    note text not null,
    tax_exempt integer not null check (tax_exempt in (0, 1)),
    letterhead_id integer not null references frozen (id),
    bill_to_id integer not null references frozen (id),
    gross_minor integer not null check (gross_minor >= 0),
    discount_minor integer not null check (discount_minor >= 0),
    net_minor integer not null check (net_minor >= 0),
    tax_minor integer not null check (tax_minor >= 0),
    total_minor integer not null check (total_minor = net_minor + tax_minor),
    operation_id integer not null references operation (id) deferrable initially deferred,
    unique (invoice_id, version)
) strict;
create index invoice_version_by_operation on invoice_version (operation_id);

create table invoice_line (
    id integer primary key,
    version_id integer not null references invoice_version (id),
    position integer not null check (position >= 1),
    session_id integer references session (id),
    service_id integer references service (id),
    product_id integer references product (id),
    -- What the client was given by it, in the client's file.
    record_id integer references record (id),
    description text not null check (description <> ''),
    service_on text check (service_on is date(service_on)),
    quantity_thousandths integer not null check (quantity_thousandths > 0),
    unit_price_e4 integer not null check (unit_price_e4 >= 0),
    discount_kind text not null check (discount_kind in ('none', 'amount', 'percent')),
    discount_value integer not null check (discount_value >= 0),
    line_discount_minor integer not null check (line_discount_minor >= 0),
    base_minor integer not null check (base_minor >= 0),
    document_discount_minor integer not null check (document_discount_minor between 0 and base_minor),
    net_minor integer not null check (net_minor >= 0),
    tax_minor integer not null check (tax_minor >= 0),
    unique (version_id, position)
) strict;
create index invoice_line_by_service on invoice_line (service_id) where service_id is not null;
create index invoice_line_by_session on invoice_line (session_id) where session_id is not null;
create index invoice_line_by_record on invoice_line (record_id) where record_id is not null;

create table line_tax (
    line_id integer not null references invoice_line (id),
    position integer not null check (position >= 1),
    name text not null,
    rate_e4 integer not null check (rate_e4 between 0 and 1000000),
    included integer not null check (included in (0, 1)),
    tax_minor integer not null check (tax_minor >= 0),
    primary key (line_id, position)
) strict, without rowid;

-- Without a row an invoice is open.
create table invoice_state (
    id integer primary key,
    invoice_id integer not null references invoice (id),
    state text not null check (state in ('open', 'locked', 'void')),
    reason text not null,
    operation_id integer not null references operation (id) deferrable initially deferred
) strict;
create index invoice_state_by_invoice on invoice_state (invoice_id, id);
create index invoice_state_by_operation on invoice_state (operation_id);

-- What an invoice adds to the balance owing: its total when issued, the difference when edited, all of it back when void.
create table charge (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    invoice_id integer not null,
    client_id integer not null,
    on_day text not null check (on_day is date(on_day)),
    amount_minor integer not null check (amount_minor <> 0),
    foreign key (invoice_id, client_id) references invoice (id, client_id)
) strict;
create index charge_by_invoice on charge (invoice_id, amount_minor, on_day);
create index charge_by_client on charge (client_id, amount_minor);
create index charge_by_operation on charge (operation_id);

-- A client's money that invoices can be paid with; each kind has numbers of its own.
create table source (
    id integer primary key,
    kind text not null check (kind in ('payment', 'credit', 'credit_note')),
    sequence integer not null,
    number text not null unique,
    client_id integer not null references client (id),
    operation_id integer not null references operation (id) deferrable initially deferred,
    unique (kind, sequence),
    unique (id, client_id)
) strict;
create index source_by_client_and_kind on source (client_id, kind, id);
create index source_by_operation on source (operation_id);

-- Without a row a source is active. Withdrawn: a payment reversed, a credit deleted, a credit note void.
create table source_state (
    id integer primary key,
    source_id integer not null references source (id),
    state text not null check (state in ('active', 'inactive', 'withdrawn')),
    reason text not null,
    operation_id integer not null references operation (id) deferrable initially deferred
) strict;
create index source_state_by_source on source_state (source_id, id);
create index source_state_by_operation on source_state (operation_id);

-- The content of a payment and of its receipt; the highest version is the one that counts.
create table payment_version (
    id integer primary key,
    payment_id integer not null references source (id),
    version integer not null check (version >= 1),
    revision integer not null check (revision >= 1),
    received_on text not null check (received_on is date(received_on)),
    method text not null check (method <> ''),
    reference text not null,
    comment text not null,
    amount_minor integer not null check (amount_minor > 0),
    letterhead_id integer not null references frozen (id),
    received_from_id integer not null references frozen (id),
    operation_id integer not null references operation (id) deferrable initially deferred,
    unique (payment_id, version)
) strict;
create index payment_version_by_operation on payment_version (operation_id);

-- What a credit says; the highest version is the one that counts. Only goodwill has a last day.
create table credit_version (
    id integer primary key,
    credit_id integer not null references source (id),
    version integer not null check (version >= 1),
    origin text not null check (origin in ('loyalty', 'referral', 'courtesy', 'other', 'opening_balance', 'transfer')),
    given_on text not null check (given_on is date(given_on)),
    expires_on text check (expires_on is date(expires_on)),
    reason text not null,
    amount_minor integer not null check (amount_minor > 0),
    operation_id integer not null references operation (id) deferrable initially deferred,
    unique (credit_id, version),
    check (expires_on is null or origin not in ('opening_balance', 'transfer'))
) strict;
create index credit_version_by_operation on credit_version (operation_id);

-- What a credit note says, for ever: on an invoice with lines that mirror the invoice's, or free-standing.
create table credit_note (
    id integer primary key references source (id),
    client_id integer not null,
    invoice_id integer,
    cause text not null check (cause in ('correction', 'service', 'goodwill', 'return')),
    issued_on text not null check (issued_on is date(issued_on)),
    note text not null,
    letterhead_id integer not null references frozen (id),
    bill_to_id integer not null references frozen (id),
    net_minor integer not null check (net_minor >= 0),
    tax_minor integer not null check (tax_minor >= 0),
    total_minor integer not null check (total_minor = net_minor + tax_minor and total_minor > 0),
    foreign key (id, client_id) references source (id, client_id),
    foreign key (invoice_id, client_id) references invoice (id, client_id)
) strict;
create index credit_note_by_invoice on credit_note (invoice_id) where invoice_id is not null;

create table credit_note_line (
    id integer primary key,
    credit_note_id integer not null references credit_note (id),
    position integer not null check (position >= 1),
    invoice_line_id integer references invoice_line (id),
    description text not null check (description <> ''),
    -- 0 where only money was named.
    quantity_thousandths integer not null check (quantity_thousandths >= 0),
    net_minor integer not null check (net_minor >= 0),
    tax_minor integer not null check (tax_minor >= 0),
    unique (credit_note_id, position)
) strict;
create index credit_note_line_by_invoice_line on credit_note_line (invoice_line_id) where invoice_line_id is not null;

create table credit_note_line_tax (
    line_id integer not null references credit_note_line (id),
    position integer not null check (position >= 1),
    name text not null,
    rate_e4 integer not null check (rate_e4 between 0 and 1000000),
    included integer not null check (included in (0, 1)),
    tax_minor integer not null check (tax_minor >= 0),
    primary key (line_id, position)
) strict, without rowid;

create table source_amount (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    source_id integer not null,
    client_id integer not null,
    on_day text not null check (on_day is date(on_day)),
    amount_minor integer not null check (amount_minor <> 0),
    foreign key (source_id, client_id) references source (id, client_id)
) strict;
create index source_amount_by_source on source_amount (source_id, amount_minor);
create index source_amount_by_client on source_amount (client_id, amount_minor, on_day);
create index source_amount_by_day on source_amount (on_day, amount_minor);
create index source_amount_by_operation on source_amount (operation_id);

-- Money of a source on an invoice: of the same client, or of a client linked with the source's.
create table application (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    source_id integer not null,
    source_client_id integer not null,
    invoice_id integer not null,
    client_id integer not null,
    on_day text not null check (on_day is date(on_day)),
    amount_minor integer not null check (amount_minor <> 0),
    foreign key (source_id, source_client_id) references source (id, client_id),
    foreign key (invoice_id, client_id) references invoice (id, client_id)
) strict;
create index application_by_invoice on application (invoice_id, amount_minor, on_day);
create index application_by_source on application (source_id, amount_minor);
create index application_by_client on application (client_id, amount_minor);
create index application_by_source_client on application (source_client_id, amount_minor, on_day);
create index application_by_operation on application (operation_id);
create index application_taken_off on application (operation_id) where amount_minor < 0;

-- Money that went back to a client, with a number and an advice. It was taken back if its payouts come to nothing.
create table refund (
    id integer primary key,
    sequence integer not null unique,
    number text not null unique,
    source_id integer not null,
    client_id integer not null,
    refunded_on text not null check (refunded_on is date(refunded_on)),
    method text not null check (method <> ''),
    reference text not null,
    reason text not null,
    amount_minor integer not null check (amount_minor > 0),
    letterhead_id integer not null references frozen (id),
    paid_to_id integer not null references frozen (id),
    operation_id integer not null references operation (id) deferrable initially deferred,
    foreign key (source_id, client_id) references source (id, client_id)
) strict;
create index refund_by_source on refund (source_id);
create index refund_by_client on refund (client_id);
create index refund_by_operation on refund (operation_id);

-- Money of one client for a linked one: out of a source of the first, into a credit of the second.
create table transfer (
    id integer primary key,
    source_id integer not null,
    client_id integer not null,
    credit_id integer not null unique,
    to_client_id integer not null check (to_client_id <> client_id),
    reason text not null check (reason <> ''),
    consent text not null check (consent <> ''),
    operation_id integer not null references operation (id) deferrable initially deferred,
    foreign key (source_id, client_id) references source (id, client_id),
    foreign key (credit_id, to_client_id) references source (id, client_id)
) strict;
create index transfer_by_source on transfer (source_id);
create index transfer_by_operation on transfer (operation_id);

-- What leaves a source other than to invoices: refunds, and transfers to linked clients.
create table payout (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    source_id integer not null,
    client_id integer not null,
    refund_id integer references refund (id),
    transfer_id integer references transfer (id),
    on_day text not null check (on_day is date(on_day)),
    amount_minor integer not null check (amount_minor <> 0),
    check ((refund_id is null) <> (transfer_id is null)),
    foreign key (source_id, client_id) references source (id, client_id)
) strict;
create index payout_by_source on payout (source_id, amount_minor, transfer_id);
create index payout_by_client on payout (client_id, amount_minor, on_day);
create index payout_by_refund on payout (refund_id, amount_minor) where refund_id is not null;
create index payout_by_transfer on payout (transfer_id, amount_minor) where transfer_id is not null;
create index payout_by_day on payout (on_day, amount_minor);
create index payout_by_operation on payout (operation_id);

-- What is given up of an invoice.
create table write_off (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    invoice_id integer not null,
    client_id integer not null,
    on_day text not null check (on_day is date(on_day)),
    reason text not null,
    amount_minor integer not null check (amount_minor <> 0),
    foreign key (invoice_id, client_id) references invoice (id, client_id)
) strict;
create index write_off_by_invoice on write_off (invoice_id, amount_minor, on_day);
create index write_off_by_client on write_off (client_id, amount_minor);
create index write_off_by_operation on write_off (operation_id);

-- The invoices with something left to pay, so that lists of them need not read the paid ones. Kept by triggers alone.
create table unsettled (
    invoice_id integer primary key references invoice (id),
    client_id integer not null
) strict;
create index unsettled_by_client on unsettled (client_id, invoice_id);

-- A document as it left the practice, byte for byte.
create table supplied (
    id integer primary key,
    entity text not null check (entity in ('invoice', 'payment', 'credit_note', 'refund', 'statement')),
    -- The client, for an account summary.
    entity_id integer not null,
    -- The days of an account summary; without the first it tells the account from its beginning.
    from_on text check (from_on is date(from_on)),
    to_on text check (to_on is date(to_on)),
    revision integer not null check (revision >= 1),
    file_name text not null,
    facts_sha256 text not null check (length(facts_sha256) = 64),
    sha256 text not null check (length(sha256) = 64),
    bytes blob not null,
    supplied_on text not null check (supplied_on is date(supplied_on)),
    operation_id integer not null references operation (id) deferrable initially deferred,
    check ((entity = 'statement') = (to_on is not null)),
    check (from_on is null or from_on <= to_on)
) strict;
create index supplied_by_entity on supplied (entity, entity_id, id);

create table delivery (
    id integer primary key,
    supplied_id integer not null references supplied (id),
    way text not null check (way in ('pdf', 'print', 'email')),
    recipient text not null,
    delivered_at text not null,
    operation_id integer not null references operation (id) deferrable initially deferred
) strict;
create index delivery_by_supplied on delivery (supplied_id);

create view invoice_balance as
select
    i.id,
    i.client_id,
    (select coalesce(sum(c.amount_minor), 0) from charge c where c.invoice_id = i.id) as total_minor,
    (select coalesce(sum(a.amount_minor), 0) from application a where a.invoice_id = i.id) as applied_minor,
    (select coalesce(sum(w.amount_minor), 0) from write_off w where w.invoice_id = i.id) as written_off_minor,
    coalesce((select s.state from invoice_state s where s.invoice_id = i.id order by s.id desc limit 1), 'open') as state
from invoice i;

create view invoice_now as
select v.*
from invoice_version v
where v.version = (select max(w.version) from invoice_version w where w.invoice_id = v.invoice_id);

create view source_balance as
select
    s.id,
    s.kind,
    s.client_id,
    (select coalesce(sum(m.amount_minor), 0) from source_amount m where m.source_id = s.id) as amount_minor,
    (select coalesce(sum(a.amount_minor), 0) from application a where a.source_id = s.id) as applied_minor,
    (select coalesce(sum(p.amount_minor), 0) from payout p where p.source_id = s.id) as paid_out_minor,
    (select coalesce(sum(p.amount_minor), 0) from payout p where p.source_id = s.id and p.transfer_id is not null)
        as transferred_minor,
    coalesce((select t.state from source_state t where t.source_id = s.id order by t.id desc limit 1), 'active') as state
from source s;

create view payment_now as
select v.*
from payment_version v
where v.version = (select max(w.version) from payment_version w where w.payment_id = v.payment_id);

create view credit_now as
select v.*
from credit_version v
where v.version = (select max(w.version) from credit_version w where w.credit_id = v.credit_id);

-- What remains of credits counts here whether it can be used or not; `store::credit` takes off what has lapsed.
create view client_balance as
select
    c.id as client_id,
    (select coalesce(sum(h.amount_minor), 0) from charge h where h.client_id = c.id)
    - (select coalesce(sum(a.amount_minor), 0) from application a where a.client_id = c.id)
    - (select coalesce(sum(w.amount_minor), 0) from write_off w where w.client_id = c.id) as owing_minor,
    (select coalesce(sum(m.amount_minor), 0) from source_amount m where m.client_id = c.id)
    - (select coalesce(sum(a.amount_minor), 0) from application a where a.source_client_id = c.id)
    - (select coalesce(sum(p.amount_minor), 0) from payout p where p.client_id = c.id) as credit_minor
from client c;

-- What sessions charge and no invoice asks for yet, with who pays it and when that payer's invoices are made.
create view awaiting as
select s.id as session_id, s.starts_at, s.client_id, 0 as shared, coalesce(c.invoicing, p.invoicing) as invoicing
from session s
join client c on c.id = s.client_id
join profile p
where s.awaits_invoice = 1
union all
select s.id, s.starts_at, h.client_id, 1, coalesce(c.invoicing, p.invoicing)
from session_share h
join session s on s.id = h.session_id
join client c on c.id = h.client_id
join profile p
where h.awaits_invoice = 1;

-- Each session with each invoice that charges it.
create view charged as
select id, starts_at, client_id, invoice_id from session where invoice_id is not null
union all
select s.id, s.starts_at, h.client_id, h.invoice_id
from session_share h
join session s on s.id = h.session_id
where h.invoice_id is not null;
