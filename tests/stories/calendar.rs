//! The calendar: sessions booked, moved, changed and deleted, alone or in series.

use practice::{
    SessionId,
    view::{
        AttendanceView::{Attended, Cancelled, CancelledByTherapist, LateCancelled, NoShow},
        RepeatForm, SeriesScope, SessionForm,
    },
};
use stories::{Story, fee, practice};

fn weekly(count: &str) -> Option<RepeatForm> {
    Some(RepeatForm { weeks: 1, count: count.into(), until: String::new() })
}

async fn book_series(p: &Story, at: &str, repeat: Option<RepeatForm>) -> Vec<SessionId> {
    let form = SessionForm { repeat, ..p.session_form("Ana", at).await };
    p.practice.book_session(&form, &p.ask()).await.unwrap().answer
}

async fn starts(p: &Story) -> Vec<String> {
    p.all_sessions().await.into_iter().map(|session| session.starts_at).collect()
}

async fn ana() -> Story {
    practice().client("Ana", fee("100.00")).await
}

#[tokio::test]
async fn a_session_repeats_every_week_at_the_same_local_time_across_both_clock_changes() {
    let p = ana().await;
    book_series(&p, "2026-02-25T09:00", weekly("4")).await;
    assert_eq!(starts(&p).await, ["2026-02-25T09:00", "2026-03-04T09:00", "2026-03-11T09:00", "2026-03-18T09:00"]);
    let p = ana().await;
    book_series(&p, "2026-10-25T01:30", weekly("3")).await;
    assert_eq!(starts(&p).await, ["2026-10-25T01:30", "2026-11-01T01:30", "2026-11-08T01:30"], "01:30 comes twice");
}

#[tokio::test]
async fn a_session_repeats_every_fortnight_until_a_day() {
    let p = ana().await;
    let until = |day: &str| Some(RepeatForm { weeks: 2, count: String::new(), until: day.into() });
    book_series(&p, "2026-03-02", until("2026-03-30")).await;
    assert_eq!(starts(&p).await, ["2026-03-02T09:00", "2026-03-16T09:00", "2026-03-30T09:00"]);
    let form = SessionForm { repeat: until("2026-03-01"), ..p.session_form("Ana", "2026-03-02").await };
    assert_eq!(
        p.refused(async |it, ask| it.book_session(&form, ask).await).await,
        "The series ends on 1 Mar 2026, before its first session on 2 Mar 2026."
    );
}

#[tokio::test]
async fn a_time_that_the_clock_skips_is_refused() {
    let p = ana().await;
    let refusal = "8 Mar 2026, 02:30 does not exist: the clock is put forward over it. Choose another time.";
    let form = p.session_form("Ana", "2026-03-08T02:30").await;
    assert_eq!(p.refused(async |it, ask| it.book_session(&form, ask).await).await, refusal);
    let form = SessionForm { repeat: weekly("3"), ..p.session_form("Ana", "2026-03-01T02:30").await };
    assert_eq!(p.refused(async |it, ask| it.book_session(&form, ask).await).await, refusal);
    let session = p.book("Ana", "2026-03-08T03:30").await;
    let this = SeriesScope::This;
    assert_eq!(
        p.refused(async |it, ask| it.move_session(session, "2026-03-08T02:30", 50, this, ask).await).await,
        refusal
    );
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.time_zone = "Europe/Berlin".into()).await;
    p.book("Ana", "2026-03-08T02:30").await;
}

#[tokio::test]
async fn one_session_of_a_series_is_changed_alone() {
    let p = ana().await;
    let ids = book_series(&p, "2026-03-02", weekly("3")).await;
    let id = ids[1];
    p.thoroughly(async |it, ask| it.move_session(id, "2026-03-10T14:00", 80, SeriesScope::This, ask).await).await;
    assert_eq!(starts(&p).await, ["2026-03-02T09:00", "2026-03-10T14:00", "2026-03-16T09:00"]);
    let lengths: Vec<_> = p.all_sessions().await.into_iter().map(|session| session.minutes).collect();
    assert_eq!(lengths, [50, 80, 50]);
}

