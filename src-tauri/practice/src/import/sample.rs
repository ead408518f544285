//! The sample practice that a person may look around in: a made-up year, shipped inside the program.

/// Who the practice is, as JSON: name, owner, address, currency, time zone, paper, terms.
pub const PRACTICE_JSON: &str = include_str!("../../sample/practice.json");

/// The spreadsheets by file name, in the order in which one refers to another.
pub const SPREADSHEETS: [(&str, &[u8]); 5] = [
    ("clients.csv", include_bytes!("../../sample/clients.csv")),
    ("services.csv", include_bytes!("../../sample/services.csv")),
    ("products.csv", include_bytes!("../../sample/products.csv")),
    ("sessions.csv", include_bytes!("../../sample/sessions.csv")),
    ("payments.csv", include_bytes!("../../sample/payments.csv")),
];
