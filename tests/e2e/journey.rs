//! The main job in the real window; `cargo xtask run` shows it where there is no display.

use stories::window::Launch;

#[tokio::test]
async fn the_window_opens_and_its_page_is_usable() {
    let daybook = Launch::fresh().open().await;
    daybook.role("main", "").shown().await;
    println!("The page was usable after {:.0} ms", daybook.ready_ms().unwrap());
    println!("Picture: {}", daybook.picture("window").await.display());
    daybook.close().await;
}