#[tokio::test]
async fn the_following_sessions_of_a_series_are_changed_together() {
    let p = ana().await;
    let ids = book_series(&p, "2026-03-02", weekly("4")).await;
    let id = ids[2];
    let mut form = p.session_form("Ana", "2026-03-17T10:15").await;
    form.fee = "90.00".into();
    p.thoroughly(async |it, ask| it.change_session(id, &form, SeriesScope::Following, ask).await).await;
    assert_eq!(starts(&p).await, ["2026-03-02T09:00", "2026-03-09T09:00", "2026-03-17T10:15", "2026-03-24T10:15"]);
    let fees: Vec<_> = p.all_sessions().await.into_iter().map(|session| session.fee).collect();
    assert_eq!(fees, ["100.00", "100.00", "90.00", "90.00"]);
}

#[tokio::test]
async fn all_sessions_of_a_series_move_but_those_that_were_marked() {
    let p = ana().await;
    let ids = book_series(&p, "2026-03-02", weekly("4")).await;
    p.mark(&ids[..1], Attended).await.unwrap();
    let id = ids[2];
    p.thoroughly(async |it, ask| it.move_session(id, "2026-03-16T11:00", 50, SeriesScope::All, ask).await).await;
    assert_eq!(starts(&p).await, ["2026-03-02T09:00", "2026-03-09T11:00", "2026-03-16T11:00", "2026-03-23T11:00"]);
    p.thoroughly(async |it, ask| it.delete_session(id, SeriesScope::All, ask).await).await;
    assert_eq!(starts(&p).await, ["2026-03-02T09:00"]);
}

#[tokio::test]
async fn a_session_that_was_marked_stays_as_it_is() {
    let p = ana().await;
    let id = p.book("Ana", "2026-03-02").await;
    p.mark(&[id], Attended).await.unwrap();
    let refusal = "This session is marked attended, so it stays as it is. Take the mark off first.";
    let form = p.session_form("Ana", "2026-03-02T11:00").await;
    let this = SeriesScope::This;
    assert_eq!(p.refused(async |it, ask| it.change_session(id, &form, this, ask).await).await, refusal);
    assert_eq!(p.refused(async |it, ask| it.delete_session(id, this, ask).await).await, refusal);
    let overview = p.practice.session_overview(id, p.now()).await.unwrap();
    assert_eq!(overview.cannot_change.as_deref(), Some(refusal));
    p.practice.save_session_note(id, "a note is always possible", &p.ask()).await.unwrap();
}

#[tokio::test]
async fn the_overview_shows_what_the_session_costs_and_what_is_owed() {
    let p = ana().await;
    let id = p.book("Ana", "2026-03-02").await;
    let overview = p.practice.session_overview(id, p.now()).await.unwrap();
    let fees = (overview.session.fee.as_str(), overview.late_cancel_fee.as_str(), overview.no_show_fee.as_str());
    assert_eq!(fees, ("100.00", "50.00", "80.00"));
    assert_eq!((overview.session.ends_at.as_str(), overview.series_count), ("2026-03-02T09:50", 1));
    p.mark(&[id], Attended).await.unwrap();
    p.pay("Ana", "130.00").await;
    let overview = p.practice.session_overview(id, p.now()).await.unwrap();
    let invoice = overview.invoice.unwrap();
    assert_eq!((invoice.invoice.number.as_str(), invoice.outstanding.as_str()), ("INV-00001", "0.00"));
    assert_eq!((overview.owing.as_str(), overview.credit.as_str()), ("0.00", "30.00"));
}

#[tokio::test]
async fn what_is_no_time_or_day_is_said_at_its_field() {
    let p = ana().await;
    let check = async |field: &str, change: fn(&mut SessionForm)| {
        let mut form = p.session_form("Ana", "2026-03-02").await;
        change(&mut form);
        let practice::Error::Fields(fields) = p.practice.book_session(&form, &p.ask()).await.unwrap_err() else {
            panic!("{field}")
        };
        assert_eq!(fields[0].field, field);
    };
    check("client_id", |form| form.client_id = None).await;
    check("service_id", |form| form.service_id = None).await;
    check("day", |form| form.day = "2026-02-29".into()).await;
    check("time", |form| form.time = "25:00".into()).await;
    check("minutes", |form| form.minutes = "0".into()).await;
    check("fee", |form| form.fee = "1,5".into()).await;
    check("repeat.count", |form| form.repeat = weekly("0")).await;
    check("repeat.weeks", |form| form.repeat = Some(RepeatForm { weeks: 3, count: "2".into(), until: String::new() }))
        .await;
    assert!(p.all_sessions().await.is_empty());
}

