-- Who the practice is, whom it sees and when. Everything that can be edited is tracked in `change`.

create table operation (
    id integer primary key,
    kind text not null,
    sentence text not null,
    acted_on text not null check (acted_on is date(acted_on)),
    acted_at text not null,
    key text not null unique,
    undoes integer references operation (id),
    answer text not null
) strict;
create unique index operation_undone_once on operation (undoes) where undoes is not null;

-- The acts that stand: each that is no undo, and was not undone or was done again.
create view operation_standing as
select o.id
from operation o
where o.undoes is null
and (
    with recursive undone (id, times) as (
        select o.id, 0
        union all select u.id, d.times + 1 from undone d join operation u on u.undoes = d.id
    )
    select max(times) % 2 from undone
) = 0;

-- What an operation made or changed; the history of a document reads this backwards.
create table operation_subject (
    entity text not null,
    entity_id integer not null,
    operation_id integer not null references operation (id) deferrable initially deferred,
    made integer not null check (made in (0, 1)),
    primary key (entity, entity_id, operation_id)
) strict, without rowid;
create index operation_subject_by_operation on operation_subject (operation_id);

-- The row of an editable thing before and after an operation; undo puts `before` back.
create table change (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    entity text not null,
    entity_id integer not null,
    before text check (json_valid(before)),
    after text check (json_valid(after))
) strict;
create index change_by_operation on change (operation_id);

create table logo (
    id integer primary key,
    sha256 text not null unique,
    bytes blob not null
) strict;

create table profile (
    id integer primary key check (id = 1),
    name text not null,
    owner text not null,
    address text not null,
    phone text not null,
    email text not null,
    tax_id text not null,
    npi text not null,
    licence text not null,
    currency text not null check (length(currency) = 3),
    time_zone text not null,
    paper text not null check (paper in ('a4', 'letter')),
    terms_days integer not null check (terms_days between 0 and 365),
    how_to_pay text not null,
    footer text not null,
    invoicing text not null check (invoicing in ('per_session', 'monthly', 'by_hand')),
    tax_rounding text not null check (tax_rounding in ('per_document', 'per_line')),
    invoice_prefix text not null,
    invoice_digits integer not null check (invoice_digits between 1 and 9),
    invoice_first integer not null check (invoice_first >= 1),
    receipt_prefix text not null,
    receipt_digits integer not null check (receipt_digits between 1 and 9),
    receipt_first integer not null check (receipt_first >= 1),
    credit_note_prefix text not null,
    credit_note_digits integer not null check (credit_note_digits between 1 and 9),
    credit_note_first integer not null check (credit_note_first >= 1),
    refund_prefix text not null,
    refund_digits integer not null check (refund_digits between 1 and 9),
    refund_first integer not null check (refund_first >= 1),
    -- What happens with available credit when an invoice is issued.
    use_credit text not null check (use_credit in ('off', 'suggest', 'automatic')),
    -- The last day on which nothing is added or changed any more.
    closed_through text check (closed_through is date(closed_through)),
    logo_id integer references logo (id)
) strict;

create table tax (
    id integer primary key,
    name text not null check (name <> ''),
    rate_e4 integer not null check (rate_e4 between 0 and 1000000),
    included integer not null check (included in (0, 1)),
    archived_on text
) strict;

create table service (
    id integer primary key,
    code text not null,
    name text not null check (name <> ''),
    minutes integer not null check (minutes between 0 and 1440),
    fee_minor integer not null check (fee_minor >= 0),
    late_cancel_kind text not null check (late_cancel_kind in ('none', 'amount', 'percent')),
    late_cancel_value integer not null check (late_cancel_value >= 0),
    no_show_kind text not null check (no_show_kind in ('none', 'amount', 'percent')),
    no_show_value integer not null check (no_show_value >= 0),
    archived_on text
) strict;
create unique index service_code on service (code) where code <> '';

create table service_tax (
    service_id integer not null references service (id) on delete cascade,
    position integer not null,
    tax_id integer not null references tax (id),
    primary key (service_id, position)
) strict, without rowid;

