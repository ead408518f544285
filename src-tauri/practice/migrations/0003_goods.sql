-- Goods: stock, what clients were given, and what came back. Facts are append-only, as those about money are.

-- What moves the stock of a product after it began, with its sign; a mirror row takes back.
create table stock_movement (
    id integer primary key,
    operation_id integer not null references operation (id) deferrable initially deferred,
    product_id integer not null references product (id),
    cause text not null check (cause in ('sale', 'return', 'correction', 'count')),
    on_day text not null check (on_day is date(on_day)),
    units integer not null,
    -- How many there were, where they were counted.
    counted_units integer check (counted_units >= 0),
    reason text not null,
    invoice_id integer references invoice (id),
    posting_id integer references return_posting (id),
    check (units <> 0 or counted_units is not null),
    check ((cause = 'sale') = (invoice_id is not null)),
    check ((cause = 'return') = (posting_id is not null))
) strict;
create index stock_movement_by_product on stock_movement (product_id, units);
create index stock_movement_by_operation on stock_movement (operation_id);
create index stock_movement_by_invoice on stock_movement (invoice_id) where invoice_id is not null;
create index stock_movement_by_posting on stock_movement (posting_id) where posting_id is not null;

-- How many of each product there are.
create view stock as
select
    p.id as product_id,
    coalesce(p.opening_count, 0)
    + (select coalesce(sum(m.units), 0) from stock_movement m where m.product_id = p.id) as units
from product p;

-- A product or service that a client was given. What it is called and how many is what the invoice's line says.
create table record (
    id integer primary key,
    client_id integer not null references client (id),
    product_id integer references product (id),
    service_id integer references service (id),
    given_on text not null check (given_on is date(given_on)),
    operation_id integer not null references operation (id) deferrable initially deferred,
    check ((product_id is null) <> (service_id is null))
) strict;
create index record_by_client on record (client_id, given_on);
create index record_by_product on record (product_id) where product_id is not null;
create index record_by_service on record (service_id) where service_id is not null;
create index record_by_operation on record (operation_id);

-- Without a row a record is active. Withdrawn: what gave it was undone.
create table record_state (
    id integer primary key,
    record_id integer not null references record (id),
    state text not null check (state in ('active', 'deactivated', 'withdrawn')),
    reason text not null,
    operation_id integer not null references operation (id) deferrable initially deferred
) strict;
create index record_state_by_record on record_state (record_id, id);
create index record_state_by_operation on record_state (operation_id);

-- Each record with the line of its invoice that counts: the newest one, of an invoice that is not void.
create view record_now as
select
    r.id,
    r.client_id,
    r.product_id,
    r.service_id,
    r.given_on,
    coalesce((select s.state from record_state s where s.record_id = r.id order by s.id desc limit 1), 'active') as state,
    (
        select l.id from invoice_line l join invoice_now v on v.id = l.version_id
        where l.record_id = r.id
        and coalesce((select t.state from invoice_state t where t.invoice_id = v.invoice_id order by t.id desc limit 1), 'open')
            <> 'void'
        order by l.id desc limit 1
    ) as line_id,
    (select max(l.id) from invoice_line l where l.record_id = r.id) as last_line_id
from record r;

-- Goods that came back. What a return says can change until it is posted.
create table returns (
    id integer primary key autoincrement,
    client_id integer not null references client (id),
    returned_on text not null check (returned_on is date(returned_on)),
    note text not null
) strict;
create index returns_by_client on returns (client_id);

create table return_item (
    return_id integer not null references returns (id) on delete cascade,
    position integer not null check (position >= 1),
    record_id integer not null references record (id),
    units integer not null check (units >= 1),
    restock_units integer not null check (restock_units between 0 and units),
    deactivate integer not null check (deactivate in (0, 1)),
    primary key (return_id, position),
    unique (return_id, record_id)
) strict, without rowid;
create index return_item_by_record on return_item (record_id);

-- That a return was posted, for ever. Where that was undone the return is a draft again, which may be discarded.
create table return_posting (
    id integer primary key,
    return_id integer not null,
    sequence integer not null unique,
    number text not null unique,
    operation_id integer not null references operation (id) deferrable initially deferred
) strict;
create index return_posting_by_return on return_posting (return_id);
create index return_posting_by_operation on return_posting (operation_id);

-- The credit notes of a posted return, one for each invoice.
create table return_note (
    credit_note_id integer primary key references credit_note (id),
    posting_id integer not null references return_posting (id)
) strict;
create index return_note_by_posting on return_note (posting_id);

-- The postings that stand; the return is reversed once a credit note of it is withdrawn.
create view return_posted as
select
    p.id,
    p.return_id,
    p.number,
    p.operation_id,
    exists (
        select 1 from return_note n
        where n.posting_id = p.id
        and (select s.state from source_state s where s.source_id = n.credit_note_id order by s.id desc limit 1) = 'withdrawn'
    ) as reversed
from return_posting p
where not exists (select 1 from operation o where o.id = p.operation_id)
or exists (select 1 from operation_standing s where s.id = p.operation_id);