#[tokio::test]
async fn an_archived_client_is_not_booked() {
    let p = ana().await;
    p.practice.archive_client(p.client("Ana"), true, &p.ask()).await.unwrap();
    let form = p.session_form("Ana", "2026-03-02").await;
    assert_eq!(
        p.refused(async |it, ask| it.book_session(&form, ask).await).await,
        "Ana is archived. Take the client back first."
    );
}

#[tokio::test]
async fn a_series_is_not_moved_to_a_day_that_nobody_means() {
    let p = practice().client("Ana", fee("100.00")).await;
    let first = book_series(&p, "2026-03-02", weekly("3")).await[0];
    for (to, refusal) in [
        ("+262142-12-31T09:00", "“+262142-12-31” is not a date. Write it like 2026-03-31: year, month, day."),
        ("2026-02-30T09:00", "30 Feb 2026 does not exist."),
        ("2026-03-02", "“” is not a time. Write it like 09:30, from 00:00 to 23:59."),
    ] {
        let moved = async |it: &practice::Practice, ask: &practice::Ask| {
            it.move_session(first, to, 50, SeriesScope::All, ask).await
        };
        assert_eq!(p.refused(moved).await, refusal);
    }
}

#[tokio::test]
async fn a_service_with_history_is_archived_and_not_deleted() {
    let p = ana().await;
    let service = p.service().await;
    p.book("Ana", "2026-03-02").await;
    assert_eq!(
        p.refused(async |it, ask| it.delete_service(service, ask).await).await,
        "Sessions, invoices or agreed fees refer to this service. Archive it instead."
    );
    let archived = p.thoroughly(async |it, ask| it.archive_service(service, true, ask).await).await;
    assert_eq!(archived.sentence, "Archived Session");
    let row = &p.practice.settings(p.now()).await.unwrap().services[0];
    assert_eq!((row.archived, row.cannot_delete.is_some()), (true, true));
}

#[tokio::test]
async fn an_archived_service_is_booked_no_more_and_stays_where_it_is() {
    let p = ana().await;
    let booked = p.book("Ana", "2026-03-02").await;
    let service = p.service().await;
    p.practice.archive_service(service, true, &p.ask()).await.unwrap();
    let refusal = "Session is archived. Choose another service, or take this one back first.";
    let form = p.session_form("Ana", "2026-03-09").await;
    assert_eq!(p.refused(async |it, ask| it.book_session(&form, ask).await).await, refusal);
    let longer = SessionForm { minutes: "80".into(), ..p.session_form("Ana", "2026-03-02").await };
    p.practice.change_session(booked, &longer, SeriesScope::This, &p.ask()).await.unwrap();
    p.practice.archive_service(service, false, &p.ask()).await.unwrap();
    p.practice.book_session(&form, &p.ask()).await.unwrap();
}

#[tokio::test]
async fn the_last_session_of_a_client_is_none_that_was_cancelled() {
    let p = ana().await;
    p.on_day("2026-03-31");
    let last = async || p.practice.find_clients("Ana", p.now()).await.unwrap()[0].last_session_on.clone();
    p.book("Ana", "2026-03-02").await;
    for (day, mark) in [("2026-03-09", Cancelled), ("2026-03-10", LateCancelled), ("2026-03-11", CancelledByTherapist)]
    {
        let session = p.book("Ana", day).await;
        p.mark(&[session], mark).await.unwrap();
        assert_eq!(last().await.as_deref(), Some("2026-03-02"), "{mark:?}");
    }
    let missed = p.book("Ana", "2026-03-16").await;
    p.mark(&[missed], NoShow).await.unwrap();
    assert_eq!(last().await.as_deref(), Some("2026-03-16"), "the hour was kept for the client");
}