create table product (
    id integer primary key,
    sku text not null,
    name text not null check (name <> ''),
    price_minor integer not null check (price_minor >= 0),
    tax_id integer references tax (id),
    -- Whether its stock is kept, how many there were when that began, and from how many on it is low.
    counted integer not null check (counted in (0, 1)),
    opening_count integer check (opening_count >= 0),
    opened_on text check (opened_on is date(opened_on)),
    low_mark integer check (low_mark >= 0),
    archived_on text,
    check ((opening_count is null) = (opened_on is null)),
    check (counted = 0 or opening_count is not null)
) strict;
create unique index product_sku on product (sku) where sku <> '';

create table payment_method (
    id integer primary key,
    name text not null unique check (name <> ''),
    position integer not null,
    archived_on text
) strict;

create table client (
    id integer primary key,
    first_name text not null,
    last_name text not null,
    email text not null,
    phone text not null,
    address text not null,
    city text not null,
    state text not null,
    zip text not null,
    country text not null,
    born_on text check (born_on is date(born_on)),
    notes text not null,
    bill_to_name text not null,
    bill_to_address text not null,
    bill_to_email text not null,
    invoicing text check (invoicing in ('per_session', 'monthly', 'by_hand')),
    -- Without a value, as the practice does.
    use_credit text check (use_credit in ('off', 'suggest', 'automatic')),
    tax_exempt integer not null check (tax_exempt in (0, 1)),
    archived_on text,
    sort_name text not null,
    check (first_name <> '' or last_name <> '')
) strict;
create index client_by_name on client (sort_name, id);

-- Clients of whom one pays for the other, or who are a family; the smaller id first.
create table client_link (
    id integer primary key,
    client_id integer not null references client (id),
    other_id integer not null references client (id),
    kind text not null check (kind in ('payer', 'family')),
    unique (client_id, other_id),
    check (client_id < other_id)
) strict;
create index client_link_by_other on client_link (other_id);

create table agreed_fee (
    client_id integer not null references client (id) on delete cascade,
    service_id integer not null references service (id),
    fee_minor integer not null check (fee_minor >= 0),
    primary key (client_id, service_id)
) strict, without rowid;

create table series (
    id integer primary key,
    weeks integer not null check (weeks between 1 and 52)
) strict;

create table session (
    id integer primary key,
    client_id integer not null references client (id),
    service_id integer not null references service (id),
    starts_at text not null check (starts_at is strftime('%Y-%m-%dT%H:%M', starts_at)),
    minutes integer not null check (minutes between 1 and 1440),
    fee_minor integer check (fee_minor >= 0),
    attendance text check (attendance in ('attended', 'late_cancelled', 'no_show', 'cancelled', 'cancelled_by_therapist')),
    fee_waived integer not null default 0 check (fee_waived in (0, 1)),
    awaits_invoice integer not null default 0 check (awaits_invoice in (0, 1)),
    invoice_id integer,
    series_id integer references series (id),
    note text not null default '',
    foreign key (invoice_id, client_id) references invoice (id, client_id),
    constraint session_charged_once check (awaits_invoice = 0 or invoice_id is null),
    constraint session_charge_needs_attendance check (attendance is not null or (awaits_invoice = 0 and invoice_id is null))
) strict;
create index session_by_start on session (starts_at, id);
create index session_by_client on session (client_id, starts_at);
create index session_unmarked on session (starts_at, id) where attendance is null;
create index session_by_series on session (series_id, starts_at) where series_id is not null;
create index session_awaiting_invoice on session (starts_at, id) where awaits_invoice = 1;
create index session_by_service on session (service_id);
create index session_by_invoice on session (invoice_id) where invoice_id is not null;

-- Who else pays for a session, and how much of it; its own client pays the rest. Each payer has one column for the invoice
-- that charges it, so at most one live charge, and only an invoice of that payer fits.
create table session_share (
    session_id integer not null references session (id) on delete cascade,
    client_id integer not null references client (id),
    percent_e4 integer not null check (percent_e4 between 1 and 1000000),
    awaits_invoice integer not null default 0 check (awaits_invoice in (0, 1)),
    invoice_id integer,
    primary key (session_id, client_id),
    foreign key (invoice_id, client_id) references invoice (id, client_id),
    constraint share_charged_once check (awaits_invoice = 0 or invoice_id is null)
) strict, without rowid;
create index session_share_by_client on session_share (client_id, session_id);
create index session_share_awaiting_invoice on session_share (session_id, client_id) where awaits_invoice = 1;
create index session_share_by_invoice on session_share (invoice_id) where invoice_id is not null;
