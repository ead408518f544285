//! The search over everything.

use stories::{Story, fee, line, practice, the_service_s};

/// What is found for `text`: `Credit CR-00001 Ana, 25.00`.
async fn found(p: &Story, text: &str) -> Vec<String> {
    let hits = p.practice.search(text, p.now()).await.unwrap();
    hits.into_iter().map(|hit| format!("{:?} {} {}", hit.kind, hit.title, hit.detail)).collect()
}

#[tokio::test]
async fn documents_of_every_kind_are_found_by_number() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.credit("Ana", "25.00").await;
    p.issue("Ana", vec![line("Book", "1", "30.00")]).await;
    p.credit_note("INV-00002", "30.00").await;
    p.refund("R-00001", "5.00").await;
    assert_eq!(found(&p, "inv-00001").await, ["Invoice INV-00001 Ana, 100.00"]);
    assert_eq!(found(&p, "CR-00001").await, ["Credit CR-00001 Ana, 25.00"]);
    assert_eq!(found(&p, "CN-00001").await, ["CreditNote CN-00001 Ana, 30.00"]);
    assert_eq!(found(&p, "RF-00001").await, ["Refund RF-00001 Ana, 5.00"]);
    assert_eq!(found(&p, "ana").await.len(), 7);
    assert_eq!(found(&p, "CR-00002").await, Vec::<String>::new());
}

#[tokio::test]
async fn who_is_called_so_is_found_before_who_only_has_such_an_address() {
    let p = practice().await;
    p.add_client("Zoe Abel", &the_service_s(), |form| form.email = "zoe@testa.example".into()).await;
    p.add_client("Zoe Testa", &the_service_s(), |_| {}).await;
    let found = p.practice.find_clients("zoe t", p.now()).await.unwrap();
    let names: Vec<&str> = found.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Zoe Testa", "Zoe Abel"]);
}
